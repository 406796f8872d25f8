#include "forwarding/evpn_gateways.h"

#include <algorithm>

namespace ringfence::forwarding {
namespace {

bool StandsOn(const model::L2Service& service, const model::Interface& interface) {
  return std::ranges::count(service.routed, interface.name) > 0;
}

}  // namespace

const model::VxlanSegment* CarriedOf(const model::Device& device, std::uint16_t vlan, std::uint32_t service) {
  if (!device.vxlan || !device.vxlan->local) return nullptr;
  const auto found = std::ranges::find_if(device.vxlan->segments, [&](const model::VxlanSegment& segment) {
    if (service == 0) return segment.vlan == vlan;
    return vlan == 0 && segment.service == device.l2_services[service - 1].name;
  });
  return found == device.vxlan->segments.end() ? nullptr : &*found;
}

const model::VxlanSegment* CarriedBelow(const model::Device& device, const model::Interface& interface) {
  if (interface.kind != model::InterfaceKind::kSvi) return nullptr;
  if (interface.vlan) return CarriedOf(device, *interface.vlan);
  for (std::uint32_t s = 0; s < device.l2_services.size(); ++s) {
    if (StandsOn(device.l2_services[s], interface)) return CarriedOf(device, 0, s + 1);
  }
  return nullptr;
}

const model::L2Service* LabelledBelow(const model::Device& device, const model::Interface& interface) {
  const auto found = std::ranges::find_if(device.l2_services, [&](const model::L2Service& service) {
    return service.evpn && service.evpn->local && StandsOn(service, interface);
  });
  return found == device.l2_services.end() ? nullptr : &*found;
}

const model::VxlanSegment* RoutedOf(const model::Device& device, std::string_view vrf) {
  if (!device.vxlan || !device.vxlan->local) return nullptr;
  const auto found = std::ranges::find_if(device.vxlan->segments, [vrf](const auto& segment) {
    return !segment.bridges() && segment.vrf == vrf;
  });
  return found == device.vxlan->segments.end() ? nullptr : &*found;
}

bool IsRoutedOverLabels(const routing::DeviceConfig& config, std::string_view vrf) {
  const auto found = std::ranges::find(config.vrfs, vrf, &routing::VrfConfig::name);
  return found != config.vrfs.end() && found->evpn_over_labels;
}

}  // namespace ringfence::forwarding
