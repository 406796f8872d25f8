// The protocols put together: selection among their routes, resolution, forwarding tables.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "routing/bgp/bgp_engine.h"
#include "routing/changed_rows.h"
#include "routing/connected/connected.h"
#include "routing/eigrp/eigrp_engine.h"
#include "routing/fib.h"
#include "routing/interface_states.h"
#include "routing/isis/isis_engine.h"
#include "routing/ldp/ldp_plan.h"
#include "routing/network.h"
#include "routing/ospf/ospf_engine.h"
#include "routing/policy_memory.h"
#include "routing/policy_program.h"
#include "routing/prefix_map.h"
#include "routing/prefix_table.h"
#include "routing/registry_bgp_reads.h"
#include "routing/registry_flex.h"
#include "routing/registry_observed.h"
#include "routing/registry_te.h"
#include "routing/rib.h"
#include "routing/rip/rip_engine.h"
#include "routing/session_lists.h"
#include "routing/sr/sr_plan.h"
#include "routing/static_lsps/static_lsp_plan.h"
#include "routing/static_routes/static_routes.h"
#include "routing/table_protocol.h"

namespace ringfence::routing {

/// Lookups through recursive routes, at most (origin: deeper chains do not occur; what needs more is not
/// installed).
inline constexpr int kRecursionRoundsMax = 16;
/// Rounds of mutual redistribution (origin: processes on one device; more means that it does not settle).
inline constexpr int kRedistributionRoundsMax = 12;

/// An aggregate route of the routing table.
struct AggregateFacts {
  const static_routes::AggregateRoute* route = nullptr;
  PrefixIndex prefix = kNoPrefix;
};

/// What a table holds whatever the protocols say, prepared once.
struct TablePlan {
  std::vector<connected::ConnectedRoute> connected;
  std::vector<static_routes::StaticFacts> statics;
  std::vector<std::uint32_t> static_order;  ///< indices into `statics`, ascending by prefix, then as written
  std::vector<std::uint32_t>
      own_addresses;                       ///< indices into `connected` of kLocal routes, ascending by prefix
  std::vector<AggregateFacts> aggregates;  ///< more specific ones first
  bool injects = false;                    ///< some OSPF process redistributes or originates a default
  bool runs_isis = false, runs_eigrp = false, runs_rip = false;
  bool feeds_isis = false;  ///< some instance of IS-IS takes routes from it, or a default for its sake
  bool leaks = false;       ///< other tables of the device copy from it
  bool ordered = false;     ///< of a device on which the order of events may decide
  /// Others rest on its routes: BGP, copies, or injection that asks for other protocols.
  bool depends_on_tables = false;
  BgpReads bgp_reads;
  std::string bgp_process;               ///< AS number of BGP
  bool demands_labels = false;           ///< some family of BGP on the device does
  bool swaps_labels = false;             ///< some unicast family of BGP on it exchanges labels
  std::uint32_t bgp_distance_least = 0;  ///< no route of BGP in it has a lesser one
  bool feeds = false;  ///< others are made of its routes: those of protocols but BGP, of tables, aggregates
  /// Its routes of BGP may change what it tells other protocols, or other routes of it.
  bool rests_on_bgp = false;

  /// The own address with this host prefix on an interface that is up (`up` by slot), or nullptr.
  const connected::ConnectedRoute* OwnAddress(PrefixIndex prefix, const std::vector<std::uint8_t>& up) const;
  /// What a forwarding table has entries for: `rows` and the own addresses that are up, ascending, each once.
  void AddOwnAddresses(const std::vector<std::uint8_t>& up, std::vector<PrefixIndex>& rows) const;
};

/// Prepared once per network.
struct EnginePlan {
  EnginePlan(const Network& network, std::vector<ObservedTable> printed);

