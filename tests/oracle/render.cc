#include "oracle/render.h"

#include <fmt/format.h>

#include "oracle/dice.h"
#include "oracle/plan.h"

namespace ringfence::oracle {

std::string Dotted(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24U, (address >> 16U) & 255U, (address >> 8U) & 255U,
                     address & 255U);
}

std::vector<Port> PortsOf(const World& world, int node) {
  std::vector<Port> ports;
  const Node& facts = world.nodes[static_cast<std::size_t>(node)];
  for (std::size_t l = 0; l < world.links.size(); ++l) {
    const Link& link = world.links[l];
    for (int side = 0; side < 2; ++side) {
      if (link.ends[side].node != node) continue;
      const int index = static_cast<int>(l);
      Port port;
      port.number = static_cast<int>(ports.size());
      port.link = index;
      port.address = link.to_end_system ? AccessAddress(index) + 1
                                        : LinkAddress(index) + static_cast<std::uint32_t>(side);
      port.length = link.to_end_system ? 29 : 31;
      for (const LinkEnd& end : link.ends) {
        if (world.nodes[static_cast<std::size_t>(end.node)].edge) port.area = AreaOf(end.node);
      }
      port.cost = link.ends[side].cost;
      port.passive = link.to_end_system;
      port.macsec = link.ends[side].macsec;
      port.in = &link.ends[side].in;
      port.out = &link.ends[side].out;
      ports.push_back(port);
    }
  }
  if (facts.has_lan) {
    const int number = static_cast<int>(ports.size());
    const int area = facts.edge ? AreaOf(node) : 0;
    ports.push_back(
        {number, -1, LanAddress(node) + 1, 24, area, 1, true, false, &facts.lan_in, &facts.lan_out});
  }
  return ports;
}

int LoopbackArea(const World& world, int node) {
  return world.nodes[static_cast<std::size_t>(node)].edge ? AreaOf(node) : 0;
}

std::string LoginOf(const World& world, int manager) {
  return "login-" + world.elements[static_cast<std::size_t>(manager)].name;
}

std::uint32_t FarAddress(const Link& link, int link_index, int node) {
  return LinkAddress(link_index) + (link.ends[0].node == node ? 1U : 0U);
}

std::string PortName(const World& world, int node, int link) {
  const Node& facts = world.nodes[static_cast<std::size_t>(node)];
  if (facts.end_system) return "n3";
  for (const Port& port : PortsOf(world, node)) {
    if (port.link != link) continue;
    switch (facts.nos) {
      case Nos::kIos:
        return fmt::format("GigabitEthernet0/0/{}", port.number);
      case Nos::kVrp:
        return fmt::format("GigabitEthernet0/1/{}", port.number);
      case Nos::kJunos:
        return fmt::format("ge-0/0/{}", port.number);
      case Nos::kSros:
        return fmt::format("1/1/{}", port.number + 1);
    }
  }
  return "";
}

namespace {

/// Names of kinds as the inventory writes them, in the order of Kind.
constexpr const char* kKindWords[] = {
    "router",       "base-station", "line-system", "management-system", "operations-centre",
    "compute-host", "storage",      "circuit"};

/// Writes the files; items of a section may come in any order.
class Writer {
 public:
  Writer(const World& world, const RenderOptions& options)
      : world_(world), options_(options), dice_(options.order_seed) {}

  void Write(base::MemoryFiles& files) {
    std::vector<int> order = Order(world_.nodes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Node& node = world_.nodes[static_cast<std::size_t>(order[i])];
      if (node.end_system) continue;
      files.Add(fmt::format("{}/configs/{:02}.cfg", kSnapshotRoot, i), Config(order[i]));
    }
    if (options_.unused_device) files.Add(fmt::format("{}/configs/unused.cfg", kSnapshotRoot), Unused());
    files.Add(fmt::format("{}/batfish/layer1_topology.json", kSnapshotRoot), Cables());
    files.Add(fmt::format("{}/inventory.yaml", kSnapshotRoot), Inventory());
    files.Add(fmt::format("{}/ringfence.yaml", kSnapshotRoot), Policy());
  }

