// What two readings of one device say about single destinations.
//
// Problem: a new static route or a line of a prefix list is an edit of routing, and yet most flows cannot
// notice it. Idea: where what failures can change is known (FailurePlan::known), tables are made prefix by
// prefix: no protocol feeds another's, nothing is summed up or advertised on a condition (edit_scope.cc), and
// a row hangs on other rows only by the addresses that it is resolved by or that sessions end at. So what is
// said about a prefix counts for packets to it, and for all packets only if it holds such an address. Of an
// ordered list, lines that one side lacks count for what they match; the others must be the same in the same
// order. Cost: sorting.

#include "exposure/touched_prefixes.h"

#include <algorithm>
#include <map>

#include "base/sort_unique.h"

namespace ringfence::exposure {
namespace {

using net::IpAddress;
using net::Prefix;

/// Leaves in both what both have, in the order of each, and tells the prefixes of the rest.
template <class Part>
void LeaveCommon(std::vector<Part>& before, std::vector<Part>& after, std::vector<Prefix>& touched) {
  std::multimap<Prefix, std::size_t> unmatched;  // places in `after`
  for (std::size_t i = 0; i < after.size(); ++i) unmatched.emplace(after[i].prefix, i);
  std::erase_if(before, [&](const Part& part) {
    auto [same, end] = unmatched.equal_range(part.prefix);
    while (same != end && !(after[same->second] == part)) ++same;
    if (same == end) return touched.push_back(part.prefix), true;
    unmatched.erase(same);
    return false;
  });
  std::vector<std::size_t> gone;
  for (const auto& [prefix, place] : unmatched) {
    touched.push_back(prefix);
    gone.push_back(place);
  }
  std::ranges::sort(gone, std::greater<>());
  for (const std::size_t place : gone) after.erase(after.begin() + static_cast<std::ptrdiff_t>(place));
}

/// By prefix: what is announced about it.
using Announced = std::map<Prefix, std::vector<routing::AnnouncedPath>>;

Announced AnnouncedBy(const routing::OutsideNeighbor& neighbor) {
  Announced all;
  for (const routing::AnnouncedRoute& route : neighbor.routes)
    all[route.prefix].push_back(neighbor.paths[route.path]);
  return all;
}

void AddDifferences(const Announced& one, const Announced& other, std::vector<Prefix>& touched) {
  for (const auto& [prefix, paths] : one) {
    const auto same = other.find(prefix);
    if (same == other.end() || same->second != paths) touched.push_back(prefix);
  }
}

/// Addresses that rows may be resolved by, whatever of them is in use.
class RouterAddresses {
 public:
  explicit RouterAddresses(const routing::Network& network) {
    for (const routing::Node& node : network.nodes()) Add(node);
    base::SortUnique(addresses_);
  }
  bool IsOneIn(const Prefix& prefix) const {
    const auto first = std::ranges::lower_bound(addresses_, prefix.address);
    return first != addresses_.end() && prefix.Contains(*first);
  }

 private:
  void Add(const routing::Node& node) {
    for (const model::Interface& interface : node.config.device.interfaces) {
      for (const model::InterfaceAddress& address : interface.addresses)
        addresses_.push_back(address.address.address);
    }
    for (const auto& route : node.config.static_routes.routes) Add(route.next_hop);
    for (const auto& vrf : node.config.bgp.vrfs) {
      for (const auto& neighbor : vrf.neighbors) Add(neighbor.address);
    }
    for (const model::RoutePolicy& policy : node.config.policies.policies) {
      for (const model::RouteTerm& term : policy.terms) {
        for (const model::RouteAction& action : term.actions) Add(action.address);
      }
    }
    for (const routing::OutsideNeighbor& neighbor : node.outside) {
      addresses_.push_back(neighbor.address);
      for (const routing::AnnouncedPath& path : neighbor.paths) Add(path.next_hop);
    }
  }
  void Add(const std::optional<IpAddress>& address) {
    if (address) addresses_.push_back(*address);
  }

  std::vector<IpAddress> addresses_;  ///< ascending
};

}  // namespace

void TakeOutDifferent(routing::DeviceConfig& before, routing::DeviceConfig& after,
                      std::vector<Prefix>& touched) {
  LeaveCommon(before.static_routes.routes, after.static_routes.routes, touched);
  auto& lists = before.policies.prefix_lists;
  auto& lists_after = after.policies.prefix_lists;
  for (std::size_t i = 0; i < std::min(lists.size(), lists_after.size()); ++i) {
    if (lists[i].name == lists_after[i].name) LeaveCommon(lists[i].lines, lists_after[i].lines, touched);
  }
  for (std::size_t v = 0; v < std::min(before.bgp.vrfs.size(), after.bgp.vrfs.size()); ++v) {
    auto& families = before.bgp.vrfs[v].families;
    auto& families_after = after.bgp.vrfs[v].families;
    for (std::size_t f = 0; f < std::min(families.size(), families_after.size()); ++f)
      LeaveCommon(families[f].networks, families_after[f].networks, touched);
  }
}

bool AnnounceAlike(const std::vector<routing::OutsideNeighbor>& before,
                   const std::vector<routing::OutsideNeighbor>& after, std::vector<Prefix>& touched) {
  if (before == after) return true;
  const auto same = [](const routing::OutsideNeighbor& a, const routing::OutsideNeighbor& b) {
    return a.vrf == b.vrf && a.address == b.address && a.as == b.as && a.router_id == b.router_id;
  };
  if (!std::ranges::equal(before, after, same)) return false;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Announced then = AnnouncedBy(before[i]), now = AnnouncedBy(after[i]);
    AddDifferences(then, now, touched);
    AddDifferences(now, then, touched);
  }
  return true;
}

TouchedPrefixes::TouchedPrefixes(std::vector<Prefix> prefixes) : prefixes_(std::move(prefixes)) {
  base::SortUnique(prefixes_);
}

bool TouchedPrefixes::Meet(const Prefix& destinations) const {
  const auto inside = std::ranges::lower_bound(prefixes_, destinations);
  if (inside != prefixes_.end() && destinations.Contains(*inside)) return true;
  for (std::uint8_t length = 0; length < destinations.length; ++length) {
    if (std::ranges::binary_search(prefixes_, Prefix::Of(destinations.address, length))) return true;
  }
  return false;
}

bool TouchedPrefixes::MeetRouters(const routing::Network& network) const {
  const RouterAddresses addresses(network);
  return std::ranges::any_of(prefixes_, [&](const Prefix& prefix) { return addresses.IsOneIn(prefix); });
}

}  // namespace ringfence::exposure
