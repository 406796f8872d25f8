// First-hop redundancy: VRRP (RFC 3768, RFC 5798), HSRP (RFC 2281), anycast gateways.
//
// Problem: hosts send to one gateway address that several routers share. Which of them takes the packets is
// agreed between the routers and changes with what works.
// Idea: do not replay the protocol, ask where it can come to rest. Whoever holds the address keeps it until
// it hears somebody who has a higher priority and may preempt. So every working router that nobody may push
// aside is a possible answer, for it may have been the first. With distinct priorities and preemption one is
// left; without preemption, all are. This holds after a failure and with everything up alike.
// * Equal priorities leave it open as well: a backup yields to an equal master whatever their addresses are
//   (RFC 5798 section 6.4.2); addresses decide only between two that became masters at the same moment
//   (section 6.4.3), and what HSRP does with them differs between releases.
// * The owner, whose own addresses the shared ones are, has priority 255 and always preempts (section 6.1).
// * Routers meet when protocol, version, group and family agree on one segment. Where they name different
//   addresses, or one owns only some of them, they may take or refuse each other's word: both may answer.
// * Groups that do not meet, and a router that has the address for itself alone, do not know of each other.
// * What a router tracks changes its priority, or takes it out of the group, while an interface is down: that
//   is a question to the failure state like any other. What happens to an owner then differs between systems,
//   and an interface that nobody named is neither up nor down: both may answer.
// * Two chassis of a pair (MLAG, vPC): a frame to the shared address reaches either, by the hash of a bundle
//   or by the port a host hangs on. Where the one that stands by routes it too, each may be the router, and
//   nobody else; else it is open who is.
// * Anycast routers all answer at once, each for those who are nearer to it. Where a layer-2 service joins
//   sites, a router takes what comes to it from a port of its own, so those beyond a pseudowire answer only
//   where nobody does on this side (RFC 7432 section 10.1, RFC 9135 section 4).
// A master that is not the owner drops what is addressed to the shared address unless told otherwise (section
// 8.3.1), and systems differ in what they were told; an active router of HSRP takes it.
// Cost: groups on the segment squared, a handful.

#include "routing/first_hop.h"

#include <algorithm>
#include <iterator>

#include "model/redundancy.h"

namespace ringfence::routing {
namespace {

using model::RedundancyProtocol;

constexpr std::uint32_t kOwnerPriority = 255;  // RFC 5798 section 5.2.4
/// What tracking leaves: 0 and 255 have meanings of their own in VRRP (RFC 5798 section 5.2.4).
constexpr std::int64_t kVrrpLeast = 1;
constexpr std::int64_t kVrrpMost = 254;
constexpr std::int64_t kHsrpMost = 255;  // one byte (RFC 2281 section 3)

/// True when the two hear each other: a segment of switches may have fallen apart.
bool Hears(const RoutingState& state, const model::Endpoint& on, const model::Endpoint& end) {
  return state.node_up(end.node) && state.joined(on, end);
}

void AddOnce(std::vector<model::Endpoint>& ends, const model::Endpoint& end) {
  if (std::ranges::find(ends, end) == ends.end()) ends.push_back(end);
}

/// The layer-3 interfaces that working edges other than pseudowires join with `on`; empty: no pseudowire is
/// in the segment.
std::set<model::Endpoint> SiteOf(const Network& network, const RoutingState& state,
                                 const model::Endpoint& on) {
  const model::LinkId link = network.LinkOf(on);
  const Segment* segment = link.valid() ? network.SegmentOf(link) : nullptr;
  if (segment == nullptr || std::ranges::none_of(segment->edges, &SegmentEdge::pseudowire)) return {};
  std::vector<std::uint8_t> met(segment->vertices.size(), 0);
  const std::uint32_t start = VertexOf(*segment, on);
  if (start == met.size()) return {on};
  met[start] = 1;
  const auto works = [&](std::uint32_t slot) { return state.interface_up(network.EndOfSlot(slot)); };
  for (bool again = true; again;) {
    again = false;
    for (const SegmentEdge& edge : segment->edges) {
      if (edge.pseudowire || met[edge.a] == met[edge.b] || !std::ranges::all_of(edge.needs, works)) continue;
      met[edge.a] = met[edge.b] = 1;
      again = true;
    }
  }
  std::set<model::Endpoint> site;
  for (std::size_t v = 0; v < met.size(); ++v) {
    const SegmentVertex& vertex = segment->vertices[v];
    if (met[v] != 0 && vertex.end.valid()) site.insert({vertex.node, vertex.end});
  }
  return site;
}

}  // namespace

FirstHops::FirstHops(const Network& network) : network_(network) {
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const auto& interfaces = network.nodes()[n].config.device.interfaces;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      for (const model::VirtualRouter& group : interfaces[i].virtual_routers)
        AddMembers({model::NodeId(n), model::InterfaceIndex(i)}, group);
    }
  }
}