 private:
  std::vector<int> Order(std::size_t count) {
    std::vector<int> order;
    for (std::size_t i = 0; i < count; ++i) order.push_back(static_cast<int>(i));
    if (options_.order_seed != 0) dice_.Shuffle(order);
    return order;
  }
  const std::string& NameOf(int element) const {
    return world_.elements[static_cast<std::size_t>(element)].name;
  }
  const std::string& PartyName(int party) const {
    return world_.parties[static_cast<std::size_t>(party)].name;
  }

  std::string Config(int node) const {
    switch (world_.nodes[static_cast<std::size_t>(node)].nos) {
      case Nos::kIos:
        return RenderIos(world_, node);
      case Nos::kVrp:
        return RenderVrp(world_, node);
      case Nos::kJunos:
        return RenderJunos(world_, node);
      case Nos::kSros:
        return RenderSros(world_, node);
    }
    return "";
  }

  /// A router with a loopback and nothing else. Its index is one that no world reaches.
  std::string Unused() const {
    constexpr std::size_t kIndex = 200;
    World lonely;
    lonely.nodes.resize(kIndex + 1);
    lonely.elements.resize(kIndex + 1);
    lonely.nodes[kIndex].nos = world_.nodes[0].nos;
    lonely.elements[kIndex].name = "unused";
    return Writer(lonely, {}).Config(kIndex);
  }

  std::string Cables() {
    std::string text;
    for (int l : Order(world_.links.size())) {
      const Link& link = world_.links[static_cast<std::size_t>(l)];
      const auto end = [&](const LinkEnd& e) {
        return fmt::format("{{\"hostname\": \"{}\", \"interfaceName\": \"{}\"}}", NameOf(e.node),
                           PortName(world_, e.node, l));
      };
      text += fmt::format("{}{{\"node1\": {}, \"node2\": {}}}", text.empty() ? "" : ",\n", end(link.ends[0]),
                          end(link.ends[1]));
    }
    return fmt::format("{{\"edges\": [{}]}}\n", text);
  }

  std::string Stands(const Element& element) const {
    std::string text;
    for (const Stand& stand : element.stands) {
      text +=
          fmt::format(", {}: {}", kRoleNames[static_cast<std::size_t>(stand.role)], PartyName(stand.party));
    }
    return text;
  }

  std::string Interfaces(int node) const {
    for (std::size_t l = 0; l < world_.links.size(); ++l) {
      const Link& link = world_.links[l];
      if (!link.to_end_system || link.ends[1].node != node) continue;
      const int index = static_cast<int>(l);
      return fmt::format(", interfaces: {{n3: {{address: {}/29, gateway: {}}}, inner: {{address: {}/32}}}}",
                         Dotted(EndSystemAddress(index)), Dotted(AccessAddress(index) + 1),
                         Dotted(InnerAddress(node)));
    }
    return "";
  }

  std::string ElementText(int e) const {
    const Element& element = world_.elements[static_cast<std::size_t>(e)];
    std::string text = fmt::format("kind: {}", kKindWords[static_cast<std::size_t>(element.kind)]);
    if (!element.function.empty()) text += ", function: " + element.function;
    text += Stands(element);
    if (element.hosted_on >= 0) text += ", hosted-on: " + NameOf(element.hosted_on);
    if (!element.stores.empty()) text += fmt::format(", stores: [{}]", element.stores);
    if (element.site >= 0) text += ", site: " + world_.sites[static_cast<std::size_t>(element.site)].name;
    if (element.busy_mbps > 0) text += fmt::format(", busy-hour: {} Mbps", element.busy_mbps);
    if (element.kind == Kind::kManagementSystem || element.kind == Kind::kOperationsCentre) {
      text += fmt::format(", prefix: {}/28, logins: [{}], aaa-role: none", Dotted(ManagerAddress(e)),
                          LoginOf(world_, e));
    }
    text += Interfaces(e);
    return fmt::format("  {}: {{{}}}\n", element.name, text);
  }

  std::string CircuitText(int e) const {
    for (std::size_t l = 0; l < world_.links.size(); ++l) {
      const Link& link = world_.links[l];
      if (link.circuit != e) continue;
      std::string ends, over;
      for (const LinkEnd& end : link.ends) {
        ends += fmt::format("{}\"{}[{}]\"", ends.empty() ? "" : ", ", NameOf(end.node),
                            PortName(world_, end.node, static_cast<int>(l)));
      }
      for (int system : link.systems) over += fmt::format("{}{}", over.empty() ? "" : ", ", NameOf(system));
      const std::string ride = over.empty() ? "" : fmt::format(", over: [{}]", over);
      return fmt::format("  {}: {{between: [{}]{}{}}}\n", NameOf(e), ends, ride,
                         Stands(world_.elements[static_cast<std::size_t>(e)]));
    }
    return "";
  }

