// Where EVPN meets routing on a device: what carries its VLANs and VRFs, and what its gateways stand on.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/device.h"
#include "routing/device_config.h"

namespace ringfence::forwarding {

/// The identifier of a VLAN, or of a service (from 1), of the device in VXLAN, or nullptr.
const model::VxlanSegment* CarriedOf(const model::Device& device, std::uint16_t vlan,
                                     std::uint32_t service = 0);
/// The identifier of what a gateway of hosts stands on, or nullptr.
const model::VxlanSegment* CarriedBelow(const model::Device& device, const model::Interface& interface);
/// The service over labelled paths that a gateway of hosts stands on, or nullptr.
const model::L2Service* LabelledBelow(const model::Device& device, const model::Interface& interface);
/// The identifier of a VRF of the device, or nullptr.
const model::VxlanSegment* RoutedOf(const model::Device& device, std::string_view vrf);
/// EVPN tells prefixes of the VRF, and packets to them take labelled paths.
bool IsRoutedOverLabels(const routing::DeviceConfig& config, std::string_view vrf);

}  // namespace ringfence::forwarding
