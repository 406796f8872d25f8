// `system security`: users, their profiles, remote AAA, SSH, the management access filters.
#include <algorithm>
#include <array>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

template <class Text>
constexpr Rule<Text> Under(std::string_view word, void (*read)(Reader&, NodeId, Text&)) {
  return Block<Text>(word, read, Impact::kManagement);
}

constexpr Rule<AccessText> kAccessRules[] = {
    Flag<&AccessText::console>("console"),
    Flag<&AccessText::ssh>("ssh-cli"),
    Flag<&AccessText::telnet>("telnet-cli"),
    Flag<&AccessText::netconf>("netconf"),
    Flag<&AccessText::snmp>("snmp"),
    Flag<&AccessText::grpc>("grpc"),
    Ignores<AccessText>("ftp"),
    Ignores<AccessText>("console-port-cli"),
    Ignores<AccessText>("bluetooth"),
    Lacks<AccessText>("li", Impact::kCopying, "lawful interception"),
    Ignores<AccessText>("scp-sftp"),
};

// A profile that permits a command of configuration or administration lets its users change the device.
void ReadProfileEntry(Reader& reader, NodeId key, ProfileText& profile) {
  constexpr std::array kChanging = {"configure", "edit-config", "admin", "bof"};
  const NodeId match = reader.tree.Find(key, "match");
  const NodeId action = reader.tree.Find(key, "action");
  const NodeId command = match == kNone ? kNone : reader.tree.Value(match);
  const NodeId verdict = action == kNone ? kNone : reader.tree.Value(action);
  constexpr Rule<ProfileText> kRules[] = {
      Leaf<ProfileText>("match", [](Reader&, NodeId, ProfileText&) {}),
      Leaf<ProfileText>("action", [](Reader&, NodeId, ProfileText&) {}),
  };
  Dispatch(reader, key, profile, std::span(kRules));
  if (verdict == kNone || reader.word(verdict) != "permit") return;
  const std::string_view text = command == kNone ? std::string_view() : reader.word(command);
  bool changes = text.empty();
  for (const std::string_view word : kChanging)
    changes = changes || text.starts_with(word) || text.starts_with("/");
  profile.permits_writing = profile.permits_writing || changes;
}

constexpr Rule<ProfileText> kProfileRules[] = {
    Text<&ProfileText::default_action>("default-action"),
    List<ProfileText>("entry", &ReadProfileEntry),
    Lacks<ProfileText>("grpc", Impact::kManagement, "rights over gRPC"),
    Lacks<ProfileText>("li", Impact::kCopying, "lawful interception"),
    Ignores<ProfileText>("combined-max-sessions"),
    Ignores<ProfileText>("netconf"),
    Ignores<ProfileText>("ssh-max-sessions"),
    Ignores<ProfileText>("telnet-max-sessions"),
    Ignores<ProfileText>("renew"),
};

void ReadProfile(Reader& reader, NodeId key, ManagementText& to) {
  ProfileText& profile = to.profiles.emplace_back();
  profile.name = reader.word(key);
  profile.span = reader.SpanOf(key);
  Dispatch(reader, key, profile, std::span(kProfileRules));
}

constexpr Rule<ManagementText> kLocalProfileRules[] = {List<ManagementText>("profile", &ReadProfile)};

void ReadServer(Reader& reader, NodeId key, RemoteText& to) {
  const NodeId address = reader.tree.Find(key, "address");
  const NodeId value = address == kNone ? kNone : reader.tree.Value(address);
  if (value != kNone) {
    Stated<net::IpAddress> server;
    reader.Keep(value, reader.Address(value), server);
    if (server.set()) to.servers.push_back(server);
  }
  constexpr Rule<RemoteText> kRules[] = {
      Leaf<RemoteText>("address", [](Reader&, NodeId, RemoteText&) {}),
      Ignores<RemoteText>("secret"),
      Ignores<RemoteText>("port"),
      Ignores<RemoteText>("accounting-port"),
      Ignores<RemoteText>("authenticator"),
      Ignores<RemoteText>("tls-client-profile"),
  };
  Dispatch(reader, key, to, std::span(kRules));
}

