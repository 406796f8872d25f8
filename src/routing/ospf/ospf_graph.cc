// The graph that flooding would give every router of an area.
//
// Problem: which router interfaces become neighbours is decided by configuration, and only whether they are
// up changes with failures. Idea: decide all pairs once. On a point-to-point link each agreeing pair becomes
// two directed edges; on a segment that elects a designated router the interfaces that hear each other become
// the members of one vertex, and who is attached to it is decided per failure set (spf.cc). Every subnet
// becomes a stub record of its router (RFC 2328 section 12.4.1). Areas of OSPFv3 stand beside those of
// OSPFv2: their routers meet on a link, not in a subnet, prefixes of a segment come from everyone on it (RFC
// 5340 section 4.4), and the next hop is a link-local address, for which a written address of the far end
// stands. A sham link of two provider edges is a pair of edges that no interface carries
// (RFC 4577 section 4.2.7); whether it is up is said per state. Virtual links are added at the end
// (virtual_links.cc). Not modelled: demand circuits, multi-area adjacencies; readers report such lines.
// Cost: O(interfaces + pairs on each link).

#include "routing/ospf/ospf_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "routing/links.h"
#include "routing/ospf/adjacency.h"
#include "routing/ospf/virtual_links.h"

namespace ringfence::routing::ospf {
namespace {

using base::DiagnosticKind;
using model::Endpoint;
using AreaKey = std::pair<net::Family, AreaId>;

/// Bandwidth assumed for a port whose speed no text tells (origin: the usual port today).
constexpr std::uint64_t kDefaultBandwidthBps = 1'000'000'000;

/// An interface that sends hellos.
struct Speaker {
  std::uint32_t router = 0;
  std::uint32_t area = 0;  ///< index into Graph::areas
  Endpoint end;
  Party party;
};

/// A process without a router id does not start.
bool IsComputed(const OspfProcess& process) { return process.router_id && !process.interfaces.empty(); }

/// Number of a family in arrays.
std::size_t IndexOf(net::Family family) { return family == net::Family::kIpv4 ? 0 : 1; }

/// Prefixes an interface advertises (RFC 2328 section 12.4.1.1 to 12.4.1.4, RFC 5340 section 4.4.3.9).
std::vector<net::Prefix> AdvertisedBy(net::Family family, const OspfInterface& ospf,
                                      const model::Interface& interface) {
  std::vector<net::Prefix> prefixes;
  for (const model::InterfaceAddress& address : interface.addresses) {
    const net::HostPrefix& host = address.address;
    if (host.address.family != family || IsLinkLocal(host.address)) continue;
    const bool as_host = ospf.advertise_host || ospf.type == NetworkType::kPointToMultipoint;
    prefixes.push_back(as_host ? net::Prefix::Host(host.address) : host.subnet());
  }
  return prefixes;
}

class GraphBuilder {
 public:
  GraphBuilder(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings)
      : network_(network), prefixes_(prefixes), findings_(findings) {}

  Graph Build() {
    AddAreas();
    graph_.routers_of_table.resize(network_.tables().size());
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) AddRouters(model::NodeId(n));
    for (Area& area : graph_.areas) area.segments_of.resize(area.routers.size());
    speaker_at_.resize(network_.slot_count());
    passive_at_.assign(network_.slot_count(), {});
    for (std::size_t r = 0; r < graph_.routers.size(); ++r) AddInterfaces(static_cast<std::uint32_t>(r));
    for (const model::Link& link : network_.links()) AddAdjacencies(link);
    AddShamLinks();
    ReportEqualIds();
    for (Area& area : graph_.areas) SortEdges(area);
    AddForwardingHops();
    for (Router& router : graph_.routers) {
      router.hop_words = static_cast<std::uint32_t>(std::max<std::size_t>(1, (router.hops.size() + 63) / 64));
      std::set<model::NodeId> nexts;
      for (const Hop& hop : router.hops) {
        router.has_parallel |= !nexts.insert(hop.next).second;
        router.has_sham |= hop.sham;
      }
    }
    return std::move(graph_);
  }

 private:
  const DeviceConfig& ConfigOf(model::NodeId node) const { return network_.nodes()[node.index()].config; }

