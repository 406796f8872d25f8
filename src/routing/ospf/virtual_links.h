// Virtual links of OSPFv2 and the areas that carry them. See virtual_links.cc.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/diagnostic.h"
#include "routing/network.h"
#include "routing/ospf/ospf_graph.h"
#include "routing/ospf/ospf_scratch.h"

namespace ringfence::routing::ospf {

/// Pairs the virtual links of all processes. What cannot come up is kAdjacencyUnmet. REQUIRES: routers and
/// areas are complete.
void AddVirtualLinks(const Network& network, Graph& graph, base::Diagnostics& findings);

/// Fills virtual_up and virtual_cost; two areas that carry for one router make links_unsure true. REQUIRES:
/// ElectDesignated was called.
void FindVirtualLinks(const Graph& graph, OspfScratch& scratch);

/// True when a virtual link through the area is up.
bool IsTransit(const Graph& graph, std::uint32_t area, const OspfScratch& scratch);

/// TransitCapability of an area for one router (RFC 2328 section 16.1): it reaches an end of a virtual link
/// there.
bool CarriesTransit(const Graph& graph, std::uint32_t router, std::size_t part, OspfScratch& scratch);

/// True when a router at this vertex has a virtual link that is up.
inline bool HasVirtualLink(const Area& area, std::uint32_t vertex, const OspfScratch& scratch) {
  return !area.virtual_links_of.empty() &&
         std::ranges::any_of(area.virtual_links_of[vertex],
                             [&](const auto& of) { return scratch.virtual_up[of.first] != 0; });
}

/// True when the mask holds a next hop on an interface of this part of the router.
bool LeavesBy(const Router& router, const RouterArea& part, const std::uint64_t* mask);

}  // namespace ringfence::routing::ospf
