// The management plane as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_nxos/print.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::ManagementAccess;
using model::ManagementRole;
using model::ManagementService;

std::string_view RoleName(ManagementRole role) {
  return role == ManagementRole::kWrite ? "network-admin" : "network-operator";
}

void PrintTerminal(Printout& out, const model::Device& device, const ManagementAccess& access) {
  out.text += "line vty\n";
  for (const model::AclUse& filter : access.filters) {
    const bool v4 = model::FindAcl(device, filter.name, net::Family::kIpv4) != nullptr;
    out.text += fmt::format("  {}access-class {} in\n", v4 ? "" : "ipv6 ", filter.name);
  }
}

/// The first server for programs is the one with TLS, a second one is without.
void PrintHttp(Printout& out, const ManagementAccess& access, bool first) {
  if (first) out.text += "feature nxapi\n";
  out.text += fmt::format("nxapi {} port {}\n", first ? "https" : "http", access.port);
}

void PrintServices(Printout& out, const model::Device& device) {
  const auto& services = device.management.services;
  const bool ssh =
      std::ranges::find(services, ManagementService::kSsh, &ManagementAccess::service) != services.end();
  if (!ssh) out.text += "no feature ssh\n";
  bool http = false;
  bool terminal = false;
  for (const ManagementAccess& access : services) {
    switch (access.service) {
      case ManagementService::kTelnet:
        out.text += "feature telnet\n";
        [[fallthrough]];
      case ManagementService::kSsh:
        if (!terminal) PrintTerminal(out, device, access);
        terminal = true;
        break;
      case ManagementService::kHttp:
        PrintHttp(out, access, !http);
        http = true;
        break;
      case ManagementService::kNetconf:
        out.text += "feature netconf\n";
        break;
      case ManagementService::kGnmi:
        out.text += fmt::format("feature grpc\ngrpc port {}\n", access.port);
        break;
      case ManagementService::kSnmp:
        break;
    }
  }
}

}  // namespace

void PrintManagement(Printout& out, const model::Device& device) {
  const model::ManagementPlane& plane = device.management;
  PrintServices(out, device);
  for (const model::Account& account : plane.accounts)
    out.text += fmt::format("username {} password 5 * role {}\n", account.user, RoleName(account.role));
  for (const model::RemoteAaa& aaa : plane.remote_aaa) {
    out.text += "aaa group server tacacs+ remote\n";
    for (const net::IpAddress& server : aaa.servers)
      out.text += fmt::format("  server {}\n", net::ToString(server));
    out.text += "aaa authentication login default group remote\n";
  }
  std::uint32_t number = 0;
  for (const model::SnmpAccess& snmp : plane.snmp) {
    // The form of a digest keeps the order.
    const std::string name = fmt::format("digest-{:016x}", ++number);
    out.text += fmt::format("snmp-server community {} group {}\n", name, RoleName(snmp.role));
    if (snmp.filter.applies())
      out.text += fmt::format("snmp-server community {} use-ipv4acl {}\n", name, snmp.filter.name);
  }
}

}  // namespace ringfence::formats::cisco_nxos
