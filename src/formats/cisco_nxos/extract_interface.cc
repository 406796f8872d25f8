// `interface X` and the statements in its block that are no routing protocol and no layer 2. A block may
// stand for a range of interfaces: each statement is then read once for each of them.

#include <fmt/format.h>

#include <string_view>

#include "formats/cisco_nxos/interface_name.h"
#include "formats/cisco_nxos/reader.h"
#include "formats/policer_text.h"
#include "formats/steering_text.h"
#include "model/redundancy.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  statement.words.Accept("force");
  return SetFlag(statement, reader.interface().shutdown);
}

Verdict ReadDescription(Reader& reader, Statement& statement) {
  const std::string text(statement.words.Rest().text);
  reader.interface().description = {statement.negated ? "" : text, statement.span()};
  return kUnderstood;
}

/// Removes what `no ip address ...` names; all of the family without an address.
Verdict RemoveAddresses(InterfaceText& interface, net::Family family,
                        const std::optional<net::HostPrefix>& prefix) {
  std::erase_if(interface.addresses, [&](const model::InterfaceAddress& known) {
    return known.address.address.family == family && (!prefix || known.address.address == prefix->address);
  });
  return kUnderstood;
}

Verdict ReadIpAddress(Reader& reader, Statement& statement) {
  InterfaceText& interface = reader.interface();
  if (statement.negated) {
    const auto prefix = net::ParseHostPrefix(statement.words.Rest().text);
    return RemoveAddresses(interface, net::Family::kIpv4, prefix);
  }
  if (statement.words.Accept("dhcp"))
    return NotModelled(Impact::kRouting4 | Impact::kForwarding, "address assigned at run time");
  const auto address = TakeHostPrefix(reader, statement, net::Family::kIpv4);
  if (!address) return kNotKnown;
  const bool secondary = statement.words.Accept("secondary");
  // A tag is seen by policies that redistribute it, a preference by the table of this device.
  while (statement.words.Accept("tag") || statement.words.Accept("route-preference"))
    if (!TakeNumber(reader, statement, 0, 0xffffffffU)) return kNotKnown;
  if (!secondary) {
    std::erase_if(interface.addresses, [](const model::InterfaceAddress& known) {
      return known.address.address.family == net::Family::kIpv4 && !known.secondary;
    });
  }
  const auto at = secondary ? interface.addresses.end() : interface.addresses.begin();
  interface.addresses.insert(at, {*address, secondary, statement.span()});
  const std::string_view line = statement.words.line();
  const bool more = line.find(" tag ") != std::string_view::npos ||
                    line.find(" route-preference ") != std::string_view::npos;
  return more ? NotModelled(Impact::kRouting4, "tag or preference of a connected route") : kUnderstood;
}

Verdict ReadIpv6Address(Reader& reader, Statement& statement) {
  InterfaceText& interface = reader.interface();
  if (statement.negated) {
    const auto prefix = net::ParseHostPrefix(statement.words.Rest().text);
    return RemoveAddresses(interface, net::Family::kIpv6, prefix);
  }
  if (statement.words.Accept("dhcp") || statement.words.Accept("autoconfig"))
    return NotModelled(Impact::kRouting6, "address assigned at run time");
  // `ipv6 address use-link-local-only` turns the family on without an address of its own.
  if (statement.words.Accept("use-link-local-only")) return kNoEffect;
  const auto address = TakeHostPrefix(reader, statement, net::Family::kIpv6);
  if (!address) return kNotKnown;
  if (statement.words.Accept("eui64") || statement.words.Accept("eui-64"))
    return NotModelled(Impact::kRouting6, "address from the hardware address");
  statement.words.Accept("anycast");
  interface.addresses.push_back({*address, false, statement.span()});
  return kUnderstood;
}

Verdict ReadUnnumbered(Reader& reader, Statement& statement) {
  const std::string name = TakeInterfaceName(statement.words);
  reader.interface().unnumbered = {statement.negated ? "" : name, statement.span()};
  return kUnderstood;
}

Verdict ReadMtu(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface().mtu, 64, 9216);
}

Verdict ReadDelay(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface().delay_tens_us, 1, 16777215);
}

