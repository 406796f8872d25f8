#include "base/yaml_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "base/yaml_aliases.h"

namespace ringfence::base {
namespace {

/// A node with what it holds, and where: scalar@line:column+length, 'quoted', ~ for null.
class Dumper {
 public:
  explicit Dumper(const ValueTree& tree, bool places) : tree_(tree), places_(places) {}

  std::string Dump(NodeRef ref) const {
    const ValueNode& node = tree_[ref];
    if (node.kind == ValueKind::kNull) return "~" + Place(node.span);
    if (node.kind == ValueKind::kScalar)
      return (node.quoted ? "'" + node.text + "'" : node.text) + Place(node.span);
    const bool map = node.kind == ValueKind::kMap;
    std::string text(map ? "{" : "[");
    for (const ValueEntry& entry : node.entries) {
      if (text.size() > 1) text += ", ";
      if (map) text += entry.key + Place(entry.key_span) + ": ";
      text += Dump(entry.value);
    }
    return text + (map ? "}" : "]") + Place(node.span);
  }

 private:
  std::string Place(Span span) const {
    if (!places_) return "";
    return "@" + std::to_string(span.line) + ":" + std::to_string(span.column) + "+" +
           std::to_string(span.length);
  }

  const ValueTree& tree_;
  bool places_;
};

struct Reading {
  std::string tree;      ///< "-" when there is none
  std::string findings;  ///< "line:column+length id: what" a line
};

Reading Read(const std::string& text, bool places = false, decltype(&ReadYaml) read = &ReadYaml) {
  SourceMap sources;
  const FileId file = sources.Add("f.yaml", text);
  Diagnostics diagnostics;
  const auto tree = read(sources.file(file), file, diagnostics);
  Reading reading;
  reading.tree = tree ? Dumper(*tree, places).Dump(tree->root()) : "-";
  for (const Diagnostic& finding : diagnostics.items()) {
    const auto place = [](Span span) {
      return std::to_string(span.line) + ":" + std::to_string(span.column) + "+" +
             std::to_string(span.length);
    };
    reading.findings +=
        place(finding.span) + " " + std::string(InfoOf(finding.kind).id) + ": " + finding.what;
    for (Span other : finding.also) reading.findings += " see " + place(other);
    reading.findings += "\n";
  }
  EXPECT_TRUE(tree.has_value() || diagnostics.has_errors()) << "no tree needs a reason: " << text;
  return reading;
}

TEST(ReadYaml, ReadsBlocksAndFlows) {
  EXPECT_EQ(Read("a: 1\nb:\n  - x\n  - {y: z}\nc: [1, 2]\n").tree, "{a: 1, b: [x, {y: z}], c: [1, 2]}");
  EXPECT_EQ(Read("- a\n- - b\n").tree, "[a, [b]]");
  EXPECT_EQ(Read("just a text\n").tree, "just a text");
  EXPECT_EQ(Read("--- # comment\na: 1 # more\n...\n").tree, "{a: 1}");
}

TEST(ReadYaml, ReadsJson) {
  EXPECT_EQ(Read(R"({"a": [1, -2.5, true, null, "x\n\u00e4"], "b": {}})").tree,
            "{a: [1, -2.5, true, ~, 'x\nä'], b: {}}");
  EXPECT_EQ(Read("{\n\t\"a\":\t1\n}\n").tree, "{a: 1}") << "tabs are blanks in JSON";
  EXPECT_EQ(Read(R"(["\ud83d\ude00"])").tree, "['😀']") << "surrogate pairs of RFC 8259";
}

TEST(ReadYaml, KnowsNullAndQuotes) {
  EXPECT_EQ(Read("a:\nb: null\nc: ~\nd: ''\ne: 'null'\nf: \"x\"\n").tree,
            "{a: ~, b: ~, c: ~, d: '', e: 'null', f: 'x'}");
  EXPECT_EQ(Read("").tree, "~");
  EXPECT_EQ(Read("# only a comment\n").tree, "~");
  EXPECT_EQ(Read("no: NO\nyes: on\n").tree, "{no: NO, yes: on}") << "YAML 1.2: words stay words";
}

TEST(ReadYaml, ReadsLongTexts) {
  EXPECT_EQ(Read("a: |\n  one\n  two\nb: >\n  one\n  two\n").tree, "{a: 'one\ntwo\n', b: 'one two\n'}");
  EXPECT_EQ(Read("a: one\n  two\n").tree, "{a: one two}");
}

TEST(ReadYaml, GivesThePlaceOfEverything) {
  EXPECT_EQ(Read("a: one\nbee:\n  - x\n  - 'y z'\n", true).tree,
            "{a@1:1+1: one@1:4+3, bee@2:1+3: [x@3:5+1, 'y z'@4:5+5]@3:3+1}@1:1+1");
  EXPECT_EQ(Read("{a: [b, c]}\n", true).tree, "{a@1:2+1: [b@1:6+1, c@1:9+1]@1:5+1}@1:1+1");
}

TEST(ReadYaml, ColumnsCountBytes) {
  EXPECT_EQ(Read("größe: x\n", true).tree, "{größe@1:1+7: x@1:10+1}@1:1+1");
}

TEST(ReadYaml, PlacesHoldBehindLongTextsOfSeveralBytesACharacter) {
  std::string text = "# ";
  for (int i = 0; i < 200; ++i) text += i % 3 == 0 ? "ß" : "😀";
  EXPECT_EQ(Read(text + "\nä: ö\n", true).tree, "{ä@2:1+2: ö@2:5+2}@2:1+1");
}

TEST(ReadYaml, WhatIsNotWrittenIsWhereItsKeyIs) {
  EXPECT_EQ(Read("a:\nb: null\nc:\n- \n- x\n", true).tree,
            "{a@1:1+1: ~@1:1+1, b@2:1+1: ~@2:4+4, c@3:1+1: [~@4:2+1, x@5:3+1]@4:1+1}@1:1+1");
}

TEST(ReadYaml, LinesEndAsEditorsEndThem) {
  EXPECT_EQ(Read("a: 1\r\nb: 2\r\n", true).tree, "{a@1:1+1: 1@1:4+1, b@2:1+1: 2@2:4+1}@1:1+1");
}

TEST(ReadYaml, DuplicateKeysNameBothPlaces) {
  const Reading reading = Read("a: 1\nb: 2\na: 3\n");
  EXPECT_EQ(reading.findings, "3:1+1 key-duplicate: the key 'a' stands here twice see 1:1+1\n");
  EXPECT_EQ(reading.tree, "{a: 1, b: 2, a: 3}");
  EXPECT_EQ(Read("x: {k: 1, k: 2}\ny: {k: 1}\n").findings,
            "1:11+1 key-duplicate: the key 'k' stands here twice see 1:5+1\n");
  EXPECT_EQ(Read("{\"a\": 1, a: 2}").findings,
            "1:10+1 key-duplicate: the key 'a' stands here twice see 1:2+3\n");
}

TEST(ReadYaml, BrokenTextHasAPlace) {
  for (const char* text : {"a: [1, 2\n", "a: b: c\n", "{a: 1", "a: 'open\n", "\tx: 1\n", "a: 1\n b: 2\n", "]",
                           "{\"a\" 1}", "a: %x\n@b: 1\n", "\"\\q\""}) {
    const Reading reading = Read(text);
    EXPECT_EQ(reading.tree, "-") << text;
    EXPECT_NE(reading.findings.find(" yaml-broken: "), std::string::npos) << text;
    EXPECT_FALSE(reading.findings.starts_with("0:")) << text << " -> " << reading.findings;
  }
}

/// Found by a fuzzer: a parser used before wrote to a wild address here.
TEST(ReadYaml, BrokenKeysInFrontOfTabs) {
  EXPECT_EQ(Read("#\n#\n? Mcoe snm +oduD(( :\t:\t\t\t\t\t sy\ns0e2").findings,
            "3:3+1 yaml-broken: a key must be a plain word\n");
}

TEST(ReadYaml, BrokenTextGoldens) {
  EXPECT_EQ(Read("a: 1\nb: [1, 2\n").findings,
            "2:9+1 yaml-broken: did not find expected ',' or ']' while parsing a flow sequence see 2:4+1\n");
  EXPECT_EQ(Read("ok: 1\nbad: x: y\n").findings,
            "2:7+1 yaml-broken: mapping values are not allowed in this context\n");
  EXPECT_EQ(Read("größe: x: y\n").findings,
            "1:11+1 yaml-broken: mapping values are not allowed in this context\n");
}

TEST(ReadYaml, QuotedTextsOfSeveralLinesStartAtTheQuote) {
  EXPECT_EQ(Read("a: 'x\n  y'\nb: ''\n", true).tree, "{a@1:1+1: 'x y'@1:4+1, b@3:1+1: ''@3:4+2}@1:1+1");
}

TEST(ReadYaml, RefusesSecondDocuments) {
  EXPECT_NE(Read("a: 1\n---\nb: 2\n").findings.find("yaml-broken: the file holds more than one document"),
            std::string::npos);
}

TEST(ReadYaml, RefusesAnchorsAndAliases) {
  const std::string what = " yaml-broken: anchors and aliases are not allowed\n";
  EXPECT_EQ(Read("a: &x 1\nb: *x\n").findings, "1:4+2" + what);
  EXPECT_EQ(Read("a: &x {b: 1}\n").findings, "1:4+2" + what);
  EXPECT_EQ(Read("a: &x [b]\n").findings, "1:4+2" + what);
  EXPECT_EQ(Read("&x a: 1\n").findings, "1:1+2" + what);
  EXPECT_EQ(Read("a: *x\n").findings, "1:4+2" + what);
}

Reading ReadAliases(const std::string& text, bool places = false) {
  return Read(text, places, &ReadYamlWithAliases);
}

TEST(ReadYamlWithAliases, AnAliasStandsForItsAnchor) {
  EXPECT_EQ(ReadAliases("a: &x 1\nb: *x\n").tree, "{a: 1, b: 1}");
  EXPECT_EQ(ReadAliases("a: &x {b: [1]}\nc: [*x, *x]\n").tree, "{a: {b: [1]}, c: [{b: [1]}, {b: [1]}]}");
  EXPECT_EQ(ReadAliases("a: &x 1\nb: &x 2\nc: *x\n").tree, "{a: 1, b: 2, c: 2}") << "the last one counts";
  EXPECT_EQ(ReadAliases("a: &x word\nb: *x\n", true).tree, "{a@1:1+1: word@1:7+4, b@2:1+1: word@1:7+4}@1:1+1")
      << "a finding about it points to where it is written";
  EXPECT_EQ(ReadAliases("a: 1\nb: {c: 2}\n").tree, Read("a: 1\nb: {c: 2}\n").tree);
}

TEST(ReadYamlWithAliases, MergesAddWhatIsNotThere) {
  EXPECT_EQ(ReadAliases("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3, e: 4}\n").tree,
            "{a: {b: 1, c: 2}, d: {c: 3, e: 4, b: 1}}");
  EXPECT_EQ(ReadAliases("a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: [*x, *y]\n").tree,
            "{a: {b: 1}, c: {b: 2, d: 3}, e: {b: 1, d: 3}}")
      << "the first of several counts";
  EXPECT_EQ(ReadAliases("a: &x {b: 1}\nc: &y {<<: *x, d: 2}\ne: {<<: *y}\n").tree,
            "{a: {b: 1}, c: {d: 2, b: 1}, e: {d: 2, b: 1}}");
}

TEST(ReadYamlWithAliases, RefusesWhatStandsForNothing) {
  EXPECT_EQ(ReadAliases("a: *x\nb: &x 1\n").findings, "1:4+2 yaml-broken: there is no anchor 'x' above\n");
  EXPECT_EQ(ReadAliases("a: &x [*x]\n").findings, "1:8+2 yaml-broken: 'x' stands for itself\n");
  EXPECT_EQ(ReadAliases("a: {<<: 1}\n").findings, "1:9+1 yaml-broken: '<<' takes a map, or a list of maps\n");
  EXPECT_EQ(ReadAliases("a: &x {b: 1}\nc: {<<: [*x, 2]}\n").findings,
            "2:14+1 yaml-broken: '<<' takes a map, or a list of maps\n");
  EXPECT_EQ(ReadAliases("a: &x b\n*x : 1\n").findings, "2:1+2 yaml-broken: a key must be a plain word\n");
  EXPECT_NE(ReadAliases("a: !!int 3\n").findings.find("yaml-broken: tags are not allowed"),
            std::string::npos);
  EXPECT_EQ(ReadAliases("a: {b: 1, b: 2}\n").findings, Read("a: {b: 1, b: 2}\n").findings);
}

TEST(ReadYamlWithAliases, AFewLinesCannotStandForBillions) {
  // Each list stands for nine of the one before.
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 1; j < 9; ++j) text += ", " + before;
    text += "]\n";
  }
  EXPECT_NE(ReadAliases(text).findings.find("aliases stand for more than 1000000 values"), std::string::npos);
  std::string deep = "a0: &a0 [x]\n";
  for (int i = 1; i <= 64; ++i)
    deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  EXPECT_NE(ReadAliases(deep).findings.find("nesting-too-deep"), std::string::npos);
  std::string wide = "m: &m {";
  for (int i = 0; i < 2000; ++i) wide += "k" + std::to_string(i) + ": 1, ";
  wide += "z: 1}\nl:\n";
  for (int i = 0; i < 600; ++i) wide += "- {<<: *m}\n";
  EXPECT_NE(ReadAliases(wide).findings.find("aliases stand for more than"), std::string::npos);
}

