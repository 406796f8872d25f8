// BGP as text. Groups appear as names: what they say is merged into their members.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/print.h"
#include "formats/huawei_vrp/values.h"
#include "formats/print_policy_text.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace bgp = routing::bgp;
using bgp::BgpFamily;

constexpr std::string_view kFamilyWords[] = {"ipv4-family unicast", "ipv6-family unicast",
                                             "ipv4-family vpnv4",   "ipv6-family vpnv6",
                                             "l2vpn-family evpn",   "ipv4-family vpn-target"};

bool IsIpv6(BgpFamily family) { return family == BgpFamily::kIpv6Unicast || family == BgpFamily::kVpnIpv6; }

std::string NameOf(const bgp::BgpNeighbor& neighbor) {
  return net::ToString(neighbor.link_local ? *neighbor.link_local : *neighbor.address);
}

/// Prints one instance.
class VrfPrinter {
 public:
  /// `leaks`: of the VRF; nullptr: none. `told`: EVPN carries the routes of the instance.
  VrfPrinter(Printing& printing, const bgp::BgpVrf& vrf, const std::vector<routing::VrfLeak>* leaks,
             bool told)
      : printing_(printing), out_(printing.text), vrf_(vrf), leaks_(leaks), told_(told) {}

  void Print() {
    if (vrf_.vrf.empty()) {
      indent_ = " ";
      if (vrf_.router_id) Line("router-id {}", net::ToString(*vrf_.router_id));
      for (const bgp::BgpNeighbor& neighbor : vrf_.neighbors) PrintSession(neighbor);
    }
    indent_ = "  ";
    for (const bgp::BgpFamilyConfig& family : vrf_.families) PrintFamily(family);
  }

