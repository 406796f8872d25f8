// A prefix settled again along what was told in another state.
//
// Problem: a link that fails lies on the paths of most prefixes, and each of them was settled from nothing,
// though few speakers choose otherwise. Idea: rounds in step are a function. What a speaker chooses at the
// end of a round follows from its own routes and from what its neighbours had told by the end of the round
// before, and what it tells follows from its choice. So as long as all that a speaker hears is what it heard
// in the state that is remembered, it does what it did then, and nobody has to work that out. Only speakers
// that hear something else are live: at first the ends of channels that are gone, from the round on in which
// something was told there; speakers with other routes of their own, or other ways to next hops, from the
// beginning. A live speaker takes up its candidates from what its neighbours told before, acts, round by
// round, on their news (those of neighbours that are not live are read from the memory), and when it tells
// something else than it did then, all who hear that are live from the next round on.
//
// Why that is the same: by induction over rounds. Before each round every class tells what it would tell had
// the prefix been settled from nothing under the state at work: for the classes of live speakers that was
// worked out from just such adverts, the others heard what they heard then. Nothing is assumed of stable
// states, of preferences or of doubt: also what is told in passing, and doubt that it leaves, is the same.
// Needed is that a choice depends on candidates alone and what is told on the choice alone
// (Convergence::TellsChoices), and that the speaker acts in step. What does not come to rest within these
// rounds goes on from there as if settled from nothing: whoever is not live is taken up as it is then, with
// the candidates that follow from what its neighbours had told before the last of these rounds.
//
// An order in which a speaker is held back is followed in the same way. That one is live all along. It waits
// as long as somebody else acts, and acts then: others act in a round when they have routes of their own, or
// those outside tell them something, and it is the first round, or when they hear somebody who has told
// something in the round before; who is not live has told something just when it did then.
//
// Cost: activations of live speakers, rounds x classes that they hear or tell, and a copy of the outcome.
// Twins: settling from nothing (replay_test.cc, recall_test.cc).

#include "routing/bgp/replay.h"

#include <algorithm>

