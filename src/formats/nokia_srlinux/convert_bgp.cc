// BGP with this system's defaults: unset leaves come from the group, then from the process; an external
// neighbour without a policy exchanges nothing unless `ebgp-default-policy` says otherwise; export policies
// see the whole routing table, and what none of them decides passes only when BGP learned it.
#include <fmt/format.h>

#include <algorithm>

#include "formats/active_route_export.h"
#include "formats/impacts.h"
#include "formats/nokia_srlinux/convert.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using routing::bgp::BgpFamily;
using routing::bgp::BgpFamilyConfig;
using routing::bgp::BgpNeighbor;
using routing::bgp::BgpVrf;
using routing::bgp::NeighborFamily;
using routing::bgp::NextHopSelf;
using routing::bgp::RemoteAs;
using routing::bgp::RemovePrivate;

constexpr std::pair<std::string_view, BgpFamily> kFamilies[] = {{"ipv4-unicast", BgpFamily::kIpv4Unicast},
                                                                {"ipv6-unicast", BgpFamily::kIpv6Unicast}};

const AfiText* FamilyOf(const BgpLeaves& leaves, std::string_view name) {
  const auto found = std::ranges::find(leaves.families, name, &AfiText::name);
  return found == leaves.families.end() ? nullptr : &*found;
}

// Unset leaves of `to` come from `from`; families and their policies are looked up level by level instead.
void Inherit(const BgpLeaves& from, BgpLeaves& to) {
  const auto take = [&](auto... members) {
    (((to.*members).set() ? void() : void(to.*members = from.*members)), ...);
  };
  using L = BgpLeaves;
  take(&L::peer_as, &L::local_as, &L::hops, &L::local_preference, &L::allow_own_as, &L::prepend_local,
       &L::prepend_global, &L::multihop, &L::next_hop_self, &L::client, &L::passive, &L::replace_peer_as,
       &L::send_standard, &L::send_large, &L::default4, &L::default6, &L::reject_import, &L::reject_export,
       &L::cluster, &L::local_address, &L::default_policy, &L::remove_private, &L::key);
  // Whoever is down stays down.
  if (from.admin.set() && !from.admin.value) to.admin = from.admin;
}

class Converter {
 public:
  Converter(Reader& reader, Policies& policies, const InstanceText& instance, routing::DeviceConfig& config)
      : reader_(reader), policies_(policies), instance_(instance), bgp_(instance.bgp), config_(config) {}

  BgpVrf Run();

 private:
  // The levels above a neighbour, itself first.
  using Levels = std::vector<const BgpLeaves*>;

  const BgpGroupText* GroupOf(const Name& name);
  BgpNeighbor Neighbor(const Levels& levels, NodeId node, const base::Span& span, bool listed);
  void SetAs(const BgpLeaves& leaves, NodeId node, bool listed, BgpNeighbor& to);
  bool IsActive(const Levels& levels, std::string_view name);
  NeighborFamily Family(const Levels& levels, const BgpLeaves& leaves, std::string_view name,
                        BgpFamily family);
  model::PolicyChain Import(const Levels& levels, const BgpLeaves& leaves, std::string_view name);
  model::PolicyChain Export(const Levels& levels, const BgpLeaves& leaves, std::string_view name);
  void AddDynamic(const DynamicNeighborText& from, BgpVrf& to);
  void AddNeighbor(const BgpNeighborText& from, BgpVrf& to);
  BgpFamilyConfig Table(BgpFamily family) const;
  void CheckNextHopSelf();

  Reader& reader_;
  Policies& policies_;
  const InstanceText& instance_;
  const BgpText& bgp_;
  routing::DeviceConfig& config_;
  bool external_ = true;  // of the neighbour at hand
  bool any_client_ = false;
  std::vector<NodeId> internal_next_hop_self_;
  std::vector<BgpFamily> used_;
};

