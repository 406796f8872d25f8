// What rows of tables rest on: the protocols' certificates put together. See registry_support.cc.
#pragma once

#include <optional>
#include <vector>

#include "base/bit_set.h"
#include "routing/bgp/support.h"
#include "routing/isis/support.h"
#include "routing/label.h"
#include "routing/ospf/support.h"
#include "routing/support.h"

namespace ringfence::routing {

struct EnginePlan;
class Selection;
struct Candidate;

/// Whether the rows of a network rest on what is known. Prepared once per network. Immutable.
class SupportPlan {
 public:
  /// `plan` must outlive this object.
  explicit SupportPlan(const EnginePlan& plan);

  /// False: rows may rest on anything.
  bool known() const { return known_; }
  const bgp::SupportPlan& bgp() const { return bgp_; }
  /// The IGP of the network is IS-IS; else OSPF.
  bool by_isis() const { return by_isis_; }
  const ospf::SupportPlan& ospf() const { return ospf_; }
  const isis::SupportPlan& isis() const { return isis_; }
  /// Adjacencies of the IGP in the state in which these interfaces work, by slot.
  std::vector<IgpNeighbors> Neighbors(const std::vector<std::uint8_t>& up) const {
    return by_isis_ ? isis_.Neighbors(up) : ospf_.Neighbors(up);
  }
  /// Some router of the IGP may bring the prefix.
  bool Brings(PrefixIndex prefix) const { return by_isis_ ? isis_.Brings(prefix) : ospf_.Brings(prefix); }
  /// By router of the IGP: its table, and its node.
  TableId TableOf(RouterNumber router) const;
  model::NodeId NodeOf(RouterNumber router) const;
  /// bgp::SupportPlan::IsAbsent, whatever else tables bring in when others of their rows are lost.
  bool IsAbsent(TableId table, PrefixIndex prefix, const bgp::BgpScratch& bgp) const {
    return may_appear_[prefix] == 0 && bgp_.IsAbsent(table, prefix, bgp);
  }
  /// Where routes of BGP to the prefix come from, as long as nothing else can bring it. Nothing: not known.
  std::optional<bgp::Origin> OriginOf(PrefixIndex prefix, const bgp::BgpScratch& bgp) const;
  /// Every way of the IGP to the prefix of one address is a way of labelled packets too.
  bool HasLabels(PrefixIndex prefix) const { return !has_labels_.empty() && has_labels_[prefix] != 0; }
  /// The router of the IGP that brings routes of the family into the table.
  std::optional<RouterNumber> RouterOf(TableId table, net::Family family) const;

 private:
  bool SessionsAreSafe() const;
  bool IsSafeEnd(const bgp::SessionEnd& end) const;
  std::size_t RouterCount() const;
  bool LabelsFollowRoutes() const;
  bool SessionsMeetNoTranslation() const;
  bool SessionsMeetNoList() const;
  base::BitSet SlotsOfIgp() const;
  bool ToldEverywhere(PrefixIndex prefix) const;
  bool HasOneSource(PrefixIndex prefix, const bgp::Origin& origin) const;
  void FindWhatMayAppear();

  const EnginePlan& plan_;
  bool by_isis_ = false;
  ospf::SupportPlan ospf_;
  isis::SupportPlan isis_;
  bgp::SupportPlan bgp_;
  /// By prefix: a table may come to bring it into BGP when it loses another route to it.
  std::vector<std::uint8_t> may_appear_;
  std::vector<std::uint8_t> has_labels_;  ///< by prefix; empty: nobody has
  bool known_ = false;
};

/// Finds it for the rows of one state. Confined to the thread of the state's scratch.
class SupportFinder {
 public:
  /// Open selections of rows, by TableId; nullptr: the node is down, or has no BGP.
  struct Rows {
    std::vector<const Selection*> all;          ///< with routes of BGP
    std::vector<const Selection*> without_bgp;  ///< of tables that speak BGP
  };

  /// The state at work; all must outlive the finder. `bgp` may be of another state from which routes are
  /// borrowed.
  SupportFinder(const EnginePlan& plan, const SupportPlan& support, Rows rows,
                const std::vector<std::uint8_t>& up, ospf::OspfScratch& ospf, isis::IsisScratch& isis,
                bgp::BgpScratch& bgp);

  /// Adds what every look-up of these destinations in the table rests on.
  void Add(TableId table, const net::Prefix& destinations, Support& support);
  /// Adds what a node rests on when it takes on a packet with the label.
  void AddLabel(model::NodeId node, const Label& label, Support& support);
  /// The table has no route of BGP to a prefix of that origin: either the origin does not bring it any more,
  /// or the table does not reach the next hop that all routes to it have.
  bool IsLost(TableId table, PrefixIndex prefix, const bgp::Origin& origin) const;
  /// What a route of BGP of the table was derived from is there. REQUIRES: not IsLost.
  bool Holds(TableId table, PrefixIndex prefix, const bgp::Origin& origin, const bgp::Derivation& derivation);

 private:
  bool AddRow(TableId table, PrefixIndex prefix, Support& support);
  bool MayCome(TableId table, PrefixIndex prefix) const;
  bool MayComeByIgp(TableId table, PrefixIndex prefix) const;
  bool MayBeBeaten(TableId table, PrefixIndex prefix, const Candidate& row) const;
  void AddPresent(TableId table, PrefixIndex prefix, const Candidate& row, Support& support);
  void AddConnected(TableId table, PrefixIndex prefix, Support& support) const;
  void AddStatic(TableId table, PrefixIndex prefix, Support& support) const;
  bool AddIgp(TableId table, PrefixIndex prefix, Support& support);
  bool AddBgp(TableId table, PrefixIndex prefix, Support& support);
  bool AddDerivation(TableId table, PrefixIndex prefix, const bgp::Origin& origin,
                     const bgp::Derivation& derivation, Support& support);
  /// The table keeps some route to an address of another router.
  bool AddReach(TableId table, const net::IpAddress& address, Support& support);

  const EnginePlan& plan_;
  const SupportPlan& plans_;
  Rows rows_;
  const std::vector<std::uint8_t>& up_;
  ospf::OspfScratch& ospf_;
  isis::IsisScratch& isis_;
  bgp::BgpScratch& bgp_;
  Support unread_;  ///< of Holds
  int depth_ = 0;
};

}  // namespace ringfence::routing
