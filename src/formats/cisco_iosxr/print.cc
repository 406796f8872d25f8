// The neutral model as configuration text: what Parse reads back gives the same model. Everything is written
// in its explicit form, so one notation is enough.

#include "formats/cisco_iosxr/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/cisco_iosxr.h"
#include "formats/cisco_iosxr/interface_name.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::InterfaceKind;

constexpr std::uint64_t kBitsPerKilobit = 1000;
/// Name of the key chain and of the policy of ports with MACsec.
constexpr std::string_view kMacsec = "macsec";

void PrintUse(Printout& out, const model::AclUse& use, std::string_view family, std::string_view direction) {
  if (use.applies()) out.text += fmt::format(" {} access-group {} {}\n", family, use.name, direction);
}

void PrintInterface(Printout& out, const model::Interface& interface, const model::Device& device) {
  out.text += fmt::format("interface {}\n", interface.name);
  if (!interface.description.empty()) out.text += fmt::format(" description {}\n", interface.description);
  if (!interface.lag.empty())
    out.text += fmt::format(" bundle id {} mode active\n", NumberOfName(interface.lag));
  const bool computed =
      interface.kind == InterfaceKind::kSubinterface || interface.kind == InterfaceKind::kLag;
  if (interface.bandwidth_bps && (computed || interface.bandwidth_bps != BandwidthOfName(interface.name)))
    out.text += fmt::format(" bandwidth {}\n", *interface.bandwidth_bps / kBitsPerKilobit);
  if (interface.mtu_bytes) out.text += fmt::format(" ipv4 mtu {}\n", *interface.mtu_bytes);
  if (!interface.vrf.empty()) out.text += fmt::format(" vrf {}\n", interface.vrf);
  for (const model::InterfaceAddress& address : interface.addresses) {
    const bool v6 = address.address.address.family == net::Family::kIpv6;
    out.text += fmt::format(" {} address {}{}\n", v6 ? "ipv6" : "ipv4", net::ToString(address.address),
                            address.secondary ? " secondary" : "");
  }
  if (!interface.unnumbered_from.empty())
    out.text += fmt::format(" ipv4 unnumbered {}\n", interface.unnumbered_from);
  if (interface.vlan) out.text += fmt::format(" encapsulation dot1q {}\n", *interface.vlan);
  PrintUse(out, interface.acl_in4, "ipv4", "ingress");
  PrintUse(out, interface.acl_out4, "ipv4", "egress");
  PrintUse(out, interface.acl_in6, "ipv6", "ingress");
  PrintUse(out, interface.acl_out6, "ipv6", "egress");
  PrintInterfaceCopying(out, interface, device);
  if (interface.macsec) out.text += fmt::format(" macsec psk-keychain {} policy {}\n", kMacsec, kMacsec);
  if (!interface.admin_up) out.text += " shutdown\n";
  out.text += "!\n";
}

std::string TargetsText(std::string_view word, const std::vector<std::string>& targets) {
  std::string text;
  for (const std::string& target : targets)
    text += fmt::format("  {} route-target {}\n", word, std::string_view(target).substr(7));
  return text;
}

/// Statements of a VRF about routes that come from it and go to it.
std::string TransfersText(const routing::VrfConfig& vrf, const routing::VrfConfig* main, net::Family family) {
  const bool v4 = family == net::Family::kIpv4;
  std::string text = TargetsText("import", v4 ? vrf.import_targets4 : vrf.import_targets6) +
                     TargetsText("export", v4 ? vrf.export_targets4 : vrf.export_targets6);
  if (v4 && !vrf.import_policies.empty()) text += fmt::format("  import{}\n", PolicyUse(vrf.import_policies));
  if (v4 && !vrf.export_policies.empty()) text += fmt::format("  export{}\n", PolicyUse(vrf.export_policies));
  for (const routing::VrfLeak& leak : vrf.leaks) {
    if (leak.family == family) text += fmt::format("  import from default-vrf{}\n", PolicyUse(leak.policies));
  }
  if (main == nullptr) return text;
  for (const routing::VrfLeak& leak : main->leaks) {
    if (leak.family == family && leak.from_vrf == vrf.name)
      text += fmt::format("  export to default-vrf{}\n", PolicyUse(leak.policies));
  }
  return text;
}

