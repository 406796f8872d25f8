// Routes of OSPFv2 and OSPFv3 of all routers under one failure state.
//
// Problem: exact tables of every router for thousands of failure sets, each in a fraction of a millisecond.
// Idea: what devices flood is a function of the graph, so nothing is flooded. The stages of RFC 2328 section
// 16 follow each other per router and on demand:
//   intra   shortest paths in each attached area, then the stubs behind them (16.1)
//   inter   type-3 advertisements of the border routers of the examined areas (16.2). What a border router
//   says
//           into the backbone follows from its intra stage alone; what it says into other areas, from its
//           inter stage, which examines the backbone only. So the stages never wait for each other in a
//           circle.
//   external  type-5 and type-7 advertisements (16.4, RFC 3101 section 2.5), in external_routes.cc
// Border routers follow RFC 3509's reading by default (two active areas, one of them the backbone); a router
// with several areas that is no border router, or one without a neighbour in the backbone (section 2.2
// there), examines the summaries of all of them and passes none of that on. OSPFv3 (RFC 5340) is the same
// calculation over areas of its own: only where prefixes hang and how next hops are written differs, and the
// graph holds both. Between the inter and the external stage stands 16.3 for border routers of areas that
// carry a virtual link (virtual_links.cc). Not modelled: demand circuits, opaque advertisements. Cost: per
// router O((V + E) log V + stubs + summaries of its areas), flat arrays, no allocation once warm.

#include "routing/ospf/ospf_engine.h"

#include <algorithm>
#include <utility>

#include "routing/ospf/external_routes.h"
#include "routing/ospf/near_base.h"
#include "routing/ospf/spf.h"
#include "routing/ospf/virtual_links.h"

