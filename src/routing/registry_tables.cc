// From protocols to tables.
//
// Per prefix the least administrative distance wins, then within a protocol the least metric. Equal distances
// of two protocols are decided by each system in its own way, so the winner is marked ambiguous. Static
// routes that need recursion are settled by rounds: start with none of them, look every next hop up in the
// table so far, repeat until nothing changes. Routes that only support each other never start, and what has
// not settled after kRecursionRoundsMax rounds is not installed. Cost: O(prefixes) a table, a round more for
// each level of recursion.

#include "routing/registry_tables.h"

#include <algorithm>
#include <atomic>
#include <functional>

#include "base/check.h"
#include "routing/feedback_gaps.h"
#include "routing/registry_leaks.h"
#include "routing/registry_routes.h"
#include "routing/srv6/srv6_plan.h"

namespace ringfence::routing {
namespace {

using static_routes::Resolution;

PrefixTable AllPrefixes(const Network& network, const ObservedTables& observed) {
  std::vector<net::Prefix> prefixes;
  for (const ObservedTable& table : observed.all()) {
    for (const ObservedRoute& route : table.routes) prefixes.push_back(route.prefix);
  }
  connected::CollectPrefixes(network, prefixes);
  static_routes::CollectPrefixes(network, prefixes);
  ospf::CollectPrefixes(network, prefixes);
  isis::CollectPrefixes(network, prefixes);
  srv6::CollectPrefixes(network, prefixes);
  eigrp::CollectPrefixes(network, prefixes);
  rip::CollectPrefixes(network, prefixes);
  bgp::BgpEngine::CollectPrefixes(network, prefixes);
  return PrefixTable(std::move(prefixes));
}

std::uint32_t LeastOspfDistance(const ospf::OspfConfig& config) {
  std::uint32_t least = 0xffffffff;
  for (const ospf::OspfProcess& process : config.processes) {
    least = std::min({least, process.distances.intra, process.distances.inter, process.distances.external});
  }
  return least;
}

void PlanInjection(const DeviceConfig& config, const std::string& vrf, TablePlan& plan) {
  using ospf::RedistributionSource;
  const std::uint32_t least = LeastOspfDistance(config.ospf);
  const bool statics_depend = std::ranges::any_of(config.static_routes.routes, [&](const auto& route) {
    const bool asks = route.recursive && route.next_hop && route.interface.empty() && !route.discard;
    return route.vrf == vrf && (asks || route.distance >= least);
  });
  const auto in_table = [&vrf](const ospf::OspfProcess& process) { return process.vrf == vrf; };
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    if (!in_table(process)) continue;
    for (const ospf::Redistribution& redistribution : process.redistributions) {
      plan.injects = true;
      const bool fixed = redistribution.source == RedistributionSource::kConnected ||
                         (redistribution.source == RedistributionSource::kStatic && !statics_depend);
      plan.depends_on_tables |= !fixed;
    }
    if (!process.default_origination) continue;
    plan.injects = true;
    if (!process.default_origination->always) {
      const bool several = std::ranges::count_if(config.ospf.processes, [&](const auto& other) {
                             return in_table(other) && other.family == process.family;
                           }) > 1;
      plan.depends_on_tables |= statics_depend || several;
    }
  }
}

/// What IS-IS tells of its own interfaces and of its other level it does not take from a table.
bool FeedsIsis(const isis::Graph& graph, std::size_t table) {
  return std::ranges::any_of(graph.routers_of_table[table], [&graph](std::uint32_t router) {
    const isis::IsisProcess& process = *graph.routers[router].process;
    return process.default_origination ||
           std::ranges::any_of(process.redistributions, [](const isis::IsisRedistribution& redistribution) {
             return !redistribution.from_level.has_value();
           });
  });
}

std::vector<std::unique_ptr<PolicyProgram>> ProgramsOf(const Network& network) {
  std::vector<std::unique_ptr<PolicyProgram>> programs;
  for (const Node& node : network.nodes())
    programs.push_back(std::make_unique<PolicyProgram>(node.config.policies));
  return programs;
}

std::uint64_t NextSerial() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

/// Kinds of one protocol, among which the metric decides.
int FamilyOf(Protocol protocol) {
  if (IsOspf(protocol)) return static_cast<int>(Protocol::kOspf);
  if (IsBgp(protocol)) return static_cast<int>(Protocol::kEbgp);
  if (protocol == Protocol::kIsisL2) return static_cast<int>(Protocol::kIsisL1);
  if (protocol == Protocol::kEigrpExternal) return static_cast<int>(Protocol::kEigrp);
  if (protocol == Protocol::kLocal) return static_cast<int>(Protocol::kConnected);
  return static_cast<int>(protocol);
}

}  // namespace

