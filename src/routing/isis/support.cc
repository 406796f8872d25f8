// The shortest-path DAG as a certificate.
//
// Claim: where each router takes part in one level, reads and sends wide metrics, and tells its interfaces
// alone, its route to a prefix is the same in every state that lost more, as long as the shortest-path DAG
// from it to where the prefix hangs is whole, and the prefix hangs there. The argument is that of OSPF
// (ospf/support.cc): losing adjacencies makes no path shorter, so every path of the DAG is still a shortest
// one, with its first hop, and what was longer, or hung further away, still is. A router that brings a prefix
// itself has no route of IS-IS to it and gets one when it ceases to; in tables the connected route stands
// there until then. What breaks the argument, or the use that is made of adjacencies as ways, makes the plan
// unknown: border routers and the attached bit, summaries, leaks, redistribution, overload, filters, links
// that cost nothing or are kept out in one direction, families that cross different links, paths near the
// longest there are. Cost: the arcs at the routers of the DAG, backwards along equalities of distances.
// Twin: isis_support_test.cc.

#include "routing/isis/support.h"

#include <algorithm>

namespace ringfence::routing::isis {
namespace {

/// What it can reach stands in its table, and it tells nothing but its interfaces.
bool IsPlain(const Router& router) {
  constexpr std::uint32_t kNeverInstalled = 255;
  const IsisProcess& process = *router.process;
  const bool one_level = process.levels == kLevel1 || process.levels == kLevel2;
  return one_level && !process.overload && !process.table_filter && process.redistributions.empty() &&
         !process.default_origination && process.summaries.empty() &&
         StyleOf(process, process.levels == kLevel1 ? 0 : 1) == MetricStyle::kWide &&
         std::max(process.distance_level1, process.distance_level2) < kNeverInstalled;
}

}  // namespace

SupportPlan::SupportPlan(const IsisEngine& engine)
    : engine_(engine), known_(RoutersArePlain() && ArcsArePlain()) {}

bool SupportPlan::RoutersArePlain() const { return std::ranges::all_of(engine_.graph().routers, IsPlain); }

bool SupportPlan::ArcsArePlain() const {
  const Graph& graph = engine_.graph();
  std::uint64_t dearest = 0;
  for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
    const bool used =
        !engine_.FixedOf(0, topology).adverts.empty() || !engine_.FixedOf(1, topology).adverts.empty();
    for (std::uint32_t a = 0; used && a < graph.arcs.size(); ++a) {
      const std::uint32_t from = graph.arcs[graph.arcs[a].back].to;
      const std::uint32_t cost = engine_.paths().CostOf({from, LevelOf(from), topology}, a);
      if (cost == 0 || cost >= kInfinity) return false;
      dearest = std::max<std::uint64_t>(dearest, cost);
    }
    for (std::size_t level = 0; level < kLevelCount; ++level) {
      for (const Advert& advert : engine_.FixedOf(level, topology).adverts)
        dearest = std::max<std::uint64_t>(dearest, advert.metric);
    }
  }
  return dearest * (graph.routers.size() + 1) < kInfinity;
}

std::vector<IgpNeighbors> SupportPlan::Neighbors(const std::vector<std::uint8_t>& up) const {
  const Graph& graph = engine_.graph();
  std::vector<IgpNeighbors> found;
  for (std::uint32_t a = 0; a < graph.arcs.size(); ++a) {
    const Arc& arc = graph.arcs[a];
    if (a < arc.back && ShortestPaths::Works(arc, up))
      found.push_back({{graph.arcs[arc.back].to, arc.to}, {arc.slot, arc.far_slot}});
  }
  return found;
}

bool SupportPlan::Brings(PrefixIndex prefix) const {
  const std::size_t topology = engine_.TopologyOf(prefix);
  return !engine_.FixedOf(0, topology).Of(prefix).empty() || !engine_.FixedOf(1, topology).Of(prefix).empty();
}

bool SupportPlan::Add(RouterNumber router, PrefixIndex prefix, IsisScratch& scratch,
                      base::BitSet& interfaces) const {
  const Path path = engine_.RowOf(router, prefix, scratch).path;
  if (!path.present() || path.ambiguous || path.discard) return false;
  const Root root{router, path.level, engine_.TopologyOf(prefix)};
  // The row was chosen from these; walking the ways asks for no other.
  for (const Offered& one : scratch.offered) {
    if (!IsAsGood(one, path)) continue;
    if (one.advert == nullptr) return false;
    if (one.advert->slot != Advert::kAlways) interfaces.Set(one.advert->slot);
    AddWays(root, one.towards, scratch, interfaces);
  }
  return true;
}

void SupportPlan::AddWays(const Root& root, std::uint32_t to, IsisScratch& scratch,
                          base::BitSet& interfaces) const {
  const Graph& graph = engine_.graph();
  const ShortestPaths& paths = engine_.paths();
  const std::vector<std::uint32_t>& distance = paths.To(root, to, scratch).distance;
  base::BitSet seen(graph.routers.size());
  std::vector<std::uint32_t> open = {to};
  seen.Set(to);
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    if (at == root.router) continue;
    for (std::uint32_t a = graph.first_arc[at]; a < graph.first_arc[at + 1]; ++a) {
      const std::uint32_t back = graph.arcs[a].back;
      const std::uint32_t from = graph.arcs[a].to;
      if (!ShortestPaths::Works(graph.arcs[back], *scratch.up)) continue;
      if (Sum(distance[from], paths.CostOf(root, back)) != distance[at]) continue;
      interfaces.Set(graph.arcs[back].slot);
      interfaces.Set(graph.arcs[back].far_slot);
      if (seen.Test(from)) continue;
      seen.Set(from);
      open.push_back(from);
    }
  }
}

bool SupportPlan::MayCome(RouterNumber router, PrefixIndex prefix, const IsisScratch& scratch) const {
  const auto own = engine_.FixedOf(LevelOf(router), engine_.TopologyOf(prefix)).Of(prefix);
  return std::ranges::any_of(own, [&](const Advert& advert) {
    return advert.router == router && (advert.slot == Advert::kAlways || (*scratch.up)[advert.slot] != 0);
  });
}

std::optional<RouterNumber> SupportPlan::BringerOf(PrefixIndex prefix, const IsisScratch& scratch,
                                                   base::BitSet& interfaces) const {
  std::optional<RouterNumber> bringer;
  std::uint32_t slot = Advert::kAlways;
  for (std::size_t level = 0; level < kLevelCount; ++level) {
    for (const Advert& advert : engine_.FixedOf(level, engine_.TopologyOf(prefix)).Of(prefix)) {
      if (advert.slot != Advert::kAlways && (*scratch.up)[advert.slot] == 0) continue;
      if (bringer) return std::nullopt;
      bringer = advert.router;
      slot = advert.slot;
    }
  }
  if (slot != Advert::kAlways) interfaces.Set(slot);
  return bringer;
}

}  // namespace ringfence::routing::isis
