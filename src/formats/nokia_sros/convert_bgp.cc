// BGP with SR OS defaults: unset leaves come from the group, then from the process; an external neighbour
// without a policy exchanges nothing; export policies see the whole routing table, and what none of them
// decides passes only when BGP learned it.
#include <fmt/format.h>

#include <algorithm>

#include "formats/active_route_export.h"
#include "formats/community_text.h"
#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/policies.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::RouteActionKind;
using routing::bgp::BgpFamily;
using routing::bgp::BgpFamilyConfig;
using routing::bgp::BgpNeighbor;
using routing::bgp::BgpVrf;
using routing::bgp::NeighborFamily;
using routing::bgp::NextHopSelf;
using routing::bgp::RemoteAs;
using routing::bgp::RemovePrivate;

// Every occurrence of the own AS is tolerated.
constexpr std::uint32_t kAnyOwnAs = 255;

constexpr std::pair<std::string_view, BgpFamily> kFamilies[] = {
    {"ipv4", BgpFamily::kIpv4Unicast}, {"ipv6", BgpFamily::kIpv6Unicast},
    {"vpn-ipv4", BgpFamily::kVpnIpv4}, {"vpn-ipv6", BgpFamily::kVpnIpv6},
    {"evpn", BgpFamily::kEvpn},        {"route-target", BgpFamily::kRouteTarget},
};

bool IsUnicast(BgpFamily family) {
  return family == BgpFamily::kIpv4Unicast || family == BgpFamily::kIpv6Unicast;
}

// Unset leaves of `to` come from `from`.
void Inherit(const BgpLeaves& from, BgpLeaves& to) {
  const auto take = [&](auto... members) {
    (((to.*members).set() ? void() : void(to.*members = from.*members)), ...);
  };
  using L = BgpLeaves;
  take(&L::type, &L::peer_as, &L::local_as, &L::hops, &L::preference, &L::local_preference, &L::med,
       &L::local_as_private, &L::prepend_global_as, &L::cluster, &L::next_hop_self, &L::next_hop_unchanged,
       &L::third_party, &L::advertise_inactive, &L::as_override, &L::passive, &L::remove_private,
       &L::loop_detect, &L::loop_threshold, &L::send_standard, &L::send_extended, &L::send_large,
       &L::default4, &L::default6, &L::default_policy4, &L::default_policy6, &L::reject_import,
       &L::reject_export, &L::default_target, &L::vpn_import, &L::vpn_export, &L::enforce_first_as, &L::key,
       &L::keychain);
  // Two spellings of one leaf.
  if (!to.local_address.set() && !to.local_interface.set()) {
    to.local_address = from.local_address;
    to.local_interface = from.local_interface;
  }
  if (to.imports.empty()) to.imports = from.imports;
  if (to.exports.empty()) to.exports = from.exports;
  if (to.families.empty()) to.families = from.families;
  if (to.add_path_send.empty()) to.add_path_send = from.add_path_send;
  if (to.add_path_receive.empty()) to.add_path_receive = from.add_path_receive;
  // Whoever is down stays down.
  if (from.admin.set() && !from.admin.value) to.admin = from.admin;
}

class Converter {
 public:
  Converter(Reader& reader, Policies& policies, const RouterText& router, routing::bgp::AsNumber device_as,
            const routing::DeviceConfig& config)
      : reader_(reader), policies_(policies), router_(router), config_(config) {
    own_as_ = router.as.value_or(device_as);
  }

  BgpVrf Run();

 private:
  void AddNeighbors(BgpVrf& to);
  BgpNeighbor Neighbor(const BgpLeaves& leaves, std::string_view group, const base::Span& span);
  bool NameNeighbor(const BgpNeighborText& from, BgpNeighbor& to);
  void SetAs(const BgpLeaves& leaves, BgpNeighbor& to);
  void SetSource(const BgpLeaves& leaves, BgpNeighbor& to) const;
  void AddFamilies(const BgpLeaves& leaves, BgpNeighbor& to);
  void SetMembershipPolicies(const BgpLeaves& leaves, NeighborFamily& to);
  NeighborFamily Family(const BgpLeaves& leaves, BgpFamily family, std::string_view word);
  model::PolicyChain Import(const BgpLeaves& leaves, BgpFamily family);
  model::PolicyChain Export(const BgpLeaves& leaves, BgpFamily family);
  std::string Value(std::string_view name, std::uint32_t value, RouteActionKind kind);
  BgpFamilyConfig Table(BgpFamily family);
  void CheckInactive(const std::vector<Flagged>& flags);

