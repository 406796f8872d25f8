// OSPF at the sites of a VPN as one network (RFC 4577). Expected tables are worked out by hand: a way from a
// site to the far site costs what OSPF says at the far edge (the MED), plus what it costs to the near edge.
#include <gtest/gtest.h>

#include <algorithm>

#include "routing/feedback_gaps.h"
#include "routing/vpn_sites.h"
#include "routing/vpn_testing.h"

namespace ringfence::routing {
namespace {

constexpr const char* kNear = "10.1.0.1/32";  ///< loopback of c1
constexpr const char* kFar = "10.2.0.1/32";   ///< loopback of c2
constexpr const char* kOutside = "203.0.113.0/24";
constexpr const char* kDomain = "0x0005:000000640200";
const VpnWorld::Targets kRed = {"target:65000:1"};

/// Provider edges p1 and p2 around m; behind p1 the router c1, behind p2 c2; all links cost 10.
class SitesWorld : public VpnWorld {
 public:
  SitesWorld() {
    AddEdge("p1", 1);
    AddEdge("p2", 2);
    Attach("p1", "c1");
    Attach("p2", "c2");
    Loopback("c1", "10.1.0.1", 0);
    Loopback("c2", "10.2.0.1", 0);
  }
  /// An edge with the VRF red, sessions to all edges before it, and OSPF in the VRF.
  void AddEdge(const std::string& name, int number) {
    Edge(name, number);
    for (int other = 1; other < number; ++other) {
      Peer(name, other);
      Peer("p" + std::to_string(other), number);
    }
    Vrf(name, "red", std::to_string(number) + ":1", kRed, kRed);
    auto& taken = BgpOf(name, "red").families[0].redistributions;
    taken[0].source = model::RouteSource::kOspf;
    ospf::OspfProcess process;
    process.id = 100;
    process.vrf = "red";
    process.span = NewSpan();
    process.router_id = net::IpAddress::V4(0x0aff0000U + static_cast<std::uint32_t>(number));
    process.max_paths = 64;
    process.areas.emplace_back();
    process.vpn.role = ospf::VpnRole::kEdge;
    process.vpn.domain_ids = {kDomain};
    ospf::Redistribution& redistribution = process.redistributions.emplace_back();
    redistribution.source = model::RouteSource::kBgp;
    redistribution.metric = 1;
    redistribution.plain = true;
    redistribution.span = NewSpan();
    (*this)[name].ospf.processes.push_back(process);
  }
  ospf::OspfProcess& ProcessOf(const std::string& edge) { return (*this)[edge].ospf.processes[1]; }
  void Attach(const std::string& edge, const std::string& site, ospf::AreaId area = 0) {
    const std::string subnet = "172.16." + std::to_string(++attached_) + ".";
    Port(edge, site, subnet + "0/31").vrf = "red";
    Port(site, edge, subnet + "1/31");
    ospf::OspfInterface interface = Run(site, edge, area, 10);
    interface.name = site;
    ProcessOf(edge).interfaces.push_back(interface);
  }
  /// A sham link of cost 1 between p1 and p2, whose ends BGP tells.
  void ShamLinks() {
    for (const char* edge : {"p1", "p2"}) {
      const bool first = std::string_view(edge) == "p1";
      Port(edge, "lo1", first ? "10.9.0.1/32" : "10.9.0.2/32", model::InterfaceKind::kLoopback).vrf = "red";
      bgp::BgpNetwork& network = BgpOf(edge, "red").families[0].networks.emplace_back();
      network.prefix = P(first ? "10.9.0.1/32" : "10.9.0.2/32");
      ospf::ShamLink& link = ProcessOf(edge).vpn.sham_links.emplace_back();
      link.source = A(first ? "10.9.0.1" : "10.9.0.2");
      link.destination = A(first ? "10.9.0.2" : "10.9.0.1");
      link.span = NewSpan();
    }
  }
  /// c1 gives the outside prefix to OSPF.
  void Outside(ospf::ExternalType type) {
    Static("c1", kOutside, "");
    ospf::Redistribution& redistribution = (*this)["c1"].ospf.processes[0].redistributions.emplace_back();
    redistribution.source = model::RouteSource::kStatic;
    redistribution.metric = 20;
    redistribution.type = type;
  }
  std::string Site(const RoutingState& state, std::string_view node, std::string_view prefix) const {
    return ShowVrf(state, node, "", prefix);
  }

