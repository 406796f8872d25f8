// The memory of one thread: every protocol under one state, and the tables made of them. Only for the engine.
// See registry.cc.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "routing/changed_rows.h"
#include "routing/policy_memory.h"
#include "routing/redistribution_orders.h"
#include "routing/registry_adjacencies.h"
#include "routing/registry_bgp.h"
#include "routing/registry_eigrp.h"
#include "routing/registry_igp_fibs.h"
#include "routing/registry_injection.h"
#include "routing/registry_isis.h"
#include "routing/registry_kept.h"
#include "routing/registry_labels.h"
#include "routing/registry_leaks.h"
#include "routing/registry_ospf.h"
#include "routing/registry_possible.h"
#include "routing/registry_rip.h"
#include "routing/registry_session_paths.h"
#include "routing/registry_shams.h"
#include "routing/registry_support.h"
#include "routing/registry_tables.h"
#include "routing/registry_te.h"
#include "routing/routing_engine.h"

namespace ringfence::routing {

/// Tables of one thread under one state.
struct Scratch::Impl final : TableSource, RouteExplainer {
  struct Tables {
    bool rib_done = false;
    bool fib_done = false;
    Rib rib;
    const Rib* shown = nullptr;  ///< that one, or what is kept of another state
    Fib fib;
    Selection chosen;      ///< what the forwarding table is made from
    ObservedFib observed;  ///< or what was printed
  };

  /// Computes the state.
  void Start(const EnginePlan& new_plan, const FailureState& failure);
  /// Which nodes and interfaces work.
  void Fail(const FailureState& failure);
  /// Protocols without routes of other protocols; what tables inject is forgotten, or kept.
  void Begin(bool keep_injected);
  /// Gives the protocols what tables inject, where that changed or always; true when it did.
  bool HandOver(bool everything);
  /// From nothing to tables that agree with each other; late nodes of the order wait until the others have
  /// settled.
  void SettleFrom(bool keep_injected, const Order& order);
  /// Compares with the outcomes of other orders, then comes back to this one.
  void LookForOrders(const FailureState& failure);
  /// Other stable states of BGP, and sessions that cannot be.
  void LookFurther();
  std::vector<Rib> AllRibs();
  /// Shows a table that others rest on to those who rest on it.
  void Show(std::size_t index, bool to_bgp);
  /// Shows BGP what its sessions of a table rest on, and no routes.
  void ShowSessions(std::size_t index);
  /// Labels follow from what the protocols say now.
  void LookAtLabelsAnew();
  /// Shows all of them but those of late nodes; true when something changed for somebody.
  bool Round(const Order& order);
  /// True when showing the table again would show the same: at most BGP has changed since, and none of its
  /// routes matters to who is shown the table.
  bool StandsAsShown(std::size_t table, const Order& order) const;
  void Settle(const Order& order);
  /// Opens the tables of all nodes that work, those of BGP also without its routes.
  SupportFinder::Rows OpenRows();
  /// What labels rest on while BGP settles is read by rows too. REQUIRES: OpenRows.
  void OpenIgpFibs();
  /// The state with routes of BGP that are borrowed. REQUIRES: Fail.
  void StartBorrowing();
  /// The state without failures in a scratch of its own, which later states borrow from.
  void MakeLender();
  /// Settles with tables of which only rows are made that somebody asks for; false where BGP changes what it
  /// rests on itself, and all has to be settled in rounds.
  bool SettleByRows();
  const Rib& RibOf(TableId table) override;
  const Rib& MakeRib(TableId table);
  /// The table by what is kept, or nullptr: it is made as it comes. REQUIRES: its node works.
  const Rib* RibOfKept(TableId table);
  /// Rows that may not be those of the state whose tables are kept.
  ChangedRows FindOtherRows();
  const Fib& FibOf(TableId table) override;
  TableId MainTable(model::NodeId node) const override { return plan->network.MainTable(node); }
  bool Runs(std::size_t table) const { return NodeUp(plan->network.tables()[table].node); }
  /// The table's node is one of the late ones.
  bool Waits(std::size_t table, const Order& order) const;
  bool SpeaksBgp(std::size_t node) const;
  bool Unsettled() const override { return unstable; }
  bool Outdated() const override { return outdated; }
  bool NodeUp(model::NodeId node) const override { return !nodes_down.Test(node.index()); }
  std::uint8_t PartOf(model::Endpoint end) const override { return up[plan->network.SlotOf(end)]; }
  bool Owns(TableId table, const net::IpAddress& address) const override {
    const PrefixIndex host = plan->prefixes.Longest(address);
    return host != kNoPrefix && plan->tables[table.index()].OwnAddress(host, up) != nullptr;
  }
  bool OffersLabelled(TableId table, PrefixIndex prefix) const override {
    return bgp_tables && bgp_tables->OffersLabelled(table, prefix);
  }
  bool VpnHopsOf(TableId table, PrefixIndex prefix, std::uint32_t distinguisher,
                 std::vector<bgp::BgpHop>& hops) const override {
    return !bgp_tables || !bgp_tables->computed() ||
           bgp_tables->VpnHopsOf(table, prefix, distinguisher, hops);
  }
  std::vector<LabelAction> ActionsOf(const model::Endpoint& at, const Label& label) override {
    return ways->ActionsOf(at, label);
  }
  LabelStacks& Labels() override { return *labels; }
  LabelStackId LabelFor(const FibEntry& entry) override { return ways->LabelFor(entry); }
  void AddSupport(TableId table, const net::Prefix& destinations, Support& support) override;
  void AddLabelSupport(model::NodeId node, const Label& label, Support& support) override;
  /// What finds support of the state; nullptr: nothing is known of it.
  SupportFinder* Finder();
  std::vector<Adjacency> Adjacencies() override { return CollectAdjacencies(*plan, up, ospf, *bgp_tables); }
  RouteReason ReasonOf(const FibEntry& entry) const;
  std::vector<base::Span> SpansOf(const FibEntry& entry) const override;
  std::vector<model::NodeId> OriginsOf(const FibEntry& entry) const override;

