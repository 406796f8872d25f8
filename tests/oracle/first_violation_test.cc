// A check that ends at its first violation, against the whole check of random worlds.
//
// The twin goes the slow way: for each number of failures, least first, each rule alone is checked whole with
// at most so many; the first rule that is violated then, its first violated flow, and of that the first
// finding whose outcome, evaluated alone, has no doubt. The whole check of the policy must have the same
// finding, and none that is certain with fewer failures.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "oracle/compare.h"
#include "oracle/generator.h"
#include "report/report.h"

namespace ringfence::oracle {
namespace {

/// Worlds of one run; the environment variable RF_ORACLE_WORLDS replaces it.
constexpr int kFirstWorldCount = 80;

using rules::VerdictState;

/// What the twin calls the first violation.
struct Expected {
  std::uint32_t failures = 0;
  std::string rule;
  std::optional<rules::FlowResult> flow;  ///< none: a rule about no flow
  std::string flow_name = {};
  std::size_t finding = 0;  ///< of its findings
};

/// True when the outcome under the finding's set, evaluated alone, has no doubt.
bool IsCertain(Loaded& loaded, model::FlowId flow, const rules::FailureFinding& finding) {
  exposure::Evaluator evaluator(*loaded.snapshot().engine);
  evaluator.Enter(finding.failed);
  const exposure::FlowOutcome outcome = evaluator.Evaluate(flow);
  const bool somebody = finding.offenders.empty() ||
                        std::ranges::any_of(finding.offenders, [](const exposure::Offender& offender) {
                          return offender.who.membership == exposure::Membership::kYes;
                        });
  return outcome.doubts.empty() && outcome.spare_doubts.empty() && somebody;
}

/// Failures that the rule speaks of: 0 for kinds that look at the network as it is.
std::uint32_t FailuresOf(const Rule& rule) {
  const bool under = rule.kind == RuleKind::kConfine || rule.kind == RuleKind::kDeliver;
  return under ? static_cast<std::uint32_t>(rule.failures) : 0;
}

/// The rule alone, with at most so many failures, when it is violated then.
std::optional<Expected> ViolatedWith(Loaded& loaded, const std::string& rule, std::uint32_t failures) {
  study::CheckOptions options;
  options.rules = {rule};
  options.failures_max = failures;
  const auto result = study::Check(loaded.snapshot(), options);
  if (!result || result->rules.empty() || result->rules[0].state != VerdictState::kViolated)
    return std::nullopt;
  Expected expected{failures, rule, std::nullopt};
  for (const rules::FlowResult& flow : result->rules[0].flows) {
    if (flow.state != VerdictState::kViolated) continue;
    expected.flow = flow;
    const auto certain = std::ranges::find_if(flow.findings, [&](const rules::FailureFinding& finding) {
      return IsCertain(loaded, flow.flow, finding);
    });
    if (certain != flow.findings.end())
      expected.finding = static_cast<std::size_t>(certain - flow.findings.begin());
    break;
  }
  return expected;
}

std::optional<Expected> FirstByTwin(Loaded& loaded) {
  for (std::uint32_t failures = 0; failures <= 2; ++failures) {
    for (const model::RuleStanza& stanza : loaded.snapshot().policy.rules) {
      const Rule& rule = *std::ranges::find(loaded.world().rules, stanza.id, &Rule::name);
      if (FailuresOf(rule) < failures || !rule.in_force) continue;
      if (auto expected = ViolatedWith(loaded, stanza.id, failures)) return expected;
    }
  }
  return std::nullopt;
}

/// The bytes of a result in every format that has this answer.
std::string BytesOf(Loaded& loaded, const study::CheckResult& result) {
  std::string bytes;
  for (const char* format : {"json", "text"})
    bytes += report::FindFormat(format)->check(loaded.snapshot(), result, {});
  return bytes;
}

std::optional<study::CheckResult> CheckFirst(Loaded& loaded, unsigned threads) {
  study::CheckOptions options;
  options.threads = threads;
  options.first = true;
  return study::Check(loaded.snapshot(), options);
}

bool SameFinding(const rules::FailureFinding& a, const rules::FailureFinding& b) {
  return a.failed == b.failed && a.offenders == b.offenders && a.text == b.text &&
         std::ranges::equal(a.evidence, b.evidence,
                            [](const rules::EvidenceStep& x, const rules::EvidenceStep& y) {
                              return x.kind == y.kind && x.values == y.values && x.lines == y.lines;
                            });
}

/// The finding is one of the whole check, and no certain one of a violated flow needs fewer failures.
void ExpectLeastOfAll(Loaded& loaded, const study::CheckResult& whole, const Expected& expected,
                      const rules::FailureFinding& found) {
  bool has = false;
  for (const rules::RuleResult& rule : whole.rules) {
    for (const rules::FlowResult& flow : rule.flows) {
      if (flow.state != VerdictState::kViolated) continue;
      for (const rules::FailureFinding& finding : flow.findings) {
        const bool here = rule.id == expected.rule && flow.flow == expected.flow->flow;
        has = has || (here && SameFinding(finding, found));
        const bool earlier = finding.failed.size() < expected.failures && rule.kind != "diversify";
        EXPECT_FALSE(earlier && IsCertain(loaded, flow.flow, finding))
            << rule.id << " has an earlier finding";
      }
    }
  }
  EXPECT_TRUE(has) << "the whole check has another finding";
}

void ExpectFirst(Loaded& loaded, const study::CheckResult& whole, const study::CheckResult& first,
                 const Expected& expected) {
  ASSERT_TRUE(first.first.has_value());
  EXPECT_EQ(first.first->failures, expected.failures);
  EXPECT_EQ(first.state, VerdictState::kViolated);
  ASSERT_EQ(first.rules.size(), 1U);
  EXPECT_EQ(first.rules[0].id, expected.rule);
  EXPECT_EQ(first.rules[0].state, VerdictState::kViolated);
  std::vector<std::string> others;
  for (const rules::RuleResult& rule : whole.rules) {
    if (rule.state != VerdictState::kNotInForce && rule.id != expected.rule) others.push_back(rule.id);
  }
  EXPECT_EQ(first.first->not_judged, others);
  ASSERT_EQ(first.rules[0].flows.size(), expected.flow ? 1U : 0U);
  if (!expected.flow) return;
  const rules::FlowResult& flow = first.rules[0].flows[0];
  EXPECT_EQ(flow.flow, expected.flow->flow);
  EXPECT_EQ(flow.sets_tried, expected.flow->sets_tried);
  ASSERT_EQ(flow.findings.size(), 1U);
  EXPECT_TRUE(SameFinding(flow.findings[0], expected.flow->findings[expected.finding]));
  ExpectLeastOfAll(loaded, whole, expected, flow.findings[0]);
}

/// Compares one world and counts what happened. `expected`: by the twin.
void CompareFirst(const World& world, std::map<std::string, int>& cases, std::optional<Expected>& expected) {
  Loaded loaded(world, {});
  ASSERT_TRUE(loaded.problems().empty()) << loaded.problems().front();
  const auto whole = CheckWith(loaded, 1);
  const auto first = CheckFirst(loaded, 1);
  const auto on_two = CheckFirst(loaded, 2);
  ASSERT_TRUE(whole && first && on_two);
  EXPECT_EQ(BytesOf(loaded, *first), BytesOf(loaded, *on_two)) << "two threads";
  expected = FirstByTwin(loaded);
  EXPECT_EQ(expected.has_value(), whole->state == VerdictState::kViolated);
  if (!expected) {
    EXPECT_EQ(BytesOf(loaded, *first), BytesOf(loaded, *whole)) << "no violation";
    ++cases["none"];
    return;
  }
  ExpectFirst(loaded, *whole, *first, *expected);
  ++cases[fmt::format("with {}", expected->failures)];
  cases["not the first rule"] += expected->rule != whole->rules[0].id ? 1 : 0;
  cases["not the first finding"] += expected->finding > 0 ? 1 : 0;
  if (expected->flow) expected->flow_name = loaded.snapshot().policy.flows[expected->flow->flow.index()].id;
}

/// Compares a world, then without what was violated first, until nothing is: most violations need no failure,
/// and the others are to be seen too.
void CompareAll(World world, std::map<std::string, int>& cases) {
  std::optional<Expected> violated;
  do {
    CompareFirst(world, cases, violated);
    ASSERT_FALSE(testing::Test::HasFailure()) << Describe(world);
    if (!violated) return;
    const auto rule = std::ranges::find(world.rules, violated->rule, &Rule::name);
    const auto flow = std::ranges::find(world.flows, violated->flow_name, &Flow::name);
    std::erase(rule->flows, static_cast<int>(flow - world.flows.begin()));
    if (flow == world.flows.end() || rule->flows.empty()) world.rules.erase(rule);
  } while (!world.rules.empty());
}

TEST(FirstViolation, IsTheLeastOfTheWholeCheck) {
  const char* text = std::getenv("RF_ORACLE_WORLDS");
  const int count = text == nullptr ? kFirstWorldCount : std::atoi(text);
  std::map<std::string, int> cases;
  for (int i = 0; i < count && !HasFailure(); ++i)
    CompareAll(Generate(2'000'000 + static_cast<std::uint64_t>(i), {}), cases);
  for (const auto& [name, times] : cases) RecordProperty(name, times);
  for (const char* name : {"none", "with 0", "with 1", "not the first rule"})
    EXPECT_GT(cases[name], count / 20) << name;
}

TEST(FirstViolation, IsTheLeastInAllTopologiesOfFourRouters) {
  std::map<std::string, int> cases;
  std::uint64_t bits = 0;
  for (const std::vector<Pair>& graph : ConnectedGraphs(4)) {
    World world = PlainWorld(4, graph, bits += 0x9e37, Nos::kIos);
    world.rules[0].failures = 2;
    CompareAll(std::move(world), cases);
    if (HasFailure()) return;
  }
  for (const auto& [name, times] : cases) RecordProperty(name, times);
  for (const char* name : {"with 1", "with 2"}) EXPECT_GT(cases[name], 20) << name;
}

}  // namespace
}  // namespace ringfence::oracle
