// A leaf-spine fabric with a VLAN in VXLAN for tests. Test support only.
#pragma once

#include <string>

#include "routing/evpn_testing.h"

namespace ringfence::routing {

/// Leaves around the spine `m` that carry VLAN 10 as 10010. Hosts stand on 10.10.0.0/24.
class BridgedWorld : public EvpnWorld {
 public:
  static constexpr std::uint16_t kVlan = 10;
  static constexpr std::uint32_t kVni = 10010;

  void BridgedLeaf(const std::string& name, int number, std::uint32_t cost = 10) {
    Leaf(name, number, cost);
    Evpn(name, 9);
    CarryVlan(name, kVlan, kVni, "target:65000:10010");
  }
  void CarryVlan(const std::string& name, std::uint16_t vlan, std::uint32_t vni, const std::string& target) {
    model::VxlanSegment segment;
    segment.vni = vni;
    segment.vlan = vlan;
    segment.import_targets = segment.export_targets = {target};
    segment.span = NewSpan();
    (*this)[name].device.vxlan->segments.push_back(segment);
  }
  /// The gateway 10.10.0.1 on the VLAN of a leaf, which all leaves may have.
  model::Interface& Gateway(const std::string& leaf, const std::string& address = "10.10.0.1/24",
                            std::uint16_t vlan = kVlan) {
    model::Interface& gateway =
        Port(leaf, "Vlan" + std::to_string(vlan), address, model::InterfaceKind::kSvi);
    gateway.vlan = vlan;
    model::VirtualRouter group;
    group.protocol = model::RedundancyProtocol::kAnycast;
    group.addresses = {gateway.addresses.at(0).address.address};
    gateway.virtual_routers = {group};
    return gateway;
  }
  /// A host on an access port of a leaf, with the gateway of its VLAN.
  void Host(const std::string& leaf, const std::string& name, const std::string& address,
            std::uint16_t vlan = kVlan) {
    Port(name, "eth", address);
    model::SwitchPort port;
    port.vlan = vlan;
    Port(leaf, name, "").switch_port = port;
    Cable(name, "eth", leaf, name);
    Static(name, "0.0.0.0/0", "10." + std::to_string(vlan) + ".0.1").recursive = false;
  }
};

}  // namespace ringfence::routing
