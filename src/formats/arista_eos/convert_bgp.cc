// BGP: the instance, its VRFs and what routes they carry. Statements of the instance that a VRF does not
// repeat hold in the VRF too.

#include "formats/arista_eos/convert.h"

namespace ringfence::formats::arista_eos {
namespace {

using bgp::BgpFamily;

constexpr std::uint32_t kDistance = 200;

bool IsIpv6(BgpFamily family) { return family == BgpFamily::kIpv6Unicast || family == BgpFamily::kVpnIpv6; }

template <class T>
T Inherited(const Setting<T>& own, const Setting<T>& instance, T fallback) {
  return own.set() ? own.value : instance.value_or(fallback);
}

std::vector<std::string> RouteMapOf(Conversion& conversion, const std::string& name, base::Span span) {
  return conversion.RouteMap({name, span}, kRouting);
}

void AddRoutes(Conversion& conversion, const BgpFamilyText& text, bgp::BgpFamilyConfig& family) {
  const net::Family version = IsIpv6(family.family) ? net::Family::kIpv6 : net::Family::kIpv4;
  for (const BgpNetworkText& network : text.networks) {
    if (network.prefix.family() != version) continue;
    bgp::BgpNetwork out;
    out.prefix = network.prefix;
    out.span = network.span;
    out.policies = RouteMapOf(conversion, network.route_map, network.span);
    // Seen on devices: with the newer routing model routes made here have no weight.
    if (conversion.reader.vendor.multi_agent) out.weight = 0;
    family.networks.push_back(std::move(out));
  }
  for (const BgpRedistributeText& redistribute : text.redistributions) {
    bgp::BgpRedistribution out = redistribute.value;
    out.policies = conversion.RouteMap(redistribute.route_map, kRouting);
    family.redistributions.push_back(std::move(out));
  }
  for (const BgpAggregateText& aggregate : text.aggregates) {
    if (aggregate.value.prefix.family() != version) continue;
    bgp::BgpAggregate out = aggregate.value;
    out.attribute_policies = conversion.RouteMap(aggregate.attribute_map, kRouting);
    out.contributor_policies = conversion.RouteMap(aggregate.match_map, kRouting);
    family.aggregates.push_back(std::move(out));
  }
}

/// What is said for all families, less what the family says itself.
BgpFamilyText WithoutRepeated(BgpFamilyText all, const BgpFamilyText& own) {
  std::erase_if(all.networks, [&own](const BgpNetworkText& network) {
    return std::ranges::find(own.networks, network.prefix, &BgpNetworkText::prefix) != own.networks.end();
  });
  std::erase_if(all.redistributions, [&own](const BgpRedistributeText& text) {
    return std::ranges::any_of(own.redistributions, [&text](const BgpRedistributeText& other) {
      return other.value.source == text.value.source;
    });
  });
  std::erase_if(all.aggregates, [&own](const BgpAggregateText& text) {
    return std::ranges::any_of(own.aggregates, [&text](const BgpAggregateText& other) {
      return other.value.prefix == text.value.prefix;
    });
  });
  return all;
}

bgp::BgpFamilyConfig ConvertFamily(Conversion& conversion, const BgpVrfText& text, BgpFamily kind) {
  const BgpText& instance = conversion.reader.vendor.bgp;
  const BgpVrfText& defaults = instance.vrfs.front();
  bgp::BgpFamilyConfig family;
  family.family = kind;
  family.span = text.span;
  family.ebgp_paths_max = family.ibgp_paths_max = Inherited(text.maximum_paths, defaults.maximum_paths, 1U);
  family.multipath_relax_as = instance.relax_as.value_or(true);
  family.distance_ebgp = Inherited(text.distance_external, defaults.distance_external, kDistance);
  family.distance_ibgp = Inherited(text.distance_internal, defaults.distance_internal, family.distance_ebgp);
  family.distance_local = Inherited(text.distance_local, defaults.distance_local, family.distance_ibgp);
  family.default_local_preference = Inherited(text.local_preference, defaults.local_preference, 100U);
  family.advertises_only_installed = !instance.advertise_inactive.value_or(false);
  family.redistributes_internal = true;
  // A speaker of EVPN keeps all routes, also those that no VRF of it asks for.
  if (kind == BgpFamily::kEvpn) family.keeps = bgp::VpnKeeping::kAll;
  if (kind == BgpFamily::kVpnIpv4 || kind == BgpFamily::kVpnIpv6 || kind == BgpFamily::kEvpn) return family;
  const auto own = text.families.find(kind);
  if (own == text.families.end()) {
    AddRoutes(conversion, text.all, family);
    return family;
  }
  family.span = own->second.span;
  AddRoutes(conversion, WithoutRepeated(text.all, own->second), family);
  AddRoutes(conversion, own->second, family);
  return family;
}

/// IPv4 always; the others when something is said about them.
void ConvertFamilies(Conversion& conversion, const BgpVrfText& text, bgp::BgpVrf& vrf) {
  for (const BgpFamily kind : {BgpFamily::kIpv4Unicast, BgpFamily::kIpv6Unicast, BgpFamily::kVpnIpv4,
                               BgpFamily::kVpnIpv6, BgpFamily::kEvpn}) {
    const bool spoken = std::ranges::any_of(vrf.neighbors, [kind](const bgp::BgpNeighbor& neighbor) {
      return std::ranges::find(neighbor.families, kind, &bgp::NeighborFamily::family) !=
             neighbor.families.end();
    });
    const bool routes6 = kind == BgpFamily::kIpv6Unicast &&
                         (!text.all.redistributions.empty() ||
                          std::ranges::any_of(text.all.networks, [](const BgpNetworkText& network) {
                            return network.prefix.family() == net::Family::kIpv6;
                          }));
    if (kind == BgpFamily::kIpv4Unicast || spoken || routes6 || text.families.contains(kind))
      vrf.families.push_back(ConvertFamily(conversion, text, kind));
  }
}

bgp::DecisionRules ConvertDecision(const BgpText& text) {
  bgp::DecisionRules rules;
  rules.ignore_as_path_length = text.ignore_as_path;
  rules.always_compare_med = text.always_compare_med;
  rules.missing_med_worst = text.missing_med_worst;
  rules.compare_confederation_med = text.confederation_med;
  rules.oldest_external_wins = !text.tie_by_router_id;
  return rules;
}

}  // namespace

void ConvertBgp(Conversion& conversion) {
  Reader& reader = conversion.reader;
  const BgpText& text = reader.vendor.bgp;
  if (text.as == 0 || text.shutdown.value_or(false)) return;
  bgp::BgpConfig& config = conversion.config.bgp;
  config.as = text.as;
  config.span = text.span;
  if (text.cluster_id.set()) config.cluster_id = text.cluster_id.value;
  config.client_to_client = text.client_to_client;
  if (text.confederation.set()) config.confederation = text.confederation.value;
  config.confederation_members = text.confederation_members;
  config.decision = ConvertDecision(text);
  for (const BgpVrfText& instance : text.vrfs) {
    const bool routes = Routes(reader.vendor, instance.vrf, net::Family::kIpv4) ||
                        Routes(reader.vendor, instance.vrf, net::Family::kIpv6);
    if (!routes) reader.Demote(instance.span, kRouting, "routing protocol where routing is off");
    bgp::BgpVrf vrf;
    vrf.vrf = instance.vrf;
    vrf.span = instance.span;
    vrf.router_id = RouterIdOf(conversion, instance.router_id, instance.vrf);
    if (instance.local_as.set()) vrf.as = instance.local_as.value;
    ConvertNeighbors(conversion, instance, vrf);
    ConvertFamilies(conversion, instance, vrf);
    config.vrfs.push_back(std::move(vrf));
  }
}

}  // namespace ringfence::formats::arista_eos
