// Shortest paths with all equal-cost first hops, in flat memory.
//
// Dijkstra over the routers of a level. Each router carries a mask over the arcs of the root; another path of
// equal cost unites masks. What an arc costs rests on the metric style of who reads it and is prepared for
// each style, so that a state asks for the interfaces alone. Links may cost nothing: who left the heap and
// learns of one more first hop at the same distance enters it again, until nothing is learnt. An overloaded
// router ends paths. Near a base state (near_base.cc) only what that cannot tell is computed. Cost: O(arcs
// log arcs) a router, level and topology, less near a base.

#include "routing/isis/shortest_paths.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "routing/isis/metrics.h"
#include "routing/isis/near_base.h"

namespace ringfence::routing::isis {
namespace {

/// One run; see the head of the file.
class Dijkstra {
 public:
  Dijkstra(const ShortestPaths& paths, const Root& root, IsisScratch& scratch)
      : paths_(paths),
        graph_(paths.graph()),
        root_(root),
        up_(*scratch.up),
        limit_(paths.LimitOf(root)),
        words_(graph_.WordsOf(root.router)),
        heap_(scratch.heap),
        spf_(scratch.spf[root.level][root.topology][root.router]) {
    heap_.clear();
    spf_.done = true;
  }

  void Run() {
    spf_.distance.assign(graph_.routers.size(), kInfinity);
    spf_.masks.assign(graph_.routers.size() * words_, 0);
    spf_.distance[root_.router] = 0;
    Push(root_.router, 0);
    Finish();
  }

  /// The same where the paths of a base state are there and `touched` may differ.
  void Mend(std::span<const std::uint32_t> touched, const base::MarkSet& is_touched) {
    for (const std::uint32_t router : touched) {
      spf_.distance[router] = kInfinity;
      std::fill_n(MaskOf(router), words_, 0);
    }
    for (const std::uint32_t router : touched) {
      for (std::uint32_t a = graph_.first_arc[router]; a < graph_.first_arc[router + 1]; ++a) {
        const std::uint32_t from = graph_.arcs[a].to;
        if (!is_touched.Has(from) && spf_.distance[from] < kInfinity && paths_.PassesOn(root_, from))
          Walk(from, graph_.arcs[a].back);
      }
    }
    Finish();
  }

 private:
  static constexpr int kDistanceShift = 32;

  std::uint64_t* MaskOf(std::uint32_t router) { return spf_.masks.data() + std::size_t{router} * words_; }

  void Push(std::uint32_t router, std::uint32_t distance) {
    heap_.push_back((std::uint64_t{distance} << kDistanceShift) | router);
    std::ranges::push_heap(heap_, std::greater<>());
  }

  void Finish() {
    while (!heap_.empty()) {
      std::ranges::pop_heap(heap_, std::greater<>());
      const std::uint64_t top = heap_.back();
      heap_.pop_back();
      const auto router = static_cast<std::uint32_t>(top);
      if (spf_.distance[router] != top >> kDistanceShift || !paths_.PassesOn(root_, router)) continue;
      for (std::uint32_t a = graph_.first_arc[router]; a < graph_.first_arc[router + 1]; ++a) Walk(router, a);
    }
  }

  void Walk(std::uint32_t from, std::uint32_t number) {
    const Arc& arc = graph_.arcs[number];
    const std::uint32_t cost = paths_.CostOf(root_, number);
    const std::uint32_t sum = Sum(spf_.distance[from], cost);
    if (sum >= limit_ || sum > spf_.distance[arc.to] || !ShortestPaths::Works(arc, up_)) return;
    if (arc.to == root_.router) return;
    const bool better = sum < spf_.distance[arc.to];
    if (better) {
      spf_.distance[arc.to] = sum;
      std::fill_n(MaskOf(arc.to), words_, 0);
    }
    const bool learnt = Inherit(from, number, arc.to);
    if (better || (cost == 0 && learnt)) Push(arc.to, sum);
  }

  /// Adds the first hops of the way over an arc; true when there are more than before.
  bool Inherit(std::uint32_t from, std::uint32_t number, std::uint32_t to) {
    bool more = false;
    const auto add = [&more](std::uint64_t& word, std::uint64_t bits) {
      more = more || (bits & ~word) != 0;
      word |= bits;
    };
    if (from == root_.router) {
      const std::uint32_t hop = number - graph_.first_arc[from];
      add(MaskOf(to)[hop / 64], std::uint64_t{1} << (hop % 64));
      return more;
    }
    for (std::uint32_t w = 0; w < words_; ++w) add(MaskOf(to)[w], MaskOf(from)[w]);
    return more;
  }

