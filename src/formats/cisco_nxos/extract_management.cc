// Who may log in: users and roles, AAA, terminal lines, servers for programs, SNMP; keys.

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"
#include "formats/named_block.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;
using model::ManagementRole;

Verdict ReadVtyLine(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  const Word word = statement.words.Next();
  const bool v6 = word == "ipv6" && statement.words.Accept("access-class");
  if (v6 || word == "access-class") {
    Setting<std::string>& setting = v6 ? management.vty_acl6 : management.vty_acl4;
    const std::string name(statement.words.Next().text);
    if (statement.words.Accept("out")) return kNoEffect;  // sessions opened from this device
    statement.words.Accept("in");
    setting = {statement.negated ? "" : name, statement.span()};
    return kUnderstood;
  }
  const bool harmless = word == "exec-timeout" || word == "session-limit" || word == "logout-warning" ||
                        word == "absolute-timeout" || word == "length" || word == "width" ||
                        word == "speed" || word == "terminal" || word == "databits" || word == "parity" ||
                        word == "stopbits" || word == "flowcontrol" || word == "modem" || word == "shell";
  return harmless ? kNoEffect : kNotKnown;
}

/// What a rule of a role permits beyond looking.
bool PermitsWriting(Statement& statement) {
  statement.words.Next();  // number
  if (!statement.words.Accept("permit")) return false;
  if (statement.words.Accept("read")) return false;
  if (statement.words.Accept("command")) {
    const Word command = statement.words.Peek();
    const bool looking = command == "show" || command == "ping" || command == "traceroute" ||
                         command == "dir" || command == "terminal";
    return !looking;
  }
  return true;
}

Verdict ReadRoleLine(Reader& reader, Statement& statement) {
  RoleText& role = reader.vendor.management.roles[reader.block_name];
  const Word word = statement.words.Next();
  if (word == "rule") {
    role.write = role.write || PermitsWriting(statement);
    statement.words.Rest();
    return kUnderstood;
  }
  // `vlan policy deny` and the like narrow what may be written, not that something may.
  const bool harmless = word == "description" || word == "vlan" || word == "vrf" || word == "interface" ||
                        word == "permit" || word == "vsan";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadServerGroupLine(Reader& reader, Statement& statement) {
  ServerGroupText& group = reader.vendor.management.groups[reader.block_name];
  if (statement.words.Accept("server")) {
    const Word word = statement.words.Next();
    const auto address = net::ParseAddress(word.text);
    if (!address) return NotModelled(Impact::kManagement, "server by name");
    std::erase(group.servers, *address);
    if (!statement.negated) group.servers.push_back(*address);
    return kUnderstood;
  }
  const Word word = statement.words.Next();
  const bool harmless = word == "use-vrf" || word == "source-interface" || word == "deadtime";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadAaaGroup(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("server")) return kNotKnown;
  const Word protocol = statement.words.Next();
  if (!(protocol == "tacacs+") && !(protocol == "radius")) return kNoEffect;
  auto name = TakeName(reader, statement, "server group");
  if (!name) return kNotKnown;
  reader.block_name = std::move(*name);
  reader.vendor.management.groups[reader.block_name].span = statement.span();
  reader.Open(ReadServerGroupLine, Impact::kManagement);
  return kUnderstood;
}

/// `aaa authentication login default group G... [local]`.
Verdict ReadLogin(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  if (!statement.words.Accept("default")) return kNoEffect;  // console, error messages, protocols
  if (statement.words.Accept("fallback")) return kNoEffect;
  management.login_groups.clear();
  management.login_span = statement.span();
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("group")) {
    while (!statement.words.done()) {
      const Word word = statement.words.Next();
      if (word == "none") return NotModelled(Impact::kManagement, "login without authentication");
      if (!(word == "local")) management.login_groups.emplace_back(word.text);
    }
    return kUnderstood;
  }
  if (statement.words.Accept("none")) return NotModelled(Impact::kManagement, "login without authentication");
  statement.words.Accept("local");
  return kUnderstood;
}

