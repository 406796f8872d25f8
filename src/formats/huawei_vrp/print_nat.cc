// Address translation as text: each rule in the view of its interface. What enters for a `nat static`, and
// what leaves for a `nat server`, follows from its other rule.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/print.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Translation;

bool IsMapping(const Translation& rule) {
  return rule.name.starts_with(kNatStaticPrefix) || rule.name.starts_with(kNatServerPrefix);
}

/// The rule that says both ends of a mapping: of a server where packets come in, of a static one where they
/// leave.
bool SaysBothEnds(const Translation& rule) {
  if (rule.name.starts_with(kNatStaticPrefix))
    return rule.end == model::PacketEnd::kSource && !rule.match.source.empty() && !rule.out.empty() &&
           !rule.keeps_packets();
  return rule.end == model::PacketEnd::kDestination && !rule.match.destination.empty() && !rule.pool.empty();
}

/// Pools in the order of their first use; a group's number is its place.
std::vector<std::vector<model::AddressRange>> PoolsOf(const model::Device& device) {
  std::vector<std::vector<model::AddressRange>> pools;
  for (const Translation& rule : device.translations) {
    if (!IsMapping(rule) && !rule.pool.empty() && std::ranges::count(pools, rule.pool) == 0)
      pools.push_back(rule.pool);
  }
  return pools;
}

std::string PortsText(const std::vector<net::NumberRange>& ports) {
  if (ports.empty()) return "";
  const net::NumberRange& range = ports.front();
  return range.first == range.last ? fmt::format(" {}", range.first)
                                   : fmt::format(" {} {}", range.first, range.last);
}

/// Outside and inside of a mapping, whichever of its rules tells.
struct Ends {
  std::string outside;
  net::IpAddress inside;
  std::vector<net::NumberRange> outside_ports, inside_ports;
  std::uint8_t length = 32;
};

Ends EndsOf(const Translation& rule) {
  const bool server = rule.end == model::PacketEnd::kDestination;
  Ends ends;
  if (server) {
    ends.outside = net::ToString(rule.match.destination.front().address);
    ends.inside = rule.pool.front().first;
    ends.outside_ports = rule.match.destination_port;
  } else {
    ends.outside = rule.prefix                          ? net::ToString(rule.prefix->address)
                   : rule.interface.empty()             ? net::ToString(rule.pool.front().first)
                   : rule.out.front() == rule.interface ? "current-interface"
                                                        : "interface " + rule.interface;
    ends.inside = rule.match.source.front().address;
    ends.inside_ports = rule.match.source_port;
    if (rule.prefix) ends.length = rule.prefix->length;
  }
  // Without a port of its own the other end keeps it.
  std::vector<net::NumberRange>& other = server ? ends.inside_ports : ends.outside_ports;
  other = rule.ports.empty() ? (server ? ends.outside_ports : ends.inside_ports) : rule.ports;
  return ends;
}

std::string MappingText(const Translation& rule) {
  const bool server = rule.end == model::PacketEnd::kDestination;
  const Ends ends = EndsOf(rule);
  std::string text = server ? " nat server" : " nat static";
  if (!rule.match.protocol.empty())
    text += rule.match.protocol.front().first == net::kProtocolTcp ? " protocol tcp" : " protocol udp";
  text += fmt::format(" global {}{} inside {}{}", ends.outside, PortsText(ends.outside_ports),
                      net::ToString(ends.inside), PortsText(ends.inside_ports));
  if (!server) text += " netmask " + net::ToString(net::MaskOf(net::Family::kIpv4, ends.length));
  return text + '\n';
}

}  // namespace

void PrintNatGroups(Printing& out) {
  const auto pools = PoolsOf(out.config.device);
  for (std::size_t number = 0; number < pools.size(); ++number) {
    out.text += fmt::format("nat address-group {}", number);
    if (pools[number].size() == 1) {
      const model::AddressRange& range = pools[number].front();
      out.text += fmt::format(" {} {}\n#\n", net::ToString(range.first), net::ToString(range.last));
      continue;
    }
    out.text += '\n';
    for (std::size_t section = 0; section < pools[number].size(); ++section) {
      const model::AddressRange& range = pools[number][section];
      out.text +=
          fmt::format(" section {} {} {}\n", section, net::ToString(range.first), net::ToString(range.last));
    }
    out.text += "#\n";
  }
}

void PrintInterfaceNat(Printing& out, const model::Interface& interface) {
  const auto pools = PoolsOf(out.config.device);
  for (const Translation& rule : out.config.device.translations) {
    const bool source = rule.end == model::PacketEnd::kSource;
    const std::vector<std::string>& where = source ? rule.out : rule.in;
    if (where.empty() || where.front() != interface.name) continue;
    if (IsMapping(rule)) {
      if (SaysBothEnds(rule)) out.text += MappingText(rule);
      continue;
    }
    if (rule.acls.empty()) continue;
    out.text += fmt::format(" nat outbound {}", rule.acls.front());
    if (!rule.pool.empty()) {
      const auto number = std::ranges::find(pools, rule.pool) - pools.begin();
      out.text += fmt::format(" address-group {}{}", number, rule.ports.empty() ? " no-pat" : "");
    } else if (rule.interface != interface.name) {
      out.text += fmt::format(" interface {}", rule.interface);
    }
    out.text += '\n';
  }
}

}  // namespace ringfence::formats::huawei_vrp
