// BGP: groups merged in the order of this system, policies put in place, then the shared conversion.
//
// What a neighbour says itself comes first, then the family groups and the session group it uses, then its
// neighbour group, which is made in the same way.

#include <set>

#include "formats/bgp_conversion.h"
#include "formats/cisco_iosxr/bgp_dialect.h"
#include "formats/cisco_iosxr/convert.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

/// Merges what neighbours use and resolves policies.
class Merger {
 public:
  Merger(Conversion& conversion, BgpText& text) : conversion_(conversion), text_(text) {}

  void Run() {
    for (BgpVrfText& vrf : text_.vrfs) {
      for (NeighborText& neighbor : vrf.neighbors) {
        if (!neighbor.is_group) neighbor = Merged(neighbor, vrf);
      }
    }
    for (BgpVrfText& vrf : text_.vrfs) {
      // Groups have done their work; the name stays with the neighbours.
      for (NeighborText& neighbor : vrf.neighbors) {
        if (neighbor.is_group) neighbor.families.clear();
        neighbor.templates.clear();
        Resolve(neighbor);
      }
      for (auto& [kind, family] : vrf.families) Resolve(family);
    }
  }

 private:
  Reader& reader() { return conversion_.reader; }

  void Put(Setting<std::string>& use) {
    if (use.set() && !use.value.empty()) use.value = conversion_.policies.Use(use.value, use.span, kRouting);
  }

  void Resolve(NeighborText& neighbor) {
    for (auto& [kind, family] : neighbor.families) {
      family.templates.clear();
      Put(family.map_in);
      Put(family.map_out);
      Put(family.default_originate_map);
    }
    constexpr std::string_view kChain = "chain:";
    if (neighbor.is_group || !neighbor.authentication.value.starts_with(kChain)) return;
    const std::string name = neighbor.authentication.value.substr(kChain.size());
    neighbor.authentication.value = KeyOfChain(reader(), name, neighbor.authentication.span);
  }

  void Resolve(BgpFamilyText& family) {
    for (NetworkText& network : family.networks) Put(network.map);
    for (BgpRedistributeText& redistribution : family.redistributions) Put(redistribution.map);
    for (AggregateText& aggregate : family.aggregates) {
      Put(aggregate.advertise_map);
      const bool changes =
          aggregate.advertise_map.set() && !conversion_.policies.OnlyFilters(aggregate.advertise_map.value);
      if (changes)
        reader().Demote(aggregate.advertise_map.span, kRouting, "policy that changes an aggregate");
    }
    Put(family.table_map);
  }

  /// Family groups, each with those it uses.
  void AddFamilyGroups(NeighborText& neighbor) {
    for (auto& [kind, family] : neighbor.families) {
      std::set<std::string> seen;
      std::vector<std::string> open = family.templates;
      while (!open.empty()) {
        const std::string name = std::move(open.back());
        open.pop_back();
        if (!seen.insert(name).second) continue;
        const auto group = reader().vendor.af_groups.find(name);
        const bool known = group != reader().vendor.af_groups.end() && group->second.families.contains(kind);
        if (!known) {
          reader().Undefined(family.span, "family group", name);
          continue;
        }
        const NeighborFamilyText& parent = group->second.families.at(kind);
        InheritFamily(family, parent);
        open.insert(open.end(), parent.templates.begin(), parent.templates.end());
      }
    }
  }

  void AddSessionGroups(NeighborText& neighbor) {
    std::set<std::string> seen;
    std::vector<std::string> open = neighbor.templates;
    while (!open.empty()) {
      const std::string name = std::move(open.back());
      open.pop_back();
      if (!seen.insert(name).second) continue;
      const auto group = text_.session_templates.find(name);
      if (group == text_.session_templates.end()) {
        reader().Undefined(neighbor.span, "session group", name);
        continue;
      }
      InheritNeighbor(neighbor, group->second);
      open.insert(open.end(), group->second.templates.begin(), group->second.templates.end());
    }
  }

  const NeighborText* GroupOf(const std::string& name, const BgpVrfText& vrf) const {
    for (const BgpVrfText* place : {&vrf, static_cast<const BgpVrfText*>(&text_.vrfs.front())}) {
      for (const NeighborText& known : place->neighbors) {
        if (known.is_group && known.name == name) return &known;
      }
    }
    return nullptr;
  }

  NeighborText Merged(NeighborText neighbor, const BgpVrfText& vrf) {
    AddFamilyGroups(neighbor);
    AddSessionGroups(neighbor);
    std::set<std::string> seen;
    std::string name = neighbor.group.value;
    while (!name.empty() && seen.insert(name).second) {
      const NeighborText* group = GroupOf(name, vrf);
      if (group == nullptr) {
        // The shared conversion reports the group of the neighbour itself.
        if (name != neighbor.group.value) reader().Undefined(group_span_, "neighbour group", name);
        break;
      }
      NeighborText parent = *group;
      AddFamilyGroups(parent);
      AddSessionGroups(parent);
      InheritNeighbor(neighbor, parent);
      group_span_ = parent.group.span;
      name = parent.group.value;
    }
    return neighbor;
  }

  Conversion& conversion_;
  BgpText& text_;
  base::Span group_span_;
};

/// The highest address of a loopback that is up, in the default VRF.
std::optional<net::IpAddress> ChooseRouterId(const model::Device& device) {
  std::optional<net::IpAddress> best;
  for (const model::Interface& interface : device.interfaces) {
    if (interface.kind != model::InterfaceKind::kLoopback || !interface.vrf.empty()) continue;
    const net::IpAddress* address = Primary4(interface);
    if (address != nullptr && (!best || *best < *address)) best = *address;
  }
  return best;
}

}  // namespace

void ConvertBgp(Conversion& conversion) {
  Reader& reader = conversion.reader;
  BgpText& text = reader.vendor.bgp;
  if (text.as == 0) return;
  Merger(conversion, text).Run();
  std::erase_if(text.vrfs, [&reader](const BgpVrfText& vrf) { return !IsVrf(reader, vrf.vrf, vrf.span); });
  const PolicyTexts no_texts;
  const PolicyDialect no_dialect;
  PolicyConverter given(no_texts, no_dialect, reader, conversion.config.policies);
  conversion.config.bgp = formats::ConvertBgp(text, Dialect(), given, reader);
  std::optional<net::IpAddress> chosen = ChooseRouterId(conversion.config.device);
  if (reader.vendor.router_id.set()) chosen = reader.vendor.router_id.value;
  std::vector<routing::bgp::BgpVrf>& vrfs = conversion.config.bgp.vrfs;
  for (routing::bgp::BgpVrf& vrf : vrfs) {
    if (vrf.vrf.empty() && vrf.router_id) chosen = vrf.router_id;
    if (!vrf.router_id) vrf.router_id = chosen;
  }
}

}  // namespace ringfence::formats::cisco_iosxr
