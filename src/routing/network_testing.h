// Small networks for tests, written as a few calls. Test support only.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "routing/links.h"
#include "routing/network.h"
#include "routing/routing_engine.h"

namespace ringfence::routing {

/// Prefix from text. REQUIRES: valid text.
inline net::Prefix P(std::string_view text) { return *net::ParsePrefix(text); }
/// Address from text. REQUIRES: valid text.
inline net::IpAddress A(std::string_view text) { return *net::ParseAddress(text); }

/// The IPv6 address that stands for an IPv4 address: its number behind 2001:db8::.
inline net::IpAddress SixOf(const net::IpAddress& address) {
  return address.family == net::Family::kIpv6 ? address
                                              : net::IpAddress::V6(0x20010db8ULL << 32, address.low);
}
/// And back.
inline net::IpAddress FourOf(const net::IpAddress& address) {
  return net::IpAddress::V4(static_cast<std::uint32_t>(address.low));
}
/// The same of prefixes; the default stays the default.
inline net::Prefix SixOf(const net::Prefix& prefix) {
  if (prefix.family() == net::Family::kIpv6) return prefix;
  if (prefix.length == 0) return net::Prefix::Default(net::Family::kIpv6);
  return {SixOf(prefix.address), static_cast<std::uint8_t>(prefix.length + 96)};
}
/// And back.
inline net::Prefix FourOf(const net::Prefix& prefix) {
  const int length = prefix.length > 96 ? prefix.length - 96 : 0;
  return {FourOf(prefix.address), static_cast<std::uint8_t>(length)};
}

/// The configuration with IPv6 in the place of IPv4: addresses, static routes, OSPF.
inline void TurnToIpv6(DeviceConfig& config) {
  for (model::Interface& interface : config.device.interfaces) {
    for (model::InterfaceAddress& address : interface.addresses) {
      net::HostPrefix& host = address.address;
      if (host.address.family == net::Family::kIpv4)
        host = {SixOf(host.address), static_cast<std::uint8_t>(host.length + 96)};
    }
  }
  for (static_routes::StaticRoute& route : config.static_routes.routes) {
    route.prefix = SixOf(route.prefix);
    if (route.next_hop) route.next_hop = SixOf(*route.next_hop);
  }
  const auto turn = [](ospf::PrefixFilter& filter) {
    for (ospf::PrefixFilterLine& line : filter.lines) {
      line.prefix = SixOf(line.prefix);
      if (line.length_min != 0) line.length_min = static_cast<std::uint8_t>(line.length_min + 96);
      line.length_max = static_cast<std::uint8_t>(line.length_max + 96);
    }
  };
  for (ospf::OspfProcess& process : config.ospf.processes) {
    process.family = net::Family::kIpv6;
    if (process.table_filter) turn(*process.table_filter);
    for (ospf::ExternalSummary& summary : process.external_summaries) summary.prefix = SixOf(summary.prefix);
    for (ospf::OspfArea& area : process.areas) {
      for (ospf::AreaRange& range : area.ranges) range.prefix = SixOf(range.prefix);
    }
  }
  for (model::PrefixList& list : config.policies.prefix_lists) turn(list);
}

/// Collects nodes; every configured thing gets a line of its own in file 0. Built for IPv6, the same calls
/// make the same network in IPv6, and `Show` speaks of it in the words of IPv4.
class World {
 public:
  /// Empty.
  explicit World(net::Family family = net::Family::kIpv4) : family_(family) {}

  /// The configuration of the node of that name, made on first use with one OSPF process, router id
  /// 0.0.0.<n>.
  DeviceConfig& operator[](const std::string& name) {
    const auto known = index_.find(name);
    if (known != index_.end()) return nodes_[known->second].config;
    index_.emplace(name, nodes_.size());
    Node& node = nodes_.emplace_back();
    node.config.device.name = name;
    node.config.device.name_span = NewSpan();
    ospf::OspfProcess process;
    process.router_id = net::IpAddress::V4(static_cast<std::uint32_t>(nodes_.size()));
    process.max_paths = 64;
    node.config.ospf.processes.push_back(process);
    return node.config;
  }

  /// A new source line.
  base::Span NewSpan() { return {base::FileId(0), ++line_, 1, 1}; }

  /// Adds an interface with an address such as "10.0.0.1/24" (empty: none).
  model::Interface& Port(const std::string& node, const std::string& name, std::string_view address,
                         model::InterfaceKind kind = model::InterfaceKind::kPhysical) {
    model::Interface interface;
    interface.name = name;
    interface.kind = kind;
    interface.span = NewSpan();
    if (!address.empty()) interface.addresses.push_back({*net::ParseHostPrefix(address), false, NewSpan()});
    auto& interfaces = (*this)[node].device.interfaces;
    interfaces.push_back(interface);
    return interfaces.back();
  }

  /// Puts an interface into an area of the node's first process.
  ospf::OspfInterface& Run(const std::string& node, const std::string& name, ospf::AreaId area,
                           std::uint32_t cost, ospf::NetworkType type = ospf::NetworkType::kPointToPoint) {
    ospf::OspfInterface interface;
    interface.name = name;
    interface.area = area;
    interface.cost = cost;
    interface.type = type;
    interface.span = NewSpan();
    interface.cost_span = NewSpan();
    auto& interfaces = (*this)[node].ospf.processes[0].interfaces;
    interfaces.push_back(interface);
    AreaOf(node, area);
    return interfaces.back();
  }

