// A proof by bounds that a prefix has one stable state. See bounds_proof.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "routing/bgp/convergence.h"

namespace ringfence::routing::bgp {

/// Searches for the shortest possible paths to one prefix before the proof gives up (origin: each costs a
/// look at every session; networks that steer traffic by policies need one for each length and a few more).
inline constexpr std::uint32_t kPathSearchesMax = 256;

/// One attempt for each prefix; memory is kept between attempts.
class BoundsProof {
 public:
  /// `convergence` must outlive it.
  explicit BoundsProof(Convergence& convergence) : at_(convergence) {}

  /// True when in every stable state of the prefix, and in the end in every order of events, all speakers
  /// that are not in doubt choose as in `outcome`, which is one; false when that is not shown. REQUIRES:
  /// paths get longer with each session, and nothing is compared before their length but weights of own
  /// routes and local preferences.
  bool Holds(PrefixIndex prefix, const PrefixResult& outcome);
  /// Speakers that may choose otherwise though their choice is the best that they surely have, ascending.
  /// REQUIRES: Holds was false.
  std::vector<std::uint32_t> MayPreferOthers() const;

 private:
  /// What policies make of anything told on a channel.
  struct Told {
    bool passes = false;           ///< some route may be taken
    std::uint32_t preference = 0;  ///< the highest it may get
  };
  struct Speaker {
    bool settled = false;         ///< chooses as in the outcome in every stable state
    std::optional<Rank> choice;   ///< in the outcome
    std::optional<Rank> sure;     ///< the best that it has in every stable state
    std::uint32_t start = kNone;  ///< length of the shortest path that it may have but by those not settled
    std::uint32_t least = kNone;  ///< no path that it may choose is shorter; kNone: it has none
  };

  bool Applies(PrefixIndex prefix, const PrefixResult& outcome) const;
  bool ReadChannels();
  void ReadOutcome(const PrefixResult& outcome);
  void ReadOwn();
  void Add(std::uint32_t number, const BgpRoute& route);
  void Hear(std::uint32_t channel, const Advert& advert);
  void Settle(std::uint32_t number, const PrefixResult& outcome);
  /// Finds `least` of all that are not settled, with no path through `without`. False: too many searches.
  bool FindLeast(std::uint32_t without);
  /// The speaker has a path of this length, which it passes on, if it has none that is shorter.
  void Reach(std::uint32_t speaker, std::uint32_t length);
  /// The best that may come by a channel in a path of this length.
  Rank BestBy(std::uint32_t channel, std::uint32_t length) const;
  bool MaySettle(std::uint32_t number) const;
  /// Settles those that may be; true when there were some.
  bool SettleSome(const PrefixResult& outcome);
  bool SettleOneWithoutReturns(const PrefixResult& outcome);

  Convergence& at_;
  PrefixIndex prefix_ = kNoPrefix;
  std::vector<Told> told_;  ///< by channel that hears
  std::vector<Speaker> speakers_;
  std::vector<std::uint32_t> open_;                              ///< to be settled, shorter paths first
  std::vector<std::pair<std::uint32_t, std::uint32_t>> starts_;  ///< length and speaker, ascending
  std::vector<std::uint32_t> reached_, longer_;  ///< speakers at the length that is searched, at the next one
  std::uint32_t without_ = kNone;                ///< nobody goes through it
  std::vector<Advert> adverts_;
  std::uint32_t searches_ = 0;
};

}  // namespace ringfence::routing::bgp
