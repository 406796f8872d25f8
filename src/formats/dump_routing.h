// The part of Dump that shows protocol configuration.
#pragma once

#include <string>

#include "routing/device_config.h"

namespace ringfence::formats {

/// Appends static routes and OSPF processes, one fact a line, spans left out.
void DumpRouting(std::string& out, const routing::DeviceConfig& config);

}  // namespace ringfence::formats
