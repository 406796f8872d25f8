// An interface works when it is not shut, its node is up, what it stands on works, and it has carrier: with a
// link known, the link is up and at least one other end of it belongs to a node that is up. A LAG needs one
// member, a sub-interface its port. A port of a switched cable needs the port at the other end. A VLAN
// interface needs one working port that carries its VLAN, where its device has such ports (autostate); a
// tunnel end that carries the VLAN counts as one, and so do, for an interface on a layer-2 service, its ports
// and pseudowires (from memory of vendors' documents, not compared with devices). Loopbacks and ports without
// a known link need no carrier. Whether the interfaces of a tunnel work follows from routes, so the caller
// says it; what lies below them has no carrier to lose.

#include "routing/interface_states.h"

#include <algorithm>
#include <functional>
#include <map>

#include "routing/links.h"

namespace ringfence::routing {

namespace {

/// Adds the interface whose address is that of the tunnel end, when it carries some such segment; `first`:
/// slot of the first interface of the device.
void AddTunnelEnd(const model::Device& device, std::size_t first, std::vector<std::uint32_t>& ports,
                  const std::function<bool(const model::VxlanSegment&)>& wanted) {
  const std::optional<model::Vxlan>& vxlan = device.vxlan;
  if (!vxlan || !vxlan->local || std::ranges::none_of(vxlan->segments, wanted)) return;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const bool has = std::ranges::any_of(device.interfaces[i].addresses, [&vxlan](const auto& own) {
      return own.address.address == vxlan->local;
    });
    if (has) ports.push_back(static_cast<std::uint32_t>(first + i));
  }
}

/// Ports, pseudowires and tunnel end of the services that a layer-3 interface stands on.
void AddServicePorts(const model::Device& device, std::size_t interface, std::size_t first,
                     std::vector<std::uint32_t>& ports) {
  // Pseudowires have the last interfaces, in the order of services (pseudowires.h).
  std::size_t wire = device.interfaces.size();
  for (const model::L2Service& service : device.l2_services) wire -= service.pseudowires.size();
  for (const model::L2Service& service : device.l2_services) {
    const bool stands = std::ranges::count(service.routed, device.interfaces[interface].name) > 0;
    for (std::size_t i = 0; stands && i < service.pseudowires.size(); ++i)
      ports.push_back(static_cast<std::uint32_t>(first + wire + i));
    wire += service.pseudowires.size();
    if (!stands) continue;
    for (const model::Attachment& attachment : service.attachments) {
      const model::InterfaceIndex port = model::FindInterface(device, attachment.interface);
      if (port.valid()) ports.push_back(static_cast<std::uint32_t>(first + port.index()));
    }
    AddTunnelEnd(device, first, ports,
                 [&service](const model::VxlanSegment& one) { return one.service == service.name; });
  }
}

}  // namespace

InterfaceStates::InterfaceStates(const Network& network) : network_(network) {
  std::vector<Dependence> lags;
  std::vector<Dependence> upper, top;
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const auto& interfaces = network.nodes()[n].config.device.interfaces;
    const std::size_t first = network.SlotOf({model::NodeId(n), model::InterfaceIndex(0)});
    std::map<std::string, std::uint32_t> slot_of;
    std::map<std::string, std::vector<std::uint32_t>> members_of;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      slot_of.emplace(LowerCase(interfaces[i].name), static_cast<std::uint32_t>(first + i));
      if (!interfaces[i].lag.empty()) {
        members_of[LowerCase(interfaces[i].lag)].push_back(static_cast<std::uint32_t>(first + i));
      }
      enabled_.push_back(interfaces[i].admin_up ? 1 : 0);
      node_of_slot_.push_back(static_cast<std::uint32_t>(n));
    }
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      Dependence dependence{static_cast<std::uint32_t>(first + i), {}, {}};
      const auto members = members_of.find(LowerCase(interfaces[i].name));
      if (members != members_of.end()) dependence.any_of = members->second;
      const bool lag = !dependence.any_of.empty();
      for (std::size_t p = 0; interfaces[i].kind == model::InterfaceKind::kSvi && p < interfaces.size();
           ++p) {
        const auto& port = interfaces[p].switch_port;
        if (port && interfaces[i].vlan && interfaces[p].lag.empty() && Carries(*port, *interfaces[i].vlan))
          dependence.any_of.push_back(static_cast<std::uint32_t>(first + p));
      }
      if (!dependence.any_of.empty() && interfaces[i].kind == model::InterfaceKind::kSvi)
        AddTunnelEnd(network.nodes()[n].config.device, first, dependence.any_of,
                     [&](const model::VxlanSegment& one) { return one.vlan == interfaces[i].vlan; });
      const std::size_t own = dependence.any_of.size();
      AddServicePorts(network.nodes()[n].config.device, i, first, dependence.any_of);
      const bool on_service = dependence.any_of.size() > own;
      const auto parent = slot_of.find(LowerCase(interfaces[i].parent));
      if (!interfaces[i].parent.empty() && parent != slot_of.end() && parent->second != dependence.slot) {
        dependence.all_of.push_back(parent->second);
      }
      if (on_service) {
        top.push_back(std::move(dependence));  // ports may be sub-interfaces
      } else if (lag) {
        lags.push_back(std::move(dependence));
      } else if (!dependence.all_of.empty() || !dependence.any_of.empty()) {
        upper.push_back(std::move(dependence));
      }
    }
  }
  dependences_ = std::move(lags);
  dependences_.insert(dependences_.end(), upper.begin(), upper.end());
  dependences_.insert(dependences_.end(), top.begin(), top.end());
}

