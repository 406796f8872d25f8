// Tables by rows, with what is remembered of the whole network, against whole tables computed from nothing.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "routing/random_testing.h"

namespace ringfence::routing {
namespace {

constexpr bgp::AsNumber kInside = 65000;

/// Routers of one AS over a mesh of OSPF, some of them reflectors, and neighbours of other AS.
class Provider : public World {
 public:
  explicit Provider(Dice& dice) : dice_(dice), routers_(3 + dice.Below(4)), wild_(dice.OneIn(3)) {
    AddMesh(*this, dice, routers_);
    if (dice.OneIn(3)) SplitAreas();
    for (int i = 0; i < routers_; ++i) Speak(RouterOf(i), kInside, LoopbackOf(i));
    const int reflectors = 1 + dice.Below(2);
    for (int i = 0; i < routers_; ++i) {
      for (int r = 0; r < reflectors; ++r) {
        if (i != r && (i > reflectors || dice.OneIn(2))) JoinInside(i, r);
      }
    }
    for (int n = 1 + dice.Below(3); n > 0; --n) AddOutside(n);
    for (int i = 0; i < routers_; ++i) AddOwn(i);
  }

 private:
  /// Every other link goes to area 1.
  void SplitAreas() {
    for (int r = 0; r < routers_; ++r) {
      for (ospf::OspfInterface& interface : (*this)[RouterOf(r)].ospf.processes[0].interfaces) {
        if (interface.name[0] != 'r' || (r + interface.name[1]) % 2 != 0) continue;
        interface.area = 1;
        AreaOf(RouterOf(r), 1);
      }
    }
  }
  void Speak(const std::string& name, bgp::AsNumber as, std::string_view id) {
    bgp::BgpConfig& config = (*this)[name].bgp;
    config.as = as;
    config.decision.oldest_external_wins = dice_.OneIn(3);
    bgp::BgpVrf& main = config.vrfs.emplace_back();
    main.router_id = A(id);
    bgp::BgpFamilyConfig& family = main.families.emplace_back();
    family.ibgp_paths_max = dice_.OneIn(3) ? 4 : 1;
    family.resolves_by_default_route = dice_.OneIn(2);
  }
  bgp::BgpNeighbor& Neighbor(const std::string& name, std::string_view address, bgp::AsNumber as) {
    bgp::BgpNeighbor neighbor;
    neighbor.address = A(address);
    neighbor.remote_as = as;
    neighbor.span = NewSpan();
    neighbor.families.emplace_back();
    auto& neighbors = (*this)[name].bgp.vrfs[0].neighbors;
    neighbors.push_back(neighbor);
    return neighbors.back();
  }
  void JoinInside(int client, int reflector) {
    bgp::BgpNeighbor& up = Neighbor(RouterOf(client), LoopbackOf(reflector), kInside);
    up.update_source_interface = "lo";
    up.families[0].next_hop_self = dice_.OneIn(2) ? bgp::NextHopSelf::kDefault : kSelf;
    bgp::BgpNeighbor& down = Neighbor(RouterOf(reflector), LoopbackOf(client), kInside);
    down.update_source_interface = "lo";
    down.families[0].reflector_client = true;
  }
  void AddOutside(int number) {
    const std::string name = "e" + std::to_string(number);
    const std::string net = "198.51.100." + std::to_string(number * 2);
    const std::string far = "198.51.100." + std::to_string(number * 2 + 1);
    const std::string border = RouterOf(dice_.Below(routers_));
    Port(border, name, net + "/31");
    Port(name, border, far + "/31");
    const auto as = static_cast<bgp::AsNumber>(64500 + dice_.Below(2));
    Speak(name, as, "203.0.113." + std::to_string(number));
    (*this)[name].ospf.processes.clear();
    Neighbor(border, far, as);
    Neighbor(name, net, kInside);
    if (dice_.OneIn(2)) Run(border, name, 0, 5).passive = true;
    Originate(name, dice_.OneIn(2) ? "203.0.113.0/24" : "10.200.0.0/16");
    if (!wild_) return;
    if (dice_.OneIn(3)) Originate(name, "0.0.0.0/0");                   // covers every address asked for
    if (dice_.OneIn(4)) Originate(name, "192.0.2.0/24");                // so does this one
    if (dice_.OneIn(4)) Originate(name, LanOf(dice_.Below(routers_)));  // a route of OSPF's too
  }
  void AddOwn(int router) {
    const std::string name = RouterOf(router);
    const std::string office = "10.8." + std::to_string(router);
    Port(name, "office", office + ".1/24");
    if (dice_.OneIn(3)) {
      bgp::BgpRedistribution redistribution;
      redistribution.source = wild_ ? model::RouteSource::kConnected : model::RouteSource::kStatic;
      redistribution.span = NewSpan();
      Family(name).redistributions.push_back(redistribution);
    } else {
      Family(name).networks.push_back({.prefix = P(office + ".0/24"), .span = NewSpan()});
    }
    if (dice_.OneIn(3)) Static(name, "10.7." + std::to_string(dice_.Below(2)) + ".0/24", "").distance = 250;
    if (dice_.OneIn(6)) Static(name, "203.0.113.0/24", "").distance = 210;
  }
  void Originate(const std::string& name, std::string_view prefix) {
    Family(name).networks.push_back({.prefix = P(prefix), .needs_route = false, .span = NewSpan()});
  }
  bgp::BgpFamilyConfig& Family(const std::string& name) { return (*this)[name].bgp.vrfs[0].families[0]; }

