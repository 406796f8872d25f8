#include "routing/segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <random>
#include <set>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

using model::InterfaceKind;
using ::testing::ElementsAre;

model::SwitchPort Access(std::uint16_t vlan) {
  model::SwitchPort port;
  port.vlan = vlan;
  return port;
}

model::SwitchPort Trunk(std::vector<model::VlanRange> allowed, std::uint16_t native = 1) {
  model::SwitchPort port;
  port.trunk = true;
  port.vlan = native;
  port.allowed = std::move(allowed);
  return port;
}

std::vector<std::string> LinkNames(const Network& network) {
  std::vector<std::string> names;
  for (const model::Link& link : network.links()) names.push_back(link.name);
  return names;
}

/// Fails the cable of that name.
FailureState Cut(const Network& network, std::string_view name) {
  FailureState failure(network);
  bool found = false;
  for (const SwitchedCable& cable : network.cables()) {
    if (cable.name != name) continue;
    found = true;
    for (int side = 0; side < 2; ++side) {
      for (const model::InterfaceIndex port : cable.ports[side])
        failure.FailInterface({cable.nodes[side], port});
    }
  }
  EXPECT_TRUE(found) << name;
  return failure;
}

model::Endpoint At(const Network& network, std::string_view node, std::string_view interface) {
  const model::NodeId id = network.FindNode(node);
  return {id, model::FindInterface(network.nodes()[id.index()].config.device, interface)};
}

bool Joined(const World& w, const FailureState& failure, model::Endpoint a, model::Endpoint b) {
  Scratch scratch;
  return w.engine().Compute(failure, scratch).joined(a, b);
}

/// a and b on one switch, c behind a trunk to a second one; all in VLAN 10, d in VLAN 20 of the second.
void AddTwoSwitches(World& w) {
  for (const char* router : {"a", "b", "c", "d"})
    w.Port(router, "x", fmt::format("10.0.0.{}/24", router[0] - 'a' + 1));
  for (const char* port : {"1", "2"}) w.Port("s", port, "").switch_port = Access(10);
  w.Port("s", "up", "").switch_port = Trunk({{1, 100}});
  w.Port("t", "up", "").switch_port = Trunk({{10, 20}});
  w.Port("t", "1", "").switch_port = Access(10);
  w.Port("t", "2", "").switch_port = Access(20);
  w.Cable("a", "x", "s", "1");
  w.Cable("b", "x", "s", "2");
  w.Cable("c", "x", "t", "1");
  w.Cable("t", "2", "d", "x");
  w.Cable("s", "up", "t", "up");
}

TEST(Segments, AVlanJoinsWhatItsPortsReach) {
  World w;
  AddTwoSwitches(w);
  const Network& network = w.Build();
  EXPECT_THAT(LinkNames(network), ElementsAre("a--b--c"));
  EXPECT_TRUE(network.links()[0].switched);
  EXPECT_EQ(network.cables().size(), 5U);
  EXPECT_EQ(network.segments().size(), 1U);
}

TEST(Segments, PartsThatFellApartDoNotHearEachOther) {
  World w;
  AddTwoSwitches(w);
  const Network& network = w.Build();
  const auto [a, b, c] = std::tuple(At(network, "a", "x"), At(network, "b", "x"), At(network, "c", "x"));
  EXPECT_TRUE(Joined(w, FailureState(network), a, c));
  const FailureState trunk = Cut(network, "s--t");
  EXPECT_TRUE(Joined(w, trunk, a, b));
  EXPECT_FALSE(Joined(w, trunk, a, c));
  Scratch scratch;
  EXPECT_TRUE(w.engine().Compute(trunk, scratch).interface_up(c));
  // A port without a signal is down, also when the far end is shut or its switch is off.
  EXPECT_FALSE(w.engine().Compute(Cut(network, "a--s"), scratch).interface_up(a));
  FailureState off(network);
  off.FailNode(network.FindNode("t"));
  EXPECT_FALSE(w.engine().Compute(off, scratch).interface_up(c));
  EXPECT_TRUE(w.engine().Compute(off, scratch).joined(a, b));
}

