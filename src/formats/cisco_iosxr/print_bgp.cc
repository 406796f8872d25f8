// BGP as text.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/cisco_iosxr/bgp_dialect.h"
#include "formats/cisco_iosxr/print.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

namespace bgp = routing::bgp;

constexpr std::string_view kFamilyWords[] = {"ipv4 unicast",  "ipv6 unicast", "vpnv4 unicast",
                                             "vpnv6 unicast", "l2vpn evpn",   "ipv4 rt-filter"};

std::string_view FamilyWord(bgp::BgpFamily family) { return kFamilyWords[static_cast<std::size_t>(family)]; }

bool IsInternal(const bgp::BgpConfig& config, const bgp::BgpVrf& vrf, const bgp::BgpNeighbor& neighbor) {
  const bgp::AsNumber own = neighbor.local_as ? neighbor.local_as->as : vrf.as.value_or(config.as);
  return neighbor.remote_as_kind == bgp::RemoteAs::kInternal ||
         (neighbor.remote_as_kind == bgp::RemoteAs::kNumber &&
          (neighbor.remote_as == own || neighbor.remote_as == config.as));
}

/// Do neighbours of other systems get routes without a policy?
bool IsUnsafe(const bgp::BgpConfig& config) {
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      if (IsInternal(config, vrf, neighbor)) continue;
      for (const bgp::NeighborFamily& family : neighbor.families) {
        if (family.import.names.empty()) return family.import.accept_by_default;
        if (family.export_chain.names.empty()) return family.export_chain.accept_by_default;
      }
    }
  }
  return false;
}

void PrintDecision(std::string& out, const bgp::DecisionRules& rules) {
  if (rules.ignore_as_path_length) out += " bgp bestpath as-path ignore\n";
  if (rules.always_compare_med) out += " bgp bestpath med always\n";
  if (rules.deterministic_med) out += " bgp deterministic-med\n";
  if (rules.missing_med_worst) out += " bgp bestpath med missing-as-worst\n";
  if (rules.compare_confederation_med) out += " bgp bestpath med confed\n";
  if (!rules.oldest_external_wins) out += " bgp bestpath compare-routerid\n";
  if (rules.ignore_igp_metric) out += " bgp bestpath igp-metric ignore\n";
}

void PrintProcess(std::string& out, const bgp::BgpConfig& config) {
  if (IsUnsafe(config)) out += " bgp unsafe-ebgp-policy\n";
  if (config.cluster_id) out += fmt::format(" bgp cluster-id {}\n", net::ToString(*config.cluster_id));
  if (!config.client_to_client) out += " bgp client-to-client reflection disable\n";
  if (config.confederation) out += fmt::format(" bgp confederation identifier {}\n", *config.confederation);
  if (!config.confederation_members.empty()) out += " bgp confederation peers\n";
  for (const bgp::AsNumber member : config.confederation_members) out += fmt::format("  {}\n", member);
  PrintDecision(out, config.decision);
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    if (vrf.families.empty()) continue;
    // The process has one value for all families.
    const bgp::BgpFamilyConfig& family = vrf.families.front();
    if (family.default_local_preference != 100)
      out += fmt::format(" bgp default local-preference {}\n", family.default_local_preference);
    if (family.multipath_relax_as) out += " bgp bestpath as-path multipath-relax\n";
    break;
  }
}

void PrintFamily(std::string& out, const std::string& indent, const bgp::BgpFamilyConfig& family) {
  out += fmt::format("{}address-family {}\n", indent, FamilyWord(family.family));
  const std::string inner = indent + " ";
  if (family.mixed_multipath) {
    out += fmt::format("{}maximum-paths eibgp {}\n", inner, family.ebgp_paths_max);
  } else {
    if (family.ebgp_paths_max != 1)
      out += fmt::format("{}maximum-paths ebgp {}\n", inner, family.ebgp_paths_max);
    if (family.ibgp_paths_max != 1)
      out += fmt::format("{}maximum-paths ibgp {}\n", inner, family.ibgp_paths_max);
  }
  out += fmt::format("{}distance bgp {} {} {}\n", inner, family.distance_ebgp, family.distance_ibgp,
                     family.distance_local);
  if (family.table_policy && !family.table_policy->names.empty())
    out += fmt::format("{}table-policy {}\n", inner, family.table_policy->names.front());
  for (const bgp::BgpNetwork& network : family.networks)
    out += fmt::format("{}network {}{}\n", inner, net::ToString(network.prefix), PolicyUse(network.policies));
  for (const bgp::BgpRedistribution& value : family.redistributions) {
    const bool v6 =
        family.family == bgp::BgpFamily::kIpv6Unicast || family.family == bgp::BgpFamily::kVpnIpv6;
    out += fmt::format("{}redistribute {}", inner,
                       SourceWord(value.source, v6 ? net::Family::kIpv6 : net::Family::kIpv4));
    if (!value.process.empty()) out += " " + value.process;
    if (value.source == model::RouteSource::kOspf && !(value.ospf_internal && value.ospf_external))
      out += fmt::format(" match{}{}", value.ospf_internal ? " internal" : "",
                         value.ospf_external ? " external" : "");
    if (value.metric) out += fmt::format(" metric {}", *value.metric);
    out += PolicyUse(value.policies) + "\n";
  }
  for (const bgp::BgpAggregate& aggregate : family.aggregates)
    out += fmt::format("{}aggregate-address {}{}{}{}\n", inner, net::ToString(aggregate.prefix),
                       aggregate.as_set ? " as-set" : "", aggregate.summary_only ? " summary-only" : "",
                       PolicyUse(aggregate.contributor_policies));
  out += indent + "!\n";
}

