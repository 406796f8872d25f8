#include "formats/print_bgp_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/policy_conversion.h"
#include "formats/print_policy_text.h"

namespace ringfence::formats {
namespace {

namespace bgp = routing::bgp;
using Lines = std::vector<std::string>;

constexpr std::string_view kFamilyWords[] = {"ipv4",  "ipv6",       "vpnv4",
                                             "vpnv6", "l2vpn evpn", "rtfilter unicast"};
constexpr std::string_view kPrivateWords[] = {"", "remove-private-as", "remove-private-as all",
                                              "remove-private-as all", "remove-private-as all replace-as"};

void Chain(Lines& lines, const model::PolicyChain& chain, std::string_view direction) {
  for (const std::string& name : chain.names) {
    if (name.starts_with(kPrefixFilter)) {
      lines.push_back(fmt::format(
          "prefix-list {} {}", BareListName(std::string_view(name).substr(kPrefixFilter.size())), direction));
    } else if (name.starts_with(kAsPathFilter)) {
      lines.push_back(fmt::format("filter-list {} {}", name.substr(kAsPathFilter.size()), direction));
    } else {
      lines.push_back(fmt::format("route-map {} {}", name, direction));
    }
  }
}

/// `on` differs from the default.
void Switch(Lines& lines, std::string_view words, bool on, bool standard) {
  if (on != standard) lines.push_back(fmt::format("{}{}", on ? "" : "no ", words));
}

void Decision(Lines& lines, const bgp::DecisionRules& rules, const bgp::DecisionRules& standard) {
  Switch(lines, "bgp bestpath as-path ignore", rules.ignore_as_path_length, standard.ignore_as_path_length);
  Switch(lines, "bgp always-compare-med", rules.always_compare_med, standard.always_compare_med);
  Switch(lines, "bgp deterministic-med", rules.deterministic_med, standard.deterministic_med);
  Switch(lines, "bgp bestpath med missing-as-worst", rules.missing_med_worst, standard.missing_med_worst);
  Switch(lines, "bgp bestpath med confed", rules.compare_confederation_med,
         standard.compare_confederation_med);
  Switch(lines, "bgp bestpath compare-routerid", !rules.oldest_external_wins, !standard.oldest_external_wins);
  Switch(lines, "bgp bestpath igp-metric ignore", rules.ignore_igp_metric, standard.ignore_igp_metric);
}

/// The process has one setting for what the model keeps per neighbour and direction.
std::optional<bool> NeedsPolicy(const bgp::BgpConfig& config) {
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      const std::uint32_t own = neighbor.local_as ? neighbor.local_as->as : vrf.as.value_or(config.as);
      const bool internal = neighbor.remote_as_kind == bgp::RemoteAs::kInternal ||
                            neighbor.remote_as == own || neighbor.remote_as == config.as;
      for (const bgp::NeighborFamily& family : neighbor.families) {
        if (internal) continue;
        if (family.import.names.empty()) return !family.import.accept_by_default;
        if (family.export_chain.names.empty()) return !family.export_chain.accept_by_default;
      }
    }
  }
  return std::nullopt;
}

std::string NameOf(const bgp::BgpNeighbor& neighbor) {
  if (neighbor.address) return net::ToString(*neighbor.address);
  return neighbor.listen_range ? neighbor.group : neighbor.interface;
}

