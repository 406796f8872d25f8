#include "formats/word_tree_text.h"

#include <gtest/gtest.h>

#include <string>

namespace ringfence::formats::word_tree {
namespace {

// A notation of its own: `@` leads to the root, `drop` takes away.
Start StartOf(std::vector<TextWord>& words, bool) {
  Start start;
  if (IsPlain(words[0], "@")) start = {1, true, kNoWord};
  if (start.first < words.size() && IsPlain(words[start.first], "drop")) start.delete_at = start.first;
  return start;
}

constexpr std::string_view kCommands[] = {"save"};
constexpr Notation kNotation = {kCommands, &StartOf, nullptr, ";;", true};

// Every path that ends a statement, with blanks between words, one a line.
std::string PathsOf(const std::string& text) {
  const base::SourceFile source("test.cfg", text);
  base::Diagnostics diagnostics;
  const Tree tree = ReadTree(kNotation, source, base::FileId(0), diagnostics);
  std::string paths;
  for (const Terminal& terminal : tree.terminals()) {
    std::string path;
    for (NodeId id = terminal.node; id != kRoot; id = tree.node(id).parent)
      path = std::string(tree.node(id).word) + (path.empty() ? "" : " ") + path;
    paths += path + (tree.node(terminal.node).removed ? " (gone)\n" : "\n");
  }
  for (const base::Diagnostic& diagnostic : diagnostics.items()) paths += diagnostic.what + '\n';
  return paths;
}

TEST(WordTreeText, BracesAndFlatLinesGiveTheSamePaths) {
  EXPECT_EQ(PathsOf("a {\n  b 1\n  c [ x y ]\n}\n"), "a\na b 1\na c x\na c y\n");
  EXPECT_EQ(PathsOf("a b 1\na c [ x y ]\n"), "a b 1\na c x\na c y\n");
}

TEST(WordTreeText, WordsOfTheNotationLeadToTheRootAndTakeAway) {
  EXPECT_EQ(PathsOf("a {\n  @ b 1\n  c 2\n}\n"), "a\nb 1\na c 2\n");
  EXPECT_EQ(PathsOf("a b 1\ndrop a b\nsave all\n"), "a b 1 (gone)\n");
}

TEST(WordTreeText, CommentsAndRanges) {
  EXPECT_EQ(PathsOf(";; all of this is a remark { \na ;; 1 # and this\n"), "a ;; 1\n");
  EXPECT_EQ(PathsOf("port-{1..4} up\n"), "port-{1..4} up\n");
}

TEST(WordTreeText, BrokenStructureIsReported) {
  EXPECT_EQ(PathsOf("}\n"), "this '}' closes nothing\n");
  EXPECT_EQ(PathsOf("a {\n"),
            "a\n1 block(s) are still open at the end of the text, the last one since line 1\n");
}

}  // namespace
}  // namespace ringfence::formats::word_tree
