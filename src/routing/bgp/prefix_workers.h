// Prefixes settled on several threads. See prefix_workers.cc.
#pragma once

#include <span>

#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/sessions.h"
#include "routing/bgp/surroundings.h"
#include "routing/bgp/transfer.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::bgp {

/// True when no prefix of the family asks how another one settles.
bool PrefixesAreApart(const BgpScratch& scratch, const FamilyState& state);

/// Settles those of `which` that are prefixes of the family on `scratch.threads` threads: what
/// Convergence::Run does. REQUIRES: PrefixesAreApart, and no VPN. `state` has channels, originated routes and
/// a place for each result.
void SettleOnThreads(std::span<const PrefixIndex> which, const SessionPlan& plan,
                     const PolicyPrograms& programs, const PrefixTable& prefixes, BgpSurroundings& around,
                     BgpScratch& scratch, FamilyState& state);

}  // namespace ringfence::routing::bgp
