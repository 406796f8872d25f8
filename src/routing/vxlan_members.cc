// Members of VLANs in VXLAN: inclusive multicast routes of EVPN (RFC 7432 section 7.3, RFC 8365
// section 5.1.3).
//
// Problem: which tunnel ends a VLAN reaches is told by BGP. It follows sessions, reflectors, route
// targets and failures like any route, and unlike others stands in no routing table.
// Idea: give it one. The table of an identifier holds a route to the address of each other end that takes
// part; an end originates its own address into it, and import and export are those of EVPN prefixes (RFC
// 9136): the next hop is the tunnel end, the label its identifier. The targets get a mark, for routes of
// different kinds never meet in one table, whatever targets they share. A VLAN without targets takes and
// tells nothing.
// Cost: a VRF for each VLAN and tunnel end.

#include "routing/vxlan_members.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace ringfence::routing {
namespace {

std::vector<model::CommunityText> Marked(const std::vector<std::string>& targets) {
  std::vector<model::CommunityText> marked;
  for (const std::string& target : targets) marked.push_back("members " + target);
  return marked;
}

}  // namespace

void AddMembersTable(DeviceConfig& config, const MembersTableText& text) {
  VrfConfig vrf;
  vrf.name = text.name;
  vrf.route_distinguisher = config.device.name + " " + text.name;  // unlike any other
  vrf.evpn_import_targets = text.import_targets;
  vrf.evpn_export_targets = text.export_targets;
  vrf.imports_from_own_device = false;
  vrf.forwards4 = vrf.forwards6 = false;
  vrf.span = text.span;
  bgp::BgpVrf speaker;
  speaker.vrf = text.name;
  speaker.span = text.span;
  const auto main = std::ranges::find(config.bgp.vrfs, std::string(), &bgp::BgpVrf::vrf);
  if (main != config.bgp.vrfs.end()) speaker.router_id = main->router_id;
  bgp::BgpFamilyConfig& family = speaker.families.emplace_back();
  family.span = text.span;
  bgp::BgpNetwork& network = family.networks.emplace_back();
  network.prefix = net::Prefix::Host(text.own);
  network.needs_route = network.copies_route = false;
  network.span = text.span;
  config.vrfs.push_back(std::move(vrf));
  config.bgp.vrfs.push_back(std::move(speaker));
}

bool IsMembersTable(std::string_view table) {
  return table.starts_with("vni ") || table.starts_with("evpn ");
}

void AddVxlanMembers(std::vector<Node>& nodes) {
  std::size_t count = 0;
  for (Node& node : nodes) {
    if (!node.config.device.vxlan) continue;
    for (model::VxlanSegment& segment : node.config.device.vxlan->segments) {
      if (!segment.bridges()) continue;
      segment.vrf = model::MembersTable(segment.vni);
      ++count;
    }
  }
  if (count > kMembersTablesMax) return;
  for (Node& node : nodes) {
    const std::optional<model::Vxlan>& vxlan = node.config.device.vxlan;
    const bool speaks = vxlan && vxlan->local && vxlan->local->family == net::Family::kIpv4;
    if (!speaks || node.config.bgp.as == 0) continue;
    for (const model::VxlanSegment& segment : vxlan->segments) {
      const bool told = !segment.import_targets.empty() || !segment.export_targets.empty();
      const bool known = std::ranges::count(node.config.vrfs, segment.vrf, &VrfConfig::name) > 0;
      if (segment.bridges() && told && !known)
        AddMembersTable(node.config, {segment.vrf, *vxlan->local, Marked(segment.import_targets),
                                      Marked(segment.export_targets), segment.span});
    }
  }
}

}  // namespace ringfence::routing