TEST(Segments, ATrunkDropsWhatItDoesNotAllow) {
  World w;
  AddTwoSwitches(w);
  for (model::Interface& port : w["t"].device.interfaces) {
    if (port.name == "up") port.switch_port->allowed = {{11, 20}};
  }
  EXPECT_THAT(LinkNames(w.Build()), ElementsAre("a--b"));
}

TEST(Segments, UntaggedFramesMeetAcrossDifferentNumbers) {
  World w;
  w.Port("a", "x", "10.0.0.1/24");
  w.Port("b", "x", "10.0.0.2/24");
  w.Port("s", "1", "").switch_port = Access(10);
  w.Port("s", "2", "").switch_port = Access(10);
  w.Port("t", "1", "").switch_port = Trunk({{1, 4094}}, 77);
  w.Port("t", "2", "").switch_port = Access(77);
  w.Cable("a", "x", "s", "1");
  w.Cable("s", "2", "t", "1");
  w.Cable("t", "2", "b", "x");
  EXPECT_THAT(LinkNames(w.Build()), ElementsAre("a--b"));
}

TEST(Segments, SubInterfacesAndVlanInterfacesStandOnTheirVlan) {
  World w;
  w.Port("a", "x", "");
  w.Port("a", "x.10", "10.0.10.1/24", InterfaceKind::kSubinterface).parent = "x";
  w["a"].device.interfaces.back().vlan = 10;
  w.Port("a", "x.20", "10.0.20.1/24", InterfaceKind::kSubinterface).parent = "x";
  w["a"].device.interfaces.back().vlan = 20;
  w.Port("s", "1", "").switch_port = Trunk({{1, 4094}});
  for (const int vlan : {10, 20}) {
    w.Port("s", fmt::format("Vlan{}", vlan), fmt::format("10.0.{}.2/24", vlan), InterfaceKind::kSvi).vlan =
        static_cast<std::uint16_t>(vlan);
  }
  w.Cable("a", "x", "s", "1");
  const Network& network = w.Build();
  EXPECT_THAT(LinkNames(network), ElementsAre("a[x.10]--s[Vlan10]", "a[x.20]--s[Vlan20]"));
  EXPECT_TRUE(w.diagnostics.items().empty());
  // Without a working port in its VLAN the interface is down (autostate).
  Scratch scratch;
  const RoutingState state = w.engine().Compute(Cut(network, "a[x]--s[1]"), scratch);
  EXPECT_FALSE(state.interface_up(At(network, "s", "Vlan10")));
  EXPECT_FALSE(state.interface_up(At(network, "a", "x.10")));
}

/// An end system that no cable names hangs on the VLAN whose subnet it shares, and its frames pass that
/// switch.
TEST(Segments, WhatNoCableNamesHangsOnAVlanOfItsSubnet) {
  World w;
  w.Port("a", "x", "10.0.0.1/24");
  w.Port("host", "eth0", "10.0.0.3/24");
  w.Port("s", "1", "").switch_port = Access(10);
  w.Port("s", "Vlan10", "10.0.0.2/24", InterfaceKind::kSvi).vlan = 10;
  w.Port("t", "1", "").switch_port = Access(20);
  w.Port("t", "Vlan10", "10.0.0.4/24", InterfaceKind::kSvi).vlan = 10;
  w.Port("b", "x", "10.1.0.1/24");
  w.Cable("a", "x", "s", "1");
  w.Cable("b", "x", "t", "1");
  const Network& network = w.Build();
  EXPECT_THAT(LinkNames(network), ElementsAre("a--host--s")) << "cables say that t is apart";
  const Crossing crossing = CrossSegment(network, network.segments()[0], At(network, "host", "eth0"),
                                         At(network, "a", "x"), [](std::uint32_t) { return true; });
  ASSERT_EQ(crossing.ways.size(), 1U);
  ASSERT_EQ(crossing.ways[0].hops.size(), 1U);
  EXPECT_EQ(crossing.ways[0].hops[0].node, network.FindNode("s"));
  EXPECT_EQ(crossing.ways[0].hops[0].in, At(network, "s", "Vlan10").interface);
}

