// Every address on an interface that is up makes its subnet reachable directly, and itself a place where
// packets end. Whether the table prints the address as a route of its own differs by system
// (DeviceConfig::local_routes).

#include "routing/connected/connected.h"

#include <algorithm>
#include <tuple>

#include "routing/links.h"

namespace ringfence::routing::connected {

void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes) {
  for (const Node& node : network.nodes()) {
    for (const model::Interface& interface : node.config.device.interfaces) {
      for (const model::InterfaceAddress& address : interface.addresses) {
        if (IsLinkLocal(address.address.address)) continue;
        prefixes.push_back(address.address.subnet());
        prefixes.push_back(net::Prefix::Host(address.address.address));
      }
    }
  }
}

std::vector<ConnectedRoute> RoutesOf(const Network& network, TableId table, const PrefixTable& prefixes) {
  const model::NodeId node = network.tables()[table.index()].node;
  const DeviceConfig& config = network.nodes()[node.index()].config;
  std::vector<ConnectedRoute> routes;
  for (std::size_t i = 0; i < config.device.interfaces.size(); ++i) {
    const model::InterfaceIndex index(i);
    if (network.TableAt({node, index}) != table || config.device.interfaces[i].switch_port) continue;
    const auto slot = static_cast<std::uint32_t>(network.SlotOf({node, index}));
    for (const model::InterfaceAddress& address : config.device.interfaces[i].addresses) {
      const net::HostPrefix& host = address.address;
      if (IsLinkLocal(host.address)) continue;
      const bool full = host.length == net::AddressBits(host.address.family);
      routes.push_back(
          {prefixes.Find(host.subnet()), Protocol::kConnected, true, slot, index, host, address.span});
      routes.push_back({prefixes.Find(net::Prefix::Host(host.address)), Protocol::kLocal,
                        !full && config.local_routes, slot, index, host, address.span});
    }
  }
  std::ranges::sort(routes, {},
                    [](const ConnectedRoute& r) { return std::tuple(r.prefix, r.protocol, r.slot); });
  return routes;
}

}  // namespace ringfence::routing::connected
