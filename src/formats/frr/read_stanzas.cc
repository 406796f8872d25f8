// The interfaces file (ifupdown2): `auto X`, `iface X [inet ...]` and the attributes below it; and
// ports.conf. Attributes belong to the last `iface`; indentation means nothing.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

constexpr std::uint32_t kMegabit = 1'000'000;

InterfaceText& Stanza(Reader& reader, const Statement& statement) {
  return reader.InterfaceOf(reader.stanza, statement.span());
}

Verdict ReadAuto(Reader& reader, Statement& statement) {
  while (!statement.words.done()) {
    const Word name = statement.words.Next();
    reader.InterfaceOf(name.text, statement.span()).brought_up = true;
  }
  return kUnderstood;
}

Verdict ReadIface(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty()) return kNotKnown;
  reader.stanza = name.text;
  Stanza(reader, statement).has_stanza = true;
  if (!statement.words.Accept("inet")) statement.words.Accept("inet6");
  const Word method = statement.words.Next();
  if (method == "dhcp") return NotModelled(kPaths, "address assigned at run time");
  const bool known = method.empty() || method == "static" || method == "loopback" || method == "manual";
  return known ? kUnderstood : kNotKnown;
}

Verdict ReadAddress(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  auto host = net::ParseHostPrefix(word.text);
  if (!host) {
    const auto bare = net::ParseAddress(word.text);
    if (bare) host = net::HostPrefix{*bare, net::AddressBits(bare->family)};
  }
  if (!host) return reader.Invalid(statement, word, fmt::format("'{}' is not an address", word.text));
  Stanza(reader, statement).addresses.push_back({*host, false, statement.span()});
  return kUnderstood;
}

Verdict ReadNetmask(Reader& reader, Statement& statement) {
  InterfaceText& interface = Stanza(reader, statement);
  if (interface.addresses.empty()) return kNotKnown;
  const Word word = statement.words.Next();
  const auto mask = net::ParseIpv4(word.text);
  auto length = mask ? net::LengthOfMask(*mask) : std::nullopt;
  net::HostPrefix& host = interface.addresses.back().address;
  if (const auto bits = ParseNumber(word.text, 0, net::AddressBits(host.address.family)))
    length = static_cast<std::uint8_t>(*bits);
  if (!length) return reader.Invalid(statement, word, fmt::format("'{}' is not a network mask", word.text));
  host.length = *length;
  return kUnderstood;
}

Verdict ReadGateway(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  const auto address = net::ParseAddress(word.text);
  if (!address) return reader.Invalid(statement, word, fmt::format("'{}' is not an address", word.text));
  // The kernel's route: as good as a static one that other protocols cannot beat.
  routing::static_routes::StaticRoute route;
  route.prefix = net::Prefix::Default(address->family);
  route.next_hop = address;
  route.interface = reader.stanza;
  route.distance = 0;
  route.span = statement.span();
  Stanza(reader, statement).gateways.push_back(std::move(route));
  return kUnderstood;
}

Verdict ReadStanzaVrf(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty()) return kNotKnown;
  Stanza(reader, statement).vrf = {std::string(name.text), statement.span()};
  return kUnderstood;
}

Verdict ReadVrfTable(Reader& reader, Statement& statement) {
  statement.words.Next();
  Stanza(reader, statement).vrf_device = {true, statement.span()};
  reader.vendor.vrfs.emplace(reader.stanza, statement.span());
  return kUnderstood;
}

Verdict ReadStanzaMtu(Reader& reader, Statement& statement) {
  const auto bytes = TakeNumber(reader, statement, 68, 65536);
  if (!bytes) return kNotKnown;
  Stanza(reader, statement).mtu = {*bytes, statement.span()};
  return kUnderstood;
}

Verdict ReadLinkSpeed(Reader& reader, Statement& statement) {
  const auto megabits = TakeNumber(reader, statement, 1, 4'000'000);
  if (!megabits) return kNotKnown;
  Stanza(reader, statement).bandwidth_bps = {std::uint64_t{*megabits} * kMegabit, statement.span()};
  return kUnderstood;
}

Verdict ReadAlias(Reader& reader, Statement& statement) {
  Stanza(reader, statement).description = {std::string(statement.words.Rest().text), statement.span()};
  return kUnderstood;
}

