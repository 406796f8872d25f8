// The management plane and protections as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_ios/print.h"
#include "formats/self_guard_text.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::ManagementAccess;
using model::ManagementRole;
using model::ManagementService;

bool IsIpv4List(const model::Device& device, const std::string& name) {
  return model::FindAcl(device, name, net::Family::kIpv4) != nullptr;
}

/// Filters of the service itself: it has those before the whole device without a word.
std::vector<model::AclUse> OwnFilters(const model::Device& device, const ManagementAccess& access) {
  std::vector<model::AclUse> before, own;
  AddGuardFilters(device, "", before);
  for (const model::AclUse& filter : access.filters) {
    if (std::ranges::count(before, filter.name, &model::AclUse::name) == 0) own.push_back(filter);
  }
  return own;
}

/// One line for each filter: the command, "ipv4" or "ipv6", the name.
void PrintFilters(Printout& out, const model::Device& device, const ManagementAccess& access,
                  std::string_view command) {
  for (const model::AclUse& filter : OwnFilters(device, access)) {
    out.text +=
        fmt::format("{} {} {}\n", command, IsIpv4List(device, filter.name) ? "ipv4" : "ipv6", filter.name);
  }
}

void PrintVty(Printout& out, const model::Device& device, const ManagementAccess& access,
              std::size_t number) {
  out.text += fmt::format("line vty {} {}\n", number, number);
  for (const model::AclUse& filter : OwnFilters(device, access)) {
    const bool v4 = IsIpv4List(device, filter.name);
    out.text += fmt::format(" {}access-class {} in\n", v4 ? "" : "ipv6 ", filter.name);
  }
  out.text +=
      fmt::format(" transport input {}\n", access.service == ManagementService::kSsh ? "ssh" : "telnet");
}

void PrintServices(Printout& out, const model::Device& device) {
  std::size_t vty_count = 0;
  for (const ManagementAccess& access : device.management.services) {
    switch (access.service) {
      case ManagementService::kSsh:
      case ManagementService::kTelnet:
        PrintVty(out, device, access, vty_count++);
        break;
      case ManagementService::kHttp:
        out.text += access.port == 80 ? "ip http server\n" : "ip http secure-server\n";
        PrintFilters(out, device, access, "ip http access-class");
        break;
      case ManagementService::kNetconf:
        out.text += fmt::format("netconf-yang\nnetconf-yang ssh port {}\n", access.port);
        for (const model::AclUse& filter : OwnFilters(device, access)) {
          const bool v4 = IsIpv4List(device, filter.name);
          out.text +=
              fmt::format("netconf-yang ssh {} access-list name {}\n", v4 ? "ipv4" : "ipv6", filter.name);
        }
        break;
      case ManagementService::kGnmi:
        out.text += "gnxi server\n";
        break;
      case ManagementService::kSnmp:
        break;
    }
  }
}

void PrintRemoteAaa(Printout& out, const model::ManagementPlane& plane) {
  for (std::size_t i = 0; i < plane.remote_aaa.size(); ++i) {
    const model::RemoteAaa& aaa = plane.remote_aaa[i];
    const std::string name = fmt::format("remote{:02}", i);
    out.text += fmt::format("aaa group server tacacs+ {}\n", name);
    for (const net::IpAddress& server : aaa.servers)
      out.text += fmt::format(" server-private {}\n", net::ToString(server));
    out.text += fmt::format("aaa authentication login {} group {}\n", name, name);
    if (aaa.role_max == ManagementRole::kWrite)
      out.text += fmt::format("aaa authorization exec {} group {}\n", name, name);
  }
}

/// The map and sequence number in the name of a policy-based tunnel.
struct MapName {
  std::string map;
  std::string sequence;
};

MapName SplitName(const std::string& name) {
  const std::size_t dash = name.rfind('-');
  if (dash == std::string::npos) return {name, "10"};
  return {name.substr(0, dash), name.substr(dash + 1)};
}

/// The list whose permit lines are the selectors; empty when there is none.
std::string ListOf(const model::Device& device, const model::TunnelConfig& tunnel) {
  for (const model::Acl& acl : device.acls) {
    const bool same = std::ranges::equal(
        acl.lines, tunnel.selectors, [](const model::AclLine& line, const net::HeaderMatch& match) {
          return line.action == model::AclAction::kPermit && line.match == match;
        });
    if (same) return acl.name;
  }
  return "";
}

