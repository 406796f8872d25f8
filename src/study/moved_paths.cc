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

/// Puts the lines that the paths cite where they stand now. False: some cannot be found there.
bool Follow(const exposure::CarriedAnswers& answers, std::vector<TracePath>& paths) {
  const auto follow = [&answers](base::Span& span) {
    const auto now = answers.PlaceAfter(span);
    if (now) span = *now;
    return now.has_value();
  };
  return std::ranges::all_of(paths, [&](TracePath& path) {
    return follow(path.span) && std::ranges::all_of(path.hops, [&](TraceHop& hop) {
             return std::ranges::all_of(hop.lines, follow);
           });
  });
}

}  // namespace

void MovedPaths::Carry(const MovedPaths& before, const exposure::CarriedAnswers& answers,
                       const exposure::Carried& carried) {
  if (carried.failed.size() > size_max_) return;
  if (carried.failed.empty()) whole_.emplace(carried.after, carried.outcome);
  const auto known = before.found_.find(std::pair(carried.failed, carried.before));
  if (known == before.found_.end()) return;
  Reroute paths = known->second;
  if (Follow(answers, paths.paths) && Follow(answers, paths.paths_back))
    found_.emplace(std::pair(carried.failed, carried.after), std::move(paths));
}

std::optional<Reroute> MovedPaths::Find(const exposure::FailureSet& failed, model::FlowId flow) const {
  const auto found = found_.find(std::pair(failed, flow));
  return found == found_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace ringfence::study
