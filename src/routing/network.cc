#include "routing/network.h"

#include <algorithm>
#include <set>

#include "base/check.h"
#include "routing/address_checks.h"
#include "routing/evpn_instances.h"
#include "routing/links.h"
#include "routing/pseudowires.h"
#include "routing/vxlan_members.h"

namespace ringfence::routing {

Node HostNode(const model::Element& element) {
  Node node;
  node.is_host = true;
  model::Device& device = node.config.device;
  device.name = element.name;
  device.name_span = element.span;
  device.forwards4 = device.forwards6 = false;
  for (const model::HostInterface& facts : element.interfaces) {
    model::Interface interface;
    interface.name = facts.name;
    interface.addresses = facts.addresses;
    interface.span = facts.span;
    const auto only_hosts = [](const model::InterfaceAddress& a) {
      return a.address.length == net::AddressBits(a.address.address.family);
    };
    // An address without a subnet is the host's own: nothing can be cabled to it.
    if (!facts.addresses.empty() && std::ranges::all_of(facts.addresses, only_hosts)) {
      interface.kind = model::InterfaceKind::kLoopback;
    }
    device.interfaces.push_back(std::move(interface));
    for (const auto& gateway : {facts.gateway4, facts.gateway6}) {
      if (!gateway) continue;
      static_routes::StaticRoute route;
      route.prefix = net::Prefix::Default(gateway->family);
      route.next_hop = *gateway;
      route.recursive = false;
      route.span = facts.span;
      node.config.static_routes.routes.push_back(route);
    }
  }
  return node;
}

Network::Network(std::vector<Node> nodes, std::span<const model::Cable> cables,
                 base::Diagnostics& diagnostics)
    : nodes_(WithPseudowirePorts(WithEvpnWires(std::move(nodes)))), links_of_node_(nodes_.size()) {
  AddVxlanMembers(nodes_);
  AddFarEnds(nodes_);
  Wiring wiring = BuildLinks(nodes_, cables, diagnostics);
  CheckAddresses(nodes_, wiring.links, diagnostics);
  links_ = std::move(wiring.links);
  cables_ = std::move(wiring.cables);
  port_cables_ = std::move(wiring.port_cables);
  segments_ = std::move(wiring.segments);
  std::size_t slots = 0;
  for (const Node& node : nodes_) {
    first_slot_.push_back(slots);
    slots += node.config.device.interfaces.size();
    const model::NodeId id(first_slot_.size() - 1);
    node_by_name_.emplace(node.config.device.name, id);
  }
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    node_by_name_.emplace(LowerCase(nodes_[n].config.device.name), model::NodeId(n));
  }
  first_slot_.push_back(slots);
  NumberTables();
  link_of_slot_.resize(slots);
  for (std::size_t l = 0; l < links_.size(); ++l) {
    for (const model::Endpoint& end : links_[l].ends) {
      link_of_slot_[SlotOf(end)] = model::LinkId(l);
      auto& at_node = links_of_node_[end.node.index()];
      if (at_node.empty() || at_node.back() != model::LinkId(l)) at_node.push_back(model::LinkId(l));
    }
  }
  chassis_pairs_ = FindChassisPairs(*this);
  MarkSpreads(*this, segments_);
}

namespace {

/// Names of all VRFs a device mentions, the default one left out.
std::set<std::string> VrfsOf(const DeviceConfig& config) {
  std::set<std::string> names;
  for (const VrfConfig& vrf : config.vrfs) names.insert(vrf.name);
  for (const model::Interface& interface : config.device.interfaces) names.insert(interface.vrf);
  for (const auto& route : config.static_routes.routes) {
    names.insert(route.vrf);
    if (route.next_hop_vrf) names.insert(*route.next_hop_vrf);
  }
  for (const auto& process : config.ospf.processes) names.insert(process.vrf);
  for (const auto& process : config.isis.processes) names.insert(process.vrf);
  for (const auto& process : config.rip.processes) names.insert(process.vrf);
  for (const auto& process : config.eigrp.processes) names.insert(process.vrf);
  for (const auto& vrf : config.bgp.vrfs) names.insert(vrf.vrf);
  names.erase("");
  return names;
}

}  // namespace

