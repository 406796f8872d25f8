// A leak copies routes as they are selected in another table of the device; packets that follow a copy leave
// by the interfaces of the other table. A copy is never copied on: systems look at the routes a table has of
// its own. The own addresses of the other table are not copied either; their subnets are.

#include "routing/registry_leaks.h"

#include <algorithm>

#include "routing/registry_routes.h"

namespace ringfence::routing {
namespace {

const VrfConfig* ConfigOf(const EnginePlan& plan, TableId table) {
  const auto& vrfs = plan.ConfigOf(table).vrfs;
  const auto found = std::ranges::find(vrfs, plan.network.tables()[table.index()].vrf, &VrfConfig::name);
  return found == vrfs.end() ? nullptr : &*found;
}

/// Calls `use(table, leak)` for every table of the source's node that copies from it.
template <class Use>
void ForEachLeak(const EnginePlan& plan, TableId source, Use use) {
  const TableOwner& owner = plan.network.tables()[source.index()];
  for (std::size_t t = plan.network.MainTable(owner.node).index();
       t < plan.network.tables().size() && plan.network.tables()[t].node == owner.node; ++t) {
    const VrfConfig* config = ConfigOf(plan, TableId(t));
    if (config == nullptr || TableId(t) == source) continue;
    for (const VrfLeak& leak : config->leaks) {
      if (!leak.through_bgp && leak.from_vrf == owner.vrf) use(TableId(t), leak);
    }
  }
}

}  // namespace

LeakTables::LeakTables(const EnginePlan& plan, PolicyMemory& policies, const ProtocolSet& protocols)
    : plan_(plan), policies_(policies), protocols_(protocols), copies_(plan.tables.size()) {}

bool LeakTables::IsSource(const EnginePlan& plan, TableId table) {
  bool source = false;
  ForEachLeak(plan, table, [&source](TableId, const VrfLeak&) { source = true; });
  return source;
}

bool LeakTables::Observe(const Selection& selection) {
  bool changed = false;
  ForEachLeak(plan_, selection.table(), [&](TableId receiver, const VrfLeak& leak) {
    const std::vector<Copy> next = CopiesOf(selection, leak);
    std::vector<Copy>& copies = copies_[receiver.index()];
    std::vector<Copy> kept;
    std::ranges::copy_if(copies, std::back_inserter(kept),
                         [&](const Copy& copy) { return copy.leak != &leak; });
    if (kept.size() + next.size() == copies.size() &&
        std::ranges::equal(next, copies, [](const Copy& a, const Copy& b) { return a == b; })) {
      return;
    }
    kept.insert(kept.end(), next.begin(), next.end());
    std::ranges::stable_sort(kept, {}, [](const Copy& copy) { return std::pair(copy.leak, copy.prefix); });
    changed = changed || kept != copies;
    copies = std::move(kept);
  });
  return changed;
}

std::vector<LeakTables::Copy> LeakTables::CopiesOf(const Selection& selection, const VrfLeak& leak) {
  const RouteReader reader(plan_, selection);
  std::vector<Copy> copies;
  for (const TableRoute& route : reader.routes()) {
    const Candidate& best = selection.best()[route.prefix];
    if (best.protocol == Protocol::kLeaked || plan_.prefixes[route.prefix].family() != leak.family) continue;
    if (!leak.sources.empty() && std::ranges::find(leak.sources, route.source) == leak.sources.end())
      continue;
    Copy copy{selection.table(), &leak, route.prefix, best, {}, {}, route.span};
    if (!leak.policies.empty()) {
      const RedistributionResult result =
          JudgeByPolicy(plan_, selection.table(), route, plan_.chains.at(&leak.policies), policies_);
      if (!result.accepted && !result.doubtful) continue;
      copy.candidate.phantom = best.phantom || !result.accepted;
      copy.candidate.ambiguous = best.ambiguous || result.doubtful;
    }
    if (!copy.candidate.phantom) {
      copy.tag = selection.TagOf(route.prefix);
      selection.HopsOf(route.prefix, copy.hops);
    }
    copies.push_back(std::move(copy));
  }
  return copies;
}

void LeakTables::Offer(TableId table, std::vector<TableOffer>& offers) {
  const std::vector<Copy>& copies = copies_[table.index()];
  for (std::uint32_t i = 0; i < copies.size(); ++i) {
    Candidate candidate = copies[i].candidate;
    candidate.protocol = Protocol::kLeaked;
    candidate.source = i;
    offers.push_back({copies[i].prefix, candidate});
  }
}

void LeakTables::HopsOf(TableId table, PrefixIndex, const Candidate& candidate,
                        std::vector<ProtocolHop>& hops) {
  for (const NextHop& hop : copies_[table.index()][candidate.source].hops)
    hops.push_back({hop.gateway, hop.interface, hop.discard, {}});
}

std::optional<std::uint32_t> LeakTables::TagOf(TableId table, PrefixIndex, const Candidate& candidate) {
  return copies_[table.index()][candidate.source].tag;
}

void LeakTables::Explain(TableId table, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) {
  const Copy& copy = copies_[table.index()][candidate.source];
  reason.spans.insert(copy.leak->span);
  reason.spans.insert(copy.span);
  reason.origins.insert(plan_.network.tables()[table.index()].node);
  TableProtocol* protocol = protocols_.Of(copy.candidate.protocol);
  if (protocol != nullptr) protocol->Explain(copy.from, prefix, copy.candidate, reason);
}

}  // namespace ringfence::routing
