// What can stand at column 0. Statements without a handler share one verdict with their whole block.

#include "formats/cisco_iosxr/top_level.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

Verdict ReadHostname(Reader& reader, Statement& statement) {
  return SetName(reader, statement, reader.vendor.hostname, "device");
}

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  const auto id = net::ParseIpv4(statement.words.Peek().text);
  if (!id) return NotModelled(kRouting, "router id of an interface");
  statement.words.Next();
  reader.vendor.router_id = {*id, statement.negated ? base::Span{} : statement.span()};
  return kUnderstood;
}

Verdict ReadOspf4(Reader& reader, Statement& statement) {
  return ReadRouterOspf(reader, statement, net::Family::kIpv4);
}
Verdict ReadOspf6(Reader& reader, Statement& statement) {
  return ReadRouterOspf(reader, statement, net::Family::kIpv6);
}

constexpr Keyword kRouters[] = {
    {"bgp", ReadRouterBgp},
    {"eigrp", nullptr, NotModelled(kRouting, "EIGRP")},
    {"hsrp", nullptr, NotModelled(kPaths, "first-hop redundancy")},
    {"igmp"},
    {"isis", ReadRouterIsis},
    {"mld"},
    {"msdp"},
    {"ospf", ReadOspf4},
    {"ospfv3", ReadOspf6},
    {"pim"},
    {"rib"},
    {"rip", nullptr, NotModelled(kRouting, "RIP")},
    {"static", ReadRouterStatic},
    {"vrrp", nullptr, NotModelled(kPaths, "first-hop redundancy")},
};
static_assert(IsSorted<Keyword>(kRouters));

Verdict ReadRouter(Reader& reader, Statement& statement) { return reader.Dispatch(kRouters, statement); }

Verdict ReadAcl4(Reader& reader, Statement& statement) {
  return ReadAcl(reader, statement, net::Family::kIpv4);
}
Verdict ReadAcl6(Reader& reader, Statement& statement) {
  return ReadAcl(reader, statement, net::Family::kIpv6);
}

/// `ipv4 virtual address` moves with the active route processor and carries no route.
constexpr Keyword kIpv4Keywords[] = {
    {"access-list", ReadAcl4}, {"arp"},          {"assembler"}, {"conflict-policy"},
    {"netmask-format"},        {"source-route"}, {"virtual"},
};
static_assert(IsSorted<Keyword>(kIpv4Keywords));
constexpr Keyword kIpv6Keywords[] = {
    {"access-list", ReadAcl6},
    {"assembler"},
    {"conflict-policy"},
    {"hop-limit"},
    {"icmp"},
    {"nd"},
    {"neighbor"},
    {"path-mtu"},
    {"source-route"},
    {"virtual"},
};
static_assert(IsSorted<Keyword>(kIpv6Keywords));

Verdict ReadIpv4(Reader& reader, Statement& statement) { return reader.Dispatch(kIpv4Keywords, statement); }
Verdict ReadIpv6(Reader& reader, Statement& statement) { return reader.Dispatch(kIpv6Keywords, statement); }

template <RplSetKind kKind>
Verdict ReadSet(Reader& reader, Statement& statement) {
  return ReadRplSet(reader, statement, kKind);
}

constexpr Verdict kTelemetry = NotModelled(Impact::kCopying, "telemetry");
constexpr Verdict kFlowExport = NotModelled(Impact::kCopying, "flow export");

