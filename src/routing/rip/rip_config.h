// RIP as configured, vendor defaults already applied by the reader (RFC 2453, RFC 2080).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/route_policy.h"
#include "net/ip.h"

namespace ringfence::routing::rip {

/// An interface that takes part.
struct RipInterface {
  std::string name;
  bool passive = false;  ///< listens and does not send
  bool sends = true, receives = true;
  bool split_horizon = true;
  std::uint32_t metric_in = 1, metric_out = 0;  ///< added on the way in and out
  std::string authentication;
  base::Span span;
  friend bool operator==(const RipInterface&, const RipInterface&) = default;
};

/// Routes that enter RIP. Without a metric they cost 1.
struct RipRedistribution {
  model::RouteSource source = model::RouteSource::kConnected;
  std::string process;
  std::vector<std::string> policies;
  std::optional<std::uint32_t> metric;
  bool bgp_internal = false;  ///< of kBgp: routes learned by iBGP too
  base::Span span;
  friend bool operator==(const RipRedistribution&, const RipRedistribution&) = default;
};

/// One process.
struct RipProcess {
  std::string id;
  std::string vrf;
  net::Family family = net::Family::kIpv4;
  bool auto_summary = false;  ///< subnets are summarised at borders of classful networks
  std::uint32_t distance = 120;
  std::uint32_t max_paths = 4;
  std::vector<RipInterface> interfaces;
  std::vector<RipRedistribution> redistributions;
  bool default_origination = false, default_origination_always = false;
  std::uint32_t subnet_metric = 1;  ///< of the subnets of its own interfaces
  /// Policies on these subnets where they are sent, instead of `export_chain`; empty: none of their own.
  std::vector<std::string> subnet_policies;
  /// What RIP knows it announces, also where another source stands in the table.
  bool announces_uninstalled = false;
  /// Fills the next hop of updates (RFC 2453 section 4.4). False: nobody has told.
  bool names_next_hops = false;
  std::optional<model::PolicyChain> import;
  /// What RIP learnt, and the subnets of its interfaces; redistributed routes have policies of their own.
  std::optional<model::PolicyChain> export_chain;
  base::Span span;
  friend bool operator==(const RipProcess&, const RipProcess&) = default;
};

/// All processes of a device.
struct RipConfig {
  std::vector<RipProcess> processes;
  friend bool operator==(const RipConfig&, const RipConfig&) = default;
};

}  // namespace ringfence::routing::rip
