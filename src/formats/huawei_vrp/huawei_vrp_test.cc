#include "formats/huawei_vrp/huawei_vrp.h"

#include <cstdlib>
#include <iostream>

#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::filesystem::path kSamples = std::filesystem::path(RF_TEST_FOLDER) / "testdata";

/// Diagnostics of a text as "id line:column", one per line.
std::string DiagnosticsOf(const std::string& text) {
  std::string found;
  const ParsedFile parsed = ParseText(kFormat, text);
  for (const base::Diagnostic& diagnostic : parsed.diagnostics.items()) {
    found += std::string(base::InfoOf(diagnostic.kind).id) + ' ' + std::to_string(diagnostic.span.line) +
             ':' + std::to_string(diagnostic.span.column) + '\n';
  }
  return found;
}

model::Fate FateOf(const std::string& text, std::size_t line) {
  return ParseText(kFormat, text).fates.lines[line - 1].fate;
}

TEST(HuaweiVrpTest, Goldens) { ExpectGoldens(kFormat, kSamples); }

TEST(HuaweiVrpTest, PrintsBack) {
  for (const auto& path : FilesIn(kSamples, ".cfg"))
    ExpectPrintsBack(kFormat, ReadText(path), path.filename().string());
}

TEST(HuaweiVrpTest, SurvivesHostileText) {
  for (const char* name : {"ospf.cfg", "acl.cfg", "management.cfg", "vrp5.cfg"}) {
    ExpectSurvives(kFormat, ReadText(kSamples / name));
  }
}

TEST(HuaweiVrpTest, ClaimsItsSamplesAndRefusesComware) {
  for (const auto& path : FilesIn(kSamples, ".cfg")) EXPECT_EQ(Detect(ReadText(path)), Claim::kYes) << path;
  EXPECT_EQ(Detect("#\n version 7.1.064, Release 2612\n#\n sysname H3C\n#\ninterface LoopBack0\n#\nreturn\n"),
            Claim::kNo);
  EXPECT_EQ(Detect("hostname R1\n!\ninterface GigabitEthernet0/0\n!\nend\n"), Claim::kNo);
  EXPECT_EQ(Detect(""), Claim::kNo);
}

TEST(HuaweiVrpTest, BadValuesHaveTheirColumn) {
  EXPECT_EQ(DiagnosticsOf("#\ninterface GE0/1/0\n ip address 10.0.0.300 24\n"), "value-invalid 3:13\n");
  EXPECT_EQ(DiagnosticsOf("#\ninterface GE0/1/0\n ip address 10.0.0.3 255.0.255.0\n"),
            "value-invalid 3:22\n");
  EXPECT_EQ(DiagnosticsOf("#\ninterface GE0/1/0\n ospf cost 0\n"), "value-invalid 3:12\n");
  EXPECT_EQ(DiagnosticsOf("#\nospf 1\n area 0\n  network 10.0.0.0 x\n"), "value-invalid 4:20\n");
  EXPECT_EQ(DiagnosticsOf("#\nacl 3000\n rule 5 permit tcp destination-port eq 70000\n"),
            "value-invalid 3:40\n");
  EXPECT_EQ(DiagnosticsOf("#\nip route-static 10.0.0.0 33 10.0.0.1\n"), "value-invalid 2:26\n");
}

TEST(HuaweiVrpTest, ReportsWhatIsNotDefined) {
  EXPECT_EQ(DiagnosticsOf("#\ninterface GE0/1/0\n traffic-filter inbound acl 3000\n"),
            "reference-undefined 3:2\n");
  EXPECT_EQ(
      DiagnosticsOf(
          "#\nstelnet server enable\nuser-interface vty 0 4\n acl 2000 inbound\n protocol inbound ssh\n"),
      "reference-undefined 4:2\n");
  EXPECT_EQ(DiagnosticsOf("#\nospf 1\n import-route static route-policy X\n"), "reference-undefined 3:2\n");
  EXPECT_EQ(DiagnosticsOf("#\nospf 1\n filter-policy ip-prefix X import\n"), "reference-undefined 3:2\n");
}

TEST(HuaweiVrpTest, ReportsAnInterfaceInTwoAreas) {
  EXPECT_EQ(
      DiagnosticsOf(
          "#\ninterface GE0/1/0\n ip address 10.0.0.1 24\n#\nospf 1\n area 0\n  network 10.0.0.0 0.0.0.255\n"
          " area 1\n  network 10.0.0.0 0.0.0.255\n"),
      "interface-two-areas 9:3\n");
  EXPECT_EQ(DiagnosticsOf("#\ninterface GE0/1/0\n ospf enable 1 area 0\n ospf enable 1 area 1\n"),
            "interface-two-areas 4:2\n");
}

