// The protocols put together: selection among their routes, resolution, forwarding tables.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/diagnostic.h"
#include "routing/connected/connected.h"
#include "routing/interface_states.h"
#include "routing/network.h"
#include "routing/ospf/ospf_engine.h"
#include "routing/prefix_table.h"
#include "routing/routing_engine.h"
#include "routing/static_routes/static_routes.h"

namespace ringfence::routing {

/// Lookups through recursive static routes, at most (origin: deeper chains do not occur; what needs more is
/// not installed).
inline constexpr int kRecursionRoundsMax = 16;
/// Rounds of mutual redistribution (origin: processes on one device; more means that it does not settle).
inline constexpr int kRedistributionRoundsMax = 12;

/// What one node brings to its table, prepared once.
struct NodePlan {
  std::vector<connected::ConnectedRoute> connected;
  std::vector<static_routes::StaticFacts> statics;
  std::vector<std::uint32_t>
      own_addresses;               ///< indices into `connected` of kLocal routes, ascending by prefix
  bool injects = false;            ///< some process redistributes or originates a default
  bool depends_on_tables = false;  ///< and what it injects may depend on OSPF routes
};

/// Prepared once per network.
struct EnginePlan {
  explicit EnginePlan(const Network& network);

  const Network& network;
  base::Diagnostics findings;
  PrefixTable prefixes;
  InterfaceStates interfaces;
  ospf::OspfEngine ospf;
  std::vector<NodePlan> nodes;
};

/// The selected route of a prefix, while a table is being made.
struct Candidate {
  std::uint32_t distance = 0xffffffff;
  std::uint32_t metric = 0;
  Protocol protocol = Protocol::kConnected;
  bool present = false;
  bool ambiguous = false;
  std::uint32_t source = 0;  ///< router for OSPF, static route index, connected index
};

/// One static route under the current state.
struct StaticState {
  bool active = false;
  bool ambiguous = false;
  std::vector<NextHop> hops;
  friend bool operator==(const StaticState&, const StaticState&) = default;
};

/// Candidate::source of an OSPF discard route: this bit and the router.
inline constexpr std::uint32_t kDiscardBit = 0x80000000U;

/// Chooses the routes of one node into flat memory. Reused for all nodes of a thread.
class Selection {
 public:
  /// Selects for `node`. With `with_ospf` false OSPF is left out.
  void Run(const EnginePlan& plan, model::NodeId node, const std::vector<std::uint8_t>& up,
           ospf::OspfScratch& ospf, bool with_ospf);
  /// By PrefixIndex.
  const std::vector<Candidate>& best() const { return best_; }
  /// By index of the node's static routes.
  const std::vector<StaticState>& statics() const { return statics_; }
  /// Makes the printed table of the last Run. External routes are ambiguous when injection did not settle.
  void WriteRib(Rib& rib, bool externals_unstable) const;
  /// Makes the forwarding table of the last Run.
  void WriteFib(const RouteExplainer* explainer, bool externals_unstable, Fib& fib) const;

 private:
  void Offer(PrefixIndex prefix, const Candidate& candidate);
  void OfferConnected();
  void OfferStatics();
  void OfferOspf(std::uint32_t router);
  void SettleStatics();
  bool LookUp(const net::IpAddress& address, const net::Prefix& except, StaticState& state) const;
  /// Resolved hops of the selected route.
  void HopsOf(PrefixIndex prefix, std::vector<NextHop>& resolved) const;
  void AddRibHops(PrefixIndex prefix, Rib& rib) const;
  std::uint64_t ShareKeyOf(PrefixIndex prefix) const;
  void OspfHops(PrefixIndex prefix, std::vector<NextHop>& hops) const;
  bool SameStatic(const Candidate& best, std::size_t index) const;

  const EnginePlan* plan_ = nullptr;
  model::NodeId node_;
  const std::vector<std::uint8_t>* up_ = nullptr;
  ospf::OspfScratch* ospf_ = nullptr;
  bool with_ospf_ = false;
  std::vector<Candidate> best_;
  std::vector<Candidate> base_;
  std::vector<StaticState> statics_;
  mutable std::vector<NextHop> hops_;  ///< scratch of AddRibHops
};

/// What the processes of one node inject, from the last selection for it.
void CollectExternals(const EnginePlan& plan, model::NodeId node, const Selection& selection,
                      const std::vector<std::uint8_t>& up, std::vector<ospf::External>& externals);

}  // namespace ringfence::routing
