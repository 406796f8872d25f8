// Frames in pseudowires (RFC 4448).
//
// Problem: between the two devices of a pseudowire a frame travels below two labels, in clear: each router of
// the labelled path can read it, and none of them looks at what is in it.
// Idea: a walk of its own from one device to the other, of a packet that has the labels and nothing that
// could be looked up; its steps are then steps of the frame, which still goes to the interface that it goes
// to. Where that walk does not arrive the frame is lost, and where it is not certain neither is the frame.
// Whether the pseudowire is there at all is the question before (exposure/tunnel_states.h).
// Cost: a walk along the labelled path for each crossing.

#include <algorithm>

#include "forwarding/class_walk.h"

namespace ringfence::forwarding {

using routing::LabelKind;
using routing::LabelStackId;

Step ClassWalk::FirstInPseudowire() const {
  const Tunnel& wire = walker_.tunnels_[query_.pseudowire];
  routing::LabelStacks& labels = state_.labels();
  const net::Prefix peer = net::Prefix::Host(wire.config(walker_.network_).peer);
  std::vector<routing::Label> stack;
  if (const routing::PrefixIndex prefix = labels.Find(peer); prefix != routing::kNoPrefix)
    stack.push_back({LabelKind::kPrefix, {}, prefix});
  const Tunnel& back = walker_.tunnels_[wire.reverse];
  if (back.far_ends.valid())
    stack.push_back({LabelKind::kBridge, back.far_ends});
  else
    stack.push_back({LabelKind::kPseudowire, walker_.network_.MainTable(wire.peer.node), routing::kNoPrefix,
                     *back.pseudowire});
  Step first{wire.end.node, {}, walker_.network_.MainTable(wire.end.node)};
  first.labels = labels.Intern(std::move(stack));
  first.label_text = labels.TextOf(first.labels);
  return first;
}

StepId ClassWalk::CrossPseudowire(TunnelId pseudowire, StepId from, Step to, model::LinkId link) {
  const Step start = graph_.steps[from.index()];
  if (query_.pseudowire_depth >= kTunnelDepthMax) {
    graph_.ambiguous_nodes.push_back(start.node);
    return End(from, Disposition::kTooDeep), StepId();
  }
  WalkQuery query{start.node, {}, to.node, graph_.packets, {}};
  query.pseudowire = pseudowire;
  query.pseudowire_depth = static_cast<std::uint8_t>(query_.pseudowire_depth + 1);
  const std::vector<WalkGraph> graphs = walker_.Walk(query, state_, up_);
  if (graphs.size() != 1 || graphs.front().steps.empty()) {
    graph_.ambiguous_nodes.push_back(start.node);
    return Follow(BranchKind::kHop, from, to, link, walker_.tunnels_[pseudowire].end.interface);
  }
  const WalkGraph& inside = graphs.front();
  const auto place_of = [&](StepId step) {
    const Step& at = inside.steps[step.index()];
    Step place{at.node, at.in, {}, start.depth, start.stack, to.labels, to.frame_to};
    place.frame_labels = at.frame_labels.valid() ? at.frame_labels : at.labels;
    place.label_text = at.label_text;
    place.entry = at.entry;
    return place;
  };
  std::vector<StepId> places(inside.steps.size());
  places.front() = Follow(BranchKind::kLookup, from, place_of(StepId(0)));
  // Breadth first: a step is met before what follows it.
  for (const Branch& branch : inside.branches)
    places[branch.to.index()] = Follow(branch.kind, places[branch.from.index()], place_of(branch.to),
                                       branch.link, branch.out, branch.cable);
  StepId reached;
  for (const Ending& ending : inside.endings) {
    const StepId place = places[ending.step.index()];
    if (ending.disposition == Disposition::kDelivered)
      reached = Follow(BranchKind::kLookup, place, to);
    else
      End(place, ending.disposition, ending.out, ending.span);
  }
  graph_.ambiguous_nodes.insert(graph_.ambiguous_nodes.end(), inside.ambiguous_nodes.begin(),
                                inside.ambiguous_nodes.end());
  graph_.spare_ways.insert(graph_.spare_ways.end(), inside.spare_ways.begin(), inside.spare_ways.end());
  return reached;
}

}  // namespace ringfence::forwarding
