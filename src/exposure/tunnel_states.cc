// Tunnels and routes together.
//
// Problem: a tunnel works while routes lead its outer packets to the far end, and routes may run over
// tunnels. A protocol over the tunnel may even teach a better way to the tunnel's own far end, which leads
// into the tunnel: then devices take it down and up again for ever. Idea: start cold, with no tunnel, compute
// routes, raise the tunnels that work then, and go on until none is raised: what a network does that is
// switched on. Every state must still follow from the routes it leads to; one that does not is the circle
// above. Then start from all tunnels up and take down what does not work, which is what history could have
// left. When both ends meet, the state is the only one that devices can be in. Else the tunnels in question
// are named and no table is certain. Which interface works is the rule of its end (model::TunnelCarrier).
// Ends that work and do not get through to each other both ways are a link on which neighbours do not hear
// each other. An interface of WireGuard works whatever its peers do; what goes to one that does not answer is
// lost. A pseudowire works while a labelled path leads to its far end and back, and routes for the sessions
// of LDP do, or BGP tells both ends of each other: its ports work or do not. Cost: routes of the whole
// network two times when all tunnels work, else once for each step up or down that changes an interface or a
// link: what IPsec alone protects without an interface is no matter of routes.

#include "exposure/tunnel_states.h"

#include <algorithm>

