// Packet sets as reduced ordered binary decision diagrams (Bryant 1986), own code.
//
// Problem: rules speak of prefixes, wildcards, port ranges and flags; a flow is all packets that meet them,
// and sets must be intersected, subtracted and compared exactly. Idea: one variable per header bit; a node
// (variable, low, high) exists once, so equal sets have equal node numbers and comparison is one integer
// compare. Order of variables: destination, source, protocol, destination port, source port, ICMP type, TCP
// state, fragment, DSCP, most significant bit first: prefixes become chains and the fields of one ACL line
// stay independent of each other. A family bit stands before everything; each family has its own block of
// variables in the same arena. Cost: And/Or/Minus O(|a| * |b|) nodes at worst, cached; a prefix is one node a
// bit. Memory 20 to 28 bytes a node (12 itself, 8 to 16 of the table), 8 to 16 of the cache, no collection: a
// space is dropped as a whole. The recursion is on variables, never on input: at most kVariableCount deep.

#include "net/packet_set.h"

#include <algorithm>
#include <array>
#include <bit>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/check.h"

namespace ringfence::net {
namespace {

using Node = std::uint32_t;
constexpr Node kEmpty = 0;
constexpr Node kFull = 1;

/// A run of variables for one field, most significant bit first.
struct Field {
  std::uint32_t first = 0;
  std::uint32_t bits = 0;
};

/// Variables of one family.
struct Layout {
  Field destination, source, protocol, destination_port, source_port, icmp_type, tcp_state, fragment, dscp;
};

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

constexpr Layout kLayout4 = MakeLayout(1, 32);
constexpr Layout kLayout6 = MakeLayout(1 + 120, 128);
constexpr std::uint32_t kVariableCount = 1 + 120 + 312;
constexpr std::uint32_t kTerminal = kVariableCount;

const Layout& LayoutOf(Family family) { return family == Family::kIpv4 ? kLayout4 : kLayout6; }

/// Places of the table for one line of the operation cache (origin: twice as many lines save no instruction
/// in packet_set_bench.cc and in checks, and cost pages).
constexpr std::size_t kPlacesPerCacheLine = 4;
/// Largest operation cache, in lines of 16 bytes (origin: more did not pay in packet_set_bench.cc).
constexpr std::size_t kCacheLinesMax = 1U << 18U;

enum class Op : std::uint32_t { kAnd, kOr, kMinus };

}  // namespace

struct PacketSpace::Impl {
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
      : nodes_{{kTerminal, 0, 0}, {kTerminal, 1, 1}},
        table_(1U << 10U, 0),
        cache_(1U << 8U),
        node_count_max_(node_count_max) {
    RF_CHECK(node_count_max >= 2 && node_count_max <= kNodeCountMax);
  }

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

