// Who may log in: users and groups, AAA, terminal lines, programs that listen, SNMP; keys.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/reader.h"
#include "formats/named_block.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;
using model::ManagementRole;
using model::ManagementService;

constexpr std::uint16_t kPortSsh = 22, kPortTelnet = 23, kPortHttp = 80, kPortHttps = 443, kPortNetconf = 830,
                        kPortGrpc = 57400;

/// The service in that VRF, added when it is new.
ServiceText& ServiceOf(Reader& reader, ManagementService service, std::string vrf, std::uint16_t port,
                       base::Span span) {
  std::vector<ServiceText>& services = reader.vendor.management.services;
  for (ServiceText& known : services) {
    if (known.service == service && known.vrf == vrf) return known;
  }
  services.push_back(
      {.service = service, .vrf = std::move(vrf), .port = port, .acl4 = {}, .acl6 = {}, .span = span});
  return services.back();
}

/// `[ipv4 access-list A] [ipv6 access-list B]`.
Verdict TakeServiceFilters(Statement& statement, ServiceText& service) {
  while (!statement.words.done()) {
    const bool v6 = statement.words.Accept("ipv6");
    if (!v6) statement.words.Accept("ipv4");
    if (!statement.words.Accept("access-list") && !statement.words.Accept("access-group")) return kNotKnown;
    auto& use = v6 ? service.acl6 : service.acl4;
    use = {std::string(statement.words.Next().text), statement.span()};
  }
  return kUnderstood;
}

Verdict ReadUserLine(Reader& reader, Statement& statement) {
  UserText& user = reader.vendor.management.users[reader.block_name];
  const Word word = statement.words.Next();
  if (word == "group") {
    const std::string name(statement.words.Next().text);
    std::erase(user.groups, name);
    if (!statement.negated) user.groups.push_back(name);
    return kUnderstood;
  }
  const bool harmless = word == "secret" || word == "password" || word == "policy" || word == "login-history";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadTaskGroupLine(Reader& reader, Statement& statement) {
  bool& writes = reader.vendor.management.writing_task_groups[reader.block_name];
  if (statement.words.Accept("task")) {
    const Word kind = statement.words.Next();
    writes = writes || (!statement.negated && (kind == "write" || kind == "execute"));
    statement.words.Rest();
    return kUnderstood;
  }
  if (statement.words.Accept("description")) return kNoEffect;
  if (!statement.words.Accept("inherit")) return kNotKnown;
  // What the inherited group may is taken as the most.
  writes = writes || !statement.negated;
  statement.words.Rest();
  return kUnderstood;
}

Verdict ReadUserGroupLine(Reader& reader, Statement& statement) {
  std::vector<std::string>& groups = reader.vendor.management.user_groups[reader.block_name];
  if (statement.words.Accept("description")) return kNoEffect;
  statement.words.Accept("inherit");
  if (!statement.words.Accept("taskgroup") && !statement.words.Accept("usergroup")) return kNotKnown;
  const std::string name(statement.words.Next().text);
  std::erase(groups, name);
  if (!statement.negated) groups.push_back(name);
  return kUnderstood;
}

/// A line of a server group, or of a private server in it.
Verdict ReadServerGroupLine(Reader& reader, Statement& statement) {
  std::vector<net::IpAddress>& servers = reader.vendor.management.server_groups[reader.block_name];
  if (statement.words.Accept("server") || statement.words.Accept("server-private")) {
    const auto address = net::ParseAddress(statement.words.Next().text);
    statement.words.Rest();  // ports
    if (!address) return NotModelled(Impact::kManagement, "server by name");
    std::erase(servers, *address);
    if (!statement.negated) servers.push_back(*address);
    reader.Open(ReadServerGroupLine, Impact::kManagement);
    return kUnderstood;
  }
  const Word word = statement.words.Next();
  const bool harmless = word == "vrf" || word == "source-interface" || word == "deadtime" || word == "key" ||
                        word == "timeout" || word == "retransmit" || word == "load-balance" ||
                        word == "single-connection" || word == "test";
  return harmless ? kNoEffect : kNotKnown;
}

/// `aaa authentication login default group G... [local]`.
Verdict ReadLogin(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  if (!statement.words.Accept("default")) return kNoEffect;  // lists that a console names
  management.login_groups.clear();
  management.login_span = statement.span();
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "none") return NotModelled(Impact::kManagement, "login without authentication");
    if (word == "group") management.login_groups.emplace_back(statement.words.Next().text);
  }
  return kUnderstood;
}

