// The diagram behind packet sets. Only packet_set.cc, packet_parts.cc and packet_sample.cc know it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/check.h"
#include "net/packet_set.h"

namespace ringfence::net {

/// Variables and nodes. See packet_set.cc.
namespace diagram {

/// The number of a node in a space.
using Node = std::uint32_t;
inline constexpr Node kEmpty = 0;  ///< the set without packets
inline constexpr Node kFull = 1;   ///< the set of all

/// A run of variables for one field, most significant bit first.
struct Field {
  std::uint32_t first = 0;
  std::uint32_t bits = 0;
};

/// Variables of one family.
struct Layout {
  Field destination, source, protocol, destination_port, source_port, icmp_type, tcp_state, fragment, dscp;
};

/// Fields one after the other from a variable on.
constexpr Layout MakeLayout(std::uint32_t first, std::uint32_t address_bits) {
  Layout layout;
  std::uint32_t next = first;
  const auto take = [&next](std::uint32_t bits) {
    const Field field{next, bits};
    next += bits;
    return field;
  };
  layout.destination = take(address_bits);
  layout.source = take(address_bits);
  layout.protocol = take(8);
  layout.destination_port = take(16);
  layout.source_port = take(16);
  layout.icmp_type = take(8);
  layout.tcp_state = take(1);
  layout.fragment = take(1);
  layout.dscp = take(6);
  return layout;
}

/// The two families, behind the variable that tells them apart.
inline constexpr Layout kLayout4 = MakeLayout(1, 32);
inline constexpr Layout kLayout6 = MakeLayout(1 + 120, 128);
/// Variables of both, and the number that stands for none: below all of them.
inline constexpr std::uint32_t kVariableCount = 1 + 120 + 312;
inline constexpr std::uint32_t kTerminal = kVariableCount;

/// The variables of a family.
inline const Layout& LayoutOf(Family family) { return family == Family::kIpv4 ? kLayout4 : kLayout6; }

/// Places of the table for one line of the operation cache (origin: twice as many lines save no instruction
/// in packet_set_bench.cc and in checks, and cost pages).
inline constexpr std::size_t kPlacesPerCacheLine = 4;
/// Largest operation cache, in lines of 16 bytes (origin: more did not pay in packet_set_bench.cc).
inline constexpr std::size_t kCacheLinesMax = 1U << 18U;

/// What two sets are combined by.
enum class Op : std::uint32_t { kAnd, kOr, kMinus };

}  // namespace diagram

/// The nodes of a space and what is remembered about them.
struct PacketSpace::Impl {
  using Node = diagram::Node;
  using Field = diagram::Field;
  using Layout = diagram::Layout;
  using Op = diagram::Op;
  static constexpr Node kEmpty = diagram::kEmpty;
  static constexpr Node kFull = diagram::kFull;

  struct Triple {
    std::uint32_t variable;
    Node low, high;
    friend bool operator==(const Triple&, const Triple&) = default;
  };
  struct Bits;
  class SampleSearch;
  struct CacheLine {
    std::uint64_t key = ~std::uint64_t{0};
    std::uint32_t op = ~0U;
    Node result = kEmpty;
  };

  explicit Impl(std::uint32_t node_count_max)
      : nodes_{{diagram::kTerminal, 0, 0}, {diagram::kTerminal, 1, 1}},
        table_(1U << 10U, 0),
        cache_(1U << 8U),
        node_count_max_(node_count_max) {
    RF_CHECK(node_count_max >= 2 && node_count_max <= kNodeCountMax);
  }

  /// Spreads triples over the table.
  static std::uint64_t Hash(const Triple& t) {
    std::uint64_t h = t.variable * 0x9e3779b97f4a7c15ULL;
    h = (h ^ t.low) * 0xc2b2ae3d27d4eb4fULL;
    h = (h ^ t.high) * 0x165667b19e3779f9ULL;
    return h ^ (h >> 29);
  }

