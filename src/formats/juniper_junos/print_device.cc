// Filters, management plane and protection as `set` lines.
#include <fmt/format.h>

#include <algorithm>

#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/print.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::ManagementRole;
using model::ManagementService;
using net::Family;
using net::NumberRange;

constexpr std::string_view kSnmpList = "snmp-clients-";

std::string PrefixText(const net::AddressMatch& match) {
  const auto length = net::LengthOfWildcard(match.ignore);
  std::uint8_t bits = length.value_or(0);
  if (match.address.family == Family::kIpv6) {
    bits = 128;
    while (bits > 0 && match.ignore.bit(bits - 1U)) --bits;
  }
  return net::ToString(net::Prefix::Of(match.address, bits));
}

void PrintRanges(const std::string& head, std::string_view word, const std::vector<NumberRange>& ranges,
                 std::string& out) {
  for (const NumberRange& range : ranges) {
    if (range.first == range.last) {
      out += fmt::format("{} from {} {}\n", head, word, range.first);
    } else {
      out += fmt::format("{} from {} {}-{}\n", head, word, range.first, range.last);
    }
  }
}

/// `instance`: where packets are looked up, empty: nowhere else.
void PrintTerm(const std::string& head, const model::AclLine& line, const std::string& instance,
               std::string& out) {
  const net::HeaderMatch& match = line.match;
  for (const net::AddressMatch& address : match.source) {
    out += fmt::format("{} from source-address {}\n", head, PrefixText(address));
  }
  for (const net::AddressMatch& address : match.destination) {
    out += fmt::format("{} from destination-address {}\n", head, PrefixText(address));
  }
  PrintRanges(head, "protocol", match.protocol, out);
  PrintRanges(head, "source-port", match.source_port, out);
  PrintRanges(head, "destination-port", match.destination_port, out);
  PrintRanges(head, "icmp-type", match.icmp_type, out);
  if (match.tcp_state == net::TcpState::kEstablished) out += head + " from tcp-established\n";
  if (match.fragment == true) out += head + " from is-fragment\n";
  if (match.dscp) out += fmt::format("{} from dscp {}\n", head, *match.dscp);
  if (!instance.empty()) out += fmt::format("{} then routing-instance {}\n", head, Quoted(instance));
  out += fmt::format("{} then {}\n", head, line.action == model::AclAction::kPermit ? "accept" : "discard");
}

void PrintService(const model::ManagementAccess& access, std::string& out) {
  const std::uint16_t port = access.port;
  switch (access.service) {
    case ManagementService::kSsh:
      out += fmt::format("set system services ssh port {}\n", port);
      return;
    case ManagementService::kTelnet:
      out += fmt::format("set system services telnet port {}\n", port);
      return;
    case ManagementService::kNetconf:
      out += fmt::format("set system services netconf ssh port {}\n", port);
      return;
    case ManagementService::kHttp:
      out += fmt::format("set system services {} port {}\n",
                         port == 3000   ? "rest http"
                         : port == 3443 ? "rest https"
                         : port == 80   ? "web-management http"
                                        : "web-management https",
                         port);
      return;
    case ManagementService::kGnmi:
      out += fmt::format("set system services extension-service request-response grpc ssl port {}\n", port);
      return;
    case ManagementService::kSnmp:
      return;  // follows from the communities
  }
}

std::string_view ClassOf(ManagementRole role) {
  return role == ManagementRole::kWrite  ? "super-user"
         : role == ManagementRole::kRead ? "read-only"
                                         : "unauthorized";
}

