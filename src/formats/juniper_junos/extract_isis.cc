// `protocols isis` (ISO 10589, RFC 1195).
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/policy_book.h"
#include "formats/juniper_junos/secret.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::uint32_t kMetricMax = 16777215;
constexpr std::uint32_t kNumberMax = 0xffffffffU;

// `KEY-key "..."` and `KEY-type md5|simple` of one level as a digest.
std::string Authentication(Reader& reader, NodeId level, std::string_view key_word,
                           std::string_view type_word) {
  const NodeId key = reader.tree.Find(level, key_word);
  if (key == kNone) return {};
  reader.Modelled(key);
  std::string_view type = "simple";
  if (const NodeId kind = reader.tree.Find(level, type_word); kind != kNone) {
    reader.Modelled(kind);
    if (const NodeId value = reader.Value(kind); value != kNone) type = reader.word(value);
  }
  const NodeId value = reader.Value(key);
  return value == kNone ? std::string() : DigestOfSecret(type, PlainSecret(reader.word(value)));
}

// The level a `level N` word means: 0 or 1; reports others.
std::optional<std::size_t> LevelOf(Reader& reader, NodeId word) {
  reader.Modelled(word, kRouting);
  const auto number = reader.NumberOf(word, 1, 2);
  return number ? std::optional<std::size_t>(*number - 1) : std::nullopt;
}

// --- interfaces

void LevelMetric(Reader& reader, NodeId node, IsisPort::Level& level) {
  level.metric = reader.Number(node, 0, kMetricMax);
  level.metric_span = reader.SpanOf(node);
}
void LevelMetric6(Reader& reader, NodeId node, IsisPort::Level& level) {
  level.metric6 = reader.Number(node, 0, kMetricMax);
}
void LevelPassive(Reader& reader, NodeId node, IsisPort::Level& level) {
  level.passive = true;
  for (const NodeId child : Children(reader, node)) reader.Irrelevant(child);
}
void LevelDisable(Reader&, NodeId, IsisPort::Level& level) { level.disabled = true; }

constexpr auto kPortLevelRules = std::to_array<Rule<IsisPort::Level>>({
    Reads("metric", &LevelMetric),
    Reads("ipv6-unicast-metric", &LevelMetric6),
    Reads("passive", &LevelPassive),
    Reads("disable", &LevelDisable),
    Ignores<IsisPort::Level>("priority"),
    Ignores<IsisPort::Level>("hello-interval"),
    Ignores<IsisPort::Level>("hold-time"),
    Ignores<IsisPort::Level>("te-metric"),
    Ignores<IsisPort::Level>("ipv4-multicast-metric"),
    Ignores<IsisPort::Level>("ipv6-multicast-metric"),
    Lacks<IsisPort::Level>("hello-authentication-key-chain", kRouting, "IS-IS authentication by key chain"),
    Lacks<IsisPort::Level>("post-convergence-lfa", kForwarding, "fast reroute"),
    Lacks<IsisPort::Level>("topology", kRouting, "IS-IS metric of a topology"),
});

void PortLevels(Reader& reader, NodeId node, IsisPort& port) {
  for (const NodeId number : Children(reader, node)) {
    const auto index = LevelOf(reader, number);
    if (!index) continue;
    IsisPort::Level& level = port.levels[*index];
    Dispatch(reader, number, level, std::span<const Rule<IsisPort::Level>>(kPortLevelRules));
    level.authentication =
        Authentication(reader, number, "hello-authentication-key", "hello-authentication-type");
  }
}
void PortDisable(Reader&, NodeId, IsisPort& port) { port.disabled = true; }
void PortPassive(Reader& reader, NodeId node, IsisPort& port) {
  port.passive = true;
  for (const NodeId child : Children(reader, node)) reader.Irrelevant(child);
}
void PortPointToPoint(Reader&, NodeId, IsisPort& port) { port.point_to_point = true; }
void PortNoIpv4(Reader&, NodeId, IsisPort& port) { port.no_ipv4 = true; }
void PortNoIpv6(Reader&, NodeId, IsisPort& port) { port.no_ipv6 = true; }

