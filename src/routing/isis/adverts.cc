// What the routers of each level tell.
//
// What interfaces and locators bring is listed once for a network, with the interface that must work. A level
// that takes nothing else - nothing is injected, raised, leaked or put into summaries there - is read from
// that list under every state. The others are filled anew for a state, in the order in which levels feed each
// other (isis_engine.cc). Cost: nothing, or the adverts of the level.

#include <algorithm>
#include <array>

#include "base/sort_unique.h"
#include "routing/isis/isis_engine.h"

namespace ringfence::routing::isis {
namespace {

constexpr std::array<net::Family, kTopologyCount> kFamilies = {net::Family::kIpv4, net::Family::kIpv6};

bool LeaksInto(const IsisRedistribution& redistribution, Levels from, Levels into) {
  return redistribution.from_level == from && (redistribution.into & into) != 0;
}

/// Some of what the router hears in a level it tells in the other one.
bool Feeds(const IsisProcess& process, Levels from, Levels into) {
  if (process.levels != kLevelBoth) return false;
  if (from == kLevel1 && process.leaks_level1_to_level2) return true;
  return std::ranges::any_of(process.redistributions, [&](const IsisRedistribution& redistribution) {
    return LeaksInto(redistribution, from, into);
  });
}

}  // namespace

/// Counting sort.
void AdvertTable::Group(std::size_t prefix_count) {
  first.assign(prefix_count + 1, 0);
  for (const Advert& advert : adverts) ++first[advert.prefix + 1];
  for (std::size_t i = 0; i < prefix_count; ++i) first[i + 1] += first[i];
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  std::vector<Advert> grouped(adverts.size());
  for (const Advert& advert : adverts) grouped[next[advert.prefix]++] = advert;
  adverts = std::move(grouped);
}

void IsisEngine::PrepareAdverts() {
  for (std::size_t level = 0; level < kLevelCount; ++level) {
    for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
      AdvertiseConnected(level, topology);
      if (topology == 1) AdvertiseLocators(level, topology);
      fixed_[level][topology].Group(prefixes_.size());
    }
  }
  prefixes_of_.resize(graph_.routers.size());
  for (const auto& level : fixed_) {
    for (const AdvertTable& table : level) {
      for (const Advert& advert : table.adverts) prefixes_of_[advert.router].push_back(advert.prefix);
    }
  }
  for (std::vector<PrefixIndex>& prefixes : prefixes_of_) base::SortUnique(prefixes);
}

void IsisEngine::AdvertiseConnected(std::size_t level, std::size_t topology) {
  for (const Port& port : graph_.ports) {
    const IsisProcess& process = *graph_.routers[port.router].process;
    const Levels levels = process.advertises_all_circuits ? process.levels : port.levels;
    if ((levels & BitOf(level)) == 0 || IsSilent(process, level, topology)) continue;
    const bool second = topology == 1 && process.multi_topology;
    for (const PrefixIndex prefix : port.connected[topology]) {
      if (prefix == kNoPrefix) continue;
      fixed_[level][topology].adverts.push_back({.router = port.router,
                                                 .prefix = prefix,
                                                 .metric = MetricOf(*port.config, level, second),
                                                 .slot = port.slot,
                                                 .span = port.config->span});
    }
  }
}

/// RFC 9352 section 5: a locator of algorithm 0 is advertised as a prefix too.
void IsisEngine::AdvertiseLocators(std::size_t level, std::size_t topology) {
  for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
    const IsisProcess& process = *graph_.routers[r].process;
    if ((process.levels & BitOf(level)) == 0 || IsSilent(process, level, topology)) continue;
    for (const IsisLocator& locator : process.locators) {
      fixed_[level][topology].adverts.push_back({.router = r,
                                                 .prefix = prefixes_.Find(locator.prefix),
                                                 .metric = locator.metric,
                                                 .span = locator.span});
    }
  }
}