namespace ringfence::routing::bgp {
namespace {

/// A channel that is gone, other than none.
constexpr std::uint32_t kGone = kNone - 1;

}  // namespace

std::uint32_t Replay::SpeakerAt(std::uint32_t place) const {
  return at_.scratch_.export_classes[at_.state_.classes[place]].speaker;
}

Advert Replay::Now(const Advert& then) const {
  Advert now = then;
  if (now.from_channel == kNone) return now;
  now.from_channel = then_->channel_now[then.from_channel];
  if (now.from_channel == kNone) now.from_channel = kGone;
  return now;
}

void Replay::Start(PrefixIndex prefix, const Remembered& then) {
  then_ = &then;
  at_.Clear(prefix);
  live_.resize(at_.choices_.size());
  is_awake_.resize(at_.choices_.size());
  followed_at_.resize(at_.adverts_.size(), kNone);
}

void Replay::StartLate() {
  for (std::vector<std::uint32_t>& places : told_in_) places.clear();
  told_in_.resize(kNewsRounds);
  for (std::uint32_t place = 0; place < at_.adverts_.size(); ++place) {
    for (const Trajectory::News& news : then_->told->NewsOf(then_->place_then[place]))
      told_in_[news.round].push_back(place);
  }
  const auto is_other = [this](std::uint32_t speaker) { return speaker != late_; };
  const FamilyState& state = at_.state_;
  others_act_ = std::ranges::any_of(state.local[at_.prefix_], is_other, &LocalRoute::speaker);
  if (!state.announced.empty()) {
    others_act_ =
        others_act_ || std::ranges::any_of(state.announced[at_.prefix_], is_other, [&](const Announced& one) {
          return state.channels[one.channel].speaker;
        });
  }
  Enliven(late_, 0);
}

void Replay::HoldBack() {
  const auto at = std::ranges::find(acting_, late_);
  if (at == acting_.end()) return;
  if (!others_act_) {
    late_ = kNone;
    return;
  }
  acting_.erase(at);
  is_awake_[late_] = 1;
  awake_.push_back(late_);
}

bool Replay::IsHeardByOthers(std::uint32_t place) const {
  return std::ranges::any_of(at_.listeners_[place],
                             [this](std::uint32_t listener) { return at_.ears_[listener].speaker != late_; });
}

bool Replay::WakesOthers(std::uint32_t round) const {
  return std::ranges::any_of(at_.with_news_,
                             [this](std::uint32_t place) { return IsHeardByOthers(place); }) ||
         std::ranges::any_of(told_in_[round], [this](std::uint32_t place) {
           return live_[SpeakerAt(place)] == 0 && IsHeardByOthers(place);
         });
}

void Replay::Follow(std::uint32_t place, std::uint32_t round) {
  if (followed_at_[place] != kNone) return;
  followed_at_[place] = static_cast<std::uint32_t>(followed_.size());
  Followed& followed = followed_.emplace_back();
  followed.place = place;
  followed.news = then_->told->NewsOf(then_->place_then[place]);
  while (followed.next < followed.news.size() && followed.news[followed.next].round < round) ++followed.next;
  TakeLast(followed);
}

void Replay::TakeLast(const Followed& followed) {
  std::vector<Advert>& adverts = at_.adverts_[followed.place];
  adverts.clear();
  if (followed.next == 0) return;
  for (const Advert& advert : then_->told->AdvertsOf(followed.news[followed.next - 1]))
    adverts.push_back(Now(advert));
}

void Replay::TakeOwn(std::uint32_t speaker) {
  const FamilyState& state = at_.state_;
  at_.Wake(speaker);
  for (const LocalRoute& local : state.local[at_.prefix_]) {
    if (local.speaker == speaker) at_.Hold(speaker, local.route);
  }
  if (state.announced.empty()) return;
  for (const Announced& announced : state.announced[at_.prefix_]) {
    if (state.channels[announced.channel].speaker == speaker) at_.HearOutside(announced);
  }
}

void Replay::Enliven(std::uint32_t speaker, std::uint32_t round) {
  if (live_[speaker] != 0) return;
  live_[speaker] = 1;
  lives_.push_back(speaker);
  const FamilyState& state = at_.state_;
  for (std::uint32_t c = state.first_class[speaker]; c < state.first_class[speaker + 1]; ++c)
    Follow(c, round);
  TakeOwn(speaker);
  for (std::uint32_t c = state.first_channel[speaker]; c < state.first_channel[speaker + 1]; ++c) {
    if (state.channels[c].from_outside()) continue;
    Follow(at_.ears_[c].place, round);
    at_.unheard_[speaker].push_back(c);
  }
  is_awake_[speaker] = 1;
  awake_.push_back(speaker);
}

/// As Convergence::Activate, but who is new here may have told something before.
void Replay::Act(std::uint32_t speaker) {
  if (at_.state_.config[speaker] == nullptr) return;
  const bool first = at_.is_fresh_[speaker] != 0;
  at_.is_fresh_[speaker] = 0;
  bool decide = first;
  for (const std::uint32_t channel : at_.unheard_[speaker]) decide = at_.Hear(speaker, channel) || decide;
  at_.unheard_[speaker].clear();
  if (!decide && at_.IsInDoubt(speaker) == at_.choices_[speaker].doubtful) return;
  at_.Decide(speaker);
  if (!first && at_.next_ == at_.choices_[speaker]) return;
  std::swap(at_.choices_[speaker], at_.next_);
  at_.Advertise(speaker);
}

void Replay::TellLive(std::uint32_t place) {
  for (const std::uint32_t listener : at_.listeners_[place]) {
    const std::uint32_t speaker = at_.ears_[listener].speaker;
    if (live_[speaker] == 0) continue;
    at_.unheard_[speaker].push_back(listener);
    if (is_awake_[speaker] != 0) continue;
    is_awake_[speaker] = 1;
    awake_.push_back(speaker);
  }
}

bool Replay::IsAsThen(const Followed& followed) const {
  const std::vector<Advert>& adverts = at_.adverts_[followed.place];
  if (followed.next == 0) return adverts.empty();
  return std::ranges::equal(adverts, then_->told->AdvertsOf(followed.news[followed.next - 1]),
                            [this](const Advert& now, const Advert& then) { return now == Now(then); });
}

void Replay::Compare(Followed& followed) {
  if (followed.differs || IsAsThen(followed)) return;
  followed.differs = true;
  for (const std::uint32_t listener : at_.listeners_[followed.place]) {
    const std::uint32_t speaker = at_.ears_[listener].speaker;
    if (live_[speaker] == 0) rising_.push_back(speaker);
  }
}

void Replay::EndRound(std::uint32_t round) {
  if (late_ != kNone) others_act_ = WakesOthers(round);
  for (const std::uint32_t place : at_.with_news_) {
    std::swap(at_.adverts_[place], at_.news_[place]);
    TellLive(place);
  }
  for (Followed& followed : followed_) {
    const bool news = followed.next < followed.news.size() && followed.news[followed.next].round == round;
    if (!news) continue;
    ++followed.next;
    if (live_[SpeakerAt(followed.place)] != 0) {
      Compare(followed);
      continue;
    }
    TakeLast(followed);
    TellLive(followed.place);
  }
  for (const std::uint32_t place : at_.with_news_) Compare(followed_[followed_at_[place]]);
  at_.with_news_.clear();
}

void Replay::TakeUp(std::uint32_t speaker) {
  if (at_.state_.config[speaker] == nullptr) return;
  TakeOwn(speaker);
  at_.is_fresh_[speaker] = 0;
  for (std::uint32_t c = at_.state_.first_channel[speaker]; c < at_.state_.first_channel[speaker + 1]; ++c) {
    if (!at_.state_.channels[c].from_outside()) at_.Hear(speaker, c);
  }
  at_.Decide(speaker);
  std::swap(at_.choices_[speaker], at_.next_);
}

void Replay::TakeUpAll() {
  const std::uint32_t last = kNewsRounds - 1;
  for (std::uint32_t place = 0; place < at_.adverts_.size(); ++place) Follow(place, last);
  for (std::uint32_t speaker = 0; speaker < live_.size(); ++speaker) {
    if (live_[speaker] == 0) TakeUp(speaker);
  }
  std::ranges::fill(at_.awake_, 0);
  for (const std::uint32_t place : at_.with_news_) {
    std::swap(at_.adverts_[place], at_.news_[place]);
    at_.Tell(place);
  }
  at_.with_news_.clear();
  for (Followed& followed : followed_) {
    const bool news = followed.next < followed.news.size() && followed.news[followed.next].round == last;
    if (!news || live_[SpeakerAt(followed.place)] != 0) continue;
    ++followed.next;
    TakeLast(followed);
    at_.Tell(followed.place);
  }
}

PrefixResult Replay::GoOn() {
  at_.late_ = kNone;
  PrefixResult way;
  at_.FindCycle(ActivationOrder::kNews, kNewsRounds, way);
  PrefixResult result = at_.Pack();
  result.unstable = way.unstable;
  result.cycle = std::move(way.cycle);
  result.may_be_bgp = result.may_be_bgp || then_->outcome->may_be_bgp;
  return result;
}

bool Replay::IsQuiet() const {
  return awake_.empty() && rising_.empty() && std::ranges::all_of(followed_, [](const Followed& followed) {
           return followed.next == followed.news.size();
         });
}

std::optional<PrefixResult> Replay::Run(PrefixIndex prefix, const Remembered& then) {
  Start(prefix, then);
  at_.in_step_ = true;
  late_ = then.late;
  if (late_ != kNone) StartLate();
  std::size_t begun = 0;
  bool settled = false;
  for (std::uint32_t round = 0; round < kNewsRounds && !settled; ++round) {
    for (const std::uint32_t speaker : rising_) Enliven(speaker, round);
    rising_.clear();
    for (; begun < then.begins.size() && then.begins[begun].first <= round; ++begun)
      Enliven(then.begins[begun].second, round);
    settled = then.told->settled() && begun == then.begins.size() && IsQuiet();
    if (settled) break;
    acting_.clear();
    std::swap(acting_, awake_);
    for (const std::uint32_t speaker : acting_) is_awake_[speaker] = 0;
    if (late_ != kNone) HoldBack();
    for (const std::uint32_t speaker : acting_) Act(speaker);
    if (round + 1 < kNewsRounds || then.late != kNone) EndRound(round);
  }
  std::optional<PrefixResult> result;
  if (!settled && then.late == kNone) TakeUpAll();
  at_.in_step_ = false;
  if (settled) {
    result = Pack(then.outcome->may_be_bgp || at_.may_be_bgp_);
  } else if (then.late == kNone) {
    result = GoOn();
  }
  CleanUp();
  return result;
}

std::optional<PrefixResult> Convergence::SettleByNews(PrefixIndex prefix, const Remembered& then) {
  if (!replay_) replay_ = std::make_unique<Replay>(*this);
  return replay_->Run(prefix, then);
}

PrefixResult Replay::Pack(bool may_be_bgp) const {
  PrefixResult result = *then_->outcome;
  result.may_be_bgp = may_be_bgp;
  result.along = then_->outcome;
  result.along_count = static_cast<std::uint32_t>(result.routes.size());
  for (BgpRoute& route : result.routes) {
    if (route.channel != kNone) route.channel = then_->channel_now[route.channel];
  }
  result.choices.resize(at_.choices_.size());
  for (const std::uint32_t speaker : lives_) {
    const Choice& choice = at_.choices_[speaker];
    result.choices[speaker] = Convergence::PackChoice(choice, result.routes);
  }
  result.present = std::ranges::any_of(
      result.choices, [](const PackedChoice& choice) { return choice.route_count != 0 || choice.doubtful; });
  return result;
}

/// What it worked out itself stays for others to read until the next prefix; what it followed does not.
void Replay::CleanUp() {
  for (const Followed& followed : followed_) {
    followed_at_[followed.place] = kNone;
    if (live_[SpeakerAt(followed.place)] == 0) at_.adverts_[followed.place].clear();
  }
  for (const std::uint32_t speaker : lives_) live_[speaker] = is_awake_[speaker] = 0;
  followed_.clear();
  lives_.clear();
  awake_.clear();
  rising_.clear();
}

}  // namespace ringfence::routing::bgp
