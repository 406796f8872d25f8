// What becomes of flexible algorithms of IS-IS (RFC 9350).
#include <gtest/gtest.h>

#include <string>

#include "formats/frr/frr.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::frr {
namespace {

const std::string kMaps = "affinity-map green bit-position 1\naffinity-map red bit-position 9\n";
const std::string kLink = " link-params\n  metric 70\n  affinity green\n exit-link-params\n";
const std::string kSid = " segment-routing prefix 10.255.0.1/32 algorithm 128 index 107\n";

/// A router of a release with these lines at top, under its port and in IS-IS.
std::string Text(const std::string& top, const std::string& port, const std::string& process,
                 const std::string& release = "9.1") {
  return "frr version " + release + "\n" + top +
         "interface lo\n ip address 10.255.0.1/32\n ip router isis X\nexit\n"
         "interface p0\n ip address 10.0.0.1/30\n ip router isis X\n" +
         port +
         "exit\nrouter isis X\n is-type level-2-only\n net 49.0001.0000.0000.0001.00\n segment-routing on\n"
         " segment-routing prefix 10.255.0.1/32 index 7\n" +
         process + "exit\n";
}
ParsedFile Read(const std::string& top, const std::string& port, const std::string& process) {
  return ParseText(kFormat, Text(top, port, process));
}
std::string Algorithm(const std::string& lines) {
  return " mpls-te on\n flex-algo 128\n  dataplane sr-mpls\n" + lines + " exit\n";
}

TEST(FrrFlexible, WhoTakesPartAndWhatItTells) {
  const std::string text =
      Text(kMaps, kLink,
           kSid +
               Algorithm("  advertise-definition\n  priority 9\n  affinity exclude-any red\n"
                         "  affinity include-any green\n  affinity include-all red green\n") +
               " flex-algo 129\n  dataplane sr-mpls\n  affinity exclude-any red\n exit\n");
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_EQ(OpenReasons(parsed), "");
  const routing::sr::SrConfig& sr = parsed.config.sr;
  ASSERT_EQ(sr.algorithms.size(), 2U);
  EXPECT_EQ(sr.algorithms[0].number, 128);
  ASSERT_TRUE(sr.algorithms[0].told);
  const routing::sr::AlgorithmDefinition& told = *sr.algorithms[0].told;
  EXPECT_EQ(told.priority, 9U);
  EXPECT_EQ(told.metric, routing::sr::AlgorithmMetric::kIgp);
  EXPECT_TRUE(told.exclude_any[9] && told.include_any[1] && told.include_all[1] && told.include_all[9]);
  EXPECT_EQ(told.exclude_any.count() + told.include_any.count() + told.include_all.count(), 4U);
  EXPECT_FALSE(sr.algorithms[1].told) << "without advertise-definition it is for nobody";
  ASSERT_EQ(sr.links.size(), 1U);
  EXPECT_EQ(sr.links[0].interface, "p0");
  EXPECT_TRUE(sr.links[0].groups[1]);
  EXPECT_EQ(sr.links[0].groups.count(), 1U);
  EXPECT_EQ(sr.links[0].te_metric, 70U);
  ASSERT_EQ(sr.sids.size(), 2U);
  EXPECT_EQ(sr.sids[0].algorithm, routing::sr::kShortestPath);
  EXPECT_EQ(sr.sids[1].algorithm, 128);
  EXPECT_EQ(sr.sids[1].value, 107U);
  ExpectPrintsBack(kFormat, text, "flexible algorithms");
}

TEST(FrrFlexible, NamesAddUpAndAreTakenBack) {
  const ParsedFile parsed = Read(
      kMaps,
      " link-params\n  metric 1\n  affinity green\n  affinity red\n  no affinity green\n exit-link-params\n",
      kSid + " no segment-routing prefix 10.255.0.1/32 algorithm 128\n" +
          Algorithm("  advertise-definition\n  affinity exclude-any red\n  affinity exclude-any green\n"
                    "  no affinity exclude-any red\n  priority 9\n  no priority\n"));
  EXPECT_EQ(OpenReasons(parsed), "");
  const routing::sr::SrConfig& sr = parsed.config.sr;
  ASSERT_EQ(sr.links.size(), 1U);
  EXPECT_TRUE(sr.links[0].groups[9]);
  EXPECT_EQ(sr.links[0].groups.count(), 1U);
  ASSERT_EQ(sr.algorithms.size(), 1U);
  EXPECT_TRUE(sr.algorithms[0].told->exclude_any[1]);
  EXPECT_EQ(sr.algorithms[0].told->exclude_any.count(), 1U);
  EXPECT_EQ(sr.algorithms[0].told->priority, 128U);
  EXPECT_EQ(sr.sids.size(), 1U);
  EXPECT_TRUE(Read("", "", Algorithm("") + " no flex-algo 128\n").config.sr.algorithms.empty());
}

TEST(FrrFlexible, WhatIsNotForSureIsOpen) {
  const auto inside = [](const std::string& line) {
    return OpenReasons(Read(kMaps, kLink, Algorithm("  " + line + "\n")));
  };
  EXPECT_EQ(inside("metric-type te"), "flexible algorithm;");
  EXPECT_EQ(inside("metric-type delay"), "flexible algorithm;");
  EXPECT_EQ(inside("dataplane srv6"), "flexible algorithm;");
  EXPECT_EQ(inside("advertise-definition\n  affinity exclude-any blue"), "affinity without a bit;");
  EXPECT_EQ(OpenReasons(Read("", "", " flex-algo 128\n exit\n")), "flexible algorithm without labels;");
  EXPECT_EQ(OpenReasons(Read(kMaps, kLink, " flex-algo 128\n  dataplane sr-mpls\n exit\n")),
            "link attributes that are told to nobody;");
  EXPECT_EQ(OpenReasons(Read(kMaps, " link-params\n  admin-grp 0x2\n exit-link-params\n", Algorithm(""))),
            "administrative groups in another form;");
  EXPECT_EQ(
      OpenReasons(Read(kMaps, " link-params\n  affinity-mode both\n exit-link-params\n", Algorithm(""))),
      "administrative groups in another form;");
  EXPECT_EQ(OpenReasons(Read(kMaps, " link-params\n  affinity green\n exit-link-params\n", Algorithm(""))),
            "link attributes without a metric;");
  EXPECT_EQ(OpenReasons(Read(kMaps, kLink, "")), "") << "without an algorithm nobody looks at groups";
  EXPECT_EQ(OpenReasons(Read("affinity-map far bit-position 256\n", "", "")), "flexible algorithm;");
  EXPECT_EQ(OpenReasons(Read("", "", " segment-routing prefix 10.255.0.1/32 algorithm 128 absolute 16107\n")),
            "SID of another algorithm;");
  const std::string before = Text("", "", kSid + " flex-algo 128\n  dataplane sr-mpls\n exit\n", "8.4.4");
  EXPECT_EQ(OpenReasons(ParseText(kFormat, before)),
            "SID of another algorithm;segment routing;segment routing;");
}

}  // namespace
}  // namespace ringfence::formats::frr
