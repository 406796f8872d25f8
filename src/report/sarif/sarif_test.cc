#include "report/sarif/sarif.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::sarif {

extern const Format kFormat;

namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Sarif, ANameIsNeverASchemeOrAQuery) {
  EXPECT_EQ(UriOf("configs/CE-1_a.cfg~"), "configs/CE-1_a.cfg~");
  EXPECT_EQ(UriOf("http://x?y#z%"), "http%3A//x%3Fy%23z%25");
  EXPECT_EQ(UriOf("a b\xC3\xA9"), "a%20b%C3%A9");
}

TEST(Sarif, TextIsNoLinkAndNoPlaceholder) {
  EXPECT_EQ(MessageText("{0} [x](http://e) a[0] (b)"), "{{0}} [x] (http://e) a[0] (b)");
  EXPECT_EQ(MessageText("a\nb"),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(Sarif, TheWholeLog) {  // of a rule with little to show; the scenario reads long ones
  const rules::TinyText text = rules::Tiny().Rule("LATER", "deliver: visits, from: 2027-01-01");
  ExpectGolden(std::string(RF_TEST_FOLDER) + "/testdata/check.golden", CheckIn(kFormat, text));
}

TEST(Sarif, WhatIsWaivedIsSuppressedWithItsReason) {
  const std::string log = CheckIn(kFormat, TinyOfAllStates());
  EXPECT_THAT(log,
              HasSubstr("\"suppressions\": [\n      {\n       \"kind\": \"external\",\n       \"status\": "
                        "\"accepted\",\n       \"justification\": \"accepted by desk, 7 until 2026-12-31: a "
                        "<b> & \\\"c\\\"\""));
}

TEST(Sarif, UndecidedIsAWarningThatSaysSo) {
  const std::string log = CheckIn(kFormat, TinyOfAllStates());
  EXPECT_THAT(log, HasSubstr("\"kind\": \"fail\",\n     \"level\": \"warning\",\n     \"message\": {\n      "
                             "\"text\": \"WORK: undecided for records: north: not modelled"));
  EXPECT_THAT(log, HasSubstr("\"kind\": \"pass\",\n     \"level\": \"none\""));
  EXPECT_THAT(log, HasSubstr("\"kind\": \"notApplicable\",\n     \"level\": \"none\""));
}

TEST(Sarif, HopsAreACodeFlow) {
  const std::string log =
      CheckIn(kFormat, rules::Tiny().Rule("R",
                                          "confine: records, away-from: untrusted, levels: [read], under: "
                                          "{failures: 1, of: link}"));
  EXPECT_THAT(log, HasSubstr("\"id\": \"forward\""));
  EXPECT_THAT(log, HasSubstr("\"id\": \"backward\""));
  EXPECT_THAT(log,
              HasSubstr("\"text\": \"hop direction=forward from=west from-interface=GigabitEthernet0/1"));
}

TEST(Sarif, SecretsStayAtHome) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/north.cfg", "router ospf 1\n", "router ospf 1\n frobnicate password hunter2\n");
  const std::string log = CheckIn(kFormat, text.Rule("WORK", "deliver: records"));
  EXPECT_THAT(log, HasSubstr("frobnicate password ****"));
  EXPECT_THAT(log, Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace ringfence::report::sarif
