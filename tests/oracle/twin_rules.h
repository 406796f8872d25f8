// The rules applied by the twin: what the verdict, the findings and the counts must be.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "oracle/twin.h"
#include "oracle/world.h"

namespace ringfence::oracle {

/// Verdicts in the order of badness. Where the definitions leave the program the choice of being less
/// certain, a verdict of the twin lists every acceptable one.
enum class State : std::uint8_t { kNotInForce, kProved, kUndecided, kViolated };

/// Levels per element.
using Offenders = std::map<int, std::set<int>>;

/// What a rule says about one flow.
struct FlowVerdict {
  int flow = 0;
  std::set<State> states;  ///< acceptable ones
  bool delivered = false;
  std::map<FailureSet, Offenders> findings;
  std::set<FailureSet> clean;  ///< least ones
  std::size_t tried = 0;
};

/// A share.
struct ClauseVerdict {
  std::uint64_t numerator = 0, denominator = 0;
  bool holds = true;
  friend bool operator==(const ClauseVerdict&, const ClauseVerdict&) = default;
};

/// What a rule comes to.
struct RuleVerdict {
  std::set<State> states;
  std::vector<FlowVerdict> flows;
  std::map<int, bool> elements;  ///< element -> offends; near misses are false
  std::map<std::string, ClauseVerdict> clauses;
};

/// Membership of elements in a set of parties: 0 no, 1 possible, 2 certain.
std::vector<int> MembershipOf(const World& world, const PartySet& set, bool makers_only);

/// Judges a rule by brute force.
RuleVerdict Judge(const World& world, Twin& twin, const Rule& rule);

}  // namespace ringfence::oracle
