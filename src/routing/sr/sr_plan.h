// Who runs segment routing, and which prefix has which segment, as configured. Where packets go with it under
// a failure follows from the routes: see registry_segments.cc.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "routing/network.h"

namespace ringfence::routing::sr {

/// The segment of a prefix.
struct Segment {
  net::Prefix prefix;
  const PrefixSid* sid = nullptr;      ///< of the first owner
  std::vector<model::NodeId> owners;  ///< who tell it, ascending; several where an address is in several places
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
  /// The interface is one of the process that tells the segments.
  bool Speaks(const model::Endpoint& end) const { return speaks_[network_.SlotOf(end)]; }
  const SrConfig& ConfigOf(model::NodeId node) const { return network_.nodes()[node.index()].config.sr; }
  /// nullptr: no router tells one.
  const Segment* SegmentOf(const net::Prefix& prefix) const;
  bool Owns(model::NodeId node, const Segment& segment) const;
  /// The label that means the segment to the node; nullopt: it has none. O(blocks).
  std::optional<std::uint32_t> LabelAt(model::NodeId node, const Segment& segment) const;
  /// Other segments that the label means to the node as well. O(segments).
  std::vector<const Segment*> RivalsAt(model::NodeId node, const Segment& segment) const;
  /// A prefix without a segment may have one after all, by lines that are not modelled.
  bool MayHaveMore() const { return any_ && any_open_; }

 private:
  void AddSegments(model::NodeId node);

  const Network& network_;
  std::vector<bool> speaks_;  ///< by slot
  std::map<net::Prefix, Segment> segments_;
  bool any_ = false;
  bool any_open_ = false;  ///< lines of some node are not modelled
};

}  // namespace ringfence::routing::sr
