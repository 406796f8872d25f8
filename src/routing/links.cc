// Which interfaces are joined.
//
// Problem: configurations name no neighbours. A layer-1 file names cables between ports; without one, only a
// shared subnet hints at a link.
// Idea: union-find over the layer-3 interfaces. A cable joins the layer-3 interfaces that stand on its two
// ports (the port itself, router interfaces and units on it, the LAG it is a member of) when their VLANs
// agree. A switched port stands for the VLANs it carries: each VLAN of a switch is a vertex too (segments.h),
// a cable joins it to what the far port carries under the same tag, and VLAN interfaces to it. Interfaces
// that no cable reaches are joined when they share a subnet. Each class with two or more layer-3 interfaces
// is a link. Loopbacks and null interfaces stand on no cable and are never joined; interfaces of tunnels are
// when their tunnels belong together (tunnel_ends.h). VLANs and services that tunnel ends carry under one
// identifier are one class, although no cable joins them; its segment says so, and nothing hears anybody
// through it. A port that a layer-2 service takes (attachments.h) stands for that service, which has a vertex
// for each tag it keeps apart; pseudowires (pseudowires.h) join such vertices of two devices as cables join
// VLANs. Cost: O(cables * (interfaces of a device + VLANs in use) + interfaces * log + pseudowires * tags in
// services).

#include "routing/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

#include "routing/attachments.h"
#include "routing/cable_ends.h"
#include "routing/link_names.h"
#include "routing/pseudowires.h"
#include "routing/tunnel_ends.h"

namespace ringfence::routing {
namespace {

using base::DiagnosticKind;
using model::Endpoint;
using model::InterfaceKind;

/// What tells frames of a VLAN apart on a wire; none for untagged frames.
using Tag = std::optional<std::uint16_t>;

/// A VLAN of a switch, or frames of one tag in a service of it: node, service from 1 or 0, VLAN or 0.
using DomainKey = std::tuple<std::size_t, std::uint32_t, std::uint16_t>;

class LinkBuilder {
 public:
  LinkBuilder(std::span<const Node> nodes, std::span<const model::Cable> cables,
              base::Diagnostics& diagnostics)
      : nodes_(nodes), cables_(cables), diagnostics_(diagnostics), names_(nodes), attachments_(nodes) {}

  Wiring Build() {
    const auto tunnels = TunnelLinks(nodes_);
    for (const auto& [a, b] : tunnels) tunnel_ends_.insert({a, b});
    CollectEnds();
    CollectVlans();
    JoinStretched();
    for (const auto& [a, b] : tunnels) JoinTunnel(a, b);
    for (const model::Cable& cable : cables_) JoinByCable(cable);
    JoinRouted();
    JoinPseudowires();
    JoinVlanInterfaces();
    JoinBySubnet();
    return MakeLinks();
  }

 private:
  const model::Interface& At(std::size_t index) const {
    return nodes_[ends_[index].node.index()].config.device.interfaces[ends_[index].interface.index()];
  }
  const std::string& NameOf(std::size_t node) const { return nodes_[node].config.device.name; }
  std::string Describe(std::size_t index) const {
    return fmt::format("{}[{}]", NameOf(ends_[index].node.index()), At(index).name);
  }

  std::size_t Root(std::size_t index) {
    while (parent_[index] != index) index = parent_[index] = parent_[parent_[index]];
    return index;
  }
  void Join(std::size_t a, std::size_t b, SegmentEdge edge = {}) {
    std::tie(edge.a, edge.b) = std::pair(static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b));
    if (b < a) {
      std::swap(edge.a, edge.b);
      std::swap(edge.ports[0], edge.ports[1]);
      std::swap(edge.mesh[0], edge.mesh[1]);
    }
    edges_.push_back(std::move(edge));
    const std::size_t x = Root(a);
    const std::size_t y = Root(b);
    parent_[std::max(x, y)] = std::min(x, y);
  }

