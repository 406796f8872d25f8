#include "formats/cisco_nxos/literals.h"

#include "formats/word_cursor.h"

namespace ringfence::formats::cisco_nxos {

bool LiteralTracker::Covers(std::string_view line) {
  if (open()) {
    if (line.find(end_) != std::string_view::npos) end_ = {};
    return true;
  }
  // Most lines cannot open a banner: look at the first letter before anything else.
  if (!line.starts_with('b')) return false;
  WordCursor words(line, base::FileId(), 0);
  if (!words.Accept("banner")) return false;
  words.Next();  // exec, motd
  const std::string_view rest = words.Rest().text;
  // The delimiter is the first character; some devices print a control character as two.
  const std::string_view delimiter = rest.substr(0, rest.starts_with("^C") ? 2 : 1);
  const bool ends_here = rest.find(delimiter, delimiter.size()) != std::string_view::npos;
  if (!rest.empty() && !ends_here) end_ = delimiter;
  return false;
}

}  // namespace ringfence::formats::cisco_nxos
