// From the vendor model to the neutral one: the device and its interfaces. Defaults of this system are
// applied in the convert_*.cc files and nowhere else; characterization.md lists them with their certainty.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_ios/cisco_ios.h"
#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"
#include "model/redundancy.h"

namespace ringfence::formats::cisco_ios {
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

std::optional<std::uint64_t> BandwidthOf(const InterfaceText& text) {
  if (text.bandwidth_bps.set()) return text.bandwidth_bps.value;
  if (text.speed_bps.set()) return text.speed_bps.value;
  return BandwidthOfName(text.name);
}

/// MACsec keeps clear frames out only when it has a key, is not told to tolerate them, and encrypts from the
/// start.
bool RequiresMacsec(Reader& reader, const InterfaceText& text) {
  if (!text.macsec.value_or(false) || text.macsec_should_secure.value_or(false)) return false;
  if (!text.mka_key_chain.set()) return false;
  const ProtectionText& protection = reader.vendor.protection;
  if (!protection.key_chains.contains(text.mka_key_chain.value)) {
    reader.Undefined(text.mka_key_chain.span, "key chain", text.mka_key_chain.value);
    return false;
  }
  if (!text.mka_policy.set()) return true;
  const auto policy = protection.mka_policies.find(text.mka_policy.value);
  if (policy == protection.mka_policies.end()) {
    reader.Undefined(text.mka_policy.span, "MKA policy", text.mka_policy.value);
    return false;
  }
  return policy->second;
}

void CheckUnnumbered(Reader& reader, const InterfaceText& text) {
  if (text.unnumbered.value.empty()) return;
  const bool known = std::ranges::find(reader.vendor.interfaces, text.unnumbered.value,
                                       &InterfaceText::name) != reader.vendor.interfaces.end();
  if (!known) reader.Undefined(text.unnumbered.span, "interface", text.unnumbered.value);
}

/// Interfaces behind the objects a group tracks; what follows something else is not modelled.
void ResolveTracks(Reader& reader, model::VirtualRouter& group) {
  std::erase_if(group.tracks, [&](model::PriorityTrack& track) {
    const auto object = ParseNumber(track.interface, 1, 1000);
    if (!object) return false;
    const auto known = reader.vendor.tracked_interfaces.find(*object);
    if (known != reader.vendor.tracked_interfaces.end()) return track.interface = known->second, false;
    if (!reader.vendor.other_tracks.contains(*object))
      reader.Undefined(track.span, "track object", track.interface);
    reader.Demote(track.span, model::Impact::kForwarding, "priority that follows an object");
    return true;
  });
}

std::vector<model::VirtualRouter> GroupsOf(Reader& reader, const InterfaceText& text) {
  std::vector<model::VirtualRouter> groups = text.virtual_routers;
  for (model::VirtualRouter& group : groups) {
    ResolveTracks(reader, group);
    if (group.protocol == model::RedundancyProtocol::kHsrp && text.hsrp_version == 2)
      group.group += model::kLaterVersionGroups;
  }
  std::ranges::stable_sort(groups, {}, &model::VirtualRouter::group);
  return groups;
}

model::Interface ConvertInterface(Reader& reader, const InterfaceText& text) {
  model::Interface interface;
  interface.name = text.name;
  interface.kind = KindOfName(text.name);
  interface.parent = std::string(ParentOfName(text.name));
  interface.span = text.span;
  interface.admin_up = !text.shutdown.value_or(false);
  if (!interface.admin_up) interface.down_span = text.shutdown.span;
  if (text.vlan.set()) interface.vlan = static_cast<std::uint16_t>(text.vlan.value);
  if (interface.kind == model::InterfaceKind::kSvi && interface.name.starts_with("Vlan")) {
    if (const auto number = ParseNumber(std::string_view(interface.name).substr(4), 1, 4094))
      interface.vlan = static_cast<std::uint16_t>(*number);
  }
  interface.lag = text.lag.value;
  interface.description = text.description.value;
  interface.bandwidth_bps = BandwidthOf(text);
  if (text.mtu.set()) interface.mtu_bytes = text.mtu.value;
  if (text.ip_mtu.set()) interface.mtu_bytes = text.ip_mtu.value;
  interface.macsec = RequiresMacsec(reader, text);
  if (interface.macsec) interface.macsec_span = text.macsec.span;
  interface.source_check = text.source_checks.any();
  interface.acl_in4 = CheckedUse(reader, text.acl_in4, net::Family::kIpv4);
  interface.acl_out4 = CheckedUse(reader, text.acl_out4, net::Family::kIpv4);
  interface.acl_in6 = CheckedUse(reader, text.acl_in6, net::Family::kIpv6);
  interface.acl_out6 = CheckedUse(reader, text.acl_out6, net::Family::kIpv6);
  interface.vrf = text.vrf.value;
  interface.switch_port = text.switch_port;
  if (interface.switch_port)
    interface.switch_port->guard_span = GuardOf(reader.vendor.tree, text.tree, *interface.switch_port);
  interface.virtual_routers = GroupsOf(reader, text);
  interface.addresses = text.addresses;
  interface.unnumbered_from = text.unnumbered.value;
  CheckUnnumbered(reader, text);
  return interface;
}

/// Sub-interfaces take the bandwidth of their parent, bundles that of their members together.
void FillBandwidth(model::Device& device) {
  for (model::Interface& bundle : device.interfaces) {
    if (bundle.kind != InterfaceKind::kLag || bundle.bandwidth_bps) continue;
    std::uint64_t sum_bps = 0;
    for (const model::Interface& member : device.interfaces) {
      if (member.lag == bundle.name && member.admin_up) sum_bps += member.bandwidth_bps.value_or(0);
    }
    if (sum_bps > 0) bundle.bandwidth_bps = sum_bps;
  }
}

void FillSubinterfaces(const Reader& reader, model::Device& device) {
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    model::Interface& child = device.interfaces[i];
    const InterfaceText& text = reader.vendor.interfaces[i];
    if (child.kind != InterfaceKind::kSubinterface || text.bandwidth_bps.set()) continue;
    const model::InterfaceIndex parent = model::FindInterface(device, child.parent);
    if (!parent.valid()) continue;
    child.bandwidth_bps = device.interfaces[parent.index()].bandwidth_bps;
    if (!child.mtu_bytes) child.mtu_bytes = device.interfaces[parent.index()].mtu_bytes;
  }
}

