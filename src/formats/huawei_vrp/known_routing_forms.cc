// Known forms of routing protocols and VPN instances.
#include <array>

#include "formats/huawei_vrp/known_forms.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

constexpr std::array kOspfForms = {
    Form{"advertise", Impact::kRouting4, "OSPF option"},
    Form{"bandwidth-config"},
    Form{"bfd"},
    Form{"description"},
    Form{"distribute-list", Impact::kRouting4, "OSPF filter"},
    Form{"dn-bit-check", Impact::kRouting4, "OSPF domain of a VPN"},
    Form{"domain-id", Impact::kRouting4, "OSPF domain of a VPN"},
    Form{"eca-route-type"},
    Form{"enable"},
    Form{"enable traffic-adjustment", kPaths, "shortcuts over tunnels"},
    Form{"flooding-control"},
    Form{"frr", Impact::kForwarding, "fast reroute"},
    Form{"graceful-restart"},
    Form{"hostname"},
    Form{"import-route limit", Impact::kRouting4, "limit on imported routes"},
    Form{"lsa-arrival-interval"},
    Form{"lsa-originate-interval"},
    Form{"lsdb-overflow-limit", Impact::kRouting4, "limit on link states"},
    Form{"maxage-lsa"},
    Form{"maximum-routes", Impact::kRouting4, "limit on routes"},
    Form{"mpls"},
    Form{"mpls ldp-sync", Impact::kRouting4, "metric raised while LDP is down"},
    Form{"nexthop", Impact::kRouting4, "weight of next hops"},
    Form{"non-stop-routing"},
    Form{"opaque-capability"},
    Form{"peer", Impact::kRouting4, "configured OSPF neighbour"},
    Form{"prefix-priority"},
    Form{"retransmission-limit"},
    Form{"route-tag", Impact::kRouting4, "OSPF domain of a VPN"},
    Form{"segment-routing", Impact::kForwarding, "segment routing"},
    Form{"segment-routing ipv6", Impact::kRouting6 | Impact::kForwarding, "segment routing"},
    Form{"sham-hello"},
    Form{"snmp-agent"},
    Form{"spf-schedule-interval"},
    Form{"suppress-reachability", Impact::kRouting4, "suppressed prefixes"},
    Form{"traffic-adjustment", kPaths, "shortcuts over tunnels"},
    Form{"vpn-instance-capability", Impact::kRouting4, "OSPF in a VPN instance"},
};

constexpr std::array kOspfAreaForms = {
    Form{"description"},
    Form{"mpls-te", Impact::kRouting4 | Impact::kForwarding, "traffic engineering"},
    Form{"segment-routing", Impact::kForwarding, "segment routing"},
    Form{"sham-link", Impact::kRouting4, "sham link"},
    Form{"suppress-reachability", Impact::kRouting4, "suppressed prefixes"},
    Form{"vlink-peer", Impact::kRouting4, "virtual link"},
};

/// Statements of the process and of its families.
constexpr std::array kBgpForms = {
    Form{"advertise", kPaths, "EVPN"},
    Form{"apply-label"},
    Form{"as-path-limit", kRouting, "limit on AS paths"},
    Form{"auto-frr", Impact::kForwarding, "fast reroute"},
    Form{"auto-summary", kRouting, "automatic summaries"},
    Form{"dampening", kRouting, "route dampening"},
    Form{"default", kRouting, "default of BGP"},
    Form{"ebgp-interface-sensitive"},
    Form{"ext-community-change", kRouting, "attributes changed on reflection"},
    Form{"graceful-restart"},
    Form{"import-rib", kRouting, "routes of another VPN instance"},
    Form{"ingress-lsp", Impact::kForwarding, "MPLS"},
    Form{"load-balancing", kRouting, "multipath option"},
    Form{"lsp-mtu"},
    Form{"nexthop", kRouting, "resolution of next hops"},
    Form{"nexthop recursive-lookup delay"},
    Form{"peer", kRouting, "option of a peer"},
    Form{"prefix-origin-validation", kRouting, "origin validation"},
    Form{"prefix-sid", Impact::kForwarding, "segment routing"},
    Form{"private-4-byte-as"},
    Form{"reflect", kRouting, "option of reflection"},
    Form{"reflector", kRouting, "option of reflection"},
    Form{"rib-only", kRouting, "routes kept out of the table"},
    Form{"route-select"},
    Form{"routing-table", kRouting, "limit on routes"},
    Form{"rr-filter", kRouting, "filter of a reflector"},
    Form{"segment-routing", Impact::kForwarding, "segment routing"},
    Form{"segment-routing ipv6", kPaths, "segment routing"},
    Form{"slow-peer"},
    Form{"summary", kRouting, "automatic summaries"},
    Form{"supernet", kRouting, "supernets"},
    Form{"synchronization", kRouting, "synchronisation with the IGP"},
    Form{"timer"},
    Form{"tnl-policy", kPaths, "choice of tunnels"},
    Form{"vpn-route", kRouting, "resolution of next hops"},
};

constexpr std::array kVpnForms = {
    Form{"apply-label", Impact::kForwarding, "labels of a VPN instance"},
    Form{"arp"},
    Form{"description"},
    Form{"domain-id", kRouting, "OSPF domain of a VPN"},
    Form{"evpn", kPaths, "EVPN"},
    Form{"import-rib", kRouting, "routes of another VPN instance"},
    Form{"ip", Impact::kForwarding, "fast reroute"},
    Form{"limit-log-interval"},
    Form{"mpls", kPaths, "MPLS"},
    Form{"prefix", kRouting, "limit on routes"},
    Form{"routing-table", kRouting, "limit on routes"},
    Form{"segment-routing", kPaths, "segment routing"},
    Form{"service-id"},
    Form{"snmp"},
    Form{"tnl-policy", kPaths, "choice of tunnels"},
    Form{"traffic-statistics"},
    Form{"transit-vpn", kRouting, "transit between VPN instances"},
    Form{"ttl-mode"},
    Form{"vpn", Impact::kForwarding, "fast reroute"},
    Form{"vpn-id"},
    Form{"vxlan", kPaths, "VXLAN"},
};