  const Network& network;
  const ObservedTables observed;
  const std::uint64_t serial;  ///< differs between all plans of the program, never 0
  base::Diagnostics findings;
  PrefixTable prefixes;
  InterfaceStates interfaces;
  std::vector<std::unique_ptr<PolicyProgram>> policies;  ///< by node
  /// Compiled lists of policies by the place in the configuration that names them. Never iterated.
  std::unordered_map<const void*, CompiledChain> chains;
  ospf::OspfEngine ospf;
  isis::IsisEngine isis;
  eigrp::EigrpEngine eigrp;
  rip::RipEngine rip;
  bgp::BgpEngine bgp;
  ldp::LdpPlan ldp;
  sr::SrPlan sr;
  static_lsps::StaticLspPlan static_lsps;
  TePlan te;
  FlexPlan flex;
  SessionLists session_lists;
  std::vector<TablePlan> tables;             ///< by TableId
  std::vector<std::size_t> ordered_devices;  ///< nodes on which the order of events may decide
  /// Rows of tables can be selected one by one: no route of a table hangs on another of it (but next hops).
  bool by_rows = false;
  bool reads_labels = false;                     ///< some table demands labels
  std::vector<std::vector<TableId>> holders_of;  ///< by prefix: tables with a connected or static route of it
  std::vector<std::vector<TableId>> readers_of;  ///< by prefix: tables of which BGP reads the row of it

  /// Configuration of the table's node.
  const DeviceConfig& ConfigOf(TableId table) const {
    return network.nodes()[network.tables()[table.index()].node.index()].config;
  }

 private:
  void CompilePolicies();
  /// Who reads what of the table, once its facts are known.
  void PlanReads(TableId table, TablePlan& plan) const;
  void PlanRows();
};

/// Rows, those of BGP left aside, that may not be those of the state that OSPF and IS-IS remember. `up` by
/// slot.
ChangedRows FindChangedRows(const EnginePlan& plan, const std::vector<std::uint8_t>& up,
                            ospf::OspfScratch& ospf, isis::IsisScratch& isis);

/// One static route under the current state.
struct StaticState {
  bool active = false;
  bool ambiguous = false;
  std::vector<NextHop> hops;
  friend bool operator==(const StaticState&, const StaticState&) = default;
};

/// Which protocol answers for a route.
class ProtocolSet {
 public:
  /// Adds a protocol that offers routes of these kinds. It must outlive the set.
  void Add(TableProtocol& protocol, std::initializer_list<Protocol> kinds) {
    all_.push_back(&protocol);
    for (const Protocol kind : kinds) of_[static_cast<std::size_t>(kind)] = &protocol;
  }
  /// The protocol that offered a route; nullptr for connected, local, static and aggregate ones.
  TableProtocol* Of(Protocol protocol) const { return of_[static_cast<std::size_t>(protocol)]; }
  /// Each protocol once.
  std::span<TableProtocol* const> all() const { return all_; }

