// Aggregate ownership (OFAC FAQ 398 and 401): a party is covered when its covered *direct* owners together
// hold at least the threshold. Repeated until nothing changes; shares along a chain are never multiplied,
// because control passes whole from a majority owner to what it owns.
//
// Intervals: the fixpoint is run twice. With the lower ends it gives who is certainly covered (kYes); with
// the upper ends, and possible owners counting, who could be (kPossible). Both runs are monotone, so each
// ends after at most one round per party: O(parties * shares).

#include "exposure/ownership.h"

#include <algorithm>

namespace ringfence::exposure {
namespace {

using model::Ownership;
using model::PartyId;
using model::PartySet;
using model::Policy;

void AddSeed(Coverage& coverage, PartyId party, base::Span span) {
  MembershipReason& reason = coverage.parties[party.index()];
  reason.membership = Membership::kYes;
  reason.seed = true;
  reason.spans.push_back(span);
}

void AddOwnSeeds(const Policy& policy, const PartySet& set, base::Date day, Coverage& coverage) {
  for (PartyId party : set.parties) AddSeed(coverage, party, set.span);
  for (std::size_t list_index : set.lists) {
    const model::PartyList& list = policy.lists[list_index];
    if (!list.window.Holds(day)) continue;
    for (PartyId party : list.names) AddSeed(coverage, party, list.span);
  }
  for (std::size_t i = 0; i < policy.parties.size(); ++i) {
    const std::string& home = policy.parties[i].jurisdiction;
    if (!home.empty() && std::ranges::count(set.jurisdictions, home) > 0) {
      AddSeed(coverage, PartyId(i), policy.parties[i].span);
    }
  }
}

/// Sum of the shares held by owners that are at least `wanted`.
std::uint32_t HeldShare(const model::Party& party, const Coverage& coverage, Membership wanted,
                        base::Date day) {
  std::uint32_t sum_bp = 0;
  for (const Ownership& share : party.owners) {
    if (!share.window.Holds(day) || coverage.of(share.owner) < wanted) continue;
    sum_bp += wanted == Membership::kYes ? share.share_min_bp : share.share_max_bp;
  }
  return sum_bp;
}

void RaiseToFixpoint(const Policy& policy, Membership level, base::Date day, Coverage& coverage) {
  for (bool grew = true; grew;) {
    grew = false;
    for (std::size_t i = 0; i < policy.parties.size(); ++i) {
      MembershipReason& reason = coverage.parties[i];
      if (reason.membership >= level) continue;
      if (HeldShare(policy.parties[i], coverage, level, day) < coverage.owned_from_bp) continue;
      reason.membership = level;
      grew = true;
    }
  }
}

void ExplainShares(const Policy& policy, base::Date day, Coverage& coverage) {
  for (std::size_t i = 0; i < policy.parties.size(); ++i) {
    MembershipReason& reason = coverage.parties[i];
    reason.share_min_bp = HeldShare(policy.parties[i], coverage, Membership::kYes, day);
    reason.share_max_bp = HeldShare(policy.parties[i], coverage, Membership::kPossible, day);
    if (reason.seed || reason.membership == Membership::kNo) continue;
    reason.owned_from_bp = coverage.owned_from_bp;
    reason.spans.clear();
    for (const Ownership& share : policy.parties[i].owners) {
      if (share.window.Holds(day) && coverage.of(share.owner) != Membership::kNo)
        reason.spans.push_back(share.span);
    }
  }
}

/// A set with the sets it unites, each once, without recursion.
std::vector<model::PartySetId> UnitedSets(const Policy& policy, model::PartySetId root) {
  std::vector<model::PartySetId> order = {root};
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (model::PartySetId part : policy.sets[order[next].index()].sets) {
      if (std::ranges::count(order, part) == 0) order.push_back(part);
    }
  }
  return order;
}

/// Coverage of one set without the sets it unites.
Coverage OwnCoverage(const Policy& policy, const PartySet& set, base::Date day) {
  Coverage coverage;
  coverage.parties.resize(policy.parties.size());
  coverage.owned_from_bp = set.owned_from_bp.value_or(0);
  AddOwnSeeds(policy, set, day, coverage);
  if (coverage.owned_from_bp == 0) return coverage;
  RaiseToFixpoint(policy, Membership::kYes, day, coverage);
  RaiseToFixpoint(policy, Membership::kPossible, day, coverage);
  ExplainShares(policy, day, coverage);
  return coverage;
}

}  // namespace

Coverage CoverageOf(const Policy& policy, model::PartySetId set, base::Date day) {
  RF_CHECK(set.valid() && set.index() < policy.sets.size());
  Coverage total;
  total.parties.resize(policy.parties.size());
  total.owned_from_bp = policy.sets[set.index()].owned_from_bp.value_or(0);
  for (model::PartySetId part : UnitedSets(policy, set)) {
    const Coverage own = OwnCoverage(policy, policy.sets[part.index()], day);
    for (std::size_t i = 0; i < own.parties.size(); ++i) {
      const MembershipReason& reason = own.parties[i];
      if (reason.membership == Membership::kNo) continue;
      MembershipReason& sum = total.parties[i];
      if (reason.membership > sum.membership) sum = reason;
      if (reason.seed && total.owned_from_bp != 0) sum.seed = true;
    }
  }
  if (total.owned_from_bp == 0) return total;
  // A union with its own threshold closes over everybody its parts cover.
  RaiseToFixpoint(policy, Membership::kYes, day, total);
  RaiseToFixpoint(policy, Membership::kPossible, day, total);
  ExplainShares(policy, day, total);
  return total;
}

}  // namespace ringfence::exposure
