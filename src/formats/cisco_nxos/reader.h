// The state of one parse, and what the handlers of statements share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/block_reader.h"
#include "formats/cisco_nxos/vendor_model.h"
#include "formats/impacts.h"
#include "formats/policy_text.h"
#include "model/fate.h"
#include "routing/device_config.h"

namespace ringfence::formats::cisco_nxos {

/// Interfaces that one range may name (origin: line cards and fabric extenders stay below).
inline constexpr std::size_t kRangeInterfacesMax = 1024;
/// Statements that one file may give to interfaces of ranges, all together; keeps the cost linear.
inline constexpr std::size_t kRangeStatementsMax = 4'000'000;

/// Which block of BGP is open.
struct BgpPlace {
  std::size_t vrf = 0;
  NeighborText* neighbor = nullptr;  ///< valid until the next neighbour or template is opened
  NeighborFamilyText* family = nullptr;
  bgp::BgpFamily af = bgp::BgpFamily::kIpv4Unicast;
};

/// State of one parse. Confined to one call of Parse.
class Reader : public BlockReader<Reader> {
 public:
  Reader(const base::SourceFile& source, base::FileId file) : BlockReader(source, file) {}

  /// Reads all lines: fates, diagnostics and the vendor model.
  void ReadAll();

  VendorConfig vendor;
  PolicyTexts policies;  ///< route maps and lists
  // What the open blocks belong to.
  std::vector<std::size_t> range;   ///< interfaces of the block, indices into vendor
  std::size_t interface_index = 0;  ///< the one a handler reads for now
  GroupKey group;                   ///< of `hsrp N`
  std::size_t range_statement_count = 0;
  std::map<std::string, std::size_t> static_indices;  ///< of static routes by all that tells them apart
  std::size_t vrf_index = 0;                          ///< of `vrf context`
  std::optional<std::uint32_t> vlan;                  ///< of `vlan N`; none below a list of them
  std::uint32_t vni = 0;                              ///< of `member vni N` and of `vni N l2`
  std::size_t family = 0;                             ///< 0: IPv4, 1: IPv6
  std::size_t process_index = 0, process_vrf = 0;
  BgpPlace bgp;
  std::size_t acl_index = 0;
  RouteMapEntry* route_map_entry = nullptr;  ///< of the open block
  std::string block_name;
  std::string control_class;  ///< of the open policy for the control plane
  std::uint32_t block_number = 0;

  InterfaceText& interface() { return vendor.interfaces[interface_index]; }
  OspfVrfText& ospf() { return vendor.ospf[process_index].vrfs[process_vrf]; }
  IsisVrfText& isis() { return vendor.isis[process_index].vrfs[process_vrf]; }
  EigrpVrfText& eigrp() { return vendor.eigrp[process_index].vrfs[process_vrf]; }
  RipVrfText& rip() { return vendor.rip[process_index].vrfs[process_vrf]; }
  BgpVrfText& bgp_vrf() { return vendor.bgp.vrfs[bgp.vrf]; }

  /// Is `feature NAME` on? Otherwise reports its use at `use`.
  bool FeatureOn(std::string_view name, base::Span use);

