#include "routing/registry_adjacencies.h"

#include "routing/bgp/session_list.h"
#include "routing/isis/neighbor_list.h"
#include "routing/ospf/neighbor_list.h"

namespace ringfence::routing {

std::vector<Adjacency> CollectAdjacencies(const EnginePlan& plan, const std::vector<std::uint8_t>& up,
                                          const ospf::OspfScratch& ospf, BgpTables& bgp) {
  std::vector<Adjacency> adjacencies;
  bgp::ListSessions(plan.bgp.plan(), bgp, adjacencies);
  isis::ListNeighbors(plan.network, plan.isis.graph(), up, adjacencies);
  ospf::ListNeighbors(plan.network, plan.ospf.graph(), ospf, adjacencies);
  Sort(plan.network, adjacencies);
  return adjacencies;
}

}  // namespace ringfence::routing
