// A set of small numbers that is emptied at no cost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ringfence::base {

/// Each number carries the round in which it was put in. Emptying begins a round.
class MarkSet {
 public:
  /// Empties the set; then it takes numbers below `size`.
  void Begin(std::size_t size) {
    if (marks_.size() < size) marks_.resize(size, 0);
    if (++round_ != 0) return;
    marks_.assign(marks_.size(), 0);
    round_ = 1;
  }
  bool Has(std::size_t number) const { return marks_[number] == round_; }
  /// False when it was there.
  bool Add(std::size_t number) {
    if (marks_[number] == round_) return false;
    marks_[number] = round_;
    return true;
  }

 private:
  std::vector<std::uint32_t> marks_;
  std::uint32_t round_ = 0;
};

}  // namespace ringfence::base
