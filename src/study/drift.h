// The question `drift`: do the computed routing tables equal those that devices print?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exposure/cone.h"
#include "study/observed.h"
#include "study/questions.h"

namespace ringfence::study {

/// What two routes of one prefix can differ in.
enum class DriftKind : std::uint8_t { kMissing, kExtra, kNextHop, kProtocol, kDistance, kMetric };
inline constexpr std::string_view kDriftKindNames[] = {"missing",  "extra",    "next-hop",
                                                       "protocol", "distance", "metric"};

/// What is compared.
struct DriftFilter {
  std::string node;                 ///< empty: all that have an observed table
  std::string vrf;                  ///< empty: all
  std::vector<std::string> ignore;  ///< protocols of the contract, "metric", "distance"
};

/// One route of one side.
struct DriftSide {
  std::string protocol;
  std::optional<std::uint32_t> metric, distance;  ///< absent: not known
  std::vector<WayText> hops;                      ///< sorted
  std::vector<WayText> resolved;                  ///< of all hops, sorted
  bool ambiguous = false;  ///< computed: the device may have another one, by the order of events
  base::Span span;         ///< observed: the first line
};

/// A prefix whose two routes are not equal.
struct Drift {
  model::NodeId node;
  std::string vrf;
  net::Prefix prefix;
  std::vector<DriftKind> kinds;
  bool decided = true;  ///< false: a line that is not modelled, or the order of events, may explain it
  std::optional<DriftSide> computed, observed;
};

/// Answer to `drift`.
struct DriftResult {
  std::vector<std::string> failed;                    ///< labels of what --fail took out
  std::vector<Drift> drifts;                          ///< by node name, VRF (the default one first), prefix
  std::vector<const exposure::OpenLine*> open_lines;  ///< that may explain those that are not decided
  std::vector<std::string>
      not_observed;          ///< "device vrf": tables of observed devices of which no line is there
  std::size_t tables = 0;    ///< compared
  std::size_t prefixes = 0;  ///< compared
  bool differs() const;      ///< some difference is decided
  bool undecided() const;    ///< some difference is not
};

/// Compares under failures. Unknown names and a snapshot without observed tables are diagnosed. `files` and
/// `root` as given to LoadSnapshot.
std::optional<DriftResult> FindDrift(const base::FileSystem& files, const std::string& root,
                                     Snapshot& snapshot, const Failures& failures, const DriftFilter& filter);

}  // namespace ringfence::study
