// OSPF and IS-IS as text.

#include <fmt/format.h>

#include "formats/zte_zxros/print.h"

namespace ringfence::formats::zte_zxros {
namespace {

namespace isis = routing::isis;
namespace ospf = routing::ospf;

constexpr std::string_view kTypeWords[] = {"broadcast", "point-to-point", "non-broadcast",
                                           "point-to-multipoint"};
constexpr std::uint64_t kBitsPerMegabit = 1'000'000;

std::string VrfText(const std::string& vrf) { return vrf.empty() ? "" : fmt::format(" vrf {}", vrf); }

void PrintPort(std::string& out, const ospf::OspfInterface& port) {
  out += fmt::format("    interface {}\n", port.name);
  if (port.cost) out += fmt::format("      cost {}\n", *port.cost);
  if (port.type != ospf::NetworkType::kLoopback)
    out += fmt::format("      network {}\n", kTypeWords[static_cast<std::size_t>(port.type)]);
  out += fmt::format("      hello-interval {}\n      dead-interval {}\n      priority {}\n", port.hello_s,
                     port.dead_s, port.priority);
  if (port.mtu_ignore) out += "      mtu-ignore\n";
  if (port.passive) out += "      passive\n";
  out += "    $\n";
}

/// Words after `redistribute SOURCE` and `notify default route`.
std::string Options(std::uint32_t metric, ospf::ExternalType type, std::optional<std::uint32_t> tag) {
  return fmt::format(" metric {} metric-type ext-{}{}", metric, static_cast<int>(type),
                     tag ? fmt::format(" tag {}", *tag) : "");
}

void PrintRedistribution(std::string& out, const ospf::Redistribution& from) {
  std::string options = Options(from.metric.value_or(0), from.type, from.tag);
  for (const std::string& name : from.policies) options += fmt::format(" route-map {}", name);
  std::string source(model::NameOf(from.source));
  if (from.source == model::RouteSource::kBgp) source = "bgp-ext";
  if (from.source == model::RouteSource::kIsis) source = "isis-1-2";
  if (!from.process.empty()) source += " " + from.process;
  out += fmt::format("  redistribute {}{}\n", source, options);
  if (from.bgp_internal) out += fmt::format("  redistribute bgp-int{}\n", options);
}

void PrintProcess(std::string& out, const ospf::OspfProcess& process) {
  out += fmt::format("router ospf {}{}\n", process.id, VrfText(process.vrf));
  if (process.router_id) out += fmt::format("  router-id {}\n", net::ToString(*process.router_id));
  out += fmt::format("  auto-cost reference-bandwidth {}\n  maximum-paths {}\n  distance {}\n",
                     process.reference_bandwidth_bps / kBitsPerMegabit, process.max_paths,
                     process.distances.intra);
  for (const ospf::OspfArea& area : process.areas) {
    out += fmt::format("  area {}\n", net::ToString(net::IpAddress::V4(area.id)));
    if (area.type == ospf::AreaType::kStub)
      out += fmt::format("    stub{}\n", area.no_summary ? " no-summary" : "");
    out += fmt::format("    default-cost {}\n", area.default_cost);
    for (const ospf::OspfInterface& port : process.interfaces) {
      if (port.area == area.id) PrintPort(out, port);
    }
    out += "  $\n";
  }
  for (const ospf::Redistribution& from : process.redistributions) PrintRedistribution(out, from);
  if (process.default_origination) {
    const ospf::DefaultOrigination& value = *process.default_origination;
    out += fmt::format("  notify default route{}{}\n", value.always ? " always" : "",
                       Options(value.metric, value.type, value.tag));
  }
  out += "$\n";
}

std::string_view LevelsText(isis::Levels levels) {
  return levels == isis::kLevel1 ? "level-1" : levels == isis::kLevel2 ? "level-2-only" : "level-1-2";
}

void PrintInstance(std::string& out, const isis::IsisProcess& process) {
  out += fmt::format("router isis {}{}\n", process.tag, VrfText(process.vrf));
  for (const std::string& area : process.area_ids) out += fmt::format("  area {}\n", area);
  if (!process.system_id.empty()) out += fmt::format("  system-id {}\n", process.system_id);
  out += fmt::format("  is-type {}\n  metric-style {}\n  maximum-paths {}\n  distance {}\n",
                     LevelsText(process.levels),
                     process.style_level1 == isis::MetricStyle::kWide ? "wide" : "narrow", process.max_paths,
                     process.distance_level1);
  if (process.overload) out += "  set-overload-bit\n";
  for (const isis::IsisInterface& port : process.interfaces) {
    out += fmt::format("  interface {}\n", port.name);
    if (port.ipv4) out += "    ip router isis\n";
    if (port.ipv6) out += "    ipv6 router isis\n";
    out += fmt::format("    circuit-type {}\n    metric {} level-1\n    metric {} level-2\n",
                       LevelsText(port.levels), port.metric_level1, port.metric_level2);
    if (port.type == isis::IsisNetworkType::kPointToPoint) out += "    network point-to-point\n";
    if (port.passive) out += "    passive-mode\n";
    out += "  $\n";
  }
  out += "$\n";
}

}  // namespace

void PrintIgps(std::string& out, const routing::DeviceConfig& config) {
  for (const ospf::OspfProcess& process : config.ospf.processes) PrintProcess(out, process);
  for (const isis::IsisProcess& process : config.isis.processes) PrintInstance(out, process);
}

}  // namespace ringfence::formats::zte_zxros
