// BGP as text. Groups appear only as names, except where a neighbour has no line of its own: then the group
// says what the neighbour is.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "formats/arista_eos/print.h"

namespace ringfence::formats::arista_eos {
namespace {

namespace bgp = routing::bgp;
using bgp::BgpFamily;

constexpr std::string_view kFamilyWords[] = {"ipv4", "ipv6", "vpn-ipv4", "vpn-ipv6", "evpn", "rt-membership"};

std::string_view Off(bool on) { return on ? "" : "no "; }

/// The name under which the statements about a neighbour are written.
std::string NameOf(const bgp::BgpNeighbor& neighbor) {
  return neighbor.address ? net::ToString(*neighbor.address) : neighbor.group;
}

/// Prints one VRF.
class VrfPrinter {
 public:
  VrfPrinter(std::string& out, const routing::DeviceConfig& config, const bgp::BgpVrf& vrf,
             bool missing_denies)
      : out_(out), config_(config), vrf_(vrf), missing_denies_(missing_denies) {
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      if (!neighbor.address) speaking_groups_.insert(neighbor.group);
    }
    if (!vrf.vrf.empty()) indent_ += "   ";
  }

  void Print() {
    if (!vrf_.vrf.empty()) out_ += fmt::format("   vrf {}\n", vrf_.vrf);
    if (vrf_.router_id) Line("router-id {}", net::ToString(*vrf_.router_id));
    if (vrf_.as) Line("local-as {}", *vrf_.as);
    PrintTargets();
    Line("no bgp default ipv4-unicast");
    Line("no bgp default ipv6-unicast");
    PrintMissing();
    PrintGlobals();
    PrintSessions();
    for (const bgp::BgpFamilyConfig& family : vrf_.families) PrintFamily(family);
  }

