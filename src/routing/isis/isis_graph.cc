// Who hears whom in IS-IS.
//
// Two ports on one link become neighbours at a level when both run it, neither is passive, they think the
// link is of the same type, hellos carry the same authentication, system ids differ, and at level 1 the
// instances have an area in common (ISO 10589 section 8.2). Routers whose LSPs carry different authentication
// discard each other's: that is no adjacency for routes. A family crosses the link when both ends run it:
// IPv4 ends must share a subnet or borrow their addresses, and IPv6 needs both ends in one topology or both
// in two (RFC 5120). On a shared segment every pair of neighbours is an edge: a pseudonode costs nothing
// towards its members, so distances and next hops are the same. Not modelled: MTU, tunnels, circuits that
// hear only some of a segment's members.

#include "routing/isis/isis_graph.h"

#include <fmt/format.h>

#include <algorithm>

#include "routing/links.h"
#include "routing/tunnel_ends.h"

namespace ringfence::routing::isis {
namespace {

using base::DiagnosticKind;

std::size_t TopologyOf(net::Family family) { return family == net::Family::kIpv4 ? 0 : 1; }

class GraphBuilder {
 public:
  GraphBuilder(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings)
      : network_(network), prefixes_(prefixes), findings_(findings) {}

  Graph Build() {
    graph_.routers_of_table.resize(network_.tables().size());
    ports_at_.resize(network_.slot_count());
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) {
      for (const IsisProcess& process : network_.nodes()[n].config.isis.processes) {
        if (!process.system_id.empty()) AddRouter(model::NodeId(n), process);
      }
    }
    for (const model::Link& link : network_.links()) {
      for (std::size_t j = 0; j < link.ends.size(); ++j) {
        for (std::size_t i = 0; i < j; ++i)
          AddPair(ports_at_[network_.SlotOf(link.ends[i])], ports_at_[network_.SlotOf(link.ends[j])]);
      }
    }
    AddArcs();
    return std::move(graph_);
  }

 private:
  const model::Device& DeviceOf(model::NodeId node) const {
    return network_.nodes()[node.index()].config.device;
  }

  void AddRouter(model::NodeId node, const IsisProcess& process) {
    const auto number = static_cast<std::uint32_t>(graph_.routers.size());
    Router& router = graph_.routers.emplace_back();
    router.node = node;
    router.table = network_.FindTable(node, process.vrf);
    router.process = &process;
    graph_.routers_of_table[router.table.index()].push_back(number);
    for (const IsisInterface& isis : process.interfaces) AddPort(number, isis);
  }

  void AddPort(std::uint32_t number, const IsisInterface& isis) {
    Router& router = graph_.routers[number];
    const model::Device& device = DeviceOf(router.node);
    const model::InterfaceIndex index = model::FindInterface(device, isis.name);
    if (!index.valid()) {
      findings_.Add(
          {DiagnosticKind::kReferenceUndefined, isis.span,
           fmt::format("IS-IS on {} names interface '{}', which is not configured", device.name, isis.name)});
      return;
    }
    if (network_.TableAt({router.node, index}) != router.table) return;
    const model::Interface& interface = device.interfaces[index.index()];
    Port port;
    port.router = number;
    port.slot = static_cast<std::uint32_t>(network_.SlotOf({router.node, index}));
    port.interface = index;
    port.config = &isis;
    port.levels = isis.levels & router.process->levels;
    AddAddresses(device, interface, port);
    const auto place = static_cast<std::uint32_t>(graph_.ports.size());
    router.ports.push_back(place);
    const bool loopback =
        isis.type == IsisNetworkType::kLoopback || interface.kind == model::InterfaceKind::kLoopback;
    const bool alone =
        interface.kind == model::InterfaceKind::kTunnel && !CarriesIsis(network_, {router.node, index});
    if (!loopback && !alone) ports_at_[port.slot].push_back(place);
    if (alone && !isis.passive) {
      findings_.Add(
          {DiagnosticKind::kAdjacencyUnmet, isis.span,
           fmt::format("IS-IS over the tunnel interface {}[{}] is not computed", device.name, isis.name)});
    }
    graph_.ports.push_back(std::move(port));
  }