  /// The area statement of the node's first process, made on first use.
  ospf::OspfArea& AreaOf(const std::string& node, ospf::AreaId area) {
    auto& areas = (*this)[node].ospf.processes[0].areas;
    for (ospf::OspfArea& known : areas) {
      if (known.id == area) return known;
    }
    areas.emplace_back().id = area;
    areas.back().span = NewSpan();
    return areas.back();
  }

  /// Joins two nodes point to point in 10.0.<n>.0/31 with equal types; interfaces are named after the far
  /// end.
  void Join(const std::string& a, const std::string& b, ospf::AreaId area, std::uint32_t cost_a,
            std::uint32_t cost_b) {
    const std::uint32_t net = 0x0a000000U + (links_++ << 8);
    const std::string name = links_of_[{a, b}]++ == 0 ? "" : "-" + std::to_string(links_);
    Port(a, b + name, net::ToString(net::HostPrefix{net::IpAddress::V4(net), 31}));
    Port(b, a + name, net::ToString(net::HostPrefix{net::IpAddress::V4(net + 1), 31}));
    Run(a, b + name, area, cost_a);
    Run(b, a + name, area, cost_b);
  }

  /// A loopback with a host address in the area.
  void Loopback(const std::string& node, std::string_view address, ospf::AreaId area) {
    Port(node, "lo", std::string(address) + "/32", model::InterfaceKind::kLoopback);
    Run(node, "lo", area, 0, ospf::NetworkType::kLoopback).advertise_host = true;
  }

  /// A static route.
  static_routes::StaticRoute& Static(const std::string& node, std::string_view prefix,
                                     std::string_view next_hop) {
    static_routes::StaticRoute route;
    route.prefix = P(prefix);
    if (!next_hop.empty()) route.next_hop = A(next_hop);
    route.discard = next_hop.empty();
    route.span = NewSpan();
    auto& routes = (*this)[node].static_routes.routes;
    routes.push_back(route);
    return routes.back();
  }

  /// The node has lines that are not modelled and may change what it does with packets.
  void Open(const std::string& node) { (*this)[node], nodes_[index_.at(node)].open_forwarding = true; }
  /// What is known of BGP neighbours of the node outside of the network. Valid until the next node is made.
  std::vector<OutsideNeighbor>& OutsideOf(const std::string& node) {
    (*this)[node];
    return nodes_[index_.at(node)].outside;
  }
  /// A cable between ports.
  void Cable(const std::string& a, const std::string& port_a, const std::string& b,
             const std::string& port_b) {
    cables_.push_back({{{a, port_a, NewSpan()}, {b, port_b, NewSpan()}}});
  }

  /// The network of all that was added; `diagnostics` then tells what it says.
  const Network& Build() {
    std::vector<Node> nodes = nodes_;
    if (family_ == net::Family::kIpv6) {
      for (Node& node : nodes) TurnToIpv6(node.config);
    }
    network_ = std::make_unique<Network>(std::move(nodes), cables_, diagnostics);
    engine_ = std::make_unique<RoutingEngine>(*network_);
    return *network_;
  }
  const Network& network() const { return *network_; }
  const RoutingEngine& engine() const { return *engine_; }

  /// Everything works.
  RoutingState Nominal() { return engine_->Compute(FailureState(*network_), scratch_); }
  /// The state with all of this down.
  RoutingState Under(const FailureState& failure) { return engine_->Compute(failure, scratch_); }
  /// The state with a link down.
  RoutingState WithoutLink(std::string_view name) {
    FailureState failure(*network_);
    failure.FailLink(network_->FindLink(name));
    return engine_->Compute(failure, scratch_);
  }
  /// The state with a node down.
  RoutingState WithoutNode(std::string_view name) {
    FailureState failure(*network_);
    failure.FailNode(network_->FindNode(name));
    return engine_->Compute(failure, scratch_);
  }

  /// The prefix as the network has it.
  net::Prefix In(std::string_view prefix) const {
    return family_ == net::Family::kIpv4 ? P(prefix) : SixOf(P(prefix));
  }
  /// "ospf 20 via b[10.0.0.1]" with hops in order, or "-" without a route.
  std::string Show(const RoutingState& state, std::string_view node, std::string_view prefix) const {
    const model::NodeId id = network_->FindNode(node);
    const Rib& rib = state.rib(id);
    const Route* route = rib.Find(In(prefix));
    if (route == nullptr) return "-";
    std::string text(kProtocolNames[static_cast<std::size_t>(route->protocol)]);
    text += " " + std::to_string(route->metric);
    for (const RouteHop& hop : rib.HopsOf(*route)) {
      text += " via ";
      text += hop.discard             ? "discard"
              : hop.interface.valid() ? network_->InterfaceAt({id, hop.interface}).name
                                      : "?";
      if (!hop.gateway) continue;
      const bool turned = family_ == net::Family::kIpv6 && !IsLinkLocal(*hop.gateway);
      text += "[" + net::ToString(turned ? FourOf(*hop.gateway) : *hop.gateway) + "]";
    }
    return text;
  }

  base::Diagnostics diagnostics;

 private:
  net::Family family_;
  std::uint32_t line_ = 0;
  std::uint32_t links_ = 0;
  std::map<std::pair<std::string, std::string>, int> links_of_;
  std::map<std::string, std::size_t> index_;
  std::vector<Node> nodes_;
  std::vector<model::Cable> cables_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<RoutingEngine> engine_;
  Scratch scratch_;
};

/// Number of diagnostics of a kind.
inline int CountOf(const base::Diagnostics& diagnostics, base::DiagnosticKind kind) {
  int count = 0;
  for (const base::Diagnostic& diagnostic : diagnostics.items()) count += diagnostic.kind == kind ? 1 : 0;
  return count;
}

}  // namespace ringfence::routing
