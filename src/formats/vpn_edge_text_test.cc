#include "formats/vpn_edge_text.h"

#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

TEST(VpnEdgeText, IdentifiersAreTheOctetsOfTheCommunity) {
  EXPECT_EQ(DomainIdOf(100, 0x0200), "0x0005:000000640200");
  EXPECT_EQ(DomainIdText(0x0105U, std::uint64_t{0x0a0000010000}), "0x0105:0a0000010000");
  EXPECT_EQ(ParseDomainId("0005", "0A0000010200"), "0x0005:0a0000010200");
  EXPECT_EQ(ParseDomainId("0x8005", "0x0a0000010200"), "0x0005:0a0000010200");
  EXPECT_EQ(LeadingOctets("0x0005:0a0000010200"), 0x0a000001U);
  for (const char* type : {"0006", "5", "000g", ""})
    EXPECT_FALSE(ParseDomainId(type, "0a0000010200")) << type;
  for (const char* value : {"", "0a", "0a00000102000", "0a000001020g"})
    EXPECT_FALSE(ParseDomainId("0005", value)) << value;
}

TEST(VpnEdgeText, SubnetsOfTheProcessGoWithItsRoutes) {
  routing::ospf::OspfConfig ospf;
  for (const char* vrf : {"red", "blue"}) {
    routing::ospf::OspfProcess& process = ospf.processes.emplace_back();
    process.id = 7;
    process.vrf = vrf;
    process.interfaces.emplace_back().name = vrf;
  }
  routing::bgp::BgpConfig bgp;
  bgp.vrfs.emplace_back().vrf = "red";
  auto& taken = bgp.vrfs[0].families.emplace_back().redistributions;
  taken.resize(2);
  taken[0].source = model::RouteSource::kOspf;
  taken[0].process = "7";
  AddSubnetsOfOspf(ospf, bgp);
  EXPECT_EQ(taken[0].subnets_of, std::vector<std::string>{"red"});
  EXPECT_TRUE(taken[1].subnets_of.empty()) << "connected routes";
}

}  // namespace
}  // namespace ringfence::formats
