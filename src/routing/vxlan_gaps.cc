// Where a VLAN in VXLAN does more than carry frames of hosts.
//
// Problem: which frames cross a tunnel follows from routes, and routes are computed as if none did. So
// nobody hears anybody over a tunnel, and what would be told there is open:
// 1. a routing protocol that runs on such a VLAN, and a BGP session over it;
// 2. groups of first-hop redundancy but anycast: their routers elect over it;
// 3. policies of EVPN sessions with conditions: routes of members (RFC 7432 section 7.3) have no prefix,
//    and what a condition says of them differs between systems;
// 4. routes to single hosts (RFC 9135 section 5) that a VRF in VXLAN, or in EVPN over labels, gives to
//    routers beside the fabric;
// 5. one identifier for several VLANs, tunnel ends with IPv6 addresses, more members than are computed.
// Cost: the interfaces of such VLANs by the statements of their devices.

#include "routing/vxlan_gaps.h"

#include <algorithm>
#include <string>

#include "model/fate.h"
#include "routing/vxlan_members.h"

namespace ringfence::routing {
namespace {

using model::Endpoint;
using model::Impact;

constexpr std::uint8_t kAny = Impact::kRouting | Impact::kForwarding;

/// Some process has neighbours on the interface.
template <class Processes>
bool Runs(const Processes& processes, const std::string& interface) {
  return std::ranges::any_of(processes, [&interface](const auto& process) {
    return std::ranges::any_of(
        process.interfaces, [&interface](const auto& one) { return one.name == interface && !one.passive; });
  });
}

void AddProtocols(const Network& network, const Endpoint& end, std::vector<Gap>& gaps) {
  const DeviceConfig& config = network.nodes()[end.node.index()].config;
  const model::Interface& interface = network.InterfaceAt(end);
  const bool runs =
      Runs(config.ospf.processes, interface.name) || Runs(config.isis.processes, interface.name) ||
      Runs(config.rip.processes, interface.name) || Runs(config.eigrp.processes, interface.name);
  if (runs) gaps.push_back({interface.span, kAny, "a routing protocol over VXLAN"});
  for (const model::VirtualRouter& group : interface.virtual_routers) {
    if (group.protocol != model::RedundancyProtocol::kAnycast)
      gaps.push_back({group.span, kAny, "first-hop redundancy over VXLAN"});
  }
}

/// Neighbours at interfaces of the link that no cable joins with a device's own.
void AddSessions(const Network& network, const Segment& segment, const Endpoint& end,
                 std::vector<Gap>& gaps) {
  const std::vector<Endpoint>& ends = network.links()[segment.link.index()].ends;
  const auto far = [&](const net::IpAddress& address) {
    return std::ranges::any_of(ends, [&](const Endpoint& other) {
      return other.node != end.node && network.OwnsAddress(other, address) &&
             CrossSegment(network, segment, end, other, [](std::uint32_t) { return true; }).ways.empty();
    });
  };
  for (const bgp::BgpVrf& vrf : network.nodes()[end.node.index()].config.bgp.vrfs) {
    if (vrf.vrf != network.InterfaceAt(end).vrf) continue;
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      const bool over = neighbor.listen_range || (neighbor.address && far(*neighbor.address));
      if (over && !neighbor.shutdown) gaps.push_back({neighbor.span, kAny, "a BGP session over VXLAN"});
    }
  }
}

bool IsOverLabels(const DeviceConfig& config, const std::string& vrf) {
  return std::ranges::any_of(
      config.vrfs, [&vrf](const VrfConfig& one) { return one.name == vrf && one.evpn_over_labels; });
}

/// A service over labels that a VRF in EVPN stands on.
bool IsGateway(const DeviceConfig& config, const model::L2Service& service) {
  return service.evpn && std::ranges::any_of(service.routed, [&config](const std::string& name) {
           const model::InterfaceIndex index = model::FindInterface(config.device, name);
           return index.valid() && IsOverLabels(config, config.device.interfaces[index.index()].vrf);
         });
}

/// The VRF takes routes to hosts: its packets travel in VXLAN, or over labels and some such gateway is there.
bool TakesHosts(const DeviceConfig& config, const std::string& vrf, bool gateways) {
  const auto& vxlan = config.device.vxlan;
  const bool boxed =
      vxlan && std::ranges::any_of(vxlan->segments, [&vrf](const model::VxlanSegment& segment) {
        return !segment.bridges() && segment.vrf == vrf;
      });
  return boxed || (gateways && IsOverLabels(config, vrf));
}

/// Whoever gets routes of a VRF beside EVPN may get those to hosts of its gateways.
void AddHostRoutes(const DeviceConfig& config, bool gateways, std::vector<Gap>& gaps) {
  constexpr std::string_view kReason = "routes to hosts behind EVPN given to others";
  const auto carried = [&](const std::string& vrf) { return TakesHosts(config, vrf, gateways); };
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
    if (vrf.vrf.empty() || !carried(vrf.vrf)) continue;
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      if (!neighbor.shutdown) gaps.push_back({neighbor.span, Impact::kRouting, kReason});
    }
  }
  const auto give = [&](const auto& processes) {
    for (const auto& process : processes) {
      for (const auto& taken : process.redistributions) {
        if (!process.vrf.empty() && carried(process.vrf))
          gaps.push_back({taken.span, Impact::kRouting, kReason});
      }
    }
  };
  give(config.ospf.processes);
  give(config.isis.processes);
  give(config.rip.processes);
  give(config.eigrp.processes);
}

