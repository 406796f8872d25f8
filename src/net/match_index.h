// Finds the few conditions of a long list that can concern some packets.
#pragma once

#include <cstdint>
#include <vector>

#include "net/header_match.h"
#include "net/packet_hull.h"

namespace ringfence::net {

/// Prefixes with a number each, so that those which meet a given prefix are found without looking at the
/// others.
class PrefixIndex {
 public:
  /// One prefix and whose it is; several may be equal. REQUIRES of all in an index: one family.
  struct Entry {
    Prefix prefix;
    std::uint32_t owner = 0;
  };

  explicit PrefixIndex(std::vector<Entry> entries);

  /// How many entries lie around and inside of `prefix`. Cost: O(log n + address bits).
  std::size_t CountMeeting(const Prefix& prefix) const;
  /// Appends the owners of entries that meet `prefix`; an owner with several entries may come several times.
  void AddMeeting(const Prefix& prefix, std::vector<std::uint32_t>& owners) const;

 private:
  /// Equal prefixes: their owners are owners_[begin] up to the begin of the next group.
  struct Group {
    Prefix prefix;
    std::uint32_t around = kNone;  ///< the group of the longest prefix that holds this one and is not equal
    std::uint32_t begin = 0;
  };
  /// Groups inside a prefix, and the chain of those around it.
  struct Found {
    std::uint32_t begin = 0, end = 0;
    std::uint32_t around = kNone;
  };
  static constexpr std::uint32_t kNone = ~0U;

  Found Find(const Prefix& prefix) const;
  std::size_t SizeOf(std::uint32_t group) const { return groups_[group + 1].begin - groups_[group].begin; }

  std::vector<Group> groups_;  ///< by address, then length; one more at the end
  std::vector<std::uint32_t> owners_;
};

/// An index over the conditions of a list.
class MatchIndex {
 public:
  /// Conditions of another family are never found. The list must not change while the index lives.
  MatchIndex(Family family, std::vector<const HeaderMatch*> matches);

  /// Places of all conditions that some packet of the box can meet, ascending: never one too few. Cost:
  /// O(log n) and what is found by the better one of source and destination.
  std::vector<std::uint32_t> Meeting(const PacketHull& hull) const;

 private:
  std::vector<const HeaderMatch*> matches_;
  PrefixIndex by_source_;
  PrefixIndex by_destination_;
};

}  // namespace ringfence::net
