#include "formats/zte_zxros/zte_zxros.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "formats/open_lines_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::zte_zxros {
namespace {

std::filesystem::path Samples() { return "src/formats/zte_zxros/testdata"; }

/// Parses lines under a section mark that the detector claims.
ParsedFile ParseLines(const std::string& lines) { return ParseText(kFormat, "!<mim>\n" + lines); }

/// Reason why a line (1: the first behind the mark) is not modelled.
std::string ReasonOf(const ParsedFile& parsed, std::size_t line) {
  return parsed.fates.lines.at(line).reason;
}

TEST(ZteZxrosTest, Goldens) { ExpectGoldens(kFormat, Samples()); }

TEST(ZteZxrosTest, PrintsBack) {
  for (const auto& path : FilesIn(Samples(), ".cfg"))
    ExpectPrintsBack(kFormat, ReadText(path), path.string());
}

TEST(ZteZxrosTest, Survives) {
  for (const auto& path : FilesIn(Samples(), ".cfg")) ExpectSurvives(kFormat, ReadText(path));
}

TEST(ZteZxrosTest, APortThatNoWordTurnsOnStaysOpen) {
  const ParsedFile silent = ParseLines("interface gei-0/1/0/1\n  ip address 10.0.0.1 255.255.255.0\n$\n");
  EXPECT_EQ(ReasonOf(silent, 1), "port that no word turns on or off");
  const ParsedFile on = ParseLines("interface gei-0/1/0/1\n  no shutdown\n$\ninterface loopback1\n$\n");
  EXPECT_EQ(ReasonOf(on, 1), "");
  EXPECT_EQ(ReasonOf(on, 4), "");
}

TEST(ZteZxrosTest, OspfWithoutCostStaysOpen) {
  const std::string port = "interface gei-0/1/0/1\n  ip address 10.0.0.1 255.255.255.0\n  no shutdown\n$\n";
  const std::string process =
      "router ospf 1\n  router-id 10.0.0.1\n  area 0.0.0.0\n    interface gei-0/1/0/1\n";
  EXPECT_EQ(ReasonOf(ParseLines(port + process), 8), "OSPF cost that no word gives");
  const ParsedFile told = ParseLines(port + process + "      cost 7\n");
  EXPECT_EQ(ReasonOf(told, 8), "");
  EXPECT_EQ(told.config.ospf.processes.at(0).interfaces.at(0).cost, 7U);
}

TEST(ZteZxrosTest, AnUnknownNumberOfEqualPathsIsOneInDoubt) {
  const ParsedFile silent = ParseLines("router ospf 1\n  router-id 10.0.0.1\n$\n");
  EXPECT_EQ(silent.config.ospf.processes.at(0).max_paths, 1U);
  const ParsedFile told = ParseLines("router ospf 1\n  router-id 10.0.0.1\n  maximum-paths 8\n$\n");
  EXPECT_EQ(told.config.ospf.processes.at(0).max_paths, 8U);
}

TEST(ZteZxrosTest, RouterIdsTheSystemChoosesStayOpen) {
  EXPECT_EQ(ReasonOf(ParseLines("router ospf 1\n$\n"), 1), "router id chosen by the system");
  EXPECT_EQ(ReasonOf(ParseLines("router bgp 65000\n$\n"), 1), "router id chosen by the system");
  EXPECT_EQ(ReasonOf(ParseLines("router bgp 65000\n  bgp router-id 10.0.0.1\n$\n"), 1), "");
}

TEST(ZteZxrosTest, IsisWithoutStyleOrLevelsStaysOpen) {
  const std::string head = "router isis 1\n  area 49.0001\n  system-id 0000.0000.0001\n";
  EXPECT_EQ(ReasonOf(ParseLines(head + "  metric-style wide\n"), 1), "IS-IS levels that no word gives");
  EXPECT_NE(ReasonOf(ParseLines(head + "  is-type level-1-2\n"), 1), "");
  EXPECT_EQ(ReasonOf(ParseLines(head + "  is-type level-1-2\n  metric-style wide\n"), 1), "");
}

TEST(ZteZxrosTest, AStaticNextHopThatIsFarStaysOpen) {
  const std::string port = "interface gei-0/1/0/1\n  ip address 10.0.0.1 255.255.255.0\n  no shutdown\n$\n";
  const ParsedFile parsed =
      ParseLines(port + "ip route 10.1.0.0 255.255.0.0 10.0.0.2\nip route 10.2.0.0 255.255.0.0 10.9.9.9\n");
  EXPECT_EQ(ReasonOf(parsed, 5), "");
  EXPECT_EQ(ReasonOf(parsed, 6), "static next hop that is not on a connected subnet");
}

TEST(ZteZxrosTest, TheEndOfAnAccessListStaysOpen) {
  const std::string use = "interface gei-0/1/0/1\n  no shutdown\n  ipv4-access-group ingress A\n$\n";
  const std::string list = "ipv4-access-list A\n  rule 1 permit 10.0.0.0 0.255.255.255\n";
  EXPECT_EQ(ReasonOf(ParseLines(use + list), 3), "end of an access list");
  EXPECT_EQ(ReasonOf(ParseLines(use + list + "  rule 2 deny any\n"), 3), "");
}

TEST(ZteZxrosTest, BgpTakesBothKindsOfOspfByTwoWords) {
  const std::string head = "router bgp 65000\n  bgp router-id 10.0.0.1\n  address-family ipv4 vrf A\n";
  const auto kinds = [&](const std::string& lines) {
    const ParsedFile parsed = ParseLines("ip vrf A\n$\n" + head + lines);
    const auto& from = parsed.config.bgp.vrfs.at(1).families.at(0).redistributions.at(0);
    return std::pair(from.ospf_internal, from.ospf_external);
  };
  EXPECT_EQ(kinds("    redistribute ospf-int 2\n"), std::pair(true, false));
  EXPECT_EQ(kinds("    redistribute ospf-ext 2\n"), std::pair(false, true));
  EXPECT_EQ(kinds("    redistribute ospf-int 2\n    redistribute ospf-ext 2\n"), std::pair(true, true));
}

TEST(ZteZxrosTest, UndefinedNamesAreReported) {
  const ParsedFile map = ParseLines(
      "router bgp 65000\n  bgp router-id 10.0.0.1\n  neighbor 10.0.0.2 remote-as 65001\n"
      "  neighbor 10.0.0.2 route-map NONE in\n$\n");
  ASSERT_FALSE(map.diagnostics.items().empty());
  EXPECT_NE(ReasonOf(map, 4), "");
  const ParsedFile list =
      ParseLines("interface gei-0/1/0/1\n  no shutdown\n  ipv4-access-group ingress A\n$\n");
  EXPECT_FALSE(list.diagnostics.items().empty());
}

TEST(ZteZxrosTest, ABannerCouldChangeEverything) {
  const ParsedFile parsed = ParseLines("banner incoming #\nip route 0.0.0.0 0.0.0.0 10.0.0.1\n#\n");
  EXPECT_EQ(parsed.fates.lines.at(1).impact.bits, model::Impact::kAll);
}

TEST(ZteZxrosTest, APortIsInOneAreaOnly) {
  const ParsedFile parsed = ParseLines(
      "interface gei-0/1/0/1\n  ip address 10.0.0.1 255.255.255.0\n  no shutdown\n$\n"
      "router ospf 1\n  router-id 10.0.0.1\n  area 0.0.0.0\n    network 10.0.0.0 0.0.0.255\n  $\n"
      "  area 0.0.0.1\n    interface gei-0/1/0/1\n      cost 5\n    $\n  $\n$\n");
  EXPECT_EQ(ReasonOf(parsed, 8), "interface in two OSPF areas");
}

TEST(ZteZxrosTest, RulesThatAreNotModelledStandOpen) {
  const std::string before = "!<sysname>\nhostname a\n!</sysname>\nipv4-access-list CORE\n";
  const std::string behind =
      "  rule 900 permit any\n$\n!<if-intf>\ninterface gei-0/1/0/1\n  ip address 10.0.0.1 255.255.255.0\n"
      "  ipv4-access-group ingress CORE\n$\n!</if-intf>\n!<ospfv2>\nrouter ospf 1\n  area 0.0.0.0\n"
      "    network 10.0.0.0 0.0.0.255\n  $\n$\n!</ospfv2>\n";
  ExpectLeftOpen(kFormat, {before, behind, "  rule 10 permit ospf any any\n",
                           "  rule 20 deny ip any any ttl 1\n", "  rule 20 permit ip any any ttl 1\n"});
}

}  // namespace
}  // namespace ringfence::formats::zte_zxros
