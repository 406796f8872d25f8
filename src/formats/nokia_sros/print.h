// The printer's parts: the neutral model as flat lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "routing/device_config.h"

namespace ringfence::formats::nokia_sros {

/// A word in quotes.
std::string Quoted(std::string_view word);

/// "/configure router "Base"" or "/configure service vprn "X"".
std::string RouterHead(std::string_view vrf);
/// `["a" "b"]`.
std::string QuotedList(const std::vector<std::string>& names);
/// Appends policies and the lists they name.
void PrintPolicies(const model::PolicySet& policies, std::string& out);
/// Appends one policy statement.
void PrintPolicy(const model::RoutePolicy& policy, std::string& out);
/// Names of the objects that stand for literals in actions.
std::string MemberName(std::string_view community);
std::string PathName(const std::vector<std::uint32_t>& numbers);
/// Appends services, BGP.
void PrintBgp(const routing::DeviceConfig& config, std::string& out);
/// Appends IS-IS and RIP.
void PrintIsis(const routing::isis::IsisProcess& process, std::string& out);
void PrintRip(const routing::rip::RipProcess& process, std::string& out);

/// Appends packet filters and the lists they need; filters of the management plane too.
void PrintFilters(const model::Device& device, std::string& out);
/// Appends mirrors and flow export.
void PrintCopying(const model::Device& device, std::string& out);
/// Appends services, accounts, remote authentication, SNMP.
void PrintManagement(const model::Device& device, std::string& out);
/// Appends instances with static and aggregate routes, OSPF, IS-IS, RIP.
void PrintRouting(const routing::DeviceConfig& config, std::string& out);

}  // namespace ringfence::formats::nokia_sros
