// IS-IS and RIP: which interfaces take part and with what settings.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/convert.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::InterfaceKind;

constexpr std::uint32_t kMaxPaths = 256;
constexpr std::uint32_t kIsisMetric = 10;
constexpr std::uint32_t kRipDistance = 120;
constexpr std::uint32_t kRipRedistributedMetric = 1;

const InterfaceText& TextOf(const Reader& reader, const model::Interface& interface) {
  return *std::ranges::find(reader.vendor.interfaces, interface.name, &InterfaceText::name);
}

std::optional<isis::IsisInterface> ConvertIsisInterface(const IsisInterfaceText& text,
                                                        const isis::IsisProcess& process,
                                                        const model::Interface& interface) {
  const bool v4 = text.tag4.set() && text.tag4.value == process.tag;
  const bool v6 = text.tag6.set() && text.tag6.value == process.tag;
  if (interface.vrf != process.vrf || (!v4 && !v6)) return std::nullopt;
  isis::IsisInterface out;
  out.name = interface.name;
  out.ipv4 = v4;
  out.ipv6 = v6;
  out.span = v4 ? text.tag4.span : text.tag6.span;
  out.levels = static_cast<isis::Levels>(text.levels.value_or(isis::kLevelBoth) & process.levels);
  if (out.levels == 0) out.levels = process.levels;  // a circuit type the instance does not have is refused
  const bool loopback = interface.kind == InterfaceKind::kLoopback;
  out.type = loopback              ? isis::IsisNetworkType::kLoopback
             : text.point_to_point ? isis::IsisNetworkType::kPointToPoint
                                   : isis::IsisNetworkType::kBroadcast;
  out.passive = text.passive || loopback;
  out.metric_level1 = out.metric6_level1 = text.metric1.value_or(kIsisMetric);
  out.metric_level2 = out.metric6_level2 = text.metric2.value_or(kIsisMetric);
  out.metric_span = text.metric1.set() ? text.metric1.span : text.metric2.span;
  out.authentication = text.authentication.value;
  return out;
}

isis::IsisRedistribution ConvertIsisRedistribution(Reader& reader, routing::DeviceConfig& config,
                                                   const RedistributeText& text) {
  isis::IsisRedistribution out;
  out.source = text.source;
  out.process = text.process;
  out.into = text.into;
  out.metric = text.metric.value_or(0);
  out.family = text.family;
  out.policies = PoliciesOf(reader, config, text.route_map);
  DemoteUnknownConditions(reader, text, {"ip address", "ipv6 address", "tag"});
  out.span = text.span;
  return out;
}

/// True when the interface runs the process by one of its `network` statements.
const OspfNetworkText* RipNetworkOf(const RipText& text, const model::Interface& interface) {
  for (const OspfNetworkText& network : text.networks) {
    if (network.interface == interface.name) return &network;
    if (!network.interface.empty()) continue;
    for (const model::InterfaceAddress& address : interface.addresses) {
      if (network.prefix.Contains(address.address.address)) return &network;
    }
  }
  return nullptr;
}

/// RIP runs address by address where `network` names a prefix; the model knows whole interfaces.
bool CoversAll(const OspfNetworkText& network, const model::Interface& interface, net::Family family) {
  return std::ranges::all_of(interface.addresses, [&](const model::InterfaceAddress& address) {
    return !network.interface.empty() || address.address.address.family != family ||
           network.prefix.Contains(address.address.subnet());
  });
}

/// Conditions that RIP's daemons do not know hold always there, of an interface they mean the one an update
/// leaves by, and changes of a metric start from RIP's: such maps are not expressed.
bool MeansTheSameInRip(const RouteMapText& map, net::Family family) {
  using model::RouteActionKind;
  return std::ranges::all_of(map.entries, [family](const auto& numbered) {
    const RouteMapEntry& entry = numbered.second;
    const bool conditions = std::ranges::all_of(entry.clauses, [family](const RouteMapClause& clause) {
      const bool by_address = clause.kind == "ip address" || clause.kind == "ip next-hop";
      return clause.kind == "tag" ||
             (family == net::Family::kIpv4 && (by_address || clause.kind == "metric"));
    });
    const bool changes = std::ranges::all_of(entry.sets, [](const RouteMapSet& set) {
      return set.value.kind == RouteActionKind::kTag ||
             (set.value.kind == RouteActionKind::kMetric && set.value.op == model::ValueOp::kSet);
    });
    return conditions && changes && entry.call.empty();
  });
}

