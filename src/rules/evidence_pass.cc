// A finding is judged on outcomes that the sweep has kept; its evidence needs the network under its failure
// set once more, hop by hop. Many findings share a set, so all of them are written set by set: the network is
// computed once for each set that some finding names. Cost: one evaluation a set, one trace a finding.

#include "rules/evidence_pass.h"

#include <algorithm>

#include "base/parallel.h"

namespace ringfence::rules {
namespace {

/// One finding that wants its evidence.
struct Task {
  const EvidenceWriter* writer = nullptr;
  model::FlowId flow;
  FailureFinding* finding = nullptr;
};

const exposure::FailureSet& SetOf(const Task& task) { return task.finding->failed; }

}  // namespace

void WriteEvidence(std::span<const Judged> judged, const RuleContext& context,
                   exposure::Evaluators& evaluators) {
  std::vector<std::unique_ptr<EvidenceWriter>> writers;
  std::vector<Task> tasks;
  for (const Judged& one : judged) {
    writers.push_back(one.rule->evidence_writer(context));
    if (writers.back() == nullptr) continue;
    for (FlowResult& flow : one.result->flows) {
      for (FailureFinding& finding : flow.findings)
        tasks.push_back({writers.back().get(), flow.flow, &finding});
    }
  }
  std::ranges::stable_sort(tasks, {}, SetOf);
  std::vector<std::span<const Task>> of_set;
  for (auto first = tasks.begin(); first != tasks.end();) {
    const auto last = std::ranges::upper_bound(first, tasks.end(), SetOf(*first), {}, SetOf);
    of_set.emplace_back(first, last);
    first = last;
  }
  base::ParallelFor(of_set.size(), evaluators.ThreadsNow(), [&](std::size_t set, unsigned worker) {
    exposure::Evaluator& evaluator =
        evaluators.EnterLightly(worker, SetOf(of_set[set].front()), of_set.size());
    const RuleContext here{context.world, context.policy, context.engine, evaluator,
                           context.sweep, context.cones,  context.as_of,  context.failures_max};
    for (const Task& task : of_set[set]) {
      task.finding->evidence =
          evaluator.Sure([&] { return task.writer->Of(here, task.flow, *task.finding); });
    }
  });
}

}  // namespace ringfence::rules
