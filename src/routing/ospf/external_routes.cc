// AS-external routes (RFC 2328 section 16.4) and NSSA routes (RFC 3101 sections 2.3 to 3.2).
//
// What a router injects becomes a type 5 when it stands in a normal area and a type 7 in each of its NSSAs. A
// type 7 of a router that makes no type 5 carries the P-bit and a forwarding address inside the NSSA; one
// border router (all "always" translators, else the highest router id) turns it into a type 5. A path costs
// the way to the advertising router or, when the advertisement names one, to the forwarding address. Ways to
// an advertising router: intra-area in each attached area, else by type 4 through the examined areas; among
// several, section 16.4.1 prunes when RFC 1583 rules are off, then the least cost wins, then the largest area
// id. What a border router says into the backbone about an advertising router rests on its intra-area ways
// only: when a way over the backbone is cheaper, the triangle inequality keeps its own advertisement from
// being chosen. Cost: O(advertisements) per router after one shortest-path run per area.

#include "routing/ospf/external_routes.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "routing/ospf/spf.h"
#include "routing/ospf/virtual_links.h"

namespace ringfence::routing::ospf {
namespace {

const std::uint64_t* MaskAt(const Spf& spf, std::uint32_t vertex, std::uint32_t words) {
  return spf.masks.data() + std::size_t{vertex} * words;
}

void Merge(Reach& best, std::uint32_t cost, const std::uint64_t* mask, std::uint32_t words) {
  if (cost > best.cost || cost >= kInfinity) return;
  if (cost < best.cost) {
    best.cost = cost;
    best.mask.assign(mask, mask + words);
    return;
  }
  for (std::uint32_t w = 0; w < words; ++w) best.mask[w] |= mask[w];
}

/// Order of section 16.4 step 6, smaller is better.
auto RankOf(const Path& path) {
  return std::tuple(path.kind, path.kind == PathKind::kExternal2 ? path.external_metric : 0, !path.preferred,
                    path.cost);
}

}  // namespace

ExternalRoutes::ExternalRoutes(const OspfEngine& engine, OspfScratch& scratch)
    : engine_(engine), scratch_(scratch) {
  EnsureLsas();
}

bool ExternalRoutes::HasNormalArea(std::uint32_t router) const {
  const auto& parts = engine_.graph_.routers[router].areas;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    if (parts[p].config.type == AreaType::kNormal && scratch_.active[router][p] != 0) return true;
  }
  return false;
}

bool ExternalRoutes::IsOwnAddress(std::uint32_t router, const net::IpAddress& address) const {
  const Node& node = engine_.network_.nodes()[engine_.graph_.routers[router].node.index()];
  for (const model::Interface& interface : node.config.device.interfaces) {
    for (const model::InterfaceAddress& own : interface.addresses) {
      if (own.address.address == address) return true;
    }
  }
  return false;
}

/// RFC 3101 section 2.3: an address of the router that the NSSA can reach; loopbacks first, they never fail.
std::optional<net::IpAddress> ExternalRoutes::AddressIn(std::uint32_t router, const RouterArea& part) const {
  const Router& facts = engine_.graph_.routers[router];
  std::optional<net::IpAddress> found;
  for (std::uint32_t slot : part.slots) {
    if ((*scratch_.up)[slot] == 0) continue;
    const model::Interface& interface = engine_.network_.InterfaceAt(engine_.network_.EndOfSlot(slot));
    const model::InterfaceAddress* address = PrimaryAddress(
        engine_.network_.nodes()[facts.node.index()].config.device, interface, facts.process->family);
    if (address == nullptr) continue;
    if (interface.kind == model::InterfaceKind::kLoopback) return address->address.address;
    if (!found) found = address->address.address;
  }
  return found;
}

void ExternalRoutes::JoinFlooding(std::uint32_t a, std::uint32_t b) {
  std::vector<std::uint32_t>& part = scratch_.flooding;
  const auto root = [&part](std::uint32_t router) {
    while (part[router] != router) router = part[router] = part[part[router]];
    return router;
  };
  const std::uint32_t x = root(a);
  const std::uint32_t y = root(b);
  part[std::max(x, y)] = std::min(x, y);
}