constexpr Keyword kTopLevel[] = {
    {"aaa", ReadAaa},
    {"apply-group", nullptr, NotModelled(Impact::kAll, "configuration group")},
    {"appmgr", nullptr, NotModelled(Impact::kAll, "program on the device")},
    {"arp"},
    {"as-path-set", ReadSet<RplSetKind::kAsPath>},
    {"banner"},
    {"bfd"},
    {"call-home"},
    {"cdp"},
    {"cef"},
    {"class-map"},
    {"cli"},
    {"clock"},
    {"community-set", ReadSet<RplSetKind::kCommunity>},
    {"confdConfig"},
    {"configuration"},
    {"control-plane", ReadControlPlane},
    {"controller"},
    {"crypto"},
    {"dhcp"},
    {"domain"},
    {"end-class-map"},
    {"end-policy-map"},
    {"esi-set", ReadSet<RplSetKind::kOther>},
    {"ethernet"},
    {"ethernet-services", nullptr, NotModelled(kPaths, "layer-2 filter")},
    {"event", nullptr, NotModelled(Impact::kAll, "event script")},
    {"evpn", nullptr, NotModelled(kPaths, "EVPN")},
    {"exception"},
    {"extcommunity-set", ReadSet<RplSetKind::kExtended>},
    {"fault-manager"},
    {"flow", ReadFlow},
    {"flow-spec", nullptr, NotModelled(kPaths, "flow specification")},
    {"flowspec", nullptr, NotModelled(kPaths, "flow specification")},
    {"fpd"},
    {"ftp"},
    {"generic-interface-list"},
    {"group", nullptr, NotModelled(Impact::kAll, "configuration group")},
    {"grpc", ReadGrpc},
    {"hostname", ReadHostname},
    {"http", ReadHttp},
    {"hw-module"},
    {"icmp"},
    {"interface", ReadInterface},
    {"ipsla"},
    {"ipv4", ReadIpv4},
    {"ipv6", ReadIpv6},
    {"isolation"},
    {"key", ReadKeyChain},
    {"l2vpn", ReadL2Vpn},
    {"lacp"},
    {"large-community-set", ReadSet<RplSetKind::kLarge>},
    {"lawful-intercept", ReadLawfulIntercept},
    {"license"},
    {"line", ReadLineBlock},
    {"linux"},
    {"lldp"},
    {"logging"},
    {"lpts", ReadLpts},
    {"mac-set", ReadSet<RplSetKind::kOther>},
    {"macsec-policy", ReadMacsecPolicy},
    {"mhost"},
    {"mirror"},
    {"monitor-session", ReadMonitorSession},
    {"mpls", ReadMpls},
    {"multicast-routing"},
    {"netconf", ReadNetconf},
    {"netconf-yang", ReadNetconf},
    {"nsr"},
    {"ntp"},
    {"nv", nullptr, NotModelled(kPaths, "satellites")},
    {"object-group", nullptr, NotModelled(Impact::kForwarding | Impact::kManagement, "object group")},
    {"ospf-area-set", ReadSet<RplSetKind::kOther>},
    {"performance-mgmt"},
    {"platform"},
    {"policy-map", ReadPolicyMap},
    {"prefix-set", ReadSet<RplSetKind::kPrefix>},
    {"ptp"},
    {"radius"},
    {"radius-server", ReadRadiusServer},
    {"rcc"},
    {"rd-set", ReadSet<RplSetKind::kOther>},
    {"rmon"},
    {"route-policy", ReadRoutePolicy},
    {"router", ReadRouter},
    {"router-id", ReadRouterId},
    {"rp"},
    {"sampler-map"},
    {"script", nullptr, NotModelled(Impact::kAll, "program on the device")},
    {"segment-routing", ReadTopSr},
    {"service"},
    {"sflow", nullptr, kFlowExport},
    {"snmp"},
    {"snmp-server", ReadSnmp},
    {"spanning-tree"},
    {"ssh", ReadSsh},
    {"subscriber", nullptr, NotModelled(kPaths, "subscribers")},
    {"tacacs"},
    {"tacacs-server", ReadTacacsServer},
    {"tag-set", ReadSet<RplSetKind::kTag>},
    {"taskgroup", ReadTaskGroup},
    {"tcp"},
    {"telemetry", nullptr, kTelemetry},
    {"telnet", ReadTelnet},
    {"terminal"},
    {"tftp"},
    {"tpa"},
    {"track", ReadTrack},
    {"udp"},
    {"usergroup", ReadUserGroup},
    {"username", ReadUsername},
    {"vrf", ReadVrf},
    {"vty-pool", ReadVtyPool},
    {"xml", ReadXml},
};
static_assert(IsSorted<Keyword>(kTopLevel));

}  // namespace

std::span<const Keyword> TopLevelKeywords() { return kTopLevel; }

}  // namespace ringfence::formats::cisco_iosxr
