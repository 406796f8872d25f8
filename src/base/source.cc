#include "base/source.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::base {
namespace {

thread_local const std::function<bool(const Span&, const Span&)>* equality_now = nullptr;

}  // namespace

const Span::Equality* Span::EqualityNow() { return equality_now; }
SpansBy::SpansBy(Span::Equality equal) : equal_(std::move(equal)), outer_(equality_now) {
  equality_now = &equal_;
}
SpansBy::~SpansBy() { equality_now = outer_; }

SourceFile::SourceFile(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  FindLines();
  parts_.push_back({name_, 1, line_count()});
}

SourceFile::SourceFile(std::string name, std::vector<NamedText> parts) : name_(std::move(name)) {
  std::vector<std::size_t> starts;
  for (NamedText& part : parts) {
    starts.push_back(text_.size());
    text_ += part.text;
    // The next file begins a line of its own.
    if (!part.text.empty() && !part.text.ends_with('\n')) text_ += '\n';
    parts_.push_back({std::move(part.name), 1, 0});
  }
  FindLines();
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : text_.size();
    const auto first = std::ranges::lower_bound(line_starts_, starts[i]);
    const auto last = std::ranges::lower_bound(line_starts_, end);
    parts_[i].first_line = static_cast<std::uint32_t>(first - line_starts_.begin()) + 1;
    parts_[i].line_count = static_cast<std::uint32_t>(last - first);
  }
}

SourceFile::Place SourceFile::PlaceOf(std::uint32_t line) const {
  RF_CHECK(line >= 1 && line <= line_count());
  // An empty file begins where the next one does.
  const auto behind = std::ranges::upper_bound(parts_, line, {}, &Part::first_line);
  const Part& part = *std::prev(behind);
  return {part.name, line - part.first_line + 1};
}

void SourceFile::FindLines() {
  std::size_t start = 0;
  while (start < text_.size()) {
    line_starts_.push_back(start);
    const std::size_t newline = text_.find('\n', start);
    if (newline == std::string::npos) break;
    start = newline + 1;
  }
}

std::size_t SourceFile::line_offset(std::uint32_t line) const {
  RF_CHECK(line >= 1 && line <= line_starts_.size());
  return line_starts_[line - 1];
}

std::uint32_t SourceFile::line_at(std::size_t offset) const {
  return static_cast<std::uint32_t>(std::ranges::upper_bound(line_starts_, offset) - line_starts_.begin());
}

std::string_view SourceFile::line(std::uint32_t line) const {
  const std::size_t start = line_offset(line);
  std::size_t end = line < line_starts_.size() ? line_starts_[line] : text_.size();
  while (end > start && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return std::string_view(text_).substr(start, end - start);
}

FileId SourceMap::Add(std::string name, std::string text) {
  files_.push_back(std::make_unique<SourceFile>(std::move(name), std::move(text)));
  return FileId(files_.size() - 1);
}

FileId SourceMap::Add(std::string name, std::vector<NamedText> parts) {
  files_.push_back(std::make_unique<SourceFile>(std::move(name), std::move(parts)));
  return FileId(files_.size() - 1);
}

SourceFile::Place SourceMap::PlaceOf(Span span) const {
  const SourceFile& source = file(span.file);
  // Spans may stand behind the end: what is missing is reported there.
  if (span.line == 0 || span.line > source.line_count()) return {source.name(), span.line};
  return source.PlaceOf(span.line);
}

const SourceFile& SourceMap::file(FileId id) const {
  RF_CHECK(id.index() < files_.size());
  return *files_[id.index()];
}

std::string SourceMap::Describe(Span span) const {
  if (!span.valid()) return "";
  const auto [name, line] = PlaceOf(span);
  if (line == 0) return std::string(name);
  if (span.column == 0) return fmt::format("{}:{}", name, line);
  return fmt::format("{}:{}:{}", name, line, span.column);
}

std::string_view SourceMap::LineText(Span span) const {
  if (!span.valid() || span.line == 0 || span.line > file(span.file).line_count()) return "";
  return file(span.file).line(span.line);
}

}  // namespace ringfence::base
