// Lists as sets.
#pragma once

#include <algorithm>

namespace ringfence::base {

/// Sorts, and leaves each thing once.
template <class List>
void SortUnique(List& list) {
  std::ranges::sort(list);
  const auto rest = std::ranges::unique(list);
  list.erase(rest.begin(), rest.end());
}

}  // namespace ringfence::base
