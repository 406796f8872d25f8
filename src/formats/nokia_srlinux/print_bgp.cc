#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/nokia_srlinux/convert.h"
#include "formats/nokia_srlinux/print.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using routing::bgp::BgpFamily;
using routing::bgp::BgpFamilyConfig;
using routing::bgp::BgpNeighbor;
using routing::bgp::BgpVrf;
using routing::bgp::NeighborFamily;

std::string_view WordOf(BgpFamily family) {
  return family == BgpFamily::kIpv4Unicast ? "ipv4-unicast" : "ipv6-unicast";
}

bool IsMade(const std::string& name) { return name.starts_with(kMadeMark); }

class Printer {
 public:
  Printer(const BgpVrf& vrf, routing::bgp::AsNumber as, std::string& out)
      : vrf_(vrf),
        as_(vrf.as.value_or(as)),
        head_(fmt::format("set / network-instance {} protocols bgp", Quoted(InstanceOf(vrf.vrf)))),
        out_(out) {}

  void Run(const routing::bgp::DecisionRules& decision) {
    out_ += fmt::format("{} autonomous-system {}\n", head_, as_);
    if (vrf_.router_id) out_ += fmt::format("{} router-id {}\n", head_, net::ToString(*vrf_.router_id));
    if (decision.always_compare_med) out_ += head_ + " best-path-selection always-compare-med true\n";
    if (decision.ignore_as_path_length) out_ += head_ + " best-path-selection as-path-ignore true\n";
    for (const BgpFamilyConfig& family : vrf_.families) Family(family);
    for (const BgpNeighbor& neighbor : vrf_.neighbors) Neighbor(neighbor);
  }

 private:
  void Family(const BgpFamilyConfig& family) {
    const std::string own = fmt::format("{} afi-safi {}", head_, WordOf(family.family));
    out_ += own + " admin-state enable\n";
    out_ += fmt::format("{} multipath allow-multiple-as {}\n", own, family.multipath_relax_as);
    out_ += fmt::format("{} multipath ebgp maximum-paths {}\n", own, family.ebgp_paths_max);
    out_ += fmt::format("{} multipath ibgp maximum-paths {}\n", own, family.ibgp_paths_max);
    out_ += fmt::format("{} preference ebgp {}\n", head_, family.distance_ebgp);
    out_ += fmt::format("{} preference ibgp {}\n", head_, family.distance_ibgp);
  }

  // Where the leaves of the neighbour stand: those of a dynamic one belong to its group, from which others
  // may inherit; so neighbours say what they do not do, too.
  std::string Name(const BgpNeighbor& neighbor) {
    if (!neighbor.group.empty() && groups_.insert(neighbor.group).second)
      out_ += fmt::format("{} group {}\n", head_, Quoted(neighbor.group));
    if (neighbor.address) {
      const std::string own = fmt::format("{} neighbor {}", head_, net::ToString(*neighbor.address));
      out_ += own + '\n';
      if (!neighbor.group.empty()) out_ += fmt::format("{} peer-group {}\n", own, Quoted(neighbor.group));
      return own;
    }
    const std::string own = neighbor.listen_range
                                ? fmt::format("{} dynamic-neighbors accept match {}", head_,
                                              net::ToString(*neighbor.listen_range))
                                : fmt::format("{} dynamic-neighbors interface {}", head_, neighbor.interface);
    out_ += own + '\n';
    if (!neighbor.group.empty()) out_ += fmt::format("{} peer-group {}\n", own, Quoted(neighbor.group));
    for (const model::ValueRange& range : neighbor.remote_as_ranges)
      out_ += fmt::format("{} allowed-peer-as [ {}..{} ]\n", own, range.first, range.last);
    return fmt::format("{} group {}", head_, Quoted(neighbor.group));
  }

