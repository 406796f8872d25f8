// IS-IS as text. Costs are written for each level.
#include <fmt/format.h>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/print.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace isis = routing::isis;

constexpr std::string_view kLevels[] = {"", "level-1", "level-2", "level-1-2"};
constexpr std::string_view kStyles[] = {"narrow", "wide", "compatible"};

void PrintKey(std::string& out, std::string_view lead, const std::string& authentication) {
  if (authentication.empty()) return;
  std::string words = authentication;
  for (char& c : words) c = c == ':' ? ' ' : c;
  out += fmt::format(" {}authentication-mode {}\n", lead, words);
}

void PrintImport(std::string& out, const isis::IsisRedistribution& import) {
  const std::string_view lead = import.family == net::Family::kIpv6 ? " ipv6" : "";
  if (import.from_level) {
    out += fmt::format("{} import-route isis {} into {}", lead, kLevels[*import.from_level],
                       kLevels[import.into]);
    for (const std::string& name : import.policies) {
      if (name == kPrefixFilter) continue;
      if (name.starts_with(kPrefixFilter)) {
        out += fmt::format(" filter-policy ip-prefix {}", name.substr(kPrefixFilter.size()));
      } else {
        out += fmt::format(" filter-policy route-policy {}", name);
      }
    }
  } else {
    out += fmt::format("{} import-route {}", lead, SourceWord(import.source, import.family));
    if (!import.process.empty()) out += ' ' + import.process;
    if (import.bgp_internal) out += " permit-ibgp";
    out += import.metric ? fmt::format(" cost {}", *import.metric) : " inherit-cost";
    out += fmt::format(" cost-type {}{} {}", import.external_metric ? "external" : "internal",
                       PolicyWords(import.policies), kLevels[import.into]);
  }
  out += '\n';
}

void PrintDefault(std::string& out, std::string_view lead, isis::Levels into, std::uint32_t cost,
                  bool always) {
  if (into == 0) return;
  out += fmt::format(" {}default-route-advertise{} cost {} {}\n", lead, always ? " always" : "", cost,
                     kLevels[into]);
}

void PrintProcess(std::string& out, const isis::IsisProcess& process) {
  out += fmt::format("isis {}", process.tag);
  if (!process.vrf.empty()) out += " vpn-instance " + process.vrf;
  out += '\n';
  if (!process.system_id.empty())
    out += fmt::format(" network-entity {}.{}.00\n", process.area_ids.front(), process.system_id);
  out += fmt::format(" is-level {}\n cost-style {}\n", kLevels[process.levels],
                     kStyles[static_cast<std::size_t>(process.style_level1)]);
  out +=
      fmt::format(" preference {}\n maximum load-balancing {}\n", process.distance_level1, process.max_paths);
  bool ipv6 = process.multi_topology;
  for (const isis::IsisInterface& interface : process.interfaces) ipv6 |= interface.ipv6;
  if (ipv6) out += fmt::format(" ipv6 enable topology {}\n", process.multi_topology ? "ipv6" : "standard");
  if (process.overload) out += " set-overload\n";
  if (process.ignores_attached_bit) out += " attached-bit avoid-learning\n";
  if (!process.attached_bit) out += " attached-bit advertise never\n";
  if (!process.leaks_level1_to_level2) out += " undo import-route isis level-1 into level-2\n";
  PrintKey(out, "area-", process.authentication_level1);
  PrintKey(out, "domain-", process.authentication_level2);
  if (process.default_origination) {
    PrintDefault(out, "", process.default_into, process.default_metric, process.default_origination_always);
    PrintDefault(out, "ipv6 ", process.default6_into, process.default6_metric,
                 process.default_origination_always);
  }
  for (const isis::IsisRedistribution& import : process.redistributions) PrintImport(out, import);
  for (const isis::IsisSummary& summary : process.summaries) {
    const bool v6 = summary.prefix.family() == net::Family::kIpv6;
    out += fmt::format(" {}summary {} {} {}{}\n", v6 ? "ipv6 " : "", net::ToString(summary.prefix.address),
                       summary.prefix.length, kLevels[summary.into],
                       summary.discard_route ? " generate_null0_route" : "");
  }
}

}  // namespace

void PrintIsis(Printing& out) {
  for (const isis::IsisProcess& process : out.config.isis.processes) {
    PrintProcess(out.text, process);
    if (process.vrf.empty()) PrintProcessSr(out, routing::sr::SrIgp::kIsis, process.tag);
    PrintIsisLocators(out, process);
    const bool one = TellsOfLinks(out, routing::te::TeIgp::kIsis, process.tag, 1);
    const bool two = TellsOfLinks(out, routing::te::TeIgp::kIsis, process.tag, 2);
    if (one || two)
      out.text += one && two ? " traffic-eng\n" : one ? " traffic-eng level-1\n" : " traffic-eng level-2\n";
    out.text += "#\n";
  }
}

void PrintInterfaceIsis(Printing& out, const model::Interface& interface) {
  for (const isis::IsisProcess& process : out.config.isis.processes) {
    for (const isis::IsisInterface& circuit : process.interfaces) {
      if (circuit.name != interface.name) continue;
      if (circuit.ipv4 || !circuit.ipv6) out.text += fmt::format(" isis enable {}\n", process.tag);
      if (circuit.ipv6) out.text += fmt::format(" isis ipv6 enable {}\n", process.tag);
      out.text += fmt::format(" isis circuit-level {}\n", kLevels[circuit.levels]);
      if (circuit.type == isis::IsisNetworkType::kPointToPoint) out.text += " isis circuit-type p2p\n";
      if (circuit.passive && circuit.type != isis::IsisNetworkType::kLoopback) out.text += " isis silent\n";
      out.text += fmt::format(" isis cost {} level-1\n isis cost {} level-2\n", circuit.metric_level1,
                              circuit.metric_level2);
      if (process.multi_topology) {
        out.text += fmt::format(" isis ipv6 cost {} level-1\n isis ipv6 cost {} level-2\n",
                                circuit.metric6_level1, circuit.metric6_level2);
      }
      PrintKey(out.text, "isis ", circuit.authentication);
    }
  }
}

}  // namespace ringfence::formats::huawei_vrp
