// From link-state databases to routes.
//
// Every router of a level computes shortest paths over the same arcs (shortest_paths.cc); prefixes are leaves
// (adverts.cc). Levels feed each other in an order that ends: level-1 routes that came up from nowhere (no
// down bit) are raised into level 2; level-2 routes may be leaked down with the down bit, and those are never
// raised again (RFC 5302). So: adverts of level 1, attached bits, raised adverts of level 2, leaked adverts
// of level 1, then rows. Preference (RFC 5302 section 3.2): level 1, level 2, leaked; external metrics after
// all internal ones in the same order; within a class the metric. Metric styles are what TLVs a router sends
// and reads: narrow metrics are cut to 6 bits a link, paths read narrow end at 1023, and an edge or prefix
// that the reader does not read does not exist for it. An overloaded router ends paths. A level-1 router
// without a way of its own takes the nearest attached router as default. Some systems keep IPv4 prefixes of
// both styles apart: what others say with wide metrics then comes first in its level, whatever it costs,
// before the router's own prefixes, the default of attached bits and narrow metrics. Once the adverts of a
// state stand, a row is a function of those of its prefix, so it is made when it is asked for and not kept.
// Cost: one Dijkstra for each router, level and family that is asked for (of level 2 border routers are
// always asked where there are other areas), and the adverts of a prefix for its row.

#include "routing/isis/isis_engine.h"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>

#include "base/sort_unique.h"
#include "routing/isis/near_base.h"

namespace ringfence::routing::isis {
namespace {

std::uint8_t PreferenceOf(std::size_t level, const Advert& advert) {
  const std::uint8_t step = advert.down ? 2 : static_cast<std::uint8_t>(level);
  return advert.external_metric ? step + 3 : step;
}

/// The lesser, the better.
auto RankOf(const Path& path) { return std::tuple(path.preference, !path.first_of_level, path.metric); }

std::uint32_t CountHops(std::span<const std::uint64_t> mask) {
  std::uint32_t count = 0;
  for (const std::uint64_t word : mask) count += static_cast<std::uint32_t>(std::popcount(word));
  return count;
}

}  // namespace

bool IsAsGood(const Offered& one, const Path& best) { return RankOf(one.path) == RankOf(best); }

Path Best(std::span<const Offered> offered) {
  Path best;
  for (const Offered& one : offered) {
    if (RankOf(one.path) > RankOf(best)) continue;
    if (RankOf(one.path) < RankOf(best)) {
      best = one.path;
      continue;
    }
    best.own = best.own || one.path.own;
    best.ambiguous = best.ambiguous || one.path.ambiguous;
  }
  return best;
}

IsisEngine::IsisEngine(const Network& network, const PrefixTable& prefixes,
                       std::span<const std::unique_ptr<PolicyProgram>> programs, base::Diagnostics& findings)
    : prefixes_(prefixes),
      programs_(programs),
      graph_(BuildGraph(network, prefixes, findings)),
      paths_(graph_) {
  for (const Router& router : graph_.routers) {
    const PolicyProgram& program = *programs_[router.node.index()];
    for (const IsisRedistribution& redistribution : router.process->redistributions)
      chains_.emplace(&redistribution.policies, program.Compile(redistribution.policies));
    if (router.process->table_filter)
      chains_.emplace(&router.process->table_filter->names, program.Compile(*router.process->table_filter));
  }
  PrepareAdverts();
  PrepareFeeding();
}

void IsisEngine::Begin(const std::vector<std::uint8_t>& up, PolicyMemory& policies,
                       IsisScratch& scratch) const {
  scratch.up = &up;
  scratch.policies = &policies;
  for (auto& level : scratch.spf) {
    for (auto& topology : level) {
      topology.resize(graph_.routers.size());
      for (Spf& spf : topology) spf.done = false;
    }
  }
  if (scratch.near.remembers && scratch.near.base == nullptr) {
    const std::lock_guard lock(base_mutex_);
    scratch.near.base = base_;
    scratch.near.own = {};
  }
  CompareWithBase(graph_, scratch);
  Inject({}, scratch);
}

void IsisEngine::Inject(std::vector<Injected> injected, IsisScratch& scratch) const {
  scratch.injected = std::move(injected);
  scratch.adverts_done = false;
  for (std::vector<PrefixIndex>& told : scratch.told) told.clear();
}

/// Whoever was asked about a family may be asked what changed, which takes the paths of both.
void IsisEngine::CompletePaths(IsisScratch& scratch) const {
  for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
    const bool asked = std::ranges::any_of(scratch.spf, [r](const auto& level) {
      return std::ranges::any_of(level, [r](const std::vector<Spf>& spf) { return spf[r].done; });
    });
    for (std::size_t level = 0; asked && level < kLevelCount; ++level) {
      if ((graph_.routers[r].process->levels & BitOf(level)) == 0) continue;
      for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
        if (!fixed_[level][topology].adverts.empty()) paths_.Of({r, level, topology}, scratch);
      }
    }
  }
}

