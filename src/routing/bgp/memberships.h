// Route target constraint (RFC 4684): which VPN routes the ends of a session ask each other for. See
// memberships.cc.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "routing/bgp/sessions.h"
#include "routing/path_attributes.h"

namespace ringfence::routing::bgp {

/// Is a route asked for?
enum class Asked : std::uint8_t { kNo, kMaybe, kYes };

/// What is asked for on the sessions of one failure state. Sides of sessions are numbered as in
/// Channel::session: twice the session, plus one for the second end.
class Memberships {
 public:
  /// Forgets what was and works it out for these sessions. `plan` must outlive the object; targets are
  /// interned in `pool`.
  void Compute(const SessionPlan& plan, std::span<const Session> sessions, AttributePool& pool);
  /// True when the far end of a side sends only what the side asks for.
  bool Filters(std::uint32_t side) const { return !sides_.empty() && sides_[side].filters; }
  /// Whether a side asks its far end for a route with these extended communities. REQUIRES: Filters.
  Asked AskedFor(std::uint32_t side, std::span<const CommunityId> communities) const;

 private:
  /// One end of a session, as the one that asks.
  struct Side {
    bool filters = false;        ///< both ends exchange memberships
    bool asks_for_all = false;   ///< as it is configured
    bool to_client = false;      ///< its far end is its client
    bool from_client = false;    ///< it is the client of its far end
    bool uncertain = false;      ///< what becomes of memberships there is not modelled
    bool own_as_passes = false;  ///< the far end may take memberships of its own AS from outside
    SessionKind kind = SessionKind::kIbgp;
    std::uint32_t speaker = kNone, far = kNone;
    AsNumber far_as = 0;
  };
  /// What a speaker tells others of a membership.
  struct Holding {
    Asked to_all = Asked::kNo;      ///< its own, or from a client or another AS
    Asked to_clients = Asked::kNo;  ///< from other internal neighbours
    std::uint32_t level = kNone;    ///< sessions between it and the next origin; kNone: it has none
  };
  /// A target of one AS; or all targets, with the target invalid.
  struct Membership {
    CommunityId target;
    AsNumber origin = 0;
    std::vector<Holding> held;  ///< by speaker
  };

  void AddSides(const SessionPlan& plan, std::span<const Session> sessions);
  void Originate(const SessionPlan& plan, std::uint32_t speaker, AttributePool& pool);
  void OriginateUnknown(const SessionPlan& plan, std::span<const Session> sessions);
  Membership& MembershipOf(const SessionPlan& plan, CommunityId target, AsNumber origin);
  static void Raise(Holding& holding, Asked Holding::* what, Asked to);
  /// What the side tells its far end of a membership.
  Asked Told(const Side& side, const Membership& membership) const;
  void Spread(Membership& membership) const;
  /// True when the holding of the far end changed.
  bool Tell(const Side& side, Membership& membership) const;

  std::vector<Side> sides_;                           ///< empty: nobody exchanges memberships
  std::vector<std::vector<std::uint32_t>> sides_of_;  ///< by speaker, those that filter
  std::vector<std::uint8_t> one_way_;                 ///< by speaker: clients do not get what clients say
  std::vector<Membership> memberships_;               ///< the first stands for all targets
  std::unordered_map<CommunityId, std::vector<std::uint32_t>> of_target_;  ///< places; never iterated
};

}  // namespace ringfence::routing::bgp
