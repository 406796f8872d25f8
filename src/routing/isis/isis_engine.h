// IS-IS route calculation for a whole network under one failure state (ISO 10589, RFC 1195, 5302, 5305, 5308,
// 5120). See isis_engine.cc.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "routing/isis/isis_graph.h"
#include "routing/network.h"
#include "routing/policy_memory.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::isis {

/// Cost of what cannot be reached (MAX_PATH_METRIC, RFC 5305 section 4).
inline constexpr std::uint32_t kInfinity = 0xfe000000;
/// A wide link metric that keeps a link out of the shortest paths (RFC 5305 section 3).
inline constexpr std::uint32_t kLinkUnused = 0xffffff;
/// Greatest narrow metrics of links and of paths (ISO 10589 section 7.2.2).
inline constexpr std::uint32_t kNarrowLinkMax = 63, kNarrowPathMax = 1023;

/// A route that a router injects.
struct Injected {
  std::uint32_t router = 0;
  PrefixIndex prefix = kNoPrefix;
  Levels into = kLevel2;
  std::uint32_t metric = 0;
  bool external_metric = false;  ///< compared after every internal metric
  std::uint32_t tag = 0;
  bool doubtful = false;
  base::Span span = {};       ///< the line that redistributes or originates
  base::Span more_span = {};  ///< the line that makes the redistributed route, when there is one
  friend bool operator==(const Injected&, const Injected&) = default;
};

/// One prefix in the LSP of one router.
struct Advert {
  std::uint32_t router = 0;
  PrefixIndex prefix = kNoPrefix;
  std::uint32_t metric = 0;
  bool external = false;  ///< redistributed
  bool external_metric = false;
  bool down = false;  ///< leaked from level 2 (RFC 5302)
  bool doubtful = false;
  std::uint32_t tag = 0;
  std::vector<base::Span> spans;
};

/// The route of one router to one prefix.
struct Path {
  std::uint8_t preference = 0xff;  ///< order of RFC 5302 section 3.2; lower is better
  std::uint8_t level = 0;          ///< number
  bool external = false;
  bool own = false;             ///< the router advertises it itself
  bool first_of_level = false;  ///< precedes others of its preference whatever the metric
  bool ambiguous = false;
  bool discard = false;  ///< guards a summary
  std::uint32_t metric = kInfinity;
  std::uint32_t tag = 0;
  std::vector<std::uint32_t> edges;    ///< first hops, ascending
  std::vector<std::uint32_t> adverts;  ///< indices at the level; empty: the attached bit, or a discard
  std::vector<std::uint32_t> towards;  ///< routers at the far end
};
/// All routes of one router in one family.
using Routes = std::map<PrefixIndex, Path>;
/// The same when nothing changes any more: ascending by prefix, in one piece.
class FinalRoutes {
 public:
  explicit FinalRoutes(Routes routes)
      : routes_(std::make_move_iterator(routes.begin()), std::make_move_iterator(routes.end())) {}
  auto begin() const { return routes_.begin(); }
  auto end() const { return routes_.end(); }
  /// Nullptr: there is no route to the prefix.
  const Path* Find(PrefixIndex prefix) const {
    const auto found = std::ranges::lower_bound(routes_, prefix, {}, &std::pair<PrefixIndex, Path>::first);
    return found == routes_.end() || found->first != prefix ? nullptr : &found->second;
  }

 private:
  std::vector<std::pair<PrefixIndex, Path>> routes_;
};

/// Shortest paths of one router in one topology of one level.
struct Spf {
  bool done = false;
  std::vector<std::uint32_t> distance;            ///< by router
  std::vector<std::vector<std::uint32_t>> edges;  ///< by router: first hops, ascending
};

/// Memory of one computation, reused between calls.
struct IsisScratch {
  const std::vector<std::uint8_t>* up = nullptr;
  PolicyMemory* policies = nullptr;
  std::vector<Injected> injected;
  bool adverts_done = false;
  std::array<std::array<std::vector<Spf>, kTopologyCount>, kLevelCount> spf;  ///< by router
  std::array<std::array<std::vector<Advert>, kTopologyCount>, kLevelCount> adverts;
  std::vector<std::uint8_t> attached;  ///< by router: sets the attached bit
  std::array<std::vector<std::optional<FinalRoutes>>, kTopologyCount> routes;  ///< by router
};

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
  /// Prefixes of which routers can have routes where nothing is injected, in any state.
  std::vector<PrefixIndex> Brought() const;

  /// Starts a computation. `up` by slot and `policies` must outlive it. Nothing is injected yet.
  void Begin(const std::vector<std::uint8_t>& up, PolicyMemory& policies, IsisScratch& scratch) const;
  /// Replaces what routers inject.
  void Inject(std::vector<Injected> injected, IsisScratch& scratch) const;
  /// The routes of a router, topology 0 is IPv4. Computed on first use.
  const FinalRoutes& RoutesOf(std::uint32_t router, std::size_t topology, IsisScratch& scratch) const;
  /// Lines and nodes behind a route.
  Explanation Explain(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const;

 private:
  const Spf& SpfOf(std::uint32_t router, std::size_t level, std::size_t topology, IsisScratch& scratch) const;
  std::uint32_t CostOf(std::uint32_t reader, const Edge& edge, std::size_t level, std::size_t topology,
                       const IsisScratch& scratch) const;
  void EnsureAdverts(IsisScratch& scratch) const;
  void AdvertiseConnected(std::size_t level, std::size_t topology, IsisScratch& scratch) const;
  void AdvertiseLocators(std::size_t level, std::size_t topology, IsisScratch& scratch) const;
  void AdvertiseInjected(std::size_t level, std::size_t topology, IsisScratch& scratch) const;
  void FindAttached(IsisScratch& scratch) const;
  void RaiseLevel1(std::size_t topology, IsisScratch& scratch) const;
  void LeakLevel2(std::size_t topology, IsisScratch& scratch) const;
  void Summarize(std::size_t level, std::size_t topology, IsisScratch& scratch) const;
  Routes LevelRoutes(std::uint32_t router, std::size_t level, std::size_t topology,
                     IsisScratch& scratch) const;
  void AddAttachedDefault(std::uint32_t router, std::size_t topology, Routes& routes,
                          IsisScratch& scratch) const;
  void AddDiscards(std::uint32_t router, std::size_t topology, Routes& routes) const;
  RedistributionResult Judge(std::uint32_t router, const CompiledChain& chain, PrefixIndex prefix,
                             const Path& path, IsisScratch& scratch) const;
  void ExplainWay(std::uint32_t router, std::uint32_t to, std::size_t level, std::size_t topology,
                  IsisScratch& scratch, Explanation& explanation) const;

  const PrefixTable& prefixes_;
  std::span<const std::unique_ptr<PolicyProgram>> programs_;
  Graph graph_;
  /// Compiled lists of policies by the place in the configuration that names them. Never iterated.
  std::unordered_map<const std::vector<std::string>*, CompiledChain> chains_;
};

}  // namespace ringfence::routing::isis
