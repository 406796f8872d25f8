// Tables of which only the rows are selected that somebody asks for.
//
// Problem: a failure study asks, under each of thousands of states, for some hundred rows of some hundred
// tables; selecting all rows of all tables is nearly all it costs. Idea: where no route of a table hangs on
// another of it - no static route that is looked up in the table, no aggregate, nothing that tables give to
// protocols but what BGP reads by name - a row is a function of what the protocols offer for its prefix. So
// it is selected when it is first asked for, and kept until they move on. Next hops are looked up row by row
// in the same way. Twin: Selection::Run (registry_rows_test.cc). Cost: a row costs its candidates.

#include <algorithm>

#include "routing/registry_tables.h"

namespace ringfence::routing {

void EnginePlan::PlanRows() {
  const auto makes_defaults = [this](bgp::BgpFamily family) {
    return !bgp.vpn(family).lower_defaults().empty();
  };
  by_rows = observed.all().empty() && ordered_devices.empty() && te.tunnels().empty() &&
            !makes_defaults(bgp::BgpFamily::kIpv4Unicast) && !makes_defaults(bgp::BgpFamily::kIpv6Unicast) &&
            std::ranges::none_of(tables, [](const TablePlan& table) {
              return table.feeds || table.bgp_reads.all || table.swaps_labels;
            });
  if (!by_rows) return;
  reads_labels = std::ranges::any_of(tables, &TablePlan::demands_labels);
  holders_of.resize(prefixes.size());
  readers_of.resize(prefixes.size());
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (const connected::ConnectedRoute& route : tables[t].connected)
      holders_of[route.prefix].push_back(TableId(t));
    for (const static_routes::StaticFacts& facts : tables[t].statics)
      holders_of[facts.prefix].push_back(TableId(t));
    for (const PrefixIndex prefix : tables[t].bgp_reads.prefixes) readers_of[prefix].push_back(TableId(t));
  }
}

ChangedRows FindChangedRows(const EnginePlan& plan, const std::vector<std::uint8_t>& up,
                            ospf::OspfScratch& ospf, isis::IsisScratch& isis) {
  ChangedRows changed;
  changed.known = ospf.near.holds && isis.near.holds && ospf.near.base->up == isis.near.base->up;
  if (!changed.known) return changed;
  base::BitSet nodes(plan.network.nodes().size());
  for (std::size_t slot = 0; slot < up.size(); ++slot) {
    if (up[slot] != ospf.near.base->up[slot]) nodes.Set(plan.network.EndOfSlot(slot).node.index());
  }
  std::vector<PrefixIndex> rows;
  for (std::size_t t = 0; t < plan.tables.size(); ++t) {
    rows.clear();
    const bool known = !nodes.Test(plan.network.tables()[t].node.index()) &&
                       std::ranges::all_of(plan.ospf.graph().routers_of_table[t],
                                           [&](std::uint32_t router) {
                                             return plan.ospf.AddChangedRows(router, ospf, rows);
                                           }) &&
                       std::ranges::all_of(plan.isis.graph().routers_of_table[t], [&](std::uint32_t router) {
                         return plan.isis.AddChangedRows(router, isis, rows);
                       });
    if (!known) changed.whole.emplace_back(t);
    for (std::size_t i = 0; known && i < rows.size(); ++i) changed.rows.emplace_back(TableId(t), rows[i]);
  }
  return changed;
}

void Selection::Open(TableId table, std::span<RowProtocol* const> offering) {
  table_ = table;
  by_row_ = offering;
  made_.Clear();
  statics_.assign(tables().statics.size(), StaticState{});
  statics_ask_ = false;
  for (std::size_t i = 0; i < statics_.size(); ++i) {
    const auto resolution = static_routes::Resolve(tables().statics[i], *up_, statics_[i].hops);
    statics_ask_ = statics_ask_ || resolution == static_routes::Resolution::kAsk;
    statics_[i].active = resolution == static_routes::Resolution::kActive;
  }
}

Candidate Selection::RowAt(PrefixIndex prefix) const {
  if (const Candidate* known = made_.Find(prefix)) return *known;
  const Candidate made = MakeRow(prefix);
  made_.Add(prefix, made);
  return made;
}

/// In the order of Run.
Candidate Selection::MakeRow(PrefixIndex prefix) const {
  Candidate best;
  const std::uint32_t distance = plan_->ConfigOf(table_).connected_distance;
  const auto here =
      std::ranges::equal_range(tables().connected, prefix, {}, &connected::ConnectedRoute::prefix);
  for (const connected::ConnectedRoute& route : here) {
    if (!route.listed || (*up_)[route.slot] == 0) continue;
    const auto source = static_cast<std::uint32_t>(&route - tables().connected.data());
    Compare({distance, 0, route.protocol, true, false, source}, best);
  }
  row_offers_.clear();
  for (RowProtocol* protocol : by_row_) protocol->OfferRow(table_, prefix, row_offers_);
  const auto offer = [&](bool phantoms) {
    for (const TableOffer& one : row_offers_) {
      if (one.candidate.phantom == phantoms) Compare(one.candidate, best);
    }
  };
  offer(false);
  offer(true);
  if (!tables().statics.empty()) {
    const auto prefix_of = [this](std::uint32_t i) { return tables().statics[i].prefix; };
    for (const std::uint32_t i : std::ranges::equal_range(tables().static_order, prefix, {}, prefix_of)) {
      if (!statics_[i].active) continue;
      const static_routes::StaticFacts& facts = tables().statics[i];
      Compare({facts.route->distance, facts.route->metric, Protocol::kStatic, true, statics_[i].ambiguous, i},
              best);
    }
    offer(true);
  }
  return best;
}

}  // namespace ringfence::routing
