// The neutral model as configuration text: what Parse reads back gives the same model. Everything is written
// in its explicit form (`switchport` and `shutdown` of each port, one statement for each value), so one
// notation is enough.

#include "formats/cisco_nxos/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_nxos/cisco_nxos.h"
#include "formats/cisco_nxos/interface_name.h"
#include "formats/cisco_nxos/policies.h"
#include "formats/print_policy_text.h"
#include "formats/steering_text.h"
#include "formats/track_numbers.h"
#include "model/redundancy.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::InterfaceKind;
using model::RedundancyProtocol;

constexpr std::uint64_t kBitsPerKilobit = 1000;
/// Name of the key chain and of the policy of ports with MACsec.
constexpr std::string_view kMacsec = "macsec";

void PrintAddresses(Printout& out, const model::Interface& interface) {
  for (const model::InterfaceAddress& address : interface.addresses) {
    const bool v6 = address.address.address.family == net::Family::kIpv6;
    out.text += fmt::format("  {} address {}{}\n", v6 ? "ipv6" : "ip", net::ToString(address.address),
                            address.secondary ? " secondary" : "");
  }
  if (!interface.unnumbered_from.empty())
    out.text += fmt::format("  ip unnumbered {}\n", interface.unnumbered_from);
}

void PrintUse(Printout& out, std::string_view command, const model::AclUse& use, std::string_view direction) {
  if (use.applies()) out.text += fmt::format("  {} {} {}\n", command, use.name, direction);
}

void PrintSwitchPort(Printout& out, const model::SwitchPort& port) {
  out.text += "  switchport\n";
  if (!port.trunk) {
    if (port.vlan != 1) out.text += fmt::format("  switchport access vlan {}\n", port.vlan);
    return;
  }
  out.text += "  switchport mode trunk\n";
  if (port.vlan != 1) out.text += fmt::format("  switchport trunk native vlan {}\n", port.vlan);
  std::string allowed;
  for (const model::VlanRange& range : port.allowed) {
    if (!allowed.empty()) allowed += ',';
    allowed += range.first == range.last ? std::to_string(range.first)
                                         : fmt::format("{}-{}", range.first, range.last);
  }
  out.text += fmt::format("  switchport trunk allowed vlan {}\n", allowed.empty() ? "none" : allowed);
}

bool IsHsrp(const model::VirtualRouter& group) { return group.protocol == RedundancyProtocol::kHsrp; }

bool IsAnycast(const model::VirtualRouter& group) {
  return group.protocol == model::RedundancyProtocol::kAnycast;
}

bool IsSecondHsrp(const model::VirtualRouter& group) {
  return IsHsrp(group) && model::IsLaterVersion(group.group);
}

bool IsThirdVrrp(const model::VirtualRouter& group) {
  return !IsHsrp(group) && !IsAnycast(group) && model::IsLaterVersion(group.group);
}

void PrintVirtualRouters(Printout& out, const model::Interface& interface, const model::Device& device) {
  const auto& groups = interface.virtual_routers;
  if (std::ranges::any_of(groups, IsSecondHsrp)) out.text += "  hsrp version 2\n";
  for (const model::VirtualRouter& group : groups) {
    if (IsAnycast(group)) {
      out.text += "  fabric forwarding mode anycast-gateway\n";
      continue;
    }
    const bool v6 = group.addresses[0].family == net::Family::kIpv6;
    const bool hsrp = IsHsrp(group);
    const std::uint32_t number = model::WireGroup(group.group);
    if (IsThirdVrrp(group))
      out.text += fmt::format("  vrrpv3 {} address-family {}\n", number, v6 ? "ipv6" : "ipv4");
    else
      out.text += fmt::format("  {} {}{}\n", hsrp ? "hsrp" : "vrrp", number, v6 ? " ipv6" : "");
    out.text += fmt::format("    priority {}\n", group.priority);
    out.text += group.preempt ? "    preempt\n" : "    no preempt\n";
    for (std::size_t i = 0; i < group.addresses.size(); ++i) {
      out.text += fmt::format("    {} {}{}\n", hsrp ? "ip" : "address", net::ToString(group.addresses[i]),
                              i > 0 ? " secondary" : "");
    }
    for (const model::PriorityTrack& track : group.tracks)
      out.text += fmt::format("    track {} decrement {}\n", TrackNumberOf(device, track), -track.change);
    if (!hsrp) out.text += "    no shutdown\n";
  }
}