Lines ProcessLines(const bgp::BgpConfig& config, const BgpDialect& dialect) {
  Lines lines;
  if (dialect.ipv4_active_by_default) lines.push_back("no bgp default ipv4-unicast");
  const auto needs = NeedsPolicy(config);
  Switch(lines, "bgp ebgp-requires-policy", needs.value_or(dialect.ebgp_needs_policy),
         dialect.ebgp_needs_policy);
  if (config.cluster_id) lines.push_back(fmt::format("bgp cluster-id {}", net::ToString(*config.cluster_id)));
  Switch(lines, "bgp client-to-client reflection", config.client_to_client, true);
  if (config.confederation)
    lines.push_back(fmt::format("bgp confederation identifier {}", *config.confederation));
  for (const bgp::AsNumber member : config.confederation_members)
    lines.push_back(fmt::format("bgp confederation peers {}", member));
  Decision(lines, config.decision, dialect.decision);
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    for (const bgp::BgpFamilyConfig& family : vrf.families) {
      if (family.default_local_preference != 100)
        lines.push_back(fmt::format("bgp default local-preference {}", family.default_local_preference));
      if (family.multipath_relax_as) lines.push_back("bgp bestpath as-path multipath-relax");
    }
  }
  return lines;
}

void Append(std::string& out, std::string_view indent, const Lines& lines) {
  for (const std::string& line : lines) out += fmt::format("{}{}\n", indent, line);
}

/// "no X" goes in front of "neighbor".
void AppendNeighbor(std::string& out, std::string_view indent, const std::string& name, const Lines& lines) {
  for (const std::string_view line : lines) {
    const bool negated = line.starts_with("no ");
    out += fmt::format("{}{}neighbor {} {}\n", indent, negated ? "no " : "", name,
                       negated ? line.substr(3) : line);
  }
}

void Sessions(std::string& out, std::string_view indent, const bgp::BgpVrf& vrf, bgp::BgpFamily only,
              const BgpDialect& dialect) {
  std::set<std::string> groups;
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
    // In a VRF a session stands in the block of its first family.
    const bgp::BgpFamily first =
        neighbor.families.empty() ? bgp::BgpFamily::kIpv4Unicast : neighbor.families.front().family;
    if (!vrf.vrf.empty() && first != only) continue;
    if (!neighbor.group.empty() && groups.insert(neighbor.group).second)
      out += fmt::format("{}neighbor {} peer-group\n", indent, neighbor.group);
    AppendNeighbor(out, indent, NameOf(neighbor), SessionLines(neighbor, dialect));
    if (neighbor.listen_range) {
      out += fmt::format("{}bgp listen range {} peer-group {}\n", indent,
                         net::ToString(*neighbor.listen_range), neighbor.group);
    } else if (!neighbor.group.empty()) {
      out += fmt::format("{}neighbor {} peer-group {}\n", indent, NameOf(neighbor), neighbor.group);
    }
    if (!vrf.vrf.empty() && neighbor.families.empty())
      out += fmt::format("{}no neighbor {} activate\n", indent, NameOf(neighbor));
  }
}

void Family(std::string& out, const bgp::BgpVrf& vrf, const bgp::BgpFamilyConfig& family,
            const BgpDialect& dialect) {
  out += fmt::format(" address-family {}", kFamilyWords[static_cast<std::size_t>(family.family)]);
  out += vrf.vrf.empty() ? "\n" : fmt::format(" vrf {}\n", vrf.vrf);
  Append(out, "  ", FamilyLines(family, dialect));
  if (!vrf.vrf.empty()) {
    if (vrf.router_id) out += fmt::format("  bgp router-id {}\n", net::ToString(*vrf.router_id));
    Sessions(out, "  ", vrf, family.family, dialect);
  }
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
    for (const bgp::NeighborFamily& active : neighbor.families) {
      if (active.family != family.family) continue;
      out += fmt::format("  neighbor {} activate\n", NameOf(neighbor));
      AppendNeighbor(out, "  ", NameOf(neighbor), FamilyLines(active, dialect));
    }
  }
  out += " exit-address-family\n";
}

}  // namespace

