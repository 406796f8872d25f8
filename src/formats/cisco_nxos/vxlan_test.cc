// VRFs in VXLAN: what must be said before the identifier of a VRF counts.
#include <gtest/gtest.h>

#include <string>

#include "formats/cisco_nxos/cisco_nxos.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_nxos {
namespace {

/// A leaf whose `vni` is line 6; the parts may be changed.
struct Leaf {
  std::string targets = "    route-target both auto\n    route-target both auto evpn\n";
  std::string forward = "  ip forward\n";
  std::string member = "  member vni 50000 associate-vrf\n";
  std::string told = "      advertise l2vpn evpn\n";
  std::string more;

  ParsedFile Parse() const {
    return ParseText(
        kFormat,
        "hostname leaf\nnv overlay evpn\nfeature bgp\nfeature interface-vlan\nvrf context blue\n"
        "  vni 50000\n  rd auto\n  address-family ipv4 unicast\n" +
            targets + "vlan 100\n  vn-segment 50000\ninterface Vlan100\n  no shutdown\n  vrf member blue\n" +
            forward +
            "interface loopback0\n  ip address 10.255.0.1/32\ninterface nve1\n  no shutdown\n"
            "  host-reachability protocol bgp\n  source-interface loopback0\n" +
            member +
            "router bgp 65001\n  neighbor 10.255.0.9\n    remote-as 65001\n"
            "    address-family l2vpn evpn\n      send-community extended\n  vrf blue\n"
            "    address-family ipv4 unicast\n" +
            told + more);
  }
  std::string Text() const {
    const ParsedFile parsed = Parse();
    return Census(parsed) + Dump(parsed.config);
  }
};

constexpr std::size_t kVniLine = 6;

bool Has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(CiscoNxosVxlan, AVrfTravelsInItsIdentifier) {
  const std::string text = Leaf{}.Text();
  EXPECT_TRUE(Has(text, " unmodelled 0 unknown 0\n")) << text;
  EXPECT_TRUE(Has(text, "vxlan nve1 from 10.255.0.1 port 4789\n  vni 50000 vrf blue\n")) << text;
  EXPECT_TRUE(Has(text, "  import-evpn target:65001:50000\n  export-evpn target:65001:50000\n")) << text;
  EXPECT_FALSE(Has(text, "import4")) << "nobody has labelled routes\n" << text;
}

TEST(CiscoNxosVxlan, WhatIsMissingIsSaidAtTheIdentifier) {
  EXPECT_EQ(FateOf(Leaf{}.Parse(), kVniLine), model::Fate::kModelled);
  EXPECT_TRUE(
      Has(Leaf{.forward = ""}.Text(), "  6 unmodelled 46F--- VXLAN of a VRF without a VLAN interface\n"));
  EXPECT_TRUE(Has(Leaf{.told = ""}.Text(), "  6 unmodelled 46---- routes of a VRF in EVPN without a word\n"));
  EXPECT_FALSE(Has(Leaf{.member = ""}.Text(), "  vni 50000 vrf blue\n"));
}

/// A VLAN whose members BGP tells, with an anycast gateway; the parts may be changed.
struct BridgedLeaf {
  std::string how = "    ingress-replication protocol bgp\n";
  std::string mac = "fabric forwarding anycast-gateway-mac 0000.1111.2222\n";
  std::string evpn =
      "evpn\n  vni 10010 l2\n    rd auto\n    route-target import auto\n"
      "    route-target export 65001:7\n";

  ParsedFile Parse() const {
    return Leaf{.member = "  member vni 10010\n    suppress-arp\n" + how,
                .more =
                    "vlan 10\n  vn-segment 10010\ninterface Vlan10\n  no shutdown\n"
                    "  ip address 10.10.0.1/24\n  fabric forwarding mode anycast-gateway\n" +
                    mac + evpn}
        .Parse();
  }
  std::string Text() const {
    const ParsedFile parsed = Parse();
    return Census(parsed) + Dump(parsed.config);
  }
};

TEST(CiscoNxosVxlan, AVlanTravelsInItsIdentifier) {
  const ParsedFile parsed = BridgedLeaf{}.Parse();
  const std::string text = BridgedLeaf{}.Text();
  EXPECT_TRUE(Has(text, " unmodelled 0 unknown 0\n")) << text;
  EXPECT_TRUE(Has(text, "  vni 10010 vlan 10 import target:65001:10010 export target:65001:7\n")) << text;
  ASSERT_EQ(parsed.config.device.interfaces.at(2).virtual_routers.size(), 1U);
  const model::VirtualRouter& gateway = parsed.config.device.interfaces[2].virtual_routers[0];
  EXPECT_EQ(gateway.protocol, model::RedundancyProtocol::kAnycast);
  EXPECT_EQ(gateway.addresses, std::vector{*net::ParseAddress("10.10.0.1")});
  EXPECT_EQ(Dump(ParseText(kFormat, Print(parsed.config)).config), Dump(parsed.config));
}

TEST(CiscoNxosVxlan, VlansWhoseMembersBgpDoesNotTellStayOpen) {
  constexpr std::string_view kOpen = " unmodelled 46F--- VLAN in VXLAN without EVPN alone\n";
  EXPECT_TRUE(Has(BridgedLeaf{.how = "    mcast-group 239.1.1.1\n"}.Text(), kOpen));
  EXPECT_TRUE(Has(BridgedLeaf{.how = ""}.Text(), kOpen));
  EXPECT_TRUE(Has(BridgedLeaf{.how = "    ingress-replication protocol static\n"}.Text(), kOpen));
  EXPECT_TRUE(Has(BridgedLeaf{.evpn = ""}.Text(), kOpen));
  EXPECT_TRUE(Has(BridgedLeaf{.mac = ""}.Text(),
                  " unmodelled 46F--- anycast gateway without an address of its own\n"));
}

TEST(CiscoNxosVxlan, TargetsOfLabelsStayWhereTheyCount) {
  const std::string text =
      Leaf{.more = "vrf context red\n  address-family ipv4 unicast\n    route-target import 65001:50000\n"}
          .Text();
  EXPECT_TRUE(Has(text, "  import4 target:65001:50000\n")) << text;
}

TEST(CiscoNxosVxlan, ATunnelEndThatIsDownHasNoAddress) {
  Leaf leaf;
  leaf.more = "interface nve1\n  shutdown\n";
  EXPECT_TRUE(Has(leaf.Text(), "vxlan nve1 from nowhere")) << leaf.Text();
}

TEST(CiscoNxosVxlan, ALoopbackWithTwoAddressesStaysOpen) {
  Leaf leaf;
  leaf.more = "interface loopback0\n  ip address 10.255.0.7/32 secondary\n";
  EXPECT_TRUE(Has(leaf.Text(), " unmodelled 46F--- VXLAN from several addresses\n")) << leaf.Text();
}

TEST(CiscoNxosVxlan, ForwardingWithoutAnAddressElsewhereStaysOpen) {
  Leaf leaf;
  leaf.more = "interface Vlan101\n  no shutdown\n  ip forward\n";
  EXPECT_TRUE(Has(leaf.Text(), " unmodelled --F--- forwarding without an address\n")) << leaf.Text();
}

}  // namespace
}  // namespace ringfence::formats::cisco_nxos
