#include "routing/bgp/announced.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "routing/bgp/bgp_testing.h"

namespace ringfence::routing::bgp {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kPrefix = "198.51.100.0/24";

/// Two routers of AS 1 side by side; "a" has a provider 192.0.2.2 in AS 64500 on 192.0.2.0/24.
void Border(BgpWorld& world) {
  world.Node("a", 1);
  world.Node("b", 1);
  world.Join("a", "b");
  world.Port("a", "up", "192.0.2.1/24");
  world.Neighbor("a", "192.0.2.2", 64500).group = "provider";
  world.FamilyTowards("a", "b").next_hop_self = NextHopSelf::kAlways;
}

TEST(Announced, IsReceivedAndToldFurther) {
  BgpWorld world;
  Border(world);
  world.Announce("a", "192.0.2.2", kPrefix, {64500, 64501}).med = 7;
  world.Run();
  EXPECT_EQ(world.Show("a", kPrefix), "via 192.0.2.2 path 64500 64501");
  EXPECT_EQ(world.Show("b", kPrefix), "via 10.0.0.0 path 64500 64501");
  EXPECT_EQ(world.Entry("a", kPrefix).med, 7U);
  EXPECT_EQ(world.AttributesOf(world.Entry("a", kPrefix)).local_preference, 100U);
  EXPECT_THAT(world.Causes(), IsEmpty());
}

TEST(Announced, WithoutAnnouncementsTheSessionStandsAndCarriesNothing) {
  BgpWorld world;
  Border(world);
  world.Outside("a", "192.0.2.2");
  world.Run();
  EXPECT_THAT(world.Causes(), IsEmpty());
  BgpWorld unknown;
  Border(unknown);
  unknown.Run();
  EXPECT_THAT(unknown.Causes(), ElementsAre("unknown-address"));
}

TEST(Announced, WhatTheSessionNeeds) {
  const auto cause = [](auto change) {
    BgpWorld world;
    Border(world);
    world.Announce("a", "192.0.2.2", kPrefix, {64500});
    change(world);
    world.Run();
    EXPECT_EQ(world.Show("a", kPrefix), "-");
    const auto causes = world.Causes();
    return causes.empty() ? std::string("up") : causes.front();
  };
  EXPECT_EQ(cause([](BgpWorld& w) { w.Towards("a", "provider").shutdown = true; }), "shutdown");
  EXPECT_EQ(cause([](BgpWorld& w) { w.down.insert({0, 1}); }), "unreachable");
  EXPECT_EQ(cause([](BgpWorld& w) { w.Outside("a", "192.0.2.2").as = 64599; }), "as-mismatch");
  EXPECT_EQ(cause([](BgpWorld& w) { w.Outside("a", "192.0.2.2").router_id = 1; }), "router-id");
  EXPECT_EQ(cause([](BgpWorld& w) { w.Towards("a", "provider").families.clear(); }), "no-family");
  EXPECT_EQ(cause([](BgpWorld& w) {
              w.Towards("a", "provider").address = A("203.0.113.9");
              w.Outside("a", "192.0.2.2").address = A("203.0.113.9");
              w.Reach("a", "203.0.113.9", 5);
            }),
            "not-connected");
}

TEST(Announced, FirstAsLoopsAndUnreachableNextHopsAreRefused) {
  BgpWorld world;
  Border(world);
  world.Announce("a", "192.0.2.2", "198.51.100.0/26", {64501});
  world.Announce("a", "192.0.2.2", "198.51.100.64/26", {64500, 1});
  world.Announce("a", "192.0.2.2", "198.51.100.128/26", {64500}).next_hop = A("203.0.113.1");
  world.Announce("a", "192.0.2.2", "198.51.100.192/26", {64500}).next_hop = A("192.0.2.9");
  world.Run();
  EXPECT_EQ(world.Show("a", "198.51.100.0/26"), "-") << "the first AS is not the neighbour's";
  EXPECT_EQ(world.Show("a", "198.51.100.64/26"), "-") << "the own AS is in the path";
  EXPECT_EQ(world.Show("a", "198.51.100.128/26"), "-") << "a next hop that is not on the shared subnet";
  EXPECT_EQ(world.Show("a", "198.51.100.192/26"), "via 192.0.2.9 path 64500") << "a third party on it";
  BgpWorld lax;
  Border(lax);
  lax.Towards("a", "provider").enforce_first_as = false;
  lax.Announce("a", "192.0.2.2", "198.51.100.0/26", {64501});
  lax.Run();
  EXPECT_EQ(lax.Show("a", "198.51.100.0/26"), "via 192.0.2.2 path 64501");
}

TEST(Announced, TheImportPolicyIsApplied) {
  BgpWorld world;
  Border(world);
  world.SetPreference("a", "provider", 250);
  world.Announce("a", "192.0.2.2", kPrefix, {64500}).local_preference = 7;
  world.Run();
  EXPECT_EQ(world.AttributesOf(world.Entry("a", kPrefix)).local_preference, 250U);

  BgpWorld refused;
  Border(refused);
  refused.FamilyTowards("a", "provider").import.accept_by_default = false;
  refused.Announce("a", "192.0.2.2", kPrefix, {64500});
  refused.Announce("a", "192.0.2.2", "203.0.113.0/24", {64501, 64501}).imported = true;
  refused.Run();
  EXPECT_EQ(refused.Show("a", kPrefix), "-");
  EXPECT_EQ(refused.Show("a", "203.0.113.0/24"), "via 192.0.2.2 path 64501 64501")
      << "what was taken after the import is not judged again";
}

TEST(Announced, AttributesArriveAsStated) {
  BgpWorld world;
  Border(world);
  AnnouncedPath& path = world.Announce("a", "192.0.2.2", kPrefix, {64500});
  path.standard = {"64500:1"};
  path.large = {"64500:1:2"};
  path.origin = model::BgpOrigin::kEgp;
  world.Run();
  const PathAttributes& at_b = world.AttributesOf(world.Entry("b", kPrefix));
  EXPECT_EQ(world.scratch.pool.TextOf(at_b.standard), "64500:1");
  EXPECT_EQ(world.scratch.pool.TextOf(at_b.large), "64500:1:2");
  EXPECT_EQ(at_b.origin, model::BgpOrigin::kEgp);
}

/// "a" with two providers on subnets of their own.
void TwoProviders(BgpWorld& world) {
  Border(world);
  world.Port("a", "second", "192.0.3.1/24");
  world.Neighbor("a", "192.0.3.2", 64501).group = "second";
}

TEST(Announced, ATieThatOnlyAnUnknownRouterIdBreaksIsOpen) {
  const auto shown = [](std::uint32_t first, std::uint32_t second) {
    BgpWorld world;
    TwoProviders(world);
    world.Node("a").bgp.decision.oldest_external_wins = false;
    world.Announce("a", "192.0.2.2", kPrefix, {64500});
    world.Announce("a", "192.0.3.2", kPrefix, {64501});
    world.Outside("a", "192.0.2.2").router_id = first;
    world.Outside("a", "192.0.3.2").router_id = second;
    world.Run();
    return world.Show("a", kPrefix);
  };
  EXPECT_EQ(shown(8, 9), "via 192.0.2.2 path 64500");
  EXPECT_EQ(shown(9, 8), "via 192.0.3.2 path 64501");
  EXPECT_EQ(shown(9, 0).front(), '?');
  EXPECT_EQ(shown(0, 0).front(), '?');
}

TEST(Announced, AnEarlierStepDecidesWithoutRouterIds) {
  BgpWorld world;
  TwoProviders(world);
  world.Announce("a", "192.0.2.2", kPrefix, {64500, 64502});
  world.Announce("a", "192.0.3.2", kPrefix, {64501});
  world.Run();
  EXPECT_EQ(world.Show("a", kPrefix), "via 192.0.3.2 path 64501");
  EXPECT_THAT(world.engine().PrefixesWithOtherStates(world, world.scratch), IsEmpty());
}

TEST(Announced, ANeighbourThatIsListenedFor) {
  BgpWorld world;
  Border(world);
  BgpNeighbor& neighbor = world.Towards("a", "provider");
  neighbor.address.reset();
  neighbor.listen_range = P("192.0.2.0/24");
  world.Announce("a", "192.0.2.7", kPrefix, {64500});
  world.Announce("a", "192.0.2.8", "203.0.113.0/24", {64500});
  world.Run();
  EXPECT_EQ(world.Show("a", kPrefix), "via 192.0.2.7 path 64500");
  EXPECT_EQ(world.Show("a", "203.0.113.0/24"), "via 192.0.2.8 path 64500");
}

TEST(Announced, TheStatementIsPartOfTheReason) {
  BgpWorld world;
  Border(world);
  world.Announce("a", "192.0.2.2", kPrefix, {64500});
  const base::Span stated = world.Outside("a", "192.0.2.2").routes.front().span;
  world.Run();
  const BgpExplanation why =
      world.engine().Explain(world.Table("b"), world.Index(kPrefix), world, world.scratch);
  EXPECT_THAT(why.spans, Contains(stated));
  EXPECT_THAT(why.spans, Contains(world.Towards("a", "provider").span));
  EXPECT_THAT(why.origins, ElementsAre(model::NodeId(0)));
}

TEST(Announced, AnInternalNeighbourCarriesPreferenceAndOriginator) {
  BgpWorld world;
  Border(world);
  world.Towards("a", "provider").remote_as = 1;
  AnnouncedPath& path = world.Announce("a", "192.0.2.2", kPrefix, {64500});
  path.local_preference = 300;
  world.Announce("a", "192.0.2.2", "203.0.113.0/24", {64500}).originator = 1;
  world.Run();
  EXPECT_EQ(world.AttributesOf(world.Entry("a", kPrefix)).local_preference, 300U);
  EXPECT_EQ(world.Show("b", kPrefix), "-") << "internal routes are not told to internal neighbours";
  EXPECT_EQ(world.Show("a", "203.0.113.0/24"), "-") << "its own route came back";
}

}  // namespace
}  // namespace ringfence::routing::bgp
