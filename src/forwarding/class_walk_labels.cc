// Packets with MPLS labels.
//
// Problem: between the routers of an operator packets are not looked up by their addresses, access lists and
// policies for addresses do not see them, and yet everybody on the way can read them.
// Idea: labels are one more thing around a packet, a part of the step. A route that pushes labels leads to a
// step of the same node with these labels; from there on the label map of each node decides (RFC 3031), until
// the last label is off and addresses count again. The head of a way is treated like its middle: it looks its
// own label up.
// Cost: one lookup in the label map a step.

#include <algorithm>

#include "forwarding/class_walk.h"

namespace ringfence::forwarding {

namespace {
/// Labels on a packet (origin: routes of BGP and of VPNs that rest on each other make a handful; more means
/// that they go round in a circle).
constexpr std::size_t kLabelsMax = 16;
}  // namespace

using routing::LabelAction;
using routing::LabelStackId;

void ClassWalk::Relabel(StepId step, LabelStackId labels, routing::TableId table) {
  const Step at = graph_.steps[step.index()];
  if (labels.valid() && state_.labels()[labels].size() > kLabelsMax) {
    graph_.ambiguous_nodes.push_back(at.node);
    return End(step, Disposition::kNoLabel);
  }
  Step next{at.node, {}, table, at.depth, at.stack, labels};
  if (labels.valid()) next.label_text = state_.labels().TextOf(labels);
  const bool known = std::ranges::any_of(graph_.branches, [&](const Branch& branch) {
    return branch.from == step && graph_.steps[branch.to.index()] == next;
  });
  if (!known) Follow(BranchKind::kLookup, step, next);  // equal ways may begin with the same labels
}

void ClassWalk::VisitLabelled(StepId step) {
  const Step at = graph_.steps[step.index()];
  routing::LabelStacks& stacks = state_.labels();
  const routing::Label top = stacks[at.labels].front();
  const LabelStackId below = stacks.Below(at.labels);
  for (const LabelAction& action : state_.ActionsOf({at.node, at.in}, top)) {
    graph_.steps[step.index()].entry = action.entry;
    if (action.doubtful || (action.entry != nullptr && action.entry->ambiguous))
      graph_.ambiguous_nodes.push_back(at.node);
    TakeAction(step, action, below);
  }
}

void ClassWalk::TakeAction(StepId step, const LabelAction& action, LabelStackId below) {
  const Step at = graph_.steps[step.index()];
  switch (action.kind) {
    case LabelAction::kSwap:
      return LeaveLabelled(step, action.hop, state_.labels().WithTop(at.labels, action.label));
    case LabelAction::kPop:
      return LeaveLabelled(step, action.hop, below);
    case LabelAction::kUnlabelled:
      if (below.valid() && action.bare && !at.in.valid()) return LeaveLabelled(step, action.hop, below);
      if (below.valid()) return End(step, Disposition::kNoLabel, action.hop.interface);
      // Who starts here has no label after all and goes as it came.
      return at.in.valid() ? LeaveLabelled(step, action.hop, {}) : LeaveBy(step, action.hop);
    case LabelAction::kPush: {
      const LabelStackId labels = state_.labels().Joined(action.push, below);
      if (action.hop.interface.valid()) return LeaveLabelled(step, action.hop, labels);
      return Relabel(step, labels, walker_.network_.MainTable(at.node));
    }
    case LabelAction::kContinue:
      return Relabel(step, below, walker_.network_.MainTable(at.node));
    case LabelAction::kLookUp:
      return Relabel(step, below, action.table);
    case LabelAction::kFrame:
      return End(step, query_.pseudowire.valid() ? Disposition::kDelivered : Disposition::kNoLabel);
    case LabelAction::kNotComputed:
      graph_.ambiguous_nodes.push_back(at.node);
      return End(step, Disposition::kNoLabel);
    case LabelAction::kLost:
      return End(step, Disposition::kNoLabel);
  }
}

void ClassWalk::LeaveByPush(StepId step, const routing::NextHop& hop, LabelStackId labels) {
  if (!hop.direct) return TakePush(step, labels);
  routing::NextHop out;
  out.interface = hop.interface;
  out.gateway = hop.gateway;
  LeaveLabelled(step, out, labels);
}

void ClassWalk::LeaveLabelled(StepId step, const routing::NextHop& hop, LabelStackId labels) {
  const Step at = graph_.steps[step.index()];
  if (hop.discard) return End(step, Disposition::kDiscardRoute);
  if (hop.push.valid()) return LeaveByPush(step, hop, state_.labels().Joined(hop.push, labels));
  const model::Interface& interface = DeviceAt(step).interfaces[hop.interface.index()];
  const bool into_tunnel = std::ranges::any_of(walker_.tunnels_.at(at.node), [&](TunnelId id) {
    return walker_.tunnels_[id].end.interface == hop.interface;
  });
  // Systems differ in whether a list on the way out sees packets that have or had labels; labels inside of
  // tunnels are not modelled.
  const bool filtered = interface.acl_out4.applies() || interface.acl_out6.applies();
  if (into_tunnel || filtered) graph_.ambiguous_nodes.push_back(at.node);
  if (!labels.valid() && RouteIntoTunnel(step, hop.interface)) return;
  if (into_tunnel) return End(step, Disposition::kNoLabel, hop.interface);
  CrossLink(step, hop.interface, hop.gateway.value_or(HeaderAt(step).destination), true, labels);
}

}  // namespace ringfence::forwarding