 private:
  std::vector<TableProtocol*> all_;
  std::array<TableProtocol*, std::size(kProtocolNames)> of_ = {};
};

/// Chooses the routes of one table into flat memory, and makes the entries of its forwarding table. Run
/// chooses all of them, Open those that are asked for (registry_rows.cc).
class Selection final : public OpenFibSource {
 public:
  /// Starts a state. All arguments must outlive the use.
  void Begin(const EnginePlan& plan, const std::vector<std::uint8_t>& up, const ProtocolSet& protocols,
             PolicyMemory& policies, LabelStacks& labels, TeWays& te);
  /// Selects for `table` among connected, static, aggregate routes and what `offering` offer.
  void Run(TableId table, std::span<TableProtocol* const> offering);
  /// Selects for `table` row by row, each when it is first asked for, among connected and static routes and
  /// what `offering` offer then. REQUIRES: EnginePlan::by_rows.
  void Open(TableId table, std::span<RowProtocol* const> offering);
  /// True when a static route hangs on others of the table in this state, so that rows will not do. REQUIRES:
  /// Open.
  bool StaticsAsk() const { return statics_ask_; }
  bool by_rows() const { return !by_row_.empty(); }
  /// The selected route of a prefix; not present: none. REQUIRES: Run or Open.
  Candidate At(PrefixIndex prefix) const { return by_rows() ? RowAt(prefix) : best_[prefix]; }
  bool Has(PrefixIndex prefix) const override {
    return At(prefix).present || tables().OwnAddress(prefix, *up_) != nullptr;
  }
  /// The first prefix with a selected route among this one and those that hold it, or kNoPrefix.
  PrefixIndex FirstPresent(PrefixIndex longest) const;
  /// Where packets of the selected route go is not certain.
  bool IsShaky(PrefixIndex prefix) const { return Shaky(prefix, false); }
  /// The selected routes of these prefixes are ambiguous; where there is none, the device may have one.
  void Doubt(std::span<const PrefixIndex> prefixes);
  /// By PrefixIndex.
  const std::vector<Candidate>& best() const { return best_; }
  /// Prefixes with a candidate in best(), ascending.
  const std::vector<PrefixIndex>& rows() const { return rows_; }
  /// By index of the table's static routes.
  const std::vector<StaticState>& statics() const { return statics_; }
  /// What protocols offered in the last Run, also what was not selected.
  const std::vector<TableOffer>& offers() const { return offers_; }
  TableId table() const { return table_; }
  /// Next hops of the selected route as its protocol gives them.
  void ProtocolHopsOf(PrefixIndex prefix, std::vector<ProtocolHop>& hops) const;
  /// The same, but those that another table leads to are resolved.
  void OwnHopsOf(PrefixIndex prefix, std::vector<ProtocolHop>& hops) const;
  /// Appends the hops of the selected route, resolved to interfaces, in order and each once.
  void HopsOf(PrefixIndex prefix, std::vector<NextHop>& resolved) const;
  /// The tag of the selected route.
  std::optional<std::uint32_t> TagOf(PrefixIndex prefix) const;
  /// Attributes of BGP of the selected route; invalid without.
  AttributesId AttributesOf(PrefixIndex prefix) const;
  /// TableProtocol::OriginOf of the selected route.
  std::optional<OspfOrigin> OriginOf(PrefixIndex prefix) const;
  /// TableProtocol::IsOverShamLink of the selected route.
  bool IsOverShamLink(PrefixIndex prefix) const;
  /// The selected route with the longest match, or kNoPrefix.
  PrefixIndex Longest(const net::IpAddress& address) const { return LongestPresent(address); }
  /// True for the route of one address.
  bool IsHost(PrefixIndex prefix) const {
    const net::Prefix& one = plan_->prefixes[prefix];
    return one == net::Prefix::Host(one.address);
  }
  /// Id or tag of the selected route's process; empty where there is none.
  std::string_view ProcessOf(PrefixIndex prefix) const;
  /// Makes the printed table of the last Run. OSPF's external routes are ambiguous when injection did not
  /// settle.
  void WriteRib(Rib& rib, bool externals_unstable) const;
  /// The same, and notes which rows were looked at to write others.
  void WriteRib(Rib& rib, bool externals_unstable, RowReads& reads) const;
  /// Rows are written into another table from now on.
  void StartRows() const { rows_written_.clear(); }
  /// Appends one row as WriteRib would write it in a table that is settled; nothing where there is none.
  /// REQUIRES: Open, StartRows; the prefix is greater than that of the last row.
  void WriteRow(PrefixIndex prefix, Rib& rib) const;
  /// Starts the forwarding table of the last Run. Its entries are made when asked for, until the next Run and
  /// as long as the protocols hold what they held in the last one.
  void StartFib(const RouteExplainer* explainer, bool externals_unstable, Fib& fib);
  FibEntry MakeEntry(PrefixIndex prefix, HopSets& sets) const override;

