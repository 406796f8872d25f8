#include "serve/question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/limits.h"

namespace ringfence::serve {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

unsigned StatusOf(std::string_view target) {
  const auto question = ReadQuestion(target);
  return question ? 200 : question.error().status;
}

TEST(Question, WhatIfWithEverything) {
  const auto question = ReadQuestion(
      "/api/whatif?ban=Huawei&ban=big+five&fail=link%3AA-B&fail=node:%C3%A9&kind=router&as-of=2028-01-01");
  ASSERT_TRUE(question.has_value());
  EXPECT_EQ(question->topic, Topic::kWhatIf);
  EXPECT_THAT(question->ban, ElementsAre("Huawei", "big five"));
  EXPECT_THAT(question->fail, ElementsAre("link:A-B", "node:\xC3\xA9"));
  EXPECT_THAT(question->kinds, ElementsAre(model::ElementKind::kRouter));
  EXPECT_EQ(base::ToString(*question->as_of), "2028-01-01");
}

TEST(Question, PathsAreComparedAsTheyStand) {
  EXPECT_EQ(StatusOf("/"), 200U);
  EXPECT_EQ(StatusOf("/api/state"), 200U);
  for (const std::string_view path :
       {"/../etc/passwd", "/api/../api/state", "/api%2Fstate", "/%2e%2e/ringfence.yaml", "//api/state",
        "/api/state/", "/API/state", "/ringfence.yaml", "/configs/P1.cfg", "/.", "/api/state#x"}) {
    EXPECT_EQ(StatusOf(path), 404U) << path;
  }
  for (const std::string_view target : {"", "*", "http://127.0.0.1/", "api/state", "?ban=x"})
    EXPECT_EQ(StatusOf(target), 400U) << target;
}

TEST(Question, WhatIsNotUnderstoodIsRefused) {
  for (const std::string_view target :
       {"/?x=1", "/api/state?as-of=2026-01-01", "/api/check?as-of=2026-02-30", "/api/check?as-of=",
        "/api/check?as-of=2026-01-01&as-of=2026-01-01", "/api/check?&", "/api/check?ban=x", "/api/whatif",
        "/api/whatif?as-of=2026-01-01", "/api/whatif?ban=%", "/api/whatif?ban=%4", "/api/whatif?ban=%zz",
        "/api/whatif?ban=%00", "/api/whatif?ban=a%0d%0ab", "/api/whatif?ban=%ff", "/api/whatif?ban=%c0%af",
        "/api/whatif?ban", "/api/whatif?ban=x&kind=toaster", "/api/whatif?BAN=x"}) {
    EXPECT_EQ(StatusOf(target), 400U) << target;
  }
}

TEST(Question, Limits) {
  std::string many = "/api/whatif?ban=a";
  for (std::size_t i = 1; i < kParametersMax; ++i) many += "&ban=a";
  EXPECT_EQ(StatusOf(many), 200U);
  EXPECT_EQ(StatusOf(many + "&ban=a"), 400U);
  const std::string value(kValueBytesMax, 'x');
  EXPECT_EQ(StatusOf("/api/whatif?ban=" + value), 200U);
  EXPECT_EQ(StatusOf("/api/whatif?ban=" + value + "x"), 400U);
  EXPECT_EQ(StatusOf("/" + std::string(kTargetBytesMax, 'x')), 414U);
}

TEST(Question, KeysTellQuestionsApart) {
  const auto key = [](std::string_view target) { return KeyOf(*ReadQuestion(target)); };
  EXPECT_EQ(key("/api/whatif?ban=a&fail=b"), key("/api/whatif?fail=b&ban=%61"));
  EXPECT_NE(key("/api/whatif?ban=a&ban=b"), key("/api/whatif?ban=a&fail=b"));
  EXPECT_NE(key("/api/whatif?ban=a"), key("/api/whatif?ban=a&as-of=2026-01-01"));
  EXPECT_NE(key("/api/whatif?ban=a"), key("/api/whatif?ban=a&kind=router"));
}

}  // namespace
}  // namespace ringfence::serve
