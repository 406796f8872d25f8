// IS-IS processes.

#include <fmt/format.h>

#include <bit>

#include "formats/cisco_nxos/convert.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::InterfaceKind;

constexpr std::uint64_t kReferenceBandwidth = 40'000'000'000;
constexpr std::uint32_t kLoopbackMetric = 1;
constexpr std::uint32_t kMetricMax = 16777214;
constexpr std::uint32_t kMaxPaths = 8;
constexpr std::uint32_t kDistance = 115;
constexpr std::size_t kNetTail = 17;  // ".0000.0000.0001.00"
constexpr std::size_t kSystemIdSize = 14;

/// Splits "49.0001.0000.0000.0001.00" into area and system id; false when it is no network entity title.
bool SplitNet(std::string text, isis::IsisProcess& process) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (text.size() < kNetTail + 3 || text.find_first_not_of("0123456789abcdef.") != std::string::npos)
    return false;
  const std::size_t system = text.size() - kNetTail;
  if (text[system - 1] != '.') return false;
  process.area_ids.push_back(text.substr(0, system - 1));
  process.system_id = text.substr(system, kSystemIdSize);
  return true;
}

/// "md5:DIGEST" or "text:DIGEST"; empty when nothing asks for a key.
std::string AuthenticationOf(Reader& reader, const Setting<std::string>& type,
                             const Setting<std::string>& chain) {
  if (!chain.set() || !type.set()) return "";
  return fmt::format("{}:{}", type.value == "md5" ? "md5" : "text",
                     KeyOfChain(reader, chain.value, chain.span));
}

std::uint32_t MetricOf(const Setting<std::uint32_t>& setting, const model::Interface& interface,
                       std::uint64_t reference_bps) {
  if (setting.set()) return setting.value;
  if (interface.kind == InterfaceKind::kLoopback) return kLoopbackMetric;
  const std::uint64_t bandwidth_bps = std::max<std::uint64_t>(1, interface.bandwidth_bps.value_or(1));
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(reference_bps / bandwidth_bps, 1, kMetricMax));
}

isis::IsisInterface ConvertInterface(Reader& reader, const IsisVrfText& vrf, const InterfaceText& text,
                                     const model::Interface& interface, const isis::IsisProcess& process) {
  const IsisInterfaceText& isis = text.isis;
  isis::IsisInterface out;
  out.name = text.name;
  out.span = isis.process4.set() ? isis.process4.span : isis.process6.span;
  out.ipv4 = isis.process4.set() && isis.process4.value == process.tag;
  out.ipv6 = isis.process6.set() && isis.process6.value == process.tag;
  out.levels = isis.levels.value_or(isis::kLevelBoth) & process.levels;
  const bool loopback = interface.kind == InterfaceKind::kLoopback;
  const bool p2p = isis.point_to_point.value_or(text.medium_p2p.value_or(false));
  out.type = loopback ? isis::IsisNetworkType::kLoopback
             : p2p    ? isis::IsisNetworkType::kPointToPoint
                      : isis::IsisNetworkType::kBroadcast;
  const isis::Levels passive = isis.passive.value_or(vrf.passive_default.value_or(0));
  out.passive = loopback || (out.levels != 0 && (out.levels & passive) == out.levels);
  const std::uint64_t reference = vrf.reference_bandwidth_bps.value_or(kReferenceBandwidth);
  out.metric_level1 = out.metric6_level1 = MetricOf(isis.metric1, interface, reference);
  out.metric_level2 = out.metric6_level2 = MetricOf(isis.metric2, interface, reference);
  out.metric_span = isis.metric2.set() ? isis.metric2.span : isis.metric1.span;
  const std::size_t level = (out.levels & isis::kLevel2) != 0 ? 1 : 0;
  out.authentication = AuthenticationOf(reader, isis.authentication_types[level], isis.key_chains[level]);
  return out;
}

void ConvertInterfacesOf(Conversion& conversion, const IsisVrfText& vrf, isis::IsisProcess& process) {
  const model::Device& device = conversion.config.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const InterfaceText& text = conversion.reader.vendor.interfaces[i];
    const bool named = (text.isis.process4.set() && text.isis.process4.value == process.tag) ||
                       (text.isis.process6.set() && text.isis.process6.value == process.tag);
    const bool here = named && device.interfaces[i].vrf == vrf.vrf && !device.interfaces[i].switch_port;
    if (!here || text.isis.shutdown.value_or(false)) continue;
    process.interfaces.push_back(
        ConvertInterface(conversion.reader, vrf, text, device.interfaces[i], process));
  }
}

