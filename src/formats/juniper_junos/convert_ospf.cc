// OSPF and OSPFv3 processes with the system's defaults.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Interface;
using model::InterfaceKind;
using routing::ospf::NetworkType;
using routing::ospf::OspfInterface;
using routing::ospf::OspfProcess;

constexpr std::uint64_t kReferenceDefault = 100'000'000;
constexpr std::uint32_t kPreferenceInternal = 10;
constexpr std::uint32_t kPreferenceExternal = 150;
constexpr std::uint32_t kRangeDiscardPreference = 10;
/// Metric of that route, as devices print it (certainty d).
constexpr std::uint32_t kRangeDiscardMetric = 16777215;
constexpr std::uint32_t kHelloSeconds = 10;
constexpr std::uint32_t kHelloSecondsNonBroadcast = 30;
constexpr std::uint32_t kDeadFactor = 4;

// The interface an OSPF statement names, by name or by address; nullptr when the text has none.
const Interface* Named(const model::Device& device, std::string_view name) {
  const auto address = net::ParseIpv4(name);
  const std::string unit = UnitName(name);
  for (const Interface& interface : device.interfaces) {
    if (!address && interface.name == unit) return &interface;
    if (!address) continue;
    for (const model::InterfaceAddress& own : interface.addresses) {
      if (own.address.address == *address) return &interface;
    }
  }
  return nullptr;
}

OspfInterface Complete(const OspfPort& port, const Interface& interface) {
  OspfInterface facts = port.facts;
  facts.name = interface.name;
  const bool loopback = interface.kind == InterfaceKind::kLoopback;
  const bool tunnel = interface.kind == InterfaceKind::kTunnel;
  facts.type = port.type.value_or(tunnel ? NetworkType::kPointToPoint : NetworkType::kBroadcast);
  if (loopback) {
    facts.type = NetworkType::kLoopback;
    facts.passive = true;
    if (!facts.cost) facts.cost = 0;
    facts.advertise_host = false;  // advertised with the mask it has
  }
  const bool slow = facts.type == NetworkType::kNonBroadcast || facts.type == NetworkType::kPointToMultipoint;
  facts.hello_s = port.hello_s.value_or(slow ? kHelloSecondsNonBroadcast : kHelloSeconds);
  facts.dead_s = port.dead_s.value_or(facts.hello_s * kDeadFactor);
  return facts;
}

// Does the interface speak the family? OSPFv3 needs no address beyond the link-local one.
bool Runs(const RoutingScope& scope, const Interface& interface, net::Family family) {
  const auto has =
      std::any_of(interface.addresses.begin(), interface.addresses.end(),
                  [family](const model::InterfaceAddress& a) { return a.address.address.family == family; });
  if (has || (family == net::Family::kIpv4 && !interface.unnumbered_from.empty())) return true;
  const auto unit = scope.units.find(interface.name);
  return family == net::Family::kIpv6 && unit != scope.units.end() && unit->second->families[1].present;
}

// The MTU that neighbours of OSPFv3 compare is that of `inet6`; the model has one, that of `inet` where both
// are there.
void CheckMtu6(RoutingScope& scope, const OspfInterface& port) {
  const auto unit = scope.units.find(port.name);
  if (unit == scope.units.end() || port.passive || port.type == NetworkType::kLoopback) return;
  const UnitFamily& v4 = unit->second->families[0];
  const UnitFamily& v6 = unit->second->families[1];
  if (!v4.present || v4.mtu_bytes == v6.mtu_bytes) return;
  scope.reader.Unmodelled(v6.mtu_bytes ? v6.mtu_node : v4.mtu_node, model::Impact::kRouting6,
                          "MTU of one family beside OSPFv3");
}

// Puts an interface into the process; a second area for it is an error.
void Put(RoutingScope& scope, const OspfPort& port, const Interface& interface, OspfProcess& process) {
  Reader& reader = scope.reader;
  OspfInterface facts = Complete(port, interface);
  for (const OspfInterface& other : process.interfaces) {
    if (other.name != facts.name) continue;
    if (other.area == facts.area || reader.tree.Find(port.node, "secondary") != kNone) return;
    reader.diagnostics.Add({.kind = base::DiagnosticKind::kInterfaceTwoAreas,
                            .span = reader.WordSpan(port.node),
                            .what = "interface " + facts.name + " is put into a second OSPF area",
                            .also = {other.span}});
    return;
  }
  if (process.family == net::Family::kIpv6) CheckMtu6(scope, facts);
  process.interfaces.push_back(std::move(facts));
}

