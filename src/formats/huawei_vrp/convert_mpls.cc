// LDP. Labels carry only what needs a tunnel; all other packets go by their addresses.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

bool HasAddress(const model::Interface& interface, const net::IpAddress& address) {
  return interface.vrf.empty() && interface.admin_up &&
         std::ranges::any_of(interface.addresses,
                             [&](const auto& one) { return one.address.address == address; });
}

/// `mpls ldp transport-address X`: the model has one address for all sessions of a device, the LSR id.
void CheckTransport(Conversion& conversion, const VrpInterface& from) {
  const NameUse& use = from.ldp_transport;
  if (use.name.empty()) return;
  const model::InterfaceIndex index = model::FindInterface(conversion.to.device, use.name);
  if (!index.valid() ||
      !HasAddress(conversion.to.device.interfaces[index.index()], *conversion.to.ldp.transport))
    MarkUnmodelled(conversion, use.span, Impact::kForwarding, "LDP sessions from other addresses");
}

}  // namespace

void ConvertMpls(Conversion& conversion) {
  const VrpMpls& mpls = conversion.from.mpls;
  if (!mpls.lsr_id || !mpls.enabled || !mpls.ldp) return;
  const std::vector<model::Interface>& interfaces = conversion.to.device.interfaces;
  if (std::ranges::none_of(interfaces, [&](const auto& one) { return HasAddress(one, *mpls.lsr_id); }))
    MarkUnmodelled(conversion, mpls.lsr_id_span, Impact::kForwarding, "LSR id that no interface has");
  routing::ldp::LdpConfig& ldp = conversion.to.ldp;
  ldp.enabled = true;
  ldp.span = mpls.ldp_span;
  ldp.transport = mpls.lsr_id;
  ldp.own = mpls.every_prefix ? routing::ldp::OwnBindings::kAll : routing::ldp::OwnBindings::kHosts;
  ldp.hosts_only = !mpls.every_prefix;
  ldp.ordered = !mpls.independent;
  ldp.explicit_null = mpls.explicit_null;
  ldp.carries_igp = ldp.carries_bgp = false;
  for (const VrpInterface& interface : conversion.from.interfaces) {
    if (!interface.mpls || !interface.ldp) continue;
    if (!interface.vpn_instance.empty()) {
      MarkUnmodelled(conversion, interface.ldp_span, Impact::kForwarding, "LDP in a VPN instance");
      continue;
    }
    ldp.interfaces.push_back({interface.name, interface.ldp_span});
    CheckTransport(conversion, interface);
  }
}

}  // namespace ringfence::formats::huawei_vrp
