// What can change an outcome. See certificate.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "exposure/failure_plan.h"

namespace ringfence::exposure {

/// Of an outcome under a set F of units: under every set G that holds F it is the same, unless G holds one of
/// `units` or all of one of `cuts`. None of them are of F.
struct Certificate {
  bool open = false;                 ///< every unit may change it
  std::vector<std::uint32_t> units;  ///< ascending
  std::vector<FailureSet> cuts;      ///< of two units or more; ascending, each once

  /// What of `more` may change the outcome, ascending: the first unit, else the first cut that it holds.
  /// Empty: nothing does. REQUIRES: `more` holds none of F.
  FailureSet FirstIn(const FailureSet& more) const;

  friend bool operator==(const Certificate&, const Certificate&) = default;
};

/// The certificate of an outcome under `failed` that rests on `support`; sets of more than `size_max` units
/// are of no interest.
Certificate MakeCertificate(const FailurePlan& plan, const routing::Support& support,
                            const FailureSet& failed, std::uint32_t size_max);

/// The same about sets of one unit more than `failed` only, and without cuts. For many that have failed, of
/// which the small cuts would be too many to list.
Certificate MakeNextCertificate(const FailurePlan& plan, const routing::Support& support,
                                const FailureSet& failed);

}  // namespace ringfence::exposure