namespace ringfence::routing::ospf {

bool Permits(const PrefixFilter& filter, const net::Prefix& prefix) {
  for (const PrefixFilterLine& line : filter.lines) {
    if (line.prefix.Contains(prefix) && prefix.length >= line.length_min &&
        prefix.length <= line.length_max) {
      return line.permit;
    }
  }
  return false;
}

const AreaRange* RangeOf(std::span<const AreaRange> ranges, const net::Prefix& prefix, bool nssa) {
  const AreaRange* best = nullptr;
  for (const AreaRange& range : ranges) {
    if (range.nssa != nssa || !range.prefix.Contains(prefix)) continue;
    if (best == nullptr || range.prefix.length > best->prefix.length) best = &range;
  }
  return best;
}

namespace {

/// Filters between two areas.
bool Passes(const RouterArea& source, const RouterArea& target, const net::Prefix& prefix) {
  return (!source.config.filter_out || Permits(*source.config.filter_out, prefix)) &&
         (!target.config.filter_in || Permits(*target.config.filter_in, prefix));
}

}  // namespace

OspfEngine::OspfEngine(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings)
    : network_(network), prefixes_(prefixes), graph_(BuildGraph(network, prefixes, findings)) {
  flat_ = graph_.virtual_pairs.empty();
  for (const Router& router : graph_.routers) {
    flat_ = flat_ && router.areas.size() == 1 && router.edge == nullptr;
    for (const RouterArea& part : router.areas) {
      has_defaults_ = has_defaults_ || (part.config.type == AreaType::kNssa && part.config.nssa_default);
    }
  }
}

void OspfEngine::Begin(const std::vector<std::uint8_t>& up, OspfScratch& scratch) const {
  scratch.up = &up;
  const std::size_t routers = graph_.routers.size();
  scratch.active.resize(routers);
  scratch.spf.resize(routers);
  scratch.tables.resize(routers);
  for (std::uint32_t r = 0; r < routers; ++r) scratch.spf[r].resize(graph_.routers[r].areas.size());
  for (Table& table : scratch.tables) table.stage = 0;
  scratch.summaries.resize(graph_.areas.size());
  scratch.summaries_done.assign(graph_.areas.size(), 0);
  ElectDesignated(graph_, scratch);
  if (scratch.near.remembers && scratch.near.base == nullptr) TakeBase(scratch);
  CompareWithBase(graph_, flat(), scratch);
  scratch.vpn_summaries.clear();
  scratch.sham_up.assign(graph_.shams.size(), 0);
  scratch.links_unsure = graph_.links_open;
  Settle(scratch);
  Inject({}, scratch);
}

void OspfEngine::TakeBase(OspfScratch& scratch) const {
  const std::lock_guard lock(base_mutex_);
  scratch.near.base = base_;
  scratch.near.own.clear();
}

void OspfEngine::KeepAsBase(OspfScratch& scratch) const {
  const NearBase& near = scratch.near;
  const auto none = [](const auto& list) { return list.empty(); };
  if (near.holds && near.base->up == *scratch.up && std::ranges::all_of(near.lost, none)) return;
  std::shared_ptr<const OspfBase> base = MakeBase(graph_, scratch);
  {
    const std::lock_guard lock(base_mutex_);
    if (base_ == nullptr) base_ = base;
    if (base_->up == base->up && base_->attached == base->attached && base_->designated == base->designated &&
        base_->injected == base->injected)
      base = base_;
  }
  scratch.near.base = std::move(base);
  scratch.near.own.clear();
  CompareWithBase(graph_, flat(), scratch);
}

void OspfEngine::Settle(OspfScratch& scratch) const {
  for (std::vector<Spf>& parts : scratch.spf) {
    for (Spf& spf : parts) spf.done = false;
  }
  FindVirtualLinks(graph_, scratch);
  FindBorderRouters(scratch);
  FindBackboneNeighbours(scratch);
}

void OspfEngine::FindBorderRouters(OspfScratch& scratch) const {
  scratch.border.assign(graph_.routers.size(), 0);
  for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
    const Router& router = graph_.routers[r];
    scratch.active[r].assign(router.areas.size(), 0);
    std::size_t active = 0;
    bool backbone = false;
    for (std::size_t p = 0; p < router.areas.size(); ++p) {
      const RouterArea& part = router.areas[p];
      const auto is_up = [&](std::uint32_t slot) { return (*scratch.up)[slot] != 0; };
      if (std::ranges::none_of(part.slots, is_up) &&
          !HasVirtualLink(graph_.areas[part.area], part.vertex, scratch))
        continue;
      scratch.active[r][p] = 1;
      ++active;
      backbone = backbone || part.config.id == kBackbone;
    }
    scratch.border[r] = active > 1 && (backbone || !router.process->abr_needs_backbone) ? 1 : 0;
    // The VPN is a backbone above the backbone (RFC 4577 section 4.1.4).
    if (active > 0 && router.edge != nullptr) scratch.border[r] = 1;
  }
}

void OspfEngine::SetShamLinks(const std::vector<std::uint8_t>& up, bool unsure, OspfScratch& scratch) const {
  scratch.sham_up = up;
  scratch.links_unsure = unsure || graph_.links_open;
  Settle(scratch);
  ForgetTables(scratch);
}

void OspfEngine::ForgetTables(OspfScratch& scratch) const {
  for (Table& table : scratch.tables) table.stage = 0;
  std::ranges::fill(scratch.summaries_done, 0);
  scratch.lsas_done = false;
  std::ranges::fill(scratch.asbr_summaries_done, 0);
}

void OspfEngine::FindBackboneNeighbours(OspfScratch& scratch) const {
  scratch.on_backbone.assign(graph_.routers.size(), 0);
  for (std::size_t a = 0; a < graph_.areas.size(); ++a) {
    const Area& area = graph_.areas[a];
    if (area.id != kBackbone) continue;
    for (std::uint32_t v = 0; v < area.routers.size(); ++v) {
      std::uint8_t& found = scratch.on_backbone[area.routers[v]];
      for (std::uint32_t e = area.first_edge[v]; e < area.first_edge[v + 1]; ++e) {
        if (Works(area.edges[e], scratch)) found = 1;
      }
      if (HasVirtualLink(area, v, scratch)) found = 1;
      for (const auto& [segment, member] : area.segments_of[v]) {
        if (scratch.attached[a][segment][member] != 0) found = 1;
      }
    }
  }
}