std::string TransformText(const model::TunnelConfig& tunnel) {
  return fmt::format("{}{}", tunnel.confidentiality ? "esp-aes 256" : "esp-null",
                     tunnel.integrity ? " esp-sha256-hmac" : "");
}

std::string TunnelText(const model::TunnelConfig& tunnel) {
  std::string text = fmt::format(" tunnel source {}\n tunnel destination {}\n", net::ToString(tunnel.local),
                                 net::ToString(tunnel.peer));
  const bool gre = tunnel.encapsulation == model::Encapsulation::kGre;
  const bool vti = tunnel.encapsulation == model::Encapsulation::kEsp;
  text += fmt::format(" tunnel mode {}\n", gre               ? "gre ip"
                                           : vti             ? "ipsec ipv4"
                                           : tunnel.carries4 ? "ipip"
                                                             : "ipv6ip");
  if (tunnel.key) text += fmt::format(" tunnel key {}\n", *tunnel.key);
  if (tunnel.underlay_vrf && !tunnel.underlay_vrf->empty())
    text += fmt::format(" tunnel vrf {}\n", *tunnel.underlay_vrf);
  if (!vti && tunnel.carrier == model::TunnelCarrier::kPeer) text += " keepalive 10 3\n";
  if (tunnel.ipsec) text += fmt::format(" tunnel protection ipsec profile PROFILE-{}\n", tunnel.name);
  return text;
}

bool Owns(const model::Interface& interface, const net::IpAddress& address) {
  return std::ranges::any_of(interface.addresses, [&address](const model::InterfaceAddress& own) {
    return own.address.address == address;
  });
}

}  // namespace

void PrintManagement(Printout& out, const model::Device& device) {
  const model::ManagementPlane& plane = device.management;
  for (const model::SelfGuard& guard : device.guards) {
    if (guard.vrf.empty()) out.text += fmt::format("ip receive access-list {}\n", guard.in4.name);
  }
  PrintServices(out, device);
  if (!plane.accounts.empty() || !plane.remote_aaa.empty()) out.text += "aaa new-model\n";
  PrintRemoteAaa(out, plane);
  // Accounts that nothing admits stay so when the default list does not ask local users.
  const bool closed = std::ranges::any_of(
      plane.accounts, [](const model::Account& account) { return account.role == ManagementRole::kNone; });
  if (closed) out.text += "aaa authentication login default enable\n";
  for (const model::Account& account : plane.accounts) {
    out.text += fmt::format("username {} privilege {} secret 9 *\n", account.user,
                            account.role == ManagementRole::kWrite ? 15 : 1);
  }
  for (const model::SnmpAccess& snmp : plane.snmp) {
    out.text +=
        fmt::format("snmp-server community * {}{}{}\n", snmp.role == ManagementRole::kWrite ? "RW" : "RO",
                    snmp.filter.applies() ? " " : "", snmp.filter.name);
  }
}

void PrintProtection(Printout& out, const model::Device& device) {
  for (const model::TunnelConfig& tunnel : device.tunnels) {
    if (!tunnel.ipsec) continue;
    const std::string set = "TS-" + tunnel.name;
    out.text += fmt::format("crypto ipsec transform-set {} {}\n", set, TransformText(tunnel));
    if (!tunnel.bind_interface.empty()) {
      out.text += fmt::format("crypto ipsec profile PROFILE-{}\n set transform-set {}\n", tunnel.name, set);
      continue;
    }
    const MapName name = SplitName(tunnel.name);
    for (const model::Interface& interface : device.interfaces) {
      if (Owns(interface, tunnel.local))
        out.text += fmt::format("crypto map {} local-address {}\n", name.map, interface.name);
    }
    out.text +=
        fmt::format("crypto map {} {} ipsec-isakmp\n set peer {}\n set transform-set {}\n match address {}\n",
                    name.map, name.sequence, net::ToString(tunnel.peer), set, ListOf(device, tunnel));
  }
}

void PrintInterfaceProtection(Printout& out, const model::Interface& interface, const model::Device& device) {
  std::string map;
  for (const model::TunnelConfig& tunnel : device.tunnels) {
    if (tunnel.bind_interface == interface.name) {
      out.text += TunnelText(tunnel);
    } else if (tunnel.bind_interface.empty() && Owns(interface, tunnel.local)) {
      map = SplitName(tunnel.name).map;
    }
  }
  if (!map.empty()) out.text += fmt::format(" crypto map {}\n", map);
}

}  // namespace ringfence::formats::cisco_ios
