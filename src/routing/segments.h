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
  friend bool operator==(const SwitchedCable&, const SwitchedCable&) = default;
};

/// What a switch joins: a layer-3 interface, one VLAN of one switch, or frames of one tag in a service.
struct SegmentVertex {
  model::NodeId node;
  model::InterfaceIndex end;  ///< invalid: the VLAN of the switch
  std::uint16_t vlan = 0;     ///< in a service 0: frames without a tag
  std::uint32_t service = 0;  ///< of Device::l2_services, from 1; 0: none
};

/// A way for frames between two vertices.
struct SegmentEdge {
  static constexpr std::uint32_t kNoCable = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t a = 0;  ///< index into Segment::vertices
  std::uint32_t b = 0;
  std::uint32_t cable = kNoCable;    ///< index into Network::cables; none inside a device and for guesses
  model::Endpoint ports[2];          ///< where it leaves a and b; invalid inside a device
  std::vector<std::uint32_t> needs;  ///< slots of interfaces that must all work
  bool pseudowire = false;           ///< between the ports of its two ends
  /// By end: what came to it by such an edge leaves it by no other one.
  bool mesh[2] = {false, false};
};

/// The layer-2 graph of a link that switches make.
struct Segment {
  model::LinkId link;
  std::vector<SegmentVertex> vertices;
  std::vector<SegmentEdge> edges;
  /// Edges of each bundle whose cables end at several devices, by index: no frame goes from one of them to
  /// another.
  std::vector<std::vector<std::uint32_t>> spreads = {};
  /// Some of its VLANs are one in VXLAN: nothing here joins them (forwarding/class_walk_bridged.cc).
  bool stretched = false;
};

/// Fills Segment::spreads.
void MarkSpreads(const Network& network, std::vector<Segment>& segments);

/// Numbers the parts into which a segment falls: up[slot] of each end that works becomes the number of its
/// part, from 1. False when there are more parts than numbers, the parts beyond share one then; when only a
/// bundle that ends at several devices joins some of them; and when two ends of a mesh of pseudowires have
/// none between them. O(edges * (1 + spreads) + cube of the ends of a mesh).
bool MarkParts(const Network& network, const Segment& segment, std::vector<std::uint8_t>& up);

/// A device that frames pass between two ends of a segment.
struct SegmentHop {
  model::NodeId node;
  model::InterfaceIndex in;           ///< port the frame enters by
  model::InterfaceIndex out;          ///< port it leaves by
  std::vector<std::uint32_t> cables;  ///< over which it came: any member of a bundle
};

/// One way of frames between two ends.
struct FrameWay {
  std::vector<SegmentHop> hops;  ///< switches in order; empty when the ends share a wire
  std::vector<std::uint32_t> last_cables;
  /// Ports by which they leave the start and reach the end; invalid inside a device.
  model::InterfaceIndex first_out = {}, last_in = {};
  std::uint32_t end = 0;  ///< where they end: index into Segment::vertices
};

/// Ways of frames listed at most (origin: budget; a hundred switches at two others have a hundred).
inline constexpr std::size_t kFrameWaysMax = 256;

/// The ways of frames between two ends.
struct Crossing {
  std::vector<FrameWay> ways;  ///< none when nothing that works joins the ends
  /// The spanning tree takes one of the ways, and is not computed; else hashes over members of bundles take
  /// each.
  bool chosen = false;
  bool complete = true;  ///< false: there are more
};

/// All ways between two ends over interfaces that work on which no VLAN of a switch is met twice. See
/// segments.cc. Cost: a limited number of steps.
Crossing CrossSegment(const Network& network, const Segment& segment, model::Endpoint from,
                      model::Endpoint to, const std::function<bool(std::uint32_t slot)>& works);

/// The same between vertices; each may be a VLAN of a switch. Those of one part are joined by some way.
/// REQUIRES: both are vertices of the segment.
Crossing CrossVertices(const Network& network, const Segment& segment, std::uint32_t from, std::uint32_t to,
                       const std::function<bool(std::uint32_t slot)>& works);

/// The vertex of an interface, or the number of vertices.
std::uint32_t VertexOf(const Segment& segment, model::Endpoint end);

/// True when a service with more than two ports and pseudowires is in the segment: frames to whom nobody has
/// learnt yet go to all of them.
bool FloodsFrames(const Segment& segment);

/// All ways of such a frame from an end to everything that gets it, each place by a way of its own.
Crossing FloodSegment(const Network& network, const Segment& segment, model::Endpoint from,
                      const std::function<bool(std::uint32_t slot)>& works);

}  // namespace ringfence::routing
