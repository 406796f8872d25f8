// Sessions: own settings before those of the group before defaults, per setting.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/convert.h"
#include "formats/frr/convert_bgp.h"
#include "formats/impacts.h"
#include "formats/policy_conversion.h"

namespace ringfence::formats::frr {
namespace {

using bgp::BgpFamily;

/// The setting of the neighbour, else of its group.
template <class T>
const Setting<T>& Merged(const Setting<T>& own, const Setting<T>* group) {
  return own.set() || group == nullptr ? own : *group;
}

/// A neighbour beside its group.
struct Merge {
  Reader& reader;
  routing::DeviceConfig& config;
  const BgpText& text;
  const PeerDefaults& defaults;
  const BgpPeerText& own;
  const BgpPeerText* group;

  template <class T>
  const Setting<T>& Of(Setting<T> BgpPeerText::* field) const {
    return Merged(own.*field, group == nullptr ? nullptr : &(group->*field));
  }
};

/// The same for one family.
struct FamilyMerge {
  const Merge& peer;
  BgpFamily family;
  const BgpPeerFamilyText& own;
  const BgpPeerFamilyText* group;

  template <class T>
  const Setting<T>& Of(Setting<T> BgpPeerFamilyText::* field) const {
    return Merged(own.*field, group == nullptr ? nullptr : &(group->*field));
  }
};

/// What passes where policies may be demanded. The daemon looks for policies of neighbours outside of the
/// confederation only, but demands them from its members too: there nothing passes, policies or not.
enum class PolicyDemand : std::uint8_t { kNone, kAny, kUnmet };

PolicyDemand DemandOn(const Merge& peer, const RemoteAsText& as) {
  const bool external =
      as.kind == bgp::RemoteAs::kExternal || (as.kind == bgp::RemoteAs::kNumber && as.number != peer.text.as);
  if (!external || !peer.defaults.requires_policy) return PolicyDemand::kNone;
  const bool member =
      peer.text.confederation.set() &&
      std::ranges::find(peer.text.confederation_members, as.number) != peer.text.confederation_members.end();
  return member && as.kind == bgp::RemoteAs::kNumber ? PolicyDemand::kUnmet : PolicyDemand::kAny;
}

/// Lists first, in the order the daemon asks them, then the route map: its end rejects.
model::PolicyChain ChainOf(const FamilyMerge& merge, bool in, PolicyDemand demand) {
  using Field = Setting<std::string> BgpPeerFamilyText::*;
  Reader& reader = merge.peer.reader;
  const bool v4 = FamilyOf(merge.family) == net::Family::kIpv4;
  model::PolicyChain chain;
  bool stated = false;
  const auto filter = [&](ListKind kind, Field field) {
    const Setting<std::string>& list = merge.Of(field);
    if (!list.set()) return;
    stated = true;
    chain.span = list.span;
    if (auto name = reader.converter->UseFilter(kind, list.value, list.span, kRouting))
      chain.names.push_back(std::move(*name));
  };
  filter(v4 ? ListKind::kAccess4 : ListKind::kAccess6,
         in ? &BgpPeerFamilyText::access_list_in : &BgpPeerFamilyText::access_list_out);
  filter(v4 ? ListKind::kPrefix4 : ListKind::kPrefix6,
         in ? &BgpPeerFamilyText::prefix_list_in : &BgpPeerFamilyText::prefix_list_out);
  filter(ListKind::kAsPath, in ? &BgpPeerFamilyText::as_path_list_in : &BgpPeerFamilyText::as_path_list_out);
  const Setting<std::string>& map =
      merge.Of(in ? &BgpPeerFamilyText::route_map_in : &BgpPeerFamilyText::route_map_out);
  for (std::string& name : PoliciesOf(reader, merge.peer.config, map)) {
    stated = true;
    chain.span = map.span;
    chain.names.push_back(std::move(name));
  }
  chain.accept_by_default = demand == PolicyDemand::kNone || (stated && demand == PolicyDemand::kAny);
  if (demand == PolicyDemand::kUnmet) chain.names.clear();
  return chain;
}

model::PolicyChain ChainOfMap(const FamilyMerge& merge, const Setting<std::string>& map,
                              bool accept_by_default) {
  model::PolicyChain chain{{}, accept_by_default, map.span};
  if (!map.value.empty()) chain.names = PoliciesOf(merge.peer.reader, merge.peer.config, map);
  return chain;
}

bool Reflects(const BgpText& text) {
  return std::ranges::any_of(text.peers, [](const BgpPeerText& peer) {
    return std::ranges::any_of(peer.families,
                               [](const auto& family) { return family.second.reflector_client.value; });
  });
}

bool IsInternal(const Merge& peer) {
  const RemoteAsText& as = peer.Of(&BgpPeerText::remote_as).value;
  return as.kind == bgp::RemoteAs::kInternal ||
         (as.kind == bgp::RemoteAs::kNumber && as.number == peer.text.as);
}

bool Changes(const RouteMapText& map) {
  return std::ranges::any_of(map.entries, [](const auto& entry) {
    return !entry.second.sets.empty() || !entry.second.call.empty();
  });
}

/// What the daemon does with an outgoing map and the model does not: towards neighbours of the own system its
/// changes do not touch reflected routes, and routes that an unsuppress map lets through do not meet it.
void DemoteOpenMaps(const FamilyMerge& merge) {
  const Setting<std::string>& map = merge.Of(&BgpPeerFamilyText::route_map_out);
  if (!map.set() || map.value.empty()) return;
  Reader& reader = merge.peer.reader;
  const auto& maps = reader.policies.route_maps;
  const auto known = maps.find(map.value);
  const bool changes = known != maps.end() && Changes(known->second);
  if (changes && IsInternal(merge.peer) && Reflects(merge.peer.text))
    reader.Demote(map.span, kRouting, "changes of an outgoing route map to reflected routes");
  if (merge.Of(&BgpPeerFamilyText::unsuppress_map).set())
    reader.Demote(map.span, kRouting, "outgoing route map beside an unsuppress map");
}

bgp::NeighborFamily ConvertFamily(const FamilyMerge& merge, PolicyDemand demand) {
  bgp::NeighborFamily out;
  out.family = merge.family;
  const Setting<bool>& activate = merge.Of(&BgpPeerFamilyText::activate);
  out.span = activate.set() ? activate.span : merge.peer.own.span;
  out.import = ChainOf(merge, true, demand);
  out.export_chain = ChainOf(merge, false, demand);
  out.next_hop_self = merge.Of(&BgpPeerFamilyText::next_hop_self).value_or(bgp::NextHopSelf::kDefault);
  if (merge.Of(&BgpPeerFamilyText::next_hop_unchanged).value_or(false))
    out.next_hop_self = bgp::NextHopSelf::kUnchanged;
  out.send_standard = merge.Of(&BgpPeerFamilyText::send_standard).value_or(true);
  out.send_extended = merge.Of(&BgpPeerFamilyText::send_extended).value_or(true);
  out.send_large = merge.Of(&BgpPeerFamilyText::send_large).value_or(true);
  out.remove_private = merge.Of(&BgpPeerFamilyText::remove_private).value_or(bgp::RemovePrivate::kNo);
  out.private_neighbor_stays = out.remove_private != bgp::RemovePrivate::kNo;
  out.as_override = merge.Of(&BgpPeerFamilyText::as_override).value_or(false);
  out.rewrites_path_first = out.as_override || out.remove_private != bgp::RemovePrivate::kNo;
  // The list is asked before the path is rewritten, the route map after it; the model asks both after it.
  const Setting<std::string>& paths = merge.Of(&BgpPeerFamilyText::as_path_list_out);
  if (out.rewrites_path_first && paths.set())
    merge.peer.reader.Demote(paths.span, kRouting, "AS-path list beside rewritten paths");
  out.allow_own_as = merge.Of(&BgpPeerFamilyText::allow_own_as).value_or(0);
  out.send_to_as_in_path = merge.peer.Of(&BgpPeerText::send_to_as_in_path).value_or(true);
  out.reflector_client = merge.Of(&BgpPeerFamilyText::reflector_client).value_or(false);
  const Setting<std::uint32_t>& weight = merge.Of(&BgpPeerFamilyText::weight);
  if (weight.set()) out.weight = weight.value;
  const Setting<std::string>& origination = merge.Of(&BgpPeerFamilyText::default_originate);
  out.default_originate = origination.set();
  if (origination.set())
    out.default_originate_policy = ChainOfMap(merge, origination, origination.value.empty());
  out.add_path_send = merge.Of(&BgpPeerFamilyText::add_path_send).value_or(false);
  out.add_path_receive = !merge.Of(&BgpPeerFamilyText::no_add_path_receive).value_or(false);
  DemoteOpenMaps(merge);
  out.unsuppress_policies =
      PoliciesOf(merge.peer.reader, merge.peer.config, merge.Of(&BgpPeerFamilyText::unsuppress_map));
  const bool own_condition = merge.own.advertise_map.set() || merge.group == nullptr;
  const BgpPeerFamilyText& conditional = own_condition ? merge.own : *merge.group;
  if (conditional.advertise_map.set()) {
    out.conditional = {ChainOfMap(merge, conditional.advertise_map, false),
                       ChainOfMap(merge, conditional.condition_map, false), conditional.when_present,
                       conditional.advertise_map.span};
  }
  return out;
}

void ConvertFamilies(const Merge& merge, PolicyDemand demand, bgp::BgpNeighbor& out) {
  static const BgpPeerFamilyText kNothing;
  for (const BgpFamily family :
       {BgpFamily::kIpv4Unicast, BgpFamily::kIpv6Unicast, BgpFamily::kVpnIpv4, BgpFamily::kVpnIpv6}) {
    const auto own = merge.own.families.find(family);
    const bool in_group = merge.group != nullptr && merge.group->families.contains(family);
    const FamilyMerge families{merge, family, own != merge.own.families.end() ? own->second : kNothing,
                               in_group ? &merge.group->families.at(family) : nullptr};
    const bool by_default = (family == BgpFamily::kIpv4Unicast && merge.text.default_ipv4.value_or(true)) ||
                            (family == BgpFamily::kIpv6Unicast && merge.text.default_ipv6);
    if (families.Of(&BgpPeerFamilyText::activate).value_or(by_default))
      out.families.push_back(ConvertFamily(families, demand));
  }
}

void TakeRemoteAs(const Merge& merge, const Setting<RemoteAsText>& as, bgp::BgpNeighbor& out) {
  out.remote_as_kind = as.value.kind;
  out.remote_as = as.value.number;
  out.remote_as_span = as.span;
  if (!as.value.automatic) return;
  out.remote_as_ranges = {{1, 0xffffffff}};
  if (merge.defaults.requires_policy)
    merge.reader.Demote(as.span, kRouting, "neighbour of any AS where external ones need policies");
}

bgp::BgpNeighbor ConvertNeighbor(const Merge& merge, const Setting<RemoteAsText>& as) {
  bgp::BgpNeighbor out;
  out.span = merge.own.span;
  out.group = merge.own.is_group ? merge.own.name : merge.own.group.value;
  TakeRemoteAs(merge, as, out);
  const Setting<bgp::LocalAs>& local_as = merge.Of(&BgpPeerText::local_as);
  if (local_as.set()) out.local_as = local_as.value;
  const std::string& source = merge.Of(&BgpPeerText::update_source).value;
  out.update_source = net::ParseAddress(source);
  if (!out.update_source) out.update_source_interface = source;
  out.ebgp_hops_max = merge.Of(&BgpPeerText::hops_max).value_or(1);
  out.connected_check = !merge.Of(&BgpPeerText::no_connected_check).value_or(false);
  out.shutdown = merge.Of(&BgpPeerText::shutdown).value_or(false);
  out.passive = merge.Of(&BgpPeerText::passive).value_or(false);
  out.authentication = merge.Of(&BgpPeerText::password).value;
  out.enforce_first_as = merge.Of(&BgpPeerText::enforce_first_as).value_or(merge.defaults.enforce_first_as);
  ConvertFamilies(merge, DemandOn(merge, as.value), out);
  return out;
}

}  // namespace

void ConvertNeighbors(Reader& reader, routing::DeviceConfig& config, const BgpText& text,
                      const PeerDefaults& defaults, bgp::BgpVrf& out) {
  const auto group_of = [&](const std::string& name, base::Span span) -> const BgpPeerText* {
    const auto found = std::ranges::find_if(
        text.peers, [&name](const BgpPeerText& known) { return known.is_group && known.name == name; });
    if (found != text.peers.end()) return &*found;
    reader.Undefined(span, "peer group", name);
    return nullptr;
  };
  for (const BgpPeerText& peer : text.peers) {
    if (peer.is_group) continue;
    const BgpPeerText* group = peer.group.set() ? group_of(peer.group.value, peer.group.span) : nullptr;
    const Merge merge{reader, config, text, defaults, peer, group};
    const Setting<RemoteAsText>& as = merge.Of(&BgpPeerText::remote_as);
    if (!as.set()) continue;  // not a session yet
    bgp::BgpNeighbor neighbor = ConvertNeighbor(merge, as);
    neighbor.address = net::ParseAddress(peer.name);
    if (!neighbor.address) neighbor.interface = peer.name;
    out.neighbors.push_back(std::move(neighbor));
  }
  for (const BgpListenText& listen : text.listens) {
    const BgpPeerText* group = group_of(listen.group, listen.span);
    if (group == nullptr || !group->remote_as.set()) continue;
    const Merge merge{reader, config, text, defaults, *group, nullptr};
    bgp::BgpNeighbor neighbor = ConvertNeighbor(merge, group->remote_as);
    neighbor.listen_range = listen.prefix;
    neighbor.span = listen.span;
    out.neighbors.push_back(std::move(neighbor));
  }
}

}  // namespace ringfence::formats::frr