TEST(Segments, AnyMemberOfABundleCarriesItsVlans) {
  World w;
  w.Port("a", "x", "10.0.0.1/24");
  w.Port("s", "1", "").switch_port = Access(10);
  w.Port("s", "po", "", InterfaceKind::kLag).switch_port = Trunk({{10, 10}});
  w.Port("t", "po", "", InterfaceKind::kLag).switch_port = Trunk({{10, 10}});
  for (const char* node : {"s", "t"}) {
    for (const char* member : {"m1", "m2"}) w.Port(node, member, "").lag = "po";
  }
  w.Port("t", "Vlan10", "10.0.0.2/24", InterfaceKind::kSvi).vlan = 10;
  w.Cable("a", "x", "s", "1");
  w.Cable("s", "m1", "t", "m1");
  w.Cable("s", "m2", "t", "m2");
  const Network& network = w.Build();
  EXPECT_THAT(LinkNames(network), ElementsAre("a--t"));
  const auto [a, t] = std::pair(At(network, "a", "x"), At(network, "t", "Vlan10"));
  EXPECT_TRUE(Joined(w, Cut(network, "s[m1]--t[m1]"), a, t));
  FailureState both = Cut(network, "s[m1]--t[m1]");
  both.FailInterface(At(network, "s", "m2"));
  EXPECT_FALSE(Joined(w, both, a, t));
}

Crossing Cross(const Network& network, model::Endpoint from, model::Endpoint to) {
  return CrossSegment(network, network.segments()[0], from, to, [](std::uint32_t) { return true; });
}

TEST(Segments, ACrossingNamesItsSwitchesAndPorts) {
  World w;
  AddTwoSwitches(w);
  const Network& network = w.Build();
  const Crossing crossing = Cross(network, At(network, "a", "x"), At(network, "c", "x"));
  ASSERT_EQ(crossing.ways.size(), 1U);
  EXPECT_FALSE(crossing.chosen);
  const FrameWay& way = crossing.ways[0];
  ASSERT_EQ(way.hops.size(), 2U);
  EXPECT_EQ(way.hops[0].node, network.FindNode("s"));
  EXPECT_EQ(way.hops[0].in, At(network, "s", "1").interface);
  EXPECT_EQ(way.hops[0].out, At(network, "s", "up").interface);
  EXPECT_EQ(network.cables()[way.hops[0].cables.at(0)].name, "a--s");
  EXPECT_EQ(way.hops[1].in, At(network, "t", "up").interface);
  EXPECT_EQ(way.hops[1].out, At(network, "t", "1").interface);
  EXPECT_EQ(network.cables()[way.last_cables.at(0)].name, "c--t");
}

/// "s t" for each way, the switches in order, with the number of cables before the last switch and to the
/// end.
std::vector<std::string> Told(const Network& network, const Crossing& crossing) {
  std::vector<std::string> told;
  for (const FrameWay& way : crossing.ways) {
    std::string text;
    for (const SegmentHop& hop : way.hops)
      text += fmt::format("{}*{} ", network.nodes()[hop.node.index()].config.device.name, hop.cables.size());
    told.push_back(text + fmt::format("*{}", way.last_cables.size()));
  }
  return told;
}

/// One frame takes one member of a bundle, some other frame the other: every cable counts, and nothing is
/// open.
TEST(Segments, EveryMemberOfABundleIsCrossed) {
  World w;
  w.Port("a", "x", "10.0.0.1/24");
  w.Port("b", "x", "10.0.0.2/24");
  for (const char* node : {"s", "t"}) {
    w.Port(node, "1", "").switch_port = Access(10);
    w.Port(node, "po", "", InterfaceKind::kLag).switch_port = Trunk({{10, 10}});
    for (const char* member : {"m1", "m2"}) w.Port(node, member, "").lag = "po";
  }
  w.Cable("a", "x", "s", "1");
  w.Cable("s", "m1", "t", "m1");
  w.Cable("s", "m2", "t", "m2");
  w.Cable("t", "1", "b", "x");
  const Network& network = w.Build();
  const Crossing crossing = Cross(network, At(network, "a", "x"), At(network, "b", "x"));
  EXPECT_THAT(Told(network, crossing), ElementsAre("s*1 t*2 *1"));
  EXPECT_FALSE(crossing.chosen);
}

