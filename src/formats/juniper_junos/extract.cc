#include "formats/juniper_junos/extract.h"

#include <array>

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::uint8_t kForwarding = Impact::kForwarding;

void ReadProtocols(Reader& reader, NodeId node, JunosText& text);
void ReadInstances(Reader& reader, NodeId node, JunosText& text);
void ReadForwardingOptions(Reader& reader, NodeId node, JunosText& text);
void ReadChassis(Reader& reader, NodeId node, JunosText& text);

using TopRule = Rule<JunosText>;
constexpr auto kTopRules = std::to_array<TopRule>({
    Ignores<JunosText>("version"),
    Reads("system", &ExtractSystem, Impact::kManagement),
    Reads("interfaces", &ExtractInterfaces),
    Reads("firewall", &ExtractFirewall, kForwarding | Impact::kManagement),
    Reads("policy-options", &ExtractPolicyOptions, kRoutingBoth),
    Reads("routing-options", &ExtractRoutingOptions, kRoutingBoth),
    Reads("protocols", &ReadProtocols),
    Reads("routing-instances", &ReadInstances),
    Reads("forwarding-options", &ReadForwardingOptions, kForwarding | Impact::kCopying),
    Reads("chassis", &ReadChassis, kForwarding),
    Reads("snmp", &ExtractSnmp, Impact::kManagement),
    Reads("security", &ExtractSecurity, kForwarding | Impact::kProtection | Impact::kManagement),
    Ignores<JunosText>("class-of-service"),
    Ignores<JunosText>("applications"),
    Ignores<JunosText>("accounting-options"),
    Ignores<JunosText>("virtual-chassis"),
    Ignores<JunosText>("poe"),
    Ignores<JunosText>("wlan"),
    Ignores<JunosText>("diameter"),
    Ignores<JunosText>("fabric"),
    Lacks<JunosText>("event-options", Impact::kManagement, "event scripts"),
    Lacks<JunosText>("access", Impact::kManagement, "subscriber access"),
    Lacks<JunosText>("access-profile", Impact::kManagement, "subscriber access"),
    Lacks<JunosText>("logical-systems", Impact::kAll, "logical systems"),
    Lacks<JunosText>("tenants", Impact::kAll, "tenant systems"),
    Lacks<JunosText>("dynamic-profiles", kRoutingBoth | kForwarding, "dynamic profiles"),
    Lacks<JunosText>("services", kForwarding | Impact::kCopying | Impact::kProtection, "services"),
    Lacks<JunosText>("vlans", kForwarding, "bridging"),
    Lacks<JunosText>("bridge-domains", kForwarding, "bridging"),
    Lacks<JunosText>("switch-options", kForwarding, "bridging"),
    Lacks<JunosText>("multi-chassis", kForwarding, "multi-chassis link aggregation"),
});

using ProtocolRule = Rule<JunosText>;
constexpr auto kProtocolRules = std::to_array<ProtocolRule>({
    Reads("ospf", &ExtractOspf, Impact::kRouting4),
    Lacks<JunosText>("ospf3", Impact::kRouting6, "OSPFv3"),
    Lacks<JunosText>("bgp", kRoutingBoth, "BGP"),
    Lacks<JunosText>("isis", kRoutingBoth, "IS-IS"),
    Lacks<JunosText>("rip", Impact::kRouting4, "RIP"),
    Lacks<JunosText>("ripng", Impact::kRouting6, "RIPng"),
    Lacks<JunosText>("mpls", kRoutingBoth | kForwarding, "MPLS"),
    Lacks<JunosText>("ldp", kForwarding, "MPLS"),
    Lacks<JunosText>("rsvp", kForwarding, "MPLS"),
    Lacks<JunosText>("source-packet-routing", kForwarding, "segment routing"),
    Lacks<JunosText>("l2circuit", kForwarding, "layer-2 services"),
    Lacks<JunosText>("evpn", kRoutingBoth | kForwarding, "EVPN"),
    Lacks<JunosText>("vpls", kForwarding, "layer-2 services"),
    Lacks<JunosText>("connections", kForwarding, "layer-2 services"),
    Lacks<JunosText>("vrrp", kForwarding, "VRRP"),
    Lacks<JunosText>("stp", kForwarding, "spanning tree"),
    Lacks<JunosText>("rstp", kForwarding, "spanning tree"),
    Lacks<JunosText>("mstp", kForwarding, "spanning tree"),
    Lacks<JunosText>("vstp", kForwarding, "spanning tree"),
    Lacks<JunosText>("sflow", Impact::kCopying, "flow export"),
    Lacks<JunosText>("pcep", kForwarding, "path computation client"),
    Ignores<JunosText>("lldp"),
    Ignores<JunosText>("lldp-med"),
    Ignores<JunosText>("lacp"),
    Ignores<JunosText>("igmp"),
    Ignores<JunosText>("igmp-snooping"),
    Ignores<JunosText>("mld"),
    Ignores<JunosText>("mld-snooping"),
    Ignores<JunosText>("pim"),
    Ignores<JunosText>("msdp"),
    Ignores<JunosText>("bfd"),
    Ignores<JunosText>("neighbor-discovery"),
    Ignores<JunosText>("router-advertisement"),
    Ignores<JunosText>("layer2-control"),
    Ignores<JunosText>("l2-learning"),
    Ignores<JunosText>("oam"),
    Ignores<JunosText>("dot1x"),
    Ignores<JunosText>("ptp"),
});

