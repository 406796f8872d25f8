// A text is claimed when a line occurs that only FRR prints and none that only a neighbour in notation does,
// or when it is a stanza file (a Cumulus layout) or a database (JSON with DEVICE_METADATA, SONiC). Cost: one
// pass, a few comparisons a line.

#include <algorithm>

#include "formats/frr/frr.h"
#include "formats/frr/sections.h"
#include "formats/line_beginnings.h"

namespace ringfence::formats::frr {
namespace {

/// Beginnings of lines, blanks before them aside, that only this system prints.
constexpr std::string_view kOwn[] = {
    "frr version",
    "frr defaults",
    "service integrated-vtysh-config",
    "ospf router-id ",
    "ospf6 router-id ",
    "no bgp ebgp-requires-policy",
    "exit-vrf",
    "exit-link-params",
    "ip nht resolve-via-default",
    "# This file describes the network interfaces",
    "# /etc/wireguard/",
};

/// Beginnings of lines that other systems print and this one never does.
constexpr std::string_view kForeign[] = {
    "!! IOS XR",          "end-policy",   "!Command: show", "! device: ",       "feature ",
    "vrf definition ",    "vrf context ", "vrf instance ",  "transceiver qsfp", "management api",
    "service timestamps", "version 12.",  "version 15.",    "version 16.",      "version 17.",
    "system {",           "configure {",  "/configure",     "set version",      "sysname ",
};

}  // namespace

Claim Detect(std::string_view text) {
  if (OpensDatabase(text)) return text.contains("\"DEVICE_METADATA\"") ? Claim::kYes : Claim::kNo;
  bool own = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("iface ")) own = true;
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) continue;
    line.remove_prefix(first);
    if (BeginsWithAny(line, kForeign)) return Claim::kNo;
    own = own || BeginsWithAny(line, kOwn);
  }
  return own ? Claim::kYes : Claim::kNo;
}

}  // namespace ringfence::formats::frr