  void Neighbor(const BgpNeighbor& neighbor) {
    const std::string own = Name(neighbor);
    const auto local = neighbor.local_as ? neighbor.local_as->as : as_;
    const bool external = neighbor.remote_as != local;
    out_ += fmt::format("{} admin-state {}\n", own, Enabled(!neighbor.shutdown));
    if (neighbor.remote_as != 0) out_ += fmt::format("{} peer-as {}\n", own, neighbor.remote_as);
    if (neighbor.local_as) {
      out_ += fmt::format("{} local-as as-number {}\n", own, neighbor.local_as->as);
      out_ += fmt::format("{} local-as prepend-local-as {}\n", own, !neighbor.local_as->no_prepend);
      out_ += fmt::format("{} local-as prepend-global-as {}\n", own, !neighbor.local_as->replace_as);
    }
    if (neighbor.ebgp_hops_max == 1) {
      out_ += own + " multihop admin-state disable\n";
    } else {
      out_ += fmt::format("{} multihop admin-state enable\n{} multihop maximum-hops {}\n", own, own,
                          neighbor.ebgp_hops_max);
    }
    if (neighbor.update_source)
      out_ += fmt::format("{} transport local-address {}\n", own, net::ToString(*neighbor.update_source));
    if (neighbor.address) out_ += fmt::format("{} transport passive-mode {}\n", own, neighbor.passive);
    // A cluster of its own has only a client.
    if (neighbor.cluster_id) out_ += own + " route-reflector client true\n";
    if (neighbor.cluster_id)
      out_ += fmt::format("{} route-reflector cluster-id {}\n", own, net::ToString(*neighbor.cluster_id));
    if (!neighbor.authentication.empty()) {
      out_ += fmt::format(
          "{} authentication keychain {}\n", own,
          Quoted(std::string_view(neighbor.authentication).substr(std::string_view("keychain ").size())));
    }
    for (const BgpFamilyConfig& family : vrf_.families) {
      const auto active = std::ranges::find(neighbor.families, family.family, &NeighborFamily::family);
      out_ += fmt::format("{} afi-safi {} admin-state {}\n", own, WordOf(family.family),
                          Enabled(active != neighbor.families.end()));
    }
    for (const NeighborFamily& family : neighbor.families) Policies(family, own, external);
    if (!neighbor.families.empty()) Options(neighbor.families.front(), own, external);
  }

  void Policies(const NeighborFamily& family, const std::string& own, bool external) {
    const std::string afi = fmt::format("{} afi-safi {}", own, WordOf(family.family));
    bool any = false;
    for (const std::string& name : family.import.names) {
      if (name.starts_with(kSetLocalPreference))
        out_ += fmt::format("{} local-preference {}\n", own, name.substr(kSetLocalPreference.size()));
      if (IsMade(name)) continue;
      any = true;
      out_ += fmt::format("{} import-policy [ {} ]\n", afi, Quoted(name));
    }
    if (external && !any)
      out_ +=
          fmt::format("{} ebgp-default-policy import-reject-all {}\n", own, !family.import.accept_by_default);
    any = false;
    for (const std::string& name : family.export_chain.names) {
      if (IsMade(name)) continue;
      any = true;
      out_ += fmt::format("{} export-policy [ {} ]\n", afi, Quoted(name));
    }
    if (external && !any)
      out_ += fmt::format("{} ebgp-default-policy export-reject-all {}\n", own,
                          family.export_chain.names.empty());
    out_ +=
        fmt::format("{} send-default-route {} {}\n", own, WordOf(family.family), family.default_originate);
    for (const std::string& name : family.default_originate_policy.names)
      out_ += fmt::format("{} send-default-route export-policy {}\n", own, Quoted(name));
  }

  void Options(const NeighborFamily& family, const std::string& own, bool external) {
    using routing::bgp::NextHopSelf;
    using routing::bgp::RemovePrivate;
    const auto flag = [&](std::string_view word, bool on) {
      out_ += fmt::format("{} {} {}\n", own, word, on);
    };
    if (!external) flag("next-hop-self", family.next_hop_self == NextHopSelf::kAlways);
    flag("send-community standard", family.send_standard);
    flag("send-community large", family.send_large);
    flag("as-path-options replace-peer-as", family.as_override);
    if (!external) flag("route-reflector client", family.reflector_client);
    const std::string_view mode = family.remove_private == RemovePrivate::kNo    ? "disabled"
                                  : family.remove_private == RemovePrivate::kAll ? "delete"
                                                                                 : "replace";
    out_ += fmt::format("{} as-path-options remove-private-as mode {}\n", own, mode);
    out_ += fmt::format("{} as-path-options allow-own-as {}\n", own, family.allow_own_as);
  }

  const BgpVrf& vrf_;
  routing::bgp::AsNumber as_;
  std::string head_;
  std::string& out_;
  std::set<std::string> groups_;
};

}  // namespace

void PrintBgp(const routing::DeviceConfig& config, std::string& out) {
  for (const BgpVrf& vrf : config.bgp.vrfs) Printer(vrf, config.bgp.as, out).Run(config.bgp.decision);
}

}  // namespace ringfence::formats::nokia_srlinux
