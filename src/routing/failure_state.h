// What is down. A failure set, a configuration change that shuts an interface and a tunnel that does not come
// up are all the same thing to routing: a set of links, nodes and interfaces that carry nothing.
#pragma once

#include "base/bit_set.h"
#include "model/topology.h"

namespace ringfence::routing {

class Network;

/// Links, nodes and interfaces that are down. Value type; equal states give equal tables.
class FailureState {
 public:
  FailureState() = default;
  /// Nothing is down. `network` must outlive this object.
  explicit FailureState(const Network& network);

  /// The link and all links over the same cable carry nothing; all interfaces on them lose carrier.
  void FailLink(model::LinkId link);
  /// The node is off: no interface of it works, and interfaces with nobody else left on their link lose
  /// carrier.
  void FailNode(model::NodeId node);
  /// The interface is down, as if shut, with everything that stands on it. The far end keeps its carrier.
  void FailInterface(model::Endpoint end);
  /// The interfaces of a tunnel keep working and hear nothing from each other.
  void SilenceLink(model::LinkId link);
  /// Nobody can tell what else is down: no table is certain.
  void MarkUndecided() { undecided_ = true; }

  /// Over LinkId.
  const base::BitSet& links_down() const { return links_down_; }
  /// Over NodeId.
  const base::BitSet& nodes_down() const { return nodes_down_; }
  /// Over Network::SlotOf.
  const base::BitSet& interfaces_down() const { return interfaces_down_; }
  /// Over LinkId.
  const base::BitSet& links_silent() const { return links_silent_; }
  bool undecided() const { return undecided_; }

  friend bool operator==(const FailureState&, const FailureState&) = default;

 private:
  const Network* network_ = nullptr;
  base::BitSet links_down_;
  base::BitSet nodes_down_;
  base::BitSet interfaces_down_;
  base::BitSet links_silent_;
  bool undecided_ = false;
};

}  // namespace ringfence::routing
