// Selected routes as rows of printed tables: a route with the hops that its protocol names, and what each of
// them leads to. Routes of a table that have their hops in common share them (ShareKey). Cost: the hops.

#include <algorithm>
#include <utility>
#include <vector>

#include "routing/registry_tables.h"

namespace ringfence::routing {

void Selection::AddStaticRibHops(PrefixIndex prefix, Rib& rib) const {
  const Candidate best = At(prefix);
  for (std::size_t i = 0; i < tables().statics.size(); ++i) {
    if (tables().statics[i].prefix != prefix || !SameStatic(best, i)) continue;
    const static_routes::StaticRoute& route = *tables().statics[i].route;
    if (route.discard) {
      rib.AddHop({std::nullopt, {}, true}, {});
    } else {
      const bool on_link = statics_[i].hops.size() == 1 && statics_[i].hops[0].gateway == route.next_hop;
      rib.AddHop({route.next_hop, on_link ? statics_[i].hops[0].interface : model::InterfaceIndex(), false},
                 statics_[i].hops);
    }
  }
}

void Selection::AddRibHops(PrefixIndex prefix, Rib& rib) const {
  if (At(prefix).protocol == Protocol::kStatic) return AddStaticRibHops(prefix, rib);
  protocol_hops_.clear();
  ProtocolHopsOf(prefix, protocol_hops_);
  const bool recursive = std::ranges::any_of(
      protocol_hops_, [](const ProtocolHop& hop) { return !hop.discard && !hop.interface.valid(); });
  hops_.clear();
  if (!recursive) {
    HopsOf(prefix, hops_);
    for (const NextHop& hop : hops_) {
      const NextHop* resolved = hop.discard ? nullptr : &hop;
      rib.AddHop({hop.gateway, hop.interface, hop.discard}, {resolved, resolved == nullptr ? 0U : 1U});
    }
    return;
  }
  through_bgp_ = false;
  for (const ProtocolHop& hop : protocol_hops_) {
    std::vector<ProtocolHop> level = {hop};
    FollowElsewhere(prefix, 0, level);
    hops_.clear();
    Resolve(prefix, std::move(level), hops_);
    rib.AddHop({hop.gateway, hop.interface, hop.discard}, hops_);
  }
}

bool Selection::AddRibRow(PrefixIndex prefix, const Candidate& best, bool externals_unstable,
                          Rib& rib) const {
  if (best.phantom) {
    rib.AddPossible(plan_->prefixes[prefix]);
    return false;
  }
  if (reads_ != nullptr) reads_->Begin(prefix);
  rib.Add({plan_->prefixes[prefix], best.protocol, Shaky(prefix, externals_unstable), best.metric,
           best.distance, TagOf(prefix), 0, 0, best.source});
  return true;
}

void Selection::WriteRow(PrefixIndex prefix, Rib& rib) const {
  const Candidate best = At(prefix);
  if (!best.present || !AddRibRow(prefix, best, false, rib)) return;
  const ShareKey key = ShareKeyOf(prefix);
  const auto known = std::ranges::find(rows_written_, key, &std::pair<ShareKey, std::size_t>::first);
  if (key.valid() && known != rows_written_.end()) return rib.ShareHops(rib.routes()[known->second]);
  AddRibHops(prefix, rib);
  if (key.valid() && !through_bgp_) rows_written_.emplace_back(key, rib.routes().size() - 1);
}

void Selection::WriteRib(Rib& rib, bool externals_unstable, RowReads& reads) const {
  reads_ = &reads;
  WriteRib(rib, externals_unstable);
  reads_ = nullptr;
  reads.End();
}

void Selection::WriteRib(Rib& rib, bool externals_unstable) const {
  rib.Clear();
  written_.clear();
  for (const PrefixIndex i : rows_) {
    if (!AddRibRow(i, best_[i], externals_unstable, rib)) continue;
    const ShareKey key = ShareKeyOf(i);
    const auto [known, added] =
        key.valid() ? written_.try_emplace(key, rib.routes().size() - 1) : std::pair(written_.end(), true);
    if (added) {
      AddRibHops(i, rib);
      if (through_bgp_ && key.valid()) written_.erase(known);
    } else {
      rib.ShareHops(rib.routes()[known->second]);
      if (reads_ != nullptr) reads_->AddThoseOf(known->second);
    }
  }
}

}  // namespace ringfence::routing
