// Every speaker's best routes, prefix by prefix.
//
// Problem: what BGP settles to is a fixpoint: each speaker's choice is best among what its neighbours'
// choices let them advertise. Messages and timers only matter where there is more than one fixpoint, or none.
// Idea: no messages. A speaker that is awake takes what changed straight from the adverts of its neighbours
// into its candidates, decides again when something changed that ranks as high as its best route, and wakes
// those who hear something new from it. Awake speakers act in a fixed order, round after round, until all
// sleep. State is flat: a choice per speaker, adverts per export class; transfers between tables come out of
// memory (transfer.cc). A state that returns at the start of a round proves an oscillation of that order of
// activation: the speakers that change in the circle are named, and nothing is proved on the prefix. Prefixes
// meet only in aggregates and conditions; those are worked out between passes over the prefixes, more
// specific prefixes first, until nothing changes.
//
// Cost: activations x channels x one lookup; a speaker is awake about once per change of a neighbour.
// Griffin, Shepherd, Wilfong: "The stable paths problem and interdomain routing" (2002).

#include "routing/bgp/convergence.h"

#include <algorithm>
#include <bit>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "routing/bgp/bounds_proof.h"
#include "routing/bgp/origination.h"
#include "routing/bgp/replay.h"
#include "routing/bgp/trajectory.h"
#include "routing/bgp/uniqueness.h"
#include "routing/bgp/vpn_exchange.h"

