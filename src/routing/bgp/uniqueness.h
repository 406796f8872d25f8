// A proof that a prefix has one stable state. See uniqueness.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "routing/bgp/convergence.h"

namespace ringfence::routing::bgp {

/// Routes that may be told for a prefix, for each speaker that hears of it: with more the proof gives up
/// (origin: reflectors times exits of real networks; each costs about an activation).
inline constexpr std::size_t kPossibleRoutesMax = 32;

/// One attempt for each prefix; memory is kept between attempts.
class UniquenessProof {
 public:
  /// `convergence` must outlive it and be at rest while Holds runs.
  explicit UniquenessProof(Convergence& convergence) : at_(convergence) {}

  /// True when `outcome` is the only stable state of the prefix and every order of events ends in it; false
  /// when that is not shown.
  bool Holds(PrefixIndex prefix, const PrefixResult& outcome);

 private:
  using HeldRoute = Convergence::HeldRoute;
  struct Speaker {
    std::vector<HeldRoute> possible;  ///< whatever it may ever have to choose from
    std::vector<HeldRoute> certain;   ///< what it has in every stable state, from those who are settled
    bool reached = false, settled = false;
  };

  bool Applies(PrefixIndex prefix) const;
  void Start();
  /// False when something is in doubt, or there is too much.
  bool FindPossible();
  bool AddOwn();
  bool AddPossible(std::uint32_t speaker, const BgpRoute& route);
  bool TellPossible(std::uint32_t speaker, const BgpRoute& route);
  /// What a channel makes of an advert, into `heard_`; false when that is in doubt.
  bool Hear(std::uint32_t channel, const Advert& advert);
  bool IsComparable(const Speaker& speaker, std::uint32_t number) const;
  bool MaySettle(std::uint32_t number, Choice& choice);
  bool SameChoiceWith(std::uint32_t number, const HeldRoute& other, const Choice& choice);
  void Choose(std::uint32_t number, Choice& choice);
  bool IsSettled(std::uint32_t channel) const;
  bool Settle(std::uint32_t number, const Choice& choice);

  Convergence& at_;
  PrefixIndex prefix_ = kNoPrefix;
  std::vector<Speaker> speakers_;
  std::vector<std::uint32_t> reached_;                           ///< speakers that hear of the prefix
  std::vector<std::pair<std::uint32_t, std::uint32_t>> untold_;  ///< speaker, place in its possible routes
  std::size_t possible_count_ = 0;
  std::vector<Advert> adverts_;
  std::optional<BgpRoute> heard_;
  std::vector<HeldRoute> compared_;
  std::vector<std::uint32_t> waiting_;  ///< speakers of whom something new is known
  Choice one_, other_;
};

}  // namespace ringfence::routing::bgp
