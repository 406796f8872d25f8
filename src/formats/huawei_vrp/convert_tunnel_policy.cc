// Tunnel policies. Without one a VPN route takes the LSP to its next hop. A policy names kinds of tunnels in
// an order, or the tunnel for a next hop; where the device begins no other tunnels than those of LDP and
// RSVP, and all of RSVP are in the model, the model knows what it comes to; so it does of `sr-lsp` alone on a
// device without LDP. Every other policy is left open at its lines and where it is used.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace te = routing::te;

constexpr std::string_view kReason = "choice of tunnels";

/// Some tunnel of RSVP is not in the model.
bool MissesTunnels(const Conversion& conversion) {
  const auto tunnels = std::ranges::count_if(
      conversion.from.interfaces, [](const VrpInterface& one) { return one.te_tunnel.span.valid(); });
  return static_cast<std::size_t>(tunnels) != conversion.to.te.tunnels.size();
}

std::vector<te::TunnelKind> OrderOf(const VrpTunnelPolicy& policy) {
  std::vector<te::TunnelKind> order;
  for (const std::string& kind : policy.sequence) {
    if (kind == "cr-lsp" || kind == "te") order.push_back(te::TunnelKind::kTe);
    if (kind == "lsp" || kind == "ldp") order.push_back(te::TunnelKind::kLsp);
  }
  return order;
}

bool IsBindable(const Conversion& conversion, const VrpTunnelBinding& bound) {
  const auto tunnel = std::ranges::find(conversion.to.te.tunnels, bound.tunnel, &te::TeTunnel::name);
  return tunnel != conversion.to.te.tunnels.end() && tunnel->only_bound &&
         tunnel->destination == bound.destination;
}

/// Ways of SIDs alone, and all labelled ways that follow routes are such.
bool AsksForSegments(const Conversion& conversion, const VrpTunnelPolicy& policy) {
  return policy.sequence.size() == 1 && policy.sequence[0] == "sr-lsp" && policy.bound.empty() &&
         conversion.to.sr.enabled && !conversion.to.ldp.enabled && conversion.to.te.tunnels.empty();
}

bool IsModelled(const Conversion& conversion, const VrpTunnelPolicy& policy) {
  if (!policy.complete || conversion.from.other_tunnels || MissesTunnels(conversion)) return false;
  if (AsksForSegments(conversion, policy)) return true;
  if (conversion.from.segment_tunnels) return false;
  if (!policy.bound.empty()) {
    return policy.sequence.empty() && std::ranges::all_of(policy.bound, [&](const VrpTunnelBinding& bound) {
             return IsBindable(conversion, bound);
           });
  }
  const std::vector<te::TunnelKind> order = OrderOf(policy);
  const bool lsps = std::ranges::count(order, te::TunnelKind::kLsp) > 0;
  return lsps || (!order.empty() && !conversion.to.te.tunnels.empty());
}

void Use(Conversion& conversion, const VrpVpnInstance& vpn, net::Family family, const NameUse& use) {
  const VrpConfig& config = conversion.from;
  if (use.name.empty()) return;
  const auto policy = std::ranges::find(config.tunnel_policies, use.name, &VrpTunnelPolicy::name);
  if (policy == config.tunnel_policies.end() || !IsModelled(conversion, *policy))
    return MarkUnmodelled(conversion, use.span, kPaths, kReason);
  if (conversion.to.te.tunnels.empty()) return;  // the same as without a policy
  te::TunnelPolicy to{.vrf = vpn.name, .family = family};
  for (const VrpTunnelBinding& bound : policy->bound)
    to.bound.push_back({bound.destination, bound.tunnel, bound.falls_back});
  to.order = OrderOf(*policy);
  conversion.to.te.policies.push_back(std::move(to));
}

/// Routes of EVPN have a policy of their own; whether they take the other one without it is not known.
void UseOf(Conversion& conversion, const VrpVpnInstance& vpn, net::Family family, bool evpn,
           const NameUse& plain, const NameUse& of_evpn) {
  const NameUse& other = evpn ? plain : of_evpn;
  if (!other.name.empty() && plain.name != of_evpn.name)
    MarkUnmodelled(conversion, other.span, kPaths, kReason);
  Use(conversion, vpn, family, evpn ? of_evpn : plain);
}

}  // namespace

void ConvertTunnelPolicies(Conversion& conversion) {
  const VrpConfig& config = conversion.from;
  for (const VrpTunnelPolicy& policy : config.tunnel_policies) {
    if (IsModelled(conversion, policy)) continue;
    if (policy.span.valid()) MarkUnmodelled(conversion, policy.span, kPaths, kReason);
    for (const VrpTunnelBinding& bound : policy.bound)
      MarkUnmodelled(conversion, bound.span, kPaths, kReason);
  }
  for (const VrpVpnInstance& vpn : config.vpn_instances) {
    const bool evpn = vpn.evpn4.labels.valid() || vpn.evpn6.labels.valid();
    UseOf(conversion, vpn, net::Family::kIpv4, evpn, vpn.tunnel_policy4, vpn.evpn4.tunnel_policy);
    UseOf(conversion, vpn, net::Family::kIpv6, evpn, vpn.tunnel_policy6, vpn.evpn6.tunnel_policy);
  }
}

}  // namespace ringfence::formats::huawei_vrp
