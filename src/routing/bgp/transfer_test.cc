#include "routing/bgp/transfer.h"

#include <gtest/gtest.h>

#include "routing/bgp/bgp_testing.h"

namespace ringfence::routing::bgp {
namespace {

constexpr std::string_view kPrefix = "192.0.2.0/24";

/// a - b - c in a row with those numbers; a originates.
void Row(BgpWorld& world, AsNumber a, AsNumber b, AsNumber c) {
  world.Node("a", a);
  world.Node("b", b);
  world.Node("c", c);
  world.Join("a", "b");
  world.Join("b", "c");
  world.Originate("a", kPrefix);
}

model::RouteTerm Acting(model::RouteAction action) {
  model::RouteTerm term;
  term.actions = {std::move(action)};
  return term;
}

TEST(TransferTest, InternalRoutesAreNotPassedOnInternally) {
  BgpWorld world;
  Row(world, 1, 1, 1);
  world.Run();
  EXPECT_EQ(world.Show("b", kPrefix), "via 10.0.0.0");
  EXPECT_EQ(world.Show("c", kPrefix), "-");
}

TEST(TransferTest, ReflectorsPassThemOnAndKeepTheNextHop) {
  BgpWorld world;
  Row(world, 1, 1, 1);
  world.FamilyTowards("b", "c").reflector_client = true;
  world.Reach("c", "10.0.0.0", 30);
  world.Run();
  EXPECT_EQ(world.Show("c", kPrefix), "via 10.0.0.0");
  EXPECT_EQ(world.AttributesOf(world.Entry("c", kPrefix)).originator, 1U);
  EXPECT_EQ(world.scratch.pool[world.AttributesOf(world.Entry("c", kPrefix)).clusters],
            std::vector<std::uint32_t>{2});
}

/// Seen on running daemons: `match metric` towards another AS sees the MED learned (seed 151), `set metric
/// -5` starts from none (seed 144).
TEST(TransferTest, PoliciesSeeTheMedThatIsNotSentOn) {
  for (const bool sets : {true, false}) {
    BgpWorld world;
    Row(world, 1, 2, 3);
    world.Policy("a", "med", Acting({.kind = model::RouteActionKind::kMetric, .value = 20}));
    world.FamilyTowards("a", "b").export_chain.names = {"med"};
    model::RouteTerm term;
    term.all_of = {{{model::RouteMatch{.kind = model::RouteMatchKind::kMetric, .ranges = {{20, 20}}}}}};
    if (sets)
      term.actions = {{.kind = model::RouteActionKind::kMetric, .op = model::ValueOp::kAdd, .value = 5}};
    term.flow = model::TermFlow::kAccept;
    world.Policy("b", "twenty", term, model::PolicyEnd::kReject);
    world.FamilyTowards("b", "c").export_chain.names = {"twenty"};
    world.Run();
    ASSERT_EQ(world.Show("c", kPrefix), "via 10.0.1.0 path 2 1");
    EXPECT_EQ(world.AttributesOf(world.Entry("c", kPrefix)).has_med, sets);
    EXPECT_EQ(world.Entry("c", kPrefix).med, sets ? 5U : 0U);
  }
}

/// Seen on running daemons: the policy is asked about the routes of the table, by what has come so far.
TEST(TransferTest, AConditionOnADefaultRouteIsInDoubt) {
  for (const bool asks : {true, false}) {
    BgpWorld world;
    Row(world, 1, 2, 3);
    model::RouteTerm term = Acting({.kind = model::RouteActionKind::kMetric, .value = 7});
    if (asks)
      term.all_of = {{{model::RouteMatch{.kind = model::RouteMatchKind::kMetric, .ranges = {{0, 0}}}}}};
    term.flow = model::TermFlow::kAccept;
    world.Policy("b", "p", term, model::PolicyEnd::kAccept);
    world.FamilyTowards("b", "c").default_originate = true;
    world.FamilyTowards("b", "c").default_originate_policy = {{"p"}, true, {}};
    world.Run();
    EXPECT_EQ(world.Show("c", "0.0.0.0/0"), asks ? "?via 10.0.1.0 path 2" : "via 10.0.1.0 path 2");
  }
}

TEST(TransferTest, WithoutARouteToTheNextHopThereIsNone) {
  BgpWorld world;
  Row(world, 1, 1, 1);
  world.FamilyTowards("b", "c").reflector_client = true;
  world.Run();
  EXPECT_EQ(world.Show("c", kPrefix), "-");
}

TEST(TransferTest, ClientsHearEachOtherOnlyWhereTheReflectorAllows) {
  for (const bool allowed : {true, false}) {
    BgpWorld world;
    Row(world, 1, 1, 1);
    world.FamilyTowards("b", "a").reflector_client = true;
    world.FamilyTowards("b", "c").reflector_client = true;
    world.Node("b").bgp.client_to_client = allowed;
    world.Reach("c", "10.0.0.0", 30);
    world.Run();
    EXPECT_EQ(world.Show("c", kPrefix), allowed ? "via 10.0.0.0" : "-");
  }
}

TEST(TransferTest, TheClusterListEndsLoops) {
  BgpWorld world;
  Row(world, 1, 1, 1);
  world.FamilyTowards("b", "c").reflector_client = true;
  world.FamilyTowards("c", "b").reflector_client = true;
  world.Node("b").bgp.cluster_id = world.Node("c").bgp.cluster_id = A("9.9.9.9");
  world.Reach("c", "10.0.0.0", 30);
  world.Run();
  EXPECT_EQ(world.Show("c", kPrefix), "-");
}

TEST(TransferTest, NextHopSelf) {
  const auto at_c = [](NextHopSelf self, bool external) {
    BgpWorld world;
    Row(world, external ? 9 : 1, 1, 1);
    world.FamilyTowards("b", "c").reflector_client = !external;
    world.FamilyTowards("b", "c").next_hop_self = self;
    world.Reach("c", "10.0.0.0", 30);
    world.Run();
    return world.Show("c", kPrefix);
  };
  EXPECT_EQ(at_c(NextHopSelf::kDefault, true), "via 10.0.0.0 path 9");
  EXPECT_EQ(at_c(NextHopSelf::kLearnedByEbgp, true), "via 10.0.1.0 path 9");
  EXPECT_EQ(at_c(NextHopSelf::kLearnedByEbgp, false), "via 10.0.0.0");
  EXPECT_EQ(at_c(NextHopSelf::kAlways, false), "via 10.0.1.0");
}

TEST(TransferTest, ThirdPartiesOnASharedSubnetArePointedToDirectly) {
  for (const NextHopSelf self : {NextHopSelf::kDefault, NextHopSelf::kLearnedByEbgp}) {
    BgpWorld world;
    int last = 0;
    for (const char* name : {"a", "b", "c"}) {
      ++last;
      world.Node(name, static_cast<AsNumber>(last));
      world.Port(name, "lan", "10.0.0." + std::to_string(last) + "/24");
    }
    world.Neighbor("a", "10.0.0.2", 2);
    world.Neighbor("b", "10.0.0.1", 1);
    world.Neighbor("b", "10.0.0.3", 3).families.front().next_hop_self = self;
    world.Neighbor("c", "10.0.0.2", 2);
    world.Originate("a", kPrefix);
    world.Run();
    EXPECT_EQ(world.Show("c", kPrefix),
              self == NextHopSelf::kDefault ? "via 10.0.0.1 path 2 1" : "via 10.0.0.2 path 2 1");
  }
}

TEST(TransferTest, OwnNumberInThePathIsALoopUnlessTolerated) {
  for (const std::uint32_t tolerated : {0U, 1U}) {
    BgpWorld world;
    Row(world, 1, 2, 1);
    world.FamilyTowards("c", "b").allow_own_as = tolerated;
    world.Run();
    EXPECT_EQ(world.Show("c", kPrefix), tolerated == 0 ? "-" : "via 10.0.1.0 path 2 1");
  }
}

/// Some systems send a route back to where it came from (tests/live: FRR does, seed 20 of bgp_live.py).
TEST(TransferTest, OwnRoutesThatComeBackAreInDoubtWhereTheyWouldWin) {
  const auto at_b = [](std::uint32_t tolerated, std::uint32_t preference) {
    BgpWorld world;
    Row(world, 1, 2, 3);
    NeighborFamily& family = world.FamilyTowards("b", "c");
    family.allow_own_as = tolerated;
    world.FamilyTowards("c", "b").next_hop_self =
        NextHopSelf::kAlways;  // else b's own address, which b refuses
    world.Policy("b", "lift",
                 Acting({.kind = model::RouteActionKind::kLocalPreference, .value = preference}));
    family.import.names = {"lift"};
    world.Run();
    return world.Show("b", kPrefix) + ", " + world.Show("c", kPrefix);
  };
  EXPECT_EQ(at_b(0, 200), "via 10.0.0.0 path 1, via 10.0.1.0 path 2 1") << "a loop";
  EXPECT_EQ(at_b(1, 100), "via 10.0.0.0 path 1, via 10.0.1.0 path 2 1") << "a longer path";
  EXPECT_EQ(at_b(1, 200), "?via 10.0.0.0 path 1, ?via 10.0.1.0 path 2 1");
}

TEST(TransferTest, RewritingOfPaths) {
  {
    BgpWorld world;
    Row(world, 1, 2, 1);
    world.FamilyTowards("b", "c").as_override = true;
    world.Run();
    EXPECT_EQ(world.Show("c", kPrefix), "via 10.0.1.0 path 2 2");
  }
  const auto with_private = [](RemovePrivate how, AsNumber first) {
    BgpWorld world;
    Row(world, first, 2, 3);
    world.FamilyTowards("b", "c").remove_private = how;
    world.Policy("a", "prepend",
                 Acting({.kind = model::RouteActionKind::kAsPathPrepend, .numbers = {64513, 7, 64514}}));
    world.FamilyTowards("a", "b").export_chain.names = {"prepend"};
    world.Run();
    return world.Show("c", kPrefix);
  };
  EXPECT_EQ(with_private(RemovePrivate::kNo, 64512), "via 10.0.1.0 path 2 64512 64513 7 64514");
  EXPECT_EQ(with_private(RemovePrivate::kIfAllPrivate, 64512), "via 10.0.1.0 path 2 64512 64513 7 64514");
  EXPECT_EQ(with_private(RemovePrivate::kLeading, 64512), "via 10.0.1.0 path 2 7 64514");
  EXPECT_EQ(with_private(RemovePrivate::kAll, 64512), "via 10.0.1.0 path 2 7");
  EXPECT_EQ(with_private(RemovePrivate::kReplace, 64512), "via 10.0.1.0 path 2 2 2 7 2");
}

TEST(TransferTest, APrivateNeighbourMayStay) {
  BgpWorld world;
  Row(world, 64512, 2, 64513);
  world.FamilyTowards("b", "c").remove_private = RemovePrivate::kAll;
  world.FamilyTowards("b", "c").private_neighbor_stays = true;
  world.FamilyTowards("c", "b").allow_own_as = 1;
  world.Policy("a", "prepend",
               Acting({.kind = model::RouteActionKind::kAsPathPrepend, .numbers = {64513, 64514}}));
  world.FamilyTowards("a", "b").export_chain.names = {"prepend"};
  world.Run();
  EXPECT_EQ(world.Show("c", kPrefix), "via 10.0.1.0 path 2 64513");
}

/// Seen on running daemons: what a route map prepends is not removed, where numbers go before it is asked.
TEST(TransferTest, PrivateNumbersMayGoBeforeThePolicyIsAsked) {
  for (const bool first : {true, false}) {
    BgpWorld world;
    Row(world, 64512, 2, 3);
    world.FamilyTowards("b", "c").remove_private = RemovePrivate::kAll;
    world.FamilyTowards("b", "c").rewrites_path_first = first;
    world.Policy("b", "prepend",
                 Acting({.kind = model::RouteActionKind::kAsPathPrepend, .numbers = {64513}}));
    world.FamilyTowards("b", "c").export_chain.names = {"prepend"};
    world.Run();
    EXPECT_EQ(world.Show("c", kPrefix), first ? "via 10.0.1.0 path 2 64513" : "via 10.0.1.0 path 2");
  }
}

TEST(TransferTest, LocalAsVariants) {
  const auto at_c = [](LocalAs local) {
    BgpWorld world;
    Row(world, 1, 2, 3);
    world.Towards("b", "a").local_as = local;
    world.Towards("a", "b").remote_as = local.as;
    world.Towards("b", "c").local_as = local;
    world.Towards("c", "b").remote_as = local.as;
    world.Run();
    return world.Show("c", kPrefix);
  };
  EXPECT_EQ(at_c({.as = 20}), "via 10.0.1.0 path 20 2 20 1");
  EXPECT_EQ(at_c({.as = 20, .no_prepend = true}), "via 10.0.1.0 path 20 2 1");
  EXPECT_EQ(at_c({.as = 20, .no_prepend = true, .replace_as = true}), "via 10.0.1.0 path 20 1");
}

TEST(TransferTest, Confederations) {
  BgpWorld world;
  Row(world, 65001, 65002, 9);
  for (const char* member : {"a", "b"}) {
    world.Node(member).bgp.confederation = 100;
    world.Node(member).bgp.confederation_members = {65001, 65002};
  }
  world.Towards("c", "b").remote_as = 100;
  world.Run();
  EXPECT_EQ(world.Show("b", kPrefix), "via 10.0.0.0 path (65001)");
  EXPECT_EQ(world.Show("c", kPrefix), "via 10.0.1.0 path 100");
  EXPECT_EQ(world.Entry("b", kPrefix).distance, 200U);
}

TEST(TransferTest, WellKnownCommunitiesKeepRoutesIn) {
  const auto at_c = [](const std::string& community, AsNumber c) {
    BgpWorld world;
    Row(world, 1, 2, c);
    world.FamilyTowards("b", "c").next_hop_self = NextHopSelf::kAlways;
    model::RouteAction action;
    action.kind = model::RouteActionKind::kCommunity;
    action.communities = {community};
    world.Policy("a", "mark", Acting(action));
    world.FamilyTowards("a", "b").export_chain.names = {"mark"};
    world.Run();
    return world.Show("c", kPrefix);
  };
  EXPECT_EQ(at_c("65535:65281", 3), "-");
  EXPECT_EQ(at_c("65535:65281", 2), "via 10.0.1.0 path 1");
  EXPECT_EQ(at_c("65535:65282", 2), "-");
  EXPECT_EQ(at_c("65535:65283", 3), "-");
  EXPECT_EQ(at_c("1:1", 3), "via 10.0.1.0 path 2 1");
}

TEST(TransferTest, CommunitiesAreSentWhereTheyAreSwitchedOn) {
  for (const bool sent : {true, false}) {
    BgpWorld world;
    Row(world, 1, 2, 3);
    model::RouteAction action;
    action.kind = model::RouteActionKind::kCommunity;
    action.communities = {"1:1"};
    world.Policy("a", "mark", Acting(action));
    world.FamilyTowards("a", "b").export_chain.names = {"mark"};
    world.FamilyTowards("a", "b").send_standard = sent;
    world.Run();
    EXPECT_EQ(world.scratch.pool.TextOf(world.AttributesOf(world.Entry("b", kPrefix)).standard),
              sent ? "1:1" : "");
  }
}

TEST(TransferTest, WhatIsLocalStaysLocal) {
  BgpWorld world;
  Row(world, 1, 2, 2);
  model::RouteTerm term;
  term.actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = 300},
                  {.kind = model::RouteActionKind::kWeight, .value = 5},
                  {.kind = model::RouteActionKind::kMetric, .value = 77}};
  world.Policy("b", "in", term);
  world.FamilyTowards("b", "a").import.names = {"in"};
  world.FamilyTowards("b", "c").next_hop_self = NextHopSelf::kAlways;
  world.Run();
  const PathAttributes& b = world.AttributesOf(world.Entry("b", kPrefix));
  const PathAttributes& c = world.AttributesOf(world.Entry("c", kPrefix));
  EXPECT_EQ(b.weight, 5U);
  EXPECT_EQ(c.weight, 0U);
  EXPECT_EQ(c.local_preference, 300U) << "crosses internal sessions";
  EXPECT_EQ(c.med, 77U);
}

