// The part of the vendor model that is about links, paths and bindings of traffic engineering.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"
#include "routing/te/te_config.h"

namespace ringfence::formats::huawei_vrp {

/// `mpls te ...` and `mpls rsvp-te` of an interface that is a link.
struct VrpTeLink {
  bool on = false, rsvp = false;
  base::Span span;
  std::optional<std::uint32_t> metric, groups;
  std::optional<std::uint32_t> max_reservable_kbps, bc0_kbps;
};

/// `explicit-path P`.
struct VrpExplicitPath {
  std::string name;
  std::vector<routing::te::PathHop> hops = {};
  bool complete = true;  ///< nothing else is said
};

/// `tunnel binding destination A te T`.
struct VrpTunnelBinding {
  net::IpAddress destination;
  std::string tunnel;
  bool falls_back = false;  ///< `down-switch`
  base::Span span;
};

}  // namespace ringfence::formats::huawei_vrp