 private:
  template <class... Args>
  void Line(fmt::format_string<Args...> format, Args&&... args) {
    out_ += indent_ + fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  void PrintGroup(const bgp::BgpNeighbor& neighbor, const std::string& name) {
    if (neighbor.group.empty()) return;
    if (groups_.insert(neighbor.group).second) {
      const bool internal = std::ranges::any_of(vrf_.neighbors, [&](const bgp::BgpNeighbor& other) {
        return other.group == neighbor.group && other.remote_as_kind == bgp::RemoteAs::kInternal;
      });
      Line("group {} {}", neighbor.group, internal ? "internal" : "external");
    }
    Line("peer {} group {}", name, neighbor.group);
  }

  void PrintSession(const bgp::BgpNeighbor& neighbor) {
    const std::string name = NameOf(neighbor);
    if (neighbor.remote_as_kind == bgp::RemoteAs::kNumber)
      Line("peer {} as-number {}", name, neighbor.remote_as);
    PrintGroup(neighbor, name);
    if (neighbor.local_as) {
      const bgp::LocalAs& local = *neighbor.local_as;
      Line("peer {} fake-as {}{}{}{}", name, local.as, local.dual_as ? " dual-as" : "",
           local.replace_as ? "" : " prepend-global-as", local.no_prepend ? "" : " prepend-fake-as");
    }
    if (!neighbor.update_source_interface.empty())
      Line("peer {} connect-interface {}", name, neighbor.update_source_interface);
    if (neighbor.link_local) Line("peer {} connect-interface {}", name, neighbor.interface);
    if (neighbor.update_source)
      Line("peer {} connect-interface LoopBack0 {}", name, net::ToString(*neighbor.update_source));
    if (neighbor.ebgp_hops_max != 1) Line("peer {} ebgp-max-hop {}", name, neighbor.ebgp_hops_max);
    if (neighbor.shutdown) Line("peer {} ignore", name);
    if (neighbor.passive) Line("peer {} listen-only", name);
    if (!neighbor.enforce_first_as) Line("peer {} check-first-as disable", name);
    PrintKey(neighbor.authentication, name);
  }

  void PrintKey(const std::string& key, const std::string& name) {
    if (key.starts_with("keychain:")) {
      Line("peer {} keychain {}", name, key.substr(key.find(':') + 1));
    } else if (const std::size_t colon = key.find(':'); colon != std::string::npos) {
      Line("peer {} password simple {}", name, key.substr(colon + 1));
    } else if (!key.empty()) {
      Line("peer {} password cipher x", name);
    }
  }

  void PrintChain(const model::PolicyChain& chain, std::string_view direction, const std::string& name) {
    for (const std::string& policy : chain.names) {
      if (policy.starts_with(kAsPathFilter)) {
        Line("peer {} as-path-filter {} {}", name, policy.substr(kAsPathFilter.size()), direction);
      } else if (policy.starts_with(kPrefixFilter)) {
        const std::string_view list = std::string_view(policy).substr(kPrefixFilter.size());
        const bool acl = list.starts_with("acl");
        if (acl) {
          Line("peer {} filter-policy acl-name {} {}", name, list.substr(list.find(':') + 1), direction);
        } else {
          Line("peer {} ip{}-prefix {} {}", name, list.starts_with("ipv6:") ? "v6" : "", BareListName(list),
               direction);
        }
      } else {
        Line("peer {} route-policy {} {}", name, policy, direction);
      }
    }
  }

  void PrintNeighborFamily(const bgp::NeighborFamily& family, const std::string& name) {
    constexpr std::string_view kPrivate[] = {"", "", " limited", " force", " force replace"};
    Line("peer {} enable", name);
    PrintChain(family.import, "import", name);
    PrintChain(family.export_chain, "export", name);
    if (family.next_hop_self == bgp::NextHopSelf::kLearnedByEbgp) Line("peer {} next-hop-local", name);
    if (family.next_hop_self == bgp::NextHopSelf::kUnchanged) Line("peer {} next-hop-invariable", name);
    if (family.send_standard) Line("peer {} advertise-community", name);
    if (family.send_extended) Line("peer {} advertise-ext-community", name);
    if (family.send_large) Line("peer {} advertise-large-community", name);
    if (family.remove_private != bgp::RemovePrivate::kNo)
      Line("peer {} public-as-only{}", name, kPrivate[static_cast<std::size_t>(family.remove_private)]);
    if (family.as_override) Line("peer {} substitute-as", name);
    const bool vpn = family.family == BgpFamily::kVpnIpv4 || family.family == BgpFamily::kVpnIpv6;
    if (vpn && family.carries_sids) Line("peer {} prefix-sid", name);
    if (family.allow_own_as != 0) Line("peer {} allow-as-loop {}", name, family.allow_own_as);
    if (family.reflector_client) Line("peer {} reflect-client", name);
    if (family.weight) Line("peer {} preferred-value {}", name, *family.weight);
    if (family.default_originate)
      Line("peer {} default-route-advertise{}", name, PolicyWords(family.default_originate_policy.names));
    if (family.labels != bgp::LabelUse::kNone) Line("peer {} label-route-capability", name);
    if (family.lower_pe) Line("peer {} upe", name);
    for (const std::string& vrf : family.default_vrfs)
      Line("peer {} default-originate vpn-instance {}", name, vrf);
    if (family.add_path_send) Line("peer {} capability-advertise add-path send", name);
    if (family.add_path_send) Line("peer {} advertise add-path path-number 2", name);
    if (family.add_path_receive) Line("peer {} capability-advertise add-path receive", name);
  }

  void PrintRoutes(const bgp::BgpFamilyConfig& family) {
    for (const bgp::BgpNetwork& network : family.networks)
      Line("network {} {}{}", net::ToString(network.prefix.address), network.prefix.length,
           PolicyWords(network.policies));
    const net::Family addresses = IsIpv6(family.family) ? net::Family::kIpv6 : net::Family::kIpv4;
    bool with_default = false;
    for (const bgp::BgpRedistribution& import : family.redistributions) {
      std::string words(SourceWord(import.source, addresses));
      if (!import.process.empty()) words += ' ' + import.process;
      if (import.metric) words += fmt::format(" med {}", *import.metric);
      Line("import-route {}{}", words, PolicyWords(import.policies));
      with_default |= import.policies.empty() || !import.policies.front().starts_with(kPrefixFilter);
    }
    if (with_default) Line("default-route imported");
    const auto words = [](std::string_view key, const std::vector<std::string>& policies) {
      return policies.empty() ? std::string() : fmt::format(" {} {}", key, policies.front());
    };
    for (const bgp::BgpAggregate& aggregate : family.aggregates) {
      Line("aggregate {} {}{}{}{}{}{}", net::ToString(aggregate.prefix.address), aggregate.prefix.length,
           aggregate.as_set ? " as-set" : "", aggregate.summary_only ? " detail-suppressed" : "",
           words("attribute-policy", aggregate.attribute_policies),
           words("origin-policy", aggregate.contributor_policies),
           words("suppress-policy", aggregate.suppress_policies));
    }
  }

  void PrintRibImports(const bgp::BgpFamilyConfig& family) {
    if (leaks_ == nullptr || vrf_.vrf.empty()) return;
    for (const routing::VrfLeak& leak : *leaks_) {
      if (!leak.through_bgp || (leak.family == net::Family::kIpv6) != IsIpv6(family.family)) continue;
      const std::string from = leak.from_vrf.empty() ? "public" : "vpn-instance " + leak.from_vrf;
      Line("import-rib {}{}", from, PolicyWords(leak.policies));
    }
  }

  void PrintFamily(const bgp::BgpFamilyConfig& family) {
    const auto kind = static_cast<std::size_t>(family.family);
    if (kind >= std::size(kFamilyWords)) return;
    if (vrf_.vrf.empty()) {
      out_ += fmt::format(" {}\n", kFamilyWords[kind]);
    } else {
      out_ += fmt::format(" ipv{}-family vpn-instance {}\n", IsIpv6(family.family) ? 6 : 4, vrf_.vrf);
      if (vrf_.router_id) Line("router-id {}", net::ToString(*vrf_.router_id));
    }
    Line("preference {} {} {}", family.distance_ebgp, family.distance_ibgp, family.distance_local);
    if (family.mixed_multipath) Line("maximum load-balancing eibgp {}", family.ebgp_paths_max);
    Line("maximum load-balancing ebgp {}", family.ebgp_paths_max);
    Line("maximum load-balancing ibgp {}", family.ibgp_paths_max);
    if (told_) Line("advertise l2vpn evpn");
    if (family.family == BgpFamily::kEvpn) Line("undo policy vpn-target");
    if (family.advertises_only_installed) Line("active-route-advertise");
    if (family.keeps == bgp::VpnKeeping::kAll) Line("undo policy vpn-target");
    PrintRoutes(family);
    if (!vrf_.vrf.empty())
      out_ +=
          VpnSidsText(printing_, vrf_.vrf, IsIpv6(family.family) ? net::Family::kIpv6 : net::Family::kIpv4);
    PrintRibImports(family);
    for (const bgp::BgpNeighbor& neighbor : vrf_.neighbors) {
      const auto found = std::ranges::find(neighbor.families, family.family, &bgp::NeighborFamily::family);
      if (found == neighbor.families.end()) continue;
      // In a VPN instance sessions stand with the families.
      if (!vrf_.vrf.empty() && found == neighbor.families.begin()) PrintSession(neighbor);
      PrintNeighborFamily(*found, NameOf(neighbor));
    }
    out_ += " #\n";
  }

  Printing& printing_;
  std::string& out_;
  const bgp::BgpVrf& vrf_;
  const std::vector<routing::VrfLeak>* leaks_;
  bool told_;
  std::string indent_;
  std::set<std::string> groups_;
};

void PrintProcess(std::string& out, const bgp::BgpConfig& config) {
  const bgp::DecisionRules& rules = config.decision;
  out += " undo default ipv4-unicast\n";
  if (config.cluster_id) out += fmt::format(" reflector cluster-id {}\n", net::ToString(*config.cluster_id));
  if (!config.client_to_client) out += " undo reflect between-clients\n";
  if (config.confederation) out += fmt::format(" confederation id {}\n", *config.confederation);
  for (const bgp::AsNumber member : config.confederation_members)
    out += fmt::format(" confederation peer-as {}\n", member);
  if (rules.ignore_as_path_length) out += " bestroute as-path-ignore\n";
  if (rules.compare_confederation_med) out += " bestroute med-confederation\n";
  if (rules.missing_med_worst) out += " bestroute med-none-as-maximum\n";
  if (rules.ignore_igp_metric) out += " bestroute igp-metric-ignore\n";
  if (!rules.cluster_length_before_router_id) out += " bestroute routerid-prior-clusterlist\n";
  if (rules.always_compare_med) out += " compare-different-as-med\n";
  if (rules.deterministic_med) out += " deterministic-med\n";
  if (config.vrfs.empty() || config.vrfs.front().families.empty()) return;
  const bgp::BgpFamilyConfig& family = config.vrfs.front().families.front();
  if (family.multipath_relax_as) out += " load-balancing as-path-relax\n";
  if (family.default_local_preference != 100)
    out += fmt::format(" default local-preference {}\n", family.default_local_preference);
}

}  // namespace

void PrintBgp(Printing& out) {
  const bgp::BgpConfig& config = out.config.bgp;
  if (config.as == 0) return;
  out.text += fmt::format("bgp {}\n", config.as);
  PrintProcess(out.text, config);
  for (const bgp::BgpVrf& vrf : config.vrfs) {
    const auto said = std::ranges::find(out.config.vrfs, vrf.vrf, &routing::VrfConfig::name);
    const routing::VrfConfig* of = said == out.config.vrfs.end() ? nullptr : &*said;
    const bool told = of != nullptr && !of->evpn_export_targets.empty();
    VrfPrinter(out, vrf, of == nullptr ? nullptr : &of->leaks, told).Print();
  }
  out.text += "#\n";
}

}  // namespace ringfence::formats::huawei_vrp
