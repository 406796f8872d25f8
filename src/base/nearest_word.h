// "Did you mean ...": the known word nearest to a misspelt one.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace ringfence::base {

/// The word with the least edit distance (insert, delete, replace, swap of neighbours), if that is at most a
/// third of the length (at least 1, at most 4). Ties: the first in `words`. Case counts as half an edit.
std::optional<std::string_view> NearestWord(std::string_view misspelt,
                                            std::span<const std::string_view> words);

}  // namespace ringfence::base
