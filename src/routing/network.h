// The network as a graph: nodes with their configuration, links between their interfaces, and what is wrong
// with it before any route is computed.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/device.h"
#include "model/inventory.h"
#include "model/topology.h"
#include "net/ip.h"
#include "routing/announcement.h"
#include "routing/chassis_pairs.h"
#include "routing/device_config.h"
#include "routing/port_cables.h"
#include "routing/segments.h"
#include "routing/table_id.h"

namespace ringfence::routing {

/// A device with configuration, or an end system of the inventory.
struct Node {
  DeviceConfig config;
  bool is_host = false;  ///< from the inventory: one static default route, never forwards packets of others
  std::vector<OutsideNeighbor> outside = {};  ///< BGP neighbours whose announcements are known
  /// Lines that are not modelled may change what it does with packets, so also which labels it gives.
  bool open_forwarding = false;
};

/// A host node for an inventory element with interfaces: connected routes, a static default per gateway, no
/// protocols, no forwarding.
Node HostNode(const model::Element& element);

/// Nodes and links. Immutable after construction; must outlive engines and states made from it.
class Network {
 public:
  /// Builds the links: from `cables` where they name an interface, else from shared subnets (links.h). What
  /// is wrong goes to `diagnostics`. Cost: O(interfaces * log interfaces).
  Network(std::vector<Node> nodes, std::span<const model::Cable> cables, base::Diagnostics& diagnostics);
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  /// All nodes; a NodeId is an index into it.
  const std::vector<Node>& nodes() const { return nodes_; }
  /// All links; a LinkId is an index into it. Ordered by name.
  const std::vector<model::Link>& links() const { return links_; }

  /// Cables with a switched port.
  const std::vector<SwitchedCable>& cables() const { return cables_; }
  /// All cables between known ports, in the order of the cable data.
  const std::vector<PortCable>& port_cables() const { return port_cables_; }
  /// Devices that end bundles of others together, in order of the first.
  const std::vector<ChassisPair>& chassis_pairs() const { return chassis_pairs_; }
  /// The other one, or an invalid id.
  model::NodeId ChassisPeer(model::NodeId node) const;
  /// True when that end of a cable is the port `interface` stands on, or a member of the LAG it is or stands
  /// on. REQUIRES: the end is at its node.
  bool EndsAt(const PortCableEnd& end, model::Endpoint interface) const;
  /// Everything that can be cut: the links, then the switched cables. A switched link is cut by its cables.
  std::size_t wire_count() const { return links_.size() + cables_.size(); }
  const std::string& WireName(std::size_t wire) const {
    return wire < links_.size() ? links_[wire].name : cables_[wire - links_.size()].name;
  }
  /// The layer-2 graphs of switched links, ascending by link.
  const std::vector<Segment>& segments() const { return segments_; }
  /// The graph of a switched link, or nullptr.
  const Segment* SegmentOf(model::LinkId link) const;

  /// All routing tables; a TableId is an index into it. Ascending by node, the default one first, then by
  /// name.
  const std::vector<TableOwner>& tables() const { return tables_; }
  /// The default table of a node.
  TableId MainTable(model::NodeId node) const { return TableId(first_table_[node.index()]); }
  /// The table of that VRF, or an invalid id.
  TableId FindTable(model::NodeId node, std::string_view vrf) const;
  /// The table an interface belongs to. REQUIRES: valid endpoint.
  TableId TableAt(model::Endpoint end) const { return table_of_slot_[SlotOf(end)]; }

  /// The node of that name (exact, else without regard to case), or an invalid id.
  model::NodeId FindNode(std::string_view name) const;
  /// The link of that name, or an invalid id.
  model::LinkId FindLink(std::string_view name) const;
  /// The link an interface stands on, or an invalid id.
  model::LinkId LinkOf(model::Endpoint end) const { return link_of_slot_[SlotOf(end)]; }
  /// Links of a node, ascending, each once.
  const std::vector<model::LinkId>& LinksOf(model::NodeId node) const { return links_of_node_[node.index()]; }

  /// The configured interface. REQUIRES: valid endpoint.
  const model::Interface& InterfaceAt(model::Endpoint end) const {
    return nodes_[end.node.index()].config.device.interfaces[end.interface.index()];
  }
  /// True when the interface has this address; for an unnumbered one also the address it borrows.
  bool OwnsAddress(model::Endpoint end, const net::IpAddress& address) const;
  /// The other end of the interface's link that has this address, or is the only other one and borrows its.
  std::optional<model::Endpoint> NeighborBy(model::Endpoint end, const net::IpAddress& address) const;
  /// True when the interface borrows its address from another.
  bool IsUnnumbered(model::Endpoint end) const { return !InterfaceAt(end).unnumbered_from.empty(); }
  /// True when the interface, or the port it stands on, refuses frames that MACsec does not protect.
  bool MacsecAt(model::Endpoint end) const;

  /// Dense number of an interface over the whole network.
  std::size_t SlotOf(model::Endpoint end) const {
    return first_slot_[end.node.index()] + end.interface.index();
  }
  /// Inverse of SlotOf.
  model::Endpoint EndOfSlot(std::size_t slot) const;
  /// Number of interfaces in the network.
  std::size_t slot_count() const { return link_of_slot_.size(); }

 private:
  void NumberTables();

  std::vector<Node> nodes_;
  std::vector<TableOwner> tables_;
  std::vector<std::size_t> first_table_;  ///< by node, plus one past the end
  std::vector<TableId> table_of_slot_;
  std::vector<model::Link> links_;
  std::vector<SwitchedCable> cables_;
  std::vector<PortCable> port_cables_;
  std::vector<Segment> segments_;
  std::vector<ChassisPair> chassis_pairs_;
  std::map<std::string, model::NodeId, std::less<>> node_by_name_;  ///< as written, and in lower case
  std::vector<std::size_t> first_slot_;                             ///< by node, plus one past the end
  std::vector<model::LinkId> link_of_slot_;
  std::vector<std::vector<model::LinkId>> links_of_node_;
};

}  // namespace ringfence::routing
