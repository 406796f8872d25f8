// `interface X` with what is not IP, switching or a routing protocol.

#include <fmt/format.h>

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/reader.h"
#include "formats/policer_text.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

constexpr std::uint32_t kMtuMax = 65535;

Verdict ReadDescription(Reader& reader, Statement& statement) {
  const std::string text(statement.words.Rest().text);
  reader.interface().description = {statement.negated ? "" : text, statement.span()};
  return kUnderstood;
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  reader.interface().shutdown = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadMtu(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.interface().mtu = {}, statement.words.Rest(), kUnderstood;
  const auto mtu = TakeNumber(reader, statement, 68, kMtuMax);
  if (!mtu) return kNotKnown;
  reader.interface().mtu = {*mtu, statement.span()};
  return kUnderstood;
}

Verdict ReadBandwidth(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.interface().bandwidth_bps = {}, statement.words.Rest(), kUnderstood;
  const auto kilobits = TakeNumber(reader, statement, 1, 0xffffffffU);
  if (!kilobits) return kNotKnown;
  reader.interface().bandwidth_bps = {std::uint64_t{*kilobits} * 1000, statement.span()};
  return kUnderstood;
}

/// `speed 100g-4`, `speed forced 10000full`, `speed 1000full`, `speed auto`.
Verdict ReadSpeed(Reader& reader, Statement& statement) {
  Setting<std::uint64_t>& speed_bps = reader.interface().speed_bps;
  if (statement.negated) return speed_bps = {}, statement.words.Rest(), kUnderstood;
  const bool automatic = statement.words.Accept("auto");
  if (!automatic) statement.words.Accept("forced");
  const std::string_view text = statement.words.Rest().text;
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = ParseNumber(text.substr(0, end), 1, 1000000);
  if (!number) return automatic ? kNoEffect : kNotKnown;
  const bool gigabits = text.substr(end).starts_with("g") || text.substr(end).starts_with("G");
  speed_bps = {std::uint64_t{*number} * (gigabits ? 1'000'000'000U : 1'000'000U), statement.span()};
  return kUnderstood;
}

Verdict ReadVrfOfInterface(Reader& reader, Statement& statement) {
  statement.words.Accept("forwarding");
  const std::string name = VrfName(statement.words.Rest().text);
  reader.interface().vrf = {statement.negated ? "" : name, statement.span()};
  // Binding an interface to another table removes its addresses.
  reader.interface().addresses.clear();
  return kUnderstood;
}

Verdict ReadEncapsulation(Reader& reader, Statement& statement) {
  if (statement.words.Accept("vlan"))
    return statement.negated ? kNoEffect : NotModelled(kPaths, "VLAN mapping of a sub-interface");
  if (!statement.words.Accept("dot1q")) return kNotKnown;
  if (statement.negated) return reader.interface().vlan = {}, statement.words.Rest(), kUnderstood;
  statement.words.Accept("vlan");
  const auto vlan = TakeNumber(reader, statement, 1, 4094);
  if (!vlan) return kNotKnown;
  if (statement.words.Accept("inner")) return NotModelled(kPaths, "double VLAN tag");
  reader.interface().vlan = {*vlan, statement.span()};
  return kUnderstood;
}

Verdict ReadChannelGroup(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.interface().lag = {}, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, 1, 999999);
  if (!number) return kNotKnown;
  statement.words.Rest();
  reader.interface().lag = {fmt::format("Port-Channel{}", *number), statement.span()};
  return kUnderstood;
}

Verdict ReadTunnel(Reader& reader, Statement& statement) {
  InterfaceText& interface = reader.interface();
  WordCursor& words = statement.words;
  if (statement.negated) return NotModelled(kPaths, "tunnel option taken back");
  if (words.Accept("ipsec")) return NotModelled(kPaths | Impact::kProtection, "tunnel");
  if (words.Accept("mode")) {
    interface.tunnel_gre = words.Accept("gre") && words.done();
    return interface.tunnel_gre ? kUnderstood : NotModelled(kPaths | Impact::kProtection, "kind of tunnel");
  }
  if (words.Accept("underlay")) {
    if (!words.Accept("vrf")) return NotModelled(kPaths, "tunnel option");
    interface.tunnel.vrf = {VrfName(words.Next().text), statement.span()};
    return kUnderstood;
  }
  return ReadTunnelLine(reader, statement, interface.tunnel, TakeInterfaceName);
}

Verdict ReadMac(Reader& reader, Statement& statement) {
  if (statement.words.Accept("security")) return ReadMacsecUse(reader, statement);
  if (statement.negated) return kNoEffect;
  if (statement.words.Accept("access-group")) return NotModelled(kPaths, "layer-2 access list");
  return kNoEffect;
}

Verdict ReadVlanOfInterface(Reader&, Statement& statement) {
  return statement.negated ? kNoEffect : NotModelled(kPaths, "VLAN of a sub-interface without encapsulation");
}

Verdict ReadAutostate(Reader&, Statement& statement) {
  return statement.negated ? NotModelled(kPaths, "VLAN interface without ports") : kNoEffect;
}

constexpr Keyword kInterfaceKeywords[] = {
    {"address", nullptr, NotModelled(Impact::kForwarding, "locked addresses")},
    {"aflow"},
    {"arp"},
    {"autostate", ReadAutostate},
    {"bandwidth", ReadBandwidth},
    {"bfd"},
    {"bgp"},
    {"bridge", nullptr, NotModelled(kPaths, "bridging")},
    {"carrier-delay"},
    {"cdp"},
    {"channel-group", ReadChannelGroup},
    {"comment"},
    {"dcbx"},
    {"delay"},
    {"description", ReadDescription},
    {"dhcp"},
    {"dot1x", nullptr, NotModelled(Impact::kForwarding, "port authentication")},
    {"duplex"},
    {"encapsulation", ReadEncapsulation},
    {"errdisable"},
    {"error-correction"},
    {"evpn", nullptr, NotModelled(Impact::kForwarding, "EVPN multihoming")},
    {"fec"},
    {"flow", ReadInterfaceFlow},
    {"flow-spec", nullptr, NotModelled(kPaths, "flow specification")},
    {"flowcontrol"},
    {"hardware"},
    {"igmp"},
    {"ip", ReadInterfaceIp},
    {"ipv6", ReadInterfaceIpv6},
    {"isis", ReadInterfaceIsis},
    {"l2"},
    {"l2-protocol"},
    {"lacp"},
    {"link"},
    {"link-debounce"},
    {"lldp"},
    {"load-interval"},
    {"logging"},
    {"loop-protection"},
    {"loopback"},
    {"mac", ReadMac},
    {"mac-address"},
    {"mac-timestamp"},
    {"mfib"},
    {"mlag", ReadInterfaceMlag},
    {"mld"},
    {"mpls", ReadInterfaceMpls},
    {"msrp"},
    {"mtu", ReadMtu},
    {"multicast"},
    {"mvrp"},
    {"node-segment", ReadNodeSegment},
    {"ntp"},
    {"ospfv3", ReadInterfaceOspfv3},
    {"phone"},
    {"phy"},
    {"pim"},
    {"poe"},
    {"policy-map"},
    {"port"},
    {"port-channel"},
    {"priority-flow-control"},
    {"profile", nullptr, NotModelled(kPaths, "interface profile")},
    {"ptp"},
    {"pvlan", nullptr, NotModelled(kPaths, "private VLAN")},
    {"qos"},
    {"queue"},
    {"queue-monitor"},
    {"random-detect"},
    {"redundancy"},
    {"rip", nullptr, NotModelled(Impact::kRouting4, "RIP")},
    {"service-policy", ReadServicePolicy},
    {"service-profile"},
    {"sflow", ReadInterfaceSflow},
    {"shape"},
    {"shutdown", ReadShutdown},
    {"snmp"},
    {"spanning-tree", ReadPortTree},
    {"speed", ReadSpeed},
    {"storm-control", ReadStormControl<Reader>},
    {"switchport", ReadSwitchport},
    {"sync-e"},
    {"tap", nullptr, NotModelled(Impact::kCopying, "tap aggregation")},
    {"tcp"},
    {"tool", nullptr, NotModelled(Impact::kCopying, "tap aggregation")},
    {"traffic-loopback", nullptr, NotModelled(kPaths, "port in loopback")},
    {"traffic-policy", nullptr, NotModelled(kPaths, "traffic policy")},
    {"transceiver"},
    {"transmit"},
    {"tunnel", ReadTunnel},
    {"tx-queue"},
    {"uc-tx-queue"},
    {"unidirectional", nullptr, NotModelled(Impact::kForwarding, "one-way port")},
    {"unsupported"},
    {"vlan", ReadVlanOfInterface},
    {"vmtracer"},
    {"vrf", ReadVrfOfInterface},
    {"vrrp", ReadVrrp},
    {"vxlan", nullptr, NotModelled(kPaths, "VXLAN")},
    {"xcvr"},
};
static_assert(IsSorted(std::span<const Keyword>(kInterfaceKeywords)));

Verdict ReadInterfaceLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kInterfaceKeywords, statement);
}

}  // namespace

