// Links from cables and subnets. See links.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/topology.h"
#include "routing/network.h"
#include "routing/segments.h"

namespace ringfence::routing {

/// What joins the interfaces of a network.
struct Wiring {
  std::vector<model::Link> links;  ///< ordered by name
  std::vector<SwitchedCable> cables;
  std::vector<PortCable> port_cables;
  std::vector<Segment> segments;  ///< of the links that switches make, ascending by link
};

/// Adds kLinkUnknownEnd, kCableElsewhere, kLinkAmbiguous and, for ends that stand in different subnets,
/// kAdjacencyUnmet.
Wiring BuildLinks(std::span<const Node> nodes, std::span<const model::Cable> cables,
                  base::Diagnostics& diagnostics);

/// True when the interface may be an end of a link: it has addresses, and a medium below them.
bool CanLink(const model::Interface& interface);
/// Subnets of an interface that can join it with others.
std::vector<net::Prefix> SubnetsOf(const model::Interface& interface);

/// True when frames of the VLAN pass the port, with a tag or without.
bool Carries(const model::SwitchPort& port, std::uint16_t vlan);

/// True in fe80::/10.
bool IsLinkLocal(const net::IpAddress& address);

/// Text in lower case (ASCII), for names that devices compare without regard to case.
std::string LowerCase(std::string_view text);

}  // namespace ringfence::routing