/// Type 5 crosses adjacencies of normal areas only (RFC 2328 section 3.6): a way through a stub area or NSSA
/// to an advertising router does not bring its advertisements.
void ExternalRoutes::FindFloodingParts() {
  const Graph& graph = engine_.graph_;
  scratch_.flooding.resize(graph.routers.size());
  std::iota(scratch_.flooding.begin(), scratch_.flooding.end(), 0);
  for (std::size_t a = 0; a < graph.areas.size(); ++a) {
    const Area& area = graph.areas[a];
    const auto is_normal = [&](std::uint32_t vertex) {
      const auto& parts = graph.routers[area.routers[vertex]].areas;
      return std::ranges::find(parts, a, &RouterArea::area)->config.type == AreaType::kNormal;
    };
    for (std::uint32_t v = 0; v < area.routers.size(); ++v) {
      if (!is_normal(v)) continue;
      for (std::uint32_t e = area.first_edge[v]; e < area.first_edge[v + 1]; ++e) {
        const Edge& edge = area.edges[e];
        if (Works(edge, scratch_)) JoinFlooding(area.routers[v], area.routers[edge.to]);
      }
    }
    for (std::size_t s = 0; s < area.segments.size(); ++s) {
      const std::uint32_t designated = scratch_.designated[a][s];
      if (designated == kNone || !is_normal(area.segments[s].members[designated].vertex)) continue;
      for (std::size_t m = 0; m < area.segments[s].members.size(); ++m) {
        if (scratch_.attached[a][s][m] == 0) continue;
        JoinFlooding(area.segments[s].members[m].router, area.segments[s].members[designated].router);
      }
    }
  }
  // Parents have smaller numbers, so one ascending pass leaves every router at its root.
  for (std::uint32_t& part : scratch_.flooding) part = scratch_.flooding[part];
}

void ExternalRoutes::EnsureLsas() {
  if (scratch_.lsas_done) return;
  scratch_.lsas_done = true;
  FindFloodingParts();
  scratch_.type5.clear();
  scratch_.type7.resize(engine_.graph_.areas.size());
  for (auto& lsas : scratch_.type7) lsas.clear();
  for (const External& external : scratch_.externals) Originate(external);
  OriginateDefaults();
  for (std::uint32_t a = 0; a < engine_.graph_.areas.size(); ++a) {
    if (!scratch_.type7[a].empty()) Translate(a);
  }
  std::ranges::stable_sort(translations_, {}, [](const Translation& t) { return t.lsa.router; });
  for (Translation& translation : translations_) scratch_.type5.push_back(std::move(translation.lsa));
  scratch_.asbrs.clear();
  for (const ExternalLsa& lsa : scratch_.type5) scratch_.asbrs.push_back(lsa.router);
  std::ranges::sort(scratch_.asbrs);
  const auto rest = std::ranges::unique(scratch_.asbrs);
  scratch_.asbrs.erase(rest.begin(), rest.end());
}

void ExternalRoutes::Originate(const External& external) {
  const Router& router = engine_.graph_.routers[external.router];
  ExternalLsa lsa{external.router,     external.prefix, external.metric,
                  external.type,       false,           external.tag,
                  external.forwarding, external.router, {}};
  lsa.spans.push_back(external.span);
  if (external.more_span.valid()) lsa.spans.push_back(external.more_span);
  lsa.down = external.down;
  lsa.doubtful = external.doubtful;
  lsa.loose_cost = external.loose_cost;
  const auto same = [&](const ExternalLsa& l) {
    return l.router == external.router && l.prefix == external.prefix;
  };
  const bool normal = HasNormalArea(external.router);
  if (normal && std::ranges::none_of(scratch_.type5, same)) scratch_.type5.push_back(lsa);
  for (std::size_t p = 0; p < router.areas.size(); ++p) {
    const RouterArea& part = router.areas[p];
    if (part.config.type != AreaType::kNssa || scratch_.active[external.router][p] == 0) continue;
    if (scratch_.border[external.router] != 0 && part.config.nssa_no_redistribution) continue;
    if (std::ranges::any_of(scratch_.type7[part.area], same)) continue;
    ExternalLsa inner = lsa;
    if (!normal && !inner.forwarding) inner.forwarding = AddressIn(external.router, part);
    inner.propagate = !normal && inner.forwarding.has_value();
    scratch_.type7[part.area].push_back(std::move(inner));
  }
}