  const ShortestPaths& paths_;
  const Graph& graph_;
  const Root& root_;
  const std::vector<std::uint8_t>& up_;
  std::uint32_t limit_;
  std::uint32_t words_;
  std::vector<std::uint64_t>& heap_;
  Spf& spf_;
};

}  // namespace

ShortestPaths::ShortestPaths(const Graph& graph) : graph_(graph) {
  for (std::size_t level = 0; level < kLevelCount; ++level) {
    for (const Router& router : graph.routers)
      styles_[level].push_back(static_cast<std::uint8_t>(StyleOf(*router.process, level)));
    for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
      for (std::size_t style = 0; style < kStyleCount; ++style) {
        for (const Arc& arc : graph.arcs)
          costs_[level][topology][style].push_back(
              CostFor(static_cast<MetricStyle>(style), graph.edges[arc.edge], level, topology));
      }
    }
  }
  for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
    for (const Router& router : graph.routers)
      overloaded_[topology].push_back(IsOverloaded(*router.process, topology) ? 1 : 0);
  }
}

std::uint32_t ShortestPaths::CostFor(MetricStyle reader, const Edge& edge, std::size_t level,
                                     std::size_t topology) const {
  const Port& from = graph_.ports[edge.from];
  const Port& to = graph_.ports[edge.to];
  if ((edge.levels & BitOf(level)) == 0 || !edge.topology[topology]) return kInfinity;
  const IsisProcess& sender = *graph_.routers[from.router].process;
  const bool second = topology == 1 && sender.multi_topology;
  const std::uint32_t cost = MetricOf(*from.config, level, second);
  // The second topology has TLVs of its own, always wide; the first needs both directions readable.
  const MetricStyle style = StyleOf(sender, level);
  if (second || ReadsWide(reader, style)) return cost >= kLinkUnused ? kInfinity : cost;
  if (!Reads(reader, style) || !Reads(reader, StyleOf(*graph_.routers[to.router].process, level)))
    return kInfinity;
  return std::min(cost, kNarrowLinkMax);
}

std::uint32_t ShortestPaths::LimitOf(const Root& root) const {
  const auto narrow = static_cast<std::uint8_t>(MetricStyle::kNarrow);
  return styles_[root.level][root.router] == narrow ? kNarrowPathMax + 1 : kInfinity;
}

const Spf& ShortestPaths::Of(const Root& root, IsisScratch& scratch) const {
  Spf& spf = scratch.spf[root.level][root.topology][root.router];
  if (spf.done) return spf;
  NearBase& near = scratch.near;
  if (!near.holds || !near.base->spf[root.level][root.topology][root.router].done) {
    near.own[root.level][root.topology][root.router] = {};
    Dijkstra(*this, root, scratch).Run();
    return spf;
  }
  const Spf& base = near.base->spf[root.level][root.topology][root.router];
  if (near.lost.empty()) return base;
  OwnDifference& own = DifferenceOf(*this, root, scratch);
  if (own.vertices.empty()) return base;
  if (!std::exchange(own.has_paths, true)) spf = base;
  own.in_paths = true;
  near.touched.Begin(base.distance.size());
  for (const std::uint32_t router : own.vertices) near.touched.Add(router);
  Dijkstra(*this, root, scratch).Mend(own.vertices, near.touched);
  return spf;
}

/// What has not been touched has no touched router before it: that would have passed the touch on.
const Spf& ShortestPaths::To(const Root& root, std::uint32_t to, IsisScratch& scratch) const {
  const NearBase& near = scratch.near;
  if (scratch.spf[root.level][root.topology][root.router].done || !near.holds ||
      !near.base->spf[root.level][root.topology][root.router].done)
    return Of(root, scratch);
  const OwnDifference& own = DifferenceOf(*this, root, scratch);
  return std::ranges::binary_search(own.vertices, to)
             ? Of(root, scratch)
             : near.base->spf[root.level][root.topology][root.router];
}

}  // namespace ringfence::routing::isis
