// Neighbours of BGP with what they inherit. Order: the neighbour's own words, then the peer template, then
// the session template; in a family its own words, then peer policies by their numbers, then the template's.
// Templates inherit each other at most kInheritanceMax deep, so a circle ends.

#include <fmt/format.h>

#include "formats/cisco_nxos/convert_bgp.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::PolicyChain;

/// Deepest chain of templates (origin: the device allows seven).
constexpr std::size_t kInheritanceMax = 8;

void FillFamily(NeighborFamilyText& mine, const NeighborFamilyText& other) {
  constexpr Setting<std::string> NeighborFamilyText::* kNames[] = {
      &NeighborFamilyText::map_in,    &NeighborFamilyText::map_out, &NeighborFamilyText::list_in,
      &NeighborFamilyText::list_out,  &NeighborFamilyText::path_in, &NeighborFamilyText::path_out,
      &NeighborFamilyText::unsuppress};
  constexpr Setting<bool> NeighborFamilyText::* kFlags[] = {
      &NeighborFamilyText::next_hop_self,    &NeighborFamilyText::next_hop_self_all,
      &NeighborFamilyText::send_standard,    &NeighborFamilyText::send_extended,
      &NeighborFamilyText::as_override,      &NeighborFamilyText::disable_peer_as_check,
      &NeighborFamilyText::reflector_client, &NeighborFamilyText::add_path_send,
      &NeighborFamilyText::add_path_receive};
  for (const auto name : kNames) Fill(mine.*name, other.*name);
  for (const auto flag : kFlags) Fill(mine.*flag, other.*flag);
  Fill(mine.allowas_in, other.allowas_in);
  Fill(mine.weight, other.weight);
  if (!mine.default_originate_on.set()) {
    mine.default_originate_on = other.default_originate_on;
    mine.default_originate = other.default_originate;
  }
  if (!mine.advertise_map.set()) {
    mine.advertise_map = other.advertise_map;
    mine.condition_map = other.condition_map;
    mine.when_present = other.when_present;
  }
  if (!mine.span.valid()) mine.span = other.span;
}

/// Fills a family with the peer policies it inherits, by their numbers; then with those that they inherit.
void FillPolicies(Reader& reader, NeighborFamilyText& family) {
  std::vector<std::string> names;
  for (const auto& [order, name] : family.policies) names.push_back(name);
  for (std::size_t i = 0; i < names.size() && i < kInheritanceMax; ++i) {
    const auto policy = reader.vendor.bgp.policies.find(names[i]);
    if (policy == reader.vendor.bgp.policies.end()) {
      reader.Undefined(family.policies_span, "peer policy", names[i]);
      continue;
    }
    FillFamily(family, policy->second);
    for (const auto& [order, name] : policy->second.policies) names.push_back(name);
  }
}

void FillNeighbor(NeighborText& mine, const NeighborText& other) {
  Fill(mine.remote_as_kind, other.remote_as_kind);
  Fill(mine.remote_as, other.remote_as);
  Fill(mine.remote_as_map, other.remote_as_map);
  Fill(mine.local_as, other.local_as);
  Fill(mine.update_source, other.update_source);
  Fill(mine.password, other.password);
  Fill(mine.multihop, other.multihop);
  Fill(mine.connected_check, other.connected_check);
  Fill(mine.shutdown, other.shutdown);
  Fill(mine.passive, other.passive);
  Fill(mine.remove_private, other.remove_private);
  for (const auto& [kind, family] : other.families) {
    NeighborFamilyText& own = mine.families[kind];
    FillFamily(own, family);
    if (own.policies.empty()) {
      own.policies = family.policies;
      own.policies_span = family.policies_span;
    }
  }
}

/// Follows one kind of inheritance, nearest first.
void Inherit(Reader& reader, NeighborText& neighbor, Setting<std::string> next,
             const std::map<std::string, NeighborText>& templates,
             Setting<std::string> NeighborText::* further, std::string_view kind) {
  for (std::size_t depth = 0; depth < kInheritanceMax && next.set(); ++depth) {
    const auto found = templates.find(next.value);
    if (found == templates.end()) return reader.Undefined(next.span, kind, next.value);
    FillNeighbor(neighbor, found->second);
    Fill(neighbor.inherit_session, found->second.inherit_session);
    next = found->second.*further;
  }
}

NeighborText Merged(Reader& reader, const NeighborText& text) {
  NeighborText neighbor = text;
  const BgpText& bgp = reader.vendor.bgp;
  Inherit(reader, neighbor, text.inherit_peer, bgp.peers, &NeighborText::inherit_peer, "peer template");
  Inherit(reader, neighbor, neighbor.inherit_session, bgp.sessions, &NeighborText::inherit_session,
          "peer session");
  for (auto& [kind, family] : neighbor.families) FillPolicies(reader, family);
  return neighbor;
}

