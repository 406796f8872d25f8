// Networks, redistribution, aggregates.
//
// A network statement needs a route of another protocol with exactly its prefix, unless it says otherwise;
// its MED is the metric of that route. Redistribution takes the active routes of a protocol through its
// policies. The next hop of such routes is that of the table route, so that neighbours on its subnet are
// pointed there directly. Aggregates depend on other prefixes and are only listed here.

#include "routing/bgp/origination.h"

#include <algorithm>

namespace ringfence::routing::bgp {
namespace {

/// IGPs for IPv6 forward to link-local addresses, which mean nothing to a neighbour further on: such routes
/// are announced with the speaker's own address.
bool HasGlobalNextHop(const TableRoute& route) {
  const bool igp = route.source == model::RouteSource::kOspf || route.source == model::RouteSource::kIsis ||
                   route.source == model::RouteSource::kRip || route.source == model::RouteSource::kEigrp;
  return route.next_hop && !(igp && route.next_hop->family == net::Family::kIpv6);
}

/// Brings the routes of one speaker in.
class Originator {
 public:
  Originator(std::uint32_t speaker, const SessionPlan& plan, const PrefixTable& prefixes,
             std::span<const TableRoute> routes, Transfer& transfer, FamilyState& state)
      : speaker_(speaker),
        plan_(plan),
        prefixes_(prefixes),
        routes_(routes),
        transfer_(transfer),
        state_(state),
        family_(*state.config[speaker]),
        addresses_(state.family == BgpFamily::kIpv4Unicast || state.family == BgpFamily::kVpnIpv4
                       ? net::Family::kIpv4
                       : net::Family::kIpv6) {}

  void Run() {
    for (std::uint32_t i = 0; i < family_.networks.size(); ++i) AddNetwork(i);
    for (std::uint32_t i = 0; i < family_.redistributions.size(); ++i) Redistribute(i);
    for (const BgpAggregate& aggregate : family_.aggregates) AddAggregate(aggregate);
    if (!family_.exports_from_table) return;
    for (std::uint32_t i = 0; i < routes_.size(); ++i) {
      if (prefixes_[routes_[i].prefix].family() == addresses_) {
        state_.table[routes_[i].prefix].emplace_back(speaker_, i);
      }
    }
  }

 private:
  const TableRoute* FindRoute(PrefixIndex prefix) const {
    const auto found = std::ranges::lower_bound(routes_, prefix, {}, &TableRoute::prefix);
    return found != routes_.end() && found->prefix == prefix ? &*found : nullptr;
  }

  void AddNetwork(std::uint32_t index) {
    const BgpNetwork& network = family_.networks[index];
    const PrefixIndex prefix = prefixes_.Find(network.prefix);
    if (prefix == kNoPrefix) return;
    const TableRoute* route = FindRoute(prefix);
    if (route == nullptr && network.needs_route) return;
    const TableRoute made{.prefix = prefix};
    BgpRoute own = OwnRoute(speaker_, RouteOrigin::kNetwork, state_, plan_, transfer_.pool());
    own.source = index;
    PathAttributes attributes = transfer_.pool()[own.attributes];
    attributes.has_med = true;
    attributes.med = route != nullptr && network.copies_route ? route->metric : 0;
    if (network.weight) attributes.weight = *network.weight;
    own.attributes = transfer_.pool().Intern(attributes);
    TableRoute source = route != nullptr ? *route : made;
    if (!network.copies_route) source.metric = 0, source.next_hop.reset();
    Add(own, source, network.policies, std::nullopt);
  }

  bool Wants(const BgpRedistribution& wanted, const TableRoute& route) const {
    if (route.source == model::RouteSource::kConnected && !wanted.subnets_of.empty()) {
      return std::ranges::any_of(route.interfaces, [&wanted](std::string_view interface) {
        return std::ranges::find(wanted.subnets_of, interface) != wanted.subnets_of.end();
      });
    }
    if (route.source != wanted.source || (!wanted.process.empty() && wanted.process != route.process)) {
      return false;
    }
    if (!wanted.ospf_internal && route.kind == RouteKind::kOspfInternal) return false;
    return wanted.ospf_external ||
           (route.kind != RouteKind::kOspfExternal1 && route.kind != RouteKind::kOspfExternal2);
  }

  void Redistribute(std::uint32_t index) {
    const BgpRedistribution& wanted = family_.redistributions[index];
    BgpRoute own = OwnRoute(speaker_, RouteOrigin::kRedistributed, state_, plan_, transfer_.pool());
    own.source = index;
    PathAttributes attributes = transfer_.pool()[own.attributes];
    attributes.origin = wanted.origin;
    attributes.has_med = true;
    for (const TableRoute& route : routes_) {
      if (prefixes_[route.prefix].family() != addresses_ || !Wants(wanted, route)) continue;
      attributes.med = wanted.metric.value_or(route.metric);
      own.attributes = transfer_.pool().Intern(attributes);
      Add(own, route, wanted.policies, wanted.metric);
    }
  }

