// The independent checker: replays the evidence of a `check -f json` result against the files of the
// snapshot.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"

namespace ringfence::checker {

/// What the checker found.
struct Outcome {
  bool readable = false;            ///< the result is a document it understands
  bool ok = false;                  ///< every step was confirmed
  std::size_t steps = 0;            ///< evidence steps replayed
  std::size_t lines = 0;            ///< cited lines compared word for word
  std::vector<std::string> report;  ///< what failed, then a summary
};

/// Replays. `result` is the JSON text, `root` the snapshot's folder.
Outcome Verify(std::string_view result, const base::FileSystem& files, const std::string& root);

}  // namespace ringfence::checker
