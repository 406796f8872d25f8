// What tables tell EIGRP: redistributed routes, read off the selected routes, and prefixes learnt by EIGRP
// that another source won: a route that is not installed is not announced.
//
// Redistribution of a routing protocol also takes the subnets of the interfaces on which it runs, although
// the table calls these connected. A metric comes from the statement, else from the process, else from the
// route itself where it has one in EIGRP's terms: another EIGRP process, or an interface.

#include "routing/registry_eigrp_inject.h"

#include <algorithm>

#include "routing/registry_eigrp.h"
#include "routing/registry_routes.h"

namespace ringfence::routing {
namespace {

using eigrp::EigrpMetric;
using eigrp::EigrpRedistribution;
using eigrp::Injected;

/// Interface outside of EIGRP whose speed no text tells (origin: the usual port today).
constexpr EigrpMetric kUsualPort{.bandwidth_kbps = 1'000'000, .delay_ps = eigrp::kClassicDelayPs};
constexpr std::uint64_t kBitsPerKilobit = 1000;

class EigrpInjector {
 public:
  EigrpInjector(const EnginePlan& plan, const Selection& selection, const eigrp::EigrpEngine& engine,
                eigrp::EigrpScratch& scratch, PolicyMemory& policies, std::vector<Injected>& injected,
                std::vector<PrefixIndex>& doubted)
      : plan_(plan),
        selection_(selection),
        engine_(engine),
        scratch_(scratch),
        policies_(policies),
        injected_(injected),
        doubted_(doubted),
        reader_(plan, selection) {}

  void Run() {
    for (const std::uint32_t router : engine_.graph().routers_of_table[selection_.table().index()]) {
      for (const EigrpRedistribution& redistribution :
           engine_.graph().routers[router].process->redistributions)
        Redistribute(router, redistribution);
      Withhold(router);
    }
  }

 private:
  const DeviceConfig& config() const { return plan_.ConfigOf(selection_.table()); }

  /// The EIGRP router that made a selected route, or no value.
  std::optional<std::uint32_t> MakerOf(PrefixIndex prefix) const {
    const Candidate& best = selection_.best()[prefix];
    if (best.protocol != Protocol::kEigrp && best.protocol != Protocol::kEigrpExternal) return std::nullopt;
    return best.source & ~kEigrpSummaryBit;
  }

  void Withhold(std::uint32_t router) {
    for (const eigrp::Destination& destination : engine_.DestinationsOf(scratch_)) {
      if (destination.entries[router].origin != eigrp::Origin::kLearnt) continue;
      if (!selection_.best()[destination.prefix].present || MakerOf(destination.prefix) == router) continue;
      injected_.push_back({.router = router, .prefix = destination.prefix, .withheld = true});
    }
  }

  bool EigrpRunsOn(const TableRoute& route, const EigrpRedistribution& redistribution,
                   std::uint32_t into) const {
    const eigrp::Graph& graph = engine_.graph();
    for (const std::uint32_t router : graph.routers_of_table[selection_.table().index()]) {
      const eigrp::Router& from = graph.routers[router];
      const bool meant = redistribution.process.empty() || redistribution.process == from.process_name;
      if (router == into || !meant) continue;
      for (const std::uint32_t port : from.ports) {
        if (std::ranges::find(route.interfaces, graph.ports[port].config->name) != route.interfaces.end())
          return true;
      }
    }
    return false;
  }

  bool OspfRunsOn(const TableRoute& route, const EigrpRedistribution& redistribution) const {
    for (const std::uint32_t router : plan_.ospf.graph().routers_of_table[selection_.table().index()]) {
      const std::string& name = plan_.ospf.graph().routers[router].process_name;
      const net::Family family = plan_.ospf.graph().routers[router].process->family;
      if (family != plan_.prefixes[route.prefix].family()) continue;
      if (!redistribution.process.empty() && redistribution.process != name) continue;
      for (const std::string_view interface : route.interfaces) {
        if (plan_.ospf.RunsOn(router, model::FindInterface(config().device, interface))) return true;
      }
    }
    return false;
  }

