// Layer-2 services: pseudowires of interfaces, and instances with the interfaces bound to them. Both ends
// must have a targeted session of LDP (`mpls ldp remote-peer`); a device that does not say so may still have
// one with a neighbour, which is not worked out. Runs after MPLS.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::InterfaceKind;

constexpr std::string_view kOpenService = "layer-2 service";

bool IsTagged(const VrpInterface& interface) {
  return interface.vlan && FactsOfName(interface.name).kind == InterfaceKind::kSubinterface;
}

/// A whole port, or a sub-interface for one VLAN; whole ports carry frames with any tag, and what a
/// pseudowire of type VLAN makes of them depends on the release.
void CheckPort(Conversion& conversion, const VrpInterface& from, base::Span span, bool of_vlan) {
  const InterfaceKind kind = FactsOfName(from.name).kind;
  const bool port = kind == InterfaceKind::kPhysical || kind == InterfaceKind::kLag;
  const bool plain = from.addresses.empty() && from.unnumbered_from.empty() && from.vpn_instance.empty() &&
                     from.lag.empty() && !from.frames.has_lines && !from.frames.switches.value_or(false);
  if (!plain || (port ? of_vlan : !IsTagged(from))) MarkUnmodelled(conversion, span, kPaths, kOpenService);
}

model::Pseudowire WireOf(Conversion& conversion, const net::IpAddress& peer, std::uint32_t id, bool of_vlan,
                         base::Span span) {
  const VrpL2Vpn& l2vpn = conversion.from.l2vpn;
  const bool targeted = std::ranges::any_of(l2vpn.remote_peers, [&](const VrpRemotePeer& remote) {
    return remote.address.set() && remote.address.value == peer;
  });
  if (!targeted || !l2vpn.enabled)
    MarkUnmodelled(conversion, span, kPaths, "pseudowire without a session to its peer");
  model::Pseudowire wire;
  wire.peer = peer;
  wire.id = id;
  wire.type = of_vlan ? model::PseudowireType::kVlan : model::PseudowireType::kEthernet;
  wire.span = span;
  return wire;
}

void ConvertCircuit(Conversion& conversion, const VrpInterface& from) {
  const VrpCircuit& circuit = *from.circuit;
  const bool of_vlan = circuit.tagged.value_or(IsTagged(from));
  CheckPort(conversion, from, circuit.span, of_vlan);
  model::L2Service service{.name = from.name, .attachments = {}, .pseudowires = {}, .span = circuit.span};
  service.attachments.push_back({.interface = from.name, .span = circuit.span});
  model::Pseudowire wire = WireOf(conversion, circuit.peer, circuit.id, of_vlan, circuit.span);
  wire.mtu_bytes = circuit.mtu_bytes.value_or(from.mtu_bytes.value_or(model::kPseudowireMtuBytes));
  // Whether a sub-interface has the MTU of its port is not known.
  const auto& interfaces = conversion.from.interfaces;
  const auto parent = std::ranges::find(interfaces, FactsOfName(from.name).parent, &VrpInterface::name);
  if (!circuit.mtu_bytes && !from.mtu_bytes && parent != interfaces.end() && parent->mtu_bytes)
    MarkUnmodelled(conversion, circuit.span, kPaths, "MTU of a pseudowire");
  service.pseudowires.push_back(std::move(wire));
  conversion.to.device.l2_services.push_back(std::move(service));
}

void ConvertInstance(Conversion& conversion, const VrpVsi& from) {
  const bool of_vlan = from.tagged.value_or(true);
  model::L2Service service{.name = from.name, .attachments = {}, .pseudowires = {}, .span = from.span};
  for (const VrpInterface& interface : conversion.from.interfaces) {
    if (interface.vsi.name != from.name) continue;
    CheckPort(conversion, interface, interface.vsi.span, of_vlan);
    service.attachments.push_back({.interface = interface.name, .span = interface.vsi.span});
  }
  for (const VrpVsiPeer& peer : from.peers) {
    const std::optional<std::uint32_t> id =
        peer.id ? peer.id : (from.id.set() ? std::optional(from.id.value) : std::nullopt);
    if (!id) continue;  // without a number nothing is signalled
    model::Pseudowire wire = WireOf(conversion, peer.address, *id, of_vlan, peer.span);
    wire.mtu_bytes = from.mtu_bytes.value_or(model::kPseudowireMtuBytes);
    wire.mesh = true;
    service.pseudowires.push_back(std::move(wire));
  }
  conversion.to.device.l2_services.push_back(std::move(service));
}

/// A session that no pseudowire needs may still bring labels.
void CheckSessions(Conversion& conversion) {
  for (const VrpRemotePeer& remote : conversion.from.l2vpn.remote_peers) {
    const auto needs = [&](const model::L2Service& service) {
      return std::ranges::any_of(service.pseudowires, [&](const model::Pseudowire& wire) {
        return remote.address.set() && wire.peer == remote.address.value;
      });
    };
    if (std::ranges::any_of(conversion.to.device.l2_services, needs)) continue;
    for (const base::Span& span : {remote.span, remote.address.span}) {
      if (span.valid())
        MarkUnmodelled(conversion, span, model::Impact::kForwarding, "targeted LDP neighbour");
    }
  }
}

}  // namespace

void ConvertL2Vpn(Conversion& conversion) {
  const VrpConfig& from = conversion.from;
  for (const VrpInterface& interface : from.interfaces) {
    if (interface.circuit) ConvertCircuit(conversion, interface);
    if (interface.vsi.name.empty()) continue;
    const auto known = std::ranges::find(from.l2vpn.instances, interface.vsi.name, &VrpVsi::name);
    if (known == from.l2vpn.instances.end())
      ReportUndefined(conversion, interface.vsi, "virtual switch instance", kPaths);
    if (interface.circuit) MarkUnmodelled(conversion, interface.vsi.span, kPaths, kOpenService);
  }
  for (const VrpVsi& instance : from.l2vpn.instances) ConvertInstance(conversion, instance);
  CheckSessions(conversion);
}

}  // namespace ringfence::formats::huawei_vrp
