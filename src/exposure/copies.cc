// Following copies.
//
// Problem: a mirrored port hands every packet to somebody beside the path; a flow export tells a collector
// who talks to whom. Both are readers that no path shows.
// Idea: a copy is information like the flow itself. Where a walk of the flow crosses a source of a session,
// its copy starts anew: out of a port, to whoever a cable names at the other end; or wrapped and routed,
// which is a walk of its own through the same tables, lists and tunnels, on which every node handles the
// copy. Copies that cross a source again are copied again. What a copy shows is what the packet shows where
// it is copied: with encryption around it there, nobody downstream reads it; records are never read, only
// seen. A copy changes, cuts and steers nothing of the flow. Whoever gets a copy is known or is a doubt,
// never left out: no cable at the observing port, a switch behind it, a collector's address nobody has, the
// edge of the model. Under failures the state decides: a port that is down sends nothing, and who is down
// gets nothing. Cost: each (session, what is shown) is followed once, so at most 4 * sessions walks a flow.

#include "exposure/copies.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "exposure/levels_of_walk.h"

namespace ringfence::exposure {
namespace {

using forwarding::CopyPoint;
using forwarding::WalkGraph;
using model::Endpoint;
using model::NodeId;

/// What a packet shows to whoever handles it.
struct Shown {
  bool packets = true;
  bool readable = true;
};

class CopyFollower {
 public:
  explicit CopyFollower(const CopyContext& context) : context_(context) {}

  FlowCopies Run(std::span<const WalkGraph* const> graphs, Shown shown) {
    for (const WalkGraph* graph : graphs) Meet(*graph, shown);
    // Copies of copies: those found meanwhile are looked at in turn.
    for (std::size_t next = 0; next < copies_.traces.size(); ++next) {
      const CopyTrace trace = copies_.traces[next];
      const Shown inner{trace.packets, trace.readable};
      for (const WalkGraph& graph : trace.graphs) Meet(graph, inner);
      for (const CopyReceiver& receiver : trace.receivers) {
        for (const CopyPoint& point : context_.table.PointsAt(receiver.near, true)) Copy(point, inner);
        for (const CopyPoint& point : context_.table.PointsAt(receiver.far, false)) Copy(point, inner);
      }
    }
    std::ranges::sort(copies_.doubts);
    const auto rest = std::ranges::unique(copies_.doubts);
    copies_.doubts.erase(rest.begin(), rest.end());
    return std::move(copies_);
  }

 private:
  const routing::Network& network() const { return *context_.world.network; }
  void Doubtful(Doubt::Kind kind, NodeId node, base::Span span) {
    copies_.doubts.push_back({kind, node, span});
  }

  void Meet(const WalkGraph& graph, Shown shown) {
    for (const CopyPoint& point : context_.table.PointsOf(graph)) {
      const bool hidden = Encrypts(context_.tunnels, graph.steps[point.step.index()]);
      Copy(point, {shown.packets, shown.readable && !hidden});
    }
  }

  void Copy(const CopyPoint& point, Shown shown) {
    const model::CopySession& session = context_.table.SessionOf(point);
    shown.packets = shown.packets && session.what == model::CopiedWhat::kPackets;
    shown.readable = shown.readable && shown.packets;
    const auto key = std::tuple(point.node, point.session, shown.packets, shown.readable);
    if (followed_.contains(key)) return;
    const base::Span source = context_.table.SourceOf(point).span;
    if (!point.certain) return Doubtful(Doubt::Kind::kCopyNarrowed, point.node, source);
    followed_.insert(key);
    if (session.targets.empty()) Doubtful(Doubt::Kind::kCopyReceiver, point.node, source);
    for (std::uint32_t t = 0; t < session.targets.size(); ++t) {
      CopyTrace trace{point, t, shown.packets, shown.readable, {}, {}};
      Send(point.node, session.targets[t], trace);
      if (!trace.graphs.empty() || !trace.receivers.empty()) copies_.traces.push_back(std::move(trace));
    }
  }

