#include "formats/cisco_iosxr/rpl_text.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool IsMark(char c) { return c == '(' || c == ')' || c == ','; }
bool IsQuote(char c) { return c == '\'' || c == '"'; }

}  // namespace

void AddRplTokens(std::string_view line, base::FileId file, std::uint32_t line_number,
                  std::vector<RplToken>& tokens) {
  std::size_t at = 0;
  const auto add = [&](std::size_t begin, std::size_t end, bool quoted) {
    const auto column = static_cast<std::uint32_t>(begin + 1);
    tokens.push_back({line.substr(begin, end - begin),
                      quoted,
                      {file, line_number, column, static_cast<std::uint32_t>(end - begin)}});
  };
  bool first = true;
  while (at < line.size()) {
    const char c = line[at];
    if (IsBlank(c)) {
      ++at;
      continue;
    }
    if (c == '#' || (c == '!' && first)) return;
    first = false;
    if (IsMark(c)) {
      add(at, at + 1, false);
      ++at;
      continue;
    }
    const bool quoted = IsQuote(c);
    std::size_t end = at + 1;
    if (quoted) {
      while (end < line.size() && line[end] != c) ++end;
      add(at + 1, end, true);
      at = end + 1;
      continue;
    }
    while (end < line.size() && !IsBlank(line[end]) && !IsMark(line[end]) && line[end] != '#') ++end;
    add(at, end, false);
    at = end;
  }
}

std::vector<std::vector<RplToken>> TakeElements(RplCursor& cursor) {
  const bool closed = cursor.Accept("(");
  std::vector<std::vector<RplToken>> elements;
  std::vector<RplToken> element;
  while (!cursor.done()) {
    const RplToken token = cursor.Next();
    if (closed && token.Is(")")) break;
    if (!token.Is(",")) {
      element.push_back(token);
      continue;
    }
    if (!element.empty()) elements.push_back(std::move(element));
    element.clear();
  }
  if (!element.empty()) elements.push_back(std::move(element));
  return elements;
}

}  // namespace ringfence::formats::cisco_iosxr
