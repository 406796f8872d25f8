#include "routing/registry_isis.h"

#include <bit>

namespace ringfence::routing {
namespace {

std::uint32_t DistanceOf(const isis::IsisProcess& process, const isis::Path& path) {
  if (path.external)
    return path.level == 0 ? process.distance_external_level1 : process.distance_external_level2;
  return path.level == 0 ? process.distance_level1 : process.distance_level2;
}

}  // namespace

void IsisTables::Offer(TableId table, std::vector<TableOffer>& offers) {
  for (const std::uint32_t router : engine_.graph().routers_of_table[table.index()]) {
    for (std::size_t topology = 0; topology < isis::kTopologyCount; ++topology) {
      for (const PrefixIndex prefix : engine_.Told(topology, scratch_)) OfferOf(router, prefix, offers);
    }
  }
}

void IsisTables::OfferRow(TableId table, PrefixIndex prefix, std::vector<TableOffer>& offers) {
  for (const std::uint32_t router : engine_.graph().routers_of_table[table.index()])
    OfferOf(router, prefix, offers);
}

void IsisTables::OfferOf(std::uint32_t router, PrefixIndex prefix, std::vector<TableOffer>& offers) const {
  const isis::Path path = engine_.RowOf(router, prefix, scratch_).path;
  if (!path.present()) return;
  const Protocol protocol = path.level == 0 ? Protocol::kIsisL1 : Protocol::kIsisL2;
  const std::uint32_t distance = DistanceOf(*engine_.graph().routers[router].process, path);
  offers.push_back({prefix, {distance, path.metric, protocol, true, path.ambiguous, router}});
}

void IsisTables::HopsOf(TableId, PrefixIndex prefix, const Candidate& candidate,
                        std::vector<ProtocolHop>& hops) {
  const isis::Row row = engine_.RowOf(candidate.source, prefix, scratch_);
  if (row.path.discard) {
    hops.push_back({.gateway = {}, .interface = {}, .discard = true, .lookup = {}});
    return;
  }
  const isis::Graph& graph = engine_.graph();
  const std::size_t topology = engine_.TopologyOf(prefix);
  const std::uint32_t first = graph.first_arc[candidate.source];
  for (std::uint32_t w = 0; w < row.mask.size(); ++w) {
    for (std::uint64_t word = row.mask[w]; word != 0; word &= word - 1) {
      const std::uint32_t arc = first + w * 64 + static_cast<std::uint32_t>(std::countr_zero(word));
      const isis::Edge& edge = graph.edges[graph.arcs[arc].edge];
      hops.push_back({graph.ports[edge.to].address[topology], graph.ports[edge.from].interface, false, {}});
    }
  }
}

std::optional<std::uint32_t> IsisTables::TagOf(TableId, PrefixIndex prefix, const Candidate& candidate) {
  const std::uint32_t tag = engine_.RowOf(candidate.source, prefix, scratch_).path.tag;
  return tag == 0 ? std::nullopt : std::optional(tag);
}

/// The mask of hops, where it is one word.
ShareKey IsisTables::ShareKeyOf(TableId, PrefixIndex prefix, const Candidate& candidate) const {
  if (engine_.graph().WordsOf(candidate.source) != 1) return {};
  const isis::Row row = engine_.RowOf(candidate.source, prefix, scratch_);
  // Selection tells the families apart by the last bit.
  constexpr std::uint64_t kIsisOwner = std::uint64_t{1} << 62;
  if (!row.path.present() || row.path.discard) return {};
  return {row.mask[0], kIsisOwner | std::uint64_t{candidate.source} << 1U};
}

std::string_view IsisTables::ProcessOf(TableId, PrefixIndex, const Candidate& candidate) const {
  return engine_.graph().routers[candidate.source].process->tag;
}

void IsisTables::Explain(TableId, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) {
  const isis::Explanation explanation = engine_.Explain(candidate.source, prefix, scratch_);
  reason.spans.insert(explanation.spans.begin(), explanation.spans.end());
  reason.origins.insert(explanation.origins.begin(), explanation.origins.end());
}

}  // namespace ringfence::routing
