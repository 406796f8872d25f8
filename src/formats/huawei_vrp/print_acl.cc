#include <fmt/format.h>

#include <set>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/print.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Acl;
using model::AclAction;

bool IsCopy(const Acl& acl) {
  return acl.name.starts_with(kTrafficFilterPrefix) || acl.name.starts_with(kTrafficPolicyPrefix);
}

std::string AddressText(const std::vector<net::AddressMatch>& addresses) {
  if (addresses.empty()) return "any";
  const net::AddressMatch& match = addresses.front();
  if (match.address.family == net::Family::kIpv4) {
    return net::ToString(match.address) + " " + net::ToString(match.ignore);
  }
  std::uint8_t length = 128;
  while (length > 0 && match.ignore.bit(length - 1U)) --length;
  return net::ToString(match.address) + "/" + std::to_string(length);
}

std::string PortText(std::string_view side, const std::vector<net::NumberRange>& ports) {
  if (ports.empty()) return "";
  if (ports.size() == 2) return fmt::format(" {}-port neq {}", side, ports.front().last + 1);
  if (ports.front().first == ports.front().last)
    return fmt::format(" {}-port eq {}", side, ports.front().first);
  return fmt::format(" {}-port range {} {}", side, ports.front().first, ports.front().last);
}

void PrintRule(Printing& out, std::size_t number, const model::AclLine& line) {
  const net::HeaderMatch& match = line.match;
  const bool permit = line.action == AclAction::kPermit;
  out.text += fmt::format(" rule {} {} ", number, permit ? "permit" : "deny");
  if (match.protocol.empty()) {
    out.text += match.family == net::Family::kIpv4 ? "ip" : "ipv6";
  } else {
    out.text += std::to_string(match.protocol.front().first);
  }
  out.text +=
      fmt::format(" source {} destination {}", AddressText(match.source), AddressText(match.destination));
  out.text += PortText("source", match.source_port) + PortText("destination", match.destination_port);
  if (!match.icmp_type.empty()) {
    out.text += fmt::format(" {} {}", match.family == net::Family::kIpv4 ? "icmp-type" : "icmp6-type",
                            match.icmp_type.front().first);
  }
  if (match.dscp) out.text += fmt::format(" dscp {}", *match.dscp);
  if (match.fragment) out.text += *match.fragment ? " none-first-fragment" : " fragment-type non-subseq";
  if (match.tcp_state == net::TcpState::kEstablished) out.text += " tcp-flag established";
  out.text += '\n';
}

/// One classifier and behaviour of a printed policy.
struct Segment {
  std::string acl;  ///< empty: any
  std::size_t size = 1;
  bool deny = false;
};

/// Finds the list whose lines stand at `at` in a policy's lines, by their places in the text.
Segment SegmentAt(const model::Device& device, const Acl& policy, std::size_t at) {
  for (const Acl& acl : device.acls) {
    if (IsCopy(acl) || acl.family != policy.family || acl.lines.empty()) continue;
    if (at + acl.lines.size() > policy.lines.size() || acl.lines.front().span != policy.lines[at].span)
      continue;
    bool deny = false;
    for (std::size_t i = 0; i < acl.lines.size(); ++i)
      deny |= acl.lines[i].action != policy.lines[at + i].action;
    return {std::string(TextNameOf(acl.name)), acl.lines.size(), deny};
  }
  return {"", 1, policy.lines[at].action == AclAction::kDeny};
}

/// What the pair of that number redirects to, as a line of its behaviour.
std::string RedirectOf(const model::Device& device, const Acl& policy, std::size_t number) {
  const model::PolicyRouting* routing = model::FindPolicyRouting(device, policy.name);
  if (policy.family != net::Family::kIpv4 || routing == nullptr || number >= routing->terms.size()) return "";
  std::string words;
  for (const model::PolicyHop& hop : routing->terms[number].hops)
    words += hop.next_hop ? ' ' + net::ToString(*hop.next_hop) : "";
  return words.empty() ? "" : " redirect ip-nexthop" + words + '\n';
}

