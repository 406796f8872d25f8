// Ways of labelled packets.
//
// Problem: a packet with labels is not looked up by its addresses: each router on the way swaps the outermost
// label for the one that the next router gave for the same prefix, and the router before the last takes it
// off (RFC 3031 3.10, 3.16; RFC 5036). Numbers do not matter, meanings do: at each router the way of a prefix
// is that of its route of exactly this prefix, over neighbours that have given a label for it. Idea: nothing
// is distributed. Who has a label for a prefix follows from the routes of all: routers with independent
// control have one for each route they may bind, which is looked at for those that a way meets; those with
// ordered control when a next hop has one, found for all by repeating until nothing changes. Where the next
// hop has none, the label comes off and the packet goes on by its addresses, or is lost when another label is
// below, for nobody there knows it (tests/live/l3vpn_live.py). Retention is liberal everywhere, so the way
// follows the route at once. Cost: a router and prefix once O(log routes), with ordered control all routers;
// an action O(hops log routes).

#include "routing/registry_labels.h"

#include <algorithm>

namespace ringfence::routing {
namespace {

/// A route whose packets end at the router, or are looked up again there.
bool EndsHere(const Fib& fib, const FibEntry& entry) {
  if (entry.receive || entry.protocol <= Protocol::kLocal) return true;
  const std::span<const NextHop> hops = fib.HopsOf(entry);
  return std::ranges::any_of(hops, &NextHop::discard);
}

}  // namespace

std::vector<LabelAction> LabelWays::ActionsOf(const model::Endpoint& at, const Label& label) {
  const model::NodeId node = at.node;
  std::vector<LabelAction> actions;
  if (label.kind == LabelKind::kUnknown || label.kind == LabelKind::kVxlan || label.kind == LabelKind::kSrv6)
    return {{.kind = LabelAction::kNotComputed}};
  if (label.kind == LabelKind::kPrefix) {
    AddWays(node, label, !at.interface.valid(), actions);
  } else if (label.kind == LabelKind::kSid && label.number != sr::kShortestPath) {
    AddFlexible(node, label, !at.interface.valid(), actions);
  } else if (label.kind == LabelKind::kSid) {
    sids_.AddReceived(node, label, actions);
  } else if (label.kind == LabelKind::kNumber) {
    static_.AddReceived(at, label, actions);
  } else if (label.kind == LabelKind::kTunnel) {
    tunnels_.AddActions(at, plan_.network.tables()[label.table.index()].node, label, actions);
  } else if (plan_.network.tables()[label.table.index()].node != node) {
    // A router that gives labels of its own may have given one of the same number.
    const bool gives = !plan_.network.nodes()[node.index()].config.vrfs.empty() ||
                       plan_.static_lsps.KnowsLabels(node) ||
                       !plan_.network.nodes()[node.index()].config.device.l2_services.empty();
    if (gives) actions.push_back({.kind = LabelAction::kNotComputed});
  } else if (label.kind == LabelKind::kPseudowire || label.kind == LabelKind::kBridge) {
    actions.push_back({.kind = LabelAction::kFrame});
  } else if (label.kind == LabelKind::kVpnRoute) {
    AddVpnRoute(label, actions);
  } else if (label.kind == LabelKind::kTable) {
    actions.push_back({.kind = LabelAction::kLookUp, .table = label.table});
  } else {
    AddRoute(label, actions);
  }
  if (actions.empty()) actions.push_back({.kind = LabelAction::kLost});
  return actions;
}

void LabelWays::AddRoute(const Label& label, std::vector<LabelAction>& actions) {
  const Fib& fib = tables_.FibOf(label.table);
  const FibEntry* entry = fib.Find(plan_.prefixes[label.prefix]);
  if (entry == nullptr) return;
  if (EndsHere(fib, *entry))
    return actions.push_back({.kind = LabelAction::kLookUp, .table = label.table, .entry = entry});
  if (label.table == tables_.MainTable(entry->node)) {
    // A labelled route to here goes on as the router would send its own labelled packets (RFC 8277).
    const bool starts = !IsBgp(entry->protocol) && entry->prefix.family() == net::Family::kIpv4;
    return starts ? AddStarting(*entry, {LabelKind::kPrefix, {}, label.prefix}, actions)
                  : AddHops(*entry, label, actions);
  }
  for (const NextHop& hop : fib.HopsOf(*entry))
    actions.push_back({.kind = LabelAction::kPop, .hop = hop, .entry = entry});
}

namespace {

/// The hop, and what it pushes apart from it: where the labels decide, nothing of the hop is left.
LabelAction Pushing(const NextHop& hop, LabelStackId push, const FibEntry* entry) {
  LabelAction action{.kind = LabelAction::kPush, .push = push, .entry = entry};
  if (!hop.direct) return action;
  action.hop.interface = hop.interface;
  action.hop.gateway = hop.gateway;
  return action;
}

}  // namespace

void LabelWays::AddHops(const FibEntry& entry, const Label& label, std::vector<LabelAction>& actions) {
  for (const NextHop& hop : tables_.FibOf(entry.table).HopsOf(entry)) {
    if (hop.push.valid())
      actions.push_back(Pushing(hop, hop.push, &entry));
    else
      actions.push_back({.kind = LabelAction::kUnlabelled, .hop = hop, .label = label, .entry = &entry});
  }
}

void LabelWays::AddVpnRoute(const Label& label, std::vector<LabelAction>& actions) {
  std::vector<bgp::BgpHop> hops;
  const bool doubtful = tables_.VpnHopsOf(label.table, label.prefix, label.number, hops);
  for (const bgp::BgpHop& hop : hops) AddTowards(tables_.FibOf(label.table), hop, actions);
  if (doubtful && actions.empty()) actions.push_back({.kind = LabelAction::kNotComputed});
  for (LabelAction& action : actions) action.doubtful = action.doubtful || doubtful;
}

void LabelWays::AddTowards(const Fib& fib, const bgp::BgpHop& hop, std::vector<LabelAction>& actions) {
  const FibEntry* entry = fib.Lookup(*hop.next_hop);
  if (entry == nullptr) return;
  if (entry->receive) return actions.push_back({.kind = LabelAction::kNotComputed});
  const LabelStackId own = labels_.Intern({hop.label});
  const bool subnet = entry->protocol <= Protocol::kLocal;
  // Which colour the route has is not asked for here.
  if (!plan_.sr.ConfigOf(entry->node).steering.empty())
    actions.push_back({.kind = LabelAction::kNotComputed});
  const PrefixIndex through = plan_.prefixes.Find(entry->prefix);
  for (NextHop way : fib.HopsOf(*entry)) {
    if (way.discard) {
      actions.push_back({.kind = LabelAction::kPop, .hop = way, .entry = entry});
      continue;
    }
    if (!way.gateway) way.gateway = hop.next_hop;
    way.direct = way.push.valid() ? way.direct : subnet;
    const LabelStackId above =
        way.push.valid() || subnet ? way.push : labels_.Intern({{LabelKind::kPrefix, {}, through}});
    actions.push_back(Pushing(way, labels_.Joined(above, own), entry));
  }
}

void LabelWays::AddWays(model::NodeId node, const Label& label, bool starts,
                        std::vector<LabelAction>& actions) {
  const net::Prefix& prefix = plan_.prefixes[label.prefix];
  const Fib& fib = tables_.FibOf(tables_.MainTable(node));
  const FibEntry* entry = fib.Find(prefix);
  if (entry == nullptr) return;
  if (EndsHere(fib, *entry)) return actions.push_back({.kind = LabelAction::kContinue, .entry = entry});
  if (IsBgp(entry->protocol) && tables_.OffersLabelled(entry->table, label.prefix))
    return AddHops(*entry, label, actions);
  if (starts) return AddStarting(*entry, label, actions);
  AddLdpWays(*entry, label, starts, actions);
}

void LabelWays::AddFlexible(model::NodeId node, const Label& label, bool starts,
                            std::vector<LabelAction>& actions) {
  const FlexWays::Step step = flexible_.StepOf(node, label);
  if (!starts || step.state != FlexWays::Step::kDown) return flexible_.AddActions(node, label, actions);
  AddWays(node, {LabelKind::kPrefix, {}, label.prefix}, true, actions);
  for (LabelAction& action : actions) action.doubtful = action.doubtful || step.doubtful;
}

void LabelWays::AddStarting(const FibEntry& entry, const Label& label, std::vector<LabelAction>& actions) {
  const model::NodeId node = entry.node;
  const StaticLspWays::Way typed = static_.Begins(entry);
  if (typed == StaticLspWays::Way::kOpen) return actions.push_back({.kind = LabelAction::kNotComputed});
  const bool by_sid = sids_.AnyWay(node, entry);
  const bool by_ldp = std::ranges::any_of(tables_.FibOf(entry.table).HopsOf(entry), [&](const NextHop& hop) {
    return BeginsByLdp(node, hop, label.prefix);
  });
  const sr::OverLdp over = plan_.sr.ConfigOf(node).over_ldp;
  const std::size_t first = actions.size();
  bool rivals = false;
  if (typed == StaticLspWays::Way::kUp) {
    static_.AddStarting(entry, actions);
    rivals = by_sid || by_ldp;
  } else if (!by_sid || (by_ldp && over == sr::OverLdp::kNo)) {
    AddLdpWays(entry, label, true, actions);
  } else {
    sids_.AddStarting(node, entry, label, actions);
    rivals = by_ldp && over == sr::OverLdp::kOpen;
  }
  for (std::size_t i = first; i < actions.size(); ++i) actions[i].doubtful = actions[i].doubtful || rivals;
}

void LabelWays::AddLdpWays(const FibEntry& entry, const Label& label, bool starts,
                           std::vector<LabelAction>& actions) {
  const model::NodeId node = entry.node;
  const net::Prefix& prefix = entry.prefix;
  const bool uses = !starts || plan_.ldp.Begins(node, prefix);
  for (const NextHop& hop : tables_.FibOf(entry.table).HopsOf(entry)) {
    LabelAction action{.kind = LabelAction::kUnlabelled, .hop = hop, .label = label, .entry = &entry};
    action.bare = plan_.ldp.ConfigOf(node).sends_bare || plan_.sr.ConfigOf(node).sends_bare;
    if (const auto peer = PeerOver(node, hop, prefix); uses && peer && Binds(*peer, label.prefix)) {
      action.kind = Ends(*peer, prefix) ? LabelAction::kPop : LabelAction::kSwap;
      if (!hop.gateway) action.hop.gateway = prefix.address;
    } else if (const auto next =
                   plan_.network.NeighborBy({node, hop.interface}, hop.gateway.value_or(prefix.address))) {
      action.doubtful = (uses && plan_.ldp.MayHaveMore(next->node)) || (starts && MayHaveSid(entry)) ||
                        (!starts && static_.Begins(entry) != StaticLspWays::Way::kNone);
    }
    actions.push_back(action);
  }
}

LabelWays::Binding LabelWays::BindingOf(model::NodeId node, PrefixIndex index) {
  if (!plan_.ldp.Runs(node) || !tables_.NodeUp(node)) return Binding::kNo;
  const net::Prefix& prefix = plan_.prefixes[index];
  const ldp::LdpConfig& config = plan_.ldp.ConfigOf(node);
  if (OwnsPrefix(node, prefix)) return plan_.ldp.BindsOwn(node, prefix) ? Binding::kYes : Binding::kNo;
  const FibEntry* entry = tables_.FibOf(tables_.MainTable(node)).Find(prefix);
  if (config.binds_labelled_bgp && (entry == nullptr || IsBgp(entry->protocol)) &&
      tables_.OffersLabelled(tables_.MainTable(node), index))
    return Binding::kYes;
  const bool host = prefix == net::Prefix::Host(prefix.address);
  if (entry == nullptr || IsBgp(entry->protocol) || (!host && config.hosts_only) ||
      !plan_.ldp.PassesOn(node, prefix))
    return Binding::kNo;
  return config.ordered && !EndsWithoutLdp(node, prefix) ? Binding::kWaits : Binding::kYes;
}

bool LabelWays::Binds(model::NodeId node, PrefixIndex index) {
  const auto [known, added] = binders_.try_emplace(index);
  std::vector<Binding>& bindings = known->second;
  if (added) {
    bindings.assign(plan_.network.nodes().size(), Binding::kUnknown);
    if (plan_.ldp.any_ordered()) SettleBindings(index, bindings);
  }
  Binding& binding = bindings[node.index()];
  if (binding == Binding::kUnknown) binding = BindingOf(node, index);
  return binding == Binding::kYes;
}

void LabelWays::SettleBindings(PrefixIndex index, std::vector<Binding>& bindings) {
  std::vector<model::NodeId> waiting;  // for a label of their next hop
  for (std::size_t n = 0; n < bindings.size(); ++n) {
    bindings[n] = BindingOf(model::NodeId(n), index);
    if (bindings[n] == Binding::kWaits) waiting.emplace_back(n);
  }
  for (bool again = true; again;) {
    again = false;
    for (const model::NodeId node : waiting) {
      if (bindings[node.index()] == Binding::kYes) continue;
      const Fib& fib = tables_.FibOf(tables_.MainTable(node));
      const bool told = std::ranges::any_of(fib.HopsOf(*fib.Find(plan_.prefixes[index])),
                                            [&](const NextHop& hop) { return IsTold(node, hop, index); });
      if (told) bindings[node.index()] = Binding::kYes;
      again = again || told;
    }
  }
}

bool LabelWays::OwnsPrefix(model::NodeId node, const net::Prefix& prefix) const {
  const auto& interfaces = plan_.network.nodes()[node.index()].config.device.interfaces;
  for (std::size_t i = 0; i < interfaces.size(); ++i) {
    const bool counts = interfaces[i].vrf.empty() && tables_.PartOf({node, model::InterfaceIndex(i)}) != 0;
    if (counts && std::ranges::any_of(interfaces[i].addresses, [&prefix](const auto& address) {
          return address.address.subnet() == prefix;
        })) {
      return true;
    }
  }
  return false;
}

bool LabelWays::Ends(model::NodeId node, const net::Prefix& prefix) const {
  if (OwnsPrefix(node, prefix)) return !plan_.ldp.ConfigOf(node).explicit_null;
  return EndsWithoutLdp(node, prefix);
}

bool LabelWays::EndsWithoutLdp(model::NodeId node, const net::Prefix& prefix) const {
  if (!plan_.ldp.ConfigOf(node).ends_without_ldp) return false;
  const Fib& fib = tables_.FibOf(tables_.MainTable(node));
  const FibEntry* entry = fib.Find(prefix);
  if (entry == nullptr || IsBgp(entry->protocol)) return false;  // bound for its label of BGP
  return std::ranges::none_of(fib.HopsOf(*entry), [&](const NextHop& hop) {
    return !hop.discard && plan_.ldp.Speaks({node, hop.interface});
  });
}

std::optional<model::NodeId> LabelWays::PeerOver(model::NodeId node, const NextHop& hop,
                                                 const net::Prefix& prefix) {
  if (hop.discard || hop.push.valid()) return std::nullopt;
  const model::Endpoint out{node, hop.interface};
  if (!plan_.ldp.Speaks(out)) return std::nullopt;
  const auto peer = plan_.network.NeighborBy(out, hop.gateway.value_or(prefix.address));
  const bool labelled = peer && plan_.ldp.Speaks(*peer) && tables_.PartOf(out) != 0 &&
                        tables_.PartOf(out) == tables_.PartOf(*peer) && HaveSession(node, peer->node);
  return labelled ? std::optional(peer->node) : std::nullopt;
}

bool LabelWays::HaveSession(model::NodeId a, model::NodeId b) {
  const auto reaches = [this](model::NodeId from, model::NodeId to) {
    const std::optional<net::IpAddress>& far = plan_.ldp.TransportOf(to);
    return far && tables_.FibOf(tables_.MainTable(from)).Lookup(*far) != nullptr;
  };
  return reaches(a, b) && reaches(b, a);
}

bool LabelWays::IsTold(model::NodeId node, const NextHop& hop, PrefixIndex prefix) {
  const auto peer = PeerOver(node, hop, plan_.prefixes[prefix]);
  return peer && Binds(*peer, prefix);
}

bool LabelWays::BeginsByLdp(model::NodeId node, const NextHop& hop, PrefixIndex prefix) {
  return plan_.ldp.Begins(node, plan_.prefixes[prefix]) && IsTold(node, hop, prefix);
}

bgp::LabelledWay LabelWays::ToldOver(const FibEntry& entry, const NextHop& hop) {
  const model::NodeId node = entry.node;
  const StaticLspWays::Way typed = static_.Begins(entry);
  const bool told = BeginsByLdp(node, hop, plan_.prefixes.Find(entry.prefix));
  if (told || typed == StaticLspWays::Way::kUp) return bgp::LabelledWay::kYes;
  if (typed == StaticLspWays::Way::kOpen) return bgp::LabelledWay::kMaybe;
  if (hop.discard) return bgp::LabelledWay::kNo;
  const SrWays::Way way = sids_.Over(node, entry, hop);
  if (way == SrWays::Way::kOpen) return bgp::LabelledWay::kMaybe;
  if (way != SrWays::Way::kNone) return bgp::LabelledWay::kYes;
  const net::IpAddress& next = hop.gateway.value_or(entry.prefix.address);
  const auto peer = plan_.network.NeighborBy({node, hop.interface}, next);
  const bool more = peer && plan_.ldp.Begins(node, entry.prefix) && plan_.ldp.MayHaveMore(peer->node);
  const bool maybe = peer && (more || MayHaveSid(entry));
  return maybe ? bgp::LabelledWay::kMaybe : bgp::LabelledWay::kNo;
}

LabelStackId LabelWays::LabelFor(const FibEntry& entry) {
  const bool typed = plan_.network.nodes()[entry.node.index()].config.static_lsps.carries_igp &&
                     static_.Begins(entry) != StaticLspWays::Way::kNone;
  const bool carries = typed || (plan_.ldp.Runs(entry.node) && plan_.ldp.ConfigOf(entry.node).carries_igp) ||
                       (plan_.sr.Runs(entry.node) && plan_.sr.ConfigOf(entry.node).carries_igp);
  const bool follows = carries && entry.table == tables_.MainTable(entry.node);
  if (!follows || entry.receive || entry.protocol <= Protocol::kLocal || IsBgp(entry.protocol)) return {};
  const PrefixIndex prefix = plan_.prefixes.Find(entry.prefix);
  return prefix == kNoPrefix ? LabelStackId() : labels_.Intern({{LabelKind::kPrefix, {}, prefix}});
}

}  // namespace ringfence::routing
