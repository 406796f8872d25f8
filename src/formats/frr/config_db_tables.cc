// The tables of the database and the members that no handler takes.

#include "formats/frr/config_db.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

constexpr Verdict kVxlan = NotModelled(kPaths, "VXLAN");
constexpr Verdict kNat = NotModelled(Impact::kForwarding, "address translation");
constexpr Verdict kTemplates =
    NotModelled(kRouting, "routing settings that a daemon makes from the database");
constexpr Verdict kLogins = NotModelled(Impact::kManagement, "accounts and who checks them");
constexpr Verdict kSnmp = NotModelled(Impact::kManagement, "SNMP");
constexpr Verdict kService = NotModelled(Impact::kManagement, "management service");
constexpr Verdict kTwoSwitches = NotModelled(kPaths, "link aggregation over two switches");
constexpr Verdict kMirror = NotModelled(Impact::kCopying, "copies of packets");
constexpr Verdict kFlow = NotModelled(Impact::kCopying, "flow export");
constexpr Verdict kStp = NotModelled(Impact::kForwarding, "spanning tree");

constexpr DbMember kMetadataMembers[] = {
    {"asic_id"},
    {"asic_name"},
    {"bgp_adv_lo_prefix_as_128", kTemplates},
    {"buffer_model"},
    {"cloudtype"},
    {"cluster"},
    {"create_only_config_db_buffers"},
    {"default_config_profile"},
    {"default_pfcwd_status"},
    {"deployment_id"},
    {"downstream_subrole"},
    {"frr_mgmt_framework_config"},
    {"hwsku"},
    {"mac"},
    {"orch_northbond_route_zmq_enabled"},
    {"platform"},
    {"region"},
    {"resource_type"},
    {"rack_mgmt_map"},
    {"serial_number"},
    {"slice_type"},
    {"storage_device"},
    {"sub_role"},
    {"subtype"},
    {"suppress-fib-pending"},
    {"synchronous_mode"},
    {"timezone"},
    {"type"},
    {"yang_config_validation"},
};
constexpr DbMember kPortMembers[] = {
    {"adv_interface_types"},
    {"adv_speeds"},
    {"alias"},
    {"asic_port_name"},
    {"autoneg"},
    {"core_id"},
    {"core_port_id"},
    {"coreId"},
    {"corePortId"},
    {"dhcp_rate_limit"},
    {"dom_polling"},
    {"fec"},
    {"index"},
    {"interface_type"},
    {"lanes"},
    {"laser_freq"},
    {"link_training"},
    {"macsec", NotModelled(Impact::kProtection, "MACsec")},
    {"mode"},
    {"num_voq"},
    {"numVoq"},
    {"pfc_asym"},
    {"role"},
    {"subport"},
    {"tx_power"},
};
constexpr DbMember kBundleMembers[] = {
    {"alias"}, {"fallback"}, {"fast_rate"}, {"lacp_key"}, {"members"}, {"mode"}, {"system_mac"},
};
constexpr DbMember kVlanMembers[] = {
    {"alias"}, {"dhcp_servers"}, {"dhcpv6_servers"}, {"host_ifname"}, {"mac"}, {"members"},
};
constexpr DbMember kInterfaceMembers[] = {
    {"NULL"},     {"family"},   {"grat_arp"}, {"ipv6_use_link_local_only"}, {"loopback_action"},
    {"mac_addr"}, {"nat_zone"}, {"scope"},    {"vnet_name", kVxlan},
};
constexpr DbMember kManagementPortMembers[] = {{"NULL"}, {"forced_mgmt_routes"}};
constexpr DbMember kManagementVrfMembers[] = {{"in_band_mgmt_enabled"}};
constexpr DbMember kVrfMembers[] = {
    {"NULL"},
    {"vni", NotModelled(kPaths, "EVPN")},
};
// The text of the daemon says all of a session that the database and it agree on.
constexpr DbMember kNeighborMembers[] = {
    {"NULL"}, {"holdtime"}, {"keepalive"}, {"local_addr"}, {"name"}, {"nhopself"}, {"rrclient"},
};
constexpr DbMember kPeerRangeMembers[] = {{"name"}, {"peer_asn"}, {"src_address"}};
constexpr DbMember kFeatureMembers[] = {
    {"auto_restart"},       {"check_up_status"},           {"delayed"},   {"has_global_scope"},
    {"has_per_asic_scope"}, {"has_per_dpu_scope"},         {"has_timer"}, {"high_mem_alert"},
    {"set_owner"},          {"support_syslog_rate_limit"},
};
constexpr DbMember kAccessTableMembers[] = {{"policy_desc"}};