Verdict ReadServerLine(Reader&, Statement& statement) {
  const Word word = statement.words.Next();
  const bool harmless = word == "key" || word == "timeout" || word == "single-connection" ||
                        word == "retransmit" || word == "idle-time" || word == "test";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadServer(Reader& reader, Statement& statement, std::string_view protocol) {
  if (!statement.words.Accept("host")) return kNoEffect;
  const auto address = net::ParseAddress(statement.words.Next().text);
  statement.words.Rest();
  if (!address) return NotModelled(Impact::kManagement, "server by name");
  std::vector<net::IpAddress>& servers = reader.vendor.management.server_groups[std::string(protocol)];
  std::erase(servers, *address);
  if (!statement.negated) servers.push_back(*address);
  reader.Open(ReadServerLine, Impact::kManagement);
  return kUnderstood;
}

Verdict ReadLineLine(Reader& reader, Statement& statement) {
  LineText& line = reader.vendor.management.lines[reader.block_name];
  const Word word = statement.words.Next();
  if (word == "access-class") {
    if (statement.words.Accept("egress")) return kNoEffect;  // sessions opened from this device
    statement.words.Accept("ingress");
    return SetName(reader, statement, line.acl, "access list");
  }
  if (word == "transport") {
    if (!statement.words.Accept("input")) return kNoEffect;
    const base::Span span = statement.span();
    line.ssh = line.telnet = {statement.negated, span};
    while (!statement.words.done()) {
      const Word transport = statement.words.Next();
      if (transport == "ssh" || transport == "all") line.ssh.value = true;
      if (transport == "telnet" || transport == "all") line.telnet.value = true;
    }
    return kUnderstood;
  }
  constexpr std::string_view kHarmless[] = {"absolute-timeout",
                                            "accounting",
                                            "authorization",
                                            "cli",
                                            "disconnect-character",
                                            "escape-character",
                                            "exec-timeout",
                                            "length",
                                            "login",
                                            "pager",
                                            "password",
                                            "secret",
                                            "session-limit",
                                            "session-timeout",
                                            "stopbits",
                                            "telnet",
                                            "terminal-type",
                                            "timestamp",
                                            "timeout",
                                            "users",
                                            "width"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

Verdict ReadNetconfLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("ssh")) {
    if (!statement.negated)
      ServiceOf(reader, ManagementService::kNetconf, "", kPortNetconf, statement.span());
    return kUnderstood;
  }
  const Word word = statement.words.Next();
  return word == "session" || word == "rate-limit" || word == "with-defaults-support" ? kNoEffect : kNotKnown;
}

Verdict ReadGrpcLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("port")) {
    const auto port = TakeNumber(reader, statement, 1, 65535);
    if (!port) return kNotKnown;
    ServiceOf(reader, ManagementService::kGnmi, "", kPortGrpc, statement.span()).port =
        static_cast<std::uint16_t>(statement.negated ? kPortGrpc : *port);
    return kUnderstood;
  }
  constexpr std::string_view kHarmless[] = {"address-family",
                                            "certificate-authentication",
                                            "dscp",
                                            "gnmi",
                                            "gnsi",
                                            "gribi",
                                            "keepalive",
                                            "local-connection",
                                            "max-concurrent-streams",
                                            "max-request-per-user",
                                            "max-request-total",
                                            "max-streams",
                                            "max-streams-per-user",
                                            "memory",
                                            "no-tls",
                                            "p4rt",
                                            "segment-routing",
                                            "service-layer",
                                            "tls-cipher",
                                            "tls-mutual",
                                            "tls-trustpoint",
                                            "tls-min-version",
                                            "tls-max-version",
                                            "ttl",
                                            "tunnel",
                                            "vrf"};
  return std::ranges::find(kHarmless, statement.words.Next().text) != std::end(kHarmless) ? kNoEffect
                                                                                          : kNotKnown;
}

