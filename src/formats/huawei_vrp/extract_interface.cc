// `interface X` and the statements of its view, the OSPF ones apart (extract_interface_ospf.cc).
#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

constexpr std::uint8_t kVpnImpact = kPaths;
/// Largest interface description kept, in bytes (origin: the command line takes 242).
constexpr std::size_t kDescriptionBytesMax = 512;

VrpInterface& Open(Reader& reader) { return reader.config.interfaces[reader.open_interface]; }

Verdict ReadIpv4Address(Reader& reader, const Line& line) {
  VrpInterface& interface = Open(reader);
  if (line.undo() && line.size() == 2) {
    std::erase_if(interface.addresses,
                  [](const auto& a) { return a.address.address.family == net::Family::kIpv4; });
    return Modelled();
  }
  if (line.at(2) == "unnumbered") {
    const NameTaken name = TakeInterfaceName(line, line.at(3) == "interface" ? 4 : 3);
    if (name.name.empty()) return reader.Invalid(line, 4, "not an interface name", Impact::kAll);
    interface.unnumbered_from = line.undo() ? "" : name.name;
    return Modelled();
  }
  if (line.at(2) == "dhcp-alloc" || line.at(2) == "ppp-negotiate") {
    return Unmodelled(kVpnImpact, "address from a server");
  }
  const auto address = net::ParseIpv4(line.at(2));
  if (!address) return reader.Invalid(line, 2, "not an IPv4 address", Impact::kAll);
  const auto length = ParseMask(line.at(3));
  if (!length) return reader.Invalid(line, 3, "not a network mask", Impact::kAll);
  const bool secondary = line.at(4) == "sub";
  if (!line.at(4).empty() && !secondary) return Unknown();
  const net::HostPrefix prefix{*address, *length};
  std::erase_if(interface.addresses, [&](const model::InterfaceAddress& a) {
    if (a.address.address.family != net::Family::kIpv4) return false;
    return a.address == prefix || (!line.undo() && !secondary && !a.secondary);
  });
  if (line.undo()) return Modelled();
  const model::InterfaceAddress entry{prefix, secondary, line.span()};
  interface.addresses.insert(secondary ? interface.addresses.end() : interface.addresses.begin(), entry);
  return Modelled();
}

/// The port has one such address; a port without has one of its own making.
Verdict SetLinkLocal(VrpInterface& interface, const Line& line, const net::IpAddress& address) {
  constexpr std::uint8_t kLinkLocalLength = 64;
  std::erase_if(interface.addresses, [](const auto& other) { return IsLinkLocal(other.address.address); });
  if (!line.undo()) interface.addresses.push_back({{address, kLinkLocalLength}, false, line.span()});
  return Modelled();
}

Verdict ReadSourceCheck(Reader& reader, const Line& line) {
  std::string family(line.at(0) == "urpf" ? "" : line.at(0));
  Open(reader).source_checks.Note(std::move(family), line.undo(), line.span());
  return KnownForm(View::kInterface, line);
}

Verdict ReadIpv6(Reader& reader, const Line& line) {
  VrpInterface& interface = Open(reader);
  if (line.at(1) == "enable") {
    interface.ipv6_enabled = !line.undo();
    return Modelled();
  }
  if (line.at(1) == "mtu") {
    // Of itself only how packets are cut; routers that compare it look.
    interface.mtu6_bytes = line.undo() ? std::nullopt : NumberUpTo(line.at(2));
    interface.mtu6_span = line.span();
    return Irrelevant();
  }
  if (line.at(1) == "urpf") return ReadSourceCheck(reader, line);
  if (line.at(1) == "nd") return Irrelevant();
  if (line.at(1) == "netstream") return ReadInterfaceNetstream(reader, line);
  if (line.at(1) != "address") return KnownForm(View::kInterface, line);
  if (line.at(2) == "auto") return Irrelevant();
  std::optional<net::HostPrefix> prefix = net::ParseHostPrefix(line.at(2));
  if (!prefix) {
    const auto address = net::ParseAddress(line.at(2));
    if (!address) return reader.Invalid(line, 2, "not an IPv6 address", Impact::kAll);
    if (line.at(3) == "link-local") {
      if (!IsLinkLocal(*address)) return reader.Invalid(line, 2, "not a link-local address", Impact::kAll);
      return SetLinkLocal(interface, line, *address);
    }
    const auto length = NumberUpTo(line.at(3), 128);
    if (!length) return reader.Invalid(line, 3, "not a prefix length", Impact::kAll);
    prefix = net::HostPrefix{*address, static_cast<std::uint8_t>(*length)};
  }
  if (prefix->address.family != net::Family::kIpv6)
    return reader.Invalid(line, 2, "not an IPv6 address", Impact::kAll);
  std::erase_if(interface.addresses, [&](const auto& a) { return a.address == *prefix; });
  if (line.undo()) return Modelled();
  bool secondary = false;
  for (const auto& other : interface.addresses) {
    const net::IpAddress& ip = other.address.address;
    secondary |= ip.family == net::Family::kIpv6 && !IsLinkLocal(ip);
  }
  interface.addresses.push_back({*prefix, secondary, line.span()});
  return Modelled();
}

