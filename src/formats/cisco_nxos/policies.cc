#include "formats/cisco_nxos/policies.h"

#include "formats/cisco_nxos/interface_name.h"
#include "formats/community_list_text.h"
#include "formats/impacts.h"
#include "formats/prefix_list_text.h"
#include "formats/route_map_text.h"

namespace ringfence::formats::cisco_nxos {
namespace {

Verdict ReadMapLine(Reader& reader, Statement& statement) {
  if (reader.route_map_entry == nullptr) return kNotKnown;
  return ReadRouteMapLine(*reader.route_map_entry, statement, reader, Dialect());
}

/// `ip prefix-list X description ...` makes an empty list on some systems; here it is only text.
bool IsDescription(Statement& statement) {
  WordCursor words = statement.words;
  words.Next();
  return words.Peek() == "description";
}

}  // namespace

const PolicyDialect& Dialect() {
  static const PolicyDialect dialect{
      .undefined_list_matches = false,
      .continue_accepts = true,
      .match_replaces = false,
      .patterns_on_whole_list = true,
      // A neighbour with a route map that is not defined exchanges nothing.
      .undefined_map_accepts = false,
      .undefined_filter_accepts = false,
      .next_hops_in_order = false,
      .community_form_words = true,
      .as_path_command = "ip as-path access-list",
      .community_command = "ip community-list",
      .extended_community_command = "ip extcommunity-list",
      .large_community_command = "ip large-community-list",
      .take_interface = TakeInterfaceName,
  };
  return dialect;
}

Verdict ReadRouteMapBlock(Reader& reader, Statement& statement) {
  reader.route_map_entry = ReadRouteMap(reader.policies, statement);
  if (statement.negated) return kUnderstood;
  if (reader.route_map_entry == nullptr) return kNotKnown;
  reader.Open(ReadMapLine, kPaths);
  return kUnderstood;
}

Verdict ReadPrefixList4(Reader& reader, Statement& statement) {
  if (IsDescription(statement)) return kNoEffect;
  return ReadPrefixList(reader.policies, net::Family::kIpv4, statement, reader);
}

Verdict ReadPrefixList6(Reader& reader, Statement& statement) {
  if (IsDescription(statement)) return kNoEffect;
  return ReadPrefixList(reader.policies, net::Family::kIpv6, statement, reader);
}

Verdict ReadAsPath(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("access-list")) return kNotKnown;
  return ReadAsPathList(reader.policies, statement, reader);
}

Verdict ReadStandardCommunities(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.policies, model::CommunityKind::kStandard, statement, reader, Dialect());
}
Verdict ReadExtendedCommunities(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.policies, model::CommunityKind::kExtended, statement, reader, Dialect());
}
Verdict ReadLargeCommunities(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.policies, model::CommunityKind::kLarge, statement, reader, Dialect());
}

}  // namespace ringfence::formats::cisco_nxos
