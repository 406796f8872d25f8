// The tunnels of a network, and which of them routes of other devices rest on. Who belongs to whom is told by
// routing/tunnel_ends.h, for protocols run over tunnels too. An end of VXLAN names no other: which it sends
// to follows from routes, so there is a tunnel to every end that knows the identifier (RFC 7348 section 4).
// SRv6 is alike: to every table that gives SIDs of a family that the device uses (RFC 9252 section 4).
// Cost: O(ends * log ends + ends * statements); VXLAN the square of the ends of each identifier, SRv6 devices
// that use SIDs * tables that give some.

#include "forwarding/tunnels.h"

#include <algorithm>

#include "routing/pseudowires.h"

namespace ringfence::forwarding {
namespace {

/// A protocol of the device tells others routes that may come or go with the interface, or runs over it.
bool Tells(const routing::DeviceConfig& config, const std::string& name) {
  const auto tells = [&name](const auto& processes) {
    return std::ranges::any_of(processes, [&name](const auto& process) {
      return !process.redistributions.empty() ||
             std::ranges::any_of(process.interfaces, [&name](const auto& runs) { return runs.name == name; });
    });
  };
  const auto defaults = [](const auto& processes) {
    return std::ranges::any_of(processes,
                               [](const auto& process) { return bool{process.default_origination}; });
  };
  return defaults(config.ospf.processes) || defaults(config.isis.processes) ||
         defaults(config.rip.processes) || tells(config.ospf.processes) || tells(config.isis.processes) ||
         tells(config.rip.processes) || tells(config.eigrp.processes) || config.bgp.as != 0;
}

/// See Tunnel::changes_other_devices. A policy-based tunnel has no interface and changes no route.
bool ChangesOtherDevices(const routing::DeviceConfig& config, const model::TunnelConfig& tunnel,
                         model::InterfaceIndex interface) {
  if (!interface.valid()) return false;
  if (!tunnel.ipsec) return true;  // its state follows from routes
  const model::Interface& facts = config.device.interfaces[interface.index()];
  if (!facts.addresses.empty() || !facts.unnumbered_from.empty()) return true;
  for (const routing::static_routes::StaticRoute& route : config.static_routes.routes) {
    if (route.track_interface == facts.name) return true;
  }
  return Tells(config, facts.name);
}

/// The other ends of an identifier: an address, and the first node that has it.
using VxlanEnds = std::map<net::IpAddress, model::NodeId>;

std::map<std::uint32_t, VxlanEnds> CollectVxlanEnds(const routing::Network& network) {
  std::map<std::uint32_t, VxlanEnds> ends;
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const auto& vxlan = network.nodes()[n].config.device.vxlan;
    if (!vxlan || !vxlan->local) continue;
    for (const model::VxlanSegment& segment : vxlan->segments)
      ends[segment.vni].try_emplace(*vxlan->local, model::NodeId(n));
  }
  return ends;
}

Tunnel VxlanTunnel(model::NodeId from, const model::Vxlan& local, const model::VxlanSegment& segment,
                   const VxlanEnds::value_type& to) {
  model::TunnelConfig ends;
  ends.name = "VXLAN " + std::to_string(segment.vni) + " to " + net::ToString(to.first);
  ends.local = *local.local;
  ends.peer = to.first;
  ends.confidentiality = ends.integrity = ends.ipsec = false;
  ends.carrier = model::TunnelCarrier::kSelf;
  ends.span = segment.span;
  ends.more_spans = {local.span};
  Tunnel tunnel;
  tunnel.end.node = from;
  tunnel.peer.node = to.second;
  tunnel.state = PeerState::kMatched;
  tunnel.vni = segment.vni;
  tunnel.overlay = std::make_shared<const model::TunnelConfig>(std::move(ends));
  return tunnel;
}

/// One that gives SIDs, and whose it is.
struct SidGiver {
  model::NodeId node;
  const routing::DeviceConfig* config = nullptr;
  const routing::srv6::Service* service = nullptr;
};

std::vector<SidGiver> CollectSidGivers(const routing::Network& network) {
  std::vector<SidGiver> givers;
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const routing::DeviceConfig& config = network.nodes()[n].config;
    for (const routing::srv6::Service& service : config.srv6.services) {
      if (service.gives && network.FindTable(model::NodeId(n), service.vrf).valid())
        givers.push_back({model::NodeId(n), &config, &service});
    }
  }
  return givers;
}

