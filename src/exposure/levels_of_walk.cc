// The definitions of the five levels, applied to a walk.
//
//   read   an element handles f, and every protection over f at that place ends there. A step of a node with
//          no tunnel around the packet is such a place: transit nodes of clear traffic, and both ends of a
//          tunnel, which see the packet before they wrap or after they unwrap it. Below a link: the line
//          systems and circuits of a hop, unless the tunnel or the link's MACsec encrypts.
//   meta   an element handles f or its protected form. Below MACsec only volume and time.
//   alter  like read with integrity in the place of confidentiality.
//   cut    an element is on a used path (weak form).
//   steer  an element on the path, or one whose advertisement a used route derives from.
//
// Cost: O(steps + branches * line systems of the link).

#include "exposure/levels_of_walk.h"

#include <algorithm>

namespace ringfence::exposure {
namespace {

using forwarding::Branch;
using forwarding::Step;

/// Protections around the packet at a step.
struct Cover {
  bool confidentiality = false;
  bool integrity = false;
};

Cover CoverOf(const forwarding::TunnelTable& tunnels, const Step& step, const EndToEnd& protection) {
  Cover cover{protection.confidentiality || Encrypts(tunnels, step), protection.integrity};
  for (std::size_t i = 0; i < step.depth; ++i) {
    cover.integrity = cover.integrity || tunnels[step.stack[i]].integrity;
  }
  return cover;
}

/// The protection as a node sees it: it ends at the hosts themselves, though not below their links.
EndToEnd AtNode(const EndToEnd& protection, model::NodeId node) {
  const bool host = node == protection.hosts[0] || node == protection.hosts[1];
  return host ? EndToEnd{} : protection;
}

void Give(FlowOutcome& outcome, Level level, std::size_t element) {
  outcome.carriers[IndexOf(level)].Set(element);
}

void AddNode(const World& world, const forwarding::TunnelTable& tunnels, const Step& step,
             const EndToEnd& protection, bool with_origins, FlowOutcome& outcome) {
  const std::size_t element = world.element_of_node[step.node.index()].index();
  const Cover cover = CoverOf(tunnels, step, AtNode(protection, step.node));
  if (!cover.confidentiality) Give(outcome, Level::kRead, element);
  if (!cover.integrity) Give(outcome, Level::kAlter, element);
  for (Level level : {Level::kMeta, Level::kCut, Level::kSteer}) Give(outcome, level, element);
  outcome.meta_full.Set(element);
  outcome.path.Set(element);
  if (step.entry == nullptr || !with_origins) return;
  for (model::NodeId origin : step.entry->origins()) {
    Give(outcome, Level::kSteer, world.element_of_node[origin.index()].index());
  }
}

bool CableIsEncrypted(const routing::Network& network, const routing::SwitchedCable& cable) {
  for (int side = 0; side < 2; ++side) {
    const auto refuses = [&](model::InterfaceIndex port) {
      return network.MacsecAt({cable.nodes[side], port});
    };
    if (cable.ports[side].empty() || !std::ranges::all_of(cable.ports[side], refuses)) return false;
  }
  return true;
}

void AddBelowLink(const World& world, model::ElementId element, const Cover& cover, bool encrypted,
                  FlowOutcome& outcome) {
  const std::size_t e = element.index();
  Give(outcome, Level::kMeta, e);
  Give(outcome, Level::kCut, e);
  if (world.elements[e].facts.kind == model::ElementKind::kLineSystem) outcome.path.Set(e);
  if (encrypted) return;
  outcome.meta_full.Set(e);
  if (!cover.confidentiality) Give(outcome, Level::kRead, e);
  if (!cover.integrity) Give(outcome, Level::kAlter, e);
}

}  // namespace

bool Encrypts(const forwarding::TunnelTable& tunnels, const Step& step) {
  for (std::size_t i = 0; i < step.depth; ++i) {
    if (tunnels[step.stack[i]].confidentiality) return true;
  }
  return false;
}

FlowOutcome EmptyOutcome(const World& world) {
  FlowOutcome outcome;
  const std::size_t count = world.elements.size();
  for (auto* sets : {&outcome.carriers, &outcome.exposed}) sets->fill(base::BitSet(count));
  outcome.meta_full = base::BitSet(count);
  outcome.path = base::BitSet(count);
  outcome.copied = base::BitSet(count);
  outcome.links = base::BitSet(world.network->wire_count());
  return outcome;
}

std::size_t WireOf(const World& world, const Branch& hop) {
  const bool cable = hop.cable != routing::SegmentEdge::kNoCable;
  return cable ? world.network->links().size() + hop.cable : std::size_t{hop.link.index()};
}

bool WireIsEncrypted(const World& world, std::size_t wire) {
  const auto& links = world.network->links();
  if (wire >= links.size())
    return CableIsEncrypted(*world.network, world.network->cables()[wire - links.size()]);
  return std::ranges::all_of(links[wire].ends,
                             [&](const model::Endpoint& end) { return world.network->MacsecAt(end); });
}

void AddLevels(const World& world, const forwarding::TunnelTable& tunnels, const forwarding::WalkGraph& graph,
               const EndToEnd& protection, bool with_origins, FlowOutcome& outcome) {
  for (const Step& step : graph.steps) AddNode(world, tunnels, step, protection, with_origins, outcome);
  for (const Branch& branch : graph.branches) {
    if (branch.kind != forwarding::BranchKind::kHop) continue;
    const std::size_t wire = WireOf(world, branch);
    outcome.links.Set(wire);
    const LinkLayer& layer = world.layers[wire];
    if (layer.circuits.empty() && layer.line_systems.empty()) continue;
    const Cover cover = CoverOf(tunnels, graph.steps[branch.from.index()], protection);
    const bool encrypted = WireIsEncrypted(world, wire);
    for (const auto* below : {&layer.circuits, &layer.line_systems}) {
      for (model::ElementId element : *below) {
        AddBelowLink(world, element, cover, encrypted, outcome);
      }
    }
  }
}

}  // namespace ringfence::exposure
