// Access lists as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_nxos/convert.h"
#include "formats/cisco_nxos/print.h"
#include "formats/discovery_lines.h"

namespace ringfence::formats::cisco_nxos {
namespace {

constexpr std::uint32_t kSequenceStep = 10;

/// Prints lines; several alternatives in a field need an object group before the list.
class AclPrinter {
 public:
  explicit AclPrinter(Printout& out) : out_(out) {}

  void Print(const model::Acl& acl) {
    const bool v4 = acl.family == net::Family::kIpv4;
    std::string list = fmt::format("{} access-list {}\n", v4 ? "ip" : "ipv6", acl.name);
    std::uint32_t sequence = 0;
    for (const model::AclLine& line : LinesBeforeDiscovery(kRouterAndNeighborTypes, acl)) {
      sequence += kSequenceStep;
      list +=
          fmt::format("  {} {}{}\n", sequence, line.action == model::AclAction::kPermit ? "permit" : "deny",
                      MatchText(line.match));
    }
    out_.text += list;
  }

 private:
  static std::string One(const net::AddressMatch& match) {
    if (match.address.family == net::Family::kIpv4)
      return fmt::format("{} {}", net::ToString(match.address), net::ToString(match.ignore));
    std::uint8_t length = 0;
    while (length < 128 && !match.ignore.bit(length)) ++length;
    return net::ToString(net::HostPrefix{match.address, length});
  }

  std::string AddressText(const std::vector<net::AddressMatch>& matches, net::Family family) {
    if (matches.empty()) return " any";
    if (matches.size() == 1 && !IsAny(matches.front())) return " " + One(matches.front());
    const std::string name = fmt::format("GROUP-{}", ++group_count_);
    out_.text +=
        fmt::format("object-group {} address {}\n", family == net::Family::kIpv4 ? "ip" : "ipv6", name);
    for (const net::AddressMatch& match : matches)
      out_.text += fmt::format("  {}\n", IsAny(match) ? "any" : One(match));
    return " addrgroup " + name;
  }

  static bool IsAny(const net::AddressMatch& match) {
    return match == net::AddressMatch::Of(net::Prefix::Default(match.address.family));
  }

  static std::string RangeText(const net::NumberRange& range) {
    return range.first == range.last ? fmt::format("eq {}", range.first)
                                     : fmt::format("range {} {}", range.first, range.last);
  }

  std::string PortText(const std::vector<net::NumberRange>& ranges) {
    if (ranges.empty()) return "";
    if (ranges.size() == 1) return " " + RangeText(ranges[0]);
    const std::string name = fmt::format("PORTS-{}", ++group_count_);
    out_.text += fmt::format("object-group ip port {}\n", name);
    for (const net::NumberRange& range : ranges) out_.text += fmt::format("  {}\n", RangeText(range));
    return " portgroup " + name;
  }

  std::string MatchText(const net::HeaderMatch& match) {
    std::string text = match.family == net::Family::kIpv4 ? " ip" : " ipv6";
    if (!match.protocol.empty()) text = fmt::format(" {}", match.protocol[0].first);
    text += AddressText(match.source, match.family) + PortText(match.source_port);
    text += AddressText(match.destination, match.family) + PortText(match.destination_port);
    if (!match.icmp_type.empty()) text += fmt::format(" {}", match.icmp_type[0].first);
    if (match.tcp_state == net::TcpState::kEstablished) text += " established";
    if (match.fragment.value_or(false)) text += " fragments";
    if (match.dscp) text += fmt::format(" dscp {}", *match.dscp);
    return text;
  }

  Printout& out_;
  std::uint32_t group_count_ = 0;
};

/// Lists of what never reaches the device: each one a class of its own.
void PrintControlPlane(Printout& out, const model::Device& device) {
  std::vector<std::string_view> lists;
  for (const model::SelfGuard& guard : device.guards) {
    const std::string_view name = guard.in4.applies() ? guard.in4.name : guard.in6.name;
    if (std::ranges::count(lists, name) == 0) lists.push_back(name);
  }
  if (lists.empty()) return;
  std::string classes;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    out.text +=
        fmt::format("class-map type control-plane match-any DROPPED-{}\n  match access-group name {}\n", i,
                    lists[i].substr(kDroppedPrefix.size()));
    classes += fmt::format("  class DROPPED-{}\n    police cir 32 kbps conform drop violate drop\n", i);
  }
  out.text += "policy-map type control-plane DROPPED\n" + classes;
  out.text += "control-plane\n  service-policy input DROPPED\n";
}

}  // namespace

void PrintAcls(Printout& out, const model::Device& device) {
  AclPrinter printer(out);
  for (const model::Acl& acl : device.acls) {
    if (!acl.name.starts_with(kDroppedPrefix)) printer.Print(acl);
  }
  PrintControlPlane(out, device);
}

}  // namespace ringfence::formats::cisco_nxos
