// Parts of the printer. Each adds its lines to `out`.
#pragma once

#include <string>

#include "routing/device_config.h"

namespace ringfence::formats::arista_eos {

/// `interface` blocks with everything in them, and the VLANs they need.
void PrintInterfaces(std::string& out, const routing::DeviceConfig& config);
/// OSPF and IS-IS statements inside the block of an interface.
void PrintInterfaceOspf(std::string& out, const model::Interface& interface,
                        const routing::DeviceConfig& config);
void PrintInterfaceIsis(std::string& out, const model::Interface& interface,
                        const routing::DeviceConfig& config);
/// Mirror sessions, flow tracking, sFlow.
void PrintCopying(std::string& out, const model::Device& device);
/// What an interface says about them, and its tunnel.
void PrintInterfaceCopying(std::string& out, const model::Interface& interface, const model::Device& device);
/// Access lists.
void PrintAcls(std::string& out, const model::Device& device);
/// Class and policy maps for policy routing.
void PrintSteering(std::string& out, const model::Device& device);
/// Pools of address translation, and what one interface says of it.
void PrintNatPools(std::string& out, const model::Device& device);
void PrintInterfaceNat(std::string& out, const model::Interface& interface, const model::Device& device);
/// `router ospf`, `ipv6 router ospf`, `router ospfv3`.
void PrintOspf(std::string& out, const routing::DeviceConfig& config);
/// `router isis`.
void PrintIsis(std::string& out, const routing::DeviceConfig& config);
/// `router bgp` and the peer filters it needs.
void PrintBgp(std::string& out, const routing::DeviceConfig& config);
/// One neighbour: what holds for all families. With `explicit_off`, what is off is said too, for its group
/// may say something else.
void PrintNeighbor(std::string& out, const std::string& indent, const std::string& name,
                   const routing::bgp::BgpNeighbor& neighbor, bool explicit_off);
/// One neighbour in one family, after `address-family`.
void PrintNeighborFamily(std::string& out, const std::string& indent, const std::string& name,
                         const routing::bgp::NeighborFamily& family, bool explicit_off);
/// Services, accounts, AAA, SNMP.
void PrintManagement(std::string& out, const model::Device& device);

}  // namespace ringfence::formats::arista_eos
