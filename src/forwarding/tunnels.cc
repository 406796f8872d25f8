// Matching tunnel ends. An end of IPsec names (local, peer); the other end is the node that configures (peer,
// local). An end of VXLAN names no other: which it sends to follows from routes, so there is a tunnel to
// every end that knows the identifier (RFC 7348 section 4). Cost: O(ends * log ends); VXLAN the square of the
// ends of each identifier.

#include "forwarding/tunnels.h"

#include <algorithm>
#include <map>
#include <set>

namespace ringfence::forwarding {
namespace {

using AddressPair = std::pair<net::IpAddress, net::IpAddress>;

std::set<net::IpAddress> OwnedAddresses(const routing::Network& network) {
  std::set<net::IpAddress> owned;
  for (const routing::Node& node : network.nodes()) {
    for (const model::Interface& interface : node.config.device.interfaces) {
      for (const model::InterfaceAddress& address : interface.addresses)
        owned.insert(address.address.address);
    }
  }
  return owned;
}

/// See Tunnel::changes_other_devices. A policy-based tunnel has no interface and changes no route.
bool ChangesOtherDevices(const routing::DeviceConfig& config, model::InterfaceIndex interface) {
  if (!interface.valid()) return false;
  const model::Interface& tunnel = config.device.interfaces[interface.index()];
  if (!tunnel.addresses.empty() || !tunnel.unnumbered_from.empty()) return true;
  for (const routing::static_routes::StaticRoute& route : config.static_routes.routes) {
    if (route.track_interface == tunnel.name) return true;
  }
  for (const routing::ospf::OspfProcess& process : config.ospf.processes) {
    if (!process.redistributions.empty() || process.default_origination) return true;
    for (const routing::ospf::OspfInterface& runs : process.interfaces) {
      if (runs.name == tunnel.name) return true;
    }
  }
  return false;
}

std::vector<Tunnel> CollectEnds(const routing::Network& network) {
  std::vector<Tunnel> tunnels;
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const model::Device& device = network.nodes()[n].config.device;
    for (std::size_t i = 0; i < device.ipsec.size(); ++i) {
      Tunnel tunnel;
      tunnel.end.node = model::NodeId(n);
      tunnel.end.config_index = i;
      tunnel.end.interface = model::FindInterface(device, device.ipsec[i].bind_interface);
      tunnel.changes_other_devices = ChangesOtherDevices(network.nodes()[n].config, tunnel.end.interface);
      tunnels.push_back(tunnel);
    }
  }
  return tunnels;
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
  model::IpsecTunnel ends;
  ends.name = "VXLAN " + std::to_string(segment.vni) + " to " + net::ToString(to.first);
  ends.local = *local.local;
  ends.peer = to.first;
  ends.confidentiality = ends.integrity = false;
  ends.span = segment.span;
  ends.more_spans = {local.span};
  Tunnel tunnel;
  tunnel.end.node = from;
  tunnel.peer.node = to.second;
  tunnel.state = PeerState::kMatched;
  tunnel.vni = segment.vni;
  tunnel.overlay = std::make_shared<const model::IpsecTunnel>(std::move(ends));
  return tunnel;
}

}  // namespace

const model::IpsecTunnel& Tunnel::config(const routing::Network& network) const {
  if (overlay != nullptr) return *overlay;
  return network.nodes()[end.node.index()].config.device.ipsec[end.config_index];
}

TunnelTable::TunnelTable(const routing::Network& network)
    : tunnels_(CollectEnds(network)), at_node_(network.nodes().size()) {
  const std::set<net::IpAddress> owned = OwnedAddresses(network);
  std::multimap<AddressPair, TunnelId> by_addresses;
  for (std::size_t i = 0; i < tunnels_.size(); ++i) {
    const model::IpsecTunnel& config = tunnels_[i].config(network);
    by_addresses.emplace(AddressPair(config.local, config.peer), TunnelId(i));
    at_node_[tunnels_[i].end.node.index()].push_back(TunnelId(i));
  }
  for (Tunnel& tunnel : tunnels_) {
    const model::IpsecTunnel& config = tunnel.config(network);
    const auto mirror = by_addresses.find(AddressPair(config.peer, config.local));
    if (mirror == by_addresses.end()) {
      tunnel.state = owned.contains(config.peer) ? PeerState::kMismatch : PeerState::kOutside;
      continue;
    }
    const Tunnel& other = tunnels_[mirror->second.index()];
    const model::IpsecTunnel& other_config = other.config(network);
    tunnel.state = PeerState::kMatched;
    tunnel.reverse = mirror->second;
    tunnel.peer = other.end;
    // Both ends must ask for a service before it protects anything.
    tunnel.confidentiality = config.confidentiality && other_config.confidentiality;
    tunnel.integrity = config.integrity && other_config.integrity;
  }
  AddVxlan(network);
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

}  // namespace ringfence::forwarding