  Reader& reader_;
  Policies& policies_;
  const RouterText& router_;
  const routing::DeviceConfig& config_;
  routing::bgp::AsNumber own_as_ = 0;
  bool external_ = true;  // of the neighbour at hand
  std::vector<BgpFamily> used_;
  std::vector<Flagged> inactive_;
};

std::string Converter::Value(std::string_view name, std::uint32_t value, RouteActionKind kind) {
  return policies_.Made(fmt::format("{}{}", name, value), ValueTerms(kind, value));
}

model::PolicyChain Converter::Import(const BgpLeaves& leaves, BgpFamily family) {
  model::PolicyChain chain;
  if (IsUnicast(family) || leaves.vpn_import.value_or(false)) {
    chain.names = policies_.Names(leaves.imports);
    if (!leaves.imports.empty()) chain.span = leaves.imports.front().span;
    if (chain.names.empty() && external_ && IsUnicast(family))
      chain.accept_by_default = !leaves.reject_import.value_or(true);
  }
  // Values of the neighbour stand before its policies.
  const std::uint32_t table = router_.bgp.leaves.preference.value_or(kBgpPreference);
  if (leaves.local_preference.set() && external_) {
    chain.names.insert(chain.names.begin(), Value(kSetLocalPreference, leaves.local_preference.value,
                                                  RouteActionKind::kLocalPreference));
  }
  if (leaves.preference.value_or(table) != table) {
    chain.names.insert(chain.names.begin(),
                       Value(kSetPreference, leaves.preference.value, RouteActionKind::kDistance));
  }
  return chain;
}

model::PolicyChain Converter::Export(const BgpLeaves& leaves, BgpFamily family) {
  model::PolicyChain chain;
  if (!IsUnicast(family)) {
    if (leaves.vpn_export.value_or(false)) chain.names = policies_.Names(leaves.exports);
    return chain;
  }
  const std::vector<std::string> own = policies_.Names(leaves.exports);
  if (!leaves.exports.empty()) chain.span = leaves.exports.front().span;
  chain.accept_by_default = false;
  if (own.empty() && external_ && leaves.reject_export.value_or(true)) return chain;
  chain.names.push_back(policies_.Made(kTableRoutes, TableRouteTerms()));
  const std::string summary = SummaryOnlyOf(router_);
  if (!summary.empty()) chain.names.push_back(summary);
  if (leaves.med.set()) chain.names.push_back(Value(kSetMed, leaves.med.value, RouteActionKind::kMetric));
  chain.names.insert(chain.names.end(), own.begin(), own.end());
  chain.names.push_back(policies_.Made(kBgpOnly, BgpOnlyTerms()));
  return chain;
}

// Whether policies of routes take memberships for such is not known.
void Converter::SetMembershipPolicies(const BgpLeaves& leaves, NeighborFamily& to) {
  to.import.names = policies_.Names(leaves.imports);
  to.export_chain.names = policies_.Names(leaves.exports);
  to.import.accept_by_default = !external_ || !leaves.reject_import.value_or(true);
  to.export_chain.accept_by_default = !external_ || !leaves.reject_export.value_or(true);
  to.default_originate = leaves.default_target.value_or(false);
}

