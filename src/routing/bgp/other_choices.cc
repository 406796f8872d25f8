// Entries of tables that may not be those of a remembered state.
//
// An entry is a function of what its speaker has chosen for the prefix, of the facts of the channels that the
// chosen routes came by, and of whether the prefix came to rest (entries.cc). Channels that are compared have
// the same facts under other numbers (recall.cc). So where a speaker has chosen the same routes, by the same
// channels, with the same doubt, its entry is the same. For a prefix that stands in memory nobody has to be
// asked: all have chosen what they chose, but those that lost all their channels. Cost: a comparison for each
// speaker and prefix that was settled again.

#include <algorithm>

#include "routing/bgp/bgp_engine.h"
#include "routing/bgp/recall.h"

namespace ringfence::routing::bgp {
namespace {

const PrefixResult kNobody;

const PackedChoice& ChoiceOf(const PrefixResult& result, std::uint32_t speaker) {
  static const PackedChoice kNone;
  return result.choices.empty() ? kNone : result.choices[speaker];
}

}  // namespace

bool Recall::SameChoice(const PrefixResult& then, const PrefixResult& now, std::uint32_t speaker) const {
  const PackedChoice& a = ChoiceOf(then, speaker);
  const PackedChoice& b = ChoiceOf(now, speaker);
  if (a.route_count != b.route_count || a.ambiguous != b.ambiguous || a.doubtful != b.doubtful) return false;
  for (std::uint32_t i = 0; i < a.route_count; ++i) {
    BgpRoute route = then.routes[a.first + i];
    if (route.channel != kNone) {
      route.channel = channel_now_[route.channel];
      if (route.channel == kNone) return false;
    }
    if (!(route == now.routes[b.first + i])) return false;
  }
  return true;
}

void Recall::AddOtherChoices(PrefixIndex prefix, const FamilyState& now,
                             std::vector<std::uint32_t>& speakers) const {
  if (Stands(prefix)) return;
  const PrefixResult& then = memories_[prefix].result == nullptr ? kNobody : *memories_[prefix].result;
  const PrefixResult& here = now.ResultOf(prefix);
  const auto count = static_cast<std::uint32_t>(std::max(then.choices.size(), here.choices.size()));
  const bool along = here.along == &then && then.unstable == here.unstable;
  for (std::uint32_t s = 0; s < count; ++s) {
    // Who acted for itself has its choice behind those that were taken over.
    if (along && here.choices[s].first < here.along_count) continue;
    if (then.unstable != here.unstable || !SameChoice(then, here, s)) speakers.push_back(s);
  }
}

bool BgpEngine::AddOtherEntries(const BgpScratch& scratch, ChangedRows& changed) const {
  if (scratch.recalls == nullptr) return false;
  std::vector<std::uint32_t> others;
  for (std::size_t f = 0; f < scratch.families.size(); ++f) {
    const FamilyState& state = scratch.families[f];
    const Recall& recall = scratch.recalls->of_family[f];
    // What VRFs take from each other is not remembered.
    if (!vpn(state.family).empty()) return false;
    // Without any that may wait nothing was compared with the memory.
    if (scratch.waiting[f] == nullptr || !recall.KnowsChoices(state)) return false;
    for (const std::uint32_t speaker : recall.Silent())
      changed.whole.push_back(plan_.speakers()[speaker].table);
    for (PrefixIndex prefix = 0; prefix < prefixes_.size(); ++prefix) {
      others.clear();
      recall.AddOtherChoices(prefix, state, others);
      for (const std::uint32_t speaker : others)
        changed.rows.emplace_back(plan_.speakers()[speaker].table, prefix);
    }
  }
  return true;
}

}  // namespace ringfence::routing::bgp