  void AddAddresses(const model::Device& device, const model::Interface& interface, Port& port) {
    for (const model::InterfaceAddress& address : interface.addresses) {
      const net::HostPrefix& host = address.address;
      const std::size_t topology = TopologyOf(host.address.family);
      // Neighbours use the link-local address where there is one.
      if (!port.address[topology] || IsLinkLocal(host.address)) port.address[topology] = host.address;
      const bool runs = topology == 0 ? port.config->ipv4 : port.config->ipv6;
      if (runs && !IsLinkLocal(host.address))
        port.connected[topology].push_back(prefixes_.Find(host.subnet()));
    }
    const model::InterfaceIndex lender = model::FindInterface(device, interface.unnumbered_from);
    if (port.address[0] || !lender.valid()) return;
    for (const model::InterfaceAddress& address : device.interfaces[lender.index()].addresses) {
      if (!port.address[0] && address.address.address.family == net::Family::kIpv4)
        port.address[0] = address.address.address;
    }
  }

  const IsisProcess& ProcessOf(const Port& port) const { return *graph_.routers[port.router].process; }

  std::string Describe(const Port& port) const {
    return fmt::format("{}[{}]", DeviceOf(graph_.routers[port.router].node).name, port.config->name);
  }

  std::uint32_t NumberOf(const Port& port) const {
    return static_cast<std::uint32_t>(&port - graph_.ports.data());
  }

  void Report(const Port& a, const Port& b, std::string_view about, std::string what) {
    graph_.refusals.push_back({NumberOf(a), NumberOf(b), about});
    findings_.Add({DiagnosticKind::kAdjacencyUnmet, a.config->span, std::move(what), {b.config->span}});
  }
  void ReportDifference(const Port& a, const Port& b, std::string_view what) {
    Report(a, b, what, fmt::format("{} and {} do not agree on the IS-IS {}", Describe(a), Describe(b), what));
  }

  bool IsUnnumbered(const Port& port) const {
    return !DeviceOf(graph_.routers[port.router].node)
                .interfaces[port.interface.index()]
                .unnumbered_from.empty();
  }

  bool ShareSubnet(const Port& a, const Port& b) const {
    if (IsUnnumbered(a) || IsUnnumbered(b)) return true;
    return std::ranges::any_of(a.connected[0], [&](PrefixIndex subnet) {
      return std::ranges::find(b.connected[0], subnet) != b.connected[0].end();
    });
  }

  /// What keeps the hellos of two ports from being accepted whatever the level, or "".
  std::string_view HellosDiffer(const Port& a, const Port& b) const {
    if (ProcessOf(a).system_id == ProcessOf(b).system_id) return "system id (must differ)";
    if (a.config->type != b.config->type) return "network type";
    if (a.config->authentication != b.config->authentication) return "hello authentication";
    if (a.config->ipv4 && b.config->ipv4 && !ShareSubnet(a, b)) return "subnet";
    return "";
  }

  /// Levels at which two ports become neighbours; says why not at the others that both run.
  Levels CommonLevels(const Port& a, const Port& b) {
    const Levels both = a.levels & b.levels;
    if (both == 0) {
      ReportDifference(a, b, "levels");
      return 0;
    }
    Levels levels = 0;
    const IsisProcess& mine = ProcessOf(a);
    const IsisProcess& theirs = ProcessOf(b);
    if ((both & kLevel1) != 0) {
      if (!ShareArea(mine, theirs)) {
        if (both == kLevel1) ReportDifference(a, b, "area");
      } else if (mine.authentication_level1 != theirs.authentication_level1) {
        ReportDifference(a, b, "level 1 authentication");
      } else {
        levels |= kLevel1;
      }
    }
    if ((both & kLevel2) != 0) {
      if (mine.authentication_level2 != theirs.authentication_level2) {
        ReportDifference(a, b, "level 2 authentication");
      } else {
        levels |= kLevel2;
      }
    }
    return levels;
  }

