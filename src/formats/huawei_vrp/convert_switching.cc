// Which ports switch, and for which VLANs. A port says so itself, or the ports of the device do unless told
// otherwise: then one that says nothing carries VLAN 1. A trunk carries what it names of the VLANs that the
// device has, and VLAN 1 unless that is taken off.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

constexpr std::string_view kVlanInterface = "Vlanif";
constexpr std::string_view kManagement = "MEth";  // a port that never switches

bool IsPort(const VrpInterface& interface) {
  const model::InterfaceKind kind = FactsOfName(interface.name).kind;
  return kind == model::InterfaceKind::kPhysical || kind == model::InterfaceKind::kLag;
}

/// True where a port has VLANs and no word that it switches, and none has addresses and no word that it
/// routes.
bool SwitchesByDefault(const VrpConfig& config) {
  bool switches = false, routes = false;
  for (const VrpInterface& interface : config.interfaces) {
    if (interface.frames.switches || !IsPort(interface) || interface.name.starts_with(kManagement)) continue;
    switches = switches || interface.frames.has_lines;
    routes = routes || !interface.addresses.empty();
  }
  return switches && !routes;
}

/// A port that can only be a switched one where ports switch by default.
bool IsBare(const VrpConfig& config, const VrpInterface& interface) {
  const bool management = interface.name.starts_with(kManagement);
  const bool plain = interface.addresses.empty() && interface.unnumbered_from.empty() &&
                     interface.vpn_instance.empty() && interface.lag.empty() && !management;
  const bool parent = std::ranges::any_of(config.interfaces, [&](const VrpInterface& other) {
    return FactsOfName(other.name).parent == interface.name;
  });
  const bool attached = interface.circuit || !interface.vsi.name.empty();
  return plain && !parent && !attached && interface.link_protocol.empty();
}

std::vector<model::VlanRange> RangesOf(const std::set<std::uint16_t>& vlans) {
  std::vector<model::VlanRange> ranges;
  for (const std::uint16_t vlan : vlans) {
    if (!ranges.empty() && ranges.back().last + 1 == vlan) {
      ranges.back().last = vlan;
    } else {
      ranges.push_back({vlan, vlan});
    }
  }
  return ranges;
}

/// VLANs of the device: those created, those of its VLAN interfaces and access ports, and VLAN 1.
std::set<std::uint16_t> VlansOf(const VrpConfig& config) {
  std::set<std::uint16_t> vlans = config.vlans;
  vlans.insert(1);
  for (const VrpInterface& interface : config.interfaces) {
    if (const auto vlan = VlanOfInterface(interface.name)) vlans.insert(*vlan);
    if (interface.frames.access_vlan) vlans.insert(*interface.frames.access_vlan);
  }
  return vlans;
}

model::SwitchPort ConvertPort(Conversion& conversion, const std::set<std::uint16_t>& vlans,
                              const VrpInterface& from) {
  const VrpSwitching& frames = from.frames;
  model::SwitchPort port;
  port.span = frames.span.valid() ? frames.span : from.span;
  port.trunk = frames.link_type == "trunk";
  port.vlan = (port.trunk ? frames.untagged_vlan : frames.access_vlan).value_or(1);
  const bool trunk_words = frames.untagged_vlan || frames.allowed != std::set<std::uint16_t>{1};
  const bool known = frames.link_type.empty() || frames.link_type == "access" || port.trunk;
  // Words of another kind than the port's are kept by no release; which kind it is then is not told.
  if (!known || (port.trunk ? frames.access_vlan.has_value() : trunk_words))
    MarkUnmodelled(conversion, port.span, kPaths, "layer-2 switching");
  if (!port.trunk) return port;
  std::set<std::uint16_t> carried;
  std::ranges::set_intersection(frames.allowed, vlans, std::inserter(carried, carried.end()));
  port.allowed = RangesOf(carried);
  return port;
}

}  // namespace

std::optional<std::uint16_t> VlanOfInterface(std::string_view name) {
  if (!name.starts_with(kVlanInterface)) return std::nullopt;
  const auto vlan = NumberUpTo(name.substr(kVlanInterface.size()), 4094);
  return vlan ? std::optional(static_cast<std::uint16_t>(*vlan)) : std::nullopt;
}

namespace {

/// The line by which the tree may block the port, or forgets it, with another switch behind it. A port alone
/// without the tree is like one that a guard may close: its frames may go in a circle.
base::Span GuardOf(const VrpConfig& config, const VrpSwitching& frames) {
  for (const base::Span& span : {frames.root_guard_span, frames.filter_span, frames.tree_off_span}) {
    if (span.valid()) return span;
  }
  return frames.edge_port.value_or(config.edge_ports) ? config.edge_guard_span : base::Span{};
}

}  // namespace

void ConvertSwitching(Conversion& conversion) {
  const VrpConfig& from = conversion.from;
  const bool by_default = SwitchesByDefault(from);
  const std::set<std::uint16_t> vlans = VlansOf(from);
  for (std::size_t i = 0; i < from.interfaces.size(); ++i) {
    const VrpInterface& interface = from.interfaces[i];
    model::Interface& to = conversion.to.device.interfaces[i];
    if (to.kind == model::InterfaceKind::kSvi) to.vlan = VlanOfInterface(interface.name);
    const bool silent = !interface.frames.has_lines && !interface.frames.switches;
    if (!IsPort(interface) || !interface.lag.empty()) continue;
    if (silent ? !by_default || !IsBare(from, interface) : !interface.frames.switches.value_or(true))
      continue;
    to.switch_port = ConvertPort(conversion, vlans, interface);
    if (to.switch_port) to.switch_port->guard_span = GuardOf(from, interface.frames);
  }
  conversion.to.device.tree_off_span = from.tree_off_span;
}

}  // namespace ringfence::formats::huawei_vrp
