// The printer's parts: the neutral model as `set` lines.
#pragma once

#include <string>
#include <string_view>

#include "routing/device_config.h"

namespace ringfence::formats::juniper_junos {

/// A word as the text needs it: in quotes when it holds blanks or signs of the notation.
std::string Quoted(std::string_view word);
/// "xe-0/0/0 unit 0" for "xe-0/0/0.0".
std::string UnitPath(std::string_view name);

/// Appends access lists as firewall filters.
void PrintFilters(const model::Device& device, std::string& out);
/// Appends services, accounts, remote authentication, SNMP.
void PrintManagement(const model::Device& device, std::string& out);
/// Appends tunnels and MACsec.
void PrintProtection(const model::Device& device, std::string& out);
/// Appends static routes and OSPF with the policies it needs.
void PrintRouting(const routing::DeviceConfig& config, std::string& out);

}  // namespace ringfence::formats::juniper_junos
