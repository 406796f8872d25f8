// Pseudowires: who is at the other end, and what may be otherwise.
//
// Problem: a service names the far device by its LDP identifier and the pseudowire by a number. Frames pass
// when the far device names this one under the same number and both agree on what they tell each other of it
// (RFC 8077 section 6). Whether a labelled path leads there follows from routes (tunnel_states.h); here is
// what configurations alone tell.
// Idea: a pseudowire is a port of its device. Ports are joined by edges of the layer-2 graph (segments.h) as
// cables join others, and a port that is down is a cable that is cut. Where the two ends are there and do not
// agree, devices differ in what they do (some bring it up all the same, some wait, some fall back), so the
// pseudowire is taken for down and its line for open.
// Loops: pseudowires between meshes forward nothing that came by another one, all else is a graph in which a
// circle is a storm, or a spanning tree that blocks some port and is not computed.

#include "routing/pseudowires.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "model/fate.h"
#include "routing/chassis_pairs.h"

namespace ringfence::routing {
namespace {

using model::Endpoint;
using model::Impact;
using model::NodeId;

constexpr std::uint8_t kAny = Impact::kRouting | Impact::kForwarding;

/// Names of EVPN ways are unlike each other: two services of one device have different names.
std::string PortName(const model::L2Service& service, const model::Pseudowire& wire) {
  const std::string peer = " to " + net::ToString(wire.peer);
  return wire.evpn ? model::FarEndsTable(service) + peer : "pw " + std::to_string(wire.id) + peer;
}

std::size_t CountOf(const model::Device& device) {
  std::size_t count = 0;
  for (const model::L2Service& service : device.l2_services) count += service.pseudowires.size();
  return count;
}

bool Owns(const model::Device& device, const net::IpAddress& address) {
  return std::ranges::any_of(device.interfaces, [&](const model::Interface& interface) {
    return interface.vrf.empty() && std::ranges::any_of(interface.addresses, [&](const auto& own) {
             return own.address.address == address;
           });
  });
}

/// The address is the one that the device has sessions of LDP by. Without a word it is the highest address of
/// a loopback (RFC 5036 leaves it to the device): certain where there is one.
bool IsIdentifier(const DeviceConfig& config, const net::IpAddress& address) {
  if (config.ldp.transport) return *config.ldp.transport == address;
  std::set<net::IpAddress> loopbacks;
  for (const model::Interface& interface : config.device.interfaces) {
    if (interface.kind != model::InterfaceKind::kLoopback || !interface.vrf.empty()) continue;
    for (const model::InterfaceAddress& own : interface.addresses) {
      if (own.address.address.family == net::Family::kIpv4) loopbacks.insert(own.address.address);
    }
  }
  return loopbacks.size() == 1 && loopbacks.contains(address);
}

/// Finds the other side of each end.
class Pairing {
 public:
  explicit Pairing(std::span<const Node> nodes) : nodes_(nodes) {}

  std::vector<PseudowireEnd> Run() {
    Collect();
    for (PseudowireEnd& end : ends_) Find(end);
    return std::move(ends_);
  }

 private:
  const DeviceConfig& ConfigAt(NodeId node) const { return nodes_[node.index()].config; }

  void Collect() {
    std::set<net::IpAddress> named;
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      const model::Device& device = nodes_[n].config.device;
      std::size_t port = device.interfaces.size() - CountOf(device);
      for (std::size_t s = 0; s < device.l2_services.size(); ++s) {
        for (std::size_t p = 0; p < device.l2_services[s].pseudowires.size(); ++p) {
          const model::Pseudowire& wire = device.l2_services[s].pseudowires[p];
          by_number_[{NodeId(n), wire.evpn, wire.id}].push_back(ends_.size());
          ends_.push_back(
              {.node = NodeId(n), .service = s, .index = p, .port = model::InterfaceIndex(port++)});
          named.insert(wire.peer);
        }
      }
    }
    for (std::size_t n = 0; !named.empty() && n < nodes_.size(); ++n) {
      std::set<net::IpAddress> own;
      for (const model::Interface& interface : nodes_[n].config.device.interfaces) {
        if (!interface.vrf.empty()) continue;
        for (const model::InterfaceAddress& address : interface.addresses)
          own.insert(address.address.address);
      }
      for (const net::IpAddress& address : own) {
        if (named.contains(address)) owners_[address].push_back(NodeId(n));
      }
    }
  }

