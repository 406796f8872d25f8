// The questions beside `check`: exposure, trace, routes, parse.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exposure/sweep.h"
#include "study/snapshot.h"

namespace ringfence::study {

/// What --fail names: units of the failure universe, single interfaces, links by their interfaces.
struct Failures {
  std::vector<std::string> labels;  ///< as understood, for output
  routing::FailureState state;
};

/// Understands `link:a-b`, `link:a[if]-b[if]`, `link:a--b`, `interface:a[if]`, `node:a`, `circuit:id`,
/// `line-system:id`. Unknown or ambiguous names: kFailElementUnknown in the snapshot's diagnostics, nullopt.
std::optional<Failures> ReadFailures(Snapshot& snapshot, const std::vector<std::string>& texts);

/// One row of the routes contract.
struct RouteRow {
  model::NodeId node;
  std::string vrf;           ///< "default" is the default one
  std::string next_hop_vrf;  ///< VRF of the outgoing interface where it is another one; else empty
  routing::Route route;
  routing::RouteHop hop;
  std::vector<routing::NextHop> resolved;
};

/// Rows of all nodes (or one), sorted by node name, VRF (the default one first), prefix, next hop.
struct RoutesResult {
  bool unsettled = false;  ///< BGP, static routes and redistribution do not come to rest: rows are one moment
  std::size_t possible = 0;  ///< rows that are not listed and that devices may have
  std::vector<RouteRow> rows;
};

/// Of these, at most so many are named in diagnostics (origin: enough for any network that a person looks
/// at).
inline constexpr std::size_t kPossibleToldMax = 1000;

/// Which tables are asked for; empty: all.
struct RoutesFilter {
  std::string node;
  std::string vrf;
};

/// Routing tables under failures. Unknown names are diagnosed.
std::optional<RoutesResult> Routes(Snapshot& snapshot, const Failures& failures, const RoutesFilter& filter);

/// One hop of a path for people.
struct TraceHop {
  model::NodeId node;
  model::InterfaceIndex in;
  model::InterfaceIndex out;
  std::vector<std::string> tunnels;  ///< names of the tunnels around the packet there
  std::string route;                 ///< prefix and protocol of the deciding route
  std::vector<base::Span> lines;
  bool ambiguous = false;  ///< the device may do otherwise, by the order of events or by a choice of its own
};

/// One branch from start to end.
struct TracePath {
  std::vector<TraceHop> hops;
  forwarding::Disposition disposition = forwarding::Disposition::kNoRoute;
  base::Span span;           ///< the line that ends it, when there is one
  net::PacketHeader sample;  ///< a packet that goes this way
};

/// All branches of one class of packets.
struct TraceClass {
  net::PacketHeader sample;
  bool forward = true;
  std::vector<TracePath> paths;
  bool truncated = false;  ///< more than kTracePathsMax branches
};

/// Branches listed for one class (origin: nobody reads more).
inline constexpr std::size_t kTracePathsMax = 256;

/// What to trace: a flow (both directions), or packets from a node.
struct TraceQuery {
  std::string flow;
  std::string from;    ///< node or node[interface]
  std::string packet;  ///< "dst=10.0.0.1,proto=tcp,dport=443,src=..."
};

struct TraceResult {  // answer to `trace`, by class of packets
  std::vector<TraceClass> classes;
};

/// Every branch, hop by hop. Bad queries are diagnosed.
std::optional<TraceResult> Trace(Snapshot& snapshot, const Failures& failures, const TraceQuery& query);

/// Paths of a walk as node lists, in order; at most kTracePathsMax.
std::vector<TracePath> PathsOf(const Snapshot& snapshot, const forwarding::WalkGraph& graph, bool& truncated);

}  // namespace ringfence::study