void PrintAccounts(const model::ManagementPlane& plane, std::string& out) {
  for (const model::Account& account : plane.accounts) {
    if (account.user == "root") {
      out += "set system root-authentication encrypted-password hidden\n";
      if (account.role == ManagementRole::kNone) out += "set system services ssh root-login deny\n";
      continue;
    }
    const std::string head = "set system login user " + Quoted(account.user);
    out += fmt::format("{} class {}\n", head, ClassOf(account.role));
    out += head + " authentication encrypted-password hidden\n";
  }
  // Which protocol asks the servers is not in the model; two groups are told apart by it.
  const char* kinds[] = {"tacplus", "radius"};
  for (std::size_t i = 0; i < std::min<std::size_t>(plane.remote_aaa.size(), 2); ++i) {
    out += fmt::format("set system authentication-order {}\n", kinds[i]);
    for (const net::IpAddress& server : plane.remote_aaa[i].servers) {
      out += fmt::format("set system {}-server {}\n", kinds[i], net::ToString(server));
    }
    if (plane.remote_aaa[i].role_max != ManagementRole::kNone) {
      out += fmt::format("set system login user remote class {}\n", ClassOf(plane.remote_aaa[i].role_max));
    }
  }
}

void PrintSnmp(const model::Device& device, std::string& out) {
  std::size_t number = 0;
  for (const model::SnmpAccess& access : device.management.snmp) {
    const std::string head = fmt::format("set snmp community community-{}", ++number);
    out += fmt::format("{} authorization {}\n", head,
                       access.role == ManagementRole::kWrite ? "read-write" : "read-only");
    for (const Family family : {Family::kIpv4, Family::kIpv6}) {
      const model::Acl* acl = model::FindAcl(device, access.filter.name, family);
      if (acl == nullptr || !access.filter.applies()) continue;
      for (const model::AclLine& line : acl->lines) {
        const bool any = line.match.source.empty();
        const std::string_view all = family == Family::kIpv4 ? "0.0.0.0/0" : "::/0";
        out +=
            fmt::format("{} clients {}\n", head, any ? std::string(all) : PrefixText(line.match.source[0]));
      }
      if (acl->lines.empty())
        out += fmt::format("{} client-list-name none\nset snmp client-list none\n", head);
    }
  }
}

// Direction, algorithms and keys are those of any tunnel that gives what the model says.
void PrintTunnel(const model::TunnelConfig& tunnel, std::size_t number, std::string& out) {
  const std::string name = Quoted(tunnel.name);
  out += fmt::format("set security ike gateway gw-{} ike-policy any\n", number);
  out += fmt::format("set security ike gateway gw-{} address {}\n", number, net::ToString(tunnel.peer));
  out +=
      fmt::format("set security ike gateway gw-{} local-address {}\n", number, net::ToString(tunnel.local));
  out += fmt::format("set security ipsec proposal prop-{} protocol esp\n", number);
  if (tunnel.confidentiality) {
    out += fmt::format("set security ipsec proposal prop-{} encryption-algorithm aes-256-cbc\n", number);
  }
  if (tunnel.integrity) {
    out += fmt::format("set security ipsec proposal prop-{} authentication-algorithm hmac-sha-256-128\n",
                       number);
  }
  out += fmt::format("set security ipsec policy pol-{} proposals prop-{}\n", number, number);
  const std::string head = "set security ipsec vpn " + name;
  if (!tunnel.bind_interface.empty())
    out += fmt::format("{} bind-interface {}\n", head, tunnel.bind_interface);
  out += fmt::format("{} ike gateway gw-{}\n{} ike ipsec-policy pol-{}\n", head, number, head, number);
  std::size_t index = 0;
  for (const net::HeaderMatch& selector : tunnel.selectors) {
    ++index;
    const std::string_view any = selector.family == Family::kIpv4 ? "0.0.0.0/0" : "::/0";
    if (!tunnel.bind_interface.empty()) {
      const std::string ts = fmt::format("{} traffic-selector ts-{}", head, index);
      out += fmt::format("{} local-ip {}\n", ts,
                         selector.source.empty() ? std::string(any) : PrefixText(selector.source[0]));
      out +=
          fmt::format("{} remote-ip {}\n", ts,
                      selector.destination.empty() ? std::string(any) : PrefixText(selector.destination[0]));
      for (const NumberRange& protocol : selector.protocol)
        out += fmt::format("{} protocol {}\n", ts, protocol.first);
      continue;
    }
    const std::string policy =
        fmt::format("set security policies from-zone trust to-zone untrust policy p-{}-{}", number, index);
    const auto side = [&](std::string_view word, const std::vector<net::AddressMatch>& addresses) {
      if (addresses.empty()) out += fmt::format("{} match {} any\n", policy, word);
      for (const net::AddressMatch& address : addresses) {
        const std::string prefix = PrefixText(address);
        out += fmt::format("set security address-book global address {} {}\n", prefix, prefix);
        out += fmt::format("{} match {} {}\n", policy, word, prefix);
      }
    };
    side("source-address", selector.source);
    side("destination-address", selector.destination);
    out +=
        fmt::format("{} match application any\n{} then permit tunnel ipsec-vpn {}\n", policy, policy, name);
  }
}

