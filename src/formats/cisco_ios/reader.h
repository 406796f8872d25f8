// The state of one parse, and what the handlers of statements share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "formats/block_reader.h"
#include "formats/cisco_ios/vendor_model.h"
#include "formats/policy_conversion.h"
#include "formats/type7_key.h"

namespace ringfence::formats::cisco_ios {

class Reader;
/// Keywords of this reader and what reads their statements.
using Keyword = BlockReader<Reader>::Keyword;
using Handler = BlockReader<Reader>::Handler;

/// State of one parse. Confined to one call of Parse.
class Reader : public BlockReader<Reader> {
 public:
  Reader(const base::SourceFile& source, base::FileId file) : BlockReader(source, file) {}

  /// Reads all lines: fates, diagnostics and the vendor model.
  void ReadAll();

  VendorConfig vendor;
  // What the open block belongs to; indices into vendor.
  std::size_t interface_index = 0;
  std::size_t ospf_index = 0;
  std::size_t ospf3_index = 0;                  ///< `router ospfv3` around the open address family
  OspfInterfaceText* interface_ospf = nullptr;  ///< what the statement under an interface is about
  std::size_t acl_index = 0;
  std::size_t vty_index = 0;
  std::size_t eigrp_index = 0;
  std::size_t bgp_vrf_index = 0;
  routing::bgp::BgpFamily bgp_family = routing::bgp::BgpFamily::kIpv4Unicast;
  RouteMapEntry* route_map_entry = nullptr;
  std::string block_name;
  std::uint32_t block_number = 0;

  InterfaceText& interface() { return vendor.interfaces[interface_index]; }
  OspfText& ospf() { return vendor.ospf[ospf_index]; }
  /// What unmodelled statements of the OSPF process change.
  std::uint8_t ospf_impact() const;
  EigrpText& eigrp() { return vendor.eigrp[eigrp_index]; }
};

/// `metric N`, `metric-type N`, `tag N` in any order.
struct MetricWords {
  std::optional<std::uint32_t> metric, tag;
  std::optional<ospf::ExternalType> type;

