// The top of the tree: which family of statements reads which branch, and the branches that no question of
// this program depends on or that it does not model.
#include "formats/nokia_sros/extract.h"
#include "formats/impacts.h"
#include "formats/segment_routing_text.h"

#include <functional>
#include <set>

namespace ringfence::formats::nokia_sros {
namespace {

void ReadConfederationMember(Reader& reader, NodeId key, RouterText& router) {
  Counted member;
  reader.Keep(key, reader.Number(key, 1, 4294967295U), member);
  if (member.set()) router.confederation_members.push_back(member);
}

constexpr Rule<RouterText> kConfederationRules[] = {
    Number<&RouterText::confederation, 1, 4294967295U>("confed-as-num"),
    List<RouterText>("members", &ReadConfederationMember),
};

void ReadConfederation(Reader& reader, NodeId block, RouterText& router) {
  Dispatch(reader, block, router, std::span(kConfederationRules));
}

constexpr Rule<RouterText> kSrLabelRules[] = {
    Number<&RouterText::sr_first, 0, kLabelMax>("start"),
    Number<&RouterText::sr_last, 0, kLabelMax>("end"),
};
constexpr Rule<RouterText> kLabelRules[] = {
    Block<RouterText>("sr-labels",
                      [](Reader& reader, NodeId block, RouterText& router) {
                        Dispatch(reader, block, router, std::span(kSrLabelRules));
                      }),
    // Which labels the system gives out by itself.
    Ignores<RouterText>("bgp-labels-hold-timer"),
    Ignores<RouterText>("reserved-label-block"),
    Ignores<RouterText>("static-label-range"),
};

void ReadLabels(Reader& reader, NodeId block, RouterText& router) {
  Dispatch(reader, block, router, std::span(kLabelRules));
}

constexpr Rule<RouterText> kRouterRules[] = {
    List<RouterText>("interface", &ReadRouterInterface),
    Block<RouterText>("static-routes", &ReadStaticRoutes, kPaths),
    Block<RouterText>("aggregates", &ReadAggregates, kPaths),
    List<RouterText>("ospf", &ReadOspf, Impact::kRouting4),
    List<RouterText>("ospf3", &ReadOspf3, Impact::kRouting6),
    List<RouterText>("isis", &ReadIsis, kRouting),
    Block<RouterText>("bgp", &ReadBgp, kRouting),
    Block<RouterText>("rip", &ReadRip, Impact::kRouting4),
    Block<RouterText>("ripng", &ReadRipNg, Impact::kRouting6),
    Number<&RouterText::ecmp, 0, 64>("ecmp"),
    Number<&RouterText::as, 1, 4294967295U>("autonomous-system"),
    Address<&RouterText::router_id>("router-id"),
    Block<RouterText>("confederation", &ReadConfederation, kRouting),
    Lacks<RouterText>("mpls", Impact::kForwarding, "MPLS"),
    Lacks<RouterText>("rsvp", Impact::kForwarding, "RSVP"),
    Block<RouterText>("ldp", &ReadLdp, kPaths),
    Lacks<RouterText>("segment-routing", Impact::kForwarding, "segment routing"),
    Lacks<RouterText>("p2mp-sr-tree", Impact::kForwarding, "multicast trees"),
    Lacks<RouterText>("pim", Impact::kForwarding, "multicast"),
    Lacks<RouterText>("igmp", Impact::kForwarding, "multicast"),
    Lacks<RouterText>("mld", Impact::kForwarding, "multicast"),
    Lacks<RouterText>("msdp", Impact::kForwarding, "multicast"),
    Lacks<RouterText>("mvpn", Impact::kForwarding, "multicast"),
    Lacks<RouterText>("flowspec", kPaths, "flow specifications"),
    Lacks<RouterText>("nat", Impact::kForwarding, "address translation"),
    Lacks<RouterText>("dhcp-server", kRouting, "DHCP server"),
    Lacks<RouterText>("l2tp", kPaths, "L2TP"),
    Lacks<RouterText>("gtp", kPaths, "GTP"),
    Lacks<RouterText>("wlan-gw", kPaths, "WLAN gateway"),
    Lacks<RouterText>("firewall", kPaths, "firewall"),
    Lacks<RouterText>("tunnel-interface", kPaths, "tunnel interfaces"),
    Lacks<RouterText>("selective-fib", Impact::kForwarding, "selective FIB"),
    Lacks<RouterText>("route-next-hop-policy", Impact::kForwarding, "next-hop policies"),
    Lacks<RouterText>("fib-telemetry", Impact::kCopying, "telemetry of the FIB"),
    Lacks<RouterText>("origin-validation", kRouting, "origin validation"),
    Lacks<RouterText>("gtm", Impact::kForwarding, "multicast"),
    Block<RouterText>("mpls-labels", &ReadLabels, Impact::kForwarding),
    Ignores<RouterText>("bfd"),
    Ignores<RouterText>("twamp-light"),
    Ignores<RouterText>("ipv6"),
    Ignores<RouterText>("icmp"),
    Ignores<RouterText>("single-sfm-overload"),
    Ignores<RouterText>("mc-maximum-routes"),
    Ignores<RouterText>("pcep"),
    Ignores<RouterText>("admin-tags"),
    Ignores<RouterText>("if-attribute"),
    Ignores<RouterText>("fib-priority"),
    Ignores<RouterText>("bier"),
};

void ReadRouter(Reader& reader, NodeId key, SrosText& text) {
  if (reader.word(key) != "Base") {
    return reader.Unmodelled(key, kPaths | Impact::kManagement, "routing instance");
  }
  ReadRouterBlock(reader, key, text.routers.front());
}

constexpr Rule<SrosText> kTopRules[] = {
    Block<SrosText>("system", &ReadSystem),
    List<SrosText>("router", &ReadRouter),
    List<SrosText>("port", &ReadPort),
    List<SrosText>("lag", &ReadLag),
    List<SrosText>("card", &ReadCard),
    Block<SrosText>("log", &ReadLog, Impact::kManagement | Impact::kCopying),
    Block<SrosText>("filter", &ReadFilters, Impact::kForwarding | Impact::kManagement | Impact::kCopying),
    Block<SrosText>("policy-options", &ReadPolicyOptions, kRouting),
    Block<SrosText>("macsec", &ReadMacsec, Impact::kProtection),
    Block<SrosText>("service", &ReadService, kPaths | Impact::kCopying),
    Lacks<SrosText>("ipsec", Impact::kProtection | Impact::kForwarding, "IPsec"),
    Lacks<SrosText>("anysec", Impact::kProtection, "ANYsec"),
    Lacks<SrosText>("group-encryption", Impact::kProtection, "group encryption"),
    Block<SrosText>("mirror", &ReadMirror, Impact::kCopying),
    Block<SrosText>("cflowd", &ReadCflowd, Impact::kCopying),
    Lacks<SrosText>("li", Impact::kCopying, "lawful interception"),
    Lacks<SrosText>("debug", Impact::kCopying, "debug mirrors"),
    Lacks<SrosText>("bof", Impact::kManagement, "boot options of the management port"),
    Lacks<SrosText>("aaa", Impact::kManagement, "subscriber and remote AAA"),
    Lacks<SrosText>("subscriber-mgmt", kPaths, "subscriber management"),
    Lacks<SrosText>("isa", Impact::kForwarding | Impact::kProtection, "service adapters"),
    Lacks<SrosText>("application-assurance", Impact::kForwarding, "application assurance"),
    Lacks<SrosText>("fwd-path-ext", kPaths, "forwarding path extensions"),
    Lacks<SrosText>("vrrp", Impact::kForwarding, "VRRP policies"),
    Lacks<SrosText>("redundancy", Impact::kForwarding, "redundancy between chassis"),
    Lacks<SrosText>("python", Impact::kManagement, "Python scripts"),
    Lacks<SrosText>("sfm-power", Impact::kForwarding, "power saving"),
    Lacks<SrosText>("port-policy", Impact::kForwarding, "port policies"),
    Lacks<SrosText>("routing-options", kRouting, "routing options"),
    Lacks<SrosText>("call-trace", Impact::kCopying, "call trace"),
    Lacks<SrosText>("connection-profile", kPaths, "connection profiles"),
    Lacks<SrosText>("openflow", Impact::kForwarding, "OpenFlow"),
    Lacks<SrosText>("port-xc", kPaths, "port cross-connects"),
    Lacks<SrosText>("pw-port", kPaths, "pseudowire ports"),
    Lacks<SrosText>("pxc", kPaths, "port cross-connects"),
    Lacks<SrosText>("satellite", kPaths, "satellites"),
    Ignores<SrosText>("persistent-indices"),
    Ignores<SrosText>("sfm"),
    Ignores<SrosText>("chassis"),
    Ignores<SrosText>("qos"),
    Ignores<SrosText>("bfd"),
    Ignores<SrosText>("eth-cfm"),
    Ignores<SrosText>("oam-pm"),
    Ignores<SrosText>("saa"),
    Ignores<SrosText>("test-oam"),
    Ignores<SrosText>("multicast-management"),
    Ignores<SrosText>("esa"),
    Ignores<SrosText>("xiom"),
};

// Instances may name their interfaces alike, a device of the model may not.
void NameInterfaces(SrosText& text) {
  std::set<std::string, std::less<>> taken;
  for (const Port& port : text.ports) taken.emplace(port.name);
  for (const Lag& lag : text.lags) taken.insert(lag.name);
  for (RouterText& router : text.routers) {
    for (RouterInterface& interface : router.interfaces) {
      interface.model_name = interface.name;
      if (taken.contains(interface.model_name)) interface.model_name += '@' + router.vrf;
      while (!taken.insert(interface.model_name).second) interface.model_name += '@';
    }
  }
}

}  // namespace

void ReadRouterBlock(Reader& reader, NodeId block, RouterText& router) {
  Dispatch(reader, block, router, std::span(kRouterRules));
}

SrosText Extract(Reader& reader) {
  SrosText text;
  Dispatch(reader, kRoot, text, std::span(kTopRules));
  NameInterfaces(text);
  return text;
}

}  // namespace ringfence::formats::nokia_sros
