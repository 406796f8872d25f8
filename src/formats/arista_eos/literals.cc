#include "formats/arista_eos/literals.h"

#include "formats/word_cursor.h"

namespace ringfence::formats::arista_eos {
namespace {

/// The construct that a line opens; empty when it opens none.
std::string_view Opened(std::string_view line) {
  // Most lines cannot open a literal: look at the first letter before anything else.
  const std::size_t first = line.find_first_not_of(' ');
  if (first == std::string_view::npos || (line[first] != 'a' && line[first] != 'b' && line[first] != 'c'))
    return {};
  WordCursor words(line, base::FileId(), 0);
  if (words.indent() == 0) {
    const bool banner = words.Accept("banner") && (words.Accept("login") || words.Accept("motd"));
    return banner && words.done() ? "banner" : std::string_view();
  }
  if (words.Accept("comment")) return words.done() ? "comment" : std::string_view();
  const bool action = words.Accept("action") && words.Accept("bash");
  const bool unit = words.Accept("code") && words.Accept("unit") && !words.Next().empty();
  return (action || unit) && words.done() ? "script" : std::string_view();
}

}  // namespace

bool LiteralTracker::Covers(std::string_view line) {
  if (!open()) {
    construct_ = Opened(line);
    return false;
  }
  if (WordCursor(line, base::FileId(), 0).Rest().text == "EOF") construct_ = {};
  return true;
}

}  // namespace ringfence::formats::arista_eos
