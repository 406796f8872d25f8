#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/tiny_rules_world_testing.h"

namespace ringfence::rules::confine {

extern const RuleKind kRuleKind;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const RuleKind* kKinds[] = {&kRuleKind};

/// Verdict on a text to which a confine rule is added.
std::string Verdict(TinyText text, std::string_view keys) {
  text.Rule("R", keys);
  return TinyRulesWorld(kKinds, text).Verdict();
}

/// Errors of a confine stanza.
std::vector<std::string> Errors(std::string_view keys) {
  return TinyRulesWorld(kKinds, Tiny().Rule("R", keys)).ids();
}

constexpr std::string_view kToday =
    "confine: records, away-from: untrusted, levels: [read, meta, alter, cut]";

std::string Under(std::string_view under) {
  return std::string(kToday) + ", under: {" + std::string(under) + "}";
}

TEST(Confine, ProvedWhereTheFlowNeverMeetsTheSet) {
  EXPECT_EQ(Verdict(Tiny(), kToday), "proved\nrecords proved\n");
}

TEST(Confine, ViolatedByMinimalFailureSetsOnly) {
  // The direct fibre is gone when the link, its circuit or its line system is; pairs add nothing new.
  EXPECT_EQ(Verdict(Tiny(), Under("failures: 2, of: [link, circuit, line-system]")),
            "violated\nrecords violated\n"
            "  {link:east--west} north: read meta alter cut\n"
            "  {circuit:FIBRE} north: read meta alter cut\n"
            "  {line-system:MUX} north: read meta alter cut\n");
}

/// The triangle with an analyser of the set behind a port of west, and a session of west as told.
TinyText Watched(std::string_view session) {
  TinyText text = Tiny();
  text.Append("configs/west.cfg", "interface GigabitEthernet0/7\n ip address 10.99.0.1 255.255.255.252\n!\n" +
                                      std::string(session));
  text.files["configs/tap.cfg"] =
      "version 15.2\nhostname TAP\n!\ninterface GigabitEthernet0/0\n ip address 10.99.0.2 "
      "255.255.255.252\n!\nend\n";
  text.Replace("inventory.yaml",
               "  DESK:", "  TAP: {kind: host, maker: Risky, owner: Ternet, operator: Ternet}\n  DESK:");
  return text;
}

constexpr std::string_view kSpan =
    "monitor session 1 source interface Gi0/2 rx\nmonitor session 1 destination interface Gi0/7\n";

TEST(Confine, WhoGetsACopyReads) {
  EXPECT_EQ(Verdict(Watched(""), kToday), "proved\nrecords proved\n");
  EXPECT_EQ(Verdict(Watched(kSpan), kToday), "violated\nrecords violated\n  {} TAP: read meta\n");
  EXPECT_EQ(Verdict(Watched(kSpan), "confine: records, away-from: untrusted, levels: [alter, cut]"),
            "proved\nrecords proved\n");
}

TEST(Confine, WhoGetsRecordsSees) {
  const TinyText text =
      Watched("ip flow-export destination 10.99.0.2 9995\ninterface GigabitEthernet0/2\n ip flow ingress\n");
  EXPECT_EQ(Verdict(text, kToday), "violated\nrecords violated\n  {} TAP: meta\n");
  EXPECT_EQ(Verdict(text, "confine: records, away-from: untrusted, levels: [read]"),
            "proved\nrecords proved\n");
}

TEST(Confine, CopiesThatNobodyStatesLeaveAProofOpen) {
  EXPECT_THAT(
      Verdict(Watched("monitor session 1 source interface Gi0/2 rx\ninterface GigabitEthernet0/8\n!\n"
                      "monitor session 1 destination interface Gi0/8\n"),
              kToday),
      StartsWith("undecided\nrecords undecided\nbecause copies leave west: nobody states who receives"));
  EXPECT_THAT(Verdict(Watched(std::string(kSpan) + "monitor session 1 filter vlan 7\n"), kToday),
              StartsWith("undecided\nrecords undecided\nbecause whether west copies these packets"));
}

TEST(Confine, ACopyIsShownWithItsLines) {
  TinyText text = Watched(kSpan);
  text.Rule("R", kToday);
  const RuleResult result = TinyRulesWorld(kKinds, text).Judge();
  ASSERT_EQ(result.flows.size(), 1U);
  ASSERT_EQ(result.flows[0].findings.size(), 1U);
  const Evidence& evidence = result.flows[0].findings[0].evidence;
  const auto copy = std::ranges::find(evidence, StepKind::kCopies, &EvidenceStep::kind);
  ASSERT_NE(copy, evidence.end());
  EXPECT_EQ(copy->lines.size(), 2U);
  const auto hop = copy + 1;
  EXPECT_EQ(hop->kind, StepKind::kHop);
  EXPECT_THAT(hop->values, ::testing::Contains(std::pair<std::string, std::string>("to", "TAP")));
  EXPECT_EQ(hop->lines.size(), 2U);
}

TEST(Confine, NamesTheFailuresThatCureANominalViolation) {
  TinyText text = Tiny();
  text.Replace("configs/west.cfg", "ip ospf cost 10", "ip ospf cost 100");
  text.Replace("configs/east.cfg", "ip ospf cost 10", "ip ospf cost 100");
  EXPECT_EQ(Verdict(text, Under("failures: 1, of: node")),
            "violated\nrecords violated\n  {} north: read meta alter cut\n  clean {node:north}\n");
}

TEST(Confine, LevelsChangeOnADay) {
  const std::string later =
      "confine: records, away-from: untrusted, under: {failures: 1, of: link}, levels: [read], later: ";
  EXPECT_THAT(Verdict(Tiny(), later + "[{from: 2026-07-01, levels: [cut]}]"),
              HasSubstr("{link:east--west} north: cut\n"));
  EXPECT_THAT(Verdict(Tiny(), later + "[{from: 2026-07-02, levels: [cut]}]"),
              HasSubstr("{link:east--west} north: read\n"));
}

TEST(Confine, ManagersHoldWhatTheyManage) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "DESK: {kind: management-system, maker: Good",
               "DESK: {kind: management-system, maker: Risky");
  text.Append("inventory.yaml", "management:\n  - {manager: DESK, targets: [west], access: write}\n");
  EXPECT_EQ(Verdict(text, kToday), "violated\nrecords violated\n  {} DESK: read meta alter cut\n");
}