  /// The node for a triple; shares and reduces.
  Node Make(std::uint32_t variable, Node low, Node high) {
    if (low == high) return low;
    const Triple triple{variable, low, high};
    std::size_t at = Hash(triple) & (table_.size() - 1);
    for (; table_[at] != 0; at = (at + 1) & (table_.size() - 1)) {
      if (nodes_[table_[at]] == triple) return table_[at];
    }
    if (nodes_.size() >= node_count_max_) {
      exhausted_ = true;
      return kEmpty;
    }
    const Node node = static_cast<Node>(nodes_.size());
    nodes_.push_back(triple);
    table_[at] = node;
    if (nodes_.size() * 2 > table_.size()) Grow();
    return node;
  }

  /// Doubles the table.
  void Grow() {
    table_.assign(table_.size() * 2, 0);
    for (Node node = 2; node < nodes_.size(); ++node) {
      std::size_t at = Hash(nodes_[node]) & (table_.size() - 1);
      while (table_[at] != 0) at = (at + 1) & (table_.size() - 1);
      table_[at] = node;
    }
    // Results stay true while nodes are only added; a larger cache starts empty, the largest is kept.
    const std::size_t lines = std::min(table_.size() / diagram::kPlacesPerCacheLine, diagram::kCacheLinesMax);
    if (cache_.size() < lines) cache_.assign(lines, {});
  }

  /// Result when no recursion is needed.
  static std::optional<Node> Shortcut(Op op, Node a, Node b) {
    switch (op) {
      case Op::kAnd:
        if (a == kEmpty || b == kEmpty) return kEmpty;
        if (a == kFull || a == b) return b;
        if (b == kFull) return a;
        break;
      case Op::kOr:
        if (a == kFull || b == kFull) return kFull;
        if (a == kEmpty || a == b) return b;
        if (b == kEmpty) return a;
        break;
      case Op::kMinus:
        if (a == kEmpty || b == kFull || a == b) return kEmpty;
        if (b == kEmpty) return a;
        break;
    }
    return std::nullopt;
  }

  /// The combination of two sets.
  Node Apply(Op op, Node a, Node b) {
    if (const auto known = Shortcut(op, a, b)) return *known;
    if (op != Op::kMinus && a > b) std::swap(a, b);
    const std::uint64_t key = (std::uint64_t{a} << 32) | b;
    const std::uint64_t hash = (key ^ (static_cast<std::uint64_t>(op) << 61)) * 0x9e3779b97f4a7c15ULL;
    {
      const CacheLine& line = cache_[(hash >> 32) & (cache_.size() - 1)];
      if (line.key == key && line.op == static_cast<std::uint32_t>(op)) return line.result;
    }
    const Triple ta = nodes_[a];
    const Triple tb = nodes_[b];
    const std::uint32_t top = std::min(ta.variable, tb.variable);
    const Node low = Apply(op, ta.variable == top ? ta.low : a, tb.variable == top ? tb.low : b);
    const Node high = Apply(op, ta.variable == top ? ta.high : a, tb.variable == top ? tb.high : b);
    const Node result = Make(top, low, high);
    // The cache may have grown meanwhile: look the line up again.
    cache_[(hash >> 32) & (cache_.size() - 1)] = {key, static_cast<std::uint32_t>(op), result};
    return result;
  }

  class Quantifier;
  class Exchange;

  /// field == value on the bits where care is one; the rest of the chain is `below`.
  Node Equal(Field field, std::uint64_t value, std::uint64_t care, Node below) {
    Node node = below;
    for (std::uint32_t i = 0; i < field.bits && i < 64; ++i) {
      if (((care >> i) & 1U) == 0) continue;
      const std::uint32_t variable = field.first + field.bits - 1 - i;
      node = ((value >> i) & 1U) != 0 ? Make(variable, kEmpty, node) : Make(variable, node, kEmpty);
    }
    return node;
  }
  Node Equal(Field field, std::uint64_t value, Node below) {
    return Equal(field, value, ~std::uint64_t{0}, below);
  }

