// The address that routers call themselves by when nobody says one.
#pragma once

#include <optional>

#include "model/device.h"
#include "net/ip.h"

namespace ringfence::routing {

/// The highest IPv4 address of a loopback, else of any interface that is not shut (the rule of most systems);
/// in the default VRF. Nullopt: there is none.
std::optional<net::IpAddress> HighestAddress(const model::Device& device);

}  // namespace ringfence::routing
