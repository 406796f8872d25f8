// Forms that the reader knows without modelling them: what they could change, or that they change nothing.
// Each is a prefix of words within a view; the longest one that fits a line decides.
#include "formats/huawei_vrp/known_forms.h"
#include "formats/impacts.h"

#include <algorithm>
#include <array>
#include <span>

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Fate;
using model::Impact;

constexpr std::array kSystemForms = {
    Form{"arp"},
    Form{"arp vlink-direct-route", kRouting, "routes from ARP"},
    Form{"as-notation"},
    Form{"assign"},
    Form{"autoconfig", Impact::kManagement, "provisioning from outside"},
    Form{"bfd"},
    Form{"bridge-domain", Impact::kForwarding, "layer-2 service"},
    Form{"bulk-stat"},
    Form{"capture-packet", Impact::kCopying, "packet capture"},
    Form{"clock"},
    Form{"cluster", Impact::kManagement, "management by another device"},
    Form{"component-control"},
    Form{"configuration"},
    Form{"cpu-defend"},
    Form{"cpu-defend-policy"},
    Form{"cwmp", Impact::kManagement, "remote management by CWMP"},
    Form{"dcb"},
    Form{"device"},
    Form{"dhcp"},
    Form{"dhcpv6"},
    Form{"diffserv"},
    Form{"display"},
    Form{"dns"},
    Form{"dns proxy", Impact::kForwarding, "packets relayed by a service"},
    Form{"drop"},
    Form{"drop-profile"},
    Form{"efm"},
    Form{"error-down"},
    Form{"ethernet"},
    Form{"evpn", kPaths, "EVPN"},
    Form{"explicit-path", Impact::kForwarding, "traffic engineering"},
    Form{"fan"},
    Form{"file"},
    Form{"firewall", kPaths, "zone firewall"},
    Form{"firewall zone Local"},
    Form{"firewall-nat session"},
    Form{"flow-queue"},
    Form{"flow-route", kPaths, "BGP flow specification"},
    Form{"flow-wred"},
    Form{"ftp", Impact::kManagement, "file transfer server"},
    Form{"ftp client"},
    Form{"ftp timeout"},
    Form{"gre"},
    Form{"grpc", Impact::kManagement | Impact::kCopying, "telemetry"},
    Form{"hash"},
    Form{"icmp"},
    Form{"igmp"},
    Form{"igmp-snooping"},
    Form{"ike"},
    Form{"info-center"},
    Form{"ip binding"},
    Form{"ip dcn"},
    Form{"ip dns"},
    Form{"ip frr", Impact::kForwarding, "fast reroute"},
    Form{"ip host"},
    Form{"ip http", Impact::kManagement, "web management"},
    Form{"ip icmp"},
    Form{"ip local", Impact::kForwarding, "policy routing"},
    Form{"ip netstream", Impact::kCopying, "flow export"},
    Form{"ip pool"},
    Form{"ip rd-filter", kRouting, "route filter"},
    Form{"ip redirects"},
    Form{"ip route recursive-lookup", kPaths, "routes over tunnels"},
    Form{"ip rpf"},
    Form{"ip soft-forward"},
    Form{"ip ttl-expires"},
    Form{"ip tunnel"},
    Form{"ip unreachables"},
    Form{"ip urpf", kSourceCheck, "reverse path check"},
    Form{"ip vpn-instance", kPaths, "VPN instance"},
    Form{"ipsec", Impact::kProtection | Impact::kForwarding, "IPsec option"},
    Form{"ipsec anti-replay"},
    Form{"ipsec sa"},
    Form{"ipv6"},
    Form{"ipv6 netstream", Impact::kCopying, "flow export"},
    Form{"ipv6 policy-based-route", Impact::kForwarding, "policy routing"},
    Form{"keychain"},
    Form{"l2tp", kPaths, "sessions of dial-in users"},
    Form{"l2vpn", Impact::kForwarding, "layer-2 service"},
    Form{"l3vpn"},
    Form{"lacp"},
    Form{"lawful-interception", Impact::kCopying, "mirroring of packets"},
    Form{"license"},
    Form{"link-protocol"},
    Form{"lldp"},
    Form{"load-balance"},
    Form{"loopback-detect"},
    Form{"mac-address"},
    Form{"mac-address blackhole", Impact::kPaths, "frames that are dropped"},
    Form{"mac-limit"},
    Form{"mpls", Impact::kForwarding, "MPLS"},
    Form{"mpls ldp", Impact::kForwarding, "LDP option"},
    Form{"mpls ldp remote-peer", Impact::kForwarding, "targeted LDP neighbour"},
    Form{"mpls ldp vpn-instance", Impact::kForwarding, "LDP in a VPN instance"},
    Form{"mtrace"},
    Form{"multicast"},
    Form{"multicast routing-enable", Impact::kForwarding, "multicast routing"},
    Form{"nat", Impact::kForwarding, "address translation"},
    Form{"nat64", Impact::kForwarding, "address translation"},
    Form{"nd"},
    Form{"ndp"},
    Form{"netstream", Impact::kCopying, "flow export"},
    Form{"nqa"},
    Form{"ntdp"},
    Form{"ntp"},
    Form{"ntp-service"},
    Form{"observe-server", Impact::kCopying, "mirroring of packets"},
    Form{"observing-port", Impact::kCopying, "mirroring of packets"},
    Form{"openflow", kPaths, "remote control of forwarding"},
    Form{"ops", Impact::kAll, "event script"},
    Form{"ospfv3", Impact::kRouting6, "OSPFv3"},
    Form{"packet-capture", Impact::kCopying, "packet capture"},
    Form{"packet-header", Impact::kCopying, "packet capture"},
    Form{"password"},
    Form{"password-recover"},
    Form{"pce-client", Impact::kForwarding, "paths from a controller"},
    Form{"pim", Impact::kForwarding, "multicast routing"},
    Form{"pki"},
    Form{"poe"},
    Form{"policy-based-route", Impact::kForwarding, "policy routing"},
    Form{"port split"},
    Form{"port-group", Impact::kForwarding, "group of ports"},
    Form{"port-mirroring", Impact::kCopying, "mirroring of packets"},
    Form{"portal"},
    Form{"power"},
    Form{"ptp"},
    Form{"ptp-adaptive"},
    Form{"qos"},
    Form{"qos-profile"},
    Form{"quit"},
    Form{"radius"},
    Form{"radius-attribute"},
    Form{"radius-server"},
    Form{"return"},
    Form{"rip", Impact::kRouting4, "RIP"},
    Form{"ripng", Impact::kRouting6, "RIPng"},
    Form{"rmon"},
    Form{"router"},
    Form{"rsa"},
    Form{"sampling-mirror", Impact::kCopying, "mirroring of packets"},
    Form{"save"},
    Form{"scp", Impact::kManagement, "file transfer server"},
    Form{"scp client"},
    Form{"segment-routing", Impact::kForwarding, "segment routing"},
    Form{"segment-routing ipv6", kPaths, "segment routing"},
    Form{"sensor-group"},
    Form{"set"},
    Form{"sflow", Impact::kCopying, "flow export"},
    Form{"sftp", Impact::kManagement, "file transfer server"},
    Form{"sftp client"},
    Form{"slave"},
    Form{"slot"},
    Form{"soft"},
    Form{"ssh authentication-type"},
    Form{"ssh authorization-type"},
    Form{"ssh client"},
    Form{"ssh ipv4 server"},
    Form{"ssh ipv4 server-source"},
    Form{"ssh ipv6 server"},
    Form{"ssh ipv6 server-source"},
    Form{"ssh server"},
    Form{"ssh server-source"},
    Form{"ssl"},
    Form{"static-lsp", Impact::kForwarding, "MPLS"},
    Form{"statistic"},
    Form{"stelnet"},
    Form{"stp"},
    Form{"super", Impact::kManagement, "shared password that raises the level"},
    Form{"suppression"},
    Form{"sysman"},
    Form{"system"},
    Form{"system-view"},
    Form{"tcp"},
    Form{"telemetry", Impact::kCopying, "telemetry"},
    Form{"telnet"},
    Form{"tftp"},
    Form{"tftp-server", Impact::kManagement, "file transfer server"},
    Form{"time-range"},
    Form{"timestamp"},
    Form{"tm"},
    Form{"traffic-filter", kPaths | Impact::kManagement, "traffic filter on the whole device"},
    Form{"traffic-mirror", Impact::kCopying, "mirroring of packets"},
    Form{"traffic-policy", kPaths | Impact::kManagement, "traffic policy on the whole device"},
    Form{"traffic-redirect", Impact::kForwarding, "policy routing"},
    Form{"traffic-secure", kPaths | Impact::kManagement, "traffic filter on the whole device"},
    Form{"transceiver"},
    Form{"tunnel-policy", kPaths, "choice of tunnels"},
    Form{"tunnel-selector", kPaths, "choice of tunnels"},
    Form{"twamp"},
    Form{"upgrade"},
    Form{"urpf", kSourceCheck, "reverse path check"},
    Form{"user-group", Impact::kManagement, "user group of its own"},
    Form{"user-queue"},
    Form{"user-security-policy"},
    Form{"vcmp"},
    Form{"version"},
    Form{"virtual-system", Impact::kAll, "virtual system"},
    Form{"vlan"},
    Form{"voice-vlan"},
    Form{"vrrp"},
    Form{"vrrp version", Impact::kForwarding, "version of VRRP"},
    Form{"vsi", Impact::kForwarding, "layer-2 service"},
    Form{"vxlan", kPaths, "VXLAN"},
    Form{"web-manager", Impact::kManagement, "web management"},
    Form{"wlan"},
    Form{"wred"},
    Form{"zone", kPaths, "zone firewall"},
};

