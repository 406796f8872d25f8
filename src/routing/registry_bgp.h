// BGP at the tables: its routes as candidates, and the routing tables as BGP sees them. See registry_bgp.cc.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "routing/bgp/bgp_engine.h"
#include "routing/fib.h"
#include "routing/network.h"
#include "routing/registry_borrowed.h"
#include "routing/registry_labels.h"
#include "routing/registry_routes.h"
#include "routing/registry_tables.h"
#include "routing/table_protocol.h"

namespace ringfence::routing {

/// What BGP read of tables by rows in one state, for later ones, in which not all is asked again.
struct RowsRead {
  std::vector<std::uint8_t> covers;                        ///< as BgpTables has them
  std::vector<std::shared_ptr<const RouteReader>> routes;  ///< by TableId; nullptr: none were asked for
};

/// BGP of the whole network under one state. Confined to the thread of its scratch.
class BgpTables final : public RowProtocol, public bgp::BgpSurroundings {
 public:
  /// All must outlive the adapter. `up` by slot.
  BgpTables(const EnginePlan& plan, const std::vector<std::uint8_t>& up, bgp::BgpScratch& scratch);

  /// Asks `labels` whether next hops have one, and `fibs` how they are reached where tables are read by rows,
  /// from now on. Both must be of this state and outlive the use.
  void UseLabels(LabelWays& labels, FibTables& fibs) {
    labels_ = &labels;
    fibs_ = &fibs;
  }
  /// True when the table's VRF runs BGP.
  bool Speaks(TableId table) const;
  /// Takes the selected routes of a table as what BGP sees from now on; without `gives` it may resolve
  /// addresses by them and originates nothing from them. True when an answer given before changes.
  bool Observe(Selection& selection, bool gives);
  /// True when what the table offers BGP, and all answers given, are the same with the routes of BGP in it
  /// as at the last Observe, which saw it without. REQUIRES: nothing else has changed since.
  bool LeavesAlone(TableId table) const;
  /// True after the first Compute.
  bool computed() const { return computations_ > 0; }
  /// Prefixes that may settle otherwise, ascending.
  const std::vector<PrefixIndex>& several_states() const { return several_states_; }
  /// How often BGP was computed.
  int computations() const { return computations_; }
  /// Computes BGP from what was observed.
  void Compute();
  /// Looks for prefixes whose routes hang on the order in which speakers act; their routes are ambiguous from
  /// now on. True when these are more than before.
  bool LookForOtherStates();
  /// After this, every route of BGP is ambiguous: it and other protocols do not settle.
  void GiveUp() { unstable_ = true; }

  /// Reads tables row by row from now on: `rows` by TableId, open and without routes of BGP; nullptr: the
  /// node is down. They must outlive the use. `changed`: bgp::BgpSurroundings::Changed, since the state that
  /// `remembered` is of.
  void ReadByRows(std::vector<const Selection*> rows, ChangedRows changed, const RowsRead& remembered);
  /// What was read so far. REQUIRES: ReadByRows.
  RowsRead Read() const;
  /// RowsRead::covers of all that the memory has asked for, in the search for other states, too: what of it
  /// stands later rests on ways that BGP must leave alone then. REQUIRES: there is a memory.
  std::vector<std::uint8_t> CoversOfMemory() const;
  /// LeavesAlone of all tables. REQUIRES: computed by rows.
  bool LeavesAllAlone();
  /// LeavesAllAlone of whatever else prefixes may settle to. REQUIRES: LeavesAllAlone, then
  /// LookForOtherStates.
  bool OtherStatesLeaveAllAlone() const;
  /// Whatever rows of other protocols are lost, BGP leads to no address that a table may be asked for: nobody
  /// brings a prefix that holds one. REQUIRES: computed by rows.
  bool LeadsToNoHop() const;

  /// Prefixes whose routes are in doubt as they may settle otherwise, ascending, of those that do not wait.
  std::vector<PrefixIndex> Doubted() const;
  /// Appends tables and rows in which BGP may not offer what it offered in the remembered state, in which
  /// these prefixes were in doubt; false: it may not in any. REQUIRES: computed by rows.
  bool AddOtherOffers(std::span<const PrefixIndex> doubted_then, ChangedRows& changed);

