// OSPF and IS-IS as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/print.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

namespace ospf = routing::ospf;
namespace isis = routing::isis;

constexpr std::uint64_t kBitsPerMegabit = 1'000'000;

std::string AreaText(ospf::AreaId area) { return net::ToString(net::IpAddress::V4(area)); }

/// Word of a network type.
std::string_view TypeWord(ospf::NetworkType type) {
  switch (type) {
    case ospf::NetworkType::kPointToPoint:
      return "point-to-point";
    case ospf::NetworkType::kNonBroadcast:
      return "non-broadcast";
    case ospf::NetworkType::kPointToMultipoint:
      return "point-to-multipoint";
    default:
      return "broadcast";
  }
}

std::string AuthenticationText(std::string_view authentication) {
  if (authentication.starts_with("text:")) {
    authentication.remove_prefix(5);
    std::string text = "    authentication\n";
    if (!authentication.empty()) text += fmt::format("    authentication-key clear {}\n", authentication);
    return text;
  }
  if (authentication.starts_with("ipsec:")) {
    std::string words(authentication);
    for (int parts = 0; parts < 2; ++parts) words.replace(words.find(':'), 1, " ");
    const std::size_t key = words.find(':');
    words.replace(key, 1, " clear ");
    words.insert(words.find(' '), " spi");
    return fmt::format("    authentication {}\n", words);
  }
  if (!authentication.starts_with("md5:")) return "";
  authentication.remove_prefix(4);
  std::string text = "    authentication message-digest\n";
  const std::size_t colon = authentication.find(':');
  if (colon != std::string_view::npos)
    text += fmt::format("    message-digest-key {} md5 clear {}\n", authentication.substr(0, colon),
                        authentication.substr(colon + 1));
  return text;
}

/// The process is the one that tells SIDs.
bool TellsSids(const routing::DeviceConfig& config, routing::sr::SrIgp igp, std::string_view process) {
  return config.sr.enabled && config.sr.igp == igp && config.sr.process == process;
}

std::string NameOf(const ospf::OspfProcess& process) {
  return process.name.empty() ? std::to_string(process.id) : process.name;
}

/// The lines of the SIDs of a prefix of the interface.
std::string SidLines(const routing::DeviceConfig& config, const std::string& name, std::string_view indent) {
  const model::Interface& interface =
      config.device.interfaces[model::FindInterface(config.device, name).index()];
  std::string lines;
  for (const routing::sr::PrefixSid& sid : config.sr.sids) {
    const bool own = std::ranges::any_of(interface.addresses, [&sid](const model::InterfaceAddress& address) {
      return address.address.subnet() == sid.prefix;
    });
    if (!own) continue;
    lines += fmt::format("{}prefix-sid ", indent);
    if (sid.algorithm != routing::sr::kShortestPath) lines += fmt::format("algorithm {} ", sid.algorithm);
    lines += fmt::format("index {}{}\n", sid.value,
                         sid.keeps_last      ? " php-disable"
                         : sid.explicit_null ? " explicit-null"
                                             : "");
  }
  return lines;
}

void PrintPort(std::string& out, const ospf::OspfInterface& port, std::string_view sids) {
  out += fmt::format("   interface {}\n", port.name);
  const bool loopback = port.type == ospf::NetworkType::kLoopback;
  if (!loopback) out += fmt::format("    network {}\n", TypeWord(port.type));
  if (loopback && !port.advertise_host) out += "    network point-to-point\n";
  if (port.cost) out += fmt::format("    cost {}\n", *port.cost);
  if (!loopback && port.passive) out += "    passive enable\n";
  if (port.hello_s != 10) out += fmt::format("    hello-interval {}\n", port.hello_s);
  if (port.dead_s != 4 * port.hello_s) out += fmt::format("    dead-interval {}\n", port.dead_s);
  if (port.priority != 1) out += fmt::format("    priority {}\n", port.priority);
  if (port.mtu_ignore) out += "    mtu-ignore enable\n";
  out += fmt::format("{}{}   !\n", AuthenticationText(port.authentication), sids);
}