void ConvertFamily(Conversion& conversion, const IsisFamilyText& text, net::Family family,
                   isis::IsisProcess& process) {
  // Routes enter level 2 unless the process knows only level 1.
  const isis::Levels into = process.levels == isis::kLevel1 ? isis::kLevel1 : isis::kLevel2;
  for (const RedistributeText& redistribute : text.redistributions) {
    const auto policies = RedistributionPolicies(conversion, redistribute, std::nullopt);
    if (!policies) continue;
    isis::IsisRedistribution out;
    out.source = redistribute.source;
    out.process = redistribute.process;
    out.policies = *policies;
    out.into = into;
    out.metric = 0;
    out.family = family;
    out.span = redistribute.span;
    process.redistributions.push_back(std::move(out));
  }
  if (text.leak_down.value_or(false)) {
    isis::IsisRedistribution leak;
    leak.source = model::RouteSource::kIsis;
    leak.process = process.tag;
    leak.from_level = isis::kLevel2;
    leak.into = isis::kLevel1;
    leak.family = family;
    leak.span = text.leak_down.span;
    if (!text.leak_down_map.empty())
      leak.policies.push_back(
          conversion.policies.UseRouteMap(text.leak_down_map, text.leak_down.span, kRouting));
    process.redistributions.push_back(std::move(leak));
  }
  for (isis::IsisSummary summary : text.summaries) {
    summary.into &= process.levels;
    if (summary.into != 0) process.summaries.push_back(summary);
  }
}

/// The model has one distance, one number of paths and one default route for both families: IPv4 gives them,
/// and IPv6 where IPv4 says nothing.
void ConvertShared(Conversion& conversion, const IsisVrfText& vrf, isis::IsisProcess& process) {
  IsisFamilyText text = vrf.families[0];
  Fill(text.distance, vrf.families[1].distance);
  Fill(text.maximum_paths, vrf.families[1].maximum_paths);
  Fill(text.default_origination, vrf.families[1].default_origination);
  const std::uint32_t distance = text.distance.value_or(kDistance);
  process.distance_level1 = process.distance_level2 = distance;
  process.distance_external_level1 = process.distance_external_level2 = distance;
  process.max_paths = text.maximum_paths.value_or(kMaxPaths);
  if (!text.default_origination.set()) return;
  process.default_origination = true;
  process.default_origination_always = text.default_origination.value.always;
  process.default_into = process.levels == isis::kLevel1 ? isis::kLevel1 : isis::kLevel2;
  if (text.default_origination.value.route_map.set())
    process.default_origination_policy = ChainOf(conversion, text.default_origination.value.route_map);
}

void ConvertProcess(Conversion& conversion, const IsisText& text, const IsisVrfText& vrf) {
  Reader& reader = conversion.reader;
  isis::IsisProcess process;
  process.tag = text.tag;
  process.vrf = vrf.vrf;
  process.span = vrf.span;
  if (!vrf.net.set()) return;  // not running
  if (!SplitNet(vrf.net.value, process)) {
    reader.diagnostics.Add({base::DiagnosticKind::kValueInvalid, vrf.net.span,
                            fmt::format("'{}' is not a network entity title", vrf.net.value)});
    return;
  }
  process.levels = vrf.levels.value_or(isis::kLevelBoth);
  process.style_level1 = process.style_level2 =
      vrf.transition.value_or(false) ? isis::MetricStyle::kBoth : isis::MetricStyle::kWide;
  process.multi_topology = vrf.families[1].multi_topology.value_or(false);
  process.overload = vrf.overload.value_or(false);
  process.attached_bit = vrf.attached.value_or(true);
  process.authentication_level1 = AuthenticationOf(reader, vrf.authentication_types[0], vrf.key_chains[0]);
  process.authentication_level2 = AuthenticationOf(reader, vrf.authentication_types[1], vrf.key_chains[1]);
  ConvertShared(conversion, vrf, process);
  ConvertInterfacesOf(conversion, vrf, process);
  ConvertFamily(conversion, vrf.families[0], net::Family::kIpv4, process);
  ConvertFamily(conversion, vrf.families[1], net::Family::kIpv6, process);
  conversion.config.isis.processes.push_back(std::move(process));
}

/// Reports interfaces that name a process that does not exist.
void CheckProcesses(Reader& reader) {
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    for (const Setting<std::string>* use : {&interface.isis.process4, &interface.isis.process6}) {
      const bool known = !use->set() || std::ranges::find(reader.vendor.isis, use->value, &IsisText::tag) !=
                                            reader.vendor.isis.end();
      if (!known) reader.Undefined(use->span, "IS-IS process", use->value);
    }
  }
}

}  // namespace

void ConvertIsis(Conversion& conversion) {
  Reader& reader = conversion.reader;
  CheckProcesses(reader);
  for (const IsisText& text : reader.vendor.isis) {
    if (!reader.FeatureOn("isis", text.span)) continue;
    for (const IsisVrfText& vrf : text.vrfs) {
      const bool off = vrf.shutdown.value_or(false) || text.vrfs.front().shutdown.value_or(false);
      if (!off && IsVrf(reader, vrf.vrf, vrf.span)) ConvertProcess(conversion, text, vrf);
    }
  }
}

}  // namespace ringfence::formats::cisco_nxos
