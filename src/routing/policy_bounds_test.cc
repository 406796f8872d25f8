#include "routing/policy_bounds.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "routing/policy_eval.h"
#include "routing/random_testing.h"

namespace ringfence::routing {
namespace {

using model::RouteAction;
using model::RouteActionKind;
using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteTerm;
using model::TermFlow;

constexpr std::string_view kPrefixes[] = {"10.1.0.0/16", "10.2.0.0/16", "192.0.2.0/24"};

RouteAction Prefer(std::uint32_t value) {
  return {.kind = RouteActionKind::kLocalPreference, .value = value};
}
RouteMatch In(std::string list, bool negated = false) {
  return {.kind = RouteMatchKind::kPrefixList, .negated = negated, .names = {std::move(list)}};
}
RouteMatch Tagged() { return {.kind = RouteMatchKind::kTag, .ranges = {{1, 1}}}; }

/// Lists "l0" with 10.0.0.0/8 and longer, "l1" with 10.1.0.0/16 alone.
model::PolicySet Lists() {
  model::PolicySet set;
  set.prefix_lists.push_back({"l0", {{true, *net::ParsePrefix("10.0.0.0/8"), 8, 32, {}}}, {}});
  set.prefix_lists.push_back({"l1", {{true, *net::ParsePrefix("10.1.0.0/16"), 16, 16, {}}}, {}});
  return set;
}

/// "?" where nothing is claimed, else "keep" and the range.
std::string Show(const model::PolicySet& set, std::string_view prefix, bool accept_by_default = false) {
  const PolicyProgram program(set);
  std::vector<std::string> names;
  for (const model::RoutePolicy& policy : set.policies) {
    if (!policy.name.starts_with("called")) names.push_back(policy.name);
  }
  const PreferenceBounds bounds =
      PreferencesAfter(program, program.Compile(names, accept_by_default), *net::ParsePrefix(prefix));
  if (!bounds.known) return "?";
  std::string text = bounds.keeps ? "keep" : "";
  if (bounds.lowest <= bounds.highest)
    text += " " + std::to_string(bounds.lowest) + "-" + std::to_string(bounds.highest);
  return text;
}

TEST(PolicyBounds, PrefixListsDecideWhatTheyCan) {
  model::PolicySet set = Lists();
  set.policies = {
      {"p",
       {{.all_of = {{{In("l1")}}}, .actions = {Prefer(50)}, .flow = TermFlow::kAccept},
        {.all_of = {{{In("l0")}}, {{Tagged()}}}, .actions = {Prefer(200)}, .flow = TermFlow::kAccept},
        {.all_of = {{{In("l0", true)}}}, .flow = TermFlow::kReject}},
       model::PolicyEnd::kAccept,
       {}}};
  EXPECT_EQ(Show(set, kPrefixes[0]), " 50-50");
  EXPECT_EQ(Show(set, kPrefixes[1]), "keep 200-200") << "who has the tag, and who has not";
  EXPECT_EQ(Show(set, kPrefixes[2]), "") << "nobody";
}

TEST(PolicyBounds, SetsGoOnToTheNextPolicy) {
  model::PolicySet set = Lists();
  set.policies = {
      {"p",
       {{.all_of = {{{Tagged()}}}, .actions = {Prefer(7)}, .flow = TermFlow::kNextPolicy}},
       model::PolicyEnd::kNextPolicy,
       {}},
      {"q", {{.all_of = {{{In("l1")}}}, .actions = {Prefer(9)}}}, model::PolicyEnd::kNextPolicy, {}}};
  EXPECT_EQ(Show(set, kPrefixes[0], true), " 9-9");
  EXPECT_EQ(Show(set, kPrefixes[1], true), "keep 7-7");
  EXPECT_EQ(Show(set, kPrefixes[1], false), "");
}

TEST(PolicyBounds, NothingIsClaimedOfWhatIsNotFollowed) {
  const RouteTerm strange[] = {
      {.actions = {{.kind = RouteActionKind::kLocalPreference, .op = model::ValueOp::kAdd, .value = 1}},
       .flow = TermFlow::kAccept},
      {.actions = {{.kind = RouteActionKind::kWeight, .value = 1}}, .flow = TermFlow::kAccept},
      {.actions = {{.kind = RouteActionKind::kAsPathReplaceOwn}}, .flow = TermFlow::kAccept},
      {.flow = TermFlow::kPass},
      {.flow = TermFlow::kCall, .callee = "called"},
  };
  for (const RouteTerm& term : strange) {
    model::PolicySet set = Lists();
    RouteTerm listed = term;
    listed.all_of = {{{In("l1")}}};
    set.policies = {{"p", {listed}, model::PolicyEnd::kAccept, {}},
                    {"called", {}, model::PolicyEnd::kReject, {}}};
    EXPECT_EQ(Show(set, kPrefixes[0]), "?");
    EXPECT_EQ(Show(set, kPrefixes[1]), "keep") << "they do not come there";
  }
  model::PolicySet undefined = Lists();
  undefined.policies = {
      {"p", {{.all_of = {{{In("nowhere")}}}, .actions = {Prefer(3)}}}, model::PolicyEnd::kAccept, {}}};
  EXPECT_EQ(Show(undefined, kPrefixes[0]), "keep 3-3") << "what the list says is not known";
}

RouteTerm RandomTerm(Dice& dice, std::uint32_t at, std::uint32_t terms) {
  RouteTerm term;
  for (int clauses = dice.Below(3); clauses > 0; --clauses) {
    model::RouteClause& clause = term.all_of.emplace_back();
    for (int literals = 1 + dice.Below(2); literals > 0; --literals) {
      const int kind = dice.Below(4);
      RouteMatch match = kind == 0 ? Tagged() : In("l" + std::to_string(dice.Below(2)));
      if (kind == 1) match = {.kind = RouteMatchKind::kLocalPreference, .ranges = {{100, 100}}};
      match.negated = dice.OneIn(3);
      clause.any_of.push_back(match);
    }
  }
  if (dice.OneIn(2)) term.actions.push_back(Prefer(static_cast<std::uint32_t>(50 * dice.Below(4))));
  if (dice.OneIn(3)) term.actions.push_back({.kind = RouteActionKind::kTag, .value = 1});
  if (dice.OneIn(20)) term.actions.push_back({.kind = RouteActionKind::kWeight, .value = 5});
  constexpr TermFlow kFlows[] = {TermFlow::kAccept, TermFlow::kReject,     TermFlow::kNext, TermFlow::kNext,
                                 TermFlow::kGoto,   TermFlow::kNextPolicy, TermFlow::kPass};
  term.flow = kFlows[dice.Below(dice.OneIn(8) ? 7 : 6)];
  term.target = at + 1 + static_cast<std::uint32_t>(dice.Below(static_cast<int>(terms - at)));
  return term;
}

/// No route of a random policy leaves its bounds, and the bounds are mostly tight.
TEST(PolicyBounds, RoutesStayWithinThem) {
  std::size_t claims = 0, tight = 0, accepted = 0;
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
    Dice dice(seed);
    model::PolicySet set = Lists();
    for (const char* name : {"p", "q"}) {
      model::RoutePolicy& policy = set.policies.emplace_back();
      policy.name = name;
      const auto terms = static_cast<std::uint32_t>(dice.Below(5));
      for (std::uint32_t t = 0; t < terms; ++t) policy.terms.push_back(RandomTerm(dice, t, terms));
      constexpr model::PolicyEnd kEnds[] = {model::PolicyEnd::kReject, model::PolicyEnd::kAccept,
                                            model::PolicyEnd::kNextPolicy};
      policy.end = kEnds[dice.Below(3)];
      policy.tests_original = dice.OneIn(4);
    }
    const PolicyProgram program(set);
    AttributePool pool;
    PolicyEvaluator evaluator(program, pool);
    const std::vector<std::string> names = {"p", "q"};
    const CompiledChain chain = program.Compile(names, dice.OneIn(2));
    for (const std::string_view prefix : kPrefixes) {
      const PreferenceBounds bounds = PreferencesAfter(program, chain, *net::ParsePrefix(prefix));
      if (!bounds.known) continue;
      ++claims;
      PreferenceBounds seen;
      for (int way = 0; way < 4; ++way) {
        PolicyRoute route;
        route.prefix = *net::ParsePrefix(prefix);
        route.attributes.tag = static_cast<std::uint32_t>(way % 2);
        const std::uint32_t came_with = way < 2 ? 100 : 77;
        route.attributes.local_preference = came_with;
        if (!evaluator.Evaluate(chain, route).accepted) continue;
        ++accepted;
        const std::uint32_t left_with = route.attributes.local_preference;
        seen.Merge({.keeps = left_with == 77, .lowest = left_with, .highest = left_with});
        EXPECT_TRUE((left_with == came_with && bounds.keeps) ||
                    (bounds.lowest <= left_with && left_with <= bounds.highest))
            << "seed " << seed << ", " << prefix << ": " << left_with;
      }
      tight += bounds.empty() == (seen.highest < seen.lowest) ? 1 : 0;
    }
  }
  EXPECT_GT(claims, 4000U);
  EXPECT_GT(accepted, 5000U);
  EXPECT_GT(tight, claims * 8 / 10);
}

}  // namespace
}  // namespace ringfence::routing