TEST(TransferTest, ChainsDecideAndFirstNumbersAreChecked) {
  {
    BgpWorld world;
    Row(world, 1, 2, 3);
    world.FamilyTowards("b", "c").export_chain.accept_by_default = false;
    world.Run();
    EXPECT_EQ(world.Show("c", kPrefix), "-");
  }
  for (const bool enforced : {true, false}) {
    BgpWorld world;
    Row(world, 1, 2, 3);
    world.Policy("c", "strip", Acting({.kind = model::RouteActionKind::kTag, .value = 4}));
    world.FamilyTowards("c", "b").import.names = {"strip"};
    world.Towards("c", "b").enforce_first_as = enforced;
    world.FamilyTowards("b", "c").send_to_as_in_path = true;
    world.Run();
    EXPECT_EQ(world.Show("c", kPrefix), "via 10.0.1.0 path 2 1");
    EXPECT_EQ(world.Entry("c", kPrefix).tag, 4U);
  }
}

TEST(TransferTest, PrependedNumbersStandInsideOrOutsideTheOwnNumber) {
  for (const bool outside : {false, true}) {
    BgpWorld world;
    Row(world, 1, 2, 3);
    world.Policy("b", "out", Acting({.kind = model::RouteActionKind::kAsPathPrepend, .numbers = {8, 9}}));
    world.FamilyTowards("b", "c").export_chain.names = {"out"};
    world.FamilyTowards("b", "c").prepends_outside = outside;
    world.Towards("c", "b").enforce_first_as = false;
    world.Run();
    EXPECT_EQ(world.Show("c", kPrefix), outside ? "via 10.0.1.0 path 8 9 2 1" : "via 10.0.1.0 path 2 8 9 1");
  }
}

