#include "report/text/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::text {

extern const Format kFormat;

namespace {

const std::string kGoldens = std::string(RF_TEST_FOLDER) + "/testdata/";

TEST(TextReport, Check) { ExpectGolden(kGoldens + "check.golden", CheckIn(kFormat, TinyWithRules())); }

TEST(TextReport, CheckWithEvidence) {
  const rules::TinyText text =
      rules::Tiny().Rule("R", "confine: visits, away-from: untrusted, levels: [read]");
  ExpectGolden(kGoldens + "evidence.golden", CheckIn(kFormat, text));
}

TEST(TextReport, AnAnswerThatEndsAtTheFirstViolationSaysSo) {
  rules::TinyText text = rules::Tiny().Rule(
      "R", "confine: records, away-from: untrusted, levels: [read], under: {failures: 1, of: link}");
  study::CheckOptions options;
  options.first = true;
  const std::string one = CheckIn(kFormat, text.Rule("WORKS", "deliver: records"), options);
  EXPECT_THAT(one, testing::StartsWith("x violated as of 2026-07-01: 1 violated, 1 not judged\n"));
  EXPECT_THAT(one, testing::HasSubstr(
                       "  ended at the first violation, with 1 failure; with none, none was established\n"
                       "    what else is violated was not looked for\n    not judged: WORKS\n"));
  text.Rule("CORE", "exclude: untrusted, from-functions: ip-core");
  EXPECT_THAT(CheckIn(kFormat, text, options),
              testing::HasSubstr("  ended at the first violation, with no failure\n"));
}

TEST(TextReport, Exposure) {
  ExpectGolden(kGoldens + "exposure.golden", ExposureIn(kFormat, {}));
  Style by_supplier;
  by_supplier.by = GroupBy::kSupplier;
  ExpectGolden(kGoldens + "exposure_by_supplier.golden", ExposureIn(kFormat, by_supplier));
}

TEST(TextReport, Routes) { ExpectGolden(kGoldens + "routes.golden", RoutesIn(kFormat)); }
TEST(TextReport, Sessions) {
  ExpectGolden(kGoldens + "sessions.golden", SessionsIn(kFormat, {}));
  EXPECT_THAT(SessionsIn(kFormat, {"", "isis", false}), "0 sessions\n");
  Style color;
  color.color = true;
  EXPECT_THAT(SessionsIn(kFormat, {}, color), testing::HasSubstr("\x1b[1;38;5;208mnever\x1b[0m"));
}

TEST(TextReport, Trace) { ExpectGolden(kGoldens + "trace.golden", TraceIn(kFormat)); }
TEST(TextReport, WhatIf) { ExpectGolden(kGoldens + "what_if.golden", WhatIfIn(kFormat)); }

TEST(TextReport, Parse) {
  const auto snapshot = study::Load(TinyWithRules());
  ExpectGolden(kGoldens + "parse.golden", kFormat.parse(*snapshot, {}));
}

TEST(TextReport, Compare) {
  const auto before = study::Load(rules::Tiny().Rule("WORK", "deliver: records"));
  rules::TinyText changed = rules::Tiny();
  changed.Replace("configs/west.cfg", "router ospf", "ip route 10.2.0.0 255.255.255.0 Null0\nrouter ospf");
  const auto after = study::Load(changed.Rule("WORK", "deliver: records").Rule("NEW", "release: health"));
  const auto before_check = study::Check(*before, {});
  const auto after_check = study::Check(*after, {});
  ASSERT_TRUE(before_check.has_value() && after_check.has_value());
  ExpectGolden(kGoldens + "compare.golden",
               kFormat.compare(*before, {after.get(), &*before_check, &*after_check}, {}));
}

TEST(TextReport, ColoursOnlyWhenAsked) {
  EXPECT_EQ(Paint(false).bad, Tint{});
  EXPECT_EQ(Paint(true).Of(rules::VerdictState::kProved), Paint(true).good);
  EXPECT_EQ(Paint(true).Of(rules::VerdictState::kUndecided), Paint(true).open);
}

TEST(TextReport, Explain) {
  const auto explain = [](const std::string& rule, const std::string& broken = "") {
    rules::TinyText text = TinyWithRules();
    if (broken.empty()) text.Replace("configs/north.cfg", " frobnicate 7\n", "");
    const auto snapshot =
        study::Load(text.Rule("R", "confine: visits, away-from: untrusted, levels: [read]"));
    study::CheckOptions options;
    options.rules = {rule};
    Style style;
    style.explain_rule = rule;
    return kFormat.check(*snapshot, *study::Check(*snapshot, options), style);
  };
  ExpectGolden(kGoldens + "explain_violated.golden", explain("R"));
  ExpectGolden(kGoldens + "explain_undecided.golden", explain("WORK", "frobnicate"));
  EXPECT_THAT(explain("LATER"), testing::HasSubstr("its dates do not hold on 2026-07-01"));
  EXPECT_THAT(explain("SHARE"), testing::HasSubstr("+ holds  count: 33.33% (1 of 3), limit 35.00%"));
}

/// Every line takes at most so many columns, but for lines whose last word is longer.
void ExpectFits(const std::string& text, std::size_t columns) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    EXPECT_LE(ColumnsOf(line), columns) << line;
    at = end + 1;
  }
}

