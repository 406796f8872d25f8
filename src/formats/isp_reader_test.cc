#include "formats/isp_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Read {
  IspConfig config;
  std::string findings;
};

Read ReadFile(std::string text) {
  base::SourceMap sources;
  const base::FileId file = sources.Add("batfish/isp_config.json", std::move(text));
  base::Diagnostics diagnostics;
  Read read{ReadIspConfig(sources.file(file), file, diagnostics), ""};
  for (const base::Diagnostic& one : diagnostics.items()) read.findings += base::Render(sources, one, false);
  return read;
}

TEST(IspReader, EveryField) {
  const Read read =
      ReadFile(R"({"borderInterfaces": [{"borderInterface": {"hostname": "edge", "interface": "eth0"}}],
 "bgpPeers": [{"hostname": "edge", "peerAddress": "192.0.2.2", "vrf": "blue",
               "ispAttachment": {"interface": "eth0", "vlanTag": 7}}],
 "filter": {"onlyRemoteAsns": [64500], "onlyRemoteIps": []},
 "ispNodeInfo": [{"asn": 64500, "name": "Far", "role": "PRIVATE_BACKBONE", "additionalAnnouncements": ["2001:db8::/32"]},
                 {"asn": 64501}]})");
  EXPECT_EQ(read.findings, "");
  ASSERT_EQ(read.config.borders.size(), 2U);
  EXPECT_EQ(read.config.borders[0].interface, "eth0");
  EXPECT_EQ(read.config.borders[1].vrf, "blue");
  EXPECT_EQ(net::ToString(*read.config.borders[1].peer), "192.0.2.2");
  ASSERT_EQ(read.config.nodes.size(), 2U);
  EXPECT_FALSE(read.config.nodes[0].transit);
  EXPECT_TRUE(read.config.nodes[1].transit);
  EXPECT_EQ(net::ToString(read.config.nodes[0].announcements.at(0)), "2001:db8::/32");
  EXPECT_THAT(read.config.only_as, ElementsAre(64500U));
  EXPECT_TRUE(read.config.only_address.empty());
}

TEST(IspReader, WhatIsWrongIsNamed) {
  EXPECT_THAT(ReadFile(R"({"bgpPeer": []})").findings, HasSubstr("Did you mean 'bgpPeers'?"));
  EXPECT_THAT(ReadFile(R"({"bgpPeers": [{"hostname": "a"}]})").findings,
              HasSubstr("'peerAddress' is missing"));
  EXPECT_THAT(ReadFile(R"({"borderInterfaces": [{"borderInterface": {"hostname": "a"}}]})").findings,
              HasSubstr("'interface' is missing"));
  EXPECT_THAT(ReadFile(R"({"ispNodeInfo": [{"asn": 4294967296}]})").findings, HasSubstr("is not a number"));
  EXPECT_THAT(ReadFile(R"({"ispNodeInfo": [{"asn": 1, "role": "transmit"}]})").findings,
              HasSubstr("Did you mean 'transit'?"));
  EXPECT_THAT(
      ReadFile(R"({"ispNodeInfo": [{"asn": 1, "additionalAnnouncements": ["10.0.0.1/8"]}]})").findings,
      HasSubstr("host bits set"));
  EXPECT_THAT(ReadFile("[]").findings, HasSubstr("'the file' must be a map"));
}

}  // namespace
}  // namespace ringfence::formats