constexpr auto kPortRules = std::to_array<Rule<IsisPort>>({
    Reads("level", &PortLevels, kRouting),
    Reads("disable", &PortDisable),
    Reads("passive", &PortPassive, kRouting),
    Reads("point-to-point", &PortPointToPoint),
    Reads("no-ipv4-unicast", &PortNoIpv4),
    Reads("no-unicast-topology", &PortNoIpv4),
    Reads("no-ipv6-unicast", &PortNoIpv6),
    Ignores<IsisPort>("bfd-liveness-detection"),
    Ignores<IsisPort>("family"),
    Ignores<IsisPort>("hello-padding"),
    Ignores<IsisPort>("lsp-interval"),
    Ignores<IsisPort>("csnp-interval"),
    Lacks<IsisPort>("mesh-group", kRouting, "IS-IS flooding kept off a link"),
    Ignores<IsisPort>("max-hello-size"),
    Ignores<IsisPort>("no-ipv4-multicast"),
    Ignores<IsisPort>("no-ipv6-multicast"),
    Ignores<IsisPort>("no-adjacency-down-notification"),
    Lacks<IsisPort>("ldp-synchronization", kRouting, "metric raised while LDP is down"),
    Lacks<IsisPort>("link-protection", kForwarding, "fast reroute"),
    Lacks<IsisPort>("node-link-protection", kForwarding, "fast reroute"),
    Lacks<IsisPort>("no-eligible-backup", kForwarding, "fast reroute"),
    Lacks<IsisPort>("link-degradation-threshold", kRouting, "IS-IS link quality"),
});

void ReadPorts(Reader& reader, NodeId node, IsisText& isis) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRouting);
    IsisPort port;
    port.name = reader.word(name);
    port.node = name;
    port.span = reader.SpanOf(name);
    Dispatch(reader, name, port, std::span<const Rule<IsisPort>>(kPortRules));
    isis.ports.push_back(std::move(port));
  }
}

// --- the process

void ProcessLevelDisable(Reader&, NodeId, IsisText::Level& level) { level.disabled = true; }
void ProcessLevelWide(Reader&, NodeId, IsisText::Level& level) { level.wide_only = true; }
void ProcessLevelPreference(Reader& reader, NodeId node, IsisText::Level& level) {
  level.preference = reader.Number(node, 0, kNumberMax);
}
void ProcessLevelExternal(Reader& reader, NodeId node, IsisText::Level& level) {
  level.external_preference = reader.Number(node, 0, kNumberMax);
}

constexpr auto kLevelRules = std::to_array<Rule<IsisText::Level>>({
    Reads("disable", &ProcessLevelDisable),
    Reads("wide-metrics-only", &ProcessLevelWide),
    Reads("preference", &ProcessLevelPreference),
    Reads("external-preference", &ProcessLevelExternal),
    Lacks<IsisText::Level>("authentication-key-chain", kRouting, "IS-IS authentication by key chain"),
    Lacks<IsisText::Level>("no-hello-authentication", kRouting, "IS-IS authentication of some packets"),
    Lacks<IsisText::Level>("no-csnp-authentication", kRouting, "IS-IS authentication of some packets"),
    Lacks<IsisText::Level>("no-psnp-authentication", kRouting, "IS-IS authentication of some packets"),
    Lacks<IsisText::Level>("prefix-export-limit", kRouting, "limit on exported prefixes"),
    Lacks<IsisText::Level>("purge-originator", 0, "purge originator"),
    Lacks<IsisText::Level>("labeled-preference", kRouting, "preference of labelled routes"),
});

