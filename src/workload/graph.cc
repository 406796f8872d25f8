// Problem: networks that look like wide-area ones, from a seed or from a collection of real shapes.
// Idea: in the Gabriel graph two points are joined when no third lies within the circle on their distance
// (Gabriel and Sokal 1969): planar, connected, about four edges a node, like fibre along roads. Points have
// whole coordinates, so the test is exact. A point inside the circle is nearer than the other end: looking at
// near points first finds it soon. Of files only ids of nodes and ends of edges are read, by their words.
// Cost: O(n^2 log n) for random graphs; linear in the text for files.

#include "workload/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace ringfence::workload {
namespace {

constexpr std::uint32_t kSide = 1U << 20U;  // of the square with the points; squares of distances fit 64 bits
constexpr double kMetricOfSide = 1000;
constexpr std::uint32_t kMetricMax = 20;  // of edges of files

struct Point {
  std::int64_t x = 0, y = 0;
};

std::int64_t SquareOf(const Point& a, const Point& b) {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

/// By Thales, c lies inside the circle on the distance when the angle at it is obtuse.
bool IsBetween(const Point& a, const Point& b, const Point& c) {
  return SquareOf(a, c) + SquareOf(b, c) < SquareOf(a, b);
}

using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

void AddPair(Pairs& pairs, std::uint32_t a, std::uint32_t b) {
  pairs.emplace(std::min(a, b), std::max(a, b));
}

void AddNeighbors(const std::vector<Point>& points, std::uint32_t a, Pairs& pairs) {
  std::vector<std::pair<std::int64_t, std::uint32_t>> others;
  for (std::uint32_t b = 0; b < points.size(); ++b) {
    if (b != a) others.emplace_back(SquareOf(points[a], points[b]), b);
  }
  std::ranges::sort(others);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const Point& end = points[others[i].second];
    const bool apart =
        std::any_of(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const auto& near) { return IsBetween(points[a], end, points[near.second]); });
    if (!apart) AddPair(pairs, a, others[i].second);
  }
}

/// Splits a text into words; quotes, brackets of GML and signs of XML tags are words or part between words.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}
  /// The next word; empty at the end. A text in quotes is one word with its first quote.
  std::string_view Next() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
    if (at_ == text_.size()) return {};
    const std::size_t begin = at_++;
    if (text_[begin] == '"') {
      while (at_ < text_.size() && text_[at_] != '"') ++at_;
      const std::string_view quoted = text_.substr(begin, at_ - begin);
      if (at_ < text_.size()) ++at_;
      return quoted;
    }
    if (IsSign(text_[begin])) return text_.substr(begin, 1);
    while (at_ < text_.size() && !IsBlank(text_[at_]) && !IsSign(text_[at_]) && text_[at_] != '"') ++at_;
    return text_.substr(begin, at_ - begin);
  }

 private:
  static bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  static bool IsSign(char c) { return c == '[' || c == ']' || c == '<' || c == '>' || c == '=' || c == '/'; }
  std::string_view text_;
  std::size_t at_ = 0;
};

/// Takes the value of the next word, behind '=' in GraphML, and without its quote.
std::string_view ValueOf(Words& words) {
  std::string_view value = words.Next();
  if (value == "=") value = words.Next();
  if (value.starts_with('"')) value.remove_prefix(1);
  return value;
}

/// Collects what is stated.
struct Collected {
  std::map<std::string, std::uint32_t, std::less<>> nodes;
  std::vector<std::pair<std::string, std::string>> edges;
};

/// One node or edge: GML puts keys between brackets, GraphML attributes before '>'.
bool TakeOne(Words& words, bool is_node, std::string_view end, Collected& found) {
  std::string id, source, target;
  std::size_t depth = 0;
  for (std::string_view word = words.Next(); !word.empty(); word = words.Next()) {
    if (word == "[") ++depth;
    if (word == end && depth == 0) break;
    if (word == "]") --depth;
    if (depth > 0) continue;
    if (word == "id" && is_node) id = ValueOf(words);
    if (word == "source" && !is_node) source = ValueOf(words);
    if (word == "target" && !is_node) target = ValueOf(words);
  }
  if (is_node) {
    if (id.empty()) return false;
    found.nodes.try_emplace(id, static_cast<std::uint32_t>(found.nodes.size()));
    return found.nodes.size() <= kNodesMax;
  }
  if (source.empty() || target.empty()) return false;
  found.edges.emplace_back(std::move(source), std::move(target));
  return found.edges.size() <= kEdgesMax;
}

base::Result<Collected> Collect(std::string_view text) {
  Collected found;
  Words words(text);
  std::string_view before;
  const bool xml = text.find("<graphml") != std::string_view::npos;
  for (std::string_view word = words.Next(); !word.empty(); word = words.Next()) {
    const bool starts = (word == "node" || word == "edge") && (!xml || before == "<");
    const bool is_node = word == "node";
    before = word;
    if (!starts) continue;
    if (!xml && words.Next() != "[") continue;
    if (!TakeOne(words, is_node, xml ? ">" : "]", found)) {
      return base::Fail(fmt::format("a {} without its ids, or more than {} nodes or {} edges",
                                    is_node ? "node" : "edge", kNodesMax, kEdgesMax));
    }
  }
  if (found.nodes.size() < 2) return base::Fail("no graph of two nodes in GML or GraphML");
  return found;
}

}  // namespace

Graph RandomGraph(std::uint32_t nodes, Dice& dice) {
  std::vector<Point> points;
  for (std::uint32_t i = 0; i < nodes; ++i) {
    const std::uint32_t x = dice.Below(kSide);
    points.push_back({x, dice.Below(kSide)});
  }
  Pairs pairs;
  for (std::uint32_t a = 0; a < nodes; ++a) AddNeighbors(points, a, pairs);
  std::vector<std::uint32_t> all(nodes);
  for (std::uint32_t i = 0; i < nodes; ++i) all[i] = i;
  for (std::uint32_t chord = 0; chord < nodes / 10; ++chord) {
    const auto [a, b] = dice.TwoOf(all);
    AddPair(pairs, a, b);
  }
  Graph graph{nodes, {}};
  for (const auto& [a, b] : pairs) {
    const double distance = std::sqrt(static_cast<double>(SquareOf(points[a], points[b]))) / kSide;
    graph.edges.push_back(
        {a, b, static_cast<std::uint32_t>(std::max(1.0, std::round(distance * kMetricOfSide)))});
  }
  return graph;
}

base::Result<Graph> ReadGraph(std::string_view text, Dice& dice) {
  const base::Result<Collected> found = Collect(text);
  if (!found) return base::Fail(found.error().message);
  // Nodes are numbered in the order of the text.
  Graph graph{static_cast<std::uint32_t>(found->nodes.size()), {}};
  Pairs pairs;
  for (const auto& [source, target] : found->edges) {
    const auto a = found->nodes.find(source), b = found->nodes.find(target);
    if (a == found->nodes.end() || b == found->nodes.end())
      return base::Fail(fmt::format("an edge between '{}' and '{}', which is no node", source, target));
    if (a->second != b->second) AddPair(pairs, a->second, b->second);
  }
  for (const auto& [a, b] : pairs) graph.edges.push_back({a, b, 1 + dice.Below(kMetricMax)});
  return graph;
}

}  // namespace ringfence::workload
