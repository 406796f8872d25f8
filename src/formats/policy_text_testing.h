// A small system for tests of shared policy texts: nothing but route maps and lists. Needs GoogleTest.
#pragma once

#include <string>

#include "formats/block_reader.h"
#include "formats/community_list_text.h"
#include "formats/dump_policy.h"
#include "formats/policy_conversion.h"
#include "formats/prefix_list_text.h"
#include "formats/print_policy_text.h"
#include "formats/route_map_text.h"

namespace ringfence::formats {

/// Reads route maps and lists of all kinds.
class PolicyReader : public BlockReader<PolicyReader> {
 public:
  PolicyReader(const base::SourceFile& source, const PolicyDialect& policy_dialect)
      : BlockReader(source, base::FileId(0)), dialect(policy_dialect) {
    for (std::uint32_t line = 1; line <= source.line_count(); ++line) ReadLine(line, kTopLevel);
  }

  const PolicyDialect& dialect;
  PolicyTexts texts;
  RouteMapEntry* entry = nullptr;

 private:
  static Verdict Ip(PolicyReader& reader, Statement& statement) {
    WordCursor& words = statement.words;
    if (words.Accept("prefix-list"))
      return ReadPrefixList(reader.texts, net::Family::kIpv4, statement, reader);
    if (words.Accept("as-path")) return words.Next(), ReadAsPathList(reader.texts, statement, reader);
    const auto list = [&](model::CommunityKind kind) {
      return ReadCommunityList(reader.texts, kind, statement, reader, reader.dialect);
    };
    if (words.Accept("community-list")) return list(model::CommunityKind::kStandard);
    if (words.Accept("extcommunity-list")) return list(model::CommunityKind::kExtended);
    if (words.Accept("large-community-list")) return list(model::CommunityKind::kLarge);
    return kNotKnown;
  }
  static Verdict Ipv6(PolicyReader& reader, Statement& statement) {
    if (!statement.words.Accept("prefix-list")) return kNotKnown;
    return ReadPrefixList(reader.texts, net::Family::kIpv6, statement, reader);
  }
  static Verdict Map(PolicyReader& reader, Statement& statement) {
    reader.entry = ReadRouteMap(reader.texts, statement);
    if (reader.entry != nullptr) {
      reader.Open([](PolicyReader& inner,
                     Statement& line) { return ReadRouteMapLine(*inner.entry, line, inner, inner.dialect); },
                  model::Impact::kRouting4);
    }
    return kUnderstood;
  }
  static constexpr Keyword kTopLevel[] = {{"ip", Ip}, {"ipv6", Ipv6}, {"route-map", Map}};
};

/// "id@line" of all diagnostics.
inline std::string IdsOf(const base::Diagnostics& diagnostics) {
  std::string ids;
  for (const base::Diagnostic& diagnostic : diagnostics.items())
    ids += std::string(base::InfoOf(diagnostic.kind).id) + "@" + std::to_string(diagnostic.span.line) + " ";
  return ids;
}

}  // namespace ringfence::formats
