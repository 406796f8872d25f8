// The management plane: services, accounts and what their profiles allow, remote AAA, SNMP. SSH is on unless
// the text turns it off; NETCONF, Telnet and gRPC are off unless it turns them on.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"
#include "formats/self_guard_text.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::Account;
using model::AclUse;
using model::ManagementAccess;
using model::ManagementRole;
using model::ManagementService;
using model::RemoteAaa;
using model::SnmpAccess;

// The profile of users who have none, and the built-in one of administrators.
constexpr std::string_view kDefaultProfile = "default";
constexpr std::string_view kAdministrativeProfile = "administrative";

ManagementRole RoleOfProfile(const ManagementText& text, std::string_view name) {
  const auto profile = std::ranges::find(text.profiles, name, &ProfileText::name);
  if (profile == text.profiles.end()) {
    return name == kAdministrativeProfile ? ManagementRole::kWrite : ManagementRole::kRead;
  }
  const std::string_view otherwise = profile->default_action.value;
  return otherwise == "permit-all" || profile->permits_writing ? ManagementRole::kWrite
                                                               : ManagementRole::kRead;
}

bool IsKnownProfile(const ManagementText& text, std::string_view name) {
  return name == kDefaultProfile || name == kAdministrativeProfile ||
         std::ranges::find(text.profiles, name, &ProfileText::name) != text.profiles.end();
}

std::vector<ManagementService> ServicesOf(const AccessText& access) {
  std::vector<ManagementService> services;
  const auto add = [&services](bool on, ManagementService service) {
    if (on && std::ranges::find(services, service) == services.end()) services.push_back(service);
  };
  // `console` covers sessions over SSH and Telnet too.
  add(access.console.value_or(false) || access.ssh.value_or(false), ManagementService::kSsh);
  add(access.console.value_or(false) || access.telnet.value_or(false), ManagementService::kTelnet);
  add(access.netconf.value_or(false), ManagementService::kNetconf);
  add(access.grpc.value_or(false), ManagementService::kGnmi);
  add(access.snmp.value_or(false), ManagementService::kSnmp);
  return services;
}

void AddAccounts(Reader& reader, const ManagementText& text, model::ManagementPlane& plane) {
  for (const UserText& user : text.users) {
    Account account;
    account.user = user.name;
    account.span = user.span;
    account.services = ServicesOf(user.access);
    account.role = user.profiles.empty() ? RoleOfProfile(text, kDefaultProfile) : ManagementRole::kNone;
    for (const Name& profile : user.profiles) {
      if (!IsKnownProfile(text, profile.value)) reader.Undefined(profile.node, "profile");
      account.role = std::max(account.role, RoleOfProfile(text, profile.value));
    }
    if (account.services.empty()) account.role = ManagementRole::kNone;
    plane.accounts.push_back(std::move(account));
  }
}

void AddRemote(const ManagementText& text, const RemoteText& from, std::string_view method,
               std::string_view user_template, model::ManagementPlane& plane) {
  if (!from.present || !from.admin.value_or(true)) return;
  if (!text.order.empty() && std::ranges::find(text.order, method, &Name::value) == text.order.end()) return;
  RemoteAaa to;
  to.span = from.admin.set() ? from.admin.span : from.span;
  for (const auto& server : from.servers) to.servers.push_back(server.value);
  const auto found = std::ranges::find(text.templates, user_template, &TemplateText::name);
  if (!from.use_template.value_or(true)) {
    // Rights then come from the server.
    to.role_max = ManagementRole::kWrite;
    to.role_span = from.use_template.span;
  } else if (found != text.templates.end() && found->profile.set()) {
    to.role_max = RoleOfProfile(text, found->profile.value);
    to.role_span = found->profile.span;
  }
  plane.remote_aaa.push_back(std::move(to));
}

// The source lists of SNMP as access lists.
void AddSourceLists(const ManagementText& text, model::Device& device) {
  for (const SourceList& list : text.source_lists) {
    model::Acl acl;
    acl.name = std::string(kSourceListPrefix).append(list.name);
    acl.span = list.span;
    for (const Stated<net::IpAddress>& host : list.hosts) {
      if (host.value.family != net::Family::kIpv4) continue;
      net::HeaderMatch match;
      match.source.push_back(net::AddressMatch::Of(net::Prefix::Host(host.value)));
      acl.lines.push_back({model::AclAction::kPermit, std::move(match), host.span});
    }
    device.acls.push_back(std::move(acl));
  }
}

