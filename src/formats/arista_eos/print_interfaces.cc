// Interfaces as text.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/print.h"
#include "model/redundancy.h"

namespace ringfence::formats::arista_eos {
namespace {

constexpr std::uint64_t kBitsPerKilobit = 1000;
/// Name of the profile of ports with MACsec.
constexpr std::string_view kMacsec = "secure";

void PrintVlans(std::string& out, const model::Device& device) {
  for (const model::Interface& interface : device.interfaces) {
    if (const auto vlan = VlanOfName(interface.name)) out += fmt::format("vlan {}\n", *vlan);
  }
}

std::string VlansText(const std::vector<model::VlanRange>& ranges) {
  if (ranges.empty()) return "none";
  std::string text;
  for (const model::VlanRange& range : ranges) {
    if (!text.empty()) text += ",";
    text += range.first == range.last ? fmt::format("{}", range.first)
                                      : fmt::format("{}-{}", range.first, range.last);
  }
  return text;
}

void PrintSwitching(std::string& out, const model::Interface& interface) {
  const bool may_switch =
      (interface.name.starts_with("Ethernet") || interface.name.starts_with("Port-Channel")) &&
      interface.kind != model::InterfaceKind::kSubinterface && interface.lag.empty();
  if (!may_switch) return;
  if (!interface.switch_port) {
    out += "   no switchport\n";
    return;
  }
  const model::SwitchPort& port = *interface.switch_port;
  out += "   switchport\n";
  if (!port.trunk) {
    out += fmt::format("   switchport mode access\n   switchport access vlan {}\n", port.vlan);
    return;
  }
  out += fmt::format("   switchport mode trunk\n   switchport trunk native vlan {}\n", port.vlan);
  out += fmt::format("   switchport trunk allowed vlan {}\n", VlansText(port.allowed));
}

bool IsAnycast(const model::VirtualRouter& group) {
  return group.protocol == model::RedundancyProtocol::kAnycast;
}

bool IsShared(const model::Interface& interface, const model::InterfaceAddress& own) {
  return std::ranges::any_of(interface.virtual_routers, [&own](const model::VirtualRouter& group) {
    return IsAnycast(group) && std::ranges::count(group.addresses, own.address.address) > 0;
  });
}

void PrintAnycast(std::string& out, const model::Interface& interface, const model::VirtualRouter& group) {
  for (const net::IpAddress& address : group.addresses) {
    const bool own = std::ranges::any_of(interface.addresses, [&address](const model::InterfaceAddress& one) {
      return one.address.address == address;
    });
    if (own) continue;
    out += fmt::format("   {} virtual-router address {}\n",
                       address.family == net::Family::kIpv4 ? "ip" : "ipv6", net::ToString(address));
  }
}

void PrintAddresses(std::string& out, const model::Interface& interface) {
  for (const model::InterfaceAddress& address : interface.addresses) {
    const bool v4 = address.address.address.family == net::Family::kIpv4;
    out += fmt::format("   {} address {}{}{}\n", v4 ? "ip" : "ipv6",
                       IsShared(interface, address) ? "virtual " : "", net::ToString(address.address),
                       address.secondary ? " secondary" : "");
  }
  if (!interface.unnumbered_from.empty())
    out += fmt::format("   ip address unnumbered {}\n", interface.unnumbered_from);
}

void PrintUse(std::string& out, std::string_view command, const model::AclUse& use,
              std::string_view direction) {
  if (use.applies()) out += fmt::format("   {} access-group {} {}\n", command, use.name, direction);
}

void PrintGroups(std::string& out, const model::Interface& interface) {
  for (const model::VirtualRouter& group : interface.virtual_routers) {
    const std::uint32_t number = model::WireGroup(group.group);
    if (IsAnycast(group)) {
      PrintAnycast(out, interface, group);
      continue;
    }
    out += fmt::format("   vrrp {} priority-level {}\n", number, group.priority);
    if (model::IsLaterVersion(group.group)) out += fmt::format("   vrrp {} ipv4 version 3\n", number);
    if (!group.preempt) out += fmt::format("   no vrrp {} preempt\n", number);
    for (const net::IpAddress& address : group.addresses) {
      out += fmt::format("   vrrp {} {} {}\n", number, address.family == net::Family::kIpv4 ? "ipv4" : "ipv6",
                         net::ToString(address));
    }
    for (const model::PriorityTrack& track : group.tracks)
      out += fmt::format("   vrrp {} tracked-object {} {}\n", number, track.interface,
                         track.leaves ? "shutdown" : fmt::format("decrement {}", -track.change));
  }
}

/// An object of its name for each interface that a group tracks.
void PrintTracks(std::string& out, const model::Device& device) {
  std::set<std::string> names;
  for (const model::Interface& interface : device.interfaces) {
    for (const model::VirtualRouter& group : interface.virtual_routers) {
      for (const model::PriorityTrack& track : group.tracks) names.insert(track.interface);
    }
  }
  for (const std::string& name : names)
    out += fmt::format("!\ntrack {} interface {} line-protocol\n", name, name);
}

void PrintInterface(std::string& out, const model::Interface& interface,
                    const routing::DeviceConfig& config) {
  out += fmt::format("!\ninterface {}\n", interface.name);
  if (!interface.description.empty()) out += fmt::format("   description {}\n", interface.description);
  if (interface.mtu_bytes) out += fmt::format("   mtu {}\n", *interface.mtu_bytes);
  if (interface.bandwidth_bps)
    out += fmt::format("   bandwidth {}\n", *interface.bandwidth_bps / kBitsPerKilobit);
  if (interface.vlan && interface.kind != model::InterfaceKind::kSvi)
    out += fmt::format("   encapsulation dot1q vlan {}\n", *interface.vlan);
  PrintSwitching(out, interface);
  if (!interface.lag.empty()) {
    const std::size_t digits = interface.lag.find_first_of("0123456789");
    if (digits != std::string::npos)
      out += fmt::format("   channel-group {} mode active\n", interface.lag.substr(digits));
  }
  if (!interface.vrf.empty()) out += fmt::format("   vrf {}\n", interface.vrf);
  PrintAddresses(out, interface);
  PrintUse(out, "ip", interface.acl_in4, "in");
  PrintUse(out, "ip", interface.acl_out4, "out");
  PrintUse(out, "ipv6", interface.acl_in6, "in");
  PrintUse(out, "ipv6", interface.acl_out6, "out");
  if (interface.policy_in4.applies())
    out += fmt::format("   service-policy type pbr input {}\n", interface.policy_in4.name);
  PrintInterfaceNat(out, interface, config.device);
  if (interface.macsec) out += fmt::format("   mac security profile {}\n", kMacsec);
  PrintInterfaceCopying(out, interface, config.device);
  PrintInterfaceOspf(out, interface, config);
  PrintInterfaceIsis(out, interface, config);
  if (interface.chassis_bundle != 0) out += fmt::format("   mlag {}\n", interface.chassis_bundle);
  PrintGroups(out, interface);
  if (!interface.admin_up) out += "   shutdown\n";
}

}  // namespace

void PrintVxlan(std::string& out, const model::Device& device) {
  const model::Vxlan& vxlan = *device.vxlan;
  out += fmt::format("interface {}\n", vxlan.name);
  for (const model::Interface& interface : device.interfaces) {
    const bool source = std::ranges::any_of(interface.addresses, [&vxlan](const auto& own) {
      return own.address.address == vxlan.local && !own.secondary;
    });
    if (source && interface.vrf.empty()) out += fmt::format("   vxlan source-interface {}\n", interface.name);
  }
  out += fmt::format("   vxlan udp-port {}\n", vxlan.udp_port);
  for (const model::VxlanSegment& segment : vxlan.segments) {
    if (segment.vlan) out += fmt::format("   vxlan vlan {} vni {}\n", *segment.vlan, segment.vni);
    if (segment.vlan) continue;
    out +=
        fmt::format("   vxlan vrf {} vni {}\n", segment.vrf.empty() ? "default" : segment.vrf, segment.vni);
  }
}

void PrintInterfaces(std::string& out, const routing::DeviceConfig& config) {
  PrintVlans(out, config.device);
  if (std::ranges::any_of(config.device.interfaces, &model::Interface::macsec))
    out += fmt::format("mac security\n   profile {}\n      key 00 0 00\n      traffic unprotected drop\n",
                       kMacsec);
  const auto shares = [](const model::Interface& one) {
    return std::ranges::any_of(one.virtual_routers, IsAnycast);
  };
  if (std::ranges::any_of(config.device.interfaces, shares))
    out += "ip virtual-router mac-address 00:1c:73:00:00:01\n";
  for (const model::Interface& interface : config.device.interfaces) PrintInterface(out, interface, config);
  if (config.device.vxlan) PrintVxlan(out, config.device);
  PrintTracks(out, config.device);
  for (const model::Interface& interface : config.device.interfaces) {
    if (interface.peer_link) out += fmt::format("!\nmlag configuration\n   peer-link {}\n", interface.name);
  }
  out += "!\n";
}

}  // namespace ringfence::formats::arista_eos
