#include "routing/gaps.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "model/fate.h"
#include "routing/as_loop_gaps.h"
#include "routing/bridging_gaps.h"
#include "routing/evpn_instances.h"
#include "routing/feedback_gaps.h"
#include "routing/filter_gaps.h"
#include "routing/links.h"
#include "routing/pseudowires.h"
#include "routing/tunnel_ends.h"
#include "routing/vpn_sites.h"
#include "routing/vrf_gaps.h"
#include "routing/vxlan_gaps.h"
#include "routing/wireguard_ends.h"

namespace ringfence::routing {
namespace {

using model::Impact;

std::uint8_t RoutingOf(net::Family family) {
  return family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
}

constexpr std::uint8_t kBoth = Impact::kRouting;

void AddStatics(const static_routes::StaticConfig& statics, std::vector<Gap>& gaps) {
  for (const static_routes::StaticRoute& route : statics.routes) {
    // A next hop on a subnet of the other VRF is computed; whether it is one depends on failures.
    if (route.next_hop_vrf && (!route.next_hop || route.recursive))
      gaps.push_back(
          {route.span, RoutingOf(route.prefix.family()), "static route through the table of another VRF"});
  }
  for (const static_routes::AggregateRoute& route : statics.aggregates) {
    if (route.as_set || !route.communities.empty())
      gaps.push_back({route.span, RoutingOf(route.prefix.family()), "attributes of an aggregate in BGP"});
  }
}

/// Some systems also take the connected subnets of the interfaces on which the source protocol runs, others
/// do not; the model does not tell them apart yet.
bool TakesMoreOnSomeSystems(model::RouteSource source) {
  return source == model::RouteSource::kEigrp || source == model::RouteSource::kIsis ||
         source == model::RouteSource::kRip;
}

void AddRedistributions(const DeviceConfig& config, std::vector<Gap>& gaps) {
  constexpr std::string_view kReason = "subnets of the source protocol's own interfaces";
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    for (const auto& redistribution : process.redistributions) {
      if (TakesMoreOnSomeSystems(redistribution.source))
        gaps.push_back({redistribution.span, RoutingOf(process.family), kReason});
    }
  }
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
    for (const bgp::BgpFamilyConfig& family : vrf.families) {
      // What is taken as connected anyhow is taken whatever the system counts as routes of OSPF.
      const bool all = std::ranges::any_of(family.redistributions, [](const auto& one) {
        return one.source == model::RouteSource::kConnected && one.policies.empty();
      });
      for (const auto& redistribution : family.redistributions) {
        const bool ospf = redistribution.source == model::RouteSource::kOspf;
        const bool told = !redistribution.subnets_of.empty() || (ospf && all);
        if (!told && (TakesMoreOnSomeSystems(redistribution.source) ||
                      redistribution.source == model::RouteSource::kOspf))
          gaps.push_back({redistribution.span, kBoth, kReason});
      }
    }
  }
}

/// What a router gives to RIP is its entry whatever it hears, so a static route that RIP would beat stays if
/// it came first and goes if it did not.
void AddFloatingStatics(const static_routes::StaticConfig& statics, const rip::RipProcess& process,
                        std::vector<Gap>& gaps) {
  for (const rip::RipRedistribution& redistribution : process.redistributions) {
    if (redistribution.source != model::RouteSource::kStatic) continue;
    const bool floats = std::ranges::any_of(statics.routes, [&](const static_routes::StaticRoute& route) {
      return route.vrf == process.vrf && route.prefix.family() == process.family &&
             route.distance >= process.distance;
    });
    if (floats) {
      gaps.push_back({redistribution.span, RoutingOf(process.family),
                      "a static route given to RIP that a route of RIP would beat"});
    }
  }
}

/// Neighbours of OSPFv3 meet by link-local addresses that need no line; without any other there is nothing to
/// name the next hop by.
void AddNameless(const model::Device& device, const ospf::OspfProcess& process, std::vector<Gap>& gaps) {
  for (const ospf::OspfInterface& ospf : process.interfaces) {
    const model::InterfaceIndex index = model::FindInterface(device, ospf.name);
    if (!index.valid() || ospf.passive || ospf.type == ospf::NetworkType::kLoopback) continue;
    const model::Interface& interface = device.interfaces[index.index()];
    const bool named = interface.kind == model::InterfaceKind::kLoopback ||
                       !interface.unnumbered_from.empty() ||
                       std::ranges::any_of(interface.addresses, [](const model::InterfaceAddress& address) {
                         return address.address.address.family == net::Family::kIpv6;
                       });
    if (!named)
      gaps.push_back({ospf.span, Impact::kRouting6, "OSPFv3 on an interface without a written IPv6 address"});
  }
}

