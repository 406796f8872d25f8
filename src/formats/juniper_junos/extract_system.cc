// `system` and `snmp`: the name of the device and who may manage it.
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::ManagementRole;
using model::ManagementService;

constexpr std::uint8_t kManagement = Impact::kManagement;
constexpr std::uint32_t kPortMax = 65535;

// --- services

void AddService(Reader& reader, NodeId node, SystemText& system, ManagementService service,
                std::uint16_t port) {
  if (const NodeId stated = reader.tree.Find(node, "port"); stated != kNone) {
    reader.Modelled(stated, kManagement);
    if (const auto value = reader.Number(stated, 1, kPortMax)) port = static_cast<std::uint16_t>(*value);
  }
  system.services.push_back({service, port, {}, reader.SpanOf(node)});
}

// Statements of a service that cannot let anybody else in.
void IgnoreHarmless(Reader& reader, NodeId node) {
  constexpr std::string_view kHarmless[] = {"protocol-version",
                                            "connection-limit",
                                            "rate-limit",
                                            "max-sessions-per-connection",
                                            "ciphers",
                                            "macs",
                                            "key-exchange",
                                            "hostkey-algorithm",
                                            "hostkey-algorithm-list",
                                            "client-alive-interval",
                                            "no-tcp-forwarding",
                                            "client-alive-count-max",
                                            "fingerprint-hash",
                                            "log-key-changes",
                                            "sftp-server",
                                            "no-passwords",
                                            "no-public-keys",
                                            "no-challenge-response",
                                            "no-password-authentication",
                                            "max-pre-authentication-packets",
                                            "authentication-order",
                                            "rekey",
                                            "session",
                                            "system-generated-certificate",
                                            "pki-local-certificate",
                                            "local-certificate",
                                            "traceoptions",
                                            "rfc-compliant",
                                            "yang-compliant",
                                            "access-disable-external",
                                            "notification",
                                            "hello-message",
                                            "flatten-commit-results"};
  for (const NodeId child : Children(reader, node)) {
    for (const std::string_view word : kHarmless) {
      if (reader.word(child) == word && !reader.tree.node(child).mark.set) reader.Irrelevant(child);
    }
  }
}

void ReadSsh(Reader& reader, NodeId node, SystemText& system) {
  AddService(reader, node, system, ManagementService::kSsh, 22);
  if (const NodeId root = reader.tree.Find(node, "root-login"); root != kNone) {
    reader.Modelled(root, kManagement);
    const NodeId value = reader.Value(root);
    if (value != kNone) system.root_login_denied = reader.word(value) == "deny";
  }
  if (const NodeId order = reader.tree.Find(node, "authentication-order"); order != kNone) {
    reader.Unmodelled(order, kManagement, "authentication order of one service");
  }
  if (const NodeId keys = reader.tree.Find(node, "authorized-keys-command"); keys != kNone) {
    reader.Unmodelled(keys, kManagement, "keys from a command");
  }
  if (const NodeId tunnels = reader.tree.Find(node, "tcp-forwarding"); tunnels != kNone) {
    reader.Unmodelled(tunnels, Impact::kForwarding, "connections carried inside SSH");
  }
  IgnoreHarmless(reader, node);
}
// `netconf { ssh { port 830; } }`
void ReadNetconf(Reader& reader, NodeId node, SystemText& system) {
  if (const NodeId ssh = reader.tree.Find(node, "ssh"); ssh != kNone) {
    reader.Modelled(ssh, kManagement);
    AddService(reader, ssh, system, ManagementService::kNetconf, 830);
    IgnoreHarmless(reader, ssh);
  }
  IgnoreHarmless(reader, node);
}
void ReadTelnet(Reader& reader, NodeId node, SystemText& system) {
  AddService(reader, node, system, ManagementService::kTelnet, 23);
  IgnoreHarmless(reader, node);
}
void ReadWeb(Reader& reader, NodeId node, SystemText& system) {
  for (const NodeId kind : Children(reader, node)) {
    const std::string_view word = reader.word(kind);
    if (word != "http" && word != "https") continue;
    reader.Modelled(kind, kManagement);
    AddService(reader, kind, system, ManagementService::kHttp, word == "http" ? 80 : 443);
    if (const NodeId interface = reader.tree.Find(kind, "interface"); interface != kNone) {
      reader.Unmodelled(interface, kManagement, "web management on some interfaces only");
    }
    IgnoreHarmless(reader, kind);
  }
  IgnoreHarmless(reader, node);
}
void ReadRest(Reader& reader, NodeId node, SystemText& system) {
  for (const NodeId kind : Children(reader, node)) {
    const std::string_view word = reader.word(kind);
    if (word != "http" && word != "https") continue;
    reader.Modelled(kind, kManagement);
    AddService(reader, kind, system, ManagementService::kHttp, word == "http" ? 3000 : 3443);
  }
}
// `extension-service { request-response { grpc { ssl { port 32767; } } } }`
void ReadExtension(Reader& reader, NodeId node, SystemText& system) {
  const NodeId request = reader.tree.Find(node, "request-response");
  const NodeId grpc = request == kNone ? kNone : reader.tree.Find(request, "grpc");
  if (grpc == kNone) return;
  reader.Modelled(request, kManagement);
  reader.Modelled(grpc, kManagement);
  for (const NodeId child : Children(reader, grpc)) {
    const std::string_view word = reader.word(child);
    if (word == "ssl" || word == "clear-text") {
      reader.Modelled(child, kManagement);
      AddService(reader, child, system, ManagementService::kGnmi, 32767);
      IgnoreHarmless(reader, child);
    } else if (word == "max-connections") {
      reader.Irrelevant(child);
    }
  }
}