TEST(ReadYaml, RefusesTags) {
  for (const char* text :
       {"a: !!int 3\n", "a: !mine {b: 1}\n", "!!map {a: 1}\n", "a: !!binary aGk=\n", "!!str a: 1\n",
        "a: ! null\n", "a: !\n", "- ! # a tag that says nothing\n  'x'\n", "! [a]\n"}) {
    EXPECT_NE(Read(text).findings.find("yaml-broken: tags are not allowed"), std::string::npos)
        << text << Read(text).findings;
  }
}

TEST(ReadYaml, RefusesKeysThatAreNotWords) {
  EXPECT_NE(Read("[a, b]: 1\n").findings.find("yaml-broken: a key must be a plain word"), std::string::npos);
  EXPECT_NE(Read("? {a: 1}\n: 2\n").findings.find("yaml-broken: a key must be a plain word"),
            std::string::npos);
}

TEST(ReadYaml, NestingHasALimit) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(Read(nested(kYamlDepthMax)).findings, "");
  EXPECT_EQ(Read(nested(kYamlDepthMax + 1)).findings, "1:65+1 nesting-too-deep: nesting deeper than 64\n");
  EXPECT_EQ(Read(std::string(1'000'000, '[')).findings, "1:65+1 nesting-too-deep: nesting deeper than 64\n");
  std::string maps;
  for (std::size_t i = 0; i <= kYamlDepthMax; ++i) maps += std::string(i, ' ') + "a:\n";
  EXPECT_NE(Read(maps + std::string(kYamlDepthMax + 1, ' ') + "b: 1\n").findings.find("nesting-too-deep"),
            std::string::npos);
}

