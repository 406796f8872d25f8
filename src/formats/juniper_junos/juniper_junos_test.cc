#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/inheritance.h"
#include "formats/juniper_junos/juniper_junos.h"
#include "formats/juniper_junos/secret.h"
#include "formats/open_lines_testing.h"
#include "formats/reader_testing.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::juniper_junos {
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

TEST(JuniperJunos, Goldens) { ExpectGoldens(kFormat, Samples()); }

TEST(JuniperJunos, PrintsBackWhatItRead) {
  for (const fs::path& path : FilesIn(Samples(), ".cfg")) {
    const std::string text = formats::ReadText(path);
    if (ParseText(kFormat, text).diagnostics.has_errors()) continue;
    ExpectPrintsBack(kFormat, text, path.string());
  }
}

TEST(JuniperJunos, ValdreaIsUnderstood) {
  const auto files = FilesIn("examples/valdrea/configs", ".cfg");
  int read = 0;
  for (const fs::path& path : files) {
    const std::string text = formats::ReadText(path);
    if (Detect(text) != Claim::kYes) continue;
    ++read;
    const ParsedFile parsed = ParseText(kFormat, text);
    EXPECT_TRUE(parsed.diagnostics.items().empty()) << path << '\n' << Census(parsed);
    for (std::size_t i = 0; i < parsed.fates.lines.size(); ++i) {
      const model::LineFate& line = parsed.fates.lines[i];
      EXPECT_NE(line.fate, Fate::kUnknown) << path << ':' << i + 1;
      if (line.fate != Fate::kUnmodelled) continue;
      EXPECT_EQ(line.impact.bits, Impact::kRouting6) << path << ':' << i + 1 << ' ' << line.reason;
    }
    ExpectPrintsBack(kFormat, text, path.string());
  }
  if (read == 0) GTEST_SKIP() << "no example of this system is present; nothing was checked";
}

TEST(JuniperJunos, BothNotationsGiveTheSameModel) {
  const std::string braces = formats::ReadText(Samples() / "braces.cfg");
  const std::string lines = formats::ReadText(Samples() / "set_lines.cfg");
  EXPECT_EQ(Dump(ParseText(kFormat, braces).config), Dump(ParseText(kFormat, lines).config));
}

TEST(JuniperJunos, SpansCoverTheStatement) {
  const ParsedFile parsed = ParseText(kFormat, "system {\n    host-name r1; ## who\n}\n");
  EXPECT_EQ(parsed.config.device.name_span, (base::Span{base::FileId(0), 2, 5, 12}));
  const ParsedFile line = ParseText(kFormat, "  set system host-name r1 # who\n");
  EXPECT_EQ(line.config.device.name_span, (base::Span{base::FileId(0), 1, 3, 23}));
}

TEST(JuniperJunos, ReportsBadValues) {
  ExpectDiagnostic("set interfaces ge-0/0/0 mtu 99999999999\n", DiagnosticKind::kValueInvalid, 1, 29);
  ExpectDiagnostic("set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.300/24\n",
                   DiagnosticKind::kValueInvalid, 1, 52);
  ExpectDiagnostic("set protocols ospf area 0 interface ge-0/0/0.0 interface-type ring\n",
                   DiagnosticKind::kValueInvalid, 1, 63);
  ExpectDiagnostic("set firewall family inet filter F term A from protocol tpc\n",
                   DiagnosticKind::kValueInvalid, 1, 56);
  ExpectDiagnostic("set routing-options static route 10.0.0.0/40 discard\n", DiagnosticKind::kValueInvalid, 1,
                   34);
  ExpectDiagnostic("set protocols ospf area 0 interface ge-0/0/0.0 metric\n", DiagnosticKind::kValueInvalid,
                   1, 48);
}

