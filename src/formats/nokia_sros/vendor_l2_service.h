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

/// `service epipe X`, `service vpls X`.
struct L2ServiceText {
  std::string_view name;
  NodeId node = kNone;
  Stated<bool> admin;
  Stated<std::uint32_t> mtu;
  std::vector<SapText> saps;
  std::vector<SdpBindingText> bindings;
};

}  // namespace ringfence::formats::nokia_sros
