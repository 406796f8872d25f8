// The management plane: which services listen behind which filters, and what their logins may do.

#include "formats/arista_eos/convert.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::ManagementRole;
using model::ManagementService;

constexpr std::uint16_t kPortSsh = 22;
constexpr std::uint16_t kPortTelnet = 23;
constexpr std::uint16_t kPortHttp = 80;
constexpr std::uint16_t kPortHttps = 443;
constexpr std::uint16_t kPortNetconf = 830;
constexpr std::uint16_t kPortRestconf = 6020;
constexpr std::uint16_t kPortGnmi = 6030;

/// One service of a text and where it listens without a word about it.
struct Listening {
  ManagementService service = ManagementService::kSsh;
  std::uint16_t port = 0;
  bool on_by_default = false;
};

/// The filters of one VRF, with what stands before the whole device; an undefined one admits everything.
std::vector<model::AclUse> FiltersOf(Conversion& conversion, const ServiceText& text,
                                     const std::string& vrf) {
  Reader& reader = conversion.reader;
  std::vector<model::AclUse> filters;
  for (const ServiceFilterText& filter : text.filters) {
    if (filter.vrf != vrf) continue;
    const bool known = std::ranges::any_of(reader.vendor.acls, [&filter](const AclText& acl) {
      return acl.name == filter.name && acl.family == filter.family;
    });
    if (known) filters.push_back({filter.name, filter.span});
    if (!known) reader.Undefined(filter.span, "access list", filter.name);
  }
  AddGuardFilters(conversion.config.device, vrf, filters);
  return filters;
}

/// Adds the service unless one with the same filters is there already, from another VRF.
void AddService(model::ManagementPlane& plane, model::ManagementAccess access) {
  const auto same_filter = [](const model::AclUse& a, const model::AclUse& b) { return a.name == b.name; };
  const bool known = std::ranges::any_of(plane.services, [&](const model::ManagementAccess& other) {
    return other.service == access.service && other.port == access.port &&
           std::ranges::equal(other.filters, access.filters, same_filter);
  });
  if (!known) plane.services.push_back(std::move(access));
}

void ConvertService(Conversion& conversion, const ServiceText& text, const Listening& listening) {
  model::ManagementPlane& plane = conversion.config.device.management;
  const auto port = static_cast<std::uint16_t>(text.port.value_or(listening.port));
  const auto own = text.on_in_vrf.find("");
  const Setting<bool>& in_default = own == text.on_in_vrf.end() ? text.on : own->second;
  if (in_default.value_or(listening.on_by_default))
    AddService(plane, {listening.service, port, FiltersOf(conversion, text, ""), in_default.span});
  for (const auto& [vrf, on] : text.on_in_vrf) {
    if (!vrf.empty() && on.value)
      AddService(plane, {listening.service, port, FiltersOf(conversion, text, vrf), on.span});
  }
}

/// The command API speaks HTTPS unless told otherwise, and HTTP when told so.
void ConvertApi(Conversion& conversion) {
  ServiceText text = conversion.reader.vendor.management.api;
  if (text.https.value_or(true))
    ConvertService(conversion, text, {ManagementService::kHttp, kPortHttps, false});
  text.port = {};
  if (text.http.value_or(false))
    ConvertService(conversion, text, {ManagementService::kHttp, kPortHttp, false});
}

/// Without local command authorization every login may become privileged and write: the most is assumed.
ManagementRole RoleOf(const ManagementText& text, const UserText& user) {
  if (!text.local_command_authorization) return ManagementRole::kWrite;
  const std::string& role = !user.role.empty() ? user.role : text.default_role;
  return role.empty() || role == "network-operator" ? ManagementRole::kRead : ManagementRole::kWrite;
}

void ConvertUsers(const ManagementText& text, model::ManagementPlane& plane) {
  // The default list asks local users; one without `local` does not.
  const bool admitted = !text.login || text.login->local || text.login->groups.empty();
  for (const UserText& user : text.users) {
    const ManagementRole role = admitted ? RoleOf(text, user) : ManagementRole::kNone;
    plane.accounts.push_back({user.name, role, {}, user.span});
  }
}

void ConvertRemoteAaa(Reader& reader, model::ManagementPlane& plane) {
  const ManagementText& text = reader.vendor.management;
  if (!text.login || text.login->groups.empty()) return;
  model::RemoteAaa aaa;
  aaa.span = text.login->span;
  for (const std::string& name : text.login->groups) {
    const auto group = text.groups.find(name);
    if (group == text.groups.end()) {
      reader.Undefined(text.login->span, "server group", name);
      continue;
    }
    for (const net::IpAddress& server : group->second) {
      if (std::ranges::find(aaa.servers, server) == aaa.servers.end()) aaa.servers.push_back(server);
    }
  }
  plane.remote_aaa.push_back(std::move(aaa));
}

void ConvertSnmp(Reader& reader, model::ManagementPlane& plane) {
  for (model::SnmpAccess access : reader.vendor.management.snmp) {
    if (access.filter.applies()) {
      const bool known = std::ranges::any_of(reader.vendor.acls, [&access](const AclText& acl) {
        return acl.name == access.filter.name && acl.family == net::Family::kIpv4;
      });
      if (!known) {
        reader.Undefined(access.filter.span, "access list", access.filter.name);
        access.filter = {};
      }
    }
    plane.snmp.push_back(std::move(access));
  }
}

}  // namespace

void ConvertManagement(Conversion& conversion) {
  Reader& reader = conversion.reader;
  const ManagementText& text = reader.vendor.management;
  model::ManagementPlane& plane = conversion.config.device.management;
  ConvertService(conversion, text.ssh, {ManagementService::kSsh, kPortSsh, true});
  ConvertService(conversion, text.telnet, {ManagementService::kTelnet, kPortTelnet, false});
  ConvertApi(conversion);
  ConvertService(conversion, text.netconf, {ManagementService::kNetconf, kPortNetconf, false});
  ConvertService(conversion, text.restconf, {ManagementService::kHttp, kPortRestconf, false});
  ConvertService(conversion, text.gnmi, {ManagementService::kGnmi, kPortGnmi, false});
  ConvertUsers(text, plane);
  ConvertRemoteAaa(reader, plane);
  ConvertSnmp(reader, plane);
  if (text.login && text.login->none)
    reader.Demote(text.login->span, model::Impact::kManagement, "login without authentication");
}

}  // namespace ringfence::formats::arista_eos
