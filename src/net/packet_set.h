// Sets of packets, for all packets at once. The representation is hidden: see packet_set.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "net/header_match.h"
#include "net/ip.h"
#include "net/packet_hull.h"

namespace ringfence::net {

class PacketSpace;

/// A set of packets of one family in one PacketSpace. A value: 4 bytes plus the owner; equal sets of one
/// space compare equal in O(1). Must not outlive its space, must not be mixed with sets of another.
class PacketSet {
 public:
  PacketSet() = default;

  /// True when no packet is in the set. A default-constructed set is empty.
  bool empty() const { return node_ == 0; }
  friend bool operator==(PacketSet a, PacketSet b) { return a.node_ == b.node_; }

 private:
  friend class PacketSpace;
  friend struct std::hash<PacketSet>;
  explicit PacketSet(std::uint32_t node) : node_(node) {}
  std::uint32_t node_ = 0;
};

/// Parts of a header that may be rewritten: leading bits of addresses (no more than there are count), and
/// ports.
struct HeaderParts {
  std::uint8_t source_bits = 0;
  std::uint8_t destination_bits = 0;
  bool source_port = false;
  bool destination_port = false;
  friend bool operator==(const HeaderParts&, const HeaderParts&) = default;
};

/// Owns the nodes of packet sets. Confined to one thread; make one per task.
class PacketSpace {
 public:
  /// Most nodes a space may hold before it reports exhaustion (20 bytes each with its table; origin: 1.3
  /// GiB).
  static constexpr std::uint32_t kNodeCountMax = 1U << 26U;

  /// An empty space that may grow to `node_count_max` nodes. REQUIRES: 2 <= node_count_max <= kNodeCountMax.
  explicit PacketSpace(std::uint32_t node_count_max = kNodeCountMax);
  ~PacketSpace();
  PacketSpace(const PacketSpace&) = delete;
  PacketSpace& operator=(const PacketSpace&) = delete;

  PacketSet None() const;  ///< the empty set
  /// All packets of the family.
  PacketSet All(Family family);
  PacketSet Of(const HeaderMatch& match);
  /// A set with exactly those packets of `within` that match; which others it holds is open. Smaller than
  /// that of the match. REQUIRES: one family.
  PacketSet Of(const HeaderMatch& match, const PacketHull& within);
  /// All packets to (from) a prefix.
  PacketSet ToPrefix(const Prefix& prefix);
  PacketSet FromPrefix(const Prefix& prefix);
  /// The set that holds only this packet.
  PacketSet Of(const PacketHeader& packet);

  PacketSet And(PacketSet a, PacketSet b);  ///< packets of both
  PacketSet Or(PacketSet a, PacketSet b);   ///< packets of either
  /// Packets of a that are not in b.
  PacketSet Minus(PacketSet a, PacketSet b);
  /// All packets that differ from some packet of the set in these parts at most.
  PacketSet Forget(PacketSet set, const HeaderParts& parts);
  /// The packets of the other direction: sources and destinations change places, addresses and ports.
  PacketSet Mirror(PacketSet set);
  bool Intersects(PacketSet a, PacketSet b) { return !And(a, b).empty(); }
  bool Contains(PacketSet big, PacketSet small) { return Minus(small, big).empty(); }
  bool Contains(PacketSet set, const PacketHeader& packet) const;
  /// The smallest packet of the set in a fixed order that prefers common values (TCP 443 before protocol 0).
  std::optional<PacketHeader> Sample(PacketSet set);

  /// What its packets have in common, bit by bit: the smallest such hull. Cost: nodes of the set times their
  /// logarithm. REQUIRES: not empty, packets of one family.
  PacketHull HullOf(PacketSet set) const;

  /// A node of a set's diagram: where it leads by one bit of the header. 0 is the empty set, 1 the full one.
  struct Decision {
    std::uint32_t node, variable, low, high;
  };
  /// The nodes of a set, each before those it leads to: for tests that compare with other diagrams. Nothing
  /// else may look at them; the order of variables is that of packet_set.cc.
  std::vector<Decision> DecisionsOf(PacketSet set) const;

  /// Nodes in use; for budgets and benchmarks.
  std::size_t node_count() const;
  /// True when kNodeCountMax was hit: results since then are meaningless and verdicts must be undecided.
  bool exhausted() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringfence::net

template <>
struct std::hash<ringfence::net::PacketSet> {
  std::size_t operator()(ringfence::net::PacketSet set) const noexcept {
    return set.node_ * 0x9e3779b97f4a7c15ULL;
  }
};