void AddCommunities(Reader& reader, const ManagementText& text, model::Device& device) {
  for (const CommunityText& community : text.communities) {
    SnmpAccess to;
    to.span = community.span;
    const std::string_view rights = community.permissions.value;
    if (community.permissions.set() && rights != "r" && rights != "rw" && rights != "rwa" &&
        rights != "mgmt") {
      reader.Invalid(community.permissions.node, "not an access right");
    }
    to.role = rights == "rw" || rights == "rwa" || rights == "mgmt" ? ManagementRole::kWrite
                                                                    : ManagementRole::kRead;
    if (community.source_list.set()) {
      to.filter = {std::string(kSourceListPrefix).append(community.source_list.value),
                   community.source_list.span};
      if (model::FindAcl(device, to.filter.name, net::Family::kIpv4) == nullptr) {
        reader.Undefined(community.source_list.node, "source access list");
      }
    }
    device.management.snmp.push_back(std::move(to));
  }
}

// Every packet to the device must pass the filters, those of routing protocols too, in all instances.
void AddGuards(Reader& reader, const FilterText& filter, const AclUse& use, model::Device& device) {
  const bool vrfs = std::ranges::any_of(device.interfaces, [](const auto& one) { return !one.vrf.empty(); });
  const auto by_instance =
      std::ranges::find_if(filter.entries, [](const FilterEntry& entry) { return entry.match.instance; });
  if (vrfs && by_instance != filter.entries.end())
    reader.Unmodelled(by_instance->node, kOwnPackets, "filter by routing instance");
  if (!filter.default_action.set())
    reader.Unmodelled(filter.admin.node, kOwnPackets, "filter without a default action");
  AddGuard({use.name, filter.family, {}, use.span}, device);
}

// The filters that guard every service and the device itself.
std::vector<AclUse> AddAccessFilters(Reader& reader, const SrosText& text, model::Device& device) {
  std::vector<AclUse> uses;
  for (const FilterText& filter : text.management.access_filters) {
    const std::string name(filter.family == net::Family::kIpv4 ? kAccessFilter4 : kAccessFilter6);
    device.acls.push_back(ConvertFilter(reader, text, filter, name, FilterVerdict::kAccept));
    if (!filter.admin.value_or(false)) continue;
    uses.push_back({name, filter.admin.span});
    AddGuards(reader, filter, uses.back(), device);
  }
  return uses;
}

}  // namespace

void ConvertManagement(Reader& reader, const SrosText& text, routing::DeviceConfig& config) {
  const ManagementText& from = text.management;
  model::Device& device = config.device;
  model::ManagementPlane& plane = device.management;
  const std::vector<AclUse> filters = AddAccessFilters(reader, text, device);
  const auto add = [&](bool on, ManagementService service, std::uint32_t port, base::Span span) {
    if (on) plane.services.push_back({service, static_cast<std::uint16_t>(port), filters, span});
  };
  add(from.ssh.value_or(true), ManagementService::kSsh, kSshPort, from.ssh.span);
  const bool telnet = from.telnet.value_or(false) || from.telnet6.value_or(false);
  add(telnet, ManagementService::kTelnet, kTelnetPort,
      from.telnet.set() ? from.telnet.span : from.telnet6.span);
  add(from.netconf.value_or(false), ManagementService::kNetconf, from.netconf_port.value_or(kNetconfPort),
      from.netconf.span);
  add(from.grpc.value_or(false), ManagementService::kGnmi, from.grpc_port.value_or(kGrpcPort),
      from.grpc.span);
  add(from.snmp.value_or(!from.communities.empty()), ManagementService::kSnmp, kSnmpPort, from.snmp.span);
  AddAccounts(reader, from, plane);
  AddRemote(from, from.tacacs, "tacplus", "tacplus-default", plane);
  AddRemote(from, from.radius, "radius", "radius-default", plane);
  AddSourceLists(from, device);
  AddCommunities(reader, from, device);
}

}  // namespace ringfence::formats::nokia_sros
