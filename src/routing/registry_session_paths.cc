// Sessions over routers between.
//
// Problem: a session counts as up when each end has a route to the other. A router between them may lack one,
// and then the packets are lost and the session never comes up. Idea: when all is settled, follow the packets
// of each session hop by hop through the tables, as any packet; those to one address share their ways. Where
// they do not arrive, what the tables would be without the session is not computed; the caller says so. So it
// is where a device on the way may translate their addresses: nobody here asks whether it does; and where an
// access list on the way may drop some of them (session_lists.cc), or an interface that checks sources: those
// pass whatever its mode (RFC 3704) when the row for the sender there leads back over it and is more than a
// default route. Lists and checks are asked for the packets of all who send to the address at once; if one
// drops some, for those of each sender on the ways from there. Cost: for each address the tables on the ways
// to it; where sources are checked nothing is remembered, as then rows for senders matter, too.

#include "routing/registry_session_paths.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "routing/lists_at_use.h"
#include "routing/self_guards.h"

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

/// Packets of sessions to one address, and what lists do with them.
class Packets {
 public:
  Packets(const SessionSurroundings& in, const net::IpAddress& to, std::span<const SessionSender> senders)
      : in_(in), to_(to) {
    if (!in.lists.any() && !in.lists.check_sources()) return;
    for (const SessionSender& sender : senders) sources_.push_back(sender.source);
    std::ranges::sort(sources_);
    const auto doubles = std::ranges::unique(sources_);
    sources_.erase(doubles.begin(), doubles.end());
  }

  const net::IpAddress& to() const { return to_; }
  bool v4() const { return to_.family == net::Family::kIpv4; }

  /// True when some of them may be dropped.
  bool MayDrop(const model::Device& device, const model::AclUse& use) const {
    return std::ranges::any_of(ListsAt(device, use, to_.family),
                               [this](const model::Acl* acl) { return MayDrop(*acl); });
  }
  bool MayDrop(const model::Device& device, std::span<const model::AclUse> uses) const {
    return std::ranges::any_of(uses, [&](const model::AclUse& use) { return MayDrop(device, use); });
  }
  /// The same of the check of sources at an interface that they come in by.
  bool MayFailCheck(const model::Endpoint& end) const {
    if (!in_.network.InterfaceAt(end).source_check) return false;
    const Fib& fib = in_.state.fib(in_.network.TableAt(end));
    return !std::ranges::all_of(
        sources_, [&](const auto& source) { return source && LeadsBack(fib, *source, end.interface); });
  }
  bool MayDropBehindLabels(bool of_vrf) const {
    if (in_.lists.check_sources_behind_labels(of_vrf)) return true;
    return std::ranges::any_of(in_.lists.BehindLabels(to_.family, of_vrf),
                               [this](const model::Acl* acl) { return MayDrop(*acl); });
  }

 private:
  static bool LeadsBack(const Fib& fib, const net::IpAddress& source, model::InterfaceIndex in) {
    const FibEntry* entry = fib.Lookup(source);
    if (entry == nullptr || entry->receive || entry->prefix.length == 0) return false;
    return std::ranges::any_of(fib.HopsOf(*entry),
                               [in](const NextHop& hop) { return hop.interface == in && !hop.discard; });
  }
  bool MayDrop(const model::Acl& acl) const {
    return std::ranges::any_of(sources_,
                               [&](const auto& source) { return in_.asked.MayDrop(acl, source, to_); });
  }

  const SessionSurroundings& in_;
  net::IpAddress to_;
  std::vector<std::optional<net::IpAddress>> sources_;  ///< none where there are neither lists nor checks
};

/// Those who may get what leaves by a hop.
std::vector<model::Endpoint> Takers(const Network& network, const RoutingState& state,
                                    const model::Endpoint& out, const NextHop& hop,
                                    const net::IpAddress& address) {
  std::vector<model::Endpoint> takers;
  const model::LinkId link = network.LinkOf(out);
  if (!link.valid()) return takers;
  const auto& ends = network.links()[link.index()].ends;
  for (const model::Endpoint& end : ends) {
    if (end == out || !state.joined(out, end)) continue;
    const bool only_other = ends.size() == 2 && hop.gateway && network.IsUnnumbered(end);
    if (only_other || Answers(network, end, hop.gateway.value_or(address))) takers.push_back(end);
  }
  return takers;
}