  std::string TunnelText(std::size_t index) const {
    const Tunnel& tunnel = world_.tunnels[index];
    std::uint32_t outer[2] = {0, 0};
    for (std::size_t l = 0; l < world_.links.size(); ++l) {
      for (int side = 0; side < 2; ++side) {
        const Link& link = world_.links[l];
        if (link.to_end_system && link.ends[1].node == tunnel.node[side])
          outer[side] = EndSystemAddress(static_cast<int>(l));
      }
    }
    std::string text;
    for (int side = 0; side < 2; ++side) {
      text += fmt::format(
          "  T{}-{}: {{kind: ipsec, at: {}, local: {}, peer: {}, protects: [{{source: {}/32, destination: "
          "{}/32}}], confidentiality: {}, integrity: {}}}\n",
          index, side, NameOf(tunnel.node[side]), Dotted(outer[side]), Dotted(outer[1 - side]),
          Dotted(InnerAddress(tunnel.node[side])), Dotted(InnerAddress(tunnel.node[1 - side])),
          tunnel.confidentiality[side], tunnel.integrity[side]);
    }
    return text;
  }

  std::string Inventory() {
    std::string sites, elements, circuits, access, tunnels;
    for (const Site& site : world_.sites) {
      sites += fmt::format("  {}: {{at: [{:.2f}, {:.2f}]}}\n", site.name, site.latitude / 100.0,
                           site.longitude / 100.0);
    }
    for (int e : Order(world_.elements.size())) {
      const bool circuit = world_.elements[static_cast<std::size_t>(e)].kind == Kind::kCircuit;
      (circuit ? circuits : elements) += circuit ? CircuitText(e) : ElementText(e);
    }
    // Of a kind that no rule counts, made by a party of no set.
    if (options_.unused_device)
      elements += fmt::format("  unused: {{kind: switch, maker: {}}}\n", PartyName(0));
    for (const Access& statement : world_.access) {
      std::string targets;
      for (int target : statement.targets)
        targets += fmt::format("{}{}", targets.empty() ? "" : ", ", NameOf(target));
      access += fmt::format("  - {{manager: {}, targets: [{}], access: write}}\n", NameOf(statement.manager),
                            targets);
    }
    for (std::size_t t = 0; t < world_.tunnels.size(); ++t) tunnels += TunnelText(t);
    std::string text = "inventory: 1\nsites:\n" + sites + "elements:\n" + elements;
    if (!circuits.empty()) text += "circuits:\n" + circuits;
    if (!access.empty()) text += "management:\n" + access;
    if (!tunnels.empty()) text += "tunnels:\n" + tunnels;
    return text;
  }

  std::string PartyText(const Party& party) const {
    std::string owners;
    for (const Share& share : party.owners) {
      const std::string amount = share.percent_min == share.percent_max
                                     ? fmt::format("{}%", share.percent_max)
                                     : fmt::format("{}%..{}%", share.percent_min, share.percent_max);
      owners += fmt::format("{}{}: {}", owners.empty() ? "" : ", ", PartyName(share.owner), amount);
    }
    const std::string shares = owners.empty() ? "" : fmt::format(", owners: {{{}}}", owners);
    const std::string kind = &party == world_.parties.data() ? "state" : party.maker ? "maker" : "company";
    return fmt::format("  {}: {{kind: {}{}}}\n", party.name, kind, shares);
  }

  std::string FlowText(const Flow& flow) const {
    std::string text =
        fmt::format("carries: secrets, between: [{}, {}], hosts: [{}/{}, {}/{}], traffic: {} Mbps",
                    NameOf(flow.ends[0].node), NameOf(flow.ends[1].node), Dotted(flow.ends[0].host),
                    flow.ends[0].length, Dotted(flow.ends[1].host), flow.ends[1].length, flow.traffic_mbps);
    if (flow.https_only) text += ", packets: {protocol: tcp, ports: [443]}";
    if (flow.tls) text += ", protected-by: tls";
    return fmt::format("  {}: {{{}}}\n", flow.name, text);
  }

