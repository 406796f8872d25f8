// What the fuzzers of all readers do with a text. For fuzzers only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/check.h"
#include "formats/dump.h"
#include "formats/format.h"

namespace ringfence::formats {

/// True when every line means what the model says: nothing to complain about, nothing open.
inline bool FullyUnderstood(const ParsedFile& parsed) {
  return parsed.diagnostics.items().empty() &&
         std::ranges::none_of(parsed.fates.lines, [](const model::LineFate& line) {
           return line.fate == model::Fate::kUnknown || line.fate == model::Fate::kUnmodelled;
         });
}

/// Any bytes: the detector and the parser survive and give every line one fate, and what they read can be
/// printed and read again. In a hunt (RF_FUZZ_IDENTITY in the environment, set by `make fuzz`) text that is
/// fully understood must also print back to the same model. Control bytes are refused before a reader sees
/// them (formats.h), so only the first part counts for them.
inline int FuzzReader(const Format& format, const std::uint8_t* data, std::size_t size) {
  const base::SourceFile source("fuzz.cfg", std::string(data, data + size));
  (void)format.detect(source.text());
  const ParsedFile first = format.parse(source, base::FileId(0));
  RF_CHECK(first.fates.lines.size() == source.line_count());
  const bool plain = std::ranges::all_of(
      source.text(), [](char c) { return c == '\n' || c == '\t' || (c >= ' ' && c <= '~'); });
  const base::SourceFile printed("printed.cfg", format.print(first.config));
  const ParsedFile second = format.parse(printed, base::FileId(0));
  RF_CHECK(second.fates.lines.size() == printed.line_count());
  static const bool hunts = std::getenv("RF_FUZZ_IDENTITY") != nullptr;
  if (hunts && plain && FullyUnderstood(first)) RF_CHECK(Dump(first.config) == Dump(second.config));
  return 0;
}

}  // namespace ringfence::formats
