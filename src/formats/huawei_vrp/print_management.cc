#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/print.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::ManagementAccess;
using model::ManagementRole;
using model::ManagementService;

std::vector<std::string_view> FiltersOf(const ManagementAccess& access, net::Family family) {
  std::vector<std::string_view> names;
  for (const model::AclUse& use : access.filters) {
    if (use.name.starts_with(kIpv6Prefix) == (family == net::Family::kIpv6))
      names.push_back(TextNameOf(use.name));
  }
  return names;
}

/// `ssh server acl 2000` or `ssh ipv6 server acl 2000`.
void PrintServerAcl(Printing& out, std::string_view server, net::Family family, std::string_view name) {
  out.text += fmt::format("{} {}server acl {}\n", server, family == net::Family::kIpv6 ? "ipv6 " : "", name);
}

/// True when the SSH server itself filters this family: NETCONF, which has no lines, shows it.
bool ServerFilters(const Printing& out, net::Family family) {
  for (const ManagementAccess& access : out.config.device.management.services) {
    if (access.service == ManagementService::kNetconf) return !FiltersOf(access, family).empty();
  }
  return false;
}

/// Filters of a shell come from the server (first) and from the line; a single one is the line's unless
/// NETCONF shows that it is the server's.
void PrintShell(Printing& out, const ManagementAccess& access, std::size_t line) {
  const bool ssh = access.service == ManagementService::kSsh;
  const std::string_view server = ssh ? "ssh" : "telnet";
  out.text += ssh ? "stelnet server enable\n" : "telnet server enable\n";
  if (access.port != (ssh ? kSshPort : kTelnetPort))
    out.text += fmt::format("{} server port {}\n", server, access.port);
  std::string uses;
  for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
    const std::vector<std::string_view> names = FiltersOf(access, family);
    if (names.empty()) continue;
    const bool by_server = names.size() > 1 || (ssh && ServerFilters(out, family));
    if (by_server) PrintServerAcl(out, server, family, names.front());
    if (by_server && names.size() == 1) continue;
    uses += fmt::format(" acl {}{} inbound\n", family == net::Family::kIpv6 ? "ipv6 " : "", names.back());
  }
  out.text += fmt::format("user-interface vty {} {}\n{} authentication-mode aaa\n protocol inbound {}\n#\n",
                          line, line, uses, server);
}

void PrintService(Printing& out, const ManagementAccess& access, std::size_t line) {
  switch (access.service) {
    case ManagementService::kSsh:
    case ManagementService::kTelnet:
      return PrintShell(out, access, line);
    case ManagementService::kNetconf:
      out.text += "snetconf server enable\n";
      out.text += fmt::format("snetconf server port {}\n", access.port);
      for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
        for (const std::string_view name : FiltersOf(access, family))
          PrintServerAcl(out, "ssh", family, name);
      }
      break;
    case ManagementService::kHttp:
      out.text += access.port == kHttpPort ? "http server enable\n" : "http secure-server enable\n";
      if (!access.filters.empty()) out.text += fmt::format("http acl {}\n", access.filters.front().name);
      break;
    case ManagementService::kSnmp:
      out.text += "snmp-agent\n";
      if (!access.filters.empty())
        out.text += fmt::format("snmp-agent acl {}\n", access.filters.front().name);
      break;
    case ManagementService::kGnmi:
      break;  // never made by this reader
  }
  out.text += "#\n";
}

void PrintAccount(Printing& out, const model::Account& account) {
  const auto has = [&](ManagementService service) {
    return std::ranges::find(account.services, service) != account.services.end();
  };
  out.text += fmt::format(" local-user {} privilege level {}\n", account.user,
                          account.role == ManagementRole::kWrite ? 15 : 1);
  if (account.role == ManagementRole::kNone)
    out.text += fmt::format(" local-user {} state block\n", account.user);
  if (account.services.empty()) return;
  out.text += fmt::format(" local-user {} service-type", account.user);
  if (has(ManagementService::kSsh) || has(ManagementService::kNetconf)) out.text += " ssh";
  if (has(ManagementService::kTelnet)) out.text += " telnet";
  if (has(ManagementService::kHttp)) out.text += " http";
  out.text += '\n';
}

