// `routing-options` of the main instance and of others: router id, static and aggregate routes, copies
// between tables, export to the forwarding table.
#include <array>

#include "formats/community_text.h"
#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/names.h"
#include "formats/juniper_junos/policy_book.h"

namespace ringfence::formats::juniper_junos {
namespace {

using net::Family;

constexpr std::uint32_t kNumberMax = 0xffffffffU;

std::uint8_t RoutingBit(Family family) {
  return family == Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
}

// The instance whose statements are being read, and the file it belongs to.
struct OptionsScope {
  JunosText& text;
  InstanceText& instance;
};

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
// `next-table NAME.inet.0`: the packet is looked up there.
void ReadNextTable(Reader& reader, NodeId node, RouteScope& scope) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const auto [instance, family] = TableOf(reader.word(value));
  if (!family) return reader.Unmodelled(node, kPaths, "next hop in another table");
  StaticHop hop;
  hop.route.prefix = scope.entry.prefix;
  hop.route.next_hop_vrf = std::string(instance);
  hop.route.span = reader.SpanOf(node);
  scope.entry.hops.push_back(std::move(hop));
}
void ReadResolve(Reader&, NodeId, RouteScope& scope) { scope.entry.resolve = true; }
void ReadNoResolve(Reader&, NodeId, RouteScope& scope) { scope.entry.resolve = false; }
void ReadReadvertise(Reader&, NodeId, RouteScope& scope) { scope.entry.readvertise = true; }
void ReadNoReadvertise(Reader&, NodeId, RouteScope& scope) { scope.entry.readvertise = false; }

// Members of `community`, of all kinds.
void ReadCommunities(Reader& reader, NodeId node, std::vector<model::CommunityText>& communities) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    const std::string_view text = reader.word(word);
    auto community = StandardCommunity(text);
    if (!community) community = ExtendedCommunity(text);
    if (!community && text.starts_with("large:")) community = LargeCommunity(text.substr(6));
    if (community) {
      communities.push_back(*community);
    } else {
      reader.Unmodelled(word, kRouting, "kind of community");
    }
  }
}
void ReadRouteCommunity(Reader& reader, NodeId node, RouteScope& scope) {
  ReadCommunities(reader, node, scope.entry.communities);
}

constexpr auto kRouteRules = std::to_array<Rule<RouteScope>>({
    Reads("next-hop", &ReadNextHop, kRouting),
    Reads("next-table", &ReadNextTable, kRouting),
    Reads("qualified-next-hop", &ReadQualified, kRouting),
    Reads("discard", &ReadDiscard),
    Reads("reject", &ReadDiscard),
    Reads("preference", &ReadPreference),
    Reads("metric", &ReadMetric),
    Reads("tag", &ReadTag),
    Reads("resolve", &ReadResolve),
    Reads("no-resolve", &ReadNoResolve),
    Reads("community", &ReadRouteCommunity, kRouting),
    Reads("readvertise", &ReadReadvertise),
    Reads("no-readvertise", &ReadNoReadvertise),
    Ignores<RouteScope>("install"),
    Ignores<RouteScope>("retain"),
    Ignores<RouteScope>("no-retain"),
    Ignores<RouteScope>("active"),
    Lacks<RouteScope>("as-path", kRouting, "static route with an AS path"),
    Lacks<RouteScope>("tag2", kRouting, "second tag of a static route"),
    Lacks<RouteScope>("preference2", kRouting, "second preference of a static route"),
    Lacks<RouteScope>("color", kRouting, "color of a static route"),
    Lacks<RouteScope>("passive", kRouting, "passive static route"),
    Lacks<RouteScope>("receive", kRouting, "static route to the device itself"),
    Lacks<RouteScope>("no-install", kRouting, "static route kept out of forwarding"),
    Lacks<RouteScope>("bfd-liveness-detection", kRouting, "static route tracked by BFD"),
    Lacks<RouteScope>("lsp-next-hop", kPaths, "next hop by label-switched path"),
    Lacks<RouteScope>("p2mp-lsp-next-hop", kPaths, "next hop by label-switched path"),
    Lacks<RouteScope>("static-lsp-next-hop", kPaths, "next hop by label-switched path"),
    Lacks<RouteScope>("backup-pe-group", kRouting, "backup edge group"),
});

