// Problem: two provider edges that give OSPF to BGP and BGP to OSPF are redistribution in a circle, in which
// routes could feed each other. Idea: RFC 4577 section 4.2.5 cuts it. What a provider edge takes from BGP it
// marks, and a provider edge leaves marked routes out, so at a site where nobody but provider edges gives
// routes of OSPF away they end there. The order of events decides nothing either: the edge prefers OSPF to
// BGP, and of OSPF it uses only what the site itself has. A mark is lost where a border router of the site
// makes an advertisement of its own (type 3 into another area); a provider edge outside of the backbone then
// takes none from it, as a border router itself (section 4.1.4), which is not computed. Cost: O(processes +
// links), then O(processes) for each edge.

#include "routing/vpn_sites.h"

#include <algorithm>
#include <set>

#include "model/fate.h"
#include "routing/vrf_gaps.h"

namespace ringfence::routing {
namespace {

using ospf::OspfProcess;
using ospf::VpnRole;

template <class Processes>
bool AnyTakesOspf(const Processes& processes, const std::string& vrf) {
  return std::ranges::any_of(processes, [&](const auto& process) {
    return process.vrf == vrf && std::ranges::any_of(process.redistributions, [](const auto& one) {
             return one.source == model::RouteSource::kOspf;
           });
  });
}

/// Some other protocol or table of the device takes routes of OSPF from this VRF.
bool GivesAway(const DeviceConfig& config, const std::string& vrf) {
  if (AnyTakesOspf(config.ospf.processes, vrf) || AnyTakesOspf(config.isis.processes, vrf) ||
      AnyTakesOspf(config.rip.processes, vrf) || AnyTakesOspf(config.eigrp.processes, vrf))
    return true;
  for (const bgp::BgpVrf& one : config.bgp.vrfs) {
    if (one.vrf != vrf) continue;
    for (const bgp::BgpFamilyConfig& family : one.families) {
      if (family.exports_from_table || !family.networks.empty()) return true;
      for (const bgp::BgpRedistribution& redistribution : family.redistributions) {
        if (redistribution.source == model::RouteSource::kOspf) return true;
      }
    }
  }
  return std::ranges::any_of(config.vrfs, [&](const VrfConfig& other) {
    return std::ranges::any_of(
        other.leaks, [&](const VrfLeak& leak) { return leak.from_vrf == vrf && !leak.through_bgp; });
  });
}

/// BGP of the VRF has no neighbours of its own, and its routes lose against those of the process.
bool YieldsToOspf(const DeviceConfig& config, const OspfProcess& process) {
  const auto& distances = process.distances;
  const std::uint32_t most = std::max({distances.intra, distances.inter, distances.external});
  const auto speaker = std::ranges::find(config.bgp.vrfs, process.vrf, &bgp::BgpVrf::vrf);
  if (speaker == config.bgp.vrfs.end() || !speaker->neighbors.empty()) return false;
  // What comes from a table of the device has the distance of a route from outside.
  const auto vrf = std::ranges::find(config.vrfs, process.vrf, &VrfConfig::name);
  if (vrf != config.vrfs.end() && MayTakeFromOwnDevice(config, *vrf)) return false;
  return std::ranges::all_of(speaker->families, [&](const bgp::BgpFamilyConfig& family) {
    return most < family.distance_ibgp && most < family.distance_imported.value_or(family.distance_ibgp);
  });
}

bool HasNssa(const OspfProcess& process) {
  return std::ranges::any_of(process.areas,
                             [](const ospf::OspfArea& area) { return area.type == ospf::AreaType::kNssa; });
}

std::set<ospf::AreaId> AreasOf(const OspfProcess& process) {
  std::set<ospf::AreaId> areas;
  for (const ospf::OspfInterface& interface : process.interfaces) areas.insert(interface.area);
  return areas;
}

}  // namespace

VpnSites::VpnSites(const Network& network) : network_(network) {
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const DeviceConfig& config = network.nodes()[n].config;
    for (std::size_t p = 0; p < config.ospf.processes.size(); ++p)
      members_.push_back({n, p, members_.size(), GivesAway(config, config.ospf.processes[p].vrf)});
  }
  JoinByLinks();
  JoinByShamLinks();
}

