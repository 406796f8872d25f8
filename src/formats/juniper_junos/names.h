// Numbers that Junos prints as words: protocols, ports, ICMP types, code points.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "net/ip.h"

namespace ringfence::formats::juniper_junos {

/// IP protocol of a word such as "tcp" or "89".
std::optional<std::uint16_t> ProtocolNumber(std::string_view word);
/// TCP or UDP port of a word such as "ssh" or "830".
std::optional<std::uint16_t> PortNumber(std::string_view word);
/// ICMP (v4) or ICMPv6 type of a word such as "echo-request" or "8".
std::optional<std::uint16_t> IcmpType(std::string_view word, bool v6);
/// Code point of a word such as "ef" or "46" or "0x2e".
std::optional<std::uint16_t> CodePoint(std::string_view word);

/// An AS number, plain or dotted (1.10).
std::optional<std::uint32_t> AsNumberIn(std::string_view word);

/// A routing table by its name: NAME.inet.0, inet6.0.
struct TableName {
  std::string_view instance;          ///< empty: the main one
  std::optional<net::Family> family;  ///< absent: neither of the unicast tables
};
/// Takes the name of a table apart.
TableName TableOf(std::string_view word);

}  // namespace ringfence::formats::juniper_junos