void OspfEngine::Inject(std::vector<External> externals, OspfScratch& scratch) const {
  const auto summaries =
      std::ranges::stable_partition(externals, [](const External& one) { return !one.summary; });
  std::vector<External> of_vpn(summaries.begin(), summaries.end());
  externals.erase(summaries.begin(), summaries.end());
  if (of_vpn != scratch.vpn_summaries) {
    scratch.vpn_summaries = std::move(of_vpn);
    ForgetTables(scratch);
  }
  scratch.externals = std::move(externals);
  scratch.lsas_done = false;
  scratch.asbr_summaries.resize(graph_.areas.size());
  scratch.asbr_summaries_done.assign(graph_.areas.size(), 0);
  for (Table& table : scratch.tables) {
    if (table.stage < kComplete) continue;
    table.stage = 3;
    for (Path& path : table.paths) {
      if (path.kind == PathKind::kExternal1 || path.kind == PathKind::kExternal2) path = {};
    }
  }
}

bool OspfEngine::RunsOn(std::uint32_t router, model::InterfaceIndex interface) const {
  const auto slot = static_cast<std::uint32_t>(network_.SlotOf({graph_.routers[router].node, interface}));
  return std::ranges::any_of(graph_.routers[router].areas, [slot](const RouterArea& part) {
    return std::ranges::count(part.slots, slot) > 0;
  });
}

OwnPlace OspfEngine::OwnInterface(std::uint32_t router, PrefixIndex prefix,
                                  const OspfScratch& scratch) const {
  OwnPlace near;
  for (const RouterArea& part : graph_.routers[router].areas) {
    const Area& area = graph_.areas[part.area];
    for (const Graph::StubAt& at : graph_.StubsOf(prefix)) {
      const Stub& stub = area.stubs[at.stub];
      if (at.area != part.area || (*scratch.up)[stub.slot] == 0) continue;
      if (stub.vertex == part.vertex) return {network_.EndOfSlot(stub.slot).interface, true};
      if (PlaceOf(area, part.area, stub, scratch).vertex != area.routers.size() + stub.segment) continue;
      for (const auto& [segment, member] : area.segments_of[part.vertex]) {
        if (segment == stub.segment && scratch.attached[part.area][segment][member] != 0)
          near.interface = network_.EndOfSlot(area.segments[segment].members[member].slot).interface;
      }
    }
  }
  return near;
}

namespace {

/// A path that is offered beside the best one so far.
void Merge(const Path& path, const std::uint64_t* mask, std::uint32_t words, Path& best,
           std::uint64_t* best_mask) {
  const bool open = path.kind == best.kind && (path.loose_cost || best.loose_cost || path.doubtful);
  best.doubtful = best.doubtful || open;
  if (path.kind > best.kind || (path.kind == best.kind && path.cost > best.cost)) return;
  if (path.kind < best.kind || path.cost < best.cost) {
    best = path;
    best.doubtful = path.doubtful || open;
    for (std::uint32_t w = 0; w < words; ++w) best_mask[w] = mask[w];
    return;
  }
  best.direct = best.direct || path.direct;
  // Equal paths in two areas: as for advertising routers, the larger area id owns the entry (section 16.4
  // step 3).
  best.area = std::max(best.area, path.area);
  for (std::uint32_t w = 0; w < words; ++w) best_mask[w] |= mask[w];
}

}  // namespace

void OspfEngine::Offer(std::uint32_t router, PrefixIndex prefix, const Path& path, const std::uint64_t* mask,
                       OspfScratch& scratch) const {
  Table& table = scratch.tables[router];
  Merge(path, mask, graph_.routers[router].hop_words, table.PathOf(prefix), table.MaskOf(prefix));
}

