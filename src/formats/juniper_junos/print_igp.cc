// IS-IS, RIP and LDP as `set` lines.
#include <fmt/format.h>

#include "formats/juniper_junos/print.h"

namespace ringfence::formats::juniper_junos {
namespace {

using routing::isis::IsisInterface;
using routing::isis::IsisProcess;
using routing::isis::MetricStyle;

// "md5:digest-...": the reader takes the digest for the key.
void PrintKey(const std::string& head, std::string_view word, const std::string& text, std::string& out) {
  if (text.empty()) return;
  const std::size_t colon = text.find(':');
  out += fmt::format("{} {}-key {}\n{} {}-type {}\n", head, word, text.substr(colon + 1), head, word,
                     text.substr(0, colon));
}

void PrintIsisInterface(const std::string& protocol, const IsisProcess& process,
                        const IsisInterface& interface, std::string& out) {
  const std::string unit = "set interfaces " + UnitPath(interface.name);
  const std::string head = fmt::format("{} interface {}", protocol, interface.name);
  out += fmt::format("{} family iso\n{}\n", unit, head);
  if (interface.ipv4) out += unit + " family inet\n";
  if (interface.ipv6) out += unit + " family inet6\n";
  if (!interface.ipv4) out += head + " no-ipv4-unicast\n";
  if (!interface.ipv6) out += head + " no-ipv6-unicast\n";
  const bool loopback = interface.type == routing::isis::IsisNetworkType::kLoopback;
  if (interface.passive && !loopback) out += head + " passive\n";
  if (interface.type == routing::isis::IsisNetworkType::kPointToPoint) out += head + " point-to-point\n";
  for (int level = 1; level <= 2; ++level) {
    const std::string at = fmt::format("{} level {}", head, level);
    if ((process.levels & level) == 0) continue;
    if ((interface.levels & level) == 0) {
      out += at + " disable\n";
      continue;
    }
    const std::uint32_t metric = level == 1 ? interface.metric_level1 : interface.metric_level2;
    const std::uint32_t metric6 = level == 1 ? interface.metric6_level1 : interface.metric6_level2;
    out += fmt::format("{} metric {}\n", at, metric);
    if (metric6 != metric) out += fmt::format("{} ipv6-unicast-metric {}\n", at, metric6);
    PrintKey(at, "hello-authentication", interface.authentication, out);
  }
}

}  // namespace

void PrintIsis(const std::string& instance, const IsisProcess& process, std::string& out) {
  const std::string head = instance + " protocols isis";
  out += head + '\n';
  for (const std::string& area : process.area_ids)
    out += fmt::format("{} net {}.{}.00\n", head, area, process.system_id);
  for (int level = 1; level <= 2; ++level) {
    const std::string at = fmt::format("{} level {}", head, level);
    if ((process.levels & level) == 0) out += at + " disable\n";
    const bool first = level == 1;
    if ((first ? process.style_level1 : process.style_level2) == MetricStyle::kWide)
      out += at + " wide-metrics-only\n";
    out += fmt::format("{} preference {}\n", at, first ? process.distance_level1 : process.distance_level2);
    out += fmt::format("{} external-preference {}\n", at,
                       first ? process.distance_external_level1 : process.distance_external_level2);
    PrintKey(at, "authentication", first ? process.authentication_level1 : process.authentication_level2,
             out);
  }
  if (process.multi_topology) out += head + " topologies ipv6-unicast\n";
  if (process.overload) out += head + " overload\n";
  if (!process.attached_bit) out += head + " suppress-attached-bit\n";
  if (process.ignores_attached_bit) out += head + " ignore-attached-bit\n";
  for (const IsisInterface& interface : process.interfaces) PrintIsisInterface(head, process, interface, out);
  if (!process.redistributions.empty())
    PrintPolicyNames(head + " export", process.redistributions.front().policies, out);
}

void PrintRip(const std::string& instance, const routing::rip::RipProcess& process, std::string& out) {
  const std::string head =
      instance + (process.family == net::Family::kIpv4 ? " protocols rip" : " protocols ripng");
  if (process.import) PrintPolicyNames(head + " import", process.import->names, out);
  std::size_t number = 0;
  for (const routing::rip::RipInterface& interface : process.interfaces) {
    const std::string group = fmt::format("{} group group-{}", head, ++number);
    const std::string port = fmt::format("{} neighbor {}", group, interface.name);
    out += fmt::format("{} preference {}\n{} metric-out {}\n", group, process.distance, group,
                       interface.metric_out + 1);
    if (process.export_chain) PrintPolicyNames(group + " export", process.export_chain->names, out);
    out += fmt::format("{} metric-in {}\n", port, interface.metric_in);
    if (!interface.sends) out += port + " send none\n";
    if (!interface.receives) out += port + " receive none\n";
    if (!interface.authentication.empty())
      out += fmt::format("{} authentication-key {}\n", port,
                         interface.authentication.substr(interface.authentication.find(':') + 1));
  }
}

void PrintLdp(const routing::ldp::LdpConfig& ldp, std::string& out) {
  if (ldp.explicit_null) out += "set protocols ldp explicit-null\n";
  for (const routing::ldp::LdpInterface& interface : ldp.interfaces) {
    out += fmt::format("set interfaces {} family mpls\n", UnitPath(interface.name));
    for (const std::string_view protocol : {"mpls", "ldp"})
      out += fmt::format("set protocols {} interface {}\n", protocol, interface.name);
  }
}

void PrintSr(const routing::DeviceConfig& config, std::string& out) {
  const routing::sr::SrConfig& sr = config.sr;
  if (!sr.enabled) return;
  const bool isis = sr.igp == routing::sr::SrIgp::kIsis;
  const std::string head = fmt::format("set protocols {} source-packet-routing", isis ? "isis" : "ospf");
  const routing::sr::LabelBlock& block = sr.blocks.front();
  out +=
      fmt::format("{} srgb start-label {} index-range {}\n", head, block.first, block.last - block.first + 1);
  if (!sr.sids.empty()) {
    out += fmt::format("{} node-segment ipv4-index {}\n", head, sr.sids.front().value);
    if (sr.sids.front().explicit_null) out += head + " explicit-null\n";
  }
  const auto print_mpls = [&out](const auto& processes) {
    for (const auto& process : processes) {
      if (!process.vrf.empty()) continue;
      for (const auto& interface : process.interfaces) {
        if (interface.passive) continue;
        out += fmt::format("set interfaces {} family mpls\nset protocols mpls interface {}\n",
                           UnitPath(interface.name), interface.name);
      }
    }
  };
  isis ? print_mpls(config.isis.processes) : print_mpls(config.ospf.processes);
}

}  // namespace ringfence::formats::juniper_junos
