// Layer 2 between routers: which interfaces switches join, and over which switches frames go. See
// segments.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "model/topology.h"

namespace ringfence::routing {

class Network;

/// A cable with a switched port at one end or both. It can fail like a link.
struct SwitchedCable {
  std::string name;  ///< like the name of a link: "sw1--r1", with ports when several join the same nodes
  model::NodeId nodes[2];
  /// At each end the port, or what stands on it when the device has no interface of that name. They lose
  /// carrier together.
  std::vector<model::InterfaceIndex> ports[2];
};

/// What a switch joins: a layer-3 interface, or one VLAN of one switch.
struct SegmentVertex {
  model::NodeId node;
  model::InterfaceIndex end;  ///< invalid: the VLAN of the switch
  std::uint16_t vlan = 0;
};

/// A way for frames between two vertices.
struct SegmentEdge {
  static constexpr std::uint32_t kNoCable = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t a = 0;  ///< index into Segment::vertices
  std::uint32_t b = 0;
  std::uint32_t cable = kNoCable;    ///< index into Network::cables; none inside a device and for guesses
  model::Endpoint ports[2];          ///< where it leaves a and b; invalid inside a device
  std::vector<std::uint32_t> needs;  ///< slots of interfaces that must all work
};

/// The layer-2 graph of a link that switches make.
struct Segment {
  model::LinkId link;
  std::vector<SegmentVertex> vertices;
  std::vector<SegmentEdge> edges;
};

/// Numbers the parts into which a segment falls: up[slot] of each end that works becomes the number of its
/// part, from 1. False when there are more parts than numbers; the parts beyond share one then. O(edges).
bool MarkParts(const Network& network, const Segment& segment, std::vector<std::uint8_t>& up);

/// A device that frames pass between two ends of a segment.
struct SegmentHop {
  model::NodeId node;
  model::InterfaceIndex in;                     ///< port the frame enters by
  model::InterfaceIndex out;                    ///< port it leaves by
  std::uint32_t cable = SegmentEdge::kNoCable;  ///< over which it came
};

/// The way of frames between two ends.
struct Crossing {
  std::vector<SegmentHop> hops;  ///< switches in order; empty when the ends share a wire
  std::uint32_t last_cable = SegmentEdge::kNoCable;
  /// False when ports form a loop: which of the ways works is the choice of the spanning tree, which is not
  /// computed, or of a hash.
  bool unique = true;
};

/// A shortest way between two ends that are joined, over interfaces that work. O(edges^2) at worst.
Crossing CrossSegment(const Segment& segment, model::Endpoint from, model::Endpoint to,
                      const std::function<bool(std::uint32_t slot)>& works);

}  // namespace ringfence::routing
