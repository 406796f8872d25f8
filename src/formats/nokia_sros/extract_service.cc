// Services. A VPRN is a routing instance; an IES puts its interfaces into the base router. Bridged and
// emulated services are read in extract_l2_service.cc.
#include <algorithm>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr Rule<VpnText> kTargetRules[] = {
    Text<&VpnText::target>("community"),
    Text<&VpnText::import_target>("import-community"),
    Text<&VpnText::export_target>("export-community"),
};
constexpr Rule<VpnText> kImportRules[] = {Names<&VpnText::import_policies>("policy")};
constexpr Rule<VpnText> kExportRules[] = {Names<&VpnText::export_policies>("policy")};

// Kinds of tunnels that do not follow routes: only whether one is admitted is kept.
constexpr Rule<VpnText> OtherTunnel(std::string_view word) {
  return Leaf<VpnText>(word, [](Reader& reader, NodeId value, VpnText& vpn) {
    if (reader.Flag(value).value_or(true)) reader.Keep(value, std::optional(true), vpn.tunnel_others);
  });
}
constexpr Rule<VpnText> kFilterRules[] = {
    nokia_sros::Flag<&VpnText::tunnel_ldp>("ldp"),
    nokia_sros::Flag<&VpnText::tunnel_sr_isis>("sr-isis"),
    nokia_sros::Flag<&VpnText::tunnel_sr_ospf>("sr-ospf"),
    OtherTunnel("bgp"),
    OtherTunnel("gre"),
    OtherTunnel("mpls-fwd-policy"),
    OtherTunnel("rib-api"),
    OtherTunnel("rsvp"),
    OtherTunnel("sr-ospf3"),
    OtherTunnel("sr-policy"),
    OtherTunnel("sr-te"),
    OtherTunnel("udp"),
};
constexpr Rule<VpnText> kBindRules[] = {
    Text<&VpnText::resolution>("resolution"),
    Block<VpnText>(
        "resolution-filter",
        [](Reader& reader, NodeId block, VpnText& vpn) {
          Dispatch(reader, block, vpn, std::span(kFilterRules));
        },
        kPaths),
    Ignores<VpnText>("ecmp"),
    Ignores<VpnText>("enforce-strict-tunnel-tagging"),
    Ignores<VpnText>("weighted-ecmp"),
    Ignores<VpnText>("allow-flex-algo-fallback"),
};

template <std::size_t kCount>
void ReadPart(Reader& reader, NodeId block, VpnText& vpn, const Rule<VpnText> (&rules)[kCount]) {
  Dispatch(reader, block, vpn, std::span(rules));
}

constexpr Rule<VpnText> kMplsRules[] = {
    AdminState<&VpnText::admin>(),
    Text<&VpnText::route_distinguisher>("route-distinguisher"),
    Block<VpnText>("vrf-target", [](Reader& reader, NodeId block,
                                    VpnText& vpn) { ReadPart(reader, block, vpn, kTargetRules); }),
    Block<VpnText>("vrf-import", [](Reader& reader, NodeId block,
                                    VpnText& vpn) { ReadPart(reader, block, vpn, kImportRules); }),
    Block<VpnText>("vrf-export", [](Reader& reader, NodeId block,
                                    VpnText& vpn) { ReadPart(reader, block, vpn, kExportRules); }),
    Block<VpnText>("auto-bind-tunnel", [](Reader& reader, NodeId block,
                                          VpnText& vpn) { ReadPart(reader, block, vpn, kBindRules); }),
    Lacks<VpnText>("domain-id", kRouting, "loop protection between domains"),
    Ignores<VpnText>("dynamic-egress-label-limit"),
};

constexpr Rule<RouterText> kVpnRules[] = {
    Block<RouterText>("mpls",
                      [](Reader& reader, NodeId block, RouterText& router) {
                        router.vpn.in_mpls = true;
                        Dispatch(reader, block, router.vpn, std::span(kMplsRules));
                      }),
    Lacks<RouterText>("srv6", kPaths, "VPN over SRv6"),
    Lacks<RouterText>("attribute-set", kRouting, "attribute sets"),
};

// Prefixes in EVPN that need no bridged service (RFC 9136 section 4.4.1).
void ReadEvpn(Reader& reader, NodeId key, RouterText& router) {
  if (router.evpn.node != kNone) return reader.Unmodelled(key, kPaths, "several instances of EVPN");
  router.evpn.node = key;
  router.evpn.in_mpls = true;
  Dispatch(reader, key, router.evpn, std::span(kMplsRules));
}

constexpr Rule<RouterText> kEvpnRules[] = {
    List<RouterText>("mpls", &ReadEvpn, kPaths),
    Lacks<RouterText>("srv6", kPaths, "VPN over SRv6"),
};

// `vrf`, the default: one label for the table.
void ReadLabelMode(Reader& reader, NodeId value, RouterText& router) {
  router.vpn.label_mode = {reader.word(value), value, reader.SpanOf(value)};
  if (reader.word(value) != "vrf")
    reader.Unmodelled(value, Impact::kForwarding, "labels of a VPN that stand for next hops");
}

