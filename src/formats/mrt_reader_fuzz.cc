// Any bytes as an MRT file: no crash, every route points to a path, every fault stands inside of the file.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "formats/announcements_reader.h"
#include "formats/mrt_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace base = ringfence::base;
  namespace formats = ringfence::formats;
  base::SourceMap sources;
  const base::FileId file = sources.Add("feed.mrt", std::string(data, data + size));
  base::Diagnostics diagnostics;
  for (const formats::MrtPeer& peer : formats::ReadMrt(sources.file(file), file, std::nullopt, diagnostics)) {
    for (const auto& route : peer.routes) {
      RF_CHECK(route.path < peer.paths.size());
      RF_CHECK(ringfence::net::Prefix::Of(route.prefix.address, route.prefix.length) == route.prefix);
    }
    for (const auto& path : peer.paths) {
      std::size_t numbers = 0;
      for (const auto& segment : path.as_path) numbers += segment.numbers.size();
      RF_CHECK(numbers <= 2 * formats::kAsPathNumbersMax);
    }
  }
  RF_CHECK(diagnostics.items().size() <= formats::kMrtFaultsMax + 1);
  for (const base::Diagnostic& finding : diagnostics.items())
    RF_CHECK(!base::Render(sources, finding, false).empty());
  return 0;
}
