// Prints the neutral model as VRP text that reads back to the same model.
#include "formats/huawei_vrp/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

void PrintAddress(Printing& out, const model::InterfaceAddress& address) {
  if (address.address.address.family == net::Family::kIpv6) {
    const bool local = IsLinkLocal(address.address.address);
    out.text += local ? fmt::format(" ipv6 address {} link-local\n", net::ToString(address.address.address))
                      : fmt::format(" ipv6 address {}\n", net::ToString(address.address));
    return;
  }
  const net::IpAddress mask = net::MaskOf(net::Family::kIpv4, address.address.length);
  out.text += fmt::format(" ip address {} {}{}\n", net::ToString(address.address.address),
                          net::ToString(mask), address.secondary ? " sub" : "");
}

void PrintUse(Printing& out, const model::AclUse& use, std::string_view direction, std::string_view family) {
  if (!use.applies()) return;
  if (use.name.starts_with(kTrafficPolicyPrefix)) {
    const std::string line =
        fmt::format(" traffic-policy {} {}\n", use.name.substr(kTrafficPolicyPrefix.size()), direction);
    // One policy serves both families; the second use is the same line.
    if (!out.text.ends_with(line)) out.text += line;
    return;
  }
  out.text += fmt::format(" traffic-filter {} {}acl name {}\n", direction, family, AclReference(use));
}

std::string WrappingText(const model::TunnelConfig& tunnel) {
  const bool gre = tunnel.encapsulation == model::Encapsulation::kGre;
  const bool vpn = tunnel.underlay_vrf && !tunnel.underlay_vrf->empty();
  std::string text =
      fmt::format(" tunnel-protocol {}\n source {}\n destination {}{}\n",
                  gre               ? "gre"
                  : tunnel.carries4 ? "ipv4-ipv4"
                                    : "ipv6-ipv4",
                  net::ToString(tunnel.local), vpn ? "vpn-instance " + *tunnel.underlay_vrf + " " : "",
                  net::ToString(tunnel.peer));
  if (tunnel.key) text += fmt::format(" gre key {}\n", *tunnel.key);
  if (tunnel.carrier == model::TunnelCarrier::kPeer) text += " keepalive\n";
  return text;
}

void PrintTunnel(Printing& out, const model::Interface& interface) {
  std::string policy;
  for (const model::TunnelConfig& tunnel : out.config.device.tunnels) {
    if (tunnel.bind_interface == interface.name && !tunnel.ipsec) {
      out.text += WrappingText(tunnel);
    } else if (tunnel.bind_interface == interface.name) {
      out.text += fmt::format(" tunnel-protocol ipsec\n source {}\n destination {}\n ipsec profile {}\n",
                              net::ToString(tunnel.local), net::ToString(tunnel.peer), interface.name);
    } else if (tunnel.bind_interface.empty() && policy.empty()) {
      policy = tunnel.name.substr(0, tunnel.name.rfind(' '));
    }
  }
  // The model does not keep where a policy is applied; any one interface gives the same model.
  const bool first = &interface == &out.config.device.interfaces.front();
  if (!policy.empty() && first) out.text += fmt::format(" ipsec policy {}\n", policy);
}

std::string VlanWords(const std::vector<model::VlanRange>& ranges) {
  std::string words;
  for (const model::VlanRange& range : ranges) words += fmt::format(" {} to {}", range.first, range.last);
  return words;
}

void PrintSwitching(Printing& out, const model::Interface& interface) {
  if (!interface.switch_port) return;
  const model::SwitchPort& port = *interface.switch_port;
  out.text += fmt::format(" portswitch\n port link-type {}\n", port.trunk ? "trunk" : "access");
  if (!port.trunk) {
    out.text += fmt::format(" port default vlan {}\n", port.vlan);
    return;
  }
  out.text += fmt::format(" port trunk pvid vlan {}\n undo port trunk allow-pass vlan 1\n", port.vlan);
  if (!port.allowed.empty())
    out.text += fmt::format(" port trunk allow-pass vlan{}\n", VlanWords(port.allowed));
}

/// The VLANs that trunks carry must be there.
void PrintVlans(Printing& out) {
  for (const model::Interface& interface : out.config.device.interfaces) {
    if (!interface.switch_port || interface.switch_port->allowed.empty()) continue;
    out.text += fmt::format("vlan batch{}\n#\n", VlanWords(interface.switch_port->allowed));
  }
}

void PrintGroups(Printing& out, const model::Interface& interface) {
  for (const model::VirtualRouter& group : interface.virtual_routers) {
    if (group.protocol == model::RedundancyProtocol::kAnycast) {
      // Any address does, as long as there is one.
      out.text += " mac-address 0000-5e00-0101\n vxlan anycast-gateway enable\n";
      continue;
    }
    for (const net::IpAddress& address : group.addresses)
      out.text += fmt::format(" vrrp vrid {} virtual-ip {}\n", group.group, net::ToString(address));
    out.text += fmt::format(" vrrp vrid {} priority {}\n", group.group, group.priority);
    if (!group.preempt) out.text += fmt::format(" vrrp vrid {} preempt-mode disable\n", group.group);
    for (const model::PriorityTrack& track : group.tracks)
      out.text += fmt::format(" vrrp vrid {} track interface {} {} {}\n", group.group, track.interface,
                              track.change < 0 ? "reduced" : "increased", std::abs(track.change));
  }
}

