// Could the speakers have settled otherwise?
//
// Problem: where more than one state is stable, the order of events decides, and no configuration contains
// it. Asking for another stable state is NP-complete in general (Griffin, Shepherd, Wilfong 2002). Idea, in
// two halves. First a proof that there is none: when all sessions are external, nothing is compared before
// the length of paths but what is equal everywhere, and each session makes paths longer, then what speakers
// choose whose best path has length n follows from what those choose that have a shorter one, so by induction
// there is one outcome; filters may look at anything. The same holds for a prefix whose routes all get one
// preference at each speaker (policy_bounds.cc): policies for other prefixes do not count, a router at the
// edge may rank all that it hears alike, and neighbours that can have the prefix by the speaker alone tell it
// nothing that it takes: the first policy that rewrites numbers on their way would be met at a speaker that
// could have the route without itself, and of such nothing is claimed. That is so in fabrics and most plain
// networks and costs a look at the configuration. Where it does not hold for a
// prefix because of preferences alone, bounds_proof.cc bounds how good routes can get; elsewhere
// uniqueness.cc settles speakers by the routes that the prefix really has. Without a proof other orders are
// tried: from the last speaker on, all in lockstep, each speaker late that ranks some route by more than its
// path, because two states differ in who was heard first by somebody with preferences, and where there are
// such speakers some orders drawn by numbers. This finds the known gadgets; a state that none of the orders
// reaches stays unknown. In a state with less channels the order that ended elsewhere before is tried first:
// the answer does not depend on which of them comes first. Cost: a computation of the prefix for each order.

#include <algorithm>

#include "routing/bgp/bgp_engine.h"
#include "routing/bgp/bounds_proof.h"
#include "routing/bgp/convergence.h"
#include "routing/bgp/prefix_workers.h"
#include "routing/bgp/recall.h"
#include "routing/bgp/support.h"
#include "routing/bgp/transfer.h"
#include "routing/bgp/uniqueness.h"
#include "routing/bgp/vpn_exchange.h"
#include "routing/bgp/waiting.h"

