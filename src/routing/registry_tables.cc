// From protocols to tables.
//
// Per prefix the least administrative distance wins, then within a protocol the least metric. Equal distances
// of two protocols are decided by each system in its own way, so the winner is marked ambiguous. Static
// routes that need recursion are settled by rounds: start with none of them, look every next hop up in the
// table so far, repeat until nothing changes. Routes that only support each other never start, and what has
// not settled after kRecursionRoundsMax rounds is not installed. Cost: O(prefixes) a node, a round more for
// each level of recursion.

#include "routing/registry_tables.h"

#include <algorithm>
#include <bit>

#include "base/check.h"

namespace ringfence::routing {
namespace {

using ospf::PathKind;
using static_routes::Resolution;

PrefixTable AllPrefixes(const Network& network) {
  std::vector<net::Prefix> prefixes;
  connected::CollectPrefixes(network, prefixes);
  static_routes::CollectPrefixes(network, prefixes);
  ospf::CollectPrefixes(network, prefixes);
  return PrefixTable(std::move(prefixes));
}

std::uint32_t LeastOspfDistance(const ospf::OspfConfig& config) {
  std::uint32_t least = 0xffffffff;
  for (const ospf::OspfProcess& process : config.processes) {
    least = std::min({least, process.distances.intra, process.distances.inter, process.distances.external});
  }
  return least;
}

void PlanInjection(const DeviceConfig& config, NodePlan& plan) {
  const std::uint32_t least = LeastOspfDistance(config.ospf);
  const bool statics_depend = std::ranges::any_of(config.static_routes.routes, [&](const auto& route) {
    const bool asks = route.recursive && route.next_hop && route.interface.empty() && !route.discard;
    return asks || route.distance >= least;
  });
  const bool several = config.ospf.processes.size() > 1;
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    for (const ospf::Redistribution& redistribution : process.redistributions) {
      plan.injects = true;
      if (redistribution.source == ospf::RedistributionSource::kOspf) plan.depends_on_tables = true;
      if (redistribution.source == ospf::RedistributionSource::kStatic)
        plan.depends_on_tables |= statics_depend;
    }
    if (!process.default_origination) continue;
    plan.injects = true;
    if (!process.default_origination->always) plan.depends_on_tables |= statics_depend || several;
  }
}

Protocol ProtocolOf(const ospf::Path& path) {
  switch (path.kind) {
    case PathKind::kIntra:
      return Protocol::kOspf;
    case PathKind::kInter:
      return Protocol::kOspfIa;
    case PathKind::kExternal1:
      return path.nssa ? Protocol::kOspfN1 : Protocol::kOspfE1;
    default:
      return path.nssa ? Protocol::kOspfN2 : Protocol::kOspfE2;
  }
}

std::uint32_t DistanceOf(const ospf::OspfDistances& distances, PathKind kind) {
  if (kind == PathKind::kIntra) return distances.intra;
  return kind == PathKind::kInter ? distances.inter : distances.external;
}

bool IsOspf(Protocol protocol) { return protocol >= Protocol::kOspf; }

void SortUnique(std::vector<NextHop>& hops) {
  std::ranges::sort(hops);
  const auto rest = std::ranges::unique(hops);
  hops.erase(rest.begin(), rest.end());
}

}  // namespace

EnginePlan::EnginePlan(const Network& network_in)
    : network(network_in),
      prefixes(AllPrefixes(network_in)),
      interfaces(network_in),
      ospf(network_in, prefixes, findings) {
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    NodePlan plan;
    plan.connected = connected::RoutesOf(network, model::NodeId(n), prefixes);
    plan.statics = static_routes::FactsOf(network, model::NodeId(n), prefixes, findings);
    for (std::uint32_t i = 0; i < plan.connected.size(); ++i) {
      if (plan.connected[i].protocol == Protocol::kLocal) plan.own_addresses.push_back(i);
    }
    PlanInjection(network.nodes()[n].config, plan);
    nodes.push_back(std::move(plan));
  }
}

void Selection::Run(const EnginePlan& plan, model::NodeId node, const std::vector<std::uint8_t>& up,
                    ospf::OspfScratch& ospf, bool with_ospf) {
  plan_ = &plan;
  node_ = node;
  up_ = &up;
  ospf_ = &ospf;
  with_ospf_ = with_ospf;
  best_.assign(plan.prefixes.size(), Candidate{});
  OfferConnected();
  if (with_ospf) {
    for (std::uint32_t router : plan.ospf.graph().routers_of_node[node.index()]) OfferOspf(router);
  }
  SettleStatics();
}

