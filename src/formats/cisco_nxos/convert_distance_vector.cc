// EIGRP and RIP processes: the model has one for each family and VRF.

#include <fmt/format.h>

#include "formats/cisco_nxos/convert.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::InterfaceKind;

constexpr std::uint64_t kPicosecondsPerTen = 10'000'000;
/// Metric of redistributed routes without a word: 100 Mbit/s and a millisecond.
constexpr eigrp::EigrpMetric kRedistributed{100'000, 100 * kPicosecondsPerTen, 255, 1, 1492};
constexpr std::uint32_t kLoopbackDelay = 500, kPortDelay = 1;  // tens of microseconds
constexpr std::uint32_t kMaxPathsEigrp = 8, kMaxPathsRip = 16;

/// Values of the family, and where it is silent those that stand outside of families.
EigrpFamilyText Merged(const EigrpVrfText& vrf, std::size_t family) {
  EigrpFamilyText text = vrf.families[family];
  const EigrpFamilyText& outer = vrf.families[0];
  Fill(text.default_metric, outer.default_metric);
  Fill(text.distance_internal, outer.distance_internal);
  Fill(text.distance_external, outer.distance_external);
  Fill(text.maximum_paths, outer.maximum_paths);
  Fill(text.variance, outer.variance);
  Fill(text.router_id, outer.router_id);
  Fill(text.as, outer.as);
  Fill(text.wide, outer.wide);
  Fill(text.passive_default, outer.passive_default);
  Fill(text.shutdown, outer.shutdown);
  return text;
}

/// The AS number of a process: stated in the VRF, stated for all, or its tag. 0: the process does not run.
std::uint32_t AsOf(const EigrpText& process, const EigrpFamilyText& text) {
  if (text.as.set()) return text.as.value;
  const EigrpVrfText& main = process.vrfs.front();
  for (const EigrpFamilyText& family : main.families) {
    if (family.as.set()) return family.as.value;
  }
  return ParseNumber(process.tag, 1, 65535).value_or(0);
}

const Setting<std::string>& ProcessOf(const EigrpInterfaceText& text, std::size_t family) {
  return family == 0 ? text.process4 : text.process6;
}

eigrp::EigrpInterface ConvertInterface(Reader& reader, const InterfaceText& text,
                                       const model::Interface& interface, const EigrpFamilyText& process,
                                       std::size_t family) {
  eigrp::EigrpInterface out;
  out.name = text.name;
  out.span = ProcessOf(text.eigrp, family).span;
  const bool loopback = interface.kind == InterfaceKind::kLoopback;
  out.passive = loopback || text.eigrp.passive.value_or(process.passive_default.value_or(false));
  out.split_horizon = text.eigrp.split_horizon.value_or(true);
  const std::uint64_t interface_kbps = interface.bandwidth_bps.value_or(0) / 1000;
  out.metric.bandwidth_kbps =
      text.eigrp.bandwidth_kbps.set() ? text.eigrp.bandwidth_kbps.value : interface_kbps;
  const std::uint32_t of_port = text.delay_tens_us.value_or(loopback ? kLoopbackDelay : kPortDelay);
  out.metric.delay_ps = text.eigrp.delay_tens_us.value_or(of_port) * kPicosecondsPerTen;
  out.metric.mtu_bytes = interface.mtu_bytes.value_or(1500);
  const net::Family wanted = family == 0 ? net::Family::kIpv4 : net::Family::kIpv6;
  for (const net::Prefix& summary : text.eigrp.summaries) {
    if (summary.family() == wanted) out.summaries.push_back(summary);
  }
  if (!text.eigrp.key_chain.empty())
    out.authentication = fmt::format("md5:{}", KeyOfChain(reader, text.eigrp.key_chain, out.span));
  return out;
}

void ConvertEigrpProcess(Conversion& conversion, const EigrpText& text, const EigrpVrfText& vrf,
                         std::size_t family) {
  Reader& reader = conversion.reader;
  const EigrpFamilyText values = Merged(vrf, family);
  eigrp::EigrpProcess process;
  process.as = AsOf(text, values);
  if (process.as == 0 || values.shutdown.value_or(false)) return;
  process.vrf = vrf.vrf;
  process.family = family == 0 ? net::Family::kIpv4 : net::Family::kIpv6;
  process.span = vrf.span;
  const bool twice =
      std::ranges::any_of(conversion.config.eigrp.processes, [&process](const eigrp::EigrpProcess& known) {
        return known.as == process.as && known.vrf == process.vrf && known.family == process.family;
      });
  if (twice) return reader.Demote(text.span, kRouting, "second EIGRP process of one AS number");
  process.wide_metrics = values.wide.value_or(false);
  process.router_id = values.router_id.set() ? std::optional(values.router_id.value)
                                             : ChooseRouterId(conversion.config.device, vrf.vrf);
  process.default_metric = values.default_metric.value_or(kRedistributed);
  process.distance_internal = values.distance_internal.value_or(90);
  process.distance_external = values.distance_external.value_or(170);
  process.variance = values.variance.value_or(1);
  process.max_paths = values.maximum_paths.value_or(kMaxPathsEigrp);
  process.stub = values.stub.value_or(false);
  process.stub_connected = process.stub && values.stub_connected;
  process.stub_summary = process.stub && values.stub_summary;
  process.stub_static = process.stub && values.stub_static;
  process.stub_redistributed = process.stub && values.stub_redistributed;
  const model::Device& device = conversion.config.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const InterfaceText& interface = reader.vendor.interfaces[i];
    const Setting<std::string>& use = ProcessOf(interface.eigrp, family);
    const bool here = use.set() && use.value == text.tag && device.interfaces[i].vrf == vrf.vrf &&
                      !device.interfaces[i].switch_port && !interface.eigrp.shutdown.value_or(false);
    if (here)
      process.interfaces.push_back(ConvertInterface(reader, interface, device.interfaces[i], values, family));
  }
  for (const RedistributeText& redistribute : values.redistributions) {
    const auto policies = RedistributionPolicies(conversion, redistribute, std::nullopt);
    if (!policies) continue;
    process.redistributions.push_back({.source = redistribute.source,
                                       .process = EigrpProcessName(reader, redistribute),
                                       .policies = *policies,
                                       .metric = {},
                                       .span = redistribute.span});
  }
  if (family == 1 && process.interfaces.empty()) return;
  conversion.config.eigrp.processes.push_back(std::move(process));
}

