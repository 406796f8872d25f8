// Services, accounts, remote authentication and SNMP.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using model::ManagementAccess;
using model::ManagementRole;
using model::ManagementService;

/// The use of a list by a login; nothing when none applies or the list is undefined.
void AddFilter(Conversion& conversion, const NameUse& use, net::Family family,
               std::vector<model::AclUse>& filters) {
  if (use.name.empty()) return;
  const VrpAcl* acl = FindVrpAcl(conversion.from, use.name, family);
  if (acl == nullptr) return ReportUndefined(conversion, use, "access list", Impact::kManagement);
  filters.push_back({ModelNameOf(*acl), use.span});
}

/// Both lists of a server or a line; a list of one family says nothing about the other.
void AddFilters(Conversion& conversion, const NameUse& use4, const NameUse& use6,
                std::vector<model::AclUse>& filters) {
  AddFilter(conversion, use4, net::Family::kIpv4, filters);
  AddFilter(conversion, use6, net::Family::kIpv6, filters);
}

/// Telnet is on without a word on VRP5 only; SSH never.
bool TelnetOn(const VrpConfig& config) { return config.telnet.enabled.value_or(config.vrp5); }

bool Admits(const VrpConfig& config, const VrpVty& vty, std::string_view protocol) {
  if (vty.protocol.empty()) return protocol == (config.vrp5 ? "telnet" : "ssh");
  return vty.protocol == protocol || vty.protocol == "all";
}

/// One access for each group of lines, because each may have its own filter.
void AddShell(Conversion& conversion, std::string_view protocol, const VrpService& service,
              ManagementAccess access, const NameUse& server_acl4, const NameUse& server_acl6) {
  std::vector<ManagementAccess>& services = conversion.to.device.management.services;
  for (const VrpVty& vty : conversion.from.vtys) {
    if (!Admits(conversion.from, vty, protocol)) continue;
    ManagementAccess one = access;
    one.span = service.span.line != 0 ? service.span : vty.span;
    AddFilters(conversion, server_acl4, server_acl6, one.filters);
    AddFilters(conversion, vty.acl4, vty.acl6, one.filters);
    const auto same = [&](const ManagementAccess& other) {
      if (other.service != one.service || other.port != one.port) return false;
      return std::ranges::equal(other.filters, one.filters, {}, &model::AclUse::name, &model::AclUse::name);
    };
    if (std::ranges::none_of(services, same)) services.push_back(std::move(one));
  }
}

void ConvertServices(Conversion& conversion) {
  const VrpConfig& from = conversion.from;
  std::vector<ManagementAccess>& services = conversion.to.device.management.services;
  const std::uint16_t ssh_port = from.ssh_port.value_or(kSshPort);
  if (from.stelnet.enabled.value_or(false)) {
    AddShell(conversion, "ssh", from.stelnet, {ManagementService::kSsh, ssh_port, {}, {}}, from.ssh_acl,
             from.ssh_acl6);
  }
  if (TelnetOn(from)) {
    const std::uint16_t port = from.telnet.port.value_or(kTelnetPort);
    AddShell(conversion, "telnet", from.telnet, {ManagementService::kTelnet, port, {}, {}}, from.telnet.acl4,
             from.telnet.acl6);
  }
  if (from.snetconf.enabled.value_or(false)) {
    ManagementAccess access{
        ManagementService::kNetconf, from.snetconf.port.value_or(ssh_port), {}, from.snetconf.span};
    AddFilters(conversion, from.ssh_acl, from.ssh_acl6, access.filters);
    services.push_back(std::move(access));
  }
  if (from.http.enabled.value_or(false)) {
    ManagementAccess access{ManagementService::kHttp, kHttpPort, {}, from.http.span};
    AddFilter(conversion, from.http.acl4, net::Family::kIpv4, access.filters);
    services.push_back(std::move(access));
  }
  if (from.https.enabled.value_or(false)) {
    ManagementAccess access{ManagementService::kHttp, kHttpsPort, {}, from.https.span};
    AddFilter(conversion, from.https.acl4, net::Family::kIpv4, access.filters);
    services.push_back(std::move(access));
  }
}