const connected::ConnectedRoute* TablePlan::OwnAddress(PrefixIndex prefix,
                                                       const std::vector<std::uint8_t>& up) const {
  const auto prefix_of = [this](std::uint32_t own) { return connected[own].prefix; };
  const connected::ConnectedRoute* found = nullptr;
  for (const std::uint32_t own : std::ranges::equal_range(own_addresses, prefix, {}, prefix_of)) {
    if (up[connected[own].slot] != 0) found = &connected[own];
  }
  return found;
}

void TablePlan::AddOwnAddresses(const std::vector<std::uint8_t>& up, std::vector<PrefixIndex>& rows) const {
  for (const std::uint32_t own : own_addresses) {
    if (up[connected[own].slot] != 0) rows.push_back(connected[own].prefix);
  }
  std::ranges::sort(rows);
  const auto rest = std::ranges::unique(rows);
  rows.erase(rest.begin(), rest.end());
}

EnginePlan::EnginePlan(const Network& network_in, std::vector<ObservedTable> printed)
    : network(network_in),
      observed(std::move(printed)),
      serial(NextSerial()),
      prefixes(AllPrefixes(network_in, observed)),
      interfaces(network_in),
      policies(ProgramsOf(network_in)),
      ospf(network_in, prefixes, findings),
      isis(network_in, prefixes, policies, findings),
      eigrp(network_in, prefixes, policies, findings),
      rip(network_in, prefixes, policies, findings),
      bgp(network_in, network_in.tables(), prefixes),
      ldp(network_in),
      sr(network_in),
      static_lsps(network_in),
      te(network_in, ospf.graph(), isis.graph()),
      flex(network_in, sr, ospf.graph(), isis.graph()),
      session_lists(network_in),
      ordered_devices(OrderedDevices(network_in)) {
  CompilePolicies();
  for (std::size_t t = 0; t < network.tables().size(); ++t) {
    const TableId table(t);
    TablePlan plan;
    plan.connected = connected::RoutesOf(network, table, prefixes);
    plan.statics = static_routes::FactsOf(network, table, prefixes, findings);
    for (std::uint32_t i = 0; i < plan.statics.size(); ++i) plan.static_order.push_back(i);
    std::ranges::stable_sort(plan.static_order, {},
                             [&plan](std::uint32_t i) { return plan.statics[i].prefix; });
    for (std::uint32_t i = 0; i < plan.connected.size(); ++i) {
      if (plan.connected[i].protocol == Protocol::kLocal) plan.own_addresses.push_back(i);
    }
    for (const auto& route : ConfigOf(table).static_routes.aggregates) {
      if (route.vrf == network.tables()[t].vrf)
        plan.aggregates.push_back({&route, prefixes.Find(route.prefix)});
    }
    std::ranges::stable_sort(plan.aggregates, std::greater<>(), &AggregateFacts::prefix);
    PlanInjection(ConfigOf(table), network.tables()[t].vrf, plan);
    plan.leaks = LeakTables::IsSource(*this, table);
    plan.ordered = std::ranges::count(ordered_devices, network.tables()[t].node.index()) > 0;
    plan.runs_isis = !isis.graph().routers_of_table[t].empty();
    plan.feeds_isis = FeedsIsis(isis.graph(), t);
    plan.runs_eigrp = !eigrp.graph().routers_of_table[t].empty();
    plan.runs_rip = !rip.graph().routers_of_table[t].empty();
    plan.depends_on_tables |= plan.feeds_isis || plan.runs_eigrp || plan.runs_rip;
    plan.depends_on_tables |= plan.leaks || bgp.plan().SpeakerOf(table) != bgp::kNone;
    PlanReads(table, plan);
    tables.push_back(std::move(plan));
  }
  PlanRows();
}

