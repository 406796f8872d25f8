// Ways of packets whose outermost label is a SID of a flexible algorithm (RFC 9350 over SR-MPLS).
//
// Problem: operators keep some traffic to some links ("never by that country") by an algorithm of their own:
// a definition says which links count and what they cost, each router says whether it takes part, and the SID
// of a prefix by this algorithm means "by the shortest path of the algorithm". Idea: as with the SIDs of
// ordinary paths nothing is distributed. All routers that reach each other take the same definition: of those
// that are told the one of the greatest priority, then of the greatest router (section 5.3). Links count when
// both of their routers take part and what the near router says of the link fits (section 13); the least sums
// of the metric to the owner of the SID then give each router its next ones, all of the equal ones. Without a
// definition, or without a way, there is no path: what a head then does is up to it (LabelWays). Where an
// answer would rest on what systems do differently it is open: a definition that a router told which is not
// reached any more and that differs from the one that counts; a link that fits in one direction alone; a link
// that costs nothing; a way through a router of OSPF that asks to be avoided; a prefix of several owners, a
// label that means two SIDs; a way over several areas or levels. Lines that are not modelled, on any router
// of the area that others reach, make every way of it doubtful, for they may tell a definition. Cost: a
// search for each algorithm and owner that is asked for, O(links * log links).

#include "routing/registry_flex.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

#include "routing/registry_tables.h"

namespace ringfence::routing {
namespace {

using Step = FlexWays::Step;

constexpr std::uint64_t kFar = std::numeric_limits<std::uint64_t>::max();

const sr::AlgorithmLink* LinkTold(const Network& network, model::Endpoint end) {
  const sr::SrConfig& config = network.nodes()[end.node.index()].config.sr;
  const auto found =
      std::ranges::find(config.links, network.InterfaceAt(end).name, &sr::AlgorithmLink::interface);
  return found == config.links.end() ? nullptr : &*found;
}

bool SharesOne(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  return std::ranges::any_of(a, [&b](std::uint32_t one) { return std::ranges::binary_search(b, one); });
}

/// What a link costs by what its router says of it; nothing where it does not fit (RFC 9350 section 13).
std::optional<std::uint64_t> CostBy(const sr::AlgorithmDefinition& rule, const sr::AlgorithmLink* told,
                                    std::uint32_t igp_cost) {
  const sr::AdminGroups groups = told == nullptr ? sr::AdminGroups() : told->groups;
  if ((groups & rule.exclude_any).any()) return std::nullopt;
  if (told != nullptr && SharesOne(told->srlgs, rule.exclude_srlgs)) return std::nullopt;
  if (rule.include_any.any() && (groups & rule.include_any).none()) return std::nullopt;
  if ((groups & rule.include_all) != rule.include_all) return std::nullopt;
  if (rule.metric == sr::AlgorithmMetric::kIgp) return igp_cost;
  if (told == nullptr) return std::nullopt;
  return rule.metric == sr::AlgorithmMetric::kTe ? told->te_metric : told->delay_us;
}

/// The same links fit and cost the same, whoever tells it.
bool SameRule(const sr::AlgorithmDefinition& a, sr::AlgorithmDefinition b) {
  b.priority = a.priority;
  return a == b;
}

}  // namespace

FlexPlan::FlexPlan(const Network& network, const sr::SrPlan& sr, const ospf::Graph& ospf,
                   const isis::Graph& isis) {
  const bool any = std::ranges::any_of(network.nodes(), [](const Node& node) {
    return node.config.sr.enabled && !node.config.sr.algorithms.empty();
  });
  if (!any) return;
  for (IgpArea& igp : IgpAreasOf(network, ospf, isis)) {
    Area& area = areas_.emplace_back();
    area.igp = std::move(igp);
    const sr::SrIgp kind = area.igp.igp == te::TeIgp::kIsis ? sr::SrIgp::kIsis : sr::SrIgp::kOspf;
    for (const IgpRouter& router : area.igp.routers) {
      const sr::SrConfig& config = sr.ConfigOf(router.node);
      area.runs.push_back(router.main && router.member && config.enabled && config.igp == kind &&
                          config.process == router.process);
    }
    area.links_to.resize(area.igp.routers.size());
    area.links_from.resize(area.igp.routers.size());
    for (std::uint32_t i = 0; i < area.igp.links.size(); ++i) {
      const IgpLink& link = area.igp.links[i];
      area.facts.push_back({LinkTold(network, link.out), LinkTold(network, link.in)});
      area.links_to[link.to].push_back(i);
      area.links_from[link.from].push_back(i);
    }
  }
}

std::optional<std::uint32_t> FlexPlan::RouterOf(const Area& area, model::NodeId node) const {
  for (std::uint32_t i = 0; i < area.igp.routers.size(); ++i)
    if (area.igp.routers[i].node == node && area.runs[i]) return i;
  return std::nullopt;
}

const sr::Sid* FlexWays::SidOf(const Label& label) const {
  return plan_.sr.SidOf(plan_.prefixes[label.prefix], static_cast<sr::Algorithm>(label.number));
}

bool FlexWays::IsUp(const IgpLink& link) const {
  const std::uint8_t part = tables_.PartOf(link.out);
  return part != 0 && part == tables_.PartOf(link.in);
}

const std::vector<std::uint32_t>& FlexWays::PartsOf(std::uint32_t number) {
  const auto [known, added] = parts_.try_emplace(number);
  std::vector<std::uint32_t>& parts = known->second;
  if (!added) return parts;
  const FlexPlan::Area& area = plan_.flex.areas()[number];
  constexpr std::uint32_t kNew = std::numeric_limits<std::uint32_t>::max();
  parts.assign(area.igp.routers.size(), kNew);
  for (std::uint32_t first = 0; first < parts.size(); ++first) {
    if (parts[first] != kNew) continue;
    std::vector<std::uint32_t> open = {first};
    parts[first] = first;
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      for (const std::uint32_t link : area.links_from[at]) {
        const std::uint32_t next = area.igp.links[link].to;
        if (parts[next] != kNew || !IsUp(area.igp.links[link])) continue;
        parts[next] = first;
        open.push_back(next);
      }
    }
  }
  return parts;
}

