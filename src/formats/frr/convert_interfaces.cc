// From the vendor model to the neutral one: the device and its interfaces. Defaults of this system are
// applied in the convert_*.cc files and nowhere else; characterization.md lists them with their certainty.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/config_db.h"
#include "formats/frr/convert.h"
#include "formats/frr/frr.h"
#include "formats/frr/policy.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::InterfaceKind;

constexpr std::uint64_t kGigabit = 1'000'000'000;
constexpr std::uint16_t kDefaultVlan = 1;

/// What the daemons take when the kernel does not tell the speed: 10 Gbit/s; the ports of a switch tell 1.
std::uint64_t SpeedOf(const Reader& reader, const InterfaceText& text) {
  return reader.vendor.stanzas && text.name.starts_with("swp") ? kGigabit : 10 * kGigabit;
}

InterfaceKind KindOf(const Reader& reader, const InterfaceText& text) {
  if (text.kind) return *text.kind;
  if (text.vrf_device.value_or(false) || reader.vendor.vrfs.contains(text.name))
    return InterfaceKind::kLoopback;
  if (!text.bond_members.empty()) return InterfaceKind::kLag;
  if (text.vlan_aware) return InterfaceKind::kSvi;
  if (text.raw_device.set()) return text.vlan.set() ? InterfaceKind::kSvi : InterfaceKind::kSubinterface;
  return KindOfName(text.name);
}

/// Further IPv4 addresses are secondary: protocols that know one address take the first.
void TakeAddresses(const InterfaceText& text, model::Interface& interface) {
  bool first = true;
  for (model::InterfaceAddress address : text.addresses) {
    if (address.address.address.family == net::Family::kIpv4) {
      address.secondary = !first;
      first = false;
    }
    interface.addresses.push_back(address);
  }
}

/// True for names that only the database gives.
bool IsSwitchName(std::string_view name) {
  return name.starts_with("Ethernet") || name.starts_with("PortChannel") || name.starts_with("Vlan") ||
         name.starts_with("Loopback");
}

bool IsUp(const Reader& reader, const InterfaceText& text) {
  if (text.shutdown.value_or(false) || !text.enabled.value_or(true)) return false;
  // What FRR speaks of and the database does not define is not there.
  const bool missing = reader.vendor.database.present && !text.kind && IsSwitchName(text.name);
  if (missing) return false;
  const bool waits = reader.vendor.stanzas && text.has_stanza && !text.brought_up;
  return !waits;
}

/// A port that the database makes a member of VLANs; VLAN 0: frames without a tag go nowhere.
std::optional<model::SwitchPort> PortOf(const InterfaceText& text) {
  if (!text.access_vlan.set() && text.vlans.empty()) return std::nullopt;
  model::SwitchPort port;
  port.span = text.access_vlan.set() ? text.access_vlan.span : text.span;
  port.trunk = !text.vlans.empty();
  port.vlan = static_cast<std::uint16_t>(text.access_vlan.value_or(0));
  if (!port.trunk) return port;
  port.allowed = text.vlans;
  if (port.vlan != 0) port.allowed.push_back({port.vlan, port.vlan});
  return port;
}

model::Interface ConvertInterface(const Reader& reader, const InterfaceText& text) {
  model::Interface interface;
  interface.name = text.name;
  interface.span = text.span;
  interface.kind = KindOf(reader, text);
  std::uint16_t vlan = 0;
  const std::string_view parent = ParentOfName(text.name, vlan);
  if (interface.kind == InterfaceKind::kSubinterface && !parent.empty()) {
    interface.parent = parent;
    interface.vlan = vlan;
  }
  if (text.raw_device.set() && (text.kind || interface.parent.empty()))
    interface.parent = text.raw_device.value;
  if (text.vlan.set()) interface.vlan = static_cast<std::uint16_t>(text.vlan.value);
  if (text.vlan_aware) interface.vlan = static_cast<std::uint16_t>(text.native_vlan.value_or(kDefaultVlan));
  interface.admin_up = IsUp(reader, text);
  if (text.shutdown.value_or(false)) interface.down_span = text.shutdown.span;
  if (!text.enabled.value_or(true)) interface.down_span = text.enabled.span;
  interface.vrf = text.vrf.value;
  const bool vrf_device = reader.vendor.vrfs.contains(text.name);
  if (vrf_device) interface.vrf = text.name;
  interface.description = text.description.value;
  if (text.mtu.set()) interface.mtu_bytes = text.mtu.value;
  if (text.bandwidth_bps.set()) {
    interface.bandwidth_bps = text.bandwidth_bps.value;
  } else if (text.speed_bps.set()) {
    interface.bandwidth_bps = text.speed_bps.value;
  } else if (interface.kind != InterfaceKind::kLoopback) {
    interface.bandwidth_bps = SpeedOf(reader, text);
  }
  if (text.tunnel.destination.set() || text.wireguard) interface.kind = InterfaceKind::kTunnel;
  interface.virtual_routers = text.virtual_routers;
  if (text.kind) interface.switch_port = PortOf(text);
  TakeAddresses(text, interface);
  return interface;
}