Row OspfEngine::ToPlace(std::uint32_t area, std::uint32_t words, const Spf& spf, const StubPlace& place) {
  if (place.vertex == kNone || spf.distance[place.vertex] >= kInfinity) return {};
  Path path;
  path.cost = spf.distance[place.vertex] + place.cost;
  if (path.cost >= kInfinity) return {};
  path.kind = PathKind::kIntra;
  path.area = area;
  path.direct = spf.direct[place.vertex] != 0;
  return {path, spf.masks.data() + std::size_t{place.vertex} * words};
}

void OspfEngine::AddIntra(std::uint32_t number, std::size_t part, OspfScratch& scratch) const {
  const Router& router = graph_.routers[number];
  const RouterArea& mine = router.areas[part];
  const Area& area = graph_.areas[mine.area];
  const Spf& spf = SpfOf(graph_, number, part, scratch);
  for (const Stub& stub : area.stubs) {
    const Row row = ToPlace(mine.area, router.hop_words, spf, PlaceOf(area, mine.area, stub, scratch));
    if (row.mask != nullptr) Offer(number, stub.prefix, row.path, row.mask, scratch);
  }
}

bool OspfEngine::RowsStandAlone(const OspfScratch& scratch) const {
  return flat() && scratch.externals.empty() && scratch.vpn_summaries.empty();
}

Row OspfEngine::RowOf(std::uint32_t number, PrefixIndex prefix, OspfScratch& scratch) const {
  const Router& router = graph_.routers[number];
  if (scratch.tables[number].stage == kComplete || !RowsStandAlone(scratch)) {
    const Table& table = TableOf(number, scratch);
    if (prefix < table.first || prefix >= table.last) return {};
    return {table.PathOf(prefix), table.MaskOf(prefix)};
  }
  if (!IsActive(number, 0, scratch)) return {};
  const std::uint32_t area = router.areas[0].area;
  const std::span<const StubPlace> places = PlacesOf(graph_, area, prefix, scratch);
  const Spf& spf = SpfTo(graph_, number, places, scratch);
  scratch.row_mask.assign(router.hop_words, 0);
  Row best{{}, scratch.row_mask.data()};
  for (const StubPlace& place : places) {
    const Row row = ToPlace(area, router.hop_words, spf, place);
    if (row.mask != nullptr) Merge(row.path, row.mask, router.hop_words, best.path, scratch.row_mask.data());
  }
  return best;
}

bool OspfEngine::AddChangedRows(std::uint32_t router, OspfScratch& scratch,
                                std::vector<PrefixIndex>& changed) const {
  const NearBase& near = scratch.near;
  const bool near_base = near.flat && !near.base->injected && RowsStandAlone(scratch) &&
                         IsActive(router, 0, scratch) && near.base->spf[router][0].done;
  if (near_base) AddChangedPrefixes(graph_, router, scratch, changed);
  return near_base;
}

void OspfEngine::EnsureIntra(std::uint32_t router, OspfScratch& scratch) const {
  Table& table = scratch.tables[router];
  if (table.stage >= 1) return;
  table.stage = 1;
  const bool four = graph_.routers[router].process->family == net::Family::kIpv4;
  table.first = four ? 0 : static_cast<PrefixIndex>(prefixes_.ipv4_count());
  table.last = static_cast<PrefixIndex>(four ? prefixes_.ipv4_count() : prefixes_.size());
  table.words = graph_.routers[router].hop_words;
  table.paths.assign(table.last - table.first, Path{});
  table.masks.assign(table.paths.size() * table.words, 0);
  table.discards.clear();
  for (std::size_t p = 0; p < graph_.routers[router].areas.size(); ++p) {
    if (IsActive(router, p, scratch)) AddIntra(router, p, scratch);
  }
  AddDiscards(router, scratch);
}

bool OspfEngine::Examines(std::uint32_t router, std::size_t part, const OspfScratch& scratch) const {
  if (!IsActive(router, part, scratch)) return false;
  if (scratch.border[router] == 0 || graph_.routers[router].areas[part].config.id == kBackbone) return true;
  return graph_.routers[router].process->abr_needs_backbone && scratch.on_backbone[router] == 0;
}

