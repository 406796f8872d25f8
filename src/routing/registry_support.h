// What rows of tables rest on: the protocols' certificates put together. See registry_support.cc.
#pragma once

#include <vector>

#include "routing/bgp/support.h"
#include "routing/ospf/support.h"
#include "routing/support.h"

namespace ringfence::routing {

struct EnginePlan;
class Selection;

/// Whether the rows of a network rest on what is known. Prepared once per network. Immutable.
class SupportPlan {
 public:
  /// `plan` must outlive this object.
  explicit SupportPlan(const EnginePlan& plan);

  /// False: rows may rest on anything.
  bool known() const { return known_; }
  const ospf::SupportPlan& ospf() const { return ospf_; }
  const bgp::SupportPlan& bgp() const { return bgp_; }
  /// By router of the IGP: its table.
  static TableId TableOf(const EnginePlan& plan, IgpRouter router);

 private:
  ospf::SupportPlan ospf_;
  bgp::SupportPlan bgp_;
  bool known_ = false;
};

/// Finds it for the rows of one state. Confined to the thread of the state's scratch.
class SupportFinder {
 public:
  /// The state at work; all must outlive the finder. `with_bgp` by TableId: open selections of rows.
  SupportFinder(const EnginePlan& plan, const SupportPlan& support, std::vector<const Selection*> with_bgp,
                const std::vector<std::uint8_t>& up, ospf::OspfScratch& ospf, bgp::BgpScratch& bgp);

  /// Adds what every look-up of these destinations in the table rests on.
  void Add(TableId table, const net::Prefix& destinations, Support& support);

 private:
  bool AddRow(TableId table, PrefixIndex prefix, Support& support);
  void AddConnected(TableId table, PrefixIndex prefix, Support& support) const;
  void AddStatic(TableId table, PrefixIndex prefix, Support& support) const;
  bool AddOspf(TableId table, PrefixIndex prefix, Support& support);
  bool AddBgp(TableId table, PrefixIndex prefix, Support& support);
  /// The table keeps some route to an address of another router.
  bool AddReach(TableId table, const net::IpAddress& address, Support& support);

  const EnginePlan& plan_;
  const SupportPlan& plans_;
  std::vector<const Selection*> rows_;
  const std::vector<std::uint8_t>& up_;
  ospf::OspfScratch& ospf_;
  bgp::BgpScratch& bgp_;
  int depth_ = 0;
};

}  // namespace ringfence::routing
