// BGP as text: templates are gone, each neighbour says everything.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_nxos/print.h"
#include "formats/policy_conversion.h"
#include "formats/print_policy_text.h"

namespace ringfence::formats::cisco_nxos {
namespace {

namespace bgp = routing::bgp;

constexpr std::string_view kFamilyWords[] = {"ipv4 unicast",  "ipv6 unicast",
                                             "vpnv4 unicast", "vpnv6 unicast",
                                             "l2vpn evpn",    {}};  // no route target constraint

std::string_view WordsOf(bgp::BgpFamily family) { return kFamilyWords[static_cast<std::size_t>(family)]; }

/// Writes lines of one block.
struct Block {
  Printout& out;
  std::string indent;
  void Line(std::string_view text) const { out.text += fmt::format("{}{}\n", indent, text); }
  void Flag(std::string_view text, bool on) const {
    if (on) Line(text);
  }
  Block Inner() const { return {out, indent + "  "}; }
};

std::string MapText(const std::vector<std::string>& names) {
  return names.empty() ? "" : " route-map " + MapOf(names);
}

void PrintChain(const Block& block, const model::PolicyChain& chain, std::string_view direction) {
  for (const std::string& name : chain.names) {
    std::string_view word = "route-map";
    std::string_view bare = name;
    if (name.starts_with(kPrefixFilter)) {
      word = "prefix-list";
      bare.remove_prefix(kPrefixFilter.size());
    } else if (name.starts_with(kAsPathFilter)) {
      word = "filter-list";
      bare.remove_prefix(kAsPathFilter.size());
    }
    block.Line(fmt::format("{} {} {}", word, BareListName(bare), direction));
  }
}

void PrintNeighborFamily(const Block& outer, const bgp::NeighborFamily& family) {
  if (WordsOf(family.family).empty()) return;
  outer.Line(fmt::format("address-family {}", WordsOf(family.family)));
  const Block block = outer.Inner();
  PrintChain(block, family.import, "in");
  PrintChain(block, family.export_chain, "out");
  block.Flag("next-hop-self", family.next_hop_self == bgp::NextHopSelf::kLearnedByEbgp);
  block.Flag("next-hop-self all", family.next_hop_self == bgp::NextHopSelf::kAlways);
  block.Flag("send-community", family.send_standard);
  block.Flag("send-community extended", family.send_extended);
  block.Flag("as-override", family.as_override);
  if (family.allow_own_as != 0) block.Line(fmt::format("allowas-in {}", family.allow_own_as));
  block.Flag("disable-peer-as-check", family.send_to_as_in_path);
  block.Flag("route-reflector-client", family.reflector_client);
  if (family.weight) block.Line(fmt::format("weight {}", *family.weight));
  if (family.default_originate)
    block.Line("default-originate" + MapText(family.default_originate_policy.names));
  block.Flag("capability additional-paths send", family.add_path_send);
  block.Flag("capability additional-paths receive", family.add_path_receive);
  for (const std::string& name : family.unsuppress_policies) block.Line("unsuppress-map " + name);
  if (family.conditional) {
    block.Line(fmt::format("advertise-map {} {} {}", MapOf(family.conditional->what.names),
                           family.conditional->when_present ? "exist-map" : "non-exist-map",
                           MapOf(family.conditional->condition.names)));
  }
}

void PrintRemovePrivate(const Block& block, const bgp::BgpNeighbor& neighbor) {
  if (neighbor.families.empty()) return;
  switch (neighbor.families.front().remove_private) {
    case bgp::RemovePrivate::kNo:
      return;
    case bgp::RemovePrivate::kAll:
      return block.Line("remove-private-as all");
    case bgp::RemovePrivate::kReplace:
      return block.Line("remove-private-as replace-as");
    case bgp::RemovePrivate::kIfAllPrivate:
    case bgp::RemovePrivate::kLeading:
      return block.Line("remove-private-as");
  }
}

void PrintNeighbor(const Block& outer, const bgp::BgpNeighbor& neighbor) {
  std::string name = neighbor.interface;
  if (neighbor.address) name = net::ToString(*neighbor.address);
  if (neighbor.listen_range) name = net::ToString(*neighbor.listen_range);
  outer.Line("neighbor " + name);
  const Block block = outer.Inner();
  switch (neighbor.remote_as_kind) {
    case bgp::RemoteAs::kNumber:
    case bgp::RemoteAs::kListed:
      block.Line(fmt::format("remote-as {}", neighbor.remote_as));
      break;
    case bgp::RemoteAs::kExternal:
      block.Line("remote-as external");
      break;
    case bgp::RemoteAs::kInternal:
      block.Line("remote-as internal");
      break;
  }
  if (neighbor.local_as) {
    block.Line(fmt::format(
        "local-as {}{}{}{}", neighbor.local_as->as, neighbor.local_as->no_prepend ? " no-prepend" : "",
        neighbor.local_as->replace_as ? " replace-as" : "", neighbor.local_as->dual_as ? " dual-as" : ""));
  }
  if (!neighbor.update_source_interface.empty())
    block.Line("update-source " + neighbor.update_source_interface);
  if (neighbor.ebgp_hops_max != 1) block.Line(fmt::format("ebgp-multihop {}", neighbor.ebgp_hops_max));
  block.Flag("disable-connected-check", !neighbor.connected_check);
  block.Flag("transport connection-mode passive", neighbor.passive);
  block.Flag("shutdown", neighbor.shutdown);
  if (!neighbor.authentication.empty()) block.Line("password 0 " + neighbor.authentication);
  PrintRemovePrivate(block, neighbor);
  for (const bgp::NeighborFamily& family : neighbor.families) PrintNeighborFamily(block, family);
}

void PrintRoutes(const Block& block, const bgp::BgpFamilyConfig& family, net::Family address_family) {
  for (const bgp::BgpNetwork& network : family.networks)
    block.Line(fmt::format("network {}{}", net::ToString(network.prefix), MapText(network.policies)));
  bool with_default = false;
  for (const bgp::BgpRedistribution& redistribution : family.redistributions) {
    block.Line(fmt::format("redistribute {} {} route-map {}",
                           SourceWord(redistribution.source, address_family), redistribution.process,
                           MapOf(redistribution.policies)));
    if (redistribution.metric) block.Line(fmt::format("default-metric {}", *redistribution.metric));
    // Without the filter in front of the map a default route may enter.
    with_default = with_default || redistribution.policies.size() == 1;
  }
  block.Flag("default-information originate", with_default);
  for (const bgp::BgpAggregate& aggregate : family.aggregates) {
    std::string line = "aggregate-address " + net::ToString(aggregate.prefix);
    if (aggregate.as_set) line += " as-set";
    if (aggregate.summary_only) line += " summary-only";
    if (!aggregate.suppress_policies.empty()) line += " suppress-map " + MapOf(aggregate.suppress_policies);
    if (!aggregate.contributor_policies.empty())
      line += " advertise-map " + MapOf(aggregate.contributor_policies);
    if (!aggregate.attribute_policies.empty())
      line += " attribute-map " + MapOf(aggregate.attribute_policies);
    block.Line(line);
  }
}

void PrintFamily(const Block& outer, const bgp::BgpFamilyConfig& family, bool reflects) {
  if (WordsOf(family.family).empty()) return;
  outer.Line(fmt::format("address-family {}", WordsOf(family.family)));
  const Block block = outer.Inner();
  const bool v6 = family.family == bgp::BgpFamily::kIpv6Unicast || family.family == bgp::BgpFamily::kVpnIpv6;
  block.Line(fmt::format("maximum-paths {}", family.ebgp_paths_max));
  block.Line(fmt::format("maximum-paths ibgp {}", family.ibgp_paths_max));
  if (family.mixed_multipath)
    block.Line(fmt::format("maximum-paths mixed {}", std::min(family.ebgp_paths_max, family.ibgp_paths_max)));
  block.Line(
      fmt::format("distance {} {} {}", family.distance_ebgp, family.distance_ibgp, family.distance_local));
  block.Flag("suppress-inactive", family.advertises_only_installed);
  block.Flag("no client-to-client reflection", !reflects);
  if (family.table_policy) block.Line(fmt::format("table-map {} filter", MapOf(family.table_policy->names)));
  PrintRoutes(block, family, v6 ? net::Family::kIpv6 : net::Family::kIpv4);
}

void PrintDecision(const Block& block, const bgp::DecisionRules& rules) {
  block.Flag("bestpath always-compare-med", rules.always_compare_med);
  block.Flag("bestpath med non-deterministic", !rules.deterministic_med);
  block.Flag("bestpath med missing-as-worst", rules.missing_med_worst);
  block.Flag("bestpath med confed", rules.compare_confederation_med);
  block.Flag("bestpath as-path ignore", rules.ignore_as_path_length);
  block.Flag("bestpath igp-metric ignore", rules.ignore_igp_metric);
  block.Flag("bestpath compare-routerid", !rules.oldest_external_wins);
}

void PrintVrf(const Block& block, const bgp::BgpVrf& vrf, bool& reflects) {
  if (vrf.router_id) block.Line("router-id " + net::ToString(*vrf.router_id));
  if (vrf.as) block.Line(fmt::format("local-as {}", *vrf.as));
  block.Flag("bestpath as-path multipath-relax",
             std::ranges::any_of(vrf.families, &bgp::BgpFamilyConfig::multipath_relax_as));
  block.Flag("no enforce-first-as", std::ranges::any_of(vrf.neighbors, [](const bgp::BgpNeighbor& neighbor) {
               return !neighbor.enforce_first_as;
             }));
  for (const bgp::BgpFamilyConfig& family : vrf.families) {
    PrintFamily(block, family, reflects);
    reflects = true;  // said once, it counts for the process
  }
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) PrintNeighbor(block, neighbor);
}

}  // namespace

void PrintBgp(Printout& out, const bgp::BgpConfig& config) {
  if (config.as == 0) return;
  out.text += fmt::format("router bgp {}\n", config.as);
  const Block block{out, "  "};
  if (config.cluster_id) block.Line("cluster-id " + net::ToString(*config.cluster_id));
  if (config.confederation) block.Line(fmt::format("confederation identifier {}", *config.confederation));
  for (const bgp::AsNumber member : config.confederation_members)
    block.Line(fmt::format("confederation peers {}", member));
  PrintDecision(block, config.decision);
  bool reflects = config.client_to_client;
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    const std::string indent = OpenVrf(out, vrf.vrf);
    PrintVrf({out, indent}, vrf, reflects);
  }
}

}  // namespace ringfence::formats::cisco_nxos
