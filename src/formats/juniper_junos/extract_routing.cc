// `routing-options`: router id, static routes, export to the forwarding table.
#include <array>

#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

using net::Family;

constexpr std::uint32_t kNumberMax = 0xffffffffU;

std::uint8_t RoutingBit(Family family) {
  return family == Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
}

// Route whose statements are being read.
struct RouteScope {
  StaticEntry& entry;
};

// A next hop is an address or an interface.
StaticHop HopOf(Reader& reader, NodeId word, const StaticEntry& entry) {
  StaticHop hop;
  hop.route.prefix = entry.prefix;
  hop.route.span = reader.SpanOf(word);
  if (const auto address = net::ParseAddress(reader.word(word))) {
    hop.route.next_hop = address;
  } else {
    hop.route.interface = reader.word(word);
  }
  return hop;
}

void ReadNextHop(Reader& reader, NodeId node, RouteScope& scope) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    const bool name = reader.word(word).find_first_not_of("0123456789./:") != std::string_view::npos;
    if (!name && !net::ParseAddress(reader.word(word))) {
      reader.Invalid(word, "not a next hop");
      continue;
    }
    scope.entry.hops.push_back(HopOf(reader, word, scope.entry));
  }
}

void ReadQualified(Reader& reader, NodeId node, RouteScope& scope) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    StaticHop hop = HopOf(reader, word, scope.entry);
    for (const NodeId option : Children(reader, word)) {
      const std::string_view name = reader.word(option);
      reader.Modelled(option);
      if (name == "preference" || name == "metric" || name == "tag") {
        const auto number = reader.Number(option, 0, kNumberMax);
        if (!number) continue;
        (name == "preference" ? hop.has_preference : name == "metric" ? hop.has_metric : hop.has_tag) = true;
        if (name == "preference") hop.route.distance = *number;
        if (name == "metric") hop.route.metric = *number;
        if (name == "tag") hop.route.tag = number;
      } else if (name == "interface") {
        if (const NodeId value = reader.Value(option); value != kNone)
          hop.route.interface = reader.word(value);
      } else if (name == "bfd-liveness-detection") {
        reader.Unmodelled(option, RoutingBit(scope.entry.prefix.family()), "static route tracked by BFD");
      } else {
        reader.Unknown(option, RoutingBit(scope.entry.prefix.family()));
      }
    }
    scope.entry.hops.push_back(std::move(hop));
  }
}

void ReadDiscard(Reader& reader, NodeId node, RouteScope& scope) {
  StaticHop hop;
  hop.route.prefix = scope.entry.prefix;
  hop.route.discard = true;
  hop.route.span = reader.SpanOf(node);
  scope.entry.hops.push_back(std::move(hop));
}
void ReadPreference(Reader& reader, NodeId node, RouteScope& scope) {
  // `preference { 100; }` and `metric { 5; }` print as plain values.
  scope.entry.preference = reader.Number(node, 0, kNumberMax);
}
void ReadMetric(Reader& reader, NodeId node, RouteScope& scope) {
  scope.entry.metric = reader.Number(node, 0, kNumberMax);
}
void ReadTag(Reader& reader, NodeId node, RouteScope& scope) {
  scope.entry.tag = reader.Number(node, 0, kNumberMax);
}
void ReadResolve(Reader&, NodeId, RouteScope& scope) { scope.entry.resolve = true; }
void ReadNoResolve(Reader&, NodeId, RouteScope& scope) { scope.entry.resolve = false; }
void ReadReadvertise(Reader&, NodeId, RouteScope& scope) { scope.entry.readvertise = true; }
void ReadNoReadvertise(Reader&, NodeId, RouteScope& scope) { scope.entry.readvertise = false; }

