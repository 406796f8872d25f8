// Who is whose OSPF neighbour, and why not.
//
// Problem: the graph holds only what routes need: pairs that fit. People ask about the others. Idea: look at
// each link again with the same rules (adjacency.h), and say for each pair of interfaces, or for one that is
// alone, the first thing that is wrong: configuration first, because it outlives failures, then what is down.
// On a segment that elects a designated router a difference of MTUs matters only towards that router. What
// the engine does not compute (tunnels, OSPFv3 without a written address) is undecided, not left out. Cost:
// O(pairs on each link).

#include "routing/ospf/neighbor_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "routing/links.h"
#include "routing/ospf/adjacency.h"

namespace ringfence::routing::ospf {
namespace {

using model::Endpoint;

/// An interface that runs a process.
struct Port {
  Endpoint end;
  OspfArea area;
  Party party;
  bool tunnel = false;
};

std::string_view NameOf(const OspfProcess& process) {
  return process.family == net::Family::kIpv4 ? "OSPF" : "OSPFv3";
}

/// The most exact lines there are about what the two do not agree on.
std::vector<base::Span> LinesOf(std::string_view what, const Port& port) {
  const Party& party = port.party;
  const base::Span own = party.ospf->span;
  if (what.starts_with("router id"))
    return {party.process->router_id_span.valid() ? party.process->router_id_span : party.process->span};
  if (what == "area type") return {port.area.span, own};
  if (what == "subnet" && party.address != nullptr) return {party.address->span, own};
  if (what == "area") return {own};
  return {party.interface->span, own};
}

class List {
 public:
  List(const Network& network, const Graph& graph, const OspfScratch& scratch,
       std::vector<Adjacency>& adjacencies)
      : network_(network), graph_(graph), scratch_(scratch), adjacencies_(adjacencies) {}

  void Run() {
    CollectPorts();
    CollectDesignated();
    for (const model::Link& link : network_.links()) {
      std::vector<const Port*> ports;
      for (const Endpoint& end : link.ends) {
        for (const Port* port : ports_at_[network_.SlotOf(end)]) ports.push_back(port);
      }
      for (std::size_t j = 0; j < ports.size(); ++j) {
        for (std::size_t i = 0; i < j; ++i) Meet(*ports[i], *ports[j], link.ends.size());
      }
      for (const Port* port : ports) LookAround(*port, link, ports);
    }
    for (const Port& port : ports_) {
      if (!network_.LinkOf(port.end).valid()) AddAlone(port);
    }
  }

 private:
  const model::Device& DeviceOf(const Port& port) const {
    return network_.nodes()[port.end.node.index()].config.device;
  }

  void CollectPorts() {
    ports_at_.resize(network_.slot_count());
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) {
      const DeviceConfig& config = network_.nodes()[n].config;
      for (const OspfProcess& process : config.ospf.processes) {
        for (const OspfInterface& ospf : process.interfaces) {
          const model::InterfaceIndex index = model::FindInterface(config.device, ospf.name);
          if (index.valid()) AddPort({model::NodeId(n), index}, process, ospf);
        }
      }
    }
  }

  void AddPort(Endpoint end, const OspfProcess& process, const OspfInterface& ospf) {
    const model::Interface& interface = network_.InterfaceAt(end);
    if (IsLoopback(ospf, interface)) return;
    Port& port = ports_.emplace_back();
    port.end = end;
    port.area = AreaConfigOf(process, ospf.area);
    port.party = PartyOf(DeviceOf(port), process, port.area, ospf, interface);
    port.tunnel = interface.kind == model::InterfaceKind::kTunnel && !network_.LinkOf(end).valid();
    ports_at_[network_.SlotOf(end)].push_back(&port);
  }

