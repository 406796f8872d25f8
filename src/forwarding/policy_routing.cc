// A policy decides before the routes do: term by term, the first whose lists permit the packet, then way out
// by way out, the first that works and is for the packet (model/policy_routing.h). What is left goes by its
// destination. The walk splits the class along lists and, where a way out asks for them, along routes.

#include "forwarding/policy_routing.h"

#include <algorithm>

#include "forwarding/class_walk.h"

namespace ringfence::forwarding {
namespace {

using model::InterfaceIndex;
using model::NodeId;

/// The interface that is up, belongs to the table and has the most specific subnet around a neighbour.
InterfaceIndex InterfaceTowards(const routing::Network& network, const routing::RoutingState& state,
                                routing::TableId table, const net::IpAddress& neighbor) {
  const NodeId node = network.tables()[table.index()].node;
  const auto& interfaces = network.nodes()[node.index()].config.device.interfaces;
  InterfaceIndex best;
  int best_length = -1;
  for (std::size_t i = 0; i < interfaces.size(); ++i) {
    const model::Endpoint end{node, InterfaceIndex(i)};
    if (network.TableAt(end) != table || interfaces[i].switch_port || !state.interface_up(end)) continue;
    for (const model::InterfaceAddress& address : interfaces[i].addresses) {
      const net::HostPrefix& host = address.address;
      if (host.length <= best_length || host.address == neighbor || !host.subnet().Contains(neighbor))
        continue;
      best = end.interface;
      best_length = host.length;
    }
  }
  return best;
}

/// Addresses the device may answer to.
std::vector<net::IpAddress> AddressesOf(const model::Device& device, net::Family family) {
  std::vector<net::IpAddress> addresses;
  for (const model::Interface& interface : device.interfaces) {
    for (const model::InterfaceAddress& address : interface.addresses)
      addresses.push_back(address.address.address);
    for (const model::VirtualRouter& group : interface.virtual_routers)
      addresses.insert(addresses.end(), group.addresses.begin(), group.addresses.end());
  }
  std::erase_if(addresses, [family](const net::IpAddress& address) { return address.family != family; });
  return addresses;
}

}  // namespace

const model::AclUse* PolicyUseAt(const routing::Network& network, const model::Endpoint& end,
                                 net::Family family) {
  if (!end.interface.valid()) return nullptr;
  const model::Interface& interface = network.InterfaceAt(end);
  const model::AclUse& use = family == net::Family::kIpv4 ? interface.policy_in4 : interface.policy_in6;
  return use.applies() ? &use : nullptr;
}

net::PacketSet TakenBy(const model::PolicyRoutingTerm& term, const model::Device& device,
                       net::PacketSet packets, net::Family family, AccessLists& lists,
                       net::PacketSpace& space) {
  net::PacketSet taken = space.None();
  for (const std::string& name : term.acls) {
    const model::Acl* acl = model::FindAcl(device, name, family);
    if (acl != nullptr) taken = space.Or(taken, lists.Permitted(*acl, packets));
  }
  return taken;
}

std::optional<routing::NextHop> WayOut(const routing::Network& network, const routing::RoutingState& state,
                                       routing::TableId table, const model::PolicyHop& hop,
                                       net::Family family) {
  if (hop.discard) return routing::NextHop{{}, {}, true};
  if (hop.next_hop && hop.next_hop->family != family) return std::nullopt;
  const NodeId node = network.tables()[table.index()].node;
  InterfaceIndex out;
  if (!hop.interface.empty())
    out = model::FindInterface(network.nodes()[node.index()].config.device, hop.interface);
  else if (hop.next_hop)
    out = InterfaceTowards(network, state, table, *hop.next_hop);
  if (!out.valid() || !state.interface_up({node, out})) return std::nullopt;
  return routing::NextHop{out, hop.next_hop, false};
}

std::string PolicyNameAt(const Step& step) {
  return step.term == nullptr ? "" : step.policy->name + " " + step.term->name;
}

std::vector<base::Span> DecidingLines(const Step& step) {
  std::vector<base::Span> lines;
  if (step.term != nullptr) lines = {step.policy->span, step.term->span};
  if (step.hop != nullptr) lines.push_back(step.hop->span);
  if (step.entry != nullptr) {
    for (base::Span span : step.entry->spans()) lines.push_back(span);
  }
  std::vector<base::Span> once;
  for (base::Span line : lines) {
    if (line.valid() && std::ranges::find(once, line) == once.end()) once.push_back(line);
  }
  return once;
}

bool ClassWalk::RouteByPolicy(StepId step) {
  const Step at = graph_.steps[step.index()];
  const net::Family family = HeaderAt(step).source.family;
  const model::AclUse* use = PolicyUseAt(walker_.network_, {at.node, at.in}, family);
  if (use == nullptr) return false;
  const model::Device& device = DeviceAt(step);
  const model::PolicyRouting* policy = model::FindPolicyRouting(device, use->name);
  // As with lists, an undefined policy is the reader's error, which stands.
  if (policy == nullptr) return false;
  // The sample is not addressed to the node; a longest match would tell the packets apart that are.
  for (const net::IpAddress& address : AddressesOf(device, family)) {
    if (state_.Receives(at.table, address) == nullptr) continue;
    if (Ask(step, walker_.space_.ToPrefix(net::Prefix::Host(address))) == Verdict::kSplit) return true;
  }
  for (const model::PolicyRoutingTerm& term : policy->terms) {
    if (!term.acls.empty()) {
      walker_.asked_lists_ = true;
      const Verdict verdict =
          Ask(step, TakenBy(term, device, PacketsAt(step), family, walker_.access_lists_, walker_.space_));
      if (verdict == Verdict::kSplit) return true;
      if (verdict == Verdict::kNone) continue;
    }
    graph_.steps[step.index()].policy = use;
    graph_.steps[step.index()].term = &term;
    if (TakeWayOut(step, term)) return true;
    if (!term.passes_on) return false;
  }
  return false;
}

bool ClassWalk::TakeWayOut(StepId step, const model::PolicyRoutingTerm& term) {
  const net::Family family = HeaderAt(step).source.family;
  for (const model::PolicyHop& hop : term.hops) {
    const bool is_for = IsFor(step, hop);
    if (split_) return true;
    if (!is_for) continue;
    const Step at = graph_.steps[step.index()];
    if (hop.recursive) {
      if (TakeWayAlongRoute(step, hop)) return true;
      continue;
    }
    if (hop.table) {
      const routing::TableId table = walker_.network_.FindTable(at.node, *hop.table);
      if (!table.valid()) continue;
      graph_.steps[step.index()].hop = &hop;
      graph_.steps[step.index()].entry = nullptr;
      Follow(BranchKind::kLookup, step, Step{at.node, {}, table, at.depth, at.stack});
      return true;
    }
    const auto way = WayOut(walker_.network_, state_, at.table, hop, family);
    if (!way) continue;
    graph_.steps[step.index()].hop = &hop;
    // The route is not what sends the packet; but where the destination stands on the subnet, it says so.
    const bool on_subnet = at.entry != nullptr && at.entry->protocol == routing::Protocol::kConnected &&
                           !way->gateway && state_.fib(at.table).HopsOf(*at.entry)[0] == *way;
    if (!on_subnet) graph_.steps[step.index()].entry = nullptr;
    LeaveBy(step, *way);
    return true;
  }
  graph_.steps[step.index()].entry = nullptr;
  return false;
}

/// Packets go where the route to the next hop leads. Whether a default route counts as one differs between
/// systems, and so may what becomes of labels that the route gives and of a route that discards.
bool ClassWalk::TakeWayAlongRoute(StepId step, const model::PolicyHop& hop) {
  const Step at = graph_.steps[step.index()];
  if (!hop.next_hop || hop.next_hop->family != HeaderAt(step).source.family) return false;
  const routing::TableId table = hop.table ? walker_.network_.FindTable(at.node, *hop.table) : at.table;
  if (!table.valid()) return false;
  const routing::FibEntry* entry = state_.fib(table).Lookup(*hop.next_hop);
  if (entry == nullptr) return false;
  const auto hops = state_.fib(table).HopsOf(*entry);
  const bool odd =
      std::ranges::any_of(hops, [](const auto& next) { return next.push.valid() || next.discard; });
  if (entry->ambiguous || entry->prefix.length == 0 || odd) graph_.ambiguous_nodes.push_back(at.node);
  graph_.steps[step.index()].hop = &hop;
  graph_.steps[step.index()].entry = entry;
  for (const routing::NextHop& next : hops) {
    routing::NextHop way = next;
    if (!way.gateway && !way.discard) way.gateway = *hop.next_hop;
    LeaveBy(step, way);
    if (split_) return true;
  }
  return true;
}

bool ClassWalk::IsFor(StepId step, const model::PolicyHop& hop) {
  const bool to_destination = !hop.next_hop && !hop.table && !hop.discard;
  if (hop.use == model::PolicyHopUse::kAlways && !to_destination) return true;
  const routing::FibEntry* entry = Lookup(step);
  if (split_) return false;
  if (entry != nullptr) {
    // Packets that do not take the route rest on it all the same: so on the tunnel it leads into.
    const Step& at = graph_.steps[step.index()];
    for (const routing::NextHop& next : state_.fib(at.table).HopsOf(*entry)) {
      for (TunnelId id : walker_.tunnels_.at(at.node)) {
        if (!next.discard && walker_.tunnels_[id].end.interface == next.interface)
          walker_.consulted_.push_back(id);
      }
    }
  }
  const bool routed = entry != nullptr && entry->prefix.length > 0;
  return hop.use == model::PolicyHopUse::kAlways || routed == (hop.use == model::PolicyHopUse::kWithRoute);
}

}  // namespace ringfence::forwarding
