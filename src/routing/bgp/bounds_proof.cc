// One stable state, by how good a route can be at best.
//
// Problem: where policies rank neighbours, the routes that may ever come to a speaker are too many to list
// (uniqueness.cc): every path without a loop is one. Idea: bounds are enough. Settle speakers one after the
// other, each with what it chose in a stable state that is known. A speaker may be settled when its choice is
// as good as the best of what it surely has (its own routes, those from outside, what settled neighbours tell
// it), and whatever the other neighbours might tell it would rank strictly behind: a route of theirs gets at
// most the preference that the import policy gives to any route of the prefix (policy_bounds.cc), and its
// path is at least as long as the shortest way over which something could come: from a speaker that surely
// has a route, over speakers that are not settled and do not surely have something better. Ways through the
// speaker itself do not count where it refuses paths with its own number: neighbours that can have the prefix
// only so tell it nothing. A speaker without a route is settled when nothing can come to it.
//
// Why that is a proof: by induction over the order of settling. In any stable state settled neighbours tell
// the speaker what they tell it in the known one, as they choose the same; so its best sure candidate ranks
// as its choice does, all others rank behind, take no part in the decision, and the choice is the same. In a
// stable state routes go back, session by session, each time shorter, to somebody who surely has one; so the
// bounds hold for what is told there. They hold in every fair order of events from some moment on, too:
// routes that rest on what is not there any more get longer with each session and stop at the first speaker
// that they come to twice. This is the greedy construction of a solution (Griffin, Shepherd, Wilfong 2002,
// section V) with ranges in place of sets of paths.
//
// Doubt: a speaker whose choice is in doubt, be it because arrival decides between equals somewhere before,
// is never settled: it may tell anything within the bounds. Nothing is proved on it anyway. So the proof is
// about all others, in every state that doubt leaves open.
//
// Shorter paths never become possible while more is settled: lengths that were found earlier stay bounds, and
// are searched for again only when nobody can be settled by them. Routes of tables, aggregates and conditions
// are not followed. A channel less lets less come to anybody, so the proof stands when the outcome does.
// Cost: searches x sessions.

#include "routing/bgp/bounds_proof.h"

#include <algorithm>