std::vector<std::string> SessionLines(const bgp::BgpNeighbor& neighbor, const BgpDialect& dialect) {
  Lines lines;
  if (neighbor.remote_as_kind == bgp::RemoteAs::kExternal)
    lines.push_back("remote-as external");
  else if (neighbor.remote_as_kind == bgp::RemoteAs::kInternal)
    lines.push_back("remote-as internal");
  else
    lines.push_back(fmt::format("remote-as {}", neighbor.remote_as));
  for (std::size_t i = 1; i < neighbor.remote_as_ranges.size(); ++i)
    lines.back() += fmt::format("{} {}", i == 1 ? " alternate-as" : "", neighbor.remote_as_ranges[i].first);
  if (neighbor.local_as) {
    lines.push_back(fmt::format(
        "local-as {}{}{}{}", neighbor.local_as->as, neighbor.local_as->no_prepend ? " no-prepend" : "",
        neighbor.local_as->replace_as ? " replace-as" : "", neighbor.local_as->dual_as ? " dual-as" : ""));
  }
  if (neighbor.update_source)
    lines.push_back(fmt::format("update-source {}", net::ToString(*neighbor.update_source)));
  if (!neighbor.update_source_interface.empty())
    lines.push_back(fmt::format("update-source {}", neighbor.update_source_interface));
  if (neighbor.ebgp_hops_max != 1) lines.push_back(fmt::format("ebgp-multihop {}", neighbor.ebgp_hops_max));
  if (!neighbor.connected_check) lines.push_back("disable-connected-check");
  if (neighbor.shutdown) lines.push_back("shutdown");
  if (neighbor.passive) lines.push_back("transport connection-mode passive");
  if (!neighbor.authentication.empty()) lines.push_back(fmt::format("password {}", neighbor.authentication));
  if (neighbor.cluster_id) lines.push_back(fmt::format("cluster-id {}", net::ToString(*neighbor.cluster_id)));
  Switch(lines, "enforce-first-as", neighbor.enforce_first_as, dialect.enforces_first_as);
  return lines;
}

std::vector<std::string> FamilyLines(const bgp::NeighborFamily& family, const BgpDialect& dialect) {
  Lines lines;
  Chain(lines, family.import, "in");
  Chain(lines, family.export_chain, "out");
  if (family.next_hop_self == bgp::NextHopSelf::kLearnedByEbgp) lines.push_back("next-hop-self");
  if (family.next_hop_self == bgp::NextHopSelf::kAlways) lines.push_back("next-hop-self all");
  if (family.next_hop_self == bgp::NextHopSelf::kUnchanged) lines.push_back("next-hop-unchanged");
  const bool targets =
      family.family != bgp::BgpFamily::kIpv4Unicast && family.family != bgp::BgpFamily::kIpv6Unicast;
  Switch(lines, "send-community standard", family.send_standard, dialect.sends_standard);
  Switch(lines, "send-community extended", family.send_extended, targets || dialect.sends_extended);
  Switch(lines, "send-community large", family.send_large, dialect.sends_large);
  if (family.remove_private != bgp::RemovePrivate::kNo)
    lines.emplace_back(kPrivateWords[static_cast<std::size_t>(family.remove_private)]);
  if (family.as_override) lines.push_back("as-override");
  if (family.allow_own_as != 0) lines.push_back(fmt::format("allowas-in {}", family.allow_own_as));
  if (family.send_to_as_in_path != dialect.send_to_as_in_path)
    lines.push_back(family.send_to_as_in_path ? "disable-peer-as-check" : "no disable-peer-as-check");
  if (family.reflector_client) lines.push_back("route-reflector-client");
  if (family.weight) lines.push_back(fmt::format("weight {}", *family.weight));
  if (family.default_originate) {
    lines.push_back("default-originate");
    for (const std::string& name : family.default_originate_policy.names)
      lines.back() += fmt::format(" route-map {}", name);
  }
  if (family.add_path_send || family.add_path_receive) {
    lines.push_back(fmt::format("additional-paths{}{}", family.add_path_send ? " send" : "",
                                family.add_path_receive ? " receive" : ""));
    if (family.add_path_send && dialect.add_path_needs_advertise)
      lines.push_back("advertise additional-paths all");
  }
  for (const std::string& name : family.unsuppress_policies)
    lines.push_back(fmt::format("unsuppress-map {}", name));
  if (family.conditional) {
    lines.push_back(fmt::format("advertise-map {} {} {}", family.conditional->what.names.front(),
                                family.conditional->when_present ? "exist-map" : "non-exist-map",
                                family.conditional->condition.names.front()));
  }
  return lines;
}

