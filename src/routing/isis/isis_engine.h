// IS-IS route calculation for a whole network under one failure state (ISO 10589, RFC 1195, 5302, 5305, 5308,
// 5120). See isis_engine.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "routing/isis/isis_graph.h"
#include "routing/isis/isis_scratch.h"
#include "routing/isis/metrics.h"
#include "routing/isis/shortest_paths.h"
#include "routing/network.h"
#include "routing/policy_memory.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::isis {

/// Why a route exists.
struct Explanation {
  std::set<base::Span> spans;
  std::set<model::NodeId> origins;
};

/// Prepared once per network; calls are const and keep all memory in the scratch, one per thread.
class IsisEngine {
 public:
  /// All arguments must outlive the engine. `prefixes` holds what CollectPrefixes gives; `programs` are the
  /// policies by node.
  IsisEngine(const Network& network, const PrefixTable& prefixes,
             std::span<const std::unique_ptr<PolicyProgram>> programs, base::Diagnostics& findings);

  const Graph& graph() const { return graph_; }
  const PrefixTable& prefixes() const { return prefixes_; }
  const ShortestPaths& paths() const { return paths_; }
  /// The topology whose rows a prefix has.
  std::size_t TopologyOf(PrefixIndex prefix) const {
    return prefixes_[prefix].family() == net::Family::kIpv4 ? 0 : 1;
  }
  /// What interfaces and locators bring, also those that are down.
  const AdvertTable& FixedOf(std::size_t level, std::size_t topology) const {
    return fixed_[level][topology];
  }

  /// Starts a computation. `up` by slot and `policies` must outlive it. Nothing is injected yet.
  void Begin(const std::vector<std::uint8_t>& up, PolicyMemory& policies, IsisScratch& scratch) const;
  /// Replaces what routers inject.
  void Inject(std::vector<Injected> injected, IsisScratch& scratch) const;
  /// Remembers the state at work, which others that remember share where they begin with the same. The
  /// scratch may be asked about it on. REQUIRES: nothing of it changes any more.
  void KeepAsBase(IsisScratch& scratch) const;

  /// A row of a router; an absent path where there is none. The mask lives until the next call, and so does
  /// what the row was chosen from (IsisScratch::offered).
  Row RowOf(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const;
  /// The prefixes of a topology (0 is IPv4) of which some router may have a row, ascending. Lives until the
  /// scratch is told something new.
  std::span<const PrefixIndex> Told(std::size_t topology, IsisScratch& scratch) const;
  /// Appends the prefixes whose rows at the router may not be those of the base state (near_base.h); false:
  /// any may.
  bool AddChangedRows(std::uint32_t router, IsisScratch& scratch, std::vector<PrefixIndex>& changed) const;
  /// Lines and nodes behind a route.
  Explanation Explain(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const;

 private:
  /// Levels take nothing but what interfaces and locators bring, and what is injected.
  bool IsFlat() const { return !has_borders_ && !is_fed_[0] && !is_fed_[1]; }
  void CompletePaths(IsisScratch& scratch) const;
  /// What never changes with a state.
  void PrepareAdverts();
  void AdvertiseConnected(std::size_t level, std::size_t topology);
  void AdvertiseLocators(std::size_t level, std::size_t topology);
  void PrepareFeeding();
  /// What the routers of a level tell.
  const AdvertTable& AdvertsOf(std::size_t level, std::size_t topology, const IsisScratch& scratch) const {
    return scratch.made[level][topology] ? scratch.adverts[level][topology] : fixed_[level][topology];
  }
  void EnsureAdverts(IsisScratch& scratch) const;
  void StartAdverts(std::size_t level, std::size_t topology, IsisScratch& scratch) const;
  void FindAttached(IsisScratch& scratch) const;
  void RaiseLevel1(std::size_t topology, IsisScratch& scratch) const;
  void RaiseFrom(std::uint32_t router, std::size_t topology, IsisScratch& scratch) const;
  void LeakLevel2(std::size_t topology, IsisScratch& scratch) const;
  void LeakFrom(std::uint32_t router, const IsisRedistribution& redistribution, std::size_t topology,
                IsisScratch& scratch) const;
  void Summarize(std::size_t level, std::size_t topology, IsisScratch& scratch) const;
  /// Adds what one level alone offers a router for a prefix.
  void AddLevel(const Root& root, PrefixIndex prefix, IsisScratch& scratch) const;
  void AddAttachedDefault(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const;
  /// Leaves in IsisScratch::offered what a row is chosen from.
  void FindOffered(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const;
  /// What one level alone gives a router; leaves what it is chosen from.
  Path LevelPath(const Root& root, PrefixIndex prefix, IsisScratch& scratch) const;
  RedistributionResult Judge(std::uint32_t router, const CompiledChain& chain, PrefixIndex prefix,
                             const Path& path, IsisScratch& scratch) const;
  void ExplainWay(const Root& root, std::uint32_t to, IsisScratch& scratch, Explanation& explanation) const;

  const PrefixTable& prefixes_;
  std::span<const std::unique_ptr<PolicyProgram>> programs_;
  Graph graph_;
  ShortestPaths paths_;
  /// Compiled lists of policies by the place in the configuration that names them. Never iterated.
  std::unordered_map<const std::vector<std::string>*, CompiledChain> chains_;
  ByLevel<AdvertTable> fixed_;
  std::vector<std::vector<PrefixIndex>> prefixes_of_;   ///< by router: those of its interfaces and locators
  std::vector<std::vector<std::uint32_t>> foreign_of_;  ///< by border router: those of other areas
  bool has_borders_ = false;                            ///< some router takes part in both levels
  std::array<bool, kLevelCount> is_fed_ = {};           ///< a level takes from the other one, or summarises
  mutable std::mutex base_mutex_;
  mutable std::shared_ptr<const IsisBase> base_;  ///< the first that was kept
};

/// The best of what is offered, united with what is as good.
Path Best(std::span<const Offered> offered);
/// It is part of the best.
bool IsAsGood(const Offered& one, const Path& best);

}  // namespace ringfence::routing::isis
