#include "house/code.h"

#include <gtest/gtest.h>

namespace ringfence::house {
namespace {

TEST(CodeOnly, BlanksCommentsAndLiteralsAndKeepsLines) {
  EXPECT_EQ(CodeOnly("a; // {\nb"), "a;     \nb");
  EXPECT_EQ(CodeOnly("/* {\n*/x"), "    \n  x");
  EXPECT_EQ(CodeOnly("f(\"{\\\"\");"), "f(\"   \");");
  EXPECT_EQ(CodeOnly("c = '{';"), "c = ' ';");
  EXPECT_EQ(CodeOnly("n = 1'000'000;"), "n = 1'000'000;");
  EXPECT_EQ(CodeOnly("R\"x({)\" )x\";"), "           ;");
  EXPECT_EQ(CodeOnly("#define A \\\n {\nb"), "           \n  \nb");
}

TEST(EntriesOf, FindsScopesFunctionsAndMembers) {
  const auto entries = EntriesOf(
      "namespace a {\n"
      "int kTable[] = {F(1),\n 2};\n"
      "template <class T>\nint F(T x) {\n  if (x) { return 1; }\n  return 2;\n}\n"
      "class C {\n public:\n  C() : a_{1}, b_(2) {\n  }\n  int a() const;\n private:\n  void Hide();\n  int "
      "a_;\n};\n"
      "namespace {\nvoid Local() {}\n}\n"
      "enum class E { kA, kB };\n"
      "}\n");
  ASSERT_EQ(entries.size(), 11U);
  EXPECT_EQ(entries[1].kind, EntryKind::kOther);
  EXPECT_EQ(entries[2].kind, EntryKind::kFunction);
  EXPECT_EQ(NameOf(entries[2]), "F");
  EXPECT_EQ(entries[2].first_line, 4U);
  EXPECT_EQ(entries[2].last_line, 8U);
  EXPECT_EQ(entries[3].kind, EntryKind::kType);
  EXPECT_EQ(NameOf(entries[4]), "C");
  EXPECT_EQ(entries[4].last_line, 12U);
  EXPECT_TRUE(entries[5].is_public);
  EXPECT_TRUE(entries[5].in_type);
  EXPECT_FALSE(entries[6].is_public);
  EXPECT_EQ(NameOf(entries[6]), "Hide");
  EXPECT_EQ(entries[9].kind, EntryKind::kFunction);
  EXPECT_FALSE(entries[9].is_public);
  EXPECT_EQ(entries[10].kind, EntryKind::kEnum);
  EXPECT_TRUE(entries[10].is_public);
}

TEST(NameOf, KnowsMembersAndOperators) {
  EXPECT_EQ(NameOf({.head = "bool Reader::Read(int x) const"}), "Reader::Read");
  EXPECT_EQ(NameOf({.head = "bool A::operator==(const A& b) const"}), "A::operator==");
  EXPECT_EQ(NameOf({.head = "A::~A()"}), "A::~A");
}

TEST(HasWord, WantsWholeIdentifiers) {
  EXPECT_TRUE(HasWord("throw x", "throw"));
  EXPECT_FALSE(HasWord("rethrow x", "throw"));
  EXPECT_FALSE(HasWord("throws x", "throw"));
}

}  // namespace
}  // namespace ringfence::house
