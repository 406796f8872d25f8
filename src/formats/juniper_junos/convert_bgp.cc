// BGP with inheritance resolved. A statement at a neighbour replaces that of its group, which replaces that
// of the process. Export policies see the active routes of every protocol; the default behind them sends
// what BGP learned. Junos compares the preference of the routing table before any attribute.
#include <fmt/format.h>

#include <algorithm>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::RouteActionKind;
using model::RouteSource;
using routing::bgp::BgpConfig;
using routing::bgp::BgpFamily;
using routing::bgp::BgpFamilyConfig;
using routing::bgp::BgpNeighbor;
using routing::bgp::BgpVrf;
using routing::bgp::NeighborFamily;

constexpr std::uint32_t kPreferenceDefault = 170;

template <class T>
void Take(std::optional<T>& own, const std::optional<T>& above) {
  if (!own) own = above;
}

BgpLevel Inherit(BgpLevel own, const BgpLevel& above) {
  Take(own.internal, above.internal);
  Take(own.peer_as, above.peer_as);
  Take(own.local_as, above.local_as);
  Take(own.local_as_loops, above.local_as_loops);
  Take(own.multihop, above.multihop);
  Take(own.local_address, above.local_address);
  Take(own.local_interface, above.local_interface);
  Take(own.cluster, above.cluster);
  Take(own.multipath, above.multipath);
  Take(own.imports, above.imports);
  Take(own.exports, above.exports);
  Take(own.advertise_peer_as, above.advertise_peer_as);
  Take(own.advertise_inactive, above.advertise_inactive);
  Take(own.as_override, above.as_override);
  Take(own.passive, above.passive);
  Take(own.vpn_apply_export, above.vpn_apply_export);
  Take(own.no_client_reflect, above.no_client_reflect);
  Take(own.shutdown, above.shutdown);
  Take(own.remove_private, above.remove_private);
  Take(own.families, above.families);
  Take(own.authentication, above.authentication);
  Take(own.preference, above.preference);
  Take(own.local_preference, above.local_preference);
  if (!own.metric_out && !own.metric_of_igp) {
    own.metric_out = above.metric_out;
    own.metric_of_igp = above.metric_of_igp;
  }
  return own;
}

bool IsVpn(BgpFamily family) { return family == BgpFamily::kVpnIpv4 || family == BgpFamily::kVpnIpv6; }

// What several neighbours say about the family as a whole.
struct FamilyVotes {
  std::size_t external = 0, external_multipath = 0, internal = 0, internal_multipath = 0;
  std::size_t all = 0, inactive = 0, multiple_as = 0;
  NodeId multipath_node = kNone, inactive_node = kNone;
};

// Conversion of one instance's BGP.
class BgpConverter {
 public:
  BgpConverter(RoutingScope& scope, const InstanceText& instance, const BgpText& bgp, BgpVrf& vrf,
               std::uint32_t as)
      : scope_(scope), instance_(instance), bgp_(bgp), vrf_(vrf), as_(as) {}

  void Run();

 private:
  void AddNeighbor(const BgpGroup& group, const BgpLevel& level, BgpNeighbor neighbor);
  NeighborFamily FamilyOf(const BgpLevel& level, const BgpFamilyText& text, bool internal);
  void SetImport(const BgpLevel& level, NeighborFamily& family);
  void SetExport(const BgpLevel& level, NeighborFamily& family);
  std::string Setter(std::string name, RouteActionKind kind, std::uint32_t value);
  void Vote(const BgpLevel& level, BgpFamily family, bool internal);
  void FinishFamilies();

  RoutingScope& scope_;
  const InstanceText& instance_;
  const BgpText& bgp_;
  BgpVrf& vrf_;
  std::uint32_t as_;
  std::vector<std::pair<BgpFamily, FamilyVotes>> votes_;  // in order of first use
};

// A policy that sets one value and decides nothing.
std::string BgpConverter::Setter(std::string name, RouteActionKind kind, std::uint32_t value) {
  model::RoutePolicy policy{name, {}, model::PolicyEnd::kNextPolicy, bgp_.span};
  model::RouteAction action;
  action.kind = kind;
  action.value = value;
  policy.terms.emplace_back().actions.push_back(std::move(action));
  scope_.book.Add(std::move(policy));
  return name;
}

