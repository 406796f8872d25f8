// Number of a routing table: one VRF of one node.
#pragma once

#include "base/ids.h"

namespace ringfence::routing {

struct TableTag;
/// Index into Network::tables().
using TableId = base::Id<TableTag>;

}  // namespace ringfence::routing
