// Interfaces, access lists, static routes, LDP and BGP as neutral configuration. A default that could change
// a path and is not known surely is applied, and the line that relies on it stays open.

#include "formats/zte_zxros/convert.h"

#include <algorithm>

#include "formats/bgp_conversion.h"
#include "formats/vpn_edge_text.h"

namespace ringfence::formats::zte_zxros {
namespace {

using model::Impact;
using model::InterfaceKind;

constexpr std::uint32_t kIpMtuDefault = 1500;
constexpr std::uint64_t kBitsPerKilobit = 1000;

InterfaceKind KindOfName(std::string_view name) {
  if (name.find('.') != std::string_view::npos) return InterfaceKind::kSubinterface;
  if (name.starts_with("loopback")) return InterfaceKind::kLoopback;
  if (name.starts_with("smartgroup")) return InterfaceKind::kLag;
  if (name.starts_with("vlan")) return InterfaceKind::kSvi;
  if (name.starts_with("null")) return InterfaceKind::kNull;
  if (name.find("tunnel") != std::string_view::npos) return InterfaceKind::kTunnel;
  return InterfaceKind::kPhysical;
}

model::Interface ConvertInterface(Reader& reader, const InterfaceText& text) {
  model::Interface out;
  out.name = text.name;
  out.kind = KindOfName(text.name);
  out.span = text.span;
  if (out.kind == InterfaceKind::kSubinterface) out.parent = text.name.substr(0, text.name.find('.'));
  if (out.kind == InterfaceKind::kTunnel) reader.Demote(text.span, kPaths, "tunnel");
  out.admin_up = !text.shutdown.value_or(false);
  if (!out.admin_up) out.down_span = text.shutdown.span;
  if (!text.shutdown.set() && out.kind == InterfaceKind::kPhysical)
    reader.Demote(text.span, kPaths, "port that no word turns on or off");
  out.vrf = text.vrf.value;
  if (text.vlan.set()) out.vlan = static_cast<std::uint16_t>(text.vlan.value);
  if (out.kind == InterfaceKind::kSvi) {
    if (const auto number = ParseNumber(std::string_view(text.name).substr(4), 1, 4094))
      out.vlan = static_cast<std::uint16_t>(*number);
    // Which ports are in the VLAN stands in statements that are not read.
    reader.Demote(text.span, kPaths, "interface of a VLAN");
  }
  out.lag = text.bundle.value;
  out.addresses = text.addresses;
  if (text.ip_mtu.set()) out.mtu_bytes = text.ip_mtu.value;
  if (text.bandwidth_kbps.set()) out.bandwidth_bps = text.bandwidth_kbps.value * kBitsPerKilobit;
  out.description = text.description.value;
  out.acl_in4 = text.acl_in4;
  out.acl_out4 = text.acl_out4;
  return out;
}

/// True when the last rule decides every packet: the end of the list is never met.
bool EndsExplicitly(const model::Acl& list) {
  return !list.lines.empty() && list.lines.back().match == net::HeaderMatch{};
}

void CheckUse(Reader& reader, model::AclUse& use, const model::Device& device) {
  if (!use.applies()) return;
  const model::Acl* list = model::FindAcl(device, use.name, net::Family::kIpv4);
  if (list == nullptr) {
    reader.Undefined(use.span, "access list", use.name);
    use = {};
  } else if (!EndsExplicitly(*list)) {
    reader.Demote(use.span, kPaths, "end of an access list");
  }
}

}  // namespace

std::optional<net::IpAddress> GuessedRouterId(const model::Device& device, std::string_view vrf) {
  for (const bool loopback : {true, false}) {
    std::optional<net::IpAddress> highest;
    for (const model::Interface& interface : device.interfaces) {
      if (!interface.admin_up || interface.vrf != vrf) continue;
      if ((interface.kind == InterfaceKind::kLoopback) != loopback) continue;
      for (const model::InterfaceAddress& address : interface.addresses) {
        const net::IpAddress& candidate = address.address.address;
        if (candidate.family == net::Family::kIpv4 && (!highest || candidate > *highest)) highest = candidate;
      }
    }
    if (highest) return highest;
  }
  return std::nullopt;
}

void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config) {
  model::Device& device = config.device;
  device.name = reader.vendor.hostname.value;
  device.name_span = reader.vendor.hostname.span;
  device.nos = "zte_zxros";
  device.mtu_default_bytes = kIpMtuDefault;
  for (const InterfaceText& text : reader.vendor.interfaces)
    device.interfaces.push_back(ConvertInterface(reader, text));
}

