// Who may log in: aaa, user interfaces, SSH, Telnet, NETCONF, HTTP servers, SNMP.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using model::ManagementRole;

constexpr std::uint8_t kManagement = Impact::kManagement;

VrpUser& EnsureUser(Reader& reader, std::string_view name, const Line& line) {
  for (VrpUser& user : reader.config.users) {
    if (user.name == name) return user;
  }
  reader.config.users.push_back({});
  reader.config.users.back().name = std::string(name);
  reader.config.users.back().span = line.span();
  return reader.config.users.back();
}

template <class T>
std::size_t EnsureNamed(std::vector<T>& items, std::string_view name) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].name == name) return i;
  }
  items.push_back({});
  items.back().name = std::string(name);
  return items.size() - 1;
}

void ReadServiceTypes(const Line& line, std::size_t word, VrpUser& user) {
  user.service_types_given = true;
  for (; word < line.size(); ++word) {
    const std::string_view type = line.at(word);
    if (type == "ssh" || type == "api" || type == "netconf" || type == "snetconf") user.ssh = true;
    if (type == "telnet") user.telnet = true;
    if (type == "http" || type == "web") user.http = true;
  }
}

Verdict ReadLocalUser(Reader& reader, const Line& line) {
  if (line.at(1) == "policy" || line.at(1) == "password" || line.size() < 2) return Irrelevant();
  if (line.undo() && line.size() == 2) {
    std::erase_if(reader.config.users, [&](const VrpUser& user) { return user.name == line.at(1); });
    return Modelled();
  }
  VrpUser& user = EnsureUser(reader, line.at(1), line);
  user.local = true;
  const std::string_view what = line.at(2);
  if (what == "privilege" || what == "level") {
    const std::size_t word = what == "level" ? 3 : 4;
    const auto level = NumberUpTo(line.at(word), 15);
    if (!line.undo() && !level) return reader.Invalid(line, word, "not a privilege level", kManagement);
    user.level = line.undo() ? std::nullopt : level;
    return Modelled();
  }
  if (what == "service-type") {
    user.ssh = user.telnet = user.http = false;
    if (!line.undo()) ReadServiceTypes(line, 3, user);
    return Modelled();
  }
  if (what == "user-group") {
    const std::string_view group = line.at(3);
    if (group == "manage-ug" || group == "system-ug") {
      user.group_role = ManagementRole::kWrite;
    } else if (group == "monitor-ug" || group == "visit-ug") {
      user.group_role = ManagementRole::kRead;
    } else {
      return Unmodelled(kManagement, "user group of its own");
    }
    return Modelled();
  }
  if (what == "state") {
    user.blocked = !line.undo() && line.at(3) == "block" && line.size() == 4;
    return line.at(3) == "active" || line.at(3) == "block" ? Modelled() : Unknown(kManagement);
  }
  if (what == "password" || what == "password-force-change" || what == "ftp-directory" ||
      what == "idle-timeout" || what == "idle-cut" || what == "access-limit" || what == "expire-date" ||
      what == "expire" || what == "user-type" || what == "aaa-authen-mode") {
    // The key decides who can log in, not what a login may do; it is neither kept nor shown.
    return what == "password" ? Modelled() : Irrelevant();
  }
  return what == "time-range" ? Unmodelled(kManagement, "login hours") : Unknown(kManagement);
}

/// Words of a remote mode in `authentication-mode hwtacacs local`.
bool NamesRemote(const Line& line, std::size_t word) {
  for (; word < line.size(); ++word) {
    if (line.at(word).starts_with("hwtacacs") || line.at(word).starts_with("radius")) return true;
  }
  return false;
}

Verdict ReadSshUser(Reader& reader, const Line& line) {
  VrpUser& user = EnsureUser(reader, line.at(2), line);
  if (line.at(3) == "service-type" && !line.undo()) {
    user.ssh_services_given = true;
    user.ssh_shell = user.ssh_netconf = false;
    for (std::size_t word = 4; word < line.size(); ++word) {
      const std::string_view type = line.at(word);
      // A file transfer can replace the configuration, so it counts as a shell.
      if (type == "stelnet" || type == "all" || type == "sftp" || type == "scp") user.ssh_shell = true;
      if (type == "snetconf" || type == "all") user.ssh_netconf = true;
    }
  }
  return Modelled();
}