void PrintSshUsers(Printing& out) {
  for (const model::Account& account : out.config.device.management.accounts) {
    const auto has = [&](ManagementService service) {
      return std::ranges::find(account.services, service) != account.services.end();
    };
    if (has(ManagementService::kSsh) == has(ManagementService::kNetconf)) continue;
    out.text += fmt::format("ssh user {} service-type {}\n", account.user,
                            has(ManagementService::kSsh) ? "stelnet" : "snetconf");
  }
}

void PrintRemoteServers(Printing& out) {
  std::size_t number = 1;
  for (const model::RemoteAaa& remote : out.config.device.management.remote_aaa) {
    out.text += fmt::format("hwtacacs-server template remote-{}\n", number++);
    for (const net::IpAddress& server : remote.servers) {
      out.text += fmt::format(" hwtacacs-server authentication {}\n", net::ToString(server));
    }
    out.text += "#\n";
  }
}

void PrintAaa(Printing& out) {
  const model::ManagementPlane& plane = out.config.device.management;
  out.text += "aaa\n";
  for (const model::Account& account : plane.accounts) PrintAccount(out, account);
  for (std::size_t number = 1; number <= plane.remote_aaa.size(); ++number) {
    out.text +=
        fmt::format(" authentication-scheme remote-{}\n  authentication-mode hwtacacs local\n", number);
    out.text +=
        fmt::format(" domain remote-{}\n  authentication-scheme remote-{}\n  hwtacacs-server remote-{}\n",
                    number, number, number);
  }
  out.text += "#\n";
}

}  // namespace

void PrintManagement(Printing& out) {
  PrintRemoteServers(out);
  PrintAaa(out);
  PrintSshUsers(out);
  std::size_t line = 0;
  for (const ManagementAccess& access : out.config.device.management.services)
    PrintService(out, access, line++);
  for (const model::SnmpAccess& access : out.config.device.management.snmp) {
    out.text += fmt::format("snmp-agent community {} cipher removed",
                            access.role == ManagementRole::kWrite ? "write" : "read");
    if (access.filter.applies()) out.text += fmt::format(" acl {}", access.filter.name);
    out.text += '\n';
  }
}

void PrintIpsec(Printing& out) {
  std::size_t number = 1;
  for (const model::TunnelConfig& tunnel : out.config.device.tunnels) {
    if (!tunnel.ipsec) continue;
    const std::string part = fmt::format("tunnel-{}", number++);
    out.text += fmt::format("ipsec proposal {}\n", part);
    if (tunnel.integrity) out.text += " esp authentication-algorithm sha2-256\n";
    out.text += fmt::format(" esp encryption-algorithm {}\n#\n", tunnel.confidentiality ? "aes-256" : "null");
    out.text += fmt::format("ike peer {}\n remote-address {}\n#\n", part, net::ToString(tunnel.peer));
    if (!tunnel.bind_interface.empty()) {
      out.text +=
          fmt::format("ipsec profile {}\n ike-peer {}\n proposal {}\n#\n", tunnel.bind_interface, part, part);
      continue;
    }
    out.text += fmt::format("ipsec policy {} isakmp\n ike-peer {}\n proposal {}\n tunnel local {}\n",
                            tunnel.name, part, part, net::ToString(tunnel.local));
    for (const model::Acl& acl : out.config.device.acls) {
      const bool same = std::ranges::equal(acl.lines, tunnel.selectors, {}, &model::AclLine::match);
      if (!same || acl.end_action != model::AclAction::kDeny) continue;
      out.text += fmt::format(" security acl {}\n", acl.name);
      break;
    }
    out.text += "#\n";
  }
}

}  // namespace ringfence::formats::huawei_vrp