  bool RipRunsOn(const TableRoute& route, const EigrpRedistribution& redistribution) const {
    const rip::Graph& graph = plan_.rip.graph();
    for (const std::uint32_t router : graph.routers_of_table[selection_.table().index()]) {
      const rip::Router& from = graph.routers[router];
      if (!redistribution.process.empty() && redistribution.process != from.process->id) continue;
      for (const std::uint32_t port : from.ports) {
        if (std::ranges::find(route.interfaces, graph.ports[port].config->name) != route.interfaces.end())
          return true;
      }
    }
    return false;
  }

  bool Fits(const TableRoute& route, const EigrpRedistribution& redistribution, std::uint32_t router) const {
    if (MakerOf(route.prefix) == router) return false;
    if (route.kind == RouteKind::kBgpInternal) return false;
    if (FitsSource(route, redistribution.source, redistribution.process)) return true;
    if (route.source != model::RouteSource::kConnected) return false;
    if (redistribution.source == model::RouteSource::kEigrp)
      return EigrpRunsOn(route, redistribution, router);
    if (redistribution.source == model::RouteSource::kRip) return RipRunsOn(route, redistribution);
    return redistribution.source == model::RouteSource::kOspf && OspfRunsOn(route, redistribution);
  }

  EigrpMetric InterfaceMetric(std::string_view name) const {
    for (const eigrp::EigrpProcess& process : config().eigrp.processes) {
      for (const eigrp::EigrpInterface& interface : process.interfaces) {
        if (interface.name == name) return interface.metric;
      }
    }
    EigrpMetric metric = kUsualPort;
    const model::InterfaceIndex index = model::FindInterface(config().device, name);
    if (index.valid() && config().device.interfaces[index.index()].bandwidth_bps)
      metric.bandwidth_kbps = *config().device.interfaces[index.index()].bandwidth_bps / kBitsPerKilobit;
    return metric;
  }

  std::optional<EigrpMetric> MetricOf(const TableRoute& route, const EigrpRedistribution& redistribution,
                                      std::uint32_t router) const {
    if (redistribution.metric) return redistribution.metric;
    const eigrp::EigrpProcess& process = *engine_.graph().routers[router].process;
    if (process.default_metric) return process.default_metric;
    if (const auto maker = MakerOf(route.prefix)) {
      const eigrp::Entry* entry = engine_.EntryOf(*maker, route.prefix, scratch_);
      return entry == nullptr ? std::nullopt : std::optional(entry->metric);
    }
    const bool by_interface =
        route.source == model::RouteSource::kConnected || route.source == model::RouteSource::kStatic;
    if (!by_interface) return std::nullopt;
    return route.interfaces.empty() ? kUsualPort : InterfaceMetric(route.interfaces[0]);
  }

  void Redistribute(std::uint32_t router, const EigrpRedistribution& redistribution) {
    const CompiledChain& chain = plan_.chains.at(&redistribution.policies);
    for (const TableRoute& route : reader_.routes()) {
      if (plan_.prefixes[route.prefix].family() != net::Family::kIpv4) continue;
      if (!Fits(route, redistribution, router)) continue;
      const std::optional<EigrpMetric> metric = MetricOf(route, redistribution, router);
      if (!metric) continue;
      const RedistributionResult result = JudgeByPolicy(plan_, selection_.table(), route, chain, policies_);
      if (result.doubtful || route.ambiguous) doubted_.push_back(route.prefix);
      if (!result.accepted || route.possible) continue;
      injected_.push_back({.router = router,
                           .prefix = route.prefix,
                           .metric = *metric,
                           .source = route.source,
                           .tag = result.tag.value_or(route.tag),
                           .doubtful = result.doubtful || route.ambiguous,
                           .span = redistribution.span,
                           .more_span = route.span});
    }
  }

  const EnginePlan& plan_;
  const Selection& selection_;
  const eigrp::EigrpEngine& engine_;
  eigrp::EigrpScratch& scratch_;
  PolicyMemory& policies_;
  std::vector<Injected>& injected_;
  std::vector<PrefixIndex>& doubted_;
  RouteReader reader_;
};

}  // namespace

void CollectEigrp(const EnginePlan& plan, const Selection& selection, const eigrp::EigrpEngine& engine,
                  eigrp::EigrpScratch& scratch, PolicyMemory& policies,
                  std::vector<eigrp::Injected>& injected, std::vector<PrefixIndex>& doubted) {
  EigrpInjector(plan, selection, engine, scratch, policies, injected, doubted).Run();
}

}  // namespace ringfence::routing
