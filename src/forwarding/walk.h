// Where packets go: the graph of hops that a set of packets takes from one node to another.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/bit_set.h"
#include "base/ids.h"
#include "forwarding/access_lists.h"
#include "forwarding/policy_routing.h"
#include "forwarding/translations.h"
#include "forwarding/tunnels.h"
#include "net/packet_set.h"
#include "routing/first_hop.h"
#include "routing/network.h"
#include "routing/routing_state.h"

namespace ringfence::forwarding {

/// Tunnels inside tunnels, and pseudowires inside pseudowires, at most (origin: deeper stacks do not occur;
/// deeper ends as kTooDeep).
inline constexpr std::size_t kTunnelDepthMax = 4;
/// Classes a flow may fall into under one failure set (origin: budget; more makes the answer doubtful).
inline constexpr std::size_t kClassCountMax = 4096;

/// Source port in outer packets of VXLAN: the first of the range RFC 7348 section 5 recommends.
inline constexpr std::uint16_t kVxlanSourcePort = 49152;

struct StepTag;
using StepId = base::Id<StepTag>;

/// How far the node is with the packet.
enum class Stage : std::uint8_t {
  kArrived,
  kEntered,  ///< addresses have been translated as it came in
  kLeaves,   ///< they have been as it leaves: it is routed already
};

/// A visit of a node: where the packet came in and in which tunnels it is wrapped there.
struct Step {
  model::NodeId node;
  model::InterfaceIndex in;  ///< invalid when the packet starts here or was unwrapped here
  routing::TableId table;    ///< where its destination is looked up
  std::uint8_t depth = 0;    ///< number of tunnels around the packet
  std::array<TunnelId, kTunnelDepthMax> stack = {};
  /// MPLS labels outside of the tunnels; where there are some nothing is looked up by addresses.
  routing::LabelStackId labels = {};
  /// Valid at a switch: the interface that the frame around the packet goes to. Nothing is looked up there.
  model::Endpoint frame_to = {};
  routing::LabelStackId frame_labels = {};  ///< around that frame, inside of a pseudowire
  TranslationId translation = {};           ///< of the packet inside of all tunnels; invalid: as it was sent
  Stage stage = Stage::kArrived;
  const routing::FibEntry* entry = nullptr;  ///< the route that decides, once looked up
  const model::AclUse* policy = nullptr;     ///< use of the policy whose `term` took the packet
  const model::PolicyRoutingTerm* term = nullptr;
  const model::PolicyHop* hop = nullptr;  ///< the way out that was taken; nullptr: by destination

  friend bool operator==(const Step& a, const Step& b) {
    return a.node == b.node && a.in == b.in && a.table == b.table && a.depth == b.depth &&
           a.stack == b.stack && a.labels == b.labels && a.frame_to == b.frame_to &&
           a.frame_labels == b.frame_labels && a.translation == b.translation && a.stage == b.stage;
  }
  bool switches() const { return frame_to.node.valid(); }
  /// Of `frame_labels`, else of `labels`, for people; lives as long as the scratch of the state.
  std::string_view label_text = {};
};

/// How one step leads to the next. A lookup moves to another table of the node, or to other labels; a
/// translation gives the packet other addresses or ports.
enum class BranchKind : std::uint8_t { kHop, kEncapsulate, kDecapsulate, kLookup, kTranslate };

/// An edge of the graph. Hops cross `link` leaving by `out`.
struct Branch {
  BranchKind kind = BranchKind::kHop;
  StepId from;
  StepId to;
  model::LinkId link;
  model::InterfaceIndex out;
  std::uint32_t cable = routing::SegmentEdge::kNoCable;  ///< of a switched link: the cable crossed
};

/// How a branch ends.
enum class Disposition : std::uint8_t {
  kDelivered,
  kNoRoute,
  kDiscardRoute,
  kDeniedIn,
  kDeniedOut,
  kNoNeighbor,  ///< the next hop answers nobody: far end down or not there
  kTunnelDown,  ///< protected traffic whose tunnel has no working path
  kNotCovered,  ///< in a tunnel whose selectors do not cover it: at the end that should send it, or take it
  kWrongNode,   ///< addressed to a node that is not the flow's end
  kDoesNotForward,  ///< reached an end system that is not its end
  kNoLabel,         ///< nobody there knows the label, or has one for the labels below
  kLeavesNetwork,   ///< leaves what is modelled: who is beyond is not known
  kTooDeep,
  kLoop,
};

/// Names for output, in order of Disposition.
inline constexpr std::string_view kDispositionNames[] = {
    "delivered",   "no-route",       "discarded",   "denied-in",  "denied-out",
    "no-neighbor", "tunnel-down",    "not-covered", "wrong-node", "does-not-forward",
    "no-label",    "leaves-network", "too-deep",    "loop"};

/// The end of a branch, with the line that decides it when there is one.
struct Ending {
  StepId step;
  Disposition disposition = Disposition::kNoRoute;
  model::InterfaceIndex out;
  base::Span span;
};

/// The graph of one class of packets: all of them are treated alike at every step.
struct WalkGraph {
  net::PacketSet packets;
  net::PacketHeader sample;
  std::vector<Step> steps;  ///< steps[0] is the start
  std::vector<Branch> branches;
  std::vector<Ending> endings;
  std::vector<Translated> translations;
  bool delivers = false;      ///< some branch reaches the end
  bool delivers_all = false;  ///< every branch does
  bool leaves = false;        ///< some branch leaves the modelled network
  std::vector<model::NodeId>
      ambiguous_nodes;  ///< devices that pick among equal routes by a rule no text shows
  /// What such a choice is about where it is one of address translation: which address a packet gets, whether
  /// it is translated at all, whose answer it is. Their nodes are ambiguous.
  std::vector<DoubtfulTranslation> doubtful_translations;
  /// Senders of frames that take some of the ways followed: no other ways, but perhaps not all of these.
  std::vector<model::NodeId> spare_ways;

