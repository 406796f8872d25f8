#include "study/outside.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/mrt_testing.h"
#include "routing/gaps.h"
#include "study/questions.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The triangle; west has a provider 10.1.0.9 on the subnet of its office and an internal neighbour outside.
rules::TinyText Border() {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/west.cfg", "!\nend",
               "!\nrouter bgp 65001\n neighbor 10.1.0.9 remote-as 64500\n neighbor 10.1.0.8 remote-as 65001\n"
               "!\nend");
  return text;
}

/// `border` with a file of announcements, each the inside of a map.
std::unique_ptr<Snapshot> With(const std::vector<std::string>& announcements) {
  rules::TinyText text = Border();
  std::string& file = text.files["external_bgp_announcements.json"];
  for (const std::string& one : announcements) file += (file.empty() ? "{" : ",\n{") + one + "}";
  file = "{\"Announcements\": [\n" + file + "\n]}\n";
  return Load(text);
}

std::string From(std::string_view device, std::string_view address, std::string_view prefix,
                 std::string_view more = "\"asPath\": [64500]", std::string_view type = "ebgp_sent") {
  return fmt::format(R"("type": "{}", "network": "{}", "srcIp": "{}", "dstNode": "{}", {})", type, prefix,
                     address, device, more);
}

/// "prefix protocol next-hop" of the BGP routes of a device.
std::vector<std::string> BgpRoutes(Snapshot& snapshot, const std::string& device) {
  std::vector<std::string> rows;
  const auto failures = ReadFailures(snapshot, {});
  const auto routes = Routes(snapshot, *failures, {device, ""});
  for (const RouteRow& row : routes->rows) {
    if (!routing::IsBgp(row.route.protocol)) continue;
    rows.push_back(fmt::format("{} {}{}", net::ToString(row.route.prefix),
                               row.hop.gateway ? net::ToString(*row.hop.gateway) : "-",
                               row.route.ambiguous ? "?" : ""));
  }
  return rows;
}

/// Reasons of lines of west that speak of the outside.
std::size_t OutsideGaps(const Snapshot& snapshot) {
  std::size_t count = 0;
  for (const ConfigFile& config : snapshot.configs) {
    for (const model::LineFate& line : config.fates.lines) count += line.reason.contains("outside") ? 1 : 0;
  }
  return count;
}

TEST(Outside, AnAnnouncementReachesTheTableAndClosesItsGapOnly) {
  const auto unknown = Load(Border());
  EXPECT_EQ(OutsideGaps(*unknown), 2U);
  const auto snapshot = With({From("WEST", "10.1.0.9", "198.51.100.0/24")});
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
  EXPECT_THAT(BgpRoutes(*snapshot, "west"), ElementsAre("198.51.100.0/24 10.1.0.9"));
  EXPECT_EQ(OutsideGaps(*snapshot), 1U);
}

TEST(Outside, ANeighbourMayBeSaidToAnnounceNothing) {
  rules::TinyText text = Border();
  text.files["inventory.yaml"] += "announcements:\n  quiet: {to: west, from: 10.1.0.9}\n";
  const auto snapshot = Load(text);
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
  EXPECT_EQ(OutsideGaps(*snapshot), 1U);
  text.Replace("inventory.yaml", ", from: 10.1.0.9", "");
  EXPECT_THAT(IdsOf(*Load(text)), ElementsAre("key-missing"));
}

TEST(Outside, NamesThatDoNotExistAreErrorsWithTheNearestOne) {
  const auto snapshot = With({From("wset", "10.1.0.9", "198.51.100.0/24")});
  ASSERT_THAT(IdsOf(*snapshot), ElementsAre("name-unknown"));
  EXPECT_EQ(snapshot->diagnostics.items()[0].hint, "Did you mean 'west'?");
  EXPECT_EQ(snapshot->engine, nullptr);
}

TEST(Outside, WhatNoSessionReceivesIsSaidOnce) {
  const auto what = [](const std::vector<std::string>& announcements) {
    const auto snapshot = With(announcements);
    EXPECT_THAT(IdsOf(*snapshot), ElementsAre("announcement-unused"));
    return snapshot->diagnostics.items().empty() ? "" : snapshot->diagnostics.items()[0].what;
  };
  EXPECT_EQ(what({From("west", "10.1.0.7", "198.51.100.0/24"), From("west", "10.1.0.7", "203.0.113.0/24")}),
            "'west' has no BGP neighbour 10.1.0.7");
  EXPECT_EQ(what({From("west", "10.1.0.9", "198.51.100.0/24", "\"dstVrf\": \"blue\"")}),
            "'west' has no BGP neighbour 10.1.0.9 in VRF 'blue'");
  EXPECT_EQ(what({From("west", "10.9.0.1", "198.51.100.0/24")}),
            "10.9.0.1 is an address of 'east': what it announces is computed");
  EXPECT_EQ(what({From("west", "10.1.0.9", "198.51.100.0/24", "\"dstIp\": \"10.1.0.2\"")}),
            "'west' does not have the address 10.1.0.2");
  EXPECT_THAT(what({From("west", "10.1.0.9", "2001:db8::/32")}), HasSubstr("does not carry 2001:db8::/32"));
}

