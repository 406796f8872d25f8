// Prints the tables of decode.h as JSON Schema 2020-12. Records become "$defs"; a worklist collects them.

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/decode.h"
#include "base/json_writer.h"

namespace ringfence::base {
namespace {

/// Decimals have at most twelve digits before the point, see text_forms.cc.
constexpr std::int64_t kDecimalBound = 1'000'000'000'000;

/// Regular expression of a form, or "" when any text will do.
std::string_view PatternOf(TextForm form) {
  switch (form) {
    case TextForm::kDate:
      return "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    case TextForm::kPercent:
      return "^(100(\\.0{1,2})?|[0-9]{1,2}(\\.[0-9]{1,2})?)%$";
    case TextForm::kShare:
      return "^(100(\\.0{1,2})?|[0-9]{1,2}(\\.[0-9]{1,2})?)%(\\.\\.(100(\\.0{1,2})?|[0-9]{1,2}(\\.[0-9]{1,2})"
             "?)%)?$";
    case TextForm::kTraffic:
      return "^[0-9]{1,7} [kMGT]?bps$";
    case TextForm::kDistance:
      return "^[0-9]{1,12}(\\.[0-9]{1,3})? km$";
    case TextForm::kAddress:
      return "^([0-9]*(\\.[0-9]*){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$";
    case TextForm::kPrefix:
      return "^([0-9]*(\\.[0-9]*){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(/[0-9]{1,3})?$";
    default:
      return "";
  }
}

void WriteText(JsonWriter& json, const FieldSchema& field) {
  json.BeginObject();
  if (field.form == TextForm::kInteger) {
    json.Field("type", "integer")
        .Field("minimum", std::uint64_t{0})
        .Field("maximum", std::uint64_t{4294967295});
  } else if (field.form == TextForm::kBool) {
    json.Field("type", "boolean");
  } else if (field.form == TextForm::kDecimal) {
    json.Field("type", "number")
        .Key("exclusiveMinimum")
        .Integer(-kDecimalBound)
        .Key("exclusiveMaximum")
        .Integer(kDecimalBound);
  } else if (field.form == TextForm::kWord) {
    json.Key("enum").BeginArray();
    for (std::string_view word : field.words) json.String(word);
    json.EndArray();
  } else if (field.form == TextForm::kAny) {
    // A reader takes any scalar here: names such as 101 or true are texts to us.
    json.Key("type").BeginArray().String("string").String("number").String("boolean").EndArray();
    json.Field("minLength", std::uint64_t{1});
  } else {
    json.Field("type", "string").Field("pattern", PatternOf(field.form));
    if (field.form == TextForm::kDate) json.Field("format", "date");
  }
  json.EndObject();
}

void WriteReference(JsonWriter& json, const RecordSchema& record) {
  json.BeginObject().Field("$ref", fmt::format("#/$defs/{}", record.name)).EndObject();
}

void WriteMapShape(JsonWriter& json, const FieldSchema& field) {
  json.BeginObject()
      .Field("type", "object")
      .Key("additionalProperties")
      .BeginObject()
      .Key("anyOf")
      .BeginArray();
  if ((field.shapes & Shape::kRecordMap) != 0) WriteReference(json, *field.record);
  if ((field.shapes & Shape::kTextMap) != 0) WriteText(json, field);
  json.EndArray().EndObject().EndObject();
}

void WriteField(JsonWriter& json, const FieldSchema& field) {
  json.Key(field.key).BeginObject().Field("description", field.description).Key("anyOf").BeginArray();
  if ((field.shapes & Shape::kText) != 0) WriteText(json, field);
  if ((field.shapes & Shape::kTextList) != 0) {
    json.BeginObject()
        .Field("type", "array")
        .Field("minItems", std::uint64_t{std::max<std::size_t>(1, field.list_length)});
    if (field.list_length != 0) json.Field("maxItems", std::uint64_t{field.list_length});
    json.Key("items");
    WriteText(json, field);
    json.EndObject();
  }
  if ((field.shapes & Shape::kRecord) != 0) WriteReference(json, *field.record);
  if ((field.shapes & (Shape::kRecordMap | Shape::kTextMap)) != 0) WriteMapShape(json, field);
  if ((field.shapes & Shape::kRecordList) != 0) {
    json.BeginObject().Field("type", "array").Key("items");
    WriteReference(json, *field.record);
    json.EndObject();
  }
  json.EndArray().EndObject();
}

void WriteKinds(JsonWriter& json, const RecordSchema& record) {
  json.Field("type", "object").Field("description", record.description).Key("oneOf").BeginArray();
  for (const RecordSchema* kind : record.kinds) {
    json.BeginObject().Field("$ref", fmt::format("#/$defs/{}", kind->name));
    json.Key("required").BeginArray().String(kind->name).EndArray().EndObject();
  }
  json.EndArray();
}

void WriteRecordBody(JsonWriter& json, const RecordSchema& record) {
  if (!record.kinds.empty()) return WriteKinds(json, record);
  json.Field("type", "object").Field("description", record.description).Field("additionalProperties", false);
  json.Key("properties").BeginObject();
  for (const FieldSchema& field : record.fields) WriteField(json, field);
  json.EndObject();
  json.Key("required").BeginArray();
  for (const FieldSchema& field : record.fields) {
    if (field.required) json.String(field.key);
  }
  json.EndArray();
}

}  // namespace

std::string WriteJsonSchema(const RecordSchema& schema, std::string_view id) {
  std::vector<const RecordSchema*> records = {&schema};
  for (std::size_t next = 0; next < records.size(); ++next) {
    for (const RecordSchema* kind : records[next]->kinds) {
      if (std::ranges::count(records, kind) == 0) records.push_back(kind);
    }
    for (const FieldSchema& field : records[next]->fields) {
      if (field.record != nullptr && std::ranges::count(records, field.record) == 0)
        records.push_back(field.record);
    }
  }
  for (std::size_t i = 1; i < records.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) RF_CHECK(records[i]->name != records[j]->name);
  }
  JsonWriter json(JsonWriter::Style::kPretty);
  json.BeginObject().Field("$schema", "https://json-schema.org/draft/2020-12/schema").Field("$id", id);
  WriteRecordBody(json, schema);
  json.Key("$defs").BeginObject();
  for (std::size_t i = 1; i < records.size(); ++i) {
    json.Key(records[i]->name).BeginObject();
    WriteRecordBody(json, *records[i]);
    json.EndObject();
  }
  json.EndObject().EndObject();
  return json.Take();
}

}  // namespace ringfence::base
