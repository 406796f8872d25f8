// Numbers of routing tables: one for each VRF of each node.
#pragma once

#include "base/ids.h"

namespace ringfence::routing {

struct TableTag;
/// Dense number of a (node, VRF) pair; the registry hands it out.
using TableId = base::Id<TableTag>;

}  // namespace ringfence::routing
