#include "formats/cisco_ios/literals.h"

#include "formats/word_cursor.h"

namespace ringfence::formats::cisco_ios {
namespace {

/// The delimiter of a banner is its first character; devices print the control character ETX as the two
/// characters ^C.
std::string_view DelimiterOf(std::string_view rest) {
  if (rest.starts_with("^C")) return rest.substr(0, 2);
  return rest.substr(0, 1);
}

bool IsHexWord(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace

bool LiteralTracker::Covers(std::string_view line) {
  if (!open()) {
    OpenAt(line);
    return false;
  }
  const bool ends = whole_line_ ? WordCursor(line, base::FileId(), 0).Rest().text == end_
                                : line.find(end_) != std::string_view::npos;
  if (ends) end_ = {};
  return true;
}

void LiteralTracker::OpenAt(std::string_view line) {
  // Most lines cannot open a literal: look at the first letter before anything else.
  const std::size_t first = line.find_first_not_of(' ');
  if (first == std::string_view::npos || (line[first] != 'b' && line[first] != 'c' && line[first] != 'm'))
    return;
  WordCursor words(line, base::FileId(), 0);
  const Word word = words.Next();
  if (word.text == "banner") {
    words.Next();
    const std::string_view rest = words.Rest().text;
    const std::string_view delimiter = DelimiterOf(rest);
    const bool ends_here = rest.find(delimiter, delimiter.size()) != std::string_view::npos;
    if (!rest.empty() && !ends_here) end_ = delimiter, construct_ = "banner", whole_line_ = false;
  } else if (word.text == "certificate" && words.indent() > 0) {
    // "certificate ca 01" is followed by the bytes; "certificate X nvram:file" is not.
    words.Accept("self-signed");
    words.Accept("ca");
    words.Accept("rollover");
    const bool has_bytes = IsHexWord(words.Next().text) && words.done();
    if (has_bytes) end_ = "quit", construct_ = "certificate", whole_line_ = true;
  } else if (word.text == "macro" && words.indent() == 0 && words.Accept("name")) {
    end_ = "@", construct_ = "macro", whole_line_ = true;
  }
}

}  // namespace ringfence::formats::cisco_ios
