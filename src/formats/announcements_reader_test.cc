#include "formats/announcements_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Read {
  std::vector<StatedAnnouncement> announcements;
  std::string findings;  ///< rendered
};

Read ReadFile(std::string text) {
  base::SourceMap sources;
  const base::FileId file = sources.Add("external_bgp_announcements.json", std::move(text));
  base::Diagnostics diagnostics;
  Read read{ReadAnnouncements(sources.file(file), file, diagnostics), ""};
  for (const base::Diagnostic& one : diagnostics.items()) read.findings += base::Render(sources, one, false);
  return read;
}

/// One announcement with more or other fields.
std::string One(std::string_view more) {
  return "{\"Announcements\": [{\"type\": \"ebgp_sent\", \"network\": \"198.51.100.0/24\",\n\"srcIp\": "
         "\"192.0.2.2\", \"dstNode\": \"edge\"" +
         std::string(more.empty() ? "" : ",\n") + std::string(more) + "}]}\n";
}

TEST(AnnouncementsReader, EveryField) {
  const Read read = ReadFile(One(
      "\"nextHopIp\": \"192.0.2.9\", \"dstIp\": \"192.0.2.1\", \"dstVrf\": \"blue\", \"srcNode\": \"isp\","
      "\"srcProtocol\": \"AGGREGATE\", \"originType\": \"EGP\", \"localPreference\": 0, \"med\": 20,"
      "\"originatorIp\": \"0.0.0.9\", \"asPath\": [[64500], 64501, [64502, 64503]], \"weight\": 5,"
      "\"communities\": [262145, \"4:2\", \"4:5:6\", \"target:4:1\"], \"clusterList\": [7, \"0.0.0.8\"]"));
  EXPECT_EQ(read.findings, "");
  ASSERT_EQ(read.announcements.size(), 1U);
  const StatedAnnouncement& one = read.announcements[0];
  EXPECT_EQ(one.device, "edge");
  EXPECT_EQ(one.vrf, "blue");
  EXPECT_EQ(net::ToString(one.from), "192.0.2.2");
  EXPECT_EQ(net::ToString(*one.to), "192.0.2.1");
  EXPECT_EQ(net::ToString(one.prefix), "198.51.100.0/24");
  EXPECT_TRUE(one.external);
  EXPECT_FALSE(one.path.imported);
  EXPECT_EQ(net::ToString(*one.path.next_hop), "192.0.2.9");
  EXPECT_EQ(routing::TextOf(one.path.as_path), "64500 64501 {64502 64503}");
  EXPECT_EQ(one.path.origin, model::BgpOrigin::kEgp);
  EXPECT_EQ(one.path.med, 20U);
  EXPECT_EQ(one.path.weight, 5U);
  EXPECT_EQ(one.path.originator, 9U);
  EXPECT_THAT(one.path.standard, ElementsAre("4:1", "4:2"));
  EXPECT_THAT(one.path.large, ElementsAre("4:5:6"));
  EXPECT_THAT(one.path.extended, ElementsAre("target:4:1"));
  EXPECT_THAT(one.path.clusters, ElementsAre(7U, 8U));
}

TEST(AnnouncementsReader, LittleIsNeededAndAnEmptyListIsFine) {
  EXPECT_EQ(ReadFile(One("")).announcements.size(), 1U);
  EXPECT_FALSE(ReadFile(One("")).announcements[0].path.med.has_value());
  const Read empty = ReadFile("{\"Announcements\": []}");
  EXPECT_EQ(empty.findings, "");
  EXPECT_THAT(empty.announcements, IsEmpty());
}

TEST(AnnouncementsReader, TypesSayWhereTheRouteWasSeen) {
  const auto type = [](std::string_view word) {
    std::string text = One("");
    text.replace(text.find("ebgp_sent"), 9, word);
    return ReadFile(text);
  };
  EXPECT_FALSE(type("ibgp_sent").announcements[0].external);
  EXPECT_TRUE(type("ebgp_received").announcements[0].path.imported);
  EXPECT_THAT(type("ebgp_originated").findings, HasSubstr("is not one of ebgp_sent, ibgp_sent"));
  EXPECT_THAT(type("ebgp_snet").findings, HasSubstr("Did you mean 'ebgp_sent'?"));
}

TEST(AnnouncementsReader, BadValuesAreNamedAndLeftOut) {
  const auto finding = [](std::string_view more) {
    const Read read = ReadFile(One(more));
    EXPECT_THAT(read.announcements, IsEmpty()) << more;
    return read.findings;
  };
  EXPECT_THAT(finding("\"asPath\": [4294967296]"), HasSubstr("'4294967296' is not a number from 0 to"));
  EXPECT_THAT(finding("\"asPath\": [0]"), HasSubstr("'asPath': there is no AS 0"));
  EXPECT_THAT(finding("\"asPath\": 64500"), HasSubstr("error[type-wrong]: 'asPath' must be a list"));
  EXPECT_THAT(finding("\"asPath\": [[[64500]]]"), HasSubstr("'asPath' must be a text"));
  EXPECT_THAT(finding("\"nextHopIp\": \"192.0.2\""), HasSubstr("'192.0.2' is not an address"));
  EXPECT_THAT(finding("\"communities\": [\"4:70000\"]"), HasSubstr("'4:70000' is not a community"));
  EXPECT_THAT(finding("\"communities\": [\"target:1\"]"), HasSubstr("'target:1' is not a community"));
  EXPECT_THAT(finding("\"med\": -1"), HasSubstr("'med': '-1' is not a number"));
  EXPECT_THAT(finding("\"localPrefrence\": 1"), HasSubstr("Did you mean 'localPreference'?"));
  std::string path = "\"asPath\": [1";
  for (std::size_t i = 0; i < kAsPathNumbersMax; ++i) path += ", 1";
  EXPECT_THAT(finding(path + "]"), HasSubstr("an AS path of 1001 numbers; 1000 are the most"));
}

TEST(AnnouncementsReader, HostBitsAreNotCutSilently) {
  std::string text = One("");
  text.replace(text.find("198.51.100.0"), 12, "198.51.100.7");
  EXPECT_THAT(ReadFile(text).findings,
              HasSubstr("external_bgp_announcements.json:1:53: error[value-invalid]: '198.51.100.7/24' has "
                        "host bits set; the prefix is 198.51.100.0/24"));
}

TEST(AnnouncementsReader, BrokenFiles) {
  EXPECT_THAT(ReadFile("{\"Announcements\": [").findings, HasSubstr("yaml-broken"));
  EXPECT_THAT(ReadFile("[]").findings, HasSubstr("'the file' must be a map"));
  EXPECT_THAT(ReadFile("{}").findings, HasSubstr("'Announcements' is missing"));
  EXPECT_THAT(ReadFile("{\"Announcements\": 1}").findings, HasSubstr("'Announcements' must be a list"));
  EXPECT_THAT(ReadFile("{\"Announcement\": []}").findings, HasSubstr("Did you mean 'Announcements'?"));
  EXPECT_THAT(ReadFile("{\"Announcements\": [{}]}").findings, HasSubstr("'dstIp' is missing"));
  EXPECT_THAT(ReadFile(One("\"med\": 1, \"med\": 2")).findings, HasSubstr("key-duplicate"));
}

}  // namespace
}  // namespace ringfence::formats