void Selection::Offer(PrefixIndex prefix, const Candidate& candidate) {
  Candidate& best = best_[prefix];
  if (!best.present || candidate.distance < best.distance) {
    best = candidate;
    best.present = true;
    return;
  }
  if (candidate.distance > best.distance) return;
  const bool same =
      candidate.protocol == best.protocol ||
      (IsOspf(candidate.protocol) && IsOspf(best.protocol) && candidate.source == best.source) ||
      best.protocol <= Protocol::kLocal;
  if (same) {
    const bool other_process = IsOspf(best.protocol) && candidate.source != best.source;
    const bool ambiguous =
        best.ambiguous || other_process || (candidate.ambiguous && candidate.metric == best.metric);
    if (!other_process && candidate.metric < best.metric) {
      best = candidate;
      best.present = true;
    }
    best.ambiguous = ambiguous;
    return;
  }
  if (candidate.protocol < best.protocol) best = candidate;
  best.present = true;
  best.ambiguous = true;
}

void Selection::OfferConnected() {
  const NodePlan& plan = plan_->nodes[node_.index()];
  const std::uint32_t distance = plan_->network.nodes()[node_.index()].config.connected_distance;
  for (std::uint32_t i = 0; i < plan.connected.size(); ++i) {
    const connected::ConnectedRoute& route = plan.connected[i];
    if (!route.listed || (*up_)[route.slot] == 0) continue;
    Offer(route.prefix, {distance, 0, route.protocol, true, false, i});
  }
}

void Selection::OfferOspf(std::uint32_t router) {
  const ospf::Table& table = plan_->ospf.TableOf(router, *ospf_);
  const ospf::Router& facts = plan_->ospf.graph().routers[router];
  const ospf::OspfProcess& process = *facts.process;
  for (PrefixIndex i = 0; i < table.paths.size(); ++i) {
    const ospf::Path& path = table.paths[i];
    if (path.kind == PathKind::kAbsent) continue;
    // What the router itself stands on is no route of OSPF's own.
    const std::uint64_t* mask = table.masks.data() + std::size_t{i} * facts.hop_words;
    if (std::all_of(mask, mask + facts.hop_words, [](std::uint64_t word) { return word == 0; })) continue;
    if (process.table_filter && !ospf::Permits(*process.table_filter, plan_->prefixes[i])) continue;
    bool ambiguous = false;
    if (facts.hops.size() > process.max_paths) {
      std::uint32_t hop_count = 0;
      for (std::uint32_t w = 0; w < facts.hop_words; ++w)
        hop_count += static_cast<std::uint32_t>(std::popcount(mask[w]));
      ambiguous = hop_count > process.max_paths;
    }
    const std::uint32_t metric = path.kind == PathKind::kExternal2 ? path.external_metric : path.cost;
    Offer(i, {DistanceOf(process.distances, path.kind), metric, ProtocolOf(path), true, ambiguous, router});
  }
  for (const ospf::Discard& discard : table.discards) {
    const ospf::Path& path = table.paths[discard.prefix];
    // An intra-area path to exactly the range is more honest than the discard that guards it.
    if (!discard.range->discard_route || path.kind == PathKind::kIntra) continue;
    Candidate& best = best_[discard.prefix];
    if (best.present && IsOspf(best.protocol) && best.source == router) best = {};
    Offer(discard.prefix,
          {discard.range->discard_distance, discard.range->discard_metric.value_or(discard.cost),
           Protocol::kOspf, true, false, router | kDiscardBit});
  }
}

bool Selection::SameStatic(const Candidate& best, std::size_t index) const {
  const static_routes::StaticRoute& route = *plan_->nodes[node_.index()].statics[index].route;
  return best.present && best.protocol == Protocol::kStatic && statics_[index].active &&
         route.distance == best.distance && route.metric == best.metric;
}

void Selection::OfferStatics() {
  const auto& facts = plan_->nodes[node_.index()].statics;
  for (std::uint32_t i = 0; i < facts.size(); ++i) {
    if (!statics_[i].active) continue;
    Offer(facts[i].prefix, {facts[i].route->distance, facts[i].route->metric, Protocol::kStatic, true,
                            statics_[i].ambiguous, i});
  }
}