  void Send(NodeId node, const model::CopyTarget& target, CopyTrace& trace) {
    if (target.address) return Route(node, target, trace);
    const auto port = model::FindInterface(network().nodes()[node.index()].config.device, target.interface);
    if (!port.valid()) return Doubtful(Doubt::Kind::kCopyReceiver, node, target.span);
    const Endpoint near{node, port};
    if (!context_.state.interface_up(near)) return;
    if (SendByCable(near, target, trace)) return;
    const model::LinkId link = network().LinkOf(near);
    if (!link.valid()) return Doubtful(Doubt::Kind::kCopyReceiver, node, target.span);
    const model::Link& facts = network().links()[link.index()];
    // Who of several gets frames that are addressed to others is not known.
    if (facts.ends.size() != 2 || facts.switched)
      return Doubtful(Doubt::Kind::kCopyReceiver, node, target.span);
    for (const Endpoint& end : facts.ends) {
      if (end != near && context_.state.joined(near, end)) trace.receivers.push_back({near, end, {}});
    }
  }

  /// To the far ends of the cables at the port. False when none is known.
  bool SendByCable(const Endpoint& near, const model::CopyTarget& target, CopyTrace& trace) {
    bool known = false;
    for (std::uint32_t c = 0; c < network().port_cables().size(); ++c) {
      for (int side = 0; side < 2; ++side) {
        const routing::PortCable& cable = network().port_cables()[c];
        const routing::PortCableEnd& far = cable.ends[1 - side];
        if (!network().EndsAt(cable.ends[side], near)) continue;
        known = true;
        if (!Works(cable.ends[side]) || !Works(far)) continue;
        trace.receivers.push_back({near, {far.node, far.port}, c});
        if (Switches(far)) Doubtful(Doubt::Kind::kCopyReceiver, far.node, target.span);
      }
    }
    return known;
  }

  bool Works(const routing::PortCableEnd& end) const {
    if (!context_.state.node_up(end.node)) return false;
    return !end.port.valid() || context_.state.interface_up({end.node, end.port});
  }

  /// True when frames go on behind that end to others, or may.
  bool Switches(const routing::PortCableEnd& end) const {
    if (network().nodes()[end.node.index()].open_forwarding) return true;
    const auto& interfaces = network().nodes()[end.node.index()].config.device.interfaces;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      if (interfaces[i].switch_port && network().EndsAt(end, {end.node, model::InterfaceIndex(i)}))
        return true;
    }
    return false;
  }

  void Route(NodeId node, const model::CopyTarget& target, CopyTrace& trace) {
    forwarding::WalkQuery query;
    query.from = node;
    query.table = network().FindTable(node, target.vrf);
    if (!query.table.valid()) return Doubtful(Doubt::Kind::kCopyReceiver, node, target.span);
    query.delivery_anywhere = true;
    query.single_destination = *target.address;
    query.packets = context_.space.Of(PacketsTo(node, target));
    if (query.packets.empty()) Doubtful(Doubt::Kind::kCopyReceiver, node, target.span);
    trace.graphs = context_.walk(query);
    for (const WalkGraph& graph : trace.graphs) {
      if (graph.steps.empty()) Doubtful(Doubt::Kind::kCopyReceiver, node, target.span);
      for (NodeId at : graph.ambiguous_nodes) Doubtful(Doubt::Kind::kCopyReceiver, at, target.span);
      for (const forwarding::Ending& end : graph.endings) {
        const bool leaves = end.disposition == forwarding::Disposition::kLeavesNetwork ||
                            end.disposition == forwarding::Disposition::kTooDeep;
        const bool to_subnet = end.disposition == forwarding::Disposition::kDelivered && end.out.valid();
        if (leaves || to_subnet)
          Doubtful(Doubt::Kind::kCopyReceiver, graph.steps[end.step.index()].node, target.span);
      }
    }
  }

