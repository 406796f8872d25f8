// What others ask of a state that has settled: tables, made when asked for, why their entries exist, and what
// they rest on.

#include <utility>

#include "base/check.h"
#include "routing/registry_scratch.h"

namespace ringfence::routing {

const Rib& Scratch::Impl::RibOf(TableId id) {
  Tables& table = tables[id.index()];
  if (!std::exchange(table.rib_done, true)) table.shown = &MakeRib(id);
  return *table.shown;
}

const Rib& Scratch::Impl::MakeRib(TableId id) {
  Tables& table = tables[id.index()];
  if (const Rib* rib = Runs(id.index()) ? RibOfKept(id) : nullptr; rib != nullptr) return *rib;
  const ObservedTable* observed = plan->observed.Find(id);
  if (observed != nullptr && Runs(id.index())) {
    ObservedTables::WriteRib(*observed, unstable, table.rib);
  } else if (Runs(id.index())) {
    selection.Run(id, protocols->all());
    selection.Doubt(doubts[id.index()]);
    selection.WriteRib(table.rib, unstable);
  } else {
    table.rib.Clear();
  }
  return table.rib;
}

const Fib& Scratch::Impl::FibOf(TableId id) {
  Tables& table = tables[id.index()];
  if (std::exchange(table.fib_done, true)) return table.fib;
  const ObservedTable* observed = plan->observed.Find(id);
  if (observed != nullptr && Runs(id.index())) {
    table.observed.Start(*plan, *observed, up, this, unstable, table.fib);
  } else if (Runs(id.index()) && by_rows) {
    table.chosen.StartFib(this, unstable, table.fib);
  } else if (Runs(id.index())) {
    table.chosen.Begin(*plan, up, *protocols, *policies, *labels, te);
    table.chosen.Run(id, protocols->all());
    table.chosen.Doubt(doubts[id.index()]);
    table.chosen.StartFib(this, unstable, table.fib);
  } else {
    table.fib.Begin(plan->prefixes, nullptr, {});
  }
  return table.fib;
}

void Scratch::Impl::AddSupport(TableId table, const net::Prefix& destinations, Support& support) {
  SupportFinder* known = Finder();
  support.open |= known == nullptr;
  if (!support.open) known->Add(table, destinations, support);
}

void Scratch::Impl::AddLabelSupport(model::NodeId node, const Label& label, Support& support) {
  SupportFinder* known = Finder();
  support.open |= known == nullptr;
  if (!support.open) known->AddLabel(node, label, support);
}

SupportFinder* Scratch::Impl::Finder() {
  if (!supports->known() || !by_rows || unstable) return nullptr;
  if (!leads_to_no_hop) leads_to_no_hop = bgp_tables->LeadsToNoHop();
  if (!*leads_to_no_hop) return nullptr;
  if (!finder) {
    SupportFinder::Rows rows;
    for (std::size_t t = 0; t < tables.size(); ++t) {
      rows.all.push_back(Runs(t) ? &tables[t].chosen : nullptr);
      rows.without_bgp.push_back(Runs(t) && bgp_tables->Speaks(TableId(t)) ? &views[t] : nullptr);
    }
    finder.emplace(*plan, *supports, std::move(rows), up, ospf, *isis, *bgp);
  }
  return &*finder;
}

RouteReason Scratch::Impl::ReasonOf(const FibEntry& entry) const {
  const TablePlan& table = plan->tables[entry.table.index()];
  RouteReason reason;
  const PrefixIndex prefix = plan->prefixes.Find(entry.prefix);
  RF_CHECK(prefix != kNoPrefix);
  const ObservedTable* observed = plan->observed.Find(entry.table);
  if (observed != nullptr && !entry.receive) {
    reason.spans.insert(observed->routes[entry.source].span);
    reason.origins.insert(entry.node);
    return reason;
  }
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

}  // namespace ringfence::routing
