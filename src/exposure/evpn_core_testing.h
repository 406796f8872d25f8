// A small core with services of EVPN over labelled paths. Test support only.
#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include "exposure/pseudowires_core_testing.h"

namespace ringfence::exposure {

/// The core with sessions of EVPN.
struct EvpnCore : Core {
  void Meet(const std::string& a, const std::string& b) {
    Speak(a);
    Speak(b);
    AddPeer(a, LoopbackOf(b));
    AddPeer(b, LoopbackOf(a));
  }
  routing::bgp::NeighborFamily& AddPeer(const std::string& node, std::string_view peer) {
    routing::bgp::BgpNeighbor neighbor;
    neighbor.address = routing::A(peer);
    neighbor.remote_as = 65000;
    neighbor.update_source_interface = "lo";
    neighbor.span = net.NewSpan();
    neighbor.families.emplace_back().family = routing::bgp::BgpFamily::kEvpn;
    auto& neighbors = net[node].bgp.vrfs[0].neighbors;
    neighbors.push_back(neighbor);
    return neighbors.back().families[0];
  }
  /// The service of the node is in EVPN by that target.
  model::EvpnInstance& Tell(const std::string& node, const std::string& target = "target:65000:10",
                            std::string_view service = "s") {
    model::EvpnInstance& instance = ServiceAt(net, node, service).evpn.emplace();
    instance.local = routing::A(LoopbackOf(node));
    instance.import_targets = instance.export_targets = {target};
    instance.span = net.NewSpan();
    return instance;
  }
  /// ce1 and ce2 behind pe1 and pe2.
  void TwoSites() {
    TwoCustomers();
    Attach(net, "pe1", "s", "ce1", "wan");
    Attach(net, "pe2", "s", "ce2", "wan");
    Tell("pe1");
    Tell("pe2");
  }
  void ThirdSite(const std::string& target = "target:65000:10") {
    AddCustomer("ce3", "10.8.0.3/24", "10.3.0.1/24");
    Attach(net, "pe3", "s", "ce3", "wan");
    Tell("pe3", target);
  }
  void AllMeet() {
    Meet("pe1", "pe2");
    Meet("pe1", "pe3");
    Meet("pe2", "pe3");
  }
  /// VRF red of the node, in EVPN over labels.
  routing::VrfConfig& AddVrf(const std::string& node, const std::string& target = "target:65000:1") {
    Speak(node);
    routing::VrfConfig& vrf = net[node].vrfs.emplace_back();
    vrf.name = "red";
    vrf.route_distinguisher = node + ":red";
    vrf.evpn_import_targets = vrf.evpn_export_targets = {target};
    vrf.evpn_over_labels = true;
    vrf.span = net.NewSpan();
    routing::bgp::BgpVrf& speaker = net[node].bgp.vrfs.emplace_back();
    speaker.vrf = "red";
    speaker.router_id = routing::A(LoopbackOf(node));
    speaker.families.emplace_back().redistributions.push_back({.source = model::RouteSource::kConnected});
    return vrf;
  }
  /// The gateway of a domain of the node, with an address that all its gateways have.
  model::Interface& Gateway(const std::string& node, const std::string& service, const std::string& address) {
    const std::string name = "irb-" + service;
    model::Interface& irb = net.Port(node, name, address, model::InterfaceKind::kSvi);
    model::VirtualRouter group;
    group.protocol = model::RedundancyProtocol::kAnycast;
    group.addresses = {irb.addresses.at(0).address.address};
    irb.virtual_routers = {group};
    ServiceAt(net, node, service).routed = {name};
    return irb;
  }
  void AddHost(const std::string& name, const std::string& address, const std::string& gateway,
               const std::string& edge, const std::string& service) {
    net.Port(name, "eth", address);
    net.Static(name, "0.0.0.0/0", gateway).recursive = false;
    Attach(net, edge, service, name, "eth");
  }
  model::EvpnInstance& InstanceOf(const std::string& node) { return *ServiceAt(net, node, "s").evpn; }

 private:
  static std::string LoopbackOf(const std::string& node) {
    for (const auto& [name, loopback] : kRouters) {
      if (name == node) return loopback;
    }
    return "192.0.2.6";  // of a reflector beside them
  }
  void Speak(const std::string& node) {
    routing::bgp::BgpConfig& config = net[node].bgp;
    if (config.as != 0) return;
    config.as = 65000;
    config.decision.oldest_external_wins = false;
    routing::bgp::BgpVrf& main = config.vrfs.emplace_back();
    main.router_id = routing::A(LoopbackOf(node));
    main.families.emplace_back().family = routing::bgp::BgpFamily::kEvpn;
  }
};

/// Hosts h1 (10.10.0.5) at pe1 and h2 (10.20.0.5) at pe2, each in a bridge domain that both PEs have, with
/// the gateways 10.10.0.1 and 10.20.0.1 on both.
struct RoutedCore : EvpnCore {
  RoutedCore() {
    AllMeet();
    for (const char* edge : {"pe1", "pe2"}) {
      for (const auto& [service, target, gateway] :
           {std::tuple{"ten", "target:65000:10", "10.10.0.1/24"},
            std::tuple{"twenty", "target:65000:20", "10.20.0.1/24"}}) {
        Tell(edge, target, service);
        Gateway(edge, service, gateway);
      }
    }
    AddHost("h1", "10.10.0.5/24", "10.10.0.1", "pe1", "ten");
    AddHost("h2", "10.20.0.5/24", "10.20.0.1", "pe2", "twenty");
    AddFlow("talk", "h1", "10.10.0.5", "h2", "10.20.0.5");
  }
};

}  // namespace ringfence::exposure