 private:
  const TablePlan& tables() const { return plan_->tables[table_.index()]; }
  void Offer(PrefixIndex prefix, const Candidate& candidate);
  /// Leaves the better one in `best`, and doubt where systems differ.
  void Compare(const Candidate& candidate, Candidate& best) const;
  Candidate RowAt(PrefixIndex prefix) const;
  Candidate MakeRow(PrefixIndex prefix) const;
  /// What may be there casts doubt on what is.
  void OfferPossible();
  /// Takes all candidates back.
  void ClearRows();
  /// Goes back to what was offered before static routes.
  void ReturnToBase();
  void OfferConnected();
  void OfferStatics();
  void SettleStatics();
  void OfferAggregates();
  /// What makes an aggregate live.
  struct Contribution {
    PrefixIndex first = kNoPrefix;  ///< contributor, or kNoPrefix
    bool certain = false;           ///< some contributor is there whatever happens
    bool possible = false;          ///< some contributor may be there
    bool open = false;              ///< which contributor is the first is not certain
  };
  Contribution ContributionTo(const AggregateFacts& aggregate);
  bool LookUpStatic(std::size_t index, StaticState& state) const;
  /// The present candidate with the longest match, or kNoPrefix.
  PrefixIndex LongestPresent(const net::IpAddress& address) const;
  /// Packets of a BGP route follow the label of what leads to its next hop, where the node does so.
  LabelStackId LabelOver(PrefixIndex prefix, PrefixIndex through) const;
  TeWays::Use UseOfTunnels(PrefixIndex prefix, const net::IpAddress& next_hop) const;
  /// The label of the way to a next hop of the selected route by its route `through`.
  LabelStackId WayLabel(PrefixIndex prefix, PrefixIndex through) const;
  /// The way into a tunnel of the device, with these labels below its own.
  ProtocolHop IntoTunnel(std::uint32_t number, LabelStackId labels) const;
  /// The interface of the tunnel that packets with these labels enter.
  std::optional<model::InterfaceIndex> TunnelOf(LabelStackId push) const;
  Label TunnelLabel(model::NodeId node, std::uint32_t number) const;
  /// A resolved hop; one into a tunnel of traffic engineering pushes its label.
  NextHop Leaving(const ProtocolHop& hop) const;
  void PutBelow(PrefixIndex prefix, ProtocolHop& way, PrefixIndex through, LabelStackId labels) const;
  void FollowElsewhere(PrefixIndex prefix, std::ptrdiff_t first, std::vector<ProtocolHop>& hops) const;
  void Resolve(PrefixIndex prefix, std::vector<ProtocolHop> level, std::vector<NextHop>& resolved) const;
  void AddStaticRibHops(PrefixIndex prefix, Rib& rib) const;
  void AddRibHops(PrefixIndex prefix, Rib& rib) const;
  /// Appends the row without hops, or to the possible ones, when the route is one of these: then false.
  bool AddRibRow(PrefixIndex prefix, const Candidate& best, bool externals_unstable, Rib& rib) const;
  ShareKey ShareKeyOf(PrefixIndex prefix) const;
  /// The connected route that makes the node receive packets to exactly this prefix, or nullptr.
  bool SameStatic(const Candidate& best, std::size_t index) const;
  /// One of several next hops of a BGP route is reached over the route itself.
  bool LeadsOverItself(PrefixIndex prefix) const;
  bool Shaky(PrefixIndex prefix, bool externals_unstable) const {
    const Candidate best = At(prefix);
    return best.ambiguous || (externals_unstable && IsInjected(best.protocol)) || LeadsOverItself(prefix);
  }

  const EnginePlan* plan_ = nullptr;
  TableId table_;
  const std::vector<std::uint8_t>* up_ = nullptr;
  const ProtocolSet* protocols_ = nullptr;
  PolicyMemory* policies_ = nullptr;
  LabelStacks* labels_ = nullptr;
  TeWays* te_ = nullptr;
  /// A network has many more prefixes than a table has rows: whatever visits all goes by `rows_`.
  std::vector<Candidate> best_;
  std::vector<PrefixIndex> rows_;
  std::vector<TableOffer> base_;  ///< rows without static routes that need others
  std::vector<StaticState> statics_;
  std::span<RowProtocol* const> by_row_;  ///< empty: the last call was Run
  bool statics_ask_ = false;
  mutable PrefixMap<Candidate> made_;           ///< rows asked for since Open
  mutable std::vector<TableOffer> row_offers_;  ///< scratch of MakeRow
  std::vector<PrefixIndex> contributors_;       ///< by aggregate; kNoPrefix: not active
  std::vector<TableOffer> offers_;
  std::vector<PrefixIndex> expected_;  ///< scratch of StartFib
  mutable std::vector<NextHop> hops_;  ///< scratch of AddRibHops
  mutable std::vector<ProtocolHop> protocol_hops_;
  /// The hops resolved last rest on a route of BGP. Such a route never rests on itself, so what it resolves
  /// to may differ from what another route with the same next hops does, and is not shared.
  mutable bool through_bgp_ = false;
  /// Where each set of hops was written first in the table being written. Never iterated.
  mutable std::unordered_map<ShareKey, std::size_t, ShareKeyHash> written_;
  mutable std::vector<std::pair<ShareKey, std::size_t>> rows_written_;  ///< the same, by WriteRow: few
  mutable RowReads* reads_ = nullptr;          ///< where it is noted which rows addresses lead to
  const RouteExplainer* explainer_ = nullptr;  ///< of the entries being made
  bool externals_unstable_ = false;
};

}  // namespace ringfence::routing
