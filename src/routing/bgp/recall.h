// Outcomes of prefixes under one state, used again under others. See recall.cc.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/bit_set.h"
#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/convergence.h"
#include "routing/bgp/read_log.h"
#include "routing/bgp/replay.h"
#include "routing/bgp/trajectory.h"

namespace ringfence::routing::bgp {

/// What trajectories of one family may take (origin: outcomes of large networks take as much).
inline constexpr std::size_t kTrajectoryBytesMax = std::size_t{64} << 20U;

/// The memory of one family. Confined to one thread.
class Recall {
 public:
  /// How a table reaches an address under the state at work.
  using Resolver = std::function<Resolution(TableId, AddressId)>;

  /// Forgets everything and takes the state at work as the one to remember.
  void Begin(const SessionPlan& plan, const FamilyState& state);
  /// Remembers an outcome and what it rests on. REQUIRES: Begin with this state.
  void Keep(PrefixIndex prefix, const FamilyState& state, const ReadLog& log, const Resolver& resolve);
  /// Remembers how it came about. REQUIRES: Keep.
  void KeepTrajectory(PrefixIndex prefix, Trajectory told);
  /// Remembers whether the prefix has other stable states, how that was found, and what it rests on.
  void KeepOther(PrefixIndex prefix, bool other, const Precedent& precedent, const ReadLog& log,
                 const Resolver& resolve);

  /// Remembers how the order that ended elsewhere, with this speaker held back, did so. REQUIRES: KeepOther.
  void KeepElsewhere(PrefixIndex prefix, std::uint32_t late, Trajectory told, PrefixResult outcome);

  /// Compares the state at work with the remembered one; what follows is about it. `resolve` is asked about
  /// all that was ever read.
  void Compare(const SessionPlan& plan, const FamilyState& now, const ChangedRows& changed,
               const Resolver& resolve);
  /// True when nothing that the outcome of the prefix, and whether it has others, rests on differs under the
  /// state at work. REQUIRES: Compare.
  bool Stands(PrefixIndex prefix) const { return prefix < memories_.size() && memories_[prefix].stands; }
  /// The outcome under the state at work. Metrics to next hops are those of the remembered state.
  /// REQUIRES: Stands.
  std::shared_ptr<const PrefixResult> OutcomeOf(PrefixIndex prefix) const;
  /// Whether the prefix has other stable states. REQUIRES: Stands.
  bool OtherOf(PrefixIndex prefix) const { return *memories_[prefix].other; }

  /// True when AddOtherChoices knows. REQUIRES: Compare.
  bool KnowsChoices(const FamilyState& now) const {
    return comparable_ && !memories_.empty() && memories_.size() == now.results.size();
  }
  /// Appends the speakers whose choice for the prefix may be another one than in the remembered state, but
  /// for the numbers of channels, those of `Silent` left aside. REQUIRES: KnowsChoices; the prefix is
  /// settled.
  void AddOtherChoices(PrefixIndex prefix, const FamilyState& now,
                       std::vector<std::uint32_t>& speakers) const;
  /// Speakers that had channels in the remembered state and have none. REQUIRES: KnowsChoices.
  const std::vector<std::uint32_t>& Silent() const { return silent_; }

  /// Calls `use` with each table and address that was asked for while it learned.
  template <class Use>
  void ForEachQuestion(const Use& use) const {
    for (const Answer& answer : answers_) use(answer.question.first, answer.question.second);
  }
  /// How the prefix settled, and from when on that may be otherwise under the state at work. Nothing: not
  /// known. REQUIRES: Compare. Valid until the next Begin or Compare.
  std::optional<Remembered> HowItSettled(PrefixIndex prefix, const SessionPlan& plan,
                                         const FamilyState& now) const;
  /// The same of the order of events that ended elsewhere, where somebody was held back in it.
  std::optional<Remembered> HowItEndedElsewhere(PrefixIndex prefix, const SessionPlan& plan,
                                                const FamilyState& now) const;
  /// How the search for other stable states ended, as far as that helps under the state at work.
  /// REQUIRES: Compare.
  Precedent PrecedentOf(PrefixIndex prefix, const FamilyState& now) const;