void BgpConverter::SetImport(const BgpLevel& level, NeighborFamily& family) {
  auto& names = family.import.names;
  if (level.preference && level.preference != bgp_.level.preference)
    names.push_back(Setter(fmt::format("bgp preference {}", *level.preference), RouteActionKind::kDistance,
                           *level.preference));
  if (level.imports) {
    for (std::string& name : scope_.book.Names(*level.imports, PolicyPlace::kImport))
      names.push_back(std::move(name));
  }
  family.import.accept_by_default = true;
}

void BgpConverter::SetExport(const BgpLevel& level, NeighborFamily& family) {
  auto& names = family.export_chain.names;
  const bool vpn = IsVpn(family.family);
  if (level.exports && !level.exports->empty()) {
    names = vpn ? scope_.book.Names(*level.exports, PolicyPlace::kBgpExport)
                : ExportNames(scope_, instance_, *level.exports, PolicyPlace::kBgpExport);
    // Without the statement VRF routes pass by these policies.
    if (vpn && !level.vpn_apply_export.value_or(false))
      scope_.reader.Unmodelled(level.exports->front().node, kRouting, "export policy beside those of VRFs");
  }
  // Policies may change these values: they come before.
  std::vector<std::string> values;
  if (level.local_preference)
    values.push_back(Setter(fmt::format("bgp local-preference {}", *level.local_preference),
                            RouteActionKind::kLocalPreference, *level.local_preference));
  if (level.metric_out)
    values.push_back(Setter(fmt::format("bgp metric-out {}", *level.metric_out), RouteActionKind::kMetric,
                            *level.metric_out));
  if (level.metric_of_igp) values.push_back(Setter("bgp metric-out igp", RouteActionKind::kMetricOfIgp, 0));
  names.insert(names.begin(), values.begin(), values.end());
  // By default what BGP learned is sent; routes of other protocols only when a policy accepts them.
  family.export_chain.accept_by_default = true;
}

NeighborFamily BgpConverter::FamilyOf(const BgpLevel& level, const BgpFamilyText& text, bool internal) {
  NeighborFamily family;
  family.family = text.family;
  family.span = text.span;
  if (text.family == BgpFamily::kRouteTarget) {
    // Policies of the neighbour may take memberships for routes.
    if (level.imports) family.import.names = scope_.book.Names(*level.imports, PolicyPlace::kImport);
    if (level.exports) family.export_chain.names = scope_.book.Names(*level.exports, PolicyPlace::kBgpExport);
    family.default_originate = text.asks_for_all;
  } else {
    SetImport(level, family);
    SetExport(level, family);
  }
  if (level.multihop && level.multihop->keeps_next_hop && !internal)
    family.next_hop_self = routing::bgp::NextHopSelf::kUnchanged;
  family.remove_private = level.remove_private.value_or(routing::bgp::RemovePrivate::kNo);
  family.prepends_outside = true;
  family.as_override = level.as_override.value_or(false);
  // `loops N` hides a path at the Nth own number in it; 1 is the default.
  const std::uint32_t loops = text.loops.value_or(
      level.local_as_loops.value_or(std::max(instance_.as_loops, scope_.text.main().as_loops)));
  family.allow_own_as = loops - 1;
  family.send_to_as_in_path = internal || level.advertise_peer_as.value_or(false) || family.as_override;
  family.reflector_client = internal && level.cluster.has_value();
  family.add_path_send = text.add_path_send;
  family.add_path_receive = text.add_path_receive;
  return family;
}