ManagementRole RoleOf(const VrpConfig& config, const VrpUser& user) {
  if (user.blocked) return ManagementRole::kNone;
  const bool remote = user.ssh || user.telnet || user.http;
  if (user.service_types_given && !remote) return ManagementRole::kNone;  // console, FTP, subscribers
  if (user.level) return *user.level >= kWriteLevel ? ManagementRole::kWrite : ManagementRole::kRead;
  if (user.group_role) return *user.group_role;
  // Without a level of its own the user takes that of the line it comes in by.
  std::uint32_t level = 0;
  for (const VrpVty& vty : config.vtys) level = std::max(level, vty.level.value_or(0));
  return level >= kWriteLevel ? ManagementRole::kWrite : ManagementRole::kRead;
}

void ConvertAccounts(Conversion& conversion) {
  for (const VrpUser& user : conversion.from.users) {
    if (!user.local) continue;
    model::Account account{user.name, RoleOf(conversion.from, user), {}, user.span};
    if (user.service_types_given && account.role != ManagementRole::kNone) {
      const bool shell = user.ssh && (!user.ssh_services_given || user.ssh_shell);
      const bool netconf = user.ssh && (!user.ssh_services_given || user.ssh_netconf);
      if (shell) account.services.push_back(ManagementService::kSsh);
      if (user.telnet) account.services.push_back(ManagementService::kTelnet);
      if (netconf) account.services.push_back(ManagementService::kNetconf);
      if (user.http) account.services.push_back(ManagementService::kHttp);
      if (account.services.empty()) account.role = ManagementRole::kNone;
    }
    conversion.to.device.management.accounts.push_back(std::move(account));
  }
}

void ConvertRemote(Conversion& conversion) {
  for (const VrpDomain& domain : conversion.from.domains) {
    const auto scheme = std::ranges::find(
        conversion.from.schemes, domain.scheme.empty() ? "default" : domain.scheme, &VrpScheme::name);
    if (scheme == conversion.from.schemes.end() || !scheme->remote) continue;
    model::RemoteAaa remote;
    remote.span = scheme->span;
    for (const VrpAaaTemplate& server : conversion.from.templates) {
      if (std::ranges::find(domain.templates, server.name) == domain.templates.end()) continue;
      remote.servers.insert(remote.servers.end(), server.servers.begin(), server.servers.end());
    }
    conversion.to.device.management.remote_aaa.push_back(std::move(remote));
  }
}

void ConvertSnmp(Conversion& conversion) {
  const VrpConfig& from = conversion.from;
  if (from.snmp_agent.enabled == false) return;
  model::ManagementPlane& plane = conversion.to.device.management;
  for (const VrpSnmp& access : from.snmp) {
    model::SnmpAccess to{access.role, {}, access.span};
    NameUse acl = access.acl;
    const auto group = std::ranges::find(from.snmp_groups, access.group, &VrpSnmpGroup::name);
    if (!access.group.empty() && group != from.snmp_groups.end()) {
      if (group->write) to.role = ManagementRole::kWrite;
      if (acl.name.empty()) acl = group->acl;
    }
    if (acl.name.empty()) acl = from.snmp_agent.acl4;
    std::vector<model::AclUse> filters;
    AddFilter(conversion, acl, net::Family::kIpv4, filters);
    if (!filters.empty()) to.filter = filters.front();
    plane.snmp.push_back(std::move(to));
  }
  if (plane.snmp.empty()) return;
  ManagementAccess service{ManagementService::kSnmp, kSnmpPort, {}, from.snmp_agent.span};
  if (service.span.line == 0) service.span = plane.snmp.front().span;
  AddFilter(conversion, from.snmp_agent.acl4, net::Family::kIpv4, service.filters);
  plane.services.push_back(std::move(service));
}

}  // namespace

void ConvertManagement(Conversion& conversion) {
  ConvertServices(conversion);
  ConvertAccounts(conversion);
  ConvertRemote(conversion);
  ConvertSnmp(conversion);
}

}  // namespace ringfence::formats::huawei_vrp
