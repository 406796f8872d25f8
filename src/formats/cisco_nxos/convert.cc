// From the vendor model to the neutral one. Defaults of this system are applied in the convert_*.cc files and
// nowhere else; characterization.md lists them with their certainty.

#include "formats/cisco_nxos/convert.h"

#include <fmt/format.h>

#include "formats/cisco_nxos/policies.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::InterfaceKind;

/// The lowest IPv4 address of the interface, as the device takes the primary one.
const net::IpAddress* Primary4(const model::Interface& interface) {
  for (const model::InterfaceAddress& address : interface.addresses) {
    if (address.address.address.family == net::Family::kIpv4 && !address.secondary)
      return &address.address.address;
  }
  return nullptr;
}

/// Does BGP or OSPF take routes of the family from elsewhere?
bool HasRedistribution(const VendorConfig& vendor, net::Family wanted) {
  const bgp::BgpFamily bgp_family =
      wanted == net::Family::kIpv4 ? bgp::BgpFamily::kIpv4Unicast : bgp::BgpFamily::kIpv6Unicast;
  const bool bgp = std::ranges::any_of(vendor.bgp.vrfs, [=](const BgpVrfText& vrf) {
    const auto family = vrf.families.find(bgp_family);
    return family != vrf.families.end() && !family->second.redistributions.empty();
  });
  const bool ospf = std::ranges::any_of(vendor.ospf, [=](const OspfText& process) {
    return process.family == wanted && std::ranges::any_of(process.vrfs, [](const OspfVrfText& vrf) {
             return !vrf.redistributions.empty();
           });
  });
  return bgp || ospf;
}

/// Puts the list that keeps default routes out among the texts of policies.
void DefineDefaultFilter(PolicyTexts& texts, net::Family family) {
  const bool v4 = family == net::Family::kIpv4;
  const net::Prefix all = net::Prefix::Default(family);
  const std::uint8_t bits = net::AddressBits(family);
  PrefixListText& list =
      texts.prefix_lists[ListName(v4 ? ListKind::kPrefix4 : ListKind::kPrefix6, kNoDefaultList)];
  list.lines.clear();
  list.lines[10] = {.permit = false, .prefix = all, .length_min = 0, .length_max = 0, .span = {}};
  list.lines[20] = {.permit = true, .prefix = all, .length_min = 0, .length_max = bits, .span = {}};
}

}  // namespace

bool IsVrf(Reader& reader, const std::string& name, base::Span use) {
  if (name.empty() || name == "management") return true;
  if (std::ranges::find(reader.vendor.vrfs, name, &VrfText::name) != reader.vendor.vrfs.end()) return true;
  reader.Undefined(use, "VRF", name);
  return false;
}

std::optional<net::IpAddress> ChooseRouterId(const model::Device& device, const std::string& vrf) {
  std::optional<net::IpAddress> loopback, first;
  for (const model::Interface& interface : device.interfaces) {
    const net::IpAddress* address = Primary4(interface);
    if (!interface.admin_up || interface.vrf != vrf || address == nullptr) continue;
    if (interface.name == "loopback0") return *address;
    if (interface.kind == InterfaceKind::kLoopback && (!loopback || *address < *loopback))
      loopback = *address;
    if (!first) first = *address;
  }
  return loopback ? loopback : first;
}

std::optional<std::vector<std::string>> RedistributionPolicies(Conversion& conversion,
                                                               const RedistributeText& text,
                                                               std::optional<net::Family> without_default) {
  if (!text.route_map.set()) {
    conversion.reader.Demote(text.span, kRouting, "redistribution without a route map");
    return std::nullopt;
  }
  std::vector<std::string> names;
  if (without_default) {
    const ListKind kind = *without_default == net::Family::kIpv4 ? ListKind::kPrefix4 : ListKind::kPrefix6;
    const auto filter = conversion.policies.UseFilter(kind, std::string(kNoDefaultList), text.span, kRouting);
    if (filter) names.push_back(*filter);
  }
  names.push_back(conversion.policies.UseRouteMap(text.route_map.value, text.route_map.span, kRouting));
  return names;
}

model::PolicyChain ChainOf(Conversion& conversion, const Setting<std::string>& route_map) {
  model::PolicyChain chain;
  if (route_map.value.empty()) return chain;
  chain.names.push_back(conversion.policies.UseRouteMap(route_map.value, route_map.span, kRouting));
  chain.span = route_map.span;
  return chain;
}

std::string KeyOfChain(Reader& reader, const std::string& name, base::Span use) {
  const auto chain = reader.vendor.key_chains.find(name);
  if (chain == reader.vendor.key_chains.end()) {
    reader.Undefined(use, "key chain", name);
    return "undefined";
  }
  return chain->second.empty() ? "none" : chain->second.rbegin()->second;
}

routing::DeviceConfig Convert(Reader& reader) {
  routing::DeviceConfig config;
  config.device.name = reader.vendor.hostname.value;
  config.device.name_span = reader.vendor.hostname.span;
  config.device.nos = "cisco_nxos";
  config.device.mtu_default_bytes = 1500;
  ConvertInterfaces(reader, config);
  ConvertAcls(reader, config);
  ConvertControlPlane(reader, config);
  for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
    if (HasRedistribution(reader.vendor, family)) DefineDefaultFilter(reader.policies, family);
  }
  NoteSteeringMaps(reader);
  PolicyConverter policies(reader.policies, Dialect(), reader, config.policies);
  Conversion conversion{reader, config, policies};
  ConvertVrfs(conversion);
  ConvertStatics(conversion);
  ConvertOspf(conversion);
  ConvertIsis(conversion);
  ConvertRip(conversion);
  ConvertEigrp(conversion);
  ConvertBgp(conversion);
  ConvertVxlan(conversion);
  ConvertLdp(conversion);
  ConvertSteering(conversion);
  ConvertTranslation(conversion);
  policies.Finish();
  ConvertTunnels(reader, config);
  ConvertCopying(reader, config);
  ConvertManagement(reader, config);
  return config;
}

}  // namespace ringfence::formats::cisco_nxos