void ReadProtocols(Reader& reader, NodeId node, JunosText& text) {
  Dispatch(reader, node, text, std::span<const ProtocolRule>(kProtocolRules));
}

// Instances are other tables: what matters for the main one is which interfaces they take out of it.
void ReadInstances(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId instance : Children(reader, node)) {
    const bool management = reader.word(instance) == "mgmt_junos";
    reader.Unmodelled(instance, management ? Impact::kManagement : kRoutingBoth | kForwarding,
                      "routing instance");
    const NodeId type = reader.tree.Find(instance, "instance-type");
    const NodeId value = type == kNone ? kNone : reader.tree.ScalarChild(type);
    const bool takes_interfaces = value == kNone || reader.word(value) != "forwarding";
    const NodeId interfaces = reader.tree.Find(instance, "interface");
    if (interfaces == kNone || !takes_interfaces) continue;
    for (const NodeId name : Children(reader, interfaces)) {
      std::string unit(reader.word(name));
      if (unit.find('.') == std::string::npos) unit += ".0";
      text.instance_units.push_back(std::move(unit));
    }
  }
}

constexpr auto kForwardingRules = std::to_array<Rule<JunosText>>({
    Ignores<JunosText>("hash-key"),
    Ignores<JunosText>("enhanced-hash-key"),
    Ignores<JunosText>("load-balance"),
    Ignores<JunosText>("storm-control"),
    Ignores<JunosText>("storm-control-profiles"),
    Ignores<JunosText>("dhcp-relay"),
    Ignores<JunosText>("helpers"),
    Ignores<JunosText>("fast-reroute-priority"),
    Lacks<JunosText>("sampling", Impact::kCopying, "traffic sampling"),
    Lacks<JunosText>("port-mirroring", Impact::kCopying, "port mirroring"),
    Lacks<JunosText>("analyzer", Impact::kCopying, "port mirroring"),
    Lacks<JunosText>("packet-capture", Impact::kCopying, "packet capture"),
    Lacks<JunosText>("family", kForwarding, "filter on the forwarding table"),
    Lacks<JunosText>("next-hop-group", Impact::kCopying | kForwarding, "next-hop group"),
    Lacks<JunosText>("monitoring", Impact::kCopying, "passive monitoring"),
    Lacks<JunosText>("accounting", Impact::kCopying, "discard accounting"),
    Lacks<JunosText>("rpf-loose-mode-discard", kForwarding, "reverse-path check"),
    Lacks<JunosText>("vxlan-routing", kForwarding, "VXLAN"),
});

void ReadForwardingOptions(Reader& reader, NodeId node, JunosText& text) {
  Dispatch(reader, node, text, std::span<const Rule<JunosText>>(kForwardingRules));
}

void ReadMaximumEcmp(Reader& reader, NodeId node, JunosText& text) {
  if (const auto paths = reader.Number(node, 1, 128)) text.maximum_ecmp = paths;
}

// Hardware settings do not move packets; the number of equal paths does.
void ReadChassis(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) == "maximum-ecmp") {
      reader.Modelled(child);
      ReadMaximumEcmp(reader, child, text);
    } else {
      reader.Irrelevant(child);
    }
  }
}

}  // namespace

JunosText Extract(Reader& reader) {
  JunosText text;
  MarkStructural(reader);
  Dispatch(reader, kRoot, text, std::span<const TopRule>(kTopRules));
  return text;
}

std::string Unescape(std::string_view word) {
  std::string text;
  text.reserve(word.size());
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\\' && i + 1 < word.size() && (word[i + 1] == '"' || word[i + 1] == '\\')) ++i;
    text += word[i];
  }
  return text;
}

}  // namespace ringfence::formats::juniper_junos
