// Pseudowires on networks small enough to tell the outcome by hand: who is whose neighbour, and who reads.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "exposure/engine.h"
#include "exposure/exposure_testing.h"
#include "exposure/pseudowires_testing.h"
#include "routing/gaps.h"

namespace ringfence::exposure {
namespace {

using Names = std::set<std::string>;

/// pe1 - p1 - pe2 at cost 10 and pe1 - p2 - pe2 at cost 50 each; OSPF and LDP on all of it, loopbacks
/// 192.0.2.1 to 192.0.2.5 (pe1, pe2, p1, p2, pe3); pe3 at p1. Customers ce1 (LAN 10.1.0.0/24) and ce2
/// (10.2.0.0/24) run OSPF with each other.
struct Core : Snapshot {
  Core() {
    net.Join("pe1", "p1", 0, 10, 10);
    net.Join("p1", "pe2", 0, 10, 10);
    net.Join("pe1", "p2", 0, 50, 50);
    net.Join("p2", "pe2", 0, 50, 50);
    net.Join("pe3", "p1", 0, 10, 10);
    for (const auto& [node, loopback] : kRouters) {
      net.Loopback(node, loopback, 0);
      RunLdp(net, node, loopback);
    }
  }

  void AddCustomer(const std::string& name, const std::string& address, const std::string& lan) {
    net.Port(name, "wan", address);
    net.Run(name, "wan", 0, 10, routing::ospf::NetworkType::kPointToMultipoint);
    net.Port(name, "lan", lan);
    net.Run(name, "lan", 0, 1);
  }
  void TwoCustomers() {
    AddCustomer("ce1", "10.8.0.1/24", "10.1.0.1/24");
    AddCustomer("ce2", "10.8.0.2/24", "10.2.0.1/24");
    AddFlow("talk", "ce1", "10.1.0.5", "ce2", "10.2.0.5");
  }
  /// A pseudowire between pe1 and pe2 alone.
  void TwoPorts() {
    TwoCustomers();
    Attach(net, "pe1", "s", "ce1", "wan");
    Attach(net, "pe2", "s", "ce2", "wan");
    AddWire(net, "pe1", "s", "192.0.2.2", 7);
    AddWire(net, "pe2", "s", "192.0.2.1", 7);
  }
  /// A full mesh between pe1, pe2 and pe3, with ce3 at pe3.
  void ThreePorts() {
    TwoPorts();
    AddCustomer("ce3", "10.8.0.3/24", "10.3.0.1/24");
    Attach(net, "pe3", "s", "ce3", "wan");
    AddWire(net, "pe1", "s", "192.0.2.5", 7);
    AddWire(net, "pe2", "s", "192.0.2.5", 7);
    AddWire(net, "pe3", "s", "192.0.2.1", 7);
    AddWire(net, "pe3", "s", "192.0.2.2", 7);
    for (const char* node : {"pe1", "pe2", "pe3"}) {
      for (model::Pseudowire& wire : ServiceAt(net, node, "s").pseudowires) wire.mesh = true;
    }
  }
  model::Pseudowire& Wire(const std::string& node, std::size_t index = 0) {
    return ServiceAt(net, node, "s").pseudowires[index];
  }

  FlowOutcome Outcome(std::vector<std::string> failed = {}) {
    if (engine == nullptr) {
      Build();
      engine = std::make_unique<ExposureEngine>(world);
      evaluator = std::make_unique<Evaluator>(*engine);
    }
    std::vector<std::uint32_t> units;
    for (const std::string& label : failed) units.push_back(Unit(label));
    std::ranges::sort(units);
    for (const std::uint32_t unit : units) EXPECT_LT(unit, world.failures.size());
    evaluator->Enter(units);
    return evaluator->Evaluate(model::FlowId(0));
  }
  std::string Route(std::string_view node, std::string_view prefix) {
    return net.Show(evaluator->state(), node, prefix);
  }
  /// Reasons of gaps at the line.
  std::set<std::string> GapsAt(base::Span span) {
    std::set<std::string> reasons;
    for (const routing::Gap& gap : routing::GapsBetween(net.network(), {})) {
      if (gap.span.line == span.line) reasons.emplace(gap.reason);
    }
    return reasons;
  }

  static inline const std::vector<std::pair<const char*, const char*>> kRouters = {{"pe1", "192.0.2.1"},
                                                                                   {"pe2", "192.0.2.2"},
                                                                                   {"p1", "192.0.2.3"},
                                                                                   {"p2", "192.0.2.4"},
                                                                                   {"pe3", "192.0.2.5"}};
  std::unique_ptr<ExposureEngine> engine;
  std::unique_ptr<Evaluator> evaluator;
};

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