TEST(JuniperJunos, ReportsUndefinedReferences) {
  ExpectDiagnostic("set interfaces ge-0/0/0 unit 0 family inet filter input F\n",
                   DiagnosticKind::kReferenceUndefined, 1, 57);
  ExpectDiagnostic("set protocols ospf export NONE\n", DiagnosticKind::kReferenceUndefined, 1, 27);
  ExpectDiagnostic("set apply-groups G\n", DiagnosticKind::kReferenceUndefined, 1, 18);
  ExpectDiagnostic("set system login user u class c\n", DiagnosticKind::kReferenceUndefined, 1, 31);
  ExpectDiagnostic(
      "set firewall filter F term A from source-prefix-list P\nset firewall filter F term A then accept\n",
      DiagnosticKind::kReferenceUndefined, 1, 54);
}

TEST(JuniperJunos, ReportsBrokenStructure) {
  ExpectDiagnostic("system {\n    host-name r1;\n", DiagnosticKind::kSyntaxBroken, 2, 1);
  ExpectDiagnostic("system {\n    host-name r1\n}\n", DiagnosticKind::kSyntaxBroken, 2, 5);
  ExpectDiagnostic("}\n", DiagnosticKind::kSyntaxBroken, 1, 1);
  ExpectDiagnostic("/* no end\n", DiagnosticKind::kSyntaxBroken, 1, 1);
  EXPECT_TRUE(ParseText(kFormat, "system { host-name \"r1; }\n").diagnostics.has_errors());
  std::string deep;
  for (std::uint32_t i = 0; i <= kNestingMax + 1; ++i) deep += "a {\n";
  deep += "b;\n";
  for (std::uint32_t i = 0; i <= kNestingMax + 1; ++i) deep += "}\n";
  const ParsedFile parsed = ParseText(kFormat, deep);
  ASSERT_EQ(parsed.diagnostics.items().size(), 1U);
  EXPECT_EQ(parsed.diagnostics.items()[0].kind, DiagnosticKind::kNestingTooDeep);
  const ParsedFile longer =
      ParseText(kFormat, "set system host-name r1\n" + std::string(kLineBytesMax + 1, 'x') + "\n");
  ASSERT_EQ(longer.diagnostics.items().size(), 1U);
  EXPECT_EQ(longer.diagnostics.items()[0].kind, DiagnosticKind::kLineTooLong);
  EXPECT_EQ(longer.fates.lines[1].fate, Fate::kUnknown);
}

TEST(JuniperJunos, ReportsAnInterfaceInTwoAreas) {
  ExpectDiagnostic(
      "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24\n"
      "set protocols ospf area 0 interface ge-0/0/0.0\n"
      "set protocols ospf area 1 interface ge-0/0/0.0\n",
      DiagnosticKind::kInterfaceTwoAreas, 3, 37);
}

/// The lines of the list made from the route filters of term `a` of the import policy `p`.
std::string FilterLines(const std::string& filters) {
  std::string text =
      "set routing-options autonomous-system 1\n"
      "set protocols bgp group g neighbor 10.0.0.2 peer-as 2\nset protocols bgp group g import p\n"
      "set policy-options policy-statement p term a then accept\n";
  std::istringstream lines(filters);
  for (std::string line; std::getline(lines, line);)
    text += "set policy-options policy-statement p term a from route-filter " + line + '\n';
  const ParsedFile parsed = ParseText(kFormat, text);
  std::string out;
  for (const model::PrefixList& list : parsed.config.policies.prefix_lists) {
    out += list.name.substr(list.name.find(' ') + 1) + ":";
    for (const model::PrefixListLine& line : list.lines)
      out += fmt::format(" {}{} {}-{}", line.permit ? "" : "not ", net::ToString(line.prefix),
                         line.length_min, line.length_max);
    out += '\n';
  }
  ExpectPrintsBack(kFormat, text, filters);
  return out;
}