Verdict ReadServer(Reader& reader, Statement& statement, std::string_view protocol) {
  if (!statement.words.Accept("host")) return kNoEffect;
  const Word word = statement.words.Next();
  const auto address = net::ParseAddress(word.text);
  statement.words.Rest();  // keys and ports
  if (!address) return NotModelled(Impact::kManagement, "server by name");
  std::vector<net::IpAddress>& servers = reader.vendor.management.groups[std::string(protocol)].servers;
  std::erase(servers, *address);
  if (!statement.negated) servers.push_back(*address);
  return kUnderstood;
}

bool IsWriteGroup(std::string_view group) {
  return group == "network-admin" || group == "vdc-admin" || group == "rw" || group == "RW" ||
         group == "priv-15";
}

Verdict ReadCommunity(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  const std::string digest = DigestOfSecret("", statement.words.Next().text);
  if (statement.negated) {
    management.communities.erase(digest);
    management.snmp_filters.erase(digest);
    statement.words.Rest();
    return kUnderstood;
  }
  const Word option = statement.words.Next();
  if (option == "use-acl" || option == "use-ipv4acl" || option == "use-ipv6acl") {
    const std::string name(statement.words.Next().text);
    // A filter for the other family leaves this one open; the model keeps the one for IPv4.
    if (option == "use-ipv6acl") return NotModelled(Impact::kManagement, "IPv6 filter of SNMP");
    management.snmp_filters[digest] = {name, statement.span()};
    if (statement.words.Accept("use-ipv6acl"))
      return statement.words.Rest(), NotModelled(Impact::kManagement, "IPv6 filter of SNMP");
    return kUnderstood;
  }
  model::SnmpAccess access{ManagementRole::kRead, {}, statement.span()};
  const Word role = option == "group" ? statement.words.Next() : option;
  if (IsWriteGroup(role.text)) access.role = ManagementRole::kWrite;
  management.communities[digest] = access;
  return kUnderstood;
}

Verdict ReadSnmpUser(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  const std::string name(statement.words.Next().text);
  if (statement.negated) return management.snmp_users.erase(name), statement.words.Rest(), kUnderstood;
  const Word role = statement.words.Next();
  if (role == "use-ipv4acl" || role == "use-ipv6acl")
    return NotModelled(Impact::kManagement, "filter of an SNMP user");
  statement.words.Rest();  // keys
  const auto [user, is_new] =
      management.snmp_users.try_emplace(name, model::SnmpAccess{ManagementRole::kRead, {}, statement.span()});
  if (IsWriteGroup(role.text)) user->second.role = ManagementRole::kWrite;
  return kUnderstood;
}

/// The keys of one `key N`.
Verdict ReadKeyLine(Reader& reader, Statement& statement) {
  auto& keys = reader.vendor.key_chains[reader.block_name];
  // Of a chain for MACsec; who has which key is not compared.
  if (statement.words.Accept("key-octet-string")) return statement.words.Rest(), kNoEffect;
  if (statement.words.Accept("key-string")) {
    const KeyDigest key = TakeKey(statement);
    keys[reader.block_number] = statement.negated ? "" : key.digest;
    return KeyVerdict(key);
  }
  const Word word = statement.words.Next();
  // At one time one key is sent; which one a time decides is not looked at.
  const bool lifetime = word == "accept-lifetime" || word == "send-lifetime";
  if (lifetime) return statement.negated ? kNoEffect : NotModelled(kRouting, "lifetime of a key");
  return word == "cryptographic-algorithm" ? kNoEffect : kNotKnown;
}

Verdict ReadKeyChainLine(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("key")) return kNotKnown;
  const auto id = statement.words.AcceptNumber(0, 65535);
  if (!id) return kNotKnown;
  auto& keys = reader.vendor.key_chains[reader.block_name];
  if (statement.negated) return keys.erase(*id), kUnderstood;
  reader.block_number = *id;
  keys.try_emplace(*id);
  reader.Open(ReadKeyLine, kRouting);
  return kUnderstood;
}

}  // namespace

Verdict ReadLineBlock(Reader& reader, Statement& statement) {
  const Word kind = statement.words.Next();
  // The console is reached by those who stand before it.
  if (!(kind == "vty")) return kNoEffect;
  reader.Open(ReadVtyLine, Impact::kManagement);
  return kUnderstood;
}

