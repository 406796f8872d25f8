// The management plane: which services listen behind which filters, and what their logins may do.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;
using model::ManagementAccess;
using model::ManagementRole;
using model::ManagementService;

constexpr std::uint16_t kPortSsh = 22;
constexpr std::uint16_t kPortTelnet = 23;
constexpr std::uint16_t kPortHttp = 80;
constexpr std::uint16_t kPortHttps = 443;
constexpr std::uint16_t kPortNetconf = 830;
constexpr std::uint16_t kPortGnmi = 9339;
constexpr std::uint32_t kPrivilegeWrite = 15;

void AddFilter(Reader& reader, const Setting<std::string>& name, net::Family family,
               std::vector<model::AclUse>& filters) {
  if (name.value.empty()) return;
  const bool known = std::ranges::any_of(
      reader.vendor.acls, [&](const AclText& acl) { return acl.name == name.value && acl.family == family; });
  if (known) {
    filters.push_back({name.value, name.span});
  } else {
    reader.Undefined(name.span, "access list", name.value);
  }
}

/// Adds the service unless one with the same filters is there already: terminal lines come in several ranges.
void AddService(model::ManagementPlane& plane, ManagementAccess access) {
  const auto same_filter = [](const model::AclUse& a, const model::AclUse& b) { return a.name == b.name; };
  for (const ManagementAccess& known : plane.services) {
    if (known.service == access.service && known.port == access.port &&
        std::ranges::equal(known.filters, access.filters, same_filter)) {
      return;
    }
  }
  plane.services.push_back(std::move(access));
}

void ConvertVtys(Reader& reader, model::ManagementPlane& plane) {
  for (const VtyText& vty : reader.vendor.management.vtys) {
    std::vector<model::AclUse> filters;
    AddFilter(reader, vty.acl4, net::Family::kIpv4, filters);
    AddFilter(reader, vty.acl6, net::Family::kIpv6, filters);
    // Without a `transport input` line older releases admit everything: assume the most.
    const std::vector<ManagementService> all{ManagementService::kSsh, ManagementService::kTelnet};
    for (const ManagementService service : vty.transports.value_or(all)) {
      const std::uint16_t port = service == ManagementService::kSsh ? kPortSsh : kPortTelnet;
      AddService(plane, {service, port, filters, vty.span});
    }
  }
}

void ConvertServers(Reader& reader, model::ManagementPlane& plane) {
  const ManagementText& text = reader.vendor.management;
  std::vector<model::AclUse> http_filters, netconf_filters;
  AddFilter(reader, text.http_acl4, net::Family::kIpv4, http_filters);
  AddFilter(reader, text.http_acl6, net::Family::kIpv6, http_filters);
  AddFilter(reader, text.netconf_acl4, net::Family::kIpv4, netconf_filters);
  AddFilter(reader, text.netconf_acl6, net::Family::kIpv6, netconf_filters);
  if (text.http.value_or(false))
    AddService(plane, {ManagementService::kHttp, kPortHttp, http_filters, text.http.span});
  if (text.https.value_or(false))
    AddService(plane, {ManagementService::kHttp, kPortHttps, http_filters, text.https.span});
  if (text.restconf.value_or(false))
    AddService(plane, {ManagementService::kHttp, kPortHttps, {}, text.restconf.span});
  if (text.netconf.value_or(false)) {
    const auto port = static_cast<std::uint16_t>(text.netconf_port.value_or(kPortNetconf));
    AddService(plane, {ManagementService::kNetconf, port, netconf_filters, text.netconf.span});
  }
  if (text.gnmi.value_or(false)) AddService(plane, {ManagementService::kGnmi, kPortGnmi, {}, text.gnmi.span});
}

/// The method list a login goes through; nullptr: with AAA on, the local users.
const MethodListText* ListOf(const std::map<std::string, MethodListText>& lists, const std::string& name) {
  const auto list = lists.find(name.empty() ? "default" : name);
  return list == lists.end() ? nullptr : &list->second;
}

