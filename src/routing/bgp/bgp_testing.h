// Small BGP networks for tests, written as a few calls. Test support only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "routing/bgp/bgp_engine.h"
#include "routing/network.h"

namespace ringfence::routing::bgp {

/// Prefix from text. REQUIRES: valid text.
inline net::Prefix P(std::string_view text) { return *net::ParsePrefix(text); }
/// Address from text. REQUIRES: valid text.
inline net::IpAddress A(std::string_view text) { return *net::ParseAddress(text); }

/// Nodes with one table each, connected routes, and whatever else a test says is in their tables.
class BgpWorld : public BgpSurroundings {
 public:
  /// The configuration of a node, made on first use with AS `as`, router id 0.0.0.<n> and IPv4 unicast.
  DeviceConfig& Node(const std::string& name, AsNumber as = 0) {
    const auto known = index_.find(name);
    if (known != index_.end()) return nodes_[known->second].config;
    index_.emplace(name, nodes_.size());
    routing::Node& node = nodes_.emplace_back();
    node.config.device.name = name;
    node.config.bgp.as = as;
    BgpVrf& vrf = node.config.bgp.vrfs.emplace_back();
    vrf.router_id = net::IpAddress::V4(static_cast<std::uint32_t>(nodes_.size()));
    vrf.families.emplace_back().span = NewSpan();
    return node.config;
  }
  BgpVrf& Vrf(const std::string& name) { return Node(name).bgp.vrfs.front(); }
  BgpFamilyConfig& Family(const std::string& name) { return Vrf(name).families.front(); }

  /// A new source line.
  base::Span NewSpan() { return {base::FileId(0), ++line_, 1, 1}; }

  /// Adds an interface; `address` such as "10.0.0.1/24" or empty.
  model::Interface& Port(const std::string& node, const std::string& name, std::string_view address,
                         model::InterfaceKind kind = model::InterfaceKind::kPhysical) {
    model::Interface interface;
    interface.name = name;
    interface.kind = kind;
    if (!address.empty()) interface.addresses.push_back({*net::ParseHostPrefix(address), false, NewSpan()});
    auto& interfaces = Node(node).device.interfaces;
    interfaces.push_back(interface);
    return interfaces.back();
  }

  /// A neighbour statement with IPv4 unicast.
  BgpNeighbor& Neighbor(const std::string& node, std::string_view address, AsNumber remote_as) {
    BgpNeighbor neighbor;
    if (!address.empty()) neighbor.address = A(address);
    neighbor.remote_as = remote_as;
    neighbor.span = NewSpan();
    neighbor.remote_as_span = NewSpan();
    neighbor.families.emplace_back();
    auto& neighbors = Vrf(node).neighbors;
    neighbors.push_back(neighbor);
    return neighbors.back();
  }

  /// Joins two nodes by 10.<n>.<m>.0/31 and a session over it; numbers as the nodes' own. Returns the index
  /// of the link.
  std::uint32_t Join(const std::string& a, const std::string& b) {
    const std::uint32_t net = 0x0a000000U + (links_ << 8U);
    Port(a, b, net::ToString(net::HostPrefix{net::IpAddress::V4(net), 31}));
    Port(b, a, net::ToString(net::HostPrefix{net::IpAddress::V4(net + 1), 31}));
    Neighbor(a, net::ToString(net::IpAddress::V4(net + 1)), OuterAs(b)).group = b;
    Neighbor(b, net::ToString(net::IpAddress::V4(net)), OuterAs(a)).group = a;
    return links_++;
  }
  /// The statement of `node` for a neighbour it was joined with.
  BgpNeighbor& Towards(const std::string& node, const std::string& far) {
    return *std::ranges::find(Vrf(node).neighbors, far, &BgpNeighbor::group);
  }
  NeighborFamily& FamilyTowards(const std::string& node, const std::string& far) {
    return Towards(node, far).families.front();
  }

  /// A network statement that needs no route.
  void Originate(const std::string& node, std::string_view prefix) {
    BgpNetwork network;
    network.prefix = P(prefix);
    network.needs_route = false;
    network.span = NewSpan();
    Family(node).networks.push_back(network);
  }