const BgpGroupText* Converter::GroupOf(const Name& name) {
  if (!name.set()) return nullptr;
  const auto group = std::ranges::find(bgp_.groups, name.value, &BgpGroupText::name);
  if (group != bgp_.groups.end()) return &*group;
  reader_.Undefined(name.node, "group");
  return nullptr;
}

// Policies of the nearest level that has some; those of a family come before those of its level.
const std::vector<Name>& PoliciesOf(const std::vector<const BgpLeaves*>& levels, std::string_view family,
                                    std::vector<Name> BgpLeaves::* general,
                                    std::vector<Name> AfiText::* own) {
  static const std::vector<Name> kNoNames;
  for (const BgpLeaves* level : levels) {
    const AfiText* afi = FamilyOf(*level, family);
    if (afi != nullptr && !(afi->*own).empty()) return afi->*own;
    if (!(level->*general).empty()) return level->*general;
  }
  return kNoNames;
}

model::PolicyChain Converter::Import(const Levels& levels, const BgpLeaves& leaves, std::string_view name) {
  model::PolicyChain chain;
  const std::vector<Name>& own = PoliciesOf(levels, name, &BgpLeaves::imports, &AfiText::imports);
  chain.names = policies_.Names(own);
  if (!own.empty()) chain.span = own.front().span;
  if (chain.names.empty() && external_) chain.accept_by_default = !leaves.reject_import.value_or(true);
  policies_.CheckEnd(own);
  if (leaves.local_preference.set() && external_) {
    const std::uint32_t value = leaves.local_preference.value;
    chain.names.insert(chain.names.begin(),
                       policies_.Made(fmt::format("{}{}", kSetLocalPreference, value),
                                      ValueTerms(model::RouteActionKind::kLocalPreference, value)));
  }
  return chain;
}

model::PolicyChain Converter::Export(const Levels& levels, const BgpLeaves& leaves, std::string_view name) {
  model::PolicyChain chain;
  const std::vector<Name>& own = PoliciesOf(levels, name, &BgpLeaves::exports, &AfiText::exports);
  const std::vector<std::string> names = policies_.Names(own);
  if (!own.empty()) chain.span = own.front().span;
  chain.accept_by_default = false;
  if (names.empty() && external_ && leaves.reject_export.value_or(true)) return chain;
  policies_.CheckEnd(own);
  chain.names.push_back(policies_.Made(kTableRoutes, TableRouteTerms()));
  chain.names.insert(chain.names.end(), names.begin(), names.end());
  chain.names.push_back(policies_.Made(kBgpOnly, BgpOnlyTerms()));
  return chain;
}

// The nearest level that says so decides. That a family which the process does not enable runs for some is
// not certain.
bool Converter::IsActive(const Levels& levels, std::string_view name) {
  for (const BgpLeaves* level : levels) {
    const AfiText* afi = FamilyOf(*level, name);
    if (afi == nullptr || !afi->admin.set()) continue;
    const AfiText* process = FamilyOf(bgp_.leaves, name);
    if (afi->admin.value && (process == nullptr || !process->admin.value_or(false)))
      reader_.Unmodelled(afi->admin.node, kRouting, "address family that the process does not enable");
    return afi->admin.value;
  }
  return false;
}

NeighborFamily Converter::Family(const Levels& levels, const BgpLeaves& leaves, std::string_view name,
                                 BgpFamily family) {
  NeighborFamily to;
  to.family = family;
  to.import = Import(levels, leaves, name);
  to.export_chain = Export(levels, leaves, name);
  if (external_ || leaves.next_hop_self.value_or(false)) to.next_hop_self = NextHopSelf::kAlways;
  to.send_standard = leaves.send_standard.value_or(true);
  to.send_large = leaves.send_large.value_or(true);
  const std::string_view mode = leaves.remove_private.value;
  if (mode == "delete") to.remove_private = RemovePrivate::kAll;
  if (mode == "replace") to.remove_private = RemovePrivate::kReplace;
  to.as_override = leaves.replace_peer_as.value_or(false);
  to.allow_own_as = leaves.allow_own_as.value_or(0);
  to.reflector_client = !external_ && leaves.client.value_or(false);
  const Flagged& origination = family == BgpFamily::kIpv4Unicast ? leaves.default4 : leaves.default6;
  to.default_originate = origination.value_or(false);
  if (to.default_originate && leaves.default_policy.set()) {
    to.default_originate_policy.names = policies_.Names({leaves.default_policy});
    to.default_originate_policy.accept_by_default = false;
  }
  return to;
}

