// The neutral model as configuration text: what Parse reads back gives the same model. Everything is written
// in its explicit form.

#include "formats/zte_zxros/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/print_bgp_text.h"
#include "formats/print_policy_text.h"
#include "formats/zte_zxros/reader.h"
#include "formats/zte_zxros/zte_zxros.h"

namespace ringfence::formats::zte_zxros {
namespace {

using model::InterfaceKind;

constexpr std::uint64_t kBitsPerKilobit = 1000;

std::string MaskText(std::uint8_t length) { return net::ToString(net::MaskOf(net::Family::kIpv4, length)); }

void PrintInterface(std::string& out, const model::Interface& interface) {
  out += fmt::format("interface {}\n", interface.name);
  if (!interface.description.empty()) out += fmt::format("  description {}\n", interface.description);
  if (!interface.vrf.empty()) out += fmt::format("  ip vrf forwarding {}\n", interface.vrf);
  if (interface.mtu_bytes) out += fmt::format("  ip mtu {}\n", *interface.mtu_bytes);
  if (interface.bandwidth_bps)
    out += fmt::format("  bandwidth {}\n", *interface.bandwidth_bps / kBitsPerKilobit);
  for (const model::InterfaceAddress& address : interface.addresses) {
    const net::HostPrefix& host = address.address;
    if (host.address.family == net::Family::kIpv6)
      out += fmt::format("  ipv6 address {}\n", net::ToString(host));
    else
      out += fmt::format("  ip address {} {}{}\n", net::ToString(host.address), MaskText(host.length),
                         address.secondary ? " secondary" : "");
  }
  if (interface.acl_in4.applies())
    out += fmt::format("  ipv4-access-group ingress {}\n", interface.acl_in4.name);
  if (interface.acl_out4.applies())
    out += fmt::format("  ipv4-access-group egress {}\n", interface.acl_out4.name);
  if (interface.kind != InterfaceKind::kLoopback && interface.kind != InterfaceKind::kNull)
    out += interface.admin_up ? "  no shutdown\n" : "  shutdown\n";
  else if (!interface.admin_up)
    out += "  shutdown\n";
  out += "$\n";
}

void PrintSections(std::string& out, const model::Device& device) {
  out += "vlan-configuration\n";
  for (const model::Interface& interface : device.interfaces) {
    if (interface.vlan && interface.kind != InterfaceKind::kSvi)
      out +=
          fmt::format("  interface {}\n    encapsulation-dot1q {}\n  $\n", interface.name, *interface.vlan);
  }
  out += "$\nlacp\n";
  for (const model::Interface& interface : device.interfaces) {
    const std::size_t digits = interface.lag.find_first_of("0123456789");
    if (digits != std::string::npos)
      out += fmt::format("  interface {}\n    smartgroup {} mode active\n  $\n", interface.name,
                         interface.lag.substr(digits));
  }
  out += "$\n";
}

void PrintTargets(std::string& out, std::string_view direction,
                  const std::vector<model::CommunityText>& targets) {
  constexpr std::string_view kKind = "target:";
  for (const std::string& target : targets)
    out += fmt::format("    route-target {} {}\n", direction, target.substr(kKind.size()));
}

void PrintVrf(std::string& out, const routing::VrfConfig& vrf) {
  out += fmt::format("ip vrf {}\n", vrf.name);
  if (!vrf.route_distinguisher.empty()) out += fmt::format("  rd {}\n", vrf.route_distinguisher);
  out += "  address-family ipv4\n";
  PrintTargets(out, "import", vrf.import_targets4);
  PrintTargets(out, "export", vrf.export_targets4);
  out += "  $\n  address-family ipv6\n";
  PrintTargets(out, "import", vrf.import_targets6);
  PrintTargets(out, "export", vrf.export_targets6);
  out += "  $\n$\n";
}

void PrintStatic(std::string& out, const routing::static_routes::StaticRoute& route) {
  const bool v4 = route.prefix.family() == net::Family::kIpv4;
  out += v4 ? "ip route" : "ipv6 route";
  if (!route.vrf.empty()) out += fmt::format(" vrf {}", route.vrf);
  out += v4 ? fmt::format(" {} {}", net::ToString(route.prefix.address), MaskText(route.prefix.length))
            : fmt::format(" {}", net::ToString(route.prefix));
  if (route.discard) out += " null1";
  if (!route.interface.empty()) out += " " + route.interface;
  if (route.next_hop) out += " " + net::ToString(*route.next_hop);
  if (route.next_hop_vrf) out += " global";
  if (route.distance != 1) out += fmt::format(" {}", route.distance);
  if (route.tag) out += fmt::format(" tag {}", *route.tag);
  out += '\n';
}

std::string AddressText(const std::vector<net::AddressMatch>& matches) {
  if (matches.empty()) return " any";
  return fmt::format(" {} {}", net::ToString(matches[0].address), net::ToString(matches[0].ignore));
}

std::string PortText(const std::vector<net::NumberRange>& ports) {
  return ports.empty() ? "" : fmt::format(" range {} {}", ports[0].first, ports[0].last);
}

void PrintAcl(std::string& out, const model::Acl& list) {
  out += fmt::format("ipv4-access-list {}\n", list.name);
  std::uint32_t number = 0;
  for (const model::AclLine& line : list.lines) {
    const net::HeaderMatch& match = line.match;
    out += fmt::format(
        "  rule {} {} {}{}{}{}{}\n", ++number, line.action == model::AclAction::kPermit ? "permit" : "deny",
        match.protocol.empty() ? "ip" : std::to_string(match.protocol[0].first), AddressText(match.source),
        PortText(match.source_port), AddressText(match.destination), PortText(match.destination_port));
  }
  out += "$\n";
}

/// The shared printer ends a family with a word of its own.
std::string BgpText(const routing::bgp::BgpConfig& config) {
  std::string text = PrintBgp(config, Bgp());
  constexpr std::string_view kEnd = " exit-address-family\n";
  for (std::size_t at = text.find(kEnd); at != std::string::npos; at = text.find(kEnd, at))
    text.replace(at, kEnd.size(), " $\n");
  return text.empty() ? "" : text + "$\n";
}

void PrintLdp(std::string& out, const routing::DeviceConfig& config) {
  if (!config.ldp.enabled) return;
  out += "mpls ldp instance 1\n";
  for (const model::Interface& interface : config.device.interfaces) {
    const bool names = config.ldp.transport && !interface.addresses.empty() &&
                       interface.addresses[0].address.address == *config.ldp.transport;
    if (names) out += fmt::format("  router-id {}\n", interface.name);
  }
  for (const routing::ldp::LdpInterface& interface : config.ldp.interfaces)
    out += fmt::format("  interface {}\n  $\n", interface.name);
  out += "$\n";
}

}  // namespace

std::string Print(const routing::DeviceConfig& config) {
  std::string out = "!<system-config>\n";
  if (!config.device.name.empty()) out += fmt::format("hostname {}\n", config.device.name);
  out += "!</system-config>\n";
  for (const routing::VrfConfig& vrf : config.vrfs) PrintVrf(out, vrf);
  for (const model::Interface& interface : config.device.interfaces) PrintInterface(out, interface);
  PrintSections(out, config.device);
  for (const model::Acl& list : config.device.acls) PrintAcl(out, list);
  PrintIgps(out, config);
  out += BgpText(config.bgp);
  for (const auto& route : config.static_routes.routes) PrintStatic(out, route);
  PrintLdp(out, config);
  out += PrintPolicies(config.policies, Policies());
  return out + "end\n";
}

}  // namespace ringfence::formats::zte_zxros
