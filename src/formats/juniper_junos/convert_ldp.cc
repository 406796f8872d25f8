// LDP of the main instance with the system's defaults: ordered control, a label only for the loopback
// address, labelled ways only for next hops of BGP (they stand in inet.3).
#include <algorithm>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Interface;
using model::InterfaceKind;
using routing::bgp::BgpFamily;
using routing::bgp::BgpNeighbor;
using routing::bgp::BgpVrf;

/// Preference of LDP routes.
constexpr std::uint32_t kPreference = 9;

void AddPorts(RoutingScope& scope, const LdpText& ldp) {
  for (const Interface& interface : scope.config.device.interfaces) {
    const auto unit = scope.units.find(interface.name);
    const LabelPort* port = Covering(ldp.ports, interface.name);
    // On a loopback LDP only answers to distant neighbours, which others configure.
    const bool counts = port != nullptr && unit != scope.units.end() && interface.vrf.empty() &&
                        interface.kind != InterfaceKind::kLoopback;
    if (!counts) continue;
    if (!unit->second->runs_mpls && port->name == "all") continue;
    if (!unit->second->runs_mpls || Covering(scope.text.main().mpls_ports, interface.name) == nullptr) {
      scope.reader.Unmodelled(port->node, kPaths, "LDP on an interface without MPLS");
      continue;
    }
    scope.config.ldp.interfaces.push_back({interface.name, scope.reader.SpanOf(port->node)});
  }
}

/// What the main BGP instance asks of the ways to its next hops.
struct BgpNeeds {
  std::size_t distant = 0;  ///< sessions whose routes have next hops elsewhere
  bool vpn = false, unicast4 = false, several_paths = false, sends_metric = false;
};

bool SendsMetrics(const model::RoutePolicy& policy) {
  return std::ranges::any_of(policy.terms, [](const model::RouteTerm& term) {
    return std::ranges::find(term.actions, model::RouteActionKind::kMetricOfIgp, &model::RouteAction::kind) !=
           term.actions.end();
  });
}

BgpNeeds NeedsOf(const routing::DeviceConfig& config) {
  BgpNeeds needs;
  needs.sends_metric = std::ranges::any_of(config.policies.policies, SendsMetrics);
  const auto main = std::ranges::find(config.bgp.vrfs, "", &BgpVrf::vrf);
  if (main == config.bgp.vrfs.end()) return needs;
  for (const BgpNeighbor& neighbor : main->neighbors) {
    const bool near = neighbor.remote_as_kind == routing::bgp::RemoteAs::kNumber &&
                      neighbor.remote_as != main->as.value_or(config.bgp.as) && neighbor.ebgp_hops_max <= 1;
    needs.distant += near ? 0 : neighbor.listen_range ? 2 : 1;
    for (const routing::bgp::NeighborFamily& family : neighbor.families) {
      const bool vpn = family.family == BgpFamily::kVpnIpv4 || family.family == BgpFamily::kVpnIpv6;
      needs.vpn = needs.vpn || vpn;
      needs.unicast4 = needs.unicast4 || (family.family == BgpFamily::kIpv4Unicast && !near);
      needs.several_paths = needs.several_paths || family.add_path_receive;
    }
  }
  return needs;
}

/// Some route that may lead to a next hop of BGP is preferred to one of this preference in inet.3.
bool Outranked(const routing::DeviceConfig& config, std::uint32_t labelled) {
  const auto low = [labelled](std::uint32_t preference) { return preference <= labelled; };
  return std::ranges::any_of(config.static_routes.routes,
                             [&](const auto& route) {
                               return route.vrf.empty() && route.prefix.family() == net::Family::kIpv4 &&
                                      route.prefix.length > 0 && !route.discard && low(route.distance);
                             }) ||
         std::ranges::any_of(config.ospf.processes,
                             [&](const auto& process) {
                               return process.vrf.empty() &&
                                      (low(process.distances.intra) || low(process.distances.inter) ||
                                       low(process.distances.external));
                             }) ||
         std::ranges::any_of(config.isis.processes,
                             [&](const auto& process) {
                               return process.vrf.empty() &&
                                      (low(process.distance_level1) || low(process.distance_level2) ||
                                       low(process.distance_external_level1) ||
                                       low(process.distance_external_level2));
                             }) ||
         std::ranges::any_of(config.rip.processes, [&](const auto& process) {
           return process.vrf.empty() && low(process.distance);
         });
}

