// Prefix lists, AS-path lists, community lists and route maps: the shared reading with this system's words.

#include "formats/community_list_text.h"
#include "formats/prefix_list_text.h"
#include "formats/route_map_text.h"
#include "formats/zte_zxros/reader.h"

namespace ringfence::formats::zte_zxros {
namespace {

Verdict ReadEntryLine(Reader& reader, Statement& statement) {
  return ReadRouteMapLine(*reader.route_map_entry, statement, reader, Policies());
}

}  // namespace

const PolicyDialect& Policies() {
  // What undefined names do is not known: lines that use them stay open.
  static const PolicyDialect kDialect{
      .undefined_is_unsure = true, .map_word = "route map", .take_interface = TakeInterfaceName};
  return kDialect;
}

Verdict ReadIpPrefixList(Reader& reader, Statement& statement) {
  return ReadPrefixList(reader.vendor.policies, net::Family::kIpv4, statement, reader);
}
Verdict ReadIpv6PrefixList(Reader& reader, Statement& statement) {
  return ReadPrefixList(reader.vendor.policies, net::Family::kIpv6, statement, reader);
}
Verdict ReadIpAsPath(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("access-list")) return kNotKnown;
  return ReadAsPathList(reader.vendor.policies, statement, reader);
}
Verdict ReadIpCommunityList(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.vendor.policies, model::CommunityKind::kStandard, statement, reader,
                           Policies());
}
Verdict ReadIpExtcommunityList(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.vendor.policies, model::CommunityKind::kExtended, statement, reader,
                           Policies());
}

Verdict ReadRouteMapHeader(Reader& reader, Statement& statement) {
  reader.route_map_entry = ReadRouteMap(reader.vendor.policies, statement);
  if (reader.route_map_entry != nullptr) reader.Open(ReadEntryLine, kPaths);
  return reader.route_map_entry != nullptr || statement.negated ? kUnderstood : kNotKnown;
}

}  // namespace ringfence::formats::zte_zxros
