// Who answers for an address that several routers of a segment share. See first_hop.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "model/device.h"
#include "model/topology.h"
#include "net/ip.h"
#include "routing/network.h"
#include "routing/routing_state.h"
#include "routing/table_id.h"

namespace ringfence::routing {

/// The routers that may answer for a shared address.
struct FirstHop {
  std::vector<model::Endpoint> routers;  ///< each once; none: nobody who shares it works
  bool ambiguous = false;  ///< what happened before decides, or who is nearer, or who believes whom
  bool everywhere = true;  ///< each answers for itself and those who are nearer (anycast)
  /// Each may get what is sent through the address: the two chassis of a pair, by a hash or by who is nearer.
  bool several = false;
  bool accepts = true;  ///< packets addressed to the shared address itself are surely for the router
};

/// An address that an interface shares with other routers.
struct SharedAddress {
  model::Endpoint end;
  net::IpAddress address;
  friend bool operator==(const SharedAddress&, const SharedAddress&) = default;
};

/// All groups of a network, prepared once. Immutable.
class FirstHops {
 public:
  /// `network` must outlive this object. O(interfaces + groups).
  explicit FirstHops(const Network& network);

  /// Who answers for the address on the part of the segment `on` stands on, `on` itself included; nothing
  /// when nobody is configured to share it there. O(square of the groups on the segment).
  std::optional<FirstHop> Answering(const RoutingState& state, model::Endpoint on,
                                    const net::IpAddress& address) const;
  /// Addresses shared on the segment `on` stands on, ascending.
  std::vector<net::IpAddress> SharedOn(model::Endpoint on) const;
  /// True when hosts of the prefix stand on a segment of the node whose gateway is shared and may be another
  /// router. The node's own addresses are no hosts.
  bool MayEnterElsewhere(const RoutingState& state, model::NodeId node, const net::Prefix& hosts) const;
  /// What interfaces of a table share, by interface.
  const std::vector<SharedAddress>& SharedBy(TableId table) const;

 private:
  /// A model::PriorityTrack whose interface was looked for.
  struct Track {
    model::Endpoint on;  ///< invalid interface: there is none of that name
    std::int32_t change = 0;
    bool leaves = false;
  };
  /// One group of one interface for one family.
  struct Member {
    model::Endpoint end;
    model::RedundancyProtocol protocol = model::RedundancyProtocol::kVrrp;
    net::Family family = net::Family::kIpv4;
    std::uint32_t group = 0;
    std::set<net::IpAddress> addresses;
    std::uint32_t priority = 0;
    bool preempts = false;
    bool owner = false;       ///< all shared addresses are its own
    bool part_owner = false;  ///< some of them are
    std::vector<Track> tracks = {};
  };
  /// How a member stands in its group under a failure state.
  struct Standing {
    std::uint32_t priority = 0;
    bool takes_part = true;
    bool certain = true;
  };
  void AddMembers(model::Endpoint end, const model::VirtualRouter& group);
  std::vector<model::Endpoint> EndsOf(model::Endpoint on) const;
  std::size_t SegmentOf(model::Endpoint end) const;
  static bool Meet(const Member& a, const Member& b);
  static bool Understand(const Member& a, const Member& b);
  static Standing StandingOf(const RoutingState& state, const Member& member);
  model::Endpoint SeatOf(const Member& member) const;
  void AddStandby(const RoutingState& state, const model::Endpoint& on, const net::IpAddress& address,
                  const std::vector<Member>& members, FirstHop& found) const;

  const Network& network_;
  std::map<std::size_t, std::vector<Member>> members_;  ///< by segment
  std::map<TableId, std::vector<SharedAddress>> shared_;
};

}  // namespace ringfence::routing
