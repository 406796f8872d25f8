// Routing instances (VRFs) of a device: what goes in and out of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/route_policy.h"
#include "net/ip.h"

namespace ringfence::routing {

/// Routes copied from another VRF of the same device.
struct VrfLeak {
  std::string from_vrf;  ///< "" is the default one
  net::Family family = net::Family::kIpv4;
  /// Copied between BGP tables: take part in the decision process and are advertised. Else copied between
  /// routing tables, as the protocol they have there.
  bool through_bgp = false;
  std::vector<model::RouteSource> sources;  ///< empty: all
  std::vector<std::string> policies;        ///< empty: everything
  base::Span span;
  friend bool operator==(const VrfLeak&, const VrfLeak&) = default;
};

/// One VRF. The default one has a VrfConfig only when something is said about it.
struct VrfConfig {
  std::string name;  ///< "" is the default one
  std::string route_distinguisher;
  /// Route targets as communities ("target:65000:1") per family.
  std::vector<model::CommunityText> import_targets4, export_targets4, import_targets6, export_targets6;
  /// Route targets of its prefixes in EVPN (RFC 9136), for both families.
  std::vector<model::CommunityText> evpn_import_targets, evpn_export_targets;
  /// They lead over labelled paths to the PE that told them, as routes of the VPN families do; else to the
  /// tunnel end of VXLAN that the VRF has.
  bool evpn_over_labels = false;
  /// Targets of the VPN families say nothing of EVPN. On other systems they may count there too.
  bool targets_of_labels_only = false;
  /// Routes that another VRF of this device exports with a matching target are imported too. Some systems do
  /// so only when told.
  bool imports_from_own_device = true;
  /// What another VRF of this device did not learn by BGP keeps its protocol for the policies of this one.
  /// Else it is a route of BGP here.
  bool imports_keep_protocol = false;
  std::vector<std::string> import_policies, export_policies;  ///< to import, without targets they decide
  /// One label stands for the whole table; else each route has its own (RFC 4364 section 4.3.2).
  bool label_per_table = false;
  std::vector<VrfLeak> leaks;
  bool forwards4 =
      true;  ///< packets that arrive on its interfaces are routed; of the default one: see Device
  bool forwards6 = true;
  base::Span span;
  friend bool operator==(const VrfConfig&, const VrfConfig&) = default;
};

}  // namespace ringfence::routing