TEST(JuniperJunosPolicy, TheLongestRouteFilterDecidesAlone) {
  EXPECT_EQ(FilterLines("10.0.0.0/8 orlonger\n"), "p a: 10.0.0.0/8 8-32\n");
  EXPECT_EQ(FilterLines("10.0.0.0/8 orlonger\n10.1.0.0/16 exact\n"),
            "p a: 10.1.0.0/16 16-16 not 10.1.0.0/16 16-32 10.0.0.0/8 8-32\n");
  EXPECT_EQ(FilterLines("10.0.0.0/8 through 10.1.0.0/9\n"),
            "p a: 10.0.0.0/9 9-9 not 10.0.0.0/9 9-32 10.0.0.0/8 8-8\n");
  EXPECT_EQ(FilterLines("10.0.0.0/8 upto /24\n10.1.0.0/16 prefix-length-range /20-/22\n"),
            "p a: 10.1.0.0/16 20-22 not 10.1.0.0/16 16-32 10.0.0.0/8 8-24\n");
  // A filter with an action of its own makes a term before the others.
  EXPECT_EQ(FilterLines("10.0.0.0/8 orlonger\n10.1.0.0/16 orlonger reject\n"),
            "p a: not 10.1.0.0/16 16-32 10.0.0.0/8 8-32\np a#1: 10.1.0.0/16 16-32 not 10.0.0.0/8 8-32\n");
}

/// The first neighbour of a text with that AS number and those lines.
routing::bgp::BgpNeighbor FirstNeighbor(const std::string& lines) {
  const ParsedFile parsed = ParseText(kFormat, "set routing-options autonomous-system 1\n" + lines);
  if (parsed.config.bgp.vrfs.empty() || parsed.config.bgp.vrfs[0].neighbors.empty()) return {};
  return parsed.config.bgp.vrfs[0].neighbors[0];
}

TEST(JuniperJunosBgp, NeighborReplacesGroupReplacesProcess) {
  const std::string chains =
      "set policy-options policy-statement a then accept\n"
      "set policy-options policy-statement b then accept\nset protocols bgp import a\n"
      "set protocols bgp group g peer-as 2\nset protocols bgp group g neighbor 10.0.0.2\n";
  EXPECT_EQ(FirstNeighbor(chains).families.at(0).import.names, std::vector<std::string>{"a"});
  EXPECT_EQ(FirstNeighbor(chains + "set protocols bgp group g import b\n").families.at(0).import.names,
            std::vector<std::string>{"b"});
  const auto own = FirstNeighbor(chains + "set protocols bgp group g neighbor 10.0.0.2 import [ b a ]\n");
  EXPECT_EQ(own.families.at(0).import.names, (std::vector<std::string>{"b", "a"}));
  EXPECT_TRUE(own.families.at(0).import.accept_by_default);
}

TEST(JuniperJunosBgp, ExportsWhatBgpLearnedAndNothingElse) {
  const auto neighbor = FirstNeighbor("set protocols bgp group g neighbor 10.0.0.2 peer-as 2\n");
  const routing::bgp::NeighborFamily& family = neighbor.families.at(0);
  EXPECT_TRUE(family.export_chain.names.empty());
  EXPECT_TRUE(family.export_chain.accept_by_default);
  EXPECT_TRUE(ParseText(kFormat,
                        "set routing-options autonomous-system 1\nset protocols bgp group g neighbor "
                        "10.0.0.2 peer-as 2\n")
                  .config.bgp.vrfs.at(0)
                  .families.at(0)
                  .exports_from_table);
  EXPECT_FALSE(family.send_to_as_in_path);
  EXPECT_EQ(neighbor.ebgp_hops_max, 1U);
  EXPECT_EQ(FirstNeighbor("set protocols bgp group g neighbor 2001:db8::2 peer-as 2\n").families.at(0).family,
            routing::bgp::BgpFamily::kIpv6Unicast);
}

TEST(JuniperJunosBgp, LoopsCountTheOwnNumbersThatHideAPath) {
  const std::string neighbor = "set protocols bgp group g neighbor 10.0.0.2 peer-as 2\n";
  EXPECT_EQ(FirstNeighbor(neighbor).families.at(0).allow_own_as, 0U);
  EXPECT_EQ(
      FirstNeighbor(neighbor + "set protocols bgp family inet unicast loops 2\n").families.at(0).allow_own_as,
      1U);
}

TEST(JuniperJunosBgp, TheAsOfThePeerDecidesTheKindOfAGroupWithoutAType) {
  const auto inside = FirstNeighbor(
      "set protocols bgp group g neighbor 10.0.0.2 peer-as 1\n"
      "set protocols bgp group g cluster 10.0.0.1\n");
  EXPECT_TRUE(inside.families.at(0).reflector_client);
  ExpectDiagnostic("set routing-options autonomous-system 1\nset protocols bgp group g neighbor 10.0.0.2\n",
                   DiagnosticKind::kValueInvalid, 2, 36);
}