constexpr Rule<RemoteText> kRemoteRules[] = {
    AdminState<&RemoteText::admin>(),
    Flag<&RemoteText::use_template>("use-default-template"),
    List<RemoteText>("server", &ReadServer),
    Lacks<RemoteText>("authorization", Impact::kManagement, "authorisation by the server"),
    Ignores<RemoteText>("interactive-authentication"),
    Ignores<RemoteText>("route-preference"),
    Lacks<RemoteText>("priv-lvl-map", Impact::kManagement, "levels from the server"),
    Lacks<RemoteText>("admin-control", Impact::kManagement, "levels from the server"),
    Ignores<RemoteText>("accounting"),
    Ignores<RemoteText>("server-timeout"),
    Ignores<RemoteText>("server-retry"),
    Ignores<RemoteText>("access-algorithm"),
};

template <RemoteText ManagementText::* kMember>
void ReadRemote(Reader& reader, NodeId block, ManagementText& to) {
  RemoteText& remote = to.*kMember;
  remote.present = true;
  remote.span = reader.SpanOf(block);
  Dispatch(reader, block, remote, std::span(kRemoteRules));
}

constexpr Rule<ManagementText> kRemotesRules[] = {
    Under<ManagementText>("tacplus", &ReadRemote<&ManagementText::tacacs>),
    Under<ManagementText>("radius", &ReadRemote<&ManagementText::radius>),
    Lacks<ManagementText>("ldap", Impact::kManagement, "LDAP"),
};

constexpr Rule<TemplateText> kTemplateRules[] = {
    Under<TemplateText>("access",
                        [](Reader& reader, NodeId block, TemplateText& to) {
                          Dispatch(reader, block, to.access, std::span(kAccessRules));
                        }),
    Text<&TemplateText::profile>("profile"),
    Ignores<TemplateText>("console"),
    Ignores<TemplateText>("home-directory"),
    Ignores<TemplateText>("restricted-to-home"),
    Ignores<TemplateText>("save-when-restricted"),
};

void ReadTemplate(Reader& reader, NodeId key, ManagementText& to) {
  TemplateText& user = to.templates.emplace_back();
  user.name = reader.word(key);
  user.span = reader.SpanOf(key);
  Dispatch(reader, key, user, std::span(kTemplateRules));
}

constexpr Rule<ManagementText> kAaaRules[] = {
    Under<ManagementText>("local-profiles",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kLocalProfileRules));
                          }),
    Under<ManagementText>("remote-servers",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kRemotesRules));
                          }),
    List<ManagementText>("user-template", &ReadTemplate),
    Ignores<ManagementText>("cli-session-group"),
    Lacks<ManagementText>("management-interface", Impact::kManagement, "authorisation of interfaces"),
    Ignores<ManagementText>("health-check"),
};

constexpr Rule<UserText> kConsoleRules[] = {
    Names<&UserText::profiles>("member"),
    Ignores<UserText>("cannot-change-password"),
    Ignores<UserText>("login-exec"),
    Ignores<UserText>("new-password-at-login"),
};

// Passwords and keys prove who the user is; which ones they are changes no answer.
constexpr Rule<UserText> kUserRules[] = {
    Under<UserText>("access",
                    [](Reader& reader, NodeId block, UserText& to) {
                      Dispatch(reader, block, to.access, std::span(kAccessRules));
                    }),
    Under<UserText>("console", [](Reader& reader, NodeId block,
                                  UserText& to) { Dispatch(reader, block, to, std::span(kConsoleRules)); }),
    Ignores<UserText>("password"),
    Ignores<UserText>("home-directory"),
    Ignores<UserText>("restricted-to-home"),
    Ignores<UserText>("save-when-restricted"),
    Ignores<UserText>("public-keys"),
    Ignores<UserText>("cli-engine"),
    Lacks<UserText>("snmp", Impact::kManagement, "SNMPv3 users"),
};

void ReadUser(Reader& reader, NodeId key, ManagementText& to) {
  UserText& user = to.users.emplace_back();
  user.name = reader.word(key);
  user.span = reader.SpanOf(key);
  Dispatch(reader, key, user, std::span(kUserRules));
}

constexpr Rule<ManagementText> kLocalUserRules[] = {
    List<ManagementText>("user", &ReadUser),
    Ignores<ManagementText>("password"),
};

constexpr Rule<ManagementText> kOrderRules[] = {
    Names<&ManagementText::order>("order"),
    Ignores<ManagementText>("exit-on-reject"),
};

constexpr Rule<ManagementText> kUserParamsRules[] = {
    Under<ManagementText>("local-user",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kLocalUserRules));
                          }),
    Under<ManagementText>("authentication-order",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kOrderRules));
                          }),
    Ignores<ManagementText>("attempts"),
    Ignores<ManagementText>("exponential-backoff"),
};