void PrintInterface(Printout& out, const model::Interface& interface, const routing::DeviceConfig& config) {
  out.text += fmt::format("\ninterface {}\n", interface.name);
  if (!interface.description.empty()) out.text += fmt::format("  description {}\n", interface.description);
  if (interface.chassis_bundle != 0) out.text += fmt::format("  vpc {}\n", interface.chassis_bundle);
  if (interface.peer_link) out.text += "  vpc peer-link\n";
  if (interface.switch_port) {
    PrintSwitchPort(out, *interface.switch_port);
  } else if (IsSwitchable(interface.name)) {
    out.text += "  no switchport\n";
  }
  const bool inherits = interface.kind == InterfaceKind::kSubinterface;
  if (interface.bandwidth_bps && (inherits || interface.bandwidth_bps != BandwidthOfName(interface.name)))
    out.text += fmt::format("  bandwidth {}\n", *interface.bandwidth_bps / kBitsPerKilobit);
  if (interface.mtu_bytes) out.text += fmt::format("  mtu {}\n", *interface.mtu_bytes);
  if (interface.vlan && inherits) out.text += fmt::format("  encapsulation dot1q {}\n", *interface.vlan);
  if (!interface.vrf.empty()) out.text += fmt::format("  vrf member {}\n", interface.vrf);
  PrintAddresses(out, interface);
  PrintUse(out, "ip access-group", interface.acl_in4, "in");
  PrintUse(out, "ip access-group", interface.acl_out4, "out");
  PrintUse(out, "ipv6 traffic-filter", interface.acl_in6, "in");
  PrintUse(out, "ipv6 traffic-filter", interface.acl_out6, "out");
  for (const auto& [command, use] :
       {std::pair("ip", interface.policy_in4), std::pair("ipv6", interface.policy_in6)}) {
    if (use.applies()) out.text += fmt::format("  {} policy route-map {}\n", command, use.name);
  }
  out.text += PrintTranslationRole(out.translation, interface.name, "  ");
  if (interface.macsec) out.text += fmt::format("  macsec keychain {} policy {}\n", kMacsec, kMacsec);
  PrintInterfaceCopying(out, interface, config.device);
  PrintInterfaceProtocols(out, interface, config);
  if (std::ranges::count(config.ldp.interfaces, interface.name, &routing::ldp::LdpInterface::name) > 0)
    out.text += "  mpls ip\n";
  PrintVirtualRouters(out, interface, config.device);
  if (!interface.lag.empty()) out.text += fmt::format("  channel-group {}\n", NumberOfName(interface.lag));
  out.text += interface.admin_up ? "  no shutdown\n" : "  shutdown\n";
}

/// Statements of a VRF about routes that come from it and go to it.
void PrintTransfers(Printout& out, const routing::VrfConfig& vrf, const routing::VrfConfig* main,
                    net::Family family) {
  const bool v4 = family == net::Family::kIpv4;
  for (const std::string& target : v4 ? vrf.import_targets4 : vrf.import_targets6)
    out.text += fmt::format("    route-target import {}\n", std::string_view(target).substr(7));
  for (const std::string& target : v4 ? vrf.export_targets4 : vrf.export_targets6)
    out.text += fmt::format("    route-target export {}\n", std::string_view(target).substr(7));
  if (v4) {  // the model has one list for both families
    for (const std::string& target : vrf.evpn_import_targets)
      out.text += fmt::format("    route-target import {} evpn\n", std::string_view(target).substr(7));
    for (const std::string& target : vrf.evpn_export_targets)
      out.text += fmt::format("    route-target export {} evpn\n", std::string_view(target).substr(7));
  }
  for (const std::string& name : vrf.import_policies) out.text += fmt::format("    import map {}\n", name);
  for (const std::string& name : vrf.export_policies) out.text += fmt::format("    export map {}\n", name);
  for (const routing::VrfLeak& leak : vrf.leaks) {
    if (leak.family == family)
      out.text += fmt::format("    import vrf default map {}\n", MapOf(leak.policies));
  }
  if (main == nullptr) return;
  for (const routing::VrfLeak& leak : main->leaks) {
    if (leak.family == family && leak.from_vrf == vrf.name)
      out.text += fmt::format("    export vrf default map {}\n", MapOf(leak.policies));
  }
}

