// The state of one parse, and what the handlers of statements share.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "formats/block_reader.h"
#include "formats/impacts.h"
#include "formats/zte_zxros/vendor_model.h"

namespace ringfence::formats::zte_zxros {

/// State of one parse. Confined to one call of Parse.
class Reader : public BlockReader<Reader> {
 public:
  Reader(const base::SourceFile& source, base::FileId file) : BlockReader(source, file) {}

  /// Reads all lines: fates, diagnostics and the vendor model.
  void ReadAll();

  VendorConfig vendor;
  // What the open blocks belong to; indices into vendor.
  std::size_t interface_index = 0, vrf_index = 0, acl_index = 0, process_index = 0, port_index = 0;
  ospf::AreaId area = 0;
  std::size_t bgp_vrf = 0;
  routing::bgp::BgpFamily bgp_family = routing::bgp::BgpFamily::kIpv4Unicast;
  RouteMapEntry* route_map_entry = nullptr;

  InterfaceText& interface() { return vendor.interfaces[interface_index]; }
  routing::VrfConfig& vrf() { return vendor.vrfs[vrf_index]; }
  OspfText& ospf() { return vendor.ospf[process_index]; }
  OspfInterfaceText& ospf_port() { return ospf().interfaces[port_index]; }
  IsisText& isis() { return vendor.isis[process_index]; }
  IsisInterfaceText& isis_port() { return isis().interfaces[port_index]; }

  /// Index of the interface of that name, added at the end when it is new.
  std::size_t InterfaceIndexOf(const std::string& name, base::Span span);

 private:
  std::map<std::string, std::size_t> interface_indices_;
};

/// Tables of statements.
using Keyword = Reader::Keyword;
/// One handler of such a table.
using Handler = Reader::Handler;

/// Takes the name of an interface: one word as written; empty at the end.
std::string TakeInterfaceName(WordCursor& words);
/// Sets a number, or takes it back for `no`.
Verdict SetNumber(Reader& reader, Statement& statement, Setting<std::uint32_t>& setting, std::uint32_t min,
                  std::uint32_t max);
/// `metric N`, `tag N`, `metric-type ext-1`, `route-map X` of a redistribution or default route of OSPF.
Verdict TakeOspfOptions(Reader& reader, Statement& statement, RedistributeText& text);

// Handlers of top-level statements, one family a file. The first word is already taken.
Verdict ReadInterface(Reader& reader, Statement& statement);
Verdict ReadVlanConfiguration(Reader& reader, Statement& statement);
Verdict ReadLacp(Reader& reader, Statement& statement);
Verdict ReadIpVrf(Reader& reader, Statement& statement);
Verdict ReadStaticRoute(Reader& reader, Statement& statement);
Verdict ReadStaticRoute6(Reader& reader, Statement& statement);
Verdict ReadRouterOspf(Reader& reader, Statement& statement);
Verdict ReadRouterIsis(Reader& reader, Statement& statement);
Verdict ReadRouterBgp(Reader& reader, Statement& statement);
Verdict ReadAcl(Reader& reader, Statement& statement);
Verdict ReadMpls(Reader& reader, Statement& statement);
Verdict ReadIpPrefixList(Reader& reader, Statement& statement);
Verdict ReadIpv6PrefixList(Reader& reader, Statement& statement);
Verdict ReadIpAsPath(Reader& reader, Statement& statement);
Verdict ReadIpCommunityList(Reader& reader, Statement& statement);
Verdict ReadIpExtcommunityList(Reader& reader, Statement& statement);
Verdict ReadRouteMapHeader(Reader& reader, Statement& statement);

/// How this system reads and prints policies and BGP.
const PolicyDialect& Policies();
const BgpDialect& Bgp();

}  // namespace ringfence::formats::zte_zxros
