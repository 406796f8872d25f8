// What can stand at column 0. Statements without a handler share one verdict with their whole block.

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

Verdict ReadHostname(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty()) return reader.Invalid(statement, name, "the host name is missing");
  reader.vendor.hostname = {std::string(name.text), statement.span()};
  return kUnderstood;
}

/// Inside `vrf instance V`: `rd` of old texts and descriptions.
Verdict ReadVrfLine(Reader&, Statement& statement) {
  const std::string_view word = statement.words.Next().text;
  return word == "description" || word == "rd" ? kNoEffect : kNotKnown;
}

Verdict ReadVrf(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("instance") && !statement.words.Accept("definition")) return kNotKnown;
  const std::string name = VrfName(statement.words.Next().text);
  if (statement.negated) {
    std::erase_if(reader.vendor.vrfs, [&name](const VrfText& known) { return known.name == name; });
    return kUnderstood;
  }
  reader.vrf(name).span = statement.span();
  reader.Open(ReadVrfLine, kPaths);
  return kUnderstood;
}

/// `ip routing [ipv6 interfaces] [vrf V]`, `ipv6 unicast-routing [vrf V]`.
Verdict SetRouting(Reader& reader, Statement& statement, Setting<bool> VrfText::* field) {
  if (statement.words.Accept("ipv6") && !statement.words.Accept("interfaces")) return kNotKnown;
  if (statement.words.Accept("delete-static-routes") || statement.words.Accept("control-plane"))
    return kNotKnown;
  reader.vrf(TakeVrf(statement)).*field = {!statement.negated, statement.span()};
  return kUnderstood;
}
Verdict ReadRouting4(Reader& reader, Statement& statement) {
  return SetRouting(reader, statement, &VrfText::routing4);
}
Verdict ReadRouting6(Reader& reader, Statement& statement) {
  return SetRouting(reader, statement, &VrfText::routing6);
}

/// `service routing protocols model ribd|multi-agent`.
Verdict ReadService(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("routing") || !statement.words.Accept("protocols")) return kNoEffect;
  if (!statement.words.Accept("model")) return kNotKnown;
  reader.vendor.multi_agent = statement.words.Accept("multi-agent") && !statement.negated;
  statement.words.Accept("ribd");
  return kUnderstood;
}

Verdict ReadSwitchportDefault(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("default") || !statement.words.Accept("mode")) return kNotKnown;
  if (statement.words.Accept("routed"))
    return reader.vendor.routed_by_default = !statement.negated, kUnderstood;
  if (statement.words.Accept("access")) return reader.vendor.routed_by_default = false, kUnderstood;
  return statement.words.Accept("phone") ? kNoEffect : kNotKnown;
}

Verdict ReadQueueMonitor(Reader&, Statement& statement) {
  const bool copies = statement.words.line().find(" mirror") != std::string_view::npos;
  return copies && !statement.negated ? NotModelled(Impact::kCopying, "traffic mirroring") : kNoEffect;
}

/// An agent that is shut down takes its protocol away.
Verdict ReadAgent(Reader&, Statement& statement) {
  const bool off = statement.words.line().find(" shutdown") != std::string_view::npos;
  return off && !statement.negated ? NotModelled(Impact::kAll, "agent shut down") : kNoEffect;
}

/// Commands that only show something change nothing.
Verdict ReadSchedule(Reader&, Statement& statement) {
  const std::string_view line = statement.words.line();
  const bool acts = line.find(" command ") != std::string_view::npos &&
                    line.find(" command show ") == std::string_view::npos;
  return acts && !statement.negated ? NotModelled(Impact::kAll, "scheduled commands") : kNoEffect;
}

