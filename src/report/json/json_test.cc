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

TEST(JsonReport, CheckNamesReasons) {
  EXPECT_THAT(CheckIn(kFormat, TinyWithRules()), HasSubstr("frobnicate 7"));
}

TEST(JsonReport, Trace) {
  // Long lists of lines are left to the text golden; the shape of the document stands here.
  EXPECT_THAT(TraceIn(kFormat), HasSubstr("\"disposition\": \"delivered\""));
}

TEST(JsonReport, WhatIf) { ExpectGolden(kGoldens + "what_if.golden", WhatIfIn(kFormat)); }

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