void Selection::SettleStatics() {
  const auto& facts = plan_->nodes[node_.index()].statics;
  statics_.assign(facts.size(), StaticState{});
  std::vector<std::size_t> asking;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const Resolution resolution = static_routes::Resolve(facts[i], *up_, statics_[i].hops);
    statics_[i].active = resolution == Resolution::kActive;
    if (resolution == Resolution::kAsk) asking.push_back(i);
  }
  if (asking.empty()) return OfferStatics();
  base_ = best_;
  OfferStatics();
  for (int round = 0; round < kRecursionRoundsMax; ++round) {
    bool changed = false;
    std::vector<StaticState> next = statics_;
    for (std::size_t i : asking) {
      StaticState state;
      state.active = LookUp(*facts[i].route->next_hop, facts[i].route->prefix, state);
      if (!state.active) state = {};
      changed = changed || !(state == statics_[i]);
      next[i] = std::move(state);
    }
    if (!changed) return;
    statics_ = std::move(next);
    best_ = base_;
    OfferStatics();
  }
  for (std::size_t i : asking) statics_[i] = {};
  best_ = base_;
  OfferStatics();
}

/// Hops that lead to `address` by the longest match of the table so far. A route never leads to its own next
/// hop.
bool Selection::LookUp(const net::IpAddress& address, const net::Prefix& except, StaticState& state) const {
  for (PrefixIndex i = plan_->prefixes.Longest(address); i != kNoPrefix; i = plan_->prefixes.parent(i)) {
    if (!best_[i].present) continue;
    if (plan_->prefixes[i] == except || best_[i].protocol == Protocol::kLocal) return false;
    HopsOf(i, state.hops);
    if (best_[i].protocol == Protocol::kConnected) {
      for (NextHop& hop : state.hops) hop.gateway = address;
    }
    // Systems differ in whether a default route may carry a static next hop.
    state.ambiguous = best_[i].ambiguous || plan_->prefixes[i].length == 0;
    return !state.hops.empty();
  }
  return false;
}

void Selection::OspfHops(PrefixIndex prefix, std::vector<NextHop>& hops) const {
  const Candidate& best = best_[prefix];
  if ((best.source & kDiscardBit) != 0) {
    hops.push_back({{}, std::nullopt, true});
    return;
  }
  const ospf::Router& router = plan_->ospf.graph().routers[best.source];
  const ospf::Table& table = ospf_->tables[best.source];
  for (std::uint32_t w = 0; w < router.hop_words; ++w) {
    for (std::uint64_t word = table.masks[std::size_t{prefix} * router.hop_words + w]; word != 0;
         word &= word - 1) {
      const ospf::Hop& hop = router.hops[w * 64 + static_cast<std::uint32_t>(std::countr_zero(word))];
      hops.push_back({hop.interface, hop.gateway, false});
    }
  }
}

void Selection::HopsOf(PrefixIndex prefix, std::vector<NextHop>& resolved) const {
  const Candidate& best = best_[prefix];
  const NodePlan& plan = plan_->nodes[node_.index()];
  if (IsOspf(best.protocol)) {
    OspfHops(prefix, resolved);
  } else if (best.protocol == Protocol::kStatic) {
    for (std::size_t i = 0; i < plan.statics.size(); ++i) {
      if (plan.statics[i].prefix != prefix || !SameStatic(best, i)) continue;
      resolved.insert(resolved.end(), statics_[i].hops.begin(), statics_[i].hops.end());
    }
  } else {
    for (std::size_t i = best.source; i < plan.connected.size() && plan.connected[i].prefix == prefix; ++i) {
      const connected::ConnectedRoute& route = plan.connected[i];
      if (route.protocol == best.protocol && (*up_)[route.slot] != 0) {
        resolved.push_back({route.interface, std::nullopt, false});
      }
    }
  }
  SortUnique(resolved);
}

