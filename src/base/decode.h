// Tables that describe our own files: one table checks a value tree, names what is wrong with it, and prints
// the JSON Schema that editors use. Readers take values only from trees that passed the check.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/diagnostic.h"
#include "base/value_tree.h"

namespace ringfence::base {

/// What the text of a scalar must look like. Integers, decimals and bools stand without quotes, as in JSON.
enum class TextForm : std::uint8_t {
  kAny,       ///< any text that is not empty
  kWord,      ///< one of FieldSchema::words
  kInteger,   ///< 0 .. 4294967295
  kBool,      ///< true or false
  kDate,      ///< YYYY-MM-DD
  kPercent,   ///< "35%", up to two decimals, 0..100
  kShare,     ///< a percent, or an interval "20%..40%"
  kTraffic,   ///< "10 Gbps": a whole number up to 9999999 and bps, kbps, Mbps, Gbps or Tbps
  kDistance,  ///< "2 km" or "2.5 km"
  kAddress,   ///< IPv4 or IPv6 address
  kPrefix,    ///< address, or address/length
  kDecimal,   ///< "54.512", "-31": up to 12 digits and 6 decimals
};

/// Shapes a value may have; bits. kRecord excludes the maps, kTextList excludes kRecordList: a reader could
/// not tell them apart.
struct Shape {
  static constexpr std::uint8_t kText = 1;
  static constexpr std::uint8_t kTextList = 2;
  static constexpr std::uint8_t kRecord = 4;     ///< a map with the keys of FieldSchema::record
  static constexpr std::uint8_t kRecordMap = 8;  ///< a map from names to records
  static constexpr std::uint8_t kRecordList = 16;
  static constexpr std::uint8_t kTextMap =
      32;  ///< a map from names to texts; with kRecordMap: each value is one or the other
};

struct RecordSchema;

/// One key of a record.
struct FieldSchema {
  std::string_view key;
  std::uint8_t shapes = Shape::kText;
  TextForm form = TextForm::kAny;
  bool required = false;
  std::string_view description;
  const RecordSchema* record = nullptr;          ///< for the record shapes
  std::span<const std::string_view> words = {};  ///< for kWord
  std::size_t list_length = 0;                   ///< exact length of a text list; 0: any but empty
};

/// A record: the keys a map may have. Keys that are not in `fields` are errors.
struct RecordSchema {
  std::string_view name;  ///< name in the published schema
  std::string_view description;
  std::span<const FieldSchema> fields;
  /// Kinds of the record: each is named after the key that tells it. Exactly one of those keys must be there,
  /// and then the record is checked as that kind; `fields` is empty. Empty: the record has no kinds.
  std::span<const RecordSchema* const> kinds = {};
};

/// Checks the tree below `root` against the schema; false when something was wrong (all of it is in
/// diagnostics, in the order of the text).
bool CheckRecord(const ValueTree& tree, NodeRef root, const RecordSchema& schema, Diagnostics& diagnostics);

/// JSON Schema (draft 2020-12) of a file whose root is this record. `id` becomes "$id". It accepts what
/// CheckRecord accepts, save two things it cannot say: a share's first end is the smaller one, and numbers
/// are written without exponent and with at most 6 decimals. REQUIRES: different records have different
/// names; the root is not used inside itself.
std::string WriteJsonSchema(const RecordSchema& schema, std::string_view id);

/// True when `text` has the form. `words` is for kWord. Does not look at quotes.
bool HasForm(std::string_view text, TextForm form, std::span<const std::string_view> words);

/// Values of texts that have passed the check. REQUIRES: HasForm(text, the form in the name).
std::uint32_t IntegerOf(std::string_view text);
/// Basis points of "35%" or "12.5%".
std::uint32_t BasisPointsOf(std::string_view text);
/// Both ends of a share in basis points; equal for a single percent.
std::pair<std::uint32_t, std::uint32_t> ShareOf(std::string_view text);
/// Bits per second.
std::uint64_t TrafficOf(std::string_view text);
/// Kilometres.
double DistanceOf(std::string_view text);
double DecimalOf(std::string_view text);

}  // namespace ringfence::base
