// The slow and obvious form of the IS-IS engine: maps of whole tables, lists of first hops. Test support
// only.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "routing/isis/isis_lab_testing.h"

namespace ringfence::routing::isis {

/// What routers say under one state, computed from nothing.
class SimpleIsis {
 public:
  /// The route of one router to one prefix.
  struct Path {
    std::uint8_t preference = 0xff;  ///< order of RFC 5302 section 3.2; lower is better
    std::uint8_t level = 0;          ///< number
    bool external = false;
    bool own = false;             ///< the router advertises it itself
    bool first_of_level = false;  ///< precedes others of its preference whatever the metric
    bool ambiguous = false;
    bool discard = false;  ///< guards a summary
    std::uint32_t metric = kInfinity;
    std::uint32_t tag = 0;
    std::vector<std::uint32_t> edges;    ///< first hops, ascending
    std::vector<std::uint32_t> adverts;  ///< indices at the level; empty: the attached bit, or a discard
    std::vector<std::uint32_t> towards;  ///< routers at the far end
  };
  /// All routes of one router in one family.
  using Routes = std::map<PrefixIndex, Path>;

  /// The lab must be built and outlive this object.
  SimpleIsis(Lab& lab, std::vector<std::uint8_t> up, std::vector<Injected> injected)
      : lab_(lab), up_(std::move(up)), injected_(std::move(injected)) {
    for (auto& level : spf_) {
      for (auto& topology : level) topology.resize(graph().routers.size());
    }
    for (auto& routes : routes_) routes.resize(graph().routers.size());
    for (const Router& router : graph().routers) {
      const PolicyProgram& program = *lab.programs()[router.node.index()];
      for (const IsisRedistribution& redistribution : router.process->redistributions)
        chains_.emplace(&redistribution.policies, program.Compile(redistribution.policies));
      if (router.process->table_filter)
        chains_.emplace(&router.process->table_filter->names, program.Compile(*router.process->table_filter));
    }
  }

  /// All routes of a router.
  const Routes& RoutesOf(std::uint32_t router, std::size_t topology) {
    EnsureAdverts();
    std::optional<Routes>& known = routes_[topology][router];
    if (known) return *known;
    Routes routes = LevelRoutes(router, 0, topology);
    for (const auto& [prefix, path] : LevelRoutes(router, 1, topology)) Offer(routes[prefix], path);
    AddAttachedDefault(router, topology, routes);
    AddDiscards(router, topology, routes);
    const IsisProcess& process = *graph().routers[router].process;
    std::erase_if(routes, [](const auto& route) { return route.second.own; });
    for (auto& [prefix, path] : routes)
      path.ambiguous = path.ambiguous || path.edges.size() > process.max_paths;
    if (process.table_filter) {
      const CompiledChain& chain = chains_.at(&process.table_filter->names);
      std::erase_if(routes, [&](const auto& route) {
        return !Judge(router, chain, route.first, route.second).accepted;
      });
    }
    return known.emplace(std::move(routes));
  }

  /// Lines and nodes behind one.
  Explanation Explain(std::uint32_t router, PrefixIndex prefix) {
    Explanation explanation;
    const std::size_t topology = lab_.prefixes()[prefix].family() == net::Family::kIpv4 ? 0 : 1;
    const Routes& routes = RoutesOf(router, topology);
    const auto found = routes.find(prefix);
    if (found == routes.end()) return explanation;
    const Path& path = found->second;
    for (const std::uint32_t to : path.towards) {
      explanation.origins.insert(graph().routers[to].node);
      if (!path.discard) ExplainWay(router, to, path.level, topology, explanation);
      if (path.adverts.empty()) explanation.spans.insert(graph().routers[to].process->span);
    }
    for (const std::uint32_t number : path.adverts) {
      const auto& spans = adverts_[path.level][topology][number].spans;
      explanation.spans.insert(spans.begin(), spans.end());
    }
    explanation.spans.erase(base::Span{});
    return explanation;
  }

