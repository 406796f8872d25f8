// OSPF processes: which interface runs in which area, and VRP's defaults. Version 3 knows no `network`: the
// interface says all.
//
// An `ospf enable` line on the interface wins. Otherwise the `network` statement with the longest wildcard
// that covers the primary address decides; all addresses of the interface then belong to that area. The cost
// is interfaces times statements, both small.
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/values.h"
#include "formats/virtual_link_text.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using routing::ospf::NetworkType;
using routing::ospf::OspfInterface;
using routing::ospf::OspfProcess;

/// Area of an interface and the line that says so.
struct Membership {
  std::uint32_t area = 0;
  base::Span span;
};

const model::InterfaceAddress* PrimaryOf(const VrpInterface& interface) {
  for (const model::InterfaceAddress& address : interface.addresses) {
    if (address.address.address.family == net::Family::kIpv4 && !address.secondary) return &address;
  }
  return nullptr;
}

std::optional<Membership> AreaByNetwork(Conversion& conversion, const VrpOspf& process,
                                        const VrpInterface& interface,
                                        const model::InterfaceAddress& primary) {
  std::optional<Membership> best;
  int best_bits = -1;
  for (const VrpOspfArea& area : process.areas) {
    for (const VrpOspfNetwork& network : area.networks) {
      if (net::And(primary.address.address, net::Not(network.ignore)) != network.address) continue;
      const int bits = 32 - std::popcount(network.ignore.v4());
      if (bits == best_bits && best->area != area.area.id) {
        conversion.report.diagnostics.Add({base::DiagnosticKind::kInterfaceTwoAreas,
                                           network.span,
                                           interface.name + " is put into a second OSPF area",
                                           {best->span}});
      }
      if (bits <= best_bits) continue;
      best = Membership{area.area.id, network.span};
      best_bits = bits;
    }
  }
  return best;
}

const VrpInterface* FindVrpInterface(const VrpConfig& config, std::string_view name) {
  for (const VrpInterface& interface : config.interfaces) {
    if (interface.name == name) return &interface;
  }
  return nullptr;
}

std::optional<Membership> MembershipOf(Conversion& conversion, const VrpOspf& process,
                                       const VrpInterface& interface) {
  if (interface.vpn_instance != process.vrf) return std::nullopt;
  const bool v6 = process.family == net::Family::kIpv6;
  if (const auto& enable = v6 ? interface.ospf6_enable : interface.ospf_enable) {
    if (enable->process.value_or(1) != process.id || (v6 && !interface.ipv6_enabled)) return std::nullopt;
    return Membership{enable->area, enable->span};
  }
  // A tunnel of traffic engineering leads one way: `network` does not mean it.
  if (v6 || interface.te_tunnel.span.valid()) return std::nullopt;
  const VrpInterface* owner = &interface;
  if (!interface.unnumbered_from.empty())
    owner = FindVrpInterface(conversion.from, interface.unnumbered_from);
  const model::InterfaceAddress* primary = owner == nullptr ? nullptr : PrimaryOf(*owner);
  if (primary == nullptr) return std::nullopt;
  return AreaByNetwork(conversion, process, interface, *primary);
}

OspfInterface ConvertOspfInterface(const VrpOspf& process, const VrpInterface& from,
                                   const Membership& membership) {
  const NameFacts facts = FactsOfName(from.name);
  const bool v6 = process.family == net::Family::kIpv6;
  const VrpOspfSettings& ospf = v6 ? from.ospf6 : from.ospf;
  OspfInterface to;
  to.name = from.name;
  to.area = membership.area;
  to.span = membership.span;
  to.cost = ospf.cost;
  to.cost_span = ospf.cost_span;
  to.priority = ospf.priority.value_or(1);
  to.mtu_announced = v6 || ospf.mtu_check.value_or(false);
  to.mtu_ignore = !ospf.mtu_check.value_or(v6);
  to.passive = IsSilent(process.silent, from.name);
  if (facts.kind == model::InterfaceKind::kLoopback) {
    to.type = NetworkType::kLoopback;
    to.passive = true;
    to.advertise_host = true;
    if (!to.cost) to.cost = 0;
  } else {
    const bool serial = facts.point_to_point || facts.kind == model::InterfaceKind::kTunnel ||
                        from.link_protocol == "ppp" || from.link_protocol == "hdlc";
    to.type = ospf.type.value_or(serial ? NetworkType::kPointToPoint : NetworkType::kBroadcast);
  }
  const bool slow = to.type == NetworkType::kNonBroadcast || to.type == NetworkType::kPointToMultipoint;
  to.hello_s = ospf.hello_s.value_or(slow ? 30 : 10);
  to.dead_s = ospf.dead_s.value_or(4 * to.hello_s);
  for (const VrpOspfArea& area : process.areas) {
    if (area.area.id == to.area) to.authentication = area.authentication;
  }
  if (ospf.authentication) to.authentication = *ospf.authentication;
  return to;
}

