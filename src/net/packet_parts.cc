// Sets without some parts of the header, and sets of packets turned around. Cost: the nodes of the set, for
// each a combination of two sets (packet_set.cc).

#include "net/packet_diagram.h"

#include <array>

namespace ringfence::net {

namespace {

using diagram::Field;
using diagram::kEmpty;
using diagram::kFull;
using diagram::kLayout4;
using diagram::kLayout6;
using diagram::kVariableCount;
using diagram::Layout;
using diagram::Node;
using diagram::Op;

}  // namespace

/// Takes variables out of a set: what holds for one of their values holds for all.
class PacketSpace::Impl::Quantifier {
 public:
  Quantifier(Impl& space, const HeaderParts& parts) : space_(space) {
    for (const Layout* layout : {&kLayout4, &kLayout6}) {
      Mark(layout->source, parts.source_bits);
      Mark(layout->destination, parts.destination_bits);
      if (parts.source_port) Mark(layout->source_port, layout->source_port.bits);
      if (parts.destination_port) Mark(layout->destination_port, layout->destination_port.bits);
    }
  }

  Node Run(Node node) {
    if (node <= kFull) return node;
    if (const auto known = done_.find(node); known != done_.end()) return known->second;
    const Triple triple = space_.nodes_[node];
    const Node low = Run(triple.low);
    const Node high = Run(triple.high);
    const Node result = forgotten_[triple.variable] ? space_.Apply(Op::kOr, low, high)
                                                    : space_.Make(triple.variable, low, high);
    done_.emplace(node, result);
    return result;
  }

 private:
  void Mark(Field field, std::uint32_t bits) {
    for (std::uint32_t i = 0; i < std::min(bits, field.bits); ++i) forgotten_[field.first + i] = true;
  }

  Impl& space_;
  std::array<bool, kVariableCount> forgotten_ = {};
  std::unordered_map<Node, Node> done_;  ///< never iterated
};

/// Lets the fields of both ends change places, from the last variable up: a set is what its first variable
/// makes of the two below it, whichever variable that becomes.
class PacketSpace::Impl::Exchange {
 public:
  explicit Exchange(Impl& space) : space_(space) {
    for (std::uint32_t v = 0; v < kVariableCount; ++v) becomes_[v] = v;
    for (const Layout* layout : {&kLayout4, &kLayout6}) {
      Swap(layout->source, layout->destination);
      Swap(layout->source_port, layout->destination_port);
    }
  }

  Node Run(Node node) {
    if (node <= kFull) return node;
    if (const auto known = done_.find(node); known != done_.end()) return known->second;
    const Triple triple = space_.nodes_[node];
    const Node low = Run(triple.low);
    const Node high = Run(triple.high);
    const Node set = space_.Make(becomes_[triple.variable], kEmpty, kFull);
    const Node result =
        space_.Apply(Op::kOr, space_.Apply(Op::kAnd, set, high), space_.Apply(Op::kMinus, low, set));
    done_.emplace(node, result);
    return result;
  }

 private:
  void Swap(Field a, Field b) {
    for (std::uint32_t i = 0; i < a.bits; ++i) std::swap(becomes_[a.first + i], becomes_[b.first + i]);
  }

  Impl& space_;
  std::array<std::uint32_t, kVariableCount> becomes_ = {};
  std::unordered_map<Node, Node> done_;  ///< never iterated
};

PacketSet PacketSpace::Forget(PacketSet set, const HeaderParts& parts) {
  return PacketSet(Impl::Quantifier(*impl_, parts).Run(set.node_));
}
PacketSet PacketSpace::Mirror(PacketSet set) { return PacketSet(Impl::Exchange(*impl_).Run(set.node_)); }

}  // namespace ringfence::net
