// IS-IS processes.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/convert.h"
#include "formats/cisco_iosxr/interface_name.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::InterfaceKind;

constexpr std::uint32_t kMetric = 10;
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

/// The digest behind a password, or of a key chain.
std::string AuthenticationOf(Reader& reader, const Setting<std::string>& password) {
  constexpr std::string_view kChain = "chain:";
  if (!password.value.starts_with(kChain)) return password.value;
  return "md5:" + KeyOfChain(reader, password.value.substr(kChain.size()), password.span);
}

isis::IsisInterface ConvertPort(Reader& reader, const IsisText& text, const IsisInterfaceText& port,
                                const isis::IsisProcess& process) {
  const bool loopback = KindOfName(port.name) == InterfaceKind::kLoopback;
  isis::IsisInterface out;
  out.name = port.name;
  out.span = port.span;
  out.ipv4 = port.families[0].on.value_or(false);
  out.ipv6 = port.families[1].on.value_or(false);
  out.levels = port.levels.value_or(isis::kLevelBoth) & process.levels;
  out.type = loopback                              ? isis::IsisNetworkType::kLoopback
             : port.point_to_point.value_or(false) ? isis::IsisNetworkType::kPointToPoint
                                                   : isis::IsisNetworkType::kBroadcast;
  out.passive = loopback || port.passive.value_or(false);
  const auto metric = [&](std::size_t family, bool level2) {
    const IsisInterfaceFamilyText& own = port.families[family];
    if (!own.on.value_or(false)) return kMetric;
    const IsisFamilyText& outer = text.families[family];
    const Setting<std::uint32_t>& inner = level2 ? own.metric2 : own.metric1;
    return inner.value_or((level2 ? outer.metric2 : outer.metric1).value_or(kMetric));
  };
  out.metric_level1 = metric(0, false);
  out.metric_level2 = metric(0, true);
  // With one topology the metric of IPv4 counts for both.
  const std::size_t second = process.multi_topology || !out.ipv4 ? 1 : 0;
  out.metric6_level1 = metric(second, false);
  out.metric6_level2 = metric(second, true);
  out.metric_span =
      port.families[0].metric2.set() ? port.families[0].metric2.span : port.families[0].metric1.span;
  out.authentication = AuthenticationOf(reader, port.password);
  return out;
}

void ConvertFamily(Conversion& conversion, const IsisFamilyText& text, net::Family family,
                   isis::IsisProcess& process) {
  // Routes enter level 2 unless the process knows only level 1.
  const isis::Levels standard = process.levels == isis::kLevel1 ? isis::kLevel1 : isis::kLevel2;
  for (const RedistributeText& redistribute : text.redistributions) {
    isis::IsisRedistribution out;
    out.source = redistribute.source;
    out.process = redistribute.source == model::RouteSource::kBgp ? "" : redistribute.process;
    out.policies = PoliciesOf(conversion, redistribute.policy);
    out.into = redistribute.levels.value_or(standard) & process.levels;
    out.metric = redistribute.metric.value_or(0);
    out.family = family;
    out.span = redistribute.span;
    if (redistribute.tag.set() || redistribute.metric_type.set())
      conversion.reader.Demote(redistribute.span, kRouting, "tag or type of a redistributed metric");
    if (out.into != 0) process.redistributions.push_back(std::move(out));
  }
  if (text.leak_down.value_or(false)) {
    isis::IsisRedistribution leak;
    leak.source = model::RouteSource::kIsis;
    leak.process = process.tag;
    leak.from_level = isis::kLevel2;
    leak.into = isis::kLevel1;
    leak.family = family;
    leak.span = text.leak_down.span;
    leak.policies = PoliciesOf(conversion, text.leak_policy);
    process.redistributions.push_back(std::move(leak));
  }
  for (isis::IsisSummary summary : text.summaries) {
    summary.into &= process.levels;
    if (summary.into != 0) process.summaries.push_back(summary);
  }
}

/// The model has one distance, one number of paths and one default route for both families: IPv4 gives them,
/// and IPv6 where IPv4 says nothing.
void ConvertShared(Conversion& conversion, const IsisText& text, isis::IsisProcess& process) {
  IsisFamilyText family = text.families[0];
  Fill(family.distance, text.families[1].distance);
  Fill(family.maximum_paths, text.families[1].maximum_paths);
  Fill(family.default_origination, text.families[1].default_origination);
  Fill(family.attached_bit, text.families[1].attached_bit);
  Fill(family.ignores_attached_bit, text.families[1].ignores_attached_bit);
  const std::uint32_t distance = family.distance.value_or(kDistance);
  process.distance_level1 = process.distance_level2 = distance;
  process.distance_external_level1 = process.distance_external_level2 = distance;
  process.max_paths = family.maximum_paths.value_or(kMaxPaths);
  process.attached_bit = family.attached_bit.value_or(true);
  process.ignores_attached_bit = family.ignores_attached_bit.value_or(false);
  process.style_level1 = family.styles[0].value_or(isis::MetricStyle::kNarrow);
  process.style_level2 = family.styles[1].value_or(isis::MetricStyle::kNarrow);
  if (!family.default_origination.set()) return;
  process.default_origination = true;
  process.default_origination_always = family.default_origination.value.always;
  process.default_into = process.levels == isis::kLevel1 ? isis::kLevel1 : isis::kLevel2;
  const Setting<std::string>& policy = family.default_origination.value.policy;
  if (policy.set()) process.default_origination_policy = {PoliciesOf(conversion, policy), false, policy.span};
}

}  // namespace

void ConvertIsis(Conversion& conversion) {
  Reader& reader = conversion.reader;
  for (const IsisText& text : reader.vendor.isis) {
    isis::IsisProcess process;
    process.tag = text.tag;
    process.span = text.span;
    if (!text.net.set()) continue;  // not running
    if (!SplitNet(text.net.value, process)) {
      reader.diagnostics.Add({base::DiagnosticKind::kValueInvalid, text.net.span,
                              fmt::format("'{}' is not a network entity title", text.net.value)});
      continue;
    }
    process.levels = text.levels.value_or(isis::kLevelBoth);
    // IPv6 has a topology of its own unless the text says otherwise.
    process.multi_topology =
        text.families[1].span.valid() && !text.families[1].single_topology.value_or(false);
    process.overload = text.overload.value_or(false);
    process.authentication_level1 = AuthenticationOf(reader, text.passwords[0]);
    process.authentication_level2 = AuthenticationOf(reader, text.passwords[1]);
    ConvertShared(conversion, text, process);
    for (const IsisInterfaceText& port : text.interfaces) {
      const auto& interfaces = conversion.config.device.interfaces;
      const auto interface = std::ranges::find(interfaces, port.name, &model::Interface::name);
      const bool here = interface != interfaces.end() && interface->vrf.empty();
      if (here && !port.shutdown.value_or(false))
        process.interfaces.push_back(ConvertPort(reader, text, port, process));
    }
    ConvertFamily(conversion, text.families[0], net::Family::kIpv4, process);
    ConvertFamily(conversion, text.families[1], net::Family::kIpv6, process);
    conversion.config.isis.processes.push_back(std::move(process));
  }
}

}  // namespace ringfence::formats::cisco_iosxr