namespace {

bool SwapsLabels(const bgp::BgpConfig& config) {
  const auto labels = [](const bgp::BgpNeighbor& neighbor) {
    return std::ranges::any_of(neighbor.families, [](const bgp::NeighborFamily& family) {
      return family.labels != bgp::LabelUse::kNone;
    });
  };
  return std::ranges::any_of(
      config.vrfs, [&](const bgp::BgpVrf& vrf) { return std::ranges::any_of(vrf.neighbors, labels); });
}

bool DemandsLabels(const bgp::BgpConfig& config) {
  return SwapsLabels(config) || std::ranges::any_of(config.vrfs, [](const bgp::BgpVrf& vrf) {
           return std::ranges::any_of(vrf.families, &bgp::BgpFamilyConfig::demands_label);
         });
}

/// Whether a VRF of the device is given routes of other protocols as they stand in a table.
bool ExportsTables(const bgp::BgpConfig& config) {
  return std::ranges::any_of(config.vrfs, [](const bgp::BgpVrf& vrf) {
    return std::ranges::any_of(vrf.families, &bgp::BgpFamilyConfig::exports_from_table);
  });
}

bool SetsDistance(const model::RoutePolicy& policy) {
  return std::ranges::any_of(policy.terms, [](const model::RouteTerm& term) {
    return std::ranges::count(term.actions, model::RouteActionKind::kDistance, &model::RouteAction::kind) > 0;
  });
}

std::uint32_t LeastBgpDistance(const DeviceConfig& config, const bgp::BgpVrf& vrf) {
  if (std::ranges::any_of(config.policies.policies, SetsDistance)) return 0;
  std::uint32_t least = 0xffffffff;
  for (const bgp::BgpFamilyConfig& family : vrf.families) {
    least = std::min({least, family.distance_ebgp, family.distance_ibgp, family.distance_local,
                      family.distance_imported.value_or(least)});
  }
  return least;
}

}  // namespace

void EnginePlan::PlanReads(TableId table, TablePlan& plan) const {
  plan.bgp_process = std::to_string(ConfigOf(table).bgp.as);
  plan.demands_labels = DemandsLabels(ConfigOf(table).bgp);
  plan.swaps_labels = SwapsLabels(ConfigOf(table).bgp);
  const bool exchanged =
      !bgp.vpn(bgp::BgpFamily::kIpv4Unicast).empty() || !bgp.vpn(bgp::BgpFamily::kIpv6Unicast).empty();
  const std::uint32_t speaker = bgp.plan().SpeakerOf(table);
  std::vector<PrefixIndex> own;
  for (const connected::ConnectedRoute& route : plan.connected) own.push_back(route.prefix);
  for (const static_routes::StaticFacts& facts : plan.statics) own.push_back(facts.prefix);
  if (speaker != bgp::kNone)
    plan.bgp_distance_least = LeastBgpDistance(ConfigOf(table), *bgp.plan().speakers()[speaker].vrf);
  if (speaker != bgp::kNone) plan.bgp_reads = BgpReadsOf(bgp.plan().speakers()[speaker], prefixes, own);
  plan.bgp_reads.all |= exchanged && ExportsTables(ConfigOf(table).bgp);
  const bool recursive = std::ranges::any_of(
      plan.statics, [](const static_routes::StaticFacts& facts) { return facts.route->recursive; });
  plan.feeds = !plan.aggregates.empty() || plan.injects || plan.leaks || plan.ordered || plan.feeds_isis ||
               plan.runs_eigrp || plan.runs_rip || !ospf.graph().shams.empty();
  plan.rests_on_bgp = plan.feeds || exchanged || recursive;
}

void EnginePlan::CompilePolicies() {
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const DeviceConfig& config = network.nodes()[n].config;
    const auto compile = [&](const std::vector<std::string>& names) {
      chains.emplace(&names, policies[n]->Compile(names));
    };
    for (const auto& aggregate : config.static_routes.aggregates)
      chains.emplace(&aggregate.contributors, policies[n]->Compile(aggregate.contributors));
    for (const VrfConfig& vrf : config.vrfs) {
      for (const VrfLeak& leak : vrf.leaks) compile(leak.policies);
    }
    for (const ospf::OspfProcess& process : config.ospf.processes) {
      for (const auto& redistribution : process.redistributions) compile(redistribution.policies);
    }
    for (const isis::IsisProcess& process : config.isis.processes) {
      for (const auto& redistribution : process.redistributions) compile(redistribution.policies);
      if (process.default_origination_policy) compile(process.default_origination_policy->names);
    }
    for (const eigrp::EigrpProcess& process : config.eigrp.processes) {
      for (const auto& redistribution : process.redistributions) compile(redistribution.policies);
    }
    for (const rip::RipProcess& process : config.rip.processes) {
      for (const auto& redistribution : process.redistributions) compile(redistribution.policies);
    }
  }
}