Verdict ReadIp(Reader& reader, const Line& line) {
  if (line.at(1) == "address") return ReadIpv4Address(reader, line);
  if (line.at(1) == "binding" && line.at(2) == "vpn-instance") {
    // Binding and unbinding both take the addresses off.
    Open(reader).addresses.clear();
    Open(reader).vpn_instance = line.undo() ? "" : std::string(line.at(3));
    return Modelled();
  }
  if (line.at(1) == "netstream") return ReadInterfaceNetstream(reader, line);
  if (line.at(1) == "policy-based-route") return ReadPolicyRoutingUse(reader, line);
  if (line.at(1) == "urpf") return ReadSourceCheck(reader, line);
  return KnownForm(View::kInterface, line);
}

Verdict ReadNumbers(Reader& reader, const Line& line) {
  VrpInterface& interface = Open(reader);
  if (line.undo()) {
    if (line.at(0) == "mtu") interface.mtu_bytes.reset();
    if (line.at(0) == "bandwidth") interface.bandwidth_bps.reset();
    return Modelled();
  }
  const auto number = NumberUpTo(line.at(1));
  if (!number || *number == 0)
    return reader.Invalid(line, 1, "not a number", Impact::kRouting4 | Impact::kForwarding);
  if (line.at(0) == "mtu") {
    interface.mtu_bytes = *number;
    return Modelled();
  }
  // `bandwidth N` is in Mbit/s, `bandwidth N kbps` in kbit/s.
  interface.bandwidth_bps = *number * (line.at(2) == "kbps" ? 1000ULL : 1'000'000ULL);
  return Modelled();
}

Verdict ReadTrafficFilter(Reader& reader, const Line& line) {
  const bool inbound = line.at(1) == "inbound";
  if (!inbound && line.at(1) != "outbound")
    return reader.Invalid(line, 1, "not a direction", Impact::kForwarding);
  const bool ipv6 = line.at(2) == "ipv6" || line.at(3) == "ipv6";
  VrpInterface& interface = Open(reader);
  NameUse& use = ipv6 ? (inbound ? interface.filter_in6 : interface.filter_out6)
                      : (inbound ? interface.filter_in4 : interface.filter_out4);
  if (line.undo()) {
    use = {};
    return Modelled();
  }
  std::size_t word = 2;
  while (line.at(word) == "acl" || line.at(word) == "ipv6" || line.at(word) == "name") ++word;
  if (line.at(word).empty())
    return reader.Invalid(line, word, "an access list is missing", Impact::kForwarding);
  if (line.size() > word + 1) {
    use = {{}, line.span()};
    return Unmodelled(Impact::kForwarding, "traffic filter with options");
  }
  use = {std::string(line.at(word)), line.span()};
  return Modelled();
}

Verdict ReadTrafficPolicyUse(Reader& reader, const Line& line) {
  const bool inbound = line.at(2) == "inbound";
  if (line.at(1) == "inbound" || line.at(1) == "outbound") {
    // `undo traffic-policy inbound`
    (line.at(1) == "inbound" ? Open(reader).policy_in : Open(reader).policy_out) = {};
    return line.undo() ? Modelled() : Unknown(Impact::kForwarding);
  }
  if (!inbound && line.at(2) != "outbound")
    return reader.Invalid(line, 2, "not a direction", Impact::kForwarding);
  NameUse use;
  if (!line.undo()) use = {std::string(line.at(1)), line.span()};
  const bool plain = line.size() == 3;
  if (!plain) use.name.clear();
  (inbound ? Open(reader).policy_in : Open(reader).policy_out) = use;
  if (!plain) return Unmodelled(Impact::kForwarding, "traffic policy with options");
  return Modelled();
}

