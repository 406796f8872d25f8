// Collects the fates of a file's lines so that every line ends with exactly one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "model/fate.h"

namespace ringfence::formats {

/// One entry per line of a file. A line that nobody decided stays unknown with every impact, so a forgotten
/// line can never count as understood.
class FateTable {
 public:
  FateTable(base::FileId file, std::uint32_t line_count);

  /// Decides a line. REQUIRES: 1 <= line <= line count, and the line is not decided yet; for all of these.
  void Blank(std::uint32_t line) { Decide(line, {model::Fate::kBlank}); }
  void Modelled(std::uint32_t line) { Decide(line, {model::Fate::kModelled}); }
  void Irrelevant(std::uint32_t line) { Decide(line, {model::Fate::kIrrelevant}); }
  /// `reason` names the feature for people, for example "policy routing".
  void Unmodelled(std::uint32_t line, std::uint8_t impact_bits, std::string_view reason);
  void Unknown(std::uint32_t line, std::uint8_t impact_bits = model::Impact::kAll);

  /// Changes a decision, when a later line or the conversion shows that the first one was too good or too
  /// bad. REQUIRES: the line is decided.
  void Replace(std::uint32_t line, model::LineFate fate);

  /// True when the line has its fate. REQUIRES: 1 <= line <= line count.
  bool decided(std::uint32_t line) const;
  /// Number of lines without a decision so far.
  std::uint32_t undecided_count() const { return undecided_count_; }
  /// The decision of a line so far. REQUIRES: 1 <= line <= line count.
  const model::LineFate& at(std::uint32_t line) const;

  /// Gives the result away; the table is empty afterwards.
  model::FileFates Take();

 private:
  void Decide(std::uint32_t line, model::LineFate fate);

  model::FileFates fates_;
  std::vector<bool> decided_;
  std::uint32_t undecided_count_ = 0;
};

}  // namespace ringfence::formats
