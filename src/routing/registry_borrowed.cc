// Problem: a search over failures asks, under each of many thousands of states, for a few routes of BGP, and
// whatever BGP does for a state - sessions, channels, comparing each prefix with what is remembered - costs
// more than all the rest. Idea: the certificate of a route in the network as it is (bgp/support.cc) says what
// it rests on: sessions and rows of few routers. Where those stand under a failure the route is the same,
// where the router that brings a prefix is lost nobody has one, and BGP is not computed. Where neither is so,
// nothing is known of the state, and whoever asked computes it in full. The network as it is stays in a
// scratch of its own (the lender): its tables are open, and a prefix that waits there (bgp/waiting.cc) is
// settled when the search first asks for it, so what nobody asks for costs nothing. Cost: sessions once, the
// prefixes asked for, and a row of the IGP for each end of two sessions. Twin: sweep_twin_test.cc in
// exposure.

#include "routing/registry_borrowed.h"

#include <algorithm>

namespace ringfence::routing {

void BorrowedRoutes::Keep(const SupportPlan& support, bgp::BgpScratch& scratch,
                          std::vector<PrefixIndex> several_states) {
  support_ = &support;
  scratch_ = &scratch;
  several_states_ = std::move(several_states);
  origins_.clear();
  derivations_.clear();
}

void BorrowedRoutes::Begin(SupportFinder& finder) { finder_ = &finder; }

BorrowedRoutes::Route BorrowedRoutes::Of(TableId table, PrefixIndex prefix) {
  if (support_->IsAbsent(table, prefix, *scratch_)) return Route::kAsKept;
  if (std::ranges::binary_search(several_states_, prefix)) return Route::kOpen;
  const auto [origin, first] = origins_.try_emplace(prefix, std::nullopt);
  if (first) origin->second = support_->OriginOf(prefix, *scratch_);
  if (!origin->second) return Route::kOpen;
  if (finder_->IsLost(table, prefix, *origin->second)) return Route::kLost;
  const auto [known, added] =
      derivations_.try_emplace((std::uint64_t{table.value} << 32U) | prefix, std::nullopt);
  if (added) known->second = support_->bgp().Of(table, prefix, *origin->second, *scratch_);
  const bool holds = known->second && finder_->Holds(table, prefix, *origin->second, *known->second);
  return holds ? Route::kAsKept : Route::kOpen;
}

}  // namespace ringfence::routing