  /// Packets whose address meets the condition; the rest of the chain is `below`.
  Node Address(Field field, const AddressMatch& match, Node below) {
    const IpAddress care = Not(match.ignore);
    if (match.address.family == Family::kIpv4) return Equal(field, match.address.low, care.low, below);
    const Field high{field.first, 64};
    const Field low{field.first + 64, 64};
    return Equal(high, match.address.high, care.high, Equal(low, match.address.low, care.low, below));
  }

  /// first <= field <= last, which have the same leading bits; below the first that differs, one side is
  /// bounded from below and the other from above. REQUIRES: first <= last.
  Node Range(Field field, NumberRange range, Node below) {
    Node at_least = below;
    Node at_most = below;
    const auto differing = static_cast<std::uint32_t>(std::bit_width(unsigned{range.first} ^ range.last));
    for (std::uint32_t i = 0; i < field.bits; ++i) {
      const std::uint32_t variable = field.first + field.bits - 1 - i;
      const bool first = ((range.first >> i) & 1U) != 0;
      if (i + 1 == differing) {
        at_least = Make(variable, at_least, at_most);
      } else if (i >= differing) {
        at_least = first ? Make(variable, kEmpty, at_least) : Make(variable, at_least, kEmpty);
      } else {
        at_least = first ? Make(variable, kEmpty, at_least) : Make(variable, at_least, below);
        at_most =
            ((range.last >> i) & 1U) != 0 ? Make(variable, below, at_most) : Make(variable, at_most, kEmpty);
      }
    }
    return at_least;
  }

  /// Packets whose field lies in one of the ranges; no range: in any. What `within` holds of none, or all of
  /// it in one, is not looked at.
  Node Ranges(Field field, const std::vector<NumberRange>& ranges, NumberRange within, Node below) {
    if (ranges.empty()) return below;
    const auto top = static_cast<std::uint16_t>((1U << field.bits) - 1);
    Node any = kEmpty;
    std::size_t count = 0;
    for (NumberRange range : ranges) {
      range.last = std::min(range.last, top);
      if (range.first > range.last || !Meet(range, within)) continue;
      if (range.first <= within.first && within.last <= range.last) return below;
      // The first alternative takes what is below it along: mostly it is the only one.
      any = ++count == 1 ? Range(field, range, below) : Apply(Op::kOr, any, Range(field, range, below));
    }
    return any;
  }

  /// Packets whose address meets one of the conditions; none: all. `within` as for Ranges.
  Node Addresses(Field field, const std::vector<AddressMatch>& matches, const AddressMatch& within,
                 Node below) {
    if (matches.empty()) return below;
    Node any = kEmpty;
    for (const AddressMatch& match : matches) {
      if (!Meet(match, within)) continue;
      if (Covers(match, within)) return below;
      any = Apply(Op::kOr, any, Address(field, match, below));
    }
    return any;
  }

  /// The protocols of a match that carry the other fields it asks for.
  Node Protocol(const Layout& layout, const HeaderMatch& match, NumberRange within, Node below);

  /// Packets of the family.
  Node FamilyNode(Family family, Node below) {
    return family == Family::kIpv4 ? Make(0, below, kEmpty) : Make(0, kEmpty, below);
  }

  /// All nodes of a set, each once, before those it leads to: a node is always made after those.
  std::vector<Node> NodesOf(Node set) const;
  PacketHull HullOf(Node set) const;
  Node MatchNode(const HeaderMatch& match, const PacketHull& within);
  Node PacketNode(const PacketHeader& packet);
  /// REQUIRES: not empty.
  PacketHeader SampleOf(Node set) const;

  std::vector<Triple> nodes_;
  std::vector<Node> table_;
  std::vector<CacheLine> cache_;
  /// Given so far: walks ask for the same sets under every failure. Never iterated.
  std::unordered_map<Node, PacketHeader> samples_;
  std::uint32_t node_count_max_;
  bool exhausted_ = false;
};

}  // namespace ringfence::net
