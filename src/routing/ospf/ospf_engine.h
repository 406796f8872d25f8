// Route calculation of OSPFv2 and OSPFv3 for a whole network under one failure state (RFC 2328, RFC 3101, RFC
// 5340). See ospf_engine.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "model/device.h"
#include "routing/network.h"
#include "routing/ospf/ospf_graph.h"
#include "routing/ospf/ospf_scratch.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::ospf {

/// Why a path exists.
struct Explanation {
  std::set<base::Span> spans;
  std::set<model::NodeId> origins;
};

/// Where a router stands on a prefix itself.
struct OwnPlace {
  model::InterfaceIndex interface;  ///< invalid: nowhere
  bool carries = false;             ///< the interface has the prefix; else somebody else on its segment
};

/// Prepared once per network; calls are const and keep all memory in the scratch, one per thread.
class OspfEngine {
 public:
  /// `network` and `prefixes` must outlive the engine. `prefixes` holds what CollectPrefixes gives.
  OspfEngine(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings);

  const Graph& graph() const { return graph_; }
  const PrefixTable& prefixes() const { return prefixes_; }
  /// Every router has one area, and nothing comes from elsewhere but what is injected.
  bool flat() const { return flat_ && !HasDefaults(); }

  /// Starts a computation. `up` by slot must outlive it. Nothing is injected yet.
  void Begin(const std::vector<std::uint8_t>& up, OspfScratch& scratch) const;
  /// Replaces what routers inject; ordered by router. Tables made before are extended anew when asked for.
  void Inject(std::vector<External> externals, OspfScratch& scratch) const;

  /// Says which sham links (Graph::shams) are up; all are down after Begin. What was computed is forgotten.
  void SetShamLinks(const std::vector<std::uint8_t>& up, bool unsure, OspfScratch& scratch) const;

  /// Remembers the state at work, which others that remember share where they begin with the same. The
  /// scratch may be asked about it on. REQUIRES: nothing of it changes any more.
  void KeepAsBase(OspfScratch& scratch) const;

  /// Rows need no table: each follows from the paths of its router. Then nothing injects, and there are no
  /// discards.
  bool RowsStandAlone(const OspfScratch& scratch) const;
  /// A row of a router; an absent path where there is none. The mask lives until rows or tables are asked for
  /// again.
  Row RowOf(std::uint32_t router, PrefixIndex prefix, OspfScratch& scratch) const;
  /// The complete table of a router. Computed on first use.
  const Table& TableOf(std::uint32_t router, OspfScratch& scratch) const;
  /// Appends the prefixes whose rows in the table of the router may not be those of the base state
  /// (near_base.h); false: any may.
  bool AddChangedRows(std::uint32_t router, OspfScratch& scratch, std::vector<PrefixIndex>& changed) const;
  /// Lines and nodes behind the path of `prefix` in the table of `router`.
  Explanation Explain(std::uint32_t router, PrefixIndex prefix, OspfScratch& scratch) const;
  /// True when one of the router's interfaces that are up runs the process and carries `prefix`.
  bool RunsOn(std::uint32_t router, model::InterfaceIndex interface) const;
  /// The interface of the router that is up and stands on this prefix.
  OwnPlace OwnInterface(std::uint32_t router, PrefixIndex prefix, const OspfScratch& scratch) const;

 private:
  friend class ExternalRoutes;
  friend class Explainer;

  bool IsActive(std::uint32_t router, std::size_t part, const OspfScratch& scratch) const {
    return scratch.active[router][part] != 0;
  }
  void EnsureIntra(std::uint32_t router, OspfScratch& scratch) const;
  void EnsureInter(std::uint32_t router, OspfScratch& scratch) const;
  void EnsureTransit(std::uint32_t router, OspfScratch& scratch) const;
  void AddIntra(std::uint32_t router, std::size_t part, OspfScratch& scratch) const;
  /// The path of a router to a place in one of its areas; without a mask: there is none.
  static Row ToPlace(std::uint32_t area, std::uint32_t words, const Spf& spf, const StubPlace& place);
  void TakeBase(OspfScratch& scratch) const;
  void AddInter(std::uint32_t router, std::size_t part, OspfScratch& scratch) const;
  void AddTransit(std::uint32_t router, std::size_t part, OspfScratch& scratch) const;
  /// Notes what follows from links alone: virtual links, active areas, border routers.
  void Settle(OspfScratch& scratch) const;
  void FindBorderRouters(OspfScratch& scratch) const;
  /// Notes who has a neighbour in the backbone: there an "active backbone connection" (RFC 3509 section 2).
  void FindBackboneNeighbours(OspfScratch& scratch) const;
  /// True when the router examines type-3 advertisements of this part (section 16.2).
  bool Examines(std::uint32_t router, std::size_t part, const OspfScratch& scratch) const;
  const std::vector<Summary>& SummariesInto(std::uint32_t area, OspfScratch& scratch) const;
  void Summarize(std::uint32_t router, std::size_t part, OspfScratch& scratch) const;
  void SummarizeVpn(std::uint32_t router, std::size_t part, OspfScratch& scratch) const;
  void ForgetTables(OspfScratch& scratch) const;
  void SummarizeArea(std::uint32_t router, std::size_t from, std::size_t into, OspfScratch& scratch) const;
  void SummarizeRanges(std::uint32_t router, std::size_t from, std::size_t into, OspfScratch& scratch) const;
  void AddDiscards(std::uint32_t router, OspfScratch& scratch) const;
  /// True when some border router makes a type-7 default.
  bool HasDefaults() const;
  /// Best path to `prefix` offered, merged into the table.
  void Offer(std::uint32_t router, PrefixIndex prefix, const Path& path, const std::uint64_t* mask,
             OspfScratch& scratch) const;

  const Network& network_;
  const PrefixTable& prefixes_;
  Graph graph_;
  bool has_defaults_ = false;
  bool flat_ = true;  ///< every router has one area, and none is a provider edge
  mutable std::mutex base_mutex_;
  mutable std::shared_ptr<const OspfBase> base_;  ///< the first that was kept
};

/// First matching line decides; no line denies.
bool Permits(const PrefixFilter& filter, const net::Prefix& prefix);

/// The most specific range of `ranges` that holds `prefix`, of type-3 or type-7 kind, or nullptr.
const AreaRange* RangeOf(std::span<const AreaRange> ranges, const net::Prefix& prefix, bool nssa);

}  // namespace ringfence::routing::ospf