void ExternalRoutes::OriginateDefaults() {
  for (std::uint32_t r = 0; r < engine_.graph_.routers.size(); ++r) {
    if (scratch_.border[r] == 0) continue;
    const auto& parts = engine_.graph_.routers[r].areas;
    const PrefixIndex all =
        engine_.prefixes_.Find(net::Prefix::Default(engine_.graph_.routers[r].process->family));
    for (std::size_t p = 0; p < parts.size(); ++p) {
      const OspfArea& config = parts[p].config;
      if (config.type != AreaType::kNssa || !config.nssa_default || scratch_.active[r][p] == 0) continue;
      auto& lsas = scratch_.type7[parts[p].area];
      std::erase_if(lsas, [&](const ExternalLsa& l) { return l.router == r && l.prefix == all; });
      lsas.push_back({r,
                      all,
                      config.nssa_default_metric.value_or(config.default_cost),
                      config.nssa_default_type,
                      false,
                      std::nullopt,
                      std::nullopt,
                      r,
                      {config.span}});
    }
  }
}

void ExternalRoutes::Translate(std::uint32_t area) {
  for (std::uint32_t router : engine_.graph_.areas[area].routers) {
    if (scratch_.border[router] == 0 || !HasNormalArea(router)) continue;
    const auto& parts = engine_.graph_.routers[router].areas;
    const auto part =
        static_cast<std::size_t>(std::ranges::find(parts, area, &RouterArea::area) - parts.begin());
    if (parts[part].config.type != AreaType::kNssa || scratch_.active[router][part] == 0) continue;
    if (IsTranslator(router, part)) TranslateAt(router, part);
  }
}

/// RFC 3101 section 3.1.
bool ExternalRoutes::IsTranslator(std::uint32_t router, std::size_t part) {
  const RouterArea& mine = engine_.graph_.routers[router].areas[part];
  if (mine.config.nssa_translate_always) return true;
  const Spf& spf = SpfOf(engine_.graph_, router, part, scratch_);
  const auto& members = engine_.graph_.areas[mine.area].routers;
  for (std::uint32_t vertex = 0; vertex < members.size(); ++vertex) {
    const std::uint32_t other = members[vertex];
    if (other == router || scratch_.border[other] == 0 || spf.distance[vertex] >= kInfinity) continue;
    const Router& facts = engine_.graph_.routers[other];
    const auto theirs = std::ranges::find(facts.areas, mine.area, &RouterArea::area);
    if (theirs->config.nssa_translate_always) return false;
    if (facts.router_id > engine_.graph_.routers[router].router_id) return false;
  }
  return true;
}

/// RFC 3101 section 3.2. A router has one type 5 per prefix, so among several type 7 the translator takes the
/// path it would use itself, then the larger router id.
void ExternalRoutes::TranslateAt(std::uint32_t router, std::size_t part) {
  const RouterArea& mine = engine_.graph_.routers[router].areas[part];
  engine_.EnsureTransit(router, scratch_);
  std::map<const AreaRange*, ExternalLsa> aggregates;
  for (const ExternalLsa& inner : scratch_.type7[mine.area]) {
    if (!inner.propagate || !inner.forwarding || inner.router == router) continue;
    const Path path = Evaluate(router, inner, mine.area, mask_);
    if (path.kind == PathKind::kAbsent) continue;
    ExternalLsa outer = inner;
    outer.router = router;
    outer.propagate = false;
    outer.spans.push_back(mine.config.span);
    const AreaRange* range = RangeOf(mine.config.ranges, engine_.prefixes_[inner.prefix], true);
    if (range == nullptr) {
      if (mine.config.nssa_suppress_fa) outer.forwarding.reset();
      AddTranslation(std::move(outer), path);
      continue;
    }
    // The largest cost inside; of type 2, one more (section 3.2 step 3).
    const std::uint32_t cost = inner.type == ExternalType::kType1 ? path.cost : inner.metric + 1;
    auto [known, added] = aggregates.try_emplace(range, outer);
    ExternalLsa& sum = known->second;
    if (added || inner.type > sum.type) sum.metric = cost;
    if (!added && inner.type == sum.type) sum.metric = std::max(sum.metric, cost);
    sum.type = std::max(sum.type, inner.type);
  }
  for (const AreaRange& range : mine.config.ranges) {
    const auto found = aggregates.find(&range);
    if (found == aggregates.end() || !range.advertise) continue;
    ExternalLsa& sum = found->second;
    sum.prefix = engine_.prefixes_.Find(range.prefix);
    sum.metric = range.cost.value_or(sum.metric);
    sum.tag.reset();
    sum.forwarding.reset();
    sum.spans.push_back(range.span);
    AddTranslation(std::move(sum), Path{});
  }
}

