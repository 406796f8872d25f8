#include "workload/fattree.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace ringfence::workload {
namespace {

constexpr std::uint32_t kFirstAs = 4'200'000'000;  // private (RFC 6996)
constexpr std::uint32_t kOspfPathsMin = 4;
constexpr std::uint32_t kOspfPathsMax = 32;
constexpr std::uint32_t kUnwantedEvery = 10;

std::uint32_t NextAs(const Blueprint& fabric) {
  return kFirstAs + static_cast<std::uint32_t>(fabric.routers.size());
}

void AddPod(std::uint32_t pod, std::uint32_t k, Blueprint& fabric) {
  const std::uint32_t half = k / 2;
  std::vector<std::size_t> upper;
  for (std::uint32_t i = 0; i < half; ++i)
    upper.push_back(fabric.Add(fmt::format("agg-{}-{}", pod, i), NextAs(fabric), false));
  std::vector<std::size_t> lower;
  for (std::uint32_t i = 0; i < half; ++i)
    lower.push_back(fabric.Add(fmt::format("edge-{}-{}", pod, i), NextAs(fabric), true));
  for (std::uint32_t i = 0; i < half; ++i) {
    for (std::uint32_t j = 0; j < half; ++j)
      fabric.Join(i * half + j, upper[i], 1);  // core switches come first
  }
  for (std::uint32_t i = 0; i < half; ++i) {
    for (const std::size_t above : upper) fabric.Join(above, lower[i], 1);
    Router& edge = fabric.routers[lower[i]];
    edge.host_ports = std::min(half, kHostPortsMax);
    edge.host_port_length = 28;
    edge.unwanted = (pod * half + i) % kUnwantedEvery == kUnwantedEvery - 3;
  }
}

}  // namespace

Blueprint FatTree(std::uint32_t k) {
  RF_CHECK(k >= 2 && k % 2 == 0 && k <= kFatTreeKMax);
  Blueprint fabric;
  for (std::uint32_t i = 0; i < k / 2; ++i) {
    for (std::uint32_t j = 0; j < k / 2; ++j)
      fabric.Add(fmt::format("core-{}-{}", i, j), NextAs(fabric), false);
  }
  for (std::uint32_t pod = 0; pod < k; ++pod) AddPod(pod, k, fabric);
  return fabric;
}

routing::DeviceConfig FatTreeBgp(const Blueprint& fabric, std::size_t router, std::uint32_t k,
                                 const formats::Format& system) {
  const Router& own = fabric.routers[router];
  routing::DeviceConfig config = StartDevice(fabric, router, system);
  routing::bgp::BgpVrf& vrf = AddBgp(own, config);
  routing::bgp::BgpFamilyConfig& family = vrf.families.front();
  family.ebgp_paths_max = k / 2;
  family.multipath_relax_as = true;
  AddCableNeighbors(fabric, router, vrf);
  if (own.hosts) AddDiscard(*own.hosts, config);
  return config;
}

routing::DeviceConfig FatTreeOspf(const Blueprint& fabric, std::size_t router, std::uint32_t k,
                                  const formats::Format& system) {
  routing::DeviceConfig config = StartDevice(fabric, router, system);
  AddOspf(fabric, router, system, std::clamp(k / 2, kOspfPathsMin, kOspfPathsMax), true, config);
  return config;
}

}  // namespace ringfence::workload