  static constexpr bgp::NextHopSelf kSelf = bgp::NextHopSelf::kLearnedByEbgp;
  Dice& dice_;
  int routers_;
  bool wild_;  ///< BGP brings what it or OSPF rests on
};

std::string TextOf(std::span<const NextHop> hops) {
  std::string text;
  for (const NextHop& hop : hops) {
    text += " " + std::to_string(hop.interface.value) + (hop.discard ? "!" : "");
    if (hop.gateway) text += "@" + net::ToString(*hop.gateway);
  }
  return text;
}

std::string TextOf(const Fib& fib, const FibEntry& entry) {
  std::string text = net::ToString(entry.prefix) + " " + std::to_string(static_cast<int>(entry.protocol)) +
                     " " + std::to_string(entry.metric) + (entry.ambiguous ? "?" : "") +
                     (entry.receive ? "*" : "");
  text += TextOf(fib.HopsOf(entry));
  for (const base::Span& span : entry.spans()) text += " l" + std::to_string(span.line);
  for (const model::NodeId origin : entry.origins()) text += " n" + std::to_string(origin.value);
  return text;
}

/// Everything that can be asked of a state, in words.
std::vector<std::string> Told(const Network& network, const RoutingState& state) {
  std::vector<std::string> told = {state.unsettled() ? "unsettled" : "settled"};
  const net::IpAddress asked[] = {A("203.0.113.9"), A("10.200.3.4"), A("8.8.8.8"), A("10.8.1.7")};
  for (std::size_t t = 0; t < network.tables().size(); ++t) {
    const TableId table(t);
    for (const net::IpAddress& address : asked) {
      const FibEntry* entry = state.fib(table).Lookup(address);
      told.push_back(entry == nullptr ? "nowhere" : TextOf(state.fib(table), *entry));
    }
    for (const net::Prefix& prefix : state.fib(table).MoreSpecific(net::Prefix::Default(net::Family::kIpv4)))
      told.push_back(TextOf(state.fib(table), *state.fib(table).Find(prefix)));
    for (const Route& route : state.rib(table).routes()) {
      std::string text = std::to_string(t) + " " + net::ToString(route.prefix) + " " +
                         std::to_string(static_cast<int>(route.protocol)) + " " +
                         std::to_string(route.distance) + "/" + std::to_string(route.metric) +
                         (route.ambiguous ? "?" : "");
      for (const RouteHop& hop : state.rib(table).HopsOf(route))
        text += TextOf(state.rib(table).ResolvedOf(hop));
      told.push_back(text);
    }
  }
  return told;
}

TEST(Rows, SayWhatWholeTablesSay) {
  std::size_t states = 0, by_rows = 0;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    Dice dice(seed);
    Provider world(dice);
    const Network& network = world.Build();
    Scratch rows, whole;
    rows.Remember();
    whole.MakeWholeTables();
    for (int n = 0; n < 8; ++n) {
      FailureState failure = n == 0 ? FailureState(network) : SomeLinksDown(network, dice, 3);
      if (n > 0 && dice.OneIn(3))
        failure.FailNode(
            model::NodeId(static_cast<std::size_t>(dice.Below(static_cast<int>(network.nodes().size())))));
      const auto expected = Told(network, world.engine().Compute(failure, whole));
      ASSERT_EQ(Told(network, world.engine().Compute(failure, rows)), expected)
          << "seed " << seed << " set " << n;
      ++states;
    }
    by_rows += rows.states_by_rows();
    EXPECT_EQ(whole.states_by_rows(), 0U);
  }
  // Both ways to a state were tried often.
  EXPECT_GT(by_rows, states / 5);
  EXPECT_LT(by_rows, states - states / 10);
}

}  // namespace
}  // namespace ringfence::routing