namespace ringfence::routing::bgp {

bool BoundsProof::Applies(PrefixIndex prefix, const PrefixResult& outcome) const {
  if (!at_.numbers_stay_ || outcome.unstable || outcome.choices.empty()) return false;
  if (!at_.state_.table[prefix].empty() || !at_.state_.aggregates.empty()) return false;
  return at_.defaults_.empty() || at_.defaults_.front() != prefix;
}

bool BoundsProof::ReadChannels() {
  const std::vector<Channel>& channels = at_.state_.channels;
  told_.assign(channels.size(), {});
  for (std::uint32_t c = 0; c < channels.size(); ++c) {
    if (channels[c].from_outside()) continue;
    const PreferenceBounds& bounds = at_.PreferencesOf(channels[c].import_class, prefix_);
    if (!bounds.known) return false;
    const std::uint32_t usual = at_.state_.config[channels[c].speaker]->default_local_preference;
    told_[c] = {!bounds.empty(), bounds.keeps ? std::max(bounds.highest, usual) : bounds.highest};
  }
  return true;
}

void BoundsProof::ReadOutcome(const PrefixResult& outcome) {
  speakers_.assign(at_.plan_.speakers().size(), {});
  open_.clear();
  for (std::uint32_t s = 0; s < speakers_.size(); ++s) {
    const PackedChoice& choice = outcome.choices[s];
    if (choice.route_count != 0)
      speakers_[s].choice = RankOf(at_.RankingOf(s), at_.scratch_.pool, outcome.routes[choice.first]);
    if (at_.state_.config[s] != nullptr && !choice.doubtful) open_.push_back(s);
  }
  const auto length = [this](std::uint32_t s) {
    return speakers_[s].choice ? speakers_[s].choice->path_length : kNone;
  };
  std::ranges::stable_sort(open_, {}, length);
}

void BoundsProof::Add(std::uint32_t number, const BgpRoute& route) {
  Speaker& speaker = speakers_[number];
  const Rank rank = RankOf(at_.RankingOf(number), at_.scratch_.pool, route);
  speaker.start = std::min(speaker.start, rank.path_length);
  if (!route.doubtful && (!speaker.sure || rank < *speaker.sure)) speaker.sure = rank;
}

void BoundsProof::Hear(std::uint32_t channel, const Advert& advert) {
  const Convergence::Ear& ear = at_.ears_[channel];
  if (speakers_[ear.speaker].settled || Convergence::StaysAway(ear, advert)) return;
  if (at_.log_ != nullptr) at_.log_->heard.push_back(channel);
  at_.lost_doubtfully_ = false;
  const std::optional<BgpRoute> route = at_.Receive(channel, advert, prefix_);
  if (route) Add(ear.speaker, *route);
  if (at_.lost_doubtfully_ || (route && route->doubtful)) speakers_[ear.speaker].start = 0;
}

void BoundsProof::ReadOwn() {
  for (const LocalRoute& local : at_.state_.local[prefix_]) {
    if (at_.state_.config[local.speaker] != nullptr) Add(local.speaker, local.route);
  }
  if (at_.state_.announced.empty()) return;
  for (const Announced& announced : at_.state_.announced[prefix_]) Hear(announced.channel, announced.advert);
}

void BoundsProof::Settle(std::uint32_t number, const PrefixResult& outcome) {
  speakers_[number].settled = true;
  if (!speakers_[number].choice) return;
  const Choice choice = Convergence::Unpack(outcome, number);
  const FamilyState& state = at_.state_;
  for (std::uint32_t c = state.first_class[number]; c < state.first_class[number + 1]; ++c) {
    adverts_.clear();
    at_.AddAdverts(state.classes[c], prefix_, choice, adverts_, nullptr);
    for (const std::uint32_t listener : at_.listeners_[c]) {
      for (const Advert& advert : adverts_) Hear(listener, advert);
    }
  }
}

void BoundsProof::Reach(std::uint32_t speaker, std::uint32_t length) {
  if (speakers_[speaker].least != kNone) return;
  speakers_[speaker].least = length;
  const std::vector<Channel>& channels = at_.state_.channels;
  for (std::uint32_t c = at_.state_.first_channel[speaker]; c < at_.state_.first_channel[speaker + 1]; ++c) {
    if (channels[c].from_outside() || channels[c].remote_speaker == without_) continue;
    const Speaker& far = speakers_[channels[c].remote_speaker];
    const std::uint32_t heard_on = channels[c].remote_channel;
    if (far.settled || far.least != kNone || !told_[heard_on].passes) continue;
    if (far.sure && *far.sure < BestBy(heard_on, length + 1)) continue;
    longer_.push_back(channels[c].remote_speaker);
  }
}

/// Length by length: who is reached at one is left at the next, or has a path of its own that begins there.
bool BoundsProof::FindLeast(std::uint32_t without) {
  if (++searches_ > kPathSearchesMax) return false;
  without_ = without;
  starts_.clear();
  for (std::uint32_t s = 0; s < speakers_.size(); ++s) {
    speakers_[s].least = kNone;
    if (!speakers_[s].settled && speakers_[s].start != kNone && s != without)
      starts_.emplace_back(speakers_[s].start, s);
  }
  std::ranges::sort(starts_);
  longer_.clear();
  std::uint32_t length = 0;
  for (auto start = starts_.begin(); start != starts_.end() || !longer_.empty(); ++length) {
    if (longer_.empty()) length = start->first;
    std::swap(reached_, longer_);
    longer_.clear();
    for (; start != starts_.end() && start->first == length; ++start) Reach(start->second, length);
    for (const std::uint32_t speaker : reached_) Reach(speaker, length);
  }
  return true;
}

Rank BoundsProof::BestBy(std::uint32_t channel, std::uint32_t length) const {
  const DecisionRules& rules = *at_.RankingOf(at_.state_.channels[channel].speaker).rules;
  return {.distance = 0,
          .weight = rules.weight_first ? ~std::uint32_t{0} : 0,
          .local_preference = ~told_[channel].preference,
          .local = rules.local_before_as_path ? 1U : 0,
          .path_length = length,
          .origin = 0};
}

bool BoundsProof::MaySettle(std::uint32_t number) const {
  const Speaker& speaker = speakers_[number];
  if (speaker.choice != speaker.sure) return false;
  for (std::uint32_t c = at_.state_.first_channel[number]; c < at_.state_.first_channel[number + 1]; ++c) {
    const Channel& channel = at_.state_.channels[c];
    if (channel.from_outside() || !told_[c].passes) continue;
    const Speaker& far = speakers_[channel.remote_speaker];
    if (far.settled || far.least == kNone) continue;
    if (!speaker.sure || !(*speaker.sure < BestBy(c, far.least + 1))) return false;
  }
  return true;
}

bool BoundsProof::SettleSome(const PrefixResult& outcome) {
  const std::size_t before = open_.size();
  std::erase_if(open_, [&](std::uint32_t s) {
    if (!MaySettle(s)) return false;
    Settle(s, outcome);
    return true;
  });
  return open_.size() != before;
}

bool BoundsProof::SettleOneWithoutReturns(const PrefixResult& outcome) {
  const auto found = std::ranges::find_if(open_, [this](std::uint32_t s) {
    return speakers_[s].choice == speakers_[s].sure && at_.RefusesReturns(s) && FindLeast(s) && MaySettle(s);
  });
  if (found == open_.end()) return false;
  Settle(*found, outcome);
  open_.erase(found);
  return true;
}

std::vector<std::uint32_t> BoundsProof::MayPreferOthers() const {
  std::vector<std::uint32_t> found;
  for (const std::uint32_t s : open_) {
    if (speakers_[s].choice && speakers_[s].choice == speakers_[s].sure) found.push_back(s);
  }
  std::ranges::sort(found);
  return found;
}

bool BoundsProof::Holds(PrefixIndex prefix, const PrefixResult& outcome) {
  open_.clear();
  if (!Applies(prefix, outcome)) return false;
  prefix_ = prefix;
  searches_ = 0;
  if (!ReadChannels()) return false;
  ReadOutcome(outcome);
  ReadOwn();
  while (!open_.empty()) {
    if (!FindLeast(kNone)) return false;
    bool some = false;
    while (SettleSome(outcome)) some = true;
    if (!some && !SettleOneWithoutReturns(outcome)) return false;
  }
  return true;
}

}  // namespace ringfence::routing::bgp
