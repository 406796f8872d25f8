// Interfaces of routers and services. An interface of a service names its port in an access point.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr Rule<AddressText> kIpv4AddressRules[] = {
    Address<&AddressText::address>("address"),   Number<&AddressText::length, 0, 32>("prefix-length"),
    Ignores<AddressText>("broadcast"),           Ignores<AddressText>("igp-inhibit"),
    Ignores<AddressText>("track-srrp-instance"),
};

void CheckFamily(Reader& reader, net::Family family, AddressText& address) {
  if (!address.address.set() || address.address.value.family == family) return;
  reader.Invalid(address.address.node, "an address of the other family");
  address.address = {};
}

void ReadPrimary(Reader& reader, NodeId block, RouterInterface& to) {
  AddressText& address = to.addresses.emplace_back();
  Dispatch(reader, block, address, std::span(kIpv4AddressRules));
  CheckFamily(reader, net::Family::kIpv4, address);
}

// The key of a secondary and of an IPv6 address is the address itself.
void ReadKeyed(Reader& reader, NodeId key, RouterInterface& to, std::span<const Rule<AddressText>> rules,
               bool secondary, net::Family family) {
  AddressText address;
  address.secondary = secondary;
  reader.Keep(key, reader.Address(key), address.address);
  Dispatch(reader, key, address, rules);
  CheckFamily(reader, family, address);
  // Two spellings of one address; the later one stands.
  const auto same = std::ranges::find_if(to.addresses, [&](const AddressText& other) {
    return address.address.set() && other.secondary == secondary &&
           other.address.value == address.address.value && other.address.set();
  });
  if (same == to.addresses.end()) {
    to.addresses.push_back(address);
  } else {
    *same = address;
  }
}

void ReadSecondary(Reader& reader, NodeId key, RouterInterface& to) {
  ReadKeyed(reader, key, to, kIpv4AddressRules, true, net::Family::kIpv4);
}

constexpr Rule<AddressText> kIpv6AddressRules[] = {
    Number<&AddressText::length, 0, 128>("prefix-length"),
    Lacks<AddressText>("eui-64", Impact::kRouting6, "addresses made from the MAC address"),
    Ignores<AddressText>("duplicate-address-detection"),
    Ignores<AddressText>("primary-preference"),
    Ignores<AddressText>("track-srrp-instance"),
};

void ReadIpv6Address(Reader& reader, NodeId key, RouterInterface& to) {
  ReadKeyed(reader, key, to, kIpv6AddressRules, false, net::Family::kIpv6);
}

constexpr Rule<RouterInterface> kUnnumberedRules[] = {
    Text<&RouterInterface::unnumbered>("ip-int-name"),
    Text<&RouterInterface::unnumbered>("ip-address"),
    Text<&RouterInterface::unnumbered>("system"),
};

constexpr Rule<VrrpText> kVrrpRules[] = {
    AdminState<&VrrpText::admin>(),
    Number<&VrrpText::priority, 1, 255>("priority"),
    Flag<&VrrpText::owner>("owner"),
    Flag<&VrrpText::preempt>("preempt"),
    {"backup", Shape::kMembers,
     [](Reader& reader, NodeId value, VrrpText& to) {
       Stated<net::IpAddress> address;
       reader.Keep(value, reader.Address(value), address);
       if (address.set()) to.addresses.push_back(address);
     }},
    Lacks<VrrpText>("policy", Impact::kForwarding, "VRRP priority control"),
    Lacks<VrrpText>("authentication-key", Impact::kForwarding, "VRRP authentication"),
    Ignores<VrrpText>("bfd-liveness"),
    Ignores<VrrpText>("init-delay"),
    Ignores<VrrpText>("mac"),
    Ignores<VrrpText>("master-int-inherit"),
    Lacks<VrrpText>("message-interval", Impact::kForwarding, "VRRP interval, which members must share"),
    Lacks<VrrpText>("monitor-oper-group", Impact::kForwarding, "VRRP priority that follows a group"),
    Ignores<VrrpText>("ntp-reply"),
    Ignores<VrrpText>("oper-group"),
    Lacks<VrrpText>("passive", Impact::kForwarding, "VRRP without announcements"),
    Ignores<VrrpText>("ping-reply"),
    Lacks<VrrpText>("ssh-reply", Impact::kManagement, "packets to a virtual address"),
    Lacks<VrrpText>("standby-forwarding", Impact::kForwarding, "forwarding by the standby router"),
    Lacks<VrrpText>("telnet-reply", Impact::kManagement, "packets to a virtual address"),
    Ignores<VrrpText>("traceroute-reply"),
};