TEST(TransferTest, ANeighborOneHopAwayNamesOnlyNextHopsOnASubnet) {
  for (const bool multihop : {false, true}) {
    BgpWorld world;
    Row(world, 1, 2, 3);
    world.FamilyTowards("b", "c").next_hop_self = NextHopSelf::kUnchanged;
    world.Reach("c", "10.0.0.0", 5);
    if (multihop) world.Towards("c", "b").ebgp_hops_max = 2;
    world.Run();
    EXPECT_EQ(world.Show("c", kPrefix), multihop ? "via 10.0.0.0 path 2 1" : "-");
  }
}

TEST(TransferTest, ThePeersAddressIsTheOwnWhenItIsSent) {
  BgpWorld world;
  Row(world, 1, 2, 2);
  world.Policy("b", "out", Acting({.kind = model::RouteActionKind::kNextHopPeer}));
  world.FamilyTowards("b", "c").export_chain.names = {"out"};
  world.Run();
  EXPECT_EQ(world.Show("c", kPrefix), "via 10.0.1.0 path 1");
}

TEST(TransferTest, LateLocalPreferenceIsNoneForPolicies) {
  for (const bool late : {false, true}) {
    BgpWorld world;
    Row(world, 1, 2, 2);
    world.Family("b").late_local_preference = late;
    model::RouteTerm term = Acting({.kind = model::RouteActionKind::kMetric, .value = 7});
    term.all_of = {
        {{model::RouteMatch{.kind = model::RouteMatchKind::kLocalPreference, .ranges = {{100, 100}}}}}};
    world.Policy("b", "in", term);
    world.FamilyTowards("b", "a").import.names = {"in"};
    world.FamilyTowards("b", "c").next_hop_self = NextHopSelf::kAlways;
    world.Run();
    EXPECT_EQ(world.AttributesOf(world.Entry("b", kPrefix)).med, late ? 0U : 7U);
    EXPECT_EQ(world.AttributesOf(world.Entry("c", kPrefix)).local_preference, 100U) << "inside the AS";
  }
}