const FlexWays::Elected& FlexWays::ElectedIn(std::uint32_t area, sr::Algorithm algorithm,
                                             std::uint32_t part) {
  const auto [known, added] = elected_.try_emplace({area, algorithm, part});
  if (added) known->second = Elect(area, algorithm, part);
  return known->second;
}

FlexWays::Elected FlexWays::Elect(std::uint32_t number, sr::Algorithm algorithm, std::uint32_t part) {
  const FlexPlan::Area& area = plan_.flex.areas()[number];
  const std::vector<std::uint32_t>& parts = PartsOf(number);
  Elected elected;
  const IgpRouter *by = nullptr, *ever_by = nullptr;  // whose definition counts; would if all were reached
  const sr::AlgorithmDefinition* ever = nullptr;
  const auto offer = [](const IgpRouter& router, const sr::AlgorithmDefinition& told,
                        const IgpRouter*& best_by, const sr::AlgorithmDefinition*& best, bool& open) {
    const std::pair mine(told.priority, std::string_view(router.rank));
    const std::pair held(best == nullptr ? 0 : best->priority,
                         best == nullptr ? std::string_view() : std::string_view(best_by->rank));
    // Two routers of one name: nobody knows whose text others hold.
    if (best != nullptr && mine == held) open = open || !SameRule(told, *best);
    if (best != nullptr && mine <= held) return;
    best_by = &router;
    best = &told;
  };
  for (std::uint32_t i = 0; i < area.igp.routers.size(); ++i) {
    const IgpRouter& router = area.igp.routers[i];
    if (parts[i] == part) elected.doubtful |= plan_.network.nodes()[router.node.index()].open_forwarding;
    const sr::FlexAlgorithm* told = area.runs[i] ? plan_.sr.TakesPart(router.node, algorithm) : nullptr;
    if (told == nullptr || !told->told) continue;
    offer(router, *told->told, ever_by, ever, elected.open);
    if (parts[i] == part) offer(router, *told->told, by, elected.definition, elected.open);
  }
  // Systems may hold what a router told that they do not reach any more.
  elected.open = elected.open || (ever != nullptr &&
                                  (elected.definition == nullptr || !SameRule(*ever, *elected.definition)));
  return elected;
}

std::optional<std::uint64_t> FlexWays::CostOf(std::uint32_t number, std::uint32_t link,
                                              const sr::AlgorithmDefinition& definition,
                                              sr::Algorithm algorithm) {
  const FlexPlan::Area& area = plan_.flex.areas()[number];
  const IgpLink& told = area.igp.links[link];
  const auto takes_part = [&](std::uint32_t router) {
    return area.runs[router] && plan_.sr.TakesPart(area.igp.routers[router].node, algorithm) != nullptr;
  };
  const bool unused = area.igp.igp == te::TeIgp::kIsis && told.cost >= isis::kLinkUnused;
  if (unused || !IsUp(told) || !takes_part(told.from) || !takes_part(told.to)) return std::nullopt;
  return CostBy(definition, area.facts[link].near, told.cost);
}

