#include "base/json_writer.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace ringfence::base {
namespace {

using Style = JsonWriter::Style;

std::string OneText(std::string_view text) {
  JsonWriter json(Style::kLine);
  return json.String(text).Take();
}

TEST(JsonWriter, WritesOneLine) {
  JsonWriter json(Style::kLine);
  json.BeginObject()
      .Field("name", "P1")
      .Key("sizes")
      .BeginArray()
      .Integer(-1)
      .Unsigned(2)
      .Decimal(2.5, 2)
      .EndArray();
  json.Key("none").Null().Field("up", true).Key("empty").BeginObject().EndObject().EndObject();
  EXPECT_EQ(json.Take(), R"({"name":"P1","sizes":[-1,2,2.50],"none":null,"up":true,"empty":{}})");
}

TEST(JsonWriter, WritesPretty) {
  JsonWriter json(Style::kPretty);
  json.BeginObject()
      .Key("list")
      .BeginArray()
      .String("a")
      .BeginObject()
      .Field("b", false)
      .EndObject()
      .EndArray();
  json.Key("empty").BeginArray().EndArray().EndObject();
  EXPECT_EQ(json.Take(),
            "{\n"
            " \"list\": [\n"
            "  \"a\",\n"
            "  {\n"
            "   \"b\": false\n"
            "  }\n"
            " ],\n"
            " \"empty\": []\n"
            "}\n");
}

TEST(JsonWriter, EscapesWhatJsonAndTerminalsNeed) {
  EXPECT_EQ(OneText("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(OneText("\n\t\r\x01\x1b\x7f"), R"("\n\t\u000d\u0001\u001b\u007f")");
  EXPECT_EQ(OneText(std::string_view("a\0b", 3)), R"("a\u0000b")");
  EXPECT_EQ(OneText("Größe 漢 🦊"), "\"Größe 漢 🦊\"");
}

TEST(JsonWriter, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(OneText("\xff"), R"("\ufffd")");
  EXPECT_EQ(OneText("a\x80z"), R"("a\ufffdz")");
  EXPECT_EQ(OneText("\xc0\xaf"), R"("\ufffd\ufffd")") << "overlong";
  EXPECT_EQ(OneText("\xed\xa0\x80"), R"("\ufffd\ufffd\ufffd")") << "surrogate";
  EXPECT_EQ(OneText("\xf4\x90\x80\x80"), R"("\ufffd\ufffd\ufffd\ufffd")") << "beyond the last code point";
  EXPECT_EQ(OneText("\xe6\xbc"), R"("\ufffd\ufffd")") << "cut short";
}

TEST(JsonWriter, NumbersAreExactAndWithoutLocale) {
  JsonWriter json(Style::kLine);
  json.BeginArray()
      .Integer(std::numeric_limits<std::int64_t>::min())
      .Unsigned(std::numeric_limits<std::uint64_t>::max());
  json.Decimal(1e15, 1).Decimal(1.0 / 3, 3).Decimal(2, 0).EndArray();
  EXPECT_EQ(json.Take(), "[-9223372036854775808,18446744073709551615,1000000000000000.0,0.333,2]");
}

TEST(JsonWriter, NegativeZeroIsZero) {
  JsonWriter json(Style::kLine);
  json.BeginArray().Decimal(-0.0, 1).Decimal(-0.0001, 2).EndArray();
  EXPECT_EQ(json.Take(), "[0.0,0.00]");
}

TEST(JsonWriterDeathTest, BrokenSequencesStopTheProgram) {
  EXPECT_DEATH(JsonWriter(Style::kLine).EndObject(), "check failed");
  EXPECT_DEATH(JsonWriter(Style::kLine).BeginObject().String("no key"), "check failed");
  EXPECT_DEATH(JsonWriter(Style::kLine).BeginObject().Key("a").EndObject(), "check failed");
  EXPECT_DEATH(JsonWriter(Style::kLine).BeginArray().Key("a"), "check failed");
  EXPECT_DEATH(JsonWriter(Style::kLine).BeginArray().EndObject(), "check failed");
  EXPECT_DEATH(JsonWriter(Style::kLine).BeginArray().Take(), "check failed");
  EXPECT_DEATH(JsonWriter(Style::kLine).Decimal(std::numeric_limits<double>::infinity(), 1), "check failed");
  EXPECT_DEATH(JsonWriter(Style::kLine).Take(), "check failed") << "nothing is not a document";
  EXPECT_DEATH(JsonWriter(Style::kLine).Null().Null(), "check failed") << "two documents";
}

}  // namespace
}  // namespace ringfence::base