  void CollectDesignated() {
    for (std::size_t a = 0; a < graph_.areas.size(); ++a) {
      const std::vector<Segment>& segments = graph_.areas[a].segments;
      for (std::size_t s = 0; s < segments.size(); ++s) {
        for (std::size_t m = 0; m < segments[s].members.size(); ++m) {
          const Member& member = segments[s].members[m];
          designated_[{member.slot, member.config}] = scratch_.designated[a][s] == m;
        }
      }
    }
  }
  bool IsDesignated(const Port& port) const {
    const auto found = designated_.find({network_.SlotOf(port.end), port.party.ospf});
    return found != designated_.end() && found->second;
  }

  AdjacencyEnd EndOf(const Port& port, std::vector<base::Span> lines) const {
    const OspfProcess& process = *port.party.process;
    AdjacencyEnd end{port.end.node,
                     port.end.interface,
                     std::nullopt,
                     process.vrf,
                     process.name.empty() ? std::to_string(process.id) : process.name,
                     std::move(lines)};
    const bool used = process.family == net::Family::kIpv4 ||
                      (port.party.address != nullptr && IsLinkLocal(port.party.address->address.address));
    if (port.party.address != nullptr && used) end.address = port.party.address->address.address;
    return end;
  }

  Adjacency Start(const Port& port) const {
    Adjacency adjacency{.protocol = AdjacencyProtocol::kOspf};
    adjacency.families = {port.party.process->family == net::Family::kIpv4 ? "ipv4" : "ipv6"};
    adjacency.scope = net::ToString(net::IpAddress::V4(port.area.id));
    adjacency.ends[0] = EndOf(port, {port.party.ospf->span});
    return adjacency;
  }

  void Refuse(Adjacency& adjacency, AdjacencyState state, std::string cause, std::string what) const {
    adjacency.state = state;
    adjacency.cause = std::move(cause);
    adjacency.what = std::move(what);
  }

  /// One pair, unless nobody expects it to be one.
  void Meet(const Port& a, const Port& b, std::size_t ends_on_link) {
    const OspfProcess& mine = *a.party.process;
    const OspfProcess& theirs = *b.party.process;
    if (a.end == b.end || &mine == &theirs || mine.family != theirs.family) return;
    if (a.party.ospf->passive && b.party.ospf->passive && ends_on_link > 2) return;
    Adjacency adjacency = Start(a);
    adjacency.scope = Both(adjacency.scope, net::ToString(net::IpAddress::V4(b.area.id)));
    adjacency.ends[1] = EndOf(b, {b.party.ospf->span});
    Judge(a, b, adjacency);
    adjacencies_.push_back(std::move(adjacency));
  }

  void Judge(const Port& a, const Port& b, Adjacency& adjacency) const {
    const std::string name_a = TextOf(network_, a.end);
    const std::string name_b = TextOf(network_, b.end);
    for (const Port* port : {&a, &b}) {
      if (NotComputed(*port, adjacency) || HasNoId(*port, adjacency)) return;
    }
    for (const Port* port : {&a, &b}) {
      if (!port->party.ospf->passive) continue;
      const bool both = a.party.ospf->passive && b.party.ospf->passive;
      return Refuse(adjacency, AdjacencyState::kNever, "passive",
                    both ? fmt::format("{} and {} are passive", name_a, name_b)
                         : fmt::format("{} is passive", TextOf(network_, port->end)));
    }
    const auto differ = [&](const Disagreement& why) {
      Refuse(adjacency, AdjacencyState::kNever, WordOf(why.what), SentenceOf(why, name_a, name_b));
      adjacency.ends[0].lines = LinesOf(why.what, a);
      adjacency.ends[1].lines = LinesOf(why.what, b);
    };
    if (const auto why = HellosDiffer(a.party, b.party)) return differ(*why);
    const auto why = DatabasesStop(a.party, b.party);
    const bool elects = ElectsRouter(a.party.ospf->type);
    if (why && !elects) return differ(*why);
    NoteDownInterfaces(network_, *scratch_.up, adjacency);
    if (adjacency.state != AdjacencyState::kUp || !elects) return;
    if (a.party.ospf->priority == 0 && b.party.ospf->priority == 0 && !HasDesignated(a)) {
      differ({"designated router", "priority 0", "priority 0"});
      adjacency.what =
          fmt::format("nobody may become designated router: {} and {} have priority 0", name_a, name_b);
    } else if (why) {
      // Two that only hear each other (2-Way) exchange nothing, whatever their MTUs.
      const bool matters = IsDesignated(a) || IsDesignated(b) || !HasDesignated(a);
      differ(*why);
      if (!matters) adjacency.state = AdjacencyState::kUp;
    }
  }