/// Members of bonds and bridges that have no stanza of their own exist all the same.
void AddMembers(Reader& reader) {
  std::vector<std::pair<std::string, base::Span>> members;
  for (const InterfaceText& text : reader.vendor.interfaces) {
    for (const auto* names : {&text.bond_members, &text.bridge_ports}) {
      for (const std::string& name : *names) members.emplace_back(name, text.span);
    }
  }
  for (const auto& [name, span] : members) {
    const bool known = std::ranges::find(reader.vendor.interfaces, name, &InterfaceText::name) !=
                       reader.vendor.interfaces.end();
    if (!known) reader.InterfaceOf(name, span).brought_up = true;
  }
}

model::SwitchPort PortOf(const InterfaceText& bridge, const InterfaceText& port) {
  model::SwitchPort out;
  out.span = port.span;
  out.trunk = !port.access_vlan.set();
  const std::uint32_t native = port.native_vlan.value_or(bridge.native_vlan.value_or(kDefaultVlan));
  out.vlan = static_cast<std::uint16_t>(port.access_vlan.value_or(native));
  if (!out.trunk) return out;
  out.allowed = port.vlans.empty() ? bridge.vlans : port.vlans;
  out.allowed.push_back({out.vlan, out.vlan});
  return out;
}

void FillMembers(Reader& reader, model::Device& device) {
  for (const InterfaceText& text : reader.vendor.interfaces) {
    const auto member = [&](const std::string& name) -> model::Interface& {
      return device.interfaces[model::FindInterface(device, name).index()];
    };
    std::uint64_t sum_bps = 0;
    for (const std::string& name : text.bond_members) {
      member(name).lag = text.name;
      sum_bps += member(name).bandwidth_bps.value_or(0);
    }
    if (sum_bps > 0 && !text.bandwidth_bps.set()) member(text.name).bandwidth_bps = sum_bps;
    if (text.bridge_ports.empty()) continue;
    if (!text.vlan_aware) {
      reader.Demote(text.span, kPaths, "bridge that knows no VLANs");
      continue;
    }
    for (const std::string& name : text.bridge_ports) {
      const auto port = std::ranges::find(reader.vendor.interfaces, name, &InterfaceText::name);
      member(name).switch_port = PortOf(text, *port);
    }
  }
}

/// A host address that a loopback of the VRF has too is borrowed from it: the kernel calls it unnumbered.
void FillUnnumbered(model::Device& device) {
  for (model::Interface& interface : device.interfaces) {
    if (interface.kind == InterfaceKind::kLoopback) continue;
    const auto is_v4 = [](const model::InterfaceAddress& address) {
      return address.address.address.family == net::Family::kIpv4;
    };
    if (std::ranges::count_if(interface.addresses, is_v4) != 1) continue;
    const net::HostPrefix own = std::ranges::find_if(interface.addresses, is_v4)->address;
    if (own.length != 32) continue;
    for (const model::Interface& lender : device.interfaces) {
      if (lender.kind != InterfaceKind::kLoopback || lender.vrf != interface.vrf) continue;
      const auto first = std::ranges::find_if(lender.addresses, is_v4);
      if (first == lender.addresses.end() || first->address != own) continue;
      interface.unnumbered_from = lender.name;
      std::erase_if(interface.addresses, is_v4);
      break;
    }
  }
}

void FillSubinterfaces(const Reader& reader, model::Device& device) {
  for (model::Interface& child : device.interfaces) {
    if (child.kind != InterfaceKind::kSubinterface) continue;
    const auto text = std::ranges::find(reader.vendor.interfaces, child.name, &InterfaceText::name);
    const model::InterfaceIndex parent = model::FindInterface(device, child.parent);
    if (!parent.valid() || text == reader.vendor.interfaces.end() || text->bandwidth_bps.set()) continue;
    child.bandwidth_bps = device.interfaces[parent.index()].bandwidth_bps;
  }
}

}  // namespace

InterfaceKind KindOfName(std::string_view name) {
  std::uint16_t vlan = 0;
  if (!ParentOfName(name, vlan).empty()) return InterfaceKind::kSubinterface;
  if (name == "lo" || name.starts_with("dummy")) return InterfaceKind::kLoopback;
  for (const std::string_view start : {"lo", "Loopback"}) {
    if (!name.starts_with(start) || name == start) continue;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (std::ranges::all_of(name.substr(start.size()), is_digit)) return InterfaceKind::kLoopback;
  }
  for (const std::string_view start : {"gre", "tun", "vti", "ip6tnl", "sit", "wg"}) {
    if (name.starts_with(start)) return InterfaceKind::kTunnel;
  }
  return InterfaceKind::kPhysical;
}

