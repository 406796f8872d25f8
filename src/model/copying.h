// Copies of packets, and records about them, that a device sends beside the path: port mirroring, flow
// export. Whoever gets the copy reads what the packet shows where it is copied; whoever gets a record sees
// that, when and how much.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::model {

/// What a session sends.
enum class CopiedWhat : std::uint8_t {
  kPackets,  ///< whole packets (a truncated one shows no less to whom it matters)
  kRecords,  ///< records of flows: headers, volumes, times
};

/// Where packets are copied. Sampling does not matter: some packet is copied.
struct CopySource {
  std::string interface;  ///< as the device names it: a port with all that stands on it, or one of those
  bool inbound = false;
  bool outbound = false;
  bool ipv4 = true, ipv6 = true;  ///< families that count
  /// False: what is not modelled (a filter, a switch that is off by default) may copy less, or nothing.
  bool certain = true;
  base::Span span;
  friend bool operator==(const CopySource&, const CopySource&) = default;
};

/// Where copies go: out of a port as they are, or inside a packet of their own to an address.
struct CopyTarget {
  std::string interface;              ///< the observing port; empty: routed to `address`
  std::optional<std::uint16_t> vlan;  ///< tag that copies get at the port: made for switches behind it
  std::optional<net::IpAddress> address;
  std::optional<net::IpAddress> from;  ///< source address; absent: one of the device
  std::string vrf;                     ///< table in which `address` is looked up
  std::uint8_t protocol = 0;           ///< of the packet around the copy
  std::uint16_t port = 0;              ///< its destination port; 0: none
  base::Span span;
  friend bool operator==(const CopyTarget&, const CopyTarget&) = default;
};

/// Everything copied at some source goes to every target.
struct CopySession {
  std::string name;  ///< what evidence calls it
  CopiedWhat what = CopiedWhat::kPackets;
  std::vector<CopySource> sources;
  std::vector<CopyTarget> targets;  ///< none: it is not known where copies go
  friend bool operator==(const CopySession&, const CopySession&) = default;
};

}  // namespace ringfence::model
