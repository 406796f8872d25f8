// What BGP does on this system.
#pragma once

#include "formats/bgp_text.h"

namespace ringfence::formats::cisco_iosxr {

/// Defaults of the system; characterization.md says how sure they are.
const BgpDialect& Dialect();

}  // namespace ringfence::formats::cisco_iosxr
