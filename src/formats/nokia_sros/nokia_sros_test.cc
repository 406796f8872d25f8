#include "formats/nokia_sros/nokia_sros.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/reader.h"
#include "formats/open_lines_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::nokia_sros {
namespace {

namespace fs = std::filesystem;
using base::DiagnosticKind;
using model::Fate;

fs::path Samples() { return fs::path(RF_TEST_FOLDER) / "testdata"; }

/// The only diagnostic of a text, with its place.
void ExpectDiagnostic(const std::string& text, DiagnosticKind kind, std::uint32_t line,
                      std::uint32_t column) {
  const ParsedFile parsed = ParseText(kFormat, text);
  ASSERT_EQ(parsed.diagnostics.items().size(), 1U) << text << '\n' << Census(parsed);
  const base::Diagnostic& got = parsed.diagnostics.items().front();
  EXPECT_EQ(base::InfoOf(got.kind).id, base::InfoOf(kind).id) << text;
  EXPECT_EQ(got.span.line, line) << text;
  EXPECT_EQ(got.span.column, column) << text;
}

TEST(NokiaSros, Goldens) { ExpectGoldens(kFormat, Samples()); }

TEST(NokiaSros, PrintsBackWhatItRead) {
  for (const fs::path& path : FilesIn(Samples(), ".cfg")) {
    const std::string text = formats::ReadText(path);
    if (ParseText(kFormat, text).diagnostics.has_errors()) continue;
    ExpectPrintsBack(kFormat, text, path.string());
  }
}

TEST(NokiaSros, ValdreaIsUnderstood) {
  int read = 0;
  for (const fs::path& path : FilesIn("examples/valdrea/configs", ".cfg")) {
    const std::string text = formats::ReadText(path);
    if (Detect(text) != Claim::kYes) continue;
    ++read;
    const ParsedFile parsed = ParseText(kFormat, text);
    EXPECT_TRUE(parsed.diagnostics.items().empty()) << path << '\n' << Census(parsed);
    for (std::size_t i = 0; i < parsed.fates.lines.size(); ++i) {
      const model::LineFate& line = parsed.fates.lines[i];
      EXPECT_NE(line.fate, Fate::kUnknown) << path << ':' << i + 1;
      if (line.fate != Fate::kUnmodelled) continue;
      EXPECT_EQ(line.impact.bits & ~(Impact::kRouting6 | Impact::kForwarding), 0)
          << path << ':' << i + 1 << ' ' << line.reason;
    }
    ExpectPrintsBack(kFormat, text, path.string());
  }
  if (read == 0) GTEST_SKIP() << "no example of this system is present; nothing was checked";
}

TEST(NokiaSros, AllNotationsGiveTheSameModel) {
  const std::string braces =
      Dump(ParseText(kFormat, formats::ReadText(Samples() / "notation_braces.cfg")).config);
  EXPECT_EQ(braces, Dump(ParseText(kFormat, formats::ReadText(Samples() / "notation_flat.cfg")).config));
  EXPECT_EQ(braces, Dump(ParseText(kFormat, formats::ReadText(Samples() / "notation_mixed.cfg")).config));
}

TEST(NokiaSros, SpansCoverTheStatement) {
  const ParsedFile block = ParseText(kFormat, "configure {\n    system {\n        name \"r1\"\n    }\n}\n");
  EXPECT_EQ(block.config.device.name_span, (base::Span{base::FileId(0), 3, 9, 9}));
  const ParsedFile flat = ParseText(kFormat, "  /configure system name \"r1\"  # who\n");
  EXPECT_EQ(flat.config.device.name_span, (base::Span{base::FileId(0), 1, 3, 27}));
}

TEST(NokiaSros, QuotedTextLosesItsBackslashes) {
  const std::string text = "/configure system name \"a \\\"b\\\" \\\\ c\"\n";
  EXPECT_EQ(ParseText(kFormat, text).config.device.name, "a \"b\" \\ c");
  ExpectPrintsBack(kFormat, text, "escapes");
}

TEST(NokiaSros, ReportsBadValues) {
  ExpectDiagnostic("/configure port 1/1/1 ethernet mtu 99999999999\n", DiagnosticKind::kValueInvalid, 1, 36);
  ExpectDiagnostic("/configure port 1/1/1 admin-state up\n", DiagnosticKind::kValueInvalid, 1, 35);
  ExpectDiagnostic("/configure router \"Base\" interface \"a\" ipv4 primary address 10.0.0.300\n",
                   DiagnosticKind::kValueInvalid, 1, 61);
  ExpectDiagnostic("/configure router \"Base\" interface \"a\" ipv4 primary address 10.0.0.3\n",
                   DiagnosticKind::kValueInvalid, 1, 61);
  ExpectDiagnostic("/configure router \"Base\" interface \"a\" ipv6 address 10.0.0.3 prefix-length 24\n",
                   DiagnosticKind::kValueInvalid, 1, 53);
  ExpectDiagnostic("/configure router \"Base\" ospf 0 area 1.2 { }\n", DiagnosticKind::kValueInvalid, 1, 38);
  ExpectDiagnostic("/configure router \"Base\" static-routes route 10.0.0.0/40 route-type unicast\n",
                   DiagnosticKind::kValueInvalid, 1, 46);
  ExpectDiagnostic("/configure filter ip-filter \"f\" entry 10 match protocol tpc\n",
                   DiagnosticKind::kValueInvalid, 1, 57);
  ExpectDiagnostic("/configure lag \"lag-1\" port 1/1/1 { }\n/configure lag \"lag-2\" port 1/1/1 { }\n",
                   DiagnosticKind::kValueInvalid, 2, 29);
  ExpectDiagnostic("/configure lag \"lag-1\" port wibble { }\n", DiagnosticKind::kReferenceUndefined, 1, 29);
  ExpectDiagnostic("/configure system name\n", DiagnosticKind::kValueInvalid, 1, 19);
  EXPECT_EQ(ParseText(kFormat, "/configure router \"Base\" ecmp many\n").fates.lines[0].fate, Fate::kUnknown);
}

TEST(NokiaSros, ReportsUndefinedReferences) {
  ExpectDiagnostic("/configure router \"Base\" interface \"a\" port lag-9\n",
                   DiagnosticKind::kReferenceUndefined, 1, 45);
  ExpectDiagnostic("/configure router \"Base\" interface \"a\" ingress filter ip \"f\"\n",
                   DiagnosticKind::kReferenceUndefined, 1, 59);
  ExpectDiagnostic("/configure router \"Base\" apply-groups [\"g\"]\n", DiagnosticKind::kReferenceUndefined,
                   1, 41);
  ExpectDiagnostic("/configure system security user-params local-user user \"u\" console member [\"p\"]\n",
                   DiagnosticKind::kReferenceUndefined, 1, 77);
  ExpectDiagnostic(
      "/configure router \"Base\" ospf 0 { admin-state enable\nasbr { }\nexport-policy [\"p\"] }\n",
      DiagnosticKind::kReferenceUndefined, 3, 17);
  ExpectDiagnostic(
      "/configure router \"Base\" ospf 0 { admin-state enable\narea 0.0.0.0 interface \"x\" { } }\n",
      DiagnosticKind::kReferenceUndefined, 2, 25);
}

TEST(NokiaSros, ReportsBrokenStructure) {
  ExpectDiagnostic("configure {\n    system {\n        name r1\n    }\n", DiagnosticKind::kSyntaxBroken, 4,
                   1);
  ExpectDiagnostic("}\n", DiagnosticKind::kSyntaxBroken, 1, 1);
  ExpectDiagnostic("/configure system name \"r1\n}\n", DiagnosticKind::kSyntaxBroken, 1, 24);
  ExpectDiagnostic("/configure system name [a b { }\n", DiagnosticKind::kSyntaxBroken, 1, 24);
  ExpectDiagnostic("{\n}\n", DiagnosticKind::kSyntaxBroken, 1, 1);
  std::string deep;
  for (std::uint32_t i = 0; i <= kNestingMax + 1; ++i) deep += "a {\n";
  deep += "b\n";
  for (std::uint32_t i = 0; i <= kNestingMax + 1; ++i) deep += "}\n";
  const ParsedFile parsed = ParseText(kFormat, deep);
  ASSERT_EQ(parsed.diagnostics.items().size(), 1U);
  EXPECT_EQ(base::InfoOf(parsed.diagnostics.items()[0].kind).id, "nesting-too-deep");
  const ParsedFile longer =
      ParseText(kFormat, "/configure system name r1\n" + std::string(kLineBytesMax + 1, 'x') + "\n");
  ASSERT_EQ(longer.diagnostics.items().size(), 1U);
  EXPECT_EQ(base::InfoOf(longer.diagnostics.items()[0].kind).id, "line-too-long");
  EXPECT_EQ(longer.fates.lines[1].fate, Fate::kUnknown);
  EXPECT_EQ(longer.config.device.name, "r1");
}

TEST(NokiaSros, ReportsAnInterfaceInTwoAreas) {
  ExpectDiagnostic(
      "/configure router \"Base\" interface \"system\" { }\n"
      "/configure router \"Base\" ospf 0 admin-state enable\n"
      "/configure router \"Base\" ospf 0 area 0.0.0.0 interface \"system\" { }\n"
      "/configure router \"Base\" ospf 0 area 0.0.0.1 interface \"system\" { }\n",
      DiagnosticKind::kInterfaceTwoAreas, 4, 57);
}

TEST(NokiaSros, LaterLinesReplaceAndRemove) {
  const ParsedFile parsed = ParseText(kFormat,
                                      "/configure system name a\n"
                                      "/configure system name b\n"
                                      "/configure port 1/1/1 admin-state enable\n"
                                      "/configure port 1/1/2 admin-state enable\n"
                                      "/configure delete port 1/1/1\n"
                                      "/configure port 1/1/2 delete admin-state\n"
                                      "/configure delete port 1/1/7\n");
  EXPECT_EQ(parsed.config.device.name, "b");
  ASSERT_EQ(parsed.config.device.interfaces.size(), 1U);
  EXPECT_FALSE(parsed.config.device.interfaces[0].admin_up);
  const Fate expected[] = {Fate::kModelled, Fate::kModelled, Fate::kIrrelevant, Fate::kIrrelevant,
                           Fate::kModelled, Fate::kModelled, Fate::kIrrelevant};
  for (std::size_t i = 0; i < std::size(expected); ++i)
    EXPECT_EQ(parsed.fates.lines[i].fate, expected[i]) << i + 1;
}

TEST(NokiaSros, SeveralLeavesOnOneLine) {
  const ParsedFile parsed = ParseText(
      kFormat,
      "/configure port 1/1/1 admin-state enable description \"to r2\"\n"
      "/configure router interface \"a\" port 1/1/1 ipv4 primary address 10.0.0.1 prefix-length 30\n");
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  ASSERT_EQ(parsed.config.device.interfaces.size(), 2U);
  EXPECT_EQ(parsed.config.device.interfaces[0].description, "to r2");
  ASSERT_EQ(parsed.config.device.interfaces[1].addresses.size(), 1U);
  for (const auto& line : parsed.fates.lines) EXPECT_EQ(line.fate, Fate::kModelled);
}

TEST(NokiaSros, PortsThatAreOnlyUsedExistAndAreDown) {
  const ParsedFile parsed = ParseText(kFormat,
                                      "/configure lag \"lag-1\" port 1/1/2 { }\n"
                                      "/configure router \"Base\" interface \"a\" port 1/1/1:7\n"
                                      "/configure router \"Base\" interface \"b\" loopback\n");
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  ASSERT_EQ(parsed.config.device.interfaces.size(), 5U);
  EXPECT_EQ(parsed.config.device.interfaces[0].name, "1/1/2");
  EXPECT_EQ(parsed.config.device.interfaces[0].lag, "lag-1");
  EXPECT_EQ(parsed.config.device.interfaces[1].name, "1/1/1");
  EXPECT_FALSE(parsed.config.device.interfaces[1].admin_up);
  EXPECT_EQ(parsed.config.device.interfaces[4].kind, model::InterfaceKind::kLoopback);
}

TEST(NokiaSros, UnknownLinesKeepTheImpactOfTheirBlock) {
  const ParsedFile parsed = ParseText(kFormat,
                                      "/configure system security ssh wibble\n"
                                      "/configure router \"Base\" ospf 0 wibble\n"
                                      "/configure wibble\n");
  EXPECT_EQ(parsed.fates.lines[0].impact.bits, Impact::kManagement);
  EXPECT_EQ(parsed.fates.lines[1].impact.bits, Impact::kRouting4);
  EXPECT_EQ(parsed.fates.lines[2].impact.bits, Impact::kAll);
  for (const auto& line : parsed.fates.lines) EXPECT_EQ(line.fate, Fate::kUnknown);
}

TEST(NokiaSros, GroupsFillWhatIsMissing) {
  const ParsedFile parsed = ParseText(kFormat,
                                      "/configure groups group \"g\" port \"<.*>\" admin-state enable\n"
                                      "/configure groups group \"h\" router \"Base\" ecmp 4\n"
                                      "/configure groups group \"i\" port 1/1/9 admin-state enable\n"
                                      "/configure groups group \"j\" port \"<1/.*>\" admin-state enable\n"
                                      "/configure apply-groups [\"g\" \"j\"]\n"
                                      "/configure port 1/1/1 admin-state disable\n"
                                      "/configure port 1/1/2 { }\n"
                                      "/configure port 1/1/3 apply-groups-exclude [\"g\"]\n"
                                      "/configure router \"Base\" apply-groups [\"h\"]\n"
                                      "/configure router \"Base\" ospf 0 admin-state enable\n");
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  ASSERT_EQ(parsed.config.device.interfaces.size(), 3U);
  EXPECT_FALSE(parsed.config.device.interfaces[0].admin_up);
  EXPECT_TRUE(parsed.config.device.interfaces[1].admin_up);
  EXPECT_FALSE(parsed.config.device.interfaces[2].admin_up);
  ASSERT_EQ(parsed.config.ospf.processes.size(), 1U);
  EXPECT_EQ(parsed.config.ospf.processes[0].max_paths, 4U);
  const Fate expected[] = {Fate::kModelled, Fate::kModelled, Fate::kIrrelevant, Fate::kUnmodelled};
  for (std::size_t i = 0; i < std::size(expected); ++i)
    EXPECT_EQ(parsed.fates.lines[i].fate, expected[i]) << i + 1;
}

TEST(NokiaSros, GroupsThatMultiplyStop) {
  std::string text = "/configure groups group g {\n";
  for (int i = 0; i < 2000; ++i) text += "port \"<.*>\" ethernet e" + std::to_string(i) + "\n";
  text += "}\n";
  for (int i = 0; i < 2000; ++i) text += "/configure port p" + std::to_string(i) + " { }\n";
  text += "/configure apply-groups g\n";
  const ParsedFile parsed = ParseText(kFormat, text);
  ASSERT_FALSE(parsed.diagnostics.items().empty());
  EXPECT_EQ(base::InfoOf(parsed.diagnostics.items()[0].kind).id, "nesting-too-deep");
}

// Two spellings of one key are one entry, of which the later leaves stand: found by the fuzzer.
TEST(NokiaSros, SpellingsOfOneKeyAreOneEntry) {
  const std::string text =
      "/configure router \"Base\" interface \"a\" ipv6 address 2001:db8::1 prefix-length 64\n"
      "/configure router \"Base\" interface \"a\" ipv6 address 2001:DB8:0::1 prefix-length 48\n"
      "/configure router \"Base\" static-routes route 5.0.0.0/0 route-type unicast blackhole admin-state "
      "enable\n"
      "/configure router \"Base\" static-routes route 0.0.0.0/0 route-type unicast blackhole preference 9\n"
      "/configure router \"Base\" static-routes route 0.0.0.0/0 route-type unicast blackhole admin-state "
      "enable\n"
      "/configure router \"Base\" static-routes route 2001:db8:1::/48 route-type unicast indirect "
      "2001:db8::2 "
      "admin-state enable\n"
      "/configure router \"Base\" static-routes route 2001:db8:1::/48 route-type unicast indirect "
      "2001:DB8::2 "
      "admin-state enable metric 7\n"
      "/configure router \"Base\" ospf 0 area 0.0.0.1 area-range 10.1.0.0/16 advertise false\n"
      "/configure router \"Base\" ospf 00 { admin-state enable\narea 1 area-range 10.1.2.0/16 }\n"
      "/configure filter match-list port-list \"p\" port 22 { }\n"
      "/configure filter match-list port-list \"p\" range start 22 end 22 { }\n"
      "/configure filter ip-filter \"f\" entry 10 { action accept\nmatch { protocol tcp\n"
      "dst-port port-list \"p\" } }\n";
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  ASSERT_EQ(parsed.config.device.interfaces.size(), 1U);
  ASSERT_EQ(parsed.config.device.interfaces[0].addresses.size(), 1U);
  EXPECT_EQ(parsed.config.device.interfaces[0].addresses[0].address.length, 48);
  ASSERT_EQ(parsed.config.static_routes.routes.size(), 2U);
  EXPECT_EQ(parsed.config.static_routes.routes[0].distance, 9U);
  EXPECT_EQ(parsed.config.static_routes.routes[1].metric, 7U);
  ASSERT_EQ(parsed.config.ospf.processes.size(), 1U);
  ASSERT_EQ(parsed.config.ospf.processes[0].areas.size(), 1U);
  ASSERT_EQ(parsed.config.ospf.processes[0].areas[0].ranges.size(), 1U);
  EXPECT_FALSE(parsed.config.ospf.processes[0].areas[0].ranges[0].advertise);
  ASSERT_EQ(parsed.config.device.acls.size(), 1U);
  ASSERT_EQ(parsed.config.device.acls[0].lines.size(), 1U);
  EXPECT_EQ(parsed.config.device.acls[0].lines[0].match.destination_port.size(), 1U);
  ExpectPrintsBack(kFormat, text, "spellings");
}

const model::RouteTerm& TermIn(const ParsedFile& parsed, std::string_view policy, std::size_t index) {
  const model::RoutePolicy* found = model::FindPolicy(parsed.config.policies, policy);
  EXPECT_NE(found, nullptr);
  return found->terms.at(index);
}

TEST(NokiaSros, EntriesOfPoliciesAreTriedByNumberAndDoNothingWithoutAnAction) {
  const ParsedFile parsed = ParseText(kFormat, formats::ReadText(Samples() / "policies.cfg"));
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  const model::RoutePolicy* policy = model::FindPolicy(parsed.config.policies, "rich");
  ASSERT_NE(policy, nullptr);
  ASSERT_EQ(policy->terms.size(), 3U);
  EXPECT_EQ(policy->end, model::PolicyEnd::kNextPolicy);
  EXPECT_EQ(policy->terms[0].name, "10");
  EXPECT_EQ(policy->terms[0].flow, model::TermFlow::kNext);
  EXPECT_EQ(policy->terms[1].name, "20");
  EXPECT_EQ(policy->terms[1].flow, model::TermFlow::kAccept);
  EXPECT_EQ(policy->terms[2].flow, model::TermFlow::kReject);
}

TEST(NokiaSros, PolicyThatAsksItselfIsNotEvaluated) {
  const ParsedFile parsed =
      ParseText(kFormat,
                "/configure policy-options policy-statement a entry 1 from policy b\n"
                "/configure policy-options policy-statement a entry 1 action action-type accept\n"
                "/configure policy-options policy-statement b entry 1 from policy a\n"
                "/configure policy-options policy-statement b entry 1 action action-type accept\n");
  EXPECT_EQ(TermIn(parsed, "a", 0).all_of.at(0).any_of.at(0).kind, model::RouteMatchKind::kNotModelled);
}

TEST(NokiaSros, UndefinedListsLetNothingBeDecided) {
  const ParsedFile parsed =
      ParseText(kFormat,
                "/configure policy-options policy-statement a entry 1 from prefix-list [x]\n"
                "/configure policy-options policy-statement a entry 1 action action-type accept\n");
  ASSERT_EQ(parsed.diagnostics.items().size(), 1U);
  EXPECT_EQ(base::InfoOf(parsed.diagnostics.items()[0].kind).id, "reference-undefined");
  EXPECT_EQ(TermIn(parsed, "a", 0).all_of.at(0).any_of.at(0).kind, model::RouteMatchKind::kNotModelled);
}

TEST(NokiaSros, BgpLeavesComeFromTheGroupUnlessTheNeighbourHasThem) {
  const ParsedFile parsed = ParseText(kFormat, formats::ReadText(Samples() / "bgp.cfg"));
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  const routing::bgp::BgpConfig& bgp = parsed.config.bgp;
  ASSERT_EQ(bgp.vrfs.size(), 1U);
  ASSERT_EQ(bgp.vrfs[0].neighbors.size(), 5U);
  const auto& dynamic = bgp.vrfs[0].neighbors[0];
  EXPECT_EQ(dynamic.remote_as_kind, routing::bgp::RemoteAs::kListed);
  const auto& peer = bgp.vrfs[0].neighbors[1];
  EXPECT_EQ(peer.remote_as, 65010U);
  ASSERT_EQ(peer.families.size(), 1U);
  EXPECT_EQ(peer.families[0].import.names,
            (std::vector<std::string>{"#preference 160", "#local-preference 150", "in"}));
  EXPECT_EQ(peer.families[0].export_chain.names,
            (std::vector<std::string>{"#table-routes", "#summary-only", "out", "#bgp-only"}));
  EXPECT_TRUE(bgp.vrfs[0].neighbors[2].shutdown);
  EXPECT_FALSE(bgp.vrfs[0].neighbors[2].families[0].send_standard);
  const auto& bare = bgp.vrfs[0].neighbors[3];
  EXPECT_FALSE(bare.families[0].import.accept_by_default);
  EXPECT_TRUE(bare.families[0].export_chain.names.empty());
  EXPECT_FALSE(bare.families[0].export_chain.accept_by_default);
  const auto& core = bgp.vrfs[0].neighbors[4];
  EXPECT_EQ(core.remote_as_kind, routing::bgp::RemoteAs::kInternal);
  EXPECT_EQ(core.update_source, net::ParseAddress("192.0.2.1"));
  ASSERT_EQ(core.families.size(), 2U);
  EXPECT_TRUE(core.families[1].export_chain.names.empty());
  ASSERT_EQ(bgp.vrfs[0].families.size(), 2U);
  EXPECT_EQ(bgp.vrfs[0].families[0].ebgp_paths_max, 2U);
  EXPECT_EQ(bgp.vrfs[0].families[0].ibgp_paths_max, 1U);
  EXPECT_TRUE(bgp.vrfs[0].families[0].exports_from_table);
  EXPECT_FALSE(bgp.vrfs[0].families[1].exports_from_table);
}

TEST(NokiaSros, ServicesAreInstances) {
  const ParsedFile parsed = ParseText(kFormat, formats::ReadText(Samples() / "vprn.cfg"));
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  const routing::DeviceConfig& config = parsed.config;
  ASSERT_EQ(config.vrfs.size(), 2U);
  EXPECT_EQ(config.vrfs[0].name, "red");
  EXPECT_EQ(config.vrfs[0].import_targets4, (std::vector<std::string>{"target:65000:10"}));
  EXPECT_EQ(config.vrfs[1].export_policies, (std::vector<std::string>{"to-vpn"}));
  EXPECT_TRUE(config.vrfs[1].import_targets4.empty());
  const auto index = model::FindInterface(config.device, "lan@red");
  ASSERT_TRUE(index.valid());
  const model::Interface& lan = config.device.interfaces[index.index()];
  EXPECT_EQ(lan.vrf, "red");
  EXPECT_EQ(lan.vlan, 100);
  EXPECT_EQ(lan.acl_in4.name, "edge");
  ASSERT_EQ(lan.virtual_routers.size(), 1U);
  EXPECT_EQ(lan.virtual_routers[0].priority, 120U);
  ASSERT_EQ(config.ospf.processes.size(), 1U);
  EXPECT_EQ(config.ospf.processes[0].interfaces.at(0).name, "lan@red");
  EXPECT_FALSE(config.device.interfaces[model::FindInterface(config.device, "x").index()].admin_up);
  EXPECT_EQ(config.device.interfaces[model::FindInterface(config.device, "inet").index()].vrf, "");
}

TEST(NokiaSros, IsisTakesItsIdentityFromTheSystemAddress) {
  const ParsedFile parsed = ParseText(kFormat, formats::ReadText(Samples() / "isis.cfg"));
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  ASSERT_EQ(parsed.config.isis.processes.size(), 1U);
  const routing::isis::IsisProcess& process = parsed.config.isis.processes[0];
  EXPECT_EQ(process.system_id, "1920.0000.2001");
  EXPECT_EQ(process.style_level2, routing::isis::MetricStyle::kWide);
  ASSERT_EQ(process.interfaces.size(), 3U);
  EXPECT_EQ(process.interfaces[0].metric_level2, 0U);
  EXPECT_EQ(process.interfaces[1].metric_level2, 25U);
  EXPECT_EQ(process.redistributions.size(), 2U);
}

TEST(NokiaSros, LinesThatCanChangeAnAnswerAreNeverIrrelevant) {
  using model::Impact;
  constexpr std::uint8_t kRoutes = Impact::kRouting;
  struct Case {
    const char* lines;
    std::size_t line;  // index in the text that is read
    std::uint8_t impact;
  };
  constexpr Case kCases[] = {
      {"/configure router \"Base\" bgp asn-4-byte false", 0, kRoutes},
      {"/configure router \"Base\" bgp bfd-strict-mode advertise", 0, kRoutes},
      {"/configure router \"Base\" isis 0 csnp-authentication false", 0, kRoutes},
      {"/configure router \"Base\" isis 0 strict-adjacency-check true", 0, kRoutes},
      {"/configure router \"Base\" interface \"a\" ipv4 vrrp 1 passive true", 0, Impact::kForwarding},
      {"/configure port 1/1/1 ethernet dot1q-etype 0x9100", 0, kRoutes | Impact::kForwarding},
      {"/configure macsec connectivity-association \"c\" encryption-offset 30", 0, Impact::kProtection},
      {"/configure system boot-good-exec \"ftp://x\"", 0, Impact::kManagement},
      {"/configure mirror mirror-dest \"m\" encap layer-3-encap header-type ip-udp-shim", 0,
       Impact::kCopying},
      {"/configure mirror mirror-source \"m\" ip-filter \"f\" entry 1 { }", 0, Impact::kCopying},
      {"/configure mirror mirror-source \"m\" port 1/1/1 ingress true", 0, Impact::kCopying},
      {"/configure cflowd collector 10.0.0.1 port 2055 export-filter family mcast-ipv4 true", 0,
       Impact::kCopying},
      {"/configure li li-source \"l\" admin-state enable", 0, Impact::kCopying},
  };
  for (const Case& one : kCases) {
    const ParsedFile parsed = ParseText(kFormat, one.lines);
    const model::LineFate& fate = parsed.fates.lines.at(one.line);
    EXPECT_EQ(fate.fate, model::Fate::kUnmodelled) << one.lines;
    EXPECT_EQ(fate.impact.bits, one.impact) << one.lines;
  }
}

TEST(NokiaSros, HostileTextSurvives) {
  ExpectSurvives(kFormat, formats::ReadText(Samples() / "notation_mixed.cfg"));
}

TEST(NokiaSros, EntriesThatAreNotModelledStandOpen) {
  const std::string before =
      "# TiMOS-C-22.10.R2 cpm/hops64 Nokia 7750 SR\n/configure system name \"a\"\n"
      "/configure port 1/1/1 admin-state enable\n/configure router \"Base\" interface \"x\" port 1/1/1\n"
      "/configure router \"Base\" interface \"x\" ipv4 primary address 10.0.0.1\n"
      "/configure router \"Base\" interface \"x\" ipv4 primary prefix-length 24\n"
      "/configure router \"Base\" interface \"x\" ingress filter ip \"F\"\n"
      "/configure router \"Base\" ospf 0 admin-state enable\n"
      "/configure router \"Base\" ospf 0 area 0.0.0.0 interface \"x\" { }\n"
      "/configure filter ip-filter \"F\" default-action accept\n";
  const auto entry = [](const std::string& number, const std::string& match, const std::string& action) {
    const std::string head = "/configure filter ip-filter \"F\" entry " + number;
    return head + " match " + match + "\n" + head + " action " + action + "\n";
  };
  const std::string ospf = entry("10", "protocol ospf-igp", "accept");
  ExpectLeftOpen(kFormat,
                 {before, "", ospf, entry("20", "ttl lt 5", "drop"), entry("20", "ttl lt 5", "accept")});
  ExpectLeftOpen(kFormat, {before, "", ospf, entry("20", "src-ip ip-prefix-list \"none\"", "drop"),
                           entry("20", "src-ip ip-prefix-list \"none\"", "accept")});
  const auto lines = [&](const std::string& entries) {
    return LinesThatMayDropOspf(ParseText(kFormat, before + entries).config);
  };
  EXPECT_THAT(lines(entry("20", "protocol ospf-igp", "drop packet-length lt 100")),
              testing::ElementsAre(12U));
  EXPECT_THAT(lines(entry("20", "protocol ospf-igp", "frobnicate")), testing::ElementsAre(12U));
  EXPECT_THAT(lines("/configure filter ip-filter \"F\" chain-to-system-filter true\n" + ospf),
              testing::SizeIs(1));
  EXPECT_THAT(lines("/configure filter ip-filter \"F\" embed filter \"G\" offset 5\n" + ospf),
              testing::SizeIs(1));
}

}  // namespace
}  // namespace ringfence::formats::nokia_sros
