// What the two files about BGP share.
#pragma once

#include <string>

#include "formats/cisco_nxos/convert.h"

namespace ringfence::formats::cisco_nxos {

/// Merges templates into the neighbours of a VRF and appends those that can come up.
void ConvertNeighbors(Conversion& conversion, const BgpVrfText& text, bgp::BgpVrf& vrf);

}  // namespace ringfence::formats::cisco_nxos
