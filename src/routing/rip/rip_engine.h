// RIP route calculation for a whole network under one failure state (RFC 2453, RFC 2080). See rip_engine.cc.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/diagnostic.h"
#include "routing/network.h"
#include "routing/policy_memory.h"
#include "routing/prefix_table.h"
#include "routing/rip/rip_graph.h"

namespace ringfence::routing::rip {

/// The metric that means "not reachable" (RFC 2453 section 3.6).
inline constexpr std::uint32_t kInfinity = 16;

/// A way a redistributed route takes in the table it comes from.
struct Way {
  model::InterfaceIndex interface;
  std::optional<net::IpAddress> gateway;
  friend bool operator==(const Way&, const Way&) = default;
};

/// What a router's table says about RIP.
struct Injected {
  enum class Kind : std::uint8_t {
    kRoute,     ///< enters the process
    kWithheld,  ///< the table holds the prefix from elsewhere: what RIP learnt is not announced
    kShaky      ///< had another source been there before RIP, its route would have entered the process
  };
  std::uint32_t router = 0;
  PrefixIndex prefix = kNoPrefix;
  Kind kind = Kind::kRoute;  ///< of the other kinds the rest is unused
  std::uint32_t metric = 1;
  std::uint32_t tag = 0;
  bool doubtful = false;
  std::vector<Way> ways = {};
  base::Span span = {};       ///< the line that redistributes
  base::Span more_span = {};  ///< the line that makes the redistributed route, when there is one
  friend bool operator==(const Injected&, const Injected&) = default;
};

/// Where an entry comes from.
enum class Origin : std::uint8_t { kNone, kLearnt, kConnected, kInjected };

/// A next hop: over the port that hears `edge`, to `gateway`.
struct Hop {
  std::uint32_t edge = 0;
  net::IpAddress gateway;
  friend auto operator<=>(const Hop&, const Hop&) = default;
};

/// The entry of one router for one prefix.
struct Entry {
  Origin origin = Origin::kNone;
  bool doubtful = false;  ///< the device may have another entry, or none
  bool hop_open = false;  ///< or only another next hop
  bool withheld = false;
  bool shaky = false;
  std::uint32_t metric = kInfinity;
  std::uint32_t tag = 0;
  std::uint32_t source = 0;   ///< connected: port; injected: index into RipScratch::injected
  std::vector<Hop> hops;      ///< all of equal metric, ascending; a device may keep fewer
  std::uint32_t hop_set = 0;  ///< equal for equal hops; 0: none

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
struct RipScratch {
  const std::vector<std::uint8_t>* up = nullptr;
  PolicyMemory* policies = nullptr;
  std::vector<Injected> injected;  ///< ascending by prefix, then router
  bool done = false;
  std::vector<Destination> destinations;            ///< ascending by prefix
  std::vector<std::uint32_t> destination_of;        ///< by PrefixIndex
  std::map<std::vector<Hop>, std::uint32_t> known;  ///< numbers of sets of hops
};

/// Why an entry exists.
struct Explanation {
  std::set<base::Span> spans;
  std::set<model::NodeId> origins;
};

/// Prepared once per network; calls are const and keep all memory in the scratch, one per thread.
class RipEngine {
 public:
  /// All arguments must outlive the engine. `prefixes` holds what CollectPrefixes gives; `programs` are the
  /// policies by node.
  RipEngine(const Network& network, const PrefixTable& prefixes,
            std::span<const std::unique_ptr<PolicyProgram>> programs, base::Diagnostics& findings);

  const Graph& graph() const { return graph_; }
  const PrefixTable& prefixes() const { return prefixes_; }

  /// Starts a computation. `up` by slot and `policies` must outlive it. Nothing is injected yet.
  void Begin(const std::vector<std::uint8_t>& up, PolicyMemory& policies, RipScratch& scratch) const;
  /// Replaces what routers inject.
  void Inject(std::vector<Injected> injected, RipScratch& scratch) const;

  /// All destinations. Computed on first use.
  const std::vector<Destination>& DestinationsOf(RipScratch& scratch) const;
  /// The entry of a router, or nullptr.
  const Entry* EntryOf(std::uint32_t router, PrefixIndex prefix, RipScratch& scratch) const;
  /// Lines and nodes behind an entry.
  Explanation Explain(std::uint32_t router, PrefixIndex prefix, RipScratch& scratch) const;

 private:
  friend class DestinationSolver;

  /// The chains of a process.
  struct Chains {
    std::optional<CompiledChain> import, export_chain, subnets;
  };

  std::vector<PrefixIndex> ActivePrefixes(const RipScratch& scratch) const;

  const PrefixTable& prefixes_;
  std::span<const std::unique_ptr<PolicyProgram>> programs_;
  Graph graph_;
  std::vector<Chains> chains_;                     ///< by router
  std::vector<std::vector<std::uint32_t>> heard_;  ///< by router: routers that hear it, ascending
};

}  // namespace ringfence::routing::rip