void PrintArea(std::string& out, const ospf::OspfArea& area, const ospf::OspfProcess& process,
               const routing::DeviceConfig& config) {
  const bool sids = process.vrf.empty() && process.family == net::Family::kIpv4 &&
                    TellsSids(config, routing::sr::SrIgp::kOspf, NameOf(process));
  out += fmt::format("  area {}\n", AreaText(area.id));
  if (area.type == ospf::AreaType::kStub)
    out += fmt::format("   stub{}\n", area.no_summary ? " no-summary" : "");
  if (area.type == ospf::AreaType::kNssa) {
    out += "   nssa";
    if (area.no_summary) out += " no-summary";
    if (area.nssa_no_redistribution) out += " no-redistribution";
    if (area.nssa_default) out += " default-information-originate";
    if (area.nssa_default_metric) out += fmt::format(" metric {}", *area.nssa_default_metric);
    if (area.nssa_default_type == ospf::ExternalType::kType1) out += " metric-type 1";
    if (area.nssa_translate_always) out += " translate type7 always";
    out += "\n";
  }
  if (area.default_cost != 1) out += fmt::format("   default-cost {}\n", area.default_cost);
  for (const ospf::AreaRange& range : area.ranges) {
    out += fmt::format("   range {}{}", net::ToString(range.prefix), range.advertise ? "" : " not-advertise");
    if (range.cost) out += fmt::format(" cost {}", *range.cost);
    out += "\n";
  }
  for (const ospf::OspfInterface& port : process.interfaces) {
    if (port.area == area.id) PrintPort(out, port, sids ? SidLines(config, port.name, "    ") : "");
  }
  out += "  !\n";
}

void PrintVpnEdge(std::string& out, const ospf::VpnEdge& vpn) {
  if (vpn.role != ospf::VpnRole::kEdge) return;
  for (std::size_t i = 0; i < vpn.domain_ids.size(); ++i) {
    const std::string_view id = vpn.domain_ids[i];
    const bool secondary = i != 0 || !vpn.domain_known;
    out += fmt::format("  domain-id{} type {} value {}\n", secondary ? " secondary" : "", id.substr(2, 4),
                       id.substr(7));
  }
  if (vpn.route_tag) out += fmt::format("  domain-tag {}\n", *vpn.route_tag);
  if (!vpn.checks_down) out += "  disable-dn-bit-check\n";
}

void PrintExternals(std::string& out, const ospf::OspfProcess& process) {
  PrintVpnEdge(out, process.vpn);
  for (const ospf::Redistribution& redistribution : process.redistributions) {
    out += fmt::format("  redistribute {}", SourceWord(redistribution.source, process.family));
    if (redistribution.source == model::RouteSource::kBgp) out += " 1";
    if (!redistribution.process.empty()) out += " " + redistribution.process;
    if (!redistribution.plain) {
      if (redistribution.metric) out += fmt::format(" metric {}", *redistribution.metric);
      out += fmt::format(" metric-type {}", redistribution.type == ospf::ExternalType::kType1 ? 1 : 2);
    }
    if (redistribution.tag) out += fmt::format(" tag {}", *redistribution.tag);
    out += PolicyUse(redistribution.policies) + "\n";
  }
  if (!process.default_origination) return;
  const ospf::DefaultOrigination& origination = *process.default_origination;
  out += fmt::format("  default-information originate{} metric {} metric-type {}",
                     origination.always ? " always" : "", origination.metric,
                     origination.type == ospf::ExternalType::kType1 ? 1 : 2);
  if (origination.tag) out += fmt::format(" tag {}", *origination.tag);
  out += "\n";
}

constexpr std::string_view kLevelWords[] = {"", "level-1", "level-2-only", "level-1-2"};
constexpr std::string_view kRedistributeLevels[] = {"", "level-1", "level-2", "level-1-2"};

