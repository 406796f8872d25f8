// Route maps and lists: the statements that systems of this notation share (formats/route_map_text.h), and
// `ipv6 prefix-list NAME` with its block of lines.

#include "formats/arista_eos/convert.h"
#include "formats/community_list_text.h"
#include "formats/prefix_list_text.h"
#include "formats/route_map_text.h"

namespace ringfence::formats::arista_eos {
namespace {

Verdict ReadEntryLine(Reader& reader, Statement& statement) {
  if (reader.route_map_entry == nullptr) return kNotKnown;
  return ReadRouteMapLine(*reader.route_map_entry, statement, reader, Dialect());
}

/// A line in the block of a list; `block_name` is the list's.
Verdict ReadListLine(Reader& reader, Statement& statement, ListKind kind, net::Family family) {
  const std::string name = ListName(kind, reader.block_name);
  PrefixListText& list = reader.vendor.policies.prefix_lists[name];
  return ReadPrefixListLine(list, family, statement, reader);
}
Verdict ReadListLine4(Reader& reader, Statement& statement) {
  return ReadListLine(reader, statement, ListKind::kPrefix4, net::Family::kIpv4);
}
Verdict ReadListLine6(Reader& reader, Statement& statement) {
  return ReadListLine(reader, statement, ListKind::kPrefix6, net::Family::kIpv6);
}

Verdict ReadList(Reader& reader, Statement& statement, net::Family family, Reader::Handler line) {
  reader.block_name = std::string(statement.words.Peek().text);
  const Verdict verdict = ReadPrefixList(reader.vendor.policies, family, statement, reader);
  if (verdict.fate == model::Fate::kModelled && !statement.negated) reader.Open(line, kRouting);
  return verdict;
}

/// Takes the word after the pattern, which names an origin, off the line; false when it is not "any".
bool DropOrigin(Statement& statement) {
  std::string_view line = statement.words.line();
  for (const std::string_view origin : {" igp", " egp", " incomplete"}) {
    if (line.ends_with(origin)) return false;
  }
  if (!line.ends_with(" any")) return true;
  line.remove_suffix(std::string_view(" any").size());
  WordCursor shorter(line, statement.span().file, statement.words.line_number());
  while (!shorter.done() && shorter.Peek() != statement.words.Peek()) shorter.Next();
  statement.words = shorter;
  return true;
}

}  // namespace

Verdict ReadRouteMapBlock(Reader& reader, Statement& statement) {
  reader.route_map_entry = ReadRouteMap(reader.vendor.policies, statement);
  if (reader.route_map_entry != nullptr) reader.Open(ReadEntryLine, kRouting);
  return kUnderstood;
}

Verdict ReadPrefixList4(Reader& reader, Statement& statement) {
  return ReadList(reader, statement, net::Family::kIpv4, ReadListLine4);
}
Verdict ReadPrefixList6(Reader& reader, Statement& statement) {
  return ReadList(reader, statement, net::Family::kIpv6, ReadListLine6);
}

namespace {

/// By default brackets hold ranges of AS numbers. The mode counts for the whole configuration, so it must
/// come first.
Verdict ReadRegexMode(Reader& reader, Statement& statement) {
  const bool characters = statement.words.Accept("string") && !statement.negated;
  if (characters && !reader.vendor.policies.as_path_lists.empty())
    return NotModelled(kRouting, "patterns of AS paths read in the other mode");
  reader.vendor.as_path_characters = characters;
  return kUnderstood;
}

}  // namespace

Verdict ReadAsPathAccessList(Reader& reader, Statement& statement) {
  if (statement.words.Accept("regex-mode")) return ReadRegexMode(reader, statement);
  if (!statement.words.Accept("access-list")) return kNotKnown;
  if (!DropOrigin(statement)) return NotModelled(kRouting, "AS paths of one origin");
  return ReadAsPathList(reader.vendor.policies, statement, reader, !reader.vendor.as_path_characters);
}

Verdict ReadStandardCommunityList(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.vendor.policies, model::CommunityKind::kStandard, statement, reader,
                           Dialect());
}
Verdict ReadExtendedCommunityList(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.vendor.policies, model::CommunityKind::kExtended, statement, reader,
                           Dialect());
}
Verdict ReadLargeCommunityList(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.vendor.policies, model::CommunityKind::kLarge, statement, reader,
                           Dialect());
}

}  // namespace ringfence::formats::arista_eos
