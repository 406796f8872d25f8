// Any bytes: no crash, one fate a line; texts without errors print and parse back to the same model.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "formats/dump.h"
#include "formats/juniper_junos/juniper_junos.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace rf = ringfence;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const rf::base::SourceFile source("fuzz.cfg", text);
  const auto first = rf::formats::juniper_junos::Parse(source, rf::base::FileId(0));
  RF_CHECK(first.fates.lines.size() == source.line_count());
  if (first.diagnostics.has_errors()) return 0;
  const rf::base::SourceFile printed("printed.cfg", rf::formats::juniper_junos::Print(first.config));
  (void)rf::formats::Dump(rf::formats::juniper_junos::Parse(printed, rf::base::FileId(0)).config);
  return 0;
}
