// OSPF and IS-IS as the text says it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/flexible_text.h"
#include "formats/segment_routing_text.h"
#include "formats/setting.h"
#include "model/route_policy.h"
#include "net/ip.h"
#include "routing/isis/isis_config.h"
#include "routing/ospf/ospf_config.h"
#include "routing/sr/sr_config.h"

namespace ringfence::formats::cisco_iosxr {

/// The text keeps values of the protocols in the types of their configurations.
namespace ospf = routing::ospf;
namespace isis = routing::isis;

/// Takes the other value when this one is not set.
template <class T>
void Fill(Setting<T>& mine, const Setting<T>& other) {
  if (!mine.set()) mine = other;
}

/// `redistribute SOURCE [PROCESS] ...`.
struct RedistributeText {
  model::RouteSource source = model::RouteSource::kConnected;
  std::string process;
  Setting<std::string> policy;
  Setting<std::uint32_t> metric, tag, metric_type;
  Setting<isis::Levels> levels;
  base::Span span;
};

/// `default-information originate`.
struct DefaultText {
  bool always = false;
  Setting<std::uint32_t> metric, metric_type, tag;
  Setting<std::string> policy;
};

/// `prefix-sid ...` of an interface, by algorithm.
using SidTexts = std::map<routing::sr::Algorithm, SidText>;

/// What a process, an area and an interface may say: the innermost counts.
struct OspfSettings {
  Setting<std::uint32_t> cost, hello_s, dead_s, priority;
  Setting<ospf::NetworkType> type;
  Setting<bool> passive, mtu_ignore;
  Setting<bool> sr;                               ///< `segment-routing mpls`, false: `disable`
  Setting<std::string> authentication;            ///< "null", "text", "md5", "chain:NAME", "ipsec:..."
  Setting<std::string> text_key;                  ///< digest
  std::map<std::uint32_t, std::string> md5_keys;  ///< digests by key id
};

/// `interface X` inside an area.
struct OspfInterfaceText {
  std::string name;
  base::Span span;
  OspfSettings settings;
  SidTexts sids;
};

/// `area X`.
struct OspfAreaText {
  ospf::OspfArea value;
  OspfSettings settings;
  std::vector<OspfInterfaceText> interfaces;
};

/// One VRF of a process.
struct OspfVrfText {
  std::string vrf;
  base::Span span;
  Setting<net::IpAddress> router_id;
  Setting<std::string> router_id_of;  ///< an interface instead of an id
  OspfSettings settings;
  Setting<std::uint64_t> reference_bandwidth_bps;
  Setting<std::uint32_t> default_metric, maximum_paths;
  Setting<std::uint32_t> distance, distance_intra, distance_inter, distance_external;
  Setting<bool> max_metric, rfc1583;
  std::vector<OspfAreaText> areas;
  std::vector<RedistributeText> redistributions;
  Setting<DefaultText> default_origination;
  std::string domain_id;  ///< empty: what the system takes is not known
  std::vector<std::string> more_domain_ids;
  Setting<std::uint32_t> domain_tag;
  Setting<bool> ignores_down;  ///< `disable-dn-bit-check`
  Setting<routing::sr::LabelBlock> sr_block;
  bool prefers_sr = false;  ///< `segment-routing sr-prefer`
};

/// `router ospf NAME`, `router ospfv3 NAME`; the first VRF is the default one.
struct OspfText {
  std::string tag;
  net::Family family = net::Family::kIpv4;
  base::Span span;
  std::vector<OspfVrfText> vrfs;
};

/// One address family of an IS-IS interface.
struct IsisInterfaceFamilyText {
  Setting<bool> on;
  Setting<std::uint32_t> metric1, metric2;
  SidTexts sids;
};

/// `flex-algo N`.
struct FlexText {
  routing::sr::Algorithm number = routing::sr::kFlexibleMin;
  base::Span span;
  Setting<std::uint32_t> priority;
  Setting<routing::sr::AlgorithmMetric> metric;
  Setting<bool> told;  ///< `advertise-definition`
  AffinityText affinity;
};

/// `interface X` inside `router isis`.
struct IsisInterfaceText {
  std::string name;
  base::Span span;
  Setting<isis::Levels> levels;
  Setting<bool> passive, point_to_point, shutdown;
  Setting<std::string> password;                    ///< digest with its kind
  std::array<IsisInterfaceFamilyText, 2> families;  ///< IPv4, IPv6
  std::vector<std::string> affinities;              ///< `affinity flex-algo NAMES`
  base::Span affinity_span;
  Setting<std::uint32_t> te_metric;  ///< `te-metric flex-algo N`
};

/// One address family of a process.
struct IsisFamilyText {
  Setting<std::uint32_t> distance, maximum_paths, metric1, metric2;
  std::array<Setting<isis::MetricStyle>, 2> styles;  ///< of level 1 and 2
  Setting<bool> single_topology;
  Setting<bool> leak_down;  ///< `propagate level 2 into level 1 ...`
  Setting<std::string> leak_policy;
  std::vector<RedistributeText> redistributions;
  std::vector<isis::IsisSummary> summaries;
  Setting<DefaultText> default_origination;
  Setting<bool> attached_bit;  ///< false: never set
  Setting<bool> ignores_attached_bit;
  Setting<bool> sr;  ///< `segment-routing mpls`
  bool prefers_sr = false;
  base::Span span;
};

/// `router isis TAG`.
struct IsisText {
  std::string tag;
  base::Span span;
  Setting<std::string> net;
  Setting<isis::Levels> levels;
  Setting<bool> overload;
  std::array<Setting<std::string>, 2> passwords;  ///< digests of level 1 and 2
  std::array<IsisFamilyText, 2> families;         ///< IPv4, IPv6
  std::vector<IsisInterfaceText> interfaces;
  Setting<routing::sr::LabelBlock> sr_block;
  AffinityBits affinity_bits;  ///< `affinity-map NAME bit-position N`
  std::vector<FlexText> flexible;
  bool tells_te = false;  ///< `distribute link-state`: what policies of segment routing look at
};

/// `on-demand color N` of `segment-routing traffic-eng`.
struct OnDemandText {
  std::uint32_t colour = 0;
  base::Span span;
  bool dynamic = false;
  std::optional<routing::sr::Algorithm> algorithm;  ///< `sid-algorithm N`
};

}  // namespace ringfence::formats::cisco_iosxr
