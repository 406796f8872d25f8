// RIP against a twin that knows no protocol: the shortest walks of a matrix, below infinity. Every route of
// every router in random networks, under every failure of one link; and small networks of several protocols.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <sstream>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

constexpr std::uint32_t kInfinity = 16;

/// A port of a router on a segment, as drawn.
struct TwinPort {
  int router = 0;
  int segment = 0;
  rip::RipInterface config;  ///< named "s<segment>"
};

/// A network as drawn: segments 10.0.<n>.0/24 in which router r has address .<r+1>, and routes that routers
/// bring in.
struct TwinNet {
  int routers = 0;
  int segments = 0;
  std::vector<TwinPort> ports;
  struct External {
    int router = 0;
    int number = 0;  ///< of 172.16.<n>.0/24
    std::uint32_t metric = 1;
  };
  std::vector<External> externals;
  std::set<std::pair<int, int>> refuses;  ///< router, number of the external its import policy rejects

  std::string Text() const {
    std::ostringstream out;
    for (const TwinPort& p : ports) {
      out << "r" << p.router << " s" << p.segment << " in " << p.config.metric_in << " out "
          << p.config.metric_out << (p.config.passive ? " passive" : "") << (p.config.sends ? "" : " silent")
          << (p.config.receives ? "" : " deaf") << " " << p.config.authentication << "\n";
    }
    for (const External& e : externals)
      out << "r" << e.router << " has " << e.number << " at " << e.metric << "\n";
    for (const auto& [r, number] : refuses) out << "r" << r << " refuses " << number << "\n";
    return out.str();
  }
};

std::string NameOf(int router) { return "r" + std::to_string(router); }
std::string SegmentPrefix(int segment) { return "10.0." + std::to_string(segment) + ".0/24"; }
std::string ExternalPrefix(int number) { return "172.16." + std::to_string(number) + ".0/24"; }

/// What the twin says: metric and next hops, for each router and prefix.
class Twin {
 public:
  /// `down` is a segment, or -1.
  Twin(const TwinNet& net, int down) : net_(net), down_(down) {}

  /// "rip 3 via s0[10.0.0.2]" in order of next hops, "-" when RIP gives no route.
  std::string Show(int router, const std::string& prefix) const {
    const std::vector<std::uint32_t> own = OwnMetrics(prefix);
    if (own[std::size_t(router)] < kInfinity) return "-";
    const std::vector<std::uint32_t> distance = Distances(prefix, own);
    const std::uint32_t best = distance[std::size_t(router)];
    if (best >= kInfinity) return "-";
    std::set<std::pair<std::string, std::string>> hops;
    for (const TwinPort& mine : net_.ports) {
      for (const TwinPort& theirs : net_.ports) {
        if (mine.router != router || !Hears(mine, theirs, prefix)) continue;
        if (distance[std::size_t(theirs.router)] + Weight(mine, theirs) == best)
          hops.emplace(mine.config.name,
                       "10.0." + std::to_string(mine.segment) + "." + std::to_string(theirs.router + 1));
      }
    }
    std::string text = "rip " + std::to_string(best);
    for (const auto& [port, address] : hops) text += " via " + port + "[" + address + "]";
    return text;
  }