NeighborFamily Converter::Family(const BgpLeaves& leaves, BgpFamily family, std::string_view word) {
  NeighborFamily to;
  to.family = family;
  if (family == BgpFamily::kRouteTarget) {
    SetMembershipPolicies(leaves, to);
  } else {
    to.import = Import(leaves, family);
    to.export_chain = Export(leaves, family);
  }
  // External neighbours never hear of third parties unless told to.
  if (external_ && !leaves.third_party.value_or(false)) to.next_hop_self = NextHopSelf::kAlways;
  if (leaves.next_hop_unchanged.value_or(false)) to.next_hop_self = NextHopSelf::kUnchanged;
  if (leaves.next_hop_self.value_or(false)) to.next_hop_self = NextHopSelf::kAlways;
  to.send_standard = leaves.send_standard.value_or(true);
  to.send_extended = leaves.send_extended.value_or(true);
  to.send_large = leaves.send_large.value_or(true);
  if (leaves.remove_private.set()) {
    const std::string_view how = leaves.remove_private.value;
    to.remove_private = how == "limited"   ? RemovePrivate::kLeading
                        : how == "replace" ? RemovePrivate::kReplace
                                           : RemovePrivate::kAll;
  }
  to.as_override = leaves.as_override.value_or(false);
  to.allow_own_as = leaves.loop_detect.value == "off" ? kAnyOwnAs : leaves.loop_threshold.value_or(0);
  to.reflector_client = leaves.cluster.set();
  const auto has = [&](const std::vector<Name>& names) {
    return std::ranges::find(names, word, &Name::value) != names.end();
  };
  to.add_path_send = has(leaves.add_path_send);
  to.add_path_receive = has(leaves.add_path_receive);
  const bool v4 = family == BgpFamily::kIpv4Unicast;
  if (IsUnicast(family) && (v4 ? leaves.default4 : leaves.default6).value_or(false)) {
    const Name& policy = v4 ? leaves.default_policy4 : leaves.default_policy6;
    to.default_originate = true;
    if (policy.set()) {
      to.default_originate_policy.names = policies_.Names({policy});
      to.default_originate_policy.accept_by_default = false;
    }
  }
  return to;
}

void Converter::AddFamilies(const BgpLeaves& leaves, BgpNeighbor& to) {
  for (const auto& [word, family] : kFamilies) {
    bool on = leaves.families.empty() && family == BgpFamily::kIpv4Unicast;
    base::Span span = to.span;
    for (const auto& [name, enabled] : leaves.families) {
      if (name.value != word) continue;
      on = enabled;
      span = name.span;
    }
    if (!on) continue;
    to.families.push_back(Family(leaves, family, word));
    to.families.back().span = span;
    if (family == BgpFamily::kRouteTarget) continue;  // it has no table of its own
    if (std::ranges::find(used_, family) == used_.end()) used_.push_back(family);
  }
}

void Converter::SetAs(const BgpLeaves& leaves, BgpNeighbor& to) {
  const auto session_as = leaves.local_as.value_or(own_as_);
  to.remote_as = leaves.peer_as.value;
  to.remote_as_span = leaves.peer_as.span;
  // The number says what the type would say.
  external_ = leaves.peer_as.set() ? leaves.peer_as.value != session_as : leaves.type.value != "internal";
  if (!leaves.peer_as.set()) {
    // Without a number an internal neighbour has the own one, an external one never comes up.
    if (external_) to.shutdown = true;
    to.remote_as_kind = external_ ? RemoteAs::kExternal : RemoteAs::kInternal;
  }
  if (leaves.local_as.set()) {
    routing::bgp::LocalAs local;
    local.as = leaves.local_as.value;
    local.no_prepend = leaves.local_as_private.value_or(false);
    local.replace_as = !leaves.prepend_global_as.value_or(true);
    to.local_as = local;
  }
}

// An internal session leaves from the system address unless told otherwise.
void Converter::SetSource(const BgpLeaves& leaves, BgpNeighbor& to) const {
  if (leaves.local_address.set()) {
    to.update_source = leaves.local_address.value;
  } else if (leaves.local_interface.set()) {
    to.update_source_interface = InterfaceIn(router_, leaves.local_interface.value);
    if (to.update_source_interface.empty())
      reader_.Undefined(leaves.local_interface.node, "router interface");
  } else if (!external_ && router_.vrf.empty() && (!to.address || to.address->family == net::Family::kIpv4)) {
    base::Span span;
    to.update_source = SystemAddress(config_.device, span);
  }
}

