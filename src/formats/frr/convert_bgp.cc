// BGP: neighbours with their groups merged in, families, leaks between VRFs. Defaults: characterization.md.

#include "formats/frr/convert_bgp.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/convert.h"

namespace ringfence::formats::frr {
namespace {

using bgp::BgpFamily;

constexpr std::uint32_t kPathsMax = 256;
constexpr std::uint32_t kDistanceExternal = 20, kDistanceInternal = 200;
constexpr std::uint32_t kLocalPreference = 100;
/// First release whose traditional profile demands policies and checks networks; first one that checks the
/// first AS; both as 100 * major + minor.
constexpr std::uint32_t kStricterSince = 704, kFirstAsSince = 901;

std::vector<bgp::BgpNetwork> NetworksOf(Reader& reader, routing::DeviceConfig& config, const BgpText& text,
                                        const BgpFamilyText& family) {
  const bool old = reader.vendor.version != 0 && reader.vendor.version < kStricterSince;
  const bool check = text.import_check.value_or(reader.vendor.datacenter || !old);
  std::vector<bgp::BgpNetwork> networks;
  for (const BgpNetworkText& from : family.networks)
    networks.push_back(
        {from.prefix, check, false, PoliciesOf(reader, config, from.route_map), std::nullopt, from.span});
  return networks;
}

std::vector<bgp::BgpRedistribution> RedistributionsOf(Reader& reader, routing::DeviceConfig& config,
                                                      const BgpFamilyText& family) {
  std::vector<bgp::BgpRedistribution> out;
  for (const RedistributeText& from : family.redistributions) {
    bgp::BgpRedistribution redistribution;
    redistribution.source = from.source;
    redistribution.process = from.process;
    redistribution.policies = PoliciesOf(reader, config, from.route_map);
    redistribution.metric = from.metric;
    redistribution.span = from.span;
    out.push_back(std::move(redistribution));
  }
  return out;
}

bool ResolvesByDefault(const Reader& reader, net::Family family) {
  const auto& stated =
      family == net::Family::kIpv4 ? reader.vendor.resolve_by_default4 : reader.vendor.resolve_by_default6;
  return stated.value_or(reader.vendor.datacenter);
}

/// `table-map`, `ip protocol bgp route-map`: between the BGP table and the routing table.
std::optional<model::PolicyChain> TablePolicyOf(Reader& reader, routing::DeviceConfig& config,
                                                const BgpText& text, const BgpFamilyText& family,
                                                net::Family ip_family) {
  model::PolicyChain chain{{}, false, {}};
  const auto add = [&](const Setting<std::string>& map) {
    for (std::string& name : PoliciesOf(reader, config, map)) chain.names.push_back(std::move(name));
    chain.span = map.span;
  };
  if (family.table_map.set()) {
    add(family.table_map);
    return chain;
  }
  for (const ProtocolFilterText& filter : reader.vendor.protocol_filters) {
    const bool ours = filter.protocol == "bgp" || filter.protocol == "any";
    if (!ours || filter.vrf != text.vrf || filter.family != ip_family) continue;
    add({filter.route_map, filter.span});
    return chain;
  }
  return std::nullopt;
}

bgp::BgpFamilyConfig ConvertFamily(Reader& reader, routing::DeviceConfig& config, const BgpText& text,
                                   BgpFamily family, const BgpFamilyText& from) {
  bgp::BgpFamilyConfig out;
  out.family = family;
  out.span = from.span.valid() ? from.span : text.span;
  out.networks = NetworksOf(reader, config, text, from);
  out.redistributions = RedistributionsOf(reader, config, from);
  for (const BgpAggregateText& aggregate : from.aggregates) {
    out.aggregates.push_back(aggregate.value);
    out.aggregates.back().attribute_policies = PoliciesOf(reader, config, aggregate.route_map);
    out.aggregates.back().suppress_policies = PoliciesOf(reader, config, aggregate.suppress_map);
  }
  out.ebgp_paths_max = from.ebgp_paths_max.value_or(kPathsMax);
  out.ibgp_paths_max = from.ibgp_paths_max.value_or(kPathsMax);
  out.multipath_relax_as = text.relax_as;
  out.multipath_by_session_as = true;
  out.distance_ebgp = from.distance_ebgp.value_or(kDistanceExternal);
  out.distance_ibgp = from.distance_ibgp.value_or(kDistanceInternal);
  out.distance_local = from.distance_local.value_or(kDistanceInternal);
  out.distance_imported = out.distance_ebgp;  // whatever session they came by (tests/live/l3vpn_live.py)
  out.default_local_preference = text.local_preference.value_or(kLocalPreference);
  out.late_local_preference = true;
  out.refuses_own_next_hop = true;
  out.reflects_zero_med = true;
  out.demands_label = family == BgpFamily::kVpnIpv4 || family == BgpFamily::kVpnIpv6;
  out.aggregates_yield = true;
  out.link_local_next_hops = family == bgp::BgpFamily::kIpv6Unicast;
  out.redistributes_internal = true;
  out.resolves_by_default_route = ResolvesByDefault(reader, FamilyOf(family));
  out.table_policy = TablePolicyOf(reader, config, text, from, FamilyOf(family));
  return out;
}

bgp::DecisionRules DecisionOf(const Reader& reader, const BgpText& text) {
  bgp::DecisionRules rules;
  rules.ignore_as_path_length = text.ignore_as_path;
  rules.always_compare_med = text.always_compare_med;
  rules.deterministic_med = text.deterministic_med.value_or(reader.vendor.datacenter);
  rules.missing_med_worst = text.missing_med_worst;
  rules.compare_confederation_med = text.confederation_med;
  rules.confederation_before_internal = true;
  rules.oldest_external_wins = !text.compare_router_id;
  return rules;
}

routing::VrfConfig& VrfOf(routing::DeviceConfig& config, const std::string& name, base::Span span) {
  const auto known = std::ranges::find(config.vrfs, name, &routing::VrfConfig::name);
  if (known != config.vrfs.end()) return *known;
  routing::VrfConfig vrf;
  vrf.name = name;
  vrf.span = span;
  config.vrfs.push_back(std::move(vrf));
  return config.vrfs.back();
}

void ConvertVpn(Reader& reader, routing::DeviceConfig& config, const BgpText& text, BgpFamily family,
                const BgpFamilyText& from) {
  const bool v4 = family == BgpFamily::kIpv4Unicast;
  for (const Setting<std::string>& source : from.import_vrfs) {
    routing::VrfLeak leak;
    leak.from_vrf = source.value;
    leak.family = FamilyOf(family);
    leak.through_bgp = true;
    leak.policies = PoliciesOf(reader, config, from.import_vrf_route_map);
    leak.span = source.span;
    VrfOf(config, text.vrf, text.span).leaks.push_back(std::move(leak));
  }
  if (from.vpn_import.value_or(false)) {
    routing::VrfConfig& vrf = VrfOf(config, text.vrf, text.span);
    (v4 ? vrf.import_targets4 : vrf.import_targets6) = from.import_targets;
    const std::vector<std::string> maps = PoliciesOf(reader, config, from.vpn_import_route_map);
    if (!from.import_targets.empty()) vrf.import_policies = maps;
  }
  if (from.vpn_export.value_or(false)) {
    routing::VrfConfig& vrf = VrfOf(config, text.vrf, text.span);
    (v4 ? vrf.export_targets4 : vrf.export_targets6) = from.export_targets;
    vrf.route_distinguisher = from.route_distinguisher.value;
    vrf.export_policies = PoliciesOf(reader, config, from.vpn_export_route_map);
    vrf.label_per_table = from.vpn_label && !from.export_targets.empty();
    if (!from.vpn_label && !from.sid.set() && !text.sid.set())
      reader.Demote(from.vpn_export.span, model::Impact::kForwarding, "VPN routes without a label");
  }
}

bgp::BgpVrf ConvertVrf(Reader& reader, routing::DeviceConfig& config, const BgpText& text,
                       bgp::AsNumber device_as) {
  bgp::BgpVrf out;
  out.vrf = text.vrf;
  out.span = text.span;
  out.router_id = text.router_id.set() ? std::optional(text.router_id.value)
                                       : RouterIdOf(reader, config.device, text.vrf);
  if (text.as != device_as) out.as = text.as;
  const bool old = reader.vendor.version != 0 && reader.vendor.version < kStricterSince;
  const PeerDefaults defaults{
      .requires_policy = text.requires_policy.value_or(!reader.vendor.datacenter && !old),
      .enforce_first_as = text.enforce_first_as.value_or(reader.vendor.version >= kFirstAsSince)};
  std::map<BgpFamily, BgpFamilyText> families = text.families;
  families.try_emplace(BgpFamily::kIpv4Unicast);
  ConvertNeighbors(reader, config, text, defaults, out);
  for (const bgp::BgpNeighbor& neighbor : out.neighbors) {
    for (const bgp::NeighborFamily& family : neighbor.families) families.try_emplace(family.family);
  }
  for (const auto& [family, from] : families) {
    out.families.push_back(ConvertFamily(reader, config, text, family, from));
    ConvertVpn(reader, config, text, family, from);
  }
  return out;
}

}  // namespace

void ConvertBgp(Reader& reader, routing::DeviceConfig& config) {
  if (reader.bgps.empty()) return;
  const auto main = std::ranges::find(reader.bgps, std::string(), &BgpText::vrf);
  const BgpText& first = main != reader.bgps.end() ? *main : reader.bgps.front();
  bgp::BgpConfig& out = config.bgp;
  out.as = first.as;
  out.span = first.span;
  if (first.cluster_id.set()) out.cluster_id = first.cluster_id.value;
  out.client_to_client = first.client_to_client;
  if (first.confederation.set()) out.confederation = first.confederation.value;
  out.confederation_members = first.confederation_members;
  out.decision = DecisionOf(reader, first);
  for (const BgpText& text : reader.bgps) {
    // The model has one set of rules for the device.
    if (DecisionOf(reader, text) != out.decision)
      reader.Demote(text.span, model::Impact::kRouting4 | model::Impact::kRouting6,
                    "best path options of one VRF");
    out.vrfs.push_back(ConvertVrf(reader, config, text, out.as));
  }
  // Whatever `bestpath med confed` says: all paths without a number outside of the confederation are
  // compared.
  if (out.confederation) out.decision.compare_confederation_med = out.decision.compare_member_med = true;
  std::ranges::sort(config.vrfs, {}, &routing::VrfConfig::name);
}

}  // namespace ringfence::formats::frr
