// A small result made by hand is confirmed; with one thing changed it is refused.

#include "checker/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace ringfence::checker {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr std::string_view kA = "hostname a\ninterface b\n ip address 10.0.0.1 255.255.255.252\n";
constexpr std::string_view kB = "hostname b\ninterface a\n ip address 10.0.0.2 255.255.255.252\n";
constexpr std::string_view kInventory =
    "elements:\n"
    "  b: {maker: acme}\n"
    "  fibre: {maker: acme}\n"
    "  nms: {operator: child}\n"
    "circuits:\n"
    "  c1: {a: a, b: b, over: [fibre]}\n"
    "access:\n"
    "  - {manager: nms, targets: [b]}\n";
constexpr std::string_view kPolicy =
    "lists:\n"
    "  bad: {names: [acme]}\n"
    "parties:\n"
    "  child:\n"
    "    - {owner: acme, share: 30%}\n"
    "    - {owner: acme-two, share: 25.5%}\n";

base::MemoryFiles Snapshot() {
  base::MemoryFiles files;
  files.Add("/net/configs/a.cfg", std::string(kA));
  files.Add("/net/configs/b.cfg", std::string(kB));
  files.Add("/net/inventory.yaml", std::string(kInventory));
  files.Add("/net/ringfence.yaml", std::string(kPolicy));
  return files;
}

/// {"file": f, "line": n, "text": what stands there}
std::string Cite(std::string_view file, std::size_t line, std::string_view text) {
  return R"({"file": ")" + std::string(file) + R"(", "line": )" + std::to_string(line) + R"(, "text": ")" +
         std::string(text) + R"("})";
}

const std::string kHop =
    R"({"step": "hop", "direction": "forward", "from": "a", "from-interface": "b", "from-address": "10.0.0.1/30",
        "to": "b", "to-interface": "a", "to-address": "10.0.0.2/30", "lines": [)" +
    Cite("configs/a.cfg", 3, "ip address 10.0.0.1 255.255.255.252") + ", " +
    Cite("configs/b.cfg", 3, "ip address 10.0.0.2 255.255.255.252") + "]}";
const std::string kArrives =
    R"({"step": "arrives", "direction": "forward", "at": "b", "ending": "delivered", "lines": []})";
const std::string kUnder =
    R"({"step": "under", "element": "fibre", "link": "a--b", "circuit": "c1", "lines": [)" +
    Cite("inventory.yaml", 6, "c1: {a: a, b: b, over: [fibre]}") + "]}";
const std::string kManages =
    R"({"step": "manages", "subject": "nms", "object": "b", "because": "stated", "lines": [)" +
    Cite("inventory.yaml", 8, "- {manager: nms, targets: [b]}") + "]}";
const std::string kRoles =
    R"({"step": "role", "element": "fibre", "party": "acme", "role": "maker", "lines": [)" +
    Cite("inventory.yaml", 3, "fibre: {maker: acme}") +
    R"(]}, {"step": "role", "element": "nms", "party": "child", "role": "operator", "lines": [)" +
    Cite("inventory.yaml", 4, "nms: {operator: child}") + "]}";
const std::string kListed = R"({"step": "listed", "party": "acme", "lines": [)" +
                            Cite("ringfence.yaml", 2, "bad: {names: [acme]}") + "]}";
const std::string kOwned =
    R"({"step": "owned", "party": "child", "covered-share": "55.50%", "threshold": "50.00%", "lines": [)" +
    Cite("ringfence.yaml", 5, "- {owner: acme, share: 30%}") + ", " +
    Cite("ringfence.yaml", 6, "- {owner: acme-two, share: 25.5%}") + "]}";

/// The whole document: a violated rule with one finding.
std::string Document() {
  return R"({"ringfence": {"document": "check", "version": 2}, "rules": [{"id": "no-acme", "verdict": "violated",
    "flows": [{"flow": "talk", "findings": [{"failed": ["link:a--c"],
      "offenders": [{"element": "fibre", "party": "acme"}, {"element": "nms", "party": "child"}],
      "evidence": EVIDENCE}]}], "elements": [], "clauses": []}],
    "steps": [{"step": "fails", "element": "link:a--c", "lines": []}, )" +
         kHop + ", " + kArrives + ", " + kUnder + ", " + kManages + ", " + kRoles + ", " + kListed + ", " +
         kOwned + "]}";
}