  void AddAreas() {
    std::set<AreaKey> keys;
    for (const Node& node : network_.nodes()) {
      for (const OspfProcess& process : node.config.ospf.processes) {
        if (!IsComputed(process)) continue;
        for (const OspfInterface& interface : process.interfaces)
          keys.emplace(process.family, interface.area);
        if (!process.virtual_links.empty()) keys.emplace(process.family, kBackbone);
      }
    }
    for (const AreaKey& key : keys) {
      area_of_key_.emplace(key, static_cast<std::uint32_t>(graph_.areas.size()));
      Area& area = graph_.areas.emplace_back();
      std::tie(area.family, area.id) = key;
    }
  }

  void AddRouters(model::NodeId node) {
    for (const OspfProcess& process : ConfigOf(node).ospf.processes) {
      if (!IsComputed(process)) continue;
      const auto number = static_cast<std::uint32_t>(graph_.routers.size());
      Router& router = graph_.routers.emplace_back();
      router.node = node;
      router.table = network_.FindTable(node, process.vrf);
      graph_.routers_of_table[router.table.index()].push_back(number);
      router.process = &process;
      router.process_name = process.name.empty() ? std::to_string(process.id) : process.name;
      router.router_id = process.router_id->v4();
      if (process.vpn.role == VpnRole::kEdge) router.edge = &process.vpn;
      router.may_check_down = router.edge == nullptr && !process.vrf.empty() && process.vpn.checks_down;
      if (router.edge != nullptr) router.vpn_tag = VpnTagOf(process, ConfigOf(node).bgp.as);
      std::set<AreaId> ids;
      for (const OspfInterface& interface : process.interfaces) ids.insert(interface.area);
      if (!process.virtual_links.empty()) ids.insert(kBackbone);
      for (const AreaId id : ids) {
        const std::uint32_t place = area_of_key_.at({process.family, id});
        Area& area = graph_.areas[place];
        router.areas.push_back(
            {place, static_cast<std::uint32_t>(area.routers.size()), AreaConfigOf(process, id), {}});
        area.routers.push_back(number);
      }
    }
  }

  RouterArea& PartOf(Router& router, AreaId id) {
    return *std::ranges::find_if(router.areas, [id](const RouterArea& part) { return part.config.id == id; });
  }

  void AddInterfaces(std::uint32_t number) {
    Router& router = graph_.routers[number];
    const model::Device& device = ConfigOf(router.node).device;
    for (const OspfInterface& ospf : router.process->interfaces) {
      const model::InterfaceIndex index = model::FindInterface(device, ospf.name);
      if (!index.valid()) {
        findings_.Add({DiagnosticKind::kReferenceUndefined, ospf.span,
                       fmt::format("OSPF on {} names interface '{}', which is not configured", device.name,
                                   ospf.name)});
        continue;
      }
      const model::Interface& interface = device.interfaces[index.index()];
      const auto slot = static_cast<std::uint32_t>(network_.SlotOf({router.node, index}));
      RouterArea& part = PartOf(router, ospf.area);
      part.slots.push_back(slot);
      const std::uint32_t cost = CostOf(*router.process, ospf, interface);
      for (const net::Prefix& prefix : AdvertisedBy(router.process->family, ospf, interface)) {
        graph_.areas[part.area].stubs.push_back({part.vertex, prefixes_.Find(prefix),
                                                 ospf.type == NetworkType::kPointToMultipoint ? 0 : cost,
                                                 slot, kNone, kNone, &ospf});
      }
      if (IsLoopback(ospf, interface)) continue;
      if (ospf.passive) {
        passive_at_[slot][IndexOf(router.process->family)] = &ospf;
        continue;
      }
      if (interface.kind == model::InterfaceKind::kTunnel && !network_.LinkOf({router.node, index}).valid()) {
        findings_.Add(
            {DiagnosticKind::kAdjacencyUnmet, ospf.span,
             fmt::format("OSPF over the tunnel interface {}[{}] is not computed", device.name, ospf.name)});
        continue;
      }
      speaker_at_[slot].push_back({number,
                                   part.area,
                                   {router.node, index},
                                   PartyOf(device, *router.process, part.config, ospf, interface)});
    }
  }

  /// Two routers of one area with one id overwrite each other's advertisements (RFC 2328 section 13.4).
  void ReportEqualIds() {
    for (const Area& area : graph_.areas) {
      std::map<std::uint32_t, std::uint32_t> first;
      for (std::uint32_t number : area.routers) {
        const Router& router = graph_.routers[number];
        const auto [known, added] = first.try_emplace(router.router_id, number);
        if (added || graph_.routers[known->second].node == router.node) continue;
        const Router& other = graph_.routers[known->second];
        findings_.Add(
            {DiagnosticKind::kAdjacencyUnmet,
             router.process->router_id_span,
             fmt::format("{} and {} have the same OSPF router id {}", ConfigOf(router.node).device.name,
                         ConfigOf(other.node).device.name, net::ToString(*router.process->router_id)),
             {other.process->router_id_span}});
      }
    }
  }