 private:
  int attached_ = 0;
};

TEST(VpnOspfTest, RoutesOfTheSameDomainAreInterArea) {
  SitesWorld w;
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "p1", "red", kNear), "ospf 110/10 via c1[172.16.1.1]");
  EXPECT_EQ(w.ShowVrf(state, "p2", "red", kNear), "bgp-vpn 200/10 via ?[192.0.2.1]");
  EXPECT_EQ(w.Site(state, "c2", kNear), "ospf-ia 110/20 via p2[172.16.2.0]");
  EXPECT_EQ(w.Site(w.WithoutLink("m--p1"), "c2", kNear), "-");
}

TEST(VpnOspfTest, DomainsDecide) {
  const std::string inter = "ospf-ia 110/20 via p2[172.16.2.0]";
  const std::string external = "ospf-e2 110/10 via p2[172.16.2.0]";
  struct Case {
    std::vector<std::string> near, far;
    std::string expected;
  };
  const std::vector<Case> cases = {
      {{}, {}, inter},
      {{kDomain}, {}, external},
      {{}, {kDomain}, external},
      {{kDomain}, {"0x0005:000000650200"}, external},
      {{kDomain}, {"0x0005:000000650200", kDomain}, inter},     // a secondary one
      {{"0x0005:000000650200", kDomain}, {kDomain}, external},  // only the primary one is sent
      {{kDomain}, {"0x0005:000000640000"}, external + "?"},     // differs in octets of habit
  };
  for (const Case& one : cases) {
    SitesWorld w;
    w.ProcessOf("p1").vpn.domain_ids = one.near;
    w.ProcessOf("p2").vpn.domain_ids = one.far;
    w.Build();
    EXPECT_EQ(w.Site(w.Nominal(), "c2", kNear), one.expected) << one.expected;
  }
}

TEST(VpnOspfTest, ADomainThatIsNotKnownProvesNothing) {
  for (const char* edge : {"p1", "p2"}) {
    SitesWorld w;
    w.ProcessOf(edge).vpn.domain_known = false;
    w.Build();
    EXPECT_EQ(w.Site(w.Nominal(), "c2", kNear).back(), '?');
  }
  SitesWorld w;
  w.ProcessOf("p1").vpn.role = ospf::VpnRole::kUnknown;
  w.Build();
  EXPECT_EQ(w.Site(w.Nominal(), "c2", kNear).back(), '?');
}

TEST(VpnOspfTest, WithoutMarksEverythingIsExternal) {
  for (const char* edge : {"p1", "p2"}) {
    SitesWorld w;
    w.ProcessOf(edge).vpn.role = ospf::VpnRole::kPlain;
    w.Build();
    EXPECT_EQ(w.Site(w.Nominal(), "c2", kNear), "ospf-e2 110/1 via p2[172.16.2.0]") << "its own metric";
  }
}

TEST(VpnOspfTest, ExternalRoutesStayExternalWithTheirType) {
  SitesWorld w2;
  w2.Outside(ospf::ExternalType::kType2);
  w2.Build();
  EXPECT_EQ(w2.Site(w2.Nominal(), "c2", kOutside), "ospf-e2 110/20 via p2[172.16.2.0]");
  const RoutingState state = w2.Nominal();
  EXPECT_EQ(state.rib(w2.Table("c2", "")).Find(P(kOutside))->tag, 0xd0000000U + 65000);
  SitesWorld w1;
  w1.Outside(ospf::ExternalType::kType1);
  w1.Build();
  // 20 at c1, 30 at p1, which is the MED, and 10 more to p2.
  EXPECT_EQ(w1.Site(w1.Nominal(), "c2", kOutside), "ospf-e1 110/40 via p2[172.16.2.0]");
}

/// c1 stands between p1 and p3. What one brings from the far site the other must not take from c1.
TEST(VpnOspfTest, MarkedRoutesDoNotComeBackAtASiteWithTwoEdges) {
  for (const bool same_domain : {true, false}) {
    SitesWorld w;
    w.AddEdge("p3", 3);
    w.Attach("p3", "c1");
    if (!same_domain) w.ProcessOf("p2").vpn.domain_ids.clear();
    w.Build();
    const RoutingState state = w.Nominal();
    EXPECT_EQ(w.ShowVrf(state, "p1", "red", kFar), "bgp-vpn 200/10 via ?[192.0.2.2]");
    EXPECT_EQ(w.ShowVrf(state, "p3", "red", kFar), "bgp-vpn 200/10 via ?[192.0.2.2]");
    if (same_domain) {
      EXPECT_EQ(w.Site(state, "c1", kFar), "ospf-ia 110/20 via p1[172.16.1.0] via p3[172.16.3.0]");
      EXPECT_EQ(w.Site(w.WithoutLink("m--p1"), "c1", kFar), "ospf-ia 110/20 via p3[172.16.3.0]");
    }
    std::vector<Gap> gaps;
    AddFeedbackGaps(w.network(), gaps);
    EXPECT_TRUE(gaps.empty());
    EXPECT_TRUE(OrderedDevices(w.network()).empty());
  }
}

