// Prefixes settled on several threads. See prefix_workers.cc.
#pragma once

#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/sessions.h"
#include "routing/bgp/surroundings.h"
#include "routing/bgp/transfer.h"
#include "routing/bgp/vpn_plan.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::bgp {

/// True when no prefix of the family asks how another one settles.
bool PrefixesAreApart(const VpnPlan& vpn, const BgpScratch& scratch, const FamilyState& state);

/// Settles all prefixes of the family on `scratch.threads` threads: what Convergence::Run does.
/// REQUIRES: PrefixesAreApart. `state` has channels and originated routes.
void SettleOnThreads(const SessionPlan& plan, const PolicyPrograms& programs, const PrefixTable& prefixes,
                     BgpSurroundings& around, BgpScratch& scratch, FamilyState& state);

}  // namespace ringfence::routing::bgp
