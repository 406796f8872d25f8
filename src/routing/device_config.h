// All that one device's text says: the neutral device and the configuration of each protocol.
#pragma once

#include <cstdint>
#include <vector>

#include "model/device.h"
#include "model/route_policy.h"
#include "routing/bgp/bgp_config.h"
#include "routing/eigrp/eigrp_config.h"
#include "routing/isis/isis_config.h"
#include "routing/ldp/ldp_config.h"
#include "routing/ospf/ospf_config.h"
#include "routing/rip/rip_config.h"
#include "routing/sr/sr_config.h"
#include "routing/srv6/srv6_config.h"
#include "routing/static_lsps/static_lsp_config.h"
#include "routing/static_routes/static_config.h"
#include "routing/te/te_config.h"
#include "routing/vrf_config.h"

namespace ringfence::routing {

/// What a format reader produces for one device, defaults of its NOS applied.
struct DeviceConfig {
  model::Device device;
  std::vector<VrfConfig> vrfs;  ///< every VRF that is named by anything but a use
  model::PolicySet policies;
  static_routes::StaticConfig static_routes;
  ospf::OspfConfig ospf;
  isis::IsisConfig isis;
  rip::RipConfig rip;
  eigrp::EigrpConfig eigrp;
  bgp::BgpConfig bgp;
  ldp::LdpConfig ldp;
  sr::SrConfig sr;
  srv6::Srv6Config srv6;
  static_lsps::StaticLspConfig static_lsps;
  te::TeConfig te;
  std::uint32_t connected_distance = 0;
  bool local_routes = true;  ///< the table lists a host route per own address ("L", direct /32)
  friend bool operator==(const DeviceConfig&, const DeviceConfig&) = default;
};

}  // namespace ringfence::routing
