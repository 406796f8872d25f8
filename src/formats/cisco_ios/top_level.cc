// What can stand at column 0. Statements without a handler share one verdict with their whole block.

#include "formats/cisco_ios/top_level.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

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

/// `ip local policy` chooses paths for the device's own packets; a pool of addresses does nothing by itself.
Verdict ReadLocal(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("policy")) return kNoEffect;
  return NotModelled(kPaths, "policy routing of own packets");
}

/// An image or a configuration that comes from a server is whatever the server says.
Verdict ReadBoot(Reader&, Statement& statement) {
  const std::string_view line = statement.words.line();
  const auto says = [line](std::string_view word) { return line.find(word) != std::string_view::npos; };
  const std::string_view word = statement.words.Peek().text;
  const bool remote = word == "network" || word == "host" || says("tftp") || says("ftp:") || says("http") ||
                      says("rcp") || says("scp:");
  return remote && !statement.negated ? NotModelled(Impact::kManagement, "start from a server") : kNoEffect;
}

Verdict ReadMacro(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("auto")) return kNoEffect;
  return NotModelled(Impact::kAll, "configuration by macro");
}

Verdict ReadServiceWord(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("config")) return kNoEffect;
  return NotModelled(Impact::kManagement, "start from a server");
}

Verdict ReadSystem(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("mtu")) return kNoEffect;
  return NotModelled(kRouting, "MTU of all ports");
}

/// A program on the device runs once it is activated.
Verdict ReadVirtualServiceLine(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("activate")) return kNoEffect;
  return NotModelled(Impact::kAll, "program on the device");
}
Verdict ReadVirtualService(Reader& reader, Statement&) {
  reader.Open(ReadVirtualServiceLine, Impact::kAll);
  return kNoEffect;
}

/// A VLAN's name and number are facts of the ports in it; what takes frames away or copies them is not.
Verdict ReadVlanLine(Reader&, Statement& statement) {
  const std::string_view word = statement.words.Peek().text;
  if (statement.negated) return kNoEffect;
  if (word == "remote-span") return NotModelled(Impact::kCopying, "traffic mirroring");
  if (word == "private-vlan") return NotModelled(kPaths, "private VLAN");
  if (word == "shutdown" || (word == "state" && !statement.words.line().ends_with("active")))
    return NotModelled(kPaths, "suspended VLAN");
  return kNoEffect;
}
Verdict ReadVlanBlock(Reader& reader, Statement& statement) {
  const std::string_view word = statement.words.Peek().text;
  if (word == "access-map")
    return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "filter on a VLAN");
  // It may drop what routers in the VLAN tell each other.
  if (word == "filter") return statement.negated ? kNoEffect : NotModelled(kPaths, "filter on a VLAN");
  reader.Open(ReadVlanLine, kPaths);
  return kNoEffect;
}

constexpr Keyword kIpKeywords[] = {
    {"access-list", ReadNamedAcl},
    {"as-path", ReadIpAsPath},
    {"community-list", ReadIpCommunityList},
    {"default-gateway"},
    {"default-network", nullptr, NotModelled(Impact::kRouting4, "default network")},
    {"extcommunity-list", ReadIpExtcommunityList},
    {"flow-export", ReadFlowExport},
    {"http", ReadHttp},
    {"inspect", nullptr, NotModelled(Impact::kForwarding, "stateful inspection")},
    {"large-community-list", ReadIpLargeCommunityList},
    {"local", ReadLocal},
    {"nat", ReadNat},
    {"prefix-list", ReadIpPrefixList},
    {"radius"},
    {"rcmd", nullptr, NotModelled(Impact::kManagement, "remote shell")},
    {"receive", ReadReceive},
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
    {"local", ReadLocal},
    {"mld"},
    {"multicast-routing"},
    {"nat", nullptr, NotModelled(Impact::kForwarding, "address translation")},
    {"nd"},
    {"neighbor"},
    {"pim"},
    {"prefix-list", ReadIpv6PrefixList},
    {"route", ReadStaticRoute6},
    {"router", ReadRouter6},
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
    {"autonomic", nullptr, NotModelled(kPaths | Impact::kManagement, "autonomic networking")},
    {"banner"},
    {"bba-group", nullptr, NotModelled(kPaths, "sessions of dial-in users")},
    {"bfd"},
    {"bfd-template"},
    {"boot", ReadBoot},
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
    {"control-plane", ReadControlPlane},
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
    {"flow", ReadFlow},
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
    {"macro", ReadMacro},
    {"memory"},
    {"memory-size"},
    {"metadata"},
    {"mka", ReadMka},
    {"mls"},
    {"mmi"},
    {"mmi-autoconfig"},
    {"module"},
    {"monitor", ReadMonitor},
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
    {"performance", nullptr, NotModelled(Impact::kCopying, "flow export")},
    {"platform"},
    {"pnp", nullptr, NotModelled(Impact::kManagement, "provisioning from outside")},
    {"policy-map", ReadPolicyMap},
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
    {"sampler"},
    {"scheduler"},
    {"sdm"},
    {"secure"},
    {"security"},
    {"segment-routing", ReadTopSr},
    {"service", ReadServiceWord},
    {"service-routing"},
    {"service-template"},
    {"shell"},
    {"snmp"},
    {"snmp-server", ReadSnmp},
    {"sntp"},
    {"software"},
    {"spanning-tree", ReadTree},
    {"stackwise-virtual"},
    {"standby"},
    {"subscriber"},
    {"switch"},
    {"system", ReadSystem},
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
    {"virtual-service", ReadVirtualService},
    {"vlan", ReadVlanBlock},
    {"voice"},
    {"voice-card"},
    {"voice-port"},
    {"vpdn", nullptr, NotModelled(kPaths, "sessions of dial-in users")},
    {"vpdn-group", nullptr, NotModelled(kPaths, "sessions of dial-in users")},
    {"vrf", ReadVrfDefinition},
    {"vtp"},
    {"vty-async"},
    {"webui"},
    {"wsma", nullptr, NotModelled(Impact::kManagement, "management by WSMA")},
    {"xdr"},
    {"zone"},
    {"zone-pair", nullptr, NotModelled(kPaths, "zone firewall")},
};
static_assert(IsSorted(kTopLevel));

}  // namespace

std::span<const Keyword> TopLevelKeywords() { return kTopLevel; }

Verdict ReadIp(Reader& reader, Statement& statement) {
  const std::string_view word = statement.words.Peek().text;
  if (word == "classless" && statement.negated)
    return NotModelled(Impact::kForwarding, "classful choice of routes");
  if (word == "dns" && !statement.negated &&
      statement.words.line().find("dns server") != std::string_view::npos)
    return NotModelled(Impact::kForwarding, "packets relayed by a service");
  if (std::ranges::binary_search(kIpNoEffect, word)) return kNoEffect;
  return reader.Dispatch(kIpKeywords, statement);
}

Verdict ReadIpv6(Reader& reader, Statement& statement) { return reader.Dispatch(kIpv6Keywords, statement); }

}  // namespace ringfence::formats::cisco_ios