void FirstHops::AddMembers(model::Endpoint end, const model::VirtualRouter& group) {
  for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
    // IPv6 knows only the later version of each protocol.
    const bool v4 = family == net::Family::kIpv4;
    const std::uint32_t number = v4 ? group.group : model::WireGroup(group.group);
    Member member{end, group.protocol, family, number, {}, group.priority, group.preempt};
    for (const model::PriorityTrack& track : group.tracks) {
      const model::Device& device = network_.nodes()[end.node.index()].config.device;
      member.tracks.push_back(
          {{end.node, model::FindInterface(device, track.interface)}, track.change, track.leaves});
    }
    std::ranges::copy_if(group.addresses, std::inserter(member.addresses, member.addresses.end()),
                         [family](const net::IpAddress& address) { return address.family == family; });
    if (member.addresses.empty()) continue;
    if (member.protocol == RedundancyProtocol::kVrrp) {
      const auto owns = [&](const net::IpAddress& address) { return network_.OwnsAddress(end, address); };
      const auto owned = static_cast<std::size_t>(std::ranges::count_if(member.addresses, owns));
      member.owner = owned == member.addresses.size();
      member.part_owner = owned > 0 && !member.owner;
    }
    if (member.owner) member.priority = kOwnerPriority;
    member.preempts = member.preempts || member.owner;
    for (const net::IpAddress& address : member.addresses)
      shared_[network_.TableAt(end)].push_back({end, address});
    members_[SegmentOf(end)].push_back(std::move(member));
  }
}

std::size_t FirstHops::SegmentOf(model::Endpoint end) const {
  const model::LinkId link = network_.LinkOf(end);
  return link.valid() ? link.index() : network_.links().size() + network_.SlotOf(end);
}

std::vector<model::Endpoint> FirstHops::EndsOf(model::Endpoint on) const {
  const model::LinkId link = network_.LinkOf(on);
  return link.valid() ? network_.links()[link.index()].ends : std::vector<model::Endpoint>{on};
}

bool FirstHops::Meet(const Member& a, const Member& b) {
  const bool agrees = a.protocol != RedundancyProtocol::kAnycast;
  return agrees && a.protocol == b.protocol && a.group == b.group && a.family == b.family;
}

bool FirstHops::Understand(const Member& a, const Member& b) {
  return a.addresses == b.addresses && !a.part_owner && !b.part_owner;
}

FirstHops::Standing FirstHops::StandingOf(const RoutingState& state, const Member& member) {
  Standing standing{member.priority};
  std::int64_t priority = member.priority;
  for (const Track& track : member.tracks) {
    if (track.on.interface.valid() && state.interface_up(track.on)) continue;
    standing.certain = standing.certain && track.on.interface.valid() && !member.owner;
    standing.takes_part = standing.takes_part && !track.leaves;
    priority += track.change;
  }
  const bool hsrp = member.protocol == RedundancyProtocol::kHsrp;
  if (!member.owner && !member.tracks.empty())
    priority = std::clamp(priority, hsrp ? std::int64_t{0} : kVrrpLeast, hsrp ? kHsrpMost : kVrrpMost);
  if (!member.owner) standing.priority = static_cast<std::uint32_t>(priority);
  return standing;
}

/// Where a member stands: in one place with the other chassis of its pair when both route alike.
model::Endpoint FirstHops::SeatOf(const Member& member) const {
  const model::NodeId node = member.end.node;
  const model::NodeId peer = network_.ChassisPeer(node);
  const bool alike = member.protocol == RedundancyProtocol::kAnycast ||
                     network_.nodes()[node.index()].config.device.standby_routes;
  if (!peer.valid() || !alike) return member.end;
  return {std::min(node, peer), {}};
}

/// The other chassis of a pair gets part of what is sent to a router of it.
void FirstHops::AddStandby(const RoutingState& state, const model::Endpoint& on,
                           const net::IpAddress& address, const std::vector<Member>& members,
                           FirstHop& found) const {
  const std::vector<model::Endpoint> active = found.routers;
  for (const model::Endpoint& router : active) {
    for (const Member& member : members) {
      const bool peer = member.end.node == network_.ChassisPeer(router.node);
      const bool shares = member.addresses.contains(address) && Hears(state, on, member.end);
      if (!peer || !shares || std::ranges::count(active, member.end) > 0) continue;
      const bool routes = network_.nodes()[member.end.node.index()].config.device.standby_routes;
      // Shut by what it tracks, a group may or may not keep its address in the other chassis' tables.
      found.ambiguous = found.ambiguous || !routes || !StandingOf(state, member).takes_part;
      found.accepts = false;
      AddOnce(found.routers, member.end);
    }
  }
}

