// Sets without some parts of the header, and sets of packets turned around. Cost: to forget, the nodes of the
// set, for each a union of two sets (packet_set.cc); to turn around, for each node behind the destinations
// its own nodes and the destinations that lead to it, and unions of these parts.

#include "net/packet_diagram.h"

#include <array>
#include <unordered_set>

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

/// Lets the fields of both ends change places. They stand one behind the other: a set is some values of the
/// upper field, for each what follows from there. For each node below the upper field, the values that lead
/// to it are moved to the place of the lower field, and what it says of the lower one to that of the upper.
class PacketSpace::Impl::Exchange {
 public:
  explicit Exchange(Impl& space) : space_(space) {}

  Node Run(Node node) {
    if (node <= kFull) return node;
    const Triple triple = space_.nodes_[node];
    if (triple.variable == 0) return space_.Make(0, Run(triple.low), Run(triple.high));
    const bool four = triple.variable < kLayout6.destination.first;
    ports_ = four ? Pair{kLayout4.destination_port, kLayout4.source_port}
                  : Pair{kLayout6.destination_port, kLayout6.source_port};
    const Pair addresses =
        four ? Pair{kLayout4.destination, kLayout4.source} : Pair{kLayout6.destination, kLayout6.source};
    return Swap(Ports(node), addresses);
  }

 private:
  struct Pair {
    Field upper, lower;
    std::uint32_t end() const { return lower.first + lower.bits; }
  };
  using Nodes = std::vector<Node>;
  /// One exchange of two fields below a node, for one of the nodes behind the upper field.
  struct Move {
    Node root = kEmpty, half = kEmpty;
    Pair fields;
    std::unordered_set<Node> leading = {};  ///< of the upper field: what leads to `half`
    std::unordered_map<Node, Node> lower = {};
  };

  std::uint32_t VariableOf(Node node) const { return space_.nodes_[node].variable; }

  Node Swap(Node root, Pair fields) {
    std::unordered_map<Node, Nodes> leads_to;  ///< by node: those of the upper field right above
    Nodes halves;
    FindHalves(root, fields.lower.first, leads_to, halves);
    Nodes parts;
    for (const Node half : halves) {
      Move move{root, half, fields};
      Nodes open = {half};
      while (!open.empty()) {
        const Node node = open.back();
        open.pop_back();
        for (const Node above : leads_to[node]) {
          if (move.leading.insert(above).second) open.push_back(above);
        }
      }
      parts.push_back(MoveLower(half, move));
    }
    return Union(std::move(parts));
  }

  /// Nodes behind the upper field, in the order in which they are met.
  void FindHalves(Node root, std::uint32_t lower, std::unordered_map<Node, Nodes>& leads_to,
                  Nodes& halves) const {
    Nodes open = {root};
    leads_to.try_emplace(root);
    while (!open.empty()) {
      const Node node = open.back();
      open.pop_back();
      if (VariableOf(node) >= lower) {
        halves.push_back(node);
        continue;
      }
      for (const Node below : {space_.nodes_[node].low, space_.nodes_[node].high}) {
        if (below == kEmpty) continue;
        const auto [known, added] = leads_to.try_emplace(below);
        known->second.push_back(node);
        if (added) open.push_back(below);
      }
    }
  }

  /// What the node says of the lower field, at the place of the upper one.
  Node MoveLower(Node node, Move& move) {
    if (node == kEmpty) return kEmpty;
    if (const auto known = move.lower.find(node); known != move.lower.end()) return known->second;
    const Triple triple = space_.nodes_[node];
    Node result = kEmpty;
    if (triple.variable >= move.fields.end()) {
      std::unordered_map<Node, Node> upper;
      result = MoveUpper(move.root, node, move, upper);
    } else {
      const std::uint32_t variable = triple.variable - move.fields.lower.first + move.fields.upper.first;
      const Node low = MoveLower(triple.low, move);
      result = space_.Make(variable, low, MoveLower(triple.high, move));
    }
    move.lower.emplace(node, result);
    return result;
  }

  /// The values of the upper field that lead to the half, at the place of the lower one; `below` follows.
  Node MoveUpper(Node node, Node below, const Move& move, std::unordered_map<Node, Node>& done) {
    if (node == move.half) return below;
    if (!move.leading.contains(node)) return kEmpty;
    if (const auto known = done.find(node); known != done.end()) return known->second;
    const Triple triple = space_.nodes_[node];
    const std::uint32_t variable = triple.variable - move.fields.upper.first + move.fields.lower.first;
    const Node low = MoveUpper(triple.low, below, move, done);
    const Node result = space_.Make(variable, low, MoveUpper(triple.high, below, move, done));
    done.emplace(node, result);
    return result;
  }

  /// Ports change places; what stands before them stays.
  Node Ports(Node node) {
    if (VariableOf(node) >= ports_.end()) return node;
    if (const auto known = with_ports_.find(node); known != with_ports_.end()) return known->second;
    const Triple triple = space_.nodes_[node];
    Node result = kEmpty;
    if (triple.variable >= ports_.upper.first) {
      result = Swap(node, ports_);
    } else {
      const Node low = Ports(triple.low);
      result = space_.Make(triple.variable, low, Ports(triple.high));
    }
    with_ports_.emplace(node, result);
    return result;
  }

  /// By halves: sets that are united have about one size.
  Node Union(Nodes parts) {
    if (parts.empty()) return kEmpty;
    for (; parts.size() > 1; parts.resize((parts.size() + 1) / 2)) {
      for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
        parts[i / 2] = space_.Apply(Op::kOr, parts[i], parts[i + 1]);
      if (parts.size() % 2 != 0) parts[parts.size() / 2] = parts.back();
    }
    return parts.front();
  }

  Impl& space_;
  Pair ports_;
  std::unordered_map<Node, Node> with_ports_;  ///< never iterated
};

PacketSet PacketSpace::Forget(PacketSet set, const HeaderParts& parts) {
  return PacketSet(Impl::Quantifier(*impl_, parts).Run(set.node_));
}
PacketSet PacketSpace::Mirror(PacketSet set) { return PacketSet(Impl::Exchange(*impl_).Run(set.node_)); }

}  // namespace ringfence::net
