// `interface X` and the statements in its block, apart from OSPF and protection.

#include <fmt/format.h>

#include <string_view>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"
#include "formats/policer_text.h"
#include "formats/steering_text.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

/// Sets a setting from a number, or clears it for `no`.
Verdict SetNumber(Reader& reader, Statement& statement, Setting<std::uint32_t>& setting, std::uint32_t min,
                  std::uint32_t max) {
  if (statement.negated) {
    setting = {};
    statement.words.Rest();
    return kUnderstood;
  }
  const auto number = TakeNumber(reader, statement, min, max);
  if (!number) return kNotKnown;
  setting = {*number, statement.span()};
  return kUnderstood;
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  reader.interface().shutdown = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadDescription(Reader& reader, Statement& statement) {
  const std::string text(statement.words.Rest().text);
  reader.interface().description = {statement.negated ? "" : text, statement.span()};
  return kUnderstood;
}

/// Removes what `no ip address ...` names; all of the family without an address.
Verdict RemoveAddresses(InterfaceText& interface, net::Family family, std::optional<net::IpAddress> address) {
  std::erase_if(interface.addresses, [&](const model::InterfaceAddress& known) {
    return known.address.address.family == family && (!address || known.address.address == *address);
  });
  return kUnderstood;
}

Verdict ReadIpAddress(Reader& reader, Statement& statement) {
  InterfaceText& interface = reader.interface();
  const std::string_view first = statement.words.Peek().text;
  if (statement.negated) {
    const auto address = net::ParseIpv4(first);
    statement.words.Rest();
    return RemoveAddresses(interface, net::Family::kIpv4, address);
  }
  if (first == "dhcp" || first == "negotiated" || first == "pool" || first == "autoconfig") {
    return NotModelled(Impact::kRouting4 | Impact::kForwarding, "address assigned at run time");
  }
  const Word word = statement.words.Peek();
  const auto address = TakePrefix(reader, statement);
  if (!address) return kNotKnown;
  const bool secondary = statement.words.Accept("secondary");
  if (!secondary) {
    std::erase_if(interface.addresses, [](const model::InterfaceAddress& known) {
      return known.address.address.family == net::Family::kIpv4 && !known.secondary;
    });
  }
  const bool is_subnet = address->length < 31 && address->subnet().address == address->address;
  if (is_subnet)
    return reader.Invalid(statement, word, fmt::format("'{}' is the address of the subnet", word.text));
  const auto at = secondary ? interface.addresses.end() : interface.addresses.begin();
  interface.addresses.insert(at, {*address, secondary, statement.span()});
  return kUnderstood;
}

Verdict ReadIpv6Address(Reader& reader, Statement& statement) {
  InterfaceText& interface = reader.interface();
  const Word word = statement.words.Next();
  const auto address = net::ParseHostPrefix(word.text);
  if (statement.negated) {
    return RemoveAddresses(interface, net::Family::kIpv6,
                           address ? std::optional(address->address) : std::nullopt);
  }
  if (word == "autoconfig" || word == "dhcp")
    return NotModelled(Impact::kRouting6, "address assigned at run time");
  if (statement.words.Accept("link-local")) return kNoEffect;
  if (!address || address->address.family != net::Family::kIpv6) {
    return reader.Invalid(statement, word, fmt::format("'{}' is not an IPv6 prefix", word.text));
  }
  if (statement.words.Accept("eui-64"))
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
  return SetNumber(reader, statement, reader.interface().mtu, 64, 65535);
}

Verdict ReadIpMtu(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface().ip_mtu, 68, 65535);
}

/// Of itself only how packets are cut; routers that compare it look (CheckMtu6).
Verdict ReadIpv6Mtu(Reader& reader, Statement& statement) {
  const Verdict verdict = SetNumber(reader, statement, reader.interface().ipv6_mtu, 1280, 65535);
  return verdict.fate == model::Fate::kModelled ? kNoEffect : verdict;
}

