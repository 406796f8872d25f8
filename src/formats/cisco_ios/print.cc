// The neutral model as configuration text: what Parse reads back gives the same model. Everything is written
// in its explicit form (`ip ospf N area A` instead of `network`, extended lists, prefix lists), so one
// notation is enough.

#include "formats/cisco_ios/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_ios/cisco_ios.h"
#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/print_bgp_text.h"
#include "formats/print_policy_text.h"
#include "formats/steering_text.h"

namespace ringfence::formats::cisco_ios {
namespace {

constexpr std::string_view kMacsecKeyChain = "MACSEC-KEYS";
constexpr std::uint64_t kBitsPerKilobit = 1000;

void PrintAddresses(Printout& out, const model::Interface& interface) {
  for (const model::InterfaceAddress& address : interface.addresses) {
    const net::HostPrefix& host = address.address;
    if (host.address.family == net::Family::kIpv6) {
      out.text += fmt::format(" ipv6 address {}\n", net::ToString(host));
    } else {
      out.text += fmt::format(" ip address {} {}{}\n", net::ToString(host.address), MaskText(host.length),
                              address.secondary ? " secondary" : "");
    }
  }
}

void PrintUse(Printout& out, std::string_view command, const model::AclUse& use, std::string_view direction) {
  if (use.applies()) out.text += fmt::format(" {} {} {}\n", command, use.name, direction);
}

void PrintInterface(Printout& out, const model::Interface& interface, const routing::DeviceConfig& config) {
  out.text += fmt::format("!\ninterface {}\n", interface.name);
  if (!interface.vrf.empty()) out.text += fmt::format(" vrf forwarding {}\n", interface.vrf);
  PrintSwitching(out, interface, config.device);
  if (!interface.description.empty()) out.text += fmt::format(" description {}\n", interface.description);
  if (interface.mtu_bytes) out.text += fmt::format(" mtu {}\n", *interface.mtu_bytes);
  const bool inherits = interface.kind == model::InterfaceKind::kSubinterface;
  if (interface.bandwidth_bps && (inherits || interface.bandwidth_bps != BandwidthOfName(interface.name))) {
    out.text += fmt::format(" bandwidth {}\n", *interface.bandwidth_bps / kBitsPerKilobit);
  }
  if (interface.vlan && interface.kind != model::InterfaceKind::kSvi)
    out.text += fmt::format(" encapsulation dot1Q {}\n", *interface.vlan);
  PrintAddresses(out, interface);
  if (!interface.unnumbered_from.empty())
    out.text += fmt::format(" ip unnumbered {}\n", interface.unnumbered_from);
  PrintUse(out, "ip access-group", interface.acl_in4, "in");
  PrintUse(out, "ip access-group", interface.acl_out4, "out");
  PrintUse(out, "ipv6 traffic-filter", interface.acl_in6, "in");
  PrintUse(out, "ipv6 traffic-filter", interface.acl_out6, "out");
  for (const auto& [command, use] :
       {std::pair("ip", interface.policy_in4), std::pair("ipv6", interface.policy_in6)}) {
    if (use.applies()) out.text += fmt::format(" {} policy route-map {}\n", command, use.name);
  }
  out.text += PrintTranslationRole(out.translation, interface.name, " ");
  PrintInterfaceOspf(out, interface, config);
  PrintInterfaceEigrp(out, interface, config);
  if (!interface.lag.empty()) {
    const std::size_t digits = interface.lag.find_first_of("0123456789");
    if (digits != std::string::npos)
      out.text += fmt::format(" channel-group {} mode active\n", interface.lag.substr(digits));
  }
  if (interface.macsec)
    out.text += fmt::format(" macsec\n mka pre-shared-key key-chain {}\n", kMacsecKeyChain);
  if (std::ranges::count(config.ldp.interfaces, interface.name, &routing::ldp::LdpInterface::name) > 0)
    out.text += " mpls ip\n";
  PrintInterfaceProtection(out, interface, config.device);
  PrintInterfaceCopying(out, interface, config.device);
  if (!interface.admin_up) out.text += " shutdown\n";
}

void PrintLdp(Printout& out, const routing::DeviceConfig& config) {
  if (config.ldp.explicit_null) out.text += "mpls ldp explicit-null\n";
  for (const model::Interface& interface : config.device.interfaces) {
    const bool names = config.ldp.transport && !interface.addresses.empty() &&
                       interface.addresses[0].address.address == *config.ldp.transport;
    if (names) out.text += fmt::format("mpls ldp router-id {}\n", interface.name);
  }
}

void PrintStatics(Printout& out, const routing::DeviceConfig& config) {
  out.text += PrintGroupTracks(config.device);
  std::vector<std::string> tracked;
  for (const routing::static_routes::StaticRoute& route : config.static_routes.routes) {
    const bool v4 = route.prefix.family() == net::Family::kIpv4;
    const std::string vrf = route.vrf.empty() ? "" : fmt::format("vrf {} ", route.vrf);
    std::string line = v4 ? fmt::format("ip route {}{} {}", vrf, net::ToString(route.prefix.address),
                                        MaskText(route.prefix.length))
                          : fmt::format("ipv6 route {}{}", vrf, net::ToString(route.prefix));
    if (route.discard) line += " Null0";
    if (!route.interface.empty()) line += " " + route.interface;
    if (route.next_hop) line += " " + net::ToString(*route.next_hop);
    if (route.next_hop_vrf) {
      line += route.next_hop_vrf->empty() ? " global" : fmt::format(" nexthop-vrf {}", *route.next_hop_vrf);
    }
    if (route.distance != 1) line += fmt::format(" {}", route.distance);
    if (route.tag) line += fmt::format(" tag {}", *route.tag);
    if (!route.track_interface.empty()) {
      auto object = std::ranges::find(tracked, route.track_interface);
      if (object == tracked.end()) {
        object = tracked.insert(object, route.track_interface);
        out.text +=
            fmt::format("track {} interface {} line-protocol\n", tracked.size(), route.track_interface);
      }
      line += fmt::format(" track {}", object - tracked.begin() + 1);
    }
    out.text += line + "\n";
  }
}

}  // namespace

std::string MaskText(std::uint8_t length) { return net::ToString(net::MaskOf(net::Family::kIpv4, length)); }

std::string Print(const routing::DeviceConfig& config) {
  const model::Device& device = config.device;
  Printout out;
  out.text = "version 17.6\n!\n";
  out.translation = TranslationRolesOf(device);
  if (!device.name.empty()) out.text += fmt::format("hostname {}\n", device.name);
  if (!device.forwards4) out.text += "no ip routing\n";
  if (device.forwards6) out.text += "ipv6 unicast-routing\n";
  const bool macsec = std::ranges::any_of(device.interfaces, &model::Interface::macsec);
  if (macsec) out.text += fmt::format("key chain {} macsec\n key 01\n", kMacsecKeyChain);
  PrintProtection(out, device);
  PrintVrfs(out, config);
  PrintLdp(out, config);
  PrintSr(out, config.sr);
  PrintCopying(out, device);
  for (const model::Interface& interface : device.interfaces) PrintInterface(out, interface, config);
  out.text += "!\n";
  PrintOspf(out, config);
  PrintEigrp(out, config);
  out.text += PrintBgp(config.bgp, Bgp());
  PrintStatics(out, config);
  PrintAcls(out, device);
  out.text += PrintPolicies(config.policies, Policies());
  out.text += PrintSteering(device);
  out.text += PrintTranslations(device, out.translation);
  PrintManagement(out, device);
  out.text += "end\n";
  return out.text;
}

}  // namespace ringfence::formats::cisco_ios