void IsisEngine::PrepareFeeding() {
  foreign_of_.resize(graph_.routers.size());
  for (const Router& router : graph_.routers) {
    const IsisProcess& process = *router.process;
    if (process.levels == kLevelBoth) {
      has_borders_ = true;
      for (std::uint32_t other = 0; other < graph_.routers.size(); ++other) {
        if (!ShareArea(process, *graph_.routers[other].process))
          foreign_of_[&router - graph_.routers.data()].push_back(other);
      }
    }
    is_fed_[0] = is_fed_[0] || Feeds(process, kLevel2, kLevel1);
    is_fed_[1] = is_fed_[1] || Feeds(process, kLevel1, kLevel2);
    for (const IsisSummary& summary : process.summaries) {
      for (std::size_t level = 0; level < kLevelCount; ++level)
        is_fed_[level] = is_fed_[level] || (summary.into & BitOf(level)) != 0;
    }
  }
}

void IsisEngine::EnsureAdverts(IsisScratch& scratch) const {
  if (scratch.adverts_done) return;
  scratch.adverts_done = true;
  scratch.made = {};
  if (has_borders_) FindAttached(scratch);
  for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
    for (std::size_t level = 0; level < kLevelCount; ++level) {
      if (is_fed_[level] || !scratch.injected.empty()) StartAdverts(level, topology, scratch);
    }
    if (is_fed_[1]) RaiseLevel1(topology, scratch);
    if (is_fed_[1]) Summarize(1, topology, scratch);
    if (is_fed_[0]) LeakLevel2(topology, scratch);
    if (is_fed_[0]) Summarize(0, topology, scratch);
  }
}

/// What interfaces that work and locators bring, and what is injected.
void IsisEngine::StartAdverts(std::size_t level, std::size_t topology, IsisScratch& scratch) const {
  AdvertTable& table = scratch.adverts[level][topology];
  table.adverts.clear();
  table.spans.clear();
  for (const Advert& advert : fixed_[level][topology].adverts) {
    if (advert.slot == Advert::kAlways || (*scratch.up)[advert.slot] != 0) table.adverts.push_back(advert);
  }
  for (const Injected& injected : scratch.injected) {
    const IsisProcess& process = *graph_.routers[injected.router].process;
    const Levels levels = injected.into & process.levels;
    if ((levels & BitOf(level)) == 0 || prefixes_[injected.prefix].family() != kFamilies[topology]) continue;
    if (IsSilent(process, level, topology)) continue;
    table.adverts.push_back({.router = injected.router,
                             .prefix = injected.prefix,
                             .metric = injected.metric,
                             .external = true,
                             .external_metric = injected.external_metric,
                             .doubtful = injected.doubtful,
                             .tag = process.forgets_tags ? 0 : injected.tag,
                             .span = injected.span,
                             .more_span = injected.more_span});
  }
  table.Group(prefixes_.size());
  scratch.made[level][topology] = true;
}

/// A router of both levels that reaches another area through level 2, or has any neighbour there where the
/// system asks no more, says so in level 1.
void IsisEngine::FindAttached(IsisScratch& scratch) const {
  scratch.attached.assign(graph_.routers.size(), 0);
  for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
    const IsisProcess& process = *graph_.routers[r].process;
    if (process.levels != kLevelBoth) continue;
    for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
      const Root root{r, 1, topology};
      const auto bit = static_cast<std::uint8_t>(1U << topology);
      if (process.attached_by_any_neighbor) {
        for (std::uint32_t a = graph_.first_arc[r]; a < graph_.first_arc[r + 1]; ++a) {
          if (paths_.CostOf(root, a) < kInfinity && ShortestPaths::Works(graph_.arcs[a], *scratch.up))
            scratch.attached[r] |= bit;
        }
        continue;
      }
      const bool reaches = std::ranges::any_of(foreign_of_[r], [&](std::uint32_t other) {
        return paths_.To(root, other, scratch).distance[other] < kInfinity;
      });
      if (reaches) scratch.attached[r] |= bit;
    }
  }
}

/// Level-1 routes that border routers carry into level 2.
void IsisEngine::RaiseLevel1(std::size_t topology, IsisScratch& scratch) const {
  for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
    if (Feeds(*graph_.routers[r].process, kLevel1, kLevel2)) RaiseFrom(r, topology, scratch);
  }
  scratch.adverts[1][topology].Group(prefixes_.size());
}

