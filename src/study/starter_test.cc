#include "study/starter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::unique_ptr<Snapshot> Bare(const rules::TinyText& text) {
  const base::MemoryFiles files = text.InMemory();
  auto snapshot = LoadBare(files, "net");
  EXPECT_TRUE(snapshot.has_value());
  return std::move(*snapshot);
}

TEST(Starter, DevicesMakersAndHostsOfTheTriangle) {
  const auto snapshot = Bare(rules::Tiny());
  const Starter starter = MakeStarter(*snapshot);
  ASSERT_EQ(starter.devices.size(), 3U);
  EXPECT_EQ(starter.devices[0].name, "east");
  EXPECT_EQ(starter.devices[0].file, "configs/east.cfg");
  EXPECT_EQ(starter.devices[0].maker_guess, "Cisco") << "of the system of the file";
  EXPECT_FALSE(starter.devices[0].only_switches);
  EXPECT_EQ(net::ToString(*starter.devices[0].hosts), "10.2.0.0/24") << "the office that nobody else is in";
  EXPECT_EQ(net::ToString(*starter.devices[1].hosts), "10.255.0.3/32") << "north has links and a loopback";
  EXPECT_THAT(starter.defects, IsEmpty());
}

TEST(Starter, LinksOfSubnetsWithTwoEnds) {
  const auto snapshot = Bare(rules::Tiny());
  const Starter starter = MakeStarter(*snapshot);
  ASSERT_EQ(starter.links.size(), 3U);
  EXPECT_THAT(starter.links[1].ends, ElementsAre("east[GigabitEthernet0/0]", "west[GigabitEthernet0/0]"));
  EXPECT_FALSE(starter.links[1].cabled);
  EXPECT_THAT(starter.shared, IsEmpty());
}

TEST(Starter, SegmentsWithThreeEndsAreNotGuessed) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/east.cfg", "10.2.0.1 255.255.255.0", "10.1.0.2 255.255.255.0");
  text.Replace("configs/north.cfg", "router ospf 1",
               "interface GigabitEthernet0/2\n ip address 10.1.0.3 255.255.255.0\n!\nrouter ospf 1");
  const auto snapshot = Bare(text);
  const Starter starter = MakeStarter(*snapshot);
  ASSERT_EQ(starter.shared.size(), 1U);
  EXPECT_EQ(starter.shared[0].ends.size(), 3U);
}

TEST(Starter, DescriptionsAreHintsOnlyWhereTheyNameOneOtherDevice) {
  const auto hints = [](const std::string& description) {
    rules::TinyText text = rules::Tiny();
    text.Replace("configs/west.cfg", "interface GigabitEthernet0/2\n",
                 "interface GigabitEthernet0/2\n description " + description + "\n");
    text.Replace("configs/west.cfg", " ip address 10.9.0.2 255.255.255.254\n", "");  // the link to north

    const auto snapshot = Bare(text);
    std::vector<std::string> devices;
    for (const StarterHint& hint : MakeStarter(*snapshot).hints) devices.push_back(hint.device);
    return devices;
  };
  EXPECT_THAT(hints("to NORTH, port 7"), ElementsAre("north"));
  EXPECT_THAT(hints("northern office"), IsEmpty()) << "a word, not a part of one";
  EXPECT_THAT(hints("north and east"), IsEmpty()) << "two devices";
  EXPECT_THAT(hints("west"), IsEmpty()) << "itself";
  EXPECT_THAT(hints("east"), IsEmpty()) << "a link is there";
}

TEST(Starter, OurOwnFilesDoNotCount) {
  rules::TinyText text = rules::Tiny();
  text.files["ringfence.yaml"] = "broken: [";
  text.files["inventory.csv"] = "broken";
  const auto snapshot = Bare(text);
  EXPECT_FALSE(snapshot->has_policy || snapshot->has_inventory);
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
}

TEST(Starter, WhatIsMissingIsSaid) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/west.cfg", "!\nend",
               "!\nrouter bgp 65001\n neighbor 203.0.113.9 remote-as 64500\n!\nend");
  text.Replace("configs/west.cfg", "router ospf 1\n", "router ospf 1\n frobnicate 7\n");
  text.Replace("configs/east.cfg", "10.9.0.1 255", "10.9.0.0 255");
  text.files["configs/readme"] = "nobody reads this\n";
  const auto snapshot = Bare(text);
  const Starter starter = MakeStarter(*snapshot);
  EXPECT_EQ(starter.devices[2].open_lines, 1U);
  EXPECT_THAT(starter.unread, ElementsAre("configs/readme"));
  EXPECT_FALSE(starter.defects.empty());
}

TEST(Starter, NamesOfSeveralDevicesAreGivenOnce) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/east.cfg", "hostname east", "hostname west");
  const auto snapshot = Bare(text);
  const Starter starter = MakeStarter(*snapshot);
  EXPECT_EQ(starter.devices.size(), 2U);
  EXPECT_THAT(starter.doubled, ElementsAre("west"));
  EXPECT_FALSE(starter.defects.empty()) << "there are no tables then";
}

TEST(Starter, AnEmptyFolderHasNoDevices) {
  rules::TinyText text;
  text.files["notes"] = "nothing of a device";
  const auto snapshot = Bare(text);
  EXPECT_THAT(MakeStarter(*snapshot).devices, IsEmpty());
}

}  // namespace
}  // namespace ringfence::study