void ExternalRoutes::AddTranslation(ExternalLsa lsa, const Path& path) {
  const auto same = [&](const ExternalLsa& l) { return l.router == lsa.router && l.prefix == lsa.prefix; };
  // What the router injects itself goes first.
  if (std::ranges::any_of(scratch_.type5, same)) return;
  const auto known = std::ranges::find_if(translations_, [&](const Translation& t) { return same(t.lsa); });
  if (known == translations_.end()) {
    translations_.push_back({std::move(lsa), path});
    return;
  }
  const auto id = [this](const ExternalLsa& l) { return engine_.graph_.routers[l.origin].router_id; };
  const bool better =
      RankOf(path) < RankOf(known->path) || (RankOf(path) == RankOf(known->path) && id(lsa) > id(known->lsa));
  if (better) *known = {std::move(lsa), path};
}

Reach ExternalRoutes::IntraReach(std::uint32_t router, std::size_t part, std::uint32_t target) {
  const Router& facts = engine_.graph_.routers[router];
  const Router& other = engine_.graph_.routers[target];
  const RouterArea& mine = facts.areas[part];
  Reach reach;
  const auto theirs = std::ranges::find(other.areas, mine.area, &RouterArea::area);
  if (theirs == other.areas.end() || scratch_.active[router][part] == 0) return reach;
  const Spf& spf = SpfOf(engine_.graph_, router, part, scratch_);
  Merge(reach, spf.distance[theirs->vertex], MaskAt(spf, theirs->vertex, facts.hop_words), facts.hop_words);
  reach.area = mine.area;
  reach.intra = true;
  reach.preferred = mine.config.id != kBackbone;
  return reach;
}

Reach ExternalRoutes::InterReach(std::uint32_t router, std::size_t part, std::uint32_t asbr) {
  const Router& facts = engine_.graph_.routers[router];
  Reach reach;
  reach.area = facts.areas[part].area;
  if (!engine_.Examines(router, part, scratch_) || facts.areas[part].config.type != AreaType::kNormal)
    return reach;
  const Spf& spf = SpfOf(engine_.graph_, router, part, scratch_);
  for (const AsbrSummary& summary : AsbrSummariesInto(facts.areas[part].area)) {
    if (summary.asbr != asbr || summary.vertex == facts.areas[part].vertex) continue;
    if (spf.distance[summary.vertex] >= kInfinity) continue;
    Merge(reach, spf.distance[summary.vertex] + summary.cost, MaskAt(spf, summary.vertex, facts.hop_words),
          facts.hop_words);
  }
  return reach;
}

Reach ExternalRoutes::Select(std::uint32_t router, const std::vector<Reach>& ways) const {
  const bool old_rules = engine_.graph_.routers[router].process->rfc1583_compatible;
  const bool prune =
      !old_rules && std::ranges::any_of(ways, [](const Reach& w) { return w.found() && w.preferred; });
  Reach best;
  for (const Reach& way : ways) {
    if (!way.found() || (prune && !way.preferred)) continue;
    // Areas are numbered by ascending id, so the larger index is the larger id.
    if (way.cost < best.cost || (way.cost == best.cost && way.area > best.area)) best = way;
  }
  return best;
}

Reach ExternalRoutes::ToRouter(std::uint32_t router, std::uint32_t asbr) {
  Reach best = BeforeTransit(router, asbr);
  const Graph& graph = engine_.graph_;
  if (graph.virtual_pairs.empty() || !best.found() || graph.areas[best.area].id != kBackbone) return best;
  if (scratch_.border[router] == 0 || scratch_.on_backbone[router] == 0) return best;
  const Router& facts = graph.routers[router];
  for (std::size_t p = 0; p < facts.areas.size(); ++p) {
    if (!CarriesTransit(graph, router, p, scratch_)) continue;
    const Spf& spf = SpfOf(graph, router, p, scratch_);
    for (const AsbrSummary& summary : AsbrSummariesInto(facts.areas[p].area)) {
      if (summary.asbr != asbr || summary.vertex == facts.areas[p].vertex) continue;
      Merge(best, spf.distance[summary.vertex] + summary.cost, MaskAt(spf, summary.vertex, facts.hop_words),
            facts.hop_words);
    }
  }
  return best;
}