void ReadVrrp(Reader& reader, NodeId key, RouterInterface& to) {
  const auto group = reader.Number(key, 1, 255);
  if (!group) return;
  VrrpText& vrrp = to.vrrp.emplace_back();
  vrrp.group = *group;
  vrrp.span = reader.SpanOf(key);
  Dispatch(reader, key, vrrp, std::span(kVrrpRules));
}

// Routes to hosts that were heard: which, no text shows.
constexpr Rule<RouterInterface> kNeighborRules[] = {
    Lacks<RouterInterface>("host-route", kRouting, "routes to hosts"),
    Ignores<RouterInterface>("learn-unsolicited"),
    Ignores<RouterInterface>("limit"),
    Ignores<RouterInterface>("proactive-refresh"),
    Ignores<RouterInterface>("reachable-time"),
    Ignores<RouterInterface>("retry-timer"),
    Ignores<RouterInterface>("secure-nd"),
    Ignores<RouterInterface>("stale-time"),
    Ignores<RouterInterface>("static-neighbor"),
    Ignores<RouterInterface>("timeout"),
};

void ReadNeighbors(Reader& reader, NodeId block, RouterInterface& to) {
  Dispatch(reader, block, to, std::span(kNeighborRules));
}

void ReadSourceCheck(Reader& reader, NodeId block, RouterInterface& to) {
  to.source_check = reader.SpanOf(block);
  reader.Unmodelled(block, kSourceCheck, "reverse path check");
}

constexpr Rule<RouterInterface> kIpv4Rules[] = {
    Block<RouterInterface>("primary", &ReadPrimary),
    List<RouterInterface>("secondary", &ReadSecondary),
    Block<RouterInterface>("unnumbered",
                           [](Reader& reader, NodeId block, RouterInterface& to) {
                             Dispatch(reader, block, to, std::span(kUnnumberedRules));
                           }),
    List<RouterInterface>("vrrp", &ReadVrrp),
    Lacks<RouterInterface>("dhcp", Impact::kForwarding, "DHCP relay"),
    Block<RouterInterface>("urpf-check", &ReadSourceCheck),
    Lacks<RouterInterface>("allow-directed-broadcasts", Impact::kForwarding, "directed broadcasts"),
    Ignores<RouterInterface>("bfd"),
    Ignores<RouterInterface>("icmp"),
    Block<RouterInterface>("neighbor-discovery", &ReadNeighbors),
    Ignores<RouterInterface>("qos-route-lookup"),
    Lacks<RouterInterface>("ip-helper-address", Impact::kForwarding, "broadcasts relayed to servers"),
    Ignores<RouterInterface>("local-dhcp-server"),
    Ignores<RouterInterface>("tcp-mss"),
    Lacks<RouterInterface>("local-proxy-arp", Impact::kForwarding, "proxy ARP"),
    Lacks<RouterInterface>("proxy-arp", Impact::kForwarding, "proxy ARP"),
    Lacks<RouterInterface>("remote-proxy-arp", Impact::kForwarding, "proxy ARP"),
};

