#include "routing/bgp/vpn_plan.h"

#include <algorithm>
#include <map>
#include <string>

namespace ringfence::routing::bgp {
namespace {

/// The speaker of the node's default table when some neighbour of it carries the family.
std::uint32_t HubOf(const Network& network, const SessionPlan& sessions, model::NodeId node,
                    BgpFamily wanted) {
  const std::uint32_t hub = sessions.SpeakerOf(network.MainTable(node));
  if (hub == kNone) return kNone;
  const auto carries = [wanted](const BgpNeighbor& neighbor) {
    return std::ranges::find(neighbor.families, wanted, &NeighborFamily::family) != neighbor.families.end();
  };
  return std::ranges::any_of(sessions.speakers()[hub].vrf->neighbors, carries) ? hub : kNone;
}

/// Where packets of others to a VRF enter the device, when it carries them in VXLAN, and frames of others to
/// an EVPN instance.
void DescribeTunnel(const model::Device& device, const VrfConfig& vrf, VpnPart& part) {
  for (const model::L2Service& service : device.l2_services) {
    if (!service.evpn || model::FarEndsTable(service) != vrf.name) continue;
    part.tunnel_end = service.evpn->local;
    part.bridge = true;
  }
  if (!device.vxlan || !device.vxlan->local) return;
  for (const model::VxlanSegment& segment : device.vxlan->segments) {
    if (segment.vrf != vrf.name) continue;
    part.tunnel_end = device.vxlan->local;
    part.vni = segment.vni;
  }
}

const srv6::Service* ServiceOf(const DeviceConfig& config, std::string_view vrf, net::Family family) {
  const auto found = std::ranges::find_if(config.srv6.services, [&](const srv6::Service& service) {
    return service.vrf == vrf && service.family == family;
  });
  return found == config.srv6.services.end() ? nullptr : &*found;
}

}  // namespace

VpnPlan::VpnPlan(const Network& network, const SessionPlan& sessions,
                 std::span<const std::unique_ptr<PolicyProgram>> programs, net::Family family)
    : family_(family), parts_(sessions.speakers().size()) {
  std::map<std::pair<bool, std::string>, std::uint32_t> distinguishers;
  for (std::uint32_t s = 0; s < parts_.size(); ++s) {
    Describe(network, sessions, *programs[sessions.speakers()[s].node.index()], s);
    VpnPart& part = parts_[s];
    if (part.vrf != nullptr && !part.vrf->route_distinguisher.empty()) {
      const auto next = static_cast<std::uint32_t>(distinguishers.size());
      part.distinguisher =
          distinguishers.try_emplace({part.evpn, part.vrf->route_distinguisher}, next).first->second;
    }
    if (part.imports || !part.leaks.empty()) takers_.push_back(s);
  }
  std::vector<std::uint8_t> gives(parts_.size(), 0);
  for (std::uint32_t s = 0; s < parts_.size(); ++s) {
    if (parts_[s].exports) gives[s] = 1;
    for (const VpnLeak& leak : parts_[s].leaks) gives[leak.from] = 1;
  }
  for (std::uint32_t s = 0; s < parts_.size(); ++s) {
    if (gives[s] != 0) givers_.push_back(s);
  }
  const BgpFamily labelled = family == net::Family::kIpv4 ? BgpFamily::kVpnIpv4 : BgpFamily::kVpnIpv6;
  for (std::uint32_t s = 0; s < parts_.size(); ++s) {
    const VpnPart& part = parts_[s];
    if (part.hub == kNone || part.evpn || part.distinguisher == kNone) continue;
    const std::string& vrf = sessions.speakers()[s].vrf->vrf;
    const auto& neighbors = sessions.speakers()[part.hub].vrf->neighbors;
    const bool makes = std::ranges::any_of(neighbors, [&](const BgpNeighbor& neighbor) {
      return std::ranges::any_of(neighbor.families, [&](const NeighborFamily& one) {
        return one.family == labelled && one.lower_pe &&
               std::ranges::find(one.default_vrfs, vrf) != one.default_vrfs.end();
      });
    });
    if (makes) lower_defaults_.push_back(s);
  }
  empty_ = takers_.empty() || (givers_.empty() && lower_defaults_.empty());
}

void VpnPlan::Describe(const Network& network, const SessionPlan& sessions, const PolicyProgram& program,
                       std::uint32_t speaker) {
  const Speaker& own = sessions.speakers()[speaker];
  const std::vector<VrfConfig>& vrfs = network.nodes()[own.node.index()].config.vrfs;
  const auto vrf = std::ranges::find(vrfs, own.vrf->vrf, &VrfConfig::name);
  if (vrf == vrfs.end()) return;
  VpnPart& part = parts_[speaker];
  part.vrf = &*vrf;
  part.evpn = !vrf->evpn_import_targets.empty() || !vrf->evpn_export_targets.empty();
  const bool four = family_ == net::Family::kIpv4;
  if (part.evpn) {
    part.evpn_labels = vrf->evpn_over_labels;
    if (!part.evpn_labels) DescribeTunnel(network.nodes()[own.node.index()].config.device, *vrf, part);
    if (part.tunnel_end || part.evpn_labels) part.hub = HubOf(network, sessions, own.node, BgpFamily::kEvpn);
    part.import_targets = vrf->evpn_import_targets;
    part.export_targets = vrf->evpn_export_targets;
  } else {
    part.srv6 = ServiceOf(network.nodes()[own.node.index()].config, vrf->name, family_);
    part.hub = HubOf(network, sessions, own.node, four ? BgpFamily::kVpnIpv4 : BgpFamily::kVpnIpv6);
    part.import_targets = four ? vrf->import_targets4 : vrf->import_targets6;
    part.export_targets = four ? vrf->export_targets4 : vrf->export_targets6;
  }
  const bool no_targets = !part.evpn && vrf->import_targets4.empty() && vrf->import_targets6.empty();
  part.imports_by_policy = no_targets && !vrf->import_policies.empty();
  part.imports = !part.import_targets.empty() || part.imports_by_policy;
  part.exports = !part.export_targets.empty() || !vrf->export_policies.empty();
  part.import_chain = program.Compile(vrf->import_policies);
  part.export_chain = program.Compile(vrf->export_policies);
  for (const VrfLeak& leak : vrf->leaks) {
    if (!leak.through_bgp || leak.family != family_) continue;
    const TableId table = network.FindTable(own.node, leak.from_vrf);
    const std::uint32_t from = table.valid() ? sessions.SpeakerOf(table) : kNone;
    if (from != kNone) part.leaks.push_back({&leak, from, program.Compile(leak.policies)});
  }
}

}  // namespace ringfence::routing::bgp
