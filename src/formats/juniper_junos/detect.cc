// Tells of Junos text: lines `set <top-level word> ...`, or top-level blocks `<word> {` with statements that
// end in
// `;`. Other systems also write `set` lines and braces, so the words must be Junos' own, and marks of the
// systems that look alike (SR Linux, SR OS, PAN-OS) refuse the text.
#include <algorithm>
#include <string_view>

#include "formats/juniper_junos/juniper_junos.h"

namespace ringfence::formats::juniper_junos {
namespace {

// Lines looked at: the first ones tell the story.
constexpr int kLinesMax = 400;

constexpr std::string_view kTopWords[] = {"version",
                                          "system",
                                          "interfaces",
                                          "routing-options",
                                          "policy-options",
                                          "protocols",
                                          "firewall",
                                          "security",
                                          "groups",
                                          "snmp",
                                          "chassis",
                                          "apply-groups",
                                          "routing-instances",
                                          "forwarding-options",
                                          "class-of-service",
                                          "applications",
                                          "vlans",
                                          "bridge-domains",
                                          "switch-options",
                                          "logical-systems"};

std::string_view FirstWord(std::string_view& line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = std::min(line.find_first_of(" \t\r", begin), line.size());
  const std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

bool IsTop(std::string_view word) {
  return std::find(std::begin(kTopWords), std::end(kTopWords), word) != std::end(kTopWords);
}

// What one line says: for, against, or nothing.
enum class Tell : std::uint8_t { kNothing, kFor, kAgainst };

Tell TellOf(std::string_view line) {
  if (line.starts_with("# TiMOS") || line.starts_with("/configure") || line.find("srl_nokia") != line.npos ||
      line.starts_with("network-instance ") || line.starts_with("set / ") ||
      line.starts_with("set deviceconfig ") || line.starts_with("configure {") ||
      line.starts_with("hostname ") || line.starts_with("sysname ")) {
    return Tell::kAgainst;
  }
  if (line.starts_with("## Last c")) return Tell::kFor;
  if (line.starts_with(' ') || line.starts_with('\t')) return Tell::kNothing;
  std::string_view rest = line;
  std::string_view word = FirstWord(rest);
  if (word == "set" || word == "deactivate" || word == "delete") {
    word = FirstWord(rest);
    return IsTop(word) && !rest.empty() ? Tell::kFor : Tell::kNothing;
  }
  while (word.ends_with(':')) word = FirstWord(rest);
  if (!IsTop(word)) {
    if (word.ends_with(';') || word.ends_with('{')) word.remove_suffix(1);
    if (!IsTop(word)) return Tell::kNothing;
    rest = "{";
  }
  const std::string_view next = FirstWord(rest);
  return next.starts_with('{') || next.ends_with(';') || next.starts_with('[') ? Tell::kFor : Tell::kNothing;
}

}  // namespace

Claim Detect(std::string_view text) {
  bool found = false;
  for (int lines = 0; lines < kLinesMax && !text.empty(); ++lines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const Tell tell = TellOf(line);
    if (tell == Tell::kAgainst) return Claim::kNo;
    found = found || tell == Tell::kFor;
  }
  return found ? Claim::kYes : Claim::kNo;
}

}  // namespace ringfence::formats::juniper_junos
