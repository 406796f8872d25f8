// What routers inject into OSPF: redistributed routes and default routes, read off the selected routes of the
// table (a route that another source beats is not redistributed).

#include "routing/registry_ospf_inject.h"

#include <algorithm>

#include "routing/links.h"
#include "routing/registry_ospf.h"
#include "routing/registry_routes.h"

namespace ringfence::routing {
namespace {

using ospf::External;
using ospf::OspfProcess;
using ospf::Redistribution;
using ospf::RedistributionSource;

/// Length of the class of an address, for `redistribute` without `subnets`.
std::uint8_t ClassfulLength(const net::IpAddress& address) {
  const std::uint32_t first = address.v4() >> 24;
  if (first < 128) return 8;
  return first < 192 ? 16 : 24;
}

/// What policies make of a route.
struct Judged {
  bool accepted = true;
  bool doubtful = false;
  bool names_default = false;  ///< the policy accepts a default route by name
  std::optional<std::uint32_t> metric, tag;
  std::optional<ospf::ExternalType> type;
  bool judged = false;  ///< some policy looked at it
};

class Injector {
 public:
  Injector(const EnginePlan& plan, const Selection& selection, PolicyMemory& policies,
           std::vector<External>& externals, std::vector<PrefixIndex>& doubted)
      : plan_(plan),
        table_(selection.table()),
        selection_(selection),
        policies_(policies),
        externals_(externals),
        doubted_(doubted),
        reader_(plan, selection) {}

  void Run() {
    for (std::uint32_t router : plan_.ospf.graph().routers_of_table[table_.index()]) {
      const OspfProcess& process = *plan_.ospf.graph().routers[router].process;
      if (process.default_origination) Default(router, process);
      const std::size_t first = externals_.size();
      for (const Redistribution& redistribution : process.redistributions)
        Redistribute(router, process, redistribution);
      for (const ospf::ExternalSummary& summary : process.external_summaries)
        Summarise(router, summary, first);
    }
  }

 private:
  const DeviceConfig& config() const { return plan_.ConfigOf(table_); }

  /// The route was made by this process itself.
  bool IsOwn(std::uint32_t router, PrefixIndex prefix) const {
    const Candidate& candidate = selection_.best()[prefix];
    return IsOspf(candidate.protocol) && RouterOf(candidate.source) == router;
  }

  void Default(std::uint32_t router, const OspfProcess& process) {
    const ospf::DefaultOrigination& origination = *process.default_origination;
    const PrefixIndex all = plan_.prefixes.Find(net::Prefix::Default(process.family));
    const Candidate& held = selection_.best()[all];
    if (!origination.always && (!held.present || IsOwn(router, all))) return;
    if (!origination.always && held.ambiguous) doubted_.push_back(all);
    base::Span more;
    if (!origination.always && held.protocol == Protocol::kStatic)
      more = plan_.tables[table_.index()].statics[held.source].route->span;
    External external{router, all, origination.metric, origination.type, origination.tag, std::nullopt,
                      {},     {}};
    external.span = origination.span;
    external.more_span = more;
    if (EdgeOf(router) != nullptr) external.down = ospf::DownBit::kUnsure;
    externals_.push_back(external);
  }

  bool Fits(const Redistribution& redistribution, const TableRoute& route, std::uint32_t router) const {
    if (!FitsSource(route, redistribution.source, redistribution.process) || IsOwn(router, route.prefix))
      return false;
    return route.kind != RouteKind::kBgpInternal || redistribution.bgp_internal;
  }

  Judged JudgeByPolicies(const Redistribution& redistribution, const TableRoute& route) {
    const RedistributionResult result =
        JudgeByPolicy(plan_, table_, route, plan_.chains.at(&redistribution.policies), policies_);
    Judged judged{.accepted = result.accepted,
                  .doubtful = result.doubtful,
                  .names_default = true,
                  .metric = result.metric,
                  .tag = result.tag,
                  .type = {},
                  .judged = true};
    if (result.metric_type)
      judged.type = static_cast<ospf::ExternalType>(std::clamp(*result.metric_type, 1U, 2U));
    return judged;
  }