TEST(ReadYaml, SizeHasALimit) {
  std::string text = "a: 1\n#";
  text.resize(kYamlBytesMax + 1, 'x');
  EXPECT_EQ(Read(text).findings, "0:0+0 file-too-large: 67108865 bytes; the limit is 67108864\n");
}

TEST(ReadYaml, OddBytesAreErrorsNotCrashes) {
  EXPECT_EQ(Read(std::string("a: \0b\nc: 1\n", 11)).findings,
            "1:4+1 yaml-broken: the byte 0x00 is not text in UTF-8\n");
  EXPECT_EQ(Read("a: 1\nb: \xff\n").findings, "2:4+1 yaml-broken: the byte 0xff is not text in UTF-8\n");
  EXPECT_EQ(Read("a: x\x1b[2J\n").findings, "1:5+1 yaml-broken: the byte 0x1b is not text in UTF-8\n");
  EXPECT_EQ(Read("a: 1\rb: 2\n").findings, "1:5+1 yaml-broken: the byte 0x0d is not text in UTF-8\n");
  EXPECT_EQ(Read("a: \x7f\n").findings, "1:4+1 yaml-broken: the byte 0x7f is not text in UTF-8\n");
  EXPECT_EQ(Read("a: \xc2\x9b\n").tree, "-") << "a C1 control";
  EXPECT_EQ(Read("a: \xed\xa0\x80\n").tree, "-") << "a surrogate";
  EXPECT_EQ(Read("\xef\xbb\xbf"
                 "a: 1\nä: ö\n",
                 true)
                .tree,
            "{a@1:4+1: 1@1:7+1, ä@2:1+2: ö@2:5+2}@1:4+1")
      << "a byte order mark is no content";
  EXPECT_EQ(Read("a: x\u2028b: y\n").findings,
            "1:5+1 yaml-broken: programs disagree about the character U+2028\n")
      << "a line end in YAML 1.1 only";
  EXPECT_EQ(Read("a: \ufeffx\n").findings,
            "1:4+1 yaml-broken: programs disagree about the character U+FEFF\n");
  EXPECT_EQ(Read("a: \ufffe\n").findings,
            "1:4+1 yaml-broken: programs disagree about the character U+FFFE\n");
}