TEST(TransferTest, OwnRoutesHaveALocalPreferenceFromTheStart) {
  BgpWorld world;
  Row(world, 1, 2, 3);
  world.Family("a").late_local_preference = true;
  model::RouteTerm term;
  term.flow = model::TermFlow::kReject;
  term.all_of = {
      {{model::RouteMatch{.kind = model::RouteMatchKind::kLocalPreference, .ranges = {{100, 100}}}}}};
  world.Policy("a", "out", term);
  world.FamilyTowards("a", "b").export_chain.names = {"out"};
  world.Run();
  EXPECT_EQ(world.Show("b", kPrefix), "-");
}

TEST(TransferTest, LateLocalPreferenceCountsFromZeroAndIsCompared) {
  BgpWorld world;
  Row(world, 1, 2, 3);
  world.Node("d", 4);
  world.Join("d", "b");
  world.Originate("d", kPrefix);
  world.Family("b").late_local_preference = true;
  world.Policy(
      "b", "in",
      Acting({.kind = model::RouteActionKind::kLocalPreference, .op = model::ValueOp::kAdd, .value = 90}));
  world.FamilyTowards("b", "a").import.names = {"in"};
  world.Run();
  EXPECT_EQ(world.Show("b", kPrefix), "via 10.0.2.0 path 4") << "100 beats 90";
}

