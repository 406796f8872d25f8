// `protocols ospf` and `protocols ospf3` (RFC 2328, 3101, 5340): one grammar.
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/policy_book.h"
#include "formats/juniper_junos/secret.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::juniper_junos {
namespace {

using routing::ospf::AreaId;
using routing::ospf::AreaRange;
using routing::ospf::AreaType;
using routing::ospf::ExternalType;
using routing::ospf::NetworkType;
using routing::ospf::OspfArea;

constexpr std::uint8_t kRouting4 = Impact::kRouting4;
constexpr std::uint32_t kMetricMax = 65535;
constexpr std::uint32_t kSummaryMetricMax = 0xffffff;
constexpr std::uint32_t kPreferenceMax = 0xffffffffU;
constexpr std::uint32_t kTimerSecondsMax = 65535;

// --- interfaces of an area

void ReadMetric(Reader& reader, NodeId node, OspfPort& port) {
  const auto metric = reader.Number(node, 1, kMetricMax);
  if (!metric) return;
  port.facts.cost = metric;
  port.facts.cost_span = reader.SpanOf(reader.tree.ScalarChild(node));
}
void ReadHello(Reader& reader, NodeId node, OspfPort& port) {
  port.hello_s = reader.Number(node, 1, kTimerSecondsMax);
}
void ReadDead(Reader& reader, NodeId node, OspfPort& port) {
  port.dead_s = reader.Number(node, 1, kTimerSecondsMax);
}
void ReadPriority(Reader& reader, NodeId node, OspfPort& port) {
  if (const auto value = reader.Number(node, 0, 255)) port.facts.priority = static_cast<std::uint8_t>(*value);
}
void ReadPassive(Reader& reader, NodeId node, OspfPort& port) {
  port.facts.passive = true;
  // `passive { traffic-engineering { ... } }` describes a link for traffic engineering only.
  for (const NodeId child : Children(reader, node)) reader.Irrelevant(child);
}
void ReadDisable(Reader&, NodeId, OspfPort& port) { port.disabled = true; }

void ReadType(Reader& reader, NodeId node, OspfPort& port) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const std::string_view word = reader.word(value);
  if (word == "p2p") {
    port.type = NetworkType::kPointToPoint;
  } else if (word == "nbma") {
    port.type = NetworkType::kNonBroadcast;
  } else if (word == "p2mp" || word == "p2mp-over-lan") {
    port.type = NetworkType::kPointToMultipoint;
  } else if (word == "broadcast") {
    port.type = NetworkType::kBroadcast;
  } else {
    reader.Invalid(value, "not an OSPF interface type");
  }
}

// `authentication { md5 1 key "..." [start-time T]; }` or `simple-password "..."`.
void ReadAuthentication(Reader& reader, NodeId node, OspfPort& port) {
  for (const NodeId kind : Children(reader, node)) {
    const std::string_view word = reader.word(kind);
    if (word == "simple-password") {
      reader.Modelled(kind, kRouting4);
      const NodeId value = reader.Value(kind);
      if (value != kNone)
        port.facts.authentication = DigestOfSecret("simple", PlainSecret(reader.word(value)));
    } else if (word == "md5") {
      reader.Modelled(kind, kRouting4);
      std::size_t keys = 0;
      for (const NodeId id : Children(reader, kind)) {
        reader.Modelled(id, kRouting4);
        const NodeId key = reader.tree.Find(id, "key");
        const NodeId value = key == kNone ? kNone : reader.Value(key);
        if (key != kNone) reader.Modelled(key);
        if (value == kNone) continue;
        if (++keys > 1 || reader.tree.Find(id, "start-time") != kNone) {
          reader.Unmodelled(id, kRouting4, "change of authentication keys over time");
          continue;
        }
        port.facts.authentication =
            DigestOfSecret("md5:" + std::string(reader.word(id)), PlainSecret(reader.word(value)));
      }
    } else {
      reader.Unmodelled(kind, kRouting4, "OSPF authentication by key chain or security association");
    }
  }
}

