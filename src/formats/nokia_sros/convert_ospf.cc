// OSPF processes with SR OS defaults: disabled until enabled, reference bandwidth 100 Gbit/s, one next hop,
// loopbacks at cost 0, interfaces broadcast.
#include <fmt/format.h>

#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/policies.h"
#include "formats/secret_digest.h"
#include "formats/vpn_edge_text.h"

namespace ringfence::formats::nokia_sros {
namespace {

using base::DiagnosticKind;
using routing::ospf::AreaRange;
using routing::ospf::AreaType;
using routing::ospf::NetworkType;
using routing::ospf::OspfArea;
using routing::ospf::OspfInterface;
using routing::ospf::OspfProcess;

constexpr std::uint64_t kKilo = 1000;
// Of several keys the type `password` uses the one, `message-digest` the other.
std::string AuthenticationOf(const OspfAuthentication& from) {
  if (from.keychain.set()) return fmt::format("keychain {}", from.keychain.value);
  if (!from.type.set() || from.type.value == "none") return {};
  if (from.type.value == "password") return DigestOfSecret("simple", from.key.value);
  return DigestOfSecret(fmt::format("md5:{}", from.md5_id.value), from.md5_key.value);
}

void AddInterface(Reader& reader, const RouterText& router, const OspfInterfaceText& from,
                  const OspfAreaText& area, const routing::DeviceConfig& config, OspfProcess& process) {
  if (!from.admin.value_or(true)) return;
  const std::string_view name = InterfaceIn(router, from.name);
  const model::InterfaceIndex index = model::FindInterface(config.device, name);
  if (!index.valid()) return reader.Undefined(from.node, "router interface");
  const auto same = std::ranges::find(process.interfaces, name, &OspfInterface::name);
  if (same != process.interfaces.end()) {
    if (same->area == area.id) return;
    reader.diagnostics.Add({.kind = DiagnosticKind::kInterfaceTwoAreas,
                            .span = reader.WordSpan(from.node),
                            .what = fmt::format("interface '{}' is in two areas", from.name),
                            .also = {same->span}});
    return;
  }
  OspfInterface to;
  to.name = name;
  to.area = area.id;
  to.span = from.span;
  to.type = from.type.value_or(NetworkType::kBroadcast);
  to.passive = from.passive.value_or(false);
  to.hello_s = from.hello.value_or(to.hello_s);
  to.dead_s = from.dead.value_or(to.dead_s);
  to.priority = static_cast<std::uint8_t>(from.priority.value_or(to.priority));
  to.authentication = AuthenticationOf(from.authentication);
  if (from.metric.set()) {
    to.cost = from.metric.value;
    to.cost_span = from.metric.span;
  }
  if (config.device.interfaces[index.index()].kind == model::InterfaceKind::kLoopback) {
    to.type = NetworkType::kLoopback;
    to.passive = true;
    to.advertise_host = true;
    if (!to.cost) to.cost = 0;
  }
  process.interfaces.push_back(std::move(to));
}

void AddRange(const AreaRangeText& from, const OspfAreaText& area, const OspfProcess& process, OspfArea& to) {
  AreaRange range;
  range.prefix = from.prefix;
  range.span = from.span;
  range.nssa = from.nssa;
  range.advertise = from.advertise.value_or(true);
  range.discard_route = area.blackhole_aggregate.value_or(true);
  range.discard_distance = process.distances.intra;
  to.ranges.push_back(range);
}

OspfArea ConvertArea(Reader& reader, const OspfAreaText& from, const OspfProcess& process) {
  OspfArea to;
  to.id = from.id;
  to.span = from.span;
  to.type = from.nssa ? AreaType::kNssa : from.stub ? AreaType::kStub : AreaType::kNormal;
  to.no_summary = !from.summaries.value_or(true);
  if (to.type == AreaType::kStub) to.default_cost = from.default_metric.value_or(1);
  if (from.nssa) {
    to.nssa_no_redistribution = !from.redistribute_external.value_or(true);
    // Into an area without summaries the default route goes as a summary unless `type-nssa` asks for type 7.
    const bool as_type7 = !to.no_summary || from.nssa_default.type_nssa.value_or(false);
    to.stub_default = from.nssa_default.present;
    if (to.no_summary && (as_type7 || !from.nssa_default.present)) {
      reader.Unmodelled(from.summaries.node, Impact::kRouting4,
                        "NSSA without summaries and without their default route");
    }
    to.nssa_default = from.nssa_default.present && as_type7;
  }
  // In one order whatever the text has: summaries, then type 7.
  for (const bool nssa : {false, true}) {
    for (const AreaRangeText& range : from.ranges) {
      if (range.nssa == nssa) AddRange(range, from, process, to);
    }
  }
  return to;
}

void SetRouterId(const RouterText& router, const OspfText& from, const model::Device& device,
                 OspfProcess& to) {
  if (from.router_id.set()) {
    to.router_id = from.router_id.value;
    to.router_id_span = from.router_id.span;
  } else {
    to.router_id = RouterIdOf(router, device, to.router_id_span);
  }
}

// Only an AS boundary router sends external routes; what a release does without the statement is not certain.
void AddExports(Reader& reader, const OspfText& from, Policies& policies, OspfProcess& to) {
  if (!from.asbr) {
    for (const Name& name : from.exports)
      reader.Unmodelled(name.node, kRouting, "export policy without 'asbr'");
  }
  const std::vector<std::string> names = policies.Names(from.exports);
  if (names.empty() || !from.asbr) return;
  for (const model::RouteSource source : kTableSources) {
    if (source == model::RouteSource::kOspf || !policies.MayAccept(names, source)) continue;
    routing::ospf::Redistribution redistribution;
    redistribution.source = source;
    redistribution.policies = names;
    redistribution.bgp_internal = source == model::RouteSource::kBgp;
    redistribution.plain = redistribution.bgp_internal && to.vpn.role == routing::ospf::VpnRole::kEdge;
    redistribution.span = from.exports.front().span;
    to.redistributions.push_back(std::move(redistribution));
  }
}

// "0000.0000.0001", "0x000000000001" or bare digits, with a type of four digits.
std::optional<std::string> DomainOf(const OspfText& from) {
  std::string digits(from.domain_id.value);
  std::erase(digits, '.');
  return ParseDomainId(from.domain_type.value, digits);
}

// Only with `super-backbone` do routes of other sites come back as they were (RFC 4577); what an instance
// without it does with them is not known.
routing::ospf::VpnEdge EdgeOf(Reader& reader, const RouterText& router, const OspfText& from) {
  routing::ospf::VpnEdge vpn;
  if (router.vrf.empty() || from.family != net::Family::kIpv4 || !from.super_backbone.value_or(false)) {
    // They say nothing where there is no edge, and what they change in one is not known there.
    for (const NodeId node : {from.ignores_down.node, from.hides_down.node, from.domain_id.node,
                              from.domain_type.node, from.vpn_tag.node})
      if (node != kNone) reader.Unmodelled(node, kRouting, "OSPF domain of a VPN");
    return vpn;
  }
  vpn.role = routing::ospf::VpnRole::kEdge;
  vpn.metric_is_med = false;
  vpn.checks_down = !from.ignores_down.value_or(false);
  vpn.sets_down = !from.hides_down.value_or(false);
  if (from.vpn_tag.value_or(0) != 0)
    vpn.route_tag = from.vpn_tag.value;
  else
    reader.Unmodelled(from.super_backbone.node, kRouting, "VPN route tag that no word gives");
  vpn.domain_known = false;
  if (!from.domain_id.set() || !from.domain_type.set()) return vpn;
  const auto domain = DomainOf(from);
  if (!domain) return reader.Invalid(from.domain_id.node, "not a domain identifier"), vpn;
  // An identifier of zeros is none (section 4.2.4).
  if (domain->find_first_not_of('0', domain->find(':') + 1) != std::string::npos) vpn.domain_ids = {*domain};
  vpn.domain_known = true;
  return vpn;
}

OspfProcess ConvertProcess(Reader& reader, const RouterText& router, const OspfText& from, Policies& policies,
                           const routing::DeviceConfig& config) {
  OspfProcess to;
  to.id = from.id;
  to.span = from.span;
  to.vrf = router.vrf;
  to.family = from.family;
  SetRouterId(router, from, config.device, to);
  to.reference_bandwidth_bps =
      from.reference_kbps.set() ? from.reference_kbps.value * kKilo : kReferenceBandwidthBps;
  to.rfc1583_compatible = from.rfc1583.value_or(true);
  to.max_paths = std::max(router.ecmp.value_or(1), 1U);
  to.distances.intra = to.distances.inter = from.preference.value_or(kOspfPreference);
  to.distances.external = from.external_preference.value_or(kOspfExternalPreference);
  to.max_metric = from.overload.value_or(false);
  to.vpn = EdgeOf(reader, router, from);
  for (const OspfAreaText& area : from.areas) {
    to.areas.push_back(ConvertArea(reader, area, to));
    for (const OspfInterfaceText& interface : area.interfaces)
      AddInterface(reader, router, interface, area, config, to);
  }
  AddExports(reader, from, policies, to);
  for (const Name& policy : from.imports) reader.Unmodelled(policy.node, kRouting, "import policy of OSPF");
  return to;
}

}  // namespace

void ConvertOspf(Reader& reader, const RouterText& router, Policies& policies,
                 routing::DeviceConfig& config) {
  for (const OspfText& process : router.ospf) {
    if (!process.admin.value_or(false)) continue;
    config.ospf.processes.push_back(ConvertProcess(reader, router, process, policies, config));
  }
}

}  // namespace ringfence::formats::nokia_sros
