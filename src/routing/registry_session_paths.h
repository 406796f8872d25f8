// Do the packets of BGP sessions arrive? See registry_session_paths.cc.
#pragma once

#include <span>
#include <vector>

#include "routing/bgp/sessions.h"
#include "routing/changed_rows.h"
#include "routing/network.h"
#include "routing/prefix_table.h"
#include "routing/routing_state.h"

namespace ringfence::routing {

/// Where sessions are.
struct SessionSurroundings {
  const Network& network;
  const PrefixTable& prefixes;
  const bgp::SessionPlan& plan;
  RoutingState state;
};

/// Addresses that packets arrived at under one state.
struct ArrivalMemory {
  bool known = false;                      ///< packets to all of them did
  std::vector<net::IpAddress> addresses;   ///< ascending
  std::vector<std::vector<TableId>> from;  ///< by address: from where, ascending
  RowReaders readers;                      ///< places of addresses by the rows on the ways there
};

/// True when the packets of every session that is up arrive at its other end, in both directions and over all
/// equal-cost branches. O(for each address the tables on the ways to it); asks for the rows on the way.
bool SessionsArrive(const SessionSurroundings& in, std::span<const bgp::Session> sessions);
/// The same. Fills the memory when it learns, else asks only about ways on which rows have changed since.
bool SessionsArriveRecalling(const SessionSurroundings& in, std::span<const bgp::Session> sessions,
                             const ChangedRows& changed, bool learns, ArrivalMemory& memory);

}  // namespace ringfence::routing
