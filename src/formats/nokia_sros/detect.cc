// Tells of MD-CLI text: the header that the device writes, `configure {`, lines that begin with `/configure`.
// Classic CLI has the same header but other notation (`exit all`, `echo`), which is refused.
#include <algorithm>
#include <string_view>

#include "formats/nokia_sros/nokia_sros.h"

namespace ringfence::formats::nokia_sros {
namespace {

// Lines looked at: the first ones tell the story.
constexpr int kLinesMax = 400;

bool IsConfigure(std::string_view line) {
  for (const std::string_view start : {"/configure", "/ configure", "configure {", "configure{"}) {
    if (line.starts_with(start)) return true;
  }
  return false;
}

bool IsClassic(std::string_view line) { return line.starts_with("exit all") || line.starts_with("echo \""); }

}  // namespace

Claim Detect(std::string_view text) {
  bool header = false;
  for (int lines = 0; lines < kLinesMax && !text.empty(); ++lines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (IsConfigure(line)) return Claim::kYes;
    if (IsClassic(line)) return Claim::kNo;
    header = header || line.starts_with("# TiMOS-") || line.starts_with("# Configuration format version");
  }
  return header ? Claim::kYes : Claim::kNo;
}

}  // namespace ringfence::formats::nokia_sros
