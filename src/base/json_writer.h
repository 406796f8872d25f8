// Writes JSON in exactly the order it is told, byte for byte the same everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ringfence::base {

/// Streaming writer. Calls must form a valid document; a broken sequence is our bug and stops the program.
class JsonWriter {
 public:
  /// kPretty: one value a line, one space of indentation a level. kLine: no line ends at all.
  enum class Style : std::uint8_t { kPretty, kLine };
  explicit JsonWriter(Style style) : style_(style) {}

  JsonWriter& BeginObject() { return Begin('{'); }
  JsonWriter& EndObject() { return End('}'); }
  JsonWriter& BeginArray() { return Begin('['); }
  JsonWriter& EndArray() { return End(']'); }
  JsonWriter& Key(std::string_view key);  ///< of the value that follows
  /// Bytes that are not valid UTF-8 are written as U+FFFD.
  JsonWriter& String(std::string_view text);
  JsonWriter& Integer(std::int64_t value);
  JsonWriter& Unsigned(std::uint64_t value);
  /// Fixed number of decimals, no exponent, no negative zero. REQUIRES: value is finite.
  JsonWriter& Decimal(double value, int decimals);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();

  /// Key and value in one call.
  JsonWriter& Field(std::string_view key, std::string_view text) { return Key(key).String(text); }
  JsonWriter& Field(std::string_view key, const char* text) { return Key(key).String(text); }
  JsonWriter& Field(std::string_view key, bool value) { return Key(key).Bool(value); }
  JsonWriter& Field(std::string_view key, std::uint64_t value) { return Key(key).Unsigned(value); }

  /// The document. REQUIRES: complete.
  std::string Take();

 private:
  JsonWriter& Begin(char open);
  JsonWriter& End(char close);
  void BeforeValue();
  void Break();

  struct Level {
    char close = '}';
    bool any = false;
    bool after_key = false;
  };
  Style style_;
  std::string out_;
  std::vector<Level> levels_;
};

}  // namespace ringfence::base
