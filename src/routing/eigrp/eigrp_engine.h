// EIGRP route calculation for a whole network under one failure state (RFC 7868). See eigrp_engine.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "base/diagnostic.h"
#include "routing/eigrp/eigrp_graph.h"
#include "routing/eigrp/eigrp_metric.h"
#include "routing/network.h"
#include "routing/policy_memory.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::eigrp {

/// Routers a route may cross (origin: default of `metric maximum-hops` on all systems).
inline constexpr std::uint32_t kHopsMax = 100;

/// What a router's table says about EIGRP: a route that enters the process, or one that the table holds from
/// elsewhere, so that what EIGRP learnt is not announced.
struct Injected {
  std::uint32_t router = 0;
  PrefixIndex prefix = kNoPrefix;
  bool withheld = false;  ///< only: not announced; the rest is unused
  EigrpMetric metric = {};
  model::RouteSource source = model::RouteSource::kStatic;
  std::uint32_t tag = 0;
  bool doubtful = false;
  base::Span span = {};       ///< the line that redistributes
  base::Span more_span = {};  ///< the line that makes the redistributed route, when there is one
  friend bool operator==(const Injected&, const Injected&) = default;
};

/// Where an entry comes from.
enum class Origin : std::uint8_t { kNone, kLearnt, kConnected, kInjected, kSummary };

/// The topology entry of one router for one prefix.
struct Entry {
  Origin origin = Origin::kNone;
  bool external = false;
  bool ambiguous = false;
  bool withheld = false;
  std::uint32_t hop_count = 0;
  std::uint32_t tag = 0;
  std::uint32_t origin_router = 0;  ///< of externals: who injected it
  std::uint32_t source = 0;         ///< connected: port; injected: index into EigrpScratch::injected
  EigrpMetric metric;
  std::uint64_t composite = kUnreachable;  ///< feasible distance
  std::vector<std::uint32_t> edges;        ///< successors, and what variance adds; ascending

  bool reached() const { return origin != Origin::kNone; }
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// All routers' entries for one prefix.
struct Destination {
  PrefixIndex prefix = kNoPrefix;
  bool settled = true;         ///< false: the steps ran out
  std::vector<Entry> entries;  ///< by router
};

/// Memory of one computation, reused between calls.
struct EigrpScratch {
  const std::vector<std::uint8_t>* up = nullptr;
  PolicyMemory* policies = nullptr;
  std::vector<Injected> injected;  ///< ascending by prefix, then router
  bool done = false;
  std::vector<Destination> destinations;      ///< longest prefixes first
  std::vector<std::uint32_t> destination_of;  ///< by PrefixIndex
};

/// Why an entry exists.
struct Explanation {
  std::set<base::Span> spans;
  std::set<model::NodeId> origins;
};

/// Prepared once per network; calls are const and keep all memory in the scratch, one per thread.
class EigrpEngine {
 public:
  /// All arguments must outlive the engine. `prefixes` holds what CollectPrefixes gives; `programs` are the
  /// policies by node.
  EigrpEngine(const Network& network, const PrefixTable& prefixes,
              std::span<const std::unique_ptr<PolicyProgram>> programs, base::Diagnostics& findings);

  const Graph& graph() const { return graph_; }
  const PrefixTable& prefixes() const { return prefixes_; }

  /// Starts a computation. `up` by slot and `policies` must outlive it. Nothing is injected yet.
  void Begin(const std::vector<std::uint8_t>& up, PolicyMemory& policies, EigrpScratch& scratch) const;
  /// Replaces what routers inject.
  void Inject(std::vector<Injected> injected, EigrpScratch& scratch) const;

  /// All destinations. Computed on first use.
  const std::vector<Destination>& DestinationsOf(EigrpScratch& scratch) const;
  /// The entry of a router, or nullptr.
  const Entry* EntryOf(std::uint32_t router, PrefixIndex prefix, EigrpScratch& scratch) const;
  /// Lines and nodes behind an entry.
  Explanation Explain(std::uint32_t router, PrefixIndex prefix, EigrpScratch& scratch) const;

 private:
  friend class DestinationSolver;

  /// A filter with its chain compiled.
  struct Filter {
    const EigrpFilter* filter = nullptr;
    CompiledChain chain;
  };

  std::vector<PrefixIndex> ActivePrefixes(const EigrpScratch& scratch) const;

  const PrefixTable& prefixes_;
  std::span<const std::unique_ptr<PolicyProgram>> programs_;
  Graph graph_;
  std::vector<std::vector<Filter>> filters_;       ///< by router
  std::vector<std::vector<std::uint32_t>> heard_;  ///< by router: routers that hear it, ascending
};

}  // namespace ringfence::routing::eigrp
