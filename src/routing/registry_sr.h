// Ways of packets whose outermost label is the SID of a prefix. See registry_sr.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "routing/label_action.h"
#include "routing/registry_tables.h"
#include "routing/routing_state.h"

namespace ringfence::routing {

/// SrConversion under one state. Confined to the thread of its scratch.
class SrWays {
 public:
  /// What a router does with a packet of a SID over one of its hops.
  enum class Way : std::uint8_t {
    kNone,  ///< the next router has no label for it
    kOpen,  ///< not computed
    kPop,   ///< the next router is the end: without the label
    kSwap,  ///< with the next router's label for the same SID
  };

  /// Both must outlive it. `tables` are those of the state.
  SrWays(const EnginePlan& plan, FibTables& tables) : plan_(plan), tables_(tables) {}

  /// Appends what the node does with a packet that came with the label of the sid.
  void AddReceived(model::NodeId node, const Label& label, std::vector<LabelAction>& actions);
  /// Appends what the node does with a packet that gets the label here. REQUIRES: `entry` leads elsewhere.
  void AddStarting(model::NodeId node, const FibEntry& entry, const Label& label,
                   std::vector<LabelAction>& actions);
  /// True when a packet that follows the entry gets, or may get, the label over some of its hops.
  bool AnyWay(model::NodeId node, const FibEntry& entry);
  /// The way over a hop of the node's route to exactly the entry's prefix.
  Way Over(model::NodeId node, const FibEntry& entry, const NextHop& hop);

 private:
  /// Is the SID told to the node, and by the protocol of the entry? kSwap: yes, the hops decide.
  Way Standing(model::NodeId node, const FibEntry& entry);
  Way OverHop(model::NodeId node, const sr::Sid& sid, const NextHop& hop);
  bool IsOfProcess(const FibEntry& entry) const;
  /// Some owner tells the SID where the route comes from.
  bool InReach(const FibEntry& entry, const sr::Sid& sid) const;
  bool HasRivals(model::NodeId node, const sr::Sid& sid);

  const EnginePlan& plan_;
  FibTables& tables_;
};

}  // namespace ringfence::routing