constexpr Keyword kRouterKeywords[] = {
    {"adaptive-virtual-topology", nullptr, NotModelled(kPaths, "WAN path selection")},
    {"bfd"},
    {"bgp", ReadRouterBgp},
    {"general", ReadRouterGeneral},
    {"igmp"},
    {"internet-exit", nullptr, NotModelled(kPaths, "WAN path selection")},
    {"isis", ReadRouterIsis},
    {"kernel"},
    {"l2-vpn", nullptr, NotModelled(kPaths, "layer-2 VPN")},
    {"msdp"},
    {"multicast"},
    {"ospf", ReadRouterOspf},
    {"ospfv3", ReadRouterOspfv3},
    {"path-selection", nullptr, NotModelled(kPaths, "WAN path selection")},
    {"pim"},
    {"rib", nullptr, NotModelled(kRouting, "choice between routing tables")},
    {"rip", nullptr, NotModelled(Impact::kRouting4, "RIP")},
    {"segment-security", nullptr, NotModelled(Impact::kForwarding, "segment security")},
    {"service-insertion", nullptr, NotModelled(kPaths, "WAN path selection")},
    {"traffic-engineering", nullptr, NotModelled(Impact::kForwarding, "traffic engineering")},
};
static_assert(IsSorted(std::span<const Keyword>(kRouterKeywords)));

Verdict ReadRouter(Reader& reader, Statement& statement) {
  return reader.Dispatch(kRouterKeywords, statement);
}

/// `ip virtual-router mac-address M`; other forms change what a device does for its MLAG peer.
Verdict ReadVirtualMac(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("mac-address")) return kNoEffect;
  const Word mac = statement.words.Next();
  const bool is_mac = mac.text.find_first_of(":.") != std::string_view::npos;
  if (!is_mac && !(statement.negated && mac.text.empty())) return kNoEffect;
  reader.vendor.has_virtual_mac = !statement.negated;
  return kUnderstood;
}

constexpr Keyword kIpKeywords[] = {
    {"access-list", ReadAcl4},
    {"address"},
    {"amt"},
    {"arp"},
    {"as-path", ReadAsPathAccessList},
    {"community-list", ReadStandardCommunityList},
    {"dhcp"},
    {"dns"},
    {"domain"},
    {"domain-list"},
    {"domain-name"},
    {"dscp"},
    {"extcommunity-list", ReadExtendedCommunityList},
    {"finger"},
    {"ftp"},
    {"gratuitous-arp"},
    {"hardware"},
    {"host"},
    {"http"},
    {"icmp"},
    {"igmp"},
    {"interface"},
    {"large-community-list", ReadLargeCommunityList},
    {"load-sharing"},
    {"local-proxy-arp", nullptr, NotModelled(Impact::kForwarding, "proxy ARP")},
    {"mfib"},
    {"multicast"},
    {"multicast-routing"},
    {"name-server"},
    {"nat", ReadNat},
    {"nexthop-group", nullptr, NotModelled(kPaths, "next hop group")},
    {"ospf"},
    {"pim"},
    {"prefix-list", ReadPrefixList4},
    {"radius"},
    {"redirects"},
    {"route", ReadStaticRoute},
    {"routing", ReadRouting4},
    {"security", nullptr, NotModelled(Impact::kProtection, "IPsec")},
    {"ssh"},
    {"tacacs"},
    {"telnet"},
    {"tftp"},
    {"unreachables"},
    {"verify"},
    {"virtual-router", ReadVirtualMac},
};
static_assert(IsSorted(std::span<const Keyword>(kIpKeywords)));

Verdict ReadIp(Reader& reader, Statement& statement) { return reader.Dispatch(kIpKeywords, statement); }

constexpr Keyword kIpv6Keywords[] = {
    {"access-list", ReadAcl6},
    {"dhcp"},
    {"fib"},
    {"hardware"},
    {"host"},
    {"icmp"},
    {"interface"},
    {"load-sharing"},
    {"multicast-routing"},
    {"nd"},
    {"neighbor"},
    {"prefix-list", ReadPrefixList6},
    {"route", ReadStaticRoute6},
    {"router", ReadRouterOspf6},
    {"unicast-routing", ReadRouting6},
    {"virtual-router"},
};
static_assert(IsSorted(std::span<const Keyword>(kIpv6Keywords)));

Verdict ReadIpv6(Reader& reader, Statement& statement) { return reader.Dispatch(kIpv6Keywords, statement); }

