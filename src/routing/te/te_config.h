// Traffic engineering as configured, vendor defaults already applied by the reader: what a router tells of
// its links (RFC 3630, 5305), the tunnels that begin at it (RFC 3209), and which packets of VPNs take them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::routing::te {

/// The protocol that tells of links.
enum class TeIgp : std::uint8_t { kOspf, kIsis };

/// Where a router tells of its links.
struct TeArea {
  TeIgp igp = TeIgp::kOspf;
  std::string process;     ///< IsisProcess::tag; the number of an OSPF process, its name where it has one
  std::uint32_t area = 0;  ///< of IS-IS the level, 1 or 2
  friend bool operator==(const TeArea&, const TeArea&) = default;
};

/// A link that is told of.
struct TeInterface {
  std::string name;
  bool signals = false;                 ///< RSVP sets up paths over it
  std::optional<std::uint32_t> metric;  ///< absent: that of the IGP
  std::uint32_t groups = 0;             ///< administrative groups, bits
  std::uint64_t reservable_kbps = 0;
  base::Span span;
  friend bool operator==(const TeInterface&, const TeInterface&) = default;
};

/// What an explicit path says of an address.
enum class HopKind : std::uint8_t {
  kStrict,   ///< the next router
  kLoose,    ///< a router further on
  kExclude,  ///< is not on the path
};

/// One of them.
struct PathHop {
  net::IpAddress address;
  HopKind kind = HopKind::kStrict;
  friend bool operator==(const PathHop&, const PathHop&) = default;
};

/// A way to try; without hops the head finds one.
struct PathOption {
  std::vector<PathHop> hops;
  friend bool operator==(const PathOption&, const PathOption&) = default;
};

/// Which links a tunnel takes.
struct Affinity {
  std::uint32_t exclude = 0;  ///< none of these groups
  std::uint32_t include = 0;  ///< all of these; a link with some of them: systems differ
  friend bool operator==(const Affinity&, const Affinity&) = default;
};

/// A tunnel that begins here.
struct TeTunnel {
  std::string name;  ///< of its interface
  net::IpAddress destination;
  std::vector<PathOption> options;  ///< the first that has a way is taken
  Affinity affinity;
  bool igp_metric = false;           ///< ways are compared by it, whatever the TE metric is
  std::uint64_t bandwidth_kbps = 0;  ///< to be reserved
  bool only_bound = false;           ///< for next hops that name it, no others
  base::Span span;
  friend bool operator==(const TeTunnel&, const TeTunnel&) = default;
};

/// What packets of a VPN to one next hop take.
struct BoundTunnel {
  net::IpAddress next_hop;
  std::string tunnel;
  bool falls_back = false;  ///< while it is down: another tunnel or path
  friend bool operator==(const BoundTunnel&, const BoundTunnel&) = default;
};

/// A kind of tunnel in an order of preference.
enum class TunnelKind : std::uint8_t { kTe, kLsp };

/// How routes of one VRF and family that other routers gave find a tunnel. VRFs without one take paths of
/// labels that follow routes.
struct TunnelPolicy {
  std::string vrf;
  net::Family family = net::Family::kIpv4;
  std::vector<BoundTunnel> bound;  ///< other next hops: not known
  std::vector<TunnelKind> order;   ///< without `bound`; the first kind that has one is taken
  friend bool operator==(const TunnelPolicy&, const TunnelPolicy&) = default;
};

/// Traffic engineering of the default table of one device.
struct TeConfig {
  bool enabled = false;
  std::optional<net::IpAddress> router_id;
  bool explicit_null = false;  ///< the last label stays on to the end of tunnels that end here
  std::vector<TeArea> areas;
  std::vector<TeInterface> interfaces;
  std::vector<TeTunnel> tunnels;
  std::vector<TunnelPolicy> policies;
  friend bool operator==(const TeConfig&, const TeConfig&) = default;
};

}  // namespace ringfence::routing::te