/// " level 1" unless both are meant.
std::string LevelText(isis::Levels levels) {
  return levels == isis::kLevelBoth ? "" : levels == isis::kLevel1 ? " level 1" : " level 2";
}

std::string_view StyleWord(isis::MetricStyle style) {
  return style == isis::MetricStyle::kWide   ? "wide"
         : style == isis::MetricStyle::kBoth ? "transition"
                                             : "narrow";
}

/// The words of a password behind its command.
std::string PasswordText(Printout& out, const std::string& authentication) {
  const std::size_t colon = authentication.find(':');
  const std::string key = authentication.substr(colon + 1);
  if (authentication.starts_with("text:")) return fmt::format("text clear {}", key);
  // What is no digest is the end of a chain that is missing or empty: it is read as such again.
  (void)out;
  return fmt::format("hmac-md5 clear {}", key);
}

void PrintIsisPort(Printout& out, const isis::IsisInterface& port, const isis::IsisProcess& process,
                   const routing::DeviceConfig& config) {
  out.text += fmt::format(" interface {}\n", port.name);
  // No common level: the interface asks for the one that the process does not have.
  const isis::Levels levels =
      port.levels != 0 ? port.levels : static_cast<isis::Levels>(3U & ~unsigned{process.levels});
  out.text += fmt::format("  circuit-type {}\n", kLevelWords[levels]);
  if (port.type == isis::IsisNetworkType::kPointToPoint) out.text += "  point-to-point\n";
  if (port.passive && port.type != isis::IsisNetworkType::kLoopback) out.text += "  passive\n";
  if (!port.authentication.empty())
    out.text += fmt::format("  hello-password {}\n", PasswordText(out, port.authentication));
  if (port.ipv4)
    out.text += fmt::format(
        "  address-family ipv4 unicast\n   metric {} level 1\n   metric {} level 2\n{}  !\n",
        port.metric_level1, port.metric_level2,
        TellsSids(config, routing::sr::SrIgp::kIsis, process.tag) ? SidLines(config, port.name, "   ") : "");
  if (port.ipv6)
    out.text +=
        fmt::format("  address-family ipv6 unicast\n   metric {} level 1\n   metric {} level 2\n  !\n",
                    port.metric6_level1, port.metric6_level2);
  out.text += " !\n";
}

void PrintIsisFamily(Printout& out, const isis::IsisProcess& process, net::Family family) {
  const bool v4 = family == net::Family::kIpv4;
  std::string& text = out.text;
  text += fmt::format(" address-family {} unicast\n", v4 ? "ipv4" : "ipv6");
  if (v4) {
    text += fmt::format("  metric-style {} level 1\n  metric-style {} level 2\n",
                        StyleWord(process.style_level1), StyleWord(process.style_level2));
    text += fmt::format("  distance {}\n  maximum-paths {}\n", process.distance_level1, process.max_paths);
    if (!process.attached_bit) text += "  attached-bit send never-set\n";
    if (process.ignores_attached_bit) text += "  attached-bit receive ignore\n";
    if (process.default_origination) {
      text += fmt::format("  default-information originate{}",
                          process.default_origination_always ? " always" : "");
      if (process.default_origination_policy) text += PolicyUse(process.default_origination_policy->names);
      text += "\n";
    }
  } else if (!process.multi_topology) {
    text += "  single-topology\n";
  }
  for (const isis::IsisRedistribution& redistribution : process.redistributions) {
    if (redistribution.family != family) continue;
    if (redistribution.from_level) {
      text += fmt::format("  propagate level 2 into level 1{}\n", PolicyUse(redistribution.policies));
      continue;
    }
    text += fmt::format("  redistribute {}", SourceWord(redistribution.source, family));
    if (redistribution.source == model::RouteSource::kBgp) text += " 1";
    if (!redistribution.process.empty()) text += " " + redistribution.process;
    text += fmt::format(" {}", kRedistributeLevels[redistribution.into]);
    if (redistribution.metric) text += fmt::format(" metric {}", *redistribution.metric);
    text += PolicyUse(redistribution.policies) + "\n";
  }
  for (const isis::IsisSummary& summary : process.summaries) {
    if (summary.prefix.family() == family)
      text += fmt::format("  summary-prefix {}{}\n", net::ToString(summary.prefix), LevelText(summary.into));
  }
  text += " !\n";
}

}  // namespace

