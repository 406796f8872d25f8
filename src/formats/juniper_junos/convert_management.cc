// Who may manage the device: services with the loopback filter, accounts with the rights of their class,
// remote authentication, SNMP communities.
#include <algorithm>
#include <set>
#include <string>

#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Account;
using model::AclAction;
using model::AclUse;
using model::ManagementRole;
using model::ManagementService;
using net::Family;

constexpr std::uint16_t kSnmpPort = 161;
// The template account of remote users that have no account of their own.
constexpr std::string_view kRemoteUser = "remote";

// Permission bits that change the device or read its secrets in a way that lets one change it.
bool Writes(std::string_view permission) {
  return permission == "all" || permission == "configure" || permission == "control" ||
         permission == "shell" || permission == "maintenance" || permission == "rollback" ||
         permission == "edit" || permission == "reset" || permission.ends_with("-control");
}

std::optional<ManagementRole> RoleOfClass(const SystemText& system, std::string_view name) {
  if (name == "super-user" || name == "superuser") return ManagementRole::kWrite;
  if (name == "operator" || name == "read-only") return ManagementRole::kRead;
  if (name == "unauthorized") return ManagementRole::kNone;
  for (const LoginClass& login_class : system.classes) {
    if (login_class.name != name) continue;
    const auto& permissions = login_class.permissions;
    if (std::any_of(permissions.begin(), permissions.end(), Writes)) return ManagementRole::kWrite;
    return permissions.empty() ? ManagementRole::kNone : ManagementRole::kRead;
  }
  return std::nullopt;
}

// What the loopback of each instance lets through.
std::vector<model::SelfGuard> OwnGuards(Reader& reader, const JunosText& text, model::Device& device) {
  std::vector<model::SelfGuard> guards;
  for (const Port& port : text.ports) {
    if (port.name != "lo0") continue;
    for (const Unit& unit : port.units) {
      if (unit.disabled) continue;
      const std::string name = "lo0." + std::string(unit.number);
      model::SelfGuard& guard = guards.emplace_back();
      guard.vrf = InstanceOf(text, name);
      guard.in4 = UseOfFilters(reader, unit.families[0].filters_in, Family::kIpv4, device);
      guard.in6 = UseOfFilters(reader, unit.families[1].filters_in, Family::kIpv6, device);
      const model::InterfaceIndex index = model::FindInterface(device, name);
      if (!index.valid()) continue;
      guard.out4 = device.interfaces[index.index()].acl_out4;
      guard.out6 = device.interfaces[index.index()].acl_out6;
    }
  }
  return guards;
}

// Instances without a loopback are guarded by that of the main instance.
void ConvertGuards(Reader& reader, const JunosText& text, model::Device& device) {
  std::vector<model::SelfGuard> guards = OwnGuards(reader, text, device);
  std::set<std::string> unguarded;
  for (const model::Interface& interface : device.interfaces) {
    if (std::ranges::count(guards, interface.vrf, &model::SelfGuard::vrf) == 0)
      unguarded.insert(interface.vrf);
  }
  const std::size_t written = guards.size();
  for (const std::string& vrf : unguarded) {
    for (std::size_t i = 0; i < written; ++i) {
      if (!guards[i].vrf.empty()) continue;
      model::SelfGuard guard = guards[i];
      guard.vrf = vrf;
      guards.push_back(std::move(guard));
    }
  }
  std::erase_if(guards, [](const model::SelfGuard& guard) {
    return !guard.in4.applies() && !guard.out4.applies() && !guard.in6.applies() && !guard.out6.applies();
  });
  device.guards = std::move(guards);
}

// Filters of what reaches services of the device.
std::vector<AclUse> ServiceFilters(const model::Device& device) {
  std::vector<AclUse> uses;
  for (const model::SelfGuard& guard : device.guards) {
    for (const AclUse* use : {&guard.in4, &guard.in6}) {
      if (guard.vrf.empty() && use->applies() && std::ranges::count(uses, use->name, &AclUse::name) == 0)
        uses.push_back(*use);
    }
  }
  return uses;
}

