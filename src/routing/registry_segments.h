// Ways of packets whose outermost label is the segment of a prefix. See registry_segments.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "routing/label_action.h"
#include "routing/registry_tables.h"
#include "routing/routing_state.h"

namespace ringfence::routing {

/// Segments under one state. Confined to the thread of its scratch.
class SegmentWays {
 public:
  /// What a router does with a packet of a segment over one of its hops.
  enum class Way : std::uint8_t {
    kNone,  ///< the next router has no label for it
    kOpen,  ///< not computed
    kPop,   ///< the next router is the end: without the label
    kSwap,  ///< with the next router's label for the same segment
  };

  /// Both must outlive it. `tables` are those of the state.
  SegmentWays(const EnginePlan& plan, FibTables& tables) : plan_(plan), tables_(tables) {}

  /// Appends what the node does with a packet that came with the label of the segment.
  void AddReceived(model::NodeId node, const Label& label, std::vector<LabelAction>& actions);
  /// Appends what the node does with a packet that gets the label here. REQUIRES: `entry` leads elsewhere.
  void AddStarting(model::NodeId node, const FibEntry& entry, const Label& label,
                   std::vector<LabelAction>& actions);
  /// True when a packet that follows the entry gets, or may get, the label over some of its hops.
  bool AnyWay(model::NodeId node, const FibEntry& entry);
  /// The way over a hop of the node's route to exactly the entry's prefix.
  Way Over(model::NodeId node, const FibEntry& entry, const NextHop& hop);

 private:
  /// Is the segment told to the node, and by the protocol of the entry? kSwap: yes, the hops decide.
  Way Standing(model::NodeId node, const FibEntry& entry);
  Way OverHop(model::NodeId node, const sr::Segment& segment, const NextHop& hop);
  bool IsOfProcess(const FibEntry& entry) const;
  /// Some owner tells the segment where the route comes from.
  bool InReach(const FibEntry& entry, const sr::Segment& segment) const;
  bool HasRivals(model::NodeId node, const sr::Segment& segment);

  const EnginePlan& plan_;
  FibTables& tables_;
};

}  // namespace ringfence::routing
