// A small core with customers behind layer-2 services, and what becomes of a flow between them. Test support
// only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exposure/engine.h"
#include "exposure/exposure_testing.h"
#include "exposure/pseudowires_testing.h"
#include "routing/gaps.h"

namespace ringfence::exposure {

/// pe1 - p1 - pe2 at cost 10 and pe1 - p2 - pe2 at cost 50 each; OSPF and LDP on all of it, loopbacks
/// 192.0.2.1 to 192.0.2.5 (pe1, pe2, p1, p2, pe3); pe3 at p1. Customers ce1 (LAN 10.1.0.0/24) and ce2
/// (10.2.0.0/24) run OSPF with each other.
struct Core : Snapshot {
  Core() {
    net.Join("pe1", "p1", 0, 10, 10);
    net.Join("p1", "pe2", 0, 10, 10);
    net.Join("pe1", "p2", 0, 50, 50);
    net.Join("p2", "pe2", 0, 50, 50);
    net.Join("pe3", "p1", 0, 10, 10);
    for (const auto& [node, loopback] : kRouters) {
      net.Loopback(node, loopback, 0);
      RunLdp(net, node, loopback);
    }
  }

  void AddCustomer(const std::string& name, const std::string& address, const std::string& lan) {
    net.Port(name, "wan", address);
    net.Run(name, "wan", 0, 10, routing::ospf::NetworkType::kPointToMultipoint);
    net.Port(name, "lan", lan);
    net.Run(name, "lan", 0, 1);
  }
  void TwoCustomers() {
    AddCustomer("ce1", "10.8.0.1/24", "10.1.0.1/24");
    AddCustomer("ce2", "10.8.0.2/24", "10.2.0.1/24");
    AddFlow("talk", "ce1", "10.1.0.5", "ce2", "10.2.0.5");
  }
  /// A pseudowire between pe1 and pe2 alone.
  void TwoPorts() {
    TwoCustomers();
    Attach(net, "pe1", "s", "ce1", "wan");
    Attach(net, "pe2", "s", "ce2", "wan");
    AddWire(net, "pe1", "s", "192.0.2.2", 7);
    AddWire(net, "pe2", "s", "192.0.2.1", 7);
  }
  /// A full mesh between pe1, pe2 and pe3, with ce3 at pe3.
  void ThreePorts() {
    TwoPorts();
    AddCustomer("ce3", "10.8.0.3/24", "10.3.0.1/24");
    Attach(net, "pe3", "s", "ce3", "wan");
    AddWire(net, "pe1", "s", "192.0.2.5", 7);
    AddWire(net, "pe2", "s", "192.0.2.5", 7);
    AddWire(net, "pe3", "s", "192.0.2.1", 7);
    AddWire(net, "pe3", "s", "192.0.2.2", 7);
    for (const char* node : {"pe1", "pe2", "pe3"}) {
      for (model::Pseudowire& wire : ServiceAt(net, node, "s").pseudowires) wire.mesh = true;
    }
  }
  model::Pseudowire& Wire(const std::string& node, std::size_t index = 0) {
    return ServiceAt(net, node, "s").pseudowires[index];
  }

  FlowOutcome Outcome(std::vector<std::string> failed = {}) {
    if (engine == nullptr) {
      Build();
      engine = std::make_unique<ExposureEngine>(world);
      evaluator = std::make_unique<Evaluator>(*engine);
    }
    std::vector<std::uint32_t> units;
    for (const std::string& label : failed) units.push_back(Unit(label));
    std::ranges::sort(units);
    for (const std::uint32_t unit : units) EXPECT_LT(unit, world.failures.size());
    evaluator->Enter(units);
    return evaluator->Evaluate(model::FlowId(0));
  }
  std::string Route(std::string_view node, std::string_view prefix) {
    return net.Show(evaluator->state(), node, prefix);
  }
  /// Reasons of gaps at the line.
  std::set<std::string> GapsAt(base::Span span) {
    std::set<std::string> reasons;
    for (const routing::Gap& gap : routing::GapsBetween(net.network(), {})) {
      if (gap.span.line == span.line) reasons.emplace(gap.reason);
    }
    return reasons;
  }

  static inline const std::vector<std::pair<const char*, const char*>> kRouters = {{"pe1", "192.0.2.1"},
                                                                                   {"pe2", "192.0.2.2"},
                                                                                   {"p1", "192.0.2.3"},
                                                                                   {"p2", "192.0.2.4"},
                                                                                   {"pe3", "192.0.2.5"}};
  std::unique_ptr<ExposureEngine> engine;
  std::unique_ptr<Evaluator> evaluator;
};

}  // namespace ringfence::exposure