void PrintOspf(Printout& out, const routing::DeviceConfig& config) {
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    const bool v4 = process.family == net::Family::kIpv4;
    out.text += fmt::format("router {} {}\n", v4 ? "ospf" : "ospfv3", NameOf(process));
    out.text += fmt::format(" vrf {}\n", process.vrf.empty() ? "default" : process.vrf);
    std::string& text = out.text;
    if (process.router_id) text += fmt::format("  router-id {}\n", net::ToString(*process.router_id));
    text += fmt::format("  auto-cost reference-bandwidth {}\n",
                        process.reference_bandwidth_bps / kBitsPerMegabit);
    if (!process.rfc1583_compatible) text += "  no compatible rfc1583\n";
    text += fmt::format("  maximum paths {}\n", process.max_paths);
    text += fmt::format("  distance ospf intra-area {} inter-area {} external {}\n", process.distances.intra,
                        process.distances.inter, process.distances.external);
    if (process.max_metric) text += "  max-metric router-lsa\n";
    PrintExternals(text, process);
    if (v4 && process.vrf.empty() && TellsSids(config, routing::sr::SrIgp::kOspf, NameOf(process))) {
      text += fmt::format("  segment-routing mpls\n  segment-routing global-block {} {}\n",
                          config.sr.blocks.front().first, config.sr.blocks.front().last);
      if (config.sr.over_ldp == routing::sr::OverLdp::kYes) text += "  segment-routing sr-prefer\n";
    }
    for (const ospf::OspfArea& area : process.areas) PrintArea(text, area, process, config);
    text += " !\n!\n";
  }
}

void PrintIsis(Printout& out, const routing::DeviceConfig& config) {
  for (const isis::IsisProcess& process : config.isis.processes) {
    out.text += fmt::format("router isis {}\n", process.tag);
    const std::string area = process.area_ids.empty() ? "" : process.area_ids.front();
    out.text +=
        fmt::format(" net {}.{}.00\n is-type {}\n", area, process.system_id, kLevelWords[process.levels]);
    if (process.overload) out.text += " set-overload-bit\n";
    if (!process.authentication_level1.empty())
      out.text += fmt::format(" lsp-password {} level 1\n", PasswordText(out, process.authentication_level1));
    if (!process.authentication_level2.empty())
      out.text += fmt::format(" lsp-password {} level 2\n", PasswordText(out, process.authentication_level2));
    PrintIsisFamily(out, process, net::Family::kIpv4);
    const bool v6 = process.multi_topology ||
                    std::ranges::any_of(process.interfaces, [](const auto& port) { return port.ipv6; }) ||
                    std::ranges::any_of(process.redistributions,
                                        [](const auto& r) { return r.family == net::Family::kIpv6; }) ||
                    std::ranges::any_of(process.summaries, [](const auto& summary) {
                      return summary.prefix.family() == net::Family::kIpv6;
                    });
    if (v6) PrintIsisFamily(out, process, net::Family::kIpv6);
    for (const isis::IsisInterface& port : process.interfaces) PrintIsisPort(out, port, process, config);
    if (TellsSids(config, routing::sr::SrIgp::kIsis, process.tag)) {
      out.text += fmt::format(" segment-routing global-block {} {}\n", config.sr.blocks.front().first,
                              config.sr.blocks.front().last);
      out.text += fmt::format(" address-family ipv4 unicast\n  segment-routing mpls{}\n !\n",
                              config.sr.over_ldp == routing::sr::OverLdp::kYes ? " sr-prefer" : "");
      PrintFlexible(out, config.sr);
    }
    out.text += "!\n";
  }
}

}  // namespace ringfence::formats::cisco_iosxr