void OspfEngine::AddInter(std::uint32_t number, std::size_t part, OspfScratch& scratch) const {
  const Router& router = graph_.routers[number];
  const std::vector<Summary>& summaries = SummariesInto(router.areas[part].area, scratch);
  const Spf& spf = SpfOf(graph_, number, part, scratch);
  const std::vector<Discard>& own = scratch.tables[number].discards;
  Path path;
  path.kind = PathKind::kInter;
  path.area = router.areas[part].area;
  for (const Summary& summary : summaries) {
    if (summary.router == number || spf.distance[summary.vertex] >= kInfinity) continue;
    const bool checks = router.edge != nullptr && router.edge->checks_down;
    if (checks && summary.down == DownBit::kSet) continue;
    // Section 16.2 step 3: what equals an own active range is ignored.
    if (std::ranges::any_of(own, [&](const Discard& d) { return d.prefix == summary.prefix; })) continue;
    // A border router gives a closed area its default and takes none from it.
    const bool closed = router.areas[part].config.type != AreaType::kNormal;
    if (closed && scratch.border[number] != 0 && prefixes_[summary.prefix].length == 0) continue;
    path.cost = spf.distance[summary.vertex] + summary.cost;
    path.doubtful = summary.doubtful || (checks && summary.down == DownBit::kUnsure) ||
                    (router.may_check_down && summary.down != DownBit::kClear);
    path.loose_cost = summary.loose_cost;
    if (path.cost >= kInfinity) continue;
    Offer(number, summary.prefix, path, spf.masks.data() + std::size_t{summary.vertex} * router.hop_words,
          scratch);
  }
}

void OspfEngine::EnsureInter(std::uint32_t router, OspfScratch& scratch) const {
  EnsureIntra(router, scratch);
  if (scratch.tables[router].stage >= 2) return;
  scratch.tables[router].stage = 2;
  for (std::size_t p = 0; p < graph_.routers[router].areas.size(); ++p) {
    if (Examines(router, p, scratch)) AddInter(router, p, scratch);
  }
}

/// RFC 2328 section 16.3: what border routers of a transit area say there shortens paths of the backbone.
void OspfEngine::AddTransit(std::uint32_t number, std::size_t part, OspfScratch& scratch) const {
  const Router& router = graph_.routers[number];
  const Spf& spf = SpfOf(graph_, number, part, scratch);
  Table& table = scratch.tables[number];
  for (const Summary& summary : SummariesInto(router.areas[part].area, scratch)) {
    if (summary.router == number || spf.distance[summary.vertex] >= kInfinity) continue;
    Path& best = table.PathOf(summary.prefix);
    if (best.kind > PathKind::kInter || graph_.areas[best.area].id != kBackbone) continue;
    const std::uint32_t cost = spf.distance[summary.vertex] + summary.cost;
    if (cost > best.cost) continue;
    const std::uint64_t* from = spf.masks.data() + std::size_t{summary.vertex} * router.hop_words;
    std::uint64_t* into = table.MaskOf(summary.prefix);
    for (std::uint32_t w = 0; w < router.hop_words; ++w)
      into[w] = cost < best.cost ? from[w] : into[w] | from[w];
    best.direct = best.direct && cost == best.cost;
    best.cost = cost;
    best.doubtful |= summary.doubtful || summary.loose_cost || summary.down != DownBit::kClear;
  }
}

void OspfEngine::EnsureTransit(std::uint32_t router, OspfScratch& scratch) const {
  EnsureInter(router, scratch);
  if (scratch.tables[router].stage >= 3) return;
  scratch.tables[router].stage = 3;
  if (scratch.border[router] == 0 || scratch.on_backbone[router] == 0) return;
  const std::size_t parts = graph_.virtual_pairs.empty() ? 0 : graph_.routers[router].areas.size();
  for (std::size_t p = 0; p < parts; ++p) {
    if (CarriesTransit(graph_, router, p, scratch)) AddTransit(router, p, scratch);
  }
}

