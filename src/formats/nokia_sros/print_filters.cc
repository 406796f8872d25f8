// Access lists as packet filters. Several addresses or ports in one condition need a list of their own.
#include <fmt/format.h>

#include <algorithm>

#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/print.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::Acl;
using model::AclAction;
using model::AclLine;
using net::AddressMatch;
using net::NumberRange;

// Where conditions of one entry go, and what the lists they need are called.
struct Entry {
  std::string head;
  std::string list_name;
  net::Family family = net::Family::kIpv4;
  std::string* out = nullptr;
};

std::optional<std::uint8_t> LengthOf(const AddressMatch& match) {
  const net::IpAddress mask = net::Not(match.ignore);
  for (unsigned length = 0; length <= net::AddressBits(match.address.family); ++length) {
    const auto bits = static_cast<std::uint8_t>(length);
    if (net::MaskOf(match.address.family, bits) == mask) return bits;
  }
  return std::nullopt;
}

std::string PrefixText(const AddressMatch& match) {
  return net::ToString(
      net::HostPrefix{match.address, LengthOf(match).value_or(net::AddressBits(match.address.family))});
}

void PrintAddresses(const Entry& entry, std::string_view side, const std::vector<AddressMatch>& matches) {
  if (matches.empty()) return;
  const std::string head = fmt::format("{} match {}-ip", entry.head, side);
  if (matches.size() == 1 && LengthOf(matches[0])) {
    *entry.out += fmt::format("{} address {}\n", head, PrefixText(matches[0]));
    return;
  }
  if (matches.size() == 1) {
    *entry.out += fmt::format("{} address {}\n", head, net::ToString(matches[0].address));
    *entry.out += fmt::format("{} mask {}\n", head, net::ToString(net::Not(matches[0].ignore)));
    return;
  }
  const std::string_view kind = entry.family == net::Family::kIpv4 ? "ip-prefix-list" : "ipv6-prefix-list";
  const std::string name = Quoted(fmt::format("{} {}", entry.list_name, side));
  for (const AddressMatch& match : matches) {
    *entry.out +=
        fmt::format("/configure filter match-list {} {} prefix {} {{ }}\n", kind, name, PrefixText(match));
  }
  *entry.out += fmt::format("{} {} {}\n", head, kind, name);
}

void PrintPorts(const Entry& entry, std::string_view side, const std::vector<NumberRange>& ranges) {
  if (ranges.empty()) return;
  const std::string name = Quoted(fmt::format("{} {}", entry.list_name, side));
  for (const NumberRange& range : ranges) {
    *entry.out += fmt::format("/configure filter match-list port-list {} range start {} end {} {{ }}\n", name,
                              range.first, range.last);
  }
  *entry.out += fmt::format("{} match {}-port port-list {}\n", entry.head, side, name);
}

void PrintEntry(const Entry& entry, const AclLine& line) {
  const net::HeaderMatch& match = line.match;
  *entry.out +=
      fmt::format("{} action {}\n", entry.head, line.action == AclAction::kPermit ? "accept" : "drop");
  const std::string_view protocol = entry.family == net::Family::kIpv4 ? "protocol" : "next-header";
  if (match.protocol.size() == 1) {
    *entry.out += fmt::format("{} match {} {}\n", entry.head, protocol, match.protocol[0].first);
  } else if (match.protocol.size() > 1) {
    *entry.out += fmt::format("{} match {} tcp-udp\n", entry.head, protocol);
  }
  PrintAddresses(entry, "src", match.source);
  PrintAddresses(entry, "dst", match.destination);
  PrintPorts(entry, "src", match.source_port);
  PrintPorts(entry, "dst", match.destination_port);
  for (const NumberRange& type : match.icmp_type) {
    *entry.out += fmt::format("{} match icmp type {}\n", entry.head, type.first);
  }
  if (match.tcp_state == net::TcpState::kEstablished)
    *entry.out += entry.head + " match tcp-established true\n";
  if (match.dscp) *entry.out += fmt::format("{} match dscp cp{}\n", entry.head, *match.dscp);
  if (match.fragment) *entry.out += entry.head + " match fragment non-first-only\n";
}

std::string HeadOf(const Acl& acl) {
  if (acl.name == kAccessFilter4 || acl.name == kAccessFilter6)
    return "/configure system security " + acl.name;
  return fmt::format("/configure filter {} {}",
                     acl.family == net::Family::kIpv4 ? "ip-filter" : "ipv6-filter", Quoted(acl.name));
}

}  // namespace

void PrintFilters(const model::Device& device, std::string& out) {
  for (const Acl& acl : device.acls) {
    if (acl.name.starts_with(kSourceListPrefix)) continue;
    const std::string head = HeadOf(acl);
    out +=
        fmt::format("{} default-action {}\n", head, acl.end_action == AclAction::kPermit ? "accept" : "drop");
    std::uint32_t number = 0;
    for (const AclLine& line : acl.lines) {
      number += 10;
      const int family = acl.family == net::Family::kIpv4 ? 4 : 6;
      PrintEntry({fmt::format("{} entry {}", head, number), fmt::format("{} {} {}", acl.name, family, number),
                  acl.family, &out},
                 line);
    }
  }
}

}  // namespace ringfence::formats::nokia_sros