void ConvertAccounts(Reader& reader, const SystemText& system, model::ManagementPlane& plane) {
  const bool remote = system.tacplus.order_span.valid() || system.radius.order_span.valid();
  ManagementRole template_role = ManagementRole::kNone;
  base::Span template_span;
  if (system.root_password) {
    // The shell of root is reached by SSH and what runs on it, never by Telnet.
    Account root{"root",
                 ManagementRole::kWrite,
                 {ManagementService::kSsh, ManagementService::kNetconf},
                 system.root_span};
    if (system.root_login_denied) root = {"root", ManagementRole::kNone, {}, system.root_span};
    plane.accounts.push_back(std::move(root));
  }
  for (const User& user : system.users) {
    auto role = RoleOfClass(system, user.login_class);
    if (!role) {
      if (user.class_node != kNone) reader.Undefined(user.class_node, "login class");
      role = ManagementRole::kWrite;  // the worst it can be
    }
    if (!user.authenticates && *role > template_role) {
      template_role = *role;
      template_span = user.span;
    }
    if (user.name == kRemoteUser) continue;
    // Without a key or password of its own the account serves remote users only.
    if (!user.authenticates && !remote) role = ManagementRole::kNone;
    plane.accounts.push_back({std::string(user.name), *role, {}, user.span});
  }
  for (const AaaText* aaa : {&system.tacplus, &system.radius}) {
    if (!aaa->order_span.valid() || aaa->servers.empty()) continue;
    plane.remote_aaa.push_back({aaa->servers, template_role, aaa->order_span, template_span});
  }
}

// The clients of a community as an access list on the source. The community's name is a secret, so the list
// is numbered.
void ConvertCommunity(Reader& reader, const SystemText& system, const Community& community,
                      std::size_t number, model::Device& device) {
  model::SnmpAccess access{community.role, {}, community.span};
  const std::vector<AddressEntry>* clients = &community.clients;
  if (community.client_list) {
    clients = nullptr;
    for (const ClientList& list : system.client_lists) {
      if (list.name == community.client_list->name) clients = &list.clients;
    }
    if (clients == nullptr) reader.Undefined(community.client_list->node, "client list");
  }
  if (clients != nullptr && (!clients->empty() || community.client_list)) {
    access.filter = {"snmp-clients-" + std::to_string(number), community.span};
    for (const Family family : {Family::kIpv4, Family::kIpv6}) {
      const auto prefixes = CarveExcepts(*clients, family);
      if (!prefixes || (prefixes->empty() && family == Family::kIpv6)) continue;
      model::Acl acl{access.filter.name, family, {}, AclAction::kDeny, community.span};
      for (const net::Prefix& prefix : *prefixes) {
        net::HeaderMatch match;
        match.family = family;
        if (prefix.length > 0) match.source.push_back(net::AddressMatch::Of(prefix));
        acl.lines.push_back({AclAction::kPermit, std::move(match), community.span});
      }
      device.acls.push_back(std::move(acl));
    }
  }
  device.management.snmp.push_back(std::move(access));
}

}  // namespace

void ConvertManagement(Reader& reader, const JunosText& text, model::Device& device) {
  const SystemText& system = text.system;
  ConvertGuards(reader, text, device);
  const std::vector<AclUse> filters = ServiceFilters(device);
  device.management.services = system.services;
  if (!system.communities.empty()) {
    device.management.services.push_back(
        {ManagementService::kSnmp, kSnmpPort, {}, system.communities[0].span});
  }
  for (model::ManagementAccess& service : device.management.services) service.filters = filters;
  ConvertAccounts(reader, system, device.management);
  std::size_t number = 0;
  for (const Community& community : system.communities) {
    ConvertCommunity(reader, system, community, ++number, device);
  }
}

}  // namespace ringfence::formats::juniper_junos
