// A static route holds while it can be followed: its exit interface is up, or its next hop stands on a subnet
// of an interface that is up, or (where the system allows recursion) the table leads to the next hop. A
// tracked interface must be up besides. A route through an interface without a next hop hands packets to the
// destination itself, as if it stood on the subnet. Recursion is decided by the table's owner, for it needs
// the whole table.

#include "routing/static_routes/static_routes.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::routing::static_routes {
namespace {

using base::DiagnosticKind;

std::vector<OnLink> SubnetsWith(const Network& network, TableId table, const net::IpAddress& next_hop) {
  const model::NodeId node = network.tables()[table.index()].node;
  const auto& interfaces = network.nodes()[node.index()].config.device.interfaces;
  std::vector<OnLink> found;
  for (std::size_t i = 0; i < interfaces.size(); ++i) {
    const model::InterfaceIndex index(i);
    if (network.TableAt({node, index}) != table || interfaces[i].switch_port) continue;
    for (const model::InterfaceAddress& address : interfaces[i].addresses) {
      if (address.address.address == next_hop || !address.address.subnet().Contains(next_hop)) continue;
      found.push_back(
          {static_cast<std::uint32_t>(network.SlotOf({node, index})), index, address.address.length});
    }
  }
  std::ranges::stable_sort(found, std::greater<>(), &OnLink::length);
  return found;
}

}  // namespace

void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes) {
  for (const Node& node : network.nodes()) {
    for (const StaticRoute& route : node.config.static_routes.routes) prefixes.push_back(route.prefix);
    for (const AggregateRoute& route : node.config.static_routes.aggregates) prefixes.push_back(route.prefix);
  }
}

std::vector<StaticFacts> FactsOf(const Network& network, TableId table, const PrefixTable& prefixes,
                                 base::Diagnostics& findings) {
  const model::NodeId node = network.tables()[table.index()].node;
  const DeviceConfig& config = network.nodes()[node.index()].config;
  std::vector<StaticFacts> all;
  const auto find = [&](const std::string& name, const StaticRoute& route) {
    const model::InterfaceIndex index = model::FindInterface(config.device, name);
    if (!index.valid()) {
      findings.Add({DiagnosticKind::kReferenceUndefined, route.span,
                    fmt::format("the static route {} on {} names interface '{}', which is not configured",
                                net::ToString(route.prefix), config.device.name, name)});
    }
    return index;
  };
  for (const StaticRoute& route : config.static_routes.routes) {
    if (route.vrf != network.tables()[table.index()].vrf) continue;
    StaticFacts facts;
    facts.lookup = route.next_hop_vrf ? network.FindTable(node, *route.next_hop_vrf) : table;
    facts.route = &route;
    facts.prefix = prefixes.Find(route.prefix);
    if (!route.interface.empty() && !route.discard) {
      facts.interface = find(route.interface, route);
      facts.broken = !facts.interface.valid();
      if (!facts.broken) facts.slot = static_cast<std::uint32_t>(network.SlotOf({node, facts.interface}));
    }
    if (!route.track_interface.empty()) {
      const model::InterfaceIndex tracked = find(route.track_interface, route);
      facts.broken = facts.broken || !tracked.valid();
      if (tracked.valid()) facts.track_slot = static_cast<std::uint32_t>(network.SlotOf({node, tracked}));
    }
    if (route.next_hop) facts.on_link = SubnetsWith(network, facts.lookup, *route.next_hop);
    all.push_back(std::move(facts));
  }
  return all;
}

Resolution Resolve(const StaticFacts& facts, const std::vector<std::uint8_t>& up,
                   std::vector<NextHop>& hops) {
  const StaticRoute& route = *facts.route;
  if (facts.broken || (facts.track_slot && up[*facts.track_slot] == 0)) return Resolution::kInactive;
  if (route.discard) {
    hops.push_back({{}, std::nullopt, true});
    return Resolution::kActive;
  }
  if (facts.interface.valid()) {
    if (up[facts.slot] == 0) return Resolution::kInactive;
    hops.push_back({facts.interface, route.next_hop, false});
    return Resolution::kActive;
  }
  for (const OnLink& link : facts.on_link) {
    if (up[link.slot] == 0) continue;
    hops.push_back({link.interface, route.next_hop, false});
    return Resolution::kActive;
  }
  return route.recursive && route.next_hop ? Resolution::kAsk : Resolution::kInactive;
}

}  // namespace ringfence::routing::static_routes
