// Memory of BGP computations on one thread: what depends on the failure state, and what is remembered across
// states because it does not.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "routing/bgp/bgp_route.h"
#include "routing/bgp/channels.h"
#include "routing/bgp/decision.h"
#include "routing/bgp/memberships.h"
#include "routing/bgp/sessions.h"
#include "routing/bgp/surroundings.h"
#include "routing/path_attributes.h"
#include "routing/policy_bounds.h"
#include "routing/policy_eval.h"

namespace ringfence::routing::bgp {

/// How a next hop is found for one channel.
enum class NextHopRule : std::uint8_t {
  kSelf,        ///< the advertising speaker
  kKeep,        ///< the route's own
  kThirdParty,  ///< the route's own when it stands on the subnet shared with the neighbour, else self
  kPeer,        ///< the neighbour itself
  kAddress,     ///< as a policy says
  kDiscard,
};

/// A route changed by an export or an import, remembered.
struct Transferred {
  AttributesId attributes;  ///< invalid: not passed
  AddressId address;        ///< of kAddress
  NextHopRule rule = NextHopRule::kKeep;
  bool doubtful = false;
  bool metric_of_igp = false;
  bool denied = false;  ///< a policy rejected it
  bool labelled = false;
};

/// Open addressing from two words to a transferred route; entries are never removed.
class TransferMemory {
 public:
  TransferMemory() : slots_(1U << 12U) {}
  /// The entry of the key, or nullptr. Valid until the next Insert.
  const Transferred* Find(std::uint64_t first, std::uint64_t second) const;
  /// Adds an entry. REQUIRES: the key is new.
  void Insert(std::uint64_t first, std::uint64_t second, const Transferred& value);

 private:
  struct Slot {
    std::uint64_t first = ~std::uint64_t{0};
    std::uint64_t second = 0;
    Transferred value;
  };
  static std::size_t HashOf(std::uint64_t first, std::uint64_t second);

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

/// Imports without policies: they all set the same weight and preference.
struct PlainImport {
  std::uint32_t weight = 0;
  std::uint32_t local_preference = 0;  ///< of external routes
  bool external = false;
  std::vector<AttributesId> known;  ///< by block: what it becomes; invalid: not asked yet
};

/// What a speaker says to all channels of an export class.
struct Advert {
  AttributesId attributes;
  AddressId next_hop;                  ///< the route's own
  AddressId address;                   ///< of NextHopRule::kAddress
  std::uint32_t from_channel = kNone;  ///< not sent back to where it came from
  NextHopRule rule = NextHopRule::kKeep;
  bool doubtful = false;
  bool imported = false;  ///< from outside: the import policy has done its work
  bool labelled = false;  ///< with a label, where the session exchanges them
  friend bool operator==(const Advert&, const Advert&) = default;
};

/// What a channel from outside always says.
struct Announced {
  std::uint32_t channel = 0;
  Advert advert;
  base::Span span;  ///< where it is stated
};

/// Packed choice of one speaker for one prefix: a range in PrefixResult::routes.
struct PackedChoice {
  std::uint32_t first = 0;
  std::uint16_t route_count = 0;
  std::uint16_t tied_count = 0;
  bool ambiguous = false;
  bool doubtful = false;
};

/// Outcome for one prefix.
struct PrefixResult {
  bool present = false;  ///< somebody has a route
  bool unstable = false;
  bool may_be_bgp = false;            ///< it rests on the way to an address to which BGP itself may lead
  std::vector<std::uint32_t> cycle;   ///< speakers that oscillate, ascending
  std::vector<PackedChoice> choices;  ///< by speaker
  std::vector<BgpRoute> routes;
  /// Where it was settled along another outcome (replay.cc): that one, and how many of `routes` are its own.
  /// Choices of these were not worked out again. Only to be compared: it may be gone.
  const PrefixResult* along = nullptr;
  std::uint32_t along_count = 0;
  /// Speakers whose aggregates look at all paths, with each of their candidates.
  std::vector<std::pair<std::uint32_t, BgpRoute>> candidates;
};

/// A route a speaker brings into BGP itself.
struct LocalRoute {
  std::uint32_t speaker = 0;
  BgpRoute route;
  friend bool operator==(const LocalRoute&, const LocalRoute&) = default;
};

/// An aggregate of one speaker, and whether it lives.
struct AggregateState {
  std::uint32_t speaker = 0;
  const BgpAggregate* aggregate = nullptr;
  PrefixIndex prefix = kNoPrefix;
  CompiledChain suppress, contributors, attributes;
  bool active = false;
  bool refused = false;  ///< contributors there are, but its own policy denies it
  BgpRoute route;
};

/// One family of one failure state.
struct FamilyState {
  BgpFamily family = BgpFamily::kIpv4Unicast;
  std::vector<const BgpFamilyConfig*> config;  ///< by speaker; null: not active
  std::vector<Channel> channels;               ///< ordered by speaker
  std::vector<std::uint32_t> first_channel;    ///< by speaker, plus one past the end
  std::vector<std::uint32_t> classes;          ///< export classes in use, ordered by speaker
  std::vector<std::uint32_t> first_class;      ///< by speaker, plus one past the end
  std::vector<std::uint32_t> class_slot;       ///< export class id -> place in `classes`
  std::vector<std::vector<LocalRoute>> local;  ///< by prefix
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>>
      table;                                      ///< by prefix: speaker, index in its table routes
  std::vector<std::vector<Announced>> announced;  ///< by prefix, ascending by channel; empty: none at all
  std::vector<AggregateState> aggregates;
  std::vector<std::uint8_t> condition_holds;                 ///< by place in `classes`
  std::vector<std::shared_ptr<const PrefixResult>> results;  ///< by prefix; nullptr: nobody has a route
  /// Of a VPN family by speaker: route targets it keeps routes of others for; none: all. Empty: all do.
  std::vector<std::optional<std::vector<CommunityId>>> wanted;

