// From link-state databases to routes.
//
// Every router of a level computes shortest paths over the same edges (SpfOf); prefixes are leaves
// (LevelRoutes). Levels feed each other in an order that ends: level-1 routes that came up from nowhere (no
// down bit) are raised into level 2; level-2 routes may be leaked down with the down bit, and those are never
// raised again (RFC 5302). So: adverts of level 1, attached bits, raised adverts of level 2, leaked adverts
// of level 1, then whole tables. Preference (RFC 5302 section 3.2): level 1, level 2, leaked; external
// metrics after all internal ones in the same order; within a class the metric. Metric styles are what TLVs a
// router sends and reads: narrow metrics are cut to 6 bits a link, paths read narrow end at 1023, and an edge
// or prefix that the reader does not read does not exist for it. An overloaded router ends paths. A level-1
// router without a way of its own takes the nearest attached router as default. Some systems keep IPv4
// prefixes of both styles apart: what others say with wide metrics then comes first in its level, whatever it
// costs, before the router's own prefixes, the default of attached bits and narrow metrics. Cost: one
// Dijkstra for each router, level and family that is asked for; border routers are always asked.

#include "routing/isis/isis_engine.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace ringfence::routing::isis {
namespace {

constexpr std::array<net::Family, kTopologyCount> kFamilies = {net::Family::kIpv4, net::Family::kIpv6};

MetricStyle StyleOf(const IsisProcess& process, std::size_t level) {
  return level == 0 ? process.style_level1 : process.style_level2;
}
/// Reads wide what the other sends wide.
bool ReadsWide(MetricStyle reader, MetricStyle sender) {
  return reader != MetricStyle::kNarrow && sender != MetricStyle::kNarrow;
}
bool Reads(MetricStyle reader, MetricStyle sender) {
  return ReadsWide(reader, sender) || (reader != MetricStyle::kWide && sender != MetricStyle::kWide);
}

std::uint32_t Sum(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(std::uint64_t{a} + b, kInfinity));
}

std::uint32_t MetricOf(const IsisInterface& interface, std::size_t level, bool second_topology) {
  if (second_topology) return level == 0 ? interface.metric6_level1 : interface.metric6_level2;
  return level == 0 ? interface.metric_level1 : interface.metric_level2;
}

/// No way leads through it.
bool IsOverloaded(const IsisProcess& process, std::size_t topology) {
  const bool spared = topology == 1 && process.multi_topology && process.overload_spares_second_topology;
  return process.overload && !spared;
}

/// Takes no part in the topology at this level.
bool IsSilent(const IsisProcess& process, std::size_t level, std::size_t topology) {
  return topology == 1 && process.narrow_without_ipv6 && StyleOf(process, level) == MetricStyle::kNarrow;
}

std::uint8_t PreferenceOf(std::size_t level, const Advert& advert) {
  const std::uint8_t step = advert.down ? 2 : static_cast<std::uint8_t>(level);
  return advert.external_metric ? step + 3 : step;
}

void Merge(std::vector<std::uint32_t>& into, const std::vector<std::uint32_t>& more) {
  into.insert(into.end(), more.begin(), more.end());
  std::ranges::sort(into);
  const auto rest = std::ranges::unique(into);
  into.erase(rest.begin(), rest.end());
}

/// Takes the better of two, or both.
void Offer(Path& held, const Path& path) {
  const std::tuple mine(path.preference, !path.first_of_level, path.metric);
  const std::tuple best(held.preference, !held.first_of_level, held.metric);
  if (mine > best) return;
  if (mine < best) {
    held = path;
    return;
  }
  held.own = held.own || path.own;
  held.ambiguous = held.ambiguous || path.ambiguous;
  Merge(held.edges, path.edges);
  Merge(held.adverts, path.adverts);
  Merge(held.towards, path.towards);
}

}  // namespace

