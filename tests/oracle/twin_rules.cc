// The definitions of the rule kinds, word by word and without economy: every failure set is looked at for
// every rule, every subset of it again.

#include "oracle/twin_rules.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ringfence::oracle {
namespace {

constexpr int kCertain = 2;
constexpr int kPossible = 1;

/// Covered parties when shares count with their lower (certain) or upper (possible) end.
std::set<int> Covered(const World& world, const PartySet& set, bool upper) {
  std::set<int> covered(set.seeds.begin(), set.seeds.end());
  for (bool grew = set.owned_from > 0; grew;) {
    grew = false;
    for (int p = 0; p < static_cast<int>(world.parties.size()); ++p) {
      int held = 0;
      for (const Share& share : world.parties[static_cast<std::size_t>(p)].owners) {
        if (covered.contains(share.owner)) held += upper ? share.percent_max : share.percent_min;
      }
      if (held >= set.owned_from && covered.insert(p).second) grew = true;
    }
  }
  return covered;
}

Offenders OffendersOf(const View& view, const std::vector<int>& members, const std::set<int>& levels) {
  Offenders offenders;
  if (!view.delivered) return offenders;
  for (int level : levels) {
    for (int element : view.exposed[static_cast<std::size_t>(level)]) {
      if (members[static_cast<std::size_t>(element)] > 0) offenders[element].insert(level);
    }
  }
  return offenders;
}

bool IsProperSubset(const FailureSet& small, const FailureSet& big) {
  return small.size() < big.size() && std::ranges::includes(big, small);
}

/// What `set` shows beyond everything its proper subsets show.
Offenders Added(const std::map<FailureSet, Offenders>& all, const FailureSet& set) {
  Offenders fresh = all.at(set);
  for (const auto& [subset, shown] : all) {
    if (!IsProperSubset(subset, set)) continue;
    for (const auto& [element, levels] : shown) {
      const auto found = fresh.find(element);
      if (found == fresh.end()) continue;
      for (int level : levels) found->second.erase(level);
    }
  }
  std::erase_if(fresh, [](const auto& entry) { return entry.second.empty(); });
  return fresh;
}

/// Everything but operations centres and circuits has been made by somebody; not to know by whom is a gap.
bool MakerUnknown(const Element& element) {
  if (element.kind == Kind::kOperationsCentre || element.kind == Kind::kCircuit) return false;
  return std::ranges::none_of(element.stands, [](const Stand& s) { return s.role == Role::kMaker; });
}

/// Is the maker unknown of somebody who handles the flow, or of somebody above?
bool GapAbove(const World& world, const Twin& twin, const std::set<int>& handlers) {
  const std::set<int> touched = twin.Closure(handlers);
  return std::ranges::any_of(
      touched, [&](int e) { return MakerUnknown(world.elements[static_cast<std::size_t>(e)]); });
}

/// Some smaller failure leaves no offender either.
bool CuredByLess(const std::map<FailureSet, Offenders>& all, const FailureSet& set) {
  return std::ranges::any_of(all, [&set](const auto& other) {
    return !other.first.empty() && other.first != set && other.second.empty() &&
           std::ranges::includes(set, other.first);
  });
}

FlowVerdict Confine(const World& world, Twin& twin, const Rule& rule, int flow) {
  const std::vector<int> members =
      MembershipOf(world, world.sets[static_cast<std::size_t>(rule.set)], rule.makers_only);
  FlowVerdict verdict;
  verdict.flow = flow;
  std::map<FailureSet, Offenders> all;
  bool certain = false;
  bool doubt = false;
  std::set<int> handlers;
  for (const FailureSet& set : twin.Subsets(rule.kinds, rule.failures)) {
    const View view = twin.Look(flow, set);
    ++verdict.tried;
    doubt = doubt || view.doubtful;
    handlers.insert(view.path.begin(), view.path.end());
    if (set.empty()) verdict.delivered = view.delivered;
    if (!view.delivered) continue;
    const Offenders offenders = OffendersOf(view, members, rule.levels);
    for (const auto& [element, levels] : offenders) {
      if (members[static_cast<std::size_t>(element)] == kCertain && !view.doubtful) certain = true;
    }
    all[set] = offenders;
  }
  const bool nominal = all.contains({}) && !all[{}].empty();
  for (const auto& [set, offenders] : all) {
    const bool cures = nominal && !set.empty() && offenders.empty();
    if (cures && !CuredByLess(all, set)) verdict.clean.insert(set);
    const Offenders fresh = Added(all, set);
    if (!fresh.empty()) verdict.findings[set] = fresh;
  }
  const bool open = doubt || !verdict.findings.empty() || GapAbove(world, twin, handlers);
  verdict.states = {certain ? State::kViolated : open ? State::kUndecided : State::kProved};
  return verdict;
}

bool FailsAnEnd(const Flow& flow, const FailureSet& set) {
  return std::ranges::any_of(set, [&](const Unit& unit) {
    return unit.kind == UnitKind::kNode &&
           (unit.index == flow.ends[0].node || unit.index == flow.ends[1].node);
  });
}

FlowVerdict Deliver(const World& world, Twin& twin, const Rule& rule, int flow) {
  FlowVerdict verdict;
  verdict.flow = flow;
  std::set<FailureSet> broken;
  bool certain = false;
  bool doubt = false;
  for (const FailureSet& set : twin.Subsets(rule.kinds, rule.failures)) {
    if (FailsAnEnd(world.flows[static_cast<std::size_t>(flow)], set)) continue;
    const View view = twin.Look(flow, set);
    ++verdict.tried;
    doubt = doubt || view.doubtful;
    if (set.empty()) verdict.delivered = view.delivered_all;
    if (view.delivered_all) continue;
    certain = certain || !view.doubtful;
    broken.insert(set);
  }
  for (const FailureSet& set : broken) {
    if (std::ranges::none_of(broken, [&](const FailureSet& s) { return IsProperSubset(s, set); })) {
      verdict.findings[set] = {};
    }
  }
  verdict.states = {certain                              ? State::kViolated
                    : doubt || !verdict.findings.empty() ? State::kUndecided
                                                         : State::kProved};
  return verdict;
}

FlowVerdict Diversify(const World& world, Twin& twin, int flow) {
  const Flow& facts = world.flows[static_cast<std::size_t>(flow)];
  FlowVerdict verdict;
  verdict.flow = flow;
  const View nominal = twin.Look(flow, {});
  verdict.delivered = nominal.delivered_all;
  bool doubt = nominal.doubtful;
  std::set<int> handlers = nominal.path;
  for (int party = 0; party < static_cast<int>(world.parties.size()); ++party) {
    FailureSet equipment;
    for (const Unit& unit : twin.Units({UnitKind::kNode, UnitKind::kLineSystem})) {
      const Element& element = world.elements[static_cast<std::size_t>(unit.index)];
      const bool made = std::ranges::any_of(
          element.stands, [&](const Stand& s) { return s.role == Role::kMaker && s.party == party; });
      const bool end = unit.kind == UnitKind::kNode &&
                       (unit.index == facts.ends[0].node || unit.index == facts.ends[1].node);
      if (made && !end) equipment.insert(unit);
    }
    if (equipment.empty()) continue;
    ++verdict.tried;
    const View view = twin.Look(flow, equipment);
    doubt = doubt || view.doubtful;
    handlers.insert(view.path.begin(), view.path.end());
    if (!view.delivered_all) verdict.findings[equipment] = {};
  }
  doubt = doubt || GapAbove(world, twin, handlers);
  verdict.states = {verdict.findings.empty() ? State::kProved : State::kViolated};
  if (doubt && verdict.findings.empty()) verdict.states = {State::kUndecided};
  if (doubt) verdict.states.insert(State::kUndecided);
  return verdict;
}

/// Great-circle distance as the angle between two vectors from the centre of the earth.
double Kilometres(const Site& a, const Site& b) {
  const auto vector = [](const Site& site) {
    const double phi = site.latitude / 100.0 * std::numbers::pi / 180;
    const double lambda = site.longitude / 100.0 * std::numbers::pi / 180;
    return std::array<double, 3>{std::cos(phi) * std::cos(lambda), std::cos(phi) * std::sin(lambda),
                                 std::sin(phi)};
  };
  const auto x = vector(a);
  const auto y = vector(b);
  const double dot = x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
  return 6371.0088 * std::acos(std::clamp(dot, -1.0, 1.0));
}

RuleVerdict Exclude(const World& world, const Rule& rule) {
  RuleVerdict verdict;
  const std::vector<int> members =
      MembershipOf(world, world.sets[static_cast<std::size_t>(rule.set)], rule.makers_only);
  State worst = State::kProved;
  for (std::size_t e = 0; e < world.elements.size(); ++e) {
    const Element& element = world.elements[e];
    if (members[e] == 0 && !MakerUnknown(element)) continue;
    const bool placed = element.site >= 0;
    const double km =
        placed ? Kilometres(world.sites[static_cast<std::size_t>(element.site)], world.place) : 0;
    const bool function = std::ranges::count(rule.functions, element.function) > 0;
    const bool stores = !rule.storing.empty() && element.stores == rule.storing;
    const bool offends = rule.near ? placed && km <= kPlaceRadiusKm : function || stores;
    const bool near_miss = rule.near && placed && !offends && km < 2 * kPlaceRadiusKm;
    if (members[e] > 0 && (offends || near_miss)) verdict.elements[static_cast<int>(e)] = offends;
    if (offends) worst = std::max(worst, members[e] == kCertain ? State::kViolated : State::kUndecided);
    // Somebody of the set, or perhaps of the set, could stand there.
    if (rule.near && !placed) worst = std::max(worst, State::kUndecided);
  }
  verdict.states = {worst};
  return verdict;
}

/// Sums of a measure: certain and possible part, and the whole.
struct Parts {
  std::uint64_t certain = 0, possible = 0, whole = 0;
  void Add(std::uint64_t amount, int membership) {
    whole += amount;
    if (membership >= kPossible) possible += amount;
    if (membership == kCertain) certain += amount;
  }
};

int Highest(const std::set<int>& elements, const std::vector<int>& members) {
  int highest = 0;
  for (int element : elements) highest = std::max(highest, members[static_cast<std::size_t>(element)]);
  return highest;
}

std::map<std::string, Parts> Measures(const World& world, Twin& twin, const Rule& rule,
                                      const std::vector<int>& members, bool& doubt) {
  std::map<std::string, Parts> parts;
  std::map<int, int> sites;
  parts["count"];
  parts["traffic"];
  for (std::size_t e = 0; e < world.elements.size(); ++e) {
    const Element& element = world.elements[e];
    if (element.kind != rule.among) continue;
    doubt = doubt || MakerUnknown(element);
    parts["count"].Add(1, members[e]);
    parts["traffic"].Add(static_cast<std::uint64_t>(element.busy_mbps) * 1'000'000, members[e]);
    sites[element.site] = std::max(sites[element.site], members[e]);
  }
  for (const auto& [site, membership] : sites) parts["sites"].Add(1, membership);
  for (int flow : rule.flows) {
    const std::uint64_t bps =
        static_cast<std::uint64_t>(world.flows[static_cast<std::size_t>(flow)].traffic_mbps) * 1'000'000;
    const View view = twin.Look(flow, {});
    doubt = doubt || view.doubtful;
    parts["traffic-through"].Add(bps, Highest(view.path, members));
    for (std::size_t level = 0; level < 4; ++level) {
      parts[std::string("traffic-") + kLevelNames[level]].Add(bps, Highest(view.exposed[level], members));
    }
  }
  return parts;
}

RuleVerdict Cap(const World& world, Twin& twin, const Rule& rule) {
  RuleVerdict verdict;
  const std::vector<int> members =
      MembershipOf(world, world.sets[static_cast<std::size_t>(rule.set)], rule.makers_only);
  bool doubt = false;
  State worst = State::kProved;
  const auto holds = [&](std::uint64_t part, std::uint64_t whole) {
    return part * 100 <= static_cast<std::uint64_t>(rule.at_most) * whole;
  };
  for (const auto& [name, parts] : Measures(world, twin, rule, members, doubt)) {
    verdict.clauses[name] = {parts.certain, parts.whole, holds(parts.certain, parts.whole)};
    if (!holds(parts.certain, parts.whole)) {
      worst = State::kViolated;
    } else if (!holds(parts.possible, parts.whole) || parts.whole == 0) {
      worst = std::max(worst, State::kUndecided);
    }
  }
  if (doubt && worst == State::kProved) worst = State::kUndecided;
  for (std::size_t e = 0; e < world.elements.size(); ++e) {
    if (world.elements[e].kind == rule.among && members[e] > 0) verdict.elements[static_cast<int>(e)] = true;
  }
  verdict.states = {worst};
  return verdict;
}

/// The worst of what the flows came to, for every combination of acceptable states.
std::set<State> WorstOf(const std::vector<FlowVerdict>& flows) {
  std::set<State> states = {State::kProved};
  for (const FlowVerdict& flow : flows) {
    std::set<State> next;
    for (State a : states) {
      for (State b : flow.states) next.insert(std::max(a, b));
    }
    states = next;
  }
  return states;
}

}  // namespace