  /// The outcome for a prefix. Lives until the next computation.
  const PrefixResult& ResultOf(PrefixIndex prefix) const {
    static const PrefixResult kNothing;
    return results[prefix] == nullptr ? kNothing : *results[prefix];
  }
};

/// The routes to one prefix under one route distinguisher.
struct VpnLayer {
  std::uint32_t distinguisher = 0;
  bool evpn = false;              ///< its routes travel in EVPN
  std::vector<LocalRoute> given;  ///< by tables of the devices of the speakers
  PrefixResult result;
};

/// What tables of one unicast family exchange, under one failure state.
struct VpnState {
  FamilyState family;  ///< the VPN family of labels
  FamilyState evpn;
  std::vector<std::vector<CommunityId>> import_targets;  ///< by speaker
  std::vector<std::vector<VpnLayer>> layers;             ///< by prefix; ascending by distinguisher
};

struct Recalls;
struct WaitingFamily;

/// Everything.
struct BgpScratch {
  unsigned threads = 1;  ///< that a computation may use
  AttributePool pool;
  std::vector<std::unique_ptr<PolicyEvaluator>> evaluators;  ///< by node
  std::deque<ExportClass> export_classes;
  std::deque<ImportClass> import_classes;
  std::vector<std::vector<std::uint32_t>> exports_of, imports_of;                ///< classes by speaker
  std::vector<std::vector<std::uint32_t>> export_signatures, import_signatures;  ///< by class, by prefix
  std::vector<std::vector<std::optional<PreferenceBounds>>> preferences;  ///< by import class, by prefix
  std::vector<std::uint32_t> ranks_apart;  ///< by prefix: a speaker that did not rank alike when last asked
  TransferMemory exports, imports;
  std::vector<PlainImport> plain_imports;
  std::vector<Session> sessions;
  Memberships memberships;  ///< on these sessions
  std::vector<FamilyState> families;
  std::array<VpnState, 2> vpn;                                ///< of IPv4, of IPv6
  std::vector<BgpTable> tables;                               ///< by speaker
  std::unordered_map<std::uint64_t, Resolution> resolutions;  ///< (table, address) of this state
  Decision decision;
  bool by_rows = false;               ///< entries of tables are made when they are asked for
  BgpSurroundings* around = nullptr;  ///< of the last Compute; entries by rows ask it too
  /// Who asks for entries does so while the surroundings of the last Compute answer: prefixes may wait for
  /// it.
  bool is_asked_in_time = false;
  std::array<std::shared_ptr<WaitingFamily>, 2> waiting;  ///< by family; nullptr: nothing waits
  /// By family: what says why routes exist; nullptr: nobody has asked. Asks surroundings that stand in one
  /// place for all states that borrow from this one.
  std::array<std::shared_ptr<WaitingFamily>, 2> explaining;
  std::vector<PrefixIndex> found_open;  ///< of those that waited: other states are stable too; ascending
  std::shared_ptr<Recalls> recalls;     ///< outcomes of an earlier state; nullptr: none are remembered
};

}  // namespace ringfence::routing::bgp
