// The state of one parse, and what the handlers of statements share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/arista_eos/vendor_model.h"
#include "formats/block_reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::arista_eos {

/// Largest OSPF metric (RFC 2328: 24 bits, less the infinity).
inline constexpr std::uint32_t kOspfMetricMax = 16777214;

/// State of one parse. Confined to one call of Parse.
class Reader : public BlockReader<Reader> {
 public:
  using BlockReader::BlockReader;

  /// Reads all lines: fates, diagnostics and the vendor model.
  void ReadAll();

  /// The VRF of that name; made when it is not known yet.
  VrfText& vrf(const std::string& name);
  InterfaceText& interface() { return vendor.interfaces[interface_index]; }
  OspfText& ospf() { return vendor.ospf[ospf_index]; }
  IsisText& isis() { return vendor.isis[isis_index]; }
  AclText& acl() { return vendor.acls[acl_index]; }
  NeighborText& neighbor() { return bgp_vrf().neighbors[neighbor_index]; }
  /// What the statement says about the neighbour: in the open address family, else in all.
  NeighborSettings& neighbor_settings() {
    return bgp_family ? neighbor().families[*bgp_family] : neighbor().all;
  }
  BgpVrfText& bgp_vrf() { return vendor.bgp.vrfs[bgp_vrf_index]; }

  VendorConfig vendor;
  // What the open blocks belong to; indices into vendor.
  std::size_t interface_index = 0, ospf_index = 0, isis_index = 0, acl_index = 0, bgp_vrf_index = 0;
  std::size_t neighbor_index = 0;
  std::optional<bgp::BgpFamily> bgp_family;
  std::optional<net::Family> isis_family;
  std::string block_name;
  std::vector<std::uint16_t> vlan_block;
  std::uint16_t evpn_vlan = 0;                  ///< of `vlan V` below `router bgp`
  RouteMapEntry* route_map_entry = nullptr;     ///< of the open block; points into vendor.policies
  SteeringEntryText* steering_entry = nullptr;  ///< of the open `class` block; points into vendor
  TrackerText* tracker = nullptr;               ///< of the open block; points into vendor
  ServiceText* service = nullptr;  ///< of the open `management` block; points into vendor.management
};

/// One keyword of a table.
using Keyword = Reader::Keyword;

/// Keywords that can stand at column 0, sorted.
std::span<const Keyword> TopLevelKeywords();

