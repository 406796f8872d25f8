// BGP of a whole network under one failure state (RFC 4271, 4456, 4760, 5065, 7911). See convergence.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "model/device.h"
#include "routing/bgp/bgp_route.h"
#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/sessions.h"
#include "routing/bgp/speaker_groups.h"
#include "routing/bgp/surroundings.h"
#include "routing/bgp/vpn_plan.h"
#include "routing/changed_rows.h"
#include "routing/network.h"
#include "routing/policy_program.h"
#include "routing/prefix_table.h"
#include "routing/table_id.h"

namespace ringfence::routing::bgp {

/// Why a route exists.
struct BgpExplanation {
  std::set<base::Span> spans;
  std::set<model::NodeId> origins;  ///< who brought it into BGP
  std::vector<model::NodeId> path;  ///< speakers along the best path, this one first
};

class Recall;
class Transfer;

/// A prefix whose speakers do not settle.
struct Oscillation {
  PrefixIndex prefix = kNoPrefix;
  std::vector<TableId> speakers;  ///< those that keep changing
};

/// Prepared once per network; calls are const and keep all memory in the scratch, one per thread.
class BgpEngine {
 public:
  /// All must outlive the engine. `tables` by TableId. `prefixes` holds what CollectPrefixes gives and every
  /// prefix of the routing tables.
  BgpEngine(const Network& network, std::span<const TableOwner> tables, const PrefixTable& prefixes);
  ~BgpEngine();
  BgpEngine(const BgpEngine&) = delete;
  BgpEngine& operator=(const BgpEngine&) = delete;

  /// Prefixes BGP itself may bring into tables.
  static void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes);

  /// True when some device runs BGP.
  bool runs() const { return !plan_.speakers().empty(); }
  const SessionPlan& plan() const { return plan_; }
  /// What tables exchange among themselves in a unicast family.
  const VpnPlan& vpn(BgpFamily family) const { return family == BgpFamily::kIpv4Unicast ? vpn4_ : vpn6_; }
  const PrefixTable& prefixes() const { return prefixes_; }
  /// Who may hear of whom.
  const SpeakerGroups& groups() const { return groups_; }
  /// Somebody in that group (SpeakerGroups::bringing) brings the prefix in under the state of `scratch`.
  bool IsBrought(std::uint32_t group, PrefixIndex prefix, const BgpScratch& scratch) const;
  /// Inside every AS and between VRFs routes are passed on as they are; see support.cc.
  bool passes_on_plainly() const { return passes_on_plainly_; }
  /// The policies of a node, compiled.
  const PolicyProgram& PolicyOf(model::NodeId node) const { return *programs_[node.index()]; }

  /// Sessions, then routes of all prefixes. `around` must answer the same until the call returns.
  void Compute(BgpSurroundings& around, BgpScratch& scratch) const;
  /// The BGP table of a routing table, or nullptr without BGP there; by rows only what was asked for. Valid
  /// until the next Compute.
  const BgpTable* TableOf(TableId table, const BgpScratch& scratch) const;
  /// The entry of a prefix in the BGP table of a routing table, or nullptr. Valid until the next call.
  const BgpEntry* EntryOf(TableId table, PrefixIndex prefix, BgpScratch& scratch) const;
  /// Settles a prefix that waited for being asked for; nothing where it did not. EntryOf does so.
  void SettleWaiting(PrefixIndex prefix, BgpScratch& scratch) const;
  /// The same for all prefixes, on `scratch.threads` threads.
  void SettleAllWaiting(BgpScratch& scratch) const;
  /// Appends the tables and rows for which entries may not be those of the remembered state; false: any may.
  /// REQUIRES: Compute by rows; nothing waits.
  bool AddOtherEntries(const BgpScratch& scratch, ChangedRows& changed) const;
  /// Appends where the speaker of a table sends what it has chosen in the VPN family of the prefix under a
  /// distinguisher. True when it may choose otherwise.
  bool VpnHopsOf(TableId table, PrefixIndex prefix, std::uint32_t distinguisher, BgpScratch& scratch,
                 std::vector<BgpHop>& hops) const;
  /// Prefixes that do not settle, ascending.
  std::vector<Oscillation> OscillationsOf(const BgpScratch& scratch) const;
  /// Prefixes for which another order of events ends in another stable state, or in none, ascending. `around`
  /// as given to Compute. See stability.cc.
  std::vector<PrefixIndex> PrefixesWithOtherStates(BgpSurroundings& around, BgpScratch& scratch) const;
  /// The same for one prefix.
  bool HasOtherStableState(PrefixIndex prefix, BgpSurroundings& around, BgpScratch& scratch) const;
  /// Lines and nodes behind the best route of `prefix` in the table; empty without one. `around` as given to
  /// Compute.
  BgpExplanation Explain(TableId table, PrefixIndex prefix, BgpSurroundings& around,
                         BgpScratch& scratch) const;

 private:
  /// `number` of the family in the scratch.
  void SettleFamily(std::size_t number, BgpSurroundings& around, Transfer& transfer,
                    BgpScratch& scratch) const;
  void LetWait(std::size_t number, BgpSurroundings& around, BgpScratch& scratch) const;
  void ExpectHops(const FamilyState& state, const AttributePool& pool, BgpSurroundings& around) const;
  void ExpectNamedHops(BgpSurroundings& around) const;
  void ExpectTunnelEnds(const VpnPlan& exchange, BgpSurroundings& around) const;
  void SettleWaiting(WaitingFamily& family, std::span<const PrefixIndex> which, FamilyState& state,
                     BgpScratch& scratch) const;
  /// Settles it along what the memory knows; false: it cannot be.
  bool SettleByNews(const Recall& recall, WaitingFamily& family, PrefixIndex prefix,
                    FamilyState& state) const;
  /// The prefix, just settled, may settle otherwise.
  bool IsOpen(WaitingFamily& family, const FamilyState& state, PrefixIndex prefix,
              const Recall* recall) const;
  void MakeTables(BgpSurroundings& around, Transfer& transfer, BgpScratch& scratch) const;
  void MakeEntry(std::uint32_t speaker, PrefixIndex prefix, BgpScratch& scratch) const;

  const Network& network_;
  const PrefixTable& prefixes_;
  SessionPlan plan_;
  std::vector<std::unique_ptr<PolicyProgram>> programs_;  ///< by node
  /// By node: addresses that its policies name, ascending, each once.
  std::vector<std::vector<net::IpAddress>> named_hops_;
  VpnPlan vpn4_, vpn6_;
  bool passes_on_plainly_ = false;
  SpeakerGroups groups_;
};

}  // namespace ringfence::routing::bgp