constexpr auto kPortRules = std::to_array<Rule<OspfPort>>({
    Reads("metric", &ReadMetric, kRouting4),
    Reads("interface-type", &ReadType, kRouting4),
    Reads("passive", &ReadPassive, kRouting4),
    Reads("disable", &ReadDisable, kRouting4),
    Reads("hello-interval", &ReadHello, kRouting4),
    Reads("dead-interval", &ReadDead, kRouting4),
    Reads("priority", &ReadPriority, kRouting4),
    Reads("authentication", &ReadAuthentication, kRouting4),
    Ignores<OspfPort>("bfd-liveness-detection"),
    Ignores<OspfPort>("retransmit-interval"),
    Ignores<OspfPort>("transit-delay"),
    Ignores<OspfPort>("poll-interval"),
    Ignores<OspfPort>("te-metric"),
    Ignores<OspfPort>("flood-reduction"),
    Ignores<OspfPort>("no-neighbor-down-notification"),
    Ignores<OspfPort>("no-advertise-adjacency-segment"),
    Lacks<OspfPort>("strict-bfd", kRouting4, "OSPF adjacency that needs BFD"),
    Lacks<OspfPort>("neighbor", kRouting4, "OSPF neighbours by hand"),
    Lacks<OspfPort>("secondary", kRouting4, "OSPF interface in several areas"),
    Lacks<OspfPort>("demand-circuit", kRouting4, "OSPF demand circuit"),
    Lacks<OspfPort>("dynamic-neighbors", kRouting4, "OSPF neighbours by hand"),
    Lacks<OspfPort>("link-protection", Impact::kForwarding, "fast reroute"),
    Lacks<OspfPort>("node-link-protection", Impact::kForwarding, "fast reroute"),
    Lacks<OspfPort>("post-convergence-lfa", Impact::kForwarding, "fast reroute"),
    Lacks<OspfPort>("no-eligible-backup", Impact::kForwarding, "fast reroute"),
    Lacks<OspfPort>("no-eligible-remote-backup", Impact::kForwarding, "fast reroute"),
    Lacks<OspfPort>("ldp-synchronization", kRouting4, "metric raised while LDP is down"),
    Lacks<OspfPort>("ipsec-sa", kRouting4, "OSPF authentication by key chain or security association"),
    Lacks<OspfPort>("topology", kRouting4, "OSPF multiple topologies"),
    Lacks<OspfPort>("bandwidth-based-metrics", kRouting4, "OSPF cost by bandwidth of the bundle"),
});

// --- areas

// An area with the interfaces read inside it.
struct AreaScope {
  OspfText& ospf;
  OspfArea& area;
};

void ReadPorts(Reader& reader, NodeId node, AreaScope& scope) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRouting4);
    OspfPort port;
    port.name = reader.word(name);
    port.node = name;
    port.facts.area = scope.area.id;
    port.facts.span = reader.SpanOf(name);
    Dispatch(reader, name, port, std::span<const Rule<OspfPort>>(kPortRules));
    scope.ospf.ports.push_back(std::move(port));
  }
}

// `area-range P { restrict; override-metric 10; }`, of the area or of its type-7 routes.
void ReadRanges(Reader& reader, NodeId node, OspfArea& area, bool nssa) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word, kRouting4);
    const auto prefix = reader.PrefixOf(word);
    if (!prefix) continue;
    AreaRange range;
    range.prefix = *prefix;
    range.nssa = nssa;
    range.span = reader.SpanOf(word);
    for (const NodeId option : Children(reader, word)) {
      const std::string_view name = reader.word(option);
      if (name == "restrict") {
        reader.Modelled(option);
        range.advertise = false;
      } else if (name == "override-metric") {
        reader.Modelled(option);
        range.cost = reader.Number(option, 0, kSummaryMetricMax);
      } else if (name == "exact") {
        reader.Unmodelled(option, kRouting4, "OSPF range on exact match only");
      }
    }
    area.ranges.push_back(range);
  }
}
void ReadAreaRanges(Reader& reader, NodeId node, AreaScope& scope) {
  ReadRanges(reader, node, scope.area, false);
}

void ReadStub(Reader& reader, NodeId node, AreaScope& scope) {
  scope.area.type = AreaType::kStub;
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kRouting4);
    if (word == "default-metric") {
      if (const auto metric = reader.Number(child, 1, kSummaryMetricMax)) {
        scope.area.default_cost = *metric;
        scope.area.stub_default = true;
      }
    } else if (word == "no-summaries") {
      scope.area.no_summary = true;
    } else if (word != "summaries") {
      reader.Unknown(child, kRouting4);
    }
  }
}

void ReadDefaultLsa(Reader& reader, NodeId node, OspfArea& area, bool& type7) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kRouting4);
    if (word == "default-metric") {
      area.nssa_default_metric = reader.Number(child, 1, kSummaryMetricMax);
      area.default_cost = area.nssa_default_metric.value_or(area.default_cost);
    } else if (word == "metric-type") {
      if (const auto type = reader.Number(child, 1, 2))
        area.nssa_default_type = static_cast<ExternalType>(*type);
    } else if (word == "type-7") {
      type7 = true;
    } else {
      reader.Unknown(child, kRouting4);
    }
  }
}

