#include "net/ip.h"

#include <fmt/format.h>

#include <bit>

#include "base/check.h"

namespace ringfence::net {
namespace {

constexpr std::uint64_t kOnes = ~std::uint64_t{0};

/// Value of a hexadecimal digit, or -1.
int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Groups of an IPv6 text while it is read.
struct Groups {
  std::uint16_t value[8] = {};
  int count = 0;
  int gap = -1;  ///< index at which "::" stands
};

/// Reads one group of one to four hexadecimal digits at `at`.
bool ReadGroup(std::string_view text, std::size_t& at, Groups& groups) {
  unsigned value = 0;
  const std::size_t start = at;
  while (at < text.size() && at - start < 4 && HexValue(text[at]) >= 0) {
    value = value * 16 + static_cast<unsigned>(HexValue(text[at++]));
  }
  if (at == start || groups.count == 8) return false;
  groups.value[groups.count++] = static_cast<std::uint16_t>(value);
  return true;
}

/// Appends an embedded dotted IPv4 tail.
bool ReadDottedTail(std::string_view tail, Groups& groups) {
  const auto v4 = ParseIpv4(tail);
  if (!v4 || groups.count > 6) return false;
  groups.value[groups.count++] = static_cast<std::uint16_t>(v4->v4() >> 16);
  groups.value[groups.count++] = static_cast<std::uint16_t>(v4->v4() & 0xffffU);
  return true;
}

bool ReadGroups(std::string_view text, Groups& groups) {
  std::size_t at = 0;
  if (text.starts_with("::")) {
    groups.gap = 0;
    at = 2;
  }
  while (at < text.size()) {
    const std::size_t dot = text.find('.', at);
    const std::size_t colon = text.find(':', at);
    if (dot != std::string_view::npos && colon == std::string_view::npos)
      return ReadDottedTail(text.substr(at), groups);
    if (!ReadGroup(text, at, groups)) return false;
    if (at == text.size()) return true;
    if (text[at++] != ':' || at == text.size()) return false;
    if (text[at] != ':') continue;
    if (groups.gap >= 0) return false;
    groups.gap = groups.count;
    ++at;
  }
  return true;
}

std::optional<IpAddress> ParseIpv6(std::string_view text) {
  Groups groups;
  if (!ReadGroups(text, groups)) return std::nullopt;
  if (groups.gap < 0 ? groups.count != 8 : groups.count > 7) return std::nullopt;
  std::uint16_t full[8] = {};
  const int head = groups.gap < 0 ? 8 : groups.gap;
  for (int i = 0; i < head; ++i) full[i] = groups.value[i];
  for (int i = head; i < groups.count; ++i) full[8 - groups.count + i] = groups.value[i];
  std::uint64_t halves[2] = {};
  for (int i = 0; i < 8; ++i) halves[i / 4] = (halves[i / 4] << 16) | full[i];
  return IpAddress::V6(halves[0], halves[1]);
}

/// The longest run of two or more zero groups, first on ties (RFC 5952 section 4.2).
std::pair<int, int> LongestZeroRun(const std::uint16_t (&groups)[8]) {
  int best = -1;
  int best_length = 1;
  for (int i = 0; i < 8;) {
    int length = 0;
    while (i + length < 8 && groups[i + length] == 0) ++length;
    if (length > best_length) {
      best = i;
      best_length = length;
    }
    i += length + 1;
  }
  return {best, best < 0 ? 0 : best_length};
}

std::string Ipv6ToString(const IpAddress& address) {
  // RFC 5952 section 5: the well-known prefix of mapped addresses is followed by dotted text.
  if (address.high == 0 && address.low >> 32 == 0xffff) {
    return "::ffff:" + ToString(IpAddress::V4(static_cast<std::uint32_t>(address.low)));
  }
  std::uint16_t groups[8];
  for (int i = 0; i < 8; ++i) {
    const std::uint64_t half = i < 4 ? address.high : address.low;
    groups[i] = static_cast<std::uint16_t>(half >> (48 - 16 * (i % 4)));
  }
  const auto [zero_start, zero_length] = LongestZeroRun(groups);
  std::string out;
  for (int i = 0; i < 8; ++i) {
    if (i == zero_start) {
      out += "::";
      i += zero_length - 1;
      continue;
    }
    if (!out.empty() && !out.ends_with(':')) out += ':';
    out += fmt::format("{:x}", groups[i]);
  }
  return out;
}

/// Length of the leading run of ones when the rest is zero.
std::optional<std::uint8_t> LeadingOnes(const IpAddress& mask) {
  const unsigned bits = AddressBits(mask.family);
  unsigned ones = 0;
  while (ones < bits && mask.bit(ones)) ++ones;
  if (mask != MaskOf(mask.family, static_cast<std::uint8_t>(ones))) return std::nullopt;
  return static_cast<std::uint8_t>(ones);
}

}  // namespace

IpAddress MaskOf(Family family, std::uint8_t length) {
  RF_CHECK(length <= AddressBits(family));
  if (family == Family::kIpv4) {
    return IpAddress::V4(length == 0 ? 0 : static_cast<std::uint32_t>(0xffffffffU << (32U - length)));
  }
  const std::uint64_t high = length == 0 ? 0 : length >= 64 ? kOnes : kOnes << (64U - length);
  const std::uint64_t low = length <= 64 ? 0 : kOnes << (128U - length);
  return IpAddress::V6(high, low);
}

IpAddress And(const IpAddress& a, const IpAddress& b) { return {a.family, a.high & b.high, a.low & b.low}; }
IpAddress Or(const IpAddress& a, const IpAddress& b) { return {a.family, a.high | b.high, a.low | b.low}; }
IpAddress Not(const IpAddress& a) {
  if (a.family == Family::kIpv4) return IpAddress::V4(~a.v4());
  return IpAddress::V6(~a.high, ~a.low);
}

IpAddress Next(const IpAddress& a) {
  if (a.family == Family::kIpv4) return IpAddress::V4(a.v4() + 1);
  const std::uint64_t low = a.low + 1;
  return IpAddress::V6(a.high + (low == 0 ? 1 : 0), low);
}

Prefix Prefix::Of(const IpAddress& address, std::uint8_t length) {
  return {And(address, MaskOf(address.family, length)), length};
}
Prefix Prefix::Host(const IpAddress& address) { return {address, AddressBits(address.family)}; }
Prefix Prefix::Default(Family family) { return {{family, 0, 0}, 0}; }

bool Prefix::Contains(const IpAddress& other) const {
  return other.family == address.family && And(other, MaskOf(address.family, length)) == address;
}
bool Prefix::Contains(const Prefix& other) const { return other.length >= length && Contains(other.address); }
IpAddress Prefix::Last() const { return Or(address, Not(MaskOf(address.family, length))); }

std::optional<IpAddress> ParseIpv4(std::string_view text) {
  std::uint32_t bits = 0;
  std::size_t at = 0;
  for (int octet = 0; octet < 4; ++octet) {
    if (octet > 0 && (at >= text.size() || text[at++] != '.')) return std::nullopt;
    unsigned value = 0;
    const std::size_t start = at;
    while (at < text.size() && at - start < 3 && text[at] >= '0' && text[at] <= '9') {
      value = value * 10 + static_cast<unsigned>(text[at++] - '0');
    }
    // A leading zero reads as octal in some programs and as decimal in others (RFC 6943 section 3.1.1).
    const bool ambiguous = at - start > 1 && text[start] == '0';
    if (at == start || value > 255 || ambiguous) return std::nullopt;
    bits = (bits << 8) | value;
  }
  if (at != text.size()) return std::nullopt;
  return IpAddress::V4(bits);
}

std::optional<IpAddress> ParseAddress(std::string_view text) {
  return text.find(':') == std::string_view::npos ? ParseIpv4(text) : ParseIpv6(text);
}

std::optional<HostPrefix> ParseHostPrefix(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto address = ParseAddress(text.substr(0, slash));
  const std::string_view digits = text.substr(slash + 1);
  if (!address || digits.empty() || digits.size() > 3) return std::nullopt;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  unsigned length = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    length = length * 10 + static_cast<unsigned>(c - '0');
  }
  if (length > AddressBits(address->family)) return std::nullopt;
  return HostPrefix{*address, static_cast<std::uint8_t>(length)};
}

std::optional<Prefix> ParsePrefix(std::string_view text) {
  const auto host = ParseHostPrefix(text);
  if (!host || host->subnet().address != host->address) return std::nullopt;
  return host->subnet();
}

std::optional<std::uint8_t> LengthOfMask(const IpAddress& mask) { return LeadingOnes(mask); }
std::optional<std::uint8_t> LengthOfWildcard(const IpAddress& wildcard) { return LeadingOnes(Not(wildcard)); }

std::string ToString(const IpAddress& address) {
  if (address.family == Family::kIpv6) return Ipv6ToString(address);
  const std::uint32_t bits = address.v4();
  return fmt::format("{}.{}.{}.{}", bits >> 24, (bits >> 16) & 255U, (bits >> 8) & 255U, bits & 255U);
}
std::string ToString(const Prefix& prefix) {
  return fmt::format("{}/{}", ToString(prefix.address), prefix.length);
}
std::string ToString(const HostPrefix& prefix) {
  return fmt::format("{}/{}", ToString(prefix.address), prefix.length);
}

}  // namespace ringfence::net