void Selection::Begin(const EnginePlan& plan, const std::vector<std::uint8_t>& up,
                      const ProtocolSet& protocols, PolicyMemory& policies, LabelStacks& labels, TeWays& te) {
  te_ = &te;
  plan_ = &plan;
  up_ = &up;
  protocols_ = &protocols;
  policies_ = &policies;
  labels_ = &labels;
}

void Selection::Run(TableId table, std::span<TableProtocol* const> offering) {
  table_ = table;
  by_row_ = {};
  ClearRows();
  best_.resize(plan_->prefixes.size());
  OfferConnected();
  offers_.clear();
  for (TableProtocol* protocol : offering) protocol->Offer(table, offers_);
  for (const TableOffer& offer : offers_) {
    if (!offer.candidate.phantom) Offer(offer.prefix, offer.candidate);
  }
  OfferPossible();
  SettleStatics();
  OfferAggregates();
  OfferPossible();  // of rows that changed since
  std::ranges::sort(rows_);
}

void Selection::OfferPossible() {
  for (const TableOffer& offer : offers_) {
    if (offer.candidate.phantom) Offer(offer.prefix, offer.candidate);
  }
}

void Selection::ClearRows() {
  for (const PrefixIndex row : rows_) best_[row] = Candidate{};
  rows_.clear();
}

void Selection::Doubt(std::span<const PrefixIndex> prefixes) {
  for (const PrefixIndex prefix : prefixes) {
    Candidate& best = best_[prefix];
    if (!best.present) {
      best = {.protocol = Protocol::kConnected, .present = true, .phantom = true};
      rows_.push_back(prefix);
    }
    best.ambiguous = true;
  }
  if (!prefixes.empty()) std::ranges::sort(rows_);
}

namespace {

/// True when a route that may be there would take the place of one that is.
bool MayReplace(const Candidate& possible, const Candidate& route) {
  if (route.protocol <= Protocol::kLocal || possible.distance > route.distance) return false;
  // The order of paths of OSPF (RFC 2328 section 11).
  return !IsOspf(route.protocol) || !IsOspf(possible.protocol) ||
         std::min(possible.protocol, Protocol::kOspfE1) <= route.protocol;
}

}  // namespace

void Selection::Offer(PrefixIndex prefix, const Candidate& candidate) {
  if (!best_[prefix].present) rows_.push_back(prefix);
  Compare(candidate, best_[prefix]);
}

void Selection::Compare(const Candidate& candidate, Candidate& best) const {
  if (candidate.phantom && best.present) {
    if (best.phantom) {
      best.distance = std::min(best.distance, candidate.distance);
    } else {
      best.ambiguous = best.ambiguous || MayReplace(candidate, best);
    }
    return;
  }
  if (!best.present || best.phantom || candidate.distance < best.distance) {
    const bool doubtful = best.phantom && MayReplace(best, candidate);
    best = candidate;
    best.ambiguous = best.ambiguous || doubtful;
    best.present = true;
    return;
  }
  if (candidate.distance > best.distance) return;
  if (FamilyOf(candidate.protocol) == FamilyOf(best.protocol)) {
    // Connected and static routes share one prefix; two processes of a protocol do not.
    const bool other_process = protocols_->Of(best.protocol) != nullptr && candidate.source != best.source;
    const bool ambiguous =
        best.ambiguous || other_process || (candidate.ambiguous && candidate.metric == best.metric);
    if (!other_process && candidate.metric < best.metric) best = candidate;
    best.ambiguous = ambiguous;
    return;
  }
  if (best.protocol <= Protocol::kLocal) return;
  if (candidate.protocol < best.protocol) best = candidate;
  best.present = true;
  best.ambiguous = true;
}

void Selection::OfferConnected() {
  const std::uint32_t distance = plan_->ConfigOf(table_).connected_distance;
  for (std::uint32_t i = 0; i < tables().connected.size(); ++i) {
    const connected::ConnectedRoute& route = tables().connected[i];
    if (!route.listed || (*up_)[route.slot] == 0) continue;
    Offer(route.prefix, {distance, 0, route.protocol, true, false, i});
  }
}

bool Selection::SameStatic(const Candidate& best, std::size_t index) const {
  const static_routes::StaticRoute& route = *tables().statics[index].route;
  return best.present && best.protocol == Protocol::kStatic && statics_[index].active &&
         route.distance == best.distance && route.metric == best.metric;
}

