// Packet sets as reduced ordered binary decision diagrams (Bryant 1986), own code.
//
// Problem: rules speak of prefixes, wildcards, port ranges and flags; a flow is all packets that meet them,
// and sets must be intersected, subtracted and compared exactly. Idea: one variable per header bit; a node
// (variable, low, high) exists once, so equal sets have equal node numbers and comparison is one integer
// compare. Order of variables: destination, source, protocol, destination port, source port, ICMP type, TCP
// state, fragment, DSCP, most significant bit first: prefixes become chains and the fields of one ACL line
// stay independent of each other. A family bit stands before everything; each family has its own block of
// variables in the same arena. Forget is quantification; Mirror moves fields past each other.
// Cost: And/Or/Minus O(|a| * |b|) nodes at worst, cached; a prefix is one node a bit. Memory 20 to 28 bytes a
// node (12 itself, 8 to 16 of the table), 8 to 16 of the cache, no collection: a space is dropped as a whole.
// The recursion is on variables, never on input: at most kVariableCount deep.

#include "net/packet_set.h"
#include "net/packet_diagram.h"

namespace ringfence::net {

namespace {

using diagram::Field;
using diagram::kEmpty;
using diagram::kFull;
using diagram::kVariableCount;
using diagram::Layout;
using diagram::LayoutOf;
using diagram::Node;
using diagram::Op;

}  // namespace

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