constexpr auto kRouteRules = std::to_array<Rule<RouteScope>>({
    Reads("next-hop", &ReadNextHop, kRoutingBoth),
    Reads("qualified-next-hop", &ReadQualified, kRoutingBoth),
    Reads("discard", &ReadDiscard),
    Reads("reject", &ReadDiscard),
    Reads("preference", &ReadPreference),
    Reads("metric", &ReadMetric),
    Reads("tag", &ReadTag),
    Reads("resolve", &ReadResolve),
    Reads("no-resolve", &ReadNoResolve),
    Reads("readvertise", &ReadReadvertise),
    Reads("no-readvertise", &ReadNoReadvertise),
    Ignores<RouteScope>("install"),
    Ignores<RouteScope>("retain"),
    Ignores<RouteScope>("no-retain"),
    Ignores<RouteScope>("active"),
    Ignores<RouteScope>("community"),
    Ignores<RouteScope>("as-path"),
    Ignores<RouteScope>("tag2"),
    Ignores<RouteScope>("preference2"),
    Ignores<RouteScope>("color"),
    Lacks<RouteScope>("passive", kRoutingBoth, "passive static route"),
    Lacks<RouteScope>("receive", kRoutingBoth, "static route to the device itself"),
    Lacks<RouteScope>("no-install", kRoutingBoth, "static route kept out of forwarding"),
    Lacks<RouteScope>("next-table", kRoutingBoth | Impact::kForwarding, "next hop in another table"),
    Lacks<RouteScope>("bfd-liveness-detection", kRoutingBoth, "static route tracked by BFD"),
    Lacks<RouteScope>("lsp-next-hop", kRoutingBoth | Impact::kForwarding, "next hop by label-switched path"),
    Lacks<RouteScope>("p2mp-lsp-next-hop", kRoutingBoth | Impact::kForwarding,
                      "next hop by label-switched path"),
    Lacks<RouteScope>("static-lsp-next-hop", kRoutingBoth | Impact::kForwarding,
                      "next hop by label-switched path"),
    Lacks<RouteScope>("backup-pe-group", kRoutingBoth, "backup edge group"),
});

void ReadStatic(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "rib-group") {
      reader.Unmodelled(child, kRoutingBoth, "routing table groups");
    } else if (word == "defaults") {
      reader.Modelled(child, kRoutingBoth);
      RouteScope scope{text.static_defaults};
      Dispatch(reader, child, scope, std::span<const Rule<RouteScope>>(kRouteRules));
    } else if (word == "route" || word == "iso-route") {
      if (word == "iso-route") {
        reader.Irrelevant(child);
        continue;
      }
      reader.Modelled(child, kRoutingBoth);
      for (const NodeId name : Children(reader, child)) {
        reader.Modelled(name, kRoutingBoth);
        const auto prefix = reader.PrefixOf(name);
        if (!prefix) continue;
        StaticEntry& entry = text.statics.emplace_back();
        entry.prefix = *prefix;
        entry.span = reader.SpanOf(name);
        RouteScope scope{entry};
        Dispatch(reader, name, scope, std::span<const Rule<RouteScope>>(kRouteRules));
      }
    }
  }
}

// `aggregate` and `generate` exist while a contributing route does.
void LackContributed(Reader& reader, NodeId node, JunosText&) {
  reader.Unmodelled(node, kRoutingBoth, "aggregate and generated routes");
}

// `rib inet6.0 static ...`: the main tables are read, others are instances.
void ReadRib(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId table : Children(reader, node)) {
    const std::string_view word = reader.word(table);
    if (word != "inet.0" && word != "inet6.0") {
      reader.Unmodelled(table, kRoutingBoth | Impact::kForwarding, "routing table beside the main ones");
      continue;
    }
    reader.Modelled(table, word == "inet.0" ? Impact::kRouting4 : Impact::kRouting6);
    for (const NodeId child : Children(reader, table)) {
      const std::string_view what = reader.word(child);
      if (what == "static") {
        reader.Modelled(child, kRoutingBoth);
        ReadStatic(reader, child, text);
      } else if (what == "aggregate" || what == "generate") {
        LackContributed(reader, child, text);
      } else if (what == "martians" || what == "maximum-prefixes" || what == "maximum-paths") {
        reader.Unmodelled(child, kRoutingBoth, "limits on the routing table");
      }
    }
  }
}