void ConvertAcls(Reader& reader, routing::DeviceConfig& config) {
  for (const AclText& text : reader.vendor.acls) {
    model::Acl list;
    list.name = text.name;
    list.span = text.span;
    AddLines(text.lines, text.open, list);
    config.device.acls.push_back(std::move(list));
  }
  for (model::Interface& interface : config.device.interfaces) {
    CheckUse(reader, interface.acl_in4, config.device);
    CheckUse(reader, interface.acl_out4, config.device);
  }
}

/// Whether a next hop is looked up in other routes than connected ones is not known.
void ConvertStatics(Reader& reader, routing::DeviceConfig& config) {
  for (const routing::static_routes::StaticRoute& route : reader.vendor.statics) {
    config.static_routes.routes.push_back(route);
    if (!route.next_hop || !route.interface.empty()) continue;
    const std::string& vrf = route.next_hop_vrf ? *route.next_hop_vrf : route.vrf;
    const bool near = std::ranges::any_of(config.device.interfaces, [&](const model::Interface& interface) {
      return interface.vrf == vrf && std::ranges::any_of(interface.addresses, [&](const auto& address) {
               return address.address.subnet().Contains(*route.next_hop);
             });
    });
    if (!near) reader.Demote(route.span, kRouting, "static next hop that is not on a connected subnet");
  }
}

void ConvertBgpProcess(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config) {
  if (reader.vendor.bgp.as == 0) return;
  config.bgp = ConvertBgp(reader.vendor.bgp, Bgp(), policies, reader);
  AddSubnetsOfOspf(config.ospf, config.bgp);
  std::optional<net::IpAddress> of_process;
  for (routing::bgp::BgpVrf& vrf : config.bgp.vrfs) {
    if (vrf.vrf.empty() && !vrf.router_id) {
      vrf.router_id = GuessedRouterId(config.device, "");
      reader.Demote(reader.vendor.bgp.span, kRouting, "router id chosen by the system");
    }
    if (vrf.vrf.empty()) of_process = vrf.router_id;
    if (!vrf.router_id) vrf.router_id = of_process;
  }
}

void ConvertLdp(Reader& reader, routing::DeviceConfig& config) {
  const LdpText& text = reader.vendor.ldp;
  if (!text.span.valid()) return;
  config.ldp.span = text.span;
  config.ldp.enabled = true;
  for (const auto& [name, span] : text.interfaces) {
    const model::InterfaceIndex index = model::FindInterface(config.device, name);
    if (!index.valid()) {
      reader.Undefined(span, "interface", name);
    } else if (!config.device.interfaces[index.index()].vrf.empty()) {
      reader.Demote(span, Impact::kForwarding, "LDP in a VRF");
    } else {
      config.ldp.interfaces.push_back({name, span});
    }
  }
  const model::InterfaceIndex own = model::FindInterface(config.device, text.router_id.value);
  const bool has = own.valid() && !config.device.interfaces[own.index()].addresses.empty();
  if (has)
    config.ldp.transport = config.device.interfaces[own.index()].addresses[0].address.address;
  else
    reader.Demote(text.span, Impact::kForwarding, "router id chosen by the system");
}

routing::DeviceConfig Convert(Reader& reader) {
  routing::DeviceConfig config;
  ConvertInterfaces(reader, config);
  ConvertAcls(reader, config);
  config.vrfs = reader.vendor.vrfs;
  ConvertStatics(reader, config);
  PolicyConverter policies(reader.vendor.policies, Policies(), reader, config.policies);
  ConvertOspf(reader, policies, config);
  ConvertIsis(reader, config);
  ConvertBgpProcess(reader, policies, config);
  ConvertLdp(reader, config);
  policies.Finish();
  return config;
}

}  // namespace ringfence::formats::zte_zxros
