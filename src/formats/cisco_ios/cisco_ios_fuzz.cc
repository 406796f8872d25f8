// Any bytes are read without a crash; what is read without complaint prints back to the same model.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "formats/cisco_ios/cisco_ios.h"
#include "formats/dump.h"

namespace ringfence::formats::cisco_ios {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::SourceFile source("fuzz.cfg", std::string(reinterpret_cast<const char*>(data), size));
  (void)Detect(source.text());
  const ParsedFile parsed = Parse(source, base::FileId(0));
  RF_CHECK(parsed.fates.lines.size() == source.line_count());
  if (!parsed.diagnostics.items().empty()) return 0;
  for (const model::LineFate& fate : parsed.fates.lines) {
    if (fate.fate == model::Fate::kUnknown || fate.fate == model::Fate::kUnmodelled) return 0;
  }
  const base::SourceFile printed("printed.cfg", Print(parsed.config));
  RF_CHECK(Dump(Parse(printed, base::FileId(0)).config) == Dump(parsed.config));
  return 0;
}

}  // namespace ringfence::formats::cisco_ios
