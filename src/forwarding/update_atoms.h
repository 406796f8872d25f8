// The destination space cut into atoms: a tree of prefixes.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "forwarding/update_ids.h"
#include "forwarding/update_index.h"
#include "forwarding/update_rule_lists.h"

namespace ringfence::forwarding::updates {

/// An IPv4 prefix. Host bits are zero.
struct DestinationPrefix {
  std::uint32_t address = 0;
  std::uint8_t length = 0;  ///< 0 to 32

  /// The prefix of this length that an address is in.
  static constexpr DestinationPrefix Of(std::uint32_t address, unsigned length) {
    const std::uint64_t ones = ~std::uint64_t{0} << (32U - length);
    return {address & static_cast<std::uint32_t>(ones), static_cast<std::uint8_t>(length)};
  }
  /// True when the address is in it; for a prefix: when all of that is.
  constexpr bool Contains(std::uint32_t other) const { return Of(other, length).address == address; }
  constexpr bool Contains(DestinationPrefix other) const {
    return length <= other.length && Contains(other.address);
  }
  friend constexpr bool operator==(DestinationPrefix, DestinationPrefix) = default;
};

/// The addresses of a prefix that are in no longer prefix of the tree: all rules and so the row are the same
/// for them.
struct Atom {
  DestinationPrefix prefix;
  bool occupied = false;        ///< for the engine: counted as one that has addresses
  RuleList rules;               ///< for the engine: of this prefix
  RowId row;                    ///< for the engine
  AtomId parent;                ///< the next shorter prefix; invalid at the root
  std::array<AtomId, 2> below;  ///< the next longer prefixes, by the first bit after this prefix
};

/// A binary tree of prefixes, a Patricia trie: the root is 0.0.0.0/0, and a prefix without rules is there
/// only where two others part. The tree depends on the prefixes with rules only, not on their history. One
/// thread.
class AtomTree {
 public:
  AtomTree();

  static constexpr AtomId kRoot{0};

  Atom& operator[](AtomId id) { return atoms_[id.index()]; }
  const Atom& operator[](AtomId id) const { return atoms_[id.index()]; }

  /// The atom of exactly this prefix; an invalid id when there is none. One probe.
  AtomId Find(DestinationPrefix prefix) const;
  /// The atom that an address is in. O(depth).
  AtomId AtomOf(std::uint32_t address) const;

  /// What Add() made.
  struct Added {
    AtomId atom;
    AtomId fork;  ///< above `atom` where it parts from another prefix; often invalid
  };
  /// Makes an atom. REQUIRES: Find() gives none. Addresses come from the parent of `fork`, or of `atom`
  /// when there is no fork. O(depth).
  Added Add(DestinationPrefix prefix);
  /// Takes an atom away unless it is the root or two prefixes part there; its addresses go to its parent.
  /// False when it stays. REQUIRES: it has no rules.
  bool Remove(AtomId id);

  /// True when an address of the prefix is in no longer one.
  bool HasAddresses(AtomId id) const;
  /// All ids are less.
  std::size_t ids() const { return atoms_.size(); }
  /// Number of atoms, forks included.
  std::size_t size() const { return index_.size(); }

 private:
  static std::uint64_t HashOf(DestinationPrefix prefix) {
    return Mixed((std::uint64_t{prefix.address} << 8U) | prefix.length);
  }
  /// Which side of a prefix an address in it is on. REQUIRES: length < 32.
  static std::size_t SideOf(DestinationPrefix prefix, std::uint32_t address) {
    return (address >> (31U - prefix.length)) & 1U;
  }
  AtomId New(DestinationPrefix prefix);
  void Hang(AtomId parent, AtomId child);

  std::vector<Atom> atoms_;
  std::vector<AtomId> free_;
  IdIndex<AtomId> index_;
};

}  // namespace ringfence::forwarding::updates
