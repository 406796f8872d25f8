#include "routing/registry_eigrp.h"

namespace ringfence::routing {

using eigrp::Origin;

void EigrpTables::Offer(TableId table, std::vector<TableOffer>& offers) {
  for (const std::uint32_t router : engine_.graph().routers_of_table[table.index()])
    OfferRouter(router, offers);
}

void EigrpTables::OfferRouter(std::uint32_t router, std::vector<TableOffer>& offers) {
  const eigrp::EigrpProcess& process = *engine_.graph().routers[router].process;
  for (const eigrp::Destination& destination : engine_.DestinationsOf(scratch_)) {
    const eigrp::Entry& entry = destination.entries[router];
    const std::uint32_t metric = eigrp::TableMetricOf(process, entry.composite);
    const bool ambiguous = entry.ambiguous || !destination.settled;
    if (entry.origin == Origin::kSummary) {
      offers.push_back(
          {destination.prefix,
           {process.distance_summary, metric, Protocol::kEigrp, true, ambiguous, router | kEigrpSummaryBit}});
    } else if (entry.origin == Origin::kLearnt) {
      offers.push_back(
          {destination.prefix,
           {entry.external ? process.distance_external : process.distance_internal, metric,
            entry.external ? Protocol::kEigrpExternal : Protocol::kEigrp, true, ambiguous, router}});
    }
  }
}

void EigrpTables::HopsOf(TableId, PrefixIndex prefix, const Candidate& candidate,
                         std::vector<ProtocolHop>& hops) {
  if ((candidate.source & kEigrpSummaryBit) != 0) {
    hops.push_back({.gateway = {}, .interface = {}, .discard = true, .lookup = {}});
    return;
  }
  const eigrp::Entry* entry = engine_.EntryOf(candidate.source, prefix, scratch_);
  if (entry == nullptr) return;
  const eigrp::Graph& graph = engine_.graph();
  for (const std::uint32_t number : entry->edges) {
    const eigrp::Edge& edge = graph.edges[number];
    hops.push_back({graph.ports[edge.to].address, graph.ports[edge.from].interface, false, {}});
  }
}

std::optional<std::uint32_t> EigrpTables::TagOf(TableId, PrefixIndex prefix, const Candidate& candidate) {
  const eigrp::Entry* entry = engine_.EntryOf(candidate.source & ~kEigrpSummaryBit, prefix, scratch_);
  return entry == nullptr || entry->tag == 0 ? std::nullopt : std::optional(entry->tag);
}

std::string_view EigrpTables::ProcessOf(TableId, PrefixIndex, const Candidate& candidate) const {
  return engine_.graph().routers[candidate.source & ~kEigrpSummaryBit].process_name;
}

void EigrpTables::Explain(TableId, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) {
  const eigrp::Explanation explanation =
      engine_.Explain(candidate.source & ~kEigrpSummaryBit, prefix, scratch_);
  reason.spans.insert(explanation.spans.begin(), explanation.spans.end());
  reason.origins.insert(explanation.origins.begin(), explanation.origins.end());
}

}  // namespace ringfence::routing
