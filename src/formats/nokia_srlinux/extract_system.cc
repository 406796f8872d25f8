// What of the system's statements names the device or opens its management plane.
#include "formats/nokia_srlinux/extract.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using model::ManagementService;

constexpr Rule<SrlText> kNameRules[] = {
    Text<&SrlText::host_name>("host-name"),
    Ignores<SrlText>("domain-name"),
};
void ReadName(Reader& reader, NodeId block, SrlText& text) {
  Dispatch(reader, block, text, std::span(kNameRules));
}

constexpr Rule<SrlText> kMtuRules[] = {
    Number<&SrlText::default_ip_mtu, 1280, 9486>("default-ip-mtu"),
    Ignores<SrlText>("default-port-mtu"),
    Ignores<SrlText>("default-l2-mtu"),
    Ignores<SrlText>("default-mpls-mtu"),
    Ignores<SrlText>("min-path-mtu"),
};
void ReadMtu(Reader& reader, NodeId block, SrlText& text) {
  Dispatch(reader, block, text, std::span(kMtuRules));
}

constexpr Rule<ServiceText> kServiceRules[] = {
    AdminState<&ServiceText::admin>(),
    Number<&ServiceText::port, 1, 65535>("port"),
    Ignores<ServiceText>("network-instance"),
    Ignores<ServiceText>("tls-profile"),
    Ignores<ServiceText>("use-authentication"),
    Ignores<ServiceText>("rate-limit"),
    Ignores<ServiceText>("session-limit"),
    Ignores<ServiceText>("timeout"),
    Ignores<ServiceText>("trace-options"),
    Ignores<ServiceText>("services"),
    Ignores<ServiceText>("yang-models"),
    Ignores<ServiceText>("unix-socket"),
    Ignores<ServiceText>("commit-confirmed-timeout"),
    Ignores<ServiceText>("include-defaults-in-config-only-responses"),
    Ignores<ServiceText>("metadata-authentication"),
    Ignores<ServiceText>("default-tls-profile"),
    Ignores<ServiceText>("max-concurrent-streams"),
    Ignores<ServiceText>("ssh-server"),
    Ignores<ServiceText>("banner"),
    // A source or an address that narrows who reaches it: the wider reading stands.
    Ignores<ServiceText>("source-address"),
    Ignores<ServiceText>("disable-shell"),
    Ignores<ServiceText>("protocol-version"),
};
void AddService(Reader& reader, NodeId block, ManagementService service, std::uint16_t port, SrlText& text) {
  ServiceText to;
  to.service = service;
  to.default_port = port;
  to.span = reader.SpanOf(block);
  Dispatch(reader, block, to, std::span(kServiceRules));
  text.services.push_back(std::move(to));
}
template <ManagementService kService, std::uint16_t kPort>
void AddServer(Reader& reader, NodeId key, SrlText& text) {
  AddService(reader, key, kService, kPort, text);
}

// `ssh-server mgmt { admin-state enable }`, or `ssh-server { network-instance mgmt { ... } }`.
void AddSsh(Reader& reader, NodeId key, SrlText& text) {
  if (reader.word(key) != "network-instance")
    return AddService(reader, key, ManagementService::kSsh, 22, text);
  for (const NodeId instance : Children(reader, key)) {
    reader.Modelled(instance, Impact::kManagement);
    AddService(reader, instance, ManagementService::kSsh, 22, text);
  }
}

// `gnmi-server { admin-state enable  network-instance mgmt { admin-state enable } }` of older releases: one
// service whatever the instances.
void AddGnmi(Reader& reader, NodeId block, SrlText& text) {
  AddService(reader, block, ManagementService::kGnmi, 57400, text);
}

struct JsonScope {
  SrlText* text = nullptr;
  Flagged admin;
};
void AddHttp(Reader& reader, NodeId block, JsonScope& scope) {
  const bool secure = reader.word(block) == "https";
  AddService(reader, block, ManagementService::kHttp, secure ? 443 : 80, *scope.text);
}
constexpr Rule<JsonScope> kJsonInstanceRules[] = {
    Block<JsonScope>("http", &AddHttp),
    Block<JsonScope>("https", &AddHttp),
};
void ReadJsonInstance(Reader& reader, NodeId key, JsonScope& scope) {
  Dispatch(reader, key, scope, std::span(kJsonInstanceRules));
}
constexpr Rule<JsonScope> kJsonRules[] = {
    AdminState<&JsonScope::admin>(),
    List<JsonScope>("network-instance", &ReadJsonInstance, Impact::kManagement),
    Ignores<JsonScope>("trace-options"),
    Ignores<JsonScope>("commit-confirmed-timeout"),
    Ignores<JsonScope>("unix-socket"),
};
void ReadJsonRpc(Reader& reader, NodeId block, SrlText& text) {
  JsonScope scope{&text, {}};
  const std::size_t first = text.services.size();
  Dispatch(reader, block, scope, std::span(kJsonRules));
  if (scope.admin.set() && !scope.admin.value) text.services.resize(first);
}

void SetAaa(Reader& reader, NodeId block, SrlText& text) {
  text.aaa = block;
  reader.Unmodelled(block, Impact::kManagement, "accounts and roles");
}