/// The document with the numbers of all its steps as the evidence of its finding.
std::string Numbered(std::string document) {
  const std::size_t at = document.find("EVIDENCE");
  if (at == std::string::npos) return document;
  std::string numbers;
  std::size_t count = 0;
  for (std::size_t step = 0; (step = document.find("{\"step\":", step)) != std::string::npos; ++step)
    numbers += (numbers.empty() ? "" : ", ") + std::to_string(count++);
  return document.replace(at, std::string_view("EVIDENCE").size(), "[" + numbers + "]");
}

/// The document with the first `from` replaced; fails the test when it does not occur.
std::string Changed(std::string_view from, std::string_view to) {
  std::string document = Document();
  const std::size_t at = document.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? document : document.replace(at, from.size(), to);
}

Outcome Check(const std::string& document) {
  const base::MemoryFiles files = Snapshot();
  return Verify(Numbered(document), files, "/net");
}

/// The document must be refused, and some line of the report must say why.
void ExpectRefused(const std::string& document, std::string_view why) {
  const Outcome outcome = Check(document);
  EXPECT_TRUE(outcome.readable);
  EXPECT_FALSE(outcome.ok) << why;
  EXPECT_THAT(outcome.report, Contains(HasSubstr(std::string(why))));
}

/// A copy made at b that goes to whoever a cable names.
std::string Copy(std::string_view at, std::string_view to_interface) {
  return R"(, {"step": "copies", "direction": "copy 1", "at": ")" + std::string(at) +
         R"(", "interface": "a", "way": "in", "session": "1", "shows": "packets", "to-port": "m", "lines": [)" +
         Cite("configs/b.cfg", 3, "ip address 10.0.0.2 255.255.255.252") +
         R"(]}, {"step": "hop", "direction": "copy 1", "from": ")" + std::string(at) +
         R"(", "from-interface": "a", "to": "tap", "to-interface": ")" + std::string(to_interface) +
         R"(", "cable": "yes", "lines": [)" + Cite("inventory.yaml", 6, "c1: {a: a, b: b, over: [fibre]}") +
         "]}";
}

TEST(Verify, FollowsCopiesFromThePath) {
  const Outcome outcome = Check(Changed(kArrives, kArrives + Copy("b", "b")));
  EXPECT_TRUE(outcome.ok) << ::testing::PrintToString(outcome.report);
  ExpectRefused(Changed(kArrives, kArrives + Copy("c", "b")), "c copies what does not pass it");
  ExpectRefused(Changed(kArrives, kArrives + Copy("b", "eth9")), "no cited line names eth9");
  const std::string to_address =
      R"(, {"step": "copies", "direction": "copy 1", "at": "b", "to-address": "192.0.2.1", "lines": [)" +
      Cite("configs/b.cfg", 3, "ip address 10.0.0.2 255.255.255.252") + "]}";
  ExpectRefused(Changed(kArrives, kArrives + to_address), "no cited line names 192.0.2.1");
  ExpectRefused(
      Changed(kArrives, kArrives + R"(, {"step": "copies", "direction": "copy 1", "at": "b", "lines": []})"),
      "b copies without a cited line");
}

TEST(Verify, ConfirmsWhatTheFilesSay) {
  const Outcome outcome = Check(Document());
  EXPECT_TRUE(outcome.readable);
  EXPECT_TRUE(outcome.ok) << ::testing::PrintToString(outcome.report);
  EXPECT_EQ(outcome.steps, 9U);
  EXPECT_EQ(outcome.lines, 9U);
  EXPECT_THAT(outcome.report.back(), HasSubstr("confirmed"));
}

