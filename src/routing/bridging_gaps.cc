// Where the layer-2 graph of segments.h may join more than the switches do.
//
// Problem: the graph takes each cable between switches for one that carries the VLANs of both ports. Five
// things may take that away, and none of them is computed.
// 1. One spanning tree for all VLANs (IEEE 802.1D, 802.1Q section 13) leaves a VLAN apart that not every
// cable
//    of a loop carries: it may block the only cable that does. A tree for each VLAN cannot. A loop without a
//    tree is a storm.
// 2. A guard (BPDU guard, root guard, a BPDU filter) acts when another switch is behind the port.
// 3. Switches with a tree for each VLAN block a trunk whose untagged VLAN is another one at the far end.
// 4. A bundle whose cables end at several devices works when these are two chassis that say so under one
//    number; else some of its members are set aside (IEEE 802.1AX section 6.4).
// 5. Routers that meet a chassis of a pair over such a bundle reach it by way of the other one, where some
//    systems take or drop what is not for them (packets with a TTL of 1), so they may be no neighbours.
// Cost: loops take a search per cable between switches.

#include "routing/bridging_gaps.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>

#include "model/fate.h"

namespace ringfence::routing {
namespace {

using model::Endpoint;
using model::Impact;
using model::NodeId;

constexpr std::uint8_t kAny = Impact::kRouting | Impact::kForwarding;

/// Bundles of both chassis of a pair stand for one interface above all real ones.
constexpr std::size_t kSharedBundles = 1'000'000;

/// What is one connection to the spanning tree: a cable, or the cables of a bundle.
struct Trunk {
  std::uint32_t nodes[2];  ///< one for both chassis of a pair
  Endpoint ports[2];
  std::set<std::size_t> segments;  ///< that it is part of
};

class BridgingGaps {
 public:
  BridgingGaps(const Network& network, std::vector<Gap>& gaps) : network_(network), gaps_(gaps) {}

  void Run() {
    CollectTrunks();
    AddLoops();
    for (const SwitchedCable& cable : network_.cables()) AddPorts(cable);
    AddBundles();
    AddNeighbors();
  }

 private:
  const model::Device& DeviceAt(NodeId node) const { return network_.nodes()[node.index()].config.device; }
  void Add(base::Span span, std::string_view reason) { gaps_.push_back({span, kAny, reason}); }

  /// The bundle at one side of a cable, when it switches frames; else an invalid interface.
  Endpoint PortOf(const SwitchedCable& cable, int side) const {
    if (cable.ports[side].empty()) return {};
    const Endpoint port = BundleAt(network_, {cable.nodes[side], cable.ports[side].front()});
    return network_.InterfaceAt(port).switch_port ? port : Endpoint{};
  }
  std::uint32_t PlaceOf(NodeId node) const {
    const NodeId peer = network_.ChassisPeer(node);
    return peer.valid() ? std::min(node.value, peer.value) : node.value;
  }
  /// The same for ports of one bundle of a pair.
  Endpoint KeyOf(const Endpoint& port) const {
    const std::uint32_t number = network_.InterfaceAt(port).chassis_bundle;
    if (number == 0 || !network_.ChassisPeer(port.node).valid()) return port;
    return {NodeId(PlaceOf(port.node)), model::InterfaceIndex(kSharedBundles + number)};
  }

  void CollectTrunks() {
    std::vector<std::set<std::size_t>> segments_of(network_.cables().size());
    for (std::size_t s = 0; s < network_.segments().size(); ++s) {
      for (const SegmentEdge& edge : network_.segments()[s].edges) {
        if (edge.cable != SegmentEdge::kNoCable) segments_of[edge.cable].insert(s);
      }
    }
    std::map<std::pair<Endpoint, Endpoint>, std::size_t> known;
    for (std::size_t c = 0; c < network_.cables().size(); ++c) {
      const SwitchedCable& cable = network_.cables()[c];
      Endpoint ports[2] = {PortOf(cable, 0), PortOf(cable, 1)};
      if (!ports[0].interface.valid() || !ports[1].interface.valid()) continue;
      if (PlaceOf(ports[1].node) < PlaceOf(ports[0].node)) std::swap(ports[0], ports[1]);
      const auto [at, added] = known.try_emplace({KeyOf(ports[0]), KeyOf(ports[1])}, trunks_.size());
      if (added)
        trunks_.push_back({{PlaceOf(ports[0].node), PlaceOf(ports[1].node)}, {ports[0], ports[1]}, {}});
      trunks_[at->second].segments.insert(segments_of[c].begin(), segments_of[c].end());
    }
    // The link between two chassis is never blocked.
    std::erase_if(trunks_, [](const Trunk& trunk) { return trunk.nodes[0] == trunk.nodes[1]; });
  }

