#include "base/json_writer.h"

#include <fmt/format.h>

#include <cmath>

#include "base/check.h"
#include "base/utf8.h"

namespace ringfence::base {
namespace {

void AppendEscaped(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t length = Utf8Length(text, at);
    if (length == 0) {
      out += "\\ufffd";
      ++at;
      continue;
    }
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += text.substr(at, length);
    }
    at += length;
  }
}

}  // namespace

void JsonWriter::Break() {
  if (style_ == Style::kLine) return;
  out_ += '\n';
  out_.append(levels_.size(), ' ');
}

void JsonWriter::BeforeValue() {
  if (levels_.empty()) {
    RF_CHECK(out_.empty());
    return;
  }
  Level& level = levels_.back();
  if (level.after_key) {
    level.after_key = false;
    return;
  }
  RF_CHECK(level.close == ']');
  if (level.any) out_ += ',';
  level.any = true;
  Break();
}

JsonWriter& JsonWriter::Begin(char open) {
  BeforeValue();
  out_ += open;
  levels_.push_back({open == '{' ? '}' : ']', false, false});
  return *this;
}

JsonWriter& JsonWriter::End(char close) {
  RF_CHECK(!levels_.empty() && levels_.back().close == close && !levels_.back().after_key);
  const bool any = levels_.back().any;
  levels_.pop_back();
  if (any) Break();
  out_ += close;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  RF_CHECK(!levels_.empty() && levels_.back().close == '}' && !levels_.back().after_key);
  if (levels_.back().any) out_ += ',';
  levels_.back().any = true;
  levels_.back().after_key = true;
  Break();
  out_ += '"';
  AppendEscaped(out_, key);
  out_ += style_ == Style::kLine ? "\":" : "\": ";
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view text) {
  BeforeValue();
  out_ += '"';
  AppendEscaped(out_, text);
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::Integer(std::int64_t value) {
  BeforeValue();
  out_ += fmt::format("{}", value);
  return *this;
}

JsonWriter& JsonWriter::Unsigned(std::uint64_t value) {
  BeforeValue();
  out_ += fmt::format("{}", value);
  return *this;
}

JsonWriter& JsonWriter::Decimal(double value, int decimals) {
  RF_CHECK(std::isfinite(value));
  BeforeValue();
  const std::string text = fmt::format("{:.{}f}", value, decimals);
  const bool zero = text.find_first_not_of("-0.") == std::string::npos;
  out_ += std::string_view(text).substr(zero && text.front() == '-' ? 1 : 0);
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  BeforeValue();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::Null() {
  BeforeValue();
  out_ += "null";
  return *this;
}

std::string JsonWriter::Take() {
  RF_CHECK(levels_.empty() && !out_.empty());
  if (style_ == Style::kPretty) out_ += '\n';
  return std::move(out_);
}

}  // namespace ringfence::base