TEST(JuniperJunosPolicy, ReportsUndefinedLists) {
  const std::string use =
      "set routing-options autonomous-system 1\n"
      "set protocols bgp group g neighbor 10.0.0.2 peer-as 2\nset protocols bgp group g import p\n"
      "set policy-options policy-statement p from ";
  ExpectDiagnostic(use + "community c\n", DiagnosticKind::kReferenceUndefined, 4, 54);
  ExpectDiagnostic(use + "as-path c\n", DiagnosticKind::kReferenceUndefined, 4, 52);
  ExpectDiagnostic(use + "prefix-list c\n", DiagnosticKind::kReferenceUndefined, 4, 56);
  ExpectDiagnostic(use + "policy c\n", DiagnosticKind::kReferenceUndefined, 4, 51);
}

TEST(JuniperJunosPolicy, WhatCannotBeSaidMarksItsLineAndDoesNotWidenTheTerm) {
  const ParsedFile parsed = ParseText(kFormat,
                                      "set routing-options autonomous-system 1\n"
                                      "set protocols bgp group g neighbor 10.0.0.2 peer-as 2\n"
                                      "set protocols bgp group g import p\n"
                                      "set policy-options policy-statement p from condition c\n"
                                      "set policy-options policy-statement p then accept\n");
  EXPECT_EQ(parsed.fates.lines[3].fate, Fate::kUnmodelled);
  const model::RouteTerm& term = parsed.config.policies.policies.at(0).terms.at(0);
  ASSERT_EQ(term.all_of.size(), 1U);
  EXPECT_EQ(term.all_of[0].any_of.at(0).kind, model::RouteMatchKind::kNotModelled);
}

TEST(JuniperJunosPolicy, APolicyThatCallsItselfEnds) {
  const ParsedFile parsed = ParseText(kFormat,
                                      "set routing-options autonomous-system 1\n"
                                      "set protocols bgp group g neighbor 10.0.0.2 peer-as 2\n"
                                      "set protocols bgp group g import p\n"
                                      "set policy-options policy-statement p from policy p\n");
  EXPECT_EQ(parsed.config.policies.policies.size(), 2U);  // p, p else accept
}

TEST(JuniperJunos, LaterLinesReplaceAndRemove) {
  const ParsedFile parsed = ParseText(kFormat,
                                      "set system host-name a\n"
                                      "set system host-name b\n"
                                      "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24\n"
                                      "set interfaces ge-0/0/1 unit 0 family inet address 10.0.1.1/24\n"
                                      "delete interfaces ge-0/0/0\n"
                                      "deactivate interfaces ge-0/0/1 unit 0 family inet\n"
                                      "delete interfaces ge-0/0/7\n");
  EXPECT_EQ(parsed.config.device.name, "b");
  ASSERT_EQ(parsed.config.device.interfaces.size(), 2U);
  EXPECT_TRUE(parsed.config.device.interfaces[1].addresses.empty());
  const Fate expected[] = {Fate::kModelled, Fate::kModelled, Fate::kIrrelevant, Fate::kIrrelevant,
                           Fate::kModelled, Fate::kModelled, Fate::kIrrelevant};
  for (std::size_t i = 0; i < std::size(expected); ++i)
    EXPECT_EQ(parsed.fates.lines[i].fate, expected[i]) << i + 1;
}

TEST(JuniperJunos, UnknownLinesKeepTheImpactOfTheirBlock) {
  const ParsedFile parsed = ParseText(kFormat,
                                      "set system services ssh wibble\n"
                                      "set protocols ospf wibble\n"
                                      "set wibble\n");
  EXPECT_EQ(parsed.fates.lines[0].impact.bits, Impact::kManagement);
  EXPECT_EQ(parsed.fates.lines[1].impact.bits, Impact::kRouting4);
  EXPECT_EQ(parsed.fates.lines[2].impact.bits, Impact::kAll);
  for (const auto& line : parsed.fates.lines) EXPECT_EQ(line.fate, Fate::kUnknown);
}

