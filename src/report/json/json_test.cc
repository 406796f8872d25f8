#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::json {

extern const Format kFormat;

namespace {

using testing::HasSubstr;

const std::string kGoldens = std::string(RF_TEST_FOLDER) + "/testdata/";

TEST(JsonReport, Check) {
  const rules::TinyText text = rules::Tiny().Rule("CORE", "exclude: untrusted, from-functions: ip-core");
  ExpectGolden(kGoldens + "check.golden", CheckIn(kFormat, text));
}

TEST(JsonReport, WaiversStandBesideWhatTheyCover) {
  rules::TinyText text = rules::Tiny().Rule("CORE", "exclude: untrusted, from-functions: ip-core");
  text.Append(
      "ringfence.yaml",
      "waivers:\n  - {rule: CORE, element: north, owner: desk 7, reason: soon, expires: 2026-12-31}\n");
  const std::string document = CheckIn(kFormat, text);
  EXPECT_THAT(document, HasSubstr("\"verdict\": \"waived\""));
  EXPECT_THAT(document, testing::Not(HasSubstr("\"violated\"")));
  EXPECT_THAT(document, HasSubstr("\"certain\": true,\n     \"waived\": true"));
  EXPECT_THAT(document,
              HasSubstr("\"use\": \"used\",\n     \"element\": \"north\",\n     \"owner\": \"desk 7\""));
}

TEST(JsonReport, AnAnswerThatEndsAtTheFirstViolationNamesWhatItLeavesUnsaid) {
  rules::TinyText text = rules::Tiny().Rule("CORE", "exclude: untrusted, from-functions: ip-core");
  text.Rule("WORKS", "deliver: records");
  study::CheckOptions options;
  options.first = true;
  EXPECT_THAT(
      CheckIn(kFormat, text, options),
      HasSubstr("\"first\": {\n  \"failures\": 0,\n  \"not_judged\": [\n   \"WORKS\"\n  ]\n },\n \"rules\""));
  EXPECT_THAT(CheckIn(kFormat, text), testing::Not(HasSubstr("\"first\"")));
}

TEST(JsonReport, CheckNamesReasons) {
  EXPECT_THAT(CheckIn(kFormat, TinyWithRules()), HasSubstr("frobnicate 7"));
}

TEST(JsonReport, Trace) {
  // Long lists of lines are left to the text golden; the shape of the document stands here.
  EXPECT_THAT(TraceIn(kFormat), HasSubstr("\"disposition\": \"delivered\""));
}

TEST(JsonReport, WhatIf) { ExpectGolden(kGoldens + "what_if.golden", WhatIfIn(kFormat)); }

TEST(JsonReport, Diff) {  // the text golden has all of it
  const std::string document = DiffIn(kFormat);
  EXPECT_THAT(document, HasSubstr("\"same\": false"));
  EXPECT_THAT(document,
              HasSubstr("\"prefix\": \"10.2.0.0/24\",\n   \"before\": [\n    \"ospf via 10.9.0.1 "));
  EXPECT_THAT(document, HasSubstr("\"paths_lost\": [\n    \"east > west: delivered\""));
  EXPECT_THAT(document, HasSubstr("\"exposures_gained\": [\n    \"north: read, meta, alter, cut, steer\""));
  EXPECT_THAT(document, HasSubstr("\"before\": \"proved\",\n   \"after\": \"violated\""));
  EXPECT_THAT(document, HasSubstr("\"change\": \"new\",\n   \"rule\": \"R\",\n   \"flow\": \"records\""));
}

TEST(JsonReport, Sessions) {
  ExpectGolden(kGoldens + "sessions.golden", SessionsIn(kFormat, {"north", "ospf", true}));
}

TEST(JsonReport, EveryDocumentNamesItselfAndItsVersion) {
  for (const std::string& document : {ExposureIn(kFormat, {}), RoutesIn(kFormat), SessionsIn(kFormat, {}),
                                      TraceIn(kFormat), WhatIfIn(kFormat)}) {
    EXPECT_THAT(document, HasSubstr("\"document\": ")) << document;
    EXPECT_THAT(document, HasSubstr("\"version\": 1")) << document;
  }
}

}  // namespace
}  // namespace ringfence::report::json
