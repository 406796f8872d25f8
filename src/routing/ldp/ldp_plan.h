// Who may give labels to whom, as configured. What a router binds under a failure follows from its routes:
// see label_ways.cc.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "routing/network.h"
#include "routing/prefix_list_index.h"

namespace ringfence::routing::ldp {

/// Prepared once. Immutable.
class LdpPlan {
 public:
  /// `network` must outlive the plan.
  explicit LdpPlan(const Network& network);

  /// True when some router runs LDP.
  bool any() const { return any_; }
  /// Some router binds prefixes only when a next hop has (LdpConfig::ordered).
  bool any_ordered() const { return any_ordered_; }
  /// The node runs LDP.
  bool Runs(model::NodeId node) const { return ConfigOf(node).enabled; }
  /// Labelled packets may enter and leave by the interface.
  bool Speaks(const model::Endpoint& end) const { return speaks_[network_.SlotOf(end)]; }
  /// Its configuration.
  const LdpConfig& ConfigOf(model::NodeId node) const { return network_.nodes()[node.index()].config.ldp; }
  /// The address of its sessions; nullopt: it has none, and then no session.
  const std::optional<net::IpAddress>& TransportOf(model::NodeId node) const {
    return transports_[node.index()];
  }
  /// A neighbour that has told no label may have one after all: by lines that are not modelled, its own or,
  /// where it waits for others, of anybody.
  bool MayHaveMore(model::NodeId node) const {
    return network_.nodes()[node.index()].open_forwarding || (any_open_ && ConfigOf(node).ordered);
  }
  /// The node binds this prefix when it is one of its own.
  bool BindsOwn(model::NodeId node, const net::Prefix& prefix) const;
  /// The node may bind this prefix of another router.
  bool PassesOn(model::NodeId node, const net::Prefix& prefix) const {
    return Chooses(node, ConfigOf(node).passes_on, prefix);
  }
  /// The node sends packets of its own into labelled ways to this prefix.
  bool Begins(model::NodeId node, const net::Prefix& prefix) const {
    return Chooses(node, ConfigOf(node).begins, prefix);
  }

 private:
  bool Chooses(model::NodeId node, const LdpChoice& choice, const net::Prefix& prefix) const;

  const Network& network_;
  std::vector<bool> speaks_;  ///< by slot
  std::vector<std::optional<net::IpAddress>> transports_;
  std::map<std::pair<model::NodeId, std::string>, PrefixListIndex> lists_;  ///< of choices
  bool any_ = false;
  bool any_ordered_ = false;
  bool any_open_ = false;  ///< of some node
};

}  // namespace ringfence::routing::ldp