Reach ExternalRoutes::BeforeTransit(std::uint32_t router, std::uint32_t asbr) {
  std::vector<Reach> ways;
  for (std::size_t p = 0; p < engine_.graph_.routers[router].areas.size(); ++p) {
    // Nobody sets bit E inside a stub area (RFC 2328 section 12.4.1): a router met there is no ASBR.
    if (engine_.graph_.routers[router].areas[p].config.type == AreaType::kStub) continue;
    Reach way = IntraReach(router, p, asbr);
    if (!way.found()) way = InterReach(router, p, asbr);
    ways.push_back(std::move(way));
  }
  return Select(router, ways);
}

const std::vector<AsbrSummary>& ExternalRoutes::AsbrSummariesInto(std::uint32_t area) {
  std::vector<AsbrSummary>& out = scratch_.asbr_summaries[area];
  if (scratch_.asbr_summaries_done[area] != 0) return out;
  scratch_.asbr_summaries_done[area] = 1;
  out.clear();
  const bool backbone = engine_.graph_.areas[area].id == kBackbone;
  const bool transit = IsTransit(engine_.graph_, area, scratch_);
  for (std::uint32_t router : engine_.graph_.areas[area].routers) {
    if (scratch_.border[router] == 0) continue;
    const auto& parts = engine_.graph_.routers[router].areas;
    const auto part = std::ranges::find(parts, area, &RouterArea::area);
    if (part->config.type != AreaType::kNormal) continue;
    for (std::uint32_t asbr : scratch_.asbrs) {
      if (asbr == router) continue;
      Reach reach;
      if (backbone || scratch_.on_backbone[router] == 0) {
        std::vector<Reach> ways;
        for (std::size_t p = 0; p < parts.size(); ++p) {
          if (parts[p].config.type != AreaType::kStub) ways.push_back(IntraReach(router, p, asbr));
        }
        reach = Select(router, ways);
      } else {
        reach = transit ? BeforeTransit(router, asbr) : ToRouter(router, asbr);
      }
      if (transit && reach.found() && LeavesBy(engine_.graph_.routers[router], *part, reach.mask.data()))
        continue;
      if (reach.found() && reach.area != area) out.push_back({part->vertex, asbr, reach.cost});
    }
  }
  return out;
}

Reach ExternalRoutes::ToForwarding(std::uint32_t router, const net::IpAddress& address,
                                   std::uint32_t nssa_area) {
  Reach reach;
  const Router& facts = engine_.graph_.routers[router];
  const Table& table = scratch_.tables[router];
  if (table.stage < 1 || IsOwnAddress(router, address)) return reach;
  PrefixIndex index = engine_.prefixes_.Longest(address);
  while (index != kNoPrefix && table.PathOf(index).kind > PathKind::kInter)
    index = engine_.prefixes_.parent(index);
  if (index == kNoPrefix) return reach;
  const Path& path = table.PathOf(index);
  const bool intra = path.kind == PathKind::kIntra;
  if (nssa_area != kNone && (!intra || path.area != nssa_area)) return reach;
  Merge(reach, path.cost, table.MaskOf(index), facts.hop_words);
  if (path.direct) {
    bool any = false;
    for (std::uint32_t h = 0; h < facts.hops.size(); ++h) {
      if (facts.hops[h].sham || facts.hops[h].gateway != address || (*scratch_.up)[facts.hops[h].slot] == 0)
        continue;
      reach.mask[h / 64] |= std::uint64_t{1} << (h % 64);
      any = true;
    }
    if (!any) return {};
  }
  reach.area = path.area;
  reach.doubtful = path.doubtful || path.loose_cost;
  reach.intra = intra;
  reach.preferred = intra && engine_.graph_.areas[path.area].id != kBackbone;
  return reach;
}

