// Who may log in: terminal lines, users, AAA, SNMP, NETCONF, HTTP.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;
using model::ManagementService;

constexpr std::uint32_t kPrivilegeMax = 15;

VtyText& Vty(Reader& reader) { return reader.vendor.management.vtys[reader.vty_index]; }

Verdict ReadAccessClass4(Reader& reader, Statement& statement) {
  const std::string name(statement.words.Next().text);
  const bool in = statement.words.Accept("in");
  if (!in && !statement.words.Accept("out")) return kNotKnown;
  statement.words.Accept("vrf-also");
  if (!in) return kNoEffect;  // sessions opened from this device
  Vty(reader).acl4 = {statement.negated ? "" : name, statement.span()};
  return kUnderstood;
}

Verdict ReadAccessClass6(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("access-class")) return kNotKnown;
  const std::string name(statement.words.Next().text);
  if (statement.words.Accept("out")) return kNoEffect;
  if (!statement.words.Accept("in")) return kNotKnown;
  Vty(reader).acl6 = {statement.negated ? "" : name, statement.span()};
  return kUnderstood;
}

Verdict ReadTransport(Reader& reader, Statement& statement) {
  if (statement.words.Accept("output") || statement.words.Accept("preferred")) return kNoEffect;
  if (!statement.words.Accept("input")) return kNotKnown;
  std::vector<ManagementService> services;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    const bool all = word == "all";
    if (all || word == "ssh") services.push_back(ManagementService::kSsh);
    if (all || word == "telnet") services.push_back(ManagementService::kTelnet);
    const bool other = word == "none" || word == "lat" || word == "pad" || word == "mop" ||
                       word == "rlogin" || word == "udptn" || word == "v120" || word == "nasi" ||
                       word == "lapb-ta" || word == "acercon";
    if (!all && !other && !(word == "ssh") && !(word == "telnet")) return kNotKnown;
  }
  if (statement.negated) return Vty(reader).transports = std::nullopt, kUnderstood;
  Vty(reader).transports = std::move(services);
  return kUnderstood;
}

Verdict ReadLogin(Reader& reader, Statement& statement) {
  VtyText& vty = Vty(reader);
  vty.anonymous = false;
  vty.login_local = false;
  vty.login_span = statement.span();
  if (statement.negated) {
    vty.anonymous = true;
    return NotModelled(Impact::kManagement, "login without authentication");
  }
  if (statement.words.Accept("local")) return vty.login_local = true, kUnderstood;
  if (statement.words.Accept("authentication"))
    return vty.login_list = std::string(statement.words.Next().text), kUnderstood;
  return statement.words.done() ? kUnderstood : kNotKnown;
}

Verdict ReadPrivilege(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("level")) return kNotKnown;
  const auto level = TakeNumber(reader, statement, 0, kPrivilegeMax);
  if (!level) return kNotKnown;
  Vty(reader).privilege = {*level, statement.span()};
  return kUnderstood;
}

Verdict ReadPassword(Reader& reader, Statement& statement) {
  // Whether a password alone admits anybody is settled when AAA is known.
  Vty(reader).password_span = statement.span();
  return kNoEffect;
}

/// Lists of commands narrow what an account may do; the list for sessions says who gives the privilege.
Verdict ReadLineAuthorization(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("exec") || statement.words.Peek() == "default")
    return kNoEffect;
  return NotModelled(Impact::kManagement, "authorization of a line");
}

constexpr Keyword kVtyKeywords[] = {
    {"absolute-timeout"},
    {"access-class", ReadAccessClass4},
    {"accounting"},
    {"authorization", ReadLineAuthorization},
    {"autocommand", nullptr, NotModelled(Impact::kManagement, "automatic command")},
    {"escape-character"},
    {"exec"},
    {"exec-timeout"},
    {"history"},
    {"ipv6", ReadAccessClass6},
    {"length"},
    {"location"},
    {"logging"},
    {"login", ReadLogin},
    {"logout-warning"},
    {"monitor"},
    {"motd-banner"},
    {"notify"},
    {"password", ReadPassword},
    {"privilege", ReadPrivilege},
    {"rotary", nullptr, NotModelled(Impact::kManagement, "rotary group")},
    {"session-limit"},
    {"session-timeout"},
    {"stopbits"},
    {"terminal-type"},
    {"timeout"},
    {"transport", ReadTransport},
    {"vacant-message"},
    {"width"},
};
static_assert(IsSorted(kVtyKeywords));