/// True when the device may give packets to the address, whoever sends them, others as they leave by the
/// interface, or as they come in by whichever.
bool MayTranslate(const model::Device& device, model::InterfaceIndex out, const net::IpAddress& address) {
  return std::ranges::any_of(device.translations, [&](const model::Translation& rule) {
    const bool leaves = rule.moment == model::TranslationMoment::kLeaving;
    const bool here =
        !leaves || rule.out.empty() || std::ranges::count(rule.out, device.interfaces[out.index()].name) > 0;
    return here && MayTranslateTo(rule, address);
  });
}

/// Where packets to an address go on from a table.
struct Way {
  bool lost = false;     ///< some branch ends without arriving
  bool dropped = false;  ///< so it does, as a list or a check of sources may drop some of them
  bool arrives =
      false;  ///< here, or labels take them on: whether those lead there is for the walk of a packet
  std::vector<TableId> takers;

  void Drop() { lost = dropped = true; }
};

/// Adds the branch by one hop. `own`: the table's device sends the packets itself.
void AddBranch(const SessionSurroundings& in, TableId table, const NextHop& hop, const Packets& packets,
               bool own, Way& way) {
  const TableOwner& owner = in.network.tables()[table.index()];
  if (hop.push.valid() && !hop.discard) {
    way.arrives = true;
    if (packets.MayDropBehindLabels(!owner.vrf.empty())) way.Drop();
    return;
  }
  const model::Device& device = in.network.nodes()[owner.node.index()].config.device;
  way.lost = hop.discard || MayTranslate(device, hop.interface, packets.to());
  if (way.lost) return;
  const model::Endpoint out{owner.node, hop.interface};
  const std::vector<model::Endpoint> takers = Takers(in.network, in.state, out, hop, packets.to());
  if (takers.empty()) return void(way.lost = true);
  const model::Interface& leaving = in.network.InterfaceAt(out);
  const bool asks = !own || !device.lists_spare_own_packets;
  if (asks && packets.MayDrop(device, packets.v4() ? leaving.acl_out4 : leaving.acl_out6)) way.Drop();
  for (const model::Endpoint& end : takers) {
    const model::Interface& entering = in.network.InterfaceAt(end);
    if (packets.MayDrop(in.network.nodes()[end.node.index()].config.device,
                        packets.v4() ? entering.acl_in4 : entering.acl_in6) ||
        packets.MayFailCheck(end))
      way.Drop();
    way.takers.push_back(in.network.TableAt(end));
  }
}

Way WayOf(const SessionSurroundings& in, TableId table, const Packets& packets, bool own) {
  Way way;
  const Fib& fib = in.state.fib(table);
  const FibEntry* entry = fib.Lookup(packets.to());
  way.lost = entry == nullptr;
  if (way.lost) return way;
  if (entry->receive) {
    const TableOwner& owner = in.network.tables()[table.index()];
    const model::Device& device = in.network.nodes()[owner.node.index()].config.device;
    way.arrives = true;
    if (packets.MayDrop(device, GuardsIn(device, owner.vrf, packets.v4()))) way.Drop();
    return way;
  }
  for (const NextHop& hop : fib.HopsOf(*entry)) {
    AddBranch(in, table, hop, packets, own, way);
    if (way.lost) return way;
  }
  return way;
}

/// What a walk from one table passes; `arrives` is false when some branch is lost, or all go round.
struct Walk {
  bool arrives = false;
  std::set<TableId> seen;
};

/// From one table, whatever circles there are: it is enough that some branch arrives.
Walk WalkFrom(const SessionSurroundings& in, TableId from, const Packets& packets) {
  Walk walk{false, {from}};
  std::vector<TableId> work = {from};
  bool arrived = false;
  while (!work.empty()) {
    const TableId table = work.back();
    const Way way = WayOf(in, table, packets, table == from);
    work.pop_back();
    if (way.lost) return walk;
    arrived = arrived || way.arrives;
    for (const TableId taker : way.takers) {
      if (walk.seen.insert(taker).second) work.push_back(taker);
    }
  }
  walk.arrives = arrived;
  return walk;
}

/// The ways of many tables to one address.
class WaysTo {
 public:
  explicit WaysTo(const SessionSurroundings& in) : in_(in), number_(in.network.tables().size(), kUnseen) {}

