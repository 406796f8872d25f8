// A route as policies see and change it, whatever protocol it belongs to.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "model/route_policy.h"
#include "net/ip.h"
#include "routing/path_attributes.h"

namespace ringfence::routing {

/// What a protocol says about the kind of a route.
enum class RouteKind : std::uint8_t {
  kOther,
  kOspfInternal,   ///< intra- or inter-area
  kOspfExternal1,  ///< external or NSSA, type 1
  kOspfExternal2,
  kIsisLevel1,
  kIsisLevel2,
  kBgpInternal,
  kBgpExternal,
  kBgpLocal,
};

/// What policies did to the next hop.
enum class NextHopChange : std::uint8_t { kNone, kSelf, kPeer, kUnchanged, kAddress, kDiscard };

/// A route on its way through policies. Names and lists must outlive it.
struct PolicyRoute {
  net::Prefix prefix;
  model::RouteSource source = model::RouteSource::kBgp;
  RouteKind kind = RouteKind::kOther;
  std::string_view process;                      ///< id or tag of the source's process
  std::string_view vrf;                          ///< routing instance it comes from
  std::span<const std::string_view> interfaces;  ///< it leaves by these
  std::optional<net::IpAddress> next_hop;
  std::optional<net::IpAddress> neighbor;  ///< BGP neighbour it comes from, or goes to when exported
  std::string_view neighbor_group;
  std::optional<bool> labelled;  ///< it came with a label; absent: not known where the policy is asked
  std::uint32_t metric = 0;      ///< of sources but BGP, whose metric is the MED
  std::uint32_t own_as = 0;      ///< what "own AS" means in actions
  /// Attributes of BGP; tag and distance also of other sources.
  PathAttributes attributes;

  // What policies said beyond that.
  /// Set before the evaluation where numbers that are prepended must stay apart from the path they go before.
  std::optional<AsPathId> apart;
  NextHopChange next_hop_change = NextHopChange::kNone;
  net::IpAddress new_next_hop;  ///< of kAddress
  bool metric_set = false;
  bool tag_set = false;
  bool label_set = false;      ///< it gets a label of this router
  bool metric_of_igp = false;  ///< MED is to be the IGP cost of the next hop
  std::optional<std::uint32_t> metric_type;
  std::optional<std::uint32_t> level;
};

}  // namespace ringfence::routing
