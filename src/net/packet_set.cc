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
#include <unordered_map>
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

  Node Address(Field field, const AddressMatch& match) {
    const IpAddress care = Not(match.ignore);
    if (match.address.family == Family::kIpv4) return Equal(field, match.address.low, care.low, kFull);
    const Field high{field.first, 64};
    const Field low{field.first + 64, 64};
    return Equal(high, match.address.high, care.high, Equal(low, match.address.low, care.low, kFull));
  }

  /// first <= field <= last.
  Node Range(Field field, NumberRange range) {
    Node at_least = kFull;
    Node at_most = kFull;
    for (std::uint32_t i = 0; i < field.bits; ++i) {
      const std::uint32_t variable = field.first + field.bits - 1 - i;
      at_least =
          ((range.first >> i) & 1U) != 0 ? Make(variable, kEmpty, at_least) : Make(variable, at_least, kFull);
      at_most =
          ((range.last >> i) & 1U) != 0 ? Make(variable, kFull, at_most) : Make(variable, at_most, kEmpty);
    }
    return Apply(Op::kAnd, at_least, at_most);
  }

  Node Ranges(Field field, const std::vector<NumberRange>& ranges) {
    if (ranges.empty()) return kFull;
    const std::uint32_t top = (1U << field.bits) - 1;
    Node any = kEmpty;
    for (NumberRange range : ranges) {
      if (range.first > top || range.first > range.last) continue;
      range.last = static_cast<std::uint16_t>(std::min<std::uint32_t>(range.last, top));
      any = Apply(Op::kOr, any, Range(field, range));
    }
    return any;
  }

  Node Addresses(Family family, Field field, const std::vector<AddressMatch>& matches) {
    if (matches.empty()) return kFull;
    Node any = kEmpty;
    for (const AddressMatch& match : matches) {
      if (match.address.family == family) any = Apply(Op::kOr, any, Address(field, match));
    }
    return any;
  }

  Node Protocols(const Layout& layout, std::initializer_list<std::uint8_t> protocols) {
    Node any = kEmpty;
    for (std::uint8_t protocol : protocols)
      any = Apply(Op::kOr, any, Equal(layout.protocol, protocol, 0xff, kFull));
    return any;
  }

  Node FamilyNode(Family family) {
    return family == Family::kIpv4 ? Make(0, kFull, kEmpty) : Make(0, kEmpty, kFull);
  }

  Node MatchNode(const HeaderMatch& match);
  Node PacketNode(const PacketHeader& packet);
  /// REQUIRES: not empty.
  PacketHeader SampleOf(Node set);
  std::uint64_t ReadField(Field field, const std::vector<std::uint8_t>& bits) const;

  std::vector<Triple> nodes_;
  std::vector<Node> table_;
  std::vector<CacheLine> cache_;
  /// Given so far: walks ask for the same sets under every failure. Never iterated.
  std::unordered_map<Node, PacketHeader> samples_;
  std::uint32_t node_count_max_;
  bool exhausted_ = false;
};

Node PacketSpace::Impl::MatchNode(const HeaderMatch& match) {
  const Layout& layout = LayoutOf(match.family);
  Node node = FamilyNode(match.family);
  const auto narrow = [&](Node condition) { node = Apply(Op::kAnd, node, condition); };
  const Node whole = Equal(layout.fragment, 0, 1, kFull);
  narrow(Addresses(match.family, layout.destination, match.destination));
  narrow(Addresses(match.family, layout.source, match.source));
  narrow(Ranges(layout.protocol, match.protocol));
  if (!match.source_port.empty() || !match.destination_port.empty()) {
    narrow(Protocols(layout, {kProtocolTcp, kProtocolUdp, kProtocolSctp}));
    narrow(whole);
    narrow(Ranges(layout.source_port, match.source_port));
    narrow(Ranges(layout.destination_port, match.destination_port));
  }
  if (!match.icmp_type.empty()) {
    narrow(Protocols(layout, {match.family == Family::kIpv4 ? kProtocolIcmp : kProtocolIcmp6}));
    narrow(whole);
    narrow(Ranges(layout.icmp_type, match.icmp_type));
  }
  if (match.tcp_state != TcpState::kAny) {
    narrow(Protocols(layout, {kProtocolTcp}));
    narrow(Equal(layout.tcp_state, match.tcp_state == TcpState::kEstablished ? 1 : 0, 1, kFull));
  }
  if (match.fragment) narrow(Equal(layout.fragment, *match.fragment ? 1 : 0, 1, kFull));
  if (match.dscp) narrow(*match.dscp > 63 ? kEmpty : Equal(layout.dscp, *match.dscp, 0x3f, kFull));
  return node;
}

