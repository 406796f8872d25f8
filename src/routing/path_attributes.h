// BGP path attributes as small values: policies change them, the BGP engine compares them millions of times.
//
// Problem: thousands of routers hold the same paths and communities; copying and comparing them as lists
// would be the cost of convergence.
// Idea: AS paths, community sets, cluster lists, addresses and whole attribute blocks are interned, each by
// one pool per thread. A copy begins with the same numbers. Equal contents have equal numbers, and what a
// decision needs of a path (length, neighbour AS) is computed once. A pool only grows; equal call sequences
// give equal numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/interner.h"
#include "model/route_policy.h"
#include "net/ip.h"

namespace ringfence::routing {

/// Kinds of segments (RFC 4271 section 4.3, RFC 5065 section 3).
enum class AsSegmentKind : std::uint8_t { kSequence, kSet, kConfederationSequence, kConfederationSet };

/// One segment of an AS path; the first number is the nearest AS.
struct AsSegment {
  AsSegmentKind kind = AsSegmentKind::kSequence;
  std::vector<std::uint32_t> numbers;
  friend bool operator==(const AsSegment&, const AsSegment&) = default;
};
/// An AS path, nearest segment first. Canonical: no empty segment, no two sequences of one kind in a row.
using AsPath = std::vector<AsSegment>;

/// Puts numbers before the path, the first outermost, in a sequence or a confederation sequence.
AsPath Prepended(const AsPath& path, std::span<const std::uint32_t> numbers,
                 AsSegmentKind kind = AsSegmentKind::kSequence);
/// The path in canonical form.
AsPath Canonical(const AsPath& path);
/// The text that regular expressions see: "1 2 {3 4} (5)"; "" for the empty path.
std::string TextOf(const AsPath& path);

struct AsPathTag;
/// An interned AS path.
using AsPathId = base::Id<AsPathTag>;
struct CommunityTag;
/// An interned community.
using CommunityId = base::Id<CommunityTag>;
struct CommunitySetTag;
/// An interned set of communities of one kind.
using CommunitySetId = base::Id<CommunitySetTag>;
struct ClusterListTag;
/// An interned cluster list.
using ClusterListId = base::Id<ClusterListTag>;
struct AddressTag;
/// An interned address.
using AddressId = base::Id<AddressTag>;
struct AttributesTag;
/// An interned attribute block.
using AttributesId = base::Id<AttributesTag>;

/// Empty path, empty set and empty list are always number 0.
inline constexpr AsPathId kEmptyPath{0};
inline constexpr CommunitySetId kNoCommunities{0};
inline constexpr ClusterListId kNoClusters{0};

/// No local preference yet; policies see 0.
inline constexpr std::uint32_t kNoLocalPreference = 0xffffffff;

/// All attributes of a route but its next hop, which differs on every session.
struct PathAttributes {
  std::uint32_t local_preference = 0;
  std::uint32_t med = 0;
  std::uint32_t weight = 0;
  std::uint32_t tag = 0;
  std::uint32_t distance = 0;    ///< set by a policy; 0: that of the protocol
  std::uint32_t originator = 0;  ///< router id (RFC 4456 section 8); 0: none
  AsPathId as_path = kEmptyPath;
  CommunitySetId standard = kNoCommunities;
  CommunitySetId extended = kNoCommunities;
  CommunitySetId large = kNoCommunities;
  ClusterListId clusters = kNoClusters;
  /// SID of SRv6 (RFC 9252 section 2) of a VPN route: it stands for the table of this speaker, counted from
  /// 1; 0: none. Only VPN families look at it.
  std::uint32_t sid = 0;
  model::BgpOrigin origin = model::BgpOrigin::kIgp;
  bool has_med = false;
  friend bool operator==(const PathAttributes&, const PathAttributes&) = default;

