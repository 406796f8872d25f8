// One stable state, whatever the order of events.
//
// Problem: trying orders of events is dear and proves nothing. Idea (greedy assignment, as the algorithm of
// Griffin, Shepherd, Wilfong 2002, section V, on this network's own policies): first collect for each speaker
// every route that could ever come to it, by passing on every candidate as if it were the best one; in
// networks of reflectors these are few. Then settle speakers one after the other: a speaker is settled when
// it chooses the same from what settled neighbours certainly tell it, whichever of the possible routes of the
// others come to that. If all get settled, then by induction over this order each has, in every stable state
// and from some moment on in every fair order of events, exactly this choice; so there is one stable state
// and everything ends in it. That one possible route at a time is tried, not all sets of them, is enough
// because the decision is a chain of filters and then a relation between pairs: a route that alone changes
// nothing is filtered out or beaten by one that is certain, in any company. MED compared within neighbouring
// AS only is no such relation, so possible routes must have the same MED, or the speaker compare all
// (IsComparable). What is in doubt, comes back to its sender, is sent with all paths, or rests on other
// prefixes or tables proves nothing here. Cost: possible routes x listeners, and a decision for each possible
// route of equal rank.

#include "routing/bgp/uniqueness.h"

#include <algorithm>

namespace ringfence::routing::bgp {

bool UniquenessProof::Applies(PrefixIndex prefix) const {
  if (at_.exchange_ != nullptr || !at_.state_.aggregates.empty()) return false;
  if (!at_.defaults_.empty() && at_.defaults_.front() == prefix) return false;
  return at_.state_.table[prefix].empty();
}

void UniquenessProof::Start() {
  speakers_.resize(at_.plan_.speakers().size());
  for (const std::uint32_t number : reached_) {
    speakers_[number].possible.clear();
    speakers_[number].certain.clear();
    speakers_[number].reached = speakers_[number].settled = false;
  }
  reached_.clear();
  untold_.clear();
  waiting_.clear();
  possible_count_ = 0;
}

bool UniquenessProof::AddPossible(std::uint32_t number, const BgpRoute& route) {
  if (route.doubtful) return false;
  Speaker& speaker = speakers_[number];
  if (!speaker.reached) {
    if (at_.sends_all_[number] != 0 || at_.exports_table_[number] != 0) return false;
    speaker.reached = true;
    reached_.push_back(number);
    waiting_.push_back(number);
  }
  if (std::ranges::find(speaker.possible, route, &HeldRoute::route) != speaker.possible.end()) return true;
  if (++possible_count_ > kPossibleRoutesMax * (reached_.size() + 1)) return false;
  untold_.emplace_back(number, static_cast<std::uint32_t>(speaker.possible.size()));
  speaker.possible.push_back(at_.Ranked(number, route));
  return true;
}

bool UniquenessProof::Hear(std::uint32_t channel, const Advert& advert) {
  heard_.reset();
  const Convergence::Ear& ear = at_.ears_[channel];
  if (Convergence::StaysAway(ear, advert)) return true;
  if (advert.doubtful || !advert.attributes.valid() || Convergence::Returns(ear, advert)) return false;
  if (at_.log_ != nullptr) at_.log_->heard.push_back(channel);
  at_.lost_doubtfully_ = false;
  heard_ = at_.Receive(channel, advert, prefix_);
  return !at_.lost_doubtfully_ || heard_.has_value();
}

bool UniquenessProof::AddOwn() {
  for (const LocalRoute& local : at_.state_.local[prefix_]) {
    if (at_.state_.config[local.speaker] == nullptr) continue;
    if (!AddPossible(local.speaker, local.route)) return false;
    speakers_[local.speaker].certain.push_back(at_.Ranked(local.speaker, local.route));
  }
  if (at_.state_.announced.empty()) return true;
  for (const Announced& announced : at_.state_.announced[prefix_]) {
    const std::uint32_t number = at_.state_.channels[announced.channel].speaker;
    if (!Hear(announced.channel, announced.advert)) return false;
    if (!heard_) continue;
    if (!AddPossible(number, *heard_)) return false;
    speakers_[number].certain.push_back(at_.Ranked(number, *heard_));
  }
  return true;
}

bool UniquenessProof::TellPossible(std::uint32_t number, const BgpRoute& route) {
  one_.routes.assign(1, route);
  const FamilyState& state = at_.state_;
  for (std::uint32_t c = state.first_class[number]; c < state.first_class[number + 1]; ++c) {
    adverts_.clear();
    at_.AddAdverts(state.classes[c], prefix_, one_, adverts_, nullptr);
    for (const Advert& advert : adverts_) {
      for (const std::uint32_t listener : at_.listeners_[c]) {
        if (!Hear(listener, advert)) return false;
        if (heard_ && !AddPossible(at_.ears_[listener].speaker, *heard_)) return false;
      }
    }
  }
  return true;
}

bool UniquenessProof::FindPossible() {
  if (!AddOwn()) return false;
  while (!untold_.empty()) {
    const auto [number, place] = untold_.back();
    untold_.pop_back();
    const BgpRoute route = speakers_[number].possible[place].route;
    if (!TellPossible(number, route)) return false;
  }
  return std::ranges::all_of(reached_, [this](std::uint32_t n) { return IsComparable(speakers_[n], n); });
}

bool UniquenessProof::IsComparable(const Speaker& speaker, std::uint32_t number) const {
  const DecisionRules& rules = *at_.RankingOf(number).rules;
  if (rules.always_compare_med) return true;
  const auto med = [&](const HeldRoute& held) {
    const PathAttributes& attributes = at_.scratch_.pool[held.route.attributes];
    return attributes.has_med ? attributes.med : rules.missing_med_worst ? 0xffffffffU : 0;
  };
  return std::ranges::all_of(
      speaker.possible, [&](const HeldRoute& held) { return med(held) == med(speaker.possible.front()); });
}

bool UniquenessProof::IsSettled(std::uint32_t channel) const {
  if (channel == kNone || at_.state_.channels[channel].from_outside()) return true;
  return speakers_[at_.state_.channels[channel].remote_speaker].settled;
}

/// Among `compared_`, which all rank the same.
void UniquenessProof::Choose(std::uint32_t number, Choice& choice) {
  at_.candidates_.clear();
  at_.peers_.clear();
  for (const HeldRoute& held : compared_) at_.AddCandidate(held.route);
  if (at_.log_ != nullptr) at_.LogMetrics(number);
  at_.scratch_.decision.Run(at_.RankingOf(number), at_.scratch_.pool, at_.candidates_, at_.peers_, choice);
}

bool UniquenessProof::SameChoiceWith(std::uint32_t number, const HeldRoute& other, const Choice& choice) {
  // Own routes come first, then those of the channels in order.
  const auto place = std::ranges::find_if(compared_, [&other](const HeldRoute& held) {
    return held.route.channel != kNone && held.route.channel > other.route.channel;
  });
  const auto added = compared_.insert(place, other);
  const auto at = added - compared_.begin();
  Choose(number, other_);
  compared_.erase(compared_.begin() + at);
  return other_ == choice;
}

bool UniquenessProof::MaySettle(std::uint32_t number, Choice& choice) {
  const Speaker& speaker = speakers_[number];
  choice = {};
  const auto is_open = [this](const HeldRoute& held) { return !IsSettled(held.route.channel); };
  if (speaker.certain.empty()) return std::ranges::none_of(speaker.possible, is_open);
  const Rank best = std::ranges::min(speaker.certain, {}, &HeldRoute::rank).rank;
  compared_.clear();
  for (const HeldRoute& held : speaker.certain) {
    if (held.rank == best) compared_.push_back(held);
  }
  std::ranges::stable_sort(compared_, {}, [](const HeldRoute& held) {
    return held.route.channel == kNone ? 0 : std::uint64_t{held.route.channel} + 1;
  });
  Choose(number, choice);
  return std::ranges::all_of(speaker.possible, [&](const HeldRoute& held) {
    if (!is_open(held) || best < held.rank) return true;
    return held.rank == best && SameChoiceWith(number, held, choice);
  });
}

bool UniquenessProof::Settle(std::uint32_t number, const Choice& choice) {
  speakers_[number].settled = true;
  const FamilyState& state = at_.state_;
  for (std::uint32_t c = state.first_class[number]; c < state.first_class[number + 1]; ++c) {
    adverts_.clear();
    at_.AddAdverts(state.classes[c], prefix_, choice, adverts_, nullptr);
    for (const std::uint32_t listener : at_.listeners_[c]) {
      const std::uint32_t far = at_.ears_[listener].speaker;
      for (const Advert& advert : adverts_) {
        if (!Hear(listener, advert)) return false;
        if (heard_) speakers_[far].certain.push_back(at_.Ranked(far, *heard_));
      }
      if (speakers_[far].reached && !speakers_[far].settled) waiting_.push_back(far);
    }
  }
  return true;
}

bool UniquenessProof::Holds(PrefixIndex prefix, const PrefixResult& outcome) {
  prefix_ = prefix;
  Start();
  if (!Applies(prefix) || !FindPossible()) return false;
  std::size_t settled = 0;
  Choice choice;
  while (!waiting_.empty()) {
    const std::uint32_t number = waiting_.back();
    waiting_.pop_back();
    if (speakers_[number].settled || !MaySettle(number, choice)) continue;
    const Choice found = Convergence::Unpack(outcome, number);
    if (found.routes != choice.routes || found.tied != choice.tied) return false;
    if (!Settle(number, choice)) return false;
    ++settled;
  }
  return settled == reached_.size();
}

}  // namespace ringfence::routing::bgp