TEST(TransferTest, NetworksCopyTheirRouteOrNot) {
  for (const bool copies : {true, false}) {
    BgpWorld world;
    Row(world, 1, 1, 2);
    world.Family("a").networks.front().copies_route = copies;
    world.Route("a", kPrefix, model::RouteSource::kOspf, 20).next_hop = A("10.0.0.77");
    world.Reach("b", "10.0.0.77", 5);
    world.Run();
    EXPECT_EQ(world.Show("b", kPrefix), copies ? "via 10.0.0.77" : "via 10.0.0.0");
    EXPECT_EQ(world.AttributesOf(world.Entry("b", kPrefix)).med, copies ? 20U : 0U);
  }
}

TEST(TransferTest, ARouteToItsOwnNextHopMayBeRefused) {
  for (const bool refuses : {false, true}) {
    BgpWorld world;
    Row(world, 1, 2, 3);
    world.Originate("a", "10.0.0.0/32");
    world.Family("b").refuses_own_next_hop = refuses;
    world.Run();
    EXPECT_EQ(world.Show("b", "10.0.0.0/32"), refuses ? "-" : "via 10.0.0.0 path 1");
  }
}

TEST(TransferTest, AReflectorTakesItFromAClientAllTheSame) {
  for (const bool client : {false, true}) {
    BgpWorld world;
    Row(world, 1, 1, 1);
    world.Originate("a", "10.0.0.0/32");
    world.Family("b").refuses_own_next_hop = true;
    world.FamilyTowards("b", "a").reflector_client = client;
    world.Run();
    EXPECT_EQ(world.Show("b", "10.0.0.0/32"), client ? "via 10.0.0.0" : "-");
  }
}

