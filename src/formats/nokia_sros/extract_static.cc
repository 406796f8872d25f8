// Static and aggregate routes.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr Rule<StaticHop> kHopRules[] = {
    AdminState<&StaticHop::admin>(),
    Number<&StaticHop::preference, 1, 255>("preference"),
    Number<&StaticHop::metric, 0, 65535>("metric"),
    Number<&StaticHop::tag, 1, 4294967295U>("tag"),
    Lacks<StaticHop>("bfd-liveness", Impact::kRouting4 | Impact::kRouting6, "route tracked by BFD"),
    Lacks<StaticHop>("cpe-check", kRouting, "route tracked by a probe"),
    Lacks<StaticHop>("prefix-list", kRouting, "route tracked by prefixes"),
    Ignores<StaticHop>("destination-class"),
    Lacks<StaticHop>("tunnel-next-hop", Impact::kForwarding, "route through tunnels"),
    Ignores<StaticHop>("generate-icmp"),
    Lacks<StaticHop>("ldp-sync", kRouting, "IGP-LDP synchronisation"),
    Lacks<StaticHop>("validate-next-hop", kRouting, "route tracked by its next hop"),
    Names<&StaticHop::communities>("community"),
    Ignores<StaticHop>("forwarding-class"),
    Ignores<StaticHop>("source-class"),
    Ignores<StaticHop>("load-balancing-weight"),
    Ignores<StaticHop>("backup-next-hop"),
};

template <HopKind kKind>
void ReadHop(Reader& reader, NodeId key, StaticRouteText& route) {
  StaticHop& hop = route.hops.emplace_back();
  hop.kind = kKind;
  hop.node = key;
  hop.target = reader.word(key);
  hop.span = reader.SpanOf(key);
  Dispatch(reader, key, hop, std::span(kHopRules));
}

constexpr Rule<StaticRouteText> kRouteRules[] = {
    List<StaticRouteText>("next-hop", &ReadHop<HopKind::kNextHop>),
    List<StaticRouteText>("indirect", &ReadHop<HopKind::kIndirect>),
    List<StaticRouteText>("interface", &ReadHop<HopKind::kInterface>),
    Block<StaticRouteText>("blackhole", &ReadHop<HopKind::kBlackhole>),
    Number<&StaticRouteText::tag, 1, 4294967295U>("tag"),
    Lacks<StaticRouteText>("grt", kPaths, "route into another instance"),
    Lacks<StaticRouteText>("ipsec-tunnel", kPaths | Impact::kProtection, "route into an IPsec tunnel"),
    Names<&StaticRouteText::communities>("community"),
    Ignores<StaticRouteText>("backup-tag"),
};

void ReadRoute(Reader& reader, NodeId key, RouterText& router) {
  const std::optional<net::Prefix> prefix = reader.Prefix(key);
  if (!prefix) return;
  // `route P route-type unicast { ... }`: the type is a part of the key.
  for (const NodeId part : Children(reader, key)) {
    if (reader.word(part) != "route-type") continue;
    reader.Modelled(part);
    for (const NodeId type : Children(reader, part)) {
      if (reader.word(type) != "unicast") {
        reader.Unmodelled(type, Impact::kForwarding, "multicast");
        continue;
      }
      reader.Modelled(type);
      // Host bits may differ: one route all the same.
      const auto [place, added] = router.static_places.emplace(*prefix, router.static_routes.size());
      if (added) router.static_routes.emplace_back().prefix = *prefix;
      StaticRouteText& route = router.static_routes[place->second];
      Dispatch(reader, type, route, std::span(kRouteRules));
    }
  }
}

constexpr Rule<RouterText> kStaticRules[] = {
    List<RouterText>("route", &ReadRoute),
    Lacks<RouterText>("hold-down", kRouting, "held-down static routes"),
};

constexpr Rule<AggregateText> kAggregateRules[] = {
    Flag<&AggregateText::summary_only>("summary-only"),
    Flag<&AggregateText::as_set>("as-set"),
    Text<&AggregateText::policy>("policy"),
    Names<&AggregateText::communities>("community"),
    // The black hole is what an aggregate is anyway.
    Presence<AggregateText>("blackhole",
                            [](Reader& reader, NodeId block, AggregateText& to) {
                              constexpr Rule<AggregateText> kRules[] = {
                                  Ignores<AggregateText>("generate-icmp")};
                              Dispatch(reader, block, to, std::span(kRules));
                            }),
    Lacks<AggregateText>("indirect", kPaths, "aggregate with a next hop"),
    Lacks<AggregateText>("tunnel-group", kPaths, "aggregate into a tunnel"),
    Lacks<AggregateText>("local-preference", kRouting, "local preference of aggregates"),
    Ignores<AggregateText>("aggregator"),
    Ignores<AggregateText>("discard-component-communities"),
};

void ReadAggregate(Reader& reader, NodeId key, RouterText& router) {
  const std::optional<net::Prefix> prefix = reader.Prefix(key);
  if (!prefix) return;
  // Host bits may differ: one route all the same.
  auto to = std::ranges::find(router.aggregates, *prefix, &AggregateText::prefix);
  if (to == router.aggregates.end()) {
    to = router.aggregates.insert(to, AggregateText());
    to->prefix = *prefix;
    to->node = key;
    to->span = reader.SpanOf(key);
  }
  Dispatch(reader, key, *to, std::span(kAggregateRules));
}

constexpr Rule<RouterText> kAggregatesRules[] = {List<RouterText>("aggregate", &ReadAggregate)};

}  // namespace

void ReadStaticRoutes(Reader& reader, NodeId block, RouterText& router) {
  Dispatch(reader, block, router, std::span(kStaticRules));
}

void ReadAggregates(Reader& reader, NodeId block, RouterText& router) {
  Dispatch(reader, block, router, std::span(kAggregatesRules));
}

}  // namespace ringfence::formats::nokia_sros
