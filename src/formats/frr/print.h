// Parts of the printer; each appends lines to `out`.
#pragma once

#include <string>

#include "formats/frr/frr.h"

namespace ringfence::formats::frr {

/// `ip ospf ...`, `isis ...`, `ip rip ...` inside the block of an interface.
void PrintInterfaceProtocols(std::string& out, const model::Interface& interface,
                             const routing::DeviceConfig& config);
/// `router ospf`, `router ospf6`.
void PrintOspf(std::string& out, const routing::DeviceConfig& config);
/// `router isis`, `router rip`, `router ripng`.
void PrintIgps(std::string& out, const routing::DeviceConfig& config);
/// Flexible algorithms: names of bits, `link-params` of an interface, what stands in the process.
void PrintAffinities(std::string& out, const routing::sr::SrConfig& config);
void PrintLinkParams(std::string& out, const model::Interface& interface,
                     const routing::sr::SrConfig& config);
void PrintFlexAlgos(std::string& out, const routing::sr::SrConfig& config);
/// `router bgp`.
void PrintBgp(std::string& out, const routing::DeviceConfig& config);
/// Prefix lists, AS-path and community lists, route maps.
void PrintPolicies(std::string& out, const routing::DeviceConfig& config);

/// " vrf NAME", or nothing for the default one.
std::string VrfText(const std::string& vrf);
/// " route-map NAME" for a single policy, or nothing.
std::string RouteMapText(const std::vector<std::string>& policies);

/// Appends the files of wg-quick of a device's WireGuard interfaces.
void PrintWireGuard(std::string& out, const model::Device& device);
/// True when the interface has WireGuard peers.
bool IsWireGuard(const model::Device& device, std::string_view interface);
/// True when wg-quick makes the routes into the interface again.
bool WgQuickRoutes(const model::Device& device, std::string_view interface);

}  // namespace ringfence::formats::frr
