// Routing tables as devices print them: observed/<node>.jsonl of a snapshot, lines of the routes contract.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/files.h"
#include "net/ip.h"
#include "study/snapshot.h"

namespace ringfence::study {

/// Longest line of an observed table, in bytes (origin: a route with 64 resolved next hops is below 8 KiB).
inline constexpr std::size_t kObservedLineBytesMax = 64U << 10U;

/// Where packets leave, as text. Empty: not told.
struct WayText {
  std::string ip;
  std::string interface;  ///< "discard" of a discard route
  friend auto operator<=>(const WayText&, const WayText&) = default;
};

/// One line: a route and one of its next hops. What is null or absent in the file is not known.
struct ObservedRow {
  model::NodeId node;
  std::string vrf;  ///< "default" is the default one
  net::Prefix prefix;
  std::string protocol;
  WayText hop;
  std::vector<WayText> resolved;
  std::optional<std::uint32_t> metric, distance;
  bool open = false;  ///< said to be ambiguous, or with labels: packets may go otherwise than the hops say
  base::Span span;
};

/// All observed tables.
struct ObservedTables {
  std::vector<model::NodeId> nodes;  ///< that have a file, in order of its name
  std::vector<ObservedRow> rows;
};

/// Reads the folder `observed` of the snapshot at `root`. What is wrong is diagnosed and left out. REQUIRES:
/// the snapshot has a network.
ObservedTables ReadObserved(const base::FileSystem& files, const std::string& root, Snapshot& snapshot);

}  // namespace ringfence::study
