// A printed table stands in for the computed one.
//
// Problem: a device that runs something the program does not model still prints where its packets go.
// Idea: what it prints replaces its own tables, for packets only: what the device tells its neighbours is
// computed as before, from its configuration. A print is of one moment, when nothing in the network had
// failed; under any failure nothing is certain, and the state says so (RoutingState::unsettled). A print does
// not show labels that packets of a VPN get, so such routes are open. Addresses of the device itself are
// those of its configuration: not every system prints them. Cost: O(routes) for each table and state that is
// asked for.

#include "routing/registry_observed.h"

#include <algorithm>
#include <utility>

#include "routing/registry_tables.h"

namespace ringfence::routing {

ObservedTables::ObservedTables(std::vector<ObservedTable> tables) : tables_(std::move(tables)) {
  std::ranges::sort(tables_, {}, &ObservedTable::table);
}

const ObservedTable* ObservedTables::Find(TableId table) const {
  const auto found = std::ranges::lower_bound(tables_, table, {}, &ObservedTable::table);
  return found == tables_.end() || found->table != table ? nullptr : &*found;
}

void ObservedTables::WriteRib(const ObservedTable& table, bool open, Rib& rib) {
  rib.Clear();
  for (std::uint32_t i = 0; i < table.routes.size(); ++i) {
    const ObservedRoute& route = table.routes[i];
    rib.Add({route.prefix, route.protocol, open || route.open, route.metric, route.distance, {}, 0, 0, i});
    for (const NextHop& hop : route.hops) {
      const NextHop ways[] = {hop};
      rib.AddHop({hop.gateway, hop.interface, hop.discard, 0, 0},
                 hop.discard ? std::span<const NextHop>() : std::span<const NextHop>(ways));
    }
  }
}

void ObservedFib::Start(const EnginePlan& plan, const ObservedTable& table,
                        const std::vector<std::uint8_t>& up, const RouteExplainer* explainer, bool open,
                        Fib& fib) {
  plan_ = &plan;
  table_ = &table;
  up_ = &up;
  explainer_ = explainer;
  open_ = open;
  std::vector<PrefixIndex> expected;
  for (const ObservedRoute& route : table.routes) expected.push_back(plan.prefixes.Find(route.prefix));
  plan.tables[table.table.index()].AddOwnAddresses(up, expected);
  fib.Begin(plan.prefixes, this, expected);
}

FibEntry ObservedFib::MakeEntry(PrefixIndex prefix, HopSets& sets) const {
  FibEntry entry;
  const TablePlan& plan = plan_->tables[table_->table.index()];
  entry.prefix = plan_->prefixes[prefix];
  entry.table = table_->table;
  entry.node = plan_->network.tables()[table_->table.index()].node;
  entry.explainer = explainer_;
  entry.hop_set = static_cast<std::uint32_t>(sets.size());
  if (const connected::ConnectedRoute* own = plan.OwnAddress(prefix, *up_)) {
    entry.receive = true;
    entry.protocol = Protocol::kLocal;
    entry.source = static_cast<std::uint32_t>(own - plan.connected.data());
    sets.emplace_back();
    return entry;
  }
  const auto route = std::ranges::lower_bound(table_->routes, entry.prefix, {}, &ObservedRoute::prefix);
  entry.protocol = route->protocol;
  entry.ambiguous = open_ || route->open;
  entry.metric = route->metric;
  entry.source = static_cast<std::uint32_t>(route - table_->routes.begin());
  sets.push_back(route->hops);
  return entry;
}

}  // namespace ringfence::routing