  void Find(PseudowireEnd& end) const {
    const model::Pseudowire& wire = end.config(nodes_);
    const auto owners = owners_.find(wire.peer);
    if (owners == owners_.end() || owners->second.size() != 1 || owners->second.front() == end.node) {
      end.doubt = "pseudowire to nobody that is known";
      return;
    }
    end.state = PeerState::kMismatch;
    const NodeId far = owners->second.front();
    const auto numbered = by_number_.find({far, wire.evpn, wire.id});
    if (numbered == by_number_.end()) return;
    std::vector<std::size_t> facing;
    for (const std::size_t other : numbered->second) {
      if (Owns(ConfigAt(end.node).device, ends_[other].config(nodes_).peer)) facing.push_back(other);
    }
    if (facing.empty()) return;
    end.other = facing.front();
    end.doubt = DoubtOf(end, facing);
    if (end.doubt.empty()) end.state = PeerState::kMatched;
  }

  std::string_view DoubtOf(const PseudowireEnd& end, const std::vector<std::size_t>& facing) const {
    const model::Pseudowire& wire = end.config(nodes_);
    const PseudowireEnd& far = ends_[facing.front()];
    const model::Pseudowire& other = far.config(nodes_);
    const auto same = by_number_.find({end.node, wire.evpn, wire.id});
    const auto twins = std::ranges::count_if(
        same->second, [&](std::size_t one) { return ends_[one].config(nodes_).peer == wire.peer; });
    if (facing.size() > 1 || twins > 1) return "several pseudowires under one identifier";
    if (wire.type != other.type) return "pseudowire whose ends differ in their type";
    if (wire.mtu_bytes != other.mtu_bytes) return "pseudowire whose ends differ in their MTU";
    if (wire.evpn) return "";  // BGP tells of it
    const DeviceConfig &here = ConfigAt(end.node), &there = ConfigAt(far.node);
    if (!here.ldp.enabled || !there.ldp.enabled) return "pseudowire without LDP";
    const bool identified = IsIdentifier(there, wire.peer) && IsIdentifier(here, other.peer);
    return identified ? "" : "pseudowire to another address than the identifier of LDP";
  }

  std::span<const Node> nodes_;
  std::vector<PseudowireEnd> ends_;
  std::map<std::tuple<NodeId, bool, std::uint32_t>, std::vector<std::size_t>> by_number_;
  std::map<net::IpAddress, std::vector<NodeId>> owners_;  ///< of addresses that pseudowires name
};

/// What the whole network shows of services.
class ServiceGaps {
 public:
  ServiceGaps(const Network& network, std::vector<Gap>& gaps) : network_(network), gaps_(gaps) {}

  void Run() {
    const std::vector<PseudowireEnd> ends = PairPseudowires(network_.nodes());
    for (const PseudowireEnd& end : ends) {
      if (!end.doubt.empty()) gaps_.push_back({end.config(network_.nodes()).span, kAny, end.doubt});
      const bool by_ldp = !end.config(network_.nodes()).evpn;
      if (by_ldp && end.state == PeerState::kMatched && MayLabelBeside(end.node, ends[end.other].node))
        gaps_.push_back({end.config(network_.nodes()).span, kAny,
                         "session of a pseudowire between neighbours that do not run LDP on their link"});
    }
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) AddPorts(NodeId(n));
    for (const Segment& segment : network_.segments()) AddLoop(segment);
  }

 private:
  bool RunsLdp(const Endpoint& end) const {
    const ldp::LdpConfig& config = network_.nodes()[end.node.index()].config.ldp;
    return std::ranges::count(config.interfaces, network_.InterfaceAt(end).name, &ldp::LdpInterface::name) >
           0;
  }

  /// What a neighbour tells over such a session may be used on the link to it as well.
  bool MayLabelBeside(NodeId here, NodeId there) const {
    return std::ranges::any_of(network_.LinksOf(here), [&](model::LinkId link) {
      const auto& ends = network_.links()[link.index()].ends;
      const bool shared = std::ranges::count(ends, there, &Endpoint::node) > 0;
      return shared && !std::ranges::all_of(ends, [this](const Endpoint& end) { return RunsLdp(end); });
    });
  }

