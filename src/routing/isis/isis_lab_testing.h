// Small networks of IS-IS. Test support only.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "routing/isis/isis_engine.h"

namespace ringfence::routing::isis {

/// Nodes with one instance each: both levels, area 49.0001, wide metrics.
class Lab {
 public:
  /// The node of that name, made on first use.
  DeviceConfig& operator[](const std::string& name) {
    const auto [known, added] = index_.try_emplace(name, nodes_.size());
    if (added) {
      DeviceConfig& config = nodes_.emplace_back().config;
      config.device.name = name;
      IsisProcess& process = config.isis.processes.emplace_back();
      process.system_id = "0000.0000.000" + std::to_string(nodes_.size());
      process.area_ids = {"49.0001"};
      process.style_level1 = process.style_level2 = MetricStyle::kWide;
      process.span = NewSpan();
    }
    return nodes_[known->second].config;
  }
  /// Its instance.
  IsisProcess& Process(const std::string& name) { return (*this)[name].isis.processes[0]; }
  /// Gives it levels and an area.
  void Shape(const std::string& name, Levels levels, const std::string& area) {
    Process(name).levels = levels;
    Process(name).area_ids = {area};
  }
  /// A new source line.
  base::Span NewSpan() { return {base::FileId(0), ++line_, 1, 1}; }

  /// Adds an interface that runs IS-IS; one of a host is a loopback.
  IsisInterface& Port(const std::string& node, const std::string& name, std::string_view address,
                      std::uint32_t metric = 10) {
    model::Interface interface;
    interface.name = name;
    interface.span = NewSpan();
    interface.addresses.push_back({*net::ParseHostPrefix(address), false, interface.span});
    if (interface.addresses[0].address.length == 32) interface.kind = model::InterfaceKind::kLoopback;
    (*this)[node].device.interfaces.push_back(interface);
    IsisInterface isis;
    isis.name = name;
    isis.metric_level1 = isis.metric_level2 = metric;
    isis.type = IsisNetworkType::kPointToPoint;
    isis.span = NewSpan();
    Process(node).interfaces.push_back(isis);
    return Process(node).interfaces.back();
  }
  /// Joins two nodes in 10.0.<n>.0/24; interfaces are named after the far end.
  void Join(const std::string& a, const std::string& b, std::uint32_t metric = 10) {
    const std::string net = "10.0." + std::to_string(++links_);
    Port(a, b, net + ".1/24", metric);
    Port(b, a, net + ".2/24", metric);
  }
  /// Gives both ends of a link IPv6 addresses.
  void AddIpv6(const std::string& a, const std::string& b) {
    for (const auto& [node, port, host] : {std::tuple(a, b, "1"), std::tuple(b, a, "2")}) {
      auto& interfaces = (*this)[node].device.interfaces;
      const std::string text = "2001:db8:" + std::to_string(links_) + "::" + host + "/64";
      std::ranges::find(interfaces, port, &model::Interface::name)
          ->addresses.push_back({*net::ParseHostPrefix(text), false, {}});
      At(node, port).ipv6 = true;
    }
  }
  /// An interface that was added.
  IsisInterface& At(const std::string& node, const std::string& port) {
    auto& interfaces = Process(node).interfaces;
    return *std::ranges::find(interfaces, port, &IsisInterface::name);
  }

  /// Makes the engine, with these prefixes beside those of interfaces.
  void Build(const std::vector<std::string>& more = {}) {
    network_ = std::make_unique<Network>(nodes_, std::vector<model::Cable>{}, diagnostics);
    std::vector<net::Prefix> prefixes;
    for (const Node& node : network_->nodes()) {
      for (const model::Interface& interface : node.config.device.interfaces) {
        for (const auto& address : interface.addresses) prefixes.push_back(address.address.subnet());
      }
      programs_.push_back(std::make_unique<PolicyProgram>(node.config.policies));
    }
    for (const std::string& text : more) prefixes.push_back(*net::ParsePrefix(text));
    CollectPrefixes(*network_, prefixes);
    prefixes_ = PrefixTable(prefixes);
    engine = std::make_unique<IsisEngine>(*network_, prefixes_, programs_, diagnostics);
    up.assign(network_->slot_count(), 1);
    engine->Begin(up, policies_, scratch);
  }
  /// The number of a prefix.
  PrefixIndex Number(std::string_view prefix) const { return prefixes_.Find(*net::ParsePrefix(prefix)); }
  /// The router of a node.
  std::uint32_t RouterOf(std::string_view node) const {
    for (std::uint32_t r = 0; r < engine->graph().routers.size(); ++r) {
      if (engine->graph().routers[r].node == network_->FindNode(node)) return r;
    }
    return 0xffffffff;
  }
  /// Fails both ends of a link.
  void Fail(const std::string& a, const std::string& b) {
    for (const auto& [node, port] : {std::pair(a, b), std::pair(b, a)}) {
      const model::NodeId id = network_->FindNode(node);
      up[network_->SlotOf({id, model::FindInterface((*this)[node].device, port)})] = 0;
    }
    engine->Begin(up, policies_, scratch);
  }
  /// The first hops of a row.
  std::vector<std::uint32_t> EdgesOf(std::uint32_t router, const Row& row) const {
    const Graph& graph = engine->graph();
    std::vector<std::uint32_t> edges;
    for (std::uint32_t hop = 0; hop < row.mask.size() * 64; ++hop) {
      if ((row.mask[hop / 64] >> (hop % 64) & 1U) != 0)
        edges.push_back(graph.arcs[graph.first_arc[router] + hop].edge);
    }
    return edges;
  }
  /// "L1 20 via B C", or "-".
  std::string Show(std::string_view node, std::string_view prefix) {
    const std::uint32_t router = RouterOf(node);
    if (Number(prefix) == kNoPrefix) return "-";
    const Row row = engine->RowOf(router, Number(prefix), scratch);
    const Path& path = row.path;
    if (!path.present()) return "-";
    std::string text = "L" + std::to_string(path.level + 1) + " " + std::to_string(path.metric);
    if (path.discard) return text + " discard";
    text += " via";
    for (const std::uint32_t edge : EdgesOf(router, row))
      text += " " + engine->graph().ports[engine->graph().edges[edge].from].config->name;
    return text + (path.ambiguous ? " ?" : "");
  }
  /// The first adjacency that is not met, or nothing.
  std::string Finding() const {
    for (const base::Diagnostic& d : diagnostics.items()) {
      if (d.kind == base::DiagnosticKind::kAdjacencyUnmet) return d.what;
    }
    return "";
  }

  base::Diagnostics diagnostics;
  std::unique_ptr<IsisEngine> engine;
  IsisScratch scratch;
  std::vector<std::uint8_t> up;

  const PrefixTable& prefixes() const { return prefixes_; }
  const Network& network() const { return *network_; }
  std::span<const std::unique_ptr<PolicyProgram>> programs() const { return programs_; }
  PolicyMemory& policies() { return policies_; }

 private:
  std::uint32_t line_ = 0;
  std::uint32_t links_ = 0;
  std::map<std::string, std::size_t> index_;
  std::vector<Node> nodes_;
  std::unique_ptr<Network> network_;
  std::vector<std::unique_ptr<PolicyProgram>> programs_;
  PrefixTable prefixes_;
  PolicyMemory policies_;
};

}  // namespace ringfence::routing::isis