constexpr std::array kInterfaceForms = {
    Form{"alarm"},
    Form{"anti-attack"},
    Form{"arp"},
    Form{"authentication", Impact::kForwarding, "port authentication"},
    Form{"auto"},
    Form{"bandwidth"},
    Form{"baudrate"},
    Form{"binding", Impact::kForwarding, "layer-2 service"},
    Form{"bpdu"},
    Form{"bridge-domain", Impact::kForwarding, "layer-2 service"},
    Form{"broadcast-suppression"},
    Form{"carrier"},
    Form{"clock"},
    Form{"control-flap"},
    Form{"control-vid"},
    Form{"crc"},
    Form{"damp-interface"},
    Form{"damping"},
    Form{"dcn"},
    Form{"description"},
    Form{"dhcp"},
    Form{"dhcpv6"},
    Form{"dot1q"},
    Form{"duplex"},
    Form{"efm"},
    Form{"encapsulation", Impact::kForwarding, "layer-2 service"},
    Form{"encapsulation dot1q-termination"},
    Form{"es", Impact::kForwarding, "EVPN"},
    Form{"esi", Impact::kForwarding, "EVPN"},
    Form{"eth-trunk"},
    Form{"fec"},
    Form{"firewall", kPaths, "zone firewall"},
    Form{"flow-control"},
    Form{"flow-stat"},
    Form{"gre", Impact::kForwarding, "tunnel"},
    Form{"gvrp"},
    Form{"icmp"},
    Form{"igmp"},
    Form{"ip accounting"},
    Form{"ip forward-broadcast", Impact::kForwarding, "directed broadcasts"},
    Form{"ip policy-based-route", Impact::kForwarding, "policy routing"},
    Form{"ip redirects"},
    Form{"ip relay"},
    Form{"ip urpf", kSourceCheck, "reverse path check"},
    Form{"ip verify"},
    Form{"ipv6 dhcp"},
    Form{"ipv6 urpf", kSourceCheck, "reverse path check"},
    Form{"isis", kRouting, "IS-IS"},
    Form{"isis bfd"},
    Form{"isis dis-name"},
    Form{"isis dis-priority"},
    Form{"isis ldp-sync", kRouting, "cost that follows LDP"},
    Form{"isis lsp-retransmit"},
    Form{"isis padding-hello"},
    Form{"isis peer-ip-ignore"},
    Form{"isis prefix-sid", Impact::kForwarding, "segment routing"},
    Form{"isis small-hello"},
    Form{"isis timer"},
    Form{"jumboframe"},
    Form{"l2", Impact::kForwarding, "layer-2 service"},
    Form{"lacp"},
    Form{"least"},  // takes the bundle down after failures of members, which no answer asks about
    Form{"lldp"},
    Form{"load-balance"},
    Form{"log-threshold"},
    Form{"loopback", kPaths, "looped port"},
    Form{"loopback-detect"},
    Form{"mac-address"},
    Form{"mac-address blackhole", Impact::kPaths, "frames that are dropped"},
    Form{"mac-limit"},
    Form{"macsec", Impact::kProtection, "MACsec option"},
    Form{"max"},
    Form{"mirroring", Impact::kCopying, "mirroring of packets"},
    Form{"mka"},
    Form{"mode", Impact::kForwarding, "link aggregation option"},
    Form{"mode lacp"},
    Form{"mode lacp-dynamic"},
    Form{"mode lacp-static"},
    Form{"mode manual"},
    Form{"mpls", Impact::kForwarding, "MPLS"},
    Form{"mpls ldp", Impact::kForwarding, "LDP option"},
    Form{"mpls ldp timer"},
    Form{"mpls mtu"},
    Form{"mpls rsvp-te", kPaths, "traffic engineering"},
    Form{"mpls rsvp-te hello"},
    Form{"mpls rsvp-te timer"},
    Form{"mpls te", kPaths, "traffic engineering"},
    Form{"mpls te backup", Impact::kForwarding, "protection of a tunnel"},
    Form{"mpls te fast-reroute", Impact::kForwarding, "protection of a tunnel"},
    Form{"mpls te priority"},
    Form{"mpls te reoptimization"},
    Form{"mpls te resv-style"},
    Form{"mpls te retry"},
    Form{"mpls te tie-breaking"},
    Form{"mpls te timer"},
    Form{"mtrace"},
    Form{"multicast"},
    Form{"nat", Impact::kForwarding, "address translation"},
    Form{"ndp"},
    Form{"negotiation"},
    Form{"nqa"},
    Form{"ntdp"},
    Form{"ntp"},
    Form{"ntp-service"},
    Form{"observing-port", Impact::kCopying, "mirroring of packets"},
    Form{"ospf bfd"},
    Form{"ospf cost-fallback", Impact::kRouting4, "cost that follows quality"},
    Form{"ospf filter-lsa-out", Impact::kRouting4, "filter of link states"},
    Form{"ospf frr", Impact::kForwarding, "fast reroute"},
    Form{"ospf ldp-sync", Impact::kRouting4, "cost that follows LDP"},
    Form{"ospf maxage-lsa"},
    Form{"ospf p2mp-mask-ignore", Impact::kRouting4, "neighbours with other masks"},
    Form{"ospf prefix-sid", Impact::kForwarding, "segment routing"},
    Form{"ospf purge-originator-id"},
    Form{"ospf smart-discover"},
    Form{"ospf suppress-flapping"},
    Form{"ospf trans-delay"},
    Form{"ospfv3", Impact::kRouting6, "OSPFv3 option"},
    Form{"ospfv3 bfd"},
    Form{"ospfv3 frr", Impact::kForwarding, "fast reroute"},
    Form{"ospfv3 trans-delay"},
    Form{"packet-capture", Impact::kCopying, "packet capture"},
    Form{"pim"},
    Form{"poe"},
    Form{"port", Impact::kForwarding, "layer-2 switching"},
    Form{"port crc-statistics"},
    Form{"port fec"},
    Form{"port-alarm"},
    Form{"port-isolate", Impact::kPaths, "layer-2 switching"},
    Form{"port-observing", Impact::kCopying, "mirroring of packets"},
    Form{"port-queue"},
    Form{"port-tx-enabling-delay"},
    Form{"port-wred"},
    Form{"portswitch", Impact::kForwarding, "layer-2 switching"},
    Form{"ppp"},
    Form{"pppoe-server", kPaths, "sessions of dial-in users"},
    Form{"ptp"},
    Form{"qos"},
    Form{"qos-profile"},
    Form{"restart"},
    Form{"rewrite", Impact::kForwarding, "layer-2 service"},
    Form{"rip", Impact::kRouting4, "RIP option"},
    Form{"rip bfd"},
    Form{"rip mib-binding"},
    Form{"rip pkt-transmit"},
    Form{"ripng", Impact::kRouting6, "RIPng"},
    Form{"route-policy"},
    Form{"segment-routing", Impact::kForwarding, "segment routing"},
    Form{"service"},
    Form{"service-instance", Impact::kForwarding, "layer-2 service"},
    Form{"set"},
    Form{"sflow", Impact::kCopying, "flow export"},
    Form{"single-fiber"},
    Form{"speed"},
    Form{"statistic"},
    Form{"statistics"},
    Form{"step"},
    Form{"storm-control"},
    Form{"storm-suppression"},
    Form{"stp"},
    Form{"suppression"},
    Form{"synchronization"},
    Form{"tcp"},
    Form{"timer"},
    Form{"tm"},
    Form{"traffic-mirror", Impact::kCopying, "mirroring of packets"},
    Form{"traffic-redirect", Impact::kForwarding, "policy routing"},
    Form{"traffic-statistics"},
    Form{"transceiver"},
    Form{"trap-threshold"},
    Form{"trust"},
    Form{"tunnel-protocol", Impact::kForwarding | kRouting, "tunnel"},
    Form{"unicast-suppression"},
    Form{"urpf", kSourceCheck, "reverse path check"},
    Form{"user-queue"},
    Form{"virtual-cable-test"},
    Form{"vlan-type"},
    Form{"vni", Impact::kForwarding, "VXLAN"},
    Form{"vrrp", Impact::kForwarding, "VRRP"},
    Form{"vrrp6", Impact::kForwarding, "VRRP"},
    Form{"wavelength"},
};

