// Routes between VRFs over labelled ways, by rows of tables and prefixes that wait for being asked for,
// against whole tables that are settled in rounds.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "routing/random_testing.h"
#include "routing/told_testing.h"
#include "routing/twin_seeds_testing.h"
#include "routing/vpn_testing.h"

namespace ringfence::routing {
namespace {

/// A random provider of VPNs: a mesh with labels, reflectors, VRFs with sites of which some speak BGP.
class VpnProvider {
 public:
  VpnProvider(VpnWorld& world, Dice& dice)
      : world_(world), dice_(dice), routers_(3 + dice.Below(3)), wild_(dice.OneIn(4)) {
    AddMesh(world, dice, routers_);
    if (!dice.OneIn(8)) AddLabels();
    for (int i = 0; i < routers_; ++i) {
      if (i == 0 || dice.Chance(75)) edges_.push_back(i);
    }
    const bool all_demand = dice.OneIn(2);
    unicast_ = dice.OneIn(3);
    for (const int edge : edges_) {
      world.Speak(RouterOf(edge), edge);
      bgp::BgpFamilyConfig& vpn = world[RouterOf(edge)].bgp.vrfs[0].families[0];
      vpn.demands_label = all_demand || dice.OneIn(2);
      if (dice.OneIn(4)) vpn.ibgp_paths_max = 4;
      if (unicast_) world[RouterOf(edge)].bgp.vrfs[0].families.emplace_back();
    }
    const int reflectors = dice.OneIn(3) ? 2 : 1;
    for (const int edge : edges_) {
      for (const int far : edges_) {
        if (edge < reflectors && edge != far) Meet(edge, far, far >= reflectors);
        if (edge >= reflectors && far < reflectors) Meet(edge, far, false);
      }
    }
    for (const int edge : edges_) {
      for (int v = 0; v < 1 + dice.Below(2); ++v) AddVrf(edge, "v" + std::to_string(v));
    }
    if (unicast_) AddOutside();
  }

 private:
  void AddLabels() {
    const bool ordered = dice_.OneIn(3);
    for (int i = 0; i < routers_; ++i) {
      ldp::LdpConfig& ldp = world_[RouterOf(i)].ldp;
      ldp.enabled = dice_.Chance(95);
      ldp.ordered = ordered && dice_.OneIn(2);
      ldp.own = ldp.ordered ? ldp::OwnBindings::kTransport : ldp::OwnBindings::kAll;
      ldp.hosts_only = ldp.ordered;
      ldp.ends_without_ldp = dice_.OneIn(6);
      for (const model::Interface& interface : world_[RouterOf(i)].device.interfaces) {
        if (interface.name[0] == 'r' && !dice_.OneIn(12)) ldp.interfaces.push_back({interface.name, {}});
      }
    }
  }

  void Meet(int edge, int far, bool client) {
    world_.Peer(RouterOf(edge), far).reflector_client = client;
    bgp::BgpNeighbor& neighbor = world_[RouterOf(edge)].bgp.vrfs[0].neighbors.back();
    if (unicast_) neighbor.families.emplace_back().reflector_client = client;
  }

  VpnWorld::Targets SomeTargets() {
    VpnWorld::Targets targets;
    for (const int number : dice_.Some(2)) targets.push_back("target:65000:" + std::to_string(number));
    if (targets.empty()) targets.emplace_back("target:65000:0");
    return targets;
  }

  void AddVrf(int edge, const std::string& name) {
    const std::string node = RouterOf(edge);
    // Equal on two devices now and then: then they choose among each other's routes.
    const int distinguisher = dice_.OneIn(3) ? dice_.Below(3) : 10 + sites_;
    VrfConfig& vrf =
        world_.Vrf(node, name + "", "65000:" + std::to_string(distinguisher), SomeTargets(), SomeTargets());
    vrf.imports_from_own_device = dice_.OneIn(2);
    vrf.label_per_table = dice_.OneIn(3);
    if (dice_.OneIn(5)) {
      model::RouteTerm term;
      term.actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = 200}};
      world_.Policy(node, "prefer" + name, term);
      vrf.import_policies = {"prefer" + name};
    }
    if (dice_.OneIn(5) && world_[node].vrfs.size() > 1) {
      VrfLeak leak;
      leak.from_vrf = world_[node].vrfs[0].name;
      leak.through_bgp = true;
      world_[node].vrfs.back().leaks = {leak};
    }
    const int site = ++sites_;
    const std::string lan = "10.20." + std::to_string(dice_.OneIn(5) ? 0 : site) + ".1/24";
    world_.Port(node, "lan" + name, lan).vrf = name;
    bgp::BgpRedistribution connected;
    connected.source = model::RouteSource::kConnected;
    connected.span = world_.NewSpan();
    if (!dice_.OneIn(4)) world_.BgpOf(node, name).families[0].redistributions.push_back(connected);
    if (dice_.OneIn(2)) world_.Own(node, name, "203.0." + std::to_string(dice_.Below(3)) + ".0/24");
    if (dice_.OneIn(12)) world_.Own(node, name, "192.0.2.0/24");  // holds the loopbacks, in another table
    if (dice_.OneIn(2)) AddSite(node, name, site);
  }

