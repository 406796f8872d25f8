// LDP as configured, vendor defaults already applied by the reader (RFC 5036).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::routing::ldp {

/// Prefixes of its own that a router gives labels to.
enum class OwnBindings : std::uint8_t {
  kAll,        ///< every connected prefix
  kHosts,      ///< connected host prefixes
  kTransport,  ///< the host prefix of its transport address
};

/// A choice among prefixes.
struct LdpChoice {
  enum Kind : std::uint8_t { kAll, kHosts, kListed, kNone };
  Kind kind = kAll;
  std::string list;  ///< of kListed: the prefix list they must pass
  friend bool operator==(const LdpChoice&, const LdpChoice&) = default;
};

/// An interface that sends and takes LDP hellos and labelled packets.
struct LdpInterface {
  std::string name;
  base::Span span;
  friend bool operator==(const LdpInterface&, const LdpInterface&) = default;
};

/// LDP of the default table of one device.
struct LdpConfig {
  bool enabled = false;
  std::vector<LdpInterface> interfaces;
  /// Transport address of sessions; absent: the highest address of a loopback, else of any interface.
  std::optional<net::IpAddress> transport;
  OwnBindings own = OwnBindings::kAll;
  bool hosts_only = false;  ///< binds only host prefixes of other routers, too
  /// What else prefixes of its own must be to get labels; those of others; those it begins ways to.
  LdpChoice owns, passes_on, begins;
  /// Binds prefixes of others only when the next hop has bound them (ordered control, RFC 5036 2.6.1.2).
  bool ordered = false;
  /// Binds prefixes whose route has a label of BGP as well, for which it is the end of the LDP way.
  bool binds_labelled_bgp = false;
  bool explicit_null = false;  ///< its neighbours do not take the last label off (RFC 3032 2.1)
  /// Acts as the end of a prefix whose next hops all leave by interfaces without LDP: its neighbours take the
  /// last label off.
  bool ends_without_ldp = false;
  /// Sends packets of a VPN with their inner label alone where the way to the next hop has no label.
  bool sends_bare = false;
  bool carries_igp = true;  ///< packets that follow a route of an IGP or a static one are labelled
  bool carries_bgp = true;  ///< packets that follow a BGP route are labelled with its next hop's label
  base::Span span;
  friend bool operator==(const LdpConfig&, const LdpConfig&) = default;
};

}  // namespace ringfence::routing::ldp
