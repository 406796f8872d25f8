// The engine: all protocols under one roof.
//
// Order of a computation: states of interfaces; OSPF without injected routes; what routers inject, first from
// connected and static routes alone; then, for tables that something else rests on (redistribution between
// protocols, static routes that a protocol carries or beats, BGP), rounds of "select, show, compare" until
// nothing changes. In the first round BGP has no routes yet. Tables that nothing rests on are made when asked
// for. A table is the only place where protocols meet. What does not settle within kRedistributionRoundsMax
// rounds leaves every external and every BGP route ambiguous: a device would oscillate or settle by timing.
// Cost: the tables asked for, and those that others rest on, once a round.

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "routing/policy_memory.h"
#include "routing/registry_adjacencies.h"
#include "routing/registry_bgp.h"
#include "routing/registry_eigrp.h"
#include "routing/registry_eigrp_inject.h"
#include "routing/registry_isis.h"
#include "routing/registry_isis_inject.h"
#include "routing/registry_leaks.h"
#include "routing/registry_ospf.h"
#include "routing/registry_ospf_inject.h"
#include "routing/registry_rip.h"
#include "routing/registry_rip_inject.h"
#include "routing/registry_session_paths.h"
#include "routing/registry_tables.h"
#include "routing/routing_engine.h"

namespace ringfence::routing {
namespace {

/// Units whose routes the tables above unite; one line each in protocols.def.
constexpr std::string_view kProtocolUnits[] = {
#define RF_UNIT(folder) #folder,
#include "routing/protocols.def"
#undef RF_UNIT
};
static_assert(std::size(kProtocolUnits) == 7, "a new protocol needs its place in registry_tables.cc");

}  // namespace

/// What the tables inject into one protocol.
template <class Item>
class Injection {
 public:
  /// Starts with nothing from any table.
  void Clear(std::size_t table_count) {
    by_table_.assign(table_count, {});
    changed_ = false;
  }
  void Replace(std::size_t table, std::vector<Item> items) {
    if (by_table_[table] == items) return;
    by_table_[table] = std::move(items);
    changed_ = true;
  }
  /// True when something changed since the last call.
  bool TakeChanged() { return std::exchange(changed_, false); }
  /// All items in the order of tables.
  std::vector<Item> United() const {
    std::vector<Item> all;
    for (const auto& items : by_table_) all.insert(all.end(), items.begin(), items.end());
    return all;
  }

 private:
  std::vector<std::vector<Item>> by_table_;
  bool changed_ = false;
};

/// Tables of one thread under one state.
struct Scratch::Impl final : TableSource, RouteExplainer {
  struct Tables {
    bool rib_done = false;
    bool fib_done = false;
    Rib rib;
    Fib fib;
    Selection chosen;  ///< what the forwarding table is made from
  };

  void Start(const EnginePlan& new_plan, const FailureState& failure);
  void Inject();
  /// Shows a table that others rest on to those who rest on it.
  void Show(std::size_t index);
  /// Shows all of them; true when something changed for somebody.
  bool Round();
  void Settle();
  const Rib& RibOf(TableId table) override;
  const Fib& FibOf(TableId table) override;
  TableId MainTable(model::NodeId node) const override { return plan->network.MainTable(node); }
  bool TableUp(TableId table) const { return NodeUp(plan->network.tables()[table.index()].node); }
  bool Unsettled() const override { return unstable; }
  bool NodeUp(model::NodeId node) const override { return !nodes_down.Test(node.index()); }
  std::uint8_t PartOf(model::Endpoint end) const override { return up[plan->network.SlotOf(end)]; }
  std::vector<Adjacency> Adjacencies() override { return CollectAdjacencies(*plan, up, ospf, *bgp_tables); }
  RouteReason ReasonOf(const FibEntry& entry) const;
  std::vector<base::Span> SpansOf(const FibEntry& entry) const override;
  std::vector<model::NodeId> OriginsOf(const FibEntry& entry) const override;

