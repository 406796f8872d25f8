// IPsec tunnels and MACsec. A protection counts only when every part of it is there.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

constexpr std::uint8_t kProtection = Impact::kProtection | Impact::kForwarding;

std::optional<net::IpAddress> OwnAddress(const model::Device& device, std::string_view interface) {
  for (const model::Interface& candidate : device.interfaces) {
    if (candidate.name != interface) continue;
    for (const model::InterfaceAddress& address : candidate.addresses) {
      if (address.address.address.family == net::Family::kIpv4) return address.address.address;
    }
  }
  return std::nullopt;
}

/// Selectors of a policy-based tunnel: what its list permits. Nothing when the list also denies.
std::optional<std::vector<net::HeaderMatch>> SelectorsOf(const VrpAcl& acl) {
  std::vector<net::HeaderMatch> selectors;
  for (const VrpRule& rule : acl.rules) {
    if (rule.line.action == model::AclAction::kDeny) return std::nullopt;
    selectors.push_back(rule.line.match);
  }
  if (selectors.empty()) return std::nullopt;
  return selectors;
}

/// The parts of one tunnel, or false when one is missing or beyond the model.
bool BuildTunnel(const Conversion& conversion, const VrpInterface& interface, const VrpIpsecPolicy& policy,
                 model::TunnelConfig& tunnel) {
  const VrpConfig& from = conversion.from;
  const auto peer = std::ranges::find(from.ike_peers, policy.peer.name, &VrpIkePeer::name);
  const auto proposal =
      std::ranges::find(from.ipsec_proposals, policy.proposal.name, &VrpIpsecProposal::name);
  if (!policy.complete || peer == from.ike_peers.end() || proposal == from.ipsec_proposals.end())
    return false;
  if (!proposal->complete) return false;
  tunnel.confidentiality = proposal->encrypts;
  tunnel.integrity = proposal->authenticates;
  tunnel.span = interface.ipsec.span;
  tunnel.more_spans = {policy.span, peer->span, proposal->span};
  std::optional<net::IpAddress> local;
  std::optional<net::IpAddress> remote = peer->remote;
  if (policy.profile) {
    tunnel.name = interface.name;
    tunnel.bind_interface = interface.name;
    local = interface.tunnel_source;
    if (!local) local = OwnAddress(conversion.to.device, interface.tunnel_source_interface);
    if (interface.tunnel_destination) remote = interface.tunnel_destination;
  } else {
    tunnel.name = policy.name + " " + std::to_string(policy.sequence);
    local = policy.local;
    if (!local) local = peer->local;
    if (!local) local = OwnAddress(conversion.to.device, interface.name);
    const VrpAcl* acl = FindVrpAcl(from, policy.acl.name, net::Family::kIpv4);
    auto selectors = acl == nullptr ? std::nullopt : SelectorsOf(*acl);
    if (!selectors) return false;
    tunnel.selectors = *std::move(selectors);
  }
  if (!local || !remote) return false;
  tunnel.local = *local;
  tunnel.peer = *remote;
  return true;
}

void ConvertIpsec(Conversion& conversion, const VrpInterface& interface) {
  bool found = false;
  for (const VrpIpsecPolicy& policy : conversion.from.ipsec_policies) {
    if (policy.name != interface.ipsec.name) continue;
    found = true;
    model::TunnelConfig tunnel;
    if (BuildTunnel(conversion, interface, policy, tunnel)) {
      conversion.to.device.tunnels.push_back(std::move(tunnel));
    } else {
      MarkUnmodelled(conversion, interface.ipsec.span, kProtection, "incomplete IPsec policy");
    }
  }
  if (!found) ReportUndefined(conversion, interface.ipsec, "IPsec policy", kProtection);
}

/// A tunnel whose wrapping is not that of IPsec. IPsec around it, by a profile on the interface, is left
/// open.
void ConvertWrapping(Conversion& conversion, const VrpInterface& from, const model::Interface& interface) {
  if (!from.wrapping || from.gre_key_hidden) return;
  const auto source = from.tunnel_source ? from.tunnel_source
                                         : OwnAddress(conversion.to.device, from.tunnel_source_interface);
  if (!source || !from.tunnel_destination || !from.ipsec.name.empty())
    return MarkUnmodelled(conversion, from.wrapping_span, kPaths | Impact::kProtection, "incomplete tunnel");
  model::TunnelConfig tunnel;
  tunnel.name = tunnel.bind_interface = from.name;
  tunnel.local = *source;
  tunnel.peer = *from.tunnel_destination;
  tunnel.ipsec = tunnel.confidentiality = tunnel.integrity = false;
  tunnel.encapsulation = *from.wrapping;
  tunnel.key = tunnel.encapsulation == model::Encapsulation::kGre ? from.gre_key : std::nullopt;
  tunnel.carries4 = from.carries4;
  tunnel.carries6 = from.carries6;
  tunnel.underlay_vrf = from.tunnel_vpn.value_or("");
  tunnel.carrier = from.keepalive ? model::TunnelCarrier::kPeer : model::TunnelCarrier::kRoute;
  tunnel.span = from.wrapping_span;
  for (const model::InterfaceAddress& address : interface.addresses) {
    const bool v4 = address.address.address.family == net::Family::kIpv4;
    if (!(v4 ? tunnel.carries4 : tunnel.carries6))
      MarkUnmodelled(conversion, address.span, kPaths, "address of a family that the tunnel does not carry");
  }
  conversion.to.device.tunnels.push_back(std::move(tunnel));
}

void ConvertMacsec(Conversion& conversion, const VrpInterface& from, model::Interface& to) {
  if (from.macsec_span.line != 0) {
    to.macsec = true;
    to.macsec_span = from.macsec_span;
  }
  if (from.macsec_profile.name.empty()) return;
  const auto& profiles = conversion.from.macsec_profiles;
  const auto profile = std::ranges::find(profiles, from.macsec_profile.name, &VrpMacsecProfile::name);
  if (profile == profiles.end()) {
    return ReportUndefined(conversion, from.macsec_profile, "MACsec profile", Impact::kProtection);
  }
  to.macsec = profile->must_secure;
  if (to.macsec) to.macsec_span = from.macsec_profile.span;
}

}  // namespace

void ConvertProtection(Conversion& conversion) {
  for (std::size_t i = 0; i < conversion.from.interfaces.size(); ++i) {
    const VrpInterface& interface = conversion.from.interfaces[i];
    if (!interface.ipsec.name.empty() && !interface.wrapping) ConvertIpsec(conversion, interface);
    ConvertWrapping(conversion, interface, conversion.to.device.interfaces[i]);
    ConvertMacsec(conversion, interface, conversion.to.device.interfaces[i]);
  }
}

}  // namespace ringfence::formats::huawei_vrp
