// The management plane as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/arista_eos/print.h"
#include "formats/self_guard_text.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::ManagementAccess;
using model::ManagementRole;
using model::ManagementService;

constexpr std::uint16_t kPortHttp = 80;
constexpr std::uint16_t kPortRestconf = 6020;

/// Lists before the whole device in its default VRF: services there have them without a word.
std::vector<model::AclUse> OwnFilters(const model::Device& device) {
  std::vector<model::AclUse> filters;
  AddGuardFilters(device, "", filters);
  return filters;
}

/// Such a service.
bool IsInDefaultVrf(const model::Device& device, const ManagementAccess& access) {
  return std::ranges::all_of(OwnFilters(device), [&access](const model::AclUse& own) {
    return std::ranges::count(access.filters, own.name, &model::AclUse::name) > 0;
  });
}

void PrintFilters(std::string& out, const model::Device& device, const ManagementAccess& access,
                  std::string_view indent, bool all = false) {
  const std::vector<model::AclUse> own = OwnFilters(device);
  for (const model::AclUse& filter : access.filters) {
    if (!all && std::ranges::count(own, filter.name, &model::AclUse::name) > 0) continue;
    const bool v4 = model::FindAcl(device, filter.name, net::Family::kIpv4) != nullptr;
    out += fmt::format("{}{} access-group {} in\n", indent, v4 ? "ip" : "ipv6", filter.name);
  }
}

void PrintGuards(std::string& out, const model::Device& device) {
  if (!device.guards.empty()) out += "system control-plane\n";
  for (const model::SelfGuard& guard : device.guards) {
    const std::string vrf = guard.vrf.empty() ? "" : " vrf " + guard.vrf;
    if (guard.in4.applies()) out += fmt::format("   ip access-group {}{} in\n", guard.in4.name, vrf);
    if (guard.in6.applies()) out += fmt::format("   ipv6 access-group {}{} in\n", guard.in6.name, vrf);
  }
}

/// One service in the default VRF; the same with other filters in VRFs of their own.
void PrintTerminal(std::string& out, const model::Device& device, ManagementService service,
                   std::string_view name) {
  std::size_t count = 0;
  out += fmt::format("management {}\n", name);
  for (const ManagementAccess& access : device.management.services) {
    if (access.service != service) continue;
    if (count == 0 && IsInDefaultVrf(device, access)) {
      out += "   no shutdown\n";
      PrintFilters(out, device, access, "   ");
    } else {
      if (count == 0) out += "   shutdown\n";
      out += fmt::format("   vrf PRINTED-{}\n      no shutdown\n", count);
      PrintFilters(out, device, access, "      ", true);
    }
    ++count;
  }
  if (count == 0) out += "   shutdown\n";
}

/// The command API: each kind of port in each VRF with the same filters.
void PrintApi(std::string& out, const model::Device& device) {
  std::vector<const ManagementAccess*> plain, secure;
  for (const ManagementAccess& access : device.management.services) {
    if (access.service != ManagementService::kHttp || access.port == kPortRestconf) continue;
    (access.port == kPortHttp ? plain : secure).push_back(&access);
  }
  if (plain.empty() && secure.empty()) return;
  out += "management api http-commands\n";
  if (secure.empty()) out += "   no protocol https\n";
  if (!secure.empty()) out += fmt::format("   protocol https port {}\n", secure.front()->port);
  if (!plain.empty()) out += "   protocol http\n";
  const std::vector<const ManagementAccess*>& accesses = secure.empty() ? plain : secure;
  for (std::size_t i = 0; i < accesses.size(); ++i) {
    const bool in_default = i == 0 && IsInDefaultVrf(device, *accesses[i]);
    if (!in_default) out += fmt::format("   vrf PRINTED-{}\n", i);
    const std::string_view indent = in_default ? "   " : "      ";
    out += fmt::format("{}no shutdown\n", indent);
    PrintFilters(out, device, *accesses[i], indent, !in_default);
  }
}

void PrintTransport(std::string& out, const model::Device& device, const ManagementAccess& access) {
  const std::string_view api = access.service == ManagementService::kNetconf ? "netconf"
                               : access.service == ManagementService::kGnmi  ? "gnmi"
                                                                             : "restconf";
  const std::string_view transport = access.service == ManagementService::kNetconf ? "ssh"
                                     : access.service == ManagementService::kGnmi  ? "grpc"
                                                                                   : "https";
  out +=
      fmt::format("management api {}\n   transport {} PRINTED\n      port {}\n", api, transport, access.port);
  PrintFilters(out, device, access, "      ");
}

void PrintRemoteAaa(std::string& out, const model::ManagementPlane& plane) {
  if (plane.remote_aaa.empty()) return;
  out += "aaa group server tacacs+ PRINTED\n";
  for (const net::IpAddress& server : plane.remote_aaa.front().servers)
    out += fmt::format("   server {}\n", net::ToString(server));
  // Accounts that nothing admits stay so when the default list does not ask local users.
  const bool closed = std::ranges::any_of(
      plane.accounts, [](const model::Account& account) { return account.role == ManagementRole::kNone; });
  out += fmt::format("aaa authentication login default group PRINTED{}\n", closed ? "" : " local");
}

void PrintAccounts(std::string& out, const model::ManagementPlane& plane) {
  const bool limited = std::ranges::any_of(
      plane.accounts, [](const model::Account& account) { return account.role == ManagementRole::kRead; });
  if (limited) out += "aaa authorization commands all default local\n";
  for (const model::Account& account : plane.accounts) {
    out += fmt::format("username {} role {} nopassword\n", account.user,
                       account.role == ManagementRole::kRead ? "network-operator" : "network-admin");
  }
}

}  // namespace

void PrintManagement(std::string& out, const model::Device& device) {
  PrintGuards(out, device);
  const model::ManagementPlane& plane = device.management;
  PrintTerminal(out, device, ManagementService::kSsh, "ssh");
  PrintTerminal(out, device, ManagementService::kTelnet, "telnet");
  PrintApi(out, device);
  for (const ManagementAccess& access : plane.services) {
    const bool restconf = access.service == ManagementService::kHttp && access.port == kPortRestconf;
    if (restconf || access.service == ManagementService::kNetconf ||
        access.service == ManagementService::kGnmi)
      PrintTransport(out, device, access);
  }
  PrintRemoteAaa(out, plane);
  PrintAccounts(out, plane);
  for (const model::SnmpAccess& snmp : plane.snmp) {
    out += fmt::format("snmp-server community * {}{}{}\n", snmp.role == ManagementRole::kWrite ? "rw" : "ro",
                       snmp.filter.applies() ? " " : "", snmp.filter.name);
  }
}

}  // namespace ringfence::formats::arista_eos