TEST(JuniperJunos, LinesThatCanChangeAnAnswerAreNeverIrrelevant) {
  constexpr std::pair<const char*, std::uint8_t> kLines[] = {
      {"system processes routing disable", Impact::kAll},
      {"system services ssh tcp-forwarding", Impact::kForwarding},
      {"system commit peers-synchronize", Impact::kManagement},
      {"chassis fpc 1 power off", kPaths},
      {"chassis auto-image-upgrade", Impact::kManagement},
      {"class-of-service forwarding-policy next-hop-map m", Impact::kForwarding},
      {"forwarding-options helpers port 4000 server 10.0.0.1", Impact::kForwarding},
      {"interfaces ge-0/0/0 gigether-options loopback", kPaths},
      {"interfaces ge-0/0/0 unit 0 input-vlan-map pop", Impact::kForwarding},
      {"interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24 arp 10.0.0.9 mac 00:00:5e:00:53:01 "
       "publish",
       Impact::kForwarding},
      {"protocols bgp minimum-hold-time 30", kRouting},
      {"protocols bgp graceful-shutdown sender", kRouting},
      {"protocols isis interface ge-0/0/0.0 mesh-group blocked", kRouting},
      {"protocols ospf spf-options no-ignore-our-externals", Impact::kRouting4},
      {"protocols ospf area 0 interface ge-0/0/0.0 strict-bfd", Impact::kRouting4},
      {"protocols rip authentication-type md5", Impact::kRouting4},
      {"security log stream s host 10.0.0.1", Impact::kCopying},
      {"firewall family inet filter f term t then packet-mode", Impact::kForwarding},
  };
  for (const auto& [line, impact] : kLines) {
    const ParsedFile parsed =
        ParseText(kFormat, "set " + std::string(line) +
                               "\nset interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24\n");
    EXPECT_EQ(parsed.fates.lines.at(0).fate, Fate::kUnmodelled) << line;
    EXPECT_EQ(parsed.fates.lines.at(0).impact.bits, impact) << line;
  }
}

TEST(JuniperJunos, FilterTermsLookUpWhatTheyAcceptInAnotherInstance) {
  const std::string lines =
      "set firewall family inet filter F term a from protocol tcp\n"
      "set firewall family inet filter F term a then routing-instance ISP\n"
      "set firewall family inet filter F term b from protocol udp\n"
      "set firewall family inet filter F term b then discard\n"
      "set firewall family inet filter F term c then accept\n"
      "set routing-instances ISP instance-type forwarding\n"
      "set routing-instances ISP routing-options static route 0.0.0.0/0 next-hop 10.0.0.9\n"
      "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24\n";
  const std::string use = "set interfaces ge-0/0/0 unit 0 family inet filter ";
  const ParsedFile parsed = ParseText(kFormat, lines + use + "input F\n");
  EXPECT_EQ(parsed.fates.lines.at(1).fate, Fate::kModelled);
  const model::Device& device = parsed.config.device;
  ASSERT_EQ(device.policy_routing.size(), 1U) << Census(parsed);
  EXPECT_EQ(device.interfaces.at(1).policy_in4.name, "F");
  ASSERT_EQ(device.policy_routing[0].terms.size(), 1U) << "nothing is sent after the first term";
  const model::PolicyRoutingTerm& term = device.policy_routing[0].terms[0];
  EXPECT_EQ(term.hops.at(0).table, "ISP");
  const model::Acl* list = model::FindAcl(device, term.acls.at(0), net::Family::kIpv4);
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->lines.at(0).match.protocol.at(0).first, net::kProtocolTcp);
  // Leaving packets are routed already.
  const ParsedFile leaving = ParseText(kFormat, lines + use + "output F\n");
  EXPECT_EQ(leaving.fates.lines.at(1).fate, Fate::kUnmodelled);
  EXPECT_EQ(leaving.fates.lines.at(1).impact.bits, Impact::kForwarding);
  EXPECT_TRUE(leaving.config.device.policy_routing.empty());
}

