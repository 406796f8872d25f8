// Any bytes: no crash, one fate a line; texts without errors print and parse back to the same model.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "formats/dump.h"
#include "formats/nokia_sros/nokia_sros.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace rf = ringfence;
  namespace sros = ringfence::formats::nokia_sros;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const rf::base::SourceFile source("fuzz.cfg", text);
  const auto first = sros::Parse(source, rf::base::FileId(0));
  RF_CHECK(first.fates.lines.size() == source.line_count());
  if (first.diagnostics.has_errors()) return 0;
  const rf::base::SourceFile printed("printed.cfg", sros::Print(first.config));
  const auto second = sros::Parse(printed, rf::base::FileId(0));
  RF_CHECK(second.fates.lines.size() == printed.line_count());
  RF_CHECK(rf::formats::Dump(first.config) == rf::formats::Dump(second.config));
  return 0;
}
