// Router interfaces and static routes of the base router.
#include <algorithm>

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

constexpr Rule<RouterInterface> kIpv4Rules[] = {
    Block<RouterInterface>("primary", &ReadPrimary),
    List<RouterInterface>("secondary", &ReadSecondary),
    Block<RouterInterface>("unnumbered",
                           [](Reader& reader, NodeId block, RouterInterface& to) {
                             Dispatch(reader, block, to, std::span(kUnnumberedRules));
                           }),
    Lacks<RouterInterface>("vrrp", Impact::kForwarding, "VRRP"),
    Lacks<RouterInterface>("dhcp", Impact::kForwarding, "DHCP relay"),
    Lacks<RouterInterface>("urpf-check", Impact::kForwarding, "reverse path check"),
    Lacks<RouterInterface>("allow-directed-broadcasts", Impact::kForwarding, "directed broadcasts"),
    Ignores<RouterInterface>("bfd"),
    Ignores<RouterInterface>("icmp"),
    Ignores<RouterInterface>("neighbor-discovery"),
    Ignores<RouterInterface>("qos-route-lookup"),
    Ignores<RouterInterface>("ip-helper-address"),
    Ignores<RouterInterface>("local-dhcp-server"),
    Ignores<RouterInterface>("tcp-mss"),
};

constexpr Rule<RouterInterface> kIpv6Rules[] = {
    List<RouterInterface>("address", &ReadIpv6Address),
    Lacks<RouterInterface>("vrrp", Impact::kForwarding, "VRRP"),
    Lacks<RouterInterface>("dhcp6", Impact::kForwarding, "DHCP relay"),
    Lacks<RouterInterface>("urpf-check", Impact::kForwarding, "reverse path check"),
    Ignores<RouterInterface>("link-local-address"),
    Ignores<RouterInterface>("bfd"),
    Ignores<RouterInterface>("icmp6"),
    Ignores<RouterInterface>("neighbor-discovery"),
    Ignores<RouterInterface>("duplicate-address-detection"),
    Ignores<RouterInterface>("forward-ipv4-packets"),
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

constexpr Rule<RouterInterface> kInterfaceRules[] = {
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
    Block<RouterInterface>(
        "ingress",
        [](Reader& reader, NodeId block, RouterInterface& to) {
          Dispatch(reader, block, to.ingress, std::span(kDirectionRules));
        },
        Impact::kForwarding | Impact::kCopying),
    Block<RouterInterface>(
        "egress",
        [](Reader& reader, NodeId block, RouterInterface& to) {
          Dispatch(reader, block, to.egress, std::span(kDirectionRules));
        },
        Impact::kForwarding | Impact::kCopying),
    Lacks<RouterInterface>("cflowd-parameters", Impact::kCopying, "flow export"),
    Lacks<RouterInterface>("tunnel", kPaths, "tunnels"),
    Lacks<RouterInterface>("autoconfigure", kRoutingBoth, "address by DHCP"),
    Lacks<RouterInterface>("ldp-sync-timer", Impact::kRouting4, "IGP-LDP synchronisation"),
    Ignores<RouterInterface>("hold-time"),
    Lacks<RouterInterface>("strip-label", Impact::kForwarding, "label stripping"),
    Ignores<RouterInterface>("enable-ingress-stats"),
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
};

constexpr Rule<StaticHop> kHopRules[] = {
    AdminState<&StaticHop::admin>(),
    Number<&StaticHop::preference, 1, 255>("preference"),
    Number<&StaticHop::metric, 0, 65535>("metric"),
    Number<&StaticHop::tag, 1, 4294967295U>("tag"),
    Lacks<StaticHop>("bfd-liveness", Impact::kRouting4 | Impact::kRouting6, "route tracked by BFD"),
    Lacks<StaticHop>("cpe-check", kRoutingBoth, "route tracked by a probe"),
    Lacks<StaticHop>("prefix-list", kRoutingBoth, "route tracked by prefixes"),
    Ignores<StaticHop>("destination-class"),
    Lacks<StaticHop>("tunnel-next-hop", Impact::kForwarding, "route through tunnels"),
    Ignores<StaticHop>("generate-icmp"),
    Lacks<StaticHop>("ldp-sync", kRoutingBoth, "IGP-LDP synchronisation"),
    Lacks<StaticHop>("validate-next-hop", kRoutingBoth, "route tracked by its next hop"),
    Ignores<StaticHop>("community"),
    Ignores<StaticHop>("forwarding-class"),
    Ignores<StaticHop>("source-class"),
    Ignores<StaticHop>("load-balancing-weight"),
    Ignores<StaticHop>("backup-next-hop"),
};

template <HopKind kKind>
void ReadHop(Reader& reader, NodeId key, StaticRouteText& route) {
  StaticHop& hop = route.hops.emplace_back();
  hop.kind = kKind;
  hop.node = key;
  hop.target = reader.word(key);
  hop.span = reader.SpanOf(key);
  Dispatch(reader, key, hop, std::span(kHopRules));
}

constexpr Rule<StaticRouteText> kRouteRules[] = {
    List<StaticRouteText>("next-hop", &ReadHop<HopKind::kNextHop>),
    List<StaticRouteText>("indirect", &ReadHop<HopKind::kIndirect>),
    List<StaticRouteText>("interface", &ReadHop<HopKind::kInterface>),
    Block<StaticRouteText>("blackhole", &ReadHop<HopKind::kBlackhole>),
    Number<&StaticRouteText::tag, 1, 4294967295U>("tag"),
    Lacks<StaticRouteText>("grt", kPaths, "route into another instance"),
    Lacks<StaticRouteText>("ipsec-tunnel", kPaths | Impact::kProtection, "route into an IPsec tunnel"),
    Ignores<StaticRouteText>("community"),
    Ignores<StaticRouteText>("backup-tag"),
};

void ReadRoute(Reader& reader, NodeId key, SrosText& text) {
  const std::optional<net::Prefix> prefix = reader.Prefix(key);
  if (!prefix) return;
  // `route P route-type unicast { ... }`: the type is a part of the key.
  for (const NodeId part : Children(reader, key)) {
    if (reader.word(part) != "route-type") continue;
    reader.Modelled(part);
    for (const NodeId type : Children(reader, part)) {
      if (reader.word(type) != "unicast") {
        reader.Unmodelled(type, Impact::kForwarding, "multicast");
        continue;
      }
      reader.Modelled(type);
      // Host bits may differ: one route all the same.
      const auto [place, added] = text.static_places.emplace(*prefix, text.static_routes.size());
      if (added) text.static_routes.emplace_back().prefix = *prefix;
      StaticRouteText& route = text.static_routes[place->second];
      Dispatch(reader, type, route, std::span(kRouteRules));
    }
  }
}

constexpr Rule<SrosText> kStaticRules[] = {
    List<SrosText>("route", &ReadRoute),
    Lacks<SrosText>("hold-down", kRoutingBoth, "held-down static routes"),
};

}  // namespace

void ReadRouterInterface(Reader& reader, NodeId key, SrosText& text) {
  RouterInterface& to = text.interfaces.emplace_back();
  to.name = reader.word(key);
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kInterfaceRules));
}

void ReadStaticRoutes(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text, std::span(kStaticRules));
}

}  // namespace ringfence::formats::nokia_sros