TEST(Verify, WhatIsNoResultIsNotReadable) {
  for (std::string_view text : {"", "{", "[1, 2]", R"({"ringfence": {"document": "routes", "version": 1}})",
                                R"({"ringfence": {"document": "check", "version": 1}})"}) {
    const Outcome outcome = Check(std::string(text));
    EXPECT_FALSE(outcome.readable) << text;
    EXPECT_FALSE(outcome.ok) << text;
  }
}

TEST(Verify, RefusesAnAlteredLine) {
  ExpectRefused(Changed("fibre: {maker: acme}", "fibre: {maker: other}"), "inventory.yaml:3 does not say");
  base::MemoryFiles files = Snapshot();
  files.Add("/net/configs/b.cfg", "hostname b\ninterface a\n ip address 10.0.0.2 255.255.255.0\n");
  EXPECT_FALSE(Verify(Document(), files, "/net").ok) << "the file changed since";
  ExpectRefused(Changed(R"("configs/a.cfg", "line": 3)", R"("configs/a.cfg", "line": 2)"), "configs/a.cfg:2");
  ExpectRefused(Changed(R"("configs/a.cfg")", R"("configs/z.cfg")"), "configs/z.cfg:3");
}

TEST(Verify, RefusesAHopBetweenSubnets) {
  ExpectRefused(Changed("10.0.0.2/30", "10.0.0.6/30"), "not one subnet");
}

TEST(Verify, APolicyThatSendsAHopMustBeCited) {
  const std::string_view hop = R"("from-interface": "b", )";
  ExpectRefused(Changed(hop, std::string(hop) + R"("policy": "detour", )"), "no cited line names detour");
  EXPECT_TRUE(Check(Changed(hop, std::string(hop) + R"("policy": "255.255.255.252", )")).ok);
}

TEST(Verify, RefusesAHopWhoseAddressIsNotCited) {
  ExpectRefused(Changed("10.0.0.2/30", "10.0.0.3/30"), "no cited line holds 10.0.0.3");
}

TEST(Verify, RefusesHopsThatDoNotJoin) {
  ExpectRefused(
      Changed(kArrives,
              kArrives + R"(, {"step": "hop", "direction": "forward", "from": "x", "to": "y", "lines": []})"),
      "starts where no hop arrived");
  ExpectRefused(Changed(R"("at": "b")", R"("at": "z")"), "no hop arrives at z");
}

TEST(Verify, RefusesAPathOverWhatFailed) {
  for (std::string_view failed :
       {"node:b", "node:a", "link:a--b", "link:b--a", "link:a[b]--b[a]", "circuit:c1", "line-system:fibre"}) {
    const std::string why = "the path uses";
    ExpectRefused(Changed(R"("element": "link:a--c")", R"("element": ")" + std::string(failed) + "\""), why);
    ExpectRefused(Changed(R"("failed": ["link:a--c"])", R"("failed": [")" + std::string(failed) + "\"]"),
                  why);
  }
  // A step that says it too late counts all the same.
  ExpectRefused(Changed(kOwned, kOwned + R"(, {"step": "fails", "element": "node:b", "lines": []})"),
                "the path uses b, which has failed");
}

TEST(Verify, RefusesAnOffenderWithoutAChain) {
  ExpectRefused(Changed(kManages + ", ", ""), "nms is tied to nothing");
  ExpectRefused(Changed(kUnder + ", ", ""), "fibre is tied to nothing");
  ExpectRefused(Changed(R"("object": "b")", R"("object": "elsewhere")"), "elsewhere is tied to nothing");
}

TEST(Verify, RefusesAChainWithoutLines) {
  ExpectRefused(Changed(Cite("inventory.yaml", 8, "- {manager: nms, targets: [b]}"), ""),
                "without a cited line");
  ExpectRefused(Changed(Cite("inventory.yaml", 6, "c1: {a: a, b: b, over: [fibre]}"), ""),
                "no cited line names c1");
  ExpectRefused(
      Changed(kArrives, kArrives + R"(, {"step": "wraps", "direction": "forward", "at": "a", "lines": []})"),
      "a tunnel without a cited line");
}

