// A small EVPN fabric for tests. Test support only.
#pragma once

#include <string>
#include <vector>

#include "routing/vpn_testing.h"

namespace ringfence::routing {

/// Leaves of AS 65000 around the spine `m`, which reflects EVPN routes. The leaf of number N has the loopback
/// 192.0.2.N for sessions and 198.51.100.N for its tunnels.
class EvpnWorld : public VpnWorld {
 public:
  static std::string TunnelEndOf(int number) { return "198.51.100." + std::to_string(number); }

  void Leaf(const std::string& name, int number, std::uint32_t cost = 10) {
    Edge(name, number, cost);
    Port(name, "tunnels", TunnelEndOf(number) + "/32", model::InterfaceKind::kLoopback);
    Run(name, "tunnels", 0, 0, ospf::NetworkType::kLoopback).advertise_host = true;
    model::Vxlan vxlan;
    vxlan.name = "vxlan";
    vxlan.local = A(TunnelEndOf(number));
    vxlan.span = NewSpan();
    (*this)[name].device.vxlan = vxlan;
    AddEvpn(name);
  }
  /// The spine: the reflector of the leaves of these numbers.
  void Spine(const std::vector<int>& numbers) {
    Loopback("m", AddressOf(9), 0);
    Speak("m", 9);
    AddEvpn("m");
    for (const int number : numbers) Evpn("m", number).reflector_client = true;
  }
  /// An EVPN session of `name` to the router of that number.
  bgp::NeighborFamily& Evpn(const std::string& name, int number) {
    bgp::NeighborFamily& family = Peer(name, number);
    family.family = bgp::BgpFamily::kEvpn;
    return family;
  }
  /// VRF `name` of a leaf, whose packets have the identifier `vni`.
  VrfConfig& Routed(const std::string& leaf, const std::string& name, std::uint32_t vni, Targets targets) {
    VrfConfig& vrf = Vrf(leaf, name, leaf + ":" + name, {}, {});
    vrf.evpn_import_targets = vrf.evpn_export_targets = std::move(targets);
    (*this)[leaf].device.vxlan->segments.push_back({.vni = vni, .vrf = name, .span = NewSpan()});
    BgpOf(leaf, name).families[0].redistributions.push_back({.source = model::RouteSource::kConnected});
    return vrf;
  }
  /// An edge router of that number that speaks EVPN about labels.
  void LabelledEdge(const std::string& name, int number) {
    Edge(name, number);
    AddEvpn(name);
  }
  /// VRF `name` of such a router.
  VrfConfig& OverLabels(const std::string& edge, const std::string& name, Targets targets) {
    VrfConfig& vrf = Vrf(edge, name, edge + ":" + name, {}, {});
    vrf.evpn_import_targets = vrf.evpn_export_targets = std::move(targets);
    vrf.evpn_over_labels = true;
    BgpOf(edge, name).families[0].redistributions.push_back({.source = model::RouteSource::kConnected});
    return vrf;
  }

 private:
  void AddEvpn(const std::string& name) {
    (*this)[name].bgp.vrfs[0].families.emplace_back().family = bgp::BgpFamily::kEvpn;
  }
};

}  // namespace ringfence::routing