std::string_view ParentOfName(std::string_view name, std::uint16_t& vlan) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  const auto number = ParseNumber(name.substr(dot + 1), 1, 4094);
  if (!number) return {};
  vlan = static_cast<std::uint16_t>(*number);
  return name.substr(0, dot);
}

const model::InterfaceAddress* PrimaryIpv4(const model::Device& device, const model::Interface& interface) {
  const model::Interface* owner = &interface;
  if (!interface.unnumbered_from.empty()) {
    const model::InterfaceIndex lender = model::FindInterface(device, interface.unnumbered_from);
    if (!lender.valid()) return nullptr;
    owner = &device.interfaces[lender.index()];
  }
  for (const model::InterfaceAddress& address : owner->addresses) {
    if (address.address.address.family == net::Family::kIpv4 && !address.secondary) return &address;
  }
  return nullptr;
}

std::optional<net::IpAddress> RouterIdOf(const Reader& reader, const model::Device& device,
                                         const std::string& vrf) {
  const auto configured = reader.vendor.router_ids.find(vrf);
  if (configured != reader.vendor.router_ids.end()) return configured->second.value;
  std::optional<net::IpAddress> best;
  bool best_loopback = false;
  for (const model::Interface& interface : device.interfaces) {
    if (interface.vrf != vrf || !interface.admin_up) continue;
    const bool loopback = interface.kind == InterfaceKind::kLoopback;
    for (const model::InterfaceAddress& address : interface.addresses) {
      const net::IpAddress& candidate = address.address.address;
      if (candidate.family != net::Family::kIpv4) continue;
      const bool better =
          !best || (loopback && !best_loopback) || (loopback == best_loopback && candidate > *best);
      if (!better) continue;
      best = candidate;
      best_loopback = loopback;
    }
  }
  return best;
}

void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config) {
  AddMembers(reader);
  for (const InterfaceText& text : reader.vendor.interfaces)
    config.device.interfaces.push_back(ConvertInterface(reader, text));
  FillMembers(reader, config.device);
  FillSubinterfaces(reader, config.device);
  FillUnnumbered(config.device);
  for (const auto& [name, span] : reader.vendor.vrfs) {
    routing::VrfConfig vrf;
    vrf.name = name;
    vrf.span = span;
    config.vrfs.push_back(std::move(vrf));
  }
}

void ConvertTunnels(Reader& reader, routing::DeviceConfig& config) {
  for (std::size_t i = 0; i < reader.vendor.interfaces.size(); ++i) {
    const InterfaceText& text = reader.vendor.interfaces[i];
    if (!text.tunnel.destination.set()) continue;
    model::Device& device = config.device;
    const std::size_t known = device.tunnels.size();
    if (text.tunnel_mode_span.valid()) {
      AddPlainTunnel(text.tunnel, false, device.interfaces[i], reader, device);
    } else {
      reader.Demote(text.tunnel.destination.span, kPaths, "kind of tunnel");
    }
    // The kernel's tunnels are up whether or not a route leads to the other end.
    if (device.tunnels.size() > known) device.tunnels.back().carrier = model::TunnelCarrier::kSelf;
  }
}

routing::DeviceConfig Convert(Reader& reader) {
  routing::DeviceConfig config;
  config.device.name = reader.vendor.hostname.value;
  config.device.name_span = reader.vendor.hostname.span;
  config.device.nos = "frr";
  config.device.forwards4 = reader.vendor.forwards4;
  config.device.forwards6 = reader.vendor.forwards6;
  config.local_routes = false;  // the tables list no routes to own addresses
  for (const InterfaceText& text : reader.vendor.interfaces) {
    if (!text.vrf.value.empty()) reader.vendor.vrfs.emplace(text.vrf.value, text.vrf.span);
  }
  ConvertInterfaces(reader, config);
  ConvertTunnels(reader, config);
  ConvertWireGuard(reader, config);
  config.static_routes.routes = reader.vendor.statics;
  for (const InterfaceText& text : reader.vendor.interfaces) {
    for (routing::static_routes::StaticRoute route : text.gateways) {
      route.vrf = text.vrf.value;
      config.static_routes.routes.push_back(std::move(route));
    }
  }
  CloseRouteMaps(reader);
  PolicyConverter converter(reader.policies, kDialect, reader, config.policies);
  reader.converter = &converter;
  ConvertOspf(reader, config);
  ConvertIsis(reader, config);
  ConvertRip(reader, config);
  ConvertLdp(reader, config);
  ConvertSr(reader, config);
  ConvertBgp(reader, config);
  ConvertSrv6(reader, config);
  ConvertAccess(reader, config);
  AddWireGuardRoutes(reader, config);
  reader.converter = nullptr;
  converter.Finish();
  return config;
}

}  // namespace ringfence::formats::frr
