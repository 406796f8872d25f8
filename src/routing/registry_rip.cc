#include "routing/registry_rip.h"

#include <algorithm>

namespace ringfence::routing {
namespace {

/// ShareKey::owner; no router number and not BGP's.
constexpr std::uint64_t kRipOwner = ~std::uint64_t{3};

}  // namespace

std::size_t RipTables::KeptOf(std::uint32_t router, const rip::Entry& entry) const {
  const std::size_t most = std::max(1U, engine_.graph().routers[router].process->max_paths);
  return std::min(entry.hops.size(), most);
}

void RipTables::Offer(TableId table, std::vector<TableOffer>& offers) {
  for (const std::uint32_t router : engine_.graph().routers_of_table[table.index()]) {
    const std::uint32_t distance = engine_.graph().routers[router].process->distance;
    for (const rip::Destination& destination : engine_.DestinationsOf(scratch_)) {
      const rip::Entry& entry = destination.entries[router];
      if (entry.origin != rip::Origin::kLearnt) continue;
      // Among equals the device keeps those it heard first.
      const bool chooses = entry.hop_open || KeptOf(router, entry) < entry.hops.size();
      offers.push_back({destination.prefix,
                        {distance, entry.metric, Protocol::kRip, true,
                         chooses || entry.doubtful || !destination.settled, router}});
    }
  }
}

void RipTables::HopsOf(TableId, PrefixIndex prefix, const Candidate& candidate,
                       std::vector<ProtocolHop>& hops) {
  const rip::Entry* entry = engine_.EntryOf(candidate.source, prefix, scratch_);
  if (entry == nullptr) return;
  const rip::Graph& graph = engine_.graph();
  for (std::size_t i = 0; i < KeptOf(candidate.source, *entry); ++i) {
    const rip::Hop& hop = entry->hops[i];
    hops.push_back({hop.gateway, graph.ports[graph.edges[hop.edge].from].interface, false, {}});
  }
}

std::optional<std::uint32_t> RipTables::TagOf(TableId, PrefixIndex prefix, const Candidate& candidate) {
  const rip::Entry* entry = engine_.EntryOf(candidate.source, prefix, scratch_);
  return entry == nullptr || entry->tag == 0 ? std::nullopt : std::optional(entry->tag);
}

std::string_view RipTables::ProcessOf(TableId, PrefixIndex, const Candidate& candidate) const {
  return engine_.graph().routers[candidate.source].process->id;
}

void RipTables::Explain(TableId, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) {
  const rip::Explanation explanation = engine_.Explain(candidate.source, prefix, scratch_);
  reason.spans.insert(explanation.spans.begin(), explanation.spans.end());
  reason.origins.insert(explanation.origins.begin(), explanation.origins.end());
}

ShareKey RipTables::ShareKeyOf(TableId, PrefixIndex prefix, const Candidate& candidate) const {
  const rip::Entry* entry = engine_.EntryOf(candidate.source, prefix, scratch_);
  return entry == nullptr ? ShareKey() : ShareKey{entry->hop_set, kRipOwner};
}

}  // namespace ringfence::routing
