// What the registry asks of a protocol: the routes it offers to a table, and what stands behind one. Each
// protocol has an adapter beside the registry (registry_<protocol>.h); the protocols themselves know no table
// but their own.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "model/device.h"
#include "net/ip.h"
#include "routing/label.h"
#include "routing/path_attributes.h"
#include "routing/prefix_table.h"
#include "routing/route.h"
#include "routing/table_id.h"
#include "routing/vpn_marks.h"

namespace ringfence::routing {

/// A route that wants to stand in a table, or stands in one while it is made.
struct Candidate {
  std::uint32_t distance = 0xffffffff;
  std::uint32_t metric = 0;
  Protocol protocol = Protocol::kConnected;
  bool present = false;
  bool ambiguous = false;
  std::uint32_t source =
      0;  ///< private to who offers: connected or static index, OSPF router, BGP speaker, table
  /// The device may have a route here, of this distance or a greater one: what decides is not modelled or
  /// hangs on the order of events. It is not printed, and packets that would follow it are doubtful.
  bool phantom = false;
  friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// A candidate with its prefix.
struct TableOffer {
  PrefixIndex prefix = kNoPrefix;
  Candidate candidate;
};

/// A next hop as a protocol gives it. Without an interface the gateway is found through the table `lookup`;
/// invalid: the table the route stands in.
struct ProtocolHop {
  std::optional<net::IpAddress> gateway;
  model::InterfaceIndex interface;
  bool discard = false;
  TableId lookup;
  bool labelled = false;    ///< packets get the label of the way to the gateway, then
  Label label = {};         ///< this one, by which the far end takes them
  LabelStackId push = {};   ///< NextHop::push
  bool direct = false;      ///< NextHop::direct
  LabelStackId inner = {};  ///< while it is resolved: what comes below the labels of the way
};

/// What two candidates of one table have in common when their next hops are the same.
struct ShareKey {
  std::uint64_t hops = 0;   ///< 0: not known
  std::uint64_t owner = 0;  ///< who understands `hops`; the last bit is the same for all of one owner, and
                            ///< tells the families apart in the end
  bool valid() const { return hops != 0; }
  friend bool operator==(const ShareKey&, const ShareKey&) = default;
};
/// Hash of a key.
struct ShareKeyHash {
  std::size_t operator()(const ShareKey& key) const noexcept {
    return static_cast<std::size_t>((key.hops ^ key.owner * 0xc2b2ae3d27d4eb4fULL) * 0x9e3779b97f4a7c15ULL >>
                                    7U);
  }
};

/// Why a route exists.
struct RouteReason {
  std::set<base::Span> spans;
  std::set<model::NodeId> origins;
};

/// Routes of one protocol under the current state. Confined to the thread of the scratch it belongs to.
class TableProtocol {
 public:
  virtual ~TableProtocol() = default;
  /// Appends what the protocol offers to a table; at most one candidate per prefix and source.
  virtual void Offer(TableId table, std::vector<TableOffer>& offers) = 0;
  /// Appends the next hops of an offered candidate.
  virtual void HopsOf(TableId table, PrefixIndex prefix, const Candidate& candidate,
                      std::vector<ProtocolHop>& hops) = 0;
  /// Appends the ways to a gateway that was given with another table to look it up in; returns the prefix of
  /// the route that leads there, or kNoPrefix when it stands on a connected subnet or nothing leads there.
  virtual PrefixIndex HopsThrough(TableId, const net::IpAddress&, std::vector<NextHop>&) { return kNoPrefix; }
  /// The route's tag, when it has one.
  virtual std::optional<std::uint32_t> TagOf(TableId table, PrefixIndex prefix,
                                             const Candidate& candidate) = 0;
  /// What the route tells about the OSPF of another site; absent: it did not come by a VPN.
  virtual std::optional<OspfOrigin> OriginOf(TableId, PrefixIndex, const Candidate&) { return std::nullopt; }
  /// Packets of the route go where a VPN route says: it stands for a sham link.
  virtual bool IsOverShamLink(TableId, PrefixIndex, const Candidate&) const { return false; }
  /// Id or tag of the process the candidate comes from; empty where a protocol has none.
  virtual std::string_view ProcessOf(TableId, PrefixIndex, const Candidate&) const { return {}; }
  /// The attributes of BGP that the candidate has, in the pool of BGP's scratch; invalid without.
  virtual AttributesId AttributesOf(TableId, PrefixIndex, const Candidate&) const { return {}; }
  /// Adds lines and nodes behind an offered candidate.
  virtual void Explain(TableId table, PrefixIndex prefix, const Candidate& candidate,
                       RouteReason& reason) = 0;
  /// What two candidates of one table share only if their next hops are the same.
  virtual ShareKey ShareKeyOf(TableId, PrefixIndex, const Candidate&) const { return {}; }
};

/// A protocol that can be asked about a single row.
class RowProtocol : public TableProtocol {
 public:
  /// Appends what Offer would append for that prefix, in the same order.
  virtual void OfferRow(TableId table, PrefixIndex prefix, std::vector<TableOffer>& offers) = 0;
};

}  // namespace ringfence::routing