const FlexWays::Tree& FlexWays::TreeTo(std::uint32_t number, sr::Algorithm algorithm, std::uint32_t to) {
  const auto [known, added] = trees_.try_emplace({number, algorithm, to});
  Tree& tree = known->second;
  if (!added) return tree;
  const FlexPlan::Area& area = plan_.flex.areas()[number];
  tree.distance.assign(area.igp.routers.size(), kFar);
  const Elected& elected = ElectedIn(number, algorithm, PartsOf(number)[to]);
  if (elected.definition == nullptr) return tree;
  using Item = std::pair<std::uint64_t, std::uint32_t>;
  std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
  tree.distance[to] = 0;
  queue.push({0, to});
  while (!queue.empty()) {
    const auto [reached, at] = queue.top();
    queue.pop();
    if (reached != tree.distance[at]) continue;
    if (at != to && area.igp.igp == te::TeIgp::kIsis && area.igp.routers[at].avoided) continue;
    for (const std::uint32_t link : area.links_to[at]) {
      const std::uint32_t from = area.igp.links[link].from;
      const auto cost = CostOf(number, link, *elected.definition, algorithm);
      if (!cost || reached + *cost >= tree.distance[from]) continue;
      tree.distance[from] = reached + *cost;
      queue.push({tree.distance[from], from});
    }
  }
  return tree;
}

Step FlexWays::StepIn(std::uint32_t number, sr::Algorithm algorithm, std::uint32_t from, std::uint32_t to) {
  const FlexPlan::Area& area = plan_.flex.areas()[number];
  const std::vector<std::uint32_t>& parts = PartsOf(number);
  if (parts[from] != parts[to]) return {};
  const Elected& elected = ElectedIn(number, algorithm, parts[to]);
  Step step;
  step.doubtful = elected.doubtful;
  if (elected.open) step.state = Step::kOpen;
  if (elected.open || elected.definition == nullptr) return step;
  const Tree& tree = TreeTo(number, algorithm, to);
  if (tree.distance[from] == kFar) return step;
  step.state = Step::kUp;
  for (const std::uint32_t i : area.links_from[from]) {
    const IgpLink& link = area.igp.links[i];
    const auto cost = CostOf(number, i, *elected.definition, algorithm);
    if (!cost || tree.distance[link.to] == kFar || *cost + tree.distance[link.to] != tree.distance[from])
      continue;
    const IgpRouter& next = area.igp.routers[link.to];
    if (link.to != to && next.avoided && area.igp.igp == te::TeIgp::kIsis) continue;
    const bool back = CostBy(*elected.definition, area.facts[i].far, 0).has_value();
    const bool sure = link.sure && back && *cost != 0 && link.far && (link.to == to || !next.avoided);
    if (!sure) return {.state = Step::kOpen, .doubtful = step.doubtful, .links = {}};
    step.links.push_back(&link);
  }
  // Which ones a router leaves out that has more ways than it takes is up to it.
  step.doubtful = step.doubtful || step.links.size() > area.igp.routers[from].max_paths;
  return step;
}

/// The owner of a prefix tells it in the area or at the level.
bool FlexWays::TellsIn(const FlexPlan::Area& area, model::NodeId owner, const net::Prefix& prefix) const {
  const DeviceConfig& config = plan_.network.nodes()[owner.index()].config;
  const auto has = [&](const std::string& name) {
    const model::InterfaceIndex index = model::FindInterface(config.device, name);
    return index.valid() && std::ranges::any_of(config.device.interfaces[index.index()].addresses,
                                                [&prefix](const model::InterfaceAddress& address) {
                                                  return address.address.subnet() == prefix;
                                                });
  };
  if (area.igp.igp == te::TeIgp::kOspf) {
    return std::ranges::any_of(config.ospf.processes, [&](const ospf::OspfProcess& process) {
      return std::ranges::any_of(process.interfaces, [&](const ospf::OspfInterface& interface) {
        return interface.area == area.igp.number && has(interface.name);
      });
    });
  }
  const auto bit = static_cast<isis::Levels>(area.igp.number == 1 ? isis::kLevel1 : isis::kLevel2);
  return std::ranges::any_of(config.isis.processes, [&](const isis::IsisProcess& process) {
    return std::ranges::any_of(process.interfaces, [&](const isis::IsisInterface& interface) {
      return ((interface.levels & bit) != 0 || process.advertises_all_circuits) && has(interface.name);
    });
  });
}

/// Some way over links that the algorithm takes leads to the owner, be it over several areas or levels.
bool FlexWays::ReachesSomehow(sr::Algorithm algorithm, model::NodeId node, model::NodeId owner) {
  std::vector<bool> seen(plan_.network.nodes().size(), false);
  std::vector<model::NodeId> open = {node};
  seen[node.index()] = true;
  while (!open.empty()) {
    const model::NodeId at = open.back();
    open.pop_back();
    for (std::uint32_t number = 0; number < plan_.flex.areas().size(); ++number) {
      const FlexPlan::Area& area = plan_.flex.areas()[number];
      const auto router = plan_.flex.RouterOf(area, at);
      if (!router) continue;
      const Elected& elected = ElectedIn(number, algorithm, PartsOf(number)[*router]);
      const sr::AlgorithmDefinition any;  // what an open one may be at the most
      const sr::AlgorithmDefinition* rule = elected.open ? &any : elected.definition;
      for (const std::uint32_t link : area.links_from[*router]) {
        const model::NodeId next = area.igp.routers[area.igp.links[link].to].node;
        const bool goes = !seen[next.index()] && rule != nullptr && CostOf(number, link, *rule, algorithm);
        if (!goes) continue;
        seen[next.index()] = true;
        open.push_back(next);
      }
    }
  }
  return seen[owner.index()];
}

