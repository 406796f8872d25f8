// Sessions over routers between.
//
// Problem: a session counts as up when each end has a route to the other. A router between them may lack one,
// and then the packets are lost and the session never comes up. Idea: when all is settled, follow the packets
// of each session hop by hop through the tables, as any packet. Where they do not arrive, what the tables
// would be without the session is not computed; the caller says so.

#include "routing/registry_session_paths.h"

#include <algorithm>
#include <set>
#include <vector>

namespace ringfence::routing {
namespace {

/// True when the end answers for the address, alone or as one of those who share it.
bool Answers(const Network& network, const model::Endpoint& end, const net::IpAddress& address) {
  if (network.OwnsAddress(end, address)) return true;
  const auto& groups = network.InterfaceAt(end).virtual_routers;
  return std::ranges::any_of(groups, [&address](const model::VirtualRouter& group) {
    return std::ranges::count(group.addresses, address) > 0;
  });
}

/// Tables of those who may get what leaves by a hop.
std::vector<TableId> Takers(const Network& network, const RoutingState& state, model::NodeId node,
                            const NextHop& hop, const net::IpAddress& address) {
  std::vector<TableId> takers;
  const model::Endpoint out{node, hop.interface};
  const model::LinkId link = network.LinkOf(out);
  if (!link.valid()) return takers;
  const auto& ends = network.links()[link.index()].ends;
  for (const model::Endpoint& end : ends) {
    if (end == out || !state.joined(out, end)) continue;
    const bool only_other = ends.size() == 2 && hop.gateway && network.IsUnnumbered(end);
    if (only_other || Answers(network, end, hop.gateway.value_or(address)))
      takers.push_back(network.TableAt(end));
  }
  return takers;
}

bool Arrives(const Network& network, const RoutingState& state, TableId from, const net::IpAddress& address) {
  std::set<TableId> seen = {from};
  std::vector<TableId> work = {from};
  bool arrived = false;
  while (!work.empty()) {
    const TableId table = work.back();
    work.pop_back();
    const Fib& fib = state.fib(table);
    const FibEntry* entry = fib.Lookup(address);
    if (entry == nullptr) return false;
    arrived = arrived || entry->receive;
    if (entry->receive) continue;
    for (const NextHop& hop : fib.HopsOf(*entry)) {
      if (hop.discard) return false;
      if (hop.push.valid()) {  // whether labels lead there is for the walk of a packet
        arrived = true;
        continue;
      }
      const std::vector<TableId> takers =
          Takers(network, state, network.tables()[table.index()].node, hop, address);
      if (takers.empty()) return false;
      for (const TableId taker : takers) {
        if (seen.insert(taker).second) work.push_back(taker);
      }
    }
  }
  return arrived;
}

}  // namespace

bool SessionsArrive(const Network& network, const bgp::SessionPlan& plan,
                    std::span<const bgp::Session> sessions, const RoutingState& state) {
  for (const bgp::Session& session : sessions) {
    if (!session.up() || session.outside != bgp::kNone) continue;
    // On a shared link the two hear each other.
    if (session.interfaces[0].valid() && session.interfaces[1].valid()) continue;
    for (int side = 0; side < 2; ++side) {
      const auto& far = session.addresses[static_cast<std::size_t>(1 - side)];
      const std::uint32_t speaker = plan.ends()[session.ends[static_cast<std::size_t>(side)]].speaker;
      if (far && !Arrives(network, state, plan.speakers()[speaker].table, *far)) return false;
    }
  }
  return true;
}

}  // namespace ringfence::routing
