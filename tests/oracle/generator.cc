#include "oracle/generator.h"

#include <algorithm>

#include "oracle/dice.h"
#include "oracle/plan.h"

namespace ringfence::oracle {
namespace {

int Size(const auto& items) { return static_cast<int>(items.size()); }

/// Builds one world; each step adds a layer to what stands already.
class Generator {
 public:
  Generator(std::uint64_t seed, const GeneratorOptions& options) : dice_(seed), options_(options) {
    world_.seed = seed;
  }

  World Run() {
    AddParties();
    AddRouters();
    AddEndSystems();
    AddSites();
    AddOptics();
    AddManagers();
    AddFlows();
    AddLists();
    AddStatics();
    AddRules();
    return std::move(world_);
  }

 private:
  Node& NodeAt(int index) { return world_.nodes[static_cast<std::size_t>(index)]; }
  Element& ElementAt(int index) { return world_.elements[static_cast<std::size_t>(index)]; }

  void AddParties() {
    world_.parties.push_back({"Crown", false, {}});
    makers_ = dice_.Within(2, 4);
    for (int m = 0; m < makers_; ++m) world_.parties.push_back({"Maker" + std::to_string(m), true, {}});
    const int companies = dice_.Within(1, 4);
    for (int c = 0; c < companies; ++c) world_.parties.push_back({"Firm" + std::to_string(c), false, {}});
    const int first = 1 + makers_;
    for (int p = 1; p < Size(world_.parties); ++p) {
      int left = 100;
      for (int owner = first; owner < Size(world_.parties); ++owner) {
        if (owner <= p || !dice_.Percent(35)) continue;  // the program refuses circles
        const int share = std::min(left, 5 * dice_.Within(2, 12));
        if (share == 0) continue;
        left -= share;
        const bool interval = dice_.Percent(20);
        world_.parties[static_cast<std::size_t>(p)].owners.push_back(
            {owner, interval ? share / 2 : share, share});
      }
    }
    for (int s = 0; s < 2; ++s) {
      PartySet set{"set" + std::to_string(s), {}, dice_.Percent(75) ? 10 * dice_.Within(3, 6) : 0};
      set.seeds.push_back(dice_.Within(1, Size(world_.parties) - 1));
      if (dice_.Percent(30)) set.seeds.push_back(dice_.Within(1, Size(world_.parties) - 1));
      std::ranges::sort(set.seeds);
      const auto doubles = std::ranges::unique(set.seeds);
      set.seeds.erase(doubles.begin(), doubles.end());
      world_.sets.push_back(set);
    }
  }

  int AddElement(const std::string& name, Kind kind) {
    Element element;
    element.name = name;
    element.kind = kind;
    const bool known = !dice_.Percent(2);
    if (kind != Kind::kOperationsCentre && kind != Kind::kCircuit && known) {
      element.stands.push_back({Role::kMaker, dice_.Within(1, makers_)});
    }
    if (dice_.Percent(50)) element.stands.push_back({Role::kOwner, 0});
    if (kind == Kind::kOperationsCentre) element.stands.push_back({Role::kOperator, RandomFirm()});
    if (kind != Kind::kCircuit && dice_.Percent(10))
      element.stands.push_back({Role::kServiceProvider, RandomFirm()});
    if (kind == Kind::kCircuit && dice_.Percent(25)) element.stands.push_back({Role::kLessor, RandomFirm()});
    if (kind != Kind::kCircuit) element.function = dice_.Percent(50) ? "core" : "access";
    if (kind != Kind::kCircuit && dice_.Percent(15)) element.stores = "logs";
    element.busy_mbps = 100 * dice_.Below(10);
    world_.elements.push_back(element);
    return Size(world_.elements) - 1;
  }
  int RandomFirm() { return dice_.Within(1 + makers_, Size(world_.parties) - 1); }

  int AddRouter(bool edge) {
    const int index = AddElement("R" + std::to_string(world_.nodes.size() + 1), Kind::kRouter);
    Node node;
    node.nos = dice_.Pick(options_.notations);
    node.edge = edge;
    node.has_lan = edge || dice_.Percent(60);
    node.max_paths = dice_.Percent(94) ? 8 : dice_.Within(1, 2);
    if (node.nos == Nos::kJunos && node.max_paths == 2)
      node.max_paths = 1;  // it balances over all paths or none
    world_.nodes.push_back(node);
    return index;
  }

