#include "formats/cisco_iosxr/bgp_dialect.h"

#include "formats/cisco_iosxr/interface_name.h"

namespace ringfence::formats::cisco_iosxr {

const BgpDialect& Dialect() {
  static constexpr BgpDialect kDialect{
      .ipv4_active_by_default = false,
      .mention_activates = true,
      .ebgp_needs_policy = true,
      .sends_standard = true,
      .sends_extended = true,
      .sends_large = true,
      .silent_to_ebgp = true,
      .redistributes_ospf_external = true,
      .take_interface = TakeInterfaceName,
  };
  return kDialect;
}

}  // namespace ringfence::formats::cisco_iosxr
