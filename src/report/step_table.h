// Steps of evidence, each once.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "rules/evidence.h"

namespace ringfence::report {

/// Equal steps share a number: the evidence of one flow under different failures shares most of its steps,
/// and many flows pass the same devices. Keeps pointers to them.
class StepTable {
 public:
  /// The number of a step that is equal, or the next one.
  std::uint64_t NumberOf(const rules::EvidenceStep& step) {
    const auto [at, is_new] = numbers_.try_emplace(&step, steps_.size());
    if (is_new) steps_.push_back(&step);
    return at->second;
  }
  /// By number.
  const std::vector<const rules::EvidenceStep*>& steps() const { return steps_; }

 private:
  struct Less {
    bool operator()(const rules::EvidenceStep* a, const rules::EvidenceStep* b) const {
      return std::tie(a->kind, a->values, a->lines) < std::tie(b->kind, b->values, b->lines);
    }
  };
  std::map<const rules::EvidenceStep*, std::uint64_t, Less> numbers_;
  std::vector<const rules::EvidenceStep*> steps_;
};

}  // namespace ringfence::report
