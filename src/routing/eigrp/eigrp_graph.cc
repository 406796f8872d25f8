// Who hears whom in EIGRP.
//
// Two ports on one link become neighbours when neither is passive, autonomous system, K values and
// authentication are equal, and each one's primary address lies in a subnet of the other (RFC 7868 section
// 5.3). Masks and timers need not agree. A pair in different autonomous systems is a finding only when no
// pair of the two interfaces fits. Automatic summaries are the classful networks of a router's other
// interfaces, where these belong to another classful network. IPv6 and tunnel interfaces are not computed and
// say so.

#include "routing/eigrp/eigrp_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace ringfence::routing::eigrp {
namespace {

using base::DiagnosticKind;

/// The classful network of an address.
net::Prefix Classful(const net::IpAddress& address) {
  const std::uint32_t first = address.v4() >> 24;
  return net::Prefix::Of(address, first < 128 ? 8 : first < 192 ? 16 : 24);
}

std::vector<net::HostPrefix> AddressesOf(const model::Interface& interface) {
  std::vector<net::HostPrefix> addresses;
  for (const model::InterfaceAddress& address : interface.addresses) {
    if (address.address.address.family == net::Family::kIpv4) addresses.push_back(address.address);
  }
  return addresses;
}

/// Networks of the process's interfaces that other interfaces announce as a whole.
std::set<net::Prefix> AutoSummariesOf(const model::Device& device, const EigrpProcess& process,
                                      const net::IpAddress& at) {
  std::set<net::Prefix> networks;
  for (const EigrpInterface& eigrp : process.interfaces) {
    const model::InterfaceIndex index = model::FindInterface(device, eigrp.name);
    if (!index.valid()) continue;
    for (const net::HostPrefix& address : AddressesOf(device.interfaces[index.index()])) {
      const net::Prefix network = Classful(address.address);
      if (address.length > network.length && network != Classful(at)) networks.insert(network);
    }
  }
  return networks;
}

class GraphBuilder {
 public:
  GraphBuilder(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings)
      : network_(network), prefixes_(prefixes), findings_(findings) {}

  Graph Build() {
    graph_.routers_of_table.resize(network_.tables().size());
    ports_at_.resize(network_.slot_count());
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) {
      for (const EigrpProcess& process : network_.nodes()[n].config.eigrp.processes)
        AddRouter(model::NodeId(n), process);
    }
    for (const model::Link& link : network_.links()) AddAdjacencies(link);
    return std::move(graph_);
  }

 private:
  const model::Device& DeviceOf(model::NodeId node) const {
    return network_.nodes()[node.index()].config.device;
  }

  void AddRouter(model::NodeId node, const EigrpProcess& process) {
    if (process.family != net::Family::kIpv4) {
      findings_.Add({DiagnosticKind::kAdjacencyUnmet, process.span,
                     fmt::format("EIGRP for IPv6 on {} is not computed", DeviceOf(node).name)});
      return;
    }
    const auto number = static_cast<std::uint32_t>(graph_.routers.size());
    Router& router = graph_.routers.emplace_back();
    router.node = node;
    router.table = network_.FindTable(node, process.vrf);
    router.process = &process;
    router.process_name = std::to_string(process.as);
    graph_.routers_of_table[router.table.index()].push_back(number);
    for (const EigrpInterface& eigrp : process.interfaces) AddPort(number, eigrp);
  }

  void AddPort(std::uint32_t number, const EigrpInterface& eigrp) {
    Router& router = graph_.routers[number];
    const model::Device& device = DeviceOf(router.node);
    const model::InterfaceIndex index = model::FindInterface(device, eigrp.name);
    if (!index.valid()) {
      findings_.Add({DiagnosticKind::kReferenceUndefined, eigrp.span,
                     fmt::format("EIGRP on {} names interface '{}', which is not configured", device.name,
                                 eigrp.name)});
      return;
    }
    if (network_.TableAt({router.node, index}) != router.table) return;
    Port port;
    port.router = number;
    port.slot = static_cast<std::uint32_t>(network_.SlotOf({router.node, index}));
    port.interface = index;
    port.config = &eigrp;
    for (const net::HostPrefix& address : AddressesOf(device.interfaces[index.index()])) {
      if (!port.numbered) port.address = address.address;
      port.numbered = true;
      port.connected.push_back(prefixes_.Find(address.subnet()));
    }
    for (const net::Prefix& summary : eigrp.summaries) port.summaries.push_back(prefixes_.Find(summary));
    if (router.process->auto_summary && port.numbered) {
      for (const net::Prefix& network : AutoSummariesOf(device, *router.process, port.address))
        port.summaries.push_back(prefixes_.Find(network));
    }
    std::erase(port.summaries, kNoPrefix);
    const auto place = static_cast<std::uint32_t>(graph_.ports.size());
    router.ports.push_back(place);
    const bool tunnel = device.interfaces[index.index()].kind == model::InterfaceKind::kTunnel;
    if (!tunnel || network_.LinkOf({router.node, index}).valid()) {
      ports_at_[port.slot].push_back(place);
    } else if (!eigrp.passive) {
      findings_.Add(
          {DiagnosticKind::kAdjacencyUnmet, eigrp.span,
           fmt::format("EIGRP over the tunnel interface {}[{}] is not computed", device.name, eigrp.name)});
    }
    graph_.ports.push_back(std::move(port));
  }

