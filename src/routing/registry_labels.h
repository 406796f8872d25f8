// Ways of labelled packets through the network, from the routes of every router. See registry_labels.cc.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "routing/bgp/bgp_route.h"
#include "routing/label_action.h"
#include "routing/registry_flex.h"
#include "routing/registry_sr.h"
#include "routing/registry_static_lsps.h"
#include "routing/registry_tables.h"
#include "routing/registry_te.h"
#include "routing/routing_state.h"

namespace ringfence::routing {

/// Labels under one state. Confined to the thread of its scratch.
class LabelWays {
 public:
  /// All must outlive it. `tables` are those of the state.
  LabelWays(const EnginePlan& plan, FibTables& tables, LabelStacks& labels, TeWays& tunnels)
      : plan_(plan),
        tables_(tables),
        labels_(labels),
        tunnels_(tunnels),
        sids_(plan, tables),
        flexible_(plan, tables),
        static_(plan, tables) {}

  /// What a node does with a packet that has this label on top and came in by the interface of `at`; invalid:
  /// that gets it here.
  std::vector<LabelAction> ActionsOf(const model::Endpoint& at, const Label& label);
  /// The label that packets get which follow an entry of a table, or an invalid stack.
  LabelStackId LabelFor(const FibEntry& entry);
  /// How many VRFs of the node have a tunnel of their own to a next hop.
  TeWays::Served ServedTo(model::NodeId node, const net::IpAddress& next_hop) {
    return tunnels_.ServedTo(node, next_hop);
  }
  /// Whether the router that `hop` of the entry leads to has told a label for the entry's prefix.
  bgp::LabelledWay ToldOver(const FibEntry& entry, const NextHop& hop);

 private:
  /// Whether a node has told its neighbours a label for a prefix.
  enum class Binding : std::uint8_t {
    kUnknown,
    kNo,
    kWaits,  ///< for one of its next hops to do so; while that is worked out, else no
    kYes,
  };

  void AddWays(model::NodeId node, const Label& label, bool starts, std::vector<LabelAction>& actions);
  void AddLdpWays(const FibEntry& entry, const Label& label, bool starts, std::vector<LabelAction>& actions);
  /// Ways of a SID of a flexible algorithm; a head without one takes the way of the prefix.
  void AddFlexible(model::NodeId node, const Label& label, bool starts, std::vector<LabelAction>& actions);
  /// The prefix of the entry may have a SID that its node would use.
  bool MayHaveSid(const FibEntry& entry) const {
    return plan_.sr.Runs(entry.node) && plan_.sr.MayHaveSid(entry.prefix);
  }
  /// Ways of a packet that gets a label for the entry's prefix here.
  void AddStarting(const FibEntry& entry, const Label& label, std::vector<LabelAction>& actions);
  void AddRoute(const Label& label, std::vector<LabelAction>& actions);
  /// Ways of a packet that follows the hops of a route of BGP, or of one for another family.
  void AddHops(const FibEntry& entry, const Label& label, std::vector<LabelAction>& actions);
  void AddVpnRoute(const Label& label, std::vector<LabelAction>& actions);
  /// Ways to the next hop of a VPN route, with its label below.
  void AddTowards(const Fib& fib, const bgp::BgpHop& hop, std::vector<LabelAction>& actions);
  /// The node has told its neighbours a label for the prefix.
  bool Binds(model::NodeId node, PrefixIndex prefix);
  /// The same as far as it follows from the routes of the node alone.
  Binding BindingOf(model::NodeId node, PrefixIndex prefix);
  /// Works them all out for a prefix. REQUIRES: they are those of `binders_`.
  void SettleBindings(PrefixIndex prefix, std::vector<Binding>& bindings);
  /// The neighbours of the node take the label of the prefix off. REQUIRES: it binds the prefix.
  bool Ends(model::NodeId node, const net::Prefix& prefix) const;
  /// It is the end of the labelled way, as its system does where no next hop leaves by LDP.
  bool EndsWithoutLdp(model::NodeId node, const net::Prefix& prefix) const;
  bool OwnsPrefix(model::NodeId node, const net::Prefix& prefix) const;
  /// The router a hop leads to, when labelled packets may take the hop.
  std::optional<model::NodeId> PeerOver(model::NodeId node, const NextHop& hop, const net::Prefix& prefix);
  bool HaveSession(model::NodeId a, model::NodeId b);
  /// LDP has told a label for the prefix.
  bool IsTold(model::NodeId node, const NextHop& hop, PrefixIndex prefix);
  /// It has, and the node begins ways with it.
  bool BeginsByLdp(model::NodeId node, const NextHop& hop, PrefixIndex prefix);

  const EnginePlan& plan_;
  FibTables& tables_;
  LabelStacks& labels_;
  TeWays& tunnels_;
  SrWays sids_;
  FlexWays flexible_;
  StaticLspWays static_;
  std::map<PrefixIndex, std::vector<Binding>> binders_;  ///< by node
};

}  // namespace ringfence::routing
