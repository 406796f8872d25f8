// Access lists as text.

#include <fmt/format.h>

#include "formats/cisco_iosxr/convert.h"
#include "formats/cisco_iosxr/print.h"
#include "formats/discovery_lines.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

constexpr std::uint32_t kSequenceStep = 10;

std::string AddressText(const std::vector<net::AddressMatch>& matches) {
  if (matches.empty()) return " any";
  const net::AddressMatch& match = matches.front();
  return fmt::format(" {} {}", net::ToString(match.address), net::ToString(match.ignore));
}

/// `neq P` is the only form of two ranges.
std::string PortText(const std::vector<net::NumberRange>& ranges) {
  if (ranges.empty()) return "";
  if (ranges.size() == 2) return fmt::format(" neq {}", ranges[0].last + 1);
  const net::NumberRange& range = ranges.front();
  return range.first == range.last ? fmt::format(" eq {}", range.first)
                                   : fmt::format(" range {} {}", range.first, range.last);
}

std::string MatchText(const net::HeaderMatch& match) {
  std::string text = match.family == net::Family::kIpv4 ? " ipv4" : " ipv6";
  if (!match.protocol.empty()) text = fmt::format(" {}", match.protocol[0].first);
  text += AddressText(match.source) + PortText(match.source_port);
  text += AddressText(match.destination) + PortText(match.destination_port);
  if (!match.icmp_type.empty()) text += fmt::format(" {}", match.icmp_type[0].first);
  if (match.tcp_state == net::TcpState::kEstablished) text += " established";
  if (match.fragment.value_or(false)) text += " fragments";
  if (match.dscp) text += fmt::format(" dscp {}", *match.dscp);
  return text;
}

/// Next hops of a permitting line, counted from 1: they stand in the policy of that name.
std::string HopsText(const model::Device& device, const model::Acl& acl, std::size_t permit) {
  const model::PolicyRouting* policy = model::FindPolicyRouting(device, acl.name);
  std::string text;
  if (policy == nullptr) return text;
  for (const model::PolicyRoutingTerm& term : policy->terms) {
    const bool here = !term.acls.empty() && term.name == std::to_string(permit) &&
                      model::FindAcl(device, term.acls[0], acl.family) != nullptr;
    if (!here) continue;
    for (const model::PolicyHop& hop : term.hops) {
      text += fmt::format(" nexthop{}", &hop - term.hops.data() + 1);
      if (hop.table) text += fmt::format(" vrf {}", hop.table->empty() ? "default" : *hop.table);
      text += fmt::format(" {} {}", acl.family == net::Family::kIpv4 ? "ipv4" : "ipv6",
                          net::ToString(*hop.next_hop));
    }
  }
  return text;
}

}  // namespace

void PrintAcls(Printout& out, const model::Device& device) {
  for (const model::Acl& acl : device.acls) {
    if (acl.name.starts_with(kSteeringLineList)) continue;  // follows from the lines
    const bool v4 = acl.family == net::Family::kIpv4;
    out.text += fmt::format("{} access-list {}\n", v4 ? "ipv4" : "ipv6", acl.name);
    std::uint32_t sequence = 0;
    std::size_t permits = 0;
    for (const model::AclLine& line : LinesBeforeDiscovery(kNeighborTypes, acl)) {
      sequence += kSequenceStep;
      const bool permit = line.action == model::AclAction::kPermit;
      out.text += fmt::format(" {} {}{}{}\n", sequence, permit ? "permit" : "deny", MatchText(line.match),
                              permit ? HopsText(device, acl, ++permits) : "");
    }
    out.text += "!\n";
  }
}

}  // namespace ringfence::formats::cisco_iosxr
