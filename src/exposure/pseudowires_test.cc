// Pseudowires on networks small enough to tell the outcome by hand: who is whose neighbour, and who reads.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "exposure/pseudowires_core_testing.h"

namespace ringfence::exposure {
namespace {

using Names = std::set<std::string>;

TEST(Pseudowires, CustomersAreNeighboursAndTheCoreReads) {
  Core core;
  core.TwoPorts();
  const FlowOutcome outcome = core.Outcome();
  EXPECT_EQ(core.Route("ce1", "10.2.0.0/24"), "ospf 11 via wan[10.8.0.2]");
  EXPECT_EQ(core.Route("p1", "10.2.0.0/24"), "-") << "the core knows no customer";
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"ce1", "pe1", "p1", "pe2", "ce2"}));
}

TEST(Pseudowires, ThePathFollowsTheRoutesOfTheCore) {
  Core core;
  core.TwoPorts();
  const FlowOutcome outcome = core.Outcome({"link:p1--pe1"});
  EXPECT_EQ(core.Route("ce1", "10.2.0.0/24"), "ospf 11 via wan[10.8.0.2]");
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"ce1", "pe1", "p2", "pe2", "ce2"}));
}

TEST(Pseudowires, WithoutAPathThereIsNoNeighbour) {
  Core core;
  core.TwoPorts();
  const FlowOutcome outcome = core.Outcome({"link:p1--pe1", "link:p2--pe1"});
  EXPECT_EQ(core.Route("ce1", "10.2.0.0/24"), "-");
  EXPECT_EQ(core.Route("ce1", "10.8.0.0/24"), "connected 0 via wan") << "the port of ce1 stays up";
  EXPECT_FALSE(outcome.delivered);
  EXPECT_TRUE(outcome.doubts.empty());
}

TEST(Pseudowires, ARouteWithoutLabelsIsNoPath) {
  Core core;
  core.TwoPorts();
  for (const char* node : {"p1", "p2"}) core.net[node].ldp = {};
  EXPECT_FALSE(core.Outcome().delivered);
  EXPECT_EQ(core.Route("pe1", "192.0.2.2/32"), "ospf 20 via p1[10.0.0.1]");
  EXPECT_EQ(core.Route("ce1", "10.2.0.0/24"), "-");
  EXPECT_FALSE(core.evaluator->state().unsettled());
}

/// pe1 has a label and p1 has none further on: pe1 holds the path to be there.
TEST(Pseudowires, APathThatBreaksOnTheWayIsUndecided) {
  Core core;
  core.net.Join("p1", "p3", 0, 10, 10);
  core.net.Join("p3", "pe2", 0, 10, 10);
  core.TwoPorts();
  RunLdp(core.net, "p1", "192.0.2.3");
  std::erase_if(core.net["p1"].ldp.interfaces, [](const auto& runs) { return runs.name == "pe2"; });
  EXPECT_FALSE(core.Outcome().doubts.empty());
  EXPECT_TRUE(core.evaluator->state().unsettled());
}

TEST(Pseudowires, EndsThatDifferAreOpenAndTakenForDown) {
  const auto differ = [](auto change, std::set<std::string> reasons) {
    Core core;
    core.TwoPorts();
    change(core);
    EXPECT_FALSE(core.Outcome().delivered);
    EXPECT_EQ(core.Route("ce1", "10.2.0.0/24"), "-");
    EXPECT_EQ(core.GapsAt(core.Wire("pe1").span), reasons);
  };
  differ([](Core& core) { core.Wire("pe2").type = model::PseudowireType::kVlan; },
         {"pseudowire whose ends differ in their type"});
  differ([](Core& core) { core.Wire("pe2").mtu_bytes = 9000; },
         {"pseudowire whose ends differ in their MTU"});
  differ([](Core& core) { core.Wire("pe1").peer = routing::A("10.0.1.1"); },
         {"pseudowire to another address than the identifier of LDP"});
  differ([](Core& core) { core.Wire("pe1").peer = routing::A("192.0.2.99"); },
         {"pseudowire to nobody that is known"});
  differ([](Core& core) { AddWire(core.net, "pe1", "t", "192.0.2.2", 7); },
         {"several pseudowires under one identifier"});
  // Nobody answers under another number or to another device: it is down, and nothing is open.
  differ([](Core& core) { core.Wire("pe2").id = 8; }, {});
  differ([](Core& core) { core.Wire("pe2").peer = routing::A("192.0.2.5"); }, {});
}