constexpr auto kServiceRules = std::to_array<Rule<SystemText>>({
    Reads("ssh", &ReadSsh, kManagement),
    Reads("netconf", &ReadNetconf, kManagement),
    Reads("telnet", &ReadTelnet, kManagement),
    Reads("web-management", &ReadWeb, kManagement),
    Reads("rest", &ReadRest, kManagement),
    Reads("extension-service", &ReadExtension, kManagement),
    Ignores<SystemText>("dhcp"),
    Ignores<SystemText>("dhcp-local-server"),
    Lacks<SystemText>("dns", Impact::kForwarding, "packets relayed by a service"),
    Lacks<SystemText>("ftp", kManagement, "FTP server"),
    Lacks<SystemText>("tftp-server", kManagement, "TFTP server"),
    Lacks<SystemText>("finger", kManagement, "finger server"),
    Lacks<SystemText>("rlogin", kManagement, "remote login"),
    Lacks<SystemText>("rsh", kManagement, "remote shell"),
    Lacks<SystemText>("xnm-clear-text", kManagement, "XML management"),
    Lacks<SystemText>("xnm-ssl", kManagement, "XML management"),
    Lacks<SystemText>("outbound-ssh", kManagement, "management sessions opened by the device"),
    Lacks<SystemText>("outbound-https", kManagement, "management sessions opened by the device"),
});

void ReadServices(Reader& reader, NodeId node, SystemText& system) {
  Dispatch(reader, node, system, std::span<const Rule<SystemText>>(kServiceRules));
}

// --- login

void ReadUser(Reader& reader, NodeId name, SystemText& system) {
  User& user = system.users.emplace_back();
  user.name = reader.word(name);
  user.span = reader.SpanOf(name);
  for (const NodeId child : Children(reader, name)) {
    const std::string_view word = reader.word(child);
    if (word == "class") {
      reader.Modelled(child, kManagement);
      const NodeId value = reader.Value(child);
      if (value == kNone) continue;
      user.login_class = reader.word(value);
      user.class_node = value;
      user.span = reader.SpanOf(value);
    } else if (word == "authentication") {
      reader.ModelledAll(child);
      user.authenticates = true;
    } else if (word == "uid" || word == "full-name" || word == "cli") {
      reader.Irrelevant(child);
    }
  }
}

void ReadClass(Reader& reader, NodeId name, SystemText& system) {
  LoginClass& login_class = system.classes.emplace_back();
  login_class.name = reader.word(name);
  for (const NodeId child : Children(reader, name)) {
    const std::string_view word = reader.word(child);
    if (word == "permissions") {
      reader.Modelled(child, kManagement);
      for (const NodeId permission : Children(reader, child)) {
        reader.Modelled(permission);
        login_class.permissions.push_back(reader.word(permission));
      }
    } else if (word == "idle-timeout" || word == "login-alarms" || word == "login-tip" ||
               word == "login-script" || word == "no-hidden-commands" ||
               word == "configuration-breadcrumbs") {
      reader.Irrelevant(child);
    } else {
      // Expressions over commands widen or narrow a role in ways that need the whole command set.
      reader.Unmodelled(child, kManagement, "login class with command expressions");
    }
  }
}

void ReadLogin(Reader& reader, NodeId node, SystemText& system) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "user" || word == "class") {
      reader.Modelled(child, kManagement);
      for (const NodeId name : Children(reader, child)) {
        reader.Modelled(name, kManagement);
        word == "user" ? ReadUser(reader, name, system) : ReadClass(reader, name, system);
      }
    } else if (word == "message" || word == "announcement" || word == "retry-options" || word == "password" ||
               word == "idle-timeout") {
      reader.Irrelevant(child);
    } else {
      reader.Unmodelled(child, kManagement, "login rules");
    }
  }
}

// --- remote authentication

