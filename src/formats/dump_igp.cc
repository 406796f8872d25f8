#include "formats/dump_igp.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

#include "formats/dump_policy.h"

namespace ringfence::formats {
namespace {

namespace eigrp = routing::eigrp;
namespace isis = routing::isis;
namespace rip = routing::rip;

void Flag(std::string& out, std::string_view word, bool on) {
  if (on) out += fmt::format(" {}", word);
}

template <class Redistribution>
void DumpSource(std::string& out, const Redistribution& redistribution) {
  out += fmt::format("  redistribute {} {}", model::NameOf(redistribution.source), redistribution.process);
  for (const std::string& policy : redistribution.policies) out += fmt::format(" policy {}", policy);
}

template <class Process>
void DumpVrfOf(std::string& out, const Process& process) {
  if (!process.vrf.empty()) out += fmt::format(" vrf {}", process.vrf);
}

std::string MetricText(const eigrp::EigrpMetric& metric) {
  return fmt::format("{}kbps {}ps {}/{}/{}", metric.bandwidth_kbps, metric.delay_ps, metric.reliability,
                     metric.load, metric.mtu_bytes);
}

void DumpIsisInterface(std::string& out, const isis::IsisInterface& interface, bool two_topologies) {
  constexpr std::string_view kNetworkTypes[] = {"broadcast", "point-to-point", "loopback"};
  out += fmt::format("  interface {} levels {} {} metric {}/{}", interface.name, interface.levels,
                     kNetworkTypes[static_cast<std::size_t>(interface.type)], interface.metric_level1,
                     interface.metric_level2);
  if (two_topologies)
    out += fmt::format(" metric6 {}/{}", interface.metric6_level1, interface.metric6_level2);
  Flag(out, "passive", interface.passive);
  Flag(out, "no-ipv4", !interface.ipv4);
  Flag(out, "ipv6", interface.ipv6);
  if (!interface.authentication.empty()) out += fmt::format(" auth {}", interface.authentication);
  out += '\n';
}

}  // namespace

void DumpIsis(std::string& out, const isis::IsisProcess& process) {
  constexpr std::string_view kStyles[] = {"narrow", "wide", "both"};
  out += fmt::format("isis {}", process.tag);
  DumpVrfOf(out, process);
  out +=
      fmt::format(" system {} levels {} styles {}/{} distances {}/{}/{}/{} max-paths {}", process.system_id,
                  process.levels, kStyles[static_cast<std::size_t>(process.style_level1)],
                  kStyles[static_cast<std::size_t>(process.style_level2)], process.distance_level1,
                  process.distance_level2, process.distance_external_level1, process.distance_external_level2,
                  process.max_paths);
  for (const std::string& area : process.area_ids) out += fmt::format(" area {}", area);
  Flag(out, "multi-topology", process.multi_topology);
  Flag(out, "overload", process.overload);
  Flag(out, "no-attached-bit", !process.attached_bit);
  Flag(out, "attached-by-any", process.attached_by_any_neighbor);
  Flag(out, "attached-when-overloaded", process.attached_when_overloaded);
  Flag(out, "attached-default-competes", process.attached_default_competes);
  Flag(out, "forgets-tags", process.forgets_tags);
  Flag(out, "overload-spares-topology", process.overload_spares_second_topology);
  Flag(out, "all-circuits", process.advertises_all_circuits);
  Flag(out, "narrow-without-ipv6", process.narrow_without_ipv6);
  Flag(out, "ignores-attached-bit", process.ignores_attached_bit);
  Flag(out, "no-leak-up", !process.leaks_level1_to_level2);
  if (!process.authentication_level1.empty()) out += fmt::format(" auth1 {}", process.authentication_level1);
  if (!process.authentication_level2.empty()) out += fmt::format(" auth2 {}", process.authentication_level2);
  if (process.table_filter) DumpChain(out, "table-filter", *process.table_filter);
  out += '\n';
  for (const isis::IsisInterface& interface : process.interfaces)
    DumpIsisInterface(out, interface, process.multi_topology);
  for (const isis::IsisRedistribution& redistribution : process.redistributions) {
    DumpSource(out, redistribution);
    out += fmt::format(" into {} {}", redistribution.into,
                       redistribution.family == net::Family::kIpv4 ? "ipv4" : "ipv6");
    if (redistribution.from_level) out += fmt::format(" from-level {}", *redistribution.from_level);
    if (redistribution.metric) out += fmt::format(" metric {}", *redistribution.metric);
    Flag(out, "external", redistribution.external_metric);
    Flag(out, "bgp-internal", redistribution.bgp_internal);
    out += '\n';
  }
  for (const isis::IsisLocator& locator : process.locators)
    out += fmt::format("  locator {} metric {}\n", net::ToString(locator.prefix), locator.metric);
  for (const isis::IsisSummary& summary : process.summaries) {
    out += fmt::format("  summary {} into {}", net::ToString(summary.prefix), summary.into);
    if (summary.metric) out += fmt::format(" metric {}", *summary.metric);
    Flag(out, "no-discard", !summary.discard_route);
    out += '\n';
  }
  if (process.default_origination) {
    out += fmt::format("  default-information{} into {}", process.default_origination_always ? " always" : "",
                       process.default_into);
    if (process.default_metric != 0) out += fmt::format(" metric {}", process.default_metric);
    if (process.default6_into != 0) out += fmt::format(" ipv6 into {}", process.default6_into);
    if (process.default6_metric != 0) out += fmt::format(" metric {}", process.default6_metric);
    if (process.default_origination_policy) DumpChain(out, "policy", *process.default_origination_policy);
    out += '\n';
  }
}

void DumpRip(std::string& out, const rip::RipProcess& process) {
  out += fmt::format("rip {}", process.id);
  DumpVrfOf(out, process);
  out += fmt::format(" {} distance {} max-paths {}", process.family == net::Family::kIpv4 ? "ipv4" : "ipv6",
                     process.distance, process.max_paths);
  Flag(out, "auto-summary", process.auto_summary);
  if (process.default_origination) out += process.default_origination_always ? " default always" : " default";
  if (process.subnet_metric != 1) out += fmt::format(" subnet-metric {}", process.subnet_metric);
  for (const std::string& policy : process.subnet_policies) out += fmt::format(" subnet-policy {}", policy);
  Flag(out, "announces-uninstalled", process.announces_uninstalled);
  Flag(out, "names-next-hops", process.names_next_hops);
  if (process.import) DumpChain(out, "import", *process.import);
  if (process.export_chain) DumpChain(out, "export", *process.export_chain);
  out += '\n';
  for (const rip::RipInterface& interface : process.interfaces) {
    out += fmt::format("  interface {} metrics {}/{}", interface.name, interface.metric_in,
                       interface.metric_out);
    Flag(out, "passive", interface.passive);
    Flag(out, "no-send", !interface.sends);
    Flag(out, "no-receive", !interface.receives);
    Flag(out, "no-split-horizon", !interface.split_horizon);
    if (!interface.authentication.empty()) out += fmt::format(" auth {}", interface.authentication);
    out += '\n';
  }
  for (const rip::RipRedistribution& redistribution : process.redistributions) {
    DumpSource(out, redistribution);
    if (redistribution.metric) out += fmt::format(" metric {}", *redistribution.metric);
    Flag(out, "bgp-internal", redistribution.bgp_internal);
    out += '\n';
  }
}

void DumpEigrp(std::string& out, const eigrp::EigrpProcess& process) {
  out += fmt::format("eigrp {} {}", process.as, process.name);
  DumpVrfOf(out, process);
  out += fmt::format(" {}{} k", process.family == net::Family::kIpv4 ? "ipv4" : "ipv6",
                     process.wide_metrics ? fmt::format(" wide scale {}", process.rib_scale) : "");
  for (const std::uint32_t k : process.k) out += fmt::format(" {}", k);
  if (process.router_id) out += fmt::format(" router-id {}", net::ToString(*process.router_id));
  out +=
      fmt::format(" distances {}/{}/{} variance {} max-paths {}", process.distance_internal,
                  process.distance_external, process.distance_summary, process.variance, process.max_paths);
  if (process.default_metric) out += fmt::format(" default-metric {}", MetricText(*process.default_metric));
  Flag(out, "auto-summary", process.auto_summary);
  Flag(out, "stub", process.stub);
  Flag(out, "stub-connected", process.stub_connected);
  Flag(out, "stub-summary", process.stub_summary);
  Flag(out, "stub-static", process.stub_static);
  Flag(out, "stub-redistributed", process.stub_redistributed);
  out += '\n';
  for (const eigrp::EigrpInterface& interface : process.interfaces) {
    out += fmt::format("  interface {} {}", interface.name, MetricText(interface.metric));
    Flag(out, "passive", interface.passive);
    Flag(out, "no-split-horizon", !interface.split_horizon);
    for (const net::Prefix& summary : interface.summaries)
      out += fmt::format(" summary {}", net::ToString(summary));
    if (!interface.authentication.empty()) out += fmt::format(" auth {}", interface.authentication);
    out += '\n';
  }
  for (const eigrp::EigrpRedistribution& redistribution : process.redistributions) {
    DumpSource(out, redistribution);
    if (redistribution.metric) out += fmt::format(" metric {}", MetricText(*redistribution.metric));
    out += '\n';
  }
  for (const eigrp::EigrpFilter& filter : process.filters) {
    out += fmt::format("  filter {} '{}'", filter.in ? "in" : "out", filter.interface);
    DumpChain(out, "by", filter.chain);
    out += '\n';
  }
}

void DumpChoice(std::string& out, std::string_view what, const routing::ldp::LdpChoice& choice) {
  constexpr std::string_view kKinds[] = {"all", "hosts", "list", "none"};
  if (choice.kind == routing::ldp::LdpChoice::kAll) return;
  out += fmt::format(" {} {}", what, kKinds[static_cast<std::size_t>(choice.kind)]);
  if (!choice.list.empty()) out += " " + choice.list;
}

void DumpLdp(std::string& out, const routing::ldp::LdpConfig& config) {
  constexpr std::string_view kOwn[] = {"all", "hosts", "transport"};
  if (!config.enabled) return;
  out += fmt::format("ldp own {}", kOwn[static_cast<std::size_t>(config.own)]);
  if (config.transport) out += fmt::format(" transport {}", net::ToString(*config.transport));
  Flag(out, "hosts-only", config.hosts_only);
  Flag(out, "labelled-bgp", config.binds_labelled_bgp);
  DumpChoice(out, "owns", config.owns);
  DumpChoice(out, "passes-on", config.passes_on);
  DumpChoice(out, "begins", config.begins);
  Flag(out, "ordered", config.ordered);
  Flag(out, "explicit-null", config.explicit_null);
  Flag(out, "ends-without-ldp", config.ends_without_ldp);
  Flag(out, "sends-bare", config.sends_bare);
  Flag(out, "carries-igp", config.carries_igp);
  Flag(out, "carries-bgp", config.carries_bgp);
  out += '\n';
  for (const routing::ldp::LdpInterface& interface : config.interfaces)
    out += fmt::format("  interface {}\n", interface.name);
}

void DumpStaticLsps(std::string& out, const routing::static_lsps::StaticLspConfig& config) {
  for (const routing::static_lsps::StaticLsp& lsp : config.lsps) {
    out += fmt::format("static-lsp {}", lsp.name);
    if (lsp.begins_for) out += " for " + net::ToString(*lsp.begins_for);
    if (lsp.in_label) out += fmt::format(" in {}", *lsp.in_label);
    if (!lsp.in_interface.empty()) out += " by " + lsp.in_interface;
    if (lsp.out_label) out += fmt::format(" out {} to {}", *lsp.out_label, lsp.out_interface);
    if (lsp.gateway) out += " " + net::ToString(*lsp.gateway);
    out += '\n';
  }
  if (config.lsps.empty()) return;
  out += "static-lsp interfaces";
  for (const std::string& interface : config.interfaces) out += " " + interface;
  Flag(out, "carries-igp", config.carries_igp);
  out += '\n';
}

namespace {

void DumpTunnel(std::string& out, const routing::te::TeTunnel& tunnel) {
  constexpr std::string_view kHops[] = {"", "loose ", "not "};
  out += fmt::format("  tunnel {} to {}", tunnel.name, net::ToString(tunnel.destination));
  if (tunnel.affinity.include != 0) out += fmt::format(" include {:x}", tunnel.affinity.include);
  if (tunnel.affinity.exclude != 0) out += fmt::format(" exclude {:x}", tunnel.affinity.exclude);
  if (tunnel.bandwidth_kbps != 0) out += fmt::format(" bandwidth {}", tunnel.bandwidth_kbps);
  Flag(out, "igp-metric", tunnel.igp_metric);
  Flag(out, "only-bound", tunnel.only_bound);
  out += '\n';
  for (const routing::te::PathOption& option : tunnel.options) {
    out += "    path";
    for (const routing::te::PathHop& hop : option.hops)
      out += fmt::format(" {}{}", kHops[static_cast<std::size_t>(hop.kind)], net::ToString(hop.address));
    out += option.hops.empty() ? " any\n" : "\n";
  }
}

void DumpTunnelPolicy(std::string& out, const routing::te::TunnelPolicy& policy) {
  constexpr std::string_view kKinds[] = {" te", " lsp"};
  out += fmt::format("  tunnels of '{}'{}", policy.vrf, policy.family == net::Family::kIpv4 ? "" : " ipv6");
  for (const routing::te::BoundTunnel& bound : policy.bound) {
    out += fmt::format(" {} by {}{}", net::ToString(bound.next_hop), bound.tunnel,
                       bound.falls_back ? " or another" : "");
  }
  for (const routing::te::TunnelKind kind : policy.order) out += kKinds[static_cast<std::size_t>(kind)];
  out += '\n';
}

void DumpGroups(std::string& out, std::string_view word, const routing::sr::AdminGroups& groups) {
  if (groups.none()) return;
  out += fmt::format(" {}", word);
  for (std::size_t bit = 0; bit < groups.size(); ++bit) {
    if (groups[bit]) out += fmt::format(" {}", bit);
  }
}

void DumpAlgorithm(std::string& out, const routing::sr::FlexAlgorithm& algorithm) {
  constexpr std::string_view kMetrics[] = {"igp", "delay", "te"};
  out += fmt::format("  algorithm {}", algorithm.number);
  if (algorithm.told) {
    const routing::sr::AlgorithmDefinition& told = *algorithm.told;
    out += fmt::format(" priority {} by {}", told.priority, kMetrics[static_cast<std::size_t>(told.metric)]);
    DumpGroups(out, "exclude-any", told.exclude_any);
    DumpGroups(out, "include-any", told.include_any);
    DumpGroups(out, "include-all", told.include_all);
    if (!told.exclude_srlgs.empty())
      out += fmt::format(" exclude-srlgs {}", fmt::join(told.exclude_srlgs, ","));
  }
  out += '\n';
}

}  // namespace

void DumpTe(std::string& out, const routing::te::TeConfig& config) {
  constexpr std::string_view kIgps[] = {"ospf", "isis"};
  if (config.enabled) {
    out += "te";
    if (config.router_id) out += " id " + net::ToString(*config.router_id);
    Flag(out, "explicit-null", config.explicit_null);
    for (const routing::te::TeArea& area : config.areas)
      out +=
          fmt::format(" {} {} area {}", kIgps[static_cast<std::size_t>(area.igp)], area.process, area.area);
    out += '\n';
  }
  for (const routing::te::TeInterface& interface : config.interfaces) {
    out += fmt::format("  interface {}", interface.name);
    if (interface.metric) out += fmt::format(" metric {}", *interface.metric);
    if (interface.groups != 0) out += fmt::format(" groups {:x}", interface.groups);
    if (interface.reservable_kbps != 0) out += fmt::format(" reservable {}", interface.reservable_kbps);
    Flag(out, "signals", interface.signals);
    out += '\n';
  }
  for (const routing::te::TeTunnel& tunnel : config.tunnels) DumpTunnel(out, tunnel);
  for (const routing::te::TunnelPolicy& policy : config.policies) DumpTunnelPolicy(out, policy);
}

void DumpSr(std::string& out, const routing::sr::SrConfig& config) {
  constexpr std::string_view kOverLdp[] = {"ldp first", "before ldp", "or ldp"};
  if (!config.enabled) return;
  out += fmt::format("segment-routing {} {}", config.igp == routing::sr::SrIgp::kIsis ? "isis" : "ospf",
                     config.process);
  for (const routing::sr::LabelBlock& block : config.blocks)
    out += fmt::format(" block {}-{}", block.first, block.last);
  out += fmt::format(" {}", kOverLdp[static_cast<std::size_t>(config.over_ldp)]);
  Flag(out, "skips-other-routers", config.skips_other_routers);
  Flag(out, "sends-bare", config.sends_bare);
  Flag(out, "carries-igp", config.carries_igp);
  Flag(out, "carries-bgp", config.carries_bgp);
  out += '\n';
  for (const routing::sr::PrefixSid& sid : config.sids) {
    out += fmt::format("  sid {} {} {}", net::ToString(sid.prefix), sid.one_label ? "label" : "index",
                       sid.value);
    if (sid.algorithm != routing::sr::kShortestPath) out += fmt::format(" algorithm {}", sid.algorithm);
    Flag(out, "keeps-last", sid.keeps_last);
    Flag(out, "explicit-null", sid.explicit_null);
    out += '\n';
  }
  for (const routing::sr::FlexAlgorithm& algorithm : config.algorithms) DumpAlgorithm(out, algorithm);
  for (const routing::sr::AlgorithmLink& link : config.links) {
    out += fmt::format("  link {}", link.interface);
    DumpGroups(out, "groups", link.groups);
    if (link.delay_us) out += fmt::format(" delay {}us", *link.delay_us);
    if (link.te_metric) out += fmt::format(" te-metric {}", *link.te_metric);
    if (!link.srlgs.empty()) out += fmt::format(" srlgs {}", fmt::join(link.srlgs, ","));
    out += '\n';
  }
  for (const routing::sr::ColourSteering& one : config.steering)
    out += fmt::format("  colour {} by algorithm {}\n", one.colour, one.algorithm);
}

void DumpSrv6(std::string& out, const routing::srv6::Srv6Config& config) {
  if (config.source) out += fmt::format("srv6 source {}\n", net::ToString(*config.source));
  for (const routing::srv6::Locator& locator : config.locators)
    out += fmt::format("srv6 locator {} {}\n", locator.name, net::ToString(locator.prefix));
  for (const routing::srv6::Service& service : config.services) {
    out += fmt::format("srv6 service {} {}", service.vrf.empty() ? "default" : service.vrf,
                       service.family == net::Family::kIpv4 ? "ipv4" : "ipv6");
    if (service.gives) out += " gives " + net::ToString(*service.gives);
    Flag(out, "takes", service.takes);
    Flag(out, "needs-route", service.needs_route);
    out += '\n';
  }
}

}  // namespace ringfence::formats
