// The state of one parse, and what the handlers of statements share.
//
// Problem: vtysh has no notation for blocks. A command such as `router ospf` changes the node, and the next
// line is looked up in the commands of that node first, with every word shortened at will, and if it is none
// of them in the node's parent, and so on; the node where it is found becomes the current one. So a line
// belongs to the innermost open node that knows it, whatever its indentation.
// Idea: a stack of nodes, each a sorted table of first words. A line is tried from the top of the stack down;
// where it is understood, known or reported as wrong, the nodes above are closed. Handlers change the model
// only when they have understood the whole line, for a line they refuse is tried elsewhere. Cost: linear in
// the text, times the depth (at most kNodesMax).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "formats/format.h"
#include "formats/frr/bgp_text.h"
#include "formats/frr/sections.h"
#include "formats/frr/vendor_model.h"
#include "formats/policy_conversion.h"
#include "formats/policy_text.h"
#include "formats/statement.h"
#include "formats/statement_report.h"

namespace ringfence::formats::frr {

/// Deepest chain of open nodes (origin: SRv6 and traffic engineering nest five nodes).
inline constexpr std::size_t kNodesMax = 8;

class Reader;
/// Reads one statement of a kind into the reader's vendor model.
using Handler = Verdict (*)(Reader&, Statement&);

/// One keyword: its handler, or the verdict about every statement that begins with it.
struct Keyword {
  std::string_view word;
  Handler handler = nullptr;
  Verdict verdict = kNoEffect;
};

/// A node of vtysh.
struct Node {
  std::span<const Keyword> keywords;  ///< sorted
  std::uint8_t unknown_impact = model::Impact::kAll;
  /// Of a node that is not modelled: the verdict about every line but those that begin as a top-level
  /// command; unknown: the keywords say all.
  Verdict others = kNotKnown;
};

/// State of one parse. Confined to one call of Parse.
class Reader : public StatementReport {
 public:
  Reader(const base::SourceFile& source, base::FileId file);

  /// Reads all lines: fates, diagnostics and the vendor model.
  void ReadAll();
  base::FileId file() const { return file_; }

  /// Runs the keyword that the next word is or shortens in a sorted table; kNotKnown when there is none or
  /// several.
  Verdict Dispatch(std::span<const Keyword> table, Statement& statement);
  /// Opens a node by the line being read.
  void Open(const Node& node) { opened_ = &node; }
  /// The interface of that name, made when it is new.
  InterfaceText& InterfaceOf(std::string_view name, base::Span span);

  VendorConfig vendor;
  std::vector<BgpText> bgps;
  PolicyTexts policies;
  std::map<std::string, std::vector<std::uint32_t>> access_sequences;  ///< of the lines of access lists
  PolicyConverter* converter = nullptr;                                ///< lives while the text is converted
  // What the open nodes belong to; indices into vendor.
  std::size_t interface_index = 0;
  std::size_t ospf_index = 0;
  std::size_t isis_index = 0;
  std::size_t flexible_index = 0;  ///< of the open algorithm of IS-IS
  std::size_t rip_index = 0;
  std::size_t bgp_index = 0;
  bgp::BgpFamily bgp_family = bgp::BgpFamily::kIpv4Unicast;
  RouteMapEntry* route_map_entry = nullptr;
  std::string vrf;      ///< of the open `vrf` node; "" outside
  std::string stanza;   ///< name of the open stanza
  std::string locator;  ///< of the open `locator` node; "" outside

  InterfaceText& interface() { return vendor.interfaces[interface_index]; }
  OspfText& ospf() { return vendor.ospf[ospf_index]; }
  IsisText& isis() { return vendor.isis[isis_index]; }
  RipText& rip() { return vendor.rip[rip_index]; }
  BgpText& bgp() { return bgps[bgp_index]; }

 private:
  void ReadLine(std::uint32_t line_number, Section section);
  void ReadFrrLine(std::uint32_t line_number);
  bool ReadLeave(std::uint32_t line_number, std::string_view word);
  Verdict Judge(Statement& statement);
  Verdict JudgeIn(const Node& node, Statement& statement);
  void Store(std::uint32_t line_number, Verdict verdict, std::uint8_t unknown_impact);

  const base::SourceFile& source_;
  base::FileId file_;
  std::vector<const Node*> nodes_;  ///< innermost last; the top level is not in it
  const Node* opened_ = nullptr;
};

/// True when the table can be searched.
constexpr bool IsSorted(std::span<const Keyword> table) {
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (!(table[i - 1].word < table[i].word)) return false;
  }
  return true;
}

/// Takes the next word when it is one of `options` or shortens exactly one, and gives that one; else "".
std::string_view TakeOption(Statement& statement, std::span<const std::string_view> options);
/// The same for options written at the place.
inline std::string_view TakeOption(Statement& statement, std::initializer_list<std::string_view> options) {
  return TakeOption(statement, std::span(options.begin(), options.size()));
}
/// True when TakeOption takes the only option.
inline bool TakeWord(Statement& statement, std::string_view word) {
  return !TakeOption(statement, {word}).empty();
}
/// Takes an IPv4 address, a prefix; nullopt, nothing taken, when there is none.
std::optional<net::IpAddress> TakeIpv4(Statement& statement);
std::optional<net::HostPrefix> TakeHostPrefix(Statement& statement, std::optional<net::Family> family);
/// Takes an OSPF area, dotted or as a number.
std::optional<ospf::AreaId> TakeArea(Statement& statement);
/// Takes the rest of the line and gives its digest.
std::string TakeKeyDigest(Statement& statement);
/// Takes `vrf NAME` when it follows; "" is the default one. nullopt: the name is missing.
std::optional<std::string> TakeVrf(Statement& statement);
/// Takes the source of a redistribution; nullopt, nothing taken, for an unknown one.
std::optional<model::RouteSource> TakeSource(Statement& statement, bool& known_but_not_modelled);