void IsisEngine::KeepAsBase(IsisScratch& scratch) const {
  const auto is_same = [&scratch](const IsisBase& base) {
    return base.up == *scratch.up && base.injected == !scratch.injected.empty();
  };
  if (scratch.near.holds && is_same(*scratch.near.base)) return;
  if (IsFlat()) CompletePaths(scratch);
  std::shared_ptr<const IsisBase> base = MakeBase(scratch);
  {
    const std::lock_guard lock(base_mutex_);
    if (base_ == nullptr) base_ = base;
    if (is_same(*base_)) base = base_;
  }
  scratch.near.base = std::move(base);
  scratch.near.own = {};
  CompareWithBase(graph_, scratch);
}

RedistributionResult IsisEngine::Judge(std::uint32_t router, const CompiledChain& chain, PrefixIndex prefix,
                                       const Path& path, IsisScratch& scratch) const {
  const Router& facts = graph_.routers[router];
  PolicyRoute asked;
  asked.prefix = prefixes_[prefix];
  asked.source = model::RouteSource::kIsis;
  asked.kind = path.level == 0 ? RouteKind::kIsisLevel1 : RouteKind::kIsisLevel2;
  asked.process = facts.process->tag;
  asked.vrf = facts.process->vrf;
  asked.metric = path.metric;
  asked.attributes.tag = path.tag;
  return scratch.policies->Of(facts.node, *programs_[facts.node.index()]).Redistribute(chain, asked);
}

void IsisEngine::AddLevel(const Root& root, PrefixIndex prefix, IsisScratch& scratch) const {
  const IsisProcess& process = *graph_.routers[root.router].process;
  if ((process.levels & BitOf(root.level)) == 0 || IsSilent(process, root.level, root.topology)) return;
  const MetricStyle style = StyleOf(process, root.level);
  const bool four = root.topology == 0;
  for (const Advert& advert : AdvertsOf(root.level, root.topology, scratch).Of(prefix)) {
    if (advert.slot != Advert::kAlways && (*scratch.up)[advert.slot] == 0) continue;
    const Spf& spf = paths_.To(root, advert.router, scratch);
    const std::uint32_t metric = Sum(spf.distance[advert.router], advert.metric);
    if (metric >= kInfinity || (four && style == MetricStyle::kNarrow && metric > kNarrowPathMax)) continue;
    const MetricStyle sender = StyleOf(*graph_.routers[advert.router].process, root.level);
    // IPv6 prefixes have TLVs of their own, always wide.
    if (four && !Reads(style, sender)) continue;
    const bool own = advert.router == root.router;
    // What a router leaked down itself is no reason to go down.
    if (own && advert.down) continue;
    Path& path = scratch.offered.emplace_back(Path(), advert.router, &advert).path;
    path.preference = PreferenceOf(root.level, advert);
    path.level = static_cast<std::uint8_t>(root.level);
    path.external = advert.external;
    path.own = own;
    path.first_of_level = process.attached_default_competes && four && !own && ReadsWide(style, sender);
    path.ambiguous = advert.doubtful;
    path.metric = metric;
    path.tag = advert.tag;
  }
}

Path IsisEngine::LevelPath(const Root& root, PrefixIndex prefix, IsisScratch& scratch) const {
  scratch.offered.clear();
  AddLevel(root, prefix, scratch);
  return Best(scratch.offered);
}