IsisEngine::IsisEngine(const Network& network, const PrefixTable& prefixes,
                       std::span<const std::unique_ptr<PolicyProgram>> programs, base::Diagnostics& findings)
    : prefixes_(prefixes), programs_(programs), graph_(BuildGraph(network, prefixes, findings)) {
  for (const Router& router : graph_.routers) {
    const PolicyProgram& program = *programs_[router.node.index()];
    for (const IsisRedistribution& redistribution : router.process->redistributions)
      chains_.emplace(&redistribution.policies, program.Compile(redistribution.policies));
    if (router.process->table_filter)
      chains_.emplace(&router.process->table_filter->names, program.Compile(*router.process->table_filter));
  }
}

std::vector<PrefixIndex> IsisEngine::Brought() const {
  std::vector<PrefixIndex> brought;
  for (const Port& port : graph_.ports) {
    for (const auto& connected : port.connected)
      brought.insert(brought.end(), connected.begin(), connected.end());
  }
  for (const Router& router : graph_.routers) {
    const IsisProcess& process = *router.process;
    for (const IsisSummary& summary : process.summaries) brought.push_back(prefixes_.Find(summary.prefix));
    for (const IsisLocator& locator : process.locators) brought.push_back(prefixes_.Find(locator.prefix));
    for (std::size_t i = 0; process.levels == kLevelBoth && i < kTopologyCount; ++i)
      brought.push_back(prefixes_.Find(net::Prefix::Default(kFamilies[i])));
  }
  std::erase(brought, kNoPrefix);
  return brought;
}

void IsisEngine::Begin(const std::vector<std::uint8_t>& up, PolicyMemory& policies,
                       IsisScratch& scratch) const {
  scratch.up = &up;
  scratch.policies = &policies;
  for (auto& level : scratch.spf) {
    for (auto& topology : level) topology.assign(graph_.routers.size(), Spf{});
  }
  Inject({}, scratch);
}

void IsisEngine::Inject(std::vector<Injected> injected, IsisScratch& scratch) const {
  scratch.injected = std::move(injected);
  scratch.adverts_done = false;
  for (auto& routes : scratch.routes) routes.assign(graph_.routers.size(), std::nullopt);
}

/// What the edge costs in the eyes of `reader`; kInfinity: it does not exist.
std::uint32_t IsisEngine::CostOf(std::uint32_t reader, const Edge& edge, std::size_t level,
                                 std::size_t topology, const IsisScratch& scratch) const {
  const Port& from = graph_.ports[edge.from];
  const Port& to = graph_.ports[edge.to];
  if ((edge.levels & BitOf(level)) == 0 || !edge.topology[topology]) return kInfinity;
  if ((*scratch.up)[from.slot] == 0 || (*scratch.up)[from.slot] != (*scratch.up)[to.slot]) return kInfinity;
  const MetricStyle mine = StyleOf(*graph_.routers[reader].process, level);
  const IsisProcess& sender = *graph_.routers[from.router].process;
  const bool second = topology == 1 && sender.multi_topology;
  const std::uint32_t cost = MetricOf(*from.config, level, second);
  // The second topology has TLVs of its own, always wide; the first needs both directions readable.
  const MetricStyle style = StyleOf(sender, level);
  if (second || ReadsWide(mine, style)) return cost >= kLinkUnused ? kInfinity : cost;
  if (!Reads(mine, style) || !Reads(mine, StyleOf(*graph_.routers[to.router].process, level)))
    return kInfinity;
  return std::min(cost, kNarrowLinkMax);
}

const Spf& IsisEngine::SpfOf(std::uint32_t router, std::size_t level, std::size_t topology,
                             IsisScratch& scratch) const {
  Spf& spf = scratch.spf[level][topology][router];
  if (spf.done) return spf;
  spf.done = true;
  spf.distance.assign(graph_.routers.size(), kInfinity);
  spf.edges.assign(graph_.routers.size(), {});
  const bool narrow = StyleOf(*graph_.routers[router].process, level) == MetricStyle::kNarrow;
  const std::uint32_t limit = narrow ? kNarrowPathMax + 1 : kInfinity;
  using Item = std::pair<std::uint32_t, std::uint32_t>;
  std::priority_queue<Item, std::vector<Item>, std::greater<>> heap;
  spf.distance[router] = 0;
  heap.emplace(0, router);
  while (!heap.empty()) {
    const auto [distance, at] = heap.top();
    heap.pop();
    if (distance != spf.distance[at]) continue;
    if (at != router && IsOverloaded(*graph_.routers[at].process, topology)) continue;
    for (const std::uint32_t number : graph_.routers[at].edges) {
      const std::uint32_t cost = CostOf(router, graph_.edges[number], level, topology, scratch);
      const std::uint32_t next = graph_.ports[graph_.edges[number].to].router;
      const std::uint32_t sum = Sum(distance, cost);
      if (sum >= limit || sum > spf.distance[next]) continue;
      const std::vector<std::uint32_t> first = at == router ? std::vector{number} : spf.edges[at];
      if (sum < spf.distance[next]) {
        spf.distance[next] = sum;
        spf.edges[next] = first;
        heap.emplace(sum, next);
      } else if (next != router) {
        const std::size_t before = spf.edges[next].size();
        Merge(spf.edges[next], first);
        // Links of no cost: who was visited at this distance must pass on what it learns late.
        if (cost == 0 && spf.edges[next].size() != before) heap.emplace(sum, next);
      }
    }
  }
  return spf;
}

