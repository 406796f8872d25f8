// The management plane as text.

#include <fmt/format.h>

#include "formats/cisco_iosxr/print.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::ManagementAccess;
using model::ManagementRole;
using model::ManagementService;

bool IsTerminal(const ManagementAccess& access) {
  return access.service == ManagementService::kSsh || access.service == ManagementService::kTelnet;
}

/// The list that guards the terminal lines: all services on them have it last.
std::string LineFilter(const model::ManagementPlane& plane) {
  std::string name;
  for (const ManagementAccess& access : plane.services) {
    if (!IsTerminal(access)) continue;
    if (access.filters.empty()) return "";
    if (!name.empty() && access.filters.back().name != name) return "";
    name = access.filters.back().name;
  }
  return name;
}

/// Filters of a service, one of each family.
std::string FilterText(const model::Device& device, const ManagementAccess& access) {
  std::string text;
  for (const model::AclUse& filter : access.filters) {
    const bool v4 = model::FindAcl(device, filter.name, net::Family::kIpv4) != nullptr;
    text += fmt::format(" {} access-list {}", v4 ? "ipv4" : "ipv6", filter.name);
  }
  return text;
}

void PrintService(Printout& out, const model::Device& device, const ManagementAccess& access,
                  std::uint32_t number) {
  const std::string filters = FilterText(device, access);
  switch (access.service) {
    case ManagementService::kSsh:
      out.text += fmt::format("ssh server vrf V{}{}\n", number, filters);
      break;
    case ManagementService::kTelnet:
      out.text += fmt::format("telnet vrf V{} ipv4 server max-servers 1\n", number);
      for (const model::AclUse& filter : access.filters) {
        const bool v4 = model::FindAcl(device, filter.name, net::Family::kIpv4) != nullptr;
        out.text += fmt::format("telnet vrf V{} {} server max-servers 1 access-list {}\n", number,
                                v4 ? "ipv4" : "ipv6", filter.name);
      }
      break;
    case ManagementService::kHttp:
      out.text += fmt::format("http server{}{}\n", access.port == 443 ? " ssl" : "", filters);
      break;
    case ManagementService::kNetconf:
      out.text += fmt::format("ssh server netconf port {}\n", access.port);
      if (!filters.empty()) out.text += fmt::format("ssh server netconf{}\n", filters);
      break;
    case ManagementService::kGnmi:
      out.text += fmt::format("grpc\n port {}\n!\n", access.port);
      break;
    case ManagementService::kSnmp:
      break;
  }
}

}  // namespace

void PrintManagement(Printout& out, const model::Device& device) {
  const model::ManagementPlane& plane = device.management;
  std::uint32_t number = 0;
  const std::string line_filter = LineFilter(plane);
  if (!line_filter.empty())
    out.text += fmt::format("line default\n access-class ingress {}\n!\n", line_filter);
  for (ManagementAccess access : plane.services) {
    if (!line_filter.empty() && IsTerminal(access)) access.filters.pop_back();
    PrintService(out, device, access, ++number);
  }
  for (const model::Account& account : plane.accounts)
    out.text += fmt::format("username {}\n group {}\n!\n", account.user,
                            account.role == ManagementRole::kWrite ? "root-lr" : "operator");
  for (const model::RemoteAaa& aaa : plane.remote_aaa) {
    out.text += "aaa group server tacacs+ remote\n";
    for (const net::IpAddress& server : aaa.servers)
      out.text += fmt::format(" server {}\n", net::ToString(server));
    out.text += "!\naaa authentication login default group remote\n";
  }
  std::uint32_t community = 0;
  for (const model::SnmpAccess& snmp : plane.snmp) {
    // The form of a digest keeps the order.
    out.text += fmt::format("snmp-server community digest-{:016x} {}", ++community,
                            snmp.role == ManagementRole::kWrite ? "RW" : "RO");
    if (snmp.filter.applies()) out.text += fmt::format(" IPv4 {}", snmp.filter.name);
    out.text += "\n";
  }
}

}  // namespace ringfence::formats::cisco_iosxr
