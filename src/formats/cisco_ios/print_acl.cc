// Access lists, prefix lists and route maps as text.

#include <fmt/format.h>

#include "formats/cisco_ios/print.h"

namespace ringfence::formats::cisco_ios {
namespace {

constexpr std::uint32_t kSequenceStep = 10;

/// Prints lines; several alternatives in an address field need an object group.
class AclPrinter {
 public:
  explicit AclPrinter(Printout& out) : out_(out) {}

  void Print(const model::Acl& acl) {
    const bool v4 = acl.family == net::Family::kIpv4;
    std::string list = v4 ? fmt::format("ip access-list extended {}\n", acl.name)
                          : fmt::format("ipv6 access-list {}\n", acl.name);
    std::uint32_t sequence = 0;
    for (const model::AclLine& line : acl.lines) {
      sequence += kSequenceStep;
      list += v4 ? fmt::format(" {}", sequence) : fmt::format(" sequence {}", sequence);
      list += line.action == model::AclAction::kPermit ? " permit" : " deny";
      list += MatchText(line.match) + "\n";
    }
    out_.text += list;
  }

 private:
  std::string AddressText(const std::vector<net::AddressMatch>& matches) {
    if (matches.empty()) return " any";
    if (matches.size() > 1) return " object-group " + Group(matches);
    const net::AddressMatch& match = matches.front();
    if (match.address.family == net::Family::kIpv4) {
      return fmt::format(" {} {}", net::ToString(match.address), net::ToString(match.ignore));
    }
    std::uint8_t length = 0;
    while (length < 128 && !match.ignore.bit(length)) ++length;
    return " " + net::ToString(net::HostPrefix{match.address, length});
  }

  /// Prints a group with these members and gives its name.
  std::string Group(const std::vector<net::AddressMatch>& matches) {
    const std::string name = fmt::format("GROUP-{}", ++group_count_);
    out_.text += fmt::format("object-group network {}\n", name);
    for (const net::AddressMatch& match : matches) {
      out_.text +=
          fmt::format(" {} {}\n", net::ToString(match.address), net::ToString(net::Not(match.ignore)));
    }
    return name;
  }

  static std::string PortText(const std::vector<net::NumberRange>& ranges) {
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

  Printout& out_;
  std::uint32_t group_count_ = 0;
};

void PrintFilter(Printout& out, const std::string& name, const routing::ospf::PrefixFilter& filter) {
  if (filter.lines.empty()) out.text += fmt::format("ip prefix-list {} description empty\n", name);
  std::uint32_t sequence = 0;
  for (const routing::ospf::PrefixFilterLine& line : filter.lines) {
    sequence += kSequenceStep;
    out.text += fmt::format("ip prefix-list {} seq {} {} {}", name, sequence, line.permit ? "permit" : "deny",
                            net::ToString(line.prefix));
    if (line.length_min > line.prefix.length) out.text += fmt::format(" ge {}", line.length_min);
    const bool implied = line.length_min > line.prefix.length && line.length_max == 32;
    if (line.length_max > line.prefix.length && !implied) out.text += fmt::format(" le {}", line.length_max);
    out.text += "\n";
  }
}

void PrintTerm(Printout& out, const routing::ospf::RedistributionTerm& term) {
  if (term.prefixes) {
    out.text += fmt::format(" match ip address prefix-list {}\n", term.prefixes->name);
    out.filters.emplace(term.prefixes->name, *term.prefixes);
  }
  const auto list = [&out](std::string_view command, const auto& values) {
    if (values.empty()) return;
    out.text += fmt::format(" {}", command);
    for (const auto& value : values) out.text += fmt::format(" {}", value);
    out.text += "\n";
  };
  list("match tag", term.tags);
  list("match interface", term.interfaces);
  if (term.set_metric) out.text += fmt::format(" set metric {}\n", *term.set_metric);
  if (term.set_type) out.text += fmt::format(" set metric-type type-{}\n", static_cast<int>(*term.set_type));
  if (term.set_tag) out.text += fmt::format(" set tag {}\n", *term.set_tag);
}

}  // namespace

void PrintAcls(Printout& out, const model::Device& device) {
  AclPrinter printer(out);
  for (const model::Acl& acl : device.acls) printer.Print(acl);
}

void PrintPolicies(Printout& out) {
  for (const auto& [name, terms] : out.route_maps) {
    std::uint32_t sequence = 0;
    for (const routing::ospf::RedistributionTerm& term : terms) {
      sequence += kSequenceStep;
      out.text += fmt::format("route-map {} {} {}\n", name, term.permit ? "permit" : "deny", sequence);
      PrintTerm(out, term);
    }
  }
  for (const auto& [name, filter] : out.filters) PrintFilter(out, name, filter);
}

}  // namespace ringfence::formats::cisco_ios