 private:
  static std::uint32_t Weight(const TwinPort& mine, const TwinPort& theirs) {
    return mine.config.metric_in + theirs.config.metric_out;
  }
  bool Hears(const TwinPort& mine, const TwinPort& theirs, const std::string& prefix) const {
    for (const auto& [router, number] : net_.refuses) {
      if (router == mine.router && ExternalPrefix(number) == prefix) return false;
    }
    return mine.router != theirs.router && mine.segment == theirs.segment && mine.segment != down_ &&
           mine.config.receives && theirs.config.sends && !theirs.config.passive &&
           mine.config.authentication == theirs.config.authentication;
  }
  std::vector<std::uint32_t> OwnMetrics(const std::string& prefix) const {
    std::vector<std::uint32_t> own(std::size_t(net_.routers), kInfinity);
    for (const TwinPort& port : net_.ports) {
      if (port.segment != down_ && SegmentPrefix(port.segment) == prefix) own[std::size_t(port.router)] = 1;
    }
    for (const TwinNet::External& external : net_.externals) {
      if (ExternalPrefix(external.number) == prefix) own[std::size_t(external.router)] = external.metric;
    }
    return own;
  }
  /// All routers at once until nothing falls. What has a route of its own keeps it; sums of 16 are nothing.
  std::vector<std::uint32_t> Distances(const std::string& prefix,
                                       const std::vector<std::uint32_t>& own) const {
    std::vector<std::uint32_t> distance = own;
    for (bool fell = true; fell;) {
      fell = false;
      for (const TwinPort& mine : net_.ports) {
        for (const TwinPort& theirs : net_.ports) {
          if (!Hears(mine, theirs, prefix) || own[std::size_t(mine.router)] < kInfinity) continue;
          const std::uint32_t offered = distance[std::size_t(theirs.router)] + Weight(mine, theirs);
          std::uint32_t& held = distance[std::size_t(mine.router)];
          if (offered >= std::min(kInfinity, held)) continue;
          held = offered;
          fell = true;
        }
      }
    }
    return distance;
  }

  const TwinNet& net_;
  int down_;
};

class Drawer {
 public:
  explicit Drawer(unsigned seed) : random_(seed) {}

  TwinNet Draw() {
    TwinNet net;
    net.routers = Number(2, 7);
    for (int r = 1; r < net.routers; ++r) AddSegment(net, {Number(0, r - 1), r});
    for (int more = Number(0, 3); more > 0; --more) {
      std::set<int> members;
      for (int wanted = Number(2, 4); wanted > 0; --wanted) members.insert(Number(0, net.routers - 1));
      AddSegment(net, members);
    }
    for (int more = Number(0, 4); more > 0; --more) {
      const int number = Number(0, 2);
      const int router = Number(0, net.routers - 1);
      const bool known = std::ranges::any_of(net.externals, [&](const TwinNet::External& e) {
        return e.router == router && e.number == number;
      });
      if (!known) net.externals.push_back({router, number, std::uint32_t(Chance(4) ? Number(2, 14) : 1)});
    }
    if (Chance(3)) net.refuses.emplace(Number(0, net.routers - 1), Number(0, 2));
    return net;
  }

 private:
  int Number(int from, int to) { return std::uniform_int_distribution<>(from, to)(random_); }
  bool Chance(int one_in) { return Number(1, one_in) == 1; }

  void AddSegment(TwinNet& net, const std::set<int>& members) {
    for (const int router : members) {
      TwinPort port{router, net.segments, {}};
      port.config.name = "s" + std::to_string(net.segments);
      if (Chance(4)) port.config.metric_in = std::uint32_t(Number(1, 6));
      if (Chance(4)) port.config.metric_out = std::uint32_t(Number(0, 6));
      port.config.passive = Chance(12);
      port.config.sends = !Chance(12);
      port.config.receives = !Chance(12);
      port.config.split_horizon = !Chance(3);
      if (Chance(8)) port.config.authentication = "text:x";
      net.ports.push_back(port);
    }
    ++net.segments;
  }

  std::mt19937 random_;
};

