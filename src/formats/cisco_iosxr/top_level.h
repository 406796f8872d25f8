// What can stand at column 0.
#pragma once

#include <span>

#include "formats/cisco_iosxr/reader.h"

namespace ringfence::formats::cisco_iosxr {

/// Sorted.
std::span<const Keyword> TopLevelKeywords();

}  // namespace ringfence::formats::cisco_iosxr
