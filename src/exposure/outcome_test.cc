// Closure of powers over managers and hosts, what a change adds, and who of a set of parties holds a power.

#include "exposure/outcome.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exposure/exposure_testing.h"
#include "exposure/levels_of_walk.h"
#include "exposure/offenders.h"

namespace ringfence::exposure {
namespace {

using model::ElementId;
using model::ElementKind;
using model::PartyId;
using model::PartyRole;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

/// "router" on the path, hosted on "server", managed by "nms"; "chief" manages nms; "idle" stands apart.
struct Tower : Snapshot {
  Tower() {
    net.Port("router", "p", "10.0.0.1/24");
    Add("router", ElementKind::kRouter).hosted_on = "server";
    Add("server", ElementKind::kComputeHost);
    Add("nms", ElementKind::kManagementSystem);
    Add("chief", ElementKind::kOperationsCentre);
    Add("idle", ElementKind::kRouter);
    for (const char* id : {"acme", "umbrella"}) policy.parties.emplace_back().id = id;
    inventory.access = {{"nms", {"router"}, model::ManagementRole::kWrite, "", {}},
                        {"chief", {"nms"}, model::ManagementRole::kWrite, "", {}}};
  }
  /// The router carries the level.
  FlowOutcome Carried(Level level) {
    FlowOutcome outcome = EmptyOutcome(world);
    outcome.carriers[IndexOf(level)].Set(world.FindElement("router").index());
    CloseOutcome(outcome, world.inherit);
    return outcome;
  }
  void Party(std::string_view element, PartyRole role, std::string_view party) {
    for (model::Element& facts : inventory.elements) {
      if (facts.name == element) facts.parties.push_back({role, std::string(party), net.NewSpan()});
    }
  }
};

Coverage Covers(std::vector<Membership> memberships) {
  Coverage coverage;
  for (Membership membership : memberships) coverage.parties.emplace_back().membership = membership;
  return coverage;
}

TEST(OutcomeClosure, PowersRiseThroughManagersAndHostsAndNoOther) {
  Tower tower;
  tower.Build();
  const FlowOutcome outcome = tower.Carried(Level::kRead);
  EXPECT_THAT(tower.Names(outcome.carriers[IndexOf(Level::kRead)]), ElementsAre("router"));
  EXPECT_THAT(tower.Exposed(outcome, Level::kRead), UnorderedElementsAre("router", "server", "nms", "chief"));
  EXPECT_THAT(tower.Exposed(outcome, Level::kAlter), IsEmpty()) << "levels do not mix";
}

TEST(OutcomeClosure, ManagersOfWhoSeesHeadersSeeMoreThanVolume) {
  Tower tower;
  tower.Build();
  FlowOutcome outcome = EmptyOutcome(tower.world);
  const std::size_t router = tower.world.FindElement("router").index(),
                    idle = tower.world.FindElement("idle").index();
  outcome.carriers[IndexOf(Level::kMeta)].Set(router);
  outcome.carriers[IndexOf(Level::kMeta)].Set(idle);
  outcome.meta_full.Set(router);
  CloseOutcome(outcome, tower.world.inherit);
  EXPECT_THAT(tower.Names(VolumeOnly(outcome, tower.world.inherit)), ElementsAre("idle"));
}

TEST(OutcomeClosure, SurplusIsWhatTheOtherLacks) {
  Tower tower;
  tower.Build();
  FlowOutcome more = tower.Carried(Level::kRead);
  FlowOutcome less = EmptyOutcome(tower.world);
  const ElementId router = tower.world.FindElement("router"), idle = tower.world.FindElement("idle");
  for (std::string_view name : {"router", "server", "chief"}) {
    less.exposed[IndexOf(Level::kRead)].Set(tower.world.FindElement(name).index());
  }
  more.exposed[IndexOf(Level::kCut)].Set(router.index());
  less.exposed[IndexOf(Level::kMeta)].Set(idle.index());  // less in one place, more in another
  LevelSet cut, read;
  cut.Add(Level::kCut);
  read.Add(Level::kRead);
  EXPECT_THAT(Surplus(more, less),
              ElementsAre(Pair(router, cut), Pair(tower.world.FindElement("nms"), read)));
  EXPECT_THAT(Surplus(more, more), IsEmpty());
}

TEST(Levels, NamesAndSets) {
  for (Level level : kLevels) EXPECT_EQ(LevelOf(NameOf(level)), level);
  EXPECT_FALSE(LevelOf("write").has_value());
  LevelSet a, b;
  a.Add(Level::kRead);
  a.Add(Level::kCut);
  b.Add(Level::kCut);
  EXPECT_EQ(a & b, b);
  EXPECT_EQ(a | b, a);
  EXPECT_FALSE(a.Without(b).has(Level::kCut));
  EXPECT_TRUE(a.Without(b).has(Level::kRead));
  EXPECT_TRUE(b.Without(a).empty());
}

TEST(Offenders, CertainBeatsPossibleAndEarlierRolesWin) {
  Tower tower;
  tower.Party("router", PartyRole::kMaker, "umbrella");
  tower.Party("router", PartyRole::kOperator, "acme");
  tower.Party("server", PartyRole::kMaker, "acme");
  tower.Party("server", PartyRole::kOwner, "acme");
  tower.Build();
  const auto members = ElementsOf(tower.world, Covers({Membership::kYes, Membership::kPossible}), {});
  const ElementInSet& router = members[tower.world.FindElement("router").index()];
  EXPECT_EQ(router.membership, Membership::kYes);
  EXPECT_EQ(router.party, PartyId(0));
  EXPECT_EQ(router.role, PartyRole::kOperator);
  EXPECT_EQ(router.span, tower.inventory.elements[0].parties[1].span);
  EXPECT_EQ(members[tower.world.FindElement("server").index()].role, PartyRole::kMaker);
  EXPECT_EQ(members[tower.world.FindElement("nms").index()].membership, Membership::kNo);
}

TEST(Offenders, OnlyTheRolesAskedForCount) {
  Tower tower;
  tower.Party("router", PartyRole::kMaker, "umbrella");
  tower.Party("server", PartyRole::kOwner, "umbrella");
  tower.Build();
  RoleSet makers{1U << static_cast<unsigned>(PartyRole::kMaker)};
  const auto members = ElementsOf(tower.world, Covers({Membership::kNo, Membership::kYes}), makers);
  EXPECT_EQ(members[tower.world.FindElement("router").index()].membership, Membership::kYes);
  EXPECT_EQ(members[tower.world.FindElement("server").index()].membership, Membership::kNo);
}

TEST(Offenders, HoldTheLevelThemselvesOrThroughOthers) {
  Tower tower;
  for (const char* name : {"router", "chief", "idle"}) tower.Party(name, PartyRole::kOwner, "acme");
  tower.Build();
  const auto members = ElementsOf(tower.world, Covers({Membership::kYes, Membership::kNo}), {});
  LevelSet read;
  read.Add(Level::kRead);
  const auto offenders = OffendersOf(tower.Carried(Level::kRead), members, read, tower.world);
  ASSERT_EQ(offenders.size(), 2U) << "idle holds nothing; nms and server are nobody's";
  EXPECT_EQ(offenders[0].who.element, tower.world.FindElement("router"));
  EXPECT_TRUE(offenders[0].carries);
  EXPECT_EQ(offenders[1].who.element, tower.world.FindElement("chief"));
  EXPECT_FALSE(offenders[1].carries);
  EXPECT_EQ(offenders[1].levels, read);
  EXPECT_THAT(OffendersOf(tower.Carried(Level::kMeta), members, read, tower.world), IsEmpty());
}

TEST(Offenders, WhoCannotCutTheFlowGetsCopiesOfIt) {
  Tower tower;
  tower.Party("router", PartyRole::kOwner, "acme");
  tower.Build();
  const auto members = ElementsOf(tower.world, Covers({Membership::kYes, Membership::kNo}), {});
  LevelSet read;
  read.Add(Level::kRead);
  FlowOutcome outcome = tower.Carried(Level::kRead);
  EXPECT_TRUE(OffendersOf(outcome, members, read, tower.world).at(0).copied);
  outcome.carriers[IndexOf(Level::kCut)].Set(tower.world.FindElement("router").index());
  EXPECT_FALSE(OffendersOf(outcome, members, read, tower.world).at(0).copied) << "it stands on the path";
}

TEST(Offenders, WhoMustHaveAMaker) {
  WorldElement element;
  element.facts.kind = ElementKind::kRouter;
  EXPECT_TRUE(NeedsMaker(element));
  element.facts.parties = {{PartyRole::kOwner, "acme", {}}};
  EXPECT_TRUE(NeedsMaker(element)) << "an owner is no maker";
  element.facts.parties.push_back({PartyRole::kMaker, "acme", {}});
  EXPECT_FALSE(NeedsMaker(element));
  for (ElementKind kind : {ElementKind::kCircuit, ElementKind::kOperationsCentre}) {
    WorldElement nobody_made;
    nobody_made.facts.kind = kind;
    EXPECT_FALSE(NeedsMaker(nobody_made));
  }
}

}  // namespace
}  // namespace ringfence::exposure
