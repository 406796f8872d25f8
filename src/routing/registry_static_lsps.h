// Ways of packets along label-switched paths that are configured hop by hop. See registry_static_lsps.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "routing/label_action.h"
#include "routing/registry_tables.h"
#include "routing/routing_state.h"

namespace ringfence::routing {

/// StaticLspPlan under one state. Confined to the thread of its scratch.
class StaticLspWays {
 public:
  /// Whether a path is there for packets that follow a route.
  enum class Way : std::uint8_t {
    kNone,  ///< none that is up
    kOpen,  ///< not computed
    kUp,    ///< one, by the only hop of the route
  };

  /// Both must outlive it. `tables` are those of the state.
  StaticLspWays(const EnginePlan& plan, FibTables& tables) : plan_(plan), tables_(tables) {}

  /// Appends what the node does with a packet that has the number on top; an `at` without an interface: it
  /// did not come with it.
  void AddReceived(const model::Endpoint& at, const Label& label, std::vector<LabelAction>& actions);
  /// Whether a path begins at the entry's node for exactly its prefix.
  Way Begins(const FibEntry& entry);
  /// Appends what a packet does that begins it. REQUIRES: Begins(entry) == kUp.
  void AddStarting(const FibEntry& entry, std::vector<LabelAction>& actions);

 private:
  bool IsUp(model::NodeId node, const static_lsps::StaticWay& way);
  /// The node may have given any label to somebody.
  bool GivesLabels(model::NodeId node) const;
  /// Labelled packets may come in there.
  bool TakesLabels(const model::Endpoint& end) const;
  /// The address packets leave towards: the written one, else that of the only other end of the link.
  std::optional<net::IpAddress> Gateway(model::NodeId node, const static_lsps::StaticWay& way) const;
  LabelAction Leaving(model::NodeId node, const static_lsps::StaticWay& way, const FibEntry* entry) const;

  const EnginePlan& plan_;
  FibTables& tables_;
};

}  // namespace ringfence::routing