constexpr Rule<RouterInterface> kIpv6Rules[] = {
    List<RouterInterface>("address", &ReadIpv6Address),
    List<RouterInterface>("vrrp", &ReadVrrp),
    Lacks<RouterInterface>("dhcp6", Impact::kForwarding, "DHCP relay"),
    Block<RouterInterface>("urpf-check", &ReadSourceCheck),
    Ignores<RouterInterface>("link-local-address"),
    Ignores<RouterInterface>("bfd"),
    Ignores<RouterInterface>("icmp6"),
    Block<RouterInterface>("neighbor-discovery", &ReadNeighbors),
    Ignores<RouterInterface>("duplicate-address-detection"),
    Lacks<RouterInterface>("forward-ipv4-packets", Impact::kForwarding, "IPv4 without an IPv4 address"),
    Ignores<RouterInterface>("qos-route-lookup"),
    Ignores<RouterInterface>("tcp-mss"),
};

constexpr Rule<FilterUses> kFilterUseRules[] = {
    Text<&FilterUses::ip>("ip"),
    Text<&FilterUses::ipv6>("ipv6"),
};

constexpr Rule<FilterUses> kDirectionRules[] = {
    Block<FilterUses>("filter",
                      [](Reader& reader, NodeId block, FilterUses& to) {
                        Dispatch(reader, block, to, std::span(kFilterUseRules));
                      }),
    Lacks<FilterUses>("destination-class-lookup", Impact::kForwarding, "destination classes"),
    Lacks<FilterUses>("policy-accounting", Impact::kForwarding, "policy accounting"),
    Ignores<FilterUses>("qos"),
    Ignores<FilterUses>("agg-rate"),
    Ignores<FilterUses>("egress-remark-policy"),
};

void ReadIngress(Reader& reader, NodeId block, RouterInterface& to) {
  Dispatch(reader, block, to.ingress, std::span(kDirectionRules));
}
void ReadEgress(Reader& reader, NodeId block, RouterInterface& to) {
  Dispatch(reader, block, to.egress, std::span(kDirectionRules));
}

void ReadSapAdmin(Reader& reader, NodeId value, RouterInterface& to) {
  if (reader.Enabled(value) == false) to.service_down = true;
}

constexpr Rule<RouterInterface> kSapRules[] = {
    Leaf<RouterInterface>("admin-state", &ReadSapAdmin),
    Block<RouterInterface>("ingress", &ReadIngress, Impact::kForwarding | Impact::kCopying),
    Block<RouterInterface>("egress", &ReadEgress, Impact::kForwarding | Impact::kCopying),
    Lacks<RouterInterface>("anti-spoof", kPaths, "checks of source addresses"),
    Lacks<RouterInterface>("cflowd", Impact::kCopying, "flow export"),
    Lacks<RouterInterface>("ip-tunnel", kPaths | Impact::kProtection, "IP tunnels"),
    Lacks<RouterInterface>("ipsec-gateway", kPaths | Impact::kProtection, "IPsec"),
    Lacks<RouterInterface>("ipsec-tunnel", kPaths | Impact::kProtection, "IPsec"),
    Ignores<RouterInterface>("accounting-policy"),
    Ignores<RouterInterface>("collect-stats"),
    Ignores<RouterInterface>("cpu-protection"),
    Ignores<RouterInterface>("dist-cpu-protection"),
    Ignores<RouterInterface>("eth-cfm"),
    Ignores<RouterInterface>("lag"),
    Ignores<RouterInterface>("multi-service-site"),
};

// The access point `1/1/c1/1:100` is the port and the VLAN.
void ReadSap(Reader& reader, NodeId key, RouterInterface& to) {
  to.port = {reader.word(key), key, reader.SpanOf(key)};
  Dispatch(reader, key, to, std::span(kSapRules));
}

// What the interface does with hosts of the service beside routing for them stays open.
constexpr Rule<RouterInterface> kVplsRules[] = {
    Lacks<RouterInterface>("egress", kPaths, "filters of a bridged service"),
    Lacks<RouterInterface>("evpn", kPaths, "EVPN of an interface"),
    Lacks<RouterInterface>("evpn-tunnel", kPaths, "interface that is a tunnel of EVPN"),
    Lacks<RouterInterface>("ingress", kPaths, "filters of a bridged service"),
};

