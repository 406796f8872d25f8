// Assembly of the world: names become ids once, here, so that nothing behind this file looks up a name.

#include "exposure/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/nearest_word.h"
#include "exposure/management_access.h"
#include "routing/links.h"

namespace ringfence::exposure {
namespace {

using base::DiagnosticKind;
using model::ElementId;
using model::LinkId;
using model::NodeId;

/// Carries what every step of the assembly needs.
struct Assembly {
  const WorldParts& parts;
  World& world;
  base::Diagnostics& diagnostics;
  std::map<std::string, ElementId, std::less<>> by_name = {};

  void Unknown(base::Span span, std::string_view what, const std::string& name) {
    std::vector<std::string_view> words;
    for (const auto& [word, id] : by_name) words.push_back(word);
    const auto nearest = base::NearestWord(name, words);
    diagnostics.Add({DiagnosticKind::kNameUnknown,
                     span,
                     fmt::format("there is no {} '{}'", what, name),
                     {},
                     nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  }
  ElementId Find(base::Span span, std::string_view what, const std::string& name) {
    const auto found = by_name.find(name);
    if (found != by_name.end()) return found->second;
    Unknown(span, what, name);
    return {};
  }
  ElementId Add(WorldElement element) {
    const ElementId id(world.elements.size());
    by_name.emplace(element.facts.name, id);
    world.elements.push_back(std::move(element));
    return id;
  }
};

void ResolveParties(Assembly& assembly, WorldElement& element) {
  for (const model::ElementParty& stated : element.facts.parties) {
    const model::PartyId party = model::FindParty(assembly.parts.policy, stated.party);
    element.parties.push_back(party);
    if (party.valid() || assembly.parts.policy.parties.empty()) continue;
    std::vector<std::string_view> words;
    for (const model::Party& known : assembly.parts.policy.parties) words.push_back(known.id);
    const auto nearest = base::NearestWord(stated.party, words);
    assembly.diagnostics.Add({DiagnosticKind::kNameUnknown,
                              stated.span,
                              fmt::format("there is no party '{}'", stated.party),
                              {},
                              nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  }
}

void AddElements(Assembly& assembly) {
  std::map<std::string, const model::Site*, std::less<>> sites;
  for (const model::Site& site : assembly.parts.inventory.sites) sites.emplace(site.id, &site);
  for (const model::Element& facts : assembly.parts.inventory.elements) {
    WorldElement element{.facts = facts,
                         .node = assembly.parts.network.FindNode(facts.name),
                         .parties = {},
                         .position = facts.position};
    const auto site = sites.find(facts.site);
    if (!element.position && site != sites.end()) element.position = site->second->position;
    if (!facts.site.empty() && site == sites.end()) assembly.Unknown(facts.span, "site", facts.site);
    ResolveParties(assembly, element);
    assembly.Add(std::move(element));
  }
  const auto& nodes = assembly.parts.network.nodes();
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const auto known = assembly.by_name.find(nodes[n].config.device.name);
    ElementId id;
    if (known != assembly.by_name.end()) {
      id = known->second;
    } else {
      WorldElement element;
      element.facts.name = nodes[n].config.device.name;
      element.facts.span = nodes[n].config.device.name_span;
      element.node = NodeId(n);
      element.in_inventory = false;
      id = assembly.Add(std::move(element));
    }
    assembly.world.element_of_node.push_back(id);
  }
}

/// Wires (Network::wire_count) at the interface or port of `end`.
std::vector<std::size_t> WiresAt(const routing::Network& network, const model::CircuitEnd& end) {
  std::vector<std::size_t> found;
  const NodeId node = network.FindNode(end.element);
  if (!node.valid()) return found;
  const auto& interfaces = network.nodes()[node.index()].config.device.interfaces;
  for (std::size_t i = 0; i < interfaces.size(); ++i) {
    const bool lag_member = std::ranges::any_of(interfaces, [&](const model::Interface& member) {
      return member.name == end.interface && !member.lag.empty() &&
             (member.lag == interfaces[i].name || member.lag == interfaces[i].parent);
    });
    if (interfaces[i].name != end.interface && interfaces[i].parent != end.interface && !lag_member) continue;
    const LinkId link = network.LinkOf({node, model::InterfaceIndex(i)});
    const bool wire =
        link.valid() && !network.links()[link.index()].switched && !network.links()[link.index()].tunnel;
    if (wire) found.push_back(link.index());
    for (std::size_t c = 0; c < network.cables().size(); ++c) {
      const routing::SwitchedCable& cable = network.cables()[c];
      for (int side = 0; side < 2; ++side) {
        if (cable.nodes[side] == node && std::ranges::count(cable.ports[side], model::InterfaceIndex(i)) > 0)
          found.push_back(network.links().size() + c);
      }
    }
  }
  return found;
}

/// Indices into Network::port_cables of the cables that the circuit is.
std::vector<std::size_t> CablesOfCircuit(const routing::Network& network, const model::Circuit& circuit) {
  std::vector<std::size_t> found;
  const auto stands_at = [&](const model::CircuitEnd& end, const routing::PortCableEnd& port) {
    return network.FindNode(end.element) == port.node &&
           routing::LowerCase(end.interface) == routing::LowerCase(port.name);
  };
  for (std::size_t c = 0; c < network.port_cables().size(); ++c) {
    const auto& ends = network.port_cables()[c].ends;
    for (int side = 0; side < 2; ++side) {
      if (stands_at(circuit.ends[0], ends[side]) && stands_at(circuit.ends[1], ends[1 - side]) &&
          (found.empty() || found.back() != c))
        found.push_back(c);
    }
  }
  return found;
}

std::vector<std::size_t> WiresOfCircuit(Assembly& assembly, const model::Circuit& circuit, bool is_cable) {
  const std::vector<std::size_t> first = WiresAt(assembly.parts.network, circuit.ends[0]);
  const std::vector<std::size_t> second = WiresAt(assembly.parts.network, circuit.ends[1]);
  std::vector<std::size_t> both;
  for (std::size_t wire : first) {
    if (std::ranges::count(second, wire) > 0 && std::ranges::count(both, wire) == 0) both.push_back(wire);
  }
  if (both.empty() && !is_cable) {
    assembly.diagnostics.Add({DiagnosticKind::kCircuitWithoutLink, circuit.span,
                              fmt::format("circuit '{}' joins {}[{}] and {}[{}], but no link does",
                                          circuit.id, circuit.ends[0].element, circuit.ends[0].interface,
                                          circuit.ends[1].element, circuit.ends[1].interface)});
  }
  return both;
}

/// The unit takes down the wire too.
void AddWire(const routing::Network& network, std::size_t wire, FailureUnit& unit) {
  if (wire < network.links().size()) return unit.links.push_back(LinkId(wire));
  const routing::SwitchedCable& cable = network.cables()[wire - network.links().size()];
  for (int side = 0; side < 2; ++side) {
    for (const model::InterfaceIndex port : cable.ports[side])
      unit.interfaces.push_back({cable.nodes[side], port});
  }
}

void AddCircuits(Assembly& assembly) {
  assembly.world.layers.resize(assembly.parts.network.wire_count());
  assembly.world.cable_layers.resize(assembly.parts.network.port_cables().size());
  for (const model::Circuit& circuit : assembly.parts.inventory.circuits) {
    WorldElement element;
    element.facts.name = circuit.id;
    element.facts.kind = model::ElementKind::kCircuit;
    element.facts.parties = circuit.parties;
    element.facts.span = circuit.span;
    ResolveParties(assembly, element);
    const ElementId id = assembly.Add(std::move(element));
    FailureUnit unit{FailureKind::kCircuit, circuit.id, {}, {}, id, {}};
    const std::vector<std::size_t> cables = CablesOfCircuit(assembly.parts.network, circuit);
    const std::vector<std::size_t> wires = WiresOfCircuit(assembly, circuit, !cables.empty());
    std::vector<LinkLayer*> layers;
    for (std::size_t wire : wires) {
      AddWire(assembly.parts.network, wire, unit);
      layers.push_back(&assembly.world.layers[wire]);
    }
    for (std::size_t cable : cables) layers.push_back(&assembly.world.cable_layers[cable]);
    for (LinkLayer* layer : layers) layer->circuits.push_back(id);
    for (const std::string& name : circuit.over) {
      const ElementId system = assembly.Find(circuit.span, "line system", name);
      if (!system.valid()) continue;
      for (LinkLayer* layer : layers) {
        if (std::ranges::count(layer->line_systems, system) == 0) layer->line_systems.push_back(system);
      }
    }
    assembly.world.failures.push_back(std::move(unit));
  }
}

void AddHosting(Assembly& assembly) {
  for (std::size_t i = 0; i < assembly.world.elements.size(); ++i) {
    const model::Element& facts = assembly.world.elements[i].facts;
    if (facts.hosted_on.empty()) continue;
    const ElementId host = assembly.Find(facts.span, "compute host", facts.hosted_on);
    if (!host.valid()) continue;
    assembly.world.relations.push_back({RelationKind::kHosts,
                                        host,
                                        ElementId(i),
                                        true,
                                        fmt::format("{} runs on it", facts.name),
                                        {facts.span}});
  }
}

void CheckDeclaredNames(Assembly& assembly) {
  for (const model::DeclaredAccess& access : assembly.parts.inventory.access) {
    assembly.Find(access.span, "manager", access.manager);
    for (const std::string& target : access.targets) assembly.Find(access.span, "element", target);
  }
  for (const model::Element& facts : assembly.parts.inventory.elements) {
    if (!facts.attached_to.empty()) assembly.Find(facts.span, "element", facts.attached_to);
  }
}

/// Reflexive, transitive closure upwards. Relations are few; a worklist per element is enough.
void CloseRelations(World& world) {
  std::vector<std::vector<ElementId>> above(world.elements.size());
  for (const Relation& relation : world.relations) {
    if (relation.effective) above[relation.object.index()].push_back(relation.subject);
  }
  world.inherit.assign(world.elements.size(), base::BitSet(world.elements.size()));
  for (std::size_t e = 0; e < world.elements.size(); ++e) {
    base::BitSet& reached = world.inherit[e];
    std::vector<ElementId> work = {ElementId(e)};
    reached.Set(e);
    while (!work.empty()) {
      const ElementId next = work.back();
      work.pop_back();
      for (ElementId subject : above[next.index()]) {
        if (reached.Test(subject.index())) continue;
        reached.Set(subject.index());
        work.push_back(subject);
      }
    }
  }
}

/// The failure universe in the order links, nodes, circuits, line systems.
void AddFailures(World& world) {
  std::vector<FailureUnit> units;
  const routing::Network& network = *world.network;
  std::vector<bool> wired(network.nodes().size(), false);
  for (std::size_t wire = 0; wire < network.wire_count(); ++wire) {
    // Switched links fail by their cables, tunnels by what they stand on.
    if (wire < network.links().size() && (network.links()[wire].switched || network.links()[wire].tunnel))
      continue;
    units.push_back({FailureKind::kLink, network.WireName(wire), {}, {}, {}, {}, wire});
    AddWire(network, wire, units.back());
  }
  for (const routing::SwitchedCable& cable : network.cables()) {
    for (const NodeId node : cable.nodes) wired[node.index()] = true;
  }
  for (std::size_t n = 0; n < world.element_of_node.size(); ++n) {
    const ElementId element = world.element_of_node[n];
    if (network.LinksOf(NodeId(n)).empty() && !wired[n]) continue;
    units.push_back({FailureKind::kNode, world.NameOf(element), {}, {NodeId(n)}, element, {}});
  }
  for (FailureUnit& circuit : world.failures) units.push_back(std::move(circuit));
  for (std::size_t e = 0; e < world.elements.size(); ++e) {
    if (world.elements[e].facts.kind != model::ElementKind::kLineSystem) continue;
    FailureUnit unit{FailureKind::kLineSystem, world.elements[e].facts.name, {}, {}, ElementId(e), {}};
    for (std::size_t l = 0; l < world.layers.size(); ++l) {
      if (std::ranges::count(world.layers[l].line_systems, ElementId(e)) > 0) AddWire(network, l, unit);
    }
    units.push_back(std::move(unit));
  }
  world.failures = std::move(units);
}

void ResolveFlows(Assembly& assembly) {
  for (const model::Flow& flow : assembly.parts.policy.flows) {
    for (int side = 0; side < 2; ++side) {
      const auto found = assembly.by_name.find(flow.ends[side]);
      const NodeId node =
          found == assembly.by_name.end() ? NodeId() : assembly.world.elements[found->second.index()].node;
      if (found == assembly.by_name.end()) {
        assembly.Unknown(flow.end_spans[side], "element", flow.ends[side]);
      } else if (!node.valid()) {
        assembly.diagnostics.Add(
            {DiagnosticKind::kNameUnknown, flow.end_spans[side],
             fmt::format(
                 "'{}' has neither a configuration nor interfaces in the inventory, so no flow can end there",
                 flow.ends[side])});
      }
      assembly.world.flow_ends[side].push_back(node);
    }
  }
}

}  // namespace

std::string FailureUnit::Label() const {
  return fmt::format("{}:{}", kFailureKindNames[static_cast<std::size_t>(kind)], name);
}

void Fail(const FailureUnit& unit, routing::FailureState& state) {
  for (LinkId link : unit.links) state.FailLink(link);
  for (NodeId node : unit.nodes) state.FailNode(node);
  for (const model::Endpoint& end : unit.interfaces) state.FailInterface(end);
}

ElementId World::FindElement(std::string_view name) const {
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (elements[i].facts.name == name) return ElementId(i);
  }
  return {};
}

World BuildWorld(const WorldParts& parts, base::Diagnostics& diagnostics) {
  World world;
  world.network = &parts.network;
  world.policy = &parts.policy;
  Assembly assembly{parts, world, diagnostics};
  AddElements(assembly);
  AddCircuits(assembly);
  AddFailures(world);
  AddHosting(assembly);
  CheckDeclaredNames(assembly);
  AddManagementRelations(parts.inventory, world);
  CloseRelations(world);
  ResolveFlows(assembly);
  return world;
}

World Without(const World& world, const std::vector<model::ElementId>& gone) {
  World left = world;
  for (const ElementId element : gone) left.elements[element.index()].removed = true;
  std::erase_if(left.relations,
                [&](const Relation& relation) { return left.elements[relation.subject.index()].removed; });
  CloseRelations(left);
  return left;
}

}  // namespace ringfence::exposure