Verdict ReadBandwidth(Reader& reader, Statement& statement) {
  Setting<std::uint64_t>& bandwidth = reader.interface().bandwidth_bps;
  if (statement.words.Accept("receive") || statement.words.Accept("inherit")) return kNotKnown;
  if (statement.negated) {
    bandwidth = {};
    statement.words.Rest();
    return kUnderstood;
  }
  statement.words.Accept("qos-reference");
  const auto kilobits = TakeNumber(reader, statement, 1, 4'000'000'000U);
  if (!kilobits) return kNotKnown;
  bandwidth = {std::uint64_t{*kilobits} * 1000, statement.span()};
  return kUnderstood;
}

Verdict ReadSpeed(Reader& reader, Statement& statement) {
  Setting<std::uint64_t>& speed = reader.interface().speed_bps;
  const auto megabits = statement.words.AcceptNumber(1, 800'000);
  statement.words.Rest();
  if (megabits && !statement.negated) speed = {std::uint64_t{*megabits} * 1'000'000, statement.span()};
  return kUnderstood;
}

Verdict ReadVrfForwarding(Reader& reader, Statement& statement) {
  statement.words.Accept("forwarding");
  const std::string name(statement.words.Rest().text);
  reader.interface().vrf = {statement.negated ? "" : name, statement.span()};
  // Binding an interface to another table removes its addresses.
  reader.interface().addresses.clear();
  return kUnderstood;
}

Verdict SetUse(Statement& statement, model::AclUse& in, model::AclUse& out) {
  const std::string name(statement.words.Next().text);
  const bool inbound = statement.words.Accept("in");
  if (!inbound && !statement.words.Accept("out")) return kNotKnown;
  (inbound ? in : out) = statement.negated ? model::AclUse{} : model::AclUse{name, statement.span()};
  return kUnderstood;
}

Verdict ReadVerify(Reader& reader, Statement& statement, std::string_view family) {
  NoteVerify(reader.interface().source_checks, family, statement);
  return statement.negated ? kNoEffect : NotModelled(kSourceCheck, "source address verification");
}
Verdict ReadVerify4(Reader& reader, Statement& statement) { return ReadVerify(reader, statement, "ip "); }
Verdict ReadVerify6(Reader& reader, Statement& statement) { return ReadVerify(reader, statement, "ipv6 "); }

Verdict ReadAccessGroup(Reader& reader, Statement& statement) {
  return SetUse(statement, reader.interface().acl_in4, reader.interface().acl_out4);
}

Verdict ReadTrafficFilter(Reader& reader, Statement& statement) {
  return SetUse(statement, reader.interface().acl_in6, reader.interface().acl_out6);
}

Verdict ReadIpPolicy(Reader& reader, Statement& statement) {
  return ReadSteeringUse(statement, reader.interface().policy_in4);
}
Verdict ReadIpv6Policy(Reader& reader, Statement& statement) {
  return ReadSteeringUse(statement, reader.interface().policy_in6);
}

Verdict ReadEncapsulation(Reader& reader, Statement& statement) {
  const Word kind = statement.words.Next();
  if (statement.negated) {
    reader.interface().vlan = {};
    statement.words.Rest();
    return kUnderstood;
  }
  if (kind == "ppp" || kind == "hdlc" || kind == "frame-relay")
    return kind == "frame-relay" ? kNotKnown : kUnderstood;
  if (!(kind == "dot1Q" || kind == "dot1q")) return kNotKnown;
  const auto vlan = TakeNumber(reader, statement, 1, 4094);
  if (!vlan) return kNotKnown;
  statement.words.Accept("native");
  if (statement.words.Accept("second-dot1q")) return NotModelled(kPaths, "double VLAN tag");
  reader.interface().vlan = {*vlan, statement.span()};
  return kUnderstood;
}

Verdict ReadChannelGroup(Reader& reader, Statement& statement) {
  const auto number = TakeNumber(reader, statement, 1, 4096);
  if (!number) return kNotKnown;
  statement.words.Rest();
  reader.interface().lag = {statement.negated ? "" : fmt::format("Port-channel{}", *number),
                            statement.span()};
  return kUnderstood;
}

/// Tens of microseconds.
Verdict ReadDelay(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface().delay, 1, 16777215);
}

Verdict ReadService(Reader&, Statement& statement) {
  if (statement.words.Accept("instance")) return NotModelled(kPaths, "Ethernet service instance");
  return kNotKnown;
}

/// Quality of service cannot move packets; a service policy of another type can.
Verdict ReadServicePolicy(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("type")) return kNoEffect;
  return NotModelled(kPaths, "service policy with a type");
}

Verdict ReadIpFlow(Reader& reader, Statement& statement) {
  return ReadFlowUse(reader, statement, net::Family::kIpv4);
}

