#include "study/moved_paths.h"

#include <algorithm>
#include <iterator>

namespace ringfence::study {

Reroute PathsNow(const Snapshot& snapshot, exposure::Evaluator& evaluator, model::FlowId flow) {
  return evaluator.Sure([&] {
    Reroute found;
    const exposure::FlowTrace trace = evaluator.Trace(flow);
    for (const auto& [graphs, paths] :
         {std::pair(&trace.forward, &found.paths), std::pair(&trace.backward, &found.paths_back)}) {
      for (const forwarding::WalkGraph& graph : *graphs)
        std::ranges::move(PathsOf(snapshot, graph, found.truncated), std::back_inserter(*paths));
    }
    return found;
  });
}

Reroute FirstPathsNow(const Snapshot& snapshot, exposure::Evaluator& evaluator, model::FlowId flow) {
  Reroute found = PathsNow(snapshot, evaluator, flow);
  for (std::vector<TracePath>* paths : {&found.paths, &found.paths_back}) {
    if (paths->size() <= kReroutePathsMax) continue;
    paths->resize(kReroutePathsMax);
    found.truncated = true;
  }
  return found;
}

void MovedPaths::Visit(exposure::Evaluator& evaluator, const exposure::FailureSet& failed, model::FlowId flow,
                       const exposure::FlowOutcome& outcome) {
  if (failed.size() > size_max_) return;
  {
    const std::lock_guard lock(mutex_);
    if (failed.empty()) whole_.emplace(flow, outcome);
    if (outcome == whole_.at(flow) || found_.contains(std::pair(failed, flow))) return;
  }
  Reroute found = FirstPathsNow(snapshot_, evaluator, flow);
  const std::lock_guard lock(mutex_);
  found_.emplace(std::pair(failed, flow), std::move(found));
}

std::optional<Reroute> MovedPaths::Take(const exposure::FailureSet& failed, model::FlowId flow) {
  auto found = found_.extract(std::pair(failed, flow));
  return found.empty() ? std::nullopt : std::optional(std::move(found.mapped()));
}

}  // namespace ringfence::study