void BgpConverter::Vote(const BgpLevel& level, BgpFamily family, bool internal) {
  if (family == BgpFamily::kRouteTarget) return;  // it has no table of its own
  auto at = std::find_if(votes_.begin(), votes_.end(), [family](const auto& v) { return v.first == family; });
  if (at == votes_.end()) at = votes_.insert(votes_.end(), {family, {}});
  FamilyVotes& votes = at->second;
  const bool multipath = level.multipath && level.multipath->node != kNone;
  ++(internal ? votes.internal : votes.external);
  ++votes.all;
  if (multipath) {
    ++(internal ? votes.internal_multipath : votes.external_multipath);
    if (level.multipath->multiple_as) ++votes.multiple_as;
    votes.multipath_node = level.multipath->node;
  }
  if (!level.advertise_inactive.value_or(false)) return;
  ++votes.inactive;
  votes.inactive_node = level.node;
}

void BgpConverter::AddNeighbor(const BgpGroup& group, const BgpLevel& level, BgpNeighbor neighbor) {
  const std::uint32_t own = level.local_as ? level.local_as->as : as_;
  // Without a type the AS of the peer decides.
  const bool internal = level.internal.value_or(level.peer_as && level.peer_as->value == own);
  neighbor.group = group.name;
  if (level.peer_as) {
    neighbor.remote_as = level.peer_as->value;
    neighbor.remote_as_span = level.peer_as->span;
  } else if (internal) {
    neighbor.remote_as = own;
  } else {
    return scope_.reader.Invalid(level.node, "an external BGP neighbour without peer-as");
  }
  neighbor.local_as = level.local_as;
  neighbor.update_source = level.local_address;
  if (!level.local_address && !level.local_interface && internal && neighbor.address &&
      scope_.text.system.default_address_selection) {
    if (const auto* source = DefaultAddress(scope_, vrf_.vrf, neighbor.address->family))
      neighbor.update_source = source->address.address;
  }
  if (level.local_interface) neighbor.update_source_interface = UnitName(*level.local_interface);
  if (level.multihop && !internal) {
    neighbor.ebgp_hops_max = level.multihop->ttl;
    neighbor.connected_check = false;
  }
  neighbor.shutdown = level.shutdown.value_or(false);
  neighbor.passive = level.passive.value_or(false);
  neighbor.authentication = level.authentication.value_or("");
  neighbor.cluster_id = level.cluster;
  neighbor.enforce_first_as = bgp_.enforce_first_as;
  std::vector<BgpFamilyText> families;
  if (level.families) {
    families = *level.families;
  } else {
    const auto& any = neighbor.address ? *neighbor.address : neighbor.listen_range->address;
    families.push_back({any.family == net::Family::kIpv4 ? BgpFamily::kIpv4Unicast : BgpFamily::kIpv6Unicast,
                        neighbor.span,
                        {},
                        false,
                        false});
  }
  for (const BgpFamilyText& family : families) {
    neighbor.families.push_back(FamilyOf(level, family, internal));
    Vote(level, family.family, internal);
  }
  vrf_.neighbors.push_back(std::move(neighbor));
}

void BgpConverter::FinishFamilies() {
  for (const auto& [name, votes] : votes_) {
    BgpFamilyConfig family;
    family.family = name;
    family.span = bgp_.span;
    family.exports_from_table = !IsVpn(name);
    const std::uint32_t preference = bgp_.level.preference.value_or(kPreferenceDefault);
    family.distance_ebgp = family.distance_ibgp = family.distance_local = preference;
    if (votes.external_multipath > 0) family.ebgp_paths_max = kPathsBalanced;
    if (votes.internal_multipath > 0) family.ibgp_paths_max = kPathsBalanced;
    family.multipath_relax_as = votes.multiple_as > 0;
    const bool mixed =
        (votes.external_multipath > 0 && votes.external_multipath != votes.external) ||
        (votes.internal_multipath > 0 && votes.internal_multipath != votes.internal) ||
        (votes.multiple_as > 0 && votes.multiple_as != votes.external_multipath + votes.internal_multipath);
    if (mixed) scope_.reader.Unmodelled(votes.multipath_node, kRouting, "BGP multipath for some neighbours");
    family.advertises_only_installed = votes.inactive == 0;
    if (votes.inactive > 0 && votes.inactive != votes.all) {
      const NodeId statement = scope_.reader.tree.Find(votes.inactive_node, "advertise-inactive");
      if (statement != kNone)
        scope_.reader.Unmodelled(statement, kRouting, "inactive routes for some neighbours");
    }
    family.redistributes_internal = true;
    // Next hops of VPN routes are looked for in inet.3, where only labelled ways stand.
    family.demands_label = name == BgpFamily::kVpnIpv4;
    vrf_.families.push_back(std::move(family));
  }
}

