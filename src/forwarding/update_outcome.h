// What may become of packets that come in at one router: which parties forward them and how branches end.
#pragma once

#include <cstdint>

namespace ringfence::forwarding::updates {

/// A set of parties and of ends in one word, so that the union over equal-cost branches is one instruction.
/// An end is in the set when some branch has it: packets are surely delivered when kDelivered is the only
/// one.
struct Outcome {
  /// Most parties told apart; a caller with more groups them. The four bits above are the ends.
  static constexpr unsigned kPartiesMax = 60;
  static constexpr std::uint64_t kParties = (std::uint64_t{1} << kPartiesMax) - 1;
  static constexpr std::uint64_t kDelivered = std::uint64_t{1} << 60U;  ///< leaves the network or arrives
  static constexpr std::uint64_t kDropped = std::uint64_t{1} << 61U;    ///< a rule discards it
  static constexpr std::uint64_t kUnrouted = std::uint64_t{1} << 62U;   ///< a router has no rule for it
  static constexpr std::uint64_t kLoops = std::uint64_t{1} << 63U;      ///< comes by a router again

  std::uint64_t bits = 0;

  /// Parties whose routers have the packet in hand on some branch, the first router's included: bit per
  /// party.
  constexpr std::uint64_t parties() const { return bits & kParties; }
  /// The ends alone.
  constexpr std::uint64_t ends() const { return bits & ~kParties; }
  /// True when no branch may lose the packet.
  constexpr bool SurelyDelivered() const { return ends() == kDelivered; }

  friend constexpr bool operator==(Outcome, Outcome) = default;
};

}  // namespace ringfence::forwarding::updates
