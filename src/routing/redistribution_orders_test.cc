#include "routing/redistribution_orders.h"

#include <gtest/gtest.h>

#include <tuple>

#include "model/route_policy.h"
#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

/// A subnet in RIP at p; `borders` join p's RIP with one OSPF area and redistribute both ways.
class Circle {
 public:
  explicit Circle(const std::vector<std::string>& borders) {
    w.Port("p", "stub", "10.9.0.1/24");
    Rip("p").interfaces.push_back({.name = "stub"});
    w.Port("c", "stub", "10.8.0.1/24");
    w.Run("c", "stub", 0, 1);
    int number = 0;
    for (const std::string& border : borders) {
      w.Join(border, "c", 0, 1, 1);
      const std::string net = "10.7." + std::to_string(number++) + ".";
      w.Port("p", border, net + "0/31");
      w.Port(border, "p", net + "1/31");
      Rip("p").interfaces.push_back({.name = border});
      Rip(border).interfaces.push_back({.name = "p"});
      Rip(border).redistributions.push_back({.source = model::RouteSource::kOspf, .metric = 3});
      ospf::Redistribution into;
      into.source = ospf::RedistributionSource::kRip;
      into.metric = 20;
      w[border].ospf.processes[0].redistributions.push_back(into);
    }
    w.Build();
  }
  /// "rip", "rip?" where it is in doubt, "-" without a row.
  std::string Row(const RoutingState& state, std::string_view node, std::string_view prefix) {
    const Route* route = state.rib(w.network().FindNode(node)).Find(P(prefix));
    if (route == nullptr) return "-";
    return std::string(kProtocolNames[static_cast<std::size_t>(route->protocol)]) +
           (route->ambiguous ? "?" : "");
  }

  World w;

 private:
  rip::RipProcess& Rip(const std::string& node) {
    auto& processes = w[node].rip.processes;
    if (processes.empty()) processes.emplace_back();
    return processes[0];
  }
};

TEST(RedistributionOrders, ASingleBorderHasOneOutcome) {
  Circle one({"a"});
  const RoutingState state = one.w.Nominal();
  EXPECT_EQ(one.Row(state, "a", "10.9.0.0/24"), "rip");
  EXPECT_EQ(one.Row(state, "c", "10.9.0.0/24"), "ospf-e2");
  EXPECT_EQ(one.Row(state, "p", "10.8.0.0/24"), "rip");
}

TEST(RedistributionOrders, OfTwoBordersWhoIsFirstFeedsTheOther) {
  Circle two({"a", "b"});
  const RoutingState state = two.w.Nominal();
  for (const char* node : {"a", "b", "c"}) EXPECT_EQ(two.Row(state, node, "10.9.0.0/24").back(), '?') << node;
  EXPECT_EQ(two.Row(state, "p", "10.9.0.0/24"), "connected");
  // What comes from OSPF has the better distance at both borders: one outcome.
  EXPECT_EQ(two.Row(state, "a", "10.8.0.0/24"), "ospf");
  EXPECT_EQ(two.Row(state, "p", "10.8.0.0/24"), "rip");
}

TEST(RedistributionOrders, RoutesThatOnlyFeedEachOtherMayOutliveTheirOrigin) {
  Circle two({"a", "b"});
  // Without c the borders do not hear each other, and nothing is in doubt.
  const RoutingState apart = two.w.WithoutNode("c");
  EXPECT_EQ(two.Row(apart, "a", "10.9.0.0/24"), "rip");
  EXPECT_EQ(two.Row(apart, "b", "10.9.0.0/24"), "rip");
  // The ways to the subnet are gone but for what one border told the other before.
  const RoutingState cut = two.w.WithoutNode("p");
  EXPECT_EQ(two.Row(cut, "a", "10.8.0.0/24"), "ospf");
  const FibEntry* entry = cut.fib(two.w.network().FindNode("a")).Lookup(A("10.9.0.9"));
  EXPECT_TRUE(entry == nullptr || entry->ambiguous);
}