/// Nobody is known to have the address: it may be behind each port of the service.
TEST(Pseudowires, HostsThatNobodyNamesAreInDoubt) {
  Core core;
  core.TwoPorts();
  core.policy.flows[0].hosts[1] = {routing::P("10.8.0.99/32")};
  EXPECT_FALSE(core.Outcome().doubts.empty());
}

TEST(Pseudowires, APortWithoutACableIsOpen) {
  Core core;
  core.TwoPorts();
  core.net.Port("pe1", "spare", "");
  auto& ports = ServiceAt(core.net, "pe1", "s").attachments;
  ports.push_back({.interface = "spare", .span = core.net.NewSpan()});
  core.Outcome();
  EXPECT_EQ(core.GapsAt(ports.back().span),
            (std::set<std::string>{"no cable tells what hangs on a port of a service"}));
  EXPECT_TRUE(core.GapsAt(ports.front().span).empty());
}

TEST(Pseudowires, AFilterOnAPortIsOpen) {
  Core core;
  core.TwoPorts();
  model::AclUse& use = core.net["pe1"].device.interfaces.back().acl_in4;
  use = {"F", core.net.NewSpan()};
  core.Outcome();
  EXPECT_EQ(core.GapsAt(use.span), (std::set<std::string>{"filter on a port of a service"}));
}

TEST(Pseudowires, MembersOfAMeshHearEachOtherDirectly) {
  Core core;
  core.ThreePorts();
  const FlowOutcome outcome = core.Outcome();
  EXPECT_EQ(core.Route("ce3", "10.1.0.0/24"), "ospf 11 via wan[10.8.0.1]");
  EXPECT_EQ(core.Route("ce1", "10.2.0.0/24"), "ospf 11 via wan[10.8.0.2]");
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  // Frames to a place that nobody has learnt go to all.
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"ce1", "pe1", "p1", "pe2", "ce2", "pe3", "ce3"}));
  EXPECT_FALSE(outcome.spare_doubts.empty()) << "frames to a known place do not";
  EXPECT_TRUE(core.GapsAt(ServiceAt(core.net, "pe1", "s").span).empty()) << "a mesh is no circle";
}

/// Split horizon: pe3 passes nothing on between pe1 and pe2, so who hears whom is no matter of parts.
TEST(Pseudowires, AMeshWithAHoleIsUndecided) {
  Core core;
  core.ThreePorts();
  core.Wire("pe1").id = core.Wire("pe1").id + 1;
  core.Outcome();
  EXPECT_TRUE(core.evaluator->state().unsettled());
}

TEST(Pseudowires, ACircleThroughAServiceIsOpen) {
  Core core;
  core.TwoPorts();
  AddWire(core.net, "pe1", "s", "192.0.2.2", 8);
  AddWire(core.net, "pe2", "s", "192.0.2.1", 8);
  core.Outcome();
  EXPECT_EQ(core.GapsAt(ServiceAt(core.net, "pe1", "s").span),
            (std::set<std::string>{"frames may go in a circle through a service"}));
}