TEST(TextReport, FitsTheWidth) {
  for (const std::size_t width : {60U, 80U, 120U}) {
    Style style;
    style.width = width;
    const auto snapshot =
        study::Load(TinyWithRules().Rule("R", "confine: visits, away-from: untrusted, levels: [read]"));
    const auto check = study::Check(*snapshot, {});
    ASSERT_TRUE(check.has_value());
    ExpectFits(kFormat.check(*snapshot, *check, style), width);
    ExpectFits(ExposureIn(kFormat, style), width);
    ExpectFits(SessionsIn(kFormat, {}, style), width);
    ExpectFits(kFormat.parse(*snapshot, style), width);
    const auto routes = study::Routes(*snapshot, *study::ReadFailures(*snapshot, {}), {"north", ""});
    ExpectFits(kFormat.routes(*snapshot, *routes, style), width);
  }
}

/// A triangle in which every name that a file chooses tries to reach the terminal.
rules::TinyText HostileText() {
  const std::string evil = "\\e]0;x\\a\\e[2J\\u202e" + std::string(600, 'n') + "\\u754c";
  rules::TinyText text = TinyWithRules();
  std::string& policy = text.files["ringfence.yaml"];
  const auto everywhere = [&policy](const std::string& from, const std::string& to) {
    for (std::size_t at = policy.find(from); at != std::string::npos; at = policy.find(from, at + to.size()))
      policy.replace(at, from.size(), to);
  };
  everywhere("because: test", "because: \"" + evil + "\"");
  everywhere("Tern Islands", "\"" + evil + "\"");
  text.Rule("\"R" + evil + "\"", "confine: visits, away-from: untrusted, levels: [read]");
  text.files["configs/north.cfg"] +=
      "interface \xc2\x9b"
      "2J\xff\xe2\x80\xae\n frob \xc2\x9b"
      "31m\xff\n";
  return text;
}

/// No byte that a terminal obeys, but line ends.
void ExpectTame(const std::string& text) {
  for (const Glyph& glyph : GlyphsOf(text)) {
    if (text[glyph.at] != '\n') {
      EXPECT_FALSE(glyph.shown.starts_with("\\") && text[glyph.at] != '\\') << glyph.shown;
    }
  }
}

TEST(TextReport, HostileNamesNeverReachTheTerminal) {
  const auto snapshot = study::Load(HostileText());
  ASSERT_FALSE(snapshot->diagnostics.has_errors());
  const auto check = study::Check(*snapshot, {});
  ASSERT_TRUE(check.has_value());
  const std::string text = kFormat.check(*snapshot, *check, {});
  ExpectTame(text);
  EXPECT_THAT(text, testing::HasSubstr("\\x1b[2J\\u202e"));
  for (const rules::RuleResult& rule : check->rules) {
    Style style;
    style.explain_rule = rule.id;
    ExpectTame(kFormat.check(*snapshot, *check, style));
  }
  ExpectTame(kFormat.parse(*snapshot, {}));
  const auto failures = study::ReadFailures(*snapshot, {});
  ExpectTame(kFormat.routes(*snapshot, *study::Routes(*snapshot, *failures, {}), {}));
  ExpectTame(kFormat.sessions(*snapshot, *study::Sessions(*snapshot, *failures, {}), {}));
  ExpectTame(kFormat.trace(*snapshot, *study::Trace(*snapshot, *failures, {"records", "", ""}), {}));
  ExpectTame(kFormat.exposure(*snapshot, *study::Exposure(*snapshot, {}), {}));
}

TEST(TextReport, FailedText) {
  EXPECT_EQ(FailedText({}), "nothing failed");
  EXPECT_EQ(FailedText({"node:a", "link:b--c"}), "failed: node:a, link:b--c");
}

TEST(TextReport, WhatMayBeOtherwiseIsMarked) {
  const auto snapshot = study::Load(rules::Tiny());
  const auto failures = study::ReadFailures(*snapshot, {});
  auto routes = study::Routes(*snapshot, *failures, {"north", ""});
  auto trace = study::Trace(*snapshot, *failures, {"records", "", ""});
  ASSERT_TRUE(routes && trace);
  EXPECT_EQ(kFormat.routes(*snapshot, *routes, {}).find('?'), std::string::npos);
  EXPECT_EQ(kFormat.trace(*snapshot, *trace, {}).find('?'), std::string::npos);
  routes->rows.at(0).route.ambiguous = true;
  trace->classes.at(0).paths.at(0).hops.at(0).ambiguous = true;
  const std::string table = kFormat.routes(*snapshot, *routes, {});
  EXPECT_THAT(table, testing::HasSubstr("?: may differ)"));
  EXPECT_THAT(table, testing::HasSubstr("ospf ? "));
  EXPECT_THAT(kFormat.trace(*snapshot, *trace, {}),
              testing::HasSubstr("? may do otherwise: order of events"));
}

}  // namespace
}  // namespace ringfence::report::text
