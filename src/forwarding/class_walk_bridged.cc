// Frames of VLANs in VXLAN (RFC 7348, RFC 8365).
//
// Problem: a VLAN may go on behind the tunnel ends of other devices. A frame for an interface there is
// put into a tunnel by the device on whose VLAN it came, crosses the network below as a UDP packet, and
// is switched on at the other end. Hosts that nobody names may be behind any of them.
// Idea: the segment knows all its VLANs and interfaces (Segment::stretched); what cables do not join,
// tunnels do. A gate is a VLAN of a device with a tunnel end. The sender's gate is the first on the way
// of the frame; which ends it reaches stands in its table of members (routing/vxlan_members.h), so
// sessions, reflectors and failures count. A known interface is behind the gates that cables join it
// with, and the frame goes to their ends alone. An unknown one (broadcast, unknown unicast, a silent
// host) may be behind each member, so all are followed; but where the flow ends at a device with a gate,
// that is its place. A frame from a tunnel enters no other (split horizon, RFC 8365 section 8.3.1). Steps
// of frames on their way to a gate are bound for its tunnel end, which keeps them apart from those behind
// the tunnel.
// Routing: see class_walk_hosts.cc.
// Cost: a crossing for each gate.

#include <algorithm>

#include "forwarding/class_walk.h"
#include "forwarding/evpn_gateways.h"

namespace ringfence::forwarding {

using model::Endpoint;
using model::InterfaceIndex;
using routing::Segment;

/// A VLAN of a device that its tunnel end carries.
struct ClassWalk::Gate {
  model::NodeId node;
  std::uint32_t vertex = 0;
  const model::VxlanSegment* carried = nullptr;
  net::IpAddress end;
  InterfaceIndex source;  ///< that has the address; invalid: none
};

namespace {

const model::Device& DeviceOf(const routing::Network& network, model::NodeId node) {
  return network.nodes()[node.index()].config.device;
}

InterfaceIndex SourceOf(const model::Device& device) {
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    for (const model::InterfaceAddress& own : device.interfaces[i].addresses) {
      if (own.address.address == device.vxlan->local) return InterfaceIndex(i);
    }
  }
  return {};
}

template <class Gate>
std::vector<Gate> GatesOf(const routing::Network& network, const Segment& segment) {
  std::vector<Gate> gates;
  for (std::uint32_t v = 0; v < segment.vertices.size(); ++v) {
    const routing::SegmentVertex& vertex = segment.vertices[v];
    if (vertex.end.valid()) continue;
    const model::Device& device = DeviceOf(network, vertex.node);
    const model::VxlanSegment* carried = CarriedOf(device, vertex.vlan, vertex.service);
    if (carried != nullptr)
      gates.push_back({vertex.node, v, carried, *device.vxlan->local, SourceOf(device)});
  }
  return gates;
}

struct Member {
  net::IpAddress end;
  bool certain = true;
};

/// The other ends that a gate reaches, ascending.
std::vector<Member> MembersAt(const routing::Network& network, const routing::RoutingState& state,
                              model::NodeId node, const model::VxlanSegment& carried) {
  const routing::TableId table = network.FindTable(node, carried.vrf);
  std::vector<Member> members;
  if (!table.valid()) return members;
  const routing::Fib& fib = state.fib(table);
  for (const net::Prefix& prefix : fib.MoreSpecific(net::Prefix::Default(net::Family::kIpv4))) {
    const routing::FibEntry& entry = *fib.Find(prefix);
    bool certain = !entry.ambiguous;
    for (const routing::NextHop& hop : fib.HopsOf(entry)) {
      const routing::Label* label = hop.push.valid() ? &state.labels()[hop.push].front() : nullptr;
      // An end that numbers the VLAN otherwise, or another next hop than the end itself, is not followed.
      certain = certain && label != nullptr && label->kind == routing::LabelKind::kVxlan &&
                label->number == carried.vni && state.labels().PrefixOf(*label) == prefix;
    }
    members.push_back({prefix.address, certain});
  }
  return members;
}

}  // namespace

const Segment* ClassWalk::StretchedAt(const Endpoint& on) const {
  const model::LinkId link = walker_.network_.LinkOf(on);
  const Segment* segment = link.valid() ? walker_.network_.SegmentOf(link) : nullptr;
  return segment != nullptr && segment->stretched ? segment : nullptr;
}