TEST(ValueTree, FindsByKey) {
  SourceMap sources;
  const FileId file = sources.Add("f.yaml", "a: 1\nlist: [x, y]\nnone:\nmap: {k: v}\n");
  Diagnostics diagnostics;
  const auto tree = ReadYaml(sources.file(file), file, diagnostics);
  ASSERT_TRUE(tree.has_value());
  const NodeRef root = tree->root();
  EXPECT_EQ(tree->Text(root, "a"), "1");
  EXPECT_EQ(tree->Text(root, "list"), "");
  EXPECT_EQ(tree->Text(root, "absent"), "");
  EXPECT_FALSE(tree->Find(root, "absent").valid());
  EXPECT_FALSE(tree->Find(tree->Find(root, "a"), "a").valid()) << "a scalar has no keys";
  EXPECT_FALSE(tree->Find(NodeRef(), "a").valid());
  EXPECT_EQ(tree->Text(tree->Find(root, "map"), "k"), "v");
  EXPECT_EQ(tree->Items(tree->Find(root, "list")).size(), 2U);
  EXPECT_EQ(tree->Items(tree->Find(root, "a")).size(), 1U) << "one text is a list of one";
  EXPECT_TRUE(tree->Items(tree->Find(root, "none")).empty());
  EXPECT_TRUE(tree->Items(tree->Find(root, "map")).empty());
  EXPECT_TRUE(tree->Items(NodeRef()).empty());
}

}  // namespace
}  // namespace ringfence::base