BgpNeighbor Converter::Neighbor(const BgpLeaves& leaves, std::string_view group, const base::Span& span) {
  BgpNeighbor to;
  to.group = group;
  to.span = span;
  to.shutdown = !leaves.admin.value_or(true);
  SetAs(leaves, to);
  to.ebgp_hops_max = leaves.hops.value_or(1);
  to.passive = leaves.passive.value_or(false);
  to.enforce_first_as = leaves.enforce_first_as.value_or(false);
  if (leaves.cluster.set()) to.cluster_id = leaves.cluster.value;
  if (leaves.keychain.set()) {
    to.authentication = fmt::format("keychain {}", leaves.keychain.value);
  } else if (leaves.key.set()) {
    to.authentication = DigestOfSecret("md5", leaves.key.value);
  }
  inactive_.push_back(leaves.advertise_inactive);
  AddFamilies(leaves, to);
  return to;
}

// An address, or a link-local one with its interface: "fe80::1-to-b".
bool Converter::NameNeighbor(const BgpNeighborText& from, BgpNeighbor& to) {
  to.address = net::ParseAddress(from.name);
  if (to.address) return true;
  const std::size_t dash = from.name.find('-');
  const bool local = dash != std::string_view::npos && net::ParseAddress(from.name.substr(0, dash));
  if (local) to.interface = InterfaceIn(router_, from.name.substr(dash + 1));
  if (!to.interface.empty()) return true;
  reader_.Invalid(from.node, "not a neighbour");
  return false;
}

void Converter::AddNeighbors(BgpVrf& to) {
  for (const BgpGroup& group : router_.bgp.groups) {
    BgpLeaves leaves = group.leaves;
    Inherit(router_.bgp.leaves, leaves);
    for (const DynamicNeighbor& dynamic : group.dynamic) {
      BgpNeighbor neighbor = Neighbor(leaves, group.name, dynamic.span);
      neighbor.listen_range = dynamic.prefix;
      neighbor.passive = true;
      if (!dynamic.allowed.empty()) {
        neighbor.remote_as_kind = RemoteAs::kListed;
        neighbor.remote_as = 0;
        neighbor.remote_as_ranges = dynamic.allowed;
        neighbor.shutdown = !leaves.admin.value_or(true);
      }
      to.neighbors.push_back(std::move(neighbor));
    }
  }
  for (const BgpNeighborText& from : router_.bgp.neighbors) {
    BgpLeaves leaves = from.leaves;
    const auto group = std::ranges::find(router_.bgp.groups, from.group.value, &BgpGroup::name);
    if (group != router_.bgp.groups.end()) {
      Inherit(group->leaves, leaves);
    } else if (from.group.set()) {
      reader_.Undefined(from.group.node, "group");
    }
    Inherit(router_.bgp.leaves, leaves);
    BgpNeighbor name;
    if (!NameNeighbor(from, name)) continue;
    BgpNeighbor neighbor = Neighbor(leaves, from.group.value, from.span);
    neighbor.address = name.address;
    neighbor.interface = name.interface;
    SetSource(leaves, neighbor);
    const auto same = std::ranges::find_if(to.neighbors, [&](const BgpNeighbor& other) {
      return !other.listen_range && other.address == neighbor.address &&
             other.interface == neighbor.interface;
    });
    if (same == to.neighbors.end()) {
      to.neighbors.push_back(std::move(neighbor));
    } else {
      *same = std::move(neighbor);
    }
  }
}

// Families have the switch in the model, neighbours in the text.
void Converter::CheckInactive(const std::vector<Flagged>& flags) {
  const bool any = std::ranges::any_of(flags, [](const Flagged& flag) { return flag.value_or(false); });
  if (!any) return;
  for (const Flagged& flag : flags) {
    if (flag.set() && flag.value != flags.front().value)
      reader_.Unmodelled(flag.node, kRouting, "inactive routes for some neighbours only");
  }
}

