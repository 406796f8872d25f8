// The state of one parse, and what the handlers of statements share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "formats/cisco_ios/vendor_model.h"
#include "formats/fate_table.h"
#include "formats/format.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::cisco_ios {

/// What a handler says about its line. `impact` of an unknown line is the enclosing block's.
struct Verdict {
  model::Fate fate = model::Fate::kUnknown;
  std::uint8_t impact = 0;
  std::string_view reason;  ///< static text
};

/// The statement is in the vendor model.
inline constexpr Verdict kUnderstood{model::Fate::kModelled, 0, {}};
/// The statement is known and cannot change an answer.
inline constexpr Verdict kNoEffect{model::Fate::kIrrelevant, 0, {}};
/// The statement, or a part of it, is not known.
inline constexpr Verdict kNotKnown{};

/// A line that is known and not modelled; `reason` must be static text.
constexpr Verdict NotModelled(std::uint8_t impact, std::string_view reason) {
  return {model::Fate::kUnmodelled, impact, reason};
}

/// One line: its words after `no` or `default`.
struct Statement {
  WordCursor words;
  bool negated = false;
  base::Span span() const { return words.StatementSpan(); }
};

class Reader;
/// Reads one statement of a kind into the reader's vendor model.
using Handler = Verdict (*)(Reader&, Statement&);

/// One keyword: its handler, or the verdict about every statement that begins with it.
struct Keyword {
  std::string_view word;
  Handler handler = nullptr;
  Verdict verdict = kNoEffect;
};

/// The block the current line lies in.
struct Block {
  Handler handler = nullptr;  ///< of lines in the block; nullptr: they share the fate of its first line
  Verdict verdict = kNotKnown;
  std::uint8_t unknown_impact = model::Impact::kAll;
};

/// State of one parse. Confined to one call of Parse.
class Reader {
 public:
  Reader(const base::SourceFile& source, base::FileId file);

  /// Reads all lines: fates, diagnostics and the vendor model.
  void ReadAll();

  /// Runs the keyword of the next word in a sorted table; kNotKnown when there is none.
  Verdict Dispatch(std::span<const Keyword> table, Statement& statement);
  /// kValueInvalid at the word (the statement when it is empty); gives kNotKnown.
  Verdict Invalid(const Statement& statement, const Word& word, std::string what);
  /// kReferenceUndefined at the place of the use.
  void Undefined(base::Span use, std::string_view kind, std::string_view name);
  /// Changes the fate of a line that turned out not to be modelled.
  void Demote(base::Span span, std::uint8_t impact, std::string_view reason);
  /// Opens the block whose first line is being read.
  void Open(Handler handler, std::uint8_t unknown_impact) { block_ = {handler, kNotKnown, unknown_impact}; }

  VendorConfig vendor;
  FateTable fates;
  base::Diagnostics diagnostics;
  // What the open block belongs to; indices into vendor.
  std::size_t interface_index = 0;
  std::size_t ospf_index = 0;
  std::size_t acl_index = 0;
  std::size_t vty_index = 0;
  std::string block_name;
  std::uint32_t block_number = 0;

  InterfaceText& interface() { return vendor.interfaces[interface_index]; }
  OspfText& ospf() { return vendor.ospf[ospf_index]; }

 private:
  void ReadLine(std::uint32_t line_number);
  void Store(std::uint32_t line_number, const Statement& statement, Verdict verdict);

  const base::SourceFile& source_;
  base::FileId file_;
  Block block_;
  bool deep_reported_ = false;
};

/// True when the table can be searched.
constexpr bool IsSorted(std::span<const Keyword> table) {
  return std::ranges::is_sorted(table, {}, [](const Keyword& keyword) { return keyword.word; });
}

// Handlers of top-level statements, one family a file. The first word is already taken.
Verdict ReadInterface(Reader& reader, Statement& statement);
Verdict ReadRouter(Reader& reader, Statement& statement);
Verdict ReadIp(Reader& reader, Statement& statement);
Verdict ReadIpv6(Reader& reader, Statement& statement);
Verdict ReadStaticRoute(Reader& reader, Statement& statement);
Verdict ReadStaticRoute6(Reader& reader, Statement& statement);
Verdict ReadTrack(Reader& reader, Statement& statement);
Verdict ReadNumberedAcl(Reader& reader, Statement& statement);
Verdict ReadNamedAcl(Reader& reader, Statement& statement);
Verdict ReadNamedAcl6(Reader& reader, Statement& statement);
Verdict ReadObjectGroup(Reader& reader, Statement& statement);
Verdict ReadPrefixList(Reader& reader, Statement& statement);
Verdict ReadRouteMap(Reader& reader, Statement& statement);
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
// Statements inside an interface block: `ip ospf ...` and protection.
Verdict ReadInterfaceOspf(Reader& reader, Statement& statement);
Verdict ReadInterfaceTunnel(Reader& reader, Statement& statement);
/// Statements of `router ospf`.
Verdict ReadOspfLine(Reader& reader, Statement& statement);

/// Takes an IPv4 address; reports kValueInvalid and gives nullopt when the next word is none.
std::optional<net::IpAddress> TakeIpv4(Reader& reader, Statement& statement);
/// Takes a number in a range; reports kValueInvalid and gives nullopt otherwise.
std::optional<std::uint32_t> TakeNumber(Reader& reader, Statement& statement, std::uint32_t min,
                                        std::uint32_t max);
/// Takes an address and a dotted mask; reports kValueInvalid when they are none.
std::optional<net::HostPrefix> TakeAddressAndMask(Reader& reader, Statement& statement);
/// Takes an OSPF area, dotted or as a number.
std::optional<ospf::AreaId> TakeArea(Reader& reader, Statement& statement);
/// Takes a key with its optional encryption type and gives its digest; type 7 is decoded first, because two
/// ends store one key in different type-7 texts.
std::string TakeKeyDigest(Statement& statement);

/// The neutral configuration; applies this system's defaults. May add diagnostics and change fates.
routing::DeviceConfig Convert(Reader& reader);
// Its parts, in this order.
void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config);
void ConvertAcls(Reader& reader, routing::DeviceConfig& config);
void ConvertStatics(Reader& reader, routing::DeviceConfig& config);
void ConvertOspf(Reader& reader, routing::DeviceConfig& config);
void ConvertManagement(Reader& reader, routing::DeviceConfig& config);
void ConvertProtection(Reader& reader, routing::DeviceConfig& config);

/// The filter of a prefix list or of a standard access list (`prefix_list` false), as route filters read it:
/// reports kReferenceUndefined, or demotes the using line when the list cannot be expressed, and gives
/// nullopt.
std::optional<ospf::PrefixFilter> FilterOf(Reader& reader, bool prefix_list, const std::string& name,
                                           base::Span use);
/// The terms of a route map; sets `undefined` (with kReferenceUndefined) when there is none of that name.
std::vector<ospf::RedistributionTerm> TermsOf(Reader& reader, const std::string& name, base::Span use,
                                              bool& undefined);

}  // namespace ringfence::formats::cisco_ios