Verdict ReadBandwidth(Reader& reader, Statement& statement) {
  Setting<std::uint64_t>& bandwidth = reader.interface().bandwidth_bps;
  if (statement.words.Accept("inherit")) {
    // Sub-interfaces take the value of their port with or without this word.
    statement.words.Rest();
    return kNoEffect;
  }
  if (statement.negated) {
    bandwidth = {};
    statement.words.Rest();
    return kUnderstood;
  }
  const auto kilobits = TakeNumber(reader, statement, 1, 4'000'000'000U);
  if (!kilobits) return kNotKnown;
  bandwidth = {std::uint64_t{*kilobits} * 1000, statement.span()};
  return kUnderstood;
}

Verdict ReadSpeed(Reader& reader, Statement& statement) {
  const auto megabits = statement.words.AcceptNumber(1, 800'000);
  statement.words.Rest();
  reader.interface().speed_bps = {};
  if (megabits && !statement.negated)
    reader.interface().speed_bps = {std::uint64_t{*megabits} * 1'000'000, statement.span()};
  return kUnderstood;
}

Verdict ReadMedium(Reader& reader, Statement& statement) {
  const bool p2p = statement.words.Accept("p2p");
  if (!p2p && !statement.words.Accept("broadcast")) return kNotKnown;
  reader.interface().medium_p2p = {p2p && !statement.negated, statement.span()};
  return kUnderstood;
}

/// Binding an interface to another table removes everything of layer 3 that was said before.
Verdict ReadVrfMember(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("member")) return kNotKnown;
  InterfaceText& interface = reader.interface();
  const std::string name = statement.negated ? "" : VrfName(statement.words.Peek().text);
  statement.words.Next();
  if (interface.vrf.value != name) {
    interface.addresses.clear();
    interface.unnumbered = {};
    interface.acl_in4 = interface.acl_out4 = interface.acl_in6 = interface.acl_out6 = {};
    interface.policy_in4 = interface.policy_in6 = {};
    interface.source_checks = {};
    interface.translation = {};
    interface.virtual_routers.clear();
    interface.ospf = interface.ospf3 = {};
    interface.isis = {};
    interface.eigrp = {};
    interface.rip = {};
  }
  interface.vrf = {name, statement.span()};
  return kUnderstood;
}

Verdict SetUse(Statement& statement, model::AclUse& in, model::AclUse& out) {
  const std::string name(statement.words.Next().text);
  const bool inbound = statement.words.Accept("in");
  if (!inbound && !statement.words.Accept("out")) return kNotKnown;
  (inbound ? in : out) = statement.negated ? model::AclUse{} : model::AclUse{name, statement.span()};
  return kUnderstood;
}

Verdict ReadAccessGroup(Reader& reader, Statement& statement) {
  return SetUse(statement, reader.interface().acl_in4, reader.interface().acl_out4);
}

Verdict ReadTrafficFilter(Reader& reader, Statement& statement) {
  return SetUse(statement, reader.interface().acl_in6, reader.interface().acl_out6);
}

Verdict ReadEncapsulation(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("dot1q") && !statement.words.Accept("dot1Q")) return kNotKnown;
  return SetNumber(reader, statement, reader.interface().vlan, 1, 4094);
}

Verdict ReadChannelGroup(Reader& reader, Statement& statement) {
  if (statement.negated) {
    reader.interface().lag = {};
    statement.words.Rest();
    return kUnderstood;
  }
  const auto number = TakeNumber(reader, statement, 1, 4096);
  if (!number) return kNotKnown;
  statement.words.Accept("force");
  if (statement.words.Accept("mode")) statement.words.Next();
  statement.words.Accept("force");
  reader.interface().lag = {fmt::format("port-channel{}", *number), statement.span()};
  return kUnderstood;
}

/// What it is good for the conversion says.
Verdict ReadFabric(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("forwarding")) return kNoEffect;  // `fabric database`
  const bool anycast = statement.words.Accept("mode") && statement.words.Accept("anycast-gateway");
  return anycast ? SetFlag(statement, reader.interface().anycast) : kNoEffect;
}

/// What it is good for the conversion says.
Verdict ReadForward4(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.interface().forward4);
}
Verdict ReadForward6(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.interface().forward6);
}

Verdict ReadAutostate(Reader&, Statement& statement) {
  return statement.negated ? NotModelled(kPaths, "VLAN interface without ports") : kNoEffect;
}

