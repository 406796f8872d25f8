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

/// `evpn vpn-instance NAME bd-mode|vpws`. Targets are communities.
struct VrpEvpnInstance {
  std::string name;
  bool wire = false;  ///< `vpws`
  base::Span span;
  std::string distinguisher;  ///< routes of devices are told apart by their addresses as well
  std::vector<std::string> imports, exports;
};

/// `bridge-domain N`, and `evpl instance N`, which joins one port with one far port.
struct VrpBridge {
  std::string name;  ///< as the model has it
  std::uint32_t number = 0;
  bool wire = false;
  base::Span span;
  NameUse instance;                                  ///< `evpn binding vpn-instance NAME [bd-tag T]`
  std::uint32_t tag = 0;                             ///< `bd-tag`
  Setting<std::uint32_t> vni;                        ///< `vxlan vni V`
  std::optional<std::uint32_t> local_id, remote_id;  ///< `local-service-id L remote-service-id R`
};

/// `bridge-domain N` or `evpl instance N` of a sub-interface of mode l2, and what it makes of tags.
struct VrpBridgePort {
  bool layer2 = false;  ///< `mode l2`
  bool pops = false;    ///< `rewrite pop single`
  bool wire = false;    ///< of an `evpl instance`
  Setting<std::uint32_t> number;
};

/// What the device says about layer-2 services.
struct VrpL2Vpn {
  bool enabled = false;  ///< `mpls l2vpn`
  std::vector<VrpVsi> instances;
  std::vector<VrpRemotePeer> remote_peers;
  std::vector<VrpEvpnInstance> evpn_instances;
  std::vector<VrpBridge> bridges;
  Setting<net::IpAddress> evpn_source;  ///< `evpn source-address A`
};

}  // namespace ringfence::formats::huawei_vrp
