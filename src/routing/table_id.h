// Numbers of routing tables: one for each VRF of each node.
#pragma once

#include <string>

#include "base/ids.h"
#include "model/device.h"

namespace ringfence::routing {

struct TableTag;
/// Dense number of a (node, VRF) pair; the registry hands it out.
using TableId = base::Id<TableTag>;

/// Whose table it is.
struct TableOwner {
  model::NodeId node;
  std::string vrf;  ///< "" is the default one
  friend bool operator==(const TableOwner&, const TableOwner&) = default;
};

}  // namespace ringfence::routing