/// `mac access-group`, `mac port access-group` filter frames.
Verdict ReadMac(Reader&, Statement& statement) {
  const bool filter = statement.words.Accept("access-group") || statement.words.Accept("port");
  return filter && !statement.negated ? NotModelled(kPaths, "filter of frames") : kNoEffect;
}

Verdict ReadHsrp(Reader& reader, Statement& statement) {
  if (statement.words.Accept("version"))
    return SetNumber(reader, statement, reader.interface().hsrp_version, 1, 2);
  return ReadVirtualRouter(reader, statement, model::RedundancyProtocol::kHsrp, 0);
}
Verdict ReadVrrp(Reader& reader, Statement& statement) {
  return ReadVirtualRouter(reader, statement, model::RedundancyProtocol::kVrrp, 0);
}
Verdict ReadVrrp3(Reader& reader, Statement& statement) {
  return ReadVirtualRouter(reader, statement, model::RedundancyProtocol::kVrrp, model::kLaterVersionGroups);
}

Verdict ReadIpPolicy(Reader& reader, Statement& statement) {
  return ReadSteeringUse(statement, reader.interface().policy_in4);
}
Verdict ReadIpv6Policy(Reader& reader, Statement& statement) {
  return ReadSteeringUse(statement, reader.interface().policy_in6);
}

Verdict ReadIpRouter(Reader& reader, Statement& statement) {
  return ReadInterfaceRouter(reader, statement, net::Family::kIpv4);
}
Verdict ReadIpv6Router(Reader& reader, Statement& statement) {
  return ReadInterfaceRouter(reader, statement, net::Family::kIpv6);
}
Verdict ReadIpOspf(Reader& reader, Statement& statement) {
  return ReadInterfaceOspf(reader, statement, reader.interface().ospf);
}
Verdict ReadOspf3(Reader& reader, Statement& statement) {
  return ReadInterfaceOspf(reader, statement, reader.interface().ospf3);
}

constexpr Verdict kPortFilter = NotModelled(kPaths, "filter of a switched port");
constexpr Verdict kFlowExport = NotModelled(Impact::kCopying, "flow export");

Verdict ReadVerify(Reader& reader, Statement& statement, std::string_view family) {
  NoteVerify(reader.interface().source_checks, family, statement);
  return statement.negated ? kNoEffect : NotModelled(kSourceCheck, "reverse path check");
}
Verdict ReadVerify4(Reader& reader, Statement& statement) { return ReadVerify(reader, statement, "ip "); }
Verdict ReadVerify6(Reader& reader, Statement& statement) { return ReadVerify(reader, statement, "ipv6 "); }

Verdict ReadIpFlow(Reader& reader, Statement& statement) {
  return ReadFlowUse(reader, statement, net::Family::kIpv4);
}
Verdict ReadIpv6Flow(Reader& reader, Statement& statement) {
  return ReadFlowUse(reader, statement, net::Family::kIpv6);
}

/// `tunnel mode gre ip`, `tunnel mode ipip [ip]`; others end many tunnels, or carry other things.
Verdict ReadTunnelMode(TunnelText& tunnel, Statement& statement) {
  WordCursor& words = statement.words;
  tunnel.mode = TunnelMode::kOther;
  const Word kind = words.Next();
  const bool plain =
      kind == "gre" ? words.Accept("ip") : kind == "ipip" && (words.Accept("ip") || words.done());
  if (!plain || !words.done()) return NotModelled(kPaths | Impact::kProtection, "kind of tunnel");
  tunnel.mode = kind == "gre" ? TunnelMode::kGre : TunnelMode::kIpIp;
  return kUnderstood;
}

Verdict ReadTunnel(Reader& reader, Statement& statement) {
  TunnelText& tunnel = reader.interface().tunnel;
  if (statement.negated) return NotModelled(kPaths, "tunnel option taken back");
  if (statement.words.Accept("mode")) return ReadTunnelMode(tunnel, statement);
  if (statement.words.Accept("use-vrf")) {
    tunnel.vrf = {VrfName(statement.words.Next().text), statement.span()};
    return kUnderstood;
  }
  return ReadTunnelLine(reader, statement, tunnel, TakeInterfaceName);
}

