// EIGRP as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_ios/port_delay.h"
#include "formats/cisco_ios/print.h"
#include "formats/policy_conversion.h"

namespace ringfence::formats::cisco_ios {
namespace {

namespace eigrp = routing::eigrp;

constexpr std::uint64_t kPicosecondsPerUnit = 10'000'000;

std::string MetricText(const eigrp::EigrpMetric& metric) {
  return fmt::format("{} {} {} {} {}", metric.bandwidth_kbps, metric.delay_ps / kPicosecondsPerUnit,
                     metric.reliability, metric.load, metric.mtu_bytes);
}

/// Lines that stand in the topology of named mode, in the process of classic mode.
void PrintTopology(Printout& out, std::string_view indent, const eigrp::EigrpProcess& process) {
  const auto line = [&](const std::string& text) { out.text += fmt::format("{}{}\n", indent, text); };
  if (process.auto_summary) line("auto-summary");
  if (process.max_paths != 4) line(fmt::format("maximum-paths {}", process.max_paths));
  if (process.variance != 1) line(fmt::format("variance {}", process.variance));
  line(fmt::format("distance eigrp {} {}", process.distance_internal, process.distance_external));
  if (process.default_metric) line("default-metric " + MetricText(*process.default_metric));
  for (const eigrp::EigrpRedistribution& value : process.redistributions) {
    std::string text = fmt::format("redistribute {}", model::NameOf(value.source));
    if (!value.process.empty()) text += " " + value.process;
    if (value.metric) text += " metric " + MetricText(*value.metric);
    for (const std::string& name : value.policies) text += " route-map " + name;
    line(text);
  }
  for (const eigrp::EigrpFilter& filter : process.filters) {
    const std::string_view name = filter.chain.names.front();
    const bool list = name.starts_with(kPrefixFilter);
    line(fmt::format("distribute-list {} {} {}{}{}", list ? "prefix" : "route-map",
                     list ? name.substr(kPrefixFilter.size()) : name, filter.in ? "in" : "out",
                     filter.interface.empty() ? "" : " ", filter.interface));
  }
}

void PrintStub(Printout& out, std::string_view indent, const eigrp::EigrpProcess& process) {
  if (!process.stub) return;
  const bool none =
      !process.stub_connected && !process.stub_summary && !process.stub_static && !process.stub_redistributed;
  out.text += fmt::format("{}eigrp stub{}{}{}{}{}\n", indent, process.stub_connected ? " connected" : "",
                          process.stub_summary ? " summary" : "", process.stub_static ? " static" : "",
                          process.stub_redistributed ? " redistributed" : "", none ? " receive-only" : "");
}

void PrintProcess(Printout& out, const eigrp::EigrpProcess& process, const model::Device& device) {
  const bool named = !process.name.empty();
  const bool family = named || !process.vrf.empty();
  out.text +=
      named ? fmt::format("router eigrp {}\n", process.name) : fmt::format("router eigrp {}\n", process.as);
  if (family) {
    out.text += fmt::format(" address-family ipv4{}{} autonomous-system {}\n",
                            process.vrf.empty() ? "" : " vrf ", process.vrf, process.as);
  }
  const std::string_view indent = family ? "  " : " ";
  for (const eigrp::EigrpInterface& interface : process.interfaces) {
    const model::InterfaceIndex at = model::FindInterface(device, interface.name);
    const model::Interface* owner = at.valid() ? &device.interfaces[at.index()] : nullptr;
    if (owner != nullptr && !owner->unnumbered_from.empty()) {
      const model::InterfaceIndex lender = model::FindInterface(device, owner->unnumbered_from);
      owner = lender.valid() ? &device.interfaces[lender.index()] : nullptr;
    }
    for (std::size_t i = 0; owner != nullptr && i < owner->addresses.size(); ++i) {
      const model::InterfaceAddress& address = owner->addresses[i];
      if (address.address.address.family != net::Family::kIpv4 || address.secondary) continue;
      out.text += fmt::format("{}network {} 0.0.0.0\n", indent, net::ToString(address.address.address));
    }
    if (interface.passive && !named)
      out.text += fmt::format("{}passive-interface {}\n", indent, interface.name);
  }
  if (process.router_id)
    out.text += fmt::format("{}eigrp router-id {}\n", indent, net::ToString(*process.router_id));
  PrintStub(out, indent, process);
  if (process.k != std::array<std::uint32_t, 6>{1, 0, 1, 0, 0, 0}) {
    out.text += fmt::format("{}metric weights 0", indent);
    for (const std::uint32_t weight : process.k) out.text += fmt::format(" {}", weight);
    out.text += '\n';
  }
  if (process.rib_scale != 128) out.text += fmt::format("{}metric rib-scale {}\n", indent, process.rib_scale);
  for (const eigrp::EigrpInterface& interface : process.interfaces) {
    if (!named || !(interface.passive || !interface.split_horizon || !interface.summaries.empty())) continue;
    out.text += fmt::format("  af-interface {}\n", interface.name);
    if (interface.passive) out.text += "   passive-interface\n";
    if (!interface.split_horizon) out.text += "   no split-horizon\n";
    for (const net::Prefix& summary : interface.summaries)
      out.text +=
          fmt::format("   summary-address {} {}\n", net::ToString(summary.address), MaskText(summary.length));
  }
  if (named) out.text += "  topology base\n";
  PrintTopology(out, named ? "   " : indent, process);
}

}  // namespace

void PrintInterfaceEigrp(Printout& out, const model::Interface& interface,
                         const routing::DeviceConfig& config) {
  bool delay_printed = false;
  for (const eigrp::EigrpProcess& process : config.eigrp.processes) {
    const auto found = std::ranges::find(process.interfaces, interface.name, &eigrp::EigrpInterface::name);
    if (found == process.interfaces.end()) continue;
    if (!delay_printed && found->metric.delay_ps != DefaultDelay(interface, process.wide_metrics)) {
      out.text += fmt::format(" delay {}\n", found->metric.delay_ps / kPicosecondsPerUnit);
      delay_printed = true;
    }
    if (!process.name.empty()) continue;
    if (!found->split_horizon) out.text += fmt::format(" no ip split-horizon eigrp {}\n", process.as);
    for (const net::Prefix& summary : found->summaries) {
      out.text += fmt::format(" ip summary-address eigrp {} {} {}\n", process.as,
                              net::ToString(summary.address), MaskText(summary.length));
    }
  }
}

void PrintEigrp(Printout& out, const routing::DeviceConfig& config) {
  for (const eigrp::EigrpProcess& process : config.eigrp.processes) PrintProcess(out, process, config.device);
}

}  // namespace ringfence::formats::cisco_ios
