// A text is claimed when something only this system prints occurs and nothing that only a neighbour in
// notation prints does. Banners are skipped: they may quote anything. Without a header line the tell is the
// indentation by three blanks under an interface. Cost: one pass, a few comparisons a line.

#include <algorithm>

#include "formats/arista_eos/arista_eos.h"
#include "formats/arista_eos/literals.h"
#include "formats/line_beginnings.h"

namespace ringfence::formats::arista_eos {
namespace {

/// Beginnings of lines that other systems print and this one never does.
constexpr std::string_view kForeign[] = {
    "frr version",
    "frr defaults",
    "service integrated-vtysh-config",
    "!! IOS XR",
    "end-policy",
    "Building configuration...",
    "feature ",
    "vrf context ",
    "boot-start-marker",
    "sysname ",
    " sysname ",
    "!Command: show",
    "configure {",
    "/configure",
    "system {",
    "set version",
    "set system ",
    "## Last",
    "vdc ",
    "line vty ",
    "!Software Version V",
    "version 12.",
    "version 15.",
    "version 16.",
    "version 17.",
    "#",
    "ASA Version",
};

/// Beginnings of lines that only this system prints.
constexpr std::string_view kOwn[] = {
    "transceiver qsfp default-mode",
    "vrf instance ",
    "service routing protocols model",
    "management api http-commands",
    "management api gnmi",
    "management ssh",
    "no aaa root",
    "mlag configuration",
    "ip routing vrf ",
    "router ospf 1 vrf default",
    "interface Port-Channel",
};

/// Beginnings of the lines that open a block in which the indentation tells the system.
constexpr std::string_view kBlocks[] = {"interface Ethernet", "interface Loopback", "interface Management",
                                        "interface Vlan", "router bgp "};

bool IsDeviceHeader(std::string_view line) {
  return line.starts_with("! device: ") && line.find("EOS-") != std::string_view::npos;
}

/// Exactly three blanks and a word.
bool HasOwnIndent(std::string_view line) {
  return line.size() > 3 && line.starts_with("   ") && line[3] != ' ' && line[3] != '!';
}

}  // namespace

Claim Detect(std::string_view text) {
  bool own = false;
  bool in_block = false;
  LiteralTracker literal;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (literal.Covers(line)) continue;
    if (BeginsWithAny(line, kForeign)) return Claim::kNo;
    own = own || IsDeviceHeader(line) || BeginsWithAny(line, kOwn) || (in_block && HasOwnIndent(line));
    in_block = BeginsWithAny(line, kBlocks);
  }
  return own ? Claim::kYes : Claim::kNo;
}

}  // namespace ringfence::formats::arista_eos
