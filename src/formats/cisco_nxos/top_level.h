// The table of top-level keywords.
#pragma once

#include <span>

#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {

/// Sorted by word.
std::span<const Keyword> TopLevelKeywords();

}  // namespace ringfence::formats::cisco_nxos
