// The table of top-level keywords.
#pragma once

#include <span>

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {

/// Sorted by word.
std::span<const Keyword> TopLevelKeywords();

}  // namespace ringfence::formats::cisco_ios
