// VPNs and BGP as flat lines. Everything that groups said stands at each neighbour; dynamic neighbours have
// nothing but their group.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/print.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::bgp::BgpFamily;
using routing::bgp::BgpFamilyConfig;
using routing::bgp::BgpNeighbor;
using routing::bgp::BgpVrf;
using routing::bgp::NeighborFamily;
using routing::bgp::NextHopSelf;
using routing::bgp::RemoteAs;
using routing::bgp::RemovePrivate;

constexpr std::string_view kFamilyWords[] = {"ipv4", "ipv6", "vpn-ipv4", "vpn-ipv6", "evpn"};
constexpr std::string_view kMemberships = "route-target";
constexpr std::uint32_t kAnyOwnAs = 255;
constexpr std::string_view kMd5 = "md5:", kKeychain = "keychain ";

std::string_view WordOf(BgpFamily family) {
  return family == BgpFamily::kRouteTarget ? kMemberships : kFamilyWords[static_cast<std::size_t>(family)];
}
bool IsUnicast(BgpFamily family) {
  return family == BgpFamily::kIpv4Unicast || family == BgpFamily::kIpv6Unicast;
}

std::vector<std::string> OwnNames(const model::PolicyChain& chain) {
  std::vector<std::string> names;
  for (const std::string& name : chain.names) {
    if (!name.starts_with(kMadeMark)) names.push_back(name);
  }
  return names;
}

// Values that the reader turned into policies.
void PrintValues(const std::string& head, const model::PolicyChain& chain, std::string& out) {
  for (const std::string& name : chain.names) {
    for (const std::string_view value : {kSetPreference, kSetLocalPreference, kSetMed}) {
      if (name.starts_with(value)) out += fmt::format("{} {}\n", head, name.substr(kMadeMark.size()));
    }
  }
}

void PrintChains(const std::string& head, const std::vector<NeighborFamily>& families, std::string& out) {
  if (families.empty()) return;
  const NeighborFamily& first = families.front();
  PrintValues(head, first.import, out);
  PrintValues(head, first.export_chain, out);
  const std::vector<std::string> imports = OwnNames(first.import), exports = OwnNames(first.export_chain);
  if (!imports.empty()) out += fmt::format("{} import policy {}\n", head, QuotedList(imports));
  if (!exports.empty()) out += fmt::format("{} export policy {}\n", head, QuotedList(exports));
  if (IsUnicast(first.family)) {
    out += fmt::format("{} ebgp-default-reject-policy import {}\n", head, !first.import.accept_by_default);
    out += fmt::format("{} ebgp-default-reject-policy export {}\n", head, first.export_chain.names.empty());
  }
  const auto last_vpn = std::find_if(families.rbegin(), families.rend(), [](const NeighborFamily& family) {
    return family.family != BgpFamily::kRouteTarget;
  });
  if (last_vpn == families.rend() || IsUnicast(last_vpn->family)) return;
  const NeighborFamily& last = *last_vpn;
  out += fmt::format("{} vpn-apply-import {}\n", head, !OwnNames(last.import).empty());
  out += fmt::format("{} vpn-apply-export {}\n", head, !OwnNames(last.export_chain).empty());
}

void PrintDefaults(const std::string& head, const NeighborFamily& family, std::string& out) {
  if (!family.default_originate) return;
  if (family.family == BgpFamily::kRouteTarget) {
    out += head + " default-route-target true\n";
    return;
  }
  out += fmt::format("{} send-default {} true\n", head, WordOf(family.family));
  for (const std::string& name : family.default_originate_policy.names)
    out += fmt::format("{} send-default export-policy {}\n", head, Quoted(name));
}

