// The neutral model as configuration text: what Parse reads back gives the same model. What FRR itself has no
// words for (bonds, bridges, VRF devices) is printed as an interfaces file in front of it, or as a database
// when the device has one.

#include "formats/frr/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/config_db.h"
#include "formats/frr/convert.h"
#include "formats/tunnel_text.h"

namespace ringfence::formats::frr {
namespace {

using model::InterfaceKind;

constexpr std::uint64_t kMegabit = 1'000'000;
constexpr std::uint64_t kBandwidthMax_bps = 1'000'000 * kMegabit;

bool IsVrf(const routing::DeviceConfig& config, const std::string& name) {
  return std::ranges::find(config.vrfs, name, &routing::VrfConfig::name) != config.vrfs.end();
}

/// Members of a bond or ports of the bridge, with a blank before each.
std::string MembersOf(const model::Device& device, const model::Interface& owner) {
  std::string names;
  for (const model::Interface& interface : device.interfaces) {
    const bool member =
        owner.kind == InterfaceKind::kLag ? interface.lag == owner.name : interface.switch_port.has_value();
    if (member) names += " " + interface.name;
  }
  return names;
}

bool IsBridge(const model::Interface& interface) {
  return interface.kind == InterfaceKind::kSvi && interface.parent.empty();
}

/// True when only the interfaces file can say what the device is.
bool NeedsStanzas(const model::Device& device) {
  if (!device.tunnels.empty()) return true;  // of WireGuard too: the order of interfaces
  return !HasDatabase(device) &&
         std::ranges::any_of(device.interfaces, [](const model::Interface& interface) {
           return interface.mtu_bytes || interface.switch_port || interface.kind == InterfaceKind::kLag ||
                  interface.kind == InterfaceKind::kSvi || !interface.virtual_routers.empty();
         });
}

void PrintVids(std::string& out, const std::vector<model::VlanRange>& ranges) {
  if (ranges.empty()) return;
  out += "  bridge-vids";
  for (const model::VlanRange& range : ranges) {
    out += fmt::format(" {}", range.first);
    if (range.last != range.first) out += fmt::format("-{}", range.last);
  }
  out += '\n';
}

void PrintSwitchPort(std::string& out, const model::SwitchPort& port) {
  if (!port.trunk) {
    out += fmt::format("  bridge-access {}\n", port.vlan);
    return;
  }
  out += fmt::format("  bridge-pvid {}\n", port.vlan);
  // The last one is the untagged VLAN itself.
  std::vector<model::VlanRange> allowed = port.allowed;
  if (!allowed.empty()) allowed.pop_back();
  PrintVids(out, allowed);
}

void PrintStanza(std::string& out, const model::Interface& interface, const routing::DeviceConfig& config) {
  const model::Device& device = config.device;
  if (IsWireGuard(device, interface.name)) {
    out += fmt::format("auto {}\n", interface.name);
    return;
  }
  out += fmt::format("auto {}\niface {}\n", interface.name, interface.name);
  if (IsVrf(config, interface.name)) {
    out += "  vrf-table auto\n";
  } else if (!interface.vrf.empty()) {
    out += fmt::format("  vrf {}\n", interface.vrf);
  }
  if (interface.mtu_bytes) out += fmt::format("  mtu {}\n", *interface.mtu_bytes);
  if (interface.kind == InterfaceKind::kLag)
    out += fmt::format("  bond-slaves{}\n", MembersOf(device, interface));
  if (IsBridge(interface)) {
    out += fmt::format("  bridge-vlan-aware yes\n  bridge-ports{}\n  bridge-pvid {}\n",
                       MembersOf(device, interface), interface.vlan.value_or(1));
  } else if (interface.kind == InterfaceKind::kSvi) {
    out += fmt::format("  vlan-id {}\n  vlan-raw-device {}\n", interface.vlan.value_or(1), interface.parent);
  }
  if (interface.switch_port) PrintSwitchPort(out, *interface.switch_port);
  if (const model::TunnelConfig* tunnel = TunnelOf(device, interface.name)) {
    const bool gre = tunnel->encapsulation == model::Encapsulation::kGre;
    out += fmt::format("  tunnel-mode {}\n  tunnel-local {}\n  tunnel-endpoint {}\n",
                       gre                ? "gre"
                       : tunnel->carries4 ? "ipip"
                                          : "sit",
                       net::ToString(tunnel->local), net::ToString(tunnel->peer));
  }
  for (const model::VirtualRouter& group : interface.virtual_routers) {
    out += "  address-virtual 00:00:5e:00:01:01";
    for (const net::IpAddress& address : group.addresses) out += " " + net::ToString(address);
    out += '\n';
  }
}

void PrintInterface(std::string& out, const model::Interface& interface,
                    const routing::DeviceConfig& config) {
  const bool in_database = HasDatabase(config.device) && IsDbInterface(interface);
  out += fmt::format("interface {}{}\n", interface.name, in_database ? "" : VrfText(interface.vrf));
  if (!interface.description.empty() && !in_database)
    out += fmt::format(" description {}\n", interface.description);
  // That of a bundle follows from its members.
  const bool told = interface.bandwidth_bps.value_or(0) <= kBandwidthMax_bps;
  if (interface.bandwidth_bps && told)
    out += fmt::format(" bandwidth {}\n", *interface.bandwidth_bps / kMegabit);
  if (!interface.unnumbered_from.empty()) {
    const model::InterfaceAddress* borrowed = PrimaryIpv4(config.device, interface);
    if (borrowed != nullptr) out += fmt::format(" ip address {}\n", net::ToString(borrowed->address));
  }
  for (const model::InterfaceAddress& address : interface.addresses) {
    if (in_database) break;
    const bool v4 = address.address.address.family == net::Family::kIpv4;
    out += fmt::format(" {} address {}\n", v4 ? "ip" : "ipv6", net::ToString(address.address));
  }
  if (!interface.admin_up && !in_database) out += " shutdown\n";
  PrintInterfaceProtocols(out, interface, config);
  PrintLinkParams(out, interface, config.sr);
  out += "exit\n!\n";
}

void PrintStatics(std::string& out, const routing::DeviceConfig& config) {
  for (const routing::static_routes::StaticRoute& route : config.static_routes.routes) {
    const bool made = route.distance == 0 && !route.next_hop && WgQuickRoutes(config.device, route.interface);
    if (made) continue;
    const bool v4 = route.prefix.family() == net::Family::kIpv4;
    out += fmt::format("{} route {}", v4 ? "ip" : "ipv6", net::ToString(route.prefix));
    if (route.next_hop) out += " " + net::ToString(*route.next_hop);
    if (!route.interface.empty()) out += " " + route.interface;
    if (route.discard) out += " blackhole";
    if (route.tag) out += fmt::format(" tag {}", *route.tag);
    out += fmt::format(" {}", route.distance);
    if (route.metric != 0) out += fmt::format(" metric {}", route.metric);
    out += VrfText(route.vrf);
    if (route.next_hop_vrf)
      out += fmt::format(" nexthop-vrf {}", route.next_hop_vrf->empty() ? "default" : *route.next_hop_vrf);
    out += '\n';
  }
}

void PrintSrv6(std::string& out, const routing::srv6::Srv6Config& config) {
  if (!config.source && config.locators.empty()) return;
  out += "segment-routing\n srv6\n";
  if (config.source) out += fmt::format("  encapsulation source-address {}\n", net::ToString(*config.source));
  out += "  locators\n";
  for (const routing::srv6::Locator& locator : config.locators)
    out +=
        fmt::format("   locator {}\n    prefix {}\n   exit\n", locator.name, net::ToString(locator.prefix));
  out += "  exit\n exit\nexit\n!\n";
}

}  // namespace

std::string VrfText(const std::string& vrf) { return vrf.empty() ? "" : fmt::format(" vrf {}", vrf); }

std::string RouteMapText(const std::vector<std::string>& policies) {
  return policies.empty() ? "" : fmt::format(" route-map {}", policies.front());
}

std::string Print(const routing::DeviceConfig& config) {
  const model::Device& device = config.device;
  std::string out = HasDatabase(device) ? PrintDatabase(config) : std::string();
  if (NeedsStanzas(device)) {
    for (const model::Interface& interface : device.interfaces) PrintStanza(out, interface, config);
  }
  PrintWireGuard(out, device);
  out += fmt::format("frr version {}\nfrr defaults traditional\n",
                     config.sr.algorithms.empty() ? "8.4.4" : "9.0");
  if (!device.name.empty()) out += fmt::format("hostname {}\n", device.name);
  if (!device.forwards4) out += "no ip forwarding\n";
  if (!device.forwards6) out += "no ipv6 forwarding\n";
  out += "!\n";
  for (const routing::VrfConfig& vrf : config.vrfs) {
    if (!vrf.name.empty()) out += fmt::format("vrf {}\nexit-vrf\n!\n", vrf.name);
  }
  PrintAffinities(out, config.sr);
  for (const model::Interface& interface : device.interfaces) PrintInterface(out, interface, config);
  PrintStatics(out, config);
  PrintPolicies(out, config);
  PrintOspf(out, config);
  PrintIgps(out, config);
  PrintSrv6(out, config.srv6);
  PrintBgp(out, config);
  out += "line vty\n";
  return out;
}

}  // namespace ringfence::formats::frr
