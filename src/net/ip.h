// IP addresses and prefixes of both families as plain values.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ringfence::net {

/// Address family.
enum class Family : std::uint8_t { kIpv4, kIpv6 };

/// Bits in an address of the family: 32 or 128.
constexpr std::uint8_t AddressBits(Family family) { return family == Family::kIpv4 ? 32 : 128; }

/// An IPv4 or IPv6 address: 128 bits in two words, IPv4 in the low 32 bits of `low`. Ordered by family,
/// then numerically.
struct IpAddress {
  Family family = Family::kIpv4;
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  /// The IPv4 address with this value in host byte order.
  static constexpr IpAddress V4(std::uint32_t bits) { return {Family::kIpv4, 0, bits}; }
  /// The IPv6 address with these halves.
  static constexpr IpAddress V6(std::uint64_t high, std::uint64_t low) { return {Family::kIpv6, high, low}; }

  /// IPv4 value in host byte order. REQUIRES: family is IPv4.
  constexpr std::uint32_t v4() const { return static_cast<std::uint32_t>(low); }
  /// Bit `index` counted from the most significant (0) bit of the address. REQUIRES: index < AddressBits.
  constexpr bool bit(unsigned index) const {
    const unsigned from_right = AddressBits(family) - 1U - index;
    return from_right >= 64 ? ((high >> (from_right - 64)) & 1U) != 0 : ((low >> from_right) & 1U) != 0;
  }
  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

/// Network mask of `length` leading ones. REQUIRES: length <= AddressBits(family).
IpAddress MaskOf(Family family, std::uint8_t length);
/// Bitwise and, or, complement. REQUIRES: equal families.
IpAddress And(const IpAddress& a, const IpAddress& b);
IpAddress Or(const IpAddress& a, const IpAddress& b);
IpAddress Not(const IpAddress& a);
/// Next address; wraps at the end of the space.
IpAddress Next(const IpAddress& a);

/// A prefix in canonical form: host bits are zero.
struct Prefix {
  IpAddress address;
  std::uint8_t length = 0;

  /// The prefix of `length` that holds `address` (host bits are cleared).
  static Prefix Of(const IpAddress& address, std::uint8_t length);
  /// The prefix of full length that holds only `address`.
  static Prefix Host(const IpAddress& address);
  /// 0.0.0.0/0 or ::/0.
  static Prefix Default(Family family);

  Family family() const { return address.family; }
  bool Contains(const IpAddress& other) const;  ///< false for the other family
  /// True when `other` lies inside this prefix (or is equal to it).
  bool Contains(const Prefix& other) const;
  bool Overlaps(const Prefix& other) const { return Contains(other) || other.Contains(*this); }
  /// Last address of the prefix.
  IpAddress Last() const;
  friend auto operator<=>(const Prefix&, const Prefix&) = default;
};

/// An interface address as configured: host address and prefix length.
struct HostPrefix {
  IpAddress address;
  std::uint8_t length = 0;

  /// The subnet it stands in.
  Prefix subnet() const { return Prefix::Of(address, length); }
  friend auto operator<=>(const HostPrefix&, const HostPrefix&) = default;
};

/// Parses dotted IPv4 or RFC 4291 IPv6 text, nothing else around it.
std::optional<IpAddress> ParseAddress(std::string_view text);
/// Parses dotted IPv4 only. Octets with leading zeros are refused: programs disagree on their meaning.
std::optional<IpAddress> ParseIpv4(std::string_view text);
/// Parses "address/length". Host bits may be set.
std::optional<HostPrefix> ParseHostPrefix(std::string_view text);
/// Parses "address/length" where host bits must be zero.
std::optional<Prefix> ParsePrefix(std::string_view text);
/// Length of a dotted mask such as 255.255.255.0; nullopt when the ones are not contiguous.
std::optional<std::uint8_t> LengthOfMask(const IpAddress& mask);
/// Length of a wildcard such as 0.0.0.255; nullopt when the zeros are not contiguous.
std::optional<std::uint8_t> LengthOfWildcard(const IpAddress& wildcard);

/// Dotted, or RFC 5952 text.
std::string ToString(const IpAddress& address);
/// "address/length".
std::string ToString(const Prefix& prefix);
std::string ToString(const HostPrefix& prefix);

}  // namespace ringfence::net

template <>
struct std::hash<ringfence::net::IpAddress> {
  std::size_t operator()(const ringfence::net::IpAddress& a) const noexcept {
    return (a.high * 0x9e3779b97f4a7c15ULL) ^ std::rotl(a.low * 0xc2b2ae3d27d4eb4fULL, 29) ^
           static_cast<std::size_t>(a.family);
  }
};
template <>
struct std::hash<ringfence::net::Prefix> {
  std::size_t operator()(const ringfence::net::Prefix& p) const noexcept {
    return std::hash<ringfence::net::IpAddress>()(p.address) * 131 + p.length;
  }
};
