#include "importers/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importers/element_values.h"
#include "importers/import_testing.h"
#include "importers/ownership.h"

namespace ringfence::importers {
namespace {

using testing::HasSubstr;

TEST(Import, TwoSourcesThatContradictAreAnError) {
  base::Diagnostics diagnostics;
  Import import(diagnostics);
  import.Set(import.At(Section::kElements, "r", {}, "one"), "maker", "A", {});
  import.Set(import.At(Section::kElements, "r", {}, "two"), "maker", "A", {});
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_THAT(import.records(Section::kElements).at("r").because, testing::ElementsAre("one", "two"));
  import.Set(import.At(Section::kElements, "r", {}, "three"), "maker", "B", {});
  EXPECT_TRUE(diagnostics.has_errors());
}

TEST(Import, NamesAreAnyTextAndStayOnTheirLine) {
  base::Diagnostics diagnostics;
  Import import(diagnostics);
  import.Set(import.At(Section::kElements, "a: {}\n#\"", {}, "x\ny"), "kind", "router", {});
  import.Leave("b\ninventory: 2", {});
  base::SourceMap sources;
  const std::string text = FilesOf(import, sources, "c\nd")[0].second;
  EXPECT_THAT(text, HasSubstr("\n  \"a: {}\\u000a#\\\"\": {kind: router, because: \"x\\u000ay\"}\n"));
  EXPECT_THAT(text, HasSubstr("\n##   b\\x0ainventory: 2\n"));
  import.At(Section::kElements, "\xff", {}, "");
  import.At(Section::kElements, "", {}, "");
  EXPECT_EQ(diagnostics.items().size(), 2U);
}

TEST(Import, WhatIsLeftHasLimits) {
  base::Diagnostics diagnostics;
  Import import(diagnostics);
  for (std::size_t i = 0; i < kLeftMax + 3; ++i) import.Leave("thing " + std::to_string(i), {});
  import.Leave("thing 0", {});
  EXPECT_EQ(import.left().size(), kLeftMax);
  EXPECT_EQ(import.left_more_count(), 3U);
  EXPECT_EQ(import.left()[0].count, 2U);
}

TEST(Import, SharesAreRoundedOutwards) {
  const auto check = [](std::string_view text, std::uint32_t least, std::uint32_t most) {
    const auto share = ShareOfPercent(text);
    ASSERT_TRUE(share) << text;
    EXPECT_EQ(share->min_bp, least) << text;
    EXPECT_EQ(share->max_bp, most) << text;
  };
  check("25", 2500, 2500);
  check("37.5", 3750, 3750);
  check("33.333", 3333, 3334);
  check("0.000", 0, 0);
  check("100.00", 10000, 10000);
  for (const char* text :
       {"", "101", "100.001", "-1", "1e2", ".5", "5.", "5,5", "25%", "1.2.3", "1.000000000000000000001"})
    EXPECT_FALSE(ShareOfPercent(text)) << text;
}

TEST(Import, KindsAreTheLastWord) {
  EXPECT_EQ(KindIn("Core Router"), "router");
  EXPECT_EQ(KindIn("line-system"), "line-system");
  EXPECT_EQ(KindIn("subrouter"), "");
  EXPECT_EQ(KindIn(""), "");
}

TEST(Import, TheTableNamesAllUnits) {
  for (const Importer* one : AllImporters()) EXPECT_EQ(FindImporter(one->name), one);
  EXPECT_EQ(FindImporter("none"), nullptr);
  EXPECT_EQ(AllImporters().size(), 5U);
}

}  // namespace
}  // namespace ringfence::importers