void Converter::SetAs(const BgpLeaves& leaves, NodeId node, bool listed, BgpNeighbor& to) {
  const std::uint32_t own = leaves.local_as.value_or(bgp_.as.value);
  to.remote_as = leaves.peer_as.value;
  to.remote_as_span = leaves.peer_as.span;
  external_ = !leaves.peer_as.set() || leaves.peer_as.value != own;
  if (!leaves.peer_as.set() && !listed) {
    to.shutdown = true;
    to.remote_as_kind = RemoteAs::kExternal;
    reader_.Invalid(node, "a neighbour without an AS");
  }
  if (leaves.local_as.set()) {
    routing::bgp::LocalAs local;
    local.as = leaves.local_as.value;
    local.no_prepend = !leaves.prepend_local.value_or(true);
    local.replace_as = !leaves.prepend_global.value_or(true);
    to.local_as = local;
  }
}

BgpNeighbor Converter::Neighbor(const Levels& levels, NodeId node, const base::Span& span, bool listed) {
  BgpLeaves leaves = *levels.front();
  for (std::size_t i = 1; i < levels.size(); ++i) Inherit(*levels[i], leaves);
  BgpNeighbor to;
  to.span = span;
  to.shutdown = !leaves.admin.value_or(true);
  SetAs(leaves, node, listed, to);
  if (leaves.multihop.value_or(leaves.hops.set())) to.ebgp_hops_max = leaves.hops.value_or(255);
  to.passive = listed || leaves.passive.value_or(false);
  to.enforce_first_as = false;
  if (leaves.local_address.set()) to.update_source = leaves.local_address.value;
  if (leaves.cluster.set() && leaves.client.value_or(false)) to.cluster_id = leaves.cluster.value;
  if (leaves.key.set()) to.authentication = fmt::format("keychain {}", leaves.key.value);
  any_client_ = any_client_ || (!external_ && leaves.client.value_or(false));
  if (!external_ && leaves.next_hop_self.value_or(false))
    internal_next_hop_self_.push_back(leaves.next_hop_self.node);
  for (const auto& [name, family] : kFamilies) {
    if (!IsActive(levels, name)) continue;
    to.families.push_back(Family(levels, leaves, name, family));
    to.families.back().span = span;
    if (std::ranges::find(used_, family) == used_.end()) used_.push_back(family);
  }
  return to;
}

void Converter::AddNeighbor(const BgpNeighborText& from, BgpVrf& to) {
  Levels levels{&from.leaves};
  const BgpGroupText* group = GroupOf(from.group);
  if (group != nullptr) levels.push_back(&group->leaves);
  levels.push_back(&bgp_.leaves);
  BgpNeighbor neighbor = Neighbor(levels, from.node, from.span, false);
  neighbor.address = from.address;
  neighbor.group = from.group.value;
  // Two spellings of one address are one neighbour of the device; the later one stands.
  const auto same = std::ranges::find(to.neighbors, neighbor.address, &BgpNeighbor::address);
  if (same == to.neighbors.end())
    to.neighbors.push_back(std::move(neighbor));
  else
    *same = std::move(neighbor);
}