constexpr std::array kAaaForms = {
    Form{"aaa-author", Impact::kManagement, "command authorisation"},
    Form{"accounting-mode"},
    Form{"accounting-scheme"},
    Form{"administrator"},
    Form{"authentication-super", Impact::kManagement, "who may raise the level"},
    Form{"authentication-type"},
    Form{"authorization-cmd"},
    Form{"authorization-mode"},
    Form{"authorization-modify"},
    Form{"authorization-scheme"},
    Form{"cmd"},
    Form{"cut"},
    Form{"default-domain"},
    Form{"default-password"},
    Form{"domain"},
    Form{"local-aaa-server"},
    Form{"local-user"},
    Form{"outbound"},
    Form{"recording-scheme"},
    Form{"remote-aaa-user"},
    Form{"service-scheme"},
    Form{"system"},
    Form{"task-group", Impact::kManagement, "task group"},
    Form{"user-group", Impact::kManagement, "user group of its own"},
    Form{"user-password"},
};

constexpr std::array kDomainForms = {
    Form{"accounting-scheme"},
    Form{"adminuser-priority", Impact::kManagement, "level of remote logins"},
    Form{"authorization-scheme"},
    Form{"block", Impact::kManagement, "blocked domain"},
    Form{"dns"},
    Form{"idle-cut"},
    Form{"ip-pool"},
    Form{"service-scheme"},
    Form{"service-type"},
    Form{"state"},
    Form{"statistic"},
    Form{"user-group", Impact::kManagement, "level of remote logins"},
};