namespace ringfence::routing::bgp {

Convergence::Convergence(const SessionPlan& plan, const PrefixTable& prefixes, BgpSurroundings& around,
                         Transfer& transfer, BgpScratch& scratch, FamilyState& state, const VpnPlan* vpn)
    : plan_(plan),
      prefixes_(prefixes),
      around_(around),
      transfer_(transfer),
      scratch_(scratch),
      state_(state),
      addresses_(state.family == BgpFamily::kIpv6Unicast || state.family == BgpFamily::kVpnIpv6
                     ? net::Family::kIpv6
                     : net::Family::kIpv4) {
  const std::size_t speakers = plan.speakers().size();
  choices_.resize(speakers);
  all_.resize(speakers);
  adverts_.resize(state.classes.size());
  news_.resize(state.classes.size());
  is_touched_.assign(speakers, 0);
  is_fresh_.assign(speakers, 0);
  best_.resize(speakers);
  awake_.assign((speakers + 63) / 64, 0);
  held_.resize(speakers);
  doubts_.resize(speakers);
  unheard_.resize(speakers);
  exports_table_.assign(speakers, 0);
  sends_all_.assign(speakers, 0);
  aggregates_of_.resize(speakers);
  listeners_.resize(state.classes.size());
  ears_.reserve(state.channels.size());
  for (const Channel& channel : state.channels) {
    ears_.push_back(EarOf(channel));
    if (channel.from_outside()) continue;
    listeners_[state.class_slot[channel.export_class]].push_back(channel.remote_channel);
    if (scratch.export_classes[channel.export_class].all_paths) sends_all_[channel.speaker] = 1;
    if (channel.family->default_originate && defaults_.empty()) {
      const PrefixIndex prefix = prefixes.Find(net::Prefix::Default(addresses_));
      if (prefix != kNoPrefix) defaults_.push_back(prefix);
    }
  }
  const bool is_vpn = state.family != BgpFamily::kIpv4Unicast && state.family != BgpFamily::kIpv6Unicast;
  for (std::size_t s = 0; s < speakers; ++s) {
    const BgpFamilyConfig* config = state.config[s];
    // The routes of a VPN family stand in no routing table of their own.
    exports_table_[s] =
        !is_vpn && config != nullptr && (config->exports_from_table || config->advertises_only_installed) ? 1
                                                                                                          : 0;
  }
  if (!state.aggregates.empty()) aggregates_at_.resize(prefixes.size());
  for (std::uint32_t a = 0; a < state.aggregates.size(); ++a) {
    aggregates_of_[state.aggregates[a].speaker].push_back(a);
    aggregates_at_[state.aggregates[a].prefix].push_back(a);
  }
  if (vpn != nullptr && !vpn->empty())
    exchange_ = std::make_unique<VpnExchange>(*vpn, plan, prefixes, around, transfer, scratch, state);
  for (const std::uint32_t export_class : state.classes) is_plain_.push_back(IsPlain(export_class) ? 1 : 0);
  length_ranks_ = LengthRanks();
}

Convergence::~Convergence() = default;

bool Convergence::may_be_bgp() const {
  return may_be_bgp_ || (exchange_ != nullptr && exchange_->may_be_bgp());
}

void Convergence::ForgetMayBeBgp() {
  may_be_bgp_ = false;
  if (exchange_ != nullptr) exchange_->ForgetMayBeBgp();
}

bool Convergence::IsBgpPrefix(PrefixIndex prefix) const {
  if (prefixes_[prefix].family() != addresses_) return false;
  if (!state_.local[prefix].empty() || !state_.table[prefix].empty()) return true;
  if (!state_.announced.empty() && !state_.announced[prefix].empty()) return true;
  if (!aggregates_at_.empty() && !aggregates_at_[prefix].empty()) return true;
  if (exchange_ != nullptr && exchange_->MakesDefault(prefix)) return true;
  return !defaults_.empty() && defaults_.front() == prefix;
}

bool Convergence::TellsChoices(PrefixIndex prefix) const {
  const auto yes = [](std::uint8_t one) { return one != 0; };
  return exchange_ == nullptr && state_.aggregates.empty() && std::ranges::none_of(sends_all_, yes) &&
         std::ranges::none_of(exports_table_, yes) && (defaults_.empty() || defaults_.front() != prefix);
}

void Convergence::Wake(std::uint32_t speaker) {
  awake_[speaker / 64] |= std::uint64_t{1} << (speaker % 64);
  if (is_touched_[speaker] != 0) return;
  is_touched_[speaker] = 1;
  is_fresh_[speaker] = 1;
  touched_.push_back(speaker);
}

Ranking Convergence::RankingOf(std::uint32_t speaker) const {
  return {&plan_.speakers()[speaker].config->decision, state_.config[speaker]};
}

void Convergence::Hold(std::uint32_t speaker, const BgpRoute& route) {
  Wake(speaker);
  if (state_.config[speaker] == nullptr) return;
  held_[speaker].push_back(Ranked(speaker, route));
  if (route.doubtful) ++doubts_[speaker];
}

void Convergence::Clear(PrefixIndex prefix) {
  for (const std::uint32_t speaker : touched_) {
    is_touched_[speaker] = 0;
    choices_[speaker].routes.clear();
    choices_[speaker].tied.clear();
    choices_[speaker].ambiguous = choices_[speaker].doubtful = false;
    all_[speaker].clear();
    held_[speaker].clear();
    doubts_[speaker] = 0;
    unheard_[speaker].clear();
    for (std::uint32_t c = state_.first_class[speaker]; c < state_.first_class[speaker + 1]; ++c) {
      adverts_[c].clear();
    }
  }
  touched_.clear();
  std::ranges::fill(awake_, 0);
  prefix_ = prefix;
}

void Convergence::Start(PrefixIndex prefix) {
  Clear(prefix);
  for (const LocalRoute& local : state_.local[prefix]) Hold(local.speaker, local.route);
  for (const auto& [speaker, index] : state_.table[prefix]) Wake(speaker);
  if (!aggregates_at_.empty()) {
    for (const std::uint32_t a : aggregates_at_[prefix]) {
      if (state_.aggregates[a].active) Hold(state_.aggregates[a].speaker, state_.aggregates[a].route);
    }
  }
  if (!state_.announced.empty()) {
    for (const Announced& announced : state_.announced[prefix]) HearOutside(announced);
  }
  if (defaults_.empty() || defaults_.front() != prefix) return;
  for (const Channel& channel : state_.channels) {
    if (channel.family->default_originate) Wake(channel.speaker);
  }
}

void Convergence::HearOutside(const Announced& announced) {
  const std::uint32_t speaker = state_.channels[announced.channel].speaker;
  Wake(speaker);
  lost_doubtfully_ = false;
  const std::optional<BgpRoute> route = Receive(announced.channel, announced.advert, prefix_);
  if (log_ != nullptr) log_->heard.push_back(announced.channel);
  if (!route && !lost_doubtfully_) return;
  HeldRoute held{{.channel = announced.channel}, {}, true};
  if (route) held = Ranked(speaker, *route);
  if (HeldRoute::IsDoubt(held)) ++doubts_[speaker];
  held_[speaker].push_back(std::move(held));
}

bool Convergence::Matters(std::uint32_t speaker, const HeldRoute& held) const {
  const Choice& choice = choices_[speaker];
  if (sends_all_[speaker] != 0) return true;
  return !held.lost && (choice.routes.empty() || !(best_[speaker] < held.rank));
}

bool Convergence::Hear(std::uint32_t speaker, std::uint32_t index) {
  fresh_.clear();
  for (const Advert& advert : adverts_[ears_[index].place]) {
    if (log_ != nullptr && !StaysAway(ears_[index], advert)) log_->heard.push_back(index);
    lost_doubtfully_ = false;
    const std::optional<BgpRoute> route = Receive(index, advert, prefix_);
    if (!route && lost_doubtfully_) fresh_.push_back({{.channel = index}, {}, true});
    if (!route) continue;
    fresh_.push_back(Ranked(speaker, *route));
    fresh_.back().returned = Returns(ears_[index], advert);
    if (fresh_.back().returned) fresh_.back().route.doubtful = false;  // it depends on its rank
  }
  std::vector<HeldRoute>& held = held_[speaker];
  // Own routes come first, then those of the channels in order.
  const auto first = std::ranges::partition_point(held, [index](const HeldRoute& one) {
    return one.route.channel == kNone || one.route.channel < index;
  });
  const auto last =
      std::find_if(first, held.end(), [index](const HeldRoute& one) { return one.route.channel != index; });
  if (std::ranges::equal(std::ranges::subrange(first, last), fresh_)) return false;
  const auto matters = [&](const HeldRoute& one) { return Matters(speaker, one); };
  const bool decide = std::any_of(first, last, matters) || std::ranges::any_of(fresh_, matters);
  doubts_[speaker] += static_cast<std::uint32_t>(std::ranges::count_if(fresh_, HeldRoute::IsDoubt));
  doubts_[speaker] -= static_cast<std::uint32_t>(std::count_if(first, last, HeldRoute::IsDoubt));
  if (last - first == 1 && fresh_.size() == 1) {
    *first = fresh_.front();
  } else {
    held.insert(held.erase(first, last), fresh_.begin(), fresh_.end());
  }
  return decide;
}

void Convergence::AddCandidate(const BgpRoute& route) {
  candidates_.push_back(route);
  peers_.emplace_back();
  if (route.channel == kNone) return;
  const Channel& channel = state_.channels[route.channel];
  peers_.back() = {channel.peer_address, channel.peer_as};
}

void Convergence::Decide(std::uint32_t speaker) {
  candidates_.clear();
  peers_.clear();
  const Rank* lowest = nullptr;
  for (const HeldRoute& one : held_[speaker]) {
    if (one.IsCandidate() && (lowest == nullptr || one.rank < *lowest)) lowest = &one.rank;
  }
  if (lowest != nullptr) best_[speaker] = *lowest;
  for (const HeldRoute& one : held_[speaker]) {
    if (one.IsCandidate() && one.rank == best_[speaker]) AddCandidate(one.route);
  }
  if (log_ != nullptr) LogMetrics(speaker);
  scratch_.decision.Run(RankingOf(speaker), scratch_.pool, candidates_, peers_, next_);
  // A doubtful candidate may be another route, or none: whatever it takes part in is doubtful.
  next_.doubtful = IsInDoubt(speaker) || MayPreferReturned(speaker, lowest);
  if (sends_all_[speaker] == 0) return;
  candidates_.clear();
  for (const HeldRoute& one : held_[speaker]) {
    if (one.IsCandidate()) candidates_.push_back(one.route);
  }
}

bool Convergence::MayPreferReturned(std::uint32_t speaker, const Rank* lowest) const {
  return std::ranges::any_of(held_[speaker], [lowest](const HeldRoute& one) {
    return one.returned && (lowest == nullptr || !(*lowest < one.rank));
  });
}

bool Convergence::Activate(std::uint32_t speaker) {
  if (state_.config[speaker] == nullptr) return false;
  const bool first = is_fresh_[speaker] != 0;
  is_fresh_[speaker] = 0;
  bool decide = first;
  for (const std::uint32_t channel : unheard_[speaker]) decide = Hear(speaker, channel) || decide;
  unheard_[speaker].clear();
  if (!decide && IsInDoubt(speaker) == choices_[speaker].doubtful) return false;
  Decide(speaker);
  const bool changed =
      next_ != choices_[speaker] || (sends_all_[speaker] != 0 && all_[speaker] != candidates_);
  // Who has nothing to choose from may still have a route of its table to tell.
  if (!changed && !(first && (exports_table_[speaker] != 0 || !defaults_.empty()))) return false;
  std::swap(choices_[speaker], next_);
  if (sends_all_[speaker] != 0) all_[speaker] = candidates_;
  return Advertise(speaker) || changed;
}

/// Only the neighbour that the route came from would be told: it takes nothing of that.
bool Convergence::ReachesNobody(std::uint32_t place, const Choice& choice) const {
  if (choice.routes.empty() || listeners_[place].size() != 1) return false;
  const Ear& ear = ears_[listeners_[place].front()];
  return choice.routes.front().channel == ear.remote_channel && !ear.takes_returns;
}

bool Convergence::Advertise(std::uint32_t speaker) {
  bool changed = false;
  const bool one_route = exports_table_[speaker] == 0 && sends_all_[speaker] == 0 && defaults_.empty();
  for (std::uint32_t c = state_.first_class[speaker]; c < state_.first_class[speaker + 1]; ++c) {
    said_.clear();
    const bool says_nothing = one_route && ReachesNobody(c, choices_[speaker]);
    if (!says_nothing && is_plain_[c] != 0)
      AddPlainExport(state_.classes[c], prefix_, choices_[speaker], said_);
    else if (!says_nothing)
      AddAdverts(state_.classes[c], prefix_, choices_[speaker], said_, nullptr);
    if (said_ == adverts_[c]) continue;
    changed = true;
    if (trajectory_ != nullptr && in_step_) trajectory_->Add(c, round_, said_);
    std::swap(said_, (in_step_ ? news_ : adverts_)[c]);
    if (in_step_) {
      with_news_.push_back(c);
    } else {
      Tell(c);
    }
  }
  return changed;
}

void Convergence::Tell(std::uint32_t place) {
  for (const std::uint32_t listener : listeners_[place]) {
    const std::uint32_t speaker = ears_[listener].speaker;
    unheard_[speaker].push_back(listener);
    Wake(speaker);
  }
}

void Convergence::HoldBack(std::uint32_t speaker) {
  const std::uint64_t bit = std::uint64_t{1} << (speaker % 64);
  if ((turns_[speaker / 64] & bit) == 0) return;
  turns_[speaker / 64] ^= bit;
  if (std::ranges::any_of(turns_, [](std::uint64_t word) { return word != 0; })) {
    awake_[speaker / 64] |= bit;
    return;
  }
  turns_[speaker / 64] = bit;
  late_ = kNone;
}

namespace {

/// Bits that look random and are the same for the same numbers (SplitMix64, Steele and others 2014).
std::uint64_t Draw(std::uint64_t seed, std::uint64_t round, std::uint64_t word) {
  std::uint64_t z = (seed << 40U) + (round << 20U) + word + 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

}  // namespace

bool Convergence::RunRound(ActivationOrder order, std::uint32_t round, std::vector<std::uint32_t>& changed) {
  bool any = false;
  const auto act = [&](std::size_t word, unsigned bit) {
    any = true;
    const auto speaker = static_cast<std::uint32_t>(word * 64 + bit);
    if (!in_step_) awake_[word] &= ~(std::uint64_t{1} << bit);
    if (Activate(speaker)) changed.push_back(speaker);
  };
  if (order == ActivationOrder::kDescending) {
    for (std::size_t word = awake_.size(); word-- > 0;) {
      std::uint64_t below = ~std::uint64_t{0};
      while ((awake_[word] & below) != 0) {
        const auto bit = 63U - static_cast<unsigned>(std::countl_zero(awake_[word] & below));
        below = (std::uint64_t{1} << bit) - 1;
        act(word, bit);
      }
    }
    return any;
  }
  turns_ = awake_;
  if (order == ActivationOrder::kShuffled) {
    for (std::size_t word = 0; word < turns_.size(); ++word) {
      any = any || turns_[word] != 0;
      const std::uint64_t drawn = Draw(late_, round, word);
      for (std::uint64_t rest = turns_[word] & drawn; rest != 0; rest &= rest - 1)
        act(word, static_cast<unsigned>(std::countr_zero(rest)));
    }
    return any;
  }
  in_step_ = order == ActivationOrder::kSynchronous || round < kNewsRounds;
  round_ = round;
  if (in_step_) std::ranges::fill(awake_, 0);
  if (late_ != kNone) HoldBack(late_);
  for (std::size_t word = 0; word < turns_.size(); ++word) {
    for (std::uint64_t rest = turns_[word]; rest != 0; rest &= rest - 1) {
      act(word, static_cast<unsigned>(std::countr_zero(rest)));
    }
  }
  for (const std::uint32_t c : with_news_) {
    std::swap(adverts_[c], news_[c]);
    Tell(c);
  }
  with_news_.clear();
  in_step_ = false;
  return any;
}

std::uint64_t Convergence::Fingerprint() const {
  std::uint64_t hash = 0;
  const auto mix = [&hash](std::uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
    hash ^= hash >> 31U;
  };
  for (std::uint32_t speaker = 0; speaker < choices_.size(); ++speaker) {
    if (is_touched_[speaker] == 0) continue;
    mix(speaker);
    for (const BgpRoute& route : choices_[speaker].routes) {
      mix((std::uint64_t{route.attributes.value} << 32U) | route.channel);
      mix((std::uint64_t{route.next_hop.value} << 32U) | route.source);
      mix(route.doubtful ? 1 : 0);
    }
    for (const BgpRoute& route : choices_[speaker].tied) mix(route.channel);
    for (const BgpRoute& route : all_[speaker]) {
      mix((std::uint64_t{route.attributes.value} << 32U) | route.channel);
    }
  }
  for (const std::uint64_t word : awake_) mix(word);
  return hash;
}

void Convergence::FindCycle(ActivationOrder order, std::uint32_t first, PrefixResult& result) {
  std::unordered_map<std::uint64_t, std::size_t> seen;
  std::vector<std::vector<std::uint32_t>> changed_in;
  for (std::uint32_t round = first;; ++round) {
    std::vector<std::uint32_t> changed;
    if (!RunRound(order, round, changed)) return;
    if (round < kNewsRounds) continue;
    if (trajectory_ != nullptr) std::exchange(trajectory_, nullptr)->End(state_.classes.size(), false);
    changed_in.push_back(std::move(changed));
    const auto [entry, is_new] = seen.emplace(Fingerprint(), changed_in.size());
    if (is_new && round < kSettleRoundsMax) continue;
    const std::size_t begin = is_new ? 0 : entry->second;
    for (std::size_t i = begin; i < changed_in.size(); ++i) {
      result.cycle.insert(result.cycle.end(), changed_in[i].begin(), changed_in[i].end());
    }
    std::ranges::sort(result.cycle);
    result.cycle.erase(std::ranges::unique(result.cycle).begin(), result.cycle.end());
    if (result.cycle.empty()) continue;
    result.unstable = true;
    return;
  }
}

PrefixResult Convergence::Settle(PrefixIndex prefix, ActivationOrder order) {
  return exchange_ != nullptr ? exchange_->Settle(*this, prefix, order) : SettleAlone(prefix, order);
}

PrefixResult Convergence::SettleAlone(PrefixIndex prefix, ActivationOrder order, std::uint32_t late) {
  Start(prefix);
  late_ = late;
  PrefixResult result;
  FindCycle(order, 0, result);
  if (trajectory_ != nullptr) std::exchange(trajectory_, nullptr)->End(state_.classes.size(), true);
  PrefixResult packed = Pack();
  packed.unstable = result.unstable;
  packed.cycle = std::move(result.cycle);
  return packed;
}

PackedChoice Convergence::PackChoice(const Choice& choice, std::vector<BgpRoute>& routes) {
  const PackedChoice packed{
      static_cast<std::uint32_t>(routes.size()), static_cast<std::uint16_t>(choice.routes.size()),
      static_cast<std::uint16_t>(choice.tied.size()), choice.ambiguous, choice.doubtful};
  routes.insert(routes.end(), choice.routes.begin(), choice.routes.end());
  routes.insert(routes.end(), choice.tied.begin(), choice.tied.end());
  return packed;
}

PrefixResult Convergence::Pack() {
  PrefixResult result;
  result.may_be_bgp = may_be_bgp_;
  result.choices.resize(choices_.size());
  for (const std::uint32_t speaker : touched_) {
    const Choice& choice = choices_[speaker];
    if (choice.routes.empty() && !choice.doubtful) continue;
    result.present = true;
    result.choices[speaker] = PackChoice(choice, result.routes);
    if (!AggregatesAllPaths(speaker)) continue;
    for (const HeldRoute& held : held_[speaker]) {
      if (held.IsCandidate()) result.candidates.emplace_back(speaker, held.route);
    }
  }
  return result;
}

Choice Convergence::Unpack(const PrefixResult& result, std::uint32_t speaker) {
  Choice choice;
  if (result.choices.empty()) return choice;
  const PackedChoice& packed = result.choices[speaker];
  const auto first = result.routes.begin() + packed.first;
  choice.routes.assign(first, first + packed.route_count);
  choice.tied.assign(first + packed.route_count, first + packed.route_count + packed.tied_count);
  choice.ambiguous = packed.ambiguous;
  choice.doubtful = packed.doubtful;
  return choice;
}

void Convergence::Run() {
  state_.results.assign(prefixes_.size(), {});
  state_.condition_holds.assign(state_.classes.size(), 0);
  std::vector<std::uint8_t> pending(prefixes_.size(), 1);
  std::vector<std::uint8_t> turned(state_.aggregates.size(), 0);
  for (int round = 0;; ++round) {
    for (PrefixIndex prefix = static_cast<PrefixIndex>(prefixes_.size()); prefix-- > 0;) {
      if (pending[prefix] == 0 || !IsBgpPrefix(prefix)) continue;
      if (!aggregates_at_.empty()) {
        for (const std::uint32_t a : aggregates_at_[prefix]) {
          const bool refused = state_.aggregates[a].refused;
          UpdateAggregate(state_.aggregates[a]);
          turned[a] = state_.aggregates[a].refused != refused ? 1 : 0;
        }
      }
      state_.results[prefix] = std::make_shared<PrefixResult>(Settle(prefix, ActivationOrder::kNews));
      if (exchange_ != nullptr) exchange_->Keep(prefix);
    }
    std::ranges::fill(pending, std::uint8_t{0});
    bool again = false;
    for (std::size_t a = 0; a < state_.aggregates.size(); ++a) {
      AggregateState& aggregate = state_.aggregates[a];
      // Contributors were settled as if it suppressed them.
      const bool freed = std::exchange(turned[a], std::uint8_t{0}) != 0;
      if (!UpdateAggregate(aggregate) && !freed) continue;
      again = true;
      pending[aggregate.prefix] = 1;
      const PrefixTable::Range inside = prefixes_.Inside(prefixes_[aggregate.prefix]);
      std::fill(pending.begin() + inside.first, pending.begin() + inside.last, std::uint8_t{1});
    }
    if (UpdateConditions()) {
      again = true;
      std::ranges::fill(pending, std::uint8_t{1});
    }
    if (!again) return;
    if (round + 1 < kCouplingRoundsMax) continue;
    for (PrefixIndex prefix = 0; prefix < prefixes_.size(); ++prefix) {
      if (pending[prefix] == 0 || !IsBgpPrefix(prefix)) continue;
      PrefixResult result = state_.ResultOf(prefix);
      result.unstable = true;
      state_.results[prefix] = std::make_shared<PrefixResult>(std::move(result));
    }
    return;
  }
}

}  // namespace ringfence::routing::bgp