void PrintFamilyLeaves(const std::string& head, const NeighborFamily& family, std::string& out) {
  out += fmt::format("{} next-hop-self {}\n", head, family.next_hop_self == NextHopSelf::kAlways);
  out +=
      fmt::format("{} next-hop-unchanged ipv4 {}\n", head, family.next_hop_self == NextHopSelf::kUnchanged);
  if (family.next_hop_self == NextHopSelf::kDefault) out += head + " third-party-nexthop true\n";
  out += fmt::format("{} as-override {}\n", head, family.as_override);
  out += fmt::format("{} send-communities standard {}\n", head, family.send_standard);
  out += fmt::format("{} send-communities extended {}\n", head, family.send_extended);
  out += fmt::format("{} send-communities large {}\n", head, family.send_large);
  if (family.allow_own_as == kAnyOwnAs) {
    out += head + " loop-detect off\n";
  } else if (family.allow_own_as != 0) {
    out += fmt::format("{} loop-detect-threshold {}\n", head, family.allow_own_as);
  }
  if (family.remove_private == RemovePrivate::kNo) return;
  out += head + " remove-private { }\n";
  if (family.remove_private == RemovePrivate::kLeading) out += head + " remove-private limited true\n";
  if (family.remove_private == RemovePrivate::kReplace) out += head + " remove-private replace true\n";
}

void PrintAuthentication(const std::string& head, const std::string& text, std::string& out) {
  if (text.starts_with(kKeychain)) {
    out += fmt::format("{} authentication-keychain {}\n", head, Quoted(text.substr(kKeychain.size())));
  } else if (text.starts_with(kMd5)) {
    out += fmt::format("{} authentication-key {}\n", head, Quoted(text.substr(kMd5.size())));
  }
}

void PrintAs(const std::string& head, const BgpNeighbor& neighbor, std::string& out) {
  if (neighbor.remote_as_kind == RemoteAs::kInternal) out += head + " type internal\n";
  if (neighbor.remote_as_kind == RemoteAs::kNumber)
    out += fmt::format("{} peer-as {}\n", head, neighbor.remote_as);
  if (!neighbor.local_as) return;
  out += fmt::format("{} local-as as-number {}\n", head, neighbor.local_as->as);
  out += fmt::format("{} local-as private {}\n", head, neighbor.local_as->no_prepend);
  out += fmt::format("{} local-as prepend-global-as {}\n", head, !neighbor.local_as->replace_as);
}

void PrintLeaves(const std::string& head, const BgpNeighbor& neighbor, std::string& out) {
  PrintAs(head, neighbor, out);
  // A neighbour without an AS is down for that reason alone.
  if (neighbor.remote_as_kind != RemoteAs::kExternal)
    out += fmt::format("{} admin-state {}\n", head, neighbor.shutdown ? "disable" : "enable");
  if (neighbor.update_source)
    out += fmt::format("{} local-address {}\n", head, net::ToString(*neighbor.update_source));
  if (!neighbor.update_source_interface.empty())
    out += fmt::format("{} local-address {}\n", head, Quoted(neighbor.update_source_interface));
  if (neighbor.ebgp_hops_max != 1) out += fmt::format("{} multihop {}\n", head, neighbor.ebgp_hops_max);
  out += fmt::format("{} passive {}\n", head, neighbor.passive);
  out += fmt::format("{} enforce-first-as {}\n", head, neighbor.enforce_first_as);
  if (neighbor.cluster_id)
    out += fmt::format("{} cluster cluster-id {}\n", head, net::ToString(*neighbor.cluster_id));
  PrintAuthentication(head, neighbor.authentication, out);
  for (const std::string_view word : kFamilyWords) {
    const bool on = std::ranges::any_of(
        neighbor.families, [&](const NeighborFamily& family) { return WordOf(family.family) == word; });
    out += fmt::format("{} family {} {}\n", head, word, on);
  }
  for (const NeighborFamily& family : neighbor.families) {
    if (family.family == BgpFamily::kRouteTarget)
      out += fmt::format("{} family {} true\n", head, kMemberships);
  }
  PrintChains(head, neighbor.families, out);
  if (!neighbor.families.empty()) PrintFamilyLeaves(head, neighbor.families.front(), out);
  for (const NeighborFamily& family : neighbor.families) {
    PrintDefaults(head, family, out);
    if (family.add_path_send) out += fmt::format("{} add-paths {} send 2\n", head, WordOf(family.family));
    if (family.add_path_receive)
      out += fmt::format("{} add-paths {} receive true\n", head, WordOf(family.family));
  }
}