TEST(TransferTest, ReflectorsMayGiveRoutesWithoutAMedTheMedZero) {
  for (const bool gives : {false, true}) {
    BgpWorld world;
    Row(world, 1, 2, 3);  // b takes the MED of a away
    for (const auto& [near, far] : {std::pair("c", "d"), std::pair("d", "e")}) {
      world.Node(far, 3);
      world.Join(near, far);
      world.FamilyTowards(near, far).next_hop_self = NextHopSelf::kAlways;
    }
    world.FamilyTowards("d", "e").reflector_client = true;
    world.Family("d").reflects_zero_med = gives;
    world.Run();
    EXPECT_FALSE(world.AttributesOf(world.Entry("d", kPrefix)).has_med);
    EXPECT_EQ(world.AttributesOf(world.Entry("e", kPrefix)).has_med, gives);
  }
}

/// a -- b -- c of three AS numbers for IPv6; a originates, and b leaves next hops alone.
void Ipv6Row(BgpWorld& world, bool link_local) {
  AsNumber as = 0;
  for (const char* node : {"a", "b", "c"}) {
    world.Node(node, ++as);
    world.Family(node).family = BgpFamily::kIpv6Unicast;
    world.Family(node).link_local_next_hops = link_local;
  }
  const auto join = [&world](const char* a, const char* b, std::string_view net, AsNumber as_a,
                             AsNumber as_b) {
    world.Port(a, b, std::string(net) + "1/64");
    world.Port(b, a, std::string(net) + "2/64");
    world.Neighbor(a, std::string(net) + "2", as_b).families.front().family = BgpFamily::kIpv6Unicast;
    world.Neighbor(b, std::string(net) + "1", as_a).families.front().family = BgpFamily::kIpv6Unicast;
  };
  join("a", "b", "2001:db8:1::", 1, 2);
  join("b", "c", "2001:db8:2::", 2, 3);
  world.Originate("a", "2001:db8:9::/48");
  world.Vrf("b").neighbors.back().families.front().next_hop_self = NextHopSelf::kUnchanged;
}

TEST(TransferTest, ALinkLocalNextHopLeadsToTheNeighbour) {
  for (const bool link_local : {false, true}) {
    BgpWorld world;
    Ipv6Row(world, link_local);
    world.Run();
    EXPECT_EQ(world.Show("b", "2001:db8:9::/48"), "via 2001:db8:1::1 path 1");
    // The global next hop is on no subnet of c, which is one hop away.
    EXPECT_EQ(world.Show("c", "2001:db8:9::/48"), link_local ? "via 2001:db8:2::1 path 2 1" : "-");
  }
}