 private:
  template <class... Args>
  void Line(fmt::format_string<Args...> format, Args&&... args) {
    out_ += indent_ + fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  void PrintTargets() {
    const auto found = std::ranges::find(config_.vrfs, vrf_.vrf, &routing::VrfConfig::name);
    if (found == config_.vrfs.end()) return;
    if (!found->route_distinguisher.empty()) Line("rd {}", found->route_distinguisher);
    const auto targets = [this](std::string_view direction, const std::vector<model::CommunityText>& texts) {
      for (const model::CommunityText& text : texts)
        Line("route-target {} {}", direction, text.substr(std::string_view("target:").size()));
    };
    targets("import vpn-ipv4", found->import_targets4);
    targets("export vpn-ipv4", found->export_targets4);
    targets("import vpn-ipv6", found->import_targets6);
    targets("export vpn-ipv6", found->export_targets6);
    targets("import evpn", found->evpn_import_targets);
    targets("export evpn", found->evpn_export_targets);
  }

  /// Chains without a policy tell what happens without one.
  void PrintMissing() {
    if (!missing_denies_) return;
    bool in = false, out = false;
    for (const bgp::BgpNeighbor& neighbor : vrf_.neighbors) {
      for (const bgp::NeighborFamily& family : neighbor.families) {
        in = in || !family.import.accept_by_default;
        out = out || !family.export_chain.accept_by_default;
      }
    }
    Line("bgp missing-policy direction in action {}", in ? "deny" : "permit");
    Line("bgp missing-policy direction out action {}", out ? "deny" : "permit");
  }

  void PrintGlobals() {
    if (vrf_.families.empty()) return;
    const bgp::BgpFamilyConfig& family = vrf_.families.front();
    Line("distance bgp {} {} {}", family.distance_ebgp, family.distance_ibgp, family.distance_local);
    Line("maximum-paths {}", family.ebgp_paths_max);
    Line("bgp default local-preference {}", family.default_local_preference);
  }

  void PrintSessions() {
    std::set<std::string> declared;
    for (const bgp::BgpNeighbor& neighbor : vrf_.neighbors) {
      if (!neighbor.group.empty() && declared.insert(neighbor.group).second)
        Line("neighbor {} peer group", neighbor.group);
    }
    std::set<std::string> described;
    for (const bgp::BgpNeighbor& neighbor : vrf_.neighbors) {
      if (neighbor.address) {
        const std::string name = NameOf(neighbor);
        Line("neighbor {} remote-as {}", name, neighbor.remote_as);
        if (!neighbor.group.empty()) Line("neighbor {} peer group {}", name, neighbor.group);
        PrintNeighbor(out_, indent_, name, neighbor, speaking_groups_.contains(neighbor.group));
        continue;
      }
      if (described.insert(neighbor.group).second)
        PrintNeighbor(out_, indent_, neighbor.group, neighbor, false);
      PrintDynamic(neighbor);
    }
  }

  void PrintDynamic(const bgp::BgpNeighbor& neighbor) {
    const std::string who = neighbor.listen_range
                                ? "bgp listen range " + net::ToString(*neighbor.listen_range)
                                : "neighbor interface " + neighbor.interface;
    const std::vector<model::ValueRange>& ranges = neighbor.remote_as_ranges;
    const bool one = ranges.size() == 1 && ranges[0].first == ranges[0].last;
    if (neighbor.remote_as_kind == bgp::RemoteAs::kNumber || one) {
      Line("{} peer-group {} remote-as {}", who, neighbor.group, one ? ranges[0].first : neighbor.remote_as);
    } else {
      Line("{} peer-group {} peer-filter {}", who, neighbor.group, FilterName(neighbor));
    }
  }

  static std::string FilterName(const bgp::BgpNeighbor& neighbor);
  friend void PrintPeerFilters(std::string& out, const bgp::BgpVrf& vrf);

  void PrintRoutes(const bgp::BgpFamilyConfig& family) {
    const auto map = [](std::string_view word, const std::vector<std::string>& policies) {
      return policies.empty() ? std::string() : fmt::format(" {} {}", word, policies.front());
    };
    for (const bgp::BgpNetwork& network : family.networks)
      Line("   network {}{}", net::ToString(network.prefix), map("route-map", network.policies));
    for (const bgp::BgpRedistribution& redistribution : family.redistributions) {
      const bool kinds = redistribution.ospf_internal != redistribution.ospf_external;
      const std::string_view kind = redistribution.ospf_internal ? " match internal" : " match external";
      Line("   redistribute {}{}{}", model::NameOf(redistribution.source), kinds ? kind : "",
           map("route-map", redistribution.policies));
    }
    for (const bgp::BgpAggregate& aggregate : family.aggregates) {
      Line("   aggregate-address {}{}{}{}{}{}", net::ToString(aggregate.prefix),
           aggregate.as_set ? " as-set" : "", aggregate.summary_only ? " summary-only" : "",
           map("attribute-map", aggregate.attribute_policies),
           map("match-map", aggregate.contributor_policies),
           aggregate.install_discard ? "" : " advertise-only");
    }
  }

  void PrintFamily(const bgp::BgpFamilyConfig& family) {
    Line("address-family {}", kFamilyWords[static_cast<std::size_t>(family.family)]);
    std::set<std::string> described;
    for (const bgp::BgpNeighbor& neighbor : vrf_.neighbors) {
      const std::string name = NameOf(neighbor);
      if (!described.insert(name).second) continue;
      const auto found = std::ranges::find(neighbor.families, family.family, &bgp::NeighborFamily::family);
      const bool speaks = neighbor.address && speaking_groups_.contains(neighbor.group);
      if (found != neighbor.families.end()) {
        PrintNeighborFamily(out_, indent_ + "   ", name, *found, speaks);
      } else if (speaks) {
        Line("   no neighbor {} activate", name);
      }
    }
    PrintRoutes(family);
  }

  std::string& out_;
  const routing::DeviceConfig& config_;
  const bgp::BgpVrf& vrf_;
  bool missing_denies_;
  std::string indent_ = "   ";
  std::set<std::string> speaking_groups_;  ///< groups whose members have no lines of their own
};

/// One name for each set of ranges.
std::string VrfPrinter::FilterName(const bgp::BgpNeighbor& neighbor) {
  std::string name = "AS";
  for (const model::ValueRange& range : neighbor.remote_as_ranges)
    name += fmt::format("-{}-{}", range.first, range.last);
  return name;
}

void PrintPeerFilters(std::string& out, const bgp::BgpVrf& vrf) {
  std::set<std::string> printed;
  for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
    if (neighbor.remote_as_kind != bgp::RemoteAs::kListed) continue;
    if (!printed.insert(VrfPrinter::FilterName(neighbor)).second) continue;
    out += fmt::format("no peer-filter {}\npeer-filter {}\n", VrfPrinter::FilterName(neighbor),
                       VrfPrinter::FilterName(neighbor));
    for (const model::ValueRange& range : neighbor.remote_as_ranges)
      out += fmt::format("   match as-range {}-{} result accept\n", range.first, range.last);
  }
}

void PrintDecision(std::string& out, const bgp::BgpConfig& config) {
  const bgp::DecisionRules& rules = config.decision;
  if (config.cluster_id) out += fmt::format("   bgp cluster-id {}\n", net::ToString(*config.cluster_id));
  if (!config.client_to_client) out += "   no bgp client-to-client reflection\n";
  if (config.confederation) out += fmt::format("   bgp confederation identifier {}\n", *config.confederation);
  for (const bgp::AsNumber member : config.confederation_members)
    out += fmt::format("   bgp confederation peers {}\n", member);
  if (rules.ignore_as_path_length) out += "   bgp bestpath as-path ignore\n";
  if (rules.always_compare_med) out += "   bgp always-compare-med\n";
  if (rules.missing_med_worst) out += "   bgp bestpath med missing-as-worst\n";
  if (rules.compare_confederation_med) out += "   bgp bestpath med confed\n";
  if (!rules.oldest_external_wins) out += "   bgp bestpath tie-break router-id\n";
  if (config.vrfs.empty() || config.vrfs.front().families.empty()) return;
  const bgp::BgpFamilyConfig& family = config.vrfs.front().families.front();
  out += fmt::format("   {}bgp bestpath as-path multipath-relax\n", Off(family.multipath_relax_as));
  out += fmt::format("   {}bgp advertise-inactive\n", Off(!family.advertises_only_installed));
}

bool AnyMissingDenies(const bgp::BgpConfig& config) {
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      for (const bgp::NeighborFamily& family : neighbor.families) {
        if (!family.import.accept_by_default || !family.export_chain.accept_by_default) return true;
      }
    }
  }
  return false;
}

/// EVPN of VLANs in VXLAN.
void PrintEvpnVlans(std::string& out, const model::Vxlan& vxlan) {
  for (const model::VxlanSegment& segment : vxlan.segments) {
    if (!segment.vlan) continue;
    out += fmt::format("   vlan {}\n      redistribute learned\n", *segment.vlan);
    for (const std::string& target : segment.import_targets)
      out += fmt::format("      route-target import {}\n", std::string_view(target).substr(7));
    for (const std::string& target : segment.export_targets)
      out += fmt::format("      route-target export {}\n", std::string_view(target).substr(7));
  }
}

}  // namespace

void PrintBgp(std::string& out, const routing::DeviceConfig& config) {
  if (config.bgp.as == 0) return;
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) PrintPeerFilters(out, vrf);
  out += fmt::format("router bgp {}\n", config.bgp.as);
  PrintDecision(out, config.bgp);
  const bool missing_denies = AnyMissingDenies(config.bgp);
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) VrfPrinter(out, config, vrf, missing_denies).Print();
  if (config.device.vxlan) PrintEvpnVlans(out, *config.device.vxlan);
}

}  // namespace ringfence::formats::arista_eos
