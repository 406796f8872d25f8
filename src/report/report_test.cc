#include "report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "report/names.h"
#include "report/waivers.h"
#include "study/tiny_world_testing.h"

namespace ringfence::report {
namespace {

using testing::ElementsAre;

TEST(Formats, AreFoundByTheirName) {
  std::set<std::string_view> names;
  for (const Format* format : AllFormats()) {
    EXPECT_TRUE(names.insert(format->name).second) << format->name;
    EXPECT_EQ(FindFormat(format->name), format);
    EXPECT_TRUE(format->routes != nullptr || format->dossier != nullptr || format->check != nullptr)
        << format->name;
  }
  EXPECT_EQ(FindFormat("yaml"), nullptr);
  EXPECT_EQ(AllFormats().front()->name, "text") << "what people get when they ask for nothing";
}

TEST(Names, OfWhatASnapshotHolds) {
  const auto snapshot = study::Load(rules::Tiny());
  const Names names(*snapshot);
  const model::NodeId west = snapshot->network->FindNode("west");
  EXPECT_EQ(names.Node(west), "west");
  EXPECT_EQ(names.Interface(west, model::InterfaceIndex(0)), "Loopback0");
  EXPECT_EQ(names.Interface(west, {}), "");
  EXPECT_EQ(names.Party({}), "");
  EXPECT_EQ(names.Party(model::FindParty(snapshot->policy, "Good")), "Good");
  EXPECT_EQ(names.Flow(model::FlowId(0)), "records");
  EXPECT_THAT(names.Failures({0, 1}), ElementsAre("link:east--north", "link:east--west"));
}

TEST(Names, ElementsAreSorted) {
  const auto snapshot = study::Load(rules::Tiny());
  base::BitSet set(snapshot->world->elements.size());
  for (const char* name : {"west", "MUX", "east"}) set.Set(snapshot->world->FindElement(name).index());
  EXPECT_THAT(Names(*snapshot).Elements(set), ElementsAre("MUX", "east", "west"));
}

TEST(Names, PlacesAndLines) {
  const auto snapshot = study::Load(rules::Tiny());
  const Names names(*snapshot);
  const base::Span span{snapshot->configs[0].file, 5, 2, 3};
  EXPECT_EQ(names.Place(span), "configs/east.cfg:5");
  EXPECT_EQ(names.Line(span), "ip address 10.255.0.2 255.255.255.255") << "without blanks around it";
}

TEST(Waivers, InWords) {
  rules::TinyText text = rules::Tiny();
  text.Rule("R", "confine: records, away-from: untrusted, levels: [read], under: {failures: 1, of: link}");
  text.Append(
      "ringfence.yaml",
      "waivers:\n"
      "  - {rule: R, owner: desk 7, reason: soon, expires: 2026-06-30}\n"
      "  - {rule: R, element: north, flow: records, owner: desk 7, reason: soon, expires: 2026-12-31}\n"
      "  - {rule: R, element: west, owner: desk 8, reason: later, expires: 2026-12-31}\n");
  const auto snapshot = study::Load(text);
  const auto result = study::Check(*snapshot, {});
  ASSERT_TRUE(result.has_value());
  EXPECT_THAT(WaiverLines(*snapshot, *result, "R"),
              ElementsAre("waiver for all of it: expired on 2026-06-30, so it covers nothing (desk 7: soon)  "
                          "[ringfence.yaml:22]",
                          "waiver for north over records: accepted by desk 7 until 2026-12-31: soon  "
                          "[ringfence.yaml:23]",
                          "waiver for west: there is nothing for it to cover (desk 8: later)  "
                          "[ringfence.yaml:24]"));
  EXPECT_THAT(WaiverLines(*snapshot, *result, "Q"), testing::IsEmpty());
}

}  // namespace
}  // namespace ringfence::report
