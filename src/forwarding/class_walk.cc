#include "forwarding/class_walk.h"

#include <algorithm>
#include <utility>

#include "forwarding/wireguard_outer.h"

namespace ringfence::forwarding {
namespace {

using model::InterfaceIndex;
using model::NodeId;

/// Packets that the most specific match of `entry` takes: its prefix without more specific routes.
net::PacketSet MatchedBy(net::PacketSpace& space, const routing::Fib& fib, const routing::FibEntry& entry) {
  net::PacketSet matched = space.ToPrefix(entry.prefix);
  for (const net::Prefix& inner : fib.MoreSpecific(entry.prefix)) {
    matched = space.Minus(matched, space.ToPrefix(inner));
  }
  return matched;
}

/// Addresses an interface answers to: its own and, unnumbered, those it borrows.
std::vector<net::IpAddress> AddressesAt(const routing::Network& network, const model::Endpoint& end) {
  const auto& interfaces = network.nodes()[end.node.index()].config.device.interfaces;
  std::vector<net::IpAddress> addresses;
  for (const model::Interface& interface : interfaces) {
    const bool counts =
        &interface == &network.InterfaceAt(end) ||
        (network.IsUnnumbered(end) && interface.name == network.InterfaceAt(end).unnumbered_from);
    if (!counts) continue;
    for (const model::InterfaceAddress& address : interface.addresses)
      addresses.push_back(address.address.address);
  }
  return addresses;
}

}  // namespace

ClassWalk::ClassWalk(Walker& walker, const WalkQuery& query, const routing::RoutingState& state,
                     const TunnelsUp& up, WalkGraph& graph)
    : walker_(walker), query_(query), state_(state), up_(up), graph_(graph) {}

std::optional<net::PacketSet> ClassWalk::Run() {
  const bool given = query_.table.valid();
  if (query_.pseudowire.valid())
    graph_.steps.push_back(FirstInPseudowire());
  else
    graph_.steps.push_back(
        {query_.from, query_.in, given ? query_.table : TableOf({query_.from, query_.in})});
  StartTranslated();
  for (std::size_t next = 0; next == 0 || (!split_ && DeliverFrames());) {
    for (; next < graph_.steps.size() && !split_; ++next) {
      const Step& step = graph_.steps[next];
      if (!step.switches() && step.stage != Stage::kLeaves) Visit(StepId(next));
    }
  }
  if (!split_) DoubtPeerLinks();
  for (const Step& step : graph_.steps) walker_.visited_.Set(step.node.index());
  return split_;
}

const model::Device& ClassWalk::DeviceAt(StepId step) const {
  return walker_.network_.nodes()[graph_.steps[step.index()].node.index()].config.device;
}

routing::TableId ClassWalk::TableOf(const model::Endpoint& end) const {
  return end.interface.valid() ? walker_.network_.TableAt(end) : walker_.network_.MainTable(end.node);
}

net::PacketHeader ClassWalk::HeaderAt(StepId step, std::size_t depth) const {
  const Step& at = graph_.steps[step.index()];
  return depth == 0 ? graph_.SampleAt(at) : walker_.OuterPacket(at.stack[depth - 1], state_);
}

net::PacketSet ClassWalk::PacketsAt(StepId step, std::size_t depth) {
  const Step& at = graph_.steps[step.index()];
  return depth == 0 ? graph_.PacketsAt(at) : walker_.OuterPackets(at.stack[depth - 1], state_);
}

ClassWalk::Verdict ClassWalk::Ask(StepId step, std::size_t depth, net::PacketSet condition) {
  const Step& at = graph_.steps[step.index()];
  if (depth > 0) {
    // Addresses and ports that no text tells meet the condition in part.
    const net::PacketSet all = PacketsAt(step, depth);
    if (walker_.space_.Intersects(all, condition) && !walker_.space_.Contains(condition, all))
      graph_.ambiguous_nodes.push_back(at.node);
    return walker_.space_.Contains(condition, HeaderAt(step, depth)) ? Verdict::kAll : Verdict::kNone;
  }
  if (at.translation.valid()) return AskBehind(at, condition);
  const net::PacketSet inside = walker_.space_.And(graph_.packets, condition);
  if (inside == graph_.packets) return Verdict::kAll;
  if (inside.empty()) return Verdict::kNone;
  split_ = condition;
  return Verdict::kSplit;
}

void ClassWalk::End(StepId step, Disposition disposition, InterfaceIndex out, base::Span span) {
  graph_.endings.push_back({step, disposition, out, span});
}

StepId ClassWalk::Follow(BranchKind kind, StepId from, Step to, model::LinkId link, InterfaceIndex out,
                         std::uint32_t cable) {
  if (kind != BranchKind::kTranslate) to.translation = graph_.steps[from.index()].translation;
  const auto known = std::ranges::find(graph_.steps, to);
  const StepId id(static_cast<std::size_t>(known - graph_.steps.begin()));
  if (known == graph_.steps.end()) graph_.steps.push_back(to);
  // Ways of frames share parts.
  const bool told = graph_.steps[from.index()].switches() || to.switches();
  const auto same = [&](const Branch& one) {
    return one.from == from && one.to == id && one.out == out && one.cable == cable;
  };
  if (!told || std::ranges::none_of(graph_.branches, same))
    graph_.branches.push_back({kind, from, id, link, out, cable});
  return id;
}

bool ClassWalk::Permits(StepId step, const model::AclUse& use, Disposition denied, InterfaceIndex interface) {
  if (!use.applies()) return true;
  const model::Acl* acl = model::FindAcl(DeviceAt(step), use.name, HeaderAt(step).source.family);
  // An undefined list is a diagnostic of the reader; here it filters nothing and the reader's error stands.
  if (acl == nullptr) return true;
  walker_.asked_lists_ = true;
  const Verdict verdict = Ask(step, walker_.access_lists_.Permitted(*acl, PacketsAt(step)));
  if (verdict == Verdict::kNone) {
    const model::AclLine* line = walker_.access_lists_.DecidingLine(*acl, HeaderAt(step));
    End(step, denied, interface, line == nullptr ? use.span : line->span);
  }
  return verdict == Verdict::kAll;
}

bool ClassWalk::EnterInterface(StepId step) {
  const Step& at = graph_.steps[step.index()];
  if (!at.in.valid()) return true;
  const model::Interface& interface = DeviceAt(step).interfaces[at.in.index()];
  const bool v4 = HeaderAt(step).source.family == net::Family::kIpv4;
  return Permits(step, v4 ? interface.acl_in4 : interface.acl_in6, Disposition::kDeniedIn, at.in);
}

void ClassWalk::Visit(StepId step) {
  if (!state_.node_up(graph_.steps[step.index()].node)) return End(step, Disposition::kNoNeighbor);
  if (graph_.steps[step.index()].labels.valid()) return VisitLabelled(step);
  if (graph_.steps[step.index()].stage == Stage::kArrived) {
    if (!EnterInterface(step)) return;
    if (Translate(step, model::TranslationMoment::kEntering, {}) != step) return;
  }
  const routing::FibEntry* own =
      state_.Receives(graph_.steps[step.index()].table, HeaderAt(step).destination);
  if (own != nullptr) {
    const routing::FibEntry* entry = Lookup(step);
    if (split_ || entry == nullptr) return;
    return Arrive(step);
  }
  if (ReceiveShared(step) || EndsAtLocator(step)) return;
  if (TakePolicyTunnel(step) || split_) {
    // Where a policy sends the packet decides whether it meets the tunnel at all; that is not computed.
    const Step& at = graph_.steps[step.index()];
    if (PolicyUseAt(walker_.network_, {at.node, at.in}, HeaderAt(step).source.family) != nullptr)
      graph_.ambiguous_nodes.push_back(at.node);
    if (!split_) DoubtTranslations(step);
    return;
  }
  const Step& at = graph_.steps[step.index()];
  if (!ForwardsAt(step) && at.in.valid() && step.index() != 0) return End(step, Disposition::kDoesNotForward);
  if (RouteByPolicy(step)) return;
  const routing::FibEntry* entry = Lookup(step);
  if (split_) return;
  DoubtHostRoutes(step, entry);
  if (entry == nullptr) return End(step, Disposition::kNoRoute);
  Forward(step, *entry);
}

bool ClassWalk::ForwardsAt(StepId step) const {
  const Step& at = graph_.steps[step.index()];
  const bool v4 = HeaderAt(step).source.family == net::Family::kIpv4;
  const routing::TableOwner& owner = walker_.network_.tables()[at.table.index()];
  for (const routing::VrfConfig& vrf : walker_.network_.nodes()[at.node.index()].config.vrfs) {
    if (vrf.name == owner.vrf && !(v4 ? vrf.forwards4 : vrf.forwards6)) return false;
  }
  return v4 ? DeviceAt(step).forwards4 : DeviceAt(step).forwards6;
}

const routing::FibEntry* ClassWalk::Lookup(StepId step) {
  Step& at = graph_.steps[step.index()];
  const routing::Fib& fib = state_.fib(at.table);
  const TunnelId around = at.depth > 0 ? at.stack[at.depth - 1] : query_.outer_of;
  const bool starts = around.valid() && !at.in.valid() && walker_.tunnels_[around].end.node == at.node;
  at.entry = starts ? OuterRoute(walker_.network_, walker_.tunnels_[around], fib, HeaderAt(step).destination)
                    : fib.Lookup(HeaderAt(step).destination);
  if (at.depth > 0) DoubtSid(step, at.entry);
  if (at.depth > 0 || (query_.single_destination && !at.translation.valid())) return at.entry;
  if (at.entry == nullptr) {
    net::PacketSet routed = walker_.space_.None();
    for (const net::Prefix& prefix : fib.MoreSpecific(net::Prefix::Default(graph_.sample.source.family))) {
      routed = walker_.space_.Or(routed, walker_.space_.ToPrefix(prefix));
    }
    Ask(step, routed);
    return nullptr;
  }
  Ask(step, MatchedBy(walker_.space_, fib, *at.entry));
  return at.entry;
}

void ClassWalk::Arrive(StepId step) {
  const Step at = graph_.steps[step.index()];
  if (at.depth == 0) {
    const bool end = query_.delivery_anywhere || at.node == query_.to;
    return End(step, end ? Disposition::kDelivered : Disposition::kWrongNode);
  }
  const Tunnel& tunnel = walker_.tunnels_[at.stack[at.depth - 1]];
  if (tunnel.vni) return LeaveVxlan(step, tunnel);
  if (tunnel.peer.node != at.node) return End(step, Disposition::kWrongNode);
  if (!tunnel.config(walker_.network_).ipsec && !TakesOut(step, tunnel)) return;
  if (!AcceptsInside(step, tunnel)) return;
  Step inner{at.node, tunnel.peer.interface, TableOf({tunnel.peer.node, tunnel.peer.interface})};
  inner.depth = static_cast<std::uint8_t>(at.depth - 1);
  inner.stack = at.stack;
  inner.stack[inner.depth] = {};
  Follow(BranchKind::kDecapsulate, step, inner);
}

bool ClassWalk::TakesOut(StepId step, const Tunnel& tunnel) {
  const Step& at = graph_.steps[step.index()];
  // Whether a router takes packets out of a tunnel whose interface it holds to be down, or that came through
  // another table than the tunnel's own, no text says.
  const bool same_table = at.table == walker_.OuterTable(tunnel.reverse);
  if (up_[tunnel.reverse.index()] && same_table) return true;
  graph_.ambiguous_nodes.push_back(at.node);
  End(step, Disposition::kTunnelDown, tunnel.peer.interface,
      walker_.tunnels_[tunnel.reverse].config(walker_.network_).span);
  return false;
}

bool ClassWalk::AcceptsInside(StepId step, const Tunnel& tunnel) {
  const model::TunnelConfig& taker = walker_.tunnels_[tunnel.reverse].config(walker_.network_);
  if (!taker.wireguard) return true;
  const std::size_t inside = graph_.steps[step.index()].depth - 1U;
  const Verdict verdict = Ask(step, inside, walker_.Accepted(tunnel.reverse));
  if (verdict == Verdict::kNone) End(step, Disposition::kNotCovered, tunnel.peer.interface, taker.span);
  return verdict == Verdict::kAll;
}

bool ClassWalk::TakePolicyTunnel(StepId step) {
  const Step at = graph_.steps[step.index()];
  for (TunnelId id : walker_.tunnels_.at(at.node)) {
    const Tunnel& tunnel = walker_.tunnels_[id];
    const bool policy_based = tunnel.config(walker_.network_).bind_interface.empty();
    if (!policy_based || (at.depth > 0 && at.stack[at.depth - 1] == id)) continue;
    const Verdict verdict = Ask(step, walker_.Covered(id));
    if (verdict == Verdict::kSplit) return true;
    if (verdict == Verdict::kNone) continue;
    Encapsulate(step, id);
    return true;
  }
  return false;
}

void ClassWalk::Encapsulate(StepId step, TunnelId tunnel) {
  const Step at = graph_.steps[step.index()];
  const Tunnel& facts = walker_.tunnels_[tunnel];
  const base::Span span = facts.config(walker_.network_).span;
  const bool guards = facts.config(walker_.network_).guards();
  // Packets in clear are seen on their way to the border of the network.
  if (facts.state == PeerState::kOutside && guards) return End(step, Disposition::kLeavesNetwork, {}, span);
  if (!facts.is_overlay()) walker_.consulted_.push_back(tunnel);
  const bool nobody = guards && facts.state != PeerState::kMatched;
  if (nobody || !up_[tunnel.index()]) return End(step, Disposition::kTunnelDown, {}, span);
  if (at.depth >= kTunnelDepthMax) return End(step, Disposition::kTooDeep, {}, span);
  if (facts.config(walker_.network_).wireguard &&
      WireGuardOuterOf(walker_.network_, walker_.tunnels_, tunnel, state_).open)
    graph_.ambiguous_nodes.push_back(at.node);
  Step outer{at.node, {}, walker_.OuterTable(tunnel)};
  outer.depth = static_cast<std::uint8_t>(at.depth + 1);
  outer.stack = at.stack;
  outer.stack[at.depth] = tunnel;
  Follow(BranchKind::kEncapsulate, step, outer);
}

bool ClassWalk::RouteIntoTunnel(StepId step, InterfaceIndex out) {
  bool bound = false;
  for (TunnelId id : walker_.tunnels_.at(graph_.steps[step.index()].node)) {
    if (walker_.tunnels_[id].end.interface != out) continue;
    bound = true;
    const Verdict verdict = Ask(step, walker_.Covered(id));
    if (verdict == Verdict::kNone) continue;
    if (verdict == Verdict::kAll) Encapsulate(step, id);
    return true;
  }
  if (bound) End(step, Disposition::kNotCovered, out);
  return bound;
}

void ClassWalk::Forward(StepId step, const routing::FibEntry& entry) {
  if (entry.ambiguous) graph_.ambiguous_nodes.push_back(graph_.steps[step.index()].node);
  if (const routing::LabelStackId label = state_.LabelFor(entry); label.valid()) {
    DoubtTranslations(step);
    return Relabel(step, label, walker_.network_.MainTable(graph_.steps[step.index()].node));
  }
  for (const routing::NextHop& hop : state_.fib(graph_.steps[step.index()].table).HopsOf(entry)) {
    LeaveBy(step, hop);
    if (split_) return;
  }
}

void ClassWalk::LeaveBy(StepId step, const routing::NextHop& hop) {
  if (hop.discard) return End(step, Disposition::kDiscardRoute);
  if (hop.push.valid()) {
    DoubtTranslations(step);
    return LeaveByPush(step, hop, hop.push);
  }
  const StepId routed =
      std::exchange(step, Translate(step, model::TranslationMoment::kLeaving, hop.interface));
  if (!step.valid()) return;
  if (step != routed && (DoubtRewritten(routed, step, hop), split_)) return;
  const model::Interface& interface = DeviceAt(step).interfaces[hop.interface.index()];
  const bool v4 = HeaderAt(step).source.family == net::Family::kIpv4;
  DoubtListOf(step, hop.interface);
  if (!Permits(step, v4 ? interface.acl_out4 : interface.acl_out6, Disposition::kDeniedOut, hop.interface))
    return;
  if (RouteIntoTunnel(step, hop.interface) || split_) return;
  CrossLink(step, hop.interface, hop.gateway.value_or(HeaderAt(step).destination), hop.gateway.has_value());
}

bool ClassWalk::SplitByNeighbor(StepId step, const model::Endpoint& out, model::LinkId link) {
  const Step& at = graph_.steps[step.index()];
  if ((query_.single_destination && !at.translation.valid()) || at.depth > 0) return false;
  for (const model::Endpoint& end : walker_.network_.links()[link.index()].ends) {
    if (end == out) continue;
    for (const net::IpAddress& address : AddressesAt(walker_.network_, end)) {
      if (Ask(step, walker_.space_.ToPrefix(net::Prefix::Host(address))) == Verdict::kSplit) return true;
    }
    const net::PacketSet answered = walker_.Answered(end);
    if (!answered.empty() && Ask(step, answered) == Verdict::kSplit) return true;
  }
  return false;
}

void ClassWalk::CrossLink(StepId step, InterfaceIndex out, const net::IpAddress& target, bool via_gateway,
                          routing::LabelStackId labels) {
  const Step at = graph_.steps[step.index()];
  const model::LinkId link = walker_.network_.LinkOf({at.node, out});
  if (!link.valid()) return LeaveEdge(step, out);
  // Without a gateway each packet goes to whoever has its own destination.
  if (!via_gateway && SplitByNeighbor(step, {at.node, out}, link)) return;
  if (!labels.valid() && CrossToShared(step, out, target, via_gateway)) return;
  const auto& ends = walker_.network_.links()[link.index()].ends;
  std::vector<model::Endpoint> beyond;  // of a tunnel
  for (const model::Endpoint& end : ends) {
    if (end.node == at.node && end.interface == out) continue;
    const bool only_other = ends.size() == 2 && via_gateway;
    const bool owns = walker_.network_.OwnsAddress(end, target) || AnswersFor(end, target);
    if (!owns && !(only_other && walker_.network_.IsUnnumbered(end))) continue;
    if (!state_.joined({at.node, out}, end)) {
      beyond.push_back(end);
      continue;
    }
    Step to{end.node, end.interface, TableOf(end), at.depth, at.stack, labels};
    if (labels.valid()) to.label_text = state_.labels().TextOf(labels);
    FollowOver(link, step, to, out);
    // What was sent to one chassis of a pair may come to the other: some route it there, some lose it.
    if (PassesPeer(end)) graph_.ambiguous_nodes.push_back(at.node);
    return;
  }
  if (!beyond.empty()) {
    if (StretchedAt({at.node, out}) == nullptr || labels.valid())
      return End(step, Disposition::kNoNeighbor, out);
    return CrossStretched(step, out, beyond);
  }
  // Nobody we know has the address. Through a gateway that means nobody answers; on the subnet itself it is a
  // host behind the end node, or somebody who is not modelled.
  if (via_gateway) return End(step, Disposition::kNoNeighbor, out);
  LeaveEdge(step, out);
}

void ClassWalk::LeaveEdge(StepId step, InterfaceIndex out) {
  if (LeaveStretched(step, out)) return;       // may add steps
  const Step at = graph_.steps[step.index()];  // frames that are followed add steps
  const bool on_subnet = at.entry != nullptr && at.entry->protocol == routing::Protocol::kConnected;
  if (const model::LinkId link = walker_.network_.LinkOf({at.node, out});
      link.valid() && walker_.network_.links()[link.index()].switched && at.node != query_.to)
    DoubtServices(at.node, *walker_.network_.SegmentOf(link));
  const bool at_end = at.depth == 0 && (at.node == query_.to || (query_.delivery_anywhere && on_subnet));
  End(step, at_end ? Disposition::kDelivered : Disposition::kLeavesNetwork, out,
      DeviceAt(step).interfaces[out.index()].span);
}

}  // namespace ringfence::forwarding
