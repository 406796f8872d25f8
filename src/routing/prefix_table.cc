// Longest match over a fixed set of prefixes.
//
// Problem: every failure set needs new tables, but the prefixes that can stand in them never change: they
// come from configurations. Building a trie per node and failure set would cost more than computing the
// routes. Idea: sort all prefixes once by (address, length). A prefix then stands right before everything
// inside it, and the tree of containment is an array of parents. A table is an array over prefix numbers;
// longest match is one binary search for the last prefix not greater than the address, then steps to parents
// until one holds the address and is in the table. Cost: O(n log n) once, O(log n + depth) a lookup; depth is
// small in practice.

#include "routing/prefix_table.h"

#include <algorithm>

#include "base/check.h"

namespace ringfence::routing {

PrefixTable::PrefixTable(std::vector<net::Prefix> prefixes) : prefixes_(std::move(prefixes)) {
  std::ranges::sort(prefixes_);
  const auto rest = std::ranges::unique(prefixes_);
  prefixes_.erase(rest.begin(), rest.end());
  RF_CHECK(prefixes_.size() < kNoPrefix);
  const auto is_ipv4 = [](const net::Prefix& prefix) { return prefix.family() == net::Family::kIpv4; };
  ipv4_count_ =
      static_cast<std::size_t>(std::ranges::partition_point(prefixes_, is_ipv4) - prefixes_.begin());
  parents_.resize(prefixes_.size(), kNoPrefix);
  for (std::size_t i = 1; i < prefixes_.size(); ++i) {
    PrefixIndex parent = static_cast<PrefixIndex>(i - 1);
    while (parent != kNoPrefix && !prefixes_[parent].Contains(prefixes_[i])) parent = parents_[parent];
    parents_[i] = parent;
  }
}

PrefixIndex PrefixTable::Find(const net::Prefix& prefix) const {
  const auto at = std::ranges::lower_bound(prefixes_, prefix);
  if (at == prefixes_.end() || *at != prefix) return kNoPrefix;
  return static_cast<PrefixIndex>(at - prefixes_.begin());
}

PrefixIndex PrefixTable::Longest(const net::IpAddress& address) const {
  const auto after = std::ranges::upper_bound(prefixes_, net::Prefix::Host(address));
  if (after == prefixes_.begin()) return kNoPrefix;
  auto index = static_cast<PrefixIndex>(after - prefixes_.begin() - 1);
  while (index != kNoPrefix && !prefixes_[index].Contains(address)) index = parents_[index];
  return index;
}

PrefixTable::Range PrefixTable::Inside(const net::Prefix& prefix) const {
  const auto first = std::ranges::upper_bound(prefixes_, prefix);
  const auto last = std::ranges::upper_bound(prefixes_, net::Prefix::Host(prefix.Last()));
  return {static_cast<PrefixIndex>(first - prefixes_.begin()),
          static_cast<PrefixIndex>(std::max(first, last) - prefixes_.begin())};
}

}  // namespace ringfence::routing