constexpr std::array kIsisForms = {
    Form{"advertise", kRouting, "suppressed prefixes"},
    Form{"auto-cost", kRouting, "cost by bandwidth"},
    Form{"bandwidth-reference", kRouting, "cost by bandwidth"},
    Form{"bfd"},
    Form{"circuit", kRouting, "default of circuits"},
    Form{"description"},
    Form{"enable"},
    Form{"filter-policy", kRouting, "route filter"},
    Form{"flash-flood"},
    Form{"frr", Impact::kForwarding, "fast reroute"},
    Form{"graceful-restart"},
    Form{"ipv6", Impact::kRouting6, "IS-IS option for IPv6"},
    Form{"ipv6 bfd"},
    Form{"is-name"},
    Form{"ldp-sync", kRouting, "metric raised while LDP is down"},
    Form{"log-peer-change"},
    Form{"lsp-fragments-extend"},
    Form{"lsp-length"},
    Form{"lsp-max-age"},
    Form{"lsp-refresh"},
    Form{"maximum", kRouting, "limit on routes"},
    Form{"nexthop", kRouting, "weight of next hops"},
    Form{"non-stop-routing"},
    Form{"optional-checksum"},
    Form{"prefix-priority"},
    Form{"segment-routing", Impact::kForwarding, "segment routing"},
    Form{"segment-routing ipv6", Impact::kRouting6 | Impact::kForwarding, "segment routing"},
    Form{"snmp-agent"},
    Form{"timer"},
    Form{"traffic-eng", kPaths, "traffic engineering"},
    Form{"virtual-system", kRouting, "further system ids"},
};

constexpr std::array kMplsForms = {
    Form{"label", Impact::kForwarding, "last label of a path"},
    Form{"lsp-trigger", Impact::kForwarding, "choice of prefixes with labels"},
    Form{"mpls", Impact::kForwarding, "traffic engineering"},
    Form{"mpls bfd"},
    Form{"mpls rsvp-te", kPaths, "traffic engineering"},
    Form{"mpls rsvp-te hello"},
    Form{"mpls rsvp-te srefresh"},
    Form{"mpls rsvp-te timer"},
    Form{"mpls te", kPaths, "traffic engineering"},
    Form{"mpls te tie-breaking"},
    Form{"ttl"},
};

/// Statements that decide when labels are there, or which sessions and labels there are.
constexpr std::array kMplsLdpForms = {
    Form{"accept", Impact::kForwarding, "targeted LDP neighbour"},
    Form{"authentication", Impact::kForwarding, "password of an LDP neighbour"},
    Form{"auto-frr", Impact::kForwarding, "fast reroute"},
    Form{"backoff"},
    Form{"graceful-restart"},
    Form{"igp-sync-delay"},
    Form{"inbound", Impact::kForwarding, "filter of labels"},
    Form{"ipv6-family", Impact::kForwarding, "LDP for IPv6"},
    Form{"label", Impact::kForwarding, "LDP option"},
    Form{"label-withdraw-delay"},
    Form{"longest-match", Impact::kForwarding, "labels for other prefixes than those of routes"},
    Form{"lsr-id", Impact::kForwarding, "LDP with another identifier"},
    Form{"md5-password", Impact::kForwarding, "password of an LDP neighbour"},
    Form{"mldp", Impact::kForwarding, "multicast routing"},
    Form{"mtu-signalling", Impact::kForwarding, "LDP option"},
    Form{"outbound", Impact::kForwarding, "filter of labels"},
    Form{"propagate", Impact::kForwarding, "filter of labels"},
    Form{"proxy-egress", Impact::kForwarding, "LDP option"},
    Form{"remote-peer", Impact::kForwarding, "targeted LDP neighbour"},
};

constexpr std::array kRipForms = {
    Form{"authentication", Impact::kRouting4, "authentication of RIP"},
    Form{"bfd"},
    Form{"checkzero"},
    Form{"default-route", Impact::kRouting4, "default route of RIP"},
    Form{"description"},
    Form{"filter-policy", Impact::kRouting4, "route filter"},
    Form{"graceful-restart"},
    Form{"peer", Impact::kRouting4, "configured RIP neighbour"},
    Form{"timers"},
};

static_assert(SortedByFirstWord(kIsisForms));
static_assert(SortedByFirstWord(kMplsForms));
static_assert(SortedByFirstWord(kMplsLdpForms));
static_assert(SortedByFirstWord(kRipForms));
static_assert(SortedByFirstWord(kOspfForms));
static_assert(SortedByFirstWord(kOspfAreaForms));
static_assert(SortedByFirstWord(kBgpForms));
static_assert(SortedByFirstWord(kVpnForms));

}  // namespace

std::span<const Form> RoutingFormsOf(View view) {
  switch (view) {
    case View::kOspf:
      return kOspfForms;
    case View::kOspfArea:
      return kOspfAreaForms;
    case View::kBgp:
    case View::kBgpFamily:
      return kBgpForms;
    case View::kIsis:
      return kIsisForms;
    case View::kRip:
      return kRipForms;
    case View::kVpnInstance:
    case View::kVpnFamily:
      return kVpnForms;
    case View::kMpls:
      return kMplsForms;
    case View::kMplsLdp:
      return kMplsLdpForms;
    default:
      return {};
  }
}

}  // namespace ringfence::formats::huawei_vrp
