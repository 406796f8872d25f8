// What a route of BGP rests on. See support.cc.
#pragma once

#include <optional>
#include <vector>

#include "net/ip.h"
#include "routing/bgp/bgp_engine.h"

namespace ringfence::routing::bgp {

/// A session that carries a route: each end must have a route to the other's address.
struct CarryingSession {
  TableId tables[2];
  net::IpAddress addresses[2];  ///< of the same ends
};

/// The table that alone brings a prefix into BGP, by a network statement.
struct Origin {
  TableId table;
  bool needs_row = false;  ///< and must have a route of its own to it
  /// The one next hop that routes to the prefix have inside its AS. Nothing: not known.
  std::optional<net::IpAddress> next_hop;
};

/// How a route came to a table inside its AS.
struct Derivation {
  net::IpAddress next_hop;
  std::vector<CarryingSession> sessions;
  std::vector<TableId> reflectors;  ///< tables between, which must have a route to the next hop too
};

/// Inside every AS speakers pass on what they hear as it is, by one level of reflectors; nothing comes back
/// from outside, and from one AS to another only where one of both has no further neighbours.
bool PassesOnPlainly(const SessionPlan& plan);
/// One network statement alone brings the prefix into BGP, inside such an AS. Where routes are passed on
/// plainly its speakers then settle in one way only. REQUIRES: channels and originated routes are there.
bool HasOneAnnouncement(const SessionPlan& plan, const FamilyState& state, PrefixIndex prefix);

/// Knows how routes came about where no failure can bring another. Prepared once per network. Immutable.
class SupportPlan {
 public:
  /// `engine` must outlive the plan.
  explicit SupportPlan(const BgpEngine& engine);

  /// False: nothing is known.
  bool known() const { return known_; }
  /// True when nobody has a route of BGP to the prefix, and nobody can come to have one by failures. Settles
  /// the prefix where it waits.
  bool IsAbsent(PrefixIndex prefix, BgpScratch& scratch) const;
  /// Where routes of BGP to the prefix come from. Nothing: from nowhere, or not from there alone.
  std::optional<Origin> OriginOf(PrefixIndex prefix, const BgpScratch& scratch) const;
  /// Where the chosen route of the prefix in a table came from. As long as all that is named works the
  /// table's route of BGP has the same next hop. Nothing: not known. Settles the prefix where it waits.
  /// REQUIRES: known().
  std::optional<Derivation> Of(TableId table, PrefixIndex prefix, const Origin& origin,
                               BgpScratch& scratch) const;

 private:
  const FamilyState& StateOf(PrefixIndex prefix, const BgpScratch& scratch) const;
  bool AddLearned(const BgpRoute& route, const FamilyState& state, const BgpScratch& scratch,
                  Derivation& derivation) const;

  const BgpEngine& engine_;
  bool known_ = false;
};

}  // namespace ringfence::routing::bgp
