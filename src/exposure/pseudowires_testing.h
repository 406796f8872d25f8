// Routers with layer-2 services for tests, written as a few calls. Test support only.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "routing/network_testing.h"

namespace ringfence::exposure {

/// LDP on all interfaces of the node that it has now, but its loopback and ports of services.
inline void RunLdp(routing::World& net, const std::string& node, std::string_view loopback) {
  routing::ldp::LdpConfig& ldp = net[node].ldp;
  ldp = {};
  ldp.enabled = true;
  ldp.transport = routing::A(loopback);
  for (const model::Interface& interface : net[node].device.interfaces) {
    if (interface.kind != model::InterfaceKind::kLoopback && !interface.addresses.empty())
      ldp.interfaces.push_back({interface.name, {}});
  }
}

/// The service of that name, made on first use.
inline model::L2Service& ServiceAt(routing::World& net, const std::string& node, std::string_view name) {
  auto& services = net[node].device.l2_services;
  const auto known = std::ranges::find(services, name, &model::L2Service::name);
  if (known != services.end()) return *known;
  model::L2Service& made = services.emplace_back();
  made.name = name;
  made.span = net.NewSpan();
  return made;
}

/// A port of the node for the service, with a cable to `port` of another node.
inline void Attach(routing::World& net, const std::string& node, std::string_view service,
                   const std::string& other, const std::string& port) {
  const std::string name = "ac-" + other + "-" + port;
  net.Port(node, name, "");
  ServiceAt(net, node, service).attachments.push_back({.interface = name, .span = net.NewSpan()});
  net.Cable(node, name, other, port);
}

/// A pseudowire of the service.
inline model::Pseudowire& AddWire(routing::World& net, const std::string& node, std::string_view service,
                                  std::string_view peer, std::uint32_t id) {
  model::Pseudowire wire;
  wire.peer = routing::A(peer);
  wire.id = id;
  wire.span = net.NewSpan();
  auto& wires = ServiceAt(net, node, service).pseudowires;
  wires.push_back(wire);
  return wires.back();
}

}  // namespace ringfence::exposure