// Statements of a VPRN beside those of every router. Before release 21 the VPN's own stood here.
constexpr Rule<RouterText> kServiceRules[] = {
    AdminState<&RouterText::admin>(),
    Block<RouterText>("bgp-ipvpn",
                      [](Reader& reader, NodeId block, RouterText& router) {
                        Dispatch(reader, block, router, std::span(kVpnRules));
                      }),
    Block<RouterText>(
        "bgp-evpn",
        [](Reader& reader, NodeId block, RouterText& router) {
          Dispatch(reader, block, router, std::span(kEvpnRules));
        },
        kPaths),
    Lacks<RouterText>("aaa", Impact::kManagement, "accounts of a VPN"),
    Lacks<RouterText>("management", Impact::kManagement, "services of the device inside a VPN"),
    Lacks<RouterText>("snmp", Impact::kManagement, "services of the device inside a VPN"),
    Lacks<RouterText>("log", Impact::kCopying, "logs of a VPN"),
    Lacks<RouterText>("grt-leaking", kPaths, "routes leaked to and from the base router"),
    Lacks<RouterText>("export-grt", kPaths, "routes leaked to the base router"),
    Lacks<RouterText>("spoke-sdp", kPaths, "service tunnel"),
    Lacks<RouterText>("subscriber-interface", kPaths, "subscriber management"),
    Lacks<RouterText>("redundant-interface", kPaths, "redundant interfaces"),
    Lacks<RouterText>("network-interface", kPaths, "carrier of carriers"),
    Lacks<RouterText>("carrier-carrier-vpn", kPaths, "carrier of carriers"),
    Lacks<RouterText>("type", kPaths, "hub, spoke and other kinds of VPN"),
    Lacks<RouterText>("maximum-ipv4-routes", Impact::kRouting4, "limit of routes"),
    Lacks<RouterText>("maximum-ipv6-routes", Impact::kRouting6, "limit of routes"),
    Lacks<RouterText>("bgp-vpn-backup", Impact::kForwarding, "backup paths"),
    Lacks<RouterText>("bgp-shared-queue", Impact::kForwarding, "queues"),
    Lacks<RouterText>("ip-mirror-interface", Impact::kCopying, "mirroring"),
    Lacks<RouterText>("ipsec", Impact::kProtection | Impact::kForwarding, "IPsec"),
    Ignores<RouterText>("customer"),
    Ignores<RouterText>("service-id"),
    Ignores<RouterText>("service-name"),
    Ignores<RouterText>("vpn-id"),
    Leaf<RouterText>("label-mode", &ReadLabelMode),
    Ignores<RouterText>("dns"),
    Ignores<RouterText>("ntp"),
    Ignores<RouterText>("ptp"),
    Ignores<RouterText>("source-address"),
    Ignores<RouterText>("reassembly"),
    Lacks<RouterText>("allow-export-bgp-vpn", kRouting, "imported VPN routes passed on"),
    Ignores<RouterText>("entropy-label"),
    Ignores<RouterText>("hash-label"),
    Ignores<RouterText>("ttl-propagate"),
    Ignores<RouterText>("weighted-ecmp"),
    Ignores<RouterText>("class-forwarding"),
};

void ReadVprn(Reader& reader, NodeId key, SrosText& text) {
  RouterText& router = text.routers.emplace_back();
  router.vrf = reader.word(key);
  router.span = reader.SpanOf(key);
  ReadRouterBlock(reader, key, router);
  Dispatch(reader, key, router, std::span(kServiceRules));
  Dispatch(reader, key, router.vpn, std::span(kMplsRules).subspan(1));
  for (RouterInterface& interface : router.interfaces)
    interface.service_down = interface.service_down || !router.admin.value_or(false);
}

constexpr Rule<RouterText> kIesRules[] = {
    AdminState<&RouterText::admin>(),
    List<RouterText>("interface", &ReadRouterInterface),
    Lacks<RouterText>("aa-interface", Impact::kForwarding, "application assurance"),
    Lacks<RouterText>("subscriber-interface", kPaths, "subscriber management"),
    Lacks<RouterText>("redundant-interface", kPaths, "redundant interfaces"),
    Lacks<RouterText>("video-interface", Impact::kForwarding, "video service"),
    Lacks<RouterText>("igmp-host-tracking", Impact::kForwarding, "multicast"),
    Ignores<RouterText>("customer"),
    Ignores<RouterText>("service-id"),
    Ignores<RouterText>("service-name"),
    Ignores<RouterText>("vpn-id"),
};

void ReadIes(Reader& reader, NodeId key, SrosText& text) {
  RouterText service;
  Dispatch(reader, key, service, std::span(kIesRules));
  for (RouterInterface& interface : service.interfaces) {
    interface.service_down = interface.service_down || !service.admin.value_or(false);
    text.routers.front().interfaces.push_back(std::move(interface));
  }
}

// Customers are names for people; the rest of the services decides about packets.
constexpr Rule<SrosText> kServicesRules[] = {
    Ignores<SrosText>("customer"),
    Ignores<SrosText>("md-auto-id"),
    List<SrosText>("vprn", &ReadVprn),
    List<SrosText>("ies", &ReadIes),
    List<SrosText>(
        "vpls", [](Reader& reader, NodeId key, SrosText& text) { ReadL2Service(reader, key, text, false); },
        kPaths),
    List<SrosText>(
        "epipe", [](Reader& reader, NodeId key, SrosText& text) { ReadL2Service(reader, key, text, true); },
        kPaths),
    Lacks<SrosText>("ipipe", kPaths, "Ipipe service"),
    Lacks<SrosText>("apipe", kPaths, "Apipe service"),
    Lacks<SrosText>("cpipe", kPaths, "Cpipe service"),
    List<SrosText>("sdp", &ReadSdp, kPaths),
    Lacks<SrosText>("system", Impact::kForwarding, "identity in bridged services"),
    Lacks<SrosText>("vxlan", Impact::kForwarding, "VXLAN"),
    Lacks<SrosText>("pw-port", kPaths, "pseudowire port"),
    Lacks<SrosText>("pw-template", kPaths, "pseudowire templates"),
    Lacks<SrosText>("nat", Impact::kForwarding, "address translation"),
    Lacks<SrosText>("ipsec", Impact::kProtection, "IPsec"),
};

}  // namespace

void ReadService(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text, std::span(kServicesRules));
}

}  // namespace ringfence::formats::nokia_sros