  /// A router of the customer.
  void AddSite(const std::string& node, const std::string& vrf, int site) {
    const std::string name = "c" + std::to_string(site);
    const std::string near = "10.77." + std::to_string(site) + ".0",
                      far = "10.77." + std::to_string(site) + ".1";
    world_.Port(node, name, near + "/31").vrf = vrf;
    world_.Port(name, "up", far + "/31");
    world_[name].ospf.processes.clear();
    // Some sites share an AS, and refuse each other's routes; some are part of that of the provider.
    const bgp::AsNumber as = dice_.OneIn(6) ? 65000 : 64600 + static_cast<bgp::AsNumber>(dice_.Below(4));
    world_[name].bgp.as = as;
    bgp::BgpVrf& main = world_[name].bgp.vrfs.emplace_back();
    main.router_id = A(far);
    bgp::BgpNetwork network;
    network.prefix = P(dice_.OneIn(4) ? "0.0.0.0/0" : "10.30." + std::to_string(dice_.Below(4)) + ".0/24");
    network.needs_route = false;
    network.span = world_.NewSpan();
    main.families.emplace_back().networks = {network};
    Join(world_.BgpOf(node, vrf), far, as);
    Join(main, near, 65000);
  }

  void Join(bgp::BgpVrf& speaker, const std::string& address, bgp::AsNumber as) {
    bgp::BgpNeighbor& neighbor = speaker.neighbors.emplace_back();
    neighbor.families.emplace_back();
    neighbor.address = A(address);
    neighbor.remote_as = as;
    neighbor.span = world_.NewSpan();
  }

  /// What the provider itself brings into BGP.
  void AddOutside() {
    for (const int edge : edges_) {
      if (!dice_.OneIn(2)) continue;
      bgp::BgpNetwork network;
      network.prefix = P(wild_ ? "0.0.0.0/0" : "10.8." + std::to_string(edge) + ".0/24");
      network.needs_route = false;
      network.span = world_.NewSpan();
      world_[RouterOf(edge)].bgp.vrfs[0].families[1].networks = {network};
    }
  }

  VpnWorld& world_;
  Dice& dice_;
  int routers_;
  bool wild_;
  bool unicast_ = false;
  std::vector<int> edges_;
  int sites_ = 0;
};

std::vector<std::string> AllTold(const Network& network, const RoutingState& state) {
  std::vector<std::string> told = Told(network, state);
  const std::vector<std::string> labels = ToldOfLabels(network, state);
  told.insert(told.end(), labels.begin(), labels.end());
  return told;
}

FailureState SomeFailure(const Network& network, Dice& dice) {
  FailureState failure(network);
  for (int count = dice.Below(3); count > 0; --count)
    failure.FailLink(
        model::LinkId(static_cast<std::size_t>(dice.Below(static_cast<int>(network.links().size())))));
  if (dice.OneIn(3))
    failure.FailNode(
        model::NodeId(static_cast<std::size_t>(dice.Below(static_cast<int>(network.nodes().size())))));
  return failure;
}

/// Some look-ups in the order of the dice, so that prefixes are settled in other orders than by number.
void AskAround(const Network& network, const RoutingState& state, Dice& dice) {
  const char* addresses[] = {"10.20.1.5", "10.20.0.5", "10.30.2.1", "203.0.1.1",
                             "192.0.2.1", "10.77.2.1", "8.8.8.8"};
  for (int i = 0; i < 6; ++i) {
    const TableId table(static_cast<std::size_t>(dice.Below(static_cast<int>(network.tables().size()))));
    state.fib(table).Lookup(A(addresses[dice.Below(7)]));
  }
}

void ExpectSame(const std::vector<std::string>& rows, const std::vector<std::string>& whole,
                const std::string& where) {
  if (rows == whole) return;
  const auto only_in = [](const std::vector<std::string>& all, const std::vector<std::string>& others) {
    std::string text;
    for (const std::string& line : all) {
      if (std::ranges::find(others, line) == others.end()) text += "  " + line + "\n";
    }
    return text;
  };
  FAIL() << where << "\nonly by rows:\n" << only_in(rows, whole) << "only whole:\n" << only_in(whole, rows);
}

TEST(VpnRows, SayWhatWholeTablesSay) {
  std::size_t states = 0, by_rows = 0, imported = 0;
  for (std::uint32_t seed = FirstSeed(); seed < FirstSeed() + Seeds(120); ++seed) {
    Dice dice(seed);
    VpnWorld world;
    const VpnProvider provider(world, dice);
    const Network& network = world.Build();
    Scratch fresh, remembering, whole;
    remembering.Remember();
    whole.MakeWholeTables();
    for (int n = 0; n < 4; ++n) {
      const FailureState failure = n == 0 ? FailureState(network) : SomeFailure(network, dice);
      const RoutingState expected_state = world.engine().Compute(failure, whole);
      const std::vector<std::string> expected = AllTold(network, expected_state);
      for (const std::string& line : expected) imported += line.find("table v") != std::string::npos ? 1 : 0;
      for (Scratch* scratch : {&fresh, &remembering}) {
        const RoutingState state = world.engine().Compute(failure, *scratch);
        AskAround(network, state, dice);
        ExpectSame(AllTold(network, state), expected,
                   "seed " + std::to_string(seed) + " set " + std::to_string(n));
        if (HasFatalFailure()) return;
      }
      ++states;
    }
    by_rows += fresh.states_by_rows();
    EXPECT_EQ(whole.states_by_rows(), 0U);
  }
  EXPECT_GT(imported, states);
  EXPECT_GT(by_rows, states / 2);
  EXPECT_LT(by_rows, states - states / 50) << "BGP rested on itself in some";
}

}  // namespace
}  // namespace ringfence::routing