  unsigned threads = 1;
  const EnginePlan* plan = nullptr;
  std::uint64_t plan_serial = 0;  ///< of the plan whose policies and attributes are remembered
  base::BitSet nodes_down;
  std::vector<std::uint8_t> up;
  ospf::OspfScratch ospf;
  Injection<ospf::External> externals;
  Injection<isis::Injected> isis_injected;
  Injection<eigrp::Injected> eigrp_injected;
  Injection<rip::Injected> rip_injected;
  bool bgp_changed = false;    ///< in the current round
  bool leaks_changed = false;  ///< in the current round
  std::optional<isis::IsisScratch> isis;
  std::optional<eigrp::EigrpScratch> eigrp;
  std::optional<rip::RipScratch> rip;
  std::optional<IsisTables> isis_tables;
  std::optional<EigrpTables> eigrp_tables;
  std::optional<RipTables> rip_tables;
  std::optional<bgp::BgpScratch> bgp;
  std::optional<OspfTables> ospf_tables;
  std::optional<BgpTables> bgp_tables;
  std::optional<LeakTables> leak_tables;
  std::optional<ProtocolSet> protocols;
  std::optional<PolicyMemory> policies;
  Selection selection;
  bool unstable = false;
  std::vector<Tables> tables;
};

void Scratch::Impl::Start(const EnginePlan& new_plan, const FailureState& failure) {
  if (plan_serial != new_plan.serial) {  // what was remembered belongs to another network
    policies.emplace();
    bgp.emplace().threads = threads;
    isis.emplace();
    eigrp.emplace();
    rip.emplace();
    plan_serial = new_plan.serial;
  }
  plan = &new_plan;
  nodes_down = failure.nodes_down();
  unstable = !plan->interfaces.Compute(failure, up);
  tables.resize(plan->tables.size());
  for (Tables& table : tables) table.rib_done = table.fib_done = false;
  plan->ospf.Begin(up, ospf);
  unstable = unstable || ospf.split;
  ospf_tables.emplace(plan->ospf, ospf);
  plan->isis.Begin(up, *policies, *isis);
  plan->eigrp.Begin(up, *policies, *eigrp);
  plan->rip.Begin(up, *policies, *rip);
  isis_tables.emplace(plan->isis, *isis);
  eigrp_tables.emplace(plan->eigrp, *eigrp);
  rip_tables.emplace(plan->rip, *rip);
  bgp_tables.emplace(*plan, up, *bgp);
  protocols.emplace();
  leak_tables.emplace(*plan, *policies, *protocols);
  protocols->Add(*ospf_tables, {Protocol::kOspf, Protocol::kOspfIa, Protocol::kOspfE1, Protocol::kOspfE2,
                                Protocol::kOspfN1, Protocol::kOspfN2});
  protocols->Add(*isis_tables, {Protocol::kIsisL1, Protocol::kIsisL2});
  protocols->Add(*eigrp_tables, {Protocol::kEigrp, Protocol::kEigrpExternal});
  protocols->Add(*rip_tables, {Protocol::kRip});
  protocols->Add(*bgp_tables, {Protocol::kEbgp, Protocol::kIbgp, Protocol::kBgpAggregate, Protocol::kBgpVpn,
                               Protocol::kEvpn});
  protocols->Add(*leak_tables, {Protocol::kLeaked});
  selection.Begin(new_plan, up, *protocols, *policies);
  Inject();
}

void Scratch::Impl::Inject() {
  externals.Clear(plan->tables.size());
  isis_injected.Clear(plan->tables.size());
  eigrp_injected.Clear(plan->tables.size());
  rip_injected.Clear(plan->tables.size());
  bool settles = false;
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    const TableId table(t);
    if (!TableUp(table)) continue;
    settles = settles || plan->tables[t].depends_on_tables;
    if (!plan->tables[t].injects) continue;
    selection.Run(table, {});
    std::vector<ospf::External> found;
    CollectExternals(*plan, selection, *policies, found);
    externals.Replace(t, std::move(found));
  }
  if (externals.TakeChanged()) plan->ospf.Inject(externals.United(), ospf);
  if (settles) Settle();
}

void Scratch::Impl::Show(std::size_t index) {
  const TablePlan& table = plan->tables[index];
  selection.Run(TableId(index), protocols->all());
  if (table.leaks) leaks_changed |= leak_tables->Observe(selection);
  if (bgp_tables->Speaks(TableId(index))) bgp_changed |= bgp_tables->Observe(selection);
  if (table.injects) {
    std::vector<ospf::External> found;
    CollectExternals(*plan, selection, *policies, found);
    externals.Replace(index, std::move(found));
  }
  if (table.runs_isis) {
    std::vector<isis::Injected> found;
    CollectIsis(*plan, selection, plan->isis, *policies, found);
    isis_injected.Replace(index, std::move(found));
  }
  if (table.runs_eigrp) {
    std::vector<eigrp::Injected> found;
    CollectEigrp(*plan, selection, plan->eigrp, *eigrp, *policies, found);
    eigrp_injected.Replace(index, std::move(found));
  }
  if (table.runs_rip) {
    std::vector<rip::Injected> found;
    CollectRip(*plan, selection, *rip, *policies, found);
    rip_injected.Replace(index, std::move(found));
  }
}

