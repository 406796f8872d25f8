// A text is claimed when something only this system prints occurs and nothing that only another system prints
// does: sections are framed by "!<name>" and "!</name>", ports are called "gei-0/1/0/1", and a line "$" ends
// a block. Cost: one pass, a few comparisons a line.

#include <algorithm>

#include "formats/line_beginnings.h"
#include "formats/zte_zxros/zte_zxros.h"

namespace ringfence::formats::zte_zxros {
namespace {

/// Beginnings of lines that other systems print and this one never does.
constexpr std::string_view kForeign[] = {
    "frr version", "frr defaults", "!! IOS XR",   "end-policy", "!Software Version V", "sysname ",
    "feature ",    "vrf context ", "configure {", "set / ",     "! device: ",
};

/// Beginnings of lines that only this system prints.
constexpr std::string_view kOwn[] = {
    "!<",
    "!</",
    "interface gei-",
    "interface xgei-",
    "interface cgei-",
    "interface xlgei-",
    "interface fei-",
    "interface smartgroup",
    "mpls ldp instance ",
    "ipv4-access-list ",
    "vlan-configuration",
};

}  // namespace

Claim Detect(std::string_view text) {
  bool own = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line == "#" || BeginsWithAny(line, kForeign)) return Claim::kNo;
    own = own || BeginsWithAny(line, kOwn);
  }
  return own ? Claim::kYes : Claim::kNo;
}

}  // namespace ringfence::formats::zte_zxros
