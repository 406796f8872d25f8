#include "base/source.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace ringfence::base {
namespace {

TEST(SourceFile, CountsLinesAsEditorsDo) {
  const std::pair<const char*, std::uint32_t> kCases[] = {{"", 0},     {"a", 1},          {"a\n", 1},
                                                          {"a\nb", 2}, {"a\nb\n", 2},     {"\n", 1},
                                                          {"\n\n", 2}, {"a\r\nb\r\n", 2}, {"a\rb", 1}};
  for (const auto& [text, count] : kCases) EXPECT_EQ(SourceFile("f", text).line_count(), count) << text;
}

TEST(SourceFile, LinesComeWithoutTheirEnds) {
  const SourceFile file("f", "one\r\ntwo\n\nfour");
  EXPECT_EQ(file.line(1), "one");
  EXPECT_EQ(file.line(2), "two");
  EXPECT_EQ(file.line(3), "");
  EXPECT_EQ(file.line(4), "four");
  EXPECT_EQ(file.line_offset(1), 0U);
  EXPECT_EQ(file.line_offset(4), 10U);
}

TEST(SourceFile, PartsKeepTheirNamesAndLines) {
  const SourceFile file("d", {{"d/a", "one\ntwo"}, {"d/empty", ""}, {"d/b", "three\n\nfive\n"}, {"d/c", ""}});
  ASSERT_EQ(file.line_count(), 5U);
  ASSERT_EQ(file.parts().size(), 4U);
  const std::pair<const char*, std::uint32_t> kPlaces[] = {
      {"d/a", 1}, {"d/a", 2}, {"d/b", 1}, {"d/b", 2}, {"d/b", 3}};
  for (std::uint32_t line = 1; line <= 5; ++line) {
    EXPECT_EQ(file.PlaceOf(line).file, kPlaces[line - 1].first) << line;
    EXPECT_EQ(file.PlaceOf(line).line, kPlaces[line - 1].second) << line;
  }
  EXPECT_EQ(file.line(2), "two");
  EXPECT_EQ(file.line(3), "three");
  EXPECT_EQ(file.parts()[1].line_count, 0U);
  EXPECT_EQ(file.parts()[2].line_count, 3U);
  EXPECT_EQ(SourceFile("f", "a\nb").parts().front().line_count, 2U);
}

TEST(SourceMap, SpansOfJoinedTextsNameTheFile) {
  SourceMap map;
  const FileId id = map.Add("d", std::vector<NamedText>{{"d/a", "one"}, {"d/b", "two\nthree"}});
  EXPECT_EQ(map.Describe({id, 3, 2, 1}), "d/b:2:2");
  EXPECT_EQ(map.Describe({id, 1, 0, 0}), "d/a:1");
  EXPECT_EQ(map.Describe({id, 0, 0, 0}), "d");
  EXPECT_EQ(map.LineText({id, 3, 1, 1}), "three");
}

/// Against splitting by hand, on random texts.
TEST(SourceFile, AgreesWithSplitting) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (auto length = random() % 20; length > 0; --length) text += "ab\n"[random() % 3];
    std::vector<std::string> lines(1);
    for (char c : text) {
      if (c == '\n')
        lines.emplace_back();
      else
        lines.back() += c;
    }
    if (lines.back().empty()) lines.pop_back();
    const SourceFile file("f", text);
    ASSERT_EQ(file.line_count(), lines.size());
    for (std::uint32_t i = 1; i <= file.line_count(); ++i) ASSERT_EQ(file.line(i), lines[i - 1]);
    std::uint32_t line = 1;
    for (std::size_t at = 0; at < text.size(); ++at) {
      ASSERT_EQ(file.line_at(at), line);
      if (text[at] == '\n') ++line;
    }
    ASSERT_EQ(file.line_at(text.size() + 5), file.line_count());
  }
}

TEST(SourceFileDeathTest, LinesStartAtOne) {
  const SourceFile file("f", "a\n");
  EXPECT_DEATH(file.line(0), "check failed");
  EXPECT_DEATH(file.line(2), "check failed");
}

TEST(SourceMap, DescribesPlaces) {
  SourceMap sources;
  const FileId file = sources.Add("configs/p1.cfg", "hostname P1\n");
  EXPECT_EQ(sources.Describe({file, 1, 10, 2}), "configs/p1.cfg:1:10");
  EXPECT_EQ(sources.Describe({file, 1, 0, 0}), "configs/p1.cfg:1");
  EXPECT_EQ(sources.Describe({file, 0, 0, 0}), "configs/p1.cfg");
  EXPECT_EQ(sources.Describe({}), "");
  EXPECT_EQ(sources.LineText({file, 1, 0, 0}), "hostname P1");
  EXPECT_EQ(sources.LineText({file, 2, 0, 0}), "");
  EXPECT_EQ(sources.LineText({}), "");
}

TEST(SourceMap, SpansAsideLetPlacesDifferAndNothingElse) {
  struct Said {
    std::string what;
    Span span;
    bool operator==(const Said&) const = default;
  };
  const Said here{"a", {FileId(0), 1, 2, 3}}, there{"a", {FileId(1), 4, 5, 6}},
      other{"b", {FileId(0), 1, 2, 3}};
  EXPECT_FALSE(here == there);
  {
    const SpansAside aside;
    EXPECT_TRUE(here == there);
    EXPECT_FALSE(here == other);
    {
      const SpansAside within;
    }
    EXPECT_TRUE(here == there);
  }
  EXPECT_FALSE(here == there);
}

TEST(SourceMap, SpansMayBeComparedByMoreThanTheirPlace) {
  const Span here{FileId(0), 1, 2, 3}, below{FileId(0), 2, 2, 3};
  const SpansBy moved([](const Span& a, const Span& b) { return a.line + 1 == b.line; });
  EXPECT_TRUE(here == below);
  EXPECT_FALSE(below == here);
  EXPECT_FALSE(here == here);
  {
    const SpansAside aside;
    EXPECT_TRUE(below == here);
  }
  EXPECT_FALSE(below == here);
}

TEST(SourceMap, FilesStayWhereTheyAre) {
  SourceMap sources;
  const FileId first = sources.Add("a", "text");
  const SourceFile* address = &sources.file(first);
  for (int i = 0; i < 1'000; ++i) sources.Add("b", "more");
  EXPECT_EQ(&sources.file(first), address);
  EXPECT_EQ(sources.size(), 1'001U);
}

}  // namespace
}  // namespace ringfence::base