TEST(Confine, OnlyTheNamedRolesCount) {
  EXPECT_THAT(Verdict(Tiny(), Under("failures: 1, of: link") + ", roles: [operator, owner]"),
              StartsWith("proved\n"));
}

TEST(Confine, FlowsByGroupInformationAndParty) {
  EXPECT_EQ(Verdict(Tiny(), "confine: all, away-from: untrusted, levels: read"), "proved\nrecords proved\n");
  EXPECT_THAT(Verdict(Tiny(), "confine: health, away-from: untrusted, levels: read"),
              HasSubstr("records proved\nvisits violated\n"));
  EXPECT_EQ(Verdict(Tiny(), "confine: {of-party: Ternet}, away-from: untrusted, levels: read"),
            "violated\nvisits violated\n  {} north: read\n");
}

TEST(Confine, UndecidedWithAnUnmodelledLineInTheCone) {
  TinyText text = Tiny();
  text.Replace("configs/west.cfg", "ip address 10.1.0.1 255.255.255.0\n",
               "ip address 10.1.0.1 255.255.255.0\n ip verify unicast source reachable-via rx\n");
  EXPECT_THAT(Verdict(text, kToday), HasSubstr("because west: not modelled: "));
  TinyText away = Tiny();
  away.Replace("configs/north.cfg", " ip address 10.9.0.5 255.255.255.254\n",
               " ip address 10.9.0.5 255.255.255.254\n ip verify unicast source reachable-via rx\n");
  EXPECT_THAT(Verdict(away, kToday), StartsWith("proved\n")) << "the flow never comes to north";
  EXPECT_THAT(Verdict(away, Under("failures: 1, of: link")), StartsWith("undecided\n"))
      << "under failures it does";
}