void VpnSites::Join(std::size_t a, std::size_t b) {
  const std::size_t from = std::max(members_[a].site, members_[b].site);
  const std::size_t to = std::min(members_[a].site, members_[b].site);
  if (from == to) return;
  for (Member& member : members_) {
    if (member.site == from) member.site = to;
  }
}

void VpnSites::JoinByLinks() {
  constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
  std::vector<std::size_t> on_link(network_.links().size(), kNobody);
  for (std::size_t m = 0; m < members_.size(); ++m) {
    const model::NodeId node(members_[m].node);
    for (const ospf::OspfInterface& interface : ProcessOf(members_[m]).interfaces) {
      const model::InterfaceIndex index =
          model::FindInterface(network_.nodes()[node.index()].config.device, interface.name);
      const model::LinkId link = index.valid() ? network_.LinkOf({node, index}) : model::LinkId();
      if (!link.valid()) continue;
      std::size_t& known = on_link[link.index()];
      known == kNobody ? void(known = m) : Join(known, m);
    }
  }
}

void VpnSites::JoinByShamLinks() {
  for (std::size_t a = 0; a < members_.size(); ++a) {
    for (const ospf::ShamLink& link : ProcessOf(members_[a]).vpn.sham_links) {
      for (std::size_t b = 0; b < members_.size(); ++b) {
        if (std::ranges::count(ProcessOf(members_[b]).vpn.sham_links, link.destination,
                               &ospf::ShamLink::source) > 0)
          Join(a, b);
      }
    }
  }
}

bool VpnSites::IsBesideBorder(const Member& member) const {
  const std::set<ospf::AreaId> mine = AreasOf(ProcessOf(member));
  return std::ranges::any_of(members_, [&](const Member& other) {
    const std::set<ospf::AreaId> areas = AreasOf(ProcessOf(other));
    if (other.site != member.site || &other == &member || areas.size() < 2) return false;
    return std::ranges::any_of(areas, [&](ospf::AreaId area) { return area != 0 && mine.contains(area); });
  });
}

bool VpnSites::KeepsApart(std::size_t node, std::size_t process) const {
  const auto found = std::ranges::find_if(
      members_, [=](const Member& one) { return one.node == node && one.process == process; });
  const OspfProcess& own = ProcessOf(*found);
  if (own.vpn.role != VpnRole::kEdge || !own.vpn.sets_down || HasNssa(own)) return false;
  if (!YieldsToOspf(network_.nodes()[node].config, own)) return false;
  return std::ranges::all_of(members_, [&](const Member& other) {
    if (other.site != found->site || !other.gives) return true;
    const ospf::VpnEdge& vpn = ProcessOf(other).vpn;
    return vpn.role == VpnRole::kEdge && vpn.checks_down && !IsBesideBorder(other);
  });
}

void VpnSites::AddGaps(std::vector<Gap>& gaps) const {
  for (const Member& member : members_) {
    const OspfProcess& process = ProcessOf(member);
    if (process.vpn.role != VpnRole::kEdge) continue;
    const bool four = process.family == net::Family::kIpv4;
    const std::uint8_t impact = four ? model::Impact::kRouting4 : model::Impact::kRouting6;
    if (IsBesideBorder(member))
      gaps.push_back(
          {process.span, impact, "OSPF of a VPN beside a border router in an area that is not the backbone"});
    const std::set<ospf::AreaId> areas = AreasOf(process);
    if (areas.size() > 1 && !areas.contains(0))
      gaps.push_back({process.span, impact, "OSPF of a VPN in several areas without a backbone"});
  }
}

}  // namespace ringfence::routing
