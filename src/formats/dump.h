// Comparison of device configurations without their spans, for parse - print - parse tests.
#pragma once

#include <string>

#include "routing/device_config.h"

namespace ringfence::formats {

/// A stable, readable dump of everything in the configuration except spans and what is kept of lines that are
/// not modelled (model::OpenLine, AclUse::open), which no text can say back: goldens and identity tests
/// compare it. One fact a line, indented by structure.
std::string Dump(const routing::DeviceConfig& config);

}  // namespace ringfence::formats