void BgpConverter::Run() {
  for (const BgpGroup& group : bgp_.groups) {
    const BgpLevel group_level = Inherit(group.level, bgp_.level);
    for (const BgpPeer& peer : group.peers) {
      BgpNeighbor neighbor;
      neighbor.address = peer.address;
      neighbor.span = peer.span;
      AddNeighbor(group, Inherit(peer.level, group_level), std::move(neighbor));
    }
    for (const net::Prefix& range : group.allowed) {
      BgpNeighbor neighbor;
      neighbor.listen_range = range;
      neighbor.span = group.span;
      AddNeighbor(group, group_level, std::move(neighbor));
    }
    if (group.level.no_client_reflect) {
      const NodeId statement = scope_.reader.tree.Find(group.level.node, "no-client-reflect");
      scope_.reader.Unmodelled(statement, kRouting, "reflection switched off for one group");
    }
  }
  FinishFamilies();
}

void SetProcess(const InstanceText& instance, const BgpText& bgp, BgpConfig& config) {
  config.span = bgp.span;
  config.confederation = instance.confederation;
  config.confederation_members = instance.confederation_members;
  config.client_to_client = !bgp.level.no_client_reflect.value_or(false);
  routing::bgp::DecisionRules& rules = config.decision;
  rules.weight_first = false;
  rules.local_before_as_path = false;
  rules.table_distance_first = true;
  rules.deterministic_med = !bgp.med_by_arrival;
  rules.always_compare_med = bgp.always_compare_med;
  rules.ignore_as_path_length = bgp.ignore_as_path;
  rules.oldest_external_wins = !bgp.router_id_before_age;
}

bool ImportsTargets(const InstanceText& instance) { return instance.kind == InstanceKind::kVrf; }

}  // namespace

void ConvertBgp(RoutingScope& scope, const InstanceText& instance) {
  const InstanceText& main = scope.text.main();
  BgpConfig& config = scope.config.bgp;
  const bool speaks = instance.bgp && !instance.bgp->disabled;
  if (!speaks && !(ImportsTargets(instance) && config.as != 0)) return;
  const auto& as = instance.as ? instance.as : main.as;
  std::uint32_t number = as ? as->value : 0;
  if (number == 0 && speaks && instance.bgp->level.local_as) number = instance.bgp->level.local_as->as;
  if (number == 0) {
    if (speaks) scope.reader.Unmodelled(instance.bgp->level.node, kRouting, "BGP without an AS number");
    return;
  }
  const BgpText none;
  const BgpText& bgp = speaks ? *instance.bgp : none;
  if (config.as == 0) {
    config.as = main.as ? main.as->value : number;
    SetProcess(main, bgp, config);
  }
  BgpVrf& vrf = config.vrfs.emplace_back();
  vrf.vrf = instance.name;
  vrf.span = speaks ? bgp.span : instance.span;
  base::Span span;
  vrf.router_id = RouterId(scope, instance, &span);
  if (number != config.as) vrf.as = number;
  BgpConverter(scope, instance, bgp, vrf, number).Run();
  // A VRF exchanges routes with others through BGP even without neighbours of its own.
  const bool unicast =
      std::any_of(vrf.families.begin(), vrf.families.end(),
                  [](const BgpFamilyConfig& family) { return family.family == BgpFamily::kIpv4Unicast; });
  if (unicast || !ImportsTargets(instance)) return;
  BgpFamilyConfig family;
  family.exports_from_table = true;
  family.distance_ebgp = family.distance_ibgp = family.distance_local = kPreferenceDefault;
  family.advertises_only_installed = true;
  family.redistributes_internal = true;
  family.span = instance.span;
  vrf.families.push_back(std::move(family));
}

}  // namespace ringfence::formats::juniper_junos
