// The printer's parts: the neutral model as flat lines.
#pragma once

#include <string>
#include <string_view>

#include "routing/device_config.h"

namespace ringfence::formats::nokia_sros {

/// A word in quotes.
std::string Quoted(std::string_view word);

/// Appends packet filters and the lists they need; filters of the management plane too.
void PrintFilters(const model::Device& device, std::string& out);
/// Appends services, accounts, remote authentication, SNMP.
void PrintManagement(const model::Device& device, std::string& out);
/// Appends static routes and OSPF with the policies it needs.
void PrintRouting(const routing::DeviceConfig& config, std::string& out);

}  // namespace ringfence::formats::nokia_sros
