#include "formats/dump_bgp.h"

#include <fmt/format.h>

#include "formats/dump_policy.h"

namespace ringfence::formats {
namespace {

namespace bgp = routing::bgp;

constexpr std::string_view kFamilyNames[] = {"ipv4", "ipv6", "vpnv4", "vpnv6", "evpn", "route-target"};
constexpr std::string_view kPrivateNames[] = {"no", "if-all-private", "leading", "all", "replace"};
constexpr std::string_view kLabelNames[] = {"none", "by-policy", "all"};
constexpr std::string_view kKeepingNames[] = {"", "all", "wanted"};
constexpr std::string_view kSelfNames[] = {"default", "learned-by-ebgp", "always", "unchanged"};
constexpr std::string_view kOriginNames[] = {"igp", "egp", "incomplete"};

template <class Enum, std::size_t kCount>
std::string_view NameIn(const std::string_view (&names)[kCount], Enum value) {
  return names[static_cast<std::size_t>(value)];
}

void Flag(std::string& out, std::string_view word, bool on) {
  if (on) out += fmt::format(" {}", word);
}

void Names(std::string& out, std::string_view word, const std::vector<std::string>& names) {
  for (const std::string& name : names) out += fmt::format(" {} {}", word, name);
}

void DumpDecision(std::string& out, const bgp::DecisionRules& rules) {
  out += "  decision";
  Flag(out, "weight", rules.weight_first);
  Flag(out, "no-local-weight", rules.weight_first && rules.local_weight == 0);
  Flag(out, "local-first", rules.local_before_as_path);
  Flag(out, "ignore-as-path", rules.ignore_as_path_length);
  Flag(out, "always-med", rules.always_compare_med);
  Flag(out, "deterministic-med", rules.deterministic_med);
  Flag(out, "missing-med-worst", rules.missing_med_worst);
  Flag(out, "confederation-med", rules.compare_confederation_med);
  Flag(out, "member-med", rules.compare_member_med);
  Flag(out, "oldest", rules.oldest_external_wins);
  Flag(out, "cluster-first", rules.cluster_length_before_router_id);
  Flag(out, "ignore-igp", rules.ignore_igp_metric);
  Flag(out, "confederation-before-internal", rules.confederation_before_internal);
  Flag(out, "ebgp-equals-ibgp", rules.ebgp_equals_ibgp);
  Flag(out, "distance-first", rules.table_distance_first);
  out += '\n';
}

void DumpNeighborFamily(std::string& out, const bgp::NeighborFamily& family) {
  out += fmt::format("      {}", NameIn(kFamilyNames, family.family));
  DumpChain(out, "import", family.import);
  DumpChain(out, "export", family.export_chain);
  if (family.next_hop_self != bgp::NextHopSelf::kDefault)
    out += fmt::format(" next-hop-self {}", NameIn(kSelfNames, family.next_hop_self));
  Flag(out, "no-communities", !family.send_standard);
  Flag(out, "no-extended", !family.send_extended);
  Flag(out, "no-large", !family.send_large);
  Flag(out, "no-sids", !family.carries_sids);
  if (family.remove_private != bgp::RemovePrivate::kNo)
    out += fmt::format(" remove-private {}", NameIn(kPrivateNames, family.remove_private));
  Flag(out, "private-neighbor-stays", family.private_neighbor_stays);
  Flag(out, "prepends-outside", family.prepends_outside);
  Flag(out, "as-override", family.as_override);
  Flag(out, "rewrites-path-first", family.rewrites_path_first);
  if (family.allow_own_as != 0) out += fmt::format(" allow-own-as {}", family.allow_own_as);
  Flag(out, "not-to-as-in-path", !family.send_to_as_in_path);
  Flag(out, "client", family.reflector_client);
  if (family.weight) out += fmt::format(" weight {}", *family.weight);
  if (family.default_originate) {
    DumpChain(out, "default-originate", family.default_originate_policy);
    Flag(out, "if-present", family.default_originate_if_present);
  }
  if (family.labels != bgp::LabelUse::kNone)
    out += fmt::format(" labels {}", NameIn(kLabelNames, family.labels));
  Flag(out, "lower-pe", family.lower_pe);
  Names(out, "defaults-of", family.default_vrfs);
  Flag(out, "add-path-send", family.add_path_send);
  Flag(out, "add-path-receive", family.add_path_receive);
  Names(out, "unsuppress", family.unsuppress_policies);
  if (family.conditional) {
    DumpChain(out, "advertise", family.conditional->what);
    DumpChain(out, family.conditional->when_present ? "while" : "unless", family.conditional->condition);
  }
  out += '\n';
}

void DumpNeighbor(std::string& out, const bgp::BgpNeighbor& neighbor) {
  out += "    neighbor";
  if (neighbor.address) out += fmt::format(" {}", net::ToString(*neighbor.address));
  if (!neighbor.interface.empty()) out += fmt::format(" interface {}", neighbor.interface);
  if (neighbor.link_local) out += fmt::format(" as {}", net::ToString(*neighbor.link_local));
  if (neighbor.listen_range) out += fmt::format(" range {}", net::ToString(*neighbor.listen_range));
  if (!neighbor.group.empty()) out += fmt::format(" group {}", neighbor.group);
  if (neighbor.remote_as_kind == bgp::RemoteAs::kNumber) out += fmt::format(" as {}", neighbor.remote_as);
  Flag(out, "external", neighbor.remote_as_kind == bgp::RemoteAs::kExternal);
  Flag(out, "internal", neighbor.remote_as_kind == bgp::RemoteAs::kInternal);
  for (const model::ValueRange& range : neighbor.remote_as_ranges)
    out += fmt::format(" as {}-{}", range.first, range.last);
  if (neighbor.local_as) {
    out += fmt::format(" local-as {}", neighbor.local_as->as);
    Flag(out, "no-prepend", neighbor.local_as->no_prepend);
    Flag(out, "replace-as", neighbor.local_as->replace_as);
    Flag(out, "dual-as", neighbor.local_as->dual_as);
  }
  if (neighbor.update_source) out += fmt::format(" source {}", net::ToString(*neighbor.update_source));
  if (!neighbor.update_source_interface.empty())
    out += fmt::format(" source {}", neighbor.update_source_interface);
  if (neighbor.ebgp_hops_max != 1) out += fmt::format(" hops {}", neighbor.ebgp_hops_max);
  Flag(out, "no-connected-check", !neighbor.connected_check);
  Flag(out, "shutdown", neighbor.shutdown);
  Flag(out, "passive", neighbor.passive);
  if (!neighbor.authentication.empty()) out += fmt::format(" auth {}", neighbor.authentication);
  if (neighbor.cluster_id) out += fmt::format(" cluster-id {}", net::ToString(*neighbor.cluster_id));
  Flag(out, "any-first-as", !neighbor.enforce_first_as);
  out += '\n';
  for (const bgp::NeighborFamily& family : neighbor.families) DumpNeighborFamily(out, family);
}

void DumpFamily(std::string& out, const bgp::BgpFamilyConfig& family) {
  out += fmt::format("    family {} paths {}/{} distances {}/{}/{}", NameIn(kFamilyNames, family.family),
                     family.ebgp_paths_max, family.ibgp_paths_max, family.distance_ebgp, family.distance_ibgp,
                     family.distance_local);
  if (family.distance_imported) out += fmt::format(" imported {}", *family.distance_imported);
  Flag(out, "mixed-multipath", family.mixed_multipath);
  Flag(out, "relax-as", family.multipath_relax_as);
  Flag(out, "by-session-as", family.multipath_by_session_as);
  if (family.default_local_preference != 100)
    out += fmt::format(" preference {}", family.default_local_preference);
  Flag(out, "only-installed", family.advertises_only_installed);
  if (family.keeps != bgp::VpnKeeping::kOpen)
    out += fmt::format(" keeps {}", NameIn(kKeepingNames, family.keeps));
  Flag(out, "from-table", family.exports_from_table);
  Flag(out, "redistributes-internal", family.redistributes_internal);
  Flag(out, "no-default-resolution", !family.resolves_by_default_route);
  Flag(out, "late-preference", family.late_local_preference);
  Flag(out, "no-own-next-hop", family.refuses_own_next_hop);
  Flag(out, "reflects-zero-med", family.reflects_zero_med);
  Flag(out, "demands-label", family.demands_label);
  Flag(out, "aggregates-yield", family.aggregates_yield);
  Flag(out, "link-local-next-hops", family.link_local_next_hops);
  if (family.table_policy) DumpChain(out, "table-policy", *family.table_policy);
  out += '\n';
  for (const bgp::BgpNetwork& network : family.networks) {
    out += fmt::format("      network {}{}{}", net::ToString(network.prefix),
                       network.needs_route ? "" : " always", network.copies_route ? "" : " plain");
    Names(out, "policy", network.policies);
    if (network.weight) out += fmt::format(" weight {}", *network.weight);
    out += '\n';
  }
  for (const bgp::BgpRedistribution& redistribution : family.redistributions) {
    out += fmt::format("      redistribute {} {} origin {}", model::NameOf(redistribution.source),
                       redistribution.process, NameIn(kOriginNames, redistribution.origin));
    Names(out, "policy", redistribution.policies);
    Names(out, "subnets-of", redistribution.subnets_of);
    if (redistribution.metric) out += fmt::format(" metric {}", *redistribution.metric);
    Flag(out, "no-internal", !redistribution.ospf_internal);
    Flag(out, "no-external", !redistribution.ospf_external);
    out += '\n';
  }
  for (const bgp::BgpAggregate& aggregate : family.aggregates) {
    out += fmt::format("      aggregate {}", net::ToString(aggregate.prefix));
    Flag(out, "as-set", aggregate.as_set);
    Flag(out, "summary-only", aggregate.summary_only);
    if (!aggregate.origin_of_contributors)
      out += fmt::format(" origin-{}", NameIn(kOriginNames, aggregate.origin));
    Flag(out, "no-discard", !aggregate.install_discard);
    Names(out, "suppress", aggregate.suppress_policies);
    Names(out, "contributors", aggregate.contributor_policies);
    Names(out, "attributes", aggregate.attribute_policies);
    out += '\n';
  }
}

}  // namespace

void DumpBgp(std::string& out, const bgp::BgpConfig& config) {
  if (config.as == 0) return;
  out += fmt::format("bgp {}", config.as);
  if (config.cluster_id) out += fmt::format(" cluster-id {}", net::ToString(*config.cluster_id));
  Flag(out, "no-client-to-client", !config.client_to_client);
  if (config.confederation) out += fmt::format(" confederation {}", *config.confederation);
  for (const bgp::AsNumber member : config.confederation_members) out += fmt::format(" member {}", member);
  out += '\n';
  DumpDecision(out, config.decision);
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    out += fmt::format("  vrf {}", vrf.vrf.empty() ? "default" : vrf.vrf);
    if (vrf.router_id) out += fmt::format(" router-id {}", net::ToString(*vrf.router_id));
    if (vrf.as) out += fmt::format(" as {}", *vrf.as);
    out += '\n';
    for (const bgp::BgpFamilyConfig& family : vrf.families) DumpFamily(out, family);
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) DumpNeighbor(out, neighbor);
  }
}

}  // namespace ringfence::formats
