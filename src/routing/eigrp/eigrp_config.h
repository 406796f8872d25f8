// EIGRP as configured, vendor defaults already applied by the reader (RFC 7868).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/route_policy.h"
#include "net/ip.h"

namespace ringfence::routing::eigrp {

/// The vector metric of a route or an interface.
struct EigrpMetric {
  std::uint64_t bandwidth_kbps = 0;
  std::uint64_t delay_ps = 0;  ///< picoseconds; classic mode counts tens of microseconds
  std::uint32_t reliability = 255, load = 1, mtu_bytes = 1500;
  friend bool operator==(const EigrpMetric&, const EigrpMetric&) = default;
};

/// An interface that takes part.
struct EigrpInterface {
  std::string name;
  bool passive = false;  ///< prefixes advertised, no adjacency
  bool split_horizon = true;
  EigrpMetric metric;  ///< bandwidth and delay as configured or by type of port
  std::vector<net::Prefix> summaries;
  std::string authentication;
  base::Span span;
  friend bool operator==(const EigrpInterface&, const EigrpInterface&) = default;
};

/// Routes that enter EIGRP. Without a metric only connected, static by interface, and other EIGRP routes
/// enter.
struct EigrpRedistribution {
  model::RouteSource source = model::RouteSource::kConnected;
  std::string process;
  std::vector<std::string> policies;
  std::optional<EigrpMetric> metric;
  base::Span span;
  friend bool operator==(const EigrpRedistribution&, const EigrpRedistribution&) = default;
};

/// `distribute-list`, `offset-list`: on all interfaces when `interface` is empty.
struct EigrpFilter {
  bool in = true;
  std::string interface;
  model::PolicyChain chain;
  friend bool operator==(const EigrpFilter&, const EigrpFilter&) = default;
};

/// One process of one VRF.
struct EigrpProcess {
  std::uint32_t as = 0;
  std::string name;  ///< of named mode; empty: classic mode
  std::string vrf;
  net::Family family = net::Family::kIpv4;
  bool wide_metrics = false;  ///< 64-bit metrics of named mode
  std::uint32_t rib_scale = 128;
  std::array<std::uint32_t, 6> k = {1, 0, 1, 0, 0, 0};
  std::optional<net::IpAddress> router_id;
  bool auto_summary = false;
  std::optional<EigrpMetric> default_metric;
  std::uint32_t distance_internal = 90, distance_external = 170, distance_summary = 5;
  std::uint32_t variance = 1, max_paths = 4;
  bool stub = false;  ///< never transit
  bool stub_connected = false, stub_summary = false, stub_static = false, stub_redistributed = false;
  std::vector<EigrpInterface> interfaces;
  std::vector<EigrpRedistribution> redistributions;
  std::vector<EigrpFilter> filters;
  base::Span span;
  friend bool operator==(const EigrpProcess&, const EigrpProcess&) = default;
};

/// All processes of a device.
struct EigrpConfig {
  std::vector<EigrpProcess> processes;
  friend bool operator==(const EigrpConfig&, const EigrpConfig&) = default;
};

}  // namespace ringfence::routing::eigrp