/// Of two cables that are no bundle the spanning tree keeps one.
TEST(Segments, ParallelCablesAreTwoWays) {
  World w;
  AddTwoSwitches(w);
  w.Port("s", "up2", "").switch_port = Trunk({{1, 100}});
  w.Port("t", "up2", "").switch_port = Trunk({{1, 100}});
  w.Cable("s", "up2", "t", "up2");
  const Network& network = w.Build();
  const Crossing crossing = Cross(network, At(network, "a", "x"), At(network, "c", "x"));
  EXPECT_THAT(Told(network, crossing), ElementsAre("s*1 t*1 *1", "s*1 t*1 *1"));
  EXPECT_TRUE(crossing.chosen);
}

/// Switch f bundles a cable to A and one to B, which a peer link joins; a hangs on f, b on B alone.
void AddPair(World& w, bool peer_link) {
  w.Port("a", "x", "10.0.0.1/24");
  w.Port("b", "x", "10.0.0.2/24");
  w.Port("f", "1", "").switch_port = Access(10);
  w.Port("f", "po", "", InterfaceKind::kLag).switch_port = Trunk({{10, 10}});
  w.Cable("a", "x", "f", "1");
  for (const char* chassis : {"A", "B"}) {
    const std::string member = fmt::format("m{}", chassis);
    w.Port("f", member, "").lag = "po";
    model::Interface& bundle = w.Port(chassis, "po", "", InterfaceKind::kLag);
    bundle.switch_port = Trunk({{10, 10}});
    bundle.chassis_bundle = 5;
    w.Port(chassis, "m", "").lag = "po";
    model::Interface& peer = w.Port(chassis, "peer", "");
    peer.switch_port = Trunk({{10, 10}});
    peer.peer_link = true;
    w.Cable("f", member, chassis, "m");
  }
  w.Port("A", "Vlan10", "10.0.0.11/24", InterfaceKind::kSvi).vlan = 10;
  w.Port("B", "Vlan10", "10.0.0.12/24", InterfaceKind::kSvi).vlan = 10;
  w.Port("B", "orphan", "").switch_port = Access(10);
  w.Cable("b", "x", "B", "orphan");
  if (peer_link) w.Cable("A", "peer", "B", "peer");
}

TEST(Segments, TwoChassisOfOneBundleAreNoLoop) {
  World w;
  AddPair(w, true);
  const Network& network = w.Build();
  ASSERT_EQ(network.chassis_pairs().size(), 1U);
  const auto a = At(network, "a", "x");
  const auto [svi_a, svi_b] = std::pair(At(network, "A", "Vlan10"), At(network, "B", "Vlan10"));
  // A hash sends the frame to A, or to B and over the peer link.
  const Crossing to_a = Cross(network, a, svi_a);
  EXPECT_THAT(Told(network, to_a), ElementsAre("f*1 *1", "f*1 B*1 *1"));
  EXPECT_FALSE(to_a.chosen);
  // B would not send it by its own member: A has one that works. And f sends nothing back.
  EXPECT_THAT(Told(network, Cross(network, svi_a, a)), ElementsAre("f*1 *1"));
  EXPECT_THAT(Told(network, Cross(network, svi_a, svi_b)), ElementsAre("*1"));
  EXPECT_THAT(Told(network, Cross(network, svi_a, At(network, "b", "x"))), ElementsAre("B*1 *1"));
  // Without A's member all goes by B.
  const std::size_t member = network.SlotOf(At(network, "A", "m"));
  const std::size_t bundle = network.SlotOf(At(network, "A", "po"));
  const Crossing by_b = CrossSegment(network, network.segments()[0], svi_a, a,
                                     [&](std::uint32_t slot) { return slot != member && slot != bundle; });
  EXPECT_THAT(Told(network, by_b), ElementsAre("B*1 f*1 *1"));
}

/// What only a bundle joins is not joined: its members are one port.
TEST(Segments, APairWithoutItsPeerLinkIsOpen) {
  for (const bool peer_link : {true, false}) {
    World w;
    AddPair(w, peer_link);
    const Network& network = w.Build();
    Scratch scratch;
    EXPECT_EQ(w.engine().Compute(FailureState(network), scratch).unsettled(), !peer_link);
    if (!peer_link) continue;
    EXPECT_TRUE(w.engine().Compute(Cut(network, "A--B"), scratch).unsettled());
    EXPECT_FALSE(w.engine().Compute(Cut(network, "A--f"), scratch).unsettled());
    FailureState off(network);
    off.FailNode(network.FindNode("A"));
    const RoutingState state = w.engine().Compute(off, scratch);
    EXPECT_FALSE(state.unsettled());
    EXPECT_TRUE(state.joined(At(network, "a", "x"), At(network, "B", "Vlan10")));
  }
}

