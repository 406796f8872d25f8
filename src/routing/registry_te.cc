// Tunnels of traffic engineering.
//
// Problem: a tunnel goes where its head says and not where routes lead (RFC 3209): over links that an area of
// OSPF or a level of IS-IS tells of (RFC 3630, 5305), constrained by what stands at links and tunnel. Who
// sends packets into it follows from static routes and from the VPNs that choose it. Idea: the ways follow
// from what is up and from nothing else, so they are known before any route is. One topology for each area
// and level, from the neighbours the protocols have; a link of which one end alone tells, or over which RSVP
// does not run at both ends, or next to an overloaded router, is not sure, nor is one of a router without
// traffic engineering in the model, which not every reader reads (te/te_path.cc). A tunnel whose end is in
// several areas of the head is what it is in all of them, else open. An interface of a tunnel without a way
// is down. The label of a tunnel means the tunnel: each router on the way knows the next one, and the one
// before the last takes it off unless the last one wants it (RFC 3209 section 4.1 with label 3). Nothing here
// depends on history: after a failure that has gone a head may stay on a way that is no longer the least
// until it looks again. Cost: a search for each tunnel that is asked for.

#include "routing/registry_te.h"

#include <algorithm>
#include <set>

namespace ringfence::routing {
namespace {

using te::PathState;

const te::TeInterface* TeInterfaceAt(const Network& network, model::Endpoint end) {
  const DeviceConfig& config = network.nodes()[end.node.index()].config;
  const auto found =
      std::ranges::find(config.te.interfaces, network.InterfaceAt(end).name, &te::TeInterface::name);
  return !config.te.enabled || found == config.te.interfaces.end() ? nullptr : &*found;
}

bool Tells(const DeviceConfig& config, const te::TeArea& area) {
  return config.te.enabled && config.te.router_id && std::ranges::count(config.te.areas, area) > 0;
}

/// Some static route of the device leads into the interface, or the interface has an address of its own.
bool Shows(const DeviceConfig& config, model::InterfaceIndex interface) {
  const model::Interface& port = config.device.interfaces[interface.index()];
  return !port.addresses.empty() ||
         std::ranges::any_of(config.static_routes.routes, [&](const static_routes::StaticRoute& route) {
           return route.interface == port.name;
         });
}

}  // namespace

TePlan::TePlan(const Network& network, const ospf::Graph& ospf, const isis::Graph& isis) : network_(network) {
  const bool any =
      std::ranges::any_of(network.nodes(), [](const Node& node) { return !node.config.te.tunnels.empty(); });
  if (any)
    for (const IgpArea& area : IgpAreasOf(network, ospf, isis)) AddTopology(area);
  AddTunnels();
}

void TePlan::AddLink(te::Topology& topology, const std::vector<Router>& routers, te::TeLink link, bool sure) {
  const te::TeInterface* near = TeInterfaceAt(network_, link.out);
  const te::TeInterface* far = TeInterfaceAt(network_, link.in);
  const Router &from = routers[link.from], &to = routers[link.to];
  const bool known = network_.nodes()[from.node.index()].config.te.enabled &&
                     network_.nodes()[to.node.index()].config.te.enabled;
  if (known && (near == nullptr || !from.tells) && (far == nullptr || !to.tells)) return;
  link.told = near != nullptr && from.tells;
  link.sure = sure && near != nullptr && far != nullptr && near->signals && far->signals && from.tells &&
              to.tells && !from.avoided && !to.avoided;
  if (link.told) {
    link.te_metric = near->metric.value_or(link.igp_metric);
    link.groups = near->groups;
    link.reservable_kbps = near->reservable_kbps;
  }
  topology.links.push_back(std::move(link));
}

/// Router ids, as far as each is that of one router.
void TePlan::Complete(te::Topology& topology, const std::vector<Router>& routers) {
  std::multiset<net::IpAddress> all;
  for (const Router& router : routers) {
    const auto& id = network_.nodes()[router.node.index()].config.te.router_id;
    topology.ids.push_back(router.tells && id ? *id : net::IpAddress::V6(0, 0));
    all.insert(topology.ids.back());
  }
  for (net::IpAddress& id : topology.ids)
    if (all.count(id) > 1) id = net::IpAddress::V6(0, 0);
  topology.Finish();
}

void TePlan::AddTopology(const IgpArea& area) {
  te::Topology& topology = topologies_.emplace_back();
  std::vector<Router>& routers = routers_.emplace_back();
  for (const IgpRouter& router : area.routers) {
    const DeviceConfig& config = network_.nodes()[router.node.index()].config;
    const bool tells = router.main && Tells(config, {area.igp, router.process, area.number});
    routers.push_back({router.node, tells, router.avoided});
  }
  for (const IgpLink& told : area.links) {
    if (area.igp == te::TeIgp::kIsis && (!told.near || !told.far)) continue;
    te::TeLink link{.from = told.from, .to = told.to, .out = told.out, .in = told.in};
    link.near = told.near.value_or(net::IpAddress{});
    link.far = told.far.value_or(net::IpAddress{});
    link.igp_metric = told.cost;
    AddLink(topology, routers, link, told.sure);
  }
  Complete(topology, routers);
}

void TePlan::AddTunnels() {
  for (std::size_t n = 0; n < network_.nodes().size(); ++n) {
    const DeviceConfig& config = network_.nodes()[n].config;
    first_of_node_.push_back(tunnels_.size());
    for (std::uint32_t i = 0; i < config.te.tunnels.size(); ++i) {
      const te::TeTunnel& tunnel = config.te.tunnels[i];
      TeTunnelFacts facts{.node = model::NodeId(n), .number = i};
      facts.interface = model::FindInterface(config.device, tunnel.name);
      facts.shows = facts.interface.valid() && Shows(config, facts.interface);
      for (std::uint32_t t = 0; t < topologies_.size(); ++t) {
        const auto to = std::ranges::find(topologies_[t].ids, tunnel.destination);
        if (to == topologies_[t].ids.end()) continue;
        for (te::Vertex from = 0; from < routers_[t].size(); ++from) {
          if (routers_[t][from].node == facts.node && routers_[t][from].tells)
            facts.ends.push_back({t, from, static_cast<te::Vertex>(to - topologies_[t].ids.begin())});
        }
      }
      // Twice: a way that is changed is set up before the old one is given up.
      all_bandwidth_kbps_ += 2 * tunnel.bandwidth_kbps;
      if (facts.interface.valid()) by_end_[{facts.node, facts.interface}] = tunnels_.size();
      tunnels_.push_back(std::move(facts));
    }
  }
}

std::optional<std::size_t> TePlan::FindAt(model::Endpoint end) const {
  const auto found = by_end_.find(end);
  return found == by_end_.end() ? std::nullopt : std::optional(found->second);
}

bool TeWays::Begin(const Network& network, const TePlan& plan, std::vector<std::uint8_t>& up) {
  network_ = &network;
  plan_ = &plan;
  ways_.clear();
  links_up_.clear();
  for (const te::Topology& topology : plan.topologies()) {
    std::vector<std::uint8_t>& links = links_up_.emplace_back();
    for (const te::TeLink& link : topology.links) {
      const std::uint8_t part = up[network.SlotOf(link.out)];
      links.push_back(part != 0 && part == up[network.SlotOf(link.in)] ? 1 : 0);
    }
  }
  bool certain = true;
  for (std::size_t i = 0; i < plan.tunnels().size(); ++i) {
    const TeTunnelFacts& tunnel = plan.tunnels()[i];
    if (!tunnel.interface.valid()) continue;
    std::uint8_t& works = up[network.SlotOf({tunnel.node, tunnel.interface})];
    if (works == 0) {
      ways_[i] = {};
      continue;
    }
    const PathState state = WayOf(i).state;
    if (state == PathState::kDown) works = 0;
    certain = certain && (state != PathState::kOpen || !tunnel.shows);
  }
  return certain;
}

TeWays::Way TeWays::WayBy(const TeTunnelFacts& tunnel, const te::PathOption& option) {
  const te::TeTunnel& config = plan_->ConfigOf(tunnel);
  std::optional<Way> same;
  for (const TeTunnelFacts::Ends& ends : tunnel.ends) {
    const te::Topology& topology = plan_->topologies()[ends.topology];
    const te::TePath path = te::FindPath(topology, links_up_[ends.topology],
                                         {.from = ends.from,
                                          .to = ends.to,
                                          .hops = option.hops,
                                          .affinity = config.affinity,
                                          .igp_metric = config.igp_metric,
                                          .bandwidth_kbps = config.bandwidth_kbps,
                                          .all_bandwidth_kbps = plan_->all_bandwidth_kbps()});
    Way way{.state = path.state, .links = {}};
    for (const std::uint32_t link : path.links) way.links.push_back(&topology.links[link]);
    const auto out = [](const te::TeLink* link) { return link->out; };
    const bool differs =
        same && (same->state != way.state || !std::ranges::equal(same->links, way.links, {}, out, out));
    if (differs || way.state == PathState::kOpen) return {.state = PathState::kOpen, .links = {}};
    same = std::move(way);
  }
  return same ? *same : Way{.state = PathState::kOpen, .links = {}};
}

const TeWays::Way& TeWays::WayOf(std::size_t tunnel) {
  const auto [known, added] = ways_.try_emplace(tunnel);
  if (!added) return known->second;
  const TeTunnelFacts& facts = plan_->tunnels()[tunnel];
  for (const te::PathOption& option : plan_->ConfigOf(facts).options) {
    known->second = WayBy(facts, option);
    if (known->second.state != PathState::kDown) break;
  }
  return known->second;
}

TeWays::Use TeWays::UseBound(model::NodeId node, const te::TunnelPolicy& policy,
                             const net::IpAddress& next_hop) {
  const DeviceConfig& config = network_->nodes()[node.index()].config;
  const auto bound = std::ranges::find(policy.bound, next_hop, &te::BoundTunnel::next_hop);
  if (bound == policy.bound.end()) return {.kind = Use::kOpen};
  const auto tunnel = std::ranges::find(config.te.tunnels, bound->tunnel, &te::TeTunnel::name);
  if (tunnel == config.te.tunnels.end() || tunnel->destination != next_hop) return {.kind = Use::kOpen};
  const auto number = static_cast<std::uint32_t>(tunnel - config.te.tunnels.begin());
  const PathState state = WayOf(plan_->IndexOf(node, number)).state;
  if (state == PathState::kUp) return {.kind = Use::kTunnel, .tunnel = number};
  const bool alone = std::ranges::count(config.te.tunnels, next_hop, &te::TeTunnel::destination) == 1;
  const bool falls = state == PathState::kDown && bound->falls_back && alone;
  return {.kind = falls ? Use::kLsp : Use::kOpen};
}

TeWays::Use TeWays::UseInOrder(model::NodeId node, const te::TunnelPolicy& policy,
                               const net::IpAddress& next_hop) {
  const std::vector<te::TeTunnel>& tunnels = network_->nodes()[node.index()].config.te.tunnels;
  std::vector<std::uint32_t> there;
  bool open = false;
  for (std::uint32_t i = 0; i < tunnels.size(); ++i) {
    if (tunnels[i].destination != next_hop || tunnels[i].only_bound) continue;
    const PathState state = WayOf(plan_->IndexOf(node, i)).state;
    if (state == PathState::kUp) there.push_back(i);
    open = open || state == PathState::kOpen;
  }
  const bool none = there.empty() && !open;
  for (const te::TunnelKind kind : policy.order) {
    // A path that comes first may be missing.
    if (kind == te::TunnelKind::kLsp) {
      const bool last = policy.order.back() == kind;
      return {.kind = none || last ? Use::kLsp : Use::kOpen};
    }
    if (open || there.size() > 1) return {.kind = Use::kOpen};
    if (there.size() == 1) return {.kind = Use::kTunnel, .tunnel = there.front()};
  }
  return {.kind = Use::kOpen};
}

TeWays::Use TeWays::UseOf(model::NodeId node, std::string_view vrf, net::Family family,
                          const net::IpAddress& next_hop) {
  for (const te::TunnelPolicy& policy : network_->nodes()[node.index()].config.te.policies) {
    if (policy.vrf != vrf || policy.family != family) continue;
    return policy.bound.empty() ? UseInOrder(node, policy, next_hop) : UseBound(node, policy, next_hop);
  }
  return {};
}

TeWays::Served TeWays::ServedTo(model::NodeId node, const net::IpAddress& next_hop) {
  const DeviceConfig& config = network_->nodes()[node.index()].config;
  if (config.te.policies.empty()) return Served::kNone;
  bool some = false, all = true;
  const auto look = [&](const VrfConfig& vrf, net::Family family, bool imports) {
    if (vrf.name.empty() || !imports) return;
    const Use::Kind kind = UseOf(node, vrf.name, family, next_hop).kind;
    some = some || kind != Use::kLsp;
    all = all && kind == Use::kTunnel;
  };
  for (const VrfConfig& vrf : config.vrfs) {
    const bool evpn = vrf.evpn_over_labels && !vrf.evpn_import_targets.empty();
    look(vrf, net::Family::kIpv4, evpn || !vrf.import_targets4.empty());
    look(vrf, net::Family::kIpv6, evpn || !vrf.import_targets6.empty());
  }
  return !some ? Served::kNone : all ? Served::kAll : Served::kSome;
}

std::optional<std::uint32_t> TeWays::TunnelAt(model::Endpoint end) const {
  if (plan_->tunnels().empty() || !end.interface.valid()) return std::nullopt;
  const std::optional<std::size_t> index = plan_->FindAt(end);
  return index ? std::optional(plan_->tunnels()[*index].number) : std::nullopt;
}

void TeWays::AddActions(const model::Endpoint& at, model::NodeId owner, const Label& label,
                        std::vector<LabelAction>& actions) {
  const Way& way = WayOf(plan_->IndexOf(owner, label.number));
  if (way.state != PathState::kUp) return actions.push_back({.kind = LabelAction::kNotComputed});
  const auto keeps_last = [this](model::NodeId last) {
    return network_->nodes()[last.index()].config.te.explicit_null;
  };
  for (std::size_t i = 0; i < way.links.size(); ++i) {
    const te::TeLink& link = *way.links[i];
    const bool here = at.interface.valid() ? i > 0 && way.links[i - 1]->in == at : i == 0;
    if (link.out.node != at.node || !here) continue;
    const bool last = i + 1 == way.links.size() && !keeps_last(link.in.node);
    LabelAction action{.kind = last ? LabelAction::kPop : LabelAction::kSwap, .label = label};
    action.hop.interface = link.out.interface;
    action.hop.gateway = link.far;
    return actions.push_back(action);
  }
  const bool ends = way.links.back()->in == at && keeps_last(at.node);
  actions.push_back({.kind = ends ? LabelAction::kContinue : LabelAction::kNotComputed});
}

}  // namespace ringfence::routing