std::vector<int> MembershipOf(const World& world, const PartySet& set, bool makers_only) {
  const std::set<int> certain = Covered(world, set, false);
  const std::set<int> possible = Covered(world, set, true);
  std::vector<int> members;
  for (const Element& element : world.elements) {
    int membership = 0;
    for (const Stand& stand : element.stands) {
      if (makers_only && stand.role != Role::kMaker) continue;
      if (possible.contains(stand.party)) membership = std::max(membership, kPossible);
      if (certain.contains(stand.party)) membership = kCertain;
    }
    members.push_back(membership);
  }
  return members;
}

RuleVerdict Judge(const World& world, Twin& twin, const Rule& rule) {
  RuleVerdict verdict;
  if (!rule.in_force) {
    verdict.states = {State::kNotInForce};
    return verdict;
  }
  if (rule.kind == RuleKind::kExclude) return Exclude(world, rule);
  if (rule.kind == RuleKind::kCap) return Cap(world, twin, rule);
  for (int flow : rule.flows) {
    if (rule.kind == RuleKind::kConfine) verdict.flows.push_back(Confine(world, twin, rule, flow));
    if (rule.kind == RuleKind::kDeliver) verdict.flows.push_back(Deliver(world, twin, rule, flow));
    if (rule.kind == RuleKind::kDiversify) verdict.flows.push_back(Diversify(world, twin, flow));
  }
  verdict.states = WorstOf(verdict.flows);
  return verdict;
}

}  // namespace ringfence::oracle