BgpFamilyConfig Converter::Table(BgpFamily family) {
  const BgpText& bgp = router_.bgp;
  BgpFamilyConfig to;
  to.family = family;
  to.span = bgp.present ? bgp.span : router_.span;
  to.exports_from_table = IsUnicast(family);
  const std::uint32_t ecmp = std::max(router_.ecmp.value_or(1), 1U);
  const std::uint32_t paths = bgp.multipath.max_paths.value_or(1);
  to.ebgp_paths_max = std::min(ecmp, bgp.multipath.ebgp.value_or(paths));
  to.ibgp_paths_max = std::min(ecmp, bgp.multipath.ibgp.value_or(paths));
  to.multipath_relax_as = bgp.multipath.restrict_to.value != "exact-as-path";
  to.mixed_multipath = bgp.best_path.ebgp_ibgp_equal.value_or(false);
  to.distance_ebgp = to.distance_ibgp = to.distance_local = bgp.leaves.preference.value_or(kBgpPreference);
  to.advertises_only_installed =
      std::ranges::none_of(inactive_, [](const Flagged& flag) { return flag.value_or(false); });
  to.redistributes_internal = true;
  const Name& policy = family == BgpFamily::kIpv4Unicast ? bgp.table_policy4 : bgp.table_policy6;
  if (IsUnicast(family) && policy.set()) {
    model::PolicyChain chain;
    chain.names = policies_.Names({policy});
    to.table_policy = std::move(chain);
  }
  return to;
}

BgpVrf Converter::Run() {
  BgpVrf to;
  to.vrf = router_.vrf;
  to.span = router_.bgp.present ? router_.bgp.span : router_.span;
  base::Span span;
  to.router_id =
      router_.bgp.router_id.set() ? router_.bgp.router_id.value : RouterIdOf(router_, config_.device, span);
  if (!router_.vrf.empty() && router_.as.set()) to.as = router_.as.value;
  // A process that is shut stands still, its VPN does not.
  if (router_.bgp.leaves.admin.value_or(true)) AddNeighbors(to);
  CheckInactive(inactive_);
  // A VPN exchanges its routes whether or not a neighbour stands in it.
  for (const BgpFamily family : {BgpFamily::kIpv4Unicast, BgpFamily::kIpv6Unicast}) {
    if (!router_.vrf.empty() && std::ranges::find(used_, family) == used_.end()) used_.push_back(family);
  }
  std::ranges::sort(used_);
  for (const BgpFamily family : used_) to.families.push_back(Table(family));
  return to;
}

routing::bgp::DecisionRules Decision(const BestPathText& from) {
  routing::bgp::DecisionRules to;
  to.weight_first = false;
  to.local_before_as_path = false;
  to.ignore_as_path_length = from.as_path_ignore.value_or(false);
  to.always_compare_med = from.always_compare_med.value_or(false);
  to.deterministic_med = from.deterministic_med.value_or(false);
  to.missing_med_worst = from.missing_med_worst.value_or(false);
  to.oldest_external_wins = from.ignore_router_id.value_or(false);
  to.ignore_igp_metric = from.ignore_nh_metric.value_or(false);
  to.ebgp_equals_ibgp = from.ebgp_ibgp_equal.value_or(false);
  return to;
}

// Targets of a VPN. Routes from other routers need a tunnel: without `auto-bind-tunnel` none are usable.
void AddTargets(Reader& reader, const VpnText& vpn, routing::VrfConfig& to) {
  const auto target = [&](const Name& own) -> std::optional<model::CommunityText> {
    const Name& name = own.set() ? own : vpn.target;
    if (!name.set()) return std::nullopt;
    const auto community = ExtendedCommunity(name.value);
    if (!community) reader.Unmodelled(name.node, kRouting, "route target of this form");
    return community;
  };
  if (const auto community = target(vpn.export_target))
    to.export_targets4 = to.export_targets6 = {*community};
  const bool tunnels = !vpn.in_mpls || vpn.resolution.value == "any" || vpn.resolution.value == "filter";
  const auto community = target(vpn.import_target);
  if (community && tunnels) to.import_targets4 = to.import_targets6 = {*community};
}

// Some protocol of the VPRN tells others what a policy says. Routes of EVPN are of a protocol of their own
// there.
bool ExportsByPolicy(const RouterText& router) {
  const auto tells = [](const auto& processes) {
    return std::ranges::any_of(processes, [](const auto& one) { return !one.exports.empty(); });
  };
  const auto says = [](const auto& places) {
    return std::ranges::any_of(places, [](const auto& one) { return !one.leaves.exports.empty(); });
  };
  return !router.bgp.leaves.exports.empty() || says(router.bgp.groups) || says(router.bgp.neighbors) ||
         tells(router.ospf) || tells(router.isis) || says(router.rip);
}