  void CollectEnds() {
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      const model::Device& device = nodes_[n].config.device;
      first_end_.push_back(ends_.size());
      first_slot_.push_back(first_slot_.empty() ? 0 : first_slot_.back() + interface_count_);
      interface_count_ = device.interfaces.size();
      for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
        const Endpoint end{model::NodeId(n), model::InterfaceIndex(i)};
        if (CanLink(device.interfaces[i]) || tunnel_ends_.contains(end)) ends_.push_back(end);
      }
    }
    first_end_.push_back(ends_.size());
    parent_.resize(ends_.size());
    std::iota(parent_.begin(), parent_.end(), 0);
    cabled_.assign(ends_.size(), false);
    group_.assign(ends_.size(), std::nullopt);
    domain_of_.assign(ends_.size(), std::nullopt);
  }

  void JoinTunnel(const Endpoint& a, const Endpoint& b) {
    const auto place = [this](const Endpoint& end) {
      return static_cast<std::size_t>(std::ranges::lower_bound(ends_, end) - ends_.begin());
    };
    Join(place(a), place(b));
    cabled_[place(a)] = cabled_[place(b)] = true;
  }

  /// VLANs that some port or interface names; a trunk that carries all of them matters for these only.
  void CollectVlans() {
    for (const Node& node : nodes_) {
      for (const model::Interface& interface : node.config.device.interfaces) {
        if (interface.vlan) vlans_.insert(*interface.vlan);
        if (interface.switch_port) vlans_.insert(interface.switch_port->vlan);
      }
    }
  }

  std::uint32_t SlotOf(std::size_t node, model::InterfaceIndex interface) const {
    return static_cast<std::uint32_t>(first_slot_[node] + interface.index());
  }

  /// Layer-3 interfaces that stand on a port.
  std::vector<std::size_t> EndsOn(const Port& port) const {
    std::vector<std::size_t> found;
    for (std::size_t e = first_end_[port.node]; e < first_end_[port.node + 1]; ++e) {
      if (IsSame(At(e).name, port.base) || IsSame(At(e).parent, port.base)) found.push_back(e);
    }
    return found;
  }

  /// The interface that switches the frames of a port: the port or its LAG; invalid for routed ports.
  model::InterfaceIndex SwitchAt(const Port& port) const {
    const auto& interfaces = nodes_[port.node].config.device.interfaces;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      if (interfaces[i].switch_port && IsSame(interfaces[i].name, port.base)) return model::InterfaceIndex(i);
    }
    return {};
  }

  /// The vertex of a VLAN of a switch, or of what a service keeps apart by its tag.
  std::size_t DomainOf(std::size_t node, std::uint16_t vlan, std::uint32_t service = 0) {
    const DomainKey key(node, service, vlan);
    const auto [at, added] = domains_.try_emplace(key, parent_.size());
    if (!added) return at->second;
    parent_.push_back(at->second);
    key_of_domain_.push_back(key);
    return at->second;
  }

  /// What frames of a tag on a port belong to: VLANs of a switched port, layer-3 interfaces of a routed one.
  std::vector<std::size_t> VerticesOn(const CablePort& end, Tag tag) {
    const model::InterfaceIndex index = SwitchAt(end.port);
    std::vector<std::size_t> found;
    if (const auto into = attachments_.On(end.port, tag))
      return {DomainOf(end.port.node, into->vlan, into->service)};
    if (!index.valid()) {
      found = EndsOn(end.port);
      std::erase_if(found, [&](std::size_t e) { return At(e).vlan != tag; });
      return found;
    }
    const model::SwitchPort& port =
        *nodes_[end.port.node].config.device.interfaces[index.index()].switch_port;
    const std::uint16_t vlan = tag.value_or(port.vlan);
    const bool tagged = port.trunk && vlan != port.vlan;
    if (Carries(port, vlan) && (!tag || tagged)) found.push_back(DomainOf(end.port.node, vlan));
    return found;
  }

  /// An edge over a cable: both ports, and the LAGs they are members of, must work, and what takes the frames
  /// into a service; that stands for a port that has no interface.
  SegmentEdge EdgeOver(const CablePort& a, const CablePort& b, std::uint32_t cable, Tag tag) const {
    SegmentEdge edge;
    edge.cable = cable;
    for (int side = 0; side < 2; ++side) {
      const CablePort& end = side == 0 ? a : b;
      const model::InterfaceIndex carrier = SwitchAt(end.port);
      const auto into = attachments_.On(end.port, tag);
      const model::InterfaceIndex entry = into ? into->by : model::InterfaceIndex();
      const model::InterfaceIndex port = end.member.valid() ? end.member : entry;
      edge.ports[side] = {model::NodeId(end.port.node), carrier.valid() ? carrier : port};
      for (const model::InterfaceIndex needed : {carrier, end.member, entry}) {
        if (needed.valid()) edge.needs.push_back(SlotOf(end.port.node, needed));
      }
    }
    return edge;
  }

  std::vector<model::InterfaceIndex> PortsOf(const CablePort& end) const {
    if (end.member.valid()) return {end.member};
    std::vector<model::InterfaceIndex> ports;
    for (std::size_t e : EndsOn(end.port)) ports.push_back(ends_[e].interface);
    std::ranges::copy(attachments_.CarriersOn(end.port), std::back_inserter(ports));
    return ports;
  }

  void JoinSwitched(const model::Cable& cable, const CablePort& a, const CablePort& b) {
    const auto number = static_cast<std::uint32_t>(switched_.size());
    switched_.push_back(
        {"", {model::NodeId(a.port.node), model::NodeId(b.port.node)}, {PortsOf(a), PortsOf(b)}});
    bool joined = false;
    std::vector<Tag> tags = {std::nullopt};
    tags.insert(tags.end(), vlans_.begin(), vlans_.end());
    for (const Tag tag : tags) {
      for (std::size_t x : VerticesOn(a, tag)) {
        for (std::size_t y : VerticesOn(b, tag)) {
          SegmentEdge edge = EdgeOver(a, b, number, tag);
          for (std::size_t end : {x, y}) {
            if (end < ends_.size())
              edge.needs.push_back(SlotOf(ends_[end].node.index(), ends_[end].interface));
          }
          Join(x, y, std::move(edge));
          joined = true;
        }
      }
    }
    std::vector<std::size_t> routed = SwitchAt(a.port).valid() ? EndsOn(b.port) : EndsOn(a.port);
    if (!SwitchAt(a.port).valid() && !SwitchAt(b.port).valid())
      std::ranges::copy(EndsOn(b.port), std::back_inserter(routed));
    for (std::size_t end : routed) cabled_[end] = true;
    if (!joined && !routed.empty()) ReportUnjoined(cable);
  }

  /// VLANs of different devices that have one identifier in VXLAN.
  void JoinStretched() {
    std::map<std::uint32_t, std::vector<std::size_t>> vlans_of;
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      const std::optional<model::Vxlan>& vxlan = nodes_[n].config.device.vxlan;
      if (!vxlan || !vxlan->local) continue;
      for (const model::VxlanSegment& segment : vxlan->segments) {
        if (!segment.bridges()) continue;
        if (segment.vlan) vlans_.insert(*segment.vlan);
        const auto service = segment.vlan ? std::optional(0U) : ServiceNumber(n, segment.service);
        if (service) vlans_of[segment.vni].push_back(DomainOf(n, segment.vlan.value_or(0), *service));
      }
    }
    for (const auto& [vni, vertices] : vlans_of) {
      if (vertices.size() < 2) continue;
      stretched_.insert(vertices.begin(), vertices.end());
      for (const std::size_t vertex : vertices) {
        const std::size_t x = Root(vertices.front());
        const std::size_t y = Root(vertex);
        parent_[std::max(x, y)] = std::min(x, y);
      }
    }
  }

  /// The number of a service of the node, from 1.
  std::optional<std::uint32_t> ServiceNumber(std::size_t node, std::string_view name) const {
    const auto& services = nodes_[node].config.device.l2_services;
    const auto found = std::ranges::find(services, name, &model::L2Service::name);
    if (found == services.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - services.begin() + 1);
  }

  bool IsStretched(std::size_t node, std::uint16_t vlan) const {
    const auto domain = domains_.find(DomainKey(node, 0, vlan));
    return domain != domains_.end() && stretched_.contains(domain->second);
  }

  /// VLAN interfaces of devices whose cables are known stand on the VLAN of their number, and so do those of
  /// VLANs in VXLAN. What no cable reaches may still hang there.
  void JoinVlanInterfaces() {
    std::set<std::size_t> known;
    for (const SwitchedCable& cable : switched_)
      known.insert({cable.nodes[0].index(), cable.nodes[1].index()});
    for (std::size_t e = 0; e < ends_.size(); ++e) {
      const std::size_t node = ends_[e].node.index();
      if (At(e).kind != InterfaceKind::kSvi || !At(e).vlan) continue;
      if (!known.contains(node) && !IsStretched(node, *At(e).vlan)) continue;
      domain_of_[e] = DomainOf(node, *At(e).vlan);
      SegmentEdge edge;
      edge.needs = {SlotOf(node, ends_[e].interface)};
      Join(e, *domain_of_[e], std::move(edge));
    }
  }

  /// Layer-3 interfaces that stand on a service hear its frames without a tag.
  void JoinRouted() {
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      const model::Device& device = nodes_[n].config.device;
      for (std::size_t s = 0; s < device.l2_services.size(); ++s) {
        for (const std::string& name : device.l2_services[s].routed) {
          for (std::size_t e = first_end_[n]; e < first_end_[n + 1]; ++e) {
            if (At(e).name != name || domain_of_[e]) continue;
            domain_of_[e] = DomainOf(n, 0, static_cast<std::uint32_t>(s + 1));
            SegmentEdge edge;
            edge.needs = {SlotOf(n, ends_[e].interface)};
            Join(e, *domain_of_[e], std::move(edge));
          }
        }
      }
    }
  }

  /// Pseudowires join what their services keep apart, also in services without a port of their own.
  void JoinPseudowires() {
    const std::vector<PseudowireEnd> ends = PairPseudowires(nodes_);
    std::map<std::pair<std::size_t, std::uint32_t>, std::vector<const PseudowireEnd*>> of_service;
    for (const PseudowireEnd& end : ends) {
      const bool mutual = end.state == PeerState::kMatched && ends[end.other].state == PeerState::kMatched;
      if (mutual) of_service[{end.node.index(), static_cast<std::uint32_t>(end.service + 1)}].push_back(&end);
    }
    std::set<std::tuple<const PseudowireEnd*, std::uint16_t>> joined;
    for (std::size_t d = 0; d < key_of_domain_.size(); ++d) {  // grows meanwhile
      const auto [node, service, vlan] = key_of_domain_[d];
      const auto here = of_service.find({node, service});
      if (service == 0 || here == of_service.end()) continue;
      for (const PseudowireEnd* end : here->second) {
        const PseudowireEnd& far = ends[end->other];
        if (!joined.insert({std::min(end, &far), vlan}).second) continue;
        const std::size_t other =
            DomainOf(far.node.index(), vlan, static_cast<std::uint32_t>(far.service + 1));
        Join(ends_.size() + d, other, EdgeThrough(*end, far));
      }
    }
  }

  SegmentEdge EdgeThrough(const PseudowireEnd& a, const PseudowireEnd& b) const {
    SegmentEdge edge;
    edge.pseudowire = true;
    for (int side = 0; side < 2; ++side) {
      const PseudowireEnd& end = side == 0 ? a : b;
      edge.ports[side] = {end.node, end.port};
      edge.mesh[side] = end.config(nodes_).mesh;
      edge.needs.push_back(SlotOf(end.node.index(), end.port));
    }
    return edge;
  }

  void ReportUnjoined(const model::Cable& cable) {
    diagnostics_.Add(
        {DiagnosticKind::kLinkAmbiguous,
         cable.ends[0].span,
         fmt::format("the cable {}[{}] to {}[{}] joins no pair of addressed interfaces with one VLAN",
                     cable.ends[0].node, cable.ends[0].interface, cable.ends[1].node,
                     cable.ends[1].interface),
         {cable.ends[1].span},
         "Give both ends an address in one subnet and VLAN, or remove the cable."});
  }

  static PortCableEnd EndOf(const CablePort& port, const model::CableEnd& end) {
    return {model::NodeId(port.port.node), port.member, end.interface, end.span};
  }

  void JoinByCable(const model::Cable& cable) {
    const std::array<std::optional<CablePort>, 2> ends = names_.Resolve(cable, diagnostics_);
    std::optional<CablePort> first = ends[0], second = ends[1];
    if (!first || !second) return;
    port_cables_.push_back({{EndOf(*first, cable.ends[0]), EndOf(*second, cable.ends[1])}});
    if (second->port < first->port) std::swap(first, second);
    if (SwitchAt(first->port).valid() || SwitchAt(second->port).valid() || attachments_.Any(first->port) ||
        attachments_.Any(second->port))
      return JoinSwitched(cable, *first, *second);
    const Port* a = &first->port;
    const Port* b = &second->port;
    const auto key = std::make_pair(*a, *b);
    const std::uint32_t group =
        groups_.try_emplace(key, static_cast<std::uint32_t>(groups_.size())).first->second;
    const std::vector<std::size_t> on_a = EndsOn(*a);
    const std::vector<std::size_t> on_b = EndsOn(*b);
    bool joined = false;
    for (std::size_t x : on_a) {
      for (std::size_t y : on_b) {
        if (At(x).vlan != At(y).vlan || x == y) continue;
        Join(x, y);
        group_[x] = group_[y] = group;
        joined = true;
      }
    }
    for (std::size_t x : on_a) cabled_[x] = true;
    for (std::size_t y : on_b) cabled_[y] = true;
    if (!joined && !(on_a.empty() && on_b.empty())) ReportUnjoined(cable);
  }

  void JoinBySubnet() {
    std::map<net::Prefix, std::vector<std::size_t>> by_subnet;
    for (std::size_t e = 0; e < ends_.size(); ++e) {
      if (cabled_[e]) continue;
      for (const net::Prefix& subnet : SubnetsOf(At(e))) by_subnet[subnet].push_back(e);
    }
    for (const auto& [subnet, members] : by_subnet) {
      const std::set<std::size_t> distinct(members.begin(), members.end());
      const bool all_told =
          std::ranges::all_of(distinct, [&](std::size_t e) { return domain_of_[e].has_value(); });
      if (distinct.size() < 2 || all_told) continue;
      if (IsUsedTwice({distinct.begin(), distinct.end()})) {
        ReportGuess(subnet, {distinct.begin(), distinct.end()}, false);
        continue;
      }
      const auto told =
          std::ranges::find_if(distinct, [&](std::size_t e) { return domain_of_[e].has_value(); });
      const std::size_t hub = told == distinct.end() ? *distinct.begin() : *told;
      for (std::size_t e : distinct) {
        // Cables say whether two known VLANs are one.
        if (e == hub || !domain_of_[e]) JoinByGuess(hub, e);
      }
      if (distinct.size() > 2 || !cables_.empty())
        ReportGuess(subnet, {distinct.begin(), distinct.end()}, true);
    }
  }

  /// Two interfaces of one device in different VRFs, or with one address: the subnet is used twice, and
  /// nothing tells who stands on which of the two.
  bool IsUsedTwice(const std::vector<std::size_t>& members) const {
    std::set<net::IpAddress> addresses;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const model::Interface& here = At(members[i]);
      const bool again = i > 0 && ends_[members[i - 1]].node == ends_[members[i]].node;
      if (again && At(members[i - 1]).vrf != here.vrf) return true;
      if (!here.admin_up || !here.virtual_routers.empty()) continue;
      for (const model::InterfaceAddress& address : here.addresses) {
        const bool counts = !IsLinkLocal(address.address.address);
        if (counts && !addresses.insert(address.address.address).second) return true;
      }
    }
    return false;
  }

  /// Joins what shares a subnet: a VLAN interface by its VLAN, for frames to others on it do not pass the
  /// interface.
  void JoinByGuess(std::size_t a, std::size_t b) {
    if (a == b) return;
    SegmentEdge edge;
    edge.ports[0] = ends_[a];
    edge.ports[1] = ends_[b];
    Join(domain_of_[a].value_or(a), domain_of_[b].value_or(b), std::move(edge));
  }

  void ReportGuess(const net::Prefix& subnet, const std::vector<std::size_t>& members, bool joined) {
    std::string names;
    std::vector<base::Span> also;
    for (std::size_t e : members) {
      names += fmt::format("{}{}", names.empty() ? "" : ", ", Describe(e));
      if (e != members.front()) also.push_back(At(e).span);
    }
    const std::string told =
        joined ? fmt::format("taken as one {} because they share {}",
                             members.size() == 2 ? "link" : "shared segment", net::ToString(subnet))
               : fmt::format("none of them are joined, for {} is used twice", net::ToString(subnet));
    diagnostics_.Add({DiagnosticKind::kLinkAmbiguous, At(members.front()).span,
                      fmt::format("no cable names {}; {}", names, told), std::move(also)});
  }

  Wiring MakeLinks() {
    std::map<std::size_t, std::vector<std::size_t>> classes;
    for (std::size_t e = 0; e < ends_.size(); ++e) classes[Root(e)].push_back(e);
    std::set<std::size_t> switched;
    for (const SegmentEdge& edge : edges_) {
      if (edge.cable != SegmentEdge::kNoCable || edge.pseudowire) switched.insert(Root(edge.a));
    }
    std::set<std::size_t> stretched;
    for (const std::size_t vertex : stretched_) stretched.insert(Root(vertex));
    switched.insert(stretched.begin(), stretched.end());
    std::vector<std::pair<model::Link, std::size_t>> found;  // with the root of its class
    std::uint32_t next_group = static_cast<std::uint32_t>(groups_.size());
    for (auto& [root, members] : classes) {
      if (members.size() < 2 && !stretched.contains(root)) continue;
      std::ranges::sort(members, {}, [this](std::size_t e) {
        return std::tuple<const std::string&, std::uint32_t>(NameOf(ends_[e].node.index()),
                                                             ends_[e].interface.value);
      });
      model::Link link;
      std::set<net::Prefix> subnets;
      for (std::size_t e : members) {
        link.ends.push_back(ends_[e]);
        for (const net::Prefix& subnet : SubnetsOf(At(e))) subnets.insert(subnet);
      }
      link.subnets.assign(subnets.begin(), subnets.end());
      link.switched = switched.contains(root);
      link.tunnel = tunnel_ends_.contains(link.ends.front());
      link.from_cable = link.switched || group_[members[0]].has_value();
      // A segment of three or more ends is no single cable: it fails alone.
      link.group = group_[members[0]] && members.size() == 2 ? *group_[members[0]] : next_group++;
      CheckSameSubnet(members);
      found.emplace_back(std::move(link), root);
    }
    NameLinks(nodes_, switched_, found);
    std::ranges::sort(found, {}, [](const auto& pair) -> const std::string& { return pair.first.name; });
    Wiring wiring;
    wiring.segments = MakeSegments(found);
    for (auto& [link, root] : found) wiring.links.push_back(std::move(link));
    wiring.cables = std::move(switched_);
    wiring.port_cables = std::move(port_cables_);
    return wiring;
  }

  SegmentVertex VertexAt(std::size_t vertex) const {
    if (vertex < ends_.size()) return {ends_[vertex].node, ends_[vertex].interface, 0};
    const auto& [node, service, vlan] = key_of_domain_.at(vertex - ends_.size());
    return {model::NodeId(node), {}, vlan, service};
  }

  std::vector<Segment> MakeSegments(const std::vector<std::pair<model::Link, std::size_t>>& links) {
    std::map<std::size_t, std::size_t> segment_of_root;
    std::vector<Segment> segments;
    for (std::size_t l = 0; l < links.size(); ++l) {
      if (!links[l].first.switched) continue;
      segment_of_root.emplace(links[l].second, segments.size());
      segments.push_back({model::LinkId(l), {}, {}});
    }
    for (const std::size_t vertex : stretched_) {
      const auto at = segment_of_root.find(Root(vertex));
      if (at != segment_of_root.end()) segments[at->second].stretched = true;
    }
    std::vector<std::uint32_t> place(parent_.size(), 0);
    for (std::size_t v = 0; v < parent_.size(); ++v) {
      const auto at = segment_of_root.find(Root(v));
      if (at == segment_of_root.end()) continue;
      auto& vertices = segments[at->second].vertices;
      place[v] = static_cast<std::uint32_t>(vertices.size());
      vertices.push_back(VertexAt(v));
    }
    for (SegmentEdge& edge : edges_) {
      const auto at = segment_of_root.find(Root(edge.a));
      if (at == segment_of_root.end()) continue;
      edge.a = place[edge.a];
      edge.b = place[edge.b];
      segments[at->second].edges.push_back(std::move(edge));
    }
    return segments;
  }

  void CheckSameSubnet(const std::vector<std::size_t>& members) {
    if (members.size() != 2) return;
    const auto v4 = [this](std::size_t e) {
      std::vector<net::Prefix> subnets = SubnetsOf(At(e));
      std::erase_if(subnets, [](const net::Prefix& p) { return p.family() != net::Family::kIpv4; });
      return subnets;
    };
    const std::vector<net::Prefix> a = v4(members[0]);
    const std::vector<net::Prefix> b = v4(members[1]);
    if (a.empty() || b.empty()) return;
    if (std::ranges::any_of(a, [&](const net::Prefix& p) { return std::ranges::count(b, p) > 0; })) return;
    diagnostics_.Add({DiagnosticKind::kAdjacencyUnmet,
                      At(members[0]).addresses.front().span,
                      fmt::format("{} stands in {}, the far end {} in {}", Describe(members[0]),
                                  net::ToString(a[0]), Describe(members[1]), net::ToString(b[0])),
                      {At(members[1]).addresses.front().span}});
  }

  std::span<const Node> nodes_;
  std::span<const model::Cable> cables_;
  base::Diagnostics& diagnostics_;
  CableEnds names_;
  Attachments attachments_;
  std::set<Endpoint> tunnel_ends_;       ///< interfaces of tunnels that belong together
  std::vector<Endpoint> ends_;           ///< layer-3 interfaces that can be joined, ascending
  std::vector<std::size_t> first_end_;   ///< by node
  std::vector<std::size_t> first_slot_;  ///< by node
  std::size_t interface_count_ = 0;      ///< of the node before
  std::set<std::uint16_t> vlans_;
  std::vector<std::size_t> parent_;                    ///< union-find over ends_ and then domains_
  std::map<DomainKey, std::size_t> domains_;           ///< to its vertex
  std::vector<DomainKey> key_of_domain_;               ///< by vertex, from the last end on
  std::set<std::size_t> stretched_;                    ///< VLANs that others have in VXLAN
  std::vector<std::optional<std::size_t>> domain_of_;  ///< by end: the vertex a VLAN interface stands on
  std::vector<SegmentEdge> edges_;
  std::vector<SwitchedCable> switched_;
  std::vector<PortCable> port_cables_;
  std::vector<bool> cabled_;
  std::vector<std::optional<std::uint32_t>> group_;
  std::map<std::pair<Port, Port>, std::uint32_t> groups_;
};

}  // namespace

Wiring BuildLinks(std::span<const Node> nodes, std::span<const model::Cable> cables,
                  base::Diagnostics& diagnostics) {
  return LinkBuilder(nodes, cables, diagnostics).Build();
}

}  // namespace ringfence::routing
