#include "routing/first_hop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "model/redundancy.h"
#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

using model::RedundancyProtocol;

model::VirtualRouter Group(RedundancyProtocol protocol, std::uint32_t number, std::uint32_t priority,
                           bool preempt, std::vector<std::string_view> addresses = {"10.0.0.1"}) {
  model::VirtualRouter group;
  group.protocol = protocol;
  group.group = number;
  group.priority = priority;
  group.preempt = preempt;
  for (std::string_view address : addresses) group.addresses.push_back(A(address));
  return group;
}

model::VirtualRouter Vrrp(std::uint32_t priority, bool preempt = true) {
  return Group(RedundancyProtocol::kVrrp, 1, priority, preempt);
}

model::VirtualRouter Hsrp(std::uint32_t priority, bool preempt = false) {
  return Group(RedundancyProtocol::kHsrp, 1, priority, preempt);
}

/// Routers r1, r2, ... with 10.0.0.11, 10.0.0.12, ... on one segment, and a host h there that outlives them.
struct Segment {
  explicit Segment(const std::vector<std::vector<model::VirtualRouter>>& groups) {
    net.Port("h", "lan", "10.0.0.100/24");
    net.Port("h2", "lan", "10.0.0.101/24");
    for (std::size_t i = 0; i < groups.size(); ++i) {
      net.Port(RouterName(i), "lan", "10.0.0." + std::to_string(11 + i) + "/24").virtual_routers = groups[i];
    }
  }
  static std::string RouterName(std::size_t index) { return "r" + std::to_string(index + 1); }
  model::Interface& Lan(const std::string& node) { return net[node].device.interfaces[0]; }
  /// "r1 r2 ?" for the routers that may answer, with a mark when it is not certain.
  std::string Who(const std::vector<std::string>& down = {}, std::string_view address = "10.0.0.1") {
    if (!built) net.Build();
    built = true;
    FailureState failure(net.network());
    for (const std::string& name : down) failure.FailNode(net.network().FindNode(name));
    return Tell(failure, address);
  }
  std::string Tell(const FailureState& failure, std::string_view address = "10.0.0.1") {
    const RoutingState state = net.engine().Compute(failure, scratch);
    const model::Endpoint host{net.network().FindNode("h"), model::InterfaceIndex(0)};
    const auto answer = FirstHops(net.network()).Answering(state, host, A(address));
    if (!answer) return "-";
    accepts = answer->accepts;
    std::string text;
    for (const model::Endpoint& end : answer->routers)
      text += (text.empty() ? "" : " ") + net.network().nodes()[end.node.index()].config.device.name;
    return text + (answer->ambiguous ? " ?" : "");
  }

  World net;
  Scratch scratch;
  bool built = false;
  bool accepts = false;
};

TEST(FirstHop, TheHighestPriorityAnswersAndTheNextTakesOver) {
  Segment segment({{Vrrp(100)}, {Vrrp(120)}, {Vrrp(110)}});
  EXPECT_EQ(segment.Who(), "r2");
  EXPECT_EQ(segment.Who({"r1"}), "r2");
  EXPECT_EQ(segment.Who({"r2"}), "r3");
  EXPECT_EQ(segment.Who({"r2", "r3"}), "r1");
  EXPECT_EQ(segment.Who({"r1", "r2", "r3"}), "");
  EXPECT_EQ(segment.Who({}, "10.0.0.2"), "-") << "nobody shares it";
}

TEST(FirstHop, AnInterfaceThatIsDownDoesNotAnswer) {
  Segment segment({{Vrrp(100)}, {Vrrp(120)}});
  segment.net.Build();
  FailureState failure(segment.net.network());
  failure.FailInterface({segment.net.network().FindNode("r2"), model::InterfaceIndex(0)});
  EXPECT_EQ(segment.Tell(failure), "r1");
}

/// Adds an interface to a router and makes its group track it.
void Follow(Segment& segment, const std::string& router, std::int32_t change, bool leaves = false) {
  segment.net.Port(router, "up", "");
  segment.Lan(router).virtual_routers[0].tracks.push_back({"up", change, leaves, {}});
}

std::string WithoutUplink(Segment& segment, const std::string& router) {
  const Network& network = segment.built ? segment.net.network() : segment.net.Build();
  segment.built = true;
  FailureState failure(network);
  failure.FailInterface({network.FindNode(router), model::InterfaceIndex(1)});
  return segment.Tell(failure);
}

