// Walks the lines of a file through VRP's views and asks one handler per statement what became of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "formats/huawei_vrp/line.h"
#include "formats/huawei_vrp/vendor.h"
#include "model/fate.h"

namespace ringfence::formats::huawei_vrp {

/// The view (mode) a line stands in.
enum class View : std::uint8_t {
  kNone,     ///< the statement opens no view; lines below it are unknown
  kInherit,  ///< lines below share the opener's fate
  kSystem,
  kInterface,
  kOspf,
  kOspfArea,
  kAcl,
  kRoutePolicy,
  kClassifier,
  kBehavior,
  kTrafficPolicy,
  kAaa,
  kScheme,
  kDomain,
  kAaaTemplate,
  kVty,
  kNetconf,
  kIpsecProposal,
  kIkePeer,
  kIpsecPolicy,
  kMacsecProfile,
  kCpuDefend,
  kVpnInstance,
  kVpnFamily,
  kBgp,
  kBgpFamily,
  kIsis,
  kMpls,
  kMplsLdp,
  kRip,
  kSr,
  kSrv6,
  kLocator,
  kVlan,
  kTunnelPolicy,
  kPolicyNode,
  kNatGroup,
  kExplicitPath,
  kNve,
  kVsi,
  kVsiLdp,
  kRemotePeer,
  kL2Vpn,
  kEvpnInstance,
  kBridge,
  kAffinities,
  kFlexAlgo,
  kFlexLink,
};

/// What became of a statement, and the view it opens.
struct Verdict {
  model::Fate fate = model::Fate::kUnknown;
  std::uint8_t impact = model::Impact::kAll;
  std::string_view reason = {};  ///< static text
  View opens = View::kNone;
};

/// Fact is in the vendor model.
constexpr Verdict Modelled(View opens = View::kNone) { return {model::Fate::kModelled, 0, {}, opens}; }
/// Cannot change any answer; what stands below it neither.
constexpr Verdict Irrelevant() { return {model::Fate::kIrrelevant, 0, {}, View::kInherit}; }
/// Known but not modelled; what stands below it neither.
constexpr Verdict Unmodelled(std::uint8_t impact, std::string_view reason) {
  return {model::Fate::kUnmodelled, impact, reason, View::kInherit};
}
/// Not known; what stands below it neither.
constexpr Verdict Unknown(std::uint8_t impact = model::Impact::kAll) {
  return {model::Fate::kUnknown, impact, {}, View::kInherit};
}

/// State of one parse: the vendor model being filled and the objects whose views are open.
class Reader {
 public:
  explicit Reader(base::Diagnostics& found) : diagnostics(found) {}

  VrpConfig config;
  base::Diagnostics& diagnostics;

  // The open view's object: index into the vector of its kind. Set by the opener, valid inside the view only.
  std::size_t open_interface = 0, open_ospf = 0, open_area = 0, open_acl = 0;
  std::string open_policy;
  std::uint32_t open_node = 0;
  std::size_t open_vpn = 0, open_isis = 0, open_bgp_vrf = 0;
  net::Family open_vpn_family = net::Family::kIpv4;
  routing::bgp::BgpFamily open_bgp_family = routing::bgp::BgpFamily::kIpv4Unicast;
  std::size_t open_object = 0;  ///< of all other views
  View open_kind = View::kNone;