 private:
  std::map<std::string, std::size_t> interface_indices_;
  friend std::size_t InterfaceIndexOf(Reader& reader, const std::string& name, base::Span span);
};

/// Tables of statements.
using Keyword = Reader::Keyword;
/// One handler of such a table.
using Handler = Reader::Handler;

/// Index of the interface of that name, added at the end when it is new.
std::size_t InterfaceIndexOf(Reader& reader, const std::string& name, base::Span span);

// Values that occur in many statements. Each reports kValueInvalid when the next word is not one.
/// "10.0.0.1/24" or "10.0.0.1 255.255.255.0"; IPv6 as address and length.
std::optional<net::HostPrefix> TakeHostPrefix(Reader& reader, Statement& statement, net::Family family);
/// A name that must be there.
std::optional<std::string> TakeName(Reader& reader, Statement& statement, std::string_view what);
/// The digest of the key that is the rest of the statement; true when only a device can decode it.
struct KeyDigest {
  std::string digest;
  bool opaque = false;
};
/// Takes the rest of the statement as a key.
KeyDigest TakeKey(Statement& statement);
/// What a line with that key is: not modelled when ends with other keys might be equal all the same.
Verdict KeyVerdict(const KeyDigest& key);

/// Sets a number, or takes it back for `no`.
Verdict SetNumber(Reader& reader, Statement& statement, Setting<std::uint32_t>& setting, std::uint32_t min,
                  std::uint32_t max);
/// Sets a flag to true, or to false for `no`.
Verdict SetFlag(Statement& statement, Setting<bool>& setting);
/// Sets a name, or takes it back for `no`.
Verdict SetName(Reader& reader, Statement& statement, Setting<std::string>& setting, std::string_view what);
/// `redistribute SOURCE [TAG] [route-map M]`, also with `no`.
Verdict ReadRedistribute(Reader& reader, Statement& statement, std::vector<RedistributeText>& list);
/// `default-information originate [always] [route-map M]`.
Verdict ReadDefaultInformation(Statement& statement, Setting<DefaultText>& setting);
/// "10.0.0.0/8" or "10.0.0.0 255.0.0.0" without host bits; reports kValueInvalid.
std::optional<net::Prefix> TakeSubnet(Reader& reader, Statement& statement, net::Family family);
/// The verdict about a word of a sorted list that changes nothing; kNotKnown for others.
Verdict NoEffectIfIn(std::span<const std::string_view> words, const Statement& statement);
/// `vrf X` inside a process: index of the VRF in `vrfs`, added when it is new.
template <class Vrfs>
std::size_t VrfIndexIn(Vrfs& vrfs, std::string name, base::Span span) {
  for (std::size_t i = 0; i < vrfs.size(); ++i) {
    if (vrfs[i].vrf == name) return i;
  }
  vrfs.emplace_back();
  vrfs.back().vrf = std::move(name);
  vrfs.back().span = span;
  return vrfs.size() - 1;
}
/// Index of the process of that tag, added with its default VRF when it is new.
template <class Processes>
std::size_t ProcessIndexIn(Processes& processes, const std::string& tag, base::Span span) {
  const auto found = std::ranges::find(processes, tag, [](const auto& process) { return process.tag; });
  if (found != processes.end()) return static_cast<std::size_t>(found - processes.begin());
  processes.emplace_back();
  processes.back().tag = tag;
  processes.back().span = span;
  processes.back().vrfs.emplace_back();
  processes.back().vrfs.back().span = span;
  return processes.size() - 1;
}
/// "" for `default`, the name the text gives the default VRF.
std::string VrfName(std::string_view text);

// Handlers of top-level statements, one family a file. The first word is already taken.
Verdict ReadInterface(Reader& reader, Statement& statement);
/// `interface nve1`.
Verdict OpenNve(Reader& reader, Statement& statement, const std::vector<std::string>& names);
/// `vni N l2` below `evpn`: takes the rest of the line and opens its block. False: it is something else.
bool AcceptEvpnVni(Reader& reader, Statement& statement);
/// `vn-segment N` of the open VLAN.
Verdict ReadVnSegment(Reader& reader, Statement& statement);
Verdict ReadVrfContext(Reader& reader, Statement& statement);
Verdict ReadRouter(Reader& reader, Statement& statement);
Verdict ReadRouterOspf(Reader& reader, Statement& statement, net::Family family);
Verdict ReadRouterIsis(Reader& reader, Statement& statement);
Verdict ReadRouterEigrp(Reader& reader, Statement& statement);
Verdict ReadRouterRip(Reader& reader, Statement& statement);
Verdict ReadRouterBgp(Reader& reader, Statement& statement);
Verdict ReadStaticRoute(Reader& reader, Statement& statement);
Verdict ReadStaticRoute6(Reader& reader, Statement& statement);
/// `ip route` inside `vrf context X`.
Verdict ReadStaticRouteIn(Reader& reader, Statement& statement, const std::string& vrf, net::Family family);
Verdict ReadMpls(Reader& reader, Statement& statement);
Verdict ReadTrack(Reader& reader, Statement& statement);
Verdict ReadAcl4(Reader& reader, Statement& statement);
Verdict ReadClassMap(Reader& reader, Statement& statement);
Verdict ReadPolicyMap(Reader& reader, Statement& statement);
Verdict ReadControlPlane(Reader& reader, Statement& statement);
Verdict ReadCopp(Reader& reader, Statement& statement);
Verdict ReadHardware(Reader& reader, Statement& statement);
Verdict ReadAcl6(Reader& reader, Statement& statement);
Verdict ReadObjectGroup(Reader& reader, Statement& statement);
Verdict ReadLineBlock(Reader& reader, Statement& statement);
Verdict ReadUsername(Reader& reader, Statement& statement);
Verdict ReadRole(Reader& reader, Statement& statement);
Verdict ReadAaa(Reader& reader, Statement& statement);
Verdict ReadTacacsServer(Reader& reader, Statement& statement);
Verdict ReadRadiusServer(Reader& reader, Statement& statement);
Verdict ReadNxapi(Reader& reader, Statement& statement);
Verdict ReadGrpc(Reader& reader, Statement& statement);
Verdict ReadSnmp(Reader& reader, Statement& statement);
Verdict ReadKeyChain(Reader& reader, Statement& statement);
Verdict ReadTopMacsec(Reader& reader, Statement& statement);
Verdict ReadMonitor(Reader& reader, Statement& statement);
Verdict ReadFlow(Reader& reader, Statement& statement);
Verdict ReadSflow(Reader& reader, Statement& statement);
Verdict ReadNat(Reader& reader, Statement& statement);
// Statements inside an interface block; the words that name the protocol are taken.
Verdict ReadInterfaceRouter(Reader& reader, Statement& statement, net::Family family);
Verdict ReadInterfaceOspf(Reader& reader, Statement& statement, OspfInterfaceText& ospf);
Verdict ReadInterfaceIsis(Reader& reader, Statement& statement);
Verdict ReadInterfaceRip(Reader& reader, Statement& statement);
Verdict ReadInterfaceEigrp(Reader& reader, Statement& statement);
Verdict ReadTree(Reader& reader, Statement& statement);
Verdict ReadPortTree(Reader& reader, Statement& statement);
Verdict ReadVpc(Reader& reader, Statement& statement);
Verdict ReadVpcDomain(Reader& reader, Statement& statement);
Verdict ReadVirtualRouter(Reader& reader, Statement& statement, model::RedundancyProtocol protocol,
                          std::uint32_t first_group);
Verdict ReadFlowUse(Reader& reader, Statement& statement, net::Family family);
Verdict ReadInterfaceMpls(Reader& reader, Statement& statement);
Verdict ReadInterfaceNat(Reader& reader, Statement& statement);
Verdict ReadSwitchport(Reader& reader, Statement& statement);
/// A line of an interface block, for each interface of the range: runs `handler` for every one.
Verdict ForRange(Reader& reader, Statement& statement, Handler handler);

/// The neutral model of what has been read.
routing::DeviceConfig Convert(Reader& reader);

/// Stands for the last two octets of a domain identifier written as an address, which are not known: equal
/// among devices of this system, in doubt with those of others.
inline constexpr std::uint16_t kDomainTrailer = 0xffff;

}  // namespace ringfence::formats::cisco_nxos