/// How packets are switched inside does not matter; `flow` is the older word for `ip flow ingress`.
Verdict ReadRouteCache(Reader& reader, Statement& statement) {
  if (statement.words.Peek() != "flow") return kNoEffect;
  if (statement.negated) return ReadFlowUse(reader, statement, net::Family::kIpv4);
  statement.words.Rest();
  reader.interface().flows.push_back({"", net::Family::kIpv4, false, statement.span()});
  return kUnderstood;
}

Verdict ReadIpv6Flow(Reader& reader, Statement& statement) {
  return ReadFlowUse(reader, statement, net::Family::kIpv6);
}

constexpr Keyword kIpKeywords[] = {
    {"access-group", ReadAccessGroup},
    {"accounting"},
    {"address", ReadIpAddress},
    {"admission", nullptr, NotModelled(Impact::kForwarding, "port authentication")},
    {"arp"},
    {"authentication", nullptr, NotModelled(Impact::kRouting4, "EIGRP authentication")},
    {"bandwidth-percent"},
    {"bgp"},
    {"cef"},
    {"device"},
    {"dhcp"},
    {"directed-broadcast", nullptr, NotModelled(Impact::kForwarding, "directed broadcasts")},
    {"flow", ReadIpFlow},
    {"hello-interval"},
    {"helper-address", nullptr, NotModelled(Impact::kForwarding, "broadcasts relayed to servers")},
    {"hold-time"},
    {"icmp"},
    {"igmp"},
    {"inspect", nullptr, NotModelled(Impact::kForwarding, "stateful inspection")},
    {"load-sharing"},
    {"local-proxy-arp", nullptr, NotModelled(Impact::kForwarding, "proxy ARP")},
    {"mask-reply"},
    {"mroute-cache"},
    {"mtu", ReadIpMtu},
    {"multicast"},
    {"nat", ReadInterfaceNat},
    {"nbar"},
    {"nhrp", nullptr, NotModelled(kPaths, "next hop resolution")},
    {"ospf", ReadInterfaceOspf},
    {"pim"},
    {"policy", ReadIpPolicy},
    {"proxy-arp"},
    {"redirects"},
    {"rip"},
    {"route-cache", ReadRouteCache},
    {"router", nullptr, NotModelled(kRouting, "other routing protocol")},
    {"rsvp"},
    {"rtp"},
    {"sap"},
    {"split-horizon", ReadEigrpSplitHorizon},
    {"summary-address", ReadEigrpSummary},
    {"tcp"},
    {"traffic-export", nullptr, NotModelled(Impact::kCopying, "traffic export")},
    {"unnumbered", ReadUnnumbered},
    {"unreachables"},
    {"verify", ReadVerify4},
    {"virtual-reassembly"},
    {"vrf", ReadVrfForwarding},
    {"wccp", nullptr, NotModelled(Impact::kForwarding, "web cache redirection")},
};
static_assert(IsSorted(kIpKeywords));

constexpr Keyword kIpv6Keywords[] = {
    {"address", ReadIpv6Address},
    {"dhcp"},
    {"enable"},
    {"flow", ReadIpv6Flow},
    {"mld"},
    {"mtu", ReadIpv6Mtu},
    {"nd"},
    {"ospf", ReadInterfaceOspf6},
    {"pim"},
    {"policy", ReadIpv6Policy},
    {"redirects"},
    {"rip", nullptr, NotModelled(Impact::kRouting6, "other routing protocol")},
    {"router", nullptr, NotModelled(Impact::kRouting6, "other routing protocol")},
    {"tcp"},
    {"traffic-filter", ReadTrafficFilter},
    {"unreachables"},
    {"verify", ReadVerify6},
    {"virtual-reassembly"},
};
static_assert(IsSorted(kIpv6Keywords));

Verdict ReadInterfaceIp(Reader& reader, Statement& statement) {
  return reader.Dispatch(kIpKeywords, statement);
}
Verdict ReadInterfaceIpv6(Reader& reader, Statement& statement) {
  return reader.Dispatch(kIpv6Keywords, statement);
}

Verdict ReadAutostate(Reader&, Statement& statement) {
  return statement.negated ? NotModelled(kPaths, "VLAN interface without ports") : kNoEffect;
}