void ReadServers(Reader& reader, NodeId node, AaaText& aaa) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kManagement);
    if (const auto address = reader.AddressOf(name)) aaa.servers.push_back(*address);
    for (const NodeId option : Children(reader, name)) {
      if (reader.word(option) == "routing-instance") {
        reader.Unmodelled(option, kManagement, "server in a routing instance");
      } else {
        reader.Irrelevant(option);  // secret, port, timeouts, source address
      }
    }
  }
}
void ReadTacplus(Reader& reader, NodeId node, SystemText& system) {
  ReadServers(reader, node, system.tacplus);
}
void ReadRadius(Reader& reader, NodeId node, SystemText& system) { ReadServers(reader, node, system.radius); }

void ReadOrder(Reader& reader, NodeId node, SystemText& system) {
  for (const NodeId method : Children(reader, node)) {
    const std::string_view word = reader.word(method);
    if (word == "tacplus" || word == "radius") {
      reader.Modelled(method);
      (word == "tacplus" ? system.tacplus : system.radius).order_span = reader.SpanOf(method);
    } else if (word == "password") {
      reader.Modelled(method);
    } else {
      reader.Unmodelled(method, kManagement, "authentication method");
    }
  }
}

// --- the rest of system

void ReadHostName(Reader& reader, NodeId node, SystemText& system) {
  const NodeId value = reader.Value(node);
  if (value != kNone) system.host_name = Stated<std::string_view>{reader.word(value), reader.SpanOf(value)};
}
void ReadRoot(Reader& reader, NodeId node, SystemText& system) {
  reader.ModelledAll(node);
  system.root_password = true;
  system.root_span = reader.SpanOf(node);
}
void ReadManagementInstance(Reader&, NodeId, SystemText& system) { system.management_instance = true; }

void ReadDefaultAddressSelection(Reader&, NodeId, SystemText& system) {
  system.default_address_selection = true;
}

// A process that is switched off takes its protocol or service away.
void ReadProcesses(Reader& reader, NodeId node, SystemText&) {
  for (const NodeId process : Children(reader, node)) {
    if (reader.tree.Find(process, "disable") != kNone) {
      reader.Unmodelled(process, Impact::kAll, "process switched off");
    } else {
      reader.Irrelevant(process);
    }
  }
}

// How a commit runs does not matter; that another device takes part in it does.
void ReadCommit(Reader& reader, NodeId node, SystemText&) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child).starts_with("peers")) {
      reader.Unmodelled(child, kManagement, "configuration shared with other devices");
    } else {
      reader.Irrelevant(child);
    }
  }
}

constexpr auto kSystemRules = std::to_array<Rule<SystemText>>({
    Reads("host-name", &ReadHostName),
    Reads("services", &ReadServices, kManagement),
    Reads("login", &ReadLogin, kManagement),
    Reads("root-authentication", &ReadRoot, kManagement),
    Reads("authentication-order", &ReadOrder, kManagement),
    Reads("tacplus-server", &ReadTacplus, kManagement),
    Reads("radius-server", &ReadRadius, kManagement),
    Reads("management-instance", &ReadManagementInstance, kManagement),
    Ignores<SystemText>("domain-name"),
    Ignores<SystemText>("domain-search"),
    Ignores<SystemText>("time-zone"),
    Ignores<SystemText>("name-server"),
    Ignores<SystemText>("static-host-mapping"),
    Ignores<SystemText>("syslog"),
    Ignores<SystemText>("ntp"),
    Ignores<SystemText>("archival"),
    Ignores<SystemText>("arp"),
    Ignores<SystemText>("location"),
    Ignores<SystemText>("license"),
    Ignores<SystemText>("max-configurations-on-flash"),
    Ignores<SystemText>("max-configuration-rollbacks"),
    Reads("commit", &ReadCommit, kManagement),
    Ignores<SystemText>("compress-configuration-files"),
    Ignores<SystemText>("ports"),
    Reads("processes", &ReadProcesses, Impact::kAll),
    Ignores<SystemText>("internet-options"),
    Ignores<SystemText>("no-redirects"),
    Ignores<SystemText>("no-redirects-ipv6"),
    Ignores<SystemText>("no-multicast-echo"),
    Ignores<SystemText>("no-ping-record-route"),
    Ignores<SystemText>("no-ping-time-stamp"),
    Reads("default-address-selection", &ReadDefaultAddressSelection, kRouting),
    Ignores<SystemText>("ddos-protection"),
    Ignores<SystemText>("auto-snapshot"),
    Ignores<SystemText>("saved-core-context"),
    Ignores<SystemText>("saved-core-files"),
    Ignores<SystemText>("dump-on-panic"),
    Ignores<SystemText>("accounting"),
    Ignores<SystemText>("tacplus-options"),
    Ignores<SystemText>("radius-options"),
    Ignores<SystemText>("accounting-order"),
    Ignores<SystemText>("extensions"),
    Ignores<SystemText>("master-password"),
    Ignores<SystemText>("pic-console-authentication"),
    Ignores<SystemText>("diag-port-authentication"),
    Ignores<SystemText>("encrypt-configuration-files"),
    Ignores<SystemText>("switchover-on-routing-crash"),
    Ignores<SystemText>("tracing"),
    Ignores<SystemText>("packet-forwarding-options"),
    Lacks<SystemText>("ldap-server", kManagement, "remote authentication by LDAP"),
    Lacks<SystemText>("scripts", kManagement, "scripts on the device"),
    Lacks<SystemText>("phone-home", kManagement, "provisioning from outside"),
    Lacks<SystemText>("autoinstallation", kManagement, "provisioning from outside"),
    Lacks<SystemText>("backup-router", kManagement, "router while the routing process is down"),
    Lacks<SystemText>("inet6-backup-router", kManagement, "router while the routing process is down"),
    Lacks<SystemText>("export-format", Impact::kCopying, "state export"),
});

