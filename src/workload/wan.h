// Wide-area networks.
#pragma once

#include <cstdint>
#include <vector>

#include "workload/configure.h"
#include "workload/graph.h"

namespace ringfence::workload {

/// Which protocols run.
enum class WanStyle : std::uint8_t {
  kEbgp,       ///< every router is an AS of its own and a neighbour of each router it is joined to
  kOspfIbgp,   ///< one AS: OSPF, and iBGP by route reflectors; some routers have a neighbour outside
  kIsisL3vpn,  ///< one AS: IS-IS and LDP below a VPN with a site at each router, by route reflectors
};

/// A network with its route reflectors.
struct Wan {
  WanStyle style = WanStyle::kEbgp;
  Blueprint network;
  std::vector<std::size_t> reflectors;  ///< of styles with one AS; a router uses two of them
  std::uint32_t announcements = 10;     ///< prefixes that each neighbour outside announces, all the same ones
};

/// A router for each node of the graph with one /24 of its own; one in ten is of the unwanted maker. With
/// kOspfIbgp one in twenty, at least two, has a neighbour outside.
Wan MakeWan(const Graph& graph, WanStyle style, Dice& dice);

/// The configuration of one router. With `random_policies`, sessions to other ASes have some.
routing::DeviceConfig WanDevice(const Wan& wan, std::size_t router, bool random_policies,
                                const formats::Format& system, Dice& dice);

}  // namespace ringfence::workload
