// Bridged and emulated services, and the tunnels that they name, as the text says.
#pragma once

#include <string_view>
#include <vector>

#include "formats/nokia_sros/reader.h"
#include "net/ip.h"

namespace ringfence::formats::nokia_sros {

/// `service sdp N`.
struct SdpText {
  std::string_view number;
  NodeId node = kNone;
  Stated<bool> admin, ldp;
  Stated<std::string_view> delivery;
  Stated<net::IpAddress> far_end;
};

/// `sap P:T`.
struct SapText {
  NodeId node = kNone;
  Stated<bool> admin;
};

/// `spoke-sdp S:N`, `mesh-sdp S:N`.
struct SdpBindingText {
  NodeId node = kNone;
  bool mesh = false;
  Stated<bool> admin;
};

/// `bgp`, `bgp-evpn` of a service: what it tells others of itself, and how frames get to them.
struct ServiceEvpnText {
  NodeId node = kNone;  ///< of `mpls N` below `bgp-evpn`; none: no labelled paths
  Stated<bool> admin;   ///< of that
  Stated<std::uint32_t> evi;
  Stated<std::string_view> resolution, import_target, export_target;
  Stated<bool> tunnel_ldp;
  Stated<std::uint32_t> local_tag, remote_tag;  ///< of a pipe
  bool several = false;                         ///< instances of BGP, or ends of a pipe
};

/// `service epipe X`, `service vpls X`.
struct L2ServiceText {
  std::string_view name;
  NodeId node = kNone;
  Stated<bool> admin;
  Stated<std::uint32_t> mtu;
  std::vector<SapText> saps;
  std::vector<SdpBindingText> bindings;
  bool pipe = false;
  bool routed = false;  ///< `routed-vpls`: an interface may stand on it
  ServiceEvpnText evpn;
};

}  // namespace ringfence::formats::nokia_sros
