// Sessions over routers between.
//
// Problem: a session counts as up when each end has a route to the other. A router between them may lack one,
// and then the packets are lost and the session never comes up. Idea: when all is settled, follow the packets
// of each session hop by hop through the tables, as any packet; those to one address share their ways. Where
// they do not arrive, what the tables would be without the session is not computed; the caller says so. So it
// is where a device on the way may translate their addresses: nobody here asks whether it does. Cost: for
// each address the tables on the ways to it.

#include "routing/registry_session_paths.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "net/packet_hull.h"

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

/// True when the device may give packets to the address, whoever sends them, others as they leave by the
/// interface, or as they come in by whichever.
bool MayTranslate(const model::Device& device, model::InterfaceIndex out, const net::IpAddress& address) {
  return std::ranges::any_of(device.translations, [&](const model::Translation& rule) {
    if (address.family != net::Family::kIpv4) return false;
    const auto& to = rule.match.destination;
    const bool may_be_to = to.empty() || std::ranges::any_of(to, [&address](const net::AddressMatch& match) {
                             return net::PrefixAround(match).Contains(address);
                           });
    const bool leaves = rule.moment == model::TranslationMoment::kLeaving;
    const bool here =
        !leaves || rule.out.empty() || std::ranges::count(rule.out, device.interfaces[out.index()].name) > 0;
    return may_be_to && here;
  });
}

/// Where packets to an address go on from a table.
struct Way {
  bool lost = false;  ///< some branch ends without arriving
  bool arrives =
      false;  ///< here, or labels take them on: whether those lead there is for the walk of a packet
  std::vector<TableId> takers;
};

Way WayOf(const Network& network, const RoutingState& state, TableId table, const net::IpAddress& address) {
  Way way;
  const Fib& fib = state.fib(table);
  const FibEntry* entry = fib.Lookup(address);
  way.lost = entry == nullptr;
  if (entry == nullptr || entry->receive) return way.arrives = !way.lost, way;
  for (const NextHop& hop : fib.HopsOf(*entry)) {
    if (hop.push.valid() && !hop.discard) {
      way.arrives = true;
      continue;
    }
    const model::NodeId node = network.tables()[table.index()].node;
    const bool translated =
        !hop.discard && MayTranslate(network.nodes()[node.index()].config.device, hop.interface, address);
    const std::vector<TableId> takers =
        hop.discard || translated ? std::vector<TableId>() : Takers(network, state, node, hop, address);
    if (takers.empty()) return way.lost = true, way;
    way.takers.insert(way.takers.end(), takers.begin(), takers.end());
  }
  return way;
}

/// From one table, whatever circles there are: it is enough that some branch arrives.
bool ArrivesFrom(const Network& network, const RoutingState& state, TableId from,
                 const net::IpAddress& address) {
  std::set<TableId> seen = {from};
  std::vector<TableId> work = {from};
  bool arrived = false;
  while (!work.empty()) {
    const Way way = WayOf(network, state, work.back(), address);
    work.pop_back();
    if (way.lost) return false;
    arrived = arrived || way.arrives;
    for (const TableId taker : way.takers) {
      if (seen.insert(taker).second) work.push_back(taker);
    }
  }
  return arrived;
}

/// The ways of many tables to one address.
class WaysTo {
 public:
  WaysTo(const Network& network, const RoutingState& state)
      : network_(network), state_(state), number_(network.tables().size(), kUnseen) {}

  /// True when packets from all of them arrive on all branches.
  bool AllArrive(const net::IpAddress& address, std::span<const TableId> from) {
    Clear();
    for (const TableId table : from) Note(table);
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      Way way = WayOf(network_, state_, tables_[i], address);
      if (way.lost) return false;
      for (const TableId taker : way.takers) ++entering_[Note(taker)];
      takers_.push_back(std::move(way.takers));
    }
    // Without circles every branch ends, and none ends but by arriving.
    if (!HasCircle()) return true;
    return std::ranges::all_of(from,
                               [&](TableId table) { return ArrivesFrom(network_, state_, table, address); });
  }

  /// Tables on the ways of the last call.
  const std::vector<TableId>& tables() const { return tables_; }

 private:
  static constexpr std::uint32_t kUnseen = 0xffffffff;

  void Clear() {
    for (const TableId table : tables_) number_[table.index()] = kUnseen;
    tables_.clear();
    takers_.clear();
    entering_.clear();
  }
  std::uint32_t Note(TableId table) {
    std::uint32_t& number = number_[table.index()];
    if (number != kUnseen) return number;
    number = static_cast<std::uint32_t>(tables_.size());
    tables_.push_back(table);
    entering_.push_back(0);
    return number;
  }
  bool HasCircle() {
    std::vector<std::uint32_t> free;
    for (std::uint32_t i = 0; i < tables_.size(); ++i) {
      if (entering_[i] == 0) free.push_back(i);
    }
    for (std::size_t i = 0; i < free.size(); ++i) {
      for (const TableId taker : takers_[free[i]]) {
        if (--entering_[number_[taker.index()]] == 0) free.push_back(number_[taker.index()]);
      }
    }
    return free.size() < tables_.size();
  }

  const Network& network_;
  const RoutingState& state_;
  std::vector<std::uint32_t> number_;  ///< by TableId: place in `tables_`
  std::vector<TableId> tables_;
  std::vector<std::vector<TableId>> takers_;
  std::vector<std::uint32_t> entering_;  ///< ways into it
};

}  // namespace