// Prefixes in EVPN. One distinguisher and one list of policies stand for both exchanges in the model.
void AddEvpn(Reader& reader, const RouterText& router, routing::VrfConfig& to) {
  const VpnText &vpn = router.vpn, &evpn = router.evpn;
  routing::VrfConfig own;
  AddTargets(reader, evpn, own);
  to.evpn_over_labels = true;
  to.evpn_import_targets = own.import_targets4;
  to.evpn_export_targets = own.export_targets4;
  to.label_per_table = vpn.label_mode.value != "next-hop";
  const bool other =
      !to.route_distinguisher.empty() && to.route_distinguisher != evpn.route_distinguisher.value;
  const bool policies = !vpn.import_policies.empty() || !vpn.export_policies.empty() ||
                        !evpn.import_policies.empty() || !evpn.export_policies.empty();
  if (to.route_distinguisher.empty()) to.route_distinguisher = evpn.route_distinguisher.value;
  if (other || policies || ExportsByPolicy(router) || !evpn.route_distinguisher.set())
    reader.Unmodelled(evpn.node, kPaths, "EVPN of a VPRN");
}

void AddVrf(Reader& reader, const RouterText& router, Policies& policies, routing::DeviceConfig& config) {
  const VpnText& vpn = router.vpn;
  routing::VrfConfig to;
  to.name = router.vrf;
  to.span = router.span;
  if (HasVpn(vpn)) {
    to.route_distinguisher = vpn.route_distinguisher.value;
    to.label_per_table = vpn.label_mode.value != "next-hop";
    AddTargets(reader, vpn, to);
    to.import_policies = policies.Names(vpn.import_policies);
    to.export_policies = policies.Names(vpn.export_policies);
    // Policies stand in for the targets.
    if (!to.import_policies.empty()) to.import_targets4 = to.import_targets6 = {};
    if (!to.export_policies.empty()) to.export_targets4 = to.export_targets6 = {};
    to.targets_of_labels_only = true;
  }
  if (router.evpn.admin.value_or(false)) AddEvpn(reader, router, to);
  config.vrfs.push_back(std::move(to));
}

}  // namespace

bool HasVpn(const VpnText& vpn) { return vpn.admin.value_or(!vpn.in_mpls) && vpn.route_distinguisher.set(); }

bool ExchangesRoutes(const RouterText& router) { return HasVpn(router.vpn) || HasVpn(router.evpn); }

void ConvertBgp(Reader& reader, const SrosText& text, Policies& policies, routing::DeviceConfig& config) {
  routing::bgp::BgpConfig& to = config.bgp;
  const RouterText& base = text.routers.front();
  const auto active = [](const RouterText& router) {
    return router.vrf.empty() || router.admin.value_or(false);
  };
  for (const RouterText& router : text.routers) {
    if (router.as.set() && to.as == 0 && active(router)) to.as = router.as.value;
    if (!router.vrf.empty() && active(router)) AddVrf(reader, router, policies, config);
  }
  const BgpText* first = nullptr;
  for (const RouterText& router : text.routers) {
    const BgpText& bgp = router.bgp;
    const bool speaks = bgp.present && bgp.leaves.admin.value_or(true);
    if (!active(router) || (!speaks && (router.vrf.empty() || !ExchangesRoutes(router)))) continue;
    if (speaks && first == nullptr) first = &bgp;
    to.vrfs.push_back(Converter(reader, policies, router, to.as, config).Run());
  }
  if (to.vrfs.empty()) {
    to.as = 0;
    return;
  }
  to.decision = Decision(first == nullptr ? BestPathText() : first->best_path);
  to.span = first == nullptr ? base::Span() : first->span;
  to.client_to_client = first == nullptr || first->client_reflect.value_or(true);
  if (base.confederation.set()) {
    to.confederation = base.confederation.value;
    for (const Counted& member : base.confederation_members) to.confederation_members.push_back(member.value);
  }
}

}  // namespace ringfence::formats::nokia_sros
