#include "formats/arista_eos/convert.h"

#include "formats/arista_eos/interface_name.h"

namespace ringfence::formats::arista_eos {

const PolicyDialect& Dialect() {
  static const PolicyDialect kDialect = [] {
    PolicyDialect dialect;
    dialect.undefined_map_accepts = true;  // seen on devices, in and out
    dialect.community_form_words = false;
    dialect.take_interface = TakeInterfaceName;
    return dialect;
  }();
  return kDialect;
}

std::vector<std::string> Conversion::RouteMap(const Setting<std::string>& name, std::uint8_t impact) {
  if (name.value.empty()) return {};
  return {policies.UseRouteMap(name.value, name.span, impact)};
}

bool Routes(const VendorConfig& vendor, std::string_view vrf, net::Family family) {
  const auto text = std::ranges::find(vendor.vrfs, vrf, &VrfText::name);
  if (text == vendor.vrfs.end()) return false;
  return (family == net::Family::kIpv4 ? text->routing4 : text->routing6).value_or(false);
}

std::optional<net::IpAddress> ChooseRouterId(const model::Device& device, std::string_view vrf) {
  for (const bool loopback : {true, false}) {
    std::optional<net::IpAddress> highest;
    for (const model::Interface& interface : device.interfaces) {
      const bool counts = interface.admin_up && interface.vrf == vrf && !interface.switch_port &&
                          (interface.kind == model::InterfaceKind::kLoopback) == loopback;
      if (!counts) continue;
      for (const model::InterfaceAddress& address : interface.addresses) {
        const net::IpAddress& candidate = address.address.address;
        if (candidate.family != net::Family::kIpv4 || address.secondary) continue;
        if (!highest || candidate > *highest) highest = candidate;
      }
    }
    if (highest) return highest;
  }
  return std::nullopt;
}

std::optional<net::IpAddress> RouterIdOf(const Conversion& conversion, const Setting<net::IpAddress>& own,
                                         const std::string& vrf) {
  if (own.set()) return own.value;
  const std::vector<VrfText>& vrfs = conversion.reader.vendor.vrfs;
  const auto general = std::ranges::find(vrfs, vrf, &VrfText::name);
  if (general != vrfs.end() && general->router_id.set()) return general->router_id.value;
  return ChooseRouterId(conversion.config.device, vrf);
}

const model::InterfaceAddress* Primary4(const model::Device& device, const model::Interface& interface) {
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

bool HasFamily(const model::Device& device, const model::Interface& interface, net::Family family) {
  if (family == net::Family::kIpv4) return Primary4(device, interface) != nullptr;
  return std::ranges::any_of(interface.addresses, [family](const model::InterfaceAddress& address) {
    return address.address.address.family == family;
  });
}

routing::DeviceConfig Convert(Reader& reader) {
  routing::DeviceConfig config;
  config.device.name = reader.vendor.hostname.value;
  config.device.name_span = reader.vendor.hostname.span;
  config.device.nos = "arista_eos";
  config.device.mtu_default_bytes = 1500;
  config.device.forwards4 = Routes(reader.vendor, "", net::Family::kIpv4);
  config.device.forwards6 = Routes(reader.vendor, "", net::Family::kIpv6);
  // The table lists connected subnets and no host routes for own addresses.
  config.local_routes = false;
  PolicyConverter policies(reader.vendor.policies, Dialect(), reader, config.policies);
  Conversion conversion{reader, config, policies};
  ConvertInterfaces(conversion);
  ConvertAcls(conversion);
  ConvertSteering(conversion);
  ConvertNat(conversion);
  config.static_routes.routes = reader.vendor.statics;
  ConvertOspf(conversion);
  ConvertIsis(conversion);
  ConvertSr(conversion);
  ConvertBgp(conversion);
  ConvertVrfs(conversion);
  ConvertVxlan(conversion);
  ConvertTunnels(conversion);
  ConvertCopying(conversion);
  ConvertManagement(conversion);
  policies.Finish();
  return config;
}

}  // namespace ringfence::formats::arista_eos