TEST(FirstHop, ATrackedInterfaceChangesThePriority) {
  Segment segment({{Vrrp(120)}, {Vrrp(110)}});
  Follow(segment, "r1", -30);
  EXPECT_EQ(segment.Who(), "r1");
  EXPECT_EQ(WithoutUplink(segment, "r1"), "r2");  // 90 against 110
  Segment little({{Vrrp(120)}, {Vrrp(110)}});
  Follow(little, "r1", -5);
  EXPECT_EQ(WithoutUplink(little, "r1"), "r1");
  Segment equal({{Vrrp(120)}, {Vrrp(110)}});
  Follow(equal, "r1", -10);
  EXPECT_EQ(WithoutUplink(equal, "r1"), "r1 r2 ?");
  Segment raised({{Vrrp(120)}, {Vrrp(110)}});
  Follow(raised, "r2", 20);
  EXPECT_EQ(WithoutUplink(raised, "r2"), "r2");
  // What does not preempt stays behind whoever was first, also below its priority.
  Segment hsrp({{Hsrp(120, true)}, {Hsrp(110)}});
  Follow(hsrp, "r1", -30);
  EXPECT_EQ(hsrp.Who(), "r1");
  EXPECT_EQ(WithoutUplink(hsrp, "r1"), "r1 r2 ?");
}

TEST(FirstHop, ATrackedInterfaceMayTakeARouterOut) {
  Segment segment({{Vrrp(120)}, {Vrrp(110, false)}});
  Follow(segment, "r1", 0, true);
  EXPECT_EQ(segment.Who(), "r1");
  EXPECT_EQ(WithoutUplink(segment, "r1"), "r2");
}

TEST(FirstHop, WhatTracksNothingKnownIsOpen) {
  Segment segment({{Vrrp(120)}, {Vrrp(110)}});
  segment.Lan("r1").virtual_routers[0].tracks.push_back({"nowhere", -30, false, {}});
  EXPECT_EQ(segment.Who(), "r1 r2 ?");
  Segment owner({{Vrrp(100)}, {Vrrp(110)}});
  owner.Lan("r1").addresses[0].address = *net::ParseHostPrefix("10.0.0.1/24");
  Follow(owner, "r1", -30);
  EXPECT_EQ(owner.Who(), "r1");
  EXPECT_EQ(WithoutUplink(owner, "r1"), "r1 r2 ?") << "systems differ in what an owner does";
}

/// Makes r1 and r2 two chassis with a link between them.
void Join(Segment& segment, bool standby_routes) {
  for (const char* router : {"r1", "r2"}) {
    model::Interface& port = segment.net.Port(router, "peer", "");
    port.peer_link = true;
    port.switch_port.emplace().vlan = 99;
    segment.net[router].device.standby_routes = standby_routes;
  }
  segment.net.Cable("r1", "peer", "r2", "peer");
}

TEST(FirstHop, BothChassisOfAPairRoute) {
  Segment alone({{Hsrp(120)}, {Hsrp(100)}, {Hsrp(90)}});
  EXPECT_EQ(alone.Who(), "r1 r2 r3 ?") << "nobody preempts";
  Segment pair({{Hsrp(120, true)}, {Hsrp(100, true)}, {Hsrp(90, true)}});
  Join(pair, true);
  EXPECT_EQ(pair.Who(), "r1 r2") << "r2 stands by and routes what reaches it";
  EXPECT_FALSE(pair.accepts) << "r2 does not answer itself";
  EXPECT_EQ(pair.Who({"r1"}), "r2");
  EXPECT_EQ(pair.Who({"r1", "r2"}), "r3");
  Segment silent({{Hsrp(120, true)}, {Hsrp(100, true)}});
  Join(silent, false);
  EXPECT_EQ(silent.Who(), "r1 r2 ?") << "whether r2 routes is not known";
  Segment outside({{Hsrp(90, true)}, {Hsrp(80, true)}, {Hsrp(120, true)}});
  Join(outside, true);
  EXPECT_EQ(outside.Who(), "r3");
  const auto anycast = Group(RedundancyProtocol::kAnycast, 0, 100, true);
  Segment everywhere({{anycast}, {anycast}});
  EXPECT_EQ(everywhere.Who(), "r1 r2 ?") << "who is nearer is not known";
  Segment together({{anycast}, {anycast}});
  Join(together, false);
  EXPECT_EQ(together.Who(), "r1 r2");
}