bool ResolvesStatics(const routing::DeviceConfig& config) {
  return std::ranges::any_of(config.static_routes.routes, [](const auto& route) {
    return route.vrf.empty() && route.recursive && route.next_hop &&
           route.next_hop->family == net::Family::kIpv4;
  });
}

/// What LDP does here that the model does not say, at the statement as a whole.
void MarkLimits(RoutingScope& scope, const LdpText& ldp, bool loopback_fits) {
  std::uint8_t impact = 0;
  const char* reason = nullptr;
  const auto lacks = [&](bool is_so, std::uint8_t bits, const char* why) {
    if (!is_so) return;
    impact |= bits;
    if (reason == nullptr) reason = why;
  };
  const BgpNeeds needs = NeedsOf(scope.config);
  lacks(!loopback_fits, kPaths, "LDP labels without one loopback address as router id");
  // Without `track-igp-metric` all ways of LDP are equally long.
  lacks(
      !ldp.track_igp_metric && (needs.vpn || needs.distant > 1 || needs.several_paths || needs.sends_metric),
      kRouting, "metric of labelled ways");
  const char* limit = LabelledWayLimit(scope.config, kPreference);
  lacks(limit != nullptr, kForwarding, limit);
  if (impact != 0) scope.reader.Unmodelled(ldp.node, impact, reason);
}

}  // namespace

const LabelPort* Covering(const std::vector<LabelPort>& ports, std::string_view unit) {
  const LabelPort* best = nullptr;
  for (const LabelPort& port : ports) {
    if (UnitName(port.name) == unit) best = &port;
    if (port.name == "all" && best == nullptr) best = &port;
  }
  return best == nullptr || best->disabled ? nullptr : best;
}

bool OwnsOneHost(const RoutingScope& scope, const net::IpAddress& router_id) {
  bool owns = false;
  for (const Interface& interface : scope.config.device.interfaces) {
    if (interface.kind != InterfaceKind::kLoopback || !interface.vrf.empty()) continue;
    for (const model::InterfaceAddress& own : interface.addresses) {
      const net::IpAddress& address = own.address.address;
      if (address.family != net::Family::kIpv4 || address.v4() >> 24U == 127) continue;
      const bool fits = address == router_id && own.address.subnet() == net::Prefix::Host(address) && !owns;
      if (!fits) return false;
      owns = true;
    }
  }
  return owns;
}

const char* LabelledWayLimit(const routing::DeviceConfig& config, std::uint32_t preference) {
  if (NeedsOf(config).unicast4 && Outranked(config, preference))
    return "next hops of BGP by routes preferred to labelled ways";
  return ResolvesStatics(config) ? "static routes over labelled ways" : nullptr;
}

void ConvertLdp(RoutingScope& scope) {
  const InstanceText& main = scope.text.main();
  if (!main.ldp) return;
  const LdpText& ldp = *main.ldp;
  AddPorts(scope, ldp);
  if (scope.config.ldp.interfaces.empty()) return;
  base::Span span;
  routing::ldp::LdpConfig& config = scope.config.ldp;
  config.enabled = true;
  config.span = scope.reader.SpanOf(ldp.node);
  config.transport = RouterId(scope, main, &span);
  if (ldp.transport && config.transport != ldp.transport->first) {
    scope.reader.Unmodelled(ldp.transport->second, kPaths, "LDP sessions between other addresses");
  }
  config.own = routing::ldp::OwnBindings::kTransport;
  config.ordered = true;
  config.explicit_null = ldp.explicit_null;
  config.carries_igp = false;
  MarkLimits(scope, ldp, config.transport && OwnsOneHost(scope, *config.transport));
}

void CheckTableLabels(RoutingScope& scope) {
  if (!NeedsOf(scope.config).vpn) return;
  for (const InstanceText& instance : scope.text.instances) {
    if (instance.kind != InstanceKind::kVrf || instance.table_label) continue;
    const bool only_loopbacks =
        instance.statics.empty() && instance.aggregates.empty() &&
        std::ranges::all_of(instance.units, [](const auto& unit) { return unit.starts_with("lo0."); });
    const NodeId type = scope.reader.tree.Find(instance.node, "instance-type");
    if (!only_loopbacks && type != kNone)
      scope.reader.Unmodelled(type, kPaths, "labels of a VRF that stand for next hops");
  }
}

}  // namespace ringfence::formats::juniper_junos
