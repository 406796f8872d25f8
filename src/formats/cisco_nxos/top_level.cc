// What can stand at column 0. Statements without a handler share one verdict with their whole block.

#include "formats/cisco_nxos/top_level.h"

#include <fmt/format.h>

#include "formats/cisco_nxos/policies.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

Verdict ReadHostname(Reader& reader, Statement& statement) {
  return SetName(reader, statement, reader.vendor.hostname, "device");
}

/// `feature X`, `feature nv overlay`. What is on, but not modelled, shows where it is configured.
Verdict ReadFeature(Reader& reader, Statement& statement) {
  const std::string name(statement.words.Rest().text);
  if (name.empty()) return kNotKnown;
  reader.vendor.features[name] = !statement.negated;
  return kUnderstood;
}

/// `system default switchport [shutdown]`.
Verdict ReadSystem(Reader& reader, Statement& statement) {
  if (statement.words.Accept("default")) {
    if (!statement.words.Accept("switchport")) return kNoEffect;
    VendorConfig& vendor = reader.vendor;
    if (statement.words.Accept("shutdown")) return SetFlag(statement, vendor.default_switchport_shutdown);
    if (statement.words.Accept("fabricpath")) return NotModelled(kPaths, "FabricPath");
    return SetFlag(statement, vendor.default_switchport);
  }
  return kNoEffect;  // processes, memory, names of modules
}

/// The image tells the platform, and the platform what a port does by default.
Verdict ReadBoot(Reader& reader, Statement& statement) {
  const std::string_view line = statement.words.Rest().text;
  if (line.find("n7000-") != std::string_view::npos || line.find("n7700-") != std::string_view::npos)
    reader.vendor.routed_by_platform = true;
  return kNoEffect;
}

/// `vlan 1,10,20` and its block: switches know all VLANs they carry; `vn-segment` joins one to a tunnel that
/// `interface nve` tells about.
Verdict ReadVlanLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "vn-segment") return ReadVnSegment(reader, statement);
  if (word == "shutdown" || word == "state")
    return statement.negated || statement.words.Accept("active") ? kNoEffect
                                                                 : NotModelled(kPaths, "inactive VLAN");
  if (word == "private-vlan" || word == "xconnect" || word == "ip" || word == "mac")
    return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "rules of a VLAN");
  const bool harmless = word == "name" || word == "mode" || word == "remote-span" || word == "media" ||
                        word == "service-policy";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadVlan(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "access-map")
    return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "filter of a VLAN");
  // It may drop what routers in the VLAN tell each other.
  if (word == "filter") return statement.negated ? kNoEffect : NotModelled(kPaths, "filter of a VLAN");
  reader.vlan = ParseNumber(word.text, 1, 4094);
  reader.Open(ReadVlanLine, kPaths);
  return kNoEffect;
}

/// `fabric forwarding anycast-gateway-mac` and timers say nothing about paths until an interface uses them.
Verdict ReadFabric(Reader& reader, Statement& statement) {
  if (statement.words.Accept("forwarding") && statement.words.Accept("anycast-gateway-mac"))
    reader.vendor.anycast_mac = !statement.negated;
  return kNoEffect;
}

/// Lines of blocks that are not modelled.
Verdict ReadOpenEvpnLine(Reader&, Statement& statement) {
  const Word word = statement.words.Next();
  return word == "rd" || word == "route-target" ? kNoEffect : kNotKnown;
}

Verdict ReadEvpnLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "vni" && AcceptEvpnVni(reader, statement)) return kUnderstood;
  if (word == "vni" || word == "vlan" || word == "esi" || word == "vlan-evpn-instance") {
    reader.Open(ReadOpenEvpnLine, kPaths);
    return statement.negated ? kNoEffect : NotModelled(kPaths, "EVPN");
  }
  return word == "multihoming" || word == "multisite" ? NotModelled(kPaths, "EVPN") : kNotKnown;
}

Verdict ReadEvpn(Reader& reader, Statement& statement) {
  reader.Open(ReadEvpnLine, kPaths);
  if (statement.words.Accept("multisite") || statement.words.Accept("esi"))
    return NotModelled(kPaths, "EVPN over several sites");
  return kNoEffect;
}

/// `nv overlay evpn` only lets BGP carry the family.
Verdict ReadNv(Reader&, Statement&) { return kNoEffect; }

constexpr Verdict kTelemetry = NotModelled(Impact::kCopying, "telemetry");

constexpr Keyword kIpKeywords[] = {
    {"access-list", ReadAcl4},
    {"as-path", ReadAsPath},
    {"community-list", ReadStandardCommunities},
    {"extcommunity-list", ReadExtendedCommunities},
    {"large-community-list", ReadLargeCommunities},
    {"nat", ReadNat},
    {"prefix-list", ReadPrefixList4},
    {"route", ReadStaticRoute},
    {"source", nullptr, NotModelled(kPaths, "source guard")},
    {"wccp", nullptr, NotModelled(Impact::kForwarding, "web cache redirection")},
};
static_assert(IsSorted<Keyword>(kIpKeywords));

/// Words after `ip` that cannot change an answer. Sorted.
constexpr std::string_view kIpNoEffect[] = {"adjacency",
                                            "adjmgr",
                                            "amt",
                                            "arp",
                                            "auto-discard",
                                            "dhcp",
                                            "directed-broadcast",
                                            "dns",
                                            "domain-list",
                                            "domain-lookup",
                                            "domain-name",
                                            "ftp",
                                            "host",
                                            "http",
                                            "icmp",
                                            "icmp-errors",
                                            "igmp",
                                            "internal",
                                            "load-sharing",
                                            "mfwd",
                                            "mroute",
                                            "msdp",
                                            "multicast",
                                            "name-server",
                                            "pim",
                                            "queue-depth",
                                            "radius",
                                            "routing",
                                            "scp",
                                            "sla",
                                            "source-route",
                                            "ssh",
                                            "tacacs",
                                            "tcp",
                                            "telnet",
                                            "tftp",
                                            "ttl",
                                            "udp"};