  /// True when packets from all of them arrive on all branches.
  bool AllArrive(const net::IpAddress& address, std::span<const SessionSender> from) {
    Clear();
    if (!AllLeave(address, from)) return false;
    const Packets packets(in_, address, from);
    for (const SessionSender& sender : from) Note(sender.table);
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      Way way = WayOf(in_, tables_[i], packets, false);
      if (way.dropped) return EachArrives(address, from);
      if (way.lost) return false;
      for (const TableId taker : way.takers) ++entering_[Note(taker)];
      takers_.push_back(std::move(way.takers));
    }
    // Without circles every branch ends, and none ends but by arriving.
    if (!HasCircle()) return true;
    return std::ranges::all_of(
        from, [&](const SessionSender& sender) { return WalkFrom(in_, sender.table, packets).arrives; });
  }

  /// Tables on the ways of the last call.
  const std::vector<TableId>& tables() const { return tables_; }

 private:
  static constexpr std::uint32_t kUnseen = 0xffffffff;

  /// No device that sends them has a guard that drops some.
  bool AllLeave(const net::IpAddress& address, std::span<const SessionSender> from) const {
    if (!in_.lists.any()) return true;
    return std::ranges::all_of(from, [&](const SessionSender& sender) {
      const TableOwner& owner = in_.network.tables()[sender.table.index()];
      const model::Device& device = in_.network.nodes()[owner.node.index()].config.device;
      const Packets packets(in_, address, {&sender, 1});
      return !packets.MayDrop(device, GuardsOut(device, owner.vrf, packets.v4()));
    });
  }

  /// The same as AllArrive, each with its own packets alone.
  bool EachArrives(const net::IpAddress& address, std::span<const SessionSender> from) {
    for (const SessionSender& sender : from) {
      const Walk walk = WalkFrom(in_, sender.table, Packets(in_, address, {&sender, 1}));
      if (!walk.arrives) return false;
      for (const TableId table : walk.seen) Note(table);
    }
    return true;
  }

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

  const SessionSurroundings& in_;
  std::vector<std::uint32_t> number_;  ///< by TableId: place in `tables_`
  std::vector<TableId> tables_;
  std::vector<std::vector<TableId>> takers_;
  std::vector<std::uint32_t> entering_;  ///< ways into it
};

}  // namespace

namespace {

/// Who sends packets to which address, ascending.
std::vector<std::pair<net::IpAddress, SessionSender>> PacketsOf(const bgp::SessionPlan& plan,
                                                                std::span<const bgp::Session> sessions) {
  std::vector<std::pair<net::IpAddress, SessionSender>> asked;
  for (const bgp::Session& session : sessions) {
    if (!session.up() || session.outside != bgp::kNone) continue;
    // On a shared link the two hear each other.
    if (session.interfaces[0].valid() && session.interfaces[1].valid()) continue;
    for (std::size_t side = 0; side < 2; ++side) {
      const auto& far = session.addresses[1 - side];
      const std::uint32_t speaker = plan.ends()[session.ends[side]].speaker;
      if (far)
        asked.emplace_back(*far, SessionSender{plan.speakers()[speaker].table, session.addresses[side]});
    }
  }
  std::ranges::sort(asked);
  return asked;
}

/// Calls `judge` with each address and who sends to it, while it says true; false when it did not.
template <class Judge>
bool ForEachAddress(const bgp::SessionPlan& plan, std::span<const bgp::Session> sessions,
                    const Judge& judge) {
  const std::vector<std::pair<net::IpAddress, SessionSender>> asked = PacketsOf(plan, sessions);
  std::vector<SessionSender> from;
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
  WaysTo ways(in);
  return ForEachAddress(in.plan, sessions,
                        [&](const net::IpAddress& address, std::span<const SessionSender> from) {
                          return ways.AllArrive(address, from);
                        });
}

namespace {

/// All ways to the address are as they were when packets arrived.
bool IsAsRemembered(const ArrivalMemory& memory, std::span<const std::uint32_t> affected,
                    const net::IpAddress& address, std::span<const SessionSender> from) {
  const auto known = std::ranges::lower_bound(memory.addresses, address);
  if (known == memory.addresses.end() || *known != address) return false;
  const auto place = static_cast<std::uint32_t>(known - memory.addresses.begin());
  return !std::ranges::binary_search(affected, place) && std::ranges::includes(memory.from[place], from);
}

void Learn(const SessionSurroundings& in, const net::IpAddress& address, std::span<const SessionSender> from,
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
  learns = learns && !in.lists.check_sources();
  const bool recalls = !learns && memory.known && changed.known;
  std::vector<std::uint32_t> affected;
  if (recalls) memory.readers.AddAffected(changed, affected);
  WaysTo ways(in);
  const auto arrives = [&](const net::IpAddress& address, std::span<const SessionSender> from) {
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
