// Access lists as text.

#include <fmt/format.h>

#include "formats/arista_eos/print.h"

namespace ringfence::formats::arista_eos {
namespace {

constexpr std::uint32_t kSequenceStep = 10;

std::string AddressText(const std::vector<net::AddressMatch>& matches) {
  if (matches.empty()) return " any";
  const net::AddressMatch& match = matches.front();
  const net::IpAddress mask = net::Not(match.ignore);
  for (unsigned length = 0; length <= net::AddressBits(match.address.family); ++length) {
    const auto bits = static_cast<std::uint8_t>(length);
    if (net::MaskOf(match.address.family, bits) == mask)
      return " " + net::ToString(net::HostPrefix{match.address, bits});
  }
  return fmt::format(" {} {}", net::ToString(match.address), net::ToString(match.ignore));
}

std::string PortText(const std::vector<net::NumberRange>& ranges) {
  if (ranges.empty()) return "";
  if (ranges.size() == 1 && ranges[0].first != ranges[0].last)
    return fmt::format(" range {} {}", ranges[0].first, ranges[0].last);
  const bool hole = ranges.size() == 2 && ranges[0].first == 0 && ranges[1].last == 65535 &&
                    ranges[0].last + 2 == ranges[1].first;
  if (hole) return fmt::format(" neq {}", ranges[0].last + 1);
  std::string text = " eq";
  for (const net::NumberRange& range : ranges) text += fmt::format(" {}", range.first);
  return text;
}

std::string MatchText(const net::HeaderMatch& match) {
  std::string text = match.family == net::Family::kIpv4 ? " ip" : " ipv6";
  if (!match.protocol.empty()) text = fmt::format(" {}", match.protocol[0].first);
  text += AddressText(match.source) + PortText(match.source_port);
  text += AddressText(match.destination) + PortText(match.destination_port);
  if (!match.icmp_type.empty()) text += fmt::format(" {}", match.icmp_type[0].first);
  if (match.tcp_state == net::TcpState::kEstablished) text += " established";
  if (match.fragment.value_or(false)) text += " fragments";
  if (match.dscp) text += fmt::format(" dscp {}", *match.dscp);
  return text;
}

}  // namespace

void PrintAcls(std::string& out, const model::Device& device) {
  for (const model::Acl& acl : device.acls) {
    out += fmt::format("{} access-list {}\n", acl.family == net::Family::kIpv4 ? "ip" : "ipv6", acl.name);
    std::uint32_t sequence = 0;
    for (const model::AclLine& line : acl.lines) {
      sequence += kSequenceStep;
      out += fmt::format("   {} {}{}\n", sequence,
                         line.action == model::AclAction::kPermit ? "permit" : "deny", MatchText(line.match));
    }
  }
}

void PrintSteering(std::string& out, const model::Device& device) {
  std::string policies;
  for (const model::PolicyRouting& policy : device.policy_routing) {
    policies += fmt::format("policy-map type pbr {}\n", policy.name);
    for (const model::PolicyRoutingTerm& term : policy.terms) {
      const std::string name = fmt::format("{}-{}", policy.name, term.name);
      out += fmt::format("class-map type pbr match-any {}\n", name);
      for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
        const std::string_view word = family == net::Family::kIpv4 ? "ip" : "ipv6";
        for (const std::string& list : term.acls) {
          if (model::FindAcl(device, list, family) != nullptr)
            out += fmt::format("   match {} access-group {}\n", word, list);
        }
      }
      policies += fmt::format("   {} class {}\n", term.name, name);
      for (const model::PolicyHop& hop : term.hops) {
        policies += hop.discard ? "      drop\n"
                                : fmt::format("      set nexthop {}\n", net::ToString(*hop.next_hop));
      }
    }
  }
  out += policies;
}

}  // namespace ringfence::formats::arista_eos
