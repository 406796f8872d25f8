// EVPN over labelled paths (RFC 7432, RFC 8214).
//
// Problem: PEs with a bridge domain of one EVPN instance find each other by BGP: each tells that it takes
// part (type 3, section 7.3; a wire: type 1 under its identifier, RFC 8214 section 3) and which addresses are
// behind it (type 2), with a label of its own; route targets decide who takes it, as everywhere in BGP.
// Frames then travel below that label along the labelled path to the next hop, and never from one PE over a
// second to a third (section 8.3.1.2). Idea: that is a full mesh of pseudowires whose ends come and go with
// routes. Which two may ever be one is told by configurations alone: each takes a target that the other
// gives, for the same tag. These get a pseudowire (pseudowires.h), so segments, floods, split horizon and
// readers are those of VPLS. Whether it is there is told by routes: each end has a table with the addresses
// of the far ends that it was told of, filled like that of VLANs in VXLAN (vxlan_members.h), and both ends
// must be told and have a labelled path (exposure/tunnel_states.h). Addresses of hosts follow the same
// sessions and targets as their PEs. What is open: an end that takes from another which does not take from it
// (frames go one way); two services of one device that are the same far end for a third; targets that VLANs
// in VXLAN have as well, or VRFs there and VRFs over labels; instances without an address, or without BGP.
// Cost: for each target, its givers by its takers.

#include "routing/evpn_instances.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "model/fate.h"
#include "routing/vxlan_members.h"

namespace ringfence::routing {
namespace {

using model::Impact;

constexpr std::uint8_t kAny = Impact::kRouting | Impact::kForwarding;

/// A service with an instance: node and service.
using End = std::pair<std::size_t, std::size_t>;

const model::L2Service& ServiceOf(const std::vector<Node>& nodes, const End& end) {
  return nodes[end.first].config.device.l2_services[end.second];
}

/// Targets with what else must agree, for routes of different kinds and tags never meet in one table.
std::vector<model::CommunityText> Marked(const model::EvpnInstance& instance, bool exports) {
  const std::uint32_t tag = exports ? instance.tag : instance.far_tag;
  std::vector<model::CommunityText> marked;
  for (const std::string& target : exports ? instance.export_targets : instance.import_targets)
    marked.push_back((instance.wire ? "wire " : "bridge ") + std::to_string(tag) + " " + target);
  return marked;
}

/// It has an address, and routes of EVPN come and go.
bool Speaks(const DeviceConfig& config, const model::L2Service& service) {
  return service.evpn && service.evpn->local && service.evpn->local->family == net::Family::kIpv4 &&
         config.bgp.as != 0;
}

std::size_t InstancesOf(const Node& node) {
  return static_cast<std::size_t>(
      std::ranges::count_if(node.config.device.l2_services,
                            [](const model::L2Service& service) { return service.evpn.has_value(); }));
}

/// Pairs (giver, taker) of ends of different devices.
std::set<std::pair<End, End>> TellingsOf(const std::vector<Node>& nodes) {
  std::map<std::string, std::set<End>> givers, takers;
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const auto& services = nodes[n].config.device.l2_services;
    for (std::size_t s = 0; s < services.size(); ++s) {
      if (!Speaks(nodes[n].config, services[s])) continue;
      for (const std::string& target : Marked(*services[s].evpn, true)) givers[target].insert({n, s});
      for (const std::string& target : Marked(*services[s].evpn, false)) takers[target].insert({n, s});
    }
  }
  std::set<std::pair<End, End>> tellings;
  for (const auto& [target, ends] : givers) {
    for (const End& giver : ends) {
      for (const End& taker : takers[target]) {
        if (giver.first != taker.first) tellings.insert({giver, taker});
        if (tellings.size() > 2 * kEvpnWiresMax) return tellings;
      }
    }
  }
  return tellings;
}

model::Pseudowire WireTo(const model::L2Service& far, std::uint32_t number, base::Span span) {
  model::Pseudowire wire;
  wire.peer = *far.evpn->local;
  wire.id = number;
  wire.mesh = wire.evpn = true;
  wire.span = span;
  return wire;
}

/// What one look at all instances shows.
class InstanceGaps {
 public:
  InstanceGaps(const std::vector<Node>& nodes, std::vector<Gap>& gaps) : nodes_(nodes), gaps_(gaps) {}

  void Run() {
    const std::set<std::pair<End, End>> tellings = TellingsOf(nodes_);
    std::size_t count = 0;
    for (const Node& node : nodes_) count += InstancesOf(node);
    const bool too_many = tellings.size() > kEvpnWiresMax || count > kMembersTablesMax;
    std::map<std::pair<End, std::size_t>, std::set<End>> ends_at;  // of one end at each other device
    for (const auto& [giver, taker] : tellings) {
      if (!too_many && !tellings.contains({taker, giver}))
        Add(taker, "EVPN instance that takes routes of one that takes none of it");
      ends_at[{giver, taker.first}].insert(taker);
      ends_at[{taker, giver.first}].insert(giver);
    }
    for (const auto& [key, ends] : ends_at) {
      if (ends.size() > 1) Add(key.first, "several EVPN instances of one device with the same route targets");
    }
    const std::set<std::string> boxed = TargetsOfVxlan();
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      const auto& services = nodes_[n].config.device.l2_services;
      for (std::size_t s = 0; s < services.size(); ++s) {
        if (!services[s].evpn) continue;
        if (too_many) Add({n, s}, "more ends of EVPN instances than are computed");
        if (!Speaks(nodes_[n].config, services[s])) Add({n, s}, "EVPN instance without an address or BGP");
        AddShared({n, s}, boxed);
      }
    }
  }

