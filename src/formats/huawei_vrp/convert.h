// From the vendor model to the neutral one. Vendor defaults are applied here and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "formats/huawei_vrp/vendor.h"
#include "formats/policy_conversion.h"
#include "formats/statement_report.h"
#include "routing/device_config.h"

namespace ringfence::formats::huawei_vrp {

/// Defaults of the system (characterization.md lists their certainty).
inline constexpr std::uint32_t kStaticPreference = 60;
inline constexpr std::uint32_t kOspfPreference = 10;
inline constexpr std::uint32_t kOspfAsePreference = 150;
inline constexpr std::uint32_t kReferenceMbps = 100;
inline constexpr std::uint32_t kOspfMaxPaths = 64;
inline constexpr std::uint32_t kImportCost = 1;
inline constexpr std::uint32_t kImportTag = 1;
inline constexpr std::uint16_t kSshPort = 22;
inline constexpr std::uint16_t kTelnetPort = 23;
inline constexpr std::uint16_t kHttpPort = 80;
inline constexpr std::uint16_t kHttpsPort = 443;
inline constexpr std::uint16_t kSnmpPort = 161;
/// Least privilege level that may change the configuration.
inline constexpr std::uint32_t kWriteLevel = 2;
/// A name that marks the permitting copy of a list at an interface: packets that match no rule pass there.
inline constexpr std::string_view kTrafficFilterPrefix = "traffic-filter ";
/// The same for a traffic policy.
inline constexpr std::string_view kTrafficPolicyPrefix = "traffic-policy ";
/// How the rules of `nat static` and `nat server` are called, in front of the address inside.
inline constexpr std::string_view kNatStaticPrefix = "static ";
inline constexpr std::string_view kNatServerPrefix = "server ";
/// IPv6 lists have their own numbers: `acl ipv6 2000` is not `acl 2000`. The name in the model says which.
inline constexpr std::string_view kIpv6Prefix = "ipv6 ";
/// A route filter made from an access list.
inline constexpr std::string_view kAclFilterPrefix = "acl:";

/// Preference of all BGP routes.
inline constexpr std::uint32_t kBgpPreference = 255;
/// Preference of IS-IS routes.
inline constexpr std::uint32_t kIsisPreference = 15;
/// Equal ways that IS-IS uses.
inline constexpr std::uint32_t kIsisMaxPaths = 64;
/// Preference of RIP routes.
inline constexpr std::uint32_t kRipPreference = 100;
/// Equal ways that RIP uses.
inline constexpr std::uint32_t kRipMaxPaths = 64;
/// What an interface adds to costs on the way in and out.
inline constexpr std::uint32_t kRipMetricIn = 0;
inline constexpr std::uint32_t kRipMetricOut = 1;
/// Cost of what RIP imports.
inline constexpr std::uint32_t kRipImportCost = 0;
/// Cost of an IS-IS circuit.
inline constexpr std::uint32_t kIsisCost = 10;
/// A list without default routes: no import takes them. No name in a text has a blank.
inline constexpr std::string_view kNoDefaultList = "no default";

/// What the conversion steps share.
struct Conversion {
  const VrpConfig& from;
  StatementReport& report;  ///< a later look may make the fate of a line worse
  PolicyConverter& policies;
  routing::DeviceConfig& to;
};

/// The whole conversion. Changes fates of lines whose meaning depends on others.
routing::DeviceConfig Convert(const VrpConfig& config, StatementReport& report);

/// What this system does in policies.
const PolicyDialect& VrpPolicyDialect();
/// Policies and lists as the shared conversion wants them: access lists and the list without default routes
/// among them, names of access lists in one spelling.
PolicyTexts PreparePolicies(const VrpConfig& config);
/// Name of an access list as the model has it, whether written as its name or its number.
std::string AclNameOf(const VrpConfig& config, std::string_view written, net::Family family);
/// The policies of an import into a protocol: never a default route, then the route policy, when there is
/// one.
std::vector<std::string> ImportPolicies(Conversion& conversion, const NameUse& policy, net::Family family,
                                        bool with_default, std::uint8_t impact);

/// Steps, one family each, in this order.
void ConvertInterfaces(Conversion& conversion);
void ConvertSwitching(Conversion& conversion);
void ConvertAcls(Conversion& conversion);
/// After the access lists.
void ConvertNat(Conversion& conversion);
void ConvertStatics(Conversion& conversion);
void ConvertVpnInstances(Conversion& conversion);
/// The tunnel end, and what of the VPN instances EVPN carries; after BGP.
void ConvertVxlan(Conversion& conversion);
/// Bridge domains and their EVPN instances; after both and BGP.
void ConvertBridges(Conversion& conversion);
void ConvertTunnelPolicies(Conversion& conversion);
void ConvertL2Vpn(Conversion& conversion);
void ConvertMpls(Conversion& conversion);
/// Before the tunnel policies.
void ConvertTe(Conversion& conversion);
void ConvertSr(Conversion& conversion);
/// What the process that segment routing runs on says of flexible algorithms.
void ConvertFlexible(Conversion& conversion, const VrpIsis& from, const routing::isis::IsisProcess& process);
void ConvertOspf(Conversion& conversion);
void ConvertIsis(Conversion& conversion);
void ConvertSrv6(Conversion& conversion);
void ConvertRip(Conversion& conversion);
void ConvertBgp(Conversion& conversion);
/// Peers at the other end of a port exchange labels; packets with them pass where MPLS runs.
void CheckLabelledPeers(Conversion& conversion);
void ConvertManagement(Conversion& conversion);
void ConvertProtection(Conversion& conversion);
void ConvertCopying(Conversion& conversion);

/// What a peer needs so that VXLAN is what it talks about: a word for the device (switches), or for it
/// (routers, which mean MPLS without one).
bool SpeaksOfVxlan(const VrpConfig& from, const routing::bgp::BgpNeighbor& peer);
/// The IPv4 address from which all peers of EVPN are told, or nothing.
std::optional<net::IpAddress> TellingAddress(const routing::DeviceConfig& config);
/// There is one, and `evpn source-address` is it.
bool TellsFromItsSource(const Conversion& conversion);
/// Some peer of EVPN is told about VXLAN, or about MPLS.
bool AnyPeerSpeaks(const Conversion& conversion, bool vxlan);
/// The VLAN of a VLAN interface; nothing for other interfaces.
std::optional<std::uint16_t> VlanOfInterface(std::string_view name);
/// True when a behaviour of the policy sends packets to a next hop.
bool Redirects(const VrpConfig& config, const VrpTrafficPolicy& policy);
/// `ip policy-based-route` of an interface, after its traffic policy.
void ConvertPolicyRouting(Conversion& conversion, const NameUse& use, model::Interface& interface);
/// The policy as policy routing of what comes in by an interface.
void ConvertRedirect(Conversion& conversion, const VrpTrafficPolicy& from, const NameUse& use,
                     model::Interface& interface);
/// What the statements about an interface, or about all, come to.
bool IsSilent(const std::vector<VrpSilent>& statements, std::string_view interface);
/// The list of that name or number, or nullptr.
const VrpAcl* FindVrpAcl(const VrpConfig& config, std::string_view name, net::Family family);
/// Name of a list in the model.
std::string ModelNameOf(const VrpAcl& acl);
/// The access list as a filter on prefixes; nothing when it asks more than the source.
std::optional<model::PrefixList> PrefixesOfAcl(const VrpAcl& acl);
/// Router id: the one given, else `router id` for the default instance, else the highest address of the
/// loopbacks of the instance, else of its interfaces.
std::optional<net::IpAddress> ChooseRouterId(const Conversion& conversion, std::string_view vrf);
/// Reports a reference to something undefined and marks its line as not modelled.
void ReportUndefined(Conversion& conversion, const NameUse& use, std::string_view what, std::uint8_t impact);
/// Turns a line that seemed modelled into one that is not.
void MarkUnmodelled(Conversion& conversion, base::Span span, std::uint8_t impact, std::string_view reason);

/// Filter by prefix list or access list; nothing, with the line marked, when it is undefined or beyond the
/// model.
std::optional<routing::ospf::PrefixFilter> FilterOfPrefixList(Conversion& conversion, const NameUse& use,
                                                              net::Family family);
std::optional<routing::ospf::PrefixFilter> FilterOfAcl(Conversion& conversion, const NameUse& use,
                                                       net::Family family);

}  // namespace ringfence::formats::huawei_vrp
