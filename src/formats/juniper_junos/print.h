// The printer's parts: the neutral model as `set` lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

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
/// Appends mirroring, sampling, sFlow.
void PrintCopying(const model::Device& device, std::string& out);
/// Appends terms of a filter that copy packets; `head` begins its lines.
void PrintFilterCopies(const model::Device& device, const model::Acl& acl, const std::string& head,
                       std::string& out);
/// Appends the lines of a tunnel without IPsec.
void PrintIpTunnel(const model::TunnelConfig& tunnel, std::string& out);
/// Appends tunnels and MACsec.
void PrintProtection(const model::Device& device, std::string& out);
/// Appends policies and lists that the reader did not make up itself.
void PrintPolicies(const model::PolicySet& set, std::string& out);
/// Is the policy one that the reader makes itself, from another statement?
bool IsMadeUp(std::string_view name);
/// Appends a line "`line` NAME" for each policy that a statement names.
void PrintPolicyNames(const std::string& line, const std::vector<std::string>& names, std::string& out);
/// Appends instances, static routes, protocols with the policies they need.
void PrintRouting(const routing::DeviceConfig& config, std::string& out);
/// Appends parts of one instance; `head` is "set" or "set routing-instances NAME".
void PrintOspf(const std::string& head, const routing::ospf::OspfProcess& process, std::string& out);
void PrintIsis(const std::string& head, const routing::isis::IsisProcess& process, std::string& out);
void PrintRip(const std::string& head, const routing::rip::RipProcess& process, std::string& out);
/// Appends LDP of the main instance.
void PrintLdp(const routing::ldp::LdpConfig& ldp, std::string& out);
/// Appends segment routing of IS-IS or OSPF.
void PrintSr(const routing::DeviceConfig& config, std::string& out);
void PrintBgp(const std::string& head, const routing::bgp::BgpConfig& config, const routing::bgp::BgpVrf& vrf,
              std::string& out);

}  // namespace ringfence::formats::juniper_junos
