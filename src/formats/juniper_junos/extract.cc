#include "formats/juniper_junos/extract.h"
#include "formats/impacts.h"

#include <array>

namespace ringfence::formats::juniper_junos {
namespace {

void ReadProtocols(Reader& reader, NodeId node, JunosText& text);
void ReadOptions(Reader& reader, NodeId node, JunosText& text);
void ReadForwardingOptions(Reader& reader, NodeId node, JunosText& text);
void ReadChassis(Reader& reader, NodeId node, JunosText& text);
void ReadClasses(Reader& reader, NodeId node, JunosText& text);

using TopRule = Rule<JunosText>;
constexpr auto kTopRules = std::to_array<TopRule>({
    Ignores<JunosText>("version"),
    Reads("system", &ExtractSystem, Impact::kManagement),
    Reads("interfaces", &ExtractInterfaces),
    Reads("firewall", &ExtractFirewall, kForwarding | Impact::kManagement),
    Reads("policy-options", &ExtractPolicyOptions, kRouting),
    Reads("routing-options", &ReadOptions, kRouting),
    Reads("protocols", &ReadProtocols),
    Reads("routing-instances", &ExtractInstances),
    Reads("forwarding-options", &ReadForwardingOptions, kForwarding | Impact::kCopying),
    Reads("chassis", &ReadChassis, kForwarding),
    Reads("snmp", &ExtractSnmp, Impact::kManagement),
    Reads("security", &ExtractSecurity, kForwarding | Impact::kProtection | Impact::kManagement),
    Reads("class-of-service", &ReadClasses, kForwarding),
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
    Lacks<JunosText>("dynamic-profiles", kRouting | kForwarding, "dynamic profiles"),
    Reads("services", &ExtractServices, kForwarding | Impact::kCopying | Impact::kProtection),
    Reads("vlans", &ExtractVlans, kForwarding),
    Lacks<JunosText>("bridge-domains", kForwarding, "bridging"),
    Lacks<JunosText>("switch-options", kForwarding, "bridging"),
    Lacks<JunosText>("multi-chassis", kForwarding, "multi-chassis link aggregation"),
});

void ReadOspf(Reader& reader, NodeId node, InstanceText& instance) { ExtractOspf(reader, node, instance); }

void ReadSflow(Reader& reader, NodeId node, InstanceText& instance) {
  if (instance.node != kNone) return reader.Unmodelled(node, Impact::kCopying, "flow export");
  instance.sflow = node;
}

using ProtocolRule = Rule<InstanceText>;
constexpr auto kProtocolRules = std::to_array<ProtocolRule>({
    Reads("ospf", &ReadOspf, Impact::kRouting4),
    Reads("ospf3", &ReadOspf, Impact::kRouting6),
    Reads("bgp", &ExtractBgp, kRouting),
    Reads("isis", &ExtractIsis, kRouting),
    Reads("rip", &ExtractRip, Impact::kRouting4),
    Reads("ripng", &ExtractRip, Impact::kRouting6),
    Reads("mpls", &ExtractMpls, kPaths),
    Reads("ldp", &ExtractLdp, kPaths),
    Lacks<InstanceText>("rsvp", kPaths, "MPLS"),
    Lacks<InstanceText>("source-packet-routing", kPaths, "segment routing"),
    Lacks<InstanceText>("l2circuit", kForwarding, "layer-2 services"),
    Lacks<InstanceText>("evpn", kRouting | kForwarding, "EVPN"),
    Lacks<InstanceText>("vpls", kForwarding, "layer-2 services"),
    Lacks<InstanceText>("connections", kForwarding, "layer-2 services"),
    Lacks<InstanceText>("vrrp", kForwarding, "VRRP"),
    Lacks<InstanceText>("stp", kForwarding, "spanning tree"),
    Lacks<InstanceText>("rstp", kForwarding, "spanning tree"),
    Lacks<InstanceText>("mstp", kForwarding, "spanning tree"),
    Lacks<InstanceText>("vstp", kForwarding, "spanning tree"),
    Reads("sflow", &ReadSflow, Impact::kCopying),
    Lacks<InstanceText>("pcep", kPaths, "path computation client"),
    Ignores<InstanceText>("lldp"),
    Ignores<InstanceText>("lldp-med"),
    Ignores<InstanceText>("lacp"),
    Ignores<InstanceText>("igmp"),
    Ignores<InstanceText>("igmp-snooping"),
    Ignores<InstanceText>("mld"),
    Ignores<InstanceText>("mld-snooping"),
    Ignores<InstanceText>("pim"),
    Ignores<InstanceText>("msdp"),
    Ignores<InstanceText>("bfd"),
    Ignores<InstanceText>("neighbor-discovery"),
    Ignores<InstanceText>("router-advertisement"),
    Ignores<InstanceText>("layer2-control"),
    Ignores<InstanceText>("l2-learning"),
    Ignores<InstanceText>("oam"),
    Lacks<InstanceText>("dot1x", kForwarding, "port authentication"),
    Ignores<InstanceText>("ptp"),
});

void ReadProtocols(Reader& reader, NodeId node, JunosText& text) {
  ExtractProtocols(reader, node, text.instances.front());
  if (const NodeId sflow = text.main().sflow; sflow != kNone) ExtractSflow(reader, sflow, text.copying.sflow);
}
void ReadOptions(Reader& reader, NodeId node, JunosText& text) {
  ExtractRoutingOptions(reader, node, text, text.instances.front());
}

constexpr auto kForwardingRules = std::to_array<Rule<JunosText>>({
    Ignores<JunosText>("hash-key"),
    Ignores<JunosText>("enhanced-hash-key"),
    Ignores<JunosText>("load-balance"),
    Ignores<JunosText>("storm-control"),
    Ignores<JunosText>("storm-control-profiles"),
    Ignores<JunosText>("dhcp-relay"),  // the device speaks to the server as any client would
    Lacks<JunosText>("helpers", kForwarding, "packets relayed by a service"),
    Ignores<JunosText>("fast-reroute-priority"),
    Reads("sampling", &ExtractSampling, Impact::kCopying),
    Reads("port-mirroring", &ExtractPortMirroring, Impact::kCopying),
    Reads("analyzer", &ExtractAnalyzers, Impact::kCopying),
    Lacks<JunosText>("packet-capture", Impact::kCopying, "packet capture"),
    Lacks<JunosText>("family", kPaths, "filter on the forwarding table"),
    Lacks<JunosText>("next-hop-group", Impact::kCopying | kForwarding, "next-hop group"),
    Lacks<JunosText>("monitoring", Impact::kCopying, "passive monitoring"),
    Lacks<JunosText>("accounting", Impact::kCopying, "discard accounting"),
    Lacks<JunosText>("rpf-loose-mode-discard", kPaths, "reverse-path check"),
    Lacks<JunosText>("vxlan-routing", kForwarding, "VXLAN"),
});

void ReadForwardingOptions(Reader& reader, NodeId node, JunosText& text) {
  Dispatch(reader, node, text, std::span<const Rule<JunosText>>(kForwardingRules));
}

void ReadMaximumEcmp(Reader& reader, NodeId node, JunosText& text) {
  if (const auto paths = reader.Number(node, 1, 128)) text.maximum_ecmp = paths;
}

// Queues and markings do not choose paths; next hops by class do.
void ReadClasses(Reader& reader, NodeId node, JunosText&) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) == "forwarding-policy") {
      reader.Unmodelled(child, kForwarding, "next hop by forwarding class");
    } else {
      reader.Irrelevant(child);
    }
  }
}