void Converter::AddDynamic(const DynamicNeighborText& from, BgpVrf& to) {
  Levels levels;
  if (!from.group.set()) return reader_.Unmodelled(from.node, kRouting, "dynamic neighbours without a group");
  const BgpGroupText* group = GroupOf(from.group);
  if (group != nullptr) levels.push_back(&group->leaves);
  levels.push_back(&bgp_.leaves);
  BgpNeighbor neighbor = Neighbor(levels, from.node, from.span, !from.allowed.empty());
  neighbor.group = from.group.value;
  neighbor.listen_range = from.range;
  if (!from.range) {
    if (InterfaceOf(reader_, instance_, from.interface, from.node, config_.device) == nullptr) return;
    neighbor.interface = from.interface;
    neighbor.passive = false;
  }
  if (!from.allowed.empty()) {
    neighbor.remote_as_kind = RemoteAs::kListed;
    neighbor.remote_as = 0;
    neighbor.remote_as_ranges = from.allowed;
  }
  to.neighbors.push_back(std::move(neighbor));
}

BgpFamilyConfig Converter::Table(BgpFamily family) const {
  BgpFamilyConfig to;
  to.family = family;
  to.span = bgp_.span;
  to.exports_from_table = true;
  const MultipathText& multipath = family == BgpFamily::kIpv4Unicast ? bgp_.multipath4 : bgp_.multipath6;
  const std::uint32_t paths = multipath.paths.value_or(1);
  to.ebgp_paths_max = multipath.ebgp.value_or(paths);
  to.ibgp_paths_max = multipath.ibgp.value_or(paths);
  to.multipath_relax_as = multipath.other_as.value_or(true);
  to.multipath_by_session_as = !to.multipath_relax_as;
  to.distance_ebgp = to.distance_local = bgp_.ebgp_preference.value_or(kBgpPreference);
  to.distance_ibgp = bgp_.ibgp_preference.value_or(kBgpPreference);
  to.advertises_only_installed = true;
  to.redistributes_internal = true;
  return to;
}

// Whether reflected routes get the router's own next hop too is not certain.
void Converter::CheckNextHopSelf() {
  if (!any_client_) return;
  for (const NodeId node : internal_next_hop_self_)
    reader_.Unmodelled(node, kRouting, "next-hop-self of a reflector");
}

BgpVrf Converter::Run() {
  BgpVrf to;
  to.vrf = instance_.vrf();
  to.span = bgp_.span;
  to.router_id = bgp_.router_id.set() ? bgp_.router_id.value : RouterIdOf(instance_, config_.device);
  for (const DynamicNeighborText& from : bgp_.dynamic) AddDynamic(from, to);
  for (const BgpNeighborText& from : bgp_.neighbors) AddNeighbor(from, to);
  CheckNextHopSelf();
  std::ranges::sort(used_);
  for (const BgpFamily family : used_) to.families.push_back(Table(family));
  return to;
}

routing::bgp::DecisionRules Decision(const BgpText& from) {
  routing::bgp::DecisionRules to;
  to.weight_first = false;
  to.local_before_as_path = false;
  to.ignore_as_path_length = from.ignore_as_path.value_or(false);
  to.always_compare_med = from.always_compare_med.value_or(false);
  to.oldest_external_wins = false;
  return to;
}

}  // namespace

void ConvertBgp(Reader& reader, const SrlText& text, Policies& policies, routing::DeviceConfig& config) {
  routing::bgp::BgpConfig& to = config.bgp;
  for (const InstanceText* each : InOrder(text)) {
    const InstanceText& instance = *each;
    const BgpText& bgp = instance.bgp;
    if (!Routes(instance) || bgp.node == kNone || !bgp.leaves.admin.value_or(true)) continue;
    if (!bgp.as.set()) {
      reader.Invalid(bgp.node, "BGP without an AS");
      continue;
    }
    BgpVrf vrf = Converter(reader, policies, instance, config).Run();
    if (to.as == 0) {
      to.as = bgp.as.value;
      to.span = bgp.span;
      to.decision = Decision(bgp);
    } else if (Decision(bgp) != to.decision) {
      reader.Unmodelled(bgp.as.node, kRouting, "best path of another instance chosen otherwise");
    }
    if (bgp.as.value != to.as) vrf.as = bgp.as.value;
    to.vrfs.push_back(std::move(vrf));
  }
}

}  // namespace ringfence::formats::nokia_srlinux
