// LDP and static LSPs.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using routing::ldp::LdpChoice;

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

/// A choice as the model has it.
LdpChoice ChoiceOf(Conversion& conversion, const VrpLabelChoice& from, LdpChoice::Kind fallback) {
  switch (from.kind) {
    case VrpLabelChoice::kDefault:
      return {fallback, {}};
    case VrpLabelChoice::kAll:
      return {LdpChoice::kAll, {}};
    case VrpLabelChoice::kHosts:
      return {LdpChoice::kHosts, {}};
    case VrpLabelChoice::kNone:
      return {LdpChoice::kNone, {}};
    case VrpLabelChoice::kListed:
      break;
  }
  const std::string name = ListName(ListKind::kPrefix4, from.list.name);
  if (conversion.from.policies.prefix_lists.contains(name)) {
    if (conversion.policies.UsePrefixes(ListKind::kPrefix4, from.list.name, from.list.span,
                                        Impact::kForwarding))
      return {LdpChoice::kListed, name};
  } else {
    ReportUndefined(conversion, from.list, "prefix list", Impact::kForwarding);
  }
  return {LdpChoice::kNone, {}};
}

/// `lsp-trigger` chooses what this router begins and ends, `propagate mapping` what it passes on.
void SetChoices(Conversion& conversion, routing::ldp::LdpConfig& ldp) {
  const VrpMpls& mpls = conversion.from.mpls;
  ldp.own = routing::ldp::OwnBindings::kAll;
  ldp.begins = ldp.owns = ChoiceOf(conversion, mpls.trigger, LdpChoice::kHosts);
  ldp.passes_on = ChoiceOf(conversion, mpls.propagate, LdpChoice::kAll);
  if (!mpls.independent) return;
  // Who does not wait for others has nothing to pass on: the trigger is all there is, if it is that simple.
  ldp.hosts_only = ldp.begins.kind == LdpChoice::kHosts;
  const bool simple = ldp.hosts_only || ldp.begins.kind == LdpChoice::kAll;
  if (!simple || mpls.propagate.kind != VrpLabelChoice::kDefault)
    MarkUnmodelled(conversion, mpls.independent_span, Impact::kForwarding, "choice of prefixes with labels");
}

bool TakesLabels(const Conversion& conversion, std::string_view name) {
  return std::ranges::any_of(conversion.from.interfaces, [name](const VrpInterface& interface) {
    return interface.name == name && interface.mpls && interface.vpn_instance.empty();
  });
}

/// The interface of the public table on whose subnet the next hop is.
std::string InterfaceTowards(const Conversion& conversion, const net::IpAddress& next_hop) {
  for (const model::Interface& interface : conversion.to.device.interfaces) {
    if (!interface.vrf.empty()) continue;
    for (const model::InterfaceAddress& address : interface.addresses) {
      if (address.address.subnet().Contains(next_hop) && address.address.address != next_hop)
        return interface.name;
    }
  }
  return "";
}

void ConvertStaticLsps(Conversion& conversion) {
  routing::static_lsps::StaticLspConfig& to = conversion.to.static_lsps;
  const VrpMpls& mpls = conversion.from.mpls;
  for (const VrpStaticLsp& from : conversion.from.static_lsps) {
    routing::static_lsps::StaticLsp lsp{.name = from.name};
    lsp.begins_for = from.destination;
    lsp.in_label = from.in_label;
    lsp.in_interface = from.in_interface;
    lsp.out_label = from.out_label;
    lsp.out_interface = from.out_interface;
    if (from.next_hop && lsp.out_interface.empty())
      lsp.out_interface = InterfaceTowards(conversion, *from.next_hop);
    lsp.gateway = from.next_hop;
    lsp.span = from.span;
    const bool in = lsp.in_interface.empty() || TakesLabels(conversion, lsp.in_interface);
    const bool out = !lsp.out_label || TakesLabels(conversion, lsp.out_interface);
    if (!mpls.enabled || !mpls.lsr_id || !in || !out) {
      MarkUnmodelled(conversion, from.span, Impact::kForwarding, "static LSP without MPLS on its way");
      continue;
    }
    to.lsps.push_back(std::move(lsp));
  }
  if (!mpls.enabled || !mpls.lsr_id) return;
  for (const VrpInterface& interface : conversion.from.interfaces) {
    if (interface.mpls && interface.vpn_instance.empty()) to.interfaces.push_back(interface.name);
  }
}

/// That packets of the IGP go without labels is not certain (characterization.md): those that have some pass
/// lists on the ports they cross unseen.
void DoubtLists(Conversion& conversion, const model::Interface& port) {
  for (const model::AclUse* use : {&port.acl_in4, &port.acl_out4}) {
    if (use->applies())
      MarkUnmodelled(conversion, use->span, Impact::kForwarding,
                     "access list that packets may pass under labels");
  }
}

/// The neighbour's routes bring labels for packets straight to it.
bool TellsLabels(const routing::bgp::NeighborFamily& family) {
  using routing::bgp::BgpFamily;
  return family.family == BgpFamily::kVpnIpv4 || family.family == BgpFamily::kVpnIpv6 ||
         family.labels != routing::bgp::LabelUse::kNone;
}

}  // namespace

void CheckLabelledPeers(Conversion& conversion) {
  for (const routing::bgp::BgpVrf& vrf : conversion.to.bgp.vrfs) {
    for (const routing::bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      if (!vrf.vrf.empty() || !neighbor.address) continue;
      const std::string port = InterfaceTowards(conversion, *neighbor.address);
      if (port.empty() || TakesLabels(conversion, port)) continue;
      for (const routing::bgp::NeighborFamily& family : neighbor.families) {
        if (TellsLabels(family))
          MarkUnmodelled(conversion, family.span, Impact::kForwarding, "labels over a port without MPLS");
      }
    }
  }
}

void ConvertMpls(Conversion& conversion) {
  ConvertStaticLsps(conversion);
  const VrpMpls& mpls = conversion.from.mpls;
  if (!mpls.lsr_id || !mpls.enabled || !mpls.ldp) return;
  const std::vector<model::Interface>& interfaces = conversion.to.device.interfaces;
  if (std::ranges::none_of(interfaces, [&](const auto& one) { return HasAddress(one, *mpls.lsr_id); }))
    MarkUnmodelled(conversion, mpls.lsr_id_span, Impact::kForwarding, "LSR id that no interface has");
  routing::ldp::LdpConfig& ldp = conversion.to.ldp;
  ldp.enabled = true;
  ldp.span = mpls.ldp_span;
  ldp.transport = mpls.lsr_id;
  SetChoices(conversion, ldp);
  ldp.ordered = !mpls.independent;
  ldp.binds_labelled_bgp = mpls.labelled_bgp;
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
    const auto port = std::ranges::find(interfaces, interface.name, &model::Interface::name);
    if (port != interfaces.end()) DoubtLists(conversion, *port);
  }
}

}  // namespace ringfence::formats::huawei_vrp