TEST(Confine, AVerdictFollowsPolicyRouting) {
  const std::string_view to_north = "route-map NORTH permit 10\n set ip next-hop 10.9.0.3\n!\nend\n";
  TinyText text = Tiny();
  text.Replace("configs/west.cfg", "ip address 10.1.0.1 255.255.255.0\n",
               "ip address 10.1.0.1 255.255.255.0\n ip policy route-map NORTH\n");
  text.Replace("configs/west.cfg", "end\n", to_north);
  EXPECT_EQ(Verdict(text, kToday), "violated\nrecords violated\n  {} north: read meta alter cut\n");
  EXPECT_THAT(Verdict(text, Under("failures: 1, of: link")), HasSubstr("  clean {link:north--west}\n"))
      << "without its way out the policy leaves packets to the routes";
  // Packets to other offices are not met.
  TinyText other = text;
  other.Replace("configs/west.cfg", " set ip next-hop", " match ip address OTHER\n set ip next-hop");
  other.Replace("configs/west.cfg", "\nroute-map NORTH",
                "\nip access-list extended OTHER\n permit ip any 10.3.0.0 0.0.255.255\nroute-map NORTH");
  EXPECT_EQ(Verdict(other, kToday), "proved\nrecords proved\n");
}

TEST(Confine, UndecidedWithoutTheMaker) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "east: {kind: router, function: ip-edge, maker: Good,",
               "east: {kind: router, function: ip-edge,");
  EXPECT_EQ(Verdict(text, kToday),
            "undecided\nrecords undecided\nbecause nobody states who makes east (inventory key 'maker')\n");
}

TEST(Confine, UndecidedWhenAnIntervalOfSharesDecides) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "maker: Risky", "maker: Half");
  const std::string verdict = Verdict(text, Under("failures: 1, of: link"));
  EXPECT_THAT(verdict,
              StartsWith("undecided\nrecords undecided\n  {link:east--west} north: read meta alter cut\n"));
  EXPECT_THAT(verdict, HasSubstr("because shares are known as intervals only, and decide\n"));
}

TEST(Confine, UndecidedWhereARouteIsAmbiguous) {
  TinyText text = Tiny();
  for (const char* file : {"configs/west.cfg", "configs/east.cfg"}) {
    text.Replace(file, "ip ospf cost 10", "ip ospf cost 40")
        .Replace(file, " router-id", " maximum-paths 1\n router-id");
  }
  const std::string verdict = Verdict(text, kToday);
  EXPECT_THAT(verdict, StartsWith("undecided\n"));
  EXPECT_THAT(verdict, HasSubstr("because west picks among several ways"));
}

TEST(Confine, UndecidedWhereTheFlowLeavesTheNetwork) {
  TinyText text = Tiny();
  text.Replace("configs/west.cfg", "router ospf 1",
               "interface GigabitEthernet0/3\n ip address 172.16.0.1 255.255.255.252\n!\n"
               "ip route 10.2.0.0 255.255.255.0 172.16.0.2\nrouter ospf 1");
  EXPECT_THAT(Verdict(text, kToday),
              HasSubstr("because packets leave the modelled network at west: nobody states who is beyond\n"));
}

TEST(Confine, WrongStanzasAreDiagnosed) {
  EXPECT_THAT(Errors("confine: recods, away-from: untrusted, levels: read"),
              ElementsAre("name-unknown: there is no flow, group or information 'recods'"));
  EXPECT_THAT(Errors("confine: records, away-from: untrustd, levels: read"),
              ElementsAre("name-unknown: there is no set 'untrustd'"));
  EXPECT_THAT(Errors("confine: {of-party: Nobody}, away-from: untrusted, levels: read"),
              ElementsAre("name-unknown: there is no party 'Nobody'"));
  EXPECT_THAT(Errors("confine: {of-party: Good}, away-from: untrusted, levels: read"),
              ElementsAre("rule-matches-nothing: rule 'R' matches no flow"));
  EXPECT_THAT(Errors("confine: idle, away-from: untrusted, levels: read"),
              ElementsAre(HasSubstr("none carries 'idle'")));
  EXPECT_THAT(Errors("confine: records, away-from: untrusted, levels: read, under: {failures: 1}"),
              ElementsAre(StartsWith("key-missing: 'under' lacks the key 'of'")));
  EXPECT_THAT(Errors("confine: records, away-from: untrusted"), ElementsAre(StartsWith("key-missing: ")));
}

}  // namespace
}  // namespace ringfence::rules::confine
