// Which open lines can change an answer: routing lines anywhere in the connected network, others where the
// flow is.

#include "exposure/cone.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exposure/exposure_testing.h"

namespace ringfence::exposure {
namespace {

using model::Fate;
using model::Impact;
using model::LineFate;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// a -- b, and c alone; each test gives them open lines. File n belongs to node n.
struct Lines : Snapshot {
  Lines() {
    net.Port("a", "b", "10.0.0.1/24");
    net.Port("b", "a", "10.0.0.2/24");
    net.Port("c", "lan", "10.1.0.1/24");
    Build();
  }
  void Give(std::string_view node, LineFate fate) {
    const std::size_t n = net.network().FindNode(node).index();
    files[n].file = base::FileId(n);
    files[n].lines.push_back(fate);
  }
  /// "a:2" for line 2 of node a, for a flow that ends at `end` and is handled by `handlers`.
  std::vector<std::string> Ask(std::string_view end, std::vector<std::string_view> handlers,
                               net::Family family = net::Family::kIpv4,
                               std::uint8_t impact_bits = Impact::kAll) {
    const Cones cones(world, Fates());
    base::BitSet set(world.elements.size());
    for (std::string_view name : handlers) set.Set(world.FindElement(name).index());
    std::vector<std::string> found;
    for (const OpenLine* line : cones.LinesIn({family, &set, net.network().FindNode(end), impact_bits})) {
      EXPECT_EQ(line->span.file, base::FileId(line->node.index()));
      found.push_back(world.NameOf(world.element_of_node[line->node.index()]) + ":" +
                      std::to_string(line->span.line));
    }
    return found;
  }
  std::vector<std::vector<const model::FileFates*>> Fates() const {
    return {{&files[0]}, {&files[1]}, {&files[2]}};
  }
  std::array<model::FileFates, 3> files;
};

TEST(Cones, RoutingLinesCountInTheWholeConnectedPart) {
  Lines lines;
  for (const char* node : {"a", "b", "c"})
    lines.Give(node, {Fate::kUnmodelled, {Impact::kRouting4}, "feature"});
  EXPECT_THAT(lines.Ask("a", {"a"}), ElementsAre("a:1", "b:1")) << "b floods to a; c is not connected";
  EXPECT_THAT(lines.Ask("c", {"c"}), ElementsAre("c:1"));
}

TEST(Cones, OtherLinesCountOnlyWhereTheFlowIsHandled) {
  for (std::uint8_t bit : {Impact::kForwarding, Impact::kManagement, Impact::kProtection, Impact::kCopying}) {
    Lines lines;
    lines.Give("a", {Fate::kUnmodelled, {bit}, "feature"});
    lines.Give("b", {Fate::kUnmodelled, {bit}, "feature"});
    EXPECT_THAT(lines.Ask("a", {"b"}), ElementsAre("b:1")) << int{bit};
    EXPECT_THAT(lines.Ask("a", {}), IsEmpty()) << int{bit};
  }
}

TEST(Cones, FamiliesAreApart) {
  Lines lines;
  lines.Give("a", {Fate::kUnmodelled, {Impact::kRouting4}, "feature"});
  lines.Give("a", {Fate::kUnmodelled, {Impact::kRouting6}, "feature"});
  EXPECT_THAT(lines.Ask("a", {"a"}, net::Family::kIpv4), ElementsAre("a:1"));
  EXPECT_THAT(lines.Ask("a", {"a"}, net::Family::kIpv6), ElementsAre("a:2"));
}

TEST(Cones, OnlyTheImpactsAskedForCountBesidesRouting) {
  Lines lines;
  lines.Give("a", {Fate::kUnmodelled, {Impact::kManagement}, "feature"});
  lines.Give("a", {Fate::kUnmodelled, {Impact::kProtection}, "feature"});
  lines.Give("a", {Fate::kUnmodelled, {Impact::kRouting4}, "feature"});
  EXPECT_THAT(lines.Ask("a", {"a"}, net::Family::kIpv4, Impact::kProtection), ElementsAre("a:2", "a:3"));
  EXPECT_THAT(lines.Ask("a", {"a"}, net::Family::kIpv4, 0), ElementsAre("a:3"));
}

TEST(Cones, LinesWhoseMeaningIsKnownOrCannotMatterAreNotOpen) {
  Lines lines;
  for (Fate fate : {Fate::kBlank, Fate::kModelled, Fate::kIrrelevant})
    lines.Give("a", {fate, {Impact::kAll}, ""});
  lines.Give("a", {Fate::kUnmodelled, {0}, "harmless"});
  EXPECT_THAT(Cones(lines.world, lines.Fates()).lines(), IsEmpty());
}

TEST(Cones, UnknownLinesAreOpenUnderThatName) {
  Lines lines;
  lines.Give("a", {Fate::kModelled, {}, ""});
  lines.Give("a", {Fate::kUnknown, {Impact::kAll}, ""});
  lines.Give("a", {Fate::kUnmodelled, {Impact::kForwarding}, "policy routing"});
  const Cones cones(lines.world, lines.Fates());
  ASSERT_EQ(cones.lines().size(), 2U);
  EXPECT_EQ(cones.lines()[0].reason, "unknown line");
  EXPECT_EQ(cones.lines()[0].span.line, 2U);
  EXPECT_EQ(cones.lines()[1].reason, "policy routing");
}

}  // namespace
}  // namespace ringfence::exposure
