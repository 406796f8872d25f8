#include "forwarding/update_rule_lists.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/check.h"

namespace ringfence::forwarding::updates {
namespace {

constexpr std::size_t kInsertionSortMax = 32;
constexpr unsigned kDigitBits = 8;
constexpr unsigned kDigits = 32 / kDigitBits;

bool KeyLess(const RuleEntry& a, const RuleEntry& b) { return a.key() < b.key(); }

/// One pass of a radix sort, from `from` to `to`, by one digit of the key. Stable. False, and nothing done,
/// when all have the same digit.
bool SortByDigit(std::span<const RuleEntry> from, std::span<RuleEntry> to, unsigned digit) {
  std::array<std::uint32_t, 1U << kDigitBits> ends{};
  const auto digit_of = [&](const RuleEntry& entry) {
    return (entry.key() >> (digit * kDigitBits)) & ((1U << kDigitBits) - 1);
  };
  for (const RuleEntry& entry : from) ++ends[digit_of(entry)];
  if (ends[digit_of(from.front())] == from.size()) return false;
  std::uint32_t sum = 0;
  for (std::uint32_t& end : ends) sum += std::exchange(end, sum);
  for (const RuleEntry& entry : from) to[ends[digit_of(entry)]++] = entry;
  return true;
}

}  // namespace

std::uint32_t RuleLists::LowerBound(const RuleList& list, std::uint32_t key) const {
  const RuleEntry* const first = At(list.block);
  std::uint32_t begin = 0;
  for (std::uint32_t count = list.count; count != 0;) {
    const std::uint32_t half = count / 2;
    const bool is_behind = first[begin + half].key() < key;
    begin = is_behind ? begin + half + 1 : begin;
    count = is_behind ? count - half - 1 : half;
  }
  return begin;
}

bool RuleLists::Insert(RuleList& list, std::uint32_t position, RuleEntry entry) {
  RF_CHECK(position <= list.count);
  if (list.count == kEntriesMax) return false;
  MakeRoom(list, list.count + 1);
  RuleEntry* const first = At(list.block);
  std::copy_backward(first + position, first + list.count, first + list.count + 1);
  first[position] = entry;
  ++list.count;
  return true;
}

std::size_t RuleLists::Append(RuleList& list, std::span<const RuleEntry> entries) {
  const std::size_t fit = std::min<std::size_t>(entries.size(), kEntriesMax - list.count);
  if (fit == 0) return entries.size();
  MakeRoom(list, list.count + static_cast<std::uint32_t>(fit));
  std::ranges::copy(entries.first(fit), At(list.block) + list.count);
  list.count += static_cast<std::uint32_t>(fit);
  return entries.size() - fit;
}

void RuleLists::Erase(RuleList& list, std::uint32_t position) {
  RF_CHECK(position < list.count);
  RuleEntry* const first = At(list.block);
  std::copy(first + position + 1, first + list.count, first + position);
  --list.count;
  if (list.count == 0) {
    Give(list.block, list.size_log2);
    list = RuleList();
  } else if (list.size_log2 > kBlockLog2Min && list.count <= (1U << list.size_log2) / 4) {
    Resize(list, list.size_log2 - 1U);
  }
}

std::size_t RuleLists::Sort(RuleList& list) {
  if (list.count == 0) return 0;
  std::span<RuleEntry> entries = of(list);
  if (!std::ranges::is_sorted(entries, KeyLess)) {
    if (entries.size() <= kInsertionSortMax) {
      for (auto at = entries.begin(); at != entries.end(); ++at)
        std::rotate(std::upper_bound(entries.begin(), at, *at, KeyLess), at, at + 1);
    } else {
      scratch_.resize(std::max(scratch_.size(), entries.size()));
      std::span<RuleEntry> from = entries;
      std::span<RuleEntry> to = std::span(scratch_).first(entries.size());
      for (unsigned digit = 0; digit < kDigits; ++digit) {
        if (SortByDigit(from, to, digit)) std::swap(from, to);
      }
      if (from.data() != entries.data()) std::ranges::copy(from, entries.begin());
    }
  }
  const auto rest = std::ranges::unique(entries, {}, &RuleEntry::key);
  list.count -= static_cast<std::uint32_t>(rest.size());
  return rest.size();
}

void RuleLists::AddChunk() {
  chunks_.push_back(std::make_unique_for_overwrite<RuleEntry[]>(std::size_t{1} << kChunkLog2));
}

/// A block at a multiple of its size, so that none crosses the end of a chunk.
std::uint32_t RuleLists::Take(unsigned size_log2) {
  entries_in_use_ += std::size_t{1} << size_log2;
  if (const std::uint32_t block = free_[size_log2]; block != kNone) {
    free_[size_log2] = At(block)->action.value;
    return block;
  }
  while ((unused_ & ((1U << size_log2) - 1)) != 0) {  // what lies before the next multiple is free
    const auto rest_log2 = static_cast<unsigned>(std::countr_zero(unused_));
    At(unused_)->action.value = std::exchange(free_[rest_log2], unused_);
    unused_ += 1U << rest_log2;
  }
  const std::uint32_t block = unused_;
  if (block >> kChunkLog2 == chunks_.size()) AddChunk();
  unused_ += 1U << size_log2;
  RF_CHECK(unused_ != 0);
  return block;
}

void RuleLists::Give(std::uint32_t block, unsigned size_log2) {
  entries_in_use_ -= std::size_t{1} << size_log2;
  At(block)->action.value = std::exchange(free_[size_log2], block);
}

/// Moves a list into a block of another size. REQUIRES: it fits.
void RuleLists::Resize(RuleList& list, unsigned size_log2) {
  const std::uint32_t block = Take(size_log2);
  std::copy_n(At(list.block), list.count, At(block));
  if (list.size_log2 != RuleList::kNoBlock) Give(list.block, list.size_log2);
  list.block = block;
  list.size_log2 = static_cast<std::uint8_t>(size_log2);
}

/// Makes sure that `count` entries fit.
void RuleLists::MakeRoom(RuleList& list, std::uint32_t count) {
  if (list.size_log2 != RuleList::kNoBlock && count <= 1U << list.size_log2) return;
  Resize(list, std::max(kBlockLog2Min, static_cast<unsigned>(std::bit_width(count - 1))));
}

}  // namespace ringfence::forwarding::updates