 private:
  /// Where an order of events ended in which a speaker was held back.
  struct Elsewhere {
    std::uint32_t late = kNone;
    Trajectory told;
    PrefixResult outcome;
  };
  struct Memory {
    bool known = false;
    bool stands = false;        ///< under the state at work
    std::optional<bool> other;  ///< absent: nobody has looked
    Precedent precedent;
    std::shared_ptr<const PrefixResult> result;
    Trajectory told;
    std::shared_ptr<const Elsewhere> elsewhere;  ///< nullptr: not known
    std::vector<LocalRoute> local;
    std::vector<Announced> announced;
    std::vector<std::uint32_t> ways, metrics;  ///< places in `answers_`, ascending
    std::vector<std::uint32_t> compared;       ///< the same, by table, then remembered metric
    base::BitSet heard;                        ///< over remembered channels
    std::uint32_t touched = 0, preferring = 0;
  };
  /// A question and what the answer was.
  struct Answer {
    ReadLog::Question question;
    Resolution way;
    bool differs = false;      ///< under the state at work
    std::uint32_t metric = 0;  ///< under the state at work
    bool metric_differs() const { return metric != way.metric; }
  };

  using Begins = decltype(Remembered::begins);

  void AddLosses(const Memory& memory, const Trajectory& told, const std::vector<LocalRoute>& local_now,
                 Begins& begins) const;
  /// Where the state at work is not the remembered one, in which this was told.
  std::optional<Remembered> BeginsOf(PrefixIndex prefix, const Trajectory& told, const PrefixResult* outcome,
                                     const SessionPlan& plan, const FamilyState& now) const;
  void Learn(Memory& memory, const ReadLog& log, const Resolver& resolve);
  std::uint32_t PlaceOf(const ReadLog::Question& question, const Resolver& resolve);
  /// False when there are channels that nobody remembers.
  bool CompareChannels(const FamilyState& now);
  void CompareAnswers(const SessionPlan& plan, const ChangedRows& changed, const Resolver& resolve);
  void CompareSpeakers(const FamilyState& now);
  void ComparePlaces(const FamilyState& now);
  bool AnnouncesWhatIsLeft(const Memory& memory, PrefixIndex prefix, const FamilyState& now) const;
  bool Differs(const Memory& memory, PrefixIndex prefix, const FamilyState& now) const;
  bool SearchDiffers(const Memory& memory) const;
  bool OrderDiffers(const Memory& memory) const;
  bool SameChoice(const PrefixResult& then, const PrefixResult& now, std::uint32_t speaker) const;
  bool SameAnnounced(const Memory& memory, PrefixIndex prefix, const FamilyState& now) const;

  std::vector<Channel> channels_;
  std::vector<std::uint32_t> class_slot_;  ///< FamilyState::class_slot
  std::vector<Memory> memories_;           ///< by prefix
  std::vector<Answer> answers_;
  std::unordered_map<std::uint64_t, std::uint32_t> places_;  ///< question to place; never iterated
  RowReaders readers_;                                       ///< places of answers by what leads there
  std::vector<std::uint32_t> blind_;                         ///< places of answers without that, ascending
  std::vector<std::uint32_t> other_;                         ///< places of answers that may differ

  // The state at work against the remembered one.
  std::vector<std::uint32_t> channel_now_;  ///< by remembered channel; kNone: gone
  std::vector<std::uint32_t> lost_;         ///< gone channels of speakers that still have some
  std::vector<std::uint32_t> silent_;       ///< speakers that had channels and have none
  std::vector<std::uint8_t> is_silent_;     ///< by speaker
  bool moved_ = false;                      ///< channels have other numbers
  bool comparable_ = false;                 ///< all channels are remembered ones
  std::vector<std::uint32_t> place_then_;   ///< by place of an export class now: the remembered one
  std::size_t trajectory_bytes_ = 0;
};

/// The memories of a scratch: first they learn, until somebody says that the state to remember is settled.
struct Recalls {
  bool learns = true;
  std::array<Recall, 2> of_family;
  SessionMemory sessions;
};

/// Settles all prefixes of the family, those that the memory knows by it; with `waits` (by prefix) the others
/// are marked there instead. REQUIRES: PrefixesAreApart.
void SettleRecalling(Recall& recall, bool learns, const SessionPlan& plan, const PrefixTable& prefixes,
                     FamilyState& state, Convergence& convergence, std::vector<std::uint8_t>* waits);
/// The outcome of a prefix that does not stand, along what was told in the remembered state; nothing: it has
/// to be settled from nothing. REQUIRES: SettleRecalling of this state.
std::optional<PrefixResult> SettleByNews(const Recall& recall, PrefixIndex prefix, const SessionPlan& plan,
                                         const FamilyState& state, Convergence& convergence);
/// Whether the prefix has other stable states, by the memory where it knows.
/// REQUIRES: SettleRecalling of this state.
bool HasOtherStateRecalling(Recall& recall, bool learns, PrefixIndex prefix, const SessionPlan& plan,
                            const FamilyState& state, Convergence& convergence);

}  // namespace ringfence::routing::bgp
