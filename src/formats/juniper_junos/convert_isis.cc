// IS-IS with the system's defaults: both levels, narrow and wide metrics until `wide-metrics-only`.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Interface;
using model::InterfaceKind;
using model::RouteSource;
using routing::isis::IsisInterface;
using routing::isis::IsisProcess;
using routing::isis::Levels;
using routing::isis::MetricStyle;

constexpr std::uint32_t kMetricDefault = 10;
constexpr std::uint32_t kMetricNarrowMax = 63;
constexpr std::uint32_t kPreferences[] = {15, 18};
constexpr std::uint32_t kPreferencesExternal[] = {160, 165};

// Area and system of an entity title such as 49.0001.0100.0000.0001.00.
void TakeEntity(std::string_view entity, IsisProcess& process) {
  std::string digits;
  for (const char c : entity) {
    if (c == '.') continue;
    digits += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  constexpr std::size_t kSystem = 12, kSelector = 2, kGroup = 4;
  if (digits.size() < kSystem + kSelector + 2 ||
      digits.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return;
  }
  const auto grouped = [](std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i > 0 && i % kGroup == 0) out += '.';
      out += text[i];
    }
    return out;
  };
  const std::string area = digits.substr(0, digits.size() - kSystem - kSelector);
  const std::string rest = grouped(std::string_view(area).substr(2));
  const std::string id = area.substr(0, 2) + (rest.empty() ? "" : "." + rest);
  if (std::find(process.area_ids.begin(), process.area_ids.end(), id) == process.area_ids.end())
    process.area_ids.push_back(id);
  process.system_id = grouped(std::string_view(digits).substr(area.size(), kSystem));
}

// The statement, else the addresses of family iso of the instance, loopbacks first.
void TakeEntities(const RoutingScope& scope, const InstanceText& instance, const IsisText& isis,
                  IsisProcess& process) {
  for (const std::string_view entity : isis.entities) TakeEntity(entity, process);
  for (const bool loopbacks : {true, false}) {
    for (const Interface& interface : scope.config.device.interfaces) {
      const auto unit = scope.units.find(interface.name);
      const bool fits = (interface.kind == InterfaceKind::kLoopback) == loopbacks &&
                        interface.vrf == instance.name && unit != scope.units.end();
      if (!fits || !process.system_id.empty()) continue;
      for (const std::string_view entity : unit->second->iso_addresses) TakeEntity(entity, process);
    }
  }
}

std::uint32_t MetricOf(const IsisText& isis, std::size_t level, const std::optional<std::uint32_t>& stated,
                       const Interface& interface) {
  std::uint32_t metric = kMetricDefault;
  if (interface.kind == InterfaceKind::kLoopback) {
    metric = 0;
  } else if (isis.reference_bandwidth_bps && interface.bandwidth_bps.value_or(0) > 0) {
    constexpr std::uint64_t kMetricMax = 16777215;
    const std::uint64_t ratio = *isis.reference_bandwidth_bps / *interface.bandwidth_bps;
    metric = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(ratio, 1, kMetricMax));
  }
  metric = stated.value_or(metric);
  return isis.levels[level].wide_only ? metric : std::min(metric, kMetricNarrowMax);
}

void Put(RoutingScope& scope, const IsisText& isis, const IsisPort& port, const Interface& interface,
         IsisProcess& process) {
  const Unit& unit = *scope.units.find(interface.name)->second;
  IsisInterface out;
  out.name = interface.name;
  out.span = port.span;
  out.levels = 0;
  const bool loopback = interface.kind == InterfaceKind::kLoopback;
  bool active = false;
  bool passive = false;
  for (std::size_t level = 0; level < 2; ++level) {
    const IsisPort::Level& at = port.levels[level];
    const auto bit = static_cast<Levels>(1U << level);
    if (at.disabled || (process.levels & bit) == 0) continue;
    out.levels |= bit;
    (at.passive || port.passive || loopback ? passive : active) = true;
    (level == 0 ? out.metric_level1 : out.metric_level2) = MetricOf(isis, level, at.metric, interface);
    (level == 0 ? out.metric6_level1 : out.metric6_level2) =
        MetricOf(isis, level, at.metric6 ? at.metric6 : at.metric, interface);
    if (out.authentication.empty()) out.authentication = at.authentication;
    if (at.metric) out.metric_span = at.metric_span;
  }
  if (active && passive) scope.reader.Unmodelled(port.node, kRouting, "IS-IS passive on one level only");
  if (!port.levels[0].authentication.empty() && !port.levels[1].authentication.empty() &&
      port.levels[0].authentication != port.levels[1].authentication) {
    scope.reader.Unmodelled(port.node, kRouting, "IS-IS authentication that differs by level");
  }
  out.passive = passive && !active;
  out.type = loopback ? routing::isis::IsisNetworkType::kLoopback
             : port.point_to_point || interface.kind == InterfaceKind::kTunnel
                 ? routing::isis::IsisNetworkType::kPointToPoint
                 : routing::isis::IsisNetworkType::kBroadcast;
  out.ipv4 = unit.families[0].present && !port.no_ipv4 && !isis.no_ipv4;
  out.ipv6 = unit.families[1].present && !port.no_ipv6 && !isis.no_ipv6;
  if (out.levels != 0) process.interfaces.push_back(std::move(out));
}