void IsisEngine::AdvertiseConnected(std::size_t level, std::size_t topology, IsisScratch& scratch) const {
  for (const Port& port : graph_.ports) {
    const IsisProcess& process = *graph_.routers[port.router].process;
    const Levels levels = process.advertises_all_circuits ? process.levels : port.levels;
    if ((levels & BitOf(level)) == 0 || (*scratch.up)[port.slot] == 0) continue;
    if (IsSilent(process, level, topology)) continue;
    const bool second = topology == 1 && process.multi_topology;
    for (const PrefixIndex prefix : port.connected[topology]) {
      scratch.adverts[level][topology].push_back({.router = port.router,
                                                  .prefix = prefix,
                                                  .metric = MetricOf(*port.config, level, second),
                                                  .spans = {port.config->span}});
    }
  }
}

/// RFC 9352 section 5: a locator of algorithm 0 is advertised as a prefix too.
void IsisEngine::AdvertiseLocators(std::size_t level, std::size_t topology, IsisScratch& scratch) const {
  for (std::uint32_t r = 0; topology == 1 && r < graph_.routers.size(); ++r) {
    const IsisProcess& process = *graph_.routers[r].process;
    if ((process.levels & BitOf(level)) == 0 || IsSilent(process, level, topology)) continue;
    for (const IsisLocator& locator : process.locators) {
      scratch.adverts[level][topology].push_back({.router = r,
                                                  .prefix = prefixes_.Find(locator.prefix),
                                                  .metric = locator.metric,
                                                  .spans = {locator.span}});
    }
  }
}

void IsisEngine::AdvertiseInjected(std::size_t level, std::size_t topology, IsisScratch& scratch) const {
  for (const Injected& injected : scratch.injected) {
    const IsisProcess& process = *graph_.routers[injected.router].process;
    const Levels levels = injected.into & process.levels;
    if ((levels & BitOf(level)) == 0 || prefixes_[injected.prefix].family() != kFamilies[topology]) continue;
    if (IsSilent(process, level, topology)) continue;
    scratch.adverts[level][topology].push_back({.router = injected.router,
                                                .prefix = injected.prefix,
                                                .metric = injected.metric,
                                                .external = true,
                                                .external_metric = injected.external_metric,
                                                .doubtful = injected.doubtful,
                                                .tag = process.forgets_tags ? 0 : injected.tag,
                                                .spans = {injected.span, injected.more_span}});
  }
}

/// A router of both levels that reaches another area through level 2, or has any neighbour there where the
/// system asks no more, says so in level 1.
void IsisEngine::FindAttached(IsisScratch& scratch) const {
  scratch.attached.assign(graph_.routers.size(), 0);
  for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
    const IsisProcess& process = *graph_.routers[r].process;
    if (process.levels != kLevelBoth) continue;
    for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
      if (process.attached_by_any_neighbor) {
        const bool any = std::ranges::any_of(graph_.routers[r].edges, [&](std::uint32_t number) {
          return CostOf(r, graph_.edges[number], 1, topology, scratch) < kInfinity;
        });
        if (any) scratch.attached[r] |= static_cast<std::uint8_t>(1U << topology);
        continue;
      }
      const Spf& spf = SpfOf(r, 1, topology, scratch);
      for (std::uint32_t other = 0; other < graph_.routers.size(); ++other) {
        if (other == r || spf.distance[other] >= kInfinity) continue;
        const auto& areas = graph_.routers[other].process->area_ids;
        const bool foreign = std::ranges::none_of(process.area_ids, [&](const std::string& area) {
          return std::ranges::find(areas, area) != areas.end();
        });
        if (foreign) scratch.attached[r] |= static_cast<std::uint8_t>(1U << topology);
      }
    }
  }
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