/// Protocols that run on interfaces: whether these subnets enter RIP with their routes is not confirmed.
bool HasInterfaces(model::RouteSource source) {
  return source == model::RouteSource::kOspf || source == model::RouteSource::kIsis ||
         source == model::RouteSource::kEigrp || source == model::RouteSource::kRip;
}

rip::RipInterface ConvertRipInterface(Reader& reader, const InterfaceText& text, base::Span span,
                                      bool loopback) {
  rip::RipInterface out;
  out.name = text.name;
  out.span = span;
  out.passive = loopback || text.rip.passive.value_or(false);
  out.metric_in = text.rip.metric_offset.value_or(1);
  if (!text.rip.key_chain.empty())
    out.authentication = fmt::format("chain:{}", KeyOfChain(reader, text.rip.key_chain, span));
  return out;
}

void ConvertRipProcess(Conversion& conversion, const RipText& text, const RipVrfText& vrf,
                       std::size_t family) {
  Reader& reader = conversion.reader;
  const RipFamilyText& values = vrf.families[family];
  rip::RipProcess process;
  process.id = text.tag;
  process.vrf = vrf.vrf;
  process.family = family == 0 ? net::Family::kIpv4 : net::Family::kIpv6;
  process.span = vrf.span;
  process.distance = values.distance.value_or(120);
  process.max_paths = values.maximum_paths.value_or(kMaxPathsRip);
  const model::Device& device = conversion.config.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const InterfaceText& interface = reader.vendor.interfaces[i];
    const Setting<std::string>& use = family == 0 ? interface.rip.process4 : interface.rip.process6;
    const bool here = use.set() && use.value == text.tag && device.interfaces[i].vrf == vrf.vrf &&
                      !device.interfaces[i].switch_port && !interface.rip.shutdown.value_or(false);
    if (!here) continue;
    const bool loopback = device.interfaces[i].kind == InterfaceKind::kLoopback;
    process.interfaces.push_back(ConvertRipInterface(reader, interface, use.span, loopback));
  }
  for (const RedistributeText& redistribute : values.redistributions) {
    const auto policies = RedistributionPolicies(conversion, redistribute, std::nullopt);
    if (!policies) continue;
    const bool bgp = redistribute.source == model::RouteSource::kBgp;
    const std::string& map = redistribute.route_map.value;
    if (HasInterfaces(redistribute.source))
      reader.Demote(redistribute.span, kRouting, "subnets of the source protocol's own interfaces");
    process.redistributions.push_back({.source = redistribute.source,
                                       .process = EigrpProcessName(reader, redistribute),
                                       .policies = *policies,
                                       .metric = values.default_metric.value_or(1),
                                       .bgp_internal = bgp && NamesInternal(reader.policies, map),
                                       .span = redistribute.span});
  }
  if (values.default_origination.set()) {
    process.default_origination = true;
    process.default_origination_always = values.default_origination.value.always;
    if (values.default_origination.value.route_map.set())
      reader.Demote(values.default_origination.span, kRouting, "route map of the default route");
  }
  if (family == 1 && process.interfaces.empty()) return;
  conversion.config.rip.processes.push_back(std::move(process));
}

