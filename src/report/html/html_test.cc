#include "report/html/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "report/golden_testing.h"
#include "report/html/page_data.h"

namespace ringfence::report::html {

extern const Format kFormat;

namespace {

using testing::HasSubstr;
using testing::Not;

/// The document of a tiny text.
std::string DataOf(const rules::TinyText& text) {
  const auto snapshot = study::Load(text);
  const auto check = study::Check(*snapshot, {});
  if (!check) return "not judged";
  auto dossier = study::MakeDossier(*snapshot, *check, {});
  dossier->title = "tiny";
  return PageData(*snapshot, *dossier);
}

TEST(HtmlReport, NothingInTheDataCanEndTheScript) {
  EXPECT_EQ(EscapeForScript("\"</script><!-- & \xE2\x80\xA8\xE2\x80\xA9 \xE2\x80\xA7\""),
            "\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\\u2029 \xE2\x80\xA7\"");
}

TEST(HtmlReport, WhatIsWaivedIsSaidSoWithWhoAcceptsItAndHowLong) {
  const std::string data = DataOf(TinyOfAllStates());
  EXPECT_THAT(data, HasSubstr("\"verdict\":\"waived\""));
  EXPECT_THAT(data, HasSubstr("\"use\":\"used\",\"element\":\"north\",\"owner\":\"desk, 7\""));
  EXPECT_THAT(data, HasSubstr("\"expires\":\"2026-12-31\""));
  // The day after the last one it covers nothing, and the page has that day.
  const std::size_t later = data.find("\"later\":[{\"day\":\"2027-01-01\"");
  ASSERT_NE(later, std::string::npos);
  EXPECT_THAT(data.substr(later), HasSubstr("{\"id\":\"EDGE\",\"verdict\":\"violated\""));
}

TEST(HtmlReport, ThePageIsOneFileWithoutNetwork) {
  const std::string page = PageWith("{\"mark\":\"</script>\"}");
  EXPECT_THAT(page, HasSubstr("{\"mark\":\"\\u003c/script\\u003e\"}"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("@RINGFENCE-DATA@")));
  EXPECT_THAT(page, Not(HasSubstr("<link")));
  EXPECT_THAT(page, Not(HasSubstr(" src=")));
}

TEST(HtmlReport, TheCheckIsTheJsonOfCheck) {
  const std::string data = DataOf(TinyWithRules());
  EXPECT_THAT(data, HasSubstr("{\"ringfence\":{\"document\":\"report\",\"version\":1},\"title\":\"tiny\""));
  EXPECT_THAT(data, HasSubstr("\"check\":{\"as_of\":\"2026-07-01\",\"verdict\":\"violated\""));
  EXPECT_THAT(data, HasSubstr("frobnicate 7"));
}

TEST(HtmlReport, AFailureThatMovesAFlowHasItsPaths) {
  const std::string data = DataOf(rules::Tiny().Rule("WORK", "deliver: records"));
  const std::size_t moved = data.find("\"reroutes\":[{\"failed\":[\"link:");
  ASSERT_NE(moved, std::string::npos) << data;
  EXPECT_THAT(data.substr(moved, 200),
              testing::ContainsRegex("\"paths\":\\[[0-9]+\\],\"paths_back\":\\[[0-9]+\\]"));
  EXPECT_THAT(data, HasSubstr("\"paths\":[{\"ends\":\"delivered\",\"packet\":"));
}

TEST(HtmlReport, EqualPathsAreWrittenOnce) {
  const std::string data = DataOf(rules::Tiny().Rule("WORK", "deliver: records"));
  const std::size_t table = data.find("\"paths\":[{\"ends\"");
  const std::size_t end = data.find("\"hops\":[[", table);
  ASSERT_NE(end, std::string::npos);
  std::set<std::string> seen;
  std::size_t count = 0;
  for (std::size_t at = table; (at = data.find("{\"ends\"", at)) < end; ++count) {
    const std::size_t next = std::min(data.find("{\"ends\"", at + 1), end);
    EXPECT_TRUE(seen.insert(data.substr(at, data.rfind('}', next) - at)).second);
    at = next;
  }
  EXPECT_GT(count, 2U);
}

TEST(HtmlReport, EvidenceIsNumbersOfSteps) {
  const std::string data = DataOf(rules::Tiny().Rule(
      "AWAY", "confine: records, away-from: untrusted, levels: [cut], under: {failures: 1, of: [link]}"));
  EXPECT_THAT(data, HasSubstr("\"evidence\":[]}")) << "findings have none of their own";
  EXPECT_THAT(data, testing::ContainsRegex("\"evidence\":\\[\\[0,1"));
  EXPECT_THAT(data, testing::ContainsRegex("\"steps\":\\[\\{\"step\":\"[a-z-]+\""));
  EXPECT_THAT(data, testing::ContainsRegex("\"lines\":\\[\"[a-z./]+:[0-9]+\""));
}

TEST(HtmlReport, LaterDaysAreJudged) {
  const std::string data = DataOf(TinyWithRules());
  EXPECT_THAT(data, HasSubstr("\"later\":[{\"day\":\"2027-01-01\""));
}

TEST(HtmlReport, NoSecretReachesThePage) {
  rules::TinyText text = rules::Tiny().Rule("WORK", "deliver: records");
  text.Replace("configs/west.cfg", " ip ospf cost 10\n",
               " ip ospf cost 10\n ip ospf message-digest-key 1 md5 Tr0ub4dor\n");
  EXPECT_THAT(DataOf(text), Not(HasSubstr("Tr0ub4dor")));
}

TEST(HtmlReport, AServerHandsOutThePageWithoutData) {
  const ServedPage page = PageOfServer();
  EXPECT_THAT(page.html, HasSubstr("id=\"data\">null</script>"));
  EXPECT_THAT(page.html, Not(HasSubstr("<meta http-equiv")));
  EXPECT_THAT(page.policy, testing::StartsWith("default-src 'none'; script-src 'sha256-"));
  EXPECT_THAT(page.policy, HasSubstr("; connect-src 'self'; frame-ancestors 'none'"));
  // The file itself may not ask anybody.
  EXPECT_THAT(PageWith("{}"), Not(HasSubstr("connect-src")));
}

TEST(HtmlReport, OffersDossierOnly) {
  EXPECT_NE(kFormat.dossier, nullptr);
  EXPECT_EQ(kFormat.check, nullptr);
}

}  // namespace
}  // namespace ringfence::report::html
