// Access lists, prefix lists and route maps as text.

#include <fmt/format.h>

#include "formats/cisco_ios/print.h"
#include "formats/discovery_lines.h"

namespace ringfence::formats::cisco_ios {
namespace {

constexpr std::uint32_t kSequenceStep = 10;

/// Prints lines; several alternatives in an address field need an object group.
class AclPrinter {
 public:
  explicit AclPrinter(Printout& out) : out_(out) {}

  /// `standard`: its lines know one address.
  void Print(const model::Acl& acl, bool standard) {
    const bool v4 = acl.family == net::Family::kIpv4;
    std::string list =
        v4 ? fmt::format("ip access-list {} {}\n", standard ? "standard" : "extended", acl.name)
           : fmt::format("ipv6 access-list {}\n", acl.name);
    std::uint32_t sequence = 0;
    for (const model::AclLine& line : LinesBeforeDiscovery(kNeighborTypes, acl)) {
      sequence += kSequenceStep;
      list += v4 ? fmt::format(" {}", sequence) : fmt::format(" sequence {}", sequence);
      list += line.action == model::AclAction::kPermit ? " permit" : " deny";
      list += (standard ? AddressText(line.match.source) : MatchText(line.match)) + "\n";
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

}  // namespace

void PrintAcls(Printout& out, const model::Device& device) {
  AclPrinter printer(out);
  const std::set<std::string> standard = StandardListsOf(device);
  for (const model::Acl& acl : device.acls)
    printer.Print(acl, acl.family == net::Family::kIpv4 && standard.contains(acl.name));
}

}  // namespace ringfence::formats::cisco_ios