/// The MTU that neighbours of OSPFv3 compare is that of IPv6; the model has the port's.
void CheckMtu6(Conversion& conversion, const VrpInterface& interface, const OspfInterface& member) {
  constexpr std::uint32_t kMtuDefault_bytes = 1500;
  if (member.passive || !interface.mtu6_bytes) return;
  if (*interface.mtu6_bytes != interface.mtu_bytes.value_or(kMtuDefault_bytes))
    MarkUnmodelled(conversion, interface.mtu6_span, Impact::kRouting6, "MTU of IPv6 alone");
}

void ConvertMembers(Conversion& conversion, const VrpOspf& from, OspfProcess& to) {
  for (const VrpInterface& interface : conversion.from.interfaces) {
    if (FactsOfName(interface.name).kind == model::InterfaceKind::kNull) continue;
    const auto membership = MembershipOf(conversion, from, interface);
    if (!membership) continue;
    to.interfaces.push_back(ConvertOspfInterface(from, interface, *membership));
    if (to.family == net::Family::kIpv6) CheckMtu6(conversion, interface, to.interfaces.back());
    const bool known =
        std::ranges::any_of(to.areas, [&](const auto& area) { return area.id == membership->area; });
    if (!known) {
      to.areas.push_back({});
      to.areas.back().id = membership->area;
      to.areas.back().span = membership->span;
    }
  }
}

std::optional<routing::ospf::PrefixFilter> FilterOf(Conversion& conversion, const VrpFilterUse& use,
                                                    net::Family family) {
  if (use.kind == VrpFilterUse::Kind::kNone) return std::nullopt;
  return use.kind == VrpFilterUse::Kind::kAcl ? FilterOfAcl(conversion, use.use, family)
                                              : FilterOfPrefixList(conversion, use.use, family);
}

void ConvertImport(Conversion& conversion, const VrpOspf& process, const VrpImport& from, OspfProcess& to) {
  routing::ospf::Redistribution import;
  import.source = from.source;
  import.process = from.process;
  import.bgp_internal = from.bgp_internal;
  if (!from.inherit_cost) import.metric = from.cost.value_or(process.default_cost.value_or(kImportCost));
  import.plain = !from.inherit_cost && !from.cost && !process.default_cost && !from.type &&
                 !process.default_type && !from.tag && !process.default_tag;
  import.type = from.type.value_or(process.default_type.value_or(routing::ospf::ExternalType::kType2));
  import.tag = from.tag.value_or(process.default_tag.value_or(kImportTag));
  import.span = from.span;
  if (!from.policy.name.empty()) {
    const bool v4 = process.family == net::Family::kIpv4;
    import.policies = ImportPolicies(conversion, from.policy, process.family, false,
                                     v4 ? Impact::kRouting4 : Impact::kRouting6);
  }
  to.redistributions.push_back(std::move(import));
}

/// A border router of an NSSA summarises what it translates, too.
void ConvertSummaries(Conversion& conversion, const VrpOspf& from, OspfProcess& to) {
  const bool nssa = std::ranges::any_of(
      from.areas, [](const VrpOspfArea& area) { return area.area.type == routing::ospf::AreaType::kNssa; });
  const std::uint8_t impact = from.family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
  for (routing::ospf::ExternalSummary summary : from.summaries) {
    if (nssa) MarkUnmodelled(conversion, summary.span, impact, "summary of external routes beside an NSSA");
    if (!summary.tag && summary.advertise) summary.tag = from.default_tag.value_or(kImportTag);
    to.external_summaries.push_back(summary);
  }
}

