// What two readings of one device say about single destinations. See touched_prefixes.cc.
#pragma once

#include <span>
#include <vector>

#include "net/ip.h"
#include "routing/device_config.h"
#include "routing/network.h"

namespace ringfence::exposure {

/// Takes out of both configurations of a device the static routes, BGP networks and lines of prefix lists
/// that only one of them has, and adds to `touched` the prefixes that they speak of. Everything else stays.
void TakeOutDifferent(routing::DeviceConfig& before, routing::DeviceConfig& after,
                      std::vector<net::Prefix>& touched);

/// True when the neighbours outside are the same and announce the same, but for prefixes that are added to
/// `touched`.
bool AnnounceAlike(const std::vector<routing::OutsideNeighbor>& before,
                   const std::vector<routing::OutsideNeighbor>& after, std::vector<net::Prefix>& touched);

/// Destinations that an edit speaks of.
class TouchedPrefixes {
 public:
  TouchedPrefixes() = default;
  explicit TouchedPrefixes(std::vector<net::Prefix> prefixes);
  bool empty() const { return prefixes_.empty(); }
  /// True when some packet goes to both. O(length * log prefixes).
  bool Meet(const net::Prefix& destinations) const;
  /// True when one of them holds an address that routes may be resolved by, or sessions end at.
  bool MeetRouters(const routing::Network& network) const;

 private:
  std::vector<net::Prefix> prefixes_;  ///< ascending, each once
};

}  // namespace ringfence::exposure
