// Workloads as snapshots: what `ringfence bench generate` writes.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "workload/documents.h"

namespace ringfence::workload {

/// Words of `style` for a fabric, and for a wide-area network.
inline constexpr std::string_view kFatTreeStyles[] = {"bgp", "ospf"};
inline constexpr std::string_view kWanStyles[] = {"ebgp", "ospf-ibgp-rr", "isis-l3vpn"};

/// What to make. The same request gives the same bytes.
struct Request {
  std::string shape = "fattree";  ///< or "wan"
  std::string style;              ///< of kFatTreeStyles or kWanStyles; empty: the first
  std::string system;             ///< name of a format; empty: one that can say it
  std::uint32_t k = 4;            ///< pods of a fabric
  std::uint32_t nodes = 100;      ///< of a random graph
  std::string graph;              ///< text of a GML or GraphML file instead
  std::uint64_t seed = 1;
  bool random_policies = false;  ///< sessions between ASes of a wide-area network have random route policies
  std::uint32_t announcements = 10;  ///< prefixes of each neighbour outside, at most kAnnouncementsMax
  Questions questions;
};

/// Most prefixes of a neighbour outside (origin: the addresses behind the first one that are no special
/// ones).
inline constexpr std::uint32_t kAnnouncementsMax = 1'000'000;

/// Systems that networks can be generated for, by name.
std::vector<std::string> Systems();

/// Takes one file: its path below the snapshot's folder, its text. An Error ends the work.
using Sink = std::function<base::Result<std::size_t>(const std::string& path, const std::string& text)>;

/// Hands over all files of the snapshot, one configuration at a time. The number of configurations, or why
/// nothing, or not all, was made.
base::Result<std::size_t> Generate(const Request& request, const Sink& sink);

}  // namespace ringfence::workload