/// In the order of reading. Those without a handler stand behind.
constexpr DbTable kTables[] = {
    {"DEVICE_METADATA", ReadDbMetadata, {}, kMetadataMembers},
    {"VRF", ReadDbVrf, {}, kVrfMembers},
    {"MGMT_VRF_CONFIG", ReadDbManagementVrf, {}, kManagementVrfMembers},
    {"PORT", ReadDbPort, {}, kPortMembers},
    {"PORTCHANNEL", ReadDbBundle, {}, kBundleMembers},
    {"PORTCHANNEL_MEMBER", ReadDbBundleMember, {}, kInterfaceMembers},
    {"VLAN", ReadDbVlan, {}, kVlanMembers},
    {"VLAN_MEMBER", ReadDbVlanMember},
    {"LOOPBACK_INTERFACE", ReadDbLoopback, {}, kInterfaceMembers},
    {"INTERFACE", ReadDbInterface, {}, kInterfaceMembers},
    {"PORTCHANNEL_INTERFACE", ReadDbInterface, {}, kInterfaceMembers},
    {"VLAN_INTERFACE", ReadDbInterface, {}, kInterfaceMembers},
    {"VLAN_SUB_INTERFACE", ReadDbSubinterface, {}, kInterfaceMembers},
    {"MGMT_INTERFACE", ReadDbManagementPort, {}, kManagementPortMembers},
    {"STATIC_ROUTE", ReadDbStaticRoute},
    {"BGP_NEIGHBOR", ReadDbNeighbor, {}, kNeighborMembers},
    {"BGP_INTERNAL_NEIGHBOR", ReadDbNeighbor, {}, kNeighborMembers},
    {"BGP_DEVICE_GLOBAL", ReadDbBgpState},
    {"BGP_PEER_RANGE", ReadDbPeerRange, {}, kPeerRangeMembers},
    {"FEATURE", ReadDbFeature, {}, kFeatureMembers},
    {"ACL_TABLE", ReadDbAccessTable, {}, kAccessTableMembers},
    {"ACL_RULE", ReadDbAccessRule},

    {"AAA", nullptr, kLogins},
    {"AUTO_TECHSUPPORT"},
    {"AUTO_TECHSUPPORT_FEATURE"},
    {"BANNER_MESSAGE"},
    {"BGP_AGGREGATE_ADDRESS", nullptr, kTemplates},
    {"BGP_ALLOWED_PREFIXES", nullptr, kTemplates},
    {"BGP_BBR", nullptr, kTemplates},
    {"BGP_GLOBALS", nullptr, kTemplates},
    {"BGP_GLOBALS_AF", nullptr, kTemplates},
    {"BGP_GLOBALS_AF_AGGREGATE_ADDR", nullptr, kTemplates},
    {"BGP_GLOBALS_AF_NETWORK", nullptr, kTemplates},
    {"BGP_GLOBALS_LISTEN_PREFIX", nullptr, kTemplates},
    {"BGP_MONITORS", nullptr, NotModelled(kRouting | Impact::kCopying, "BGP monitoring")},
    {"BGP_NEIGHBOR_AF", nullptr, kTemplates},
    {"BGP_PEER_GROUP", nullptr, kTemplates},
    {"BGP_PEER_GROUP_AF", nullptr, kTemplates},
    {"BGP_SENTINELS", nullptr, kTemplates},
    {"BGP_VOQ_CHASSIS_NEIGHBOR", nullptr, kTemplates},
    {"BMP", nullptr, NotModelled(Impact::kCopying, "BGP monitoring")},
    {"BREAKOUT_CFG"},
    {"BUFFER_PG"},
    {"BUFFER_POOL"},
    {"BUFFER_PORT_EGRESS_PROFILE_LIST"},
    {"BUFFER_PORT_INGRESS_PROFILE_LIST"},
    {"BUFFER_PROFILE"},
    {"BUFFER_QUEUE"},
    {"CABLE_LENGTH"},
    {"CONSOLE_PORT"},
    {"CONSOLE_SWITCH"},
    {"COREDUMP"},
    {"CRM"},
    {"DEFAULT_LOSSLESS_BUFFER_PARAMETER"},
    {"DEVICE_NEIGHBOR"},
    {"DEVICE_NEIGHBOR_METADATA"},
    {"DHCP_RELAY"},
    {"DNS_NAMESERVER"},
    {"DOT1P_TO_TC_MAP"},
    {"DSCP_TO_TC_MAP"},
    {"FG_NHG", nullptr, NotModelled(Impact::kForwarding, "fixed choice among next hops")},
    {"FG_NHG_MEMBER", nullptr, NotModelled(Impact::kForwarding, "fixed choice among next hops")},
    {"FG_NHG_PREFIX", nullptr, NotModelled(Impact::kForwarding, "fixed choice among next hops")},
    {"FLEX_COUNTER_TABLE"},
    {"GNMI", nullptr, kService},
    {"GNMI_CLIENT_CERT", nullptr, kService},
    {"KDUMP"},
    {"KUBERNETES_MASTER", nullptr, kService},
    {"LDAP", nullptr, kLogins},
    {"LDAP_SERVER", nullptr, kLogins},
    {"LLDP"},
    {"LLDP_PORT"},
    {"LOGGER"},
    {"LOSSLESS_TRAFFIC_PATTERN"},
    {"MACSEC_PROFILE", nullptr, NotModelled(Impact::kProtection, "MACsec")},
    {"MAP_PFC_PRIORITY_TO_PRIORITY_GROUP"},
    {"MAP_PFC_PRIORITY_TO_QUEUE"},
    {"MCLAG_DOMAIN", nullptr, kTwoSwitches},
    {"MCLAG_INTERFACE", nullptr, kTwoSwitches},
    {"MCLAG_UNIQUE_IP", nullptr, kTwoSwitches},
    {"MGMT_PORT"},
    {"MIRROR_SESSION", nullptr, kMirror},
    {"MUX_CABLE", nullptr, kTwoSwitches},
    {"NAT_BINDINGS", nullptr, kNat},
    {"NAT_GLOBAL", nullptr, kNat},
    {"NAT_POOL", nullptr, kNat},
    {"NTP"},
    {"NTP_KEY"},
    {"NTP_SERVER"},
    {"PASSW_HARDENING"},
    {"PEER_SWITCH", nullptr, kTwoSwitches},
    {"PFC_PRIORITY_TO_PRIORITY_GROUP_MAP"},
    {"PFC_WD"},
    {"PORT_QOS_MAP"},
    {"PORT_STORM_CONTROL"},
    {"QUEUE"},
    {"RADIUS", nullptr, kLogins},
    {"RADIUS_SERVER", nullptr, kLogins},
    {"RESTAPI", nullptr, kService},
    {"ROUTE_MAP", nullptr, kTemplates},
    {"ROUTE_REDISTRIBUTE", nullptr, kTemplates},
    {"SAG", nullptr, NotModelled(kPaths, "gateway address on several switches")},
    {"SAG_GLOBAL", nullptr, NotModelled(kPaths, "gateway address on several switches")},
    {"SCHEDULER"},
    {"SERIAL_CONSOLE"},
    {"SFLOW", nullptr, kFlow},
    {"SFLOW_COLLECTOR", nullptr, kFlow},
    {"SFLOW_SESSION", nullptr, kFlow},
    {"SNMP", nullptr, kSnmp},
    {"SNMP_AGENT_ADDRESS_CONFIG", nullptr, kSnmp},
    {"SNMP_COMMUNITY", nullptr, kSnmp},
    {"SNMP_TRAP_CONFIG"},
    {"SNMP_USER", nullptr, kSnmp},
    {"SSH_SERVER", nullptr, kService},
    {"STATIC_NAPT", nullptr, kNat},
    {"STATIC_NAT", nullptr, kNat},
    {"STP", nullptr, kStp},
    {"STP_PORT", nullptr, kStp},
    {"STP_VLAN", nullptr, kStp},
    {"STP_VLAN_PORT", nullptr, kStp},
    {"SYSLOG_CONFIG"},
    {"SYSLOG_CONFIG_FEATURE"},
    {"SYSLOG_SERVER"},
    {"SYSTEM_DEFAULTS"},
    {"TACPLUS", nullptr, kLogins},
    {"TACPLUS_SERVER", nullptr, kLogins},
    {"TC_TO_DSCP_MAP"},
    {"TC_TO_PRIORITY_GROUP_MAP"},
    {"TC_TO_QUEUE_MAP"},
    {"TELEMETRY", nullptr, kService},
    {"TELEMETRY_CLIENT", nullptr, kService},
    {"TUNNEL", nullptr, NotModelled(kPaths, "tunnel")},
    {"VERSIONS"},
    {"VNET", nullptr, kVxlan},
    {"VNET_ROUTE", nullptr, kVxlan},
    {"VNET_ROUTE_TUNNEL", nullptr, kVxlan},
    {"VXLAN_EVPN_NVO", nullptr, kVxlan},
    {"VXLAN_TUNNEL", nullptr, kVxlan},
    {"VXLAN_TUNNEL_MAP", nullptr, kVxlan},
    {"WRED_PROFILE"},
};

}  // namespace

std::span<const DbTable> DbTables() { return kTables; }

}  // namespace ringfence::formats::frr
