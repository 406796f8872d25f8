// What tables tell RIP: redistributed routes and default routes, read off the selected routes, and prefixes
// that RIP learnt while the table holds them from elsewhere.
//
// Most systems announce what they install, so such a prefix is withheld. On those that announce all that RIP
// knows, a redistributed route takes the place of what RIP learnt, also when its policy lets nothing out:
// only prefixes that no statement covers stay announced. There a source of greater distance whose routes are
// redistributed would have kept RIP out of the table had it come first: such an entry is shaky.

#include "routing/registry_rip_inject.h"

#include <algorithm>

#include "routing/registry_routes.h"

namespace ringfence::routing {
namespace {

using rip::Injected;
using rip::RipProcess;
using rip::RipRedistribution;

class RipInjector {
 public:
  RipInjector(const EnginePlan& plan, const Selection& selection, rip::RipScratch& scratch,
              PolicyMemory& policies, std::vector<Injected>& injected, std::vector<PrefixIndex>& doubted)
      : plan_(plan),
        selection_(selection),
        scratch_(scratch),
        policies_(policies),
        injected_(injected),
        doubted_(doubted),
        reader_(plan, selection) {}

  void Run() {
    for (const std::uint32_t router : plan_.rip.graph().routers_of_table[selection_.table().index()]) {
      const RipProcess& process = *plan_.rip.graph().routers[router].process;
      if (process.default_origination) Default(router, process);
      for (const RipRedistribution& redistribution : process.redistributions)
        Redistribute(router, process, redistribution);
      Withhold(router, process);
      if (process.announces_uninstalled) NoteRivals(router, process);
    }
  }

 private:
  /// The route was made by this process itself.
  bool IsOwn(std::uint32_t router, PrefixIndex prefix) const {
    const Candidate& best = selection_.best()[prefix];
    return best.protocol == Protocol::kRip && best.source == router;
  }

  void Default(std::uint32_t router, const RipProcess& process) {
    const PrefixIndex all = plan_.prefixes.Find(net::Prefix::Default(process.family));
    const Candidate& held = selection_.best()[all];
    if (!process.default_origination_always && (!held.present || IsOwn(router, all))) return;
    if (!process.default_origination_always && held.ambiguous) doubted_.push_back(all);
    injected_.push_back({.router = router, .prefix = all, .span = process.span});
  }

  std::vector<rip::Way> WaysOf(PrefixIndex prefix) const {
    std::vector<ProtocolHop> hops;
    selection_.ProtocolHopsOf(prefix, hops);
    std::vector<rip::Way> ways;
    for (const ProtocolHop& hop : hops) {
      if (hop.interface.valid()) ways.push_back({hop.interface, hop.gateway});
    }
    return ways;
  }

  bool Fits(const TableRoute& route, const RipProcess& process, const RipRedistribution& redistribution,
            std::uint32_t router) const {
    if (plan_.prefixes[route.prefix].family() != process.family || IsOwn(router, route.prefix)) return false;
    if (route.kind == RouteKind::kBgpInternal && !redistribution.bgp_internal) return false;
    return FitsSource(route, redistribution.source, redistribution.process);
  }

  void Redistribute(std::uint32_t router, const RipProcess& process,
                    const RipRedistribution& redistribution) {
    const CompiledChain& chain = plan_.chains.at(&redistribution.policies);
    for (const TableRoute& route : reader_.routes()) {
      if (!Fits(route, process, redistribution, router)) continue;
      const RedistributionResult result = JudgeByPolicy(plan_, selection_.table(), route, chain, policies_);
      if (result.doubtful || route.ambiguous) doubted_.push_back(route.prefix);
      if (!result.accepted || route.possible) continue;
      injected_.push_back({.router = router,
                           .prefix = route.prefix,
                           .metric = result.metric.value_or(redistribution.metric.value_or(1)),
                           .tag = result.tag.value_or(route.tag),
                           .doubtful = result.doubtful || route.ambiguous,
                           .ways = WaysOf(route.prefix),
                           .span = redistribution.span,
                           .more_span = route.span});
    }
  }

  void Withhold(std::uint32_t router, const RipProcess& process) {
    for (const TableRoute& route : reader_.routes()) {
      const rip::Entry* entry = plan_.rip.EntryOf(router, route.prefix, scratch_);
      if (entry == nullptr || entry->origin != rip::Origin::kLearnt || IsOwn(router, route.prefix)) continue;
      const bool covered = std::ranges::any_of(process.redistributions, [&](const RipRedistribution& r) {
        return Fits(route, process, r, router);
      });
      if (process.announces_uninstalled && !covered) continue;
      injected_.push_back({.router = router, .prefix = route.prefix, .kind = Injected::Kind::kWithheld});
    }
  }

  void NoteRivals(std::uint32_t router, const RipProcess& process) {
    const auto takes = [&](model::RouteSource source) {
      return std::ranges::find(process.redistributions, source, &RipRedistribution::source) !=
             process.redistributions.end();
    };
    const auto note = [&](PrefixIndex prefix) {
      if (IsOwn(router, prefix))
        injected_.push_back({.router = router, .prefix = prefix, .kind = Injected::Kind::kShaky});
    };
    for (const TableOffer& offer : selection_.offers()) {
      if (offer.candidate.protocol != Protocol::kRip && takes(SourceOf(offer.candidate.protocol)))
        note(offer.prefix);
    }
    if (!takes(model::RouteSource::kStatic)) return;
    const auto& statics = plan_.tables[selection_.table().index()].statics;
    for (std::size_t i = 0; i < statics.size(); ++i) {
      if (selection_.statics()[i].active) note(statics[i].prefix);
    }
  }

  const EnginePlan& plan_;
  const Selection& selection_;
  rip::RipScratch& scratch_;
  PolicyMemory& policies_;
  std::vector<Injected>& injected_;
  std::vector<PrefixIndex>& doubted_;
  RouteReader reader_;
};

}  // namespace

void CollectRip(const EnginePlan& plan, const Selection& selection, rip::RipScratch& scratch,
                PolicyMemory& policies, std::vector<rip::Injected>& injected,
                std::vector<PrefixIndex>& doubted) {
  RipInjector(plan, selection, scratch, policies, injected, doubted).Run();
}

}  // namespace ringfence::routing