Verdict Enable(VrpService& service, const Line& line) {
  const bool off = line.undo() || line.at(line.size() - 1) == "disable";
  service.enabled = !off;
  service.span = line.span();
  return Modelled();
}

Verdict ReadAclUse(const Line& line, std::size_t word, NameUse& use) {
  while (line.at(word) == "acl" || line.at(word) == "name" || line.at(word) == "acl-name") ++word;
  use = line.undo() ? NameUse{} : NameUse{std::string(line.at(word)), line.span()};
  return Modelled();
}

Verdict ReadSsh(Reader& reader, const Line& line) {
  if (line.at(1) == "user") return ReadSshUser(reader, line);
  // `ssh ipv4 server ...` is the same server; IPv6 logins are not modelled beside it.
  const std::size_t server = line.at(1) == "ipv4" ? 2 : 1;
  if (line.at(1) == "ipv6" && line.at(2) == "server" && line.at(3) == "acl") {
    return ReadAclUse(line, 3, reader.config.ssh_acl6);
  }
  if (line.at(server) == "server") {
    const std::string_view what = line.at(server + 1);
    if (what == "acl") return ReadAclUse(line, server + 1, reader.config.ssh_acl);
    if (what == "ipv6") return ReadAclUse(line, server + 2, reader.config.ssh_acl6);
    if (what == "port") {
      const auto port = NumberUpTo(line.at(server + 2), 65535);
      if (!line.undo() && !port) return reader.Invalid(line, server + 2, "not a port", kManagement);
      reader.config.ssh_port = line.undo() ? std::nullopt : std::optional<std::uint16_t>(*port);
      return Modelled();
    }
  }
  return KnownForm(View::kSystem, line);
}

Verdict ReadTelnet(Reader& reader, const Line& line) {
  if (line.at(1) == "ipv6") {
    if (line.at(3) == "acl") return ReadAclUse(line, 3, reader.config.telnet.acl6);
    return line.undo() ? Irrelevant() : Unmodelled(kManagement, "IPv6 logins");
  }
  const std::size_t server = line.at(1) == "ipv4" ? 2 : 1;
  if (line.at(server) == "server" && (line.at(server + 1) == "enable" || line.at(server + 1) == "disable")) {
    return Enable(reader.config.telnet, line);
  }
  if (line.at(server) == "server" && line.at(server + 1) == "acl") {
    return ReadAclUse(line, server + 1, reader.config.telnet.acl4);
  }
  if (line.at(server) == "server" && line.at(server + 1) == "port") {
    const auto port = NumberUpTo(line.at(server + 2), 65535);
    if (!line.undo() && !port) return reader.Invalid(line, server + 2, "not a port", kManagement);
    reader.config.telnet.port = line.undo() ? std::nullopt : std::optional<std::uint16_t>(*port);
    return Modelled();
  }
  return KnownForm(View::kSystem, line);
}

Verdict ReadHttp(Reader& reader, const Line& line) {
  const bool secure = line.at(1) == "secure-server";
  if ((line.at(1) == "server" || secure) &&
      (line.at(2) == "enable" || line.at(2).empty() || line.at(2) == "disable")) {
    return Enable(secure ? reader.config.https : reader.config.http, line);
  }
  if (line.at(1) == "acl") {
    ReadAclUse(line, 1, reader.config.http.acl4);
    return ReadAclUse(line, 1, reader.config.https.acl4);
  }
  return line.at(1) == "timeout" ? Irrelevant() : Unmodelled(kManagement, "web management option");
}

Verdict ReadCommunity(Reader& reader, const Line& line) {
  if (line.undo()) return Unmodelled(kManagement, "removal of an SNMP community");
  VrpSnmp access;
  access.span = line.span();
  if (line.at(2) != "read" && line.at(2) != "write")
    return reader.Invalid(line, 2, "not read or write", kManagement);
  access.role = line.at(2) == "write" ? ManagementRole::kWrite : ManagementRole::kRead;
  // Words 3 (or `cipher` and 4) are the community itself, a secret.
  for (std::size_t word = line.at(3) == "cipher" || line.at(3) == "simple" ? 5 : 4; word < line.size();
       ++word) {
    if (line.at(word) == "acl") access.acl = {std::string(line.at(word + 1)), line.span()};
  }
  reader.config.snmp.push_back(access);
  return Modelled();
}

