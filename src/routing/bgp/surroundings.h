// What BGP asks of the rest of a router: the registry answers, so that BGP knows no other protocol.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/source.h"
#include "model/device.h"
#include "model/route_policy.h"
#include "model/topology.h"
#include "net/ip.h"
#include "routing/changed_rows.h"
#include "routing/policy_route.h"
#include "routing/prefix_table.h"
#include "routing/table_id.h"
#include "routing/table_route.h"

namespace ringfence::routing::bgp {

/// Do packets to a next hop get a label?
enum class LabelledWay : std::uint8_t { kNo, kMaybe, kYes };

/// How a table reaches an address.
struct Resolution {
  bool reachable = false;
  bool connected = false;   ///< the address stands on a subnet of an own interface that is up
  bool by_default = false;  ///< only the default route holds it
  bool discard = false;     ///< the route that holds it discards
  bool ambiguous = false;
  LabelledWay labelled = LabelledWay::kNo;
  std::uint32_t metric = 0;               ///< IGP cost; 0 when connected or static
  model::InterfaceIndex interface;        ///< first hop of the first path; invalid when there is none
  std::optional<net::IpAddress> gateway;  ///< absent: the address itself
  /// Whose route leads there, kNoPrefix: none; only where `knows_through`.
  PrefixIndex through = kNoPrefix;
  bool knows_through = false;
  bool may_be_bgp = false;  ///< routes of BGP, which were not looked at, may lead there instead
  friend bool operator==(const Resolution&, const Resolution&) = default;
};

/// Answers for one failure state. Must not change while BGP computes.
class BgpSurroundings {
 public:
  virtual ~BgpSurroundings() = default;
  /// How the table reaches the address by its routes of the round before, those of BGP among them.
  virtual Resolution Resolve(TableId table, const net::IpAddress& address) = 0;
  /// The same for whoever asks for no labels; Resolution::labelled may be anything.
  virtual Resolution Reach(TableId table, const net::IpAddress& address) { return Resolve(table, address); }
  /// Resolve may be asked for the address after Compute has returned, by the speaker's table and those of
  /// SpeakerGroups::asking around it.
  virtual void Expect(std::uint32_t speaker, const net::IpAddress& address) {
    static_cast<void>(speaker);
    static_cast<void>(address);
  }
  /// Active routes of all other protocols, ascending by prefix, one for each. Valid while BGP computes.
  virtual std::span<const TableRoute> RoutesOf(TableId table) = 0;
  /// Rows, those of BGP left aside, that may not be those of the state that is remembered. Interfaces of a
  /// table that is not in `whole` work as they did.
  virtual const ChangedRows& Changed() const {
    static const ChangedRows kUnknown;
    return kUnknown;
  }
  /// 0 when the interface is down, else the part of its link it stands in (routing/interface_states.h).
  virtual std::uint8_t PartOf(model::Endpoint end) = 0;
  /// True when the interface carries packets.
  bool InterfaceUp(model::Endpoint end) { return PartOf(end) != 0; }
};

}  // namespace ringfence::routing::bgp
