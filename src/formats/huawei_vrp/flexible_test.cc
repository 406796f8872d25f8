// What becomes of flexible algorithms (RFC 9350).
#include <gtest/gtest.h>

#include <string>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::string kEnable = "te attribute enable\n#\n";
const std::string kBits =
    "path-constraint affinity-mapping\n attribute green bit-sequence 1\n attribute red bit-sequence 9\n#\n";

/// A router with these lines in the system view, in IS-IS, under its loopback and its port.
std::string Text(const std::string& top, const std::string& process, const std::string& loopback,
                 const std::string& port = "") {
  return "!Software Version V800R021C10SPC600\n#\nsysname r1\n#\nmpls lsr-id 10.255.0.1\n#\nmpls\n#\n"
         "segment-routing\n#\n" +
         top +
         "isis 1\n is-level level-2\n cost-style wide\n network-entity 49.0001.0000.0000.0001.00\n"
         " segment-routing mpls\n segment-routing global-block 16000 23999\n" +
         process +
         "#\ninterface GigabitEthernet0/1/0\n undo shutdown\n ip address 10.0.0.1 30\n isis enable 1\n" +
         port +
         "#\ninterface LoopBack0\n ip address 10.255.0.1 32\n isis enable 1\n isis prefix-sid index 7\n" +
         loopback + "#\nreturn\n";
}
ParsedFile Read(const std::string& top, const std::string& process, const std::string& loopback,
                const std::string& port = "") {
  return ParseText(kFormat, Text(top, process, loopback, port));
}

std::string Algorithm(const std::string& lines) { return "flex-algo identifier 128\n" + lines + "#\n"; }
const std::string kPort =
    " te link-attribute-application flex-algo\n  link administrative group name red green\n  metric 70\n";
const std::string kUse = " flex-algo 128 level-2\n", kTold = " advertise link attributes\n";

TEST(VrpFlexible, WhoTakesPartAndWhatItTells) {
  const std::string top = kEnable + kBits +
                          Algorithm(
                              " priority 9\n affinity exclude red\n affinity include-any green\n"
                              " affinity include-all red green\n metric-type igp\n") +
                          "flex-algo identifier 129\n#\n";
  const std::string text =
      Text(top, kUse + " flex-algo 129\n" + kTold, " isis prefix-sid absolute 16107 flex-algo 128\n", kPort);
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_EQ(OpenReasons(parsed), "");
  const routing::sr::SrConfig& sr = parsed.config.sr;
  ASSERT_EQ(sr.algorithms.size(), 2U);
  EXPECT_EQ(sr.algorithms[0].number, 128);
  ASSERT_TRUE(sr.algorithms[0].told && sr.algorithms[1].told);
  const routing::sr::AlgorithmDefinition& told = *sr.algorithms[0].told;
  EXPECT_EQ(told.priority, 9U);
  EXPECT_EQ(told.metric, routing::sr::AlgorithmMetric::kIgp);
  EXPECT_TRUE(told.exclude_any[9] && told.include_any[1] && told.include_all[1] && told.include_all[9]);
  EXPECT_EQ(told.exclude_any.count() + told.include_any.count() + told.include_all.count(), 4U);
  EXPECT_EQ(*sr.algorithms[1].told, routing::sr::AlgorithmDefinition()) << "priority 128, metric of the IGP";
  ASSERT_EQ(sr.links.size(), 1U);
  EXPECT_EQ(sr.links[0].interface, "GigabitEthernet0/1/0");
  EXPECT_TRUE(sr.links[0].groups[1] && sr.links[0].groups[9]);
  EXPECT_EQ(sr.links[0].te_metric, 70U);
  ASSERT_EQ(sr.sids.size(), 2U);
  EXPECT_EQ(sr.sids[0].algorithm, routing::sr::kShortestPath);
  EXPECT_EQ(sr.sids[0].value, 7U);
  EXPECT_EQ(sr.sids[1].algorithm, 128);
  EXPECT_EQ(sr.sids[1].value, 107U);
  EXPECT_EQ(sr.sids[1].prefix, sr.sids[0].prefix);
  ExpectPrintsBack(kFormat, text, "flexible algorithms");
}

