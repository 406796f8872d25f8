// Texts told apart by how their lines begin.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace ringfence::formats {

/// True when the line begins with one of these.
inline bool BeginsWithAny(std::string_view line, std::span<const std::string_view> beginnings) {
  return std::ranges::any_of(beginnings,
                             [line](std::string_view beginning) { return line.starts_with(beginning); });
}

}  // namespace ringfence::formats
