// What packets of a device itself must pass.
#pragma once

#include <string_view>
#include <vector>

#include "model/device.h"

namespace ringfence::routing {

/// Lists of packets to the device itself in a VRF.
std::vector<model::AclUse> GuardsIn(const model::Device& device, std::string_view vrf, bool v4);
/// Lists of packets that the device sends itself in a VRF.
std::vector<model::AclUse> GuardsOut(const model::Device& device, std::string_view vrf, bool v4);

}  // namespace ringfence::routing