  /// Takes one of them. False: the next word is another; nullopt: the value is invalid and was reported.
  std::optional<bool> Take(Reader& reader, Statement& statement);
};
/// The last two octets of a domain identifier of four octets on this system.
inline constexpr std::uint16_t kDomainTrailer = 0x0200;
/// Greatest metric a statement of OSPF takes.
inline constexpr std::uint32_t kOspfMetricMax = 16777214;

/// True when the table can be searched.
constexpr bool IsSorted(std::span<const Keyword> table) { return formats::IsSorted<Keyword>(table); }

// Handlers of top-level statements, one family a file. The first word is already taken.
Verdict ReadInterface(Reader& reader, Statement& statement);
Verdict ReadRouter(Reader& reader, Statement& statement);
Verdict ReadRouter6(Reader& reader, Statement& statement);
Verdict ReadMpls(Reader& reader, Statement& statement);
Verdict ReadTopSr(Reader& reader, Statement& statement);
Verdict ReadIp(Reader& reader, Statement& statement);
Verdict ReadIpv6(Reader& reader, Statement& statement);
Verdict ReadStaticRoute(Reader& reader, Statement& statement);
Verdict ReadStaticRoute6(Reader& reader, Statement& statement);
Verdict ReadTrack(Reader& reader, Statement& statement);
Verdict ReadTree(Reader& reader, Statement& statement);
Verdict ReadPortTree(Reader& reader, Statement& statement);
Verdict ReadNumberedAcl(Reader& reader, Statement& statement);
Verdict ReadNamedAcl(Reader& reader, Statement& statement);
Verdict ReadNamedAcl6(Reader& reader, Statement& statement);
Verdict ReadObjectGroup(Reader& reader, Statement& statement);
Verdict ReadPolicyMap(Reader& reader, Statement& statement);
Verdict ReadControlPlane(Reader& reader, Statement& statement);
/// `ip receive ...`.
Verdict ReadReceive(Reader& reader, Statement& statement);
Verdict ReadIpPrefixList(Reader& reader, Statement& statement);
Verdict ReadIpv6PrefixList(Reader& reader, Statement& statement);
Verdict ReadIpAsPath(Reader& reader, Statement& statement);
Verdict ReadIpCommunityList(Reader& reader, Statement& statement);
Verdict ReadIpExtcommunityList(Reader& reader, Statement& statement);
Verdict ReadIpLargeCommunityList(Reader& reader, Statement& statement);
Verdict ReadRouteMapHeader(Reader& reader, Statement& statement);
Verdict ReadIpVrf(Reader& reader, Statement& statement);
Verdict ReadVrfDefinition(Reader& reader, Statement& statement);
Verdict OpenBgp(Reader& reader, Statement& statement);
Verdict OpenEigrp(Reader& reader, Statement& statement);
Verdict ReadLine(Reader& reader, Statement& statement);
Verdict ReadUsername(Reader& reader, Statement& statement);
Verdict ReadAaa(Reader& reader, Statement& statement);
Verdict ReadTacacs(Reader& reader, Statement& statement);
Verdict ReadRadius(Reader& reader, Statement& statement);
Verdict ReadTacacsServer(Reader& reader, Statement& statement);
Verdict ReadRadiusServer(Reader& reader, Statement& statement);
Verdict ReadHttp(Reader& reader, Statement& statement);
Verdict ReadNetconf(Reader& reader, Statement& statement);
Verdict ReadGnmi(Reader& reader, Statement& statement);
Verdict ReadRestconf(Reader& reader, Statement& statement);
Verdict ReadSnmp(Reader& reader, Statement& statement);
Verdict ReadCrypto(Reader& reader, Statement& statement);
Verdict ReadKeyChain(Reader& reader, Statement& statement);
Verdict ReadMka(Reader& reader, Statement& statement);
Verdict ReadMonitor(Reader& reader, Statement& statement);
Verdict ReadFlow(Reader& reader, Statement& statement);
Verdict ReadFlowExport(Reader& reader, Statement& statement);
Verdict ReadNat(Reader& reader, Statement& statement);
// Statements inside an interface block: `ip ospf ...` and protection.
Verdict ReadInterfaceOspf(Reader& reader, Statement& statement);
Verdict ReadInterfaceOspf6(Reader& reader, Statement& statement);
Verdict ReadInterfaceOspfv3(Reader& reader, Statement& statement);
Verdict ReadInterfaceTunnel(Reader& reader, Statement& statement);
Verdict ReadKeepalive(Reader& reader, Statement& statement);
Verdict ReadInterfaceMpls(Reader& reader, Statement& statement);
Verdict ReadSwitchport(Reader& reader, Statement& statement);
Verdict ReadVrrp(Reader& reader, Statement& statement);
Verdict ReadStandby(Reader& reader, Statement& statement);
Verdict ReadEigrpSummary(Reader& reader, Statement& statement);
/// `flow ...` behind `ip` or `ipv6`.
Verdict ReadFlowUse(Reader& reader, Statement& statement, net::Family family);
Verdict ReadEigrpSplitHorizon(Reader& reader, Statement& statement);
Verdict ReadInterfaceNat(Reader& reader, Statement& statement);
/// `area X ...` of an OSPF process.
Verdict ReadOspfArea(Reader& reader, Statement& statement);
/// `segment-routing ...` of an OSPF process.
Verdict ReadOspfSr(Reader& reader, Statement& statement);

/// Takes what follows `authentication` of OSPFv3; reports kValueInvalid or gives nullopt when it is not
/// known.
std::optional<std::string> TakeOspf3Authentication(Reader& reader, Statement& statement);
/// The neutral configuration; applies this system's defaults. May add diagnostics and change fates.
routing::DeviceConfig Convert(Reader& reader);
// Its parts, in this order.
void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config);
void ConvertAcls(Reader& reader, routing::DeviceConfig& config);
void ConvertStatics(Reader& reader, routing::DeviceConfig& config);
void ConvertVrfs(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config);
void ConvertOspf(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config);
void ConvertEigrp(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config);
void ConvertMpls(Reader& reader, routing::DeviceConfig& config);
void ConvertSr(Reader& reader, routing::DeviceConfig& config);
void ConvertBgpProcess(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config);
void ConvertManagement(Reader& reader, routing::DeviceConfig& config);
void ConvertProtection(Reader& reader, routing::DeviceConfig& config);
void ConvertCopying(Reader& reader, routing::DeviceConfig& config);

/// Names the route maps that are for packets; before the policies are converted.
void NoteSteeringMaps(Reader& reader);
/// Policy routing at the interfaces; after all places where routes use route maps.
void ConvertSteering(Reader& reader, const PolicyConverter& routes, model::Device& device);
/// Names the route maps of translations likewise; their rules after policy routing.
void NoteTranslationMaps(Reader& reader);
void ConvertTranslation(Reader& reader, const PolicyConverter& routes, model::Device& device);
/// Access lists as filters on prefixes, for the policies.
void AddRouteFilters(Reader& reader);
/// Processes of OSPFv3 that only interfaces name; demotes those that this system would not run as written.
void CompleteOspf3(Reader& reader);
/// Values of OSPFv3 under an interface, of all scopes that are about its process.
OspfInterfaceText Ospf3SettingsOf(Reader& reader, const InterfaceText& text);
/// Demotes a line that gives IPv6 packets another MTU than the model has.
void CheckMtu6(Reader& reader, const InterfaceText& text, const model::Interface& interface);
/// Routing tables of a family, as an impact.
std::uint8_t RoutingOf(net::Family family);
/// Highest address of an up loopback of the VRF, else of an up interface of it, that is not in `used`.
std::optional<net::IpAddress> ChooseRouterId(const model::Device& device, std::string_view vrf,
                                             const std::set<net::IpAddress>& used);
/// First address of the interface (or of its lender) in the family that is not secondary, or nullptr.
const model::InterfaceAddress* Primary4(const model::Device& device, const model::Interface& interface);

/// How this system reads and prints policies and BGP.
const PolicyDialect& Policies();
const BgpDialect& Bgp();

}  // namespace ringfence::formats::cisco_ios
