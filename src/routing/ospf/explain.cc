// Why a path exists: the advertisements it derives from, found by asking again which of them give exactly the
// path that the table holds. Done on demand for the few routes that packets of a flow use, so that the
// calculation itself carries nothing along. Cost: a few passes over the advertisements of the router's areas.

#include <algorithm>

#include "routing/ospf/external_routes.h"
#include "routing/ospf/ospf_engine.h"
#include "routing/ospf/spf.h"
#include "routing/ospf/virtual_links.h"

namespace ringfence::routing::ospf {

/// Follows advertisements from one path to those it was made of.
class Explainer {
 public:
  Explainer(const OspfEngine& engine, OspfScratch& scratch, Explanation& out)
      : engine_(engine), scratch_(scratch), out_(out) {}

  void Run(std::uint32_t router, PrefixIndex prefix) {
    Ask(router, prefix);
    for (std::size_t next = 0; next < work_.size(); ++next) Visit(work_[next].first, work_[next].second);
    OwnInterfaces(router, prefix);
  }

 private:
  const Router& RouterOf(std::uint32_t router) const { return engine_.graph_.routers[router]; }

  void Ask(std::uint32_t router, PrefixIndex prefix) {
    if (std::ranges::count(work_, std::pair(router, prefix)) == 0) work_.emplace_back(router, prefix);
  }

  void AddSpan(base::Span span) {
    if (span.valid()) out_.spans.insert(span);
  }

  void AddInterface(const OspfInterface* config) {
    if (config == nullptr) return;
    AddSpan(config->span);
    AddSpan(config->cost_span);
  }

  void Visit(std::uint32_t router, PrefixIndex prefix) {
    const Path path = engine_.RowOf(router, prefix, scratch_).path;
    switch (path.kind) {
      case PathKind::kIntra:
        return Intra(router, prefix, path);
      case PathKind::kInter:
        return Inter(router, prefix, path);
      case PathKind::kExternal1:
      case PathKind::kExternal2:
        return External(router, prefix, path);
      case PathKind::kAbsent:
        return;
    }
  }

  /// Virtual links, and what border routers say into the areas that carry them (section 16.3).
  void Transit(std::uint32_t router, PrefixIndex prefix, const Path& path) {
    const Graph& graph = engine_.graph_;
    if (graph.virtual_pairs.empty() || graph.areas[path.area].id != kBackbone) return;
    for (std::size_t v = 0; v < graph.virtual_pairs.size(); ++v) {
      if (scratch_.virtual_up[v] == 0) continue;
      for (const VirtualPair::End& end : graph.virtual_pairs[v].ends) AddSpan(end.link->span);
    }
    for (std::size_t p = 0; p < RouterOf(router).areas.size(); ++p) {
      if (CarriesTransit(graph, router, p, scratch_)) FromSummaries(router, p, prefix, path);
    }
  }

  void Intra(std::uint32_t router, PrefixIndex prefix, const Path& path) {
    Transit(router, prefix, path);
    for (std::size_t p = 0; p < RouterOf(router).areas.size(); ++p) {
      if (scratch_.active[router][p] != 0) IntraIn(router, p, prefix, path);
    }
  }

  void IntraIn(std::uint32_t router, std::size_t part, PrefixIndex prefix, const Path& path) {
    const std::uint32_t number = RouterOf(router).areas[part].area;
    const Area& area = engine_.graph_.areas[number];
    const Spf& spf = SpfOf(engine_.graph_, router, part, scratch_);
    for (const Stub& stub : area.stubs) {
      if (stub.prefix != prefix) continue;
      const StubPlace place = PlaceOf(area, number, stub, scratch_);
      if (place.vertex == kNone || spf.distance[place.vertex] >= kInfinity) continue;
      if (spf.distance[place.vertex] + place.cost != path.cost) continue;
      out_.origins.insert(RouterOf(area.routers[stub.vertex]).node);
      AddInterface(stub.config);
    }
  }

  void Inter(std::uint32_t router, PrefixIndex prefix, const Path& path) {
    Transit(router, prefix, path);
    for (std::size_t p = 0; p < RouterOf(router).areas.size(); ++p) {
      if (engine_.Examines(router, p, scratch_)) FromSummaries(router, p, prefix, path);
    }
  }

  void FromSummaries(std::uint32_t router, std::size_t part, PrefixIndex prefix, const Path& path) {
    const Spf& spf = SpfOf(engine_.graph_, router, part, scratch_);
    // A copy: asking for tables of border routers may extend the scratch.
    const std::vector<Summary> summaries = engine_.SummariesInto(RouterOf(router).areas[part].area, scratch_);
    for (const Summary& summary : summaries) {
      if (summary.prefix != prefix || summary.router == router || spf.distance[summary.vertex] >= kInfinity)
        continue;
      if (spf.distance[summary.vertex] + summary.cost == path.cost) FromBorder(summary);
    }
  }