/// A router with a VRF takes itself for a provider edge and leaves out what comes from one.
TEST(VpnOspfTest, ACustomerWithAVrfLeavesMarkedRoutesOut) {
  SitesWorld w;
  w["c2"].ospf.processes[0].vpn.role = ospf::VpnRole::kEdge;
  w.Build();
  EXPECT_EQ(w.Site(w.Nominal(), "c2", kNear), "-");
  w["c2"].ospf.processes[0].vpn.checks_down = false;
  w.Build();
  EXPECT_EQ(w.Site(w.Nominal(), "c2", kNear), "ospf-ia 110/20 via p2[172.16.2.0]");
}

TEST(VpnOspfTest, ABackdoorBeatsTheVpn) {
  SitesWorld w;
  w.Join("c1", "c2", 0, 100, 100);
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "p1", "red", kFar), "ospf 110/110 via c1[172.16.1.1]");
  EXPECT_EQ(w.Site(state, "c1", kFar).substr(0, 19), "ospf 110/100 via c2");
  EXPECT_EQ(w.Site(w.WithoutLink("c1--c2"), "c1", kFar), "ospf-ia 110/20 via p1[172.16.1.0]");
}

TEST(VpnOspfTest, AShamLinkBeatsTheBackdoor) {
  SitesWorld w;
  w.Join("c1", "c2", 0, 100, 100);
  w.ShamLinks();
  w.Build();
  const RoutingState state = w.Nominal();
  // The sham link at 1, then 10 to c2; packets go where the VPN route says.
  EXPECT_EQ(w.ShowVrf(state, "p1", "red", kFar), "ospf 110/11 via ?[192.0.2.2]");
  EXPECT_EQ(w.FirstHop(state, "p1", "red", kFar), "m[10.0.0.1]");
  EXPECT_EQ(w.Site(state, "c1", kFar), "ospf 110/21 via p1[172.16.1.0]");
  EXPECT_EQ(w.Site(state, "c2", kNear), "ospf 110/21 via p2[172.16.2.0]");
  const FibEntry* entry = state.fib(w.Table("p1", "red")).Find(P(kFar));
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(std::ranges::count(entry->spans(), w.ProcessOf("p1").vpn.sham_links[0].span), 1);
  // Without the core the sham link is gone as well.
  EXPECT_EQ(w.Site(w.WithoutLink("m--p1"), "c1", kFar).substr(0, 19), "ospf 110/100 via c2");
  EXPECT_EQ(w.Site(w.WithoutLink("c1--c2"), "c1", kFar), "ospf 110/21 via p1[172.16.1.0]");
}

TEST(VpnOspfTest, AShamLinkNeedsBothEndsAndARouteToEach) {
  SitesWorld one;
  one.Join("c1", "c2", 0, 100, 100);
  one.ShamLinks();
  one.ProcessOf("p2").vpn.sham_links.clear();
  one.Build();
  EXPECT_EQ(one.Site(one.Nominal(), "c1", kFar).substr(0, 19), "ospf 110/100 via c2");
  SitesWorld two;
  two.Join("c1", "c2", 0, 100, 100);
  two.ShamLinks();
  two.BgpOf("p2", "red").families[0].networks.clear();
  two.Build();
  EXPECT_EQ(two.Site(two.Nominal(), "c1", kFar).substr(0, 19), "ospf 110/100 via c2");
}

TEST(VpnOspfTest, WhoElseGivesRoutesOfASiteAwayKeepsTheCircleOpen) {
  SitesWorld w;
  // c1 has BGP that takes routes of OSPF and looks at no mark.
  w["c1"].bgp.as = 65001;
  bgp::BgpVrf& main = w["c1"].bgp.vrfs.emplace_back();
  main.families.emplace_back().redistributions.emplace_back().source = model::RouteSource::kOspf;
  w.Build();
  EXPECT_FALSE(VpnSites(w.network()).KeepsApart(w.network().FindNode("p1").index(), 1));
  EXPECT_TRUE(VpnSites(w.network()).KeepsApart(w.network().FindNode("p2").index(), 1));
}

TEST(VpnOspfTest, AnEdgeBesideABorderRouterOutsideOfTheBackboneIsOpen) {
  SitesWorld w;
  w.AddEdge("p3", 3);
  w.Attach("p3", "c1", 7);
  w.Build();
  std::vector<Gap> gaps;
  VpnSites(w.network()).AddGaps(gaps);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].span, w.ProcessOf("p3").span);
}

}  // namespace
}  // namespace ringfence::routing