TEST(JuniperJunos, ObfuscatedKeysOfBothEndsAreEqual) {
  EXPECT_EQ(PlainSecret("$9$cg8SlMxNb"), PlainSecret("$9$cg8SlMxNb"));
  EXPECT_EQ(PlainSecret("plain"), "plain");
  EXPECT_EQ(PlainSecret("$9$"), "$9$");
  EXPECT_EQ(PlainSecret("$9$!!!!"), "$9$!!!!");
}

TEST(Wildcards, MatchLikeTheDevice) {
  EXPECT_TRUE(MatchesWildcard("*", ""));
  EXPECT_TRUE(MatchesWildcard("ge-*", "ge-0/0/1"));
  EXPECT_TRUE(MatchesWildcard("xe-0/0/[0-3]", "xe-0/0/2"));
  EXPECT_FALSE(MatchesWildcard("xe-0/0/[0-3]", "xe-0/0/7"));
  EXPECT_FALSE(MatchesWildcard("xe-0/0/[!0-3]", "xe-0/0/2"));
  EXPECT_TRUE(MatchesWildcard("?e-*/1", "xe-0/0/1"));
  EXPECT_FALSE(MatchesWildcard("ge", "ge-0"));
  EXPECT_FALSE(MatchesWildcard("[", "a"));
}

/// Prefixes as text.
std::string Carved(std::vector<std::pair<const char*, bool>> entries) {
  std::vector<AddressEntry> list;
  for (const auto& [prefix, except] : entries) list.push_back({*net::ParsePrefix(prefix), except, kNone});
  std::string text;
  const auto carved = CarveExcepts(list, net::Family::kIpv4);
  for (const net::Prefix& prefix : *carved) text += net::ToString(prefix) + " ";
  return text;
}

TEST(Excepts, LongestMatchDecides) {
  EXPECT_EQ(Carved({{"10.0.0.0/8", false}}), "10.0.0.0/8 ");
  EXPECT_EQ(Carved({{"10.0.0.0/8", true}}), "");
  EXPECT_EQ(Carved({{"10.0.0.0/30", false}, {"10.0.0.1/32", true}}), "10.0.0.0/32 10.0.0.2/31 ");
  EXPECT_EQ(Carved({{"10.0.0.2/32", false}, {"10.0.0.0/30", false}, {"10.0.0.2/31", true}}),
            "10.0.0.0/31 10.0.0.2/32 ");
}

TEST(JuniperJunos, HostileTextSurvives) {
  ExpectSurvives(kFormat, formats::ReadText(Samples() / "braces.cfg"));
}

TEST(JuniperJunos, GroupsThatMultiplyStop) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "set groups g interfaces <*> unit " + std::to_string(i) + "\n";
  for (int i = 0; i < 1000; ++i) text += "set interfaces i" + std::to_string(i) + "\n";
  text += "set apply-groups g\n";
  const ParsedFile parsed = ParseText(kFormat, text);
  ASSERT_FALSE(parsed.diagnostics.items().empty());
  EXPECT_EQ(parsed.diagnostics.items()[0].kind, DiagnosticKind::kNestingTooDeep);
}

TEST(JuniperJunos, DefaultAddressSelectionIsForSessionsWithinTheAs) {
  const auto sources = [](const std::string& more) {
    const ParsedFile parsed =
        ParseText(kFormat, more +
                               "set interfaces em1 unit 0 family inet address 169.254.0.2/24\n"
                               "set interfaces em3 unit 0 family inet address 10.1.1.2/30\n"
                               "set routing-options autonomous-system 100\n"
                               "set protocols bgp group I type internal\n"
                               "set protocols bgp group I neighbor 10.1.1.1\n"
                               "set protocols bgp group E type external\n"
                               "set protocols bgp group E neighbor 10.1.1.1 peer-as 200\n"
                               "set protocols bgp group L type internal\n"
                               "set protocols bgp group L neighbor 10.1.1.3 local-address 10.1.1.2\n");
    std::string result;
    for (const auto& neighbor : parsed.config.bgp.vrfs.at(0).neighbors)
      result += (neighbor.update_source ? net::ToString(*neighbor.update_source) : "-") + " ";
    return result;
  };
  EXPECT_EQ(sources(""), "- - 10.1.1.2 ");
  EXPECT_EQ(sources("set system default-address-selection\n"), "169.254.0.2 - 10.1.1.2 ");
  EXPECT_EQ(sources("set system default-address-selection\n"
                    "set interfaces lo0 unit 0 family inet address 2.2.2.2/32\n"),
            "2.2.2.2 - 10.1.1.2 ");
}

