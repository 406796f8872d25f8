// Traffic engineering: links that are told of, tunnels of RSVP. A tunnel of which something is missing or not
// known stays out of the model, with its `tunnel-protocol` line open.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace te = routing::te;

void AddAreas(const VrpConfig& from, te::TeConfig& to) {
  for (const VrpOspf& process : from.ospf) {
    if (!process.vrf.empty() || process.family != net::Family::kIpv4 || !process.opaque) continue;
    for (const std::uint32_t area : process.te_areas)
      to.areas.push_back({te::TeIgp::kOspf, std::to_string(process.id), area});
  }
  for (const VrpIsis& process : from.isis) {
    if (!process.vrf.empty() || process.style == routing::isis::MetricStyle::kNarrow) continue;
    for (const std::uint8_t level : {routing::isis::kLevel1, routing::isis::kLevel2})
      if ((process.te_levels & level) != 0) to.areas.push_back({te::TeIgp::kIsis, process.id, level});
  }
}

void AddInterfaces(const VrpConfig& from, te::TeConfig& to) {
  for (const VrpInterface& interface : from.interfaces) {
    const VrpTeLink& link = interface.te;
    if (!link.on || !interface.mpls || !interface.vpn_instance.empty()) continue;
    te::TeInterface one{.name = interface.name, .signals = link.rsvp && from.mpls.rsvp};
    one.metric = link.metric;
    one.groups = link.groups.value_or(0);
    const std::uint32_t most = link.max_reservable_kbps.value_or(0);
    one.reservable_kbps = std::min(most, link.bc0_kbps.value_or(0));
    one.span = link.span;
    to.interfaces.push_back(std::move(one));
  }
}

/// Every hop is the next router, so no other way is looked for when a link of it fails.
bool IsStrict(const te::PathOption& option) {
  return !option.hops.empty() && std::ranges::all_of(option.hops, [](const te::PathHop& hop) {
    return hop.kind == te::HopKind::kStrict;
  });
}

/// Appends the explicit path of that name; what is wrong with it, or "".
std::string_view AddPath(const VrpConfig& config, const NameUse& use, te::TeTunnel& to) {
  const auto path = std::ranges::find(config.explicit_paths, use.name, &VrpExplicitPath::name);
  if (path == config.explicit_paths.end() || path->hops.empty()) return "tunnel without its explicit path";
  if (!path->complete) return "tunnel along a path that is not modelled";
  to.options.push_back({path->hops});
  return "";
}

/// While the first path is down the second carries the packets. One that looks for another way of its own
/// meets the second: which is used when, is not modelled.
std::string_view AddPaths(const VrpConfig& config, const VrpTeTunnel& from, te::TeTunnel& to) {
  if (from.path.name.empty()) {
    to.options.emplace_back();
  } else if (const std::string_view wrong = AddPath(config, from.path, to); !wrong.empty()) {
    return wrong;
  }
  const bool second = !from.second_path.name.empty();
  if (!second && !from.backup_span.valid()) return "";
  if (!second || !from.backup_span.valid() || !IsStrict(to.options.front())) return "protection of a tunnel";
  return AddPath(config, from.second_path, to);
}

/// What is wrong with a tunnel, or "".
std::string_view Fill(const VrpConfig& config, const VrpInterface& from, te::TeTunnel& to) {
  const VrpTeTunnel& tunnel = from.te_tunnel;
  if (tunnel.other_signalling) return "tunnel that RSVP does not set up";
  const VrpMpls& mpls = config.mpls;
  if (!mpls.enabled || !mpls.lsr_id || !mpls.te || !mpls.rsvp) return "tunnel without traffic engineering";
  if (!mpls.cspf) return "tunnel without CSPF";
  if (!from.tunnel_destination || from.tunnel_vpn || !tunnel.id) return "incomplete tunnel";
  if (config.vrp5 && !tunnel.committed) return "tunnel without commit";
  if (!from.ipsec.name.empty() || from.keepalive || from.gre_key) return "tunnel";
  to.name = from.name;
  to.destination = *from.tunnel_destination;
  to.affinity.include = tunnel.affinity & tunnel.affinity_mask;
  to.affinity.exclude = ~tunnel.affinity & tunnel.affinity_mask;
  to.igp_metric = tunnel.igp_metric;
  to.bandwidth_kbps = tunnel.bandwidth_kbps;
  to.only_bound = tunnel.only_bound;
  to.span = tunnel.span;
  return AddPaths(config, tunnel, to);
}

/// Protocols that run over a tunnel use it as a link.
void MarkProtocols(Conversion& conversion, const VrpInterface& from) {
  constexpr std::string_view kReason = "tunnel of traffic engineering as a link";
  if (from.ospf_enable) MarkUnmodelled(conversion, from.ospf_enable->span, kPaths, kReason);
  if (from.isis.process || from.isis.process6) MarkUnmodelled(conversion, from.isis.span, kPaths, kReason);
  if (from.ldp) MarkUnmodelled(conversion, from.ldp_span, kPaths, kReason);
}

}  // namespace

void ConvertTe(Conversion& conversion) {
  const VrpConfig& from = conversion.from;
  te::TeConfig& to = conversion.to.te;
  for (const VrpInterface& interface : from.interfaces) {
    if (!interface.te_tunnel.span.valid()) continue;
    te::TeTunnel tunnel;
    const std::string_view wrong = Fill(from, interface, tunnel);
    if (wrong.empty())
      to.tunnels.push_back(std::move(tunnel));
    else
      MarkUnmodelled(conversion, interface.te_tunnel.span, kPaths, wrong);
    MarkProtocols(conversion, interface);
  }
  if (!from.mpls.enabled || !from.mpls.lsr_id || !from.mpls.te) return;
  to.enabled = true;
  to.router_id = from.mpls.lsr_id;
  to.explicit_null = from.mpls.explicit_null;
  AddAreas(from, to);
  AddInterfaces(from, to);
}

}  // namespace ringfence::formats::huawei_vrp
