// Policies for packets, of which only what drops everything counts: does an action take all packets of its
// class?
//
// A policer drops what exceeds its rate. Protocols are computed at rest, when nothing does, so that a rate
// has no effect on any verdict. An action that drops also what keeps to the rate, and a rate of nothing, are
// filters.
#pragma once

#include <cstdint>
#include <string_view>

#include "formats/impacts.h"
#include "formats/statement.h"
#include "formats/word_cursor.h"

namespace ringfence::formats {

/// True for `drop`, `police ... conform drop`, `police ... conform-action drop`, and rates of 0 (`police cir
/// 0 bps`). `words` stand before the first word of the line, without `no`.
inline bool DropsWholeClass(WordCursor words) {
  const Word first = words.Next();
  if (first == "drop") return true;
  const bool rate = first == "police";
  bool conforms = first == "conform" || first == "conform-action";
  bool number_seen = false;
  while (!words.done()) {
    const std::string_view word = words.Next().text;
    if (conforms && word == "drop") return true;
    conforms = word == "conform" || word == "conform-action";
    // Later numbers are sizes of bursts and marks.
    if (number_seen || !rate || word.find_first_not_of("0123456789.") != std::string_view::npos) continue;
    if (word.find_first_not_of("0.") == std::string_view::npos) return true;
    number_seen = true;
  }
  return false;
}

/// True for `storm-control broadcast level 0.00` and other levels of nothing: all frames of the kind are
/// dropped, those of hellos to groups among them.
inline bool SuppressesAll(WordCursor words) {
  while (!words.done()) {
    if (!words.Accept("level")) {
      words.Next();
      continue;
    }
    if (!words.Accept("pps")) words.Accept("bps");
    const std::string_view level = words.Next().text;
    return !level.empty() && level.find_first_not_of("0.") == std::string_view::npos;
  }
  return false;
}

/// A line of a policy map or of a class of it, for readers whose blocks are made by indentation.
template <class Reader>
Verdict ReadRateLine(Reader& reader, Statement& statement) {
  constexpr std::uint8_t kImpact = kPaths | model::Impact::kManagement;
  reader.Open(ReadRateLine<Reader>, kImpact);
  if (statement.negated || !DropsWholeClass(statement.words)) return kNoEffect;
  return NotModelled(kImpact, "class whose packets are dropped");
}
/// The line that opens such a map.
template <class Reader>
Verdict OpenRates(Reader& reader, Statement&) {
  reader.Open(ReadRateLine<Reader>, kPaths | model::Impact::kManagement);
  return kNoEffect;
}

/// `storm-control ...` of a port.
template <class Reader>
Verdict ReadStormControl(Reader&, Statement& statement) {
  if (statement.negated || !SuppressesAll(statement.words)) return kNoEffect;
  return NotModelled(kPaths, "storm control that lets nothing through");
}

}  // namespace ringfence::formats