  std::string Describe(const Speaker& speaker) const {
    return fmt::format("{}[{}]", ConfigOf(speaker.end.node).device.name, speaker.party.interface->name);
  }

  void Report(const Speaker& a, const Speaker& b, const Disagreement& why) {
    findings_.Add({DiagnosticKind::kAdjacencyUnmet,
                   a.party.ospf->span,
                   SentenceOf(why, Describe(a), Describe(b)),
                   {b.party.ospf->span}});
  }

  /// True when the two hear each other. A difference is reported; between processes on different areas it is
  /// reported only when no other pair of processes fits.
  bool Hear(const Speaker& a, const Speaker& b) {
    const auto why = HellosDiffer(a.party, b.party);
    if (!why) return true;
    Report(a, b, *why);
    return false;
  }

  /// One silent end makes the other wait for ever.
  void ReportPassive(const model::Link& link) {
    for (const Endpoint& silent : link.ends) {
      for (const Endpoint& end : link.ends) {
        for (const Speaker& speaker : speaker_at_[network_.SlotOf(end)]) {
          const std::size_t family = IndexOf(speaker.party.process->family);
          const OspfInterface* ospf = passive_at_[network_.SlotOf(silent)][family];
          if (ospf == nullptr) continue;
          findings_.Add({DiagnosticKind::kAdjacencyUnmet,
                         speaker.party.ospf->span,
                         fmt::format("{} speaks OSPF to {}[{}], which is passive", Describe(speaker),
                                     ConfigOf(silent.node).device.name, network_.InterfaceAt(silent).name),
                         {ospf->span}});
        }
      }
    }
  }

  void AddAdjacencies(const model::Link& link) {
    ReportPassive(link);
    std::vector<const Speaker*> speakers;
    for (const Endpoint& end : link.ends) {
      for (const Speaker& speaker : speaker_at_[network_.SlotOf(end)]) speakers.push_back(&speaker);
    }
    std::vector<std::size_t> segment_of(speakers.size());
    std::iota(segment_of.begin(), segment_of.end(), 0);
    for (std::size_t j = 0; j < speakers.size(); ++j) {
      for (std::size_t i = 0; i < j; ++i) {
        if (speakers[i]->end == speakers[j]->end) continue;
        if (speakers[i]->party.process->family != speakers[j]->party.process->family) continue;
        if (!Hear(*speakers[i], *speakers[j])) continue;
        if (const auto why = DatabasesStop(speakers[i]->party, speakers[j]->party)) {
          Report(*speakers[i], *speakers[j], *why);
          if (!ElectsRouter(speakers[i]->party.ospf->type)) continue;
        }
        if (ElectsRouter(speakers[i]->party.ospf->type)) {
          const std::size_t from = segment_of[j];
          const std::size_t to = segment_of[i];
          std::ranges::replace(segment_of, std::max(from, to), std::min(from, to));
        } else {
          AddEdge(*speakers[i], *speakers[j]);
          AddEdge(*speakers[j], *speakers[i]);
        }
      }
    }
    for (std::size_t s = 0; s < speakers.size(); ++s) {
      std::vector<const Speaker*> members;
      for (std::size_t i = 0; i < speakers.size(); ++i) {
        if (segment_of[i] == s) members.push_back(speakers[i]);
      }
      if (members.size() > 1) AddSegment(members);
    }
  }

  std::uint32_t TransitCost(const Speaker& speaker) const {
    if (speaker.party.process->max_metric) return kMaxLinkMetric;
    // A transit link of cost 0 does not exist on the wire (RFC 2328 section 9: "must be greater than zero").
    return std::max<std::uint32_t>(
        1, CostOf(*speaker.party.process, *speaker.party.ospf, *speaker.party.interface));
  }

  std::uint32_t AddHop(std::uint32_t router, Endpoint end, const net::IpAddress& gateway,
                       model::NodeId next) {
    std::vector<Hop>& hops = graph_.routers[router].hops;
    hops.push_back({static_cast<std::uint32_t>(network_.SlotOf(end)), end.interface, gateway, next});
    return static_cast<std::uint32_t>(hops.size() - 1);
  }