std::optional<FirstHop> FirstHops::Answering(const RoutingState& state, model::Endpoint on,
                                             const net::IpAddress& address) const {
  const auto segment = members_.find(SegmentOf(on));
  if (segment == members_.end()) return std::nullopt;
  const auto shares = [&](const Member& member) { return member.addresses.contains(address); };
  if (std::ranges::none_of(segment->second, shares)) return std::nullopt;
  FirstHop found;
  std::set<model::Endpoint> seats;
  const std::set<model::Endpoint> site = SiteOf(network_, state, on);
  const bool here = std::ranges::any_of(segment->second, [&](const Member& member) {
    return member.protocol == RedundancyProtocol::kAnycast && shares(member) && site.contains(member.end) &&
           state.node_up(member.end.node) && state.interface_up(member.end);
  });
  for (const Member& member : segment->second) {
    if (!shares(member) || !Hears(state, on, member.end)) continue;
    const bool beyond = here && member.protocol == RedundancyProtocol::kAnycast && !site.contains(member.end);
    if (beyond) continue;
    const Standing own = StandingOf(state, member);
    found.ambiguous = found.ambiguous || !own.certain;
    if (!own.takes_part && own.certain) continue;
    bool displaced = false;
    for (const Member& other : segment->second) {
      if (!Meet(member, other) || !Hears(state, on, other.end)) continue;
      const Standing theirs = StandingOf(state, other);
      if (!theirs.takes_part && theirs.certain) continue;
      if (!Understand(member, other) || !theirs.certain)
        found.ambiguous = true;
      else
        displaced = displaced || (other.preempts && theirs.priority > own.priority);
    }
    if (displaced && own.certain) continue;
    AddOnce(found.routers, member.end);
    seats.insert(SeatOf(member));
    found.everywhere = found.everywhere && member.protocol == RedundancyProtocol::kAnycast;
    found.accepts = found.accepts && (member.protocol != RedundancyProtocol::kVrrp || member.owner);
  }
  AddStandby(state, on, address, segment->second, found);
  for (const model::Endpoint& end : EndsOf(on)) {
    const bool member = std::ranges::any_of(segment->second,
                                            [&](const Member& one) { return one.end == end && shares(one); });
    if (member || !Hears(state, on, end) || !network_.OwnsAddress(end, address)) continue;
    AddOnce(found.routers, end);
    seats.insert(end);
    found.ambiguous = found.ambiguous || network_.ChassisPeer(end.node).valid();
    found.everywhere = false;
  }
  found.ambiguous = found.ambiguous || seats.size() > 1;
  found.several = found.routers.size() > 1 && !found.ambiguous;
  return found;
}

std::vector<net::IpAddress> FirstHops::SharedOn(model::Endpoint on) const {
  std::set<net::IpAddress> all;
  const auto segment = members_.find(SegmentOf(on));
  if (segment == members_.end()) return {};
  for (const Member& member : segment->second) all.insert(member.addresses.begin(), member.addresses.end());
  return {all.begin(), all.end()};
}

bool FirstHops::MayEnterElsewhere(const RoutingState& state, model::NodeId node,
                                  const net::Prefix& hosts) const {
  if (network_.nodes()[node.index()].is_host) return false;
  const auto& interfaces = network_.nodes()[node.index()].config.device.interfaces;
  for (std::size_t i = 0; i < interfaces.size(); ++i) {
    const model::Endpoint here{node, model::InterfaceIndex(i)};
    const auto holds_hosts = [&hosts](const model::InterfaceAddress& own) {
      return own.address.subnet().Overlaps(hosts) && net::Prefix::Host(own.address.address) != hosts;
    };
    if (std::ranges::none_of(interfaces[i].addresses, holds_hosts)) continue;
    for (const net::IpAddress& address : SharedOn(here)) {
      if (address.family != hosts.family() || hosts == net::Prefix::Host(address)) continue;
      const auto answer = Answering(state, here, address);
      if (!answer || answer->ambiguous || answer->routers != std::vector<model::Endpoint>{here}) return true;
    }
  }
  return false;
}

const std::vector<SharedAddress>& FirstHops::SharedBy(TableId table) const {
  static const std::vector<SharedAddress> kNone;
  const auto found = shared_.find(table);
  return found == shared_.end() ? kNone : found->second;
}

}  // namespace ringfence::routing