Verdict ReadCommunity(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  if (!statement.words.Accept("clear")) statement.words.Accept("encrypted");
  const std::string digest = DigestOfSecret("", statement.words.Next().text);
  if (statement.negated) {
    management.communities.erase(digest);
    return statement.words.Rest(), kUnderstood;
  }
  model::SnmpAccess access{ManagementRole::kRead, {}, statement.span()};
  bool v6 = false;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "RW") {
      access.role = ManagementRole::kWrite;
    } else if (word == "IPv6") {
      // The model keeps one filter: that of IPv4.
      statement.words.Next();
      v6 = true;
    } else if (word == "IPv4") {
      access.filter = {std::string(statement.words.Next().text), statement.span()};
    } else if (word == "v" || word == "view") {
      statement.words.Next();
    } else if (!(word == "RO") && !(word == "SystemOwner") && !(word == "LROwner") && !(word == "SDROwner")) {
      access.filter = {std::string(word.text), statement.span()};
    }
  }
  management.communities[digest] = access;
  return v6 ? NotModelled(Impact::kManagement, "IPv6 filter of SNMP") : kUnderstood;
}

/// `snmp-server user NAME GROUP v3 ...`: what the group may write is taken as the most.
Verdict ReadSnmpUser(Reader& reader, Statement& statement) {
  const std::string name(statement.words.Next().text);
  if (statement.negated)
    return reader.vendor.management.snmp_users.erase(name), statement.words.Rest(), kUnderstood;
  statement.words.Rest();  // group, keys
  reader.vendor.management.snmp_users[name] = {ManagementRole::kWrite, {}, statement.span()};
  return kUnderstood;
}

/// Protection of the management plane narrows who reaches a service; the services are modelled without it.
/// Routing protocols are not of that plane.
Verdict ReadControlPlaneLine(Reader& reader, Statement& statement) {
  reader.Open(ReadControlPlaneLine, kOwnPackets);
  const Word word = statement.words.Next();
  if (word == "allow" || word == "address")
    return statement.negated ? kNoEffect : NotModelled(Impact::kManagement, "management plane protection");
  constexpr std::string_view kHarmless[] = {"inband", "interface", "management-plane", "out-of-band", "vrf"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

/// The keys of one `key N`.
Verdict ReadKeyLine(Reader& reader, Statement& statement) {
  auto& keys = reader.vendor.key_chains[reader.block_name];
  if (statement.words.Accept("key-string")) {
    keys[reader.block_number] = statement.negated ? "" : TakeKey(statement);
    return statement.words.Rest(), kUnderstood;
  }
  const Word word = statement.words.Next();
  const bool lifetime = word == "accept-lifetime" || word == "send-lifetime" || word == "lifetime";
  // What lasts from a day in the past for ever is no condition.
  if (lifetime) {
    const bool forever = statement.words.Rest().text.ends_with("infinite");
    return statement.negated || forever ? kNoEffect : NotModelled(kRouting, "lifetime of a key");
  }
  return word == "cryptographic-algorithm" ? kNoEffect : kNotKnown;
}

bool IsHexadecimal(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

Verdict ReadKeyChainLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("accept-tolerance")) return kNoEffect;
  if (statement.words.Accept("macsec") || statement.words.Accept("timezone")) return kNoEffect;
  if (!statement.words.Accept("key")) return kNotKnown;
  auto& keys = reader.vendor.key_chains[reader.block_name];
  std::optional<std::uint64_t> id = statement.words.AcceptNumber(0, 0xffffffffU);
  // Names of MACsec keys are hexadecimal and may be long; nothing asks for one of them.
  if (!id && IsHexadecimal(statement.words.Peek().text)) {
    statement.words.Next();
    if (statement.negated) return kUnderstood;
    id = 0x100000000U + keys.size();
  }
  if (!id) return kNotKnown;
  if (statement.negated) return keys.erase(*id), kUnderstood;
  reader.block_number = *id;
  keys.try_emplace(*id);
  reader.Open(ReadKeyLine, kRouting);
  return kUnderstood;
}

}  // namespace