/// Level-1 routes that border routers carry into level 2.
void IsisEngine::RaiseLevel1(std::size_t topology, IsisScratch& scratch) const {
  std::vector<Advert> raised;
  for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
    const IsisProcess& process = *graph_.routers[r].process;
    if (process.levels != kLevelBoth) continue;
    for (const auto& [prefix, path] : LevelRoutes(r, 0, topology, scratch)) {
      const bool stands_there =
          path.own && std::ranges::any_of(scratch.adverts[1][topology], [&](const Advert& a) {
            return a.router == r && a.prefix == prefix;
          });
      if (stands_there) continue;
      Advert advert{.router = r, .prefix = prefix, .metric = path.metric, .external = path.external};
      advert.external_metric = path.preference >= 3;
      advert.doubtful = path.ambiguous;
      advert.tag = path.tag;
      for (const std::uint32_t number : path.adverts) {
        const auto& spans = scratch.adverts[0][topology][number].spans;
        advert.spans.insert(advert.spans.end(), spans.begin(), spans.end());
      }
      bool accepted = process.leaks_level1_to_level2;
      for (const IsisRedistribution& redistribution : process.redistributions) {
        if (accepted || redistribution.from_level != kLevel1 || (redistribution.into & kLevel2) == 0 ||
            redistribution.family != kFamilies[topology]) {
          continue;
        }
        const auto result = Judge(r, chains_.at(&redistribution.policies), prefix, path, scratch);
        accepted = result.accepted;
        advert.metric = result.metric.value_or(redistribution.metric.value_or(path.metric));
        advert.spans.push_back(redistribution.span);
      }
      if (accepted) raised.push_back(std::move(advert));
    }
  }
  auto& adverts = scratch.adverts[1][topology];
  adverts.insert(adverts.end(), raised.begin(), raised.end());
}

/// Level-2 routes that border routers leak into level 1, with the down bit.
void IsisEngine::LeakLevel2(std::size_t topology, IsisScratch& scratch) const {
  std::vector<Advert> leaked;
  for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
    const IsisProcess& process = *graph_.routers[r].process;
    if (process.levels != kLevelBoth) continue;
    for (const IsisRedistribution& redistribution : process.redistributions) {
      if (redistribution.from_level != kLevel2 || (redistribution.into & kLevel1) == 0 ||
          redistribution.family != kFamilies[topology]) {
        continue;
      }
      const Routes level1 = LevelRoutes(r, 0, topology, scratch);
      for (const auto& [prefix, path] : LevelRoutes(r, 1, topology, scratch)) {
        if (level1.contains(prefix)) continue;
        const auto result = Judge(r, chains_.at(&redistribution.policies), prefix, path, scratch);
        if (!result.accepted) continue;
        Advert advert{.router = r, .prefix = prefix, .metric = path.metric, .external = path.external};
        advert.metric = result.metric.value_or(redistribution.metric.value_or(path.metric));
        advert.external_metric = path.preference >= 3;
        advert.down = true;
        advert.doubtful = result.doubtful || path.ambiguous;
        advert.tag = result.tag.value_or(path.tag);
        advert.spans = {redistribution.span};
        leaked.push_back(std::move(advert));
      }
    }
  }
  auto& adverts = scratch.adverts[0][topology];
  adverts.insert(adverts.end(), leaked.begin(), leaked.end());
}