  /// Reports an unusable word; the line is then unknown.
  Verdict Invalid(const Line& line, std::size_t word, std::string_view what, std::uint8_t impact);
};

/// Handlers, one file per statement family. Each takes a statement of its view.
Verdict ReadSystem(Reader& reader, const Line& line);
Verdict ReadInterface(Reader& reader, const Line& line);
Verdict ReadInterfaceOspf(Reader& reader, const Line& line);
Verdict ReadOspf(Reader& reader, const Line& line);
Verdict ReadOspfArea(Reader& reader, const Line& line);
Verdict ReadAclRule(Reader& reader, const Line& line);
Verdict ReadRoutePolicy(Reader& reader, const Line& line);
Verdict ReadClassifier(Reader& reader, const Line& line);
Verdict ReadBehavior(Reader& reader, const Line& line);
Verdict ReadTrafficPolicy(Reader& reader, const Line& line);
Verdict ReadAaa(Reader& reader, const Line& line);
Verdict ReadScheme(Reader& reader, const Line& line);
Verdict ReadDomain(Reader& reader, const Line& line);
Verdict ReadAaaTemplate(Reader& reader, const Line& line);
Verdict ReadVty(Reader& reader, const Line& line);
Verdict ReadNetconf(Reader& reader, const Line& line);
Verdict ReadIpsecProposal(Reader& reader, const Line& line);
Verdict ReadIkePeer(Reader& reader, const Line& line);
Verdict ReadIpsecPolicy(Reader& reader, const Line& line);
Verdict ReadMacsecProfile(Reader& reader, const Line& line);
Verdict ReadVpnInstance(Reader& reader, const Line& line);
Verdict ReadVpnFamily(Reader& reader, const Line& line);
Verdict ReadBgp(Reader& reader, const Line& line);
Verdict ReadBgpFamily(Reader& reader, const Line& line);
Verdict ReadIsis(Reader& reader, const Line& line);
Verdict ReadInterfaceIsis(Reader& reader, const Line& line);
Verdict ReadMplsView(Reader& reader, const Line& line);
Verdict ReadMplsLdp(Reader& reader, const Line& line);
Verdict ReadInterfaceMpls(Reader& reader, const Line& line);
/// `mpls te ...` and `mpls rsvp-te ...` of the device and of an interface.
Verdict ReadTe(Reader& reader, const Line& line);
Verdict ReadInterfaceTe(Reader& reader, const Line& line);
Verdict ReadExplicitPath(Reader& reader, const Line& line);
/// `mpls-te enable` of an area of OSPF, `traffic-eng` of IS-IS.
Verdict ReadAreaTe(VrpOspf& ospf, const Line& line, std::uint32_t area);
Verdict ReadTrafficEng(VrpIsis& process, const Line& line);
Verdict ReadSr(Reader& reader, const Line& line);
/// `segment-routing ...` of a process, in its view.
Verdict ReadProcessSr(Reader& reader, View view, const Line& line, VrpSr& sr);
/// `isis prefix-sid ...`, `ospf prefix-sid ...`; that of a flexible algorithm of IS-IS goes to `isis_sids`.
Verdict ReadInterfaceSid(Reader& reader, const Line& line);
/// `te attribute enable`, `path-constraint affinity-mapping`, `flex-algo ...`, and what stands in their
/// views.
Verdict ReadTeAttributes(Reader& reader, const Line& line);
Verdict OpenPathConstraint(Reader& reader, const Line& line);
Verdict ReadAffinity(Reader& reader, const Line& line);
Verdict OpenFlexAlgo(Reader& reader, const Line& line);
Verdict ReadFlexAlgo(Reader& reader, const Line& line);
/// `flex-algo N` of IS-IS, `te link-attribute-application flex-algo` of an interface and what stands in it.
Verdict ReadIsisFlexAlgo(Reader& reader, const Line& line, VrpIsis& process);
Verdict OpenFlexLink(Reader& reader, const Line& line);
Verdict ReadFlexLink(Reader& reader, const Line& line);
Verdict OpenSrv6(Reader& reader, const Line& line);
Verdict ReadSrv6(Reader& reader, const Line& line);
Verdict ReadLocatorLine(Reader& reader, const Line& line);
/// `segment-routing ipv6 ...` of a process, and of a family of a VPN instance.
Verdict ReadIsisLocator(Reader& reader, const Line& line, VrpIsis& process);
Verdict ReadVpnSids(Reader& reader, const Line& line);
Verdict ReadRip(Reader& reader, const Line& line);
Verdict ReadInterfaceRip(Reader& reader, const Line& line);
Verdict ReadInterfaceMirror(Reader& reader, const Line& line);
Verdict ReadInterfaceNetstream(Reader& reader, const Line& line);
/// `portswitch`, `port ...` of an interface.
Verdict ReadPort(Reader& reader, const Line& line);
/// `stp ...` of the device and of an interface.
Verdict ReadTree(Reader& reader, const Line& line);
Verdict ReadPortTree(Reader& reader, const Line& line);
Verdict ReadVrrp(Reader& reader, const Line& line);
Verdict ReadVlanLine(Reader& reader, const Line& line);
Verdict ReadTunnelPolicy(Reader& reader, const Line& line);
Verdict ReadPolicyNode(Reader& reader, const Line& line);
Verdict ReadNatGroup(Reader& reader, const Line& line);
/// `nat ...` of an interface.
Verdict ReadInterfaceNat(Reader& reader, const Line& line);
Verdict ReadNve(Reader& reader, const Line& line);
Verdict ReadVsi(Reader& reader, const Line& line);
Verdict ReadVsiLdp(Reader& reader, const Line& line);
Verdict ReadRemotePeer(Reader& reader, const Line& line);
/// What stands below `mpls l2vpn`.
Verdict ReadL2VpnLine(Reader& reader, const Line& line);
/// `mpls l2vc ...` and `l2 binding vsi V` of an interface.
Verdict ReadCircuit(Reader& reader, const Line& line);
Verdict ReadVsiBinding(Reader& reader, const Line& line);
/// Of bridge domains and EVPN instances, and of the interfaces in and on them.
Verdict ReadEvpnInstance(Reader& reader, const Line& line);
Verdict ReadBridge(Reader& reader, const Line& line);
Verdict ReadBridgePort(Reader& reader, const Line& line);
/// Adds targets to, or with `undo` takes them from, the lists that `direction` names; false: it names none.
bool ChangeTargets(const Line& line, const std::vector<model::CommunityText>& targets,
                   std::string_view direction, std::vector<model::CommunityText>& imports,
                   std::vector<model::CommunityText>& exports);
/// `vpn-target ...` of an EVPN instance; false: a word is no target.
bool TakeTargets(const Line& line, std::vector<model::CommunityText>& imports,
                 std::vector<model::CommunityText>& exports);
/// `vpn-target ... evpn` with these targets, `vxlan vni N` of a VPN instance.
Verdict ReadEvpnTargets(Reader& reader, const Line& line, const std::vector<model::CommunityText>& targets,
                        std::string_view direction);
Verdict ReadVpnVni(Reader& reader, const Line& line);
/// `evpn mpls routing-enable` of a family of a VPN instance.
Verdict ReadEvpnRouting(Reader& reader, const Line& line);
/// `l2vpn-family evpn` and what stands in it alone; `advertise l2vpn evpn` of the family of a VPN instance.
Verdict OpenEvpnFamily(Reader& reader, const Line& line);
Verdict ReadEvpnPolicy(Reader& reader, const Line& line);
Verdict ReadEvpnPeer(Reader& reader, const Line& line, const NeighborText& peer);
Verdict ReadEvpnAdvertising(Reader& reader, const Line& line);
/// `ip policy-based-route P` of an interface.
Verdict ReadPolicyRoutingUse(Reader& reader, const Line& line);
/// `tnl-policy T` of a VPN instance.
Verdict ReadTunnelPolicyUse(Reader& reader, const Line& line);
/// Remembers that a line begins tunnels of another kind than LDP and RSVP.
void NoteTunnels(VrpConfig& config, const Line& line);

/// Openers and single statements of the system view, by family.
Verdict OpenInterface(Reader& reader, const Line& line);
/// `interface Nve1`, the words in front of its number apart or not.
Verdict OpenNve(Reader& reader, const Line& line);
Verdict ReadEvpnOverlay(Reader& reader, const Line& line);
Verdict OpenVsi(Reader& reader, const Line& line);
/// `evpn ...`, `bridge-domain N`, `evpl instance N`.
Verdict OpenEvpn(Reader& reader, const Line& line);
Verdict OpenBridgeDomain(Reader& reader, const Line& line);
Verdict OpenEvpl(Reader& reader, const Line& line);
/// `mpls ldp remote-peer P`, `mpls l2vpn`.
Verdict OpenRemotePeer(Reader& reader, const Line& line);
Verdict ReadL2Vpn(Reader& reader, const Line& line);
Verdict OpenOspf(Reader& reader, const Line& line);
Verdict OpenAcl(Reader& reader, const Line& line);
Verdict OpenRoutePolicy(Reader& reader, const Line& line);
Verdict ReadPrefixList(Reader& reader, const Line& line);
Verdict ReadAsPathFilter(Reader& reader, const Line& line);
Verdict ReadCommunityFilter(Reader& reader, const Line& line);
Verdict OpenVpnInstance(Reader& reader, const Line& line);
Verdict OpenBgp(Reader& reader, const Line& line);
Verdict OpenIsis(Reader& reader, const Line& line);
Verdict OpenMpls(Reader& reader, const Line& line);
Verdict ReadStaticLsp(Reader& reader, const Line& line);
Verdict OpenSr(Reader& reader, const Line& line);
Verdict OpenRip(Reader& reader, const Line& line);
Verdict OpenVlan(Reader& reader, const Line& line);
Verdict OpenExplicitPath(Reader& reader, const Line& line);
Verdict OpenTunnelPolicy(Reader& reader, const Line& line);
Verdict OpenPolicyRouting(Reader& reader, const Line& line);
Verdict ReadNat(Reader& reader, const Line& line);
Verdict ReadStatic(Reader& reader, const Line& line);
Verdict OpenTraffic(Reader& reader, const Line& line);
Verdict OpenCpuDefend(Reader& reader, const Line& line);
Verdict ReadObservePort(Reader& reader, const Line& line);
Verdict ReadNetstream(Reader& reader, const Line& line);
Verdict OpenUserInterface(Reader& reader, const Line& line);
Verdict OpenAaaTemplate(Reader& reader, const Line& line);
Verdict ReadServer(Reader& reader, const Line& line);
Verdict ReadSnmp(Reader& reader, const Line& line);
Verdict OpenIpsec(Reader& reader, const Line& line);
Verdict OpenIke(Reader& reader, const Line& line);
Verdict OpenMacsecProfile(Reader& reader, const Line& line);

/// Rules of the decision without a word.
routing::bgp::DecisionRules VrpDecision();
/// `peer X ...`: session settings, and those of the family whose view is open.
Verdict ReadPeer(Reader& reader, const Line& line);
/// Statements of a family that are about no peer.
Verdict ReadBgpRoutes(Reader& reader, const Line& line);
/// `import-route` with what follows, `word` behind its protocol; nothing when the protocol is not known.
std::optional<VrpImport> TakeImportSource(const Line& line, std::size_t& word);
/// `{ip-prefix P | acl-name A | N}` at `word`; kNone when another kind of filter stands there.
VrpFilterUse TakeFilter(const Line& line, std::size_t& word);
/// Takes one community of the kind at `word`; nothing when there is none.
std::optional<model::CommunityText> TakeCommunityWord(model::CommunityKind kind, const Line& line,
                                                      std::size_t& word);

/// Authentication text of an `authentication-mode` tail that starts at word `index`; see
/// OspfInterface::authentication.
std::string AuthenticationOf(const Line& line, std::size_t index);

/// Verdict of the table of known forms of a view (known_forms.cc), or unknown with the view's impact.
Verdict KnownForm(View view, const Line& line);
/// Verdict about a line inside of a block that shares the fate of its first line: the same, but that nothing
/// which copies packets counts as irrelevant by where it stands.
Verdict FormInside(const Verdict& first, const Line& line);

}  // namespace ringfence::formats::huawei_vrp
