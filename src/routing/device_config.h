// All that one device's text says: the neutral device and the configuration of each protocol.
#pragma once

#include <cstdint>

#include "model/device.h"
#include "routing/ospf/ospf_config.h"
#include "routing/static_routes/static_config.h"

namespace ringfence::routing {

/// What a format reader produces for one device, defaults of its NOS applied.
struct DeviceConfig {
  model::Device device;
  static_routes::StaticConfig static_routes;
  ospf::OspfConfig ospf;
  std::uint32_t connected_distance = 0;
  bool local_routes = true;  ///< the table lists a host route per own address ("L", direct /32)
  friend bool operator==(const DeviceConfig&, const DeviceConfig&) = default;
};

}  // namespace ringfence::routing
