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

/// The table that alone brings a prefix into BGP, by a network statement or, in a VRF, because it has a route
/// of a protocol.
struct Origin {
  TableId table;
  bool needs_row = false;                           ///< and must have a route of its own to it
  std::optional<model::RouteSource> redistributes;  ///< of this protocol; absent: of any
  /// The one next hop that routes to the prefix have inside its AS. Nothing: not known.
  std::optional<net::IpAddress> next_hop;
};

/// How a route came to a table inside its AS.
struct Derivation {
  net::IpAddress next_hop;
  std::vector<CarryingSession> sessions;
  /// Tables between, which must reach the next hop too, as must the one that asks.
  std::vector<TableId> reflectors;
};

/// Inside every AS speakers pass on what they hear as it is, by one level of reflectors; nothing comes back
/// from outside, and from one AS to another only where one of both has no further neighbours.
bool PassesOnPlainly(const SessionPlan& plan);
/// Routes between VRFs follow from their targets alone, and no table but those of VRFs takes part.
bool ExchangesPlainly(const SessionPlan& sessions, const VpnPlan& plan);
/// One statement alone brings the prefix into BGP, inside such an AS. Where routes are passed on
/// plainly its speakers then settle in one way only. REQUIRES: channels and originated routes are there.
bool HasOneAnnouncement(const SessionPlan& plan, const FamilyState& state, PrefixIndex prefix);

/// Knows how routes came about where no failure can bring another. Prepared once per network. Immutable.
class SupportPlan {
 public:
  /// `engine` must outlive the plan.
  explicit SupportPlan(const BgpEngine& engine);

  /// False: nothing is known.
  bool known() const { return known_; }
  /// True when the table has no route of BGP to the prefix, and cannot come to have one by failures: nobody
  /// brings it in from whom it may hear. REQUIRES: known().
  bool IsAbsent(TableId table, PrefixIndex prefix, const BgpScratch& scratch) const;
  /// Where routes of BGP to the prefix come from. Nothing: from nowhere, or not from there alone.
  std::optional<Origin> OriginOf(PrefixIndex prefix, const BgpScratch& scratch) const;
  /// The table that a table's routes of BGP to the prefix are told to, which looks for ways to their next
  /// hops: that of the device's sessions; invalid: there is none. REQUIRES: it speaks BGP.
  TableId AskingTable(TableId table, PrefixIndex prefix, const BgpScratch& scratch) const;
  /// Where the chosen route of the prefix in a table came from. As long as all that is named works the
  /// table's route of BGP has the same next hop. Nothing: not known. Settles the prefix where it waits.
  /// REQUIRES: known().
  std::optional<Derivation> Of(TableId table, PrefixIndex prefix, const Origin& origin,
                               BgpScratch& scratch) const;

 private:
  /// Over which sessions a table hears of a prefix, and who has these.
  struct Carried {
    const FamilyState* family = nullptr;
    std::uint32_t speaker = 0;  ///< kNone: nobody
  };
  Carried CarriedFor(PrefixIndex prefix, TableId table, const BgpScratch& scratch) const;
  bool IsTaken(TableId table, const PrefixResult& result, AddressId next_hop) const;
  /// What the VPN family has for the prefix under the one route distinguisher there is; nullptr: there are
  /// more, or none.
  const PrefixResult* OnlyLayer(PrefixIndex prefix, const BgpScratch& scratch) const;
  const FamilyState& StateOf(PrefixIndex prefix, const BgpScratch& scratch) const;
  bool AddLearned(const BgpRoute& route, const FamilyState& state, const BgpScratch& scratch,
                  Derivation& derivation) const;

  const BgpEngine& engine_;
  bool known_ = false;
};

}  // namespace ringfence::routing::bgp