void PrintVrfs(Printout& out, const routing::DeviceConfig& config) {
  const auto found = std::ranges::find(config.vrfs, "", &routing::VrfConfig::name);
  const routing::VrfConfig* main = found == config.vrfs.end() ? nullptr : &*found;
  for (const routing::VrfConfig& vrf : config.vrfs) {
    if (vrf.name.empty()) continue;
    out.text += fmt::format("vrf {}\n", vrf.name);
    if (!vrf.route_distinguisher.empty()) out.text += fmt::format(" rd {}\n", vrf.route_distinguisher);
    for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
      const std::string part = TransfersText(vrf, main, family);
      if (part.empty()) continue;
      out.text += fmt::format(" address-family {} unicast\n{} !\n",
                              family == net::Family::kIpv4 ? "ipv4" : "ipv6", part);
    }
    out.text += "!\n";
  }
}

std::string RouteText(const routing::static_routes::StaticRoute& route) {
  std::string text = fmt::format("   {}", net::ToString(route.prefix));
  if (route.next_hop_vrf)
    text += fmt::format(" vrf {}", route.next_hop_vrf->empty() ? "default" : *route.next_hop_vrf);
  if (route.discard) text += " Null0";
  if (!route.interface.empty()) text += " " + route.interface;
  if (route.next_hop) text += " " + net::ToString(*route.next_hop);
  if (route.distance != 1) text += fmt::format(" {}", route.distance);
  if (route.tag) text += fmt::format(" tag {}", *route.tag);
  if (route.metric != 0) text += fmt::format(" metric {}", route.metric);
  if (!route.track_interface.empty()) text += fmt::format(" track {}", route.track_interface);
  return text + "\n";
}

/// Routes keep their order, so each says where it stands.
void PrintStatics(Printout& out, const routing::DeviceConfig& config) {
  std::set<std::string> tracked;
  std::string routes;
  for (const routing::static_routes::StaticRoute& route : config.static_routes.routes) {
    if (!route.track_interface.empty()) tracked.insert(route.track_interface);
    routes += fmt::format(" vrf {}\n  address-family {} unicast\n", route.vrf.empty() ? "default" : route.vrf,
                          route.prefix.family() == net::Family::kIpv4 ? "ipv4" : "ipv6");
    routes += RouteText(route);
  }
  for (const std::string& name : tracked)
    out.text += fmt::format("track {}\n type line-protocol state\n  interface {}\n !\n!\n", name, name);
  if (!routes.empty()) out.text += fmt::format("router static\n{}!\n", routes);
}

void PrintMpls(Printout& out, const routing::ldp::LdpConfig& ldp) {
  if (!ldp.enabled) return;
  out.text += "mpls ldp\n";
  if (ldp.transport) out.text += fmt::format(" router-id {}\n", net::ToString(*ldp.transport));
  out.text += " address-family ipv4\n";
  if (ldp.hosts_only) out.text += "  label local allocate for host-routes\n";
  if (ldp.explicit_null) out.text += "  label local advertise explicit-null\n";
  out.text += " !\n";
  for (const routing::ldp::LdpInterface& interface : ldp.interfaces)
    out.text += fmt::format(" interface {}\n !\n", interface.name);
  out.text += "!\n";
}

}  // namespace

std::string_view SourceWord(model::RouteSource source, net::Family family) {
  if (source == model::RouteSource::kOspf && family == net::Family::kIpv6) return "ospfv3";
  return model::NameOf(source);
}

std::string PolicyUse(const std::vector<std::string>& policies) {
  return policies.empty() ? "" : fmt::format(" route-policy {}", policies.front());
}

std::string Print(const routing::DeviceConfig& config) {
  const model::Device& device = config.device;
  Printout out;
  PrintManagement(out, device);
  PrintVrfs(out, config);
  PrintAcls(out, device);
  for (const model::Interface& interface : device.interfaces) PrintInterface(out, interface, device);
  PrintCopying(out, device);
  PrintPolicies(out, config.policies);
  PrintStatics(out, config);
  PrintOspf(out, config);
  PrintIsis(out, config);
  PrintSteering(out, config.sr);
  PrintMpls(out, config.ldp);
  PrintBgp(out, config);
  std::string text = "!! IOS XR Configuration 7.3.2\n";
  if (!device.name.empty()) text += fmt::format("hostname {}\n", device.name);
  for (const std::string& digest : out.key_chains)
    text += fmt::format("key chain {}\n key 1\n  key-string {}\n !\n!\n", digest, digest);
  if (std::ranges::any_of(device.interfaces, &model::Interface::macsec)) {
    text += fmt::format("key chain {}\n macsec\n key 00\n !\n!\n", kMacsec);
    text += fmt::format("macsec-policy {}\n security-policy must-secure\n!\n", kMacsec);
  }
  return text + out.text + "end\n";
}

}  // namespace ringfence::formats::cisco_iosxr
