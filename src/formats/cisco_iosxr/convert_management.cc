// The management plane: which services listen behind which filters, and what their logins may do.

#include <algorithm>
#include <set>

#include "formats/cisco_iosxr/convert.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::ManagementRole;
using model::ManagementService;

/// Groups that exist without a line and may do more than look.
constexpr std::string_view kWritingGroups[] = {"root-lr",      "root-system",  "netadmin",     "sysadmin",
                                               "serviceadmin", "provisioning", "cisco-support"};
constexpr std::string_view kReadingGroups[] = {"operator", "maintenance", "read-only-tg", "retrieve"};

void AddFilter(Reader& reader, const Setting<std::string>& name, std::vector<model::AclUse>& filters) {
  if (name.value.empty()) return;
  if (std::ranges::find(reader.vendor.acls, name.value, &AclText::name) != reader.vendor.acls.end()) {
    filters.push_back({name.value, name.span});
  } else {
    reader.Undefined(name.span, "access list", name.value);
  }
}

void ConvertServices(Reader& reader, model::ManagementPlane& plane) {
  const ManagementText& text = reader.vendor.management;
  const auto found = text.lines.find(text.default_line);
  const LineText line = found == text.lines.end() ? LineText{} : found->second;
  for (const ServiceText& service : text.services) {
    const bool ssh = service.service == ManagementService::kSsh;
    const bool terminal = ssh || service.service == ManagementService::kTelnet;
    if (terminal && !(ssh ? line.ssh : line.telnet).value_or(true)) continue;
    std::vector<model::AclUse> filters;
    AddFilter(reader, service.acl4, filters);
    AddFilter(reader, service.acl6, filters);
    if (terminal) AddFilter(reader, line.acl, filters);
    plane.services.push_back({service.service, service.port, std::move(filters), service.span});
  }
}

/// May members of the groups write? Groups of the text may hold others.
bool Writes(Reader& reader, std::vector<std::string> groups, base::Span use) {
  const ManagementText& text = reader.vendor.management;
  std::set<std::string> seen;
  while (!groups.empty()) {
    std::vector<std::string> next;
    for (const std::string& name : groups) {
      if (!seen.insert(name).second) continue;
      if (std::ranges::find(kWritingGroups, name) != std::end(kWritingGroups)) return true;
      if (std::ranges::find(kReadingGroups, name) != std::end(kReadingGroups)) continue;
      const auto tasks = text.writing_task_groups.find(name);
      const auto users = text.user_groups.find(name);
      if (tasks != text.writing_task_groups.end() && tasks->second) return true;
      if (users != text.user_groups.end())
        next.insert(next.end(), users->second.begin(), users->second.end());
      else if (tasks == text.writing_task_groups.end())
        reader.Undefined(use, "user group", name);
    }
    groups = std::move(next);
  }
  return false;
}

void ConvertUsers(Reader& reader, model::ManagementPlane& plane) {
  for (const auto& [name, user] : reader.vendor.management.users) {
    const bool write = Writes(reader, user.groups, user.span);
    plane.accounts.push_back({name, write ? ManagementRole::kWrite : ManagementRole::kRead, {}, user.span});
  }
}

void ConvertRemoteAaa(Reader& reader, model::ManagementPlane& plane) {
  const ManagementText& text = reader.vendor.management;
  if (text.login_groups.empty()) return;
  model::RemoteAaa aaa;
  aaa.span = text.login_span;
  // The server says which task groups a user gets.
  aaa.role_max = ManagementRole::kWrite;
  for (const std::string& name : text.login_groups) {
    const auto group = text.server_groups.find(name);
    if (group == text.server_groups.end()) {
      if (name != "tacacs+" && name != "radius") reader.Undefined(text.login_span, "server group", name);
      continue;
    }
    aaa.servers.insert(aaa.servers.end(), group->second.begin(), group->second.end());
  }
  plane.remote_aaa.push_back(std::move(aaa));
}

void ConvertSnmp(Reader& reader, model::ManagementPlane& plane) {
  for (auto [community, access] : reader.vendor.management.communities) {
    std::vector<model::AclUse> filters;
    AddFilter(reader, {access.filter.name, access.filter.span}, filters);
    access.filter = filters.empty() ? model::AclUse{} : filters.front();
    plane.snmp.push_back(std::move(access));
  }
  for (const auto& [name, access] : reader.vendor.management.snmp_users) plane.snmp.push_back(access);
}

}  // namespace

void ConvertManagement(Reader& reader, routing::DeviceConfig& config) {
  model::ManagementPlane& plane = config.device.management;
  ConvertServices(reader, plane);
  ConvertUsers(reader, plane);
  ConvertRemoteAaa(reader, plane);
  ConvertSnmp(reader, plane);
}

}  // namespace ringfence::formats::cisco_iosxr
