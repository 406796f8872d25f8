// A prefix settled again along what was told in another state. See replay.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "routing/bgp/convergence.h"
#include "routing/bgp/trajectory.h"

namespace ringfence::routing::bgp {

/// How a prefix settled in a state that is remembered, and where the state at work is not that one.
struct Remembered {
  const Trajectory* told = nullptr;
  const PrefixResult* outcome = nullptr;
  std::span<const std::uint32_t> channel_now;  ///< by channel then; kNone: gone
  std::span<const std::uint32_t> place_then;   ///< by place in FamilyState::classes now
  /// Round and speaker: what it hears, has of its own or makes of either may be other from this round on.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> begins;
  std::uint32_t late = kNone;  ///< a speaker that was held back, and is again
};

/// Works with the memory of one Convergence, whose prefix at work it replaces.
class Replay {
 public:
  /// `convergence` must outlive it.
  explicit Replay(Convergence& convergence) : at_(convergence) {}

  /// What SettleAlone(prefix, kNews, then.late) gives; nothing when somebody is held back, and that would be
  /// more than rounds in step.
  std::optional<PrefixResult> Run(PrefixIndex prefix, const Remembered& then);

 private:
  /// An export class that somebody who is followed hears or speaks by.
  struct Followed {
    std::uint32_t place = 0;
    std::span<const Trajectory::News> news;  ///< of the remembered state
    std::size_t next = 0;                    ///< of `news`, not told yet
    bool differs = false;                    ///< was told otherwise: all who hear it are live
  };

  void Start(PrefixIndex prefix, const Remembered& then);
  /// Finds out when classes told news then, and who acts first now but the one that is held back.
  void StartLate();
  /// Takes the late speaker out of those that act while somebody else does. REQUIRES: somebody is held back.
  void HoldBack();
  /// Others than the late speaker hear what is told at the end of this round, and act in the next.
  bool WakesOthers(std::uint32_t round) const;
  bool IsHeardByOthers(std::uint32_t place) const;
  /// From this round on the speaker acts for itself.
  void Enliven(std::uint32_t speaker, std::uint32_t round);
  /// Takes what the class told before this round.
  void Follow(std::uint32_t place, std::uint32_t round);
  /// Takes its last news for what it tells now.
  void TakeLast(const Followed& followed);
  void Act(std::uint32_t speaker);
  void EndRound(std::uint32_t round);
  void Compare(Followed& followed);
  void TellLive(std::uint32_t place);
  /// Takes what the speaker has of its own, or hears from outside.
  void TakeOwn(std::uint32_t speaker);
  /// After the acts of the last round in step: takes up all who are not live, as they are then, and ends the
  /// round.
  void TakeUpAll();
  void TakeUp(std::uint32_t speaker);
  /// What comes after the rounds in step. REQUIRES: TakeUpAll.
  PrefixResult GoOn();
  bool IsQuiet() const;
  std::uint32_t SpeakerAt(std::uint32_t place) const;
  Advert Now(const Advert& then) const;
  bool IsAsThen(const Followed& followed) const;
  PrefixResult Pack(bool may_be_bgp) const;
  void CleanUp();

  Convergence& at_;
  const Remembered* then_ = nullptr;
  std::vector<std::uint8_t> live_;          ///< by speaker
  std::vector<std::uint32_t> lives_;        ///< those that are
  std::vector<std::uint32_t> followed_at_;  ///< by place: in `followed_`; kNone: not there
  std::vector<Followed> followed_;
  std::vector<std::uint32_t> awake_, acting_;  ///< live ones with something to do
  std::vector<std::uint8_t> is_awake_;         ///< by speaker
  std::vector<std::uint32_t> rising_;          ///< to be live in the next round
  std::uint32_t late_ = kNone;                 ///< held back
  bool others_act_ = false;                    ///< in this round
  std::vector<std::vector<std::uint32_t>>
      told_in_;  ///< by round, while one is held back: places with news then
};

}  // namespace ringfence::routing::bgp