void PrintVrfs(Printout& out, const routing::DeviceConfig& config) {
  const auto found = std::ranges::find(config.vrfs, "", &routing::VrfConfig::name);
  const routing::VrfConfig* main = found == config.vrfs.end() ? nullptr : &*found;
  for (const routing::VrfConfig& vrf : config.vrfs) {
    if (vrf.name.empty()) continue;
    out.text += fmt::format("vrf context {}\n", vrf.name);
    const std::string& rd = vrf.route_distinguisher;
    if (!rd.empty()) out.text += fmt::format("  rd {}\n", rd.starts_with("auto:") ? "auto" : rd);
    const auto& vxlan = config.device.vxlan;
    for (std::size_t i = 0; vxlan && i < vxlan->segments.size(); ++i) {
      if (!vxlan->segments[i].vlan && vxlan->segments[i].vrf == vrf.name)
        out.text += fmt::format("  vni {} L3\n", vxlan->segments[i].vni);
    }
    for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
      Printout part;
      PrintTransfers(part, vrf, main, family);
      if (part.text.empty()) continue;
      out.text +=
          fmt::format("  address-family {} unicast\n", family == net::Family::kIpv4 ? "ipv4" : "ipv6");
      out.text += part.text;
    }
  }
}

void PrintNve(Printout& out, const model::Device& device) {
  const auto shares = [](const model::Interface& one) {
    return std::ranges::any_of(one.virtual_routers, IsAnycast);
  };
  if (std::ranges::any_of(device.interfaces, shares))
    out.text += "fabric forwarding anycast-gateway-mac 0000.5e00.0101\n";
  if (!device.vxlan) return;
  out.text += fmt::format("interface {}\n  host-reachability protocol bgp\n", device.vxlan->name);
  for (const model::Interface& interface : device.interfaces) {
    const bool source = std::ranges::any_of(interface.addresses, [&device](const auto& own) {
      return own.address.address == device.vxlan->local;
    });
    if (source) out.text += fmt::format("  no shutdown\n  source-interface {}\n", interface.name);
  }
  for (const model::VxlanSegment& segment : device.vxlan->segments) {
    out.text += fmt::format("  member vni {}{}\n", segment.vni,
                            segment.vlan ? "\n    ingress-replication protocol bgp" : " associate-vrf");
  }
  for (const model::VxlanSegment& segment : device.vxlan->segments) {
    if (!segment.vlan) continue;
    out.text +=
        fmt::format("vlan {}\n  vn-segment {}\nevpn\n  vni {} l2\n", *segment.vlan, segment.vni, segment.vni);
    for (const std::string& target : segment.import_targets)
      out.text += fmt::format("    route-target import {}\n", std::string_view(target).substr(7));
    for (const std::string& target : segment.export_targets)
      out.text += fmt::format("    route-target export {}\n", std::string_view(target).substr(7));
  }
}

void PrintLdp(Printout& out, const routing::DeviceConfig& config) {
  if (!config.ldp.enabled) return;
  out.text += "mpls ldp configuration\n";
  if (config.ldp.explicit_null) out.text += "  explicit-null\n";
  if (config.ldp.hosts_only) out.text += "  label allocate global host-routes\n";
  for (const model::Interface& interface : config.device.interfaces) {
    const bool names = std::ranges::any_of(interface.addresses, [&config](const auto& own) {
      return own.address.address == config.ldp.transport;
    });
    if (!names) continue;
    out.text += fmt::format("  router-id {} force\n", interface.name);
    return;
  }
}

/// Routes keep their order, so each says where it stands.
void PrintStatics(Printout& out, const routing::DeviceConfig& config) {
  out.text += PrintGroupTracks(config.device);
  std::vector<std::string> tracked;
  std::string routes;
  for (const routing::static_routes::StaticRoute& route : config.static_routes.routes) {
    if (!route.vrf.empty()) routes += fmt::format("vrf context {}\n  ", route.vrf);
    routes += fmt::format("{} route {}", route.prefix.family() == net::Family::kIpv4 ? "ip" : "ipv6",
                          net::ToString(route.prefix));
    if (route.discard) routes += " Null0";
    if (!route.interface.empty()) routes += " " + route.interface;
    if (route.next_hop) routes += " " + net::ToString(*route.next_hop);
    if (route.next_hop_vrf)
      routes += fmt::format(" vrf {}", route.next_hop_vrf->empty() ? "default" : *route.next_hop_vrf);
    if (!route.track_interface.empty()) {
      auto object = std::ranges::find(tracked, route.track_interface);
      if (object == tracked.end()) object = tracked.insert(object, route.track_interface);
      routes += fmt::format(" track {}", object - tracked.begin() + 1);
    }
    if (route.tag) routes += fmt::format(" tag {}", *route.tag);
    if (route.distance != 1) routes += fmt::format(" {}", route.distance);
    routes += "\n";
  }
  for (std::size_t i = 0; i < tracked.size(); ++i)
    out.text += fmt::format("track {} interface {} line-protocol\n", i + 1, tracked[i]);
  out.text += routes;
}

