// The engine: all protocols under one roof.
//
// Order of a computation: states of interfaces; OSPF without injected routes; what routers inject, first from
// connected and static routes alone; for nodes whose injection may depend on OSPF routes (redistribution
// between processes, static routes that OSPF carries or beats), rounds of "select, inject, compare" until
// nothing changes. Tables of single nodes are then made when asked for. A node's table is the only place
// where protocols meet. Injection that does not settle within kRedistributionRoundsMax rounds leaves every
// external route ambiguous: a device would oscillate or settle by timing. Cost: the nodes asked for, and the
// border routers their tables rest on.

#include <algorithm>
#include <set>
#include <string_view>

#include "base/check.h"
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
  struct NodeTables {
    bool rib_done = false;
    bool fib_done = false;
    Rib rib;
    Fib fib;
  };

  void Start(const EnginePlan& new_plan, const FailureState& failure);
  void Inject();
  void Select(model::NodeId node);
  const Rib& RibOf(model::NodeId node) override;
  const Fib& FibOf(model::NodeId node) override;
  bool NodeUp(model::NodeId node) const override { return !nodes_down.Test(node.index()); }
  bool InterfaceUp(model::NodeId node, model::InterfaceIndex interface) const override {
    return up[plan->network.SlotOf({node, interface})] != 0;
  }
  std::vector<base::Span> SpansOf(const FibEntry& entry) const override;
  std::vector<model::NodeId> OriginsOf(const FibEntry& entry) const override;
  ospf::Explanation ExplainOspf(const FibEntry& entry) const;

  const EnginePlan* plan = nullptr;
  base::BitSet nodes_down;
  std::vector<std::uint8_t> up;
  mutable ospf::OspfScratch ospf;  ///< explaining may finish tables that nobody had asked for
  Selection selection;
  model::NodeId selected;  ///< node of the last selection
  bool unstable = false;
  std::vector<NodeTables> tables;
};

void Scratch::Impl::Start(const EnginePlan& new_plan, const FailureState& failure) {
  plan = &new_plan;
  nodes_down = failure.nodes_down();
  plan->interfaces.Compute(failure, up);
  tables.resize(plan->nodes.size());
  for (NodeTables& table : tables) table.rib_done = table.fib_done = false;
  selected = {};
  unstable = false;
  plan->ospf.Begin(up, ospf);
  Inject();
}

void Scratch::Impl::Inject() {
  std::vector<std::vector<ospf::External>> by_node(plan->nodes.size());
  const auto unite = [&by_node] {
    std::vector<ospf::External> all;
    for (const auto& externals : by_node) all.insert(all.end(), externals.begin(), externals.end());
    return all;
  };
  bool depends = false;
  bool injects = false;
  for (std::size_t n = 0; n < plan->nodes.size(); ++n) {
    if (!plan->nodes[n].injects || nodes_down.Test(n)) continue;
    selection.Run(*plan, model::NodeId(n), up, ospf, false);
    CollectExternals(*plan, model::NodeId(n), selection, up, by_node[n]);
    depends = depends || plan->nodes[n].depends_on_tables;
    injects = true;
  }
  if (!injects) return;
  plan->ospf.Inject(unite(), ospf);
  for (int round = 0; depends && !unstable; ++round) {
    bool changed = false;
    std::vector<std::vector<ospf::External>> next = by_node;
    for (std::size_t n = 0; n < plan->nodes.size(); ++n) {
      if (!plan->nodes[n].depends_on_tables || nodes_down.Test(n)) continue;
      next[n].clear();
      selection.Run(*plan, model::NodeId(n), up, ospf, true);
      CollectExternals(*plan, model::NodeId(n), selection, up, next[n]);
      changed = changed || next[n] != by_node[n];
    }
    if (!changed) break;
    by_node = std::move(next);
    plan->ospf.Inject(unite(), ospf);
    unstable = round + 1 >= kRedistributionRoundsMax;
  }
}

void Scratch::Impl::Select(model::NodeId node) {
  if (selected == node) return;
  selection.Run(*plan, node, up, ospf, true);
  selected = node;
}

const Rib& Scratch::Impl::RibOf(model::NodeId node) {
  NodeTables& table = tables[node.index()];
  if (table.rib_done) return table.rib;
  table.rib_done = true;
  if (!NodeUp(node)) {
    table.rib.Clear();
    return table.rib;
  }
  Select(node);
  selection.WriteRib(table.rib, unstable);
  return table.rib;
}

const Fib& Scratch::Impl::FibOf(model::NodeId node) {
  NodeTables& table = tables[node.index()];
  if (table.fib_done) return table.fib;
  table.fib_done = true;
  if (!NodeUp(node)) {
    table.fib.Clear(plan->prefixes);
    return table.fib;
  }
  Select(node);
  selection.WriteFib(this, unstable, table.fib);
  return table.fib;
}

ospf::Explanation Scratch::Impl::ExplainOspf(const FibEntry& entry) const {
  const std::uint32_t router = entry.source & ~kDiscardBit;
  const PrefixIndex prefix = plan->prefixes.Find(entry.prefix);
  RF_CHECK(prefix != kNoPrefix);
  ospf::Explanation explanation = plan->ospf.Explain(router, prefix, ospf);
  if ((entry.source & kDiscardBit) != 0) {
    explanation.origins.insert(entry.node);
    for (const ospf::Discard& discard : ospf.tables[router].discards) {
      if (discard.prefix == prefix) explanation.spans.insert(discard.range->span);
    }
  }
  return explanation;
}

std::vector<base::Span> Scratch::Impl::SpansOf(const FibEntry& entry) const {
  const NodePlan& node = plan->nodes[entry.node.index()];
  std::set<base::Span> spans;
  const PrefixIndex prefix = plan->prefixes.Find(entry.prefix);
  if (entry.protocol >= Protocol::kOspf) {
    spans = ExplainOspf(entry).spans;
  } else if (entry.protocol == Protocol::kStatic) {
    const static_routes::StaticRoute& chosen = *node.statics[entry.source].route;
    for (const static_routes::StaticFacts& facts : node.statics) {
      const static_routes::StaticRoute& route = *facts.route;
      if (facts.prefix == prefix && route.distance == chosen.distance && route.metric == chosen.metric) {
        spans.insert(route.span);
      }
    }
  } else {
    for (const connected::ConnectedRoute& route : node.connected) {
      if (route.prefix == prefix && up[route.slot] != 0) spans.insert(route.span);
    }
  }
  spans.erase(base::Span{});
  return {spans.begin(), spans.end()};
}

std::vector<model::NodeId> Scratch::Impl::OriginsOf(const FibEntry& entry) const {
  if (entry.protocol < Protocol::kOspf) return {entry.node};
  const ospf::Explanation explanation = ExplainOspf(entry);
  return {explanation.origins.begin(), explanation.origins.end()};
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