/// Offers the way to attached routers. REQUIRES: the prefix is a default route, and all else is offered.
void IsisEngine::AddAttachedDefault(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const {
  const IsisProcess& process = *graph_.routers[router].process;
  const Root root{router, 0, TopologyOf(prefix)};
  const auto bit = static_cast<std::uint8_t>(1U << root.topology);
  if (!has_borders_ || (process.levels & kLevel1) == 0 || process.ignores_attached_bit) return;
  if ((scratch.attached[router] & bit) != 0) return;
  if (!scratch.offered.empty() && !process.attached_default_competes) return;
  // Its own advertised one hides others, also where it is silent.
  const bool own = std::ranges::any_of(scratch.injected, [&](const Injected& one) {
    return one.router == router && one.prefix == prefix && (one.into & kLevel1) != 0;
  });
  if (own) return;
  for (std::uint32_t other = 0; other < graph_.routers.size(); ++other) {
    if (other == router || (scratch.attached[other] & bit) == 0) continue;
    const IsisProcess& attached = *graph_.routers[other].process;
    if (!attached.attached_bit || (attached.overload && !attached.attached_when_overloaded)) continue;
    const std::uint32_t distance = paths_.To(root, other, scratch).distance[other];
    if (distance >= kInfinity) continue;
    Path path;
    path.preference = 0;
    path.metric = distance;
    scratch.offered.push_back({path, other, nullptr});
  }
}

void IsisEngine::FindOffered(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const {
  EnsureAdverts(scratch);
  scratch.offered.clear();
  const std::size_t topology = TopologyOf(prefix);
  for (std::size_t level = 0; level < kLevelCount; ++level)
    AddLevel({router, level, topology}, prefix, scratch);
  if (prefixes_[prefix].length == 0) AddAttachedDefault(router, prefix, scratch);
}

Row IsisEngine::RowOf(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const {
  FindOffered(router, prefix, scratch);
  Path best = Best(scratch.offered);
  if (!best.present()) return {};
  const IsisProcess& process = *graph_.routers[router].process;
  const bool guards = best.own && std::ranges::any_of(process.summaries, [&](const IsisSummary& summary) {
                        return summary.discard_route && summary.prefix == prefixes_[prefix];
                      });
  if (best.own && !guards) return {};
  const std::uint32_t words = graph_.WordsOf(router);
  std::vector<std::uint64_t>& mask = scratch.row_mask;
  mask.assign(words, 0);
  for (const Offered& one : scratch.offered) {
    if (guards || !IsAsGood(one, best)) continue;
    const Root root{router, one.path.level, TopologyOf(prefix)};
    const std::vector<std::uint64_t>& masks = paths_.To(root, one.towards, scratch).masks;
    for (std::uint32_t w = 0; w < words; ++w) mask[w] |= masks[std::size_t{one.towards} * words + w];
  }
  best.discard = guards;
  best.own = false;
  if (graph_.first_arc[router + 1] - graph_.first_arc[router] > process.max_paths)
    best.ambiguous = best.ambiguous || CountHops(mask) > process.max_paths;
  if (process.table_filter &&
      !Judge(router, chains_.at(&process.table_filter->names), prefix, best, scratch).accepted)
    return {};
  return {best, mask};
}

std::span<const PrefixIndex> IsisEngine::Told(std::size_t topology, IsisScratch& scratch) const {
  EnsureAdverts(scratch);
  std::vector<PrefixIndex>& told = scratch.told[topology];
  if (!told.empty()) return told;
  for (std::size_t level = 0; level < kLevelCount; ++level) {
    for (const Advert& advert : AdvertsOf(level, topology, scratch).adverts) told.push_back(advert.prefix);
  }
  const net::Family family = topology == 0 ? net::Family::kIpv4 : net::Family::kIpv6;
  if (has_borders_) told.push_back(prefixes_.Find(net::Prefix::Default(family)));
  base::SortUnique(told);
  return told;
}

/// Adds the interfaces on all shortest ways, walking back by distances.
void IsisEngine::ExplainWay(const Root& root, std::uint32_t to, IsisScratch& scratch,
                            Explanation& explanation) const {
  const Spf& spf = paths_.Of(root, scratch);
  std::set<std::uint32_t> seen = {to};
  std::vector<std::uint32_t> open = {to};
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    for (std::uint32_t a = graph_.first_arc[at]; a < graph_.first_arc[at + 1]; ++a) {
      const std::uint32_t back = graph_.arcs[a].back;
      const std::uint32_t from = graph_.arcs[a].to;
      const std::uint32_t cost = paths_.CostOf(root, back);
      if (cost >= kInfinity || !ShortestPaths::Works(graph_.arcs[back], *scratch.up)) continue;
      if (Sum(spf.distance[from], cost) != spf.distance[at] || !paths_.PassesOn(root, from)) continue;
      const Edge& edge = graph_.edges[graph_.arcs[back].edge];
      explanation.spans.insert(graph_.ports[edge.from].config->span);
      explanation.spans.insert(graph_.ports[edge.to].config->span);
      if (seen.insert(from).second) open.push_back(from);
    }
  }
}

Explanation IsisEngine::Explain(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const {
  Explanation explanation;
  const Path path = RowOf(router, prefix, scratch).path;
  if (!path.present()) return explanation;
  const Root root{router, path.level, TopologyOf(prefix)};
  const AdvertTable& table = AdvertsOf(root.level, root.topology, scratch);
  for (const Offered& one : scratch.offered) {
    if (!IsAsGood(one, path)) continue;
    explanation.origins.insert(graph_.routers[one.towards].node);
    if (!path.discard) ExplainWay(root, one.towards, scratch, explanation);
    if (one.advert == nullptr) {
      explanation.spans.insert(graph_.routers[one.towards].process->span);
      continue;
    }
    explanation.spans.insert({one.advert->span, one.advert->more_span});
    const auto behind = std::span(table.spans).subspan(one.advert->first_behind, one.advert->behind_count);
    explanation.spans.insert(behind.begin(), behind.end());
  }
  explanation.spans.erase(base::Span{});
  return explanation;
}

bool IsisEngine::AddChangedRows(std::uint32_t router, IsisScratch& scratch,
                                std::vector<PrefixIndex>& changed) const {
  if (!IsFlat() || !scratch.injected.empty() || !scratch.near.holds || scratch.near.base->injected)
    return false;
  return AddChangedPrefixes(paths_, router, fixed_, prefixes_of_, scratch, changed);
}

}  // namespace ringfence::routing::isis