Verdict ReadVtyLine(Reader& reader, Statement& statement) { return reader.Dispatch(kVtyKeywords, statement); }

MethodListText TakeMethods(Statement& statement) {
  MethodListText list;
  list.span = statement.span();
  while (!statement.words.done()) {
    const Word method = statement.words.Next();
    if (method == "group") list.groups.emplace_back(statement.words.Next().text);
    if (method == "local" || method == "local-case") list.local = true;
  }
  return list;
}

Verdict ReadServerGroupLine(Reader& reader, Statement& statement) {
  ServerGroupText& group = reader.vendor.management.groups[reader.block_name];
  if (statement.words.Accept("server")) {
    if (statement.words.Accept("name")) {
      group.server_names.emplace_back(statement.words.Next().text);
      return kUnderstood;
    }
    const auto address = net::ParseAddress(statement.words.Peek().text);
    if (!address) return kNotKnown;
    statement.words.Rest();
    group.servers.push_back(*address);
    return kUnderstood;
  }
  if (statement.words.Accept("server-private")) {
    const auto address = net::ParseAddress(statement.words.Peek().text);
    if (!address) return kNotKnown;
    statement.words.Rest();
    group.servers.push_back(*address);
    return kUnderstood;
  }
  const Word word = statement.words.Next();
  const bool harmless =
      word == "ip" || word == "ipv6" || word == "deadtime" || word == "load-balance" || word == "timeout";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadAaaGroup(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("server")) return kNotKnown;
  if (!statement.words.Accept("tacacs+") && !statement.words.Accept("radius")) return kNoEffect;
  reader.block_name = std::string(statement.words.Next().text);
  reader.vendor.management.groups[reader.block_name];
  reader.Open(ReadServerGroupLine, Impact::kManagement);
  return kUnderstood;
}

/// `tacacs server X`, `radius server X`: the block holds the address.
Verdict ReadNamedServerLine(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("address")) return kNoEffect;
  if (!statement.words.Accept("ipv4") && !statement.words.Accept("ipv6")) return kNotKnown;
  const auto address = net::ParseAddress(statement.words.Next().text);
  if (!address) return kNotKnown;
  statement.words.Rest();  // ports
  reader.vendor.management.named_servers[reader.block_name] = *address;
  return kUnderstood;
}

Verdict ReadNamedServer(Reader& reader, Statement& statement, std::string_view protocol) {
  if (!statement.words.Accept("server")) return kNoEffect;
  reader.block_name = std::string(statement.words.Next().text);
  reader.vendor.management.groups[std::string(protocol)].server_names.push_back(reader.block_name);
  reader.Open(ReadNamedServerLine, Impact::kManagement);
  return kUnderstood;
}

Verdict ReadServerHost(Reader& reader, Statement& statement, std::string_view protocol) {
  if (!statement.words.Accept("host")) return kNoEffect;
  const Word word = statement.words.Next();
  const auto address = net::ParseAddress(word.text);
  if (!address) return reader.Invalid(statement, word, fmt::format("'{}' is not an address", word.text));
  statement.words.Rest();
  if (!statement.negated) reader.vendor.management.groups[std::string(protocol)].servers.push_back(*address);
  return kUnderstood;
}

/// Reads the name of a filter after `access-class` or `access-list`.
Verdict SetFilter(Statement& statement, Setting<std::string>& filter) {
  statement.words.Accept("name");
  filter = {statement.negated ? "" : std::string(statement.words.Next().text), statement.span()};
  statement.words.Rest();
  return kUnderstood;
}

}  // namespace