/// `ip receive access-list`.
void ConvertGuards(Reader& reader, model::Device& device) {
  for (const SelfGuardText& guard : reader.vendor.guards) {
    const model::AclUse use = CheckedUse(reader, {guard.name, guard.span}, guard.family);
    if (use.applies()) AddGuard(guard, device);
  }
}

}  // namespace

void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config) {
  config.device.tree_per_vlan = reader.vendor.tree.per_vlan;
  config.device.tree_off_span = reader.vendor.tree.off_span;
  for (const InterfaceText& text : reader.vendor.interfaces) {
    config.device.interfaces.push_back(ConvertInterface(reader, text));
  }
  FillBandwidth(config.device);
  FillSubinterfaces(reader, config.device);
}

routing::DeviceConfig Convert(Reader& reader) {
  routing::DeviceConfig config;
  config.device.name = reader.vendor.hostname.value;
  config.device.name_span = reader.vendor.hostname.span;
  config.device.nos = "cisco_ios";
  config.device.mtu_default_bytes = 1500;
  config.device.forwards4 = reader.vendor.ip_routing;
  config.device.forwards6 = reader.vendor.ipv6_routing;
  config.device.lists_spare_own_packets = true;
  ConvertInterfaces(reader, config);
  ConvertAcls(reader, config);
  ConvertGuards(reader, config.device);
  ConvertStatics(reader, config);
  AddRouteFilters(reader);
  NoteSteeringMaps(reader);
  NoteTranslationMaps(reader);
  PolicyConverter policies(reader.vendor.policies, Policies(), reader, config.policies);
  ConvertVrfs(reader, policies, config);
  ConvertOspf(reader, policies, config);
  ConvertEigrp(reader, policies, config);
  ConvertMpls(reader, config);
  ConvertSr(reader, config);
  ConvertBgpProcess(reader, policies, config);
  ConvertSteering(reader, policies, config.device);
  ConvertTranslation(reader, policies, config.device);
  policies.Finish();
  ConvertManagement(reader, config);
  ConvertProtection(reader, config);
  ConvertCopying(reader, config);
  return config;
}

}  // namespace ringfence::formats::cisco_ios
