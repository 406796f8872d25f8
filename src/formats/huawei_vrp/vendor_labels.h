// Labels as VRP words them, and segment routing with them and over IPv6.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "formats/flexible_text.h"
#include "formats/huawei_vrp/name_use.h"
#include "formats/segment_routing_text.h"
#include "formats/setting.h"
#include "net/ip.h"
#include "routing/bgp/bgp_config.h"
#include "routing/isis/isis_config.h"
#include "routing/sr/sr_config.h"

namespace ringfence::formats::huawei_vrp {

/// `opcode ::N end-dt4|end-dt6|end-dt46 vpn-instance V`.
struct VrpTableSid {
  std::string vrf;
  bool ipv4 = false, ipv6 = false;
  friend bool operator==(const VrpTableSid&, const VrpTableSid&) = default;
};

/// `locator L ipv6-prefix X N`.
struct VrpLocator {
  std::string name;
  net::Prefix prefix;
  std::vector<VrpTableSid> table_sids;
  base::Span span;
};

/// `segment-routing ipv6 ...` of a family of a VPN instance.
struct VrpSidService {
  std::string vrf;
  routing::bgp::BgpFamily family = routing::bgp::BgpFamily::kIpv4Unicast;
  NameUse locator;
  bool only_static = false;  ///< `auto-sid-disable`
  base::Span best_effort;    ///< invalid: not said
};

/// `segment-routing ipv6`.
struct VrpSrv6 {
  std::optional<net::IpAddress> source;
  base::Span source_span;
  std::vector<VrpLocator> locators;
  std::vector<VrpSidService> services;
};

/// `flex-algo identifier N`.
struct VrpFlexible {
  routing::sr::Algorithm number = routing::sr::kFlexibleMin;
  std::optional<std::uint32_t> priority;
  routing::sr::AlgorithmMetric metric = routing::sr::AlgorithmMetric::kIgp;
  AffinityText affinity;
};

/// `flex-algo N [LEVELS]` of IS-IS.
struct VrpFlexUse {
  routing::sr::Algorithm number = routing::sr::kFlexibleMin;
  routing::isis::Levels levels = routing::isis::kLevelBoth;
  base::Span span;
};

/// `te link-attribute-application flex-algo` of an interface.
struct VrpFlexLink {
  std::vector<std::string> groups;
  std::optional<std::uint32_t> te_metric;
  base::Span span;  ///< of the last line
};

/// `segment-routing ...` of a process.
struct VrpSr {
  base::Span on;  ///< invalid: off
  std::optional<routing::sr::LabelBlock> block;
};

/// `lsp-trigger` and `propagate mapping`: which prefixes get labels.
struct VrpLabelChoice {
  enum Kind : std::uint8_t { kDefault, kAll, kHosts, kListed, kNone };
  Kind kind = kDefault;
  NameUse list;  ///< of kListed
};

/// `static-lsp ROLE NAME`.
struct VrpStaticLsp {
  std::string role;  ///< ingress, transit, egress
  std::string name;
  std::optional<net::Prefix> destination;
  std::string in_interface, out_interface;
  std::optional<net::IpAddress> next_hop;
  std::optional<std::uint32_t> in_label, out_label;
  base::Span span;
};

/// `mpls` and `mpls ldp` of the system view.
struct VrpMpls {
  std::optional<net::IpAddress> lsr_id;
  base::Span lsr_id_span;
  bool enabled = false, ldp = false;
  base::Span ldp_span;
  VrpLabelChoice trigger, propagate;
  bool labelled_bgp = false;   ///< `lsp-trigger bgp-label-route`
  bool explicit_null = false;  ///< `label advertise explicit-null`
  bool independent = false;    ///< `label distribution control-mode independent`
  base::Span independent_span;
  bool te = false, rsvp = false, cspf = false;  ///< `mpls te`, `mpls rsvp-te`, `mpls te cspf`
};

}  // namespace ringfence::formats::huawei_vrp