// --- snmp

void ReadClients(Reader& reader, NodeId node, std::vector<AddressEntry>& clients,
                 std::vector<base::Span>& spans) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    const auto prefix = reader.PrefixOf(word);
    if (!prefix) continue;
    const NodeId restrict = reader.tree.Find(word, "restrict");
    if (restrict != kNone) reader.Modelled(restrict);
    clients.push_back({*prefix, restrict != kNone, word});
    spans.push_back(reader.SpanOf(word));
  }
}

void ReadCommunity(Reader& reader, NodeId node, SystemText& system) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kManagement);
    Community& community = system.communities.emplace_back();
    community.span = reader.SpanOf(name);
    for (const NodeId child : Children(reader, name)) {
      const std::string_view word = reader.word(child);
      if (word == "authorization") {
        reader.Modelled(child, kManagement);
        const NodeId value = reader.Value(child);
        const bool write = value != kNone && reader.word(value) == "read-write";
        community.role = write ? ManagementRole::kWrite : ManagementRole::kRead;
      } else if (word == "clients") {
        reader.Modelled(child, kManagement);
        ReadClients(reader, child, community.clients, community.client_spans);
      } else if (word == "client-list-name") {
        reader.Modelled(child, kManagement);
        const NodeId value = reader.Value(child);
        if (value != kNone) community.client_list = NameUse{reader.word(value), value};
      } else if (word == "view") {
        reader.Irrelevant(child);  // narrows what is seen; the role stays the upper bound
      } else {
        reader.Unmodelled(child, kManagement, "SNMP in routing instances");
      }
    }
  }
}
void ReadClientList(Reader& reader, NodeId node, SystemText& system) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kManagement);
    ClientList& list = system.client_lists.emplace_back();
    list.name = reader.word(name);
    ReadClients(reader, name, list.clients, list.client_spans);
  }
}

constexpr auto kSnmpRules = std::to_array<Rule<SystemText>>({
    Reads("community", &ReadCommunity, kManagement),
    Reads("client-list", &ReadClientList, kManagement),
    Ignores<SystemText>("name"),
    Ignores<SystemText>("description"),
    Ignores<SystemText>("location"),
    Ignores<SystemText>("contact"),
    Ignores<SystemText>("trap-group"),
    Ignores<SystemText>("trap-options"),
    Ignores<SystemText>("view"),
    Ignores<SystemText>("health-monitor"),
    Ignores<SystemText>("rmon"),
    Ignores<SystemText>("filter-interfaces"),
    Ignores<SystemText>("filter-duplicates"),
    Ignores<SystemText>("nonvolatile"),
    Ignores<SystemText>("traceoptions"),
    Ignores<SystemText>("engine-id"),
    Ignores<SystemText>("stats-cache-lifetime"),
    Ignores<SystemText>("arp"),
    Lacks<SystemText>("v3", kManagement, "SNMP version 3 users"),
    Lacks<SystemText>("interface", kManagement, "SNMP on some interfaces only"),
    Lacks<SystemText>("routing-instance-access", kManagement, "SNMP in routing instances"),
    Lacks<SystemText>("proxy", kManagement, "SNMP proxy"),
});

}  // namespace

void ExtractSystem(Reader& reader, NodeId node, JunosText& text) {
  Dispatch(reader, node, text.system, std::span<const Rule<SystemText>>(kSystemRules));
}

void ExtractSnmp(Reader& reader, NodeId node, JunosText& text) {
  Dispatch(reader, node, text.system, std::span<const Rule<SystemText>>(kSnmpRules));
}

}  // namespace ringfence::formats::juniper_junos
