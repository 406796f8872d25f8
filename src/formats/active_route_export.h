// Terms that readers put into BGP export chains where the active routes of every protocol are candidates of
// each export policy: how routes of the table look to it, and what passes that no policy decides.
#pragma once

#include <cstdint>
#include <vector>

#include "model/route_policy.h"

namespace ringfence::formats {

/// Routes of the table come into BGP without a metric; only direct ones count as made by an IGP.
std::vector<model::RouteTerm> TableRouteTerms();
/// BGP routes pass, others do not.
std::vector<model::RouteTerm> BgpOnlyTerms();
/// Every route gets the value.
std::vector<model::RouteTerm> ValueTerms(model::RouteActionKind kind, std::uint32_t value);

}  // namespace ringfence::formats
