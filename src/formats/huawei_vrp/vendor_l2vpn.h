// Layer-2 services as VRP writes them: pseudowires of an interface and virtual switch instances.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "formats/huawei_vrp/name_use.h"
#include "formats/setting.h"
#include "net/ip.h"

namespace ringfence::formats::huawei_vrp {

/// `mpls l2vc A N [raw|tagged] [mtu M]` of an interface.
struct VrpCircuit {
  net::IpAddress peer;
  std::uint32_t id = 0;
  std::optional<bool> tagged;
  std::optional<std::uint32_t> mtu_bytes;
  base::Span span;
};

/// `peer A [negotiation-vc-id N]` below `pwsignal ldp`.
struct VrpVsiPeer {
  net::IpAddress address;
  std::optional<std::uint32_t> id;
  base::Span span;
};

/// `vsi NAME`.
struct VrpVsi {
  std::string name;
  base::Span span;
  Setting<std::uint32_t> id;  ///< `vsi-id N`
  std::vector<VrpVsiPeer> peers;
  std::optional<bool> tagged;  ///< `encapsulation vlan|ethernet`
  std::optional<std::uint32_t> mtu_bytes;
};

/// `mpls ldp remote-peer NAME`.
struct VrpRemotePeer {
  std::string name;
  base::Span span;
  Setting<net::IpAddress> address;  ///< `remote-ip A`
};

/// What the device says about layer-2 services.
struct VrpL2Vpn {
  bool enabled = false;  ///< `mpls l2vpn`
  std::vector<VrpVsi> instances;
  std::vector<VrpRemotePeer> remote_peers;
};

}  // namespace ringfence::formats::huawei_vrp