  /// The scratch is of another state, and stays so: takes routes from there where they stand in this one,
  /// from now on; where one does not, `fails` is set, and what is offered means nothing. REQUIRES:
  /// ReadByRows; both outlive the use.
  void Borrow(BorrowedRoutes& routes, bool& fails);

  void Offer(TableId table, std::vector<TableOffer>& offers) override;
  void OfferRow(TableId table, PrefixIndex prefix, std::vector<TableOffer>& offers) override;
  void HopsOf(TableId table, PrefixIndex prefix, const Candidate& candidate,
              std::vector<ProtocolHop>& hops) override;
  PrefixIndex HopsThrough(TableId table, const net::IpAddress& gateway, std::vector<NextHop>& hops) override;
  std::optional<std::uint32_t> TagOf(TableId table, PrefixIndex prefix, const Candidate& candidate) override;
  std::optional<OspfOrigin> OriginOf(TableId table, PrefixIndex prefix, const Candidate& candidate) override;
  /// The route that BGP would put into a table for a prefix, selected or not; not present: none.
  Candidate Find(TableId table, PrefixIndex prefix) const;
  /// That route came with a label of its neighbour. No such routes are in tables that are read by rows.
  bool OffersLabelled(TableId table, PrefixIndex prefix) const;
  std::string_view ProcessOf(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;
  AttributesId AttributesOf(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;
  ShareKey ShareKeyOf(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;
  void Explain(TableId table, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) override;

  bgp::Resolution Resolve(TableId table, const net::IpAddress& address) override;
  bgp::Resolution Reach(TableId table, const net::IpAddress& address) override;
  std::span<const TableRoute> RoutesOf(TableId table) override;
  std::uint8_t PartOf(model::Endpoint end) override;
  void Expect(std::uint32_t speaker, const net::IpAddress& address) override {
    MarkIn(covers_, plan_.bgp.groups().asking[speaker], plan_.prefixes.Longest(address));
  }
  /// bgp::BgpEngine::VpnHopsOf.
  bool VpnHopsOf(TableId table, PrefixIndex prefix, std::uint32_t distinguisher,
                 std::vector<bgp::BgpHop>& hops) const {
    return plan_.bgp.VpnHopsOf(table, prefix, distinguisher, scratch_, hops);
  }
  const ChangedRows& Changed() const override { return changed_; }

 private:
  /// One table as BGP sees it.
  struct View {
    std::unique_ptr<Fib> fib;
    std::shared_ptr<const RouteReader> routes;                    ///< of other protocols
    std::unordered_map<net::IpAddress, bgp::Resolution> answers;  ///< given so far; never iterated for output
    bool without_bgp = false;                                     ///< seen before BGP offered anything
  };
  /// What the table gives BGP may not be what it gave in the remembered state.
  bool MayGiveOther(TableId table) const;
  bool HasSeveralStates(PrefixIndex prefix) const;
  /// Those for which BGP may offer something to a table read by rows, ascending. REQUIRES: none waits.
  const std::vector<PrefixIndex>& PrefixesOfRows();
  /// The row of the table, read by rows, is the same with BGP.
  bool LeavesAlone(TableId table, PrefixIndex prefix) const;
  /// The row of the table, read by rows, stays whatever BGP may offer there.
  bool HoldsAgainstBgp(TableId table, PrefixIndex prefix) const;
  void OfferEntry(const bgp::BgpEntry& entry, std::uint32_t place, std::vector<TableOffer>& offers) const;
  bgp::Resolution LookByRows(TableId table, const net::IpAddress& address, bool with_labels);
  /// An address was asked for, or will be, in a group of tables (bgp::SpeakerGroups::asking), whose longest
  /// prefix of the network this is.
  void MarkIn(std::vector<std::uint8_t>& covers, std::uint32_t group, PrefixIndex longest) const;
  /// `judge` of all tables of which BGP reads a route of another protocol to the prefix, which it would not
  /// if one of its own stood there.
  template <class Judge>
  bool AllReadersSay(PrefixIndex prefix, const Judge& judge) const {
    return std::ranges::all_of(plan_.readers_of[prefix], [&](TableId table) {
      const Selection* rows = rows_[table.index()];
      return rows == nullptr || !rows->At(prefix).present || judge(table);
    });
  }
  std::size_t CoverPlace(std::uint32_t group, PrefixIndex prefix) const {
    return prefix * plan_.bgp.groups().members.size() + group;
  }
  enum Cover : std::uint8_t { kNone, kHolds, kAsked };
  /// Tables of the group were asked for an address in the prefix, or will be.
  bool Covers(std::uint32_t group, PrefixIndex prefix) const {
    return covers_[CoverPlace(group, prefix)] != kNone;
  }
  /// REQUIRES: Speaks(table).
  std::uint32_t GroupOf(TableId table) const {
    return plan_.bgp.groups().asking[plan_.bgp.plan().SpeakerOf(table)];
  }
  /// BGP may bring the prefix to tables of the group.
  bool MayBring(std::uint32_t group, PrefixIndex prefix) const;
  /// The table may be asked for an address in the prefix to which no row of another protocol leads that is
  /// more specific.
  bool AnswersThrough(TableId table, PrefixIndex prefix) const;
  /// `judge` of all tables that may be asked for an address to which a route of BGP to the prefix would
  /// lead.
  template <class Judge>
  bool AllAskedSay(PrefixIndex prefix, const Judge& judge) const {
    const bgp::SpeakerGroups& groups = plan_.bgp.groups();
    const auto table_says = [&](std::uint32_t speaker) {
      const TableId table = plan_.bgp.plan().speakers()[speaker].table;
      return !AnswersThrough(table, prefix) || judge(table);
    };
    for (std::uint32_t group = 0; group < groups.members.size(); ++group) {
      if (Covers(group, prefix) && MayBring(group, prefix) &&
          !std::ranges::all_of(groups.members[group], table_says))
        return false;
    }
    return true;
  }
  bool LeavesAllAsked() const;
  bgp::LabelledWay LabelsOf(TableId table, const Fib& fib, const FibEntry& entry,
                            const net::IpAddress& next_hop);
  bgp::Resolution Look(TableId table, const Fib& fib, const net::IpAddress& address);

  const EnginePlan& plan_;
  const std::vector<std::uint8_t>& up_;
  bgp::BgpScratch& scratch_;
  LabelWays* labels_ = nullptr;
  FibTables* fibs_ = nullptr;
  std::vector<View> views_;             ///< by TableId
  std::vector<const Selection*> rows_;  ///< by TableId; empty: tables are not read by rows
  ChangedRows changed_;
  std::vector<std::shared_ptr<const RouteReader>> remembered_;  ///< RowsRead::routes
  std::vector<NextHop> hops_;                                   ///< scratch of LookByRows
  std::vector<std::uint8_t> covers_;                            ///< by CoverPlace: Cover; kAsked: the longest
  std::vector<PrefixIndex> several_states_;                     ///< ascending
  std::vector<PrefixIndex> prefixes_of_rows_;                   ///< PrefixesOfRows
  std::tuple<int, std::size_t, std::size_t> rows_of_{-1, 0, 0};  ///< the state that they are of
  int computations_ = 0;
  bool covers_are_final_ = false;  ///< LeavesAllAlone goes by them: what is asked from now on comes late
  bool leaves_all_alone_ = false;  ///< it said so: what was asked in time may be asked again
  bool asked_late_ = false;        ///< then for an address to which BGP may bring a route
  bool unstable_ = false;
  BorrowedRoutes* borrowed_ = nullptr;
  /// Of this state, while the scratch has those of the state that is borrowed from.
  std::unordered_map<std::uint64_t, bgp::Resolution> own_resolutions_;
  bool* borrowing_fails_ = nullptr;
};

}  // namespace ringfence::routing
