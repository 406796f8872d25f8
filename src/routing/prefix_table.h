// Every prefix that can ever stand in a routing table of the network, numbered once.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "net/ip.h"

namespace ringfence::routing {

/// Number of a prefix in a PrefixTable.
using PrefixIndex = std::uint32_t;
/// "No prefix".
inline constexpr PrefixIndex kNoPrefix = std::numeric_limits<PrefixIndex>::max();

/// An immutable sorted set of prefixes with the tree of containment. Sorted order places a prefix right
/// before everything inside it.
class PrefixTable {
 public:
  PrefixTable() = default;
  /// Sorts and removes doubles. O(n log n).
  explicit PrefixTable(std::vector<net::Prefix> prefixes);

  /// All prefixes, ascending.
  const std::vector<net::Prefix>& prefixes() const { return prefixes_; }
  /// Number of prefixes.
  std::size_t size() const { return prefixes_.size(); }
  /// Number of IPv4 prefixes; they come first.
  std::size_t ipv4_count() const { return ipv4_count_; }
  /// The prefix of a number. REQUIRES: index < size().
  const net::Prefix& operator[](PrefixIndex index) const { return prefixes_[index]; }
  /// The number of a prefix, or kNoPrefix. O(log n).
  PrefixIndex Find(const net::Prefix& prefix) const;
  /// The most specific prefix that holds the address, or kNoPrefix. O(log n + depth).
  PrefixIndex Longest(const net::IpAddress& address) const;
  /// The next less specific prefix, or kNoPrefix.
  PrefixIndex parent(PrefixIndex index) const { return parents_[index]; }
  /// Numbers of prefixes strictly inside `prefix` (which need not be in the table): [first, last).
  struct Range {
    PrefixIndex first = 0;
    PrefixIndex last = 0;
  };
  Range Inside(const net::Prefix& prefix) const;  ///< O(log n)

 private:
  std::vector<net::Prefix> prefixes_;
  std::vector<PrefixIndex> parents_;
  std::size_t ipv4_count_ = 0;
};

}  // namespace ringfence::routing
