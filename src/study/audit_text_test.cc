#include "study/audit_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/check.h"
#include "study/exposure_study.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::HasSubstr;

constexpr std::string_view kUnderOne =
    "confine: records, away-from: untrusted, levels: [read], under: {failures: 1, of: [link, node]}";

TEST(AuditStudy, ACheckIsTheSameWithOne) {
  const auto snapshot = Load(rules::Tiny().Rule("R", kUnderOne));
  CheckOptions options;
  const auto without = Check(*snapshot, options);
  options.audit_sets = 1000;
  const auto with = Check(*snapshot, options);
  EXPECT_FALSE(without->audit.has_value());
  ASSERT_TRUE(with->audit.has_value());
  EXPECT_EQ(with->audit->sets, with->failure_sets);
  EXPECT_EQ(with->audit->outcomes, with->failure_sets) << "one flow";
  EXPECT_FALSE(with->audit->difference.has_value());
  EXPECT_EQ(with->state, without->state);
  EXPECT_EQ(with->rules.size(), without->rules.size());
  EXPECT_EQ(AuditText(*snapshot, *with->audit, with->failure_sets),
            "audit: " + std::to_string(with->failure_sets) + " of " + std::to_string(with->failure_sets) +
                " failure sets computed from nothing, " + std::to_string(with->failure_sets) +
                " outcomes, all as the search says");
}

TEST(AuditStudy, AnExposureStudyIsTheSameWithOne) {
  const auto snapshot = Load(rules::Tiny());
  ExposureOptions options;
  options.flow = "records";
  options.failures_max = 1;
  options.audit_sets = 3;
  const auto result = Exposure(*snapshot, options);
  ASSERT_TRUE(result && result->audit);
  EXPECT_EQ(result->audit->sets, 3U);
  EXPECT_FALSE(result->audit->difference.has_value());
  EXPECT_EQ(result->flows.size(), 1U);
}

TEST(AuditStudy, ADifferenceIsNamed) {
  const auto snapshot = Load(rules::Tiny());
  exposure::Audit audit{.sets = 2, .outcomes = 2, .difference = {{{0, 1}, model::FlowId(0)}}};
  const auto& failures = snapshot->world->failures;
  EXPECT_THAT(AuditText(*snapshot, audit, 9),
              HasSubstr("flow '" + snapshot->policy.flows[0].id + "' under " + failures[0].Label() + " + " +
                        failures[1].Label() + " than"));
  audit.difference->failed.clear();
  EXPECT_THAT(AuditText(*snapshot, audit, 9), HasSubstr("under no failure than"));
}

}  // namespace
}  // namespace ringfence::study