TEST(TransferTest, RoutesOfAnIgpForIpv6AreAnnouncedWithTheOwnAddress) {
  for (const auto source : {model::RouteSource::kIsis, model::RouteSource::kStatic}) {
    BgpWorld world;
    Ipv6Row(world, false);
    world.Vrf("b").neighbors.front().families.front().next_hop_self = NextHopSelf::kUnchanged;
    world.Family("b").redistributions.push_back({.source = source});
    world.Route("b", "2001:db8:77::/48", source).next_hop = A("2001:db8:2::2");
    world.Reach("a", "2001:db8:2::2", 1);
    world.Towards("a", "").connected_check = false;
    world.Run();
    EXPECT_EQ(world.Show("a", "2001:db8:77::/48"),
              source == model::RouteSource::kIsis ? "via 2001:db8:1::2 path 2" : "via 2001:db8:2::2 path 2");
  }
}

TEST(TransferTest, FamiliesOfOneSessionHavePoliciesOfTheirOwn) {
  BgpWorld world;
  Row(world, 1, 2, 3);
  for (const auto& [node, far, address] :
       {std::tuple("a", "b", "2001:db8:1::1/64"), std::tuple("b", "a", "2001:db8:1::2/64")}) {
    BgpFamilyConfig ipv6;
    ipv6.family = BgpFamily::kIpv6Unicast;
    ipv6.networks.push_back({.prefix = P("2001:db8:9::/48"), .needs_route = false});
    world.Vrf(node).families.push_back(ipv6);
    auto& interfaces = world.Node(node).device.interfaces;
    std::ranges::find(interfaces, far, &model::Interface::name)
        ->addresses.push_back({*net::ParseHostPrefix(address), false, world.NewSpan()});
    NeighborFamily active;
    active.family = BgpFamily::kIpv6Unicast;
    world.Towards(node, far).families.push_back(active);
  }
  world.Vrf("b").families.back().networks.clear();
  model::RouteTerm term;
  term.flow = model::TermFlow::kReject;
  world.Policy("a", "nothing", term);
  world.FamilyTowards("a", "b").export_chain.names = {"nothing"};
  world.Run();
  EXPECT_EQ(world.Show("b", kPrefix), "-");
  EXPECT_EQ(world.Show("b", "2001:db8:9::/48"), "via 2001:db8:1::1 path 1");
}

TEST(TransferTest, PoliciesThatAreNotModelledMakeRoutesDoubtfulAllTheWay) {
  BgpWorld world;
  Row(world, 1, 2, 3);
  model::RouteTerm term;
  term.all_of = {{{model::RouteMatch{.kind = model::RouteMatchKind::kNotModelled}}}};
  term.flow = model::TermFlow::kReject;
  world.Policy("b", "in", term);
  world.FamilyTowards("b", "a").import.names = {"in"};
  world.Run();
  EXPECT_EQ(world.Show("b", kPrefix), "?via 10.0.0.0 path 1");
  EXPECT_EQ(world.Show("c", kPrefix), "?via 10.0.1.0 path 2 1");
  world.scratch.pool.Intern(AsPath{});
}

TEST(TransferTest, ARejectionInDoubtLeavesDoubt) {
  BgpWorld world;
  Row(world, 1, 2, 3);
  model::RouteTerm term;
  term.all_of = {{{model::RouteMatch{.kind = model::RouteMatchKind::kNotModelled}}}};
  term.flow = model::TermFlow::kAccept;
  world.Policy("b", "in", term, model::PolicyEnd::kReject);
  world.FamilyTowards("b", "a").import.names = {"in"};
  world.Run();
  EXPECT_EQ(world.Show("b", kPrefix), "?-");
  EXPECT_EQ(world.Show("c", kPrefix), "?-");
}

TEST(TransferMemoryTest, FindsWhatWasInserted) {
  TransferMemory memory;
  for (std::uint32_t i = 0; i < 20000; ++i) {
    memory.Insert(i, i * 3U, {AttributesId(i), {}, NextHopRule::kSelf, false, false});
  }
  EXPECT_EQ(memory.Find(777, 777 * 3)->attributes, AttributesId(777));
  EXPECT_EQ(memory.Find(777, 1), nullptr);
}

}  // namespace
}  // namespace ringfence::routing::bgp
