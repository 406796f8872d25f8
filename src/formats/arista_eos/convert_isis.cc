// IS-IS instances.

#include <fmt/format.h>

#include "formats/arista_eos/convert.h"
#include "formats/isis_net.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::InterfaceKind;

constexpr std::uint32_t kMetricDefault = 10;
constexpr std::uint32_t kMaxPathsDefault = 128;
constexpr std::uint32_t kDistance = 115;

bool IsPassive(const IsisText& instance, const InterfaceText& text) {
  if (text.isis.passive.set()) return text.isis.passive.value;
  const auto stated = instance.passive.find(text.name);
  return stated == instance.passive.end() ? instance.passive_default.value_or(false) : stated->second;
}

std::string KeyOf(const std::string& mode, const std::string& digest) {
  return mode.empty() || digest.empty() ? "" : fmt::format("{}:{}", mode, digest);
}

/// The key of a level: its own, else the one of both.
std::string KeyOf(const IsisText& text, std::uint32_t level) {
  const auto of = [level](const std::map<std::uint32_t, std::string>& values) {
    const auto own = values.find(level);
    const auto both = values.find(0);
    return own != values.end() ? own->second : both != values.end() ? both->second : std::string();
  };
  return KeyOf(of(text.authentication_mode), of(text.authentication_key));
}

isis::IsisInterface ConvertInterface(const IsisText& instance, const isis::IsisProcess& process,
                                     const InterfaceText& text, const model::Device& device,
                                     const model::Interface& interface) {
  const IsisInterfaceText& own = text.isis;
  isis::IsisInterface out;
  out.name = text.name;
  out.span = own.tag.span;
  out.levels = static_cast<isis::Levels>(own.levels.value_or(isis::kLevelBoth) & process.levels);
  const bool loopback = interface.kind == InterfaceKind::kLoopback;
  out.type = loopback             ? isis::IsisNetworkType::kLoopback
             : own.point_to_point ? isis::IsisNetworkType::kPointToPoint
                                  : isis::IsisNetworkType::kBroadcast;
  out.passive = loopback || IsPassive(instance, text);
  out.ipv4 = instance.ipv4.value_or(false) && HasFamily(device, interface, net::Family::kIpv4);
  out.ipv6 = instance.ipv6.value_or(false) && HasFamily(device, interface, net::Family::kIpv6);
  out.metric_level1 = own.metric_level1.value_or(kMetricDefault);
  out.metric_level2 = own.metric_level2.value_or(kMetricDefault);
  out.metric6_level1 = own.metric6.value_or(out.metric_level1);
  out.metric6_level2 = own.metric6.value_or(out.metric_level2);
  out.metric_span = own.metric_level2.span;
  out.authentication = KeyOf(own.authentication_mode, own.authentication_key);
  return out;
}

}  // namespace

void ConvertIsis(Conversion& conversion) {
  Reader& reader = conversion.reader;
  const model::Device& device = conversion.config.device;
  for (const IsisText& text : reader.vendor.isis) {
    if (text.shutdown.value_or(false)) continue;
    if (!Routes(reader.vendor, text.vrf, net::Family::kIpv4) &&
        !Routes(reader.vendor, text.vrf, net::Family::kIpv6)) {
      reader.Demote(text.span, kRouting, "routing protocol where routing is off");
      continue;
    }
    isis::IsisProcess process;
    process.tag = text.tag;
    process.vrf = text.vrf;
    process.span = text.span;
    SplitNet(text.net.value, process);
    process.levels = text.levels.value_or(isis::kLevelBoth);
    process.style_level1 = process.style_level2 = isis::MetricStyle::kWide;
    process.multi_topology = text.multi_topology;
    process.overload = text.overload;
    process.distance_level1 = process.distance_level2 = text.distance.value_or(kDistance);
    process.distance_external_level1 = process.distance_external_level2 = text.distance.value_or(kDistance);
    process.max_paths = text.maximum_paths.value_or(kMaxPathsDefault);
    process.authentication_level1 = KeyOf(text, 1);
    process.authentication_level2 = KeyOf(text, 2);
    for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
      const InterfaceText& interface = reader.vendor.interfaces[i];
      const bool runs = interface.isis.tag.value == text.tag && interface.isis.tag.set() &&
                        !interface.isis.tag.value.empty() && interface.vrf.value == text.vrf;
      if (!runs) continue;
      isis::IsisInterface converted =
          ConvertInterface(text, process, interface, device, device.interfaces[i]);
      // A circuit of levels that the instance does not have takes no part.
      if (converted.levels != 0) process.interfaces.push_back(std::move(converted));
    }
    for (const IsisRedistributeText& redistribute : text.redistributions) {
      isis::IsisRedistribution out = redistribute.value;
      out.into = (process.levels & isis::kLevel2) != 0 ? isis::kLevel2 : isis::kLevel1;
      out.metric = 0;
      out.policies = conversion.RouteMap(redistribute.route_map, kRouting);
      process.redistributions.push_back(std::move(out));
    }
    conversion.config.isis.processes.push_back(std::move(process));
  }
}

}  // namespace ringfence::formats::arista_eos
