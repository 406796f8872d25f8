// OSPF processes: which interfaces run them and with what settings. One process a VRF and version; a line
// under the interface beats `network` statements, of which the most specific one wins.

#include <fmt/format.h>

#include <bit>

#include "formats/arista_eos/convert.h"
#include "formats/arista_eos/interface_name.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;
using model::InterfaceKind;

constexpr std::uint32_t kCostDefault = 10;
constexpr std::uint32_t kMaxPathsDefault = 128;
constexpr std::uint32_t kRedistributedMetric = 10;

/// Where an interface runs a process, by which line.
struct Attachment {
  ospf::AreaId area = 0;
  base::Span span;
};

bool Covers(const OspfNetworkText& network, const net::IpAddress& address) {
  return net::And(address, net::Not(network.wildcard)) == network.address;
}

/// Bits the statement compares: more means more specific.
int Specificity(const OspfNetworkText& network) { return 32 - std::popcount(network.wildcard.v4()); }

std::optional<Attachment> ByNetwork(const OspfText& process, const net::IpAddress& address) {
  const OspfNetworkText* best = nullptr;
  for (const OspfNetworkText& network : process.networks) {
    if (!Covers(network, address)) continue;
    if (best == nullptr || Specificity(network) > Specificity(*best)) best = &network;
  }
  if (best == nullptr) return std::nullopt;
  return Attachment{best->area, best->span};
}

const OspfInterfaceText& TextOf(const OspfText& process, const InterfaceText& interface) {
  return process.family == net::Family::kIpv4 ? interface.ospf : interface.ospf3;
}

std::optional<Attachment> AttachmentOf(const OspfText& process, const InterfaceText& text,
                                       const model::Interface& interface, const model::Device& device) {
  const OspfInterfaceText& own = TextOf(process, text);
  if (interface.vrf != process.vrf || interface.switch_port || own.off) return std::nullopt;
  if (!HasFamily(device, interface, process.family)) return std::nullopt;
  if (own.area.set()) {
    if (own.process.set() && own.process.value != process.id) return std::nullopt;
    return Attachment{own.area.value, own.area.span};
  }
  if (process.family != net::Family::kIpv4) return std::nullopt;
  return ByNetwork(process, Primary4(device, interface)->address.address);
}

std::string AuthenticationOf(const OspfInterfaceText& text) {
  const std::string& kind = text.authentication.value;
  if (kind.empty()) return "";
  if (kind == "text") return "text:" + text.text_key;
  // The youngest key is the one that is sent.
  if (text.hash_keys.empty()) return "md5:none";
  const auto& [id, key] = *text.hash_keys.rbegin();
  return fmt::format("{}:{}:{}", key.algorithm, id, key.digest);
}

bool IsPassive(const OspfText& process, const InterfaceText& text) {
  const auto stated = process.passive.find(text.name);
  if (TextOf(process, text).passive) return true;
  return stated == process.passive.end() ? process.passive_default.value_or(false) : stated->second;
}

/// Every port costs 10 unless `auto-cost` is set; then the reference bandwidth divided by the port's, which a
/// text does not always tell.
std::optional<std::uint32_t> CostOf(Reader& reader, const OspfText& process, const OspfInterfaceText& text,
                                    const model::Interface& interface) {
  if (text.cost.set()) return text.cost.value;
  if (!process.reference_bandwidth_bps.set() || interface.kind == InterfaceKind::kLoopback)
    return kCostDefault;
  if (interface.bandwidth_bps) return std::nullopt;
  const std::uint8_t impact = process.family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
  reader.Demote(process.reference_bandwidth_bps.span, impact,
                "cost from a bandwidth that the text does not tell");
  return kCostDefault;
}

