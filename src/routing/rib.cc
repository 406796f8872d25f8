#include "routing/rib.h"

#include <algorithm>

#include "base/check.h"

namespace ringfence::routing {

const Route* Rib::Find(const net::Prefix& prefix) const {
  const auto at = std::ranges::lower_bound(routes_, prefix, {}, &Route::prefix);
  return at == routes_.end() || at->prefix != prefix ? nullptr : &*at;
}

void Rib::Clear() {
  routes_.clear();
  hops_.clear();
  resolved_.clear();
  possible_.clear();
}

Route& Rib::Add(const Route& route) {
  RF_CHECK(routes_.empty() || routes_.back().prefix < route.prefix);
  routes_.push_back(route);
  routes_.back().first_hop = static_cast<std::uint32_t>(hops_.size());
  routes_.back().hop_count = 0;
  return routes_.back();
}

void Rib::AddHop(RouteHop hop, std::span<const NextHop> resolved) {
  RF_CHECK(!routes_.empty());
  hop.first_resolved = static_cast<std::uint32_t>(resolved_.size());
  hop.resolved_count = static_cast<std::uint32_t>(resolved.size());
  resolved_.insert(resolved_.end(), resolved.begin(), resolved.end());
  hops_.push_back(hop);
  ++routes_.back().hop_count;
}

void Rib::StartFrom(const Rib& other) {
  Clear();
  hops_ = other.hops_;
  resolved_ = other.resolved_;
  routes_.reserve(other.routes_.size());
}

void Rib::Take(std::span<const Route> routes) {
  if (routes.empty()) return;
  RF_CHECK(routes_.empty() || routes_.back().prefix < routes.front().prefix);
  routes_.insert(routes_.end(), routes.begin(), routes.end());
}

void Rib::ShareHops(const Route& earlier) {
  RF_CHECK(!routes_.empty() && routes_.back().hop_count == 0);
  routes_.back().first_hop = earlier.first_hop;
  routes_.back().hop_count = earlier.hop_count;
}

}  // namespace ringfence::routing