void ReadVpls(Reader& reader, NodeId key, RouterInterface& to) {
  if (to.vpls.set()) return reader.Unmodelled(key, kPaths, "interface in several bridged services");
  to.vpls = {reader.word(key), key, reader.SpanOf(key)};
  Dispatch(reader, key, to, std::span(kVplsRules));
}

constexpr Rule<RouterInterface> kInterfaceRules[] = {
    List<RouterInterface>("sap", &ReadSap),
    Lacks<RouterInterface>("spoke-sdp", kPaths, "interface on a service tunnel"),
    List<RouterInterface>("vpls", &ReadVpls, kPaths),
    Lacks<RouterInterface>("ipsec", kPaths | Impact::kProtection, "IPsec"),
    Lacks<RouterInterface>("ip-tunnel", kPaths | Impact::kProtection, "IP tunnels"),
    AdminState<&RouterInterface::admin>(),
    Text<&RouterInterface::description>("description"),
    Text<&RouterInterface::port>("port"),
    Presence<RouterInterface>("loopback",
                              [](Reader& reader, NodeId value, RouterInterface& to) {
                                to.loopback = {reader.word(value) != "false", value, reader.SpanOf(value)};
                              }),
    Number<&RouterInterface::ip_mtu, 256, 9786>("ip-mtu"),
    Block<RouterInterface>("ipv4",
                           [](Reader& reader, NodeId block, RouterInterface& to) {
                             Dispatch(reader, block, to, std::span(kIpv4Rules));
                           }),
    Block<RouterInterface>("ipv6",
                           [](Reader& reader, NodeId block, RouterInterface& to) {
                             Dispatch(reader, block, to, std::span(kIpv6Rules));
                           }),
    Block<RouterInterface>("ingress", &ReadIngress, Impact::kForwarding | Impact::kCopying),
    Block<RouterInterface>("egress", &ReadEgress, Impact::kForwarding | Impact::kCopying),
    Block<RouterInterface>("cflowd-parameters", &ReadCflowdParameters, Impact::kCopying),
    Lacks<RouterInterface>("tunnel", kPaths, "tunnels"),
    Lacks<RouterInterface>("autoconfigure", kRouting, "address by DHCP"),
    Lacks<RouterInterface>("ldp-sync-timer", Impact::kRouting4, "IGP-LDP synchronisation"),
    Ignores<RouterInterface>("hold-time"),
    Lacks<RouterInterface>("strip-label", Impact::kForwarding, "label stripping"),
    Ignores<RouterInterface>("enable-ingress-stats"),
    Ignores<RouterInterface>("ingress-stats"),
    Ignores<RouterInterface>("enable-mac-accounting"),
    Ignores<RouterInterface>("eth-cfm"),
    Ignores<RouterInterface>("if-attribute"),
    Ignores<RouterInterface>("load-balancing"),
    Ignores<RouterInterface>("mac"),
    Ignores<RouterInterface>("ntp-broadcast"),
    Ignores<RouterInterface>("ptp-hw-assist"),
    Ignores<RouterInterface>("qos"),
    Ignores<RouterInterface>("tos-marking-state"),
    Ignores<RouterInterface>("untrusted"),
    Ignores<RouterInterface>("lag"),
    Ignores<RouterInterface>("cpu-protection"),
    Ignores<RouterInterface>("dist-cpu-protection"),
    Ignores<RouterInterface>("dynamic-tunnel-redundant-nexthop"),
    Lacks<RouterInterface>("monitor-oper-group", kPaths, "interface that follows a group"),
    Ignores<RouterInterface>("multi-chassis-shunting-profile"),
};

}  // namespace

void ReadRouterInterface(Reader& reader, NodeId key, RouterText& router) {
  RouterInterface& to = router.interfaces.emplace_back();
  to.name = reader.word(key);
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kInterfaceRules));
}

}  // namespace ringfence::formats::nokia_sros
