// A network before it is configured: routers, cables and who makes what, free of protocols and vendors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "net/ip.h"

namespace ringfence::workload {

/// One end of a cable.
struct Port {
  net::IpAddress address;    ///< in a /31
  std::size_t neighbor = 0;  ///< router at the other end
  net::IpAddress neighbor_address;
  std::size_t neighbor_port = 0;
  std::uint32_t metric = 1;
};

/// One router. Its ports are numbered from 0: cables first, then those of hosts.
struct Router {
  std::string name;
  std::uint32_t as = 0;
  bool outside = false;   ///< of another AS, which the network only speaks to
  bool unwanted = false;  ///< made by the maker that flows must be kept away from
  net::IpAddress loopback;
  std::optional<net::Prefix> hosts;    ///< a /24 it announces
  std::uint32_t host_ports = 0;        ///< that share `hosts`, at most kHostPortsMax
  std::uint8_t host_port_length = 24;  ///< of the subnet of each
  std::vector<Port> ports;
};

/// Ports of hosts that share the /24 of a router, a /28 each (origin: no more fit).
inline constexpr std::uint32_t kHostPortsMax = 16;

/// The network.
struct Blueprint {
  std::vector<Router> routers;
  std::uint32_t cable_count = 0;
  std::uint32_t announced_count = 0;  ///< routers with a /24

  /// Adds a router with the next loopback; with `announces`, the next /24 is its own.
  std::size_t Add(std::string name, std::uint32_t as, bool announces);
  /// Joins two routers by a cable with the next /31.
  void Join(std::size_t a, std::size_t b, std::uint32_t metric);
};

/// Address of the `index`-th port of hosts; the hosts behind it follow.
net::IpAddress HostPortAddress(const Router& router, std::uint32_t index);
/// A host behind the first port of hosts. REQUIRES: there is one.
net::IpAddress HostOf(const Router& router);

}  // namespace ringfence::workload
