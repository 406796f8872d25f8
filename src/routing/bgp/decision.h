// The decision process (RFC 4271 section 9.1.2) with the differences of systems as data. See decision.cc.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

#include "net/ip.h"
#include "routing/bgp/bgp_config.h"
#include "routing/bgp/bgp_route.h"
#include "routing/path_attributes.h"

namespace ringfence::routing::bgp {

/// Candidates whose order of arrival is tried out exactly (origin: 2^n sets of them are looked at); with more
/// every one of them counts as a possible winner.
inline constexpr std::size_t kArrivalOrdersMax = 10;

/// What the decision needs besides the attributes.
struct Ranking {
  const DecisionRules* rules = nullptr;
  const BgpFamilyConfig* family = nullptr;
};

/// What is compared before MED, in order; the lowest wins. Whoever ranks behind the best takes no part in the
/// rest of the decision.
struct Rank {
  std::uint32_t distance = 0, weight = 0, local_preference = 0, local = 0, path_length = 0, origin = 0;
  friend auto operator<=>(const Rank&, const Rank&) = default;
};
/// The rank of a route of a speaker.
Rank RankOf(const Ranking& ranking, const AttributePool& pool, const BgpRoute& route);

/// The far end of the session a candidate came by.
struct Peer {
  net::IpAddress address;  ///< breaks the last tie
  AsNumber as = 0;
  friend auto operator<=>(const Peer&, const Peer&) = default;
};

/// Chooses among valid candidates. Reused memory: one object per thread.
class Decision {
 public:
  /// `peers` stands beside the candidates.
  void Run(const Ranking& ranking, const AttributePool& pool, std::span<const BgpRoute> candidates,
           std::span<const Peer> peers, Choice& choice);

 private:
  enum class Order : std::uint8_t { kFirst, kSecond, kEither };
  /// What is compared, taken out of the attribute blocks.
  struct Key {
    std::uint32_t index;
    Rank rank;
    std::uint32_t med, neighbor_as, member_as, router_id, clusters;
    std::uint8_t internal;
    bool external;
    bool unknown_id;  ///< nobody knows the router id of the neighbour outside
    std::uint32_t igp_metric;
  };

  void MakeKeys();
  template <class Value>
  void KeepLowest(Value value);
  void KeepLowestMed();
  void KeepMembers();
  void FindWinners();
  bool MedDependsOnOrder() const;
  bool ComparesMed(const Key& a, const Key& b) const;
  Order Compare(const Key& a, const Key& b) const;
  Order BreakTie(const Key& a, const Key& b) const;
  std::uint32_t PossibleWinners() const;
  bool IsMember(const Key& best, const Key& key) const;
  void AddMembers(const Key& best, Choice& choice);

  Ranking ranking_;
  const AttributePool* pool_ = nullptr;
  std::span<const BgpRoute> candidates_;
  std::span<const Peer> peers_;
  std::vector<Key> keys_, equal_med_, members_;  ///< what is still in the race
  std::vector<Key> even_;                        ///< equal before MED
  std::vector<Key> winners_;                     ///< possible winners, the chosen one first
};

}  // namespace ringfence::routing::bgp
