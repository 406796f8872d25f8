#include "routing/bgp/decision.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace ringfence::routing::bgp {
namespace {

/// Two routes that differ in one thing, and what each set of rules makes of them.
class DecisionTest : public testing::Test {
 protected:
  /// A plain external route; candidates get peer addresses in order.
  BgpRoute Route(const std::function<void(PathAttributes&, BgpRoute&)>& change) {
    PathAttributes attributes;
    attributes.local_preference = 100;
    attributes.as_path = Path({1, 2});
    BgpRoute route;
    route.kind = PeerKind::kExternal;
    route.channel = static_cast<std::uint32_t>(candidates.size());
    route.peer_router_id = 10;
    route.next_hop = pool.Intern(net::IpAddress::V4(static_cast<std::uint32_t>(candidates.size() + 1)));
    change(attributes, route);
    route.attributes = pool.Intern(attributes);
    return route;
  }
  AsPathId Path(std::vector<std::uint32_t> numbers) {
    return pool.Intern({{AsSegmentKind::kSequence, std::move(numbers)}});
  }
  void Add(const std::function<void(PathAttributes&, BgpRoute&)>& change) {
    candidates.push_back(Route(change));
    peers.push_back({net::IpAddress::V4(static_cast<std::uint32_t>(100 + candidates.size()))});
  }
  /// Channels of the chosen routes, "?" when paths are ambiguous, then "|" and the tied ones.
  std::string Run() {
    Decision decision;
    Choice choice;
    decision.Run({&rules, &family}, pool, candidates, peers, choice);
    std::string text;
    for (const BgpRoute& route : choice.routes) text += std::to_string(route.channel);
    if (choice.ambiguous) text += "?";
    if (!choice.tied.empty()) text += "|";
    for (const BgpRoute& route : choice.tied) text += std::to_string(route.channel);
    return text;
  }
  /// The winner of two routes that differ by `change` of the second.
  std::string Against(const std::function<void(PathAttributes&, BgpRoute&)>& change) {
    candidates.clear();
    peers.clear();
    Add([](PathAttributes&, BgpRoute&) {});
    Add(change);
    return Run();
  }

  /// The winner of a confederation route and an internal one with a nearer next hop and a lower router id.
  std::string AmongMembers() {
    candidates.clear();
    peers.clear();
    Add([](PathAttributes&, BgpRoute& r) { r.kind = PeerKind::kConfederation, r.igp_metric = 9; });
    Add([](PathAttributes&, BgpRoute& r) { r.kind = PeerKind::kInternal, r.peer_router_id = 9; });
    return Run();
  }

  AttributePool pool;
  DecisionRules rules;
  BgpFamilyConfig family;
  std::vector<BgpRoute> candidates;
  std::vector<Peer> peers;
};

/// Seen on running daemons: MEDs count among paths through one member of the confederation.
TEST_F(DecisionTest, MedAmongPathsThroughOneMember) {
  const auto winner = [this](std::uint32_t member) {
    candidates.clear();
    peers.clear();
    for (const auto& [through, as, med] : {std::tuple(7U, 1U, 10U), std::tuple(member, 2U, 0U)}) {
      Add([&](PathAttributes& a, BgpRoute& r) {
        r.kind = PeerKind::kConfederation;
        a.as_path = pool.Intern(
            {{AsSegmentKind::kConfederationSequence, {through}}, {AsSegmentKind::kSequence, {as}}});
        a.has_med = true;
        a.med = med;
      });
    }
    return Run();
  };
  rules.oldest_external_wins = false;
  rules.deterministic_med = true;
  EXPECT_EQ(winner(7), "0");
  rules.compare_member_med = true;
  EXPECT_EQ(winner(7), "1");
  EXPECT_EQ(winner(8), "0");
}

TEST_F(DecisionTest, EachStepByOneDifference) {
  rules.oldest_external_wins = false;
  EXPECT_EQ(Against([](PathAttributes& a, BgpRoute&) { a.weight = 1; }), "1");
  EXPECT_EQ(Against([](PathAttributes& a, BgpRoute&) { a.local_preference = 101; }), "1");
  EXPECT_EQ(Against([](PathAttributes& a, BgpRoute&) { a.local_preference = 99; }), "0");
  EXPECT_EQ(Against([this](PathAttributes& a, BgpRoute&) { a.as_path = Path({1}); }), "1");
  EXPECT_EQ(Against([this](PathAttributes& a, BgpRoute&) { a.as_path = Path({1, 2, 3}); }), "0");
  EXPECT_EQ(Against([](PathAttributes& a, BgpRoute&) { a.origin = model::BgpOrigin::kEgp; }), "0");
  EXPECT_EQ(Against([](PathAttributes& a, BgpRoute&) { a.med = 1, a.has_med = true; }), "0");
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute& r) { r.kind = PeerKind::kInternal; }), "0");
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute& r) { r.igp_metric = 5; }), "0");
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute& r) { r.peer_router_id = 9; }), "1");
  EXPECT_EQ(Against([](PathAttributes& a, BgpRoute&) { a.originator = 9; }), "1") << "replaces the router id";
  EXPECT_EQ(Against([this](PathAttributes& a, BgpRoute&) { a.clusters = pool.InternClusters({7}); }), "0");
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute&) {}), "0") << "the lowest neighbour address";
}