static_assert(std::ranges::is_sorted(kIpNoEffect));

constexpr Keyword kIpv6Keywords[] = {
    {"access-list", ReadAcl6},
    {"adjacency"},
    {"dhcp"},
    {"host"},
    {"icmp"},
    {"icmp-errors"},
    {"mld"},
    {"mroute"},
    {"nd"},
    {"neighbor"},
    {"pim"},
    {"prefix-list", ReadPrefixList6},
    {"queue-depth"},
    {"route", ReadStaticRoute6},
    {"routing"},
    {"switch-packets"},
};
static_assert(IsSorted<Keyword>(kIpv6Keywords));

Verdict ReadIp(Reader& reader, Statement& statement) {
  if (std::ranges::binary_search(kIpNoEffect, statement.words.Peek().text)) return kNoEffect;
  return reader.Dispatch(kIpKeywords, statement);
}

Verdict ReadIpv6(Reader& reader, Statement& statement) { return reader.Dispatch(kIpv6Keywords, statement); }

constexpr Keyword kTopLevel[] = {
    {"aaa", ReadAaa},
    {"arp"},
    {"banner"},
    {"beacon"},
    {"bfd"},
    {"bloggerd"},
    {"boot", ReadBoot},
    {"callhome"},
    {"cdp"},
    {"cfs"},
    {"class-map", ReadClassMap},
    {"cli"},
    {"clock"},
    {"control-plane", ReadControlPlane},
    {"copp", ReadCopp},
    {"crypto"},
    {"cts", nullptr, NotModelled(Impact::kForwarding | Impact::kProtection, "trusted security")},
    {"diagnostic"},
    {"dot1x"},
    {"email"},
    {"errdisable"},
    {"event", nullptr, NotModelled(Impact::kAll, "event script")},
    {"evpn", ReadEvpn},
    {"fabric", ReadFabric},
    {"fabricpath", nullptr, NotModelled(kPaths, "FabricPath")},
    {"feature", ReadFeature},
    {"feature-set"},
    {"fex", nullptr, NotModelled(kPaths, "fabric extender")},
    {"fips"},
    {"flow", ReadFlow},
    {"forwarding"},
    {"grpc", ReadGrpc},
    {"guestshell"},
    {"hardware", ReadHardware},
    {"hostname", ReadHostname},
    {"icam"},
    {"install"},
    {"interface", ReadInterface},
    {"ip", ReadIp},
    {"ipqos"},
    {"ipv6", ReadIpv6},
    {"itd", nullptr, NotModelled(Impact::kForwarding, "traffic director")},
    {"key", ReadKeyChain},
    {"l2"},
    {"l3vm"},
    {"lacp"},
    {"ldap-server"},
    {"license"},
    {"limit-resource"},
    {"line", ReadLineBlock},
    {"lldp"},
    {"locator-led"},
    {"logging"},
    {"mac"},
    {"mac-list"},
    {"macsec", ReadTopMacsec},
    {"monitor", ReadMonitor},
    {"mpls", ReadMpls},
    {"mtu"},
    {"netconf"},
    {"ngoam"},
    {"ntp"},
    {"nv", ReadNv},
    {"nxapi", ReadNxapi},
    {"nxsdk", nullptr, NotModelled(Impact::kAll, "program on the device")},
    {"object-group", ReadObjectGroup},
    {"openflow", nullptr, NotModelled(Impact::kForwarding | Impact::kManagement, "OpenFlow")},
    {"password"},
    {"platform"},
    {"policy-map", ReadPolicyMap},
    {"port-channel"},
    {"port-profile", nullptr, NotModelled(Impact::kAll, "port profile")},
    {"power"},
    {"priority-flow-control"},
    {"ptp"},
    {"qos"},
    {"radius-server", ReadRadiusServer},
    {"restconf"},
    {"rmon"},
    {"role", ReadRole},
    {"route-map", ReadRouteMapBlock},
    {"router", ReadRouter},
    {"sampler"},
    {"scheduler", nullptr, NotModelled(Impact::kAll, "scheduled commands")},
    {"security"},
    {"segment-routing", nullptr, NotModelled(Impact::kForwarding, "segment routing")},
    {"service"},
    {"sflow", ReadSflow},
    {"slot"},
    {"snmp-server", ReadSnmp},
    {"spanning-tree", ReadTree},
    {"ssh"},
    {"ssl"},
    {"switchname", ReadHostname},
    {"system", ReadSystem},
    {"tacacs-server", ReadTacacsServer},
    {"telemetry", nullptr, kTelemetry},
    {"telnet"},
    {"terminal"},
    {"time-range"},
    {"track", ReadTrack},
    {"tunnel-encryption", nullptr, NotModelled(Impact::kProtection, "encrypted fabric tunnels")},
    {"udld"},
    {"username", ReadUsername},
    {"userpassphrase"},
    {"vdc"},
    {"version"},
    {"virtual-service", nullptr, NotModelled(Impact::kAll, "program on the device")},
    {"vlan", ReadVlan},
    {"vmtracker", nullptr, NotModelled(Impact::kForwarding, "VLANs that follow virtual machines")},
    {"vpc", ReadVpcDomain},
    {"vrf", ReadVrfContext},
    {"vtp"},
    {"xml"},
};
static_assert(IsSorted<Keyword>(kTopLevel));

}  // namespace

std::span<const Keyword> TopLevelKeywords() { return kTopLevel; }

}  // namespace ringfence::formats::cisco_nxos