constexpr Keyword kInterfaceKeywords[] = {
    {"access-session", nullptr, NotModelled(Impact::kForwarding, "port authentication")},
    {"alias"},
    {"arp"},
    {"authentication", nullptr, NotModelled(Impact::kForwarding, "port authentication")},
    {"auto"},
    {"autostate", ReadAutostate},
    {"backup", nullptr, NotModelled(kPaths, "backup interface")},
    {"bandwidth", ReadBandwidth},
    {"bfd"},
    {"bridge-domain", nullptr, NotModelled(kPaths, "bridging")},
    {"bridge-group", nullptr, NotModelled(kPaths, "bridging")},
    {"carrier-delay"},
    {"cdp"},
    {"channel-group", ReadChannelGroup},
    {"channel-protocol"},
    {"clock"},
    {"clockrate"},
    {"crypto", ReadInterfaceTunnel},
    {"dampening"},
    {"delay", ReadDelay},
    {"description", ReadDescription},
    {"dot1x", nullptr, NotModelled(Impact::kForwarding, "port authentication")},
    {"dsl"},
    {"duplex"},
    {"eapol"},
    {"encapsulation", ReadEncapsulation},
    {"ethernet"},
    {"fair-queue"},
    {"flowcontrol"},
    {"glbp", nullptr, NotModelled(Impact::kForwarding, "first hop redundancy")},
    {"half-duplex"},
    {"hold-queue"},
    {"ip", ReadInterfaceIp},
    {"ipv6", ReadInterfaceIpv6},
    {"isis"},
    {"keepalive", ReadKeepalive},
    {"lacp"},
    {"lldp"},
    {"load-interval"},
    {"logging"},
    {"mab", nullptr, NotModelled(Impact::kForwarding, "port authentication")},
    {"mac-address"},
    {"macro"},
    {"macsec", ReadInterfaceTunnel},
    {"mdix"},
    {"media-type"},
    {"mka", ReadInterfaceTunnel},
    {"mls"},
    {"mop"},
    {"mpls", ReadInterfaceMpls},
    {"mtu", ReadMtu},
    {"negotiation"},
    {"ntp"},
    {"ospfv3", ReadInterfaceOspfv3},
    {"peer"},
    {"platform"},
    {"plim"},
    {"port-channel"},
    {"power"},
    {"ppp"},
    {"priority-queue"},
    {"queue-limit"},
    {"queue-set"},
    {"random-detect"},
    {"scheduler"},
    {"serial"},
    {"service", ReadService},
    {"service-module"},
    {"service-policy", ReadServicePolicy},
    {"shutdown", ReadShutdown},
    {"snmp"},
    {"source", nullptr, NotModelled(kPaths, "interface template")},
    {"spanning-tree", ReadPortTree},
    {"speed", ReadSpeed},
    {"srr-queue"},
    {"standby", ReadStandby},
    {"storm-control", ReadStormControl<Reader>},
    {"switchport", ReadSwitchport},
    {"synchronous"},
    {"traffic-shape"},
    {"trust"},
    {"tunnel", ReadInterfaceTunnel},
    {"tx-ring-limit"},
    {"udld"},
    {"vrf", ReadVrfForwarding},
    {"vrrp", ReadVrrp},
    {"xconnect", nullptr, NotModelled(kPaths, "layer-2 VPN")},
    {"zone-member", nullptr, NotModelled(kPaths, "zone firewall")},
};
static_assert(IsSorted(kInterfaceKeywords));

Verdict ReadInterfaceLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kInterfaceKeywords, statement);
}

}  // namespace

Verdict ReadInterface(Reader& reader, Statement& statement) {
  std::vector<InterfaceText>& interfaces = reader.vendor.interfaces;
  const Word word = statement.words.Peek();
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return reader.Invalid(statement, word, "the interface name is missing");
  const auto known = std::ranges::find(interfaces, name, &InterfaceText::name);
  if (statement.negated) {
    if (known != interfaces.end()) interfaces.erase(known);
    return kUnderstood;
  }
  // `interface Tunnel1 point-to-point` and the like repeat what the name says.
  if (!statement.words.Accept("point-to-point") && !statement.words.done()) return kNotKnown;
  reader.interface_index = static_cast<std::size_t>(known - interfaces.begin());
  if (known == interfaces.end()) interfaces.push_back({.name = name, .span = statement.span()});
  reader.Open(ReadInterfaceLine, Impact::kAll);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_ios