void Selection::AddRibHops(PrefixIndex prefix, Rib& rib) const {
  const Candidate& best = best_[prefix];
  const NodePlan& plan = plan_->nodes[node_.index()];
  if (best.protocol != Protocol::kStatic) {
    hops_.clear();
    HopsOf(prefix, hops_);
    for (const NextHop& hop : hops_) {
      const NextHop* resolved = hop.discard ? nullptr : &hop;
      rib.AddHop({hop.gateway, hop.interface, hop.discard}, {resolved, resolved == nullptr ? 0U : 1U});
    }
    return;
  }
  for (std::size_t i = 0; i < plan.statics.size(); ++i) {
    if (plan.statics[i].prefix != prefix || !SameStatic(best, i)) continue;
    const static_routes::StaticRoute& route = *plan.statics[i].route;
    if (route.discard) {
      rib.AddHop({std::nullopt, {}, true}, {});
    } else {
      const bool on_link = statics_[i].hops.size() == 1 && statics_[i].hops[0].gateway == route.next_hop;
      rib.AddHop({route.next_hop, on_link ? statics_[i].hops[0].interface : model::InterfaceIndex(), false},
                 statics_[i].hops);
    }
  }
}

void Selection::WriteRib(Rib& rib, bool externals_unstable) const {
  rib.Clear();
  for (PrefixIndex i = 0; i < best_.size(); ++i) {
    const Candidate& best = best_[i];
    if (!best.present) continue;
    const bool shaky = externals_unstable && best.protocol > Protocol::kOspfIa;
    Route route{
        plan_->prefixes[i], best.protocol, best.ambiguous || shaky, best.metric, best.distance, {}, 0, 0,
        best.source};
    if (best.protocol == Protocol::kStatic) {
      route.tag = plan_->nodes[node_.index()].statics[best.source].route->tag;
    } else if (IsOspf(best.protocol) && (best.source & kDiscardBit) == 0) {
      const ospf::Path& path = ospf_->tables[best.source].paths[i];
      if (path.has_tag) route.tag = path.tag;
    }
    rib.Add(route);
    AddRibHops(i, rib);
  }
}

/// The mask of an OSPF route of one word, the key by which routes share their hops; 0: has none.
std::uint64_t Selection::ShareKeyOf(PrefixIndex prefix) const {
  const Candidate& best = best_[prefix];
  if (!best.present || !IsOspf(best.protocol) || (best.source & kDiscardBit) != 0) return 0;
  const ospf::Router& router = plan_->ospf.graph().routers[best.source];
  return router.hop_words == 1 ? ospf_->tables[best.source].masks[prefix] : 0;
}

void Selection::WriteFib(const RouteExplainer* explainer, bool externals_unstable, Fib& fib) const {
  const NodePlan& plan = plan_->nodes[node_.index()];
  fib.Clear(plan_->prefixes);
  fib.Reserve(best_.size());
  // Most routes of a node use one of a few sets of hops: remember where each was written first.
  struct Written {
    std::uint64_t mask;
    std::uint32_t router;
    std::size_t entry;
  };
  std::vector<Written> written;
  std::vector<NextHop> hops;
  auto own = plan.own_addresses.begin();
  for (PrefixIndex i = 0; i < best_.size(); ++i) {
    std::optional<std::uint32_t> receives;
    for (; own != plan.own_addresses.end() && plan.connected[*own].prefix <= i; ++own) {
      if (plan.connected[*own].prefix == i && (*up_)[plan.connected[*own].slot] != 0) receives = *own;
    }
    const Candidate& best = best_[i];
    if (!receives && !best.present) continue;
    FibEntry entry;
    entry.prefix = plan_->prefixes[i];
    entry.node = node_;
    entry.explainer = explainer;
    if (receives) {
      entry.receive = true;
      entry.protocol = Protocol::kLocal;
      entry.source = *receives;
      fib.Add(entry, i, {});
      continue;
    }
    entry.protocol = best.protocol;
    entry.ambiguous = best.ambiguous || (externals_unstable && best.protocol > Protocol::kOspfIa);
    entry.metric = best.metric;
    entry.source = best.source;
    const std::uint64_t key = ShareKeyOf(i);
    const auto known = key == 0 ? written.end() : std::ranges::find_if(written, [&](const Written& w) {
      return w.mask == key && w.router == best.source;
    });
    if (known != written.end()) {
      fib.AddLike(entry, i, fib.entries()[known->entry]);
      continue;
    }
    hops.clear();
    HopsOf(i, hops);
    if (key != 0) written.push_back({key, best.source, fib.entries().size()});
    fib.Add(entry, i, hops);
  }
}

}  // namespace ringfence::routing
