#include "workload/configure.h"

#include <fmt/format.h>

#include <utility>

#include "base/check.h"

namespace ringfence::workload {
namespace {

namespace bgp = routing::bgp;
namespace isis = routing::isis;
namespace ospf = routing::ospf;
using model::InterfaceKind;

constexpr std::uint32_t kCableCost = 1;  // of a port of hosts and of a loopback
constexpr std::string_view kIsisTag = "CORE";
constexpr std::string_view kIsisArea = "49.0001";
constexpr std::string_view kMark = "65000:1";
constexpr std::string_view kMarked = "wanted";
constexpr std::string_view kOwn = "own";
constexpr std::string_view kMarkPolicy = "mark";

model::Interface& AddInterface(std::string name, InterfaceKind kind, const net::IpAddress& address,
                               std::uint8_t length, routing::DeviceConfig& config) {
  model::Interface& interface = config.device.interfaces.emplace_back();
  interface.name = std::move(name);
  interface.kind = kind;
  interface.addresses.push_back({{address, length}, false, {}});
  return interface;
}

bool IsInside(const Blueprint& network, const Port& port) { return !network.routers[port.neighbor].outside; }

/// System id 0000.0000.0001 of a router's number plus one.
std::string SystemIdOf(std::size_t router) {
  const std::string digits = fmt::format("{:012}", router + 1);
  return digits.substr(0, 4) + "." + digits.substr(4, 4) + "." + digits.substr(8);
}

ospf::OspfInterface OspfOn(std::string name, ospf::NetworkType type, std::uint32_t cost) {
  ospf::OspfInterface interface;
  interface.name = std::move(name);
  interface.type = type;
  interface.cost = cost;
  return interface;
}

isis::IsisInterface IsisOn(std::string name, isis::IsisNetworkType type, std::uint32_t metric) {
  isis::IsisInterface interface;
  interface.name = std::move(name);
  interface.levels = isis::kLevel2;
  interface.type = type;
  interface.passive = type == isis::IsisNetworkType::kLoopback;
  interface.metric_level1 = interface.metric_level2 = metric;
  return interface;
}

model::RouteTerm Term(std::string name, model::RouteMatchKind kind, std::string_view list) {
  model::RouteTerm term;
  term.name = std::move(name);
  term.flow = model::TermFlow::kAccept;
  if (!list.empty()) term.all_of.push_back({{{.kind = kind, .names = {std::string(list)}}}});
  return term;
}

/// Terms 10, which acts on what the list permits, and 20, which lets the rest pass as it is.
void AddPolicy(std::string name, model::RouteTerm first, bool passes_rest, routing::DeviceConfig& config) {
  model::RoutePolicy policy;
  policy.name = std::move(name);
  policy.terms.push_back(std::move(first));
  if (passes_rest) policy.terms.push_back(Term("20", model::RouteMatchKind::kAlways, ""));
  config.policies.policies.push_back(std::move(policy));
}

model::RouteAction SetPreference(std::uint32_t local_preference) {
  model::RouteAction action;
  action.kind = model::RouteActionKind::kLocalPreference;
  action.value = local_preference;
  return action;
}

/// The list of the router's own prefix, that of the community, and the policy that sets it.
void AddMark(const Router& router, routing::DeviceConfig& config) {
  model::PrefixList own;
  own.name = kOwn;
  own.lines.push_back({true, *router.hosts, router.hosts->length, router.hosts->length, {}});
  config.policies.prefix_lists.push_back(std::move(own));
  model::CommunityList marked;
  marked.name = kMarked;
  marked.lines.push_back({.permit = true, .all_of = {std::string(kMark)}, .regexes = {}, .span = {}});
  config.policies.community_lists.push_back(std::move(marked));
  model::RouteTerm term = Term("10", model::RouteMatchKind::kPrefixList, kOwn);
  model::RouteAction action;
  action.kind = model::RouteActionKind::kCommunity;
  action.communities = {std::string(kMark)};
  term.actions.push_back(std::move(action));
  AddPolicy(std::string(kMarkPolicy), std::move(term), true, config);
}

}  // namespace

std::string LoopbackName(const formats::Format& system) {
  return system.port_name(InterfaceKind::kLoopback, 0);
}

std::string PortName(const formats::Format& system, std::size_t port) {
  return system.port_name(InterfaceKind::kPhysical, static_cast<std::uint32_t>(port));
}

std::string HostPortName(const Router& router, const formats::Format& system, std::uint32_t index) {
  return PortName(system, router.ports.size() + index);
}

routing::DeviceConfig StartDevice(const Blueprint& network, std::size_t router,
                                  const formats::Format& system) {
  RF_CHECK(system.port_name != nullptr);
  const Router& own = network.routers[router];
  routing::DeviceConfig config;
  config.device.name = own.name;
  config.device.nos = system.name;
  config.device.forwards6 = false;
  AddInterface(LoopbackName(system), InterfaceKind::kLoopback, own.loopback, 32, config);
  for (std::size_t i = 0; i < own.ports.size(); ++i) {
    model::Interface& port =
        AddInterface(PortName(system, i), InterfaceKind::kPhysical, own.ports[i].address, 31, config);
    port.description = "to " + network.routers[own.ports[i].neighbor].name;
  }
  for (std::uint32_t i = 0; i < own.host_ports; ++i) {
    model::Interface& port = AddInterface(HostPortName(own, system, i), InterfaceKind::kPhysical,
                                          HostPortAddress(own, i), own.host_port_length, config);
    port.description = "hosts";
  }
  return config;
}

void AddOspf(const Blueprint& network, std::size_t router, const formats::Format& system,
             std::uint32_t max_paths, bool hosts, routing::DeviceConfig& config) {
  const Router& own = network.routers[router];
  ospf::OspfProcess& process = config.ospf.processes.emplace_back();
  process.router_id = own.loopback;
  process.max_paths = max_paths;
  process.areas.push_back({});
  process.interfaces.push_back(OspfOn(LoopbackName(system), ospf::NetworkType::kLoopback, kCableCost));
  process.interfaces.back().advertise_host = true;
  for (std::size_t i = 0; i < own.ports.size(); ++i) {
    if (!IsInside(network, own.ports[i])) continue;
    process.interfaces.push_back(
        OspfOn(PortName(system, i), ospf::NetworkType::kPointToPoint, own.ports[i].metric));
  }
  for (std::uint32_t i = 0; hosts && i < own.host_ports; ++i) {
    process.interfaces.push_back(
        OspfOn(HostPortName(own, system, i), ospf::NetworkType::kBroadcast, kCableCost));
    process.interfaces.back().passive = true;
  }
}

void AddIsisAndLdp(const Blueprint& network, std::size_t router, const formats::Format& system,
                   routing::DeviceConfig& config) {
  const Router& own = network.routers[router];
  isis::IsisProcess& process = config.isis.processes.emplace_back();
  process.tag = kIsisTag;
  process.area_ids = {std::string(kIsisArea)};
  process.system_id = SystemIdOf(router);
  process.levels = isis::kLevel2;
  process.style_level1 = process.style_level2 = isis::MetricStyle::kWide;
  process.default_into = 0;
  process.interfaces.push_back(IsisOn(LoopbackName(system), isis::IsisNetworkType::kLoopback, kCableCost));
  config.ldp.enabled = true;
  config.ldp.transport = own.loopback;
  for (std::size_t i = 0; i < own.ports.size(); ++i) {
    if (!IsInside(network, own.ports[i])) continue;
    process.interfaces.push_back(
        IsisOn(PortName(system, i), isis::IsisNetworkType::kPointToPoint, own.ports[i].metric));
    config.ldp.interfaces.push_back({PortName(system, i), {}});
  }
}

bgp::BgpVrf& AddBgp(const Router& router, routing::DeviceConfig& config) {
  config.bgp.as = router.as;
  config.bgp.decision.oldest_external_wins = false;
  bgp::BgpVrf& vrf = config.bgp.vrfs.emplace_back();
  vrf.router_id = router.loopback;
  bgp::BgpFamilyConfig& family = vrf.families.emplace_back();
  if (router.hosts) {
    bgp::BgpNetwork& network = family.networks.emplace_back();
    network.prefix = *router.hosts;
  }
  return vrf;
}

bgp::BgpNeighbor& AddNeighbor(bgp::BgpVrf& vrf, const net::IpAddress& address, std::uint32_t as,
                              bgp::BgpFamily family) {
  bgp::BgpNeighbor& neighbor = vrf.neighbors.emplace_back();
  neighbor.address = address;
  neighbor.remote_as = as;
  bgp::NeighborFamily& active = neighbor.families.emplace_back();
  active.family = family;
  active.send_large = false;  // nobody sets any
  return neighbor;
}

void AddCableNeighbors(const Blueprint& network, std::size_t router, bgp::BgpVrf& vrf) {
  for (const Port& port : network.routers[router].ports)
    AddNeighbor(vrf, port.neighbor_address, network.routers[port.neighbor].as);
}

void AddDiscard(const net::Prefix& prefix, routing::DeviceConfig& config) {
  routing::static_routes::StaticRoute& route = config.static_routes.routes.emplace_back();
  route.prefix = prefix;
  route.discard = true;
}

void AddRandomPolicies(const Router& router, routing::DeviceConfig& config, Dice& dice) {
  AddMark(router, config);
  for (bgp::BgpVrf& vrf : config.bgp.vrfs) {
    for (std::size_t i = 0; i < vrf.neighbors.size(); ++i) {
      bgp::NeighborFamily& family = vrf.neighbors[i].families.front();
      if (dice.OneIn(2)) {
        std::string name = fmt::format("prefer-{}", i);
        model::RouteTerm term = Term("10", model::RouteMatchKind::kCommunityList, kMarked);
        term.actions.push_back(SetPreference(dice.OneIn(2) ? 110 : 120));
        family.import.names = {name};
        AddPolicy(std::move(name), std::move(term), true, config);
      }
      if (dice.OneIn(5)) family.export_chain.names = {std::string(kMarkPolicy)};
    }
  }
}

void PreferBy(std::uint32_t local_preference, bgp::BgpNeighbor& neighbor, routing::DeviceConfig& config) {
  std::string name = fmt::format("preference-{}", local_preference);
  model::RouteTerm term = Term("10", model::RouteMatchKind::kAlways, "");
  term.actions.push_back(SetPreference(local_preference));
  neighbor.families.front().import.names = {name};
  if (model::FindPolicy(config.policies, name) == nullptr)
    AddPolicy(std::move(name), std::move(term), false, config);
}

}  // namespace ringfence::workload
