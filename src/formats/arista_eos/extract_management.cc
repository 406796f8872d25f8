// Who may log in: users, AAA and its servers, SNMP.

#include <fmt/format.h>

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

MethodListText TakeMethods(Statement& statement) {
  MethodListText list;
  list.span = statement.span();
  while (!statement.words.done()) {
    const Word method = statement.words.Next();
    if (method == "group") list.groups.emplace_back(statement.words.Next().text);
    if (method == "local") list.local = true;
    if (method == "none") list.none = true;
  }
  return list;
}

Verdict ReadAuthentication(Reader& reader, Statement& statement) {
  if (statement.words.Accept("login")) {
    if (!statement.words.Accept("default")) return kNoEffect;  // the console
    if (statement.negated) return reader.vendor.management.login.reset(), statement.words.Rest(), kUnderstood;
    reader.vendor.management.login = TakeMethods(statement);
    return kUnderstood;
  }
  const std::string_view word = statement.words.Peek().text;
  return word == "enable" || word == "policy" || word == "dot1x" ? kNoEffect : kNotKnown;
}

Verdict ReadAuthorization(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  if (statement.words.Accept("commands")) {
    const bool all = statement.words.Accept("all");
    if (!all) return kNoEffect;  // some levels: roles are then taken not to limit anybody
    statement.words.Accept("default");
    management.local_command_authorization = TakeMethods(statement).local && !statement.negated;
    return kUnderstood;
  }
  if (statement.words.Accept("policy")) {
    if (!statement.words.Accept("local") || !statement.words.Accept("default-role")) return kNotKnown;
    const std::string role(statement.words.Next().text);
    management.default_role = statement.negated ? "" : role;
    return kUnderstood;
  }
  const std::string_view word = statement.words.Peek().text;
  const bool harmless =
      word == "exec" || word == "serial-console" || word == "config-commands" || word == "dynamic";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadGroupLine(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("server")) return kNoEffect;
  const auto address = net::ParseAddress(statement.words.Next().text);
  statement.words.Rest();
  if (!address) return NotModelled(Impact::kManagement, "server by name");
  std::vector<net::IpAddress>& servers = reader.vendor.management.groups[reader.block_name];
  std::erase(servers, *address);
  if (!statement.negated) servers.push_back(*address);
  return kUnderstood;
}

/// `aaa group server tacacs+|radius G`.
Verdict ReadGroup(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("server")) return kNotKnown;
  statement.words.Next();
  reader.block_name = std::string(statement.words.Next().text);
  if (statement.negated) return reader.vendor.management.groups.erase(reader.block_name), kUnderstood;
  reader.vendor.management.groups[reader.block_name];
  reader.Open(ReadGroupLine, Impact::kManagement);
  return kUnderstood;
}

/// `tacacs-server host A ...`, `radius-server host A ...`.
Verdict ReadServer(Reader& reader, Statement& statement, const std::string& group) {
  if (!statement.words.Accept("host")) return kNoEffect;
  const auto address = net::ParseAddress(statement.words.Next().text);
  statement.words.Rest();
  if (!address) return statement.negated ? kNoEffect : NotModelled(Impact::kManagement, "server by name");
  std::vector<net::IpAddress>& servers = reader.vendor.management.groups[group];
  std::erase(servers, *address);
  if (!statement.negated) servers.push_back(*address);
  return kUnderstood;
}

Verdict ReadCommunity(Reader& reader, Statement& statement) {
  statement.words.Next();  // the secret
  if (statement.negated) return kNotKnown;
  model::SnmpAccess access{model::ManagementRole::kRead, {}, statement.span()};
  while (!statement.words.done()) {
    const Word option = statement.words.Next();
    if (option == "rw") {
      access.role = model::ManagementRole::kWrite;
    } else if (option == "view" || option == "ipv6") {
      statement.words.Next();
    } else if (!(option == "ro")) {
      access.filter = {std::string(option.text), statement.span()};
    }
  }
  reader.vendor.management.snmp.push_back(std::move(access));
  return kUnderstood;
}

}  // namespace

Verdict ReadUsername(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty()) return reader.Invalid(statement, name, "the user name is missing");
  std::vector<UserText>& users = reader.vendor.management.users;
  const auto known = std::ranges::find(users, name.text, &UserText::name);
  if (statement.negated) {
    if (statement.words.done() && known != users.end()) users.erase(known);
    return statement.words.Rest(), kUnderstood;
  }
  const auto index = static_cast<std::size_t>(known - users.begin());
  if (known == users.end()) users.push_back({.name = std::string(name.text), .span = statement.span()});
  UserText& user = users[index];
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "privilege") {
      const auto privilege = TakeNumber(reader, statement, 0, 15);
      if (!privilege) return kNotKnown;
      user.privilege = *privilege;
    } else if (word == "role") {
      user.role = std::string(statement.words.Next().text);
    } else if (word == "secret" || word == "ssh-key" || word == "sshkey" || word == "shell" ||
               word == "ssh") {
      statement.words.Rest();
    } else if (!(word == "nopassword")) {
      return kNotKnown;
    }
  }
  return kUnderstood;
}

Verdict ReadAaa(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "authentication") return ReadAuthentication(reader, statement);
  if (word == "authorization") return ReadAuthorization(reader, statement);
  if (word == "group") return ReadGroup(reader, statement);
  if (word == "root") {
    const auto same = [](const UserText& user) { return user.name == "root"; };
    std::erase_if(reader.vendor.management.users, same);
    statement.words.Rest();
    if (!statement.negated)
      reader.vendor.management.users.push_back(
          {.name = "root", .role = "network-admin", .privilege = 15, .span = statement.span()});
    return kUnderstood;
  }
  return word == "accounting" || word == "session" ? kNoEffect : kNotKnown;
}

Verdict ReadTacacsServer(Reader& reader, Statement& statement) {
  return ReadServer(reader, statement, "tacacs+");
}
Verdict ReadRadiusServer(Reader& reader, Statement& statement) {
  return ReadServer(reader, statement, "radius");
}

Verdict ReadSnmp(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "community") return ReadCommunity(reader, statement);
  if (word == "group") {
    if (statement.negated) return kNotKnown;
    model::SnmpAccess access{model::ManagementRole::kRead, {}, statement.span()};
    while (!statement.words.done()) {
      if (statement.words.Next() == "write") access.role = model::ManagementRole::kWrite;
    }
    reader.vendor.management.snmp.push_back(std::move(access));
    return kUnderstood;
  }
  constexpr std::string_view kHarmless[] = {"chassis-id",
                                            "contact",
                                            "context",
                                            "enable",
                                            "engineID",
                                            "extension",
                                            "host",
                                            "ifmib",
                                            "ipv4",
                                            "ipv6",
                                            "local-interface",
                                            "location",
                                            "notification",
                                            "objects",
                                            "qos",
                                            "source-interface",
                                            "transmit",
                                            "trap",
                                            "user",
                                            "view",
                                            "vrf",
                                            "transport"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

}  // namespace ringfence::formats::arista_eos
