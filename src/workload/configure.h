// From a blueprint to the configuration of one router, free of vendors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/format.h"
#include "routing/device_config.h"
#include "workload/blueprint.h"
#include "workload/dice.h"

namespace ringfence::workload {

/// Name and interfaces of a router: a loopback, a port for each cable, ports of hosts. REQUIRES: the system
/// has port names.
routing::DeviceConfig StartDevice(const Blueprint& network, std::size_t router,
                                  const formats::Format& system);

/// Name of the loopback, of the port of a cable, of a port of hosts.
std::string LoopbackName(const formats::Format& system);
std::string PortName(const formats::Format& system, std::size_t port);
std::string HostPortName(const Router& router, const formats::Format& system, std::uint32_t index);

/// OSPF in area 0 on the loopback and the cables inside; with `hosts`, passive on ports of hosts.
void AddOspf(const Blueprint& network, std::size_t router, const formats::Format& system,
             std::uint32_t max_paths, bool hosts, routing::DeviceConfig& config);
/// IS-IS of level 2 with wide metrics, and LDP, on the loopback and the cables inside.
void AddIsisAndLdp(const Blueprint& network, std::size_t router, const formats::Format& system,
                   routing::DeviceConfig& config);

/// A speaker in the default table that decides by router id, with IPv4 unicast; announces the hosts of the
/// router when it has some.
routing::bgp::BgpVrf& AddBgp(const Router& router, routing::DeviceConfig& config);
/// A neighbour that exchanges IPv4 unicast or another family, without policies.
routing::bgp::BgpNeighbor& AddNeighbor(
    routing::bgp::BgpVrf& vrf, const net::IpAddress& address, std::uint32_t as,
    routing::bgp::BgpFamily family = routing::bgp::BgpFamily::kIpv4Unicast);
/// A neighbour at the other end of each cable, of its own AS.
void AddCableNeighbors(const Blueprint& network, std::size_t router, routing::bgp::BgpVrf& vrf);

/// A static route that discards, so that BGP announces the prefix.
void AddDiscard(const net::Prefix& prefix, routing::DeviceConfig& config);

/// Gives external neighbours random policies: half of them prefer routes of a community by some local
/// preference, one in five gets the router's own prefix with that community.
void AddRandomPolicies(const Router& router, routing::DeviceConfig& config, Dice& dice);
/// Routes of `neighbor` get this local preference.
void PreferBy(std::uint32_t local_preference, routing::bgp::BgpNeighbor& neighbor,
              routing::DeviceConfig& config);

}  // namespace ringfence::workload
