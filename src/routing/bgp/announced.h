// Announcements from outside the network at the sessions that receive them. See announced.cc.
#pragma once

#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/sessions.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::bgp {

/// Fills `state.announced`. REQUIRES: `state.channels` are made.
void TakeAnnouncements(const SessionPlan& plan, const PrefixTable& prefixes, BgpScratch& scratch,
                       FamilyState& state);

}  // namespace ringfence::routing::bgp
