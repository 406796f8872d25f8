// Interfaces and access lists.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/convert.h"
#include "formats/cisco_iosxr/interface_name.h"
#include "formats/discovery_lines.h"
#include "formats/interface_inheritance.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::InterfaceKind;

/// `mtu` counts the Ethernet header, and the tag of a sub-interface.
constexpr std::uint32_t kEthernetHeader = 14, kVlanTag = 4;

/// An undefined list permits everything on this system; the use is reported and dropped.
model::AclUse CheckedUse(Reader& reader, const model::AclUse& use, net::Family family) {
  if (!use.applies()) return use;
  for (const AclText& acl : reader.vendor.acls) {
    if (acl.name == use.name && acl.family == family) return use;
  }
  reader.Undefined(use.span, "access list", use.name);
  return {};
}

std::optional<std::uint32_t> MtuOf(const InterfaceText& text, InterfaceKind kind) {
  if (text.ip_mtu.set()) return text.ip_mtu.value;
  if (!text.mtu.set()) return std::nullopt;
  const std::uint32_t header = kEthernetHeader + (kind == InterfaceKind::kSubinterface ? kVlanTag : 0);
  return text.mtu.value > header ? text.mtu.value - header : text.mtu.value;
}

model::Interface ConvertInterface(Reader& reader, const InterfaceText& text) {
  model::Interface interface;
  interface.name = text.name;
  interface.kind = KindOfName(text.name);
  interface.parent = std::string(ParentOfName(text.name));
  interface.span = text.span;
  interface.description = text.description.value;
  interface.lag = text.lag.value;
  interface.vrf = VrfName(text.vrf.value);
  if (text.vlan.set()) interface.vlan = static_cast<std::uint16_t>(text.vlan.value);
  interface.bandwidth_bps = text.bandwidth_bps.set() ? text.bandwidth_bps.value : BandwidthOfName(text.name);
  // What is printed without `shutdown` is up, sub-interfaces and bundles too.
  interface.admin_up = !text.shutdown.value_or(false);
  if (!interface.admin_up) interface.down_span = text.shutdown.span;
  interface.addresses = text.addresses;
  interface.unnumbered_from = text.unnumbered.value;
  interface.mtu_bytes = MtuOf(text, interface.kind);
  interface.macsec = RequiresMacsec(text.macsec, reader.vendor.macsec_policies,
                                    reader.vendor.key_chains.contains(text.macsec.key_chain.value), reader);
  if (interface.macsec) interface.macsec_span = text.macsec.key_chain.span;
  interface.source_check = text.source_checks.any();
  interface.acl_in4 = CheckedUse(reader, text.acl_in4, net::Family::kIpv4);
  interface.acl_out4 = CheckedUse(reader, text.acl_out4, net::Family::kIpv4);
  interface.acl_in6 = CheckedUse(reader, text.acl_in6, net::Family::kIpv6);
  interface.acl_out6 = CheckedUse(reader, text.acl_out6, net::Family::kIpv6);
  // In a table that does not exist nothing is forwarded.
  if (!IsVrf(reader, interface.vrf, text.vrf.span)) interface.admin_up = false;
  const bool lost = !text.unnumbered.value.empty() &&
                    std::ranges::find(reader.vendor.interfaces, text.unnumbered.value,
                                      &InterfaceText::name) == reader.vendor.interfaces.end();
  if (lost) reader.Undefined(text.unnumbered.span, "interface", text.unnumbered.value);
  return interface;
}

}  // namespace

void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config) {
  for (const InterfaceText& text : reader.vendor.interfaces)
    config.device.interfaces.push_back(ConvertInterface(reader, text));
  FillBundles(config.device);
  FillSubinterfaces(reader.vendor.interfaces, config.device);
}

void ConvertAcls(const Reader& reader, routing::DeviceConfig& config) {
  for (const AclText& text : reader.vendor.acls) {
    model::Acl acl{text.name, text.family, {}, model::AclAction::kDeny, text.span};
    AddLines(text.lines, text.open, acl);
    EndWithDiscovery(kNeighborTypes, acl);
    config.device.acls.push_back(std::move(acl));
  }
}

}  // namespace ringfence::formats::cisco_iosxr