void Configure(const TwinNet& net, World& world) {
  for (int r = 0; r < net.routers; ++r) {
    rip::RipProcess& process = world[NameOf(r)].rip.processes.emplace_back();
    process.max_paths = 64;
    process.span = world.NewSpan();
  }
  for (const TwinPort& port : net.ports) {
    world.Port(NameOf(port.router), port.config.name,
               "10.0." + std::to_string(port.segment) + "." + std::to_string(port.router + 1) + "/24");
    world[NameOf(port.router)].rip.processes[0].interfaces.push_back(port.config);
  }
  for (const TwinNet::External& external : net.externals) {
    world.Static(NameOf(external.router), ExternalPrefix(external.number), "").tag =
        std::uint32_t(external.number);
    DeviceConfig& config = world[NameOf(external.router)];
    const std::string name = "of" + std::to_string(external.number);
    config.policies.prefix_lists.push_back(
        {name, {{true, P(ExternalPrefix(external.number)), 24, 24, {}}}, {}});
    model::RoutePolicy& policy = config.policies.policies.emplace_back();
    policy.name = name;
    model::RouteTerm& term = policy.terms.emplace_back();
    term.all_of.push_back({{{.kind = model::RouteMatchKind::kPrefixList, .names = {name}}}});
    term.flow = model::TermFlow::kAccept;
    config.rip.processes[0].redistributions.push_back(
        {.source = model::RouteSource::kStatic, .policies = {name}, .metric = external.metric});
  }
  for (const auto& [router, number] : net.refuses) {
    DeviceConfig& config = world[NameOf(router)];
    config.policies.prefix_lists.push_back({"refused", {{true, P(ExternalPrefix(number)), 24, 24, {}}}, {}});
    model::RoutePolicy& policy = config.policies.policies.emplace_back();
    policy.name = "refuse";
    policy.end = model::PolicyEnd::kAccept;
    model::RouteTerm& term = policy.terms.emplace_back();
    term.all_of.push_back({{{.kind = model::RouteMatchKind::kPrefixList, .names = {"refused"}}}});
    term.flow = model::TermFlow::kReject;
    config.rip.processes[0].import = model::PolicyChain{{"refuse"}, true, {}};
  }
}

/// Routes of RIP only; others are "-".
std::string ShowRip(const World& world, const RoutingState& state, int router, const std::string& prefix) {
  const std::string text = world.Show(state, NameOf(router), prefix);
  return text.starts_with("rip ") ? text : "-";
}

/// The state with all ports of a segment down.
RoutingState Without(const World& world, const TwinNet& net, int segment, Scratch& scratch) {
  FailureState failure(world.network());
  for (const TwinPort& port : net.ports) {
    if (port.segment != segment) continue;
    const model::NodeId node = world.network().FindNode(NameOf(port.router));
    const auto& device = world.network().nodes()[node.index()].config.device;
    const model::LinkId link = world.network().LinkOf({node, model::FindInterface(device, port.config.name)});
    if (link.valid()) failure.FailLink(link);
  }
  return world.engine().Compute(failure, scratch);
}

TEST(RipTwinTest, EveryRouteOfRandomNetworksUnderEveryLinkFailure) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    const TwinNet net = Drawer(seed).Draw();
    World world;
    Configure(net, world);
    world.Build();
    Scratch scratch;
    std::vector<std::string> prefixes;
    for (int s = 0; s < net.segments; ++s) prefixes.push_back(SegmentPrefix(s));
    for (int n = 0; n < 3; ++n) prefixes.push_back(ExternalPrefix(n));
    for (int down = -1; down < net.segments; ++down) {
      const auto members = std::ranges::count(net.ports, down, &TwinPort::segment);
      if (down >= 0 && members < 2) continue;  // stands on no link
      const RoutingState state = Without(world, net, down, scratch);
      const Twin twin(net, down);
      for (int r = 0; r < net.routers; ++r) {
        for (const std::string& prefix : prefixes) {
          ASSERT_EQ(ShowRip(world, state, r, prefix), twin.Show(r, prefix))
              << "seed " << seed << ", segment " << down << " down, " << NameOf(r) << " to " << prefix << "\n"
              << net.Text();
        }
      }
    }
  }
}

/// Three routers in a row in RIP; the far one also has OSPF towards a fourth. A fifth stands apart.
class RipTablesTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* node : {"a", "b", "c", "d", "e"})
      world[node].rip.processes.emplace_back().span = world.NewSpan();
    Link("a", "b", 1);
    Link("b", "c", 2);
    world.Join("c", "d", 0, 10, 10);
    world.Loopback("d", "192.0.2.4", 0);
  }
  void Link(const std::string& one, const std::string& other, int number) {
    const std::string net = "10.1." + std::to_string(number) + ".";
    for (const auto& [node, peer, host] : {std::tuple(one, other, "1/24"), std::tuple(other, one, "2/24")}) {
      world.Port(node, peer, net + host);
      world[node].rip.processes[0].interfaces.push_back({.name = peer, .span = world.NewSpan()});
    }
  }
  rip::RipProcess& Rip(const std::string& node) { return world[node].rip.processes[0]; }

  World world;
};