namespace {

/// Who sends packets to which address, ascending.
std::vector<std::pair<net::IpAddress, TableId>> PacketsOf(const bgp::SessionPlan& plan,
                                                          std::span<const bgp::Session> sessions) {
  std::vector<std::pair<net::IpAddress, TableId>> asked;
  for (const bgp::Session& session : sessions) {
    if (!session.up() || session.outside != bgp::kNone) continue;
    // On a shared link the two hear each other.
    if (session.interfaces[0].valid() && session.interfaces[1].valid()) continue;
    for (std::size_t side = 0; side < 2; ++side) {
      const auto& far = session.addresses[1 - side];
      const std::uint32_t speaker = plan.ends()[session.ends[side]].speaker;
      if (far) asked.emplace_back(*far, plan.speakers()[speaker].table);
    }
  }
  std::ranges::sort(asked);
  return asked;
}

/// Calls `judge` with each address and who sends to it, while it says true; false when it did not.
template <class Judge>
bool ForEachAddress(const bgp::SessionPlan& plan, std::span<const bgp::Session> sessions,
                    const Judge& judge) {
  const std::vector<std::pair<net::IpAddress, TableId>> asked = PacketsOf(plan, sessions);
  std::vector<TableId> from;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    from.push_back(asked[i].second);
    if (i + 1 < asked.size() && asked[i + 1].first == asked[i].first) continue;
    if (!judge(asked[i].first, from)) return false;
    from.clear();
  }
  return true;
}

}  // namespace

bool SessionsArrive(const SessionSurroundings& in, std::span<const bgp::Session> sessions) {
  WaysTo ways(in.network, in.state);
  return ForEachAddress(in.plan, sessions, [&](const net::IpAddress& address, std::span<const TableId> from) {
    return ways.AllArrive(address, from);
  });
}

namespace {

/// All ways to the address are as they were when packets arrived.
bool IsAsRemembered(const ArrivalMemory& memory, std::span<const std::uint32_t> affected,
                    const net::IpAddress& address, std::span<const TableId> from) {
  const auto known = std::ranges::lower_bound(memory.addresses, address);
  if (known == memory.addresses.end() || *known != address) return false;
  const auto place = static_cast<std::uint32_t>(known - memory.addresses.begin());
  return !std::ranges::binary_search(affected, place) && std::ranges::includes(memory.from[place], from);
}

void Learn(const SessionSurroundings& in, const net::IpAddress& address, std::span<const TableId> from,
           const std::vector<TableId>& passed, ArrivalMemory& memory) {
  const auto place = static_cast<std::uint32_t>(memory.addresses.size());
  memory.addresses.push_back(address);
  memory.from.emplace_back(from.begin(), from.end());
  for (const TableId table : passed) {
    const FibEntry* entry = in.state.fib(table).Lookup(address);
    memory.readers.Add(table, in.prefixes.Find(entry->prefix), place);
  }
}

}  // namespace

bool SessionsArriveRecalling(const SessionSurroundings& in, std::span<const bgp::Session> sessions,
                             const ChangedRows& changed, bool learns, ArrivalMemory& memory) {
  if (learns) memory = {};
  const bool recalls = !learns && memory.known && changed.known;
  std::vector<std::uint32_t> affected;
  if (recalls) memory.readers.AddAffected(changed, affected);
  WaysTo ways(in.network, in.state);
  const auto arrives = [&](const net::IpAddress& address, std::span<const TableId> from) {
    if (recalls && IsAsRemembered(memory, affected, address, from)) return true;
    if (!ways.AllArrive(address, from)) return false;
    if (learns) Learn(in, address, from, ways.tables(), memory);
    return true;
  };
  const bool all = ForEachAddress(in.plan, sessions, arrives);
  if (learns) memory.known = all;
  return all;
}

}  // namespace ringfence::routing
