// OSPF and IS-IS as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/arista_eos/print.h"
#include "formats/print_policy_text.h"

namespace ringfence::formats::arista_eos {
namespace {

namespace ospf = routing::ospf;
namespace isis = routing::isis;

constexpr std::string_view kTypeWords[] = {"broadcast", "point-to-point", "non-broadcast",
                                           "point-to-multipoint", ""};
constexpr std::string_view kLevelWords[] = {"", "level-1", "level-2", "level-1-2"};

std::string AreaText(ospf::AreaId area) { return net::ToString(net::IpAddress::V4(area)); }

/// The words before OSPF statements under an interface.
std::string_view CommandOf(const ospf::OspfProcess& process) {
  if (process.family == net::Family::kIpv4) return "ip ospf";
  return process.id == 0 ? "ospfv3 ipv6" : "ipv6 ospf";
}

/// "KIND:ID:DIGEST" with a key, "text:DIGEST", "md5:none".
void PrintAuthentication(std::string& out, std::string_view authentication) {
  const std::size_t colon = authentication.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view kind = authentication.substr(0, colon);
  const std::string_view rest = authentication.substr(colon + 1);
  if (kind == "text") {
    out += "   ip ospf authentication\n";
    if (!rest.empty()) out += fmt::format("   ip ospf authentication-key {}\n", rest);
    return;
  }
  out += "   ip ospf authentication message-digest\n";
  const std::size_t second = rest.find(':');
  if (second == std::string_view::npos) return;
  out += fmt::format("   ip ospf message-digest-key {} {} {}\n", rest.substr(0, second), kind,
                     rest.substr(second + 1));
}

void PrintArea(std::string& out, const ospf::OspfArea& area) {
  const std::string name = AreaText(area.id);
  // Says that the area exists, and the cost of its default where there is one.
  out += fmt::format("   area {} default-cost {}\n", name, area.default_cost);
  if (area.type == ospf::AreaType::kStub)
    out += fmt::format("   area {} stub{}\n", name, area.no_summary ? " no-summary" : "");
  if (area.type == ospf::AreaType::kNssa) {
    out += fmt::format("   area {} nssa", name);
    if (area.no_summary) out += " no-summary";
    if (area.nssa_default) out += " default-information-originate";
    if (area.nssa_default_metric) out += fmt::format(" metric {}", *area.nssa_default_metric);
    if (area.nssa_default_type == ospf::ExternalType::kType1) out += " metric-type 1";
    out += "\n";
  }
  for (const ospf::AreaRange& range : area.ranges) {
    out += fmt::format("   area {} range {}", name, net::ToString(range.prefix));
    if (!range.advertise) out += " not-advertise";
    if (range.cost) out += fmt::format(" cost {}", *range.cost);
    out += "\n";
  }
}

void PrintExternals(std::string& out, const ospf::OspfProcess& process) {
  for (const ospf::Redistribution& redistribution : process.redistributions) {
    out += fmt::format("   redistribute {}", model::NameOf(redistribution.source));
    if (!redistribution.process.empty()) out += fmt::format(" instance {}", redistribution.process);
    if (!redistribution.policies.empty())
      out += fmt::format(" route-map {}", redistribution.policies.front());
    out += "\n";
  }
  if (process.default_origination) {
    const ospf::DefaultOrigination& origination = *process.default_origination;
    out += fmt::format("   default-information originate{} metric {} metric-type {}\n",
                       origination.always ? " always" : "", origination.metric,
                       static_cast<int>(origination.type));
  }
  if (process.table_filter)
    out += fmt::format("   distribute-list prefix-list {} in\n", BareListName(process.table_filter->name));
}

void PrintProcess(std::string& out, const ospf::OspfProcess& process) {
  const bool v4 = process.family == net::Family::kIpv4;
  if (!v4 && process.id == 0) {
    out += "router ospfv3";
  } else {
    out += fmt::format("{} {}", v4 ? "router ospf" : "ipv6 router ospf", process.id);
  }
  if (!process.vrf.empty()) out += fmt::format(" vrf {}", process.vrf);
  out += "\n";
  if (process.router_id) out += fmt::format("   router-id {}\n", net::ToString(*process.router_id));
  out += fmt::format("   auto-cost reference-bandwidth {}\n", process.reference_bandwidth_bps / 1'000'000);
  if (process.rfc1583_compatible) out += "   compatible rfc1583\n";
  out += fmt::format("   maximum-paths {}\n", process.max_paths);
  out += fmt::format(
      "   distance ospf intra-area {}\n   distance ospf inter-area {}\n   distance ospf external {}\n",
      process.distances.intra, process.distances.inter, process.distances.external);
  if (process.max_metric) out += "   max-metric router-lsa\n";
  for (const ospf::OspfArea& area : process.areas) PrintArea(out, area);
  for (const ospf::OspfInterface& interface : process.interfaces) {
    if (interface.passive && interface.type != ospf::NetworkType::kLoopback)
      out += fmt::format("   passive-interface {}\n", interface.name);
  }
  PrintExternals(out, process);
}

/// "mode:digest" of a key.
void PrintKey(std::string& out, std::string_view command, std::string_view key, std::string_view level) {
  const std::size_t colon = key.find(':');
  if (colon == std::string_view::npos) return;
  out += fmt::format("   {}authentication mode {}{}\n", command, key.substr(0, colon), level);
  out += fmt::format("   {}authentication key {}{}\n", command, key.substr(colon + 1), level);
}

void PrintRedistributions(std::string& out, const isis::IsisProcess& process, net::Family family) {
  for (const isis::IsisRedistribution& redistribution : process.redistributions) {
    if (redistribution.family != family) continue;
    out += fmt::format("{}redistribute {}", family == net::Family::kIpv4 ? "   " : "      ",
                       model::NameOf(redistribution.source));
    if (!redistribution.policies.empty())
      out += fmt::format(" route-map {}", redistribution.policies.front());
    out += "\n";
  }
}

/// The SID of a prefix is one of the interface.
bool IsOf(const routing::sr::PrefixSid& sid, const model::Interface& interface) {
  return std::ranges::any_of(interface.addresses, [&sid](const model::InterfaceAddress& address) {
    return address.address.subnet() == sid.prefix;
  });
}

std::string SidWords(const routing::sr::PrefixSid& sid) {
  return fmt::format("index {}{}", sid.value, sid.explicit_null ? " explicit-null" : "");
}

/// SIDs of loopbacks stand there.
void PrintProcessSr(std::string& out, const routing::DeviceConfig& config) {
  out += "   segment-routing mpls\n      no shutdown\n";
  for (const routing::sr::PrefixSid& sid : config.sr.sids) {
    const bool below =
        std::ranges::any_of(config.device.interfaces, [&sid](const model::Interface& interface) {
          return interface.kind == model::InterfaceKind::kLoopback && IsOf(sid, interface);
        });
    if (!below) out += fmt::format("      prefix-segment {} {}\n", net::ToString(sid.prefix), SidWords(sid));
  }
}

void PrintInstance(std::string& out, const isis::IsisProcess& process) {
  out += fmt::format("router isis {}", process.tag);
  if (!process.vrf.empty()) out += fmt::format(" vrf {}", process.vrf);
  out += "\n";
  if (!process.area_ids.empty())
    out += fmt::format("   net {}.{}.00\n", process.area_ids.front(), process.system_id);
  out += fmt::format("   is-type {}\n", kLevelWords[process.levels]);
  if (process.overload) out += "   set-overload-bit\n";
  out += fmt::format("   distance {}\n   maximum-paths {}\n", process.distance_level1, process.max_paths);
  PrintKey(out, "", process.authentication_level1, " level-1");
  PrintKey(out, "", process.authentication_level2, " level-2");
  PrintRedistributions(out, process, net::Family::kIpv4);
  if (std::ranges::any_of(process.interfaces, &isis::IsisInterface::ipv4))
    out += "   address-family ipv4 unicast\n";
  const bool v6 =
      process.multi_topology || std::ranges::any_of(process.interfaces, &isis::IsisInterface::ipv6) ||
      std::ranges::any_of(process.redistributions, [](const isis::IsisRedistribution& redistribution) {
        return redistribution.family == net::Family::kIpv6;
      });
  if (v6) out += "   address-family ipv6 unicast\n";
  if (process.multi_topology) out += "      multi-topology\n";
  PrintRedistributions(out, process, net::Family::kIpv6);
}

}  // namespace

void PrintInterfaceOspf(std::string& out, const model::Interface& interface,
                        const routing::DeviceConfig& config) {
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    const auto found = std::ranges::find(process.interfaces, interface.name, &ospf::OspfInterface::name);
    if (found == process.interfaces.end()) continue;
    const std::string_view command = CommandOf(process);
    if (process.family == net::Family::kIpv6 && process.id != 0) {
      out += fmt::format("   ipv6 ospf {} area {}\n", process.id, AreaText(found->area));
    } else {
      out += fmt::format("   {} area {}\n", command, AreaText(found->area));
    }
    if (found->type != ospf::NetworkType::kLoopback)
      out += fmt::format("   {} network {}\n", command, kTypeWords[static_cast<std::size_t>(found->type)]);
    if (found->cost) out += fmt::format("   {} cost {}\n", command, *found->cost);
    out += fmt::format("   {} hello-interval {}\n   {} dead-interval {}\n", command, found->hello_s, command,
                       found->dead_s);
    if (found->priority != 1) out += fmt::format("   {} priority {}\n", command, found->priority);
    if (found->mtu_ignore) out += fmt::format("   {} mtu-ignore\n", command);
    PrintAuthentication(out, found->authentication);
  }
}