Verdict ReadUsername(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "user");
  if (!name) return kNotKnown;
  if (statement.negated)
    return reader.vendor.management.users.erase(*name), statement.words.Rest(), kUnderstood;
  reader.block_name = std::move(*name);
  UserText& user = reader.vendor.management.users[reader.block_name];
  if (!user.span.valid()) user.span = statement.span();
  // `username X group G` and `username X secret ...` say in one line what a block says.
  if (!statement.words.done()) return ReadUserLine(reader, statement);
  reader.Open(ReadUserLine, Impact::kManagement);
  return kUnderstood;
}

Verdict ReadTaskGroup(Reader& reader, Statement& statement) {
  return OpenNamed(reader, statement, "task group", reader.vendor.management.writing_task_groups,
                   ReadTaskGroupLine, Impact::kManagement);
}

Verdict ReadUserGroup(Reader& reader, Statement& statement) {
  return OpenNamed(reader, statement, "user group", reader.vendor.management.user_groups, ReadUserGroupLine,
                   Impact::kManagement);
}

Verdict ReadAaa(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "authentication" && statement.words.Accept("login")) return ReadLogin(reader, statement);
  if (word == "group" && statement.words.Accept("server")) {
    const Word protocol = statement.words.Next();
    if (!(protocol == "tacacs+") && !(protocol == "radius")) return kNoEffect;
    auto name = TakeName(reader, statement, "server group");
    if (!name) return kNotKnown;
    reader.block_name = std::move(*name);
    reader.vendor.management.server_groups[reader.block_name];
    reader.Open(ReadServerGroupLine, Impact::kManagement);
    return kUnderstood;
  }
  if (word == "intercept")
    return statement.negated ? kNoEffect : NotModelled(Impact::kCopying, "lawful interception");
  // Authorisation by command narrows what a server gives; the most is assumed.
  constexpr std::string_view kHarmless[] = {
      "accounting",        "admin",           "attribute", "authentication", "authorization",
      "default-taskgroup", "password-policy", "radius",    "server",         "subscriber"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

Verdict ReadTacacsServer(Reader& reader, Statement& statement) {
  return ReadServer(reader, statement, "tacacs+");
}
Verdict ReadRadiusServer(Reader& reader, Statement& statement) {
  return ReadServer(reader, statement, "radius");
}

Verdict ReadLineBlock(Reader& reader, Statement& statement) {
  // The console is reached by those who stand before it.
  if (statement.words.Accept("console")) return kNoEffect;
  if (!statement.words.Accept("template") && !(statement.words.Peek() == "default")) return kNotKnown;
  return OpenNamed(reader, statement, "line template", reader.vendor.management.lines, ReadLineLine,
                   Impact::kManagement);
}

/// `vty-pool default 0 10 line-template X`; pools for event scripts have lines of their own.
Verdict ReadVtyPool(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("default")) return kNoEffect;
  while (!statement.words.done()) {
    if (!statement.words.Accept("line-template")) {
      statement.words.Next();
      continue;
    }
    const std::string name(statement.words.Next().text);
    reader.vendor.management.default_line = statement.negated ? "default" : name;
  }
  return kUnderstood;
}