// Handlers of top-level statements, one family a file. The first word is already taken.
Verdict ReadInterface(Reader& reader, Statement& statement);
Verdict ReadVlan(Reader& reader, Statement& statement);
Verdict ReadStaticRoute(Reader& reader, Statement& statement);
Verdict ReadStaticRoute6(Reader& reader, Statement& statement);
Verdict ReadRouterOspf(Reader& reader, Statement& statement);
Verdict ReadRouterOspf6(Reader& reader, Statement& statement);
Verdict ReadRouterOspfv3(Reader& reader, Statement& statement);
Verdict ReadRouterIsis(Reader& reader, Statement& statement);
Verdict ReadMpls(Reader& reader, Statement& statement);
Verdict ReadRouterBgp(Reader& reader, Statement& statement);
Verdict ReadRouterGeneral(Reader& reader, Statement& statement);
Verdict ReadPeerFilter(Reader& reader, Statement& statement);
Verdict ReadAcl4(Reader& reader, Statement& statement);
Verdict ReadAcl6(Reader& reader, Statement& statement);
Verdict ReadRouteMapBlock(Reader& reader, Statement& statement);
Verdict ReadPrefixList4(Reader& reader, Statement& statement);
Verdict ReadPrefixList6(Reader& reader, Statement& statement);
Verdict ReadAsPathAccessList(Reader& reader, Statement& statement);
Verdict ReadStandardCommunityList(Reader& reader, Statement& statement);
Verdict ReadExtendedCommunityList(Reader& reader, Statement& statement);
Verdict ReadLargeCommunityList(Reader& reader, Statement& statement);
Verdict ReadManagement(Reader& reader, Statement& statement);
Verdict ReadUsername(Reader& reader, Statement& statement);
Verdict ReadAaa(Reader& reader, Statement& statement);
Verdict ReadTacacsServer(Reader& reader, Statement& statement);
Verdict ReadRadiusServer(Reader& reader, Statement& statement);
Verdict ReadSnmp(Reader& reader, Statement& statement);
Verdict ReadMonitor(Reader& reader, Statement& statement);
Verdict ReadFlow(Reader& reader, Statement& statement);
Verdict ReadSflow(Reader& reader, Statement& statement);
Verdict ReadNat(Reader& reader, Statement& statement);
Verdict ReadClassMap(Reader& reader, Statement& statement);
Verdict ReadPolicyMap(Reader& reader, Statement& statement);
/// `control-plane`, `system control-plane`.
Verdict ReadControlPlane(Reader& reader, Statement& statement);
Verdict ReadTopMac(Reader& reader, Statement& statement);
/// `mac security` of an interface.
Verdict ReadMacsecUse(Reader& reader, Statement& statement);
// Statements inside blocks that have a file of their own.
Verdict ReadVxlanLine(Reader& reader, Statement& statement);
/// `vlan V` below `router bgp`.
Verdict ReadEvpnVlan(Reader& reader, Statement& statement);
Verdict ReadInterfaceIp(Reader& reader, Statement& statement);
Verdict ReadInterfaceIpv6(Reader& reader, Statement& statement);
/// `ip nat ...` of an interface.
Verdict ReadInterfaceNat(Reader& reader, Statement& statement);
Verdict ReadInterfaceSflow(Reader& reader, Statement& statement);
Verdict ReadInterfaceFlow(Reader& reader, Statement& statement);
Verdict ReadInterfaceOspf(Reader& reader, Statement& statement);
Verdict ReadInterfaceOspf6(Reader& reader, Statement& statement);
Verdict ReadInterfaceOspfv3(Reader& reader, Statement& statement);
Verdict ReadInterfaceIsis(Reader& reader, Statement& statement);
Verdict ReadInterfaceMpls(Reader& reader, Statement& statement);
Verdict ReadNodeSegment(Reader& reader, Statement& statement);
/// `segment-routing mpls` of `router isis`.
Verdict ReadIsisSr(Reader& reader, Statement& statement);
Verdict ReadSwitchport(Reader& reader, Statement& statement);
Verdict ReadTree(Reader& reader, Statement& statement);
Verdict ReadPortTree(Reader& reader, Statement& statement);
Verdict ReadMlag(Reader& reader, Statement& statement);
Verdict ReadInterfaceMlag(Reader& reader, Statement& statement);
Verdict ReadTrack(Reader& reader, Statement& statement);
Verdict ReadVrrp(Reader& reader, Statement& statement);
Verdict ReadServicePolicy(Reader& reader, Statement& statement);
Verdict ReadBgpNeighbor(Reader& reader, Statement& statement);
Verdict ReadBgpListen(Reader& reader, Statement& statement);
Verdict ReadBgpGlobal(Reader& reader, Statement& statement);
Verdict ReadRouteTarget(Reader& reader, Statement& statement);
Verdict ReadBgpNetwork(Reader& reader, Statement& statement);
Verdict ReadBgpRedistribute(Reader& reader, Statement& statement);
Verdict ReadBgpAggregate(Reader& reader, Statement& statement);
/// Statements of `router ospf` that concern one area.
Verdict ReadOspfArea(Reader& reader, Statement& statement);

/// Takes an address of that family; reports kValueInvalid and gives nullopt when the next word is none.
std::optional<net::IpAddress> TakeAddress(Reader& reader, Statement& statement, net::Family family);
/// Takes an address of either family.
std::optional<net::IpAddress> TakeAnyAddress(Reader& reader, Statement& statement);
/// Takes "address/length", or an IPv4 address and a dotted mask; reports kValueInvalid when they are none.
std::optional<net::HostPrefix> TakeHostPrefix(Reader& reader, Statement& statement, net::Family family);
/// AS numbers and ranges of them in a list such as "65001,65010-65020"; empty when it is none.
std::vector<model::ValueRange> RangesOfAs(std::string_view text);
/// Takes a list of VLANs such as "10,20-25"; reports kValueInvalid when it is none.
std::optional<std::vector<model::VlanRange>> TakeVlans(Reader& reader, Statement& statement);
/// Takes the rest of the line as a key with its optional encryption type and gives its digest.
std::string TakeKeyDigest(Statement& statement);
/// Takes `vrf NAME` if it follows; "" for the default one or none.
std::string TakeVrf(Statement& statement);
/// "" for "default", else the name.
std::string VrfName(std::string_view word);

}  // namespace ringfence::formats::arista_eos
