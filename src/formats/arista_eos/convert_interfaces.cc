// Interfaces, switching and access lists.

#include <algorithm>

#include "formats/arista_eos/convert.h"
#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/vlan_set.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::InterfaceKind;

/// An undefined list permits everything on this system; the use is reported and dropped.
model::AclUse CheckedUse(Reader& reader, const model::AclUse& use, net::Family family) {
  if (!use.applies()) return {};
  for (const AclText& acl : reader.vendor.acls) {
    if (acl.name == use.name && acl.family == family) return use;
  }
  reader.Undefined(use.span, "access list", use.name);
  return {};
}

/// Ethernet ports and bundles switch frames unless told otherwise; members of a bundle do what it does.
bool Switches(const VendorConfig& vendor, const InterfaceText& text) {
  if (!text.lag.value.empty()) return false;
  if (!text.name.starts_with("Ethernet") && !text.name.starts_with("Port-Channel")) return false;
  if (KindOfName(text.name) == InterfaceKind::kSubinterface) return false;
  return text.frames.switches.value_or(!vendor.routed_by_default);
}

/// VLANs that a trunk carries: the allowed ones, less those of trunk groups the port is not in.
std::vector<model::VlanRange> CarriedVlans(const VendorConfig& vendor, const SwitchText& frames) {
  VlanBits bits = BitsOf(frames.allowed.value_or(std::vector<model::VlanRange>{model::VlanRange{}}));
  for (const auto& [vlan, groups] : vendor.vlans) {
    const bool foreign = std::ranges::none_of(
        groups, [&frames](const std::string& group) { return frames.groups.contains(group); });
    if (!groups.empty() && foreign) bits[vlan] = false;
  }
  return RangesOf(bits);
}

model::SwitchPort ConvertPort(const VendorConfig& vendor, const InterfaceText& text) {
  model::SwitchPort port;
  const SwitchText& frames = text.frames;
  port.trunk = frames.mode.value == "trunk";
  port.vlan = static_cast<std::uint16_t>((port.trunk ? frames.native_vlan : frames.access_vlan).value_or(1));
  port.span = frames.mode.set() ? frames.mode.span : text.span;
  if (port.trunk) port.allowed = CarriedVlans(vendor, frames);
  return port;
}

/// Gateways that every device of the segment answers for; without the shared MAC address none does.
std::optional<model::VirtualRouter> SharedGateways(const VendorConfig& vendor, const InterfaceText& text) {
  model::VirtualRouter group;
  group.protocol = model::RedundancyProtocol::kAnycast;
  group.span = text.shared_span;
  for (const model::InterfaceAddress& own : text.addresses) {
    if (text.shared_addresses.contains(own.address)) group.addresses.push_back(own.address.address);
  }
  group.addresses.insert(group.addresses.end(), text.shared_gateways.begin(), text.shared_gateways.end());
  if (group.addresses.empty() || !vendor.has_virtual_mac) return std::nullopt;
  return group;
}

/// Interfaces behind the objects a group tracks; what follows something else is not modelled.
void ResolveTracks(Reader& reader, model::VirtualRouter& group) {
  std::erase_if(group.tracks, [&](model::PriorityTrack& track) {
    const auto known = reader.vendor.tracked.find(track.interface);
    if (known != reader.vendor.tracked.end() && !known->second.empty())
      return track.interface = known->second, false;
    if (known == reader.vendor.tracked.end()) reader.Undefined(track.span, "track object", track.interface);
    reader.Demote(track.span, model::Impact::kForwarding, "first hop redundancy that follows an object");
    return true;
  });
}

std::vector<model::VirtualRouter> ConvertGroups(Reader& reader, const InterfaceText& text) {
  const VendorConfig& vendor = reader.vendor;
  std::vector<model::VirtualRouter> groups;
  if (auto shared = SharedGateways(vendor, text)) groups.push_back(*std::move(shared));
  for (const auto& [number, group] : text.virtual_routers) {
    if (group.addresses.empty()) continue;
    groups.push_back(group);
    ResolveTracks(reader, groups.back());
  }
  std::ranges::stable_sort(groups, {}, &model::VirtualRouter::group);
  return groups;
}

/// An interface of a VLAN that is not defined is down.
bool HasVlan(const VendorConfig& vendor, const std::string& name) {
  const auto vlan = VlanOfName(name);
  return !vlan || *vlan == 1 || vendor.vlans.contains(*vlan);
}

void CheckUnnumbered(Reader& reader, const InterfaceText& text) {
  if (text.unnumbered.value.empty()) return;
  const bool known = std::ranges::find(reader.vendor.interfaces, text.unnumbered.value,
                                       &InterfaceText::name) != reader.vendor.interfaces.end();
  if (!known) reader.Undefined(text.unnumbered.span, "interface", text.unnumbered.value);
}