/// Puts summaries in the place of what lies inside.
void IsisEngine::Summarize(std::size_t level, std::size_t topology, IsisScratch& scratch) const {
  auto& adverts = scratch.adverts[level][topology];
  for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
    for (const IsisSummary& summary : graph_.routers[r].process->summaries) {
      if ((summary.into & BitOf(level)) == 0 || summary.prefix.family() != kFamilies[topology]) continue;
      std::uint32_t least = kInfinity;
      std::erase_if(adverts, [&](const Advert& advert) {
        if (advert.router != r || !summary.prefix.Contains(prefixes_[advert.prefix])) return false;
        least = std::min(least, advert.metric);
        return true;
      });
      if (least == kInfinity) continue;
      adverts.push_back({.router = r,
                         .prefix = prefixes_.Find(summary.prefix),
                         .metric = summary.metric.value_or(least),
                         .spans = {summary.span}});
    }
  }
}

void IsisEngine::EnsureAdverts(IsisScratch& scratch) const {
  if (scratch.adverts_done) return;
  scratch.adverts_done = true;
  FindAttached(scratch);
  for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
    for (std::size_t level = 0; level < kLevelCount; ++level) {
      scratch.adverts[level][topology].clear();
      AdvertiseConnected(level, topology, scratch);
      AdvertiseLocators(level, topology, scratch);
      AdvertiseInjected(level, topology, scratch);
    }
    RaiseLevel1(topology, scratch);
    Summarize(1, topology, scratch);
    LeakLevel2(topology, scratch);
    Summarize(0, topology, scratch);
  }
}

/// What one level alone gives a router.
Routes IsisEngine::LevelRoutes(std::uint32_t router, std::size_t level, std::size_t topology,
                               IsisScratch& scratch) const {
  Routes routes;
  const IsisProcess& process = *graph_.routers[router].process;
  if ((process.levels & BitOf(level)) == 0 || IsSilent(process, level, topology)) return routes;
  const Spf& spf = SpfOf(router, level, topology, scratch);
  const auto& adverts = scratch.adverts[level][topology];
  const MetricStyle style = StyleOf(process, level);
  const bool narrow = style == MetricStyle::kNarrow;
  for (std::uint32_t i = 0; i < adverts.size(); ++i) {
    const Advert& advert = adverts[i];
    const std::uint32_t metric = Sum(spf.distance[advert.router], advert.metric);
    if (metric >= kInfinity || (topology == 0 && narrow && metric > kNarrowPathMax)) continue;
    const MetricStyle sender = StyleOf(*graph_.routers[advert.router].process, level);
    // IPv6 prefixes have TLVs of their own, always wide.
    if (topology == 0 && !Reads(style, sender)) continue;
    Path path;
    path.preference = PreferenceOf(level, advert);
    path.level = static_cast<std::uint8_t>(level);
    path.external = advert.external;
    path.own = advert.router == router;
    path.first_of_level =
        process.attached_default_competes && topology == 0 && !path.own && ReadsWide(style, sender);
    path.ambiguous = advert.doubtful;
    path.metric = metric;
    path.tag = advert.tag;
    path.edges = spf.edges[advert.router];
    path.adverts = {i};
    path.towards = {advert.router};
    // What a router leaked down itself is no reason to go down.
    if (path.own && advert.down) continue;
    Offer(routes[advert.prefix], path);
  }
  return routes;
}

void IsisEngine::AddAttachedDefault(std::uint32_t router, std::size_t topology, Routes& routes,
                                    IsisScratch& scratch) const {
  const IsisProcess& process = *graph_.routers[router].process;
  const auto bit = static_cast<std::uint8_t>(1U << topology);
  if ((process.levels & kLevel1) == 0 || process.ignores_attached_bit) return;
  if ((scratch.attached[router] & bit) != 0) return;
  const PrefixIndex all = prefixes_.Find(net::Prefix::Default(kFamilies[topology]));
  if (all == kNoPrefix || (routes.contains(all) && !process.attached_default_competes)) return;
  // Its own advertised one hides others, also where it is silent.
  const bool own = std::ranges::any_of(scratch.injected, [&](const Injected& one) {
    return one.router == router && one.prefix == all && (one.into & kLevel1) != 0;
  });
  if (own) return;
  const Spf& spf = SpfOf(router, 0, topology, scratch);
  Path best;
  for (std::uint32_t other = 0; other < graph_.routers.size(); ++other) {
    if (other == router || (scratch.attached[other] & bit) == 0 || spf.distance[other] >= kInfinity) continue;
    const IsisProcess& attached = *graph_.routers[other].process;
    if (!attached.attached_bit || (attached.overload && !attached.attached_when_overloaded)) continue;
    Path path;
    path.preference = 0;
    path.metric = spf.distance[other];
    path.edges = spf.edges[other];
    path.towards = {other};
    Offer(best, path);
  }
  if (!best.towards.empty()) Offer(routes[all], best);
}