net::HeaderMatch OuterOf(const routing::DeviceConfig& from, const model::TunnelConfig& ends,
                         const net::Prefix& locator) {
  net::HeaderMatch outer{.family = net::Family::kIpv6};
  if (from.srv6.source) outer.source = {net::AddressMatch::Of(net::Prefix::Host(ends.local))};
  outer.destination = {net::AddressMatch::Of(locator)};
  const std::uint8_t protocol = ends.carries4 ? net::kProtocolIpv4Inside : net::kProtocolIpv6Inside;
  outer.protocol = {{protocol, protocol}};
  return outer;
}

/// `uses`: the statement of `from` by which it takes SIDs.
Tunnel Srv6Tunnel(const routing::Network& network, model::NodeId from, const routing::srv6::Service& uses,
                  const SidGiver& to) {
  const routing::DeviceConfig& device = network.nodes()[from.index()].config;
  model::TunnelConfig ends;
  ends.name = "SRv6 " + net::ToString(*to.service->gives) + " to " + to.service->vrf + " of " +
              to.config->device.name;
  ends.local = routing::SidSourceOf(device);
  ends.peer = to.service->gives->address;
  ends.confidentiality = ends.integrity = ends.ipsec = false;
  ends.carries4 = to.service->family == net::Family::kIpv4;
  ends.carries6 = !ends.carries4;
  ends.carrier = model::TunnelCarrier::kSelf;
  ends.underlay_vrf = "";
  ends.span = uses.span;
  for (const base::Span& span : {device.srv6.source_span, to.service->span}) {
    if (span.valid()) ends.more_spans.push_back(span);
  }
  for (const routing::srv6::Locator& locator : to.config->srv6.locators) {
    if (locator.prefix == *to.service->gives) ends.more_spans.push_back(locator.span);
  }
  Tunnel tunnel;
  tunnel.end.node = from;
  tunnel.peer.node = to.node;
  tunnel.state = PeerState::kMatched;
  tunnel.sid_table = network.FindTable(to.node, to.service->vrf);
  tunnel.locator = *to.service->gives;
  tunnel.outer = OuterOf(device, ends, *to.service->gives);
  tunnel.overlay = std::make_shared<const model::TunnelConfig>(std::move(ends));
  return tunnel;
}

}  // namespace

const model::TunnelConfig& Tunnel::config(const routing::Network& network) const {
  if (overlay != nullptr) return *overlay;
  return network.nodes()[end.node.index()].config.device.tunnels[end.config_index];
}

TunnelTable::TunnelTable(const routing::Network& network) : at_node_(network.nodes().size()) {
  const std::vector<routing::TunnelPairing> pairings = routing::PairTunnels(network.nodes());
  for (const routing::TunnelPairing& pairing : pairings) {
    at_node_[pairing.end.node.index()].push_back(TunnelId(tunnels_.size()));
    Tunnel& tunnel = tunnels_.emplace_back();
    tunnel.end = pairing.end;
    tunnel.state = pairing.state;
    const model::TunnelConfig& config = tunnel.config(network);
    tunnel.changes_other_devices =
        ChangesOtherDevices(network.nodes()[tunnel.end.node.index()].config, config, tunnel.end.interface);
    if (tunnel.end.interface.valid()) tunnel.link = network.LinkOf({tunnel.end.node, tunnel.end.interface});
    if (pairing.state != PeerState::kMatched) continue;
    tunnel.reverse = TunnelId(pairing.other);
    tunnel.peer = pairings[pairing.other].end;
    // Both ends must ask for a service before it protects anything.
    const model::TunnelConfig& other =
        network.nodes()[tunnel.peer.node.index()].config.device.tunnels[tunnel.peer.config_index];
    tunnel.confidentiality = config.confidentiality && other.confidentiality;
    tunnel.integrity = config.integrity && other.integrity;
  }
  AddVxlan(network);
  AddSrv6(network);
  AddPseudowires(network);
}

