// Problems of who prefers which way to one origin, with a twin that knows all stable answers. Test support
// only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "routing/bgp/bgp_testing.h"

namespace ringfence::routing::bgp {

inline constexpr std::string_view kRankedPrefix = "192.0.2.0/24";

/// A way to the origin, node 0, as a list of nodes: {1, 2, 0}.
using Way = std::vector<std::uint32_t>;
/// By node: its ways, best first; what is not listed is not accepted. Node 0 has none.
using Rankings = std::vector<std::vector<Way>>;

/// All assignments of ways to nodes for which `is_stable(assignment, node)` holds at each node but the
/// origin.
template <class IsStable>
std::vector<std::vector<Way>> AssignmentsWhere(const Rankings& rankings, const IsStable& is_stable) {
  std::vector<std::vector<Way>> stable;
  std::vector<std::size_t> pick(rankings.size(), 0);
  while (true) {
    std::vector<Way> assignment(rankings.size());
    assignment[0] = {0};
    for (std::size_t n = 1; n < rankings.size(); ++n) {
      if (pick[n] < rankings[n].size()) assignment[n] = rankings[n][pick[n]];
    }
    bool all = true;
    for (std::size_t n = 1; n < rankings.size() && all; ++n) all = is_stable(assignment, n);
    if (all) stable.push_back(assignment);
    std::size_t n = 1;
    while (n < rankings.size() && ++pick[n] > rankings[n].size()) pick[n++] = 0;
    if (n == rankings.size()) return stable;
  }
}

/// The slow obvious twin (Griffin, Shepherd, Wilfong): all assignments of ways to nodes, tested for
/// stability.
inline std::vector<std::vector<Way>> StableAssignments(const Rankings& rankings) {
  return AssignmentsWhere(rankings, [&](const std::vector<Way>& assignment, std::size_t n) {
    for (const Way& way : rankings[n]) {
      const Way rest(way.begin() + 1, way.end());
      if (assignment[rest.front()] == rest) return way == assignment[n];
    }
    return assignment[n].empty();
  });
}

/// The same problem as configurations: node n is AS n (the origin AS 99), joined with all others; import
/// policies set the preference by path.
inline void Configure(BgpWorld& world, const Rankings& rankings) {
  const auto name = [](std::uint32_t n) { return "n" + std::to_string(n); };
  const auto as = [](std::uint32_t n) { return n == 0 ? 99 : n; };
  for (std::uint32_t n = 0; n < rankings.size(); ++n) world.Node(name(n), as(n));
  for (std::uint32_t a = 0; a < rankings.size(); ++a) {
    for (std::uint32_t b = a + 1; b < rankings.size(); ++b) world.Join(name(a), name(b));
  }
  world.Originate("n0", kRankedPrefix);
  for (std::uint32_t n = 1; n < rankings.size(); ++n) {
    model::PolicySet& policies = world.Node(name(n)).policies;
    model::RoutePolicy policy{"rank", {}, model::PolicyEnd::kReject, {}};
    std::uint32_t preference = 1000;
    for (const Way& way : rankings[n]) {
      std::string path;
      for (std::size_t i = 1; i < way.size(); ++i) path += (i == 1 ? "" : " ") + std::to_string(as(way[i]));
      policies.as_path_lists.push_back({path, {{true, "^" + path + "$", {}}}, {}});
      model::RouteTerm term;
      term.all_of = {{{model::RouteMatch{.kind = model::RouteMatchKind::kAsPathList, .names = {path}}}}};
      term.actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = preference--}};
      term.flow = model::TermFlow::kAccept;
      policy.terms.push_back(term);
    }
    policies.policies.push_back(policy);
    for (BgpNeighbor& neighbor : world.Vrf(name(n)).neighbors) {
      neighbor.families.front().import = {{"rank"}, false, {}};
    }
  }
}

/// The engine's outcome as ways; an empty vector when it is unstable.
inline std::vector<Way> Outcome(const BgpWorld& world, std::size_t nodes) {
  std::vector<Way> ways(nodes);
  ways[0] = {0};
  for (std::uint32_t n = 1; n < nodes; ++n) {
    const std::string shown = world.Show("n" + std::to_string(n), kRankedPrefix);
    if (shown.starts_with("~")) return {};
    const auto& entries =
        world.engine().TableOf(world.Table("n" + std::to_string(n)), world.scratch)->entries;
    const auto entry = std::ranges::find(entries, world.Index(kRankedPrefix), &BgpEntry::prefix);
    if (entry == entries.end()) continue;
    ways[n] = {n};
    for (const AsSegment& segment : world.scratch.pool[world.AttributesOf(*entry).as_path]) {
      for (const std::uint32_t number : segment.numbers) ways[n].push_back(number == 99 ? 0 : number);
    }
  }
  return ways;
}

}  // namespace ringfence::routing::bgp