  static std::uint32_t Root(std::vector<std::uint32_t>& parent, std::uint32_t node) {
    while (parent[node] != node) node = parent[node] = parent[parent[node]];
    return node;
  }

  bool IsInLoop(std::size_t trunk) const {
    std::vector<std::uint32_t> parent(network_.nodes().size());
    std::iota(parent.begin(), parent.end(), 0);
    for (std::size_t t = 0; t < trunks_.size(); ++t) {
      if (t != trunk) parent[Root(parent, trunks_[t].nodes[0])] = Root(parent, trunks_[t].nodes[1]);
    }
    return Root(parent, trunks_[trunk].nodes[0]) == Root(parent, trunks_[trunk].nodes[1]);
  }

  void AddLoops() {
    std::vector<std::uint32_t> parent(network_.nodes().size());
    std::iota(parent.begin(), parent.end(), 0);
    std::vector<const Trunk*> looped;
    for (std::size_t t = 0; t < trunks_.size(); ++t) {
      if (!IsInLoop(t)) continue;
      looped.push_back(&trunks_[t]);
      parent[Root(parent, trunks_[t].nodes[0])] = Root(parent, trunks_[t].nodes[1]);
    }
    std::map<std::uint32_t, std::vector<const Trunk*>> loops;
    for (const Trunk* trunk : looped) loops[Root(parent, trunk->nodes[0])].push_back(trunk);
    for (const auto& [root, trunks] : loops) AddLoop(trunks);
  }

  void AddLoop(const std::vector<const Trunk*>& trunks) {
    std::set<NodeId> nodes;
    const Trunk* odd = nullptr;
    for (const Trunk* trunk : trunks) {
      if (odd == nullptr && trunk->segments != trunks.front()->segments) odd = trunk;
      for (const Endpoint& port : trunk->ports) {
        nodes.insert(port.node);
        if (const NodeId peer = network_.ChassisPeer(port.node); peer.valid()) nodes.insert(peer);
      }
    }
    for (const NodeId node : nodes) {
      if (DeviceAt(node).tree_off_span.valid())
        Add(DeviceAt(node).tree_off_span, "loop of switches without a spanning tree");
    }
    const bool per_vlan =
        std::ranges::all_of(nodes, [this](NodeId node) { return DeviceAt(node).tree_per_vlan; });
    if (odd != nullptr && !per_vlan)
      Add(network_.InterfaceAt(odd->ports[0]).switch_port->span,
          "one spanning tree over cables that carry different VLANs");
  }

  void AddPorts(const SwitchedCable& cable) {
    const Endpoint ports[2] = {PortOf(cable, 0), PortOf(cable, 1)};
    if (!ports[0].interface.valid() || !ports[1].interface.valid()) return;
    const model::SwitchPort& a = *network_.InterfaceAt(ports[0]).switch_port;
    const model::SwitchPort& b = *network_.InterfaceAt(ports[1]).switch_port;
    for (const model::SwitchPort* port : {&a, &b}) {
      if (port->guard_span.valid())
        Add(port->guard_span, "guard of the spanning tree on a port to another switch");
    }
    const bool per_vlan = DeviceAt(ports[0].node).tree_per_vlan || DeviceAt(ports[1].node).tree_per_vlan;
    if (per_vlan && a.vlan != b.vlan && (a.trunk || b.trunk))
      Add(a.span, "trunk whose untagged VLAN is another one at the far end");
  }

