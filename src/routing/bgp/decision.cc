// Steps in order, each keeping the lowest; what is left is a tie.
//
// Everything up to MED is a filter. MED is compared only between routes of one neighbouring AS, so pairwise
// comparison is no order: with grouping (or comparison across ASes) the filter of RFC 4271 9.1.2.2 c is
// exact; without it devices compare in the order of arrival, which no configuration contains. The same holds
// for "the older external route wins". Then all winners that some order of arrival produces are found: over
// subsets of the tied routes, a route wins a set when it arrives last and beats a winner of the rest, or is
// a winner of the rest and is not beaten by the last. The chosen one has the lowest router id, then
// neighbour address; the choice is marked ambiguous and names the others.
//
// Cost: O(n) filters, n candidates; 2^n n^2 for at most kArrivalOrdersMax tied ones where order matters.

#include "routing/bgp/decision.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.h"

namespace ringfence::routing::bgp {
namespace {

std::uint32_t DistanceOf(const BgpRoute& route, const PathAttributes& attributes,
                         const BgpFamilyConfig& family) {
  if (attributes.distance != 0) return attributes.distance;
  if (route.kind == PeerKind::kLocal) return family.distance_local;
  return route.kind == PeerKind::kExternal ? family.distance_ebgp : family.distance_ibgp;
}

}  // namespace

Rank RankOf(const Ranking& ranking, const AttributePool& pool, const BgpRoute& route) {
  const DecisionRules& rules = *ranking.rules;
  const PathAttributes& attributes = pool[route.attributes];
  Rank rank;
  rank.distance = rules.table_distance_first ? DistanceOf(route, attributes, *ranking.family) : 0;
  rank.weight = rules.weight_first ? ~attributes.weight : 0;
  rank.local_preference = ~LocalPreferenceOf(attributes, ranking.family->default_local_preference);
  rank.local = rules.local_before_as_path && route.kind != PeerKind::kLocal ? 1 : 0;
  rank.path_length = rules.ignore_as_path_length ? 0 : pool.FactsOf(attributes.as_path).length;
  rank.origin = static_cast<std::uint32_t>(attributes.origin);
  return rank;
}

void Decision::MakeKeys() {
  const DecisionRules& rules = *ranking_.rules;
  keys_.clear();
  for (std::uint32_t i = 0; i < candidates_.size(); ++i) {
    const BgpRoute& route = candidates_[i];
    const PathAttributes& attributes = (*pool_)[route.attributes];
    const AsPathFacts& path = pool_->FactsOf(attributes.as_path);
    Key& key = keys_.emplace_back();
    key.index = i;
    key.rank = RankOf(ranking_, *pool_, route);
    key.med = attributes.has_med ? attributes.med : rules.missing_med_worst ? 0xffffffffU : 0;
    key.neighbor_as = path.neighbor_as;
    key.member_as = rules.compare_member_med && path.confederation != 0 ? path.first_as : 0;
    key.internal = !rules.ebgp_equals_ibgp && route.kind > PeerKind::kExternal ? 1 : 0;
    if (rules.confederation_before_internal && route.kind == PeerKind::kInternal) key.internal = 2;
    key.external = route.kind == PeerKind::kExternal;
    key.igp_metric = rules.ignore_igp_metric ? 0 : route.igp_metric;
    key.router_id = attributes.originator != 0 ? attributes.originator : route.peer_router_id;
    key.unknown_id = key.router_id == 0 && route.channel != 0xffffffff;
    key.clusters = static_cast<std::uint32_t>((*pool_)[attributes.clusters].size());
    // A path that crossed the own confederation only is compared as its neighbour's when the rule says so.
    if (path.confederation != 0 && path.neighbor_as == 0 && !rules.compare_confederation_med) key.med = 0;
  }
}

template <class Value>
void Decision::KeepLowest(Value value) {
  if (keys_.size() < 2) return;
  auto lowest = value(keys_.front());
  for (const Key& key : keys_) lowest = std::min(lowest, value(key));
  std::erase_if(keys_, [&](const Key& key) { return lowest < value(key); });
}

bool Decision::ComparesMed(const Key& a, const Key& b) const {
  return ranking_.rules->always_compare_med || a.neighbor_as == b.neighbor_as ||
         (a.member_as != 0 && a.member_as == b.member_as);
}

void Decision::KeepLowestMed() {
  even_ = keys_;
  const auto same = [this](const Key& key) {
    return key.med == keys_.front().med && key.neighbor_as == keys_.front().neighbor_as;
  };
  if (std::ranges::all_of(keys_, same)) return;
  std::erase_if(keys_, [this](const Key& key) {
    return std::ranges::any_of(
        even_, [&](const Key& other) { return ComparesMed(key, other) && other.med < key.med; });
  });
}

bool Decision::MedDependsOnOrder() const {
  if (ranking_.rules->deterministic_med || ranking_.rules->always_compare_med) return false;
  return keys_.size() != even_.size() && std::ranges::any_of(even_, [this](const Key& key) {
           return key.neighbor_as != even_.front().neighbor_as;
         });
}

Decision::Order Decision::BreakTie(const Key& a, const Key& b) const {
  const DecisionRules& rules = *ranking_.rules;
  if (rules.oldest_external_wins && a.external && b.external && a.router_id != b.router_id) {
    return Order::kEither;
  }
  const bool by_id = !rules.cluster_length_before_router_id || a.clusters == b.clusters;
  if (by_id && (a.unknown_id || b.unknown_id) && a.index != b.index) return Order::kEither;
  const std::pair first = rules.cluster_length_before_router_id ? std::pair(a.clusters, a.router_id)
                                                                : std::pair(a.router_id, a.clusters);
  const std::pair second = rules.cluster_length_before_router_id ? std::pair(b.clusters, b.router_id)
                                                                 : std::pair(b.router_id, b.clusters);
  if (first != second) return first < second ? Order::kFirst : Order::kSecond;
  const net::IpAddress& address_a = peers_[a.index].address;
  const net::IpAddress& address_b = peers_[b.index].address;
  if (address_a != address_b) return address_a < address_b ? Order::kFirst : Order::kSecond;
  return a.index < b.index ? Order::kFirst : Order::kSecond;
}

Decision::Order Decision::Compare(const Key& a, const Key& b) const {
  if (ComparesMed(a, b) && a.med != b.med) return a.med < b.med ? Order::kFirst : Order::kSecond;
  const std::pair first(a.internal, a.igp_metric);
  const std::pair second(b.internal, b.igp_metric);
  if (first != second) return first < second ? Order::kFirst : Order::kSecond;
  return BreakTie(a, b);
}

std::uint32_t Decision::PossibleWinners() const {
  const std::size_t count = even_.size();
  std::vector<std::uint32_t> winners(std::size_t{1} << count, 0);
  std::array<std::array<Order, kArrivalOrdersMax>, kArrivalOrdersMax> order{};
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = 0; b < count; ++b) order[a][b] = Compare(even_[a], even_[b]);
  }
  for (std::uint32_t set = 1; set < winners.size(); ++set) {
    for (std::size_t last = 0; last < count; ++last) {
      if ((set >> last & 1U) == 0) continue;
      const std::uint32_t rest = set & ~(1U << last);
      if (rest == 0) winners[set] |= 1U << last;
      for (std::size_t before = 0; before < count; ++before) {
        if ((winners[rest] >> before & 1U) == 0) continue;
        const Order result = order[last][before];
        if (result != Order::kSecond) winners[set] |= 1U << last;
        if (result != Order::kFirst) winners[set] |= 1U << before;
      }
    }
  }
  return winners.back();
}

