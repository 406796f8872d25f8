// The branch `system`, except its security: name, sessions, management interfaces.
#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr Rule<ManagementText> kListenRules[] = {
    AdminState<&ManagementText::netconf>(),
    Number<&ManagementText::netconf_port, 1, 65535>("port"),
    Ignores<ManagementText>("connect-local-only"),
};

constexpr Rule<ManagementText> kNetconfRules[] = {
    AdminState<&ManagementText::netconf>(),
    Number<&ManagementText::netconf_port, 1, 65535>("port"),
    Block<ManagementText>("listen",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kListenRules));
                          }),
    Lacks<ManagementText>("call-home", Impact::kManagement, "NETCONF sessions that the device opens"),
    Ignores<ManagementText>("auto-config-save"),
    Ignores<ManagementText>("capabilities"),
};

constexpr Rule<ManagementText> kSnmpRules[] = {
    AdminState<&ManagementText::snmp>(),    Ignores<ManagementText>("engine-id"),
    Ignores<ManagementText>("packet-size"), Ignores<ManagementText>("general-port"),
    Ignores<ManagementText>("streaming"),   Ignores<ManagementText>("max-bulk-duration"),
};

constexpr Rule<ManagementText> kInterfaceRules[] = {
    Block<ManagementText>("netconf",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kNetconfRules));
                          }),
    Block<ManagementText>("snmp",
                          [](Reader& reader, NodeId block, ManagementText& to) {
                            Dispatch(reader, block, to, std::span(kSnmpRules));
                          }),
    Lacks<ManagementText>("remote-management", Impact::kManagement, "remote management"),
    Ignores<ManagementText>("cli"),
    Ignores<ManagementText>("commit-history"),
    Ignores<ManagementText>("configuration-mode"),
    Ignores<ManagementText>("configuration-save"),
    Ignores<ManagementText>("operations"),
    Ignores<ManagementText>("schema-path"),
    Ignores<ManagementText>("yang-modules"),
};

constexpr Rule<ManagementText> kGrpcRules[] = {
    AdminState<&ManagementText::grpc>(),
    Number<&ManagementText::grpc_port, 1, 65535>("port"),
    Ignores<ManagementText>("allow-unsecure-connection"),
    Ignores<ManagementText>("gnmi"),
    Ignores<ManagementText>("max-msg-size"),
    Ignores<ManagementText>("tcp-keepalive"),
    Ignores<ManagementText>("tls-server-profile"),
    Lacks<ManagementText>("rib-api", kPaths, "routes from a controller"),
    Lacks<ManagementText>("gnoi", Impact::kManagement, "gNOI"),
    Lacks<ManagementText>("md-cli", Impact::kManagement, "MD-CLI over gRPC"),
};

constexpr Rule<SrosText> kSystemRules[] = {
    Text<&SrosText::name>("name"),
    Block<SrosText>("security", &ReadSecurity, Impact::kManagement),
    Block<SrosText>(
        "management-interface",
        [](Reader& reader, NodeId block, SrosText& text) {
          Dispatch(reader, block, text.management, std::span(kInterfaceRules));
        },
        Impact::kManagement),
    Block<SrosText>(
        "grpc",
        [](Reader& reader, NodeId block, SrosText& text) {
          Dispatch(reader, block, text.management, std::span(kGrpcRules));
        },
        Impact::kManagement),
    Lacks<SrosText>("bgp", kPaths, "BGP of services"),
    Lacks<SrosText>("grpc-tunnel", Impact::kManagement, "gRPC tunnels"),
    Lacks<SrosText>("telemetry", Impact::kCopying, "telemetry"),
    Lacks<SrosText>("script-control", Impact::kManagement, "scripts"),
    Lacks<SrosText>("cron", Impact::kManagement, "scheduled scripts"),
    Lacks<SrosText>("satellite", kPaths, "satellites"),
    Lacks<SrosText>("switch-fabric", Impact::kForwarding, "switch fabric"),
    Lacks<SrosText>("ip", Impact::kForwarding, "system-wide IP settings"),
    Ignores<SrosText>("login-control"),
    Ignores<SrosText>("contact"),
    Ignores<SrosText>("location"),
    Ignores<SrosText>("coordinates"),
    Ignores<SrosText>("clli-code"),
    Ignores<SrosText>("time"),
    Ignores<SrosText>("dns"),
    Ignores<SrosText>("lldp"),
    Ignores<SrosText>("alarms"),
    Ignores<SrosText>("alarm-contact-in-power"),
    Lacks<SrosText>("boot-bad-exec", Impact::kManagement, "script at start"),
    Lacks<SrosText>("boot-good-exec", Impact::kManagement, "script at start"),
    Ignores<SrosText>("central-frequency-clock"),
    Ignores<SrosText>("cpm-http-redirect"),
    Ignores<SrosText>("congestion-management"),
    Ignores<SrosText>("load-balancing"),
    Ignores<SrosText>("l4-load-balancing"),
    Ignores<SrosText>("lacp"),
    Ignores<SrosText>("network-element-discovery"),
    Ignores<SrosText>("oper-group"),
    Ignores<SrosText>("persistence"),
    Ignores<SrosText>("power-management"),
    Ignores<SrosText>("ptp"),
    Ignores<SrosText>("rollback"),
    Ignores<SrosText>("software-repository"),
    Ignores<SrosText>("thresholds"),
    Ignores<SrosText>("transmission-profile"),
    Ignores<SrosText>("usb"),
    Ignores<SrosText>("efm-oam"),
    Ignores<SrosText>("ned"),
    Ignores<SrosText>("bluetooth"),
    Ignores<SrosText>("fan-control"),
};

}  // namespace

void ReadSystem(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text, std::span(kSystemRules));
}

}  // namespace ringfence::formats::nokia_sros
