// The links that OSPF and IS-IS tell of, by area and level. See registry_igp_links.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "routing/isis/isis_graph.h"
#include "routing/network.h"
#include "routing/ospf/ospf_graph.h"
#include "routing/te/te_config.h"

namespace ringfence::routing {

/// A process of a node in an area or level.
struct IgpRouter {
  model::NodeId node;
  std::string process;   ///< IsisProcess::tag; the number of an OSPF process, its name where it has one
  bool main = false;     ///< of the default table
  bool member = false;   ///< of IS-IS: at this level, and with wide metrics
  bool avoided = false;  ///< it asks that no way leads through it
  std::string rank;      ///< compares as system ids and router ids do
  std::uint32_t max_paths = 1;
};

/// A directed link that both ends may tell of.
struct IgpLink {
  std::uint32_t from = 0, to = 0;  ///< numbers in IgpArea::routers
  model::Endpoint out, in;
  std::optional<net::IpAddress> near, far;  ///< of IPv4; `far` is also where packets are sent to
  std::uint32_t cost = 0;
  bool sure = true;  ///< false: the ends may refuse each other
};

/// An area of OSPFv2 or a level of IS-IS.
struct IgpArea {
  te::TeIgp igp = te::TeIgp::kOspf;
  std::uint32_t number = 0;  ///< of IS-IS the level, 1 or 2
  std::vector<IgpRouter> routers;
  std::vector<IgpLink> links;
};

/// All areas, then the two levels. O(links, and pairs of routers on each of them).
std::vector<IgpArea> IgpAreasOf(const Network& network, const ospf::Graph& ospf, const isis::Graph& isis);

}  // namespace ringfence::routing
