// BGP as text: every neighbour on its own, groups only as names.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/frr/policy.h"
#include "formats/frr/print.h"
#include "formats/policy_conversion.h"
#include "formats/print_policy_text.h"

namespace ringfence::formats::frr {
namespace {

namespace bgp = routing::bgp;
using bgp::BgpFamily;

std::string NameOfPeer(const bgp::BgpNeighbor& neighbor) {
  if (neighbor.address) return net::ToString(*neighbor.address);
  return neighbor.interface.empty() ? neighbor.group : neighbor.interface;
}

std::string RemoteAsText(const bgp::BgpNeighbor& neighbor) {
  switch (neighbor.remote_as_kind) {
    case bgp::RemoteAs::kExternal:
      return "external";
    case bgp::RemoteAs::kInternal:
      return "internal";
    case bgp::RemoteAs::kListed:
      return "auto";
    case bgp::RemoteAs::kNumber:
      break;
  }
  return fmt::format("{}", neighbor.remote_as);
}

void PrintChain(std::string& out, const std::string& peer, const model::PolicyChain& chain,
                std::string_view way) {
  for (const std::string& name : chain.names) {
    std::string_view list = name;
    std::string_view command = "route-map";
    if (list.starts_with(kPrefixFilter)) {
      list.remove_prefix(kPrefixFilter.size());
      command = "prefix-list";
    } else if (list.starts_with(kAsPathFilter)) {
      list.remove_prefix(kAsPathFilter.size());
      command = "filter-list";
    }
    out += fmt::format("  neighbor {} {} {} {}\n", peer, command, BareListName(list), way);
  }
}

void PrintNeighborFamily(std::string& out, const std::string& peer, const bgp::NeighborFamily& family) {
  const auto line = [&](std::string_view words) { out += fmt::format("  neighbor {} {}\n", peer, words); };
  line("activate");
  PrintChain(out, peer, family.import, "in");
  PrintChain(out, peer, family.export_chain, "out");
  if (family.next_hop_self == bgp::NextHopSelf::kLearnedByEbgp) line("next-hop-self");
  if (family.next_hop_self == bgp::NextHopSelf::kAlways) line("next-hop-self force");
  if (family.next_hop_self == bgp::NextHopSelf::kUnchanged) line("attribute-unchanged next-hop");
  if (!family.send_standard) out += fmt::format("  no neighbor {} send-community standard\n", peer);
  if (!family.send_extended) out += fmt::format("  no neighbor {} send-community extended\n", peer);
  if (!family.send_large) out += fmt::format("  no neighbor {} send-community large\n", peer);
  if (family.remove_private == bgp::RemovePrivate::kIfAllPrivate) line("remove-private-AS");
  if (family.remove_private == bgp::RemovePrivate::kAll) line("remove-private-AS all");
  if (family.remove_private == bgp::RemovePrivate::kReplace) line("remove-private-AS all replace-AS");
  if (family.as_override) line("as-override");
  if (family.allow_own_as != 0) line(fmt::format("allowas-in {}", family.allow_own_as));
  if (family.reflector_client) line("route-reflector-client");
  if (family.weight) line(fmt::format("weight {}", *family.weight));
  if (family.default_originate)
    line("default-originate" + RouteMapText(family.default_originate_policy.names));
  if (family.add_path_send) line("addpath-tx-all-paths");
  if (!family.add_path_receive) line("disable-addpath-rx");
  for (const std::string& map : family.unsuppress_policies) line(fmt::format("unsuppress-map {}", map));
  if (family.conditional && !family.conditional->what.names.empty()) {
    line(fmt::format("advertise-map {} {} {}", family.conditional->what.names.front(),
                     family.conditional->when_present ? "exist-map" : "non-exist-map",
                     family.conditional->condition.names.front()));
  }
}

void PrintSession(std::string& out, const bgp::BgpNeighbor& neighbor, const std::string& peer) {
  const auto line = [&](std::string_view words) { out += fmt::format(" neighbor {} {}\n", peer, words); };
  const std::string as = RemoteAsText(neighbor);
  if (neighbor.listen_range) {
    line(fmt::format("remote-as {}", as));
  } else {
    line(neighbor.interface.empty() ? fmt::format("remote-as {}", as)
                                    : fmt::format("interface remote-as {}", as));
    if (!neighbor.group.empty()) line(fmt::format("peer-group {}", neighbor.group));
  }
  if (neighbor.local_as) {
    line(fmt::format(
        "local-as {}{}{}{}", neighbor.local_as->as, neighbor.local_as->no_prepend ? " no-prepend" : "",
        neighbor.local_as->replace_as ? " replace-as" : "", neighbor.local_as->dual_as ? " dual-as" : ""));
  }
  if (neighbor.update_source) line(fmt::format("update-source {}", net::ToString(*neighbor.update_source)));
  if (!neighbor.update_source_interface.empty())
    line(fmt::format("update-source {}", neighbor.update_source_interface));
  if (neighbor.ebgp_hops_max != 1) line(fmt::format("ebgp-multihop {}", neighbor.ebgp_hops_max));
  if (!neighbor.connected_check) line("disable-connected-check");
  if (neighbor.shutdown) line("shutdown");
  if (neighbor.passive) line("passive");
  if (!neighbor.authentication.empty()) line(fmt::format("password {}", neighbor.authentication));
  if (neighbor.enforce_first_as) line("enforce-first-as");
  const bool keeps_back = std::ranges::any_of(
      neighbor.families, [](const bgp::NeighborFamily& family) { return !family.send_to_as_in_path; });
  if (keeps_back) line("sender-as-path-loop-detection");
}

std::string_view OriginText(model::BgpOrigin origin) {
  constexpr std::string_view kTexts[] = {" origin igp", " origin egp", " origin incomplete"};
  return kTexts[static_cast<std::size_t>(origin)];
}

void PrintOrigins(std::string& out, const bgp::BgpFamilyConfig& family) {
  for (const bgp::BgpNetwork& network : family.networks)
    out += fmt::format("  network {}{}\n", net::ToString(network.prefix), RouteMapText(network.policies));
  const bool v6 = family.family == BgpFamily::kIpv6Unicast || family.family == BgpFamily::kVpnIpv6;
  for (const bgp::BgpRedistribution& redistribution : family.redistributions) {
    std::string source(model::NameOf(redistribution.source));
    if (v6 && redistribution.source == model::RouteSource::kOspf) source = "ospf6";
    if (v6 && redistribution.source == model::RouteSource::kRip) source = "ripng";
    if (!redistribution.process.empty()) source += " " + redistribution.process;
    out += fmt::format("  redistribute {}", source);
    if (redistribution.metric) out += fmt::format(" metric {}", *redistribution.metric);
    out += RouteMapText(redistribution.policies) + "\n";
  }
  for (const bgp::BgpAggregate& aggregate : family.aggregates) {
    out += fmt::format("  aggregate-address {}{}{}{}{}", net::ToString(aggregate.prefix),
                       aggregate.as_set ? " as-set" : "", aggregate.summary_only ? " summary-only" : "",
                       aggregate.origin_of_contributors ? "" : OriginText(aggregate.origin),
                       RouteMapText(aggregate.attribute_policies));
    for (const std::string& map : aggregate.suppress_policies) out += fmt::format(" suppress-map {}", map);
    out += '\n';
  }
}

void PrintTargets(std::string& out, std::string_view way, const std::vector<std::string>& targets) {
  if (targets.empty()) return;
  out += fmt::format("  rt vpn {}", way);
  for (const std::string& target : targets) out += fmt::format(" {}", target.substr(target.find(':') + 1));
  out += fmt::format("\n  {} vpn\n", way);
}

void PrintVpn(std::string& out, const routing::VrfConfig& vrf, BgpFamily family) {
  const bool v4 = family == BgpFamily::kIpv4Unicast;
  if (!v4 && family != BgpFamily::kIpv6Unicast) return;
  for (const routing::VrfLeak& leak : vrf.leaks) {
    if ((leak.family == net::Family::kIpv4) != v4 || !leak.through_bgp) continue;
    for (const std::string& map : leak.policies) out += fmt::format("  import vrf route-map {}\n", map);
    out += fmt::format("  import vrf {}\n", leak.from_vrf.empty() ? "default" : leak.from_vrf);
  }
  const auto& imports = v4 ? vrf.import_targets4 : vrf.import_targets6;
  const auto& exports = v4 ? vrf.export_targets4 : vrf.export_targets6;
  if (!exports.empty() && !vrf.route_distinguisher.empty())
    out += fmt::format("  rd vpn export {}\n", vrf.route_distinguisher);
  if (!exports.empty() && vrf.label_per_table) out += "  label vpn export auto\n";
  PrintTargets(out, "import", imports);
  PrintTargets(out, "export", exports);
  if (!imports.empty()) {
    for (const std::string& map : vrf.import_policies) out += fmt::format("  route-map vpn import {}\n", map);
  }
  if (!exports.empty()) {
    for (const std::string& map : vrf.export_policies) out += fmt::format("  route-map vpn export {}\n", map);
  }
}

/// Blocks that services give SIDs out of; the instance has one.
void PrintLocator(std::string& out, const routing::srv6::Srv6Config& srv6, const bgp::BgpVrf& vrf) {
  if (srv6.services.empty() || srv6.locators.empty() || !vrf.vrf.empty()) return;
  const auto given = std::ranges::find_if(srv6.locators, [&srv6](const auto& locator) {
    return std::ranges::count(srv6.services, locator.prefix, &routing::srv6::Service::gives) > 0;
  });
  const std::string& name = given == srv6.locators.end() ? srv6.locators.front().name : given->name;
  out += fmt::format(" segment-routing srv6\n  locator {}\n exit\n", name);
}

void PrintSid(std::string& out, const routing::srv6::Srv6Config& srv6, std::string_view vrf,
              BgpFamily family) {
  const net::Family addresses = family == BgpFamily::kIpv6Unicast ? net::Family::kIpv6 : net::Family::kIpv4;
  for (const routing::srv6::Service& service : srv6.services) {
    const bool same = service.vrf == vrf && service.family == addresses && service.gives;
    if (same) out += "  sid vpn export auto\n";
  }
}

void PrintFamily(std::string& out, const routing::DeviceConfig& config, const bgp::BgpVrf& vrf,
                 const bgp::BgpFamilyConfig& family) {
  constexpr std::string_view kNames[] = {"ipv4 unicast", "ipv6 unicast", "ipv4 vpn", "ipv6 vpn"};
  if (static_cast<std::size_t>(family.family) >= std::size(kNames)) return;  // what it has no words for
  out += fmt::format(" address-family {}\n", kNames[static_cast<std::size_t>(family.family)]);
  out += fmt::format("  maximum-paths {}\n  maximum-paths ibgp {}\n  distance bgp {} {} {}\n",
                     family.ebgp_paths_max, family.ibgp_paths_max, family.distance_ebgp, family.distance_ibgp,
                     family.distance_local);
  if (family.table_policy) {
    for (const std::string& map : family.table_policy->names) out += fmt::format("  table-map {}\n", map);
  }
  PrintOrigins(out, family);
  const auto known = std::ranges::find(config.vrfs, vrf.vrf, &routing::VrfConfig::name);
  if (known != config.vrfs.end()) PrintVpn(out, *known, family.family);
  if (family.family <= BgpFamily::kIpv6Unicast) PrintSid(out, config.srv6, vrf.vrf, family.family);
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
    const auto own = std::ranges::find(neighbor.families, family.family, &bgp::NeighborFamily::family);
    if (own != neighbor.families.end()) PrintNeighborFamily(out, NameOfPeer(neighbor), *own);
  }
  out += " exit-address-family\n";
}

/// Options that the model keeps per route or session and the text per instance.
void PrintSwitches(std::string& out, const bgp::BgpVrf& vrf) {
  const auto passes_all = [](const model::PolicyChain& chain) {
    return chain.names.empty() && chain.accept_by_default;
  };
  bool open = false, unchecked = false;
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
    for (const bgp::NeighborFamily& family : neighbor.families)
      open = open || passes_all(family.import) || passes_all(family.export_chain);
  }
  bool closed = false;
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
    for (const bgp::NeighborFamily& family : neighbor.families)
      closed = closed || !family.import.accept_by_default || !family.export_chain.accept_by_default;
  }
  for (const bgp::BgpFamilyConfig& family : vrf.families) {
    for (const bgp::BgpNetwork& network : family.networks) unchecked = unchecked || !network.needs_route;
  }
  if (open && !closed) out += " no bgp ebgp-requires-policy\n";
  if (unchecked) out += " no bgp network import-check\n";
  out += " no bgp default ipv4-unicast\n";
  if (vrf.families.front().default_local_preference != 100)
    out += fmt::format(" bgp default local-preference {}\n", vrf.families.front().default_local_preference);
  if (vrf.families.front().multipath_relax_as) out += " bgp bestpath as-path multipath-relax\n";
}