TEST(JuniperJunosCopies, OnlyAFirstTermForAllIsCertain) {
  const auto certain = [](const std::string& terms) {
    const ParsedFile parsed =
        ParseText(kFormat,
                  "set interfaces ge-0/0/0 unit 0 family inet filter input F\n"
                  "set forwarding-options port-mirroring family inet output interface ge-0/0/7.0\n" +
                      terms);
    const auto& sessions = parsed.config.device.copying;
    return sessions.empty() ? std::string("none") : sessions[0].sources.at(0).certain ? "copies" : "perhaps";
  };
  const std::string term = "set firewall family inet filter F term ";
  EXPECT_EQ(certain(term + "a then port-mirror\n"), "copies");
  EXPECT_EQ(certain(term + "a from protocol tcp\n" + term + "a then port-mirror\n"), "perhaps");
  EXPECT_EQ(certain(term + "a then accept\n" + term + "b then port-mirror\n"), "perhaps");
  EXPECT_EQ(certain(term + "a then accept\n"), "none");
}

TEST(JuniperJunosCopies, OtherFormsStayOpen) {
  for (const char* line :
       {"forwarding-options analyzer A input ingress vlan v", "services flow-tap interface vt-0/0/0.0",
        "forwarding-options port-mirroring family inet output next-hop-group g",
        "forwarding-options port-mirroring family any output interface ge-0/0/7.0",
        "forwarding-options packet-capture file filename x",
        "forwarding-options analyzer A input ingress interface ge-9/9/9.0",
        "forwarding-options sampling family inet output extension-service s"}) {
    const ParsedFile parsed = ParseText(kFormat, std::string("set ") + line + "\n");
    EXPECT_EQ(parsed.fates.lines.at(0).fate, Fate::kUnmodelled) << line;
    EXPECT_EQ(parsed.fates.lines.at(0).impact.bits, Impact::kCopying) << line;
  }
}

TEST(JuniperJunos, TheLoopbackGuardsItsInstance) {
  const auto guards = [](const std::string& text) {
    std::string told;
    const std::string dump =
        Dump(ParseText(kFormat,
                       "set firewall family inet filter F term a then accept\n"
                       "set firewall family inet filter G term a then accept\n"
                       "set firewall family inet6 filter H term a then accept\n"
                       "set routing-instances v instance-type virtual-router\n"
                       "set routing-instances v interface ge-0/0/1.0\n"
                       "set interfaces ge-0/0/1 unit 0 family inet address 10.0.1.1/24\n"
                       "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24\n" +
                           text)
                 .config);
    std::istringstream lines(dump.substr(std::min(dump.find("guard"), dump.size())));
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("guard") && !line.starts_with("  acl ")) break;
      told += line + ";";
    }
    return told;
  };
  const std::string unit = "set interfaces lo0 unit 0 family ";
  EXPECT_EQ(guards(""), "");
  EXPECT_EQ(guards(unit + "inet address 192.0.2.1/32\n"), "");
  EXPECT_EQ(guards(unit + "inet filter input F\n"), "guard;  acl in4 F;guard of vrf v;  acl in4 F;");
  EXPECT_EQ(guards(unit + "inet filter output G\n" + unit + "inet6 filter input H\n"),
            "guard;  acl out4 G;  acl in6 H;guard of vrf v;  acl out4 G;  acl in6 H;");
  // An instance with a loopback of its own has no other guard.
  const std::string own = unit + "inet filter input F\nset routing-instances v interface lo0.1\n";
  EXPECT_EQ(guards(own + "set interfaces lo0 unit 1 family inet address 192.0.2.2/32\n"),
            "guard;  acl in4 F;");
  EXPECT_EQ(guards(own + "set interfaces lo0 unit 1 family inet filter input G\n"),
            "guard;  acl in4 F;guard of vrf v;  acl in4 G;");
}

