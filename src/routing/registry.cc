// The engine: all protocols under one roof.
//
// Order of a computation: states of interfaces; OSPF without injected routes; what routers inject, first from
// connected and static routes alone; for nodes whose injection may depend on OSPF routes (redistribution
// between processes, static routes that OSPF carries or beats), rounds of "select, inject, compare" until
// nothing changes. Tables of single nodes are then made when asked for. A node's table is the only place
// where protocols meet. Injection that does not settle within kRedistributionRoundsMax rounds leaves every
// external route ambiguous: a device would oscillate or settle by timing. Cost: the nodes asked for, and the
// border routers their tables rest on.

#include <optional>
#include <string_view>

#include "base/check.h"
#include "routing/policy_memory.h"
#include "routing/registry_ospf.h"
#include "routing/registry_ospf_inject.h"
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

/// Tables of one thread under one state.
struct Scratch::Impl final : TableSource, RouteExplainer {
  struct Tables {
    bool rib_done = false;
    bool fib_done = false;
    Rib rib;
    Fib fib;
  };

  void Start(const EnginePlan& new_plan, const FailureState& failure);
  void Inject();
  void InjectUntilStable(std::vector<std::vector<ospf::External>>& by_table);
  void Select(TableId table);
  const Rib& RibOf(TableId table) override;
  const Fib& FibOf(TableId table) override;
  TableId MainTable(model::NodeId node) const override { return plan->network.MainTable(node); }
  bool TableUp(TableId table) const { return NodeUp(plan->network.tables()[table.index()].node); }
  bool NodeUp(model::NodeId node) const override { return !nodes_down.Test(node.index()); }
  bool InterfaceUp(model::NodeId node, model::InterfaceIndex interface) const override {
    return up[plan->network.SlotOf({node, interface})] != 0;
  }
  RouteReason ReasonOf(const FibEntry& entry) const;
  std::vector<base::Span> SpansOf(const FibEntry& entry) const override;
  std::vector<model::NodeId> OriginsOf(const FibEntry& entry) const override;

  const EnginePlan* plan = nullptr;
  base::BitSet nodes_down;
  std::vector<std::uint8_t> up;
  ospf::OspfScratch ospf;
  std::optional<OspfTables> ospf_tables;
  std::optional<ProtocolSet> protocols;
  PolicyMemory policies;
  Selection selection;
  TableId selected;  ///< table of the last selection
  bool unstable = false;
  std::vector<Tables> tables;
};

void Scratch::Impl::Start(const EnginePlan& new_plan, const FailureState& failure) {
  plan = &new_plan;
  nodes_down = failure.nodes_down();
  plan->interfaces.Compute(failure, up);
  tables.resize(plan->tables.size());
  for (Tables& table : tables) table.rib_done = table.fib_done = false;
  selected = {};
  unstable = false;
  plan->ospf.Begin(up, ospf);
  ospf_tables.emplace(plan->ospf, ospf);
  protocols.emplace(&*ospf_tables);
  Inject();
}

namespace {

std::vector<ospf::External> Unite(const std::vector<std::vector<ospf::External>>& by_table) {
  std::vector<ospf::External> all;
  for (const auto& externals : by_table) all.insert(all.end(), externals.begin(), externals.end());
  return all;
}

}  // namespace

void Scratch::Impl::Inject() {
  std::vector<std::vector<ospf::External>> by_table(plan->tables.size());
  bool depends = false;
  bool injects = false;
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    if (!plan->tables[t].injects || !TableUp(TableId(t))) continue;
    selection.Run(*plan, TableId(t), up, *protocols, {});
    CollectExternals(*plan, selection, policies, by_table[t]);
    depends = depends || plan->tables[t].depends_on_tables;
    injects = true;
  }
  if (!injects) return;
  plan->ospf.Inject(Unite(by_table), ospf);
  if (depends) InjectUntilStable(by_table);
}

void Scratch::Impl::InjectUntilStable(std::vector<std::vector<ospf::External>>& by_table) {
  const std::vector<TableProtocol*> all = protocols->all();
  for (int round = 0; !unstable; ++round) {
    bool changed = false;
    std::vector<std::vector<ospf::External>> next = by_table;
    for (std::size_t t = 0; t < plan->tables.size(); ++t) {
      if (!plan->tables[t].depends_on_tables || !TableUp(TableId(t))) continue;
      next[t].clear();
      selection.Run(*plan, TableId(t), up, *protocols, all);
      CollectExternals(*plan, selection, policies, next[t]);
      changed = changed || next[t] != by_table[t];
    }
    if (!changed) break;
    by_table = std::move(next);
    plan->ospf.Inject(Unite(by_table), ospf);
    unstable = round + 1 >= kRedistributionRoundsMax;
  }
}

void Scratch::Impl::Select(TableId table) {
  if (selected == table) return;
  selection.Run(*plan, table, up, *protocols, protocols->all());
  selected = table;
}

const Rib& Scratch::Impl::RibOf(TableId id) {
  Tables& table = tables[id.index()];
  if (table.rib_done) return table.rib;
  table.rib_done = true;
  if (!TableUp(id)) {
    table.rib.Clear();
    return table.rib;
  }
  Select(id);
  selection.WriteRib(table.rib, unstable);
  return table.rib;
}

const Fib& Scratch::Impl::FibOf(TableId id) {
  Tables& table = tables[id.index()];
  if (table.fib_done) return table.fib;
  table.fib_done = true;
  if (!TableUp(id)) {
    table.fib.Clear(plan->prefixes);
    return table.fib;
  }
  Select(id);
  selection.WriteFib(this, unstable, table.fib);
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
  if (entry.protocol == Protocol::kStatic) {
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

Scratch::Scratch() : impl_(std::make_unique<Impl>()) {}
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
