// What a speaker tells the channels of an export class.
//
// Usually its best route. Not when an aggregate suppresses it or a condition withholds it; the active route
// of the routing table instead where the system exports that table; all candidates where additional paths are
// sent (RFC 7911); a default route where one is made for the neighbour. When arrival order decides which
// route is best and the class would be told something else for another of the tied routes, the advert is
// doubtful.

#include <algorithm>

#include "routing/bgp/convergence.h"
#include "routing/bgp/origination.h"

namespace ringfence::routing::bgp {

const TableRoute* Convergence::TableRouteOf(std::uint32_t speaker, PrefixIndex prefix) {
  if (log_ != nullptr) log_->tables = true;
  const std::span<const TableRoute> routes = around_.RoutesOf(plan_.speakers()[speaker].table);
  const auto found = std::ranges::lower_bound(routes, prefix, {}, &TableRoute::prefix);
  return found != routes.end() && found->prefix == prefix ? &*found : nullptr;
}

bool Convergence::Beaten(std::uint32_t speaker, PrefixIndex, const BgpRoute& route, const TableRoute& other) {
  if (route.origin != RouteOrigin::kLearned && route.origin != RouteOrigin::kImported) return false;
  const BgpFamilyConfig& config = *state_.config[speaker];
  std::uint32_t distance = scratch_.pool[route.attributes].distance;
  if (distance == 0) {
    distance = route.kind == PeerKind::kExternal ? config.distance_ebgp : config.distance_ibgp;
  }
  return other.distance < distance;
}

bool Convergence::DependsOnTie(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                               const Transferred& told) {
  return std::ranges::any_of(choice.tied, [&](const BgpRoute& route) {
    const Transferred other = transfer_.Export(export_class, route, prefix);
    if (other.metric_of_igp) LogMetric(scratch_.export_classes[export_class].speaker, route);
    if (other.attributes != told.attributes || other.rule != told.rule || other.address != told.address ||
        other.labelled != told.labelled) {
      return true;
    }
    const bool keeps = told.rule == NextHopRule::kKeep || told.rule == NextHopRule::kThirdParty;
    return keeps && told.attributes.valid() && route.next_hop != choice.routes.front().next_hop;
  });
}

void Convergence::AddExports(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                             std::vector<Advert>& adverts, std::vector<base::Span>* trace) {
  const ExportClass& to = scratch_.export_classes[export_class];
  const BgpFamilyConfig& config = *state_.config[to.speaker];
  if (exports_table_[to.speaker] != 0) {
    const TableRoute* other = TableRouteOf(to.speaker, prefix);
    if (other != nullptr &&
        (choice.routes.empty() || Beaten(to.speaker, prefix, choice.routes.front(), *other))) {
      if (!config.exports_from_table) return;
      const auto routes = around_.RoutesOf(plan_.speakers()[to.speaker].table);
      const BgpRoute as_bgp =
          TableRouteAsBgp(to.speaker, *other, static_cast<std::uint32_t>(other - routes.data()), state_,
                          plan_, scratch_.pool);
      const Transferred told = transfer_.ExportFromTable(export_class, *other, as_bgp, trace);
      if (!told.attributes.valid() && !told.doubtful) return;
      adverts.push_back({told.attributes, as_bgp.next_hop, told.address, kNone, told.rule, told.doubtful,
                         false, told.labelled});
      return;
    }
  }
  if (choice.routes.empty()) {
    if (choice.doubtful) adverts.push_back({{}, {}, {}, kNone, NextHopRule::kKeep, true});
    return;
  }
  const bool all = to.all_paths;
  const std::vector<BgpRoute>& routes = all && prefix == prefix_ ? all_[to.speaker] : choice.routes;
  for (std::size_t i = 0; i < (all ? routes.size() : 1); ++i) {
    const BgpRoute& route = routes[i];
    if (Withheld(export_class, prefix, route)) continue;
    const Transferred told = transfer_.Export(export_class, route, prefix, trace);
    if (told.metric_of_igp) LogMetric(to.speaker, route);
    const bool doubtful = told.doubtful || choice.doubtful ||
                          (!all && DependsOnTie(export_class, prefix, choice, told)) ||
                          (told.attributes.valid() && MayBeSuppressed(export_class, prefix, route));
    if (!told.attributes.valid() && !doubtful) continue;
    adverts.push_back({told.attributes, route.next_hop, told.address, route.channel, told.rule, doubtful,
                       false, told.labelled});
  }
}

bool Convergence::IsPlain(std::uint32_t export_class) const {
  const ExportClass& to = scratch_.export_classes[export_class];
  return exports_table_[to.speaker] == 0 && aggregates_of_[to.speaker].empty() && !to.all_paths &&
         !to.family->conditional && !to.family->default_originate;
}

/// As AddExports does where all that it asks about is not so.
void Convergence::AddPlainExport(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                                 std::vector<Advert>& adverts) {
  if (choice.routes.empty()) {
    if (choice.doubtful) adverts.push_back({{}, {}, {}, kNone, NextHopRule::kKeep, true});
    return;
  }
  const BgpRoute& route = choice.routes.front();
  const Transferred told = transfer_.Export(export_class, route, prefix);
  if (told.metric_of_igp) LogMetric(scratch_.export_classes[export_class].speaker, route);
  const bool doubtful = told.doubtful || choice.doubtful ||
                        (!choice.tied.empty() && DependsOnTie(export_class, prefix, choice, told));
  if (!told.attributes.valid() && !doubtful) return;
  adverts.push_back({told.attributes, route.next_hop, told.address, route.channel, told.rule, doubtful, false,
                     told.labelled});
}

void Convergence::AddDefault(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                             std::vector<Advert>& adverts) {
  const ExportClass& to = scratch_.export_classes[export_class];
  if (to.family->default_originate_if_present && choice.routes.empty() &&
      TableRouteOf(to.speaker, prefix) == nullptr) {
    return;
  }
  BgpRoute route = OwnRoute(to.speaker, RouteOrigin::kNetwork, state_, plan_, scratch_.pool);
  const Transferred told = transfer_.ExportDefault(export_class, route, prefix);
  if (!told.attributes.valid() && !told.doubtful) return;
  adverts.push_back(
      {told.attributes, {}, told.address, kNone, NextHopRule::kSelf, told.doubtful, false, told.labelled});
}

std::vector<Advert> Convergence::AdvertsOf(std::uint32_t export_class, PrefixIndex prefix,
                                           const Choice& choice, std::vector<base::Span>* trace) {
  std::vector<Advert> adverts;
  AddAdverts(export_class, prefix, choice, adverts, trace);
  return adverts;
}

void Convergence::AddAdverts(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                             std::vector<Advert>& adverts, std::vector<base::Span>* trace) {
  const bool makes_default = scratch_.export_classes[export_class].family->default_originate;
  if (makes_default && !defaults_.empty() && defaults_.front() == prefix) {
    AddDefault(export_class, prefix, choice, adverts);
  } else {
    AddExports(export_class, prefix, choice, adverts, trace);
  }
}

bool Convergence::Withheld(std::uint32_t export_class, PrefixIndex prefix, const BgpRoute& route) {
  const ExportClass& to = scratch_.export_classes[export_class];
  if (to.family->conditional) {
    const ConditionalAdvertisement& condition = *to.family->conditional;
    PolicyRoute view = transfer_.ViewOf(route, prefix);
    const CompiledChain what = transfer_.ProgramOf(to.speaker).Compile(condition.what);
    const bool holds = state_.condition_holds[state_.class_slot[export_class]] != 0;
    if (holds != condition.when_present && transfer_.Evaluate(to.speaker, what, view).accepted) return true;
  }
  return !aggregates_of_[to.speaker].empty() && Suppressed(export_class, prefix, route);
}

bool Convergence::Suppresses(const AggregateState& aggregate, PrefixIndex prefix, const BgpRoute& route) {
  if (aggregate.prefix == prefix || !prefixes_[aggregate.prefix].Contains(prefixes_[prefix])) return false;
  if (!aggregate.active && !Contributes(aggregate, route, prefix)) return false;
  if (aggregate.aggregate->summary_only) return true;
  if (aggregate.aggregate->suppress_policies.empty()) return false;
  PolicyRoute view = transfer_.ViewOf(route, prefix);
  return transfer_.Evaluate(aggregate.speaker, aggregate.suppress, view).accepted;
}

bool Convergence::Unsuppressed(const ExportClass& to, PrefixIndex prefix, const BgpRoute& route) {
  if (to.family->unsuppress_policies.empty()) return false;
  PolicyRoute view = transfer_.ViewOf(route, prefix);
  const CompiledChain chain = transfer_.ProgramOf(to.speaker).Compile(to.family->unsuppress_policies);
  return transfer_.Evaluate(to.speaker, chain, view).accepted;
}

bool Convergence::Suppressed(std::uint32_t export_class, PrefixIndex prefix, const BgpRoute& route) {
  const ExportClass& to = scratch_.export_classes[export_class];
  const bool suppressed = std::ranges::any_of(aggregates_of_[to.speaker], [&](std::size_t index) {
    const AggregateState& aggregate = state_.aggregates[index];
    return !aggregate.refused && Suppresses(aggregate, prefix, route);
  });
  return suppressed && !Unsuppressed(to, prefix, route);
}

bool Convergence::MayBeSuppressed(std::uint32_t export_class, PrefixIndex prefix, const BgpRoute& route) {
  // While such an aggregate is tried it suppresses the contributor that has just come. The others are freed
  // when its policy denies it; that one stays as it is until the next comes.
  const ExportClass& to = scratch_.export_classes[export_class];
  const bool may_be = std::ranges::any_of(aggregates_of_[to.speaker], [&](std::size_t index) {
    const AggregateState& aggregate = state_.aggregates[index];
    return aggregate.refused && Suppresses(aggregate, prefix, route);
  });
  return may_be && !Unsuppressed(to, prefix, route);
}

}  // namespace ringfence::routing::bgp
