// The configuration as the text says it: no defaults, references unresolved, every fact with its line.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/bgp_text.h"
#include "formats/numbered_lines.h"
#include "formats/policy_text.h"
#include "formats/setting.h"
#include "model/acl.h"
#include "model/device.h"
#include "routing/isis/isis_config.h"
#include "routing/ospf/ospf_config.h"
#include "routing/static_routes/static_config.h"
#include "routing/vrf_config.h"

namespace ringfence::formats::zte_zxros {

/// The text keeps values of the protocols in the types of their configuration.
namespace ospf = routing::ospf;
namespace isis = routing::isis;

/// `interface X` with its block, and what other sections say about the port.
struct InterfaceText {
  std::string name;
  base::Span span;
  Setting<bool> shutdown;
  std::vector<model::InterfaceAddress> addresses;
  Setting<std::string> vrf, description, bundle;
  Setting<std::uint32_t> ip_mtu, vlan, bandwidth_kbps;
  model::AclUse acl_in4, acl_out4;
};

/// `network A W` of an area.
struct OspfNetworkText {
  net::IpAddress address, wildcard;
  ospf::AreaId area = 0;
  base::Span span;
};

/// `interface X` of an area.
struct OspfInterfaceText {
  std::string name;
  ospf::AreaId area = 0;
  base::Span span;
  Setting<std::uint32_t> cost, hello_s, dead_s, priority;
  Setting<ospf::NetworkType> type;
  bool mtu_ignore = false, passive = false;
};

/// `redistribute ...` of OSPF. Internal and external routes of BGP are two statements.
struct RedistributeText {
  ospf::Redistribution value;
  Setting<std::string> route_map;
  bool internal_only = false;
};

/// `router ospf N [vrf V]`.
struct OspfText {
  std::uint32_t id = 1;
  std::string vrf;
  base::Span span;
  Setting<net::IpAddress> router_id;
  std::vector<OspfNetworkText> networks;
  std::vector<OspfInterfaceText> interfaces;
  std::vector<ospf::OspfArea> areas;
  std::vector<RedistributeText> redistributions;
  Setting<ospf::DefaultOrigination> default_origination;
  std::map<std::string, bool> passive;  ///< by interface
  bool passive_default = false;
  Setting<std::uint32_t> maximum_paths, reference_mbps, distance;
};

/// `interface X` of `router isis`.
struct IsisInterfaceText {
  isis::IsisInterface value;
  Setting<isis::Levels> levels;
  Setting<std::uint32_t> metric1, metric2;
};

/// `router isis [N] [vrf V]`.
struct IsisText {
  std::string tag, vrf;
  base::Span span;
  std::vector<std::string> areas;
  std::string system_id;
  Setting<isis::Levels> levels;
  Setting<isis::MetricStyle> style;
  Setting<std::uint32_t> maximum_paths, distance;
  bool overload = false;
  std::vector<IsisInterfaceText> interfaces;
};

/// `ipv4-access-list X`; lines by number of the rule.
struct AclText {
  std::string name;
  NumberedLines lines;
  NumberedLines open;  ///< those that are not modelled
  base::Span span;
};

/// `mpls ldp instance 1`.
struct LdpText {
  base::Span span;
  Setting<std::string> router_id;  ///< interface
  std::map<std::string, base::Span> interfaces;
};

/// The whole file.
struct VendorConfig {
  Setting<std::string> hostname;
  std::vector<InterfaceText> interfaces;
  std::vector<routing::VrfConfig> vrfs;
  std::vector<routing::static_routes::StaticRoute> statics;
  std::vector<OspfText> ospf;
  std::vector<IsisText> isis;
  std::vector<AclText> acls;
  PolicyTexts policies;
  BgpText bgp;
  LdpText ldp;
};

}  // namespace ringfence::formats::zte_zxros