void ReadNssa(Reader& reader, NodeId node, AreaScope& scope) {
  OspfArea& area = scope.area;
  area.type = AreaType::kNssa;
  bool type7 = false;
  bool default_lsa = false;
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kRouting4);
    if (word == "default-lsa") {
      default_lsa = true;
      ReadDefaultLsa(reader, child, area, type7);
    } else if (word == "no-summaries") {
      area.no_summary = true;
    } else if (word == "area-range") {
      ReadRanges(reader, child, area, true);
    } else if (word != "summaries") {
      reader.Unknown(child, kRouting4);
    }
  }
  // Without summaries the default goes as type 3, unless type 7 is asked for.
  area.nssa_default = default_lsa && (!area.no_summary || type7);
  area.stub_default = default_lsa && area.no_summary && !type7;
}

// `sham-link-remote ADDRESS { metric N; }`.
void ReadShamRemotes(Reader& reader, NodeId node, AreaScope& scope) {
  for (const NodeId name : Children(reader, node)) {
    const auto address = reader.AddressOf(name);
    if (!address) continue;
    reader.Modelled(name, kRouting4);
    routing::ospf::ShamLink link{.destination = *address, .area = scope.area.id, .span = reader.SpanOf(name)};
    for (const NodeId child : Children(reader, name)) {
      if (reader.word(child) != "metric") {
        reader.Unmodelled(child, kRouting4, "option of an OSPF sham link");
        continue;
      }
      reader.Modelled(child, kRouting4);
      if (const auto metric = reader.Number(child, 1, kMetricMax)) link.cost = *metric;
    }
    scope.ospf.shams.push_back(std::move(link));
    scope.ospf.edge_nodes.push_back(name);
  }
}

constexpr auto kAreaRules = std::to_array<Rule<AreaScope>>({
    Reads("interface", &ReadPorts, kRouting4),
    Reads("area-range", &ReadAreaRanges, kRouting4),
    Reads("stub", &ReadStub, kRouting4),
    Reads("nssa", &ReadNssa, kRouting4),
    Lacks<AreaScope>("authentication-type", kRouting4, "OSPF authentication of an area"),
    Ignores<AreaScope>("no-context-identifier-advertisement"),
    Lacks<AreaScope>("virtual-link", kRouting4, "OSPF virtual link"),
    Reads("sham-link-remote", &ReadShamRemotes, kRouting4),
    Lacks<AreaScope>("peer-interface", kRouting4, "OSPF over label-switched paths"),
    Lacks<AreaScope>("label-switched-path", kRouting4, "OSPF over label-switched paths"),
    Lacks<AreaScope>("network-summary-export", kRouting4, "filter on OSPF summaries"),
    Lacks<AreaScope>("network-summary-import", kRouting4, "filter on OSPF summaries"),
    Lacks<AreaScope>("inter-area-prefix-export", kRouting4, "filter on OSPF summaries"),
    Lacks<AreaScope>("inter-area-prefix-import", kRouting4, "filter on OSPF summaries"),
    Lacks<AreaScope>("context-identifier", kRouting4, "OSPF context identifier"),
});

OspfArea& AreaOf(OspfText& ospf, AreaId id, base::Span span) {
  for (OspfArea& area : ospf.areas) {
    if (area.id == id) return area;
  }
  OspfArea& area = ospf.areas.emplace_back();
  area.id = id;
  area.span = span;
  area.stub_default = false;  // an ABR originates no default unless told to
  return area;
}

void ReadAreas(Reader& reader, NodeId node, OspfText& ospf) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRouting4);
    AreaId id = 0;
    if (const auto dotted = net::ParseIpv4(reader.word(name))) {
      id = dotted->v4();
    } else if (const auto number = reader.NumberOf(name, 0, 0xffffffffU)) {
      id = *number;
    } else {
      continue;
    }
    AreaScope scope{ospf, AreaOf(ospf, id, reader.SpanOf(name))};
    Dispatch(reader, name, scope, std::span<const Rule<AreaScope>>(kAreaRules));
  }
}

// --- the process

