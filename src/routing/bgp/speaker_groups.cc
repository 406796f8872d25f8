// Problem: whether BGP leads to its own next hops is asked of every prefix that holds an address of a next
// hop or of a neighbour, and in a network of VRFs the subnet between a site and its router is such a prefix,
// brought into BGP by that router: taken for the whole network as one, nothing would ever be sure. Idea: an
// address is asked for only in tables to which a route with that next hop may come, over sessions, for what
// one VRF takes from another gets the way of the router between (vpn_exchange.cc), unless it goes on from
// there as it is; and a prefix comes only where sessions or an exchange lead from who brings it. Both are
// unions of pairs that the configuration allows, so no failure adds to them. Cost: near linear in sessions
// and VRFs.

#include "routing/bgp/speaker_groups.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace ringfence::routing::bgp {
namespace {

/// Disjoint sets of speakers (Tarjan 1975, with halving of ways).
class Unions {
 public:
  explicit Unions(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }

  std::uint32_t Find(std::uint32_t one) {
    while (parent_[one] != one) one = parent_[one] = parent_[parent_[one]];
    return one;
  }
  void Join(std::uint32_t a, std::uint32_t b) {
    a = Find(a);
    b = Find(b);
    parent_[std::max(a, b)] = std::min(a, b);  // the least speaks for its set
  }
  /// By member: the number of its set, in the order of the least members.
  std::vector<std::uint32_t> Numbers() {
    std::vector<std::uint32_t> numbers(parent_.size());
    std::uint32_t count = 0;
    for (std::uint32_t one = 0; one < parent_.size(); ++one)
      numbers[one] = Find(one) == one ? count++ : numbers[Find(one)];
    return numbers;
  }

 private:
  std::vector<std::uint32_t> parent_;
};

/// Whatever targets say: all that take or give join. What a table copies from is among those that give.
void JoinExchange(const VpnPlan& plan, Unions& unions) {
  std::vector<std::uint32_t> all = plan.takers();
  all.insert(all.end(), plan.givers().begin(), plan.givers().end());
  for (const std::uint32_t speaker : all) unions.Join(all.front(), speaker);
}

/// The VRF tells neighbours what it took from others without putting itself as the next hop.
bool KeepsHops(const Speaker& speaker) {
  return std::ranges::any_of(speaker.vrf->neighbors, [&](const BgpNeighbor& neighbor) {
    const bool external = neighbor.remote_as_kind == RemoteAs::kNumber && neighbor.remote_as != speaker.as;
    return !external || std::ranges::any_of(neighbor.families, [](const NeighborFamily& family) {
      return family.next_hop_self == NextHopSelf::kUnchanged;
    });
  });
}

/// Next hops of all that give come there, those of their sessions and the far ends of labelled ways.
void JoinHops(const SessionPlan& sessions, const VpnPlan& plan, Unions& unions) {
  for (const std::uint32_t taker : plan.takers()) {
    if (!KeepsHops(sessions.speakers()[taker])) continue;
    for (const std::uint32_t giver : plan.givers()) {
      unions.Join(taker, giver);
      if (plan.parts()[giver].hub != kNone) unions.Join(taker, plan.parts()[giver].hub);
    }
  }
}

}  // namespace

SpeakerGroups::SpeakerGroups(const SessionPlan& sessions, const VpnPlan& ipv4, const VpnPlan& ipv6) {
  Unions unions(sessions.speakers().size());
  for (const auto& [a, b] : sessions.PossiblePairs()) unions.Join(a, b);
  for (const VpnPlan* plan : {&ipv4, &ipv6}) JoinHops(sessions, *plan, unions);
  asking = unions.Numbers();
  for (const VpnPlan* plan : {&ipv4, &ipv6}) JoinExchange(*plan, unions);
  bringing = unions.Numbers();
  for (std::uint32_t speaker = 0; speaker < asking.size(); ++speaker) {
    if (asking[speaker] == members.size()) members.emplace_back();
    members[asking[speaker]].push_back(speaker);
  }
}

void SpeakerGroups::Unite() {
  members = {std::vector<std::uint32_t>(asking.size())};
  std::iota(members.front().begin(), members.front().end(), 0U);
  std::ranges::fill(asking, 0U);
  std::ranges::fill(bringing, 0U);
}

}  // namespace ringfence::routing::bgp