void PrintDecision(std::string& out, const bgp::BgpConfig& config) {
  const bgp::DecisionRules& rules = config.decision;
  if (config.cluster_id) out += fmt::format(" bgp cluster-id {}\n", net::ToString(*config.cluster_id));
  if (!config.client_to_client) out += " no bgp client-to-client reflection\n";
  if (config.confederation) out += fmt::format(" bgp confederation identifier {}\n", *config.confederation);
  for (const bgp::AsNumber member : config.confederation_members)
    out += fmt::format(" bgp confederation peers {}\n", member);
  if (rules.always_compare_med) out += " bgp always-compare-med\n";
  if (rules.deterministic_med) out += " bgp deterministic-med\n";
  if (rules.ignore_as_path_length) out += " bgp bestpath as-path ignore\n";
  if (!rules.oldest_external_wins) out += " bgp bestpath compare-routerid\n";
  if (rules.missing_med_worst) out += " bgp bestpath med missing-as-worst\n";
  if (rules.compare_confederation_med) out += " bgp bestpath med confed\n";
}

void PrintVrf(std::string& out, const routing::DeviceConfig& config, const bgp::BgpVrf& vrf) {
  out += fmt::format("router bgp {}{}\n", vrf.as.value_or(config.bgp.as), VrfText(vrf.vrf));
  if (vrf.router_id) out += fmt::format(" bgp router-id {}\n", net::ToString(*vrf.router_id));
  PrintDecision(out, config.bgp);
  PrintSwitches(out, vrf);
  std::set<std::string> groups;
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
    if (!neighbor.group.empty() && groups.insert(neighbor.group).second)
      out += fmt::format(" neighbor {} peer-group\n", neighbor.group);
  }
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
    PrintSession(out, neighbor, NameOfPeer(neighbor));
    if (neighbor.listen_range)
      out += fmt::format(" bgp listen range {} peer-group {}\n", net::ToString(*neighbor.listen_range),
                         neighbor.group);
  }
  PrintLocator(out, config.srv6, vrf);
  for (const bgp::BgpFamilyConfig& family : vrf.families) PrintFamily(out, config, vrf, family);
  out += "exit\n!\n";
}

}  // namespace

void PrintBgp(std::string& out, const routing::DeviceConfig& config) {
  if (config.bgp.as == 0) return;
  for (const bool v4 : {true, false}) {
    for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
      const auto family =
          std::ranges::find(vrf.families, v4 ? BgpFamily::kIpv4Unicast : BgpFamily::kIpv6Unicast,
                            &bgp::BgpFamilyConfig::family);
      if (family == vrf.families.end() || !family->resolves_by_default_route) continue;
      out += v4 ? "ip nht resolve-via-default\n" : "ipv6 nht resolve-via-default\n";
      break;
    }
  }
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) PrintVrf(out, config, vrf);
}

void PrintPolicies(std::string& out, const routing::DeviceConfig& config) {
  out += formats::PrintPolicies(config.policies, kDialect);
}

}  // namespace ringfence::formats::frr
