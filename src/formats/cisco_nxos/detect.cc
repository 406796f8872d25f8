// A text is claimed when something only this system prints occurs and nothing that only a neighbour in
// notation prints does. Banners are skipped: they may quote anything. Cost: one pass, a few comparisons a
// line.

#include <algorithm>

#include "formats/cisco_nxos/cisco_nxos.h"
#include "formats/cisco_nxos/literals.h"
#include "formats/line_beginnings.h"

namespace ringfence::formats::cisco_nxos {
namespace {

/// Beginnings of lines that other systems print and this one never does.
constexpr std::string_view kForeign[] = {
    "frr version",
    "frr defaults",
    "service integrated-vtysh-config",
    "!! IOS XR",
    "end-policy",
    " ipv4 address",
    "! device: ",
    "vrf instance ",
    "transceiver qsfp",
    "management api",
    "service routing protocols model",
    "sysname ",
    " sysname ",
    "configure {",
    "/configure",
    "system {",
    "set version",
    "set system ",
    "## Last",
    "!Software Version V",
    "log syslog",
    "ASA Version",
    "Building configuration",
    "ip forward-protocol",
    "boot-start-marker",
    "service timestamps",
    "vrf definition ",
    "feature cable",
};

/// Beginnings of lines that only this system prints.
constexpr std::string_view kOwn[] = {
    "!Command: show running-config",
    "!Command: show startup-config",
    "feature ",
    "no feature ",
    "vrf context ",
    "switchname ",
    "boot nxos ",
    "boot kickstart ",
    "vdc ",
    "nv overlay evpn",
    "install feature-set",
    "feature-set ",
    "copp profile ",
    "no password strength-check",
    "system default switchport",
    "no system default switchport",
    "object-group ip address ",
    "  vrf member ",
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
    // "feature space: ..." is what other systems show.
    own = own || (BeginsWithAny(line, kOwn) && !line.starts_with("feature space"));
  }
  return own ? Claim::kYes : Claim::kNo;
}

}  // namespace ringfence::formats::cisco_nxos