  /// Passes the route through the policies and lists it.
  void Add(BgpRoute own, const TableRoute& route, const std::vector<std::string>& policies,
           std::optional<std::uint32_t> metric) {
    if (HasGlobalNextHop(route)) own.next_hop = transfer_.pool().Intern(*route.next_hop);
    own.doubtful = route.ambiguous;
    if (!policies.empty()) {
      PolicyRoute view = transfer_.ViewOf(own, route.prefix);
      view.source = route.source;
      view.kind = route.kind;
      view.process = route.process;
      view.interfaces = route.interfaces;
      view.metric = metric.value_or(route.metric);
      view.attributes.tag = route.tag;
      view.vrf = plan_.speakers()[speaker_].vrf->vrf;
      view.own_as = plan_.speakers()[speaker_].as;
      const CompiledChain chain = transfer_.ProgramOf(speaker_).Compile(policies);
      const PolicyResult decision = transfer_.Evaluate(speaker_, chain, view);
      if (!decision.accepted && !decision.doubtful) return;
      own.doubtful = own.doubtful || decision.doubtful;
      if (view.metric_set) view.attributes.med = view.metric;
      view.attributes.tag = 0;
      if (view.next_hop_change == NextHopChange::kAddress) {
        own.next_hop = transfer_.pool().Intern(view.new_next_hop);
      } else if (view.next_hop_change == NextHopChange::kSelf) {
        own.next_hop = {};
      }
      own.attributes = transfer_.pool().Intern(view.attributes);
    }
    state_.local[route.prefix].push_back({speaker_, own});
  }

  void AddAggregate(const BgpAggregate& aggregate) {
    const PrefixIndex prefix = prefixes_.Find(aggregate.prefix);
    if (prefix == kNoPrefix) return;
    const PolicyProgram& program = transfer_.ProgramOf(speaker_);
    AggregateState& added = state_.aggregates.emplace_back();
    added.speaker = speaker_;
    added.aggregate = &aggregate;
    added.prefix = prefix;
    added.suppress = program.Compile(aggregate.suppress_policies);
    added.contributors = program.Compile(aggregate.contributor_policies);
    added.attributes = program.Compile(aggregate.attribute_policies);
  }

  std::uint32_t speaker_;
  const SessionPlan& plan_;
  const PrefixTable& prefixes_;
  std::span<const TableRoute> routes_;
  Transfer& transfer_;
  FamilyState& state_;
  const BgpFamilyConfig& family_;
  net::Family addresses_;
};

}  // namespace

BgpRoute OwnRoute(std::uint32_t speaker, RouteOrigin origin, const FamilyState& state,
                  const SessionPlan& plan, AttributePool& pool) {
  PathAttributes attributes;
  const BgpFamilyConfig& family = *state.config[speaker];
  attributes.local_preference = family.default_local_preference;
  const DecisionRules& rules = plan.speakers()[speaker].config->decision;
  attributes.weight = rules.weight_first ? rules.local_weight : 0;
  BgpRoute route;
  route.attributes = pool.Intern(attributes);
  route.origin = origin;
  route.peer_router_id = plan.speakers()[speaker].router_id;
  return route;
}

BgpRoute TableRouteAsBgp(std::uint32_t speaker, const TableRoute& route, std::uint32_t index,
                         const FamilyState& state, const SessionPlan& plan, AttributePool& pool) {
  BgpRoute result = OwnRoute(speaker, RouteOrigin::kTable, state, plan, pool);
  result.source = index;
  PathAttributes attributes = pool[result.attributes];
  attributes.tag = route.tag;
  attributes.distance = route.distance;
  result.attributes = pool.Intern(attributes);
  if (HasGlobalNextHop(route)) result.next_hop = pool.Intern(*route.next_hop);
  result.doubtful = route.ambiguous;
  return result;
}

void Originate(const SessionPlan& plan, const PrefixTable& prefixes, BgpSurroundings& around,
               Transfer& transfer, FamilyState& state) {
  state.local.resize(prefixes.size());
  state.table.resize(prefixes.size());
  for (auto& routes : state.local) routes.clear();
  for (auto& routes : state.table) routes.clear();
  state.aggregates.clear();
  for (std::uint32_t s = 0; s < plan.speakers().size(); ++s) {
    if (state.config[s] == nullptr) continue;
    Originator(s, plan, prefixes, around.RoutesOf(plan.speakers()[s].table), transfer, state).Run();
  }
}

}  // namespace ringfence::routing::bgp
