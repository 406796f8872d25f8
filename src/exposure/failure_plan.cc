// Problem: a session between two routers lasts as long as some way joins them, and a certificate that names
// one way names far too much: in a network that holds together no failure of a few units takes it down. Idea:
// what takes it down are the small cuts. They are found by following a way, taking away what it stands on one
// unit at a time, and following the next, as deep as failures are counted: whoever cuts must cut each of
// these ways. Where there are more ways than units fail, no two of which share a unit, nothing so small cuts,
// and the rest is left out. Whoever cuts two routers from each other cuts one of them from any third: so it
// is asked once for each router what cuts it from a hub, the router with most neighbours, which for most
// routers nothing small does. Only where one is cut off from there already the two are asked themselves. Cost
// for a pair: at most (units on a way)^(size - 1) searches of the graph.
//
// What is down whatever fails is left out of the graph: a state with it is one in which more units failed,
// and what a route rests on is the same thing there.
//
// A unit is one word for what fails together, so line systems and circuits need nothing of their own. What
// two units take down together one of them takes down alone: links have two ends, and nothing stands on one
// of several interfaces (RoutingEngine::knows_support).

#include "exposure/failure_plan.h"

#include <algorithm>
#include <utility>

#include "base/sort_unique.h"

namespace ringfence::exposure {
namespace {

using routing::RouterNumber;

/// Interfaces that act by more than where routes lead.
bool InterfacesArePlain(const routing::Network& network) {
  return std::ranges::all_of(network.nodes(), [](const routing::Node& node) {
    return !node.config.device.vxlan && node.config.device.l2_services.empty() &&
           std::ranges::all_of(node.config.device.interfaces, [](const model::Interface& interface) {
             return interface.virtual_routers.empty() && !interface.policy_in4.applies() &&
                    !interface.policy_in6.applies();
           });
  });
}

/// Nodes and links only, as if units had failed.
bool IsLikeUnits(const routing::FailureState& down) {
  return down.interfaces_down().empty() && down.links_silent().empty() && !down.undecided();
}

}  // namespace

bool SmallerFirst(const FailureSet& a, const FailureSet& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

/// The ways between two routers of which all units are known.
class FailurePlan::CutSearch {
 public:
  CutSearch(const FailurePlan& plan, const routing::NeededWay& way)
      : plan_(plan), way_(way), removals_(plan.units_of_.size()), before_(plan.arcs_.size()) {
    work_.reserve(plan.arcs_.size());
  }

  std::vector<FailureSet> Run(std::uint32_t size_max) {
    Search({}, size_max);
    std::ranges::sort(found_, SmallerFirst);
    std::vector<FailureSet> least;
    for (FailureSet& cut : found_) {
      const bool above = std::ranges::any_of(
          least, [&](const FailureSet& small) { return std::ranges::includes(cut, small); });
      if (!above) least.push_back(std::move(cut));
    }
    return least;
  }

  std::optional<std::vector<std::uint32_t>> PartingUnits(const FailureSet& failed) {
    for (const std::uint32_t unit : failed) Remove(unit, 1);
    Search({}, 1);
    std::vector<std::uint32_t> units;
    for (const FailureSet& cut : found_) {
      if (cut.empty()) return std::nullopt;
      units.push_back(cut.front());
    }
    base::SortUnique(units);
    return units;
  }

 private:
  /// At most as deep as failures are counted.
  void Search(const FailureSet& cut, std::uint32_t more) {
    std::vector<std::uint32_t> units;
    if (!FollowWay(units)) return found_.push_back(cut);
    if (more == 0 || HasWaysApart(units, more)) return;
    for (const std::uint32_t unit : units) {
      FailureSet bigger = cut;
      bigger.insert(std::ranges::upper_bound(bigger, unit), unit);
      Remove(unit, 1);
      Search(bigger, more - 1);
      Remove(unit, -1);
    }
  }

  /// Beside the way that stands on `units` there are this many more, and no two share a unit: so many units
  /// do not cut. One is taken after the other; another choice might find more of them.
  bool HasWaysApart(const std::vector<std::uint32_t>& units, std::uint32_t more) {
    std::vector<std::uint32_t> removed = units;
    for (const std::uint32_t unit : units) Remove(unit, 1);
    bool apart = true;
    for (std::uint32_t i = 0; i < more && apart; ++i) {
      std::vector<std::uint32_t> next;
      apart = FollowWay(next);
      for (const std::uint32_t unit : next) Remove(unit, 1);
      removed.insert(removed.end(), next.begin(), next.end());
    }
    for (const std::uint32_t unit : removed) Remove(unit, -1);
    return apart;
  }

  void Remove(std::uint32_t unit, int times) {
    for (const std::uint32_t pair : plan_.pairs_of_unit_[unit]) removals_[pair] += times;
  }

  /// A way with the fewest routers, and the units it stands on.
  bool FollowWay(std::vector<std::uint32_t>& units) {
    std::ranges::fill(before_, Arc{kNobody, 0});
    before_[way_.from] = {way_.from, 0};
    work_.assign(1, way_.from);
    for (std::size_t i = 0; i < work_.size() && before_[way_.to].to == kNobody; ++i) {
      for (const Arc& arc : plan_.arcs_[work_[i]]) {
        if (before_[arc.to].to != kNobody || removals_[arc.neighbors] != 0) continue;
        before_[arc.to] = {work_[i], arc.neighbors};
        work_.push_back(arc.to);
      }
    }
    if (before_[way_.to].to == kNobody) return false;
    for (RouterNumber at = way_.to; at != way_.from; at = before_[at].to) {
      const auto& parting = plan_.units_of_[before_[at].neighbors];
      units.insert(units.end(), parting.begin(), parting.end());
    }
    base::SortUnique(units);
    return true;
  }

  static constexpr RouterNumber kNobody = 0xffffffff;
  const FailurePlan& plan_;
  const routing::NeededWay way_;
  std::vector<int> removals_;       ///< by pair of neighbours: removed units that part them
  std::vector<Arc> before_;         ///< by router: from where it was reached
  std::vector<RouterNumber> work_;  ///< reached, in order
  std::vector<FailureSet> found_;
};

FailurePlan::FailurePlan(const World& world, const routing::RoutingEngine& routing,
                         const forwarding::TunnelTable& tunnels, const forwarding::CopyTable& copies,
                         const routing::FailureState* down)
    : world_(world), routing_(routing), down_(down) {
  known_ =
      (down == nullptr || IsLikeUnits(*down)) && routing.knows_support() && tunnels.tunnels().empty() &&
      copies.empty() && world.observed.empty() && InterfacesArePlain(*world.network) &&
      std::ranges::all_of(world.failures, [](const FailureUnit& unit) { return unit.interfaces.empty(); });
}

void FailurePlan::Prepare() const {
  std::call_once(prepared_, [this] {
    AddUnits();
    AddArcs();
    ChooseHubs();
  });
}

void FailurePlan::AddUnits() const {
  const routing::Network& network = *world_.network;
  const std::vector<std::uint8_t> whole = routing_.InterfacesUp(routing::FailureState(network));
  units_of_slot_.resize(network.slot_count());
  units_of_node_.resize(network.nodes().size());
  for (std::uint32_t unit = 0; unit < world_.failures.size(); ++unit) {
    routing::FailureState failure(network);
    Fail(world_.failures[unit], failure);
    const std::vector<std::uint8_t> up = routing_.InterfacesUp(failure);
    for (std::size_t slot = 0; slot < up.size(); ++slot) {
      if (up[slot] != whole[slot]) units_of_slot_[slot].push_back(unit);
    }
    for (const model::NodeId node : world_.failures[unit].nodes) units_of_node_[node.index()].push_back(unit);
  }
}

void FailurePlan::AddArcs() const {
  pairs_of_unit_.resize(world_.failures.size());
  const std::vector<std::uint8_t> up =
      routing_.InterfacesUp(down_ != nullptr ? *down_ : routing::FailureState(*world_.network));
  for (const routing::IgpNeighbors& pair : routing_.Neighbors()) {
    arcs_.resize(std::max(arcs_.size(), std::size_t{std::max(pair.routers[0], pair.routers[1])} + 1));
    if (up[pair.slots[0]] == 0 || up[pair.slots[1]] == 0) continue;
    const auto number = static_cast<std::uint32_t>(units_of_.size());
    std::vector<std::uint32_t>& units = units_of_.emplace_back();
    for (int side = 0; side < 2; ++side) {
      const auto& parting = units_of_slot_[pair.slots[side]];
      units.insert(units.end(), parting.begin(), parting.end());
      arcs_[pair.routers[side]].push_back({pair.routers[1 - side], number});
    }
    base::SortUnique(units);
    for (const std::uint32_t unit : units) pairs_of_unit_[unit].push_back(number);
  }
}

void FailurePlan::ChooseHubs() const {
  constexpr RouterNumber kNobody = 0xffffffff;
  hub_of_.assign(arcs_.size(), kNobody);
  std::vector<RouterNumber> joined;
  for (RouterNumber first = 0; first < arcs_.size(); ++first) {
    if (hub_of_[first] != kNobody) continue;
    joined.assign(1, first);
    hub_of_[first] = first;
    for (std::size_t i = 0; i < joined.size(); ++i) {
      for (const Arc& arc : arcs_[joined[i]]) {
        if (std::exchange(hub_of_[arc.to], first) == kNobody) joined.push_back(arc.to);
      }
    }
    const RouterNumber hub =
        *std::ranges::max_element(joined, {}, [this](RouterNumber r) { return arcs_[r].size(); });
    for (const RouterNumber router : joined) hub_of_[router] = hub;
  }
}

std::vector<std::uint32_t> FailurePlan::UnitsOf(const routing::Support& support) const {
  Prepare();
  std::vector<std::uint32_t> units;
  const auto add = [&units](const std::vector<std::uint32_t>& more) {
    units.insert(units.end(), more.begin(), more.end());
  };
  support.interfaces.ForEach([&](std::size_t slot) { add(units_of_slot_[slot]); });
  support.nodes.ForEach([&](std::size_t node) { add(units_of_node_[node]); });
  base::SortUnique(units);
  return units;
}

std::vector<FailureSet> FailurePlan::CutsOf(std::span<const routing::NeededWay> ways,
                                            const FailureSet& failed, std::uint32_t size_max) const {
  Prepare();
  std::vector<routing::NeededWay> asked;
  const auto to_hub = [this](RouterNumber end) {
    return routing::NeededWay{std::min(end, hub_of_[end]), std::max(end, hub_of_[end])};
  };
  const auto cut_off = [&](RouterNumber end) {
    return end != hub_of_[end] &&
           std::ranges::any_of(LeastCutsOf(to_hub(end), size_max),
                               [&](const FailureSet& cut) { return std::ranges::includes(failed, cut); });
  };
  for (const routing::NeededWay& way : ways) {
    if (cut_off(way.from) || cut_off(way.to)) {
      asked.push_back(way);
      continue;
    }
    for (const RouterNumber end : {way.from, way.to}) {
      if (end != hub_of_[end]) asked.push_back(to_hub(end));
    }
  }
  base::SortUnique(asked);
  std::vector<FailureSet> cuts;
  for (const routing::NeededWay& way : asked) {
    const std::vector<FailureSet>& more = LeastCutsOf(way, size_max);
    cuts.insert(cuts.end(), more.begin(), more.end());
  }
  base::SortUnique(cuts);
  return cuts;
}

const std::vector<FailureSet>& FailurePlan::LeastCutsOf(const routing::NeededWay& way,
                                                        std::uint32_t size_max) const {
  const std::pair key(way, size_max);
  {
    const std::lock_guard lock(mutex_);
    const auto known = cuts_.find(key);
    if (known != cuts_.end()) return known->second;
  }
  std::vector<FailureSet> cuts = CutSearch(*this, way).Run(size_max);
  const std::lock_guard lock(mutex_);
  return cuts_.try_emplace(key, std::move(cuts)).first->second;
}

std::optional<std::vector<std::uint32_t>> FailurePlan::UnitsParting(const routing::NeededWay& way,
                                                                    const FailureSet& failed) const {
  Prepare();
  return CutSearch(*this, way).PartingUnits(failed);
}

}  // namespace ringfence::exposure