  unsigned threads = 1;
  bool remembers = false;
  bool whole_tables = false;
  std::size_t states_by_rows = 0;
  KeptTables kept;                        ///< of the remembered state
  bool is_kept = false;                   ///< which is the one at work
  std::optional<ChangedRows> other_rows;  ///< found when somebody asks for a table
  const EnginePlan* plan = nullptr;
  const SupportPlan* supports = nullptr;
  std::optional<SupportFinder> finder;  ///< made when somebody asks
  std::optional<bool> leads_to_no_hop;  ///< BgpTables says so; absent: nobody has asked
  bool borrows = false;          ///< takes routes of BGP of the state without failures where they stand
  bool lends = false;            ///< stays at that state
  std::unique_ptr<Impl> lender;  ///< of one that borrows; made when it is needed
  bool outdated = false;         ///< some do not stand: answers mean nothing
  BorrowedRoutes borrowed;
  std::uint64_t plan_serial = 0;  ///< of the plan whose policies and attributes are remembered
  base::BitSet nodes_down;
  std::vector<std::uint8_t> up;
  ospf::OspfScratch ospf;
  Injection<ospf::External> externals;
  Injection<isis::Injected> isis_injected;
  Injection<eigrp::Injected> eigrp_injected;
  Injection<rip::Injected> rip_injected;
  bool bgp_changed = false;                ///< in the current round
  std::uint64_t news = 0;                  ///< grows whenever protocols but BGP are given something new
  std::vector<std::uint64_t> shown_after;  ///< by table: `news` when it was shown; kNever: it was not
  ShamStates shams;
  bool leaks_changed = false;  ///< in the current round
  std::optional<isis::IsisScratch> isis;
  std::optional<eigrp::EigrpScratch> eigrp;
  std::optional<rip::RipScratch> rip;
  bool by_rows = false;  ///< tables are open
  std::vector<RowProtocol*> igp_protocols, all_protocols;
  std::vector<Selection> views;  ///< by table: rows as BGP reads them
  ArrivalMemory arrivals;
  SessionListMemory session_lists;  ///< of the plan
  RowsRead read;                    ///< by BGP in the remembered state
  std::optional<IsisTables> isis_tables;
  std::optional<EigrpTables> eigrp_tables;
  std::optional<RipTables> rip_tables;
  std::optional<bgp::BgpScratch> bgp;
  std::optional<OspfTables> ospf_tables;
  std::optional<BgpTables> bgp_tables;
  std::optional<LeakTables> leak_tables;
  std::optional<PossibleRoutes> possible;
  std::optional<ProtocolSet> protocols;
  std::optional<PolicyMemory> policies;
  std::optional<LabelStacks> labels;
  TeWays te;
  std::optional<LabelWays> ways;
  IgpFibs igp_fibs{*this};
  std::optional<LabelWays> igp_ways;  ///< while protocols settle
  Selection selection;
  bool unstable = false;
  bool gave_up = false;                          ///< rounds did not end in some order
  std::vector<std::vector<PrefixIndex>> doubts;  ///< by table: rows that other orders change
  std::vector<Tables> tables;
};

}  // namespace ringfence::routing
