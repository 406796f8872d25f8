// Walks through gateways that routers share.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "forwarding/walk_testing.h"

namespace ringfence::forwarding {
namespace {

using model::RedundancyProtocol;
using routing::A;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

/// A host h on a segment with r1 (priority 100) and r2 (120), which lead to s; h sends by 10.0.0.1.
struct SharedField : Field {
  explicit SharedField(RedundancyProtocol protocol = RedundancyProtocol::kVrrp, bool preempt = true) {
    net.Port("h", "lan", "10.0.0.100/24");
    net["h"].device.forwards4 = false;
    net.Static("h", kEverything, "10.0.0.1").recursive = false;
    int number = 1;
    for (const std::string router : {"r1", "r2"}) {
      model::VirtualRouter group;
      group.protocol = protocol;
      group.group = 7;
      group.addresses = {A("10.0.0.1")};
      group.priority = number == 1 ? 100 : 120;
      group.preempt = preempt;
      const std::string digit = std::to_string(number++);
      net.Port(router, "lan", "10.0.0.1" + digit + "/24").virtual_routers = {group};
      net.Port(router, "up", "10.1." + digit + ".1/30");
      net.Port("s", router, "10.1." + digit + ".2/30");
      net.Static(router, "10.9.0.0/24", "10.1." + digit + ".2");
    }
    net.Port("s", "lan", "10.9.0.1/24");
    net.Static("s", "10.0.0.0/24", "10.1.1.1");
  }
  void FailInterface(std::string_view node, std::size_t index) {
    routing::FailureState failure(net.network());
    failure.FailInterface({Node(node), model::InterfaceIndex(index)});
    state = net.engine().Compute(failure, scratch);
  }
  routing::Scratch scratch;
};

TEST(WalkFirstHop, AHostSendsByWhoeverAnswers) {
  SharedField field;
  field.Build();
  const auto graphs = field.To("h", "s", "10.9.0.7/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("h>r2", "r2>s", "s:delivered"));
  EXPECT_THAT(graphs[0].ambiguous_nodes, IsEmpty());
  field.FailInterface("r2", 0);
  EXPECT_THAT(field.Only(field.To("h", "s", "10.9.0.7/32")), ElementsAre("h>r1", "r1>s", "s:delivered"));
  routing::FailureState failure(field.net.network());
  failure.FailNode(field.Node("r2"));
  field.state = field.net.engine().Compute(failure, field.scratch);
  EXPECT_THAT(field.Only(field.To("h", "s", "10.9.0.7/32")), Contains("h>r1"));
  failure.FailInterface({field.Node("r1"), model::InterfaceIndex(0)});
  field.state = field.net.engine().Compute(failure, field.scratch);
  EXPECT_THAT(field.Only(field.To("h", "s", "10.9.0.7/32")), ElementsAre("h:no-neighbor"));
}

TEST(WalkFirstHop, AllWhoMayAnswerAreFollowed) {
  for (const RedundancyProtocol protocol : {RedundancyProtocol::kHsrp, RedundancyProtocol::kAnycast}) {
    SharedField field(protocol, false);
    field.Build();
    const auto graphs = field.To("h", "s", "10.9.0.7/32");
    EXPECT_THAT(field.Only(graphs), ElementsAre("h>r1", "h>r2", "r1>s", "r2>s", "s:delivered"));
    EXPECT_THAT(graphs[0].ambiguous_nodes, ElementsAre(field.Node("h")));
  }
}

TEST(WalkFirstHop, WhatIsSentToTheSharedAddressEndsWhereItIsAnswered) {
  SharedField field(RedundancyProtocol::kHsrp);
  field.Build();
  const auto near = field.To("h", "r2", "10.0.0.1/32");
  EXPECT_THAT(field.Only(near), ElementsAre("h>r2", "r2:delivered"));
  EXPECT_THAT(near[0].ambiguous_nodes, IsEmpty());
  // From afar it comes by the other router, which hands it over on the segment.
  const auto far = field.To("s", "r2", "10.0.0.1/32");
  EXPECT_THAT(field.Only(far), ElementsAre("r1>r2", "r2:delivered", "s>r1"));
  EXPECT_THAT(field.Only(field.To("s", "r1", "10.0.0.1/32")), ElementsAre("r1>r2", "r2:wrong-node", "s>r1"));
  EXPECT_THAT(field.Only(field.To("r2", "r2", "10.0.0.1/32")), ElementsAre("r2:delivered"));
}

TEST(WalkFirstHop, AMasterThatIsNotTheOwnerMayDropIt) {
  SharedField field;
  field.Build();
  const auto graphs = field.To("h", "r2", "10.0.0.1/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("h>r2", "r2:delivered"));
  EXPECT_THAT(graphs[0].ambiguous_nodes, ElementsAre(field.Node("r2")));
}

TEST(WalkFirstHop, ARouterThatMayAnswerTakesItOrHandsItOn) {
  SharedField field(RedundancyProtocol::kHsrp, false);
  field.Build();
  const auto graphs = field.To("s", "r1", "10.0.0.1/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("r1:delivered", "r1>r2", "r2:wrong-node", "s>r1"));
  EXPECT_THAT(graphs[0].ambiguous_nodes, Contains(field.Node("r1")));
}

TEST(WalkFirstHop, AnAnycastRouterTakesItForItself) {
  SharedField field(RedundancyProtocol::kAnycast);
  field.Build();
  const auto graphs = field.To("s", "r1", "10.0.0.1/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("r1:delivered", "s>r1"));
  EXPECT_THAT(graphs[0].ambiguous_nodes, IsEmpty());
}

TEST(WalkFirstHop, TheSharedAddressSplitsTheSubnet) {
  SharedField field(RedundancyProtocol::kHsrp);
  field.Build();
  std::size_t answered = 0;
  for (const WalkGraph& graph : field.To("h", "r2", "10.0.0.0/30")) {
    const bool shared = graph.sample.destination == A("10.0.0.1");
    answered += shared ? 1 : 0;
    EXPECT_THAT(field.Story(graph),
                shared ? ::testing::Matcher<std::vector<std::string>>(Contains("r2:delivered"))
                       : Not(Contains("r2:delivered")));
  }
  EXPECT_EQ(answered, 1U);
}

}  // namespace
}  // namespace ringfence::forwarding
