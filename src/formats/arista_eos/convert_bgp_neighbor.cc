// Neighbours with their groups merged in. What a family says beats what is said for all families, what a
// neighbour says beats its group; an undefined route map of the neighbour beats a defined one of the group.

#include "formats/arista_eos/convert.h"

namespace ringfence::formats::arista_eos {
namespace {

using bgp::BgpFamily;
using bgp::NeighborFamily;

/// The places that may say something about one neighbour in one family, the strongest first.
using Sources = std::vector<const NeighborSettings*>;

Sources SourcesOf(const NeighborText& neighbor, const NeighborText* group, BgpFamily family) {
  Sources sources;
  for (const NeighborText* text : {&neighbor, group}) {
    if (text == nullptr) continue;
    const auto own = text->families.find(family);
    if (own != text->families.end()) sources.push_back(&own->second);
  }
  sources.push_back(&neighbor.all);
  if (group != nullptr) sources.push_back(&group->all);
  return sources;
}

template <class T>
Setting<T> Strongest(const Sources& sources, Setting<T> NeighborSettings::* field) {
  for (const NeighborSettings* source : sources) {
    if ((source->*field).set()) return source->*field;
  }
  return {};
}

template <class T>
const Setting<T>& Merged(const NeighborText& neighbor, const NeighborText* group,
                         Setting<T> NeighborText::* field) {
  return (neighbor.*field).set() || group == nullptr ? neighbor.*field : group->*field;
}

/// What the direction of a family applies, and what becomes of routes when nothing applies.
struct Direction {
  Setting<std::string> NeighborSettings::* list;
  Setting<std::string> NeighborSettings::* map;
  bool denies_missing = false;
};

model::PolicyChain ChainOf(Conversion& conversion, const Sources& sources, BgpFamily family,
                           const Direction& direction) {
  model::PolicyChain chain;
  const Setting<std::string> list = Strongest(sources, direction.list);
  const Setting<std::string> map = Strongest(sources, direction.map);
  if (!list.value.empty()) {
    const ListKind kind = family == BgpFamily::kIpv6Unicast ? ListKind::kPrefix6 : ListKind::kPrefix4;
    if (const auto filter = conversion.policies.UseFilter(kind, list.value, list.span, kRouting)) {
      chain.names.push_back(*filter);
      chain.span = list.span;
    }
  }
  const bool defined = conversion.reader.vendor.policies.route_maps.contains(map.value);
  if (!map.value.empty() && (defined || !direction.denies_missing)) {
    chain.names.push_back(conversion.policies.UseRouteMap(map.value, map.span, kRouting));
    chain.span = map.span;
  } else {
    if (!map.value.empty()) conversion.reader.Undefined(map.span, "route map", map.value);
    chain.accept_by_default = !direction.denies_missing;
  }
  return chain;
}

void ApplyAttributes(const Sources& sources, NeighborFamily& out) {
  if (Strongest(sources, &NeighborSettings::next_hop_self).value)
    out.next_hop_self = bgp::NextHopSelf::kAlways;
  if (Strongest(sources, &NeighborSettings::next_hop_unchanged).value)
    out.next_hop_self = bgp::NextHopSelf::kUnchanged;
  const CommunitiesSent sent = Strongest(sources, &NeighborSettings::communities).value;
  out.send_standard = sent.standard;
  out.send_extended = sent.extended;
  out.send_large = sent.large;
  out.remove_private =
      Strongest(sources, &NeighborSettings::remove_private).value_or(bgp::RemovePrivate::kNo);
  out.as_override = Strongest(sources, &NeighborSettings::as_override).value;
  out.allow_own_as = Strongest(sources, &NeighborSettings::allow_own_as).value;
  out.reflector_client = Strongest(sources, &NeighborSettings::reflector_client).value;
  const auto weight = Strongest(sources, &NeighborSettings::weight);
  if (weight.set()) out.weight = weight.value;
}

/// Converts what belongs to one VRF; keeps what all its neighbours share.
class NeighborConversion {
 public:
  NeighborConversion(Conversion& conversion, const BgpVrfText& text)
      : conversion_(conversion),
        instance_(conversion.reader.vendor.bgp),
        text_(text),
        defaults_(instance_.vrfs.front()) {}

  std::optional<bgp::BgpNeighbor> Convert(const NeighborText& neighbor);

 private:
  const NeighborText* GroupOf(const NeighborText& neighbor);
  bool TakeRemoteAs(const NeighborText& neighbor, const NeighborText* group, bgp::BgpNeighbor& out);
  bool IsActive(const Sources& sources, BgpFamily family) const;
  NeighborFamily ConvertFamily(const Sources& sources, BgpFamily family);
  void TakeSession(const NeighborText& neighbor, const NeighborText* group, bgp::BgpNeighbor& out);

