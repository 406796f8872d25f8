// The management plane: which services listen behind which filters, and what their logins may do.

#include <fmt/format.h>

#include "formats/cisco_nxos/convert.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::ManagementAccess;
using model::ManagementRole;
using model::ManagementService;

constexpr std::uint16_t kPortSsh = 22, kPortTelnet = 23, kPortHttp = 80, kPortHttps = 443, kPortNetconf = 830,
                        kPortGrpc = 50051;

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

bool IsOn(const Reader& reader, std::string_view feature, bool by_default) {
  const auto found = reader.vendor.features.find(std::string(feature));
  return found == reader.vendor.features.end() ? by_default : found->second;
}

void ConvertServices(Reader& reader, model::ManagementPlane& plane) {
  const ManagementText& text = reader.vendor.management;
  // What is on by default has no line of its own: the name of the device stands for it.
  const base::Span span = reader.vendor.hostname.span;
  std::vector<model::AclUse> terminal;
  AddFilter(reader, text.vty_acl4, net::Family::kIpv4, terminal);
  AddFilter(reader, text.vty_acl6, net::Family::kIpv6, terminal);
  if (IsOn(reader, "ssh", true))
    plane.services.push_back({ManagementService::kSsh, kPortSsh, terminal, span});
  if (IsOn(reader, "telnet", false))
    plane.services.push_back({ManagementService::kTelnet, kPortTelnet, terminal, span});
  if (IsOn(reader, "nxapi", false)) {
    if (text.nxapi_https.value_or(true)) {
      const std::uint32_t port = text.nxapi_https_port.value_or(kPortHttps);
      plane.services.push_back({ManagementService::kHttp, static_cast<std::uint16_t>(port), {}, span});
    }
    if (text.nxapi_http.value_or(false)) {
      const std::uint32_t port = text.nxapi_http_port.value_or(kPortHttp);
      plane.services.push_back({ManagementService::kHttp, static_cast<std::uint16_t>(port), {}, span});
    }
  } else if (IsOn(reader, "restconf", false)) {
    plane.services.push_back({ManagementService::kHttp, kPortHttps, {}, span});
  }
  if (IsOn(reader, "netconf", false))
    plane.services.push_back({ManagementService::kNetconf, kPortNetconf, {}, span});
  if (IsOn(reader, "grpc", false)) {
    const std::uint32_t port = text.grpc_port.value_or(kPortGrpc);
    plane.services.push_back({ManagementService::kGnmi, static_cast<std::uint16_t>(port), {}, span});
  }
}

/// May somebody with the role write? Roles that exist without a line, then those of the text.
bool RoleWrites(Reader& reader, const std::string& role, base::Span use) {
  if (role == "network-admin" || role == "vdc-admin" || role == "priv-15" || role == "dev-ops") return true;
  if (role == "network-operator" || role == "vdc-operator" || role.starts_with("priv-")) return false;
  const auto known = reader.vendor.management.roles.find(role);
  if (known != reader.vendor.management.roles.end()) return known->second.write;
  reader.Undefined(use, "role", role);
  return false;
}

void ConvertUsers(Reader& reader, model::ManagementPlane& plane) {
  for (const auto& [name, user] : reader.vendor.management.users) {
    bool write = false;
    for (const std::string& role : user.roles) write = RoleWrites(reader, role, user.span) || write;
    // Without a role a user may look; with servers for logins the local users are asked when none answers.
    plane.accounts.push_back({name, write ? ManagementRole::kWrite : ManagementRole::kRead, {}, user.span});
  }
}

void ConvertRemoteAaa(Reader& reader, model::ManagementPlane& plane) {
  const ManagementText& text = reader.vendor.management;
  if (text.login_groups.empty()) return;
  model::RemoteAaa aaa;
  aaa.span = text.login_span;
  // The server says which role a user gets.
  aaa.role_max = ManagementRole::kWrite;
  for (const std::string& name : text.login_groups) {
    const auto group = text.groups.find(name);
    if (group == text.groups.end()) {
      if (name != "tacacs+" && name != "radius") reader.Undefined(text.login_span, "server group", name);
      continue;
    }
    aaa.servers.insert(aaa.servers.end(), group->second.servers.begin(), group->second.servers.end());
  }
  plane.remote_aaa.push_back(std::move(aaa));
}

void ConvertSnmp(Reader& reader, model::ManagementPlane& plane) {
  const ManagementText& text = reader.vendor.management;
  for (const auto& [community, access] : text.communities) {
    model::SnmpAccess out = access;
    const auto filter = text.snmp_filters.find(community);
    if (filter != text.snmp_filters.end()) {
      std::vector<model::AclUse> filters;
      AddFilter(reader, filter->second, net::Family::kIpv4, filters);
      if (!filters.empty()) out.filter = filters.front();
    }
    plane.snmp.push_back(std::move(out));
  }
  for (const auto& [name, access] : text.snmp_users) plane.snmp.push_back(access);
}

}  // namespace

void ConvertManagement(Reader& reader, routing::DeviceConfig& config) {
  model::ManagementPlane& plane = config.device.management;
  ConvertServices(reader, plane);
  ConvertUsers(reader, plane);
  ConvertRemoteAaa(reader, plane);
  ConvertSnmp(reader, plane);
}

}  // namespace ringfence::formats::cisco_nxos