// `control-plane-traffic { input { acl { acl-filter F type ipv4 { sequence-id 10 } } } }`: in the order of
// those numbers, of which only one filter of a family needs none.
void AddCpmFilter(Reader& reader, NodeId key, SrlText& text) {
  const NodeId type = reader.tree.Find(key, "type");
  if (type == kNone) return reader.Unknown(key, kOwnPackets);
  reader.Modelled(type);
  for (const NodeId family : Children(reader, type)) {
    const bool v4 = reader.word(family) == "ipv4";
    if (!v4 && reader.word(family) != "ipv6") {
      reader.Unmodelled(family, kOwnPackets, "filter before the control plane");
      continue;
    }
    reader.Modelled(family, kOwnPackets);
    constexpr Rule<SrlText> kRules[] = {Ignores<SrlText>("sequence-id")};
    Dispatch(reader, family, text, std::span<const Rule<SrlText>>(kRules));
    text.cpm_filters.push_back(
        {{reader.word(key), key, reader.SpanOf(key)}, v4 ? net::Family::kIpv4 : net::Family::kIpv6});
  }
}
constexpr Rule<SrlText> kControlAclRules[] = {List<SrlText>("acl-filter", &AddCpmFilter, kOwnPackets)};
void ReadControlAcl(Reader& reader, NodeId block, SrlText& text) {
  Dispatch(reader, block, text, std::span(kControlAclRules));
}
constexpr Rule<SrlText> kControlInputRules[] = {Block<SrlText>("acl", &ReadControlAcl, kOwnPackets)};
void ReadControlInput(Reader& reader, NodeId block, SrlText& text) {
  Dispatch(reader, block, text, std::span(kControlInputRules));
}
constexpr Rule<SrlText> kControlRules[] = {Block<SrlText>("input", &ReadControlInput, kOwnPackets)};
void ReadControlPlaneTraffic(Reader& reader, NodeId block, SrlText& text) {
  Dispatch(reader, block, text, std::span(kControlRules));
}

constexpr Rule<SrlText> kSystemRules[] = {
    Block<SrlText>("name", &ReadName),
    Block<SrlText>("mtu", &ReadMtu),
    List<SrlText>("ssh-server", &AddSsh, Impact::kManagement),
    List<SrlText>("grpc-server", &AddServer<ManagementService::kGnmi, 57400>, Impact::kManagement),
    List<SrlText>("netconf-server", &AddServer<ManagementService::kNetconf, 830>, Impact::kManagement),
    Block<SrlText>("gnmi-server", &AddGnmi, Impact::kManagement),
    Block<SrlText>("json-rpc-server", &ReadJsonRpc, Impact::kManagement),
    Block<SrlText>("aaa", &SetAaa, Impact::kManagement),
    Lacks<SrlText>("snmp", Impact::kManagement, "SNMP"),
    Lacks<SrlText>("ftp-server", Impact::kManagement, "FTP"),
    Lacks<SrlText>("gribi-server", kPaths | Impact::kManagement, "routes set from outside"),
    Lacks<SrlText>("p4rt-server", kPaths | Impact::kManagement, "forwarding set from outside"),
    Lacks<SrlText>("grpc-tunnel", Impact::kManagement, "tunnel to a collector"),
    Lacks<SrlText>("event-handler", Impact::kAll, "scripts on events"),
    Lacks<SrlText>("app-management", Impact::kAll, "own applications"),
    Lacks<SrlText>("dhcp-server", kRouting, "DHCP server"),
    Block<SrlText>("mirroring", &ReadMirroring, Impact::kCopying),
    Block<SrlText>("sflow", &ReadSflow, Impact::kCopying),
    Lacks<SrlText>("network-instance", kPaths, "multihoming of EVPN"),
    Lacks<SrlText>("maintenance", kPaths, "maintenance mode"),
    Lacks<SrlText>("protocols", kPaths, "VPN protocols of the system"),
    Lacks<SrlText>("boot", Impact::kManagement, "boot options"),
    Block<SrlText>("control-plane-traffic", &ReadControlPlaneTraffic, kOwnPackets),
    Ignores<SrlText>("lldp"),
    Ignores<SrlText>("lacp"),
    Ignores<SrlText>("ntp"),
    Ignores<SrlText>("clock"),
    Ignores<SrlText>("dns"),
    Ignores<SrlText>("logging"),
    Ignores<SrlText>("banner"),
    Ignores<SrlText>("information"),
    Ignores<SrlText>("tls"),
    Ignores<SrlText>("configuration"),
    Ignores<SrlText>("trace-options"),
    Ignores<SrlText>("load-balancing"),
    Ignores<SrlText>("packet-link-qualification"),
    Ignores<SrlText>("warm-reboot"),
    Ignores<SrlText>("sync"),
    Ignores<SrlText>("ra-guard-policy"),
    Ignores<SrlText>("bridge-table"),
    Ignores<SrlText>("multicast"),
};

}  // namespace

void ReadSystem(Reader& reader, NodeId block, SrlText& text) {
  Dispatch(reader, block, text, std::span(kSystemRules));
}

}  // namespace ringfence::formats::nokia_srlinux