void Decision::FindWinners() {
  winners_.clear();
  if (MedDependsOnOrder()) {
    const bool few = even_.size() <= kArrivalOrdersMax;
    const std::uint32_t possible = few ? PossibleWinners() : 0;
    for (std::size_t i = 0; i < even_.size(); ++i) {
      if (!few || (possible >> i & 1U) != 0) winners_.push_back(even_[i]);
    }
  } else {
    // A total order but for age: winners are those that no other certainly beats.
    for (const Key& key : keys_) {
      const bool beaten = std::ranges::any_of(keys_, [&](const Key& other) {
        return other.index != key.index && BreakTie(other, key) == Order::kFirst;
      });
      if (!beaten) winners_.push_back(key);
    }
  }
  const auto chosen = std::ranges::min_element(winners_, [this](const Key& a, const Key& b) {
    return std::tie(a.router_id, peers_[a.index], a.index) < std::tie(b.router_id, peers_[b.index], b.index);
  });
  std::iter_swap(winners_.begin(), chosen);
}

bool Decision::IsMember(const Key& best, const Key& key) const {
  const BgpFamilyConfig& family = *ranking_.family;
  if (key.index == best.index) return false;
  if (!family.mixed_multipath && (key.external != best.external || key.igp_metric != best.igp_metric)) {
    return false;
  }
  if (key.external == best.external && key.igp_metric != best.igp_metric) return false;
  if (family.multipath_relax_as) return true;
  if (family.multipath_by_session_as && key.external && best.external)
    return peers_[key.index].as == peers_[best.index].as;
  return (*pool_)[candidates_[key.index].attributes].as_path ==
         (*pool_)[candidates_[best.index].attributes].as_path;
}