Verdict ReadUsm(Reader& reader, const Line& line) {
  const bool group = line.at(1) == "group";
  const std::size_t name = line.at(2) == "v3" || line.at(2) == "v1" || line.at(2) == "v2c" ? 3 : 2;
  if (line.undo()) return Unmodelled(kManagement, "removal of an SNMP user");
  NameUse acl;
  std::string member_of;
  bool write = false;
  for (std::size_t word = name + 1; word < line.size(); ++word) {
    if (line.at(word) == "acl") acl = {std::string(line.at(word + 1)), line.span()};
    if (line.at(word) == "group") member_of = line.at(word + 1);
    if (line.at(word) == "write-view") write = true;
  }
  if (group) {
    reader.config.snmp_groups.push_back({std::string(line.at(name)), write, acl});
    return Modelled();
  }
  // Old text puts the group right after the user; the lines with keys repeat the user alone.
  const std::string_view next = line.at(name + 1);
  if (member_of.empty() && !next.empty() && next != "acl" && !next.ends_with("-mode")) member_of = next;
  if (member_of.empty()) return Modelled();
  reader.config.snmp.push_back({ManagementRole::kRead, member_of, acl, line.span()});
  return Modelled();
}

}  // namespace

Verdict ReadAaa(Reader& reader, const Line& line) {
  const std::string_view word = line.at(0);
  if (word == "local-user") return ReadLocalUser(reader, line);
  if (word == "authentication-scheme") {
    reader.open_object = EnsureNamed(reader.config.schemes, line.at(1));
    return Modelled(View::kScheme);
  }
  if (word == "domain") {
    reader.open_object = EnsureNamed(reader.config.domains, line.at(1));
    return Modelled(View::kDomain);
  }
  return KnownForm(View::kAaa, line);
}

Verdict ReadScheme(Reader& reader, const Line& line) {
  VrpScheme& scheme = reader.config.schemes[reader.open_object];
  if (line.at(0) != "authentication-mode") return KnownForm(View::kAaa, line);
  scheme.remote = !line.undo() && NamesRemote(line, 1);
  scheme.span = line.span();
  for (std::size_t word = 1; word < line.size(); ++word) {
    if (line.at(word) == "none" && !line.undo())
      return Unmodelled(kManagement, "login without authentication");
  }
  return Modelled();
}

Verdict ReadDomain(Reader& reader, const Line& line) {
  VrpDomain& domain = reader.config.domains[reader.open_object];
  const std::string_view word = line.at(0);
  if (word == "authentication-scheme") {
    domain.scheme = line.undo() ? "" : std::string(line.at(1));
    return Modelled();
  }
  if (word.starts_with("hwtacacs") || word.starts_with("radius")) {
    if (!line.undo()) domain.templates.emplace_back(line.at(line.size() - 1));
    return Modelled();
  }
  return KnownForm(View::kDomain, line);
}

Verdict OpenAaaTemplate(Reader& reader, const Line& line) {
  // `hwtacacs-server template T`, `hwtacacs server template T`, `radius-server template T`, `radius-server
  // group T`
  const std::size_t word = line.at(1) == "server" ? 2 : 1;
  if (line.at(word) != "template" && line.at(word) != "group") return KnownForm(View::kSystem, line);
  if (line.undo()) {
    std::erase_if(reader.config.templates, [&](const auto& t) { return t.name == line.at(word + 1); });
    return Modelled(View::kInherit);
  }
  reader.open_object = EnsureNamed(reader.config.templates, line.at(word + 1));
  return Modelled(View::kAaaTemplate);
}

Verdict ReadAaaTemplate(Reader& reader, const Line& line) {
  VrpAaaTemplate& server = reader.config.templates[reader.open_object];
  const std::size_t word = line.at(1) == "server" ? 2 : 1;
  if (line.at(word) != "authentication") return KnownForm(View::kAaaTemplate, line);
  const auto address = net::ParseAddress(line.at(word + 1));
  if (!address) return reader.Invalid(line, word + 1, "not an address", kManagement);
  std::erase(server.servers, *address);
  if (!line.undo()) server.servers.push_back(*address);
  return Modelled();
}

