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

namespace {

bool CitesOnly(const exposure::Edit& edit, const std::vector<TracePath>& paths) {
  return std::ranges::all_of(paths, [&](const TracePath& path) {
    return edit.same_place(path.span) && std::ranges::all_of(path.hops, [&](const TraceHop& hop) {
             return std::ranges::all_of(hop.lines, edit.same_place);
           });
  });
}

}  // namespace

void MovedPaths::Carry(const MovedPaths& before, const exposure::Edit& edit,
                       const exposure::Carried& carried) {
  if (carried.failed.size() > size_max_) return;
  if (carried.failed.empty()) whole_.emplace(carried.after, carried.outcome);
  const auto known = before.found_.find(std::pair(carried.failed, carried.before));
  if (known == before.found_.end()) return;
  const Reroute& paths = known->second;
  if (CitesOnly(edit, paths.paths) && CitesOnly(edit, paths.paths_back))
    found_.emplace(std::pair(carried.failed, carried.after), paths);
}

std::optional<Reroute> MovedPaths::Find(const exposure::FailureSet& failed, model::FlowId flow) const {
  const auto found = found_.find(std::pair(failed, flow));
  return found == found_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace ringfence::study
