// What is understood about routes between VRFs and not computed.
#pragma once

#include <vector>

#include "routing/device_config.h"
#include "routing/gaps.h"

namespace ringfence::routing {

/// Appends the gaps of a device's VRFs.
void AddVrfGaps(const DeviceConfig& config, std::vector<Gap>& gaps);

/// True when a VRF may take routes from another table of its device.
bool MayTakeFromOwnDevice(const DeviceConfig& config, const VrfConfig& vrf);

}  // namespace ringfence::routing
