#include "base/source.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::base {

SourceFile::SourceFile(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
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

const SourceFile& SourceMap::file(FileId id) const {
  RF_CHECK(id.index() < files_.size());
  return *files_[id.index()];
}

std::string SourceMap::Describe(Span span) const {
  if (!span.valid()) return "";
  const std::string& name = file(span.file).name();
  if (span.line == 0) return name;
  if (span.column == 0) return fmt::format("{}:{}", name, span.line);
  return fmt::format("{}:{}:{}", name, span.line, span.column);
}

std::string_view SourceMap::LineText(Span span) const {
  if (!span.valid() || span.line == 0 || span.line > file(span.file).line_count()) return "";
  return file(span.file).line(span.line);
}

}  // namespace ringfence::base