  net::IpAddress AddressOf(const Speaker& speaker) const {
    return speaker.party.address == nullptr ? net::IpAddress{} : speaker.party.address->address.address;
  }

  std::uint32_t VertexOf(const Speaker& speaker) const {
    const Router& router = graph_.routers[speaker.router];
    return std::ranges::find(router.areas, speaker.area, &RouterArea::area)->vertex;
  }

  void AddEdge(const Speaker& from, const Speaker& to) {
    const std::uint32_t hop = AddHop(from.router, from.end, AddressOf(to), to.end.node);
    edges_[from.area].push_back(
        {VertexOf(from),
         {VertexOf(to), TransitCost(from), static_cast<std::uint32_t>(network_.SlotOf(from.end)),
          static_cast<std::uint32_t>(network_.SlotOf(to.end)), hop}});
  }

  /// Both ends must name each other and agree (RFC 4577 section 4.2.7.1).
  void AddShamLinks() {
    struct End {
      std::uint32_t router = 0;
      const ShamLink* link = nullptr;
    };
    std::vector<End> ends;
    for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
      for (const ShamLink& link : graph_.routers[r].process->vpn.sham_links) ends.push_back({r, &link});
    }
    for (std::size_t i = 0; i < ends.size(); ++i) {
      std::vector<std::size_t> fits;
      for (std::size_t j = 0; j < ends.size(); ++j) {
        const bool fit = ends[j].link->source == ends[i].link->destination &&
                         ends[j].link->destination == ends[i].link->source;
        if (fit && ends[j].router != ends[i].router) fits.push_back(j);
      }
      if (fits.size() != 1) {
        ReportSham(ends[i].router, *ends[i].link, fits.size());
      } else if (i < fits[0] && AgreeOnSham(*ends[i].link, *ends[fits[0]].link)) {
        AddShamLink(ends[i].router, *ends[i].link, ends[fits[0]].router, *ends[fits[0]].link);
      }
    }
  }

  static bool AgreeOnSham(const ShamLink& a, const ShamLink& b) {
    return a.area == b.area && a.hello_s == b.hello_s && a.dead_s == b.dead_s &&
           a.authentication == b.authentication;
  }

  /// Of several that fit the VPN would tell which is meant.
  void ReportSham(std::uint32_t router, const ShamLink& link, std::size_t found) {
    graph_.links_open = graph_.links_open || found > 1;
    findings_.Add(
        {DiagnosticKind::kAdjacencyUnmet, link.span,
         fmt::format("the sham link of {} to {} is named by {}",
                     ConfigOf(graph_.routers[router].node).device.name, net::ToString(link.destination),
                     found == 0 ? "no other end" : "several ends")});
  }

  void AddShamLink(std::uint32_t a, const ShamLink& near, std::uint32_t b, const ShamLink& far) {
    const auto number = static_cast<std::uint32_t>(graph_.shams.size());
    const auto part_of = [&](std::uint32_t router) {
      return std::ranges::find_if(graph_.routers[router].areas,
                                  [&](const RouterArea& part) { return part.config.id == near.area; });
    };
    if (part_of(a) == graph_.routers[a].areas.end() || part_of(b) == graph_.routers[b].areas.end()) {
      graph_.links_open = true;  // an area without interfaces is not in the graph
      return;
    }
    graph_.shams.push_back({{a, b}, {&near, &far}});
    const auto add = [&](std::uint32_t from, const ShamLink& link, std::uint32_t to) {
      std::vector<Hop>& hops = graph_.routers[from].hops;
      hops.push_back({kNone, {}, link.destination, graph_.routers[to].node, true});
      Edge edge{
          part_of(to)->vertex, link.cost, kNone, kNone, static_cast<std::uint32_t>(hops.size() - 1), number};
      edges_[part_of(from)->area].emplace_back(part_of(from)->vertex, edge);
    };
    add(a, near, b);
    add(b, far, a);
  }