TEST_F(RipTablesTest, RoutesEnterAndLeaveRip) {
  Rip("c").redistributions.push_back(
      {.source = model::RouteSource::kOspf, .metric = 3, .span = world.NewSpan()});
  ospf::Redistribution into_ospf;
  into_ospf.source = model::RouteSource::kRip;
  into_ospf.metric = 20;
  world["c"].ospf.processes[0].redistributions.push_back(into_ospf);
  world.Static("a", "172.16.0.0/16", "").tag = 9;
  Rip("a").redistributions.push_back({.source = model::RouteSource::kStatic, .span = world.NewSpan()});
  world.Build();
  const RoutingState state = world.Nominal();
  EXPECT_EQ(world.Show(state, "a", "192.0.2.4/32"), "rip 5 via b[10.1.1.2]");
  EXPECT_EQ(world.Show(state, "c", "192.0.2.4/32"), "ospf 10 via d[10.0.0.1]");
  EXPECT_EQ(world.Show(state, "c", "172.16.0.0/16"), "rip 3 via b[10.1.2.1]");
  EXPECT_EQ(world.Show(state, "d", "172.16.0.0/16"), "ospf-e2 20 via c[10.0.0.0]");
  EXPECT_EQ(world.Show(state, "d", "10.1.1.0/24"), "ospf-e2 20 via c[10.0.0.0]");
  EXPECT_EQ(world.Show(state, "d", "10.1.2.0/24"), "-") << "connected, and nobody redistributes that";
  const Route* route = state.rib(world.network().FindNode("c")).Find(P("172.16.0.0/16"));
  ASSERT_NE(route, nullptr);
  EXPECT_EQ(route->tag, 9U);
  EXPECT_EQ(route->distance, 120U);
}

TEST_F(RipTablesTest, ADefaultRouteIsOriginatedAlwaysOrWhenThereIsOne) {
  Rip("c").default_origination = true;
  world.Build();
  EXPECT_EQ(world.Show(world.Nominal(), "a", "0.0.0.0/0"), "-");
  Rip("c").default_origination_always = true;
  world.Build();
  EXPECT_EQ(world.Show(world.Nominal(), "a", "0.0.0.0/0"), "rip 3 via b[10.1.1.2]");
  EXPECT_EQ(world.Show(world.Nominal(), "c", "0.0.0.0/0"), "-");
}

TEST_F(RipTablesTest, WhatTheTableHoldsFromElsewhereIsAnnouncedBySomeSystemsOnly) {
  world.Static("b", "172.16.0.0/16", "");
  world.Static("c", "172.16.0.0/16", "");
  Rip("c").redistributions.push_back({.source = model::RouteSource::kStatic, .span = world.NewSpan()});
  for (const bool announces : {false, true}) {
    Rip("b").announces_uninstalled = announces;
    world.Build();
    EXPECT_EQ(world.Show(world.Nominal(), "b", "172.16.0.0/16"), "static 0 via discard");
    EXPECT_EQ(world.Show(world.Nominal(), "a", "172.16.0.0/16"), announces ? "rip 3 via b[10.1.1.2]" : "-");
  }
}

TEST_F(RipTablesTest, MoreEqualWaysThanAreKeptAreAChoiceOfTheDevice) {
  Link("a", "e", 3);
  Link("e", "c", 4);
  world["c"].device.interfaces.reserve(16);
  world.Port("c", "lo", "192.0.2.3/32", model::InterfaceKind::kLoopback);
  Rip("c").interfaces.push_back({.name = "lo", .span = world.NewSpan()});
  for (const std::uint32_t paths : {1U, 2U}) {
    Rip("a").max_paths = paths;
    world.Build();
    const RoutingState state = world.Nominal();
    EXPECT_EQ(world.Show(state, "a", "192.0.2.3/32"),
              paths == 1 ? "rip 3 via b[10.1.1.2]" : "rip 3 via b[10.1.1.2] via e[10.1.3.2]");
    EXPECT_EQ(state.rib(world.network().FindNode("a")).Find(P("192.0.2.3/32"))->ambiguous, paths == 1);
  }
}

}  // namespace
}  // namespace ringfence::routing
