#include "workload/blueprint.h"

#include "base/check.h"

namespace ringfence::workload {
namespace {

constexpr std::uint32_t kFirstCable = 10U << 24U;                        // 10.0.0.0, a /31 each
constexpr std::uint32_t kFirstHosts = (172U << 24U) | (16U << 16U);      // 172.16.0.0, a /24 each
constexpr std::uint32_t kFirstLoopback = (192U << 24U) | (168U << 16U);  // 192.168.0.0, a /32 each
constexpr std::uint32_t kHostOffset = 10;

}  // namespace

std::size_t Blueprint::Add(std::string name, std::uint32_t as, bool announces) {
  const auto number = static_cast<std::uint32_t>(routers.size());
  Router& router = routers.emplace_back();
  router.name = std::move(name);
  router.as = as;
  router.loopback = net::IpAddress::V4(kFirstLoopback + number);
  if (announces)
    router.hosts = net::Prefix::Of(net::IpAddress::V4(kFirstHosts + (announced_count++ << 8U)), 24);
  router.host_ports = announces ? 1 : 0;
  return number;
}

void Blueprint::Join(std::size_t a, std::size_t b, std::uint32_t metric) {
  const std::uint32_t first = kFirstCable + 2 * cable_count++;
  const net::IpAddress of_a = net::IpAddress::V4(first), of_b = net::IpAddress::V4(first + 1);
  const std::size_t port_a = routers[a].ports.size(), port_b = routers[b].ports.size();
  routers[a].ports.push_back({of_a, b, of_b, port_b, metric});
  routers[b].ports.push_back({of_b, a, of_a, port_a, metric});
}

net::IpAddress HostPortAddress(const Router& router, std::uint32_t index) {
  RF_CHECK(router.hosts && index < router.host_ports);
  return net::IpAddress::V4(router.hosts->address.v4() + (index << (32U - router.host_port_length)) + 1);
}

net::IpAddress HostOf(const Router& router) {
  RF_CHECK(router.hosts && router.host_ports > 0);
  return net::IpAddress::V4(router.hosts->address.v4() + kHostOffset);
}

}  // namespace ringfence::workload
