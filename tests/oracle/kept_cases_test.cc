// Cases that random worlds found, each once, small and by name.

#include <gtest/gtest.h>

#include "oracle/compare.h"
#include "oracle/generator.h"

namespace ringfence::oracle {
namespace {

/// What the program says of the only rule.
std::string VerdictOf(const World& world) {
  Loaded loaded(world, {});
  if (!loaded.problems().empty()) return loaded.problems().front();
  const auto result = CheckWith(loaded, 1);
  return result ? std::string(rules::NameOf(result->rules.at(0).state)) : "refused";
}

// Nobody states who made R1 nor where it stands: it may be what the rule excludes, at the place.
TEST(KeptCases, UnknownMakeAtAnUnknownPlaceIsNotProved) {
  World world = PlainWorld(2, {{0, 1}}, 0, Nos::kIos);
  world.elements[0].stands.clear();
  world.elements[1].stands = {{Role::kMaker, 0}};
  world.elements[1].site = 0;
  Rule rule;
  rule.name = "AWAY";
  rule.kind = RuleKind::kExclude;
  rule.near = true;
  world.rules = {rule};
  EXPECT_EQ(VerdictOf(world), "undecided");
  EXPECT_EQ(CompareWorld(world), Differences{});
  world.elements[0].stands = {{Role::kMaker, 0}};
  EXPECT_EQ(VerdictOf(world), "proved");
}

}  // namespace
}  // namespace ringfence::oracle
