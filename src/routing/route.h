// Routes as `ringfence routes` prints them and as tables hold them: a fixed header and ranges in flat arrays.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/device.h"
#include "net/ip.h"
#include "routing/label.h"

namespace ringfence::routing {

/// Where a route comes from.
enum class Protocol : std::uint8_t {
  kConnected,
  kLocal,
  kStatic,
  kOspf,
  kOspfIa,
  kOspfE1,
  kOspfE2,
  kOspfN1,
  kOspfN2,
  kIsisL1,
  kIsisL2,
  kEbgp,
  kIbgp,
  kAggregate,     ///< made from contributors in the routing table
  kBgpAggregate,  ///< made by BGP
  kBgpVpn,        ///< imported into a VRF from a VPN family
  kEvpn,
  kRip,
  kEigrp,
  kEigrpExternal,
  kLeaked,  ///< copied from another VRF's routing table
};

/// Names of the output contract, in order of Protocol.
inline constexpr std::string_view kProtocolNames[] = {
    "connected", "local",   "static",  "ospf",    "ospf-ia", "ospf-e1",  "ospf-e2",
    "ospf-n1",   "ospf-n2", "isis-l1", "isis-l2", "ebgp",    "ibgp",     "aggregate",
    "aggregate", "bgp-vpn", "evpn",    "rip",     "eigrp",   "eigrp-ex", "leaked"};

/// True for all kinds of OSPF routes.
constexpr bool IsOspf(Protocol protocol) {
  return protocol >= Protocol::kOspf && protocol <= Protocol::kOspfN2;
}
/// True for all kinds of BGP routes.
constexpr bool IsBgp(Protocol protocol) {
  return protocol == Protocol::kEbgp || protocol == Protocol::kIbgp || protocol == Protocol::kBgpAggregate ||
         protocol == Protocol::kBgpVpn || protocol == Protocol::kEvpn;
}
/// True for routes that an IGP may have from another protocol.
constexpr bool IsInjected(Protocol protocol) {
  return (protocol >= Protocol::kOspfE1 && protocol <= Protocol::kIsisL2) ||
         protocol == Protocol::kEigrpExternal || protocol == Protocol::kRip;
}

/// A resolved next hop: what the forwarding plane does with a packet.
struct NextHop {
  model::InterfaceIndex interface;        ///< leaves here; invalid when discarded
  std::optional<net::IpAddress> gateway;  ///< sent to this neighbour; absent: to the destination itself
  bool discard = false;
  /// Labels that the packet gets here; the outermost says where it goes, and interface and gateway are where
  /// that lies without labels.
  LabelStackId push = {};
  bool direct = false;  ///< the router that interface and gateway lead to has given the outermost one itself
  friend auto operator<=>(const NextHop&, const NextHop&) = default;
};

/// A next hop as the protocol gives it, with what it resolves to (a range in Rib).
struct RouteHop {
  std::optional<net::IpAddress> gateway;
  model::InterfaceIndex interface;  ///< invalid: found by recursion
  bool discard = false;
  std::uint32_t first_resolved = 0;
  std::uint32_t resolved_count = 0;
};

/// One selected route of one node. Hops are a range in its Rib.
struct Route {
  net::Prefix prefix;
  Protocol protocol = Protocol::kConnected;
  bool ambiguous = false;  ///< the device keeps some of the hops, or this or another route, by its own choice
  std::uint32_t metric = 0;
  std::uint32_t distance = 0;  ///< administrative distance, preference
  std::optional<std::uint32_t> tag;
  std::uint32_t first_hop = 0;
  std::uint32_t hop_count = 0;
  std::uint32_t source = 0;  ///< who made it: a number private to the protocol (process, line)
};

}  // namespace ringfence::routing
