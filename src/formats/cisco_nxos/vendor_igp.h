// OSPF, IS-IS, EIGRP and RIP as the text says it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/setting.h"
#include "model/route_policy.h"
#include "net/ip.h"
#include "routing/eigrp/eigrp_config.h"
#include "routing/isis/isis_config.h"
#include "routing/ospf/ospf_config.h"
#include "routing/rip/rip_config.h"

namespace ringfence::formats::cisco_nxos {

/// The text keeps values of the protocols in the types of their configurations.
namespace ospf = routing::ospf;
namespace isis = routing::isis;
namespace eigrp = routing::eigrp;
namespace rip = routing::rip;

/// Takes the other value when this one is not set.
template <class T>
void Fill(Setting<T>& mine, const Setting<T>& other) {
  if (!mine.set()) mine = other;
}

/// `redistribute SOURCE [TAG] route-map M`.
struct RedistributeText {
  model::RouteSource source = model::RouteSource::kConnected;
  std::string process;
  Setting<std::string> route_map;
  base::Span span;
};

/// `default-information originate [always] [route-map M]`.
struct DefaultText {
  bool always = false;
  Setting<std::string> route_map;
};

/// Authentication of an interface or area: "null", "text", "md5", "chain:NAME".
struct AuthenticationText {
  Setting<std::string> kind;
  std::string text_key;                           ///< digest
  std::map<std::uint32_t, std::string> md5_keys;  ///< digests by key id
};

/// OSPF statements under an interface, of one version.
struct OspfInterfaceText {
  Setting<std::string> process;  ///< `ip router ospf TAG area A`
  ospf::AreaId area = 0;
  bool secondaries = true;
  Setting<std::uint32_t> cost, hello_s, dead_s, priority;
  Setting<ospf::NetworkType> type;
  Setting<bool> passive, mtu_ignore, shutdown, advertise_subnet;
  AuthenticationText authentication;
};

/// `area X filter-list route-map M in|out`.
struct FilterListText {
  ospf::AreaId area = 0;
  bool in = true;
  Setting<std::string> route_map;
};

/// One VRF of `router ospf TAG`.
struct OspfVrfText {
  std::string vrf;
  base::Span span;
  Setting<net::IpAddress> router_id;
  Setting<bool> shutdown, passive_default, rfc1583, max_metric;
  Setting<std::uint64_t> reference_bandwidth_bps;
  Setting<std::uint32_t> default_metric, maximum_paths, distance;
  Setting<bool> discard_internal;  ///< `discard-route internal`
  std::vector<ospf::OspfArea> areas;
  std::map<ospf::AreaId, std::string> area_authentication;  ///< "text", "md5"
  std::vector<FilterListText> filter_lists;
  std::vector<RedistributeText> redistributions;
  Setting<DefaultText> default_origination;
  // At the edge of a VPN.
  std::string domain_id;   ///< empty: what the system takes is not known
  bool no_domain = false;  ///< `domain-id null`
  Setting<std::uint32_t> domain_tag;
  Setting<bool> ignores_down;  ///< `down-bit-ignore`
  std::vector<ospf::ShamLink> sham_links;
};

/// `router ospf TAG`, `router ospfv3 TAG`; the first VRF is the default one.
struct OspfText {
  std::string tag;
  net::Family family = net::Family::kIpv4;
  base::Span span;
  std::vector<OspfVrfText> vrfs;
};

/// IS-IS statements under an interface.
struct IsisInterfaceText {
  Setting<std::string> process4, process6;
  Setting<isis::Levels> levels, passive;
  Setting<std::uint32_t> metric1, metric2;
  Setting<bool> point_to_point, shutdown;
  std::array<Setting<std::string>, 2> key_chains;            ///< of level 1 and 2
  std::array<Setting<std::string>, 2> authentication_types;  ///< "md5", "cleartext"
};

/// One address family of one VRF of IS-IS.
struct IsisFamilyText {
  Setting<std::uint32_t> distance, maximum_paths;
  Setting<bool> multi_topology;
  Setting<bool> leak_down;  ///< `distribute level-2 into level-1 ...`
  std::string leak_down_map;
  std::vector<RedistributeText> redistributions;
  std::vector<isis::IsisSummary> summaries;
  Setting<DefaultText> default_origination;
};

/// One VRF of `router isis TAG`.
struct IsisVrfText {
  std::string vrf;
  base::Span span;
  Setting<std::string> net;
  Setting<isis::Levels> levels, passive_default;
  Setting<bool> transition, overload, attached, shutdown;
  Setting<std::uint64_t> reference_bandwidth_bps;
  std::array<Setting<std::string>, 2> key_chains;
  std::array<Setting<std::string>, 2> authentication_types;
  std::array<IsisFamilyText, 2> families;  ///< IPv4, IPv6
};

/// `router isis TAG`.
struct IsisText {
  std::string tag;
  base::Span span;
  std::vector<IsisVrfText> vrfs;
};

/// EIGRP statements under an interface, by process tag where the text names one.
struct EigrpInterfaceText {
  Setting<std::string> process4, process6;
  Setting<bool> passive, split_horizon, shutdown;
  Setting<std::uint32_t> bandwidth_kbps, delay_tens_us;
  std::vector<net::Prefix> summaries;
  std::string key_chain;
};

/// One address family of one VRF of EIGRP.
struct EigrpFamilyText {
  Setting<eigrp::EigrpMetric> default_metric;
  Setting<std::uint32_t> distance_internal, distance_external, maximum_paths, variance;
  Setting<net::IpAddress> router_id;
  Setting<std::uint32_t> as;
  Setting<bool> stub, wide, passive_default, shutdown;
  bool stub_connected = false, stub_summary = false, stub_static = false, stub_redistributed = false;
  std::vector<RedistributeText> redistributions;
};

/// One VRF of `router eigrp TAG`. The IPv4 family also holds what stands outside of families.
struct EigrpVrfText {
  std::string vrf;
  base::Span span;
  std::array<EigrpFamilyText, 2> families;
};

/// `router eigrp TAG`.
struct EigrpText {
  std::string tag;
  base::Span span;
  std::vector<EigrpVrfText> vrfs;
};

/// RIP statements under an interface.
struct RipInterfaceText {
  Setting<std::string> process4, process6;
  Setting<bool> passive, split_horizon, shutdown;
  Setting<std::uint32_t> metric_offset;
  std::string key_chain;
};

/// One address family of one VRF of RIP.
struct RipFamilyText {
  Setting<std::uint32_t> default_metric, distance, maximum_paths;
  std::vector<RedistributeText> redistributions;
  Setting<DefaultText> default_origination;
};

/// One VRF of `router rip TAG`.
struct RipVrfText {
  std::string vrf;
  base::Span span;
  Setting<bool> shutdown;
  std::array<RipFamilyText, 2> families;
};

/// `router rip TAG`.
struct RipText {
  std::string tag;
  base::Span span;
  std::vector<RipVrfText> vrfs;
};

}  // namespace ringfence::formats::cisco_nxos
