// config_db.json of a SONiC host: ports, bundles, VLANs, addresses, VRFs, static routes and access lists, and
// what a template makes into BGP. FRR's text beside it holds the routing protocols.
//
// Problem: the database is one JSON object of tables, tables of rows, rows of members; every line needs a
// fate, and tables rest on others that may stand behind them.
// Idea: tables are read in the order of a list, not of the text: ports before what uses them. The handler of
// a row takes the members it knows; the others have their verdict in a list of the table. A line gets the
// worst verdict of all that stands on it. Cost: linear in the text, times the few members a handler takes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/value_tree.h"
#include "formats/frr/reader.h"

namespace ringfence::formats::frr {

/// A member that no handler takes, with what it means.
struct DbMember {
  std::string_view name;
  Verdict verdict = kNoEffect;
};

/// One row while it is read. The tree must outlive it.
class DbRow {
 public:
  DbRow(Reader& reader, const base::ValueTree& tree, const base::ValueEntry& entry);

  /// The key, split at '|'.
  const std::vector<std::string>& parts() const { return parts_; }
  base::Span span() const { return entry_.key_span; }
  /// Text of a member, which is understood by that; not set when there is none or it is no plain value.
  Setting<std::string> Take(std::string_view member);
  /// The same for a list of texts, or one text with commas.
  std::vector<Setting<std::string>> TakeList(std::string_view member);
  /// The same for a number; what is none is reported.
  Setting<std::uint32_t> TakeNumber(std::string_view member, std::uint32_t min, std::uint32_t max);
  /// The same for one of two words.
  Setting<bool> TakeSwitch(std::string_view member, std::string_view on, std::string_view off);
  /// Says what becomes of a member, whether or not it was taken.
  void Judge(std::string_view member, Verdict verdict);
  /// kValueInvalid at a place; gives kNotKnown.
  Verdict Invalid(base::Span span, std::string what);

  /// What was said about each member; unknown when nothing was.
  const std::vector<Verdict>& verdicts() const { return verdicts_; }

 private:
  std::optional<std::size_t> Find(std::string_view member) const;

  Reader& reader_;
  const base::ValueTree& tree_;
  const base::ValueEntry& entry_;
  std::vector<std::string> parts_;
  std::vector<Verdict> verdicts_;
};

/// A table of the database.
struct DbTable {
  std::string_view name;
  Verdict (*read)(Reader&, DbRow&) = nullptr;
  Verdict verdict = kNoEffect;  ///< of all its lines, where nothing reads them
  std::span<const DbMember> members = {};
};

/// Every table that is known, in the order of reading.
std::span<const DbTable> DbTables();

/// Reads the database that begins at `first_line` and ends, at the latest, with `line_count` lines; gives the
/// number of lines it has: all in a file of its own, else up to the brace that closes it.
std::uint32_t ReadDatabase(Reader& reader, const base::SourceFile& source, std::uint32_t first_line,
                           std::uint32_t line_count, bool whole);

/// The interface, when the database defines it.
InterfaceText* FindDbInterface(Reader& reader, std::string_view name);
/// True for words without blanks, quotes and control bytes.
bool IsPlainName(std::string_view name);
/// True for the prefix with digits behind it.
bool IsNumbered(std::string_view name, std::string_view prefix);
/// Makes the line of a span not modelled without making it better than it is.
void DemoteDb(Reader& reader, base::Span span, std::uint8_t impact, std::string_view reason);

// Handlers of rows.
Verdict ReadDbMetadata(Reader& reader, DbRow& row);
Verdict ReadDbPort(Reader& reader, DbRow& row);
Verdict ReadDbBundle(Reader& reader, DbRow& row);
Verdict ReadDbBundleMember(Reader& reader, DbRow& row);
Verdict ReadDbVlan(Reader& reader, DbRow& row);
Verdict ReadDbVlanMember(Reader& reader, DbRow& row);
Verdict ReadDbVrf(Reader& reader, DbRow& row);
Verdict ReadDbManagementVrf(Reader& reader, DbRow& row);
Verdict ReadDbInterface(Reader& reader, DbRow& row);
Verdict ReadDbLoopback(Reader& reader, DbRow& row);
Verdict ReadDbSubinterface(Reader& reader, DbRow& row);
Verdict ReadDbManagementPort(Reader& reader, DbRow& row);
Verdict ReadDbStaticRoute(Reader& reader, DbRow& row);
Verdict ReadDbNeighbor(Reader& reader, DbRow& row);
Verdict ReadDbBgpState(Reader& reader, DbRow& row);
Verdict ReadDbPeerRange(Reader& reader, DbRow& row);
Verdict ReadDbFeature(Reader& reader, DbRow& row);
Verdict ReadDbAccessTable(Reader& reader, DbRow& row);
Verdict ReadDbAccessRule(Reader& reader, DbRow& row);

/// Puts a route in the place of one to the same next hop, or takes that away.
void PutStaticRoute(Reader& reader, routing::static_routes::StaticRoute route, bool negated);

/// What only both files together show: sessions of the database that FRR does not have, values that the
/// daemons take from the system. Needs the whole text read and `config` converted.
void CheckDatabase(Reader& reader, const routing::DeviceConfig& config);
/// Access lists and their uses.
void ConvertAccess(Reader& reader, routing::DeviceConfig& config);
/// The database that makes such a device.
std::string PrintDatabase(const routing::DeviceConfig& config);
/// True when the device comes from a database.
bool HasDatabase(const model::Device& device);
/// True for an interface that PrintDatabase defines.
bool IsDbInterface(const model::Interface& interface);

}  // namespace ringfence::formats::frr