  void AddPair(const std::vector<std::uint32_t>& mine, const std::vector<std::uint32_t>& theirs) {
    for (const std::uint32_t a : mine) {
      for (const std::uint32_t b : theirs) Meet(a, b);
    }
  }

  void Meet(std::uint32_t a_number, std::uint32_t b_number) {
    const Port& a = graph_.ports[a_number];
    const Port& b = graph_.ports[b_number];
    if (a.config->passive && b.config->passive) return;
    if (a.config->passive || b.config->passive) {
      const Port& silent = a.config->passive ? a : b;
      const Port& speaker = a.config->passive ? b : a;
      return Report(
          speaker, silent, "passive",
          fmt::format("{} speaks IS-IS to {}, which is passive", Describe(speaker), Describe(silent)));
    }
    if (const std::string_view why = HellosDiffer(a, b); !why.empty()) return ReportDifference(a, b, why);
    Edge edge{a_number, b_number, CommonLevels(a, b), {}};
    if (edge.levels == 0) return;
    edge.topology[0] = a.config->ipv4 && b.config->ipv4;
    edge.topology[1] = a.config->ipv6 && b.config->ipv6 && a.address[1] && b.address[1] &&
                       ProcessOf(a).multi_topology == ProcessOf(b).multi_topology;
    if (a.config->ipv4 != b.config->ipv4 || a.config->ipv6 != b.config->ipv6)
      ReportDifference(a, b, "address families");
    else if (a.config->ipv6 && ProcessOf(a).multi_topology != ProcessOf(b).multi_topology)
      ReportDifference(a, b, "number of topologies");
    AddEdge(edge);
    std::swap(edge.from, edge.to);
    AddEdge(edge);
  }

  void AddEdge(const Edge& edge) {
    graph_.routers[graph_.ports[edge.from].router].edges.push_back(
        static_cast<std::uint32_t>(graph_.edges.size()));
    graph_.edges.push_back(edge);
  }

  void AddArcs() {
    std::vector<std::uint32_t> arc_of(graph_.edges.size());
    for (const Router& router : graph_.routers) {
      graph_.first_arc.push_back(static_cast<std::uint32_t>(graph_.arcs.size()));
      for (const std::uint32_t number : router.edges) {
        const Port& from = graph_.ports[graph_.edges[number].from];
        const Port& to = graph_.ports[graph_.edges[number].to];
        arc_of[number] = static_cast<std::uint32_t>(graph_.arcs.size());
        graph_.arcs.push_back({number, to.router, from.slot, to.slot, 0});
      }
    }
    graph_.first_arc.push_back(static_cast<std::uint32_t>(graph_.arcs.size()));
    // Edges come in pairs.
    for (Arc& arc : graph_.arcs) arc.back = arc_of[arc.edge ^ 1U];
  }

  const Network& network_;
  const PrefixTable& prefixes_;
  base::Diagnostics& findings_;
  Graph graph_;
  std::vector<std::vector<std::uint32_t>> ports_at_;  ///< by slot
};

}  // namespace

bool ShareArea(const IsisProcess& a, const IsisProcess& b) {
  return std::ranges::any_of(a.area_ids, [&](const std::string& area) {
    return std::ranges::find(b.area_ids, area) != b.area_ids.end();
  });
}

void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes) {
  for (const Node& node : network.nodes()) {
    for (const IsisProcess& process : node.config.isis.processes) {
      prefixes.push_back(net::Prefix::Default(net::Family::kIpv4));
      prefixes.push_back(net::Prefix::Default(net::Family::kIpv6));
      for (const IsisSummary& summary : process.summaries) prefixes.push_back(summary.prefix);
      for (const IsisLocator& locator : process.locators) prefixes.push_back(locator.prefix);
    }
  }
}

Graph BuildGraph(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings) {
  return GraphBuilder(network, prefixes, findings).Build();
}

}  // namespace ringfence::routing::isis
