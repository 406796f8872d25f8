#include "formats/dump_match.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>
#include <vector>

namespace ringfence::formats {
namespace {

std::string AddressText(const net::AddressMatch& match) {
  const net::IpAddress mask = net::Not(match.ignore);
  for (unsigned length = 0; length <= net::AddressBits(match.address.family); ++length) {
    const auto bits = static_cast<std::uint8_t>(length);
    if (net::MaskOf(match.address.family, bits) == mask) {
      return net::ToString(net::HostPrefix{match.address, bits});
    }
  }
  return net::ToString(match.address) + "?" + net::ToString(match.ignore);
}

void AddAddresses(std::string& out, std::string_view field, const std::vector<net::AddressMatch>& matches) {
  const char* separator = " ";
  if (!matches.empty()) out += fmt::format(" {}", field);
  for (const net::AddressMatch& match : matches) {
    out += separator + AddressText(match);
    separator = ",";
  }
}

void AddRanges(std::string& out, std::string_view field, const std::vector<net::NumberRange>& ranges) {
  const char* separator = " ";
  if (!ranges.empty()) out += fmt::format(" {}", field);
  for (const net::NumberRange& range : ranges) {
    out += separator + fmt::format("{}", range.first);
    if (range.last != range.first) out += fmt::format("-{}", range.last);
    separator = ",";
  }
}

}  // namespace

std::string DumpMatch(const net::HeaderMatch& match) {
  std::string out = match.family == net::Family::kIpv4 ? "ip" : "ip6";
  AddAddresses(out, "src", match.source);
  AddAddresses(out, "dst", match.destination);
  AddRanges(out, "proto", match.protocol);
  AddRanges(out, "sport", match.source_port);
  AddRanges(out, "dport", match.destination_port);
  AddRanges(out, "icmp", match.icmp_type);
  if (match.tcp_state == net::TcpState::kEstablished) out += " established";
  if (match.tcp_state == net::TcpState::kNotEstablished) out += " not-established";
  if (match.fragment) out += *match.fragment ? " fragments" : " no-fragments";
  if (match.dscp) out += fmt::format(" dscp {}", *match.dscp);
  return out;
}

}  // namespace ringfence::formats
