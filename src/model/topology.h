// Links between nodes: what carries packets from one layer-3 interface to others.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/source.h"
#include "model/device.h"
#include "net/ip.h"

namespace ringfence::model {

struct LinkTag;
/// Index of a link in the network.
using LinkId = base::Id<LinkTag>;

/// One interface of one node.
struct Endpoint {
  NodeId node;
  InterfaceIndex interface;
  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

/// A link between layer-3 interfaces. Two ends: point to point. More: one shared segment.
struct Link {
  /// "a--b" in the order of the nodes' names; "a[if]--b[if]" when several links join the same nodes;
  /// "a--b--c" for a shared segment.
  std::string name;
  std::vector<Endpoint> ends;        ///< ordered by node name, then interface index
  std::vector<net::Prefix> subnets;  ///< subnets configured on any end, ascending
  bool from_cable = false;           ///< known from cable data; else guessed from a shared subnet
  bool switched = false;             ///< frames pass switches: the ends are joined by cables of their own
  bool tunnel = false;  ///< between the interfaces of a tunnel: packets cross it inside of others
  /// Links over one physical cable have one group and fail together (several VLANs on one port).
  std::uint32_t group = 0;
  friend bool operator==(const Link&, const Link&) = default;
};

/// One end of a cable as a layer-1 file names it.
struct CableEnd {
  std::string node;
  std::string interface;  ///< port or interface
  base::Span span;
};

/// One edge of the layer-1 topology.
struct Cable {
  CableEnd ends[2];
};

}  // namespace ringfence::model