  /// Some other interface on the segment is designated router.
  bool HasDesignated(const Port& port) const {
    const model::LinkId link = network_.LinkOf(port.end);
    if (!link.valid()) return false;
    return std::ranges::any_of(network_.links()[link.index()].ends, [&](const Endpoint& end) {
      return std::ranges::any_of(ports_at_[network_.SlotOf(end)], [&](const Port* other) {
        return other->area.id == port.area.id && IsDesignated(*other);
      });
    });
  }

  bool NotComputed(const Port& port, Adjacency& adjacency) const {
    const bool nameless = port.party.process->family == net::Family::kIpv6 && port.party.address == nullptr;
    if (!nameless && !port.tunnel) return false;
    const std::string name = TextOf(network_, port.end);
    Refuse(adjacency, AdjacencyState::kUndecided, "not-computed",
           port.tunnel
               ? fmt::format("OSPF over the tunnel interface {} is not computed", name)
               : fmt::format("OSPFv3 on {}, which has no written IPv6 address, is not computed", name));
    return true;
  }

  bool HasNoId(const Port& port, Adjacency& adjacency) const {
    if (port.party.process->router_id) return false;
    Refuse(adjacency, AdjacencyState::kNever, "router-id",
           fmt::format("the OSPF process of {} has no router id and does not start", DeviceOf(port).name));
    return true;
  }

  /// A speaker with nobody to speak to on its link.
  void LookAround(const Port& port, const model::Link& link, const std::vector<const Port*>& ports) {
    const auto same = [&](const Port* other) {
      return other->end != port.end && other->party.process->family == port.party.process->family;
    };
    if (port.party.ospf->passive || std::ranges::any_of(ports, same)) return;
    bool alone = true;
    for (const Endpoint& far : link.ends) {
      if (far == port.end || network_.nodes()[far.node.index()].is_host) continue;
      alone = false;
      Adjacency adjacency = Start(port);
      adjacency.ends[1] = {far.node,     far.interface,
                           std::nullopt, network_.InterfaceAt(far).vrf,
                           "",           {network_.InterfaceAt(far).span},
                           true};
      if (!NotComputed(port, adjacency)) {
        Refuse(adjacency, AdjacencyState::kNever, "one-sided",
               fmt::format("{} does not run {}", TextOf(network_, far), NameOf(*port.party.process)));
      }
      adjacencies_.push_back(std::move(adjacency));
    }
    if (alone) AddAlone(port);
  }

  void AddAlone(const Port& port) {
    if (port.party.ospf->passive || !network_.InterfaceAt(port.end).admin_up) return;
    Adjacency adjacency = Start(port);
    if (!NotComputed(port, adjacency)) {
      Refuse(
          adjacency, AdjacencyState::kOutside, "no-neighbor",
          fmt::format("{} speaks OSPF, and no known router stands on its link", TextOf(network_, port.end)));
    }
    adjacencies_.push_back(std::move(adjacency));
  }

  const Network& network_;
  const Graph& graph_;
  const OspfScratch& scratch_;
  std::vector<Adjacency>& adjacencies_;
  std::deque<Port> ports_;                          ///< in the order of the nodes; places stay
  std::vector<std::vector<const Port*>> ports_at_;  ///< by slot
  std::map<std::pair<std::size_t, const OspfInterface*>, bool> designated_;  ///< looked up only
};

}  // namespace

void ListNeighbors(const Network& network, const Graph& graph, const OspfScratch& scratch,
                   std::vector<Adjacency>& adjacencies) {
  List(network, graph, scratch, adjacencies).Run();
}

}  // namespace ringfence::routing::ospf