TEST(VrpFlexible, WordsTakeThingsBack) {
  const std::string top = kEnable + kBits +
                          Algorithm(
                              " affinity exclude red\n undo affinity exclude\n priority 9\n"
                              " undo priority\n metric-type igp\n undo metric-type\n");
  const ParsedFile parsed =
      Read(top, kUse + kTold,
           " isis prefix-sid index 107 flex-algo 128\n undo isis prefix-sid index 107 flex-algo 128\n",
           kPort + "  undo metric\n  undo link administrative group\n");
  EXPECT_EQ(OpenReasons(parsed), "");
  ASSERT_EQ(parsed.config.sr.algorithms.size(), 1U);
  EXPECT_EQ(*parsed.config.sr.algorithms[0].told, routing::sr::AlgorithmDefinition());
  EXPECT_TRUE(parsed.config.sr.links.empty());
  EXPECT_EQ(parsed.config.sr.sids.size(), 1U);
  EXPECT_TRUE(Read(top, kUse + " undo flex-algo 128\n", "").config.sr.algorithms.empty());
  EXPECT_EQ(OpenReasons(Read(top + "undo flex-algo identifier 128\n#\n", kUse, "")),
            "flexible algorithm without a definition;");
}

TEST(VrpFlexible, WhatIsNotForSureIsOpen) {
  const std::string whole = kEnable + kBits + Algorithm(" affinity exclude red\n");
  const auto inside = [](const std::string& line) {
    return OpenReasons(Read(kEnable + kBits + Algorithm(" " + line + "\n"), kUse + kTold, "", kPort));
  };
  EXPECT_EQ(inside("metric-type delay"), "delays of links, which are measured;");
  EXPECT_EQ(inside("metric-type te"), "flexible algorithm;");
  EXPECT_EQ(inside("metric-type hops"), "flexible algorithm;");
  EXPECT_EQ(inside("affinity exclude-srlg S"), "flexible algorithm;");
  EXPECT_EQ(inside("fast-reroute disable"), "flexible algorithm;");
  EXPECT_EQ(inside("affinity exclude blue"), "undefined reference;");
  EXPECT_EQ(inside("priority 256"), "unknown;");
  const std::string nobody = "link attributes that are told to nobody;";
  EXPECT_EQ(OpenReasons(Read(whole, kUse, "", kPort)), nobody);
  EXPECT_EQ(OpenReasons(Read(kBits + Algorithm(""), kUse + kTold, "", kPort)), nobody);
  EXPECT_EQ(OpenReasons(Read(kBits + Algorithm(" affinity exclude red\n"), kUse + kTold, "")),
            "link attributes that are off for the device;");
  EXPECT_EQ(OpenReasons(Read("", kUse, "")), "flexible algorithm without a definition;");
  EXPECT_EQ(OpenReasons(Read(whole, " flex-algo 128 level-1\n", "")), "flexible algorithm of one level;");
  EXPECT_EQ(OpenReasons(Read(whole, " flex-algo 128 level-2 fast-reroute\n", "")), "flexible algorithm;");
  EXPECT_EQ(OpenReasons(Read(whole, " flex-algo 127\n", "")), "unknown;");
  EXPECT_EQ(OpenReasons(Read(whole, kUse + kTold, "", kPort + "  delay 10\n")), "flexible algorithm;");
  EXPECT_EQ(OpenReasons(Read(whole + "flex-algo color-mapping\n color 7 flex-algo 128\n#\n", kUse, "")),
            "flexible algorithm;flexible algorithm;");
  EXPECT_EQ(OpenReasons(Read(whole, kUse, " isis prefix-sid index 107 flex-algo 256\n")), "unknown;");
  EXPECT_EQ(
      OpenReasons(Read("path-constraint affinity-mapping\n attribute red bit-sequence 256\n#\n", "", "")),
      "unknown;");
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
