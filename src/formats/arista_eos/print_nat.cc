// Address translation as text: pools, and the rules of an interface. Both rules of a static translation make
// one line: of `source`, unless its list is about what comes in.

#include <fmt/format.h>

#include <algorithm>

#include "formats/arista_eos/convert.h"
#include "formats/arista_eos/print.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::PacketEnd;
using model::Translation;
using Pool = std::vector<model::AddressRange>;

bool IsStatic(const Translation& rule) { return rule.name.starts_with(kNatStaticPrefix); }

/// Pools in the order of their first use; the number in a name is its place.
std::vector<Pool> PoolsOf(const model::Device& device) {
  std::vector<Pool> pools;
  for (const Translation& rule : device.translations) {
    if (!IsStatic(rule) && !rule.pool.empty() && std::ranges::count(pools, rule.pool) == 0)
      pools.push_back(rule.pool);
  }
  return pools;
}

/// The address and the port that a condition on one end of packets asks.
std::string EndText(const std::vector<net::AddressMatch>& addresses,
                    const std::vector<net::NumberRange>& ports) {
  if (addresses.empty()) return "";
  const std::string address = net::ToString(addresses.front().address);
  return ports.empty() ? address : fmt::format("{} {}", address, ports.front().first);
}

std::string StaticText(const Translation& leaving, const Translation& entering) {
  const std::string inside = EndText(leaving.match.source, leaving.match.source_port);
  const std::string outside = EndText(entering.match.destination, entering.match.destination_port);
  const bool source = entering.acls.empty();
  const std::vector<std::string>& acls = source ? leaving.acls : entering.acls;
  const std::string list = acls.empty() ? "" : " access-list " + acls.front();
  std::string text = fmt::format("   ip nat {} static {}{} {}", source ? "source" : "destination",
                                 source ? inside : outside, list, source ? outside : inside);
  if (leaving.match.protocol.size() == 1) {
    const bool tcp = leaving.match.protocol.front().first == net::kProtocolTcp;
    text += tcp ? " protocol tcp" : " protocol udp";
  }
  return text + '\n';
}

}  // namespace

void PrintNatPools(std::string& out, const model::Device& device) {
  const std::vector<Pool> pools = PoolsOf(device);
  for (std::size_t number = 0; number < pools.size(); ++number) {
    out += fmt::format("ip nat pool pool-{} prefix-length 24\n", number);
    for (const model::AddressRange& range : pools[number])
      out += fmt::format("   range {} {}\n", net::ToString(range.first), net::ToString(range.last));
  }
}

void PrintInterfaceNat(std::string& out, const model::Interface& interface, const model::Device& device) {
  const std::vector<Pool> pools = PoolsOf(device);
  for (std::size_t i = 0; i < device.translations.size(); ++i) {
    const Translation& rule = device.translations[i];
    if (rule.end != PacketEnd::kSource || rule.out.empty() || rule.out.front() != interface.name) continue;
    if (IsStatic(rule)) {
      if (i + 1 < device.translations.size()) out += StaticText(rule, device.translations[i + 1]);
      continue;
    }
    if (rule.acls.empty()) continue;
    const std::string target =
        rule.pool.empty() ? "overload"
                          : fmt::format("pool pool-{}", std::ranges::find(pools, rule.pool) - pools.begin());
    out += fmt::format("   ip nat source dynamic access-list {} {}\n", rule.acls.front(), target);
  }
}

}  // namespace ringfence::formats::arista_eos
