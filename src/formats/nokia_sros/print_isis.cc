// IS-IS and RIP as flat lines.
#include <fmt/format.h>

#include <algorithm>

#include "formats/nokia_sros/print.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::isis::IsisInterface;
using routing::isis::IsisNetworkType;
using routing::isis::IsisProcess;
using routing::isis::Levels;
using routing::isis::MetricStyle;

std::string_view LevelWord(Levels levels) {
  return levels == routing::isis::kLevelBoth ? "1/2" : levels == routing::isis::kLevel1 ? "1" : "2";
}

// "md5:digest-...", "simple:digest-...".
void PrintKey(const std::string& head, std::string_view prefix, const std::string& text, std::string& out) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return;
  const std::string_view type = text.starts_with("simple:") ? "password" : "message-digest";
  out += fmt::format("{} {}authentication-type {}\n", head, prefix, type);
  out += fmt::format("{} {}authentication-key {}\n", head, prefix, Quoted(text.substr(colon + 1)));
}

void PrintInterface(const std::string& process, const IsisInterface& interface, std::string& out) {
  const std::string head = fmt::format("{} interface {}", process, Quoted(interface.name));
  const bool loopback = interface.type == IsisNetworkType::kLoopback;
  out += fmt::format("{} level-capability {}\n", head, LevelWord(interface.levels));
  if (interface.type == IsisNetworkType::kPointToPoint) out += head + " interface-type point-to-point\n";
  if (interface.passive && !loopback) out += head + " passive true\n";
  const std::uint32_t metrics[2][2] = {{interface.metric_level1, interface.metric6_level1},
                                       {interface.metric_level2, interface.metric6_level2}};
  for (int i = 0; i < 2; ++i) {
    if (metrics[i][0] != 0) out += fmt::format("{} level {} metric {}\n", head, i + 1, metrics[i][0]);
    if (metrics[i][1] != 0)
      out += fmt::format("{} level {} ipv6-unicast-metric {}\n", head, i + 1, metrics[i][1]);
  }
  PrintKey(head, "hello-", interface.authentication, out);
}

void PrintLevels(const std::string& head, const IsisProcess& process, std::string& out) {
  const MetricStyle styles[] = {process.style_level1, process.style_level2};
  const std::uint32_t distances[] = {process.distance_level1, process.distance_level2};
  const std::uint32_t externals[] = {process.distance_external_level1, process.distance_external_level2};
  const std::string* keys[] = {&process.authentication_level1, &process.authentication_level2};
  for (int i = 0; i < 2; ++i) {
    const std::string level = fmt::format("{} level {}", head, i + 1);
    if (styles[i] == MetricStyle::kWide) out += level + " wide-metrics-only true\n";
    out += fmt::format("{} preference {}\n{} external-preference {}\n", level, distances[i], level,
                       externals[i]);
    PrintKey(level, "", *keys[i], out);
  }
}

bool UsesIpv6(const IsisProcess& process) {
  return std::ranges::any_of(process.interfaces, &IsisInterface::ipv6) ||
         std::ranges::any_of(process.redistributions,
                             [](const auto& from) { return from.family == net::Family::kIpv6; });
}

void PrintFamilies(const std::string& head, const IsisProcess& process, std::string& out) {
  if (!std::ranges::all_of(process.interfaces, &IsisInterface::ipv4)) out += head + " ipv4-routing false\n";
  if (process.multi_topology) {
    out += head + " ipv6-routing mt\n";
  } else if (UsesIpv6(process)) {
    out += head + " ipv6-routing native\n";
  }
}

}  // namespace

void PrintIsis(const IsisProcess& process, std::string& out) {
  const std::string head = fmt::format("{} isis {}", RouterHead(process.vrf), process.tag);
  out += head + " admin-state enable\n";
  if (!process.area_ids.empty())
    out += fmt::format("{} area-address {}\n", head, QuotedList(process.area_ids));
  if (!process.system_id.empty()) out += fmt::format("{} system-id {}\n", head, process.system_id);
  out += fmt::format("{} level-capability {}\n", head, LevelWord(process.levels));
  PrintFamilies(head, process, out);
  if (process.overload) out += head + " overload { }\n";
  if (!process.attached_bit) out += head + " suppress-attached-bit true\n";
  if (process.ignores_attached_bit) out += head + " ignore-attached-bit true\n";
  PrintLevels(head, process, out);
  for (const IsisInterface& interface : process.interfaces) PrintInterface(head, interface, out);
  for (const routing::isis::IsisSummary& summary : process.summaries) {
    out += fmt::format("{} summary-address {} level-capability {}\n", head, net::ToString(summary.prefix),
                       LevelWord(summary.into));
  }
  if (!process.redistributions.empty())
    out += fmt::format("{} export-policy {}\n", head, QuotedList(process.redistributions.front().policies));
  if (!process.default_origination) return;
  out += head + " default-route { }\n";
  if (!process.default_origination_policy) return;
  for (const std::string& name : process.default_origination_policy->names)
    out += fmt::format("{} default-route policy-name {}\n", head, Quoted(name));
}

void PrintRip(const routing::rip::RipProcess& process, std::string& out) {
  const std::string head =
      fmt::format("{} {}", RouterHead(process.vrf), process.family == net::Family::kIpv4 ? "rip" : "ripng");
  out += fmt::format("{} preference {}\n", head, process.distance);
  if (process.import) out += fmt::format("{} import-policy {}\n", head, QuotedList(process.import->names));
  if (process.export_chain)
    out += fmt::format("{} export-policy {}\n", head, QuotedList(process.export_chain->names));
  for (const routing::rip::RipInterface& interface : process.interfaces) {
    const std::string neighbor =
        fmt::format("{} group \"interfaces\" neighbor {}", head, Quoted(interface.name));
    out += fmt::format("{} metric-in {}\n{} metric-out {}\n", neighbor, interface.metric_in, neighbor,
                       interface.metric_out);
    if (!interface.split_horizon) out += neighbor + " split-horizon false\n";
    if (!interface.sends) out += neighbor + " send none\n";
    if (!interface.receives) out += neighbor + " receive none\n";
    PrintKey(neighbor, "", interface.authentication, out);
  }
}

}  // namespace ringfence::formats::nokia_sros
