// Problem: find the destinations that an update touches, when prefixes come and go.
//
// Idea: with longest match, what all routers do with an address depends on the longest prefix alone that
// holds the address and that any router has a rule for. So an atom is a prefix without the longer ones in it:
// not an interval between end points. A new prefix takes its addresses from one atom and gives them back to
// it when its last rule goes; nothing is split or merged. In a Patricia trie (Morrison, JACM 1968) an atom
// has two children at most, and it has no address of its own only when they are its two halves: a look at two
// lengths says so.
//
// Cost: 40 bytes an atom and 8 to 16 in the index that finds known prefixes; at most twice as many atoms as
// prefixes. Adding walks down the tree, at most 32 steps.

#include "forwarding/update_atoms.h"

#include <algorithm>

namespace ringfence::forwarding::updates {

AtomTree::AtomTree() { New({}); }

AtomId AtomTree::Find(DestinationPrefix prefix) const {
  return index_.Find(HashOf(prefix), [&](AtomId id) { return (*this)[id].prefix == prefix; });
}

AtomId AtomTree::AtomOf(std::uint32_t address) const {
  AtomId at = kRoot;
  while ((*this)[at].prefix.length < 32) {
    const AtomId below = (*this)[at].below[SideOf((*this)[at].prefix, address)];
    if (!below.valid() || !(*this)[below].prefix.Contains(address)) break;
    at = below;
  }
  return at;
}

AtomTree::Added AtomTree::Add(DestinationPrefix prefix) {
  AtomId parent = kRoot;
  AtomId child = (*this)[parent].below[SideOf((*this)[parent].prefix, prefix.address)];
  while (child.valid() && (*this)[child].prefix.Contains(prefix)) {
    parent = child;
    child = (*this)[parent].below[SideOf((*this)[parent].prefix, prefix.address)];
  }
  Added added{New(prefix), AtomId()};
  if (!child.valid()) {
    Hang(parent, added.atom);
    return added;
  }
  AtomId top = added.atom;
  if (const DestinationPrefix other = (*this)[child].prefix; !prefix.Contains(other)) {
    const auto common = static_cast<unsigned>(std::countl_zero(prefix.address ^ other.address));
    added.fork = top = New(DestinationPrefix::Of(prefix.address, common));
    Hang(top, added.atom);
  }
  Hang(parent, top);
  Hang(top, child);
  return added;
}

bool AtomTree::Remove(AtomId id) {
  const Atom& atom = (*this)[id];
  const auto& [left, right] = atom.below;
  if (id == kRoot || (left.valid() && right.valid())) return false;
  const AtomId child = left.valid() ? left : right;
  (*this)[atom.parent].below[SideOf((*this)[atom.parent].prefix, atom.prefix.address)] = child;
  if (child.valid()) (*this)[child].parent = atom.parent;
  index_.Erase(HashOf(atom.prefix), id);
  free_.push_back(id);
  return true;
}

bool AtomTree::HasAddresses(AtomId id) const {
  const Atom& atom = (*this)[id];
  return !std::ranges::all_of(atom.below, [&](AtomId below) {
    return below.valid() && (*this)[below].prefix.length == atom.prefix.length + 1;
  });
}

AtomId AtomTree::New(DestinationPrefix prefix) {
  AtomId id(atoms_.size());
  if (free_.empty()) {
    atoms_.emplace_back();
  } else {
    id = free_.back();
    free_.pop_back();
  }
  (*this)[id] = Atom{.prefix = prefix};
  index_.Add(HashOf(prefix), id);
  return id;
}

void AtomTree::Hang(AtomId parent, AtomId child) {
  (*this)[child].parent = parent;
  (*this)[parent].below[SideOf((*this)[parent].prefix, (*this)[child].prefix.address)] = child;
}

}  // namespace ringfence::forwarding::updates