constexpr Keyword kIpKeywords[] = {
    {"access-group", ReadAccessGroup},
    {"address", ReadIpAddress},
    {"arp"},
    {"authentication", ReadInterfaceEigrp},
    {"bandwidth", ReadInterfaceEigrp},
    {"bandwidth-percent", ReadInterfaceEigrp},
    {"delay", ReadInterfaceEigrp},
    {"dhcp"},
    {"directed-broadcast", nullptr, NotModelled(Impact::kForwarding, "directed broadcasts")},
    {"distribute-list", ReadInterfaceEigrp},
    {"eigrp", ReadInterfaceEigrp},
    {"flow", ReadIpFlow},
    {"forward", ReadForward4},
    {"hello-interval", ReadInterfaceEigrp},
    {"hold-time", ReadInterfaceEigrp},
    {"igmp"},
    {"local-proxy-arp", nullptr, NotModelled(Impact::kForwarding, "proxy ARP")},
    {"nat", ReadInterfaceNat},
    {"next-hop-self", ReadInterfaceEigrp},
    {"offset-list", ReadInterfaceEigrp},
    {"ospf", ReadIpOspf},
    {"passive-interface", ReadInterfaceEigrp},
    {"pim"},
    {"policy", ReadIpPolicy},
    {"port", nullptr, kPortFilter},
    {"port-unreachable"},
    {"proxy-arp", nullptr, NotModelled(Impact::kForwarding, "proxy ARP")},
    {"redirects"},
    {"rip", ReadInterfaceRip},
    {"router", ReadIpRouter},
    {"split-horizon", ReadInterfaceEigrp},
    {"sticky-arp"},
    {"summary-address", ReadInterfaceEigrp},
    {"tcp"},
    {"unnumbered", ReadUnnumbered},
    {"unreachables"},
    {"verify", ReadVerify4},
    {"wccp", nullptr, NotModelled(Impact::kForwarding, "web cache redirection")},
};
static_assert(IsSorted<Keyword>(kIpKeywords));

constexpr Keyword kIpv6Keywords[] = {
    {"address", ReadIpv6Address},
    {"authentication", ReadInterfaceEigrp},
    {"bandwidth", ReadInterfaceEigrp},
    {"delay", ReadInterfaceEigrp},
    {"dhcp"},
    {"eigrp", ReadInterfaceEigrp},
    {"flow", ReadIpv6Flow},
    {"forward", ReadForward6},
    {"hello-interval", ReadInterfaceEigrp},
    {"hold-time", ReadInterfaceEigrp},
    {"link-local"},
    {"mld"},
    {"nd"},
    {"neighbor"},
    {"passive-interface", ReadInterfaceEigrp},
    {"pim"},
    {"policy", ReadIpv6Policy},
    {"port", nullptr, kPortFilter},
    {"redirects"},
    {"rip", ReadInterfaceRip},
    {"router", ReadIpv6Router},
    {"split-horizon", ReadInterfaceEigrp},
    {"summary-address", ReadInterfaceEigrp},
    {"traffic-filter", ReadTrafficFilter},
    {"unreachables"},
    {"verify", ReadVerify6},
};
static_assert(IsSorted<Keyword>(kIpv6Keywords));

Verdict ReadIp(Reader& reader, Statement& statement) { return reader.Dispatch(kIpKeywords, statement); }
Verdict ReadIpv6(Reader& reader, Statement& statement) { return reader.Dispatch(kIpv6Keywords, statement); }

/// `macsec keychain K policy P`.
Verdict ReadMacsecOf(Reader& reader, Statement& statement) {
  return ReadMacsecUse(statement, "keychain", reader.interface().macsec);
}

