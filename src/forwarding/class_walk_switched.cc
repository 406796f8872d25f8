// Frames over switches: a step at each, and what two chassis that share bundles (routing/chassis_pairs.h) do
// with packets that come over the link between them.
//
// A service with several far ends sends frames whose place it has not learnt yet to all of them, so everybody
// in it may get the packet; where it is learnt, one does. The walk follows all and says so.
//
// Every way that the spanning tree may leave is followed, and the walk says so where it is not computed
// which. What came over the link between two chassis leaves by no bundle that both reach, also when it was
// routed meanwhile; some systems let the wrong chassis route it instead. Neither is worked out: such packets
// are in doubt. Only what is sent to an address that both answer for is certain (first_hop.h).

#include <algorithm>

#include "forwarding/class_walk.h"

namespace ringfence::forwarding {

using model::InterfaceIndex;

void ClassWalk::FollowOver(model::LinkId link, StepId from, Step to, InterfaceIndex out) {
  if (!walker_.network_.links()[link.index()].switched) {
    Follow(BranchKind::kHop, from, to, link, out);
    return;
  }
  const routing::Network& network = walker_.network_;
  const model::NodeId start = graph_.steps[from.index()].node;
  const routing::Crossing crossing =
      CrossSegment(network, *network.SegmentOf(link), {start, out}, {to.node, to.in},
                   [&](std::uint32_t slot) { return state_.interface_up(network.EndOfSlot(slot)); });
  if (crossing.chosen) graph_.spare_ways.push_back(start);
  if (!crossing.complete) graph_.ambiguous_nodes.push_back(start);
  if (crossing.ways.empty()) Follow(BranchKind::kHop, from, to, link, out);
  for (const routing::FrameWay& way : crossing.ways) FollowWay(link, from, to, out, way);
  if (routing::FloodsFrames(*network.SegmentOf(link))) Flood(link, from, to, out);
}

void ClassWalk::Flood(model::LinkId link, StepId from, const Step& to, InterfaceIndex out) {
  const routing::Network& network = walker_.network_;
  const routing::Segment& segment = *network.SegmentOf(link);
  const Step start = graph_.steps[from.index()];
  const routing::Crossing all = FloodSegment(network, segment, {start.node, out}, [&](std::uint32_t slot) {
    return state_.interface_up(network.EndOfSlot(slot));
  });
  graph_.spare_ways.push_back(start.node);
  if (!all.complete) graph_.ambiguous_nodes.push_back(start.node);
  for (const routing::FrameWay& way : all.ways) {
    const routing::SegmentVertex& place = segment.vertices[way.end];
    const InterfaceIndex in = place.end.valid() ? place.end : way.last_in;
    if (model::Endpoint{place.node, in} == model::Endpoint{to.node, to.in} || !in.valid()) continue;
    const Step last{place.node, in, {}, start.depth, start.stack, to.labels, {to.node, to.in}};
    FollowWay(link, from, last, out, way);
  }
}

void ClassWalk::DoubtServices(model::NodeId node, const routing::Segment& segment) {
  // Services of VXLAN alone are like VLANs.
  const bool wires = std::ranges::any_of(segment.edges, &routing::SegmentEdge::pseudowire);
  const bool any = std::ranges::any_of(
      segment.vertices, [](const routing::SegmentVertex& vertex) { return vertex.service != 0; });
  if (any && (wires || !segment.stretched)) graph_.ambiguous_nodes.push_back(node);
}

StepId ClassWalk::FollowWay(model::LinkId link, StepId from, const Step& to, InterfaceIndex out,
                            const routing::FrameWay& way) {
  const Step start = graph_.steps[from.index()];
  // A layer-3 interface on a service has no port of its own.
  if (walker_.tunnels_.FindPseudowire({start.node, way.first_out}).valid()) out = way.first_out;
  const model::Endpoint target = to.switches() ? to.frame_to : model::Endpoint{to.node, to.in};
  const auto cross = [&](const Step& next, const std::vector<std::uint32_t>& cables) {
    if (!from.valid()) return;  // lost on the way
    StepId reached;
    const Step& before = graph_.steps[from.index()];
    if (const TunnelId wire = walker_.tunnels_.FindPseudowire({before.node, out}); wire.valid()) {
      from = CrossPseudowire(wire, from, next, link);
      return;
    }
    for (const std::uint32_t cable : cables) reached = Follow(BranchKind::kHop, from, next, link, out, cable);
    from = reached;
  };
  for (const routing::SegmentHop& hop : way.hops) {
    cross({hop.node, hop.in, {}, start.depth, start.stack, to.labels, target}, hop.cables);
    out = hop.out;
  }
  cross(to, way.last_cables);
  return from;
}

bool ClassWalk::PassesPeer(const model::Endpoint& end) const {
  const model::NodeId peer = walker_.network_.ChassisPeer(end.node);
  return peer.valid() && std::ranges::any_of(graph_.steps, [&](const Step& step) {
           return step.node == peer && step.frame_to == end;
         });
}

bool ClassWalk::LeavesByBundle(StepId step) const {
  const routing::Network& network = walker_.network_;
  const model::NodeId node = graph_.steps[step.index()].node;
  const auto of_both = [&](const Branch& branch) {
    if (branch.from != step || branch.cable == routing::SegmentEdge::kNoCable) return false;
    const routing::SwitchedCable& cable = network.cables()[branch.cable];
    return std::ranges::any_of(cable.ports[cable.nodes[0] == node ? 0 : 1], [&](InterfaceIndex port) {
      return network.InterfaceAt(BundleAt(network, {node, port})).chassis_bundle != 0;
    });
  };
  // Nobody known is there: the subnet of a VLAN may stand behind such a bundle.
  const auto to_subnet = [&](const Ending& ending) {
    return ending.step == step && ending.out.valid() &&
           network.InterfaceAt({node, ending.out}).kind == model::InterfaceKind::kSvi;
  };
  return std::ranges::any_of(graph_.branches, of_both) || std::ranges::any_of(graph_.endings, to_subnet);
}

void ClassWalk::DoubtPeerLinks() {
  if (walker_.network_.chassis_pairs().empty()) return;
  for (const Branch& branch : graph_.branches) {
    const model::NodeId node = graph_.steps[branch.to.index()].node;
    const bool from_peer = branch.kind == BranchKind::kHop && !graph_.steps[branch.to.index()].switches() &&
                           graph_.steps[branch.from.index()].node == walker_.network_.ChassisPeer(node);
    if (from_peer && LeavesByBundle(branch.to)) graph_.ambiguous_nodes.push_back(node);
  }
}

}  // namespace ringfence::forwarding
