// Ways of traffic engineering tunnels: constrained shortest path first.
//
// Problem: the head of a tunnel chooses a way over the links that its area tells of (RFC 3630, 5305): those
// that meet the constraints of the tunnel, along the addresses it names (RFC 3209 section 4.3), of the least
// sum of metrics. Which of several equal ways it takes, whether a link is full, and what it does where
// systems differ is not known. Idea: a link counts as surely there, surely not there, or neither. The least
// way over all that may be there is the answer when it is the only least one and all of its links are sure:
// then it is the least whichever of the others are there. Without any way the tunnel is down; all else is
// open. A link of which nothing is known but that it may be there counts as free of cost. A link that could
// carry all tunnels of the network at once is never full, one that has less than the tunnel asks for never
// takes it, and what is between is not sure. Addresses of an explicit path are followed one after the other;
// pieces that visit a router twice are open, since heads then look for longer pieces or give up. Cost: a
// search each piece, O(links * log links).

#include "routing/te/te_path.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <queue>
#include <utility>

namespace ringfence::routing::te {
namespace {

/// Hops of a way, at most (origin: 32 is a common limit of heads; longer ways are open).
constexpr std::size_t kHopsMax = 31;
constexpr std::uint64_t kFar = std::numeric_limits<std::uint64_t>::max();

enum class Grade : std::uint8_t { kNo, kMaybe, kYes };

/// One search for one request.
class Search {
 public:
  Search(const Topology& topology, const std::vector<std::uint8_t>& up, const PathRequest& request)
      : topology_(topology), request_(request), grades_(topology.links.size(), Grade::kNo) {
    for (std::size_t i = 0; i < grades_.size(); ++i)
      if (up[i] != 0) grades_[i] = GradeOf(topology.links[i]);
  }

  TePath Run();

 private:
  Grade GradeOf(const TeLink& link) const;
  void Exclude(const net::IpAddress& address);
  std::optional<Vertex> VertexOf(const net::IpAddress& address) const;
  /// By vertex: the sum of the least way there that does not pass `avoided`.
  std::vector<std::uint64_t> CostsFrom(Vertex from, std::optional<Vertex> avoided) const;
  /// Appends the way between two routers.
  PathState AppendLeast(Vertex from, Vertex to);
  /// Appends the least of the links that `fits`.
  template <class Fits>
  PathState AppendLink(Vertex from, Fits fits);
  /// Appends what an address that is not excluded asks for, and moves on.
  PathState AppendHop(const PathHop& hop, Vertex& at);
  std::uint64_t CostOf(const TeLink& link) const {
    return request_.igp_metric ? link.igp_metric : link.te_metric;
  }
  bool VisitsTwice() const;