  void Redistribute(std::uint32_t router, const OspfProcess& process, const Redistribution& redistribution) {
    for (const TableRoute& route : reader_.routes()) {
      const net::Prefix& prefix = plan_.prefixes[route.prefix];
      if (prefix.family() != process.family || !Fits(redistribution, route, router)) continue;
      if (redistribution.classful_only && prefix.length != ClassfulLength(prefix.address)) continue;
      if (redistribution.source == RedistributionSource::kConnected && redistribution.skip_own_interfaces &&
          LiesOnOwnInterface(router, route)) {
        continue;
      }
      if (process.export_filter && !ospf::Permits(*process.export_filter, prefix)) continue;
      const Judged judged =
          redistribution.policies.empty() ? Judged{.accepted = true} : JudgeByPolicies(redistribution, route);
      // A default is redistributed only where a policy names it; else it takes default origination.
      if (prefix.length == 0 && !judged.names_default) continue;
      if (judged.doubtful || route.ambiguous) doubted_.push_back(route.prefix);
      if (judged.accepted && !route.possible) Add(router, redistribution, judged, route);
    }
  }

  /// Puts the summary in the place of its parts, which stand from `first` on.
  void Summarise(std::uint32_t router, const ospf::ExternalSummary& summary, std::size_t first) {
    const auto parts = std::ranges::stable_partition(
        externals_.begin() + static_cast<std::ptrdiff_t>(first), externals_.end(), [&](const External& one) {
          const net::Prefix& prefix = plan_.prefixes[one.prefix];
          return one.summary || prefix.length == 0 || !summary.prefix.Contains(prefix);
        });
    // Its parts may make it, or a part may be missing that made it.
    const auto doubted = std::ranges::any_of(doubted_, [&](PrefixIndex part) {
      return summary.prefix.Contains(plan_.prefixes[part]) && plan_.prefixes[part].length != 0;
    });
    if (doubted) doubted_.push_back(plan_.prefixes.Find(summary.prefix));
    if (parts.empty()) return;
    External whole;
    whole.router = router;
    whole.prefix = plan_.prefixes.Find(summary.prefix);
    whole.metric = summary.metric;
    whole.type = std::ranges::max(parts, {}, &External::type).type;
    whole.tag = summary.tag;
    whole.span = summary.span;
    whole.more_span = parts.front().span;
    whole.doubtful = std::ranges::any_of(parts, &External::doubtful);
    if (EdgeOf(router) != nullptr) whole.down = ospf::DownBit::kUnsure;
    externals_.erase(parts.begin(), parts.end());
    if (summary.advertise) externals_.push_back(whole);
  }

  bool LiesOnOwnInterface(std::uint32_t router, const TableRoute& route) const {
    return std::ranges::any_of(route.interfaces, [&](std::string_view name) {
      return plan_.ospf.RunsOn(router, model::FindInterface(config().device, name));
    });
  }

  void Add(std::uint32_t router, const Redistribution& redistribution, const Judged& judged,
           const TableRoute& route) {
    External external;
    external.router = router;
    external.prefix = route.prefix;
    external.metric = judged.metric.value_or(redistribution.metric.value_or(route.metric));
    external.type = judged.type.value_or(redistribution.type);
    external.tag = redistribution.tag;
    if (!external.tag && route.tag != 0) external.tag = route.tag;
    if (judged.tag) external.tag = judged.tag;
    external.forwarding = ForwardingOf(router, route);
    external.span = redistribution.span;
    external.more_span = route.span;
    if (plan_.ospf.graph().routers[router].may_check_down) external.down = ospf::DownBit::kUnsure;
    if (EdgeOf(router) != nullptr) FollowVpn(router, redistribution, judged, route, external);
    externals_.push_back(external);
  }

