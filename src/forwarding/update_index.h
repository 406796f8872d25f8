// Finds things by a hash of theirs: ids in one flat array.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace ringfence::forwarding::updates {

/// A hash table of ids (open addressing, linear probing, erasure by moving back, so no graves) at most half
/// full. It knows 32 bits of each hash; whoever looks for something compares the things themselves. Grows,
/// never shrinks. Equal hashes on purpose make it slow, never wrong.
template <class IdType>
class IdIndex {
 public:
  /// The id filed under `hash` that satisfies `is_wanted(id)`; an invalid one when there is none.
  template <class IsWanted>
  IdType Find(std::uint64_t hash, IsWanted is_wanted) const {
    const std::uint32_t kept = static_cast<std::uint32_t>(hash);
    for (std::size_t at = kept & mask_; slots_[at].id.valid(); at = (at + 1) & mask_) {
      if (slots_[at].hash == kept && is_wanted(slots_[at].id)) return slots_[at].id;
    }
    return IdType();
  }

  /// Files an id that is not filed yet.
  void Add(std::uint64_t hash, IdType id) {
    if (2 * (count_ + 1) > slots_.size()) Grow();
    ++count_;
    Put({static_cast<std::uint32_t>(hash), id});
  }

  /// Takes an id out. REQUIRES: it was filed under this hash.
  void Erase(std::uint64_t hash, IdType id) {
    std::size_t hole = static_cast<std::uint32_t>(hash) & mask_;
    while (slots_[hole].id != id) hole = (hole + 1) & mask_;
    --count_;
    // What follows moves into the hole unless that would be before its own place.
    for (std::size_t at = (hole + 1) & mask_; slots_[at].id.valid(); at = (at + 1) & mask_) {
      const std::size_t home = slots_[at].hash & mask_;
      if (((at - home) & mask_) < ((at - hole) & mask_)) continue;
      slots_[hole] = slots_[at];
      hole = at;
    }
    slots_[hole].id = IdType();
  }

  std::size_t size() const { return count_; }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    IdType id;
  };

  void Put(Slot slot) {
    std::size_t at = slot.hash & mask_;
    while (slots_[at].id.valid()) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
  void Grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    mask_ = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.id.valid()) Put(slot);
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(16);
  std::size_t mask_ = 15;
  std::size_t count_ = 0;
};

}  // namespace ringfence::forwarding::updates
