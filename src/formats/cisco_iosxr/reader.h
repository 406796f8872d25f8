// The state of one parse, and what the handlers of statements share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/block_reader.h"
#include "formats/cisco_iosxr/vendor_model.h"
#include "formats/impacts.h"
#include "model/fate.h"

namespace ringfence::formats::cisco_iosxr {

/// State of one parse. Confined to one call of Parse.
class Reader : public BlockReader<Reader> {
 public:
  Reader(const base::SourceFile& source, base::FileId file) : BlockReader(source, file) {}

  /// Reads all lines: fates, diagnostics and the vendor model.
  void ReadAll();

  VendorConfig vendor;
  // What the open blocks belong to.
  std::size_t interface_index = 0;
  std::size_t vrf_index = 0;  ///< of `vrf X`
  std::size_t family = 0;     ///< 0: IPv4, 1: IPv6
  std::string static_vrf;
  std::size_t acl_index = 0;
  std::size_t process_index = 0, process_vrf = 0, area_index = 0, port_index = 0;
  std::size_t bgp_vrf = 0;
  routing::bgp::BgpFamily bgp_family = routing::bgp::BgpFamily::kIpv4Unicast;
  NeighborText* neighbor = nullptr;  ///< of the open block; valid until the next one is opened
  std::size_t flexible_index = 0, on_demand_index = 0;
  std::string block_name;
  std::uint64_t block_number = 0;

  InterfaceText& interface() { return vendor.interfaces[interface_index]; }
  VrfText& vrf() { return vendor.vrfs[vrf_index]; }
  OspfVrfText& ospf() { return vendor.ospf[process_index].vrfs[process_vrf]; }
  OspfAreaText& ospf_area() { return ospf().areas[area_index]; }
  IsisText& isis() { return vendor.isis[process_index]; }

  /// Index of the interface of that name, added at the end when it is new.
  std::size_t InterfaceIndexOf(const std::string& name, base::Span span);
  /// Begins a policy or a set: the lines up to its end are tokens.
  void OpenRpl(std::vector<RplToken>& tokens, std::string_view end);

 private:
  bool ReadRplLine(std::string_view line, std::uint32_t number);