void Selection::OfferStatics() {
  const auto& facts = tables().statics;
  for (std::uint32_t i = 0; i < facts.size(); ++i) {
    if (!statics_[i].active) continue;
    Offer(facts[i].prefix, {facts[i].route->distance, facts[i].route->metric, Protocol::kStatic, true,
                            statics_[i].ambiguous, i});
  }
}

void Selection::SettleStatics() {
  const auto& facts = tables().statics;
  statics_.assign(facts.size(), StaticState{});
  std::vector<std::size_t> asking;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const Resolution resolution = static_routes::Resolve(facts[i], *up_, statics_[i].hops);
    statics_[i].active = resolution == Resolution::kActive;
    if (resolution == Resolution::kAsk) asking.push_back(i);
  }
  if (asking.empty()) return OfferStatics();
  base_.clear();
  for (const PrefixIndex row : rows_) base_.push_back({row, best_[row]});
  OfferStatics();
  for (int round = 0; round < kRecursionRoundsMax; ++round) {
    bool changed = false;
    std::vector<StaticState> next = statics_;
    for (std::size_t i : asking) {
      StaticState state;
      state.active = LookUpStatic(i, state);
      if (!state.active) state = {};
      changed = changed || !(state == statics_[i]);
      next[i] = std::move(state);
    }
    if (!changed) return;
    statics_ = std::move(next);
    ReturnToBase();
    OfferStatics();
  }
  for (std::size_t i : asking) statics_[i] = {};
  ReturnToBase();
  OfferStatics();
}

void Selection::ReturnToBase() {
  ClearRows();
  for (const TableOffer& row : base_) {
    best_[row.prefix] = row.candidate;
    rows_.push_back(row.prefix);
  }
}

/// Aggregates live while an active route strictly inside them contributes; an inner aggregate may be one.
void Selection::OfferAggregates() {
  contributors_.clear();
  for (std::uint32_t i = 0; i < tables().aggregates.size(); ++i) {
    const AggregateFacts& aggregate = tables().aggregates[i];
    const Contribution made = ContributionTo(aggregate);
    contributors_.push_back(made.first);
    if (made.first == kNoPrefix && !made.possible) continue;
    const bool ambiguous = !made.certain || (aggregate.route->forwards_by_contributor && made.open);
    Candidate candidate{
        aggregate.route->distance, aggregate.route->metric, Protocol::kAggregate, true, ambiguous, i};
    candidate.phantom = made.first == kNoPrefix;
    Offer(aggregate.prefix, candidate);
  }
}

Selection::Contribution Selection::ContributionTo(const AggregateFacts& aggregate) {
  const PrefixTable::Range inside = plan_->prefixes.Inside(plan_->prefixes[aggregate.prefix]);
  const model::PolicyChain& wanted = aggregate.route->contributors;
  Contribution made;
  for (PrefixIndex i = inside.first; i < inside.last && !made.certain; ++i) {
    if (!best_[i].present || best_[i].protocol == Protocol::kLocal) continue;
    RedistributionResult result{.accepted = true};
    if (!wanted.names.empty() || !wanted.accept_by_default) {
      const RouteReader reader(*plan_, *this, i);
      result = JudgeByPolicy(*plan_, table_, reader.routes()[0], plan_->chains.at(&wanted), *policies_);
    }
    made.possible = made.possible || result.accepted || result.doubtful;
    const bool certain = result.accepted && !result.doubtful && !best_[i].phantom && !best_[i].ambiguous;
    made.open = made.open || (!certain && (result.accepted || result.doubtful));
    if (!result.accepted || best_[i].phantom) continue;
    if (made.first == kNoPrefix) made.first = i;
    made.certain = certain;
  }
  return made;
}

PrefixIndex Selection::LongestPresent(const net::IpAddress& address) const {
  return FirstPresent(plan_->prefixes.Longest(address));
}

PrefixIndex Selection::FirstPresent(PrefixIndex longest) const {
  for (PrefixIndex i = longest; i != kNoPrefix; i = plan_->prefixes.parent(i)) {
    if (reads_ != nullptr) reads_->Add(i);
    if (At(i).present) return i;
  }
  return kNoPrefix;
}

/// Hops that lead to the next hop by the longest match of the table so far. A route never leads to its own
/// next hop.
bool Selection::LookUpStatic(std::size_t index, StaticState& state) const {
  const static_routes::StaticRoute& route = *tables().statics[index].route;
  const net::IpAddress& address = *route.next_hop;
  const PrefixIndex i = LongestPresent(address);
  if (i == kNoPrefix || plan_->prefixes[i] == route.prefix || best_[i].protocol == Protocol::kLocal)
    return false;
  HopsOf(i, state.hops);
  if (best_[i].protocol == Protocol::kConnected) {
    for (NextHop& hop : state.hops) hop.gateway = address;
  }
  // Systems differ in whether a default route may carry a static next hop.
  state.ambiguous = best_[i].ambiguous || plan_->prefixes[i].length == 0;
  return !state.hops.empty();
}

