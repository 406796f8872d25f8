// What readers put into the model and no engine computes yet. A verdict must not rest on it: the lines count
// as not modelled wherever fates are judged.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "routing/device_config.h"
#include "routing/network.h"

namespace ringfence::routing {

/// One statement that is understood and not computed.
struct Gap {
  base::Span span;
  std::uint8_t impact = 0;  ///< bits of model::Impact
  std::string_view reason;  ///< static text
};

/// BGP neighbours outside the network: what they announce is not known. In the order of nodes.
std::vector<Gap> OutsideNeighbors(const Network& network);

/// All of a device, in the order of the configuration's parts. The list shrinks as engines grow.
std::vector<Gap> GapsOf(const DeviceConfig& config);

}  // namespace ringfence::routing
