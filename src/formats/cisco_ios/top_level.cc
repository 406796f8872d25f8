// What can stand at column 0. Statements without a handler share one verdict with their whole block.

#include "formats/cisco_ios/top_level.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

constexpr std::uint8_t kRouting = Impact::kRouting4 | Impact::kRouting6;
constexpr std::uint8_t kPaths = kRouting | Impact::kForwarding;

Verdict ReadHostname(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty()) return reader.Invalid(statement, name, "the host name is missing");
  reader.vendor.hostname = {std::string(name.text), statement.span()};
  return kUnderstood;
}

Verdict ReadIpRouting(Reader& reader, Statement& statement) {
  if (!statement.words.done()) return kNoEffect;  // `ip routing protocol purge interface`
  reader.vendor.ip_routing = !statement.negated;
  return kUnderstood;
}

Verdict ReadIpv6Routing(Reader& reader, Statement& statement) {
  reader.vendor.ipv6_routing = !statement.negated;
  return kUnderstood;
}

/// `mpls label protocol ldp` and router-id do nothing until an interface runs MPLS; tunnels and default
/// labels do.
Verdict ReadMpls(Reader&, Statement& statement) {
  const std::string_view word = statement.words.Next().text;
  const bool harmless = word == "label" || word == "ldp" || word == "ip" || word == "oam";
  if (harmless || statement.negated) return kNoEffect;
  return NotModelled(Impact::kForwarding, "MPLS");
}

constexpr Keyword kIpKeywords[] = {
    {"access-list", ReadNamedAcl},
    {"as-path", ReadIpAsPath},
    {"community-list", ReadIpCommunityList},
    {"default-gateway"},
    {"default-network", nullptr, NotModelled(Impact::kRouting4, "default network")},
    {"extcommunity-list", ReadIpExtcommunityList},
    {"flow-export", nullptr, NotModelled(Impact::kCopying, "flow export")},
    {"http", ReadHttp},
    {"inspect", nullptr, NotModelled(Impact::kForwarding, "stateful inspection")},
    {"large-community-list", ReadIpLargeCommunityList},
    {"local"},
    {"nat", nullptr, NotModelled(Impact::kForwarding, "address translation")},
    {"prefix-list", ReadIpPrefixList},
    {"radius"},
    {"rcmd", nullptr, NotModelled(Impact::kManagement, "remote shell")},
    {"route", ReadStaticRoute},
    {"routing", ReadIpRouting},
    {"tacacs"},
    {"traffic-export", nullptr, NotModelled(Impact::kCopying, "traffic export")},
    {"vrf", ReadIpVrf},
    {"wccp", nullptr, NotModelled(Impact::kForwarding, "web cache redirection")},
};
static_assert(IsSorted(kIpKeywords));

/// Words after `ip` that cannot change an answer. Sorted.
constexpr std::string_view kIpNoEffect[] = {"accounting",
                                            "admission",
                                            "alias",
                                            "arp",
                                            "audit",
                                            "auth-proxy",
                                            "bgp-community",
                                            "bootp",
                                            "cef",
                                            "classless",
                                            "ddns",
                                            "device",
                                            "dhcp",
                                            "dns",
                                            "domain",
                                            "domain-list",
                                            "domain-lookup",
                                            "domain-name",
                                            "dvmrp",
                                            "explicit-path",
                                            "finger",
                                            "flow-cache",
                                            "flow-top-talkers",
                                            "forward-protocol",
                                            "ftp",
                                            "gratuitous-arps",
                                            "host",
                                            "host-list",
                                            "host-routing",
                                            "icmp",
                                            "identd",
                                            "igmp",
                                            "multicast",
                                            "multicast-routing",
                                            "name-server",
                                            "nbar",
                                            "options",
                                            "ospf",
                                            "pgm",
                                            "pim",
                                            "rsvp",
                                            "scp",
                                            "security",
                                            "sla",
                                            "source-route",
                                            "spd",
                                            "ssh",
                                            "subnet-zero",
                                            "tcp",
                                            "telnet",
                                            "tftp",
                                            "udp",
                                            "verify",
                                            "virtual-reassembly"};
static_assert(std::ranges::is_sorted(kIpNoEffect));

constexpr Keyword kIpv6Keywords[] = {
    {"access-list", ReadNamedAcl6},
    {"cef"},
    {"dhcp"},
    {"general-prefix"},
    {"hop-limit"},
    {"host"},
    {"icmp"},
    {"ioam"},
    {"local"},
    {"mld"},
    {"multicast-routing"},
    {"nat", nullptr, NotModelled(Impact::kForwarding, "address translation")},
    {"nd"},
    {"neighbor"},
    {"pim"},
    {"prefix-list", ReadIpv6PrefixList},
    {"route", ReadStaticRoute6},
    {"router", nullptr, NotModelled(Impact::kRouting6, "IPv6 routing protocol")},
    {"source-route"},
    {"spd"},
    {"unicast-routing", ReadIpv6Routing},
};
static_assert(IsSorted(kIpv6Keywords));