constexpr std::array kAaaTemplateForms = {
    Form{"hwtacacs"}, Form{"hwtacacs-server"},  Form{"hwtacacs-server user-name"},
    Form{"radius"},   Form{"radius-attribute"}, Form{"radius-server"},
};

constexpr std::array kVtyForms = {
    Form{"auto-execute", Impact::kManagement, "automatic command"},
    Form{"databits"},
    Form{"history-command"},
    Form{"idle-timeout"},
    Form{"parity"},
    Form{"screen-length"},
    Form{"screen-width"},
    Form{"set"},
    Form{"shell"},
    Form{"speed"},
    Form{"stopbits"},
    Form{"terminal"},
};

constexpr std::array kIkePeerForms = {
    Form{"certificate"},  Form{"description"},    Form{"dpd"},           Form{"exchange-mode"},
    Form{"ike-proposal"}, Form{"local-id"},       Form{"local-id-type"}, Form{"nat"},
    Form{"pki"},          Form{"pre-shared-key"}, Form{"remote-id"},     Form{"remote-id-type"},
    Form{"remote-name"},  Form{"version"},
};

constexpr std::array kMacsecForms = {Form{"description"}, Form{"macsec"}, Form{"mka"}};

std::span<const Form> FormsOf(View view) {
  switch (view) {
    case View::kSystem:
      return kSystemForms;
    case View::kInterface:
      return kInterfaceForms;
    case View::kAaa:
    case View::kScheme:
      return kAaaForms;
    case View::kDomain:
      return kDomainForms;
    case View::kAaaTemplate:
      return kAaaTemplateForms;
    case View::kVty:
      return kVtyForms;
    case View::kIkePeer:
      return kIkePeerForms;
    case View::kMacsecProfile:
      return kMacsecForms;
    case View::kCpuDefend:
      return CpuDefendForms();
    default:
      return RoutingFormsOf(view);
  }
}