  int RandomCost() {
    const std::vector<int> costs = {1, 1, 2, 2, 3, 5, 10};
    return dice_.Pick(costs);
  }

  void AddLink(int a, int b) {
    constexpr int kDegreeMax = 7;
    const auto degree = [&](int node) {
      return std::ranges::count_if(world_.links, [&](const Link& link) {
        return link.ends[0].node == node || link.ends[1].node == node;
      });
    };
    if (degree(a) >= kDegreeMax || degree(b) >= kDegreeMax) return;
    Link link;
    link.ends[0].node = a;
    link.ends[1].node = b;
    link.ends[0].cost = link.ends[1].cost = RandomCost();
    if (dice_.Percent(25)) link.ends[1].cost = RandomCost();
    world_.links.push_back(link);
  }

  void AddRouters() {
    const int total = dice_.Percent(60) ? dice_.Within(3, std::min(7, options_.routers_max))
                                        : dice_.Within(3, options_.routers_max);
    const int edges = dice_.Below(std::min(4, total - 1));
    const int backbone = total - edges;
    for (int r = 0; r < backbone; ++r) {
      AddRouter(false);
      if (r > 0) AddLink(dice_.Below(r), r);
    }
    const int more = dice_.Below(backbone + 2);
    for (int i = 0; i < more && backbone > 1; ++i) {
      const int a = dice_.Below(backbone);
      const int b = dice_.Below(backbone);
      if (a != b) AddLink(std::min(a, b), std::max(a, b));
    }
    for (int e = 0; e < edges; ++e) {
      const int edge = AddRouter(true);
      const int first = dice_.Below(backbone);
      AddLink(first, edge);
      // Both links of an edge go to one border router. Between two borders that lost every other backbone
      // neighbour an edge does become transit (RFC 3509 section 2.2, as real routers do), which the twin's
      // rule "an edge is never transit" does not know; src/routing's own twin covers that.
      if (dice_.Percent(60)) AddLink(first, edge);
    }
    NodeAt(0).has_lan = NodeAt(backbone - 1).has_lan = true;
    routers_ = Size(world_.nodes);
    DropLonely();
  }

  /// An edge that found no free place on the backbone has no links; give its LAN away so that no flow ends
  /// there.
  void DropLonely() {
    for (int n = 0; n < routers_; ++n) {
      const bool linked = std::ranges::any_of(
          world_.links, [n](const Link& link) { return link.ends[0].node == n || link.ends[1].node == n; });
      if (!linked) NodeAt(n).has_lan = false;
    }
  }

  void AddEndSystems() {
    const int count = dice_.Below(4);
    for (int i = 0; i < count; ++i) {
      const int router = dice_.Below(routers_);
      const int index = AddElement("H" + std::to_string(i + 1), Kind::kEndSystem);
      Node node;
      node.end_system = true;
      world_.nodes.push_back(node);
      Link link;
      link.ends[0].node = router;
      link.ends[1].node = index;
      link.to_end_system = true;
      world_.links.push_back(link);
      end_systems_.push_back(index);
    }
    if (count < 2 || !dice_.Percent(60)) return;
    Tunnel tunnel;
    tunnel.node[0] = end_systems_[0];
    tunnel.node[1] = end_systems_[1];
    tunnel.confidentiality[0] = dice_.Percent(85);
    tunnel.confidentiality[1] = dice_.Percent(90);
    tunnel.integrity[1] = dice_.Percent(85);
    world_.tunnels.push_back(tunnel);
  }

  void AddSites() {
    world_.place = {"FORT", 5500, -3100};
    for (int s = 0; s < 4; ++s) {
      world_.sites.push_back(
          {"S" + std::to_string(s), 5500 + dice_.Within(-40, 40), -3100 + dice_.Within(-60, 60)});
    }
  }