Path ExternalRoutes::Evaluate(std::uint32_t router, const ExternalLsa& lsa, std::uint32_t nssa_area,
                              std::vector<std::uint64_t>& mask) {
  Path path;
  if (lsa.router == router) return path;
  const Router& facts = engine_.graph_.routers[router];
  if (facts.edge != nullptr && facts.edge->checks_down) {
    if (lsa.down == DownBit::kSet || (lsa.tag && lsa.tag == facts.vpn_tag)) return path;
    path.doubtful = lsa.down == DownBit::kUnsure;
  }
  path.doubtful = path.doubtful || (facts.may_check_down && lsa.down != DownBit::kClear);
  Reach way;
  if (nssa_area == kNone) {
    if (scratch_.flooding[router] != scratch_.flooding[lsa.router]) return path;
    if (reach_of_.empty()) reach_of_.resize(engine_.graph_.routers.size());
    std::optional<Reach>& known = reach_of_[lsa.router];
    if (!known) known = ToRouter(router, lsa.router);
    way = *known;
  } else {
    const auto part = std::ranges::find(facts.areas, nssa_area, &RouterArea::area);
    way = IntraReach(router, static_cast<std::size_t>(part - facts.areas.begin()), lsa.router);
  }
  // Section 16.4 step 3: the advertising router must be reachable even when a forwarding address is named.
  if (way.found() && lsa.forwarding) way = ToForwarding(router, *lsa.forwarding, nssa_area);
  if (!way.found()) return path;
  const bool type1 = lsa.type == ExternalType::kType1;
  path.kind = type1 ? PathKind::kExternal1 : PathKind::kExternal2;
  path.cost = type1 ? way.cost + lsa.metric : way.cost;
  path.external_metric = lsa.metric;
  path.area = way.area;
  path.has_tag = lsa.tag.has_value();
  path.tag = lsa.tag.value_or(0);
  path.nssa = nssa_area != kNone;
  path.preferred = !facts.process->rfc1583_compatible && way.preferred;
  path.doubtful = path.doubtful || lsa.doubtful || way.doubtful;
  path.loose_cost = lsa.loose_cost;
  mask = std::move(way.mask);
  return path;
}

void ExternalRoutes::Offer(std::uint32_t router, const ExternalLsa& lsa, std::uint32_t nssa_area) {
  Table& table = scratch_.tables[router];
  Path& best = table.PathOf(lsa.prefix);
  if (best.kind <= PathKind::kInter) return;
  const Path path = Evaluate(router, lsa, nssa_area, mask_);
  if (path.kind == PathKind::kAbsent) return;
  const std::uint32_t words = engine_.graph_.routers[router].hop_words;
  std::uint64_t* mask = table.MaskOf(lsa.prefix);
  const bool open = best.kind == path.kind && (best.loose_cost || path.loose_cost || path.doubtful);
  best.doubtful = best.doubtful || open;
  if (best.kind != PathKind::kAbsent && RankOf(best) < RankOf(path)) return;
  if (best.kind == PathKind::kAbsent || RankOf(path) < RankOf(best)) {
    best = path;
    best.doubtful = path.doubtful || open;
    std::copy_n(mask_.data(), words, mask);
    return;
  }
  for (std::uint32_t w = 0; w < words; ++w) mask[w] |= mask_[w];
}

void ExternalRoutes::AddTo(std::uint32_t router) {
  const Router& facts = engine_.graph_.routers[router];
  reach_of_.clear();
  // RFC 3101 section 2.5 step 6e: of functionally equal advertisements the first of this order gives the
  // entry its kind: type 7 with P-bit, type 5, other type 7.
  const auto offer_type7 = [&](bool propagate) {
    for (std::size_t p = 0; p < facts.areas.size(); ++p) {
      const RouterArea& part = facts.areas[p];
      if (part.config.type != AreaType::kNssa || scratch_.active[router][p] == 0) continue;
      for (const ExternalLsa& lsa : scratch_.type7[part.area]) {
        // Section 2.5 step 3: a border router takes no default from another border router of the NSSA.
        const bool is_default = engine_.prefixes_[lsa.prefix].length == 0;
        if (scratch_.border[router] != 0 && is_default && (!lsa.propagate || part.config.no_summary))
          continue;
        if (lsa.propagate == propagate) Offer(router, lsa, part.area);
      }
    }
  };
  offer_type7(true);
  if (HasNormalArea(router)) {
    for (const ExternalLsa& lsa : scratch_.type5) Offer(router, lsa, kNone);
  }
  offer_type7(false);
}

}  // namespace ringfence::routing::ospf
