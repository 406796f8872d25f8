#include "routing/registry_isis.h"

namespace ringfence::routing {
namespace {

std::size_t TopologyOf(const net::Prefix& prefix) { return prefix.family() == net::Family::kIpv4 ? 0 : 1; }

std::uint32_t DistanceOf(const isis::IsisProcess& process, const isis::Path& path) {
  if (path.external)
    return path.level == 0 ? process.distance_external_level1 : process.distance_external_level2;
  return path.level == 0 ? process.distance_level1 : process.distance_level2;
}

Candidate CandidateOf(const isis::IsisProcess& process, const isis::Path& path, std::uint32_t router) {
  const Protocol protocol = path.level == 0 ? Protocol::kIsisL1 : Protocol::kIsisL2;
  return {DistanceOf(process, path), path.metric, protocol, true, path.ambiguous, router};
}

}  // namespace

void IsisTables::Offer(TableId table, std::vector<TableOffer>& offers) {
  for (const std::uint32_t router : engine_.graph().routers_of_table[table.index()]) {
    const isis::IsisProcess& process = *engine_.graph().routers[router].process;
    for (std::size_t topology = 0; topology < isis::kTopologyCount; ++topology) {
      for (const auto& [prefix, path] : engine_.RoutesOf(router, topology, scratch_)) {
        offers.push_back({prefix, CandidateOf(process, path, router)});
      }
    }
  }
}

void IsisTables::OfferRow(TableId table, PrefixIndex prefix, std::vector<TableOffer>& offers) {
  const std::size_t topology = TopologyOf(engine_.prefixes()[prefix]);
  for (const std::uint32_t router : engine_.graph().routers_of_table[table.index()]) {
    const isis::Path* path = engine_.RoutesOf(router, topology, scratch_).Find(prefix);
    if (path == nullptr) continue;
    offers.push_back({prefix, CandidateOf(*engine_.graph().routers[router].process, *path, router)});
  }
}

const isis::Path* IsisTables::PathOf(PrefixIndex prefix, const Candidate& candidate) {
  const std::size_t topology = TopologyOf(engine_.prefixes()[prefix]);
  return engine_.RoutesOf(candidate.source, topology, scratch_).Find(prefix);
}

void IsisTables::HopsOf(TableId, PrefixIndex prefix, const Candidate& candidate,
                        std::vector<ProtocolHop>& hops) {
  const isis::Path* path = PathOf(prefix, candidate);
  if (path == nullptr) return;
  if (path->discard) {
    hops.push_back({.gateway = {}, .interface = {}, .discard = true, .lookup = {}});
    return;
  }
  const isis::Graph& graph = engine_.graph();
  const std::size_t topology = TopologyOf(engine_.prefixes()[prefix]);
  for (const std::uint32_t number : path->edges) {
    const isis::Edge& edge = graph.edges[number];
    hops.push_back({graph.ports[edge.to].address[topology], graph.ports[edge.from].interface, false, {}});
  }
}

std::optional<std::uint32_t> IsisTables::TagOf(TableId, PrefixIndex prefix, const Candidate& candidate) {
  const isis::Path* path = PathOf(prefix, candidate);
  return path == nullptr || path->tag == 0 ? std::nullopt : std::optional(path->tag);
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