Verdict ReadUsername(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  auto name = TakeName(reader, statement, "user");
  if (!name) return kNotKnown;
  std::string role;
  const std::string_view first = statement.words.Peek().text;
  while (!statement.words.done()) {
    if (statement.words.Next() == "role") role = std::string(statement.words.Peek().text);
  }
  if (statement.negated) {
    const auto user = management.users.find(*name);
    if (user == management.users.end()) return kUnderstood;
    if (first.empty()) management.users.erase(user);
    if (!role.empty()) user->second.roles.erase(role);
    return kUnderstood;
  }
  if (first == "passphrase" || first == "ssh-cert-dn") return kNoEffect;
  UserText& user = management.users[*name];
  if (!user.span.valid()) user.span = statement.span();
  if (!role.empty()) user.roles.insert(role);
  return kUnderstood;
}

Verdict ReadRole(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("name")) return kNoEffect;  // features of roles, distribution
  auto name = TakeName(reader, statement, "role");
  if (!name) return kNotKnown;
  if (statement.negated) return reader.vendor.management.roles.erase(*name), kUnderstood;
  reader.block_name = std::move(*name);
  reader.vendor.management.roles[reader.block_name].span = statement.span();
  reader.Open(ReadRoleLine, Impact::kManagement);
  return kUnderstood;
}

Verdict ReadAaa(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "group") return ReadAaaGroup(reader, statement);
  if (word == "authentication" && statement.words.Accept("login")) return ReadLogin(reader, statement);
  // Authorisation by command narrows what a server gives; the most is assumed.
  const bool harmless =
      word == "authentication" || word == "authorization" || word == "accounting" || word == "user";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadTacacsServer(Reader& reader, Statement& statement) {
  return ReadServer(reader, statement, "tacacs+");
}
Verdict ReadRadiusServer(Reader& reader, Statement& statement) {
  return ReadServer(reader, statement, "radius");
}

Verdict ReadNxapi(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  const bool http = statement.words.Accept("http");
  if (http || statement.words.Accept("https")) {
    Setting<bool>& on = http ? management.nxapi_http : management.nxapi_https;
    on = {!statement.negated, statement.span()};
    if (!statement.words.Accept("port")) return kUnderstood;
    return SetNumber(reader, statement, http ? management.nxapi_http_port : management.nxapi_https_port, 1,
                     65535);
  }
  if (statement.words.Peek() == "use-vrf") return kNoEffect;
  return statement.words.Peek() == "idle-timeout" || statement.words.Peek() == "sandbox" ||
                 statement.words.Peek() == "certificate" || statement.words.Peek() == "ssl" ||
                 statement.words.Peek() == "client"
             ? kNoEffect
             : kNotKnown;
}

Verdict ReadGrpc(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("port")) return kNoEffect;
  return SetNumber(reader, statement, reader.vendor.management.grpc_port, 1024, 65535);
}

Verdict ReadSnmp(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "community") return ReadCommunity(reader, statement);
  if (word == "user") return ReadSnmpUser(reader, statement);
  constexpr std::string_view kHarmless[] = {
      "aaa",      "aaa-user",        "contact",          "context",     "counter",
      "drop",     "enable",          "engineID",         "global",      "globalEnforcePriv",
      "host",     "load-mib",        "location",         "mib",         "packetsize",
      "protocol", "system-shutdown", "source-interface", "tcp-session", "trap"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

namespace {

Verdict ReadMacsecLine(Reader& reader, Statement& statement) {
  return ReadMacsecPolicyLine(statement, reader.vendor.macsec_policies[reader.block_name]);
}

}  // namespace

/// `macsec policy P`, `macsec shutdown`.
Verdict ReadTopMacsec(Reader& reader, Statement& statement) {
  if (statement.words.Accept("shutdown")) return reader.vendor.macsec_shut = !statement.negated, kUnderstood;
  if (!statement.words.Accept("policy")) return kNotKnown;
  return OpenNamed(reader, statement, "MACsec policy", reader.vendor.macsec_policies, ReadMacsecLine,
                   Impact::kProtection);
}

Verdict ReadKeyChain(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("chain")) return kNoEffect;
  const Verdict verdict =
      OpenNamed(reader, statement, "key chain", reader.vendor.key_chains, ReadKeyChainLine, kRouting);
  statement.words.Rest();  // the kind: macsec
  return verdict;
}

}  // namespace ringfence::formats::cisco_nxos