void Network::NumberTables() {
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    const model::NodeId node(n);
    first_table_.push_back(tables_.size());
    tables_.push_back({node, ""});
    for (const std::string& vrf : VrfsOf(nodes_[n].config)) tables_.push_back({node, vrf});
  }
  first_table_.push_back(tables_.size());
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    for (const model::Interface& interface : nodes_[n].config.device.interfaces)
      table_of_slot_.push_back(FindTable(model::NodeId(n), interface.vrf));
  }
}

TableId Network::FindTable(model::NodeId node, std::string_view vrf) const {
  for (std::size_t t = first_table_[node.index()]; t < first_table_[node.index() + 1]; ++t) {
    if (tables_[t].vrf == vrf) return TableId(t);
  }
  return {};
}

model::NodeId Network::FindNode(std::string_view name) const {
  auto found = node_by_name_.find(name);
  if (found == node_by_name_.end()) found = node_by_name_.find(LowerCase(name));
  return found == node_by_name_.end() ? model::NodeId() : found->second;
}

model::LinkId Network::FindLink(std::string_view name) const {
  const auto at = std::ranges::lower_bound(links_, name, {}, &model::Link::name);
  if (at == links_.end() || at->name != name) return {};
  return model::LinkId(static_cast<std::size_t>(at - links_.begin()));
}

model::NodeId Network::ChassisPeer(model::NodeId node) const {
  for (const ChassisPair& pair : chassis_pairs_) {
    for (int side = 0; side < 2; ++side) {
      if (pair.links[side].node == node) return pair.links[1 - side].node;
    }
  }
  return {};
}

const Segment* Network::SegmentOf(model::LinkId link) const {
  const auto at = std::ranges::lower_bound(segments_, link, {}, &Segment::link);
  return at == segments_.end() || at->link != link ? nullptr : &*at;
}

bool Network::OwnsAddress(model::Endpoint end, const net::IpAddress& address) const {
  const auto has = [&](const model::Interface& interface) {
    return std::ranges::any_of(
        interface.addresses, [&](const model::InterfaceAddress& a) { return a.address.address == address; });
  };
  if (has(InterfaceAt(end))) return true;
  const model::InterfaceIndex lender =
      model::FindInterface(nodes_[end.node.index()].config.device, InterfaceAt(end).unnumbered_from);
  return lender.valid() && has(InterfaceAt({end.node, lender}));
}

std::optional<model::Endpoint> Network::NeighborBy(model::Endpoint end, const net::IpAddress& address) const {
  const model::LinkId link = LinkOf(end);
  if (!link.valid()) return std::nullopt;
  const std::vector<model::Endpoint>& ends = links_[link.index()].ends;
  for (const model::Endpoint& other : ends) {
    if (other == end) continue;
    if (OwnsAddress(other, address) || (ends.size() == 2 && IsUnnumbered(other))) return other;
  }
  return std::nullopt;
}

bool Network::EndsAt(const PortCableEnd& end, model::Endpoint interface) const {
  if (end.node != interface.node) return false;
  if (end.port == interface.interface) return true;
  const model::Interface& upper = InterfaceAt(interface);
  const std::string port = LowerCase(end.name);
  if (port == LowerCase(upper.name) || (!upper.parent.empty() && port == LowerCase(upper.parent)))
    return true;
  if (!end.port.valid()) return false;
  const std::string& lag = InterfaceAt({end.node, end.port}).lag;
  return !lag.empty() && (lag == upper.name || lag == upper.parent);
}

bool Network::MacsecAt(model::Endpoint end) const {
  const model::Interface& interface = InterfaceAt(end);
  if (interface.macsec) return true;
  bool has_members = false;
  bool members_refuse = true;
  for (const model::Interface& other : nodes_[end.node.index()].config.device.interfaces) {
    if (!interface.parent.empty() && other.name == interface.parent && other.macsec) return true;
    const bool member = !other.lag.empty() && (other.lag == interface.name || other.lag == interface.parent);
    has_members = has_members || member;
    members_refuse = members_refuse && (!member || other.macsec);
  }
  return has_members && members_refuse;
}

model::Endpoint Network::EndOfSlot(std::size_t slot) const {
  RF_CHECK(slot < slot_count());
  const auto after = std::ranges::upper_bound(first_slot_, slot);
  const auto node = static_cast<std::size_t>(after - first_slot_.begin() - 1);
  return {model::NodeId(node), model::InterfaceIndex(slot - first_slot_[node])};
}

}  // namespace ringfence::routing