// Copies the routes of `sources` into the other tables of a group: `rib-group G`, `rib-group inet G`.
void ReadGroupUse(Reader& reader, NodeId node, InstanceText& instance,
                  std::vector<model::RouteSource> sources) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    RibGroupUse use{{reader.word(word), word}, {}, sources};
    if (reader.word(word) == "inet" || reader.word(word) == "inet6") {
      const NodeId name = reader.Value(word);
      if (name == kNone) continue;
      use.family = reader.word(word) == "inet" ? Family::kIpv4 : Family::kIpv6;
      use.group = {reader.word(name), name};
    }
    instance.rib_groups.push_back(std::move(use));
  }
}

void ReadStatic(Reader& reader, NodeId node, OptionsScope& scope) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "rib-group") {
      reader.Modelled(child, kRouting);
      ReadGroupUse(reader, child, scope.instance, {model::RouteSource::kStatic});
    } else if (word == "defaults") {
      reader.Modelled(child, kRouting);
      RouteScope route{scope.instance.static_defaults};
      Dispatch(reader, child, route, std::span<const Rule<RouteScope>>(kRouteRules));
    } else if (word == "iso-route") {
      reader.Irrelevant(child);
    } else if (word == "route") {
      reader.Modelled(child, kRouting);
      for (const NodeId name : Children(reader, child)) {
        reader.Modelled(name, kRouting);
        const auto prefix = reader.PrefixOf(name);
        if (!prefix) continue;
        StaticEntry& entry = scope.instance.statics.emplace_back();
        entry.prefix = *prefix;
        entry.span = reader.SpanOf(name);
        RouteScope route{entry};
        Dispatch(reader, name, route, std::span<const Rule<RouteScope>>(kRouteRules));
      }
    }
  }
}

// --- aggregate, generate

void AggregatePolicy(Reader& reader, NodeId node, AggregateEntry& entry) {
  entry.policies = ReadPolicyNames(reader, node);
}
void AggregatePreference(Reader& reader, NodeId node, AggregateEntry& entry) {
  entry.preference = reader.Number(node, 0, kNumberMax);
}
void AggregateMetric(Reader& reader, NodeId node, AggregateEntry& entry) {
  entry.metric = reader.Number(node, 0, kNumberMax);
}
void AggregateTag(Reader& reader, NodeId node, AggregateEntry& entry) {
  entry.tag = reader.Number(node, 0, kNumberMax);
}
void AggregateDiscard(Reader&, NodeId, AggregateEntry& entry) { entry.discards = true; }
void AggregateBrief(Reader&, NodeId, AggregateEntry& entry) { entry.brief = true; }
void AggregateFull(Reader&, NodeId, AggregateEntry& entry) { entry.brief = false; }
void AggregateCommunity(Reader& reader, NodeId node, AggregateEntry& entry) {
  ReadCommunities(reader, node, entry.communities);
}

constexpr auto kAggregateRules = std::to_array<Rule<AggregateEntry>>({
    Reads("policy", &AggregatePolicy, kRouting),
    Reads("preference", &AggregatePreference, kRouting),
    Reads("metric", &AggregateMetric, kRouting),
    Reads("tag", &AggregateTag, kRouting),
    Reads("discard", &AggregateDiscard, kRouting),
    Reads("brief", &AggregateBrief, kRouting),
    Reads("full", &AggregateFull, kRouting),
    Reads("community", &AggregateCommunity, kRouting),
    Ignores<AggregateEntry>("active"),
    Ignores<AggregateEntry>("retain"),
    Lacks<AggregateEntry>("passive", kRouting, "aggregate that stays without contributors"),
    Lacks<AggregateEntry>("as-path", kRouting, "AS path of an aggregate"),
    Lacks<AggregateEntry>("tag2", kRouting, "second tag of an aggregate"),
    Lacks<AggregateEntry>("metric2", kRouting, "second metric of an aggregate"),
    Lacks<AggregateEntry>("preference2", kRouting, "second preference of an aggregate"),
    Lacks<AggregateEntry>("color", kRouting, "color of an aggregate"),
    Lacks<AggregateEntry>("next-table", kPaths, "next hop in another table"),
});

