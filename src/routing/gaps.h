// What readers put into the model and no engine computes yet. A verdict must not rest on it: the lines count
// as not modelled wherever fates are judged.
#pragma once

#include <cstdint>
#include <span>
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
  std::string_view reason;  ///< outlives the gap
};

/// What only the network as a whole shows, in the order of nodes: BGP neighbours outside of it, whose
/// announcements are not known, switched ports that something hangs on, access lists that may stop protocols.
std::vector<Gap> GapsBetween(const Network& network, std::span<const model::Cable> cables);

/// All of a device, in the order of the configuration's parts. The list shrinks as engines grow.
std::vector<Gap> GapsOf(const DeviceConfig& config);

}  // namespace ringfence::routing