constexpr Rule<ManagementText> kAccessFilterRules[] = {
    Under<ManagementText>("ip-filter",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            ReadManagementFilter(reader, block, net::Family::kIpv4, to);
                          }),
    Under<ManagementText>("ipv6-filter",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            ReadManagementFilter(reader, block, net::Family::kIpv6, to);
                          }),
    Lacks<ManagementText>("mac-filter", Impact::kManagement, "filters on MAC addresses"),
};

constexpr Rule<ManagementText> kSshRules[] = {
    Leaf<ManagementText>("server-admin-state",
                         [](Reader& reader, NodeId value, ManagementText& to) {
                           reader.Keep(value, reader.Enabled(value), to.ssh);
                         }),
    Lacks<ManagementText>("authentication-method", Impact::kManagement, "methods of SSH authentication"),
    Ignores<ManagementText>("preserve-key"),
    Ignores<ManagementText>("version"),
    Ignores<ManagementText>("inbound-max-sessions"),
    Ignores<ManagementText>("key-re-exchange"),
    Ignores<ManagementText>("client-cipher-list-v1"),
    Ignores<ManagementText>("client-cipher-list-v2"),
    Ignores<ManagementText>("client-kex-list-v2"),
    Ignores<ManagementText>("client-mac-list-v2"),
    Ignores<ManagementText>("server-cipher-list-v1"),
    Ignores<ManagementText>("server-cipher-list-v2"),
    Ignores<ManagementText>("server-kex-list-v2"),
    Ignores<ManagementText>("server-mac-list-v2"),
};

// Policers drop what exceeds their rate, and nothing at rest; a rate of nothing is a filter.
void ReadRates(Reader& reader, NodeId block, ManagementText& /*to*/) {
  constexpr std::string_view kRates[] = {"kbps", "limit", "overall-rate", "packets", "per-source-rate"};
  std::vector<NodeId> left = {block};
  while (!left.empty()) {
    const NodeId id = left.back();
    left.pop_back();
    const NodeId value = reader.tree.Value(id);
    const bool rate = std::ranges::find(kRates, reader.word(id)) != std::end(kRates);
    if (rate && value != kNone && reader.word(value) == "0")
      return reader.Unmodelled(block, kOwnPackets, "class whose packets are dropped");
    for (const NodeId child : Children(reader, id)) left.push_back(child);
  }
  reader.Irrelevant(block);
}

constexpr Rule<ManagementText> kSecurityRules[] = {
    Under<ManagementText>("aaa",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kAaaRules));
                          }),
    Under<ManagementText>("user-params",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kUserParamsRules));
                          }),
    Under<ManagementText>("management-access-filter",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kAccessFilterRules));
                          }),
    Under<ManagementText>("ssh",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kSshRules));
                          }),
    Under<ManagementText>("snmp", &ReadSnmp),
    Flag<&ManagementText::telnet>("telnet-server"),
    Flag<&ManagementText::telnet6>("telnet6-server"),
    Lacks<ManagementText>("cpm-filter", kOwnPackets, "CPM filters"),
    Ignores<ManagementText>("cpm-queue"),
    Leaf<ManagementText>("ftp-server",
                         [](Reader& reader, NodeId value, ManagementText& /*to*/) {
                           if (reader.Flag(value).value_or(false)) {
                             reader.Unmodelled(value, Impact::kManagement, "FTP server");
                           }
                         }),
    Lacks<ManagementText>("management", Impact::kManagement, "management by other instances"),
    Lacks<ManagementText>("keychains", kRouting, "key chains"),
    Ignores<ManagementText>("hash-control"),
    Lacks<ManagementText>("pki", Impact::kProtection, "certificates"),
    Lacks<ManagementText>("tls", Impact::kManagement, "TLS profiles"),
    Under<ManagementText>("cpu-protection", &ReadRates),
    Under<ManagementText>("dist-cpu-protection", &ReadRates),
    Ignores<ManagementText>("per-peer-queuing"),
    Ignores<ManagementText>("source-address"),
    Ignores<ManagementText>("vprn-network-exceptions"),
    Ignores<ManagementText>("dot1x"),
};

}  // namespace

void ReadSecurity(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text.management, std::span(kSecurityRules));
}

}  // namespace ringfence::formats::nokia_sros