void Decision::AddMembers(const Key& best, Choice& choice) {
  const BgpFamilyConfig& family = *ranking_.family;
  // Routes from other members of a confederation count as external here.
  const bool internal = candidates_[best.index].kind == PeerKind::kInternal;
  std::size_t paths_max = internal ? family.ibgp_paths_max : family.ebgp_paths_max;
  if (family.mixed_multipath) paths_max = std::max(family.ebgp_paths_max, family.ibgp_paths_max);
  if (paths_max < 2 || candidates_[best.index].kind == PeerKind::kLocal) return;
  members_.clear();
  for (const Key& key : keys_) {
    if (IsMember(best, key) && candidates_[key.index].kind != PeerKind::kLocal) members_.push_back(key);
  }
  std::ranges::sort(members_, [this](const Key& a, const Key& b) {
    return std::tie(a.router_id, peers_[a.index], a.index) < std::tie(b.router_id, peers_[b.index], b.index);
  });
  for (const Key& key : members_) {
    const BgpRoute& route = candidates_[key.index];
    // Two routes with one next hop are one way for packets.
    const bool known = std::ranges::any_of(choice.routes, [&route](const BgpRoute& other) {
      return route.next_hop.valid() && other.next_hop == route.next_hop;
    });
    if (known) continue;
    if (choice.routes.size() < paths_max) {
      choice.routes.push_back(route);
    } else {
      choice.ambiguous = true;
      choice.tied.push_back(route);
    }
  }
}

void Decision::Run(const Ranking& ranking, const AttributePool& pool, std::span<const BgpRoute> candidates,
                   std::span<const Peer> peers, Choice& choice) {
  choice.routes.clear();
  choice.tied.clear();
  choice.ambiguous = choice.doubtful = false;
  if (candidates.empty()) return;
  ranking_ = ranking;
  pool_ = &pool;
  candidates_ = candidates;
  peers_ = peers;
  if (candidates.size() == 1) {
    choice.routes.push_back(candidates.front());
    choice.doubtful = candidates.front().doubtful;
    return;
  }
  MakeKeys();
  KeepLowest([](const Key& key) { return key.rank; });
  KeepLowestMed();
  if (ranking.family->mixed_multipath) equal_med_ = keys_;
  KeepLowest([](const Key& key) { return key.internal; });
  KeepLowest([](const Key& key) { return key.igp_metric; });
  FindWinners();
  const Key best = winners_.front();
  choice.routes.push_back(candidates[best.index]);
  for (std::size_t i = 1; i < winners_.size(); ++i) choice.tied.push_back(candidates[winners_[i].index]);
  if (ranking.family->mixed_multipath) keys_ = equal_med_;
  AddMembers(best, choice);
  // Packets take the same paths whichever is best when all that may be best are members.
  choice.ambiguous = choice.ambiguous || std::ranges::any_of(choice.tied, [&choice](const BgpRoute& route) {
                       return std::ranges::find(choice.routes, route) == choice.routes.end();
                     });
  // A doubtful candidate may be another route, or none: whatever it takes part in is doubtful.
  choice.doubtful = std::ranges::any_of(candidates, &BgpRoute::doubtful);
}

}  // namespace ringfence::routing::bgp
