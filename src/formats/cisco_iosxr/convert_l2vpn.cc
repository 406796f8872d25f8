// Layer-2 services. The tag by which frames come in stays on them unless `rewrite` takes it off; a pseudowire
// is of type Ethernet, and tells what the port has left for a payload: a sub-interface has room for one tag
// more, which `rewrite` gives up (characterization.md).

#include <algorithm>

#include "formats/cisco_iosxr/convert.h"
#include "formats/cisco_iosxr/interface_name.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

constexpr std::uint32_t kHeaderBytes = 14, kTagBytes = 4, kPortMtuBytes = 1514;

const InterfaceText* FindText(const Reader& reader, std::string_view name) {
  const auto& interfaces = reader.vendor.interfaces;
  const auto found = std::ranges::find(interfaces, name, &InterfaceText::name);
  return found == interfaces.end() ? nullptr : &*found;
}

std::uint32_t PayloadOf(const Reader& reader, const InterfaceText& port) {
  const std::string_view parent = ParentOfName(port.name);
  const InterfaceText* below = parent.empty() ? nullptr : FindText(reader, parent);
  std::uint32_t mtu =
      port.mtu.value_or(below == nullptr ? kPortMtuBytes : below->mtu.value_or(kPortMtuBytes));
  if (!parent.empty() && !port.mtu.set()) mtu += kTagBytes;
  const std::uint32_t around = kHeaderBytes + (port.pops_tag ? kTagBytes : 0);
  return mtu > around ? mtu - around : 0;
}

void ConvertService(Reader& reader, const L2ServiceText& from, routing::DeviceConfig& config) {
  model::L2Service service{.name = from.name, .attachments = {}, .pseudowires = {}, .span = from.span};
  std::uint32_t mtu = model::kPseudowireMtuBytes;
  for (const auto& [name, span] : from.ports) {
    const InterfaceText* port = FindText(reader, name);
    const bool whole = ParentOfName(name).empty();
    const bool plain = port != nullptr && port->layer2 && port->addresses.empty() &&
                       !port->odd_frames.valid() && (whole ? !port->pops_tag : port->vlan.set());
    if (!plain || (from.bridges && port->mtu.set())) reader.Demote(span, kPaths, "layer-2 service");
    if (port == nullptr) continue;
    service.attachments.push_back({.interface = name, .keeps_tag = !port->pops_tag, .span = span});
    if (!from.bridges) mtu = PayloadOf(reader, *port);
  }
  const std::size_t ends = from.ports.size() + from.wires.size();
  for (const L2ServiceText::Wire& wire : from.wires) {
    model::Pseudowire to;
    to.peer = wire.peer;
    to.id = wire.id;
    to.mtu_bytes = mtu;
    to.mesh = wire.mesh;
    to.span = wire.span;
    if (!from.bridges && ends > 2) reader.Demote(wire.span, kPaths, "layer-2 service");
    service.pseudowires.push_back(std::move(to));
  }
  config.device.l2_services.push_back(std::move(service));
}

}  // namespace

void ConvertL2Vpn(Reader& reader, routing::DeviceConfig& config) {
  for (const L2ServiceText& service : reader.vendor.l2_services) ConvertService(reader, service, config);
  for (const InterfaceText& port : reader.vendor.interfaces) {
    const bool attached = std::ranges::any_of(reader.vendor.l2_services, [&](const L2ServiceText& service) {
      return std::ranges::any_of(service.ports, [&](const auto& one) { return one.first == port.name; });
    });
    // Without a service no frame goes anywhere, if all services are known.
    if (port.layer2 && !attached) reader.Demote(port.layer2_span, kPaths, "bridging");
    if (attached && port.odd_frames.valid()) reader.Demote(port.odd_frames, kPaths, "frames of a port");
  }
}

}  // namespace ringfence::formats::cisco_iosxr