  Conversion& conversion_;
  const BgpText& instance_;
  const BgpVrfText& text_;
  const BgpVrfText& defaults_;
};

const NeighborText* NeighborConversion::GroupOf(const NeighborText& neighbor) {
  const Setting<std::string>& name = neighbor.group;
  if (name.value.empty()) return nullptr;
  for (const BgpVrfText* vrf : {&text_, &defaults_}) {
    const auto group = std::ranges::find(vrf->neighbors, name.value, &NeighborText::name);
    if (group != vrf->neighbors.end() && group->is_group) return &*group;
  }
  conversion_.reader.Undefined(name.span, "peer group", name.value);
  return nullptr;
}

/// False when nothing says which AS the neighbour has: then there is no session.
bool NeighborConversion::TakeRemoteAs(const NeighborText& neighbor, const NeighborText* group,
                                      bgp::BgpNeighbor& out) {
  if (!neighbor.peer_filter.value.empty()) {
    const auto& filters = conversion_.reader.vendor.peer_filters;
    const auto filter = filters.find(neighbor.peer_filter.value);
    out.remote_as_kind = bgp::RemoteAs::kListed;
    out.remote_as_span = neighbor.peer_filter.span;
    if (filter != filters.end()) {
      out.remote_as_ranges = filter->second;
    } else {
      conversion_.reader.Undefined(neighbor.peer_filter.span, "peer filter", neighbor.peer_filter.value);
    }
    return true;
  }
  const Setting<bgp::AsNumber>& as = Merged(neighbor, group, &NeighborText::remote_as);
  out.remote_as = as.value;
  out.remote_as_span = as.span;
  if (neighbor.listen_range) {
    out.remote_as_kind = bgp::RemoteAs::kListed;
    out.remote_as_ranges = {{as.value, as.value}};
  }
  return as.set();
}

bool NeighborConversion::IsActive(const Sources& sources, BgpFamily family) const {
  const Setting<bool> active = Strongest(sources, &NeighborSettings::active);
  if (active.set()) return active.value;
  if (family == BgpFamily::kIpv4Unicast)
    return text_.default_ipv4.set() ? text_.default_ipv4.value : defaults_.default_ipv4.value_or(true);
  if (family == BgpFamily::kIpv6Unicast)
    return text_.default_ipv6.set() ? text_.default_ipv6.value : defaults_.default_ipv6.value_or(false);
  return false;
}

NeighborFamily NeighborConversion::ConvertFamily(const Sources& sources, BgpFamily family) {
  NeighborFamily out;
  out.family = family;
  out.span = Strongest(sources, &NeighborSettings::active).span;
  ApplyAttributes(sources, out);
  const bool denies_in = text_.missing_denies_in.value_or(defaults_.missing_denies_in.value);
  const bool denies_out = text_.missing_denies_out.value_or(defaults_.missing_denies_out.value);
  out.import = ChainOf(conversion_, sources, family,
                       {&NeighborSettings::list_in, &NeighborSettings::map_in, denies_in});
  out.export_chain = ChainOf(conversion_, sources, family,
                             {&NeighborSettings::list_out, &NeighborSettings::map_out, denies_out});
  const auto originate = Strongest(sources, &NeighborSettings::default_originate);
  if (originate.value.on) {
    out.default_originate = true;
    out.default_originate_if_present = !originate.value.always;
    out.default_originate_policy.names =
        conversion_.RouteMap({originate.value.route_map, originate.span}, kRouting);
  }
  const bool sends = text_.add_path_send.value_or(defaults_.add_path_send.value);
  const bool receives = text_.add_path_receive.value_or(defaults_.add_path_receive.value_or(true));
  out.add_path_send = Strongest(sources, &NeighborSettings::add_path_send).value_or(sends);
  out.add_path_receive = Strongest(sources, &NeighborSettings::add_path_receive).value_or(receives);
  return out;
}

void NeighborConversion::TakeSession(const NeighborText& neighbor, const NeighborText* group,
                                     bgp::BgpNeighbor& out) {
  const auto& local_as = Merged(neighbor, group, &NeighborText::local_as);
  if (local_as.set()) out.local_as = local_as.value;
  out.update_source_interface = Merged(neighbor, group, &NeighborText::update_source).value;
  out.ebgp_hops_max = Merged(neighbor, group, &NeighborText::multihop).value_or(1);
  out.shutdown = Merged(neighbor, group, &NeighborText::shutdown).value;
  out.passive = Merged(neighbor, group, &NeighborText::passive).value;
  const std::string& password = Merged(neighbor, group, &NeighborText::password).value;
  if (!password.empty()) out.authentication = password;
  out.enforce_first_as = Merged(neighbor, group, &NeighborText::enforce_first_as)
                             .value_or(instance_.enforce_first_as.value_or(true));
}

std::optional<bgp::BgpNeighbor> NeighborConversion::Convert(const NeighborText& neighbor) {
  const NeighborText* group = GroupOf(neighbor);
  bgp::BgpNeighbor out;
  if (!TakeRemoteAs(neighbor, group, out)) return std::nullopt;
  out.address = neighbor.address;
  out.interface = neighbor.interface;
  out.listen_range = neighbor.listen_range;
  out.group = neighbor.group.value;
  out.span = neighbor.span;
  TakeSession(neighbor, group, out);
  for (const BgpFamily family : {BgpFamily::kIpv4Unicast, BgpFamily::kIpv6Unicast, BgpFamily::kVpnIpv4,
                                 BgpFamily::kVpnIpv6, BgpFamily::kEvpn}) {
    const Sources sources = SourcesOf(neighbor, group, family);
    if (!IsActive(sources, family)) continue;
    out.families.push_back(ConvertFamily(sources, family));
    const Setting<bool> next_hop6 = Strongest(sources, &NeighborSettings::next_hop6);
    if (neighbor.interface.empty() && next_hop6.value)
      conversion_.reader.Demote(next_hop6.span, model::Impact::kRouting4, "IPv4 routes with IPv6 next hops");
  }
  return out;
}

}  // namespace

void ConvertNeighbors(Conversion& conversion, const BgpVrfText& text, bgp::BgpVrf& vrf) {
  NeighborConversion neighbors(conversion, text);
  for (const NeighborText& neighbor : text.neighbors) {
    if (neighbor.is_group) continue;
    if (auto converted = neighbors.Convert(neighbor)) vrf.neighbors.push_back(std::move(*converted));
  }
}

}  // namespace ringfence::formats::arista_eos