TEST(Segments, ALoopOfPortsLeavesTheWayOpen) {
  World w;
  AddTwoSwitches(w);
  w.Port("s", "r", "").switch_port = Access(10);
  w.Port("u", "1", "").switch_port = Access(10);
  w.Port("u", "2", "").switch_port = Access(10);
  w.Port("t", "r", "").switch_port = Access(10);
  w.Cable("s", "r", "u", "1");
  w.Cable("u", "2", "t", "r");
  const Network& network = w.Build();
  const Crossing open = Cross(network, At(network, "a", "x"), At(network, "c", "x"));
  EXPECT_TRUE(open.chosen);
  EXPECT_THAT(Told(network, open), ElementsAre("s*1 t*1 *1", "s*1 u*1 t*1 *1"));
  const Crossing local = Cross(network, At(network, "a", "x"), At(network, "b", "x"));
  EXPECT_FALSE(local.chosen);
  EXPECT_THAT(Told(network, local), ElementsAre("s*1 *1"));
}

/// The obvious twin: a frame is sent out of an interface and flooded, port by port, by the rules of 802.1Q.
class Flood {
 public:
  Flood(const Network& network, const std::vector<model::Cable>& cables, const std::set<std::string>& down)
      : network_(network), cables_(cables), down_(down) {}

  std::set<std::string> From(const std::string& node, const model::Interface& interface) {
    heard_.clear();
    seen_.clear();
    if (interface.kind == InterfaceKind::kSvi) {
      Switch(node, *interface.vlan);
    } else {
      Send(node, interface.name, std::nullopt);
    }
    return heard_;
  }

 private:
  using Tag = std::optional<std::uint16_t>;
  const model::Device& DeviceOf(const std::string& node) const {
    return network_.nodes()[network_.FindNode(node).index()].config.device;
  }
  static bool Allows(const model::SwitchPort& port, std::uint16_t vlan) {
    for (const model::VlanRange& range : port.allowed) {
      if (range.first <= vlan && vlan <= range.last) return true;
    }
    return false;
  }

  void Send(const std::string& node, const std::string& port, Tag tag) {
    for (const model::Cable& cable : cables_) {
      for (int side = 0; side < 2; ++side) {
        const model::CableEnd& near = cable.ends[side];
        const model::CableEnd& far = cable.ends[1 - side];
        if (near.node != node || near.interface != port) continue;
        if (down_.contains(node + port) || down_.contains(far.node + far.interface)) continue;
        Receive(far.node, far.interface, tag);
      }
    }
  }

  void Receive(const std::string& node, const std::string& name, Tag tag) {
    const model::Device& device = DeviceOf(node);
    const model::Interface& interface = device.interfaces[model::FindInterface(device, name).index()];
    if (!interface.switch_port) {
      if (!tag) heard_.insert(node + name);
      return;
    }
    const model::SwitchPort& port = *interface.switch_port;
    if (!port.trunk && !tag) return Switch(node, port.vlan);
    if (!port.trunk) return;
    if (!tag && Allows(port, port.vlan)) return Switch(node, port.vlan);
    if (tag && *tag != port.vlan && Allows(port, *tag)) return Switch(node, *tag);
  }

  void Switch(const std::string& node, std::uint16_t vlan) {
    if (!seen_.emplace(node, vlan).second) return;
    for (const model::Interface& interface : DeviceOf(node).interfaces) {
      if (interface.kind == InterfaceKind::kSvi && interface.vlan == vlan)
        heard_.insert(node + interface.name);
      if (!interface.switch_port) continue;
      const model::SwitchPort& port = *interface.switch_port;
      if (!port.trunk && port.vlan == vlan) Send(node, interface.name, std::nullopt);
      if (port.trunk && Allows(port, vlan)) Send(node, interface.name, port.vlan == vlan ? Tag() : Tag(vlan));
    }
  }

  const Network& network_;
  const std::vector<model::Cable>& cables_;
  const std::set<std::string>& down_;
  std::set<std::string> heard_;
  std::set<std::pair<std::string, std::uint16_t>> seen_;
};

