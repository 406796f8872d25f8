// SRv6 of a device, looked up.
#pragma once

#include <string_view>
#include <vector>

#include "net/ip.h"
#include "routing/network.h"
#include "routing/srv6/srv6_config.h"

namespace ringfence::routing::srv6 {

/// Adds the blocks of all locators, and what services give SIDs out of.
void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes);

/// What the family of the VRF does with SIDs, or nullptr. O(services).
const Service* ServiceOf(const Srv6Config& config, std::string_view vrf, net::Family family);

}  // namespace ringfence::routing::srv6
