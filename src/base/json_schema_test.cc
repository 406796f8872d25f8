// The published schema and CheckRecord come from one table; an independent validator (python3-jsonschema)
// must give the same verdict as CheckRecord on thousands of damaged documents.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/decode.h"
#include "base/schema_testing.h"
#include "base/yaml_reader.h"

namespace ringfence::base {
namespace {

constexpr int kNoJudge = 77;

/// A JSON value that is easy to damage.
struct Json {
  char kind = 's';   ///< 's' scalar, '{' or '['
  std::string text;  ///< of a scalar, as it stands in the document
  std::vector<std::pair<std::string, Json>> items;

  static Json Scalar(std::string text) { return {'s', std::move(text), {}}; }
};

std::string Print(const Json& json) {
  if (json.kind == 's') return json.text;
  std::string out(1, json.kind);
  for (const auto& [key, value] : json.items) {
    if (out.size() > 1) out += ", ";
    if (json.kind == '{') out += "\"" + key + "\": ";
    out += Print(value);
  }
  return out + (json.kind == '{' ? "}" : "]");
}

Json FromTree(const ValueTree& tree, NodeRef ref) {
  const ValueNode& node = tree[ref];
  if (node.kind == ValueKind::kNull) return Json::Scalar("null");
  if (node.kind == ValueKind::kScalar) return Json::Scalar(node.quoted ? "\"" + node.text + "\"" : node.text);
  Json json{node.kind == ValueKind::kMap ? '{' : '[', "", {}};
  for (const ValueEntry& entry : node.entries)
    json.items.emplace_back(entry.key, FromTree(tree, entry.value));
  return json;
}

std::optional<ValueTree> Parse(const std::string& text) {
  SourceMap sources;
  const FileId file = sources.Add("toy.json", text);
  Diagnostics diagnostics;
  auto tree = ReadYaml(sources.file(file), file, diagnostics);
  EXPECT_TRUE(tree.has_value() && diagnostics.items().empty()) << text;
  return tree;
}

bool Accepted(const std::string& text) {
  const auto tree = Parse(text);
  Diagnostics diagnostics;
  return tree && CheckRecord(*tree, tree->root(), kToy, diagnostics);
}

constexpr std::string_view kWhole =
    R"({"name": "car", "colours": ["red", "blue"], "at": [54.512, -31], "made": "2026-07-01",
 "part": "12.5%", "rate": "10 Gbps", "reach": "2 km", "address": ["10.0.0.1", "::1"], "prefix": "10.0.0.0/8",
 "main-wheel": {"size": 20, "colour": "red", "spare": false}, "wheels": {"left": {"size": 20}, "right": {"size": 0}},
 "spares": [{"size": 1}], "notes": {"a": "b", "c": 5},
 "deals": {"d1": {"lend": ["Ann", "Bob"], "until": "2027-01-01"}, "d2": {"lend": "Ann", "until": "2027-01-01"},
           "d3": {"sell": {"Ann": "30%", "Bob": "20%..40%", "Eve": {"size": 3}}, "because": "x"}}})";

/// Damages documents: replaces, drops, adds, renames, wraps, swaps in parts of other places.
class Damage {
 public:
  Damage(std::uint64_t seed, Json whole) : random_(seed), whole_(std::move(whole)) {}

  Json Next() {
    Json json = whole_;
    for (auto edits = 1 + Below(3); edits > 0; --edits) Edit(json);
    return json;
  }

 private:
  std::size_t Below(std::size_t bound) { return random_() % bound; }

  static void Collect(Json& json, std::vector<Json*>& all) {
    all.push_back(&json);
    for (std::size_t next = all.size() - 1; next < all.size(); ++next) {
      for (auto& item : all[next]->items) all.push_back(&item.second);
    }
  }

  Json& Any(Json& json) {
    std::vector<Json*> all;
    Collect(json, all);
    return *all[Below(all.size())];
  }

  Json RandomScalar() {
    constexpr std::array<const char*, 45> kTexts = {"null",
                                                    "true",
                                                    "false",
                                                    "0",
                                                    "7",
                                                    "-7",
                                                    "4294967295",
                                                    "4294967296",
                                                    "1.5",
                                                    "-0.25",
                                                    "999999999999.5",
                                                    "1000000000000",
                                                    "-1000000000000",
                                                    "\"\"",
                                                    "\"x\"",
                                                    "\"7\"",
                                                    "\"true\"",
                                                    "\"null\"",
                                                    "\"red\"",
                                                    "\"Red\"",
                                                    "\"2026-07-01\"",
                                                    "\"2026-02-30\"",
                                                    "\"2026-7-1\"",
                                                    "\"35%\"",
                                                    "\"100%\"",
                                                    "\"100.01%\"",
                                                    "\"099%\"",
                                                    "\"12.125%\"",
                                                    "\"101%\"",
                                                    "\"20%..40%\"",
                                                    "\"20%..400%\"",
                                                    "\"10 Gbps\"",
                                                    "\"10000000 bps\"",
                                                    "\"9999999 Tbps\"",
                                                    "\"1.5 Gbps\"",
                                                    "\"2 km\"",
                                                    "\"2.5 km\"",
                                                    "\"2.0005 km\"",
                                                    "\"10.0.0.1\"",
                                                    "\"10.1\"",
                                                    "\"::1\"",
                                                    "\"10.0.0.0/8\"",
                                                    "\"::/0\"",
                                                    "\"a/8\"",
                                                    "\"10.0.0.1 \""};
    return Json::Scalar(kTexts[Below(kTexts.size())]);
  }