void PrintDynamic(const std::string& group, const BgpNeighbor& neighbor, std::string& out) {
  const std::string head =
      fmt::format("{} dynamic-neighbor match prefix {}", group, net::ToString(*neighbor.listen_range));
  out += head + " { }\n";
  for (const model::ValueRange& range : neighbor.remote_as_ranges)
    out += fmt::format("{} allowed-peer-as [\"{}..{}\"]\n", head, range.first, range.last);
  PrintLeaves(group, neighbor, out);
}

void PrintNeighbor(const std::string& bgp, const BgpNeighbor& neighbor, std::string& out) {
  const std::string group = fmt::format("{} group {}", bgp, Quoted(neighbor.group));
  if (neighbor.listen_range) return PrintDynamic(group, neighbor, out);
  if (!neighbor.group.empty()) out += group + " { }\n";
  const std::string name =
      neighbor.address ? net::ToString(*neighbor.address) : "fe80::1-" + neighbor.interface;
  const std::string head = fmt::format("{} neighbor {}", bgp, Quoted(name));
  if (!neighbor.group.empty()) out += fmt::format("{} group {}\n", head, Quoted(neighbor.group));
  PrintLeaves(head, neighbor, out);
}

void PrintTables(const std::string& bgp, const std::vector<BgpFamilyConfig>& families, std::string& out) {
  for (const BgpFamilyConfig& family : families) {
    if (IsUnicast(family.family) && family.table_policy) {
      for (const std::string& name : family.table_policy->names) {
        out += fmt::format("{} rib-management {} route-table-import policy-name {}\n", bgp,
                           WordOf(family.family), Quoted(name));
      }
    }
  }
  if (families.empty()) return;
  const BgpFamilyConfig& family = families.front();
  out += fmt::format("{} multipath ebgp {}\n{} multipath ibgp {}\n", bgp, family.ebgp_paths_max, bgp,
                     family.ibgp_paths_max);
  if (!family.multipath_relax_as) out += bgp + " multipath restrict exact-as-path\n";
  out += fmt::format("{} preference {}\n", bgp, family.distance_ebgp);
  if (!family.advertises_only_installed) out += bgp + " advertise-inactive true\n";
  if (family.mixed_multipath) out += bgp + " best-path-selection ebgp-ibgp-equal ipv4 true\n";
}

void PrintDecision(const std::string& bgp, const routing::bgp::DecisionRules& rules, std::string& out) {
  const std::string head = bgp + " best-path-selection";
  const std::string_view missing = rules.missing_med_worst ? "infinity" : "zero";
  if (rules.always_compare_med || rules.missing_med_worst) {
    out += fmt::format("{} always-compare-med med-value {}\n", head, missing);
    out += fmt::format("{} always-compare-med strict-as {}\n", head, !rules.always_compare_med);
  }
  if (rules.ignore_as_path_length) out += head + " as-path-ignore ipv4 true\n";
  if (rules.deterministic_med) out += head + " deterministic-med true\n";
  if (rules.ignore_igp_metric) out += head + " ignore-nh-metric true\n";
  if (rules.oldest_external_wins) out += head + " ignore-router-id { }\n";
  if (rules.ebgp_equals_ibgp) out += head + " ebgp-ibgp-equal ipv4 true\n";
}

// Some family of the base router wants labels: its VPNs take LDP and no other tunnel.
bool OnlyLdp(const routing::bgp::BgpConfig& bgp) {
  return std::ranges::any_of(bgp.vrfs, [](const BgpVrf& vrf) {
    return std::ranges::any_of(vrf.families, &BgpFamilyConfig::demands_label);
  });
}

