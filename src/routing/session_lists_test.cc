// Sessions over routers between, and the access lists on their ways.
#include "routing/session_lists.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "routing/filter_testing.h"

namespace ringfence::routing {
namespace {

using Lines = std::vector<std::string>;
const Lines kBoth = {"permit ospf", "permit tcp >179", "permit tcp <179 established"};

/// a - m - b in OSPF, and a session between the loopbacks of a and b.
struct Line : World {
  Line() {
    Join("a", "m", 0, 1, 1);
    Join("m", "b", 0, 1, 1);
    Add("a", "192.0.2.1");
    Add("b", "192.0.2.2");
    Meet("a", "192.0.2.1", "b", "192.0.2.2");
  }
  void Add(const std::string& node, std::string_view loopback) {
    Loopback(node, loopback, 0);
    (*this)[node].bgp.as = 7;
    (*this)[node].bgp.vrfs.emplace_back().router_id = (*this)[node].ospf.processes[0].router_id;
  }
  void Meet(const std::string& one, std::string_view at, const std::string& other, std::string_view there) {
    const auto name = [this](const std::string& node, std::string_view own, std::string_view far) {
      bgp::BgpNeighbor& neighbor = (*this)[node].bgp.vrfs[0].neighbors.emplace_back();
      neighbor.address = A(far);
      neighbor.remote_as = 7;
      neighbor.update_source = A(own);
      neighbor.families.emplace_back();
      neighbor.span = NewSpan();
    };
    name(one, at, there);
    name(other, there, at);
  }
  bool Unsettled() { return Build(), Nominal().unsettled(); }
};

TEST(SessionLists, AListOnTheWayLeavesRoutesOpen) {
  Line plain;
  EXPECT_FALSE(plain.Unsettled());
  for (const char* port : {"a", "b"}) {
    for (const bool in : {true, false}) {
      const auto unsettled = [&](const Lines& lines) {
        Line net;
        in ? FilterIn(net, "m", port, lines) : FilterOut(net, "m", port, lines);
        return net.Unsettled();
      };
      EXPECT_FALSE(unsettled(kBoth)) << port << in;
      EXPECT_FALSE(unsettled({"permit any"})) << port << in;
      EXPECT_TRUE(unsettled({"permit ospf"})) << port << in;
      EXPECT_TRUE(unsettled({"deny tcp >179", "permit any"})) << port << in;
      EXPECT_TRUE(unsettled({"deny tcp <179", "permit any"})) << port << in;
      EXPECT_FALSE(unsettled({"deny tcp from 192.0.2.9", "permit any"})) << port << in;
      EXPECT_FALSE(unsettled({"deny tcp to 192.0.2.9", "permit any"})) << port << in;
      EXPECT_FALSE(unsettled({"deny udp", "permit any"})) << port << in;
      EXPECT_TRUE(unsettled({"permit ospf", "open tcp", "permit any"})) << port << in;
      EXPECT_FALSE(unsettled({"permit tcp", "open any", "permit any"})) << port << in;
      EXPECT_FALSE(unsettled({"open udp", "permit any"})) << port << in;
    }
  }
}

TEST(SessionLists, OnlyThePacketsThatComeCount) {
  Line net;
  // From a: only its own packets come in there.
  FilterIn(net, "m", "a", {"permit tcp from 192.0.2.1 to 192.0.2.2"});
  FilterOut(net, "m", "a", {"permit tcp from 192.0.2.2 to 192.0.2.1"});
  EXPECT_FALSE(net.Unsettled());
  Line other;
  FilterIn(other, "m", "a", {"permit tcp from 192.0.2.2 to 192.0.2.1"});
  EXPECT_TRUE(other.Unsettled());
}

TEST(SessionLists, EachSenderIsAskedForOnItsOwnWays) {
  // c speaks with b as well, by another port of m.
  const auto net = [](const Lines& lines) {
    Line made;
    made.Join("c", "m", 0, 1, 1);
    made.Add("c", "192.0.2.3");
    made.Meet("c", "192.0.2.3", "b", "192.0.2.2");
    FilterIn(made, "m", "a", lines);
    return made.Unsettled();
  };
  EXPECT_FALSE(net({"permit tcp from 192.0.2.1"})) << "nobody else comes in there";
  EXPECT_TRUE(net({"permit tcp from 192.0.2.3"}));
}

TEST(SessionLists, EndsAreAskedToo) {
  for (const bool spares : {false, true}) {
    Line out;
    FilterOut(out, "a", "m", {"permit ospf"});
    out["a"].device.lists_spare_own_packets = spares;
    EXPECT_EQ(out.Unsettled(), !spares);
    Line between;
    FilterOut(between, "m", "b", {"permit ospf"});
    between["m"].device.lists_spare_own_packets = spares;
    EXPECT_TRUE(between.Unsettled()) << "m sends none of them itself";
  }
  Line in;
  FilterIn(in, "a", "m", {"permit ospf"});
  EXPECT_TRUE(in.Unsettled());
  Line guarded;
  GuardIn(guarded, "a", {"permit ospf"});
  EXPECT_TRUE(guarded.Unsettled());
  Line open;
  GuardIn(open, "a", kBoth);
  GuardIn(open, "m", {"permit ospf"});
  EXPECT_FALSE(open.Unsettled()) << "m is no end";
  Line leaving;
  model::SelfGuard guard;
  guard.out4 = AddList(leaving, "b", {"permit ospf"});
  leaving["b"].device.guards.push_back(guard);
  EXPECT_TRUE(leaving.Unsettled());
}

TEST(SessionLists, AFilterThatIsNotModelledLeavesRoutesOpen) {
  const auto unsettled = [](bool six) {
    Line net;
    model::Interface& port = PortOf(net, "m", "a");
    (six ? port.acl_in6 : port.acl_in4).open = true;
    return net.Unsettled();
  };
  EXPECT_TRUE(unsettled(false));
  EXPECT_FALSE(unsettled(true));
}

/// With another way from a to b, dearer, on which a list drops the packets of a.
struct Detour : Line {
  Detour() {
    Join("a", "n", 0, 5, 5);
    Join("n", "b", 0, 5, 5);
    FilterIn(*this, "n", "a", {"permit ospf"});
    Build();
  }
};

TEST(SessionLists, AListBesideTheWayMattersWhenTheWayLeadsThere) {
  Detour net;
  EXPECT_FALSE(net.Nominal().unsettled());
  EXPECT_TRUE(net.WithoutLink("a--m").unsettled());
  EXPECT_FALSE(net.Nominal().unsettled());
}

TEST(SessionLists, WhatIsRememberedIsAskedAnewForOtherSenders) {
  Detour net;
  Scratch scratch;
  scratch.Remember();
  const Network& network = net.network();
  const auto under = [&](std::string_view link) {
    FailureState failure(network);
    if (!link.empty()) failure.FailLink(network.FindLink(link));
    return net.engine().Compute(failure, scratch).unsettled();
  };
  EXPECT_FALSE(under(""));
  EXPECT_TRUE(under("a--m"));
  EXPECT_FALSE(under("b--n"));
  EXPECT_TRUE(under("b--m"));
  EXPECT_FALSE(under(""));
}

TEST(SessionLists, LabelsHideWhereListsAreMet) {
  const auto net = [](const Lines& lines) {
    Line made;
    for (const char* node : {"a", "m", "b"}) {
      made[node].ldp.enabled = true;
      for (const model::Interface& port : made[node].device.interfaces) {
        if (port.kind == model::InterfaceKind::kPhysical)
          made[node].ldp.interfaces.push_back({port.name, {}});
      }
    }
    made.Loopback("m", "192.0.2.9", 0);
    FilterIn(made, "b", "m", lines);
    return made.Unsettled();
  };
  EXPECT_FALSE(net(kBoth));
  EXPECT_TRUE(net({"permit ospf"})) << "the last hop takes the label off";
  EXPECT_TRUE(net({"open tcp", "permit any"}));
}

}  // namespace
}  // namespace ringfence::routing