  void AddOptics() {
    std::vector<int> systems;
    const int count = dice_.Below(4);
    for (int s = 0; s < count; ++s)
      systems.push_back(AddElement("OT" + std::to_string(s + 1), Kind::kLineSystem));
    for (int l = 0; l < Size(world_.links); ++l) {
      Link& link = world_.links[static_cast<std::size_t>(l)];
      if (link.to_end_system || !dice_.Percent(55)) continue;
      link.circuit = AddElement("W" + std::to_string(l + 1), Kind::kCircuit);
      std::vector<int> order = systems;
      dice_.Shuffle(order);
      order.resize(static_cast<std::size_t>(std::min(Size(order), dice_.Below(3))));
      link.systems = order;
      const bool macsec = dice_.Percent(35);
      for (LinkEnd& end : link.ends) {
        const Nos nos = NodeAt(end.node).nos;
        const bool written = nos == Nos::kIos || nos == Nos::kSros;
        end.macsec = macsec && !dice_.Percent(8) && written;
      }
    }
  }

  void AddManagers() {
    std::vector<int> managers;
    std::vector<int> targets = end_systems_;
    for (int e = 0; e < Size(world_.elements); ++e) {
      if (ElementAt(e).kind == Kind::kLineSystem) targets.push_back(e);
    }
    if (dice_.Percent(40)) {
      const int compute = AddElement("NFVI", Kind::kComputeHost);
      targets.push_back(compute);
      for (int end_system : end_systems_) {
        if (dice_.Percent(30)) ElementAt(end_system).hosted_on = compute;
      }
    }
    if (dice_.Percent(25)) ElementAt(AddElement("STO", Kind::kStorage)).stores = "logs";
    const int count = dice_.Below(4);
    for (int m = 0; m < count; ++m) {
      const Kind kind = dice_.Percent(65) ? Kind::kManagementSystem : Kind::kOperationsCentre;
      managers.push_back(AddElement("M" + std::to_string(m + 1), kind));
      if (!targets.empty() && dice_.Percent(50))
        world_.access.push_back({managers.back(), {dice_.Pick(targets)}});
      targets.push_back(managers.back());
    }
    for (int e = 0; e < Size(world_.elements); ++e) {
      if (ElementAt(e).kind != Kind::kCircuit && dice_.Percent(95)) ElementAt(e).site = dice_.Below(4);
    }
    for (int n = 0; n < routers_; ++n) {
      Node& node = NodeAt(n);
      node.filtered = dice_.Percent(60);
      node.whole_prefix = dice_.Percent(70);
      for (int manager : managers) {
        if (dice_.Percent(30)) node.accounts.push_back({manager, dice_.Percent(75)});
        if (dice_.Percent(50)) node.admitted.push_back(manager);
      }
    }
  }

  FlowEnd RandomEnd(int avoid) {
    std::vector<int> candidates;
    for (int n = 0; n < Size(world_.nodes); ++n) {
      const bool linked = NodeAt(n).end_system || NodeAt(n).has_lan;
      if (n != avoid && linked) candidates.push_back(n);
    }
    const int node = dice_.Pick(candidates);
    if (!NodeAt(node).end_system) {
      if (dice_.Percent(6)) return {node, LanAddress(node) + 8, 31};
      return {node, LanAddress(node) + 10, 32};
    }
    for (int l = 0; l < Size(world_.links); ++l) {
      const Link& link = world_.links[static_cast<std::size_t>(l)];
      if (link.to_end_system && link.ends[1].node == node) return {node, EndSystemAddress(l), 32};
    }
    return {};
  }

  void AddFlows() {
    const int count = dice_.Within(1, 3);
    for (int f = 0; f < count; ++f) {
      Flow flow;
      flow.name = "F" + std::to_string(f + 1);
      flow.ends[0] = RandomEnd(-1);
      flow.ends[1] = RandomEnd(flow.ends[0].node);
      flow.https_only = dice_.Percent(20);
      flow.tls = dice_.Percent(8);
      flow.traffic_mbps = 100 * dice_.Within(0, 9);
      world_.flows.push_back(flow);
    }
    for (const Tunnel& tunnel : world_.tunnels) {
      Flow& flow = world_.flows.back();
      for (int side = 0; side < 2; ++side)
        flow.ends[side] = {tunnel.node[side], InnerAddress(tunnel.node[side]), 32};
    }
  }

