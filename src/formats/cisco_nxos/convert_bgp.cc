// BGP: the process, its VRFs and their families. Neighbours: convert_bgp_neighbor.cc.

#include "formats/cisco_nxos/convert_bgp.h"

#include <fmt/format.h>

namespace ringfence::formats::cisco_nxos {
namespace {

using bgp::BgpFamily;

constexpr std::uint32_t kDistanceEbgp = 20, kDistanceIbgp = 200, kDistanceLocal = 220;

std::vector<std::string> NamesOf(Conversion& conversion, const Setting<std::string>& map) {
  return ChainOf(conversion, map).names;
}

void ConvertNetworks(Conversion& conversion, const BgpFamilyText& text, bgp::BgpFamilyConfig& family) {
  for (const auto& [prefix, network] : text.networks) {
    family.networks.push_back({.prefix = prefix,
                               .policies = NamesOf(conversion, network.route_map),
                               .weight = {},
                               .span = network.span});
  }
  for (const auto& [prefix, aggregate] : text.aggregates) {
    bgp::BgpAggregate out;
    out.prefix = prefix;
    out.as_set = aggregate.as_set;
    out.summary_only = aggregate.summary_only;
    out.suppress_policies = NamesOf(conversion, aggregate.suppress_map);
    out.contributor_policies = NamesOf(conversion, aggregate.advertise_map);
    out.attribute_policies = NamesOf(conversion, aggregate.attribute_map);
    out.span = aggregate.span;
    family.aggregates.push_back(std::move(out));
  }
}

void ConvertRedistributions(Conversion& conversion, const BgpFamilyText& text, net::Family address_family,
                            bgp::BgpFamilyConfig& family) {
  // Only `default-information originate` lets a default route in.
  const bool with_default = text.default_information.value_or(false);
  for (const RedistributeText& redistribute : text.redistributions) {
    const auto policies = RedistributionPolicies(conversion, redistribute,
                                                 with_default ? std::nullopt : std::optional(address_family));
    if (!policies) continue;
    bgp::BgpRedistribution out;
    out.source = redistribute.source;
    out.process = EigrpProcessName(conversion.reader, redistribute);
    out.policies = *policies;
    if (text.default_metric.set()) out.metric = text.default_metric.value;
    out.span = redistribute.span;
    family.redistributions.push_back(std::move(out));
  }
}

bgp::BgpFamilyConfig ConvertFamily(Conversion& conversion, BgpFamily kind, const BgpFamilyText& text) {
  bgp::BgpFamilyConfig family;
  family.family = kind;
  family.span = text.span;
  family.ebgp_paths_max = text.paths_ebgp.value_or(1);
  family.ibgp_paths_max = text.paths_ibgp.value_or(1);
  if (text.paths_mixed.set()) {
    family.mixed_multipath = true;
    family.ebgp_paths_max = std::max(family.ebgp_paths_max, text.paths_mixed.value);
    family.ibgp_paths_max = std::max(family.ibgp_paths_max, text.paths_mixed.value);
  }
  family.distance_ebgp = text.distance_ebgp.value_or(kDistanceEbgp);
  family.distance_ibgp = text.distance_ibgp.value_or(kDistanceIbgp);
  family.distance_local = text.distance_local.value_or(kDistanceLocal);
  family.advertises_only_installed = text.suppress_inactive.value_or(false);
  const bool v6 = kind == BgpFamily::kIpv6Unicast || kind == BgpFamily::kVpnIpv6;
  ConvertNetworks(conversion, text, family);
  ConvertRedistributions(conversion, text, v6 ? net::Family::kIpv6 : net::Family::kIpv4, family);
  if (text.table_map.set()) {
    if (text.table_map_filters) {
      family.table_policy = ChainOf(conversion, text.table_map);
    } else {
      conversion.reader.Demote(text.table_map.span, kRouting, "attributes changed on the way to the table");
    }
  }
  return family;
}

/// Rules stand in the default VRF and in others; the model has one set for the device.
bgp::DecisionRules DecisionOf(const BgpVrfText& text) {
  bgp::DecisionRules rules;
  rules.always_compare_med = text.always_compare_med.value_or(false);
  rules.deterministic_med = text.med_deterministic.value_or(true);
  rules.missing_med_worst = text.med_missing_worst.value_or(false);
  rules.compare_confederation_med = text.med_confederation.value_or(false);
  rules.ignore_as_path_length = text.ignore_as_path.value_or(false);
  rules.ignore_igp_metric = text.ignore_igp.value_or(false);
  rules.oldest_external_wins = !text.compare_router_id.value_or(false);
  return rules;
}

/// Settings of a VRF that differ from those of the device are told apart from what is modelled.
void CheckDecision(Reader& reader, const BgpVrfText& main, const BgpVrfText& vrf) {
  for (const auto setting :
       {&BgpVrfText::always_compare_med, &BgpVrfText::ignore_as_path, &BgpVrfText::med_missing_worst,
        &BgpVrfText::med_deterministic, &BgpVrfText::med_confederation, &BgpVrfText::compare_router_id,
        &BgpVrfText::ignore_igp}) {
    const Setting<bool>& own = vrf.*setting;
    if (own.set() && own.value != (main.*setting).value)
      reader.Demote(own.span, kRouting, "best path rule of one VRF");
  }
  if (vrf.cluster_id.set() && vrf.cluster_id.value != main.cluster_id.value)
    reader.Demote(vrf.cluster_id.span, kRouting, "cluster id of one VRF");
}

/// Families that neighbours have although no block of the VRF names them.
void AddNeighborFamilies(bgp::BgpVrf& vrf) {
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
    for (const bgp::NeighborFamily& family : neighbor.families) {
      if (std::ranges::find(vrf.families, family.family, &bgp::BgpFamilyConfig::family) != vrf.families.end())
        continue;
      bgp::BgpFamilyConfig config;
      config.family = family.family;
      config.distance_local = kDistanceLocal;
      config.span = family.span;
      vrf.families.push_back(std::move(config));
    }
  }
  std::ranges::sort(vrf.families, {}, &bgp::BgpFamilyConfig::family);
}

void ConvertVrf(Conversion& conversion, const BgpVrfText& text, bgp::BgpConfig& config) {
  bgp::BgpVrf vrf;
  vrf.vrf = text.vrf;
  vrf.span = text.span;
  vrf.router_id = text.router_id.set() ? std::optional(text.router_id.value)
                                       : ChooseRouterId(conversion.config.device, text.vrf);
  if (text.local_as.set()) vrf.as = text.local_as.value;
  for (const auto& [kind, family] : text.families) {
    vrf.families.push_back(ConvertFamily(conversion, kind, family));
    // Reflection between clients is a switch of families in the text and of the process in the model.
    if (!family.client_to_client.value_or(true)) config.client_to_client = false;
  }
  ConvertNeighbors(conversion, text, vrf);
  AddNeighborFamilies(vrf);
  for (bgp::BgpFamilyConfig& family : vrf.families) family.multipath_relax_as = text.relax_as.value_or(false);
  config.vrfs.push_back(std::move(vrf));
}

}  // namespace

void ConvertBgp(Conversion& conversion) {
  Reader& reader = conversion.reader;
  const BgpText& text = reader.vendor.bgp;
  if (text.as == 0 || !reader.FeatureOn("bgp", text.span)) return;
  const BgpVrfText& main = text.vrfs.front();
  if (main.shutdown.value_or(false)) return;
  bgp::BgpConfig& config = conversion.config.bgp;
  config.as = text.as;
  config.span = text.span;
  if (main.cluster_id.set()) config.cluster_id = main.cluster_id.value;
  if (text.confederation.set()) config.confederation = text.confederation.value;
  config.confederation_members = text.confederation_members;
  config.decision = DecisionOf(main);
  for (const BgpVrfText& vrf : text.vrfs) {
    if (vrf.shutdown.value_or(false) || !IsVrf(reader, vrf.vrf, vrf.span)) continue;
    CheckDecision(reader, main, vrf);
    ConvertVrf(conversion, vrf, config);
  }
}

}  // namespace ringfence::formats::cisco_nxos