bool Scratch::Impl::Round() {
  bgp_changed = leaks_changed = false;
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    if (plan->tables[t].depends_on_tables && TableUp(TableId(t))) Show(t);
  }
  bool changed = leaks_changed || bgp_changed;
  if (externals.TakeChanged()) plan->ospf.Inject(externals.United(), ospf), changed = true;
  if (isis_injected.TakeChanged()) plan->isis.Inject(isis_injected.United(), *isis), changed = true;
  if (eigrp_injected.TakeChanged()) plan->eigrp.Inject(eigrp_injected.United(), *eigrp), changed = true;
  if (rip_injected.TakeChanged()) plan->rip.Inject(rip_injected.United(), *rip), changed = true;
  if (bgp_changed) bgp_tables->Compute();
  return changed;
}

void Scratch::Impl::Settle() {
  for (int round = 0; Round(); ++round) {
    if (round + 1 < kRedistributionRoundsMax) continue;
    unstable = true;
    bgp_tables->GiveUp();
    break;
  }
  if (bgp_tables->computed()) bgp_tables->LookForOtherStates();
  if (unstable || !bgp_tables->computed()) return;
  unstable = !SessionsArrive(plan->network, plan->bgp.plan(), bgp->sessions, RoutingState(this));
  if (!unstable) return;
  for (Tables& table : tables) table.rib_done = table.fib_done = false;  // made when they seemed certain
}

const Rib& Scratch::Impl::RibOf(TableId id) {
  Tables& table = tables[id.index()];
  if (std::exchange(table.rib_done, true)) return table.rib;
  if (TableUp(id)) {
    selection.Run(id, protocols->all());
    selection.WriteRib(table.rib, unstable);
  } else {
    table.rib.Clear();
  }
  return table.rib;
}

const Fib& Scratch::Impl::FibOf(TableId id) {
  Tables& table = tables[id.index()];
  if (std::exchange(table.fib_done, true)) return table.fib;
  if (TableUp(id)) {
    table.chosen.Begin(*plan, up, *protocols, *policies);
    table.chosen.Run(id, protocols->all());
    table.chosen.StartFib(this, unstable, table.fib);
  } else {
    table.fib.Begin(plan->prefixes, nullptr);
  }
  return table.fib;
}

RouteReason Scratch::Impl::ReasonOf(const FibEntry& entry) const {
  const TablePlan& table = plan->tables[entry.table.index()];
  RouteReason reason;
  const PrefixIndex prefix = plan->prefixes.Find(entry.prefix);
  RF_CHECK(prefix != kNoPrefix);
  if (TableProtocol* protocol = protocols->Of(entry.protocol)) {
    Candidate candidate;
    candidate.protocol = entry.protocol;
    candidate.metric = entry.metric;
    candidate.source = entry.source;
    protocol->Explain(entry.table, prefix, candidate, reason);
    return reason;
  }
  reason.origins.insert(entry.node);
  if (entry.protocol == Protocol::kAggregate) {
    reason.spans.insert(table.aggregates[entry.source].route->span);
  } else if (entry.protocol == Protocol::kStatic) {
    const static_routes::StaticRoute& chosen = *table.statics[entry.source].route;
    for (const static_routes::StaticFacts& facts : table.statics) {
      const static_routes::StaticRoute& route = *facts.route;
      if (facts.prefix == prefix && route.distance == chosen.distance && route.metric == chosen.metric) {
        reason.spans.insert(route.span);
      }
    }
  } else {
    for (const connected::ConnectedRoute& route : table.connected) {
      if (route.prefix == prefix && up[route.slot] != 0) reason.spans.insert(route.span);
    }
  }
  return reason;
}

std::vector<base::Span> Scratch::Impl::SpansOf(const FibEntry& entry) const {
  RouteReason reason = ReasonOf(entry);
  reason.spans.erase(base::Span{});
  return {reason.spans.begin(), reason.spans.end()};
}

std::vector<model::NodeId> Scratch::Impl::OriginsOf(const FibEntry& entry) const {
  const RouteReason reason = ReasonOf(entry);
  return {reason.origins.begin(), reason.origins.end()};
}

Scratch::Scratch(unsigned threads) : impl_(std::make_unique<Impl>()) { impl_->threads = threads; }
Scratch::~Scratch() = default;

struct RoutingEngine::Impl {
  explicit Impl(const Network& network) : plan(network) {}
  EnginePlan plan;
};

RoutingEngine::RoutingEngine(const Network& network) : impl_(std::make_unique<Impl>(network)) {}
RoutingEngine::~RoutingEngine() = default;

const base::Diagnostics& RoutingEngine::findings() const { return impl_->plan.findings; }

RoutingState RoutingEngine::Compute(const FailureState& failure, Scratch& scratch) const {
  scratch.impl_->Start(impl_->plan, failure);
  return RoutingState(scratch.impl_.get());
}

}  // namespace ringfence::routing