void PrintInterfaceIsis(std::string& out, const model::Interface& interface,
                        const routing::DeviceConfig& config) {
  for (const isis::IsisProcess& process : config.isis.processes) {
    const auto found = std::ranges::find(process.interfaces, interface.name, &isis::IsisInterface::name);
    if (found == process.interfaces.end()) continue;
    out += fmt::format("   isis enable {}\n", process.tag);
    if (found->levels != 0) out += fmt::format("   isis circuit-type {}\n", kLevelWords[found->levels]);
    if (found->type == isis::IsisNetworkType::kPointToPoint) out += "   isis network point-to-point\n";
    if (found->passive && found->type != isis::IsisNetworkType::kLoopback) out += "   isis passive\n";
    out += fmt::format("   isis metric {} level-1\n   isis metric {} level-2\n", found->metric_level1,
                       found->metric_level2);
    if (found->metric6_level1 != found->metric_level1 || found->metric6_level2 != found->metric_level2)
      out += fmt::format("   isis ipv6 metric {}\n", found->metric6_level1);
    PrintKey(out, "isis ", found->authentication, "");
    const bool tells = config.sr.enabled && config.sr.process == process.tag;
    if (!tells || interface.kind != model::InterfaceKind::kLoopback) continue;
    for (const routing::sr::PrefixSid& sid : config.sr.sids)
      if (IsOf(sid, interface)) out += fmt::format("   node-segment ipv4 {}\n", SidWords(sid));
  }
}

void PrintOspf(std::string& out, const routing::DeviceConfig& config) {
  for (const ospf::OspfProcess& process : config.ospf.processes) PrintProcess(out, process);
}

void PrintIsis(std::string& out, const routing::DeviceConfig& config) {
  for (const isis::IsisProcess& process : config.isis.processes) {
    PrintInstance(out, process);
    if (config.sr.enabled && config.sr.process == process.tag) PrintProcessSr(out, config);
  }
  if (!config.sr.enabled) return;
  const routing::sr::LabelBlock& block = config.sr.blocks.front();
  out += fmt::format("mpls ip\nmpls label range isis-sr {} {}\n", block.first, block.last - block.first + 1);
}

}  // namespace ringfence::formats::arista_eos
