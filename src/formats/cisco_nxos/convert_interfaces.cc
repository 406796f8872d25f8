// Interfaces: who switches, who routes, and what is up when the text does not say so.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_nxos/convert.h"
#include "formats/cisco_nxos/interface_name.h"
#include "formats/discovery_lines.h"
#include "formats/interface_inheritance.h"
#include "model/redundancy.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::InterfaceKind;
using model::RedundancyProtocol;

constexpr std::uint32_t kPriorityDefault = 100;

/// What the device does where an interface says nothing.
struct PortDefaults {
  bool switches = true;
  bool switched_up = true;
  bool routed_up = false;
};

bool Switches(const InterfaceText& text, const PortDefaults& defaults) {
  return IsSwitchable(text.name) && text.layer2.on.value_or(defaults.switches);
}

bool IsRoutedPort(const InterfaceText& text, bool switches) {
  return text.name.starts_with("Ethernet") && !switches;
}

/// A device prints what differs from its default: a routed port that is shut by a line tells that they are up
/// by default, as on old platforms; today they are down.
PortDefaults DefaultsOf(const VendorConfig& vendor) {
  PortDefaults defaults;
  defaults.switches = vendor.default_switchport.value_or(!vendor.routed_by_platform);
  defaults.switched_up = !vendor.default_switchport_shutdown.value_or(false);
  bool some_shut = false;
  bool some_opened = false;
  for (const InterfaceText& text : vendor.interfaces) {
    if (!text.shutdown.set() || !IsRoutedPort(text, Switches(text, defaults))) continue;
    (text.shutdown.value ? some_shut : some_opened) = true;
  }
  defaults.routed_up = some_shut && !some_opened;
  return defaults;
}

bool IsUp(const InterfaceText& text, InterfaceKind kind, bool switches, const PortDefaults& defaults) {
  if (text.shutdown.set()) return !text.shutdown.value;
  if (switches) return defaults.switched_up || kind == InterfaceKind::kLag;
  if (IsRoutedPort(text, switches)) return defaults.routed_up;
  return kind != InterfaceKind::kSvi && kind != InterfaceKind::kTunnel;
}

/// An undefined list permits everything on this system; the use is reported and dropped.
model::AclUse CheckedUse(Reader& reader, const model::AclUse& use, net::Family family) {
  if (!use.applies()) return {};
  for (const AclText& acl : reader.vendor.acls) {
    if (acl.name == use.name && acl.family == family) return use;
  }
  reader.Undefined(use.span, "access list", use.name);
  return {};
}

model::SwitchPort SwitchPortOf(const InterfaceText& text) {
  model::SwitchPort port;
  port.trunk = text.layer2.trunk.value_or(false);
  port.vlan = static_cast<std::uint16_t>(port.trunk ? text.layer2.native_vlan.value_or(1)
                                                    : text.layer2.access_vlan.value_or(1));
  if (port.trunk && !text.layer2.allowed_none) {
    port.allowed = text.layer2.allowed;
    if (port.allowed.empty()) port.allowed.push_back({1, 4094});
  }
  port.span = text.layer2.on.set() ? text.layer2.on.span : text.span;
  return port;
}

/// Interfaces behind the objects a group tracks; what follows something else is not modelled.
std::vector<model::PriorityTrack> TracksOf(Reader& reader, const VirtualRouterText& group) {
  std::vector<model::PriorityTrack> tracks;
  for (const GroupTrackText& text : group.tracks) {
    const auto known = reader.vendor.tracks.find(text.object);
    if (known != reader.vendor.tracks.end() && !known->second.interface.empty()) {
      tracks.push_back(
          {known->second.interface, -static_cast<std::int32_t>(text.decrement), false, text.span});
      continue;
    }
    if (known == reader.vendor.tracks.end())
      reader.Undefined(text.span, "track object", std::to_string(text.object));
    reader.Demote(text.span, model::Impact::kForwarding, "priority that depends on a probe");
  }
  return tracks;
}

std::vector<model::VirtualRouter> VirtualRoutersOf(Reader& reader, const InterfaceText& text) {
  std::vector<model::VirtualRouter> groups;
  for (const auto& [key, group] : text.virtual_routers) {
    const bool hsrp = key.protocol == RedundancyProtocol::kHsrp;
    const std::string_view feature = hsrp ? "hsrp" : "vrrp";
    const bool on = (!hsrp && reader.vendor.features["vrrpv3"]) || reader.FeatureOn(feature, group.span);
    // A group of VRRP version 2 is down until `no shutdown`.
    const bool up = !group.shutdown.value_or(!hsrp && !model::IsLaterVersion(key.number));
    if (!on || !up || group.addresses.empty()) continue;
    const bool second = hsrp && text.hsrp_version.value_or(1) == 2;
    groups.push_back({key.number + (second ? model::kLaterVersionGroups : 0), group.addresses,
                      group.priority.value_or(kPriorityDefault), group.preempt.value_or(!hsrp), group.span,
                      key.protocol, TracksOf(reader, group)});
  }
  std::ranges::stable_sort(groups, {}, &model::VirtualRouter::group);
  return groups;
}