routing::Crossing ClassWalk::CrossWithin(const Segment& segment, std::uint32_t from, std::uint32_t to) const {
  const routing::Network& network = walker_.network_;
  return CrossVertices(network, segment, from, to,
                       [&](std::uint32_t slot) { return state_.interface_up(network.EndOfSlot(slot)); });
}

void ClassWalk::CrossStretched(StepId step, InterfaceIndex out, const std::vector<Endpoint>& to,
                               model::NodeId place) {
  const Step at = graph_.steps[step.index()];
  const Segment& segment = *StretchedAt({at.node, out});
  const auto gates = GatesOf<Gate>(walker_.network_, segment);
  const std::uint32_t start = VertexOf(segment, {at.node, out});
  const bool own = std::ranges::count(gates, at.node, &Gate::node) > 0;
  const auto is_gate = [&gates](const routing::SegmentHop& hop) {
    return std::ranges::count(gates, hop.node, &Gate::node) > 0;
  };
  DoubtServices(at.node, segment);
  bool followed = false;
  for (const Gate& gate : gates) {
    if ((own && gate.node != at.node) || !state_.node_up(gate.node)) continue;
    const routing::Crossing crossing = CrossWithin(segment, start, gate.vertex);
    if (!crossing.complete) graph_.ambiguous_nodes.push_back(at.node);
    if (crossing.chosen) graph_.spare_ways.push_back(at.node);
    for (const routing::FrameWay& way : crossing.ways) {
      if (std::ranges::any_of(way.hops, is_gate)) continue;  // the first one on the way takes the frame
      followed = true;
      const StepId reached = gate.node == at.node ? step : FollowToGate(step, out, gate, way);
      if (reached.valid()) EnterStretched(reached, gate, segment, to, place);
    }
  }
  if (!followed) End(step, Disposition::kNoNeighbor, out);
}

StepId ClassWalk::FollowToGate(StepId step, InterfaceIndex out, const Gate& gate,
                               const routing::FrameWay& way) {
  const Step at = graph_.steps[step.index()];
  const model::LinkId link = walker_.network_.LinkOf({at.node, out});
  Step arrived{gate.node, way.last_in, {}, at.depth, at.stack};
  arrived.frame_to = {gate.node, gate.source};
  return FollowWay(link, step, arrived, out, way);
}

void ClassWalk::EnterStretched(StepId step, const Gate& gate, const Segment& segment,
                               const std::vector<Endpoint>& to, model::NodeId place) {
  const std::vector<Member> members = MembersAt(walker_.network_, state_, gate.node, *gate.carried);
  std::map<net::IpAddress, std::set<Endpoint>> wanted;
  if (to.empty() && !place.valid()) {
    for (const Member& member : members) wanted[member.end].insert(Endpoint{});
  }
  for (const Gate& other : GatesOf<Gate>(walker_.network_, segment)) {
    if (other.end == gate.end) continue;
    if (place.valid() && other.node == place) wanted[other.end].insert(Endpoint{});
    for (const Endpoint& end : to) {
      const bool behind = end.node == other.node || !state_.node_up(other.node)
                              ? end.node == other.node
                              : !CrossWithin(segment, other.vertex, VertexOf(segment, end)).ways.empty();
      if (behind) wanted[other.end].insert(end);
    }
  }
  // Several ends before one interface: who tells of it is not computed.
  if (wanted.size() > std::max<std::size_t>(to.size(), 1) && !(to.empty() && !place.valid()))
    graph_.ambiguous_nodes.push_back(gate.node);
  bool entered = false;
  for (const auto& [end, targets] : wanted) {
    const auto member = std::ranges::find(members, end, &Member::end);
    if (member == members.end()) continue;
    entered = true;
    if (!member->certain) graph_.ambiguous_nodes.push_back(gate.node);
    const StepId outside = WrapInVxlan(step, end, gate.carried->vni);
    if (outside.valid()) frames_[outside].insert(targets.begin(), targets.end());
  }
  if (entered) return;
  // By a route to the host the packets may go all the same.
  const routing::TableId table = graph_.steps[step.index()].table;
  const bool routes = table.valid() && RoutedOf(DeviceOf(walker_.network_, gate.node),
                                                walker_.network_.tables()[table.index()].vrf) != nullptr;
  if (routes) graph_.ambiguous_nodes.push_back(gate.node);
  // Sent to everybody, the frame still goes to the ports here.
  if (!to.empty() || place.valid()) End(step, Disposition::kNoNeighbor, {}, gate.carried->span);
}

