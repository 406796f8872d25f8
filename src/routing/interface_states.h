// Which interfaces work under a failure state.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bit_set.h"
#include "routing/failure_state.h"
#include "routing/network.h"

namespace ringfence::routing {

/// Prepared once; see interface_states.cc for the rules.
class InterfaceStates {
 public:
  /// `network` must outlive this object.
  explicit InterfaceStates(const Network& network);

  /// Sets up[slot] for every interface (Network::SlotOf): 0 when it is down, else the number of the part of
  /// its link it stands in, which is 1 but for switched links that fell apart. Ends of a link hear each other
  /// when their numbers are equal and not 0. False when a link has more parts than numbers: then some that
  /// are apart look joined; when only a bundle to several devices joins some (segments.h); and when two
  /// chassis lost the link between them. O(interfaces + ends of links).
  bool Compute(const FailureState& failure, std::vector<std::uint8_t>& up) const;

 private:
  struct Dependence {
    std::uint32_t slot = 0;
    std::vector<std::uint32_t> all_of;  ///< this interface needs all of these
    std::vector<std::uint32_t> any_of;  ///< and at least one of these, when there are any
  };
  bool PeerLinksWork(const FailureState& failure, const std::vector<std::uint8_t>& up) const;
  void CutCarriers(const FailureState& failure, std::vector<std::uint8_t>& up) const;

  const Network& network_;
  std::vector<std::uint8_t> enabled_;  ///< by slot: not shut
  std::vector<std::uint32_t> node_of_slot_;
  std::vector<Dependence> dependences_;  ///< lower layers first
};

}  // namespace ringfence::routing
