// Layer-2 services as text.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/huawei_vrp/print.h"

namespace ringfence::formats::huawei_vrp {
namespace {

/// One port and one pseudowire, as `mpls l2vc` of the port says it.
bool IsCircuit(const model::L2Service& service) {
  return service.attachments.size() == 1 && service.attachments[0].interface == service.name &&
         service.pseudowires.size() == 1 && !service.pseudowires[0].mesh;
}

bool IsOfVlan(const model::Pseudowire& wire) { return wire.type == model::PseudowireType::kVlan; }

void PrintInstance(Printing& out, const model::L2Service& service) {
  out.text += fmt::format("vsi {} static\n", service.name);
  if (!service.pseudowires.empty()) {
    const model::Pseudowire& first = service.pseudowires[0];
    out.text += fmt::format(" encapsulation {}\n", IsOfVlan(first) ? "vlan" : "ethernet");
    if (first.mtu_bytes != model::kPseudowireMtuBytes) out.text += fmt::format(" mtu {}\n", first.mtu_bytes);
  }
  out.text += " pwsignal ldp\n";
  for (const model::Pseudowire& wire : service.pseudowires)
    out.text += fmt::format("  peer {} negotiation-vc-id {}\n", net::ToString(wire.peer), wire.id);
  out.text += "#\n";
}

}  // namespace

void PrintL2Vpn(Printing& out) {
  const auto& services = out.config.device.l2_services;
  PrintBridges(out);
  if (std::ranges::all_of(services, IsBridge)) return;
  out.text += "mpls l2vpn\n#\n";
  std::set<net::IpAddress> peers;
  for (const model::L2Service& service : services) {
    for (const model::Pseudowire& wire : service.pseudowires) peers.insert(wire.peer);
    if (!IsCircuit(service) && !IsBridge(service)) PrintInstance(out, service);
  }
  for (const net::IpAddress& peer : peers) {
    const std::string address = net::ToString(peer);
    out.text += fmt::format("mpls ldp remote-peer to-{}\n remote-ip {}\n#\n", address, address);
  }
}

void PrintInterfaceL2Vpn(Printing& out, const model::Interface& interface) {
  for (const model::L2Service& service : out.config.device.l2_services) {
    const bool bound =
        std::ranges::count(service.attachments, interface.name, &model::Attachment::interface) > 0;
    if (!bound) continue;
    if (IsBridge(service)) {
      PrintBridgePort(out, interface, service);
      continue;
    }
    if (!IsCircuit(service)) {
      out.text += fmt::format(" l2 binding vsi {}\n", service.name);
      continue;
    }
    const model::Pseudowire& wire = service.pseudowires[0];
    out.text += fmt::format(" mpls l2vc {} {} {} mtu {}\n", net::ToString(wire.peer), wire.id,
                            IsOfVlan(wire) ? "tagged" : "raw", wire.mtu_bytes);
  }
}

}  // namespace ringfence::formats::huawei_vrp
