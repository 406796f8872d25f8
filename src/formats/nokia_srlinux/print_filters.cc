#include <fmt/format.h>

#include "formats/nokia_srlinux/print.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

// Conditions come from prefixes only.
std::string PrefixOf(const net::AddressMatch& match) {
  std::uint8_t length = 0;
  while (length < net::AddressBits(match.address.family) && !match.ignore.bit(length)) ++length;
  return net::ToString(net::Prefix::Of(match.address, length));
}

void PrintPorts(const std::vector<net::NumberRange>& ranges, std::string_view head, std::string& out) {
  for (const net::NumberRange& range : ranges) {
    if (range.first == range.last)
      out += fmt::format("{} operator eq\n{} value {}\n", head, head, range.first);
    else
      out += fmt::format("{} range start {}\n{} range end {}\n", head, range.first, head, range.last);
  }
}

void PrintLine(const model::AclLine& line, std::string_view head, std::string& out) {
  out += fmt::format("{} action {}\n", head, line.action == model::AclAction::kPermit ? "accept" : "drop");
  const net::HeaderMatch& match = line.match;
  const bool v4 = match.family == net::Family::kIpv4;
  const std::string condition = fmt::format("{} match", head);
  for (const net::NumberRange& range : match.protocol)
    out += fmt::format("{} {} {}\n", condition, v4 ? "protocol" : "next-header", range.first);
  for (const net::AddressMatch& address : match.source)
    out += fmt::format("{} source-ip prefix {}\n", condition, PrefixOf(address));
  for (const net::AddressMatch& address : match.destination)
    out += fmt::format("{} destination-ip prefix {}\n", condition, PrefixOf(address));
  PrintPorts(match.source_port, condition + " source-port", out);
  PrintPorts(match.destination_port, condition + " destination-port", out);
  for (const net::NumberRange& range : match.icmp_type)
    out += fmt::format("{} {} type {}\n", condition, v4 ? "icmp" : "icmp6", range.first);
}

}  // namespace

void PrintFilters(const routing::DeviceConfig& config, std::string& out) {
  for (const model::Acl& acl : config.device.acls) {
    const std::string head =
        fmt::format("set / acl {} {}", acl.family == net::Family::kIpv4 ? "ipv4-filter" : "ipv6-filter",
                    Quoted(acl.name));
    out += head + '\n';
    int number = 0;
    for (const model::AclLine& line : acl.lines)
      PrintLine(line, fmt::format("{} entry {}", head, ++number), out);
  }
}

}  // namespace ringfence::formats::nokia_srlinux