  std::string RuleText(const Rule& rule) const {
    std::string flows, levels, kinds, functions;
    for (int f : rule.flows)
      flows += fmt::format("{}{}", flows.empty() ? "" : ", ", world_.flows[static_cast<std::size_t>(f)].name);
    for (int level : rule.levels)
      levels += fmt::format("{}{}", levels.empty() ? "" : ", ", kLevelNames[static_cast<std::size_t>(level)]);
    for (UnitKind kind : rule.kinds)
      kinds += fmt::format("{}{}", kinds.empty() ? "" : ", ", kUnitNames[static_cast<std::size_t>(kind)]);
    for (const std::string& function : rule.functions)
      functions += fmt::format("{}{}", functions.empty() ? "" : ", ", function);
    const std::string set = world_.sets[static_cast<std::size_t>(rule.set)].name;
    const std::string under = fmt::format("    under: {{failures: {}, of: [{}]}}\n", rule.failures, kinds);
    std::string text = fmt::format("  {}:\n    party: Crown\n    because: chance\n", rule.name);
    if (rule.kind == RuleKind::kConfine) {
      text +=
          fmt::format("    confine: [{}]\n    away-from: {}\n    levels: [{}]\n", flows, set, levels) + under;
    }
    if (rule.kind == RuleKind::kDeliver) text += fmt::format("    deliver: [{}]\n", flows) + under;
    if (rule.kind == RuleKind::kDiversify) text += fmt::format("    diversify: [{}]\n", flows);
    if (rule.kind == RuleKind::kExclude && rule.near)
      text += fmt::format("    exclude: {}\n    near: {}\n", set, world_.place.name);
    if (rule.kind == RuleKind::kExclude && !rule.near) {
      text += fmt::format("    exclude: {}\n    from-functions: [{}]\n", set, functions);
      if (!rule.storing.empty()) text += fmt::format("    storing: [{}]\n", rule.storing);
    }
    if (rule.kind == RuleKind::kCap) {
      text += fmt::format("    cap: {}\n    at-most: {}%\n    among: {{kind: {}}}\n    flows: [{}]\n", set,
                          rule.at_most, kKindWords[static_cast<std::size_t>(rule.among)], flows);
      text +=
          "    measures: [count, sites, traffic, traffic-through, traffic-read, traffic-meta, traffic-alter, "
          "traffic-cut]\n";
    }
    const bool of_set = rule.kind != RuleKind::kDeliver && rule.kind != RuleKind::kDiversify;
    if (rule.makers_only && of_set) text += "    roles: [maker]\n";
    if (!rule.in_force) text += "    from: 2030-01-01\n";
    return text;
  }

  std::string Policy() {
    std::string text = "ringfence: 1\nas-of: 2026-07-01\nparties:\n";
    for (int p : Order(world_.parties.size())) text += PartyText(world_.parties[static_cast<std::size_t>(p)]);
    text += "sets:\n";
    for (const PartySet& set : world_.sets) {
      std::string seeds;
      for (int seed : set.seeds) seeds += fmt::format("{}{}", seeds.empty() ? "" : ", ", PartyName(seed));
      const std::string owned = set.owned_from == 0 ? "" : fmt::format(", owned-from: {}%", set.owned_from);
      text += fmt::format("  {}: {{parties: [{}]{}}}\n", set.name, seeds, owned);
    }
    text += fmt::format("places:\n  {}: {{at: [{:.2f}, {:.2f}], radius: {} km}}\n", world_.place.name,
                        world_.place.latitude / 100.0, world_.place.longitude / 100.0, kPlaceRadiusKm);
    text += "information:\n  secrets: {owner: Crown}\nflows:\n";
    for (int f : Order(world_.flows.size())) text += FlowText(world_.flows[static_cast<std::size_t>(f)]);
    text += "rules:\n";
    for (int r : Order(world_.rules.size())) text += RuleText(world_.rules[static_cast<std::size_t>(r)]);
    return text;
  }

  const World& world_;
  const RenderOptions& options_;
  Dice dice_;
};

}  // namespace

void Render(const World& world, const RenderOptions& options, base::MemoryFiles& files) {
  Writer(world, options).Write(files);
}

}  // namespace ringfence::oracle
