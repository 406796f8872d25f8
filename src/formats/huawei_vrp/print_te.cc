// Traffic engineering as text. The model does not keep names of paths and policies.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/print.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace te = routing::te;

void PrintPath(Printing& out, const te::TeTunnel& tunnel, std::size_t index) {
  constexpr std::string_view kKinds[] = {"", " include loose", " exclude"};
  out.text += fmt::format("explicit-path {}-{}\n", tunnel.name, index);
  for (const te::PathHop& hop : tunnel.options[index].hops)
    out.text += fmt::format(" next hop {}{}\n", net::ToString(hop.address),
                            kKinds[static_cast<std::size_t>(hop.kind)]);
  out.text += "#\n";
}

std::string PolicyName(const te::TunnelPolicy& policy) {
  return fmt::format("{}-{}", policy.vrf, policy.family == net::Family::kIpv4 ? 4 : 6);
}

void PrintPolicy(Printing& out, const te::TunnelPolicy& policy) {
  out.text += fmt::format("tunnel-policy {}\n", PolicyName(policy));
  for (const te::BoundTunnel& bound : policy.bound) {
    out.text += fmt::format(" tunnel binding destination {} te {}{}\n", net::ToString(bound.next_hop),
                            bound.tunnel, bound.falls_back ? " down-switch" : "");
  }
  if (!policy.order.empty()) {
    out.text += " tunnel select-seq";
    for (const te::TunnelKind kind : policy.order)
      out.text += kind == te::TunnelKind::kTe ? " cr-lsp" : " lsp";
    out.text += " load-balance-number 1\n";
  }
  const auto vrf = std::ranges::find(out.config.vrfs, policy.vrf, &routing::VrfConfig::name);
  const bool evpn = vrf != out.config.vrfs.end() && vrf->evpn_over_labels;
  out.text +=
      fmt::format("#\nip vpn-instance {}\n ipv{}-family\n  tnl-policy {}{}\n#\n", policy.vrf,
                  policy.family == net::Family::kIpv4 ? 4 : 6, PolicyName(policy), evpn ? " evpn" : "");
}

void PrintTunnelLines(Printing& out, const te::TeTunnel& tunnel, std::size_t number) {
  out.text += fmt::format(" tunnel-protocol mpls te\n destination {}\n mpls te tunnel-id {}\n",
                          net::ToString(tunnel.destination), number);
  const std::uint32_t include = tunnel.affinity.include, mask = include | tunnel.affinity.exclude;
  if (mask != 0) out.text += fmt::format(" mpls te affinity property {:x} mask {:x}\n", include, mask);
  if (tunnel.bandwidth_kbps != 0)
    out.text += fmt::format(" mpls te bandwidth ct0 {}\n", tunnel.bandwidth_kbps);
  if (tunnel.igp_metric) out.text += " mpls te path metric-type igp\n";
  if (tunnel.only_bound) out.text += " mpls te reserved-for-binding\n";
  for (std::size_t i = 0; i < tunnel.options.size(); ++i) {
    if (tunnel.options[i].hops.empty()) continue;
    out.text +=
        fmt::format(" mpls te path explicit-path {}-{}{}\n", tunnel.name, i, i == 0 ? "" : " secondary");
  }
  if (tunnel.options.size() > 1) out.text += " mpls te backup ordinary\n";
  out.text += " mpls te commit\n";
}

}  // namespace

bool TellsOfLinks(const Printing& out, te::TeIgp igp, const std::string& process, std::uint32_t area) {
  return std::ranges::count(out.config.te.areas, te::TeArea{igp, process, area}) > 0;
}

void PrintInterfaceTe(Printing& out, const model::Interface& interface) {
  const te::TeConfig& config = out.config.te;
  for (std::size_t i = 0; i < config.tunnels.size(); ++i)
    if (config.tunnels[i].name == interface.name) PrintTunnelLines(out, config.tunnels[i], i + 1);
  const auto link = std::ranges::find(config.interfaces, interface.name, &te::TeInterface::name);
  if (link == config.interfaces.end()) return;
  out.text += " mpls te\n";
  if (link->signals) out.text += " mpls rsvp-te\n";
  if (link->metric) out.text += fmt::format(" mpls te metric {}\n", *link->metric);
  if (link->groups != 0) out.text += fmt::format(" mpls te link administrative group {:x}\n", link->groups);
  if (link->reservable_kbps != 0) {
    out.text += fmt::format(" mpls te bandwidth max-reservable-bandwidth {0}\n mpls te bandwidth bc0 {0}\n",
                            link->reservable_kbps);
  }
}

void PrintTe(Printing& out) {
  const te::TeConfig& config = out.config.te;
  for (const te::TeTunnel& tunnel : config.tunnels) {
    for (std::size_t i = 0; i < tunnel.options.size(); ++i)
      if (!tunnel.options[i].hops.empty()) PrintPath(out, tunnel, i);
  }
  for (const te::TunnelPolicy& policy : config.policies) PrintPolicy(out, policy);
}

}  // namespace ringfence::formats::huawei_vrp
