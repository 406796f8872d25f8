// Adjacencies of all protocols in one list.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/adjacency_list.h"
#include "routing/ospf/ospf_scratch.h"
#include "routing/registry_bgp.h"
#include "routing/registry_tables.h"

namespace ringfence::routing {

/// All of them under the state that `up` (by slot), `ospf` and `bgp` stand for, in the order of output.
std::vector<Adjacency> CollectAdjacencies(const EnginePlan& plan, const std::vector<std::uint8_t>& up,
                                          const ospf::OspfScratch& ospf, BgpTables& bgp);

}  // namespace ringfence::routing