namespace ringfence::routing::bgp {

bool Convergence::LengthRanks() {
  if (exchange_ != nullptr) return false;
  numbers_stay_ = std::ranges::none_of(exports_table_, [](std::uint8_t exports) { return exports != 0; });
  for (const Channel& channel : state_.channels) {
    if (channel.kind != SessionKind::kEbgp || channel.family->weight) return false;
    if (scratch_.import_classes[channel.import_class].chain.sets_rank &&
        (ranking_.empty() || ranking_.back() != channel.speaker)) {
      ranking_.push_back(channel.speaker);
    }
    if (channel.from_outside()) continue;  // what it says stands whatever the order
    numbers_stay_ = numbers_stay_ && !channel.family->as_override;
    const ExportClass& out = scratch_.export_classes[channel.export_class];
    if (out.all_paths || out.chain.sets_rank || channel.family->conditional ||
        channel.family->remove_private != RemovePrivate::kNo) {
      return false;
    }
  }
  for (const OutsideNeighbor* outside : plan_.outside()) {
    if (std::ranges::any_of(outside->paths, &AnnouncedPath::imported)) return false;
  }
  return std::ranges::all_of(plan_.speakers(), [](const Speaker& speaker) {
    const DecisionRules& rules = speaker.config->decision;
    return !rules.ignore_as_path_length && !rules.table_distance_first;
  });
}

const PreferenceBounds& Convergence::PreferencesOf(std::uint32_t import_class, PrefixIndex prefix) {
  auto& known = scratch_.preferences;
  if (known.size() <= import_class) known.resize(import_class + 1);
  if (known[import_class].empty()) known[import_class].resize(prefixes_.size());
  std::optional<PreferenceBounds>& bounds = known[import_class][prefix];
  if (!bounds) {
    const ImportClass& at = scratch_.import_classes[import_class];
    bounds = PreferencesAfter(transfer_.ProgramOf(at.speaker), at.chain, prefixes_[prefix]);
  }
  return *bounds;
}

/// Numbers stay in paths here (LengthRanks), so a speaker takes nothing that came by itself.
bool Convergence::RefusesReturns(std::uint32_t speaker) const {
  const auto begin = state_.channels.begin();
  return plan_.speakers()[speaker].confederation == 0 &&
         std::all_of(begin + state_.first_channel[speaker], begin + state_.first_channel[speaker + 1],
                     [](const Channel& channel) {
                       return !channel.neighbor->local_as && channel.family->allow_own_as == 0;
                     });
}

/// Marks those to whom the prefix can come without `speaker`. REQUIRES: no speaker tells routes of its table.
void Convergence::MarkWithout(std::uint32_t speaker, PrefixIndex prefix) {
  is_told_.assign(plan_.speakers().size(), 0);
  std::vector<std::uint32_t> told;
  const auto tell = [&](std::uint32_t far) {
    if (far == speaker || is_told_[far] != 0) return;
    is_told_[far] = 1;
    told.push_back(far);
  };
  for (const LocalRoute& local : state_.local[prefix]) tell(local.speaker);
  if (!state_.announced.empty()) {
    for (const Announced& one : state_.announced[prefix]) tell(state_.channels[one.channel].speaker);
  }
  while (!told.empty()) {
    const std::uint32_t from = told.back();
    told.pop_back();
    for (std::uint32_t c = state_.first_channel[from]; c < state_.first_channel[from + 1]; ++c) {
      if (!state_.channels[c].from_outside()) tell(state_.channels[c].remote_speaker);
    }
  }
}

bool Convergence::RanksAlike(std::uint32_t speaker, PrefixIndex prefix) {
  const std::uint32_t usual = state_.config[speaker]->default_local_preference;
  const auto one_preference = [&](const auto& may_tell) {
    PreferenceBounds all;
    for (std::uint32_t c = state_.first_channel[speaker]; c < state_.first_channel[speaker + 1]; ++c) {
      const Channel& channel = state_.channels[c];
      if (may_tell(channel)) all.Merge(PreferencesOf(channel.import_class, prefix));
    }
    if (all.keeps) all.Merge({.lowest = usual, .highest = usual});
    return all.known && all.highest <= all.lowest ? std::optional(all) : std::nullopt;
  };
  const bool has_own = std::ranges::any_of(
      state_.local[prefix], [speaker](const LocalRoute& local) { return local.speaker == speaker; });
  const auto suffices = [&](const std::optional<PreferenceBounds>& all) {
    return all && (!has_own || all->highest <= usual);
  };
  if (suffices(one_preference([](const Channel&) { return true; }))) return true;
  if (!numbers_stay_ || !RefusesReturns(speaker)) return false;
  MarkWithout(speaker, prefix);
  return suffices(one_preference([this](const Channel& channel) {
    return channel.from_outside() || is_told_[channel.remote_speaker] != 0;
  }));
}

bool Convergence::LengthRanks(PrefixIndex prefix) {
  if (!length_ranks_) return false;
  // Who did not in another state often does not in this one.
  scratch_.ranks_apart.resize(prefixes_.size(), kNone);
  std::uint32_t& apart = scratch_.ranks_apart[prefix];
  if (std::ranges::binary_search(ranking_, apart) && !RanksAlike(apart, prefix)) return false;
  for (const std::uint32_t speaker : ranking_) {
    if (RanksAlike(speaker, prefix)) continue;
    apart = speaker;
    return false;
  }
  return true;
}

bool Convergence::OwnRoutesWin(PrefixIndex prefix) {
  if (!defaults_.empty() && defaults_.front() == prefix) return false;
  if (!aggregates_at_.empty() && !aggregates_at_[prefix].empty()) return false;
  for (const LocalRoute& local : state_.local[prefix]) {
    const PathAttributes& attributes = scratch_.pool[local.route.attributes];
    const std::uint32_t usual = state_.config[local.speaker]->default_local_preference;
    const bool by_weight =
        plan_.speakers()[local.speaker].config->decision.weight_first && attributes.weight != 0;
    const bool equal = LocalPreferenceOf(attributes, usual) == usual &&
                       scratch_.pool.FactsOf(attributes.as_path).length == 0;
    if (!by_weight && !equal) return false;
  }
  // A route of the table is told instead of the one of BGP, or when there is none: only the former is an own
  // one.
  for (std::uint32_t s = 0; s < exports_table_.size(); ++s) {
    const TableRoute* other = exports_table_[s] != 0 ? TableRouteOf(s, prefix) : nullptr;
    if (other != nullptr && other->distance >= state_.config[s]->distance_ebgp) return false;
  }
  return true;
}

bool Convergence::MayPrefer(std::uint32_t speaker) const {
  const auto begin = state_.channels.begin();
  return std::any_of(begin + state_.first_channel[speaker], begin + state_.first_channel[speaker + 1],
                     [this](const Channel& channel) {
                       return channel.family->weight.value_or(0) != 0 ||
                              scratch_.import_classes[channel.import_class].chain.sets_rank;
                     });
}

std::vector<std::uint32_t> Convergence::SpeakersWithPreferences() {
  std::vector<std::uint32_t> found;
  // In another state a speaker may hold what it prefers and lacks in this one.
  const bool few = touched_.size() <= kLateSpeakersMax;
  for (const std::uint32_t speaker : touched_) {
    if (state_.config[speaker] == nullptr) continue;
    if (few && MayPrefer(speaker)) {
      found.push_back(speaker);
      continue;
    }
    const std::uint32_t usual = state_.config[speaker]->default_local_preference;
    const bool prefers = std::ranges::any_of(held_[speaker], [&](const HeldRoute& held) {
      if (held.lost || held.route.channel == kNone) return false;
      const PathAttributes& attributes = scratch_.pool[held.route.attributes];
      return attributes.weight != 0 || LocalPreferenceOf(attributes, usual) != usual;
    });
    if (prefers) found.push_back(speaker);
  }
  std::ranges::sort(found);
  if (found.size() > kLateSpeakersMax) found.resize(kLateSpeakersMax);
  return found;
}

namespace {

PackedChoice PackedOf(const PrefixResult& result, std::uint32_t speaker) {
  return result.choices.empty() ? PackedChoice() : result.choices[speaker];
}

/// The chosen routes, then the tied ones.
std::span<const BgpRoute> RoutesOf(const PrefixResult& result, const PackedChoice& choice) {
  return std::span(result.routes).subspan(choice.first, choice.route_count + choice.tied_count);
}

/// True when the same routes are chosen. Proofs say nothing of the doubt that an order leaves on its way.
bool SameButForDoubt(std::span<const BgpRoute> a, std::span<const BgpRoute> b) {
  return std::ranges::equal(a, b, [](BgpRoute x, BgpRoute y) {
    x.doubtful = y.doubtful = false;
    return x == y;
  });
}

}  // namespace

bool Convergence::Differs(const PrefixResult& other, const PrefixResult& outcome) const {
  // An order that never settles says the same as one that settles elsewhere: timing decides.
  if (other.unstable != outcome.unstable) return true;
  for (std::uint32_t s = 0; s < plan_.speakers().size(); ++s) {
    const PackedChoice a = PackedOf(other, s), b = PackedOf(outcome, s);
    if (a.ambiguous != b.ambiguous || a.doubtful != b.doubtful || a.route_count != b.route_count ||
        a.tied_count != b.tied_count || !std::ranges::equal(RoutesOf(other, a), RoutesOf(outcome, b)))
      return true;
  }
  return false;
}

/// Where lengths rank but for preferences the possible routes are all paths there are, too many for the other
/// proof, and to try orders costs less.
bool Convergence::HasOneState(PrefixIndex prefix, const PrefixResult& outcome) {
  late_first_.clear();
  if (outcome.unstable) return false;
  if (LengthRanks(prefix) && OwnRoutesWin(prefix)) {
    precedent_.by_length = true;
    return true;
  }
  if (!length_ranks_) {
    if (!proof_) proof_ = std::make_unique<UniquenessProof>(*this);
    return proof_->Holds(prefix, outcome);
  }
  if (!bounds_proof_) bounds_proof_ = std::make_unique<BoundsProof>(*this);
  if (bounds_proof_->Holds(prefix, outcome)) return true;
  late_first_ = bounds_proof_->MayPreferOthers();
  return false;
}

PrefixResult Convergence::Try(PrefixIndex prefix, const Attempt& attempt) {
  return attempt.late == kNone ? Settle(prefix, attempt.order)
                               : SettleAlone(prefix, attempt.order, attempt.late);
}

bool Convergence::FindsOtherState(PrefixIndex prefix, const PrefixResult& outcome) {
  const auto differs = [&](const Attempt& attempt) {
    if (!Differs(Try(prefix, attempt), outcome)) return false;
    precedent_.found_by = attempt;
    return true;
  };
  if (differs({ActivationOrder::kDescending})) return true;
  // Tables that take routes from each other have orders of their own.
  std::vector<std::uint32_t> preferring =
      exchange_ == nullptr ? SpeakersWithPreferences() : std::vector<std::uint32_t>();
  std::ranges::stable_partition(
      preferring, [this](std::uint32_t speaker) { return std::ranges::binary_search(late_first_, speaker); });
  if (log_ != nullptr) log_->preferring = static_cast<std::uint32_t>(preferring.size());
  if (log_ != nullptr) log_->touched = static_cast<std::uint32_t>(touched_.size());
  for (const std::uint32_t speaker : preferring) {
    if (differs({ActivationOrder::kNews, speaker})) return true;
  }
  if (differs({ActivationOrder::kSynchronous})) return true;
  for (std::uint32_t draw = 0; draw < kShuffles && !preferring.empty(); ++draw) {
    if (differs({ActivationOrder::kShuffled, draw})) return true;
  }
  return false;
}

/// FindsOtherState tries those late that it finds in the state which kDescending ends in. When that is the
/// outcome, who has a route there was awake; when not, there is another state anyway.
bool Convergence::WouldTry(const Attempt& attempt, const PrefixResult& outcome) const {
  if (attempt.late == kNone) return true;
  if (exchange_ != nullptr || plan_.speakers().size() > kLateSpeakersMax) return false;
  const auto would_be_late = [&](std::uint32_t speaker) {
    return outcome.choices[speaker].route_count != 0 && MayPrefer(speaker);
  };
  if (attempt.order == ActivationOrder::kNews) return would_be_late(attempt.late);
  for (std::uint32_t s = 0; s < outcome.choices.size(); ++s) {
    if (would_be_late(s)) return true;
  }
  return false;
}

bool Convergence::SurelyEndsElsewhere(PrefixIndex prefix, const Attempt& attempt, const Remembered* then,
                                      const PrefixResult& outcome) {
  if (outcome.unstable || !WouldTry(attempt, outcome)) return false;
  std::optional<PrefixResult> by_news;
  if (then != nullptr) by_news = SettleByNews(prefix, *then);
  may_be_bgp_ = may_be_bgp_ || (by_news && by_news->may_be_bgp);
  const PrefixResult other = by_news ? *std::move(by_news) : Try(prefix, attempt);
  if (other.unstable) return false;
  for (std::uint32_t s = 0; s < outcome.choices.size(); ++s) {
    const PackedChoice a = PackedOf(other, s), b = outcome.choices[s];
    if (b.doubtful) continue;
    if (!SameButForDoubt(RoutesOf(other, a).first(a.route_count), RoutesOf(outcome, b).first(b.route_count)))
      return true;
  }
  return false;
}

std::optional<Attempt> Convergence::AlsoFoundByLate(PrefixIndex prefix) {
  const PrefixResult& outcome = state_.ResultOf(prefix);
  const auto first = [this](std::uint32_t s) { return std::ranges::binary_search(late_first_, s); };
  int tried = 0;
  for (const bool among_first : {true, false}) {
    for (std::uint32_t s = 0; s < outcome.choices.size() && tried < kLateAgainMax; ++s) {
      const Attempt attempt{ActivationOrder::kNews, s};
      if (first(s) != among_first || !WouldTry(attempt, outcome)) continue;
      ++tried;
      if (SurelyEndsElsewhere(prefix, attempt, nullptr, outcome)) return attempt;
    }
  }
  return std::nullopt;
}

/// With less channels path lengths prove what they proved with more: each condition is one on all of them. An
/// order that ended elsewhere often does so again, and then what proves that there is one state cannot hold.
bool Convergence::HasOtherState(PrefixIndex prefix, const Precedent& before, const Remembered* elsewhere) {
  const PrefixResult& outcome = state_.ResultOf(prefix);
  precedent_ = {};
  if (!outcome.present) return false;
  if (before.by_length && !outcome.unstable) return false;
  if (before.found_by && SurelyEndsElsewhere(prefix, *before.found_by, elsewhere, outcome)) return true;
  return !HasOneState(prefix, outcome) &&
         (HasStateWithoutAggregate(prefix) || FindsOtherState(prefix, outcome));
}

bool BgpEngine::HasOtherStableState(PrefixIndex prefix, BgpSurroundings& around, BgpScratch& scratch) const {
  return std::ranges::binary_search(PrefixesWithOtherStates(around, scratch), prefix);
}

/// Of prefixes that wait nobody has looked; who asks for them will.
std::vector<PrefixIndex> BgpEngine::PrefixesWithOtherStates(BgpSurroundings& around,
                                                            BgpScratch& scratch) const {
  Transfer transfer(plan_, programs_, prefixes_, scratch);
  std::vector<PrefixIndex> found;
  for (std::size_t f = 0; f < scratch.families.size(); ++f) {
    FamilyState& state = scratch.families[f];
    const bool remembers = scratch.recalls != nullptr && vpn(state.family).empty();
    if (scratch.waiting[f] != nullptr && !remembers) continue;
    if (scratch.waiting[f] != nullptr) {
      const Recall& recall = scratch.recalls->of_family[f];
      for (PrefixIndex prefix = 0; prefix < prefixes_.size(); ++prefix) {
        if (scratch.waiting[f]->waits[prefix] != 0 || !recall.Stands(prefix)) continue;
        if (recall.OtherOf(prefix)) found.push_back(prefix);
      }
      continue;
    }
    Convergence convergence(plan_, prefixes_, around, transfer, scratch, state, &vpn(state.family));
    const bool recalls = remembers && PrefixesAreApart(scratch, state);
    const auto resolve = [&](TableId table, AddressId address) { return convergence.Ask(table, address); };
    for (PrefixIndex prefix = 0; prefix < prefixes_.size(); ++prefix) {
      if (passes_on_plainly_ && HasOneAnnouncement(plan_, state, prefix) &&
          !state.ResultOf(prefix).unstable) {
        if (recalls && scratch.recalls->learns)
          scratch.recalls->of_family[f].KeepOther(prefix, false, {}, {}, resolve);
        continue;
      }
      const bool other = recalls
                             ? HasOtherStateRecalling(scratch.recalls->of_family[f], scratch.recalls->learns,
                                                      prefix, plan_, state, convergence)
                             : convergence.HasOtherState(prefix);
      if (other) found.push_back(prefix);
    }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace ringfence::routing::bgp
