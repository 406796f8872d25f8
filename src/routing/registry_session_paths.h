// Do the packets of BGP sessions arrive? See registry_session_paths.cc.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <vector>

#include "routing/bgp/sessions.h"
#include "routing/changed_rows.h"
#include "routing/network.h"
#include "routing/prefix_table.h"
#include "routing/routing_state.h"
#include "routing/session_lists.h"

namespace ringfence::routing {

/// Where sessions are.
struct SessionSurroundings {
  const Network& network;
  const PrefixTable& prefixes;
  const bgp::SessionPlan& plan;
  const SessionLists& lists;
  SessionListMemory& asked;  ///< of these lists
  RoutingState state;
};

/// One end of a session that sends to the other.
struct SessionSender {
  TableId table;
  std::optional<net::IpAddress> source;  ///< its address; absent: not known
  friend auto operator<=>(const SessionSender&, const SessionSender&) = default;
};

/// Addresses that packets arrived at under one state.
struct ArrivalMemory {
  bool known = false;                            ///< packets to all of them did
  std::vector<net::IpAddress> addresses;         ///< ascending
  std::vector<std::vector<SessionSender>> from;  ///< by address: from whom, ascending
  RowReaders readers;                            ///< places of addresses by the rows on the ways there
};

/// True when the packets of every session that is up arrive at its other end, in both directions and over all
/// equal-cost branches. O(for each address the tables on the ways to it); asks for the rows on the way.
bool SessionsArrive(const SessionSurroundings& in, std::span<const bgp::Session> sessions);
/// The same. Fills the memory when it learns, else asks only about ways on which rows have changed since.
bool SessionsArriveRecalling(const SessionSurroundings& in, std::span<const bgp::Session> sessions,
                             const ChangedRows& changed, bool learns, ArrivalMemory& memory);

}  // namespace ringfence::routing
