// What readers share about OSPF at the edge of a VPN (RFC 4577).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/ip.h"
#include "routing/bgp/bgp_config.h"
#include "routing/ospf/ospf_config.h"

namespace ringfence::formats {

/// The text of a domain identifier: its type and the six octets behind it (`value` < 2^48). Type 0x8005,
/// which older systems send, counts as 0x0005.
std::string DomainIdText(std::uint32_t type, std::uint64_t value);
/// That of an identifier written as an address or number, in four octets, with the two that follow.
std::string DomainIdOf(std::uint32_t leading, std::uint16_t trailing);
/// Reads the written out form: four hexadecimal digits of the type, twelve of the value, each with or without
/// "0x"; nullopt when they are none.
std::optional<std::string> ParseDomainId(std::string_view type, std::string_view value);

/// The four octets behind the type of an identifier's text.
std::uint32_t LeadingOctets(std::string_view id);

/// Redistribution of OSPF into BGP takes the subnets of the interfaces on which the process runs, on systems
/// that count them as its routes.
void AddSubnetsOfOspf(const routing::ospf::OspfConfig& ospf, routing::bgp::BgpConfig& bgp);

}  // namespace ringfence::formats
