// Static label-switched paths, looked up by node, prefix and label. Which of them are up under a failure: see
// registry_static_lsps.cc.
#pragma once

#include <map>
#include <span>
#include <utility>
#include <vector>

#include "routing/network.h"

namespace ringfence::routing::static_lsps {

/// One router's part of a path, its interfaces found.
struct StaticWay {
  const StaticLsp* lsp = nullptr;
  model::InterfaceIndex in;   ///< invalid: any
  model::InterfaceIndex out;  ///< invalid: the path ends here
};

/// Prepared once. Immutable.
class StaticLspPlan {
 public:
  /// `network` must outlive the plan.
  explicit StaticLspPlan(const Network& network);

  /// True when some router has a static path.
  bool any() const { return !begins_.empty() || !received_.empty(); }
  /// The paths that begin at the node for exactly the prefix. O(log paths).
  std::span<const StaticWay> BeginningAt(model::NodeId node, const net::Prefix& prefix) const;
  /// The paths whose packets come to the node with the label. O(log paths).
  std::span<const StaticWay> ReceivedAt(model::NodeId node, std::uint32_t label) const;
  /// The node knows labels that nobody distributed.
  bool KnowsLabels(model::NodeId node) const;
  /// The interface takes labelled packets, as the configuration of static paths says.
  bool Takes(const model::Endpoint& end) const { return takes_[network_.SlotOf(end)]; }

 private:
  void Add(model::NodeId node, const StaticLsp& lsp);

  const Network& network_;
  std::vector<bool> takes_;  ///< by slot
  std::map<std::pair<model::NodeId, net::Prefix>, std::vector<StaticWay>> begins_;
  std::map<std::pair<model::NodeId, std::uint32_t>, std::vector<StaticWay>> received_;
};

}  // namespace ringfence::routing::static_lsps
