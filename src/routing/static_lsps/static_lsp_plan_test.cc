#include "routing/static_lsps/static_lsp_plan.h"

#include <gtest/gtest.h>

#include <memory>

#include "routing/links.h"

namespace ringfence::routing::static_lsps {
namespace {

constexpr model::NodeId kRouter(0), kOther(1);

net::Prefix P(std::string_view text) { return *net::ParsePrefix(text); }

/// A router with two ports and a path in each role, and one without any.
class StaticLspPlanTest : public testing::Test {
 protected:
  StaticLspPlanTest() {
    configs[0].device.name = "a";
    configs[1].device.name = "b";
    for (const char* name : {"e0", "e1"}) {
      model::Interface& port = configs[0].device.interfaces.emplace_back();
      port.name = name;
    }
    configs[0].static_lsps.interfaces = {"e1", "gone"};
    Add({.name = "first", .begins_for = P("192.0.2.2/32"), .out_label = 16, .out_interface = "e1"});
    Add({.name = "middle", .in_label = 17, .in_interface = "e0", .out_label = 18, .out_interface = "e1"});
    Add({.name = "last", .in_label = 19});
    Add({.name = "broken", .in_label = 20, .in_interface = "gone"});
  }
  void Add(StaticLsp lsp) { configs[0].static_lsps.lsps.push_back(std::move(lsp)); }
  const StaticLspPlan& Plan() {
    base::Diagnostics diagnostics;
    network = std::make_unique<Network>(std::vector<Node>{{.config = configs[0]}, {.config = configs[1]}},
                                        std::span<const model::Cable>(), diagnostics);
    plan = std::make_unique<StaticLspPlan>(*network);
    return *plan;
  }

  DeviceConfig configs[2];
  std::unique_ptr<Network> network;
  std::unique_ptr<StaticLspPlan> plan;
};

TEST_F(StaticLspPlanTest, FindsThePartsOfPathsByPrefixAndByLabel) {
  const StaticLspPlan& made = Plan();
  ASSERT_EQ(made.BeginningAt(kRouter, P("192.0.2.2/32")).size(), 1U);
  EXPECT_EQ(made.BeginningAt(kRouter, P("192.0.2.2/32"))[0].out, model::InterfaceIndex(1));
  EXPECT_TRUE(made.BeginningAt(kRouter, P("192.0.2.0/24")).empty());
  EXPECT_TRUE(made.BeginningAt(kOther, P("192.0.2.2/32")).empty());
  ASSERT_EQ(made.ReceivedAt(kRouter, 17).size(), 1U);
  EXPECT_EQ(made.ReceivedAt(kRouter, 17)[0].in, model::InterfaceIndex(0));
  ASSERT_EQ(made.ReceivedAt(kRouter, 19).size(), 1U);
  EXPECT_FALSE(made.ReceivedAt(kRouter, 19)[0].out.valid());
  EXPECT_TRUE(made.ReceivedAt(kRouter, 16).empty()) << "it sends that label and does not know it";
  EXPECT_TRUE(made.ReceivedAt(kRouter, 20).empty()) << "its interface is not there";
}

TEST_F(StaticLspPlanTest, KnowsWhoTakesAndWhoKnowsLabels) {
  const StaticLspPlan& made = Plan();
  EXPECT_TRUE(made.any());
  EXPECT_TRUE(made.KnowsLabels(kRouter));
  EXPECT_FALSE(made.KnowsLabels(kOther));
  EXPECT_TRUE(made.Takes({kRouter, model::InterfaceIndex(1)}));
  EXPECT_FALSE(made.Takes({kRouter, model::InterfaceIndex(0)}));
}

TEST_F(StaticLspPlanTest, TwoPathsWithOneLabelAreBothFound) {
  Add({.name = "again", .in_label = 19});
  EXPECT_EQ(Plan().ReceivedAt(kRouter, 19).size(), 2U);
  configs[0].static_lsps = {};
  EXPECT_FALSE(Plan().any());
}

}  // namespace
}  // namespace ringfence::routing::static_lsps