 private:
  void Add(const End& end, std::string_view reason) {
    if (added_.insert({end, reason}).second)
      gaps_.push_back({ServiceOf(nodes_, end).evpn->span, kAny, reason});
  }

  std::set<std::string> TargetsOfVxlan() const {
    std::set<std::string> targets;
    for (const Node& node : nodes_) {
      if (!node.config.device.vxlan) continue;
      for (const model::VxlanSegment& segment : node.config.device.vxlan->segments) {
        if (!segment.bridges()) continue;
        targets.insert(segment.import_targets.begin(), segment.import_targets.end());
        targets.insert(segment.export_targets.begin(), segment.export_targets.end());
      }
    }
    return targets;
  }

  void AddShared(const End& end, const std::set<std::string>& boxed) {
    const model::EvpnInstance& instance = *ServiceOf(nodes_, end).evpn;
    const auto shared = [&boxed](const std::string& target) { return boxed.contains(target); };
    if (std::ranges::any_of(instance.import_targets, shared) ||
        std::ranges::any_of(instance.export_targets, shared))
      Add(end, "EVPN instance over labels and in VXLAN");
    // A service of the same device may be joined with it inside of the device.
    for (std::size_t s = 0; s < nodes_[end.first].config.device.l2_services.size(); ++s) {
      const model::L2Service& other = ServiceOf(nodes_, {end.first, s});
      if (s == end.second || !other.evpn) continue;
      const std::vector<model::CommunityText> given = Marked(*other.evpn, true);
      if (std::ranges::any_of(Marked(instance, false),
                              [&given](const auto& target) { return std::ranges::count(given, target) > 0; }))
        Add(end, "several EVPN instances of one device with the same route targets");
    }
  }

  const std::vector<Node>& nodes_;
  std::vector<Gap>& gaps_;
  std::set<std::pair<End, std::string_view>> added_;
};

/// Targets of VRFs whose prefixes EVPN carries, over labels or in VXLAN.
std::set<std::string> TargetsOfVrfs(const std::vector<Node>& nodes, bool labels) {
  std::set<std::string> targets;
  for (const Node& node : nodes) {
    for (const VrfConfig& vrf : node.config.vrfs) {
      if (vrf.evpn_over_labels != labels || IsMembersTable(vrf.name)) continue;
      targets.insert(vrf.evpn_import_targets.begin(), vrf.evpn_import_targets.end());
      targets.insert(vrf.evpn_export_targets.begin(), vrf.evpn_export_targets.end());
    }
  }
  return targets;
}

/// Whether a PE uses a route that leads elsewhere than its own do differs between systems.
void AddMixedVrfs(const std::vector<Node>& nodes, std::vector<Gap>& gaps) {
  const std::set<std::string> labelled = TargetsOfVrfs(nodes, true), boxed = TargetsOfVrfs(nodes, false);
  for (const Node& node : nodes) {
    for (const VrfConfig& vrf : node.config.vrfs) {
      const auto both = [&](const std::string& target) {
        return labelled.contains(target) && boxed.contains(target);
      };
      if (!IsMembersTable(vrf.name) && (std::ranges::any_of(vrf.evpn_import_targets, both) ||
                                        std::ranges::any_of(vrf.evpn_export_targets, both)))
        gaps.push_back({vrf.span, kAny, "VRF in EVPN over labels and in VXLAN"});
    }
  }
}

}  // namespace

std::vector<Node> WithEvpnWires(std::vector<Node> nodes) {
  const std::set<std::pair<End, End>> tellings = TellingsOf(nodes);
  if (tellings.size() > kEvpnWiresMax) return nodes;
  std::uint32_t number = 0;
  for (const auto& [giver, taker] : tellings) {
    if (taker < giver || !tellings.contains({taker, giver})) continue;
    ++number;
    for (const auto& [here, there] : {std::pair(giver, taker), std::pair(taker, giver)}) {
      model::L2Service& service = nodes[here.first].config.device.l2_services[here.second];
      service.pseudowires.push_back(WireTo(ServiceOf(nodes, there), number, service.evpn->span));
    }
  }
  return nodes;
}

void AddFarEnds(std::vector<Node>& nodes) {
  std::size_t count = 0;
  for (const Node& node : nodes) count += InstancesOf(node);
  if (count > kMembersTablesMax) return;
  for (Node& node : nodes) {
    const std::vector<model::L2Service>& services = node.config.device.l2_services;
    for (const model::L2Service& service : services) {
      if (!Speaks(node.config, service)) continue;
      const model::EvpnInstance& instance = *service.evpn;
      AddMembersTable(node.config, {model::FarEndsTable(service), *instance.local, Marked(instance, false),
                                    Marked(instance, true), instance.span});
    }
  }
}

void AddEvpnGaps(const Network& network, std::vector<Gap>& gaps) {
  InstanceGaps(network.nodes(), gaps).Run();
  AddMixedVrfs(network.nodes(), gaps);
}

}  // namespace ringfence::routing