// True when a statement below `node` is the word: `fpc 0 { pic 1 { power off; } }`.
bool Says(const Reader& reader, NodeId node, std::string_view word) {
  std::vector<NodeId> work{node};
  while (!work.empty()) {
    const NodeId at = work.back();
    work.pop_back();
    if (reader.word(at) == word) return true;
    for (const NodeId child : Children(reader, at)) work.push_back(child);
  }
  return false;
}

// Hardware settings do not move packets, unless they take ports away, pair two devices or fetch an image; the
// number of equal paths does.
void ReadChassis(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) == "maximum-ecmp") {
      reader.Modelled(child);
      ReadMaximumEcmp(reader, child, text);
    } else if (reader.word(child) == "cluster") {
      reader.Unmodelled(child, Impact::kAll, "two devices as one");
    } else if (reader.word(child) == "auto-image-upgrade") {
      reader.Unmodelled(child, Impact::kManagement, "provisioning from outside");
    } else if (Says(reader, child, "sampling-instance")) {
      text.copying.sampling_bound = true;
      const bool off = Says(reader, child, "off") || Says(reader, child, "offline");
      off ? reader.Unmodelled(child, kRouting | kForwarding, "hardware switched off")
          : reader.ModelledAll(child);
    } else if (Says(reader, child, "off") || Says(reader, child, "offline")) {
      reader.Unmodelled(child, kRouting | kForwarding, "hardware switched off");
    } else {
      reader.Irrelevant(child);
    }
  }
}

}  // namespace

JunosText Extract(Reader& reader) {
  JunosText text;
  text.instances.emplace_back();
  MarkStructural(reader);
  Dispatch(reader, kRoot, text, std::span<const TopRule>(kTopRules));
  return text;
}

void ExtractProtocols(Reader& reader, NodeId node, InstanceText& instance) {
  Dispatch(reader, node, instance, std::span<const ProtocolRule>(kProtocolRules));
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
