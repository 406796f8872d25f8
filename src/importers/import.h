// What other programs' files state, collected in the words of our own files: records with keys, each with the
// source and date of the statement. Nothing is guessed here and nothing is lost: what has no place in a
// snapshot is left aloud, and two sources that contradict each other are an error, never a choice.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace ringfence::importers {

/// Most records, values, cables and shares together (origin: twice what the reader of inventories bears).
inline constexpr std::size_t kStatementsMax = 1'000'000;
/// Most sorts of things that are left out and named one by one; the rest is counted.
inline constexpr std::size_t kLeftMax = 1000;

/// A value under a key, as the YAML text that stands for it.
struct Value {
  std::string key;
  std::string yaml;
  base::Span span;
};

/// Something with a name: site, element, circuit, party or list.
struct Record {
  std::string name;
  base::Span span;
  std::vector<Value> values;         ///< in the order they were set
  std::vector<std::string> because;  ///< sources, each once
};

/// Sections of the files that an import writes.
enum class Section : std::uint8_t { kSites, kElements, kCircuits, kParties, kLists };
inline constexpr std::size_t kSectionCount = 5;
/// Keys of the sections, in the order of the enumeration.
inline constexpr std::string_view kSectionNames[] = {"sites", "elements", "circuits", "parties", "lists"};

/// An interface of a device.
struct Port {
  std::string device;
  std::string interface;
  friend auto operator<=>(const Port&, const Port&) = default;
};

/// A cable between two.
struct Cable {
  Port a, b;
  friend auto operator<=>(const Cable&, const Cable&) = default;
};

/// A sort of thing that is not part of the result.
struct Left {
  std::string what;
  base::Span first;
  std::size_t count = 0;
};

/// Collects statements. Diagnostics must outlive it.
class Import {
 public:
  explicit Import(base::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  /// The record of that name, made when it is new. `because` names source and date of what is said. The
  /// reference holds until the next call. A name that is empty or no text is diagnosed and goes nowhere.
  Record& At(Section section, std::string_view name, base::Span span, std::string_view because);
  /// "key: text" of a record, nothing for an empty text. A second text that differs is diagnosed.
  void Set(Record& record, std::string_view key, std::string_view text, base::Span span);
  /// The same for YAML text: numbers, lists and records. REQUIRES: it stands on one line.
  void SetYaml(Record& record, std::string_view key, std::string yaml, base::Span span);
  /// One cable; both directions are the same one.
  void Join(Port a, Port b, base::Span span);
  /// Says that something is not part of the result, and why. Equal texts are counted together.
  void Leave(std::string what, base::Span span);
  /// Says what is wrong with records as a whole; for when all sources are read.
  void CheckWhole();
  /// Adds a finding.
  void Add(base::DiagnosticKind kind, base::Span span, std::string what, std::string hint = {});

  /// The records of a section in the order of their names.
  const std::map<std::string, Record, std::less<>>& records(Section section) const {
    return records_[static_cast<std::size_t>(section)];
  }
  /// Each once, in order.
  std::vector<Cable> cables() const;
  /// In the order they were first left.
  const std::vector<Left>& left() const { return left_; }
  /// Things beyond kLeftMax sorts.
  std::size_t left_more_count() const { return left_more_count_; }
  base::Diagnostics& diagnostics() { return diagnostics_; }

 private:
  bool HasRoom(base::Span span);

  base::Diagnostics& diagnostics_;
  std::map<std::string, Record, std::less<>> records_[kSectionCount];
  std::map<Cable, base::Span> cables_;
  std::vector<Left> left_;
  std::map<std::string, std::size_t, std::less<>> left_index_;
  std::size_t left_more_count_ = 0;
  std::size_t statement_count_ = 0;
  Record nowhere_;
};

/// Texts as a YAML list on one line; those that are no text are left out.
std::string ListOf(const std::vector<std::string>& texts);
/// The last part of a path.
std::string_view FileNameOf(std::string_view path);
/// The day at the start of a date with time ("2024-05-01T10:00:00Z"); "" when there is none.
std::string_view DayOf(std::string_view text);

}  // namespace ringfence::importers