bool ClassWalk::LeaveStretched(StepId step, InterfaceIndex out) {
  const Step at = graph_.steps[step.index()];
  const Segment* segment = StretchedAt({at.node, out});
  if (segment == nullptr || at.node == query_.to) return false;
  const auto gates = GatesOf<Gate>(walker_.network_, *segment);
  const bool told =
      !query_.delivery_anywhere && at.depth == 0 && std::ranges::count(gates, query_.to, &Gate::node) > 0;
  if (told) {
    // What cables join with the sender is no matter of tunnels.
    for (const Gate& gate : gates) {
      if (gate.node != query_.to || !state_.node_up(gate.node)) continue;
      if (!CrossWithin(*segment, VertexOf(*segment, {at.node, out}), gate.vertex).ways.empty()) return false;
    }
    CrossStretched(step, out, {}, query_.to);
    return true;
  }
  CrossStretched(step, out, {});
  return false;
}

bool ClassWalk::DeliverFrames() {
  bool any = false;
  for (std::size_t i = 0; i < arrivals_.size(); ++i) {
    const StepId step = arrivals_[i];
    const Step at = graph_.steps[step.index()];
    const TunnelId tunnel = at.stack[at.depth - 1];
    Step outside{walker_.tunnels_[tunnel].end.node, {}, walker_.OuterTable(tunnel), at.depth, at.stack};
    const auto entered = std::ranges::find(graph_.steps, outside);
    if (entered == graph_.steps.end()) continue;
    const auto targets = frames_.find(StepId(static_cast<std::size_t>(entered - graph_.steps.begin())));
    if (targets == frames_.end()) continue;
    for (const Endpoint& to : targets->second) {
      if (!delivered_.insert({step, to}).second) continue;
      any = true;
      DeliverFrame(step, to);
    }
  }
  return any;
}

void ClassWalk::DeliverFrame(StepId step, const Endpoint& to) {
  const Step at = graph_.steps[step.index()];
  const Tunnel& tunnel = walker_.tunnels_[at.stack[at.depth - 1]];
  const model::Device& device = DeviceAt(step);
  const auto carried = std::ranges::find(device.vxlan->segments, *tunnel.vni, &model::VxlanSegment::vni);
  Step inner{at.node, {}, {}, static_cast<std::uint8_t>(at.depth - 1), at.stack};
  inner.stack[inner.depth] = {};
  if (!to.node.valid()) {
    inner.frame_to = {at.node, SourceOf(device)};
    const bool there = inner.depth == 0 && (query_.delivery_anywhere || at.node == query_.to);
    return End(Follow(BranchKind::kDecapsulate, step, inner),
               there ? Disposition::kDelivered : Disposition::kLeavesNetwork, {}, carried->span);
  }
  const model::Interface& far = walker_.network_.InterfaceAt(to);
  if (to.node == at.node && CarriedBelow(device, far) == &*carried) {
    if (!state_.interface_up(to)) return End(step, Disposition::kNoNeighbor, to.interface);
    inner.in = to.interface;
    inner.table = TableOf(to);
    Follow(BranchKind::kDecapsulate, step, inner);
    return;
  }
  const model::LinkId link = walker_.network_.LinkOf(to);
  const Segment& segment = *walker_.network_.SegmentOf(link);
  routing::Crossing crossing;
  for (const Gate& gate : GatesOf<Gate>(walker_.network_, segment)) {
    if (gate.node == at.node && gate.carried == &*carried)
      crossing = CrossWithin(segment, gate.vertex, VertexOf(segment, to));
  }
  if (crossing.ways.empty() || !state_.interface_up(to)) return End(step, Disposition::kNoNeighbor);
  if (!crossing.complete) graph_.ambiguous_nodes.push_back(at.node);
  if (crossing.chosen) graph_.spare_ways.push_back(at.node);
  DoubtServices(at.node, segment);
  inner.frame_to = to;
  const StepId switched = Follow(BranchKind::kDecapsulate, step, inner);
  const Step arrived{to.node, to.interface, TableOf(to), inner.depth, inner.stack};
  for (const routing::FrameWay& way : crossing.ways) FollowWay(link, switched, arrived, way.first_out, way);
}

}  // namespace ringfence::forwarding
