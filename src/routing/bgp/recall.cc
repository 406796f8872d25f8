// The outcome of a prefix, unless something that it rests on has changed.
//
// Problem: a failure concerns few prefixes, and settling them all, in several orders, is what a computation
// costs. Idea: settling a prefix is a function of what it reads, and reads go through few doors: the channels
// on which somebody tells something, the ways to next hops, own routes, what neighbours outside announce. So
// the outcome under one state is kept with the log of its reads; under another state it stands when every
// read would give the same. Three things are known to be read without an influence and are left out:
//   * the metric of a way, unless a policy takes it, or routes with different next hops came down to it: then
//     only which of them is less counts, for metrics are compared and nothing else;
//   * a channel on which nothing was ever told;
//   * whatever a speaker reads that has lost all its channels and has no route of its own: nobody hears it,
//     it just loses what it had learned.
// A speaker less may change which orders of events are tried (stability.cc), so a prefix that hangs on the
// order is settled anew when a channel is gone. What nobody has searched for other stable states, as where
// the remembered state never came to rest, is always settled anew: the search compares outcomes with their
// metrics, and those of the remembered outcome are not of this state. What reads more (aggregates,
// conditions, other VRFs, routes of other protocols, a default made for a neighbour) is never kept.
// What does not stand is settled along what was told in the remembered state, where that came to rest in step
// (replay.cc): only those act who hear, have or reach something else.
// Twin: every computation without memory (recall_test.cc). Cost: a comparison for each different question
// that was ever asked, and for each prefix one look at each of its reads.

#include "routing/bgp/recall.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "routing/bgp/convergence.h"