TEST_F(DecisionTest, StepsThatSystemsLack) {
  rules = {.weight_first = false, .oldest_external_wins = false};
  EXPECT_EQ(Against([](PathAttributes& a, BgpRoute&) { a.weight = 1; }), "0");
  rules.ignore_as_path_length = true;
  EXPECT_EQ(Against([this](PathAttributes& a, BgpRoute& r) {
              a.as_path = Path({1, 2, 3});
              r.peer_router_id = 9;
            }),
            "1");
  rules.ebgp_equals_ibgp = true;
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute& r) {
              r.kind = PeerKind::kInternal;
              r.peer_router_id = 9;
            }),
            "1");
  rules.ignore_igp_metric = true;
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute& r) {
              r.igp_metric = 9;
              r.peer_router_id = 9;
            }),
            "1");
  rules.missing_med_worst = true;
  EXPECT_EQ(Against([](PathAttributes& a, BgpRoute&) { a.med = 50, a.has_med = true; }), "1");
  const auto clusters = [this](PathAttributes& a, BgpRoute& r) {
    a.clusters = pool.InternClusters({7});
    r.peer_router_id = 9;
  };
  EXPECT_EQ(Against(clusters), "1");
  rules.cluster_length_before_router_id = true;
  EXPECT_EQ(Against(clusters), "0");
}

TEST_F(DecisionTest, ConfederationRoutesMayComeBeforeInternalOnes) {
  EXPECT_EQ(AmongMembers(), "1") << "the nearer next hop";
  rules.confederation_before_internal = true;
  EXPECT_EQ(AmongMembers(), "0");
}

TEST_F(DecisionTest, LocalRoutesAndDistances) {
  const auto local = [this](PathAttributes& a, BgpRoute& r) {
    a.as_path = Path({1, 2, 3});
    r.kind = PeerKind::kLocal;
  };
  EXPECT_EQ(Against(local), "1") << "made here before the length of paths";
  rules.local_before_as_path = false;
  EXPECT_EQ(Against(local), "0");
  rules.table_distance_first = true;
  EXPECT_EQ(Against([](PathAttributes& a, BgpRoute&) {
              a.distance = 10;
              a.local_preference = 1;
            }),
            "1");
}

TEST_F(DecisionTest, MedIsComparedWithinOneNeighbourAs) {
  rules.oldest_external_wins = false;
  const auto other_as = [this](PathAttributes& a, BgpRoute& r) {
    a.as_path = Path({9, 2});
    a.med = 5;
    a.has_med = true;
    r.peer_router_id = 9;
  };
  EXPECT_EQ(Against(other_as), "1") << "not compared";
  rules.always_compare_med = true;
  EXPECT_EQ(Against(other_as), "0");
}

/// The classic triple: a (AS 1, MED 10, id 1), b (AS 1, MED 0, id 3), c (AS 9, id 2): a beats c beats b beats
/// a.
class MedOrderTest : public DecisionTest {
 protected:
  MedOrderTest() {
    const auto add = [this](std::uint32_t as, std::uint32_t med, std::uint32_t id) {
      Add([=, this](PathAttributes& a, BgpRoute& r) {
        a.as_path = Path({as, 2});
        a.med = med;
        a.has_med = true;
        r.peer_router_id = id;
      });
    };
    add(1, 10, 1);
    add(1, 0, 3);
    add(9, 0, 2);
    rules.oldest_external_wins = false;
  }
};

TEST_F(MedOrderTest, GroupsMakeItCertain) {
  rules.deterministic_med = true;
  EXPECT_EQ(Run(), "2");
}

TEST_F(MedOrderTest, WithoutGroupsEveryOrderOfArrivalCounts) { EXPECT_EQ(Run(), "0?|12"); }

TEST_F(DecisionTest, OlderExternalRouteIsNotInTheConfiguration) {
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute& r) { r.peer_router_id = 9; }), "1?|0");
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute&) {}), "0") << "equal router ids: the address decides";
  family.ebgp_paths_max = 2;
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute& r) { r.peer_router_id = 9; }), "10|0")
      << "both are used whichever is best";
}

TEST_F(DecisionTest, Multipath) {
  rules.oldest_external_wins = false;
  family.ebgp_paths_max = 2;
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute&) {}), "01");
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute& r) { r.igp_metric = 1; }), "0");
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute& r) { r.kind = PeerKind::kInternal; }), "0");
  const auto other_path = [this](PathAttributes& a, BgpRoute&) { a.as_path = Path({9, 2}); };
  EXPECT_EQ(Against(other_path), "0");
  family.multipath_by_session_as = true;
  EXPECT_EQ(Against(other_path), "01") << "both sessions go to one AS";
  family.multipath_by_session_as = false;
  family.multipath_relax_as = true;
  EXPECT_EQ(Against(other_path), "01");
  EXPECT_EQ(Against([this](PathAttributes& a, BgpRoute&) { a.as_path = Path({9}); }), "1");
  EXPECT_EQ(Against([this](PathAttributes&, BgpRoute& r) { r.next_hop = candidates[0].next_hop; }), "0")
      << "one next hop is one way";
  Add([](PathAttributes&, BgpRoute&) {});
  Add([](PathAttributes&, BgpRoute&) {});
  EXPECT_EQ(Run(), "02?|3") << "which of those over the maximum is not said";
  family.mixed_multipath = true;
  EXPECT_EQ(Against([](PathAttributes&, BgpRoute& r) {
              r.kind = PeerKind::kInternal;
              r.igp_metric = 7;
            }),
            "01");
}

TEST_F(DecisionTest, NothingAndDoubt) {
  EXPECT_EQ(Run(), "");
  Add([](PathAttributes&, BgpRoute& r) { r.doubtful = true; });
  Decision decision;
  Choice choice;
  decision.Run({&rules, &family}, pool, candidates, peers, choice);
  EXPECT_TRUE(choice.doubtful);
}

}  // namespace
}  // namespace ringfence::routing::bgp
