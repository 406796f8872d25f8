#include "routing/registry_routes.h"

#include <algorithm>

#include "routing/registry_ospf.h"

namespace ringfence::routing {
namespace {

RouteKind KindOf(Protocol protocol) {
  switch (protocol) {
    case Protocol::kOspf:
    case Protocol::kOspfIa:
      return RouteKind::kOspfInternal;
    case Protocol::kOspfE1:
    case Protocol::kOspfN1:
      return RouteKind::kOspfExternal1;
    case Protocol::kOspfE2:
    case Protocol::kOspfN2:
      return RouteKind::kOspfExternal2;
    case Protocol::kIsisL1:
      return RouteKind::kIsisLevel1;
    case Protocol::kIsisL2:
      return RouteKind::kIsisLevel2;
    case Protocol::kEbgp:
      return RouteKind::kBgpExternal;
    case Protocol::kIbgp:
      return RouteKind::kBgpInternal;
    case Protocol::kBgpAggregate:
      return RouteKind::kBgpLocal;
    default:
      return RouteKind::kOther;
  }
}

}  // namespace

model::RouteSource SourceOf(Protocol protocol) {
  using model::RouteSource;
  switch (protocol) {
    case Protocol::kConnected:
      return RouteSource::kConnected;
    case Protocol::kLocal:
      return RouteSource::kLocal;
    case Protocol::kStatic:
      return RouteSource::kStatic;
    case Protocol::kIsisL1:
    case Protocol::kIsisL2:
      return RouteSource::kIsis;
    case Protocol::kRip:
      return RouteSource::kRip;
    case Protocol::kEigrp:
    case Protocol::kEigrpExternal:
      return RouteSource::kEigrp;
    case Protocol::kAggregate:
      return RouteSource::kAggregate;
    case Protocol::kEbgp:
    case Protocol::kIbgp:
    case Protocol::kBgpAggregate:
    case Protocol::kBgpVpn:
    case Protocol::kEvpn:
      return RouteSource::kBgp;
    default:
      return RouteSource::kOspf;
  }
}

RouteReader::RouteReader(const EnginePlan& plan, const Selection& selection)
    : plan_(plan), selection_(selection) {
  for (const PrefixIndex i : selection.rows()) {
    if (selection.At(i).protocol != Protocol::kLocal) routes_.push_back(Describe(i));
  }
}

RouteReader::RouteReader(const EnginePlan& plan, const Selection& selection, const BgpReads& reads)
    : plan_(plan), selection_(selection) {
  for (const PrefixIndex i : reads.all ? selection.rows() : reads.prefixes) {
    if (selection.At(i).present) AddWithoutBgp(i);
  }
}

void RouteReader::AddWithoutBgp(PrefixIndex prefix) {
  const Candidate best = selection_.At(prefix);
  if (best.protocol == Protocol::kLocal || SourceOf(best.protocol) == model::RouteSource::kBgp) return;
  // RFC 4577 section 4.2.7.4: BGP has the route from the far end of the sham link.
  if (selection_.IsOverShamLink(prefix)) return;
  TableRoute& route = routes_.emplace_back(Describe(prefix));
  if (best.protocol != Protocol::kStatic || best.phantom) return;
  // BGP tells a recursive static route with the next hop it names, not with the gateway that leads there.
  const auto& named = plan_.tables[selection_.table().index()].statics[best.source].route->next_hop;
  if (named) route.next_hop = named;
}

RouteReader::RouteReader(const EnginePlan& plan, const Selection& selection, PrefixIndex prefix)
    : plan_(plan), selection_(selection) {
  routes_.push_back(Describe(prefix));
}

TableRoute RouteReader::Describe(PrefixIndex prefix) {
  const Candidate best = selection_.At(prefix);
  const TablePlan& table = plan_.tables[selection_.table().index()];
  TableRoute route;
  route.prefix = prefix;
  route.source = SourceOf(best.protocol);
  route.kind = KindOf(best.protocol);
  route.ambiguous = best.ambiguous || best.phantom;
  route.possible = best.phantom;
  route.metric = best.metric;
  route.distance = best.distance;
  if (best.phantom) {
    if (!IsBgp(best.protocol)) route.process = selection_.ProcessOf(prefix);
    return route;
  }
  route.tag = selection_.TagOf(prefix).value_or(0);
  if (best.protocol <= Protocol::kLocal) route.span = table.connected[best.source].span;
  if (best.protocol == Protocol::kStatic) route.span = table.statics[best.source].route->span;
  if (best.protocol == Protocol::kAggregate) route.span = table.aggregates[best.source].route->span;
  route.process = selection_.ProcessOf(prefix);
  route.attributes = selection_.AttributesOf(prefix);
  AddHops(prefix, route);
  AddMarks(best, route);
  return route;
}

/// RFC 4577 section 4.2.6. Subnets on which a process runs count as its routes where a system redistributes
/// them with it.
void RouteReader::AddMarks(const Candidate& best, TableRoute& route) {
  const std::string& vrf = plan_.network.tables()[selection_.table().index()].vrf;
  if (vrf.empty()) return;
  const auto& routers = plan_.ospf.graph().routers;
  if (IsOspf(best.protocol)) route.marks = MarksOf(*routers[RouterOf(best.source)].process, best.protocol);
  if (best.protocol != Protocol::kConnected) return;
  const net::Family family = plan_.prefixes[route.prefix].family();
  for (const std::uint32_t router : plan_.ospf.graph().routers_of_table[selection_.table().index()]) {
    const ospf::OspfProcess& process = *routers[router].process;
    const bool runs =
        process.family == family && std::ranges::any_of(process.interfaces, [&](const auto& one) {
          return std::ranges::find(route.interfaces, one.name) != route.interfaces.end();
        });
    if (runs) route.marks = MarksOf(process, Protocol::kOspf);
  }
}

/// The area number, which nothing is made of, is that of the backbone.
const std::vector<std::string>& RouteReader::MarksOf(const ospf::OspfProcess& process, Protocol protocol) {
  const auto [known, added] = marks_.try_emplace({&process, protocol});
  std::vector<std::string>& marks = known->second;
  if (!added || process.vpn.role == ospf::VpnRole::kPlain) return marks;
  const bool inter = protocol == Protocol::kOspfIa;
  const bool nssa = protocol == Protocol::kOspfN1 || protocol == Protocol::kOspfN2;
  const bool external = nssa || protocol == Protocol::kOspfE1 || protocol == Protocol::kOspfE2;
  const OspfRouteType type = nssa       ? OspfRouteType::kNssa
                             : external ? OspfRouteType::kExternal
                             : inter    ? OspfRouteType::kInter
                                        : OspfRouteType::kIntra;
  marks.push_back(RouteTypeText(0, type, protocol == Protocol::kOspfE2 || protocol == Protocol::kOspfN2));
  if (process.vpn.role == ospf::VpnRole::kUnknown || !process.vpn.domain_known) {
    marks.emplace_back(kUnknownDomain);
  } else if (!process.vpn.domain_ids.empty()) {
    marks.push_back(process.vpn.domain_ids.front());
  }
  return marks;
}

void RouteReader::AddHops(PrefixIndex prefix, TableRoute& route) {
  const auto& interfaces = plan_.ConfigOf(selection_.table()).device.interfaces;
  std::vector<ProtocolHop> hops;
  selection_.ProtocolHopsOf(prefix, hops);
  std::vector<std::string_view> names;
  for (const ProtocolHop& hop : hops) {
    if (hop.interface.valid()) names.push_back(interfaces[hop.interface.index()].name);
    // Of several the lowest, as daemons tell that list them in order.
    if (hop.gateway && (!route.next_hop || *hop.gateway < *route.next_hop)) route.next_hop = hop.gateway;
  }
  if (names.empty()) return;
  route.interfaces = names_.emplace_back(std::move(names));
}

PolicyRoute PolicyRouteOf(const EnginePlan& plan, TableId table, const TableRoute& route,
                          const AttributePool& pool) {
  PolicyRoute asked;
  if (route.attributes.valid()) asked.attributes = pool[route.attributes];
  asked.prefix = plan.prefixes[route.prefix];
  asked.source = route.source;
  asked.kind = route.kind;
  asked.process = route.process;
  asked.vrf = plan.network.tables()[table.index()].vrf;
  asked.interfaces = route.interfaces;
  asked.next_hop = route.next_hop;
  asked.metric = route.metric;
  asked.attributes.tag = route.tag;
  asked.attributes.distance = route.distance;
  return asked;
}

RedistributionResult JudgeByPolicy(const EnginePlan& plan, TableId table, const TableRoute& route,
                                   const CompiledChain& chain, PolicyMemory& policies) {
  const model::NodeId node = plan.network.tables()[table.index()].node;
  PolicyEvaluator& evaluator = policies.Of(node, *plan.policies[node.index()]);
  return evaluator.Redistribute(chain, PolicyRouteOf(plan, table, route, policies.pool()));
}

bool FitsSource(const TableRoute& route, model::RouteSource source, std::string_view process) {
  return route.source == source && (process.empty() || route.process == process);
}

}  // namespace ringfence::routing
