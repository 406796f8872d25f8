#include "formats/cisco_iosxr/rpl_lists.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/as_path_regex.h"
#include "formats/policy_text.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

/// Name of the list of a set in the neutral model.
std::string NameOf(RplSetKind kind, std::string_view name) {
  if (kind == RplSetKind::kExtended) return ListName(ListKind::kExtendedCommunity, name);
  if (kind == RplSetKind::kLarge) return ListName(ListKind::kLargeCommunity, name);
  return std::string(name);
}

/// Which of the three spaces of names of the model.
std::size_t SpaceOf(RplSetKind kind) {
  return kind == RplSetKind::kPrefix ? 0 : kind == RplSetKind::kAsPath ? 1 : 2;
}

model::CommunityKind CommunityKindOf(RplSetKind kind) {
  return kind == RplSetKind::kExtended ? model::CommunityKind::kExtended
         : kind == RplSetKind::kLarge  ? model::CommunityKind::kLarge
                                       : model::CommunityKind::kStandard;
}

constexpr std::string_view kSetWords[] = {
    "prefix set", "AS-path set", "community set", "community set", "community set", "tag set", "set"};

}  // namespace

RplLists::RplLists(const RplTexts& texts, StatementReport& report, model::PolicySet& out)
    : texts_(texts), report_(report), out_(out) {
  for (const auto& [kind, sets] : texts.sets) {
    if (kind == RplSetKind::kOther || kind == RplSetKind::kTag) continue;
    for (const auto& [name, set] : sets) {
      RplCursor cursor(set.tokens);
      Add(kind, NameOf(kind, name), set.type, TakeElements(cursor), set.span);
    }
  }
}

std::string RplLists::Add(RplSetKind kind, std::string name, std::string_view type, const Elements& elements,
                          base::Span span) {
  const std::size_t space = SpaceOf(kind);
  std::vector<base::Span> missing;
  const auto miss = [&missing](const std::vector<RplToken>& element) {
    missing.push_back(element.front().span);
  };
  if (space == 0) {
    model::PrefixList list{name, {}, span};
    for (const auto& element : elements) {
      if (const auto line = PrefixLineOf(element))
        list.lines.push_back(*line);
      else
        miss(element);
    }
    out_.prefix_lists.push_back(std::move(list));
  } else if (space == 1) {
    model::AsPathList list{name, {}, span};
    for (const auto& element : elements) {
      const auto pattern = PathPatternOf(element);
      const auto regex =
          pattern ? CharacterPatternToRegex(*pattern) : Translation(std::unexpected(PatternError{}));
      if (regex)
        list.lines.push_back({true, *regex, element.front().span});
      else
        miss(element);
    }
    out_.as_path_lists.push_back(std::move(list));
  } else {
    model::CommunityList list{name, CommunityKindOf(kind), {}, span};
    for (const auto& element : elements) {
      if (const auto line = CommunityLineOf(element, kind, type))
        list.lines.push_back(*line);
      else
        miss(element);
    }
    communities_[name] = out_.community_lists.size();
    out_.community_lists.push_back(std::move(list));
  }
  names_[space].insert(name);
  if (!missing.empty()) incomplete_[space][name] = std::move(missing);
  return name;
}

std::string RplLists::InlineName(RplSetKind kind) {
  std::string name;
  do {
    name = NameOf(kind, fmt::format("{}{}", kInlineName, ++inline_count_));
  } while (names_[SpaceOf(kind)].contains(name));
  return name;
}

std::optional<std::string> RplLists::Take(RplCursor& cursor, RplSetKind kind, std::string_view type,
                                          std::vector<base::Span>& notes) {
  const RplToken token = cursor.Peek();
  const std::size_t space = SpaceOf(kind);
  std::string name;
  if (token.Is("(")) {
    const Elements elements = TakeElements(cursor);
    name = Add(kind, InlineName(kind), type, elements, token.span);
  } else {
    cursor.Next();
    if (token.text.empty()) return std::nullopt;
    name = NameOf(kind, token.text);
    if (!names_[space].contains(name)) {
      report_.Undefined(token.span, kSetWords[static_cast<std::size_t>(kind)], token.text);
      Add(kind, name, type, {}, {});
    }
  }
  const auto incomplete = incomplete_[space].find(name);
  if (incomplete == incomplete_[space].end()) return name;
  notes.insert(notes.end(), incomplete->second.begin(), incomplete->second.end());
  return std::nullopt;
}

const model::CommunityList* RplLists::FindCommunities(std::string_view name) const {
  const auto found = communities_.find(std::string(name));
  return found == communities_.end() ? nullptr : &out_.community_lists[found->second];
}

