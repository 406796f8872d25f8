// Which BGP routes take the paths of a flexible algorithm, by their colours. See registry_steering.cc.
#pragma once

#include <cstdint>

#include "routing/prefix_table.h"
#include "routing/sr/sr_config.h"

namespace ringfence::routing {

struct EnginePlan;
class PolicyMemory;
class Selection;

/// What a colour asks for.
struct Steer {
  enum Kind : std::uint8_t {
    kNone,       ///< nothing: the way to the next hop is the ordinary one
    kAlgorithm,  ///< paths of `algorithm`, as far as there are any
    kOpen,       ///< not computed
  };
  Kind kind = kNone;
  sr::Algorithm algorithm = sr::kShortestPath;
};

/// Of the selected route of a table. `policies` holds the attributes of BGP. O(communities).
Steer SteerOf(const EnginePlan& plan, const PolicyMemory& policies, const Selection& selection,
              PrefixIndex prefix);

}  // namespace ringfence::routing