  /// Without a cable nobody knows who is at a port, and what hangs there may be taken for neighbours.
  void AddPorts(NodeId node) {
    const model::Device& device = network_.nodes()[node.index()].config.device;
    for (const model::L2Service& service : device.l2_services) {
      const bool boxed = device.vxlan && std::ranges::count(device.vxlan->segments, service.name,
                                                            &model::VxlanSegment::service) > 0;
      // Whether such an interface works is not known.
      if (!service.routed.empty() && service.attachments.empty() && service.pseudowires.empty() && !boxed)
        gaps_.push_back({service.span, kAny, "interface of a service without ports"});
      for (const model::Attachment& attachment : service.attachments) {
        const Endpoint end{node, model::FindInterface(device, attachment.interface)};
        if (!end.interface.valid() || !network_.InterfaceAt(end).admin_up) continue;
        const bool told = std::ranges::any_of(network_.port_cables(), [&](const PortCable& cable) {
          return std::ranges::any_of(cable.ends, [&](const PortCableEnd& one) {
            return one.node == node && network_.EndsAt(one, end);
          });
        });
        if (!told)
          gaps_.push_back({attachment.span, kAny, "no cable tells what hangs on a port of a service"});
        const model::Interface& port = network_.InterfaceAt(end);
        for (const model::AclUse* use : {&port.acl_in4, &port.acl_out4, &port.acl_in6, &port.acl_out6,
                                         &port.policy_in4, &port.policy_in6}) {
          if (use->applies())
            gaps_.push_back({use->span, Impact::kForwarding, "filter on a port of a service"});
        }
      }
    }
  }

  static std::uint32_t Root(std::vector<std::uint32_t>& parent, std::uint32_t vertex) {
    while (parent[vertex] != vertex) vertex = parent[vertex] = parent[parent[vertex]];
    return vertex;
  }

  base::Span SpanOf(const SegmentVertex& vertex) const {
    return network_.nodes()[vertex.node.index()].config.device.l2_services[vertex.service - 1].span;
  }

  /// Edges between meshes are no circle among themselves; the cables of a bundle are one edge.
  void AddLoop(const Segment& segment) {
    std::vector<std::uint32_t> parent(segment.vertices.size());
    std::iota(parent.begin(), parent.end(), 0);
    std::set<std::pair<Endpoint, Endpoint>> bundles;
    const SegmentVertex* service = nullptr;
    for (const SegmentVertex& vertex : segment.vertices) {
      if (vertex.service != 0 && service == nullptr) service = &vertex;
    }
    if (service == nullptr) return;
    const auto is_mesh = [](const SegmentEdge& edge) { return edge.mesh[0] && edge.mesh[1]; };
    for (const SegmentEdge& edge : segment.edges) {
      if (is_mesh(edge)) parent[Root(parent, edge.a)] = Root(parent, edge.b);
    }
    for (const SegmentEdge& edge : segment.edges) {
      if (is_mesh(edge)) continue;
      const bool crosses = edge.ports[0].interface.valid() && edge.ports[1].interface.valid();
      const std::pair ends(BundleAt(network_, edge.ports[0]), BundleAt(network_, edge.ports[1]));
      const bool repeats = Root(parent, edge.a) == Root(parent, edge.b);
      if (repeats && !(crosses && bundles.contains(ends)))
        return gaps_.push_back({SpanOf(*service), kAny, "frames may go in a circle through a service"});
      if (crosses) bundles.insert(ends);
      parent[Root(parent, edge.a)] = Root(parent, edge.b);
    }
  }

  const Network& network_;
  std::vector<Gap>& gaps_;
};

}  // namespace

std::vector<Node> WithPseudowirePorts(std::vector<Node> nodes) {
  for (Node& node : nodes) {
    model::Device& device = node.config.device;
    for (const model::L2Service& service : device.l2_services) {
      for (const model::Pseudowire& wire : service.pseudowires) {
        model::Interface port;
        port.name = PortName(service, wire);
        port.kind = model::InterfaceKind::kTunnel;
        port.span = wire.span;
        device.interfaces.push_back(std::move(port));
      }
    }
  }
  return nodes;
}

std::vector<PseudowireEnd> PairPseudowires(std::span<const Node> nodes) { return Pairing(nodes).Run(); }

void AddPseudowireGaps(const Network& network, std::vector<Gap>& gaps) { ServiceGaps(network, gaps).Run(); }

}  // namespace ringfence::routing
