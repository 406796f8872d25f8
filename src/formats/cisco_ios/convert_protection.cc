// Tunnels: interfaces of their own (GRE, IP in IP, IPsec) with or without an IPsec profile, and crypto maps
// on ports. A tunnel becomes a fact only when both addresses and the transforms are known.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

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

/// The profile around a tunnel. False: it is not known in full.
bool ApplyProfile(Reader& reader, const InterfaceText& text, model::TunnelConfig& tunnel) {
  if (!tunnel.ipsec) return true;
  const auto profile = reader.vendor.protection.profiles.find(text.tunnel_profile.value);
  if (profile == reader.vendor.protection.profiles.end()) {
    reader.Undefined(text.tunnel_profile.span, "IPsec profile", text.tunnel_profile.value);
    return false;
  }
  tunnel.more_spans.push_back(profile->second.span);
  if (ApplyTransforms(reader, profile->second, tunnel)) return true;
  reader.Demote(text.tunnel_profile.span, Impact::kProtection | kPaths, "incomplete IPsec tunnel");
  return false;
}

void ConvertTunnelInterface(Reader& reader, const InterfaceText& text, const model::Interface& interface,
                            model::Device& device) {
  const bool profile = !text.tunnel_profile.value.empty();
  if (text.tunnel.mode == TunnelMode::kOther || (!profile && !text.tunnel.destination.set())) return;
  model::TunnelConfig tunnel;
  const auto local = TunnelSource4(device, text.tunnel.source.value);
  const bool vti = text.tunnel.mode == TunnelMode::kIpsec;
  const base::Span main = profile ? text.tunnel_profile.span : text.tunnel.destination.span;
  if (!local || !text.tunnel.destination.set() || (vti && !profile))
    return reader.Demote(main, Impact::kProtection | kPaths, "incomplete tunnel");
  tunnel.name = tunnel.bind_interface = text.name;
  tunnel.local = *local;
  tunnel.peer = text.tunnel.destination.value;
  tunnel.underlay_vrf = text.tunnel.vrf.value;
  tunnel.span = main;
  tunnel.ipsec = profile;
  tunnel.confidentiality = tunnel.integrity = profile;
  if (!vti) SetPlainTunnel(text.tunnel, text.keepalive.value_or(false), tunnel);
  if (!ApplyProfile(reader, text, tunnel)) return;
  CheckTunnelFamilies(tunnel, interface, reader);
  if (profile) tunnel.more_spans.push_back(text.tunnel.destination.span);
  tunnel.more_spans.push_back(text.tunnel.source.span);
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
  const auto local = TunnelSource4(device, own ? text.name : local_name->second.value);
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
  for (std::size_t i = 0; i < reader.vendor.interfaces.size(); ++i) {
    const InterfaceText& text = reader.vendor.interfaces[i];
    ConvertTunnelInterface(reader, text, config.device.interfaces[i], config.device);
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