 private:
  /// One prefix in the LSP of one router.
  struct Advert {
    std::uint32_t router = 0;
    PrefixIndex prefix = kNoPrefix;
    std::uint32_t metric = 0;
    bool external = false;  ///< redistributed
    bool external_metric = false;
    bool down = false;  ///< leaked from level 2 (RFC 5302)
    bool doubtful = false;
    std::uint32_t tag = 0;
    std::vector<base::Span> spans;
  };

  /// Shortest paths of one router in one topology of one level.
  struct Spf {
    bool done = false;
    std::vector<std::uint32_t> distance;            ///< by router
    std::vector<std::vector<std::uint32_t>> edges;  ///< by router: first hops, ascending
  };

  const Graph& graph() const { return lab_.engine->graph(); }
  static net::Family FamilyOf(std::size_t topology) {
    return topology == 0 ? net::Family::kIpv4 : net::Family::kIpv6;
  }
  static std::uint8_t PreferenceOf(std::size_t level, const Advert& advert) {
    const std::uint8_t step = advert.down ? 2 : static_cast<std::uint8_t>(level);
    return advert.external_metric ? step + 3 : step;
  }

  static void Merge(std::vector<std::uint32_t>& into, const std::vector<std::uint32_t>& more) {
    into.insert(into.end(), more.begin(), more.end());
    std::ranges::sort(into);
    const auto rest = std::ranges::unique(into);
    into.erase(rest.begin(), rest.end());
  }

