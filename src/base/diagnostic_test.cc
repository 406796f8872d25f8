#include "base/diagnostic.h"

#include <gtest/gtest.h>

#include <cctype>
#include <set>
#include <string>

namespace ringfence::base {
namespace {

TEST(DiagnosticKinds, HaveStableNamesAndSentences) {
  std::set<std::string_view> ids;
  for (const DiagnosticInfo& info : AllDiagnosticKinds()) {
    EXPECT_TRUE(ids.insert(info.id).second) << info.id << " stands twice";
    for (char c : info.id)
      EXPECT_TRUE(c == '-' || std::islower(static_cast<unsigned char>(c)) != 0 ||
                  std::isdigit(static_cast<unsigned char>(c)) != 0)
          << info.id;
    EXPECT_TRUE(info.why.ends_with('.')) << info.id;
    EXPECT_TRUE(info.hint.ends_with('.')) << info.id;
    EXPECT_EQ(&InfoOf(info.kind), &info) << info.id;
  }
  EXPECT_GE(ids.size(), 20U);
}

TEST(Diagnostics, KnowWhetherThereAreErrors) {
  Diagnostics diagnostics;
  diagnostics.Add({DiagnosticKind::kHostnameMissing, {}, "a warning"});
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.Add({DiagnosticKind::kYamlBroken, {}, "an error"});
  EXPECT_TRUE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.items().size(), 2U);
}

TEST(Diagnostics, CountWhatTheyDoNotKeep) {
  Diagnostics diagnostics;
  for (std::size_t i = 0; i < Diagnostics::kCountMax; ++i)
    diagnostics.Add({DiagnosticKind::kHostnameMissing, {}, "w"});
  EXPECT_EQ(diagnostics.dropped_count(), 0U);
  diagnostics.Add({DiagnosticKind::kYamlBroken, {}, "an error beyond the limit still counts as error"});
  EXPECT_EQ(diagnostics.items().size(), Diagnostics::kCountMax);
  EXPECT_EQ(diagnostics.dropped_count(), 1U);
  EXPECT_TRUE(diagnostics.has_errors());
  EXPECT_FALSE(diagnostics.dropped_doubts());
  Diagnostics more;
  more.Append(diagnostics);
  more.Append(diagnostics);
  EXPECT_EQ(more.items().size(), Diagnostics::kCountMax);
  EXPECT_EQ(more.dropped_count(), Diagnostics::kCountMax + 2);
}

TEST(Diagnostics, DoubtsBeyondTheLimitAreRemembered) {
  Diagnostics diagnostics;
  for (std::size_t i = 0; i < Diagnostics::kCountMax; ++i)
    diagnostics.Add({DiagnosticKind::kAddressDuplicate, {}, "kept"});
  EXPECT_FALSE(diagnostics.dropped_doubts());
  Diagnostics more;
  more.Append(diagnostics);
  diagnostics.Add({DiagnosticKind::kAddressDuplicate, {}, "not kept"});
  EXPECT_TRUE(diagnostics.dropped_doubts());
  EXPECT_FALSE(diagnostics.has_errors()) << "doubts end no run";
  more.Add({DiagnosticKind::kHostnameMissing, {}, "fills the place of a doubt"});
  EXPECT_FALSE(more.dropped_doubts());
  more.Append(diagnostics);
  EXPECT_TRUE(more.dropped_doubts());
}

TEST(Render, ShowsPlaceLineCaretReasonAndRemedy) {
  SourceMap sources;
  const FileId file = sources.Add("inventory.yaml", "P1: router\nP2: router\nP1: switch\n");
  const Diagnostic diagnostic = {
      DiagnosticKind::kKeyDuplicate, {file, 3, 1, 2}, "the key 'P1' stands here twice", {{file, 1, 1, 2}}};
  EXPECT_EQ(Render(sources, diagnostic, false),
            "inventory.yaml:3:1: error[key-duplicate]: the key 'P1' stands here twice\n"
            "      3 | P1: switch\n"
            "        | ^^\n"
            "  see inventory.yaml:1:1\n"
            "      1 | P1: router\n"
            "        | ^^\n"
            "  why: Of two equal keys a reader would silently lose one.\n"
            "  fix: Remove or rename one of them.\n");
}

TEST(Render, TakesTheHintOfTheFindingAndColours) {
  SourceMap sources;
  const FileId file = sources.Add("a.cfg", "x\n");
  const Diagnostic diagnostic = {
      DiagnosticKind::kHostnameMissing, {file, 0, 0, 0}, "no host name", {}, "Name it."};
  EXPECT_EQ(Render(sources, diagnostic, true),
            "a.cfg: \x1b[1;33mwarning[hostname-missing]\x1b[0m: no host name\n"
            "  why: Without a host name the device takes the name of its file.\n"
            "  fix: Name it.\n");
}

TEST(Render, WithoutAPlace) {
  const std::string text =
      Render(SourceMap(), {DiagnosticKind::kSnapshotEmpty, {}, "nothing to read"}, false);
  EXPECT_TRUE(text.starts_with("error[snapshot-empty]: nothing to read\n")) << text;
}

TEST(Render, KeepsControlBytesOfTheInputFromTheTerminal) {
  SourceMap sources;
  const FileId file = sources.Add("a.cfg", "a\x1b[2Jb\tc\x7f\n");
  const std::string text = Render(sources, {DiagnosticKind::kSyntaxBroken, {file, 1, 2, 4}, "odd"}, false);
  EXPECT_NE(text.find("      1 | a [2Jb c \n        |  ^^^^\n"), std::string::npos) << text;
}

TEST(Render, ControlBytesInNamesDoNotReachTheTerminal) {
  SourceMap sources;
  const FileId file = sources.Add("a\x1b[31m.cfg", "x\n");
  const std::string text = Render(
      sources,
      {DiagnosticKind::kSyntaxBroken, {file, 1, 1, 1}, "the name '\x1b]0;x\x07' is odd", {}, "Drop '\x1b'."},
      false);
  for (char c : text) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << text;
}

TEST(Render, MarksThatHideOrTurnDoNotReachTheTerminal) {
  const std::string text = Render(SourceMap(),
                                  {DiagnosticKind::kYamlBroken,
                                   {},
                                   "a\xe2\x80\xae"
                                   "b\xef\xbb\xbf"
                                   "c\xe2\x81\xa6"
                                   "d\xe2\x82\xac"},
                                  false);
  EXPECT_NE(text.find("a   b   c   d\xe2\x82\xac"), std::string::npos) << "the last one is a currency";
}

TEST(Render, CutsLongLinesAndClampsTheCaret) {
  SourceMap sources;
  const FileId file = sources.Add("a.cfg", std::string(10'000, 'x') + "\n");
  const std::string text =
      Render(sources, {DiagnosticKind::kSyntaxBroken, {file, 1, 150, 9'000}, "long"}, false);
  EXPECT_LT(text.size(), 800U);
  EXPECT_NE(text.find(std::string(149, ' ') + std::string(11, '^') + "\n"), std::string::npos) << text;
  const std::string beyond =
      Render(sources, {DiagnosticKind::kSyntaxBroken, {file, 1, 5'000, 3}, "long"}, false);
  EXPECT_EQ(beyond.find('^'), std::string::npos)
      << "a caret beyond the shown part would point at the wrong byte";
}

}  // namespace
}  // namespace ringfence::base