/// The row of b for a static route that a gives to OSPF and to BGP: b hears both and may give BGP what OSPF
/// says.
std::string RowOfBorder(bool gives, std::uint32_t distance) {
  World w;
  w.Join("a", "b", 0, 1, 1);
  w.Port("a", "x", "10.7.0.0/31");
  w.Port("b", "x", "10.7.0.1/31");
  w.Static("a", "10.9.0.0/24", "").discard = true;
  ospf::Redistribution statics;
  statics.source = ospf::RedistributionSource::kStatic;
  statics.metric = 20;
  w["a"].ospf.processes[0].redistributions.push_back(statics);
  bgp::AsNumber as = 65001;
  for (const auto& [name, far, source] : {std::tuple("a", "10.7.0.1", model::RouteSource::kStatic),
                                          std::tuple("b", "10.7.0.0", model::RouteSource::kOspf)}) {
    bgp::BgpConfig& config = w[name].bgp;
    config.as = as++;
    bgp::BgpVrf& vrf = config.vrfs.emplace_back();
    vrf.router_id = net::IpAddress::V4(config.as);
    bgp::BgpFamilyConfig& family = vrf.families.emplace_back();
    family.distance_ebgp = distance;
    if (gives || source == model::RouteSource::kStatic) family.redistributions.push_back({.source = source});
    bgp::BgpNeighbor& neighbor = vrf.neighbors.emplace_back();
    neighbor.address = A(far);
    neighbor.remote_as = config.as == 65001 ? 65002 : 65001;
    neighbor.families.emplace_back();
  }
  w.Build();
  const RoutingState state = w.Nominal();
  const Route* route = state.rib(w.network().FindNode("b")).Find(P("10.9.0.0/24"));
  if (route == nullptr) return "-";
  return std::string(kProtocolNames[static_cast<std::size_t>(route->protocol)]) +
         (route->ambiguous ? "?" : "");
}

// tests/live, redistribution, seed 12: whichever of both came first stays.
TEST(RedistributionOrders, WhatAnIgpSaysMayBeInBgpBeforeOthersSpeak) {
  EXPECT_EQ(RowOfBorder(false, 20), "ebgp") << "nothing keeps what OSPF says in BGP";
  EXPECT_EQ(RowOfBorder(true, 20).back(), '?');
  EXPECT_EQ(RowOfBorder(true, 170), "ospf-e2") << "OSPF has the better distance: one outcome";
}

TEST(RedistributionOrders, EachDeviceIsLateOnceAndEarlyOnce) {
  const std::vector<std::size_t> two = {3, 5}, three = {1, 2, 4};
  EXPECT_EQ(OrdersOf(two), (std::vector<Order>{{{3}}, {{5}}, {{3}, true}, {{5}, true}}));
  EXPECT_EQ(OrdersOf(three),
            (std::vector<Order>{
                {{1}}, {{2}}, {{4}}, {{2, 4}}, {{1, 4}}, {{1, 2}}, {{1}, true}, {{2}, true}, {{4}, true}}));
  const std::vector<std::size_t> many(40, 7);
  ASSERT_EQ(OrdersOf(many).size(), 3 * kOrderedDevicesMax + 1);
  EXPECT_EQ(OrdersOf(many).back(), (Order{many, true}));
}

TEST(RedistributionOrders, RowsDifferByProtocolHopsOrAbsence) {
  World w;
  w.Static("a", "10.1.0.0/16", "");
  w.Static("a", "10.2.0.0/16", "");
  w.Static("a", "10.3.0.0/16", "").metric = 5;
  w.Static("b", "10.1.0.0/16", "");
  w.Static("b", "10.3.0.0/16", "").metric = 6;
  w.Static("b", "10.4.0.0/16", "");
  w.Build();
  const RoutingState state = w.Nominal();
  const PrefixTable prefixes({P("10.1.0.0/16"), P("10.2.0.0/16"), P("10.3.0.0/16"), P("10.4.0.0/16")});
  std::vector<PrefixIndex> found;
  AppendDifferences(state.rib(w.network().FindNode("a")), state.rib(w.network().FindNode("b")), prefixes,
                    found);
  EXPECT_EQ(found, (std::vector<PrefixIndex>{prefixes.Find(P("10.2.0.0/16")), prefixes.Find(P("10.3.0.0/16")),
                                             prefixes.Find(P("10.4.0.0/16"))}));
}

// tests/live, redistribution, seeds 313 and 333: who took the prefix from nobody before may hear it from who
// keeps it alive.
TEST(RedistributionOrders, WhatSomeLoseMayBeMissingAtAll) {
  World w;
  w.Static("a", "10.1.0.0/16", "");
  w.Static("b", "10.2.0.0/16", "");
  w.Static("c", "10.2.0.0/16", "");
  w.Static("d", "10.1.0.0/16", "");
  w.Static("d", "10.3.0.0/16", "");
  w.Build();
  const RoutingState state = w.Nominal();
  const auto rib = [&](std::string_view name) { return state.rib(w.network().FindNode(name)); };
  const PrefixTable prefixes({P("10.1.0.0/16"), P("10.2.0.0/16"), P("10.3.0.0/16")});
  const std::vector<Rib> before = {rib("a"), rib("b")}, after = {rib("c"), rib("b")};
  const std::vector<PrefixIndex> lost = LostOf(before, after, prefixes);
  EXPECT_EQ(lost, (std::vector<PrefixIndex>{prefixes.Find(P("10.1.0.0/16"))}));
  std::vector<PrefixIndex> found;
  AppendMissing(lost, rib("d"), prefixes, found);
  EXPECT_TRUE(found.empty());
  AppendMissing(lost, rib("b"), prefixes, found);
  EXPECT_EQ(found, lost);
}

}  // namespace
}  // namespace ringfence::routing