constexpr Keyword kInterfaceKeywords[] = {
    {"arp"},
    {"autostate", ReadAutostate},
    {"bandwidth", ReadBandwidth},
    {"beacon"},
    {"bfd"},
    {"carrier-delay"},
    {"cdp"},
    {"channel-group", ReadChannelGroup},
    {"channel-mode"},
    {"cts", nullptr, NotModelled(Impact::kForwarding | Impact::kProtection, "trusted security")},
    {"delay", ReadDelay},
    {"description", ReadDescription},
    {"dot1x", nullptr, NotModelled(Impact::kForwarding, "port authentication")},
    {"duplex"},
    {"encapsulation", ReadEncapsulation},
    {"errdisable"},
    {"fabric", ReadFabric},
    {"fec"},
    {"fex", nullptr, NotModelled(kPaths, "fabric extender")},
    {"flowcontrol"},
    {"glbp", nullptr, NotModelled(Impact::kForwarding, "first hop redundancy")},
    {"hardware"},
    {"hsrp", ReadHsrp},
    {"inherit", nullptr, NotModelled(Impact::kAll, "port profile")},
    {"ip", ReadIp},
    {"ipv6", ReadIpv6},
    {"isis", ReadInterfaceIsis},
    {"lacp"},
    {"layer2", nullptr, NotModelled(Impact::kForwarding, "analysis of flows")},
    {"layer2-switched", nullptr, kFlowExport},
    {"link"},
    {"lldp"},
    {"load-interval"},
    {"logging"},
    {"mac", ReadMac},
    {"mac-address"},
    {"macsec", ReadMacsecOf},
    {"management"},
    {"mdix"},
    {"medium", ReadMedium},
    {"mpls", ReadInterfaceMpls},
    {"mtu", ReadMtu},
    {"negotiate"},
    {"ospfv3", ReadOspf3},
    {"otv", nullptr, NotModelled(kPaths, "overlay transport")},
    {"packet"},
    {"pinning"},
    {"port-channel"},
    {"priority-flow-control"},
    {"private-vlan", nullptr, NotModelled(kPaths, "private VLAN")},
    {"ptp"},
    {"queue-limit"},
    {"rate-mode"},
    {"rmon"},
    {"sampler"},
    {"service-policy"},
    {"sflow", nullptr, kFlowExport},
    {"shutdown", ReadShutdown},
    {"snmp"},
    {"spanning-tree", ReadPortTree},
    {"speed", ReadSpeed},
    {"storm-control", ReadStormControl<Reader>},
    {"switchport", ReadSwitchport},
    {"tunnel", ReadTunnel},
    {"udld"},
    {"vpc", ReadVpc},
    {"vrf", ReadVrfMember},
    {"vrrp", ReadVrrp},
    {"vrrpv3", ReadVrrp3},
    {"vtp"},
    {"xconnect", nullptr, NotModelled(kPaths, "layer-2 VPN")},
};
static_assert(IsSorted<Keyword>(kInterfaceKeywords));

Verdict ReadOneInterface(Reader& reader, Statement& statement) {
  return reader.Dispatch(kInterfaceKeywords, statement);
}

Verdict ReadInterfaceLine(Reader& reader, Statement& statement) {
  return ForRange(reader, statement, ReadOneInterface);
}

/// `no interface X`.
Verdict RemoveInterfaces(Reader& reader, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const std::size_t index = InterfaceIndexOf(reader, name, {});
    const base::Span span = reader.vendor.interfaces[index].span;
    reader.vendor.interfaces[index] = {};
    reader.vendor.interfaces[index].name = name;
    reader.vendor.interfaces[index].span = span;
  }
  return kUnderstood;
}

}  // namespace

Verdict ForRange(Reader& reader, Statement& statement, Handler handler) {
  reader.range_statement_count += reader.range.size();
  if (reader.range_statement_count > kRangeStatementsMax) return kNotKnown;
  const Statement first = statement;
  Verdict verdict = kNotKnown;
  for (const std::size_t index : reader.range) {
    reader.interface_index = index;
    statement = first;
    verdict = handler(reader, statement);
    // What is wrong for one is wrong for all, and told once.
    if (verdict.fate == model::Fate::kUnknown) break;
  }
  return verdict;
}

Verdict ReadInterface(Reader& reader, Statement& statement) {
  statement.words.Accept("breakout");
  const Word word = statement.words.Peek();
  const std::vector<std::string> names = TakeInterfaceRange(statement.words, kRangeInterfacesMax);
  const bool known = !names.empty() && std::ranges::all_of(names, LooksLikeInterface);
  if (!known) return reader.Invalid(statement, word, fmt::format("'{}' is not an interface", word.text));
  if (names.front().starts_with("nve")) return OpenNve(reader, statement, names);
  if (statement.negated) return RemoveInterfaces(reader, names);
  reader.range.clear();
  for (const std::string& name : names)
    reader.range.push_back(InterfaceIndexOf(reader, name, statement.span()));
  reader.Open(ReadInterfaceLine, Impact::kAll);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_nxos