/// Version 3 has the id of its own view or none.
void SetRouterId(const Conversion& conversion, const VrpOspf& from, OspfProcess& to) {
  if (from.family == net::Family::kIpv6) {
    to.router_id = from.router_id;
    to.router_id_span = from.router_id_span;
    return;
  }
  to.router_id = from.router_id ? from.router_id : ChooseRouterId(conversion, from.vrf);
  if (from.router_id) {
    to.router_id_span = from.router_id_span;
  } else if (from.vrf.empty() && conversion.from.router_id) {
    to.router_id_span = conversion.from.router_id_span;
  }
}

/// A process in a VPN instance is a provider edge unless it is told otherwise; it has no domain identifier
/// by default. How it makes metrics of MEDs is not known.
routing::ospf::VpnEdge VpnEdgeOf(const VrpOspf& from) {
  routing::ospf::VpnEdge vpn;
  if (from.vrf.empty() || from.family != net::Family::kIpv4) return vpn;
  vpn.checks_down = !from.simple_vpn;
  if (from.simple_vpn) return vpn;
  vpn.role = routing::ospf::VpnRole::kEdge;
  vpn.metric_is_med = false;
  if (!from.domain_id.empty()) vpn.domain_ids = {from.domain_id};
  vpn.domain_known = !from.domain_id.empty() || from.more_domain_ids.empty();
  vpn.domain_ids.insert(vpn.domain_ids.end(), from.more_domain_ids.begin(), from.more_domain_ids.end());
  vpn.route_tag = from.route_tag;
  vpn.sham_links = from.sham_links;
  return vpn;
}

OspfProcess ConvertProcess(Conversion& conversion, const VrpOspf& from) {
  OspfProcess to;
  to.id = from.id;
  to.vrf = from.vrf;
  to.family = from.family;
  to.span = from.span;
  to.reference_bandwidth_bps = from.reference_mbps.value_or(kReferenceMbps) * 1'000'000ULL;
  to.rfc1583_compatible = from.rfc1583.value_or(true);
  to.max_paths = from.max_paths.value_or(kOspfMaxPaths);
  to.distances.intra = to.distances.inter = from.preference.value_or(kOspfPreference);
  to.distances.external = from.preference_ase.value_or(kOspfAsePreference);
  to.max_metric = from.stub_router;
  to.vpn = VpnEdgeOf(from);
  to.default_origination = from.default_origination;
  if (to.default_origination && !to.default_origination->tag) {
    to.default_origination->tag = from.default_tag.value_or(kImportTag);
  }
  SetRouterId(conversion, from, to);
  for (const VrpOspfArea& area : from.areas) {
    to.areas.push_back(area.area);
    to.areas.back().filter_in = FilterOf(conversion, area.filter_in, from.family);
    to.areas.back().filter_out = FilterOf(conversion, area.filter_out, from.family);
  }
  const bool keys = std::ranges::any_of(
      from.areas, [](const VrpOspfArea& area) { return area.area.id == 0 && !area.authentication.empty(); });
  to.virtual_links = VirtualLinksWithout(keys, from.virtual_links, [&](base::Span span) {
    MarkUnmodelled(conversion, span, Impact::kRouting4, "virtual link beside keys of the backbone");
  });
  ConvertMembers(conversion, from, to);
  for (const VrpImport& import : from.imports) ConvertImport(conversion, from, import, to);
  ConvertSummaries(conversion, from, to);
  to.table_filter = FilterOf(conversion, from.table_filter, from.family);
  to.export_filter = FilterOf(conversion, from.export_filter, from.family);
  return to;
}

}  // namespace

void ConvertOspf(Conversion& conversion) {
  for (const VrpOspf& process : conversion.from.ospf) {
    conversion.to.ospf.processes.push_back(ConvertProcess(conversion, process));
  }
}

}  // namespace ringfence::formats::huawei_vrp