void TunnelTable::AddVxlan(const routing::Network& network) {
  const std::map<std::uint32_t, VxlanEnds> ends = CollectVxlanEnds(network);
  std::size_t count = 0;
  for (const auto& [vni, of_vni] : ends) count += of_vni.size() * of_vni.size();
  if (count > kVxlanTunnelsMax) return;
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const auto& vxlan = network.nodes()[n].config.device.vxlan;
    if (!vxlan || !vxlan->local) continue;
    for (const model::VxlanSegment& segment : vxlan->segments) {
      for (const auto& to : ends.at(segment.vni)) {
        if (to.first == *vxlan->local) continue;
        const TunnelId id(tunnels_.size());
        if (!vxlan_.try_emplace({model::NodeId(n), to.first, segment.vni}, id).second) continue;
        tunnels_.push_back(VxlanTunnel(model::NodeId(n), *vxlan, segment, to));
        tunnels_.back().reverse = id;
      }
    }
  }
}

TunnelId TunnelTable::FindVxlan(model::NodeId from, const net::IpAddress& to, std::uint32_t vni) const {
  const auto found = vxlan_.find({from, to, vni});
  return found == vxlan_.end() ? TunnelId() : found->second;
}

void TunnelTable::AddSrv6(const routing::Network& network) {
  const std::vector<SidGiver> givers = CollectSidGivers(network);
  if (network.nodes().size() * givers.size() > kSrv6TunnelsMax) return;
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const model::NodeId node(n);
    for (const routing::srv6::Service& uses : network.nodes()[n].config.srv6.services) {
      for (const SidGiver& to : givers) {
        if (!uses.takes || to.node == node || to.service->family != uses.family) continue;
        Tunnel tunnel = Srv6Tunnel(network, node, uses, to);
        const TunnelId id(tunnels_.size());
        if (!srv6_.try_emplace({node, tunnel.sid_table, uses.family}, id).second) continue;
        tunnel.reverse = id;
        tunnels_.push_back(std::move(tunnel));
      }
    }
  }
}

TunnelId TunnelTable::FindSrv6(model::NodeId from, routing::TableId to, net::Family family) const {
  const auto found = srv6_.find({from, to, family});
  return found == srv6_.end() ? TunnelId() : found->second;
}

void TunnelTable::AddPseudowires(const routing::Network& network) {
  const std::vector<routing::PseudowireEnd> ends = routing::PairPseudowires(network.nodes());
  const std::size_t first = tunnels_.size();
  for (const routing::PseudowireEnd& end : ends) {
    const model::Pseudowire& wire = end.config(network.nodes());
    model::TunnelConfig config;
    const routing::DeviceConfig& device = network.nodes()[end.node.index()].config;
    const std::string service = model::FarEndsTable(device.device.l2_services[end.service]);
    config.name =
        (wire.evpn ? service : "pseudowire " + std::to_string(wire.id)) + " to " + net::ToString(wire.peer);
    config.peer = wire.peer;
    config.confidentiality = config.integrity = config.ipsec = false;
    config.underlay_vrf = "";
    config.span = wire.span;
    Tunnel tunnel;
    tunnel.end = {end.node, 0, end.port};
    tunnel.state = end.state;
    tunnel.pseudowire = wire.id;
    tunnel.by_evpn = wire.evpn;
    if (wire.evpn) tunnel.far_ends = network.FindTable(end.node, service);
    tunnel.changes_other_devices = true;
    if (end.state == PeerState::kMatched) {
      const routing::PseudowireEnd& far = ends[end.other];
      tunnel.reverse = TunnelId(first + end.other);
      tunnel.peer = {far.node, 0, far.port};
      config.local = far.config(network.nodes()).peer;
    }
    tunnel.overlay = std::make_shared<const model::TunnelConfig>(std::move(config));
    pseudowires_.emplace(model::Endpoint{end.node, end.port}, TunnelId(tunnels_.size()));
    tunnels_.push_back(std::move(tunnel));
  }
}

TunnelId TunnelTable::FindPseudowire(model::Endpoint port) const {
  const auto found = pseudowires_.find(port);
  return found == pseudowires_.end() ? TunnelId() : found->second;
}

bool TunnelTable::changes_other_devices() const {
  return std::ranges::any_of(tunnels_, &Tunnel::changes_other_devices);
}

}  // namespace ringfence::forwarding