Node PacketSpace::Impl::PacketNode(const PacketHeader& packet) {
  const Family family = packet.source.family;
  const Layout& layout = LayoutOf(family);
  Node node = Equal(layout.dscp, packet.dscp, 0x3f, kFull);
  node = Equal(layout.fragment, packet.fragment ? 1 : 0, 1, node);
  node = Equal(layout.tcp_state, packet.tcp_established ? 1 : 0, 1, node);
  node = Equal(layout.icmp_type, packet.icmp_type, 0xff, node);
  node = Equal(layout.source_port, packet.source_port, 0xffff, node);
  node = Equal(layout.destination_port, packet.destination_port, 0xffff, node);
  node = Equal(layout.protocol, packet.protocol, 0xff, node);
  node = Apply(Op::kAnd, node, Address(layout.source, AddressMatch::Of(Prefix::Host(packet.source))));
  node =
      Apply(Op::kAnd, node, Address(layout.destination, AddressMatch::Of(Prefix::Host(packet.destination))));
  return Apply(Op::kAnd, node, FamilyNode(family));
}

std::uint64_t PacketSpace::Impl::ReadField(Field field, const std::vector<std::uint8_t>& bits) const {
  std::uint64_t value = 0;
  for (std::uint32_t i = 0; i < field.bits; ++i) value = (value << 1) | bits[field.first + i];
  return value;
}

PacketSpace::PacketSpace(std::uint32_t node_count_max) : impl_(std::make_unique<Impl>(node_count_max)) {}
PacketSpace::~PacketSpace() = default;

PacketSet PacketSpace::None() const { return PacketSet(kEmpty); }
PacketSet PacketSpace::All(Family family) { return PacketSet(impl_->FamilyNode(family)); }
PacketSet PacketSpace::Of(const HeaderMatch& match) { return PacketSet(impl_->MatchNode(match)); }
PacketSet PacketSpace::Of(const PacketHeader& packet) { return PacketSet(impl_->PacketNode(packet)); }

PacketSet PacketSpace::ToPrefix(const Prefix& prefix) {
  const Node address = impl_->Address(LayoutOf(prefix.family()).destination, AddressMatch::Of(prefix));
  return PacketSet(impl_->Apply(Op::kAnd, impl_->FamilyNode(prefix.family()), address));
}
PacketSet PacketSpace::FromPrefix(const Prefix& prefix) {
  const Node address = impl_->Address(LayoutOf(prefix.family()).source, AddressMatch::Of(prefix));
  return PacketSet(impl_->Apply(Op::kAnd, impl_->FamilyNode(prefix.family()), address));
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

PacketHeader PacketSpace::Impl::SampleOf(Node set) {
  const bool v4 = Apply(Op::kAnd, set, FamilyNode(Family::kIpv4)) != kEmpty;
  const Family family = v4 ? Family::kIpv4 : Family::kIpv6;
  const Layout& layout = LayoutOf(family);
  Node node = Apply(Op::kAnd, set, FamilyNode(family));
  const auto prefer = [&](Field field, std::uint64_t value) {
    const std::uint64_t care = (std::uint64_t{1} << field.bits) - 1;
    const Node narrowed = Apply(Op::kAnd, node, Equal(field, value, care, kFull));
    if (narrowed == kEmpty) return false;
    node = narrowed;
    return true;
  };
  const bool whole = prefer(layout.fragment, 0);
  bool ports = false;
  for (const std::uint8_t protocol : {kProtocolTcp, kProtocolUdp, kProtocolSctp}) {
    ports = prefer(layout.protocol, protocol);
    if (ports) break;
  }
  // Fields that the packet does not carry stay zero: the set does not depend on them.
  if (whole && ports) {
    prefer(layout.destination_port, 443);
    prefer(layout.source_port, 49152);
  }
  std::vector<std::uint8_t> bits(kVariableCount, 0);
  while (node > kFull) {
    const Triple& triple = nodes_[node];
    bits[triple.variable] = triple.low == kEmpty ? 1 : 0;
    node = triple.low == kEmpty ? triple.high : triple.low;
  }
  RF_CHECK(node == kFull || exhausted_);
  const auto read = [&](Field field) { return ReadField(field, bits); };
  const auto address = [&](Field field) {
    if (v4) return IpAddress::V4(static_cast<std::uint32_t>(read(field)));
    return IpAddress::V6(read({field.first, 64}), read({field.first + 64, 64}));
  };
  PacketHeader packet;
  packet.destination = address(layout.destination);
  packet.source = address(layout.source);
  packet.protocol = static_cast<std::uint8_t>(read(layout.protocol));
  packet.destination_port = static_cast<std::uint16_t>(read(layout.destination_port));
  packet.source_port = static_cast<std::uint16_t>(read(layout.source_port));
  packet.icmp_type = static_cast<std::uint8_t>(read(layout.icmp_type));
  packet.tcp_established = read(layout.tcp_state) != 0;
  packet.fragment = read(layout.fragment) != 0;
  packet.dscp = static_cast<std::uint8_t>(read(layout.dscp));
  return packet;
}

std::size_t PacketSpace::node_count() const { return impl_->nodes_.size(); }
bool PacketSpace::exhausted() const { return impl_->exhausted_; }

}  // namespace ringfence::net
