#include "routing/sr/sr_plan.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "routing/links.h"

namespace ringfence::routing::sr {
namespace {

net::Prefix P(std::string_view text) { return *net::ParsePrefix(text); }

/// Routers 0, 1, ... with blocks and SIDs of their own.
class Routers {
 public:
  SrConfig& Add(std::vector<LabelBlock> blocks) {
    DeviceConfig& config = configs.emplace_back();
    config.device.name = "r" + std::to_string(configs.size());
    for (const char* name : {"e0", "e1", "lo"}) config.device.interfaces.emplace_back().name = name;
    isis::IsisProcess& process = config.isis.processes.emplace_back();
    process.tag = "X";
    process.interfaces.emplace_back().name = "e0";
    process.interfaces.emplace_back().name = "lo";
    process.interfaces.back().passive = true;
    config.sr.enabled = true;
    config.sr.process = "X";
    config.sr.blocks = std::move(blocks);
    return config.sr;
  }
  const SrPlan& Plan(bool open = false) {
    std::vector<Node> nodes;
    for (const DeviceConfig& config : configs) nodes.push_back({.config = config, .open_forwarding = open});
    base::Diagnostics diagnostics;
    network = std::make_unique<Network>(std::move(nodes), std::span<const model::Cable>(), diagnostics);
    plan = std::make_unique<SrPlan>(*network);
    return *plan;
  }
  std::vector<DeviceConfig> configs;
  std::unique_ptr<Network> network;
  std::unique_ptr<SrPlan> plan;
};

constexpr model::NodeId kFirst(0), kSecond(1);

TEST(SrPlan, LabelsCountThroughTheBlocksInOrder) {
  Routers routers;
  routers.Add({{16000, 16009}, {100, 109}}).sids.push_back({.prefix = P("10.0.0.1/32"), .value = 12});
  routers.Add({{20000, 20012}});
  const SrPlan& plan = routers.Plan();
  const Sid* sid = plan.SidOf(P("10.0.0.1/32"));
  ASSERT_NE(sid, nullptr);
  EXPECT_EQ(plan.LabelAt(kFirst, *sid), 102U);     // ten in the first block, then 100, 101, 102
  EXPECT_EQ(plan.LabelAt(kSecond, *sid), 20012U);  // the last one
  EXPECT_TRUE(plan.Owns(kFirst, *sid));
  EXPECT_FALSE(plan.Owns(kSecond, *sid));
  EXPECT_EQ(plan.SidOf(P("10.0.0.2/32")), nullptr);
}

TEST(SrPlan, AnIndexBeyondTheBlocksHasNoLabel) {
  Routers routers;
  routers.Add({{16000, 16999}}).sids.push_back({.prefix = P("10.0.0.1/32"), .value = 10});
  routers.Add({{16000, 16009}});
  const SrPlan& plan = routers.Plan();
  EXPECT_EQ(plan.LabelAt(kSecond, *plan.SidOf(P("10.0.0.1/32"))), std::nullopt);
}

TEST(SrPlan, OneLabelIsKnownToItsOwnerAlone) {
  Routers routers;
  routers.Add({{16000, 16999}})
      .sids.push_back({.prefix = P("10.0.0.1/32"), .value = 16500, .one_label = true});
  routers.Add({{16000, 16999}});
  const SrPlan& plan = routers.Plan();
  const Sid* sid = plan.SidOf(P("10.0.0.1/32"));
  EXPECT_EQ(plan.LabelAt(kFirst, *sid), 16500U);
  EXPECT_EQ(plan.LabelAt(kSecond, *sid), std::nullopt);
}

TEST(SrPlan, SpeaksWhereTheProcessOfTheSidsLooksForNeighbours) {
  Routers routers;
  routers.Add({{16000, 16999}});
  const auto spoken = [&] {
    std::string text;
    const SrPlan& plan = routers.Plan();
    for (int i = 0; i < 3; ++i) text += plan.Speaks({kFirst, model::InterfaceIndex(i)}) ? 'y' : 'n';
    return text;
  };
  EXPECT_EQ(spoken(), "ynn");
  routers.configs[0].isis.processes[0].tag = "Y";
  EXPECT_EQ(spoken(), "nnn");
  routers.configs[0].sr.igp = SrIgp::kOspf;
  routers.configs[0].sr.process = "7";
  ospf::OspfProcess& process = routers.configs[0].ospf.processes.emplace_back();
  process.id = 7;
  process.interfaces.emplace_back().name = "e1";
  EXPECT_EQ(spoken(), "nyn");
  routers.configs[0].ospf.processes[0].vrf = "red";
  EXPECT_EQ(spoken(), "nnn");
}

TEST(SrPlan, RoutersThatTellDifferentSidsOfAPrefixDisagree) {
  Routers routers;
  routers.Add({{16000, 16999}}).sids.push_back({.prefix = P("10.0.0.1/32"), .value = 1});
  routers.Add({{16000, 16999}}).sids.push_back({.prefix = P("10.0.0.1/32"), .value = 1});
  EXPECT_FALSE(routers.Plan().SidOf(P("10.0.0.1/32"))->disputed) << "one address in two places";
  EXPECT_EQ(routers.plan->SidOf(P("10.0.0.1/32"))->owners.size(), 2U);
  routers.configs[1].sr.sids[0].keeps_last = true;
  EXPECT_TRUE(routers.Plan().SidOf(P("10.0.0.1/32"))->disputed);
}

TEST(SrPlan, ALabelMayMeanTwoSids) {
  Routers routers;
  routers.Add({{16000, 16999}}).sids = {{.prefix = P("10.0.0.1/32"), .value = 1},
                                        {.prefix = P("10.0.0.2/32"), .value = 2}};
  routers.Add({{16000, 16999}}).sids = {{.prefix = P("10.0.0.3/32"), .value = 1}};
  const SrPlan& plan = routers.Plan();
  const auto rivals = plan.RivalsAt(kFirst, *plan.SidOf(P("10.0.0.1/32")));
  ASSERT_EQ(rivals.size(), 1U);
  EXPECT_EQ(rivals[0]->prefix, P("10.0.0.3/32"));
  EXPECT_TRUE(plan.RivalsAt(kFirst, *plan.SidOf(P("10.0.0.2/32"))).empty());
}

TEST(SrPlan, ALabelThatOneRouterGivesMayBeThatOfAnIndex) {
  Routers routers;
  routers.Add({{16000, 16009}, {100, 109}}).sids = {{.prefix = P("10.0.0.1/32"), .value = 12}};
  routers.Add({}).sids = {{.prefix = P("10.0.0.2/32"), .value = 102, .one_label = true},
                          {.prefix = P("10.0.0.3/32"), .value = 12, .one_label = true}};
  const SrPlan& plan = routers.Plan();
  const auto rivals = plan.RivalsAt(kFirst, *plan.SidOf(P("10.0.0.1/32")));
  ASSERT_EQ(rivals.size(), 1U);
  EXPECT_EQ(rivals[0]->prefix, P("10.0.0.2/32"));
}

TEST(SrPlan, EachAlgorithmHasItsOwnSidAndLabelsMayMeanBoth) {
  Routers routers;
  routers.Add({{16000, 16999}}).sids = {{.prefix = P("10.0.0.1/32"), .value = 1},
                                        {.prefix = P("10.0.0.1/32"), .algorithm = 128, .value = 51},
                                        {.prefix = P("10.0.0.1/32"), .algorithm = 129, .value = 51}};
  routers.configs[0].sr.algorithms = {{.number = 128, .told = {}, .span = {}}};
  const SrPlan& plan = routers.Plan();
  const Sid* flexible = plan.SidOf(P("10.0.0.1/32"), 128);
  ASSERT_NE(flexible, nullptr);
  EXPECT_EQ(plan.LabelAt(kFirst, *flexible), 16051U);
  EXPECT_EQ(plan.LabelAt(kFirst, *plan.SidOf(P("10.0.0.1/32"))), 16001U);
  EXPECT_EQ(plan.SidOf(P("10.0.0.1/32"), 130), nullptr);
  EXPECT_FALSE(flexible->disputed) << "several SIDs of a prefix are one for each algorithm";
  ASSERT_EQ(plan.RivalsAt(kFirst, *flexible).size(), 1U);
  EXPECT_EQ(plan.RivalsAt(kFirst, *flexible)[0]->told->algorithm, 129);
  EXPECT_TRUE(plan.RivalsAt(kFirst, *plan.SidOf(P("10.0.0.1/32"))).empty());
  EXPECT_NE(plan.TakesPart(kFirst, 128), nullptr);
  EXPECT_EQ(plan.TakesPart(kFirst, 129), nullptr);
}

TEST(SrPlan, LinesOfAnOwnerThatAreNotModelledMayGiveItsPrefixesSids) {
  Routers routers;
  routers.Add({{16000, 16999}});
  routers.configs[0].device.interfaces[2].addresses.push_back(
      {*net::ParseHostPrefix("10.0.0.9/32"), false, {}});
  EXPECT_FALSE(routers.Plan().MayHaveSid(P("10.0.0.9/32")));
  EXPECT_TRUE(routers.Plan(true).MayHaveSid(P("10.0.0.9/32")));
  EXPECT_FALSE(routers.Plan(true).MayHaveSid(P("10.0.0.8/32")));
  EXPECT_TRUE(routers.Plan().any());
  routers.configs[0].sr.enabled = false;
  EXPECT_FALSE(routers.Plan().any());
}

}  // namespace
}  // namespace ringfence::routing::sr