/// Filters first, then the route map, which decides: all of them must let a route pass.
PolicyChain FiltersOf(Conversion& conversion, ListKind prefixes, const Setting<std::string>& list,
                      const Setting<std::string>& path, const Setting<std::string>& map) {
  PolicyChain chain;
  const auto add = [&](ListKind kind, const Setting<std::string>& filter) {
    if (filter.value.empty()) return;
    const auto name = conversion.policies.UseFilter(kind, filter.value, filter.span, kRouting);
    if (name) chain.names.push_back(*name);
    chain.span = filter.span;
  };
  add(prefixes, list);
  add(ListKind::kAsPath, path);
  if (map.value.empty()) return chain;
  chain.names.push_back(conversion.policies.UseRouteMap(map.value, map.span, kRouting));
  chain.span = map.span;
  return chain;
}

bgp::NeighborFamily ConvertFamily(Conversion& conversion, bgp::BgpFamily kind, const NeighborFamilyText& text,
                                  const NeighborText& neighbor) {
  const bool v6 = kind == bgp::BgpFamily::kIpv6Unicast || kind == bgp::BgpFamily::kVpnIpv6;
  const ListKind prefixes = v6 ? ListKind::kPrefix6 : ListKind::kPrefix4;
  bgp::NeighborFamily out;
  out.family = kind;
  out.span = text.span;
  out.import = FiltersOf(conversion, prefixes, text.list_in, text.path_in, text.map_in);
  out.export_chain = FiltersOf(conversion, prefixes, text.list_out, text.path_out, text.map_out);
  if (text.next_hop_self.value_or(false)) out.next_hop_self = bgp::NextHopSelf::kLearnedByEbgp;
  if (text.next_hop_self_all.value_or(false)) out.next_hop_self = bgp::NextHopSelf::kAlways;
  out.send_standard = text.send_standard.value_or(false);
  out.send_extended = text.send_extended.value_or(false);
  out.send_large = out.send_standard;
  out.remove_private = neighbor.remove_private.value_or(bgp::RemovePrivate::kNo);
  out.as_override = text.as_override.value_or(false);
  out.allow_own_as = text.allowas_in.value_or(0);
  out.send_to_as_in_path = text.disable_peer_as_check.value_or(false);
  out.reflector_client = text.reflector_client.value_or(false);
  if (text.weight.set()) out.weight = text.weight.value;
  out.default_originate = text.default_originate_on.value_or(false);
  out.default_originate_policy = ChainOf(conversion, text.default_originate);
  out.add_path_send = text.add_path_send.value_or(false);
  out.add_path_receive = text.add_path_receive.value_or(false);
  out.unsuppress_policies = ChainOf(conversion, text.unsuppress).names;
  if (text.advertise_map.set()) {
    out.conditional = bgp::ConditionalAdvertisement{ChainOf(conversion, text.advertise_map),
                                                    ChainOf(conversion, text.condition_map),
                                                    text.when_present, text.advertise_map.span};
  }
  return out;
}

/// Which AS the other end may have; false: the neighbour cannot come up.
bool SetRemoteAs(Reader& reader, const NeighborText& text, bgp::BgpNeighbor& out) {
  if (text.remote_as_map.set()) {
    out.remote_as_kind = bgp::RemoteAs::kExternal;
    out.remote_as_span = text.remote_as_map.span;
    reader.Demote(text.remote_as_map.span, kRouting, "AS numbers by route map");
    return true;
  }
  if (!text.remote_as_kind.set()) return false;
  out.remote_as_kind = text.remote_as_kind.value;
  out.remote_as_span = text.remote_as_kind.span;
  if (out.remote_as_kind == bgp::RemoteAs::kNumber) out.remote_as = text.remote_as.value;
  return true;
}

/// Options of families that are on for the whole VRF count where the neighbour is silent.
void FillFromVrf(const BgpVrfText& vrf, bgp::BgpFamily kind, NeighborFamilyText& family) {
  const auto config = vrf.families.find(kind);
  if (config == vrf.families.end()) return;
  Fill(family.add_path_send, config->second.add_path_send);
  Fill(family.add_path_receive, config->second.add_path_receive);
}

}  // namespace

void ConvertNeighbors(Conversion& conversion, const BgpVrfText& text, bgp::BgpVrf& vrf) {
  Reader& reader = conversion.reader;
  for (const NeighborText& own : text.neighbors) {
    if (own.removed) continue;
    NeighborText merged = Merged(reader, own);
    bgp::BgpNeighbor out;
    if (!SetRemoteAs(reader, merged, out)) continue;
    out.address = merged.address;
    out.interface = merged.interface;
    out.listen_range = merged.range;
    out.span = merged.span;
    if (merged.local_as.set()) out.local_as = merged.local_as.value;
    out.update_source_interface = merged.update_source.value;
    out.ebgp_hops_max = merged.multihop.value_or(1);
    out.connected_check = merged.connected_check.value_or(true);
    out.shutdown = merged.shutdown.value_or(false);
    out.passive = merged.passive.value_or(false);
    out.authentication = merged.password.value;
    out.enforce_first_as = text.enforce_first_as.value_or(true);
    for (auto& [kind, family] : merged.families) {
      FillFromVrf(text, kind, family);
      out.families.push_back(ConvertFamily(conversion, kind, family, merged));
    }
    vrf.neighbors.push_back(std::move(out));
  }
}

}  // namespace ringfence::formats::cisco_nxos