std::vector<std::string> FamilyLines(const bgp::BgpFamilyConfig& family, const BgpDialect& dialect) {
  Lines lines;
  const auto maps = [&lines](std::string_view word, const std::vector<std::string>& names) {
    for (const std::string& name : names) lines.back() += fmt::format(" {} {}", word, name);
  };
  const auto prefix = [](const net::Prefix& p) {
    if (p.family() == net::Family::kIpv6) return net::ToString(p);
    return fmt::format("{} mask {}", net::ToString(p.address),
                       net::ToString(net::MaskOf(p.family(), p.length)));
  };
  if (family.mixed_multipath) {
    lines.push_back(fmt::format("maximum-paths eibgp {}", family.ebgp_paths_max));
  } else {
    if (family.ebgp_paths_max != dialect.ebgp_paths)
      lines.push_back(fmt::format("maximum-paths {}", family.ebgp_paths_max));
    if (family.ibgp_paths_max != dialect.ibgp_paths)
      lines.push_back(fmt::format("maximum-paths ibgp {}", family.ibgp_paths_max));
  }
  lines.push_back(fmt::format("distance bgp {} {} {}", family.distance_ebgp, family.distance_ibgp,
                              family.distance_local));
  Switch(lines, "bgp suppress-inactive", family.advertises_only_installed, dialect.advertises_only_installed);
  Switch(lines, "bgp redistribute-internal", family.redistributes_internal, false);
  if (family.table_policy && !family.table_policy->names.empty())
    lines.push_back(fmt::format("table-map {} filter", family.table_policy->names.front()));
  for (const bgp::BgpNetwork& network : family.networks) {
    lines.push_back(fmt::format("network {}", prefix(network.prefix)));
    maps("route-map", network.policies);
    if (network.weight) lines.back() += fmt::format(" weight {}", *network.weight);
  }
  for (const bgp::BgpRedistribution& value : family.redistributions) {
    lines.push_back(fmt::format("redistribute {}", model::NameOf(value.source)));
    if (!value.process.empty()) lines.back() += fmt::format(" {}", value.process);
    if (value.metric) lines.back() += fmt::format(" metric {}", *value.metric);
    if (value.source == model::RouteSource::kOspf)
      lines.back() += fmt::format(" match{}{}", value.ospf_internal ? " internal" : "",
                                  value.ospf_external ? " external" : "");
    maps("route-map", value.policies);
  }
  for (const bgp::BgpAggregate& aggregate : family.aggregates) {
    lines.push_back(fmt::format("aggregate-address {}", prefix(aggregate.prefix)));
    if (aggregate.as_set) lines.back() += " as-set";
    if (aggregate.summary_only) lines.back() += " summary-only";
    maps("suppress-map", aggregate.suppress_policies);
    maps("advertise-map", aggregate.contributor_policies);
    maps("attribute-map", aggregate.attribute_policies);
  }
  return lines;
}

std::string PrintBgp(const bgp::BgpConfig& config, const BgpDialect& dialect) {
  if (config.as == 0) return "";
  std::string out = fmt::format("router bgp {}\n", config.as);
  Append(out, " ", ProcessLines(config, dialect));
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    if (!vrf.vrf.empty()) continue;
    if (vrf.router_id) out += fmt::format(" bgp router-id {}\n", net::ToString(*vrf.router_id));
    Sessions(out, " ", vrf, bgp::BgpFamily::kIpv4Unicast, dialect);
  }
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    for (const bgp::BgpFamilyConfig& family : vrf.families) Family(out, vrf, family, dialect);
    const bool lost = !vrf.vrf.empty() && vrf.families.empty();
    if (lost) Family(out, vrf, {}, dialect);
  }
  return out;
}

}  // namespace ringfence::formats
