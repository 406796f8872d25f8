// What tables tell IS-IS: redistributed routes and default routes, read off the selected routes. Leaking
// between the levels of one instance is the engine's own affair.

#include "routing/registry_isis_inject.h"

#include <algorithm>

#include "routing/registry_isis.h"
#include "routing/registry_routes.h"

namespace ringfence::routing {
namespace {

using isis::IsisProcess;
using isis::IsisRedistribution;

class IsisInjector {
 public:
  IsisInjector(const EnginePlan& plan, const Selection& selection, const isis::IsisEngine& engine,
               PolicyMemory& policies, std::vector<isis::Injected>& injected,
               std::vector<PrefixIndex>& doubted)
      : plan_(plan),
        selection_(selection),
        engine_(engine),
        policies_(policies),
        injected_(injected),
        doubted_(doubted),
        reader_(plan, selection) {}

  void Run() {
    for (const std::uint32_t router : engine_.graph().routers_of_table[selection_.table().index()]) {
      const IsisProcess& process = *engine_.graph().routers[router].process;
      if (process.default_origination) {
        Default(router, process, net::Family::kIpv4, process.default_into, process.default_metric);
        Default(router, process, net::Family::kIpv6, process.default6_into, process.default6_metric);
      }
      for (const IsisRedistribution& redistribution : process.redistributions) {
        if (!redistribution.from_level) Redistribute(router, redistribution);
      }
    }
  }

 private:
  /// The route was made by this instance itself.
  bool IsOwn(std::uint32_t router, PrefixIndex prefix) const {
    const Candidate& best = selection_.best()[prefix];
    const bool isis = best.protocol == Protocol::kIsisL1 || best.protocol == Protocol::kIsisL2;
    return isis && best.source == router;
  }

  /// `plan.chains` holds the names of the policies of a default under their own address.
  void Default(std::uint32_t router, const IsisProcess& process, net::Family family, isis::Levels into,
               std::uint32_t metric) {
    if (into == 0) return;
    const PrefixIndex all = plan_.prefixes.Find(net::Prefix::Default(family));
    const Candidate& held = selection_.best()[all];
    if (!process.default_origination_always && (!held.present || IsOwn(router, all))) return;
    if (!process.default_origination_always && held.ambiguous) doubted_.push_back(all);
    isis::Injected injected{
        .router = router, .prefix = all, .into = into, .metric = metric, .span = process.span};
    if (process.default_origination_policy && held.present) {
      const auto route = std::ranges::find(reader_.routes(), all, &TableRoute::prefix);
      if (route == reader_.routes().end()) return;
      const RedistributionResult result = Judge(*route, process.default_origination_policy->names);
      if (result.doubtful || route->ambiguous) doubted_.push_back(all);
      if (!result.accepted) return;
      injected.metric = result.metric.value_or(metric);
      injected.doubtful = result.doubtful;
    }
    injected_.push_back(injected);
  }

  RedistributionResult Judge(const TableRoute& route, const std::vector<std::string>& names) {
    return JudgeByPolicy(plan_, selection_.table(), route, plan_.chains.at(&names), policies_);
  }

  void Redistribute(std::uint32_t router, const IsisRedistribution& redistribution) {
    for (const TableRoute& route : reader_.routes()) {
      if (plan_.prefixes[route.prefix].family() != redistribution.family) continue;
      if (!FitsSource(route, redistribution.source, redistribution.process)) continue;
      if (IsOwn(router, route.prefix)) continue;
      if (route.kind == RouteKind::kBgpInternal && !redistribution.bgp_internal) continue;
      const RedistributionResult result = Judge(route, redistribution.policies);
      if (result.doubtful || route.ambiguous) doubted_.push_back(route.prefix);
      if (!result.accepted || route.possible) continue;
      isis::Injected injected;
      injected.router = router;
      injected.prefix = route.prefix;
      injected.into = redistribution.into;
      if (result.level) injected.into = static_cast<isis::Levels>(*result.level & isis::kLevelBoth);
      injected.metric = result.metric.value_or(redistribution.metric.value_or(route.metric));
      injected.external_metric = redistribution.external_metric;
      if (result.metric_type) injected.external_metric = *result.metric_type != 0;
      injected.tag = result.tag.value_or(route.tag);
      injected.doubtful = result.doubtful || route.ambiguous;
      injected.span = redistribution.span;
      injected.more_span = route.span;
      injected_.push_back(injected);
    }
  }

  const EnginePlan& plan_;
  const Selection& selection_;
  const isis::IsisEngine& engine_;
  PolicyMemory& policies_;
  std::vector<isis::Injected>& injected_;
  std::vector<PrefixIndex>& doubted_;
  RouteReader reader_;
};

}  // namespace

void CollectIsis(const EnginePlan& plan, const Selection& selection, const isis::IsisEngine& engine,
                 PolicyMemory& policies, std::vector<isis::Injected>& injected,
                 std::vector<PrefixIndex>& doubted) {
  IsisInjector(plan, selection, engine, policies, injected, doubted).Run();
}

}  // namespace ringfence::routing