  std::string RandomKey() {
    constexpr std::array<const char*, 10> kKeys = {"name", "nam",   "size",    "colour", "lend",
                                                   "sell", "until", "because", "wheels", "x y"};
    return kKeys[Below(kKeys.size())];
  }

  void Edit(Json& json) {
    Json& place = Any(json);
    const bool filled = !place.items.empty();
    const std::size_t at = filled ? Below(place.items.size()) : 0;
    switch (Below(8)) {
      case 0:
      case 1:
        place = RandomScalar();
        break;
      case 2:
        if (filled) place.items.erase(place.items.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 3:
        if (place.kind != 's') AddItem(place, RandomKey(), Below(2) == 0 ? RandomScalar() : Any(whole_));
        break;
      case 4:
        if (filled && place.kind == '{') AddItem(place, RandomKey(), place.items[at].second);
        break;
      case 5:
        place = Json{'[', "", {{"", place}}};
        break;
      case 6:
        place = Json(Any(whole_));
        break;
      default:
        if (place.kind != 's') place.kind = place.kind == '{' || Below(2) == 0 ? '[' : place.kind;
        break;
    }
  }

  /// Keys of a map stay different: what two equal keys mean in JSON is the reader's choice.
  void AddItem(Json& place, std::string key, Json value) {
    for (const auto& item : place.items) {
      if (place.kind == '{' && item.first == key) return;
    }
    place.items.emplace_back(std::move(key), std::move(value));
  }

  std::mt19937_64 random_;
  Json whole_;
};

/// Verdicts of the independent validator; empty when there is none on this machine.
std::vector<bool> Judge(const std::vector<std::string>& documents) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "json_schema_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "schema.json") << WriteJsonSchema(kToy, "toy.schema.json");
  {
    std::ofstream lines(folder / "documents.jsonl");
    for (const std::string& document : documents) lines << document << "\n";
  }
  std::vector<bool> verdicts;
  for (const char* python : {"/usr/bin/python3", "python3"}) {
    const std::string out = (folder / "verdicts").string();
    const std::string command = std::string(python) + " '" RF_TEST_FOLDER "/testdata/judge_schema.py' '" +
                                (folder / "schema.json").string() + "' '" +
                                (folder / "documents.jsonl").string() + "' > '" + out + "'";
    const int status = std::system(command.c_str());
    if (!WIFEXITED(status) || WEXITSTATUS(status) == kNoJudge || WEXITSTATUS(status) == 127) continue;
    EXPECT_EQ(status, 0) << "the judge refuses the schema";
    std::ifstream lines(out);
    for (std::string line; std::getline(lines, line);) verdicts.push_back(line == "1");
    break;
  }
  std::filesystem::remove_all(folder);
  return verdicts;
}

TEST(JsonSchema, AnIndependentValidatorAgreesOnDamagedDocuments) {
  const std::string whole(kWhole);
  ASSERT_TRUE(Accepted(whole));
  const auto tree = Parse(whole);
  Damage damage(1, FromTree(*tree, tree->root()));
  std::string line = whole;
  std::ranges::replace(line, '\n', ' ');
  std::vector<std::string> documents = {line};
  std::set<std::string> seen;
  while (documents.size() < 4'000) {
    std::string text = Print(damage.Next());
    if (seen.insert(text).second) documents.push_back(std::move(text));
  }
  const std::vector<bool> verdicts = Judge(documents);
  if (verdicts.empty()) GTEST_SKIP() << "SKIPPED: python3 with jsonschema >= 4 is not installed";
  ASSERT_EQ(verdicts.size(), documents.size());
  std::size_t good = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    ASSERT_EQ(Accepted(documents[i]), verdicts[i]) << documents[i];
    good += verdicts[i] ? 1 : 0;
  }
  EXPECT_GT(good, 200U) << "damage must not always hurt";
  EXPECT_GT(documents.size() - good, 2'000U);
  std::cout << documents.size() << " documents, " << good << " accepted by both\n";
}

TEST(JsonSchema, Golden) {
  static constexpr std::array<std::string_view, 2> kWords = {"a", "b"};
  static constexpr std::array<FieldSchema, 2> kFields = {{
      {"size", Shape::kText, TextForm::kInteger, true, "how big"},
      {"kind", Shape::kText | Shape::kTextList, TextForm::kWord, false, "which", nullptr, kWords},
  }};
  const RecordSchema schema = {"box", "a box", kFields};
  EXPECT_EQ(WriteJsonSchema(schema, "box.json"), R"({
 "$schema": "https://json-schema.org/draft/2020-12/schema",
 "$id": "box.json",
 "type": "object",
 "description": "a box",
 "additionalProperties": false,
 "properties": {
  "size": {
   "description": "how big",
   "anyOf": [
    {
     "type": "integer",
     "minimum": 0,
     "maximum": 4294967295
    }
   ]
  },
  "kind": {
   "description": "which",
   "anyOf": [
    {
     "enum": [
      "a",
      "b"
     ]
    },
    {
     "type": "array",
     "minItems": 1,
     "items": {
      "enum": [
       "a",
       "b"
      ]
     }
    }
   ]
  }
 },
 "required": [
  "size"
 ],
 "$defs": {}
}
)");
}

}  // namespace
}  // namespace ringfence::base