/// The customers use VLAN 10 at one end and VLAN 20 at the other; the tag comes off on the way into the
/// service, or it stays and nobody has it at the far end.
TEST(Pseudowires, TagsComeOffUnlessTheyAreKept) {
  for (const bool keeps : {false, true}) {
    SCOPED_TRACE(keeps);
    Core core;
    core.TwoCustomers();
    std::uint16_t vlan = 0;
    for (const auto& [edge, customer] : {std::pair{"pe1", "ce1"}, std::pair{"pe2", "ce2"}}) {
      vlan = static_cast<std::uint16_t>(vlan + 10);
      core.net.Port(customer, "eth", "");
      core.net[customer].device.interfaces.front().parent = "eth";
      core.net[customer].device.interfaces.front().vlan = vlan;
      core.net.Port(edge, "port", "");
      model::Interface& unit = core.net.Port(edge, "port.1", "", model::InterfaceKind::kSubinterface);
      unit.parent = "port";
      unit.vlan = vlan;
      ServiceAt(core.net, edge, "s").attachments.push_back({"port.1", keeps, core.net.NewSpan()});
      core.net.Cable(customer, "eth", edge, "port");
    }
    AddWire(core.net, "pe1", "s", "192.0.2.2", 7);
    AddWire(core.net, "pe2", "s", "192.0.2.1", 7);
    EXPECT_EQ(core.Outcome().delivered, !keeps);
  }
}

/// Some systems name VLANs of a port and never the port: the attached interface stands for it in every hop,
/// and loses carrier with its cable.
TEST(Pseudowires, APortWithoutAnInterfaceIsItsAttachment) {
  Core core;
  core.TwoCustomers();
  for (const auto& [edge, customer] : {std::pair{"pe1", "ce1"}, std::pair{"pe2", "ce2"}}) {
    core.net[customer].device.interfaces.front().vlan = 10;
    model::Interface& unit = core.net.Port(edge, "port:10", "", model::InterfaceKind::kSubinterface);
    unit.parent = "port";
    unit.vlan = 10;
    ServiceAt(core.net, edge, "s").attachments.push_back({"port:10", false, core.net.NewSpan()});
    core.net.Cable(customer, "wan", edge, "port");
  }
  AddWire(core.net, "pe1", "s", "192.0.2.2", 7);
  AddWire(core.net, "pe2", "s", "192.0.2.1", 7);
  const FlowOutcome outcome = core.Outcome();
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"ce1", "pe1", "p1", "pe2", "ce2"}));
  std::set<std::string> ports;
  const routing::Network& network = core.net.network();
  for (const routing::Segment& segment : network.segments()) {
    for (const routing::SegmentEdge& edge : segment.edges) {
      if (edge.cable == routing::SegmentEdge::kNoCable) continue;
      for (const model::Endpoint& port : edge.ports) {
        ASSERT_TRUE(port.interface.valid());
        ports.insert(network.InterfaceAt(port).name);
      }
    }
  }
  EXPECT_EQ(ports, (std::set<std::string>{"wan", "port:10"}));
  for (const routing::SwitchedCable& cable : network.cables()) {
    EXPECT_EQ(cable.ports[0].size(), 1U);
    EXPECT_EQ(cable.ports[1].size(), 1U);
  }
}

/// pe1 and pe2 stand behind their own service as well, and the way over it is the shortest between them: once
/// it is up the pseudowire would carry itself.
TEST(Pseudowires, NothingCarriesItself) {
  Core core;
  core.TwoCustomers();
  for (const auto& [edge, sw, address] :
       {std::tuple{"pe1", "sw1", "10.7.0.1/30"}, std::tuple{"pe2", "sw2", "10.7.0.2/30"}}) {
    for (const char* port : {"1", "2"}) core.net.Port(sw, port, "").switch_port.emplace().vlan = 10;
    core.net.Port(edge, "back", address);
    core.net.Run(edge, "back", 0, 1);
    core.net[edge].ldp.interfaces.push_back({"back", {}});
    core.net.Cable(edge, "back", sw, "1");
    Attach(core.net, edge, "s", sw, "2");
  }
  AddWire(core.net, "pe1", "s", "192.0.2.2", 7);
  AddWire(core.net, "pe2", "s", "192.0.2.1", 7);
  core.Outcome();
  EXPECT_TRUE(core.evaluator->state().unsettled());
}

}  // namespace
}  // namespace ringfence::exposure