/// What a VPRN exchanges with other routers in one family.
struct Exchange {
  std::string head;  ///< of its statements
  const std::vector<std::string>&imports, &exports;
  bool by_policy = false;
};

void PrintExchange(const Exchange& exchange, const std::string& distinguisher, bool only_ldp,
                   std::string& out) {
  const std::string& head = exchange.head;
  out += fmt::format("{} admin-state enable\n{} route-distinguisher {}\n", head, head, Quoted(distinguisher));
  if (!exchange.imports.empty() || exchange.by_policy) {
    out += fmt::format("{} auto-bind-tunnel resolution {}\n", head, only_ldp ? "filter" : "any");
    if (only_ldp)
      out += fmt::format(
          "{} auto-bind-tunnel resolution-filter ldp true\n{} auto-bind-tunnel "
          "resolution-filter sr-isis true\n{} auto-bind-tunnel resolution-filter sr-ospf true\n",
          head, head, head);
  }
  for (const std::string& target : exchange.imports)
    out += fmt::format("{} vrf-target import-community {}\n", head, Quoted(target));
  for (const std::string& target : exchange.exports)
    out += fmt::format("{} vrf-target export-community {}\n", head, Quoted(target));
}

void PrintVpn(const routing::VrfConfig& vrf, bool only_ldp, std::string& out) {
  if (vrf.route_distinguisher.empty()) return;
  if (!vrf.label_per_table) out += RouterHead(vrf.name) + " label-mode next-hop\n";
  if (vrf.evpn_over_labels)
    PrintExchange(
        {RouterHead(vrf.name) + " bgp-evpn mpls 1", vrf.evpn_import_targets, vrf.evpn_export_targets},
        vrf.route_distinguisher, only_ldp, out);
  // Without a word about labels nothing says that there is more than EVPN.
  if (vrf.evpn_over_labels && !vrf.targets_of_labels_only) return;
  const std::string head = RouterHead(vrf.name) + " bgp-ipvpn mpls";
  PrintExchange({head, vrf.import_targets4, vrf.export_targets4, !vrf.import_policies.empty()},
                vrf.route_distinguisher, only_ldp, out);
  if (!vrf.import_policies.empty())
    out += fmt::format("{} vrf-import policy {}\n", head, QuotedList(vrf.import_policies));
  if (!vrf.export_policies.empty())
    out += fmt::format("{} vrf-export policy {}\n", head, QuotedList(vrf.export_policies));
}

}  // namespace

void PrintBgp(const routing::DeviceConfig& config, std::string& out) {
  for (const routing::VrfConfig& vrf : config.vrfs) PrintVpn(vrf, OnlyLdp(config.bgp), out);
  const routing::bgp::BgpConfig& bgp = config.bgp;
  if (bgp.as != 0) out += fmt::format("{} autonomous-system {}\n", RouterHead(""), bgp.as);
  if (bgp.confederation) {
    const std::string head = RouterHead("") + " confederation";
    out += fmt::format("{} confed-as-num {}\n", head, *bgp.confederation);
    for (const auto member : bgp.confederation_members)
      out += fmt::format("{} members {} {{ }}\n", head, member);
  }
  for (const BgpVrf& vrf : bgp.vrfs) {
    const std::string head = RouterHead(vrf.vrf) + " bgp";
    if (vrf.as) out += fmt::format("{} autonomous-system {}\n", RouterHead(vrf.vrf), *vrf.as);
    out += head + " { }\n";
    if (vrf.router_id) out += fmt::format("{} router-id {}\n", head, net::ToString(*vrf.router_id));
    if (&vrf == &bgp.vrfs.front()) {
      PrintDecision(head, bgp.decision, out);
      if (!bgp.client_to_client) out += head + " client-reflect false\n";
    }
    PrintTables(head, vrf.families, out);
    for (const BgpNeighbor& neighbor : vrf.neighbors) PrintNeighbor(head, neighbor, out);
  }
}

}  // namespace ringfence::formats::nokia_sros
