// Services, accounts, remote authentication, SNMP as flat lines.
#include <fmt/format.h>

#include <algorithm>

#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/print.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::Account;
using model::Acl;
using model::ManagementAccess;
using model::ManagementPlane;
using model::ManagementRole;
using model::ManagementService;

constexpr std::string_view kSecurity = "/configure system security";

const ManagementAccess* FindService(const ManagementPlane& plane, ManagementService service) {
  const auto found = std::ranges::find(plane.services, service, &ManagementAccess::service);
  return found == plane.services.end() ? nullptr : &*found;
}

std::string_view State(bool on) { return on ? "enable" : "disable"; }

void PrintServices(const ManagementPlane& plane, std::string& out) {
  const auto has = [&plane](ManagementService service) { return FindService(plane, service) != nullptr; };
  out += fmt::format("{} ssh server-admin-state {}\n", kSecurity, State(has(ManagementService::kSsh)));
  if (has(ManagementService::kTelnet)) out += fmt::format("{} telnet-server true\n", kSecurity);
  if (const ManagementAccess* netconf = FindService(plane, ManagementService::kNetconf)) {
    out += "/configure system management-interface netconf listen admin-state enable\n";
    out += fmt::format("/configure system management-interface netconf listen port {}\n", netconf->port);
  }
  if (const ManagementAccess* grpc = FindService(plane, ManagementService::kGnmi)) {
    out += fmt::format("/configure system grpc admin-state enable\n/configure system grpc port {}\n",
                       grpc->port);
  }
  out += fmt::format("/configure system management-interface snmp admin-state {}\n",
                     State(has(ManagementService::kSnmp)));
}

// They guard the device and every service.
void PrintAccessFilters(const model::Device& device, std::string& out) {
  for (const model::SelfGuard& guard : device.guards) {
    if (!guard.vrf.empty()) continue;
    const model::AclUse& use = guard.in4.applies() ? guard.in4 : guard.in6;
    out += fmt::format("{} {} admin-state enable\n", kSecurity, use.name);
  }
}

std::string_view AccessWord(ManagementService service) {
  switch (service) {
    case ManagementService::kTelnet:
      return "telnet-cli";
    case ManagementService::kNetconf:
      return "netconf";
    case ManagementService::kGnmi:
      return "grpc";
    case ManagementService::kSnmp:
      return "snmp";
    case ManagementService::kSsh:
    case ManagementService::kHttp:
      break;
  }
  return "ssh-cli";
}

std::string_view ProfileWord(ManagementRole role) {
  return role == ManagementRole::kWrite ? "administrative" : "default";
}

void PrintAccount(const Account& account, std::string& out) {
  const std::string head = fmt::format("{} user-params local-user user {}", kSecurity, Quoted(account.user));
  out += fmt::format("{} console member [{}]\n", head, Quoted(ProfileWord(account.role)));
  for (const ManagementService service : account.services) {
    out += fmt::format("{} access {} true\n", head, AccessWord(service));
  }
}

void PrintRemote(const model::RemoteAaa& aaa, std::string_view method, std::string& out) {
  const std::string head = fmt::format("{} aaa remote-servers {}", kSecurity, method);
  out += head + " admin-state enable\n";
  std::uint32_t number = 0;
  for (const net::IpAddress& server : aaa.servers) {
    out += fmt::format("{} server {} address {}\n", head, ++number, net::ToString(server));
  }
  out += fmt::format("{} aaa user-template {}-default profile {}\n", kSecurity, method,
                     Quoted(ProfileWord(aaa.role_max)));
}

void PrintSourceList(const Acl& acl, std::string& out) {
  const std::string head = fmt::format("{} snmp source-access-list {}", kSecurity,
                                       Quoted(acl.name.substr(kSourceListPrefix.size())));
  out += head + " { }\n";
  std::uint32_t number = 0;
  for (const model::AclLine& line : acl.lines) {
    for (const net::AddressMatch& host : line.match.source) {
      out += fmt::format("{} source-host \"{}\" address {}\n", head, ++number, net::ToString(host.address));
    }
  }
}

}  // namespace

void PrintManagement(const model::Device& device, std::string& out) {
  const ManagementPlane& plane = device.management;
  PrintServices(plane, out);
  PrintAccessFilters(device, out);
  for (const Account& account : plane.accounts) PrintAccount(account, out);
  constexpr std::string_view kMethods[] = {"tacplus", "radius"};
  for (std::size_t i = 0; i < std::min(plane.remote_aaa.size(), std::size(kMethods)); ++i) {
    PrintRemote(plane.remote_aaa[i], kMethods[i], out);
  }
  for (const Acl& acl : device.acls) {
    if (acl.name.starts_with(kSourceListPrefix)) PrintSourceList(acl, out);
  }
  std::uint32_t number = 0;
  for (const model::SnmpAccess& access : plane.snmp) {
    const std::string head = fmt::format("{} snmp community \"community-{}\"", kSecurity, ++number);
    out +=
        fmt::format("{} access-permissions {}\n", head, access.role == ManagementRole::kWrite ? "rwa" : "r");
    if (!access.filter.applies()) continue;
    out += fmt::format("{} source-access-list {}\n", head,
                       Quoted(access.filter.name.substr(kSourceListPrefix.size())));
  }
}

}  // namespace ringfence::formats::nokia_sros
