// Following all packets at once.
//
// Problem: a flow is a set of packets; access lists and more-specific routes treat parts of it differently,
// and every equal-cost branch counts.
// Idea: walk the whole set as if it were one packet. When some condition on the way (a list, a longest match,
// a tunnel selector) holds for a part of the set only, stop, split the set along that condition and walk
// both parts afresh. Each final graph is therefore exact for every packet of its class, and one sample packet
// witnesses it. A breadth-first search over (node, incoming interface, tunnels around the packet) visits each
// state once, so loops end; they are found afterwards as cycles of the graph.
// Cost: classes * (steps * branches) lookups; one set operation per condition that could split.

#include "forwarding/walk.h"

#include <algorithm>
#include <deque>

#include "forwarding/class_walk.h"
#include "forwarding/wireguard_outer.h"

namespace ringfence::forwarding {

Walker::Walker(const routing::Network& network, const TunnelTable& tunnels, net::PacketSpace& space)
    : network_(network),
      tunnels_(tunnels),
      space_(space),
      access_lists_(space),
      first_hops_(network),
      covered_(tunnels.tunnels().size()),
      accepted_(tunnels.tunnels().size()),
      visited_(network.nodes().size()) {}

namespace {

std::uint8_t OuterProtocol(const model::TunnelConfig& config) {
  if (config.ipsec) return net::kProtocolEsp;
  if (config.encapsulation == model::Encapsulation::kGre) return net::kProtocolGre;
  return config.carries4 ? net::kProtocolIpv4Inside : net::kProtocolIpv6Inside;
}

}  // namespace

net::PacketHeader Walker::OuterPacket(TunnelId tunnel, const routing::RoutingState& state) const {
  const model::TunnelConfig& config = tunnels_[tunnel].config(network_);
  if (config.wireguard) return WireGuardOuterOf(network_, tunnels_, tunnel, state).sample;
  net::PacketHeader header;
  header.source = config.local;
  header.destination = config.peer;
  header.protocol = OuterProtocol(config);
  if (!tunnels_[tunnel].vni) return header;
  // The source port is a hash of what is inside (RFC 7348 section 5); one stands for all.
  const auto& vxlan = network_.nodes()[tunnels_[tunnel].end.node.index()].config.device.vxlan;
  header.protocol = net::kProtocolUdp;
  header.source_port = kVxlanSourcePort;
  header.destination_port = vxlan->udp_port;
  return header;
}

net::PacketSet Walker::OuterPackets(TunnelId tunnel, const routing::RoutingState& state) {
  const Tunnel& facts = tunnels_[tunnel];
  if (facts.outer) return space_.Of(*facts.outer);
  if (!facts.config(network_).wireguard) return space_.Of(OuterPacket(tunnel, state));
  const WireGuardOuter outer = WireGuardOuterOf(network_, tunnels_, tunnel, state);
  if (!outer.any_source_port && !outer.any_destination_port) return space_.Of(outer.sample);
  net::HeaderMatch match{.family = outer.sample.source.family};
  match.source = {net::AddressMatch::Of(net::Prefix::Host(outer.sample.source))};
  match.destination = {net::AddressMatch::Of(net::Prefix::Host(outer.sample.destination))};
  match.protocol = {{net::kProtocolUdp, net::kProtocolUdp}};
  if (!outer.any_source_port) match.source_port = {{outer.sample.source_port, outer.sample.source_port}};
  if (!outer.any_destination_port)
    match.destination_port = {{outer.sample.destination_port, outer.sample.destination_port}};
  match.fragment = false;
  match.dscp = outer.sample.dscp;
  return space_.Of(match);
}

routing::TableId Walker::OuterTable(TunnelId tunnel) const {
  const model::NodeId node = tunnels_[tunnel].end.node;
  const model::TunnelConfig& config = tunnels_[tunnel].config(network_);
  if (config.underlay_vrf) {
    const routing::TableId table = network_.FindTable(node, *config.underlay_vrf);
    return table.valid() ? table : network_.MainTable(node);
  }
  const net::IpAddress& local = config.local;
  const auto& interfaces = network_.nodes()[node.index()].config.device.interfaces;
  for (std::size_t i = 0; i < interfaces.size(); ++i) {
    for (const model::InterfaceAddress& address : interfaces[i].addresses) {
      if (address.address.address == local) return network_.TableAt({node, model::InterfaceIndex(i)});
    }
  }
  return network_.MainTable(node);
}

std::vector<const Translated*> WalkGraph::TranslationsBetween(const Step& from, const Step& to) const {
  std::vector<TranslationId> all;  // of `to`, the last first
  for (TranslationId id = to.translation; id.valid(); id = translations[id.index()].before) all.push_back(id);
  std::vector<const Translated*> between;
  TranslationId common = from.translation;
  for (; common.valid() && std::ranges::find(all, common) == all.end();
       common = translations[common.index()].before)
    between.push_back(&translations[common.index()]);
  const auto known = std::ranges::find(all, common);
  for (auto id = known; id != all.begin();) between.push_back(&translations[(--id)->index()]);
  return between;
}

namespace {

/// Packets to (from) addresses that belong to a WireGuard peer: the longest prefix around an address decides
/// among the peers of the interface, and of equal ones the one that was given last.
net::PacketSet OfPeer(net::PacketSpace& space, const model::Device& device, const model::TunnelConfig& tunnel,
                      net::PacketSet (net::PacketSpace::*packets)(const net::Prefix&)) {
  net::PacketSet all = space.None();
  for (const net::Prefix& prefix : tunnel.wireguard->allowed) {
    net::PacketSet of_prefix = (space.*packets)(prefix);
    bool later = false;
    for (const model::TunnelConfig& other : device.tunnels) {
      later = later || &other == &tunnel;
      const bool beside = &other != &tunnel && other.bind_interface == tunnel.bind_interface;
      if (!beside || !other.wireguard) continue;
      for (const net::Prefix& theirs : other.wireguard->allowed) {
        const bool takes = prefix.Contains(theirs) && (theirs != prefix || later);
        if (takes) of_prefix = space.Minus(of_prefix, (space.*packets)(theirs));
      }
    }
    all = space.Or(all, of_prefix);
  }
  return all;
}

}  // namespace

net::PacketSet Walker::Accepted(TunnelId tunnel) {
  std::optional<net::PacketSet>& known = accepted_[tunnel.index()];
  const Tunnel& facts = tunnels_[tunnel];
  if (!known)
    known = OfPeer(space_, network_.nodes()[facts.end.node.index()].config.device, facts.config(network_),
                   &net::PacketSpace::FromPrefix);
  return *known;
}

net::PacketSet Walker::Answered(const model::Endpoint& end) {
  if (network_.nodes()[end.node.index()].config.device.translations.empty()) return {};
  const auto [known, is_new] = answered_.try_emplace(network_.SlotOf(end));
  if (!is_new) return known->second;
  net::HeaderMatch match;
  for (const net::Prefix& prefix : AnsweredAt(network_, end))
    match.destination.push_back(net::AddressMatch::Of(prefix));
  if (!match.destination.empty()) known->second = space_.Of(match);
  return known->second;
}

net::PacketSet Walker::Covered(TunnelId tunnel) {
  std::optional<net::PacketSet>& known = covered_[tunnel.index()];
  if (known) return *known;
  const model::TunnelConfig& config = tunnels_[tunnel].config(network_);
  if (config.wireguard) {
    const model::Device& device = network_.nodes()[tunnels_[tunnel].end.node.index()].config.device;
    known = OfPeer(space_, device, config, &net::PacketSpace::ToPrefix);
    return *known;
  }
  net::PacketSet covered = space_.None();
  for (const net::HeaderMatch& selector : config.selectors) covered = space_.Or(covered, space_.Of(selector));
  net::PacketSet carried = space_.None();
  if (config.carries4) carried = space_.Or(carried, space_.All(net::Family::kIpv4));
  if (config.carries6) carried = space_.Or(carried, space_.All(net::Family::kIpv6));
  covered = config.selectors.empty() ? carried : space_.And(covered, carried);
  known = covered;
  return covered;
}

namespace {

/// By step: the first step of frames on the same way to the same interface, else itself. Between switches all
/// ways of frames are followed; together they may look like a circle, and no frame goes in one.
std::vector<std::uint32_t> Places(const WalkGraph& graph) {
  std::vector<std::uint32_t> places;
  for (std::uint32_t i = 0; i < graph.steps.size(); ++i) {
    const Step& step = graph.steps[i];
    std::uint32_t place = i;
    for (std::uint32_t other = 0; step.switches() && other < i; ++other) {
      const Step& before = graph.steps[other];
      const bool same = before.frame_to == step.frame_to && before.depth == step.depth &&
                        before.stack == step.stack && before.labels == step.labels;
      if (same) place = std::min(place, places[other]);
    }
    places.push_back(place);
  }
  return places;
}

/// Marks what follows from the endings and from cycles.
void Conclude(WalkGraph& graph) {
  std::vector<std::uint32_t> incoming(graph.steps.size(), 0);
  std::vector<std::vector<std::uint32_t>> next(graph.steps.size());
  const std::vector<std::uint32_t> places = Places(graph);
  for (const Branch& branch : graph.branches) {
    const std::uint32_t from = places[branch.from.index()];
    const std::uint32_t to = places[branch.to.index()];
    if (from == to && branch.from != branch.to) continue;
    ++incoming[to];
    next[from].push_back(to);
  }
  // Kahn's order: steps that never become free of incoming edges lie on or behind a cycle.
  std::vector<std::uint32_t> free;
  for (std::uint32_t i = 0; i < graph.steps.size(); ++i) {
    if (incoming[i] == 0) free.push_back(i);
  }
  std::size_t ordered = 0;
  while (!free.empty()) {
    const std::uint32_t step = free.back();
    free.pop_back();
    ++ordered;
    for (std::uint32_t to : next[step]) {
      if (--incoming[to] == 0) free.push_back(to);
    }
  }
  for (std::uint32_t i = 0; ordered < graph.steps.size() && i < graph.steps.size(); ++i) {
    if (incoming[i] != 0) graph.endings.push_back({StepId(i), Disposition::kLoop, {}, {}});
  }
  graph.delivers = std::ranges::any_of(
      graph.endings, [](const Ending& e) { return e.disposition == Disposition::kDelivered; });
  graph.delivers_all = graph.delivers && std::ranges::all_of(graph.endings, [](const Ending& e) {
                         return e.disposition == Disposition::kDelivered;
                       });
  graph.leaves = std::ranges::any_of(
      graph.endings, [](const Ending& e) { return e.disposition == Disposition::kLeavesNetwork; });
}

}  // namespace

std::vector<WalkGraph> Walker::Walk(const WalkQuery& query, const routing::RoutingState& state,
                                    const TunnelsUp& up) {
  std::vector<WalkGraph> graphs;
  std::deque<net::PacketSet> classes;
  if (!query.packets.empty()) classes.push_back(query.packets);
  while (!classes.empty()) {
    const net::PacketSet packets = classes.front();
    classes.pop_front();
    WalkGraph graph;
    graph.packets = packets;
    if (const auto sample = space_.Sample(packets)) graph.sample = *sample;
    if (graphs.size() + classes.size() >= kClassCountMax) {
      graphs.push_back(std::move(graph));
      continue;
    }
    ClassWalk walk(*this, query, state, up, graph);
    if (const auto condition = walk.Run()) {
      classes.push_back(space_.And(packets, *condition));
      classes.push_back(space_.Minus(packets, *condition));
      continue;
    }
    Conclude(graph);
    graphs.push_back(std::move(graph));
  }
  return graphs;
}

}  // namespace ringfence::forwarding
