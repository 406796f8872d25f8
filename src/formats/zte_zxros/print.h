// Parts of the printer.
#pragma once

#include <string>

#include "routing/device_config.h"

namespace ringfence::formats::zte_zxros {

/// `router ospf` and `router isis` blocks.
void PrintIgps(std::string& out, const routing::DeviceConfig& config);

}  // namespace ringfence::formats::zte_zxros