std::optional<std::string> RplLists::TakeEvery(RplCursor& cursor, RplSetKind kind, std::string_view type,
                                               std::vector<base::Span>& notes) {
  const auto base_name = Take(cursor, kind, type, notes);
  if (!base_name) return std::nullopt;
  std::string name = std::string(kEveryName) + *base_name;
  if (!names_[2].insert(name).second) return name;
  const model::CommunityList& base = *FindCommunities(*base_name);
  model::CommunityList list{name, base.kind, {}, base.span};
  if (!base.lines.empty()) {
    model::CommunityListLine all{.permit = true, .all_of = {}, .regexes = {}, .span = base.span};
    for (const model::CommunityListLine& line : base.lines) {
      all.all_of.insert(all.all_of.end(), line.all_of.begin(), line.all_of.end());
      all.regexes.insert(all.regexes.end(), line.regexes.begin(), line.regexes.end());
    }
    list.lines.push_back(std::move(all));
  }
  communities_[name] = out_.community_lists.size();
  out_.community_lists.push_back(std::move(list));
  return name;
}

std::optional<std::vector<model::CommunityText>> RplLists::TakeCommunities(RplCursor& cursor, RplSetKind kind,
                                                                           std::string_view type,
                                                                           std::vector<base::Span>& notes) {
  std::vector<model::CommunityText> communities;
  const auto add = [&communities](const model::CommunityListLine& line) {
    if (!line.regexes.empty()) return false;
    communities.insert(communities.end(), line.all_of.begin(), line.all_of.end());
    return true;
  };
  if (cursor.Peek().Is("(")) {
    for (const auto& element : TakeElements(cursor)) {
      const auto line = CommunityLineOf(element, kind, type);
      if (!line || !add(*line)) return std::nullopt;
    }
    return communities;
  }
  const auto name = Take(cursor, kind, type, notes);
  if (!name) return std::nullopt;
  for (const model::CommunityListLine& line : FindCommunities(*name)->lines) {
    if (!add(line)) return std::nullopt;
  }
  return communities;
}

std::optional<std::vector<model::ValueRange>> RplLists::TakeTags(RplCursor& cursor,
                                                                 std::vector<base::Span>& notes) {
  Elements elements;
  if (cursor.Peek().Is("(")) {
    elements = TakeElements(cursor);
  } else {
    const RplToken token = cursor.Next();
    const auto sets = texts_.sets.find(RplSetKind::kTag);
    if (sets == texts_.sets.end() || !sets->second.contains(std::string(token.text))) {
      report_.Undefined(token.span, "tag set", token.text);
      return std::vector<model::ValueRange>{};
    }
    RplCursor inner(sets->second.find(std::string(token.text))->second.tokens);
    elements = TakeElements(inner);
  }
  std::vector<model::ValueRange> ranges;
  for (const auto& element : elements) {
    const auto range = element.size() == 1 ? RangeOf(element.front().text) : std::nullopt;
    if (!range) {
      notes.push_back(element.front().span);
      return std::nullopt;
    }
    ranges.push_back(*range);
  }
  return ranges;
}

std::optional<std::string> RplLists::AllOf(std::string_view type) {
  const std::string_view spelling = type == "rt"                          ? "target"
                                    : type == "soo"                       ? "origin"
                                    : type == "color" || type == "opaque" ? "color"
                                                                          : "";
  if (spelling.empty()) return std::nullopt;
  std::string name = fmt::format("{}{}", kAllName, spelling);
  if (!names_[2].insert(name).second) return name;
  model::CommunityList list{name, model::CommunityKind::kExtended, {}, {}};
  list.lines.push_back(
      {.permit = true, .all_of = {}, .regexes = {fmt::format("^{}:", spelling)}, .span = {}});
  communities_[name] = out_.community_lists.size();
  out_.community_lists.push_back(std::move(list));
  return name;
}

std::optional<std::string> RplLists::TakePathTest(RplCursor& cursor, std::vector<base::Span>& notes) {
  const base::Span span = cursor.Peek().span;
  Elements elements(1);
  elements[0].push_back(cursor.Next());
  if (cursor.Peek().quoted) elements[0].push_back(cursor.Next());
  if (cursor.Peek().Is("exact")) elements[0].push_back(cursor.Next());
  const auto pattern = PathPatternOf(elements[0]);
  if (!pattern || !CharacterPatternToRegex(*pattern)) {
    notes.push_back(span);
    return std::nullopt;
  }
  return Add(RplSetKind::kAsPath, InlineName(RplSetKind::kAsPath), "", elements, span);
}

}  // namespace ringfence::formats::cisco_iosxr