std::uint8_t UnknownImpactOf(View view) {
  switch (view) {
    case View::kOspf:
    case View::kOspfArea:
    case View::kRip:
      return Impact::kRouting4;
    case View::kBgp:
    case View::kBgpFamily:
    case View::kVpnInstance:
    case View::kVpnFamily:
      return kPaths;
    case View::kIsis:
      return kRouting;
    case View::kMpls:
    case View::kMplsLdp:
      return Impact::kForwarding;
    case View::kAaa:
    case View::kScheme:
    case View::kDomain:
    case View::kAaaTemplate:
    case View::kVty:
      return Impact::kManagement;
    case View::kIkePeer:
      return Impact::kProtection | Impact::kForwarding;
    case View::kMacsecProfile:
      return Impact::kProtection;
    case View::kCpuDefend:
      return kOwnPackets;
    default:
      return Impact::kAll;
  }
}

/// Number of words of the form when all stand at the start of the line, else 0.
std::size_t MatchedWords(std::string_view words, const Line& line) {
  std::size_t count = 0;
  while (!words.empty()) {
    const std::string_view word = FirstWord(words);
    if (line.at(count) != word) return 0;
    ++count;
    words.remove_prefix(std::min(words.size(), word.size() + 1));
  }
  return count;
}

static_assert(SortedByFirstWord(kSystemForms));
static_assert(SortedByFirstWord(kInterfaceForms));
static_assert(SortedByFirstWord(kAaaForms));
static_assert(SortedByFirstWord(kDomainForms));
static_assert(SortedByFirstWord(kAaaTemplateForms));
static_assert(SortedByFirstWord(kVtyForms));
static_assert(SortedByFirstWord(kIkePeerForms));
static_assert(SortedByFirstWord(kMacsecForms));

}  // namespace

