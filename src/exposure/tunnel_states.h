// Which tunnels work under a failure state, where routes rest on tunnels that rest on routes. See
// tunnel_states.cc.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "forwarding/walk.h"
#include "routing/interface_states.h"
#include "routing/routing_engine.h"

namespace ringfence::exposure {

/// Asks whether outer packets arrive. Confined to the thread of its walker.
class TunnelProbe {
 public:
  /// All must outlive the probe.
  TunnelProbe(const routing::Network& network, const forwarding::TunnelTable& tunnels,
              forwarding::Walker& walker, net::PacketSpace& space);

  /// True when packets of the tunnel reach its peer and the peer's reach back, those of IKE too where IPsec
  /// protects. REQUIRES: matched.
  bool Answers(forwarding::TunnelId tunnel, const routing::RoutingState& state,
               const forwarding::TunnelsUp& up);
  /// Whether frames pass a pseudowire: kMaybe when only a part of them does, or one direction, or what its
  /// devices hold to be a working path does not arrive.
  enum class Way : std::uint8_t { kNo, kMaybe, kYes };
  Way Passes(forwarding::TunnelId pseudowire, const routing::RoutingState& state,
             const forwarding::TunnelsUp& up);
  /// True when a route leads from the tunnel's working source address to its peer, other than through itself.
  bool HasRoute(forwarding::TunnelId tunnel, const routing::RoutingState& state) const;

 private:
  /// Whether the near end of a pseudowire of EVPN was told of the far one.
  Way IsTold(const forwarding::Tunnel& wire, const routing::RoutingState& state) const;
  Way PassesOneWay(forwarding::TunnelId pseudowire, const routing::RoutingState& state,
                   const forwarding::TunnelsUp& up);
  bool Arrives(forwarding::TunnelId tunnel, bool ike, const routing::RoutingState& state,
               const forwarding::TunnelsUp& up);

  const routing::Network& network_;
  const forwarding::TunnelTable& tunnels_;
  forwarding::Walker& walker_;
  net::PacketSpace& space_;
  std::vector<std::optional<net::PacketSet>> outer_;  ///< packets of each tunnel, then of its IKE
};

/// What became of the tunnels.
struct TunnelStates {
  routing::FailureState failure;                ///< what is down, tunnels included
  forwarding::TunnelsUp up;                     ///< by TunnelId: packets that enter are wrapped and sent
  std::vector<forwarding::TunnelId> undecided;  ///< those whose state rests on itself, ascending
};

/// Settles tunnels and routes together. Leaves `scratch` with the tables of the outcome.
class TunnelSettling {
 public:
  /// All must outlive it.
  TunnelSettling(const routing::Network& network, const forwarding::TunnelTable& tunnels,
                 const routing::RoutingEngine& engine, TunnelProbe& probe);

  /// With `base` down and what follows from it for tunnels; `state` gets the routes.
  TunnelStates Settle(const routing::FailureState& base, routing::Scratch& scratch,
                      routing::RoutingState& state);

 private:
  /// State of one end.
  struct Status {
    bool carrier = false;  ///< its interface works
    bool sends = false;    ///< packets that enter are wrapped and sent
    bool hears = false;    ///< the two interfaces hear each other
    friend bool operator==(const Status&, const Status&) = default;
  };
  using Statuses = std::vector<Status>;

  bool Usable(const forwarding::TunnelEnd& end) const;
  Statuses Best() const;
  Status PseudowireStatus(forwarding::TunnelId tunnel, const routing::RoutingState& state);
  Status StatusOf(forwarding::TunnelId tunnel, const routing::RoutingState& state);
  /// What the statuses are by the routes that some statuses lead to.
  struct Answer {
    Statuses asked, found;
    std::vector<forwarding::TunnelId> open;  ///< the rule of the end is not known
  };
  /// Applies statuses, computes routes and asks. The answer is known from then on.
  const Answer& Try(const Statuses& statuses, routing::Scratch& scratch, routing::RoutingState& state);
  /// As Try, if it is not known yet.
  const Answer& Ask(const Statuses& statuses, routing::Scratch& scratch, routing::RoutingState& state);
  /// `from` with what works in `to` as well (up), or without what does not.
  static Statuses Step(Statuses from, const Statuses& to, bool up);
  /// Steps until nothing changes; `settled`: down, and no further than to it.
  Statuses Climb(Statuses statuses, const Statuses* settled, routing::Scratch& scratch,
                 routing::RoutingState& state);
  void Apply(const Statuses& statuses);
  void NoteDifferences(const Statuses& a, const Statuses& b);

  const routing::Network& network_;
  const forwarding::TunnelTable& tunnels_;
  const routing::RoutingEngine& engine_;
  TunnelProbe& probe_;
  routing::InterfaceStates interfaces_;
  routing::FailureState base_;
  std::optional<routing::FailureState> computed_;  ///< what the scratch holds routes under
  std::vector<std::uint8_t> usable_;               ///< by slot: works as far as no tunnel decides it
  TunnelStates states_;
  std::deque<Answer> known_;                ///< under `base_`
  Statuses applied_;                        ///< by the last Try
  std::vector<forwarding::TunnelId> open_;  ///< met by a Try
};

}  // namespace ringfence::exposure
