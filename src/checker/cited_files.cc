#include "checker/cited_files.h"

#include <cctype>

namespace ringfence::checker {
namespace {

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::size_t IndentOf(std::string_view line) {
  const std::size_t first = line.find_first_not_of(' ');
  return first == std::string_view::npos ? line.size() : first;
}

/// Escapes the way documents do: bytes that are no valid UTF-8 never compare equal, so they are left alone.
std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? "" : text.substr(end + 1);
  }
  return lines;
}

bool Glued(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == ':' || c == '-' || c == '_';
}

}  // namespace

const std::vector<std::string>* CitedFiles::LinesOf(const std::string& file) {
  auto known = known_.find(file);
  if (known == known_.end()) {
    std::optional<std::vector<std::string>> lines;
    const bool outside = file.starts_with('/') || file.find("..") != std::string::npos;
    if (!outside) {
      const auto text = files_.Read(base::JoinPath(root_, file));
      if (text) lines = Split(*text);
    }
    known = known_.emplace(file, std::move(lines)).first;
  }
  return known->second ? &*known->second : nullptr;
}

std::optional<std::string> CitedFiles::Line(const std::string& file, std::size_t line) {
  const std::vector<std::string>* lines = LinesOf(file);
  if (lines == nullptr || line == 0 || line > lines->size()) return std::nullopt;
  return std::string(Trim((*lines)[line - 1]));
}

std::string CitedFiles::Block(const std::string& file, std::size_t line) {
  const std::vector<std::string>* lines = LinesOf(file);
  if (lines == nullptr || line == 0 || line > lines->size()) return "";
  std::string block = (*lines)[line - 1];
  const std::size_t indent = IndentOf(block);
  for (std::size_t next = line; next < lines->size(); ++next) {
    const std::string& text = (*lines)[next];
    if (!Trim(text).empty() && IndentOf(text) <= indent) break;
    block += "\n" + text;
  }
  return block;
}

bool HasWord(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool free_before = at == 0 || !Glued(text[at - 1]);
    // A colon behind a key, or a full stop, does not belong to the word.
    const bool free_after = end == text.size() || !Glued(text[end]) || text[end] == ':' || text[end] == '.';
    if (free_before && free_after) return true;
  }
  return false;
}

}  // namespace ringfence::checker