ospf::OspfInterface ConvertInterface(Reader& reader, const OspfText& process, const InterfaceText& text,
                                     const model::Interface& interface, const Attachment& attachment) {
  const OspfInterfaceText& own = TextOf(process, text);
  ospf::OspfInterface out;
  out.name = text.name;
  out.area = attachment.area;
  out.span = attachment.span;
  const bool loopback = interface.kind == InterfaceKind::kLoopback;
  out.type = loopback                                   ? ospf::NetworkType::kLoopback
             : own.type.set()                           ? own.type.value
             : interface.kind == InterfaceKind::kTunnel ? ospf::NetworkType::kPointToPoint
                                                        : ospf::NetworkType::kBroadcast;
  out.cost = CostOf(reader, process, own, interface);
  if (own.cost.set()) out.cost_span = own.cost.span;
  out.passive = loopback || IsPassive(process, text);
  out.hello_s = own.hello_s.value_or(10);
  out.dead_s = own.dead_s.value_or(4 * out.hello_s);
  out.priority = static_cast<std::uint8_t>(own.priority.value_or(1));
  out.mtu_ignore = own.mtu_ignore;
  out.authentication = AuthenticationOf(own);
  return out;
}

void ConvertInterfacesOf(Conversion& conversion, const OspfText& text, ospf::OspfProcess& process) {
  const model::Device& device = conversion.config.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const InterfaceText& interface = conversion.reader.vendor.interfaces[i];
    const auto attachment = AttachmentOf(text, interface, device.interfaces[i], device);
    if (!attachment) continue;
    process.interfaces.push_back(
        ConvertInterface(conversion.reader, text, interface, device.interfaces[i], *attachment));
  }
}

void ConvertAreas(const OspfText& text, ospf::OspfProcess& process) {
  process.areas = text.areas;
  for (const ospf::OspfInterface& interface : process.interfaces) {
    if (std::ranges::find(process.areas, interface.area, &ospf::OspfArea::id) == process.areas.end()) {
      ospf::OspfArea area;
      area.id = interface.area;
      area.span = interface.span;
      process.areas.push_back(std::move(area));
    }
  }
  std::ranges::sort(process.areas, {}, &ospf::OspfArea::id);
}

void ConvertExternals(Conversion& conversion, const OspfText& text, ospf::OspfProcess& process) {
  const std::uint8_t impact = text.family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
  for (const RedistributeText& redistribute : text.redistributions) {
    ospf::Redistribution out = redistribute.value;
    if (!out.metric) out.metric = kRedistributedMetric;
    out.policies = conversion.RouteMap(redistribute.route_map, impact);
    process.redistributions.push_back(std::move(out));
  }
  if (text.default_origination.set()) process.default_origination = text.default_origination.value;
  if (text.distribute_list.value.empty()) return;
  process.table_filter = conversion.policies.UsePrefixes(
      text.family == net::Family::kIpv4 ? ListKind::kPrefix4 : ListKind::kPrefix6, text.distribute_list.value,
      text.distribute_list.span, impact);
}

}  // namespace

void ConvertOspf(Conversion& conversion) {
  Reader& reader = conversion.reader;
  for (const OspfText& text : reader.vendor.ospf) {
    const std::uint8_t impact = text.family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
    if (text.shutdown.value_or(false)) continue;
    if (!Routes(reader.vendor, text.vrf, text.family)) {
      reader.Demote(text.span, impact, "routing protocol where routing is off");
      continue;
    }
    ospf::OspfProcess process;
    process.id = text.id;
    process.span = text.span;
    process.vrf = text.vrf;
    process.family = text.family;
    process.router_id = RouterIdOf(conversion, text.router_id, text.vrf);
    process.router_id_span = text.router_id.span;
    if (text.reference_bandwidth_bps.set())
      process.reference_bandwidth_bps = text.reference_bandwidth_bps.value;
    process.rfc1583_compatible = text.rfc1583.value_or(false);
    process.max_paths = text.maximum_paths.value_or(kMaxPathsDefault);
    process.distances = text.distances;
    process.max_metric = text.max_metric;
    ConvertInterfacesOf(conversion, text, process);
    ConvertAreas(text, process);
    ConvertExternals(conversion, text, process);
    conversion.config.ospf.processes.push_back(std::move(process));
  }
}

}  // namespace ringfence::formats::arista_eos
