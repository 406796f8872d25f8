// A text is claimed when something only this system prints occurs and nothing that only a neighbour in
// notation prints does. Banners are skipped: they may quote anything. Cost: one pass, a few comparisons a
// line.

#include <algorithm>

#include "formats/cisco_iosxr/cisco_iosxr.h"
#include "formats/cisco_iosxr/literals.h"
#include "formats/line_beginnings.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

/// Beginnings of lines that other systems print and this one never does.
constexpr std::string_view kForeign[] = {
    "frr version",  "frr defaults",      "service integrated-vtysh-config",
    "! device: ",   "vrf instance ",     "!Command: show ",
    "sysname ",     " sysname ",         "configure {",
    "/configure",   "system {",          "set version",
    "set system ",  "## Last",           "!Software Version V",
    "ASA Version",  "boot-start-marker", "vrf definition ",
    "vrf context ", "version 1",         "return",
};

/// Beginnings of lines that only this system prints.
constexpr std::string_view kOwn[] = {
    "!! IOS XR Configuration",
    "!RANCID-CONTENT-TYPE: cisco-xr",
    "!!RANCID-CONTENT-TYPE: cisco-xr",
    "end-policy",
    "interface MgmtEth",
    " ipv4 address ",
    "ipv4 access-list ",
    "router static",
    "prefix-set ",
};

}  // namespace

Claim Detect(std::string_view text) {
  bool own = false;
  LiteralTracker literal;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (literal.Covers(line)) continue;
    if (line == "#" || BeginsWithAny(line, kForeign)) return Claim::kNo;
    own = own || BeginsWithAny(line, kOwn);
  }
  return own ? Claim::kYes : Claim::kNo;
}

}  // namespace ringfence::formats::cisco_iosxr