void ConvertLayer3(Reader& reader, const InterfaceText& text, model::Interface& interface) {
  interface.addresses = text.addresses;
  interface.unnumbered_from = text.unnumbered.value;
  if (text.mtu.set()) interface.mtu_bytes = text.mtu.value;
  interface.source_check = text.source_checks.any();
  interface.acl_in4 = CheckedUse(reader, text.acl_in4, net::Family::kIpv4);
  interface.acl_out4 = CheckedUse(reader, text.acl_out4, net::Family::kIpv4);
  interface.acl_in6 = CheckedUse(reader, text.acl_in6, net::Family::kIpv6);
  interface.acl_out6 = CheckedUse(reader, text.acl_out6, net::Family::kIpv6);
  interface.virtual_routers = VirtualRoutersOf(reader, text);
  if (text.unnumbered.value.empty()) return;
  const bool known = std::ranges::find(reader.vendor.interfaces, text.unnumbered.value,
                                       &InterfaceText::name) != reader.vendor.interfaces.end();
  if (!known) reader.Undefined(text.unnumbered.span, "interface", text.unnumbered.value);
}

bool VrfIsShut(const Reader& reader, const std::string& name) {
  const auto vrf = std::ranges::find(reader.vendor.vrfs, name, &VrfText::name);
  return vrf != reader.vendor.vrfs.end() && vrf->shutdown.value_or(false);
}

void ConvertMacsec(Reader& reader, const InterfaceText& text, model::Interface& interface) {
  const base::Span& span = text.macsec.key_chain.span;
  if (!text.macsec.key_chain.set() || reader.vendor.macsec_shut || !reader.FeatureOn("macsec", span)) return;
  const bool has_chain = reader.vendor.key_chains.contains(text.macsec.key_chain.value);
  interface.macsec = RequiresMacsec(text.macsec, reader.vendor.macsec_policies, has_chain, reader);
  if (interface.macsec) interface.macsec_span = span;
}

model::Interface ConvertInterface(Reader& reader, const InterfaceText& text, const PortDefaults& defaults) {
  model::Interface interface;
  interface.name = text.name;
  interface.kind = KindOfName(text.name);
  interface.parent = std::string(ParentOfName(text.name));
  interface.span = text.span;
  interface.description = text.description.value;
  ConvertMacsec(reader, text, interface);
  interface.lag = text.lag.value;
  interface.vrf = text.vrf.value;
  if (text.vlan.set()) interface.vlan = static_cast<std::uint16_t>(text.vlan.value);
  if (interface.kind == InterfaceKind::kSvi) {
    if (const auto number = ParseNumber(NumberOfName(text.name), 1, 4094))
      interface.vlan = static_cast<std::uint16_t>(*number);
  }
  interface.bandwidth_bps = text.bandwidth_bps.set() ? text.bandwidth_bps.value
                            : text.speed_bps.set()   ? std::optional(text.speed_bps.value)
                                                     : BandwidthOfName(text.name);
  interface.chassis_bundle = text.vpc.value_or(0);
  interface.peer_link = text.peer_link.value_or(false);
  interface.chassis_span = interface.peer_link ? text.peer_link.span : text.vpc.span;
  const bool switches = Switches(text, defaults);
  interface.admin_up = IsUp(text, interface.kind, switches, defaults);
  if (text.shutdown.set() && text.shutdown.value) interface.down_span = text.shutdown.span;
  if (switches) {
    interface.switch_port = SwitchPortOf(text);
    interface.switch_port->guard_span = GuardOf(reader.vendor.tree, text.tree, *interface.switch_port);
    return interface;
  }
  ConvertLayer3(reader, text, interface);
  // In a table that does not exist, or that is shut, nothing is forwarded.
  if (!IsVrf(reader, interface.vrf, text.vrf.span) || VrfIsShut(reader, interface.vrf))
    interface.admin_up = false;
  return interface;
}

}  // namespace

void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config) {
  config.device.tree_per_vlan = reader.vendor.tree.per_vlan;
  config.device.tree_off_span = reader.vendor.tree.off_span;
  config.device.standby_routes = reader.vendor.has_vpc_domain;
  const PortDefaults defaults = DefaultsOf(reader.vendor);
  for (const InterfaceText& text : reader.vendor.interfaces)
    config.device.interfaces.push_back(ConvertInterface(reader, text, defaults));
  FillBundles(config.device);
  FillSubinterfaces(reader.vendor.interfaces, config.device);
}

void ConvertAcls(const Reader& reader, routing::DeviceConfig& config) {
  for (const AclText& text : reader.vendor.acls) {
    model::Acl acl{text.name, text.family, {}, model::AclAction::kDeny, text.span};
    AddLines(text.lines, text.open, acl);
    // A list without lines permits everything.
    if (text.lines.empty() && text.open.empty()) acl.end_action = model::AclAction::kPermit;
    EndWithDiscovery(kRouterAndNeighborTypes, acl);
    config.device.acls.push_back(std::move(acl));
  }
}

}  // namespace ringfence::formats::cisco_nxos
