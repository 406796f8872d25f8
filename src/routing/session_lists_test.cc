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

void CheckSources(Line& net, const std::string& node, const std::string& port) {
  PortOf(net, node, port).source_check = net.NewSpan();
}

TEST(SourceChecks, LetPassWhatComesTheWayThatLeadsBack) {
  for (const auto& [node, port] : {std::pair("m", "a"), std::pair("m", "b"), std::pair("a", "m")}) {
    Line net;
    CheckSources(net, node, port);
    EXPECT_FALSE(net.Unsettled()) << node << port;
  }
}

/// a sends to b over m, whose own way to a leads over n while that stands.
struct Askew : Line {
  Askew() {
    Join("a", "n", 0, 5, 1);
    Join("m", "n", 0, 1, 1);
    for (ospf::OspfInterface& one : (*this)["m"].ospf.processes[0].interfaces) {
      if (one.name == "a") one.cost = 9;
    }
  }
};

TEST(SourceChecks, StopSessionsWhoseWaysPart) {
  EXPECT_FALSE(Askew().Unsettled());
  Askew net;
  CheckSources(net, "m", "a");
  EXPECT_TRUE(net.Unsettled()) << "the way back from m leads over n";
  EXPECT_FALSE(net.WithoutLink("m--n").unsettled());
  EXPECT_TRUE(net.Nominal().unsettled());
  Askew back;
  CheckSources(back, "a", "n");
  EXPECT_TRUE(back.Unsettled()) << "the way of a leads over m";
  Askew beside;
  CheckSources(beside, "n", "a");
  EXPECT_FALSE(beside.Unsettled()) << "nothing comes in there";
}

TEST(SourceChecks, AreNotSureOfADefaultRoute) {
  for (const char* prefix : {"0.0.0.0/0", "192.0.2.0/24"}) {
    for (const bool checks : {false, true}) {
      Line net;
      std::erase_if(net["a"].ospf.processes[0].interfaces, [](const auto& one) { return one.name == "lo"; });
      for (const auto& [node, port] : {std::pair("m", "a"), std::pair("b", "m")})
        net.Static(node, prefix, net::ToString(PortOf(net, port, node).addresses[0].address.address));
      if (checks) CheckSources(net, "m", "a");
      EXPECT_EQ(net.Unsettled(), checks && prefix[0] == '0') << prefix;
    }
  }
}

TEST(SourceChecks, AreAskedAnewWhereOnlyTheWayBackChanges) {
  Askew net;
  CheckSources(net, "m", "a");
  net.Build();
  Scratch scratch;
  scratch.Remember();
  const Network& network = net.network();
  const auto under = [&](std::string_view link) {
    FailureState failure(network);
    if (!link.empty()) failure.FailLink(network.FindLink(link));
    return net.engine().Compute(failure, scratch).unsettled();
  };
  EXPECT_TRUE(under(""));
  EXPECT_FALSE(under("m--n"));
  EXPECT_TRUE(under(""));
  EXPECT_FALSE(under("a--n"));
}

TEST(SourceChecks, MayStopWhatComesOutOfLabels) {
  const auto where = [](const char* node, const char* port, const char* vrf) {
    Line net;
    PortOf(net, node, port).vrf = vrf;
    CheckSources(net, node, port);
    const SessionLists lists(net.Build());
    EXPECT_TRUE(lists.check_sources());
    return std::pair(lists.check_sources_behind_labels(false), lists.check_sources_behind_labels(true));
  };
  EXPECT_EQ(where("b", "m", ""), std::pair(true, true)) << "labels follow the IGP";
  EXPECT_EQ(where("b", "m", "red"), std::pair(false, true));
  EXPECT_EQ(where("b", "lo", ""), std::pair(false, false));
  Line plain;
  EXPECT_FALSE(SessionLists(plain.Build()).check_sources());
}

}  // namespace
}  // namespace ringfence::routing
