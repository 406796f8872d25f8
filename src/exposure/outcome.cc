#include "exposure/outcome.h"

namespace ringfence::exposure {
namespace {

base::BitSet Close(const base::BitSet& set, const std::vector<base::BitSet>& inherit) {
  base::BitSet closed(set.size());
  set.ForEach([&](std::size_t element) { closed |= inherit[element]; });
  return closed;
}

}  // namespace

void CloseOutcome(FlowOutcome& outcome, const std::vector<base::BitSet>& inherit) {
  for (std::size_t level = 0; level < kLevelCount; ++level) {
    outcome.exposed[level] = Close(outcome.carriers[level], inherit);
  }
}

std::vector<std::pair<model::ElementId, LevelSet>> Surplus(const FlowOutcome& more, const FlowOutcome& less) {
  std::vector<std::pair<model::ElementId, LevelSet>> surplus;
  for (std::size_t e = 0; e < more.path.size(); ++e) {
    LevelSet levels;
    for (Level level : kLevels) {
      if (more.exposed[IndexOf(level)].Test(e) && !less.exposed[IndexOf(level)].Test(e)) levels.Add(level);
    }
    if (!levels.empty()) surplus.emplace_back(model::ElementId(e), levels);
  }
  return surplus;
}

base::BitSet VolumeOnly(const FlowOutcome& outcome, const std::vector<base::BitSet>& inherit) {
  base::BitSet volume = outcome.exposed[IndexOf(Level::kMeta)];
  volume -= Close(outcome.meta_full, inherit);
  return volume;
}

}  // namespace ringfence::exposure
