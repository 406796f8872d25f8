// Routes between VRFs against a slow obvious twin: sites announce nothing further here, so what a VRF takes
// is the best of all that is given with a target it asks for, once each device has chosen under each
// distinguisher. The twin says just that, from the plan of the network and not from its configurations.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "routing/random_testing.h"
#include "routing/vpn_testing.h"

namespace ringfence::routing {
namespace {

struct PlannedVrf {
  int edge = 0;
  std::string name;
  int distinguisher = 0;
  std::set<int> imports, exports;
  std::uint32_t preference = 100, med = 0;
  std::set<int> sites;
};

struct Plan {
  std::vector<std::uint32_t> costs;  ///< of edges, to the router in the middle
  std::vector<PlannedVrf> vrfs;
};

constexpr int kSites = 2;

Plan MakePlan(std::uint32_t seed) {
  Dice dice(seed);
  Plan plan;
  const int edges = 2 + dice.Below(3);
  for (int e = 0; e < edges; ++e) {
    plan.costs.push_back(static_cast<std::uint32_t>(1 + dice.Below(3)));
    std::set<int> used;
    // Equal in the VRFs of a device: its own route is the best of each.
    const std::uint32_t preference = dice.Below(2) == 0 ? 100 : 150;
    const int vrfs = 1 + dice.Below(3);
    for (int v = 0; v < vrfs; ++v) {
      PlannedVrf vrf;
      vrf.edge = e;
      vrf.name = "v" + std::to_string(v);
      do vrf.distinguisher = dice.Below(5);
      while (!used.insert(vrf.distinguisher).second);
      vrf.imports = dice.Some(3);
      vrf.exports = dice.Some(3);
      vrf.preference = preference;
      vrf.med = static_cast<std::uint32_t>(dice.Below(2));
      vrf.sites = dice.Some(kSites);
      plan.vrfs.push_back(vrf);
    }
  }
  return plan;
}

std::string SiteOf(int site) { return fmt::format("203.0.{}.0/24", site); }

VpnWorld::Targets TargetsOf(const std::set<int>& numbers) {
  VpnWorld::Targets targets;
  for (const int number : numbers) targets.push_back(fmt::format("target:65000:{}", number));
  return targets;
}

void Configure(const Plan& plan, VpnWorld& w) {
  const int edges = static_cast<int>(plan.costs.size());
  for (int e = 0; e < edges; ++e) w.Edge(fmt::format("p{}", e), e, plan.costs[static_cast<std::size_t>(e)]);
  for (int e = 0; e < edges; ++e) {
    for (int far = 0; far < edges; ++far) {
      if (far != e) w.Peer(fmt::format("p{}", e), far);
    }
  }
  for (const PlannedVrf& vrf : plan.vrfs) {
    const std::string node = fmt::format("p{}", vrf.edge);
    w.Vrf(node, vrf.name, fmt::format("65000:{}", vrf.distinguisher), TargetsOf(vrf.imports),
          TargetsOf(vrf.exports));
    model::RouteTerm term;
    term.actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = vrf.preference}};
    w.Policy(node, "prefer " + vrf.name, term);
    bgp::BgpRedistribution& redistribution = w.BgpOf(node, vrf.name).families[0].redistributions[0];
    redistribution.policies = {"prefer " + vrf.name};
    redistribution.metric = vrf.med;
    for (const int site : vrf.sites) w.Own(node, vrf.name, SiteOf(site));
  }
}

bool Meets(const std::set<int>& a, const std::set<int>& b) {
  return std::ranges::any_of(a, [&b](int one) { return b.contains(one); });
}

/// Less is better, seen from `edge`.
auto RankAt(const Plan& plan, int edge, const PlannedVrf& giver) {
  const std::uint32_t metric = giver.edge == edge ? 0 : plan.costs[static_cast<std::size_t>(giver.edge)];
  return std::tuple(giver.edge != edge, -static_cast<int>(giver.preference), giver.med, metric, giver.edge);
}

std::string Expected(const Plan& plan, const PlannedVrf& vrf, int site) {
  if (vrf.sites.contains(site)) return "static 1/0 via discard";
  const PlannedVrf* best = nullptr;
  const auto offer = [&](const PlannedVrf& giver) {
    if (!Meets(giver.exports, vrf.imports)) return;
    if (best == nullptr || RankAt(plan, vrf.edge, giver) < RankAt(plan, vrf.edge, *best)) best = &giver;
  };
  const auto gives = [site](const PlannedVrf& giver) {
    return giver.sites.contains(site) && !giver.exports.empty();
  };
  for (const PlannedVrf& giver : plan.vrfs) {
    if (!gives(giver)) continue;
    // Of those under one distinguisher the device of the taker looks at its own best only.
    const bool beaten = std::ranges::any_of(plan.vrfs, [&](const PlannedVrf& other) {
      return gives(other) && other.distinguisher == giver.distinguisher &&
             RankAt(plan, vrf.edge, other) < RankAt(plan, vrf.edge, giver);
    });
    if (!beaten || giver.edge == vrf.edge) offer(giver);
  }
  if (best == nullptr) return "-";
  if (best->edge == vrf.edge) return fmt::format("bgp-vpn 20/{} via discard", best->med);
  return fmt::format("bgp-vpn 200/{} via ?[{}]", best->med, VpnWorld::AddressOf(best->edge));
}

TEST(VpnTwinTest, RandomNetworksAgreeWithTheTwin) {
  int taken = 0;
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    const Plan plan = MakePlan(seed);
    VpnWorld w;
    Configure(plan, w);
    w.Build();
    const RoutingState state = w.Nominal();
    for (const PlannedVrf& vrf : plan.vrfs) {
      for (int site = 0; site < kSites; ++site) {
        const std::string expected = Expected(plan, vrf, site);
        taken += expected.starts_with("bgp") ? 1 : 0;
        ASSERT_EQ(w.ShowVrf(state, fmt::format("p{}", vrf.edge), vrf.name, SiteOf(site)), expected)
            << "seed " << seed << " edge " << vrf.edge << " " << vrf.name << " site " << site;
      }
    }
  }
  EXPECT_GT(taken, 200);
}

}  // namespace
}  // namespace ringfence::routing