void ReadContributed(Reader& reader, NodeId node, InstanceText& instance, bool generate) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word != "defaults" && word != "route") continue;
    reader.Modelled(child, kRouting);
    if (word == "defaults") {
      AggregateEntry& defaults = generate ? instance.generate_defaults : instance.aggregate_defaults;
      Dispatch(reader, child, defaults, std::span<const Rule<AggregateEntry>>(kAggregateRules));
      continue;
    }
    for (const NodeId name : Children(reader, child)) {
      reader.Modelled(name, kRouting);
      const auto prefix = reader.PrefixOf(name);
      if (!prefix) continue;
      AggregateEntry entry;
      entry.generate = generate;
      entry.prefix = *prefix;
      entry.span = reader.SpanOf(name);
      Dispatch(reader, name, entry, std::span<const Rule<AggregateEntry>>(kAggregateRules));
      instance.aggregates.push_back(std::move(entry));
    }
  }
}
void ReadAggregate(Reader& reader, NodeId node, OptionsScope& scope) {
  ReadContributed(reader, node, scope.instance, false);
}
void ReadGenerate(Reader& reader, NodeId node, OptionsScope& scope) {
  ReadContributed(reader, node, scope.instance, true);
}

// `rib NAME.inet6.0 static ...`: the unicast tables of this instance are read, others are known.
void ReadRib(Reader& reader, NodeId node, OptionsScope& scope) {
  for (const NodeId table : Children(reader, node)) {
    const auto [instance, family] = TableOf(reader.word(table));
    if (!family || instance != scope.instance.name) {
      reader.Unmodelled(table, kPaths, "routing table beside the main ones");
      continue;
    }
    reader.Modelled(table, RoutingBit(*family));
    for (const NodeId child : Children(reader, table)) {
      const std::string_view what = reader.word(child);
      if (what == "static" || what == "aggregate" || what == "generate") {
        reader.Modelled(child, kRouting);
        if (what == "static") {
          ReadStatic(reader, child, scope);
        } else {
          ReadContributed(reader, child, scope.instance, what == "generate");
        }
      } else if (what == "martians" || what == "maximum-prefixes" || what == "maximum-paths") {
        reader.Unmodelled(child, kRouting, "limits on the routing table");
      }
    }
  }
}

void ReadRouterId(Reader& reader, NodeId node, OptionsScope& scope) {
  const auto id = reader.Address(node);
  const NodeId value = reader.tree.ScalarChild(node);
  if (!id) return;
  if (id->family != Family::kIpv4) return reader.Invalid(value, "a router id is an IPv4 address");
  scope.instance.router_id = Stated<net::IpAddress>{*id, reader.SpanOf(value)};
}

// `autonomous-system N [loops L] [asdot-notation]`.
void ReadAs(Reader& reader, NodeId node, OptionsScope& scope) {
  for (const NodeId value : Children(reader, node)) {
    reader.Modelled(value, kRouting);
    if (const NodeId loops = reader.tree.Find(value, "loops"); loops != kNone) {
      reader.Modelled(loops);
      scope.instance.as_loops = reader.Number(loops, 1, 10).value_or(1);
    }
    if (const NodeId notation = reader.tree.Find(value, "asdot-notation"); notation != kNone) {
      reader.Irrelevant(notation);
    }
    if (const NodeId domain = reader.tree.Find(value, "independent-domain"); domain != kNone) {
      reader.Unmodelled(domain, kRouting, "independent AS domain");
    }
  }
  const NodeId value = reader.tree.ScalarChild(node);
  if (value == kNone) return;
  if (const auto as = AsNumberIn(reader.word(value)); as && *as > 0) {
    scope.instance.as = Stated<std::uint32_t>{*as, reader.SpanOf(value)};
  } else {
    reader.Invalid(value, "not an AS number");
  }
}

// `confederation 65000 members [ 65001 65002 ]`.
void ReadConfederation(Reader& reader, NodeId node, OptionsScope& scope) {
  for (const NodeId child : Children(reader, node)) {
    reader.Modelled(child, kRouting);
    if (reader.word(child) != "members") {
      scope.instance.confederation = AsNumberIn(reader.word(child));
      if (!scope.instance.confederation) reader.Invalid(child, "not an AS number");
    }
    const NodeId members = reader.word(child) == "members" ? child : reader.tree.Find(child, "members");
    if (members == kNone) continue;
    reader.Modelled(members);
    for (const NodeId member : Children(reader, members)) {
      reader.Modelled(member);
      if (const auto as = AsNumberIn(reader.word(member)))
        scope.instance.confederation_members.push_back(*as);
    }
  }
}

