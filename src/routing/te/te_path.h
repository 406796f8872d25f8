// Ways over a topology of traffic engineering. See te_path.cc.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/topology.h"
#include "net/ip.h"
#include "routing/te/te_config.h"

namespace ringfence::routing::te {

/// A router in one area or level. Number of it in a topology.
using Vertex = std::uint32_t;

/// A directed link that both ends may tell of.
struct TeLink {
  Vertex from = 0, to = 0;
  model::Endpoint out, in;
  net::IpAddress near, far;  ///< addresses of its ends; `far` is also where packets are sent to
  std::uint32_t igp_metric = 0, te_metric = 0;
  std::uint32_t groups = 0;
  std::uint64_t reservable_kbps = 0;
  bool sure = true;  ///< false: something about it makes heads differ in whether they use it
  bool told = true;  ///< false: groups and bandwidth are not known, and the TE metric may be a greater one
};

/// All of an area or level.
struct Topology {
  std::vector<TeLink> links;              ///< ascending by `from`
  std::vector<std::uint32_t> first_link;  ///< by vertex, plus one past the end
  std::vector<net::IpAddress> ids;        ///< router ids by vertex; an address of IPv6: none
  /// Sorts the links and sets first_link. REQUIRES: `ids` is complete.
  void Finish();
};

/// What is asked.
struct PathRequest {
  Vertex from = 0, to = 0;
  std::span<const PathHop> hops;
  Affinity affinity;
  bool igp_metric = false;
  std::uint64_t bandwidth_kbps = 0;
  std::uint64_t all_bandwidth_kbps = 0;  ///< no link ever has to carry more than this
};

/// Whether there is a way.
enum class PathState : std::uint8_t {
  kUp,
  kDown,
  kOpen,  ///< there may be one, and which is not certain
};

/// A way.
struct TePath {
  PathState state = PathState::kDown;
  std::vector<std::uint32_t> links;  ///< of kUp: numbers of links in order, at least one
  friend bool operator==(const TePath&, const TePath&) = default;
};

/// The way that the head takes while the links with a 0 in `up` are down. Cost: a search each hop, O(links *
/// log links).
TePath FindPath(const Topology& topology, const std::vector<std::uint8_t>& up, const PathRequest& request);

}  // namespace ringfence::routing::te