  void AddSegment(const std::vector<const Speaker*>& speakers) {
    Area& area = graph_.areas[speakers[0]->area];
    const auto number = static_cast<std::uint32_t>(area.segments.size());
    Segment segment;
    for (const Speaker* speaker : speakers) {
      const auto slot = static_cast<std::uint32_t>(network_.SlotOf(speaker->end));
      const Party& party = speaker->party;
      // The subnet of OSPFv2; of OSPFv3 whatever the interface advertises.
      const bool all = area.family == net::Family::kIpv6;
      const PrefixIndex subnet =
          all || party.address == nullptr ? kNoPrefix : prefixes_.Find(party.address->address.subnet());
      const auto member = static_cast<std::uint32_t>(segment.members.size());
      segment.members.push_back({VertexOf(*speaker), speaker->router, slot, TransitCost(*speaker),
                                 graph_.routers[speaker->router].router_id, party.ospf->priority,
                                 party.mtu_bytes, party.ospf});
      area.segments_of[VertexOf(*speaker)].emplace_back(number, member);
      for (Stub& stub : area.stubs) {
        if (stub.slot != slot || stub.vertex != VertexOf(*speaker) || (!all && stub.prefix != subnet))
          continue;
        stub.segment = number;
        stub.member = member;
      }
    }
    for (const Speaker* from : speakers) {
      for (const Speaker* to : speakers) {
        segment.hops.push_back(from == to ? kNone
                                          : AddHop(from->router, from->end, AddressOf(*to), to->end.node));
      }
    }
    area.segments.push_back(std::move(segment));
  }

  void SortEdges(Area& area) {
    auto& found = edges_[area_of_key_.at({area.family, area.id})];
    std::ranges::stable_sort(found, {}, &std::pair<std::uint32_t, Edge>::first);
    area.first_edge.assign(area.routers.size() + 1, 0);
    for (const auto& [vertex, edge] : found) {
      ++area.first_edge[vertex + 1];
      area.edges.push_back(edge);
    }
    std::partial_sum(area.first_edge.begin(), area.first_edge.end(), area.first_edge.begin());
  }

  /// Externals may name a forwarding address on a segment: whoever stands on it then sends there directly.
  void AddForwardingHops() {
    std::vector<net::IpAddress> targets;
    for (const Router& router : graph_.routers) {
      for (const static_routes::StaticRoute& route : ConfigOf(router.node).static_routes.routes) {
        if (route.next_hop && !IsLinkLocal(*route.next_hop)) targets.push_back(*route.next_hop);
      }
      const bool in_nssa = std::ranges::any_of(
          router.areas, [](const RouterArea& part) { return part.config.type == AreaType::kNssa; });
      for (const model::Interface& interface : ConfigOf(router.node).device.interfaces) {
        if (!in_nssa) break;
        for (const model::InterfaceAddress& address : interface.addresses) {
          if (!IsLinkLocal(address.address.address)) targets.push_back(address.address.address);
        }
      }
    }
    std::ranges::sort(targets);
    const auto rest = std::ranges::unique(targets);
    targets.erase(rest.begin(), rest.end());
    for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
      for (const net::IpAddress& target : targets) AddForwardingHop(r, target);
    }
  }

  void AddForwardingHop(std::uint32_t number, const net::IpAddress& target) {
    const Router& router = graph_.routers[number];
    if (target.family != router.process->family) return;
    const model::Device& device = ConfigOf(router.node).device;
    for (const OspfInterface& ospf : router.process->interfaces) {
      const model::InterfaceIndex index = model::FindInterface(device, ospf.name);
      if (!index.valid()) continue;
      const Endpoint end{router.node, index};
      const bool on_subnet = std::ranges::any_of(
          device.interfaces[index.index()].addresses, [&](const model::InterfaceAddress& a) {
            return a.address.address != target && a.address.subnet().Contains(target);
          });
      const bool known = std::ranges::any_of(router.hops, [&](const Hop& hop) {
        return !hop.sham && hop.slot == network_.SlotOf(end) && hop.gateway == target;
      });
      if (on_subnet && !known) AddHop(number, end, target, {});
    }
  }

  const Network& network_;
  const PrefixTable& prefixes_;
  base::Diagnostics& findings_;
  Graph graph_;
  std::map<AreaKey, std::uint32_t> area_of_key_;
  std::vector<std::vector<Speaker>> speaker_at_;                                ///< by slot
  std::vector<std::array<const OspfInterface*, 2>> passive_at_;                 ///< by slot, family
  std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, Edge>>> edges_;  ///< by area
};

}  // namespace

std::optional<std::uint32_t> VpnTagOf(const OspfProcess& process, std::uint32_t as) {
  if (process.vpn.route_tag) return process.vpn.route_tag;
  // "Automatic" with the two octets of the AS number (RFC 4577 section 4.2.5.2, RFC 1403).
  constexpr std::uint32_t kAutomatic = 0xd0000000;
  return as == 0 || as > 0xffff ? std::nullopt : std::optional(kAutomatic | as);
}