  const ospf::VpnEdge* EdgeOf(std::uint32_t router) const { return plan_.ospf.graph().routers[router].edge; }

  /// RFC 4577 sections 4.2.5 and 4.2.8: what a provider edge makes of a route. Which routes that came by no
  /// VPN it marks as well differs between systems.
  void FollowVpn(std::uint32_t router, const Redistribution& redistribution, const Judged& judged,
                 const TableRoute& route, External& external) {
    external.doubtful = route.ambiguous;
    const std::optional<OspfOrigin> origin = selection_.OriginOf(route.prefix);
    if (!origin) {
      external.down = ospf::DownBit::kUnsure;
      return;
    }
    const ospf::Router& facts = plan_.ospf.graph().routers[router];
    external.down = facts.edge->sets_down ? ospf::DownBit::kSet : ospf::DownBit::kClear;
    if ((redistribution.plain || !redistribution.tag) && !judged.tag) external.tag = facts.vpn_tag;
    if (!origin->type) {
      external.doubtful = external.doubtful || !origin->domain_known;
      return;
    }
    // Whether a metric or type that is written for all goes before that of the other site is not known.
    if (!redistribution.plain || judged.type) external.doubtful = true;
    if (!judged.metric) external.metric = route.metric;
    external.loose_cost = !facts.edge->metric_is_med || judged.metric.has_value() || route.metric == 0;
    const bool internal = *origin->type == OspfRouteType::kIntra || *origin->type == OspfRouteType::kInter;
    if (!internal) {
      external.type = origin->type2 ? ospf::ExternalType::kType2 : ospf::ExternalType::kType1;
      return;
    }
    const bool known = facts.edge->domain_known && origin->domain_known;
    const DomainMatch match = MatchDomain(facts.edge->domain_ids, origin->domain);
    external.doubtful = external.doubtful || !known || match == DomainMatch::kUnsure;
    external.summary = match == DomainMatch::kSame;
    if (!external.summary) external.loose_cost = true;
    if (external.summary) {
      external.tag.reset();
      external.forwarding.reset();
    }
  }

  /// RFC 2328 section 12.4.4.1: when the next hop stands on a segment that runs OSPF, others send there
  /// directly. The next hop as configured: a recursive one is only found by this router's own table.
  std::optional<net::IpAddress> ForwardingOf(std::uint32_t router, const TableRoute& route) const {
    if (route.interfaces.size() != 1 || !route.next_hop || !IsConfiguredNextHop(route)) return std::nullopt;
    if (IsLinkLocal(*route.next_hop)) return std::nullopt;
    for (const ospf::OspfInterface& ospf : plan_.ospf.graph().routers[router].process->interfaces) {
      const bool shared =
          ospf.type == ospf::NetworkType::kBroadcast || ospf.type == ospf::NetworkType::kNonBroadcast;
      if (ospf.name == route.interfaces[0] && !ospf.passive && shared) return route.next_hop;
    }
    return std::nullopt;
  }

  bool IsConfiguredNextHop(const TableRoute& route) const {
    if (route.source != model::RouteSource::kStatic) return route.source == model::RouteSource::kBgp;
    const Candidate& best = selection_.best()[route.prefix];
    return plan_.tables[table_.index()].statics[best.source].route->next_hop == route.next_hop;
  }

  const EnginePlan& plan_;
  TableId table_;
  const Selection& selection_;
  PolicyMemory& policies_;
  std::vector<External>& externals_;
  std::vector<PrefixIndex>& doubted_;
  RouteReader reader_;
};

}  // namespace

void CollectExternals(const EnginePlan& plan, const Selection& selection, PolicyMemory& policies,
                      std::vector<ospf::External>& externals, std::vector<PrefixIndex>& doubted) {
  Injector(plan, selection, policies, externals, doubted).Run();
}

}  // namespace ringfence::routing
