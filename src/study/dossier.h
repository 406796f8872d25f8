// All that one page about a snapshot needs beside its verdicts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/check.h"
#include "study/exposure_study.h"

namespace ringfence::study {

/// The verdicts on a later day on which something changes.
struct LaterDay {
  base::Date day;
  CheckResult check;  ///< of that day, with the same options; without evidence and conflicts
};

/// A check with who can do what under every single failure, the ways flows then take, and what later days
/// bring.
struct Dossier {
  std::string title;  ///< what the snapshot is called
  const CheckResult* check = nullptr;
  ExposureResult exposure;
  std::vector<LaterDay> later;            ///< ascending; all after the day of `check`
  std::vector<base::Date> days_left_out;  ///< beyond kLaterDaysMax
};

/// Later days that are judged (origin: each costs a sweep; nobody reads more).
inline constexpr std::size_t kLaterDaysMax = 12;

/// Days on which a rule, a list, a share or a waiver begins, ends or changes its levels, ascending, each
/// once.
std::vector<base::Date> DaysOfChange(const Snapshot& snapshot);

/// Computes what `check` does not hold. `check` must outlive the result and be of this snapshot and these
/// options. Much cheaper with an inquiry in them that the check has used.
std::optional<Dossier> MakeDossier(Snapshot& snapshot, const CheckResult& check, const CheckOptions& options);

}  // namespace ringfence::study
