// Route target constraint (RFC 4684) by what it makes of the tables of VRFs: nothing where every session
// exchanges memberships, losses where they get lost, doubt where it depends on the system.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>

#include "routing/random_testing.h"
#include "routing/vpn_testing.h"

namespace ringfence::routing {
namespace {

constexpr const char* kSite = "203.0.113.0/24";
const VpnWorld::Targets kRed = {"target:65000:1"};
const VpnWorld::Targets kBlue = {"target:65000:2"};
const std::string kByP1 = "bgp-vpn 200/0 via ?[192.0.2.1]";

/// How the family of route targets is used towards a neighbour.
enum class Asks { kNot, kYes, kForAll };

/// A session of `name` to the router of that number. `asks`: in the family of route targets.
bgp::NeighborFamily& PeerAsking(VpnWorld& w, const std::string& name, int number, bool client, Asks asks) {
  w.Peer(name, number).reflector_client = client;
  auto& families = w[name].bgp.vrfs[0].neighbors.back().families;
  if (asks == Asks::kNot) return families.front();
  bgp::NeighborFamily& family = families.emplace_back();
  family.family = bgp::BgpFamily::kRouteTarget;
  family.reflector_client = client;
  family.default_originate = asks == Asks::kForAll;
  return family;
}

/// Edge routers p1 and p2 behind reflector r3, p4 behind r5; the reflectors are no clients of each other.
/// `red` on all edge routers, `blue` on p1 and p4; p1 has the site in `red`, p4 in `blue`.
struct Reflected {
  Asks p2 = Asks::kYes, r3_to_p1 = Asks::kYes, reflectors = Asks::kYes, p4 = Asks::kYes;
  bool p4_is_client = true;  ///< in the family of route targets

  void Write(VpnWorld& w) const {
    for (const int edge : {1, 2, 4}) w.Edge(fmt::format("p{}", edge), edge);
    for (const int reflector : {3, 5}) {
      const std::string name = fmt::format("r{}", reflector);
      w.Edge(name, reflector);
      w[name].bgp.vrfs[0].families[0].keeps = bgp::VpnKeeping::kAll;
    }
    PeerAsking(w, "p1", 3, false, Asks::kYes);
    PeerAsking(w, "p2", 3, false, p2);
    PeerAsking(w, "p4", 5, false, p4);
    PeerAsking(w, "r3", 1, true, r3_to_p1);
    PeerAsking(w, "r3", 2, true, Asks::kYes);
    PeerAsking(w, "r3", 5, false, reflectors);
    PeerAsking(w, "r5", 3, false, reflectors);
    PeerAsking(w, "r5", 4, true, Asks::kYes).reflector_client = p4_is_client;
    for (const int edge : {1, 2, 4}) {
      const std::string name = fmt::format("p{}", edge);
      w.Vrf(name, "red", fmt::format("{}:1", edge), kRed, kRed);
      if (edge != 2) w.Vrf(name, "blue", fmt::format("{}:2", edge), kBlue, kBlue);
    }
    w.Own("p1", "red", kSite);
    w.Own("p4", "blue", kSite);
  }
  /// What p2 and p4 have in `red` and p1 has in `blue`.
  std::string Show() const {
    VpnWorld w;
    Write(w);
    w.Build();
    const RoutingState state = w.Nominal();
    const auto word = [&](const char* node, const char* vrf) -> std::string {
      const std::string shown = w.ShowVrf(state, node, vrf, kSite);
      return shown == "-" ? "none" : shown.ends_with('?') ? "doubt" : "has";
    };
    return word("p2", "red") + " " + word("p4", "red") + " " + word("p1", "blue");
  }
};

TEST(MembershipsTest, WhereAllSessionsExchangeThemNothingIsLost) {
  EXPECT_EQ(Reflected().Show(), "has has has");
}

TEST(MembershipsTest, WhatSessionsWithoutTheFamilyLose) {
  // Nobody says what p2 wants, or what is behind the other reflector: but others behind the same reflector
  // want it as well, and that is said. Red has nobody but p4 behind r5.
  EXPECT_EQ(Reflected{.p2 = Asks::kNot}.Show(), "has has has");
  EXPECT_EQ(Reflected{.p4 = Asks::kNot}.Show(), "has doubt has");
}

TEST(MembershipsTest, ATargetThatOnlyASilentSessionAsksForIsOpen) {
  VpnWorld w;
  Reflected{.p4 = Asks::kNot}.Write(w);
  w["p1"].vrfs[0].export_targets4 = {"target:65000:9"};
  w["p4"].vrfs[0].import_targets4 = {"target:65000:9"};
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "p4", "red", kSite), kByP1 + "?");
  VpnWorld all;
  Reflected{.r3_to_p1 = Asks::kForAll, .reflectors = Asks::kForAll, .p4 = Asks::kNot}.Write(all);
  all["p1"].vrfs[0].export_targets4 = {"target:65000:9"};
  all["p4"].vrfs[0].import_targets4 = {"target:65000:9"};
  all.Build();
  EXPECT_EQ(all.ShowVrf(all.Nominal(), "p4", "red", kSite), kByP1);
}