  void FromBorder(const Summary& summary) {
    out_.origins.insert(RouterOf(summary.router).node);
    if (summary.span.valid()) {
      AddSpan(summary.span);
      return AddSpan(summary.more_span);
    }
    if (summary.from_area == kNone) {
      for (const RouterArea& part : RouterOf(summary.router).areas) {
        if (part.config.type != AreaType::kNormal) AddSpan(part.config.span);
      }
      return;
    }
    if (summary.range == nullptr) return Ask(summary.router, summary.prefix);
    AddSpan(summary.range->span);
    const Table& table = engine_.TableOf(summary.router, scratch_);
    for (PrefixIndex i = table.first; i < table.last; ++i) {
      const Path& path = table.PathOf(i);
      if (path.kind != PathKind::kIntra || path.area != summary.from_area) continue;
      if (summary.range->prefix.Contains(engine_.prefixes_[i])) Ask(summary.router, i);
    }
  }

  void External(std::uint32_t router, PrefixIndex prefix, const Path& path) {
    ExternalRoutes routes(engine_, scratch_);
    std::vector<std::uint64_t> mask;
    const auto look = [&](const std::vector<ExternalLsa>& lsas, std::uint32_t nssa_area) {
      for (const ExternalLsa& lsa : lsas) {
        if (lsa.prefix != prefix) continue;
        const Path given = routes.Evaluate(router, lsa, nssa_area, mask);
        if (given.kind != path.kind || given.cost != path.cost ||
            given.external_metric != path.external_metric)
          continue;
        out_.origins.insert(RouterOf(lsa.router).node);
        out_.origins.insert(RouterOf(lsa.origin).node);
        for (base::Span span : lsa.spans) AddSpan(span);
        WayTo(router, lsa);
      }
    };
    bool normal = false;
    for (std::size_t p = 0; p < RouterOf(router).areas.size(); ++p) {
      const RouterArea& part = RouterOf(router).areas[p];
      if (scratch_.active[router][p] == 0) continue;
      if (part.config.type == AreaType::kNssa) look(scratch_.type7[part.area], part.area);
      normal = normal || part.config.type == AreaType::kNormal;
    }
    if (normal) look(scratch_.type5, kNone);
  }

  /// Border routers whose advertisement leads to the advertising router or forwarding address.
  void WayTo(std::uint32_t router, const ExternalLsa& lsa) {
    if (lsa.forwarding) {
      const Table& table = engine_.TableOf(router, scratch_);
      PrefixIndex index = engine_.prefixes_.Longest(*lsa.forwarding);
      while (index != kNoPrefix && table.PathOf(index).kind > PathKind::kInter)
        index = engine_.prefixes_.parent(index);
      if (index != kNoPrefix) Ask(router, index);
      return;
    }
    for (std::size_t p = 0; p < RouterOf(router).areas.size(); ++p) {
      if (!engine_.Examines(router, p, scratch_)) continue;
      const std::uint32_t area = RouterOf(router).areas[p].area;
      for (const AsbrSummary& summary : scratch_.asbr_summaries[area]) {
        if (scratch_.asbr_summaries_done[area] == 0 || summary.asbr != lsa.router) continue;
        out_.origins.insert(RouterOf(engine_.graph_.areas[area].routers[summary.vertex]).node);
      }
    }
  }

  /// The router's own lines: interfaces it leaves by, with their costs.
  void OwnInterfaces(std::uint32_t router, PrefixIndex prefix) {
    const Router& facts = RouterOf(router);
    const Table& table = engine_.TableOf(router, scratch_);
    for (std::uint32_t h = 0; h < facts.hops.size(); ++h) {
      const std::uint64_t word = table.MaskOf(prefix)[h / 64];
      if (((word >> (h % 64)) & 1U) == 0) continue;
      if (facts.hops[h].sham) {
        for (const ShamLink& link : facts.process->vpn.sham_links) AddSpan(link.span);
        continue;
      }
      const model::Interface& interface =
          engine_.network_.InterfaceAt(engine_.network_.EndOfSlot(facts.hops[h].slot));
      for (const OspfInterface& config : facts.process->interfaces) {
        if (config.name == interface.name) AddInterface(&config);
      }
    }
  }

  const OspfEngine& engine_;
  OspfScratch& scratch_;
  Explanation& out_;
  std::vector<std::pair<std::uint32_t, PrefixIndex>> work_;
};

Explanation OspfEngine::Explain(std::uint32_t router, PrefixIndex prefix, OspfScratch& scratch) const {
  Explanation explanation;
  Explainer(*this, scratch, explanation).Run(router, prefix);
  return explanation;
}

}  // namespace ringfence::routing::ospf
