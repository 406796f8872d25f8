// BGP as `set` lines: every neighbour states all of its own.
#include <fmt/format.h>

#include <algorithm>

#include "formats/juniper_junos/policy_book.h"
#include "formats/juniper_junos/print.h"

namespace ringfence::formats::juniper_junos {
namespace {

using routing::bgp::BgpConfig;
using routing::bgp::BgpFamily;
using routing::bgp::BgpFamilyConfig;
using routing::bgp::BgpNeighbor;
using routing::bgp::BgpVrf;
using routing::bgp::NeighborFamily;
using routing::bgp::RemovePrivate;

constexpr std::uint32_t kPreferenceDefault = 170;
constexpr std::string_view kFamilyWords[] = {"inet",      "inet6", "inet-vpn",
                                             "inet6-vpn", "evpn",  "route-target"};

bool IsVpn(BgpFamily family) { return family == BgpFamily::kVpnIpv4 || family == BgpFamily::kVpnIpv6; }

void PrintFamily(const std::string& head, const NeighborFamily& family, std::string& out) {
  if (family.family == BgpFamily::kRouteTarget) {
    out +=
        fmt::format("{} family route-target{}\n", head, family.default_originate ? " advertise-default" : "");
    return;
  }
  const std::string line =
      fmt::format("{} family {} unicast", head, kFamilyWords[static_cast<std::size_t>(family.family)]);
  out += line + '\n';
  if (family.allow_own_as != 0) out += fmt::format("{} loops {}\n", line, family.allow_own_as + 1);
  if (family.add_path_send) out += line + " add-path send\n";
  if (family.add_path_receive) out += line + " add-path receive\n";
}

// Values that the reader turned into policies: "bgp metric-out 5".
void PrintValues(const std::string& head, const model::PolicyChain& chain, std::string& out) {
  for (const std::string& name : chain.names) {
    if (name.starts_with("bgp ")) out += fmt::format("{} {}\n", head, name.substr(4));
  }
}

void PrintSession(const std::string& head, const BgpNeighbor& neighbor, bool internal, std::string& out) {
  out += fmt::format("{} type {}\n{} peer-as {}\n", head, internal ? "internal" : "external", head,
                     neighbor.remote_as);
  if (neighbor.local_as) {
    out += fmt::format("{} local-as {}", head, neighbor.local_as->as);
    if (neighbor.local_as->no_prepend) out += " private";
    if (neighbor.local_as->replace_as) out += " no-prepend-global-as";
    if (neighbor.local_as->dual_as) out += " alias";
    out += '\n';
  }
  if (neighbor.update_source)
    out += fmt::format("{} local-address {}\n", head, net::ToString(*neighbor.update_source));
  if (!neighbor.update_source_interface.empty())
    out += fmt::format("{} local-interface {}\n", head, neighbor.update_source_interface);
  if (!neighbor.connected_check) out += fmt::format("{} multihop ttl {}\n", head, neighbor.ebgp_hops_max);
  if (neighbor.shutdown) out += head + " shutdown\n";
  if (neighbor.passive) out += head + " passive\n";
  if (neighbor.cluster_id) out += fmt::format("{} cluster {}\n", head, net::ToString(*neighbor.cluster_id));
  if (!neighbor.authentication.empty())
    out += fmt::format("{} authentication-key {}\n", head,
                       neighbor.authentication.substr(neighbor.authentication.find(':') + 1));
}

void PrintPolicy(const std::string& head, const NeighborFamily& family, bool internal, std::string& out) {
  PrintValues(head, family.import, out);
  PrintValues(head, family.export_chain, out);
  PrintPolicyNames(head + " import", family.import.names, out);
  PrintPolicyNames(head + " export", family.export_chain.names, out);
  if (IsVpn(family.family) && !family.export_chain.names.empty()) out += head + " vpn-apply-export\n";
  if (family.next_hop_self == routing::bgp::NextHopSelf::kUnchanged)
    out += head + " multihop no-nexthop-change\n";
  if (family.as_override) out += head + " as-override\n";
  if (!internal && family.send_to_as_in_path && !family.as_override) out += head + " advertise-peer-as\n";
  if (family.remove_private == RemovePrivate::kLeading) out += head + " remove-private\n";
  if (family.remove_private == RemovePrivate::kAll) out += head + " remove-private all\n";
  if (family.remove_private == RemovePrivate::kReplace) out += head + " remove-private all replace\n";
}

void PrintNeighbor(const std::string& protocol, const BgpVrf& vrf, std::uint32_t as,
                   const BgpNeighbor& neighbor, std::string& out) {
  const std::string group = fmt::format("{} group {}", protocol, Quoted(neighbor.group));
  std::string head = group;
  if (neighbor.address) {
    head += " neighbor " + net::ToString(*neighbor.address);
  } else if (neighbor.listen_range) {
    out += fmt::format("{} allow {}\n", group, net::ToString(*neighbor.listen_range));
  }
  const bool internal = neighbor.remote_as == (neighbor.local_as ? neighbor.local_as->as : as);
  PrintSession(head, neighbor, internal, out);
  for (const NeighborFamily& family : neighbor.families) PrintFamily(head, family, out);
  // A family without unicast routes stands for none.
  if (neighbor.families.empty()) out += head + " family iso-vpn\n";
  if (!neighbor.families.empty()) PrintPolicy(head, neighbor.families.front(), internal, out);
  for (const BgpFamilyConfig& family : vrf.families) {
    const bool speaks = std::any_of(neighbor.families.begin(), neighbor.families.end(),
                                    [&family](const auto& own) { return own.family == family.family; });
    if (!speaks) continue;
    if ((internal ? family.ibgp_paths_max : family.ebgp_paths_max) > 1)
      out += fmt::format("{} multipath{}\n", head, family.multipath_relax_as ? " multiple-as" : "");
    if (!family.advertises_only_installed) out += head + " advertise-inactive\n";
  }
}

void PrintSelection(const std::string& head, const BgpConfig& config, std::string& out) {
  const routing::bgp::DecisionRules& rules = config.decision;
  const std::string selection = head + " path-selection ";
  if (!rules.deterministic_med) out += selection + "cisco-non-deterministic\n";
  if (rules.always_compare_med) out += selection + "always-compare-med\n";
  if (!rules.oldest_external_wins) out += selection + "external-router-id\n";
  if (rules.ignore_as_path_length) out += selection + "as-path-ignore\n";
  if (!config.client_to_client) out += head + " no-client-reflect\n";
}

}  // namespace

void PrintBgp(const std::string& head, const BgpConfig& config, const BgpVrf& vrf, std::string& out) {
  const bool first = &vrf == &config.vrfs.front();
  if (first) {
    out += fmt::format("set routing-options autonomous-system {}\n", config.as);
    if (config.confederation)
      out += fmt::format("set routing-options confederation {}\n", *config.confederation);
    for (const std::uint32_t member : config.confederation_members)
      out += fmt::format("set routing-options confederation members {}\n", member);
  }
  if (vrf.as) out += fmt::format("{} routing-options autonomous-system {}\n", head, *vrf.as);
  const std::string protocol = head + " protocols bgp";
  out += protocol + '\n';
  if (first) PrintSelection(protocol, config, out);
  for (const BgpFamilyConfig& family : vrf.families) {
    if (family.distance_ebgp != kPreferenceDefault)
      out += fmt::format("{} preference {}\n", protocol, family.distance_ebgp);
  }
  const bool checks_first_as = std::any_of(vrf.neighbors.begin(), vrf.neighbors.end(),
                                           [](const BgpNeighbor& n) { return n.enforce_first_as; });
  if (checks_first_as) out += protocol + " enforce-first-as\n";
  for (const BgpNeighbor& neighbor : vrf.neighbors)
    PrintNeighbor(protocol, vrf, vrf.as.value_or(config.as), neighbor, out);
}

}  // namespace ringfence::formats::juniper_junos