void ReadRibGroups(Reader& reader, NodeId node, OptionsScope& scope) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRouting);
    RibGroup& group = scope.text.rib_groups.emplace_back();
    group.name = reader.word(name);
    for (const NodeId child : Children(reader, name)) {
      if (reader.word(child) == "import-rib") {
        reader.Modelled(child);
        for (const NodeId table : Children(reader, child)) {
          reader.Modelled(table);
          group.tables.push_back(reader.word(table));
        }
      } else if (reader.word(child) == "import-policy") {
        reader.Modelled(child);
        group.policies = ReadPolicyNames(reader, child);
      }
    }
  }
}

// `interface-routes { rib-group inet G; }`: connected routes are copied.
void ReadInterfaceRoutes(Reader& reader, NodeId node, OptionsScope& scope) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) == "rib-group") {
      reader.Modelled(child);
      ReadGroupUse(reader, child, scope.instance,
                   {model::RouteSource::kConnected, model::RouteSource::kLocal});
    } else {
      reader.Unmodelled(child, kRouting, "export of interface routes");
    }
  }
}
void ReadInstanceImport(Reader& reader, NodeId node, OptionsScope& scope) {
  scope.instance.instance_imports = ReadPolicyNames(reader, node);
}
void ReadAutoExport(Reader& reader, NodeId node, OptionsScope& scope) {
  scope.instance.auto_export = true;
  for (const NodeId child : Children(reader, node)) {
    reader.Unmodelled(child, kRouting, "automatic export by family");
  }
}

void ReadForwardingTable(Reader& reader, NodeId node, OptionsScope& scope) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "export") {
      reader.Modelled(child);
      scope.text.forwarding_exports = ReadPolicyNames(reader, child);
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

constexpr auto kRules = std::to_array<Rule<OptionsScope>>({
    Reads("static", &ReadStatic, kRouting),
    Reads("rib", &ReadRib, kRouting),
    Reads("router-id", &ReadRouterId, kRouting),
    Reads("forwarding-table", &ReadForwardingTable, Impact::kForwarding),
    Reads("aggregate", &ReadAggregate, kRouting),
    Reads("generate", &ReadGenerate, kRouting),
    Reads("autonomous-system", &ReadAs, kRouting),
    Reads("confederation", &ReadConfederation, kRouting),
    Reads("rib-groups", &ReadRibGroups, kRouting),
    Reads("interface-routes", &ReadInterfaceRoutes, kRouting),
    Reads("instance-import", &ReadInstanceImport, kRouting),
    Reads("auto-export", &ReadAutoExport, kRouting),
    Ignores<OptionsScope>("route-distinguisher-id"),
    Ignores<OptionsScope>("graceful-restart"),
    Ignores<OptionsScope>("nonstop-routing"),
    Ignores<OptionsScope>("validation"),
    Ignores<OptionsScope>("multicast"),
    Ignores<OptionsScope>("traceoptions"),
    Ignores<OptionsScope>("options"),
    Ignores<OptionsScope>("ppm"),
    Ignores<OptionsScope>("backup-selection"),
    Ignores<OptionsScope>("srlg"),
    Ignores<OptionsScope>("admin-groups-extended-range"),
    Ignores<OptionsScope>("warm-standby"),
    Lacks<OptionsScope>("bmp", Impact::kCopying, "route monitoring export"),
    Lacks<OptionsScope>("flow", kPaths, "flow specification"),
    Lacks<OptionsScope>("instance-export", kRouting, "routes to other instances"),
    Lacks<OptionsScope>("resolution", kRouting, "next-hop resolution tables"),
    Lacks<OptionsScope>("martians", kRouting, "limits on the routing table"),
    Lacks<OptionsScope>("maximum-paths", kRouting, "limits on the routing table"),
    Lacks<OptionsScope>("maximum-prefixes", kRouting, "limits on the routing table"),
    Lacks<OptionsScope>("dynamic-tunnels", kPaths, "dynamic tunnels"),
    Lacks<OptionsScope>("source-routing", Impact::kForwarding, "source routing"),
    Lacks<OptionsScope>("fate-sharing", Impact::kForwarding, "fate sharing"),
});

}  // namespace

void ExtractRoutingOptions(Reader& reader, NodeId node, JunosText& text, InstanceText& instance) {
  OptionsScope scope{text, instance};
  Dispatch(reader, node, scope, std::span<const Rule<OptionsScope>>(kRules));
}

}  // namespace ringfence::formats::juniper_junos
