// Bridged and emulated services. A service and a tunnel are down until the text enables them, their parts are
// up. The tag of a port's SAP comes off on the way in. A service tells its MTU without the Ethernet header.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr std::uint32_t kServiceHeaderBytes = 14, kTagMax = 4094;
constexpr const char* kOpenService = "layer-2 service";

/// Splits "12:77"; nothing when a number is missing.
std::optional<std::uint32_t> NumberOf(std::string_view binding, std::string_view& tunnel) {
  const std::size_t colon = binding.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  tunnel = binding.substr(0, colon);
  return ParseNumber(binding.substr(colon + 1), 1, 0xffffffffU);
}

const Port* PortText(const SrosText& text, std::string_view name) {
  const auto found = std::ranges::find(text.ports, name, &Port::name);
  return found == text.ports.end() ? nullptr : &*found;
}

/// A port without tags, or one VLAN of a port with them; everything else is open.
void AddSap(Reader& reader, const SrosText& text, const SapText& sap, model::L2Service& service,
            routing::DeviceConfig& config) {
  const std::string_view name = reader.word(sap.node);
  const std::size_t colon = name.find(':');
  const std::string_view below = name.substr(0, colon);
  const model::InterfaceIndex index = model::FindInterface(config.device, below);
  if (!index.valid()) return reader.Undefined(sap.node, "port");
  const Port* port = PortText(text, below);
  const std::string_view tags = port == nullptr ? "" : port->encapsulation.value_or("null");
  const base::Span span = reader.SpanOf(sap.node);
  if (colon == std::string_view::npos) {
    if (tags != "null") reader.Unmodelled(sap.node, kPaths, kOpenService);
    if (sap.admin.value_or(true))
      service.attachments.push_back({.interface = std::string(below), .span = span});
    return;
  }
  const auto vlan = ParseNumber(name.substr(colon + 1), 1, kTagMax);
  if (!vlan || tags != "dot1q") return reader.Unmodelled(sap.node, kPaths, kOpenService);
  model::Interface unit;
  unit.name = name;
  unit.kind = model::InterfaceKind::kLogical;
  unit.parent = below;
  unit.vlan = static_cast<std::uint16_t>(*vlan);
  unit.admin_up = sap.admin.value_or(true);
  unit.span = span;
  if (!unit.admin_up) unit.down_span = sap.admin.span;
  config.device.interfaces.push_back(std::move(unit));
  service.attachments.push_back({.interface = std::string(name), .span = span});
}

void AddBinding(Reader& reader, const SrosText& text, const SdpBindingText& binding, std::uint32_t mtu,
                model::L2Service& service) {
  if (!binding.admin.value_or(true)) return;
  std::string_view tunnel;
  const auto number = NumberOf(reader.word(binding.node), tunnel);
  const auto sdp = std::ranges::find(text.sdps, tunnel, &SdpText::number);
  if (!number) return reader.Unmodelled(binding.node, kPaths, kOpenService);
  if (sdp == text.sdps.end()) return reader.Undefined(binding.node, "service tunnel");
  if (!sdp->admin.value_or(false)) return;  // down
  const bool known =
      sdp->delivery.value_or("gre") == "mpls" && sdp->ldp.value_or(false) && sdp->far_end.set();
  if (!known) return reader.Unmodelled(binding.node, kPaths, "service tunnel");
  model::Pseudowire wire;
  wire.peer = sdp->far_end.value;
  wire.id = *number;
  wire.mtu_bytes = mtu;
  wire.mesh = binding.mesh;
  wire.span = reader.SpanOf(binding.node);
  service.pseudowires.push_back(std::move(wire));
}

/// The interface is in the model with its table; what stands on a service that is not there is open.
void AddRouted(Reader& reader, const SrosText& text, const RouterInterface& from,
               routing::DeviceConfig& config) {
  if (!from.vpls.set()) return;
  const auto known = std::ranges::find(text.l2_services, from.vpls.value, &L2ServiceText::name);
  if (known == text.l2_services.end()) return reader.Undefined(from.vpls.node, "bridged service");
  const auto service = std::ranges::find(config.device.l2_services, from.vpls.value, &model::L2Service::name);
  const bool plain = !known->pipe && known->routed && !from.port.set() && !from.loopback.set();
  if (!plain || service == config.device.l2_services.end())
    return reader.Unmodelled(from.vpls.node, kPaths, "interface in a bridged service");
  service->routed.push_back(from.model_name);
}

}  // namespace

void ConvertL2Services(Reader& reader, const SrosText& text, routing::DeviceConfig& config) {
  for (const L2ServiceText& from : text.l2_services) {
    if (!from.admin.value_or(false)) continue;
    model::L2Service service;
    service.name = from.name;
    service.span = reader.SpanOf(from.node);
    const std::uint32_t mtu = from.mtu.set() && from.mtu.value > kServiceHeaderBytes
                                  ? from.mtu.value - kServiceHeaderBytes
                                  : model::kPseudowireMtuBytes;
    for (const SapText& sap : from.saps) AddSap(reader, text, sap, service, config);
    for (const SdpBindingText& binding : from.bindings) AddBinding(reader, text, binding, mtu, service);
    config.device.l2_services.push_back(std::move(service));
  }
  for (const RouterText& router : text.routers) {
    for (const RouterInterface& interface : router.interfaces) AddRouted(reader, text, interface, config);
  }
}

}  // namespace ringfence::formats::nokia_sros
