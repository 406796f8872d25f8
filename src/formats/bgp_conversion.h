// From the BGP statements of a text to the neutral configuration: groups and templates merged, defaults of
// the system applied, filters in chains of policies.
#pragma once

#include "formats/bgp_text.h"
#include "formats/policy_conversion.h"

namespace ringfence::formats {

/// Fills what `child` leaves unset from `parent` (a group, a template), families too.
void InheritNeighbor(NeighborText& child, const NeighborText& parent);
/// The same for one family.
void InheritFamily(NeighborFamilyText& child, const NeighborFamilyText& parent);

/// Converts a process. Router ids are those of the text: the reader fills in what its system chooses.
/// Neighbours without a number of their AS never come up and are left out. Of several routes to one
/// neighbour of a chain the filters by lists come before the route map.
routing::bgp::BgpConfig ConvertBgp(const BgpText& text, const BgpDialect& dialect, PolicyConverter& policies,
                                   StatementReport& report);

}  // namespace ringfence::formats