bool InterfaceStates::Compute(const FailureState& failure, std::vector<std::uint8_t>& up) const {
  up = enabled_;
  failure.interfaces_down().ForEach([&up](std::size_t slot) { up[slot] = 0; });
  if (!failure.nodes_down().empty()) {
    for (std::size_t slot = 0; slot < up.size(); ++slot) {
      if (failure.nodes_down().Test(node_of_slot_[slot])) up[slot] = 0;
    }
  }
  for (const SwitchedCable& cable : network_.cables()) {
    for (int side = 0; side < 2; ++side) {
      const auto dark = [&](model::InterfaceIndex port) {
        return up[network_.SlotOf({cable.nodes[side], port})] == 0;
      };
      if (cable.ports[side].empty() || !std::ranges::all_of(cable.ports[side], dark)) continue;
      for (const model::InterfaceIndex port : cable.ports[1 - side])
        up[network_.SlotOf({cable.nodes[1 - side], port})] = 0;
    }
  }
  for (const Dependence& dependence : dependences_) {
    std::uint8_t& mine = up[dependence.slot];
    const auto works = [&up](std::uint32_t slot) { return up[slot] != 0; };
    if (!std::ranges::all_of(dependence.all_of, works)) mine = 0;
    if (!dependence.any_of.empty() && std::ranges::none_of(dependence.any_of, works)) mine = 0;
  }
  CutCarriers(failure, up);
  failure.links_silent().ForEach([&](std::size_t link) {
    std::uint8_t number = 0;
    for (const model::Endpoint& end : network_.links()[link].ends) {
      std::uint8_t& part = up[network_.SlotOf(end)];
      part = part == 0 ? 0 : ++number;
    }
  });
  bool complete = PeerLinksWork(failure, up);
  for (const Segment& segment : network_.segments()) complete = MarkParts(network_, segment, up) && complete;
  return complete;
}

/// Two chassis that lost their link and both work go on as their roles and the way of their keepalives say,
/// which is not computed.
bool InterfaceStates::PeerLinksWork(const FailureState& failure, const std::vector<std::uint8_t>& up) const {
  return std::ranges::all_of(network_.chassis_pairs(), [&](const ChassisPair& pair) {
    const bool gone = failure.nodes_down().Test(pair.links[0].node.index()) ||
                      failure.nodes_down().Test(pair.links[1].node.index());
    return gone || (up[network_.SlotOf(pair.links[0])] != 0 && up[network_.SlotOf(pair.links[1])] != 0);
  });
}

void InterfaceStates::CutCarriers(const FailureState& failure, std::vector<std::uint8_t>& up) const {
  const auto& links = network_.links();
  for (std::size_t l = 0; l < links.size(); ++l) {
    if (links[l].tunnel) continue;
    const bool down = failure.links_down().Test(l);
    if (!down && (failure.nodes_down().empty() || links[l].switched)) continue;
    std::size_t nodes_up = 0;
    for (const model::Endpoint& end : links[l].ends)
      nodes_up += failure.nodes_down().Test(end.node.index()) ? 0 : 1;
    if (!down && nodes_up >= 2) continue;
    for (const model::Endpoint& end : links[l].ends) up[network_.SlotOf(end)] = 0;
  }
}

}  // namespace ringfence::routing
