// What IS-IS takes from tables.
#include <gtest/gtest.h>

#include "routing/vpn_testing.h"

namespace ringfence::routing {
namespace {

constexpr const char* kSite = "203.0.113.0/24";

/// An instance of level 2 on one port of a node.
isis::IsisProcess& RunIsis(World& w, const std::string& node, const std::string& port,
                           const std::string& vrf) {
  isis::IsisProcess& process = w[node].isis.processes.emplace_back();
  process.vrf = vrf;
  process.system_id = "0000.0000.000" + std::to_string(w[node].device.name.back() % 10);
  process.area_ids = {"49.0001"};
  process.levels = isis::kLevel2;
  process.interfaces.emplace_back().name = port;
  return process;
}

TEST(IsisInjectTest, ADefaultRouteHasACostOfItsOwn) {
  World w;
  w.Port("a", "e", "10.0.0.0/31");
  w.Port("b", "e", "10.0.0.1/31");
  RunIsis(w, "a", "e", "");
  isis::IsisProcess& b = RunIsis(w, "b", "e", "");
  b.default_origination = b.default_origination_always = true;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "0.0.0.0/0"), "isis-l2 10 via e[10.0.0.1]");
  b.default_metric = 12;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "0.0.0.0/0"), "isis-l2 22 via e[10.0.0.1]");
}

TEST(IsisInjectTest, RoutesLearnedWithinTheAsEnterWhereAsked) {
  for (const bool asked : {false, true}) {
    VpnWorld w;
    w.Edge("p1", 1);
    w.Edge("p2", 2);
    w.Peer("p1", 2);
    w.Peer("p2", 1);
    for (const char* edge : {"p1", "p2"})
      w.Vrf(edge, "red", std::string(edge + 1) + ":1", {"target:65000:1"}, {"target:65000:1"});
    w.Own("p1", "red", kSite);
    w.Port("p2", "to-c", "10.77.0.0/31").vrf = "red";
    w.Port("c", "to-p2", "10.77.0.1/31");
    RunIsis(w, "c", "to-p2", "");
    isis::IsisRedistribution bgp;
    bgp.source = model::RouteSource::kBgp;
    bgp.metric = 5;
    bgp.bgp_internal = asked;
    RunIsis(w, "p2", "to-c", "red").redistributions.push_back(bgp);
    w.Build();
    EXPECT_EQ(w.Show(w.Nominal(), "c", kSite), asked ? "isis-l2 15 via to-p2[10.77.0.0]" : "-");
  }
}

}  // namespace
}  // namespace ringfence::routing