  /// What is known of the neighbour of a node outside of the network; made on first use.
  OutsideNeighbor& Outside(const std::string& node, std::string_view address) {
    Node(node);
    auto& outside = nodes_[index_.at(node)].outside;
    const auto known = std::ranges::find(outside, A(address), &OutsideNeighbor::address);
    if (known != outside.end()) return *known;
    OutsideNeighbor& one = outside.emplace_back();
    one.address = A(address);
    one.span = NewSpan();
    return one;
  }
  /// The neighbour outside announces a prefix with that AS path.
  AnnouncedPath& Announce(const std::string& node, std::string_view from, std::string_view prefix,
                          std::vector<std::uint32_t> numbers) {
    OutsideNeighbor& one = Outside(node, from);
    one.routes.push_back({P(prefix), static_cast<std::uint32_t>(one.paths.size()), NewSpan()});
    AnnouncedPath& path = one.paths.emplace_back();
    if (!numbers.empty()) path.as_path = {{AsSegmentKind::kSequence, std::move(numbers)}};
    return path;
  }

  /// A policy of one node made of one term, with an end.
  model::RoutePolicy& Policy(const std::string& node, const std::string& name, model::RouteTerm term,
                             model::PolicyEnd end = model::PolicyEnd::kNextPolicy) {
    term.span = NewSpan();
    auto& policies = Node(node).policies.policies;
    policies.push_back({name, {std::move(term)}, end, {}});
    return policies.back();
  }
  /// A policy that sets the local preference of everything.
  void SetPreference(const std::string& node, const std::string& from, std::uint32_t preference) {
    const std::string name = "prefer-" + from;
    model::RouteTerm term;
    term.actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = preference}};
    Policy(node, name, term);
    FamilyTowards(node, from).import.names.push_back(name);
  }

  /// The node reaches the address with that IGP metric.
  void Reach(const std::string& node, std::string_view address, std::uint32_t metric) {
    reach_[{node, A(address)}] = metric;
  }
  /// It does no longer.
  void Unreach(const std::string& node, std::string_view address) { reach_.erase({node, A(address)}); }
  /// A route of another protocol in the node's table.
  TableRoute& Route(const std::string& node, std::string_view prefix, model::RouteSource source,
                    std::uint32_t metric = 0) {
    TableRoute route;
    route.source = source;
    route.metric = metric;
    route.distance = 1;
    route.span = NewSpan();
    return extra_[node].emplace_back(P(prefix), route).second;
  }

  /// Builds and computes everything.
  void Run() {
    if (engine_ == nullptr) Build();
    engine_->Compute(*this, scratch);
  }
  void Build() {
    std::vector<model::Cable> cables;
    network_ = std::make_unique<Network>(nodes_, cables, diagnostics);
    std::vector<net::Prefix> all;
    BgpEngine::CollectPrefixes(*network_, all);
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      tables_.push_back({model::NodeId(n), ""});
      for (const model::Interface& interface : nodes_[n].config.device.interfaces) {
        for (const auto& address : interface.addresses) all.push_back(address.address.subnet());
      }
    }
    for (const auto& [node, routes] : extra_) {
      for (const auto& [prefix, route] : routes) all.push_back(prefix);
    }
    prefixes_ = PrefixTable(all);
    MakeRoutes();
    engine_ = std::make_unique<BgpEngine>(*network_, tables_, prefixes_);
  }

  Resolution Resolve(TableId table, const net::IpAddress& address) override {
    const auto& device = network_->nodes()[table.index()].config.device;
    for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
      if (!InterfaceUp({model::NodeId(table.index()), model::InterfaceIndex(i)})) continue;
      for (const auto& one : device.interfaces[i].addresses) {
        if (!one.address.subnet().Contains(address)) continue;
        return {.reachable = true, .connected = true, .interface = model::InterfaceIndex(i), .gateway = {}};
      }
    }
    const auto found = reach_.find({device.name, address});
    if (found == reach_.end()) return {};
    return {.reachable = true, .metric = found->second, .interface = model::InterfaceIndex(0), .gateway = {}};
  }
  std::span<const TableRoute> RoutesOf(TableId table) override { return routes_[table.index()]; }
  std::uint8_t PartOf(model::Endpoint end) override {
    return down.contains({end.node.value, end.interface.value}) ? 0 : 1;
  }

  TableId Table(const std::string& node) const { return TableId(index_.at(node)); }
  const BgpEngine& engine() const { return *engine_; }
  PrefixIndex Index(std::string_view prefix) const { return prefixes_.Find(P(prefix)); }

  /// "via 10.0.0.1 path 1 2" with all hops, "own" for what the node makes itself, "-" for nothing; "?" when
  /// ambiguous, "~" when unstable.
  std::string Show(const std::string& node, std::string_view prefix) const {
    const BgpTable* table = engine_->TableOf(Table(node), scratch);
    if (table == nullptr) return "no BGP";
    for (const BgpEntry& entry : table->entries) {
      if (prefixes_[entry.prefix] != P(prefix)) continue;
      std::string text = entry.unstable ? "~" : entry.ambiguous ? "?" : "";
      if (entry.hop_count == 0) return text + "-";
      if (entry.kind == PeerKind::kLocal) text += "own";
      for (std::uint32_t h = 0; h < entry.hop_count && entry.kind != PeerKind::kLocal; ++h) {
        const BgpHop& hop = table->hops[entry.first_hop + h];
        text += h == 0 ? "via " : " ";
        text += hop.discard ? "discard" : hop.next_hop ? net::ToString(*hop.next_hop) : "link";
      }
      const std::string path = scratch.pool.TextOf(AttributesOf(entry).as_path);
      return path.empty() ? text : text + " path " + path;
    }
    return "-";
  }
  const PathAttributes& AttributesOf(const BgpEntry& entry) const { return scratch.pool[entry.attributes]; }
  /// The entry of a prefix. REQUIRES: there is one.
  const BgpEntry& Entry(const std::string& node, std::string_view prefix) const {
    const auto& entries = engine_->TableOf(Table(node), scratch)->entries;
    return *std::ranges::find(entries, Index(prefix), &BgpEntry::prefix);
  }
  /// Names of the causes of all sessions that are not up, ascending by ends.
  std::vector<std::string> Causes() const {
    std::vector<std::string> causes;
    for (const Session& session : scratch.sessions) {
      if (!session.up()) causes.emplace_back(NameOf(session.cause));
    }
    return causes;
  }

  base::Diagnostics diagnostics;
  BgpScratch scratch;
  std::set<std::pair<std::uint32_t, std::uint32_t>> down;  ///< node, interface

 private:
  AsNumber OuterAs(const std::string& name) {
    const BgpConfig& bgp = Node(name).bgp;
    return bgp.as;
  }

  void MakeRoutes() {
    routes_.resize(nodes_.size());
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      auto& routes = routes_[n];
      const auto add = [&](const net::Prefix& prefix, TableRoute route) {
        route.prefix = prefixes_.Find(prefix);
        const bool known = std::ranges::any_of(
            routes, [&route](const TableRoute& other) { return other.prefix == route.prefix; });
        if (!known) routes.push_back(route);
      };
      for (const auto& interface : nodes_[n].config.device.interfaces) {
        for (const auto& address : interface.addresses) add(address.address.subnet(), {});
      }
      for (const auto& [prefix, route] : extra_[nodes_[n].config.device.name]) add(prefix, route);
      std::ranges::sort(routes, {}, &TableRoute::prefix);
    }
  }

  std::uint32_t line_ = 0;
  std::uint32_t links_ = 0;
  std::map<std::string, std::size_t> index_;
  std::vector<routing::Node> nodes_;
  std::map<std::pair<std::string, net::IpAddress>, std::uint32_t> reach_;
  std::map<std::string, std::vector<std::pair<net::Prefix, TableRoute>>> extra_;
  std::unique_ptr<Network> network_;
  std::vector<TableOwner> tables_;
  PrefixTable prefixes_;
  std::vector<std::vector<TableRoute>> routes_;
  std::unique_ptr<BgpEngine> engine_;
};

}  // namespace ringfence::routing::bgp
