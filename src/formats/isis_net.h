// Network entity titles of IS-IS (ISO 10589 section 7.1) as texts write them.
#pragma once

#include <string>

#include "routing/isis/isis_config.h"

namespace ringfence::formats {

/// Splits "49.0001.0010.0100.1001.00" into area and system id of the process; the last part is the selector.
/// A text of another shape leaves the process as it is.
void SplitNet(const std::string& net, routing::isis::IsisProcess& process);

}  // namespace ringfence::formats
