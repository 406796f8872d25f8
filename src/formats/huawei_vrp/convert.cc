#include "formats/huawei_vrp/convert.h"

#include <algorithm>

#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

std::optional<std::uint64_t> BandwidthOf(const VrpConfig& config, const VrpInterface& interface) {
  if (interface.bandwidth_bps) return interface.bandwidth_bps;
  const NameFacts facts = FactsOfName(interface.name);
  if (facts.kind == model::InterfaceKind::kLag) {
    std::uint64_t sum = 0;
    for (const VrpInterface& member : config.interfaces) {
      if (member.lag != interface.name || member.shutdown) continue;
      sum += FactsOfName(member.name).bandwidth_bps.value_or(0);
    }
    return sum == 0 ? std::nullopt : std::optional(sum);
  }
  if (!facts.parent.empty()) {
    for (const VrpInterface& parent : config.interfaces) {
      if (parent.name == facts.parent && FactsOfName(parent.name).parent.empty())
        return BandwidthOf(config, parent);
    }
  }
  return facts.bandwidth_bps;
}

model::Interface ConvertInterface(const VrpConfig& config, const VrpInterface& from) {
  const NameFacts facts = FactsOfName(from.name);
  model::Interface to;
  to.name = from.name;
  to.kind = facts.kind;
  to.admin_up = !from.shutdown;
  to.parent = facts.parent;
  to.vlan = from.vlan;
  to.lag = from.lag;
  to.mtu_bytes = from.mtu_bytes;
  to.bandwidth_bps = BandwidthOf(config, from);
  to.description = from.description;
  to.source_check = from.source_checks.any();
  to.span = from.span;
  to.down_span = from.shutdown_span;
  to.vrf = from.vpn_instance;
  to.unnumbered_from = from.unnumbered_from;
  to.virtual_routers = from.virtual_routers;
  for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
    if (family == net::Family::kIpv6 && !from.ipv6_enabled) continue;
    for (const model::InterfaceAddress& address : from.addresses) {
      if (address.address.address.family == family) to.addresses.push_back(address);
    }
  }
  return to;
}

}  // namespace

void ReportUndefined(Conversion& conversion, const NameUse& use, std::string_view what, std::uint8_t impact) {
  conversion.report.diagnostics.Add({base::DiagnosticKind::kReferenceUndefined, use.span,
                                     std::string(what) + " '" + use.name + "' is not defined"});
  MarkUnmodelled(conversion, use.span, impact, "undefined reference");
}

void MarkUnmodelled(Conversion& conversion, base::Span span, std::uint8_t impact, std::string_view reason) {
  conversion.report.Demote(span, impact, reason);
}

void ConvertInterfaces(Conversion& conversion) {
  for (const VrpInterface& interface : conversion.from.interfaces) {
    conversion.to.device.interfaces.push_back(ConvertInterface(conversion.from, interface));
    if (interface.tunnel_destination && interface.ipsec.name.empty() && !interface.wrapping &&
        !interface.te_tunnel.span.valid()) {
      MarkUnmodelled(conversion, interface.span, kPaths, "tunnel");
    }
    if (interface.tunnel_ipsec_span.valid() && interface.ipsec.name.empty())
      MarkUnmodelled(conversion, interface.tunnel_ipsec_span, kPaths, "tunnel of IPsec without a profile");
  }
}

void ConvertStatics(Conversion& conversion) {
  const VrpConfig& from = conversion.from;
  for (const VrpStatic& route : from.statics) {
    const bool ipv6 = route.prefix.family() == net::Family::kIpv6;
    routing::static_routes::StaticRoute to;
    to.vrf = route.vrf;
    to.next_hop_vrf = route.next_hop_vrf;
    to.prefix = route.prefix;
    to.next_hop = route.next_hop;
    to.discard = route.interface == "NULL0";  // the only one there is
    if (!to.discard) to.interface = route.interface;
    to.distance = route.preference.value_or(
        (ipv6 ? from.static_preference6 : from.static_preference).value_or(kStaticPreference));
    to.tag = route.tag;
    to.span = route.span;
    conversion.to.static_routes.routes.push_back(std::move(to));
  }
}

bool IsSilent(const std::vector<VrpSilent>& statements, std::string_view interface) {
  bool silent = false;
  for (const VrpSilent& statement : statements) {
    if (statement.interface.empty() || statement.interface == interface) silent = statement.silent;
  }
  return silent;
}

std::optional<net::IpAddress> ChooseRouterId(const Conversion& conversion, std::string_view vrf) {
  if (vrf.empty() && conversion.from.router_id) return conversion.from.router_id;
  std::optional<net::IpAddress> loopback, other;
  for (const model::Interface& interface : conversion.to.device.interfaces) {
    if (!interface.admin_up || interface.vrf != vrf) continue;
    std::optional<net::IpAddress>& best =
        interface.kind == model::InterfaceKind::kLoopback ? loopback : other;
    for (const model::InterfaceAddress& address : interface.addresses) {
      if (address.address.address.family != net::Family::kIpv4) continue;
      if (!best || *best < address.address.address) best = address.address.address;
    }
  }
  return loopback ? loopback : other;
}

routing::DeviceConfig Convert(const VrpConfig& config, StatementReport& report) {
  routing::DeviceConfig to;
  to.device.name = config.sysname;
  to.device.name_span = config.sysname_span;
  to.device.nos = "huawei_vrp";
  to.device.mtu_default_bytes = 1500;
  const PolicyTexts texts = PreparePolicies(config);
  PolicyConverter policies(texts, VrpPolicyDialect(), report, to.policies);
  Conversion conversion{config, report, policies, to};
  ConvertInterfaces(conversion);
  ConvertSwitching(conversion);
  ConvertAcls(conversion);
  ConvertNat(conversion);
  ConvertStatics(conversion);
  ConvertVpnInstances(conversion);
  ConvertTe(conversion);
  ConvertMpls(conversion);
  ConvertL2Vpn(conversion);
  ConvertOspf(conversion);
  ConvertIsis(conversion);
  ConvertSr(conversion);
  ConvertTunnelPolicies(conversion);
  ConvertSrv6(conversion);
  ConvertRip(conversion);
  ConvertBgp(conversion);
  CheckLabelledPeers(conversion);
  ConvertVxlan(conversion);
  ConvertBridges(conversion);
  ConvertManagement(conversion);
  ConvertProtection(conversion);
  ConvertCopying(conversion);
  policies.Finish();
  return to;
}

}  // namespace ringfence::formats::huawei_vrp
