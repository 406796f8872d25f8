// Ports, and VLANs of ports, whose frames a layer-2 service takes (model/pseudowire.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "model/topology.h"
#include "routing/cable_ends.h"
#include "routing/network.h"

namespace ringfence::routing {

/// Where frames of a tag go that come in by a port.
struct ServiceEntry {
  model::InterfaceIndex by;   ///< the interface that is attached
  std::uint32_t service = 0;  ///< of Device::l2_services, from 1
  std::uint16_t vlan = 0;     ///< tag that stays on the frame; 0: none does
};

/// The attached interfaces of all nodes. Immutable.
class Attachments {
 public:
  /// `nodes` must outlive it.
  explicit Attachments(std::span<const Node> nodes);

  /// What becomes of frames with that tag, or without one; nothing: no service takes them. One VLAN of a port
  /// goes before the whole port.
  std::optional<ServiceEntry> On(const Port& port, std::optional<std::uint16_t> tag) const;
  /// Some service takes frames of the port.
  bool Any(const Port& port) const;
  /// The attached interfaces, not shut, that are the port or VLANs of it, ascending: without a working one
  /// there is no carrier, where no other interface says so.
  std::vector<model::InterfaceIndex> CarriersOn(const Port& port) const;

 private:
  struct Use {
    std::uint32_t service = 0;
    bool keeps_tag = false;
  };
  const model::Interface& At(const model::Endpoint& end) const {
    return nodes_[end.node.index()].config.device.interfaces[end.interface.index()];
  }

  bool StandsOn(const model::Endpoint& end, const Port& port) const {
    return end.node.index() == port.node &&
           (IsSame(At(end).name, port.base) || IsSame(At(end).parent, port.base));
  }

  std::span<const Node> nodes_;
  std::map<model::Endpoint, Use> uses_;
};

}  // namespace ringfence::routing
