// IS-IS processes.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"
#include "formats/isis_net.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace isis = routing::isis;

/// Has the interface, or its lender, an address of the family?
bool HasFamily(const model::Device& device, const model::Interface& interface, net::Family family) {
  const auto has = [family](const model::Interface& one) {
    return std::ranges::any_of(one.addresses,
                               [family](const auto& a) { return a.address.address.family == family; });
  };
  if (has(interface)) return true;
  return std::ranges::any_of(device.interfaces, [&](const model::Interface& lender) {
    return lender.name == interface.unnumbered_from && family == net::Family::kIpv4 && has(lender);
  });
}

isis::IsisInterface ConvertCircuit(const VrpIsis& process, const VrpInterface& from, isis::Levels levels,
                                   const model::Device& device, const model::Interface& interface) {
  const NameFacts facts = FactsOfName(from.name);
  const bool loopback = facts.kind == model::InterfaceKind::kLoopback;
  const bool serial = facts.point_to_point || facts.kind == model::InterfaceKind::kTunnel ||
                      from.link_protocol == "ppp" || from.link_protocol == "hdlc";
  isis::IsisInterface to;
  to.name = from.name;
  to.span = from.isis.span;
  to.metric_span = from.isis.cost_span;
  to.levels = static_cast<isis::Levels>(from.isis.levels.value_or(isis::kLevelBoth) & levels);
  to.type = loopback                             ? isis::IsisNetworkType::kLoopback
            : serial || from.isis.point_to_point ? isis::IsisNetworkType::kPointToPoint
                                                 : isis::IsisNetworkType::kBroadcast;
  to.passive = loopback || from.isis.silent;
  to.ipv4 = from.isis.process == process.id && HasFamily(device, interface, net::Family::kIpv4);
  to.ipv6 =
      process.ipv6 && from.isis.process6 == process.id && HasFamily(device, interface, net::Family::kIpv6);
  const std::uint32_t standard = loopback ? 0 : kIsisCost;
  to.metric_level1 = from.isis.cost.level1.value_or(process.cost.level1.value_or(standard));
  to.metric_level2 = from.isis.cost.level2.value_or(process.cost.level2.value_or(standard));
  if (process.multi_topology) {
    to.metric6_level1 = from.isis.cost6.level1.value_or(process.cost6.level1.value_or(standard));
    to.metric6_level2 = from.isis.cost6.level2.value_or(process.cost6.level2.value_or(standard));
  } else {
    to.metric6_level1 = to.metric_level1;
    to.metric6_level2 = to.metric_level2;
  }
  to.authentication = from.isis.authentication;
  return to;
}

void ConvertImports(Conversion& conversion, const VrpIsis& from, isis::IsisProcess& to) {
  for (const VrpIsisImport& import : from.imports) {
    isis::IsisRedistribution out = import.value;
    if (!import.value.from_level) {
      out.policies = ImportPolicies(conversion, import.policy, out.family, false, kRouting);
    } else if (!import.policy.name.empty()) {
      out.policies = {conversion.policies.UseRouteMap(import.policy.name, import.policy.span, kRouting)};
    } else if (import.filter.kind == VrpFilterUse::Kind::kPrefixList) {
      const NameUse& use = import.filter.use;
      if (const auto name = conversion.policies.UseFilter(ListKind::kPrefix4, use.name, use.span, kRouting))
        out.policies = {*name, conversion.policies.UseRest()};
    }
    to.redistributions.push_back(std::move(out));
  }
}

isis::IsisProcess ConvertProcess(Conversion& conversion, const VrpIsis& from) {
  isis::IsisProcess to;
  to.tag = from.id;
  to.vrf = from.vrf;
  to.span = from.span;
  SplitNet(from.net, to);
  to.levels = from.levels.value_or(isis::kLevelBoth);
  to.style_level1 = to.style_level2 = from.style;
  to.multi_topology = from.multi_topology;
  to.overload = from.overload;
  to.attached_bit = from.attached_bit;
  to.ignores_attached_bit = from.ignores_attached_bit;
  to.leaks_level1_to_level2 = from.leaks_up;
  to.distance_level1 = to.distance_level2 = from.preference.value_or(kIsisPreference);
  to.distance_external_level1 = to.distance_external_level2 = to.distance_level1;
  to.max_paths = from.max_paths.value_or(kIsisMaxPaths);
  to.authentication_level1 = from.area_authentication;
  to.authentication_level2 = from.domain_authentication;
  to.summaries = from.summaries;
  to.default_origination = from.default_into || from.default6_into;
  to.default_origination_always = from.default_always;
  to.default_into = from.default_into.value_or(from.default6_into ? isis::Levels{0} : isis::kLevel2);
  to.default6_into = from.default6_into.value_or(0);
  to.default_metric = from.default_cost;
  to.default6_metric = from.default6_cost;
  const model::Device& device = conversion.to.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const VrpInterface& interface = conversion.from.interfaces[i];
    const bool runs = interface.isis.process == from.id || interface.isis.process6 == from.id;
    if (!runs || interface.vpn_instance != from.vrf) continue;
    isis::IsisInterface circuit = ConvertCircuit(from, interface, to.levels, device, device.interfaces[i]);
    // A circuit of levels that the process does not have takes no part.
    if (circuit.levels != 0) to.interfaces.push_back(std::move(circuit));
  }
  ConvertImports(conversion, from, to);
  return to;
}

}  // namespace

void ConvertIsis(Conversion& conversion) {
  for (const VrpIsis& process : conversion.from.isis)
    conversion.to.isis.processes.push_back(ConvertProcess(conversion, process));
}

}  // namespace ringfence::formats::huawei_vrp
