// Who is whose IS-IS neighbour, and why not.
//
// The graph has decided every pair: edges are those that fit, refusals what two ports do not agree on. A
// refusal that concerns one level keeps the two apart there; one about families or topologies leaves an
// adjacency that carries less. Here they are put into words, with the interfaces that wait for somebody.
// Cost: O(edges, refusals, and pairs on each link).

#include "routing/isis/neighbor_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "routing/tunnel_ends.h"

namespace ringfence::routing::isis {
namespace {

using model::Endpoint;

std::string LevelsText(Levels levels) {
  return levels == kLevelBoth ? "level-1-2"
         : levels == kLevel1  ? "level-1"
         : levels == kLevel2  ? "level-2"
                              : "none";
}

class List {
 public:
  List(const Network& network, const Graph& graph, const std::vector<std::uint8_t>& up,
       std::vector<Adjacency>& adjacencies)
      : network_(network), graph_(graph), up_(up), adjacencies_(adjacencies) {}

  void Run() {
    ports_at_.resize(network_.slot_count());
    for (std::uint32_t p = 0; p < graph_.ports.size(); ++p) {
      const bool silent =
          InterfaceOf(p).kind == model::InterfaceKind::kTunnel && !CarriesIsis(network_, EndOf(p));
      if (!IsLoopback(graph_.ports[p]) && !silent) ports_at_[graph_.ports[p].slot].push_back(p);
    }
    for (const Edge& edge : graph_.edges) {
      if (edge.from < edge.to) AddUp(edge);
    }
    for (const Refusal& refusal : graph_.refusals) AddRefusal(refusal);
    for (const model::Link& link : network_.links()) LookAlong(link);
    for (std::uint32_t p = 0; p < graph_.ports.size(); ++p) {
      const bool tunnel = InterfaceOf(p).kind == model::InterfaceKind::kTunnel;
      const bool joined = tunnel ? CarriesIsis(network_, EndOf(p)) : network_.LinkOf(EndOf(p)).valid();
      if (!IsLoopback(graph_.ports[p]) && !joined) AddAlone(p);
    }
  }

 private:
  const Router& RouterOf(std::uint32_t port) const { return graph_.routers[graph_.ports[port].router]; }
  Endpoint EndOf(std::uint32_t port) const { return {RouterOf(port).node, graph_.ports[port].interface}; }
  const model::Interface& InterfaceOf(std::uint32_t port) const { return network_.InterfaceAt(EndOf(port)); }
  bool IsLoopback(const Port& port) const {
    const Endpoint end{graph_.routers[port.router].node, port.interface};
    return port.config->type == IsisNetworkType::kLoopback ||
           network_.InterfaceAt(end).kind == model::InterfaceKind::kLoopback;
  }

  AdjacencyEnd Describe(std::uint32_t number) const {
    const Port& port = graph_.ports[number];
    AdjacencyEnd end{
        RouterOf(number).node,         port.interface,     std::nullopt, RouterOf(number).process->vrf,
        RouterOf(number).process->tag, {port.config->span}};
    if (!port.connected[0].empty()) end.address = port.address[0];
    if (!end.address && port.address[1]) end.address = port.address[1];
    return end;
  }

  Adjacency Start(std::uint32_t port) const {
    Adjacency adjacency{.protocol = AdjacencyProtocol::kIsis};
    adjacency.scope = LevelsText(graph_.ports[port].levels);
    if (graph_.ports[port].config->ipv4) adjacency.families.emplace_back("ipv4");
    if (graph_.ports[port].config->ipv6) adjacency.families.emplace_back("ipv6");
    adjacency.ends[0] = Describe(port);
    return adjacency;
  }

  Adjacency Start(std::uint32_t a, std::uint32_t b) const {
    Adjacency adjacency = Start(a);
    adjacency.scope = Both(adjacency.scope, LevelsText(graph_.ports[b].levels));
    std::erase_if(adjacency.families, [&](const std::string& family) {
      return !(family == "ipv4" ? graph_.ports[b].config->ipv4 : graph_.ports[b].config->ipv6);
    });
    adjacency.ends[1] = Describe(b);
    return adjacency;
  }