  const Topology& topology_;
  const PathRequest& request_;
  std::vector<Grade> grades_;  ///< by link
  std::vector<std::uint32_t> way_;
};

Grade Search::GradeOf(const TeLink& link) const {
  if (!link.told) return Grade::kMaybe;
  const Affinity& affinity = request_.affinity;
  const std::uint32_t included = link.groups & affinity.include;
  if ((link.groups & affinity.exclude) != 0 || (affinity.include != 0 && included == 0)) return Grade::kNo;
  const std::uint64_t asks = request_.bandwidth_kbps;
  if (link.reservable_kbps < asks) return Grade::kNo;
  const bool never_full = asks == 0 || link.reservable_kbps >= request_.all_bandwidth_kbps;
  return link.sure && included == affinity.include && never_full ? Grade::kYes : Grade::kMaybe;
}

std::optional<Vertex> Search::VertexOf(const net::IpAddress& address) const {
  const auto found = std::ranges::find(topology_.ids, address);
  if (found == topology_.ids.end()) return std::nullopt;
  return static_cast<Vertex>(found - topology_.ids.begin());
}

void Search::Exclude(const net::IpAddress& address) {
  const std::optional<Vertex> router = VertexOf(address);
  for (std::size_t i = 0; i < grades_.size(); ++i) {
    const TeLink& link = topology_.links[i];
    if (router ? link.from == *router || link.to == *router : link.near == address || link.far == address)
      grades_[i] = Grade::kNo;
  }
}

std::vector<std::uint64_t> Search::CostsFrom(Vertex from, std::optional<Vertex> avoided) const {
  std::vector<std::uint64_t> cost(topology_.ids.size(), kFar);
  using Item = std::pair<std::uint64_t, Vertex>;
  std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
  cost[from] = 0;
  queue.push({0, from});
  while (!queue.empty()) {
    const auto [reached, at] = queue.top();
    queue.pop();
    if (reached != cost[at]) continue;
    for (std::uint32_t i = topology_.first_link[at]; i < topology_.first_link[at + 1]; ++i) {
      const TeLink& link = topology_.links[i];
      const std::uint64_t sum = reached + CostOf(link);
      if (grades_[i] == Grade::kNo || link.to == avoided || sum >= cost[link.to]) continue;
      cost[link.to] = sum;
      queue.push({sum, link.to});
    }
  }
  return cost;
}

PathState Search::AppendLeast(Vertex from, Vertex to) {
  const std::vector<std::uint64_t> cost = CostsFrom(from, {});
  if (cost[to] == kFar) return PathState::kDown;
  // Backwards along links that lie on some least way: there must be one at each router.
  std::vector<std::uint32_t> back;
  for (Vertex at = to; at != from;) {
    std::optional<std::uint32_t> only;
    for (std::uint32_t i = 0; i < topology_.links.size(); ++i) {
      const TeLink& link = topology_.links[i];
      if (link.to != at || grades_[i] == Grade::kNo || cost[link.from] == kFar) continue;
      if (cost[link.from] + CostOf(link) != cost[at]) continue;
      // A link that costs nothing may lead back to where the way came from.
      if (CostOf(link) == 0 && CostsFrom(from, at)[link.from] != cost[at]) continue;
      if (only) return PathState::kOpen;
      only = i;
    }
    if (!only || grades_[*only] != Grade::kYes || back.size() > kHopsMax) return PathState::kOpen;
    back.push_back(*only);
    at = topology_.links[*only].from;
  }
  way_.insert(way_.end(), back.rbegin(), back.rend());
  return PathState::kUp;
}

template <class Fits>
PathState Search::AppendLink(Vertex from, Fits fits) {
  std::optional<std::uint32_t> best;
  bool several = false;
  for (std::uint32_t i = topology_.first_link[from]; i < topology_.first_link[from + 1]; ++i) {
    if (grades_[i] == Grade::kNo || !fits(topology_.links[i])) continue;
    several = several || best.has_value();
    best = i;
  }
  if (!best) return PathState::kDown;
  if (several || grades_[*best] != Grade::kYes) return PathState::kOpen;
  way_.push_back(*best);
  return PathState::kUp;
}

PathState Search::AppendHop(const PathHop& hop, Vertex& at) {
  const std::optional<Vertex> router = VertexOf(hop.address);
  const Vertex before = at;
  // An address of the router the way has come to asks for nothing more.
  const auto has = [&hop](const TeLink& link, Vertex who) {
    return (link.to == who && link.far == hop.address) || (link.from == who && link.near == hop.address);
  };
  if (router == at) return PathState::kUp;
  const auto owner =
      std::ranges::find_if(topology_.links, [&](const TeLink& link) { return link.far == hop.address; }, {});
  if (router) {
    at = *router;
    return hop.kind == HopKind::kLoose
               ? AppendLeast(before, at)
               : AppendLink(before, [&](const TeLink& link) { return link.to == *router; });
  }
  // Of an address of a link systems differ in whether it names the link or the router; of the way out of the
  // router, in whether it is allowed at all.
  if (owner == topology_.links.end() || hop.kind == HopKind::kLoose) return PathState::kOpen;
  if (has(*owner, before)) {
    const bool came = !way_.empty() && topology_.links[way_.back()].far == hop.address;
    return came ? PathState::kUp : PathState::kOpen;
  }
  at = owner->to;
  return AppendLink(before, [&](const TeLink& link) { return link.far == hop.address; });
}

bool Search::VisitsTwice() const {
  std::vector<Vertex> seen = {request_.from};
  for (const std::uint32_t link : way_) seen.push_back(topology_.links[link].to);
  std::ranges::sort(seen);
  return std::ranges::adjacent_find(seen) != seen.end();
}

TePath Search::Run() {
  bool strict = false;  // the last address that is not excluded
  for (const PathHop& hop : request_.hops)
    if (hop.kind == HopKind::kExclude) Exclude(hop.address);
  Vertex at = request_.from;
  for (const PathHop& hop : request_.hops) {
    if (hop.kind == HopKind::kExclude) continue;
    const PathState piece = AppendHop(hop, at);
    if (piece != PathState::kUp) return {.state = piece, .links = {}};
    strict = hop.kind == HopKind::kStrict;
  }
  if (at != request_.to) {
    // Behind a last address that is strict systems differ in whether a piece is added.
    const PathState piece = strict ? PathState::kOpen : AppendLeast(at, request_.to);
    if (piece != PathState::kUp) return {.state = piece, .links = {}};
  }
  if (way_.empty() || way_.size() > kHopsMax || VisitsTwice())
    return {.state = PathState::kOpen, .links = {}};
  return {.state = PathState::kUp, .links = way_};
}

}  // namespace

void Topology::Finish() {
  std::ranges::stable_sort(links, {}, &TeLink::from);
  first_link.assign(ids.size() + 1, 0);
  for (const TeLink& link : links) ++first_link[link.from + 1];
  for (std::size_t v = 1; v < first_link.size(); ++v) first_link[v] += first_link[v - 1];
}

TePath FindPath(const Topology& topology, const std::vector<std::uint8_t>& up, const PathRequest& request) {
  return Search(topology, up, request).Run();
}

}  // namespace ringfence::routing::te