Verdict ReadVlan(Reader& reader, const Line& line, std::size_t word) {
  if (line.undo()) {
    Open(reader).vlan.reset();
    return Modelled();
  }
  const auto vlan = NumberUpTo(line.at(word), 4095);
  if (!vlan) return reader.Invalid(line, word, "not a VLAN number", Impact::kAll);
  if (line.size() > word + 1) return Unmodelled(kVpnImpact, "several VLANs on one sub-interface");
  Open(reader).vlan = static_cast<std::uint16_t>(*vlan);
  return Modelled();
}

Verdict ReadTunnelEnd(Reader& reader, const Line& line) {
  VrpInterface& interface = Open(reader);
  const bool destination = line.at(0) == "destination";
  const bool vpn = destination && line.at(1) == "vpn-instance";
  const std::size_t word = vpn ? 3 : 1;
  const auto address = net::ParseIpv4(line.at(word));
  if (line.undo()) {
    (destination ? interface.tunnel_destination : interface.tunnel_source).reset();
    return Modelled();
  }
  if (destination && (!address || line.size() > word + 1))
    return Unmodelled(kPaths, "tunnel to a name or IPv6");
  if (destination) {
    interface.tunnel_destination = address;
    if (vpn) interface.tunnel_vpn = std::string(line.at(2));
  } else if (address) {
    interface.tunnel_source = address;
  } else {
    interface.tunnel_source_interface = TakeInterfaceName(line, 1).name;
  }
  // What is not complete the conversion says at its `tunnel-protocol` line.
  return Modelled();
}

/// `tunnel-protocol gre|ipv4-ipv4|ipv6-ipv4|ipsec`; GRE to many peers and the rest stay open.
Verdict ReadTunnelProtocol(Reader& reader, const Line& line) {
  VrpInterface& interface = Open(reader);
  const std::string_view word = line.size() == 2 ? line.at(1) : std::string_view();
  const bool ipsec = word == "ipsec", gre = word == "gre", v4 = word == "ipv4-ipv4", v6 = word == "ipv6-ipv4";
  interface.tunnel_ipsec_span = ipsec && !line.undo() ? line.span() : base::Span{};
  interface.wrapping.reset();
  const bool te = line.at(1) == "mpls" && line.at(2) == "te" && line.size() == 3;
  interface.te_tunnel.span = te && !line.undo() ? line.span() : base::Span{};
  if (te) return Modelled();
  if (line.undo() || !(gre || v4 || v6)) return ipsec ? Modelled() : KnownForm(View::kInterface, line);
  interface.wrapping = gre ? model::Encapsulation::kGre : model::Encapsulation::kIp;
  interface.carries4 = !v6;
  interface.carries6 = !v4;
  interface.wrapping_span = line.span();
  return Modelled();
}

/// `gre key [plain] N`; `keepalive [period N [retry-times N]]` of GRE.
Verdict ReadGre(Reader& reader, const Line& line) {
  VrpInterface& interface = Open(reader);
  if (line.at(0) == "keepalive") {
    interface.keepalive = !line.undo();
    return Modelled();
  }
  if (line.at(1) != "key") return KnownForm(View::kInterface, line);
  if (line.undo()) {
    interface.gre_key.reset();
    interface.gre_key_hidden = false;
    return Modelled();
  }
  const std::size_t word = line.at(2) == "plain" ? 3 : 2;
  interface.gre_key = NumberUpTo(line.at(word), 0xffffffffU);
  interface.gre_key_hidden = !interface.gre_key || line.size() > word + 1;
  return interface.gre_key_hidden ? Unmodelled(kPaths, "key of GRE in cipher text") : Modelled();
}

Verdict ReadProtection(Reader& reader, const Line& line) {
  VrpInterface& interface = Open(reader);
  if (line.at(0) == "ipsec") {
    const std::size_t word = line.at(1) == "policy" || line.at(1) == "profile" ? 2 : 1;
    interface.ipsec = line.undo() ? NameUse{} : NameUse{std::string(line.at(word)), line.span()};
    return Modelled();
  }
  if (line.at(0) == "mac-security-profile") {
    const std::size_t word = line.at(1) == "name" ? 2 : 1;
    interface.macsec_profile = line.undo() ? NameUse{} : NameUse{std::string(line.at(word)), line.span()};
    return Modelled();
  }
  if (line.at(1) == "mode") {
    interface.macsec_span = !line.undo() && line.at(2) == "normal" ? line.span() : base::Span{};
    return line.at(2) == "integrity-only" ? Unmodelled(Impact::kProtection, "MACsec without encryption")
                                          : Modelled();
  }
  return KnownForm(View::kInterface, line);
}

}  // namespace

