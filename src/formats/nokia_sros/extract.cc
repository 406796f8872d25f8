// The top of the tree: which family of statements reads which branch, and the branches that no question of
// this program depends on or that it does not model.
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

using Rules = std::span<const Rule<SrosText>>;

constexpr Rule<SrosText> kBaseRules[] = {
    List<SrosText>("interface", &ReadRouterInterface),
    Block<SrosText>("static-routes", &ReadStaticRoutes, kPaths),
    List<SrosText>("ospf", &ReadOspf, Impact::kRouting4),
    Number<&SrosText::ecmp, 0, 64>("ecmp"),
    Address<&SrosText::router_id>("router-id"),
    Lacks<SrosText>("ospf3", Impact::kRouting6, "OSPFv3"),
    Lacks<SrosText>("isis", kRoutingBoth, "IS-IS"),
    Lacks<SrosText>("bgp", kRoutingBoth, "BGP"),
    Lacks<SrosText>("rip", Impact::kRouting4, "RIP"),
    Lacks<SrosText>("ripng", Impact::kRouting6, "RIPng"),
    Lacks<SrosText>("aggregates", kPaths, "aggregate routes"),
    Lacks<SrosText>("mpls", kPaths, "MPLS"),
    Lacks<SrosText>("rsvp", kPaths, "RSVP"),
    Lacks<SrosText>("ldp", Impact::kForwarding, "LDP"),
    Lacks<SrosText>("segment-routing", kPaths, "segment routing"),
    Lacks<SrosText>("p2mp-sr-tree", Impact::kForwarding, "multicast trees"),
    Lacks<SrosText>("pim", Impact::kForwarding, "multicast"),
    Lacks<SrosText>("igmp", Impact::kForwarding, "multicast"),
    Lacks<SrosText>("mld", Impact::kForwarding, "multicast"),
    Lacks<SrosText>("msdp", Impact::kForwarding, "multicast"),
    Lacks<SrosText>("flowspec", Impact::kForwarding, "flow specifications"),
    Lacks<SrosText>("nat", Impact::kForwarding, "address translation"),
    Lacks<SrosText>("dhcp-server", kRoutingBoth, "DHCP server"),
    Lacks<SrosText>("l2tp", kPaths, "L2TP"),
    Lacks<SrosText>("gtp", kPaths, "GTP"),
    Lacks<SrosText>("wlan-gw", kPaths, "WLAN gateway"),
    Lacks<SrosText>("firewall", Impact::kForwarding, "firewall"),
    Lacks<SrosText>("tunnel-interface", kPaths, "tunnel interfaces"),
    Lacks<SrosText>("selective-fib", Impact::kForwarding, "selective FIB"),
    Lacks<SrosText>("route-next-hop-policy", Impact::kForwarding, "next-hop policies"),
    Lacks<SrosText>("fib-telemetry", Impact::kCopying, "telemetry of the FIB"),
    Ignores<SrosText>("autonomous-system"),
    Ignores<SrosText>("confederation"),
    Ignores<SrosText>("mpls-labels"),
    Ignores<SrosText>("bfd"),
    Ignores<SrosText>("twamp-light"),
    Ignores<SrosText>("ipv6"),
    Ignores<SrosText>("icmp"),
    Ignores<SrosText>("single-sfm-overload"),
    Ignores<SrosText>("mc-maximum-routes"),
    Ignores<SrosText>("pcep"),
    Ignores<SrosText>("admin-tags"),
    Ignores<SrosText>("if-attribute"),
    Ignores<SrosText>("fib-priority"),
    Ignores<SrosText>("bier"),
};

void ReadRouter(Reader& reader, NodeId key, SrosText& text) {
  if (reader.word(key) != "Base") {
    return reader.Unmodelled(key, kPaths | Impact::kManagement, "routing instance");
  }
  Dispatch(reader, key, text, Rules(kBaseRules));
}

// Customers are names for people; the rest of the services decides about packets.
constexpr Rule<SrosText> kServiceRules[] = {
    Ignores<SrosText>("customer"),
    Ignores<SrosText>("md-auto-id"),
    Lacks<SrosText>("vprn", kPaths, "VPRN service"),
    Lacks<SrosText>("ies", kPaths, "IES service"),
    Lacks<SrosText>("vpls", kPaths, "VPLS service"),
    Lacks<SrosText>("epipe", kPaths, "Epipe service"),
    Lacks<SrosText>("ipipe", kPaths, "Ipipe service"),
    Lacks<SrosText>("apipe", kPaths, "Apipe service"),
    Lacks<SrosText>("cpipe", kPaths, "Cpipe service"),
    Lacks<SrosText>("sdp", Impact::kForwarding, "service tunnel"),
    Lacks<SrosText>("pw-port", kPaths, "pseudowire port"),
    Lacks<SrosText>("nat", Impact::kForwarding, "address translation"),
    Lacks<SrosText>("ipsec", Impact::kProtection, "IPsec"),
};

void ReadService(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text, Rules(kServiceRules));
}

constexpr Rule<SrosText> kTopRules[] = {
    Block<SrosText>("system", &ReadSystem),
    List<SrosText>("router", &ReadRouter),
    List<SrosText>("port", &ReadPort),
    List<SrosText>("lag", &ReadLag),
    List<SrosText>("card", &ReadCard),
    Block<SrosText>("log", &ReadLog, Impact::kManagement | Impact::kCopying),
    Block<SrosText>("filter", &ReadFilters, Impact::kForwarding | Impact::kManagement | Impact::kCopying),
    Block<SrosText>("policy-options", &ReadPolicyOptions, kRoutingBoth),
    Block<SrosText>("macsec", &ReadMacsec, Impact::kProtection),
    Block<SrosText>("service", &ReadService, kPaths | Impact::kCopying),
    Lacks<SrosText>("ipsec", Impact::kProtection | Impact::kForwarding, "IPsec"),
    Lacks<SrosText>("anysec", Impact::kProtection, "ANYsec"),
    Lacks<SrosText>("group-encryption", Impact::kProtection, "group encryption"),
    Lacks<SrosText>("mirror", Impact::kCopying, "mirroring"),
    Lacks<SrosText>("cflowd", Impact::kCopying, "flow export"),
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
    Lacks<SrosText>("routing-options", kRoutingBoth, "routing options"),
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

}  // namespace

SrosText Extract(Reader& reader) {
  SrosText text;
  Dispatch(reader, kRoot, text, Rules(kTopRules));
  return text;
}

}  // namespace ringfence::formats::nokia_sros