void AddIgps(const DeviceConfig& config, std::vector<Gap>& gaps) {
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    if (process.family != net::Family::kIpv6) continue;
    AddNameless(config.device, process, gaps);
    // Some systems raise costs, others say that they forward nothing (bit R, RFC 5340 section A.2).
    if (process.max_metric) gaps.push_back({process.span, Impact::kRouting6, "stub router of OSPFv3"});
  }
  for (const rip::RipProcess& process : config.rip.processes) {
    AddFloatingStatics(config.static_routes, process, gaps);
    if (process.auto_summary)
      gaps.push_back({process.span, RoutingOf(process.family), "automatic summaries of RIP"});
  }
  for (const eigrp::EigrpProcess& process : config.eigrp.processes) {
    if (process.family == net::Family::kIpv6)
      gaps.push_back({process.span, Impact::kRouting6, "EIGRP for IPv6"});
  }
}

/// Computed, and in some networks not as live routers do it (tests/live/README.md). Each goes when its cases
/// are found.
void AddOpenDifferences(const DeviceConfig& config, std::vector<Gap>& gaps) {
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      if (config.bgp.confederation) gaps.push_back({neighbor.span, kBoth, "BGP confederation"});
    }
  }
  for (const isis::IsisProcess& process : config.isis.processes) {
    if (process.default_origination) gaps.push_back({process.span, kBoth, "default route of IS-IS"});
  }
}

std::set<net::IpAddress> AllAddresses(const Network& network) {
  std::set<net::IpAddress> all;
  for (const Node& node : network.nodes()) {
    for (const model::Interface& interface : node.config.device.interfaces) {
      for (const model::InterfaceAddress& address : interface.addresses) all.insert(address.address.address);
    }
  }
  return all;
}

/// What the families of a neighbour could bring. When its announcements are known: those of the families that
/// announcements are not read for.
std::uint8_t RoutingOf(const bgp::BgpNeighbor& neighbor, bool known) {
  std::uint8_t impact = 0;
  for (const bgp::NeighborFamily& family : neighbor.families) {
    if (known && family.family <= bgp::BgpFamily::kIpv6Unicast) continue;
    if (family.family == bgp::BgpFamily::kRouteTarget) continue;  // brings no routes itself
    const bool v4 =
        family.family == bgp::BgpFamily::kIpv4Unicast || family.family == bgp::BgpFamily::kVpnIpv4;
    const bool v6 =
        family.family == bgp::BgpFamily::kIpv6Unicast || family.family == bgp::BgpFamily::kVpnIpv6;
    impact |= v4 ? Impact::kRouting4 : v6 ? Impact::kRouting6 : kBoth;
  }
  return impact;
}

/// Somebody in the network is the neighbour. Link-local addresses count on the link alone.
bool IsInside(const Network& network, model::NodeId node, const bgp::BgpNeighbor& neighbor,
              const std::set<net::IpAddress>& known) {
  if (neighbor.address) return known.contains(*neighbor.address);
  if (neighbor.interface.empty()) return true;
  const model::Endpoint near{
      node, model::FindInterface(network.nodes()[node.index()].config.device, neighbor.interface)};
  if (!near.interface.valid()) return false;  // a text need not list all interfaces of its device
  if (!network.InterfaceAt(near).admin_up) return true;
  const model::LinkId link = network.LinkOf(near);
  if (!link.valid()) return false;
  if (!neighbor.link_local) return true;
  return std::ranges::any_of(network.links()[link.index()].ends, [&](const model::Endpoint& far) {
    const auto is_it = [&](const auto& one) { return one.address.address == *neighbor.link_local; };
    return far != near && std::ranges::any_of(network.InterfaceAt(far).addresses, is_it);
  });
}

void AddOutsideNeighbors(const Network& network, model::NodeId id, const std::set<net::IpAddress>& known,
                         std::vector<Gap>& gaps) {
  const Node& node = network.nodes()[id.index()];
  for (const bgp::BgpVrf& vrf : node.config.bgp.vrfs) {
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      if (neighbor.shutdown || IsInside(network, id, neighbor, known)) continue;
      const bool stated = std::ranges::any_of(node.outside, [&](const OutsideNeighbor& one) {
        return one.vrf == vrf.vrf && one.address == neighbor.address;
      });
      const std::uint8_t impact = RoutingOf(neighbor, stated);
      if (stated && impact == 0) continue;
      gaps.push_back({neighbor.span, impact, "announcements of a BGP neighbour outside the network"});
    }
  }
}