  /// Packets around copies. Without a stated source it is one of the device's own addresses.
  net::HeaderMatch PacketsTo(NodeId node, const model::CopyTarget& target) const {
    net::HeaderMatch match{.family = target.address->family};
    match.destination = {net::AddressMatch::Of(net::Prefix::Host(*target.address))};
    if (target.protocol != 0) match.protocol = {{target.protocol, target.protocol}};
    if (target.port != 0) match.destination_port = {{target.port, target.port}};
    if (target.from) {
      match.source = {net::AddressMatch::Of(net::Prefix::Host(*target.from))};
      return match;
    }
    for (const model::Interface& interface : network().nodes()[node.index()].config.device.interfaces) {
      for (const model::InterfaceAddress& own : interface.addresses) {
        if (own.address.address.family == match.family)
          match.source.push_back(net::AddressMatch::Of(net::Prefix::Host(own.address.address)));
      }
    }
    return match;
  }

  const CopyContext& context_;
  FlowCopies copies_;
  std::set<std::tuple<NodeId, std::uint32_t, bool, bool>> followed_;
};

void Give(FlowOutcome& outcome, model::ElementId element, bool reads, bool headers) {
  outcome.carriers[IndexOf(Level::kMeta)].Set(element.index());
  outcome.copied.Set(element.index());
  if (headers) outcome.meta_full.Set(element.index());
  if (reads) outcome.carriers[IndexOf(Level::kRead)].Set(element.index());
}

/// What lies below a wire or cable that a copy crosses.
void GiveBelow(const LinkLayer& layer, bool reads, bool headers, FlowOutcome& outcome) {
  for (const auto* below : {&layer.circuits, &layer.line_systems}) {
    for (model::ElementId element : *below) Give(outcome, element, reads, headers);
  }
}

void AddRouted(const World& world, const forwarding::TunnelTable& tunnels, const CopyTrace& trace,
               const WalkGraph& graph, FlowOutcome& outcome) {
  for (const forwarding::Step& step : graph.steps) {
    Give(outcome, world.element_of_node[step.node.index()], trace.readable && !Encrypts(tunnels, step), true);
  }
  for (const forwarding::Branch& branch : graph.branches) {
    if (branch.kind != forwarding::BranchKind::kHop) continue;
    const std::size_t wire = WireOf(world, branch);
    outcome.links.Set(wire);
    const bool covered = WireIsEncrypted(world, wire);
    const bool reads = trace.readable && !covered && !Encrypts(tunnels, graph.steps[branch.from.index()]);
    GiveBelow(world.layers[wire], reads, !covered, outcome);
  }
}

void AddObserver(const World& world, const CopyTrace& trace, const CopyReceiver& receiver,
                 FlowOutcome& outcome) {
  Give(outcome, world.element_of_node[receiver.far.node.index()], trace.readable, true);
  const bool covered = world.network->MacsecAt(receiver.near) && receiver.far.interface.valid() &&
                       world.network->MacsecAt(receiver.far);
  const auto give = [&](const LinkLayer& layer) {
    GiveBelow(layer, trace.readable && !covered, !covered, outcome);
  };
  if (receiver.cable) return give(world.cable_layers[*receiver.cable]);
  const model::LinkId link = world.network->LinkOf(receiver.near);
  outcome.links.Set(link.index());
  give(world.layers[link.index()]);
}

}  // namespace

FlowCopies FollowCopies(const CopyContext& context, std::span<const WalkGraph* const> graphs,
                        bool encrypted) {
  if (context.table.empty()) return {};
  return CopyFollower(context).Run(graphs, {true, !encrypted});
}

void AddCopyLevels(const World& world, const forwarding::TunnelTable& tunnels, const FlowCopies& copies,
                   FlowOutcome& outcome) {
  for (const CopyTrace& trace : copies.traces) {
    for (const WalkGraph& graph : trace.graphs) AddRouted(world, tunnels, trace, graph, outcome);
    for (const CopyReceiver& receiver : trace.receivers) AddObserver(world, trace, receiver, outcome);
  }
}

}  // namespace ringfence::exposure
