// The configuration as the text says it: no defaults, references unresolved, every fact with its line.
// convert_*.cc turns it into the neutral model.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "formats/flexible_text.h"
#include "formats/frr/wireguard_text.h"
#include "formats/setting.h"
#include "formats/tunnel_text.h"
#include "model/device.h"
#include "model/route_policy.h"
#include "net/ip.h"
#include "routing/isis/isis_config.h"
#include "routing/ldp/ldp_config.h"
#include "routing/ospf/ospf_config.h"
#include "routing/rip/rip_config.h"
#include "routing/sr/sr_config.h"
#include "routing/srv6/srv6_config.h"
#include "routing/static_routes/static_config.h"
#include "routing/vrf_config.h"

namespace ringfence::formats::frr {

/// The text keeps values of the protocol in the types of its configuration.
namespace isis = routing::isis;
/// The text keeps values of the protocol in the types of its configuration.
namespace ospf = routing::ospf;
/// The text keeps values of the protocol in the types of its configuration.
namespace rip = routing::rip;

/// `ip ospf ...` or `ipv6 ospf6 ...` under an interface.
struct OspfInterfaceText {
  Setting<ospf::AreaId> area;
  std::uint32_t process = 1;  ///< of the area statement
  Setting<std::uint32_t> cost, hello_s, dead_s, priority;
  Setting<ospf::NetworkType> type;
  bool mtu_ignore = false;
  Setting<bool> passive;
  Setting<std::string> authentication;            ///< "null", "text", "md5"
  std::string text_key;                           ///< digest
  std::map<std::uint32_t, std::string> md5_keys;  ///< digests by key id
};

/// `isis ...` and `ip router isis TAG` under an interface.
struct IsisInterfaceText {
  Setting<std::string> tag4, tag6;
  Setting<isis::Levels> levels;
  Setting<std::uint32_t> metric1, metric2;
  Setting<std::string> authentication;  ///< digest
  bool point_to_point = false;
  bool passive = false;
};

/// `ip rip ...`, `ipv6 ripng ...`, `no ip rip split-horizon`.
struct RipInterfaceText {
  bool split_horizon = true;
  bool authenticates = false;  ///< `authentication mode text`; a string alone does nothing
  std::string authentication;  ///< digest
};

/// `flex-algo N` of IS-IS.
struct FlexText {
  routing::sr::Algorithm number = routing::sr::kFlexibleMin;
  base::Span span;
  std::optional<std::uint32_t> priority;
  routing::sr::AlgorithmMetric metric = routing::sr::AlgorithmMetric::kIgp;
  bool told = false;    ///< `advertise-definition`
  bool labels = false;  ///< `dataplane sr-mpls`
  AffinityText affinity;
};

/// `link-params` of an interface, as flexible algorithms have it.
struct LinkParamsText {
  base::Span opened;  ///< invalid: no block
  std::optional<std::uint32_t> te_metric;
  std::vector<std::string> affinities;
  base::Span span;          ///< of the last line about them
  base::Span group_number;  ///< `admin-grp`, `affinity-mode`; invalid: not said
};

/// `interface X` with its block, and its stanza in the interfaces file.
struct InterfaceText {
  std::string name;
  base::Span span;
  Setting<bool> shutdown;
  std::vector<model::InterfaceAddress> addresses;
  Setting<std::string> vrf, description;
  Setting<std::uint32_t> mtu;
  Setting<std::uint64_t> bandwidth_bps;
  OspfInterfaceText ospf4, ospf6;
  IsisInterfaceText isis;
  RipInterfaceText rip4, rip6;
  LinkParamsText link;
  // Of stanzas only.
  bool has_stanza = false;
  bool brought_up = false;  ///< named by `auto` or `allow-...`
  Setting<bool> vrf_device;
  Setting<std::string> raw_device;
  Setting<std::uint32_t> vlan, access_vlan, native_vlan;
  std::vector<model::VlanRange> vlans;  ///< `bridge-vids`
  std::vector<std::string> bridge_ports, bond_members;
  std::vector<routing::static_routes::StaticRoute> gateways;
  bool vlan_aware = false;
  TunnelText tunnel;  ///< `tunnel-mode`, `tunnel-local`, `tunnel-endpoint`
  base::Span tunnel_mode_span;
  std::vector<model::VirtualRouter> virtual_routers;
  bool wireguard = false;  ///< a file of wg-quick makes it
  // Of the database only.
  std::optional<model::InterfaceKind> kind;  ///< set: the database defines it
  Setting<bool> enabled;
  Setting<std::uint64_t> speed_bps;
};

/// `network P area A`, `interface X area A`.
struct OspfNetworkText {
  net::Prefix prefix;
  std::string interface;  ///< when set, instead of the prefix
  ospf::AreaId area = 0;
  base::Span span;
};

/// `redistribute ...` of any protocol.
struct RedistributeText {
  model::RouteSource source = model::RouteSource::kConnected;
  std::string process;
  std::optional<std::uint32_t> metric;
  std::optional<ospf::ExternalType> type;
  Setting<std::string> route_map;
  net::Family family = net::Family::kIpv4;
  isis::Levels into = isis::kLevel2;
  base::Span span;
};

/// A list or route map used as a filter: `distribute-list`, `filter-list`, `import-list`.
struct FilterText {
  enum class Kind : std::uint8_t { kPrefixList, kAccessList, kRouteMap };
  Kind kind = Kind::kPrefixList;
  std::string name;
  bool in = true;
  ospf::AreaId area = 0;                     ///< of OSPF area filters
  std::optional<model::RouteSource> source;  ///< `distribute-list L out SOURCE`
  base::Span span;
};

/// `segment-routing ...` of a process.
struct SrText {
  base::Span on;  ///< invalid: off
  std::optional<routing::sr::LabelBlock> block;
  std::vector<routing::sr::PrefixSid> sids;
};

/// `router ospf`, `router ospf6`.
struct OspfText {
  std::uint32_t id = 1;
  std::string vrf;
  net::Family family = net::Family::kIpv4;
  base::Span span;
  Setting<net::IpAddress> router_id;
  std::vector<OspfNetworkText> networks;
  bool passive_default = false;
  std::map<std::string, bool> passive;  ///< by interface name
  std::vector<ospf::OspfArea> areas;
  std::map<ospf::AreaId, std::string> area_authentication;  ///< "text" or "md5"
  std::vector<RedistributeText> redistributions;
  Setting<ospf::DefaultOrigination> default_origination;
  std::optional<std::uint32_t> default_metric, maximum_paths;
  std::optional<std::uint64_t> reference_bandwidth_bps;
  bool rfc1583 = false;
  bool abr_needs_backbone = true;
  ospf::OspfDistances distances;
  std::vector<FilterText> area_filters, distribute_lists;
  std::vector<ospf::VirtualLink> virtual_links;
  bool max_metric = false;
  bool opaque = false;  ///< `capability opaque`, `ospf opaque-lsa`
  SrText sr;
};

/// `router isis TAG`.
struct IsisText {
  isis::IsisProcess value;  ///< defaults are in its initialisation, see NewIsis
  std::vector<RedistributeText> redistributions;
  Setting<std::string> default_route_map;
  SrText sr;
  std::vector<FlexText> flexible;
  bool tells_te = false;  ///< `mpls-te on`
};

/// `router rip`, `router ripng`.
struct RipText {
  std::string vrf;
  net::Family family = net::Family::kIpv4;
  base::Span span;
  std::vector<OspfNetworkText> networks;
  bool passive_default = false;
  std::map<std::string, bool> passive;
  std::vector<RedistributeText> redistributions;
  std::vector<FilterText> distribute_lists;
  std::optional<std::uint32_t> default_metric, distance, paths;
  bool default_origination = false;
};

/// `ip protocol X route-map M`: a filter between a protocol and the routing table.
struct ProtocolFilterText {
  std::string protocol;  ///< "any", "ospf", "bgp", ...
  std::string vrf;
  net::Family family = net::Family::kIpv4;
  std::string route_map;
  base::Span span;
};

/// A BGP session of the database, or a range of neighbours.
struct DbSessionText {
  std::string vrf;
  std::string name;  ///< address, interface, or prefix of a range
  bool range = false;
  std::optional<std::uint32_t> as;
  bool up = true;
  base::Span span;
};

/// A rule of an access list of the database.
struct AccessRuleText {
  std::uint32_t priority = 0;
  model::AclLine line;
  bool open = false;  ///< not modelled; it may drop
};

/// An access list of the database with its uses.
struct AccessTableText {
  std::string name;
  std::string type;   ///< in capitals
  bool open = false;  ///< of a type that is not modelled
  bool in = true;
  bool guards_ssh = false;
  std::vector<Setting<std::string>> ports;
  std::vector<AccessRuleText> rules;
  base::Span span;
};

/// A line of the database that is modelled but for one thing.
struct DbDoubtText {
  base::Span span;
  std::uint8_t impact = 0;
  std::string_view reason;  ///< static text
};

/// What config_db.json says beyond interfaces and static routes.
struct DatabaseText {
  bool present = false;
  base::Span span;  ///< of the row about the device
  Setting<std::uint32_t> as;
  bool sessions_up = true;  ///< without a word of their own
  std::set<std::string> vrfs;
  std::vector<DbSessionText> sessions;
  std::vector<AccessTableText> access_tables;
  std::vector<DbDoubtText> doubts;
};

/// `mpls ldp`; without a span it does not run.
struct LdpText {
  base::Span span;
  std::optional<net::IpAddress> router_id, transport;
  std::vector<routing::ldp::LdpInterface> interfaces;
  bool ordered = false, hosts_only = false;
};

/// Everything.
struct VendorConfig {
  std::vector<routing::srv6::Locator> locators;
  Setting<net::IpAddress> srv6_source;
  Setting<std::string> hostname;
  bool datacenter = false;    ///< `frr defaults datacenter`
  std::uint32_t version = 0;  ///< of `frr version`, 100 * major + minor; 0: not said
  bool stanzas = false;       ///< the text has an interfaces file
  std::optional<bool> resolve_by_default4, resolve_by_default6;
  bool forwards4 = true, forwards6 = true;
  std::map<std::string, Setting<net::IpAddress>> router_ids;  ///< by VRF
  std::map<std::string, base::Span> vrfs;
  std::vector<InterfaceText> interfaces;
  AffinityBits affinity_bits;
  std::vector<routing::static_routes::StaticRoute> statics;
  std::vector<OspfText> ospf;
  std::vector<IsisText> isis;
  std::vector<RipText> rip;
  std::vector<ProtocolFilterText> protocol_filters;
  LdpText ldp;
  DatabaseText database;
  std::vector<WireGuardText> wireguards;
  bool more_wireguards = false;  ///< than kWireGuardFilesMax
};

}  // namespace ringfence::formats::frr