TEST(JuniperJunosOspf, TheMtuOfOneFamilyIsOpenBesideOspf3) {
  const std::string unit = "set interfaces ge-0/0/0 unit 0 family ";
  const auto fate = [&unit](const std::string& mtu, const std::string& process) {
    return ParseText(kFormat, unit + mtu + "\n" + unit + "inet address 10.0.0.1/24\n" + unit +
                                  "inet6 address 2001:db8::1/64\nset protocols " + process +
                                  " area 0.0.0.0 interface ge-0/0/0.0\n")
        .fates.lines.at(0);
  };
  for (const char* mtu : {"inet6 mtu 1400", "inet mtu 1400"}) {
    EXPECT_EQ(fate(mtu, "ospf").fate, Fate::kModelled) << mtu;
    EXPECT_EQ(fate(mtu, "ospf3").fate, Fate::kUnmodelled) << mtu;
    EXPECT_EQ(fate(mtu, "ospf3").impact.bits, model::Impact::kRouting6) << mtu;
  }
}

/// A router that speaks OSPF on a port and guards that with filter F, or itself.
std::string SpeakingJunos(const std::string& terms, bool guards, const std::string& chain = "input F;") {
  const std::string use = "filter { " + chain + " } ";
  return "system { host-name a; }\ninterfaces {\nge-0/0/0 { unit 0 { family inet { " + (guards ? "" : use) +
         "address 10.0.0.1/24; } } }\nlo0 { unit 0 { family inet { " + (guards ? use : "") +
         "address 192.0.2.1/32; } } }\n}\nprotocols { ospf { area 0 { interface ge-0/0/0.0; } } }\n"
         "firewall { family inet { filter ALL { term A { then accept; } } filter F {\n" +
         terms + "term REST { then accept; }\n} } }\n";
}

TEST(JuniperJunos, TermsThatAreNotModelledStandOpen) {
  const std::string ospf = "term OSPF { from { protocol ospf; } then accept; }\n";
  for (const bool guards : {false, true}) {
    const std::string whole = SpeakingJunos("@", guards);
    const std::size_t at = whole.find('@');
    const OpenLineTexts texts{whole.substr(0, at), whole.substr(at + 1), ospf,
                              "term T { from { ttl 5; } then discard; }\n",
                              "term T { from { ttl 5; } then accept; }\n"};
    ExpectLeftOpen(kFormat, texts);
    const auto lines = [&](const std::string& terms) {
      return LinesThatMayDropOspf(ParseText(kFormat, SpeakingJunos(terms, guards)).config);
    };
    EXPECT_THAT(lines("term T { from { protocol tcp; ttl 5; } then reject; }\n"), testing::IsEmpty());
    EXPECT_THAT(lines("term T { from { ttl 5; } then next term; }\n"), testing::IsEmpty());
    EXPECT_THAT(lines("term T { then { frobnicate; } }\n"), testing::ElementsAre(8U));
    EXPECT_THAT(lines("term T { filter G; }\n"), testing::ElementsAre(8U)) << "what it calls may discard";
    EXPECT_THAT(lines("term T { frobnicate; }\n"), testing::ElementsAre(8U));
    EXPECT_FALSE(lines("frobnicate;\n").empty());
  }
}

TEST(JuniperJunos, ChainsKeepOpenTermsWhereTheyStand) {
  const std::string open = "term T { from { ttl 5; } then discard; }\n";
  const auto lines = [&](const std::string& chain) {
    return LinesThatMayDropOspf(ParseText(kFormat, SpeakingJunos(open, false, chain)).config);
  };
  EXPECT_THAT(lines("input-list [ F ALL ];"), testing::ElementsAre(8U));
  EXPECT_THAT(lines("input-list [ ALL F ];"), testing::IsEmpty()) << "all is accepted before";
  EXPECT_THAT(lines("input ALL; } simple-filter { input S;"), testing::ElementsAre(3U));
}

}  // namespace
}  // namespace ringfence::formats::juniper_junos