TEST(FirstHop, EqualPrioritiesStayWithWhoeverWasFirst) {
  Segment segment({{Vrrp(120)}, {Vrrp(120)}, {Vrrp(110)}});
  EXPECT_EQ(segment.Who(), "r1 r2 ?");
  EXPECT_EQ(segment.Who({"r2"}), "r1");
  Segment hsrp({{Hsrp(120, true)}, {Hsrp(120, true)}});
  EXPECT_EQ(hsrp.Who(), "r1 r2 ?");
}

TEST(FirstHop, WithoutPreemptionHistoryDecides) {
  Segment segment({{Hsrp(100)}, {Hsrp(120)}, {Hsrp(110, true)}});
  EXPECT_EQ(segment.Who(), "r2 r3 ?") << "r3 pushes r1 aside, nobody pushes r3";
  EXPECT_EQ(segment.Who({"r3"}), "r1 r2 ?");
  EXPECT_EQ(segment.Who({"r2", "r3"}), "r1");
  EXPECT_TRUE(segment.accepts);
  Segment both({{Hsrp(100, true)}, {Hsrp(120, true)}});
  EXPECT_EQ(both.Who(), "r2");
}

TEST(FirstHop, TheOwnerAnswersWheneverItWorks) {
  Segment segment({{Group(RedundancyProtocol::kVrrp, 1, 100, false, {"10.0.0.11"})},
                   {Group(RedundancyProtocol::kVrrp, 1, 254, true, {"10.0.0.11"})}});
  EXPECT_EQ(segment.Who({}, "10.0.0.11"), "r1");
  EXPECT_TRUE(segment.accepts) << "its own address";
  EXPECT_EQ(segment.Who({"r1"}, "10.0.0.11"), "r2");
  EXPECT_FALSE(segment.accepts) << "RFC 5798 section 8.3.1";
}

TEST(FirstHop, WhoOwnsAPartMayNotBeBelieved) {
  const auto group = Group(RedundancyProtocol::kVrrp, 1, 100, true, {"10.0.0.11", "10.0.0.1"});
  Segment segment({{group}, {Vrrp(120)}});
  EXPECT_EQ(segment.Who(), "r1 r2 ?");
  Segment same({{group}, {group}});
  EXPECT_EQ(same.Who(), "r1 r2 ?");
}

TEST(FirstHop, OnlyGroupsOfOneKindMeet) {
  for (const model::VirtualRouter& other :
       {Group(RedundancyProtocol::kVrrp, 2, 120, true), Group(RedundancyProtocol::kHsrp, 1, 120, true),
        Group(RedundancyProtocol::kVrrp, 1 + model::kLaterVersionGroups, 120, true)}) {
    Segment segment({{Vrrp(100)}, {other}});
    EXPECT_EQ(segment.Who(), "r1 r2 ?");
    EXPECT_EQ(segment.Who({"r1"}), "r2");
  }
}

TEST(FirstHop, MembersThatNameOtherAddressesMayNotBelieveEachOther) {
  Segment segment({{Vrrp(100)}, {Group(RedundancyProtocol::kVrrp, 1, 120, true, {"10.0.0.1", "10.0.0.2"})}});
  EXPECT_EQ(segment.Who(), "r1 r2 ?");
  EXPECT_EQ(segment.Who({}, "10.0.0.2"), "r2 ?") << "or nobody";
  EXPECT_EQ(segment.Who({"r1"}, "10.0.0.2"), "r2");
}

TEST(FirstHop, ARouterOutsideTheGroupMayHaveTheAddress) {
  Segment segment({{Vrrp(100)}, {}});
  segment.Lan("r2").addresses[0].address.address = A("10.0.0.1");
  EXPECT_EQ(segment.Who(), "r1 r2 ?");
  EXPECT_EQ(segment.Who({"r1"}), "r2");
}