  AclLine RandomLine() {
    const Flow& flow = dice_.Pick(world_.flows);
    const int side = dice_.Below(2);
    AclLine line;
    line.permit = dice_.Percent(25);
    const std::vector<int> protocols = {-1, -1, 6, 17, 1, 50};
    line.protocol = dice_.Pick(protocols);
    if (dice_.Percent(50)) line.source = flow.ends[side].host, line.source_length = 32;
    if (dice_.Percent(50)) line.destination = flow.ends[1 - side].host, line.destination_length = 32;
    if (dice_.Percent(20))
      line.destination = flow.ends[1 - side].host & 0xffffff00U, line.destination_length = 24;
    // Lines that permit by port differ between systems on fragments; that is tested beside the readers.
    const bool ports = (line.protocol == 6 || line.protocol == 17) && !line.permit;
    if (ports && dice_.Percent(60)) line.destination_port = line.protocol == 6 ? 443 : 500;
    if (ports && dice_.Percent(20)) line.source_port = line.protocol == 6 ? 443 : 500;
    return line;
  }

  void MaybeList(Acl& acl) {
    if (!dice_.Percent(8)) return;
    AclLine ospf;
    ospf.permit = true;
    ospf.protocol = 89;
    acl.push_back(ospf);
    const int lines = dice_.Within(1, 3);
    for (int i = 0; i < lines; ++i) acl.push_back(RandomLine());
    AclLine rest;
    rest.permit = dice_.Percent(85);
    acl.push_back(rest);
  }

  void AddLists() {
    if (!dice_.Percent(60)) return;
    for (Link& link : world_.links) {
      for (int side = 0; side < (link.to_end_system ? 1 : 2); ++side) {
        MaybeList(link.ends[side].in);
        MaybeList(link.ends[side].out);
      }
    }
    for (Node& node : world_.nodes) {
      if (!node.has_lan) continue;
      MaybeList(node.lan_in);
      MaybeList(node.lan_out);
    }
  }

  void AddStatics() {
    if (!dice_.Percent(30)) return;
    for (int n = 0; n < routers_; ++n) {
      if (!dice_.Percent(20)) continue;
      const Flow& flow = dice_.Pick(world_.flows);
      const FlowEnd& end = flow.ends[dice_.Below(2)];
      const bool beside = std::ranges::any_of(world_.links, [&](const Link& link) {
        return link.to_end_system && link.ends[0].node == n && link.ends[1].node == end.node;
      });
      if (end.node == n || beside) continue;
      StaticRoute route;
      const std::vector<int> lengths = {32, NodeAt(end.node).end_system ? 29 : 24, 16};
      route.length = dice_.Pick(lengths);
      route.prefix = end.host & ~((1U << (32 - route.length)) - 1U);
      std::vector<int> exits;
      for (int l = 0; l < Size(world_.links); ++l) {
        const Link& link = world_.links[static_cast<std::size_t>(l)];
        if (!link.to_end_system && (link.ends[0].node == n || link.ends[1].node == n)) exits.push_back(l);
      }
      route.link = exits.empty() || dice_.Percent(20) ? -1 : dice_.Pick(exits);
      NodeAt(n).statics.push_back(route);
    }
  }

  int UnitCount(const std::set<UnitKind>& kinds) const {
    int count = 0;
    if (kinds.contains(UnitKind::kLink)) count += Size(world_.links);
    if (kinds.contains(UnitKind::kNode)) count += Size(world_.nodes);
    for (const Element& element : world_.elements) {
      count += element.kind == Kind::kCircuit && kinds.contains(UnitKind::kCircuit) ? 1 : 0;
      count += element.kind == Kind::kLineSystem && kinds.contains(UnitKind::kLineSystem) ? 1 : 0;
    }
    return count;
  }

  void ChooseFailures(Rule& rule) {
    for (UnitKind kind : {UnitKind::kLink, UnitKind::kNode, UnitKind::kCircuit, UnitKind::kLineSystem}) {
      if (dice_.Percent(55)) rule.kinds.insert(kind);
    }
    if (rule.kinds.empty()) rule.kinds.insert(UnitKind::kLink);
    rule.failures = dice_.Below(3);
    const auto fits = [&] {
      const int units = UnitCount(rule.kinds);
      return units * (units + 1) / 2 <= options_.sets_max;
    };
    if (rule.failures == 2 && !fits()) rule.kinds = {*rule.kinds.begin()};
    if (rule.failures == 2 && !fits()) rule.failures = 1;
  }

