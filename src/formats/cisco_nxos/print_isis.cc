// IS-IS as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_nxos/print.h"

namespace ringfence::formats::cisco_nxos {
namespace {

namespace isis = routing::isis;

constexpr std::string_view kLevelWords[] = {"", "level-1", "level-2", "level-1-2"};

/// Two lines that turn a key on; the chain is named after its digest.
void PrintAuthentication(Printout& out, std::string_view start, const std::string& authentication,
                         std::string_view level) {
  if (authentication.empty()) return;
  const std::size_t colon = authentication.find(':');
  const std::string digest = authentication.substr(colon + 1);
  out.key_chains.insert(digest);
  out.text += fmt::format("{}authentication-type {} {}\n", start,
                          authentication.starts_with("md5:") ? "md5" : "cleartext", level);
  out.text += fmt::format("{}authentication key-chain {} {}\n", start, digest, level);
}

void PrintRedistribution(Printout& out, const isis::IsisRedistribution& redistribution,
                         const std::string& indent) {
  if (redistribution.from_level) {
    out.text += indent + "distribute level-2 into level-1 ";
    out.text += redistribution.policies.empty()
                    ? "all\n"
                    : fmt::format("route-map {}\n", MapOf(redistribution.policies));
    return;
  }
  out.text += fmt::format("{}redistribute {} {} route-map {}\n", indent,
                          SourceWord(redistribution.source, redistribution.family), redistribution.process,
                          MapOf(redistribution.policies));
}

void PrintFamily(Printout& out, const isis::IsisProcess& process, net::Family family,
                 const std::string& outer) {
  const bool v4 = family == net::Family::kIpv4;
  out.text += fmt::format("{}address-family {} unicast\n", outer, v4 ? "ipv4" : "ipv6");
  const std::string indent = outer + "  ";
  if (v4) {
    out.text += fmt::format("{}distance {}\n{}maximum-paths {}\n", indent, process.distance_level1, indent,
                            process.max_paths);
    if (process.default_origination) {
      out.text += fmt::format("{}default-information originate{}", indent,
                              process.default_origination_always ? " always" : "");
      if (process.default_origination_policy)
        out.text += fmt::format(" route-map {}", MapOf(process.default_origination_policy->names));
      out.text += "\n";
    }
  } else if (process.multi_topology) {
    out.text += indent + "multi-topology\n";
  }
  for (const isis::IsisRedistribution& redistribution : process.redistributions) {
    if (redistribution.family == family) PrintRedistribution(out, redistribution, indent);
  }
  for (const isis::IsisSummary& summary : process.summaries) {
    if (summary.prefix.family() == family)
      out.text += fmt::format("{}summary-address {} {}\n", indent, net::ToString(summary.prefix),
                              kLevelWords[summary.into]);
  }
}

}  // namespace

void PrintInterfaceIsis(Printout& out, const std::string& name, const isis::IsisProcess& process) {
  const auto found = std::ranges::find(process.interfaces, name, &isis::IsisInterface::name);
  if (found == process.interfaces.end()) return;
  const isis::IsisInterface& interface = *found;
  if (interface.ipv4) out.text += fmt::format("  ip router isis {}\n", process.tag);
  if (interface.ipv6) out.text += fmt::format("  ipv6 router isis {}\n", process.tag);
  // No common level: the interface asks for the one that the process does not have.
  const isis::Levels levels =
      interface.levels != 0 ? interface.levels : static_cast<isis::Levels>(3U & ~process.levels);
  out.text += fmt::format("  isis circuit-type {}\n", kLevelWords[levels]);
  if (interface.type == isis::IsisNetworkType::kPointToPoint) out.text += "  isis network point-to-point\n";
  if (interface.type != isis::IsisNetworkType::kLoopback && interface.passive)
    out.text += "  isis passive-interface level-1-2\n";
  out.text += fmt::format("  isis metric {} level-1\n  isis metric {} level-2\n", interface.metric_level1,
                          interface.metric_level2);
  PrintAuthentication(out, "  isis ", interface.authentication, "");
}

void PrintIsis(Printout& out, const routing::DeviceConfig& config) {
  for (const isis::IsisProcess& process : config.isis.processes) {
    out.text += fmt::format("router isis {}\n", process.tag);
    const std::string indent = OpenVrf(out, process.vrf);
    const std::string area = process.area_ids.empty() ? "" : process.area_ids.front();
    out.text += fmt::format("{}net {}.{}.00\n", indent, area, process.system_id);
    out.text += fmt::format("{}is-type {}\n", indent, kLevelWords[process.levels]);
    if (process.style_level2 == isis::MetricStyle::kBoth) out.text += indent + "metric-style transition\n";
    if (process.overload) out.text += indent + "set-overload-bit always\n";
    if (!process.attached_bit) out.text += indent + "no set-attached-bit\n";
    PrintAuthentication(out, indent, process.authentication_level1, "level-1");
    PrintAuthentication(out, indent, process.authentication_level2, "level-2");
    PrintFamily(out, process, net::Family::kIpv4, indent);
    PrintFamily(out, process, net::Family::kIpv6, indent);
  }
}

}  // namespace ringfence::formats::cisco_nxos