class RandomSwitches {
 public:
  explicit RandomSwitches(unsigned seed) : random_(seed) {
    const int switches = 1 + Draw(4);
    for (int s = 0; s < switches; ++s) {
      const std::string name = fmt::format("s{}", s);
      w.Port(name, "own", "").switch_port = Access(10);  // a device that only routes has no VLANs
      if (Draw(2) == 0)
        w.Port(name, "Vlan10", fmt::format("10.0.0.{}/24", 100 + s), InterfaceKind::kSvi).vlan = 10;
    }
    for (int cable = 0; cable < switches + Draw(3); ++cable) {
      const auto [a, b] = std::pair(fmt::format("s{}", Draw(switches)), fmt::format("s{}", Draw(switches)));
      if (a != b) Connect(a, NewPort(a), b, NewPort(b));
    }
    for (int router = 0; router < 2 + Draw(3); ++router) {
      const std::string name = fmt::format("r{}", router);
      w.Port(name, "x", fmt::format("10.0.0.{}/24", router + 1));
      const std::string at = fmt::format("s{}", Draw(switches));
      Connect(name, "x", at, NewPort(at));
    }
  }

  /// What no cable names is joined by a guess, which floods nothing.
  bool IsCabled(model::NodeId node, const Network& network) const {
    const std::string& name = network.nodes()[node.index()].config.device.name;
    return std::ranges::any_of(cables, [&name](const model::Cable& cable) {
      return cable.ends[0].node == name || cable.ends[1].node == name;
    });
  }
  int Draw(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  World w;
  std::vector<model::Cable> cables;

 private:
  std::string NewPort(const std::string& node) {
    const std::string name = fmt::format("p{}", next_++);
    const auto vlan = static_cast<std::uint16_t>(10 * (1 + Draw(2)));
    const std::vector<model::VlanRange> allowed =
        Draw(3) == 0 ? std::vector<model::VlanRange>{{10, 10}} : std::vector<model::VlanRange>{{1, 4094}};
    w.Port(node, name, "").switch_port =
        Draw(2) == 0 ? Access(vlan) : Trunk(allowed, Draw(2) == 0 ? vlan : 1);
    return name;
  }
  void Connect(const std::string& a, const std::string& port_a, const std::string& b,
               const std::string& port_b) {
    w.Cable(a, port_a, b, port_b);
    cables.push_back({{{a, port_a, {}}, {b, port_b, {}}}});
  }

  std::mt19937 random_;
  int next_ = 0;
};

TEST(SegmentsTwin, EndsHearEachOtherWhereAFloodedFrameArrives) {
  int joined = 0;
  int apart = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    RandomSwitches world(seed);
    const Network& network = world.w.Build();
    for (int round = 0; round < 3; ++round) {
      FailureState failure(network);
      std::set<std::string> down;
      for (int cut = 0; cut < round && !world.cables.empty(); ++cut) {
        const model::CableEnd& end = world.cables[world.Draw(static_cast<int>(world.cables.size()))].ends[0];
        failure.FailInterface(At(network, end.node, end.interface));
        down.insert(end.node + end.interface);
      }
      Scratch scratch;
      const RoutingState state = world.w.engine().Compute(failure, scratch);
      Flood flood(network, world.cables, down);
      for (const model::Link& link : network.links()) {
        for (const model::Endpoint& a : link.ends) {
          const std::string& node = network.nodes()[a.node.index()].config.device.name;
          const std::set<std::string> heard = flood.From(node, network.InterfaceAt(a));
          for (const model::Endpoint& b : link.ends) {
            if (!world.IsCabled(a.node, network) || !world.IsCabled(b.node, network)) continue;
            if (a == b || !state.interface_up(a) || !state.interface_up(b)) continue;
            const std::string far =
                network.nodes()[b.node.index()].config.device.name + network.InterfaceAt(b).name;
            EXPECT_EQ(state.joined(a, b), heard.contains(far))
                << "seed " << seed << ": " << node << " to " << far;
            ++(heard.contains(far) ? joined : apart);
          }
        }
      }
    }
  }
  EXPECT_GT(joined, 1000);
  EXPECT_GT(apart, 50);
}

}  // namespace
}  // namespace ringfence::routing
