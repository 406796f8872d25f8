// OSPF instances with this system's defaults: disabled until enabled, reference bandwidth 400 Gbit/s, one
// next hop, interfaces broadcast.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_srlinux/convert.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using routing::ospf::AreaType;
using routing::ospf::NetworkType;
using routing::ospf::OspfArea;
using routing::ospf::OspfInterface;
using routing::ospf::OspfProcess;

constexpr std::uint64_t kKilo = 1000;

void AddInterface(Reader& reader, const InstanceText& instance, const OspfInterfaceText& from,
                  const OspfAreaText& area, const model::Device& device, OspfProcess& process) {
  const model::Interface* interface = InterfaceOf(reader, instance, from.name, from.node, device);
  if (interface == nullptr || !from.admin.value_or(true)) return;
  const auto same = std::ranges::find(process.interfaces, interface->name, &OspfInterface::name);
  if (same != process.interfaces.end()) {
    reader.diagnostics.Add({.kind = base::DiagnosticKind::kInterfaceTwoAreas,
                            .span = reader.WordSpan(from.node),
                            .what = "interface '" + interface->name + "' is in two areas",
                            .also = {same->span}});
    return;
  }
  OspfInterface to;
  to.name = interface->name;
  to.area = area.id;
  to.span = from.span;
  to.passive = from.passive.value_or(false);
  to.hello_s = from.hello.value_or(to.hello_s);
  to.dead_s = from.dead.value_or(to.dead_s);
  to.priority = static_cast<std::uint8_t>(from.priority.value_or(to.priority));
  if (from.keychain.set()) to.authentication = "keychain " + std::string(from.keychain.value);
  if (from.type.value == "point-to-point")
    to.type = NetworkType::kPointToPoint;
  else if (from.type.set() && from.type.value != "broadcast")
    reader.Invalid(from.type.node, "not a type of interface");
  if (from.metric.set()) {
    to.cost = from.metric.value;
    to.cost_span = from.metric.span;
  }
  if (interface->kind == model::InterfaceKind::kLoopback) {
    to.type = NetworkType::kLoopback;
    to.passive = true;
    to.advertise_host = true;
    if (!to.cost) to.cost = 0;
  } else if (!to.cost && !interface->bandwidth_bps) {
    reader.Unmodelled(from.node, kRouting, "OSPF metric of a port whose speed is not stated");
  }
  process.interfaces.push_back(std::move(to));
}

OspfArea ConvertArea(Reader& reader, const OspfAreaText& from) {
  OspfArea to;
  to.id = from.id;
  to.span = from.span;
  to.type = from.nssa != kNone ? AreaType::kNssa : from.stub != kNone ? AreaType::kStub : AreaType::kNormal;
  to.no_summary = !from.summaries.value_or(true);
  if (to.type == AreaType::kStub) to.default_cost = from.default_metric.value_or(1);
  if (to.type == AreaType::kNssa) reader.Unmodelled(from.nssa, kRouting, "NSSA");
  return to;
}

// What is exported goes by the policies; the metric without a word in them is not certain.
void AddExports(Reader& reader, const OspfText& from, Policies& policies, OspfProcess& to) {
  const std::vector<std::string> names = policies.Names(from.exports);
  for (const Name& name : from.exports)
    reader.Unmodelled(name.node, kRouting, "metric of routes exported into OSPF");
  if (names.empty()) return;
  for (const model::RouteSource source :
       {model::RouteSource::kConnected, model::RouteSource::kStatic, model::RouteSource::kIsis,
        model::RouteSource::kBgp, model::RouteSource::kAggregate}) {
    routing::ospf::Redistribution redistribution;
    redistribution.source = source;
    redistribution.policies = names;
    redistribution.bgp_internal = source == model::RouteSource::kBgp;
    redistribution.span = from.exports.front().span;
    to.redistributions.push_back(std::move(redistribution));
  }
}

OspfProcess ConvertInstance(Reader& reader, const InstanceText& instance, const OspfText& from,
                            std::uint32_t id, Policies& policies, const model::Device& device) {
  OspfProcess to;
  to.id = id;
  to.name = from.name;
  to.vrf = instance.vrf();
  to.span = from.span;
  to.family = from.version.value == "ospf-v3" ? net::Family::kIpv6 : net::Family::kIpv4;
  to.router_id = from.router_id.set() ? from.router_id.value : RouterIdOf(instance, device);
  to.router_id_span = from.router_id.set() ? from.router_id.span : instance.router_id.span;
  to.reference_bandwidth_bps = from.reference_kbps.value_or(kReferenceKbps) * kKilo;
  to.max_paths = from.max_paths.value_or(1);
  to.distances.intra = to.distances.inter = from.preference.value_or(kOspfPreference);
  to.distances.external = from.external_preference.value_or(kOspfExternalPreference);
  to.max_metric = from.overload.value_or(false);
  for (const OspfAreaText& area : from.areas) {
    to.areas.push_back(ConvertArea(reader, area));
    for (const OspfInterfaceText& interface : area.interfaces)
      AddInterface(reader, instance, interface, area, device, to);
  }
  AddExports(reader, from, policies, to);
  return to;
}

}  // namespace

void ConvertOspf(Reader& reader, const InstanceText& instance, Policies& policies,
                 routing::DeviceConfig& config) {
  for (const OspfText& from : instance.ospf) {
    if (!from.admin.value_or(false)) continue;
    if (from.version.value != "ospf-v2" && from.version.value != "ospf-v3") {
      reader.Invalid(from.version.set() ? from.version.node : from.node, "not a version of OSPF");
      continue;
    }
    const auto id = static_cast<std::uint32_t>(config.ospf.processes.size() + 1);
    config.ospf.processes.push_back(ConvertInstance(reader, instance, from, id, policies, config.device));
  }
}

}  // namespace ringfence::formats::nokia_srlinux