  void AddBundles() {
    std::map<Endpoint, std::set<Endpoint>> far_of;      // by bundle of one device
    std::map<Endpoint, std::set<Endpoint>> shared_far;  // by bundle of a pair
    for (const PortCable& cable : network_.port_cables()) {
      for (int side = 0; side < 2; ++side) {
        const Endpoint port{cable.ends[side].node, cable.ends[side].port};
        const Endpoint far = BundleAt(network_, {cable.ends[1 - side].node, cable.ends[1 - side].port});
        const Endpoint bundle = BundleAt(network_, port);
        if (!bundle.interface.valid()) continue;
        if (bundle != port) far_of[bundle].insert(far);
        if (network_.InterfaceAt(bundle).chassis_bundle != 0) shared_far[KeyOf(bundle)].insert(far);
      }
    }
    for (const auto& [bundle, far] : far_of) {
      if (!IsOneBundle(far))
        Add(network_.InterfaceAt(bundle).span, "bundle whose cables end at several devices");
    }
    for (const auto& [shared, far] : shared_far) far_of_shared_.insert({shared, IsOneBundle(far)});
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) AddChassis(NodeId(n));
  }

  /// One bundle of one device, or of a pair under one number.
  bool IsOneBundle(const std::set<Endpoint>& ends) const {
    if (ends.size() < 2) return true;
    return std::ranges::all_of(ends, [&](const Endpoint& end) {
      return end.interface.valid() && network_.InterfaceAt(end).chassis_bundle != 0 &&
             KeyOf(end) == KeyOf(*ends.begin()) && KeyOf(end) != end;
    });
  }

  void AddChassis(NodeId node) {
    const auto& interfaces = DeviceAt(node).interfaces;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      const Endpoint end{node, model::InterfaceIndex(i)};
      const model::Interface& interface = interfaces[i];
      if (!interface.peer_link && interface.chassis_bundle == 0) continue;
      const auto shared = far_of_shared_.find(KeyOf(end));
      if (!network_.ChassisPeer(node).valid())
        Add(interface.chassis_span, "bundle over two devices whose other one is not known");
      else if (interface.chassis_bundle != 0 && shared != far_of_shared_.end() && !shared->second)
        Add(interface.chassis_span, "bundle of two devices whose cables end at several");
    }
  }

  void AddNeighbors() {
    for (const Segment& segment : network_.segments()) {
      std::set<NodeId> chassis;
      for (const SegmentEdge& edge : segment.edges) {
        for (const Endpoint& port : edge.ports) {
          if (port.interface.valid() && network_.InterfaceAt(BundleAt(network_, port)).chassis_bundle != 0)
            chassis.insert(port.node);
        }
      }
      std::set<NodeId> open;
      for (const SegmentVertex& vertex : segment.vertices) {
        if (!vertex.end.valid() || chassis.contains(vertex.node)) continue;
        for (const NodeId node : chassis) {
          if (MayBeNeighbors(node, vertex.node)) open.insert(node);
        }
      }
      for (const NodeId node : open) AddPeerLink(node, "routing protocols over a bundle of two devices");
    }
  }

  void AddPeerLink(NodeId node, std::string_view reason) {
    for (const ChassisPair& pair : network_.chassis_pairs()) {
      for (const Endpoint& link : pair.links) {
        if (link.node == node) Add(network_.InterfaceAt(link).chassis_span, reason);
      }
    }
  }

  static bool BgpNames(const DeviceConfig& speaker, const DeviceConfig& other) {
    for (const bgp::BgpVrf& vrf : speaker.bgp.vrfs) {
      for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
        for (const model::Interface& interface : other.device.interfaces) {
          const auto owns = [&](const model::InterfaceAddress& own) {
            return neighbor.address && own.address.address == *neighbor.address;
          };
          if (std::ranges::any_of(interface.addresses, owns)) return true;
        }
      }
    }
    return false;
  }

  bool MayBeNeighbors(NodeId one, NodeId other) const {
    const DeviceConfig& a = network_.nodes()[one.index()].config;
    const DeviceConfig& b = network_.nodes()[other.index()].config;
    const auto both = [](const auto& x, const auto& y) { return !x.empty() && !y.empty(); };
    return both(a.ospf.processes, b.ospf.processes) || both(a.isis.processes, b.isis.processes) ||
           both(a.rip.processes, b.rip.processes) || both(a.eigrp.processes, b.eigrp.processes) ||
           BgpNames(a, b) || BgpNames(b, a);
  }

  const Network& network_;
  std::vector<Gap>& gaps_;
  std::vector<Trunk> trunks_;
  std::map<Endpoint, bool> far_of_shared_;  ///< by bundle of a pair: its cables end at one
};

}  // namespace

void AddBridgingGaps(const Network& network, std::vector<Gap>& gaps) { BridgingGaps(network, gaps).Run(); }

}  // namespace ringfence::routing