Verdict ReadSsh(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("server")) return kNoEffect;
  const base::Span span = statement.span();
  if (statement.words.Accept("netconf")) {
    if (statement.negated) return kNoEffect;
    ServiceText& netconf = ServiceOf(reader, ManagementService::kNetconf, "", kPortNetconf, span);
    if (statement.words.Accept("port")) {
      const auto port = TakeNumber(reader, statement, 1, 65535);
      if (!port) return kNotKnown;
      netconf.port = static_cast<std::uint16_t>(*port);
      return kUnderstood;
    }
    if (statement.words.Accept("vrf")) statement.words.Next();
    return TakeServiceFilters(statement, netconf);
  }
  std::string vrf;
  const bool v2 = statement.words.Accept("v2");
  const bool enables = v2 || statement.words.Accept("vrf") || statement.words.done();
  if (!enables) return kNoEffect;  // limits, algorithms, logging
  if (!v2 && !statement.words.done()) vrf = VrfName(statement.words.Next().text);
  if (statement.negated) {
    std::erase_if(reader.vendor.management.services, [&vrf](const ServiceText& known) {
      return known.service == ManagementService::kSsh && known.vrf == vrf;
    });
    return statement.words.Rest(), kUnderstood;
  }
  return TakeServiceFilters(statement, ServiceOf(reader, ManagementService::kSsh, vrf, kPortSsh, span));
}

/// `telnet vrf default ipv4 server max-servers 10 [access-list A]`.
Verdict ReadTelnet(Reader& reader, Statement& statement) {
  std::string vrf;
  if (statement.words.Accept("vrf")) vrf = VrfName(statement.words.Next().text);
  const bool v6 = statement.words.Accept("ipv6");
  if (!v6) statement.words.Accept("ipv4");
  if (!statement.words.Accept("server")) return kNoEffect;
  if (statement.negated) return kNoEffect;
  ServiceText& service = ServiceOf(reader, ManagementService::kTelnet, vrf, kPortTelnet, statement.span());
  if (statement.words.Accept("max-servers")) statement.words.Next();
  if (statement.words.Accept("access-list")) {
    auto& use = v6 ? service.acl6 : service.acl4;
    use = {std::string(statement.words.Next().text), statement.span()};
  }
  return kUnderstood;
}

Verdict ReadHttp(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("server")) return kNoEffect;
  if (statement.negated) return kNoEffect;
  const bool tls = statement.words.Accept("ssl");
  return TakeServiceFilters(statement, ServiceOf(reader, ManagementService::kHttp, "",
                                                 tls ? kPortHttps : kPortHttp, statement.span()));
}

Verdict ReadNetconf(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("agent")) return kNoEffect;
  reader.Open(ReadNetconfLine, Impact::kManagement);
  // An agent on a terminal is reached through the server of SSH.
  if (statement.words.Accept("tty")) return kNoEffect;
  return statement.words.done() ? kUnderstood : ReadNetconfLine(reader, statement);
}

Verdict ReadGrpc(Reader& reader, Statement& statement) {
  if (!statement.words.done()) return kNoEffect;
  if (statement.negated) {
    std::erase_if(reader.vendor.management.services,
                  [](const ServiceText& known) { return known.service == ManagementService::kGnmi; });
    return kUnderstood;
  }
  ServiceOf(reader, ManagementService::kGnmi, "", kPortGrpc, statement.span());
  reader.Open(ReadGrpcLine, Impact::kManagement);
  return kUnderstood;
}

Verdict ReadXml(Reader&, Statement& statement) {
  return statement.negated ? kNoEffect : NotModelled(Impact::kManagement, "XML agent");
}

Verdict ReadSnmp(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "community") return ReadCommunity(reader, statement);
  if (word == "user") return ReadSnmpUser(reader, statement);
  return kNoEffect;  // traps, views, groups, context, contact
}

Verdict ReadControlPlane(Reader& reader, Statement& statement) {
  reader.Open(ReadControlPlaneLine, kOwnPackets);
  return statement.words.done() ? kNoEffect : ReadControlPlaneLine(reader, statement);
}

namespace {

Verdict ReadMacsecLine(Reader& reader, Statement& statement) {
  return ReadMacsecPolicyLine(statement, reader.vendor.macsec_policies[reader.block_name]);
}

}  // namespace

Verdict ReadMacsecPolicy(Reader& reader, Statement& statement) {
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

}  // namespace ringfence::formats::cisco_iosxr
