// A sample of what a search over failure sets says, computed again from nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "exposure/sweep.h"

namespace ringfence::exposure {

/// The search says something else of a flow under a set than the set alone.
struct AuditDifference {
  FailureSet failed;
  model::FlowId flow;
};

/// What was compared, and the first difference in the order of sets and flows.
struct Audit {
  std::size_t sets = 0;
  std::size_t outcomes = 0;
  std::optional<AuditDifference> difference;
};

/// True when both outcomes are equal, or say that the network comes to rest in no state: then nothing is
/// proved by either, and where a computation gave up hangs on where it began.
bool SaysTheSame(const FlowOutcome& one, const FlowOutcome& other);

/// Units that may fail, and how many at once.
struct SetSpace {
  std::vector<std::uint32_t> units;  ///< ascending
  std::uint32_t size_max = 0;
};

/// `count` different sets of the space, the same ones for the same arguments: the empty one, then as many of
/// each size as there are, smaller sizes first to run out. All sets when there are no more. By size, then
/// lexicographic.
std::vector<FailureSet> DrawSets(const SetSpace& space, std::size_t count);

/// Draws `count` sets of those that `query` asks about, computes each by itself and compares with `sweep`.
/// The search has no part in it but its answers: no memory, no certificates. `progress` (may be empty) as in
/// RunSweep. When `query.stop` said true the result means nothing. Cost: a state of the network from nothing
/// a set, on as many threads as there are evaluators; these say how far `steer` is looked for, no more.
Audit AuditSweep(const Sweep& sweep, const SweepQuery& query, const Evaluators& evaluators, std::size_t count,
                 const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace ringfence::exposure