void PrintNeighborFamily(std::string& out, const std::string& indent, const bgp::NeighborFamily& family,
                         bool internal) {
  out += fmt::format("{}address-family {}\n", indent, FamilyWord(family.family));
  const std::string inner = indent + " ";
  const auto line = [&](std::string_view text) { out += fmt::format("{}{}\n", inner, text); };
  for (const std::string& name : family.import.names) line(fmt::format("route-policy {} in", name));
  for (const std::string& name : family.export_chain.names) line(fmt::format("route-policy {} out", name));
  if (family.next_hop_self == bgp::NextHopSelf::kLearnedByEbgp) line("next-hop-self");
  if (family.next_hop_self == bgp::NextHopSelf::kUnchanged) line("next-hop-unchanged");
  if (!internal && family.send_standard) line("send-community-ebgp");
  const bool targets =
      family.family != bgp::BgpFamily::kIpv4Unicast && family.family != bgp::BgpFamily::kIpv6Unicast;
  if (!internal && family.send_extended && !targets) line("send-extended-community-ebgp");
  if (family.remove_private == bgp::RemovePrivate::kLeading) line("remove-private-AS");
  if (family.remove_private == bgp::RemovePrivate::kIfAllPrivate) line("remove-private-AS entire-aspath");
  if (family.as_override) line("as-override");
  if (family.allow_own_as != 0) line(fmt::format("allowas-in {}", family.allow_own_as));
  if (family.reflector_client) line("route-reflector-client");
  if (family.weight) line(fmt::format("weight {}", *family.weight));
  if (family.default_originate)
    line(fmt::format("default-originate{}", PolicyUse(family.default_originate_policy.names)));
  out += indent + "!\n";
}

void PrintNeighbor(std::string& out, const std::string& indent, const bgp::BgpNeighbor& neighbor,
                   bool internal) {
  out += fmt::format(
      "{}neighbor {}\n", indent,
      neighbor.address ? net::ToString(*neighbor.address) : net::ToString(*neighbor.listen_range));
  const std::string inner = indent + " ";
  const auto line = [&](std::string_view text) { out += fmt::format("{}{}\n", inner, text); };
  line(fmt::format("remote-as {}", neighbor.remote_as));
  if (!neighbor.group.empty()) line(fmt::format("use neighbor-group {}", neighbor.group));
  if (neighbor.local_as)
    line(fmt::format(
        "local-as {}{}{}{}", neighbor.local_as->as, neighbor.local_as->no_prepend ? " no-prepend" : "",
        neighbor.local_as->replace_as ? " replace-as" : "", neighbor.local_as->dual_as ? " dual-as" : ""));
  if (neighbor.update_source) line(fmt::format("update-source {}", net::ToString(*neighbor.update_source)));
  if (!neighbor.update_source_interface.empty())
    line(fmt::format("update-source {}", neighbor.update_source_interface));
  if (neighbor.ebgp_hops_max != 1) line(fmt::format("ebgp-multihop {}", neighbor.ebgp_hops_max));
  if (!neighbor.connected_check) line("ignore-connected-check");
  if (neighbor.shutdown) line("shutdown");
  if (neighbor.passive) line("session-open-mode passive-only");
  if (!neighbor.authentication.empty()) line(fmt::format("password clear {}", neighbor.authentication));
  if (neighbor.cluster_id) line(fmt::format("cluster-id {}", net::ToString(*neighbor.cluster_id)));
  if (!neighbor.enforce_first_as) line("enforce-first-as disable");
  for (const bgp::NeighborFamily& family : neighbor.families)
    PrintNeighborFamily(out, inner, family, internal);
  out += indent + "!\n";
}

void PrintVrf(std::string& out, const bgp::BgpConfig& config, const bgp::BgpVrf& vrf, bool label_per_table) {
  const std::string indent = vrf.vrf.empty() ? " " : "  ";
  if (!vrf.vrf.empty()) out += fmt::format(" vrf {}\n", vrf.vrf);
  if (label_per_table) out += indent + "label mode per-vrf\n";
  if (vrf.router_id) out += fmt::format("{}bgp router-id {}\n", indent, net::ToString(*vrf.router_id));
  const bool internal_too = std::ranges::any_of(vrf.families, &bgp::BgpFamilyConfig::redistributes_internal);
  for (const bgp::BgpFamilyConfig& family : vrf.families) PrintFamily(out, indent, family);
  if (internal_too) out += indent + "bgp redistribute-internal\n";
  if (vrf.vrf.empty()) {
    // A name is all that is left of a group: its settings stand with the neighbours.
    std::set<std::string> groups;
    for (const bgp::BgpVrf& other : config.vrfs) {
      for (const bgp::BgpNeighbor& neighbor : other.neighbors) {
        if (!neighbor.group.empty()) groups.insert(neighbor.group);
      }
    }
    for (const std::string& group : groups) out += fmt::format(" neighbor-group {}\n !\n", group);
  }
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors)
    PrintNeighbor(out, indent, neighbor, IsInternal(config, vrf, neighbor));
  if (!vrf.vrf.empty()) out += " !\n";
}

}  // namespace

void PrintBgp(Printout& out, const routing::DeviceConfig& device) {
  const bgp::BgpConfig& config = device.bgp;
  if (config.as == 0) return;
  out.text += fmt::format("router bgp {}\n", config.as);
  PrintProcess(out.text, config);
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    const auto table = std::ranges::find(device.vrfs, vrf.vrf, &routing::VrfConfig::name);
    PrintVrf(out.text, config, vrf, table != device.vrfs.end() && table->label_per_table);
  }
  out.text += "!\n";
}

}  // namespace ringfence::formats::cisco_iosxr
