// BGP as `router bgp` with `neighbor` statements: what the readers of this form read back to the same
// configuration.
#pragma once

#include <string>

#include "formats/bgp_text.h"

namespace ringfence::formats {

/// The whole block, empty without BGP. REQUIRES: the configuration comes from ConvertBgp of the same dialect.
std::string PrintBgp(const routing::bgp::BgpConfig& config, const BgpDialect& dialect);

/// Lines of the settings of one neighbour, each without indentation and without what names the neighbour.
std::vector<std::string> SessionLines(const routing::bgp::BgpNeighbor& neighbor, const BgpDialect& dialect);
/// The same of one of its families, without `activate`.
std::vector<std::string> FamilyLines(const routing::bgp::NeighborFamily& family, const BgpDialect& dialect);
/// Lines of a family that are about no neighbour, each without indentation.
std::vector<std::string> FamilyLines(const routing::bgp::BgpFamilyConfig& family, const BgpDialect& dialect);

}  // namespace ringfence::formats
