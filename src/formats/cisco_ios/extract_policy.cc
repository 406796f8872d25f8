// Prefix lists, AS-path lists, community lists and route maps: the shared reading with this system's words.

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/community_list_text.h"
#include "formats/prefix_list_text.h"
#include "formats/route_map_text.h"

namespace ringfence::formats::cisco_ios {
namespace {

Verdict ReadEntryLine(Reader& reader, Statement& statement) {
  return ReadRouteMapLine(*reader.route_map_entry, statement, reader, Policies());
}

}  // namespace

const PolicyDialect& Policies() {
  // Undefined lists inside a map match every route, an undefined map passes nothing, an undefined list of a
  // neighbour passes everything (u: see characterization.md).
  static const PolicyDialect kDialect{.take_interface = TakeInterfaceName};
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
Verdict ReadIpLargeCommunityList(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.vendor.policies, model::CommunityKind::kLarge, statement, reader,
                           Policies());
}

Verdict ReadRouteMapHeader(Reader& reader, Statement& statement) {
  reader.route_map_entry = ReadRouteMap(reader.vendor.policies, statement);
  if (reader.route_map_entry != nullptr) {
    reader.Open(ReadEntryLine,
                model::Impact::kRouting4 | model::Impact::kRouting6 | model::Impact::kForwarding);
  }
  return reader.route_map_entry != nullptr || statement.negated ? kUnderstood : kNotKnown;
}

}  // namespace ringfence::formats::cisco_ios
