#include "report/text/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/tiny_world_testing.h"

namespace ringfence::report::text {
namespace {

using testing::ElementsAre;

Style Wide(std::size_t width, bool color = false) {
  Style style;
  style.width = width;
  style.color = color;
  return style;
}

TEST(Page, TablesAlignAndLeaveNoBlanksBehind) {
  EXPECT_THAT(TableLines({{{"a"}, {"long"}, {""}}, {{"wide"}, {"b"}, {"c"}}}, 80, 0),
              ElementsAre("a     long", "wide  b     c"));
  EXPECT_THAT(TableLines({}, 80, 0), ElementsAre());
  EXPECT_THAT(TableLines({{{"\xe7\x95\x8c"}, {"b"}}, {{"abc"}, {"d"}}}, 80, 0),
              ElementsAre("\xe7\x95\x8c   b", "abc  d"))
      << "by columns, not by bytes";
}

TEST(Page, RowsThatDoNotFitGoOnBelow) {
  EXPECT_THAT(TableLines({{{"k"}, {"aaaaaa"}, {"bbbbbb"}, {"c"}}}, 14, 1),
              ElementsAre("k  aaaaaa\n   bbbbbb  c"));
}

TEST(Page, ColoursHaveNoWidthAndNoTextIsAColour) {
  EXPECT_THAT(TableLines({{{"a", Tint{"\x1b[1m"}}, {"b"}}}, 80, 0, Tint{"\x1b[0m"}),
              ElementsAre("\x1b[1ma\x1b[0m  b"));
  Page page(Wide(80, true));
  page.Line(1, {page.paint().bad, "x", page.paint().off, "\x1b[2J"});
  EXPECT_EQ(page.Take(), " \x1b[1;38;5;208mx\x1b[0m\\x1b[2J\n");
}

TEST(Page, EveryVerdictHasItsSign) {
  std::set<std::string_view> signs;
  for (const auto state :
       {rules::VerdictState::kNotInForce, rules::VerdictState::kProved, rules::VerdictState::kUndecided,
        rules::VerdictState::kViolated, rules::VerdictState::kWaived})
    signs.insert(MarkOf(state));
  EXPECT_EQ(signs.size(), 5U) << "who sees no colours tells them apart";
}

/// Frames of some lines of a configuration.
std::string FramesOf(const std::string& config, const std::vector<base::Span>& at, std::size_t width = 80) {
  rules::TinyText text = rules::Tiny();
  text.files["configs/east.cfg"] = config;
  const auto snapshot = study::Load(text);
  Page page(Wide(width));
  Frames frames(*snapshot, page);
  std::vector<base::Span> lines;
  for (base::Span span : at) {
    span.file = snapshot->configs[0].file;
    lines.push_back(span);
  }
  frames.Show(1, lines);
  frames.Show(1, lines);  // nothing is shown twice
  return page.Take();
}

TEST(Frames, PlaceLineCaretsAndNeighbours) {
  EXPECT_EQ(
      FramesOf(
          "version 15.2\nhostname east\ninterface Loopback0\n ip address 10.0.0.1 255.255.255.255\nend\n",
          {{{}, 4, 2, 10}}),
      " --> configs/east.cfg:4:2\n"
      " 3 | interface Loopback0\n"
      " 4 |  ip address 10.0.0.1 255.255.255.255\n"
      "   |  ^^^^^^^^^^\n"
      " 5 | end\n");
}

TEST(Frames, NeighboursShareAFrameAndGapsAreMarked) {
  EXPECT_EQ(FramesOf("version 15.2\nhostname east\n!\n!\n!\n!\n!\nend\n",
                     {{{}, 8, 1, 3}, {{}, 2, 1, 8}, {{}, 1, 1, 7}}),
            " --> configs/east.cfg:1:1\n"
            " 1 | version 15.2\n"
            "   | ^^^^^^^\n"
            " 2 | hostname east\n"
            "   | ^^^^^^^^\n"
            " 3 | !\n"
            "  ...\n"
            " 7 | !\n"
            " 8 | end\n"
            "   | ^^^\n");
}

TEST(Frames, LongLinesShowTheirCaretsAndSecretsAreMasked) {
  const std::string head = "version 15.2\nhostname east\nusername u password 0 s3cr3t\n";
  const std::string text =
      FramesOf(head + "banner " + std::string(200, 'a') + " here " + std::string(200, 'b') + "\nend\n",
               {{{}, 4, 209, 4}}, 60);
  EXPECT_THAT(text, testing::HasSubstr("here"));
  EXPECT_THAT(text, testing::HasSubstr("^^^^"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("s3cr3t")));
  EXPECT_THAT(text, testing::HasSubstr("username u password ****"));
}

}  // namespace
}  // namespace ringfence::report::text