std::optional<std::uint32_t> Selection::TagOf(PrefixIndex prefix) const {
  const Candidate best = At(prefix);
  if (best.protocol == Protocol::kStatic) return tables().statics[best.source].route->tag;
  if (best.protocol == Protocol::kAggregate) return tables().aggregates[best.source].route->tag;
  TableProtocol* protocol = protocols_->Of(best.protocol);
  return protocol == nullptr ? std::nullopt : protocol->TagOf(table_, prefix, best);
}

AttributesId Selection::AttributesOf(PrefixIndex prefix) const {
  const TableProtocol* protocol = protocols_->Of(At(prefix).protocol);
  return protocol == nullptr ? AttributesId() : protocol->AttributesOf(table_, prefix, At(prefix));
}

std::optional<OspfOrigin> Selection::OriginOf(PrefixIndex prefix) const {
  TableProtocol* protocol = protocols_->Of(At(prefix).protocol);
  return protocol == nullptr ? std::nullopt : protocol->OriginOf(table_, prefix, At(prefix));
}

bool Selection::IsOverShamLink(PrefixIndex prefix) const {
  const TableProtocol* protocol = protocols_->Of(At(prefix).protocol);
  return protocol != nullptr && protocol->IsOverShamLink(table_, prefix, At(prefix));
}

std::string_view Selection::ProcessOf(PrefixIndex prefix) const {
  const TableProtocol* protocol = protocols_->Of(At(prefix).protocol);
  return protocol == nullptr ? std::string_view() : protocol->ProcessOf(table_, prefix, At(prefix));
}

ShareKey Selection::ShareKeyOf(PrefixIndex prefix) const {
  const Candidate best = At(prefix);
  if (!best.present || best.phantom) return {};
  const TableProtocol* protocol = protocols_->Of(best.protocol);
  ShareKey key = protocol == nullptr ? ShareKey() : protocol->ShareKeyOf(table_, prefix, best);
  // Routes of one next hop may take different ways by their colours.
  const TableOwner& owner = plan_->network.tables()[table_.index()];
  if (!plan_->network.nodes()[owner.node.index()].config.sr.steering.empty()) return {};
  // Routes of the two families of a VRF may take different tunnels.
  if (plan_->prefixes[prefix].family() == net::Family::kIpv6) key.owner ^= 1U;
  return key;
}

void Selection::StartFib(const RouteExplainer* explainer, bool externals_unstable, Fib& fib) {
  explainer_ = explainer;
  externals_unstable_ = externals_unstable;
  written_.clear();
  if (by_rows()) return fib.Begin(plan_->prefixes, *this);
  expected_ = rows_;
  tables().AddOwnAddresses(*up_, expected_);
  fib.Begin(plan_->prefixes, this, expected_);
}

FibEntry Selection::MakeEntry(PrefixIndex prefix, HopSets& sets) const {
  FibEntry entry;
  entry.prefix = plan_->prefixes[prefix];
  entry.table = table_;
  entry.node = plan_->network.tables()[table_.index()].node;
  entry.explainer = explainer_;
  entry.hop_set = static_cast<std::uint32_t>(sets.size());
  if (const connected::ConnectedRoute* own = tables().OwnAddress(prefix, *up_)) {
    entry.receive = true;
    entry.protocol = Protocol::kLocal;
    entry.source = static_cast<std::uint32_t>(own - tables().connected.data());
    sets.emplace_back();
    return entry;
  }
  const Candidate best = At(prefix);
  entry.protocol = best.protocol;
  entry.ambiguous = Shaky(prefix, externals_unstable_);
  entry.metric = best.metric;
  entry.source = best.source;
  const ShareKey key = ShareKeyOf(prefix);
  const auto [known, added] =
      key.valid() ? written_.try_emplace(key, sets.size()) : std::pair(written_.end(), true);
  if (added) {
    HopsOf(prefix, sets.emplace_back());
    if (through_bgp_ && key.valid()) written_.erase(known);
  } else {
    entry.hop_set = static_cast<std::uint32_t>(known->second);
  }
  return entry;
}

}  // namespace ringfence::routing