/// Where no cable is named, a device may join any segments by two of its ports; where none of its switched
/// ports is, anything may hang on a VLAN with an address. One gap for all ports of the device.
void AddSwitchedPorts(const Network& network, model::NodeId node, bool cables, std::vector<Gap>& gaps) {
  const model::Device& device = network.nodes()[node.index()].config.device;
  std::vector<const model::Interface*> ports;
  bool routes = false;
  for (const model::Interface& interface : device.interfaces) {
    if (interface.switch_port && interface.admin_up) ports.push_back(&interface);
    if (interface.kind == model::InterfaceKind::kSvi)
      routes = routes || (interface.admin_up && !interface.addresses.empty());
  }
  const bool told = std::ranges::any_of(network.cables(), [&](const SwitchedCable& cable) {
    return cable.nodes[0] == node || cable.nodes[1] == node;
  });
  const bool may_switch = !cables && ports.size() > 1;
  if (ports.empty() || told || (!routes && !may_switch)) return;
  gaps.push_back({ports.front()->switch_port->span, kBoth | Impact::kForwarding,
                  "no cable list tells what hangs on the switched ports"});
}

/// Protocols over a tunnel to nobody that is known, or that may not carry them.
class TunnelGaps {
 public:
  TunnelGaps(const Network& network, std::vector<Gap>& gaps) : network_(network), gaps_(gaps) {
    for (const TunnelPairing& tunnel : PairTunnels(network.nodes())) {
      if (tunnel.end.interface.valid() && tunnel.state == PeerState::kMismatch)
        nobody_.insert({tunnel.end.node, tunnel.end.interface});
    }
  }

  void AddOf(model::NodeId node) {
    const DeviceConfig& config = network_.nodes()[node.index()].config;
    for (const ospf::OspfProcess& process : config.ospf.processes) {
      for (const ospf::OspfInterface& runs : process.interfaces)
        Add(node, runs.name, runs.passive, RoutingOf(process.family), runs.span, false);
    }
    for (const isis::IsisProcess& process : config.isis.processes) {
      for (const isis::IsisInterface& runs : process.interfaces)
        Add(node, runs.name, runs.passive, kBoth, runs.span, true);
    }
    for (const rip::RipProcess& process : config.rip.processes) {
      for (const rip::RipInterface& runs : process.interfaces)
        Add(node, runs.name, runs.passive, RoutingOf(process.family), runs.span, false);
    }
    for (const eigrp::EigrpProcess& process : config.eigrp.processes) {
      for (const eigrp::EigrpInterface& runs : process.interfaces)
        Add(node, runs.name, runs.passive, RoutingOf(process.family), runs.span, false);
    }
  }

 private:
  void Add(model::NodeId node, const std::string& name, bool passive, std::uint8_t impact, base::Span span,
           bool isis) {
    const model::Device& device = network_.nodes()[node.index()].config.device;
    const model::Endpoint end{node, model::FindInterface(device, name)};
    if (passive || !end.interface.valid() || nobody_.contains(end)) return;
    const model::Interface& interface = network_.InterfaceAt(end);
    if (interface.kind != model::InterfaceKind::kTunnel || !interface.admin_up) return;
    if (isis ? CarriesIsis(network_, end) : network_.LinkOf(end).valid()) return;
    gaps_.push_back({span, impact, "routing over a tunnel that does not join two known interfaces"});
  }

  const Network& network_;
  std::vector<Gap>& gaps_;
  std::set<model::Endpoint> nobody_;  ///< interfaces of tunnels that nothing passes
};

}  // namespace

std::vector<Gap> GapsBetween(const Network& network, std::span<const model::Cable> cables) {
  const std::set<net::IpAddress> known = AllAddresses(network);
  std::vector<Gap> gaps;
  TunnelGaps tunnels(network, gaps);
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    tunnels.AddOf(model::NodeId(n));
    AddOutsideNeighbors(network, model::NodeId(n), known, gaps);
    AddSwitchedPorts(network, model::NodeId(n), !cables.empty(), gaps);
  }
  AddBridgingGaps(network, gaps);
  AddPseudowireGaps(network, gaps);
  AddVxlanGaps(network, gaps);
  AddWireGuardGaps(network, gaps);
  AddEvpnGaps(network, gaps);
  AddFeedbackGaps(network, gaps);
  VpnSites(network).AddGaps(gaps);
  AddAsLoopGaps(network, gaps);
  AddFilterGaps(network, gaps);
  return gaps;
}

std::vector<Gap> GapsOf(const DeviceConfig& config) {
  std::vector<Gap> gaps;
  AddVrfGaps(config, gaps);
  AddStatics(config.static_routes, gaps);
  AddRedistributions(config, gaps);
  AddIgps(config, gaps);
  AddOpenDifferences(config, gaps);
  return gaps;
}

}  // namespace ringfence::routing