namespace ringfence::exposure {

using forwarding::PeerState;
using forwarding::Tunnel;
using forwarding::TunnelId;
using forwarding::TunnelsUp;
using model::TunnelCarrier;

TunnelProbe::TunnelProbe(const routing::Network& network, const forwarding::TunnelTable& tunnels,
                         forwarding::Walker& walker, net::PacketSpace& space)
    : network_(network),
      tunnels_(tunnels),
      walker_(walker),
      space_(space),
      outer_(tunnels.tunnels().size() * 2) {}

bool TunnelProbe::Answers(TunnelId tunnel, const routing::RoutingState& state, const TunnelsUp& up) {
  const bool ipsec = tunnels_[tunnel].config(network_).ipsec;
  for (TunnelId side : {tunnel, tunnels_[tunnel].reverse}) {
    walker_.TakeAskedLists();
    if (!Arrives(side, false, state, up)) return false;
    // Without a list on the way, IKE goes where ESP goes.
    if (ipsec && walker_.TakeAskedLists() && !Arrives(side, true, state, up)) return false;
  }
  return true;
}

bool TunnelProbe::Arrives(TunnelId tunnel, bool ike, const routing::RoutingState& state,
                          const TunnelsUp& up) {
  net::PacketHeader header = walker_.OuterPacket(tunnel, state);
  if (ike) {
    header.protocol = net::kProtocolUdp;
    header.source_port = header.destination_port = 500;  // RFC 7296 section 2
  }
  const Tunnel& facts = tunnels_[tunnel];
  std::optional<net::PacketSet>& known = outer_[tunnel.index() * 2 + (ike ? 1 : 0)];
  // Routes decide what WireGuard writes outside.
  if (facts.config(network_).wireguard) {
    known = walker_.OuterPackets(tunnel, state);
  } else if (!known) {
    known = space_.Of(header);
  }
  forwarding::WalkQuery query{facts.end.node, {}, facts.peer.node, *known, header.destination};
  query.table = walker_.OuterTable(tunnel);
  query.outer_of = tunnel;
  return std::ranges::any_of(walker_.Walk(query, state, up),
                             [](const forwarding::WalkGraph& graph) { return graph.delivers; });
}

bool TunnelProbe::HasRoute(TunnelId tunnel, const routing::RoutingState& state) const {
  const routing::TableId table = walker_.OuterTable(tunnel);
  const model::TunnelConfig& config = tunnels_[tunnel].config(network_);
  if (state.Receives(table, config.local) == nullptr) return false;
  const routing::FibEntry* entry = state.fib(table).Lookup(config.peer);
  if (entry == nullptr) return false;
  const auto itself = [&](const routing::NextHop& hop) {
    return !hop.discard && hop.interface == tunnels_[tunnel].end.interface;
  };
  return entry->receive || std::ranges::none_of(state.fib(table).HopsOf(*entry), itself);
}

TunnelProbe::Way TunnelProbe::IsTold(const Tunnel& wire, const routing::RoutingState& state) const {
  const net::IpAddress& peer = wire.config(network_).peer;
  if (!wire.far_ends.valid()) return Way::kNo;
  const routing::Fib& fib = state.fib(wire.far_ends);
  const routing::FibEntry* entry = fib.Find(net::Prefix::Host(peer));
  if (entry == nullptr) return Way::kNo;
  // Its label must be that of the far end: another next hop is not followed.
  const auto of_far_end = [&](const routing::NextHop& hop) {
    return hop.push.valid() &&
           state.labels()[hop.push].back() ==
               routing::Label{routing::LabelKind::kBridge, tunnels_[wire.reverse].far_ends};
  };
  const std::span<const routing::NextHop> hops = fib.HopsOf(*entry);
  const bool certain = !entry->ambiguous && !hops.empty() && std::ranges::all_of(hops, of_far_end);
  return certain ? Way::kYes : Way::kMaybe;
}

TunnelProbe::Way TunnelProbe::PassesOneWay(TunnelId pseudowire, const routing::RoutingState& state,
                                           const TunnelsUp& up) {
  const Tunnel& wire = tunnels_[pseudowire];
  const routing::Fib& fib = state.fib(wire.end.node);
  const routing::FibEntry* entry = fib.Lookup(wire.config(network_).peer);
  const Way told = wire.by_evpn ? IsTold(wire, state) : Way::kYes;
  if (entry == nullptr || told == Way::kNo) return Way::kNo;
  forwarding::WalkQuery query{wire.end.node, {}, wire.peer.node, space_.All(net::Family::kIpv4), {}};
  query.pseudowire = pseudowire;
  query.pseudowire_depth = 1;
  const std::vector<forwarding::WalkGraph> graphs = walker_.Walk(query, state, up);
  if (graphs.size() != 1) return Way::kMaybe;
  const forwarding::WalkGraph& graph = graphs.front();
  const bool leaves = std::ranges::any_of(
      graph.steps, [&wire](const forwarding::Step& step) { return step.node != wire.end.node; });
  // Routes into tunnels: whether pseudowires follow them is not modelled.
  const bool shortcut =
      std::ranges::any_of(fib.HopsOf(*entry), [](const routing::NextHop& hop) { return hop.push.valid(); });
  if (told == Way::kMaybe || shortcut || entry->ambiguous || !graph.ambiguous_nodes.empty())
    return Way::kMaybe;
  if (graph.delivers_all) return Way::kYes;
  return graph.delivers || leaves ? Way::kMaybe : Way::kNo;
}

TunnelProbe::Way TunnelProbe::Passes(TunnelId pseudowire, const routing::RoutingState& state,
                                     const TunnelsUp& up) {
  const Way there = PassesOneWay(pseudowire, state, up);
  const Way back = PassesOneWay(tunnels_[pseudowire].reverse, state, up);
  return there == back ? there : Way::kMaybe;
}

TunnelSettling::TunnelSettling(const routing::Network& network, const forwarding::TunnelTable& tunnels,
                               const routing::RoutingEngine& engine, TunnelProbe& probe)
    : network_(network), tunnels_(tunnels), engine_(engine), probe_(probe), interfaces_(network) {}

TunnelStates TunnelSettling::Settle(const routing::FailureState& base, routing::Scratch& scratch,
                                    routing::RoutingState& state) {
  base_ = base;
  computed_.reset();
  known_.clear();
  states_.undecided.clear();
  interfaces_.Compute(base, usable_);
  const Statuses none(tunnels_.tunnels().size());
  // In this order the answer, which both ends come to as a rule, is asked for last and stays applied.
  Ask(none, scratch, state);
  Ask(Best(), scratch, state);
  const Statuses now = Climb(none, nullptr, scratch, state);
  const Statuses from_top = Climb(Best(), &now, scratch, state);
  NoteDifferences(now, from_top);
  if (applied_ != from_top) Try(from_top, scratch, state);
  const std::vector<TunnelId>& open = Ask(from_top, scratch, state).open;
  states_.undecided.insert(states_.undecided.end(), open.begin(), open.end());
  std::ranges::sort(states_.undecided);
  const auto rest = std::ranges::unique(states_.undecided);
  states_.undecided.erase(rest.begin(), rest.end());
  if (states_.undecided.empty()) return states_;
  states_.failure.MarkUndecided();
  state = engine_.Compute(states_.failure, scratch);
  return states_;
}

TunnelSettling::Statuses TunnelSettling::Step(Statuses from, const Statuses& to, bool up) {
  const auto both = [up](bool a, bool b) { return up ? a || b : a && b; };
  for (std::size_t i = 0; i < from.size(); ++i)
    from[i] = {both(from[i].carrier, to[i].carrier), both(from[i].sends, to[i].sends),
               both(from[i].hears, to[i].hears)};
  return from;
}

TunnelSettling::Statuses TunnelSettling::Climb(Statuses statuses, const Statuses* settled,
                                               routing::Scratch& scratch, routing::RoutingState& state) {
  for (;;) {
    if (settled != nullptr && statuses == *settled) return statuses;
    const Statuses& found = Ask(statuses, scratch, state).found;
    Statuses next = Step(statuses, found, settled == nullptr);
    if (next == statuses) {
      NoteDifferences(statuses, found);
      return statuses;
    }
    statuses = std::move(next);
  }
}

bool TunnelSettling::Usable(const forwarding::TunnelEnd& end) const {
  if (!end.node.valid() || base_.nodes_down().Test(end.node.index())) return false;
  return !end.interface.valid() || usable_[network_.SlotOf({end.node, end.interface})] != 0;
}

/// What no tunnel can exceed.
TunnelSettling::Statuses TunnelSettling::Best() const {
  Statuses best;
  for (const Tunnel& tunnel : tunnels_.tunnels()) {
    const bool guards = tunnel.config(network_).guards();
    const bool matched = tunnel.state == PeerState::kMatched && Usable(tunnel.peer);
    const bool may_work = matched || tunnel.state == PeerState::kOutside ||
                          tunnel.config(network_).carrier != TunnelCarrier::kPeer;
    const bool works = Usable(tunnel.end) && may_work;
    if (tunnel.is_overlay() || tunnel.pseudowire) {
      const bool all = works && (matched || !tunnel.pseudowire);
      best.push_back({all, all, all});
      continue;
    }
    best.push_back({works, works && (matched || !guards), works && matched});
  }
  return best;
}

TunnelSettling::Status TunnelSettling::PseudowireStatus(TunnelId id, const routing::RoutingState& state) {
  const Tunnel& wire = tunnels_[id];
  const bool matched = wire.state == PeerState::kMatched && Usable(wire.peer) &&
                       tunnels_[wire.reverse].state == PeerState::kMatched;
  if (!matched) return {};
  const TunnelProbe::Way way = probe_.Passes(id, state, states_.up);
  if (way == TunnelProbe::Way::kMaybe) open_.push_back(id);
  const bool up = way == TunnelProbe::Way::kYes;
  return {up, up, up};
}

TunnelSettling::Status TunnelSettling::StatusOf(TunnelId id, const routing::RoutingState& state) {
  const Tunnel& tunnel = tunnels_[id];
  const model::TunnelConfig& config = tunnel.config(network_);
  if (!Usable(tunnel.end)) return {};
  if (tunnel.is_overlay()) return {true, true, true};  // no interface of its own; nobody agrees on it
  if (tunnel.pseudowire) return PseudowireStatus(id, state);
  const bool matched = tunnel.state == PeerState::kMatched && Usable(tunnel.peer);
  const bool answers = matched && probe_.Answers(id, state, states_.up);
  // Nobody can say whether a peer outside of the network answers; what is sent to it leaves in any case.
  const bool may_answer = answers || tunnel.state == PeerState::kOutside;
  Status status;
  switch (config.carrier) {
    case TunnelCarrier::kPeer:
      status.carrier = may_answer;
      break;
    case TunnelCarrier::kRoute:
      status.carrier = probe_.HasRoute(id, state);
      // With IPsec around, some say it goes by the agreement instead.
      if (config.ipsec && status.carrier != may_answer) open_.push_back(id);
      break;
    case TunnelCarrier::kSelf:
      status.carrier = true;
      break;
  }
  status.sends = config.guards() ? answers : status.carrier;
  status.hears = answers && status.carrier;
  return status;
}

const TunnelSettling::Answer& TunnelSettling::Ask(const Statuses& statuses, routing::Scratch& scratch,
                                                  routing::RoutingState& state) {
  const auto known = std::ranges::find(known_, statuses, &Answer::asked);
  return known == known_.end() ? Try(statuses, scratch, state) : *known;
}

const TunnelSettling::Answer& TunnelSettling::Try(const Statuses& statuses, routing::Scratch& scratch,
                                                  routing::RoutingState& state) {
  Apply(statuses);
  if (computed_ != states_.failure) state = engine_.Compute(states_.failure, scratch);
  computed_ = states_.failure;
  applied_ = statuses;
  open_.clear();
  Statuses found;
  for (std::size_t i = 0; i < statuses.size(); ++i) found.push_back(StatusOf(TunnelId(i), state));
  return known_.emplace_back(statuses, std::move(found), open_);
}

void TunnelSettling::Apply(const Statuses& statuses) {
  states_.failure = base_;
  states_.up.assign(statuses.size(), false);
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    const Tunnel& tunnel = tunnels_[TunnelId(i)];
    states_.up[i] = statuses[i].sends;
    if (tunnel.end.interface.valid() && !statuses[i].carrier)
      states_.failure.FailInterface({tunnel.end.node, tunnel.end.interface});
    if (tunnel.link.valid() && !statuses[i].hears) states_.failure.SilenceLink(tunnel.link);
  }
}

void TunnelSettling::NoteDifferences(const Statuses& a, const Statuses& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) states_.undecided.push_back(TunnelId(i));
  }
}

}  // namespace ringfence::exposure