const Table& OspfEngine::TableOf(std::uint32_t router, OspfScratch& scratch) const {
  EnsureTransit(router, scratch);
  if (scratch.tables[router].stage < kComplete) {
    scratch.tables[router].stage = kComplete;
    if (!scratch.externals.empty() || HasDefaults()) ExternalRoutes(*this, scratch).AddTo(router);
  }
  return scratch.tables[router];
}

const std::vector<Summary>& OspfEngine::SummariesInto(std::uint32_t area, OspfScratch& scratch) const {
  if (scratch.summaries_done[area] != 0) return scratch.summaries[area];
  scratch.summaries_done[area] = 1;
  scratch.summaries[area].clear();
  for (std::uint32_t router : graph_.areas[area].routers) {
    if (scratch.border[router] == 0) continue;
    const auto& parts = graph_.routers[router].areas;
    const auto part =
        static_cast<std::size_t>(std::ranges::find(parts, area, &RouterArea::area) - parts.begin());
    if (!IsActive(router, part, scratch)) continue;
    // Without a neighbour in the backbone there is nothing to pass on but the own areas. What an area carries
    // for others rests on what its border routers say there, so that comes first (virtual_links.cc).
    if (graph_.areas[area].id == kBackbone || scratch.on_backbone[router] == 0) {
      EnsureIntra(router, scratch);
    } else if (IsTransit(graph_, area, scratch)) {
      EnsureInter(router, scratch);
    } else {
      EnsureTransit(router, scratch);
    }
    Summarize(router, part, scratch);
  }
  return scratch.summaries[area];
}

void OspfEngine::Summarize(std::uint32_t number, std::size_t part, OspfScratch& scratch) const {
  const Router& router = graph_.routers[number];
  const RouterArea& into = router.areas[part];
  const bool closed = into.config.type != AreaType::kNormal && into.config.no_summary;
  const bool gives_default =
      (into.config.type == AreaType::kStub && into.config.stub_default) ||
      (into.config.type == AreaType::kNssa && (into.config.no_summary || into.config.nssa_summary_default));
  if (gives_default) {
    const PrefixIndex all = prefixes_.Find(net::Prefix::Default(router.process->family));
    scratch.summaries[into.area].push_back(
        {number, into.vertex, all, into.config.default_cost, nullptr, kNone});
  }
  if (closed) return;
  SummarizeVpn(number, part, scratch);
  for (std::size_t from = 0; from < router.areas.size(); ++from) {
    if (from != part && IsActive(number, from, scratch)) SummarizeArea(number, from, part, scratch);
  }
}

/// RFC 4577 section 4.2.8.2: routes of the own domain at other sites go into all areas.
void OspfEngine::SummarizeVpn(std::uint32_t number, std::size_t part, OspfScratch& scratch) const {
  const RouterArea& into = graph_.routers[number].areas[part];
  const auto own = std::ranges::equal_range(scratch.vpn_summaries, number, {}, &External::router);
  for (const External& route : own) {
    if (into.config.type != AreaType::kNormal && prefixes_[route.prefix].length == 0) continue;
    Summary summary{number, into.vertex, route.prefix, route.metric, nullptr, kNone};
    summary.down = route.down;
    summary.doubtful = route.doubtful;
    summary.loose_cost = route.loose_cost;
    summary.span = route.span;
    summary.more_span = route.more_span;
    scratch.summaries[into.area].push_back(summary);
  }
}

