// A dense set of small integers (ids), 64 to a word.
#pragma once

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/check.h"

namespace ringfence::base {

/// A set over 0 .. size()-1. Sets that are combined or compared must have equal sizes.
class BitSet {
 public:
  BitSet() = default;
  explicit BitSet(std::size_t size) : size_(size), words_((size + 63) / 64, 0) {}

  std::size_t size() const { return size_; }
  /// REQUIRES: index < size(), for all three.
  void Set(std::size_t index) {
    RF_CHECK(index < size_);
    words_[index / 64] |= std::uint64_t{1} << (index % 64);
  }
  void Reset(std::size_t index) {
    RF_CHECK(index < size_);
    words_[index / 64] &= ~(std::uint64_t{1} << (index % 64));
  }
  bool Test(std::size_t index) const {
    RF_CHECK(index < size_);
    return ((words_[index / 64] >> (index % 64)) & 1U) != 0;
  }
  /// Removes all members.
  void Clear() { words_.assign(words_.size(), 0); }
  bool empty() const {
    for (std::uint64_t word : words_) {
      if (word != 0) return false;
    }
    return true;
  }
  /// Number of members. O(size / 64).
  std::size_t count() const {
    std::size_t sum = 0;
    for (std::uint64_t word : words_) sum += static_cast<std::size_t>(std::popcount(word));
    return sum;
  }
  BitSet& operator|=(const BitSet& other) {
    RF_CHECK(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  BitSet& operator&=(const BitSet& other) {
    RF_CHECK(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  /// Removes the members of `other`.
  BitSet& operator-=(const BitSet& other) {
    RF_CHECK(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }
  bool Intersects(const BitSet& other) const {
    RF_CHECK(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
  }
  /// True when every member is in `other`.
  bool SubsetOf(const BitSet& other) const {
    RF_CHECK(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & ~other.words_[i]) != 0) return false;
    }
    return true;
  }
  /// Calls `visit(index)` for each member in ascending order.
  template <class Visit>
  void ForEach(Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
      }
    }
  }
  friend bool operator==(const BitSet&, const BitSet&) = default;

 private:
  std::size_t size_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace ringfence::base