OspfArea AreaConfigOf(const OspfProcess& process, AreaId id) {
  for (const OspfArea& area : process.areas) {
    if (area.id == id) return area;
  }
  OspfArea area;
  area.id = id;
  return area;
}

bool IsLoopback(const OspfInterface& ospf, const model::Interface& interface) {
  return ospf.type == NetworkType::kLoopback || interface.kind == model::InterfaceKind::kLoopback;
}

Party PartyOf(const model::Device& device, const OspfProcess& process, const OspfArea& area,
              const OspfInterface& ospf, const model::Interface& interface) {
  const bool unnumbered = !interface.unnumbered_from.empty();
  return {&process,
          &ospf,
          &area,
          &interface,
          HopAddress(device, interface, process.family),
          unnumbered,
          model::MtuOf(device, interface).value_or(0)};
}

std::uint32_t CostOf(const OspfProcess& process, const OspfInterface& ospf,
                     const model::Interface& interface) {
  if (ospf.cost) return *ospf.cost;
  if (IsLoopback(ospf, interface) && !interface.bandwidth_bps) return 0;
  const std::uint64_t bandwidth =
      std::max<std::uint64_t>(1, interface.bandwidth_bps.value_or(kDefaultBandwidthBps));
  return static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(process.reference_bandwidth_bps / bandwidth, 1, kMaxLinkMetric));
}

const model::InterfaceAddress* PrimaryAddress(const model::Device& device, const model::Interface& interface,
                                              net::Family family) {
  const auto of = [family](const model::Interface& owner) -> const model::InterfaceAddress* {
    for (const model::InterfaceAddress& address : owner.addresses) {
      const net::IpAddress& ip = address.address.address;
      if (ip.family == family && !IsLinkLocal(ip)) return &address;
    }
    return nullptr;
  };
  if (const model::InterfaceAddress* own = of(interface)) return own;
  const model::InterfaceIndex lender = model::FindInterface(device, interface.unnumbered_from);
  return lender.valid() ? of(device.interfaces[lender.index()]) : nullptr;
}

const model::InterfaceAddress* HopAddress(const model::Device& device, const model::Interface& interface,
                                          net::Family family) {
  const auto local = std::ranges::find_if(interface.addresses, [](const model::InterfaceAddress& address) {
    return IsLinkLocal(address.address.address);
  });
  if (family == net::Family::kIpv6 && local != interface.addresses.end()) return &*local;
  return PrimaryAddress(device, interface, family);
}

void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes) {
  for (const Node& node : network.nodes()) {
    for (const OspfProcess& process : node.config.ospf.processes) {
      prefixes.push_back(net::Prefix::Default(process.family));
      for (const ExternalSummary& summary : process.external_summaries) prefixes.push_back(summary.prefix);
      for (const OspfArea& area : process.areas) {
        for (const AreaRange& range : area.ranges) prefixes.push_back(range.prefix);
      }
      for (const OspfInterface& ospf : process.interfaces) {
        const model::InterfaceIndex index = model::FindInterface(node.config.device, ospf.name);
        if (!index.valid()) continue;
        const model::Interface& interface = node.config.device.interfaces[index.index()];
        for (const net::Prefix& prefix : AdvertisedBy(process.family, ospf, interface))
          prefixes.push_back(prefix);
      }
    }
  }
}

namespace {

void IndexStubs(std::size_t prefixes, Graph& graph) {
  graph.first_stub.assign(prefixes + 1, 0);
  for (const Area& area : graph.areas) {
    for (const Stub& stub : area.stubs) ++graph.first_stub[stub.prefix];
  }
  std::exclusive_scan(graph.first_stub.begin(), graph.first_stub.end(), graph.first_stub.begin(), 0U);
  graph.stubs.resize(graph.first_stub.back());
  std::vector<std::uint32_t> next(graph.first_stub);
  for (std::uint32_t a = 0; a < graph.areas.size(); ++a) {
    for (std::uint32_t i = 0; i < graph.areas[a].stubs.size(); ++i)
      graph.stubs[next[graph.areas[a].stubs[i].prefix]++] = {a, i};
  }
}

}  // namespace

Graph BuildGraph(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings) {
  Graph graph = GraphBuilder(network, prefixes, findings).Build();
  AddVirtualLinks(network, graph, findings);
  IndexStubs(prefixes.size(), graph);
  return graph;
}

}  // namespace ringfence::routing::ospf
