// Comparison of device configurations without their spans, for parse - print - parse tests.
#pragma once

#include <string>

#include "routing/device_config.h"

namespace ringfence::formats {

/// A stable, readable dump of everything in the configuration except spans: goldens and identity tests
/// compare it. One fact a line, indented by structure.
std::string Dump(const routing::DeviceConfig& config);

}  // namespace ringfence::formats
