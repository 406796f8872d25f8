// `interface Vxlan1`: the tunnel end of the device, and EVPN of its VLANs. Flood lists and bundles of VLANs
// are not modelled.

#include <fmt/format.h>

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

Verdict ReadSource(Reader& reader, Statement& statement) {
  Setting<std::string>& source = reader.vendor.vxlan->source;
  if (statement.negated) return source = {}, statement.words.Rest(), kUnderstood;
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return kNotKnown;
  source = {name, statement.span()};
  return kUnderstood;
}

Verdict ReadUdpPort(Reader& reader, Statement& statement) {
  std::uint16_t& port = reader.vendor.vxlan->udp_port;
  if (statement.negated) return port = model::kVxlanPort, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, 1024, 65535);
  if (!number) return kNotKnown;
  port = static_cast<std::uint16_t>(*number);
  return kUnderstood;
}

/// `vxlan vrf V vni N`.
Verdict ReadVrf(Reader& reader, Statement& statement) {
  auto& vrfs = reader.vendor.vxlan->vrfs;
  const std::string name = VrfName(statement.words.Next().text);
  if (statement.negated) return vrfs.erase(name), statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("vni")) return NotModelled(kPaths, "VXLAN");
  const auto vni = TakeNumber(reader, statement, 1, kVniMax);
  if (!vni) return kNotKnown;
  vrfs[name] = {*vni, statement.span()};
  return kUnderstood;
}

/// Identifiers such as "10010" or "10010-10012,10020"; none when it is no such list, or has more than `most`.
std::vector<std::uint32_t> IdentifiersOf(std::string_view text, std::size_t most) {
  std::vector<std::uint32_t> numbers;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const std::size_t dash = part.find('-');
    const auto first = ParseNumber(part.substr(0, dash), 1, kVniMax);
    const auto last = dash == std::string_view::npos ? first : ParseNumber(part.substr(dash + 1), 1, kVniMax);
    if (!first || !last || *last < *first || *last - *first >= most) return {};
    for (std::uint32_t number = *first; number <= *last; ++number) numbers.push_back(number);
    if (numbers.size() > most) return {};
  }
  return numbers;
}

/// `vxlan vlan V vni N`, both perhaps lists of one length.
Verdict ReadVlanVni(Reader& reader, Statement& statement) {
  constexpr std::size_t kVlanCount = 4094;
  statement.words.Accept("add");
  const auto ranges = TakeVlans(reader, statement);
  if (!ranges) return kNotKnown;
  std::vector<std::uint16_t> vlans;
  for (const model::VlanRange& range : *ranges) {
    for (std::uint32_t vlan = range.first; vlan <= range.last; ++vlan)
      vlans.push_back(static_cast<std::uint16_t>(vlan));
  }
  auto& known = reader.vendor.vxlan->vlans;
  const bool all = statement.negated && statement.words.done();
  if (!all && !statement.words.Accept("vni")) return NotModelled(kPaths, "flood list of a VLAN in VXLAN");
  if (statement.negated) {
    for (const std::uint16_t vlan : vlans) known.erase(vlan);
    return statement.words.Rest(), kUnderstood;
  }
  const std::vector<std::uint32_t> numbers = IdentifiersOf(statement.words.Next().text, kVlanCount);
  if (numbers.size() != vlans.size() || !statement.words.done()) return NotModelled(kPaths, "VLAN in VXLAN");
  for (std::size_t i = 0; i < vlans.size(); ++i) known[vlans[i]] = {numbers[i], statement.span()};
  return kUnderstood;
}

Verdict ReadBridged(Reader&, Statement& statement) {
  return statement.negated ? kNoEffect : NotModelled(kPaths, "VLAN in VXLAN");
}

/// `vxlan virtual-router encapsulation mac-address ...` names the address of routed frames only.
Verdict ReadVirtualRouter(Reader&, Statement& statement) {
  return statement.words.Accept("encapsulation") || statement.negated ? kNoEffect
                                                                      : NotModelled(kPaths, "VXLAN");
}

constexpr Keyword kVxlanKeywords[] = {
    {"bridging"},
    {"flood", ReadBridged},
    {"learn-restrict", ReadBridged},
    {"qos"},
    {"source-interface", ReadSource},
    {"udp-port", ReadUdpPort},
    {"virtual-router", ReadVirtualRouter},
    {"vlan", ReadVlanVni},
    {"vrf", ReadVrf},
};
static_assert(IsSorted(std::span<const Keyword>(kVxlanKeywords)));

Verdict ReadVxlan(Reader& reader, Statement& statement) {
  const bool known = std::ranges::any_of(
      kVxlanKeywords, [&](const Keyword& keyword) { return statement.words.Peek() == keyword.word; });
  if (!known) return statement.negated ? kNoEffect : NotModelled(kPaths, "VXLAN");
  return reader.Dispatch(kVxlanKeywords, statement);
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  reader.vendor.vxlan->shutdown = {!statement.negated, statement.span()};
  return kUnderstood;
}

constexpr Keyword kKeywords[] = {
    {"description"}, {"load-interval"}, {"logging"}, {"shutdown", ReadShutdown}, {"vxlan", ReadVxlan},
};
static_assert(IsSorted(std::span<const Keyword>(kKeywords)));

Verdict ReadEvpnTarget(Reader& reader, Statement& statement) {
  const bool both = statement.words.Accept("both");
  const bool import = !both && statement.words.Accept("import");
  if (!both && !import && !statement.words.Accept("export")) return kNotKnown;
  statement.words.Accept("evpn");
  const Word word = statement.words.Next();
  // Other domains, and targets made of the AS number.
  if (word == "domain" || word == "auto")
    return statement.negated ? kNoEffect : NotModelled(kPaths, "route target of a VLAN");
  if (word.text.find(':') == std::string_view::npos)
    return reader.Invalid(statement, word, fmt::format("'{}' is not a route target", word.text));
  reader.vendor.evpn[reader.evpn_vlan].Change(both || import, both || !import, statement.negated,
                                              fmt::format("target:{}", word.text));
  return kUnderstood;
}

/// `redistribute learned`: others know where hosts are, and send no frames for them to everybody.
Verdict ReadEvpnHosts(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("learned")) return kNoEffect;
  reader.vendor.evpn[reader.evpn_vlan].tells_hosts = !statement.negated;
  return kUnderstood;
}

/// `rd` says nothing about members: their routes differ by the tunnel ends.
constexpr Keyword kEvpnKeywords[] = {
    {"rd"},
    {"redistribute", ReadEvpnHosts},
    {"route-target", ReadEvpnTarget},
};
static_assert(IsSorted(std::span<const Keyword>(kEvpnKeywords)));

Verdict ReadEvpnVlanLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kEvpnKeywords, statement);
}

}  // namespace

Verdict ReadEvpnVlan(Reader& reader, Statement& statement) {
  const auto number = TakeNumber(reader, statement, 1, 4094);
  reader.Open(ReadEvpnVlanLine, kPaths);
  if (!number || !statement.words.done()) return kNotKnown;
  reader.evpn_vlan = static_cast<std::uint16_t>(*number);
  if (statement.negated)
    reader.vendor.evpn.erase(reader.evpn_vlan);
  else
    reader.vendor.evpn[reader.evpn_vlan].span = statement.span();
  return kUnderstood;
}

Verdict ReadVxlanLine(Reader& reader, Statement& statement) { return reader.Dispatch(kKeywords, statement); }

}  // namespace ringfence::formats::arista_eos