  void AddUp(const Edge& edge) {
    Adjacency adjacency = Start(edge.from, edge.to);
    adjacency.scope = LevelsText(edge.levels);
    adjacency.families.clear();
    if (edge.topology[0]) adjacency.families.emplace_back("ipv4");
    if (edge.topology[1]) adjacency.families.emplace_back("ipv6");
    NoteDownInterfaces(network_, up_, adjacency);
    place_of_[{edge.from, edge.to}] = adjacencies_.size();  // ascending
    adjacencies_.push_back(std::move(adjacency));
  }

  void AddRefusal(const Refusal& refusal) {
    if (graph_.ports[refusal.a].router == graph_.ports[refusal.b].router) return;  // its own echo
    const std::string sentence =
        refusal.about == "passive"
            ? fmt::format("{} is passive", TextOf(network_, EndOf(refusal.b)))
            : fmt::format("{} and {} do not agree on the IS-IS {}{}", TextOf(network_, EndOf(refusal.a)),
                          TextOf(network_, EndOf(refusal.b)), refusal.about, ValuesOf(refusal));
    const bool one_level = refusal.about.starts_with("level ");
    const auto formed = place_of_.find(std::minmax(refusal.a, refusal.b));
    if (formed != place_of_.end() && !one_level) {
      Adjacency& adjacency = adjacencies_[formed->second];
      if (adjacency.state != AdjacencyState::kUp) return;
      adjacency.cause = WordOf(refusal.about);
      adjacency.what = sentence;
      return;
    }
    Adjacency adjacency = Start(refusal.a, refusal.b);
    if (one_level) adjacency.scope = LevelsText(refusal.about.starts_with("level 1") ? kLevel1 : kLevel2);
    adjacency.state = AdjacencyState::kNever;
    adjacency.cause = WordOf(refusal.about);
    adjacency.what = sentence;
    adjacency.ends[0].lines = LinesOf(refusal.about, refusal.a);
    adjacency.ends[1].lines = LinesOf(refusal.about, refusal.b);
    adjacencies_.push_back(std::move(adjacency));
  }

  /// What the two ends say; "" where it is a secret or says nothing more.
  std::string ValuesOf(const Refusal& refusal) const {
    const auto values = [&](auto text) {
      return fmt::format(": {} against {}", text(refusal.a), text(refusal.b));
    };
    if (refusal.about.starts_with("system id"))
      return fmt::format(": {}", RouterOf(refusal.a).process->system_id);
    if (refusal.about == "levels")
      return values([&](std::uint32_t port) { return LevelsText(graph_.ports[port].levels); });
    if (refusal.about == "area") {
      return values([&](std::uint32_t port) {
        return fmt::format("{}", fmt::join(RouterOf(port).process->area_ids, ", "));
      });
    }
    if (refusal.about == "network type") {
      return values([&](std::uint32_t port) {
        return graph_.ports[port].config->type == IsisNetworkType::kBroadcast ? "broadcast"
                                                                              : "point-to-point";
      });
    }
    if (refusal.about == "number of topologies")
      return values(
          [&](std::uint32_t port) { return RouterOf(port).process->multi_topology ? "two" : "one"; });
    if (refusal.about == "address families") {
      return values([&](std::uint32_t port) {
        const IsisInterface& isis = *graph_.ports[port].config;
        return isis.ipv4 && isis.ipv6 ? "both" : isis.ipv4 ? "ipv4" : isis.ipv6 ? "ipv6" : "none";
      });
    }
    return "";
  }

  std::vector<base::Span> LinesOf(std::string_view about, std::uint32_t port) const {
    const base::Span own = graph_.ports[port].config->span;
    if (about == "subnet" && !InterfaceOf(port).addresses.empty())
      return {InterfaceOf(port).addresses.front().span, own};
    if (about == "network type" || about == "hello authentication" || about == "passive")
      return {InterfaceOf(port).span, own};
    return {RouterOf(port).process->span, own};
  }

