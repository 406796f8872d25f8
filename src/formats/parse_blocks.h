// What readers of blocks do with a whole text.
#pragma once

#include <utility>

#include "formats/block_reader.h"

namespace ringfence::formats {

/// Reads the text and converts it.
template <class Reader>
ParsedFile ParseBlocks(const base::SourceFile& source, base::FileId file,
                       routing::DeviceConfig (*convert)(Reader&)) {
  Reader reader(source, file);
  reader.ReadAll();
  ParsedFile parsed;
  parsed.config = convert(reader);
  parsed.fates = reader.fates.Take();
  parsed.diagnostics = std::move(reader.diagnostics);
  return parsed;
}

}  // namespace ringfence::formats
