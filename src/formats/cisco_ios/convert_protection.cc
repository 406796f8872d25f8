// IPsec tunnels: route-based (a profile on a tunnel interface) and policy-based (a crypto map on a port). A
// tunnel becomes a fact only when both addresses and the transforms are known.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

std::optional<net::IpAddress> FirstAddress4(const model::Device& device, std::string_view name) {
  if (const auto address = net::ParseIpv4(name)) return address;
  const model::InterfaceIndex index = model::FindInterface(device, name);
  if (!index.valid()) return std::nullopt;
  for (const model::InterfaceAddress& address : device.interfaces[index.index()].addresses) {
    if (address.address.address.family == net::Family::kIpv4) return address.address.address;
  }
  return std::nullopt;
}

/// The weakest of the transform sets: peers may settle on any of them. False: none is defined.
bool ApplyTransforms(Reader& reader, const CryptoProfileText& profile, model::TunnelConfig& tunnel) {
  bool any = false;
  for (const Setting<std::string>& use : profile.transform_sets) {
    const auto set = reader.vendor.protection.transform_sets.find(use.value);
    if (set == reader.vendor.protection.transform_sets.end()) {
      reader.Undefined(use.span, "transform set", use.value);
      continue;
    }
    tunnel.confidentiality = tunnel.confidentiality && set->second.confidentiality;
    tunnel.integrity = tunnel.integrity && set->second.integrity;
    tunnel.more_spans.push_back(set->second.span);
    any = true;
  }
  return any;
}

void ConvertTunnelInterface(Reader& reader, const InterfaceText& text, model::Device& device) {
  if (text.tunnel_profile.value.empty()) return;
  const auto profile = reader.vendor.protection.profiles.find(text.tunnel_profile.value);
  if (profile == reader.vendor.protection.profiles.end()) {
    return reader.Undefined(text.tunnel_profile.span, "IPsec profile", text.tunnel_profile.value);
  }
  model::TunnelConfig tunnel;
  const auto local = FirstAddress4(device, text.tunnel_source.value);
  if (!local || !text.tunnel_destination.set() || !ApplyTransforms(reader, profile->second, tunnel)) {
    return reader.Demote(text.tunnel_profile.span, Impact::kProtection | Impact::kForwarding,
                         "incomplete IPsec tunnel");
  }
  tunnel.name = tunnel.bind_interface = text.name;
  tunnel.local = *local;
  tunnel.peer = text.tunnel_destination.value;
  tunnel.span = text.tunnel_profile.span;
  tunnel.more_spans.push_back(profile->second.span);
  tunnel.more_spans.push_back(text.tunnel_destination.span);
  device.tunnels.push_back(std::move(tunnel));
}

/// What an access list protects: its permit lines, which must not be shadowed by deny lines.
std::optional<std::vector<net::HeaderMatch>> SelectorsOf(Reader& reader, const Setting<std::string>& use) {
  for (const AclText& acl : reader.vendor.acls) {
    if (acl.name != use.value || acl.family != net::Family::kIpv4) continue;
    std::vector<net::HeaderMatch> selectors;
    for (const auto& [sequence, line] : acl.lines) {
      if (line.action == model::AclAction::kDeny) return std::nullopt;
      selectors.push_back(line.match);
    }
    if (acl.has_unmodelled_lines || selectors.empty()) return std::nullopt;
    return selectors;
  }
  reader.Undefined(use.span, "access list", use.value);
  return std::nullopt;
}

void ConvertMapEntry(Reader& reader, const InterfaceText& text, const CryptoProfileText& entry,
                     model::Device& device) {
  const auto local_name = reader.vendor.protection.map_local_address.find(text.crypto_map.value);
  const bool own = local_name == reader.vendor.protection.map_local_address.end();
  const auto local = FirstAddress4(device, own ? text.name : local_name->second.value);
  const auto selectors = entry.acl.set() ? SelectorsOf(reader, entry.acl) : std::nullopt;
  model::TunnelConfig tunnel;
  if (!local || !entry.peer || !selectors || !ApplyTransforms(reader, entry, tunnel)) {
    return reader.Demote(entry.span, Impact::kProtection | Impact::kForwarding, "incomplete crypto map");
  }
  tunnel.name = entry.name;
  tunnel.local = *local;
  tunnel.peer = *entry.peer;
  tunnel.selectors = *selectors;
  tunnel.span = entry.span;
  tunnel.more_spans.push_back(text.crypto_map.span);
  tunnel.more_spans.push_back(entry.acl.span);
  // The same map on several ports with one local address is one tunnel.
  const bool known = std::ranges::any_of(device.tunnels, [&tunnel](const model::TunnelConfig& other) {
    return other.name == tunnel.name && other.local == tunnel.local;
  });
  if (!known) device.tunnels.push_back(std::move(tunnel));
}

}  // namespace

void ConvertProtection(Reader& reader, routing::DeviceConfig& config) {
  for (const InterfaceText& text : reader.vendor.interfaces) {
    ConvertTunnelInterface(reader, text, config.device);
    if (text.crypto_map.value.empty()) continue;
    const auto map = reader.vendor.protection.crypto_maps.find(text.crypto_map.value);
    if (map == reader.vendor.protection.crypto_maps.end()) {
      reader.Undefined(text.crypto_map.span, "crypto map", text.crypto_map.value);
      continue;
    }
    for (const CryptoProfileText& entry : map->second) ConvertMapEntry(reader, text, entry, config.device);
  }
}

}  // namespace ringfence::formats::cisco_ios
