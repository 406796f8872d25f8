// Who is attached to what under a failure state, and shortest paths in one area.
#pragma once

#include <span>

#include "routing/ospf/ospf_graph.h"
#include "routing/ospf/ospf_scratch.h"

namespace ringfence::routing::ospf {

/// Elects designated routers and finds which members are attached (RFC 2328 section 9.4). Fills
/// scratch.attached and scratch.designated. REQUIRES: scratch.up is set.
void ElectDesignated(const Graph& graph, OspfScratch& scratch);

/// Shortest paths of router `number` in its area number `part`. REQUIRES: ElectDesignated was called.
/// O((vertices + edges) log vertices).
const Spf& SpfOf(const Graph& graph, std::uint32_t number, std::size_t part, OspfScratch& scratch);

/// The same of a router of one area, where only these places are asked about, and vertices on the way there:
/// others may have the paths of the base (near_base.h).
const Spf& SpfTo(const Graph& graph, std::uint32_t number, std::span<const StubPlace> places,
                 OspfScratch& scratch);
/// Where the prefix hangs in an area; valid until the next call.
std::span<const StubPlace> PlacesOf(const Graph& graph, std::uint32_t area, PrefixIndex prefix,
                                    OspfScratch& scratch);

/// The place of a prefix in area number `number` under the state of the scratch; none while its interface is
/// down. While the interface is a transit link of a segment, the segment carries the prefix: in OSPFv2 the
/// subnet of the designated router alone (RFC 2328 section 12.4.2), in OSPFv3 the prefixes of all that are
/// attached (RFC 5340 section 4.4.3.9).
inline StubPlace PlaceOf(const Area& area, std::uint32_t number, const Stub& stub,
                         const OspfScratch& scratch) {
  if ((*scratch.up)[stub.slot] == 0) return {};
  if (stub.segment == kNone || scratch.attached[number][stub.segment][stub.member] == 0)
    return {stub.vertex, stub.cost};
  if (area.family == net::Family::kIpv4 && scratch.designated[number][stub.segment] != stub.member) return {};
  return {static_cast<std::uint32_t>(area.routers.size()) + stub.segment, 0};
}

}  // namespace ringfence::routing::ospf
