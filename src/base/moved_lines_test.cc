#include "base/moved_lines.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ringfence::base {
namespace {

/// One file in two versions.
struct Edited {
  Edited(const std::string& then, const std::string& now) {
    before.Add("a.cfg", then);
    after.Add("a.cfg", now);
  }
  /// The line that the 1-based line became; 0: nobody knows.
  std::uint32_t After(std::uint32_t line) const {
    const auto span = MovedLines(before, after).After({FileId(0), line, 2, 3});
    if (!span) return 0;
    EXPECT_TRUE(span->column == 2 && span->length == 3 && span->file == FileId(0));
    return span->line;
  }
  SourceMap before, after;
};

TEST(MovedLines, LinesAboveStayAndThoseBelowMove) {
  const Edited came("a\nb\nc\n", "a\nx\ny\nb\nc\n");
  EXPECT_EQ(came.After(1), 1U);
  EXPECT_EQ(came.After(2), 4U);
  EXPECT_EQ(came.After(3), 5U);
  const Edited went("a\nb\nc\n", "a\nc\n");
  EXPECT_EQ(went.After(1), 1U);
  EXPECT_EQ(went.After(2), 0U);
  EXPECT_EQ(went.After(3), 2U);
  const Edited other("a\nb\nc\n", "a\nx\nc\n");
  EXPECT_EQ(other.After(2), 0U);
  EXPECT_EQ(other.After(3), 3U);
}

TEST(MovedLines, ALineBesideAnEqualOneIsEitherOfTheTwo) {
  const Edited doubled("a\nb\nc\n", "a\nb\nb\nc\n");
  EXPECT_EQ(doubled.After(1), 1U);
  EXPECT_EQ(doubled.After(2), 0U);
  EXPECT_EQ(doubled.After(3), 4U);
}

TEST(MovedLines, AFileStandsOrItDoesNot) {
  const Edited same("a\nb\n", "a\nb\n"), other("a\nb\n", "a\nc\n");
  const MovedLines same_lines(same.before, same.after), other_lines(other.before, other.after);
  EXPECT_TRUE(same_lines.Stands({FileId(0), 1, 1, 1}));
  EXPECT_FALSE(other_lines.Stands({FileId(0), 1, 1, 1}));
  EXPECT_TRUE(other_lines.Stands({}));
  EXPECT_FALSE(other_lines.After({FileId(1), 1, 1, 1}).has_value()) << "there was no such file";
  EXPECT_EQ(other_lines.After({FileId(0), 0, 0, 0})->line, 0U) << "the file as a whole";
}

TEST(MovedLines, FilesOfOtherNamesAndOfSeveralPartsAreNotFollowed) {
  SourceMap before, after;
  before.Add("a.cfg", "a\n");
  after.Add("b.cfg", "a\n");
  before.Add("folder", std::vector<NamedText>{{"one", "a\n"}, {"two", "b\n"}});
  after.Add("folder", std::vector<NamedText>{{"one", "a\nx\n"}, {"two", "b\n"}});
  const MovedLines moved(before, after);
  EXPECT_FALSE(moved.After({FileId(0), 1, 1, 1}).has_value());
  EXPECT_FALSE(moved.After({FileId(1), 1, 1, 1}).has_value());
}

/// Every text of up to four lines of two kinds against every other: what is followed is the same line, and
/// stays in order.
TEST(MovedLines, WhatIsFollowedSaysTheSame) {
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; i < texts.size() && texts[i].size() < 8; ++i) {
    for (const char kind : {'a', 'b'}) texts.push_back(texts[i] + kind + "\n");
  }
  std::size_t followed = 0, lost = 0;
  for (const std::string& then : texts) {
    for (const std::string& now : texts) {
      const Edited edited(then, now);
      const SourceFile& from = edited.before.file(FileId(0));
      const SourceFile& to = edited.after.file(FileId(0));
      std::uint32_t latest = 0;
      for (std::uint32_t line = 1; line <= from.line_count(); ++line) {
        const std::uint32_t at = edited.After(line);
        (at == 0 ? lost : followed) += 1;
        if (at == 0) continue;
        ASSERT_GT(at, latest);
        latest = at;
        ASSERT_EQ(from.line(line), to.line(at)) << then << "->\n" << now;
      }
    }
  }
  EXPECT_GT(followed, 500U);
  EXPECT_GT(lost, 500U);
}

}  // namespace
}  // namespace ringfence::base
