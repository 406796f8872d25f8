// Who hears whom in RIP.
//
// RIP has no adjacencies: a port hears what another port of its link sends, when that one sends at all
// (passive ports do not), this one receives, and both authenticate alike (RFC 2453 sections 3.6 and 4.1). An
// update that does not come from a directly connected subnet is dropped (section 3.9.2), so the sender's
// address must lie in a subnet of the hearer; RIPng speaks from link-local addresses (RFC 2080 section 2.4.2)
// and needs no common subnet. Hearing may be one-sided. Senders with several addresses in the hearer's
// subnets send from each: which becomes the next hop is not computed, and such an edge is doubtful.

#include "routing/rip/rip_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "routing/links.h"

namespace ringfence::routing::rip {
namespace {

using base::DiagnosticKind;

class GraphBuilder {
 public:
  GraphBuilder(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings)
      : network_(network), prefixes_(prefixes), findings_(findings) {}

  Graph Build() {
    graph_.routers_of_table.resize(network_.tables().size());
    ports_at_.resize(network_.slot_count());
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) {
      for (const RipProcess& process : network_.nodes()[n].config.rip.processes)
        AddRouter(model::NodeId(n), process);
    }
    for (const model::Link& link : network_.links()) {
      for (std::size_t j = 0; j < link.ends.size(); ++j) {
        for (std::size_t i = 0; i < j; ++i) AddPairs(link.ends[i], link.ends[j]);
      }
    }
    return std::move(graph_);
  }

 private:
  const model::Device& DeviceOf(model::NodeId node) const {
    return network_.nodes()[node.index()].config.device;
  }
  const RipProcess& ProcessOf(const Port& port) const { return *graph_.routers[port.router].process; }

  void AddRouter(model::NodeId node, const RipProcess& process) {
    const auto number = static_cast<std::uint32_t>(graph_.routers.size());
    Router& router = graph_.routers.emplace_back();
    router.node = node;
    router.table = network_.FindTable(node, process.vrf);
    router.process = &process;
    graph_.routers_of_table[router.table.index()].push_back(number);
    for (const RipInterface& rip : process.interfaces) AddPort(number, rip);
  }

  void AddPort(std::uint32_t number, const RipInterface& rip) {
    Router& router = graph_.routers[number];
    const model::Device& device = DeviceOf(router.node);
    const model::InterfaceIndex index = model::FindInterface(device, rip.name);
    if (!index.valid()) {
      findings_.Add(
          {DiagnosticKind::kReferenceUndefined, rip.span,
           fmt::format("RIP on {} names interface '{}', which is not configured", device.name, rip.name)});
      return;
    }
    if (network_.TableAt({router.node, index}) != router.table) return;
    const model::Interface& interface = device.interfaces[index.index()];
    Port port;
    port.router = number;
    port.slot = static_cast<std::uint32_t>(network_.SlotOf({router.node, index}));
    port.interface = index;
    port.config = &rip;
    for (const model::InterfaceAddress& address : interface.addresses) {
      if (address.address.address.family != router.process->family) continue;
      port.addresses.push_back(address.address);
      if (!IsLinkLocal(address.address.address))
        port.subnets.push_back(prefixes_.Find(address.address.subnet()));
    }
    const auto place = static_cast<std::uint32_t>(graph_.ports.size());
    router.ports.push_back(place);
    if (interface.kind != model::InterfaceKind::kTunnel || network_.LinkOf({router.node, index}).valid()) {
      ports_at_[port.slot].push_back(place);
    } else if (!rip.passive) {
      findings_.Add(
          {DiagnosticKind::kAdjacencyUnmet, rip.span,
           fmt::format("RIP over the tunnel interface {}[{}] is not computed", device.name, rip.name)});
    }
    graph_.ports.push_back(std::move(port));
  }

  void ReportDifference(const Port& a, const Port& b, std::string_view what) {
    const auto describe = [&](const Port& port) {
      return fmt::format("{}[{}]", DeviceOf(graph_.routers[port.router].node).name, port.config->name);
    };
    findings_.Add({DiagnosticKind::kAdjacencyUnmet,
                   a.config->span,
                   fmt::format("{} and {} do not agree on the RIP {}", describe(a), describe(b), what),
                   {b.config->span}});
  }

  void AddPairs(const model::Endpoint& one, const model::Endpoint& other) {
    for (const std::uint32_t a : ports_at_[network_.SlotOf(one)]) {
      for (const std::uint32_t b : ports_at_[network_.SlotOf(other)]) Meet(a, b);
    }
  }

  void Meet(std::uint32_t a_number, std::uint32_t b_number) {
    const Port& a = graph_.ports[a_number];
    const Port& b = graph_.ports[b_number];
    if (ProcessOf(a).family != ProcessOf(b).family) return;
    const bool forth = Wants(a, b);
    const bool back = Wants(b, a);
    if (!forth && !back) return;
    if (a.config->authentication != b.config->authentication) return ReportDifference(a, b, "authentication");
    const bool heard = !forth || AddEdge(a_number, b_number);
    const bool heard_back = !back || AddEdge(b_number, a_number);
    if (!heard || !heard_back) ReportDifference(a, b, "subnet");
  }

  /// `hearer` listens and `speaker` speaks.
  static bool Wants(const Port& hearer, const Port& speaker) {
    return hearer.config->receives && speaker.config->sends && !speaker.config->passive;
  }

  /// Addresses by which the hearer reaches the speaker.
  std::vector<net::IpAddress> GatewaysOf(const Port& hearer, const Port& speaker) const {
    std::vector<net::IpAddress> gateways;
    if (ProcessOf(speaker).family == net::Family::kIpv6) {
      if (hearer.addresses.empty() || speaker.addresses.empty()) return gateways;
      const auto local = std::ranges::find_if(
          speaker.addresses, [](const net::HostPrefix& address) { return IsLinkLocal(address.address); });
      gateways.push_back((local == speaker.addresses.end() ? speaker.addresses.begin() : local)->address);
      return gateways;
    }
    for (const net::HostPrefix& address : speaker.addresses) {
      const bool near = std::ranges::any_of(hearer.addresses, [&](const net::HostPrefix& own) {
        return own.subnet().Contains(address.address);
      });
      if (near) gateways.push_back(address.address);
    }
    return gateways;
  }

  bool AddEdge(std::uint32_t from, std::uint32_t to) {
    const std::vector<net::IpAddress> gateways = GatewaysOf(graph_.ports[from], graph_.ports[to]);
    if (gateways.empty()) return false;
    graph_.routers[graph_.ports[from].router].edges.push_back(
        static_cast<std::uint32_t>(graph_.edges.size()));
    graph_.edges.push_back({from, to, gateways.front(), gateways.size() > 1});
    return true;
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
    for (const RipProcess& process : node.config.rip.processes) {
      if (process.default_origination) prefixes.push_back(net::Prefix::Default(process.family));
    }
  }
}

Graph BuildGraph(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings) {
  return GraphBuilder(network, prefixes, findings).Build();
}

}  // namespace ringfence::routing::rip
