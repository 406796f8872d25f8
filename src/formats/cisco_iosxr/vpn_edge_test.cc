// OSPF of a VRF: a provider edge whose domain is known only when it is written.
#include <gtest/gtest.h>

#include <string>

#include "formats/cisco_iosxr/cisco_iosxr.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using routing::ospf::VpnEdge;
using routing::ospf::VpnRole;

/// A VRF A of process 100 with these lines; the first of them is line 6.
ParsedFile ParseVrf(const std::string& lines) {
  return ParseText(kFormat, "!! IOS XR Configuration 7.3.2\nvrf A\n!\nrouter ospf 100\n vrf A\n" + lines);
}
VpnEdge EdgeOf(const std::string& lines) {
  for (const auto& process : ParseVrf(lines).config.ospf.processes) {
    if (process.vrf == "A") return process.vpn;
  }
  return {};
}

TEST(CiscoIosxrVpnEdge, TheDomainIsKnownWhenItIsWritten) {
  EXPECT_EQ(EdgeOf("").role, VpnRole::kEdge);
  EXPECT_FALSE(EdgeOf("").domain_known);
  const VpnEdge edge = EdgeOf(
      "  domain-id type 0005 value 000000640200\n  domain-id secondary type 0105 value 0a0000010000\n"
      "  domain-tag 7\n  disable-dn-bit-check\n");
  EXPECT_TRUE(edge.domain_known);
  EXPECT_EQ(edge.domain_ids, (std::vector<std::string>{"0x0005:000000640200", "0x0105:0a0000010000"}));
  EXPECT_EQ(edge.route_tag, 7U);
  EXPECT_FALSE(edge.checks_down);
  EXPECT_FALSE(EdgeOf("  domain-id secondary type 0105 value 0a0000010000\n").domain_known);
}

TEST(CiscoIosxrVpnEdge, WhatItCannotSayIsOpen) {
  EXPECT_EQ(FateOf(ParseVrf("  domain-id type 0005 value 1\n"), 6), model::Fate::kUnknown);
  EXPECT_EQ(FateOf(ParseVrf("  area 0\n   sham-link 10.9.0.1 10.9.0.2\n"), 7), model::Fate::kUnmodelled);
}

}  // namespace
}  // namespace ringfence::formats::cisco_iosxr