/// Appends: until they are grouped the others stand where they stood.
void IsisEngine::RaiseFrom(std::uint32_t router, std::size_t topology, IsisScratch& scratch) const {
  const IsisProcess& process = *graph_.routers[router].process;
  const AdvertTable& from = AdvertsOf(0, topology, scratch);
  AdvertTable& into = scratch.adverts[1][topology];
  for (std::uint32_t i = 0; i < from.adverts.size(); i = from.first[from.adverts[i].prefix + 1]) {
    const PrefixIndex prefix = from.adverts[i].prefix;
    const Path path = LevelPath({router, 0, topology}, prefix, scratch);
    if (!path.present()) continue;
    const auto is_its = [router](const Advert& advert) { return advert.router == router; };
    if (path.own && std::ranges::any_of(into.Of(prefix), is_its)) continue;
    Advert advert{.router = router, .prefix = prefix, .metric = path.metric, .external = path.external};
    advert.external_metric = path.preference >= 3;
    advert.doubtful = path.ambiguous;
    advert.tag = path.tag;
    advert.first_behind = static_cast<std::uint32_t>(into.spans.size());
    bool accepted = process.leaks_level1_to_level2;
    for (const IsisRedistribution& redistribution : process.redistributions) {
      if (accepted || !LeaksInto(redistribution, kLevel1, kLevel2) ||
          redistribution.family != kFamilies[topology]) {
        continue;
      }
      const auto result = Judge(router, chains_.at(&redistribution.policies), prefix, path, scratch);
      accepted = result.accepted;
      advert.metric = result.metric.value_or(redistribution.metric.value_or(path.metric));
      into.spans.push_back(redistribution.span);
    }
    if (!accepted) continue;
    for (const Offered& one : scratch.offered) {
      if (!IsAsGood(one, path)) continue;
      into.spans.push_back(one.advert->span);
      into.spans.push_back(one.advert->more_span);
    }
    advert.behind_count = static_cast<std::uint32_t>(into.spans.size()) - advert.first_behind;
    into.adverts.push_back(advert);
  }
}

/// Level-2 routes that border routers leak into level 1, with the down bit.
void IsisEngine::LeakLevel2(std::size_t topology, IsisScratch& scratch) const {
  for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
    const IsisProcess& process = *graph_.routers[r].process;
    if (process.levels != kLevelBoth) continue;
    for (const IsisRedistribution& redistribution : process.redistributions) {
      if (LeaksInto(redistribution, kLevel2, kLevel1) && redistribution.family == kFamilies[topology])
        LeakFrom(r, redistribution, topology, scratch);
    }
  }
  scratch.adverts[0][topology].Group(prefixes_.size());
}

void IsisEngine::LeakFrom(std::uint32_t router, const IsisRedistribution& redistribution,
                          std::size_t topology, IsisScratch& scratch) const {
  const AdvertTable& from = AdvertsOf(1, topology, scratch);
  for (std::uint32_t i = 0; i < from.adverts.size(); i = from.first[from.adverts[i].prefix + 1]) {
    const PrefixIndex prefix = from.adverts[i].prefix;
    if (LevelPath({router, 0, topology}, prefix, scratch).present()) continue;
    const Path path = LevelPath({router, 1, topology}, prefix, scratch);
    if (!path.present()) continue;
    const auto result = Judge(router, chains_.at(&redistribution.policies), prefix, path, scratch);
    if (!result.accepted) continue;
    Advert advert{.router = router, .prefix = prefix, .external = path.external, .down = true};
    advert.metric = result.metric.value_or(redistribution.metric.value_or(path.metric));
    advert.external_metric = path.preference >= 3;
    advert.doubtful = result.doubtful || path.ambiguous;
    advert.tag = result.tag.value_or(path.tag);
    advert.span = redistribution.span;
    scratch.adverts[0][topology].adverts.push_back(advert);
  }
}

/// Puts summaries in the place of what lies inside.
void IsisEngine::Summarize(std::size_t level, std::size_t topology, IsisScratch& scratch) const {
  auto& adverts = scratch.adverts[level][topology].adverts;
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
                         .span = summary.span});
    }
  }
  scratch.adverts[level][topology].Group(prefixes_.size());
}

}  // namespace ringfence::routing::isis