/// Reports an interface that names a process that does not exist.
template <class Processes>
void CheckProcess(Reader& reader, const Setting<std::string>& use, const Processes& processes,
                  std::string_view kind) {
  if (!use.set()) return;
  const bool known =
      std::ranges::any_of(processes, [&use](const auto& process) { return process.tag == use.value; });
  if (!known) reader.Undefined(use.span, kind, use.value);
}

}  // namespace

std::string EigrpProcessName(const Reader& reader, const RedistributeText& text) {
  if (text.source != model::RouteSource::kEigrp) return text.process;
  for (const EigrpText& process : reader.vendor.eigrp) {
    if (process.tag == text.process) return std::to_string(AsOf(process, process.vrfs.front().families[0]));
  }
  return text.process;
}

void ConvertEigrp(Conversion& conversion) {
  Reader& reader = conversion.reader;
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    CheckProcess(reader, interface.eigrp.process4, reader.vendor.eigrp, "EIGRP process");
    CheckProcess(reader, interface.eigrp.process6, reader.vendor.eigrp, "EIGRP process");
  }
  for (const EigrpText& text : reader.vendor.eigrp) {
    if (!reader.FeatureOn("eigrp", text.span)) continue;
    std::vector<EigrpVrfText> vrfs = text.vrfs;
    for (const InterfaceText& interface : reader.vendor.interfaces) {
      const Setting<std::string>& use = interface.eigrp.process4;
      if (use.set() && use.value == text.tag) VrfIndexIn(vrfs, interface.vrf.value, use.span);
    }
    for (const EigrpVrfText& vrf : vrfs) {
      if (!IsVrf(reader, vrf.vrf, vrf.span)) continue;
      ConvertEigrpProcess(conversion, text, vrf, 0);
      ConvertEigrpProcess(conversion, text, vrf, 1);
    }
  }
}

void ConvertRip(Conversion& conversion) {
  Reader& reader = conversion.reader;
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    CheckProcess(reader, interface.rip.process4, reader.vendor.rip, "RIP process");
    CheckProcess(reader, interface.rip.process6, reader.vendor.rip, "RIP process");
  }
  for (const RipText& text : reader.vendor.rip) {
    if (!reader.FeatureOn("rip", text.span)) continue;
    for (const RipVrfText& vrf : text.vrfs) {
      if (vrf.shutdown.value_or(false) || !IsVrf(reader, vrf.vrf, vrf.span)) continue;
      ConvertRipProcess(conversion, text, vrf, 0);
      ConvertRipProcess(conversion, text, vrf, 1);
    }
  }
}

}  // namespace ringfence::formats::cisco_nxos
