// The OSPF process with the system's defaults.
#include <algorithm>

#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Interface;
using model::InterfaceKind;
using routing::ospf::NetworkType;
using routing::ospf::OspfInterface;
using routing::ospf::OspfProcess;

constexpr std::uint64_t kReferenceDefault = 100'000'000;
constexpr std::uint32_t kPreferenceInternal = 10;
constexpr std::uint32_t kPreferenceExternal = 150;
constexpr std::uint32_t kRangeDiscardPreference = 10;
constexpr std::uint32_t kHelloSeconds = 10;
constexpr std::uint32_t kHelloSecondsNonBroadcast = 30;
constexpr std::uint32_t kDeadFactor = 4;

// The interface an OSPF statement names, by name or by address; nullptr when the text has none.
const Interface* Named(const model::Device& device, std::string_view name) {
  const auto address = net::ParseIpv4(name);
  const std::string unit = UnitName(name);
  for (const Interface& interface : device.interfaces) {
    if (!address && interface.name == unit) return &interface;
    if (!address) continue;
    for (const model::InterfaceAddress& own : interface.addresses) {
      if (own.address.address == *address) return &interface;
    }
  }
  return nullptr;
}

OspfInterface Complete(const OspfPort& port, const Interface& interface) {
  OspfInterface facts = port.facts;
  facts.name = interface.name;
  const bool loopback = interface.kind == InterfaceKind::kLoopback;
  const bool tunnel = interface.kind == InterfaceKind::kTunnel;
  facts.type = port.type.value_or(tunnel ? NetworkType::kPointToPoint : NetworkType::kBroadcast);
  if (loopback) {
    facts.type = NetworkType::kLoopback;
    facts.passive = true;
    if (!facts.cost) facts.cost = 0;
    facts.advertise_host = false;  // advertised with the mask it has
  }
  const bool slow = facts.type == NetworkType::kNonBroadcast || facts.type == NetworkType::kPointToMultipoint;
  facts.hello_s = port.hello_s.value_or(slow ? kHelloSecondsNonBroadcast : kHelloSeconds);
  facts.dead_s = port.dead_s.value_or(facts.hello_s * kDeadFactor);
  return facts;
}

bool RunsIp(const Interface& interface) {
  return !interface.unnumbered_from.empty() ||
         std::any_of(
             interface.addresses.begin(), interface.addresses.end(),
             [](const model::InterfaceAddress& a) { return a.address.address.family == net::Family::kIpv4; });
}

// Puts an interface into the process; a second area for it is an error.
void Put(Reader& reader, const OspfPort& port, const Interface& interface, OspfProcess& process) {
  OspfInterface facts = Complete(port, interface);
  for (const OspfInterface& other : process.interfaces) {
    if (other.name != facts.name) continue;
    if (other.area == facts.area || reader.tree.Find(port.node, "secondary") != kNone) return;
    reader.diagnostics.Add({.kind = base::DiagnosticKind::kInterfaceTwoAreas,
                            .span = reader.WordSpan(port.node),
                            .what = "interface " + facts.name + " is put into a second OSPF area",
                            .also = {other.span}});
    return;
  }
  process.interfaces.push_back(std::move(facts));
}

void PutAll(Reader& reader, const JunosText& text, const model::Device& device, OspfProcess& process) {
  std::vector<std::string_view> named;
  for (const OspfPort& port : text.ospf.ports) {
    if (port.name == "all") continue;
    const Interface* interface = Named(device, port.name);
    if (interface == nullptr) {
      reader.Irrelevant(port.node);  // runs nowhere
      continue;
    }
    named.push_back(interface->name);
    if (!port.disabled && RunsIp(*interface) && !InInstance(text, interface->name)) {
      Put(reader, port, *interface, process);
    }
  }
  for (const OspfPort& port : text.ospf.ports) {
    if (port.name != "all" || port.disabled) continue;
    for (const Interface& interface : device.interfaces) {
      const bool own = std::find(named.begin(), named.end(), interface.name) != named.end();
      if (own || !RunsIp(interface) || InInstance(text, interface.name)) continue;
      Put(reader, port, interface, process);
    }
  }
}

// Configured, else the first usable loopback address, else the first address of an interface that is up.
void ChooseRouterId(const JunosText& text, const model::Device& device, OspfProcess& process) {
  if (text.router_id) {
    process.router_id = text.router_id->value;
    process.router_id_span = text.router_id->span;
    return;
  }
  for (const bool loopbacks : {true, false}) {
    for (const Interface& interface : device.interfaces) {
      if ((interface.kind == InterfaceKind::kLoopback) != loopbacks || !interface.admin_up) continue;
      for (const model::InterfaceAddress& own : interface.addresses) {
        if (own.address.address.family != net::Family::kIpv4 || own.address.address.v4() >> 24U == 127)
          continue;
        process.router_id = own.address.address;
        process.router_id_span = own.span;
        return;
      }
    }
  }
}

}  // namespace

void ConvertOspf(Reader& reader, JunosText& text, routing::DeviceConfig& config) {
  const OspfText& ospf = text.ospf;
  if (!ospf.present || ospf.disabled) return;
  OspfProcess process;
  process.span = ospf.span;
  process.reference_bandwidth_bps = ospf.reference_bandwidth_bps.value_or(kReferenceDefault);
  process.rfc1583_compatible = !ospf.no_rfc1583;
  const std::uint32_t internal = ospf.preference.value_or(kPreferenceInternal);
  process.distances = {internal, internal, ospf.external_preference.value_or(kPreferenceExternal)};
  process.max_metric = ospf.overload;
  process.max_paths = ForwardingPaths(reader, text);
  ChooseRouterId(text, config.device, process);
  process.areas = ospf.areas;
  for (routing::ospf::OspfArea& area : process.areas) {
    for (routing::ospf::AreaRange& range : area.ranges) range.discard_distance = kRangeDiscardPreference;
  }
  PutAll(reader, text, config.device, process);
  using Source = routing::ospf::RedistributionSource;
  for (const Source source : {Source::kConnected, Source::kStatic}) {
    if (auto redistribution = ExportOf(reader, text, source)) {
      process.redistributions.push_back(std::move(*redistribution));
    }
  }
  config.ospf.processes.push_back(std::move(process));
}

}  // namespace ringfence::formats::juniper_junos