Verdict ReadLinkDown(Reader& reader, Statement& statement) {
  Stanza(reader, statement).shutdown = {statement.words.Next() == "yes", statement.span()};
  return kUnderstood;
}

/// A VLAN number of one of the attributes.
template <Setting<std::uint32_t> InterfaceText::* kField>
Verdict ReadVlanNumber(Reader& reader, Statement& statement) {
  const auto number = TakeNumber(reader, statement, 1, 4094);
  if (!number) return kNotKnown;
  Stanza(reader, statement).*kField = {*number, statement.span()};
  return kUnderstood;
}

Verdict ReadRawDevice(Reader& reader, Statement& statement) {
  Stanza(reader, statement).raw_device = {std::string(statement.words.Next().text), statement.span()};
  return kUnderstood;
}

Verdict ReadVids(Reader& reader, Statement& statement) {
  std::vector<model::VlanRange> vlans;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    const std::size_t dash = std::min(word.text.find('-'), word.text.size());
    const auto first = ParseNumber(word.text.substr(0, dash), 1, 4094);
    const auto last =
        dash == word.text.size() ? first : ParseNumber(word.text.substr(dash + 1), first.value_or(1), 4094);
    if (!first || !last)
      return reader.Invalid(statement, word, fmt::format("'{}' is not a VLAN or a range", word.text));
    vlans.push_back({static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)});
  }
  Stanza(reader, statement).vlans = std::move(vlans);
  return kUnderstood;
}

/// Names of member interfaces; patterns are not resolved.
template <std::vector<std::string> InterfaceText::* kField>
Verdict ReadMembers(Reader& reader, Statement& statement) {
  std::vector<std::string> names;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "glob" || word == "regex") return NotModelled(kPaths, "members by pattern");
    if (word != "none") names.emplace_back(word.text);
  }
  Stanza(reader, statement).*kField = std::move(names);
  return kUnderstood;
}

Verdict ReadVlanAware(Reader& reader, Statement& statement) {
  Stanza(reader, statement).vlan_aware = statement.words.Next() == "yes";
  return kUnderstood;
}

/// `address-virtual MAC ADDRESS...`: the same gateway address on both switches of a pair.
Verdict ReadVirtualAddress(Reader& reader, Statement& statement) {
  model::VirtualRouter group;
  group.protocol = model::RedundancyProtocol::kAnycast;
  group.span = statement.span();
  statement.words.Next();
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    const auto host = net::ParseHostPrefix(word.text);
    const auto address = host ? std::optional(host->address) : net::ParseAddress(word.text);
    if (!address) return reader.Invalid(statement, word, fmt::format("'{}' is not an address", word.text));
    group.addresses.push_back(*address);
  }
  Stanza(reader, statement).virtual_routers.push_back(std::move(group));
  return kUnderstood;
}

Verdict ReadTunnelMode(Reader& reader, Statement& statement) {
  InterfaceText& interface = Stanza(reader, statement);
  const Word mode = statement.words.Next();
  interface.tunnel_mode_span = statement.span();
  interface.tunnel.mode = mode == "gre"    ? TunnelMode::kGre
                          : mode == "ipip" ? TunnelMode::kIpIp
                          : mode == "sit"  ? TunnelMode::kIpv6Ip
                                           : TunnelMode::kOther;
  return interface.tunnel.mode == TunnelMode::kOther ? NotModelled(kPaths, "kind of tunnel") : kUnderstood;
}

Verdict ReadTunnelLocal(Reader& reader, Statement& statement) {
  const auto address = TakeIpv4(reader, statement);
  if (!address) return kNotKnown;
  Stanza(reader, statement).tunnel.source = {net::ToString(*address), statement.span()};
  return kUnderstood;
}

Verdict ReadTunnelEndpoint(Reader& reader, Statement& statement) {
  const auto address = TakeIpv4(reader, statement);
  if (!address) return kNotKnown;
  Stanza(reader, statement).tunnel.destination = {*address, statement.span()};
  return kUnderstood;
}

/// Other files: the pattern every installation has names files that belong into this text when there are any.
Verdict ReadSource(Reader&, Statement& statement) {
  const bool stock = statement.words.Rest() == "/etc/network/interfaces.d/*.intf";
  return stock ? kNoEffect : NotModelled(Impact::kAll, "another file included");
}