void ReadRouterId(Reader& reader, NodeId node, JunosText& text) {
  const auto id = reader.Address(node);
  const NodeId value = reader.tree.ScalarChild(node);
  if (!id) return;
  if (id->family != Family::kIpv4) return reader.Invalid(value, "a router id is an IPv4 address");
  text.router_id = Stated<net::IpAddress>{*id, reader.SpanOf(value)};
}

void ReadForwardingTable(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "export") {
      reader.Modelled(child);
      for (const NodeId name : Children(reader, child)) {
        reader.Modelled(name);
        text.forwarding_exports.push_back({reader.word(name), name});
      }
    } else if (word == "indirect-next-hop" || word == "unicast-reverse-path" ||
               word == "no-ecmp-fast-reroute" || word == "indirect-next-hop-change-acknowledgements" ||
               word == "krt-nexthop-ack-timeout" || word == "chained-composite-next-hop" ||
               word == "dynamic-list-next-hop") {
      reader.Irrelevant(child);
    } else if (word == "ecmp-fast-reroute") {
      reader.Unmodelled(child, Impact::kForwarding, "fast reroute");
    }
  }
}

constexpr auto kRules = std::to_array<Rule<JunosText>>({
    Reads("static", &ReadStatic, kRoutingBoth),
    Reads("rib", &ReadRib, kRoutingBoth),
    Reads("router-id", &ReadRouterId, kRoutingBoth),
    Reads("forwarding-table", &ReadForwardingTable, Impact::kForwarding),
    Reads("aggregate", &LackContributed),
    Reads("generate", &LackContributed),
    Ignores<JunosText>("autonomous-system"),
    Ignores<JunosText>("confederation"),
    Ignores<JunosText>("route-distinguisher-id"),
    Ignores<JunosText>("graceful-restart"),
    Ignores<JunosText>("nonstop-routing"),
    Ignores<JunosText>("validation"),
    Ignores<JunosText>("multicast"),
    Ignores<JunosText>("traceoptions"),
    Ignores<JunosText>("options"),
    Ignores<JunosText>("ppm"),
    Ignores<JunosText>("backup-selection"),
    Ignores<JunosText>("srlg"),
    Ignores<JunosText>("admin-groups-extended-range"),
    Ignores<JunosText>("warm-standby"),
    Lacks<JunosText>("bmp", Impact::kCopying, "route monitoring export"),
    Lacks<JunosText>("flow", kRoutingBoth | Impact::kForwarding, "flow specification"),
    Lacks<JunosText>("interface-routes", kRoutingBoth, "routing table groups"),
    Lacks<JunosText>("rib-groups", kRoutingBoth, "routing table groups"),
    Lacks<JunosText>("auto-export", kRoutingBoth, "routing table groups"),
    Lacks<JunosText>("instance-import", kRoutingBoth, "routes from other instances"),
    Lacks<JunosText>("instance-export", kRoutingBoth, "routes to other instances"),
    Lacks<JunosText>("resolution", kRoutingBoth, "next-hop resolution tables"),
    Lacks<JunosText>("martians", kRoutingBoth, "limits on the routing table"),
    Lacks<JunosText>("maximum-paths", kRoutingBoth, "limits on the routing table"),
    Lacks<JunosText>("maximum-prefixes", kRoutingBoth, "limits on the routing table"),
    Lacks<JunosText>("dynamic-tunnels", kRoutingBoth | Impact::kForwarding, "dynamic tunnels"),
    Lacks<JunosText>("source-routing", Impact::kForwarding, "source routing"),
    Lacks<JunosText>("fate-sharing", Impact::kForwarding, "fate sharing"),
});

}  // namespace

void ExtractRoutingOptions(Reader& reader, NodeId node, JunosText& text) {
  Dispatch(reader, node, text, std::span<const Rule<JunosText>>(kRules));
}

}  // namespace ringfence::formats::juniper_junos