/// The policy that the terms of a filter make, or nullptr: filters of both families may have one name.
const model::PolicyRouting* PolicyBeside(const model::Device& device, const model::Acl& acl) {
  const model::PolicyRouting* policy = model::FindPolicyRouting(device, acl.name);
  if (policy == nullptr || policy->terms.empty()) return nullptr;
  return model::FindAcl(device, policy->terms[0].acls[0], acl.family) != nullptr ? policy : nullptr;
}

/// Where the policy looks up what the permitting line of that index permits; empty: nowhere else.
std::string InstanceOfTerm(const model::PolicyRouting* policy, std::size_t index) {
  if (policy == nullptr || index >= policy->terms.size() || policy->terms[index].hops.empty()) return "";
  const std::string& table = policy->terms[index].hops[0].table.value();
  return table.empty() ? "default" : table;
}

}  // namespace

void PrintFilters(const model::Device& device, std::string& out) {
  for (const model::Acl& acl : device.acls) {
    if (acl.name.starts_with(kSnmpList)) continue;        // follows from the communities
    if (acl.name.starts_with(kFilterTermList)) continue;  // follows from the filters
    const model::PolicyRouting* policy = PolicyBeside(device, acl);
    const std::string head = fmt::format("set firewall family {} filter {}",
                                         acl.family == Family::kIpv4 ? "inet" : "inet6", Quoted(acl.name));
    out += head + '\n';
    PrintFilterCopies(device, acl, head, out);
    std::size_t number = 0;
    std::size_t permitted = 0;
    for (const model::AclLine& line : acl.lines) {
      std::string instance;
      if (line.action == model::AclAction::kPermit) instance = InstanceOfTerm(policy, permitted++);
      PrintTerm(fmt::format("{} term t{}", head, ++number), line, instance, out);
    }
  }
}

namespace {

// The loopback of the VRF says what reaches the device; those of VRFs without one follow from the main one's.
void PrintGuards(const model::Device& device, std::string& out) {
  for (const model::SelfGuard& guard : device.guards) {
    std::string unit = guard.vrf.empty() ? "0" : "";
    for (const model::Interface& interface : device.interfaces) {
      if (interface.vrf == guard.vrf && interface.name.starts_with("lo0.")) unit = interface.name.substr(4);
    }
    if (unit.empty()) continue;
    const std::string head = "set interfaces lo0 unit " + unit + " family ";
    if (guard.in4.applies()) out += head + "inet filter input " + Quoted(guard.in4.name) + '\n';
    if (guard.in6.applies()) out += head + "inet6 filter input " + Quoted(guard.in6.name) + '\n';
  }
}

}  // namespace

void PrintManagement(const model::Device& device, std::string& out) {
  const model::ManagementPlane& plane = device.management;
  for (const model::ManagementAccess& access : plane.services) PrintService(access, out);
  PrintAccounts(plane, out);
  PrintSnmp(device, out);
  PrintGuards(device, out);
}

void PrintProtection(const model::Device& device, std::string& out) {
  std::size_t number = 0;
  for (const model::TunnelConfig& tunnel : device.tunnels)
    tunnel.ipsec ? PrintTunnel(tunnel, ++number, out) : PrintIpTunnel(tunnel, out);
  for (const model::Interface& interface : device.interfaces) {
    if (!interface.macsec) continue;
    out += "set security macsec connectivity-association secure mka must-secure\n";
    out += "set security macsec connectivity-association secure pre-shared-key ckn 00\n";
    out += fmt::format("set security macsec interfaces {} connectivity-association secure\n", interface.name);
  }
}

}  // namespace ringfence::formats::juniper_junos
