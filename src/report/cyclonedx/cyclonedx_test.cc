#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::cyclonedx {

extern const Format kFormat;

namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Cyclonedx, RulesAreRequirementsAndVerdictsClaims) {
  const std::string bill = CheckIn(kFormat, TinyOfAllStates());
  EXPECT_THAT(bill, HasSubstr("\"bom-ref\": \"rule/EDGE\""));
  // Violated by one element, waived for another: counter-claims, conformance 0.
  EXPECT_THAT(bill, HasSubstr("\"requirement\": \"rule/EDGE\",\n      \"counterClaims\": ["));
  EXPECT_THAT(bill, HasSubstr("\"predicate\": \"waived\""));
  EXPECT_THAT(bill, HasSubstr("Accepted by desk, 7 until 2026-12-31: a <b> & \\\"c\\\""));
  EXPECT_THAT(bill,
              HasSubstr("\"conformance\": {\n       \"score\": 0,\n       \"rationale\": \"violated\""));
  EXPECT_THAT(bill, HasSubstr("\"target\": \"element/north\""));
}

TEST(Cyclonedx, OnlyProvedAndViolatedHaveScores) {
  const std::string bill = CheckIn(kFormat, TinyWithRules());
  EXPECT_THAT(bill, HasSubstr("\"conformance\": {\n       \"rationale\": \"undecided\""));
  EXPECT_THAT(bill, HasSubstr("\"conformance\": {\n       \"rationale\": \"not-in-force\""));
  EXPECT_THAT(bill, Not(HasSubstr("\"score\": 1,\n       \"rationale\": \"undecided\"")));
}

TEST(Cyclonedx, DevicesCarryMakersAndTheWordsOfTheInventory) {
  const std::string bill = CheckIn(kFormat, rules::Tiny());
  EXPECT_THAT(
      bill,
      HasSubstr("\"bom-ref\": \"element/DESK\",\n   \"name\": \"DESK\",\n   \"manufacturer\": {\n    "
                "\"name\": \"Good\"\n"
                "   },\n   \"properties\": [\n    {\n     \"name\": \"ringfence:kind\",\n     \"value\": "
                "\"management-system\""));
}

TEST(Cyclonedx, MakersOfPartsAreComponents) {
  rules::TinyText text = rules::Tiny();
  text.Replace("inventory.yaml", "west: {kind: router, function: ip-edge, maker: Good",
               "west: {kind: router, function: ip-edge, maker: Good, parts: Risky");
  const std::string bill = CheckIn(kFormat, text);
  EXPECT_THAT(bill,
              HasSubstr("\"name\": \"Good\"\n   },\n   \"components\": [\n    {\n     \"type\": \"device\",\n"
                        "     \"bom-ref\": \"part/west/Risky\",\n     \"name\": \"parts made by Risky\",\n"
                        "     \"manufacturer\": {\n      \"name\": \"Risky\"\n     }\n    }\n   ],"));
}

TEST(Cyclonedx, HostileNamesStayText) {
  const std::string bill = CheckIn(kFormat, TinyHostile());
  EXPECT_THAT(bill, HasSubstr("\"identifier\": \"@R::,](x){1}<&>%\""));
}

}  // namespace
}  // namespace ringfence::report::cyclonedx