  /// Takes the better of two, or both.
  static void Offer(Path& held, const Path& path) {
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

  /// What the edge costs in the eyes of `reader`; kInfinity: it does not exist.
  std::uint32_t CostOf(std::uint32_t reader, const Edge& edge, std::size_t level, std::size_t topology) {
    const Port& from = graph().ports[edge.from];
    const Port& to = graph().ports[edge.to];
    if ((edge.levels & BitOf(level)) == 0 || !edge.topology[topology]) return kInfinity;
    if (up_[from.slot] == 0 || up_[from.slot] != up_[to.slot]) return kInfinity;
    const MetricStyle mine = StyleOf(*graph().routers[reader].process, level);
    const IsisProcess& sender = *graph().routers[from.router].process;
    const bool second = topology == 1 && sender.multi_topology;
    const std::uint32_t cost = MetricOf(*from.config, level, second);
    // The second topology has TLVs of its own, always wide; the first needs both directions readable.
    const MetricStyle style = StyleOf(sender, level);
    if (second || ReadsWide(mine, style)) return cost >= kLinkUnused ? kInfinity : cost;
    if (!Reads(mine, style) || !Reads(mine, StyleOf(*graph().routers[to.router].process, level)))
      return kInfinity;
    return std::min(cost, kNarrowLinkMax);
  }

  const Spf& SpfOf(std::uint32_t router, std::size_t level, std::size_t topology) {
    Spf& spf = spf_[level][topology][router];
    if (spf.done) return spf;
    spf.done = true;
    spf.distance.assign(graph().routers.size(), kInfinity);
    spf.edges.assign(graph().routers.size(), {});
    const bool narrow = StyleOf(*graph().routers[router].process, level) == MetricStyle::kNarrow;
    const std::uint32_t limit = narrow ? kNarrowPathMax + 1 : kInfinity;
    using Item = std::pair<std::uint32_t, std::uint32_t>;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> heap;
    spf.distance[router] = 0;
    heap.emplace(0, router);
    while (!heap.empty()) {
      const auto [distance, at] = heap.top();
      heap.pop();
      if (distance != spf.distance[at]) continue;
      if (at != router && IsOverloaded(*graph().routers[at].process, topology)) continue;
      for (const std::uint32_t number : graph().routers[at].edges) {
        const std::uint32_t cost = CostOf(router, graph().edges[number], level, topology);
        const std::uint32_t next = graph().ports[graph().edges[number].to].router;
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

  void AdvertiseConnected(std::size_t level, std::size_t topology) {
    for (const Port& port : graph().ports) {
      const IsisProcess& process = *graph().routers[port.router].process;
      const Levels levels = process.advertises_all_circuits ? process.levels : port.levels;
      if ((levels & BitOf(level)) == 0 || up_[port.slot] == 0) continue;
      if (IsSilent(process, level, topology)) continue;
      const bool second = topology == 1 && process.multi_topology;
      for (const PrefixIndex prefix : port.connected[topology]) {
        adverts_[level][topology].push_back({.router = port.router,
                                             .prefix = prefix,
                                             .metric = MetricOf(*port.config, level, second),
                                             .spans = {port.config->span}});
      }
    }
  }

  /// RFC 9352 section 5: a locator of algorithm 0 is advertised as a prefix too.
  void AdvertiseLocators(std::size_t level, std::size_t topology) {
    for (std::uint32_t r = 0; topology == 1 && r < graph().routers.size(); ++r) {
      const IsisProcess& process = *graph().routers[r].process;
      if ((process.levels & BitOf(level)) == 0 || IsSilent(process, level, topology)) continue;
      for (const IsisLocator& locator : process.locators) {
        adverts_[level][topology].push_back({.router = r,
                                             .prefix = lab_.prefixes().Find(locator.prefix),
                                             .metric = locator.metric,
                                             .spans = {locator.span}});
      }
    }
  }

  void AdvertiseInjected(std::size_t level, std::size_t topology) {
    for (const Injected& injected : injected_) {
      const IsisProcess& process = *graph().routers[injected.router].process;
      const Levels levels = injected.into & process.levels;
      if ((levels & BitOf(level)) == 0 || lab_.prefixes()[injected.prefix].family() != FamilyOf(topology))
        continue;
      if (IsSilent(process, level, topology)) continue;
      adverts_[level][topology].push_back({.router = injected.router,
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
  void FindAttached() {
    attached_.assign(graph().routers.size(), 0);
    for (std::uint32_t r = 0; r < graph().routers.size(); ++r) {
      const IsisProcess& process = *graph().routers[r].process;
      if (process.levels != kLevelBoth) continue;
      for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
        if (process.attached_by_any_neighbor) {
          const bool any = std::ranges::any_of(graph().routers[r].edges, [&](std::uint32_t number) {
            return CostOf(r, graph().edges[number], 1, topology) < kInfinity;
          });
          if (any) attached_[r] |= static_cast<std::uint8_t>(1U << topology);
          continue;
        }
        const Spf& spf = SpfOf(r, 1, topology);
        for (std::uint32_t other = 0; other < graph().routers.size(); ++other) {
          if (other == r || spf.distance[other] >= kInfinity) continue;
          const auto& areas = graph().routers[other].process->area_ids;
          const bool foreign = std::ranges::none_of(process.area_ids, [&](const std::string& area) {
            return std::ranges::find(areas, area) != areas.end();
          });
          if (foreign) attached_[r] |= static_cast<std::uint8_t>(1U << topology);
        }
      }
    }
  }

  RedistributionResult Judge(std::uint32_t router, const CompiledChain& chain, PrefixIndex prefix,
                             const Path& path) {
    const Router& facts = graph().routers[router];
    PolicyRoute asked;
    asked.prefix = lab_.prefixes()[prefix];
    asked.source = model::RouteSource::kIsis;
    asked.kind = path.level == 0 ? RouteKind::kIsisLevel1 : RouteKind::kIsisLevel2;
    asked.process = facts.process->tag;
    asked.vrf = facts.process->vrf;
    asked.metric = path.metric;
    asked.attributes.tag = path.tag;
    return lab_.policies().Of(facts.node, *lab_.programs()[facts.node.index()]).Redistribute(chain, asked);
  }

  /// Level-1 routes that border routers carry into level 2.
  void RaiseLevel1(std::size_t topology) {
    std::vector<Advert> raised;
    for (std::uint32_t r = 0; r < graph().routers.size(); ++r) {
      const IsisProcess& process = *graph().routers[r].process;
      if (process.levels != kLevelBoth) continue;
      for (const auto& [prefix, path] : LevelRoutes(r, 0, topology)) {
        const bool stands_there =
            path.own && std::ranges::any_of(adverts_[1][topology], [&](const Advert& a) {
              return a.router == r && a.prefix == prefix;
            });
        if (stands_there) continue;
        Advert advert{.router = r, .prefix = prefix, .metric = path.metric, .external = path.external};
        advert.external_metric = path.preference >= 3;
        advert.doubtful = path.ambiguous;
        advert.tag = path.tag;
        for (const std::uint32_t number : path.adverts) {
          const auto& spans = adverts_[0][topology][number].spans;
          advert.spans.insert(advert.spans.end(), spans.begin(), spans.end());
        }
        bool accepted = process.leaks_level1_to_level2;
        for (const IsisRedistribution& redistribution : process.redistributions) {
          if (accepted || redistribution.from_level != kLevel1 || (redistribution.into & kLevel2) == 0 ||
              redistribution.family != FamilyOf(topology)) {
            continue;
          }
          const auto result = Judge(r, chains_.at(&redistribution.policies), prefix, path);
          accepted = result.accepted;
          advert.metric = result.metric.value_or(redistribution.metric.value_or(path.metric));
          advert.spans.push_back(redistribution.span);
        }
        if (accepted) raised.push_back(std::move(advert));
      }
    }
    auto& adverts = adverts_[1][topology];
    adverts.insert(adverts.end(), raised.begin(), raised.end());
  }

  /// Level-2 routes that border routers leak into level 1, with the down bit.
  void LeakLevel2(std::size_t topology) {
    std::vector<Advert> leaked;
    for (std::uint32_t r = 0; r < graph().routers.size(); ++r) {
      const IsisProcess& process = *graph().routers[r].process;
      if (process.levels != kLevelBoth) continue;
      for (const IsisRedistribution& redistribution : process.redistributions) {
        if (redistribution.from_level != kLevel2 || (redistribution.into & kLevel1) == 0 ||
            redistribution.family != FamilyOf(topology)) {
          continue;
        }
        const Routes level1 = LevelRoutes(r, 0, topology);
        for (const auto& [prefix, path] : LevelRoutes(r, 1, topology)) {
          if (level1.contains(prefix)) continue;
          const auto result = Judge(r, chains_.at(&redistribution.policies), prefix, path);
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
    auto& adverts = adverts_[0][topology];
    adverts.insert(adverts.end(), leaked.begin(), leaked.end());
  }

  /// Puts summaries in the place of what lies inside.
  void Summarize(std::size_t level, std::size_t topology) {
    auto& adverts = adverts_[level][topology];
    for (std::uint32_t r = 0; r < graph().routers.size(); ++r) {
      for (const IsisSummary& summary : graph().routers[r].process->summaries) {
        if ((summary.into & BitOf(level)) == 0 || summary.prefix.family() != FamilyOf(topology)) continue;
        std::uint32_t least = kInfinity;
        std::erase_if(adverts, [&](const Advert& advert) {
          if (advert.router != r || !summary.prefix.Contains(lab_.prefixes()[advert.prefix])) return false;
          least = std::min(least, advert.metric);
          return true;
        });
        if (least == kInfinity) continue;
        adverts.push_back({.router = r,
                           .prefix = lab_.prefixes().Find(summary.prefix),
                           .metric = summary.metric.value_or(least),
                           .spans = {summary.span}});
      }
    }
  }

  void EnsureAdverts() {
    if (adverts_done_) return;
    adverts_done_ = true;
    FindAttached();
    for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
      for (std::size_t level = 0; level < kLevelCount; ++level) {
        adverts_[level][topology].clear();
        AdvertiseConnected(level, topology);
        AdvertiseLocators(level, topology);
        AdvertiseInjected(level, topology);
      }
      RaiseLevel1(topology);
      Summarize(1, topology);
      LeakLevel2(topology);
      Summarize(0, topology);
    }
  }

  /// What one level alone gives a router.
  Routes LevelRoutes(std::uint32_t router, std::size_t level, std::size_t topology) {
    Routes routes;
    const IsisProcess& process = *graph().routers[router].process;
    if ((process.levels & BitOf(level)) == 0 || IsSilent(process, level, topology)) return routes;
    const Spf& spf = SpfOf(router, level, topology);
    const auto& adverts = adverts_[level][topology];
    const MetricStyle style = StyleOf(process, level);
    const bool narrow = style == MetricStyle::kNarrow;
    for (std::uint32_t i = 0; i < adverts.size(); ++i) {
      const Advert& advert = adverts[i];
      const std::uint32_t metric = Sum(spf.distance[advert.router], advert.metric);
      if (metric >= kInfinity || (topology == 0 && narrow && metric > kNarrowPathMax)) continue;
      const MetricStyle sender = StyleOf(*graph().routers[advert.router].process, level);
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

  void AddAttachedDefault(std::uint32_t router, std::size_t topology, Routes& routes) {
    const IsisProcess& process = *graph().routers[router].process;
    const auto bit = static_cast<std::uint8_t>(1U << topology);
    if ((process.levels & kLevel1) == 0 || process.ignores_attached_bit) return;
    if ((attached_[router] & bit) != 0) return;
    const PrefixIndex all = lab_.prefixes().Find(net::Prefix::Default(FamilyOf(topology)));
    if (all == kNoPrefix || (routes.contains(all) && !process.attached_default_competes)) return;
    // Its own advertised one hides others, also where it is silent.
    const bool own = std::ranges::any_of(injected_, [&](const Injected& one) {
      return one.router == router && one.prefix == all && (one.into & kLevel1) != 0;
    });
    if (own) return;
    const Spf& spf = SpfOf(router, 0, topology);
    Path best;
    for (std::uint32_t other = 0; other < graph().routers.size(); ++other) {
      if (other == router || (attached_[other] & bit) == 0 || spf.distance[other] >= kInfinity) continue;
      const IsisProcess& attached = *graph().routers[other].process;
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

  void AddDiscards(std::uint32_t router, std::size_t topology, Routes& routes) {
    for (const IsisSummary& summary : graph().routers[router].process->summaries) {
      if (!summary.discard_route || summary.prefix.family() != FamilyOf(topology)) continue;
      const auto held = routes.find(lab_.prefixes().Find(summary.prefix));
      if (held == routes.end() || !held->second.own) continue;
      held->second.own = false;
      held->second.discard = true;
      held->second.edges.clear();
    }
  }

  /// Adds the interfaces on all shortest ways, walking back by distances.
  void ExplainWay(std::uint32_t router, std::uint32_t to, std::size_t level, std::size_t topology,
                  Explanation& explanation) {
    const Spf& spf = SpfOf(router, level, topology);
    std::set<std::uint32_t> seen = {to};
    std::vector<std::uint32_t> open = {to};
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      // Edges come in pairs; the one back from here has the same ends.
      for (const std::uint32_t number : graph().routers[at].edges) {
        const Edge& edge = graph().edges[number ^ 1U];
        const std::uint32_t from = graph().ports[edge.from].router;
        const std::uint32_t cost = CostOf(router, edge, level, topology);
        if (cost >= kInfinity || Sum(spf.distance[from], cost) != spf.distance[at]) continue;
        if (from != router && IsOverloaded(*graph().routers[from].process, topology)) continue;
        explanation.spans.insert(graph().ports[edge.from].config->span);
        explanation.spans.insert(graph().ports[edge.to].config->span);
        if (seen.insert(from).second) open.push_back(from);
      }
    }
  }

  Lab& lab_;
  std::vector<std::uint8_t> up_;
  std::vector<Injected> injected_;
  bool adverts_done_ = false;
  ByLevel<std::vector<Spf>> spf_;
  ByLevel<std::vector<Advert>> adverts_;
  std::vector<std::uint8_t> attached_;
  std::array<std::vector<std::optional<Routes>>, kTopologyCount> routes_;
  std::unordered_map<const std::vector<std::string>*, CompiledChain> chains_;
};

}  // namespace ringfence::routing::isis