bool HasConditions(const model::PolicySet& set, const model::PolicyChain& chain) {
  return std::ranges::any_of(chain.names, [&set](const std::string& name) {
    const model::RoutePolicy* policy = model::FindPolicy(set, name);
    return policy == nullptr || std::ranges::any_of(policy->terms, [](const model::RouteTerm& term) {
             return !term.all_of.empty() || term.flow == model::TermFlow::kCall;
           });
  });
}

void AddPolicies(const DeviceConfig& config, std::vector<Gap>& gaps) {
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      const bool open = std::ranges::any_of(neighbor.families, [&config](const bgp::NeighborFamily& family) {
        return family.family == bgp::BgpFamily::kEvpn &&
               (HasConditions(config.policies, family.import) ||
                HasConditions(config.policies, family.export_chain));
      });
      if (open) gaps.push_back({neighbor.span, kAny, "conditions on members of a VLAN in EVPN"});
    }
  }
}

}  // namespace

void AddVxlanGaps(const Network& network, std::vector<Gap>& gaps) {
  for (const Segment& segment : network.segments()) {
    if (!segment.stretched) continue;
    for (const Endpoint& end : network.links()[segment.link.index()].ends) {
      AddProtocols(network, end, gaps);
      AddSessions(network, segment, end, gaps);
    }
  }
  std::size_t tables = 0;
  for (const TableOwner& owner : network.tables()) tables += owner.vrf.starts_with("vni ") ? 1 : 0;
  bool any = false, gateways = false;
  for (const Node& node : network.nodes()) {
    for (const model::L2Service& service : node.config.device.l2_services) {
      any = any || service.evpn;
      gateways = gateways || IsGateway(node.config, service);
    }
    const auto& vxlan = node.config.device.vxlan;
    if (!vxlan || !vxlan->local) continue;
    for (const model::VxlanSegment& segment : vxlan->segments) {
      if (!segment.bridges()) continue;
      any = true;
      if (std::ranges::count(vxlan->segments, segment.vni, &model::VxlanSegment::vni) > 1)
        gaps.push_back({segment.span, kAny, "one identifier of VXLAN for several VLANs or VRFs"});
      const bool told = !segment.import_targets.empty() && node.config.bgp.as != 0;
      if (told && (tables == 0 || vxlan->local->family == net::Family::kIpv6))
        gaps.push_back({segment.span, kAny, "members of a VLAN in VXLAN"});
    }
  }
  for (const Node& node : network.nodes()) {
    if (!any) break;
    AddPolicies(node.config, gaps);
    AddHostRoutes(node.config, gateways, gaps);
  }
}

}  // namespace ringfence::routing
