// Where copies are made.
//
// Problem: sessions name ports, LAGs, members of LAGs and sub-interfaces; walks cross layer-3 interfaces and
// switched ports. Which crossings does a session copy?
// Idea: relate every interface of a device to every source once. The same interface: its packets. A port or
// LAG below, or a member of the LAG: the same frames (which member a packet takes is a branch like any
// other). A switched port that carries the VLAN of a VLAN interface: where cables are known the walk crosses
// the port itself, else the packets may go there, which is a doubt. A walk crosses an interface where a step
// came in, where a branch or a delivered packet leaves, and, into a tunnel, the tunnel's interface. Records
// of flows are made of packets that are routed: those of labelled packets, of frames that are only switched,
// and at a port for what stands on it are doubts. Cost: O(interfaces of a device * sources) once, O(steps +
// branches) for each walk.

#include "forwarding/copy_points.h"

#include <algorithm>

#include "routing/links.h"

namespace ringfence::forwarding {

using model::CopySession;
using model::CopySource;
using model::Endpoint;
using model::InterfaceIndex;
using model::NodeId;

CopyTable::CopyTable(const routing::Network& network, const TunnelTable& tunnels)
    : network_(network), tunnels_(tunnels) {
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const auto& sessions = network.nodes()[n].config.device.copying;
    for (std::size_t s = 0; s < sessions.size(); ++s) AddSession(NodeId(n), static_cast<std::uint32_t>(s));
  }
}

void CopyTable::AddSession(NodeId node, std::uint32_t session) {
  const model::Device& device = network_.nodes()[node.index()].config.device;
  const std::vector<CopySource>& sources = device.copying[session].sources;
  if (hits_.empty()) hits_.resize(network_.slot_count());
  for (std::uint32_t s = 0; s < sources.size(); ++s) {
    const InterfaceIndex named = model::FindInterface(device, sources[s].interface);
    if (!named.valid()) continue;  // nothing crosses an interface that is not there
    const model::Interface& source = device.interfaces[named.index()];
    for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
      const model::Interface& crossed = device.interfaces[i];
      std::vector<Hit>& hits = hits_[network_.SlotOf({node, InterfaceIndex(i)})];
      const auto is_part = [](const std::string& part, const model::Interface& whole) {
        return !part.empty() && (part == whole.name || part == whole.parent);
      };
      if (i == named.index()) {
        hits.push_back({session, s, Relation::kSame});
      } else if (crossed.parent == source.name || crossed.lag == source.name ||
                 is_part(source.lag, crossed)) {
        hits.push_back({session, s, Relation::kSamePort});
      } else if (crossed.kind == model::InterfaceKind::kSvi && crossed.vlan && source.switch_port &&
                 routing::Carries(*source.switch_port, *crossed.vlan)) {
        hits.push_back({session, s, Relation::kVlan});
      }
    }
  }
}

const CopySession& CopyTable::SessionOf(const CopyPoint& point) const {
  return network_.nodes()[point.node.index()].config.device.copying[point.session];
}

const CopySource& CopyTable::SourceOf(const CopyPoint& point) const {
  return SessionOf(point).sources[point.source];
}

std::vector<CopyTable::Crossing> CopyTable::CrossingsOf(const routing::Network& network,
                                                        const TunnelTable& tunnels, const WalkGraph& graph) {
  std::vector<Crossing> crossings;
  std::vector<bool> cabled(graph.steps.size(), false);  // the frame came over a switched cable
  const auto node_of = [&graph](StepId step) { return graph.steps[step.index()].node; };
  for (const Branch& branch : graph.branches) {
    if (branch.kind == BranchKind::kEncapsulate) {
      const Step& inside = graph.steps[branch.to.index()];
      const TunnelEnd& end = tunnels[inside.stack[inside.depth - 1U]].end;
      if (end.interface.valid()) crossings.push_back({{end.node, end.interface}, true, false, branch.from});
    }
    if (branch.kind != BranchKind::kHop) continue;
    const bool by_cable = branch.cable != routing::SegmentEdge::kNoCable;
    if (branch.out.valid())
      crossings.push_back({{node_of(branch.from), branch.out}, true, by_cable, branch.from});
    if (!by_cable) continue;
    cabled[branch.to.index()] = true;
    const routing::SwitchedCable& cable = network.cables()[branch.cable];
    for (int side = 0; side < 2; ++side) {
      const bool leaves = cable.nodes[side] == node_of(branch.from);
      for (InterfaceIndex port : cable.ports[side])
        crossings.push_back({{cable.nodes[side], port}, leaves, true, leaves ? branch.from : branch.to});
    }
  }
  for (std::size_t s = 0; s < graph.steps.size(); ++s) {
    const Step& step = graph.steps[s];
    if (step.in.valid() && step.stage == Stage::kArrived)
      crossings.push_back({{step.node, step.in}, false, cabled[s], StepId(s)});
  }
  for (const Ending& ending : graph.endings) {
    const bool leaves =
        ending.disposition == Disposition::kDelivered || ending.disposition == Disposition::kLeavesNetwork;
    if (leaves && ending.out.valid())
      crossings.push_back({{node_of(ending.step), ending.out}, true, false, ending.step});
  }
  return crossings;
}

bool CopyTable::Counts(const CopySource& source, const CopySession& session, const Step& step,
                       const WalkGraph& graph, bool& certain) const {
  const bool records = session.what == model::CopiedWhat::kRecords;
  if (step.labels.valid() || step.switches()) {
    certain = certain && !records && source.ipv4 && source.ipv6;
    return true;
  }
  const net::Family family = step.depth == 0
                                 ? graph.sample.source.family
                                 : tunnels_[step.stack[step.depth - 1U]].config(network_).local.family;
  return family == net::Family::kIpv4 ? source.ipv4 : source.ipv6;
}

void CopyTable::AddPoints(const Crossing& crossing, const WalkGraph* graph,
                          std::vector<CopyPoint>& points) const {
  for (const Hit& hit : hits_[network_.SlotOf(crossing.end)]) {
    CopyPoint point{crossing.end.node, crossing.end.interface, crossing.outbound, hit.session, hit.source};
    const CopySession& session = SessionOf(point);
    const CopySource& source = SourceOf(point);
    if (!(crossing.outbound ? source.outbound : source.inbound)) continue;
    const bool records = session.what == model::CopiedWhat::kRecords;
    point.certain = source.certain && !(records && hit.relation == Relation::kSamePort);
    if (hit.relation == Relation::kVlan) {
      if (crossing.cabled) continue;
      point.certain = false;
    }
    point.step = crossing.step;
    if (graph != nullptr) {
      if (!Counts(source, session, graph->steps[crossing.step.index()], *graph, point.certain)) continue;
    } else if (records) {
      point.certain = false;
    }
    points.push_back(point);
  }
}

std::vector<CopyPoint> CopyTable::PointsOf(const WalkGraph& graph) const {
  std::vector<CopyPoint> points;
  if (empty()) return points;
  for (const Crossing& crossing : CrossingsOf(network_, tunnels_, graph)) AddPoints(crossing, &graph, points);
  std::ranges::stable_partition(points, &CopyPoint::certain);
  return points;
}

std::vector<CopyPoint> CopyTable::PointsAt(const Endpoint& end, bool outbound) const {
  std::vector<CopyPoint> points;
  if (!empty() && end.interface.valid()) AddPoints({end, outbound, true, {}}, nullptr, points);
  std::ranges::stable_partition(points, &CopyPoint::certain);
  return points;
}

}  // namespace ringfence::forwarding