  const EigrpProcess& ProcessOf(const Port& port) const { return *graph_.routers[port.router].process; }

  std::string Describe(const Port& port) const {
    return fmt::format("{}[{}]", DeviceOf(graph_.routers[port.router].node).name, port.config->name);
  }

  void Report(const Port& a, const Port& b, std::string what) {
    findings_.Add({DiagnosticKind::kAdjacencyUnmet, a.config->span, std::move(what), {b.config->span}});
  }

  void ReportDifference(const Port& a, const Port& b, std::string_view what) {
    Report(a, b, fmt::format("{} and {} do not agree on the EIGRP {}", Describe(a), Describe(b), what));
  }

  bool InSubnetOf(const Port& a, const Port& b) const {
    return std::ranges::any_of(b.connected,
                               [&](PrefixIndex subnet) { return prefixes_[subnet].Contains(a.address); });
  }

  /// True when two ports of one autonomous system become neighbours; else says why not.
  bool Hear(const Port& a, const Port& b) {
    if (a.config->passive && b.config->passive) return false;
    if (a.config->passive || b.config->passive) {
      const Port& silent = a.config->passive ? a : b;
      const Port& speaker = a.config->passive ? b : a;
      Report(speaker, silent,
             fmt::format("{} speaks EIGRP to {}, which is passive", Describe(speaker), Describe(silent)));
    } else if (ProcessOf(a).k != ProcessOf(b).k) {
      ReportDifference(a, b, "K values");
    } else if (a.config->authentication != b.config->authentication) {
      ReportDifference(a, b, "authentication");
    } else if (!a.numbered || !b.numbered || !InSubnetOf(a, b) || !InSubnetOf(b, a)) {
      ReportDifference(a, b, "subnet");
    } else {
      return true;
    }
    return false;
  }

  void AddPair(const std::vector<std::uint32_t>& mine, const std::vector<std::uint32_t>& theirs) {
    bool common = false;
    for (const std::uint32_t a : mine) {
      for (const std::uint32_t b : theirs) {
        if (ProcessOf(graph_.ports[a]).as != ProcessOf(graph_.ports[b]).as) continue;
        common = true;
        if (!Hear(graph_.ports[a], graph_.ports[b])) continue;
        AddEdge(a, b);
        AddEdge(b, a);
      }
    }
    if (common || mine.empty() || theirs.empty()) return;
    const Port& a = graph_.ports[mine[0]];
    const Port& b = graph_.ports[theirs[0]];
    if (!a.config->passive && !b.config->passive) ReportDifference(a, b, "autonomous system");
  }

  void AddEdge(std::uint32_t from, std::uint32_t to) {
    graph_.routers[graph_.ports[from].router].edges.push_back(
        static_cast<std::uint32_t>(graph_.edges.size()));
    graph_.edges.push_back({from, to});
  }

  void AddAdjacencies(const model::Link& link) {
    for (std::size_t j = 0; j < link.ends.size(); ++j) {
      for (std::size_t i = 0; i < j; ++i)
        AddPair(ports_at_[network_.SlotOf(link.ends[i])], ports_at_[network_.SlotOf(link.ends[j])]);
    }
  }

  const Network& network_;
  const PrefixTable& prefixes_;
  base::Diagnostics& findings_;
  Graph graph_;
  std::vector<std::vector<std::uint32_t>> ports_at_;  ///< by slot
};

}  // namespace

void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes) {
  for (const Node& node : network.nodes()) {
    for (const EigrpProcess& process : node.config.eigrp.processes) {
      for (const EigrpInterface& eigrp : process.interfaces) {
        prefixes.insert(prefixes.end(), eigrp.summaries.begin(), eigrp.summaries.end());
        const model::InterfaceIndex index = model::FindInterface(node.config.device, eigrp.name);
        if (!process.auto_summary || !index.valid()) continue;
        for (const net::HostPrefix& address : AddressesOf(node.config.device.interfaces[index.index()]))
          prefixes.push_back(Classful(address.address));
      }
    }
  }
}

Graph BuildGraph(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings) {
  return GraphBuilder(network, prefixes, findings).Build();
}

}  // namespace ringfence::routing::eigrp