  std::map<std::string, std::size_t> interface_indices_;
  std::vector<RplToken>* rpl_ = nullptr;  ///< of the open policy or set
  std::string_view rpl_end_;
  std::uint32_t rpl_line_ = 0;
};

/// Tables of statements.
using Keyword = Reader::Keyword;
/// One handler of such a table.
using Handler = Reader::Handler;

// Values that occur in many statements. Each reports kValueInvalid when the next word is not one.
/// "10.0.0.1/24" or "10.0.0.1 255.255.255.0"; IPv6 as address and length.
std::optional<net::HostPrefix> TakeHostPrefix(Reader& reader, Statement& statement, net::Family family);
/// The same without host bits.
std::optional<net::Prefix> TakeSubnet(Reader& reader, Statement& statement, net::Family family);
std::optional<ospf::AreaId> TakeArea(Reader& reader, Statement& statement);
/// A name that must be there.
std::optional<std::string> TakeName(Reader& reader, Statement& statement, std::string_view what);
/// Takes a key with its kind of encryption; gives its digest.
std::string TakeKey(Statement& statement);

/// Sets a number, or takes it back for `no`.
Verdict SetNumber(Reader& reader, Statement& statement, Setting<std::uint32_t>& setting, std::uint32_t min,
                  std::uint32_t max);
/// Sets a flag to true, or to false for `no`; the words `enable` and `disable` say so too.
Verdict SetFlag(Statement& statement, Setting<bool>& setting);
/// Sets a name, or takes it back for `no`.
Verdict SetName(Reader& reader, Statement& statement, Setting<std::string>& setting, std::string_view what);
/// Takes the use of a policy: "NAME", or "NAME(10, $B)" with its arguments; empty at the end.
std::string TakePolicyUse(WordCursor& words);
/// Sets the use of a policy, or takes it back for `no`.
Verdict SetPolicy(Reader& reader, Statement& statement, Setting<std::string>& setting);
/// `redistribute SOURCE [PROCESS] ...` of an IGP, also with `no`.
Verdict ReadRedistribute(Reader& reader, Statement& statement, std::vector<RedistributeText>& list);
/// `default-information originate ...` of an IGP.
Verdict ReadDefaultInformation(Reader& reader, Statement& statement, Setting<DefaultText>& setting);
/// `address-family FAMILY unicast`: 0 for IPv4, 1 for IPv6; nullopt for other families.
std::optional<std::size_t> TakeUnicastFamily(Statement& statement);
/// "" for `default`, the name the text gives the default VRF.
std::string VrfName(std::string_view text);

// Handlers of top-level statements, one family a file. The first word is already taken.
Verdict ReadInterface(Reader& reader, Statement& statement);
Verdict ReadVrf(Reader& reader, Statement& statement);
Verdict ReadRouterStatic(Reader& reader, Statement& statement);
Verdict ReadRouterOspf(Reader& reader, Statement& statement, net::Family family);
Verdict ReadRouterIsis(Reader& reader, Statement& statement);
/// `segment-routing` at top level, of an IS-IS family, of a process, an area or an interface of OSPF;
/// `global-block`, `prefix-sid` of an interface in a process of one family.
Verdict ReadTopSr(Reader& reader, Statement& statement);
Verdict ReadFamilySr(Reader& reader, Statement& statement);
Verdict ReadSrBlock(Reader& reader, Statement& statement, Setting<routing::sr::LabelBlock>& block);
Verdict ReadOspfSr(Reader& reader, Statement& statement, OspfSettings& settings);
Verdict ReadPrefixSid(Reader& reader, Statement& statement, net::Family family, SidTexts& sids);
/// `flex-algo N` and `affinity-map` of an IS-IS process, `affinity` and `te-metric` of its interfaces,
/// `traffic-eng` of `segment-routing`.
Verdict ReadFlexAlgo(Reader& reader, Statement& statement);
Verdict ReadAffinityMap(Reader& reader, Statement& statement);
Verdict ReadIsisAffinity(Statement& statement, IsisInterfaceText& port);
Verdict ReadTeMetric(Reader& reader, Statement& statement, IsisInterfaceText& port);
Verdict ReadSrTrafficEng(Reader& reader, Statement& statement);
Verdict ReadL2Vpn(Reader& reader, Statement& statement);
Verdict ReadMpls(Reader& reader, Statement& statement);
Verdict ReadRouterBgp(Reader& reader, Statement& statement);
Verdict ReadTrack(Reader& reader, Statement& statement);
Verdict ReadAcl(Reader& reader, Statement& statement, net::Family family);
Verdict ReadKeyChain(Reader& reader, Statement& statement);
Verdict ReadMacsecPolicy(Reader& reader, Statement& statement);
Verdict ReadRoutePolicy(Reader& reader, Statement& statement);
Verdict ReadRplSet(Reader& reader, Statement& statement, RplSetKind kind);
Verdict ReadMonitorSession(Reader& reader, Statement& statement);
Verdict ReadFlow(Reader& reader, Statement& statement);
Verdict ReadLawfulIntercept(Reader& reader, Statement& statement);
// Statements inside the block of an interface.
Verdict ReadMirrorUse(Reader& reader, Statement& statement);
Verdict ReadFlowUse(Reader& reader, Statement& statement);
Verdict ReadTunnel(Reader& reader, Statement& statement);
Verdict ReadKeepalive(Reader& reader, Statement& statement);
// Management.
Verdict ReadUsername(Reader& reader, Statement& statement);
Verdict ReadTaskGroup(Reader& reader, Statement& statement);
Verdict ReadUserGroup(Reader& reader, Statement& statement);
Verdict ReadAaa(Reader& reader, Statement& statement);
Verdict ReadTacacsServer(Reader& reader, Statement& statement);
Verdict ReadRadiusServer(Reader& reader, Statement& statement);
Verdict ReadLineBlock(Reader& reader, Statement& statement);
Verdict ReadVtyPool(Reader& reader, Statement& statement);
Verdict ReadSsh(Reader& reader, Statement& statement);
Verdict ReadTelnet(Reader& reader, Statement& statement);
Verdict ReadHttp(Reader& reader, Statement& statement);
Verdict ReadNetconf(Reader& reader, Statement& statement);
Verdict ReadGrpc(Reader& reader, Statement& statement);
Verdict ReadXml(Reader& reader, Statement& statement);
Verdict ReadSnmp(Reader& reader, Statement& statement);
Verdict ReadControlPlane(Reader& reader, Statement& statement);
Verdict ReadPolicyMap(Reader& reader, Statement& statement);
Verdict ReadLpts(Reader& reader, Statement& statement);

}  // namespace ringfence::formats::cisco_iosxr