TEST(Verify, RefusesAnOffenderOfNobody) {
  ExpectRefused(Changed(kListed + ", ", ""), "nothing shows that acme is named or owned");
  ExpectRefused(
      Changed(R"({"element": "fibre", "party": "acme"})", R"({"element": "fibre", "party": "child"})"),
      "nothing shows that fibre is of child");
  ExpectRefused(Changed(Cite("ringfence.yaml", 2, "bad: {names: [acme]}"), ""), "no cited line names acme");
  ExpectRefused(Changed(Cite("inventory.yaml", 3, "fibre: {maker: acme}"), ""), "no cited line names acme");
}

TEST(Verify, RefusesSharesThatDoNotAddUp) {
  ExpectRefused(Changed("55.50%", "49.99%"), "below the threshold");
  ExpectRefused(Changed("55.50%", "55.51%"), "do not add up");
  ExpectRefused(Changed(", " + Cite("ringfence.yaml", 6, "- {owner: acme-two, share: 25.5%}"), ""),
                "do not add up");
  const std::string first = Cite("ringfence.yaml", 5, "- {owner: acme, share: 30%}");
  ExpectRefused(Changed(Cite("ringfence.yaml", 6, "- {owner: acme-two, share: 25.5%}"), first),
                "do not add up");
}

TEST(Verify, RefusesOwnershipWithoutLinesOrThreshold) {
  const std::string bare =
      R"({"step": "owned", "party": "child", "covered-share": "55.50%", "threshold": "50.00%", "lines": []})";
  ExpectRefused(Changed(kOwned, bare), "owned without a cited line");
  const std::string claimed =
      R"({"step": "owned", "party": "child", "holds": "100.00%", "of": "x", "lines": []})";
  ExpectRefused(Changed(kOwned, claimed), "nothing shows that child is named or owned");
}

TEST(Verify, RefusesNumbersOfNoStep) {
  for (const std::string_view number : {"9", "-1", "1x", "18446744073709551616", "{}"}) {
    ExpectRefused(Changed("EVIDENCE", "[0, " + std::string(number) + ", 1, 2, 3, 4, 5, 6, 7, 8]"),
                  "there is no step '");
  }
}

TEST(Verify, TheLinesOfAStepAreComparedOnce) {
  const std::string finding =
      R"("findings": [{"failed": ["link:a--c"], "offenders": [], "evidence": [0, 1, 2]}, )";
  const Outcome once = Check(Document()), twice = Check(Changed("\"findings\": [", finding));
  EXPECT_TRUE(twice.ok) << ::testing::PrintToString(twice.report);
  EXPECT_EQ(twice.steps, once.steps + 3);
  EXPECT_EQ(twice.lines, once.lines);
}

TEST(Verify, RefusesUnknownSteps) {
  ExpectRefused(Changed(R"("step": "under")", R"("step": "magic")"), "unknown step 'magic'");
}

TEST(Verify, RefusesAViolationThatShowsNothing) {
  ExpectRefused(
      R"({"ringfence": {"document": "check", "version": 2}, "rules": [{"id": "r", "verdict": "violated"}]})",
      "nothing is shown");
  ExpectRefused(
      R"({"ringfence": {"document": "check", "version": 2}, "rules": [{"id": "r", "verdict": "violated",
      "flows": [{"flow": "f", "findings": [{"failed": [], "offenders": [], "evidence": []}]}]}]})",
      "a violation without evidence");
}

TEST(Verify, ElementsOfARuleCiteTheirLines) {
  const auto document = [](std::string_view text) {
    return R"({"ringfence": {"document": "check", "version": 2}, "rules": [{"id": "r", "verdict": "violated",
      "elements": [{"element": "fibre", "offends": true, "lines": [)" +
           Cite("inventory.yaml", 3, text) + "]}]}]}";
  };
  EXPECT_TRUE(Check(document("fibre: {maker: acme}")).ok);
  ExpectRefused(document("fibre: {maker: other}"), "inventory.yaml:3 does not say");
}

}  // namespace
}  // namespace ringfence::checker