// Handlers of top-level statements, one family a file. The first word is already taken.
Verdict ReadInterface(Reader& reader, Statement& statement);
Verdict ReadVrf(Reader& reader, Statement& statement);
Verdict ReadStaticRoute4(Reader& reader, Statement& statement);
Verdict ReadStaticRoute6(Reader& reader, Statement& statement);
Verdict ReadProtocolFilter4(Reader& reader, Statement& statement);
Verdict ReadProtocolFilter6(Reader& reader, Statement& statement);
Verdict ReadRouter(Reader& reader, Statement& statement);
Verdict ReadRouterOspf(Reader& reader, Statement& statement);
Verdict ReadRouterOspf6(Reader& reader, Statement& statement);
Verdict ReadRouterIsis(Reader& reader, Statement& statement);
Verdict ReadRouterRip(Reader& reader, Statement& statement);
Verdict ReadRouterRipng(Reader& reader, Statement& statement);
Verdict ReadRouterBgp(Reader& reader, Statement& statement);
Verdict ReadTopBgp(Reader& reader, Statement& statement);
Verdict ReadAccessList(Reader& reader, Statement& statement);
Verdict ReadMpls(Reader& reader, Statement& statement);
Verdict ReadSegmentRouting(Reader& reader, Statement& statement);
/// `segment-routing ...` of IS-IS and OSPF. `algorithms`: SIDs may be of flexible ones.
Verdict ReadSr(Reader& reader, Statement& statement, SrText& text, bool algorithms);
/// The first release with flexible algorithms, 100 * major + minor.
inline constexpr std::uint32_t kFlexibleSince = 900;
/// `affinity-map`, `flex-algo N` of IS-IS, `affinity` and `admin-grp` of `link-params`.
Verdict ReadAffinityMap(Reader& reader, Statement& statement);
Verdict ReadFlexAlgo(Reader& reader, Statement& statement);
Verdict ReadLinkAffinity(Reader& reader, Statement& statement);
Verdict ReadLinkGroup(Reader& reader, Statement& statement);
Verdict ReadLinkMetric(Reader& reader, Statement& statement);
Verdict ReadRouteMap(Reader& reader, Statement& statement);
/// `area A ...` of OSPF.
Verdict ReadOspfArea(Reader& reader, Statement& statement);
// Statements under interfaces.
Verdict ReadInterfaceOspf4(Reader& reader, Statement& statement);
Verdict ReadInterfaceOspf6(Reader& reader, Statement& statement);
Verdict ReadInterfaceIsis(Reader& reader, Statement& statement);
Verdict ReadInterfaceRouter4(Reader& reader, Statement& statement);
Verdict ReadInterfaceRouter6(Reader& reader, Statement& statement);
Verdict ReadInterfaceRip4(Reader& reader, Statement& statement);
Verdict ReadInterfaceRip6(Reader& reader, Statement& statement);

/// The commands outside every node, and the node that holds them.
extern const Node kTopLevel;
/// A line of an interfaces file (not a comment).
Verdict ReadStanzaLine(Reader& reader, Statement& statement);
/// A line of a wg-quick file, comments too. REQUIRES: BeginWireGuard.
Verdict ReadWireGuardLine(Reader& reader, Statement& statement);
/// Begins the file of an interface.
void BeginWireGuard(Reader& reader, std::string_view name, base::Span span);
/// A line of a port file (not a comment).
Verdict ReadPortLine(Statement& statement);

/// A line of the file of daemons: `NAME=yes` or `NAME=no` and options.
Verdict ReadDaemonLine(const Reader& reader, std::string_view line);
/// Where each daemon has a file of its own, it knows only the lists and route maps of this file: lines that
/// rest on another's become not modelled.
void CheckDaemonFiles(const base::SourceFile& source, Reader& reader);

/// The neutral configuration; applies this system's defaults. May add diagnostics and change fates.
routing::DeviceConfig Convert(Reader& reader);
// Its parts, in this order.
void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config);
void ConvertOspf(Reader& reader, routing::DeviceConfig& config);
void ConvertIsis(Reader& reader, routing::DeviceConfig& config);
void ConvertRip(Reader& reader, routing::DeviceConfig& config);
void ConvertLdp(Reader& reader, routing::DeviceConfig& config);
void ConvertSr(Reader& reader, routing::DeviceConfig& config);
/// What a process that runs segment routing says of flexible algorithms.
void ConvertFlexible(Reader& reader, const IsisText& text, const isis::IsisProcess& process,
                     routing::sr::SrConfig& to);
void ConvertBgp(Reader& reader, routing::DeviceConfig& config);
/// After BGP.
void ConvertSrv6(Reader& reader, routing::DeviceConfig& config);

/// What the daemons take as router id in a VRF when nothing is configured: the highest address of a loopback,
/// else of any interface; nullopt when there is none.
std::optional<net::IpAddress> RouterIdOf(const Reader& reader, const model::Device& device,
                                         const std::string& vrf);

}  // namespace ringfence::formats::frr