  /// The packets of the class as they are at a step, without the tunnels around them.
  net::PacketSet PacketsAt(const Step& step) const {
    return step.translation.valid() ? translations[step.translation.index()].packets : packets;
  }
  /// What was done between two steps, or taken back, in order.
  std::vector<const Translated*> TranslationsBetween(const Step& from, const Step& to) const;
  /// The sample there.
  const net::PacketHeader& SampleAt(const Step& step) const {
    return step.translation.valid() ? translations[step.translation.index()].sample : sample;
  }
};

/// What to follow.
struct WalkQuery {
  model::NodeId from;
  model::InterfaceIndex in;  ///< interface the packets enter the first node by; invalid: they start there
  model::NodeId to;          ///< the flow's end
  net::PacketSet packets;
  std::optional<net::IpAddress> single_destination;  ///< set when all packets have this destination
  bool delivery_anywhere =
      false;  ///< `to` does not matter: any node that owns the destination, or the subnet it is on
  routing::TableId table =
      {};                    ///< for packets that start: where they are looked up; invalid: the default one
  TunnelId pseudowire = {};  ///< valid: frames that enter this pseudowire are followed to its other end
  std::uint8_t pseudowire_depth = 0;  ///< pseudowires that this one is inside of, itself counted
  TunnelId outer_of = {};             ///< valid: the packets are those that the end of this tunnel sends
  /// Of answers: what was done to the packets that these answer, mirrored and in order; `packets` are as
  /// before it, each entry's `before` is its place less one.
  std::vector<Translated> translated = {};
  std::vector<Rewritten> rewritten = {};  ///< of answers: on the way there, by all packets
};

/// State of tunnels under a failure set: a tunnel that is not up carries nothing.
using TunnelsUp = std::vector<bool>;

/// Follows packets. Confined to one thread.
class Walker {
 public:
  /// All arguments must outlive the walker.
  Walker(const routing::Network& network, const TunnelTable& tunnels, net::PacketSpace& space);

  /// Graphs of all classes of the query, in a deterministic order; their packet sets partition the query's.
  /// `up` has one entry per tunnel. More classes than kClassCountMax: the rest is one graph with no steps.
  std::vector<WalkGraph> Walk(const WalkQuery& query, const routing::RoutingState& state,
                              const TunnelsUp& up);

  /// The outer packet of a tunnel, from its end to its peer; of several that it may be, one.
  net::PacketHeader OuterPacket(TunnelId tunnel, const routing::RoutingState& state) const;
  /// All packets that it may be.
  net::PacketSet OuterPackets(TunnelId tunnel, const routing::RoutingState& state);

  /// The table in which that packet is looked up: the one the tunnel names, else the one of the interface
  /// that has its source address.
  routing::TableId OuterTable(TunnelId tunnel) const;

  /// Tunnels whose state decided something since the last call, in the order they were met. Their state may
  /// be an assumption of the caller, who checks it then.
  std::vector<TunnelId> TakeConsulted() { return std::exchange(consulted_, {}); }
  /// True when some access list decided something since the last call.
  bool TakeAskedLists() { return std::exchange(asked_lists_, false); }
  /// Nodes that packets were followed to since the last call: what any other does with packets was not asked.
  base::BitSet TakeVisited() { return std::exchange(visited_, base::BitSet(visited_.size())); }
  /// The groups of routers that share addresses.
  const routing::FirstHops& first_hops() const { return first_hops_; }

 private:
  friend class ClassWalk;
  /// Packets a tunnel covers; everything when it has no selectors.
  net::PacketSet Covered(TunnelId tunnel);
  net::PacketSet Answered(const model::Endpoint& end);
  /// Packets that the end of a WireGuard tunnel takes from its peer.
  net::PacketSet Accepted(TunnelId tunnel);

  const routing::Network& network_;
  const TunnelTable& tunnels_;
  net::PacketSpace& space_;
  AccessLists access_lists_;
  routing::FirstHops first_hops_;
  std::vector<std::optional<net::PacketSet>> covered_, accepted_;
  /// By slot of an interface: packets for addresses that its device answers for there because it translates
  /// them. Never iterated.
  std::unordered_map<std::size_t, net::PacketSet> answered_;
  std::vector<TunnelId> consulted_;
  base::BitSet visited_;  ///< by NodeId
  bool asked_lists_ = false;
};

}  // namespace ringfence::forwarding