Verdict ReadLine(Reader& reader, Statement& statement) {
  const Word kind = statement.words.Next();
  if (!(kind == "vty")) return kNoEffect;  // console and auxiliary ports: not over the network
  statement.words.Rest();
  if (statement.negated) return kUnderstood;
  std::vector<VtyText>& vtys = reader.vendor.management.vtys;
  reader.vty_index = vtys.size();
  vtys.push_back({.span = statement.span()});
  reader.Open(ReadVtyLine, Impact::kManagement);
  return kUnderstood;
}

Verdict ReadUsername(Reader& reader, Statement& statement) {
  std::vector<UserText>& users = reader.vendor.management.users;
  const std::string name(statement.words.Next().text);
  if (name.empty()) return kNotKnown;
  if (statement.negated)
    return std::erase_if(users, [&name](const UserText& user) { return user.name == name; }),
           statement.words.Rest(), kUnderstood;
  auto user = std::ranges::find(users, name, &UserText::name);
  if (user == users.end()) user = users.insert(user, {.name = name, .span = statement.span()});
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "privilege") {
      const auto level = TakeNumber(reader, statement, 0, kPrivilegeMax);
      if (!level) return kNotKnown;
      user->privilege = *level;
      user->span = statement.span();
    } else if (word == "secret" || word == "password" || word == "common-criteria-policy") {
      statement.words.Rest();
    } else if (word == "view" || word == "access-class" || word == "autocommand" || word == "nopassword") {
      return NotModelled(Impact::kManagement, "limited or open account");
    } else if (!(word == "one-time") && !(word == "noescape")) {
      return kNotKnown;
    }
  }
  return kUnderstood;
}

