// Who can write to a device: the filter must admit the manager's addresses AND a login must have the role.
#pragma once

#include <vector>

#include "exposure/world.h"

namespace ringfence::exposure {

/// Adds the management relations of all managers and devices to `world` (effective, refused and doubtful).
/// REQUIRES: world.elements and world.element_of_node are complete.
void AddManagementRelations(const model::Inventory& inventory, World& world);

}  // namespace ringfence::exposure