Verdict OpenInterface(Reader& reader, const Line& line) {
  if (line.at(1).starts_with("Nve")) return OpenNve(reader, line);
  const NameTaken taken = TakeInterfaceName(line, 1);
  if (taken.name.empty()) return reader.Invalid(line, 1, "not an interface name", Impact::kAll);
  auto& interfaces = reader.config.interfaces;
  std::size_t index = 0;
  while (index < interfaces.size() && interfaces[index].name != taken.name) ++index;
  if (line.undo()) {
    if (index < interfaces.size()) interfaces.erase(interfaces.begin() + static_cast<std::ptrdiff_t>(index));
    return Modelled(View::kInherit);
  }
  const bool layer2 = line.at(taken.next) == "mode" && line.at(taken.next + 1) == "l2";
  if (line.at(taken.next) == "mode" && !layer2)
    return Unmodelled(Impact::kForwarding, "layer-2 sub-interface");
  if (index == interfaces.size()) {
    interfaces.push_back({});
    interfaces.back().name = taken.name;
    interfaces.back().span = line.span();
  }
  reader.open_interface = index;
  interfaces[index].bridge.layer2 = interfaces[index].bridge.layer2 || layer2;
  return Modelled(View::kInterface);
}

Verdict ReadInterface(Reader& reader, const Line& line) {
  VrpInterface& interface = Open(reader);
  const std::string_view word = line.at(0);
  if (word == "ip") return ReadIp(reader, line);
  if (word == "ipv6") return ReadIpv6(reader, line);
  if (word == "ospf" || word == "ospfv3") return ReadInterfaceOspf(reader, line);
  if (word == "isis") return ReadInterfaceIsis(reader, line);
  if (word == "mpls") return ReadInterfaceMpls(reader, line);
  if (word == "te") return OpenFlexLink(reader, line);
  if (word == "rip") return ReadInterfaceRip(reader, line);
  if (word == "mtu" || (word == "bandwidth" && line.at(1) != "")) return ReadNumbers(reader, line);
  if (word == "description") {
    interface.description = line.undo() ? "" : std::string(line.rest(1).substr(0, kDescriptionBytesMax));
    return Modelled();
  }
  if (word == "shutdown") {
    interface.shutdown = !line.undo();
    interface.shutdown_span = line.undo() ? base::Span{} : line.span();
    return Modelled();
  }
  if (word == "traffic-filter") return ReadTrafficFilter(reader, line);
  if (word == "urpf") return ReadSourceCheck(reader, line);
  if (word == "traffic-policy") return ReadTrafficPolicyUse(reader, line);
  if (word == "eth-trunk") {
    interface.lag = line.undo() ? "" : "Eth-Trunk" + std::string(line.at(1));
    return Modelled();
  }
  if (word == "vlan-type" && line.at(1) == "dot1q") return ReadVlan(reader, line, 2);
  if (word == "dot1q" && line.at(1) == "termination") return ReadVlan(reader, line, 3);
  if (word == "link-protocol") {
    interface.link_protocol = line.undo() ? "" : std::string(line.at(1));
    return Modelled();
  }
  if (word == "l2") return ReadVsiBinding(reader, line);
  constexpr std::string_view kBridgeWords[] = {"arp",         "bridge-domain", "encapsulation", "evpl",
                                               "mac-address", "rewrite",       "vxlan"};
  if (std::ranges::count(kBridgeWords, word) > 0) return ReadBridgePort(reader, line);
  if (word == "port" || word == "portswitch") return ReadPort(reader, line);
  if (word == "stp") return ReadPortTree(reader, line);
  if (word == "vrrp") return ReadVrrp(reader, line);
  if (word == "nat") return ReadInterfaceNat(reader, line);
  const bool tunnel = word == "gre" || (word == "keepalive" && Open(reader).name.starts_with("Tunnel"));
  if (tunnel) return ReadGre(reader, line);
  if (word == "tunnel-protocol") return ReadTunnelProtocol(reader, line);
  if (word == "source" || word == "destination") return ReadTunnelEnd(reader, line);
  if (word == "ipsec" || word == "macsec" || word == "mac-security-profile")
    return ReadProtection(reader, line);
  if (word == "netstream") return ReadInterfaceNetstream(reader, line);
  if (word == "port-mirroring" || word == "mirror") return ReadInterfaceMirror(reader, line);
  return KnownForm(View::kInterface, line);
}

}  // namespace ringfence::formats::huawei_vrp