Verdict ReadInterface(Reader& reader, Statement& statement) {
  std::vector<InterfaceText>& interfaces = reader.vendor.interfaces;
  const Word word = statement.words.Peek();
  if (word == "defaults" || word == "profile") return kNoEffect;
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return reader.Invalid(statement, word, "the interface name is missing");
  if (!statement.words.done()) return kNotKnown;
  if (NamesOfRange(name).size() != 1) return NotModelled(Impact::kAll, "range of interfaces");
  if (name.starts_with("Vxlan")) {
    auto& vxlan = reader.vendor.vxlan;
    if (statement.negated) return vxlan = std::nullopt, kUnderstood;
    if (!vxlan) vxlan.emplace().span = statement.span();
    vxlan->name = name;
    reader.Open(ReadVxlanLine, kPaths);
    return kUnderstood;
  }
  const auto known = std::ranges::find(interfaces, name, &InterfaceText::name);
  if (statement.negated) {
    if (known != interfaces.end()) interfaces.erase(known);
    return kUnderstood;
  }
  reader.interface_index = static_cast<std::size_t>(known - interfaces.begin());
  if (known == interfaces.end()) interfaces.push_back({.name = name, .span = statement.span()});
  reader.Open(ReadInterfaceLine, Impact::kAll);
  return kUnderstood;
}

}  // namespace ringfence::formats::arista_eos
