#include "workload/wan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace ringfence::workload {
namespace {

namespace bgp = routing::bgp;

constexpr std::uint32_t kFirstAs = 4'200'000'000;  // private (RFC 6996)
constexpr std::uint32_t kOwnAs = 65000;
constexpr std::uint32_t kFirstOutsideAs = 64600;
constexpr std::size_t kReflectors = 4;
constexpr std::uint32_t kRoutersPerBorder = 20;
constexpr std::uint32_t kFirstOutsidePrefix =
    (198U << 24U) | (18U << 16U);  // 198.18.0.0 (RFC 2544), a /24 each
constexpr std::uint32_t kIgpPathsMax = 4;
constexpr std::string_view kVrf = "SITE";

void AddOutside(Wan& wan, std::uint32_t inside, Dice& dice) {
  std::set<std::size_t> borders;
  const std::uint32_t wanted = std::min(inside, std::max(2U, inside / kRoutersPerBorder));
  while (borders.size() < wanted) borders.insert(dice.Below(inside));
  std::uint32_t number = 0;
  for (const std::size_t border : borders) {
    const std::size_t outside =
        wan.network.Add(fmt::format("outside-{}", number), kFirstOutsideAs + number, true);
    wan.network.routers[outside].outside = true;
    wan.network.Join(border, outside, 1);
    ++number;
  }
}

/// The reflectors that a router peers with.
std::vector<std::size_t> UsedBy(const Wan& wan, std::size_t router) {
  const std::size_t count = wan.reflectors.size();
  std::vector<std::size_t> used = {wan.reflectors[router % count], wan.reflectors[(router + 1) % count]};
  std::erase(used, router);
  if (used.size() == 2 && used[0] == used[1]) used.pop_back();
  return used;
}

bool IsReflector(const Wan& wan, std::size_t router) {
  return std::ranges::count(wan.reflectors, router) > 0;
}

std::vector<std::size_t> InternalPeers(const Wan& wan, std::size_t router) {
  if (!IsReflector(wan, router)) return UsedBy(wan, router);
  std::vector<std::size_t> peers;
  for (std::size_t other = 0; other < wan.network.routers.size(); ++other) {
    if (other == router || wan.network.routers[other].outside) continue;
    if (IsReflector(wan, other) || std::ranges::count(UsedBy(wan, other), router) > 0) peers.push_back(other);
  }
  return peers;
}

/// Neighbours inside the AS, between loopbacks.
void AddInternal(const Wan& wan, std::size_t router, bgp::BgpFamily family, const formats::Format& system,
                 bgp::BgpVrf& vrf) {
  const Router& own = wan.network.routers[router];
  const bool border = std::ranges::any_of(
      own.ports, [&wan](const Port& port) { return wan.network.routers[port.neighbor].outside; });
  for (const std::size_t peer : InternalPeers(wan, router)) {
    bgp::BgpNeighbor& neighbor = AddNeighbor(vrf, wan.network.routers[peer].loopback, kOwnAs, family);
    neighbor.update_source_interface = LoopbackName(system);
    bgp::NeighborFamily& active = neighbor.families.front();
    active.reflector_client = IsReflector(wan, router) && !IsReflector(wan, peer);
    if (border) active.next_hop_self = bgp::NextHopSelf::kLearnedByEbgp;
  }
}

void AddOspfIbgp(const Wan& wan, std::size_t router, bool random_policies, const formats::Format& system,
                 routing::DeviceConfig& config) {
  const Router& own = wan.network.routers[router];
  AddOspf(wan.network, router, system, kIgpPathsMax, false, config);
  bgp::BgpVrf& vrf = AddBgp(own, config);
  AddInternal(wan, router, bgp::BgpFamily::kIpv4Unicast, system, vrf);
  for (const Port& port : own.ports) {
    const Router& other = wan.network.routers[port.neighbor];
    if (!other.outside) continue;
    bgp::BgpNeighbor& neighbor = AddNeighbor(vrf, port.neighbor_address, other.as);
    if (random_policies) PreferBy(100 + 10 * (other.as % 3), neighbor, config);
  }
}

void AddOutsideBgp(const Wan& wan, std::size_t router, routing::DeviceConfig& config) {
  bgp::BgpVrf& vrf = AddBgp(wan.network.routers[router], config);
  for (std::uint32_t i = 0; i < wan.announcements; ++i) {
    const net::Prefix prefix = net::Prefix::Of(net::IpAddress::V4(kFirstOutsidePrefix + (i << 8U)), 24);
    vrf.families.front().networks.emplace_back().prefix = prefix;
    AddDiscard(prefix, config);
  }
  AddCableNeighbors(wan.network, router, vrf);
}

/// The port of hosts is the site of a VPN.
void AddIsisL3vpn(const Wan& wan, std::size_t router, const formats::Format& system,
                  routing::DeviceConfig& config) {
  const Router& own = wan.network.routers[router];
  AddIsisAndLdp(wan.network, router, system, config);
  for (std::uint32_t i = 0; i < own.host_ports; ++i) {
    const auto port =
        std::ranges::find(config.device.interfaces, HostPortName(own, system, i), &model::Interface::name);
    port->vrf = kVrf;
  }
  bgp::BgpVrf& core = AddBgp(own, config);
  core.families.front().networks.clear();
  core.families.emplace_back().family = bgp::BgpFamily::kVpnIpv4;
  AddInternal(wan, router, bgp::BgpFamily::kVpnIpv4, system, core);
  routing::VrfConfig& site = config.vrfs.emplace_back();
  site.name = kVrf;
  site.route_distinguisher = fmt::format("{}:{}", kOwnAs, router + 1);
  site.import_targets4 = site.export_targets4 = {fmt::format("target:{}:1", kOwnAs)};
  site.label_per_table = true;
  bgp::BgpVrf& vrf = config.bgp.vrfs.emplace_back();
  vrf.vrf = kVrf;
  vrf.router_id = own.loopback;
  vrf.families.emplace_back().redistributions.emplace_back();
}

}  // namespace

