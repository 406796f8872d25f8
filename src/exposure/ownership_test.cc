// Who is covered by ownership: aggregation of covered direct owners, intervals, dates, lists, unions.

#include "exposure/ownership.h"

#include <gtest/gtest.h>

#include <string_view>

namespace ringfence::exposure {
namespace {

using model::PartyId;
using model::PartySetId;

constexpr base::Date kDay{2026, 6, 1};

/// A policy built by a few calls; line numbers of spans tell statements apart.
struct Companies {
  PartyId Add(std::string_view id, std::string_view jurisdiction = "") {
    model::Party party;
    party.id = id;
    party.jurisdiction = jurisdiction;
    policy.parties.push_back(party);
    return PartyId(policy.parties.size() - 1);
  }
  /// `owner` holds between `min_percent` and `max_percent` of `asset`; the span is on `line`.
  model::Ownership& Owns(PartyId owner, PartyId asset, std::uint32_t min_percent, std::uint32_t max_percent,
                         std::uint32_t line = 1) {
    auto& owners = policy.parties[asset.index()].owners;
    owners.push_back({owner, min_percent * 100, max_percent * 100, {}, {base::FileId(0), line, 1, 0}});
    return owners.back();
  }
  model::Ownership& Owns(PartyId owner, PartyId asset, std::uint32_t percent) {
    return Owns(owner, asset, percent, percent);
  }
  PartySetId Set(std::vector<PartyId> seeds, std::optional<std::uint32_t> owned_from_percent = {}) {
    model::PartySet set;
    set.parties = std::move(seeds);
    if (owned_from_percent) set.owned_from_bp = *owned_from_percent * 100;
    policy.sets.push_back(set);
    return PartySetId(policy.sets.size() - 1);
  }
  Membership Of(PartySetId set, PartyId party, base::Date day = kDay) const {
    return CoverageOf(policy, set, day).of(party);
  }
  model::Policy policy;
};

TEST(Ownership, CoveredOwnersAggregateAndAreNeverMultiplied) {
  Companies world;
  const PartyId listed = world.Add("listed"), a = world.Add("a"), b = world.Add("b"),
                company = world.Add("company");
  world.Owns(listed, a, 60);
  world.Owns(listed, b, 50);
  world.Owns(a, company, 30, 30, 7);
  world.Owns(b, company, 25, 25, 8);
  const Coverage coverage = CoverageOf(world.policy, world.Set({listed}, 50), kDay);
  EXPECT_EQ(coverage.of(a), Membership::kYes);
  EXPECT_EQ(coverage.of(b), Membership::kYes) << "exactly the threshold is enough";
  EXPECT_EQ(coverage.of(company), Membership::kYes) << "30% + 25%; the product would be 30.5%";
  const MembershipReason& reason = coverage.parties[company.index()];
  EXPECT_EQ(reason.share_min_bp, 5500U);
  EXPECT_FALSE(reason.seed);
  ASSERT_EQ(reason.spans.size(), 2U);
  EXPECT_EQ(reason.spans[0].line, 7U);
  EXPECT_EQ(reason.spans[1].line, 8U);
}

TEST(Ownership, AnUncoveredOwnerLendsNothing) {
  Companies world;
  const PartyId listed = world.Add("listed"), a = world.Add("a"), b = world.Add("b"),
                company = world.Add("company");
  world.Owns(listed, a, 60);
  world.Owns(listed, b, 49);
  world.Owns(a, company, 30);
  world.Owns(b, company, 70);
  const Coverage coverage = CoverageOf(world.policy, world.Set({listed}, 50), kDay);
  EXPECT_EQ(coverage.of(b), Membership::kNo);
  EXPECT_EQ(coverage.of(company), Membership::kNo) << "only 30% are held by covered owners";
  EXPECT_EQ(coverage.parties[company.index()].share_min_bp, 3000U);
}

TEST(Ownership, ChainsOfAnyOrderAndCirclesEnd) {
  Companies world;  // the asset stands before its owners, so one pass in order is not enough
  const PartyId last = world.Add("last"), middle = world.Add("middle"), first = world.Add("first"),
                listed = world.Add("listed");
  world.Owns(middle, last, 51);
  world.Owns(first, middle, 51);
  world.Owns(listed, first, 51);
  world.Owns(last, first, 49);  // a circle
  const PartySetId set = world.Set({listed}, 50);
  for (PartyId party : {first, middle, last}) EXPECT_EQ(world.Of(set, party), Membership::kYes);
  Companies alone;
  const PartyId x = alone.Add("x"), y = alone.Add("y"), other = alone.Add("other");
  alone.Owns(x, y, 100);
  alone.Owns(y, x, 100);
  EXPECT_EQ(alone.Of(alone.Set({other}, 50), x), Membership::kNo) << "two that own each other prove nothing";
}

TEST(Ownership, WithoutAThresholdOnlyTheNamedCount) {
  Companies world;
  const PartyId listed = world.Add("listed"), whole = world.Add("whole");
  world.Owns(listed, whole, 100);
  const PartySetId set = world.Set({listed});
  EXPECT_EQ(world.Of(set, listed), Membership::kYes);
  EXPECT_EQ(world.Of(set, whole), Membership::kNo);
  EXPECT_EQ(world.Of(set, PartyId()), Membership::kNo) << "nobody is in no set";
}

TEST(Ownership, IntervalsLeaveItOpen) {
  Companies world;
  const PartyId listed = world.Add("listed"), certain = world.Add("certain"), open = world.Add("open");
  const PartyId below = world.Add("below"), behind = world.Add("behind");
  world.Owns(listed, certain, 50, 75);
  world.Owns(listed, open, 40, 60);
  world.Owns(listed, below, 10, 49);
  world.Owns(open, behind, 100);
  const Coverage coverage = CoverageOf(world.policy, world.Set({listed}, 50), kDay);
  EXPECT_EQ(coverage.of(certain), Membership::kYes);
  EXPECT_EQ(coverage.of(open), Membership::kPossible);
  EXPECT_EQ(coverage.of(below), Membership::kNo);
  EXPECT_EQ(coverage.of(behind), Membership::kPossible) << "wholly owned by somebody who may be covered";
  EXPECT_EQ(coverage.parties[open.index()].share_min_bp, 4000U);
  EXPECT_EQ(coverage.parties[open.index()].share_max_bp, 6000U);
  EXPECT_EQ(coverage.parties[behind.index()].share_min_bp, 0U) << "no owner is covered for certain";
}

TEST(Ownership, SharesCountWhileTheyAreHeld) {
  Companies world;
  const PartyId listed = world.Add("listed"), company = world.Add("company");
  model::Ownership& share = world.Owns(listed, company, 60);
  share.window = {base::Date{2025, 1, 1}, base::Date{2026, 6, 1}};
  const PartySetId set = world.Set({listed}, 50);
  EXPECT_EQ(world.Of(set, company, {2024, 12, 31}), Membership::kNo);
  EXPECT_EQ(world.Of(set, company, {2025, 1, 1}), Membership::kYes) << "both ends are inclusive";
  EXPECT_EQ(world.Of(set, company, {2026, 6, 1}), Membership::kYes);
  EXPECT_EQ(world.Of(set, company, {2026, 6, 2}), Membership::kNo);
}

TEST(Ownership, ListsAndJurisdictionsAreSeeds) {
  Companies world;
  const PartyId listed = world.Add("listed"), domiciled = world.Add("domiciled", "XX"),
                other = world.Add("other", "YY");
  const PartyId homeless = world.Add("homeless");
  model::PartyList list;
  list.names = {listed};
  list.window.from = base::Date{2026, 1, 1};
  list.span = {base::FileId(0), 33, 1, 0};
  world.policy.lists.push_back(list);
  const PartySetId set = world.Set({});
  world.policy.sets[set.index()].lists = {0};
  world.policy.sets[set.index()].jurisdictions = {"XX", ""};
  const Coverage coverage = CoverageOf(world.policy, set, kDay);
  EXPECT_EQ(coverage.of(listed), Membership::kYes);
  ASSERT_EQ(coverage.parties[listed.index()].spans.size(), 1U);
  EXPECT_EQ(coverage.parties[listed.index()].spans[0].line, 33U);
  EXPECT_EQ(coverage.of(domiciled), Membership::kYes);
  EXPECT_EQ(coverage.of(other), Membership::kNo);
  EXPECT_EQ(coverage.of(homeless), Membership::kNo) << "no jurisdiction is not the jurisdiction ''";
  EXPECT_EQ(world.Of(set, listed, {2025, 12, 31}), Membership::kNo) << "the list is not in force yet";
}

TEST(Ownership, AUnionWithoutAThresholdKeepsTheThresholdsOfItsParts) {
  Companies world;
  const PartyId p = world.Add("p"), q = world.Add("q"), of_p = world.Add("of-p"), of_q = world.Add("of-q"),
                both = world.Add("both");
  world.Owns(p, of_p, 30);
  world.Owns(q, of_q, 30);
  world.Owns(p, both, 20);
  world.Owns(q, both, 20);
  const PartySetId low = world.Set({p}, 25), high = world.Set({q}, 50), all = world.Set({});
  world.policy.sets[all.index()].sets = {low, high};
  EXPECT_EQ(world.Of(all, p), Membership::kYes);
  EXPECT_EQ(world.Of(all, q), Membership::kYes);
  EXPECT_EQ(world.Of(all, of_p), Membership::kYes);
  EXPECT_EQ(world.Of(all, of_q), Membership::kNo) << "30% is below the threshold of its own part";
  EXPECT_EQ(world.Of(all, both), Membership::kNo) << "no part has a threshold for both together";
}

TEST(Ownership, AUnionWithAThresholdAggregatesOverItsParts) {
  Companies world;
  const PartyId p = world.Add("p"), q = world.Add("q"), both = world.Add("both");
  world.Owns(p, both, 30);
  world.Owns(q, both, 25);
  const PartySetId left = world.Set({p}), right = world.Set({q}), inner = world.Set({}),
                   all = world.Set({}, 50);
  world.policy.sets[inner.index()].sets = {right};
  world.policy.sets[all.index()].sets = {left, inner, left};
  EXPECT_EQ(world.Of(left, both), Membership::kNo);
  EXPECT_EQ(world.Of(all, both), Membership::kYes);
  EXPECT_EQ(CoverageOf(world.policy, all, kDay).parties[both.index()].share_min_bp, 5500U)
      << "each part counts once";
}

}  // namespace
}  // namespace ringfence::exposure
