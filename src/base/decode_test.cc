#include "base/decode.h"

#include <gtest/gtest.h>

#include <string>

#include "base/schema_testing.h"
#include "base/yaml_reader.h"

namespace ringfence::base {
namespace {

/// "line:column id: what [hint]" a line; "" when the text fits the toy schema.
std::string Complaints(const std::string& text) {
  SourceMap sources;
  const FileId file = sources.Add("toy.yaml", text);
  Diagnostics diagnostics;
  const auto tree = ReadYaml(sources.file(file), file, diagnostics);
  if (!tree) return "broken text";
  const bool good = CheckRecord(*tree, tree->root(), kToy, diagnostics);
  EXPECT_EQ(good, diagnostics.items().empty());
  std::string lines;
  for (const Diagnostic& finding : diagnostics.items()) {
    lines += std::to_string(finding.span.line) + ":" + std::to_string(finding.span.column) + " ";
    lines += std::string(InfoOf(finding.kind).id) + ": " + finding.what;
    if (!finding.hint.empty()) lines += " [" + finding.hint + "]";
    lines += "\n";
  }
  return lines;
}

TEST(CheckRecord, TakesWhatFits) {
  EXPECT_EQ(Complaints("name: car\n"), "");
  EXPECT_EQ(Complaints(R"(
name: 101
colours: [red, blue]
at: [54.512, -31]
made: 2026-07-01
part: 12.5%
rate: 10 Gbps
reach: 2 km
address: [10.0.0.1, "::1"]
prefix: 10.0.0.0/8
main-wheel: {size: 20, colour: red, spare: false}
wheels: {left: {size: 20}, right: {size: 21}}
spares: [{size: 1}]
notes: {a: b}
deals:
  d1: {lend: [Ann, Bob], until: 2027-01-01}
  d2: {sell: {Ann: 30%, Bob: 20%..40%, Eve: {size: 3}}, because: wanted}
)"),
            "");
  EXPECT_EQ(Complaints("name: true\nmain-wheel: left\naddress: 10.0.0.1\nspares: []\n"), "");
}

TEST(CheckRecord, UnknownKeysGetASuggestion) {
  EXPECT_EQ(Complaints("name: car\nwhels: {}\n"),
            "2:1 key-unknown: a toy has no key 'whels' [Did you mean 'wheels'?]\n");
  EXPECT_EQ(Complaints("name: car\nspares: [{size: 1, zzzzzz: 2}]\n"),
            "2:20 key-unknown: a wheel has no key 'zzzzzz' [Known keys: size, colour, spare.]\n");
}

TEST(CheckRecord, MissingKeysAreNamedWithTheirShape) {
  EXPECT_EQ(Complaints("colours: [red]\n"), "1:1 key-missing: the file lacks the key 'name': text\n");
  EXPECT_EQ(Complaints("name: car\nwheels:\n  left: {colour: red}\n"),
            "3:3 key-missing: wheel 'left' lacks the key 'size': 7\n");
  EXPECT_EQ(Complaints("name: car\nspares:\n  - {colour: red}\n"),
            "3:5 key-missing: an entry of 'spares' lacks the key 'size': 7\n");
}

TEST(CheckRecord, WrongTypesShowAnExample) {
  EXPECT_EQ(Complaints("name: [a]\n"), "1:7 type-wrong: 'name' wants text\n");
  EXPECT_EQ(Complaints("name:\n"), "1:1 type-wrong: 'name' wants text\n");
  EXPECT_EQ(Complaints("name: ''\n"), "1:7 type-wrong: 'name' wants text\n");
  EXPECT_EQ(Complaints("name: a\nmade: 2026-02-30\n"), "2:7 type-wrong: 'made' wants 2026-07-01\n");
  EXPECT_EQ(Complaints("name: a\nat: [1, 2, 3]\n"),
            "2:5 type-wrong: 'at' wants [54.512, ...] with 2 entries\n");
  EXPECT_EQ(Complaints("name: a\nat: [1, north]\n"),
            "2:9 type-wrong: 'at' wants [54.512, ...] with 2 entries\n");
  EXPECT_EQ(Complaints("name: a\ncolours: []\n"),
            "2:10 type-wrong: 'colours' wants [one of: red, green, blue, ...]\n");
  EXPECT_EQ(Complaints("name: a\ncolours: [rad]\n"),
            "2:11 type-wrong: 'colours' wants [one of: red, green, blue, ...] [Did you mean 'red'?]\n");
  EXPECT_EQ(Complaints("name: a\nmain-wheel: [x]\n"),
            "2:13 type-wrong: 'main-wheel' wants text  or  {key: value, ...}\n");
  EXPECT_EQ(Complaints("name: a\nwheels: {left: 20}\n"),
            "2:16 type-wrong: 'wheels' wants {name: {key: value, ...}, ...}\n");
  EXPECT_EQ(Complaints("name: a\nspares: {size: 1}\n"),
            "2:9 type-wrong: 'spares' wants [{key: value, ...}, ...]\n");
  EXPECT_EQ(Complaints("name: a\nspares: [1]\n"),
            "2:10 type-wrong: an entry of 'spares' must be a map: {key: value, ...}\n");
  EXPECT_EQ(Complaints("[a]\n"), "1:1 type-wrong: the file must be a map: {key: value, ...}\n");
  EXPECT_EQ(Complaints(""), "1:1 type-wrong: the file must be a map: {key: value, ...}\n");
}

TEST(CheckRecord, NumbersAndBoolsStandWithoutQuotes) {
  EXPECT_EQ(Complaints("name: a\nmain-wheel: {size: '20'}\n"), "2:20 type-wrong: 'size' wants 7\n");
  EXPECT_EQ(Complaints("name: a\nmain-wheel: {size: 20, spare: 'true'}\n"),
            "2:31 type-wrong: 'spare' wants true\n");
  EXPECT_EQ(Complaints("name: a\nat: ['1', 2]\n"),
            "2:6 type-wrong: 'at' wants [54.512, ...] with 2 entries\n");
  EXPECT_EQ(Complaints("name: '5'\nmade: '2026-07-01'\npart: \"35%\"\n"), "");
}

TEST(CheckRecord, KindsExcludeEachOther) {
  EXPECT_EQ(Complaints("name: a\ndeals: {d: {because: x}}\n"),
            "2:9 key-missing: deal 'd' needs exactly one of: lend, sell\n");
  EXPECT_EQ(Complaints("name: a\ndeals: {d: {lend: A, sell: {A: 1%}, until: 2026-01-01}}\n"),
            "2:9 type-wrong: deal 'd' has lend and sell; only one of them may stand\n");
  EXPECT_EQ(Complaints("name: a\ndeals: {d: {lend: A, because: x}}\n"),
            "2:9 key-missing: deal 'd' lacks the key 'until': 2026-07-01\n"
            "2:22 key-unknown: a lend has no key 'because' [Known keys: lend, until.]\n");
}

TEST(CheckRecord, FindsEverythingInTheOrderOfTheText) {
  EXPECT_EQ(Complaints("spares: [{size: x}]\nwheels: {l: {size: y}, r: {size: z}}\nname: a\ncolors: 1\n"),
            "1:17 type-wrong: 'size' wants 7\n"
            "2:20 type-wrong: 'size' wants 7\n"
            "2:34 type-wrong: 'size' wants 7\n"
            "4:1 key-unknown: a toy has no key 'colors' [Did you mean 'colours'?]\n");
}

}  // namespace
}  // namespace ringfence::base