// Interfaces run the protocol when they have family iso.
void PutAll(RoutingScope& scope, const InstanceText& instance, const IsisText& isis, IsisProcess& process) {
  for (const bool all : {false, true}) {
    for (const IsisPort& port : isis.ports) {
      if ((port.name == "all") != all) continue;
      for (const Interface& interface : scope.config.device.interfaces) {
        const auto unit = scope.units.find(interface.name);
        if (unit == scope.units.end() || !unit->second->runs_iso || interface.vrf != instance.name) continue;
        if (!all && UnitName(port.name) != interface.name) continue;
        const bool named =
            all && std::any_of(isis.ports.begin(), isis.ports.end(),
                               [&](const IsisPort& other) { return UnitName(other.name) == interface.name; });
        if (!port.disabled && !named) Put(scope, isis, port, interface, process);
      }
    }
  }
}

void Redistribute(RoutingScope& scope, const InstanceText& instance, const IsisText& isis,
                  IsisProcess& process) {
  const std::vector<std::string> names = ExportNames(scope, instance, isis.exports, PolicyPlace::kExport);
  const auto runs = [&process](bool IsisInterface::* family) {
    return std::any_of(process.interfaces.begin(), process.interfaces.end(),
                       [family](const IsisInterface& interface) { return interface.*family; });
  };
  const auto add = [&](RouteSource source, Levels into,
                       net::Family family) -> routing::isis::IsisRedistribution& {
    routing::isis::IsisRedistribution& out = process.redistributions.emplace_back();
    out.source = source;
    out.policies = names;
    out.into = into;
    out.family = family;
    out.span = scope.reader.SpanOf(isis.exports.front().node);
    return out;
  };
  for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
    if (!runs(family == net::Family::kIpv4 ? &IsisInterface::ipv4 : &IsisInterface::ipv6)) continue;
    for (const RouteSource source : {RouteSource::kConnected, RouteSource::kStatic, RouteSource::kAggregate,
                                     RouteSource::kBgp, RouteSource::kOspf, RouteSource::kRip}) {
      // The first stands for all when the policies accept nothing.
      const bool first = source == RouteSource::kConnected && !names.empty();
      if (first || scope.book.MayAccept(names, source)) add(source, process.levels, family);
    }
    // Level 2 to level 1 by policy only; the other way is automatic.
    if (process.levels == routing::isis::kLevelBoth && scope.book.MayAccept(names, RouteSource::kIsis))
      add(RouteSource::kIsis, routing::isis::kLevel1, family).from_level = routing::isis::kLevel2;
  }
}

}  // namespace

void ConvertIsis(RoutingScope& scope, const InstanceText& instance) {
  if (!instance.isis || instance.isis->disabled) return;
  const IsisText& isis = *instance.isis;
  IsisProcess process;
  process.span = isis.span;
  process.vrf = instance.name;
  process.levels = 0;
  for (std::size_t level = 0; level < 2; ++level) {
    const IsisText::Level& at = isis.levels[level];
    if (!at.disabled) process.levels |= static_cast<Levels>(1U << level);
    (level == 0 ? process.style_level1 : process.style_level2) =
        at.wide_only ? MetricStyle::kWide : MetricStyle::kBoth;
    (level == 0 ? process.distance_level1 : process.distance_level2) =
        at.preference.value_or(kPreferences[level]);
    (level == 0 ? process.distance_external_level1 : process.distance_external_level2) =
        at.external_preference.value_or(kPreferencesExternal[level]);
    (level == 0 ? process.authentication_level1 : process.authentication_level2) = at.authentication;
  }
  process.multi_topology = isis.two_topologies;
  process.overload = isis.overload;
  process.attached_bit = !isis.suppress_attached;
  process.ignores_attached_bit = isis.ignore_attached;
  process.max_paths = scope.forwarding_paths;
  TakeEntities(scope, instance, isis, process);
  PutAll(scope, instance, isis, process);
  Redistribute(scope, instance, isis, process);
  scope.config.isis.processes.push_back(std::move(process));
}

}  // namespace ringfence::formats::juniper_junos
