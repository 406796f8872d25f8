// Routing at the edges of VLANs in EVPN (RFC 9135).
//
// Problem: with distributed gateways the ingress device routes, and where it has the VLAN of the receiver
// itself its packets are bridged from there (asymmetric, section 4). With a VRF in EVPN it has routes to
// hosts as well (symmetric, section 5): whoever has a host behind it tells so, and packets are routed there a
// second time. Which hosts are heard is in no text.
// Idea: such a route leads to the device that the frame would be sent to, in VXLAN to the same tunnel end
// under another identifier and with labels along the same path above another label: the same way for all who
// see what is outside. What differs is doubted: lists of the gateways' interfaces, which count by the way of
// routing; a device without the VLAN whose route for the subnet does not lead to exactly the one place that
// may tell of the host; with labels also a gateway of the subnet at a device that frames do not get to, and
// tunnels that are chosen for routes alone. Cost: the interfaces of devices with services or VXLAN.

#include <algorithm>
#include <compare>

#include "forwarding/class_walk.h"
#include "forwarding/evpn_gateways.h"

namespace ringfence::forwarding {
namespace {

using model::Endpoint;
using model::InterfaceIndex;
using model::NodeId;

/// Where packets to a host are taken: a tunnel end, with labels a device.
struct Place {
  std::optional<net::IpAddress> end;
  NodeId node;
  friend auto operator<=>(const Place&, const Place&) = default;
};

/// Where those to a VRF of the node are; nothing when EVPN does not carry it.
std::optional<Place> PlaceOf(const routing::Network& network, NodeId node, const std::string& vrf) {
  const routing::DeviceConfig& config = network.nodes()[node.index()].config;
  if (RoutedOf(config.device, vrf) != nullptr) return Place{config.device.vxlan->local, {}};
  return IsRoutedOverLabels(config, vrf) ? std::optional(Place{{}, node}) : std::nullopt;
}

bool Bridges(const model::Device& device, const model::Interface& interface) {
  return CarriedBelow(device, interface) != nullptr || LabelledBelow(device, interface) != nullptr;
}

bool Meet(const std::vector<model::CommunityText>& given, const std::vector<model::CommunityText>& taken) {
  return std::ranges::any_of(given,
                             [&taken](const auto& target) { return std::ranges::count(taken, target) > 0; });
}

/// A VRF takes routes to hosts behind a gateway of another device: they have the targets of its VRF, of the
/// service that it stands on, or of both.
bool TellsTo(const routing::DeviceConfig& from, const model::Interface& gateway,
             const routing::DeviceConfig& to, const std::string& taken) {
  const auto giver = std::ranges::find(from.vrfs, gateway.vrf, &routing::VrfConfig::name);
  const auto taker = std::ranges::find(to.vrfs, taken, &routing::VrfConfig::name);
  if (giver == from.vrfs.end() || taker == to.vrfs.end()) return false;
  const model::L2Service* service = LabelledBelow(from.device, gateway);
  return Meet(giver->evpn_export_targets, taker->evpn_import_targets) ||
         (service != nullptr && Meet(service->evpn->export_targets, taker->evpn_import_targets));
}

/// Frames of the one service get to the other.
bool Joins(const model::L2Service* here, const model::L2Service* there) {
  return here != nullptr && there != nullptr &&
         std::ranges::any_of(here->pseudowires, [there](const model::Pseudowire& wire) {
           return wire.evpn && wire.peer == there->evpn->local;
         });
}

/// Where the hop leads to in EVPN.
std::optional<Place> PlaceOf(const routing::Network& network, const routing::RoutingState& state,
                             const routing::NextHop& hop) {
  if (!hop.push.valid()) return std::nullopt;
  const std::span<const routing::Label> labels = state.labels()[hop.push];
  if (labels.front().kind == routing::LabelKind::kVxlan)
    return Place{state.labels().PrefixOf(labels.front()).address, {}};
  const routing::Label& last = labels.back();
  const bool of_vrf = last.kind == routing::LabelKind::kTable || last.kind == routing::LabelKind::kRoute;
  return of_vrf ? std::optional(Place{{}, network.tables()[last.table.index()].node}) : std::nullopt;
}

}  // namespace

std::vector<Endpoint> ClassWalk::TellersOf(StepId step) {
  const Step& at = graph_.steps[step.index()];
  const routing::Network& network = walker_.network_;
  const std::string& vrf = network.tables()[at.table.index()].vrf;
  const std::optional<Place> here = PlaceOf(network, at.node, vrf);
  std::vector<Endpoint> tellers;
  for (std::size_t n = 0; here && n < network.nodes().size(); ++n) {
    const NodeId node(n);
    const routing::DeviceConfig& other = network.nodes()[n].config;
    if (node == at.node || (!other.device.vxlan && other.device.l2_services.empty())) continue;
    for (std::size_t i = 0; i < other.device.interfaces.size(); ++i) {
      const model::Interface& interface = other.device.interfaces[i];
      if (!Bridges(other.device, interface)) continue;
      const std::optional<Place> place = PlaceOf(network, node, interface.vrf);
      if (!place || *place == *here ||
          !TellsTo(other, interface, network.nodes()[at.node.index()].config, vrf))
        continue;
      const bool meant = std::ranges::any_of(interface.addresses, [&](const model::InterfaceAddress& own) {
        return walker_.space_.Intersects(PacketsAt(step), walker_.space_.ToPrefix(own.address.subnet()));
      });
      if (meant) tellers.push_back({node, InterfaceIndex(i)});
    }
  }
  return tellers;
}

void ClassWalk::DoubtHostRoutes(StepId step, const routing::FibEntry* entry) {
  const Step at = graph_.steps[step.index()];
  const routing::Network& network = walker_.network_;
  const std::string& vrf = network.tables()[at.table.index()].vrf;
  const std::optional<Place> here = PlaceOf(network, at.node, vrf);
  const bool own = entry != nullptr && entry->protocol <= routing::Protocol::kLocal;
  // In VXLAN frames say it: see CrossStretched.
  if (!here || (own && here->end)) return;
  const std::vector<Endpoint> tellers = TellersOf(step);
  if (tellers.empty()) return;
  if (own) return DoubtOwnSubnet(step, *entry, tellers);
  std::set<Place> told, followed;
  for (const Endpoint& teller : tellers)
    told.insert(*PlaceOf(network, teller.node, network.InterfaceAt(teller).vrf));
  bool all = entry != nullptr;
  if (entry != nullptr) {
    for (const routing::NextHop& hop : state_.fib(at.table).HopsOf(*entry)) {
      const std::optional<Place> place = PlaceOf(network, state_, hop);
      all = all && place;
      if (place) followed.insert(*place);
    }
  }
  if (!all || told.size() > 1 || followed != told) graph_.ambiguous_nodes.push_back(at.node);
}

/// Where frames get to every teller, and no other tunnel is chosen for routes, a route to a host leads where
/// the frame goes.
void ClassWalk::DoubtOwnSubnet(StepId step, const routing::FibEntry& entry,
                               const std::vector<Endpoint>& tellers) {
  const Step at = graph_.steps[step.index()];
  const routing::Network& network = walker_.network_;
  const routing::DeviceConfig& config = network.nodes()[at.node.index()].config;
  const model::L2Service* here = nullptr;
  for (const routing::NextHop& hop : state_.fib(at.table).HopsOf(entry)) {
    if (hop.interface.valid())
      here = LabelledBelow(config.device, config.device.interfaces[hop.interface.index()]);
  }
  const bool apart = !config.te.policies.empty() || !config.sr.steering.empty();
  const auto differs = [&](const Endpoint& teller) {
    const model::Device& device = network.nodes()[teller.node.index()].config.device;
    return apart || !Joins(here, LabelledBelow(device, network.InterfaceAt(teller)));
  };
  if (std::ranges::any_of(tellers, differs)) graph_.ambiguous_nodes.push_back(at.node);
}

void ClassWalk::DoubtListOf(StepId step, InterfaceIndex out) {
  const routing::Network& network = walker_.network_;
  const Endpoint here{graph_.steps[step.index()].node, out};
  const model::Device& device = DeviceAt(step);
  const bool bridges = Bridges(device, network.InterfaceAt(here)) || StretchedAt(here) != nullptr;
  if (!bridges || !PlaceOf(network, here.node, network.InterfaceAt(here).vrf)) return;
  const bool v4 = HeaderAt(step).source.family == net::Family::kIpv4;
  const auto filters = [&](const Endpoint& end) {
    const model::Interface& interface = network.InterfaceAt(end);
    const bool gateway = Bridges(network.nodes()[end.node.index()].config.device, interface);
    return (gateway || end == here) && (v4 ? interface.acl_out4 : interface.acl_out6).applies();
  };
  const model::LinkId link = network.LinkOf(here);
  if (filters(here) || (link.valid() && std::ranges::any_of(network.links()[link.index()].ends, filters)))
    graph_.ambiguous_nodes.push_back(here.node);
}

}  // namespace ringfence::forwarding
