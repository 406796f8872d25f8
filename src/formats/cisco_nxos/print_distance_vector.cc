// EIGRP and RIP as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_nxos/print.h"

namespace ringfence::formats::cisco_nxos {
namespace {

namespace eigrp = routing::eigrp;
namespace rip = routing::rip;

constexpr std::uint64_t kPicosecondsPerTen = 10'000'000;

/// What stands in a family of EIGRP; IPv4 needs no block of its own.
void PrintEigrpValues(Printout& out, const eigrp::EigrpProcess& process, const std::string& indent) {
  const auto line = [&](const std::string& text) { out.text += indent + text + "\n"; };
  if (process.router_id) line("router-id " + net::ToString(*process.router_id));
  line(fmt::format("distance {} {}", process.distance_internal, process.distance_external));
  line(fmt::format("maximum-paths {}", process.max_paths));
  line(fmt::format("variance {}", process.variance));
  if (process.default_metric) {
    const eigrp::EigrpMetric& metric = *process.default_metric;
    line(fmt::format("default-metric {} {} {} {} {}", metric.bandwidth_kbps,
                     metric.delay_ps / kPicosecondsPerTen, metric.reliability, metric.load,
                     metric.mtu_bytes));
  }
  if (process.wide_metrics) line("metric version 64bit");
  if (process.stub) {
    const bool any =
        process.stub_connected || process.stub_summary || process.stub_static || process.stub_redistributed;
    line(fmt::format("stub{}{}{}{}{}", process.stub_connected ? " direct" : "",
                     process.stub_summary ? " summary" : "", process.stub_static ? " static" : "",
                     process.stub_redistributed ? " redistributed" : "", any ? "" : " receive-only"));
  }
  for (const eigrp::EigrpRedistribution& redistribution : process.redistributions)
    line(fmt::format("redistribute {} {} route-map {}", SourceWord(redistribution.source, process.family),
                     redistribution.process, MapOf(redistribution.policies)));
}

void PrintEigrp(Printout& out, const eigrp::EigrpProcess& process) {
  out.text += fmt::format("router eigrp {}\n", TagOf(process));
  std::string indent = OpenVrf(out, process.vrf);
  if (!process.vrf.empty()) out.text += fmt::format("{}autonomous-system {}\n", indent, process.as);
  if (process.family == net::Family::kIpv6) {
    out.text += indent + "address-family ipv6 unicast\n";
    indent += "  ";
  }
  PrintEigrpValues(out, process, indent);
}

void PrintRip(Printout& out, const rip::RipProcess& process, bool has_main) {
  out.text += fmt::format("router rip {}\n", process.id);
  if (!has_main) out.text += "  shutdown\n";
  const std::string outer = OpenVrf(out, process.vrf);
  const bool v4 = process.family == net::Family::kIpv4;
  out.text += fmt::format("{}address-family {} unicast\n", outer, v4 ? "ipv4" : "ipv6");
  const std::string indent = outer + "  ";
  out.text +=
      fmt::format("{}distance {}\n{}maximum-paths {}\n", indent, process.distance, indent, process.max_paths);
  for (const rip::RipRedistribution& redistribution : process.redistributions) {
    out.text += fmt::format("{}redistribute {} {} route-map {}\n", indent,
                            SourceWord(redistribution.source, process.family), redistribution.process,
                            MapOf(redistribution.policies));
    if (redistribution.metric)
      out.text += fmt::format("{}default-metric {}\n", indent, *redistribution.metric);
  }
  if (process.default_origination)
    out.text += fmt::format("{}default-information originate{}\n", indent,
                            process.default_origination_always ? " always" : "");
}

}  // namespace

std::string TagOf(const eigrp::EigrpProcess& process) {
  return process.vrf.empty() ? std::to_string(process.as) : fmt::format("{}:{}", process.vrf, process.as);
}

void PrintInterfaceEigrp(Printout& out, const std::string& name, const eigrp::EigrpProcess& process) {
  const auto found = std::ranges::find(process.interfaces, name, &eigrp::EigrpInterface::name);
  if (found == process.interfaces.end()) return;
  const std::string_view word = process.family == net::Family::kIpv4 ? "ip" : "ipv6";
  const auto line = [&](std::string_view before, const std::string& after) {
    out.text += fmt::format("  {} {} eigrp {} {}\n", word, before, TagOf(process), after);
  };
  out.text += fmt::format("  {} router eigrp {}\n", word, TagOf(process));
  line("bandwidth", std::to_string(found->metric.bandwidth_kbps));
  line("delay", std::to_string(found->metric.delay_ps / kPicosecondsPerTen));
  if (found->passive) line("passive-interface", "");
  if (!found->split_horizon)
    out.text += fmt::format("  no {} split-horizon eigrp {}\n", word, TagOf(process));
  for (const net::Prefix& summary : found->summaries) line("summary-address", net::ToString(summary));
  if (found->authentication.empty()) return;
  const std::string digest = found->authentication.substr(found->authentication.find(':') + 1);
  out.key_chains.insert(digest);
  line("authentication mode", "md5");
  line("authentication key-chain", digest);
}

void PrintInterfaceRip(Printout& out, const std::string& name, const rip::RipProcess& process) {
  const auto found = std::ranges::find(process.interfaces, name, &rip::RipInterface::name);
  if (found == process.interfaces.end()) return;
  const std::string_view word = process.family == net::Family::kIpv4 ? "ip" : "ipv6";
  out.text += fmt::format("  {} router rip {}\n", word, process.id);
  if (found->passive) out.text += fmt::format("  {} rip passive-interface\n", word);
  if (found->metric_in != 1) out.text += fmt::format("  {} rip metric-offset {}\n", word, found->metric_in);
  if (found->authentication.empty()) return;
  const std::string digest = found->authentication.substr(found->authentication.find(':') + 1);
  out.key_chains.insert(digest);
  out.text += fmt::format("  {} rip authentication key-chain {}\n", word, digest);
}

void PrintDistanceVector(Printout& out, const routing::DeviceConfig& config) {
  for (const eigrp::EigrpProcess& process : config.eigrp.processes) PrintEigrp(out, process);
  for (const rip::RipProcess& process : config.rip.processes) {
    const bool has_main = std::ranges::any_of(config.rip.processes, [&process](const rip::RipProcess& other) {
      return other.id == process.id && other.vrf.empty();
    });
    PrintRip(out, process, has_main);
  }
}

}  // namespace ringfence::formats::cisco_nxos