rip::RipProcess ConvertRipProcess(Reader& reader, const RipText& text, routing::DeviceConfig& config) {
  rip::RipProcess process;
  process.vrf = text.vrf;
  process.family = text.family;
  process.span = text.span;
  process.distance = text.distance.value_or(kRipDistance);
  process.max_paths = text.paths.value_or(1);
  process.announces_uninstalled = process.names_next_hops = true;
  for (const model::Interface& interface : config.device.interfaces) {
    const OspfNetworkText* network = interface.vrf == text.vrf ? RipNetworkOf(text, interface) : nullptr;
    // `network lo` does nothing in RIPng.
    const bool idle = text.family == net::Family::kIpv6 && interface.kind == InterfaceKind::kLoopback;
    if (network == nullptr || idle) continue;
    if (!CoversAll(*network, interface, text.family))
      reader.Demote(network->span, kRouting, "RIP for some addresses of an interface");
    const InterfaceText& own = TextOf(reader, interface);
    const RipInterfaceText& settings = text.family == net::Family::kIpv4 ? own.rip4 : own.rip6;
    rip::RipInterface out;
    out.name = interface.name;
    const auto stated = text.passive.find(interface.name);
    out.passive = stated != text.passive.end() ? stated->second : text.passive_default;
    out.split_horizon = settings.split_horizon;
    if (settings.authenticates) out.authentication = settings.authentication;
    out.span = network->span;
    process.interfaces.push_back(std::move(out));
  }
  for (const RedistributeText& from : text.redistributions) {
    rip::RipRedistribution out;
    out.source = from.source;
    out.process = from.process;
    const bool connected = from.source == model::RouteSource::kConnected;
    const std::uint32_t usual =
        connected ? kRipRedistributedMetric : text.default_metric.value_or(kRipRedistributedMetric);
    out.metric = from.metric.value_or(usual);
    if (connected) process.subnet_metric = *out.metric;  // also of what RIP announces anyway
    out.bgp_internal = from.source == model::RouteSource::kBgp;
    out.policies = PoliciesOf(reader, config, from.route_map);
    // RIPng applies the map also to what it announces anyway.
    if (connected && text.family == net::Family::kIpv6) process.subnet_policies = out.policies;
    const auto map = reader.policies.route_maps.find(from.route_map.value);
    if (map != reader.policies.route_maps.end() && !MeansTheSameInRip(map->second, text.family))
      reader.Demote(from.span, kRouting, "route map that RIP reads otherwise");
    out.span = from.span;
    process.redistributions.push_back(std::move(out));
  }
  process.default_origination = process.default_origination_always = text.default_origination;
  return process;
}

}  // namespace

void ConvertIsis(Reader& reader, routing::DeviceConfig& config) {
  for (const IsisText& text : reader.vendor.isis) {
    isis::IsisProcess process = text.value;
    process.max_paths = kMaxPaths;
    for (const model::Interface& interface : config.device.interfaces) {
      auto out = ConvertIsisInterface(TextOf(reader, interface).isis, process, interface);
      if (out) process.interfaces.push_back(std::move(*out));
    }
    for (const RedistributeText& from : text.redistributions)
      process.redistributions.push_back(ConvertIsisRedistribution(reader, config, from));
    if (text.default_route_map.set()) {
      process.default_origination_policy = model::PolicyChain{
          PoliciesOf(reader, config, text.default_route_map), false, text.default_route_map.span};
    }
    for (const ProtocolFilterText& filter : reader.vendor.protocol_filters) {
      if ((filter.protocol != "isis" && filter.protocol != "any") || filter.vrf != process.vrf) continue;
      process.table_filter =
          model::PolicyChain{PoliciesOf(reader, config, {filter.route_map, filter.span}), false, filter.span};
    }
    config.isis.processes.push_back(std::move(process));
  }
}

void ConvertRip(Reader& reader, routing::DeviceConfig& config) {
  for (const RipText& text : reader.vendor.rip)
    config.rip.processes.push_back(ConvertRipProcess(reader, text, config));
  for (const ProtocolFilterText& filter : reader.vendor.protocol_filters) {
    const bool held = filter.protocol.starts_with("rip") || filter.protocol == "static" ||
                      filter.protocol == "connected" || filter.protocol == "kernel";
    if (held) reader.Demote(filter.span, kRouting, "filter between a protocol and the routing table");
  }
}

}  // namespace ringfence::formats::frr