  /// Pairs the graph does not speak of, and ports with nobody to speak to.
  void LookAlong(const model::Link& link) {
    std::vector<std::uint32_t> ports;
    for (const Endpoint& end : link.ends)
      ports.insert(ports.end(), ports_at_[network_.SlotOf(end)].begin(),
                   ports_at_[network_.SlotOf(end)].end());
    for (std::size_t j = 0; j < ports.size() && link.ends.size() == 2; ++j) {
      for (std::size_t i = 0; i < j; ++i) AddSilent(ports[i], ports[j]);
    }
    for (const std::uint32_t port : ports) {
      const bool alone =
          std::ranges::none_of(ports, [&](std::uint32_t other) { return EndOf(other) != EndOf(port); });
      if (alone && !graph_.ports[port].config->passive) LookAround(port, link);
    }
  }

  void AddSilent(std::uint32_t a, std::uint32_t b) {
    if (EndOf(a) == EndOf(b) || !graph_.ports[a].config->passive || !graph_.ports[b].config->passive) return;
    Adjacency adjacency = Start(a, b);
    adjacency.state = AdjacencyState::kNever;
    adjacency.cause = "passive";
    adjacency.what =
        fmt::format("{} and {} are passive", TextOf(network_, EndOf(a)), TextOf(network_, EndOf(b)));
    adjacencies_.push_back(std::move(adjacency));
  }

  void LookAround(std::uint32_t port, const model::Link& link) {
    bool alone = true;
    for (const Endpoint& far : link.ends) {
      if (far == EndOf(port) || network_.nodes()[far.node.index()].is_host) continue;
      alone = false;
      Adjacency adjacency = Start(port);
      adjacency.ends[1] = {far.node,     far.interface,
                           std::nullopt, network_.InterfaceAt(far).vrf,
                           "",           {network_.InterfaceAt(far).span},
                           true};
      adjacency.state = AdjacencyState::kNever;
      const IsisProcess* nameless = NamelessProcessAt(far);
      adjacency.cause = nameless == nullptr ? "one-sided" : "system-id";
      adjacency.what = nameless == nullptr
                           ? fmt::format("{} does not run IS-IS", TextOf(network_, far))
                           : fmt::format("the IS-IS instance on {} has no system id and does not start",
                                         TextOf(network_, far));
      if (nameless != nullptr) adjacency.ends[1].lines = {nameless->span};
      adjacencies_.push_back(std::move(adjacency));
    }
    if (alone) AddAlone(port);
  }

  /// An instance that names the interface and is in no graph because it has no system id.
  const IsisProcess* NamelessProcessAt(Endpoint end) const {
    const std::string& name = network_.InterfaceAt(end).name;
    for (const IsisProcess& process : network_.nodes()[end.node.index()].config.isis.processes) {
      if (process.system_id.empty() && std::ranges::count(process.interfaces, name, &IsisInterface::name) > 0)
        return &process;
    }
    return nullptr;
  }

  void AddAlone(std::uint32_t port) {
    if (graph_.ports[port].config->passive || !InterfaceOf(port).admin_up) return;
    Adjacency adjacency = Start(port);
    const std::string name = TextOf(network_, EndOf(port));
    const bool tunnel = InterfaceOf(port).kind == model::InterfaceKind::kTunnel;
    adjacency.state = tunnel ? AdjacencyState::kUndecided : AdjacencyState::kOutside;
    adjacency.cause = tunnel ? "not-computed" : "no-neighbor";
    adjacency.what = tunnel ? fmt::format("IS-IS over the tunnel interface {} is not computed", name)
                            : fmt::format("{} speaks IS-IS, and no known router stands on its link", name);
    adjacencies_.push_back(std::move(adjacency));
  }

  const Network& network_;
  const Graph& graph_;
  const std::vector<std::uint8_t>& up_;
  std::vector<Adjacency>& adjacencies_;
  std::vector<std::vector<std::uint32_t>> ports_at_;                         ///< by slot
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> place_of_;  ///< of edges, in the list
};

}  // namespace

void ListNeighbors(const Network& network, const Graph& graph, const std::vector<std::uint8_t>& up,
                   std::vector<Adjacency>& adjacencies) {
  List(network, graph, up, adjacencies).Run();
}

}  // namespace ringfence::routing::isis