  /// The community set of a kind.
  CommunitySetId& communities(model::CommunityKind kind);
  CommunitySetId communities(model::CommunityKind kind) const;
};

/// The local preference, or `otherwise` where there is none.
constexpr std::uint32_t LocalPreferenceOf(const PathAttributes& attributes, std::uint32_t otherwise) {
  return attributes.local_preference == kNoLocalPreference ? otherwise : attributes.local_preference;
}

/// What decisions need of a path, computed once.
struct AsPathFacts {
  std::uint32_t length = 0;         ///< sets count 1, confederation parts 0 (RFC 4271 9.1.2.2, RFC 5065 5.3)
  std::uint32_t neighbor_as = 0;    ///< first AS outside of confederation parts; 0: none or a set
  std::uint32_t first_as = 0;       ///< first number whatever the segment; 0: empty
  std::uint32_t confederation = 0;  ///< numbers in confederation sequences
  friend bool operator==(const AsPathFacts&, const AsPathFacts&) = default;
};

/// Interns everything. Not thread-safe; references stay valid until the next call that may add.
class AttributePool {
 public:
  AttributePool();
  AttributePool(const AttributePool&) = default;
  AttributePool& operator=(const AttributePool&) = delete;

  /// The number of a path, which is brought into canonical form.
  AsPathId Intern(const AsPath& path);
  /// The number of a path with numbers put before it, the first outermost.
  AsPathId Prepend(AsPathId path, std::span<const std::uint32_t> numbers);
  const AsPath& operator[](AsPathId id) const { return paths_[id.index()]; }
  const AsPathFacts& FactsOf(AsPathId id) const { return facts_[id.index()]; }
  /// Text for regular expressions.
  const std::string& TextOf(AsPathId id) const;
  /// False when the path certainly does not contain the number. O(1).
  bool MayContain(AsPathId id, std::uint32_t number) const {
    return (members_[id.index()] & MemberBit(number)) != 0;
  }

  /// The number of a community; `text` in the spelling of model::CommunityText.
  CommunityId InternCommunity(std::string_view text) { return communities_.Intern(text); }
  std::string_view TextOf(CommunityId id) const { return communities_.Text(id); }
  /// The number of a set; order and doubles do not matter.
  CommunitySetId InternSet(std::vector<CommunityId> members);
  /// Members, ascending by number.
  const std::vector<CommunityId>& operator[](CommunitySetId id) const { return sets_[id.index()]; }
  /// Texts of the members by value, joined by blanks.
  std::string TextOf(CommunitySetId id) const;
  /// True when the set has the member.
  bool Has(CommunitySetId set, CommunityId member) const;

  /// The number of a list of cluster ids, nearest first.
  ClusterListId InternClusters(const std::vector<std::uint32_t>& list);
  const std::vector<std::uint32_t>& operator[](ClusterListId id) const { return clusters_[id.index()]; }

  /// The number of an address.
  AddressId Intern(const net::IpAddress& address);
  const net::IpAddress& operator[](AddressId id) const { return addresses_[id.index()]; }

  /// The number of a block.
  AttributesId Intern(const PathAttributes& attributes);
  const PathAttributes& operator[](AttributesId id) const { return blocks_[id.index()]; }

 private:
  /// A bit for each number in a path, the same for one in 64.
  static std::uint64_t MemberBit(std::uint32_t number) {
    return std::uint64_t{1} << (number * 0x9e3779b97f4a7c15ULL >> 58U);
  }
  /// Numbers in a vector, as a key.
  struct NumbersHash {
    std::size_t operator()(const std::vector<std::uint32_t>& numbers) const noexcept;
  };
  using NumbersMap = std::unordered_map<std::vector<std::uint32_t>, std::uint32_t, NumbersHash>;

  AsPathId InternCanonical(AsPath path);
  void GrowBlocks();
  void GrowPaths();

  std::vector<AsPath> paths_;
  std::vector<AsPathFacts> facts_;
  std::vector<std::uint64_t> members_;
  mutable std::vector<std::string> path_texts_;  ///< made when asked for
  std::vector<std::uint32_t> path_slots_;        ///< open addressing: path number + 1, 0 is free
  base::Interner<CommunityId> communities_;
  std::vector<std::vector<CommunityId>> sets_;
  NumbersMap set_ids_;
  std::vector<std::vector<std::uint32_t>> clusters_;
  NumbersMap cluster_ids_;
  std::vector<net::IpAddress> addresses_;
  std::unordered_map<net::IpAddress, std::uint32_t> address_ids_;
  std::vector<PathAttributes> blocks_;
  std::vector<std::uint32_t> block_slots_;  ///< open addressing: block number + 1, 0 is free
};

}  // namespace ringfence::routing