constexpr Keyword kTopLevel[] = {
    {"aaa", ReadAaa},
    {"access-list", ReadNumberedAcl},
    {"alias"},
    {"archive"},
    {"arp"},
    {"async-bootp"},
    {"authentication"},
    {"autonomic"},
    {"banner"},
    {"bba-group"},
    {"bfd"},
    {"bfd-template"},
    {"boot"},
    {"boot-end-marker"},
    {"boot-start-marker"},
    {"bridge", nullptr, NotModelled(kPaths, "bridging")},
    {"bridge-domain", nullptr, NotModelled(kPaths, "bridging")},
    {"buffers"},
    {"call"},
    {"call-home"},
    {"card"},
    {"cdp"},
    {"class-map"},
    {"clns"},
    {"clock"},
    {"config-register"},
    {"configuration"},
    {"control-plane"},
    {"controller"},
    {"crypto", ReadCrypto},
    {"device-sensor"},
    {"device-tracking"},
    {"diagnostic"},
    {"dial-peer"},
    {"do"},
    {"domain", nullptr, NotModelled(kPaths, "performance routing")},
    {"dot1x"},
    {"downward-compatible-config"},
    {"enable"},
    {"energywise"},
    {"eoam"},
    {"epm"},
    {"errdisable"},
    {"ethernet"},
    {"event", nullptr, NotModelled(Impact::kAll, "event script")},
    {"exception"},
    {"facility-alarm"},
    {"fhrp"},
    {"file"},
    {"flow"},
    {"frame-relay"},
    {"gatekeeper"},
    {"gnmi-yang", ReadGnmi},
    {"gnxi", ReadGnmi},
    {"hostname", ReadHostname},
    {"hw-module"},
    {"interface", ReadInterface},
    {"ip", ReadIp},
    {"ipc"},
    {"ipv6", ReadIpv6},
    {"isdn"},
    {"key", ReadKeyChain},
    {"l2", nullptr, NotModelled(Impact::kForwarding, "layer-2 VPN")},
    {"l2tp-class"},
    {"l2vpn", nullptr, NotModelled(Impact::kForwarding, "layer-2 VPN")},
    {"lacp"},
    {"ldap"},
    {"license"},
    {"line", ReadLine},
    {"lldp"},
    {"logging"},
    {"login"},
    {"mab"},
    {"mac"},
    {"mac-address-table"},
    {"macro"},
    {"memory"},
    {"memory-size"},
    {"metadata"},
    {"mka", ReadMka},
    {"mls"},
    {"mmi"},
    {"mmi-autoconfig"},
    {"module"},
    {"monitor", nullptr, NotModelled(Impact::kCopying, "traffic mirroring")},
    {"mpls", ReadMpls},
    {"multilink"},
    {"nat64", nullptr, NotModelled(Impact::kForwarding, "address translation")},
    {"netconf", ReadNetconf},
    {"netconf-yang", ReadNetconf},
    {"network-clock"},
    {"network-policy"},
    {"nmsp"},
    {"ntp"},
    {"object-group", ReadObjectGroup},
    {"parameter-map"},
    {"parser"},
    {"password"},
    {"performance"},
    {"platform"},
    {"pnp"},
    {"policy-map"},
    {"port-channel"},
    {"power"},
    {"pppoe"},
    {"privilege", nullptr, NotModelled(Impact::kManagement, "command privileges")},
    {"process"},
    {"process-max-time"},
    {"prompt"},
    {"pseudowire-class"},
    {"qos"},
    {"radius", ReadRadius},
    {"radius-server", ReadRadiusServer},
    {"redundancy"},
    {"resource"},
    {"restconf", ReadRestconf},
    {"rmon"},
    {"route-map", ReadRouteMapHeader},
    {"route-tag"},
    {"router", ReadRouter},
    {"rtr"},
    {"scheduler"},
    {"sdm"},
    {"secure"},
    {"security"},
    {"segment-routing", nullptr, NotModelled(Impact::kForwarding, "segment routing")},
    {"service"},
    {"service-routing"},
    {"service-template"},
    {"shell"},
    {"snmp"},
    {"snmp-server", ReadSnmp},
    {"sntp"},
    {"software"},
    {"spanning-tree"},
    {"stackwise-virtual"},
    {"standby"},
    {"subscriber"},
    {"switch"},
    {"system"},
    {"table-map"},
    {"tacacs", ReadTacacs},
    {"tacacs-server", ReadTacacsServer},
    {"telemetry", nullptr, NotModelled(Impact::kCopying, "telemetry")},
    {"template", nullptr, NotModelled(kPaths, "interface template")},
    {"tftp-server"},
    {"time-range"},
    {"track", ReadTrack},
    {"transceiver"},
    {"udld"},
    {"upgrade"},
    {"username", ReadUsername},
    {"version"},
    {"virtual-service"},
    {"vlan"},
    {"voice"},
    {"voice-card"},
    {"voice-port"},
    {"vpdn"},
    {"vpdn-group"},
    {"vrf", ReadVrfDefinition},
    {"vtp"},
    {"vty-async"},
    {"webui"},
    {"wsma"},
    {"xdr"},
    {"zone"},
    {"zone-pair"},
};
static_assert(IsSorted(kTopLevel));

}  // namespace

std::span<const Keyword> TopLevelKeywords() { return kTopLevel; }

Verdict ReadIp(Reader& reader, Statement& statement) {
  if (std::ranges::binary_search(kIpNoEffect, statement.words.Peek().text)) return kNoEffect;
  return reader.Dispatch(kIpKeywords, statement);
}

Verdict ReadIpv6(Reader& reader, Statement& statement) { return reader.Dispatch(kIpv6Keywords, statement); }

}  // namespace ringfence::formats::cisco_ios
