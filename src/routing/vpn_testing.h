// Small networks with VRFs for tests, written as a few calls. Test support only.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "routing/network_testing.h"

namespace ringfence::routing {

/// Edge routers of AS 65000 around the router `m`, and their VRFs.
class VpnWorld : public World {
 public:
  /// Route targets.
  using Targets = std::vector<model::CommunityText>;

  /// An edge router with loopback 192.0.2.<number>, `cost` away from `m` both ways.
  void Edge(const std::string& name, int number, std::uint32_t cost = 10) {
    Join(name, "m", 0, cost, cost);
    Loopback(name, AddressOf(number), 0);
    Speak(name, number);
  }
  /// BGP of a router that has that loopback.
  void Speak(const std::string& name, int number) {
    bgp::BgpConfig& config = (*this)[name].bgp;
    config.as = 65000;
    config.decision.oldest_external_wins = false;
    bgp::BgpVrf& main = config.vrfs.emplace_back();
    main.router_id = A(AddressOf(number));
    main.families.emplace_back().family = bgp::BgpFamily::kVpnIpv4;
  }
  /// The loopback of an edge router.
  static std::string AddressOf(int number) { return "192.0.2." + std::to_string(number); }

  /// A VPN session from the edge router `name` to the one of that number.
  bgp::NeighborFamily& Peer(const std::string& name, int number) {
    bgp::BgpNeighbor neighbor;
    neighbor.address = A(AddressOf(number));
    neighbor.remote_as = 65000;
    neighbor.update_source_interface = "lo";
    neighbor.span = NewSpan();
    neighbor.families.emplace_back().family = bgp::BgpFamily::kVpnIpv4;
    auto& neighbors = (*this)[name].bgp.vrfs[0].neighbors;
    neighbors.push_back(neighbor);
    return neighbors.back().families[0];
  }

  /// A VRF with BGP that takes static routes from its table.
  VrfConfig& Vrf(const std::string& node, const std::string& name, std::string_view distinguisher,
                 Targets imports, Targets exports) {
    VrfConfig vrf;
    vrf.name = name;
    vrf.route_distinguisher = distinguisher;
    vrf.import_targets4 = std::move(imports);
    vrf.export_targets4 = std::move(exports);
    vrf.span = NewSpan();
    bgp::BgpVrf speaker;
    speaker.vrf = name;
    speaker.router_id = net::IpAddress::V4(0x0a000000U + ++vrfs_);
    bgp::BgpRedistribution redistribution;
    redistribution.source = model::RouteSource::kStatic;
    redistribution.span = NewSpan();
    speaker.families.emplace_back().redistributions = {redistribution};
    (*this)[node].bgp.vrfs.push_back(speaker);
    (*this)[node].vrfs.push_back(vrf);
    return (*this)[node].vrfs.back();
  }
  /// What the router tells of VRFs by sessions of VPNs goes over labels by EVPN instead.
  void UseEvpn(const std::string& node) {
    const auto change = [](bgp::BgpFamily& family) {
      if (family == bgp::BgpFamily::kVpnIpv4) family = bgp::BgpFamily::kEvpn;
    };
    DeviceConfig& config = (*this)[node];
    for (VrfConfig& vrf : config.vrfs) {
      vrf.evpn_import_targets = std::exchange(vrf.import_targets4, {});
      vrf.evpn_export_targets = std::exchange(vrf.export_targets4, {});
      vrf.evpn_over_labels = true;
    }
    for (bgp::BgpFamilyConfig& family : config.bgp.vrfs.at(0).families) change(family.family);
    for (bgp::BgpNeighbor& neighbor : config.bgp.vrfs.at(0).neighbors) {
      for (bgp::NeighborFamily& family : neighbor.families) change(family.family);
    }
  }
  /// The BGP of a VRF.
  bgp::BgpVrf& BgpOf(const std::string& node, std::string_view vrf) {
    return *std::ranges::find((*this)[node].bgp.vrfs, vrf, &bgp::BgpVrf::vrf);
  }
  /// A discard route of a VRF.
  void Own(const std::string& node, const std::string& vrf, std::string_view prefix) {
    Static(node, prefix, "").vrf = vrf;
  }
  /// A policy of one term that accepts what it matches, and nothing else.
  void Policy(const std::string& node, const std::string& name, model::RouteTerm term) {
    term.flow = model::TermFlow::kAccept;
    model::RoutePolicy policy;
    policy.name = name;
    policy.terms.push_back(std::move(term));
    (*this)[node].policies.policies.push_back(std::move(policy));
  }

  /// The table of a VRF.
  TableId Table(std::string_view node, std::string_view vrf) const {
    return network().FindTable(network().FindNode(node), vrf);
  }
  /// "bgp-vpn 200/0 via ?[192.0.2.1]": distance, metric and hops; "?" behind it when ambiguous; "-" without.
  std::string ShowVrf(const RoutingState& state, std::string_view node, std::string_view vrf,
                      std::string_view prefix) const {
    const Rib& rib = state.rib(Table(node, vrf));
    const Route* route = rib.Find(P(prefix));
    if (route == nullptr) return "-";
    std::string text(kProtocolNames[static_cast<std::size_t>(route->protocol)]);
    text += " " + std::to_string(route->distance) + "/" + std::to_string(route->metric);
    for (const RouteHop& hop : rib.HopsOf(*route)) {
      text += " via ";
      text += hop.discard             ? "discard"
              : hop.interface.valid() ? network().InterfaceAt({network().FindNode(node), hop.interface}).name
                                      : "?";
      if (hop.gateway) text += "[" + net::ToString(*hop.gateway) + "]";
    }
    return route->ambiguous ? text + "?" : text;
  }
  /// Interface and gateway of the first resolved hop: "m[10.0.0.1]".
  std::string FirstHop(const RoutingState& state, std::string_view node, std::string_view vrf,
                       std::string_view prefix) const {
    const Fib& fib = state.fib(Table(node, vrf));
    const FibEntry* entry = fib.Find(P(prefix));
    if (entry == nullptr || fib.HopsOf(*entry).empty()) return "-";
    const NextHop& hop = fib.HopsOf(*entry)[0];
    if (hop.discard) return "discard";
    std::string text = network().InterfaceAt({network().FindNode(node), hop.interface}).name;
    return hop.gateway ? text + "[" + net::ToString(*hop.gateway) + "]" : text;
  }

 private:
  std::uint32_t vrfs_ = 0;
};

}  // namespace ringfence::routing