void PutAll(RoutingScope& scope, const InstanceText& instance, const OspfText& ospf, OspfProcess& process) {
  const model::Device& device = scope.config.device;
  std::vector<std::string_view> named;
  for (const OspfPort& port : ospf.ports) {
    if (port.name == "all") continue;
    const Interface* interface = Named(device, port.name);
    if (interface == nullptr) {
      scope.reader.Irrelevant(port.node);  // runs nowhere
      continue;
    }
    named.push_back(interface->name);
    if (!port.disabled && Runs(scope, *interface, ospf.family) && interface->vrf == instance.name) {
      Put(scope, port, *interface, process);
    }
  }
  for (const OspfPort& port : ospf.ports) {
    if (port.name != "all" || port.disabled) continue;
    for (const Interface& interface : device.interfaces) {
      const bool own = std::find(named.begin(), named.end(), interface.name) != named.end();
      if (own || !Runs(scope, interface, ospf.family) || interface.vrf != instance.name) continue;
      Put(scope, port, interface, process);
    }
  }
}

// Export policies see the routes of every other protocol; what none of them accepts stays out.
void Redistribute(RoutingScope& scope, const InstanceText& instance, const OspfText& ospf,
                  OspfProcess& process) {
  using model::RouteSource;
  const std::vector<std::string> names = ExportNames(scope, instance, ospf.exports, PolicyPlace::kExport);
  for (const RouteSource source : {RouteSource::kConnected, RouteSource::kStatic, RouteSource::kAggregate,
                                   RouteSource::kBgp, RouteSource::kIsis, RouteSource::kRip}) {
    // The first stands for all when the policies accept nothing.
    const bool first = source == RouteSource::kConnected && !names.empty();
    if (!first && !scope.book.MayAccept(names, source)) continue;
    routing::ospf::Redistribution redistribution;
    redistribution.source = source;
    redistribution.skip_own_interfaces = false;
    redistribution.bgp_internal = true;
    redistribution.plain = process.vpn.role == routing::ospf::VpnRole::kEdge && source == RouteSource::kBgp;
    redistribution.policies = names;
    redistribution.span = scope.reader.SpanOf(ospf.exports.front().node);
    process.redistributions.push_back(std::move(redistribution));
  }
}

// An instance of type vrf is a provider edge. Its domain identifier reaches BGP by policies alone, and what
// becomes of the MED is not known.
routing::ospf::VpnEdge EdgeOf(RoutingScope& scope, const InstanceText& instance, const OspfText& ospf) {
  routing::ospf::VpnEdge vpn;
  const bool edge = instance.kind == InstanceKind::kVrf && ospf.family == net::Family::kIpv4;
  if (!edge || (!ospf.shams.empty() && !ospf.sham_local)) {
    // What they mean elsewhere is not known.
    for (const NodeId node : ospf.edge_nodes) scope.reader.Unmodelled(node, kRouting, "OSPF domain of a VPN");
  }
  if (!edge) return vpn;
  vpn.role = routing::ospf::VpnRole::kEdge;
  vpn.domain_known = false;
  vpn.metric_is_med = false;
  vpn.route_tag = ospf.vpn_tag;
  if (!ospf.sham_local) return vpn;
  vpn.sham_links = ospf.shams;
  for (routing::ospf::ShamLink& link : vpn.sham_links) link.source = *ospf.sham_local;
  return vpn;
}

void ConvertProcess(RoutingScope& scope, const InstanceText& instance, const OspfText& ospf) {
  OspfProcess process;
  process.span = ospf.span;
  process.vrf = instance.name;
  process.family = ospf.family;
  process.reference_bandwidth_bps = ospf.reference_bandwidth_bps.value_or(kReferenceDefault);
  process.rfc1583_compatible = !ospf.no_rfc1583;
  const std::uint32_t internal = ospf.preference.value_or(kPreferenceInternal);
  process.distances = {internal, internal, ospf.external_preference.value_or(kPreferenceExternal)};
  process.max_metric = ospf.overload;
  process.max_paths = scope.forwarding_paths;
  process.router_id = RouterId(scope, instance, &process.router_id_span);
  process.areas = ospf.areas;
  for (routing::ospf::OspfArea& area : process.areas) {
    for (routing::ospf::AreaRange& range : area.ranges) {
      range.discard_distance = kRangeDiscardPreference;
      range.discard_metric = kRangeDiscardMetric;
    }
  }
  process.vpn = EdgeOf(scope, instance, ospf);
  PutAll(scope, instance, ospf, process);
  Redistribute(scope, instance, ospf, process);
  scope.config.ospf.processes.push_back(std::move(process));
}

}  // namespace

void ConvertOspf(RoutingScope& scope, const InstanceText& instance) {
  for (const OspfText& ospf : instance.ospf) {
    if (!ospf.disabled) ConvertProcess(scope, instance, ospf);
  }
}

}  // namespace ringfence::formats::juniper_junos
