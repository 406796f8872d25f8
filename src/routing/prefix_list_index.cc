#include "routing/prefix_list_index.h"

#include <algorithm>

namespace ringfence::routing {

PrefixListIndex::PrefixListIndex(const model::PrefixList& list) {
  std::uint32_t order = 0;
  for (const model::PrefixListLine& line : list.lines) {
    lines_[line.prefix].push_back({order++, line.length_min, line.length_max, line.permit});
    lengths_[static_cast<std::size_t>(line.prefix.family())].push_back(line.prefix.length);
  }
  for (std::vector<std::uint8_t>& lengths : lengths_) {
    std::ranges::sort(lengths);
    lengths.erase(std::ranges::unique(lengths).begin(), lengths.end());
  }
}

bool PrefixListIndex::Permits(const net::Prefix& prefix) const {
  const Line* first = nullptr;
  for (const std::uint8_t length : lengths_[static_cast<std::size_t>(prefix.family())]) {
    if (length > prefix.length) break;
    const auto found = lines_.find(net::Prefix::Of(prefix.address, length));
    if (found == lines_.end()) continue;
    for (const Line& line : found->second) {
      if (first != nullptr && first->order < line.order) break;
      if (prefix.length >= line.length_min && prefix.length <= line.length_max) {
        first = &line;
        break;
      }
    }
  }
  return first != nullptr && first->permit;
}

}  // namespace ringfence::routing