TEST(FirstHop, EveryAnycastRouterAnswers) {
  const auto shared = Group(RedundancyProtocol::kAnycast, 0, 100, true);
  Segment segment({{shared}, {shared}});
  EXPECT_EQ(segment.Who(), "r1 r2 ?");
  EXPECT_EQ(segment.Who({"r1"}), "r2");
  EXPECT_TRUE(segment.accepts);
}

TEST(FirstHop, FamiliesAreElectedApartAndIpv6KnowsOneVersion) {
  Segment segment(
      {{Group(RedundancyProtocol::kVrrp, 1, 100, true, {"10.0.0.1", "2001:db8::1"})},
       {Group(RedundancyProtocol::kVrrp, 1 + model::kLaterVersionGroups, 120, true, {"2001:db8::1"})}});
  EXPECT_EQ(segment.Who({}, "2001:db8::1"), "r2");
  EXPECT_EQ(segment.Who(), "r1");
}

TEST(FirstHop, SharedAddressesAreListedBySegmentAndByTable) {
  Segment segment({{Vrrp(100), Group(RedundancyProtocol::kVrrp, 2, 90, true, {"10.0.0.2"})}, {Vrrp(120)}});
  segment.net.Build();
  const Network& network = segment.net.network();
  const FirstHops hops(network);
  const model::Endpoint r1{network.FindNode("r1"), model::InterfaceIndex(0)};
  EXPECT_THAT(hops.SharedOn({network.FindNode("h"), model::InterfaceIndex(0)}),
              ::testing::ElementsAre(A("10.0.0.1"), A("10.0.0.2")));
  EXPECT_THAT(hops.SharedBy(network.MainTable(r1.node)),
              ::testing::ElementsAre(SharedAddress{r1, A("10.0.0.1")}, SharedAddress{r1, A("10.0.0.2")}));
  EXPECT_TRUE(hops.SharedBy(network.MainTable(network.FindNode("h"))).empty());
}

TEST(FirstHop, HostsEnterByWhoeverAnswersNotByWhomTheFlowNames) {
  Segment segment({{Vrrp(100)}, {Vrrp(120)}});
  segment.net.Port("r1", "quiet", "10.7.0.1/24");
  segment.net.Build();
  const Network& network = segment.net.network();
  const FirstHops hops(network);
  const RoutingState state = segment.net.Nominal();
  EXPECT_TRUE(hops.MayEnterElsewhere(state, network.FindNode("r1"), P("10.0.0.50/32")));
  EXPECT_TRUE(hops.MayEnterElsewhere(state, network.FindNode("r1"), P("10.0.0.0/24")));
  EXPECT_FALSE(hops.MayEnterElsewhere(state, network.FindNode("r2"), P("10.0.0.50/32")));
  EXPECT_FALSE(hops.MayEnterElsewhere(state, network.FindNode("r1"), P("10.0.0.11/32"))) << "itself";
  EXPECT_FALSE(hops.MayEnterElsewhere(state, network.FindNode("r1"), P("10.7.0.0/24")));
}

/// The slow way: all orders in which routers can come up, each order played out one arrival at a time.
std::string Play(const std::vector<model::VirtualRouter>& groups) {
  std::vector<std::size_t> order(groups.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::vector<bool> ever(groups.size(), false);
  do {
    std::size_t master = order[0];
    for (std::size_t next : order) {
      if (groups[next].preempt && groups[next].priority > groups[master].priority) master = next;
    }
    ever[master] = true;
  } while (std::ranges::next_permutation(order).found);
  std::string text;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (ever[i]) text += (text.empty() ? "" : " ") + Segment::RouterName(i);
  }
  return text + (std::ranges::count(ever, true) > 1 ? " ?" : "");
}

TEST(FirstHopTwin, EveryOrderOfArrivalEndsAtAPossibleAnswer) {
  std::mt19937 dice(7);
  for (int round = 0; round < 60; ++round) {
    std::vector<model::VirtualRouter> groups;
    std::vector<std::vector<model::VirtualRouter>> routers;
    for (std::size_t i = 0, count = 1 + dice() % 5; i < count; ++i) {
      groups.push_back(Hsrp(100 + dice() % 4, dice() % 2 == 0));
      routers.push_back({groups.back()});
    }
    EXPECT_EQ(Segment(routers).Who(), Play(groups)) << "round " << round;
  }
}

}  // namespace
}  // namespace ringfence::routing