Verdict OpenUserInterface(Reader& reader, const Line& line) {
  if (line.at(1) == "maximum-vty" || line.at(1) == "current") return Irrelevant();
  if (line.at(1) != "vty")
    return Irrelevant();  // console and auxiliary ports are not reached over the network
  reader.config.vtys.push_back({});
  reader.config.vtys.back().span = line.span();
  reader.open_object = reader.config.vtys.size() - 1;
  return Modelled(View::kVty);
}

Verdict ReadVty(Reader& reader, const Line& line) {
  VrpVty& vty = reader.config.vtys[reader.open_object];
  const std::string_view word = line.at(0);
  if (word == "acl") {
    const bool ipv6 = line.at(1) == "ipv6";
    if (line.at(line.size() - 1) == "outbound") return Irrelevant();
    return ReadAclUse(line, ipv6 ? 2 : 1, ipv6 ? vty.acl6 : vty.acl4);
  }
  if (word == "protocol" && line.at(1) == "inbound") {
    vty.protocol = line.undo() ? "" : std::string(line.at(2));
    return Modelled();
  }
  if (word == "user" && line.at(1) == "privilege") {
    vty.level = line.undo() ? std::nullopt : NumberUpTo(line.at(3), 15);
    return line.undo() || vty.level ? Modelled()
                                    : reader.Invalid(line, 3, "not a privilege level", kManagement);
  }
  if (word == "authentication-mode") {
    return line.undo() || line.at(1) == "aaa" ? Modelled()
                                              : Unmodelled(kManagement, "login without a user name");
  }
  return KnownForm(View::kVty, line);
}

Verdict ReadNetconf(Reader& reader, const Line& line) {
  if (line.at(0) == "protocol" && line.at(1) == "inbound" && line.at(2) == "ssh") {
    for (std::size_t word = 3; word + 1 < line.size(); ++word) {
      if (line.at(word) != "port") continue;
      const auto port = NumberUpTo(line.at(word + 1), 65535);
      if (!port) return reader.Invalid(line, word + 1, "not a port", kManagement);
      reader.config.snetconf.port = static_cast<std::uint16_t>(*port);
    }
    return Enable(reader.config.snetconf, line);
  }
  if (line.at(0) == "acl" || line.at(0) == "source") return Unmodelled(kManagement, "NETCONF option");
  return Irrelevant();
}

Verdict ReadServer(Reader& reader, const Line& line) {
  const std::string_view word = line.at(0);
  if (word == "ssh") return ReadSsh(reader, line);
  if (word == "telnet") return ReadTelnet(reader, line);
  if (word == "http") return ReadHttp(reader, line);
  if (line.at(1) == "ipv6") return line.undo() ? Irrelevant() : Unmodelled(kManagement, "IPv6 logins");
  const std::size_t server = line.at(1) == "ipv4" ? 2 : 1;
  if (line.at(server) != "server") return KnownForm(View::kSystem, line);
  const std::string_view what = line.at(server + 1);
  if (what == "port" && word == "snetconf") {
    const auto port = NumberUpTo(line.at(server + 2), 65535);
    if (!port) return reader.Invalid(line, server + 2, "not a port", kManagement);
    reader.config.snetconf.port = static_cast<std::uint16_t>(*port);
    return Modelled();
  }
  if (what != "enable" && what != "disable") return KnownForm(View::kSystem, line);
  return Enable(word == "snetconf" ? reader.config.snetconf : reader.config.stelnet, line);
}

Verdict ReadSnmp(Reader& reader, const Line& line) {
  const std::string_view what = line.at(1);
  if (what.empty()) {
    Enable(reader.config.snmp_agent, line);
    return Modelled();
  }
  if (what == "community") {
    return line.at(2) == "complexity-check" ? Irrelevant() : ReadCommunity(reader, line);
  }
  if (what == "usm-user" || what == "group") return ReadUsm(reader, line);
  if (what == "acl") return ReadAclUse(line, 1, reader.config.snmp_agent.acl4);
  return Irrelevant();
}

}  // namespace ringfence::formats::huawei_vrp
