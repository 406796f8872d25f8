// The part of Dump that shows BGP.
#pragma once

#include <string>

#include "routing/bgp/bgp_config.h"

namespace ringfence::formats {

/// Appends the BGP configuration; nothing when there is none. One fact a line, spans left out.
void DumpBgp(std::string& out, const routing::bgp::BgpConfig& config);

}  // namespace ringfence::formats
