// Network instances with their static and aggregate routes.
#include <string>

#include "formats/nokia_srlinux/extract.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

constexpr Rule<InstanceText> kProtocolRules[] = {
    Block<InstanceText>("bgp", &ReadBgp, kRouting),
    Block<InstanceText>("ospf", &ReadOspf, kRouting),
    Block<InstanceText>("isis", &ReadIsis, kRouting),
    Lacks<InstanceText>("bgp-evpn", kPaths, "EVPN"),
    Lacks<InstanceText>("bgp-vpn", kPaths, "routes between VPN instances"),
    Lacks<InstanceText>("ldp", kForwarding, "LDP"),
    Lacks<InstanceText>("rsvp", kForwarding, "RSVP"),
    Lacks<InstanceText>("gribi", kPaths, "routes set from outside"),
    Lacks<InstanceText>("pim", kForwarding, "multicast"),
    Lacks<InstanceText>("igmp", kForwarding, "multicast"),
    Lacks<InstanceText>("mld", kForwarding, "multicast"),
    Lacks<InstanceText>("igmp-snooping", kForwarding, "multicast"),
    Lacks<InstanceText>("mld-snooping", kForwarding, "multicast"),
    Lacks<InstanceText>("linux", kPaths, "routes shared with the kernel"),
    Ignores<InstanceText>("directly-connected"),
};
void ReadProtocols(Reader& reader, NodeId block, InstanceText& to) {
  Dispatch(reader, block, to, std::span(kProtocolRules));
}

void AddMember(Reader& reader, NodeId key, InstanceText& to) {
  to.interfaces.push_back({reader.word(key), key, reader.SpanOf(key)});
}

void SetType(Reader& reader, NodeId value, InstanceText& to) {
  to.type = {reader.word(value), value, reader.SpanOf(value)};
  const std::string_view type = to.type.value;
  if (type == "mac-vrf") return reader.Unmodelled(value, kPaths, "bridged instance");
  if (type != "default" && type != "ip-vrf" && type != "host")
    reader.Unmodelled(value, kPaths, "instance of this type");
}

constexpr Rule<InstanceText> kInstanceRules[] = {
    Leaf<InstanceText>("type", &SetType),
    AdminState<&InstanceText::admin>(),
    Address<&InstanceText::router_id>("router-id"),
    List<InstanceText>("interface", &AddMember, kPaths),
    Block<InstanceText>("protocols", &ReadProtocols, kPaths),
    Block<InstanceText>("static-routes", &ReadStaticRoutes, kPaths),
    Block<InstanceText>("next-hop-groups", &ReadNextHopGroups, kPaths),
    Block<InstanceText>("aggregate-routes", &ReadAggregates, kPaths),
    Lacks<InstanceText>("vxlan-interface", kPaths, "VXLAN"),
    Lacks<InstanceText>("bridge-table", kForwarding, "bridge table"),
    Lacks<InstanceText>("mpls", kForwarding, "MPLS"),
    Lacks<InstanceText>("segment-routing", kForwarding, "segment routing"),
    Lacks<InstanceText>("traffic-engineering", kForwarding, "traffic engineering"),
    Lacks<InstanceText>("policy-forwarding", kForwarding, "policy routing"),
    Lacks<InstanceText>("inter-instance-policies", kPaths, "routes between instances"),
    Lacks<InstanceText>("route-leaking", kPaths, "routes between instances"),
    Lacks<InstanceText>("ip-forwarding", kForwarding, "switches of forwarding"),
    Lacks<InstanceText>("tunnel-resolution", kForwarding, "tunnels"),
    Lacks<InstanceText>("multicast-forwarding-information-base", kForwarding, "multicast"),
    Ignores<InstanceText>("ip-load-balancing"),
    Ignores<InstanceText>("mtu"),
    Ignores<InstanceText>("icmp"),
    Ignores<InstanceText>("maintenance-policies"),
};

