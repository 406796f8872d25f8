// Routes that speakers bring into BGP themselves. See origination.cc.
#pragma once

#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/sessions.h"
#include "routing/bgp/transfer.h"

namespace ringfence::routing::bgp {

/// Fills `local`, `table` and `aggregates` of `state`.
void Originate(const SessionPlan& plan, const PrefixTable& prefixes, BgpSurroundings& around,
               Transfer& transfer, FamilyState& state);
/// A route of the speaker's own with default attributes.
BgpRoute OwnRoute(std::uint32_t speaker, RouteOrigin origin, const FamilyState& state,
                  const SessionPlan& plan, AttributePool& pool);
/// The table route as BGP advertises it without being in the BGP table.
BgpRoute TableRouteAsBgp(std::uint32_t speaker, const TableRoute& route, std::uint32_t index,
                         const FamilyState& state, const SessionPlan& plan, AttributePool& pool);

}  // namespace ringfence::routing::bgp