void PrintInterface(Printing& out, const model::Interface& interface) {
  const bool bridged = IsBridgePort(out, interface.name);
  out.text += fmt::format("interface {}{}\n", interface.name, bridged ? " mode l2" : "");
  PrintSwitching(out, interface);
  if (interface.vlan && !bridged && interface.kind != model::InterfaceKind::kSvi)
    out.text += fmt::format(" vlan-type dot1q {}\n", *interface.vlan);
  if (!interface.description.empty()) out.text += fmt::format(" description {}\n", interface.description);
  if (!interface.admin_up) out.text += " shutdown\n";
  if (interface.mtu_bytes) out.text += fmt::format(" mtu {}\n", *interface.mtu_bytes);
  if (interface.bandwidth_bps && interface.bandwidth_bps != FactsOfName(interface.name).bandwidth_bps &&
      *interface.bandwidth_bps >= 1000) {
    out.text += fmt::format(" bandwidth {} kbps\n", *interface.bandwidth_bps / 1000);
  }
  if (!interface.lag.empty()) out.text += fmt::format(" eth-trunk {}\n", interface.lag.substr(9));
  if (!interface.vrf.empty()) out.text += fmt::format(" ip binding vpn-instance {}\n", interface.vrf);
  bool ipv6 = false;
  for (const auto& address : interface.addresses)
    ipv6 |= address.address.address.family == net::Family::kIpv6;
  for (const auto& process : out.config.ospf.processes) {
    ipv6 |=
        process.family == net::Family::kIpv6 &&
        std::ranges::any_of(process.interfaces, [&](const auto& one) { return one.name == interface.name; });
  }
  if (ipv6) out.text += " ipv6 enable\n";
  for (const auto& address : interface.addresses) PrintAddress(out, address);
  if (!interface.unnumbered_from.empty()) {
    out.text += fmt::format(" ip address unnumbered interface {}\n", interface.unnumbered_from);
  }
  PrintGroups(out, interface);
  if (interface.macsec) out.text += " macsec mode normal\n";
  PrintTunnel(out, interface);
  if (interface.policy_in4.applies() && !interface.policy_in4.name.starts_with(kTrafficPolicyPrefix))
    out.text += fmt::format(" ip policy-based-route {}\n", interface.policy_in4.name);
  PrintUse(out, interface.acl_in4, "inbound", "");
  PrintUse(out, interface.acl_in6, "inbound", "ipv6 ");
  PrintUse(out, interface.acl_out4, "outbound", "");
  PrintUse(out, interface.acl_out6, "outbound", "ipv6 ");
  PrintInterfaceNat(out, interface);
  PrintInterfaceMpls(out, interface);
  PrintInterfaceL2Vpn(out, interface);
  PrintInterfaceTe(out, interface);
  PrintInterfaceOspf(out, interface);
  PrintInterfaceIsis(out, interface);
  PrintInterfaceSr(out, interface);
  PrintInterfaceRip(out, interface);
  PrintInterfaceCopying(out, interface);
  out.text += "#\n";
}

void PrintStatic(Printing& out, const routing::static_routes::StaticRoute& route) {
  const bool ipv6 = route.prefix.family() == net::Family::kIpv6;
  out.text += fmt::format("{} route-static ", ipv6 ? "ipv6" : "ip");
  if (!route.vrf.empty()) out.text += fmt::format("vpn-instance {} ", route.vrf);
  out.text += fmt::format("{} {}", net::ToString(route.prefix.address), route.prefix.length);
  if (!route.next_hop_vrf.value_or("").empty()) out.text += " vpn-instance " + *route.next_hop_vrf;
  if (route.discard) out.text += " NULL0";
  if (!route.interface.empty()) out.text += " " + route.interface;
  if (route.next_hop) out.text += " " + net::ToString(*route.next_hop);
  if (route.next_hop_vrf == "") out.text += " public";
  if (route.distance != kStaticPreference) out.text += fmt::format(" preference {}", route.distance);
  if (route.tag) out.text += fmt::format(" tag {}", *route.tag);
  out.text += '\n';
}

}  // namespace

std::string Print(const routing::DeviceConfig& config) {
  Printing out{config, "!Software Version V800R021C00\n#\n"};
  if (!config.device.name.empty()) out.text += fmt::format("sysname {}\n#\n", config.device.name);
  PrintAcls(out);
  PrintVpnInstances(out);
  PrintTrafficPolicies(out);
  PrintPolicyRouting(out);
  PrintNatGroups(out);
  PrintIpsec(out);
  PrintMpls(out);
  PrintL2Vpn(out);
  PrintSr(out);
  PrintSrv6(out);
  PrintCopying(out);
  PrintVlans(out);
  for (const model::Interface& interface : config.device.interfaces) PrintInterface(out, interface);
  PrintOspf(out);
  PrintIsis(out);
  PrintRip(out);
  PrintBgp(out);
  PrintStaticLsps(out);
  PrintTe(out);
  for (const auto& route : config.static_routes.routes) PrintStatic(out, route);
  PrintRoutePolicies(out);
  PrintManagement(out);
  out.text += "#\nreturn\n";
  return std::move(out.text);
}

}  // namespace ringfence::formats::huawei_vrp
