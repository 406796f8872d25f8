// The rules of one prefix, of all routers: small sorted lists in one pool.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "forwarding/update_ids.h"

namespace ringfence::forwarding::updates {

/// A rule of a prefix that is known: 8 bytes.
struct RuleEntry {
  std::uint16_t router = 0;
  std::uint16_t priority = 0;
  ActionId action;

  /// Orders by router, and of a router the highest priority first.
  std::uint32_t key() const { return KeyOf(router, priority); }
  static constexpr std::uint32_t KeyOf(std::uint16_t router, std::uint16_t priority) {
    return (std::uint32_t{router} << 16U) | (0xffffU - priority);
  }
};

/// A list of entries; RuleLists owns the memory.
struct RuleList {
  std::uint32_t block = 0;
  std::uint32_t count = 0;
  static constexpr std::uint8_t kNoBlock = 0xff;
  std::uint8_t size_log2 = kNoBlock;  ///< of the block, in entries
};

/// Memory of all lists: blocks of 2^n entries cut from chunks that never move. A block that becomes free is
/// used again for a list of its size. No allocation once the lists had their greatest sizes. One thread.
class RuleLists {
 public:
  RuleLists() { AddChunk(); }

  /// Most entries of one list.
  static constexpr std::uint32_t kEntriesMax = 1U << 16U;

  /// The entries, in order after Insert() and Sort().
  std::span<RuleEntry> of(const RuleList& list) { return {At(list.block), list.count}; }
  std::span<const RuleEntry> of(const RuleList& list) const { return {At(list.block), list.count}; }

  /// Position of the first entry whose key is not less. REQUIRES: the list is in order. O(log entries).
  std::uint32_t LowerBound(const RuleList& list, std::uint32_t key) const;
  /// Puts an entry at a position; those behind move. False when the list is full.
  bool Insert(RuleList& list, std::uint32_t position, RuleEntry entry);
  /// Puts entries behind the last, for Sort(). Returns how many did not fit.
  std::size_t Append(RuleList& list, std::span<const RuleEntry> entries);
  /// Takes the entry at a position out.
  void Erase(RuleList& list, std::uint32_t position);
  /// Puts entries that were added in any order in order. Of entries with one key the first that was added
  /// stays; returns how many went. O(entries).
  std::size_t Sort(RuleList& list);

  /// Entries that fit into the blocks of lists; into all memory there is, in bytes.
  std::size_t entries_in_use() const { return entries_in_use_; }
  std::size_t bytes() const { return chunks_.size() * sizeof(RuleEntry) << kChunkLog2; }

 private:
  static constexpr unsigned kChunkLog2 = 16;
  static constexpr unsigned kBlockLog2Min = 2;
  static constexpr std::uint32_t kNone = 0xffffffff;
  static_assert(kEntriesMax == 1U << kChunkLog2);

  RuleEntry* At(std::uint32_t block) const {
    return chunks_[block >> kChunkLog2].get() + (block & ((1U << kChunkLog2) - 1));
  }
  void AddChunk();
  std::uint32_t Take(unsigned size_log2);
  void Give(std::uint32_t block, unsigned size_log2);
  void Resize(RuleList& list, unsigned size_log2);
  void MakeRoom(RuleList& list, std::uint32_t count);

  std::vector<std::unique_ptr<RuleEntry[]>> chunks_;
  std::array<std::uint32_t, kChunkLog2 + 1> free_ =
      FreeOfNone();           ///< by size; the next is in the first entry
  std::uint32_t unused_ = 0;  ///< first entry never cut off
  std::size_t entries_in_use_ = 0;
  std::vector<RuleEntry> scratch_;

  static constexpr std::array<std::uint32_t, kChunkLog2 + 1> FreeOfNone() {
    std::array<std::uint32_t, kChunkLog2 + 1> heads{};
    heads.fill(kNone);
    return heads;
  }
};

}  // namespace ringfence::forwarding::updates