/// Section 12.4.3: paths whose area is `from`, condensed by the ranges of that area, into `into`.
void OspfEngine::SummarizeArea(std::uint32_t number, std::size_t from, std::size_t into,
                               OspfScratch& scratch) const {
  const Router& router = graph_.routers[number];
  const RouterArea& source = router.areas[from];
  const RouterArea& target = router.areas[into];
  const Table& table = scratch.tables[number];
  std::vector<Summary>& out = scratch.summaries[target.area];
  const bool stub = target.config.type != AreaType::kNormal;
  const bool transit = CarriesTransit(graph_, number, into, scratch);
  const bool from_backbone = source.config.id == kBackbone;
  out.reserve(out.size() + table.paths.size());
  const bool plain = source.config.ranges.empty() && !source.config.filter_out && !target.config.filter_in;
  for (PrefixIndex i = table.first; i < table.last; ++i) {
    const Path& path = table.PathOf(i);
    const bool inter = path.kind == PathKind::kInter;
    if (path.area != source.area || path.cost >= kInfinity || (path.kind != PathKind::kIntra && !inter))
      continue;
    if (inter && !from_backbone) continue;
    // Split horizon: what is reached through the area is not said into it.
    if (transit && LeavesBy(router, target, table.MaskOf(i))) continue;
    const net::Prefix& prefix = prefixes_[i];
    if (stub && prefix.length == 0) continue;
    if (!plain) {
      const bool condensed = !inter && !(transit && from_backbone);
      if (condensed && RangeOf(source.config.ranges, prefix, false) != nullptr) continue;
      if (!Passes(source, target, prefix)) continue;
    }
    Summary& summary = out.emplace_back(Summary{number, target.vertex, i, path.cost, nullptr, source.area});
    // Whether a provider edge also marks what is not from the VPN differs.
    summary.down = router.edge == nullptr ? DownBit::kClear : DownBit::kUnsure;
    summary.doubtful = path.doubtful;
    summary.loose_cost = path.loose_cost;
  }
  // "The backbone's configured address ranges should be ignored when originating summary-LSAs into transit
  // areas". FRR ignores those of all areas.
  if (!transit || !from_backbone) SummarizeRanges(number, from, into, scratch);
}

void OspfEngine::SummarizeRanges(std::uint32_t number, std::size_t from, std::size_t into,
                                 OspfScratch& scratch) const {
  const Router& router = graph_.routers[number];
  const RouterArea& source = router.areas[from];
  const RouterArea& target = router.areas[into];
  const Table& table = scratch.tables[number];
  const bool transit = CarriesTransit(graph_, number, into, scratch);
  for (const AreaRange& range : source.config.ranges) {
    if (range.nssa || !range.advertise || !Passes(source, target, range.prefix)) continue;
    std::uint32_t cost = kInfinity;
    for (PrefixIndex i = table.first; i < table.last; ++i) {
      const Path& path = table.PathOf(i);
      if (path.kind != PathKind::kIntra || path.area != source.area) continue;
      if (RangeOf(source.config.ranges, prefixes_[i], false) != &range) continue;
      // RFC 2328 appendix G.2 against RFC 1583 section 12.4.3: the largest, formerly the smallest, cost
      // inside.
      if (cost == kInfinity) {
        cost = path.cost;
      } else {
        cost = router.process->rfc1583_compatible ? std::min(cost, path.cost) : std::max(cost, path.cost);
      }
    }
    if (cost == kInfinity) continue;
    Summary& summary = scratch.summaries[target.area].emplace_back(Summary{
        number, target.vertex, prefixes_.Find(range.prefix), range.cost.value_or(cost), &range, source.area});
    summary.doubtful = transit;
  }
}

void OspfEngine::AddDiscards(std::uint32_t number, OspfScratch& scratch) const {
  if (scratch.border[number] == 0) return;
  Table& table = scratch.tables[number];
  for (const RouterArea& part : graph_.routers[number].areas) {
    for (const AreaRange& range : part.config.ranges) {
      if (range.nssa) continue;
      std::uint32_t cost = kInfinity;
      for (PrefixIndex i = table.first; i < table.last; ++i) {
        if (table.PathOf(i).kind != PathKind::kIntra || table.PathOf(i).area != part.area) continue;
        if (RangeOf(part.config.ranges, prefixes_[i], false) == &range)
          cost = std::min(cost, table.PathOf(i).cost);
      }
      if (cost == kInfinity) continue;
      table.discards.push_back({prefixes_.Find(range.prefix), cost, &range});
    }
  }
}

bool OspfEngine::HasDefaults() const { return has_defaults_; }

}  // namespace ringfence::routing::ospf
