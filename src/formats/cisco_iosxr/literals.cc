#include "formats/cisco_iosxr/literals.h"

#include "formats/word_cursor.h"

namespace ringfence::formats::cisco_iosxr {

bool LiteralTracker::Covers(std::string_view line) {
  if (open()) {
    if (line.find(end_) != std::string_view::npos) end_ = {};
    return true;
  }
  if (!line.starts_with("banner ")) return false;
  WordCursor words(line, base::FileId(), 0);
  words.Next();
  words.Next();  // exec, login, motd ...
  const std::string_view rest = words.Rest().text;
  // The delimiter is the first character; a control character may be printed as two.
  const std::string_view delimiter = rest.substr(0, rest.starts_with("^C") ? 2 : 1);
  const bool ends_here = rest.find(delimiter, delimiter.size()) != std::string_view::npos;
  if (!rest.empty() && !ends_here) end_ = delimiter;
  return false;
}

}  // namespace ringfence::formats::cisco_iosxr