  void Grow() {
    table_.assign(table_.size() * 2, 0);
    for (Node node = 2; node < nodes_.size(); ++node) {
      std::size_t at = Hash(nodes_[node]) & (table_.size() - 1);
      while (table_[at] != 0) at = (at + 1) & (table_.size() - 1);
      table_[at] = node;
    }
    // Results stay true while nodes are only added; a larger cache starts empty, the largest is kept.
    const std::size_t lines = std::min(table_.size() / kPlacesPerCacheLine, kCacheLinesMax);
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

Node PacketSpace::Impl::Protocol(const Layout& layout, const HeaderMatch& match, NumberRange within,
                                 Node below) {
  const bool asks_ports = !match.source_port.empty() || !match.destination_port.empty();
  const std::uint8_t icmp = match.family == Family::kIpv4 ? kProtocolIcmp : kProtocolIcmp6;
  const auto carries = [&](std::uint8_t protocol) {
    return (!asks_ports || HasPorts(protocol)) && (match.icmp_type.empty() || protocol == icmp) &&
           (match.tcp_state == TcpState::kAny || protocol == kProtocolTcp);
  };
  if (!asks_ports && match.icmp_type.empty() && match.tcp_state == TcpState::kAny)
    return Ranges(layout.protocol, match.protocol, within, below);
  std::vector<NumberRange> carriers;
  for (const std::uint8_t protocol : {icmp, kProtocolTcp, kProtocolUdp, kProtocolSctp}) {
    const NumberRange only = {protocol, protocol};
    const auto meets = [only](NumberRange range) { return Meet(range, only); };
    const bool asked = match.protocol.empty() || std::ranges::any_of(match.protocol, meets);
    if (asked && carries(protocol)) carriers.push_back(only);
  }
  return carriers.empty() ? kEmpty : Ranges(layout.protocol, carriers, within, below);
}

/// The match without conditions that all packets of `within` meet: from the last variable to the first, each
/// field on top of those below it.
Node PacketSpace::Impl::MatchNode(const HeaderMatch& match, const PacketHull& within) {
  const Layout& layout = LayoutOf(match.family);
  const bool asks_ports = !match.source_port.empty() || !match.destination_port.empty();
  const bool whole = asks_ports || !match.icmp_type.empty();
  if (match.dscp && *match.dscp > 63) return kEmpty;
  if (whole && match.fragment.value_or(false)) return kEmpty;
  Node node = match.dscp ? Equal(layout.dscp, *match.dscp, kFull) : kFull;
  if (whole || match.fragment) node = Equal(layout.fragment, match.fragment.value_or(false) ? 1 : 0, node);
  if (match.tcp_state != TcpState::kAny)
    node = Equal(layout.tcp_state, match.tcp_state == TcpState::kEstablished ? 1 : 0, node);
  node = Ranges(layout.icmp_type, match.icmp_type, {}, node);
  node = Ranges(layout.source_port, match.source_port, within.source_port, node);
  node = Ranges(layout.destination_port, match.destination_port, within.destination_port, node);
  node = Protocol(layout, match, within.protocol, node);
  node = Addresses(layout.source, match.source, within.source, node);
  node = Addresses(layout.destination, match.destination, within.destination, node);
  return FamilyNode(match.family, node);
}

Node PacketSpace::Impl::PacketNode(const PacketHeader& packet) {
  const Family family = packet.source.family;
  const Layout& layout = LayoutOf(family);
  Node node = Equal(layout.dscp, packet.dscp, kFull);
  node = Equal(layout.fragment, packet.fragment ? 1 : 0, node);
  node = Equal(layout.tcp_state, packet.tcp_established ? 1 : 0, node);
  node = Equal(layout.icmp_type, packet.icmp_type, node);
  node = Equal(layout.source_port, packet.source_port, node);
  node = Equal(layout.destination_port, packet.destination_port, node);
  node = Equal(layout.protocol, packet.protocol, node);
  node = Address(layout.source, AddressMatch::Of(Prefix::Host(packet.source)), node);
  node = Address(layout.destination, AddressMatch::Of(Prefix::Host(packet.destination)), node);
  return FamilyNode(family, node);
}

std::vector<Node> PacketSpace::Impl::NodesOf(Node set) const {
  std::vector<Node> nodes;
  std::vector<Node> heap;
  const auto push = [&heap](Node node) {
    if (node <= kFull) return;
    heap.push_back(node);
    std::ranges::push_heap(heap);
  };
  push(set);
  while (!heap.empty()) {
    const Node node = heap.front();
    while (!heap.empty() && heap.front() == node) {
      std::ranges::pop_heap(heap);
      heap.pop_back();
    }
    nodes.push_back(node);
    push(nodes_[node].low);
    push(nodes_[node].high);
  }
  return nodes;
}

PacketSpace::PacketSpace(std::uint32_t node_count_max) : impl_(std::make_unique<Impl>(node_count_max)) {}
PacketSpace::~PacketSpace() = default;

PacketSet PacketSpace::None() const { return PacketSet(kEmpty); }
PacketSet PacketSpace::All(Family family) { return PacketSet(impl_->FamilyNode(family, kFull)); }
PacketSet PacketSpace::Of(const HeaderMatch& match) {
  return PacketSet(impl_->MatchNode(match, PacketHull::All(match.family)));
}
PacketSet PacketSpace::Of(const HeaderMatch& match, const PacketHull& within) {
  RF_CHECK(match.family == within.family);
  return PacketSet(impl_->MatchNode(match, within));
}
PacketSet PacketSpace::Of(const PacketHeader& packet) { return PacketSet(impl_->PacketNode(packet)); }

PacketSet PacketSpace::ToPrefix(const Prefix& prefix) {
  const Family family = prefix.family();
  const Node address = impl_->Address(LayoutOf(family).destination, AddressMatch::Of(prefix), kFull);
  return PacketSet(impl_->FamilyNode(family, address));
}
PacketSet PacketSpace::FromPrefix(const Prefix& prefix) {
  const Family family = prefix.family();
  const Node address = impl_->Address(LayoutOf(family).source, AddressMatch::Of(prefix), kFull);
  return PacketSet(impl_->FamilyNode(family, address));
}

PacketSet PacketSpace::And(PacketSet a, PacketSet b) {
  return PacketSet(impl_->Apply(Op::kAnd, a.node_, b.node_));
}
PacketSet PacketSpace::Or(PacketSet a, PacketSet b) {
  return PacketSet(impl_->Apply(Op::kOr, a.node_, b.node_));
}
PacketSet PacketSpace::Minus(PacketSet a, PacketSet b) {
  return PacketSet(impl_->Apply(Op::kMinus, a.node_, b.node_));
}

bool PacketSpace::Contains(PacketSet set, const PacketHeader& packet) const {
  const Layout& layout = LayoutOf(packet.source.family);
  std::vector<std::uint8_t> bits(kVariableCount, 0);
  bits[0] = packet.source.family == Family::kIpv6 ? 1 : 0;
  const auto put = [&bits](Field field, std::uint64_t value) {
    for (std::uint32_t i = 0; i < field.bits; ++i)
      bits[field.first + i] = (value >> (field.bits - 1 - i)) & 1U;
  };
  for (std::uint32_t i = 0; i < layout.source.bits; ++i) {
    bits[layout.source.first + i] = packet.source.bit(i) ? 1 : 0;
    bits[layout.destination.first + i] = packet.destination.bit(i) ? 1 : 0;
  }
  put(layout.protocol, packet.protocol);
  put(layout.destination_port, packet.destination_port);
  put(layout.source_port, packet.source_port);
  put(layout.icmp_type, packet.icmp_type);
  put(layout.tcp_state, packet.tcp_established ? 1 : 0);
  put(layout.fragment, packet.fragment ? 1 : 0);
  put(layout.dscp, packet.dscp);
  Node node = set.node_;
  while (node > kFull) {
    const Impl::Triple& triple = impl_->nodes_[node];
    node = bits[triple.variable] != 0 ? triple.high : triple.low;
  }
  return node == kFull;
}

std::optional<PacketHeader> PacketSpace::Sample(PacketSet set) {
  if (set.empty()) return std::nullopt;
  const auto known = impl_->samples_.find(set.node_);
  if (known != impl_->samples_.end()) return known->second;
  const PacketHeader sample = impl_->SampleOf(set.node_);
  impl_->samples_.emplace(set.node_, sample);
  return sample;
}

/// Bits of one packet, by variable; those in `fixed` are chosen already.
struct PacketSpace::Impl::Bits {
  std::array<bool, kVariableCount> value = {};
  std::array<bool, kVariableCount> fixed = {};

  void Fix(Field field, std::uint64_t number) {
    for (std::uint32_t i = 0; i < field.bits; ++i) {
      value[field.first + i] = ((number >> (field.bits - 1 - i)) & 1U) != 0;
      fixed[field.first + i] = true;
    }
  }
  std::uint64_t Read(Field field) const {
    std::uint64_t number = 0;
    for (std::uint32_t i = 0; i < field.bits; ++i) number = (number << 1) | (value[field.first + i] ? 1 : 0);
    return number;
  }
  IpAddress ReadAddress(Field field) const {
    if (field.bits == 32) return IpAddress::V4(static_cast<std::uint32_t>(Read(field)));
    return IpAddress::V6(Read({field.first, 64}), Read({field.first + 64, 64}));
  }
};

/// Finds the smallest packet of a set that has given values in some fields, without making nodes: depth
/// first, zero before one, and from no node twice in vain.
class PacketSpace::Impl::SampleSearch {
 public:
  SampleSearch(const std::vector<Triple>& nodes, Node set) : nodes_(nodes), set_(set) {}

  /// Fixes a field to a value when some packet of the set has it.
  bool Prefer(Field field, std::uint64_t value) {
    const Bits before = bits_;
    bits_.Fix(field, value);
    if (Reaches(set_)) return true;
    bits_ = before;
    failed_.clear();  // what is fixed later may be reached from there
    return false;
  }

  /// The smallest packet that has what was preferred.
  Bits Smallest() {
    RF_CHECK(Reaches(set_));
    return bits_;
  }

 private:
  /// True when a packet is found below `node`; its free bits are in bits_ then. As deep as there are
  /// variables.
  bool Reaches(Node node) {
    if (node <= kFull) return node == kFull;
    if (failed_.contains(node)) return false;
    const Triple& triple = nodes_[node];
    if (bits_.fixed[triple.variable]) {
      if (Reaches(bits_.value[triple.variable] ? triple.high : triple.low)) return true;
    } else {
      for (const bool value : {false, true}) {
        bits_.value[triple.variable] = value;
        if (Reaches(value ? triple.high : triple.low)) return true;
      }
      bits_.value[triple.variable] = false;
    }
    failed_.insert(node);
    return false;
  }

  const std::vector<Triple>& nodes_;
  Node set_;
  Bits bits_;
  std::unordered_set<Node> failed_;  ///< never iterated
};

PacketHeader PacketSpace::Impl::SampleOf(Node set) const {
  SampleSearch search(nodes_, set);
  const Family family = search.Prefer({0, 1}, 0) ? Family::kIpv4 : Family::kIpv6;
  const Layout& layout = LayoutOf(family);
  const bool whole = search.Prefer(layout.fragment, 0);
  bool ports = false;
  for (const std::uint8_t protocol : {kProtocolTcp, kProtocolUdp, kProtocolSctp}) {
    ports = search.Prefer(layout.protocol, protocol);
    if (ports) break;
  }
  // Fields that the packet does not carry stay zero: the set does not depend on them.
  if (whole && ports) {
    search.Prefer(layout.destination_port, 443);
    search.Prefer(layout.source_port, 49152);
  }
  const Bits bits = search.Smallest();
  PacketHeader packet;
  packet.destination = bits.ReadAddress(layout.destination);
  packet.source = bits.ReadAddress(layout.source);
  packet.protocol = static_cast<std::uint8_t>(bits.Read(layout.protocol));
  packet.destination_port = static_cast<std::uint16_t>(bits.Read(layout.destination_port));
  packet.source_port = static_cast<std::uint16_t>(bits.Read(layout.source_port));
  packet.icmp_type = static_cast<std::uint8_t>(bits.Read(layout.icmp_type));
  packet.tcp_established = bits.Read(layout.tcp_state) != 0;
  packet.fragment = bits.Read(layout.fragment) != 0;
  packet.dscp = static_cast<std::uint8_t>(bits.Read(layout.dscp));
  return packet;
}

PacketHull PacketSpace::Impl::HullOf(Node set) const {
  // By variable: what a node sends on, and how many edges pass it by (as differences of neighbours).
  std::array<bool, kVariableCount + 1> zero = {};
  std::array<bool, kVariableCount + 1> one = {};
  std::array<std::int32_t, kVariableCount + 2> passing = {};
  const auto edge = [&](std::uint32_t from, Node to) {
    ++passing[from];
    --passing[nodes_[to].variable];
  };
  edge(0, set);
  for (Node node : NodesOf(set)) {
    const Triple& triple = nodes_[node];
    zero[triple.variable] |= triple.low != kEmpty;
    one[triple.variable] |= triple.high != kEmpty;
    for (Node next : {triple.low, triple.high}) {
      if (next != kEmpty) edge(triple.variable + 1, next);
    }
  }
  std::int32_t passed = 0;
  for (std::size_t variable = 0; variable < kVariableCount; ++variable) {
    passed += passing[variable];
    if (passed > 0) zero[variable] = one[variable] = true;
  }
  RF_CHECK(zero[0] != one[0] || exhausted_);
  PacketHull hull = PacketHull::All(zero[0] ? Family::kIpv4 : Family::kIpv6);
  const Layout& layout = LayoutOf(hull.family);
  Bits least;
  Bits free;
  for (std::size_t variable = 0; variable < kVariableCount; ++variable) {
    least.value[variable] = !zero[variable] && one[variable];
    free.value[variable] = zero[variable] && one[variable];
  }
  const auto address = [&](Field field) {
    return AddressMatch{least.ReadAddress(field), free.ReadAddress(field)};
  };
  // Nothing lies below the least bits and nothing above those with all free bits set.
  const auto range = [&](Field field) {
    const std::uint64_t first = least.Read(field);
    return NumberRange{static_cast<std::uint16_t>(first),
                       static_cast<std::uint16_t>(first | free.Read(field))};
  };
  hull.destination = address(layout.destination);
  hull.source = address(layout.source);
  hull.protocol = range(layout.protocol);
  hull.destination_port = range(layout.destination_port);
  hull.source_port = range(layout.source_port);
  return hull;
}

PacketHull PacketSpace::HullOf(PacketSet set) const {
  RF_CHECK(!set.empty());
  return impl_->HullOf(set.node_);
}

std::vector<PacketSpace::Decision> PacketSpace::DecisionsOf(PacketSet set) const {
  std::vector<Decision> decisions;
  for (Node node : impl_->NodesOf(set.node_)) {
    const Impl::Triple& triple = impl_->nodes_[node];
    decisions.push_back({node, triple.variable, triple.low, triple.high});
  }
  return decisions;
}

std::size_t PacketSpace::node_count() const { return impl_->nodes_.size(); }
bool PacketSpace::exhausted() const { return impl_->exhausted_; }

}  // namespace ringfence::net