void PrintPolicy(Printing& out, const Acl& policy, std::set<std::string>& open) {
  const std::string name = policy.name.substr(kTrafficPolicyPrefix.size());
  const std::string_view family = policy.family == net::Family::kIpv4 ? "" : "ipv6 ";
  std::string pairs;
  std::size_t number = 0;
  for (std::size_t at = 0; at < policy.lines.size();) {
    const Segment segment = SegmentAt(out.config.device, policy, at);
    const std::string part =
        fmt::format("{}-{}{}", name, policy.family == net::Family::kIpv4 ? "" : "six-", at);
    at += segment.size;
    out.text += fmt::format("traffic classifier {} operator or\n", part);
    // `any` holds for both families: only the IPv4 list prints it.
    out.text += segment.acl.empty() ? " if-match any\n"
                                    : fmt::format(" if-match {}acl name {}\n", family, segment.acl);
    out.text += fmt::format("#\ntraffic behavior {}\n {}\n{}#\n", part, segment.deny ? "deny" : "permit",
                            RedirectOf(out.config.device, policy, number++));
    if (!segment.acl.empty() || policy.family == net::Family::kIpv4) {
      pairs += fmt::format(" classifier {} behavior {}\n", part, part);
    }
  }
  open.insert(name);
  out.text += fmt::format("traffic policy {}\n{}#\n", name, pairs);
}

}  // namespace

std::string AclReference(const model::AclUse& use) {
  return use.name.starts_with(kTrafficFilterPrefix) ? use.name.substr(kTrafficFilterPrefix.size()) : use.name;
}

std::string_view TextNameOf(std::string_view name) {
  return name.starts_with(kIpv6Prefix) ? name.substr(kIpv6Prefix.size()) : name;
}

void PrintAcls(Printing& out) {
  for (const Acl& acl : out.config.device.acls) {
    if (IsCopy(acl)) continue;
    const std::string_view family = acl.family == net::Family::kIpv4 ? "" : "ipv6 ";
    const std::string_view name = TextNameOf(acl.name);
    const auto number_of_list = NumberUpTo(name);
    out.text += number_of_list ? fmt::format("acl {}number {}\n", family, name)
                               : fmt::format("acl {}name {} advance\n", family, name);
    const bool basic = number_of_list && *number_of_list < 3000;
    std::size_t number = 5;
    for (const model::AclLine& line : acl.lines) {
      if (basic) {
        out.text += fmt::format(" rule {} {} source {}\n", number,
                                line.action == AclAction::kPermit ? "permit" : "deny",
                                AddressText(line.match.source));
      } else {
        PrintRule(out, number, line);
      }
      number += 5;
    }
    out.text += "#\n";
  }
}

void PrintPolicyRouting(Printing& out) {
  for (const model::PolicyRouting& policy : out.config.device.policy_routing) {
    if (policy.name.starts_with(kTrafficPolicyPrefix)) continue;
    for (const model::PolicyRoutingTerm& term : policy.terms) {
      out.text += fmt::format("policy-based-route {} permit node {}\n", policy.name, term.name);
      for (const std::string& acl : term.acls) out.text += fmt::format(" if-match acl name {}\n", acl);
      for (const model::PolicyHop& hop : term.hops) {
        if (hop.next_hop)
          out.text += fmt::format(" apply ip-address next-hop {}\n", net::ToString(*hop.next_hop));
      }
      out.text += "#\n";
    }
  }
}

void PrintTrafficPolicies(Printing& out) {
  std::set<std::string> open;
  for (const Acl& acl : out.config.device.acls) {
    if (acl.name.starts_with(kTrafficPolicyPrefix)) PrintPolicy(out, acl, open);
  }
}

}  // namespace ringfence::formats::huawei_vrp
