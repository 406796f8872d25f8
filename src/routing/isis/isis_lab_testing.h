// Small networks of IS-IS. Test support only.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "routing/engine_lab_testing.h"
#include "routing/isis/isis_engine.h"

namespace ringfence::routing::isis {

/// Nodes with one instance each: both levels, area 49.0001, wide metrics.
class Lab : public EngineLab<IsisEngine, IsisScratch, CollectPrefixes> {
 public:
  /// Its instance.
  IsisProcess& Process(const std::string& name) { return (*this)[name].isis.processes[0]; }
  /// Gives it levels and an area.
  void Shape(const std::string& name, Levels levels, const std::string& area) {
    Process(name).levels = levels;
    Process(name).area_ids = {area};
  }

  /// Adds an interface that runs IS-IS; one of a host is a loopback.
  IsisInterface& Port(const std::string& node, const std::string& name, std::string_view address,
                      std::uint32_t metric = 10) {
    IsisInterface& added = AddPort(node, Process(node).interfaces, name, address);
    added.metric_level1 = added.metric_level2 = metric;
    added.type = IsisNetworkType::kPointToPoint;
    return added;
  }
  /// Joins two nodes in 10.0.<n>.0/24; interfaces are named after the far end.
  void Join(const std::string& a, const std::string& b, std::uint32_t metric = 10) {
    const std::string net = "10.0." + NextLink();
    Port(a, b, net + ".1/24", metric);
    Port(b, a, net + ".2/24", metric);
  }
  /// Gives both ends of a link IPv6 addresses.
  void AddIpv6(const std::string& a, const std::string& b) {
    for (const auto& [node, port, host] : {std::tuple(a, b, "1"), std::tuple(b, a, "2")}) {
      auto& interfaces = (*this)[node].device.interfaces;
      const std::string text = "2001:db8:" + std::to_string(links()) + "::" + host + "/64";
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

  /// Fails both ends of a link.
  void Fail(const std::string& a, const std::string& b) {
    TakeDown(a, b);
    TakeDown(b, a);
    engine->Begin(up, policies(), scratch);
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
    for (const std::uint32_t edge : EdgesOf(router, row)) text += " " + PortOf(edge);
    return text + (path.ambiguous ? " ?" : "");
  }
  /// The first adjacency that is not met, or nothing.
  std::string Finding() const { return Findings().empty() ? "" : Findings().front(); }

 private:
  void AddProcess(DeviceConfig& config) override {
    IsisProcess& process = config.isis.processes.emplace_back();
    process.system_id = "0000.0000.000" + std::to_string(++processes_);
    process.area_ids = {"49.0001"};
    process.style_level1 = process.style_level2 = MetricStyle::kWide;
    process.span = NewSpan();
  }

  int processes_ = 0;
};

}  // namespace ringfence::routing::isis