constexpr Keyword kTopLevel[] = {
    {"aaa", ReadAaa},
    {"agent", ReadAgent},
    {"alias"},
    {"application"},
    {"arp"},
    {"banner"},
    {"bfd"},
    {"boot"},
    {"cfm"},
    {"class-map", ReadClassMap},
    {"clock"},
    {"configuration"},
    {"control-plane", ReadControlPlane},
    {"cvx", nullptr, NotModelled(kPaths, "controller")},
    {"daemon", nullptr, NotModelled(Impact::kManagement | Impact::kCopying, "agent that speaks to a server")},
    {"dhcp"},
    {"diagnostic"},
    {"dot1x"},
    {"dynamic", nullptr, NotModelled(kRouting, "prefix list that follows routes")},
    {"email"},
    {"enable"},
    {"environment"},
    {"errdisable"},
    {"event-handler", nullptr, NotModelled(Impact::kAll, "event script")},
    {"event-monitor"},
    {"feature"},
    {"flow", ReadFlow},
    {"group"},
    {"hardware"},
    {"hostname", ReadHostname},
    {"interface", ReadInterface},
    {"ip", ReadIp},
    {"ipv6", ReadIpv6},
    {"l2-protocol"},
    {"lacp"},
    {"ldap"},
    {"link"},
    {"lldp"},
    {"load-balance"},
    {"load-interval"},
    {"logging"},
    {"mac", ReadTopMac},
    {"maintenance", nullptr, NotModelled(kRouting, "maintenance mode")},
    {"management", ReadManagement},
    {"match-list"},
    {"mcs"},
    {"mlag", ReadMlag},
    {"monitor", ReadMonitor},
    {"mpls", ReadMpls},
    {"ntp"},
    {"patch", nullptr, NotModelled(kPaths, "layer-2 VPN")},
    {"peer-filter", ReadPeerFilter},
    {"platform"},
    {"poe"},
    {"policy-map", ReadPolicyMap},
    {"port-channel"},
    {"priority-flow-control"},
    {"privilege", nullptr, NotModelled(Impact::kManagement, "command privileges")},
    {"profile", nullptr, NotModelled(Impact::kForwarding, "profile")},
    {"prompt"},
    {"ptp"},
    {"qos"},
    {"queue-monitor", ReadQueueMonitor},
    {"radius-server", ReadRadiusServer},
    {"redundancy"},
    {"role", nullptr, NotModelled(Impact::kManagement, "role of users")},
    {"route-map", ReadRouteMapBlock},
    {"router", ReadRouter},
    {"schedule", ReadSchedule},
    {"server-monitor"},
    {"service", ReadService},
    {"sflow", ReadSflow},
    {"snmp"},
    {"snmp-server", ReadSnmp},
    {"spanning-tree", ReadTree},
    {"storm-control"},
    {"stun"},
    {"switchport", ReadSwitchportDefault},
    {"sync-e"},
    {"system", ReadControlPlane},
    {"tacacs-server", ReadTacacsServer},
    {"tap", nullptr, NotModelled(Impact::kCopying, "tap aggregation")},
    {"tcam"},
    {"tcp"},
    {"terminal"},
    {"track", ReadTrack},
    {"traffic-policies", nullptr, NotModelled(kPaths | Impact::kManagement, "traffic policy")},
    {"transceiver"},
    {"username", ReadUsername},
    {"virtual-cable"},
    {"vlan", ReadVlan},
    {"vmtracer", nullptr, NotModelled(Impact::kForwarding, "VLANs that follow virtual machines")},
    {"vrf", ReadVrf},
    {"xmpp", nullptr, NotModelled(Impact::kManagement, "commands by messages")},
    {"zerotouch", nullptr, NotModelled(Impact::kManagement, "provisioning from outside")},
};
static_assert(IsSorted(std::span<const Keyword>(kTopLevel)));

}  // namespace

std::span<const Keyword> TopLevelKeywords() { return kTopLevel; }

}  // namespace ringfence::formats::arista_eos
