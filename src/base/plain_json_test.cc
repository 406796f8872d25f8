#include "base/plain_json.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml_aliases.h"

namespace ringfence::base {
namespace {

std::string TextOf(const ValueTree& tree, NodeRef ref) {
  const ValueNode& node = tree[ref];
  const auto place = [](const Span& span) {
    return "@" + std::to_string(span.line) + ":" + std::to_string(span.column) + "+" +
           std::to_string(span.length) + " ";
  };
  std::string text = std::to_string(ref.value) + "k" + std::to_string(static_cast<int>(node.kind)) +
                     (node.quoted ? "'" : "") + node.text + place(node.span);
  for (const ValueEntry& entry : node.entries)
    text +=
        "(" + entry.key + (entry.key.empty() ? "" : place(entry.key_span)) + TextOf(tree, entry.value) + ")";
  return text;
}

struct Readings {
  std::string quick = "-", slow = "-";
};

/// Both readings; "-": none. The YAML parser without a short cut is the one that follows aliases.
Readings Read(std::string text) {
  SourceMap sources;
  const FileId file = sources.Add("f.json", std::move(text));
  Readings readings;
  if (const auto tree = ReadPlainJson(sources.file(file), file)) readings.quick = TextOf(*tree, tree->root());
  Diagnostics diagnostics;
  const auto tree = ReadYamlWithAliases(sources.file(file), file, diagnostics);
  if (tree && diagnostics.items().empty()) readings.slow = TextOf(*tree, tree->root());
  return readings;
}

TEST(PlainJsonTest, PlainTextIsReadAsByTheYamlParser) {
  for (const char* text :
       {R"({"edges": []})", R"({ })", R"([])", R"([[],{}])", R"({"a":{"b":"c"}})",
        "{\n  \"a\": \"x\",\n  \"b\": [\"\", \"y z\", {\"c\": \"d: e, #f\"}]\n}\n",
        R"({"a":1,"b":-2.5,"c":true,"d":null,"e":false})", "[\"a\"\n,\n\"b\" ]\n\n", R"({"a" : "null"})",
        "  {\"a\":\n\"b\"}", R"({"a":"\u0041\"\\\/\b\f\n\r\t\u00e4"})", R"({"\u00e4":"\u20ac","ä€😀":"ß"})",
        "{\r\n\t\"a\"\t:\t1,\r\n\t\"b\":\t[2\t]\r\n}\r\n"}) {
    const Readings readings = Read(text);
    EXPECT_NE(readings.quick, "-") << text;
    EXPECT_EQ(readings.quick, readings.slow) << text;
  }
}

TEST(PlainJsonTest, StandsBackWhereItIsNotSure) {
  for (const char* text : {"",
                           "a: b",
                           R"("a")",
                           R"({"a":1,"a":2})",
                           R"({"a":1,})",
                           R"(["a" "b"])",
                           R"({"a":"\u004"})",
                           R"({"a":"\u-041"})",
                           R"({"a":"\x41"})",
                           R"({"a":"\)",
                           R"({"a":"\ud83d"})",
                           R"({"a":"\ud83d\u0041"})",
                           R"({"a":"\ude00"})",
                           "{\"a\":\"\t\"}",
                           "[\"\x1b\"]",
                           "[\"\xc3\"]",
                           R"({a: 1})",
                           R"({"a"})",
                           R"({"<<": {"b": 1}})",
                           "[1] # one",
                           "[\"a\nb\"]",
                           "{\"a\"\n: 1}",
                           R"([1)",
                           R"(["a)",
                           R"([1]])",
                           R"(["a"] x)",
                           R"([.5])",
                           R"([1e5])",
                           R"([01x])",
                           R"([-])",
                           R"({"a": &b 1})",
                           "[]\n---\n[]",
                           "[~]",
                           "[nul]",
                           "[\"a\"]\r"})
    EXPECT_EQ(Read(text).quick, "-") << text;
  EXPECT_EQ(Read(std::string(100, '[') + std::string(100, ']')).quick, "-");
}

TEST(PlainJsonTest, PairsOfSurrogatesAreOneCharacter) {
  SourceMap sources;
  const FileId file = sources.Add("f.json", R"(["x\ud83d\ude00y"])");
  const auto tree = ReadPlainJson(sources.file(file), file);
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ((*tree)[tree->Items(tree->root()).front()].text, "x😀y");
}

TEST(PlainJsonTest, WhatEndsLinesInYamlStandsInStringsOfJson) {
  SourceMap sources;
  const FileId file = sources.Add("f.json", "{\"a\u2028b\":\"\u2029\ufeff\u007f\u0085\",\"c\":1}");
  const auto tree = ReadPlainJson(sources.file(file), file);
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(tree->Text(tree->root(), "a\u2028b"), "\u2029\ufeff\u007f\u0085");
  EXPECT_EQ(tree->Text(tree->root(), "c"), "1");
}

TEST(PlainJsonTest, WhatItTakesTheYamlParserTakesAsWell) {
  constexpr std::string_view kPieces[] = {"{",       "}",       "[",     "]",  ",", ":",           "\"a\"",
                                          "\"b c\"", "\"\"",    " ",     "\n", "1", "-2",          "true",
                                          "null",    "{\"k\":", "\",\"", "#",  ".", "\"\\u00e4\"", "\"\\",
                                          "\t",      "\r\n",    "ß",     "n\""};
  std::mt19937 random(1);
  int taken = 0;
  for (int round = 0; round < 60'000; ++round) {
    std::string text = round % 2 == 0 ? "{\"k\":" : "[";
    for (int piece = static_cast<int>(random() % 9); piece > 0; --piece)
      text += kPieces[random() % std::size(kPieces)];
    text += round % 2 == 0 ? "}" : "]";
    SourceMap sources;
    const FileId file = sources.Add("f.json", text);
    if (!ReadPlainJson(sources.file(file), file)) continue;
    const Readings readings = Read(text);
    ASSERT_EQ(readings.quick, readings.slow) << text;
    ++taken;
  }
  EXPECT_GT(taken, 500);
}

}  // namespace
}  // namespace ringfence::base
