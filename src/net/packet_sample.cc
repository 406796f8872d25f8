// One packet of a set, and the smallest box around it.

#include "net/packet_diagram.h"

#include <array>
#include <unordered_set>

namespace ringfence::net {

namespace {

using diagram::Field;
using diagram::kEmpty;
using diagram::kFull;
using diagram::kVariableCount;
using diagram::Layout;
using diagram::LayoutOf;
using diagram::Node;

}  // namespace

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

}  // namespace ringfence::net