constexpr Rule<StaticRouteText> kRouteRules[] = {
    AdminState<&StaticRouteText::admin>(),
    Text<&StaticRouteText::group>("next-hop-group"),
    Number<&StaticRouteText::metric, 0, 4294967295U>("metric"),
    Number<&StaticRouteText::preference, 0, 255>("preference"),
    Number<&StaticRouteText::tag, 0, 4294967295U>("route-tag"),
    Number<&StaticRouteText::tag, 0, 4294967295U>("tag"),
};
void AddRoute(Reader& reader, NodeId key, InstanceText& instance) {
  const auto prefix = reader.Prefix(key);
  if (!prefix) return;
  StaticRouteText to;
  to.prefix = *prefix;
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kRouteRules));
  instance.static_routes.push_back(std::move(to));
}

constexpr Rule<InstanceText> kStaticRules[] = {
    AdminState<&InstanceText::static_admin>(),
    List<InstanceText>("route", &AddRoute, kPaths),
};

constexpr Rule<NextHopText> kHopRules[] = {
    AdminState<&NextHopText::admin>(),
    Flag<&NextHopText::resolve>("resolve"),
    Address<&NextHopText::address>("ip-address"),
    Lacks<NextHopText>("failure-detection", kPaths, "next hop that is watched"),
    Lacks<NextHopText>("pushed-mpls-label-stack", kForwarding, "labels of static routes"),
};
void AddHop(Reader& reader, NodeId key, NextHopGroupText& group) {
  NextHopText to;
  to.index = reader.word(key);
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kHopRules));
  if (to.address.set()) to.span = to.address.span;
  group.hops.push_back(std::move(to));
}
constexpr Rule<NextHopGroupText> kBlackholeRules[] = {Ignores<NextHopGroupText>("generate-icmp")};
void SetBlackhole(Reader& reader, NodeId block, NextHopGroupText& group) {
  group.blackhole = block;
  Dispatch(reader, block, group, std::span(kBlackholeRules));
}
constexpr Rule<NextHopGroupText> kGroupRules[] = {
    AdminState<&NextHopGroupText::admin>(),
    List<NextHopGroupText>("nexthop", &AddHop, kPaths),
    Block<NextHopGroupText>("blackhole", &SetBlackhole, kPaths),
};
void AddGroup(Reader& reader, NodeId key, InstanceText& instance) {
  NextHopGroupText to;
  to.name = reader.word(key);
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kGroupRules));
  instance.groups.push_back(std::move(to));
}
constexpr Rule<InstanceText> kGroupsRules[] = {List<InstanceText>("group", &AddGroup, kPaths)};

constexpr Rule<AggregateText> kAggregateRules[] = {
    AdminState<&AggregateText::admin>(),
    Flag<&AggregateText::summary_only>("summary-only"),
    Ignores<AggregateText>("generate-icmp"),
    Lacks<AggregateText>("aggregator", kRouting, "aggregator of another name"),
    Lacks<AggregateText>("communities", kRouting, "communities of aggregates"),
};
void AddAggregate(Reader& reader, NodeId key, InstanceText& instance) {
  const auto prefix = reader.Prefix(key);
  if (!prefix) return;
  AggregateText to;
  to.prefix = *prefix;
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kAggregateRules));
  instance.aggregates.push_back(std::move(to));
}
constexpr Rule<InstanceText> kAggregatesRules[] = {
    AdminState<&InstanceText::aggregate_admin>(),
    List<InstanceText>("route", &AddAggregate, kPaths),
};

}  // namespace

void ReadStaticRoutes(Reader& reader, NodeId block, InstanceText& instance) {
  Dispatch(reader, block, instance, std::span(kStaticRules));
}
void ReadNextHopGroups(Reader& reader, NodeId block, InstanceText& instance) {
  Dispatch(reader, block, instance, std::span(kGroupsRules));
}
void ReadAggregates(Reader& reader, NodeId block, InstanceText& instance) {
  Dispatch(reader, block, instance, std::span(kAggregatesRules));
}

void ReadInstance(Reader& reader, NodeId key, SrlText& text) {
  InstanceText to;
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kInstanceRules));
  text.instances.push_back(std::move(to));
}

}  // namespace ringfence::formats::nokia_srlinux