void ReadReference(Reader& reader, NodeId node, OspfText& ospf) {
  if (const auto value = reader.Bandwidth(node)) ospf.reference_bandwidth_bps = value;
}
void ReadPreference(Reader& reader, NodeId node, OspfText& ospf) {
  ospf.preference = reader.Number(node, 0, kPreferenceMax);
}
void ReadExternalPreference(Reader& reader, NodeId node, OspfText& ospf) {
  ospf.external_preference = reader.Number(node, 0, kPreferenceMax);
}
void ReadExport(Reader& reader, NodeId node, OspfText& ospf) { ospf.exports = ReadPolicyNames(reader, node); }
// `overload;` is a stub router for good; with a timeout only after a restart.
void ReadOverload(Reader& reader, NodeId node, OspfText& ospf) {
  if (reader.tree.Find(node, "timeout") != kNone) {
    reader.Unmodelled(node, kRouting4, "OSPF overload for a time after restart");
    return;
  }
  ospf.overload = true;
  for (const NodeId child : Children(reader, node)) {
    reader.Unmodelled(child, kRouting4, "OSPF overload options");
  }
}
// Delays, and whether the device takes back external routes it announced itself.
void ReadSpfOptions(Reader& reader, NodeId node, OspfText&) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) == "no-ignore-our-externals") {
      reader.Unmodelled(child, kRouting4, "own OSPF externals taken back");
    } else {
      reader.Irrelevant(child);
    }
  }
}
void ReadNo1583(Reader&, NodeId, OspfText& ospf) { ospf.no_rfc1583 = true; }
void ReadOspfDisable(Reader&, NodeId, OspfText& ospf) { ospf.disabled = true; }
void ReadTrafficEngineering(Reader& reader, NodeId node, OspfText&) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) == "shortcuts") {
      reader.Unmodelled(child, kRouting4 | Impact::kForwarding, "OSPF shortcuts over label-switched paths");
    } else {
      reader.Irrelevant(child);
    }
  }
}

void ReadSegmentRouting(Reader& reader, NodeId node, OspfText& ospf) {
  ExtractSegmentRouting(reader, node, ospf.segments);
}

void ReadVpnTag(Reader& reader, NodeId node, OspfText& ospf) {
  ospf.vpn_tag = reader.Number(node, 0, 0xffffffffU);
  ospf.edge_nodes.push_back(node);
}
void ReadShamLocal(Reader& reader, NodeId node, OspfText& ospf) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) != "local") {
      reader.Unmodelled(child, kRouting4, "OSPF sham link");
      continue;
    }
    reader.Modelled(child, kRouting4);
    ospf.sham_local = reader.Address(child);
  }
}

constexpr auto kRules = std::to_array<Rule<OspfText>>({
    Reads("area", &ReadAreas, kRouting4),
    Reads("reference-bandwidth", &ReadReference, kRouting4),
    Reads("preference", &ReadPreference, kRouting4),
    Reads("external-preference", &ReadExternalPreference, kRouting4),
    Reads("export", &ReadExport, kRouting4),
    Reads("overload", &ReadOverload, kRouting4),
    Reads("no-rfc-1583", &ReadNo1583, kRouting4),
    Reads("disable", &ReadOspfDisable, kRouting4),
    Reads("traffic-engineering", &ReadTrafficEngineering, kRouting4),
    Ignores<OspfText>("graceful-restart"),
    Reads("spf-options", &ReadSpfOptions, kRouting4),
    Ignores<OspfText>("lsa-refresh-interval"),
    Ignores<OspfText>("traceoptions"),
    Lacks<OspfText>("database-protection", kRouting4, "limit on the OSPF database"),
    Lacks<OspfText>("forwarding-address-to-broadcast", kRouting4, "OSPF forwarding address"),
    Lacks<OspfText>("domain-id", kRouting4, "OSPF domain of a VPN"),
    Reads("domain-vpn-tag", &ReadVpnTag, kRouting4),
    Lacks<OspfText>("route-type-community", kRouting4, "OSPF domain of a VPN"),
    Lacks<OspfText>("import", kRouting4, "OSPF import policy"),
    Lacks<OspfText>("rib-group", kRouting4, "routing table groups"),
    Lacks<OspfText>("prefix-export-limit", kRouting4, "limit on exported prefixes"),
    Lacks<OspfText>("no-nssa-abr", kRouting4, "NSSA border router without type-7 routes"),
    Lacks<OspfText>("topology", kRouting4, "OSPF multiple topologies"),
    Reads("sham-link", &ReadShamLocal, kRouting4),
    Lacks<OspfText>("backup-spf-options", Impact::kForwarding, "fast reroute"),
    Reads("source-packet-routing", &ReadSegmentRouting, kPaths),
    Lacks<OspfText>("rib", kRouting4, "routing table groups"),
    Lacks<OspfText>("realm", kRouting, "OSPFv3 for another family"),
});

}  // namespace

void ExtractOspf(Reader& reader, NodeId node, InstanceText& instance) {
  const bool v6 = reader.word(node) == "ospf3";
  OspfText& ospf = instance.ospf.emplace_back();
  ospf.family = v6 ? net::Family::kIpv6 : net::Family::kIpv4;
  ospf.span = reader.SpanOf(node);
  Dispatch(reader, node, ospf, std::span<const Rule<OspfText>>(kRules));
  if (v6) MoveImpact(reader, node, Impact::kRouting4, Impact::kRouting6);
}

}  // namespace ringfence::formats::juniper_junos
