// The vendor model's part about copies: observing ports, mirrored ports, NetStream.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::formats::huawei_vrp {

/// `observe-port N interface X [vlan V]`, `observe-port N destination-ip A source-ip B [vpn-instance V]`.
struct VrpObservePort {
  std::string index;
  std::string interface;
  std::optional<std::uint16_t> vlan;
  std::optional<net::IpAddress> to, from;
  std::string vrf;
  base::Span span;
};

/// `port-mirroring [to] observe-port N DIRECTION` of an interface.
struct VrpMirror {
  std::string index;
  bool inbound = false, outbound = false;
  base::Span span;
};

/// `ip netstream DIRECTION`, `ip netstream sampler ... DIRECTION` of an interface.
struct VrpNetstreamUse {
  net::Family family = net::Family::kIpv4;
  bool outbound = false;
  bool sampler = false;  ///< alone it counts nothing
  base::Span span;
};

/// `ip netstream export host A PORT [vpn-instance V]`.
struct VrpNetstreamHost {
  net::IpAddress address;
  std::uint16_t port = 0;
  std::string vrf;
  base::Span span;
};

/// `ip netstream export ...` or `ipv6 netstream export ...` of the system view.
struct VrpNetstreamExport {
  std::vector<VrpNetstreamHost> hosts;
  std::optional<net::IpAddress> source;
  std::string source_interface;
};

/// What the system view says.
struct VrpCopying {
  std::vector<VrpObservePort> observe_ports;
  VrpNetstreamExport netstream4, netstream6;
};

/// What an interface says.
struct VrpInterfaceCopying {
  std::vector<VrpMirror> mirrors;
  std::vector<VrpNetstreamUse> netstream;
};

}  // namespace ringfence::formats::huawei_vrp