namespace ringfence::routing::bgp {
namespace {

std::uint64_t KeyOf(const ReadLog::Question& question) {
  return (std::uint64_t{question.first.value} << 32U) | question.second.value;
}

/// True when the channels differ in nothing but their numbers.
bool SameChannel(const Channel& a, const Channel& b) {
  const auto parts = [](const Channel& c) {
    return std::tie(c.speaker, c.remote_speaker, c.session, c.neighbor, c.family, c.kind, c.peer_as,
                    c.export_class, c.import_class, c.remote_router_id, c.self, c.peer, c.peer_address,
                    c.interface, c.subnet);
  };
  return parts(a) == parts(b);
}

/// True when all but the metric is the same. Where packets leave is no part of a decision.
bool SameWay(const Resolution& a, const Resolution& b) {
  return a.reachable == b.reachable && a.connected == b.connected && a.by_default == b.by_default &&
         a.discard == b.discard && a.ambiguous == b.ambiguous && a.labelled == b.labelled;
}

}  // namespace

void Recall::Begin(const SessionPlan& plan, const FamilyState& state) {
  channels_ = state.channels;
  class_slot_ = state.class_slot;
  trajectory_bytes_ = 0;
  memories_.assign(state.results.size(), {});
  answers_.clear();
  places_.clear();
  readers_.Clear();
  blind_.clear();
  other_.clear();
  is_silent_.assign(plan.speakers().size(), 0);
}

std::uint32_t Recall::PlaceOf(const ReadLog::Question& question, const Resolver& resolve) {
  const auto [known, added] =
      places_.try_emplace(KeyOf(question), static_cast<std::uint32_t>(answers_.size()));
  if (added) {
    Answer& answer = answers_.emplace_back(Answer{question, resolve(question.first, question.second)});
    answer.metric = answer.way.metric;
    if (answer.way.knows_through) {
      readers_.Add(question.first, answer.way.through, known->second);
    } else {
      blind_.push_back(known->second);
    }
  }
  return known->second;
}

void Recall::Learn(Memory& memory, const ReadLog& log, const Resolver& resolve) {
  const auto learn = [&](const std::vector<ReadLog::Question>& from, std::vector<std::uint32_t>& to) {
    for (const ReadLog::Question& question : from) to.push_back(PlaceOf(question, resolve));
    std::ranges::sort(to);
    const auto rest = std::ranges::unique(to);
    to.erase(rest.begin(), rest.end());
    to.shrink_to_fit();
  };
  learn(log.ways, memory.ways);
  learn(log.metrics, memory.metrics);
  learn(log.compared, memory.compared);
  std::ranges::sort(memory.compared, {}, [this](std::uint32_t place) {
    const Answer& answer = answers_[place];
    return std::tuple(answer.question.first, answer.way.metric, place);
  });
  for (const std::uint32_t channel : log.heard) memory.heard.Set(channel);
  memory.touched = std::max(memory.touched, log.touched);
  memory.preferring = std::max(memory.preferring, log.preferring);
  if (log.tables) memory.known = false;
}

void Recall::Keep(PrefixIndex prefix, const FamilyState& state, const ReadLog& log, const Resolver& resolve) {
  Memory& memory = memories_[prefix];
  memory = {};
  memory.known = state.table[prefix].empty();
  memory.heard = base::BitSet(channels_.size());
  memory.result = state.results[prefix];
  memory.local = state.local[prefix];
  if (!state.announced.empty()) memory.announced = state.announced[prefix];
  Learn(memory, log, resolve);
}

void Recall::KeepTrajectory(PrefixIndex prefix, Trajectory told) {
  trajectory_bytes_ += told.Bytes();
  if (trajectory_bytes_ > kTrajectoryBytesMax) return;
  memories_[prefix].told = std::move(told);
}

void Recall::KeepOther(PrefixIndex prefix, bool other, const Precedent& precedent, const ReadLog& log,
                       const Resolver& resolve) {
  Memory& memory = memories_[prefix];
  if (!memory.known) return;
  memory.other = other;
  memory.precedent = precedent;
  Learn(memory, log, resolve);
}

void Recall::KeepElsewhere(PrefixIndex prefix, std::uint32_t late, Trajectory told, PrefixResult outcome) {
  memories_[prefix].elsewhere = nullptr;
  trajectory_bytes_ += told.Bytes();
  if (!memories_[prefix].known || !told.settled() || trajectory_bytes_ > kTrajectoryBytesMax) return;
  memories_[prefix].elsewhere =
      std::make_shared<const Elsewhere>(Elsewhere{late, std::move(told), std::move(outcome)});
}

bool Recall::CompareChannels(const FamilyState& now) {
  std::unordered_map<std::uint32_t, std::uint32_t> by_session;
  for (std::uint32_t c = 0; c < now.channels.size(); ++c) by_session.emplace(now.channels[c].session, c);
  channel_now_.assign(channels_.size(), kNone);
  std::size_t found = 0;
  moved_ = false;
  for (std::uint32_t c = 0; c < channels_.size(); ++c) {
    const auto same = by_session.find(channels_[c].session);
    if (same == by_session.end() || !SameChannel(channels_[c], now.channels[same->second])) continue;
    channel_now_[c] = same->second;
    moved_ = moved_ || c != same->second;
    ++found;
  }
  return found == now.channels.size();
}

void Recall::CompareSpeakers(const FamilyState& now) {
  lost_.clear();
  silent_.clear();
  std::ranges::fill(is_silent_, std::uint8_t{0});
  for (std::uint32_t c = 0; c < channels_.size(); ++c) {
    if (channel_now_[c] != kNone) continue;
    const std::uint32_t speaker = channels_[c].speaker;
    if (now.first_channel[speaker] != now.first_channel[speaker + 1]) {
      lost_.push_back(c);
    } else if (is_silent_[speaker] == 0) {
      is_silent_[speaker] = 1;
      silent_.push_back(speaker);
    }
  }
}

void Recall::ComparePlaces(const FamilyState& now) {
  place_then_.clear();
  for (const std::uint32_t export_class : now.classes) place_then_.push_back(class_slot_[export_class]);
}

/// Only what rests on rows that may have changed is asked again, where those are known.
void Recall::CompareAnswers(const SessionPlan& plan, const ChangedRows& changed, const Resolver& resolve) {
  for (const std::uint32_t place : other_) {
    answers_[place].differs = false;
    answers_[place].metric = answers_[place].way.metric;
  }
  other_ = blind_;
  if (changed.known) {
    readers_.AddAffected(changed, other_);
  } else {
    other_.resize(answers_.size());
    std::iota(other_.begin(), other_.end(), 0U);
  }
  for (const std::uint32_t place : other_) {
    Answer& answer = answers_[place];
    const std::uint32_t speaker = plan.SpeakerOf(answer.question.first);
    if (speaker != kNone && is_silent_[speaker] != 0) continue;
    const Resolution way = resolve(answer.question.first, answer.question.second);
    answer.differs = !SameWay(answer.way, way);
    answer.metric = way.metric;
  }
}

void Recall::Compare(const SessionPlan& plan, const FamilyState& now, const ChangedRows& changed,
                     const Resolver& resolve) {
  for (Memory& memory : memories_) memory.stands = false;
  comparable_ = CompareChannels(now);
  if (!comparable_) return;
  CompareSpeakers(now);
  ComparePlaces(now);
  CompareAnswers(plan, changed, resolve);
  for (PrefixIndex prefix = 0; prefix < memories_.size(); ++prefix) {
    Memory& memory = memories_[prefix];
    memory.stands = memory.other && memory.known && !Differs(memory, prefix, now);
  }
}

bool Recall::SameAnnounced(const Memory& memory, PrefixIndex prefix, const FamilyState& now) const {
  const std::size_t count = now.announced.empty() ? 0 : now.announced[prefix].size();
  return memory.announced.size() == count && AnnouncesWhatIsLeft(memory, prefix, now);
}

/// Which orders of events are tried depends on how many speakers there are.
bool Recall::SearchDiffers(const Memory& memory) const {
  if (lost_.empty() && silent_.empty()) return false;
  if (memory.result->unstable || *memory.other) return true;
  if (memory.preferring >= kLateSpeakersMax) return true;
  return memory.touched > kLateSpeakersMax && memory.touched <= kLateSpeakersMax + silent_.size();
}

/// Ways of a table stand in the order of their remembered metrics.
bool Recall::OrderDiffers(const Memory& memory) const {
  const Answer* last = nullptr;
  for (const std::uint32_t place : memory.compared) {
    const Answer& next = answers_[place];
    if ((next.metric == 0) != (next.way.metric == 0)) return true;
    if (last != nullptr && last->question.first == next.question.first) {
      if ((last->way.metric == next.way.metric) != (last->metric == next.metric)) return true;
      if (last->metric > next.metric) return true;
    }
    last = &next;
  }
  return false;
}

bool Recall::Differs(const Memory& memory, PrefixIndex prefix, const FamilyState& now) const {
  if (!now.table[prefix].empty() || memory.local != now.local[prefix]) return true;
  if (!SameAnnounced(memory, prefix, now) || SearchDiffers(memory)) return true;
  if (std::ranges::any_of(lost_, [&](std::uint32_t channel) { return memory.heard.Test(channel); }))
    return true;
  const bool own = std::ranges::any_of(
      memory.local, [this](const LocalRoute& local) { return is_silent_[local.speaker] != 0; });
  return own || std::ranges::any_of(memory.ways, [this](std::uint32_t a) { return answers_[a].differs; }) ||
         std::ranges::any_of(memory.metrics,
                             [this](std::uint32_t a) { return answers_[a].metric_differs(); }) ||
         OrderDiffers(memory);
}

std::shared_ptr<const PrefixResult> Recall::OutcomeOf(PrefixIndex prefix) const {
  const Memory& memory = memories_[prefix];
  if (!moved_ && silent_.empty()) return memory.result;
  auto outcome = std::make_shared<PrefixResult>(*memory.result);
  PrefixResult& result = *outcome;
  if (!result.choices.empty()) {
    for (const std::uint32_t speaker : silent_) result.choices[speaker] = {};
  }
  if (!moved_) return outcome;
  for (BgpRoute& route : result.routes) {
    if (route.channel != kNone) route.channel = channel_now_[route.channel];
  }
  return outcome;
}

/// The outside says what it said, but for channels that are gone.
bool Recall::AnnouncesWhatIsLeft(const Memory& memory, PrefixIndex prefix, const FamilyState& now) const {
  std::size_t found = 0;
  for (const Announced& then : memory.announced) {
    const std::uint32_t channel = channel_now_[then.channel];
    if (channel == kNone) continue;
    if (now.announced.empty() || found == now.announced[prefix].size()) return false;
    const Announced& here = now.announced[prefix][found++];
    if (here.channel != channel || !(here.advert == then.advert)) return false;
  }
  return now.announced.empty() || found == now.announced[prefix].size();
}

/// From when on speakers that have lost channels hear less, and those with other own routes act otherwise.
void Recall::AddLosses(const Memory& memory, const Trajectory& told, const std::vector<LocalRoute>& local_now,
                       Begins& begins) const {
  for (const std::uint32_t speaker : silent_) begins.emplace_back(0, speaker);
  for (const std::uint32_t lost : lost_) {
    if (!memory.heard.Test(lost)) continue;
    const Channel& channel = channels_[lost];
    if (channel.from_outside()) {
      begins.emplace_back(0, channel.speaker);
      continue;
    }
    const auto news = told.NewsOf(class_slot_[channels_[channel.remote_channel].export_class]);
    if (!news.empty()) begins.emplace_back(news.front().round + 1, channel.speaker);
  }
  const auto compare = [&](const std::vector<LocalRoute>& some, const std::vector<LocalRoute>& others) {
    for (const LocalRoute& local : some) {
      if (std::ranges::find(others, local) == others.end()) begins.emplace_back(0, local.speaker);
    }
  };
  compare(memory.local, local_now);
  compare(local_now, memory.local);
}

std::optional<Remembered> Recall::HowItSettled(PrefixIndex prefix, const SessionPlan& plan,
                                               const FamilyState& now) const {
  if (!comparable_ || prefix >= memories_.size()) return std::nullopt;
  return BeginsOf(prefix, memories_[prefix].told, memories_[prefix].result.get(), plan, now);
}

std::optional<Remembered> Recall::HowItEndedElsewhere(PrefixIndex prefix, const SessionPlan& plan,
                                                      const FamilyState& now) const {
  if (!comparable_ || prefix >= memories_.size() || memories_[prefix].elsewhere == nullptr)
    return std::nullopt;
  const Elsewhere& elsewhere = *memories_[prefix].elsewhere;
  std::optional<Remembered> then = BeginsOf(prefix, elsewhere.told, &elsewhere.outcome, plan, now);
  if (then) then->late = elsewhere.late;
  return then;
}

std::optional<Remembered> Recall::BeginsOf(PrefixIndex prefix, const Trajectory& told,
                                           const PrefixResult* outcome, const SessionPlan& plan,
                                           const FamilyState& now) const {
  const Memory& memory = memories_[prefix];
  if (!memory.known || !told.known() || !now.table[prefix].empty()) return std::nullopt;
  if (!AnnouncesWhatIsLeft(memory, prefix, now)) return std::nullopt;
  Remembered then{&told, outcome, channel_now_, place_then_, {}, kNone};
  AddLosses(memory, told, now.local[prefix], then.begins);
  for (const std::uint32_t place : memory.ways) {
    const Answer& answer = answers_[place];
    if (!answer.differs && !answer.metric_differs()) continue;
    const std::uint32_t speaker = plan.SpeakerOf(answer.question.first);
    if (speaker == kNone) return std::nullopt;
    then.begins.emplace_back(0, speaker);
  }
  std::ranges::sort(then.begins);
  return then;
}

Precedent Recall::PrecedentOf(PrefixIndex prefix, const FamilyState& now) const {
  if (!comparable_ || prefix >= memories_.size()) return {};
  const Memory& memory = memories_[prefix];
  const bool same = memory.known && now.table[prefix].empty() && memory.local == now.local[prefix] &&
                    AnnouncesWhatIsLeft(memory, prefix, now);
  return same ? memory.precedent : Precedent();
}

// What Convergence writes down besides what it asks for.

void Convergence::LogMetric(std::uint32_t speaker, const BgpRoute& route) {
  if (log_ == nullptr || !route.next_hop.valid()) return;
  log_->metrics.emplace_back(plan_.speakers()[speaker].table, route.next_hop);
}

void Convergence::LogMetrics(std::uint32_t speaker) {
  const bool same = std::ranges::all_of(
      candidates_, [this](const BgpRoute& one) { return one.next_hop == candidates_.front().next_hop; });
  if (same) return;
  for (const BgpRoute& route : candidates_) {
    if (route.next_hop.valid()) log_->compared.emplace_back(plan_.speakers()[speaker].table, route.next_hop);
  }
}

void SettleRecalling(Recall& recall, bool learns, const SessionPlan& plan, const PrefixTable& prefixes,
                     FamilyState& state, Convergence& convergence, std::vector<std::uint8_t>* waits) {
  state.results.assign(prefixes.size(), {});
  state.condition_holds.assign(state.classes.size(), 0);
  const Recall::Resolver resolve = [&](TableId table, AddressId address) {
    return convergence.Ask(table, address);
  };
  ReadLog log;
  learns ? recall.Begin(plan, state) : recall.Compare(plan, state, convergence.around().Changed(), resolve);
  for (PrefixIndex prefix = 0; prefix < prefixes.size(); ++prefix) {
    if (!convergence.IsBgpPrefix(prefix)) continue;
    if (!learns && recall.Stands(prefix)) {
      state.results[prefix] = recall.OutcomeOf(prefix);
      continue;
    }
    if (waits != nullptr) {
      (*waits)[prefix] = 1;
      continue;
    }
    std::optional<PrefixResult> by_news;
    if (!learns) by_news = SettleByNews(recall, prefix, plan, state, convergence);
    if (by_news) {
      state.results[prefix] = std::make_shared<PrefixResult>(*std::move(by_news));
      continue;
    }
    log.Clear();
    Trajectory told;
    convergence.Record(learns ? &log : nullptr);
    convergence.Follow(learns && convergence.TellsChoices(prefix) ? &told : nullptr);
    state.results[prefix] =
        std::make_shared<PrefixResult>(convergence.Settle(prefix, ActivationOrder::kNews));
    convergence.Record(nullptr);
    convergence.Follow(nullptr);
    if (!learns) continue;
    recall.Keep(prefix, state, log, resolve);
    recall.KeepTrajectory(prefix, std::move(told));
  }
}

std::optional<PrefixResult> SettleByNews(const Recall& recall, PrefixIndex prefix, const SessionPlan& plan,
                                         const FamilyState& state, Convergence& convergence) {
  const std::optional<Remembered> then = recall.HowItSettled(prefix, plan, state);
  return then ? convergence.SettleByNews(prefix, *then) : std::nullopt;
}

namespace {

/// Where some order ended elsewhere: one that did so and can be followed, where there is one.
std::optional<Attempt> ToFollow(PrefixIndex prefix, Convergence& convergence) {
  const std::optional<Attempt> found = convergence.precedent().found_by;
  if (!found || found->order == ActivationOrder::kNews || !convergence.TellsChoices(prefix)) return found;
  const std::optional<Attempt> late = convergence.AlsoFoundByLate(prefix);
  return late ? late : found;
}

/// Lets the order that ended elsewhere end there once more, and remembers how.
void KeepElsewhere(Recall& recall, PrefixIndex prefix, const std::optional<Attempt>& found,
                   Convergence& convergence) {
  if (!found || found->order != ActivationOrder::kNews || !convergence.TellsChoices(prefix)) return;
  Trajectory told;
  convergence.Follow(&told);
  PrefixResult outcome = convergence.SettleAlone(prefix, found->order, found->late);
  convergence.Follow(nullptr);
  recall.KeepElsewhere(prefix, found->late, std::move(told), std::move(outcome));
}

}  // namespace

bool HasOtherStateRecalling(Recall& recall, bool learns, PrefixIndex prefix, const SessionPlan& plan,
                            const FamilyState& state, Convergence& convergence) {
  if (!learns && recall.Stands(prefix)) return recall.OtherOf(prefix);
  ReadLog log;
  convergence.Record(learns ? &log : nullptr);
  const Precedent before = learns ? Precedent() : recall.PrecedentOf(prefix, state);
  std::optional<Remembered> then;
  if (!learns) then = recall.HowItEndedElsewhere(prefix, plan, state);
  const bool other = convergence.HasOtherState(prefix, before, then ? &*then : nullptr);
  Precedent precedent = convergence.precedent();
  if (learns && other) precedent.found_by = ToFollow(prefix, convergence);
  convergence.Record(nullptr);
  const auto resolve = [&](TableId table, AddressId address) { return convergence.Ask(table, address); };
  if (!learns) return other;
  recall.KeepOther(prefix, other, precedent, log, resolve);
  KeepElsewhere(recall, prefix, precedent.found_by, convergence);
  return other;
}

}  // namespace ringfence::routing::bgp
