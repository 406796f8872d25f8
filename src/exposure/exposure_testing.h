// Tiny snapshots for tests: a network, an inventory and a policy, written as a few calls. Test support only.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "exposure/outcome.h"
#include "exposure/world.h"
#include "routing/network_testing.h"
#include "routing/random_testing.h"

namespace ringfence::exposure {

/// Some port of the device checks sources.
inline void CheckSources(model::Device& device, base::Span line, routing::Dice& dice) {
  const int port = dice.Below(static_cast<int>(device.interfaces.size()));
  device.interfaces[static_cast<std::size_t>(port)].source_check = line;
}

/// Inputs of a world and, after Build, the world itself.
struct Snapshot {
  /// Builds network and world; what is wrong goes to `diagnostics`.
  void Build() {
    net.Build();
    world = BuildWorld({net.network(), inventory, policy}, diagnostics);
  }
  /// Adds an element to the inventory.
  model::Element& Add(std::string_view name, model::ElementKind kind) {
    model::Element element;
    element.name = name;
    element.kind = kind;
    element.span = net.NewSpan();
    inventory.elements.push_back(element);
    return inventory.elements.back();
  }
  /// Adds a circuit between two interfaces, over line systems.
  model::Circuit& AddCircuit(std::string_view id, model::CircuitEnd a, model::CircuitEnd b,
                             std::vector<std::string> over) {
    inventory.circuits.push_back(
        {std::string(id), {std::move(a), std::move(b)}, std::move(over), {}, net.NewSpan()});
    return inventory.circuits.back();
  }
  /// Adds a flow between two elements with one host address each.
  model::FlowId AddFlow(std::string_view id, std::string_view from, std::string_view from_host,
                        std::string_view to, std::string_view to_host) {
    model::Flow flow;
    flow.id = id;
    flow.ends[0] = from;
    flow.ends[1] = to;
    for (base::Span& span : flow.end_spans) span = net.NewSpan();
    flow.hosts[0] = {net::Prefix::Host(routing::A(from_host))};
    flow.hosts[1] = {net::Prefix::Host(routing::A(to_host))};
    policy.flows.push_back(flow);
    return model::FlowId(policy.flows.size() - 1);
  }
  /// Names of the elements in a set.
  std::set<std::string> Names(const base::BitSet& elements) const {
    std::set<std::string> names;
    elements.ForEach([&](std::size_t e) { names.insert(world.NameOf(model::ElementId(e))); });
    return names;
  }
  /// Names of the elements that hold a level after closure.
  std::set<std::string> Exposed(const FlowOutcome& outcome, Level level) const {
    return Names(outcome.exposed[IndexOf(level)]);
  }
  /// The failure unit with that label; its count when there is none.
  std::uint32_t Unit(std::string_view label) const {
    std::uint32_t index = 0;
    while (index < world.failures.size() && world.failures[index].Label() != label) ++index;
    return index;
  }

  routing::World net;
  model::Inventory inventory;
  model::Policy policy;
  base::Diagnostics diagnostics;
  World world;
};

/// A square: a reaches d by b, and by c when the link a--b is down; the way back goes by b, else by c.
/// Loopbacks 10.255.0.1 (a) and 10.255.0.4 (d) talk as flow "talk" (FlowId 0).
inline void AddSquare(Snapshot& snapshot) {
  const char* joined[][2] = {{"a", "b"}, {"a", "c"}, {"b", "d"}, {"c", "d"}};
  for (std::uint32_t i = 0; i < 4; ++i) {
    const std::string subnet = "10.0." + std::to_string(i) + ".";
    snapshot.net.Port(joined[i][0], joined[i][1], subnet + "1/30");
    snapshot.net.Port(joined[i][1], joined[i][0], subnet + "2/30");
  }
  snapshot.net.Port("a", "lo", "10.255.0.1/32", model::InterfaceKind::kLoopback);
  snapshot.net.Port("d", "lo", "10.255.0.4/32", model::InterfaceKind::kLoopback);
  snapshot.net.Static("a", "10.255.0.4/32", "10.0.0.2");
  snapshot.net.Static("a", "10.255.0.4/32", "10.0.1.2").distance = 5;
  snapshot.net.Static("d", "10.255.0.1/32", "10.0.2.1");
  snapshot.net.Static("d", "10.255.0.1/32", "10.0.3.1").distance = 5;
  for (const char* node : {"b", "c"}) {
    const bool b = node[0] == 'b';
    snapshot.net.Static(node, "10.255.0.1/32", b ? "10.0.0.1" : "10.0.1.1");
    snapshot.net.Static(node, "10.255.0.4/32", b ? "10.0.2.2" : "10.0.3.2");
  }
  snapshot.AddFlow("talk", "a", "10.255.0.1", "d", "10.255.0.4");
}

}  // namespace ringfence::exposure
