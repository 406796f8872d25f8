#include "base/date.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace ringfence::base {
namespace {

TEST(ParseDate, TakesExistingDaysOnly) {
  EXPECT_EQ(ParseDate("2026-07-01"), (Date{2026, 7, 1}));
  EXPECT_EQ(ParseDate("2024-02-29"), (Date{2024, 2, 29}));
  EXPECT_EQ(ParseDate("2000-02-29"), (Date{2000, 2, 29}));
  for (const char* text : {"", "2026-7-1", "2026-07-1 ", "2026/07/01", "2023-02-29", "1900-02-29",
                           "2026-13-01", "2026-00-01", "2026-04-31", "2026-01-00", "0000-01-01", "-026-01-01",
                           "2026-07-01T00:00", "20260701", "2026-+7-01", "２026-07"}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
}

/// Every day-shaped text of 40 years, judged by std::chrono.
TEST(ParseDate, AgreesWithTheStandardCalendar) {
  for (int year = 1890; year < 1930; ++year) {
    for (unsigned month = 0; month < 14; ++month) {
      for (unsigned day = 0; day < 33; ++day) {
        const std::string text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
        const std::chrono::year_month_day judge{std::chrono::year(year), std::chrono::month(month),
                                                std::chrono::day(day)};
        const auto date = ParseDate(text);
        ASSERT_EQ(date.has_value(), judge.ok()) << text;
        if (date) {
          ASSERT_EQ(ToString(*date), text);
        }
      }
    }
  }
}

TEST(Date, OrdersInTime) {
  EXPECT_LT(ParseDate("2025-12-31").value(), ParseDate("2026-01-01").value());
  EXPECT_LT(ParseDate("2026-01-31").value(), ParseDate("2026-02-01").value());
  EXPECT_EQ(ToString(ParseDate("0001-01-01").value()), "0001-01-01");
}

}  // namespace
}  // namespace ringfence::base