Step FlexWays::StepOf(model::NodeId node, const Label& label) {
  const sr::Sid* sid = SidOf(label);
  const auto algorithm = static_cast<sr::Algorithm>(label.number);
  const net::Prefix& prefix = plan_.prefixes[label.prefix];
  Step none;
  none.doubtful = sid == nullptr && plan_.sr.MayHaveSid(prefix);
  if (sid == nullptr) return none;
  Step open{.state = Step::kOpen, .doubtful = false, .links = {}};
  const bool clear = !sid->disputed && sid->owners.size() == 1 && !sid->told->one_label &&
                     plan_.sr.LabelAt(node, *sid) && !HasRivals(node, *sid);
  if (!clear || plan_.sr.TakesPart(node, algorithm) == nullptr) return open;
  const model::NodeId owner = sid->owners.front();
  if (plan_.sr.TakesPart(owner, algorithm) == nullptr || !Holds(owner, prefix)) return none;
  // Ways inside of an area or level come first, those of level 1 before those of level 2 (RFC 5302). What
  // border routers pass on of prefixes told elsewhere is not computed.
  std::uint32_t tried = 0;
  for (std::uint32_t number = 0; number < plan_.flex.areas().size(); ++number) {
    const FlexPlan::Area& area = plan_.flex.areas()[number];
    const auto from = plan_.flex.RouterOf(area, node), to = plan_.flex.RouterOf(area, owner);
    if (!to || !TellsIn(area, owner, prefix)) continue;
    ++tried;
    if (!from) continue;
    const Step step = StepIn(number, algorithm, *from, *to);
    none.doubtful = none.doubtful || step.doubtful;
    if (step.state != Step::kDown) return tried > 1 ? open : step;
  }
  return ReachesSomehow(algorithm, node, owner) ? open : none;
}

void FlexWays::AddActions(model::NodeId node, const Label& label, std::vector<LabelAction>& actions) {
  const sr::Sid* sid = SidOf(label);
  const net::Prefix& prefix = plan_.prefixes[label.prefix];
  if (sid != nullptr && plan_.sr.Owns(node, *sid) && Holds(node, prefix)) {
    const FibEntry* entry = tables_.FibOf(tables_.MainTable(node)).Find(prefix);
    return actions.push_back({.kind = LabelAction::kContinue, .entry = entry});
  }
  const Step step = StepOf(node, label);
  const std::size_t first = actions.size();
  if (step.state == Step::kOpen) actions.push_back({.kind = LabelAction::kNotComputed});
  if (step.state == Step::kDown) actions.push_back({.kind = LabelAction::kLost});
  for (const IgpLink* link : step.links) AddOver(node, *sid, label, *link, actions);
  for (std::size_t i = first; i < actions.size(); ++i) actions[i].doubtful = step.doubtful;
}

void FlexWays::AddOver(model::NodeId node, const sr::Sid& sid, const Label& label, const IgpLink& link,
                       std::vector<LabelAction>& actions) {
  LabelAction action{.kind = LabelAction::kSwap, .label = label};
  action.hop.interface = link.out.interface;
  action.hop.gateway = link.far;
  const model::NodeId next = link.in.node;
  if (!plan_.sr.LabelAt(next, sid)) {
    // As with SIDs of ordinary paths (registry_sr.cc).
    if (plan_.sr.ConfigOf(node).skips_other_routers) return;
    action.kind = LabelAction::kNotComputed;
  } else if (plan_.sr.Owns(next, sid) && !sid.told->keeps_last && !sid.told->explicit_null) {
    action.kind = LabelAction::kPop;
  }
  actions.push_back(action);
}

bool FlexWays::Holds(model::NodeId node, const net::Prefix& prefix) {
  const FibEntry* entry = tables_.FibOf(tables_.MainTable(node)).Find(prefix);
  return entry != nullptr && (entry->receive || entry->protocol <= Protocol::kLocal);
}

bool FlexWays::HasRivals(model::NodeId node, const sr::Sid& sid) {
  const Fib& fib = tables_.FibOf(tables_.MainTable(node));
  return std::ranges::any_of(plan_.sr.RivalsAt(node, sid),
                             [&fib](const sr::Sid* rival) { return fib.Find(rival->prefix) != nullptr; });
}

}  // namespace ringfence::routing