TEST(Outside, TheReceiverMayBeNamedByItsAddress) {
  const auto snapshot = With({R"("type": "ebgp_sent", "network": "198.51.100.0/24", "srcIp": "10.1.0.9",)"
                              R"("dstIp": "10.1.0.1", "asPath": [64500])"});
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
  EXPECT_THAT(BgpRoutes(*snapshot, "west"), ElementsAre("198.51.100.0/24 10.1.0.9"));
}

TEST(Outside, TheKindOfSessionMustFit) {
  const auto snapshot = With({From("west", "10.1.0.8", "198.51.100.0/24")});
  ASSERT_THAT(IdsOf(*snapshot), ElementsAre("value-invalid"));
  EXPECT_EQ(snapshot->diagnostics.items()[0].what,
            "announced on an external session, but 'west' has an internal one with 10.1.0.8");
}

TEST(Outside, AProviderAnnouncesTheDefaultRoute) {
  rules::TinyText text = Border();
  const auto with = [&text](const std::string& config) {
    text.files["batfish/isp_config.json"] = config;
    return Load(text);
  };
  const std::string border =
      R"({"borderInterfaces": [{"borderInterface": {"hostname": "west", "interface": "GigabitEthernet0/2"}}])";
  const auto plain = with(border + "}");
  EXPECT_THAT(IdsOf(*plain), IsEmpty());
  EXPECT_THAT(BgpRoutes(*plain, "west"), ElementsAre("0.0.0.0/0 10.1.0.9"));
  EXPECT_EQ(OutsideGaps(*plain), 1U) << "the internal neighbour is no provider";
  const auto private_one = with(
      border +
      R"(, "ispNodeInfo": [{"asn": 64500, "role": "PRIVATE_BACKBONE", "additionalAnnouncements": ["198.51.100.0/24"]}]})");
  EXPECT_THAT(BgpRoutes(*private_one, "west"), ElementsAre("198.51.100.0/24 10.1.0.9"));
  EXPECT_THAT(IdsOf(*with(border + R"(, "filter": {"onlyRemoteAsns": [1]}})")),
              ElementsAre("announcement-unused"));
  EXPECT_THAT(IdsOf(*with(R"({"bgpPeers": [{"hostname": "west", "peerAddress": "10.1.0.9"}]})")), IsEmpty());
  EXPECT_THAT(
      IdsOf(*with(R"({"borderInterfaces": [{"borderInterface": {"hostname": "west", "interface": "x"}}]})")),
      ElementsAre("name-unknown"));
}

TEST(Outside, MrtFilesAreNamedInTheInventory) {
  rules::TinyText text = Border();
  text.files["inventory.yaml"] += "announcements:\n  feed: {to: west, from: 10.1.0.9, mrt: feeds/a.mrt}\n";
  const std::string index =
      formats::Record(13, 1,
                      formats::Wire(9, 4) + formats::Wire(0, 2) + formats::Wire(1, 2) + formats::Wire(2, 1) +
                          formats::Wire(7, 4) + formats::WireAddress("10.1.0.9") + formats::Wire(64500, 4));
  text.files["feeds/a.mrt"] =
      index + formats::TableEntry(2, "198.51.100.0/24",
                                  {formats::TableRoute(0, formats::PlainAttributes({64500}, "10.1.0.9"))});
  const auto snapshot = Load(text);
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
  EXPECT_THAT(BgpRoutes(*snapshot, "west"), ElementsAre("198.51.100.0/24 10.1.0.9"));
  text.files["feeds/a.mrt"] = index;
  EXPECT_THAT(IdsOf(*Load(text)), ElementsAre("announcement-unused")) << "nothing of the peer";
  text.files["feeds/a.mrt"] = "x";
  EXPECT_THAT(IdsOf(*Load(text)), ElementsAre("mrt-broken"));
  text.Replace("inventory.yaml", "feeds/a.mrt", "../a.mrt");
  EXPECT_THAT(IdsOf(*Load(text)), ElementsAre("include-outside"));
}

TEST(Outside, OfTwoAnnouncementsTheLaterCounts) {
  const auto snapshot =
      With({From("west", "10.1.0.9", "198.51.100.0/24", R"("asPath": [64500], "nextHopIp": "10.1.0.20")"),
            From("west", "10.1.0.9", "198.51.100.0/24")});
  EXPECT_THAT(IdsOf(*snapshot), ElementsAre("announcement-replaced"));
  EXPECT_THAT(BgpRoutes(*snapshot, "west"), ElementsAre("198.51.100.0/24 10.1.0.9"));
}

}  // namespace
}  // namespace ringfence::study
