#include "formats/community_list_text.h"

#include <fmt/format.h>

#include "formats/community_text.h"
#include "formats/prefix_list_text.h"

namespace ringfence::formats {
namespace {

constexpr std::uint32_t kSequenceStep = 5;
/// Numbered lists from here on hold patterns.
constexpr std::uint32_t kFirstExpandedNumber = 100;

/// Reads communities that must all be there. "internet" stands for every route.
bool TakeCommunities(model::CommunityKind kind, Statement& statement, StatementReport& report,
                     model::CommunityListLine& line) {
  if (kind == model::CommunityKind::kStandard && statement.words.Accept("internet")) return true;
  while (!statement.words.done()) {
    const auto community = TakeCommunity(kind, statement);
    if (!community) {
      const Word word = statement.words.Next();
      report.Invalid(statement, word, fmt::format("'{}' is not a community", word.text));
      return false;
    }
    line.all_of.push_back(*community);
  }
  return !line.all_of.empty();
}

/// Patterns are written for the spelling of the system.
void RespellKinds(std::string& regex) {
  for (const auto& [from, to] :
       {std::pair<std::string_view, std::string_view>{"RT:", "target:"}, {"SoO:", "origin:"}}) {
    for (std::size_t at = regex.find(from); at != std::string::npos; at = regex.find(from))
      regex.replace(at, from.size(), to);
  }
}

}  // namespace

ListKind ListKindOf(model::CommunityKind kind) {
  if (kind == model::CommunityKind::kStandard) return ListKind::kCommunity;
  return kind == model::CommunityKind::kExtended ? ListKind::kExtendedCommunity : ListKind::kLargeCommunity;
}

std::optional<model::CommunityText> TakeCommunity(model::CommunityKind kind, Statement& statement) {
  const WordCursor before = statement.words;
  const Word word = statement.words.Next();
  std::optional<model::CommunityText> community;
  if (kind == model::CommunityKind::kStandard) community = StandardCommunity(word.text);
  if (kind == model::CommunityKind::kLarge) community = LargeCommunity(word.text);
  if (kind == model::CommunityKind::kExtended) {
    community = ExtendedCommunity(word.text);
    if (!community) community = ExtendedCommunity(word.text, statement.words.Next().text);
  }
  if (!community) statement.words = before;
  return community;
}

Verdict ReadCommunityList(PolicyTexts& texts, model::CommunityKind kind, Statement& statement,
                          StatementReport& report, const PolicyDialect& dialect) {
  bool expanded = statement.words.Accept("expanded") || statement.words.Accept("regexp");
  if (!expanded) statement.words.Accept("standard");
  const Word word = statement.words.Next();
  if (word.empty()) return kNotKnown;
  const auto number = ParseNumber(word.text, 0, 0xffffffffU);
  if (number && *number >= kFirstExpandedNumber) expanded = true;
  const std::string name = ListName(ListKindOf(kind), word.text);
  if (statement.negated && statement.words.done()) return texts.community_lists.erase(name), kUnderstood;
  CommunityListText& list = texts.community_lists[name];
  if (!list.span.valid()) list.span = statement.span();
  list.kind = kind;
  const auto sequence = TakeSequence(list.lines, statement, report, kSequenceStep);
  model::CommunityListLine line;
  line.permit = statement.words.Accept("permit");
  if (!sequence || (!line.permit && !statement.words.Accept("deny"))) return kNotKnown;
  line.span = statement.span();
  if (expanded) {
    auto regex = TakePattern(statement, report);
    if (!regex) return kNotKnown;
    if (kind == model::CommunityKind::kExtended) RespellKinds(*regex);
    line.regexes.push_back(std::move(*regex));
    line.on_whole_list = dialect.patterns_on_whole_list;
  } else if (!TakeCommunities(kind, statement, report, line)) {
    return kNotKnown;
  }
  if (statement.negated) {
    std::erase_if(list.lines, [&line](const auto& known) {
      return known.second.all_of == line.all_of && known.second.regexes == line.regexes;
    });
    return kUnderstood;
  }
  list.lines[*sequence] = std::move(line);
  return kUnderstood;
}

}  // namespace ringfence::formats