/// Features that the parts of the model need.
void PrintFeatures(Printout& out, const routing::DeviceConfig& config) {
  const auto feature = [&out](std::string_view name, bool on) {
    if (on) out.text += fmt::format("feature {}\n", name);
  };
  const auto ospf = [&config](net::Family family) {
    return std::ranges::find(config.ospf.processes, family, &routing::ospf::OspfProcess::family) !=
           config.ospf.processes.end();
  };
  const auto& interfaces = config.device.interfaces;
  feature("ospf", ospf(net::Family::kIpv4));
  feature("ospfv3", ospf(net::Family::kIpv6));
  feature("isis", !config.isis.processes.empty());
  feature("eigrp", !config.eigrp.processes.empty());
  feature("rip", !config.rip.processes.empty());
  feature("bgp", config.bgp.as != 0);
  feature("mpls ldp", config.ldp.enabled);
  feature("tunnel", !config.device.tunnels.empty());
  const auto copies = [&config](auto does) { return std::ranges::any_of(config.device.copying, does); };
  feature("netflow", copies([](const auto& one) { return one.what == model::CopiedWhat::kRecords; }));
  feature("sflow", copies([](const auto& one) { return one.name == "sflow"; }));
  feature("pbr", !config.device.policy_routing.empty());
  feature("nat", !config.device.translations.empty());
  const bool macsec = std::ranges::any_of(interfaces, &model::Interface::macsec);
  feature("macsec", macsec);
  if (macsec) {
    out.text += fmt::format("key chain {} macsec\n  key 10\n", kMacsec);
    out.text += fmt::format("macsec policy {}\n  security-policy must-secure\n", kMacsec);
  }
  feature("interface-vlan",
          std::ranges::find(interfaces, InterfaceKind::kSvi, &model::Interface::kind) != interfaces.end());
  const auto redundancy = [&interfaces](auto speaks) {
    return std::ranges::any_of(interfaces, [&](const model::Interface& interface) {
      return std::ranges::any_of(interface.virtual_routers, speaks);
    });
  };
  feature("hsrp", redundancy(IsHsrp));
  feature("vrrp",
          redundancy([](const auto& one) { return !IsHsrp(one) && !IsAnycast(one) && !IsThirdVrrp(one); }));
  feature("vrrpv3", redundancy(IsThirdVrrp));
}

}  // namespace

std::string_view SourceWord(model::RouteSource source, net::Family family) {
  if (source == model::RouteSource::kConnected) return "direct";
  if (source == model::RouteSource::kOspf && family == net::Family::kIpv6) return "ospfv3";
  return model::NameOf(source);
}

std::string MapOf(const std::vector<std::string>& policies) {
  return policies.empty() ? "none" : policies.back();
}

std::string OpenVrf(Printout& out, const std::string& vrf) {
  if (vrf.empty()) return "  ";
  out.text += fmt::format("  vrf {}\n", vrf);
  return "    ";
}

std::string Print(const routing::DeviceConfig& config) {
  const model::Device& device = config.device;
  Printout out;
  out.translation = TranslationRolesOf(device);
  PrintFeatures(out, config);
  PrintManagement(out, device);
  PrintVrfs(out, config);
  PrintNve(out, config.device);
  PrintAcls(out, device);
  out.text += PrintPolicies(config.policies, Dialect());
  out.text += PrintSteering(device);
  for (const model::Interface& interface : device.interfaces) PrintInterface(out, interface, config);
  out.text += "\n" + PrintTranslations(device, out.translation);
  PrintCopying(out, device);
  PrintStatics(out, config);
  PrintOspf(out, config);
  PrintIsis(out, config);
  PrintDistanceVector(out, config);
  PrintBgp(out, config.bgp);
  PrintLdp(out, config);
  std::string text = "!Command: show running-config\n\nversion 9.3(5) Bios:version\n";
  if (!device.name.empty()) text += fmt::format("hostname {}\n", device.name);
  for (const std::string& digest : out.key_chains)
    text += fmt::format("key chain {}\n  key 1\n    key-string 0 {}\n", digest, digest);
  return text + out.text;
}

}  // namespace ringfence::formats::cisco_nxos