void ReadLevels(Reader& reader, NodeId node, IsisText& isis) {
  for (const NodeId number : Children(reader, node)) {
    const auto index = LevelOf(reader, number);
    if (!index) continue;
    IsisText::Level& level = isis.levels[*index];
    Dispatch(reader, number, level, std::span<const Rule<IsisText::Level>>(kLevelRules));
    level.authentication = Authentication(reader, number, "authentication-key", "authentication-type");
  }
}
void ReadReference(Reader& reader, NodeId node, IsisText& isis) {
  isis.reference_bandwidth_bps = reader.Bandwidth(node);
}
void ReadExport(Reader& reader, NodeId node, IsisText& isis) { isis.exports = ReadPolicyNames(reader, node); }
// `overload;` is for good; with a timeout only after a restart.
void ReadOverload(Reader& reader, NodeId node, IsisText& isis) {
  if (reader.tree.Find(node, "timeout") != kNone) {
    return reader.Unmodelled(node, kRouting, "IS-IS overload for a time after restart");
  }
  isis.overload = true;
  for (const NodeId child : Children(reader, node)) {
    reader.Unmodelled(child, kRouting, "IS-IS overload options");
  }
}
void ReadNoIpv4(Reader&, NodeId, IsisText& isis) { isis.no_ipv4 = true; }
void ReadNoIpv6(Reader&, NodeId, IsisText& isis) { isis.no_ipv6 = true; }
void ReadIgnoreAttached(Reader&, NodeId, IsisText& isis) { isis.ignore_attached = true; }
void ReadSuppressAttached(Reader&, NodeId, IsisText& isis) { isis.suppress_attached = true; }
void ReadIsisDisable(Reader&, NodeId, IsisText& isis) { isis.disabled = true; }
void ReadEntities(Reader& reader, NodeId node, IsisText& isis) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    isis.entities.push_back(reader.word(word));
  }
}
void ReadTopologies(Reader& reader, NodeId node, IsisText& isis) {
  for (const NodeId name : Children(reader, node)) {
    if (reader.word(name) == "ipv6-unicast") {
      reader.Modelled(name);
      isis.two_topologies = true;
    } else if (reader.word(name).ends_with("-multicast")) {
      reader.Irrelevant(name);
    } else {
      reader.Unmodelled(name, kRouting, "IS-IS topology");
    }
  }
}
void ReadTrafficEngineering(Reader& reader, NodeId node, IsisText&) {
  for (const NodeId child : Children(reader, node)) {
    const bool shortcuts = reader.word(child) == "family" || reader.word(child) == "shortcuts";
    shortcuts ? reader.Unmodelled(child, kRouting | kForwarding, "IS-IS shortcuts over label-switched paths")
              : reader.Irrelevant(child);
  }
}

void ReadSegmentRouting(Reader& reader, NodeId node, IsisText& isis) {
  ExtractSegmentRouting(reader, node, isis.segments);
}

constexpr auto kRules = std::to_array<Rule<IsisText>>({
    Reads("interface", &ReadPorts, kRouting),
    Reads("level", &ReadLevels, kRouting),
    Reads("reference-bandwidth", &ReadReference),
    Reads("export", &ReadExport),
    Reads("overload", &ReadOverload, kRouting),
    Reads("no-ipv4-routing", &ReadNoIpv4),
    Reads("no-ipv6-routing", &ReadNoIpv6),
    Reads("ignore-attached-bit", &ReadIgnoreAttached),
    Reads("suppress-attached-bit", &ReadSuppressAttached),
    Reads("topologies", &ReadTopologies, kRouting),
    Reads("traffic-engineering", &ReadTrafficEngineering, kRouting),
    Reads("net", &ReadEntities),
    Reads("disable", &ReadIsisDisable),
    Reads("source-packet-routing", &ReadSegmentRouting, kPaths),
    Ignores<IsisText>("graceful-restart"),
    Ignores<IsisText>("spf-options"),
    Ignores<IsisText>("lsp-lifetime"),
    Ignores<IsisText>("max-lsp-size"),
    Ignores<IsisText>("max-snp-size"),
    Ignores<IsisText>("max-hello-size"),
    Ignores<IsisText>("max-areas"),
    Ignores<IsisText>("traceoptions"),
    Ignores<IsisText>("no-adjacency-holddown"),
    Ignores<IsisText>("hostname"),
    Ignores<IsisText>("job-stats"),
    Lacks<IsisText>("import", kRouting, "IS-IS import policy"),
    Lacks<IsisText>("rib-group", kRouting, "routing table groups"),
    Lacks<IsisText>("no-authentication-check", kRouting, "IS-IS authentication that is not checked"),
    Lacks<IsisText>("loose-authentication-check", kRouting, "IS-IS authentication that is not checked"),
    Lacks<IsisText>("authentication-key", kRouting, "IS-IS authentication of the process"),
    Lacks<IsisText>("backup-spf-options", kForwarding, "fast reroute"),
    Lacks<IsisText>("flex-algorithm", kRouting | kForwarding, "flexible algorithm"),
    Lacks<IsisText>("label-switched-path", kRouting | kForwarding, "IS-IS over label-switched paths"),
});

}  // namespace

void ExtractIsis(Reader& reader, NodeId node, InstanceText& instance) {
  IsisText& isis = instance.isis.emplace();
  isis.span = reader.SpanOf(node);
  Dispatch(reader, node, isis, std::span<const Rule<IsisText>>(kRules));
}

}  // namespace ringfence::formats::juniper_junos