Verdict KnownForm(View view, const Line& line) {
  if (!line.undo() && DropsWholeClass(line))
    return Unmodelled(kPaths | Impact::kManagement, "class whose packets are dropped");
  const std::span<const Form> forms = FormsOf(view);
  const auto first = [](const Form& form) { return FirstWord(form.words); };
  const Form* best = nullptr;
  std::size_t best_count = 0;
  for (const Form& form : std::ranges::equal_range(forms, line.at(0), {}, first)) {
    const std::size_t count = MatchedWords(form.words, line);
    if (count <= best_count) continue;
    best = &form;
    best_count = count;
  }
  if (best == nullptr) return Unknown(UnknownImpactOf(view));
  // Removing what is not modelled leaves the default, which the model assumes.
  if (best->reason.empty() || line.undo()) return Irrelevant();
  return Unmodelled(best->impact, best->reason);
}

Verdict FormInside(const Verdict& first, const Line& line) {
  constexpr std::string_view kCopies[] = {"mirror", "observ", "netstream", "sflow", "capture", "intercept"};
  constexpr std::string_view kSteers[] = {"traffic-policy", "traffic-filter", "traffic-redirect",
                                          "policy-based-route"};
  if (first.fate != Fate::kIrrelevant || line.undo()) return first;
  // A probe that takes the interface down may fail far behind it.
  if (line.at(0) == "process-interface-status" || line.at(0) == "process-pst")
    return Unmodelled(kPaths, "interface that follows a probe");
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::string_view word = line.at(i);
    const auto within = [word](std::string_view part) { return word.contains(part); };
    if (std::ranges::any_of(kCopies, within)) return Unmodelled(Impact::kCopying, "mirroring of packets");
    if (std::ranges::any_of(kSteers, within)) return Unmodelled(kPaths, "traffic policy");
  }
  return first;
}

}  // namespace ringfence::formats::huawei_vrp