Wan MakeWan(const Graph& graph, WanStyle style, Dice& dice) {
  Wan wan;
  wan.style = style;
  for (std::uint32_t i = 0; i < graph.node_count; ++i) {
    const std::size_t router =
        wan.network.Add(fmt::format("r{}", i), style == WanStyle::kEbgp ? kFirstAs + i : kOwnAs, true);
    wan.network.routers[router].unwanted = i % 10 == 7;
  }
  for (const Edge& edge : graph.edges) wan.network.Join(edge.a, edge.b, edge.metric);
  if (style == WanStyle::kEbgp) return wan;
  const std::size_t step = std::max<std::size_t>(1, graph.node_count / kReflectors);
  for (std::size_t i = 0; i < graph.node_count && wan.reflectors.size() < kReflectors; i += step)
    wan.reflectors.push_back(i);
  if (style == WanStyle::kOspfIbgp) AddOutside(wan, graph.node_count, dice);
  return wan;
}

routing::DeviceConfig WanDevice(const Wan& wan, std::size_t router, bool random_policies,
                                const formats::Format& system, Dice& dice) {
  const Router& own = wan.network.routers[router];
  routing::DeviceConfig config = StartDevice(wan.network, router, system);
  if (own.outside) {
    AddOutsideBgp(wan, router, config);
  } else if (wan.style == WanStyle::kOspfIbgp) {
    AddOspfIbgp(wan, router, random_policies, system, config);
  } else if (wan.style == WanStyle::kIsisL3vpn) {
    AddIsisL3vpn(wan, router, system, config);
  } else {
    bgp::BgpVrf& vrf = AddBgp(own, config);
    AddCableNeighbors(wan.network, router, vrf);
    if (random_policies) AddRandomPolicies(own, config, dice);
  }
  return config;
}

}  // namespace ringfence::workload
