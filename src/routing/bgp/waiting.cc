// Only what is asked for is settled.
//
// Problem: under a failure that moves the exits of a provider, most prefixes would have to be settled again,
// and a study asks for few of them. Idea: where prefixes ask each other nothing and tables are read by rows,
// a prefix that the memory does not know (recall.cc) waits until somebody asks for an entry of it; then its
// other stable states are looked for as well. Settling asks for ways by other protocols only, so one prefix
// never waits for another. Twin: computations without memory (registry_rows_test.cc).

#include "routing/bgp/waiting.h"

#include <algorithm>

#include "routing/bgp/bgp_engine.h"

namespace ringfence::routing::bgp {

void BgpEngine::SettleWaiting(PrefixIndex prefix, BgpScratch& scratch) const {
  for (std::size_t f = 0; f < scratch.families.size(); ++f) {
    WaitingFamily* family = scratch.waiting[f].get();
    if (family == nullptr || family->waits[prefix] == 0) continue;
    family->waits[prefix] = 0;
    FamilyState& state = scratch.families[f];
    state.results[prefix] =
        std::make_shared<PrefixResult>(family->convergence.Settle(prefix, ActivationOrder::kNews));
    if (!state.ResultOf(prefix).unstable && !family->convergence.HasOtherState(prefix)) continue;
    const auto place = std::ranges::lower_bound(scratch.found_open, prefix);
    if (place == scratch.found_open.end() || *place != prefix) scratch.found_open.insert(place, prefix);
  }
}

}  // namespace ringfence::routing::bgp
