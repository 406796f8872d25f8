// Pieces that the conversions share.
#pragma once

#include <string>
#include <vector>

#include "formats/frr/reader.h"

namespace ringfence::formats::frr {

/// Kind of an interface as its name tells; VRF devices and bonds are known from the text.
model::InterfaceKind KindOfName(std::string_view name);
/// "swp1" of "swp1.100", with the VLAN; empty for every other name.
std::string_view ParentOfName(std::string_view name, std::uint16_t& vlan);

/// Says in the texts of route maps what the daemon does at their ends. Before anything uses a map.
void CloseRouteMaps(Reader& reader);
/// Names of the policies a route map stands for: the map itself, made as "nothing passes" (and reported) when
/// it is not defined; none when the setting is not set.
std::vector<std::string> PoliciesOf(Reader& reader, routing::DeviceConfig& config,
                                    const Setting<std::string>& route_map);
/// Takes the line of a redistribution back out of the model when its route map has other conditions than
/// `known`: daemons ignore those they do not know, and an entry holds without them.
void DemoteUnknownConditions(Reader& reader, const RedistributeText& text,
                             std::initializer_list<std::string_view> known);

/// The prefix filter a list stands for; reports kReferenceUndefined and gives nullopt when it is not defined.
std::optional<ospf::PrefixFilter> FilterOf(Reader& reader, const FilterText& filter, net::Family family);
/// A policy that accepts what an access list permits, made when it is new.
std::vector<std::string> PolicyOfAccessList(Reader& reader, routing::DeviceConfig& config,
                                            const FilterText& filter, net::Family family);
/// A route map as one prefix filter; demotes the using line and gives nullopt when it says more than that.
std::optional<ospf::PrefixFilter> FlatFilterOf(Reader& reader, const routing::DeviceConfig& config,
                                               const ProtocolFilterText& use);

/// Tunnels of stanzas; after the interfaces.
void ConvertTunnels(Reader& reader, routing::DeviceConfig& config);
/// Tunnels of WireGuard interfaces; after the interfaces.
void ConvertWireGuard(Reader& reader, routing::DeviceConfig& config);
/// What wg-quick makes beside them: routes, an access list. Last of all.
void AddWireGuardRoutes(Reader& reader, routing::DeviceConfig& config);
/// First IPv4 address of an interface, of its lender when it is unnumbered; nullptr: none.
const model::InterfaceAddress* PrimaryIpv4(const model::Device& device, const model::Interface& interface);

}  // namespace ringfence::formats::frr