constexpr Verdict kTunnels = NotModelled(kPaths, "VXLAN");
constexpr Verdict kCommands = NotModelled(kPaths, "commands run with an interface");

constexpr Keyword kStanzaKeywords[] = {
    {"address", ReadAddress},
    {"address-virtual", ReadVirtualAddress},
    {"alias", ReadAlias},
    {"allow-hotplug", ReadAuto},
    {"auto", ReadAuto},
    {"bond-lacp-bypass-allow"},
    {"bond-lacp-rate"},
    {"bond-miimon"},
    {"bond-min-links"},
    {"bond-mode"},
    {"bond-slaves", ReadMembers<&InterfaceText::bond_members>},
    {"bond-xmit-hash-policy"},
    {"bridge-access", ReadVlanNumber<&InterfaceText::access_vlan>},
    {"bridge-ageing"},
    {"bridge-arp-nd-suppress"},
    {"bridge-learning"},
    {"bridge-mcsnoop"},
    {"bridge-ports", ReadMembers<&InterfaceText::bridge_ports>},
    {"bridge-pvid", ReadVlanNumber<&InterfaceText::native_vlan>},
    {"bridge-stp", nullptr, NotModelled(Impact::kForwarding, "spanning tree")},
    {"bridge-vids", ReadVids},
    {"bridge-vlan-aware", ReadVlanAware},
    {"clag-id", nullptr, NotModelled(Impact::kForwarding, "link aggregation over two switches")},
    {"clagd-args"},
    {"clagd-backup-ip"},
    {"clagd-peer-ip", nullptr, NotModelled(Impact::kForwarding, "link aggregation over two switches")},
    {"clagd-priority"},
    {"clagd-sys-mac"},
    {"down", nullptr, kCommands},
    {"gateway", ReadGateway},
    {"hwaddress"},
    {"iface", ReadIface},
    {"link-autoneg"},
    {"link-down", ReadLinkDown},
    {"link-duplex"},
    {"link-fec"},
    {"link-speed", ReadLinkSpeed},
    {"mstpctl-bpduguard", nullptr, NotModelled(Impact::kForwarding, "spanning tree")},
    {"mstpctl-portadminedge"},
    {"mstpctl-portbpdufilter", nullptr, NotModelled(Impact::kForwarding, "spanning tree")},
    {"mtu", ReadStanzaMtu},
    {"netmask", ReadNetmask},
    {"post-down", nullptr, kCommands},
    {"post-up", nullptr, kCommands},
    {"pre-down", nullptr, kCommands},
    {"pre-up", nullptr, kCommands},
    {"source", ReadSource},
    {"tunnel-endpoint", ReadTunnelEndpoint},
    {"tunnel-local", ReadTunnelLocal},
    {"tunnel-mode", ReadTunnelMode},
    {"tunnel-physdev", nullptr, NotModelled(kPaths, "tunnel bound to a port")},
    {"tunnel-tos"},
    {"tunnel-ttl"},
    {"up", nullptr, kCommands},
    {"vlan-id", ReadVlanNumber<&InterfaceText::vlan>},
    {"vlan-raw-device", ReadRawDevice},
    {"vrf", ReadStanzaVrf},
    {"vrf-table", ReadVrfTable},
    {"vxlan-id", nullptr, kTunnels},
    {"vxlan-local-tunnelip", nullptr, kTunnels},
};
static_assert(IsSorted(kStanzaKeywords));

}  // namespace

Verdict ReadStanzaLine(Reader& reader, Statement& statement) {
  const std::string_view word = statement.words.Peek().text;
  const auto found = std::ranges::lower_bound(kStanzaKeywords, word, {}, &Keyword::word);
  if (found == std::end(kStanzaKeywords) || found->word != word) return kNotKnown;
  const bool outside = word == "auto" || word == "allow-hotplug" || word == "iface" || word == "source";
  if (!outside && reader.stanza.empty()) return kNotKnown;
  statement.words.Next();
  return found->handler != nullptr ? found->handler(reader, statement) : found->verdict;
}

Verdict ReadPortLine(Statement& statement) {
  const std::string_view line = statement.words.Rest().text;
  const bool setting = line.find('=') != std::string_view::npos;
  return setting ? NotModelled(kPaths, "speed and splitting of ports") : kNotKnown;
}

}  // namespace ringfence::formats::frr
