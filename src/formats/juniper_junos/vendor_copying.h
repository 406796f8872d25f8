// What the text says about copies of packets: port mirroring, analyzers, sampling, sFlow.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "formats/juniper_junos/vendor_routing.h"
#include "net/ip.h"

namespace ringfence::formats::juniper_junos {

/// Where mirrored packets go: an interface, or an address around which they are wrapped.
struct MirrorOutput {
  std::string_view interface;
  std::optional<net::IpAddress> address;
  NodeId node = kNone;
};

/// `forwarding-options port-mirroring`, or one `instance` of it.
struct MirrorInstance {
  std::string_view name;                             ///< empty: the global one
  std::array<std::vector<MirrorOutput>, 2> outputs;  ///< by net::Family
};

/// An interface that is copied.
struct CopiedPort {
  std::string_view interface;
  bool inbound = false, outbound = false;
  NodeId node = kNone;
};

/// `forwarding-options analyzer NAME`.
struct Analyzer {
  std::string_view name;
  std::vector<CopiedPort> sources;
  std::vector<MirrorOutput> outputs;
};

/// `flow-server A`, `collector A` of sFlow.
struct FlowServer {
  net::IpAddress address;
  std::uint16_t port = 0;
  std::string_view vrf;  ///< empty: the main table
  std::optional<net::IpAddress> source;
  NodeId node = kNone;
};

/// `forwarding-options sampling`, or one `instance` of it.
struct SamplingInstance {
  std::string_view name;                           ///< empty: the global one
  std::array<std::vector<FlowServer>, 2> servers;  ///< by net::Family
};

/// `protocols sflow`.
struct SflowText {
  std::vector<FlowServer> collectors;
  std::vector<CopiedPort> ports;
  std::optional<net::IpAddress> source;
};

/// All of it.
struct CopyingText {
  std::vector<MirrorInstance> mirrors;
  std::vector<Analyzer> analyzers;
  std::vector<SamplingInstance> sampling;
  bool sampling_bound = false;  ///< hardware is told an instance of sampling
  SflowText sflow;
};

}  // namespace ringfence::formats::juniper_junos