TEST(HuaweiVrpTest, ReportsBrokenStructure) {
  EXPECT_EQ(DiagnosticsOf("#\nheader login information \"never\n#\nends\n"), "syntax-broken 2:1\n");
  EXPECT_EQ(DiagnosticsOf("#\n" + std::string(70000, 'a') + "\n"), "line-too-long 2:1\n");
  std::string deep = "#\nsegment-routing\n";
  for (std::size_t depth = 1; depth < 70; ++depth) deep += std::string(depth, ' ') + "x\n";
  EXPECT_TRUE(DiagnosticsOf(deep).starts_with("nesting-too-deep 66:65\n"));
}

TEST(HuaweiVrpTest, SectionsEndAtTheMarkWhateverTheIndent) {
  const std::string text = "#\n sysname A\n#\n snmp-agent\n#\ninterface GE0/1/0\n shutdown\n#\n";
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_EQ(parsed.config.device.name, "A");
  EXPECT_FALSE(parsed.config.device.interfaces.at(0).admin_up);
}

TEST(HuaweiVrpTest, UndoTakesBack) {
  const ParsedFile parsed = ParseText(
      kFormat,
      "#\ninterface GE0/1/0\n shutdown\n undo shutdown\n ip address 10.0.0.1 24\n undo ip address\n");
  EXPECT_TRUE(parsed.config.device.interfaces.at(0).admin_up);
  EXPECT_TRUE(parsed.config.device.interfaces.at(0).addresses.empty());
  EXPECT_EQ(FateOf("#\nbgp 1\n#\n", 2), model::Fate::kUnmodelled);
  EXPECT_EQ(FateOf("#\nundo bgp\n#\n", 2), model::Fate::kIrrelevant);
  EXPECT_EQ(FateOf("#\nundo frobnicate\n#\n", 2), model::Fate::kUnknown);
}

TEST(HuaweiVrpTest, SecretsStayOut) {
  const std::string text = ReadText(kSamples / "ospf.cfg");
  EXPECT_EQ(Print(ParseText(kFormat, text).config).find("secret"), std::string::npos);
}

TEST(HuaweiVrpTest, ReferenceNetworkIsUnderstood) {
  std::size_t count = 0;
  for (const auto& path : FilesIn("examples/valdrea/configs", ".cfg")) {
    const std::string text = ReadText(path);
    if (Detect(text) == Claim::kNo) continue;
    ++count;
    const ParsedFile parsed = ParseText(kFormat, text);
    EXPECT_TRUE(parsed.diagnostics.items().empty()) << path << '\n' << Census(parsed);
    for (std::size_t i = 0; i < parsed.fates.lines.size(); ++i) {
      const model::LineFate& fate = parsed.fates.lines[i];
      EXPECT_NE(fate.fate, model::Fate::kUnknown) << path << ':' << i + 1;
      const bool only6 = fate.impact.bits == model::Impact::kRouting6;
      EXPECT_TRUE(fate.fate != model::Fate::kUnmodelled || only6)
          << path << ':' << i + 1 << ' ' << fate.reason;
    }
    ExpectPrintsBack(kFormat, text, path.filename().string());
  }
  if (count == 0) GTEST_SKIP() << "examples/valdrea/configs is not there";
}

// Real texts: prints the share of fates over every file below the folder that the reader claims.
// Found by the fuzzer: whatever began with NULL discarded packets.
TEST(HuaweiVrpTest, LinesThatCanChangeAnAnswerAreNeverIrrelevant) {
  using model::Impact;
  constexpr std::uint8_t kRoutes = Impact::kRouting4 | Impact::kRouting6;
  struct Case {
    const char* lines;
    std::size_t line;  // index in the text that is read
    std::uint8_t impact;
  };
  constexpr Case kCases[] = {
      {"#\nautoconfig enable\n#", 1, Impact::kManagement},
      {"#\nops\n#", 1, Impact::kAll},
      {"#\ndns proxy enable\n#", 1, Impact::kForwarding},
      {"#\ninterface GE0/0/1\n ip forward-broadcast\n#", 2, Impact::kForwarding},
      {"#\ninterface GE0/0/1\n loopback internal\n#", 2, kRoutes | Impact::kForwarding},
      {"#\nospf 1\n dn-bit-check disable ase\n#", 2, Impact::kRouting4},
      {"#\nuser-interface vty 0 4\n auto-execute command x\n#", 2, Impact::kManagement},
  };
  for (const Case& one : kCases) {
    const ParsedFile parsed = ParseText(kFormat, one.lines);
    const model::LineFate& fate = parsed.fates.lines.at(one.line);
    EXPECT_EQ(fate.fate, model::Fate::kUnmodelled) << one.lines;
    EXPECT_EQ(fate.impact.bits, one.impact) << one.lines;
  }
}

TEST(HuaweiVrpTest, OnlyNull0Discards) {
  const ParsedFile parsed = ParseText(
      kFormat, "#\nip route-static 10.0.0.0 8 NULL0\nip route-static 10.0.0.0 9 NULL00\n#\nreturn\n");
  ASSERT_EQ(parsed.config.static_routes.routes.size(), 2U);
  EXPECT_TRUE(parsed.config.static_routes.routes[0].discard);
  EXPECT_FALSE(parsed.config.static_routes.routes[1].discard);
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