TEST(MembershipsTest, AReflectorThatForgetsItsClientLosesWhatItWants) {
  // r5 tells r3 nothing that it has from a neighbour that is no client: red is asked for by p2, blue by p4
  // alone. To p4 it tells nothing of the others, so that p4 keeps blue to itself.
  EXPECT_EQ(Reflected{.p4_is_client = false}.Show(), "has none none");
}

TEST(MembershipsTest, VrfsWithoutTheTargetAskForNothing) {
  VpnWorld w;
  Reflected().Write(w);
  w["p4"].vrfs[0].import_targets4 = {"target:65000:7"};
  w["p4"].vrfs[0].import_targets6 = kRed;  // asked for, but not imported in this family
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "p4", "red", kSite), "-");
  EXPECT_EQ(w.ShowVrf(state, "p2", "red", kSite), kByP1);
}

TEST(MembershipsTest, WhatAPolicyTakesIsAskedForMaybe) {
  VpnWorld w;
  Reflected().Write(w);
  w["p1"].vrfs[0].export_targets4 = {"target:65000:9"};
  w["p4"].vrfs[0].import_targets4.clear();
  w["p4"].vrfs[0].import_policies = {"all"};
  w["p4"].vrfs[0].imports_from_own_device = false;
  w.Policy("p4", "all", {});
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "p4", "red", kSite), kByP1 + "?");
}

TEST(MembershipsTest, ForTargetsThatAPolicyNamesItAsks) {
  for (const bool closed : {true, false}) {
    VpnWorld w;
    Reflected().Write(w);
    w["p1"].vrfs[0].export_targets4 = {"target:65000:9"};
    w["p4"].vrfs[0].import_targets4.clear();
    w["p4"].vrfs[0].import_policies = {"nine"};
    w["p4"].policies.community_lists.push_back(
        {.name = "T9", .kind = model::CommunityKind::kExtended, .lines = {{.all_of = {"target:65000:9"}}}});
    model::RouteTerm term;
    term.all_of = {{{{.kind = model::RouteMatchKind::kCommunityList, .names = {"T9"}}}}};
    w.Policy("p4", "nine", term);
    if (!closed) w["p4"].policies.policies[0].end = model::PolicyEnd::kAccept;
    w["p4"].vrfs[0].imports_from_own_device = false;
    w.Build();
    // Who also takes what no term names asks for more than that, or not even for that.
    EXPECT_EQ(w.ShowVrf(w.Nominal(), "p4", "red", kSite), closed ? kByP1 : kByP1 + "?");
  }
}

TEST(MembershipsTest, WhatReflectorsTellEachOtherAsClientsMayComeBackToThem) {
  // p4 is no client of r5, the reflectors are clients of each other. Which path for a target r3 prefers
  // decides whether r5 hears of one that is not its own, and so whether it asks p4 and tells it.
  VpnWorld w;
  Reflected{.p4_is_client = false}.Write(w);
  for (const char* name : {"r3", "r5"}) {
    for (bgp::BgpNeighbor& neighbor : w[name].bgp.vrfs[0].neighbors) {
      const bool far = neighbor.address == A("192.0.2.3") || neighbor.address == A("192.0.2.5");
      for (bgp::NeighborFamily& family : neighbor.families) family.reflector_client |= far;
    }
  }
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "p1", "blue", kSite), "bgp-vpn 200/0 via ?[192.0.2.4]?");
}

TEST(MembershipsTest, BetweenAutonomousSystemsTargetsAreAskedFor) {
  for (const bool imports : {true, false}) {
    VpnWorld w;
    w.Edge("p1", 1);
    w.Edge("p2", 2);
    w["p2"].bgp.as = 65001;
    PeerAsking(w, "p1", 2, false, Asks::kYes);
    PeerAsking(w, "p2", 1, false, Asks::kYes);
    for (const char* name : {"p1", "p2"}) {
      bgp::BgpNeighbor& neighbor = w[name].bgp.vrfs[0].neighbors[0];
      neighbor.remote_as = name == std::string("p1") ? 65001 : 65000;
      neighbor.ebgp_hops_max = 4;
      w[name].bgp.vrfs[0].families[0].keeps = bgp::VpnKeeping::kWanted;
    }
    w.Vrf("p1", "red", "1:1", kRed, kRed);
    w.Vrf("p2", "red", "2:1", imports ? kRed : kBlue, kRed);
    w.Own("p1", "red", kSite);
    w.Own("p2", "red", "203.0.114.0/24");
    w.Build();
    const RoutingState state = w.Nominal();
    EXPECT_EQ(w.ShowVrf(state, "p2", "red", kSite), imports ? "bgp-vpn 20/0 via ?[192.0.2.1]" : "-");
    EXPECT_EQ(w.ShowVrf(state, "p1", "red", "203.0.114.0/24"), "bgp-vpn 20/0 via ?[192.0.2.2]");
  }
}