  void AddRules() {
    const int count = dice_.Within(2, 4);
    for (int r = 0; r < count; ++r) {
      Rule rule;
      rule.name = "RULE-" + std::to_string(r + 1);
      const int chance = dice_.Below(100);
      rule.kind = chance < 50   ? RuleKind::kConfine
                  : chance < 72 ? RuleKind::kDeliver
                  : chance < 84 ? RuleKind::kDiversify
                  : chance < 92 ? RuleKind::kExclude
                                : RuleKind::kCap;
      for (int f = 0; f < Size(world_.flows); ++f) {
        if (dice_.Percent(60)) rule.flows.push_back(f);
      }
      if (rule.flows.empty()) rule.flows.push_back(0);
      rule.set = dice_.Below(Size(world_.sets));
      for (int level = 0; level < 4; ++level) {
        if (dice_.Percent(50)) rule.levels.insert(level);
      }
      if (rule.levels.empty()) rule.levels.insert(kRead);
      rule.makers_only = dice_.Percent(25);
      rule.in_force = dice_.Percent(96);
      ChooseFailures(rule);
      rule.functions = {ElementAt(0).function};
      if (ElementAt(0).stores == "logs") rule.storing = "logs";
      rule.near = dice_.Percent(40);
      rule.at_most = 5 * dice_.Within(1, 15);
      world_.rules.push_back(rule);
    }
  }

  Dice dice_;
  const GeneratorOptions& options_;
  World world_;
  int makers_ = 0;
  int routers_ = 0;
  std::vector<int> end_systems_;
};

bool IsConnected(int count, const std::vector<Pair>& graph) {
  std::set<int> seen = {0};
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& [a, b] : graph) {
      if (seen.contains(a) != seen.contains(b)) {
        seen.insert(a);
        seen.insert(b);
        grew = true;
      }
    }
  }
  return Size(seen) == count;
}

}  // namespace

World Generate(std::uint64_t seed, const GeneratorOptions& options) { return Generator(seed, options).Run(); }

std::vector<std::vector<Pair>> ConnectedGraphs(int count) {
  std::vector<Pair> pairs;
  for (int a = 0; a < count; ++a) {
    for (int b = a + 1; b < count; ++b) pairs.emplace_back(a, b);
  }
  std::vector<std::vector<Pair>> graphs;
  for (std::uint32_t mask = 0; mask < 1U << pairs.size(); ++mask) {
    std::vector<Pair> graph;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (((mask >> i) & 1U) != 0) graph.push_back(pairs[i]);
    }
    if (IsConnected(count, graph)) graphs.push_back(graph);
  }
  return graphs;
}

World PlainWorld(int count, const std::vector<Pair>& graph, std::uint64_t cost_bits, Nos nos) {
  World world;
  world.seed = cost_bits;
  world.parties = {{"Crown", false, {}}, {"Maker0", true, {}}};
  world.sets = {{"set0", {1}, 0}};
  world.sites = {{"S0", 0, 0}};
  world.place = {"FORT", 5500, -3100};
  for (int n = 0; n < count; ++n) {
    Element element;
    element.name = "R" + std::to_string(n + 1);
    element.stands = {{Role::kMaker, 1}};
    element.function = "core";
    world.elements.push_back(element);
    Node node;
    node.nos = nos;
    node.has_lan = true;
    world.nodes.push_back(node);
  }
  for (std::size_t i = 0; i < graph.size(); ++i) {
    Link link;
    link.ends[0].node = graph[i].first;
    link.ends[1].node = graph[i].second;
    for (std::size_t side = 0; side < 2; ++side) {
      link.ends[side].cost = 1 + static_cast<int>((cost_bits >> (2 * i + side)) & 1U);
    }
    world.links.push_back(link);
  }
  Rule rule;
  rule.name = "WORKS";
  rule.kind = RuleKind::kDeliver;
  rule.failures = 1;
  rule.kinds = {UnitKind::kLink, UnitKind::kNode};
  for (int n = 1; n < count; ++n) {
    Flow flow;
    flow.name = "F" + std::to_string(n);
    flow.ends[0] = {0, LanAddress(0) + 10, 32};
    flow.ends[1] = {n, LanAddress(n) + 10, 32};
    world.flows.push_back(flow);
    rule.flows.push_back(n - 1);
  }
  world.rules.push_back(rule);
  return world;
}

}  // namespace ringfence::oracle
