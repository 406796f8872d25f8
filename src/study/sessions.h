// The question `sessions`: which adjacencies and sessions of routing protocols stand, and why not the others.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "routing/adjacency_list.h"
#include "study/questions.h"
#include "study/snapshot.h"

namespace ringfence::study {

/// Which ones are asked for; empty: all.
struct SessionsFilter {
  std::string device;    ///< one of the ends is on it
  std::string protocol;  ///< bgp, isis, ospf
  bool down_only = false;
};

/// Answer to `sessions`.
struct SessionList {
  std::vector<std::string> failed;  ///< labels of what --fail took out
  std::array<std::size_t, 5> counts =
      {};  ///< by routing::AdjacencyState; of all, also when the rest is hidden
  std::vector<routing::Adjacency> sessions;  ///< by protocol, then names of the ends
};

/// Adjacencies under failures. Unknown names are diagnosed.
std::optional<SessionList> Sessions(Snapshot& snapshot, const Failures& failures,
                                    const SessionsFilter& filter);

}  // namespace ringfence::study
