// Any bytes as external_bgp_announcements.json: no crash, and what is taken keeps the limits.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "formats/announcements_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace base = ringfence::base;
  namespace formats = ringfence::formats;
  base::SourceMap sources;
  const base::FileId file = sources.Add("a.json", std::string(data, data + size));
  base::Diagnostics diagnostics;
  for (const auto& one : formats::ReadAnnouncements(sources.file(file), file, diagnostics)) {
    std::size_t numbers = 0;
    for (const auto& segment : one.path.as_path) numbers += segment.numbers.size();
    RF_CHECK(numbers <= formats::kAsPathNumbersMax);
    RF_CHECK(ringfence::net::Prefix::Of(one.prefix.address, one.prefix.length) == one.prefix);
  }
  for (const base::Diagnostic& finding : diagnostics.items())
    RF_CHECK(!base::Render(sources, finding, false).empty());
  return 0;
}
