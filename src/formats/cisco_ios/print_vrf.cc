// VRFs, switch ports and virtual routers as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_ios/print.h"
#include "model/redundancy.h"

namespace ringfence::formats::cisco_ios {
namespace {

void PrintTargets(Printout& out, std::string_view direction, const std::vector<std::string>& targets) {
  constexpr std::string_view kKind = "target:";
  for (const std::string& target : targets)
    out.text += fmt::format("  route-target {} {}\n", direction, target.substr(kKind.size()));
}

}  // namespace

void PrintVrfs(Printout& out, const routing::DeviceConfig& config) {
  for (const routing::VrfConfig& vrf : config.vrfs) {
    out.text += fmt::format("vrf definition {}\n", vrf.name);
    if (!vrf.route_distinguisher.empty()) out.text += fmt::format(" rd {}\n", vrf.route_distinguisher);
    for (const std::string& name : vrf.import_policies) out.text += fmt::format(" import map {}\n", name);
    for (const std::string& name : vrf.export_policies) out.text += fmt::format(" export map {}\n", name);
    out.text += " address-family ipv4\n";
    PrintTargets(out, "import", vrf.import_targets4);
    PrintTargets(out, "export", vrf.export_targets4);
    if (vrf.import_targets6.empty() && vrf.export_targets6.empty()) continue;
    out.text += " address-family ipv6\n";
    PrintTargets(out, "import", vrf.import_targets6);
    PrintTargets(out, "export", vrf.export_targets6);
  }
}

void PrintSwitching(Printout& out, const model::Interface& interface, const model::Device& device) {
  if (interface.switch_port) {
    const model::SwitchPort& port = *interface.switch_port;
    out.text += fmt::format(" switchport\n switchport mode {}\n", port.trunk ? "trunk" : "access");
    out.text +=
        fmt::format(" switchport {} {}\n", port.trunk ? "trunk native vlan" : "access vlan", port.vlan);
    std::string allowed;
    for (const model::VlanRange& range : port.allowed) {
      allowed += allowed.empty() ? "" : ",";
      allowed += range.first == range.last ? std::to_string(range.first)
                                           : fmt::format("{}-{}", range.first, range.last);
    }
    out.text += fmt::format(" switchport trunk allowed vlan {}\n", allowed.empty() ? "none" : allowed);
  }
  const auto& groups = interface.virtual_routers;
  if (std::ranges::any_of(groups, [](const auto& one) { return model::IsLaterVersion(one.group); }))
    out.text += " standby version 2\n";
  for (const model::VirtualRouter& group : groups) {
    const bool standby = group.protocol == model::RedundancyProtocol::kHsrp;
    const std::string head =
        fmt::format("{} {}", standby ? "standby" : "vrrp", model::WireGroup(group.group));
    for (std::size_t i = 0; i < group.addresses.size(); ++i) {
      out.text +=
          fmt::format(" {} ip {}{}\n", head, net::ToString(group.addresses[i]), i == 0 ? "" : " secondary");
    }
    out.text += fmt::format(" {} priority {}\n", head, group.priority);
    if (group.preempt == standby)
      out.text += fmt::format(" {}{} preempt\n", group.preempt ? "" : "no ", head);
    for (const model::PriorityTrack& track : group.tracks)
      out.text += fmt::format(" {} track {} {}\n", head, TrackNumberOf(device, track),
                              track.leaves ? "shutdown" : fmt::format("decrement {}", -track.change));
  }
}

}  // namespace ringfence::formats::cisco_ios
