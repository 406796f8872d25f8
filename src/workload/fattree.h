// Fabrics of data centres.
#pragma once

#include <cstdint>

#include "workload/configure.h"

namespace ringfence::workload {

/// Largest fabric: 10,125 switches (origin: more edge switches have no /24 of 172.16.0.0/12 left).
inline constexpr std::uint32_t kFatTreeKMax = 90;

/// A fat tree of k pods (Al-Fares, Loukissas, Vahdat 2008): k^2/4 core switches, k/2 aggregation and k/2 edge
/// switches a pod, k^3/2 cables, each switch an AS of its own. Edge switches have a /24 and up to k/2 ports
/// of hosts; one in ten is of the unwanted maker: none forwards for others. REQUIRES: k is even, 2 to
/// kFatTreeKMax.
Blueprint FatTree(std::uint32_t k);

/// A switch that is an eBGP neighbour of each switch it is cabled to, with k/2 equal paths over different
/// ASes.
routing::DeviceConfig FatTreeBgp(const Blueprint& fabric, std::size_t router, std::uint32_t k,
                                 const formats::Format& system);
/// A switch with OSPF on every port.
routing::DeviceConfig FatTreeOspf(const Blueprint& fabric, std::size_t router, std::uint32_t k,
                                  const formats::Format& system);

}  // namespace ringfence::workload
