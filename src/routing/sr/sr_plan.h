// Who runs segment routing, and which prefix has which SID, as configured. Where packets go with it under
// a failure follows from the routes: see registry_sr.cc.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "routing/network.h"

namespace ringfence::routing::sr {

/// The SID of a prefix by one algorithm.
struct Sid {
  net::Prefix prefix;
  const PrefixSid* told = nullptr;  ///< of the first owner
  std::vector<model::NodeId>
      owners;  ///< who tell it, ascending; several where an address is in several places
  /// They do not tell the same: systems differ in whom they believe.
  bool disputed = false;
};

/// Prepared once. Immutable.
class SrPlan {
 public:
  /// `network` must outlive the plan.
  explicit SrPlan(const Network& network);

  /// True when some router runs segment routing.
  bool any() const { return any_; }
  bool Runs(model::NodeId node) const { return ConfigOf(node).enabled; }
  /// The interface is one of the process that tells the SIDs.
  bool Speaks(const model::Endpoint& end) const { return speaks_[network_.SlotOf(end)]; }
  const SrConfig& ConfigOf(model::NodeId node) const { return network_.nodes()[node.index()].config.sr; }
  /// nullptr: no router tells one.
  const Sid* SidOf(const net::Prefix& prefix, Algorithm algorithm = kShortestPath) const;
  /// What the router says of a flexible algorithm that it takes part in; nullptr: it does not.
  const FlexAlgorithm* TakesPart(model::NodeId node, Algorithm algorithm) const;
  bool Owns(model::NodeId node, const Sid& sid) const;
  /// The label that means the SID to the node; nullopt: it has none. O(blocks).
  std::optional<std::uint32_t> LabelAt(model::NodeId node, const Sid& sid) const;
  /// Other SIDs that the label means to the node as well. O(log SIDs + what is found).
  std::vector<const Sid*> RivalsAt(model::NodeId node, const Sid& sid) const;
  /// A prefix without a SID may have one after all, by lines of its owner that are not modelled.
  bool MayHaveSid(const net::Prefix& prefix) const { return open_.contains(prefix); }

 private:
  void AddSids(model::NodeId node);
  void AddOpen(const model::Device& device);

  const Network& network_;
  std::vector<bool> speaks_;  ///< by slot
  using SidsByNumber = std::map<std::uint32_t, std::vector<const Sid*>>;
  std::map<std::pair<net::Prefix, Algorithm>, Sid> sids_;
  SidsByNumber indices_, labels_;  ///< of those told by index, by a label
  bool any_ = false;
  std::set<net::Prefix> open_;  ///< of interfaces of nodes with lines that are not modelled
};

}  // namespace ringfence::routing::sr