void IsisEngine::AddDiscards(std::uint32_t router, std::size_t topology, Routes& routes) const {
  for (const IsisSummary& summary : graph_.routers[router].process->summaries) {
    if (!summary.discard_route || summary.prefix.family() != kFamilies[topology]) continue;
    const auto held = routes.find(prefixes_.Find(summary.prefix));
    if (held == routes.end() || !held->second.own) continue;
    held->second.own = false;
    held->second.discard = true;
    held->second.edges.clear();
  }
}

const FinalRoutes& IsisEngine::RoutesOf(std::uint32_t router, std::size_t topology,
                                        IsisScratch& scratch) const {
  EnsureAdverts(scratch);
  std::optional<FinalRoutes>& known = scratch.routes[topology][router];
  if (known) return *known;
  Routes routes = LevelRoutes(router, 0, topology, scratch);
  for (const auto& [prefix, path] : LevelRoutes(router, 1, topology, scratch)) Offer(routes[prefix], path);
  AddAttachedDefault(router, topology, routes, scratch);
  AddDiscards(router, topology, routes);
  const IsisProcess& process = *graph_.routers[router].process;
  std::erase_if(routes, [](const auto& route) { return route.second.own; });
  for (auto& [prefix, path] : routes)
    path.ambiguous = path.ambiguous || path.edges.size() > process.max_paths;
  if (process.table_filter) {
    const CompiledChain& chain = chains_.at(&process.table_filter->names);
    std::erase_if(routes, [&](const auto& route) {
      return !Judge(router, chain, route.first, route.second, scratch).accepted;
    });
  }
  return known.emplace(std::move(routes));
}

/// Adds the interfaces on all shortest ways, walking back by distances.
void IsisEngine::ExplainWay(std::uint32_t router, std::uint32_t to, std::size_t level, std::size_t topology,
                            IsisScratch& scratch, Explanation& explanation) const {
  const Spf& spf = SpfOf(router, level, topology, scratch);
  std::set<std::uint32_t> seen = {to};
  std::vector<std::uint32_t> open = {to};
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    // Edges come in pairs; the one back from here has the same ends.
    for (const std::uint32_t number : graph_.routers[at].edges) {
      const Edge& edge = graph_.edges[number ^ 1U];
      const std::uint32_t from = graph_.ports[edge.from].router;
      const std::uint32_t cost = CostOf(router, edge, level, topology, scratch);
      if (cost >= kInfinity || Sum(spf.distance[from], cost) != spf.distance[at]) continue;
      if (from != router && graph_.routers[from].process->overload) continue;
      explanation.spans.insert(graph_.ports[edge.from].config->span);
      explanation.spans.insert(graph_.ports[edge.to].config->span);
      if (seen.insert(from).second) open.push_back(from);
    }
  }
}

Explanation IsisEngine::Explain(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const {
  Explanation explanation;
  const std::size_t topology = prefixes_[prefix].family() == net::Family::kIpv4 ? 0 : 1;
  const Path* found = RoutesOf(router, topology, scratch).Find(prefix);
  if (found == nullptr) return explanation;
  const Path& path = *found;
  for (const std::uint32_t to : path.towards) {
    explanation.origins.insert(graph_.routers[to].node);
    if (!path.discard) ExplainWay(router, to, path.level, topology, scratch, explanation);
    if (path.adverts.empty()) explanation.spans.insert(graph_.routers[to].process->span);
  }
  for (const std::uint32_t number : path.adverts) {
    const auto& spans = scratch.adverts[path.level][topology][number].spans;
    explanation.spans.insert(spans.begin(), spans.end());
  }
  explanation.spans.erase(base::Span{});
  return explanation;
}

}  // namespace ringfence::routing::isis