/// Are local users admitted by any terminal line or by the default list (NETCONF, HTTP)?
bool AdmitsLocalUsers(const ManagementText& text) {
  if (!text.aaa_new_model.value_or(false)) {
    const bool server =
        text.http.value_or(false) || text.https.value_or(false) || text.netconf.value_or(false);
    return server || std::ranges::any_of(text.vtys, &VtyText::login_local);
  }
  const auto local = [&text](const std::string& name) {
    const MethodListText* list = ListOf(text.login_lists, name);
    return list == nullptr || list->local;
  };
  return local("default") ||
         std::ranges::any_of(text.vtys, [&](const VtyText& vty) { return local(vty.login_list); });
}

/// Every login of a line with `privilege level 15` may write.
bool LinesGiveWrite(const ManagementText& text) {
  return std::ranges::any_of(text.vtys,
                             [](const VtyText& vty) { return vty.privilege.value_or(1) >= kPrivilegeWrite; });
}

void ConvertUsers(const ManagementText& text, model::ManagementPlane& plane) {
  const bool admitted = AdmitsLocalUsers(text);
  for (const UserText& user : text.users) {
    const bool write = user.privilege >= kPrivilegeWrite || LinesGiveWrite(text);
    const ManagementRole role = !admitted ? ManagementRole::kNone
                                : write   ? ManagementRole::kWrite
                                          : ManagementRole::kRead;
    plane.accounts.push_back({user.name, role, {}, user.span});
  }
}

std::vector<net::IpAddress> ServersOf(const ManagementText& text, const std::vector<std::string>& groups) {
  std::vector<net::IpAddress> servers;
  for (const std::string& name : groups) {
    const auto group = text.groups.find(name);
    if (group == text.groups.end()) continue;
    servers.insert(servers.end(), group->second.servers.begin(), group->second.servers.end());
    for (const std::string& server : group->second.server_names) {
      const auto address = text.named_servers.find(server);
      if (address != text.named_servers.end()) servers.push_back(address->second);
    }
  }
  return servers;
}

void ConvertRemoteAaa(Reader& reader, model::ManagementPlane& plane) {
  const ManagementText& text = reader.vendor.management;
  if (!text.aaa_new_model.value_or(false)) return;
  for (const auto& [name, login] : text.login_lists) {
    if (login.groups.empty()) continue;
    model::RemoteAaa aaa;
    aaa.servers = ServersOf(text, login.groups);
    aaa.span = login.span;
    // Servers give privilege levels only where exec authorization asks them; without it logins start at
    // level 1.
    const MethodListText* exec = ListOf(text.exec_lists, name);
    if (exec == nullptr) exec = ListOf(text.exec_lists, "default");
    const bool by_server = exec != nullptr && !exec->groups.empty();
    aaa.role_max = by_server || LinesGiveWrite(text) ? ManagementRole::kWrite : ManagementRole::kRead;
    if (by_server) aaa.role_span = exec->span;
    for (const std::string& group : login.groups) {
      if (!text.groups.contains(group)) reader.Undefined(login.span, "server group", group);
    }
    plane.remote_aaa.push_back(std::move(aaa));
  }
}

/// A password on the line admits whoever knows it, unless AAA or local users are asked instead.
void CheckLinePasswords(Reader& reader) {
  const ManagementText& text = reader.vendor.management;
  if (text.aaa_new_model.value_or(false)) return;
  for (const VtyText& vty : text.vtys) {
    const bool reachable = !vty.transports || !vty.transports->empty();
    if (vty.password_span.valid() && !vty.login_local && reachable) {
      reader.Demote(vty.password_span, Impact::kManagement, "login by line password");
    }
  }
}

void ConvertSnmp(Reader& reader, model::ManagementPlane& plane) {
  for (model::SnmpAccess access : reader.vendor.management.snmp) {
    std::vector<model::AclUse> filters;
    AddFilter(reader, {access.filter.name, access.filter.span}, net::Family::kIpv4, filters);
    access.filter = filters.empty() ? model::AclUse{} : filters.front();
    plane.snmp.push_back(std::move(access));
  }
}

}  // namespace

void ConvertManagement(Reader& reader, routing::DeviceConfig& config) {
  model::ManagementPlane& plane = config.device.management;
  ConvertVtys(reader, plane);
  ConvertServers(reader, plane);
  for (ManagementAccess& service : plane.services) AddGuardFilters(config.device, "", service.filters);
  ConvertUsers(reader.vendor.management, plane);
  ConvertRemoteAaa(reader, plane);
  ConvertSnmp(reader, plane);
  CheckLinePasswords(reader);
}

}  // namespace ringfence::formats::cisco_ios
