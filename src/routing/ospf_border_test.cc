// Border routers in corners that comparison with running routers showed: neighbours lost in the backbone,
// stub areas between border routers, forwarding addresses of recursive static routes.

#include <gtest/gtest.h>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

ospf::Redistribution StaticAs(ospf::ExternalType type) {
  ospf::Redistribution redistribution;
  redistribution.source = ospf::RedistributionSource::kStatic;
  redistribution.type = type;
  redistribution.metric = 5;
  return redistribution;
}

/// x and y: border routers of area 1, joined in the backbone at cost 10, over n in area 1 at cost 1 + 1.
void JoinTwice(World& w) {
  w.Join("x", "y", 0, 10, 10);
  w.Join("x", "n", 1, 1, 1);
  w.Join("n", "y", 1, 1, 1);
  w.Loopback("x", "192.0.2.1", 0);
  w.Loopback("y", "192.0.2.2", 0);
}

class OspfBorderTest : public testing::TestWithParam<net::Family> {};
INSTANTIATE_TEST_SUITE_P(Families, OspfBorderTest, testing::Values(net::Family::kIpv4, net::Family::kIpv6),
                         [](const auto& family) {
                           return family.param == net::Family::kIpv4 ? "Ospfv2" : "Ospfv3";
                         });

TEST_P(OspfBorderTest, WithoutBackboneNeighbourOtherAreasAreExamined) {
  World w(GetParam());
  JoinTwice(w);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "x", "192.0.2.2/32"), "ospf 10 via y[10.0.0.1]");
  EXPECT_EQ(w.Show(w.WithoutLink("x--y"), "x", "192.0.2.2/32"), "ospf-ia 2 via n[10.0.1.1]");
  for (const char* name : {"x", "y"}) w[name].ospf.processes[0].abr_needs_backbone = false;
  w.Build();  // RFC 2328 to the letter: the backbone only
  EXPECT_EQ(w.Show(w.WithoutLink("x--y"), "x", "192.0.2.2/32"), "-");
}

TEST_P(OspfBorderTest, RoutesOfExaminedAreasArePassedNowhere) {
  World w(GetParam());
  JoinTwice(w);
  w.Join("x", "m", 2, 1, 1);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "m", "192.0.2.2/32"), "ospf-ia 11 via x[10.0.3.0]");
  EXPECT_EQ(w.Show(w.WithoutLink("x--y"), "x", "192.0.2.2/32"), "ospf-ia 2 via n[10.0.1.1]");
  EXPECT_EQ(w.Show(w.WithoutLink("x--y"), "m", "192.0.2.2/32"), "-");
}

TEST_P(OspfBorderTest, NoDefaultIsTakenFromAnExaminedStubArea) {
  World w(GetParam());
  JoinTwice(w);
  for (const char* name : {"x", "y", "n"}) w.AreaOf(name, 1).type = ospf::AreaType::kStub;
  w.Build();
  EXPECT_EQ(w.Show(w.WithoutLink("x--y"), "x", "192.0.2.2/32"), "ospf-ia 2 via n[10.0.1.1]");
  EXPECT_EQ(w.Show(w.WithoutLink("x--y"), "x", "0.0.0.0/0"), "-");
  EXPECT_EQ(w.Show(w.WithoutLink("x--y"), "n", "0.0.0.0/0"), "ospf-ia 2 via x[10.0.1.0] via y[10.0.2.1]");
}

TEST_P(OspfBorderTest, NoAsBoundaryRouterIsMetInAStubArea) {
  for (const bool rfc1583 : {false, true}) {
    World w(GetParam());
    JoinTwice(w);
    for (const char* name : {"x", "y", "n"}) {
      w.AreaOf(name, 1).type = ospf::AreaType::kStub;
      w[name].ospf.processes[0].rfc1583_compatible = rfc1583;
    }
    w.Static("y", "203.0.113.0/24", "");
    w["y"].ospf.processes[0].redistributions.push_back(StaticAs(ospf::ExternalType::kType1));
    w.Build();
    EXPECT_EQ(w.Show(w.Nominal(), "x", "203.0.113.0/24"), "ospf-e1 15 via y[10.0.0.1]") << rfc1583;
  }
}

TEST_P(OspfBorderTest, RecursiveStaticNamesNoForwardingAddress) {
  World w(GetParam());  // a and b on a segment; b announces what it reaches over the loopback of a
  for (const auto& [name, address] : {std::pair("a", "10.9.0.1/24"), std::pair("b", "10.9.0.2/24")}) {
    w.Port(name, "lan", address);
    w.Run(name, "lan", 0, 10, ospf::NetworkType::kBroadcast);
  }
  w.Loopback("a", "192.0.2.1", 0);
  w["b"].ospf.processes[0].redistributions.push_back(StaticAs(ospf::ExternalType::kType2));
  w.Static("b", "203.0.113.0/24", "192.0.2.1");
  w.Static("b", "198.51.100.0/24", "10.9.0.77");
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "b", "203.0.113.0/24"), "static 0 via ?[192.0.2.1]");
  EXPECT_EQ(w.Show(w.Nominal(), "a", "203.0.113.0/24"), "ospf-e2 5 via lan[10.9.0.2]");
  EXPECT_EQ(w.Show(w.Nominal(), "a", "198.51.100.0/24"), "ospf-e2 5 via lan[10.9.0.77]");
}

}  // namespace
}  // namespace ringfence::routing