void ConvertMacsec(Reader& reader, const Setting<std::string>& use, model::Interface& interface) {
  if (!use.set()) return;
  const auto profile = reader.vendor.macsec_profiles.find(use.value);
  if (profile == reader.vendor.macsec_profiles.end())
    return reader.Undefined(use.span, "MACsec profile", use.value);
  interface.macsec = profile->second.has_key && profile->second.drops_clear;
  if (interface.macsec) interface.macsec_span = use.span;
}

model::Interface ConvertInterface(Reader& reader, const InterfaceText& text) {
  model::Interface interface;
  interface.name = text.name;
  interface.kind = KindOfName(text.name);
  interface.parent = std::string(ParentOfName(text.name));
  interface.span = text.span;
  interface.admin_up = !text.shutdown.value_or(false) && HasVlan(reader.vendor, text.name);
  if (!interface.admin_up) interface.down_span = text.shutdown.set() ? text.shutdown.span : text.span;
  interface.vrf = text.vrf.value;
  if (text.vlan.set()) interface.vlan = static_cast<std::uint16_t>(text.vlan.value);
  if (interface.kind == InterfaceKind::kSvi) interface.vlan = VlanOfName(text.name);
  interface.lag = text.lag.value;
  interface.description = text.description.value;
  ConvertMacsec(reader, text.macsec, interface);
  if (text.speed_bps.set()) interface.bandwidth_bps = text.speed_bps.value;
  if (text.bandwidth_bps.set()) interface.bandwidth_bps = text.bandwidth_bps.value;
  if (text.mtu.set()) interface.mtu_bytes = text.mtu.value;
  interface.addresses = text.addresses;
  interface.unnumbered_from = text.unnumbered.value;
  CheckUnnumbered(reader, text);
  interface.source_check = text.source_checks.any();
  interface.acl_in4 = CheckedUse(reader, text.acl_in4, net::Family::kIpv4);
  interface.acl_out4 = CheckedUse(reader, text.acl_out4, net::Family::kIpv4);
  interface.acl_in6 = CheckedUse(reader, text.acl_in6, net::Family::kIpv6);
  interface.acl_out6 = CheckedUse(reader, text.acl_out6, net::Family::kIpv6);
  if (Switches(reader.vendor, text)) interface.switch_port = ConvertPort(reader.vendor, text);
  if (interface.switch_port)
    interface.switch_port->guard_span = GuardOf(reader.vendor.tree, text.tree, *interface.switch_port);
  interface.chassis_bundle = text.mlag.value_or(0);
  interface.peer_link = reader.vendor.peer_link.set() && reader.vendor.peer_link.value == text.name;
  interface.chassis_span = interface.peer_link ? reader.vendor.peer_link.span : text.mlag.span;
  interface.virtual_routers = ConvertGroups(reader, text);
  return interface;
}

/// Bundles have the bandwidth of their members together, sub-interfaces that of their parent.
void FillBandwidth(model::Device& device) {
  for (model::Interface& bundle : device.interfaces) {
    if (bundle.kind != InterfaceKind::kLag || bundle.bandwidth_bps) continue;
    std::uint64_t sum_bps = 0;
    for (const model::Interface& member : device.interfaces) {
      if (member.lag == bundle.name && member.admin_up) sum_bps += member.bandwidth_bps.value_or(0);
    }
    if (sum_bps > 0) bundle.bandwidth_bps = sum_bps;
  }
  for (model::Interface& child : device.interfaces) {
    if (child.kind != InterfaceKind::kSubinterface || child.bandwidth_bps) continue;
    const model::InterfaceIndex parent = model::FindInterface(device, child.parent);
    if (parent.valid()) child.bandwidth_bps = device.interfaces[parent.index()].bandwidth_bps;
  }
}

}  // namespace

void ConvertInterfaces(Conversion& conversion) {
  model::Device& device = conversion.config.device;
  device.tree_per_vlan = conversion.reader.vendor.tree.per_vlan;
  device.tree_off_span = conversion.reader.vendor.tree.off_span;
  for (const InterfaceText& text : conversion.reader.vendor.interfaces)
    device.interfaces.push_back(ConvertInterface(conversion.reader, text));
  FillBandwidth(device);
}

void ConvertAcls(Conversion& conversion) {
  for (const AclText& text : conversion.reader.vendor.acls) {
    model::Acl acl;
    acl.name = text.name;
    acl.family = text.family;
    acl.span = text.span;
    AddLines(text.lines, text.open, acl);
    conversion.config.device.acls.push_back(std::move(acl));
  }
  for (const SelfGuardText& guard : conversion.reader.vendor.guards) {
    const model::AclUse use = CheckedUse(conversion.reader, {guard.name, guard.span}, guard.family);
    if (use.applies()) AddGuard(guard, conversion.config.device);
  }
}

}  // namespace ringfence::formats::arista_eos