// --- random networks: with the family on every session all tables are as without it

struct Mesh {
  int edges = 0, reflectors = 0;
  struct Pair {
    int client = 0, server = 0;
    bool is_client = true;
  };
  std::vector<Pair> pairs;
  struct Vrf {
    int edge = 0, number = 0;
    std::set<int> imports, exports, sites;
  };
  std::vector<Vrf> vrfs;
};

constexpr int kTargets = 5;

Mesh MakeMesh(std::uint32_t seed) {
  Dice dice(seed);
  Mesh mesh;
  mesh.edges = 3 + dice.Below(3);
  mesh.reflectors = 2 + dice.Below(2);
  const int upper = dice.OneIn(2) ? mesh.edges + mesh.reflectors : -1;  // one above the reflectors
  for (int r = mesh.edges; r < mesh.edges + mesh.reflectors; ++r) {
    if (upper >= 0) mesh.pairs.push_back({r, upper, true});
    for (int other = mesh.edges; other < r && upper < 0; ++other) mesh.pairs.push_back({r, other, false});
  }
  if (upper >= 0) ++mesh.reflectors;
  for (int e = 0; e < mesh.edges; ++e) {
    const int below = mesh.reflectors - (upper >= 0 ? 1 : 0);
    const auto [first, second] = dice.Two(below);
    mesh.pairs.push_back({e, mesh.edges + first, true});
    if (dice.OneIn(2)) mesh.pairs.push_back({e, mesh.edges + second, true});
    for (int v = 1 + dice.Below(2); v > 0; --v)
      mesh.vrfs.push_back({e, v, dice.Some(kTargets), dice.Some(kTargets), dice.Some(2)});
  }
  return mesh;
}

std::string NodeOf(int number) { return fmt::format("n{}", number); }
std::string SiteOf(int site) { return fmt::format("203.0.{}.0/24", site); }

VpnWorld::Targets TargetsOf(const std::set<int>& numbers) {
  VpnWorld::Targets targets;
  for (const int number : numbers) targets.push_back(fmt::format("target:65000:{}", number));
  return targets;
}

void Write(const Mesh& mesh, Asks asks, VpnWorld& w) {
  for (int n = 0; n < mesh.edges + mesh.reflectors; ++n) {
    w.Edge(NodeOf(n), n, static_cast<std::uint32_t>(1 + n));
    w[NodeOf(n)].bgp.vrfs[0].families[0].keeps = bgp::VpnKeeping::kAll;
  }
  for (const Mesh::Pair& pair : mesh.pairs) {
    PeerAsking(w, NodeOf(pair.client), pair.server, false, asks);
    PeerAsking(w, NodeOf(pair.server), pair.client, pair.is_client, asks);
  }
  for (const Mesh::Vrf& vrf : mesh.vrfs) {
    const std::string name = fmt::format("v{}", vrf.number);
    w.Vrf(NodeOf(vrf.edge), name, fmt::format("{}:{}", vrf.edge, vrf.number), TargetsOf(vrf.imports),
          TargetsOf(vrf.exports));
    for (const int site : vrf.sites) w.Own(NodeOf(vrf.edge), name, SiteOf(site));
  }
}

TEST(MembershipsTest, OnEverySessionTheyChangeNoTable) {
  int taken = 0;
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    const Mesh mesh = MakeMesh(seed);
    VpnWorld with, without;
    Write(mesh, Asks::kYes, with);
    Write(mesh, Asks::kNot, without);
    with.Build();
    without.Build();
    const RoutingState here = with.Nominal();
    const RoutingState there = without.Nominal();
    const auto link = fmt::format("m--{}", NodeOf(mesh.edges));
    const RoutingState failed_here = with.WithoutLink(link);
    const RoutingState failed_there = without.WithoutLink(link);
    for (const Mesh::Vrf& vrf : mesh.vrfs) {
      for (int site = 0; site < 2; ++site) {
        const auto show = [&](const VpnWorld& w, const RoutingState& state) {
          return w.ShowVrf(state, NodeOf(vrf.edge), fmt::format("v{}", vrf.number), SiteOf(site));
        };
        ASSERT_EQ(show(with, here), show(without, there)) << "seed " << seed << " edge " << vrf.edge;
        ASSERT_EQ(show(with, failed_here), show(without, failed_there)) << "seed " << seed;
        taken += show(with, here).starts_with("bgp") ? 1 : 0;
      }
    }
  }
  EXPECT_GT(taken, 200);
}

}  // namespace
}  // namespace ringfence::routing