Verdict ReadAaa(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  const Word word = statement.words.Next();
  if (word == "new-model")
    return management.aaa_new_model = {!statement.negated, statement.span()}, kUnderstood;
  if (word == "group") return ReadAaaGroup(reader, statement);
  const bool login = word == "authentication" && statement.words.Accept("login");
  const bool exec = word == "authorization" && statement.words.Accept("exec");
  if (login || exec) {
    const std::string name(statement.words.Next().text);
    auto& lists = login ? management.login_lists : management.exec_lists;
    if (statement.negated) return lists.erase(name), statement.words.Rest(), kUnderstood;
    const bool open = login && statement.words.line().find(" none") != std::string_view::npos;
    lists[name] = TakeMethods(statement);
    return open ? NotModelled(Impact::kManagement, "login without authentication") : kUnderstood;
  }
  constexpr std::string_view kHarmless[] = {
      "accounting", "attribute", "authentication", "authorization", "cache",     "common-criteria",
      "dnis",       "local",     "max-sessions",   "memory",        "nas",       "pod",
      "policy",     "server",    "session-id",     "session-mib",   "traceback", "user"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

Verdict ReadTacacs(Reader& reader, Statement& statement) {
  return ReadNamedServer(reader, statement, "tacacs+");
}
Verdict ReadRadius(Reader& reader, Statement& statement) {
  return ReadNamedServer(reader, statement, "radius");
}
Verdict ReadTacacsServer(Reader& reader, Statement& statement) {
  return ReadServerHost(reader, statement, "tacacs+");
}
Verdict ReadRadiusServer(Reader& reader, Statement& statement) {
  return ReadServerHost(reader, statement, "radius");
}

Verdict ReadHttp(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  if (statement.words.Accept("server"))
    return management.http = {!statement.negated, statement.span()}, kUnderstood;
  if (statement.words.Accept("secure-server"))
    return management.https = {!statement.negated, statement.span()}, kUnderstood;
  if (statement.words.Peek() == "port" || statement.words.Peek() == "secure-port")
    return statement.negated ? kNoEffect : NotModelled(Impact::kManagement, "port of the web server");
  if (!statement.words.Accept("access-class")) return kNoEffect;
  if (statement.words.Accept("ipv6")) return SetFilter(statement, management.http_acl6);
  statement.words.Accept("ipv4");
  return SetFilter(statement, management.http_acl4);
}

Verdict ReadNetconf(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  if (statement.words.done()) return management.netconf = {!statement.negated, statement.span()}, kUnderstood;
  if (!statement.words.Accept("ssh")) return kNoEffect;
  if (statement.words.done() || statement.words.Accept("acl")) {
    management.netconf = {!statement.negated, statement.span()};
    return statement.words.done() ? kUnderstood : SetFilter(statement, management.netconf_acl4);
  }
  if (statement.words.Accept("port")) {
    const auto port = TakeNumber(reader, statement, 1, 65535);
    if (!port) return kNotKnown;
    management.netconf_port = {*port, statement.span()};
    return kUnderstood;
  }
  const bool v6 = statement.words.Accept("ipv6");
  if (!v6 && !statement.words.Accept("ipv4")) return kNotKnown;
  if (!statement.words.Accept("access-list")) return kNotKnown;
  return SetFilter(statement, v6 ? management.netconf_acl6 : management.netconf_acl4);
}

Verdict ReadGnmi(Reader& reader, Statement& statement) {
  const std::string_view word = statement.words.Peek().text;
  if ((word == "port" || word == "secure-port") && !statement.negated)
    return NotModelled(Impact::kManagement, "port of gNMI");
  if (word == "secure-server" || word == "secure-init")
    statement.words.Next();
  else if (!statement.words.done() && !statement.words.Accept("server"))
    return kNoEffect;
  reader.vendor.management.gnmi = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadRestconf(Reader& reader, Statement& statement) {
  if (!statement.words.done())
    return statement.negated ? kNoEffect : NotModelled(Impact::kManagement, "RESTCONF filter");
  reader.vendor.management.restconf = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadSnmp(Reader& reader, Statement& statement) {
  std::vector<model::SnmpAccess>& snmp = reader.vendor.management.snmp;
  const Word word = statement.words.Next();
  if (word == "community") {
    statement.words.Next();  // the secret
    if (statement.negated) return kNotKnown;
    model::SnmpAccess access{model::ManagementRole::kRead, {}, statement.span()};
    while (!statement.words.done()) {
      const Word option = statement.words.Next();
      if (option == "RW" || option == "rw") {
        access.role = model::ManagementRole::kWrite;
      } else if (option == "view") {
        statement.words.Next();
      } else if (option == "ipv6") {
        statement.words.Next();
      } else if (!(option == "RO") && !(option == "ro")) {
        access.filter = {std::string(option.text), statement.span()};
      }
    }
    snmp.push_back(std::move(access));
    return kUnderstood;
  }
  if (word == "group") {
    if (statement.negated) return kNotKnown;
    model::SnmpAccess access{model::ManagementRole::kRead, {}, statement.span()};
    while (!statement.words.done()) {
      const Word option = statement.words.Next();
      if (option == "write") access.role = model::ManagementRole::kWrite;
      if (option == "access" && !statement.words.Accept("ipv6"))
        access.filter = {std::string(statement.words.Next().text), statement.span()};
    }
    snmp.push_back(std::move(access));
    return kUnderstood;
  }
  if (word == "tftp-server-list" || word == "system-shutdown")
    return NotModelled(Impact::kManagement, "SNMP may load or stop the device");
  constexpr std::string_view kHarmless[] = {"cache",
                                            "chassis-id",
                                            "contact",
                                            "context",
                                            "enable",
                                            "engineID",
                                            "file-transfer",
                                            "host",
                                            "ifindex",
                                            "inform",
                                            "ip",
                                            "location",
                                            "manager",
                                            "packetsize",
                                            "queue-length",
                                            "queue-limit",
                                            "source-interface",
                                            "trap",
                                            "trap-source",
                                            "trap-timeout",
                                            "user",
                                            "usm",
                                            "view"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

}  // namespace ringfence::formats::cisco_ios
